"""Tables as pandas DataFrames and back, with types and places kept.

The only module that knows pandas.

A row is a row, its id the index; `tingkat`, `induk`, `kode`, `entitas` are columns where the table
has any. Amounts and counts are `Int64` (an empty cell is <NA>, never 0 and never a float), decimals
and percentages `Decimal`, texts `str`. A quantity or target is its number (`int`, `Decimal`) or its
text, its unit stands in `<column>.satuan`. How the CSV wrote a cell, on which line, and what the
table is, travels in `attrs`: what was not changed comes back exactly as it was.
"""

from __future__ import annotations

import json
from dataclasses import asdict, fields, replace
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, InputError, reading_error
from renstra_doc.model import Cell, Column, Row, Table
from renstra_doc.model.cells import read_cell
from renstra_doc.model.from_code import is_missing, make_table
from renstra_doc.model.records import number_finding
from renstra_doc.model.values import NUMERIC_KINDS
from renstra_doc.place import Place
from renstra_doc.words.numbers import Besaran, NumberError, canonical

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType

    import pandas as pd

ATTRIBUTE = "renstra_doc"
UNIT = ".satuan"
WHOLE, EXACT, FREE = ("cacah", "rupiah"), ("desimal", "persen"), ("kuantitas", "target")
_FIELDS = ("tingkat", "induk", "kode", "entitas", "arah")
_MAX_EXACT = 2**53  # the largest whole number that every float below it keeps


def to_frame(table: Table) -> pd.DataFrame:
    """Return a table as a DataFrame.

    `from_frame` brings it back. Needs pandas (`pip install renstra_doc[pandas]`).

    A cell that could not be read, or takes its figure from elsewhere (`{{ … }}`), is <NA> among
    numbers. Raises InputError where a row has no id of its own, ModuleNotFoundError with that
    advice where pandas is not installed.
    """
    pd = _load_pandas()
    ids = [row.id for row in table.rows]
    if len(set(ids)) != len(ids):
        double = next(row for row in table.rows if ids.count(row.id) > 1)
        place = table.cell_place(double, "id")
        raise InputError(
            [reading_error(place, f"id “{double.id}” dua kali", "beri setiap baris id sendiri")]
        )
    names = set(table.index)
    columns: dict[str, object] = {
        name: pd.Series([getattr(row, name) for row in table.rows], ids, dtype="object")
        for name in _FIELDS
        if name not in names and any(getattr(row, name) for row in table.rows)
    }
    for position, column in enumerate(table.columns):
        cells = [row.cells[position] for row in table.rows]
        dtype = "Int64" if column.jenis in WHOLE else "object"
        columns[column.kolom] = pd.Series(
            [_value_of(column, cell) for cell in cells], ids, dtype=dtype
        )
        if column.jenis in FREE:
            columns[f"{column.kolom}{UNIT}"] = pd.Series(
                [_unit_of(cell) for cell in cells], ids, dtype="object"
            )
    frame = pd.DataFrame(columns, index=pd.Index(ids, name="id", dtype="object"))
    frame.attrs[ATTRIBUTE] = _write_kept(table)
    return frame


def from_frame(
    frame: pd.DataFrame,
    columns: Mapping[str, str] | Sequence[Column] = (),
    *,
    id: str = "",  # noqa: A002 — the field's own name
) -> Table:
    """Return the table of a DataFrame.

    In: a frame from `to_frame`, changed or not; or any frame whose index (or column `id`) holds the
    ids of the rows, with the kind of each column by its name (`{"program": "teks", "pagu":
    "rupiah"}`) or the columns of another table, and an id for the table. NaN, NaT, None and <NA>
    are empty cells. Raises InputError with row and column for what cannot be kept exactly: rupiah
    with a fraction, a float in a text, a row without id.
    """
    kept = _read_kept(frame.attrs.get(ATTRIBUTE, ""))
    described = _describe(kept[0] if kept else None, columns, id)
    faults: list[Finding] = []
    rows = _read_rows(frame, described, kept[1] if kept else {}, faults)
    if faults:
        raise InputError(faults)
    return replace(described, rows=tuple(rows))


def _load_pandas() -> ModuleType:
    """Import pandas when a frame is asked for; ImportError says how to get it."""
    try:
        return import_module("pandas")
    except ModuleNotFoundError as error:
        message = (
            "to_frame memerlukan pandas, yang belum terpasang; jalankan: pip "
            "install 'renstra_doc[pandas]'"
        )
        raise ModuleNotFoundError(message, name=error.name) from error


