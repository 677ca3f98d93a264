"""Conflicts of a workbook as questions in a file: which of three values a cell is to have."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renstra_doc.cli.output import quote, say, writing_beside
from renstra_doc.cli.sheet_report import write_open_report

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from renstra_doc.merge.three_way import Conflict

FOLDER, SHEET, OLD = "folder", "lembar", "semula"
ASK = "diubah di lembar (kolom dokumen) dan di folder data; mana yang dipakai?"


@dataclass(slots=True)
class SheetAnswers:
    """Decides conflicts by answers, or by asking a person.

    Gathers those that nobody answered, and those that were decided against the sheet.
    """

    answers: Mapping[str, str]
    overwrite: bool = False
    ask: Callable[[Conflict], str] | None = None
    open: list[Conflict] = field(default_factory=list)
    left: list[Conflict] = field(default_factory=list)

    def choose(self, conflict: Conflict) -> str | None:
        """Return the value that was decided; None where nobody has."""
        value = self._decide(conflict)
        if value is None:
            self.open.append(conflict)
        elif value != conflict.mereka:
            self.left.append(conflict)
        return value

    def _decide(self, conflict: Conflict) -> str | None:
        """Return the value that was answered: a name of the three, or the text itself."""
        said = self.answers.get(conflict.kunci, "").strip()
        values = {FOLDER: conflict.kita, SHEET: conflict.mereka, OLD: conflict.asal}
        if said:
            # A text that names none of the three is the value itself.
            return values.get(said.lower(), said)
        if self.ask is not None:
            return self.ask(conflict)
        # `--timpa` decides for the sheet only what no answer decides.
        return conflict.mereka if self.overwrite else None


def read_sheet_answers(
    path: Path | None, *, overwrite: bool, ask: Callable[[Conflict], str] | None
) -> SheetAnswers:
    """Read a file of questions with their answers; none given: no answer."""
    from renstra_doc.cli.take_back import read_answers  # noqa: PLC0415 — only answers need it

    return SheetAnswers(read_answers(path) if path is not None else {}, overwrite, ask)


def write_open(
    path: Path, conflicts: list[Conflict], workbook: Path, data: Path, report: Path | None
) -> None:
    """Write what is open as questions, also into the report; tell how they are answered."""
    from renstra_doc.cli.take_back import write_questions  # noqa: PLC0415
    from renstra_doc.returned.answers import ReturnQuestion  # noqa: PLC0415

    questions = (
        ReturnQuestion(each.kunci, ASK, each.asal, each.mereka, each.kita, (FOLDER, SHEET, OLD))
        # The three values in the order in which they came to be.
        for each in conflicts
    )
    files = {
        path: lambda: write_questions(questions),
        report: lambda: write_open_report(conflicts),
    }
    with writing_beside(files, data, workbook):
        pass
    count = len(conflicts)
    say(f"{count} pertanyaan belum dijawab; tidak ada yang ditulis ke data.", err=True)
    call = f"renstra import {quote(workbook)} --data {quote(data)} --jawab {quote(path)}"
    say(f"  → isi kolom jawaban di {quote(path)}, lalu: {call} --ya", err=True)
