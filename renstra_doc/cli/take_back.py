"""`renstra import SUNTINGAN.docx`: what a reviewer edited in Word back into the data folder."""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from renstra_doc.cli import DONE, STOPPED
from renstra_doc.cli.output import complain, confirm, is_wanted, quote, say, writing_beside
from renstra_doc.files.journal import plan_anew, write_files
from renstra_doc.load.decode import decode
from renstra_doc.load.read_file import read_plain
from renstra_doc.model.canonical import write_csv
from renstra_doc.model.reviewers import FILE
from renstra_doc.place import Place
from renstra_doc.returned.answers import Choice, ReturnQuestion, refuse_answers
from renstra_doc.returned.comments import NOBODY
from renstra_doc.returned.plan_return import plan_return
from renstra_doc.returned.proposals import Act, ProposalFate
from renstra_doc.words.controls import show_line
from renstra_doc.words.shortening import shorten, shorten_pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from renstra_doc.returned.plan_return import ReturnPlan
    from renstra_doc.returned.proposals import Proposal

ASKED = ("tempat", "pertanyaan", "semula", "dokumen", "folder", "pilihan", "jawaban")
SIGNS = {Act.CELL: "~", Act.ADD: "+", Act.REMOVE: "-", Act.MOVE: ">", Act.NONE: "?"}
COLOURS = {Act.CELL: "yellow", Act.ADD: "green", Act.REMOVE: "red", Act.MOVE: "cyan"}
LONGEST, MOST_LINES = 70, 200


@dataclass(frozen=True, slots=True)
class ReturnCall:
    """What was asked of an import of a returned document."""

    file: Path
    data: Path
    choice: Choice
    yes: bool = False
    questions: Path | None = None
    report: Path | None = None
    answers: Path | None = None


def import_returned(call: ReturnCall) -> int:
    """Show what would change and write it where that is wanted; out: the exit code."""
    # With `--ya` nobody has seen the plan, so it may be made anew where somebody saves meanwhile.
    if call.yes:
        return plan_anew(lambda: _import(call))
    return _import(call)


def _import(call: ReturnCall) -> int:
    plan = _plan(call)
    beside = {
        call.questions: lambda: write_questions(plan.questions),
        call.report: lambda: plan.to_json().encode(),
    }
    with writing_beside(beside, call.data, call.file, call.answers):
        return _write_wanted(call, plan)


def _write_wanted(call: ReturnCall, plan: ReturnPlan) -> int:
    for line in describe_plan(plan):
        click.echo(line)
    complain(plan.findings)
    # Edits that leave the data unreadable are refused whole: half of them would be worse than none.
    if plan.findings:
        click.echo("Tidak ada yang ditulis: data tidak lagi cocok sesudah suntingan ini.", err=True)
        return STOPPED
    # `--ya` writes what is certain; what is open becomes rows of the file of comments.
    if plan.questions and not call.yes:
        _tell_questions(call, plan.questions)
        return STOPPED
    if not plan.files:
        write_files(call.data, {})  # sweeps what a killed import left
        click.echo("Tidak ada perubahan.")
        return DONE
    # Who answered the questions has decided already.
    if not call.yes and not call.choice.jawaban and not is_wanted(call.data):
        return STOPPED
    write_files(call.data, plan.files, plan.before, "import")
    confirm(*_close(plan, call.data))
    return DONE


def _plan(call: ReturnCall) -> ReturnPlan:
    """Plan the import; who sits at a terminal is asked what is open, and it is planned again."""
    plan = plan_return(call.file, call.data, call.choice)
    # Without a terminal the questions are printed and stop the import.
    is_asked = sys.stdin is not None and sys.stdin.isatty() and not call.yes
    if not plan.questions or not is_asked or call.questions is not None:
        return plan
    answers = {**call.choice.jawaban, **_ask_all(plan.questions)}
    # Planned anew: an answer can settle other edits of the same row.
    return plan_return(call.file, call.data, replace(call.choice, jawaban=answers))


def describe_plan(plan: ReturnPlan) -> list[str]:
    """Return the lines of the preview: each edit with its datum and its author, then the counts."""
    shown = [_describe(found) for found in plan.proposals]
    rest = len(shown) - MOST_LINES
    # A reviewer who replaced a whole style changes thousands of places; the report has them all.
    lines = shown[:MOST_LINES] + ([f"… dan {rest} suntingan lagi"] if rest > 0 else [])
    counts = (
        (ProposalFate.IN, "masuk"),
        (ProposalFate.DERIVED, "turunan"),
        (ProposalFate.DOUBTFUL, "ditanyakan"),
        (ProposalFate.LEFT_OUT, "tidak ikut"),
    )
    told = ", ".join(f"{plan.count(fate)} {name}" for fate, name in counts if plan.count(fate))
    comments = f"; {plan.comments} komentar" if plan.comments else ""
    return [*lines, f"{len(plan.proposals)} suntingan: {told or 'tidak ada'}{comments}"]


