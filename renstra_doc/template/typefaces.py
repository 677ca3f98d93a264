"""What a paragraph style says of its letters: face, size, weight, height of a line.

A property that a style does not state is that of the style it is based on, and at last that of the
document's defaults (ECMA-376 Part 1, 17.7.2). Works on trees of ElementTree and of lxml alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from renstra_doc.docx.xml import DEEPEST, OFF, W

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

WIDE = 0.62
USUAL_SIZE = 10.0
DIGITS = 5  # of a number that is believed
# The width of a digit, as a share of the size; figures of one face are of one width. A face that
# is not here counts as a wide one.
_DIGITS: Mapping[str, float] = {
    "arial narrow": 0.456,
    "liberation sans narrow": 0.456,
    "arial": 0.556,
    "liberation sans": 0.556,
    "helvetica": 0.556,
    "calibri": 0.507,
    "carlito": 0.507,
    "cambria": 0.554,
    "times new roman": 0.5,
    "liberation serif": 0.5,
    "tahoma": 0.546,
    "bookman old style": WIDE,
}
# The width of a sign as a share of a digit's, about as in Arial and Bookman; others are 1.
_SHARES: Mapping[str, float] = {
    **dict.fromkeys(".,:;|!'()[] -\N{NO-BREAK SPACE}", 0.5),
    **dict.fromkeys("ijl", 0.5),
    **dict.fromkeys("ft", 0.55),
    **dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 1.3),
    "r": 0.7,
    "m": 1.5,
    "w": 1.3,
}
BOLDER = 0.07  # by which bold letters are wider; bold figures of a grotesque are not


@dataclass(frozen=True, slots=True)
class Typeface:
    """The letters of a style: face, size in points, weight.

    `exact` is the height of a line in twips, 0 where it is not exact.
    """

    face: str = ""
    size: float = USUAL_SIZE
    is_bold: bool = False
    exact: int = 0

    def measure(self, text: str) -> float:
        """Return about how wide a text is, in twips; of figures a little more than they are."""
        digit = _DIGITS.get(self.face.lower(), WIDE)
        shares, letters = _measure_signs(text)
        if self.is_bold:
            # Bookman grows in all signs; figures of narrow faces are as wide in bold.
            shares += BOLDER * (shares if digit >= WIDE else letters)
        return shares * digit * self.size * 20

    @property
    def line(self) -> float:
        """The height of a line in twips."""
        # A single line of most faces, where the file does not say the height.
        return self.exact or self.size * 20 * 1.2


PLAIN = Typeface()


@lru_cache(maxsize=8192)
def _measure_signs(text: str) -> tuple[float, float]:
    """Return how wide the signs of a text are in digits, and the share of letters in it."""
    shares = [_SHARES.get(sign, 1.0) for sign in text]
    return sum(shares), sum(
        share for share, sign in zip(shares, text, strict=True) if sign.isalpha()
    )


def read_typefaces(styles: Element) -> dict[str, Typeface]:
    """Return the letters of each paragraph style by its id. In: the root of word/styles.xml."""
    by_id = styles_by_id(styles)
    defaults = list(styles.iter(f"{{{W}}}docDefaults"))
    return {
        name: _read_typeface([*list_chain(style, by_id), *defaults])
        for name, style in by_id.items()
    }


def styles_by_id(styles: Element) -> dict[str, Element]:
    """Return the styles of word/styles.xml by their ids."""
    return {style.get(f"{{{W}}}styleId", ""): style for style in styles.iter(f"{{{W}}}style")}


def style_name(style: Element) -> str:
    """Return the name of a style, "" where it has none."""
    name = style.find(f"{{{W}}}name")
    return name.get(f"{{{W}}}val", "") if name is not None else ""


def list_chain(style: Element | None, by_id: Mapping[str, Element]) -> Iterator[Element]:
    """Yield a style and those that it is based on."""
    seen: list[Element] = []
    while style is not None and style not in seen and len(seen) < DEEPEST:
        seen.append(style)
        yield style
        base = style.find(f"{{{W}}}basedOn")
        style = by_id.get(base.get(f"{{{W}}}val", "")) if base is not None else None


def _read_typeface(chain: list[Element]) -> Typeface:
    size = _first(chain, "sz", "val")
    bold = _first(chain, "b", "val", "1")
    line, rule = _first(chain, "spacing", "line"), _first(chain, "spacing", "lineRule")
    is_exact = rule == "exact" and line.isdecimal()
    return Typeface(
        _first(chain, "rFonts", "ascii"),
        int(size) / 2 if size.isdecimal() and len(size) < DIGITS else USUAL_SIZE,
        bool(bold) and bold not in OFF,
        int(line) if is_exact and len(line) <= DIGITS else 0,
    )


def _first(chain: list[Element], tag: str, attribute: str, otherwise: str = "") -> str:
    """Return what the first style of a chain says; `otherwise` where it only has the element."""
    for style in chain:
        # At any depth: w:spacing is one of a paragraph or of letters, told apart by the attribute.
        for node in style.iter(f"{{{W}}}{tag}"):
            value = node.get(f"{{{W}}}{attribute}", otherwise)
            if value:
                return value
    return ""
