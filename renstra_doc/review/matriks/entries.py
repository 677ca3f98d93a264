"""The rows of a table of programs, of both editions, as one tree in printed order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renstra_doc.model.row_levels import GOAL, GROUP, INDICATOR, OBJECTIVE, PROGRAM, TOTAL
from renstra_doc.review.diff import status
from renstra_doc.review.diff.moves import rank_ids

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from renstra_doc.model.values import Row, Table
    from renstra_doc.review.edition import Edition
    from renstra_doc.review.lineage import Lineage

    Placed = tuple[tuple[int, int, int], "ProgramEntry"]

MONEY = "rupiah"
# Rows that head others and have no amounts; a further indicator has none of its own.
HEADS = (GROUP, GOAL, OBJECTIVE)
UNCOUNTED = (TOTAL, INDICATOR, GROUP)


@dataclass(frozen=True)
class Pair:
    """A table of programs in both editions."""

    editions: tuple[Edition, Edition]
    tables: tuple[Table, Table]

    @property
    def lineage(self) -> Lineage:
        """What became of its rows."""
        return self.editions[1].lineage


@dataclass(frozen=True, slots=True)
class ProgramEntry:
    """A row of either edition, or of both; `is_leaving` is the place that a moved row left.

    `head` is the program (or else the top row) in which it stands.
    """

    id: str
    old: Row | None
    new: Row | None
    head: str = ""
    is_leaving: bool = False
    is_coming: bool = False

    @property
    def row(self) -> Row:
        """The row that is printed, of the new edition where there is one."""
        row = self.new or self.old
        assert row is not None  # noqa: S101 — an entry is made from a row
        return row


def is_program(entry: ProgramEntry) -> bool:
    """Return whether a row is a program in both editions: it neither gains nor loses by moving."""
    return all(row is None or row.tingkat == PROGRAM for row in (entry.old, entry.new))


def find_pairs(editions: tuple[Edition, Edition]) -> list[Pair]:
    """Return the tables of programs that both editions have, in their order."""
    tables = [edition.document.tables for edition in editions]
    return [
        Pair(editions, (tables[0][key], table))
        for key, table in tables[1].items()
        if key in tables[0] and is_budget(table) and is_budget(tables[0][key])
    ]


def is_budget(table: Table) -> bool:
    """Return whether a table has amounts, and rows below others."""
    has_money = any(column.jenis == MONEY and column.tampil for column in table.columns)
    return has_money and any(row.induk or row.tingkat == PROGRAM for row in table.rows)


def list_entries(pair: Pair, *, with_totals: bool = False) -> list[ProgramEntry]:
    """Return the rows of both editions, each below its parent, in the order of the table.

    Rows of totals are left out where they are not asked for. A row that is gone stands where it
    stood; one that moved stands at both places.
    """
    rows = pair.tables[0].row_by_id, pair.tables[1].row_by_id
    ranks = rank_ids(tuple(rows[0]), tuple(rows[1]))
    below: dict[str, list[Placed]] = {}
    for key in ranks:
        old, new = rows[0].get(key), rows[1].get(key)
        row = new or old
        if row is not None and (with_totals or row.tingkat != TOTAL):
            entry = ProgramEntry(key, old, new, is_coming=_has_moved(pair, old, new))
            for parent, placed in _place_entry(entry, ranks):
                below.setdefault(parent, []).append(placed)
    return list(_walk(below))


def _place_entry(
    entry: ProgramEntry, ranks: Mapping[str, tuple[int, int]]
) -> Iterator[tuple[str, Placed]]:
    """Yield below which row an entry stands, and where; of a moved one also the place it left."""
    # A parent that neither edition prints leaves its rows at the top.
    parent = entry.row.induk if entry.row.induk in ranks else ""
    yield parent, ((*ranks[entry.id], 0), entry)
    if entry.is_coming and entry.old is not None and entry.old.induk in ranks:
        # Where it stood it is told last: its own place says more.
        gone = ProgramEntry(entry.id, entry.old, None, is_leaving=True)
        yield entry.old.induk, ((len(ranks), *ranks[entry.id]), gone)


def _walk(
    below: dict[str, list[Placed]],
) -> Iterator[ProgramEntry]:
    """Yield a tree from the top down, each with the program that it stands in."""
    names_programs = any(
        entry.row.tingkat == PROGRAM for group in below.values() for _, entry in group
    )
    # A stack, so the last one in comes first out.
    waiting = [(entry, "") for _, entry in sorted(below.get("", ()), key=_place, reverse=True)]
    while waiting:
        entry, head = waiting.pop()
        if not entry.is_leaving and _is_head(entry, head, names_programs=names_programs):
            head = entry.id
        yield replace(entry, head=head)
        if not entry.is_leaving:
            found = sorted(below.get(entry.id, ()), key=_place, reverse=True)
            waiting += [(child, head) for _, child in found]


def _is_head(entry: ProgramEntry, head: str, *, names_programs: bool) -> bool:
    """Return whether a row is one of the recap: a program; in a table without any a top row."""
    if names_programs or head:
        return entry.row.tingkat == PROGRAM
    return entry.row.tingkat not in (*HEADS, TOTAL)


def _place(found: Placed) -> tuple[int, int, int]:
    return found[0]


def _has_moved(pair: Pair, old: Row | None, new: Row | None) -> bool:
    """Return whether a row stands below another parent that is no successor of the old one."""
    if old is None or new is None or old.induk == new.induk:
        return False
    fate = pair.lineage.old.get((pair.tables[0].id, old.induk))
    return fate is None or new.induk not in fate.kin


def status_of_entry(pair: Pair, entry: ProgramEntry, *, is_changed: bool) -> str:
    """Return the status of a row as reviewers write it."""
    mapped = pair.lineage.status_of(pair.tables[1].id, entry.id, entry.id)
    if entry.is_leaving or entry.is_coming:
        return status.MOVED
    if mapped:
        return mapped
    if entry.old is None:
        return status.NEW
    if entry.new is None:
        return status.GONE
    return status.CHANGED if is_changed else status.SAME
