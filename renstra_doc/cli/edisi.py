"""`renstra edisi`: the editions of a project, and a new one fixed from what the data say now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from renstra_doc.cli import DONE, STOPPED
from renstra_doc.cli.options import data_option
from renstra_doc.cli.output import complain, confirm, finish_left
from renstra_doc.editions.fixed import FIXED, fix_edition, is_intact, list_editions
from renstra_doc.load.project import refuse_no_folder
from renstra_doc.run.pipeline import FindingsError

if TYPE_CHECKING:
    from pathlib import Path

_HELP = """Menyebut edisi yang sudah disimpan, atau menyimpan yang baru.

Edisi adalah salinan utuh data dan dokumen di folder edisi/, yang tidak pernah ditulis ulang.
Tanpa --tetapkan: menyebut yang ada."""


@click.command("edisi", help=_HELP)
@data_option
@click.option("--tetapkan", "name", help="Nama edisi baru, misalnya Murni.")
@click.option(
    "--status",
    default=FIXED,
    show_default="ditetapkan",
    help="draf, ditetapkan, Perubahan I …",
)
@click.option("--tanggal", "day", help="Tanggal penetapan: tahun-bulan-hari.")
@click.option("--dasar", "basis", default="", help="Dasar penetapan, misalnya nomor peraturan.")
def command(data: Path, name: str | None, status: str, day: str | None, basis: str) -> int:
    """List the editions, or fix one; out: 0, or 1 where the checks stop its document."""
    refuse_no_folder(data)
    finish_left(data)
    if name is None:
        for edition in list_editions(data):
            remark = "" if is_intact(data, edition) else " (BERUBAH sejak disimpan)"
            about = " · ".join(filter(None, (edition.status, edition.tanggal, edition.dasar)))
            click.echo(f"{edition.nama}: {about}{remark}")
        return DONE
    # No date of today by itself: an edition is dated by the decision behind it.
    if day is None:
        message = "--tetapkan memerlukan --tanggal TAHUN-BULAN-HARI"
        raise click.UsageError(message)
    try:
        fixed = fix_edition(data, name, status=status, tanggal=day, dasar=basis)
    except FindingsError as error:
        complain(error.report.stopping)
        return STOPPED
    # Enough of the fingerprint to compare by eye with `edisi.csv`.
    confirm(f"Edisi “{fixed.nama}” disimpan di folder edisi; sidiknya {fixed.sidik[:16]}.")
    return DONE
