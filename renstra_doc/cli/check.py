"""`renstra check`: run the rules of a data folder and report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from renstra_doc.check import check_document
from renstra_doc.cli.output import COLOURS, deliver, describe_placeholders
from renstra_doc.finding import InputError, Severity
from renstra_doc.model.placeholders import find_placeholders
from renstra_doc.report.as_json import findings_json, report_json
from renstra_doc.report.as_text import report_text
from renstra_doc.run.pipeline import find_obstacles, read_document

if TYPE_CHECKING:
    from renstra_doc.check import CheckReport
    from renstra_doc.model import Document


@click.command("check", help="Memeriksa data: jumlah, kesesuaian antartabel, struktur.")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path("data"),
    help="Folder data (bawaan: data).",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    help="Bentuk laporan.",
)
@click.option(
    "--output", type=click.Path(path_type=Path), help="Tulis laporan ke berkas ini (bawaan: layar)."
)
@click.option(
    "--pengecualian", "waived", is_flag=True, help="Tampilkan juga temuan yang dikecualikan."
)
@click.option("--semua", "everything", is_flag=True, help="Tampilkan semua catatan.")
def command(data: Path, form: str, output: Path | None, waived: bool, everything: bool) -> int:  # noqa: FBT001 — click
    """Check and report.

    Out: 0, 1 where an error stands open, 2 where it cannot be printed anyway.
    """
    try:
        document, remarks = read_document(data)
        obstacles = find_obstacles(document)
        report = check_document(document).add((*remarks, *obstacles))
    except InputError as error:
        if form == "json":
            summary: dict[str, object] = {
                "rules": 0,
                "holds": 0,
                "error": len(error.findings),
                "warning": 0,
            }
            deliver(
                findings_json(error.findings, {**summary, "info": 0, "waived": 0}), output, data
            )
        raise
    if form == "text":
        paint = _no_paint if output else _paint
        text = report_text(report, waived=waived, everything=everything, paint=paint)
    else:
        text = _write(document, report, form)
    deliver(text, output, data)
    if form == "text" and (waiting := find_placeholders(document)):
        click.echo(describe_placeholders(waiting))
    if obstacles:
        return 2
    return 1 if report.stopping else 0


def _write(document: Document, report: CheckReport, form: str) -> str:
    if form == "json":
        return report_json(report)
    from renstra_doc.report.as_html import report_html  # noqa: PLC0415 — only this form needs jinja2

    return report_html(document, report)


def _paint(text: str, severity: Severity) -> str:
    return click.style(text, fg=COLOURS[severity], bold=severity is Severity.ERROR)


def _no_paint(text: str, _severity: Severity) -> str:
    return text
