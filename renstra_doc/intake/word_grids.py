"""Tables of a Word file → tables of a project that print the same: words, cells, heading trees.

A column is of numbers where every cell prints as it was printed; else it stays text. Levels and
parents are taken where the rows show them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.fit import make_ids
from renstra_doc.intake.found_rules import make_rules
from renstra_doc.intake.plan import column_records
from renstra_doc.intake.recognise import recognise
from renstra_doc.intake.recognised import ColumnSpec
from renstra_doc.intake.source import tidy
from renstra_doc.model.canonical import write_csv
from renstra_doc.model.cells import print_number
from renstra_doc.model.row_levels import TOTAL
from renstra_doc.model.values import Cell as ModelCell
from renstra_doc.model.values import Column
from renstra_doc.place import Place
from renstra_doc.words.markup import escape_markup, plain_text
from renstra_doc.words.numbers import NumberError, parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from renstra_doc.intake.recognised import Recognised, Record
    from renstra_doc.intake.source import SourceCell, SourceRemark, SourceTable

NUMERIC = ("rupiah", "target", "cacah", "desimal")
LANDSCAPE_COLUMNS = 9


@dataclass(frozen=True)
class WordGrid:
    """A table as files: its rows, its row of `tabel.csv`, its rows of `kolom.csv`."""

    rows: bytes
    record: dict[str, str]
    columns: list[dict[str, str]]
    remarks: tuple[SourceRemark, ...] = ()
    rules: tuple[tuple[str, ...], ...] = ()


def make_grid(
    table: SourceTable, key: str, nomor: str, label: str, judul: str, sumber: str
) -> WordGrid:
    """Return a table of the narrative as it stands."""
    found = recognise(table, faithful=True)
    if found is None or not found.records or _loses_rows(table, found):
        # A heading that is not known, or rows that would go: the table comes in as plain text.
        return _plain_grid(table, key, nomor, label, judul, sumber)
    columns = [_settle_kind(found, column) for column in found.columns]
    record = _record(key, nomor, label, judul, sumber, columns)
    settled = replace(found, columns=tuple(columns))
    rules = tuple((f"{key}-{rule[0]}", *rule[1:]) for rule in make_rules(settled, key))
    cells = write_csv(_list_rows(found, columns))
    return WordGrid(cells, record, column_records(key, columns), found.remarks, rules)


def _list_rows(found: Recognised, columns: Sequence[ColumnSpec]) -> list[tuple[str, ...]]:
    """Return the header and the rows of a table's file."""
    ids = make_ids(found.records, {})
    names = [column.kolom for column in columns]
    extra = () if "kode" in names else ("kode",)
    rows: list[tuple[str, ...]] = [("id", "tingkat", "induk", *extra, *names)]
    for own, record in zip(ids, found.records, strict=True):
        parent = ids[record.parent] if record.parent is not None else ""
        code = (record.kode,) if extra else ()
        cells = (_cell_text(record, column) for column in columns)
        rows.append((own, record.tingkat, parent, *code, *cells))
    return rows


def _loses_rows(table: SourceTable, found: Recognised) -> bool:
    """Return whether a row below the heading would be lost but for headings typed again."""
    # A row may have been joined of two lines of the source.
    kept = {label for record in found.records for label in record.source.split(" + ")}
    lost = [
        label
        for label, row in zip(
            table.labels[found.heading.after :], table.rows[found.heading.after :], strict=True
        )
        if label not in kept and any(cell.plain for cell in row)
    ]
    again = sum(1 for remark in found.remarks if remark.message.startswith("kepala tabel"))
    return len(lost) > again


def _record(
    key: str, nomor: str, label: str, judul: str, sumber: str, columns: Sequence[ColumnSpec]
) -> dict[str, str]:
    money = any(column.jenis == "rupiah" for column in columns)
    wide = len(columns) >= LANDSCAPE_COLUMNS
    return {
        "id": key,
        "nomor": nomor,
        "label": label,
        "judul": judul,
        "sumber": sumber,
        "orientasi": "lanskap" if wide else "potret",
        "gaya": "anggaran" if money and wide else "lebar" if wide else "umum",
    }


