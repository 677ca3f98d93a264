"""Read a Word template: its fixed text filled with facts, its sections, sample tables and styles.

The template is a .docx that a person restyles in Word. Its body holds marker paragraphs: `[[bagian:
NAMA]]` opens a section pattern, `[[isi]]` is where the blocks of such a section go, `[[tabel:
NAMA]]` stands above a sample table whose rows name their role (`[[kepala]]`, `[[program]]` …). The
only module beside `filling` that knows python-docx.
"""

from __future__ import annotations

import copy
import io
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renstra_doc.docx.xml import W
from renstra_doc.files.zipfiles import read_zip
from renstra_doc.finding import InputError, Severity, refuse_input
from renstra_doc.place import Place
from renstra_doc.template.direct_look import StyleLooks
from renstra_doc.template.filling import as_document, fill_template
from renstra_doc.template.inheritance import state_inherited
from renstra_doc.template.leftovers import find_leftovers
from renstra_doc.template.marks import read_marks
from renstra_doc.template.safety import DOCUMENT, open_package
from renstra_doc.template.spots import list_spots
from renstra_doc.template.typefaces import PLAIN, Typeface, read_typefaces

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from docx.document import Document as WordDocument
    from lxml.etree import _Element

    from renstra_doc.template.marks import Marks, SectionSpan
    from renstra_doc.template.safety import Package

BODY_SLOT = "renstra-doc-body-slot"
POSITION = "_Cek"
_FREE_ID = 90_000  # ids of bookmarks from here on are nobody's
# What python-docx raises somewhere in a package whose parts are XML, but not those that they say.
_DAMAGES = (AttributeError, LookupError, TypeError, ValueError, SyntaxError)
# Children of w:tcPr that a sample cell hands on, in schema order (17.4.69).
_CELL_LOOK = (
    "tcBorders",
    "shd",
    "noWrap",
    "tcMar",
    "textDirection",
    "tcFitText",
    "vAlign",
    "hideMark",
)


@dataclass(frozen=True, slots=True)
class SectionLook:
    """A section pattern: its w:sectPr, fixed text around the blocks, text width in twips."""

    properties: str
    before: str
    after: str
    width: int
    landscape: bool


@dataclass(frozen=True, slots=True)
class RoleLook:
    """How a row of one role looks.

    Extra w:tcPr children, paragraph style id, whether one cell goes over the full width, whether
    the style indents, its letters, the least height of the row in twips, and how the style aligns.
    """

    cell: str
    style: str
    full_width: bool
    indented: bool = False
    type: Typeface = PLAIN
    height: int = 0
    alignment: str = "left"


@dataclass(frozen=True, slots=True)
class TableLook:
    """How a table looks: its w:tblPr and its rows by role."""

    properties: str
    roles: Mapping[str, RoleLook]


@dataclass(frozen=True)
class TemplateLook:
    """Everything that the template says.

    `parts` are the package's other parts, `skeleton` the document with a slot.
    """

    name: str
    sections: Mapping[str, SectionLook]
    tables: Mapping[str, TableLook]
    styles: Mapping[str, str]
    indents: Mapping[str, str]
    skeleton: str
    parts: Mapping[str, bytes]
    numbering: str


def read_template(path: Path, dokumen: Mapping[str, str]) -> TemplateLook:
    """Read a template and fill the facts into its fixed text.

    In: the .docx and the facts for its `{{ dokumen.… }}` tags. Raises InputError where the file is
    no template, a tag is not allowed or unknown, or a marker is missing.
    """
    place = Place(path.name)
    # Before python-docx opens it: what acts or swells is refused first.
    package = open_package(path)
    marks = find_marks(package)
    slips = [*marks.slips, *find_leftovers(package.trees)]
    faults = [slip.to_finding(path.name) for slip in slips if slip.severity is Severity.ERROR]
    if faults:
        raise InputError(faults)
    try:
        return _read_look(path, dokumen, place, marks)
    except _DAMAGES as error:
        hint = "buka di Word atau LibreOffice dan simpan ulang sebagai .docx"
        raise refuse_input(place, "templat rusak: susunan isinya tidak dipahami", hint) from error


def find_marks(package: Package) -> Marks:
    """Return the markers of a template, each with its place."""
    root = package.trees[DOCUMENT]
    body = root.find(f"{{{W}}}body")
    return read_marks(root, []) if body is None else read_marks(body, list_spots(body))


