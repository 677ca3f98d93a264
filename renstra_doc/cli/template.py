"""`renstra template new` writes the starting template.

`renstra template check` says what is wrong with one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from renstra_doc.cli import DONE, STOPPED
from renstra_doc.cli.options import PATH
from renstra_doc.cli.output import confirm, quote, show_finding
from renstra_doc.files.atomic import write_file
from renstra_doc.finding import count_severities, refuse_input
from renstra_doc.run.guard import refuse_names
from renstra_doc.run.pipeline import read_document
from renstra_doc.run.template_check import check_for_person
from renstra_doc.template.starting import packaged_template
from renstra_doc.view import build_view
from renstra_doc.words.controls import show_controls

if TYPE_CHECKING:
    from pathlib import Path

    from renstra_doc.template.slips import TemplateReport

_HELP = """Memeriksa templat Word milik sendiri.

BERKAS adalah berkas .docx. Kode keluar: 0 baik (peringatan boleh ada), 1 ada galat,
2 tidak dapat dibaca."""


_NEW_HELP = """Menulis templat awal ke BERKAS, dengan semua gaya, bagian dan tabel contoh,
untuk diubah di Word."""


@click.group(
    "template",
    help="Membuat templat Word sendiri, dan memeriksanya sebelum dokumen disusun.",
    subcommand_metavar="PERINTAH [MASUKAN]...",
)
def command() -> None:
    """Group what is done with templates."""


@command.command("new", help=_NEW_HELP)
@click.argument("file", metavar="BERKAS", type=PATH)
def new(file: Path) -> int:
    """Write the starting template; out: the exit code. A file that is there is never replaced."""
    # Never over a file: a template carries hours of somebody's work.
    _refuse_file(file)
    refuse_names(file)
    write_file(file, packaged_template().read_bytes())
    confirm(f"Templat: {file}", f"Ubah di Word, lalu periksa: renstra template check {quote(file)}")
    return DONE


def _refuse_file(file: Path) -> None:
    problem = "" if file.suffix.lower() == ".docx" else "bukan nama .docx"
    # A link that leads nowhere is no file, yet writing would follow it.
    if file.exists() or file.is_symlink():
        problem = "berkas ini sudah ada"
    if problem:
        hint = "beri nama .docx yang belum ada; berkas yang ada tidak pernah ditimpa"
        raise refuse_input(file, problem, hint)


@command.command("check", help=_HELP)
@click.argument("file", metavar="BERKAS", type=PATH)
@click.option(
    "--data",
    type=PATH,
    help="Folder data yang akan disusun dengan templat ini.",
)
def check(file: Path, data: Path | None) -> int:
    """Check and report; out: 0, or 1 where the template cannot be used as meant."""
    # Only with data can be said which styles and sample tables a document will ask for.
    view = build_view(read_document(data)[0]) if data is not None else None
    report = check_for_person(file, view)
    for finding in report.findings:
        click.echo(show_finding(finding))
    click.echo(show_controls(describe(file, report)))
    return STOPPED if report.errors else DONE


def describe(file: Path, report: TemplateReport) -> str:
    """Return the closing lines: what the template has, and the count of findings."""
    tables = [f"{name} ({', '.join(roles)})" for name, roles in report.tables.items()]
    lines = [
        f"Templat      : {file}",
        f"Bagian       : {', '.join(report.sections) or 'tidak ada'}",
        f"Tabel contoh : {'; '.join(tables) or 'tidak ada'}",
        f"Gaya         : {report.styles}",
        f"Periksa      : {count_severities(report.findings)}",
    ]
    return "\n".join(lines)
