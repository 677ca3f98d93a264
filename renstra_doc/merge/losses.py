"""What a merge takes away: columns, rows and files that a colleague removed, with what they held.

Nobody changed them here, so they are no conflict; but who merges has not seen them go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.load.project import parse_table
from renstra_doc.merge.keyed import key_tables
from renstra_doc.words.shortening import EMPTY, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from renstra_doc.load.project import RawTable

LONGEST = 200
GONE = "dihapus rekan"


def list_losses(
    ours: Mapping[str, RawTable],
    files: Mapping[str, bytes | None],
    pictures: Mapping[str, bytes | None] | None = None,
) -> Iterator[str]:
    """Yield each column, row and file of ours that is in the merged files no more."""
    for name, content in (pictures or {}).items():
        if content is None:
            yield _tell_file(name, None)
    merged = {name: _read(name, content) for name, content in files.items()}
    came = {
        cells
        for name, table in merged.items()
        for cells in set(_list_cells(table)) - set(_list_cells(ours.get(name)))
    }
    for name, table in merged.items():
        if table is None:
            yield _tell_file(name, ours.get(name))
        elif name in ours:
            # Of ours only: what they removed and we never had is no loss.
            yield from _list_columns(ours[name], table)
            yield from _list_rows(ours[name], table, came)


def _read(name: str, content: bytes | None) -> RawTable | None:
    return parse_table(content.decode(), name)[0] if content is not None else None


def _list_cells(table: RawTable | None) -> Iterator[tuple[str, ...]]:
    for record in table.texts() if table is not None else ():
        yield tuple(filter(None, record.values()))


def _tell_file(name: str, table: RawTable | None) -> str:
    rows = [" | ".join(cells) for cells in _list_cells(table)]
    held = f": {len(rows)} baris ({shorten('; '.join(rows), LONGEST)})" if rows else ""
    return f"Berkas {GONE}: {name}{held}"


def _list_columns(ours: RawTable, merged: RawTable) -> Iterator[str]:
    for name in ours.header:
        held = [record[name] for record in ours.texts() if record[name]]
        if name not in merged.header and held:
            told = shorten(" | ".join(held), LONGEST)
            yield f"Kolom {GONE}: {ours.file}, kolom {name}: {len(held)} isi ({told})"


def _list_rows(ours: RawTable, merged: RawTable, came: Iterable[tuple[str, ...]]) -> Iterator[str]:
    key, (before, after) = key_tables([ours, merged])
    for each, row in before.rows.items():
        # A row that stands in another file now was moved: nothing of it is lost.
        if each not in after.rows and tuple(filter(None, row.values())) not in came:
            cells = (cell for name, cell in row.items() if cell and name not in key)
            held = shorten(" | ".join(cells), LONGEST) or EMPTY
            # Without a key a row that was changed is one that went and one that came.
            did, named = (GONE, f", baris {' '.join(each)}") if key else (f"{GONE} atau diubah", "")
            yield f"Baris {did}: {ours.file}{named}: {held}"
