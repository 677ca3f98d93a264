"""What a sentence says of the tables that follow it: their number, the years they cover."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renstra_doc.check.citations import FOUR_DIGITS
from renstra_doc.check.heading_years import heading_years
from renstra_doc.check.prose_text import block_finding, print_blocks
from renstra_doc.check.register import kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from renstra_doc.check.prose_text import PrintedBlock
    from renstra_doc.finding import Finding
    from renstra_doc.model import Document
    from renstra_doc.model.rules import Rule
    from renstra_doc.model.values import Table

# what may stand between a sentence and its table
BETWEEN = ("ganti_halaman", "ruang", "judul", "subbab")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-\u2013]\s*((?:19|20)\d\d)(?!\d)")
_PLAUSIBLE = re.compile(r"(?:19|20)\d\d")
# Behind `tahun` any four digits are meant as a year, so 2107 is caught; a bare span must look like
# one.
_NAMED_YEAR = re.compile(
    r"\b(?:tahun(?:\s+anggaran)?|periode|kurun\s+waktu|pada|dengan)\s+(\d{4})(?![\d.,]\d|\d)"
    r"(?:\s*[-\u2013]\s*(\d{4})(?!\d))?"
    r"|(?<![\d.,/])((?:19|20)\d\d)\s*[-\u2013]\s*((?:19|20)\d\d)(?!\d|[.,/]\d)",
    re.IGNORECASE,
)
_TABLE = re.compile(r"\btabel\b", re.IGNORECASE)
_NUMBER = re.compile(r"\btabel\s+(\d+(?:\.\d+)*)", re.IGNORECASE)
_FOLLOWING = re.compile(r"\bberikut\b|\bdi ?bawah\b", re.IGNORECASE)


def find_introductions(document: Document) -> Iterator[tuple[PrintedBlock, list[Table]]]:
    """Yield each text that speaks of a table, with the tables that stand right after it."""
    printed = print_blocks(document)
    for place, block in enumerate(document.blocks):
        text = printed.get(block.id)
        if text is None or block.jenis not in ("paragraf", "butir"):
            continue
        tables = _next_tables(document, place + 1)
        if tables and _TABLE.search(text.teks):
            yield text, tables


def _next_tables(document: Document, place: int) -> list[Table]:
    found: list[Table] = []
    for block in document.blocks[place:]:
        if block.jenis == "tabel" and block.acuan in document.tables:
            found.append(document.tables[block.acuan])
        elif found or block.jenis not in BETWEEN:
            break
    return found


@kind("masa_tabel")
def check_introduced_years(document: Document, rule: Rule) -> Iterator[Finding]:
    """A sentence that introduces tables over a span of years is followed by tables of those years.

    The years in the column headings of the tables right after it lie in the span that it names.
    """
    for printed, tables in find_introductions(document):
        spans = [(int(first), int(last)) for first, last in _YEARS.findall(printed.teks)]
        years = [year for table in tables for year in heading_years(table)]
        # One in common is enough: tables print the years around a period too.
        if spans and years and not _meet(spans, years):
            said = "-".join(map(str, spans[0]))
            there = f"{min(years)}-{max(years)}"
            names = ", ".join(table.number for table in tables)
            message = f"naskah mengantar tabel tahun {said}, Tabel {names} memuat tahun {there}"
            yield block_finding(rule, printed.block, message, expected=there, actual=said)


def _meet(spans: Iterable[tuple[int, int]], years: Iterable[int]) -> bool:
    """Return whether one of the years lies in one of the spans."""
    return any(first <= year <= last for first, last in spans for year in years)


@kind("tabel_berikut")
def check_introduced_number(document: Document, rule: Rule) -> Iterator[Finding]:
    """“Tabel 5.2 berikut” names one of the tables that stand right after the sentence."""
    for printed, tables in find_introductions(document):
        numbers = [table.nomor for table in tables]
        for match in _NUMBER.finditer(printed.teks) if _FOLLOWING.search(printed.teks) else ():
            if match[1] not in numbers:
                message = f"naskah menyebut tabel {match[1]} berikut, yang berikut {numbers[0]}"
                yield block_finding(
                    rule, printed.block, message, expected=numbers[0], actual=match[1]
                )


def find_number_spans(document: Document, _rule: Rule) -> Iterator[tuple[str, int, int]]:
    """Yield (block, from, to) of the numbers of tables that the text mentions."""
    for printed in print_blocks(document).values():
        for match in _NUMBER.finditer(printed.teks):
            yield printed.block.id, *match.span(1)


@kind("tahun_naskah")
def check_years(document: Document, rule: Rule) -> Iterator[Finding]:
    """A year that the text names is one: four digits from 1900 to 2099, a span not backwards."""
    for printed in print_blocks(document).values():
        if not FOUR_DIGITS.search(printed.teks):
            continue
        for match in _NAMED_YEAR.finditer(printed.teks):
            years = [text for text in match.groups() if text]
            wrong = next((text for text in years if not _PLAUSIBLE.fullmatch(text)), "")
            if wrong:
                message = f"naskah menyebut tahun {wrong}"
                yield block_finding(rule, printed.block, message, actual=wrong)
            elif years != sorted(years):
                shown = "-".join(years)
                message = f"naskah menyebut masa {shown}, yang mundur"
                rising = "-".join(sorted(years))
                yield block_finding(rule, printed.block, message, expected=rising, actual=shown)
