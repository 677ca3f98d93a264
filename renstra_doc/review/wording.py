"""What is said of things in a comparison: kinds, captions, headings, spots.

And quantities as canonical text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import row_name
from renstra_doc.model.cells import print_number
from renstra_doc.review.diff.change import Kind, TableName
from renstra_doc.words.markup import plain_line
from renstra_doc.words.numbers import NumberError, format_tanggal, parse_tanggal
from renstra_doc.words.shortening import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from renstra_doc.model import Cell, Column, Row, Table
    from renstra_doc.review.edition import Edition

# Between the levels of a heading, as `kolom.csv` writes them.
LEVELS = " > "
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def kind_of(old: object, new: object) -> Kind:
    """Return what happened to something that stands in both, or in one only (the other is None)."""
    if old is None:
        return Kind.ADDED
    return Kind.REMOVED if new is None else Kind.CHANGED


def name_table(table: Table) -> TableName:
    """Return what a table is called by itself; its caption is added where an edition is known."""
    return TableName(table.id, table.number)


def caption(edition: Edition, table: Table) -> str:
    """Return the caption of a table on one line, as printed."""
    return " ".join(edition.show(table.caption).split())


def show_heading(edition: Edition, column: Column) -> str:
    """Return the heading path of a column on one line, as printed."""
    return edition.show(heading_of(column))


def show_path(path: str) -> str:
    """Return the levels of a heading as a reader parts them."""
    return " – ".join(path.split(LEVELS))


def near_heading(heading: str) -> str:
    """Return the last two levels of a column's heading: the upper ones say little and are long."""
    return ", ".join(heading.split(LEVELS)[-2:])


def heading_of(column: Column) -> str:
    """Return the heading path of a column on one line, as the data has it."""
    return LEVELS.join(plain_line(part) for part in column.judul)


def name_row(edition: Edition, table: Table, row: Row) -> str:
    """Return what a person would call a row, as printed."""
    return plain_line(edition.show(row_name(table, row)))


def after_items(sides: Iterable[Mapping[str, str]], key: str) -> tuple[str, str]:
    """Say after what a thing stands in both editions; in: the names of all, in order, of each."""
    old, new = (_after_item(names, key) for names in sides)
    return old, new


def _after_item(names: Mapping[str, str], key: str) -> str:
    ids = list(names)
    number = ids.index(key)
    return f"sesudah “{show_short(names[ids[number - 1]])}”" if number else "paling awal"


def show_date(text: str) -> str:
    """Return an ISO date as it is printed, any other text as it is."""
    if not _ISO_DATE.fullmatch(text):
        return text
    try:
        return format_tanggal(parse_tanggal(text))
    except NumberError:
        return text


def print_cell(edition: Edition, table: Table, row: Row, column: Column, cell: Cell) -> str:
    """Return a cell as printed; one that is not printed as it would be."""
    found = edition.cells.get((table.id, row.id, column.kolom))
    if found is not None:
        return found
    number = print_number(column, cell)
    return cell.teks if number is None else number


def show_short(text: str, length: int = 60) -> str:
    """Return a marked-up text as it is printed, on one line, short."""
    return shorten(plain_line(text), length)
