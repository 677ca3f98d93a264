"""A paragraph as atoms: what of two editions is common, what went and what came.

An atom is the smallest piece that changes as a whole: a word, a line break, a part of a field, a
drawing.
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
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

    Signature = tuple[str, str, str, str]
    # Who is named for the text of a paragraph, for its number and for its page number.
    ParagraphAuthors = tuple[str, str, str]

R, T, PPR, RPR, INS, DEL, LINK = (
    f"{{{W}}}{name}" for name in ("r", "t", "pPr", "rPr", "ins", "del", "hyperlink")
)
STARTS, ENDS = f"{{{W}}}bookmarkStart", f"{{{W}}}bookmarkEnd"
BREAKS = frozenset({f"{{{W}}}br", f"{{{W}}}tab"})
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Neither edition's: what parts an old figure from a new one.
APART = "apart"
# Less than this share of common words: two texts, not one that was changed.
LEAST_COMMON = 0.2


def name_alike(author: str) -> ParagraphAuthors:
    """Name one for all parts of a paragraph."""
    return author, author, author


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


@dataclass(frozen=True)
class AtomPiece:
    """A stretch of atoms that is common (no kind), inserted or deleted."""

    kind: str
    author: str
    atoms: Sequence[Atom]


def to_string(element: _Element) -> str:
    """Return the XML of an element; equal elements of one document give equal strings."""
    return etree.tostring(element, encoding="unicode", with_tail=False)


def read_atoms(paragraph: _Element) -> tuple[list[Atom], list[tuple[int, _Element]]] | None:
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
        # Word by word: a changed letter in a paragraph must not strike all of it.
        elif child.tag != RPR:
            atoms.append(Atom((look, str(child.tag), to_string(child), target), child, link))
    return atoms


def part_atoms(
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
        # An entry of a list is number, tab, text, tab, page: its parts have different authors.
        first = (
            breaks[0] if breaks and number != text and not (has_page and len(breaks) == 1) else 0
        )
        cuts.append((slice(0, first), slice(first, last), slice(last, None)))
    for author, former, present in zip((number, text, page), *cuts, strict=True):
        yield author, old[former], new[present]


def compare_atoms(old: Sequence[Atom], new: Sequence[Atom], author: str) -> list[AtomPiece]:
    """Return what two paragraphs share, and what went and came between.

    Two that share too little are two texts.
    """
    blanks = frozenset(
        atom for atom in (*old, *new) if atom.text is not None and not atom.text.strip()
    )
    stretches = align_contents(old, new, blanks)
    # Two unlike texts word by word would be a riddle of struck and new words.
    if _are_two_texts(old, new, stretches):
        stretches = [(False, slice(0, len(old)), slice(0, len(new)))]
    pieces = []
    for same, left, right in stretches:
        if same:
            pieces.append(AtomPiece("", "", new[right]))
        else:
            pieces += [AtomPiece(DEL, author, old[left]), AtomPiece(INS, author, new[right])]
    return [piece for piece in pieces if piece.atoms]


def _are_two_texts(
    old: Sequence[Atom], new: Sequence[Atom], stretches: Sequence[tuple[bool, slice, slice]]
) -> bool:
    """Return whether two paragraphs of nothing but text share too little to be one that changed."""
    # A field or a drawing keeps a paragraph one, however little of its text is common.
    if any(atom.text is None for atom in (*old, *new)):
        return False
    common = sum(_length(old[left]) for same, left, _ in stretches if same)
    return common < LEAST_COMMON * max(_length(old), _length(new))


def _length(atoms: Sequence[Atom]) -> int:
    return sum(len(atom.text or "") for atom in atoms)


def split_at(piece: AtomPiece, places: Sequence[int]) -> list[AtomPiece]:
    """Cut a piece where a bookmark stands inside of it."""
    cuts = sorted(
        {0, len(piece.atoms), *(place for place in places if 0 < place < len(piece.atoms))}
    )
    return [
        AtomPiece(piece.kind, piece.author, piece.atoms[start:end]) for start, end in pairwise(cuts)
    ]


def write_runs(atoms: Sequence[Atom]) -> list[_Element]:
    """Return atoms as runs, one for each look."""
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
    # Without it a reader drops the blanks at both ends of a text.
    if content != content.strip() or "  " in content:
        element.set(_SPACE, "preserve")
    return element


def set_apart(pieces: Sequence[AtomPiece], room: int) -> list[AtomPiece]:
    """Put an old and a new figure that do not fit into one line of a cell on lines of their own."""
    apart: list[AtomPiece] = []
    for piece in pieces:
        if apart and _is_too_long(apart[-1], piece, room):
            apart.append(AtomPiece(APART, piece.author, ()))
        apart.append(piece)
    return apart


def _is_too_long(before: AtomPiece, piece: AtomPiece, room: int) -> bool:
    """Return whether a word and the word that replaces it need more than one line."""
    if (before.kind, piece.kind) != (DEL, INS):
        return False
    texts = ["".join(atom.text or "" for atom in part.atoms) for part in (before, piece)]
    is_word = all(text and not any(map(str.isspace, text)) for text in texts)
    return is_word and sum(map(len, texts)) > room
