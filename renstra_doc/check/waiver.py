"""Waivers: accepted discrepancies, each with its figures and a reason.

One that fits no longer is itself a finding.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, Severity, reading_error
from renstra_doc.place import Place
from renstra_doc.words.numbers import NumberError, parse_tanggal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renstra_doc.model import Document

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


def finding_key(finding: Finding, tables: dict[str, str]) -> Key:
    """Return the key under which a waiver for a finding stands.

    `tables` gives a table's id by its file.
    """
    return (finding.rule, tables.get(finding.place.file, ""), finding.row_id, finding.column)


def read_waivers(document: Document) -> tuple[list[Waiver], list[Finding]]:
    """Read `pengecualian.csv`; out: the usable waivers, and what is wrong with the others."""
    source = document.records.get(FILE)
    if source is None:
        return [], []
    missing = [name for name in COLUMNS if name not in source.header]
    if missing:
        hint = f"kolom berkas ini: {', '.join(COLUMNS)}"
        return [], [
            reading_error(Place(FILE, 1, name), f"kolom “{name}” tidak ada", hint)
            for name in missing
        ]
    waivers, findings = [], []
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
    return waivers, findings


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


def apply_waivers(findings: Sequence[Finding], document: Document) -> list[Finding]:
    """Mark the findings that a waiver covers, and add a finding for each waiver that fits none or other figures."""
    waivers, remarks = read_waivers(document)
    tables = {table.file: table.id for table in document.tables.values()}
    by_key: dict[Key, list[Waiver]] = {}
    for waiver in waivers:
        by_key.setdefault(waiver.key, []).append(waiver)
    used: set[Waiver] = set()
    marked: list[Finding] = []
    for finding in findings:
        fitting = _find(finding, by_key.get(finding_key(finding, tables), []))
        if fitting is not None:
            used.add(fitting)
            finding = replace(finding, waived=True, reason=fitting.alasan)  # noqa: PLW2901 — the marked twin
        marked.append(finding)
    open_keys = {finding_key(finding, tables) for finding in marked if not finding.waived}
    stale = [_stale(waiver, open_keys, document) for waiver in waivers if waiver not in used]
    return marked + remarks + stale


def _find(finding: Finding, waivers: Sequence[Waiver]) -> Waiver | None:
    fitting = (
        waiver
        for waiver in waivers
        if (waiver.harapan, waiver.nyata) == (finding.expected, finding.actual)
    )
    return next(fitting, None)


def _stale(waiver: Waiver, open_keys: set[Key], document: Document) -> Finding:
    table = document.tables.get(waiver.tabel)
    if waiver.key in open_keys:
        message = f"angka pengecualian tidak lagi sama: harapan {waiver.harapan or '-'}, nyata {waiver.nyata or '-'}"
        hint = "periksa temuannya; bila tetap diterima, perbarui angka dan alasannya"
    else:
        message = "pengecualian ini tidak lagi diperlukan: temuannya sudah tidak ada"
        hint = "hapus baris ini"
    name = f"{waiver.aturan} {waiver.tabel} {waiver.baris} {waiver.kolom}"
    return Finding(
        RULE,
        f"{message} ({name.strip()})",
        waiver.place,
        Severity.WARNING,
        table=waiver.tabel if table is None else table.nomor or table.id,
        row_id=waiver.baris,
        column=waiver.kolom,
        hint=hint,
    )
