"""`renstra import BERKAS --tabel ID`.

A foreign table into a project; and what a file seems to be.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from renstra_doc.cli import DONE, STOPPED
from renstra_doc.cli.output import complain, confirm, is_wanted, quote, say, writing_beside
from renstra_doc.files.journal import write_files
from renstra_doc.finding import InputError, refuse_input
from renstra_doc.intake.account import summarize
from renstra_doc.intake.open_source import DOCUMENTS, OTHERS, SHEETS, TEXTS, read_source
from renstra_doc.intake.plan import plan_intake
from renstra_doc.intake.questions import write_questions
from renstra_doc.intake.table_choice import describe_table
from renstra_doc.load.project import RawTable, load_table, parse_table
from renstra_doc.workbook.difference import FileChange, compare_tables, describe_changes
from renstra_doc.workbook.xlsx import read_sheet_names

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from renstra_doc.intake.plan import IntakePlan
    from renstra_doc.intake.questions import Question

MOST_SEEN = 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked of an import of a foreign table."""

    table: str
    sheet: str = ""
    yes: bool = False
    questions: Path | None = None
    answers: Path | None = None
    report: Path | None = None


def import_table(source: Path, data: Path, wanted: Wanted) -> int:
    """Show what would change and write it where that is wanted; out: the exit code."""
    # Planned before anything is asked: what cannot be read must not cost a person answers.
    plan = plan_intake(source, data, wanted.table, sheet=wanted.sheet, answers=wanted.answers)
    plan = _ask_open(source, data, wanted, plan)
    beside = {
        wanted.questions: lambda: write_questions(wanted.table, plan.questions),
        wanted.report: lambda: plan.account.to_json().encode(),
    }
    # Written first and taken back where the data cannot be written: neither stands without the
    # other.
    with writing_beside(beside, data, source, wanted.answers):
        return _write_wanted(source, data, wanted, plan)


def _write_wanted(source: Path, data: Path, wanted: Wanted, plan: IntakePlan) -> int:
    complain(plan.findings)
    click.echo(summarize(plan.account))
    # Open questions stop all of it, also with `--ya`: a guess would go into the data unseen.
    if plan.questions:
        tell_questions(plan.questions)
        _tell_way(source, data, wanted)
        return STOPPED
    if plan.is_open:
        click.echo("Tidak ada yang ditulis: perbaiki dahulu yang di atas.", err=True)
        return STOPPED
    if not plan.files:
        click.echo("Tidak ada perubahan.")
        return DONE
    for line in describe_changes(_list_changes(data, source, plan)):
        say(line)
    if not wanted.yes and not is_wanted(data):
        return STOPPED
    # The digests of the plan go along: what somebody saved meanwhile is refused, not overwritten.
    write_files(data, plan.files, plan.before, "import")
    confirm(*_closing(plan, data, wanted))
    return DONE


def _list_changes(data: Path, source: Path, plan: IntakePlan) -> list[FileChange]:
    found = []
    for name, content in plan.files.items():
        after, _ = parse_table(content.decode(), name)
        before: RawTable | None = None
        if (data / name).is_file():
            before, _ = load_table(data / name, name, data)
        # The lists of tables and columns follow from a new table; only the table itself is shown.
        if after is not None and name.startswith("tabel/"):
            found.append(FileChange(name, source.name, compare_tables(before, after)))
    return found


def _closing(plan: IntakePlan, data: Path, wanted: Wanted) -> list[str]:
    lines = [f"{len(plan.files)} berkas di {data} ditulis."]
    # A new table prints nowhere until a block of the narrative names it.
    if "tabel/tabel.csv" in plan.files:
        lines.append(
            f"  → tabel baru “{wanted.table}”: tampilkan dengan blok jenis tabel, acuan "
            f"{wanted.table}, di naskah/"
        )
    lines.append(f"  → periksa: renstra check --data {quote(str(data))}")
    return lines


# Questions


