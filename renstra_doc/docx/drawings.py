"""What a drawing of a text holds: boxes with text, WordArt, pictures (ECMA-376 Part 1, 20.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.docx.elements import local
from renstra_doc.docx.relations import OFFICE
from renstra_doc.docx.xml import W

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from renstra_doc.docx.relations import Relation

PICTURE = "[gambar]"
_BOX = f"{{{W}}}txbxContent"
_WORDART = "{urn:schemas-microsoft-com:vml}textpath"
_DATA = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"
# Kinds that are only shapes and pictures; any other brings content of its own.
_DRAWN = ("wordprocessingShape", "wordprocessingGroup", "wordprocessingCanvas", "picture")


def list_boxes(node: _Element) -> Iterator[tuple[_Element, bool]]:
    """Yield the boxes of a drawing, each with whether it is hidden; no copy for old programs."""
    for box in node.iter(_BOX):
        if not _is_inside(box, node, "Fallback"):
            yield box, _is_hidden(box)


def list_wordart(node: _Element) -> Iterator[str]:
    """Yield the texts that are drawn and not written."""
    for letters in node.iter(_WORDART):
        text = " ".join((letters.get("string") or "").split())
        if text:
            yield text


def list_other_kinds(node: _Element) -> Iterator[str]:
    """Yield the kinds of what is drawn that are neither shape nor picture: charts, diagrams."""
    for data in node.iter(_DATA):
        kind = data.get("uri", "").rsplit("/", 1)[-1]
        if kind not in _DRAWN:
            yield kind


def find_linked(node: _Element, targets: Mapping[str, Relation]) -> str:
    """Return the first part that a drawing leads to, a sign for a picture where it has none."""
    for found in node.iter():
        for key, target in found.attrib.items():
            if str(key).startswith(f"{{{OFFICE}}}") and str(target) in targets:
                return targets[str(target)].target
    return PICTURE


def _is_inside(node: _Element, top: _Element, name: str) -> bool:
    for parent in node.iterancestors():
        if local(parent.tag) == name:
            return True
        if parent is top:
            return False
    return False


def _is_hidden(box: _Element) -> bool:
    for parent in box.iterancestors():
        if local(parent.tag) in ("inline", "anchor"):
            return any(
                local(found.tag) == "docPr" and found.get("hidden") in ("1", "true")
                for found in parent
            )
        if "visibility:hidden" in (parent.get("style") or "").replace(" ", ""):
            return True
    return False
