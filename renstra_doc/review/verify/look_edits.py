"""What looks otherwise, though it says the same: held against the document as it should be.

That document is written anew from data and template and read by the same reader; each line that was
expected gets the paragraphs of its printed form (`give_looks`). What another program writes in
other XML has the same facts (`docx.look_facts`), so what differs here was done by somebody.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING

from renstra_doc.docx.word_content import accept_all, is_there
from renstra_doc.place import Place
from renstra_doc.review.verify.edits import Did, Edit
from renstra_doc.review.verify.expected_lines import match_blocks, match_rows, pair_both
from renstra_doc.review.verify.lines import Grid, Line, Printed, join_blanks
from renstra_doc.review.verify.shown import show_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from renstra_doc.docx.word_content import (
        Accept,
        Facts,
        WordDocument,
        WordParagraph,
        WordRun,
        WordSection,
    )

    Letter = tuple[str, Facts]

# Programs round what they save: a measure that differs by less is the same one (twips).
TOLERANCE = 60
MEASURES = ("takuk", "lebar", "tinggi", "tepi", "kotak", "garis ke-")
# A page number is the outcome of a field: other programs count it anew.
COUNTED = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
LINKED = frozenset({"PAGEREF", "TOC"})
LISTS = ("daftar isi:", "daftar tabel:", "daftar gambar:")
CELL_FACTS = frozenset(
    {"lebar sel", "sel membentang", "sel digabung", "latar sel", "arah teks sel", "tinggi baris"}
)
NUMBERED, IN_CELL = "nomor butir", ", kolom "
LONGEST, MOST_TOLD = 60, 4
NO_SECTION = "(tidak ada)"


def give_looks(wanted: Printed, rendered: Printed) -> Printed | None:
    """Return what should be printed, each line with its paragraphs as the program writes them.

    None where the rendered document prints other lines: then nothing is known of looks.
    """
    blocks = [
        _give(line, other)
        for line, other in zip_longest(wanted.blocks, rendered.blocks)
        if line is not None and other is not None
    ]
    kept = [block for block in blocks if block is not None]
    # Of other lines than were expected nothing can be said of their looks.
    if len(kept) != max(len(wanted.blocks), len(rendered.blocks)):
        return None
    return replace(wanted, blocks=tuple(kept))


def _give(line: Line | Grid, other: Line | Grid) -> Line | Grid | None:
    if isinstance(line, Line) and isinstance(other, Line):
        return replace(line, sumber=other.sumber) if line.text == other.text else None
    if isinstance(line, Grid) and isinstance(other, Grid) and line.texts() == other.texts():
        rows = (
            tuple(replace(cell, sumber=found.sumber) for cell, found in zip(*pair, strict=True))
            for pair in zip(line.rows, other.rows, strict=True)
        )
        return replace(line, rows=tuple(rows))
    return None


def find_look_edits(wanted: Printed, found: Printed, accept: Accept = accept_all) -> Iterator[Edit]:
    """Yield what looks otherwise in lines that say the same, and page numbers that differ.

    In: lines with the paragraphs of both sides, which tracked changes are accepted.
    """
    for old, new in match_blocks(wanted.blocks, found.blocks):
        if isinstance(old, Line) and isinstance(new, Line):
            yield from compare_looks(old, new, accept)
        elif isinstance(old, Grid) and isinstance(new, Grid):
            for left, right in _pair_cells(old, new):
                yield from compare_looks(left, right, accept)


def _pair_cells(old: Grid, new: Grid) -> Iterator[tuple[Line, Line]]:
    """Yield the cells of two tables that are each other's."""
    columns, rows = match_rows(old, new)
    common = pair_both(columns)
    for above, below in pair_both(rows):
        row, other = old.rows[above], new.rows[below]
        yield from ((row[x], other[y]) for x, y in common if y < len(other))


def find_box_edits(model: Printed, wanted: Printed, found: Printed) -> Iterator[Edit]:
    """Yield boxes whose texts changed places, and boxes that look otherwise.

    In: what the program prints, what should be printed with its places, what was found. Programs
    keep the order of the boxes of a drawing.
    """
    places = {line.text: line for line in wanted.boxes}
    texts = [[line.text for line in printed.boxes] for printed in (model, found)]
    # With other texts an order says nothing: then the texts are told as edits.
    if sorted(texts[0]) != sorted(texts[1]):
        return
    for old, new in zip(model.boxes, found.boxes, strict=True):
        known = places.get(old.text, old)
        if old.text != new.text:
            yield Edit(Did.CHANGED, known.spot, known.place, old.text, new.text, (), (new,))
        else:
            yield from compare_looks(replace(known, sumber=old.sumber), new)


