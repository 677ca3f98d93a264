"""Regulations that a text cites: the same one bears the same number everywhere."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.check.prose_text import block_finding, print_blocks
from renstra_doc.check.register import kind
from renstra_doc.model.rules import same_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from renstra_doc.finding import Finding
    from renstra_doc.model import Document
    from renstra_doc.model.rules import Rule
    from renstra_doc.model.values import Block

LEAST_WORDS = 5  # a shorter title may be that of several kinds of regulations
TITLE = 900  # letters after the number in which the title stands
SAME = 0.85
# Perda, Perpres, Permendagri and their like, in full or short; bounded, so that it stays linear.
HEAD = re.compile(
    r"\b(?:Undang|Peraturan|Keputusan|Instruksi|(?!Perubahan)Per[a-z]{2,8}|UU|PP)\b[^();.]{0,60}?\s"
    r"(?:Nomor|No\.?)\s*+(?::\s*+)?(?P<number>\d{1,4})(?P<rest>[\w/.-]{0,20})\s+tahun\s+(?P<year>\d{4})",
    re.IGNORECASE,
)
FOUR_DIGITS = re.compile(r"\d{4}")
_ABOUT = re.compile(r"\s*tentang\s+", re.IGNORECASE)
# A regulation named in the title of the one that changes it: the sheet after it is the other's.
_AMENDED = re.compile(r"\b(?:atas|mengubah)\s+$", re.IGNORECASE)
# An abbreviation in brackets, `… Menengah Daerah (RPJMD) …`, is no word of a title nor its end.
_SHORT = re.compile(r"\([A-Z][A-Za-z/]{1,12}\)")
_END = re.compile(
    r"[();.]|(?:,|(?<![\s,]))\s++"
    r"(?:pada\s+bab|sebagaimana|juncto|menyatakan|mempunyai|yang|maka|perlu|telah)\b",
    re.IGNORECASE,
)
# `Lembaga` for `Lembaran` is a slip that stands in print.
_SHEET = re.compile(
    r"\((?:Lembaran|Lembaga|Berita)[^()]{0,120}?tahun\s+(?P<year>\d{4})"
    r"\s+(?:Nomor|No\.?)\s+(?P<number>\d+)"
    r"(?:[^()]{0,120}?Tambahan[^()]{0,80}?(?:Nomor|No\.?)\s+(?P<more>\d+))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A regulation as a block cites it; `judul` are the words of its title."""

    block: Block
    nomor: str
    tahun: str
    bentuk: str
    judul: tuple[str, ...]
    lembaran: str
    tambahan: str
    tahun_lembaran: str

    @property
    def number(self) -> str:
        """Its number as people say it."""
        return f"Nomor {self.nomor} Tahun {self.tahun}"


def find_citations(document: Document) -> list[Citation]:
    """Return every regulation that the text cites with its number, year and title."""
    return [
        citation
        for printed in print_blocks(document).values()
        for citation in _cite(printed.block, printed.teks)
    ]


def find_heads(text: str) -> Iterable[re.Match[str]]:
    """Return where a text names a regulation with its number and year."""
    return HEAD.finditer(text) if FOUR_DIGITS.search(text) else ()  # few texts name a year


def _cite(block: Block, text: str) -> Iterator[Citation]:
    for match in find_heads(text):
        about = _ABOUT.match(text, match.end())
        if about is None:
            continue
        # Cut before the end is looked for: a long block costs no more than a short one.
        rest = _SHORT.sub("", text[about.end() : about.end() + TITLE])
        end = _END.search(rest)
        title = rest[: end.start()] if end else rest
        is_inner = _AMENDED.search(text[max(0, match.start() - 20) : match.start()]) is not None
        sheet = _SHEET.match(rest, end.start()) if end and not is_inner else None
        # `Nomor 05` is `Nomor 5`.
        number = f"{match['number']}{match['rest']}".lstrip("0")
        form = match[0].split()[0].lower()
        yield Citation(
            block, number, match["year"], form, tuple(same_words(title)), *_read_sheet(sheet)
        )


