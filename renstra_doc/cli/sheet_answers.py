"""Conflicts of a workbook as questions in a file: which of three values a cell is to have."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from renstra_doc.cli.output import quote, writing_beside

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from renstra_doc.merge.three_way import Conflict

FOLDER, SHEET, OLD = "folder", "lembar", "semula"
ASK = "diubah di lembar (kolom dokumen) dan di folder data; mana yang dipakai?"


@dataclass(slots=True)
class SheetAnswers:
    """Decides conflicts by answers; gathers those that nobody answered."""

    answers: Mapping[str, str]
    overwrite: bool = False
    open: list[Conflict] = field(default_factory=list)

    def choose(self, conflict: Conflict) -> str | None:
        """Return the value that was answered: a name of the three, or the text itself."""
        said = self.answers.get(conflict.kunci, "").strip()
        values = {FOLDER: conflict.kita, SHEET: conflict.mereka, OLD: conflict.asal}
        if said:
            # A text that names none of the three is the value itself.
            return values.get(said.lower(), said)
        if self.overwrite:
            # `--timpa` decides for the sheet only what no answer decides.
            return conflict.mereka
        self.open.append(conflict)
        return None


def read_sheet_answers(path: Path | None, *, overwrite: bool) -> SheetAnswers:
    """Read a file of questions with their answers; none given: no answer."""
    from renstra_doc.cli.take_back import read_answers  # noqa: PLC0415 — only answers need it

    return SheetAnswers(read_answers(path) if path is not None else {}, overwrite)


def write_open(path: Path, conflicts: list[Conflict], workbook: Path, data: Path) -> None:
    """Write what is open as questions, and tell how they are answered."""
    from renstra_doc.cli.take_back import write_questions  # noqa: PLC0415
    from renstra_doc.returned.answers import ReturnQuestion  # noqa: PLC0415

    questions = (
        ReturnQuestion(each.kunci, ASK, each.asal, each.mereka, each.kita, (FOLDER, SHEET, OLD))
        # The three values in the order in which they came to be.
        for each in conflicts
    )
    with writing_beside({path: lambda: write_questions(questions)}, data, workbook):
        pass
    count = len(conflicts)
    click.echo(f"{count} pertanyaan belum dijawab; tidak ada yang ditulis ke data.", err=True)
    call = f"renstra import {quote(workbook)} --data {quote(data)} --jawab {quote(path)}"
    click.echo(f"  → isi kolom jawaban di {quote(path)}, lalu: {call} --ya", err=True)
