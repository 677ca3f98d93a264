"""Documents and tables from values in code.

What somebody else's program has, read by the same rules as CSV files.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from renstra_doc.finding import Finding, InputError, reading_error, refuse_errors, refuse_input
from renstra_doc.load.project import RawProject, RawRow, RawTable
from renstra_doc.model.table_columns import COLUMNS
from renstra_doc.model.tables import TABLES, compose_tables
from renstra_doc.model.values import NUMERIC_KINDS, ROW_FIELDS
from renstra_doc.place import Place
from renstra_doc.words.numbers import Besaran, canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from renstra_doc.model import Table

Value = str | int | Decimal | date | None
LARGEST_FLOAT = 2**53  # below it a float of a frame keeps every whole number
_UNIT = ".satuan"


@runtime_checkable
class FrameLike(Protocol):
    """A DataFrame, as far as rows are taken from it."""

    @property
    def columns(self) -> Iterable[object]:
        """Names of the columns."""

    @property
    def index(self) -> Iterable[object]:
        """Names of the rows."""

    def to_dict(self, orient: str) -> list[dict[object, object]]:
        """Return the rows."""


def make_project(files: Mapping[str, Iterable[Mapping[str, object]] | FrameLike]) -> RawProject:
    """Return a document project made in code, for `compose_document`: the twin of `load_project`.

    In: the rows of each file of a data folder, under the file's name (`dokumen.csv`,
    `naskah/01.csv`, `tabel/tabel.csv` …; docs/data-format.md). A row need not hold every column.
    Line 2 of a place is the first row. Values are text, int, Decimal or date, numpy's and pandas'
    scalars of these among them; None, NaN, NaT and <NA> are empty cells. Raises InputError for
    anything else: a float with a fraction is no amount.
    """
    findings: list[Finding] = []
    tables = {}
    for name, rows in files.items():
        records = read_records(rows, name)
        header = tuple(dict.fromkeys(key for record in records for key in record))
        cells = (
            tuple(write_value(record.get(key), Place(name, line, key), findings) for key in header)
            for line, record in enumerate(records, start=2)
        )
        # Line 1 is the header that such a file would have.
        tables[name] = RawTable(
            name, header, tuple(RawRow(line, row) for line, row in enumerate(cells, start=2))
        )
    if findings:
        raise InputError(findings)
    return RawProject(Path(), tables)


def make_table(
    id: str,  # noqa: A002 — the field's own name
    columns: Mapping[str, str] | Sequence[Mapping[str, object]],
    rows: Iterable[Mapping[str, object]] | FrameLike,
    **description: str,
) -> Table:
    """Return a table made in code.

    In: its id; the kind of each column by its name (`{"program": "teks", "pagu": "rupiah"}`), or
    rows as in `kolom.csv` without `tabel`; its rows, with `id`, `tingkat`, `induk`, `kode`,
    `entitas` where they have them (no `id`: `b1`, `b2` …); `nomor`, `judul`, `sumber` … as in
    `tabel.csv`. Raises InputError for what cannot be understood.
    """
    specs = _describe_columns(columns)
    file = f"tabel/{id}.csv"
    header, full = _complete_rows(read_records(rows, file), specs)
    raw = make_project(
        {
            TABLES: [{"id": id, "nomor": "", "judul": "", **description}],
            COLUMNS: [{"tabel": id, **spec} for spec in specs],
            file: full,
        }
    )
    # Without a row no header is known to `make_project`, and a missing file would be told.
    if not full:
        raw.tables[file] = RawTable(file, header, ())
    findings: list[Finding] = []
    tables = compose_tables(raw, findings)
    refuse_errors(findings)
    return tables[id]


def _complete_rows(
    given: Sequence[Mapping[str, object]], specs: Sequence[Mapping[str, object]]
) -> tuple[tuple[str, ...], list[dict[str, object]]]:
    """Return the header, and each row with an id, with units, and with every column of it."""
    kinds = {str(spec["kolom"]): str(spec["jenis"]) for spec in specs}
    records: list[dict[str, object]] = []
    for number, row in enumerate(given, start=1):
        named = {"id": f"b{number}", **row}
        records.append({key: _with_unit(kinds.get(key, ""), named[key]) for key in named})
    header = tuple(dict.fromkeys(("id", *kinds, *(key for record in records for key in record))))
    return header, [{key: record.get(key) for key in header} for record in records]


def _describe_columns(
    columns: Mapping[str, str] | Sequence[Mapping[str, object]],
) -> list[dict[str, object]]:
    pairs = columns.items() if isinstance(columns, Mapping) else ()
    specs: list[dict[str, object]] = [
        {"kolom": name, "judul": name, "jenis": kind} for name, kind in pairs
    ]
    return specs or [
        {"judul": spec.get("kolom"), **spec} for spec in columns if isinstance(spec, Mapping)
    ]


def _with_unit(kind: str, value: object) -> object:
    """Return a number as its kind writes it: a percentage with its sign."""
    plain = plain_value(value)
    # A bool is an int to Python; it is refused as what it is, by `write_value`.
    if kind not in NUMERIC_KINDS or isinstance(plain, bool) or not isinstance(plain, int | Decimal):
        return value
    if isinstance(plain, Decimal) and not plain.is_finite():
        return value
    return canonical(kind, Besaran(plain))


def read_records(
    rows: Iterable[Mapping[str, object]] | FrameLike, name: str
) -> list[dict[str, object]]:
    """Return rows as dictionaries; those of a DataFrame with the ids of its index.

    Raises InputError where they are no rows.
    """
    hint = 'beri baris sebagai kamus, misalnya [{"id": "a", "rp": 5}], atau DataFrame'
    try:
        records = _take_records(rows)
    except (AttributeError, TypeError, ValueError) as error:
        raise refuse_input(name, "baris tidak dapat dibaca", hint) from error
    for line, record in enumerate(records, start=2):
        for key in record:
            if not isinstance(key, str):
                message = f"nama kolom “{key}” bukan teks"
                raise refuse_input(Place(name, line), message, hint, str(key))
    return [{str(key): value for key, value in record.items()} for record in records]


def _take_records(rows: Iterable[Mapping[str, object]] | FrameLike) -> list[dict[object, object]]:
    if isinstance(rows, FrameLike):
        return _frame_records(rows)
    return [dict(row.items()) for row in rows]


def _frame_records(frame: FrameLike) -> list[dict[object, object]]:
    """Return the rows of a frame, without the columns of units beside its quantities."""
    records = frame.to_dict("records")
    ids = list(frame.index)
    # The index of a frame counts from 0 unless somebody named the rows.
    if "id" not in frame.columns and all(isinstance(key, str) for key in ids):
        records = [{"id": key, **row} for key, row in zip(ids, records, strict=True)]
    return [
        {key: value for key, value in row.items() if not str(key).endswith(_UNIT)}
        for row in records
    ]


def is_missing(value: object) -> bool:
    """Return whether a value stands for an empty cell: None, NaN, NaT, <NA>."""
    # By name: pandas need not be installed, and importing it takes 0,3 s.
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    if isinstance(value, Decimal):
        return value.is_nan()
    return isinstance(value, float) and value != value  # noqa: PLR0124 — NaN


def plain_value(value: object) -> object:
    """Return a scalar of numpy or pandas as the plain value that it is; others as they are.

    A whole float below 2^53 is its number: a frame makes floats of amounts beside empty cells.
    """
    if is_missing(value):
        return None
    # numpy's text is a str with a longer repr.
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < LARGEST_FLOAT:
        return int(value)
    # A frame has no plain dates, only moments.
    if isinstance(value, datetime):
        return value.date()
    return value


def write_value(given: object, place: Place, findings: list[Finding]) -> str:
    """Return a value as a CSV cell holds it; any other type is a finding."""
    value = plain_value(given)
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


__all__ = [
    "ROW_FIELDS",
    "FrameLike",
    "Value",
    "is_missing",
    "make_project",
    "make_table",
    "plain_value",
    "read_records",
    "write_value",
]
