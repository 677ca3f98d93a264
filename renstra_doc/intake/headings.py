"""Where the heading of a table is, and what each of its columns holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.intake import vocabulary as words
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


def choose_names(table: SourceTable, heading: Heading) -> list[HeadingField]:
    """Return the columns that name the rows: one, or one for each level."""
    found = [f for f in heading.fields if f.role in (words.NAME, words.CODE_NAME)]
    levels = [f for f in found if f.level]
    if len({f.level for f in levels}) > 1:
        return sorted(levels, key=lambda f: words.LEVELS.index(f.level))
    if found:
        # Of several columns of names the fullest one names the rows.
        return [max(found, key=lambda f: _fill(table, heading, f))] if len(found) > 1 else found
    return []


def _fill(table: SourceTable, heading: Heading, f: HeadingField) -> tuple[int, int]:
    return sum(1 for row in table.rows[heading.after :] if row[f.at].plain), -f.at


__all__ = ["Heading", "HeadingField", "choose_names", "find_heading", "is_number_row"]
