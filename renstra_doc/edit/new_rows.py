"""Rows that are added: like the row above them where nothing else is said, with free ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.edit.row_names import ID, find_row, name_rows
from renstra_doc.edit.saves import NewRows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from renstra_doc.load.project import RawTable

# What a new row has in common with the row that it is written below.
KEPT = ("tingkat", "induk", "jenis", "gaya", "tabel")
LEVEL, TOTAL = "tingkat", "jumlah"
COUNTED = "#"  # a number that the program counts


@dataclass(frozen=True, slots=True)
class LastRow:
    """The row below which a table goes on, "" where it has none; whether a total closes it."""

    nama: str
    closes: bool


def find_end(table: RawTable) -> LastRow:
    """Return where a row goes that is added at the end: above the totals that close the table."""
    names = name_rows(table)
    last = _find_ordinary(table, len(names) - 1)
    if last is None:  # nothing but totals
        return LastRow(names[-1] if names else "", closes=False)
    return LastRow(names[last], closes=last < len(names) - 1)


def _find_ordinary(table: RawTable, at: int) -> int | None:
    """Return the row at a place or the nearest one above it that is no total; None for none."""
    level = table.header.index(LEVEL) if LEVEL in table.header else None
    places = range(at, -1, -1)
    return next((n for n in places if level is None or table.rows[n].cells[level] != TOTAL), None)


def suggest_row(table: RawTable, beside: str) -> dict[str, str]:
    """Return a new row like the one above it: its level and parent, and an id that is free.

    Below a total it is like the row above the total: a table has one total, not two.
    """
    at = find_row(table, beside)
    like = _find_ordinary(table, at) if at is not None else None
    cells = table.rows[like].cells if like is not None else ("",) * len(table.header)
    above = dict(zip(table.header, cells, strict=True))
    fresh = {name: text if name in KEPT or text == COUNTED else "" for name, text in above.items()}
    if ID in fresh:
        fresh[ID] = _free_id(set(name_rows(table)), len(table.rows) + 1)
    return fresh


def _free_id(names: Collection[str], number: int) -> str:
    while f"baris-{number}" in names:
        number += 1
    return f"baris-{number}"


def append_rows(table: RawTable, beside: str, records: Iterable[Mapping[str, str]]) -> NewRows:
    """Return the edit that adds rows, one below another, below a row that is there."""
    # Ids of rows added in this very call count, too.
    names, rows = set(name_rows(table)), []
    like = suggest_row(table, beside)
    for record in records:
        row = {**like, **record}
        if ID in row:
            row[ID] = record.get(ID) or _free_id(names, len(names) + 1)
            names.add(row[ID])
        rows.append(row)
    return NewRows(table.file, beside, tuple(rows))
