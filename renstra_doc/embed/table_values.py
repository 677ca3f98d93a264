"""A column of somebody else's table, and its values as a Word table prints them, many at once."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice
from typing import TYPE_CHECKING

from renstra_doc.finding import InputError, reading_error
from renstra_doc.model.values import NUMERIC_KINDS
from renstra_doc.place import Place
from renstra_doc.render.table import CHUNK_ROWS
from renstra_doc.words.characters import ILLEGAL
from renstra_doc.words.numbers import (
    Besaran,
    NumberError,
    format_angka,
    format_besaran,
    format_target,
    parse,
    parse_target,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from renstra_doc.finding import Finding

Value = str | int | Decimal | None
_UNITS = {"desimal": "", "persen": "%"}
# Letters of NaN and Infinity, which Decimal prints without complaint.
_NO_NUMBER = frozenset("NI")  # of NaN and Infinity
_MARKS = str.maketrans(",.", ".,")
# Numbers of one kind stand below each other by their last digit; what has units, or may be a text,
# in the middle.
_USUAL_ALIGNMENT = {"teks": "kiri", "kuantitas": "tengah", "target": "tengah", "urut": "tengah"}


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its header path from top to bottom (`Target > 2021`) and the kind of its values.

    `jenis`, `desimal`, `lebar` (mm), `rata`, `nomor` mean what they mean in `kolom.csv`; empty or
    0: the usual one.
    """

    judul: str
    jenis: str = "teks"
    lebar: float = 0.0
    rata: str = ""
    desimal: int | None = None
    nomor: str = ""

    @property
    def alignment(self) -> str:
        """How the cells stand.

        Amounts and other numbers right, quantities and targets in the middle, texts left.
        """
        return self.rata or _USUAL_ALIGNMENT.get(self.jenis, "kanan")


def print_chunks(
    columns: Sequence[TableColumn], rows: Iterable[Sequence[Value]]
) -> Iterator[list[str]]:
    """Yield the printed cells of some thousand rows, row after row."""
    source = iter(rows)
    done = 0
    # Some thousand at once: a generator over a database need not fit in memory.
    while chunk := list(islice(source, CHUNK_ROWS)):
        _refuse_ragged(chunk, len(columns), done)
        # Column by column: values of one type are printed in one go.
        printed = [
            _print_values(column, values, done)
            for column, values in zip(columns, zip(*chunk, strict=True), strict=True)
        ]
        texts = list(chain.from_iterable(zip(*printed, strict=True)))
        refuse_illegal(texts, done, len(columns))
        yield texts
        done += len(chunk)


def _print_values(column: TableColumn, values: Sequence[Value], done: int) -> Sequence[str]:
    """Return the values of a column as printed; those of one type together, as almost all are."""
    types = set(map(type, values))
    # Texts stand as they are; of numbers also a text has to be read.
    if types == {str} and column.jenis not in NUMERIC_KINDS:
        return values  # type: ignore[return-value]
    printed = _print_bulk(column, values, types) if len(types) == 1 else None
    if printed is not None:
        return printed
    return [_print_value(column, value, row) for row, value in enumerate(values, start=done + 1)]


def _print_bulk(column: TableColumn, values: Sequence[Value], types: set[type]) -> list[str] | None:
    """Return numbers of one type as printed; None where each must be looked at."""
    # `:,d` groups by thousands; the marks are swapped for all numbers in one call.
    if types == {int} and column.jenis in ("cacah", "rupiah") and not column.desimal:
        return _swap_marks([f"{value:,d}" for value in values], "")
    unit = _UNITS.get(column.jenis)
    if types != {Decimal} or unit is None or column.desimal is not None:
        return None
    written = [f"{value:,f}" for value in values]
    is_finite = not _NO_NUMBER.intersection("".join(written))
    return _swap_marks(written, unit) if is_finite else None


def _swap_marks(written: Sequence[str], unit: str) -> list[str]:
    """Return numbers in Indonesian form, in bulk.

    What `format_besaran` makes of each (a test holds them equal).
    """
    # One string for all: a call for each number would cost more than the number.
    return "\n".join([*written, ""]).translate(_MARKS).replace("\n", f"{unit}\n").split("\n")[:-1]


def _print_value(column: TableColumn, value: Value, row: int) -> str:
    if value is None or value == "":
        return ""
    # bool is an int to Python; a float has no exact decimals.
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        hint = "beri teks, int, Decimal atau None; bilangan pecahan sebagai Decimal"
        raise InputError(
            [_row_error(row, f"“{value}” bertipe {type(value).__name__}", hint, column.judul)]
        )
    try:
        return _print_number(column, value)
    except NumberError as error:
        raise InputError([_row_error(row, str(error), error.saran, column.judul)]) from error


def _print_number(column: TableColumn, value: str | int | Decimal) -> str:
    """Return a value as its column prints it.

    NumberError for a text that is no number of its kind.
    """
    if column.jenis not in NUMERIC_KINDS:
        return format_angka(value) if isinstance(value, Decimal) else str(value)
    besaran = parse(column.jenis, value) if isinstance(value, str) else Besaran(value)
    if besaran is None:
        spelled = parse_target(str(value))
        return str(value) if spelled is None else format_target(spelled)
    return format_besaran(column.jenis, besaran, column.desimal)


def _refuse_ragged(chunk: Sequence[Sequence[Value]], count: int, done: int) -> None:
    # Of texts and mappings the letters or keys would be taken for values.
    strange = {str, bytes, dict} & set(map(type, chunk))
    if strange:
        row = next(
            row for row, values in enumerate(chunk, start=done + 1) if type(values) in strange
        )
        hint = "beri satu daftar nilai untuk setiap baris, menurut urutan kolomnya"
        raise InputError(
            [_row_error(row, f"baris ini bertipe {type(chunk[row - done - 1]).__name__}", hint)]
        )
    if set(map(len, chunk)) != {count}:
        row, values = next(
            (row, values)
            for row, values in enumerate(chunk, start=done + 1)
            if len(values) != count
        )
        raise InputError(
            [_row_error(row, f"baris ini berisi {len(values)} nilai, sedangkan kolomnya {count}")]
        )


def refuse_illegal(texts: Sequence[str], done: int, count: int) -> None:
    """Raise InputError for a control character: no XML holds it (XML 1.0, 2.2)."""
    if ILLEGAL.search("\n".join(texts)):
        # Looked for one by one only where there is one.
        place = next(place for place, text in enumerate(texts) if ILLEGAL.search(text))
        raise InputError(
            [_row_error(done + place // count + 1, f"{texts[place]!r} memuat karakter kendali")]
        )


def _row_error(row: int, message: str, hint: str = "", column: str = "") -> Finding:
    return reading_error(Place("", row, column), message, hint)