# To a frame


def _value_of(column: Column, cell: Cell) -> int | Decimal | str | None:
    if column.jenis not in NUMERIC_KINDS:
        return cell.teks
    if cell.besaran is not None:
        return cell.besaran.angka
    return cell.teks if column.jenis in FREE and cell.teks and not cell.keliru else None


def _unit_of(cell: Cell) -> str | None:
    return cell.besaran.satuan if cell.besaran is not None else None


def _write_kept(table: Table) -> str:
    """Return all that a frame cannot hold as JSON text.

    A text survives copies, pickles and parquet files.
    """
    about = {
        field.name: getattr(table, field.name)
        for field in fields(table)
        if field.name not in ("columns", "rows", "place")
    }
    columns = [{**asdict(column), "place": _place(column.place)} for column in table.columns]
    rows = {
        row.id: [
            row.line,
            [getattr(row, name) for name in _FIELDS],
            [cell.teks for cell in row.cells],
        ]
        for row in table.rows
    }
    return json.dumps(
        {"tabel": about, "letak": _place(table.place), "kolom": columns, "baris": rows},
        ensure_ascii=False,
    )


def _place(place: Place) -> list[str | int]:
    return [place.file, place.line, place.column]


# From a frame


def _read_kept(text: str) -> tuple[Table, dict[str, Row]] | None:
    """Return the table that a frame came from, without its rows, and these by their id."""
    if not text:
        return None
    kept = json.loads(text)
    columns = tuple(
        Column(**{**column, "judul": tuple(column["judul"]), "place": Place(*column["place"])})
        for column in kept["kolom"]
    )
    rows = {}
    for key, (line, own, cells) in kept["baris"].items():
        found = tuple(_read_cell(column, teks) for column, teks in zip(columns, cells, strict=True))
        rows[key] = Row(key, **dict(zip(_FIELDS, own, strict=True)), line=line, cells=found)
    return Table(**kept["tabel"], columns=columns, rows=(), place=Place(*kept["letak"])), rows


def _read_cell(column: Column, teks: str) -> Cell:
    stripped = teks.strip(" ")
    if column.jenis not in NUMERIC_KINDS or "{{" in stripped or not stripped:
        return Cell(teks)
    try:
        return replace(read_cell(column, stripped), teks=teks)
    except NumberError:
        return Cell(teks, keliru=True)


def _describe(kept: Table | None, columns: Mapping[str, str] | Sequence[Column], key: str) -> Table:
    """Return the table that the rows shall be of, without rows."""
    if not columns:
        if kept is None:
            hint = "beri jenis tiap kolom, misalnya {'program': 'teks', 'pagu': 'rupiah'}"
            raise InputError([reading_error(Place(), "kolom tabel ini tidak diketahui", hint)])
        return replace(kept, id=key or kept.id)
    if isinstance(columns, dict) or hasattr(columns, "items"):
        return make_table(key or "data", dict(columns.items()), ())
    base = kept or make_table(key or "data", {"x": "teks"}, ())
    return replace(base, id=key or base.id, columns=tuple(columns), rows=())


def _read_rows(
    frame: pd.DataFrame, table: Table, old: Mapping[str, Row], faults: list[Finding]
) -> list[Row]:
    ids = _read_ids(frame, table, faults)
    missing = [column.kolom for column in table.columns if column.kolom not in frame.columns]
    hint = f"kolom yang ada: {', '.join(map(str, frame.columns))}"
    faults += [
        reading_error(Place(table.file, 0, name), f"kolom “{name}” tidak ada", hint)
        for name in missing
    ]
    if faults:
        return []

    def values(name: str) -> list[object]:
        if name not in frame.columns:
            return [None] * len(ids)
        return [None if is_missing(value) else _plain(value) for value in frame[name].tolist()]

    own = {name: values(name) for name in _FIELDS}
    cells = {
        column.kolom: (values(column.kolom), values(f"{column.kolom}{UNIT}"))
        for column in table.columns
    }
    rows = []
    for number, key in enumerate(ids):
        before = old.get(key)
        line = before.line if before else number + 2
        about = [
            _text_of(own[name][number], Place(table.file, line, name), key, faults)
            if name != "arah" or name not in table.index  # a column of that name says no trend
            else ""
            for name in _FIELDS
        ]
        if before:
            hidden = [name not in frame.columns for name in _FIELDS]
            about = [
                getattr(before, name) if is_hidden else text
                for name, is_hidden, text in zip(_FIELDS, hidden, about, strict=True)
            ]
        found = []
        for column in table.columns:
            value, unit = (part[number] for part in cells[column.kolom])
            same = _find_same(before, table, column, value, unit)
            found.append(
                same
                or _make_cell(
                    column, value, unit, Place(table.file, line, column.kolom), key, faults
                )
            )
        rows.append(
            Row(key, **dict(zip(_FIELDS, about, strict=True)), line=line, cells=tuple(found))
        )
    return rows


