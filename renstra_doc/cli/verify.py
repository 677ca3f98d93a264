"""`renstra verify`: whether a Word document is exactly what data and template give.

If not, what was edited in it.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from renstra_doc.cli import DONE, STOPPED
from renstra_doc.review.diff.words import compare_words, cut_context
from renstra_doc.review.verify.judge import Did, State, verify

if TYPE_CHECKING:
    from renstra_doc.review.verify.judge import Edit, Verdict

COLOURS = {Did.ADDED: "green", Did.REMOVED: "red", Did.CHANGED: "yellow", Did.MOVED: "cyan"}
LONGEST = 300
_SAID = {
    State.EXACT: "PERSIS: dokumen ini sama dengan yang dihasilkan data dan templat",
    State.INTACT: (
        "UTUH: teks dan tabel sama dengan yang dihasilkan data di dalamnya; "
        "berkasnya tidak disimpan ulang"
    ),
    State.RESAVED: (
        "DISIMPAN ULANG: teks dan tabel tidak berubah, tetapi berkasnya sudah "
        "disimpan oleh program lain"
    ),
    State.EDITED: "DISUNTING: isi dokumen ini bukan lagi yang dihasilkan data dan templat",
    State.OTHER_DATA: "DATA LAIN: dokumen ini disusun dari data yang berbeda",
    State.TRACKED: "PERUBAHAN TERLACAK: ini hasil renstra diff --format redline, belum disunting",
    State.OTHER_LOOK: (
        "RUPA LAIN: teks dan tabel sama, tetapi templat, nomor halaman atau versi program berbeda"
    ),
}
_HELP = """Memeriksa apakah FILE persis yang dihasilkan data dan templat.

Bila sudah disunting di Word, setiap suntingan disebut dengan tempatnya di data CSV."""


@click.command("verify", help=_HELP)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="Folder data (bawaan: yang tersimpan dalam FILE).",
)
def command(file: Path, data: Path | None) -> int:
    """Verify and report; out: 0 where the document is exact or intact, else 1."""
    verdict = verify(file, data)
    for edit in verdict.edits:
        click.echo(show_edit(edit))
    click.echo(describe(verdict))
    return DONE if verdict.state in {State.EXACT, State.INTACT} else STOPPED


def describe(verdict: Verdict) -> str:
    """Return the closing lines: the state, the count of edits, the remarks."""
    counts = Counter(edit.did for edit in verdict.edits)
    told = ", ".join(f"{counts[did]} {did}" for did in Did if counts[did])
    lines = [_SAID[verdict.state] + (f" ({len(verdict.edits)} perbedaan: {told})" if told else "")]
    return "\n".join(lines + [f"  {remark}" for remark in verdict.remarks])


def show_edit(edit: Edit) -> str:
    """Return an edit in lines: place in the data, what it is, the text before and after."""
    where = str(edit.place) or "tanpa tempat di data"
    after = "sesudah " if edit.did is Did.ADDED and edit.place.file else ""
    head = f"{after}{where}: {edit.spot or 'teks'} {click.style(edit.did, fg=COLOURS[edit.did])}"
    if edit.did is Did.CHANGED:
        stretches = cut_context(compare_words(edit.old, edit.new))
        old, new = (
            "".join(getattr(stretch, side) for stretch in stretches) for side in ("old", "new")
        )
        return f"{head}\n  semula  : {_cut(old)}\n  menjadi : {_cut(new)}"
    if edit.did is Did.MOVED:
        return f"{head} ke {edit.new}\n  teks    : {_cut(edit.old)}"
    return f"{head}\n  teks    : {_cut(edit.old or edit.new)}"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rsplit(' ', 1)[0]} …"
