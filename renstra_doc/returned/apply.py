"""Proposals applied to the data that a document carries: what the reviewer's data would be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.load.project import RawRow, RawTable
from renstra_doc.model.canonical import write_csv
from renstra_doc.returned.proposals import COLUMNS, Act, ProposalFate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from renstra_doc.returned.proposals import Proposal

Records = list[dict[str, str]]


def apply_proposals(
    tables: Mapping[str, RawTable], proposals: Iterable[Proposal]
) -> dict[str, RawTable]:
    """Return the tables with every certain proposal in them."""
    files = {name: [record for _, record in table.records()] for name, table in tables.items()}
    wanted = [found for found in proposals if found.fate is ProposalFate.IN]
    for found in wanted:
        if found.act is Act.CELL:
            _write_cell(files[found.berkas], found)
    # What is removed goes last: what came or moved stands beside it.
    last: dict[tuple[str, str], str] = {}
    for found in wanted:
        if found.act is Act.ADD:
            _insert(files[found.berkas], dict(found.rekaman), found.sesudah, last, found.berkas)
        elif found.act is Act.MOVE:
            _move(files, found, last)
    for found in wanted:
        if found.act is Act.REMOVE:
            records = files[found.berkas]
            records[:] = [record for record in records if record.get("id") != found.baris]
    return {name: _to_table(table, files[name]) for name, table in tables.items()}


def _write_cell(records: Records, found: Proposal) -> None:
    for record in records:
        if _key_of(record, found.berkas) == found.baris:
            record[found.kolom] = found.menjadi


def _key_of(record: Mapping[str, str], file: str) -> str:
    if file == COLUMNS:
        return f"{record.get('tabel', '')} {record.get('kolom', '')}"
    return record.get("id") or record.get("kunci") or ""


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
        RawRow(number, tuple(record.get(name, "") for name in header))
        for number, record in enumerate(records, start=2)
    )
    return RawTable(table.file, header, rows)
