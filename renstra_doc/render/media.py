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
from renstra_doc.render.package import (
    OFFICE,
    RELATIONS,
    TYPES,
    insert_last,
    part_xml,
    relation_xml,
    relations_part,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
        tied |= {f"word/{resource.name}": resource.content, **_inner_parts(resource)}
    rows = "".join(relation_xml(one.id, one.kind, one.name) for one in found.values())
    tied[RELATIONS] = insert_last(tied[RELATIONS], rows)
    tied[TYPES] = _declare(tied[TYPES], found.values())
    return tied


def _inner_parts(resource: Resource) -> dict[str, bytes]:
    """Return the parts that a part points to itself, and its relationships to them."""
    if not resource.inner:
        return {}
    folder, _, name = resource.name.rpartition("/")
    # Paths count from the folder of the part, which is one below that of the document.
    rows = ((key, "package", f"../{target}") for key, target, _ in resource.inner)
    relations = {f"word/{folder}/_rels/{name}.rels": part_xml(relations_part(rows))}
    return relations | {f"word/{target}": content for _, target, content in resource.inner}


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
    # The text of a note waits, escaped, in the id of its sign until all are numbered in order.
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
    return {
        **parts,
        relations: insert_last(parts.get(relations) or part_xml(relations_part(())), rows),
    }


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
    numbers = [int(number) for number in re.findall(rb'<w:footnote [^<>]*w:id="(\d+)"', part)]
    return max([1, *numbers]) + 1


def _add_notes(parts: dict[str, bytes], notes: str) -> dict[str, bytes]:
    """Put footnotes into the template's part of them, or into one of their own."""
    tied = dict(parts)
    if NOTES in tied:
        tied[NOTES] = insert_last(tied[NOTES], notes)
    else:
        tied[NOTES] = _notes_part(notes)
        tied[TYPES] = insert_last(
            tied[TYPES], f'<Override PartName="/{NOTES}" ContentType="{NOTES_TYPE}"/>'
        )
        tied[RELATIONS] = insert_last(
            tied[RELATIONS], relation_xml(NOTES_ID, "footnotes", "footnotes.xml")
        )
    return tied


def _notes_part(notes: str) -> bytes:
    spaces = (
        f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{OFFICE}"'
    )
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr>'
        '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
        f"<w:r><w:{sign}/></w:r></w:p></w:footnote>"
        for number, kind, sign in (
            # The lines above footnotes are notes of their own kind (17.11.23, 17.11.1).
            (0, "separator", "separator"),
            (1, "continuationSeparator", "continuationSeparator"),
        )
    )
    return part_xml(f"<w:footnotes {spaces}>{lines}{notes}</w:footnotes>")


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
    # An ending is declared once; a second Default for it makes the package invalid.
    known = {ending.lower() for ending in re.findall(r'Extension="([^"]+)"', types.decode())}
    defaults = "".join(
        f'<Default Extension="{ending}" ContentType="{EXTENSION_TYPES[ending]}"/>'
        for ending in endings
        if ending not in known
    )
    declared = insert_last(types, "".join(rows)).decode()
    # Defaults before overrides, as Word writes them.
    start = declared.index(">", declared.index("<Types")) + 1
    return (declared[:start] + defaults + declared[start:]).encode()


def _outer_relation(key: str, target: str) -> str:
    """Return the relationship to an address; `target` is still escaped, as it stood in the body."""
    address = quoteattr(unescape(target))
    return (
        f'<Relationship Id="{key}" Type="{OFFICE}/hyperlink" Target={address} '
        'TargetMode="External"/>'
    )
