"""Numbers beside their words: `7 (tujuh)`, `Rp9.000,00 (sembilan ribu rupiah)`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

from renstra_doc.check.prose_text import print_blocks
from renstra_doc.check.register import kind
from renstra_doc.finding import Finding
from renstra_doc.words.markup import plain_text
from renstra_doc.words.numbers import NumberError, format_angka, terbilang

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renstra_doc.model import Document, Table
    from renstra_doc.model.rules import Rule
    from renstra_doc.place import Place

_NUMBER = r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?(?:,-)?"
# Bounded, since a bracket may open a whole page of words.
_WORDS = r"[^\W\d_]+(?:[ \u00a0]+[^\W\d_]+){0,40}"
_BEFORE = re.compile(
    rf"(?<![\d.,])(?P<number>{_NUMBER})(?P<percent>[ \u00a0]?%)?\s*\(\s*(?P<words>{_WORDS})\s*\)"
)
_UNITS_OF_NUMBERS = ("belas", "puluh", "ratus", "ribu", "juta", "miliar", "milyar", "triliun")
_VALUES = (
    *("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"),
    *("sepuluh", "sebelas", "seratus", "seribu"),
)
NUMBER_WORDS = frozenset((*_VALUES, *_UNITS_OF_NUMBERS, "koma", "minus"))
# What may follow a spelled number and is no part of it.
_TAILS = frozenset(("rupiah", "persen", "orang", "unit", "tahun", "bulan", "hari", "kali", "buah"))
_LONGEST = 400  # letters of number and words together
_MEANT = 0.8


@dataclass(frozen=True, slots=True)
class SpelledNumber:
    """A number with its words: as printed, from where to where, and what the words should be."""

    angka: str
    kata: str
    start: int
    end: int
    benar: str

    @property
    def holds(self) -> bool:
        """Return whether the words are those of the number."""
        return self.kata == self.benar


def find_spelled(text: str) -> tuple[SpelledNumber, ...]:
    """Return every number of a text that is followed by its words in brackets."""
    return _find_in_brackets(text) if "(" in text else ()


@lru_cache(maxsize=1000)  # the rule and the register of numbers read the same texts
def _find_in_brackets(text: str) -> tuple[SpelledNumber, ...]:
    return tuple(_read_spelled(text))


def _read_spelled(text: str) -> Iterator[SpelledNumber]:
    for match in _BEFORE.finditer(text):
        said = _read_words(match["words"])
        meant = _spell(match["number"])
        if said and meant and len(match[0]) <= _LONGEST:
            yield SpelledNumber(match["number"], said, *match.span("number"), meant)


def _read_words(text: str) -> str:
    """Return the words of a number without their unit; "" where these are no words of a number.

    A word that is nearly one of a number is taken as it stands: it is misspelt.
    """
    words = text.lower().replace("milyar", "miliar").split()
    while len(words) > 1 and words[-1] in _TAILS:
        # A lone `unit` is no number: at least one word stays.
        words.pop()
    known = [word in NUMBER_WORDS for word in words]
    if all(known):
        return " ".join(words)
    strange = [word for word, is_known in zip(words, known, strict=True) if not is_known]
    near = all(get_close_matches(word, NUMBER_WORDS, n=1, cutoff=_MEANT) for word in strange)
    return " ".join(words) if near else ""


def _spell(number: str) -> str:
    """Return a printed number in words; "" where it is too long to have any."""
    whole, _, fraction = number.removesuffix(",-").partition(",")
    digits = Decimal(whole.replace(".", ""))
    try:
        words = terbilang(digits)
    except NumberError:
        return ""
    # Sen that are none, `9.000,00`, are not spelled.
    if not fraction.strip("0"):
        return words
    # Digits behind the comma are named one by one.
    return f"{words} koma {' '.join(terbilang(int(digit)) for digit in fraction)}"


@kind("terbilang")
def check_spelled(document: Document, rule: Rule) -> Iterator[Finding]:
    """A number followed by its words in brackets is spelled rightly, wherever it stands.

    In the narrative as printed, in captions, headings and cells: `7 (tujuh)`, `7 ( tujuh )`,
    `Rp9.000,00 (sembilan ribu rupiah)`, `12,5% (dua belas koma lima persen)`.
    """
    for text, place, where, table in _texts(document):
        for spelled in find_spelled(text):
            if not spelled.holds:
                yield _tell(rule, spelled, place, where, table)


def _tell(rule: Rule, spelled: SpelledNumber, place: Place, where: str, table: str) -> Finding:
    shown = spelled.angka
    if re.fullmatch(r"\d+", shown):
        shown = format_angka(int(shown))
    return Finding(
        rule.id,
        f"{shown} dieja “{spelled.kata}”, seharusnya “{spelled.benar}”",
        place,
        rule.bobot,
        table=table,
        row=where,
        row_id=where,
        column=place.column if table else "",
        expected=spelled.benar,
        actual=spelled.kata,
        hint="pakai {{ sebut(angka) }} agar ejaannya dibuat program",
    )


def _texts(document: Document) -> Iterator[tuple[str, Place, str, str]]:
    """Yield (text, place, id, number of the table) of everything printed that may hold words."""
    for printed in print_blocks(document).values():
        if "(" in printed.teks:  # cheap, and most texts have none
            yield printed.teks, printed.block.place, printed.block.id, ""
    for table in document.tables.values():
        for text in (table.label, table.judul, table.sumber):
            yield plain_text(text), table.place, table.id, table.number
        for column in table.columns:
            yield plain_text(" ".join(column.judul)), column.place, table.id, table.number
        yield from _cell_texts(table)


def _cell_texts(table: Table) -> Iterator[tuple[str, Place, str, str]]:
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            if cell.besaran is None and "(" in cell.teks:
                place = table.cell_place(row, column.kolom)
                yield plain_text(cell.teks), place, row.id, table.number


def find_spelled_spans(document: Document, _rule: Rule) -> Iterator[tuple[str, int, int]]:
    """Yield (block, from, to) of the numbers whose words a rule `terbilang` holds them against."""
    for printed in print_blocks(document).values():
        for spelled in find_spelled(printed.teks):
            yield printed.block.id, spelled.start, spelled.end
