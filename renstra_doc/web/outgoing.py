"""Out: the document, its PDF, the workbook, comparisons, the record of the checks."""

from __future__ import annotations

import errno
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.editions.fixed import edition_data, list_editions
from renstra_doc.finding import InputError, refuse_input
from renstra_doc.place import NOWHERE
from renstra_doc.report.as_docx import record_docx
from renstra_doc.report.as_html import report_html
from renstra_doc.report.audit_record import build_record
from renstra_doc.returned.catatan import write_notes_docx, write_notes_xlsx
from renstra_doc.review.in_word import write_matriks, write_redline
from renstra_doc.run.installed import find_version
from renstra_doc.run.pipeline import build_document, read_document, template_path
from renstra_doc.view import build_view
from renstra_doc.view.markdown import to_markdown
from renstra_doc.web.call import hand_over, show
from renstra_doc.web.overview import LONG_PATIENCE, show_waiting
from renstra_doc.web.page_pictures import find_hindrance
from renstra_doc.workbook.make_workbook import export_project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from starlette.responses import Response

    from renstra_doc.editions.fixed import FixedEdition
    from renstra_doc.finding import Finding
    from renstra_doc.model import Document
    from renstra_doc.run.pipeline import BuildResult
    from renstra_doc.web.call import Call

    Made = tuple[str, bytes]

DRAFT_END = "-DRAF"
NO_WRITING = (errno.EACCES, errno.EPERM, errno.EROFS)


def show_outgoing(call: Call) -> Response:
    """Show what can be handed out, and what stands against the final document."""
    now = call.snapshot
    # While the checks run nobody can say whether a final document is possible.
    if not now.wait(LONG_PATIENCE):
        return show_waiting(call, "Keluar")
    template = template_path(call.data, now.document)
    editions, unlisted = list_known(call)
    return show(
        call,
        "keluar",
        snapshot=now,
        no_template="" if template.is_file() else f"templat {template.name} tidak ditemukan",
        comments=len(now.document.comments),
        stopping=now.stopping,
        hints=now.hints,
        # Both are needed: errors stop the build, placeholders make it a draft.
        is_final=now.is_readable and not now.stopping and not now.hints,
        no_pdf=find_hindrance(),
        editions=editions,
        unlisted=unlisted,
    )


def list_known(call: Call) -> tuple[Sequence[FixedEdition], Sequence[Finding]]:
    """Return the editions of a project; what is wrong with their list stops nothing else."""
    try:
        return list_editions(call.data), ()
    except InputError as error:
        return (), error.findings


def hand_out(call: Call) -> Response:
    """Make a file and hand it over."""
    wanted = call.text("apa")
    makers: Mapping[str, Callable[[Call], Made]] = {
        "draf": lambda call: _build(call, draft=True),
        "final": lambda call: _build(call, draft=False),
        "pdf": lambda call: _build_pdf(call, draft=False),
        "pdf-draf": lambda call: _build_pdf(call, draft=True),
        "buku": _make_workbook,
        "matriks": _make_matriks,
        "redline": _make_redline,
        "catatan": _make_record,
        "laporan": _make_report,
        "teks": _make_text,
        "komentar": _make_notes,
        "komentar-xlsx": _make_notes_book,
    }
    if wanted not in makers:
        raise refuse_input(NOWHERE, f"“{wanted}” tidak dikenal", "pilih dari daftar")
    return hand_over(*makers[wanted](call))


def _build(call: Call, *, draft: bool) -> Made:
    _refuse_hints(call, draft=draft)
    # The name is that of the build, which is a draft also where placeholders are left.
    with _built(call, draft=draft) as made:
        return made.path.name, made.path.read_bytes()


def _build_pdf(call: Call, *, draft: bool) -> Made:
    _refuse_hints(call, draft=draft)
    with _built(call, draft=draft, pdf=True) as made:
        # LibreOffice may have gone since the page was shown.
        if made.pdf is None:
            raise refuse_input(NOWHERE, "PDF tidak dapat dibuat", find_hindrance())
        return made.pdf.name, made.pdf.read_bytes()


@contextmanager
def _built(call: Call, *, draft: bool, pdf: bool = False) -> Iterator[BuildResult]:
    """Build; where the project's folder may not be written, in a folder that is removed after."""
    try:
        made = build_document(call.data, draft=draft, pdf=pdf)
    except OSError as error:
        if error.errno not in NO_WRITING:
            raise
        # Where the project lies on a read-only disk the document can still be handed out.
        name = f"{_stem(call.snapshot.document)}{DRAFT_END if draft else ''}.docx"
        with tempfile.TemporaryDirectory(prefix="renstra-") as folder:
            path = Path(folder, name)
            # `keep`: nothing may be written into the folder, the page numbers neither.
            yield build_document(call.data, output=path, draft=draft, pdf=pdf, keep=False)
        return
    yield made


def _refuse_hints(call: Call, *, draft: bool) -> None:
    if not draft and call.snapshot.hints:
        message = f"{call.snapshot.hints} isian dalam kurung siku belum dilengkapi"
        hint = "isi dahulu, atau ambil sebagai draf"
        raise refuse_input(NOWHERE, message, hint)


def _make_workbook(call: Call) -> Made:
    content, _ = export_project(call.data, find_version())
    return f"{_stem(call.snapshot.document)}.xlsx", content


def _stem(document: Document) -> str:
    return document.dokumen.get("nama_berkas", "renstra")


def _read_pair(call: Call) -> tuple[Document, Document, Path]:
    """Return the edition that a comparison begins with, the state it ends with, its data folder."""
    old, _ = read_document(find_state(call, call.text("dasar")))
    folder = find_state(call, call.text("menjadi"))
    return old, read_document(folder)[0], folder


def find_state(call: Call, name: str) -> Path:
    """Return the data folder of an edition; that of the project for the present state ("")."""
    # "" is the present state: no edition can have that name.
    return edition_data(call.data, name) if name else call.data


def _make_matriks(call: Call) -> Made:
    old, new, _ = _read_pair(call)
    labels = call.text("dasar"), call.text("menjadi") or "keadaan sekarang"
    content = write_matriks(old, new, semula=labels[0], menjadi=labels[1])
    return f"{_stem(new)}-matriks.docx", content


def _make_redline(call: Call) -> Made:
    old, new, folder = _read_pair(call)
    template = template_path(folder, new)
    # None: the program's own template stands in, as on the command line.
    content = write_redline(old, new, template if template.is_file() else None)
    return f"{_stem(new)}-redline.docx", content


def _make_record(call: Call) -> Made:
    document, now = call.snapshot.document, call.snapshot
    record = build_record(document, now.report, template_path(call.data, document))
    return f"{_stem(document)}-pemeriksaan.docx", record_docx(record, document.dokumen)


def _make_notes(call: Call) -> Made:
    document = call.snapshot.document
    return f"{_stem(document)}-catatan-penyempurnaan.docx", write_notes_docx(document)


def _make_notes_book(call: Call) -> Made:
    document = call.snapshot.document
    return f"{_stem(document)}-catatan-penyempurnaan.xlsx", write_notes_xlsx(document)


def _make_report(call: Call) -> Made:
    document, now = call.snapshot.document, call.snapshot
    record = build_record(document, now.report, template_path(call.data, document))
    text = report_html(document, now.report, record)
    return f"{_stem(document)}-pemeriksaan.html", text.encode()


def _make_text(call: Call) -> Made:
    text = to_markdown(build_view(call.snapshot.document))
    return f"{_stem(call.snapshot.document)}.txt", text.encode()
