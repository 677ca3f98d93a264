"""A row to be: what a row of a foreign table is, with its name, its code and its cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renstra_doc.intake.source import NOTHING, SourceCell, SourceRemark

if TYPE_CHECKING:
    from collections.abc import Mapping

MAIN = "utama"


@dataclass(frozen=True)
class SourceLine:
    """A row to be: where it stands, what it is, its name and code, and its cells by column.

    `rows` are the source rows that it was made of; `level` what a column of names says.
    """

    row: int
    kind: str
    name: str = ""
    code: str = ""
    level: str = ""
    cells: Mapping[int, SourceCell] = field(default_factory=dict)
    rows: tuple[int, ...] = ()
    raw: SourceCell = NOTHING
    code_is_number: bool = False

    def cell(self, at: int) -> SourceCell:
        """Return a cell by its column."""
        return self.cells.get(at, NOTHING)


@dataclass(frozen=True)
class Found:
    """The rows of a table, what was left out or joined, with the text of it, and where it ends.

    `rest` is the row at which another table on the sheet begins, else the count of rows.
    """

    lines: tuple[SourceLine, ...]
    remarks: tuple[SourceRemark, ...]
    rest: int = 0
