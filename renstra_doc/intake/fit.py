"""Fit: recognised rows → a table of a project, new or with rows of its own.

A column is found by its name, its heading, or what both hold and for which year. A row is found by
its id, its code, its entitas, or its name under the same parent; it keeps its id and what the
source does not say. Rows that the source does not have stay where they are.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renstra_doc.intake.fit_columns import TargetColumn, cell_text, match_columns
from renstra_doc.intake.fit_rows import keep_rows, match_rows, merge_row, order_rows
from renstra_doc.model.row_levels import INDICATOR, TOTAL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from renstra_doc.intake.questions import Answers, Question
    from renstra_doc.intake.recognised import ColumnSpec, Recognised, Record
    from renstra_doc.intake.source import SourceRemark
    from renstra_doc.load.project import RawTable

_INITIALS = {
    "program": "p",
    "kegiatan": "k",
    "sub_kegiatan": "sk",
    "tujuan": "tujuan",
    "sasaran": "sasaran",
}
WIDTHS = {"rupiah": "20", "target": "16", "urut": "9", "teks": "34", "cacah": "16", "desimal": "16"}


@dataclass(frozen=True)
class Fitted:
    """The file of rows as it would be, where each line came from, and what was told or is open.

    `lines` gives the source row of each row of the file (None: one that the source lacks).
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[Record | None, ...]
    remarks: tuple[SourceRemark, ...]
    questions: tuple[Question, ...]
    columns: tuple[ColumnSpec, ...] = ()
    into: Mapping[str, str] = field(default_factory=dict)


def fit_new(found: Recognised) -> Fitted:
    """Return the rows as a table of its own."""
    # The code has its fixed place among the first columns.
    columns = [column for column in found.columns if column.kolom != "kode"]
    names = [column.kolom for column in columns]
    ids = make_ids(found.records, {})
    header = (*("id", "tingkat", "induk", "kode"), *names)
    rows = tuple(
        (
            ids[index],
            record.tingkat,
            ids[record.parent] if record.parent is not None else "",
            record.kode,
            *(cell_text(record, name) for name in names),
        )
        for index, record in enumerate(found.records)
    )
    into = {column.kolom: column.kolom for column in found.columns}
    return Fitted(header, rows, found.records, (), (), found.columns, into)


def make_ids(records: Sequence[Record], taken: Mapping[int, str]) -> list[str]:
    """Return an id for each record.

    That of the row it was matched with, of its code, or counted.
    """
    used = set(taken.values())
    counts: Counter[str] = Counter()
    numbers: Counter[str] = Counter()  # how far each base was counted
    ids: list[str] = []
    for index, record in enumerate(records):
        if index in taken:
            ids.append(taken[index])
            continue
        base = name = _base_id(record, ids, counts)
        while name in used:
            numbers[base] += 1
            name = f"{base}-{numbers[base] + 1}"
        used.add(name)
        ids.append(name)
    return ids


def _base_id(record: Record, ids: Sequence[str], counts: Counter[str]) -> str:
    slug = "-".join(re.findall(r"[a-z0-9]+", record.kode.lower()))
    if slug:
        return slug
    if record.tingkat == TOTAL:
        return TOTAL
    if record.tingkat == INDICATOR and record.parent is not None:
        return f"{ids[record.parent]}-i"
    initial = _INITIALS.get(record.tingkat, "r")
    counts[initial] += 1
    return f"{initial}-{counts[initial]}"


# Into a table that is there


def fit_into(
    found: Recognised, columns: Sequence[TargetColumn], old: RawTable | None, answers: Answers
) -> Fitted:
    """Return the rows merged into a table of the project."""
    own = match_columns(found, columns, answers)
    before = old.texts() if old is not None else []
    matched = match_rows(found, before, own.into)
    fresh = _merge_rows(found, before, matched, own.into)
    kept, notes = keep_rows(found, before, set(matched.values()), answers)
    ordered = order_rows(fresh, matched, kept)
    header = _header(columns, old, own.added)
    return Fitted(
        header,
        tuple(tuple(row.get(name, "") for name in header) for _, row in ordered),
        tuple(record for record, _ in ordered),
        (*own.remarks, *notes),
        tuple(own.questions),
        tuple(own.added),
        own.into,
    )


def _merge_rows(
    found: Recognised,
    before: Sequence[Mapping[str, str]],
    matched: Mapping[int, int],
    into: Mapping[str, str],
) -> list[tuple[Record | None, Mapping[str, str]]]:
    """Return each row of the source as a row of the project."""
    ids = make_ids(found.records, {index: before[row]["id"] for index, row in matched.items()})
    fresh: list[tuple[Record | None, Mapping[str, str]]] = []
    for index, record in enumerate(found.records):
        parent = ids[record.parent] if record.parent is not None else ""
        old = before[matched[index]] if index in matched else {}
        fresh.append((record, merge_row(record, ids[index], parent, into, old)))
    return fresh


def _header(
    columns: Sequence[TargetColumn], old: RawTable | None, added: Sequence[ColumnSpec]
) -> tuple[str, ...]:
    base = (
        old.header
        if old is not None
        else ("id", "tingkat", "induk", "kode", *(c.kolom for c in columns))
    )
    needed = ("id", "tingkat", "induk", "kode")
    before = [name for name in needed if name not in base]
    head = (*base[:1], *before, *base[1:]) if base[:1] == ("id",) else (*before, *base)
    return tuple(dict.fromkeys((*head, *(column.kolom for column in added))))
