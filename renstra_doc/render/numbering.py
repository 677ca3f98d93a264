"""Lists → word/numbering.xml (ECMA-376 Part 1, 17.9): one instance a list, so that each restarts.

Each level takes its indents from the paragraph style of the template, so that a person can set them
in Word; they are repeated here because LibreOffice lets a level without indents hide those of the
style.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renstra_doc.docx.xml import quoteattr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from renstra_doc.view import ListDefinition
    from renstra_doc.words.marker import Marker

_FIRST_NUM = re.compile(r"<w:num[ >]|</w:numbering>|<w:numIdMacAtCleanup")


def numbering_xml(
    lists: Sequence[ListDefinition], existing: str, indents: Mapping[str, str]
) -> tuple[str, int]:
    """Add the lists to a numbering part.

    In: the lists, the template's part, the w:ind of each paragraph style by its name. Out: the
    part, and the number to add to a list's own (from 1) to get its w:numId.
    """
    offset = _highest(r'<w:num w:numId="(\d+)"', existing, 0)
    first = _highest(r'w:abstractNumId="(\d+)"', existing, -1) + 1
    forms: dict[str, int] = {}
    instances = []
    for number, definition in enumerate(lists, start=1):
        levels = _levels_xml(definition, indents)
        # Lists of one form share a definition: a document of a thousand lists has a handful.
        abstract = forms.setdefault(levels, first + len(forms))
        instances.append(_instance_xml(offset + number, abstract, definition.markers))
    abstracts = "".join(_abstract_xml(number, levels) for levels, number in forms.items())
    return _insert(existing, abstracts, "".join(instances)), offset


def _highest(pattern: str, part: str, otherwise: int) -> int:
    """Return the highest number that a part gives to its lists."""
    return max(map(int, re.findall(pattern, part)), default=otherwise)


def _levels_xml(definition: ListDefinition, indents: Mapping[str, str]) -> str:
    return "".join(
        _level_xml(level, marker, indents.get(definition.styles[level], ""))
        for level, marker in definition.markers.items()
    )


def _abstract_xml(number: int, levels: str) -> str:
    """Return a form of lists (17.9.1), which the instances of equal lists share."""
    kind = '<w:multiLevelType w:val="multilevel"/>'
    return f'<w:abstractNum w:abstractNumId="{number}">{kind}{levels}</w:abstractNum>'


def _insert(existing: str, abstracts: str, instances: str) -> str:
    """Put abstract definitions before the instances, as the schema orders them (17.9.17)."""
    if re.search(r"<w:numbering[^<>]*/>", existing):
        existing = re.sub(r"<w:numbering([^<>]*)/>", r"<w:numbering\1></w:numbering>", existing)
    place = _FIRST_NUM.search(existing)
    if place is None:
        message = "word/numbering.xml without its root element"
        raise ValueError(message)
    existing = existing[: place.start()] + abstracts + existing[place.start() :]
    end = existing.find("<w:numIdMacAtCleanup")
    end = end if end >= 0 else existing.rindex("</w:numbering>")
    return existing[:end] + instances + existing[end:]


def _level_xml(level: int, marker: Marker, indent: str) -> str:
    # `%1.%2`: Word puts the numbers of the levels into it (17.9.11).
    number = ".".join(f"%{upper}" for upper in range(max(level - marker.bertingkat, 1), level + 1))
    text = (
        marker.awalan if marker.bentuk == "bullet" else f"{marker.awalan}{number}{marker.akhiran}"
    )
    # The upper number stands in digits, whatever its own form (17.9.4).
    legal = "<w:isLgl/>" if marker.bertingkat else ""
    return (
        f'<w:lvl w:ilvl="{level - 1}"><w:start w:val="1"/><w:numFmt w:val="{marker.bentuk}"/>'
        f"{legal}"
        f'<w:suff w:val="tab"/><w:lvlText w:val={quoteattr(text)}/><w:lvlJc w:val="left"/>'
        f"{f'<w:pPr>{indent}</w:pPr>' if indent else ''}</w:lvl>"
    )


def _instance_xml(number: int, abstract: int, markers: Mapping[int, Marker]) -> str:
    overrides = "".join(
        f'<w:lvlOverride w:ilvl="{level - 1}"><w:startOverride w:val="1"/></w:lvlOverride>'
        for level in markers
    )
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'
