"""What every reader of raw tables needs.

Records with all their columns, ids, choices, chains of parents.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, Severity, reading_error, reading_warning
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from renstra_doc.load.project import RawProject, RawTable
    from renstra_doc.words.numbers import NumberError

META_COLUMNS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "dokumen.csv": (("kunci", "nilai"), ("jenis", "keterangan")),
    "naskah": (
        ("id", "jenis", "teks"),
        ("tingkat", "penanda", "gaya", "acuan", "catatan", "sumber", "alternatif", "lebar"),
    ),
    "grafik.csv": (
        ("id", "tabel", "kolom", "jenis"),
        ("baris", "judul", "sumber", "nomor", "deret", "tinggi", "catatan"),
    ),
    "tabel/tabel.csv": (
        ("id", "nomor", "judul"),
        ("label", "sumber", "orientasi", "gaya", "catatan"),
    ),
    "tabel/kolom.csv": (
        ("tabel", "kolom", "judul", "jenis"),
        ("nomor", "desimal", "lebar", "rata", "gabung", "tampil", "arah", "ribuan", "catatan"),
    ),
    "struktur-organisasi.csv": (
        ("id", "induk", "jabatan"),
        ("eselon", "jumlah", "bagan", "catatan"),
    ),
}
_ID = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")


FEW_COLUMNS = 2  # of so few optional columns, one may well be left out
# … and of these no file need hold any: remarks, and what came later.
_REMARKS = ("catatan", "keterangan", "arah", "ribuan")
# Columns that only some documents need: that a file lacks them says nothing.
_RARE: Mapping[str, tuple[str, ...]] = {
    "struktur-organisasi.csv": ("bagan",),
    "naskah": ("sumber", "alternatif", "lebar"),
    "grafik.csv": ("baris", "nomor", "deret", "tinggi"),
}


def is_whole(raw: RawProject, name: str) -> bool:
    """Tell whether nothing of a meta file or a file of rows was lost in reading.

    Only then can something lack in it.
    """
    table = raw.tables.get(name)
    # The files of the narrative have names of their own and one set of columns.
    columns = META_COLUMNS.get("naskah" if name.startswith("naskah/") else name)
    is_lost = any(
        finding.severity is Severity.ERROR and finding.place.file == name
        for finding in raw.findings
    )
    # Without a required column there are no records, and everything would seem to lack.
    return not is_lost and (
        table is None or columns is None or set(columns[0]) <= set(table.header)
    )


def read_records(
    raw: RawProject, name: str, findings: list[Finding]
) -> list[tuple[Place, dict[str, str]]]:
    """Return the records of a meta file, each with its line and every known column.

    A missing and an unknown column are findings; without a required one there are no records.
    """
    table = raw.tables.get(name)
    if table is None:
        return []
    kind = "naskah" if name.startswith("naskah/") else name
    required, optional = META_COLUMNS[kind]
    known = required + optional
    findings += _judge_columns(table, required, known)
    if not set(required) <= set(table.header):
        return []
    passed = (*_REMARKS, *_RARE.get(kind, ()))
    findings += _find_lost_columns(table, [column for column in optional if column not in passed])
    empty = dict.fromkeys(known, "")
    return [(Place(name, line), {**empty, **record}) for line, record in table.records()]


def _judge_columns(
    table: RawTable, required: Sequence[str], known: Sequence[str]
) -> Iterator[Finding]:
    """Yield the columns that a file must have and has not, and those that nobody knows."""
    yield from find_lacking(table, required, known)
    for column in table.header:
        if column not in known:
            yield _tell_column(table, column, "tidak dikenal", known)


def find_lacking(
    table: RawTable, required: Sequence[str], known: Sequence[str]
) -> Iterator[Finding]:
    """Yield the columns that a file must have and has not; the hint names those it may have."""
    for column in required:
        if column not in table.header:
            yield _tell_column(table, column, "tidak ada", known)


def _tell_column(table: RawTable, column: str, fault: str, known: Sequence[str]) -> Finding:
    place = Place(table.file, table.header_line, column)
    hint = f"kolom berkas ini: {', '.join(known)}"
    return reading_error(place, f"kolom “{column}” {fault}", hint)


def _find_lost_columns(table: RawTable, optional: list[str]) -> list[Finding]:
    """Find the one optional column that a file lacks which has all others.

    It is lost rather than left out.
    """
    lacking = [column for column in optional if column not in table.header]
    # Who leaves several out has never had them.
    if len(lacking) != 1 or len(optional) <= FEW_COLUMNS:
        return []
    hint = "tambahkan kolom itu (boleh kosong), atau pulihkan berkas ini dari cadangan"
    return [
        reading_warning(
            Place(table.file, table.header_line, column), f"kolom “{column}” tidak ada", hint
        )
        for column in lacking
    ]


def at(place: Place, column: str) -> Place:
    """Return the place in another column of the same line."""
    return Place(place.file, place.line, column)


def number_finding(place: Place, error: NumberError, text: str) -> Finding:
    """Return what is wrong with a number, its advice as the hint."""
    return reading_error(place, str(error), error.saran, text)


def check_id(key: str, place: Place, findings: list[Finding]) -> bool:
    """Tell whether a key may be an id; if not, that is a finding."""
    if _ID.fullmatch(key):
        return True
    message = f"id “{key}” tidak sah" if key else "id kosong"
    hint = "id hanya huruf kecil, angka dan tanda hubung, misalnya bab1-latar-1"
    findings.append(reading_error(place, message, hint, key))
    return False


def check_new_id(
    key: str,
    place: Place,
    seen: dict[str, Place],
    findings: list[Finding],
    show: Callable[[Place], str] = str,
) -> None:
    """Note an id as seen; one that may be none, or was seen before, is one finding.

    `show` names the first place.
    """
    if check_id(key, place, findings) and key in seen:
        message = f"id “{key}” sudah dipakai di {show(seen[key])}"
        findings.append(reading_error(place, message, "beri id lain yang belum dipakai"))
    # Also a bad id, so that its twin is not told as well.
    seen.setdefault(key, place)


def check_choice(
    record: Mapping[str, str],
    field: str,
    choices: Iterable[str],
    place: Place,
    findings: list[Finding],
) -> None:
    """Note a finding unless a field holds one of the choices."""
    if record[field] not in choices:
        hint = f"pilihan: {', '.join(choice for choice in choices if choice)}"
        message = f"“{record[field]}” bukan {field} yang dikenal"
        findings.append(reading_error(at(place, field), message, hint, record[field]))


def find_circles(parent: Mapping[str, str]) -> set[str]:
    """Return every key that is its own ancestor; each key is walked over once."""
    walked: set[str] = set()
    found: set[str] = set()
    for start in parent:
        chain: list[str] = []
        key = start
        # Stops at what an earlier walk has seen: a long chain is walked once.
        while key in parent and key not in walked:
            walked.add(key)
            chain.append(key)
            key = parent[key]
        # Only what comes back to itself: who merely leads into a circle is not in it.
        if key in chain:
            found.update(chain[chain.index(key) :])
    return found
