"""A .docx that this program built: its parts, its identity, and the data that it carries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from renstra_doc.docx.relations import DenseError, PartError, find_main
from renstra_doc.files.zipfiles import DOCUMENT_LIMITS, LargeZipError, ZipError, read_zip
from renstra_doc.finding import InputError, refuse_input
from renstra_doc.model import compose_document
from renstra_doc.render.identity import digest_parts, find_identity, project_of, read_identity

if TYPE_CHECKING:
    from pathlib import Path

    from renstra_doc.docx.word_content import WordDocument
    from renstra_doc.model import Document
    from renstra_doc.render.identity import Identity

TOO_LARGE = "isi dokumen ini jauh lebih besar daripada yang wajar"


@dataclass(frozen=True)
class BuiltFile:
    """A .docx that this program built: its bytes, its parts and its identity.

    `is_lost`: the data that it carried are gone, `identity` is that of the document it should be.
    """

    path: Path
    data: bytes
    parts: dict[str, bytes]
    identity: Identity
    is_lost: bool = False

    @cached_property
    def is_intact(self) -> bool:
        """Whether its parts are those that were sealed."""
        return digest_parts(self.parts) == self.identity.sidik


def open_package(path: Path) -> BuiltFile:
    """Open a .docx of this program. Raises InputError for anything else."""
    data, parts = open_parts(path)
    identity = read_identity(parts)
    if identity is None:
        hint = (
            "hanya dokumen dari renstra build yang dapat diperiksa; dokumen hasil "
            "salin-tempel kehilangan tandanya"
        )
        raise refuse(
            path, "dokumen ini tidak dibuat oleh program ini, atau tandanya sudah dihapus", hint
        )
    return BuiltFile(path, data, parts, identity)


def open_parts(path: Path) -> tuple[bytes, dict[str, bytes]]:
    """Return the bytes and the parts of any .docx. Raises InputError for anything else."""
    if not path.is_file():
        raise refuse(path, "dokumen tidak ditemukan" if not path.exists() else "ini bukan berkas")
    try:
        # Before it is read: a file of a gigabyte is refused without being opened.
        if path.stat().st_size > DOCUMENT_LIMITS.packed:
            raise refuse(path, TOO_LARGE)
        data = path.read_bytes()
        parts = read_zip(data)
    except LargeZipError as error:
        message = TOO_LARGE if error.is_size else f"dokumen ini {error}"
        raise refuse(path, message, DenseError.hint) from error
    except ZipError as error:
        why = "" if error.is_plain else f" ({error})"
        raise refuse(path, f"ini bukan berkas .docx, atau berkasnya rusak{why}") from error
    try:
        find_main(parts)
    except PartError as error:
        raise refuse(path, str(error)) from error
    return data, parts


def read_content(package: BuiltFile) -> WordDocument:
    """Return what a document of this program says, with the looks of its texts.

    Raises InputError where it is damaged.
    """
    own = frozenset({find_identity(package.parts)} if not package.is_lost else ())
    return read_any(package.path, package.parts, own, with_looks=True)


def read_any(
    path: Path,
    parts: dict[str, bytes],
    own: frozenset[str] = frozenset(),
    *,
    with_looks: bool = False,
) -> WordDocument:
    """Return what any Word file says. Raises InputError where it is damaged."""
    from renstra_doc.docx.reader import read_word  # noqa: PLC0415 — reading needs lxml

    try:
        return read_word(parts, own, with_looks=with_looks)
    except PartError as error:
        raise refuse(path, str(error), error.hint) from error


def read_carried(package: BuiltFile) -> Document:
    """Return the data that a document carries, as a Document.

    Raises InputError where they are damaged.
    """
    try:
        project = project_of(package.identity, package.path.parent, package.parts)
        return compose_document(project)[0]
    except InputError as error:
        raise refuse(package.path, "data yang tersimpan di dalam dokumen ini rusak") from error


def refuse(path: Path, message: str, hint: str = "") -> InputError:
    """Return an error about a file."""
    hint = hint or "periksa nama berkasnya, atau susun ulang dengan renstra build"
    return refuse_input(path, message, hint)
