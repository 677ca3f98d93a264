"""What stands inside a run beside its letters: signs that move a line, and what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.docx.elements import SILENT, name_element
from renstra_doc.docx.word_letters import plain, read_symbol
from renstra_doc.docx.xml import W

if TYPE_CHECKING:
    from lxml.etree import _Element

_BREAK, _ALIGNED_TAB, _CELL = f"{{{W}}}type", f"{{{W}}}ptab", f"{{{W}}}tc"
_SYMBOL, _RUBY = f"{{{W}}}sym", f"{{{W}}}ruby"
_NOTES = frozenset({f"{{{W}}}footnoteReference", f"{{{W}}}endnoteReference"})
IN_LINE = "textWrapping"


def judge_sign(node: _Element) -> str:
    """Name what moves the rest of a line or, in a cell, of a page: no text of the data does."""
    if node.tag == _ALIGNED_TAB:
        return "tab perataan (ptab)"
    kind = node.get(_BREAK, IN_LINE)
    if kind != IN_LINE and next(node.iterancestors(_CELL), None) is not None:
        return f"pemenggal halaman atau kolom ({kind})"
    return ""


def name_stranger(node: _Element) -> tuple[str, str] | None:
    """Name what is not known inside a run, and what it says; None for what says nothing."""
    if node.tag in SILENT:
        return None
    said = "" if node.tag in _NOTES else show_stranger(node) or plain(node)
    return name_element(node.tag), said


def show_stranger(node: _Element) -> str:
    """Return the text that something unknown shows nevertheless: a symbol, a ruby text."""
    if node.tag == _SYMBOL:
        return read_symbol(node)
    return plain(node) if node.tag == _RUBY else ""
