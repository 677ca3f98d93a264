"""The account of an import: every text of the source, as it came in or why it did not."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from renstra_doc.intake.fit import Fitted
    from renstra_doc.intake.narrative import BlockDraft
    from renstra_doc.intake.recognised import Recognised
    from renstra_doc.intake.source import SourceRemark

ROW_FIELDS = ("id", "tingkat", "induk")
IN, DERIVED, DOUBTFUL, LEFT = "masuk", "turunan", "ragu", "dibuang"
_NAMES = {IN: "in", DERIVED: "derived", DOUBTFUL: "doubtful", LEFT: "left_out"}


@dataclass(frozen=True, slots=True)
class Item:
    """One text of the source or one thing derived: where, where it went, as printed, as written."""

    place: str
    target: str
    old: str
    new: str
    state: str
    author: str = ""
    date: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """All items of an import."""

    items: tuple[Item, ...]

    def count(self, state: str) -> int:
        """Return how many items have a state."""
        return sum(1 for item in self.items if item.state == state)

    def to_json(self) -> str:
        """Return the account as JSON (docs/data-format.md)."""
        counts = {name: self.count(state) for state, name in _NAMES.items()}
        items = [
            {
                "place": item.place,
                "target": item.target,
                "old": item.old,
                "new": item.new,
                "state": item.state,
                "author": item.author,
                "date": item.date,
                "remark": item.remark,
            }
            for item in self.items
        ]
        return json.dumps({**counts, "items": items}, ensure_ascii=False, indent=1) + "\n"


def make_account(found: Recognised, fitted: Fitted, table: str) -> Account:
    """Return the account of a table: each filled cell once, and what was derived."""
    items = list(_list_cells(found, fitted, table))
    items += [
        _from_remark(remark) for remark in (*found.remarks, *fitted.remarks) if remark.kind != LEFT
    ]
    items += _list_derived(found, table)
    return Account(tuple(items))


def account_of_blocks(
    drafts: Sequence[BlockDraft],
    files: Mapping[str, bytes],
    remarks: Iterable[SourceRemark],
) -> Account:
    """Return the account of a Word file: each block, each cell of its tables, each remark."""
    items = [
        Item(f"blok {number}", draft.jenis, draft.teks, draft.teks, IN)
        for number, draft in enumerate(drafts, 1)
        if draft.teks
    ]
    for draft in drafts:
        if draft.jenis == "tabel":
            items += _list_table(draft.acuan, files.get(f"data/tabel/{draft.acuan}.csv", b""))
    return Account((*items, *map(_from_remark, remarks)))


def _list_table(table: str, content: bytes) -> Iterable[Item]:
    """Yield the filled cells of a table that came in whole."""
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"))) if content else [[]]
    for row in rows:
        for name, text in zip(header, row, strict=False):
            if text and name not in ROW_FIELDS:
                yield Item(f"tabel {table}", f"{table}/{row[0]}/{name}", text, text, IN)


def _list_cells(found: Recognised, fitted: Fitted, table: str) -> Iterable[Item]:
    source, heading = found.table, found.heading
    numbers = {label: index for index, label in enumerate(source.labels)}
    lines = {
        numbers[label]: record
        for record in found.records
        for label in record.source.split(" + ")
        if label in numbers
    }
    reasons = {remark.place: remark.message for remark in found.remarks if remark.kind == LEFT}
    doubts = {place for question in found.questions for place, _ in question.cells}
    columns = _columns_of(found, fitted)
    ids = {
        record.row: row[0]
        for record, row in zip(fitted.lines, fitted.rows, strict=True)
        if record is not None
    }
    for index, row in enumerate(source.rows):
        for at, cell in enumerate(row):
            if not cell.plain:
                continue
            place = source.place(index, at)
            if index < heading.first:
                yield Item(place, "", cell.plain, "", LEFT, remark="judul di atas tabel")
            elif index < heading.after:
                yield Item(place, columns.get(at, ""), cell.plain, "", IN, remark="kepala tabel")
            elif index not in lines:
                why = reasons.get(source.place(index), "tidak dibaca sebagai baris tabel")
                yield Item(place, "", cell.plain, "", LEFT, remark=why)
            else:
                target = columns.get(at, "")
                record = lines[index]
                new = record.cells[target].text if target in record.cells else ""
                spot = f"{table}/{ids.get(record.row, '')}/{fitted.into.get(target, target)}"
                yield _cell_item(
                    place, spot, cell.plain, new, is_in=at in columns, doubt=place in doubts
                )


def _cell_item(place: str, spot: str, old: str, new: str, *, is_in: bool, doubt: bool) -> Item:
    if doubt:
        return Item(place, spot, old, new, DOUBTFUL)
    if not is_in:
        return Item(place, "", old, "", LEFT, remark="kolom ini tidak dimasukkan")
    return Item(place, spot, old, new, IN)


def _columns_of(found: Recognised, fitted: Fitted) -> Mapping[int, str]:
    """Return the column that each column of the source went into; codes and units went along."""
    kept = {}
    for field in found.heading.fields:
        if field.name in fitted.into:
            kept[field.at] = field.name
        elif field.role in ("kode", "satuan"):
            kept[field.at] = field.role
    return kept


def _from_remark(remark: SourceRemark) -> Item:
    states = {"turunan": DERIVED, "ragu": DOUBTFUL, LEFT: LEFT}
    state = states.get(remark.kind, remark.kind)
    return Item(
        remark.place, remark.column, remark.actual or remark.text, remark.expected, state,
        remark.author, remark.date, remark.message,
    )  # fmt: skip


def _list_derived(found: Recognised, table: str) -> list[Item]:
    """Return the levels and parents that were derived, a row each."""
    items = []
    for record in found.records:
        if record.tingkat or record.parent is not None:
            above = found.records[record.parent].kode if record.parent is not None else ""
            place = found.table.place(record.row)
            new = (
                f"{record.tingkat}; induk {above or record.parent}"
                if record.parent is not None
                else record.tingkat
            )
            items.append(
                Item(place, f"{table}/tingkat,induk", record.kode, new, DERIVED, remark=found.way)
            )
    return items


def summarize(account: Account) -> str:
    """Return the counts in one line."""
    counts = Counter(item.state for item in account.items)
    return (
        f"{counts[IN]} isian masuk, {counts[DERIVED]} diturunkan, {counts[DOUBTFUL]} ragu, "
        f"{counts[LEFT]} tidak dimasukkan"
    )
