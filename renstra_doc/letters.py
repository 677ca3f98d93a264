"""What may stand in a cell: its length, and letters that an earlier program has spoilt or left behind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, Severity, reading_error
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_CELL_CHARACTERS = 100_000
# XML 1.0 (Fifth Edition) production [2] Char: what is not in it cannot stand in a .docx.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# UTF-8 that somebody read as cp1252 and saved again (`é` → `Ã©`, `–` → `â€“`); and letters that were lost altogether.
_GARBLED = re.compile("[ÂÃ][\x80-\xbf\u0152-\u2122]|â€|Ã¢")
_LOST = "\ufffd"
_UNUSUAL = re.compile(f"{ILLEGAL.pattern[:-1]}ÂÃâ{_LOST}]")


def check_cells(line: Place, header: Sequence[str], cells: Sequence[str]) -> list[Finding]:
    """Find what is wrong with the letters of a row's cells."""
    whole = "".join(cells)
    if len(whole) <= MAX_CELL_CHARACTERS and not _UNUSUAL.search(whole):  # almost every row, ten times as fast
        return []
    return [
        finding
        for column, cell in zip(header, cells, strict=False)
        for finding in _check_cell(Place(line.file, line.line, column), cell)
    ]


def _check_cell(place: Place, cell: str) -> list[Finding]:
    if len(cell) > MAX_CELL_CHARACTERS:
        return [reading_error(place, "satu sel berisi lebih dari 100.000 huruf", "bagi menjadi beberapa baris")]
    illegal = ILLEGAL.search(cell)
    if illegal is None:
        return _check_letters(place, cell)
    message = f"sel memuat karakter kendali U+{ord(illegal.group()):04X} yang tidak dapat dicetak"
    around = cell[max(0, illegal.start() - 10) : illegal.end() + 10]
    return [reading_error(place, message, "hapus karakter itu; letaknya di sekitar nilai ini", repr(around))]


def _check_letters(place: Place, cell: str) -> list[Finding]:
    """Find what an earlier program has done to letters beyond ASCII."""
    if _LOST in cell:
        around = shorten(cell[max(0, cell.index(_LOST) - 15) :])
        hint = "ketik ulang huruf di tempat tanda \ufffd"
        return [reading_error(place, f"ada huruf yang hilang: “{around}”", hint, around)]
    garbled = _GARBLED.search(cell)
    if garbled is None:
        return []
    around = shorten(cell[max(0, garbled.start() - 15) :])
    hint = "teks UTF-8 pernah dibuka sebagai cp1252; ketik ulang, atau ambil lagi dari cadangan"
    return [Finding("baca", f"huruf yang rusak: “{around}”", place, Severity.WARNING, column=place.column, hint=hint)]


def shorten(text: str, length: int = 40) -> str:
    """Cut a text to a length that a message can show."""
    return text if len(text) <= length else text[: length - 1] + "…"
