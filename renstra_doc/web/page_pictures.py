"""Pictures of the pages of a document, drawn in the background from LibreOffice's PDF."""

from __future__ import annotations

import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.files.programs import lies_inside
from renstra_doc.finding import InputError
from renstra_doc.render import pages as paging
from renstra_doc.render.page_image import PageBook
from renstra_doc.render.pages import MeasureError
from renstra_doc.render.rendered import render_view
from renstra_doc.run.pipeline import read_document, template_path
from renstra_doc.view import build_view

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_ENGINE = (
    "LibreOffice tidak terpasang, jadi gambar halaman dan PDF tidak dapat dibuat. "
    "Pasang dari libreoffice.org (Debian/Ubuntu: sudo apt install libreoffice-writer)."
)


@dataclass(frozen=True)
class Drawn:
    """A document as pages: the mark of the state it shows, the PDF, the page of each id."""

    mark: str
    book: PageBook
    starts: Mapping[str, int] = field(default_factory=dict)


def find_hindrance() -> str:
    """Return why no pictures can be made here, "" where they can."""
    return "" if paging.find_engine() else NO_ENGINE


class PagePictures:
    """The last pages drawn of each project, and one worker that draws newer ones."""

    def __init__(self) -> None:
        """Begin with none."""
        self._drawn: dict[Path, Drawn] = {}
        self._wanted: dict[Path, str] = {}
        self._failed: dict[Path, tuple[str, str]] = {}
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None
        self._closed = False

    def of(self, data: Path, mark: str) -> tuple[Drawn | None, str]:
        """Return the latest pages of a project and why they are not those of this state.

        The reason is "" where they are.
        """
        drawn = self._drawn.get(data)
        # Read without the lock: a dictionary gives the old or the new value, never half of one.
        if drawn is not None and drawn.mark == mark:
            return drawn, ""
        hindrance = find_hindrance()
        if hindrance:
            # None, not the old pages: without LibreOffice nothing newer will ever come.
            return None, hindrance
        # What failed for this state fails again: it waits for another one.
        failed = self._failed.get(data)
        if failed is not None and failed[0] == mark:
            return drawn, failed[1]
        # The old pages are shown meanwhile, with a word that they are old.
        self._want(data, mark)
        return drawn, "sedang diperbarui"

    def peek(self, data: Path, mark: str) -> tuple[Drawn | None, str]:
        """Return the latest pages without asking for newer ones."""
        drawn = self._drawn.get(data)
        return drawn, "" if drawn is not None and drawn.mark == mark else "lama"

    def close(self) -> None:
        """Stop after the document being drawn, and let go of those that were."""
        self._closed = True
        for drawn in self._drawn.values():
            drawn.book.close()

    def _want(self, data: Path, mark: str) -> None:
        with self._lock:
            # Only the newest state of a project is drawn; those in between nobody looks at any
            # more.
            self._wanted[data] = mark
            if self._worker is None or not self._worker.is_alive():
                self._worker = threading.Thread(target=self._work, daemon=True)
                self._worker.start()

    def _work(self) -> None:
        while not self._closed:
            with self._lock:
                if not self._wanted:
                    # Within the lock: whoever wants a page now begins a new worker.
                    self._worker = None
                    return
                data, mark = self._wanted.popitem()
            self._draw(data, mark)

    def _draw(self, data: Path, mark: str) -> None:
        try:
            self._drawn[data] = draw_pages(data, mark)
        except InputError as error:
            self._failed[data] = (mark, f"belum dapat disusun: {error.findings[0].message}")
        # What a page cannot be drawn for is told there; the other pages of the server go on.
        except (MeasureError, OSError, RuntimeError, ValueError) as error:
            self._failed[data] = (mark, f"gambar halaman gagal dibuat: {error}")


def draw_pages(data: Path, mark: str = "") -> Drawn:
    """Return the pages of a data folder as it stands; nothing is written into the project.

    Raises InputError, MeasureError, OSError.
    """
    engine = paging.find_engine()
    # One that came with the data is never started.
    if engine is None or lies_inside(engine, data):
        raise MeasureError(NO_ENGINE)
    document, _ = read_document(data)
    made = render_view(build_view(document), template_path(data, document))
    # With the page numbers that are kept: measuring them would double the wait for a picture.
    content = made.to_bytes(document.pages.by_bookmark(made.entries))
    # Outside the project: a picture must leave nothing behind in it.
    with tempfile.TemporaryDirectory(prefix="renstra-") as folder:
        path = Path(folder, "halaman.docx")
        path.write_bytes(content)
        pdf = paging.convert_with_destinations(path, engine)
        pages = paging.read_bookmarks(pdf)
        starts = {
            entry.id: pages[entry.bookmark] for entry in made.entries if entry.bookmark in pages
        }
        return Drawn(mark, PageBook(pdf.read_bytes()), starts)
