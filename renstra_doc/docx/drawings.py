"""What a drawing of a text holds: boxes with text, WordArt, pictures (ECMA-376 Part 1, 20.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from renstra_doc.docx.elements import local, name_element
from renstra_doc.docx.relations import OFFICE
from renstra_doc.docx.styles import number
from renstra_doc.docx.word_letters import plain
from renstra_doc.docx.xml import W

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.etree import _Element

    from renstra_doc.docx.relations import Relation

    _Frame = tuple[int, int, int, int]

PICTURE = "[gambar]"
SMALLEST = 100_000  # EMU, 2,8 mm: in less no line of text is read
_BOX = f"{{{W}}}txbxContent"
_WORDART = "{urn:schemas-microsoft-com:vml}textpath"
_TEXT = f"{{{W}}}t"
GROUPS, _FORMS = ("wgp", "grpSp"), ("grpSpPr", "spPr")
_KEYS = etree.XPath("descendant-or-self::*/@r:*", namespaces={"r": OFFICE}, smart_strings=False)
_DATA = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"
# Kinds that are only shapes and pictures; any other brings content of its own.
_DRAWN = ("wordprocessingShape", "wordprocessingGroup", "wordprocessingCanvas", "picture")


def list_boxes(node: _Element) -> Iterator[tuple[_Element, bool]]:
    """Yield the boxes of a drawing, each with whether it is hidden; no copy for old programs.

    Not those in another box: they belong to the drawing that stands in that one.
    """
    hidden = _find_switched_off(node)
    for box in node.iter(_BOX):
        # Word writes a drawing twice, in the Fallback as VML for programs of before 2010.
        if not _is_inside(box, node, "Fallback", "txbxContent"):
            yield box, _is_hidden(box, node, hidden)


def list_unusual(node: _Element) -> Iterator[tuple[str, str]]:
    """Yield what a drawing holds beside pictures and boxes: what it is, and its text."""
    if local(node.tag) == "object":
        yield name_element(node.tag), ""
    yield from ((f"gambar jenis lain ({kind})", plain(node)) for kind in list_other_kinds(node))
    yield from (("bentuk di luar gambarnya", text) for text in list_outside(node))
    yield from (("tulisan seni (WordArt)", text) for text in list_wordart(node))


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


def list_outside(node: _Element) -> Iterator[str]:
    """Yield the texts of shapes that stand outside of the group that they belong to (20.1.7.5)."""
    for group in node.iter(*(f"{{*}}{name}" for name in GROUPS)):
        frame = find_frame(group, "chOff", "chExt")
        for shape in group if frame is not None else ():
            inner = find_frame(shape, "off", "ext")
            if frame and inner and not _is_within(inner, frame):
                yield " ".join(text.text or "" for text in shape.iter(_TEXT))


def find_frame(shape: _Element, place: str, size: str) -> _Frame | None:
    """Return left, top, width and height of a shape, or of the room for those in a group."""
    form = next((found for found in shape if local(found.tag) in _FORMS), None)
    # All below the properties, since place and size stand one level deeper, in a:xfrm.
    nodes = {} if form is None else {local(found.tag): found for found in form.iter()}
    if place not in nodes or size not in nodes:
        return None
    at, room = nodes[place], nodes[size]
    left, top, width, height = (
        number(found.get(key)) for found, keys in ((at, "xy"), (room, ("cx", "cy"))) for key in keys
    )
    return left, top, width, height


def _is_within(inner: _Frame, outer: _Frame) -> bool:
    """Return whether the middle of a shape lies in a group; nothing is told of an empty group."""
    return all(
        not outer[axis + 2]
        or outer[axis] <= inner[axis] + inner[axis + 2] / 2 <= outer[axis] + outer[axis + 2]
        # Its middle only: a line or a shadow may reach a little over the edge.
        for axis in (0, 1)
    )


def find_linked(node: _Element, targets: Mapping[str, Relation]) -> str:
    """Return the first part that a drawing leads to, a sign for a picture where it has none."""
    # r:embed of a picture, r:id of a chart: the value is the id of a relationship.
    found = (targets[key].target for key in map(str, _find_keys(node)) if key in targets)
    return next(found, PICTURE)


def _find_keys(node: _Element) -> Sequence[object]:
    found = _KEYS(node)
    return found if isinstance(found, list) else ()


def _is_inside(node: _Element, top: _Element, *names: str) -> bool:
    for parent in node.iterancestors():
        if local(parent.tag) in names:
            return True
        if parent is top:
            return False
    return False


def _find_switched_off(node: _Element) -> set[_Element | None]:
    """Return what of a drawing is switched off: docPr and cNvPr stand beside what they name."""
    found = node.iter("{*}docPr", "{*}cNvPr")
    return {each.getparent() for each in found if each.get("hidden") in ("1", "true")}


def _is_hidden(box: _Element, top: _Element, hidden: set[_Element | None]) -> bool:
    for parent in box.iterancestors():
        if parent in hidden:
            return True
        # The outermost of DrawingML; what stands further out is the text around the drawing.
        if local(parent.tag) in ("inline", "anchor"):
            return _is_too_small(parent)
        # VML hides by a rule of CSS in `style`.
        if "visibility:hidden" in (parent.get("style") or "").replace(" ", ""):
            return True
        if parent is top:
            break
    return False


def _is_too_small(drawing: _Element) -> bool:
    sizes = (found for found in drawing if local(found.tag) == "extent")
    return any(number(size.get(key)) < SMALLEST for size in sizes for key in ("cx", "cy"))
