"""What a workbook remembers of its export, on a hidden sheet of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.files.atomic import digest_bytes
from renstra_doc.finding import InputError, refuse_input
from renstra_doc.place import Place
from renstra_doc.workbook.base import BASE, join_base
from renstra_doc.workbook.decoded_sheet import locate_cell
from renstra_doc.workbook.sheets import (
    LAYOUT,
    MEMORY,
    MEMORY_HEADER,
    SAFE_FILE,
    Memory,
    SheetPlan,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from renstra_doc.workbook.xlsx import Sheet


def read_memory(sheets: Mapping[str, Sheet]) -> Memory:
    """Read the memory of a workbook.

    Raises InputError for a workbook that `renstra export` did not make, or whose memory names an
    unsafe file.
    """
    # What it says is judged before it is used: anybody can unhide and edit the sheet.
    memory = sheets.get(MEMORY)
    lines = _read_lines(memory) if memory is not None else []
    # By the layout and not by the version of the program: an older workbook of one layout is read.
    if lines[1:2] != [["susunan", LAYOUT]] or lines[3:4] != [list(MEMORY_HEADER)]:
        raise _refuse(Place(), "buku kerja ini bukan hasil renstra export versi ini")
    plans = [
        SheetPlan(name, file, tuple(columns.split(",")), digest)
        for name, file, digest, columns in _four(lines)
    ]
    if not _are_sound(plans):
        raise _refuse(locate_cell(MEMORY), "daftar berkas di buku kerja ini rusak")
    # The first four lines: version of the program, layout, document, and the heading of the list.
    version, document = (" ".join(line[1:]) for line in (lines[0], lines[2]))
    return Memory(version, document, tuple(plans), _read_bases(lines, plans))


def _refuse(place: Place, message: str) -> InputError:
    hint = "pakai berkas hasil renstra export; lembar tersembunyi di dalamnya jangan dihapus"
    return refuse_input(place, message, hint)


def _are_sound(plans: Sequence[SheetPlan]) -> bool:
    """Return whether every file may be written and none stands twice.

    Windows tells no `Pegawai.csv` from a `pegawai.csv`.
    """
    are_safe = all(SAFE_FILE.fullmatch(plan.file) for plan in plans)
    return are_safe and len({plan.file.lower() for plan in plans}) == len(plans)


def _read_bases(lines: Sequence[Sequence[str]], plans: Sequence[SheetPlan]) -> dict[str, bytes]:
    """Return the exported files that are still what their hashes say."""
    pieces: dict[str, list[str]] = {}
    for line in lines[4:]:
        if len(line) == len((BASE, "", "")) and line[0] == BASE:
            pieces.setdefault(line[1], []).append(line[2])
    digests = {plan.file: plan.sha256 for plan in plans}
    bases = {file: join_base(found) for file, found in pieces.items()}
    return {
        file: content
        for file, content in bases.items()
        # A base that somebody changed would make the merge take old words for new ones.
        if content is not None and digest_bytes(content) == digests.get(file)
    }


def _read_lines(sheet: Sheet) -> list[list[str]]:
    lines: dict[int, list[str]] = {}
    for (row, _), cell in sorted(sheet.cells.items()):
        lines.setdefault(row, []).append(cell.value)
    return list(lines.values())


def _four(lines: Sequence[Sequence[str]]) -> Iterator[tuple[str, str, str, str]]:
    for line in lines[4:]:
        if len(line) == len(MEMORY_HEADER):
            yield line[0], line[1], line[2], line[3]
