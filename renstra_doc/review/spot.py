"""Where a reader finds a block: `1.3 Maksud dan Tujuan, paragraf kedua`, never an id."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from renstra_doc.words.markup import plain_line
from renstra_doc.words.numbers import terbilang
from renstra_doc.words.shortening import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from renstra_doc.model import Block

HEADINGS = ("bagian", "bab", "lampiran", "subbab", "judul", "label")
KINDS: Mapping[str, str] = {
    "bagian": "bagian",
    "bab": "judul bab",
    "subbab": "judul",
    "judul": "judul",
    "paragraf": "paragraf",
    "butir": "butir",
    "kutipan": "kutipan",
    "label": "",
    "tanda_tangan": "tanda tangan, baris",
    "ruang": "ruang tanda tangan",
    "tabel": "letak tabel",
    "bagan": "bagan",
    "gambar": "gambar",
    "grafik": "grafik",
    "pohon": "pohon kinerja",
    "lampiran": "judul lampiran",
    "daftar_isi": "daftar isi",
    "daftar_tabel": "daftar tabel",
    "daftar_gambar": "daftar gambar",
    "ganti_halaman": "ganti halaman",
}
FIGURES = ("gambar", "grafik", "pohon", "bagan")
COUNTED = ("paragraf", "kutipan", "tanda_tangan", "butir")
LONGEST_NAME = 60


def name_spots(
    blocks: Iterable[Block],
    above: Mapping[str, str],
    texts: Mapping[str, str],
    markers: Mapping[str, str],
) -> dict[str, str]:
    """Return where each block stands.

    In: the blocks, the block under which each hangs, what each prints, its number or marker.
    """
    known = {block.id: block for block in blocks}
    spots: dict[str, str] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for key, block in known.items():
        if block.jenis in HEADINGS:
            own = _name_heading(key, texts, markers)
            spots[key] = f"{KINDS[block.jenis]} {own}".strip()
            continue
        counted = _any_heading_above(key, known, above), block.jenis
        counts[counted] += 1
        name = _name_block(block, counts[counted], markers)
        if item := _item_above(key, known, above):
            # A text below an item is found by the item: `butir b, paragraf kedua`.
            name = f"{spots[item].rpartition(', ')[2]} {name}"
        head = _heading_above(key, known, above)
        spots[key] = f"{_name_heading(head, texts, markers)}, {name}".removeprefix(", ")
    return spots


def _item_above(key: str, known: Mapping[str, Block], above: Mapping[str, str]) -> str:
    """Return the list item under which a block hangs, or nothing."""
    key = above.get(key, "")
    return key if key and known[key].jenis not in HEADINGS else ""


def _heading_above(key: str, known: Mapping[str, Block], above: Mapping[str, str]) -> str:
    """Return the nearest heading that says something; a chapter is told apart from the spot."""
    key = _any_heading_above(key, known, above)
    return "" if not key or known[key].jenis in ("bagian", "bab", "lampiran") else key


def _any_heading_above(key: str, known: Mapping[str, Block], above: Mapping[str, str]) -> str:
    """Return the nearest heading, a chapter's too: below each, blocks count from one."""
    key = above.get(key, "")
    while key and known[key].jenis not in HEADINGS:
        key = above.get(key, "")
    return key


def _name_heading(key: str, texts: Mapping[str, str], markers: Mapping[str, str]) -> str:
    text = plain_line(f"{markers.get(key, '')} {texts.get(key, '')}")
    return shorten(text, LONGEST_NAME)


def _name_block(block: Block, count: int, markers: Mapping[str, str]) -> str:
    name = KINDS.get(block.jenis, block.jenis.replace("_", " "))
    marker = markers.get(block.id, "").strip(".() ")
    if block.jenis == "butir" and any(sign.isalnum() for sign in marker):
        return f"butir {marker}"
    if block.jenis in FIGURES:
        return marker or name
    return f"{name} {_ordinal(count)}" if block.jenis in COUNTED else name


def _ordinal(count: int) -> str:
    """Return `kedua`; the first is `pertama`."""
    return "pertama" if count == 1 else f"ke{terbilang(count)}".replace(" ", "-")
