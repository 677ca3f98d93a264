"""The letters of a paragraph style, for what Word does not style itself: the texts in a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from renstra_doc.docx.xml import DEEPEST, W
from renstra_doc.render.graph import Letters

if TYPE_CHECKING:
    from collections.abc import Iterator

GRAPH_TEXT = "Teks Grafik"
_USUAL = Letters()


def read_letters(styles: bytes, name: str = GRAPH_TEXT) -> Letters:
    """Return font, size and colour of a style, each its own or that of what it is based on.

    In: word/styles.xml. A template without the style gives the usual ones.
    """
    if b"<!DOCTYPE" in styles:
        return _USUAL
    root = ET.fromstring(styles)  # noqa: S314 — a part with a DOCTYPE is passed over
    by_id = {node.get(f"{{{W}}}styleId", ""): node for node in root.iter(f"{{{W}}}style")}
    named = next((node for node in by_id.values() if _value(node, "name") == name), None)
    looks = list(_looks(named, by_id))
    font = next(filter(None, (_attribute(look, "rFonts", "ascii") for look in looks)), "")
    size = next(filter(str.isdigit, (_attribute(look, "sz", "val") for look in looks)), "")
    color = next(filter(None, (_attribute(look, "color", "val") for look in looks)), "")
    return Letters(
        font,
        int(size) * 50 if size else _USUAL.size,
        color if color.lower() != "auto" else "",
    )


def _looks(style: ET.Element | None, by_id: dict[str, ET.Element]) -> Iterator[ET.Element]:
    """Yield the w:rPr of a style, then of those that it is based on."""
    seen: list[ET.Element] = []
    while style is not None and style not in seen and len(seen) < DEEPEST:
        seen.append(style)
        look = style.find(f"{{{W}}}rPr")
        if look is not None:
            yield look
        style = by_id.get(_value(style, "basedOn"))


def _value(node: ET.Element, name: str) -> str:
    return _attribute(node, name, "val")


def _attribute(node: ET.Element, name: str, attribute: str) -> str:
    found = node.find(f"{{{W}}}{name}")
    return "" if found is None else found.get(f"{{{W}}}{attribute}", "")