def _read_look(path: Path, dokumen: Mapping[str, str], place: Place, marks: Marks) -> TemplateLook:
    word = fill_template(path, dokumen, place)
    body = word.element.body
    # Before the sections are taken apart: afterwards there is no section before.
    state_inherited(body, parts_even_pages=word.settings.odd_and_even_pages_header_footer)
    typefaces = read_typefaces(word.styles.element)
    sections, tables = _read_body(
        body, marks, _indented_styles(word), typefaces, StyleLooks(word.styles.element)
    )
    # Before the skeleton is saved, since a missing part is added to the package here.
    numbering = _take_numbering(word)
    styles = {style.name: style.style_id for style in word.styles if style.name and style.style_id}
    indents = _read_indents(word)
    skeleton, parts = _take_skeleton(word)
    return TemplateLook(path.name, sections, tables, styles, indents, skeleton, parts, numbering)


def mark_positions(path: Path, positions: Iterable[int]) -> bytes:
    """Return the template with a bookmark at each of these children of its body.

    Their names are `POSITION` and the number of the child: their pages are found by them.
    """
    from docx import Document  # noqa: PLC0415

    word = Document(io.BytesIO(as_document(path.read_bytes())))
    children = list(word.element.body)
    for position in positions:
        paragraph = next(children[position].iter(f"{{{W}}}p"), None)
        if paragraph is not None:
            # At the first place after w:pPr, which must stay the first child (17.3.1.26).
            at = 0 if paragraph.pPr is None else 1
            key = {f"{{{W}}}id": str(_FREE_ID + position)}
            name = {f"{{{W}}}name": f"{POSITION}{position}"}
            paragraph.insert(at, paragraph.makeelement(f"{{{W}}}bookmarkEnd", key))
            paragraph.insert(at, paragraph.makeelement(f"{{{W}}}bookmarkStart", name | key))
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def _indented_styles(word: WordDocument) -> set[str]:
    """Return the ids of the styles that indent their paragraphs."""
    return {
        style.style_id
        for style in word.styles
        if style.style_id and style.element.find(f"{{{W}}}pPr/{{{W}}}ind") is not None
    }


def _read_body(
    body: _Element,
    marks: Marks,
    indented: set[str],
    typefaces: Mapping[str, Typeface],
    looks: StyleLooks,
) -> tuple[dict[str, SectionLook], dict[str, TableLook]]:
    """Take the look of sections and tables from where the markers say that they are."""
    children = list(body.iterchildren("{*}*"))  # no comments
    sections = {span.name: _read_span(children, span, marks) for span in marks.spans}
    tables = {
        name: _read_table(children[position], rows, indented, typefaces, looks)
        for name, (position, rows) in marks.places.items()
    }
    return sections, tables


def _read_span(children: Sequence[_Element], span: SectionSpan, marks: Marks) -> SectionLook:
    """Return a section: its break, and the fixed content before and after `[[isi]]`."""
    samples = {position for position, _ in marks.places.values()}
    # The marks and what they announce are read, not printed; the mark of a table stands above it.
    skipped = samples | {place - 1 for place in samples} | {span.content}
    fixed: tuple[list[str], list[str]] = ([], [])
    properties = _section_of(children[span.closing])
    for place in range(span.opening + 1, span.closing + 1):
        element = children[place]
        is_break = place == span.closing
        if place in skipped or element.tag == f"{{{W}}}sectPr":
            continue
        # Without [[isi]] (-1) all fixed text stands before the blocks.
        after = 0 <= span.content < place
        fixed[after].extend(_fixed_content(element, properties if is_break else None))
    if properties is None:
        message = "a section without its break"  # told as any other damage
        raise ValueError(message)
    return _read_section(properties, "".join(fixed[0]), "".join(fixed[1]))


def _fixed_content(element: _Element, section: _Element | None) -> list[str]:
    """Return fixed content of a section.

    What stands in the paragraph of the section break is not lost with it.
    """
    if section is None:
        return [_to_string(element)]
    if not any(True for _ in element.iter(f"{{{W}}}r")):
        return []
    twin = copy.deepcopy(element)
    # The break itself is written anew, after the blocks.
    for properties in twin.findall(f"{{{W}}}pPr"):
        for node in properties.findall(f"{{{W}}}sectPr"):
            properties.remove(node)
    return [_strip_root_namespaces(_serialize(twin), element)]


def _section_of(element: _Element) -> _Element | None:
    if element.tag == f"{{{W}}}sectPr":
        return element
    found: _Element | None = element.find(f"{{{W}}}pPr/{{{W}}}sectPr")
    return found


def _read_section(section: _Element, before: str, after: str) -> SectionLook:
    size, margin = section.find(f"{{{W}}}pgSz"), section.find(f"{{{W}}}pgMar")
    measure = {
        key: int(node.get(f"{{{W}}}{key}", "0")) if node is not None else 0
        for node, keys in ((size, ("w", "h")), (margin, ("left", "right", "gutter")))
        for key in keys
    }
    width = measure["w"] - measure["left"] - measure["right"] - measure["gutter"]
    return SectionLook(_to_string(section), before, after, width, measure["w"] > measure["h"])


