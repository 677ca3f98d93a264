"""What may stand in a cell.

Its length, and letters that an earlier program has spoilt or left behind.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, reading_error, reading_warning
from renstra_doc.place import Place
from renstra_doc.words.shortening import shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_CELL_CHARACTERS = 100_000
MAX_DIGITS = 1000  # nobody means a longer number, and int() refuses one of 4.301 digits
# Of any length and measured when found: a pattern that counts begins anew at every digit.
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
# XML 1.0 (Fifth Edition) production [2] Char: what is not in it cannot stand in a .docx.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# UTF-8 that somebody read as cp1252 and saved again (`é` → `Ã©`, `–` → `â€“`); and letters that
# were lost altogether.
_GARBLED = re.compile("[ÂÃ][\x80-\xbf\u0152-\u2122]|â€|Ã¢")
_LOST = "\ufffd"
# What Excel writes instead of a value; `###` is a number in a column too narrow to show it.
_EXCEL_ERROR = re.compile(
    r"#(?:N/A|REF!|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|GETTING_DATA|##+)"
)
# C1 controls, and the marks that make letters show in another order than they stand in (Unicode UAX
# 9).
_UNSEEN = re.compile("[\x80-\x9f\u202a-\u202e\u2066-\u2069]")
_WIDTHLESS = re.compile("[\u200b\ufeff]")
# A quotation mark after a digit is an inch.
_QUOTE = re.compile(r'(?<![0-9])"')
_UNUSUAL = re.compile(
    f'{ILLEGAL.pattern[:-1]}\x80-\x9fÂÃâ\u200b\u202a-\u202e\u2066-\u2069\ufeff{_LOST}"]'
)


def check_cells(line: Place, header: Sequence[str], cells: Sequence[str]) -> list[Finding]:
    """Find what is wrong with the letters of a row's cells."""
    # One search over a row instead of one a cell; a number that runs on from cell to cell is looked
    # at again, cell by cell.
    whole = "".join(cells)
    if _holds_long_number(whole):
        return _check_each(line, header, cells)
    # A `#` alone is usual ("Kelas #2"), so it is left out of the set and asked for by itself.
    is_usual = not _UNUSUAL.search(whole) and ("#" not in whole or not _EXCEL_ERROR.search(whole))
    if len(whole) <= MAX_CELL_CHARACTERS and is_usual:  # almost every row, ten times as fast
        return []
    return _check_each(line, header, cells)


def _check_each(line: Place, header: Sequence[str], cells: Sequence[str]) -> list[Finding]:
    return [
        finding
        for column, cell in zip(header, cells, strict=False)
        for finding in _check_cell(Place(line.file, line.line, column), cell)
    ]


def _check_cell(place: Place, cell: str) -> list[Finding]:
    if len(cell) > MAX_CELL_CHARACTERS:
        return [
            reading_error(
                place, "satu sel berisi lebih dari 100.000 huruf", "bagi menjadi beberapa baris"
            )
        ]
    if _holds_long_number(cell):
        message = "sel memuat bilangan yang lebih panjang dari 1.000 angka"
        return [
            reading_error(
                place, message, "periksa apakah isi sel lain tertempel di sini", shorten(cell)
            )
        ]
    if _EXCEL_ERROR.fullmatch(cell.strip()):
        hint = "perbaiki rumusnya di Excel, simpan hasilnya; lebarkan kolom yang menampilkan ####"
        return [
            reading_error(
                place, f"sel ini berisi galat Excel {cell.strip()[:20]}", hint, shorten(cell)
            )
        ]
    illegal = ILLEGAL.search(cell)
    if illegal is None:
        return _check_letters(place, cell) or _check_unseen(place, cell)
    message = f"sel memuat karakter kendali U+{ord(illegal.group()):04X} yang tidak dapat dicetak"
    hint = "hapus karakter itu; letaknya di sekitar nilai ini"
    return [reading_error(place, message, hint, _show_around(cell, illegal))]


def _holds_long_number(text: str) -> bool:
    """Return whether a text holds a number of more digits than anybody means."""
    # The length of the text first: hardly one is as long.
    return len(text) > MAX_DIGITS and any(
        len(number) - number.count(".") > MAX_DIGITS for number in _NUMBER.findall(text)
    )


def _show_around(cell: str, found: re.Match[str]) -> str:
    return ascii(cell[max(0, found.start() - 10) : found.end() + 10])


def _check_unseen(place: Place, cell: str) -> list[Finding]:
    """Find characters that nobody sees.

    Those that spoil the print are errors, those that only part words remarks.
    """
    if found := _UNSEEN.search(cell):
        message = f"sel memuat karakter tak terlihat {_name(found)} yang merusak cetakan"
        return [
            reading_error(
                place,
                message,
                "hapus karakter itu, atau ketik ulang selnya",
                _show_around(cell, found),
            )
        ]
    if found := _WIDTHLESS.search(cell):
        message = f"sel memuat karakter tak terlihat {_name(found)}"
        hint = "hapus karakter itu: kata yang memuatnya tidak ditemukan lagi oleh pencarian"
        return [reading_warning(place, message, hint, _show_around(cell, found))]
    if len(_QUOTE.findall(cell)) % 2:
        hint = (
            "periksa apakah tanda kutip itu sisa; di berkas CSV setiap tanda kutip "
            "dalam teks ditulis dua kali"
        )
        return [
            reading_warning(
                place, f'tanda kutip (") tanpa pasangan: “{shorten(cell)}”', hint, shorten(cell)
            )
        ]
    return []


def _name(found: re.Match[str]) -> str:
    return f"U+{ord(found.group()):04X}"


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
    return [reading_warning(place, f"huruf yang rusak: “{around}”", hint)]
