"""What a person names as OLD or NEW → a Document.

A data folder, a git revision of one, or a .docx built from one.

A reader takes a name and gives an edition or, where the name is not of its kind, None; the first
that knows the name is taken. Another kind is one more reader in READERS. A revision is read with
git's own commands from the object store: neither the work tree nor the index is touched.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, InputError, Severity, reading_error, refuse_input
from renstra_doc.load.project import MAX_FILE_BYTES
from renstra_doc.place import Place
from renstra_doc.render.identity import read_identity
from renstra_doc.review.ask_git import GIT, ask_git, find_existing, find_top
from renstra_doc.review.named_source import DATA, Request, Source
from renstra_doc.review.strangers import refuse_strangers
from renstra_doc.review.verify.built_file import open_package, open_parts, read_carried
from renstra_doc.run.pipeline import read_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from renstra_doc.model import Document
    from renstra_doc.review.verify.built_file import BuiltFile
    from renstra_doc.review.verify.edits import Edit
    from renstra_doc.review.verify.verified import Verdict

    Reader = Callable[["Request"], "Source | None"]

FACTS_FILE = "dokumen.csv"
DOCUMENT_SUFFIX = ".docx"
# A tree object may name its entries `..` or `/etc/x.csv`; only names that a data folder can have
# are written anywhere.
_DATA_FILE = re.compile(
    r"(?:(?:naskah|tabel|referensi)/)?[^/\\:\x00-\x1f]+\.csv"
    r"|gambar/[^/\\:\x00-\x1f]+\.(?i:png|jpe?g|svg)"
)
HOW_REPAIR = "periksa dengan: git fsck; ambil lagi dengan: git fetch"


def read_sources(old: str, new: str, data: Path | None = None) -> tuple[Source, Source]:
    """Read both editions.

    In: their names, and the data folder that a revision means (none: the folder named on the other
    side, else `data`). Raises InputError where one cannot be read, or where they are two different
    documents.
    """
    # A folder on one side is what a revision on the other side speaks of.
    sides = tuple(find_folder(Path(name)) for name in (old, new))
    folders = (data,) if data is not None else tuple(side for side in sides if side is not None)
    usual = () if data is not None else (Path(DATA), Path())
    names = [Request(name, (*folders, *usual)) for name in (old, new)]
    sources = _read_beside(names) or tuple(map(read_source, names))
    refuse_strangers(sources[0], sources[1])
    return sources[0], sources[1]


def _read_beside(requests: Sequence[Request]) -> tuple[Source, Source] | None:
    """Read an edition that this program did not make beside the other one.

    None where both are ours.

    Raises InputError where neither is ours: nothing gives their parts names then.
    """
    foreign = [is_foreign_document(Path(request.name)) for request in requests]
    if not any(foreign):
        return None
    if all(foreign):
        hint = (
            f"buat proyek dari salah satunya: renstra new FOLDER --dari {requests[1].name}, lalu "
            f"renstra diff {requests[0].name} FOLDER/data"
        )
        raise refuse_input(
            requests[0].name, "kedua dokumen ini tidak dibuat oleh program ini", hint
        )
    place = foreign.index(True)
    known = read_source(requests[1 - place])
    read = _read_foreign(requests[place], known)
    return (read, known) if place == 0 else (known, read)


def is_foreign_document(path: Path) -> bool:
    """Return whether a name is that of a .docx which does not say that this program made it."""
    if path.suffix.lower() != DOCUMENT_SUFFIX or not path.is_file():
        return False
    return read_identity(open_parts(path)[1]) is None


def _read_foreign(request: Request, known: Source) -> Source:
    from renstra_doc.intake.alignment import align_document  # noqa: PLC0415 — only a foreign document needs it
    from renstra_doc.intake.project_of_word import make_project_files  # noqa: PLC0415
    from renstra_doc.intake.read_word import explain_damage, open_word  # noqa: PLC0415

    path = Path(request.name)
    with explain_damage(path):
        files = make_project_files(open_word(path)).files
    message = "dokumen ini tidak dibuat oleh program ini; dibaca dari isinya dan disandingkan"
    hint = f"periksa bacaannya: renstra new FOLDER --dari {request.name}"
    told = replace(reading_error(Place(request.name), message, hint), severity=Severity.INFO)
    document = align_document(files, known.document)
    return Source(request.name, document, (told,), known.folder)


def read_source(request: Request) -> Source:
    """Read one edition by the first reader that knows its name."""
    for reader in READERS:
        source = reader(request)
        if source is not None:
            return source
    hint = (
        "tulis nama folder data, revisi git dari folder data seperti HEAD~1, atau "
        "dokumen .docx dari renstra build"
    )
    raise refuse_input(request.name, "bukan folder data dan bukan revisi git", hint)


# Folders


def find_folder(path: Path) -> Path | None:
    """Return the data folder that a path means: itself, or `data` in a project folder."""
    return next((folder for folder in (path, path / DATA) if (folder / FACTS_FILE).is_file()), None)


def read_folder(request: Request) -> Source | None:
    """Read a data folder, or the project folder around it."""
    path = Path(request.name)
    if not path.exists():
        return None
    if not path.is_dir():
        hint = "tulis nama foldernya, misalnya data"
        raise refuse_input(request.name, "ini sebuah berkas, bukan folder data", hint)
    folder = find_folder(path)
    if folder is None:
        hint = "folder data memuat dokumen.csv; folder proyek memuat data/dokumen.csv"
        raise refuse_input(request.name, "folder ini tidak memuat dokumen.csv", hint)
    document, remarks = _read(folder, request.name)
    return Source(request.name, document, remarks, folder)


def _read(folder: Path, label: str) -> tuple[Document, tuple[Finding, ...]]:
    """Read a folder; a finding of it names the edition before the file."""
    try:
        return read_document(folder)
    except InputError as error:
        raise InputError(name_side(error.findings, label)) from error


def name_side(findings: Iterable[Finding], label: str) -> list[Finding]:
    """Return findings whose place names the edition before the file."""
    return [
        replace(finding, place=replace(finding.place, file=f"{label}: {finding.place.file}"))
        for finding in findings
    ]


# Documents


def read_package(request: Request) -> Source | None:
    """Read the data that a .docx of this program carries.

    The folder is the one that it was probably built from.
    """
    path = Path(request.name)
    if path.suffix.lower() != DOCUMENT_SUFFIX or path.is_dir():
        return None
    package = open_package(path)
    document = read_carried(package)
    verdict = _verify(package)
    strangers = tuple(map(str, verdict.strangers))
    rest = _warn_of_rest(request.name, len(verdict.comments), strangers)
    # A document is mostly built into `build/` beside its data.
    near = path.resolve().parent
    folder = find_folder(near) or find_folder(near.parent)
    return Source(
        request.name,
        document,
        (*_warn_of_edits(request.name, verdict.edits), *rest),
        folder,
        edits=verdict.edits,
        asing=strangers,
        rest=rest,
        is_carried=True,
    )


def _verify(package: BuiltFile) -> Verdict:
    """Return what was done to it by hand; InputError where the text of the document is damaged."""
    from renstra_doc.review.verify.judge import verify_alone  # noqa: PLC0415 — only a document pays for it

    return verify_alone(package)


def _warn_of_rest(name: str, comments: int, strangers: Sequence[str]) -> tuple[Finding, ...]:
    """Warn of what a document holds and no comparison of data shows."""
    told = [*([f"{comments} komentar"] if comments else []), *strangers]
    if not told:
        return ()
    message = f"memuat yang tidak ikut dibandingkan: {', '.join(told)}"
    hint = f"lihat isinya dengan: renstra verify {name}"
    return (replace(reading_error(Place(name), message, hint), severity=Severity.WARNING),)


def _warn_of_edits(name: str, edits: Sequence[Edit]) -> tuple[Finding, ...]:
    if not edits:
        return ()
    message = (
        f"disunting di Word sesudah disusun ({len(edits)} perbedaan); yang "
        "dibandingkan ialah data di dalamnya"
    )
    hint = f"lihat suntingannya dengan: renstra verify {name}"
    return (replace(reading_error(Place(name), message, hint), severity=Severity.WARNING),)


# Git revisions


def read_revision(request: Request) -> Source | None:
    """Read the data folder as a git revision has it."""
    folders = map(find_existing, request.folders)
    base = next((folder for folder in folders if find_top(folder) is not None), None)
    if base is None:
        _refuse_unreadable(request)
        return None
    # `^{commit}` takes a tag as well; nothing behind --end-of-options is an option.
    commit = ask_git(
        base, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{request.name}^{{commit}}"
    )
    if commit is None:
        hint = "lihat revisi yang ada dengan: git log --oneline; atau tulis nama folder data"
        raise refuse_input(
            request.name, "revisi git ini tidak ada, dan tidak ada folder bernama demikian", hint
        )
    return _read_commit(request, commit.decode().strip())


def _refuse_unreadable(request: Request) -> None:
    """Raise InputError where a folder lies in a repository that git itself does not read.

    On a share or a stick it belongs to somebody else, which git refuses until one allows it.
    """
    for folder in map(find_existing, request.folders):
        home = next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)
        if home is not None:
            message = f"git tidak mau membaca repositori di {home}"
            hint = (
                "lihat sebabnya dengan: git status; bila repositori itu milik orang lain (folder "
                f'bersama): git config --global --add safe.directory "{home.as_posix()}"'
            )
            raise refuse_input(request.name, message, hint)


def _read_commit(request: Request, commit: str) -> Source:
    for folder in dict.fromkeys(path.resolve() for path in request.folders):
        top = find_top(find_existing(folder))
        if top is None or not folder.is_relative_to(top):
            continue
        files = _list_files(top, commit, folder.relative_to(top).as_posix())
        if FACTS_FILE in files:
            document, remarks = _read_files(top, files, request.name)
            return Source(request.name, document, remarks, find_folder(folder), folder)
    names = ", ".join(str(folder) for folder in dict.fromkeys(request.folders))
    hint = "sebutkan folder data di dalam repositori dengan --data FOLDER"
    raise refuse_input(
        request.name, f"revisi ini tidak memuat {FACTS_FILE} di folder {names}", hint
    )


def _read_files(
    top: Path, files: Mapping[str, str], label: str
) -> tuple[Document, tuple[Finding, ...]]:
    """Write the files of a revision into a folder of its own.

    It goes as soon as they are read.
    """
    contents = _read_blobs(top, tuple(files.values()))
    with tempfile.TemporaryDirectory(prefix="renstra-") as name:
        folder = Path(name)
        for path, content in zip(files, contents, strict=True):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        return _read(folder, label)


def _read_blobs(top: Path, blobs: Sequence[str]) -> list[bytes]:
    """Return the content of git objects, all in one call.

    `name type size`, a line end, the content, a line end.
    """
    answer = (
        ask_git(top, "cat-file", "--batch", text="".join(f"{blob}\n" for blob in blobs).encode())
        or b""
    )
    contents, stream = [], BytesIO(answer)
    for blob in blobs:
        # `NAME missing` for an object that the repository has lost.
        about = stream.readline().split()
        if len(about) != 3 or not about[2].isdigit():  # noqa: PLR2004 — `missing`, or nothing at all
            message = f"repositori ini rusak atau tidak lengkap: objek {blob[:12]} tidak ada"
            raise refuse_input(GIT, message, HOW_REPAIR)
        contents.append(stream.read(int(about[2])))
        # The line end behind the content.
        stream.readline()
    return contents


def _list_files(top: Path, commit: str, folder: str) -> dict[str, str]:
    """Return the object of each CSV file of a folder in a revision, by its path in the folder."""
    tree = f"{commit}:" if folder == "." else f"{commit}:{folder}"
    # -z: names as they are, neither quoted nor parted at a blank.
    listing = ask_git(top, "ls-tree", "-r", "-l", "-z", "--end-of-options", tree) or b""
    files = {}
    for entry in filter(None, listing.split(b"\0")):
        about, _, path = entry.partition(b"\t")
        mode, _, blob, size = about.decode().split()
        name = path.decode(errors="surrogateescape")
        # Plain files alone: neither links (120000) nor submodules (160000).
        if (
            mode.startswith("100")
            and _DATA_FILE.fullmatch(name)
            and _read_size(size, blob) <= MAX_FILE_BYTES
        ):
            files[name] = blob
    return files


def _read_size(size: str, blob: str) -> int:
    """Return the size of an object; InputError where the repository has lost it."""
    if not size.isdigit():
        message = f"repositori ini rusak atau tidak lengkap: objek {blob[:12]} tidak ada"
        raise refuse_input(GIT, message, HOW_REPAIR)
    return int(size)


READERS: Sequence[Reader] = (read_package, read_folder, read_revision)
