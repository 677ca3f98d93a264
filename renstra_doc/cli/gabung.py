"""`renstra gabung`: the work of two planners merged by id, and the merge driver of git."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from renstra_doc.cli import DONE, STOPPED
from renstra_doc.cli.options import PATH
from renstra_doc.cli.output import after_work, complain, finish_left, quote, say
from renstra_doc.merge.folders import merge_on_disk

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from renstra_doc.finding import Finding
    from renstra_doc.merge.three_way import Merged

_HELP = """Menggabungkan pekerjaan dua orang menurut id, ke dalam KITA.

ASAL ialah versi yang menjadi awal keduanya, KITA milik sendiri, MEREKA milik rekan: tiga folder
data, atau tiga berkas CSV. Sel yang diubah keduanya secara berbeda tetap berisi nilai kita dan
disebut; kode keluarnya 1. Sebagai penggabung git, dengan baris *.csv merge=renstra di
.gitattributes:

\b
  git config merge.renstra.driver "renstra gabung %O %A %B\""""


@click.command("gabung", help=_HELP)
@click.argument("base", metavar="ASAL", type=PATH)
@click.argument("ours", metavar="KITA", type=PATH)
@click.argument("theirs", metavar="MEREKA", type=PATH)
def command(base: Path, ours: Path, theirs: Path) -> int:
    """Merge into OURS; out: 1 where a conflict is open or something no longer fits, else 0."""
    # Both may hold the journal of a killed command: the project folder, or `data` in it.
    finish_left(ours, ours / "data")
    merged, findings = merge_on_disk(base, ours, theirs)
    with after_work():
        _tell(merged, findings, ours)
    # Git takes exit code 1 of a merge driver as a conflict left open.
    return STOPPED if merged.conflicts or findings else DONE


def _tell(merged: Merged, findings: Sequence[Finding], ours: Path) -> None:
    """Say what is in conflict, what is gone, and what was merged."""
    for conflict in merged.conflicts:
        say(f"Konflik: {conflict}", err=True)
    for lost in merged.lost:
        say(lost, err=True)
    # Git keeps single files itself.
    if merged.lost and ours.is_dir():
        home = ours / "data" if (ours / "data").is_dir() else ours
        say(f"Bila keliru: renstra batal --data {quote(home)}", err=True)
    complain(findings)
    names = ", ".join(merged.files)
    told = f"{len(merged.files)} berkas digabung: {names}" if names else "Tidak ada perubahan."
    say(told)
    if merged.conflicts:
        count = len(merged.conflicts)
        say(f"{count} konflik: nilai kita dipertahankan; putuskan di {ours}", err=True)
