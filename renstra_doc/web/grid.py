"""A file as a grid of cells, a chapter as paragraphs: a window of rows, each as it prints."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from renstra_doc.edit.new_rows import find_end
from renstra_doc.edit.row_names import fingerprint_row, name_rows
from renstra_doc.files.history import last_step, next_undone
from renstra_doc.finding import Severity
from renstra_doc.model.cells import print_number, spell_text
from renstra_doc.model.compose import compose_partly
from renstra_doc.web.call import show
from renstra_doc.web.column_words import HINTS, call_column, join_heading
from renstra_doc.web.content import NARRATIVE, OF_PROGRAM, TEXT, find_raw, name_file, table_of
from renstra_doc.web.printed_place import is_printed, list_places
from renstra_doc.web.value_words import list_words
from renstra_doc.words.markup import plain_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.responses import Response

    from renstra_doc.load.project import RawRow, RawTable
    from renstra_doc.model.values import Column, Table
    from renstra_doc.web.call import Call
    from renstra_doc.web.snapshot import Snapshot

ROWS_AT_ONCE = 60
# How long a page waits for the whole Document, and for the checks, before it shows what is there.
PATIENCE = 0.12
DECLARED = ("tabel/tabel.csv", "tabel/kolom.csv", "dokumen.csv")
MOST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class PageField:
    """A column as the page shows it: name, heading, kind, what is to be known of it.

    `kata` are the words for its values, where these are names of the program.
    """

    kolom: str
    judul: str
    jenis: str
    arti: str = ""
    kata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell of a grid: its text, how it prints, how one writes it, the weight of a finding."""

    kolom: str
    teks: str
    cetak: str
    tulis: str
    beban: str = ""


@dataclass(frozen=True, slots=True)
class PageLine:
    """A row of a grid: its name in the file, what it is called, its fingerprint, its cells."""

    nama: str
    sebutan: str
    sidik: str
    tingkat: str
    cells: tuple[Shown, ...]


def show_file(call: Call) -> Response:
    """Show a table as a grid, a chapter as paragraphs; rows as they are seen."""
    now, name = call.snapshot, call.asked("berkas")
    raw = find_raw(call, name)
    start = _start(call, raw)
    table, is_checked = find_table(now, raw, start), now.wait(PATIENCE)
    fields, is_text = list_fields(raw, table), name.startswith(NARRATIVE)
    return show(
        call,
        "naskah" if is_text else "tabel",
        snapshot=now,
        file=name,
        title=name_file(now, name, table),
        fields=fields,
        lines=lay_out(raw, table, start, fields, mark_cells(now, name)),
        start=start,
        total=len(raw.rows),
        step=ROWS_AT_ONCE,
        locked=name in OF_PROGRAM,
        is_checked=is_checked,
        chosen=call.asked("baris"),
        records=_read_records(raw, start),
        **_offer_ways(call, now, raw),
        **_offer_places(now, table),
    )


def _offer_ways(call: Call, now: Snapshot, raw: RawTable) -> dict[str, object]:
    """Return what can be undone; where a table goes on; what a chapter numbers and prints."""
    data = call.data
    steps = {"last": last_step(data), "undone": next_undone(data)}
    if not raw.file.startswith(NARRATIVE):
        return {**steps, "end": find_end(raw)}
    return {**steps, "captions": _list_captions(now), "numbers": now.marks}


def _list_captions(now: Snapshot) -> dict[str, tuple[str, str]]:
    """Return file and caption of each table; none while the Document is being made."""
    tables = now.document.tables.values() if now.wait_document(0) else ()
    return {table.id: (table.file, table.caption) for table in tables}


def _offer_places(now: Snapshot, table: Table | None) -> dict[str, object]:
    """Return a table that no chapter prints and where it could be; none while that is unknown."""
    if table is None or not now.wait_document(0) or is_printed(now, table):
        return {"unprinted": "", "places": []}
    return {"unprinted": table.id, "places": list_places(now)}


def _read_records(raw: RawTable, start: int) -> list[dict[str, str]]:
    """Return what the rows of a window say, by column."""
    shown = raw.rows[start : start + ROWS_AT_ONCE]
    return [dict(zip(raw.header, row.cells, strict=True)) for row in shown]


