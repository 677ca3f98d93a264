"""Across or upright: a table lies where the pages of its file let it lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from renstra_doc.docx.word_content import WordDocument, WordSection, WordTable

UPRIGHT, ACROSS = "potret", "lanskap"
SLACK = 1.1  # a table may stand out of the margins a little


def find_orientation(document: WordDocument, table: WordTable) -> str:
    """Return how a table stands, "" where the file does not say it.

    Only a table wider than the room of an upright page can stand on one that lies across.
    """
    sections = [section for section in document.seksi if _width(section)]
    upright = [section for section in sections if not _lies_across(section)]
    if not sections or len(upright) == len(sections):
        return UPRIGHT if sections else ""
    if not upright:
        return ACROSS
    width = sum(table.lebar)
    if not width:
        return ""
    return ACROSS if width > max(map(_room, upright)) * SLACK else UPRIGHT


def _measure(section: WordSection, name: str) -> int:
    text = dict(section.rupa).get(name, "")
    return int(text) if text.isdigit() else 0


def _width(section: WordSection) -> int:
    return _measure(section, "lebar kertas")


def _lies_across(section: WordSection) -> bool:
    return _width(section) > _measure(section, "tinggi kertas")


def _room(section: WordSection) -> int:
    """Return the width between the margins, in twips."""
    sides = _measure(section, "tepi left") + _measure(section, "tepi right")
    return _width(section) - sides
