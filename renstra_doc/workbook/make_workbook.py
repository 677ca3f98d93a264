"""Export: a data folder → one workbook with a sheet for each CSV file, ready for a planner.

In order: (1) the files in canonical form; (2) the document they make, for explanations and totals;
(3) a sheet a file, each cell encoded so that import gives it back; (4) the index first and the
memory, hidden, last; (5) the workbook read back, as a proof. The same files give the same bytes.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from renstra_doc.files.atomic import digest_bytes
from renstra_doc.finding import InputError, list_errors, reading_error
from renstra_doc.load.project import RawProject, load_project, parse_table
from renstra_doc.model import compose_partly
from renstra_doc.model.rewrite import canonicalize
from renstra_doc.place import Place
from renstra_doc.words.numbers import NumberError, parse_tanggal
from renstra_doc.workbook.cell import AS_IT_IS, WHOLE_KINDS, ColumnKind, Encoded, encode
from renstra_doc.workbook.compute import SheetGrid
from renstra_doc.workbook.formula import parse_formula, write_sum, write_sumifs
from renstra_doc.workbook.importing import read_files_of
from renstra_doc.workbook.layout import (
    MAX_WIDTH,
    MIN_WIDTH,
    ROOM,
    CellContent,
    ColumnContent,
    SheetContent,
    lay_out,
    open_writer,
)
from renstra_doc.workbook.number_format import TEXT_FORMAT, WHOLE_FORMAT
from renstra_doc.workbook.sheets import (
    FACTS,
    SheetPlan,
    explain_column,
    explain_file,
    identify_document,
    key_columns,
    name_sheets,
    order_files,
    print_text,
    read_kinds,
)
from renstra_doc.workbook.totals import Totals, find_totals

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from renstra_doc.finding import Finding
    from renstra_doc.load.project import RawTable
    from renstra_doc.model import Document
    from renstra_doc.workbook.totals import Spot, Total

# A cell of Excel holds so many UTF-16 units, a sheet so many rows.
MAX_TEXT, MAX_ROWS = 32_767, 1_048_575
# What a cell that adds nothing to a sum may say.
NOTHING = ("", "-")
# The first day that a zip can say; the clock would give other bytes at each export.
EPOCH = datetime(1980, 1, 1, tzinfo=UTC)


def export_project(data: Path, version: str = "") -> tuple[bytes, tuple[Finding, ...]]:
    """Return the workbook of a data folder, and the remarks of reading it.

    Raises InputError where a file cannot be read, or holds what no sheet can hold, or XlsxWriter is
    not installed.
    """
    # First of all: whoever has no XlsxWriter need not wait for the reading.
    open_writer()
    files, project, remarks = read_project(data)
    _refuse_unwritable(project, remarks)
    # Made of the canonical files, so that its lines are those of the sheets.
    document, _ = compose_partly(project)
    contents = _make_contents(files, project, document)
    facts = document.dokumen
    title = print_text(facts.get("judul", ""), document) or data.name
    created = _creation_date(facts.get("tanggal_dokumen", ""))
    identity = identify_document(project.tables.get(FACTS))
    book = lay_out(
        contents,
        title=title,
        author=facts.get("penulis", ""),
        created=created,
        version=version,
        document=identity,
        files=files,
    )
    _prove(book, files)
    return book, remarks


def _refuse_unwritable(project: RawProject, remarks: Iterable[Finding]) -> None:
    """Raise InputError with the errors of reading, and with what no sheet can hold."""
    errors = list_errors(remarks)
    errors += [found for table in project.tables.values() for found in _refuse_table(table)]
    if errors:
        raise InputError(errors)


def _prove(book: bytes, files: Mapping[str, bytes]) -> None:
    """Read the workbook back; InputError where a file would not come back byte for byte."""
    back = read_files_of(book)
    hint = (
        "cari teks seperti _x0041_ di berkas ini, yang oleh Excel dibaca sebagai satu "
        "huruf; tulis lain"
    )
    message = "isi berkas ini tidak dapat disimpan di Excel tanpa berubah"
    lost = [
        reading_error(Place(file), message, hint)
        for file, content in files.items()
        if back.get(file) != content
    ]
    if lost:
        raise InputError(lost)


def read_project(data: Path) -> tuple[dict[str, bytes], RawProject, tuple[Finding, ...]]:
    """Read a data folder in canonical form: the bytes and the tables by file, and the remarks."""
    files, remarks = canonicalize(load_project(data))
    tables = {}
    for name, content in files.items():
        table, _ = parse_table(content.decode(), name)
        if table is not None:
            tables[name] = table
    return files, RawProject(data, tables), remarks


def _creation_date(text: str) -> datetime:
    try:
        return datetime.combine(parse_tanggal(text), time(), UTC)
    except NumberError:
        return EPOCH


def _refuse_table(table: RawTable) -> list[Finding]:
    """Return what of a file no sheet can hold."""
    hint = "bagi isinya menjadi beberapa sel"
    found = [
        reading_error(
            Place(table.file, line, column),
            f"sel berisi lebih dari {MAX_TEXT} huruf, batas Excel",
            hint,
        )
        for line, record in table.records()
        for column, text in record.items()
        # A letter beyond the first 65.536 takes two units; encoding all cells would cost more.
        if len(text) > MAX_TEXT // 2 and len(text.encode("utf-16-le")) // 2 > MAX_TEXT
    ]
    if len(table.rows) > MAX_ROWS:
        message = "baris lebih banyak daripada yang dapat dimuat Excel"
        hint = "bagi tabelnya, atau sunting berkas CSV-nya langsung"
        found.append(reading_error(Place(table.file), message, hint))
    return found


def _make_contents(
    files: Mapping[str, bytes], project: RawProject, document: Document
) -> list[SheetContent]:
    columns = project.tables.get("tabel/kolom.csv")
    kinds = read_kinds(record for record in columns.texts()) if columns else {}
    totals = find_totals(document)
    names = name_sheets(order_files(project.tables, document))
    contents = []
    for file, name in names.items():
        table = project.tables[file]
        plan = SheetPlan(name, file, table.header, digest_bytes(files[file]))
        contents.append(_make_sheet(plan, table, kinds.get(file, {}), totals, document))
    return contents


def _make_sheet(
    plan: SheetPlan,
    table: RawTable,
    kinds: Mapping[str, ColumnKind],
    totals: Totals,
    document: Document,
) -> SheetContent:
    # Only where a formula needs numbers: elsewhere a text keeps what was written.
    summed = {column for file, column in totals.summed_columns() if file == plan.file}
    encoded = {
        (plan.file, row.line, column): encode(
            kinds.get(column, AS_IT_IS), text, for_sum=column in summed
        )
        for row in table.rows
        for column, text in zip(table.header, row.cells, strict=True)
    }
    raw = _RawSheet(table)
    rows = [
        [_make_cell((plan.file, row.line, column), encoded, raw, totals) for column in table.header]
        for row in table.rows
    ]
    columns = _make_columns(plan, rows, kinds, document)
    return SheetContent(plan, explain_file(plan.file, document), columns, rows)


def _make_columns(
    plan: SheetPlan,
    rows: Sequence[Sequence[CellContent]],
    kinds: Mapping[str, ColumnKind],
    document: Document,
) -> list[ColumnContent]:
    """Return the columns of a sheet, each as wide as its rows ask for."""
    keys = key_columns(plan.file, plan.columns)
    return [
        ColumnContent(
            name,
            explain_column(plan.file, name, document),
            _measure(name, [row[place].encoded for row in rows]),
            WHOLE_FORMAT if kinds.get(name, AS_IT_IS).jenis in WHOLE_KINDS else TEXT_FORMAT,
            name in keys,
            name in kinds,
        )
        for place, name in enumerate(plan.columns)
    ]


class _RawSheet:
    """A table as it will stand in its sheet: rows by their line, cells by (row, column)."""

    def __init__(self, table: RawTable) -> None:
        self.header = table.header
        self.rows = {row.line: number for number, row in enumerate(table.rows, start=2)}
        self.records = {
            row.line: dict(zip(table.header, row.cells, strict=True)) for row in table.rows
        }
        cells = (
            (self.locate((table.file, line, name)), text)
            for line in self.rows
            for name, text in self.records[line].items()
        )
        self.grid = SheetGrid({spot: text for spot, text in cells if text})

    def locate(self, spot: Spot) -> tuple[int, int]:
        return self.rows[spot[1]], self.header.index(spot[2]) + 1


def _make_cell(
    spot: Spot, encoded: Mapping[Spot, Encoded], raw: _RawSheet, totals: Totals
) -> CellContent:
    own = encoded[spot]
    note = "\n".join(totals.notes.get(spot, ()))
    total = totals.found.get(spot)
    parts = [encoded[part] for part in total.parts] if total is not None else []
    # A part that is text adds nothing in Excel: the formula would show another total.
    is_summed = all(part.number is not None or part.text.strip() in NOTHING for part in parts)
    if total is None or not is_summed or sum(part.number or 0 for part in parts) != own.number:
        return CellContent(own, note=note)
    return CellContent(own, _write_formula(spot, total, raw), note)


def _write_formula(spot: Spot, total: Total, raw: _RawSheet) -> str:
    """Return the formula of a total; empty where none finds exactly its parts."""
    cells = [raw.locate(part) for part in total.parts]
    # Cells of its own row, which stay beside it when rows are sorted.
    if not total.ways:
        return write_sum(cells)
    # An empty part adds nothing, and conditions find filled cells only.
    wanted = sorted(cell for cell in cells if cell in raw.grid.texts)
    for terms in total.ways:
        formula = write_sumifs(terms, raw.header, raw.records[spot[1]], raw.locate(spot))
        # Written and read back: only a formula that finds just the parts takes the number's place.
        if formula and sorted(raw.grid.find_cells(parse_formula(formula)) or ()) == wanted:
            return formula
    return ""


def _measure(name: str, cells: Sequence[Encoded]) -> int:
    """Return a width in letters that shows most of a column; longer texts wrap."""
    lengths = [len(name), *(_length(cell) for cell in cells)]
    return min(max(*lengths, MIN_WIDTH), MAX_WIDTH) + ROOM


def _length(cell: Encoded) -> int:
    if cell.number is not None:
        # With the dots of the thousands, and room for the marks of a filter.
        return len(f"{cell.number:,}") + 1
    return max((len(line) for line in cell.text.split("\n")), default=0)
