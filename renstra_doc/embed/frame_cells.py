"""A value of a frame against the cell that it came from, and as a cell; exactly or not at all."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, reading_error
from renstra_doc.model import Cell, Column, Row, Table
from renstra_doc.model.cells import read_cell
from renstra_doc.model.records import number_finding
from renstra_doc.model.values import NUMERIC_KINDS
from renstra_doc.words.numbers import Besaran, NumberError, canonical

if TYPE_CHECKING:
    from renstra_doc.place import Place

WHOLE, FREE = ("cacah", "rupiah"), ("kuantitas", "target")
# 2**53: beyond it a float skips whole numbers, so which one was meant is lost.
_MAX_EXACT = 2**53  # the largest whole number that every float below it keeps


def value_of(column: Column, cell: Cell) -> int | Decimal | str | None:
    """Return what a frame holds of a cell: its number, or its text; None for neither."""
    if column.jenis not in NUMERIC_KINDS:
        return cell.teks
    if cell.besaran is not None:
        return cell.besaran.angka
    # A target may be a word (`BB`, `WTP`); a text that could not be read is none.
    return cell.teks if column.jenis in FREE and cell.teks and not cell.keliru else None


def unit_of(cell: Cell) -> str | None:
    """Return the unit of a quantity."""
    return cell.besaran.satuan if cell.besaran is not None else None


def plain_value(value: object) -> object:
    """Return a scalar of numpy, which a frame of objects keeps, as Python's own."""
    item = getattr(value, "item", None)
    # numpy's own scalars are no int and no float to `isinstance`.
    return item() if callable(item) else value


def find_same(
    before: Row | None, table: Table, column: Column, value: object, unit: object
) -> Cell | None:
    """Return the cell as it was written, where the frame still says the same."""
    position = table.index[column.kolom]
    if before is None or position >= len(before.cells):
        return None
    cell = before.cells[position]
    was = value_of(column, cell)
    # A changed unit changes the cell, though the number is the same.
    if was is None:
        return cell if value is None else None
    has_unit = column.jenis not in FREE or (unit_of(cell) or "") == (unit or "")
    return cell if _is_same(was, value) and has_unit else None


def _is_same(was: object, value: object) -> bool:
    """Return whether a value is what it was: the number and its decimals, `9.0` is not `9.00`."""
    if isinstance(was, Decimal):
        # As texts: 9.0 == 9.00, but a document prints them differently.
        return isinstance(value, Decimal) and str(was) == str(value)
    return was == value and (isinstance(was, str) is isinstance(value, str))


def make_cell(
    column: Column, value: object, unit: object, place: Place, key: str, faults: list[Finding]
) -> Cell:
    """Return the cell that a value and its unit make; what it cannot be is a fault."""
    if column.jenis not in NUMERIC_KINDS:
        return Cell(text_of(value, place, key, faults))
    if isinstance(value, str):
        # As a CSV cell of that kind is read.
        text = value.strip(" ")
    else:
        number = _number_of(value, column, place, key, faults)
        text = (
            ""
            if number is None
            else canonical(
                column.jenis, Besaran(number, _unit_text(column, unit)), ribuan=column.ribuan
            )
        )
    # An expression is resolved by the document.
    if not text or "{{" in text:
        return Cell(text)
    try:
        return read_cell(column, text)
    except NumberError as error:
        faults.append(number_finding(place, error, text))
        return Cell(text, keliru=True)


def _unit_text(column: Column, unit: object) -> str:
    return str(unit) if column.jenis in FREE and unit else ""


def _number_of(
    value: object, column: Column, place: Place, key: str, faults: list[Finding]
) -> int | Decimal | None:
    """Return a number exactly.

    A float only where it is whole, or stands for the decimals that Python prints of it.
    """
    if value is None:
        return None
    exact = _exact(value)
    if exact is not None and column.jenis not in WHOLE:
        return int(exact) if isinstance(value, int) and column.jenis == "kuantitas" else exact
    if exact is not None and exact == exact.to_integral_value():
        return int(exact)
    message = f"baris “{key}”, kolom “{column.kolom}”: {value!r} bukan {column.jenis} yang pasti"
    hint = "jumlah uang dan cacah berupa bilangan utuh (int, Int64); pecahan berupa Decimal"
    faults.append(reading_error(place, message, hint, str(value)))
    return None


def _exact(value: object) -> Decimal | None:
    """Return a number without loss.

    None for what is none, or is too large a float to be sure of.
    """
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if isinstance(value, float):
        # `repr` gives the shortest digits that mean this float: 0.1, not 0.1000000000000000055.
        return Decimal(repr(value)) if abs(value) < _MAX_EXACT else None
    # True is an int to Python and no amount to anybody.
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else None


def text_of(value: object, place: Place, key: str, faults: list[Finding]) -> str:
    """Return a text, or a whole number as one: a float has lost how it was written."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    message = f"baris “{key}”, kolom “{place.column}”: {value!r} bukan teks"
    faults.append(
        reading_error(
            place,
            message,
            "baca kolom ini sebagai teks (dtype=str): 1.10 dan 1.1 berbeda",
            str(value),
        )
    )
    return ""
