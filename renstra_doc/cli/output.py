"""How findings and durations are printed: short, counted, coloured on a terminal."""

from __future__ import annotations

import json
import sys
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from renstra_doc.cli.terminal import takes_all
from renstra_doc.files.recovery import settle
from renstra_doc.finding import InputError, Severity, count_severities, explain_os_error
from renstra_doc.run.guard import refuse_output
from renstra_doc.words.controls import show_line, show_painted
from renstra_doc.words.numbers import format_angka

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from renstra_doc.finding import Finding
    from renstra_doc.place import Place

MAX_OF_FILE, MAX_OF_ALL = 50, 500
OTHER_NAME = "beri berkas itu nama lain, di luar folder data"
YES, NO = ("ya", "y"), ("tidak", "t", "n", "")
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}


def complain(findings: Sequence[Finding]) -> None:
    """Print findings on stderr: of each file the first fifty, 500 in all, the count last."""
    told: Counter[str] = Counter()
    shown = 0
    for finding in findings:
        # The count goes on, so that the closing line says how many more there are.
        told[finding.place.file] += finding.lain or 1
        if told[finding.place.file] <= MAX_OF_FILE and shown < MAX_OF_ALL:
            shown += 1
            click.echo(show_finding(finding), err=True)
    _tell_rest(told, shown)
    if findings:
        click.echo(count_severities(findings), err=True)


def _tell_rest(told: Counter[str], shown: int) -> None:
    """Say how many more findings there are: in each file, in all where that many were shown."""
    # A foreign table names each of its rows as a place of its own, ten thousand of them.
    if shown == MAX_OF_ALL and told.total() > shown:
        click.echo(f"… dan {format_angka(told.total() - shown)} lagi", err=True)
        return
    for file, count in told.items():
        if count > MAX_OF_FILE:
            left = format_angka(count - MAX_OF_FILE)
            click.echo(f"… dan {left} lagi di {show_line(file)}", err=True)


def show_finding(finding: Finding) -> str:
    """Return a finding in lines, after how much it weighs, in its colour."""
    label = click.style(
        finding.severity.label.capitalize(), fg=COLOURS[finding.severity], bold=True
    )
    # Apart: between them stands the only line end that is no part of a name or a value.
    message, hint = show_line(str(replace(finding, hint=""))), show_line(finding.hint)
    return f"{label}: {message}\n  → {hint}" if hint else f"{label}: {message}"


def finish_left(*folders: Path) -> None:
    """Complete or undo what a killed command left, and say so; what cannot be, the loader says."""
    done = (finding for folder in folders for finding in settle(folder))
    # What cannot be completed is left: whoever loads the folder next gets the finding.
    complain([finding for finding in done if finding.severity is Severity.INFO])


@contextmanager
def writing_beside(
    files: Mapping[Path | None, Callable[[], bytes]], data: Path, *inputs: Path | None
) -> Iterator[None]:
    """Write the questions and the report of an import that are wanted, while it writes its data.

    Never over what was read, nor among it; where the data cannot be written, they are not there.
    """
    # Made before anything is written: what cannot be made must stop the data, too.
    wanted = {path: make() for path, make in files.items() if path is not None}
    read = [path for path in inputs if path is not None]
    for path in wanted:
        refuse_output(path, (data,), inputs=read, hint=OTHER_NAME)
    from renstra_doc.run.outputs import writing_outputs  # noqa: PLC0415 — only imports write beside

    with writing_outputs(wanted) as remarks:
        complain(remarks)
        yield


def write_report(path: Path, content: bytes) -> None:
    """Write a report; what somebody did to the file that lay there is kept beside it, and told."""
    from renstra_doc.run.outputs import write_output  # noqa: PLC0415 — most reports go to the screen

    remarks = write_output(path, content)
    with after_work():
        complain(remarks)


