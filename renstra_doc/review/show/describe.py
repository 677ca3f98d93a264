"""Changes in words: what happened, where it stands, how much more or less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.review.diff.change import Group, Kind, What
from renstra_doc.review.wording import near_heading, shorten
from renstra_doc.words.numbers import format_angka

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from renstra_doc.review.diff.change import Change

KINDS = {
    Kind.ADDED: "ditambahkan",
    Kind.REMOVED: "dihapus",
    Kind.CHANGED: "diubah",
    Kind.MOVED: "dipindahkan",
}
GROUPS = {
    Group.CAUSE: "perubahan",
    Group.CONSEQUENCE: "akibat perubahan",
    Group.NUMBERING: "penomoran",
}
BLOCKS = {
    "bagian": "bagian",
    "bab": "judul bab",
    "subbab": "subbab",
    "judul": "judul",
    "paragraf": "paragraf",
    "butir": "butir",
    "kutipan": "kutipan",
    "label": "label",
    "tanda_tangan": "tanda tangan",
    "ruang": "ruang kosong",
    "tabel": "letak tabel",
    "bagan": "bagan",
    "daftar_isi": "daftar isi",
    "daftar_tabel": "daftar tabel",
    "ganti_halaman": "ganti halaman",
}
FACTS_BAB = "Data dokumen"
ARROW = " · "
SHORT = 32


def chapter_of(change: Change) -> str:
    """Return the chapter, or what stands for it."""
    if change.what is What.FACT:
        return FACTS_BAB
    return change.bab or "Tidak tercetak"


def table_of(change: Change) -> str:
    """Return `Tabel 6.2`, or nothing where the change is in no table."""
    return f"Tabel {change.table}" if change.table_id else ""


def spot_of(change: Change, length: int = 70) -> str:
    """Return where a change stands within its table or chapter."""
    return ARROW.join(part for part in _spot(change, length) if part)


def _spot(change: Change, length: int) -> Iterable[str]:
    if change.what is What.FACT:
        return (change.id,)
    if change.what is What.BLOCK:
        # Of a text the words themselves follow: its kind and id are enough.
        name = BLOCKS.get(change.jenis, change.jenis)
        about = change.column if change.column not in ("", "teks") else ""
        return (
            f"{name} {change.id}"
            if not change.heading
            else f"{name} {change.heading} ({change.id})",
            about,
        )
    if change.what is What.BOX:
        return ("kotak bagan", shorten(change.row, length), change.column)
    if change.what is What.TABLE:
        return (change.column or "seluruh tabel",)
    if change.what is What.COLUMN:
        return ("kolom", near_heading(change.heading) or change.column, change.attribute)
    return (shorten(change.row, length), near_heading(change.heading) or change.column)


def path_of(change: Change, length: int = 70) -> str:
    """Return the whole way: chapter, table, row, column."""
    parts = (shorten(chapter_of(change), SHORT), table_of(change), spot_of(change, length))
    return ARROW.join(part for part in parts if part)


def place_of(change: Change) -> str:
    """Return the place in the data, as an editor opens it: `tabel/pegawai.csv:7 (jumlah)`."""
    column = f" ({change.place.column})" if change.place.column else ""
    return f"{change.place.file}:{change.place.line}{column}"


def amount_of(change: Change) -> str:
    """Return `bertambah 432.240 (27,57%)`, or nothing for what is no quantity."""
    if change.difference is None or not change.difference:
        return ""
    word = "bertambah" if change.difference > 0 else "berkurang"
    percent = f" ({show_number(abs(change.percent))}%)" if change.percent is not None else ""
    return f"{word} {show_number(abs(change.difference))}{percent}"


def show_number(value: Decimal) -> str:
    """Return a number in Indonesian form."""
    return format_angka(value)


def show_values(change: Change) -> tuple[str, str]:
    """Return what stood there and what stands there now, as printed.

    Where both print the same, as the data has it.
    """
    if change.old_text == change.new_text:
        return change.old, change.new
    return change.old_text, change.new_text


def remark_of(change: Change) -> str:
    """Return what else there is to say: what went along, for how many places an entry stands."""
    if change.count < 2:  # noqa: PLR2004 — one is not worth saying
        return ""
    if change.kind is Kind.MOVED:
        return (
            f"beserta {change.count - 1} "
            f"{'blok' if change.what is What.BLOCK else 'baris'} di bawahnya"
        )
    if change.what is What.TABLE:
        return f"{change.count} baris"
    return (
        f"dan {change.count - 1} sesudahnya"
        if change.group is Group.NUMBERING
        else f"{change.count} sel"
    )


def count_groups(changes: Iterable[Change]) -> str:
    """Return e.g. `2 perubahan, 3 akibat perubahan, 1 penomoran`."""
    counts = dict.fromkeys(GROUPS, 0)
    for change in changes:
        counts[change.group] += 1
    return (
        ", ".join(f"{count} {GROUPS[group]}" for group, count in counts.items() if count)
        or "tidak ada perubahan"
    )