def _ask_open(source: Path, data: Path, wanted: Wanted, plan: IntakePlan) -> IntakePlan:
    """Ask what is open where a person sits there, and plan again with the answers."""
    # `sys.stdin` is None in a Windows program without a console.
    if not plan.questions or wanted.questions or sys.stdin is None or not sys.stdin.isatty():
        return plan
    from tempfile import TemporaryDirectory  # noqa: PLC0415 — only a person at a terminal is asked

    answered = [(question, _ask(question)) for question in plan.questions]
    rows = [
        (wanted.table, question.column, question.kind, answer)
        for question, answer in answered
        # An empty answer is left out, so the question stays open.
        if answer
    ]
    with TemporaryDirectory() as folder:
        from pathlib import Path as FilePath  # noqa: PLC0415 — a name for types stands above

        from renstra_doc.intake.questions import KEPT  # noqa: PLC0415
        from renstra_doc.model.canonical import write_csv  # noqa: PLC0415

        path = FilePath(folder) / "jawaban.csv"
        # Answers go through a file as with `--jawab`: one way to read them.
        path.write_bytes(write_csv([KEPT, *rows]))
        return plan_intake(source, data, wanted.table, sheet=wanted.sheet, answers=path)


def _ask(question: Question) -> str:
    click.echo(f"\n{question.text}")
    if question.column:
        click.echo(f"  kolom: {question.column}")
    if question.cells:
        click.echo(f"  sel: {question.describe_cells()}")
    for number, (name, text) in enumerate(question.options, 1):
        click.echo(f"  {number}. {name}{f' → {text}' if text else ''}")
    answer: str = click.prompt(
        "Jawaban (nomor atau isi; Enter = nanti)", default="", show_default=False
    )
    plain = answer.strip()
    if plain.isdigit() and 1 <= int(plain) <= len(question.options):
        return question.options[int(plain) - 1][0]
    return plain


def tell_questions(questions: Iterable[Question]) -> None:
    """Print what is open, each with its cells and choices."""
    asked = list(questions)
    click.echo(f"{len(asked)} pertanyaan belum dijawab; tidak ada yang ditulis:", err=True)
    for question in asked:
        where = f" [kolom {question.column}]" if question.column else ""
        say(f"  ? {question.text}{where}", err=True)
        if question.cells:
            say(f"    sel: {question.describe_cells()}", err=True)
        if question.options:
            say(f"    pilihan: {question.describe_options()}", err=True)


def _tell_way(source: Path, data: Path, wanted: Wanted) -> None:
    call = f"renstra import {quote(source)} --data {quote(data)} --tabel {wanted.table}"
    file = quote(wanted.questions or "pertanyaan.csv")
    if wanted.questions is None:
        say(f"  → tulis pertanyaannya ke berkas: {call} --pertanyaan {file}", err=True)
    say(f"  → isi kolom jawaban di {file}, lalu: {call} --jawab {file} --ya", err=True)


# What a file seems to be


def is_foreign(source: Path) -> bool:
    """Return whether a file is a table of somebody else: no workbook of `renstra export`."""
    if source.suffix.lower() in (*TEXTS, *DOCUMENTS):
        return True
    if source.suffix.lower() in OTHERS:
        return source.is_file()
    if source.suffix.lower() not in SHEETS or not source.is_file():
        return False
    # The sheet of memory tells our workbook from a stranger's, whatever its name.
    from renstra_doc.workbook.sheets import MEMORY  # noqa: PLC0415 — only a workbook has a memory

    return MEMORY not in read_sheet_names(source)


def tell_unknown(source: Path, data: Path) -> InputError:
    """Return the error for a file that is none of ours.

    What it holds, which command brings it in.
    """
    tables = read_source(source)
    seen = [describe_table(table, number) for number, table in enumerate(tables[:MOST_SEEN], 1)]
    more = f"; dan {len(tables) - MOST_SEEN} lagi" if len(tables) > MOST_SEEN else ""
    message = f"berkas ini bukan hasil renstra export; isinya: {'; '.join(seen)}{more}"
    sheet = " --lembar NAMA" if len(tables) > 1 else ""
    shown = quote(str(source))
    hint = (
        f"masukkan ke sebuah tabel proyek: renstra import {shown} --data "
        f"{quote(str(data))} --tabel ID{sheet}; "
        f"atau buat proyek baru darinya: renstra new FOLDER --dari {shown}"
    )
    return refuse_input(source, message, hint)
