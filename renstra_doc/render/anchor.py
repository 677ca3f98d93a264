"""The anchor of an electronic signature (TTE): a sign in the room for it, on the PDF only.

The service of BSrE looks for the sign in the text of the PDF and puts its stamp there.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from renstra_doc.docx.xml import W
from renstra_doc.template.typefaces import list_chain, styles_by_id
from renstra_doc.view import SignaturesItem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from renstra_doc.render.rendered import Rendered
    from renstra_doc.view import Item

ANCHOR = "#"
STYLES = "word/styles.xml"
# As `paragraph_xml` writes a paragraph without text: the room is left empty for the stamp.
_EMPTY = re.compile(r'<w:p><w:pPr><w:pStyle w:val="[^"]*"/></w:pPr></w:p>')
_LOOK = f"{{{W}}}pPr"


def add_anchor(draft: Rendered, room: str, signed: str) -> Rendered:
    """Return a draft with the anchor in a signature's room.

    In: the draft; the id of the block that is the room; the style id of the lines above it, whose
    place on the line the anchor takes. The line height stays that of the room: no page break moves.
    """
    span = next((span for span in draft.body.spans if room in _ids_of(span.item)), None)
    if span is None:
        return draft
    align = _read_alignment(draft.parts.get(STYLES, b""), signed)
    # Of two signatures side by side the right one has the last empty paragraph of the table.
    is_right = isinstance(span.item, SignaturesItem) and room in _ids(span.item.kanan)
    chunks = list(draft.body.chunks)
    for number in range(span.start, span.end):
        chunk = chunks[number]
        if isinstance(chunk, str) and (rooms := list(_EMPTY.finditer(chunk))):
            chunks[number] = _fill(rooms[-1 if is_right else 0], align)
            break
    return replace(draft, body=replace(draft.body, chunks=chunks))


def _ids_of(item: Item) -> list[str]:
    """Return the ids of the blocks that are printed as this item."""
    return _ids((*item.kiri, *item.kanan) if isinstance(item, SignaturesItem) else (item,))


def _ids(blocks: Iterable[Item]) -> list[str]:
    return [block.id for block in blocks]


def _fill(room: re.Match[str], align: str) -> str:
    """Return the text in which an empty paragraph was found, with the anchor in that paragraph."""
    filled = room[0].replace("</w:pPr>", f"{align}</w:pPr><w:r><w:t>{ANCHOR}</w:t></w:r>")
    return room.string[: room.start()] + filled + room.string[room.end() :]


def _read_alignment(styles: bytes, style_id: str) -> str:
    """Return w:ind and w:jc of a style, its own or those that it is based on."""
    if not styles or b"<!DOCTYPE" in styles:
        return ""
    root = ET.fromstring(styles)  # noqa: S314 — a part with a DOCTYPE is passed over
    by_id = styles_by_id(root)
    looks = [
        look for style in list_chain(by_id.get(style_id), by_id) for look in style.iterfind(_LOOK)
    ]
    # In the order of the schema (17.3.1.26).
    return "".join(_first(looks, name) for name in ("ind", "jc"))


def _first(looks: Iterable[ET.Element], name: str) -> str:
    """Write the element of the first of some looks that has it, "" where none does."""
    nodes = (look.find(f"{{{W}}}{name}") for look in looks)
    return next((_write(node, name) for node in nodes if node is not None), "")


def _write(node: ET.Element, name: str) -> str:
    marks = "".join(
        f' w:{key.rpartition("}")[2]}="{value}"' for key, value in sorted(node.attrib.items())
    )
    return f"<w:{name}{marks}/>"
