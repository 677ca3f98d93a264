"""Check a template with what stands above it: the engine that knows pages, and the builder."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.finding import InputError, Severity
from renstra_doc.render.pages import MeasureError, find_engine, find_pages
from renstra_doc.template.slips import TemplateReport, check_template

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from renstra_doc.finding import Finding
    from renstra_doc.view import View


def check_for_person(path: Path, view: View | None = None) -> TemplateReport:
    """Check a template as `renstra template check` does.

    Each finding with its page where LibreOffice is installed; a good template is also built with.
    """
    report = check_template(path, view, _locate if find_engine() else None)
    if report.errors or view is None:
        return report
    # Only a template without errors is worth a trial: its errors would come up again, in worse
    # words.
    from renstra_doc.render import render_view  # noqa: PLC0415 — bad templates do not need it

    try:
        render_view(view, path)
    except InputError as error:
        return replace(report, findings=(*report.findings, *error.findings))
    return report


def _locate(content: bytes) -> Mapping[str, int]:
    """Return the page of each bookmark; {} where LibreOffice gives none."""
    engine = find_engine()
    # Pages are an extra here: where they cannot be found, the findings stand without.
    with suppress(MeasureError):
        return find_pages(content, engine) if engine else {}
    return {}


def check_for_build(path: Path, view: View) -> tuple[Finding, ...]:
    """Check a template before a build: its warnings. InputError with all of its errors.

    What only could look otherwise is for `renstra template check`.
    """
    # The trial measures what could only look otherwise; a build need not wait for it.
    report = check_template(path, view, trial=False)
    if report.errors:
        raise InputError(report.errors)
    return tuple(found for found in report.findings if found.severity is not Severity.INFO)
