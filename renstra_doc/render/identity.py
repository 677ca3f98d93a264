"""Identity: what a .docx carries, invisibly, so that it can be verified and compared later.

A custom XML part (ECMA-376 Part 1, 15.2.5) holds the data that is printed as canonical CSV, the
fixed text that the template added, the page numbers, the versions, and a digest of all other parts.
Ids of blocks, tables, rows and columns stand in the data. What is not printed and not needed to
compare (reasons of waivers, reference lists) stays at home.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from renstra_doc.docx.xml import escape, quoteattr
from renstra_doc.load.project import RawProject, RawRow, RawTable, parse_table
from renstra_doc.model.canonical import write_files
from renstra_doc.render.carried import CarriedPicture, find_pictures
from renstra_doc.render.package import (
    RELATIONS,
    TYPES,
    insert_last,
    part_xml,
    relation_xml,
    relations_part,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from renstra_doc.model import Document

VERSION = "0.1.0"
NAMESPACE = "urn:renstra-doc:identitas:1"
PAGES_FILE, PAGES_HEADER = "halaman.csv", ("jenis", "id", "nilai")
_PART = re.compile(r"customXml/item(\d+)\.xml")
_SIZE = re.compile(r"[1-9][0-9]{0,4}")
# By pattern and not by a parser: the parts are those that this program wrote a moment ago.
_FURNITURE = re.compile(r"word/(?:header|footer)\d*\.xml")
_REFERENCE = re.compile(r"<w:(?:header|footer)Reference\b[^<>]*\br:id=\"([^\"]+)\"")
_RELATION = re.compile(
    r"<Relationship\b(?=[^<>]*\bId=\"(?P<id>[^\"]+)\")(?=[^<>]*\bTarget=\"(?P<target>[^\"]+)\")"
)
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
# The item's name among the stores of a package: a constant, since every document has one such part
# (15.2.6).
_STORE = "{5B7E3C1A-52D4-4E0B-9C57-9A1B2F60D3E4}"
# What is printed, and what verify needs to know of it.
_SOURCES = re.compile(
    r"(?:naskah|tabel)/[^/]+\.csv"
    r"|(?:dokumen|aturan|grafik|pemetaan|struktur-organisasi)\.csv"
)


@dataclass(frozen=True, slots=True)
class Fixed:
    """Fixed text of the template in the body: its XML, and how many items stand before it."""

    position: int
    xml: str


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document was made from.

    `templat` is the digest of the template, `tanda` the word across each page; `berkas` the data by
    file name, `akar` the start tag of the document part, `tetap` fixed text of the body, `perabot`
    the headers and footers by part name, `halaman` the page numbers (kind, id, number). `sidik` is
    the digest of all other parts; `bentuk` is empty for a document as built; `gambar` are the
    pictures.
    """

    templat: str
    tanda: str
    berkas: Mapping[str, str]
    akar: str = ""
    tetap: tuple[Fixed, ...] = ()
    perabot: Mapping[str, str] = field(default_factory=dict)
    halaman: tuple[tuple[str, str, str], ...] = ()
    bentuk: str = ""
    sidik: str = ""
    program: str = VERSION
    gambar: tuple[CarriedPicture, ...] = ()


def source_files(document: Document) -> dict[str, str]:
    """Return the files that travel with a document, in canonical form."""
    origin = document.origin
    kept = {name: raw for name, raw in origin.files.items() if _SOURCES.fullmatch(name)}
    written = write_files(kept, document.tables.values(), [])
    return {name: data.decode() for name, data in sorted(written.items())}


def project_of(identity: Identity, folder: Path, parts: Mapping[str, bytes]) -> RawProject:
    """Return the data that a document carries as a raw project.

    `folder` is what its places are relative to, `parts` are those of its package.
    """
    tables: dict[str, RawTable] = {}
    findings = []
    for name, text in identity.berkas.items():
        table, found = parse_table(text, name)
        findings += found
        if table is not None:
            tables[name] = table
    rows = (RawRow(number, cells) for number, cells in enumerate(identity.halaman, start=2))
    tables[PAGES_FILE] = RawTable(PAGES_FILE, PAGES_HEADER, tuple(rows))
    pictures, _ = find_pictures(identity.gambar, parts)
    return RawProject(folder, tables, tuple(findings), pictures)


def digest_parts(parts: Mapping[str, bytes]) -> str:
    """Return the digest of all parts of a package but the identity itself."""
    digest = hashlib.sha256()
    # Names count, too: two parts that change places are another document.
    for name in sorted(parts):
        if not _is_identity(name, parts[name]):
            digest.update(name.encode() + b"\0" + hashlib.sha256(parts[name]).digest())
    return digest.hexdigest()


