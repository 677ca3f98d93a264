"""The whole line, step by step: load → model → check → view → render → pages → file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.check import CheckReport, check_document
from renstra_doc.files.atomic import ChangedError, write_file
from renstra_doc.files.journal import digest_files
from renstra_doc.files.programs import lies_inside
from renstra_doc.finding import Finding, InputError, explain_os_error, refuse_input
from renstra_doc.load.project import load_project
from renstra_doc.model import Document, compose_document
from renstra_doc.model.kept_pages import write_pages
from renstra_doc.model.placeholders import find_placeholders
from renstra_doc.run.draft_marks import DRAFT_WORD, draft_line, list_remarks
from renstra_doc.run.guard import refuse_length, refuse_output
from renstra_doc.run.make_pdf import pdf_path, print_pdf
from renstra_doc.run.page_findings import find_tight
from renstra_doc.run.steps import Clock, Step
from renstra_doc.view import build_view

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from renstra_doc.model.kept_pages import Pages
    from renstra_doc.place import Place
    from renstra_doc.render import Rendered
    from renstra_doc.view import View

PAGES = "halaman.csv"
MEASURED, KEPT, OUTDATED, ALTERED, UNKNOWN = (
    "diukur",
    "tersimpan",
    "usang",
    "diubah",
    "tidak diketahui",
)


class FindingsError(Exception):
    """Findings stop the build: an error that no waiver covers. Carries the whole report."""

    def __init__(self, report: CheckReport) -> None:
        """Keep the report."""
        self.report = report
        super().__init__(f"{len(report.stopping)} temuan menghentikan pembuatan dokumen")


@dataclass(frozen=True)
class BuildResult:
    """What a build did.

    `halaman` is 0 where no page count is known; `nomor_halaman` says where the page numbers are
    from; `petunjuk` are the places that still hold a `[petunjuk]` of the starting form.
    """

    path: Path
    view: View
    report: CheckReport
    findings: tuple[Finding, ...]
    halaman: int
    nomor_halaman: str
    seconds: Mapping[Step, float] = field(default_factory=dict)
    petunjuk: tuple[Place, ...] = ()
    pdf: Path | None = None
    is_archival: bool = False


def read_document(data: Path) -> tuple[Document, tuple[Finding, ...]]:
    """Load and model a data folder. Out: the document and the remarks.

    InputError where it cannot be read.
    """
    return compose_document(load_project(data))


def find_obstacles(document: Document) -> tuple[Finding, ...]:
    """Return why a document that can be read cannot be printed: its broken expressions."""
    try:
        build_view(document)
    # What the page would refuse: the same checks as in printing, so that nobody is told two things.
    except InputError as error:
        return error.findings
    return ()


def build_document(  # noqa: PLR0913 — each choice of a build by its name
    data: Path | str,
    template: Path | str | None = None,
    output: Path | str | None = None,
    *,
    draft: bool = False,
    measure: bool = True,
    keep: bool | None = None,
    pdf: bool = False,
    tte: bool = False,
    tell: Callable[[str], None] = lambda _text: None,
) -> BuildResult:
    """Build the document of a data folder.

    In: the folder; the template (none: the one that `dokumen.csv` names); the file to write (none:
    `build/<nama_berkas>.docx` beside the folder); `draft` writes in spite of findings and marks
    every page, each finding a comment at its place, as is done by itself while a `[petunjuk]` is
    unfilled (then as `…-DRAF.docx`); without `measure` the kept page numbers serve though they be
    old; `keep` says whether measured ones are written into the data folder (none: where template
    and document are the usual ones); `pdf` makes a PDF beside the document, and `tte` puts the
    anchor of an electronic signature into it; `tell` is called with a line before each longer step.
    Raises InputError (the input cannot be read), FindingsError (the checks stop it), OSError (the
    output cannot be written). Writes nothing unless all went well.
    """
    choice = BuildChoice(
        Path(data), _as_path(template), _as_path(output), draft, measure, keep, pdf, tte, tell
    )
    return _build(choice)


@dataclass(frozen=True, slots=True)
class BuildChoice:
    """What was chosen for one build; `build_document` says what each means."""

    data: Path
    template: Path | None
    output: Path | None
    draft: bool
    measure: bool
    keep: bool | None
    pdf: bool
    tte: bool
    tell: Callable[[str], None]


# Long: the line itself, one step after the other; cut in two, each half would hand on nine values.
def _build(choice: BuildChoice) -> BuildResult:
    clock = Clock()
    # Before reading: page numbers that somebody else writes meanwhile are not overwritten.
    before = digest_files(choice.data, [PAGES])[PAGES]
    document, remarks, report = _read_and_check(choice.data, clock, choice.tell)
    _stop_for(report, choice)
    view = build_view(document)
    clock.end(Step.VIEW)
    choice.tell(Step.RENDER.beginning)
    # Counted once and handed on: it decides the name, the mark and the report.
    hints = find_placeholders(document)
    path = _choose_path(document, choice, is_unfilled=bool(hints))
    template = _choose_template(document, choice, path)
    # Before rendering, which would fail on a bad template in the words of a library.
    remarks = (*remarks, *_check_template(template, view))
    made, report = _render(document, view, template, report, choice, is_unfilled=bool(hints))
    clock.end(Step.RENDER)
    pages, source = _number_pages(made, document, choice)
    clock.end(Step.PAGES)
    written = _write(made, document, pages, path, choice, clock)
    # A draft, or another template, has other pages than the document whose numbers are kept.
    if source == MEASURED and _keeps_pages(document, choice):
        # After the document, which may be refused.
        _keep_pages(choice.data / PAGES, write_pages(pages), before, choice.tell)
    clock.end(Step.WRITE)
    return BuildResult(
        path,
        view,
        report,
        (*remarks, *written.remarks),
        pages.jumlah,
        source,
        clock.laps,
        hints,
        written.pdf,
        written.is_archival,
    )


def _stop_for(report: CheckReport, choice: BuildChoice) -> None:
    """Raise FindingsError where errors are open and no draft is wanted."""
    if report.stopping and not choice.draft:
        raise FindingsError(report)


def _read_and_check(
    data: Path, clock: Clock, tell: Callable[[str], None]
) -> tuple[Document, tuple[Finding, ...], CheckReport]:
    tell(Step.LOAD.beginning)
    raw = load_project(data)
    clock.end(Step.LOAD)
    document, remarks = compose_document(raw)
    clock.end(Step.MODEL)
    tell(Step.CHECK.beginning)
    report = check_document(document)
    clock.end(Step.CHECK)
    return document, remarks, report


def _as_path(path: Path | str | None) -> Path | None:
    return None if path is None else Path(path)


def template_path(data: Path, document: Document) -> Path:
    """Return the template that the data names, relative to the data folder."""
    return (data / document.dokumen["templat"]).resolve()


def output_path(data: Path, document: Document, *, draft: bool = False) -> Path:
    """Return the usual place of the output: `build/` beside the data folder.

    A draft never replaces the document.
    """
    mark = f"-{DRAFT_WORD}" if draft else ""
    return data.resolve().parent / "build" / f"{document.dokumen['nama_berkas']}{mark}.docx"


def _choose_path(document: Document, choice: BuildChoice, *, is_unfilled: bool) -> Path:
    """Return the file to write; what still holds hints is written as a draft beside the final."""
    output = choice.output
    # Beside the final document: an unfinished one never takes its place by accident.
    if output is None:
        return output_path(choice.data, document, draft=choice.draft or is_unfilled)
    mark = f"-{DRAFT_WORD}"
    # Who named the output a draft already needs no second mark; a folder such as `.` has no name.
    if choice.draft or not is_unfilled or not output.name or output.stem.endswith(mark):
        return output
    return output.with_name(f"{output.stem}{mark}{output.suffix}")


def _choose_template(document: Document, choice: BuildChoice, path: Path) -> Path:
    """Return the template to write into; InputError where the output would replace one."""
    usual = template_path(choice.data, document)
    template = choice.template or usual
    # The usual template is an input also where another one is used for this build.
    _refuse_output(path, choice.data, (template, usual))
    return template


def _keeps_pages(document: Document, choice: BuildChoice) -> bool:
    """Return whether measured page numbers are written into the data folder."""
    if choice.keep is not None:
        return choice.keep
    usual = template_path(choice.data, document)
    return not choice.draft and (choice.template is None or choice.template.resolve() == usual)


def _render(
    document: Document,
    view: View,
    template: Path,
    report: CheckReport,
    choice: BuildChoice,
    *,
    is_unfilled: bool,
) -> tuple[Rendered, CheckReport]:
    """Write the view into the template, a draft with its marks; and what the widths did not hold.

    FindingsError where a figure would be broken.
    """
    from renstra_doc.render import render_view  # noqa: PLC0415 — checks alone must not pay for docxtpl
    from renstra_doc.render.identity import source_files  # noqa: PLC0415

    is_draft = choice.draft or is_unfilled
    sources = source_files(document)
    # Of open errors only: a waived one is decided.
    line = draft_line(document.dokumen, sources, len(report.stopping)) if is_draft else ""
    made = render_view(view, template, watermark=line, sources=sources)
    # The widths are known only after the layout; what they find may stop the build like any check.
    report = report.add(find_tight(document, made.body.tight))
    _stop_for(report, choice)
    return (_add_remarks(made, document, report) if is_draft else made), report


def _add_remarks(made: Rendered, document: Document, report: CheckReport) -> Rendered:
    from renstra_doc.render.remarks import add_remarks  # noqa: PLC0415 — only a draft needs it

    return add_remarks(made, list_remarks(document, report.open))


def _check_template(template: Path, view: View) -> tuple[Finding, ...]:
    """Return the remarks on a template, as `renstra template check` makes them.

    InputError with its errors.
    """
    from renstra_doc.run.template_check import check_for_build  # noqa: PLC0415 — as rendering

    return check_for_build(template, view)


def _number_pages(made: Rendered, document: Document, choice: BuildChoice) -> tuple[Pages, str]:
    """Take the kept page numbers where they belong to this very document.

    Else measure, if that is wanted.
    """
    from renstra_doc.render import pages as paging  # noqa: PLC0415

    kept = document.pages
    # A document without numbered entries (no contents, no index) has nothing to measure.
    if not made.entries or kept.belong_to(made.fingerprint()):
        return kept, KEPT
    engine = paging.find_engine() if choice.measure else None
    # An engine that lies in the data folder came with the data: it is never started.
    if engine is None or lies_inside(engine, choice.data):
        return kept, _judge_kept(kept)
    choice.tell(Step.PAGES.beginning)
    try:
        measured = made.measure(kept.by_bookmark(made.entries), engine)
    # Page numbers that cannot be measured do not stop the document; its report says they are old.
    except paging.MeasureError as error:
        choice.tell(f"Nomor halaman tidak terukur: {error}")
        return kept, _judge_kept(kept)
    return measured, MEASURED


@dataclass(frozen=True, slots=True)
class _Written:
    """The PDF that was written beside the document, if one was, and what there is to say."""

    remarks: tuple[Finding, ...]
    pdf: Path | None = None
    is_archival: bool = False


def _write(
    made: Rendered, document: Document, pages: Pages, path: Path, choice: BuildChoice, clock: Clock
) -> _Written:
    """Write the document, and the PDF if one is wanted: both or none."""
    numbers = pages.by_bookmark(made.entries)
    # Written once with the numbers: the PDF is made of the same draft and the same numbers.
    files = {path: made.to_bytes(numbers)}
    if not choice.pdf:
        return _Written(_write_outputs(files))
    choice.tell(Step.PDF.beginning)
    made_pdf, found = print_pdf(made, numbers, document, choice.data, tte=choice.tte)
    printed = pdf_path(path)
    clock.end(Step.PDF)
    # Both at once: a PDF of yesterday beside the document of today would deceive.
    remarks = _write_outputs({**files, printed: made_pdf.isi})
    return _Written((*found, *remarks), printed, made_pdf.is_archival)


def _write_outputs(files: Mapping[Path, bytes]) -> tuple[Finding, ...]:
    from renstra_doc.run.outputs import write_outputs  # noqa: PLC0415 — checks alone do not write

    return write_outputs(files)


def _judge_kept(kept: Pages) -> str:
    """Say what is wrong with kept numbers that are not those of the document."""
    # Never measured, changed by hand, or older than the document: each has another remedy.
    return UNKNOWN if not kept.labels else ALTERED if kept.is_altered else OUTDATED


def _keep_pages(path: Path, content: bytes, before: str, tell: Callable[[str], None]) -> None:
    """Write the kept numbers, while nobody else has written them since they were read.

    A folder that cannot be written must not stop the document.
    """
    # The document is there already; the next build measures again.
    try:
        write_file(path, content, before)
    except OSError as error:
        tell(f"Nomor halaman tidak dapat disimpan di {path}: {explain_os_error(error)}")
    except ChangedError:
        tell(f"Nomor halaman tidak disimpan: {path} ditulis perintah lain selagi dokumen disusun")


def _refuse_output(path: Path, data: Path, templates: tuple[Path, ...]) -> None:
    """Raise InputError where the output would replace what must stay.

    A folder, an input, anything but a .docx.
    """
    refuse_length(path)
    problem = ""
    hint = "beri nama berkas .docx lain pada --output, atau ganti nama_berkas di dokumen.csv"
    if path.is_dir():
        problem = "keluaran ini sebuah folder"
    elif path.suffix.lower() != ".docx":
        problem = "nama keluaran harus berakhir .docx"
    # A rename through a link would replace what it leads to.
    elif path.is_symlink() and path.resolve().suffix.lower() != ".docx":
        problem = f"keluaran ini tautan ke berkas yang bukan .docx: {path.resolve()}"
    if problem:
        raise refuse_input(path, problem, hint)
    refuse_output(path, (data,), templates, hint=hint)
