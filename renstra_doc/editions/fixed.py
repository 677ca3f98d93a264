"""Fix a state of a project as an edition, and list the editions there are.

`edisi/` stands beside the data folder. `edisi/<nama>/` holds a copy of the data folder, of the
template that the data names, and the document; `edisi/edisi.csv` lists them with the fingerprint of
all that. An edition is never written again: its files are read-only, its name is taken for good.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import shutil
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from renstra_doc.files.atomic import changed, digest_file, new_folders, write_file
from renstra_doc.files.journal import digest_files
from renstra_doc.files.lock import lock_folder
from renstra_doc.files.recovery import settle_locked
from renstra_doc.files.staging import move_folder, stage_folder
from renstra_doc.finding import InputError, reading_error, refuse_input
from renstra_doc.load.folder import KNOWN, SUBFOLDERS
from renstra_doc.load.project import list_files
from renstra_doc.model.canonical import write_csv
from renstra_doc.place import Place
from renstra_doc.run.pipeline import build_document, read_document, template_path
from renstra_doc.words.file_names import find_name_fault, mend_name
from renstra_doc.words.numbers import NumberError, parse_tanggal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from renstra_doc.finding import Finding

FOLDER, LIST, DATA = "edisi", "edisi.csv", "data"
# In an edition from its move to its line in the list.
PENDING = ".belum-tercatat"
COLUMNS = ("nama", "status", "tanggal", "dasar", "sidik")
DRAFT, FIXED = "draf", "ditetapkan"
INTACT, CHANGED, GONE = "utuh", "berubah sejak disimpan", "foldernya hilang"
# Read-only guards against a slip; what was changed all the same the fingerprint shows.
PICTURES, READ_ONLY = "gambar", 0o444
# A name that every file system takes, without a path in it.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}")


@dataclass(frozen=True, slots=True)
class FixedEdition:
    """An edition: a row of `edisi.csv`."""

    nama: str
    status: str
    tanggal: str
    dasar: str
    sidik: str


def editions_folder(data: Path) -> Path:
    """Return the folder of the editions of a data folder."""
    return data.resolve().parent / FOLDER


def list_editions(data: Path) -> tuple[FixedEdition, ...]:
    """Return the editions of a project, the oldest first.

    Raises InputError where `edisi.csv` cannot be read.
    """
    path = editions_folder(data) / LIST
    if not path.is_file():
        return ()
    # Line 1 stands for the file as a whole.
    place = Place(f"{FOLDER}/{LIST}", 1)
    try:
        text = path.read_text("utf-8-sig")
        # Excel with Indonesian settings parts the columns by semicolons.
        mark = ";" if ";" in text.partition("\n")[0] else ","
        records = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=mark))
    except (UnicodeDecodeError, csv.Error) as error:
        hint = "kembalikan berkas itu dari cadangan, atau simpan lagi sebagai CSV UTF-8"
        raise refuse_input(place, "berkas ini tidak dapat dibaca", hint) from error
    if records and not set(COLUMNS) <= set(records[0]):
        hint = f"kolom berkas ini: {', '.join(COLUMNS)}"
        raise refuse_input(place, "kolom berkas ini tidak lengkap", hint)
    return tuple(FixedEdition(*(record[name] or "" for name in COLUMNS)) for record in records)


def edition_data(data: Path, nama: str) -> Path:
    """Return the data folder of an edition. Raises InputError for one that is not listed."""
    # Also one that was put into the list by hand must not lead out of the folder.
    if nama not in [edition.nama for edition in list_editions(data)] or not _is_name(nama):
        known = ", ".join(edition.nama for edition in list_editions(data)) or "belum ada"
        raise refuse_input(FOLDER, f"edisi “{nama}” tidak ada", f"edisi: {known}", nama)
    found = editions_folder(data) / nama / DATA
    if not found.is_dir():
        hint = f"kembalikan folder {FOLDER}/{nama} dari cadangan, atau pilih edisi lain"
        raise refuse_input(FOLDER, f"folder edisi “{nama}” hilang", hint)
    return found


def judge_edition(data: Path, edition: FixedEdition) -> str:
    """Return what became of an edition, as a person is told: intact, changed, or gone."""
    if not _is_name(edition.nama) or not (editions_folder(data) / edition.nama / DATA).is_dir():
        return GONE
    return INTACT if is_intact(data, edition) else CHANGED


def is_intact(data: Path, edition: FixedEdition) -> bool:
    """Whether the files of an edition are what they were when it was fixed."""
    folder = editions_folder(data) / edition.nama
    return _is_name(edition.nama) and _fingerprint(folder) == edition.sidik


def fix_edition(data: Path, nama: str, *, status: str, tanggal: str, dasar: str) -> FixedEdition:
    """Copy a project as an edition, with its document, and list it.

    In: the data folder; the name; its state (`draf` writes a draft, every other state the final
    document); the date (`YYYY-MM-DD`) and what it rests on. Raises InputError for a name that is
    taken or cannot be one, FindingsError where the checks stop a final document.
    """
    # Once before the lock, for a refusal must not wait for it.
    _refuse(data, nama, status, tanggal)
    home = editions_folder(data)
    with (
        new_folders([home / nama]),
        # One at a time: two editions of one name would share a folder.
        lock_folder(data, "edisi"),
        stage_folder(home / nama, "edisi") as staged,
    ):
        # What a killed command left half done would be fixed for ever.
        settle_locked(data)
        # Before the second look: a list that another process wrote meanwhile is refused.
        listed = digest_file(home / LIST)
        # Once more under the lock, for the list may have grown while we waited.
        _refuse(data, nama, status, tanggal)
        _drop_unlisted(home / nama)
        with _refuse_saves(data):
            _fill(data, staged, draft=status == DRAFT)
        edition = FixedEdition(nama, status, tanggal, dasar, _fingerprint(staged))
        # From here until it stands in the list, a killed run leaves this mark: the folder is
        # nobody's.
        (staged / PENDING).touch()
        # The folder first: a line in the list always has its folder.
        move_folder(staged, home / nama)
        try:
            _write_list(data, edition, listed)
        # Also for Ctrl+C: the name must be free again.
        except BaseException:
            (home / nama).rename(staged)  # which goes with its stage
            raise
        (home / nama / PENDING).unlink(missing_ok=True)
    return edition


def _write_list(data: Path, edition: FixedEdition, before: str) -> None:
    """Add an edition to the list, while that is the one that was read."""
    rows = [COLUMNS, *(astuple(each) for each in (*list_editions(data), edition))]
    write_file(editions_folder(data) / LIST, write_csv(rows), before)


def _drop_unlisted(folder: Path) -> None:
    """Remove an edition that a killed run had moved and not listed; its name is free then."""
    if (folder / PENDING).is_file():
        # A mark only stands in what is not listed: nothing that counts is removed.
        for path in folder.rglob("*"):
            path.chmod(path.stat().st_mode | 0o200)  # Windows removes nothing that is read-only
        shutil.rmtree(folder)


@contextmanager
def _refuse_saves(data: Path) -> Iterator[None]:
    """Raise ChangedError where somebody saved a file meanwhile: document and copy would differ."""
    # The document is built from the data, and the copy made of them: both must mean one state.
    before = digest_files(data, list_files(data))
    yield
    after = digest_files(data, list_files(data))
    names = {**before, **after}
    moved = next((name for name in names if before.get(name) != after.get(name)), None)
    if moved is not None:
        raise changed(data / moved)


def _fill(data: Path, staged: Path, *, draft: bool) -> None:
    """Put a copy of a project and its document into a folder, all of it read-only."""
    _copy_project(data, staged)
    name = read_document(data)[0].dokumen["nama_berkas"]
    # `keep`: building an edition must not write page numbers into the data.
    build_document(data, output=staged / f"{name}.docx", draft=draft, keep=False)
    for path in staged.rglob("*"):
        if path.is_file():
            path.chmod(READ_ONLY)


def _is_name(nama: str) -> bool:
    return bool(_NAME.fullmatch(nama)) and not find_name_fault(nama)


def _propose_name(nama: str) -> str:
    """Return a name that an edition may have, near to one that it may not."""
    # Umlauts and slashes become hyphens; a name of nothing but these gets a usual one.
    plain = re.sub(r"[^A-Za-z0-9 ._-]", "-", mend_name(nama)).lstrip(" ._-")[:60].rstrip(". -")
    return mend_name(plain) if plain else "Murni"


def _refuse(data: Path, nama: str, status: str, tanggal: str) -> None:
    """Raise InputError with everything that stands against an edition."""
    findings = [*_refuse_name(data, nama)]
    if not status.strip():
        hint = f"misalnya {DRAFT}, {FIXED}, Perubahan I"
        findings.append(reading_error(Place(FOLDER, 0, "status"), "status kosong", hint))
    try:
        parse_tanggal(tanggal)
    except NumberError:
        place = Place(FOLDER, 0, "tanggal")
        findings.append(
            reading_error(place, f"“{tanggal}” bukan tanggal", "tulis tahun-bulan-hari")
        )
    if findings:
        raise InputError(findings)


def _refuse_name(data: Path, nama: str) -> Iterator[Finding]:
    place = Place(FOLDER, 0, "nama")
    if not _is_name(nama):
        fault = find_name_fault(nama)
        usual = "huruf, angka, spasi, titik atau garis, paling banyak 60, misalnya"
        hint = f"tulis {usual} {_propose_name(nama)}"
        about = f": {fault}" if fault else ""
        yield reading_error(place, f"“{nama}” bukan nama edisi{about}", hint)
    # Windows and macOS take `murni` and `Murni` for one folder.
    taken = {edition.nama.casefold() for edition in list_editions(data)}
    where = editions_folder(data) / nama
    is_there = os.path.lexists(where) and not (where / PENDING).is_file()
    if nama.casefold() in taken or is_there:
        hint = "edisi tidak pernah ditulis ulang; pilih nama lain"
        yield reading_error(place, f"edisi “{nama}” sudah ada", hint)


def _copy_project(data: Path, staged: Path) -> None:
    """Copy what a data folder is made of, and its template where that keeps its place."""
    names = {name for name in list_files(data) if (data / name).is_file()}
    for sub in (PICTURES, *SUBFOLDERS):
        names |= {f"{sub}/{path.name}" for path in _plain_files(data / sub)}
    names |= {name for name in KNOWN if (data / name).is_file()}
    for name in sorted(names):
        _copy(data / name, staged / DATA / name)
    template = template_path(data, read_document(data)[0])
    root = data.resolve().parent
    # A template outside the project is another one's and may be large or secret.
    if template.is_relative_to(root) and template.is_file():
        _copy(template, staged / template.relative_to(root))


def _plain_files(folder: Path) -> Iterable[Path]:
    if not folder.is_dir():
        return []
    return [
        path
        for path in sorted(folder.iterdir())
        # Hidden files and lock files of Word are of no edition.
        if path.is_file() and not path.is_symlink() and not path.name.startswith((".", "~$"))
    ]


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(source.read_bytes())


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    # Sorted: the order in which a disk lists its files must not count.
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != PENDING:
            name = path.relative_to(folder).as_posix()
            digest.update(f"{name}\0{digest_file(path)}\n".encode())
    return digest.hexdigest()
