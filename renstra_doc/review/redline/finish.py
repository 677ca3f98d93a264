"""The whole: written blocks in the place of the body, and the ids of marks and drawings."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from renstra_doc.docx.xml import W
from renstra_doc.review.redline.atoms import DEL, ENDS, INS, STARTS, to_string
from renstra_doc.review.redline.author import DERIVED
from renstra_doc.review.redline.marked_cells import CELL_DEL, CELL_INS, TCPR_CHANGE
from renstra_doc.review.redline.revision import (
    PROPERTIES_CHANGE,
    SECTION,
    SECTION_CHANGE,
    RevisionMarker,
)
from renstra_doc.review.redline.table_marks import (
    GRID_CHANGE,
    TBLPR_CHANGE,
    TRPR_CHANGE,
)
from renstra_doc.template.read import BODY_SLOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.etree import _Element

    from renstra_doc.review.redline.units import (
        EditionSheet,
    )


_BODY, _ID = f"{{{W}}}body", f"{{{W}}}id"
_DRAWING_ID = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_NUMBERED = (
    *(INS, DEL, PROPERTIES_CHANGE, SECTION_CHANGE, CELL_INS, CELL_DEL),
    *(TBLPR_CHANGE, GRID_CHANGE, TRPR_CHANGE, TCPR_CHANGE, STARTS, ENDS, _DRAWING_ID),
)


def finish_body(
    skeleton: str,
    sheets: Sequence[EditionSheet],
    blocks: Sequence[_Element],
    marker: RevisionMarker,
) -> str:
    """Return the part: the blocks as text in the place of the body.

    Moving thousands of elements into one parent costs lxml the square of their number.
    """
    bodies = [next(sheet.root.iter(_BODY)) for sheet in sheets]
    last = [section for body in bodies for section in body.findall(SECTION)]
    if to_string(last[0]) != to_string(last[-1]):
        marker.mark_section(last[-1], last[0], DERIVED)
    written = [*blocks, *last[-1:]]
    give_ids(written)
    names = [f' xmlns:{prefix}="{uri}"' for prefix, uri in sheets[1].root.nsmap.items()]
    body = "".join(_write_inside(element, names) for element in written)
    return skeleton.replace(BODY_SLOT, body, 1)


def _write_inside(element: _Element, names: Sequence[str]) -> str:
    """Return the XML of an element without the namespaces that the root of its part declares."""
    head, end, rest = to_string(element).partition(">")
    for name in names:
        # Each block is written by itself and repeats what the root declares already.
        head = head.replace(name, "", 1)
    return head + end + rest


def give_ids(elements: Iterable[_Element]) -> None:
    """Give numbers to revisions, bookmarks and drawings: each id once."""
    numbers, drawings = count(1), count(1)
    marks: dict[str, str] = {}
    for node in (node for element in elements for node in element.iter(*_NUMBERED)):
        if node.tag == _DRAWING_ID:
            node.set("id", str(next(drawings)))
        elif node.tag == ENDS:
            # An end bears the id of its beginning (17.13.6).
            node.set(_ID, marks[node.get(_ID, "")])
        else:
            number = str(next(numbers))
            if node.tag == STARTS:
                marks[node.get(_ID, "")] = number
            node.set(_ID, number)
