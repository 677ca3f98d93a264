"""The record of an import.

What was last taken from a workbook into a folder, in a small file beside the workbook.

`.data.xlsx.impor` says, for each file that `data.xlsx` changed, the SHA-256 of its canonical bytes
after the import. So the next import of the same workbook knows that the file is as this workbook
left it, and nobody else's work. A copy of the workbook under another name has no record: what
others imported meanwhile is not lost. Without the record, or after a new export, the hashes of the
export hold.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renstra_doc.files.atomic import digest_bytes, write_file
from renstra_doc.files.lock import make_plain
from renstra_doc.finding import Finding, reading_warning
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from renstra_doc.workbook.sheets import SheetPlan

MAX_BYTES = 64 * 2**20


def name_export(plans: Iterable[SheetPlan]) -> str:
    """Return what tells an export from another: the hash of all that its memory says."""
    return digest_bytes(
        "\n".join(f"{plan.name},{plan.file},{plan.sha256}" for plan in plans).encode()
    )


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """What was last taken from a workbook, by file.

    `hashes` of the sheet as it then was, `results` of the file after the import (other than the
    sheet where somebody else's changes were merged with it), `bases` what the sheet then said.
    """

    hashes: Mapping[str, str] = field(default_factory=dict)
    results: Mapping[str, str] = field(default_factory=dict)
    bases: Mapping[str, bytes] = field(default_factory=dict)


def read_record(workbook: Path, data: Path, export: str) -> ImportRecord:
    """Return the record of a workbook; empty where nothing of this export was imported."""
    path = _record_path(workbook)
    try:
        # It lies beside the workbook, where anybody may write: its size is looked at first.
        is_readable = path.is_file() and path.stat().st_size <= MAX_BYTES
        record = json.loads(path.read_bytes()) if is_readable else None
    except (OSError, ValueError, RecursionError):
        return ImportRecord()
    if not isinstance(record, dict) or not isinstance(record.get("berkas"), dict):
        return ImportRecord()
    # Of another export or another folder: what was imported there says nothing here.
    if (record.get("ekspor"), record.get("data")) != (export, _name_folder(data)):
        return ImportRecord()
    texts = {name: _texts(record.get(name)) for name in ("berkas", "hasil", "asal")}
    bases = {file: text.encode() for file, text in texts["asal"].items()}
    return ImportRecord(texts["berkas"], texts["hasil"], bases)


def _texts(found: object) -> dict[str, str]:
    if not isinstance(found, dict):
        return {}
    return {str(file): str(text) for file, text in found.items()}


def remember_import(
    workbook: Path, data: Path, export: str, taken: ImportRecord
) -> tuple[Finding, ...]:
    """Write the record of an import; out: a warning where that cannot be done."""
    record = {
        "ekspor": export,
        "data": _name_folder(data),
        "berkas": dict(sorted(taken.hashes.items())),
        "hasil": dict(sorted(taken.results.items())),
        "asal": {file: content.decode() for file, content in sorted(taken.bases.items())},
    }
    path = _record_path(workbook)
    try:
        write_file(path, json.dumps(record, ensure_ascii=False, indent=1).encode() + b"\n")
    except OSError:
        message = (
            "catatan impor ini tidak dapat ditulis; impor berikutnya dari buku "
            "kerja yang sama akan ditolak"
        )
        hint = "ekspor ulang sebelum menyunting lagi"
        return (reading_warning(Place(str(path)), message, hint),)
    return ()


def _name_folder(data: Path) -> str:
    return make_plain(str(data.resolve()))


def _record_path(workbook: Path) -> Path:
    return workbook.with_name(f".{workbook.name}.impor")
