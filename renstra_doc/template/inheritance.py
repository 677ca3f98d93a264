"""The headers and footers that a section takes from the section before it (17.10.1)."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from renstra_doc.docx.xml import W

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_SECTION, _FIRST_PAGE, _TYPE = f"{{{W}}}sectPr", f"{{{W}}}titlePg", f"{{{W}}}type"
_REFERENCES = frozenset({f"{{{W}}}headerReference", f"{{{W}}}footerReference"})


def state_inherited(body: Element, *, parts_even_pages: bool) -> None:
    """State in each section of a template the headers and footers that it only inherits.

    A document has the template's sections in an order of its own, and some of them twice: what is
    linked to “the previous section” in the template would be that of another one there. In: the
    body, which is changed, and whether even pages have headers of their own.
    """
    known: dict[tuple[str, str], Element] = {}
    for section in body.iter(_SECTION):
        own = {_key(node): node for node in section if node.tag in _REFERENCES}
        known |= own
        kinds = set(_kinds(section, parts_even_pages=parts_even_pages))
        missing = [key for key in known if key not in own and key[1] in kinds]
        # At the front, as the schema asks (17.6.17), and backwards, so that their order stays.
        for key in reversed(missing):
            section.insert(0, copy.deepcopy(known[key]))


def _key(reference: Element) -> tuple[str, str]:
    return str(reference.tag), reference.get(_TYPE, "default")


def _kinds(section: Element, *, parts_even_pages: bool) -> Iterator[str]:
    """Yield the kinds of pages that a section has: an inherited header of another never shows."""
    yield "default"
    if section.find(_FIRST_PAGE) is not None:
        yield "first"
    if parts_even_pages:
        yield "even"
