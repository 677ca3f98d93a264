"""Waivers: `pengecualian.csv` → accepted discrepancies, each with its figures and a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, Severity, reading_error
from renstra_doc.place import Place
from renstra_doc.words.numbers import NumberError, parse_tanggal

if TYPE_CHECKING:
    from renstra_doc.load.project import RawTable

FILE = "pengecualian.csv"
COLUMNS = (
    "aturan",
    "tabel",
    "baris",
    "kolom",
    "harapan",
    "nyata",
    "alasan",
    "diputuskan_oleh",
    "tanggal",
)
RULE = "pengecualian"
Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Waiver:
    """An accepted discrepancy.

    The rule, the place (`baris` = id of a row or block), both figures, the reason.
    """

    aturan: str
    tabel: str
    baris: str
    kolom: str
    harapan: str
    nyata: str
    alasan: str
    diputuskan_oleh: str
    tanggal: str
    place: Place

    @property
    def key(self) -> Key:
        """What a waiver is for: rule, table, row, column."""
        return (self.aturan, self.tabel, self.baris, self.kolom)


def read_waivers(
    source: RawTable | None,
) -> tuple[tuple[Waiver, ...], tuple[Finding, ...]]:
    """Read `pengecualian.csv`; out: the usable waivers, and what is wrong with the others."""
    if source is None:
        return (), ()
    missing = [name for name in COLUMNS if name not in source.header]
    if missing:
        hint = f"kolom berkas ini: {', '.join(COLUMNS)}"
        return (), tuple(
            reading_error(Place(FILE, 1, name), f"kolom “{name}” tidak ada", hint)
            for name in missing
        )
    waivers: list[Waiver] = []
    findings: list[Finding] = []
    for line, record in source.records():
        waiver = Waiver(**{name: record[name] for name in COLUMNS}, place=Place(FILE, line))
        empty = [
            name for name in ("alasan", "diputuskan_oleh", "tanggal") if not record[name].strip()
        ]
        if empty:
            message = f"pengecualian ini belum berisi {', '.join(empty)}, jadi tidak berlaku"
            hint = "isi alasan, siapa yang memutuskan, dan tanggalnya"
            findings.append(
                Finding(RULE, message, Place(FILE, line, empty[0]), Severity.WARNING, hint=hint)
            )
        else:
            findings += _check_date(waiver)
            waivers.append(waiver)
    return tuple(waivers), tuple(findings)


def _check_date(waiver: Waiver) -> list[Finding]:
    """Warn of a date that Excel or a hurried hand has made unreadable.

    The waiver holds all the same.
    """
    try:
        parse_tanggal(waiver.tanggal)
    except NumberError:
        place = Place(FILE, waiver.place.line, "tanggal")
        message = f"“{waiver.tanggal}” bukan tanggal; diharapkan tahun-bulan-hari"
        return [Finding(RULE, message, place, Severity.WARNING, hint="tulis misalnya 2021-01-29")]
    return []