def _read_sheet(sheet: re.Match[str] | None) -> tuple[str, str, str]:
    """Return number and year of a sheet, number of its supplement, its year alone."""
    if sheet is None:
        return "", "", ""
    more = f"Tambahan Nomor {sheet['more']}" if sheet["more"] else ""
    return f"Tahun {sheet['year']} Nomor {sheet['number']}", more, sheet["year"]


@kind("peraturan_sama")
def check_citations(document: Document, rule: Rule) -> Iterator[Finding]:
    """One regulation is cited with one number, year and sheet.

    Citations speak of the same regulation where their titles say the same words. The number that
    most of them bear is taken as the right one, the first of several.
    """
    groups: list[list[Citation]] = []
    citations = find_citations(document)
    for citation in citations:
        # Against the first of a group alone: near titles would else chain two regulations together.
        own = next((group for group in groups if _is_same(group[0], citation)), None)
        if own is None:
            groups.append([citation])
        else:
            own.append(citation)
    for group in groups:
        yield from _compare_group(rule, group)
    yield from _find_wrong_years(document, rule, citations)


def _find_wrong_years(
    document: Document, rule: Rule, citations: Iterable[Citation]
) -> Iterator[Finding]:
    """Find regulations younger than the document, and sheets of another year than theirs."""
    latest = document.dokumen.get("tanggal_dokumen", "")[:4]
    for citation in citations:
        if latest and citation.tahun > latest:
            message = f"{citation.number} lebih muda daripada dokumen ini ({latest})"
            yield block_finding(
                rule, citation.block, message, expected=latest, actual=citation.tahun
            )
        elif citation.tahun_lembaran not in ("", citation.tahun):
            said = citation.tahun_lembaran
            message = f"{citation.number} dimuat dalam lembaran tahun {said}"
            yield block_finding(rule, citation.block, message, expected=citation.tahun, actual=said)


def _is_same(first: Citation, second: Citation) -> bool:
    """Return whether two titles are the same but for a few words, or one begins the other.

    Short ones must be equal, of regulations of one kind.
    """
    left, right = first.judul, second.judul
    short, long = sorted((left, right), key=len)
    if len(short) < LEAST_WORDS:
        return left == right and first.bentuk == second.bentuk
    # A text often cites only the beginning of a long title.
    if long[: len(short)] == short:
        return True
    if left[0] != right[0]:  # most pairs part here, before anything is counted
        return False
    shared = sum((Counter(left) & Counter(right)).values())
    return 2 * shared / (len(left) + len(right)) >= SAME


def _compare_group(rule: Rule, group: list[Citation]) -> Iterator[Finding]:
    usual = _most_common(citation.number for citation in group)
    for citation in group:
        if citation.number != usual:
            yield _tell(rule, citation, usual, citation.number, group)
    # Of the right number only: a sheet beside a wrong one may be right for that wrong one.
    sheets = [citation for citation in group if citation.lembaran and citation.number == usual]
    yield from _compare_sheets(rule, sheets)


def _compare_sheets(rule: Rule, group: list[Citation]) -> Iterator[Finding]:
    """Yield the sheets, or their supplements, that are not those which most citations name."""
    sheet = _most_common(citation.lembaran for citation in group)
    more = _most_common(citation.tambahan for citation in group if citation.tambahan)
    for citation in group:
        if citation.lembaran != sheet:
            yield _tell(rule, citation, sheet, citation.lembaran, group)
        elif citation.tambahan not in ("", more):
            yield _tell(rule, citation, more, citation.tambahan, group)


def _most_common(texts: Iterable[str]) -> str:
    counted = Counter(texts).most_common(1)
    return counted[0][0] if counted else ""


def _tell(rule: Rule, citation: Citation, usual: str, said: str, group: list[Citation]) -> Finding:
    other = next(
        other for other in group if usual in (other.number, other.lembaran, other.tambahan)
    )
    title = " ".join(citation.judul[:8])
    message = f"peraturan tentang “{title} …” disebut {said}, di {other.block.place} {usual}"
    return block_finding(rule, citation.block, message, expected=usual, actual=said)
