"""Documents and tables from values in code.

What somebody else's program has, read by the same rules as CSV files.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, InputError, Severity, reading_error
from renstra_doc.load.project import RawProject, RawRow, RawTable
from renstra_doc.model.tables import COLUMNS, TABLES, compose_tables
from renstra_doc.model.values import NUMERIC_KINDS, ROW_FIELDS
from renstra_doc.place import Place
from renstra_doc.words.numbers import Besaran, canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from renstra_doc.model import Table

Value = str | int | Decimal | date | None


def make_project(files: Mapping[str, Iterable[Mapping[str, Value]]]) -> RawProject:
    """Return a document project made in code, for `compose`: the twin of `load`.

    In: the rows of each file of a data folder, under the file's name (`dokumen.csv`,
    `naskah/01.csv`, `tabel/tabel.csv` …; docs/data-format.md). A row need not hold every column.
    Line 2 of a place is the first row. Raises InputError for a value that is neither text, int,
    Decimal, date nor None: a float is no amount.
    """
    findings: list[Finding] = []
    tables = {}
    for name, rows in files.items():
        records = [dict(row) for row in rows]
        header = tuple(dict.fromkeys(key for record in records for key in record))
        cells = (
            tuple(write_value(record.get(key), Place(name, line, key), findings) for key in header)
            for line, record in enumerate(records, start=2)
        )
        tables[name] = RawTable(
            name, header, tuple(RawRow(line, row) for line, row in enumerate(cells, start=2))
        )
    if findings:
        raise InputError(findings)
    return RawProject(Path(), tables)


def make_table(
    id: str,  # noqa: A002 — the field's own name
    columns: Mapping[str, str] | Sequence[Mapping[str, Value]],
    rows: Iterable[Mapping[str, Value]],
    **description: str,
) -> Table:
    """Return a table made in code.

    In: its id; the kind of each column by its name (`{"program": "teks", "pagu": "rupiah"}`), or
    rows as in `kolom.csv` without `tabel`; its rows, with `id`, `tingkat`, `induk`, `kode`,
    `entitas` where they have them (no `id`: `b1`, `b2` …); `nomor`, `judul`, `sumber` … as in
    `tabel.csv`. Raises InputError for what cannot be understood.
    """
    specs = _describe_columns(columns)
    kinds = {str(spec["kolom"]): str(spec["jenis"]) for spec in specs}
    named = [{"id": f"b{number}", **row} for number, row in enumerate(rows, start=1)]
    records = [
        {key: _with_unit(kinds.get(key, ""), value) for key, value in row.items()} for row in named
    ]
    header = dict.fromkeys(("id", *kinds, *(key for record in records for key in record)))
    full = [{key: record.get(key) for key in header} for record in records]
    file = f"tabel/{id}.csv"
    raw = make_project(
        {
            TABLES: [{"id": id, "nomor": "", "judul": "", **description}],
            COLUMNS: [{"tabel": id, **spec} for spec in specs],
            file: full,
        }
    )
    if not full:
        raw.tables[file] = RawTable(file, tuple(header), ())
    findings: list[Finding] = []
    tables = compose_tables(raw, findings)
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        raise InputError(errors)
    return tables[id]


def _describe_columns(
    columns: Mapping[str, str] | Sequence[Mapping[str, Value]],
) -> list[dict[str, Value]]:
    pairs = columns.items() if hasattr(columns, "items") else ()
    specs: list[dict[str, Value]] = [
        {"kolom": name, "judul": name, "jenis": kind} for name, kind in pairs
    ]
    return specs or [
        {"judul": spec.get("kolom"), **spec} for spec in columns if not isinstance(spec, str)
    ]


def _with_unit(kind: str, value: Value) -> Value:
    """Return a number as its kind writes it: a percentage with its sign."""
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    if (
        kind not in NUMERIC_KINDS
        or not is_number
        or (isinstance(value, Decimal) and not value.is_finite())
    ):
        return value
    return canonical(kind, Besaran(value))  # type: ignore[arg-type] # a number, see above


def write_value(value: object, place: Place, findings: list[Finding]) -> str:
    """Return a value as a CSV cell holds it; any other type is a finding."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, Decimal) and value.is_finite():
        return f"{value:f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    message = f"“{value}” bertipe {type(value).__name__}"
    findings.append(
        reading_error(place, message, "beri teks, int, Decimal, date atau None", str(value))
    )
    return ""


__all__ = ["ROW_FIELDS", "Value", "make_project", "make_table", "write_value"]
