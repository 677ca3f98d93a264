"""What of a table's, a row's or a paragraph's own form keeps its text from being read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.docx.elements import local
from renstra_doc.docx.styles import child, is_dark, is_on, number, value
from renstra_doc.docx.word_letters import plain
from renstra_doc.docx.xml import W

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

    from renstra_doc.docx.styles import Styles

    Named = tuple[str, str]

# Twips: three points, in which no line can be read, and 14 cm, which no indent of a page needs.
LOWEST_ROW, LOWEST_LINE, WIDEST_INDENT = 60, 60, 8000
NARROWEST = 60  # twips, about a millimetre
_PUSHED = frozenset({"tblInd", "wBefore", "wAfter"})
_FILL, _NO_GROUND = f"{{{W}}}fill", frozenset({"", "AUTO", "FFFFFF"})
_WIDTH = f"{{{W}}}w"
_RULE, _VAL = f"{{{W}}}hRule", f"{{{W}}}val"


def judge_table(look: _Element | None, styles: Styles) -> Iterator[Named]:
    """Yield what is wrong with a table, by its properties."""
    if is_on(child(look, "bidiVisual")):
        yield "tabel dari kanan ke kiri", ""
    if child(look, "tblpPr") is not None:
        yield "tabel yang mengambang", ""
    ground = child(look, "shd")
    if ground is not None and ground.get(_FILL, "auto").upper() not in _NO_GROUND:
        yield "latar tabel", ground.get(_FILL, "")
    style = value(look, "tblStyle")
    if styles.has(style, _hides):
        yield "gaya tabel yang menyembunyikan teks", styles.name(style)


def judge_places(*looks: _Element | None) -> Iterator[Named]:
    """Yield what pushes a table or a row off the page, or leaves no room for a column."""
    nodes = [node for look in looks if look is not None for node in look]
    for node in nodes:
        width = number(node.get(_WIDTH))
        if local(node.tag) in _PUSHED and abs(width) > WIDEST_INDENT:
            yield "tabel atau baris yang digeser keluar halaman", ""
        if local(node.tag) == "gridCol" and 0 < width < NARROWEST:
            yield "kolom yang terlalu sempit untuk dibaca", ""


def is_dark_style(styles: Styles, style: str) -> bool:
    """Return whether a table style has a dark ground somewhere."""
    return styles.has(style, _is_dark_somewhere)


def _is_dark_somewhere(style: _Element) -> bool:
    return any(map(is_dark, style.iter(f"{{{W}}}shd")))


def read_fixed_height(look: _Element | None) -> str:
    """Return the height of a row that is fixed, in twips; "" where it grows."""
    height = child(look, "trHeight")
    is_fixed = height is not None and height.get(_RULE) == "exact"
    return height.get(_VAL, "0") if height is not None and is_fixed else ""


def is_hidden_row(look: _Element | None) -> bool:
    """Return whether a row is not printed: hidden, or too low for a line."""
    height = read_fixed_height(look)
    return is_on(child(look, "hidden")) or (bool(height) and number(height) < LOWEST_ROW)


def list_faults(look: _Element | None, style: str, styles: Styles) -> list[str]:
    """Return what keeps the text of a paragraph from being read where it stands.

    In: its properties, the id of its style.
    """
    # Each looked up through the styles: a style hides as well as the paragraph itself.
    faults = {
        "bingkai": styles.paragraph_property(look, style, "framePr") is not None,
        "teks yang tidak terlihat di halaman": _is_flat(
            styles.paragraph_property(look, style, "spacing")
        )
        or _is_outside(styles.paragraph_property(look, style, "ind")),
        "tanda paragraf tersembunyi": is_on(child(child(look, "rPr"), "vanish")),
    }
    return [name for name, is_so in faults.items() if is_so]


def judge_paragraph(node: _Element, faults: Sequence[str]) -> Iterator[Named]:
    """Yield the faults of a paragraph, each with its text; an empty one hides nothing."""
    text = plain(node) if faults else ""
    yield from ((name, text) for name in faults if text)


def _is_flat(spacing: _Element | None) -> bool:
    return spacing is not None and (
        spacing.get(f"{{{W}}}lineRule") == "exact"
        and number(spacing.get(f"{{{W}}}line")) < LOWEST_LINE
    )


def _is_outside(indent: _Element | None) -> bool:
    # Left, right, first line and hanging alike, under the names of both variants of the standard.
    sizes = () if indent is None else indent.attrib.values()
    return any(abs(number(str(size))) > WIDEST_INDENT for size in sizes)


def _hides(style: _Element) -> bool:
    return any(is_on(found) for found in style.iter(f"{{{W}}}vanish"))
