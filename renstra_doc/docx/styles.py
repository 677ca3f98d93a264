"""The look that is in force: properties of a run through its styles (ECMA-376 Part 1, 17.7).

Only what decides whether and as which letters a text is printed: hidden, struck, bold, italic, and
what makes it unreadable. Every on/off property is read by `is_on`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renstra_doc.docx.relations import PartError
from renstra_doc.docx.xml import DEEPEST, W

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

VAL = f"{{{W}}}val"
_OFF = frozenset({"0", "false", "off"})
_RPR, _PPR = f"{{{W}}}rPr", f"{{{W}}}pPr"
_ID, _TYPE, _DEFAULT = f"{{{W}}}styleId", f"{{{W}}}type", f"{{{W}}}default"
# Fonts whose letters are drawn as signs: the text says one thing, the page shows another.
SYMBOL_FONTS = (
    "symbol",
    "wingding",
    "webding",
    "zapf",
    "dingbat",
    "marlett",
    "mt extra",
    "barcode",
)
_SHARE = re.compile(r"[0-9A-Fa-f]{2}")
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")
DARK = 170_000
# Half-points above or below the line; twips that letters are pushed together.
HIGHEST, CLOSEST = 48, -60
# Hundredths of a ground that its pattern covers.
WHOLE, THICK, THIN = 100, 50, 25
SMALLEST, NARROWEST, WHITE = 8, 33, frozenset({"FFFFFF", "FEFEFE", "FDFDFD", "FCFCFC"})


def is_on(node: _Element | None) -> bool:
    """Return whether an on/off property is switched on (ST_OnOff, 22.9.2.7).

    Absent: no; without a value: yes; else everything but `0`, `false` and `off`.
    """
    return node is not None and (node.get(VAL) or "1").strip().lower() not in _OFF


def child(parent: _Element | None, name: str) -> _Element | None:
    """Return the first child of a WordprocessingML name."""
    return None if parent is None else parent.find(f"{{{W}}}{name}")


def value(parent: _Element | None, name: str) -> str:
    """Return the `w:val` of a child, "" where there is none."""
    found = child(parent, name)
    return "" if found is None else found.get(VAL, "")


def is_dark(shading: _Element | None) -> bool:
    """Return whether a shading is so dark that white letters can be read on it (17.3.5)."""
    if shading is None:
        return False
    share = share_of(shading)
    seen = {"themeFill": share < WHOLE, "themeColor": share > 0}
    if any(shading.get(f"{{{W}}}{name}") is not None for name, counts in seen.items() if counts):
        return True
    colour, fill = (shading.get(f"{{{W}}}{name}", "auto") for name in ("color", "fill"))
    return is_dark_fill(blend(colour, fill, share))


def share_of(shading: _Element) -> int:
    """Return how much of a ground its pattern covers, in hundredths (17.18.78)."""
    pattern = shading.get(VAL, "clear")
    if pattern.startswith("pct"):
        return min(number(pattern.removeprefix("pct")), WHOLE)
    if pattern in ("solid", "clear", "nil", ""):
        return WHOLE if pattern == "solid" else 0
    return THIN if pattern.startswith("thin") else THICK


def blend(colour: str, fill: str, share: int) -> str:
    """Return the colour that a pattern and the fill below it make together.

    In: both as six hexadecimal digits (else: black on white), the share of the pattern. A ground
    without a pattern is its fill as it is written.
    """
    if not share:
        return fill
    above = colour if _COLOUR.fullmatch(colour) else "000000"
    below = fill if _COLOUR.fullmatch(fill) else "FFFFFF"
    pairs = [(int(above[at : at + 2], 16), int(below[at : at + 2], 16)) for at in (0, 2, 4)]
    mixed = ((over * share + under * (WHOLE - share)) // WHOLE for over, under in pairs)
    return "".join(f"{value:02X}" for value in mixed)


def tone(colour: str, tint: str, shade: str) -> str:
    """Return a colour of a theme made lighter or darker.

    In: six hexadecimal digits, how much of it is left beside white and beside black, in 255ths as
    two hexadecimal digits ("": all of it; 17.3.5, `themeFillTint`, `themeFillShade`).
    """
    mixed = colour
    for share, ground in ((tint, "FFFFFF"), (shade, "000000")):
        if _SHARE.fullmatch(share) and _COLOUR.fullmatch(mixed):
            mixed = blend(mixed, ground, int(share, 16) * WHOLE // 255)
    return mixed


def is_dark_fill(fill: str) -> bool:
    """Return whether a colour of six hexadecimal digits is dark; another text is none."""
    if not _COLOUR.fullmatch(fill):
        return False
    red, green, blue = (int(fill[at : at + 2], 16) for at in (0, 2, 4))
    return 299 * red + 587 * green + 114 * blue < DARK


def number(text: str | None) -> int:
    """Return a whole number of an attribute, 0 for what is none."""
    try:
        return int(float((text or "0").removesuffix("pt")))
    except (ValueError, OverflowError):
        return 0


def read_outline(node: _Element | None) -> int:
    """Return the level in the outline, from 1; 0 for running text (17.3.1.20 counts from 0)."""
    return 0 if node is None else number(node.get(VAL)) + 1


def read_indent(node: _Element | None) -> int:
    """Return the indent at the beginning of the lines, whichever name it bears (17.3.1.12)."""
    return 0 if node is None else number(node.get(f"{{{W}}}left") or node.get(f"{{{W}}}start"))


class Styles:
    """Looks properties up through the chain of styles."""

    def __init__(self, root: _Element | None) -> None:
        """Take the root of the part of styles (None: a document without one)."""
        nodes = [] if root is None else root.findall(f"{{{W}}}style")
        self._styles = {node.get(_ID, ""): node for node in nodes}
        self._usual = {
            node.get(_TYPE, ""): node.get(_ID, "")
            for node in nodes
            if (node.get(_DEFAULT) or "0").lower() not in _OFF
        }
        defaults = child(root, "docDefaults")
        self._defaults = child(child(defaults, "rPrDefault"), "rPr")
        self._known: dict[tuple[str, str], bool | None] = {}
        self._found: dict[tuple[str, ...], _Element | None] = {}

    def name(self, style: str) -> str:
        """Return the name of a style by its id."""
        return value(self._styles.get(style), "name") or style

    def chain(self, style: str) -> Iterator[_Element]:
        """Yield a style and those that it is based on."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            if len(seen) >= DEEPEST:
                message = f"gaya {style} bersandar pada lebih dari {DEEPEST} gaya"
                raise PartError(message)
            seen.add(style)
            yield self._styles[style]
            style = value(self._styles[style], "basedOn")

    def paragraph_style(self, look: _Element | None) -> str:
        """Return the id of a paragraph's style, by its properties: its own, else the usual one."""
        return value(look, "pStyle") or self._usual.get("paragraph", "")

    def paragraph_property(self, look: _Element | None, style: str, name: str) -> _Element | None:
        """Return a property of a paragraph: its own, else the nearest of its styles."""
        own = child(look, name)
        key = (_PPR, style, name)
        if own is None and key not in self._found:
            found = (child(node.find(_PPR), name) for node in self.chain(style))
            self._found[key] = next((node for node in found if node is not None), None)
        return own if own is not None else self._found[key]

    def is_switched(self, look: _Element | None, style: str, name: str) -> bool:
        """Return whether a toggle property is in force (17.7.3).

        In: the run's own properties, its paragraph's style. Direct formatting decides; else styles
        of paragraph and letters switch each other off.
        """
        own = child(look, name)
        if own is not None:
            return is_on(own)
        if is_on(child(self._defaults, name)):
            return True
        letters = value(look, "rStyle")
        return self._is_switched_by(style, name) != self._is_switched_by(letters, name)

    def _is_switched_by(self, style: str, name: str) -> bool:
        key = (style, name)
        if key not in self._known:
            found = (child(node.find(_RPR), name) for node in self.chain(style))
            node = next((node for node in found if node is not None), None)
            self._known[key] = is_on(node)
        return bool(self._known[key])

    def run_property(
        self, look: _Element | None, style: str, name: str, table: str = ""
    ) -> _Element | None:
        """Return a property of a run: its own, or of letters, paragraph, table; else the usual."""
        own = child(look, name)
        return own if own is not None else self._styled(value(look, "rStyle"), style, name, table)

    def run_attribute(
        self, look: _Element | None, style: str, name: str, attributes: Sequence[str], table: str
    ) -> tuple[str, str]:
        """Return the nearest of some attributes of a property that is written, and what it says.

        Each attribute goes up by itself; of those at one look the first counts.
        """
        starts = (value(look, "rStyle"), style, table)
        looks = (node.find(_RPR) for start in starts for node in self.chain(start))
        for found in (look, *looks, self._defaults):
            node = child(found, name)
            for attribute in attributes:
                if node is not None and node.get(attribute):
                    return attribute, node.get(attribute, "")
        return "", ""

    def table_property(self, table: str, name: str) -> _Element | None:
        """Return a property of letters that a table style gives all of its cells."""
        found = (child(node.find(_RPR), name) for node in self.chain(table))
        return next((node for node in found if node is not None), None)

    def _styled(self, letters: str, style: str, name: str, table: str) -> _Element | None:
        key = (letters, style, table, name)
        if key not in self._found:
            chains = (node for start in (letters, style, table) for node in self.chain(start))
            found = (child(node.find(_RPR), name) for node in chains)
            usual = child(self._defaults, name)
            self._found[key] = next((node for node in found if node is not None), usual)
        return self._found[key]

    def find_unreadable(self, look: _Element | None, style: str, *, is_shaded: bool) -> str:
        """Say why a run cannot be read as the text that it holds; "" where it can."""
        if 0 < self._size_of(look, style, "sz") < SMALLEST:
            return "teks yang terlalu kecil untuk dibaca"
        if 0 < self._size_of(look, style, "w") < NARROWEST:
            return "teks yang terlalu sempit untuk dibaca"
        if self._is_white(look, style) and not is_shaded:
            return "teks berwarna putih"
        if self._is_in_signs(look, style):
            return "teks berhuruf simbol"
        is_turned = is_on(self.run_property(look, style, "rtl"))
        return "teks dari kanan ke kiri" if is_turned else self._find_displaced(look, style)

    def _size_of(self, look: _Element | None, style: str, name: str) -> int:
        """Return a measure of letters, 0 where it is not said."""
        found = self.run_property(look, style, name)
        return 0 if found is None else number(found.get(VAL, "").rstrip("%"))

    def _is_in_signs(self, look: _Element | None, style: str) -> bool:
        """Return whether a font shows signs in the place of letters."""
        fonts = self.run_property(look, style, "rFonts")
        if fonts is None:
            return False
        names = (fonts.get(f"{{{W}}}{at}", "") for at in ("ascii", "hAnsi"))
        return any(name.lower().startswith(SYMBOL_FONTS) for name in names)

    def _find_displaced(self, look: _Element | None, style: str) -> str:
        """Say whether letters are lost in their ground, or do not stand in their line."""
        if self._is_black_on_black(look, style):
            return "teks hitam di atas latar gelap"
        height, gap = (self._size_of(look, style, name) for name in ("position", "spacing"))
        is_displaced = abs(height) > HIGHEST or gap <= CLOSEST
        return "teks yang digeser dari tempatnya" if is_displaced else ""

    def _is_black_on_black(self, look: _Element | None, style: str) -> bool:
        """Return whether letters are black on a dark ground; automatic ones turn white there."""
        colour = self.run_property(look, style, "color")
        if colour is None or colour.get(VAL) != "000000":
            return False
        marked = self.run_property(look, style, "highlight")
        if marked is not None:
            return marked.get(VAL) == "black"
        return is_dark(self.run_property(look, style, "shd"))

    def _is_white(self, look: _Element | None, style: str) -> bool:
        colour = self.run_property(look, style, "color")
        if colour is None or colour.get(f"{{{W}}}themeColor") not in (
            None,
            "background1",
            "light1",
        ):
            return False
        is_theme = colour.get(f"{{{W}}}themeColor") is not None
        is_white = is_theme or colour.get(VAL, "").upper() in WHITE
        marked = self.run_property(look, style, "highlight")
        return is_white and marked is None and not is_dark(self.run_property(look, style, "shd"))
