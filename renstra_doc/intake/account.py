"""The account of an import: every text of the source, as it came in or why it did not."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.level_names import say_level
from renstra_doc.intake.written_targets import BARE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from renstra_doc.intake.block_draft import BlockDraft
    from renstra_doc.intake.fit import Fitted
    from renstra_doc.intake.recognised import Recognised, Record
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


_FIELDS = tuple(field.name for field in fields(Item))


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
        # An item a line: with an indent the library spells each word by itself, ten times as slow.
        items = ",".join(f"\n  {_spell_item(item)}" for item in self.items)
        body = json.dumps(counts, ensure_ascii=False, indent=1).removesuffix("\n}")
        return f'{body},\n "items": [{items}]\n}}\n'


def _spell_item(item: Item) -> str:
    return json.dumps({name: getattr(item, name) for name in _FIELDS}, ensure_ascii=False)


def make_account(found: Recognised, fitted: Fitted, table: str) -> Account:
    """Return the account of a table: each filled cell once, and what was derived."""
    items = list(_CellAccount(found, fitted, table).list())
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


class _CellAccount:
    """Accounts for each filled cell of a table."""

    def __init__(self, found: Recognised, fitted: Fitted, table: str) -> None:
        self.found, self.fitted, self.table = found, fitted, table
        self.columns = _columns_of(found, fitted)
        self.lines = _lines_of(found)
        left = (remark for remark in found.remarks if remark.kind == LEFT)
        self.reasons = {remark.place: remark.message for remark in left}
        self.doubts = {place for question in found.questions for place, _ in question.cells}
        pairs = zip(fitted.lines, fitted.rows, strict=True)
        self.ids = {record.row: row[0] for record, row in pairs if record is not None}

    def list(self) -> Iterable[Item]:
        for index, row in enumerate(self.found.table.rows):
            # Every filled cell once: what an import does not take up is told as left out, never
            # dropped.
            for at, cell in enumerate(row):
                if cell.plain:
                    yield self._item(index, at, cell.plain)

    def _item(self, index: int, at: int, text: str) -> Item:
        source, heading = self.found.table, self.found.heading
        place = source.place(index, at)
        if index < heading.first:
            return Item(place, "", text, "", LEFT, remark="judul di atas tabel")
        if index < heading.after:
            return Item(place, self.columns.get(at, ""), text, "", IN, remark="kepala tabel")
        if index not in self.lines:
            why = self.reasons.get(source.place(index), "tidak dibaca sebagai baris tabel")
            return Item(place, "", text, "", LEFT, remark=why)
        return self._item_in(place, at, text, self.lines[index])

    def _item_in(self, place: str, at: int, text: str, record: Record) -> Item:
        """Return the item of a cell of a row that came in."""
        target = self.columns.get(at, "")
        new = record.cells[target].text if target in record.cells else ""
        own, name = self.ids.get(record.row, ""), self.fitted.into.get(target, target)
        is_in, is_doubtful = at in self.columns, place in self.doubts
        # The word stays unsaid only where it says no more than what kind of figure stands beside
        # it.
        if target == words.UNIT and _is_unsaid(text, record):
            return Item(place, "", text, "", LEFT, remark="kata ini hanya menyebut jenis angkanya")
        spot = f"{self.table}/{own}/{name}"
        return _cell_item(place, spot, text, new, is_in=is_in, doubt=is_doubtful)


def _is_unsaid(unit: str, record: Record) -> bool:
    """Return whether a unit such as `indeks` stands in no cell of its row."""
    cells = record.cells
    is_word = unit.lower() in BARE_WORDS and words.UNIT not in cells
    return is_word and not any(unit.lower() in cell.text.lower() for cell in cells.values())


def _lines_of(found: Recognised) -> dict[int, Record]:
    """Return the row that each line of the source came into."""
    numbers = {label: index for index, label in enumerate(found.table.labels)}
    # A row that a page had cut bears both its labels: `8 + 9`.
    labels = ((label, record) for record in found.records for label in record.source.split(" + "))
    return {numbers[label]: record for label, record in labels if label in numbers}


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
            # Codes joined from parts, units and signs are in, though no column of the project bears
            # their name.
            kept[field.at] = field.name
        elif field.role in ("kode", "satuan", "tanda"):
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
            place, new = found.table.place(record.row), say_level(record.tingkat)
            if record.parent is not None:
                above = found.records[record.parent]
                new += f"; induk {above.kode or found.table.place(above.row)}"
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
