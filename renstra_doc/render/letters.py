"""The letters of a paragraph style, for what Word does not style itself: the texts in a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from renstra_doc.docx.xml import W
from renstra_doc.render.graph import GraphLetters
from renstra_doc.template.typefaces import list_chain, styles_by_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

GRAPH_TEXT = "Teks Grafik"
_USUAL = GraphLetters()
_LOOK = f"{{{W}}}rPr"


def read_letters(styles: bytes, name: str = GRAPH_TEXT) -> GraphLetters:
    """Return font, size and colour of a style, each its own or that of what it is based on.

    In: word/styles.xml. A template without the style gives the usual ones.
    """
    if b"<!DOCTYPE" in styles:
        return _USUAL
    root = ET.fromstring(styles)  # noqa: S314 — a part with a DOCTYPE is passed over
    by_id = styles_by_id(root)
    named = next((node for node in by_id.values() if _attribute(node, "name", "val") == name), None)
    looks = [look for style in list_chain(named, by_id) for look in style.iterfind(_LOOK)]
    size = next(filter(str.isdigit, _said(looks, "sz", "val")), "")
    color = next(_said(looks, "color", "val"), "")
    return GraphLetters(
        next(_said(looks, "rFonts", "ascii"), ""),
        # w:sz counts half-points, DrawingML hundredths of a point.
        int(size) * 50 if size else _USUAL.size,
        color if color.lower() != "auto" else "",
    )


def _said(looks: Iterable[ET.Element], name: str, attribute: str) -> Iterator[str]:
    """Yield what a style, and then those that it is based on, say of their letters."""
    return filter(None, (_attribute(look, name, attribute) for look in looks))


def _attribute(node: ET.Element, name: str, attribute: str) -> str:
    found = node.find(f"{{{W}}}{name}")
    return "" if found is None else found.get(f"{{{W}}}{attribute}", "")
