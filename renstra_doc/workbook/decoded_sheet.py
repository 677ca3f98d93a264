"""A sheet of a workbook as a table, and where its cells are for a planner."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renstra_doc.place import Place
from renstra_doc.words.cell_reference import name_cell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renstra_doc.finding import Finding
    from renstra_doc.load.project import RawTable
    from renstra_doc.workbook.sheets import SheetPlan


@dataclass(slots=True)
class Decoded:
    """A sheet as a table; `rows` finds the sheet's row of a line, `columns` the column of a name.

    `circle` tells of formulas that count each other: mostly for a reason that is found later, an id
    that stands twice.
    """

    plan: SheetPlan
    table: RawTable | None = None
    findings: list[Finding] = field(default_factory=list)
    rows: Mapping[int, int] = field(default_factory=dict)
    columns: Mapping[str, int] = field(default_factory=dict)
    circle: Finding | None = None
    formulas: frozenset[tuple[int, int]] = frozenset()

    def locate(self, place: Place) -> Place:
        """Return where a place of the file stands in the workbook: `Lembar pegawai, sel D5`."""
        return locate_cell(
            self.plan.name, self.rows.get(place.line, 0), self.columns.get(place.column, 0)
        )


def locate_cell(sheet: str, row: int = 0, column: int = 0) -> Place:
    """Return a place in a workbook as a planner finds it."""
    where = f", sel {name_cell(row, column)}" if row and column else f", baris {row}" if row else ""
    return Place(f"Lembar {sheet}{where}")
