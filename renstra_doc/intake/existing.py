"""A project from what an office already has: a Word file or a matrix, read and then written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.files.staging import move_folder, stage_folder
from renstra_doc.finding import InputError
from renstra_doc.intake.open_source import DOCUMENTS, read_source
from renstra_doc.intake.project_of_table import project_of_table
from renstra_doc.intake.recognise import recognise
from renstra_doc.intake.table_choice import choose_table, no_heading
from renstra_doc.load.project import load_project
from renstra_doc.model import compose_document

TABLE = "program"  # what the one table of a project made of a matrix is called

if TYPE_CHECKING:
    from pathlib import Path

    from renstra_doc.intake.project_of_word import WordProject
    from renstra_doc.intake.questions import Answers, Question


def read_existing(
    source: Path, answers: Answers | None = None, sheet: str = ""
) -> tuple[WordProject | None, tuple[Question, ...]]:
    """Return the project that prints what a file prints, or the questions that are open.

    In: a .docx, .xlsx or .csv; the answers given before; the sheet where a file has several. Raises
    InputError for a file that cannot be read.
    """
    if source.suffix.lower() in DOCUMENTS:
        from renstra_doc.intake.project_of_word import make_project_files  # noqa: PLC0415 — only Word files need it
        from renstra_doc.intake.read_word import explain_damage, open_word  # noqa: PLC0415

        # It says what is missing, and how to go on.
        if not source.is_file():
            read_source(source)
        with explain_damage(source):  # also of a part that only the looks need
            return make_project_files(open_word(source)), ()
    given = answers or {}
    table = choose_table(source, read_source(source), sheet, ())
    found = recognise(table, given)
    if found is None or not found.records:
        raise InputError([no_heading(source, table)])
    if found.questions:
        return None, tuple(found.questions)
    return project_of_table(found, TABLE, given), ()


def write_project(folder: Path, project: WordProject) -> None:
    """Write a project beside its folder, read it back, and only then move it into place.

    Raises InputError where what was written cannot be read; then nothing is there.
    """
    target = folder.resolve()
    with stage_folder(target, "new") as staged:
        for name, content in project.files.items():
            path = staged / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        compose_document(load_project(staged / "data"))
        move_folder(staged, target)
