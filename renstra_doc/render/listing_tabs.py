"""The tab stop before the page numbers of a daftar, brought back to the edge of the text.

Who changes the paper or the margins in Word leaves the stop where it was: beyond the edge, the
numbers stand in the margin, and LibreOffice 7.4 loses them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renstra_doc.render.cell_styles import STYLES
from renstra_doc.template.roles import TABLE_OF_FIGURES

if TYPE_CHECKING:
    from collections.abc import Mapping

_STYLE = re.compile(r"<w:style\b(?:[^<]|<(?!/?w:style\b))*+</w:style>")
_ID = re.compile(r'w:styleId="([^"]*)"')
_TAB = re.compile(r"<w:tab\b[^<>]*/>")
_RIGHT = re.compile(r'w:val="(?:right|end)"')
_PLACE = re.compile(r'w:pos="(\d{1,5})"')


def fit_tabs(parts: Mapping[str, bytes], styles: Mapping[str, str], width: int) -> dict[str, bytes]:
    """Return the parts with no right tab stop of a daftar beyond the text's edge.

    In: the parts, the style ids by name, the width of the text in twips (0: no daftar).
    """
    if not width:
        return dict(parts)
    # By the text of the part: a parser would write all of it anew, and other bytes.
    names = ("toc 1", "toc 2", "toc 3", TABLE_OF_FIGURES)
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
