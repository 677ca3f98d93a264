"""The numbers of list items as a reader sees them.

Counted from word/numbering.xml (ECMA-376 Part 1, 17.9).
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from renstra_doc.docx.relations import DenseError
from renstra_doc.docx.styles import child, is_on, number, value
from renstra_doc.docx.xml import W
from renstra_doc.words.marker import show_number

if TYPE_CHECKING:
    from lxml.etree import _Element

BULLET, DECIMAL = "•", "decimal"
_VAL, _LEVEL, _NUMBER = f"{{{W}}}val", f"{{{W}}}ilvl", f"{{{W}}}numId"
_ABSTRACT, _STYLE = f"{{{W}}}abstractNumId", f"{{{W}}}styleId"
_PROPERTIES, _NUMBERING = f"{{{W}}}pPr", f"{{{W}}}numPr"
NO_LIST = ("", 0)
# The last of nine levels (17.9.3); what Word counts to; letters of the text around a number.
LOWEST, HIGHEST, LONGEST_LABEL = 8, 32_767, 255
GONE_MARK = f"{{{W}}}pPr/{{{W}}}rPr/{{{W}}}del"


class Labels:
    """Counts the lists of a document, paragraph by paragraph in printed order."""

    _of_style: dict[str, tuple[str, int]]
    _counts: dict[str, dict[int, int]]
    _begun: set[tuple[str, int]]
    # What is found of a list and a level, since thousands of items share some dozen.
    _abstract_of: dict[str, str]
    _level_of: dict[tuple[str, int], _Element | None]
    _start_of: dict[tuple[str, int], int | None]

    def __init__(self, numbering: _Element | None, styles: _Element | None) -> None:
        """Take the roots of word/numbering.xml and word/styles.xml."""
        self._abstracts = {
            node.get(_ABSTRACT, ""): node for node in _children(numbering, "abstractNum")
        }
        self._lists = {node.get(_NUMBER, ""): node for node in _children(numbering, "num")}
        self._styles = {node.get(_STYLE, ""): node for node in _children(styles, "style")}
        self._of_style, self._counts, self._begun = {}, {}, set()
        self._abstract_of, self._level_of, self._start_of = {}, {}, {}
        self._last = NO_LIST

    def of(self, paragraph: _Element) -> tuple[str, int]:
        """Return the label of the next paragraph, and the level of its list.

        Its number, `•` for any bullet, nothing outside of lists.
        """
        number, level = self._last = self._find_list(paragraph)
        # List 0 takes a paragraph out of the list of its style (17.9.18), and no list has that
        # number; an item whose mark was deleted joins the next one and is not counted.
        if number not in self._lists or paragraph.find(GONE_MARK) is not None:
            return "", level
        abstract = self._find_abstract(number)
        self._step(number, abstract, level)
        definition = self._find_level(number, abstract, level)
        if definition is None or _is_hidden(definition):
            return "", level
        if value(definition, "numFmt") in ("bullet", "none"):
            return (BULLET if value(definition, "lvlText") else ""), level
        # All numbers of the label as 1, 2, 3, whatever form their levels have (17.9.4).
        is_legal = is_on(definition.find(f"{{{W}}}isLgl"))
        # `%2` stands for the number of the second level (17.9.11).
        text = re.sub(
            r"%(\d)",
            lambda match: self._show(number, abstract, int(match[1]) - 1, is_legal=is_legal),
            _check_length(value(definition, "lvlText")),
        )
        return _check_length(text), level

    def definition(self) -> _Element | None:
        """Return the level of the list of which the last paragraph was an item; None: of none."""
        number, level = self._last
        if number not in self._lists:
            return None
        return self._find_level(number, self._find_abstract(number), level)

    def _find_abstract(self, number: str) -> str:
        """Return the definition of a list; one that only names a list style leads on to it."""
        if number not in self._abstract_of:
            self._abstract_of[number] = self._follow_abstract(number)
        return self._abstract_of[number]

    def _follow_abstract(self, number: str) -> str:
        abstract = value(self._lists[number], "abstractNumId")
        link = value(self._abstracts.get(abstract), "numStyleLink")
        return self._linked.get(link, abstract) if link else abstract

    @cached_property
    def _linked(self) -> dict[str, str]:
        """The first definition that each list style is the name of."""
        pairs = [(value(node, "styleLink"), key) for key, node in self._abstracts.items()]
        return dict(reversed(pairs))

    def _find_list(self, paragraph: _Element) -> tuple[str, int]:
        """Return list and level of a paragraph: its own, else those of its style."""
        properties = child(paragraph, "pPr")
        if properties is None:
            return NO_LIST
        return _read_list(properties) or self._list_of_style(value(properties, "pStyle"))

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
            style = self._styles.get(value(style, "basedOn"))
        return None

    def _step(self, number: str, abstract: str, level: int) -> None:
        """Count one on; a list that says so begins anew where it first appears."""
        counts = self._counts.setdefault(abstract, {})
        start = self._find_start(number, level)
        if start is not None and (number, level) not in self._begun:
            # Lists of one definition count on together, unless one says where it starts anew.
            counts[level] = start - 1
        self._begun.add((number, level))
        if level not in counts:
            counts[level] = self._first(number, abstract, level) - 1
        counts[level] += 1
        # What stands below a number begins anew with the next one.
        for lower in [each for each in counts if each > level]:
            del counts[lower]

    def _find_start(self, number: str, level: int) -> int | None:
        key = (number, level)
        if key not in self._start_of:
            start = self._find_override(number, level, "startOverride")
            self._start_of[key] = None if start is None else _count(start.get(_VAL, "1"))
        return self._start_of[key]

    def _find_override(self, number: str, level: int, name: str) -> _Element | None:
        """Return what a list says of a level in the place of its definition (17.9.8)."""
        for override in self._lists[number].findall(f"{{{W}}}lvlOverride"):
            found = child(override, name)
            if override.get(_LEVEL) == str(level) and found is not None:
                return found
        return None

    def _find_level(self, number: str, abstract: str, level: int) -> _Element | None:
        key = (number, level)
        if key not in self._level_of:
            own = self._find_override(number, level, "lvl")
            levels = _children(self._abstracts.get(abstract), "lvl")
            named = (node for node in levels if node.get(_LEVEL) == str(level))
            self._level_of[key] = own if own is not None else next(named, None)
        return self._level_of[key]

    def _first(self, number: str, abstract: str, level: int) -> int:
        definition = self._find_level(number, abstract, level)
        return _count(value(definition, "start") or "1") if definition is not None else 1

    def _show(self, number: str, abstract: str, level: int, *, is_legal: bool) -> str:
        definition = self._find_level(number, abstract, level)
        form = DECIMAL if is_legal or definition is None else value(definition, "numFmt")
        first = self._first(number, abstract, level)
        # A level that has not been counted yet is shown with its first number.
        return show_number(form, self._counts.get(abstract, {}).get(level, first))


def _read_list(properties: _Element) -> tuple[str, int] | None:
    """Return list and level that properties name; None where they name none."""
    numbers = properties.find(_NUMBERING)
    if child(numbers, "numId") is None:
        return None
    return value(numbers, "numId"), max(0, min(number(value(numbers, "ilvl")), LOWEST))


def _count(text: str) -> int:
    return min(number(text), HIGHEST)


def _check_length(label: str) -> str:
    # Printed at every item: a long one would make of a small file a huge document.
    if len(label) > LONGEST_LABEL:
        message = f"memuat nomor butir yang lebih panjang dari {LONGEST_LABEL} huruf"
        raise DenseError(message)
    return label


def _is_hidden(definition: _Element) -> bool:
    return is_on(definition.find(f"{{{W}}}rPr/{{{W}}}vanish"))


def _children(root: _Element | None, name: str) -> list[_Element]:
    return [] if root is None else root.findall(f"{{{W}}}{name}")
