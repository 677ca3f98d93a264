"""What a body needs beside itself: pictures, graphs, links, footnotes → parts and relationships.

Names and ids follow from the content, so that the parts of two editions can stand in one package
(a redline) and the same content is there once.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from html import unescape
from itertools import count
from typing import TYPE_CHECKING

from renstra_doc.docx.xml import NOTE_STYLE, paragraph_xml, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TYPES, RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_ML = "application/vnd.openxmlformats-officedocument"
CHART_TYPE = f"{_ML}.drawingml.chart+xml"
NOTES_TYPE = f"{_ML}.wordprocessingml.footnotes+xml"
WORKBOOK_TYPE = f"{_ML}.spreadsheetml.sheet"
EXTENSION_TYPES = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "svg": "image/svg+xml",
    "xlsx": WORKBOOK_TYPE,
}
NOTES, NOTES_ID = "word/footnotes.xml", "rIdCatatanKaki"
NOTE_RELATIONS = "word/_rels/footnotes.xml.rels"
NOTE_TEXT, NOTE_SIGN = "footnote text", "footnote reference"
_LINK = re.compile(r'<w:hyperlink r:id="(rIdT[0-9a-f]{16})" w:tooltip="([^"]*)">')
_NOTE = re.compile(
    rf'<w:rStyle w:val="{NOTE_STYLE}"/></w:rPr><w:footnoteReference w:id="([^"]*)"/>'
)


@dataclass(frozen=True, slots=True)
class Resource:
    """A part that the body points to: relationship id and kind, part name, content, own type.

    `type` is empty where the ending of the name says it; `inner` are the parts that it points to
    itself, by (relationship id, name).
    """

    id: str
    kind: str
    name: str
    content: bytes = field(repr=False)
    type: str = ""
    inner: tuple[tuple[str, str, bytes], ...] = field(default=(), repr=False)


def picture_resource(kind: str, content: bytes) -> Resource:
    """Return a picture as a part (ECMA-376 Part 1, 15.2.14)."""
    digest = hashlib.sha256(content).hexdigest()[:16]
    return Resource(f"rIdM{digest}", "image", f"media/{digest}.{kind}", content)


def chart_resource(chart: bytes, workbook: bytes) -> Resource:
    """Return a chart with its workbook as a part (ECMA-376 Part 1, 14.2.1)."""
    digest = hashlib.sha256(chart + workbook).hexdigest()[:16]
    inner = (("rId1", f"embeddings/{digest}.xlsx", workbook),)
    return Resource(f"rIdG{digest}", "chart", f"charts/chart{digest}.xml", chart, CHART_TYPE, inner)


def add_resources(parts: Mapping[str, bytes], resources: Iterable[Resource]) -> dict[str, bytes]:
    """Return the parts with the resources among them, each once, tied to the document part."""
    found = {resource.id: resource for resource in resources}
    if not found:
        return dict(parts)
    tied = dict(parts)
    for resource in found.values():
        tied[f"word/{resource.name}"] = resource.content
        if resource.inner:
            folder, _, name = resource.name.rpartition("/")
            tied[f"word/{folder}/_rels/{name}.rels"] = _relations_part(
                (key, "package", f"../{target}") for key, target, _ in resource.inner
            )
        tied |= {f"word/{target}": content for _, target, content in resource.inner}
    rows = "".join(_relation(one.id, one.kind, one.name) for one in found.values())
    tied[RELATIONS] = _insert(tied[RELATIONS], rows)
    tied[TYPES] = _declare(tied[TYPES], found.values())
    return tied


def finish_document(
    document: str, parts: Mapping[str, bytes], styles: Mapping[str, str]
) -> tuple[str, dict[str, bytes]]:
    """Tie the links of a whole document part, and number its footnotes.

    In: word/document.xml, the other parts, the style ids by name. Out: both, finished.
    """
    tied = _tie_links(dict(parts), RELATIONS, document)
    if NOTE_STYLE not in document:
        return document, tied
    first = _first_note(tied.get(NOTES, b""))
    numbers = count(first)
    sign = _sign_look(styles)
    notes = [unescape(text) for text in _NOTE.findall(document)]
    document = _NOTE.sub(
        lambda _: f'{sign}</w:rPr><w:footnoteReference w:id="{next(numbers)}"/>', document
    )
    written = (_note_xml(number, text, styles) for number, text in enumerate(notes, first))
    return document, _tie_links(_add_notes(tied, "".join(written)), NOTE_RELATIONS, "".join(notes))


def _tie_links(parts: dict[str, bytes], relations: str, text: str) -> dict[str, bytes]:
    """Return the parts with a relationship for each link of a text (17.16.22)."""
    links = dict(_LINK.findall(text))
    if not links:
        return parts
    rows = "".join(_outer_relation(key, target) for key, target in links.items())
    return {**parts, relations: _insert(parts.get(relations) or _relations_part(()), rows)}


def _sign_look(styles: Mapping[str, str]) -> str:
    style = styles.get(NOTE_SIGN)
    return f'<w:rStyle w:val="{style}"/>' if style else '<w:vertAlign w:val="superscript"/>'


def _note_xml(number: int, text: str, styles: Mapping[str, str]) -> str:
    """Return a footnote: its sign, a blank, its text (17.11.10)."""
    sign = f"<w:r><w:rPr>{_sign_look(styles)}</w:rPr><w:footnoteRef/></w:r>"
    content = f'{sign}<w:r><w:t xml:space="preserve"> </w:t></w:r>{text}'
    style = styles.get(NOTE_TEXT) or styles.get("Normal") or "Normal"
    return f'<w:footnote w:id="{number}">{paragraph_xml(style, content)}</w:footnote>'


def _first_note(part: bytes) -> int:
    """Return the first free number of a footnote; 0 and 1 are the lines above the footnotes."""
    numbers = [int(number) for number in re.findall(rb'<w:footnote [^>]*w:id="(\d+)"', part)]
    return max([1, *numbers]) + 1


def _add_notes(parts: dict[str, bytes], notes: str) -> dict[str, bytes]:
    """Put footnotes into the template's part of them, or into one of their own."""
    tied = dict(parts)
    if NOTES in tied:
        tied[NOTES] = _insert(tied[NOTES], notes)
    else:
        tied[NOTES] = _notes_part(notes)
        tied[TYPES] = _insert(
            tied[TYPES], f'<Override PartName="/{NOTES}" ContentType="{NOTES_TYPE}"/>'
        )
        tied[RELATIONS] = _insert(
            tied[RELATIONS], _relation(NOTES_ID, "footnotes", "footnotes.xml")
        )
    return tied


