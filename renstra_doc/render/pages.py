"""Page numbers: measured by LibreOffice, kept in `halaman.csv` for other machines.

In order: (1) the document, with bookmarks at headings, captions and section starts, is turned into
a PDF whose named destinations tell the page of each bookmark; (2) a page's label follows from the
section it lies in; (3) the labels are kept with the fingerprint of the document they belong to, and
a seal that tells whether somebody changed them since. The .docx itself is never one that
LibreOffice saved.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from bisect import bisect_right
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.files.programs import find_program, make_environment
from renstra_doc.model.kept_pages import Pages
from renstra_doc.words.marker import show_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from renstra_doc.render.body_parts import SectionStart
    from renstra_doc.render.listing import Entry

TIMEOUT_SECONDS = 180
_FILTER = (
    'pdf:writer_pdf_Export:{"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"false"}}'
)
# By system: elsewhere `C:/…` would be a folder of that name in the current one.
_USUAL = {
    "win32": (
        "C:/Program Files/LibreOffice/program/soffice.exe",
        "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    ),
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
}


class MeasureError(Exception):
    """LibreOffice is there but gave no usable PDF; the text is Indonesian."""


def find_engine() -> str | None:
    """Return the whole path of LibreOffice, or None; one in the current folder is not run."""
    for name in ("soffice", "libreoffice"):
        found = find_program(name)
        if found:
            return found
    # Installers of Windows and macOS do not put it into PATH.
    return next((path for path in _USUAL.get(sys.platform, ()) if Path(path).is_file()), None)


def measure(
    content: bytes,
    entries: Sequence[Entry],
    sections: Sequence[SectionStart],
    sidik: str,
    engine: str,
) -> Pages:
    """Measure the page of every heading and caption.

    In: a .docx, its headings and captions, its sections, the fingerprint to keep with the numbers,
    the path of LibreOffice. Raises MeasureError where no PDF comes out or a bookmark is missing in
    it.
    """
    positions, fonts, count = _convert_and_read(content, engine)
    # A list with a guessed number would be worse than one that says that none is known.
    missing = [entry.id for entry in entries if entry.bookmark not in positions]
    if missing or not all(section.bookmark in positions for section in sections):
        message = f"PDF dari LibreOffice tidak memuat penanda {', '.join(missing[:3]) or 'bagian'}"
        raise MeasureError(message)
    labels = label_pages(sections, positions, count)
    found = {entry.key: labels[positions[entry.bookmark]] for entry in entries}
    return Pages(found, sidik, _engine_version(engine), fonts, count)


def find_pages(content: bytes, engine: str) -> dict[str, int]:
    """Return the page (from 1) of each bookmark of any .docx.

    MeasureError where no PDF comes out.
    """
    positions, _, _ = _convert_and_read(content, engine)
    return {name: page + 1 for name, page in positions.items()}


def read_bookmarks(pdf: Path) -> dict[str, int]:
    """Return the page (from 1) of each named destination of a PDF; MeasureError if it is broken."""
    positions, _, _ = _read_whole_pdf(pdf)
    return {name: page + 1 for name, page in positions.items()}


def label_pages(
    sections: Sequence[SectionStart], positions: Mapping[str, int], count: int
) -> list[str]:
    """Return the printed number of each page.

    A section's count begins anew or goes on from the page before.
    """
    starts = [positions[section.bookmark] for section in sections]
    labels = []
    number = 0
    for page in range(count):
        section = sections[max(bisect_right(starts, page) - 1, 0)]
        begins = page in starts
        number = section.mulai if begins and section.mulai is not None else number + 1
        labels.append(show_number(section.bentuk or "decimal", number))
    return labels


def _convert_and_read(content: bytes, engine: str) -> tuple[dict[str, int], tuple[str, ...], int]:
    """Turn a .docx into a PDF that nobody keeps; out: as `_read_pdf`."""
    with tempfile.TemporaryDirectory(prefix="renstra-") as folder:
        source = Path(folder, "ukur.docx")
        source.write_bytes(content)
        return _read_whole_pdf(convert_with_destinations(source, engine))


def convert_with_destinations(source: Path, engine: str) -> Path:
    """Turn a .docx into a PDF with a named destination for each bookmark."""
    return convert_file(source, engine, _FILTER)


def convert_file(source: Path, engine: str, filtered: str) -> Path:
    """Turn a .docx into the PDF beside it, by a filter of LibreOffice.

    MeasureError where none comes out.
    """
    # Its own: a LibreOffice that runs already would answer, with its old list of fonts.
    profile = source.parent / "profil"
    command = [
        engine,
        "--headless",
        "--norestore",
        f"-env:UserInstallation={profile.as_uri()}",
        "--convert-to",
        filtered,
        "--outdir",
        str(source.parent),
        str(source),
    ]
    try:
        subprocess.run(  # noqa: S603 — own command
            command,
            check=False,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            # Where nothing lies but what is to be converted: Windows loads libraries from there.
            cwd=source.parent,
            env=make_environment(),
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        message = f"LibreOffice tidak selesai: {error}"
        raise MeasureError(message) from error
    target = source.with_suffix(".pdf")
    if not target.is_file():
        message = "LibreOffice tidak menghasilkan PDF"
        raise MeasureError(message)
    return target


def _read_whole_pdf(path: Path) -> tuple[dict[str, int], tuple[str, ...], int]:
    """Read a PDF; MeasureError for one that a full disk or a kill has cut short."""
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        return _read_pdf(path)
    except (
        PyPdfError,
        OSError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:
        message = "PDF dari LibreOffice kosong atau terpotong"
        raise MeasureError(message) from error


def _read_pdf(path: Path) -> tuple[dict[str, int], tuple[str, ...], int]:
    """Return the page (from 0) of each named destination, the fonts used, the number of pages."""
    from pypdf import PdfReader  # noqa: PLC0415 — only measuring needs it

    reader = PdfReader(path)
    positions = {}
    for name, destination in reader.named_destinations.items():
        page = reader.get_destination_page_number(destination)
        if page is not None:
            # LibreOffice writes `_` as `/5F` in the names of destinations.
            positions[name.replace("/5F", "_").lstrip("/")] = page
    return positions, _fonts_of(reader), len(reader.pages)


def _fonts_of(reader: object) -> tuple[str, ...]:
    names = set()
    for page in reader.pages:  # type: ignore[attr-defined]
        fonts = page["/Resources"].get("/Font")
        for font in (fonts.get_object() if fonts is not None else {}).values():
            base = str(font.get_object().get("/BaseFont", ""))
            # An embedded part of a font bears six letters and a plus before its name.
            names.add(base.rpartition("+")[2].lstrip("/"))
    return tuple(f"{name} → tertanam" for name in sorted(names))


def _engine_version(engine: str) -> str:
    try:
        found = subprocess.run(  # noqa: S603 — own command
            [engine, "--version"],
            check=False,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=60,
            env=make_environment(),
        )
    except (OSError, subprocess.TimeoutExpired):
        return "LibreOffice"
    words = found.stdout.split()
    return " ".join(words[:2]) or "LibreOffice"
