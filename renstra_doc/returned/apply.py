"""Proposals applied to the data that a document carries: what the reviewer's data would be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.load.project import RawRow, RawTable
from renstra_doc.model.canonical import write_csv
from renstra_doc.returned.carried_data import name_record
from renstra_doc.returned.proposals import COLUMNS, Act, ProposalFate
from renstra_doc.review.wording import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from renstra_doc.returned.proposals import Proposal

Records = list[dict[str, str]]


def apply_proposals(
    tables: Mapping[str, RawTable], proposals: Iterable[Proposal]
) -> dict[str, RawTable]:
    """Return the tables with every certain proposal in them."""
    files = {name: table.texts() for name, table in tables.items()}
    wanted = [found for found in proposals if found.fate is ProposalFate.IN]
    # What is removed goes last: what came or moved stands beside it.
    _write_cells(files, [found for found in wanted if found.act is Act.CELL])
    _place_rows(files, [found for found in wanted if found.act in (Act.ADD, Act.MOVE)])
    _remove_rows(files, [found for found in wanted if found.act is Act.REMOVE])
    return {name: _to_table(table, files[name]) for name, table in tables.items()}


def _write_cells(files: Mapping[str, Records], proposals: Iterable[Proposal]) -> None:
    for found in proposals:
        for record in files[found.berkas]:
            if name_record(record, found.berkas) == found.baris:
                record[found.kolom] = _write_cell(record[found.kolom], found)


def _write_cell(now: str, found: Proposal) -> str:
    """Return what a cell holds after an edit.

    The heading of a column is a path, of which each edit changes a level: what another edit made of
    the other levels stays.
    """
    if (found.berkas, found.kolom) != (COLUMNS, "judul"):
        return found.menjadi
    paths = [_split_path(text) for text in (now, found.semula, found.menjadi)]
    if len({len(path) for path in paths}) > 1:
        return found.menjadi
    levels = zip(*paths, strict=True)
    return LEVELS.join(here if new == old else new for here, old, new in levels)


def _split_path(text: str) -> list[str]:
    return [part.strip() for part in text.split(LEVELS)]


def _place_rows(files: Mapping[str, Records], proposals: Iterable[Proposal]) -> None:
    last: dict[tuple[str, str], str] = {}
    for found in proposals:
        if found.act is Act.ADD:
            _insert(files[found.berkas], dict(found.rekaman), found.sesudah, last, found.berkas)
        else:
            _move(files, found, last)


def _remove_rows(files: Mapping[str, Records], proposals: Iterable[Proposal]) -> None:
    # In place: the same list stands in `files`.
    for found in proposals:
        records = files[found.berkas]
        records[:] = [record for record in records if record.get("id") != found.baris]


def _insert(
    records: Records,
    record: dict[str, str],
    above: str,
    last: dict[tuple[str, str], str],
    file: str,
) -> None:
    """Put a record below the one above it, after what was put there before."""
    start = last.get((file, above), above)
    places = [number for number, found in enumerate(records) if found.get("id") == start]
    records.insert(places[0] + 1 if places else 0, record)
    last[file, above] = record["id"]


def _move(files: Mapping[str, Records], found: Proposal, last: dict[tuple[str, str], str]) -> None:
    source = files[found.berkas]
    record = next((each for each in source if each.get("id") == found.baris), None)
    if record is not None:
        source.remove(record)
        target = found.rekaman["berkas"]
        _insert(files[target], record, found.sesudah, last, target)


def write_table(table: RawTable) -> bytes:
    """Return a table as canonical CSV."""
    return write_csv([table.header, *(row.cells for row in table.rows)])


def _to_table(table: RawTable, records: Records) -> RawTable:
    header = table.header
    rows = tuple(
        # Line 1 is the header.
        RawRow(number, tuple(record.get(name, "") for name in header))
        for number, record in enumerate(records, start=2)
    )
    return RawTable(table.file, header, rows)