def _plain(value: object) -> object:
    """Return a scalar of numpy, which a frame of objects keeps, as Python's own."""
    item = getattr(value, "item", None)
    return item() if callable(item) else value


def _read_ids(frame: pd.DataFrame, table: Table, faults: list[Finding]) -> list[str]:
    """Return the id of each row: from the column `id`, else from the index."""
    ids = (
        frame["id"] if "id" in frame.columns and "id" not in table.index else frame.index
    ).tolist()
    for number, key in enumerate(ids, start=1):
        if not isinstance(key, str) or not key or ids.count(key) > 1:
            hint = "beri setiap baris id berupa teks: frame.set_index('id')"
            message = f"baris ke-{number}: “{key}” bukan id, atau dua kali"
            faults.append(
                reading_error(Place(table.file, number + 1, "id"), message, hint, str(key))
            )
            break
    return list(ids)


def _find_same(
    before: Row | None, table: Table, column: Column, value: object, unit: object
) -> Cell | None:
    """Return the cell as it was written, where the frame still says the same."""
    position = table.index[column.kolom]
    if before is None or position >= len(before.cells):
        return None
    cell = before.cells[position]
    was = _value_of(column, cell)
    if (
        was is not None
        and _is_same(was, value)
        and (column.jenis not in FREE or (_unit_of(cell) or "") == (unit or ""))
    ):
        return cell
    is_untouched = was is None and value is None
    return cell if is_untouched else None


def _is_same(was: object, value: object) -> bool:
    """Return whether a value is what it was: the number and its decimals, `9.0` is not `9.00`."""
    if isinstance(was, Decimal):
        return isinstance(value, Decimal) and str(was) == str(value)
    return was == value and (isinstance(was, str) is isinstance(value, str))


def _make_cell(
    column: Column, value: object, unit: object, place: Place, key: str, faults: list[Finding]
) -> Cell:
    if column.jenis not in NUMERIC_KINDS:
        return Cell(_text_of(value, place, key, faults))
    if isinstance(value, str):
        text = value.strip(" ")
    else:
        number = _number_of(value, column, place, key, faults)
        text = (
            ""
            if number is None
            else canonical(
                column.jenis, Besaran(number, _unit_text(column, unit)), ribuan=column.ribuan
            )
        )
    if not text or "{{" in text:
        return Cell(text)
    try:
        return read_cell(column, text)
    except NumberError as error:
        faults.append(number_finding(place, error, text))
        return Cell(text, keliru=True)


def _unit_text(column: Column, unit: object) -> str:
    return str(unit) if column.jenis in FREE and unit else ""


def _number_of(
    value: object, column: Column, place: Place, key: str, faults: list[Finding]
) -> int | Decimal | None:
    """Return a number exactly.

    A float only where it is whole, or stands for the decimals that Python prints of it.
    """
    if value is None:
        return None
    exact = _exact(value)
    if exact is not None and column.jenis not in WHOLE:
        return int(exact) if isinstance(value, int) and column.jenis == "kuantitas" else exact
    if exact is not None and exact == exact.to_integral_value():
        return int(exact)
    message = f"baris “{key}”, kolom “{column.kolom}”: {value!r} bukan {column.jenis} yang pasti"
    hint = "jumlah uang dan cacah berupa bilangan utuh (int, Int64); pecahan berupa Decimal"
    faults.append(reading_error(place, message, hint, str(value)))
    return None


def _exact(value: object) -> Decimal | None:
    """Return a number without loss.

    None for what is none, or is too large a float to be sure of.
    """
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if isinstance(value, float):
        return Decimal(repr(value)) if abs(value) < _MAX_EXACT else None
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _text_of(value: object, place: Place, key: str, faults: list[Finding]) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    message = f"baris “{key}”, kolom “{place.column}”: {value!r} bukan teks"
    faults.append(
        reading_error(
            place,
            message,
            "baca kolom ini sebagai teks (dtype=str): 1.10 dan 1.1 berbeda",
            str(value),
        )
    )
    return ""
