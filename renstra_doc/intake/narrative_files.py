"""The sections of a narrative, and its files: the cover, the front, one file a chapter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.intake.block_draft import BlockDraft
from renstra_doc.intake.footnotes import drop_signs, write_calls
from renstra_doc.intake.narrative import MAX_COVER
from renstra_doc.model.canonical import write_csv

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BLOCK_HEADER = (
    "id",
    "jenis",
    "tingkat",
    "penanda",
    "gaya",
    "acuan",
    "teks",
    "sumber",
    "alternatif",
)
COVER_STYLE = "Sampul Judul"
# Styles of the template with which a regulation before the document begins.
REGULATION = ("Lambang", "Kop Peraturan", "Nomor Peraturan", "Judul Peraturan")


def add_sections(drafts: Sequence[BlockDraft]) -> list[BlockDraft]:
    """Begin the cover, the front and the chapters as sections, by what stands there."""
    found: list[BlockDraft] = []
    section = ""
    cover = _cover_length(drafts)
    for index, draft in enumerate(drafts):
        wanted = _section_of(index, draft, cover, section)
        # A section begins where its kind changes, not at each block of it.
        if wanted and wanted != section:
            found.append(BlockDraft("bagian", acuan=wanted, penanda=_first_page(wanted, section)))
            section = wanted
        if index < cover and draft.jenis == "paragraf" and not draft.gaya:
            draft = replace(draft, gaya=COVER_STYLE)  # noqa: PLW2901 — a cover's lines look so
        found.append(draft)
    if found and found[0].jenis != "bagian":
        found.insert(0, BlockDraft("bagian", acuan="isi", penanda="1"))
    return found


def _first_page(section: str, before: str) -> str:
    if section == "isi":
        return "1"
    return "" if section in ("sampul", "depan", "peraturan") and before != "peraturan" else "i"


def _cover_length(drafts: Sequence[BlockDraft]) -> int:
    """Return how many blocks are the cover: short lines before the first heading."""
    for index, draft in enumerate(drafts):
        if draft.jenis in ("judul", "bab", "subbab") or draft.gaya in REGULATION:
            return index
        if (
            # Anything but short lines before the first heading says that there is no cover.
            draft.jenis not in ("paragraf", "ruang", "gambar", "ganti_halaman")
            or len(draft.teks) > MAX_COVER
        ):
            return 0
    return 0


def _section_of(index: int, draft: BlockDraft, cover: int, section: str) -> str:
    if index < cover:
        return "sampul"
    if draft.gaya in REGULATION and section in ("", "sampul"):
        return "peraturan"
    if draft.jenis == "bab":
        return "isi"
    if draft.jenis == "judul" and section != "isi":
        return "depan"
    return section or "isi"


def write_narrative(drafts: Sequence[BlockDraft], notes: Mapping[str, str]) -> dict[str, bytes]:
    """Return the files of the narrative: the front, then one a chapter; notes as calls."""
    files = {}
    kept = [(name, group) for name, group in _part_chapters(drafts) if group]
    for number, (name, group) in enumerate(kept, 1):
        rows = [
            _block_row(draft, f"{name.replace('-', '')}-{place}", notes)
            for place, draft in enumerate(group, 1)
        ]
        files[f"data/naskah/{number:02d}-{name}.csv"] = write_csv([BLOCK_HEADER, *rows])
    return files


def _part_chapters(drafts: Sequence[BlockDraft]) -> list[tuple[str, list[BlockDraft]]]:
    """Part the blocks at each chapter; a section that begins right before goes with it."""
    groups: list[tuple[str, list[BlockDraft]]] = [("depan", [])]
    for draft in drafts:
        last = groups[-1][1]
        if draft.jenis == "bab":
            # The section that was begun for the chapter goes into its file.
            opening = [last.pop()] if last and last[-1].jenis == "bagian" else []
            groups.append((f"bab-{len(groups)}", opening))
        groups[-1][1].append(draft)
    return groups


def _block_row(draft: BlockDraft, key: str, notes: Mapping[str, str]) -> tuple[str, ...]:
    # Braces in somebody's text are no expression of ours, and a tab would break no line of CSV.
    text = draft.teks.replace("\t", " ").replace("{{", "{ {")
    return (
        key, draft.jenis, draft.tingkat, draft.penanda, draft.gaya, draft.acuan,
        write_calls(text, notes), drop_signs(draft.sumber), draft.alternatif,
    )  # fmt: skip
