"""How findings and durations are printed: short, counted, coloured on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from renstra_doc.finding import Severity
from renstra_doc.numbers import format_angka

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from renstra_doc.finding import Finding

NAMES = {Severity.ERROR: "galat", Severity.WARNING: "peringatan", Severity.INFO: "catatan"}
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}


def complain(findings: Sequence[Finding]) -> None:
    """Print findings on stderr, the count last."""
    for finding in findings:
        label = click.style(NAMES[finding.severity].capitalize(), fg=COLOURS[finding.severity], bold=True)
        click.echo(f"{label}: {finding}", err=True)
    if findings:
        click.echo(count_findings(findings), err=True)


def count_findings(findings: Iterable[Finding]) -> str:
    """Return e.g. `2 galat, 1 peringatan`."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        counts[finding.severity] += 1
    return ", ".join(f"{count} {NAMES[severity]}" for severity, count in counts.items() if count) or "tanpa temuan"


def show_seconds(seconds: float) -> str:
    """Return a duration in Indonesian form, e.g. `1,4 detik`."""
    from decimal import Decimal  # noqa: PLC0415

    return f"{format_angka(Decimal(f'{seconds:.1f}'))} detik"
