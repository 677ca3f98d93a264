"""Changes as JSON, in the form that other people's scripts rest on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from renstra_doc.review.diff.change import (
    BoxChange,
    CellChange,
    ColumnChange,
    InTable,
    RowChange,
)
from renstra_doc.review.diff.status import status_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from renstra_doc.review.diff.change import Change
    from renstra_doc.review.diff.weakened_rules import RuleChange


COLUMNS_FILE = "tabel/kolom.csv"


def changes_json(changes: Sequence[Change], rules: Sequence[RuleChange] = ()) -> str:
    """Return the changes as a JSON list, the causes first, those of the rules last.

    Amounts are strings of digits with a dot decimal; `causes` are positions in the list, from 0.
    """
    # Positions, for changes have no id that outlives the comparison.
    place = {id(change): number for number, change in enumerate(changes)}
    rows = [_change_row(change, place) for change in changes]
    rows += [_rule_row(change) for change in rules]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def _rule_row(change: RuleChange) -> dict[str, object]:
    """Return the change of a rule: `where` meta, `group` aturan."""
    return {
        "kind": change.kind,
        "where": "meta",
        "id": change.rule,
        "table": "",
        "row": change.rule,
        "column": change.column,
        "old": change.old,
        "new": change.new,
        "file": change.place.file,
        "line": change.place.line,
        "status": "dilemahkan" if change.weaker else "diubah",
        # By a group of its own scripts tell rules from data.
        "group": "aturan",
        "causes": [],
        "bab": "",
        "difference": "",
        "percent": "",
    }


def _change_row(change: Change, place: Mapping[int, int]) -> dict[str, object]:
    row: dict[str, object] = {
        "kind": change.kind.value,
        "where": change.where.value,
        "id": change.id,
        "table": change.table.number if isinstance(change, InTable) else "",
        "row": _row_of(change),
        "column": _column_of(change),
        "old": change.old,
        "new": change.new,
        "file": change.place.file,
        "line": change.place.line,
        "status": status_of(change),
        "group": change.group.value,
        "causes": sorted(place[id(cause)] for cause in change.reason.causes),
        "bab": change.bab,
    }
    return row | _amounts_of(change)


def _amounts_of(change: Change) -> dict[str, object]:
    """Return how much more or less; of a row that came or went what its cells said."""
    cell = change if isinstance(change, CellChange) else None
    amounts: dict[str, object] = {
        "difference": _digits(cell.difference if cell is not None else None),
        "percent": _digits(cell.percent if cell is not None else None),
    }
    if isinstance(change, RowChange) and change.parts:
        # A row that came or went has no difference, but its cells say what it held.
        amounts["cells"] = {part.kolom: part.nilai for part in change.parts}
    return amounts


def _row_of(change: Change) -> str:
    if isinstance(change, BoxChange):
        return change.name
    return change.row if isinstance(change, CellChange | RowChange | ColumnChange) else ""


def _column_of(change: Change) -> str:
    """Return the column of the file that changed.

    Of a column of a table what `kolom.csv` says of it.
    """
    # `kolom.csv` describes a column of another file: there its own column is what changed.
    is_described = isinstance(change, ColumnChange) and change.place.file == COLUMNS_FILE
    attribute = change.attribute if isinstance(change, ColumnChange) and is_described else ""
    return attribute or change.column


def _digits(value: Decimal | None) -> str:
    # Not `str`, which can write an exponent.
    return "" if value is None else format(value, "f")
