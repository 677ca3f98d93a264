"""Hidden bookmarks: which paragraph, row or caption of the data a text is (ECMA-376, 17.13.6).

Word hides a bookmark whose name begins with `_`; it stays while text in it is edited, goes along
when it is moved, and is not copied. Whoever types over all of the text without Track Changes loses
it: it helps where it is found, and proves nothing. Names are made of ids, so that the same data
give the same bytes.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX = "_Ren"
_LETTERS = 14  # of the hash: 56 bits, so that two ids of one document never share a name


def anchor_of_block(block: str) -> str:
    """Return the name of the bookmark at a paragraph of the prose, by its id."""
    return _name("naskah", block)


def anchor_of_row(table: str, row: str) -> str:
    """Return the name of the bookmark at a row of a table, by the ids of both."""
    return _name("tabel", table, row)


def anchor_of_caption(block: str) -> str:
    """Return the name of the bookmark at the caption of a table or figure, by its id."""
    return _name("judul", block)


def _name(*keys: str) -> str:
    # Parted by a sign that no id holds, so that (`a`, `b.c`) and (`a.b`, `c`) are two names.
    return PREFIX + sha256("\0".join(keys).encode()).hexdigest()[:_LETTERS]


def find_anchor(bookmarks: Iterable[str]) -> str:
    """Return the first of some bookmarks that is an anchor; "" where none is."""
    return next((name for name in bookmarks if name.startswith(PREFIX)), "")
