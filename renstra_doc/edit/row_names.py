"""What a row of a file is called, what tells one state of it from another, one cell replaced."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.merge.keyed import key_tables

if TYPE_CHECKING:
    from renstra_doc.load.project import RawRow, RawTable

ID, PARENT, SEEN_LETTERS = "id", "induk", 16


def name_rows(table: RawTable) -> tuple[str, ...]:
    """Return what each row of a file is called: its id, its key, or its number where it has none.

    Not by what happens to tell the rows apart today where they have ids: a name must last.
    """
    ids = [row.cells[table.header.index(ID)] for row in table.rows] if ID in table.header else []
    # Otherwise one without id, or two with the same, would answer to one name.
    if all(ids) and len(set(ids)) == len(table.rows):
        return tuple(ids)
    key, _ = key_tables([table])
    named = ((" ".join(record[name] for name in key) if key else "") for record in table.texts())
    return tuple(name or f"#{number}" for number, name in enumerate(named, start=1))


def find_row(table: RawTable, name: str) -> int | None:
    """Return at which place a row of a name stands, None where there is none."""
    names = name_rows(table)
    return names.index(name) if name in names else None


def fingerprint_row(row: RawRow) -> str:
    """Return what tells one state of a row from another."""
    # A letter outside UTF-8 (a lone surrogate) must not stop the comparison.
    text = "\0".join(row.cells).encode(errors="replace")
    return hashlib.sha256(text).hexdigest()[:SEEN_LETTERS]


def replace_cell(row: RawRow, column: int, text: str) -> RawRow:
    """Return a row with another text in one of its cells."""
    return replace(row, cells=(*row.cells[:column], text, *row.cells[column + 1 :]))


def follow_name(table: RawTable, old: str, new: str) -> RawTable:
    """Return a table whose rows name their parent by the id that was just given to it."""
    # One of two rows of a name: which of them is meant, nobody knows.
    is_known = old and new and all(row.cells[table.header.index(ID)] != old for row in table.rows)
    if PARENT not in table.header or not is_known:
        return table
    at = table.header.index(PARENT)
    rows = (replace_cell(row, at, new) if row.cells[at] == old else row for row in table.rows)
    return replace(table, rows=tuple(rows))
