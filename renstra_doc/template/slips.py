"""Say of somebody's Word template what is missing, unknown or misplaced in it, and where.

Before any build.

In order: (1) the file is opened within limits (`safety`); (2) what acts or reaches out of the file;
(3) the markers, as the builder reads them (`marks`); (4) the tags, paragraph by paragraph;
(5) what the document, or any usual one, asks for (`template_needs`); (6) where all that is good,
the builder itself reads the template; (7) LibreOffice, where it is installed, says on which page
each finding is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from renstra_doc.docx.xml import W
from renstra_doc.expression.language import TAG, Evaluator, ExpressionError
from renstra_doc.expression.names import show_date, show_marked
from renstra_doc.finding import Finding, InputError, Severity
from renstra_doc.place import Place
from renstra_doc.template.columns import find_column_slips
from renstra_doc.template.leftovers import (
    find_cut_pictures,
    find_leftovers,
    find_low_lines,
    find_multiple_lines,
    find_newer_mode,
    find_unruled_lines,
)
from renstra_doc.template.needs import (
    find_gaps,
    find_needs,
    find_tab_gaps,
    find_usual_gaps,
    read_styles,
    usual_styles,
)
from renstra_doc.template.own_numbers import find_numbered_styles, find_page_numbers
from renstra_doc.template.read import POSITION, find_marks, mark_positions, read_template
from renstra_doc.template.safety import (
    ALLOWED,
    DOCUMENT,
    find_bad_tags,
    find_reaching,
    read_package,
)
from renstra_doc.template.sample_rows import find_row_slips
from renstra_doc.template.slip import Slip
from renstra_doc.template.spots import Spot, list_spots

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from renstra_doc.template.marks import Marks
    from renstra_doc.template.safety import Package
    from renstra_doc.view import View

    Locate = Callable[[bytes], Mapping[str, int]]

_FACT = re.compile(r"\bdokumen\.(\w+)")
_BARE = re.compile(r"\{\{\s*([^\W\d]\w*)\s*\}\}")
_SINGLE_BRACE = re.compile(r"(?<!\{)\{([^{}]*)\}(?!\})")
_IN_BRACES = ("dokumen.", "tanggal(")
_FURNITURE = {
    "hdr": "kepala halaman",
    "ftr": "kaki halaman",
    "footnotes": "catatan kaki",
    "endnotes": "catatan akhir",
}
# More wrong tags than these are not looked for, nor more keys than these for what was meant: each
# is held against each.
MOST_TOLD, MOST_KEYS = 200, 300
STYLES_PART = "word/styles.xml"


@dataclass(frozen=True)
class TemplateReport:
    """What was found in a template; `sections`, `tables` and `styles` count what it has."""

    findings: tuple[Finding, ...]
    sections: tuple[str, ...]
    tables: Mapping[str, tuple[str, ...]]
    styles: int

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Findings with which no document can be built as meant."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)


def check_template(
    path: Path,
    view: View | None = None,
    locate: Locate | None = None,
    *,
    trial: bool = True,
) -> TemplateReport:
    """Check a template before any build.

    In: the .docx; the printed form of the document that shall be written into it (None: what is
    usual); what finds the pages of bookmarks in a .docx (None: pages are not told); without `trial`
    the builder does not read it, for the build that does so next. Raises InputError where the file
    is no .docx that can be read safely.
    """
    package = read_package(path)
    marks = find_marks(package)
    styles = read_styles(package.trees.get(STYLES_PART))
    # In the order of the document, as a person goes through it in Word.
    slips = sorted(_find_slips(package, marks, view), key=_order)
    hidden = _find_hidden_tags(package, slips, path)
    findings = [*find_reaching(package, Place(path.name)), *hidden]
    is_safe = not findings
    # A file that acts when it is opened is not handed to LibreOffice.
    pages = _find_pages(path, slips, locate) if locate is not None and is_safe else {}
    findings += [slip.to_finding(path.name, _page_of(slip, pages)) for slip in slips]
    # Last: the builder stops at its first fault and knows no places.
    if trial and not _has_errors(findings):
        findings += _try_reading(path, package, view)
    return TemplateReport(tuple(findings), tuple(marks.sections), marks.tables, len(styles))


def _has_errors(findings: Iterable[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _find_slips(package: Package, marks: Marks, view: View | None) -> Iterator[Slip]:
    """Yield everything that is wrong in a template, and what is only remarkable."""
    body = package.trees[DOCUMENT].find(f"{{{W}}}body")
    spots = list_spots(body) if body is not None else []
    part = package.trees.get(STYLES_PART)
    needed = find_needs(view).styles if view is not None else usual_styles()
    yield from marks.slips
    yield from find_leftovers(package.trees)
    yield from _find_text_slips(package, spots, view)
    yield from _find_gaps(marks, read_styles(part), view)
    yield from _find_style_slips(part, needed)
    yield from find_newer_mode(package.trees.get("word/settings.xml"))
    yield from find_cut_pictures(package.trees)
    if body is not None:
        yield from find_row_slips(body, part, marks, spots)
        yield from find_page_numbers(body, marks, view)
        yield from find_column_slips(body, marks, spots)


def _find_style_slips(styles: Element | None, needed: Collection[str]) -> Iterator[Slip]:
    yield from find_tab_gaps(styles, needed)
    yield from find_low_lines(styles, needed)
    yield from find_unruled_lines(styles)
    yield from find_multiple_lines(styles, needed)
    yield from find_numbered_styles(styles, needed)


def _order(slip: Slip) -> tuple[bool, bool, int]:
    """Put slips in the order of the body, then headers and notes, then the whole template."""
    spot = slip.spot
    return (spot is None, spot is not None and _is_furniture(spot), spot.position if spot else 0)


def _find_gaps(marks: Marks, styles: Mapping[str, str], view: View | None) -> Iterator[Slip]:
    return (
        find_usual_gaps(marks, styles)
        if view is None
        else find_gaps(find_needs(view), marks, styles)
    )


# Tags


def _find_text_slips(package: Package, spots: Sequence[Spot], view: View | None) -> Iterator[Slip]:
    facts = _known_facts(package, view)
    evaluator = Evaluator({"dokumen": facts, "tanggal": show_date}, show_marked)
    slips = (slip for spot in spots for slip in _judge_tags(spot, evaluator, facts))
    yield from islice(slips, MOST_TOLD)
    yield from islice(_judge_furniture(package, evaluator, facts), MOST_TOLD)


def _judge_furniture(
    package: Package, evaluator: Evaluator, facts: Mapping[str, str]
) -> Iterator[Slip]:
    """Judge headers, footers and notes: tags are filled there, markers are not read."""
    for name, root in package.trees.items():
        where = _FURNITURE.get(root.tag.removeprefix(f"{{{W}}}"))
        for spot in _list_furniture(root, f"{where} ({name})") if where else ():
            yield from _judge_tags(spot, evaluator, facts)
            if "[[" in spot.text:
                hint = "tanda hanya berlaku di badan dokumen; pindahkan ke paragraf biasa"
                yield Slip(spot, f"tanda di {where} tidak terbaca", hint)


def _list_furniture(root: Element, inside: str) -> list[Spot]:
    notes = [node for node in root if node.tag in {f"{{{W}}}footnote", f"{{{W}}}endnote"}]
    return [spot for node in notes or [root] for spot in list_spots(node, inside)]


def _known_facts(package: Package, view: View | None) -> Mapping[str, str]:
    """Return the facts of the document.

    Without one every key that a tag names, with a value good for any use.
    """
    if view is not None:
        return view.dokumen
    texts = ("".join(tree.itertext()) for tree in package.trees.values())
    # A date serves as a text and in tanggal(), so that no use of it is a fault.
    return {key: date.min.isoformat() for text in texts for key in _FACT.findall(text)}


def _judge_tags(spot: Spot, evaluator: Evaluator, facts: Mapping[str, str]) -> Iterator[Slip]:
    text = spot.text
    if "{" not in text and "}" not in text:
        return
    # Where each piece ends in the whole text: a tag is found by search and not by counting.
    ends = list(accumulate(map(len, spot.pieces)))
    for match in TAG.finditer(text):
        try:
            evaluator.resolve(match[0])
        except ExpressionError as error:
            yield Slip(spot, str(error), _suggest(match[0], facts))
            # What opens and never closes would be searched for again and again in the rest.
            return
        yield from _find_cut(spot, match, ends)
    yield from _judge_rest(spot, TAG.sub("", text))


def _find_cut(spot: Spot, match: re.Match[str], ends: Sequence[int]) -> Iterator[Slip]:
    """Yield a tag that Word keeps in several pieces."""
    pieces = _split_pieces(spot.pieces, ends, match.span())
    if len(pieces) > 1:
        shown = " + ".join(f"“{piece}”" for piece in pieces)
        message = f"Word memotong tanda {match[0]} menjadi {shown}"
        hint = (
            "tanda ini tetap terisi, dengan rupa potongan pertama; agar pasti, "
            "hapus lalu ketik ulang sekaligus"
        )
        yield Slip(spot, message, hint, Severity.WARNING)


def _judge_rest(spot: Spot, rest: str) -> Iterator[Slip]:
    """Yield what looks like a tag beside the whole ones."""
    for match in _SINGLE_BRACE.finditer(rest):
        inner = match[1].strip()
        if inner.startswith(_IN_BRACES):
            yield Slip(spot, f"“{match[0]}” bukan tanda", f"tulis {{{{ {inner} }}}}")
    if "}}" in rest and "{{" not in rest:
        yield Slip(
            spot, "“}}” tanpa “{{” di depannya akan tercetak", "tulis {{ di depan, atau hapus }}"
        )


def _split_pieces(pieces: Sequence[str], ends: Sequence[int], span: tuple[int, int]) -> list[str]:
    """Return the parts of a stretch of text that Word keeps apart; `ends` is where pieces end."""
    start, end = span
    found = []
    # From the first piece that reaches beyond the start of the tag.
    for number in range(bisect_right(ends, start), len(ends)):
        begins = ends[number] - len(pieces[number])
        if begins >= end:
            break
        found.append(pieces[number][max(start - begins, 0) : end - begins])
    return list(filter(None, found))


def _suggest(tag: str, facts: Mapping[str, str]) -> str:
    if bare := _BARE.fullmatch(tag):
        name = next(iter(_find_near(bare[1], facts)), bare[1])
        return f"mungkin maksudnya {{{{ dokumen.{name} }}}}; {ALLOWED}"
    unknown = [key for key in _FACT.findall(tag) if key not in facts]
    near = _find_near(unknown[0], facts) if unknown else []
    return (
        f"mungkin maksudnya dokumen.{near[0]}; kunci yang ada lihat dokumen.csv"
        if near
        else ALLOWED
    )


def _find_near(name: str, facts: Mapping[str, str]) -> list[str]:
    return get_close_matches(name[:MOST_KEYS], list(islice(facts, MOST_KEYS)), n=1)


def _find_hidden_tags(package: Package, slips: Sequence[Slip], path: Path) -> Iterator[Finding]:
    """Find the bad tags that stand in no paragraph (or over several).

    In attributes, comments, properties.
    """
    told = {
        _part_of(slip.spot)
        for slip in slips
        if slip.spot and slip.severity is Severity.ERROR and "{" in slip.spot.text
    }
    for name in package.trees:
        # Told with its paragraph already.
        if name not in told:
            yield from find_bad_tags(package, name, Place(path.name))


def _part_of(spot: Spot) -> str:
    match = re.search(r"\(([^\s()]+\.xml)\)", spot.inside)
    return match[1] if match else DOCUMENT


# The builder, and pages


def _try_reading(path: Path, package: Package, view: View | None) -> Iterator[Finding]:
    """Let the builder read the template.

    What it refuses is a finding, whatever was checked before.
    """
    try:
        read_template(path, _known_facts(package, view))
    except InputError as error:
        yield from error.findings


def _find_pages(path: Path, slips: Sequence[Slip], locate: Locate) -> dict[int, int]:
    """Return the page of each child of the body that a slip speaks of."""
    positions = {slip.spot.position for slip in slips if slip.spot and not _is_furniture(slip.spot)}
    if not positions:
        return {}
    # Pages are a help: without LibreOffice, or where it fails, the slips are told without.
    with suppress(InputError, ValueError, KeyError, OSError):
        found = locate(mark_positions(path, sorted(positions)))
        names = {position: f"{POSITION}{position}" for position in positions}
        return {position: found[name] for position, name in names.items() if name in found}
    return {}


def _page_of(slip: Slip, pages: Mapping[int, int]) -> int:
    """Return the page of a slip, 0 where it is not known."""
    return pages.get(slip.spot.position, 0) if slip.spot and not _is_furniture(slip.spot) else 0


def _is_furniture(spot: Spot) -> bool:
    """Return whether a spot stands in a header, a footer or a note: it has no one page."""
    return spot.inside.startswith(tuple(_FURNITURE.values()))
