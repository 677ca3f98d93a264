"""Say which pages of documents are more than half empty, from the pages as they are drawn.

    python tools/page_fill.py [FILE.docx …]

Without files: the shipped document, the example and a new document of each form. Exit code 1 where
a page is more than half empty and is neither the cover nor the last before a chapter or title of
the front matter (or of the document). Needs LibreOffice and pypdfium2; a command for maintainers.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pypdfium2
from second_engine import build_documents

from renstra_doc.render.pages import convert_with_destinations, find_engine, read_bookmarks

DARK = 150  # of 255: the word across a draft is lighter
EDGES = (0.078, 0.925)  # the shares of a page's height between which its text stands
HALF = 0.5
SCALE = 0.6
CHAPTER = re.compile(
    r'<w:pStyle w:val="(?:Heading1|JudulDepan)"/>(?:(?!</w:p>).)*?w:name="(_Toc\d+)"', re.DOTALL
)


class PageFill(NamedTuple):
    """A page (from 1), the share of its text's height below the last line, if a chapter ends."""

    page: int
    empty: float
    is_last: bool


def measure_pages(pdf: Path) -> list[float]:
    """Return of each page which share of its text's height is empty below the last ink."""
    return [_measure_page(page) for page in pypdfium2.PdfDocument(pdf)]


def _measure_page(page: pypdfium2.PdfPage) -> float:
    bitmap = page.render(scale=SCALE, grayscale=True)
    rows = bytes(bitmap.buffer)
    height, width, stride = map(int, (bitmap.height, bitmap.width, bitmap.stride))
    top, bottom = (round(height * edge) for edge in EDGES)
    inked = (
        row
        for row in range(bottom - 1, top, -1)
        if min(rows[row * stride : row * stride + width]) < DARK
    )
    return (bottom - next(inked, top)) / (bottom - top)


def read_fill(source: Path, engine: str) -> list[PageFill]:
    """Return how full each page of a document is."""
    with tempfile.TemporaryDirectory(prefix="renstra-penuh-") as name:
        copy = Path(name, "ukur.docx")
        copy.write_bytes(source.read_bytes())
        pdf = convert_with_destinations(copy, engine)
        places, empty = read_bookmarks(pdf), measure_pages(pdf)
    with ZipFile(source) as package:
        chapters = CHAPTER.findall(package.read("word/document.xml").decode())
    ends = {1, len(empty), *(places[chapter] - 1 for chapter in chapters)}
    return [PageFill(page, share, page in ends) for page, share in enumerate(empty, start=1)]


def report(source: Path, engine: str) -> int:
    """Print the pages that are more than half empty, and return how many should not be."""
    pages = read_fill(source, engine)
    found = [page for page in pages if page.empty > HALF]
    wrong = [page for page in found if not page.is_last]
    sys.stdout.write(f"{source.name}: {len(pages)} pages, {len(wrong)} more than half empty\n")
    for page in found:
        note = "ends a chapter" if page.is_last else "WRONG"
        sys.stdout.write(f"  page {page.page}: {page.empty:.0%} empty, {note}\n")
    return len(wrong)


def main(arguments: list[str]) -> int:
    """Measure the given documents, or the six."""
    engine = find_engine()
    if engine is None:
        sys.exit("LibreOffice belum terpasang")
    with tempfile.TemporaryDirectory(prefix="renstra-enam-") as name:
        sources = [Path(argument) for argument in arguments] or build_documents(Path(name))
        return int(sum(report(source, engine) for source in sources) > 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