def deliver(text: str, output: Path | None, *folders: Path) -> None:
    """Hand a report over: to the screen, or into a file, whole or not at all.

    Never into the data folders read.
    """
    if output is None:
        # JSON and HTML are read by programs, which obey no control character.
        shown = text if text.startswith(("{", "[", "<")) else show_painted(text)
        # JSON can spell any letter by its number; plainer letters would change the data.
        click.echo(shown if takes_all(sys.stdout) else _escape_json(shown))
    else:
        refuse_output(output, folders)
        write_report(output, (text + "\n").encode())
        confirm(f"Laporan: {output}")


@contextmanager
def telling_unread(form: str, output: Path | None = None, *folders: Path) -> Iterator[None]:
    """Read the input of a report; who asked for JSON gets JSON also where it cannot be read.

    In: as `deliver`. The error goes on: it is told on stderr too, and the exit code stays 2.
    """
    try:
        yield
    except InputError as error:
        if form == "json":
            from renstra_doc.report.as_json import unread_json  # noqa: PLC0415 — only where it fails

            deliver(unread_json(error.findings), output, *folders)
        raise


def _escape_json(text: str) -> str:
    """Return JSON whose letters every encoding has; any other text as it is."""
    if not text.startswith(("{", "[")):
        return text
    # Letter by letter: `json.dumps` of the whole would escape the quotes as well.
    return "".join(letter if letter.isascii() else json.dumps(letter)[1:-1] for letter in text)


def say(line: str, *, err: bool = False) -> None:
    """Print one line: a name in it that holds a line end or a control character forges no other."""
    click.echo(show_line(line), err=err)


def confirm(*lines: str) -> None:
    """Print the closing lines of a command whose work is done, as `after_work` and `say`."""
    with after_work():
        for line in lines:
            say(line)


@contextmanager
def after_work() -> Iterator[None]:
    """Print what is said of work that is done, and nothing else.

    Where that cannot be printed (a full disk behind the screen, a pipe that nobody reads) the work
    is not undone by that, and the exit code must not say so.
    """
    try:
        yield
    except OSError as error:
        with suppress(OSError):
            sys.stdout.close()  # what is left in it would fail once more when Python ends
        with suppress(OSError):
            click.echo(
                f"Selesai; ringkasannya tidak dapat ditampilkan: {explain_os_error(error)}",
                err=True,
            )


def is_wanted(data: Path) -> bool:
    """Ask whether the shown changes shall be written; without a person at a terminal: no."""
    if sys.stdin is None or not sys.stdin.isatty():
        # In a script nobody answers: without `--ya` nothing may be written.
        click.echo("Tidak ada yang ditulis: pakai --ya untuk menulis perubahan ini.", err=True)
        return False
    if _ask_yes(f"Tulis perubahan ini ke {data}? (ya/tidak, Enter = tidak)"):
        return True
    click.echo("Tidak ada yang ditulis.", err=True)
    return False


def _ask_yes(question: str) -> bool:
    while True:
        answer = click.prompt(question, default="", show_default=False).strip().lower()
        # Enter means no: what is not wanted for sure is not written.
        if answer in (*YES, *NO):
            return answer in YES
        click.echo("Jawab dengan ya atau tidak.", err=True)


def describe_placeholders(places: Sequence[Place]) -> str:
    """Return how much still waits for a text, and where the first of it is.

    "" where nothing does.
    """
    return (
        f"{format_angka(len(places))} isian bertanda [ … ] belum dilengkapi, mulai dari {places[0]}"
        if places
        else ""
    )


def quote(path: Path | str) -> str:
    """Return a path or a text as it is typed in a shell: in quotes where it holds a blank."""
    # Only blanks are looked for: what else a shell reads differs from cmd to bash.
    text = str(path)
    return f'"{text}"' if " " in text else text


def show_seconds(seconds: float) -> str:
    """Return a duration in Indonesian form, e.g. `1,4 detik`."""
    from decimal import Decimal  # noqa: PLC0415

    return f"{format_angka(Decimal(f'{seconds:.1f}'))} detik"
