"""What an edit of a returned document would change in the data, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FACTS, TABLES, COLUMNS = "dokumen.csv", "tabel/tabel.csv", "tabel/kolom.csv"
GRAPHS = "grafik.csv"


class ProposalFate(StrEnum):
    """What becomes of an edit."""

    IN = "in"
    DERIVED = "derived"
    DOUBTFUL = "doubtful"
    LEFT_OUT = "left_out"


class Act(StrEnum):
    """What an edit does to the data."""

    CELL = "ubah"
    ADD = "tambah"
    REMOVE = "hapus"
    MOVE = "pindah"
    NONE = "tidak ada"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an edit would change.

    `berkas`, `baris` (the id; `tabel kolom` in kolom.csv) and `kolom` are the datum, `semula` and
    `menjadi` its texts in the data; of a new row `rekaman` is all of it, `sesudah` the id above it.
    A doubtful one asks `tanya`; `bisa` says whether it may be done by a plain yes.
    """

    fate: ProposalFate
    act: Act
    tempat: str
    berkas: str = ""
    baris: str = ""
    kolom: str = ""
    semula: str = ""
    menjadi: str = ""
    penulis: str = ""
    tanggal: str = ""
    tanya: str = ""
    sesudah: str = ""
    rekaman: Mapping[str, str] = field(default_factory=dict)
    bisa: bool = False

    @property
    def kunci(self) -> str:
        """What a question about it is known by."""
        return "#".join(filter(None, (self.berkas, self.baris or self.tempat, self.kolom)))
