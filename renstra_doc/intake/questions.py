"""Open questions and their answers: asked once a column or group, kept in `impor.csv`.

A question file (`--pertanyaan`) has a row for each question with an empty `jawaban`; the same file
filled in is what `--jawab` reads.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.finding import InputError, refuse_input
from renstra_doc.intake.source import tidy
from renstra_doc.load.decode import decode
from renstra_doc.load.read_file import read_plain
from renstra_doc.model.canonical import write_csv
from renstra_doc.place import Place
from renstra_doc.words.shortening import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    Answers = Mapping[tuple[str, str], str]

KEPT = ("tabel", "kolom", "pertanyaan", "jawaban")
ASKED = ("tabel", "kolom", "pertanyaan", "penjelasan", "sel", "pilihan", "jawaban")
FILE = "impor.csv"
MOST_CELLS = 12
LONGEST = 200  # letters that are shown of a cell


@dataclass(frozen=True, slots=True)
class Question:
    """What cannot be decided.

    The source column ("" for the whole table), its kind, the cells, the choices.

    `cells` are (place, written text), `options` (answer, what would be written).
    """

    column: str
    kind: str
    text: str
    cells: tuple[tuple[str, str], ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    default: str = ""

    def describe_cells(self) -> str:
        """Return the cells that the question concerns."""
        told = [(place, shorten(text, LONGEST)) for place, text in self.cells[:MOST_CELLS]]
        shown = [f"{place} “{text}”" if text else place for place, text in told]
        rest = len(self.cells) - len(shown)
        return "; ".join(shown) + (f"; dan {rest} lagi" if rest else "")

    def describe_options(self) -> str:
        """Return the choices, each with what would be written."""
        return " | ".join(f"{name} ({text})" if text else name for name, text in self.options)


def find_answer(answers: Answers, column: str, kind: str) -> str:
    """Return the answer to a question, "" where there is none."""
    return answers.get((tidy(column).lower(), kind), "")


def write_questions(table: str, questions: Iterable[Question]) -> bytes:
    """Return the open questions as CSV, with an empty column `jawaban`."""
    rows = [
        (
            table,
            question.column,
            question.kind,
            question.text,
            question.describe_cells(),
            question.describe_options(),
            question.default,
        )
        for question in questions
    ]
    return write_csv([ASKED, *rows])


def read_answers(path: Path, table: str) -> dict[tuple[str, str], str]:
    """Read the answers for a table, from a question file or `impor.csv`.

    InputError for anything else.
    """
    own = (record for record in _read_records(path) if (record.get("tabel") or table) == table)
    return {
        # Columns are found whatever blanks and capitals the heading has by now.
        (tidy(record.get("kolom") or "").lower(), record["pertanyaan"]): tidy(record["jawaban"])
        for record in own
        if (record["jawaban"] or "").strip()
    }


def _read_records(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file of answers in any dialect, none of an empty one."""
    text = _read_text(path)
    first = text.partition("\n")[0]
    # Excel in Indonesia saves with semicolons.
    delimiter = max((";", ",", "\t"), key=first.count)
    header = first.strip().split(delimiter)
    if text.strip() and not {"pertanyaan", "jawaban"} <= set(header):
        hint = f"kolomnya: {', '.join(KEPT)}"
        raise refuse_input(Place(path.name, 1), "ini bukan berkas jawaban", hint)
    try:
        return list(csv.DictReader(io.StringIO(text), delimiter=delimiter, restval=""))
    except csv.Error as error:  # a cell of more than 131.072 letters
        hint = 'periksa tanda kutip (") yang tidak ditutup'
        raise refuse_input(path.name, "ini bukan berkas jawaban", hint) from error


def _read_text(path: Path) -> str:
    try:
        data = read_plain(path)
    except OSError as error:
        hint = "buat berkas pertanyaannya dahulu dengan --pertanyaan BERKAS"
        message = "berkas jawaban tidak dapat dibaca"
        raise refuse_input(str(path), message, hint) from error
    text, findings = decode(data, Place(path.name))
    if text is None:
        raise InputError(findings)
    return text
