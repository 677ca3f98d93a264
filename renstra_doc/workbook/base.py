"""The files as they were exported, packed into the hidden sheet of a workbook.

They are the base of a three-way merge: with them, two planners may edit different cells of one
sheet. A cell of Excel holds no more than 32.767 letters, so a file is cut into pieces.
"""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BASE, MOST_LETTERS, MOST_BYTES = "asal", 30_000, 64 * 2**20


def split_base(content: bytes) -> Iterator[str]:
    """Yield the pieces of a file."""
    # Base64, since Excel escapes control characters (`_x0000_`).
    packed = b64encode(zlib.compress(content, 9)).decode()
    for start in range(0, len(packed), MOST_LETTERS):
        yield packed[start : start + MOST_LETTERS]


def join_base(pieces: Iterable[str]) -> bytes | None:
    """Return a file from its pieces; None where they are damaged, or swell too much."""
    try:
        unpacker = zlib.decompressobj()
        content = unpacker.decompress(b64decode("".join(pieces), validate=True), MOST_BYTES)
    except (ValueError, zlib.error):
        return None
    # Not at its end: cut off, or larger than any file of a data folder.
    return content if unpacker.eof else None
