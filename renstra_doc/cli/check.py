"""`renstra check`: run the rules of a data folder and report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from renstra_doc.check import check_document
from renstra_doc.cli.options import PATH, data_option
from renstra_doc.cli.output import (
    COLOURS,
    confirm,
    deliver,
    describe_placeholders,
    telling_unread,
    write_report,
)
from renstra_doc.finding import Severity
from renstra_doc.model.placeholders import find_placeholders
from renstra_doc.report.as_json import report_json
from renstra_doc.report.as_text import report_text
from renstra_doc.run.guard import refuse_output
from renstra_doc.run.pipeline import find_obstacles, read_document, template_path

if TYPE_CHECKING:
    from pathlib import Path

    from renstra_doc.check import CheckReport
    from renstra_doc.model import Document
    from renstra_doc.report.audit_record import AuditRecord

RECORD_WORD = "pemeriksaan"


@click.command("check", help="Memeriksa data: jumlah, kesesuaian antartabel, struktur.")
@data_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html", "docx"]),
    default="text",
    help="Bentuk laporan.",
)
@click.option(
    "--output",
    type=PATH,
    help="Tulis laporan ke berkas ini (bawaan: layar; docx: build/<nama>-pemeriksaan.docx).",
)
@click.option(
    "--pengecualian", "waived", is_flag=True, help="Tampilkan juga temuan yang dikecualikan."
)
@click.option("--semua", "everything", is_flag=True, help="Tampilkan semua catatan.")
def command(data: Path, form: str, output: Path | None, waived: bool, everything: bool) -> int:  # noqa: FBT001 — click
    """Check and report.

    Out: 0, 1 where an error stands open, 2 where it cannot be printed anyway.
    """
    with telling_unread(form, output, data):
        document, remarks = read_document(data)
        # An expression that fails is no finding of a rule, yet nothing can be printed with it.
        obstacles = find_obstacles(document)
        report = check_document(document).add((*remarks, *obstacles))
    if form == "text":
        # click leaves colours out where the screen is none; a file that we write ourselves it does
        # not see.
        paint = _no_paint if output else _paint
        deliver(
            # Placeholders are no findings: a new project is full of them and in order.
            report_text(report, waived=waived, everything=everything, paint=paint),
            output,
            data,
        )
        if waiting := find_placeholders(document):
            confirm(describe_placeholders(waiting))
    elif form == "docx":
        _write_docx(document, report, data, output)
    else:
        deliver(_write(document, report, form, data), output, data)
    if obstacles:
        return 2
    return 1 if report.stopping else 0


def _make_record(document: Document, report: CheckReport, data: Path) -> AuditRecord:
    from renstra_doc.report.audit_record import build_record  # noqa: PLC0415 — text needs none

    return build_record(document, report, template_path(data, document))


def _write_docx(document: Document, report: CheckReport, data: Path, output: Path | None) -> None:
    """Write the audit record as a Word document of its own, never over an input."""
    from renstra_doc.report.as_docx import record_docx  # noqa: PLC0415 — only this form

    name = f"{document.dokumen['nama_berkas']}-{RECORD_WORD}.docx"
    # Beside the data folder, where documents go: a report is no input.
    path = output or data.resolve().parent / "build" / name
    refuse_output(path, (data,), (template_path(data, document),))
    write_report(path, record_docx(_make_record(document, report, data), document.dokumen))
    confirm(f"Catatan pemeriksaan: {path}")


def _write(document: Document, report: CheckReport, form: str, data: Path) -> str:
    record = _make_record(document, report, data)
    if form == "json":
        return report_json(report, record)
    from renstra_doc.report.as_html import report_html  # noqa: PLC0415 — only this form needs jinja2

    return report_html(document, report, record)


def _paint(text: str, severity: Severity) -> str:
    return click.style(text, fg=COLOURS[severity], bold=severity is Severity.ERROR)


def _no_paint(text: str, _severity: Severity) -> str:
    return text
