"""Open a template that somebody else made.

Within limits, without entities, and with nothing in it that acts.

In order: (1) the zip is read only as far as its own directory promises little enough; (2) every XML
part is parsed by a parser that stops at a DOCTYPE and at absurd nesting, so no entity is ever
expanded; (3) macros, parts that run or bring other programs' data, relations and fields that reach
out of the file are findings (`active`); (4) so are statements of jinja2 (`{% %}`, `{# #}`),
wherever they stand, before any template engine sees them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from renstra_doc.expression.language import TAG, ExpressionError, check_tag
from renstra_doc.files.zipfiles import LargeZipError, Limits, ZipError, read_zip
from renstra_doc.finding import Finding, InputError, reading_error, refuse_input
from renstra_doc.place import Place
from renstra_doc.template.dangers import find_active

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

KEPT_SIZE = 2**20  # a larger template is not kept in memory
MAX_DEPTH, MAX_TAGS = 200, 999
LIMITS = Limits(
    packed=200 * 2**20,
    total=200 * 2**20,
    xml=16 * 2**20,
    parts=1000,
    least=64 * 2**20,
    marks=100_000,
)
# More braces or brackets than any template has; the searches for tags and markers are quadratic in
# them.
MAX_MARKS, MAX_TEXT, MAX_CHILDREN = 20_000, 2**20, 20_000
DOCUMENT = "word/document.xml"
# The namespace of Word's other way to save, ISO 29500 strict (Part 1, annex A).
STRICT = "{http://purl.oclc.org/ooxml/"
ALLOWED = "yang boleh dalam templat hanya {{ dokumen.KUNCI }} dan {{ tanggal(dokumen.KUNCI) }}"
CHOOSE = "pilih berkas .docx yang disimpan dari Word; contoh: templates/renstra.docx"
TOO_LARGE = "templat rusak atau lebih besar dari 200 MiB (teksnya: 16 MiB)"


class _UnsafeXmlError(ValueError):
    """XML that is well-formed but not read; the text is Indonesian."""


class _Guard(ET.TreeBuilder):
    """Builds a tree; stops at a document type declaration and at absurd nesting.

    `remarks` are the comments.
    """

    def __init__(self) -> None:
        super().__init__()
        self.remarks: list[str] = []
        self._depth = 0

    def comment(self, text: str | None, /) -> None:  # type: ignore[override] # nothing is put into the tree
        # Kept aside for the search for tags: docxtpl would find and run them in comments, too.
        self.remarks.append(text or "")

    def pi(self, target: str, text: str | None = None, /) -> None:  # type: ignore[override]
        self.remarks.append(f"{target} {text or ''}")

    def doctype(self, *_about: object) -> None:
        message = "memuat DOCTYPE atau entitas, yang tidak ada dalam berkas Word yang wajar"
        raise _UnsafeXmlError(message)

    def start(self, tag: str, attrs: dict[str, str], /) -> ET.Element:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            message = f"bersarang lebih dari {MAX_DEPTH} lapis"
            raise _UnsafeXmlError(message)
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ET.Element:
        self._depth -= 1
        return super().end(tag)


@dataclass(frozen=True)
class Package:
    """The parts of a .docx by name, and those that are XML as trees.

    Nothing in them reaches out of the file.
    """

    parts: Mapping[str, bytes]
    trees: Mapping[str, ET.Element]
    remarks: Mapping[str, str]


def open_package(path: Path) -> Package:
    """Read a template for use; InputError with every reason why it must not be used."""
    package = read_package(path)
    faults = list(find_dangers(package, Place(path.name)))
    if faults:
        raise InputError(faults)
    return package


def read_package(path: Path) -> Package:
    """Read a template for inspection; InputError where it cannot even be read safely.

    A build reads it twice, to check it and to write into it: the same bytes are parsed once.
    """
    is_small = path.is_file() and path.stat().st_size <= KEPT_SIZE
    # By its content: a file saved twice within one tick of the clock has the same time.
    digest = hashlib.sha256(path.read_bytes()).hexdigest() if is_small else ""
    return _parse_once(path, digest) if digest else _parse_package(path)


@lru_cache(maxsize=2)
def _parse_once(path: Path, _digest: str) -> Package:
    return _parse_package(path)


def _parse_package(path: Path) -> Package:
    place = Place(path.name)
    package, faults = _parse_parts(_read_parts(path, place), place)
    document = package.trees.get(DOCUMENT)
    if document is not None and document.tag.startswith(STRICT):
        message = "templat disimpan sebagai “Strict Open XML”, yang tidak dibaca"
        hint = "di Word: Berkas > Simpan Sebagai > Dokumen Word (*.docx)"
        # The only one: what else seems wrong comes of names that are not known.
        faults = [reading_error(place, message, hint)]
    if faults:
        raise InputError(faults)
    return package


def _read_parts(path: Path, place: Place) -> dict[str, bytes]:
    if not path.is_file():
        said = "templat ini bukan berkas biasa" if path.exists() else "templat tidak ditemukan"
        raise refuse_input(place, f"{said}: {path}", CHOOSE)
    try:
        parts = read_zip(path, LIMITS)
    except LargeZipError as error:
        message = TOO_LARGE if error.is_size else f"templat {error}"
        raise refuse_input(place, message, CHOOSE) from error
    except (ZipError, OSError) as error:
        message = f"templat bukan berkas .docx atau rusak{_why(error)}"
        raise refuse_input(place, message, CHOOSE) from error
    if DOCUMENT not in parts:
        raise refuse_input(place, "templat bukan dokumen Word", CHOOSE)
    return parts


def _why(error: Exception) -> str:
    return f" ({error})" if isinstance(error, ZipError) and not error.is_plain else ""


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _parse_parts(parts: Mapping[str, bytes], place: Place) -> tuple[Package, list[Finding]]:
    trees: dict[str, ET.Element] = {}
    remarks: dict[str, str] = {}
    findings = []
    for name in filter(_is_xml, parts):
        guard = _Guard()
        parser = ET.XMLParser(target=guard)  # noqa: S314 — _Guard
        try:
            trees[name] = _refuse_endless(ET.fromstring(parts[name], parser))  # noqa: S314 — _Guard
            remarks[name] = "\n".join(guard.remarks)
        except _UnsafeXmlError as error:
            findings.append(reading_error(place, f"templat tidak aman: {name} {error}", CHOOSE))
        except (ET.ParseError, LookupError, ValueError):
            hint = "buka di Word atau LibreOffice dan simpan ulang sebagai .docx"
            findings.append(
                reading_error(place, f"templat rusak: {name} bukan XML yang utuh", hint)
            )
    return Package(parts, trees, remarks), findings


def _refuse_endless(tree: ET.Element) -> ET.Element:
    """Return a tree in which what looks for tags and markers comes to an end soon."""
    text = "".join(tree.itertext())
    # Attributes too: the title of a picture is searched for tags as the text is.
    asides = "".join(value for node in tree.iter() for value in node.attrib.values())
    if any(texts.count(mark) > MAX_MARKS for texts in (text, asides) for mark in "{}[<"):
        message = f"memuat lebih dari {MAX_MARKS} kurung"
        raise _UnsafeXmlError(message)
    _refuse_large(tree)
    return tree


def _refuse_large(tree: ET.Element) -> None:
    """Refuse a tree with one text, or one element, that holds more than any template's."""
    values = (value for node in tree.iter() for value in node.attrib.values())
    if any(len(piece) > MAX_TEXT for piece in chain(tree.itertext(), values)):
        message = "memuat satu teks yang lebih panjang dari 1 MiB"
        raise _UnsafeXmlError(message)
    if any(len(node) > MAX_CHILDREN for node in tree.iter()):
        message = f"memuat lebih dari {MAX_CHILDREN} unsur sederajat"
        raise _UnsafeXmlError(message)


