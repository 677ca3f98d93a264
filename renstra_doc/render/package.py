"""The .docx package (ECMA-376 Part 2): the same parts give the same bytes; a file is written whole or not at all."""

from __future__ import annotations

import io
import os
import re
import tempfile
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING

from renstra_doc.render.xml import escape

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_FIRST = ("[Content_Types].xml", "_rels/.rels")
_DROPPED = re.compile(r"docProps/thumbnail\.\w+$")
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
FILE_MODE = 0o644


def core_properties(dokumen: Mapping[str, str]) -> bytes:
    """Return docProps/core.xml from the facts: title, author, dates, never the clock."""
    date = f"{dokumen['tanggal_dokumen']}T00:00:00Z"
    fields = (
        ("dc:title", dokumen["judul"], ""),
        ("dc:subject", dokumen.get("subjek", ""), ""),
        ("dc:creator", dokumen["penulis"], ""),
        ("cp:keywords", dokumen.get("kata_kunci", ""), ""),
        ("cp:lastModifiedBy", dokumen["penulis"], ""),
        ("cp:revision", "1", ""),
        ("dcterms:created", date, ' xsi:type="dcterms:W3CDTF"'),
        ("dcterms:modified", date, ' xsi:type="dcterms:W3CDTF"'),
        ("dc:language", "id-ID", ""),
    )
    body = "".join(f"<{name}{kind}>{escape(text)}</{name}>" for name, text, kind in fields if text)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{body}</cp:coreProperties>'
    ).encode()


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Zip the parts: fixed order, dates and attributes, and stored, not deflated.

    Deflate differs between builds of Python (zlib, zlib-ng); stored bytes are the same on every machine.
    """
    names = sorted((name for name in parts if not _DROPPED.search(name)), key=_sort_key)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name in names:
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.create_system = 0
            info.external_attr = 0
            archive.writestr(info, parts[name])
    return stream.getvalue()


def _sort_key(name: str) -> tuple[int, str]:
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST), name)


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file beside its final name, then rename it: at any moment the old or the new one is there, whole.

    Raises OSError, with no file left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".sementara", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(OSError):
            os.chmod(name, FILE_MODE)  # noqa: PTH101 — mkstemp gives 0600; the planner's colleagues must read it
        os.replace(name, path)  # noqa: PTH105 — the path of mkstemp is a string
    except BaseException:
        with suppress(OSError):
            os.unlink(name)  # noqa: PTH108
        raise
