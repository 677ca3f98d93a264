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
from typing import TYPE_CHECKING

from renstra_doc.files.atomic import write_file
from renstra_doc.finding import Finding, Severity
from renstra_doc.place import Place
from renstra_doc.workbook.sheets import hash_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from renstra_doc.workbook.sheets import SheetPlan

MAX_BYTES = 2**20


def name_export(plans: Iterable[SheetPlan]) -> str:
    """Return what tells an export from another: the hash of all that its memory says."""
    return hash_file("\n".join(f"{plan.name},{plan.file},{plan.sha256}" for plan in plans).encode())


def read_record(workbook: Path, data: Path, export: str) -> dict[str, str]:
    """Return {file: hash after the last import} of a workbook.

    Empty where nothing of this export was imported.
    """
    path = _record_path(workbook)
    try:
        is_readable = path.is_file() and path.stat().st_size <= MAX_BYTES
        record = json.loads(path.read_bytes()) if is_readable else None
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(record, dict) or [record.get("ekspor"), record.get("data")] != [
        export,
        str(data.resolve()),
    ]:
        return {}
    files = record.get("berkas")
    return (
        {str(file): str(digest) for file, digest in files.items()}
        if isinstance(files, dict)
        else {}
    )


def remember_import(
    workbook: Path, data: Path, export: str, files: Mapping[str, str]
) -> tuple[Finding, ...]:
    """Write the record of an import; out: a warning where that cannot be done."""
    record = {"ekspor": export, "data": str(data.resolve()), "berkas": dict(sorted(files.items()))}
    path = _record_path(workbook)
    try:
        write_file(path, json.dumps(record, ensure_ascii=False, indent=1).encode() + b"\n")
    except OSError:
        message = (
            "catatan impor ini tidak dapat ditulis; impor berikutnya dari buku "
            "kerja yang sama akan ditolak"
        )
        hint = "ekspor ulang sebelum menyunting lagi"
        return (Finding("baca", message, Place(str(path)), Severity.WARNING, hint=hint),)
    return ()


def _record_path(workbook: Path) -> Path:
    return workbook.with_name(f".{workbook.name}.impor")