def _describe(found: Proposal) -> str:
    who = ", ".join(filter(None, (found.penulis or NOBODY, found.tanggal)))
    text = " → ".join(shorten_pair(found.semula, found.menjadi, LONGEST))
    # A moved row has no old and new text; its new neighbour tells where it went.
    if found.act is Act.MOVE:
        text = f"ke sesudah {found.sesudah or 'kepala tabel'}"
    told = f" [{found.tanya}]" if found.tanya else ""
    # The sign alone is coloured: whatever else stands in the line comes from the file.
    return f"{_sign(found)} {show_line(f'{_name_place(found)}: {text} ({who}){told}')}"


def _name_place(found: Proposal) -> str:
    where = str(Place(found.berkas)) if found.berkas else found.tempat
    row = f", baris {found.baris}" if found.baris else ""
    return f"{where}{row}{f', kolom {found.kolom}' if found.kolom else ''}"


def _sign(found: Proposal) -> str:
    """Return what is done, `?` for what is asked, `=` for what is left as it is."""
    if found.fate is ProposalFate.IN:
        return click.style(SIGNS[found.act], fg=COLOURS.get(found.act))
    return "?" if found.fate is ProposalFate.DOUBTFUL else "="


def _close(plan: ReturnPlan, data: Path) -> list[str]:
    lines = [f"{len(plan.files)} berkas di {data} ditulis."]
    if FILE in plan.files:
        lines.append(f"  → komentar dan pertanyaan yang belum dijawab: {data / FILE}")
    lines.append(f"  → periksa: renstra check --data {quote(data)}; batalkan: renstra batal")
    return lines


# Questions


def _ask_all(questions: Sequence[ReturnQuestion]) -> dict[str, str]:
    """Ask every open question; what is not answered stays open."""
    answers = {}
    for question in questions:
        for line in _show(question):
            click.echo(line)
        said: str = click.prompt("Jawaban (Enter = nanti)", default="", show_default=False)
        if said.strip():
            answers[question.kunci] = said.strip()
    return answers


def _show(question: ReturnQuestion) -> list[str]:
    lines = [f"\n{question.kunci}: {question.teks}"]
    values = (
        ("semula", question.semula),
        ("dokumen", question.dokumen),
        ("folder", question.folder),
    )
    lines += [f"  {name:8}: {shorten(text, LONGEST)}" for name, text in values if text]
    return [*lines, f"  pilihan : {' | '.join(question.pilihan)}"]


def _tell_questions(call: ReturnCall, questions: Sequence[ReturnQuestion]) -> None:
    click.echo(f"{len(questions)} pertanyaan belum dijawab; tidak ada yang ditulis:", err=True)
    for question in questions[:MOST_LINES]:
        for line in _show(question):
            # The empty line between questions is for a person who answers, not for a log.
            say(line.lstrip("\n"), err=True)
    if len(questions) > MOST_LINES:
        say(f"… dan {len(questions) - MOST_LINES} pertanyaan lagi", err=True)
    command = f"renstra import {quote(call.file)} --data {quote(call.data)}"
    say(f"  → tulis pertanyaannya: {command} --pertanyaan pertanyaan.csv", err=True)
    say(f"  → isi kolom jawaban, lalu: {command} --jawab pertanyaan.csv", err=True)
    say(
        f"  → atau tulis yang pasti saja: {command} --ya (yang belum dijawab menjadi baris {FILE})",
        err=True,
    )


def write_questions(questions: Iterable[ReturnQuestion]) -> bytes:
    """Return the questions as CSV with an empty column `jawaban`."""
    rows = (
        (
            question.kunci,
            question.teks,
            question.semula,
            question.dokumen,
            question.folder,
            " | ".join(question.pilihan),
            "",
        )
        for question in questions
    )
    return write_csv([ASKED, *rows])


def read_answers(path: Path) -> Mapping[str, str]:
    """Read a file of questions with their answers. Raises InputError for what is none."""
    try:
        data = read_plain(path)
    except OSError as error:
        raise refuse_answers(path, "berkas jawaban tidak dapat dibaca") from error
    # Decoded as every CSV is: Excel saves answers with semicolons and in an old encoding.
    text, _ = decode(data, Place(str(path)))
    lines = _read_lines(text or "", path)
    return {
        (line["tempat"] or "").strip(): (line["jawaban"] or "").strip()
        for line in lines
        if (line["jawaban"] or "").strip()
    }


def _read_lines(text: str, path: Path) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(text), delimiter=_delimiter(text))
    try:
        lines = list(reader)
    except csv.Error as error:  # a cell of more than 131.072 letters
        raise refuse_answers(path, "berkas ini bukan berkas pertanyaan") from error
    # Other columns may be missing: only these two are read back.
    if not {"tempat", "jawaban"} <= set(reader.fieldnames or ()):
        raise refuse_answers(path, "berkas ini bukan berkas pertanyaan")
    return lines


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return ";" if head.count(";") > head.count(",") else ","