def find_dangers(package: Package, place: Place) -> Iterator[Finding]:
    """Yield a finding for everything in a package that runs or reaches out of the file.

    And for what no tag may say.
    """
    yield from find_reaching(package, place)
    for name in package.trees:
        yield from find_bad_tags(package, name, place)


def find_reaching(package: Package, place: Place) -> Iterator[Finding]:
    """Yield a finding for everything in a package that runs, or that reaches out of the file."""
    yield from find_active(package.parts, package.trees, place)


def find_bad_tags(package: Package, name: str, place: Place) -> Iterator[Finding]:
    """Find the first tag of a part that is not allowed.

    In its text, also where Word split it, attributes, comments.
    """
    tree = package.trees[name]
    asides = "\n".join(value for node in tree.iter() for value in node.attrib.values())
    for text in ("".join(tree.itertext()), asides, package.remarks[name]):
        error = _find_bad_tag(text)
        if error:
            where = "" if name == DOCUMENT else f" (di {name})"
            yield reading_error(
                place, f"tanda dalam templat tidak dapat diisi: {error}{where}", ALLOWED
            )
            return


def _find_bad_tag(text: str) -> str:
    """Say what is wrong with the first tag that is not allowed, "" if all are.

    The text after it is not looked at.
    """
    seen: set[str] = set()
    for count, match in enumerate(TAG.finditer(text)):
        if count >= MAX_TAGS:
            return f"lebih dari {MAX_TAGS} tanda"
        # A template repeats a few tags many times; each is parsed once.
        if match[0] not in seen:
            try:
                check_tag(match[0])
            except ExpressionError as error:
                return str(error)
            seen.add(match[0])
    return ""
