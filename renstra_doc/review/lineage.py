"""Lineage: which row of the old edition became which row of the new one, by `pemetaan.csv`.

A row that only bears another id is given the new one in the old edition too, so that every later
step finds one row and not two. What was split or merged stays apart and knows its kin.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from renstra_doc.expression.language import TAG
from renstra_doc.model.succession import MERGE, MOVE, NOMENCLATURE, RENAME, SPLIT, Succession
from renstra_doc.review.diff import status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from renstra_doc.model import Block, Box, Document
    from renstra_doc.model.values import Cell, Column, Row, Table

    Renames = Mapping[str, Mapping[str, str]]

_STATUS = {
    SPLIT: status.SPLIT,
    MERGE: status.MERGED,
    MOVE: status.MOVED,
    NOMENCLATURE: status.RENAMED,
    RENAME: "",
    "": "",
}
# Read from the new side, what was split is merged.
_BACKWARDS = {SPLIT: MERGE, MERGE: SPLIT}

# `nilai('tabel', 'baris', …)`: table and row, each in its own quotes.
_TABLE_AND_ROW = re.compile(r"""(["'])([^"'\s]+)\1(\s*,\s*)(["'])([^"'\s]+)\4""")


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a row, or what it came from.

    Its status, the rows of the other edition that are its kin, reason and legal ground.
    """

    status: str = ""
    kin: tuple[str, ...] = ()
    alasan: str = ""
    dasar: str = ""


@dataclass(frozen=True, slots=True)
class Lineage:
    """The fates of rows by (table, id): of those of the old edition, of those of the new one."""

    old: Mapping[tuple[str, str], Fate] = field(default_factory=dict)
    new: Mapping[tuple[str, str], Fate] = field(default_factory=dict)

    def status_of(self, table: str, old: str, new: str) -> str:
        """Return the status of a row by its ids in both editions, the new side first."""
        fates = self.new.get((table, new)), self.old.get((table, old))
        return next((fate.status for fate in fates if fate is not None and fate.status), "")

    def reason_of(self, table: str, key: str) -> tuple[str, str]:
        """Return why a row changed, and on what ground."""
        fates = [
            fate for side in (self.new, self.old) if (fate := side.get((table, key))) is not None
        ]
        return (
            next((fate.alasan for fate in fates if fate.alasan), ""),
            next((fate.dasar for fate in fates if fate.dasar), ""),
        )


def trace_lineage(old: Document, new: Document) -> tuple[Document, Lineage]:
    """Return the old document with the ids of the new one, and what became of the rows.

    In: both documents; the new one says what it came from. Where only the old one does (the newer
    edition is named first) it is read backwards.
    """
    entries = [entry for entry in new.successions if _fits(entry, old, new)]
    entries += [
        turned
        for entry in old.successions
        # An entry that keeps its id says the same in both directions.
        if entry.lama != entry.baru and _fits(turned := _turn(entry), old, new)
    ]
    renames = _find_renames(entries, old, new)
    fates = _collect(entries, renames)
    return (rename_rows(old, renames) if renames else old), fates


def _fits(entry: Succession, old: Document, new: Document) -> bool:
    """Return whether both editions have the rows of an entry.

    An older entry speaks of another step.
    """
    sides = (old, entry.lama), (new, entry.baru)
    return all(
        entry.tabel in document.tables
        and (not key or key in document.tables[entry.tabel].row_by_id)
        for document, key in sides
    )


def _turn(entry: Succession) -> Succession:
    jenis = _BACKWARDS.get(entry.jenis, entry.jenis)
    return replace(entry, lama=entry.baru, baru=entry.lama, jenis=jenis)


def _find_renames(
    entries: Iterable[Succession], old: Document, new: Document
) -> dict[str, dict[str, str]]:
    """Return the rows that are one and the same under two ids."""
    single = [entry for entry in entries if entry.jenis in (RENAME, MOVE, NOMENCLATURE)]
    # Two entries of one row say that it was split or merged, whatever they call it.
    counts = [Counter((entry.tabel, getattr(entry, side)) for entry in single) for side in _SIDES]
    renames: dict[str, dict[str, str]] = {}
    for entry in single:
        is_one = all(
            count[entry.tabel, getattr(entry, side)] == 1
            for count, side in zip(counts, _SIDES, strict=True)
        )
        # Where one edition has both ids they are two rows.
        is_free = (
            entry.baru not in old.tables[entry.tabel].row_by_id
            and entry.lama not in new.tables[entry.tabel].row_by_id
        )
        if is_one and is_free:
            renames.setdefault(entry.tabel, {})[entry.lama] = entry.baru
    return renames


_SIDES = ("lama", "baru")


def _collect(entries: Iterable[Succession], renames: Renames) -> Lineage:
    sides: tuple[dict[tuple[str, str], Fate], ...] = ({}, {})
    for entry in entries:
        former = renames.get(entry.tabel, {}).get(entry.lama, entry.lama)
        for side, key, other in ((sides[0], former, entry.baru), (sides[1], entry.baru, former)):
            if key:
                known = side.get((entry.tabel, key), Fate())
                side[entry.tabel, key] = Fate(
                    known.status or _STATUS[entry.jenis],
                    (*known.kin, *([other] if other not in ("", key) else [])),
                    known.alasan or entry.alasan,
                    known.dasar or entry.dasar,
                )
    return Lineage(*sides)


# The old document under the new ids


def rename_rows(document: Document, renames: Renames) -> Document:
    """Return the document with other ids of rows, also where its figures name them."""
    tables = {key: _rename_table(table, renames) for key, table in document.tables.items()}
    blocks = tuple(_rename_block(block, renames) for block in document.blocks)
    boxes = tuple(_rename_box(box, renames) for box in document.boxes)
    return replace(document, tables=tables, blocks=blocks, boxes=boxes)


def _rename_block(block: Block, renames: Renames) -> Block:
    return replace(block, teks=_rename_text(block.teks, renames))


def _rename_box(box: Box, renames: Renames) -> Box:
    return replace(
        box,
        jabatan=_rename_text(box.jabatan, renames),
        jumlah=_rename_text(box.jumlah, renames),
    )


def _rename_table(table: Table, renames: Renames) -> Table:
    names = renames.get(table.id, {})
    return replace(
        table,
        label=_rename_text(table.label, renames),
        judul=_rename_text(table.judul, renames),
        sumber=_rename_text(table.sumber, renames),
        columns=tuple(_rename_column(column, renames) for column in table.columns),
        rows=tuple(_rename_row(row, names, renames) for row in table.rows),
    )


def _rename_column(column: Column, renames: Renames) -> Column:
    return replace(column, judul=tuple(_rename_text(part, renames) for part in column.judul))


def _rename_row(row: Row, names: Mapping[str, str], renames: Renames) -> Row:
    return replace(
        row,
        id=names.get(row.id, row.id),
        induk=names.get(row.induk, row.induk),
        cells=tuple(_rename_cell(cell, renames) for cell in row.cells),
    )


def _rename_cell(cell: Cell, renames: Renames) -> Cell:
    return replace(cell, teks=_rename_text(cell.teks, renames)) if "{{" in cell.teks else cell


def _rename_text(text: str, renames: Renames) -> str:
    """Return a text whose figures are taken from the rows under their new ids."""
    if "{{" not in text:
        return text

    def rename(found: re.Match[str]) -> str:
        key = renames.get(found[2], {}).get(found[5], found[5])
        return f"{found[1]}{found[2]}{found[1]}{found[3]}{found[4]}{key}{found[4]}"

    return TAG.sub(lambda tag: _TABLE_AND_ROW.sub(rename, tag[0]), text)
