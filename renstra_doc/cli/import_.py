"""`renstra import`: an edited workbook back into the data folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from renstra_doc.cli import DONE, STOPPED
from renstra_doc.cli.output import complain
from renstra_doc.files.journal import plan_anew, write_files
from renstra_doc.workbook.difference import describe_changes
from renstra_doc.workbook.importing import plan_import
from renstra_doc.workbook.record import remember_import

if TYPE_CHECKING:
    from renstra_doc.workbook.importing import ImportPlan

YES, NO = ("ya", "y"), ("tidak", "t", "n", "")
_OTHER = "Terima juga buku kerja yang diekspor dari dokumen lain."
_OVERWRITE = (
    "Pakai isi lembar juga untuk berkas yang berubah di folder data sejak "
    "ekspor atau impor terakhir."
)


@click.command(
    "import",
    help="Memasukkan kembali buku kerja hasil renstra export; perubahannya ditampilkan dahulu.",
)
@click.argument("workbook", metavar="DATA.xlsx", type=click.Path(path_type=Path))
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path("data"),
    help="Folder data (bawaan: data).",
)
@click.option("--ya", is_flag=True, help="Tulis tanpa bertanya.")
@click.option("--timpa", is_flag=True, help=_OVERWRITE)
@click.option("--dokumen-lain", is_flag=True, help=_OTHER)
def command(workbook: Path, data: Path, ya: bool, timpa: bool, dokumen_lain: bool) -> int:  # noqa: FBT001 — click
    """Show what would change and write it where that is wanted; out: the exit code."""
    if ya:
        return plan_anew(
            lambda: _import(workbook, data, ya=ya, timpa=timpa, dokumen_lain=dokumen_lain)
        )
    return _import(workbook, data, ya=ya, timpa=timpa, dokumen_lain=dokumen_lain)


def _import(workbook: Path, data: Path, *, ya: bool, timpa: bool, dokumen_lain: bool) -> int:
    plan = plan_import(workbook, data, overwrite=timpa, other_document=dokumen_lain)
    complain(plan.findings)
    code = STOPPED if plan.stranded else DONE
    if not plan.files:
        write_files(data, {})  # sweeps what a killed import left
        click.echo("Tidak ada yang ditulis." if plan.stranded else "Tidak ada perubahan.")
        return code
    for line in describe_changes(plan.changes):
        click.echo(line)
    if not ya and not _is_wanted(data):
        return STOPPED
    write_files(data, plan.files, plan.before, "import")
    complain(remember_import(workbook, data, plan.export, plan.hashes))
    click.echo(describe(plan, data))
    return code


def _is_wanted(data: Path) -> bool:
    """Ask where a person sits there."""
    if sys.stdin is None or not sys.stdin.isatty():
        click.echo("Tidak ada yang ditulis: pakai --ya untuk menulis perubahan ini.", err=True)
        return False
    if _ask(f"Tulis perubahan ini ke {data}? (ya/tidak, Enter = tidak)"):
        return True
    click.echo("Tidak ada yang ditulis.", err=True)
    return False


def _ask(question: str) -> bool:
    while True:
        answer = click.prompt(question, default="", show_default=False).strip().lower()
        if answer in (*YES, *NO):
            return answer in YES
        click.echo("Jawab dengan ya atau tidak.", err=True)


def describe(plan: ImportPlan, data: Path) -> str:
    """Return the closing line and what comes next."""
    return f"{len(plan.files)} berkas di {data} ditulis.\n  → periksa: renstra check --data {data}"
