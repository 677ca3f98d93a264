"""Who is named as the author of a tracked change: its cause, not a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.review.diff.change import (
    BlockChange,
    BoxChange,
    CellChange,
    ColumnChange,
    Group,
    TableChange,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from renstra_doc.review.diff.change import Change

DATA, DERIVED, NUMBERING = "data", "turunan", "penomoran"
_NAMES = {Group.CAUSE: DATA, Group.CONSEQUENCE: DERIVED, Group.NUMBERING: NUMBERING}
_COUNTED = ("nomor", "label")


class Authors:
    """Looks up the cause of what is printed otherwise; what no change explains follows from one."""

    def __init__(self, changes: Iterable[Change]) -> None:
        """Index the changes by what they changed."""
        self._cells: dict[tuple[str, str, str], str] = {}
        self._blocks: dict[str, str] = {}
        self._captions: dict[tuple[str, str], str] = {}
        self._has_boxes = False
        for change in changes:
            self._add(change, _NAMES[change.group])

    def _add(self, change: Change, name: str) -> None:
        if isinstance(change, CellChange):
            self._cells[change.table.id, change.id, change.column] = name
        elif isinstance(change, BlockChange):
            if change.column != "penanda":
                self._blocks[change.id] = _first(self._blocks.get(change.id), name)
        elif isinstance(change, TableChange):
            self._captions[change.table.id, change.column] = name
        elif isinstance(change, ColumnChange) and change.attribute in ("judul", "nomor"):
            self._captions[change.table.id, change.attribute] = name
        elif isinstance(change, BoxChange):
            self._has_boxes |= change.group is Group.CAUSE

    def of_block(self, key: str) -> str:
        """Return who changed the text of a block."""
        return self._blocks.get(key, DERIVED)

    def of_chart(self) -> str:
        """Return who changed the chart."""
        return DATA if self._has_boxes else DERIVED

    def of_cell(self, table: str, row: str, kolom: str, jenis: str) -> str:
        """Return who changed a cell."""
        # What no change explains counts where it is a number, and else follows from something.
        return self._cells.get((table, row, kolom), NUMBERING if jenis == "urut" else DERIVED)

    def of_header(self, table: str, *, is_numbers: bool) -> str:
        """Return who changed the header of a table, or its line of column numbers."""
        if is_numbers:
            return self._captions.get((table, "nomor"), NUMBERING)
        return self._captions.get((table, "judul"), DERIVED)

    def of_caption(self, table: str) -> tuple[str, str]:
        """Return who changed the number of a table and who its title."""
        number = next(
            (self._captions[table, name] for name in _COUNTED if (table, name) in self._captions),
            DERIVED,
        )
        return number, self._captions.get((table, "judul"), DERIVED)

    def of_source(self, table: str) -> str:
        """Return who changed the line below a table."""
        return self._captions.get((table, "sumber"), DERIVED)


def _first(known: str | None, name: str) -> str:
    """Of two causes keep the one nearer to the data."""
    order = (DATA, DERIVED, NUMBERING)
    return min((found for found in (known, name) if found), key=order.index)
