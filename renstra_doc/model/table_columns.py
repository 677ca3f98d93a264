"""The columns of tables: `kolom.csv` → Column, by table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, reading_error
from renstra_doc.model.records import at, check_choice, read_records
from renstra_doc.model.values import NUMERIC_KINDS, Column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renstra_doc.load.project import RawProject
    from renstra_doc.place import Place

COLUMNS = "tabel/kolom.csv"
COLUMN_KINDS = ("teks", "urut", *sorted(NUMERIC_KINDS))
COLUMN_CHOICES: Mapping[str, tuple[str, ...]] = {
    "jenis": COLUMN_KINDS,
    "rata": ("", "kiri", "tengah", "kanan", "penuh"),
    "gabung": ("", "tegak", "datar", "tegak datar"),
    "tampil": ("", "ya", "tidak"),
    "arah": ("", "naik", "turun", "kumulatif"),
    "ribuan": ("", "ya", "tidak"),
}
FRACTIONAL = ("desimal", "persen", "kuantitas", "target")
USUAL_WIDTH = 20.0
_WIDTH = re.compile(r"[0-9]{0,4}(?:\.[0-9]{1,3})?")


def compose_columns(raw: RawProject, findings: list[Finding]) -> dict[str, tuple[Column, ...]]:
    """Return the columns of each table that `kolom.csv` describes, in its order."""
    groups: dict[str, dict[str, Column]] = {}
    for line, record in read_records(raw, COLUMNS, findings):
        place, kolom = at(line, "kolom"), record["kolom"]
        group = groups.setdefault(record["tabel"], {})
        if kolom in group:
            message = f"kolom “{kolom}” dua kali dalam satu tabel"
            findings.append(
                reading_error(
                    place, message, f"lihat baris {group[kolom].place.line}; hapus salah satunya"
                )
            )
            continue
        for field, choices in COLUMN_CHOICES.items():
            check_choice(record, field, choices, place, findings)
        # Faults are told and the column kept: without it every cell would be told.
        group[kolom] = _compose_column(record, place, findings)
    return {key: tuple(group.values()) for key, group in groups.items()}


def _compose_column(record: Mapping[str, str], place: Place, findings: list[Finding]) -> Column:
    jenis = record["jenis"] if record["jenis"] in COLUMN_KINDS else "teks"
    return Column(
        kolom=record["kolom"],
        # With blanks around the sign, so that a heading may hold a `>` of its own.
        judul=tuple(part.strip() for part in record["judul"].split(" > ")),
        nomor=record["nomor"],
        jenis=jenis,
        desimal=_read_decimals(record["desimal"], at(place, "desimal"), findings),
        lebar=_read_width(record["lebar"], at(place, "lebar"), findings),
        rata=record["rata"] or ("kiri" if jenis == "teks" else "tengah"),
        tegak="tegak" in record["gabung"],
        datar="datar" in record["gabung"],
        tampil=record["tampil"] != "tidak",
        place=place,
        arah=record["arah"],
        ribuan=_read_grouping(record, jenis, place, findings),
    )


def _read_grouping(
    record: Mapping[str, str], jenis: str, place: Place, findings: list[Finding]
) -> bool | None:
    """Read what `1.234` means in a column; None where it is not said, as for whole numbers."""
    said = {"ya": True, "tidak": False}.get(record["ribuan"])
    if said is not None and jenis not in FRACTIONAL:
        hint = f"kosongkan; ribuan hanya untuk kolom {', '.join(FRACTIONAL)}"
        message = f"kolom {jenis} tidak memuat pecahan, jadi ribuan tidak berlaku"
        findings.append(reading_error(at(place, "ribuan"), message, hint, record["ribuan"]))
        return None
    return said


def _read_decimals(text: str, place: Place, findings: list[Finding]) -> int | None:
    """Read a fixed number of decimals; None where the column has none."""
    if re.fullmatch(r"[0-9]", text):
        return int(text)
    if text:
        message = f"“{text}” bukan bilangan utuh 0 sampai 9"
        findings.append(reading_error(place, message, "tulis misalnya 2, atau kosongkan", text))
    return None


def _read_width(text: str, place: Place, findings: list[Finding]) -> float:
    """Read a width in mm; a width is no money and no target, so a float serves."""
    if not text:
        return USUAL_WIDTH
    plain = text.replace(",", ".")
    if not _WIDTH.fullmatch(plain):
        findings.append(
            reading_error(place, f"“{text}” bukan bilangan", "tulis misalnya 12.5", text)
        )
    elif not float(plain):
        findings.append(
            reading_error(place, "kolom tidak dapat selebar 0 mm", "tulis misalnya 12.5", text)
        )
    else:
        return float(plain)
    return USUAL_WIDTH
