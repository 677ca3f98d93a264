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
from collections import Counter
from dataclasses import asdict, dataclass, fields, replace
from importlib import import_module
from typing import TYPE_CHECKING

from renstra_doc.embed.frame_cells import (
    FREE,
    WHOLE,
    find_same,
    make_cell,
    plain_value,
    text_of,
    unit_of,
    value_of,
)
from renstra_doc.finding import Finding, InputError, reading_error, refuse_input
from renstra_doc.model import Cell, Column, Row, Table
from renstra_doc.model.cells import read_cell
from renstra_doc.model.from_code import is_missing, make_table
from renstra_doc.model.values import NUMERIC_KINDS
from renstra_doc.place import NOWHERE, Place
from renstra_doc.words.numbers import NumberError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import ModuleType

    import pandas as pd

ATTRIBUTE = "renstra_doc"
UNIT = ".satuan"
_FIELDS = ("tingkat", "induk", "kode", "entitas", "arah")


def to_frame(table: Table) -> pd.DataFrame:
    """Return a table as a DataFrame.

    `from_frame` brings it back. Needs pandas (`pip install renstra_doc[pandas]`).

    A cell that could not be read, or takes its figure from elsewhere (`{{ … }}`), is <NA> among
    numbers. Raises InputError where a row has no id of its own, ModuleNotFoundError with that
    advice where pandas is not installed.
    """
    pd = _load_pandas()
    ids = [row.id for row in table.rows]
    # An index with two equal ids could not be read back.
    _refuse_double(table, ids)
    columns = {name: pd.Series(values, ids, dtype="object") for name, values in _own_of(table)}
    for name, dtype, values in _cells_of(table):
        columns[name] = pd.Series(values, ids, dtype=dtype)
    frame = pd.DataFrame(columns, index=pd.Index(ids, name="id", dtype="object"))
    # In `attrs`: copies of a frame take it along, and no column of ours is in the way.
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


def _refuse_double(table: Table, ids: Sequence[str]) -> None:
    """Raise InputError where two rows bear one id: the index could not tell them apart."""
    counts = Counter(ids)
    double = next((row for row in table.rows if counts[row.id] > 1), None)
    if double is not None:
        message, hint = f"id “{double.id}” dua kali", "beri setiap baris id sendiri"
        raise refuse_input(table.cell_place(double, "id"), message, hint)


def _own_of(table: Table) -> Iterator[tuple[str, list[str]]]:
    """Yield the fields of the rows themselves, where any row has them and no column their name."""
    for name in _FIELDS:
        values = [getattr(row, name) for row in table.rows]
        # A column of that name is the table's own and says something else.
        if name not in table.index and any(values):
            yield name, values


def _cells_of(table: Table) -> Iterator[tuple[str, str, Sequence[object]]]:
    """Yield name, dtype and values of each column, and of its units where it has some."""
    for position, column in enumerate(table.columns):
        cells = [row.cells[position] for row in table.rows]
        # `Int64` of pandas knows <NA>; numpy's int64 would make a float of an empty cell.
        dtype = "Int64" if column.jenis in WHOLE else "object"
        yield column.kolom, dtype, [value_of(column, cell) for cell in cells]
        if column.jenis in FREE:
            yield f"{column.kolom}{UNIT}", "object", [unit_of(cell) for cell in cells]


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
        # Cells are read again from their text, so that the value and its form agree.
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
            raise refuse_input(NOWHERE, "kolom tabel ini tidak diketahui", hint)
        return replace(kept, id=key or kept.id)
    # By its method: a mapping of another library has no common type.
    if isinstance(columns, dict) or hasattr(columns, "items"):
        return make_table(key or "data", dict(columns.items()), ())
    # Columns of another table come with their kinds; its id may be a new one.
    base = kept or make_table(key or "data", {"x": "teks"}, ())
    return replace(base, id=key or base.id, columns=tuple(columns), rows=())


def _read_rows(
    frame: pd.DataFrame, table: Table, old: Mapping[str, Row], faults: list[Finding]
) -> list[Row]:
    ids = _read_ids(frame, table, faults)
    faults += _find_missing(frame, table)
    # Ids and columns first: with a missing one every row would be a fault.
    return [] if faults else _FrameRows(frame, table, old, faults).read(ids)


def _find_missing(frame: pd.DataFrame, table: Table) -> Iterator[Finding]:
    """Yield the columns of the table that the frame has not."""
    hint = f"kolom yang ada: {', '.join(map(str, frame.columns))}"
    for column in table.columns:
        if column.kolom not in frame.columns:
            place = Place(table.file, 0, column.kolom)
            yield reading_error(place, f"kolom “{column.kolom}” tidak ada", hint)


@dataclass
class _FrameRows:
    """Reads the rows of a frame: `old` are those it came from, by id; faults are gathered."""

    frame: pd.DataFrame
    table: Table
    old: Mapping[str, Row]
    faults: list[Finding]

    def read(self, ids: Sequence[str]) -> list[Row]:
        """Return every row, in the frame's order."""
        names = [column.kolom for column in self.table.columns]
        own = {name: self._values(name, len(ids)) for name in _FIELDS}
        values = [self._values(name, len(ids)) for name in names]
        units = [self._values(f"{name}{UNIT}", len(ids)) for name in names]
        return [
            self._row(
                key,
                number,
                {name: found[number] for name, found in own.items()},
                [(value[number], unit[number]) for value, unit in zip(values, units, strict=True)],
            )
            for number, key in enumerate(ids)
        ]

    def _values(self, name: str, count: int) -> list[object]:
        """Return a column of the frame as Python's own values; of one that is not there None."""
        if name not in self.frame.columns:
            return [None] * count
        return [
            None if is_missing(value) else plain_value(value) for value in self.frame[name].tolist()
        ]

    def _row(
        self,
        key: str,
        number: int,
        own: Mapping[str, object],
        cells: Sequence[tuple[object, object]],
    ) -> Row:
        before = self.old.get(key)
        # Line 1 of a CSV file is its header.
        line = before.line if before else number + 2
        fields = {name: self._field(name, own[name], before, line, key) for name in _FIELDS}
        found = [
            find_same(before, self.table, column, value, unit)
            or make_cell(
                column, value, unit, Place(self.table.file, line, column.kolom), key, self.faults
            )
            for column, (value, unit) in zip(self.table.columns, cells, strict=True)
        ]
        return Row(key, **fields, line=line, cells=tuple(found))

    def _field(self, name: str, value: object, before: Row | None, line: int, key: str) -> str:
        if before and name not in self.frame.columns:
            return str(getattr(before, name))
        if name == "arah" and name in self.table.index:  # a column of that name says no trend
            return ""
        return text_of(value, Place(self.table.file, line, name), key, self.faults)


def _read_ids(frame: pd.DataFrame, table: Table, faults: list[Finding]) -> list[str]:
    """Return the id of each row: from the column `id`, else from the index."""
    # A column `id` that is none of the table's names the rows; else the index does.
    has_own = "id" in frame.columns and "id" not in table.index
    ids = (frame["id"] if has_own else frame.index).tolist()
    counts = Counter(map(str, ids))
    for number, key in enumerate(ids, start=1):
        if not isinstance(key, str) or not key or counts[key] > 1:
            hint = "beri setiap baris id berupa teks: frame.set_index('id')"
            message = f"baris ke-{number}: “{key}” bukan id, atau dua kali"
            faults.append(
                reading_error(Place(table.file, number + 1, "id"), message, hint, str(key))
            )
            # The first one is enough: a wrong index is wrong in all rows.
            break
    return list(ids)
