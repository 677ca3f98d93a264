"""What an import says of a workbook and a folder that do not fit each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, Severity, reading_error, reading_warning
from renstra_doc.place import Place
from renstra_doc.workbook.decoded_sheet import locate_cell
from renstra_doc.workbook.sheets import FACTS, identify_document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from renstra_doc.load.project import RawProject
    from renstra_doc.merge.three_way import Conflict
    from renstra_doc.workbook.contents import Contents
    from renstra_doc.workbook.decoded_sheet import Decoded


def refuse_document(workbook: Path, raw: RawProject, contents: Contents) -> Iterator[Finding]:
    """Refuse a workbook of another document.

    Neither at export nor now does it say what the folder says.

    One that was imported into this folder before belongs here, whatever its document is called
    meanwhile.
    """
    if any(contents.known[plan.file] != plan.sha256 for plan in contents.memory.plans):
        return
    here = identify_document(raw.tables.get(FACTS))
    there = contents.memory.document
    as_edited = identify_document(contents.project.tables.get(FACTS))
    # A planner may rename the document in the very workbook that is imported.
    if here and there and here not in (there, as_edited):
        message = f"buku kerja ini diekspor dari dokumen lain: {there}; folder data ini: {here}"
        hint = "pilih buku kerja atau --data yang benar; memang disengaja: pakai --dokumen-lain"
        yield reading_error(Place(str(workbook)), message, hint)


def refuse_cell(sheet: Decoded, conflict: Conflict) -> Finding:
    """Refuse a cell that was changed on both sides, with its three values."""
    message = f"diubah di lembar {sheet.plan.name} dan di berkas: {conflict}"
    hint = (
        "kita = isi folder data, mereka = isi lembar; putuskan: --pertanyaan lalu --jawab, "
        "atau --timpa"
    )
    return reading_error(Place(conflict.berkas), message, hint)


def refuse_both(sheet: Decoded) -> Finding:
    """Refuse a sheet whose file has changed too, where nothing tells what both came from."""
    message = (
        f"lembar ini dan berkas {sheet.plan.file} sama-sama berubah sejak ekspor atau "
        "impor terakhir; "
        "impor akan menghapus salah satu"
    )
    hint = (
        "ekspor ulang ke berkas lain lalu salin suntingan ke sana, atau pakai --timpa "
        "bila lembar ini yang benar"
    )
    return reading_error(locate_cell(sheet.plan.name), message, hint)


def warn_stranded(sheet: Decoded) -> Finding:
    """Warn of a file that is no longer what was imported into it."""
    message = (
        f"berkas ini bukan lagi hasil impor terakhir dari lembar {sheet.plan.name} "
        "(disunting, atau dipulihkan dari "
        "cadangan), jadi berkas dibiarkan; suntingan lembar itu mungkin tidak ada di dalamnya"
    )
    hint = (
        "bandingkan keduanya; bila lembar yang benar: ulangi impor dengan --timpa; "
        "bila berkas: ekspor ulang"
    )
    return reading_warning(Place(sheet.plan.file), message, hint)


def tell_kept(sheet: Decoded) -> Finding:
    """Tell of a file that changed while its sheet did not, so that it is left alone."""
    message = (
        "berkas ini berubah sejak ekspor atau impor terakhir; lembar "
        f"{sheet.plan.name} tidak, jadi berkas dibiarkan"
    )
    return Finding("baca", message, Place(sheet.plan.file), Severity.INFO)
