"""`renstra verify`: whether a Word document is exactly what data and template give.

If not, what was edited in it, what reviewers say, and what in it this program does not know.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from renstra_doc.cli import DONE, STOPPED
from renstra_doc.cli.options import PATH
from renstra_doc.cli.output import deliver, telling_unread
from renstra_doc.review.diff.words import compare_words, cut_context
from renstra_doc.review.verify.edits import Did
from renstra_doc.review.verify.judge import verify_document
from renstra_doc.review.verify.verified import State
from renstra_doc.words.shortening import shorten

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from renstra_doc.review.verify.comment_places import PlacedComment
    from renstra_doc.review.verify.edits import Edit
    from renstra_doc.review.verify.verified import Verdict

COLOURS = {
    Did.ADDED: "green",
    Did.REMOVED: "red",
    Did.CHANGED: "yellow",
    Did.MOVED: "cyan",
    Did.LOOK: "blue",
}
LONGEST, MOST_ALIKE = 300, 5
_QUOTED = re.compile(r" \(“[^“”]*”\)")
FORMATS = ("text", "json")
_SAID = {
    State.EXACT: "PERSIS: dokumen ini sama dengan yang dihasilkan data dan templat",
    State.OWN: "SESUAI DENGAN DATA DI DALAMNYA SENDIRI: dengan data yang resmi belum dibandingkan",
    State.RESAVED: (
        "DISIMPAN ULANG: teks dan tabel tidak berubah, tetapi berkasnya sudah "
        "disimpan oleh program lain"
    ),
    State.EDITED: "DISUNTING: isi dokumen ini bukan lagi yang dihasilkan data dan templat",
    State.HOLDS_MORE: "MEMUAT HAL LAIN: dokumen ini memuat yang tidak ditulis program ini",
    State.OTHER_DATA: "DATA LAIN: isi dokumen ini bukan yang dihasilkan folder data ini",
    State.TRACKED: "BER-TRACK CHANGES: ini hasil renstra diff --format redline, belum disunting",
    State.OTHER_LOOK: (
        "RUPA LAIN: kata dan angkanya sama, tetapi rupa, templat, nomor halaman atau versi "
        "program berbeda"
    ),
}
_HELP = """Memeriksa apakah BERKAS persis yang dihasilkan data dan templat.

