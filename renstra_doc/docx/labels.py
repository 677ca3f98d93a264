"""The numbers of list items as a reader sees them.

Counted from word/numbering.xml (ECMA-376 Part 1, 17.9).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renstra_doc.docx.styles import is_on
from renstra_doc.docx.xml import W
from renstra_doc.words.marker import show_number

if TYPE_CHECKING:
    from lxml.etree import _Element

BULLET, DECIMAL = "•", "decimal"
_VAL, _LEVEL, _NUMBER = f"{{{W}}}val", f"{{{W}}}ilvl", f"{{{W}}}numId"
_ABSTRACT, _STYLE = f"{{{W}}}abstractNumId", f"{{{W}}}styleId"
_PROPERTIES, _NUMBERING = f"{{{W}}}pPr", f"{{{W}}}numPr"
NO_LIST = ("", 0)
GONE_MARK = f"{{{W}}}pPr/{{{W}}}rPr/{{{W}}}del"


class Labels:
    """Counts the lists of a document, paragraph by paragraph in printed order."""

    def __init__(self, numbering: _Element | None, styles: _Element | None) -> None:
        """Take the roots of word/numbering.xml and word/styles.xml."""
        self._abstracts = {
            node.get(_ABSTRACT, ""): node for node in _children(numbering, "abstractNum")
        }
        self._lists = {node.get(_NUMBER, ""): node for node in _children(numbering, "num")}
        self._styles = {node.get(_STYLE, ""): node for node in _children(styles, "style")}
        self._of_style: dict[str, tuple[str, int]] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._begun: set[tuple[str, int]] = set()

    def of(self, paragraph: _Element) -> tuple[str, int]:
        """Return the label of the next paragraph, and the level of its list.

        Its number, `•` for any bullet, nothing outside of lists.
        """
        number, level = self._find_list(paragraph)
        if number not in self._lists or paragraph.find(GONE_MARK) is not None:
            return "", level
        abstract = self._find_abstract(number)
        self._step(number, abstract, level)
        definition = self._find_level(number, abstract, level)
        if definition is None or _is_hidden(definition):
            return "", level
        if _value(definition, "numFmt") in ("bullet", "none"):
            return (BULLET if _value(definition, "lvlText") else ""), level
        is_legal = is_on(definition.find(f"{{{W}}}isLgl"))
        text = re.sub(
            r"%(\d)",
            lambda match: self._show(number, abstract, int(match[1]) - 1, is_legal=is_legal),
            _value(definition, "lvlText"),
        )
        return text, level

    def definition(self, paragraph: _Element) -> _Element | None:
        """Return the level of a list that a paragraph is an item of; None where it is of none."""
        number, level = self._find_list(paragraph)
        if number not in self._lists:
            return None
        return self._find_level(number, self._find_abstract(number), level)

    def _find_abstract(self, number: str) -> str:
        """Return the definition of a list; one that only names a list style leads on to it."""
        abstract = _value(self._lists[number], "abstractNumId")
        link = (
            _value(self._abstracts[abstract], "numStyleLink") if abstract in self._abstracts else ""
        )
        named = (key for key, node in self._abstracts.items() if _value(node, "styleLink") == link)
        return next(named, abstract) if link else abstract

    def _find_list(self, paragraph: _Element) -> tuple[str, int]:
        """Return list and level of a paragraph: its own, else those of its style."""
        properties = paragraph.find(_PROPERTIES)
        if properties is None:
            return NO_LIST
        return _read_list(properties) or self._list_of_style(_value(properties, "pStyle"))

    def _list_of_style(self, name: str) -> tuple[str, int]:
        """Return list and level that a style gives; thousands of paragraphs share one."""
        if name not in self._of_style:
            properties = self._inherit(self._styles.get(name), set())
            found = None if properties is None else _read_list(properties)
            self._of_style[name] = found or NO_LIST
        return self._of_style[name]

    def _inherit(self, style: _Element | None, seen: set[str]) -> _Element | None:
        """Return the properties of the first style with a list, going up by what it is based on."""
        while style is not None and (name := style.get(_STYLE, "")) not in seen:
            seen.add(name)
            properties = style.find(_PROPERTIES)
            if properties is not None and properties.find(_NUMBERING) is not None:
                return properties
            style = self._styles.get(_value(style, "basedOn"))
        return None

    def _step(self, number: str, abstract: str, level: int) -> None:
        """Count one on; a list that says so begins anew where it first appears."""
        start = self._find_start(number, level)
        if start is not None and (number, level) not in self._begun:
            self._counts[abstract, level] = start - 1
        self._begun.add((number, level))
        self._counts[abstract, level] = (
            self._counts.get((abstract, level), self._first(number, abstract, level) - 1) + 1
        )
        for key in [key for key in self._counts if key[0] == abstract and key[1] > level]:
            del self._counts[key]

    def _find_start(self, number: str, level: int) -> int | None:
        for override in self._lists[number].findall(f"{{{W}}}lvlOverride"):
            start = override.find(f"{{{W}}}startOverride")
            if override.get(_LEVEL) == str(level) and start is not None:
                return int(start.get(_VAL, "1"))
        return None

    def _find_level(self, number: str, abstract: str, level: int) -> _Element | None:
        for override in self._lists[number].findall(f"{{{W}}}lvlOverride"):
            own = override.find(f"{{{W}}}lvl")
            if override.get(_LEVEL) == str(level) and own is not None:
                return own
        levels = (
            self._abstracts[abstract].findall(f"{{{W}}}lvl") if abstract in self._abstracts else []
        )
        return next((node for node in levels if node.get(_LEVEL) == str(level)), None)

    def _first(self, number: str, abstract: str, level: int) -> int:
        definition = self._find_level(number, abstract, level)
        return int(_value(definition, "start") or 1) if definition is not None else 1

    def _show(self, number: str, abstract: str, level: int, *, is_legal: bool) -> str:
        definition = self._find_level(number, abstract, level)
        form = DECIMAL if is_legal or definition is None else _value(definition, "numFmt")
        first = self._first(number, abstract, level)
        return show_number(form, self._counts.get((abstract, level), first))


def _read_list(properties: _Element) -> tuple[str, int] | None:
    """Return list and level that properties name; None where they name none."""
    numbers = properties.find(_NUMBERING)
    if numbers is None or numbers.find(_NUMBER) is None:
        return None
    return _value(numbers, "numId"), int(_value(numbers, "ilvl") or 0)


def _is_hidden(definition: _Element) -> bool:
    return is_on(definition.find(f"{{{W}}}rPr/{{{W}}}vanish"))


def _children(root: _Element | None, name: str) -> list[_Element]:
    return [] if root is None else root.findall(f"{{{W}}}{name}")


def _value(parent: _Element, name: str) -> str:
    found = parent.find(f"{{{W}}}{name}")
    return "" if found is None else found.get(_VAL, "")
