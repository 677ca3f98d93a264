"""`renstra new DIR --dari BERKAS` and `--bidang KODE`.

A project from what an office already has.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.cli import DONE, STOPPED
from renstra_doc.cli.bring_in import tell_questions
from renstra_doc.cli.output import after_work, complain, quote, say, writing_beside
from renstra_doc.finding import Finding, Severity, refuse_input
from renstra_doc.intake.existing import TABLE, read_existing, write_project
from renstra_doc.intake.level_names import say_level
from renstra_doc.intake.open_source import DOCUMENTS
from renstra_doc.intake.questions import read_answers, write_questions
from renstra_doc.nomenklatur.area import fill_project, refuse_area
from renstra_doc.place import NOWHERE, Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renstra_doc.intake.project_of_word import WordProject

MOST_TOLD = 12


@dataclass(frozen=True, slots=True)
class Beside:
    """What goes along with a source: its sheet, the answers, where questions and report go."""

    sheet: str = ""
    questions: Path | None = None
    answers: Path | None = None
    report: Path | None = None

    @classmethod
    def of(cls, options: Mapping[str, Path | str | None]) -> Beside:
        """Return what the options of a command say."""
        paths = {name: Path(path) for name, path in options.items() if path}
        return cls(
            str(options.get("lembar") or ""),
            paths.get("pertanyaan"),
            paths.get("jawab"),
            paths.get("laporan"),
        )

    def refuse_alone(self) -> None:
        """Raise InputError where one of them is given without a source."""
        if any((self.sheet, self.questions, self.answers, self.report)):
            message = "--lembar, --pertanyaan, --jawab dan --laporan hanya bersama --dari BERKAS"
            hint = "sebut berkasnya dengan --dari, atau hapus pilihan itu"
            raise refuse_input(NOWHERE, message, hint)


def new_from(folder: Path, source: Path, beside: Beside, given: Mapping[str, str | None]) -> int:
    """Write a project made of an existing document; out: the exit code."""
    # A foreign document says itself whose it is; a second answer would stand against it.
    # The project has its form from the document itself.
    if any(given.values()):
        hint = "isi dokumen.csv sesudah proyeknya jadi, atau buat tanpa --dari"
        message = "--dari mengambil bentuk dan faktanya dari berkas itu"
        raise refuse_input(NOWHERE, message, hint)
    answers = read_answers(beside.answers, TABLE) if beside.answers else {}
    project, questions = read_existing(source, answers, beside.sheet)
    files = {beside.questions: lambda: write_questions(TABLE, questions)}
    # Questions are written even though no project can be made yet: they say what is missing.
    if project is None:
        with writing_beside(files, folder, source, beside.answers):
            tell_questions(questions)
            _tell_way(folder, source, beside)
            return STOPPED
    account = project.account
    # Only where it is asked for: to spell a long one takes as long as to read its table.
    files[beside.report] = lambda: account.to_json().encode()
    with writing_beside(files, folder, source, beside.answers):
        # The report counts what came in, so it is made of the finished project.
        write_project(folder, project)
    with after_work():
        _tell(folder, source, project)
    return DONE


def _tell_way(folder: Path, source: Path, beside: Beside) -> None:
    """Say how the questions are written and answered."""
    call = f"renstra new {quote(folder)} --dari {quote(source)}"
    call += f" --lembar {quote(beside.sheet)}" if beside.sheet else ""
    file = quote(beside.questions or "pertanyaan.csv")
    if beside.questions is None:
        say(f"  → tulis pertanyaannya ke berkas: {call} --pertanyaan {file}", err=True)
    say(f"  → isi kolom jawaban di {file}, lalu: {call} --jawab {file}", err=True)


def _tell(folder: Path, source: Path, project: WordProject) -> None:
    """Say what came in, what is doubtful, what was left out, and what comes next."""
    _tell_doubts(project)
    for remark in project.remarks:
        if remark.kind == "catatan":
            say(f"Catatan: {remark.message}", err=True)
    # What is dropped can repeat by the hundred: each kind is told once, with its count.
    left = Counter(remark.message for remark in project.remarks if remark.kind == "dibuang")
    for message, count in left.items():
        say(f"Tidak dimasukkan: {count} × {message}", err=True)
    counts = ", ".join(f"{count} {say_level(name)}" for name, count in project.counts.items())
    data = quote(folder / "data")
    say(f"Dokumen baru: {folder}, dari {source.name} ({counts})")
    say(f"  periksa : renstra check --data {data}")
    say(f"  susun   : renstra build --data {data}")
    if source.suffix.lower() in DOCUMENTS:
        # Only a document of Word can be held against its project.
        say(f"  bandingkan: renstra diff {quote(source)} {data}")


def _tell_doubts(project: WordProject) -> None:
    """Warn of what a person should look at, the first of them in full."""
    doubts = [
        Finding("impor", remark.message, Place(remark.place), Severity.WARNING, actual=remark.text)
        for remark in project.remarks
        if remark.kind in ("ragu", "temuan")
    ]
    complain(doubts[:MOST_TOLD])
    if len(doubts) > MOST_TOLD:
        say(f"… dan {len(doubts) - MOST_TOLD} lagi", err=True)


def check_area(code: str, region: str) -> None:
    """Refuse a code that is no bidang urusan before anything is written."""
    refuse_area(code, is_province=_is_province(region))


def _is_province(region: str) -> bool:
    return region.lower().startswith("provinsi")


def fill_area(data: Path, code: str, region: str) -> dict[str, bytes]:
    """Return the tables of programs of a project with the official names of a bidang urusan."""
    return fill_project(data, code, is_province=_is_province(region))
