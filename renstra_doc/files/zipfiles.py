"""The one reader and writer of zips: .docx, .xlsx, and a project that travels.

A zip from outside is opened within limits. In order: (1) its size on disk; (2) what its own
directory promises: how many parts, how large together, each name once, nothing encrypted; (3) the
method of each part, which may be stored or deflate and nothing else, because Python's bzip2 and
LZMA unpack a whole chunk before a limit can stop them; (4) what is really unpacked, counted while
it is, because the directory may lie; (5) the tags and attributes of the XML in it, because a parser
makes of three bytes a hundred. A limit grows with the file: what is large because it holds much is
read, what is small and swells is not.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    Content = bytes | Iterable[bytes]

MIB = 2**20
# Zip knows no date before 1980; the same for every part, so that the same parts give the same
# bytes.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1
_XML = (".xml", ".rels", ".vml")
# What zipfile and zlib raise for a damaged file; RuntimeError also for one under a password.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    IndexError,
    KeyError,
    OverflowError,
)


# How Office begins a file of before 2007, and one that a password protects ([MS-CFB] 2.2).
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
LOCKED = "bersandi atau berbentuk lama; hapus kata sandinya di Word, simpan sebagai .docx"


class ZipError(ValueError):
    """A file that is no zip, or one that is not read; the text says why, in Indonesian.

    `is_plain`: it is simply damaged or something else, which its name for a person already says.
    """

    is_plain = False


class BrokenZipError(ZipError):
    """A file that is damaged, or no zip."""

    is_plain = True


class LargeZipError(ZipError):
    """A zip that is larger, or unpacks to more, than any that is meant to be read.

    `is_size`: its bytes are too many, not its parts or tags.
    """

    is_size = False


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a zip is read.

    `packed` is its size on disk; `total`, `part` and `xml` the bytes unpacked, of all, of one part
    and of the XML; `parts` how many; `marks` how many tags its XML may have, two attributes
    counting as one. What a file unpacks to is bounded by `least` as long as `ratio` times its size
    is less than that, and its marks by `least_marks` as long as `marks_of_byte` times its size is
    less.
    """

    packed: int = 256 * MIB
    total: int = 512 * MIB
    part: int = 512 * MIB
    xml: int = 512 * MIB
    parts: int = 4000
    ratio: int = 50
    least: int = 96 * MIB
    marks: int = 60_000_000
    least_marks: int = 1_000_000
    marks_of_byte: float = 0.5

    def total_of(self, packed: int) -> int:
        """Return how much a zip of a size may unpack to."""
        return min(self.total, max(self.least, self.ratio * packed))

    def marks_of(self, packed: int) -> int:
        """Return how many tags and attributes the XML of a zip of a size may have."""
        return min(self.marks, max(self.least_marks, int(self.marks_of_byte * packed)))


DOCUMENT_LIMITS = Limits()


