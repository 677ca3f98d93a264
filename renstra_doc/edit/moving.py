"""Move a row up, down, or under another parent; what stands below it goes with it.

In a file with `id` and `induk` a row moves among the rows of its own parent, past the whole block
of its neighbour. In any other file it changes places with the row beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renstra_doc.edit.row_names import ID, PARENT, replace_cell
from renstra_doc.finding import InputError, refuse_input
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renstra_doc.load.project import RawTable

UP, DOWN, UNDER = "naik", "turun", "induk"
WAYS = (UP, DOWN, UNDER)


@dataclass(frozen=True, slots=True)
class RowMove:
    """A row moved: `naik`, `turun`, or below the last row of another parent (`induk`)."""

    berkas: str
    baris: str
    arah: str
    induk: str = ""
    sidik: str = ""


def move_row(table: RawTable, at: int, move: RowMove) -> RawTable:
    """Return the table with a row, and what stands below it, in another place.

    Raises InputError where there is nothing to move past, or no such parent.
    """
    if move.arah == UNDER:
        return _move_under(table, at, move.induk)
    parents = _parents_of(table)
    end = _end_of(parents, at)
    if move.arah == UP:
        before = _sibling_before(parents, at)
        if before is None:
            raise _refuse(table, at, "baris ini sudah yang pertama di bawah induknya")
        return _exchange(table, before, at, end)
    if end >= len(parents) or parents[end][1] != parents[at][1]:
        raise _refuse(table, at, "baris ini sudah yang terakhir di bawah induknya")
    # Downwards is the same exchange, seen from the row below.
    return _exchange(table, at, end, _end_of(parents, end))


def list_parents(table: RawTable, at: int) -> tuple[str, ...]:
    """Return the ids of the rows that a row may be moved under: of the level of its parent."""
    if not _has_parents(table):
        return ()
    records = table.texts()
    parents = _parents_of(table)
    own = range(at, _end_of(parents, at))
    now = next((r for r in records if r[ID] and r[ID] == records[at][PARENT]), None)
    return tuple(
        record[ID]
        for place, record in enumerate(records)
        if now is not None
        and record[ID]
        and record is not now
        and place not in own
        and record.get("tingkat", "") == now.get("tingkat", "")
    )


def _has_parents(table: RawTable) -> bool:
    return ID in table.header and PARENT in table.header


def _parents_of(table: RawTable) -> list[tuple[str, str]]:
    """Return (id, parent) of each row; rows of a file without parents are all of one."""
    if not _has_parents(table):
        # Without parents all rows are children of one, each known by its place.
        return [(str(number), "") for number in range(len(table.rows))]
    return [(record[ID], record[PARENT]) for record in table.texts()]


def _end_of(parents: Sequence[tuple[str, str]], at: int) -> int:
    """Return where the block of a row ends: after the last of the rows that stand below it."""
    below = {parents[at][0]} if parents[at][0] else set()
    end = at + 1
    # Rows below stand directly after their parent, in whatever depth.
    while end < len(parents) and parents[end][1] in below:
        below.add(parents[end][0])
        end += 1
    return end


def _sibling_before(parents: Sequence[tuple[str, str]], at: int) -> int | None:
    """Return where the row before of the same parent stands, None for the first one."""
    for place in range(at - 1, -1, -1):
        if parents[place][1] == parents[at][1]:
            return place
        # The parent itself: what stands above it is of another family.
        if parents[at][1] and parents[place][0] == parents[at][1]:
            return None
    return None


def _exchange(table: RawTable, first: int, second: int, end: int) -> RawTable:
    rows = table.rows
    moved = (*rows[:first], *rows[second:end], *rows[first:second], *rows[end:])
    return replace(table, rows=moved)


def _move_under(table: RawTable, at: int, parent: str) -> RawTable:
    if parent not in list_parents(table, at):
        raise _refuse(table, at, f"baris ini tidak dapat dipindah ke bawah “{parent}”")
    end = _end_of(_parents_of(table), at)
    head = replace_cell(table.rows[at], table.header.index(PARENT), parent)
    left = replace(table, rows=(*table.rows[:at], *table.rows[end:]))
    rest = _parents_of(left)
    # In the table without the row, so that it cannot be put below itself.
    place = _end_of(rest, [name for name, _ in rest].index(parent))
    moved = (head, *table.rows[at + 1 : end])
    return replace(table, rows=(*left.rows[:place], *moved, *left.rows[place:]))


def _refuse(table: RawTable, at: int, message: str) -> InputError:
    hint = "pilih arah atau induk lain"
    return refuse_input(Place(table.file, table.rows[at].line), message, hint)
