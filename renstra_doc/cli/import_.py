"""`renstra import`: an edited workbook back into the data folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from renstra_doc.cli import DONE, STOPPED
from renstra_doc.cli.output import complain
from renstra_doc.workbook.difference import describe_changes
from renstra_doc.workbook.importing import plan_import
from renstra_doc.workbook.writing import write_all

if TYPE_CHECKING:
    from renstra_doc.workbook.importing import ImportPlan

_OVERWRITE = "Pakai isi lembar juga untuk berkas yang berubah di folder data sejak ekspor."


@click.command("import", help="Memasukkan kembali buku kerja hasil renstra export; perubahannya ditampilkan dahulu.")
@click.argument("workbook", metavar="DATA.xlsx", type=click.Path(path_type=Path))
@click.option("--data", type=click.Path(path_type=Path), default=Path("data"), help="Folder data (bawaan: data).")
@click.option("--ya", is_flag=True, help="Tulis tanpa bertanya.")
@click.option("--timpa", is_flag=True, help=_OVERWRITE)
def command(workbook: Path, data: Path, ya: bool, timpa: bool) -> int:  # noqa: FBT001 — click
    """Show what would change and write it where that is wanted; out: the exit code."""
    plan = plan_import(workbook, data, overwrite=timpa)
    complain(plan.findings)
    if not plan.files:
        click.echo("Tidak ada perubahan.")
        return DONE
    for line in describe_changes(plan.changes):
        click.echo(line)
    if not ya and not _is_wanted(data):
        return STOPPED
    write_all(data, plan.files)
    click.echo(describe(plan, data))
    return DONE


def _is_wanted(data: Path) -> bool:
    """Ask where a person sits there."""
    if sys.stdin is None or not sys.stdin.isatty():
        click.echo("Tidak ada yang ditulis: pakai --ya untuk menulis perubahan ini.", err=True)
        return False
    if click.confirm(f"Tulis perubahan ini ke {data}?", default=False):
        return True
    click.echo("Tidak ada yang ditulis.", err=True)
    return False


def describe(plan: ImportPlan, data: Path) -> str:
    """Return the closing line and what comes next."""
    return f"{len(plan.files)} berkas di {data} ditulis.\n  → periksa: renstra check --data {data}"
