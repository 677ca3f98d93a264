"""The .docx package (ECMA-376 Part 2): the same parts give the same bytes."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from renstra_doc.docx.xml import escape
from renstra_doc.files.zipfiles import write_zip

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import BinaryIO

    Content = bytes | Iterable[bytes]

_FIRST = ("[Content_Types].xml", "_rels/.rels")
_DROPPED = re.compile(r"docProps/thumbnail\.\w+$")


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
    write_zip(stream, {name: parts[name] for name in names})


def _sort_key(name: str) -> tuple[int, str]:
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST), name)
