"""A cell both ways: the text of a CSV cell ↔ what stands in a cell of the workbook.

A whole amount is a number, so that Excel adds it up; everything else is text in a cell formatted as
text, which no spreadsheet rewrites (`0.60`, `9.00%`, `01`, `=1+1`). Only where a sum needs it is a
quantity with decimals or a unit a number too, whose format says the decimals and the unit. What has
been encoded is decoded at once: a value that would not come back stays text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from renstra_doc.model.values import NUMERIC_KINDS
from renstra_doc.words.numbers import Besaran, NumberError, canonical, parse
from renstra_doc.workbook.number_format import (
    DATE,
    GENERAL,
    OTHER,
    TEXT_FORMAT,
    WHOLE_FORMAT,
    NumberFormat,
    make_format,
    parse_format,
)

# Kinds whose amounts are numbers to Excel; the others keep their decimals only as a text.
WHOLE_KINDS = frozenset({"rupiah", "cacah"})
CODE_COLUMN = "kode"
PERCENT = "%"
# A spreadsheet keeps 15 digits of a number; the 16th is rounded away.
MAX_DIGITS = 15
MAX_DECIMALS = 10
_WHOLE = re.compile(rf"-?\d{{1,{MAX_DIGITS}}}")
# What may stand in quotes in a number format: nothing that would end them.
_UNIT = re.compile(r"[^\W\d_][\w ./()-]{0,40}")
AS_TEXT = "format selnya Teks (Format Cells > Text), lalu ketik ulang seperti yang akan dicetak"


class CellError(ValueError):
    """A cell that cannot be taken as it is: what it says, and what to do."""

    def __init__(self, message: str, hint: str) -> None:
        """Keep the hint; both are Indonesian."""
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class ColumnKind:
    """What a column holds: its kind ("" for text), and what `kolom.csv` says of its dots."""

    jenis: str = ""
    ribuan: bool | None = None


AS_IT_IS = ColumnKind()


@dataclass(frozen=True, slots=True)
class Encoded:
    """What to write: a number where `number` is given, else the text.

    With the cell's number format.
    """

    text: str
    format: str
    number: Decimal | None = None


def encode(kind: ColumnKind, text: str, *, for_sum: bool = False) -> Encoded:
    """Return how a CSV cell of a column of this kind stands in the workbook.

    `for_sum` asks for a number.
    """
    jenis = kind.jenis
    # An empty cell of a column of amounts takes a number when somebody types one.
    plain = Encoded(
        text, WHOLE_FORMAT if jenis in WHOLE_KINDS and text in ("", "-") else TEXT_FORMAT
    )
    if jenis in WHOLE_KINDS and _WHOLE.fullmatch(text):
        found = Encoded(text, WHOLE_FORMAT, Decimal(text))
    elif for_sum and jenis in NUMERIC_KINDS:
        found = _encode_quantity(kind, text, plain)
    else:
        return plain
    # `1.5` and `1.50` are one number: what would come back in another spelling stays a text.
    return found if found.number is not None and _comes_back(kind, found) else plain


def _encode_quantity(kind: ColumnKind, text: str, plain: Encoded) -> Encoded:
    try:
        besaran = parse(kind.jenis, text, ribuan=kind.ribuan)
    except NumberError:
        return plain
    if besaran is None or besaran.strip:
        return plain
    angka = Decimal(besaran.angka)
    satuan = PERCENT if kind.jenis == "persen" else besaran.satuan
    # Trailing zeros count: `0.60` is printed with both digits, so its cell must show two.
    decimals = -int(angka.as_tuple().exponent)
    # A spreadsheet rounds away what is beyond.
    is_long = len(angka.as_tuple().digits) > MAX_DIGITS or decimals > MAX_DECIMALS
    # A unit that would end the quotes of its format is none that Excel could show.
    if is_long or (satuan not in ("", PERCENT) and not _UNIT.fullmatch(satuan)):
        return plain
    # The number that Excel knows as 60% is 0,6.
    return Encoded(text, make_format(decimals, satuan), angka / 100 if satuan == PERCENT else angka)


def _comes_back(kind: ColumnKind, encoded: Encoded) -> bool:
    try:
        return decode_number(kind, "", str(encoded.number), encoded.format) == encoded.text
    except CellError:
        return False


def decode_number(kind: ColumnKind, column: str, value: str, code: str) -> str:
    """Return the CSV text of a number in a cell.

    Its value as the file holds it, and its number format.

    Raises CellError for what reads two ways: a date, a fraction of a rupiah, a value that shows
    other digits than it holds, a percentage without its sign, a code.
    """
    number, shape, jenis = read_number(value), parse_format(code), kind.jenis
    # Excel makes a date of `3/4` or `1-2` while it is typed, and keeps only the day's number.
    if shape.kind == DATE:
        message = f"berisi tanggal (nilai {number:f}): Excel menjadikan ketikan di sel ini tanggal"
        raise CellError(message, AS_TEXT)
    if shape.kind == OTHER:
        message = f"berisi bilangan {number:f} yang ditampilkan dengan format “{code}”"
        raise CellError(message, AS_TEXT)
    if jenis in WHOLE_KINDS:
        return _decode_whole(jenis, number, shape)
    # In a column of texts any number was typed by somebody: most of them cannot be told back.
    if jenis not in NUMERIC_KINDS:
        return _decode_text(column, number, shape)
    return _decode_quantity(kind, number, shape)


def read_number(value: str) -> Decimal:
    """Read a value of the file, rounded to the digits that a spreadsheet shows and keeps."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        message = f"berisi “{value}”, yang bukan bilangan"
        raise CellError(message, "ketik ulang nilainya") from None
    # 1E+300 is a number to Excel and would be written out with 300 zeros.
    if not number.is_finite() or abs(number.adjusted()) > 2 * MAX_DIGITS:
        message = f"berisi bilangan yang terlalu besar atau terlalu kecil ({value})"
        raise CellError(message, AS_TEXT)
    return (
        number
        # A file may hold 17 digits of a fraction (0,1 as 0.10000000000000001): Excel shows 15.
        if len(number.as_tuple().digits) <= MAX_DIGITS
        else Decimal(f"{number:.{MAX_DIGITS - 1}e}")
    )


