"""A finished .docx → PDF: tagged, and PDF/A-2b (ISO 19005-2) where the fonts allow it.

In order: (1) LibreOffice exports PDF/A-2b; (2) every font must be embedded as TrueType: Type 1 and
CFF stand-ins break the standard's rules for widths and character sets; (3) where the extra `[pdf]`
is installed, a validator reads the file; (4) what does not hold is exported anew as an ordinary
tagged PDF, so that no file says of itself what it is not. The bytes of a PDF differ from run to run
(LibreOffice writes the clock and random ids); text and structure do not.
"""

from __future__ import annotations

import io
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from renstra_doc.render.pages import MeasureError, convert_file

ARCHIVAL, ORDINARY = 2, 0  # SelectPdfVersion of LibreOffice: PDF/A-2b, PDF 1.7
PROFILE = "2b"
MOST_FAULTS = 3
_FILTER = (
    'pdf:writer_pdf_Export:{{"SelectPdfVersion":{{"type":"long","value":"{version}"}},'
    '"UseTaggedPDF":{{"type":"boolean","value":"true"}},'
    '"ExportBookmarks":{{"type":"boolean","value":"true"}}}}'
)
_TRUE_TYPE = "/FontFile2"


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF: its bytes, and whether it is PDF/A-2b.

    `huruf` are the fonts that stand against it, `keliru` what the validator said; `is_checked`
    tells whether a validator read it.
    """

    isi: bytes = field(repr=False)
    is_archival: bool
    huruf: tuple[str, ...] = ()
    keliru: tuple[str, ...] = ()
    is_checked: bool = False


def make_pdf(content: bytes, engine: str) -> Pdf:
    """Turn a .docx into a PDF.

    In: its bytes, the path of LibreOffice. Raises MeasureError where no usable PDF comes out.
    """
    archival = _export(content, engine, ARCHIVAL)
    fonts = find_other_fonts(archival)
    # With such a font it cannot hold, so the validator need not be asked.
    faults, is_checked = ((), False) if fonts else _validate(archival)
    if not fonts and not faults:
        return Pdf(archival, is_archival=True, is_checked=is_checked)
    ordinary = _export(content, engine, ORDINARY)
    return Pdf(ordinary, is_archival=False, huruf=fonts, keliru=faults, is_checked=is_checked)


def _export(content: bytes, engine: str, version: int) -> bytes:
    with tempfile.TemporaryDirectory(prefix="renstra-") as folder:
        source = Path(folder, "dokumen.docx")
        source.write_bytes(content)
        return convert_file(source, engine, _FILTER.format(version=version)).read_bytes()


def find_other_fonts(content: bytes) -> tuple[str, ...]:
    """Return the fonts of a PDF that are not embedded as TrueType, by name."""
    from pypdf import PdfReader  # noqa: PLC0415 — only a PDF needs it
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    names: set[str] = set()
    try:
        for page in PdfReader(io.BytesIO(content)).pages:
            names |= _other_fonts_of(page)
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError) as error:
        message = "PDF dari LibreOffice kosong atau terpotong"
        raise MeasureError(message) from error
    return tuple(sorted(names))


def _other_fonts_of(page: object) -> set[str]:
    fonts = page["/Resources"].get("/Font")  # type: ignore[index]
    names = set()
    for entry in (fonts.get_object() if fonts is not None else {}).values():
        font = entry.get_object()
        inner = font.get("/DescendantFonts")
        # A composite font (Type0) has its descriptor one level further down.
        described = inner.get_object()[0].get_object() if inner is not None else font
        descriptor = described.get("/FontDescriptor")
        is_true = descriptor is not None and _TRUE_TYPE in descriptor.get_object()
        if not is_true:
            names.add(str(font.get("/BaseFont", "?")).rpartition("+")[2].lstrip("/"))
    return names


def _validate(content: bytes) -> tuple[tuple[str, ...], bool]:
    """Return what the validator finds, and whether there is one."""
    try:
        import page  # noqa: PLC0415 — the extra [pdf]
    except ImportError:
        return (), False
    try:
        report = page.validate_pdf_bytes(content, profile=page.ValidationProfile(PROFILE))
    except page.PageError as error:
        return (str(error),), True
    faults = dict.fromkeys(f"{one.rule_id}: {one.message}" for one in report.failures)
    return tuple(faults)[:MOST_FAULTS], True


def count_anchors(content: bytes, anchor: str) -> list[int]:
    """Return the pages (from 1) on which an anchor stands, each as often as it stands there."""
    from pypdf import PdfReader  # noqa: PLC0415

    return [
        number
        for number, page in enumerate(PdfReader(io.BytesIO(content)).pages, start=1)
        for _ in range(page.extract_text().count(anchor))
    ]