def _start(call: Call, raw: RawTable) -> int:
    """Return the first row to show: the one asked for, or where the row asked for stands."""
    wanted, text = call.asked("baris"), call.asked("mulai")
    names = name_rows(raw) if wanted and not text else ()
    if wanted in names:
        return names.index(wanted) // ROWS_AT_ONCE * ROWS_AT_ONCE
    asked = int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else 0
    # Behind the end there is nothing to see: the last window instead.
    return min(asked, max(len(raw.rows) - 1, 0) // ROWS_AT_ONCE * ROWS_AT_ONCE)


def find_table(now: Snapshot, raw: RawTable, start: int) -> Table | None:
    """Return the table that a file holds; of its rows only a window while the rest is being made.

    A large project is composed for longer than somebody waits for a first screen.
    """
    if now.wait_document(PATIENCE):
        return table_of(now.document, raw.file)
    near = replace(raw, rows=raw.rows[start : start + ROWS_AT_ONCE])
    known = {name: now.raw.tables[name] for name in DECLARED if name in now.raw.tables}
    glimpse, _ = compose_partly(replace(now.raw, tables={**known, raw.file: near}, findings=()))
    return table_of(glimpse, raw.file)


def list_fields(raw: RawTable, table: Table | None) -> list[PageField]:
    """Return the columns of a file with their headings, those that are printed first."""
    known = {column.kolom: column for column in table.columns} if table is not None else {}
    fields = [_describe_field(raw.file, name, known.get(name)) for name in raw.header]
    printed = {name for name, column in known.items() if column.tampil}
    # A stable sort: within both groups the order of the file stays.
    return sorted(fields, key=lambda field: field.kolom not in printed) if known else fields


def _describe_field(file: str, name: str, column: Column | None) -> PageField:
    if column is None:
        words = list_words(file, name)
        return PageField(name, call_column(name), TEXT, HINTS.get(name, ""), words)
    return PageField(name, join_heading(column) or call_column(name), column.jenis)


def lay_out(
    raw: RawTable,
    table: Table | None,
    start: int,
    fields: Sequence[PageField],
    marks: Mapping[tuple[int, str], str],
) -> list[PageLine]:
    """Return the rows of a window of a file, each cell as it prints.

    In: the file, the table that it holds, where the window begins, the columns, the weight of what
    was found at (line, column).
    """
    end = start + ROWS_AT_ONCE
    pairs = zip(raw.rows[start:end], name_rows(raw)[start:end], strict=True)
    return [
        _lay_row(table, dict(zip(raw.header, row.cells, strict=True)), row, name, marks, fields)
        for row, name in pairs
    ]


def _lay_row(
    table: Table | None,
    record: Mapping[str, str],
    row: RawRow,
    name: str,
    marks: Mapping[tuple[int, str], str],
    fields: Sequence[PageField],
) -> PageLine:
    cells = tuple(
        Shown(
            field.kolom,
            record[field.kolom],
            field.kata.get(record[field.kolom]) or print_cell(table, record, field.kolom),
            spell_cell(table, record, field.kolom),
            marks.get((row.line, field.kolom), ""),
        )
        for field in fields
    )
    called = next((c.cetak for c in cells if any(s.isalpha() for s in c.cetak)), name)
    return PageLine(name, called, fingerprint_row(row), record.get("tingkat", ""), cells)


def print_cell(table: Table | None, record: Mapping[str, str], kolom: str) -> str:
    """Return how a cell prints: a number in Indonesian form, a text without its markup."""
    row = table.row_by_id.get(record.get("id", "")) if table is not None else None
    if table is None or row is None or kolom not in table.index:
        return plain_text(record[kolom])
    column = table.columns[table.index[kolom]]
    return plain_text(print_number(column, table.cell(row, kolom)) or record[kolom])


def spell_cell(table: Table | None, record: Mapping[str, str], kolom: str) -> str:
    """Return a cell as one writes it."""
    is_known = table is not None and kolom in table.index
    return spell_text(
        table.columns[table.index[kolom]] if table and is_known else None, record[kolom]
    )


def mark_cells(now: Snapshot, file: str) -> dict[tuple[int, str], str]:
    """Return the weight of the open findings of a file, by line and column; none if not checked."""
    if not now.wait(0):
        return {}
    order = (Severity.INFO, Severity.WARNING, Severity.ERROR)
    here = [f for f in now.findings if f.place.file == file and not f.waived]
    # The gravest last: of one cell the last one stays in the dictionary.
    ranked = sorted(here, key=lambda finding: order.index(finding.severity))
    return {(f.place.line, f.place.column or f.column): f.severity.value for f in ranked}
