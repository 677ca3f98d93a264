"""`renstra export`: a data folder as one Excel workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from renstra_doc.cli import DONE
from renstra_doc.cli.options import PATH, data_option
from renstra_doc.cli.output import complain, confirm, write_report
from renstra_doc.files.atomic import digest_file, write_file
from renstra_doc.finding import InputError, refuse_input
from renstra_doc.place import Place
from renstra_doc.run.guard import refuse_output
from renstra_doc.run.installed import find_version
from renstra_doc.run.pipeline import read_document
from renstra_doc.workbook.importing import find_edits
from renstra_doc.workbook.make_workbook import export_project

if TYPE_CHECKING:
    from pathlib import Path

SUFFIX = ".xlsx"
_NOTES = "Tulis komentar.csv sebagai Catatan Penyempurnaan (.docx atau .xlsx) ke berkas itu."
_OVERWRITE = "Timpa DATA.xlsx walau memuat suntingan yang belum diimpor."


@click.command(
    "export",
    help="Menulis seluruh folder data sebagai satu buku kerja Excel, satu lembar tiap berkas CSV.",
)
@click.argument("workbook", metavar="DATA.xlsx", type=PATH)
@data_option
@click.option("--timpa", is_flag=True, help=_OVERWRITE)
@click.option("--komentar", is_flag=True, help=_NOTES)
def command(workbook: Path, data: Path, timpa: bool, komentar: bool) -> int:  # noqa: FBT001 — click
    """Write the workbook; out: the exit code."""
    if komentar:
        return _export_notes(workbook, data)
    # Before it is looked at: what somebody saves into it meanwhile is not replaced.
    before = digest_file(workbook)
    # An export may lie anywhere but among the data, which the next export would take in.
    refuse_output(workbook, (data,))
    # Edits that nobody has imported yet exist only in that workbook.
    _refuse_target(workbook, data, overwrite=timpa)
    content, remarks = export_project(data, find_version())
    complain(remarks)
    write_file(workbook, content, before)
    confirm(
        f"{workbook}: sunting di Excel atau LibreOffice, simpan, lalu: renstra import {workbook}"
    )
    return DONE


def _export_notes(path: Path, data: Path) -> int:
    """Write the comments of reviewers as a table, in Word or Excel."""
    from renstra_doc.returned.catatan import write_notes_docx, write_notes_xlsx  # noqa: PLC0415

    writers = {".docx": write_notes_docx, SUFFIX: write_notes_xlsx}
    # The ending chooses the form: what Word or Excel cannot open would help nobody.
    write = writers.get(path.suffix.lower())
    if write is None:
        message = "nama berkas harus berakhir .docx atau .xlsx"
        raise refuse_input(path, message, f"tulis {path.stem}.docx")
    refuse_output(path, (data,))
    document, remarks = read_document(data)
    complain(remarks)
    write_report(path, write(document))
    confirm(f"{path}: {len(document.comments)} catatan")
    return DONE


def _refuse_target(workbook: Path, data: Path, *, overwrite: bool) -> None:
    """Raise InputError for another kind of file, and for a workbook whose edits would be lost."""
    place = Place(str(workbook))
    if workbook.suffix.lower() != SUFFIX:
        raise refuse_input(
            place, "nama berkas harus berakhir .xlsx", f"tulis {workbook.stem}{SUFFIX}"
        )
    if workbook.exists() and not workbook.is_file():
        raise refuse_input(place, "ini bukan berkas", "pilih nama berkas .xlsx yang lain")
    if overwrite or not workbook.exists():
        return
    hint = "impor dulu dengan renstra import, pilih nama lain, atau pakai --timpa"
    try:
        edited = find_edits(workbook, data)
    except InputError:
        # None: what is not a workbook of ours cannot be known to hold no edits, so it stays.
        message = "berkas ini sudah ada, dan isinya tidak dapat dipastikan sama dengan hasil ekspor"
        raise refuse_input(place, message, hint) from None
    if edited:
        message = f"berkas ini sudah ada dan memuat suntingan (lembar {', '.join(edited)})"
        raise refuse_input(place, message, hint)
