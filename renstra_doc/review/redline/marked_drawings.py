"""A drawing in two editions → one that marks the words of its boxes, not the whole of it."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from renstra_doc.docx.xml import W
from renstra_doc.review.redline.atoms import DEL, INS, R, name_alike, to_string
from renstra_doc.review.redline.revision import P

if TYPE_CHECKING:
    from lxml.etree import _Element

    from renstra_doc.review.redline.revision import RevisionMarker

_SHAPE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}wsp"
_FALLBACK, _CHOICE = (
    f"{{http://schemas.openxmlformats.org/markup-compatibility/2006}}{name}"
    for name in ("Fallback", "Choice")
)
_BOTH = 2
_BOX = f"{{{W}}}txbxContent"


def is_drawing(paragraph: _Element) -> bool:
    """Return whether a paragraph holds drawn boxes."""
    return next(paragraph.iter(_SHAPE), None) is not None


def combine_drawings(
    marker: RevisionMarker, old: _Element, new: _Element, author: str
) -> _Element | None:
    """Return the paragraph of the new drawing with the changes in its boxes marked.

    None where the two have not the same boxes, line by line: such a drawing is shown twice.
    """
    combined = deepcopy(new)
    shapes = [len(list(paragraph.iter(_SHAPE))) for paragraph in (old, new)]
    boxes = list(old.iter(_BOX)), list(combined.iter(_BOX))
    lines = [[len(box.findall(P)) for box in side] for side in boxes]
    # Boxes can be marked only where each has its like with as many lines.
    if not shapes[0] or shapes[0] != shapes[1] or lines[0] != lines[1]:
        return None
    for old_box, new_box in zip(*boxes, strict=True):
        _combine_box(marker, old_box, new_box, author)
    _combine_fallbacks(marker, old, combined, author)
    return combined


def _combine_box(marker: RevisionMarker, old: _Element, new: _Element, author: str) -> None:
    for line, other in zip(old.findall(P), new.findall(P), strict=True):
        if to_string(line) != to_string(other):
            place = new.index(other)
            written = marker.combine_paragraphs(deepcopy(line), other, name_alike(author))
            new[place : place + 1] = written


def _combine_fallbacks(
    marker: RevisionMarker, old: _Element, combined: _Element, author: str
) -> None:
    """Mark what is shown where the drawing cannot be drawn.

    It stands inside of the run of the drawing, where nothing can be marked: so both editions of it
    get runs of their own, in which nothing is drawn.
    """
    for old_run, new_run in zip(old.findall(R), combined.findall(R), strict=True):
        texts = [node for run in (old_run, new_run) for node in run.iter(_FALLBACK)]
        if len(texts) < _BOTH or to_string(texts[0]) == to_string(texts[1]):
            continue
        for run, kind in ((new_run, INS), (old_run, DEL)):
            lone = deepcopy(run)
            for choice in lone.iter(_CHOICE):
                # Emptied, so that only the text beside the drawing is marked.
                choice[:] = []
            holder = etree.Element(P)
            holder.append(lone)
            marker.mark_runs(holder, kind, author)
            new_run.addnext(holder[0])
        texts[1][:] = []