def _notes_part(notes: str) -> bytes:
    spaces = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        f'xmlns:r="{_OFFICE}"'
    )
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr>'
        '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
        f"<w:r><w:{sign}/></w:r></w:p></w:footnote>"
        for number, kind, sign in (
            (0, "separator", "separator"),
            (1, "continuationSeparator", "continuationSeparator"),
        )
    )
    return _xml(f"<w:footnotes {spaces}>{lines}{notes}</w:footnotes>")


# Relationships and types


def _declare(types: bytes, resources: Iterable[Resource]) -> bytes:
    """Name the types of the resources: by ending, or each by itself (ECMA-376 Part 2, 10.1)."""
    rows = []
    endings: dict[str, None] = {}
    for resource in resources:
        if resource.type:
            rows.append(
                f'<Override PartName="/word/{resource.name}" ContentType="{resource.type}"/>'
            )
        names = [] if resource.type else [resource.name]
        for name in (*names, *(target for _, target, _ in resource.inner)):
            endings.setdefault(name.rpartition(".")[2])
    known = {ending.lower() for ending in re.findall(r'Extension="([^"]+)"', types.decode())}
    defaults = "".join(
        f'<Default Extension="{ending}" ContentType="{EXTENSION_TYPES[ending]}"/>'
        for ending in endings
        if ending not in known
    )
    declared = _insert(types, "".join(rows)).decode()
    start = declared.index(">", declared.index("<Types")) + 1
    return (declared[:start] + defaults + declared[start:]).encode()


def _relation(key: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _outer_relation(key: str, target: str) -> str:
    """Return the relationship to an address; `target` is still escaped, as it stood in the body."""
    address = quoteattr(unescape(target))
    return (
        f'<Relationship Id="{key}" Type="{_OFFICE}/hyperlink" Target={address} '
        'TargetMode="External"/>'
    )


def _relations_part(rows: Iterable[tuple[str, str, str]]) -> bytes:
    body = "".join(_relation(*row) for row in rows)
    return _xml(f'<Relationships xmlns="{_PACKAGE}">{body}</Relationships>')


def _insert(part: bytes, xml: str) -> bytes:
    """Put elements last in the root of a part."""
    text = part.decode()
    closing = text.rfind("</")
    if closing < 0:  # a root without content
        text = re.sub(r"<(\w+)([^<>]*)/>\s*$", r"<\1\2></\1>", text)
        closing = text.rfind("</")
    return (text[:closing] + xml + text[closing:]).encode()


def _xml(body: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{body}'.encode()
