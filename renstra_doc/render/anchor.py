"""The anchor of an electronic signature (TTE): a sign in the room for it, on the PDF only.

The service of BSrE looks for the sign in the text of the PDF and puts its stamp there.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from renstra_doc.docx.xml import W
from renstra_doc.view import SignaturesItem

if TYPE_CHECKING:
    from renstra_doc.render.rendered import Rendered

ANCHOR = "#"
STYLES = "word/styles.xml"
_EMPTY = re.compile(r'<w:p><w:pPr><w:pStyle w:val="[^"]*"/></w:pPr></w:p>')


def add_anchor(draft: Rendered, room: str, signed: str) -> Rendered:
    """Return a draft with the anchor in a signature's room.

    In: the draft; the id of the block that is the room; the style id of the lines above it, whose
    place on the line the anchor takes. The line height stays that of the room: no page break moves.
    """
    chunks = list(draft.body.chunks)
    align = _read_alignment(draft.parts.get(STYLES, b""), signed)
    for span in draft.body.spans:
        item = span.item
        blocks = (*item.kiri, *item.kanan) if isinstance(item, SignaturesItem) else (item,)
        if room not in [block.id for block in blocks]:
            continue
        is_right = isinstance(item, SignaturesItem) and room in [one.id for one in item.kanan]
        for number in range(span.start, span.end):
            chunk = chunks[number]
            if isinstance(chunk, str) and (places := list(_EMPTY.finditer(chunk))):
                match = places[-1 if is_right else 0]
                filled = match[0].replace(
                    "</w:pPr>", f"{align}</w:pPr><w:r><w:t>{ANCHOR}</w:t></w:r>"
                )
                chunks[number] = chunk[: match.start()] + filled + chunk[match.end() :]
                break
        break
    return replace(draft, body=replace(draft.body, chunks=chunks))


def _read_alignment(styles: bytes, style_id: str) -> str:
    """Return w:ind and w:jc of a style, its own or those that it is based on."""
    if not styles or b"<!DOCTYPE" in styles:
        return ""
    root = ET.fromstring(styles)  # noqa: S314 — a part with a DOCTYPE is passed over
    by_id = {node.get(f"{{{W}}}styleId", ""): node for node in root.iter(f"{{{W}}}style")}
    found: dict[str, str] = {}
    seen: set[str] = set()
    while style_id in by_id and style_id not in seen:
        seen.add(style_id)
        style = by_id[style_id]
        for name in ("ind", "jc"):
            node = style.find(f"{{{W}}}pPr/{{{W}}}{name}")
            if node is not None:
                found.setdefault(name, _write(node, name))
        base = style.find(f"{{{W}}}basedOn")
        style_id = base.get(f"{{{W}}}val", "") if base is not None else ""
    return found.get("ind", "") + found.get("jc", "")


def _write(node: ET.Element, name: str) -> str:
    marks = "".join(
        f' w:{key.rpartition("}")[2]}="{value}"' for key, value in sorted(node.attrib.items())
    )
    return f"<w:{name}{marks}/>"
