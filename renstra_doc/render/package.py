"""The .docx package (ECMA-376 Part 2): the same parts give the same bytes.

A file is written whole or not at all.
"""

from __future__ import annotations

import errno
import io
import os
import re
import tempfile
import time
import zipfile
from contextlib import suppress
from glob import escape as escape_glob
from typing import TYPE_CHECKING

from renstra_doc.docx.xml import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path
    from typing import BinaryIO

    Content = bytes | Iterable[bytes]

_FIRST = ("[Content_Types].xml", "_rels/.rels")
_DROPPED = re.compile(r"docProps/thumbnail\.\w+$")
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
FILE_MODE, WRITABLE = 0o644, 0o222
TEMPORARY, STALE_SECONDS = ".sementara", 600


def core_properties(dokumen: Mapping[str, str]) -> bytes:
    """Return docProps/core.xml from the facts: title, author, dates, never the clock."""
    date = f"{dokumen['tanggal_dokumen']}T00:00:00Z" if "tanggal_dokumen" in dokumen else ""
    fields = (
        ("dc:title", dokumen["judul"], ""),
        ("dc:subject", dokumen.get("subjek", ""), ""),
        ("dc:creator", dokumen.get("penulis", ""), ""),
        ("cp:keywords", dokumen.get("kata_kunci", ""), ""),
        ("cp:lastModifiedBy", dokumen.get("penulis", ""), ""),
        ("cp:revision", "1", ""),
        ("dcterms:created", date, ' xsi:type="dcterms:W3CDTF"'),
        ("dcterms:modified", date, ' xsi:type="dcterms:W3CDTF"'),
        ("dc:language", "id-ID", ""),
    )
    body = "".join(f"<{name}{kind}>{escape(text)}</{name}>" for name, text, kind in fields if text)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        "<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{body}</cp:coreProperties>'
    ).encode()


def pack(parts: Mapping[str, Content]) -> bytes:
    """Return the package of some parts."""
    stream = io.BytesIO()
    write_package(stream, parts)
    return stream.getvalue()


def write_package(stream: BinaryIO, parts: Mapping[str, Content]) -> None:
    """Zip the parts into a stream: fixed order, dates and attributes, and stored, not deflated.

    Deflate differs between builds of Python (zlib, zlib-ng); stored bytes are the same on every
    machine. A long part may come piece by piece.
    """
    names = sorted((name for name in parts if not _DROPPED.search(name)), key=_sort_key)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name in names:
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.create_system = 0
            info.external_attr = 0
            content = parts[name]
            with archive.open(info, "w") as part:
                for piece in (content,) if isinstance(content, bytes) else content:
                    part.write(piece)


def _sort_key(name: str) -> tuple[int, str]:
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST), name)


def write_atomically(path: Path, data: bytes | Callable[[BinaryIO], None]) -> None:
    """Write a file beside its final name, then rename it.

    At any moment the old or the new one is there, whole.

    In: the path, and the content or what writes it into a stream. Raises OSError, with no file left
    behind. What a killed run left behind is removed by the next one, after a time in which no other
    may still be writing it.
    """
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "ini bukan berkas biasa", str(path))
    _refuse_protected(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path)
    try:
        _write_and_rename(path, data)
    except (
        OSError
    ) as error:  # of the temporary file, or of no file: the planner knows only the final one
        raise OSError(error.errno or errno.EIO, error.strerror or str(error), str(path)) from error


def _write_and_rename(path: Path, data: bytes | Callable[[BinaryIO], None]) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=TEMPORARY, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data) if isinstance(data, bytes) else data(stream)
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(OSError):
            os.chmod(name, FILE_MODE)  # noqa: PTH101 — mkstemp gives 0600; the planner's colleagues must read it
        os.replace(name, path)  # noqa: PTH105 — the path of mkstemp is a string
    except BaseException:
        with suppress(OSError):
            os.unlink(name)  # noqa: PTH108
        raise


def _refuse_protected(path: Path) -> None:
    """Raise OSError where a person has put a write protection on a file.

    A rename would pass over it.
    """
    if path.is_file() and not (os.access(path, os.W_OK) and path.stat().st_mode & WRITABLE):
        raise OSError(
            errno.EINVAL,
            "berkas ini dilindungi dari penulisan; lepas dulu perlindungannya",
            str(path),
        )


def _sweep(path: Path) -> None:
    """Remove the temporary files of this path that a killed run left behind."""
    for left in path.parent.glob(f".{escape_glob(path.name)}.*{TEMPORARY}"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > STALE_SECONDS:
                left.unlink()