def _read_table(
    table: _Element,
    places: Mapping[str, int],
    indented: set[str],
    typefaces: Mapping[str, Typeface],
    looks: StyleLooks,
) -> TableLook:
    properties = table.find(f"{{{W}}}tblPr")
    rows = list(table.iter(f"{{{W}}}tr"))
    roles = {}
    for name, place in places.items():
        cells = rows[place].findall(f"{{{W}}}tc")
        role = _read_role(cells[0], indented, is_only=len(cells) == 1)
        roles[name] = replace(
            role,
            type=typefaces.get(role.style, PLAIN),
            height=_read_height(rows[place]),
            alignment=looks.alignment(role.style) or "left",
        )
    return TableLook(_to_string(properties) if properties is not None else "<w:tblPr/>", roles)


def _read_height(row: _Element) -> int:
    """Return the height that a person gave a row (17.4.80), in twips; 0 for none.

    An exact one would cut longer texts: it too is the least that a row takes.
    """
    height = row.find(f"{{{W}}}trPr/{{{W}}}trHeight")
    value = height.get(f"{{{W}}}val", "") if height is not None else ""
    return int(value) if re.fullmatch("[0-9]{1,5}", value) else 0


def _read_role(cell: _Element, indented: set[str], *, is_only: bool) -> RoleLook:
    properties = cell.find(f"{{{W}}}tcPr")
    kept = [
        _to_string(child)
        for name in _CELL_LOOK
        for child in (properties.findall(f"{{{W}}}{name}") if properties is not None else ())
    ]
    style = cell.find(f"{{{W}}}p/{{{W}}}pPr/{{{W}}}pStyle")
    style_id = style.get(f"{{{W}}}val", "") if style is not None else "Normal"
    return RoleLook("".join(kept), style_id, is_only, style_id in indented)


def _read_indents(word: WordDocument) -> dict[str, str]:
    """Return the w:ind of each paragraph style that has one."""
    found = {}
    for style in word.styles:
        indent = style.element.find(f"{{{W}}}pPr/{{{W}}}ind")
        if indent is not None and style.name:
            found[style.name] = _to_string(indent)
    return found


def _take_numbering(word: WordDocument) -> str:
    """Return the numbering part; a template without lists gets an empty one."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE  # noqa: PLC0415
    from docx.opc.packuri import PackURI  # noqa: PLC0415
    from docx.oxml import parse_xml  # noqa: PLC0415
    from docx.parts.numbering import NumberingPart  # noqa: PLC0415
    from lxml import etree  # noqa: PLC0415

    try:
        part = word.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    except KeyError:
        element = parse_xml(f'<w:numbering xmlns:w="{W}"/>')
        part = NumberingPart(
            PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, element, word.part.package
        )
        word.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    root = etree.fromstring(part.blob)
    # Lists are spliced into its text under this prefix.
    if root.tag != f"{{{W}}}numbering" or root.prefix != "w":
        message = "another root"  # told as any other damage
        raise ValueError(message)
    return etree.tostring(root, encoding="unicode")


def _take_skeleton(word: WordDocument) -> tuple[str, dict[str, bytes]]:
    """Empty the body but for a slot.

    Out: the document part as text, every other part as bytes.
    """
    # As text: lxml takes an element out of a tree in a time quadratic in what is below it.
    word.element.body.text = BODY_SLOT  # so that there is an end of it, whatever it held
    stream = io.BytesIO()
    word.save(stream)
    parts = read_zip(stream.getvalue())
    document = parts.pop("word/document.xml").decode()
    start, end = document.index("<w:body"), document.rindex("</w:body>")
    start = document.index(">", start) + 1
    return document[:start] + BODY_SLOT + document[end:], parts


def _to_string(element: _Element) -> str:
    """Serialize an element for a document whose root declares the template's namespaces.

    Others stay declared.
    """
    return _strip_root_namespaces(_serialize(element), element)


def _serialize(element: _Element) -> str:
    from lxml import etree  # noqa: PLC0415

    return str(etree.tostring(element, encoding="unicode", with_tail=False))


def _strip_root_namespaces(text: str, member: _Element) -> str:
    head, bracket, rest = text.partition(">")
    # lxml declares on a piece all that its root declares; in the skeleton the root does so already.
    for prefix, uri in member.getroottree().getroot().nsmap.items():
        head = head.replace(f' xmlns:{prefix}="{uri}"', "", 1)
    return head + bracket + rest
