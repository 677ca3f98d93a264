"""Pages of a PDF as pictures, and where a text stands on them."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.picture.png import pack_png

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SCALE = 1.6  # 115 dots per inch: a page of A4 is 950 wide
_LOCK = threading.Lock()  # PDFium is not to be called by two threads at once


@dataclass(frozen=True, slots=True)
class ImageSpot:
    """Where a text stands: the page (from 1) and its box in shares of the page, from the top.

    `ratio` is the height of the page by its width.
    """

    page: int
    left: float
    top: float
    width: float
    height: float
    ratio: float = 1.414


class PageBook:
    """A PDF whose pages are drawn as they are asked for."""

    def __init__(self, content: bytes) -> None:
        """Take the bytes of a PDF. Raises ImportError without pypdfium2."""
        import pypdfium2  # noqa: PLC0415 — the extra [buka]

        with _LOCK:
            self._pdf = pypdfium2.PdfDocument(content)
            self.count = len(self._pdf)
        self._pictures: dict[int, bytes] = {}

    def close(self) -> None:
        """Let go of the PDF."""
        with _LOCK:
            self._pdf.close()

    def draw(self, page: int) -> bytes:
        """Return a page (from 1) as PNG; IndexError where there is none."""
        if not 1 <= page <= self.count:
            raise IndexError(page)
        if page not in self._pictures:
            with _LOCK:
                bitmap = self._pdf[page - 1].render(scale=SCALE, rev_byteorder=True)
                rows = bytes(bitmap.buffer)
            self._pictures[page] = write_png(
                rows, bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels
            )
        return self._pictures[page]

    def find(self, texts: Sequence[str], pages: Iterable[int]) -> ImageSpot | None:
        """Return where the first of some texts stands that is found on the pages given."""
        wanted = list(pages)
        for text in texts:
            for page in wanted:
                # Text by text, so that the better one is sought on all pages before the next is.
                spot = self._find_on(text, page)
                if spot is not None:
                    return spot
        return None

    def _find_on(self, text: str, number: int) -> ImageSpot | None:
        words = " ".join(text.split())
        if not words or not 1 <= number <= self.count:
            return None
        with _LOCK:
            page = self._pdf[number - 1]
            width, height = page.get_size()
            layer = page.get_textpage()
            found = layer.search(words).get_next()
            if found is None:
                return None
            boxes = [layer.get_rect(at) for at in range(layer.count_rects(*found))]
        return _make_spot(number, width, height, boxes)


def _make_spot(
    number: int, width: float, height: float, boxes: Sequence[tuple[float, float, float, float]]
) -> ImageSpot:
    """Return the place of some boxes together; a PDF measures from the foot of its page."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    left, top = min(lefts), max(tops)
    return ImageSpot(
        number,
        left / width,
        1 - top / height,
        (max(rights) - left) / width,
        (top - min(bottoms)) / height,
        height / width,
    )


def write_png(rows: bytes, width: int, height: int, stride: int, channels: int) -> bytes:
    """Return pixels of one or three bytes as PNG (ISO/IEC 15948)."""
    # Each line begins with its filter, here none; PDFium pads its lines, PNG does not.
    lines = b"".join(
        b"\0" + rows[at * stride : at * stride + width * channels] for at in range(height)
    )
    return pack_png(width, height, 8, {1: 0, 3: 2, 4: 6}[channels], lines)
