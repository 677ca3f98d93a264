"""Which part of a package is which: followed from `_rels/.rels`, never by the name of a file.

ECMA-376 Part 2, 6.5 (relationships); Part 1, 11.3 (parts of a WordprocessingML package).
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import unquote

from lxml import etree

from renstra_doc.docx.xml import W

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

Tree: TypeAlias = "_Element"  # a part that was parsed, for those who read no XML themselves
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "officeDocument"
_DEFINITIONS = "memuat DOCTYPE, yang tidak boleh ada dalam dokumen Word"
# Ten times a Renstra of sixty pages, as other programs save it: that is read in five seconds.
_MOST = {
    f"{{{W}}}{name}": (shown, most)
    for name, shown, most in (
        ("p", "paragraf", 45_000),
        ("r", "potongan teks", 120_000),
        ("sectPr", "pemisah bagian", 5_000),
        ("bookmarkStart", "penanda (bookmark)", 20_000),
        ("comment", "komentar", 5_000),
        ("commentRangeStart", "komentar", 5_000),
        ("commentReference", "komentar", 5_000),
        ("footnote", "catatan kaki", 10_000),
        ("endnote", "catatan akhir", 10_000),
        ("fldChar", "tanda bidang", 30_000),
        ("ins", "sisipan terlacak", 60_000),
        ("del", "penghapusan terlacak", 60_000),
        ("altChunk", "berkas yang disisipkan", 1_000),
        ("sdt", "kontrol isian", 20_000),
        ("hyperlink", "tautan", 20_000),
        ("fldSimple", "bidang", 20_000),
        ("drawing", "gambar", 10_000),
        ("pict", "gambar", 10_000),
        ("tbl", "tabel", 10_000),
        ("tr", "baris tabel", 10_000),
        ("tc", "sel tabel", 60_000),
        ("txbxContent", "kotak teks", 1_000),
    )
}
MOST_ATTRIBUTES = 800_000  # of a part: each takes more memory than an element
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
MOST_RELATIONS = 20_000
# Word can save the same document under the names of the strict variant of the standard.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": OFFICE.encode(),
}


NESTED = "memuat tabel atau kontrol yang bersarang terlalu dalam"


class PartError(Exception):
    """A package that cannot be understood; the text says why, in Indonesian.

    `hint` is what to do next, where this is not to choose another file.
    """

    hint = ""


class DenseError(PartError):
    """A package that holds more of something than any book has."""

    hint = "periksa apakah ini dokumen yang dimaksud; bagi dokumennya, atau simpan ulang di Word"


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship: its id, the last word of its type, the part that it leads to.

    `luar`: it leads out of the package, `target` is an address then.
    """

    id: str
    jenis: str
    target: str
    luar: bool = False


def parse_part(data: bytes) -> _Element:
    """Parse a part. Raises PartError for what is no XML or brings definitions of its own."""
    data = _to_utf_8(data)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise PartError(_DEFINITIONS)
    for strict, usual in _STRICT.items():
        # In the bytes: otherwise every comparison of a name would have to know both spellings.
        data = data.replace(strict, usual) if strict in data else data
    if data.count(b"=") > MOST_ATTRIBUTES:
        message = f"memuat lebih dari {MOST_ATTRIBUTES} atribut"
        raise DenseError(message)
    # A comment or an instruction inside a text would hide what follows it from `.text`.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        # libxml2 refuses a text of 10 MB; the limits are those of `files.zipfiles` and below.
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        # Whatever the part says of itself: in other encodings its tags could not be counted.
        encoding="UTF-8",
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        # libxml2 stops at 2.048 levels.
        if "Excessive depth" in str(error):
            raise DenseError(NESTED) from error
        message = "isi dokumen ini rusak (XML)"
        raise PartError(message) from error
    # Of a part in UTF-16 the bytes do not say it.
    declared: object = root.getroottree().docinfo.internalDTD
    if declared is not None:
        raise PartError(_DEFINITIONS)
    _refuse_many(root)
    return root


def _to_utf_8(data: bytes) -> bytes:
    """Return a part in UTF-8; a part of a package is in that or in UTF-16 (Part 2, 6.2.5)."""
    if not data.startswith(_UTF_16):
        return data
    try:
        return data.decode("utf-16").encode()
    except UnicodeDecodeError as error:
        message = "isi dokumen ini rusak (XML)"
        raise PartError(message) from error


def _refuse_many(root: _Element) -> None:
    """Raise DenseError for more of anything than any book has."""
    for name, (shown, most) in _MOST.items():
        if next(islice(root.iter(name), most, None), None) is not None:
            message = f"memuat lebih dari {most} {shown}"
            raise DenseError(message)


def write_part(root: _Element) -> bytes:
    """Return a part as bytes, with the declaration that Word writes."""
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return written


def find_main(parts: Mapping[str, bytes]) -> str:
    """Return the name of the main part.

    Raises PartError where the package names none, or more than one.
    """
    targets = {
        found.target
        for found in read_relations(parts, "")
        if found.jenis == MAIN and found.target in parts
    }
    if len(targets) > 1:
        message = "paket ini menunjuk dua dokumen utama"
        raise PartError(message)
    if not targets:
        message = "ini bukan dokumen Word"
        raise PartError(message)
    return targets.pop()


def read_relations(parts: Mapping[str, bytes], source: str) -> tuple[Relation, ...]:
    """Return the relationships of a part ("": of the package), targets as names of parts."""
    folder, name = posixpath.split(source)
    data = parts.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    if data is None:
        return ()
    if data.count(b"<") > MOST_RELATIONS:
        message = f"memuat lebih dari {MOST_RELATIONS} hubungan antarbagian"
        raise DenseError(message)
    names = {other.lower(): other for other in parts}
    return tuple(
        _read_relation(node, folder, names)
        for node in parse_part(data).iter(f"{{{RELATIONSHIPS}}}Relationship")
    )


def _read_relation(node: _Element, folder: str, names: Mapping[str, str]) -> Relation:
    kind = node.get("Type", "").rsplit("/", 1)[-1]
    target = node.get("Target", "")
    if node.get("TargetMode") == "External":
        return Relation(node.get("Id", ""), kind, target, luar=True)
    # From the root of the package or from the folder of its source, with %20 for a blank.
    path = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
    # Names of parts differ in nothing by their case (ECMA-376 Part 2, 6.2.2.3).
    return Relation(node.get("Id", ""), kind, names.get(path.lower(), path))


def find_reachable(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return every part that the package leads to, with the kind of the first way there."""
    found: dict[str, str] = {}
    # A list of what is still to be followed: parts may lead to each other in a ring.
    waiting = [""]
    while waiting:
        for relation in read_relations(parts, waiting.pop()):
            if not relation.luar and relation.target in parts and relation.target not in found:
                found[relation.target] = relation.jenis
                waiting.append(relation.target)
    return found
