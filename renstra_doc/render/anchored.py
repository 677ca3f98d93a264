"""The anchors of a finished body: a hidden bookmark at each paragraph and each row of the data.

They are added last, when the bytes are written: page breaks, page numbers and redlines know nothing
of them. A row has its own in its first cell.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.docx.anchors import anchor_of_block, anchor_of_row
from renstra_doc.docx.xml import bookmark_xml
from renstra_doc.view import HeadingItem, ParagraphItem, TableItem

if TYPE_CHECKING:
    from renstra_doc.render.body_parts import Body, Span

# Ids of bookmarks are unique in a document (17.13.6.2): these are above those that `body` gives.
_FIRST_NUMBER = 1_000_000
_ROW, _TABLE, _PARAGRAPH = "<w:tr>", "<w:tbl>", "<w:p>"
_LOOK_END, _PARAGRAPH_END = "</w:pPr>", "</w:p>"


def anchor_body(body: Body) -> Body:
    """Return a body with an anchor at each paragraph and row that has an id."""
    chunks = list(body.chunks)
    marker = _Marker()
    for span in body.spans:
        number = _find_own(body, span)
        if number is not None and isinstance(chunk := chunks[number], str):
            chunks[number] = marker.mark(chunk, span)
    return replace(body, chunks=chunks)


def _find_own(body: Body, span: Span) -> int | None:
    """Return the chunk that is the paragraph or the table of an item."""
    if not isinstance(span.item, HeadingItem | ParagraphItem | TableItem):
        return None
    wanted = _TABLE if isinstance(span.item, TableItem) else _PARAGRAPH
    for number in range(span.start, span.end):
        chunk = body.chunks[number]
        if isinstance(chunk, str) and chunk.startswith(wanted):
            return number
    return None


class _Marker:
    """Puts anchors into chunks; each name and each number once."""

    def __init__(self) -> None:
        self._names: set[str] = set()

    def mark(self, chunk: str, span: Span) -> str:
        """Return the chunk of an item with its anchors."""
        item = span.item
        if not isinstance(item, TableItem):
            return self._put(chunk, anchor_of_block(item.id))
        before, *rows = chunk.split(_ROW)
        first = len(rows) - len(item.rows)
        for number, row in enumerate(item.rows, start=first):
            rows[number] = self._put(rows[number], anchor_of_row(item.id, row.id))
        return _ROW.join((before, *rows))

    def _put(self, xml: str, name: str) -> str:
        """Return some XML with a bookmark around the content of its first paragraph."""
        if name in self._names:
            return xml
        self._names.add(name)
        head, look, rest = xml.partition(_LOOK_END)
        text, close, tail = rest.partition(_PARAGRAPH_END)
        marked = bookmark_xml(_FIRST_NUMBER + len(self._names), name, text)
        return f"{head}{look}{marked}{close}{tail}"
