"""The tab stops of a daftar: before the page numbers, and before the titles.

Who changes the paper or the margins in Word leaves the first where it was: beyond the edge, the
numbers stand in the margin, and LibreOffice 7.4 loses them. A label that is wider than its room
(`LAMPIRAN VIII`) has no stop before its title but the one of the page numbers: it gets more room.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from renstra_doc.render.cell_styles import STYLES
from renstra_doc.render.listing import Entry, Stop, style_name
from renstra_doc.template.roles import TABLE_OF_FIGURES
from renstra_doc.template.typefaces import PLAIN, read_typefaces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


_STYLE = re.compile(r"<w:style\b(?:[^<]|<(?!/?w:style\b))*+</w:style>")
_ID = re.compile(r'w:styleId="([^"]*)"')
_TAB = re.compile(r"<w:tab\b[^<>]*/>")
_RIGHT = re.compile(r'w:val="(?:right|end)"')
_PLACE = re.compile(r'w:pos="(\d{1,5})"')
_INDENT = re.compile(r"<w:ind\b[^<>]*/>")
_LEFT = re.compile(r'w:(?:left|start)="(\d{1,5})"')
_HANGING = re.compile(r'w:hanging="(\d{1,5})"')
# The lists, each with its levels from the outermost: an inner level begins where the outer one's
# titles do.
_LISTS = (("toc 1", "toc 2", "toc 3"), (TABLE_OF_FIGURES,))
_NARROW = str.maketrans("I", "r")  # the one narrow capital; the measure counts all as wide


def fit_tabs(parts: Mapping[str, bytes], styles: Mapping[str, str], width: int) -> dict[str, bytes]:
    """Return the parts with no right tab stop of a daftar beyond the text's edge.

    In: the parts, the style ids by name, the width of the text in twips (0: no daftar).
    """
    if not width:
        return dict(parts)
    # By the text of the part: a parser would write all of it anew, and other bytes.
    names = (name for levels in _LISTS for name in levels)
    listed = {styles[name] for name in names if name in styles}

    def fit(match: re.Match[str]) -> str:
        found = _ID.search(match[0])
        is_listed = found is not None and found[1] in listed
        return _TAB.sub(lambda tab: _move(tab[0], width), match[0]) if is_listed else match[0]

    return {**parts, STYLES: _STYLE.sub(fit, parts[STYLES].decode()).encode()}


def _move(tab: str, width: int) -> str:
    """Return a tab stop, brought back to `width` where it is a right one beyond it."""
    place = _PLACE.search(tab)
    if place is None or not _RIGHT.search(tab) or int(place[1]) <= width:
        return tab
    return tab.replace(place[0], f'w:pos="{width}"')


def fit_labels(
    parts: Mapping[str, bytes], styles: Mapping[str, str], entries: Iterable[Entry], width: int
) -> dict[str, bytes]:
    """Return the parts with room for the widest label of each level before its title.

    In: the parts, the style ids by name, the lines of all lists, the width of the text in twips
    (0: no daftar). A label of more than half the text's width stays as it is.
    """
    if not width or b"<!DOCTYPE" in parts[STYLES]:
        return dict(parts)
    needs = _measure_labels(parts[STYLES], styles, entries, width // 2)
    text = parts[STYLES].decode()
    for levels in _LISTS:
        moved = 0
        for style in [styles[name] for name in levels if name in styles]:
            text, moved = _give_room(text, style, moved, needs.get(style, 0))
    return {**parts, STYLES: text.encode()}


def _measure_labels(
    part: bytes, styles: Mapping[str, str], entries: Iterable[Entry], most: int
) -> dict[str, int]:
    """Return the room that the widest label of each style id needs, of those up to `most`."""
    faces = read_typefaces(ET.fromstring(part))  # noqa: S314 — none with a DOCTYPE
    needs: dict[str, int] = {}
    for entry in entries:
        style = styles.get(style_name(entry), "")
        need = round(faces.get(style, PLAIN).measure(entry.nomor.translate(_NARROW)))
        if need <= most:
            needs[style] = max(need, needs.get(style, 0))
    return needs


def _give_room(text: str, style: str, moved: int, need: int) -> tuple[str, int]:
    """Return the styles with one moved to the right, its label given room; how far titles moved."""
    found = _find_hanging(text, style)
    if found is None:
        return text, moved
    xml, left, hanging = found
    more = max(0, need - hanging)
    new = _INDENT.sub(lambda node: _shift(node[0], moved + more, more), xml, count=1)
    new = new.replace(f'w:pos="{left}"', f'w:pos="{left + moved + more}"')
    return text.replace(xml, new), moved + more


def _find_hanging(text: str, style: str) -> tuple[str, int, int] | None:
    """Return the XML of a style, where its titles stand and how far left of that its labels do."""
    start = text.find(f'w:styleId="{style}"')
    xml = text[text.rfind("<w:style ", 0, start) : text.find("</w:style>", start)]
    indent = _INDENT.search(xml) if start >= 0 else None
    left, hanging = (rx.search(indent[0]) if indent else None for rx in (_LEFT, _HANGING))
    return (xml, int(left[1]), int(hanging[1])) if left and hanging else None


def _shift(indent: str, left: int, hanging: int) -> str:
    """Return a w:ind with more on the left, and more of it hanging."""

    def add(more: int) -> Callable[[re.Match[str]], str]:
        return lambda side: side[0].replace(side[1], str(int(side[1]) + more))

    return _HANGING.sub(add(hanging), _LEFT.sub(add(left), indent))


def read_stops(parts: Mapping[str, bytes], styles: Mapping[str, str]) -> dict[str, Stop]:
    """Return of each style of a daftar's lines where its labels begin, and its titles."""
    text = parts[STYLES].decode()
    found = {
        name: _find_hanging(text, styles[name])
        for levels in _LISTS
        for name in levels
        if name in styles
    }
    return {
        name: Stop(hung[1] - hung[2], hung[1]) for name, hung in found.items() if hung is not None
    }
