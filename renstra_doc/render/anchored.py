"""The anchors of a finished body: hidden bookmarks at paragraphs, rows and captions of the data.

They are added last, when the bytes are written: page breaks, page numbers and redlines know nothing
of them. A row has its own in its first cell.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.docx.anchors import anchor_of_block, anchor_of_caption, anchor_of_row
from renstra_doc.docx.xml import bookmark_xml
from renstra_doc.view import (
    DictumItem,
    FigureItem,
    HeadingItem,
    ParagraphItem,
    TableItem,
)

if TYPE_CHECKING:
    from renstra_doc.render.body_parts import Body
    from renstra_doc.view import Item

# Ids of bookmarks are unique in a document (17.13.6.2): these are above those that `body` gives.
_FIRST_NUMBER = 1_000_000
# All chunks are written by this package, without attributes, so that a plain search finds them.
_ROW, _CELL, _TABLE, _PARAGRAPH = "<w:tr>", "<w:tc>", "<w:tbl>", "<w:p>"
_COUNTED = " SEQ "
_LOOK_END, _PARAGRAPH_END = "</w:pPr>", "</w:p>"


def anchor_body(body: Body) -> Body:
    """Return a body with an anchor at each paragraph, row and caption that has an id."""
    chunks = list(body.chunks)
    marker = _Marker()
    for span in body.spans:
        for number in range(span.start, span.end):
            if isinstance(chunk := chunks[number], str):
                chunks[number] = marker.mark(chunk, span.item)
    return replace(body, chunks=chunks)


class _Marker:
    """Puts anchors into chunks; each name and each number once."""

    def __init__(self) -> None:
        self._names: set[str] = set()

    def mark(self, chunk: str, item: Item) -> str:
        """Return a chunk of an item with its anchors."""
        if chunk.startswith(_TABLE):
            return self._mark_rows(chunk, item)
        if not chunk.startswith(_PARAGRAPH):
            return chunk
        if isinstance(item, HeadingItem | ParagraphItem):
            return self._put(chunk, anchor_of_block(item.id))
        # The caption is the first paragraph of a table, and of a figure the one that is counted.
        is_counted = isinstance(item, FigureItem) and _COUNTED in chunk
        is_caption = is_counted or isinstance(item, TableItem)
        return self._put(chunk, anchor_of_caption(item.id)) if is_caption else chunk

    def _mark_rows(self, chunk: str, item: Item) -> str:
        before, *rows = chunk.split(_ROW)
        if isinstance(item, TableItem):
            # Before the data stand the rows of the heading and of the column numbers.
            first = len(rows) - len(item.rows)
            for number, row in enumerate(item.rows, start=first):
                rows[number] = self._put(rows[number], anchor_of_row(item.id, row.id))
        elif isinstance(item, DictumItem):
            # The text stands in the last cell, beside label and colon.
            for number, paragraph in enumerate(item.paragraphs):
                head, cell, text = rows[number].rpartition(_CELL)
                rows[number] = f"{head}{cell}{self._put(text, anchor_of_block(paragraph.id))}"
        return _ROW.join((before, *rows))

    def _put(self, xml: str, name: str) -> str:
        """Return some XML with a bookmark around the content of its first paragraph."""
        # A table that is printed twice has its anchors at the first place.
        if name in self._names:
            return xml
        self._names.add(name)
        head, look, rest = xml.partition(_LOOK_END)
        text, close, tail = rest.partition(_PARAGRAPH_END)
        marked = bookmark_xml(_FIRST_NUMBER + len(self._names), name, text)
        return f"{head}{look}{marked}{close}{tail}"
