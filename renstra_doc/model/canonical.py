"""Canonical CSV: a raw project → the one way to write each of its files.

UTF-8 without BOM, comma, LF, quotes only where needed, no empty rows or nameless columns; a
quantity stands as `302457274`, `77.48`, `70.00%`. A text stays as it is. So two files that say the
same are the same bytes, and a difference between two revisions is a difference in what is printed.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, reading_error
from renstra_doc.model.cells import read_cell, write_cell
from renstra_doc.model.values import NUMERIC_KINDS, ROW_FIELDS
from renstra_doc.place import Place
from renstra_doc.words.numbers import NumberError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from renstra_doc.load.project import RawTable
    from renstra_doc.model.values import Cell, Column, Row, Table


def write_files(
    records: Mapping[str, RawTable], tables: Iterable[Table], findings: list[Finding]
) -> dict[str, bytes]:
    """Write some files in their canonical form.

    In: the tables whose columns say which cells are quantities.
    """
    described = {table.file: table for table in tables}
    return {
        name: _write_table(table, described.get(name), findings) for name, table in records.items()
    }


def _numeric_columns(table: Table) -> dict[str, Column]:
    """Return each column that holds quantities, by its name."""
    return {column.kolom: column for column in table.columns if column.jenis in NUMERIC_KINDS}


def _write_table(raw: RawTable, table: Table | None, findings: list[Finding]) -> bytes:
    kinds = _numeric_columns(table) if table is not None else {}
    # By line, since a row that the model could not read is not among them.
    read = {row.line: row for row in table.rows} if table is not None else {}

    def write(line: int, column: str, text: str) -> str:
        kind = kinds.get(column)
        if kind is None:
            return text
        known = table.cell(read[line], column) if table is not None and line in read else None
        return _write_cell(kind, text, known, Place(raw.file, line, column), findings)

    rows = (
        [write(line, column, text) for column, text in record.items()]
        for line, record in raw.records()
    )
    return write_csv([raw.header, *rows])


def _write_cell(
    column: Column, text: str, known: Cell | None, place: Place, findings: list[Finding]
) -> str:
    """Return a quantity in its canonical form, any other text untouched.

    What the model has read (`known`) is not read again. A value that cannot be read is a finding.
    """
    # As the model has it: a range or a bound is written back, too.
    if known is not None and _has_number(known):
        return write_cell(column, known)
    stripped = text.strip(" ")
    # What is reckoned while printing has no quantity yet.
    if not stripped or "{{" in stripped:
        return text
    try:
        cell = read_cell(column, stripped)
    except NumberError as error:
        findings.append(reading_error(place, str(error), error.saran, stripped))
        return text
    return write_cell(column, cell) if _has_number(cell) else text


def _has_number(cell: Cell) -> bool:
    return cell.besaran is not None or cell.tulisan is not None


def to_csv(table: Table) -> bytes:
    """Return a table as the canonical CSV file that a data folder holds: `data/tabel/<id>.csv`.

    In: a table of the model, read, changed or made from a DataFrame. Out: `id`, of `tingkat`,
    `induk`, `kode` and `entitas` those that a row has, then every column of the table. Columns that
    `kolom.csv` does not name are not known to a table and do not come back.
    """
    # A column of that name is printed and written with the others.
    fields = [name for name in ROW_FIELDS if name not in table.index and _has_field(table, name)]
    kinds = _numeric_columns(table)
    header = [*fields, *table.index]
    rows = (
        [*(str(getattr(row, name)) for name in fields), *_write_cells(table, row, kinds)]
        for row in table.rows
    )
    return write_csv([header, *rows])


def _has_field(table: Table, name: str) -> bool:
    return name == "id" or any(getattr(row, name) for row in table.rows)


def _write_cells(table: Table, row: Row, kinds: Mapping[str, Column]) -> Iterator[str]:
    """Yield the cells of a row.

    What could not be read stays as it is, since the table itself was said to be good.
    """
    for kolom, cell in zip(table.index, row.cells, strict=True):
        kind = kinds.get(kolom)
        yield cell.teks if kind is None else _write_cell(kind, cell.teks, cell, Place(), [])


def write_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """Write records as canonical CSV (RFC 4180 with LF)."""
    # LF, for git compares lines; CR LF of RFC 4180 would show every line as changed on Linux.
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode()
