"""The facts that a Word file says of itself: office, region, period, place, date, who signs."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from renstra_doc.intake.source import tidy
from renstra_doc.intake.vocabulary import find_period, find_year
from renstra_doc.words.markup import plain_text
from renstra_doc.words.numbers import parse_tanggal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from renstra_doc.intake.block_draft import BlockDraft

    Fact = tuple[str, str, str]

_OFFICE = re.compile(
    r"(?:dinas|badan|kantor|sekretariat|inspektorat|kecamatan|satuan|rumah sakit|bagian"
    r"|bappe\w*|bapenda)\b.{2,120}",
    re.IGNORECASE,
)
_REGION = re.compile(r"\b(?P<region>(?:kabupaten|kota|provinsi)\s+[\w .'-]{2,60})", re.IGNORECASE)
_DATE = re.compile(r"(?P<place>[^,\d]{2,40}),\s*(?P<date>\d{1,2}\s+\w+\s+(?:19|20)\d\d)")
_MONTHS = {
    "januari": 1, "februari": 2, "maret": 3, "april": 4, "mei": 5, "juni": 6, "juli": 7,
    "agustus": 8, "september": 9, "oktober": 10, "november": 11, "desember": 12,
}  # fmt: skip
FIRST_BLOCKS = 40  # in which a document without a cover says what it is


def find_facts(file: str, drafts: Sequence[BlockDraft]) -> list[Fact]:
    """Return the facts that a document says of itself.

    What it does not say stands as a placeholder.
    """
    cover = [plain_text(d.teks) for d in drafts[: _end_of_cover(drafts)] if d.jenis == "paragraf"]
    texts = cover or list(_first_texts(drafts))
    title = tidy(" ".join(texts[:4])) if cover else PurePosixPath(file).stem
    return [
        ("nama_berkas", name_file(title), "Nama berkas keluaran, tanpa .docx"),
        ("templat", "../templates/renstra.docx", "Templat Word, relatif terhadap folder data"),
        ("judul", title, "Judul dokumen (sifat berkas)"),
        *_facts_of_office(texts, drafts),
        *_facts_of_signing(drafts),
    ]


def _first_texts(drafts: Sequence[BlockDraft]) -> Iterator[str]:
    for draft in drafts[:FIRST_BLOCKS]:
        if draft.jenis in ("paragraf", "judul", "bab"):
            yield plain_text(draft.teks)


def name_file(title: str, fallback: str = "Renstra") -> str:
    """Return the name of the output that a title gives: its words, joined by hyphens."""
    return "-".join(re.findall(r"\w+", title))[:80].strip("-") or fallback


def _facts_of_office(texts: Sequence[str], drafts: Sequence[BlockDraft]) -> list[Fact]:
    """Return whose document it is, and for which years."""
    names = (tidy(text) for text in texts if _OFFICE.fullmatch(tidy(text)))
    office = next(names, "[NAMA PERANGKAT DAERAH]")
    regions = (match["region"] for match in map(_REGION.search, texts) if match)
    region = tidy(next(regions, "[NAMA DAERAH]"))
    first, last = _find_years(texts, drafts)
    # Some date there must be, and never today's: the same file gives the same project.
    date = find_date(drafts)[0] or f"{first or 1980}-01-01"
    return [
        ("penulis", office, "Penulis dokumen (sifat berkas)"),
        ("tanggal_dokumen", date, "Tanggal dokumen (sifat berkas)"),
        ("opd", office, "Nama perangkat daerah"),
        ("daerah", region, "Nama daerah"),
        ("periode_awal", str(first or "[TAHUN]"), "Tahun pertama periode"),
        ("periode_akhir", str(last or "[TAHUN]"), "Tahun terakhir periode"),
    ]


def _find_years(texts: Sequence[str], drafts: Sequence[BlockDraft]) -> tuple[int, int]:
    """Return the period that a text names, else its first year, else zeros."""
    everywhere = (*texts, *(plain_text(draft.teks) for draft in drafts))
    period = next(filter(None, map(find_period, everywhere)), None)
    year = next(filter(None, map(find_year, texts)), 0)
    return period or (year, year)


def _facts_of_signing(drafts: Sequence[BlockDraft]) -> list[Fact]:
    """Return where it was signed and by whom, where it says so."""
    place, signer = find_date(drafts)[1], _find_signer(drafts)
    said = (
        ("tempat", place, "Tempat penandatanganan"),
        ("kepala_opd", signer, "Nama kepala perangkat daerah"),
    )
    return [fact for fact in said if fact[1]]


def _end_of_cover(drafts: Sequence[BlockDraft]) -> int:
    sections = [i for i, draft in enumerate(drafts) if draft.jenis == "bagian"]
    starts = [i for i in sections if drafts[i].acuan == "sampul"]
    later = [i for i in sections if starts and i > starts[0]]
    return later[0] if starts and later else 0


def find_date(drafts: Sequence[BlockDraft]) -> tuple[str, str]:
    """Return date and place of the last signature that has them: `Kota, 5 Juni 2021`."""
    for draft in reversed(drafts):
        match = _DATE.fullmatch(tidy(draft.teks)) if draft.jenis == "tanda_tangan" else None
        if match is None:
            continue
        day, month, year = match["date"].split()
        if month.lower() in _MONTHS:
            text = f"{year}-{_MONTHS[month.lower()]:02d}-{int(day):02d}"
            try:
                parse_tanggal(text)
            except ValueError:
                return "", tidy(match["place"])
            return text, tidy(match["place"])
    return "", ""


def _find_signer(drafts: Sequence[BlockDraft]) -> str:
    """Return the name below the room of the last signature block."""
    for index in range(len(drafts) - 1, 0, -1):
        if drafts[index - 1].jenis == "ruang" and drafts[index].jenis == "tanda_tangan":
            return plain_text(drafts[index].teks)
    return ""
