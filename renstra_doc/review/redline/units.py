"""An edition as a sheet: written with the new template, cut into units with an identity.

Both editions share one numbering of lists and one naming of bookmarks, so that what is equal is
equal in XML too.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from lxml import etree

from renstra_doc.docx.xml import W
from renstra_doc.render.listing import write_listing
from renstra_doc.review.redline.atoms import ENDS, STARTS, to_string
from renstra_doc.template.read import BODY_SLOT
from renstra_doc.view import DictumItem, ParagraphItem, TableItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lxml.etree import _Element

    from renstra_doc.render.listing import Entry
    from renstra_doc.render.rendered import Rendered
    from renstra_doc.review.edition import Edition
    from renstra_doc.view import Item, ListDefinition, View

    EntryKey = tuple[str, str, int]
    Entries = Mapping[EntryKey, str]
    Pages = Mapping[EntryKey, str]
    Names = Mapping[str, str]

_UNIT, _PIECES = "unit", re.compile(r"(w:name=\"|w:anchor=\"|PAGEREF )(_Toc\d{8})")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_BOOKMARK = re.compile(r"<w:bookmark(?:Start|End)[^<>]*>")
_ID, _NAME = f"{{{W}}}id", f"{{{W}}}name"
# A bookmark of what only the old edition has.
_GONE = "_Lama{:08d}"


# What both editions must share before they are written


def share_widths(old: View, new: View) -> View:
    """Give tables of the old edition the widths of the new one.

    A width alone is not a change of the text.
    """
    tables = {item.id: item for item in new.items if isinstance(item, TableItem)}

    def adapt(item: Item) -> Item:
        other = tables.get(item.id) if isinstance(item, TableItem) else None
        if other is None or not isinstance(item, TableItem) or len(other.lebar) != len(item.lebar):
            return item
        return replace(item, lebar=other.lebar)

    return replace(old, items=tuple(map(adapt, old.items)))


def share_lists(old: View, new: View) -> tuple[View, View]:
    """Give the lists of both editions one numbering: a list that is still there keeps one number.

    Two old lists never share a number, though they became one: each must still count for itself
    where all is rejected.
    """
    numbers = _pair_lists(old, new)
    lists: list[ListDefinition] = list(new.lists)
    for number, definition in enumerate(old.lists, start=1):
        if number not in numbers:
            lists.append(definition)
            numbers[number] = len(lists)
    shared = tuple(lists)
    items = tuple(_renumber_lists(item, numbers) for item in old.items)
    return replace(old, items=items, lists=shared), replace(new, lists=shared)


def _pair_lists(old: View, new: View) -> dict[int, int]:
    """Return which new list each old one is.

    Of all that look alike the one with the most common items, each once.
    """
    here = {item.id: item.daftar for item in _list_items(new)}
    common = Counter((item.daftar, here[item.id]) for item in _list_items(old) if item.id in here)
    numbers: dict[int, int] = {}
    taken: set[int] = set()
    # The pair with most common items first.
    for (old_number, new_number), _ in common.most_common():
        is_free = old_number not in numbers and new_number not in taken
        if is_free and old.lists[old_number - 1] == new.lists[new_number - 1]:
            numbers[old_number] = new_number
            taken.add(new_number)
    return numbers


def _renumber_lists(item: Item, numbers: Mapping[int, int]) -> Item:
    if isinstance(item, ParagraphItem):
        return _renumber_list(item, numbers)
    if isinstance(item, DictumItem):
        return replace(
            item,
            paragraphs=tuple(_renumber_list(paragraph, numbers) for paragraph in item.paragraphs),
        )
    return item


def _renumber_list(item: ParagraphItem, numbers: Mapping[int, int]) -> ParagraphItem:
    return replace(item, daftar=numbers[item.daftar]) if item.daftar else item


def _list_items(view: View) -> Iterator[ParagraphItem]:
    for item in view.items:
        if isinstance(item, ParagraphItem) and item.daftar:
            yield item
        elif isinstance(item, DictumItem):
            yield from (paragraph for paragraph in item.paragraphs if paragraph.daftar)


def share_names(
    drafts: Sequence[Rendered], editions: Sequence[Edition]
) -> tuple[tuple[Names, Names], tuple[Names, Names]]:
    """Name the bookmarks of the old edition as the new one does, and give the page numbers of both.

    An edition that does not know the page of an entry shows that of the other one.
    """
    old, new = (_number_entries(draft.entries) for draft in drafts)
    pages = [
        edition.document.pages.by_bookmark(draft.entries)
        for edition, draft in zip(editions, drafts, strict=True)
    ]
    names = {
        bookmark: new.get(key, _GONE.format(number))
        for number, (key, bookmark) in enumerate(old.items(), start=1)
    }
    known = [
        {key: found.get(bookmark, "") for key, bookmark in side.items()}
        for side, found in zip((old, new), pages, strict=True)
    ]
    return (names, {}), (_fill_pages(old, *known), _fill_pages(new, *known[::-1]))


def _fill_pages(entries: Entries, pages: Pages, others: Pages) -> Names:
    """Return the page of each bookmark; where it is not known that of the other edition."""
    return {bookmark: pages[key] or others.get(key, "") for key, bookmark in entries.items()}


def _number_entries(entries: Sequence[Entry]) -> dict[EntryKey, str]:
    """Return the bookmark of each entry; what is printed twice is told apart."""
    seen: Counter[tuple[str, str]] = Counter()
    found = {}
    for entry in entries:
        seen[entry.key] += 1
        found[*entry.key, seen[entry.key]] = entry.bookmark
    return found


# An edition as units


@dataclass(frozen=True)
class Unit:
    """What belongs together: the paragraphs and tables of an item, or a piece that parts others."""

    key: str
    item: Item | None
    blocks: list[_Element]


@dataclass(frozen=True)
class EditionSheet:
    """An edition as XML: its root, and the units in order."""

    root: _Element
    units: list[Unit] = field(default_factory=list)


def read_sheet(draft: Rendered, names: Mapping[str, str], pages: Mapping[str, str]) -> EditionSheet:
    """Write the body of a draft with its units marked, and parse it."""
    parts = list(_split_units(draft, pages))
    body = "".join(f"<{_UNIT}>{xml}</{_UNIT}>" for _, _, xml in parts)
    if names:
        body = _PIECES.sub(lambda match: match[1] + names.get(match[2], match[2]), body)
    text = draft.skeleton.replace(BODY_SLOT, body + draft.body.last_section, 1)
    # A budget may be larger than lxml takes by itself; entities are nothing of ours.
    root = etree.fromstring(text.encode(), etree.XMLParser(huge_tree=True, resolve_entities=False))
    units = [
        Unit(key, item, list(holder))
        for (key, item, _), holder in zip(parts, root.iter(_UNIT), strict=True)
    ]
    _forget_drawing_numbers(root)
    if names:
        _drop_bookmarks(root)
    return EditionSheet(root, units)


def _split_units(
    draft: Rendered, pages: Mapping[str, str]
) -> Iterator[tuple[str, Item | None, str]]:
    written = _write_chunks(draft, pages)
    spans = draft.body.spans
    owner = {number: span.item for span in spans for number in range(span.start, span.end)}
    following = _find_following(owner, len(written))
    seen: Counter[str] = Counter()
    # Chunks of one item are one unit; what stands between two items goes with the one after it.
    for same, numbers in groupby(
        range(len(written)), lambda number: _Same(owner.get(number), number)
    ):
        places = list(numbers)
        key = key_of(same.item) if same.item is not None else f"~{following[places[0]]}"
        seen[key] += 1
        yield f"{key}#{seen[key]}", same.item, "".join(written[place] for place in places)


def _write_chunks(draft: Rendered, pages: Mapping[str, str]) -> list[str]:
    body = draft.body
    return [
        chunk if isinstance(chunk, str) else write_listing(chunk, body.entries, pages, body.lines)
        for chunk in body.chunks
    ]


def _find_following(owner: Mapping[int, Item], count: int) -> list[str]:
    """Return for each chunk the key of the item that it belongs to or stands before."""
    following = ["akhir"] * (count + 1)
    for number in range(count - 1, -1, -1):
        following[number] = key_of(owner[number]) if number in owner else following[number + 1]
    return following


@dataclass(frozen=True)
class _Same:
    """Groups the chunks of one item; each other chunk stands alone."""

    item: Item | None
    number: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.item is not None and self.item is other.item

    def __hash__(self) -> int:
        return id(self.item)


def key_of(item: Item) -> str:
    """Return the identity of an item: its kind and its id."""
    return f"{type(item).__name__}:{item.id}"


def _forget_drawing_numbers(root: _Element) -> None:
    """Take away the numbers of drawings: they are given anew, and count what stands before."""
    for node in root.iter(_DRAWING):
        # The number counts all drawings before it, so it would differ without a change.
        node.set("id", "0")
        node.set("name", node.get("name", "").rstrip(" 0123456789"))


def adopt_keys(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> list[str]:
    """Return the keys of the old side; what only bears another id has the new side's.

    In: of each thing its key and what it prints. What prints the same as one that has no other
    old one is no change.
    """
    known = {key for key, _ in new}, {key for key, _ in old}
    came: dict[str, list[str]] = {}
    for key, text in reversed(new):
        if key not in known[1]:
            came.setdefault(text, []).append(key)
    keys = []
    for key, text in old:
        twins = came.get(text, []) if key not in known[0] else []
        keys.append(twins.pop() if twins else key)
    return keys


def print_of(kind: str, blocks: Iterable[_Element]) -> str:
    """Return what some blocks print, without the bookmarks that bear an id."""
    return kind + _BOOKMARK.sub("", "".join(to_string(block) for block in blocks))


def _print_units(units: Iterable[Unit]) -> list[tuple[str, str]]:
    return [(unit.key, print_of(unit.key.partition(":")[0], unit.blocks)) for unit in units]


def pair_keys(old: Sequence[Unit], new: Sequence[Unit]) -> tuple[list[str], list[str]]:
    """Return the keys of the units of both sides, equal for what is the same."""
    return adopt_keys(_print_units(old), _print_units(new)), [unit.key for unit in new]


def _drop_bookmarks(root: _Element) -> None:
    """Take the bookmarks of the old edition away but for those of what only it has."""
    names = {node.get(_ID, ""): node.get(_NAME, "") for node in root.iter(STARTS)}
    for node in list(root.iter(STARTS, ENDS)):
        number = node.get(_ID, "")
        if names[number].startswith(_GONE[:5]):
            node.set(_ID, f"{_GONE[:5]}{number}")
        else:
            _remove(node)


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
