"""The look that is in force: properties of a run through its styles (ECMA-376 Part 1, 17.7).

Only what decides whether and as which letters a text is printed: hidden, struck, bold, italic, and
what makes it unreadable. Every on/off property is read by `is_on`.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from renstra_doc.docx.relations import PartError
from renstra_doc.docx.story_bounds import check_most
from renstra_doc.docx.xml import DEEPEST, OFF, W

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lxml.etree import _Element

VAL = f"{{{W}}}val"
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
# Word writes some hundred into a table style with all of its conditions.
MOST_OF_STYLE = 1_500
_SHARE = re.compile(r"[0-9A-Fa-f]{2}")
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")
# Of 255.000, the brightness of white in `is_dark_fill`.
DARK = 170_000
# Half-points above or below the line; twips that letters are pushed together.
HIGHEST, CLOSEST = 48, -60
# Hundredths of a ground that its pattern covers.
WHOLE, THICK, THIN = 100, 50, 25
# Half-points (four points); per cent of a letter's width; what the eye takes for white.
SMALLEST, NARROWEST, WHITE = 8, 33, frozenset({"FFFFFF", "FEFEFE", "FDFDFD", "FCFCFC"})


def is_on(node: _Element | None) -> bool:
    """Return whether an on/off property is switched on (ST_OnOff, 22.9.2.7).

    Absent: no; without a value: yes; else everything but `0`, `false` and `off`.
    """
    return node is not None and (node.get(VAL) or "1").strip().lower() not in OFF


def child(parent: _Element | None, name: str) -> _Element | None:
    """Return the first child of a WordprocessingML name."""
    if parent is None:
        return None
    # Half the time of `find`, and a document asks 200,000 times.
    return next(parent.iterchildren(f"{{{W}}}{name}"), None)


def value(parent: _Element | None, name: str) -> str:
    """Return the `w:val` of a child, "" where there is none."""
    found = child(parent, name)
    return "" if found is None else found.get(VAL, "")


def is_dark(shading: _Element | None) -> bool:
    """Return whether a shading is so dark that white letters can be read on it (17.3.5)."""
    if shading is None:
        return False
    share = share_of(shading)
    # What a theme makes of a colour is not looked up here: taken as dark, it accuses nobody.
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
    # Stripes and grids: about how much of the ground their lines cover.
    return THIN if pattern.startswith("thin") else THICK


def blend(colour: str, fill: str, share: int) -> str:
    """Return the colour that a pattern and the fill below it make together.

    In: both as six hexadecimal digits (else: black on white), the share of the pattern. A ground
    without a pattern is its fill as it is written.
    """
    # As it is written, since an automatic fill must stay one.
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
    # How bright the eye sees a colour (ITU-R BT.601), in thousandths.
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


def _check_size(style: _Element) -> None:
    # Whole, since thousands of tables and runs ask one style again and again.
    found = sum(1 for _ in islice(style.iter(), MOST_OF_STYLE + 1))
    check_most(found, MOST_OF_STYLE, "unsur dalam satu gaya")


class Styles:
    """Looks properties up through the chain of styles."""

    def __init__(self, root: _Element | None) -> None:
        """Take the root of the part of styles (None: a document without one).

        DenseError for a style that holds more than any.
        """
        nodes = [] if root is None else root.findall(f"{{{W}}}style")
        for node in nodes:
            _check_size(node)
        self._styles = {node.get(_ID, ""): node for node in nodes}
        self._usual = {
            node.get(_TYPE, ""): node.get(_ID, "")
            for node in nodes
            if (node.get(_DEFAULT) or "0").lower() not in OFF
        }
        defaults = child(root, "docDefaults")
        self._defaults = child(child(defaults, "rPrDefault"), "rPr")
        self._known: dict[tuple[str, str], bool] = {}
        self._found: dict[tuple[str, ...], _Element | None] = {}
        self._marked: dict[tuple[str, Callable[[_Element], bool]], bool] = {}

    def name(self, style: str) -> str:
        """Return the name of a style by its id."""
        return value(self._styles.get(style), "name") or style

    def chain(self, style: str) -> Iterator[_Element]:
        """Yield a style and those that it is based on."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            # Refused and not cut off: a look that is not followed to its end would be told wrong.
            if len(seen) >= DEEPEST:
                message = f"gaya {style} bersandar pada lebih dari {DEEPEST} gaya"
                raise PartError(message)
            seen.add(style)
            yield self._styles[style]
            style = value(self._styles[style], "basedOn")

    def has(self, style: str, mark: Callable[[_Element], bool]) -> bool:
        """Return whether a style or one that it is based on bears a mark; kept for each."""
        if (style, mark) not in self._marked:
            self._marked[style, mark] = any(map(mark, self.chain(style)))
        return self._marked[style, mark]

    def _nearest(self, group: str, name: str, *styles: str) -> _Element | None:
        """Return the first such property of some styles, each before those it is based on."""
        found = (child(node.find(group), name) for style in styles for node in self.chain(style))
        return next((node for node in found if node is not None), None)

    def paragraph_style(self, look: _Element | None) -> str:
        """Return the id of a paragraph's style, by its properties: its own, else the usual one."""
        return value(look, "pStyle") or self._usual.get("paragraph", "")

    def paragraph_property(self, look: _Element | None, style: str, name: str) -> _Element | None:
        """Return a property of a paragraph: its own, else the nearest of its styles."""
        own = child(look, name)
        key = (_PPR, style, name)
        if own is None and key not in self._found:
            self._found[key] = self._nearest(_PPR, name, style)
        return own if own is not None else self._found[key]

    def is_switched(self, look: _Element | None, style: str, name: str) -> bool:
        """Return whether a toggle property is in force (17.7.3).

        In: the run's own properties, its paragraph's style. Direct formatting decides; else styles
        of paragraph and letters switch each other off.
        """
        own = child(look, name)
        if own is not None:
            return is_on(own)
        # What the document's defaults switch on no style switches off (17.7.3).
        if is_on(child(self._defaults, name)):
            return True
        letters = value(look, "rStyle")
        return self._is_switched_by(style, name) != self._is_switched_by(letters, name)

    def _is_switched_by(self, style: str, name: str) -> bool:
        key = (style, name)
        if key not in self._known:
            self._known[key] = is_on(self._nearest(_RPR, name, style))
        return self._known[key]

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
            # The nearest w:rFonts may name only the Asian font and leave the Latin one to a style.
            for attribute in attributes:
                if node is not None and node.get(attribute):
                    return attribute, node.get(attribute, "")
        return "", ""

    def table_property(self, table: str, name: str) -> _Element | None:
        """Return a property of letters that a table style gives all of its cells."""
        return self._nearest(_RPR, name, table)

    def _styled(self, letters: str, style: str, name: str, table: str) -> _Element | None:
        key = (letters, style, table, name)
        # Kept: a document asks for the same few properties of the same few styles at every run.
        if key not in self._found:
            found = self._nearest(_RPR, name, letters, style, table)
            self._found[key] = found if found is not None else child(self._defaults, name)
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
        # White, unless the mapping of the theme is swapped, which `judgements` tells.
        is_theme = colour.get(f"{{{W}}}themeColor") is not None
        is_white = is_theme or colour.get(VAL, "").upper() in WHITE
        marked = self.run_property(look, style, "highlight")
        return is_white and marked is None and not is_dark(self.run_property(look, style, "shd"))