def _decode_whole(jenis: str, number: Decimal, shape: NumberFormat) -> str:
    if shape.percent or number != number.to_integral_value():
        message = f"berisi {_show(number, shape)}, kolom {jenis} hanya memuat bilangan utuh"
        raise CellError(message, "tulis bilangan utuh tanpa pecahan dan tanpa %")
    if abs(number) >= 10**MAX_DIGITS:
        message = f"berisi bilangan lebih dari {MAX_DIGITS} angka, yang dibulatkan oleh Excel"
        raise CellError(message, AS_TEXT)
    return canonical(jenis, Besaran(int(number)))


def _decode_text(column: str, number: Decimal, shape: NumberFormat) -> str:
    # A code `01.02` that became the number 1,02 cannot be told from one that was typed so.
    is_plain = (
        number == number.to_integral_value()
        and not shape.percent
        and not shape.suffix
        and not shape.prefix
    )
    if (
        column == CODE_COLUMN
        or not is_plain
        or shape.grouped
        or shape.least
        or abs(number) >= 10**MAX_DIGITS
    ):
        message = (
            f"berisi bilangan {_show(number, shape)} di kolom teks: tulisan "
            "aslinya tidak diketahui lagi"
        )
        raise CellError(message, AS_TEXT)
    return str(int(number))


def _decode_quantity(kind: ColumnKind, number: Decimal, shape: NumberFormat) -> str:
    jenis = kind.jenis
    satuan = PERCENT if shape.percent else shape.suffix
    # A percentage is stored as its hundredth: 60% is 0,6 with a format that ends in %.
    expected = {"persen": (PERCENT,), "desimal": ("",)}.get(jenis, (satuan,))
    if shape.prefix or satuan not in expected:
        raise _refuse_unit(jenis, number, shape)
    angka = _round(number * 100 if shape.percent else number, shape)
    is_count = (
        # Written without decimals it is a count and prints without any.
        jenis == "kuantitas" and angka == angka.to_integral_value() and "." not in f"{angka:f}"
    )
    return canonical(jenis, Besaran(int(angka) if is_count else angka, satuan), ribuan=kind.ribuan)


def _refuse_unit(jenis: str, number: Decimal, shape: NumberFormat) -> CellError:
    shown = _show(number, shape)
    if jenis == "persen" and not shape.suffix and not shape.prefix:
        # 60 typed into a cell without a format may be 60% or, as the number it is, 6000%.
        both = f"terbaca dua cara: {_plain(number)}% atau {_plain(number * 100)}%"
        message = f"berisi bilangan {shown} tanpa tanda %, {both}"
        return CellError(message, f"tulis tanda %: {_plain(number)}% atau {_plain(number * 100)}%")
    message = f"berisi {shown}, yang bukan nilai kolom {jenis}"
    return CellError(message, AS_TEXT)


def _round(number: Decimal, shape: NumberFormat) -> Decimal:
    """Return the number with the decimals that its cell shows; CellError where it holds more."""
    if shape.kind == GENERAL:
        # Without a format a cell shows what it holds; zeros at the end were never there.
        return Decimal(_plain(number))
    shown = number.quantize(Decimal(1).scaleb(-shape.most), rounding=ROUND_HALF_UP)
    if shown != number:
        message = f"tampil {shown:f} tetapi menyimpan {_plain(number)}"
        raise CellError(message, f"tulis salah satunya: {shown:f} atau {_plain(number)}")
    # `0.00` keeps two zeros, `0.##` none: the least decimals of the format are kept.
    while -int(shown.as_tuple().exponent) > shape.least and f"{shown:f}".endswith("0"):
        shown = shown.quantize(Decimal(1).scaleb(int(shown.as_tuple().exponent) + 1))
    return shown


def _show(number: Decimal, shape: NumberFormat) -> str:
    return (
        f"{_plain(number * 100)}%" if shape.percent else f"{_plain(number)} {shape.suffix}".strip()
    )


def _plain(number: Decimal) -> str:
    """Return a number without exponent and without zeros at the end of its fraction."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
