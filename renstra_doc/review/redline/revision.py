"""Tracked changes (ECMA-376 Part 1, 17.13.5).

Paragraphs and tables of two editions → one that shows both.

A revision is marked on runs (w:ins, w:del), on paragraph marks (w:rPr/w:ins, w:del), on rows
(w:trPr/w:ins, w:del) and on the properties of paragraphs (w:pPrChange). Rejecting all of them gives
the old edition, accepting all the new one.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from lxml import etree

from renstra_doc.docx.xml import W
from renstra_doc.review.diff.align import align_contents
from renstra_doc.review.diff.words import split_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.etree import _Element

    Signature = tuple[str, str, str, str]
    # Who is named for the text of a paragraph, for its number and for its page number.
    ParagraphAuthors = tuple[str, str, str]

P, R, T, TBL, TR, TC = (f"{{{W}}}{name}" for name in ("p", "r", "t", "tbl", "tr", "tc"))
PPR, RPR, TRPR, SECTION = (f"{{{W}}}{name}" for name in ("pPr", "rPr", "trPr", "sectPr"))
INS, DEL, LINK, PROPERTIES_CHANGE = (
    f"{{{W}}}{name}" for name in ("ins", "del", "hyperlink", "pPrChange")
)
SECTION_CHANGE = f"{{{W}}}sectPrChange"
_FURNITURE = frozenset({f"{{{W}}}headerReference", f"{{{W}}}footerReference"})
STARTS, ENDS = f"{{{W}}}bookmarkStart", f"{{{W}}}bookmarkEnd"
BREAKS = frozenset({f"{{{W}}}br", f"{{{W}}}tab"})
_DELETED_NAME = {T: f"{{{W}}}delText", f"{{{W}}}instrText": f"{{{W}}}delInstrText"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ID, _AUTHOR, _DATE = (f"{{{W}}}{name}" for name in ("id", "author", "date"))
# Less than this share of common words: two texts, not one that was changed.
LEAST_COMMON = 0.2


@dataclass(frozen=True)
class Atom:
    """The smallest piece of a paragraph that changes as a whole.

    A word, a line break, a part of a field, a drawing.
    """

    signature: Signature
    element: _Element = field(compare=False)
    link: _Element | None = field(compare=False)

    @property
    def look(self) -> str:
        """The properties of its run."""
        return self.signature[0]

    @property
    def text(self) -> str | None:
        """The word; None for anything but text."""
        return self.signature[2] if self.signature[1] == T else None


def name_alike(author: str) -> ParagraphAuthors:
    """Name one for all parts of a paragraph."""
    return author, author, author


@dataclass(frozen=True)
class Marker:
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
            place = next(
                (number for number, child in enumerate(properties) if child.tag in _AFTER_LOOK),
                None,
            )
            properties.insert(len(properties) if place is None else place, look)
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
        self, old: _Element, new: _Element, authors: ParagraphAuthors
    ) -> list[_Element]:
        """Return one paragraph that shows both, or two where a section break came or went."""
        contents = self._combine_contents(old, new, authors)
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
        for name in (RPR, SECTION):
            for child in former.findall(name):
                former.remove(child)
        change.append(former)
        _properties(new).append(change)

    def _combine_contents(
        self, old: _Element, new: _Element, authors: ParagraphAuthors
    ) -> list[_Element] | None:
        before, after = _read_atoms(old), _read_atoms(new)
        if before is None or after is None:
            return None
        pieces = [
            piece
            for author, former, present in _part_atoms(before[0], after[0], authors)
            for piece in _compare(former, present, author)
        ]
        # What only the old edition points at is kept, at the start.
        return [*(element for _, element in before[1]), *self._write(pieces, after[1])]

    def _write(
        self, pieces: Sequence[_Piece], bookmarks: Sequence[tuple[int, _Element]]
    ) -> list[_Element]:
        """Write pieces as runs, each stretch in its mark, each link around its own.

        Bookmarks at their places.
        """
        written: list[_Element] = []
        waiting = list(bookmarks)
        passed = 0
        for piece in pieces:
            for stretch in _split_at(
                piece, [place - passed for place, _ in waiting] if piece.kind != DEL else []
            ):
                while waiting and waiting[0][0] <= passed and stretch.kind != DEL:
                    written.append(waiting.pop(0)[1])
                written += self._write_stretch(stretch)
                passed += len(stretch.atoms) if stretch.kind != DEL else 0
        return written + [element for _, element in waiting]

    def _write_stretch(self, stretch: _Piece) -> list[_Element]:
        written = []
        for link, atoms in groupby(stretch.atoms, key=lambda atom: atom.link):
            runs = _write_runs(list(atoms))
            if stretch.kind == DEL:
                for run in runs:
                    self._delete_texts(run, stretch.author)
            if stretch.kind:
                mark = self.mark(stretch.kind, stretch.author)
                mark.extend(runs)
                runs = [mark]
            if link is not None:
                holder = etree.Element(LINK, dict(link.attrib))
                holder.extend(runs)
                runs = [holder]
            written += runs
        return written


@dataclass(frozen=True)
class _Piece:
    """A stretch of atoms that is common (no kind), inserted or deleted."""

    kind: str
    author: str
    atoms: Sequence[Atom]


_AFTER_LOOK = frozenset({SECTION, PROPERTIES_CHANGE})


def _is_drawn(node: _Element) -> bool:
    """Whether a node stands inside a run: in a drawing, or in what is shown instead of it."""
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
        place = next((number for number, child in enumerate(row) if child.tag == TC), len(row))
        row.insert(place, found)
    return found


def _properties(paragraph: _Element) -> _Element:
    found = paragraph.find(PPR)
    if found is None:
        found = etree.Element(PPR)
        paragraph.insert(0, found)
    return found


def _split_properties(paragraph: _Element) -> tuple[str, str]:
    """Return the properties of a paragraph and those of the section that it ends, as XML."""
    properties = deepcopy(_properties(paragraph))
    section = properties.find(SECTION)
    if section is not None:
        properties.remove(section)
    return to_string(properties), "" if section is None else to_string(section)


def to_string(element: _Element) -> str:
    """Return the XML of an element; equal elements of one document give equal strings."""
    return etree.tostring(element, encoding="unicode", with_tail=False)


def _refill(paragraph: _Element, contents: Iterable[_Element]) -> _Element:
    for child in list(paragraph):
        if child.tag != PPR:
            paragraph.remove(child)
    paragraph.extend(contents)
    return paragraph


def _read_atoms(paragraph: _Element) -> tuple[list[Atom], list[tuple[int, _Element]]] | None:
    """Return the atoms of a paragraph and its bookmarks with their places.

    None where it holds what we never write.
    """
    atoms: list[Atom] = []
    bookmarks: list[tuple[int, _Element]] = []
    for child in paragraph:
        if child.tag == R:
            atoms += _split_run(child, None)
        elif child.tag == LINK and all(run.tag == R for run in child):
            atoms += [atom for run in child for atom in _split_run(run, child)]
        elif child.tag in (STARTS, ENDS):
            bookmarks.append((len(atoms), child))
        elif child.tag != PPR:
            return None
    return atoms, bookmarks


def _split_run(run: _Element, link: _Element | None) -> list[Atom]:
    properties = run.find(RPR)
    look = "" if properties is None else to_string(properties)
    target = "" if link is None else repr(sorted(link.attrib.items()))
    atoms = []
    for child in run:
        if child.tag == T:
            atoms += [
                Atom((look, T, word, target), child, link) for word in split_words(child.text or "")
            ]
        elif child.tag != RPR:
            atoms.append(Atom((look, str(child.tag), to_string(child), target), child, link))
    return atoms


def _part_atoms(
    old: Sequence[Atom], new: Sequence[Atom], authors: ParagraphAuthors
) -> Iterator[tuple[str, Sequence[Atom], Sequence[Atom]]]:
    """Part two paragraphs by who is named.

    Number (to the first tab or break), text, page number (from the last).
    """
    text, number, page = authors
    cuts = []
    for atoms in (old, new):
        breaks = [place for place, atom in enumerate(atoms) if atom.signature[1] in BREAKS]
        has_page = bool(breaks) and page != text
        last = breaks[-1] if has_page else len(atoms)
        first = (
            breaks[0] if breaks and number != text and not (has_page and len(breaks) == 1) else 0
        )
        cuts.append((slice(0, first), slice(first, last), slice(last, None)))
    for author, former, present in zip((number, text, page), *cuts, strict=True):
        yield author, old[former], new[present]


def _compare(old: Sequence[Atom], new: Sequence[Atom], author: str) -> list[_Piece]:
    blanks = frozenset(
        atom for atom in (*old, *new) if atom.text is not None and not atom.text.strip()
    )
    stretches = align_contents(old, new, blanks)
    texts = all(atom.text is not None for atom in (*old, *new))
    common = sum(len(atom.text or "") for same, left, _ in stretches if same for atom in old[left])
    longest = max((sum(len(atom.text or "") for atom in atoms) for atoms in (old, new)), default=0)
    if texts and common < LEAST_COMMON * longest:
        stretches = [(False, slice(0, len(old)), slice(0, len(new)))]
    pieces = []
    for same, left, right in stretches:
        if same:
            pieces.append(_Piece("", "", new[right]))
        else:
            pieces += [_Piece(DEL, author, old[left]), _Piece(INS, author, new[right])]
    return [piece for piece in pieces if piece.atoms]


def _split_at(piece: _Piece, places: Sequence[int]) -> list[_Piece]:
    """Cut a piece where a bookmark stands inside of it."""
    cuts = sorted(
        {0, len(piece.atoms), *(place for place in places if 0 < place < len(piece.atoms))}
    )
    return [
        _Piece(piece.kind, piece.author, piece.atoms[start:end]) for start, end in pairwise(cuts)
    ]


def _write_runs(atoms: Sequence[Atom]) -> list[_Element]:
    runs = []
    for look, group in groupby(atoms, key=lambda atom: atom.look):
        run = etree.Element(R)
        members = list(group)
        properties = next(_run_of(atom).find(RPR) for atom in members)
        if look and properties is not None:
            run.append(deepcopy(properties))
        for is_text, pieces in groupby(members, key=lambda atom: atom.text is not None):
            if is_text:
                run.append(_text("".join(atom.text or "" for atom in pieces)))
            else:
                run.extend(deepcopy(atom.element) for atom in pieces)
        runs.append(run)
    return runs


def _run_of(atom: Atom) -> _Element:
    run = atom.element.getparent()
    assert run is not None  # noqa: S101 — an atom is made from a child of a run
    return run


def _text(content: str) -> _Element:
    element = etree.Element(T)
    element.text = content
    if content != content.strip() or "  " in content:
        element.set(_SPACE, "preserve")
    return element
