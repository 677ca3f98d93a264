"""Changes as JSON, in the form that other people's scripts rest on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from renstra_doc.review.diff.change import Change


COLUMNS_FILE = "tabel/kolom.csv"


def changes_json(changes: Sequence[Change]) -> str:
    """Return the changes as a JSON list, the causes first.

    Amounts are strings of digits with a dot decimal; `causes` are positions in the list, from 0.
    """
    return json.dumps([_change_row(change) for change in changes], ensure_ascii=False, indent=1)


def _change_row(change: Change) -> dict[str, object]:
    return {
        "kind": change.kind.value,
        "where": change.where.value,
        "id": change.id,
        "table": change.table,
        "row": change.row,
        "column": _column_of(change),
        "old": change.old,
        "new": change.new,
        "file": change.place.file,
        "line": change.place.line,
        "group": change.group.value,
        "causes": list(change.causes),
        "bab": change.bab,
        "difference": _digits(change.difference),
        "percent": _digits(change.percent),
    }


def _column_of(change: Change) -> str:
    """Return the column of the file that changed.

    Of a column of a table what `kolom.csv` says of it.
    """
    return (
        change.attribute
        if change.place.file == COLUMNS_FILE and change.attribute
        else change.column
    )


def _digits(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")
