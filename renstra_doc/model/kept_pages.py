"""Pages: `halaman.csv` ↔ page numbers, with the document that they were measured in and a seal."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from renstra_doc.model.canonical import write_csv

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from renstra_doc.load.project import RawTable

FILE = "halaman.csv"
HEADER = ("jenis", "id", "nilai")
_COUNT = re.compile(r"[0-9]{1,6}")


class PageEntry(Protocol):
    """A line of a daftar: its bookmark in the document, and under which key its number is kept."""

    @property
    def bookmark(self) -> str:
        """Name of its bookmark."""

    @property
    def key(self) -> tuple[str, str]:
        """What it is, and its id."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Page labels by the id of what they belong to, and the circumstances of their measure.

    `is_altered` tells that they were kept, and are no longer those that were measured.
    """

    labels: Mapping[tuple[str, str], str] = field(default_factory=dict)
    sidik: str = ""
    mesin: str = ""
    huruf: tuple[str, ...] = ()
    jumlah: int = 0
    is_altered: bool = False

    def belong_to(self, fingerprint: str) -> bool:
        """Return whether they were measured in the document of this fingerprint."""
        return self.sidik == fingerprint and not self.is_altered

    def seal(self) -> str:
        """Return a short hash of what was measured."""
        # Sorted, for whoever sorts the rows in a spreadsheet has changed no number.
        lines = sorted(",".join((*key, label)) for key, label in self.labels.items())
        return hashlib.sha256(
            "\n".join([self.sidik, str(self.jumlah), *lines]).encode()
        ).hexdigest()[:16]

    def by_bookmark(self, entries: Iterable[PageEntry]) -> dict[str, str]:
        """Return the label of each entry's bookmark, as far as known."""
        return {entry.bookmark: self.labels.get(entry.key, "") for entry in entries}


def read_pages(table: RawTable | None) -> Pages:
    """Read the kept numbers; without a usable file: none."""
    # Numbers can be measured again: a damaged file is no reason to stop a build.
    if table is None or table.header != HEADER:
        return Pages()
    facts: dict[str, str] = {}
    labels: dict[tuple[str, str], str] = {}
    fonts = []
    for row in table.rows:
        kind, key, value = row.cells
        if kind == "ukuran":
            facts[key] = value
        elif kind == "huruf":
            fonts.append(f"{key} → {value}")
        else:
            labels[kind, key] = value
    count = int(facts["halaman"]) if _COUNT.fullmatch(facts.get("halaman", "")) else 0
    pages = Pages(labels, facts.get("sidik", ""), facts.get("mesin", ""), tuple(fonts), count)
    # What a document carries has neither fingerprint nor seal.
    return replace(pages, is_altered=bool(pages.sidik) and facts.get("segel") != pages.seal())


def write_pages(pages: Pages) -> bytes:
    """Return the canonical CSV of the numbers."""
    facts = {
        "sidik": pages.sidik,
        "mesin": pages.mesin,
        "halaman": str(pages.jumlah),
        "segel": pages.seal(),
    }
    return write_csv(
        [
            HEADER,
            *(("ukuran", *fact) for fact in facts.items()),
            *(("huruf", *font.split(" → ", 1)) for font in pages.huruf),
            *((*key, label) for key, label in pages.labels.items()),
        ]
    )