def find_furniture(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return the headers and footers."""
    return {name: parts[name].decode() for name in sorted(parts) if _FURNITURE.fullmatch(name)}


def find_used_furniture(parts: Mapping[str, bytes], document_xml: str) -> dict[str, str]:
    """Return the headers and footers that the sections of a document name.

    A template has more: those of sections that this document does not use are never printed.
    """
    used = set(_REFERENCE.findall(document_xml))
    targets = {
        f"word/{match['target']}"
        for match in _RELATION.finditer(parts.get(RELATIONS, b"").decode())
        if match["id"] in used
    }
    return {name: text for name, text in find_furniture(parts).items() if name in targets}


def _is_identity(name: str, data: bytes) -> bool:
    # By its namespace: another program may have given the part another number.
    return bool(_PART.fullmatch(name)) and NAMESPACE.encode() in data[:400]


# Writing


def add_identity(parts: Mapping[str, bytes], identity: Identity) -> dict[str, bytes]:
    """Return the parts with the identity among them, tied to the document part."""
    # A template may bring data items of its own, which stay.
    number = max((int(match[1]) for match in map(_PART.fullmatch, parts) if match), default=0) + 1
    item, properties = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    tied = {
        **parts,
        TYPES: insert_last(
            parts[TYPES],
            f'<Override PartName="/{properties}" '
            'ContentType="application/vnd.openxmlformats-officedocument.customXmlProperties+xml"/>',
        ),
        RELATIONS: insert_last(
            parts[RELATIONS], relation_xml("rId_identitas", "customXml", f"../{item}")
        ),
        properties: part_xml(
            f'<ds:datastoreItem ds:itemID="{_STORE}" xmlns:ds="{_CUSTOM}"><ds:schemaRefs>'
            f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
        ),
        f"customXml/_rels/item{number}.xml.rels": part_xml(
            relations_part([("rId1", "customXmlProps", f"itemProps{number}.xml")])
        ),
    }
    # Last, when all other parts are as they will be packed.
    return {**tied, item: _write(identity, digest_parts(tied))}


def _write(identity: Identity, digest: str) -> bytes:
    lines = [
        _element("akar", identity.akar),
        *(_element("tetap", fixed.xml, urut=str(fixed.position)) for fixed in identity.tetap),
        *(_element("perabot", text, nama=name) for name, text in identity.perabot.items()),
        *(_element("halaman", label, jenis=kind, id=key) for kind, key, label in identity.halaman),
        *(
            _element(
                "gambar", "", nama=one.nama, sidik=one.sidik, ukuran=f"{one.lebar} {one.tinggi}"
            )
            for one in identity.gambar
        ),
        *(_element("berkas", text, nama=name) for name, text in identity.berkas.items()),
    ]
    facts = {name: getattr(identity, name) for name in ("program", "templat", "tanda", "bentuk")}
    return part_xml(
        "<identitas "
        f'xmlns="{NAMESPACE}"{_attributes(**facts, sidik=digest)}>{"".join(lines)}</identitas>'
    )


def _element(name: str, text: str, **attributes: str) -> str:
    return f"<{name}{_attributes(**attributes)}>{escape(text)}</{name}>"


def _attributes(**values: str) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in values.items())


# Reading


def find_identity(parts: Mapping[str, bytes]) -> str:
    """Return the name of the part that holds the identity, "" where there is none."""
    names = (name for name in sorted(parts) if _is_identity(name, parts[name]))
    return next((name for name in names if b"<!DOCTYPE" not in parts[name]), "")


def read_identity(parts: Mapping[str, bytes]) -> Identity | None:
    """Return the identity that a package carries; None where there is none that can be read."""
    name = find_identity(parts)
    try:
        return _read(ET.fromstring(parts[name])) if name else None  # noqa: S314 — a part with a DOCTYPE is refused
    except (ET.ParseError, ValueError):
        return None


def _read(root: ET.Element) -> Identity:
    return Identity(
        templat=root.get("templat", ""),
        tanda=root.get("tanda", ""),
        berkas=_texts(_children(root, "berkas"), "nama"),
        akar="".join(node.text or "" for node in _children(root, "akar")),
        tetap=tuple(map(_read_fixed, _children(root, "tetap"))),
        perabot=_texts(_children(root, "perabot"), "nama"),
        halaman=tuple(map(_read_number, _children(root, "halaman"))),
        bentuk=root.get("bentuk", ""),
        sidik=root.get("sidik", ""),
        program=root.get("program", ""),
        gambar=tuple(map(_read_picture, _children(root, "gambar"))),
    )


def _read_fixed(node: ET.Element) -> Fixed:
    return Fixed(int(node.get("urut", "0")), node.text or "")


def _read_number(node: ET.Element) -> tuple[str, str, str]:
    """Return the kind and id of a heading or caption, and the page number that it had."""
    return node.get("jenis", ""), node.get("id", ""), node.text or ""


def _read_picture(node: ET.Element) -> CarriedPicture:
    width, _, height = node.get("ukuran", "").partition(" ")
    size = [int(text) if _SIZE.fullmatch(text) else 1 for text in (width, height)]
    return CarriedPicture(node.get("nama", ""), node.get("sidik", ""), *size)


def _children(root: ET.Element, name: str) -> list[ET.Element]:
    return root.findall(f"{{{NAMESPACE}}}{name}")


def _texts(nodes: Iterable[ET.Element], key: str) -> dict[str, str]:
    return {node.get(key, ""): node.text or "" for node in nodes}
