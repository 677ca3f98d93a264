"""Findings as Word comments at their cell or paragraph (ECMA-376 Part 1, 17.13.4), in drafts.

In order: (1) the chunk of the body that the remark is about: an item's first paragraph, or a cell
of its table; (2) the paragraph there gets the range of the comment; (3) the comments become a part
of their own. What has no place on a page stands at the first paragraph. Only a
reviewer's comment bears a date, its own: the clock enters no document.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from renstra_doc.docx.xml import W, escape, quoteattr
from renstra_doc.render.media import Resource, add_resources
from renstra_doc.render.package import part_xml
from renstra_doc.view import TableItem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from renstra_doc.render.body_parts import Body, Span
    from renstra_doc.render.rendered import Rendered

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
PROGRAM = "renstra"
# Where the text of a paragraph begins, behind the bookmark of its section: a comment holds no mark.
_OPENING = re.compile(r"</w:pPr>(?:<w:bookmarkStart\b[^<>]*/><w:bookmarkEnd\b[^<>]*/>)?")
_ROW, _CELL, _TABLE = "<w:tr>", "<w:tc>", "<w:tbl>"


class Remark(NamedTuple):
    """What is said of an item, or of a row of its table, or of a column (from 0) in that row.

    By the program, or by a reviewer at a date.
    """

    item: str
    text: str
    row: str = ""
    column: int = 0
    author: str = PROGRAM
    date: str = ""


def add_remarks(draft: Rendered, remarks: Sequence[Remark]) -> Rendered:
    """Return a draft with each remark as a comment."""
    # From the end, so that the first place of an item is left.
    body, spans = draft.body, {span.item.id: span for span in reversed(draft.body.spans)}
    chunks = list(body.chunks)
    start = next((n for n, chunk in enumerate(chunks) if _is_paragraph(chunk)), None)
    if start is None or not remarks:
        return draft
    for number, remark in enumerate(remarks):
        place = _find_chunk(body, spans.get(remark.item), remark)
        place = start if place is None else place
        chunk = chunks[place]
        if isinstance(chunk, str):
            chunks[place] = _mark_chunk(chunk, spans.get(remark.item), remark, number)
    parts = add_resources(draft.parts, [_comments_part(remarks)])
    return replace(draft, body=replace(body, chunks=chunks), parts=parts)


def _is_paragraph(chunk: object) -> bool:
    """Return whether a chunk is a paragraph that shows something.

    LibreOffice loses the bookmark of a paragraph that holds but it and a comment: its section could
    not be measured.
    """
    return (
        isinstance(chunk, str)
        and chunk.startswith("<w:p>")
        and any(tag in chunk for tag in ("<w:t>", "<w:t ", "<w:drawing>"))
    )


def _find_chunk(body: Body, span: Span | None, remark: Remark) -> int | None:
    """Return the chunk that a remark is about: of a row its table, else the first paragraph."""
    places = range(span.start, span.end) if span is not None else range(0)
    for place in places:
        chunk = body.chunks[place]
        if (
            isinstance(chunk, str) and chunk.startswith(_TABLE)
            if remark.row
            else _is_paragraph(chunk)
        ):
            return place
    return None


def _mark_chunk(chunk: str, span: Span | None, remark: Remark, number: int) -> str:
    if not chunk.startswith(_TABLE) or span is None or not isinstance(span.item, TableItem):
        return _mark(chunk, number)
    item = span.item
    at = next((n for n, row in enumerate(item.rows) if row.id == remark.row), 0)
    # Behind the heading and, if there is one, the row of column numbers.
    line = len(item.kepala) + bool(item.nomor) + at
    cell = _cell_of(item, at, remark.column)
    return _change_part(
        chunk, _ROW, line, lambda row: _change_part(row, _CELL, cell, lambda it: _mark(it, number))
    )


def _change_part(text: str, sign: str, place: int, change: Callable[[str], str]) -> str:
    """Return a text with a part changed, of those that a sign begins; at most the last."""
    before, *parts = text.split(sign)
    at = min(place, len(parts) - 1)
    parts[at] = change(parts[at])
    return sign.join([before, *parts])


def _cell_of(item: TableItem, row: int, column: int) -> int:
    """Return which cell of a row holds a column; a merged cell holds several."""
    passed = 0
    for number, cell in enumerate(item.rows[row].cells if item.rows else ()):
        passed += cell.lebar
        if passed > column:
            return number
    return 0


def _mark(paragraph: str, number: int) -> str:
    """Return a paragraph with the range of a comment over all of it, and the comment's sign."""
    opened = _OPENING.sub(rf'\g<0><w:commentRangeStart w:id="{number}"/>', paragraph, count=1)
    # From the end: the range goes over all paragraphs of what is marked.
    text, end, rest = opened.rpartition("</w:p>")
    sign = f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'
    return f"{text}{sign}{end}{rest}"


def _date(remark: Remark) -> str:
    return f" w:date={quoteattr(remark.date)}" if remark.date else ""


def _comments_part(remarks: Sequence[Remark]) -> Resource:
    comments = "".join(
        f'<w:comment w:id="{number}" w:author={quoteattr(remark.author)}{_date(remark)} '
        f"w:initials={quoteattr(remark.author[:1].upper())}><w:p><w:r>"
        f'<w:t xml:space="preserve">{escape(remark.text)}</w:t></w:r></w:p></w:comment>'
        for number, remark in enumerate(remarks)
    )
    xml = part_xml(f'<w:comments xmlns:w="{W}">{comments}</w:comments>')
    return Resource("rIdTemuan", "comments", "comments.xml", xml, _TYPE)
