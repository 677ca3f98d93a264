"""Rows that are added: like the row above them where nothing else is said, with free ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.edit.row_names import ID, find_row, name_rows
from renstra_doc.edit.saves import NewRows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from renstra_doc.load.project import RawTable

# What a new row has in common with the row that it is written below.
KEPT = ("tingkat", "induk", "jenis", "gaya", "tabel")


def suggest_row(table: RawTable, beside: str) -> dict[str, str]:
    """Return a new row like the one above it: its level and parent, and an id that is free."""
    at = find_row(table, beside)
    cells = table.rows[at].cells if at is not None else ("",) * len(table.header)
    above = dict(zip(table.header, cells, strict=True))
    fresh = {name: above[name] if name in KEPT else "" for name in table.header}
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
