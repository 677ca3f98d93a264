"""What a file that comes in is: our own workbook, our own document, or somebody else's file."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from renstra_doc.intake.open_source import DOCUMENTS, SHEETS
from renstra_doc.render.identity import find_identity
from renstra_doc.review.verify.built_file import open_parts
from renstra_doc.workbook.sheets import MEMORY
from renstra_doc.workbook.xlsx import read_workbook

if TYPE_CHECKING:
    from pathlib import Path


class FileKind(StrEnum):
    """What is done with a file that comes in."""

    WORKBOOK = "buku"  # of `renstra export`
    RETURNED = "kembali"  # a document of this program, edited in Word
    DOCUMENT = "dokumen"  # another Word file
    TABLE = "tabel"  # another sheet


def recognise_file(path: Path) -> FileKind:
    """Return what a file is. Raises InputError for one that cannot be read."""
    suffix = path.suffix.lower()
    if suffix in DOCUMENTS:
        is_ours = bool(find_identity(open_parts(path)[1]))
        return FileKind.RETURNED if is_ours else FileKind.DOCUMENT
    if suffix in SHEETS and MEMORY in read_workbook(path):
        return FileKind.WORKBOOK
    return FileKind.TABLE
