"""The report of an import of a workbook: what came in, what is asked, what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.finding import Severity
from renstra_doc.intake.account import DERIVED, DOUBTFUL, IN, LEFT, Account, Item

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from renstra_doc.finding import Finding
    from renstra_doc.merge.three_way import Conflict
    from renstra_doc.workbook.difference import FileChange
    from renstra_doc.workbook.importing import ImportPlan

# `=` is a value that did not change and is only written in canonical form.
_STATES = {"=": DERIVED}


def write_sheet_report(plan: ImportPlan, left: Iterable[Conflict]) -> bytes:
    """Return the report of a plan (docs/data-format.md).

    In: the plan, and the conflicts that were decided against the sheet.
    """
    changed = (item for change in plan.changes for item in _list_edits(change))
    items = (*changed, *_list_conflicts(left, LEFT), *map(_tell, plan.findings))
    return Account(items).to_json().encode()


def write_open_report(conflicts: Iterable[Conflict]) -> bytes:
    """Return the report of an import that open questions stop."""
    return Account(tuple(_list_conflicts(conflicts, DOUBTFUL))).to_json().encode()


def _list_edits(change: FileChange) -> Iterator[Item]:
    for edit in change.changes:
        # A change of the columns or of the order says itself only in words.
        is_cell = edit.old or edit.new
        yield Item(
            ", ".join(filter(None, (f"lembar {change.sheet}", edit.row, edit.column))),
            _name_target(change.file, edit.row, edit.column),
            edit.old,
            edit.new,
            _STATES.get(edit.sign, IN),
            remark="" if is_cell else edit.text,
        )


def _list_conflicts(conflicts: Iterable[Conflict], state: str) -> Iterator[Item]:
    for each in conflicts:
        target = _name_target(each.berkas, each.baris, each.kolom)
        remark = f"di folder data: {each.kita}"
        yield Item(each.kunci, target, each.asal, each.mereka, state, remark=remark)


def _tell(finding: Finding) -> Item:
    state = "catatan" if finding.severity is Severity.INFO else "temuan"
    return Item(str(finding.place), "", finding.actual, "", state, remark=finding.message)


def _name_target(file: str, row: str, column: str) -> str:
    """Return where in the data something stands: `table/row/column`."""
    table = file.removeprefix("tabel/").removesuffix(".csv")
    return "/".join(filter(None, (table, row, column)))
