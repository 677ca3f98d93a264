"""What a project holds: its tables, its chapters, its other files, and what a person calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.finding import Severity, refuse_input
from renstra_doc.web.call import show
from renstra_doc.words.markup import plain_text

if TYPE_CHECKING:
    from starlette.responses import Response

    from renstra_doc.load.project import RawTable
    from renstra_doc.model import Document
    from renstra_doc.model.values import Table
    from renstra_doc.web.call import Call
    from renstra_doc.web.snapshot import Snapshot

NARRATIVE, REFERENCE, TEXT = "naskah/", "referensi/", "teks"
# The headings that a chapter is called by, the gravest first.
HEADINGS = ("bab", "lampiran", "judul", "subbab")
# What stands in a file beside the tables and the text, and what a person calls it.
NAMES = {
    "dokumen.csv": "Data dokumen (judul, kepala dinas, periode …)",
    "aturan.csv": "Aturan pemeriksaan",
    "pengecualian.csv": "Pengecualian",
    "komentar.csv": "Komentar penelaah",
    "struktur-organisasi.csv": "Bagan organisasi",
    "grafik.csv": "Grafik",
    "pemetaan.csv": "Pemetaan baris lama ke baru",
    "halaman.csv": "Nomor halaman (ditulis program)",
    "impor.csv": "Jawaban impor yang lalu",
    "tabel/tabel.csv": "Daftar tabel",
    "tabel/kolom.csv": "Kolom semua tabel",
}
OF_PROGRAM = ("halaman.csv",)


def show_content(call: Call) -> Response:
    """List the tables, the chapters and the other files."""
    now = call.snapshot
    return show(
        call,
        "isi",
        snapshot=now,
        tables=[(table, _count(now, table.file)) for table in now.document.tables.values()],
        texts=[(name, _name_text(now, name), _count(now, name)) for name in _texts(now)],
        others=[(name, NAMES.get(name, name)) for name in now.raw.tables if name in NAMES],
        refs=[(name, _spell_file(name)) for name in now.raw.tables if name.startswith(REFERENCE)],
    )


def find_raw(call: Call, name: str) -> RawTable:
    """Return a file of the project as read. Raises InputError for one that it does not have."""
    raw = call.snapshot.raw.tables.get(name)
    if raw is None:
        hint = "kembali ke daftar isi, dan pilih lagi"
        raise refuse_input(name, "berkas ini tidak ada di proyek ini", hint)
    return raw


def table_of(document: Document, file: str) -> Table | None:
    """Return the table that a file holds, None where it holds something else."""
    return next((table for table in document.tables.values() if table.file == file), None)


def name_file(now: Snapshot, name: str, table: Table | None) -> str:
    """Return what a person calls a file."""
    if table is not None:
        return table.caption
    if name.startswith(NARRATIVE):
        return _name_text(now, name)
    return NAMES.get(name) or _spell_file(name)


def _spell_file(name: str) -> str:
    """Return a file's name as words: `naskah/01-sampul.csv` → `Sampul`."""
    folder, _, own = name.rpartition("/")
    words = " ".join(own.removesuffix(".csv").lstrip("0123456789-").split("-"))
    words = words[:1].upper() + words[1:]
    return f"Rujukan: {words}" if f"{folder}/" == REFERENCE else words or own


def _texts(now: Snapshot) -> list[str]:
    return [name for name in now.raw.tables if name.startswith(NARRATIVE)]


def _count(now: Snapshot, file: str) -> int:
    """Count the grave findings of a file; none while the checks still run."""
    # Counting must not wait for the checks; the list is drawn without the numbers.
    if not now.wait(0):
        return 0
    grave = (Severity.ERROR, Severity.WARNING)
    return sum(f.place.file == file and not f.waived and f.severity in grave for f in now.findings)


def _name_text(now: Snapshot, name: str) -> str:
    # The first heading of the gravest kind: a chapter is called by its `bab`, not by its first
    # line.
    """Return what a file of the narrative is called: its first heading with its number."""
    records = now.raw.tables[name].texts()
    for kind in HEADINGS:
        for record in records:
            if record.get("jenis") == kind and record.get(TEXT):
                mark = _number_of(now, record.get("id", ""))
                return " ".join(f"{mark} {plain_text(record[TEXT])}".split())
    return _spell_file(name)


def _number_of(now: Snapshot, heading: str) -> str:
    """Return the printed number of a heading, "" while the Document is being made."""
    return now.document.numbers.judul.get(heading, "") if now.wait_document(0) else ""
