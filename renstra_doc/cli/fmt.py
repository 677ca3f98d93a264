"""`renstra fmt`: the CSV files of a data folder, rewritten in canonical form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from renstra_doc.cli import DONE, STOPPED, UNREADABLE
from renstra_doc.cli.options import data_option
from renstra_doc.cli.output import after_work, complain, confirm
from renstra_doc.files.atomic import ABSENT, digest_bytes
from renstra_doc.files.journal import digest_files, plan_anew, write_files
from renstra_doc.finding import Severity
from renstra_doc.load.project import list_files, load_project
from renstra_doc.model.rewrite import canonicalize

if TYPE_CHECKING:
    from pathlib import Path

    from renstra_doc.finding import Finding

_AFTER_REWRITING = "periksa huruf di luar A-Z (é, ñ, “ ”) di berkas itu setelah ditulis ulang"


@click.command(
    "fmt", help="Menulis ulang berkas CSV folder data dalam bentuk baku; isi dan cetakannya tetap."
)
@data_option
@click.option(
    "--check",
    is_flag=True,
    help="Tidak menulis apa pun; kode keluar 1 bila ada berkas yang belum baku.",
)
def command(data: Path, check: bool) -> int:  # noqa: FBT001 — click
    """Rewrite what is not canonical, all files or none; out: the exit code."""
    return plan_anew(lambda: _rewrite(data, check=check))


def _rewrite(data: Path, *, check: bool) -> int:
    # Before the tables are read: a save in between then differs from these digests and is refused.
    before = digest_files(data, list_files(data))
    files, findings = canonicalize(load_project(data))
    # The loader's hint for an old encoding says `renstra fmt`, which is what runs here.
    complain([_advise(finding) for finding in findings])
    if any(finding.severity is Severity.ERROR for finding in findings):
        click.echo("Tidak ada berkas yang ditulis.", err=True)
        return UNREADABLE
    changed = {
        name: content
        for name, content in files.items()
        # Compared by digest with what was read: a file already canonical is not written, its time
        # stays.
        if digest_bytes(content) != before.get(name, ABSENT)
    }
    if not check:
        write_files(data, changed, before, "fmt")
    if changed:
        confirm(*changed)
    with after_work():
        click.echo(describe(len(changed), len(files), check=check), err=True)
    # Only `--check` fails for it: after a rewrite everything is in order.
    return STOPPED if changed and check else DONE


def _advise(finding: Finding) -> Finding:
    """Return a finding with a hint that helps here.

    That of an old encoding says to run this command.
    """
    return replace(finding, hint=_AFTER_REWRITING) if "renstra fmt" in finding.hint else finding


def describe(changed: int, total: int, *, check: bool) -> str:
    """Return the closing line, e.g. `2 dari 36 berkas ditulis ulang.`."""
    if not changed:
        return f"Semua {total} berkas sudah dalam bentuk baku."
    done = "belum dalam bentuk baku" if check else "ditulis ulang dalam bentuk baku"
    return f"{changed} dari {total} berkas {done}."
