"""`renstra watch`: rebuild on every save, and say which findings came and went."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from renstra_doc.cli.options import build_options
from renstra_doc.cli.output import COLOURS, show_seconds
from renstra_doc.finding import Finding, Severity, count_severities
from renstra_doc.run.watching import (
    BUILT,
    LOCKED,
    STOPPED,
    UNREADABLE,
    Round,
    Watcher,
    watch_folders,
)

if TYPE_CHECKING:
    from pathlib import Path

MOST_SHOWN = 10
_STATES = {
    STOPPED: "dokumen tidak disusun: ada temuan; dokumen lama tetap",
    UNREADABLE: "dokumen tidak disusun: data tidak terbaca; dokumen lama tetap",
}


@click.command(
    "watch",
    help="Menyusun ulang dokumen setiap kali data disimpan, sampai dihentikan dengan Ctrl+C.",
)
@build_options
def command(data: Path, template: Path | None, output: Path | None, draft: bool) -> int:  # noqa: FBT001 — click
    """Watch until Ctrl+C; out: the exit code."""
    try:
        # Made absolute before watching, for the watcher compares whole paths.
        changes = watch_folders(data, template.resolve() if template else None)
    except ImportError:
        click.echo("Galat: renstra watch memerlukan watchfiles", err=True)
        click.echo('  → pasang dengan: pip install "renstra_doc[watch]"', err=True)
        return 2
    click.echo(f"Mengamati {data}; berhenti dengan Ctrl+C.", err=True)
    try:
        for done in Watcher(data, template, output, draft).follow(changes):
            show_round(done)
    except KeyboardInterrupt:
        pass
    click.echo("Berhenti mengamati.", err=True)
    return 0


def show_round(done: Round) -> None:
    """Print what a round changed; notes that stay are only counted."""
    for sign, findings in (("+", done.muncul), ("-", done.hilang)):
        shown = [finding for finding in findings if finding.severity is not Severity.INFO]
        for finding in shown[:MOST_SHOWN]:
            # What came is told with its hint; of what is gone the message is enough.
            click.echo(f"{sign} {_describe(finding, full=sign == '+')}", err=True)
        if len(shown) > MOST_SHOWN:
            click.echo(f"{sign} … dan {len(shown) - MOST_SHOWN} lagi", err=True)
    click.echo(f"{_state(done)} ({count_severities(done.terbuka)}, {show_seconds(done.seconds)})")


def _describe(finding: Finding, *, full: bool) -> str:
    label = click.style(finding.severity.label, fg=COLOURS[finding.severity], bold=full)
    return f"{label}: {finding if full else finding.message}"


def _state(done: Round) -> str:
    if done.hasil == LOCKED and done.alasan:
        return f"{done.path} tidak dapat ditulis: {done.alasan}; dicoba lagi"
    if done.hasil == LOCKED:
        return (
            f"{done.path} sedang terbuka di program lain; tutup di Word, dokumen "
            "ditulis begitu berkasnya bebas"
        )
    if done.hasil != BUILT:
        return _STATES[done.hasil]
    # Page numbers are measured in a quiet moment, not at every save.
    return f"{done.path}" + ("" if done.is_paged else ", nomor halaman menyusul")