class Archive:
    """An open zip: the names of its parts.

    And each part unpacked within the limits, counted over all.
    """

    def __init__(self, archive: zipfile.ZipFile, packed: int, limits: Limits) -> None:
        """Take an open zip of a size; ZipError where its directory promises what is not read."""
        self._archive, self._limits = archive, limits
        self._left = limits.total_of(packed)
        self._left_xml = min(limits.xml, self._left)
        self._left_marks = self._most_marks = limits.marks_of(packed)
        infos = [info for info in archive.infolist() if not info.is_dir()]
        self._infos = {info.filename: info for info in infos}
        self._check_directory(infos)

    def _check_directory(self, infos: list[zipfile.ZipInfo]) -> None:
        # ECMA-376 Part 2 holds part names equal whatever their capitals; readers choose differently
        # between two of one name, so what was checked would not be what is opened.
        if len({name.lower() for name in self._infos}) != len(infos):
            message = "memuat dua bagian bernama sama"
            raise ZipError(message)
        sizes = [info.file_size for info in infos]
        if len(infos) > self._limits.parts:
            message = f"memuat lebih dari {self._limits.parts} bagian"
            raise LargeZipError(message)
        if sum(sizes) > self._left:
            raise _too_large()

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the parts, in their order, without folders."""
        return tuple(self._infos)

    def read(self, name: str) -> bytes:
        """Return a part; KeyError where there is none, ZipError where it is not read."""
        info = self._infos[name]
        _refuse_entry(info)
        is_xml = name.lower().endswith(_XML)
        limit = min(self._limits.part, self._left, self._left_xml if is_xml else self._left)
        if info.file_size > limit:
            raise _too_large()
        try:
            with self._archive.open(info) as part:
                # Not `read()`, which unpacks to its end whatever the directory says.
                content = part.read(info.file_size + 1)
        except _BROKEN as error:
            raise _broken() from error
        self._count(content, is_xml=is_xml)
        return content

    def _count(self, content: bytes, *, is_xml: bool) -> None:
        self._left -= len(content)
        if is_xml:
            self._left_xml -= len(content)
            # Counted on the bytes, before any parser has made elements of them.
            self._left_marks -= content.count(b"<") + content.count(b"=") // 2
        if min(self._left, self._left_xml) < 0:
            raise _too_large()
        if self._left_marks < 0:
            message = f"isinya lebih besar daripada yang wajar: lebih dari {self._most_marks} unsur"
            raise LargeZipError(message)


@contextmanager
def open_zip(source: Path | bytes, limits: Limits = DOCUMENT_LIMITS) -> Iterator[Archive]:
    """Open a zip (a file, or its bytes) within limits.

    Raises ZipError for what is no zip or is not read, OSError where the file cannot be read.
    """
    packed, stream = _open_source(source, limits)
    with stream:
        try:
            archive = zipfile.ZipFile(stream)
        except _BROKEN as error:
            raise _broken() from error
        with archive:
            yield Archive(archive, packed, limits)


def read_zip(source: Path | bytes, limits: Limits = DOCUMENT_LIMITS) -> dict[str, bytes]:
    """Return every part of a zip by its name, in their order; errors as `open_zip`."""
    # Under a password Word writes an OLE file around the zip, as before 2007 for every document.
    if isinstance(source, bytes) and source.startswith(OLE):
        raise ZipError(LOCKED)
    with open_zip(source, limits) as archive:
        return {name: archive.read(name) for name in archive.names}


def _open_source(source: Path | bytes, limits: Limits) -> tuple[int, BinaryIO]:
    if isinstance(source, bytes):
        if len(source) > limits.packed:
            raise _too_large()
        return len(source), io.BytesIO(source)
    found = source.stat()
    if not stat.S_ISREG(found.st_mode):  # a pipe would never end
        message = "ini bukan berkas biasa"
        raise ZipError(message)
    if found.st_size > limits.packed:
        raise _too_large()
    return found.st_size, source.open("rb")


def _refuse_entry(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & _ENCRYPTED:
        message = "berkas ini bersandi"
        raise ZipError(message)
    if info.compress_type not in _METHODS:
        message = "dimampatkan dengan cara yang tidak dipakai Word atau Excel"
        raise ZipError(message)


def _too_large() -> LargeZipError:
    error = LargeZipError("isinya lebih besar daripada yang wajar")
    error.is_size = True
    return error


def _broken() -> BrokenZipError:
    return BrokenZipError("rusak, atau bukan berkas zip")


def write_zip(stream: BinaryIO, parts: Mapping[str, Content], *, deflate: bool = False) -> None:
    """Zip parts into a stream: in their order, with fixed dates and attributes.

    Stored unless `deflate`: deflate differs between builds of Python (zlib, zlib-ng), stored bytes
    are the same on every machine. A long part may come piece by piece.
    """
    method = zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.compress_type = method
            # zipfile would write the system that it runs on, and other bytes on each.
            info.create_system = 0
            info.external_attr = 0
            with archive.open(info, "w") as part:
                for piece in (content,) if isinstance(content, bytes) else content:
                    part.write(piece)


def zip_parts(parts: Mapping[str, Content], *, deflate: bool = False) -> bytes:
    """Return the zip of some parts."""
    stream = io.BytesIO()
    write_zip(stream, parts, deflate=deflate)
    return stream.getvalue()
