"""A number of a spreadsheet as its cell shows it: what a person saw is what was meant."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation, Overflow

from renstra_doc.intake.source import DATE, EMPTY, ERROR, LOGICAL, NOTHING, NUMBER, TEXT, SourceCell
from renstra_doc.workbook import number_format, xlsx
from renstra_doc.workbook.number_format import NumberFormat, parse_format

_WIDE = Context(prec=60)
_SIGNIFICANT = Context(prec=15)  # what a spreadsheet keeps of a number
_FRACTION = re.compile(r"(?<![#0? ])[#0? ]+/[#0?\d]+")
_SAYING = re.compile(r"\s*(?!(?:rp|idr|usd)\b)[^\W\d_]{2,}|\s*[<>\u2264\u2265±]", re.IGNORECASE)
MAX_MAGNITUDE = 18  # powers of ten: 15 digits are kept, and a heading may say `triliun`
# Not 31 December 1899: Excel counts a 29 February 1900 that never was.
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 — a spreadsheet's day has no zone
_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
)  # fmt: skip
_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_DATE_PIECE = re.compile(r'd{1,4}|m{1,5}|y{1,4}|"[^"]*"|\\.|.', re.IGNORECASE)
MAX_DAY = 2_958_465


def show_cell(cell: xlsx.SheetCell, formula: str) -> SourceCell:
    """Return a cell of a workbook as it is shown."""
    look = SourceCell(
        formula=formula, format=cell.format, bold=cell.bold, indent=cell.indent, exact=cell.value
    )
    if cell.kind == xlsx.TEXT:
        return _fill(look, text=cell.value, kind=TEXT)
    if cell.kind == xlsx.LOGICAL:
        return _fill(look, text="TRUE" if cell.value == "1" else "FALSE", kind=LOGICAL)
    if cell.kind == xlsx.ERROR:
        return _fill(look, text=cell.value, kind=ERROR)
    if cell.kind == xlsx.UNCOMPUTED:
        return _fill(look, kind=EMPTY)
    if cell.kind == xlsx.DATE:
        return _fill(look, text=cell.value, kind=DATE)
    return show_number(look)


def show_number(look: SourceCell) -> SourceCell:
    """Return a cell whose `exact` is a number, as its format shows it."""
    number = read_exact(look.exact)
    if number is None:
        return _fill(look, text=look.exact, kind=ERROR if look.exact else EMPTY)
    shown = parse_format(look.format)
    if shown.kind == number_format.DATE:
        return _fill(look, text=_show_date(number, look.format), kind=DATE, number=number)
    if number == 0 and _hides_zero(look.format):
        return _fill(look, text="-", kind=TEXT)
    if shown.kind == number_format.NUMBER:
        return _show_formatted(look, number, shown)
    value = _plain(number)
    return _fill(look, text=show(value), kind=NUMBER, number=value)


def _show_formatted(look: SourceCell, number: Decimal, shown: NumberFormat) -> SourceCell:
    scaled = number * 100 if shown.percent else number
    value = _round(scaled, shown.least, shown.most)
    # Brackets stand for a minus, which the number itself has.
    unit = "%" if shown.percent else shown.suffix.strip("()")
    figure = f"{show(value, grouped=shown.grouped)}{_tail(unit)}"
    if _SAYING.match(shown.prefix):  # `"Tahun "0` is a heading, `"≥ "0` a bound
        return _fill(look, text=f"{shown.prefix.strip()} {figure}", kind=TEXT)
    text = f"{shown.prefix}{figure}"
    return _fill(look, text=text, kind=NUMBER, number=value, unit=unit)


def _fill(
    look: SourceCell, *, kind: str, text: str = "", number: Decimal | None = None, unit: str = ""
) -> SourceCell:
    """Return a cell with the look of another: `replace` of the library takes five times as long."""
    return SourceCell(
        text,
        kind,
        number,
        unit,
        look.exact,
        look.format,
        look.formula,
        look.bold,
        look.indent,
        look.marked,
    )


def read_exact(text: str) -> Decimal | None:
    """Return a number of the file without the noise of binary fractions, None where it is none."""
    try:
        number = _SIGNIFICANT.create_decimal(text)
    except (InvalidOperation, Overflow):
        return None
    return number if number.is_finite() and abs(number.adjusted()) < MAX_MAGNITUDE else None


def _plain(number: Decimal) -> Decimal:
    """Return a number with the decimals that it needs."""
    short = number.normalize(_WIDE)
    exponent = short.as_tuple().exponent
    # `1E+3` as 1000.
    return short.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else short


def _round(number: Decimal, least: int, most: int) -> Decimal:
    # Half up, as Excel shows it; Decimal's default would round half even.
    rounded = number.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP, _WIDE)
    for decimals in range(most, least, -1):
        shorter = rounded.quantize(Decimal(1).scaleb(1 - decimals), context=_WIDE)
        if shorter != rounded:
            break
        rounded = shorter
    return rounded


def show(number: Decimal, *, grouped: bool = False) -> str:
    """Return a number in Indonesian form."""
    text = f"{number:,f}" if grouped else f"{number:f}"
    return text.translate(str.maketrans(",.", ".,"))


def _tail(unit: str) -> str:
    return unit if unit in ("", "%") else f" {unit}"


def _hides_zero(code: str) -> bool:
    """Return whether a format shows a zero as a dash: its third section says so."""
    sections = code.split(";")
    return len(sections) > 2 and re.search(r'"-"|\\-|^[_ ?*()-]*-', sections[2]) is not None  # noqa: PLR2004 — the third of a format is for zeros


def is_fraction(code: str) -> bool:
    """Return whether a format shows a number as a vulgar fraction."""
    return _FRACTION.search(code) is not None


def _show_date(number: Decimal, code: str) -> str:
    """Return a date or time about as it is shown: enough to recognise it in a question."""
    if not 0 <= number <= MAX_DAY:
        return str(number)
    # A time is a fraction of a day in binary: to the second it is what was typed.
    moment = _EPOCH + timedelta(seconds=round(float(number) * 86400))
    # Texts and colours in a format are no signs of a date.
    pattern = re.sub(r'"[^"]*"|\[[^\[\]]*\]', "", code).lower()
    if number < 1 or ("y" not in pattern and "d" not in pattern and "h" in pattern):
        return f"{moment.hour}:{moment.minute:02d}"
    return (
        _write_date(moment, code) or f"{moment.day}-{_MONTHS[moment.month - 1][:3]}-{moment.year}"
    )


def _write_date(moment: datetime, code: str) -> str:
    """Return a date by its format: `dd/mm/yyyy`, `d mmmm yyyy`; "" where it names no part of one.

    The format that follows the system (14, written `mm-dd-yy`) is that of Indonesia.
    """
    short = re.sub(r"\[[^\[\]]*\]|_.|\*.", "", code.partition(";")[0].partition("h")[0])
    pieces = _DATE_PIECE.findall("dd/mm/yyyy" if short == "mm-dd-yy" else short.strip())
    shown = [_write_piece(moment, piece) for piece in pieces]
    return "".join(shown).strip() if any(piece[0] in "dmyDMY" for piece in pieces) else ""


def _write_piece(moment: datetime, piece: str) -> str:
    """Return a part of a date, or the letters between two."""
    day, month, year = moment.day, moment.month, moment.year
    name = _MONTHS[month - 1]
    parts = {
        "d": str(day), "dd": f"{day:02d}", "ddd": _DAYS[moment.weekday()][:3],
        "dddd": _DAYS[moment.weekday()], "m": str(month), "mm": f"{month:02d}",
        "mmm": name[:3], "mmmm": name, "mmmmm": name[:1],
        "y": f"{year % 100:02d}", "yy": f"{year % 100:02d}", "yyy": str(year), "yyyy": str(year),
    }  # fmt: skip
    return parts.get(piece.lower(), piece.strip('"') if len(piece) > 1 else piece).lstrip("\\")


def date_parts(cell: SourceCell) -> tuple[int, int, bool] | None:
    """Return the two numbers that a person may have typed, and whether it was taken as a time.

    `3-5` became 3 May: (3, 5, False); `1:16` became a time: (1, 16, True).
    """
    if cell.number is None or not 0 <= cell.number <= MAX_DAY:
        return None
    moment = _EPOCH + timedelta(seconds=round(float(cell.number) * 86400))
    if cell.number < 1:
        return moment.hour, moment.minute, True
    return moment.day, moment.month, False


__all__ = ["NOTHING", "date_parts", "is_fraction", "read_exact", "show", "show_cell", "show_number"]
