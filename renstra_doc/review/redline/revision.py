"""Tracked changes (ECMA-376 Part 1, 17.13.5).

Paragraphs and tables of two editions → one that shows both.

A revision is marked on runs (w:ins, w:del), on paragraph marks (w:rPr/w:ins, w:del), on rows
(w:trPr/w:ins, w:del) and on the properties of paragraphs (w:pPrChange). Rejecting all of them gives
the old edition, accepting all the new one.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from lxml import etree

from renstra_doc.docx.xml import W
from renstra_doc.review.redline.atoms import (
    APART,
    DEL,
    INS,
    LINK,
    PPR,
    RPR,
    AtomPiece,
    R,
    T,
    compare_atoms,
    name_alike,
    part_atoms,
    read_atoms,
    set_apart,
    split_at,
    to_string,
    write_runs,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.etree import _Element

    from renstra_doc.review.redline.atoms import ParagraphAuthors

P, TBL, TR, TC, TRPR, SECTION, PROPERTIES_CHANGE = (
    f"{{{W}}}{name}" for name in ("p", "tbl", "tr", "tc", "trPr", "sectPr", "pPrChange")
)
SECTION_CHANGE = f"{{{W}}}sectPrChange"
_FURNITURE = frozenset({f"{{{W}}}headerReference", f"{{{W}}}footerReference"})
# The text of a deleted run bears another name, or Word would print it (17.13.5).
_DELETED_NAME = {T: f"{{{W}}}delText", f"{{{W}}}instrText": f"{{{W}}}delInstrText"}
_ID, _AUTHOR, _DATE = (f"{{{W}}}{name}" for name in ("id", "author", "date"))


@dataclass(frozen=True)
class RevisionMarker:
    """Marks elements as inserted or deleted, all at the same date."""

    date: str

    def mark(self, kind: str, author: str) -> _Element:
        """Return an empty w:ins or w:del (or other mark).

        Its id is given when the whole is finished.
        """
        return etree.Element(kind, {_ID: "0", _AUTHOR: author, _DATE: self.date})

    def mark_block(self, block: _Element, kind: str, author: str) -> _Element:
        """Mark a whole paragraph or table: rows, runs and paragraph marks."""
        for row in block.iter(TR):
            _row_properties(row).append(self.mark(kind, author))
        self.mark_runs(block, kind, author)
        # The mark of a row is that of its cells too.
        if block.tag == P:
            self.mark_paragraph(block, kind, author)
        return block

    def mark_row(self, row: _Element, kind: str, author: str) -> _Element:
        """Mark a row and what stands in it."""
        _row_properties(row).append(self.mark(kind, author))
        self.mark_runs(row, kind, author)
        return row

    def mark_paragraph(self, paragraph: _Element, kind: str, author: str) -> None:
        """Mark the mark at the end of a paragraph."""
        properties = _properties(paragraph)
        look = properties.find(RPR)
        if look is None:
            look = etree.Element(RPR)
            # The look of the mark stands before a section and a change of properties: the schema
            # orders them.
            place = next(
                (number for number, child in enumerate(properties) if child.tag in _AFTER_LOOK),
                None,
            )
            properties.insert(len(properties) if place is None else place, look)
        # What was inserted and then deleted bears both marks, in this order.
        look.insert(
            0 if kind == INS else sum(child.tag == INS for child in look), self.mark(kind, author)
        )

    def mark_runs(self, block: _Element, kind: str, author: str) -> None:
        """Mark the runs of a block, those of one stretch together."""
        runs = [run for run in block.iter(R) if not _is_drawn(run)]
        wrapper: _Element | None = None
        for run in runs:
            if kind == DEL:
                self._delete_texts(run, author)
            # Neighbours share one mark: as one change they are accepted with one click.
            if wrapper is None or run.getprevious() is not wrapper:
                wrapper = self.mark(kind, author)
                run.addprevious(wrapper)
            wrapper.append(run)

    def _delete_texts(self, run: _Element, author: str) -> None:
        """Give the texts of a deleted run their other name.

        Those in a drawing stand in marks of their own.
        """
        for node in list(run.iter(*_DELETED_NAME)):
            node.tag = _DELETED_NAME[str(node.tag)]
        for drawn in [node for node in run.iter(R) if node is not run]:
            wrapper = self.mark(DEL, author)
            drawn.addprevious(wrapper)
            wrapper.append(drawn)

    # Two editions of one thing

    def combine_paragraphs(
        self, old: _Element, new: _Element, authors: ParagraphAuthors, room: int = 0
    ) -> list[_Element]:
        """Return one paragraph that shows both, or two where a section break came or went.

        `room` is how many letters a line of a cell holds; 0 where lines are long.
        """
        contents = self._combine_contents(old, new, authors, room)
        author = authors[0]
        if contents is None:
            return [self.mark_block(old, DEL, author), self.mark_block(new, INS, author)]
        former, section = _split_properties(old)
        present, new_section = _split_properties(new)
        if section == new_section:
            if former != present:
                self._mark_properties(new, old, author)
            return [_refill(new, contents)]
        # The text stays with the mark that is gone, and joins the one that came.
        self.mark_paragraph(old, DEL, author)
        self.mark_paragraph(new, INS, author)
        return [_refill(old, contents), _refill(new, [])]

    def combine_before_end(
        self, old: _Element, new: _Element, kind: str, author: str
    ) -> list[_Element]:
        """Return a paragraph that shows both and is the last one of one of them.

        Its mark is what came or went.
        """
        contents = self._combine_contents(old, new, name_alike(author))
        kept = new if kind == INS else old
        self.mark_paragraph(kept, kind, author)
        return [
            _refill(
                kept,
                contents if contents is not None else [child for child in new if child.tag != PPR],
            )
        ]

    def mark_last(self, block: _Element, kind: str, other: _Element, author: str) -> _Element:
        """Mark what stands in the last paragraph.

        Its mark is also that of the other edition's last paragraph.
        """
        self.mark_runs(block, kind, author)
        if kind == DEL:
            present = deepcopy(_properties(other))
            former = deepcopy(block)
            block.replace(_properties(block), present)
            self._mark_properties(block, former, author)
        else:
            self._mark_properties(block, other, author)
        return block

    def mark_section(self, new: _Element, old: _Element, author: str) -> None:
        """Note what the last section was; which headers it bore cannot be noted (17.13.5.32)."""
        change = self.mark(SECTION_CHANGE, author)
        former = etree.SubElement(change, SECTION)
        former.extend(child for child in list(old) if child.tag not in _FURNITURE)
        new.append(change)

    def _mark_properties(self, new: _Element, old: _Element, author: str) -> None:
        change = self.mark(PROPERTIES_CHANGE, author)
        former = deepcopy(_properties(old))
        # A change of properties tells neither the look of the mark nor a section.
        for name in (RPR, SECTION):
            for child in former.findall(name):
                former.remove(child)
        change.append(former)
        _properties(new).append(change)

    def _combine_contents(
        self, old: _Element, new: _Element, authors: ParagraphAuthors, room: int = 0
    ) -> list[_Element] | None:
        before, after = read_atoms(old), read_atoms(new)
        if before is None or after is None:
            return None
        pieces = [
            piece
            for author, former, present in part_atoms(before[0], after[0], authors)
            for piece in compare_atoms(former, present, author)
        ]
        pieces = set_apart(pieces, room) if room else pieces
        # What only the old edition points at is kept, at the start.
        return [*(element for _, element in before[1]), *self._write(pieces, after[1])]

    def _write(
        self, pieces: Sequence[AtomPiece], bookmarks: Sequence[tuple[int, _Element]]
    ) -> list[_Element]:
        """Write pieces as runs, each stretch in its mark, each link around its own.

        Bookmarks at their places.
        """
        written: list[_Element] = []
        waiting = list(bookmarks)
        passed = 0
        for piece in pieces:
            if piece.kind == APART:
                written.append(self._break_line(piece.author))
                continue
            if piece.kind == DEL:
                written += self._write_stretch(piece)
                continue
            # A bookmark must stand exactly where it stood, so a stretch is cut there.
            for stretch in split_at(piece, [place - passed for place, _ in waiting]):
                while waiting and waiting[0][0] <= passed:
                    written.append(waiting.pop(0)[1])
                written += self._write_stretch(stretch)
                passed += len(stretch.atoms)
        return written + [element for _, element in waiting]

    def _break_line(self, author: str) -> _Element:
        """Return a line break that neither edition has: inserted, and deleted again."""
        inserted, deleted = self.mark(INS, author), self.mark(DEL, author)
        run = etree.SubElement(deleted, R)
        etree.SubElement(run, f"{{{W}}}br")
        inserted.append(deleted)
        return inserted

    def _write_stretch(self, stretch: AtomPiece) -> list[_Element]:
        written = []
        for link, atoms in groupby(stretch.atoms, key=lambda atom: atom.link):
            runs = write_runs(list(atoms))
            if stretch.kind == DEL:
                for run in runs:
                    self._delete_texts(run, stretch.author)
            if stretch.kind:
                mark = self.mark(stretch.kind, stretch.author)
                mark.extend(runs)
                runs = [mark]
            # The link stays around the mark, not inside of it.
            if link is not None:
                holder = etree.Element(LINK, dict(link.attrib))
                holder.extend(runs)
                runs = [holder]
            written += runs
        return written


_AFTER_LOOK = frozenset({SECTION, PROPERTIES_CHANGE})


def _is_drawn(node: _Element) -> bool:
    """Return whether a node stands inside a run.

    In a drawing, or in what is shown instead of it.
    """
    parent = node.getparent()
    while parent is not None:
        if parent.tag == R:
            return True
        parent = parent.getparent()
    return False


def _row_properties(row: _Element) -> _Element:
    found = row.find(TRPR)
    if found is None:
        found = etree.Element(TRPR)
        # Row properties stand before the first cell.
        place = next((number for number, child in enumerate(row) if child.tag == TC), len(row))
        row.insert(place, found)
    return found


def _properties(paragraph: _Element) -> _Element:
    return properties_of(paragraph, PPR)


def properties_of(element: _Element, tag: str) -> _Element:
    """Return the properties of an element, made as its first child where it has none."""
    found = element.find(tag)
    if found is None:
        found = etree.Element(tag)
        element.insert(0, found)
    return found


def refill(element: _Element, tag: str, children: Iterable[_Element]) -> _Element:
    """Put other children in the place of those of a kind."""
    for child in element.findall(tag):
        element.remove(child)
    element.extend(children)
    return element


def _split_properties(paragraph: _Element) -> tuple[str, str]:
    """Return the properties of a paragraph and those of the section that it ends, as XML."""
    properties = deepcopy(_properties(paragraph))
    section = properties.find(SECTION)
    if section is not None:
        properties.remove(section)
    return to_string(properties), "" if section is None else to_string(section)


def _refill(paragraph: _Element, contents: Iterable[_Element]) -> _Element:
    for child in list(paragraph):
        if child.tag != PPR:
            paragraph.remove(child)
    paragraph.extend(contents)
    return paragraph