def _settle_kind(found: Recognised, column: ColumnSpec) -> ColumnSpec:
    """Return a column of numbers as text where a cell would print otherwise than it was printed."""
    if column.jenis == "urut":
        return column
    if column.jenis not in NUMERIC:
        return column
    # A column of counts may print as one of targets, which take more forms.
    for kind in dict.fromkeys((column.jenis, "target")):
        if all(_prints_same(record, column, kind) for record in found.records):
            return replace(column, jenis=kind)
    return replace(column, jenis="teks")


def _prints_same(record: Record, column: ColumnSpec, kind: str) -> bool:
    cell = record.cells.get(column.kolom)
    if cell is None or not cell.printed:
        return cell is None or not cell.text
    return bool(cell.text) and show_text(kind, cell.text) == tidy(cell.printed)


def show_text(kind: str, text: str) -> str:
    """Return how a cell of a kind prints, "" where the kind does not take it."""
    column = Column(
        "k", ("K",), "", kind, None, 10.0, "", tegak=False, datar=False, tampil=True, place=Place()
    )
    try:
        found = parse(kind, text)
    except NumberError:
        return ""
    printed = print_number(column, ModelCell(text, found))
    return tidy(printed if printed is not None else text)


def _cell_text(record: Record, column: ColumnSpec) -> str:
    cell = record.cells.get(column.kolom)
    if cell is None:
        return ""
    # What was read differs from what was printed: print comes first in a table that stays as it is.
    if column.jenis == "teks" and plain_text(cell.text) != cell.printed and column.kolom != "kode":
        return escape_markup(cell.printed)
    return cell.text


def _plain_grid(
    table: SourceTable, key: str, nomor: str, label: str, judul: str, sumber: str
) -> WordGrid:
    """Return a table whose heading is not known: its first rows are the heading, all cells text."""
    depth = max(table.header_rows, 1)
    columns = _plain_columns(table, depth)
    blank = ("r-1", "", *("" for _ in columns))
    rows = [_plain_row(index, row) for index, row in enumerate(table.rows[depth:], 1)] or [blank]
    header = ("id", "tingkat", *(column.kolom for column in columns))
    record = _record(key, nomor, label, judul, sumber, columns)
    return WordGrid(write_csv([header, *rows]), record, column_records(key, columns), table.remarks)


def _plain_columns(table: SourceTable, depth: int) -> list[ColumnSpec]:
    """Return the columns of text below the first rows, their joined cells as such."""
    covers = table.covers()
    joined = [merge for merge in table.merges if merge.bottom > merge.top >= depth]
    found = []
    for at in range(table.width):
        title = " > ".join(_heading_path(table, covers, at, depth)) or "-"
        merged = any(merge.left <= at <= merge.right for merge in joined)
        found.append(ColumnSpec(f"k_{at + 1}", title, "teks", merged=merged))
    return found


def _heading_path(
    table: SourceTable, covers: Mapping[tuple[int, int], tuple[int, int]], at: int, depth: int
) -> list[str]:
    """Return the texts over a column in the first rows, each once."""
    spots = (covers.get((row, at), (row, at)) for row in range(min(depth, len(table.rows))))
    texts = (table.rows[top][left].plain for top, left in spots)
    return [text for text, _ in groupby(text for text in texts if text)]


def _plain_row(index: int, cells: Sequence[SourceCell]) -> tuple[str, ...]:
    """Return a row as it stands; one that is called a total is one."""
    total = any(words.is_total(cell.plain) for cell in cells[:2] if cell.plain)
    texts = [tidy(cell.marked) or escape_markup(cell.plain) for cell in cells]
    return (f"r-{index}", TOTAL if total else "", *texts)


def make_key(judul: str, nomor: str, taken: set[str]) -> str:
    """Return an id for a table: of the words of its title."""
    # Four words of the title are enough to know it by.
    listed = [word for word in re.findall(r"[a-z0-9]+", judul.lower()) if len(word) > 2][:4]  # noqa: PLR2004 — small words say nothing
    base = "-".join(listed) or f"tabel-{nomor.replace('.', '-')}".strip("-") or "tabel"
    base = base if base[0].isalpha() else f"tabel-{base}"
    key, number = base, 1
    # `tabel.csv` and `kolom.csv` describe all tables, so no table may be called so.
    while key in taken or key in ("tabel", "kolom"):
        number += 1
        key = f"{base}-{number}"
    taken.add(key)
    return key
