"""Successions: `pemetaan.csv` → what became of the rows of the edition before.

Which row is which, what was split, merged, moved or renamed, and why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, reading_error, reading_warning
from renstra_doc.model.records import at, find_lacking
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from renstra_doc.load.project import RawProject, RawTable
    from renstra_doc.model.values import Table

FILE = "pemetaan.csv"
NEEDED, OPTIONAL = ("tabel", "lama", "baru", "jenis"), ("alasan", "dasar", "catatan")
RENAME, SPLIT, MERGE, MOVE, NOMENCLATURE = (
    "ganti_nama",
    "pecah",
    "gabung",
    "pindah",
    "ganti_nomenklatur",
)
# Empty: the row is the same, and only why it changed is noted.
KINDS = ("", RENAME, SPLIT, MERGE, MOVE, NOMENCLATURE)


@dataclass(frozen=True, slots=True)
class Succession:
    """A row of `pemetaan.csv`: the row of the edition before, the row of this one, how and why."""

    tabel: str
    lama: str
    baru: str
    jenis: str
    alasan: str
    dasar: str
    place: Place


def read_successions(
    raw: RawProject, tables: Mapping[str, Table], findings: list[Finding]
) -> tuple[Succession, ...]:
    """Read `pemetaan.csv`; what cannot be meant is a finding at its place."""
    source = raw.tables.get(FILE)
    if source is None:
        return ()
    findings += _judge_header(source)
    if not set(NEEDED) <= set(source.header):
        return ()
    found = []
    seen: dict[tuple[str, str, str], int] = {}
    for line, record in source.records():
        entry = _read_entry(record, Place(FILE, line))
        fault = _find_fault(entry, tables, seen)
        if fault is None:
            # By both ids: a row that was split stands once for each of its successors.
            seen[entry.tabel, entry.lama, entry.baru] = line
            found.append(entry)
        else:
            findings.append(fault)
    return tuple(found)


def _read_entry(record: Mapping[str, str], place: Place) -> Succession:
    """Return a row as it is meant; `catatan` is for people only."""
    names = (*NEEDED, *(name for name in OPTIONAL if name != "catatan"))
    return Succession(**{name: record.get(name, "").strip() for name in names}, place=place)


def _judge_header(source: RawTable) -> Iterator[Finding]:
    """Yield the columns that the file must have and has not, and those that nobody knows."""
    hint = f"kolom berkas ini: {', '.join((*NEEDED, *OPTIONAL))}"
    yield from find_lacking(source, NEEDED, (*NEEDED, *OPTIONAL))
    for name in source.header:
        if name not in (*NEEDED, *OPTIONAL):
            place = Place(FILE, source.header_line, name)
            yield reading_warning(place, f"kolom “{name}” tidak dikenal", hint)


# Long: six questions one after another, each with its own words; parted they would be harder to
# follow.
def _find_fault(
    entry: Succession, tables: Mapping[str, Table], seen: Mapping[tuple[str, str, str], int]
) -> Finding | None:
    """Return what is wrong with an entry; the edition before is not known here."""

    def fault(column: str, message: str, hint: str) -> Finding:
        return reading_error(at(entry.place, column), message, hint, getattr(entry, column))

    if entry.jenis not in KINDS:
        hint = f"tulis salah satu dari: {', '.join(KINDS[1:])}; atau kosongkan"
        return fault("jenis", f"jenis pemetaan “{entry.jenis}” tidak dikenal", hint)
    if entry.tabel not in tables:
        return fault("tabel", f"tabel “{entry.tabel}” tidak ada", "tulis id tabel dari tabel.csv")
    if not entry.lama and not entry.baru:
        return fault("lama", "id lama dan id baru kosong", "isi id baris lama, id baris baru")
    if entry.jenis and not (entry.lama and entry.baru):
        name = "baru" if entry.lama else "lama"
        hint = "isi keduanya; untuk baris yang hanya ditambah atau dihapus kosongkan jenis"
        return fault(name, f"pemetaan {entry.jenis} memerlukan id {name}", hint)
    if entry.baru and entry.baru not in tables[entry.tabel].row_by_id:
        hint = f"tulis id baris yang ada di {tables[entry.tabel].file}"
        return fault("baru", f"baris “{entry.baru}” tidak ada di tabel ini", hint)
    first = seen.get((entry.tabel, entry.lama, entry.baru))
    if first is not None:
        return fault("lama", f"pemetaan ini sudah ada di baris {first}", "hapus salah satunya")
    return None