Bila sudah disunting di Word, setiap suntingan disebut dengan tempatnya di data CSV, juga
komentar dan apa pun yang tidak ditulis program ini. Terbukti persis
(kode keluar 0) hanya dengan --data."""


@click.command("verify", help=_HELP)
@click.argument("file", metavar="BERKAS", type=PATH)
@click.option(
    "--data",
    type=PATH,
    help="Folder data (bawaan: yang tersimpan dalam BERKAS).",
)
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", help="Bentuk laporan."
)
def command(file: Path, data: Path | None, form: str) -> int:
    """Verify and report; out: 0 where the data at hand prove the document, else 1."""
    with telling_unread(form):
        verdict = verify_document(file, data)
    deliver(to_json(verdict) if form == "json" else to_text(verdict), None)
    # Proven only by the data at hand: what a file carries in itself anybody could have changed.
    return DONE if verdict.is_proven else STOPPED


def to_text(verdict: Verdict) -> str:
    """Return all of it in lines: edits, comments, what was found."""
    edits = [show_edit(edit) for edit in _join_looks(verdict.edits)]
    comments = [show_comment(comment) for comment in verdict.comments]
    return "\n".join([*edits, *comments, describe(verdict)])


def _join_looks(edits: Sequence[Edit]) -> list[Edit]:
    """Return edits with those that look otherwise in the same way, many times, as one."""
    alike: dict[tuple[str, str], list[Edit]] = {}
    for edit in edits:
        if edit.did is Did.LOOK:
            alike.setdefault(_look_of(edit), []).append(edit)
    # A style that was changed in Word changes hundreds of places in one way: one line says it.
    many = {key: group for key, group in alike.items() if len(group) > MOST_ALIKE}
    shown = []
    for edit in edits:
        group = many.get(_look_of(edit), []) if edit.did is Did.LOOK else []
        if group and edit is group[0]:
            # The first stands for all, so the reader has one place to look at.
            shown.append(replace(edit, spot=f"{edit.spot} dan {len(group) - 1} tempat lain"))
        elif not group:
            shown.append(edit)
    return shown


def _look_of(edit: Edit) -> tuple[str, str]:
    # Quoted names differ from place to place; what was done to them is the same.
    return _QUOTED.sub("", edit.old), _QUOTED.sub("", edit.new)


def describe(verdict: Verdict) -> str:
    """Return the closing lines: the state, the count of edits, what is not known, the remarks."""
    counts = Counter(edit.did for edit in verdict.edits)
    told = ", ".join(f"{counts[did]} {did}" for did in Did if counts[did])
    lines = [_SAID[verdict.state] + (f" ({len(verdict.edits)} perbedaan: {told})" if told else "")]
    more = [f"{len(verdict.comments)} komentar"] if verdict.comments else []
    more += [_short(str(stranger)) for stranger in verdict.strangers]
    if more:
        lines.append(f"  memuat hal yang tidak diperiksa: {', '.join(more)}")
    return "\n".join(lines + [f"  {remark}" for remark in verdict.remarks])


def show_edit(edit: Edit) -> str:
    """Return an edit in lines: place in the data, what it is, text before and after, by whom."""
    where = str(edit.place) or "tanpa tempat di data"
    # An added text has no place of its own in the data; it is told by what stands before it.
    after = "sesudah " if edit.did is Did.ADDED and edit.place.file else ""
    head = f"{after}{where}: {edit.spot or 'teks'} {click.style(edit.did, fg=COLOURS[edit.did])}"
    who = f"\n  oleh    : {edit.penulis}, {edit.tanggal}" if edit.penulis else ""
    moved = f" ke {edit.new}" if edit.did is Did.MOVED else ""
    return f"{head}{moved}{_show_texts(edit)}{who}"


def _show_texts(edit: Edit) -> str:
    """Return the lines of what stood there and stands there now; of long texts what differs."""
    # Of a long paragraph only the words around the change are shown.
    if edit.did is Did.CHANGED:
        stretches = cut_context(compare_words(edit.old, edit.new))
        old, new = (
            "".join(getattr(stretch, side) for stretch in stretches) for side in ("old", "new")
        )
        return f"\n  semula  : {_short(old)}\n  menjadi : {_short(new)}"
    if edit.did is Did.LOOK:
        return f"\n  semula  : {_short(edit.old)}\n  menjadi : {_short(edit.new)}"
    return f"\n  teks    : {_short(edit.old or edit.new)}"


def show_comment(comment: PlacedComment) -> str:
    """Return a comment in lines: place in the data, text, by whom."""
    said = comment.komentar
    where = str(comment.place) or "tanpa tempat di data"
    head = f"{where}: {click.style('komentar', fg='magenta')} pada {comment.spot or 'teks'}"
    return f"{head}\n  teks    : {_short(said.teks)}\n  oleh    : {said.penulis}, {said.tanggal}"


def _edit_record(edit: Edit) -> dict[str, str | int]:
    return {
        "kind": edit.did.name.lower(),
        "spot": edit.spot,
        "file": edit.place.file,
        "line": edit.place.line,
        "column": edit.place.column,
        "old": edit.old,
        "new": edit.new,
        "author": edit.penulis,
        "date": edit.tanggal,
    }


def _comment_record(comment: PlacedComment) -> dict[str, str | int]:
    return {
        "spot": comment.spot,
        "file": comment.place.file,
        "line": comment.place.line,
        "column": comment.place.column,
        "text": comment.komentar.teks,
        "author": comment.komentar.penulis,
        "date": comment.komentar.tanggal,
    }


def to_json(verdict: Verdict) -> str:
    """Return all of it as JSON."""
    found = {
        "state": str(verdict.state),
        "proven": verdict.is_proven,
        "edits": [_edit_record(edit) for edit in verdict.edits],
        "comments": [_comment_record(comment) for comment in verdict.comments],
        "unknown": [
            {"name": stranger.nama, "count": stranger.jumlah, "texts": list(stranger.isi)}
            for stranger in verdict.strangers
        ],
        "remarks": list(verdict.remarks),
    }
    return json.dumps(found, ensure_ascii=False, indent=1)


def _short(text: str) -> str:
    return shorten(text, LONGEST)