def compare_looks(old: Line, new: Line, accept: Accept = accept_all) -> Iterator[Edit]:
    """Yield at most one edit of the look of a line, and one of its page number."""
    if old.text != new.text or not old.sumber or not new.sumber:
        return
    # Of a list the page number is compared too; elsewhere fields count by themselves.
    if old.spot.startswith(LISTS):
        yield from _compare_pages(old, new, accept)
    told = [*_tell_forms(old.sumber, new.sumber), *_tell_content(old, new, accept)]
    if told:
        was, now = (
            "; ".join(dict.fromkeys(filter(None, side))) for side in zip(*told, strict=True)
        )
        oleh = tuple(dict.fromkeys(each for node in new.sumber for each in node.tanda))
        yield Edit(Did.LOOK, old.spot, old.place, was, now, oleh, (new,), asal=old)


def _compare_pages(old: Line, new: Line, accept: Accept) -> Iterator[Edit]:
    pages = _page_of(old, accept_all), _page_of(new, accept)
    if all(pages) and pages[0] != pages[1]:
        yield Edit(Did.CHANGED, f"{old.spot}, nomor halaman", old.place, *pages)


def _page_of(line: Line, accept: Accept) -> str:
    """Return the page number at the end of an entry of a list of contents."""
    return show_text(line.sumber[-1], accept).rpartition("\t")[2].strip()


def _tell_forms(
    old: Sequence[WordParagraph], new: Sequence[WordParagraph]
) -> Iterator[tuple[str, str]]:
    """Yield how paragraphs differ that show something; of empty ones only the cell counts."""
    sides = [[node for node in nodes if node.text().strip()] for nodes in (old, new)]
    # Of paragraphs that are gone the text is told already.
    if sides[0] and sides[1]:
        if len(sides[0]) != len(sides[1]):
            yield f"{len(sides[0])} paragraf", f"{len(sides[1])} paragraf"
        for left, right in zip(*sides, strict=False):
            yield from _tell(_form_of(left, right), _form_of(right, left), "")
        return
    cells = [tuple(fact for fact in side[0].rupa if fact[0] in CELL_FACTS) for side in (old, new)]
    yield from _tell(cells[0], cells[1], "")


def _form_of(node: WordParagraph, other: WordParagraph) -> Facts:
    """Return the facts of a paragraph; those of its number where both have one."""
    # Without a number on both sides its look cannot differ.
    is_numbered = bool(node.label and other.label)
    return tuple(f for f in node.rupa if is_numbered or not f[0].startswith(NUMBERED))


def _tell_content(old: Line, new: Line, accept: Accept) -> Iterator[tuple[str, str]]:
    """Yield breaks and fields that differ, then the letters that look otherwise."""
    if not old.spot.startswith(LISTS):
        breaks = _count_breaks(old, accept_all), _count_breaks(new, accept)
        if breaks[0] != breaks[1]:
            yield breaks
        added = sorted(_fields_of(new) - _fields_of(old))
        if added:
            yield "tanpa bidang", f"bidang {', '.join(added)}"
    yield from _tell_letters(_letters_of(old, accept_all), _letters_of(new, accept))


def _tell_letters(left: Sequence[Letter], right: Sequence[Letter]) -> Iterator[tuple[str, str]]:
    """Yield the stretches of letters that look otherwise."""
    # Other letters are an edit of the text: their looks have no like.
    if [letter for letter, _ in left] != [letter for letter, _ in right]:
        return
    pairs = groupby(zip(left, right, strict=True), key=lambda pair: (pair[0][1], pair[1][1]))
    for (before, after), letters in pairs:
        yield from _tell(before, after, "".join(letter for (letter, _), _ in letters))


def _fields_of(line: Line) -> set[str]:
    return {run.bidang for node in line.sumber for run in node.runs if run.bidang}


