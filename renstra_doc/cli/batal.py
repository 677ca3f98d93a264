"""`renstra batal`: undo the last command that wrote data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from renstra_doc.cli import DONE
from renstra_doc.cli.options import data_option
from renstra_doc.cli.output import after_work, confirm
from renstra_doc.files.journal import undo_step
from renstra_doc.load.project import refuse_no_folder

if TYPE_CHECKING:
    from pathlib import Path

if TYPE_CHECKING:
    from pathlib import Path

_HELP = """Membatalkan perintah terakhir yang menulis data (import, fmt, waive …).

Berkas yang ditulisnya kembali seperti semula. Bila salah satunya disunting sesudah itu,
perintah ini menolak dan menyebutnya. Diulang, perintah sebelumnya ikut dibatalkan."""


@click.command("batal", help=_HELP)
@data_option
def command(data: Path) -> int:
    """Undo the last step of a data folder and say which; out: the exit code."""
    refuse_no_folder(data)
    step = undo_step(data)
    told = (
        f"{step.perintah} ({step.waktu}, {step.siapa}) dibatalkan: "
        f"{len(step.berkas)} berkas di {data} kembali seperti semula."
    )
    # The names go to stdout, for scripts; the sentence about them to stderr.
    confirm(*(file.nama for file in step.berkas))
    with after_work():
        click.echo(told, err=True)
    return DONE
