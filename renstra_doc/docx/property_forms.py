"""What the properties of a paragraph or a cell say, read once for each way they are written.

A document of 40.000 paragraphs and cells has some dozen of them, and looking a property up in a
tree takes as long as reading a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from renstra_doc.docx.elements import FORMATTING, TRACKED, local
from renstra_doc.docx.styles import (
    VAL,
    child,
    is_dark,
    is_on,
    read_indent,
    read_outline,
    value,
)
from renstra_doc.docx.unseen import list_faults

if TYPE_CHECKING:
    from lxml.etree import _Element

    from renstra_doc.docx.styles import Styles

MOST_KEPT = 4_000
_CELL_MARKS = frozenset({"cellIns", "cellDel", "cellMerge"})
_CHANGES = frozenset({*FORMATTING, *map(local, TRACKED), *_CELL_MARKS})


@dataclass(frozen=True, slots=True)
class ParagraphForm:
    """Style, its name and what of the rest is printed; `faults` keep the text from being read.

    `xml` are the properties as they are written, `is_tracked` where they hold tracked changes.
    """

    xml: bytes
    gaya: str
    nama: str
    kerangka: int
    takuk: int
    rata: str
    halaman_baru: bool
    faults: tuple[str, ...]
    is_tracked: bool


@dataclass(frozen=True, slots=True)
class CellForm:
    """Span and part in a merge (`mulai`, `lanjut`, "") of a cell; whether its ground is dark.

    `has_ground`: it says one at all.
    """

    lebar: str
    tegak: str
    is_dark: bool
    has_ground: bool
    is_tracked: bool


class PropertyForms:
    """Keeps the forms of one document."""

    def __init__(self, styles: Styles) -> None:
        """Take the styles that the properties lead to."""
        self._styles = styles
        self._paragraphs: dict[bytes, ParagraphForm] = {}
        self._cells: dict[bytes, CellForm] = {}

    def of_paragraph(self, look: _Element | None) -> ParagraphForm:
        """Return the form of a paragraph, by its properties."""
        key = b"" if look is None else etree.tostring(look, with_tail=False)
        found = self._paragraphs.get(key)
        if found is None:
            _make_room(self._paragraphs)
            found = self._paragraphs[key] = self._read_paragraph(look, key)
        return found

    def _read_paragraph(self, look: _Element | None, key: bytes) -> ParagraphForm:
        styles = self._styles
        style = styles.paragraph_style(look)
        return ParagraphForm(
            key,
            style,
            styles.name(style),
            read_outline(styles.paragraph_property(look, style, "outlineLvl")),
            read_indent(styles.paragraph_property(look, style, "ind")),
            value(look, "jc"),
            is_on(child(look, "pageBreakBefore")),
            tuple(list_faults(look, style, styles)),
            _is_tracked(look) or _is_tracked(child(look, "rPr")),
        )

    def of_cell(self, look: _Element | None) -> CellForm:
        """Return the form of a cell, by its properties."""
        key = b"" if look is None else etree.tostring(look, with_tail=False)
        found = self._cells.get(key)
        if found is None:
            _make_room(self._cells)
            found = self._cells[key] = _read_cell(look)
        return found


def _read_cell(look: _Element | None) -> CellForm:
    ground = child(look, "shd")
    return CellForm(
        value(look, "gridSpan"),
        _part_in_merge(look),
        is_dark(ground),
        ground is not None,
        _is_tracked(look),
    )


def _make_room(kept: dict[bytes, ParagraphForm] | dict[bytes, CellForm]) -> None:
    if len(kept) >= MOST_KEPT:  # a file with a form for every word
        kept.clear()


def _is_tracked(look: _Element | None) -> bool:
    return look is not None and any(local(node.tag) in _CHANGES for node in look)


def list_cell_marks(look: _Element | None) -> list[_Element]:
    """Return the tracked changes of a cell: its properties name them (17.13.5)."""
    return [] if look is None else [found for found in look if local(found.tag) in _CELL_MARKS]


def _part_in_merge(look: _Element | None) -> str:
    """Return the part of a cell in a vertical merge: "", `mulai` or `lanjut`."""
    merge = child(look, "vMerge")
    # Older programs merge across by marking each cell and not by a span (gridSpan).
    across = child(look, "hMerge")
    if across is not None and across.get(VAL) != "restart":
        return "lanjut"
    if merge is None:
        return ""
    return "mulai" if merge.get(VAL) == "restart" else "lanjut"