def _count_breaks(line: Line, accept: Accept) -> str:
    text = "".join(show_text(node, accept, with_fields=False) for node in line.sumber)
    # LibreOffice ends what stands before a section with a break of its own.
    text = text if IN_CELL in line.spot else text.rstrip()
    return f"{text.count(chr(10))} ganti baris, {text.count(chr(9))} tab"


def _letters_of(line: Line, accept: Accept) -> list[Letter]:
    """Return the letters of a line; of an entry of a list those before its page number."""
    letters = read_looks(line.sumber, accept)
    # The page number at the end is compared apart.
    is_entry = line.sumber[-1].runs and line.sumber[-1].runs[-1].bidang in LINKED
    return letters[: len("".join(line.text.split()))] if is_entry else letters


def read_looks(nodes: Iterable[WordParagraph], accept: Accept) -> list[Letter]:
    """Return the letters of paragraphs with their looks, without blanks and counted numbers."""
    return [
        (letter, run.rupa)
        for node in nodes
        for run in node.runs
        if _is_shown(run, accept)
        for letter in run.teks
        if not letter.isspace()
    ]


def _is_shown(run: WordRun, accept: Accept) -> bool:
    is_text = not (run.lenyap or run.gambar or run.bidang in COUNTED)
    return is_text and is_there(run.perubahan, accept)


def _tell(old: Facts, new: Facts, text: str) -> Iterator[tuple[str, str]]:
    """Yield the facts that differ, before and after, with the text that they are of."""
    was, now = dict(old), dict(new)
    names = [name for name in {**was, **now} if not is_same(name, was.get(name), now.get(name))]
    if names:
        cut = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
        end = f" (“{cut}”)" if text else ""
        yield _say(names, was) + end, _say(names, now) + end


def is_same(name: str, old: str | None, new: str | None) -> bool:
    """Return whether a fact is the same on both sides: measures nearly, names but for case."""
    if name.startswith(MEASURES):
        return abs(int(old or 0) - int(new or 0)) <= TOLERANCE
    return (old or "").lower() == (new or "").lower()


def _say(names: Sequence[str], facts: dict[str, str]) -> str:
    return ", ".join(_say_one(name, facts.get(name, "")) for name in names[:MOST_TOLD])


def _say_one(name: str, value: str) -> str:
    return f"tidak {name}" if not value else name if value == "ya" else f"{name} {value}"


# Sections


def find_section_edits(wanted: WordDocument, found: WordDocument, template: str) -> Iterator[Edit]:
    """Yield what differs in the sections: the form of their pages, their headers and footers."""
    place = Place(template)
    pairs = zip_longest(wanted.seksi, found.seksi)
    for number, (old, new) in enumerate(pairs, start=1):
        spot = f"halaman bagian {number}"
        if old is None or new is None:
            texts = ("", "bagian baru") if old is None else ("ada", NO_SECTION)
            yield Edit(Did.CHANGED, spot, place, *texts)
            continue
        for was, now in _tell(old.rupa, new.rupa, ""):
            yield Edit(Did.LOOK, spot, place, was, now)
        for name in dict.fromkeys((*old.bagian, *new.bagian)):
            left, right = _head_of(wanted, old, name), _head_of(found, new, name)
            yield from _compare_heads(replace(left, spot=f"{spot}: {name}", place=place), right)


def _head_of(word: WordDocument, section: WordSection, name: str) -> Line:
    nodes = word.perabot.get(section.bagian.get(name, ""), ())
    text = join_blanks(" ".join(_write_head(node) for node in nodes))
    return Line(text, sumber=tuple(nodes))


def _write_head(node: WordParagraph) -> str:
    """Return a paragraph of a header, with the names of counted fields for their outcome."""
    runs = (run for run in node.runs if not run.lenyap and is_there(run.perubahan, accept_all))
    stretches = groupby(runs, key=lambda run: run.bidang if run.bidang in COUNTED else "")
    return "".join(
        f"{{{kind}}}" if kind else "".join(r.teks for r in inner) for kind, inner in stretches
    )


def _compare_heads(old: Line, new: Line) -> Iterator[Edit]:
    if old.text != new.text:
        yield Edit(Did.CHANGED, old.spot, old.place, old.text, new.text, (), (new,))
    else:
        yield from compare_looks(old, new)
