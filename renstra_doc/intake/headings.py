"""Where the heading of a table is, and what each of its columns holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.intake.heading_field import HeadingField
from renstra_doc.intake.heading_fields import read_fields
from renstra_doc.intake.heading_rows import HeadingRows, is_number_row

if TYPE_CHECKING:
    from renstra_doc.intake.source import SourceTable


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a table: its first row, the row after it, and its columns."""

    first: int
    after: int
    fields: tuple[HeadingField, ...]
    numbers: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()

    def of(self, role: str) -> list[HeadingField]:
        """Return the columns of a role."""
        return [field for field in self.fields if field.role == role]


def find_heading(table: SourceTable) -> Heading | None:
    """Return the heading of a table, None where no row looks like one."""
    rows = HeadingRows(table)
    found = rows.find()
    if found is None:
        return None
    first, last = found
    numbers = _read_numbers(table, last + 1)
    after = last + 2 if numbers else last + 1
    titles = tuple(cell.plain for row in table.rows[:first] for cell in row if cell.plain)
    titles += (table.title,) if table.title else ()
    fields = read_fields(table, rows.covers, found, after, titles)
    return Heading(first, after, fields, numbers, titles)


def _read_numbers(table: SourceTable, row: int) -> tuple[str, ...]:
    """Return the line of column numbers where it stands in a row."""
    if row >= len(table.rows) or not is_number_row(table.rows[row]):
        return ()
    return tuple(cell.plain for cell in table.rows[row])


__all__ = ["Heading", "HeadingField", "find_heading", "is_number_row"]
