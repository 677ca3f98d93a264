"""A CSV table as rows by key: what tells a row from another, in whatever order they stand."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from renstra_doc.load.project import RawTable

# By what the rows of a file are known, the first that holds in all versions of it.
KEYS = (
    ("tabel", "kolom", "pertanyaan"),
    ("tabel", "kolom"),
    ("id",),
    ("kunci",),
    ("nama",),
    ("aturan", "tabel", "baris", "kolom"),
    ("kode",),
)
# A column of which every value is one row's, where a file has it.
# Only of these is a doubled value surely an error.
SINGLE = ("id", "kunci")
BY_KIND = ("jenis", "id")

Key = tuple[str, ...]


class KeyedTable(NamedTuple):
    """The header of a table and its rows by key, in their order."""

    header: tuple[str, ...]
    rows: Mapping[Key, Mapping[str, str]]


EMPTY = KeyedTable((), {})


def key_tables(tables: Sequence[RawTable | None]) -> tuple[Key, list[KeyedTable]]:
    """Return the versions of one file by key, and the columns of the key.

    Without columns that tell its rows apart a row is known by all that it says: such rows come and
    go, none changes.
    """
    present = [table for table in tables if table is not None]
    # The first that tells rows apart in all versions: another key in one of them would pair by
    # chance.
    key = next((key for key in (*KEYS, BY_KIND) if _fits(key, present)), ())
    return key, [EMPTY if table is None else _key_table(table, key) for table in tables]


def find_doubles(base: RawTable, table: RawTable) -> tuple[str, list[int]] | None:
    """Return what keeps the rows of a version from being paired with those of the base.

    Out: the column that tells the rows of the base apart, and the lines of the version that repeat
    a key there (none: it lacks the column); None where each of its rows is told apart.
    """
    name = next((name for name in SINGLE if _fits((name,), [base])), "")
    # A file of two kinds of rows may use an id once for each kind.
    if not name or _fits((name,), [table]) or _fits(BY_KIND, [table]):
        return None
    if name not in table.header:
        return name, []
    seen: set[str] = set()
    lines = []
    for line, record in table.records():
        if record[name] in seen:
            lines.append(line)
        seen.add(record[name])
    return name, lines


def _fits(key: Key, tables: Iterable[RawTable]) -> bool:
    return all(
        set(key) <= set(table.header) and _is_unique(_read_keys(table, key)) for table in tables
    )


def _is_unique(keys: Sequence[Key]) -> bool:
    return len(set(keys)) == len(keys)


def _read_keys(table: RawTable, key: Key) -> list[Key]:
    return [tuple(record[name] for name in key) for record in table.texts()]


def _key_table(table: RawTable, key: Key) -> KeyedTable:
    if key:
        records = (record for record in table.texts())
        return KeyedTable(table.header, dict(zip(_read_keys(table, key), records, strict=True)))
    seen: Counter[Key] = Counter()
    rows = {}
    for record in table.texts():
        cells = tuple(record.values())
        seen[cells] += 1
        # Equal rows are counted: three of them here and two there is one removed.
        rows[(*cells, str(seen[cells]))] = record
    return KeyedTable(table.header, rows)
