"""Changes as JSON, in the form that other people's scripts rest on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from renstra_doc.review.change import Change


def changes_json(changes: Sequence[Change]) -> str:
    """Return the changes as a JSON list, the causes first.

    Amounts are strings of digits with a dot decimal; `causes` and `linked` are positions in the list, from 0.
    """
    return json.dumps([_change_row(change) for change in changes], ensure_ascii=False, indent=1)


def _change_row(change: Change) -> dict[str, object]:
    return {
        "kind": change.kind.value,
        "where": change.where.value,
        "id": change.id,
        "table": change.table,
        "row": change.row,
        "column": change.column,
        "old": change.old,
        "new": change.new,
        "file": change.place.file,
        "line": change.place.line,
        "group": change.group.value,
        "causes": list(change.causes),
        "linked": list(change.linked),
        "what": change.what.value,
        "attribute": change.attribute,
        "table_id": change.table_id,
        "bab": change.bab,
        "heading": change.heading,
        "old_text": change.old_text,
        "new_text": change.new_text,
        "difference": _digits(change.difference),
        "percent": _digits(change.percent),
        "count": change.count,
    }


def _digits(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")
