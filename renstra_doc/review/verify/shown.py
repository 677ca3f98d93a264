"""What a Word file shows, as lines: tracked changes accepted, with the text before them beside it.

A paragraph whose mark was inserted did not end there before; one whose mark was deleted ends there
no more. So the texts before and after are gathered side by side, and each text after belongs to the
text before of which it kept something.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from renstra_doc.docx.anchors import find_anchor
from renstra_doc.docx.word_content import (
    INSERTED,
    WordParagraph,
    WordTable,
    accept_all,
    is_there,
    iter_paragraphs,
    reject_all,
)
from renstra_doc.place import Place
from renstra_doc.review.verify.lines import Grid, Line, Printed, join_blanks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from renstra_doc.docx.word_content import Accept, Revision, WordDocument, WordRow, WordRun

STRUCK = "[dicoret: {}]"
_PAGE_NUMBER = re.compile(r"[ivxlcdm]*|\d+", re.IGNORECASE)


def show_word(word: WordDocument, accept: Accept = accept_all) -> Printed:
    """Return what a Word file shows where some of its tracked changes are accepted."""
    boxes = (_line_of(box, "bagan", Place(), accept) for box in word.kotak)
    return Printed(
        tuple(show_blocks(word.blocks, accept=accept)),
        tuple(box for box in boxes if box.text or box.semula),
        show_furniture(word.perabot.values(), Place()),
    )


def show_furniture(parts: Iterable[Sequence[WordParagraph]], place: Place) -> tuple[Line, ...]:
    """Return the different lines of headers and footers, without page numbers."""
    texts = (join_blanks(show_text(node, with_fields=False)) for part in parts for node in part)
    return tuple(
        Line(text, "kepala atau kaki halaman", place) for text in dict.fromkeys(texts) if text
    )


def show_blocks(
    blocks: Iterable[WordParagraph | WordTable],
    spot: str = "",
    place: Place | None = None,
    accept: Accept = accept_all,
) -> Iterator[Line | Grid]:
    """Yield the lines and tables of some content that show something, or did before."""
    where = place or Place()
    open_ones: list[WordParagraph] = []
    for block in blocks:
        if isinstance(block, WordParagraph):
            open_ones.append(block)
            # Here paragraphs end both before and after the changes: what lies between ends belongs
            # together.
            if all(is_there(block.tanda, side) for side in (accept, reject_all)):
                yield from _show_cluster(open_ones, spot, where, accept)
                open_ones = []
        else:
            yield from _show_cluster(open_ones, spot, where, accept)
            open_ones = []
            grid = _show_table(block, spot, where, accept)
            if grid.rows:
                yield grid
    yield from _show_cluster(open_ones, spot, where, accept)


@dataclass(slots=True)
class _Ended:
    """A paragraph as one side knows it: its text, and the paragraphs of the file in it."""

    texts: list[str] = field(default_factory=list)
    nodes: list[WordParagraph] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self.texts)


def _end(nodes: Sequence[WordParagraph], accept: Accept) -> list[_Ended]:
    """Return the paragraphs of a side: one whose mark is not there goes on in the next."""
    found = [_Ended()]
    for node in nodes:
        found[-1].texts.append(show_text(node, accept))
        found[-1].nodes.append(node)
        if is_there(node.tanda, accept):
            found.append(_Ended())
    return [ended for ended in found if ended.nodes]


def _show_cluster(
    nodes: Sequence[WordParagraph], spot: str, place: Place, accept: Accept
) -> Iterator[Line]:
    """Yield the lines of paragraphs that end together both before and after the changes."""
    # Most paragraphs: nothing tracked, so nothing to be gathered side by side.
    if len(nodes) == 1 and not _revisions_of(nodes):
        yield from _show_unchanged(nodes[0], spot, place)
        return
    yield from _show_changed(nodes, spot, place, accept)


def _show_changed(
    nodes: Sequence[WordParagraph], spot: str, place: Place, accept: Accept
) -> Iterator[Line]:
    """Yield the lines of changed paragraphs, what is gone at its place between the others."""
    before, after = _end(nodes, reject_all), _end(nodes, accept)
    owners = _find_owners(before, after)
    gone = deque(sorted({*range(len(before))}.difference(owners)))
    for ended, owner in zip(after, owners, strict=True):
        while gone and gone[0] < (owner or 0):
            yield from _gone(before[gone.popleft()], spot, place, accept)
        was = None if owner is None else before[owner].text
        yield from _pair(was, ended, spot, place, accept)
    for number in gone:
        yield from _gone(before[number], spot, place, accept)


def _show_unchanged(node: WordParagraph, spot: str, place: Place) -> Iterator[Line]:
    text = join_blanks(_drop_page_number(show_text(node)))
    if text:
        yield Line(text, spot, place, node.label, text, (), (node,), _anchor_of([node]))


def _find_owners(before: Sequence[_Ended], after: Sequence[_Ended]) -> list[int | None]:
    """Return which paragraph before each one after is: the first of which it kept a text."""
    owners: list[int | None] = []
    numbers = {id(node): number for number, was in enumerate(before) for node in was.nodes}
    owned: set[int | None] = set()
    for ended in after:
        # A paragraph is the one of which it kept a word; without any the one whose mark it ends
        # with.
        kept = [node for node in ended.nodes if _keeps(node)] or (
            ended.nodes[-1:] if not _is_new(ended) else []
        )
        found = (numbers[id(node)] for node in kept)
        owner = min((number for number in found if number not in owned), default=None)
        owned.add(owner)
        owners.append(owner)
    return owners


def _keeps(node: WordParagraph) -> bool:
    return any(not run.perubahan and run.teks.strip() for run in node.runs)


def _is_new(ended: _Ended) -> bool:
    return (
        all(any(found.jenis in INSERTED for found in node.tanda) for node in ended.nodes)
        or not ended.text.strip()
    )


def _gone(ended: _Ended, spot: str, place: Place, accept: Accept) -> Iterator[Line]:
    text = join_blanks(ended.text)
    if text:
        changes = _revisions_of(ended.nodes, accept)
        anchor = _anchor_of(ended.nodes)
        yield Line("", spot, place, "", text, changes, tuple(ended.nodes), anchor)


def _pair(
    was: str | None, ended: _Ended, spot: str, place: Place, accept: Accept
) -> Iterator[Line]:
    text = join_blanks(_drop_page_number(ended.text))
    before = None if was is None else join_blanks(_drop_page_number(was))
    if text or before:
        label = next((node.label for node in ended.nodes if node.label), "")
        changes = _revisions_of(ended.nodes, accept)
        nodes = tuple(ended.nodes)
        yield Line(text, spot, place, label, before, changes, nodes, _anchor_of(nodes))


def _revisions_of(
    nodes: Iterable[WordParagraph], accept: Accept = accept_all
) -> tuple[Revision, ...]:
    found = (
        revision
        for node in nodes
        for revision in (*(r for run in node.runs for r in run.perubahan), *node.tanda)
    )
    return tuple(dict.fromkeys(each for each in found if accept(each)))


def _line_of(
    nodes: Sequence[WordParagraph], spot: str, place: Place, accept: Accept = accept_all
) -> Line:
    """Return some paragraphs as one line: a cell, a box."""
    after, before = (
        join_blanks(" ".join(ended.text for ended in _end(nodes, side)))
        for side in (accept, reject_all)
    )
    label = next((node.label for node in nodes if node.label), "")
    changes, anchor = _revisions_of(nodes, accept), _anchor_of(nodes)
    return Line(after, spot, place, label, before, changes, tuple(nodes), anchor)


def _anchor_of(nodes: Iterable[WordParagraph]) -> str:
    """Return the anchor of some paragraphs: where several were joined, that of the first."""
    return find_anchor(name for node in nodes for name in node.bookmarks)


# Tables


def _show_table(table: WordTable, spot: str, place: Place, accept: Accept) -> Grid:
    # What was inserted and refused was never there.
    rows = [row for row in table.rows if not row.lenyap and not _is_refused(row, accept)]
    lines = tuple(tuple(_show_row(row, spot, place, accept)) for row in rows)
    new: list[tuple[int, Revision]] = []
    gone: list[tuple[int, Revision]] = []
    for number, row in enumerate(rows):
        for found in filter(accept, row.perubahan):
            (new if found.jenis in INSERTED else gone).append((number, found))
    return Grid(lines, tuple(new), tuple(gone))


def _is_refused(row: WordRow, accept: Accept) -> bool:
    """Return whether a row came by a change that is not accepted."""
    return any(found.jenis in INSERTED and not accept(found) for found in row.perubahan)


def _show_row(row: WordRow, spot: str, place: Place, accept: Accept) -> Iterator[Line]:
    # Columns that a row leaves out at its beginning (w:gridBefore) keep the others in their place.
    yield from (Line("", spot, place) for _ in range(row.awal))
    for cell in row.cells:
        yield _line_of(tuple(iter_paragraphs(cell.blocks)), spot, place, accept)
        yield from (Line("", spot, place) for _ in range(cell.lebar - 1))


# The text of a paragraph


def show_text(
    paragraph: WordParagraph, accept: Accept = accept_all, *, with_fields: bool = True
) -> str:
    """Return the text of a paragraph; no hidden text. If asked, neither pictures nor fields."""
    runs = (
        run
        for run in paragraph.runs
        if not run.lenyap
        and is_there(run.perubahan, accept)
        and (with_fields or not (run.bidang or run.gambar))
    )
    return "".join(_show_stretch(*found) for found in groupby(runs, key=lambda run: run.coret))


def _show_stretch(is_struck: bool, runs: Iterable[WordRun]) -> str:  # noqa: FBT001 — as groupby gives it
    text = "".join(run.teks for run in runs)
    return STRUCK.format(text) if is_struck and text.strip() else text


def _drop_page_number(text: str) -> str:
    """Return an entry of a list of contents without its tab and page number, or tabs at its end."""
    kept = text.rstrip()
    # `Judul<tab>12`: an entry of a list, whose page number is compared apart.
    head, tab, last = kept.rpartition("\t")
    if tab and _PAGE_NUMBER.fullmatch(last):
        return head
    end = text.find("\t", len(kept))
    return text if end < 0 else text[:end]
