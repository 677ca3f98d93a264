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

TYPES, RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_FIRST = (TYPES, "_rels/.rels")
# The thumbnail shows the template and not the document.
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
    return part_xml(
        "<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{body}</cp:coreProperties>'
    )


def part_xml(body: str) -> bytes:
    """Return a part by its root element, with the declaration that Word writes."""
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{body}'.encode()


def relation_xml(key: str, kind: str, target: str) -> str:
    """Return a relationship to a part (ECMA-376 Part 2, 6.5).

    In: its id, the last word of its type, the path of the part.
    """
    return f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>'


def relations_part(rows: Iterable[tuple[str, str, str]]) -> str:
    """Return the root element of a part of relationships, each as `relation_xml` takes it."""
    body = "".join(relation_xml(*row) for row in rows)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{body}</Relationships>'


def insert_last(part: bytes, xml: str) -> bytes:
    """Put elements last in the root of a part."""
    text = part.decode()
    closing = text.rfind("</")
    if closing < 0:  # a root without content
        text = re.sub(r"<(\w++)([^<>]*)/>\s*$", r"<\1\2></\1>", text)
        closing = text.rfind("</")
    return (text[:closing] + xml + text[closing:]).encode()


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
    # Types and relationships first, as every reader asks for them first.
    names = sorted((name for name in parts if not _DROPPED.search(name)), key=_sort_key)
    write_zip(stream, {name: parts[name] for name in names})


def _sort_key(name: str) -> tuple[int, str]:
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST), name)
