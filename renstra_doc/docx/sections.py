"""The sections of a document: the form of their pages, and what stands at head and foot of them.

ECMA-376 Part 1, 17.6 (sections) and 17.10 (headers and footers): a section that names no header
has that of the section before it; the one of a first page is printed where `titlePg` says so, the
one of even pages where the settings of the whole document say so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.docx.look_facts import value_of
from renstra_doc.docx.relations import OFFICE
from renstra_doc.docx.styles import child, is_on, number
from renstra_doc.docx.word_content import WordSection
from renstra_doc.docx.xml import W

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lxml.etree import _Element

_REFERENCES = {f"{{{W}}}headerReference": "kepala", f"{{{W}}}footerReference": "kaki"}
_LINK, _TYPE = f"{{{OFFICE}}}id", f"{{{W}}}type"
FIRST, EVEN = "first", "even"
SIDES = ("top", "right", "bottom", "left", "header", "footer", "gutter")
_VALUES = {"vAlign": "letak tegak", "textDirection": "arah teks", "type": "mulai"}
_NUMBERS = {"fmt": "bentuk nomor halaman", "start": "nomor halaman mulai"}
_SWITCHES = {"titlePg": "halaman pertama lain", "bidi": "dari kanan ke kiri"}
_PRESENT = {"lnNumType": "nomor baris", "pgBorders": "bingkai halaman"}
# Not written means the same as this.
_USUAL = {"decimal": "", "lrTb": "", "top": "", "nextPage": ""}


def read_sections(
    root: _Element, targets: Mapping[str, str], *, has_even: bool
) -> tuple[WordSection, ...]:
    """Return the sections of a document in order.

    In: the root of its main part, the parts by the ids of relationships, whether even pages have
    headers of their own.
    """
    named: dict[tuple[str, str], str] = {}
    even = (("kepala halaman genap lain", "ya"),) if has_even else ()
    sections = []
    # `named` lives on from section to section: what one does not name it has from the one before.
    for node in filter(_is_in_force, root.iter(f"{{{W}}}sectPr")):
        for reference in node.iter(*_REFERENCES):
            key = (_REFERENCES[str(reference.tag)], reference.get(_TYPE, "default"))
            named[key] = targets.get(reference.get(_LINK, ""), "")
        shown = _list_shown(node, has_even=has_even)
        # A first or even page's header may be written and yet never printed.
        parts = {f"{side} {kind}": part for (side, kind), part in named.items() if kind in shown}
        sections.append(WordSection((*_list_facts(node), *even), parts))
    return tuple(sections)


def _is_in_force(section: _Element) -> bool:
    """Return whether a section is one, and not what a tracked change says it was."""
    parent = section.getparent()
    return parent is None or not str(parent.tag).endswith("sectPrChange")


def _list_shown(section: _Element, *, has_even: bool) -> set[str]:
    """Return the kinds of headers and footers that a section prints."""
    has_first = is_on(child(section, "titlePg"))
    return {"default", *([FIRST] if has_first else ()), *([EVEN] if has_even else ())}


def _list_facts(node: _Element) -> Iterator[tuple[str, str]]:
    size, margins = child(node, "pgSz"), child(node, "pgMar")
    if _is_set(size, "orient", "landscape"):
        yield "arah kertas", "lanskap"
    yield from _measures(size, {"w": "lebar kertas", "h": "tinggi kertas"})
    yield from _measures(margins, {side: f"tepi {side}" for side in SIDES})
    columns = child(node, "cols")
    if columns is not None and number(columns.get(f"{{{W}}}num", "1")) > 1:
        yield "kolom halaman", columns.get(f"{{{W}}}num", "")
    yield from _list_values(node)
    yield from ((told, "ya") for name, told in _SWITCHES.items() if is_on(child(node, name)))
    yield from ((told, "ya") for name, told in _PRESENT.items() if child(node, name) is not None)


def _list_values(node: _Element) -> Iterator[tuple[str, str]]:
    numbers = child(node, "pgNumType")
    texts = {told: value_of(child(node, name)) for name, told in _VALUES.items()}
    if numbers is not None:
        texts |= {told: numbers.get(f"{{{W}}}{name}", "") for name, told in _NUMBERS.items()}
    yield from ((told, text) for told, text in texts.items() if _USUAL.get(text, text))


def _is_set(node: _Element | None, name: str, text: str) -> bool:
    return node is not None and node.get(f"{{{W}}}{name}") == text


def _measures(node: _Element | None, names: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    for name, told in names.items():
        size = 0 if node is None else number(node.get(f"{{{W}}}{name}"))
        if size:
            yield told, str(size)
