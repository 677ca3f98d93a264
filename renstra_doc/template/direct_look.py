"""Formatting that stands on a text itself, beside what its style says (ECMA-376 Part 1, 17.7.2).

Word and LibreOffice also write what the style says anyway; only what differs from it is a look that
a person gave by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.docx.xml import OFF, W
from renstra_doc.template.typefaces import list_chain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

    Values = Mapping[str, str]

_SWITCHES = frozenset(
    ("b", "i", "strike", "dstrike", "caps", "smallCaps", "emboss", "outline", "shadow", "vanish")
)
# What a person sees of letters and of a paragraph, each with what it is where nobody says it.
_LETTERS: Mapping[str, str] = dict.fromkeys(_SWITCHES, "0") | {
    "u": "none",
    "color": "auto",
    "sz": "20",
    "highlight": "none",
    "vertAlign": "baseline",
    "spacing": "0",
    "position": "0",
    "w": "100",
    "em": "none",
    "effect": "none",
    "shd": "",
    "bdr": "",
    "rFonts": "",
    "rStyle": "",
}
_PARAGRAPH: Mapping[str, str] = {
    "jc": "left",
    "ind": "",
    "spacing": "",
    "shd": "",
    "pBdr": "",
    "numPr": "",
}
# Other words for the same; both variants of the standard say `left` and `start`.
_SAME = {"start": "left", "end": "right", "nil": "", "clear": "", "none": "none"}
_USUAL = {"line": "240", "lineRule": "auto"}


class StyleLooks:
    """The styles of a template, and what a paragraph in one of them looks like."""

    def __init__(self, styles: Element | None) -> None:
        """Take the root of word/styles.xml."""
        nodes = styles.iter(f"{{{W}}}style") if styles is not None else ()
        self._by_id = {style.get(f"{{{W}}}styleId", ""): style for style in nodes}
        self._defaults = list(styles.iter(f"{{{W}}}docDefaults")) if styles is not None else []
        self._known: dict[str, dict[tuple[str, str], Values]] = {}

    def name(self, style: str) -> str:
        """Return the name that a person knows a style by."""
        node = self._by_id.get(style)
        name = node.find(f"{{{W}}}name") if node is not None else None
        return name.get(f"{{{W}}}val", style) if name is not None else style

    def alignment(self, style: str) -> str:
        """Return the w:jc of a style, its own or that of one it is based on; "" for none."""
        return self.look(style).get(("pPr", "jc"), {}).get("val", "")

    def look(self, style: str) -> dict[tuple[str, str], Values]:
        """Return the attributes of each property that a style states, by (pPr or rPr, name)."""
        if style not in self._known:
            chain = [*list_chain(self._by_id.get(style), self._by_id), *self._defaults]
            found: dict[tuple[str, str], dict[str, str]] = {}
            for node in chain:
                for kind, name, values in _properties(node):
                    # What a nearer style says stays; each attribute goes up by itself.
                    found[kind, name] = {**values, **found.get((kind, name), {})}
            self._known[style] = dict(found)
        return self._known[style]


def _properties(node: Element) -> Iterator[tuple[str, str, dict[str, str]]]:
    for kind in ("pPr", "rPr"):
        for look in node.iter(f"{{{W}}}{kind}"):
            for child in look:
                yield kind, child.tag.rpartition("}")[2], _values(child)


def _values(node: Element) -> dict[str, str]:
    """Return the attributes of a property and of what it holds, without namespaces."""
    own = {key.rpartition("}")[2]: value for key, value in node.attrib.items()}
    for child in node:
        inner = child.tag.rpartition("}")[2]
        own |= {f"{inner}.{key}": value for key, value in _values(child).items()}
    return own


def is_formatted(node: Element, looks: StyleLooks) -> bool:
    """Return whether text in a row or paragraph is formatted by itself and not by its style."""
    return any(_is_formatted(paragraph, looks) for paragraph in node.iter(f"{{{W}}}p"))


def _is_formatted(paragraph: Element, looks: StyleLooks) -> bool:
    own = paragraph.find(f"{{{W}}}pPr")
    style = own.find(f"{{{W}}}pStyle") if own is not None else None
    # Only runs: the look of the mark of a paragraph is seen by nobody.
    known = looks.look(style.get(f"{{{W}}}val", "") if style is not None else "Normal")
    letters = [look for run in paragraph.iter(f"{{{W}}}r") for look in run.findall(f"{{{W}}}rPr")]
    kinds = (("pPr", _PARAGRAPH, [own] if own is not None else []), ("rPr", _LETTERS, letters))
    return any(
        _differs(name, _values(node), known.get((kind, name)), seen[name])
        for kind, seen, looked in kinds
        for look in looked
        for node in look
        if (name := node.tag.rpartition("}")[2]) in seen
    )


def _differs(name: str, own: Values, stated: Values | None, usual: str) -> bool:
    if name in _SWITCHES:
        was_on = stated is not None and stated.get("val", "1") not in OFF
        return (own.get("val", "1") not in OFF) != was_on
    styled = stated or {}
    # Fonts of other scripts are written beside, and no letter of the text is set in them.
    if name == "rFonts":
        return any(own.get(key, styled.get(key)) != styled.get(key) for key in ("ascii", "hAnsi"))
    if usual or name == "rStyle":
        return _plain(own.get("val", usual)) != _plain(styled.get("val", usual))
    return any(
        _plain(value) not in {_plain(styled.get(key, _USUAL.get(key, "0"))), *_unset(name)}
        for key, value in own.items()
        # themeColor says again what `val` says; rsid only says in which session it was typed.
        if not key.startswith(("theme", "rsid"))
    )


def _plain(value: str) -> str:
    return _SAME.get(value, value)


def _unset(name: str) -> frozenset[str]:
    """Return the values with which lines, shades and lists say that there are none."""
    return (
        frozenset({"", "auto", "none", "0"})
        if name in {"shd", "bdr", "pBdr", "numPr"}
        else frozenset()
    )
