"""`renstra build DIR…`: many projects → their documents, with progress and a summary."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from renstra_doc.cli.output import after_work, complain, show_seconds
from renstra_doc.finding import Severity, count_severities
from renstra_doc.run.batch import (
    DONE,
    STOPPED,
    UNREADABLE,
    JobOutcome,
    count_cores,
    find_projects,
    plan,
    run_local,
)
from renstra_doc.run.cluster import run_remote
from renstra_doc.words.controls import show_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

RESULTS = {DONE: "selesai", STOPPED: "ada temuan", UNREADABLE: "gagal"}
HEADER = ("Proyek", "Hasil", "Halaman", "Temuan", "Waktu")
MOST_SHOWN = 10


def build_many(
    folders: Sequence[Path],
    template: Path | None,
    *,
    draft: bool,
    jobs: int | None,
    scheduler: str | None,
) -> int:
    """Build all projects of some folders and report; out: the worst exit code of all."""
    start = time.perf_counter()
    # Two projects with one output are refused before either is built.
    planned, refused = plan(find_projects(folders), template, draft=draft)
    try:
        running = (
            run_remote(planned, scheduler)
            if scheduler
            else run_local(planned, jobs or count_cores())
        )
        outcomes = [*refused, *_show_progress(running, len(planned))]
    # Found out only when the first outcome is asked for: the runs are generators.
    except ImportError:
        hint = 'pasang dengan: pip install "renstra_doc[dask]"'
        return _refuse("--scheduler memerlukan dask.distributed", hint)
    except OSError:
        if scheduler is None:
            # Without a scheduler the error speaks of a file, and the command line explains it
            # better.
            raise
        hint = "periksa alamatnya (tcp://HOST:PORT), dan apakah dask scheduler sedang berjalan"
        return _refuse(f"penjadwal {scheduler} tidak menjawab", hint)
    with after_work():
        # Outcomes come as they are done; sorted, the same call prints the same list.
        _report(sorted(outcomes, key=lambda outcome: outcome.nama), time.perf_counter() - start)
    return max((outcome.exit_code for outcome in outcomes), default=DONE)


def _report(outcomes: Sequence[JobOutcome], seconds: float) -> None:
    for outcome in outcomes:
        _show_findings(outcome)
    click.echo(write_summary(outcomes))
    click.echo(_count(outcomes, seconds))


def _refuse(message: str, hint: str) -> int:
    """Say why nothing was built; out: the exit code."""
    click.echo(f"Galat: {show_line(message)}", err=True)
    click.echo(f"  → {hint}", err=True)
    return UNREADABLE


def _show_progress(running: Iterator[JobOutcome], count: int) -> Iterator[JobOutcome]:
    """Pass the outcomes on: a bar on a terminal, elsewhere a line for each."""
    # A bar rewrites its line: in a log file that would be control letters.
    if sys.stderr is not None and sys.stderr.isatty():
        with click.progressbar(running, length=count, label="Menyusun", file=sys.stderr) as bar:
            yield from bar
        return
    for number, outcome in enumerate(running, start=1):
        with suppress(OSError):  # a screen that takes nothing must not stop the others
            name = show_line(outcome.nama)
            click.echo(f"[{number}/{count}] {name}: {RESULTS[outcome.exit_code]}", err=True)
        yield outcome


def _show_findings(outcome: JobOutcome) -> None:
    """Print what stopped a project, or what it warns of; notes stay in `renstra check`."""
    shown = [finding for finding in outcome.findings if finding.severity is not Severity.INFO]
    if not shown:
        return
    click.echo(click.style(f"\n{show_line(outcome.nama)}", bold=True), err=True)
    complain(shown[:MOST_SHOWN])
    if len(shown) > MOST_SHOWN:
        click.echo(f"… dan {len(shown) - MOST_SHOWN} lagi: renstra check --data FOLDER", err=True)


def write_summary(outcomes: Iterable[JobOutcome]) -> str:
    """Return a table: project, result, pages, findings, time."""
    rows = [HEADER, *(_summary_row(outcome) for outcome in outcomes)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def _summary_row(outcome: JobOutcome) -> tuple[str, ...]:
    old = (
        ""
        # A project that was not built has no pages that could be old.
        if outcome.is_paged or outcome.exit_code
        else " (lama)"
        if outcome.halaman
        else "belum diukur"
    )
    pages = f"{outcome.halaman or ''}{old}" or "-"
    return (
        show_line(outcome.nama),
        RESULTS[outcome.exit_code],
        pages,
        count_severities(outcome.findings),
        show_seconds(outcome.seconds),
    )


def _count(outcomes: Sequence[JobOutcome], seconds: float) -> str:
    counts = {code: sum(outcome.exit_code == code for outcome in outcomes) for code in RESULTS}
    parts = [f"{count} {RESULTS[code]}" for code, count in counts.items() if count]
    return (
        f"{len(outcomes)} proyek dalam {show_seconds(seconds)}: {', '.join(parts) or 'tidak ada'}"
    )
