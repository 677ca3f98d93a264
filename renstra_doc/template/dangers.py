"""What acts in a Word package or reaches out of it.

Macros, objects of other programs, links to elsewhere, fields.

A part is judged by what it is and not by what it is called: by its content type, by the kind of the
relation that leads to it, by its first bytes. Kinds of relations are allowed, not forbidden: one
that nobody knows is refused.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, reading_error
from renstra_doc.template.fields import find_active_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

    from renstra_doc.place import Place

    Trees = Mapping[str, Element]

TYPES, RELATIONS = "[Content_Types].xml", ".rels"
_ACTIVE_NAME = re.compile(
    r"word/(?:vbaProject\.bin|vbaData\.xml|activeX/.*|embeddings/.*)|customUI/.*", re.IGNORECASE
)
_MACRO = re.compile(r"vba|macroenabled", re.IGNORECASE)
_ACTIVE_TYPE = re.compile(
    r"oleobject|activex|webextension|spreadsheetml|presentationml|ms-excel|ms-powerpoint|customui|keymap|toolbars",
    re.IGNORECASE,
)
# OLE, a program of Windows, a zip inside the zip.
_ACTIVE_START = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"MZ", b"PK\x03\x04")
_KINDS_TEXT = (
    "officedocument core-properties extended-properties custom-properties thumbnail "
    "styles styleswitheffects "
    "settings websettings fonttable font theme themeoverride numbering footnotes "
    "endnotes header footer comments "
    "commentsextended commentsids commentsextensible people image hdphoto hyperlink "
    "customxml customxmlprops "
    "glossarydocument chart chartex chartstyle chartcolorstyle chartusershapes "
    "diagramdata diagramlayout "
    "diagramquickstyle diagramcolors diagramdrawing classificationlabels documenttasks "
    "printersettings "
    "origin signature certificate"
)
_KINDS = frozenset(_KINDS_TEXT.split())
# A link that a reader may follow brings nothing into the document.
_FOLLOWED = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|[\\/]{2})", re.IGNORECASE)
_VML = "{urn:schemas-microsoft-com:"
_OBJECT_HINT = "hapus objek itu di Word; gambar biasa boleh"
_ELEMENTS = {
    "altChunk": ("templat menyisipkan dokumen lain", "tempel isinya sebagai teks"),
    "subDoc": ("templat menyisipkan dokumen lain", "tempel isinya sebagai teks"),
    "mailMerge": (
        "templat mengambil data dari luar",
        "matikan di Word: Surat > Mulai Gabungan Surat > Dokumen Biasa",
    ),
    "OLEObject": ("templat memuat objek yang menjalankan program lain", _OBJECT_HINT),
    "control": ("templat memuat objek yang menjalankan program lain", _OBJECT_HINT),
    "entryMacro": ("templat memanggil makro", "hapus isian formulir itu di Word"),
    "exitMacro": ("templat memanggil makro", "hapus isian formulir itu di Word"),
}
_LINK_HINT = (
    "lepaskan di Word: Berkas > Info > Edit Tautan ke Berkas, atau tempel "
    "gambarnya ke dalam dokumen"
)
_TEMPLATE_HINT = "lepaskan di Word: Pengembang > Templat Dokumen, ganti dengan Normal"
_FIELD_HINT = "pilih bidang itu di Word lalu tekan Ctrl+Shift+F9 agar menjadi teks biasa"


def find_active(parts: Mapping[str, bytes], trees: Trees, place: Place) -> Iterator[Finding]:
    """Yield a finding for everything in a package that runs, or that reaches out of the file."""
    yield from _find_parts(parts, trees, place)
    for name, tree in trees.items():
        if name.lower().endswith(RELATIONS):
            yield from _find_relations(name, tree, place)
        else:
            yield from _find_elements(name, tree, place)
            yield from _find_fields(name, tree, place)


# Parts


def _find_parts(parts: Mapping[str, bytes], trees: Trees, place: Place) -> Iterator[Finding]:
    types = _read_types(parts, trees.get(TYPES))
    active = [name for name in sorted(parts) if _is_active(name, types[name], parts[name])]
    # Told once and not part by part: one save without macros takes all of them away.
    macros = [name for name in active if _MACRO.search(name) or _MACRO.search(types[name])]
    if macros:
        yield reading_error(
            place, "templat memuat makro", "simpan sebagai “Dokumen Word (.docx)”, bukan .docm"
        )
    for name in active:
        if name not in macros:
            yield reading_error(
                place, f"templat memuat objek yang menjalankan program lain ({name})", _OBJECT_HINT
            )


def _is_active(name: str, kind: str, content: bytes) -> bool:
    if _ACTIVE_NAME.fullmatch(name) or _MACRO.search(kind) or _ACTIVE_TYPE.search(kind):
        return True
    return content.startswith(_ACTIVE_START)


def _read_types(parts: Mapping[str, bytes], root: Element | None) -> dict[str, str]:
    """Return the content type that a package states for each of its parts."""
    nodes = list(root) if root is not None else []
    stated = {node.get("PartName", "").lower(): node.get("ContentType", "") for node in nodes}
    usual = {node.get("Extension", "").lower(): node.get("ContentType", "") for node in nodes}
    return {
        # Names of parts are alike whatever their capitals (ECMA-376 Part 2).
        name: stated.get(f"/{name.lower()}") or usual.get(name.rpartition(".")[2].lower(), "")
        for name in parts
    }


# Relations


def _find_relations(name: str, tree: Element, place: Place) -> Iterator[Finding]:
    for relation in tree:
        kind, target = relation.get("Type", "").rpartition("/")[2], relation.get("Target", "")
        is_stated = relation.get("TargetMode", "").lower() == "external"
        # An address counts as outer even where the file does not call it so (TargetMode).
        if is_stated or _ELSEWHERE.match(target):
            yield from _judge_outer(name, kind, target, place)
        else:
            yield from _judge_inner(name, kind, target, place)


def _judge_outer(name: str, kind: str, target: str, place: Place) -> Iterator[Finding]:
    """Yield a relation that leads out of the file; a link to the web or to mail may be followed."""
    if kind.lower() == "hyperlink" and _FOLLOWED.match(target):
        return
    is_template = kind == "attachedTemplate"
    message = f"templat menunjuk ke luar berkas (relasi eksternal {kind}: {target[:80]}, di {name})"
    yield reading_error(place, message, _TEMPLATE_HINT if is_template else _LINK_HINT)


def _judge_inner(name: str, kind: str, target: str, place: Place) -> Iterator[Finding]:
    if kind.lower() in {"vbaproject", "wordvbadata"}:
        message = f"templat memuat makro ({target[:80]})"
        yield reading_error(place, message, "simpan sebagai “Dokumen Word (.docx)”, bukan .docm")
    elif kind.lower() not in _KINDS or _climbs(name, target):
        message = (
            f"templat memuat objek yang tidak diizinkan (relasi {kind[:40]}: "
            f"{target[:80]}, di {name})"
        )
        yield reading_error(place, message, _OBJECT_HINT)


def _climbs(name: str, target: str) -> bool:
    """Return whether a target leads above the top of the package.

    `word/_rels/x.rels` counts from `word`.
    """
    # Two levels up: the relations of a part lie in `_rels` beside it.
    home = posixpath.dirname(posixpath.dirname(name))
    return posixpath.normpath(posixpath.join(home, target)).startswith("..")


# Elements and fields


def _find_elements(name: str, tree: Element, place: Place) -> Iterator[Finding]:
    told = set()
    for node in tree.iter():
        kind = node.tag.rpartition("}")[2]
        if kind in _ELEMENTS and kind not in told and _is_of_office(node.tag):
            told.add(kind)
            message, hint = _ELEMENTS[kind]
            yield reading_error(place, f"{message} ({kind}, di {name})", hint)
        if node.tag.startswith(_VML):
            yield from _find_sources(kind, node, name, place)


def _is_of_office(tag: str) -> bool:
    return "wordprocessingml" in tag or tag.startswith(_VML)


def _find_sources(kind: str, node: Element, name: str, place: Place) -> Iterator[Finding]:
    """Find what a VML shape fetches from elsewhere; a link on it may be followed like any other."""
    for key, value in node.attrib.items():
        if key.rpartition("}")[2] in {"src", "href", "althref"} and _ELSEWHERE.match(value):
            # The href of a shape is a link to be clicked; that of a picture is fetched.
            if key == "href" and kind != "imagedata" and _FOLLOWED.match(value):
                continue
            message = f"templat menunjuk ke luar berkas (gambar {value[:80]}, di {name})"
            yield reading_error(place, message, _LINK_HINT)


def _find_fields(name: str, tree: Element, place: Place) -> Iterator[Finding]:
    told = set()
    for code, after in find_active_fields(tree):
        # One of a kind is enough to refuse the template, and a document may hold hundreds.
        if code not in told:
            told.add(code)
            where = f"{name}, sesudah “{' '.join(after.split())[-40:]}”" if after.strip() else name
            message = (
                f"templat memuat bidang {code}, yang tidak diizinkan dalam dokumen resmi ({where})"
            )
            yield reading_error(place, message, _FIELD_HINT)
