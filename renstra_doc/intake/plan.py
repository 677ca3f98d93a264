"""Plan: a foreign file and a project → what would change, the open questions, the account.

Nothing is written here: `IntakePlan.files` are the bytes that a caller writes, all or none.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from renstra_doc.files.atomic import holds
from renstra_doc.files.journal import digest_files
from renstra_doc.finding import (
    Finding,
    InputError,
    Severity,
    refuse_errors,
    refuse_input,
)
from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.account import Account, make_account
from renstra_doc.intake.fit import WIDTHS, Fitted, fit_into, fit_new
from renstra_doc.intake.fit_columns import TargetColumn
from renstra_doc.intake.open_source import read_source
from renstra_doc.intake.plan_findings import check_files, tell
from renstra_doc.intake.questions import FILE, KEPT, read_answers
from renstra_doc.intake.recognise import recognise
from renstra_doc.intake.recognised import ColumnSpec, Recognised
from renstra_doc.intake.table_choice import choose_table, no_heading
from renstra_doc.load.project import RawProject, RawTable, list_files, load_project, read_facts
from renstra_doc.model.canonical import write_csv
from renstra_doc.model.records import META_COLUMNS
from renstra_doc.place import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from renstra_doc.intake.questions import Answers, Question

TABLES, COLUMNS = "tabel/tabel.csv", "tabel/kolom.csv"
WIDE = 8  # printed columns that stand across the page


@dataclass(frozen=True)
class IntakePlan:
    """What an import would do: the bytes of each file, the questions that are open, the account.

    `findings` are what stands against it (errors) and what a person should know.
    """

    files: Mapping[str, bytes]
    questions: tuple[Question, ...]
    findings: tuple[Finding, ...]
    account: Account
    recognised: Recognised
    fitted: Fitted
    before: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Return whether something has to be answered or mended first."""
        return bool(self.questions) or any(f.severity is Severity.ERROR for f in self.findings)


def plan_intake(
    source: Path, data: Path, table: str, *, sheet: str = "", answers: Path | None = None
) -> IntakePlan:
    """Return what the import of a foreign file into a table of a project would change.

    In: the file (.xlsx, .csv, .docx), the data folder, the id of the table (a new one is made), the
    sheet where the file has several, a file of answers. Raises InputError where the file or the
    folder cannot be read, or the sheet is not known.
    """
    file = f"tabel/{table}.csv"
    # Before anything is read: what somebody saves meanwhile is seen as changed when we write.
    before = digest_files(data, [*list_files(data), FILE, file])
    raw = _load_for(data, table)
    given = _read_given(data, table, answers)
    columns = target_columns(raw, table)
    found = _recognise_for(raw, source, sheet, columns, given)
    found, fitted = _fit(found, columns, raw.tables.get(file), given)
    files = make_files(raw, table, found, fitted, is_new=not columns)
    questions = (*found.questions, *fitted.questions)
    findings = _judge(raw, files, found, fitted, table)
    files = _list_changed(data, files, table, given)
    account = make_account(found, fitted, table)
    return IntakePlan(files, questions, findings, account, found, fitted, before)


def _judge(
    raw: RawProject, files: Mapping[str, bytes], found: Recognised, fitted: Fitted, table: str
) -> tuple[Finding, ...]:
    """Return what stands against the files, once nothing is asked, and what else is to tell."""
    is_asked = found.questions or fitted.questions
    # What is still asked may change every file: only the end of the questions is judged.
    errors = () if is_asked else check_files(raw, files, found, fitted, table)
    return (*errors, *tell(found, fitted))


def _fit(
    found: Recognised, columns: Sequence[TargetColumn], old: RawTable | None, given: Answers
) -> tuple[Recognised, Fitted]:
    """Return a table as its project takes it: in the columns that it has, else in its own."""
    if columns:
        return found, fit_into(found, columns, old, given)
    whole = with_indicator(found)
    return whole, fit_new(whole)


def _load_for(data: Path, table: str) -> RawProject:
    """Return a project that may take a table; InputError where it or the id cannot be read."""
    raw = load_project(data)
    refuse_errors(raw.findings)
    refuse_id(table)
    return raw


def _list_changed(
    data: Path, files: dict[str, bytes], table: str, given: Answers
) -> dict[str, bytes]:
    """Return the files that are not what the folder holds, the kept answers among them."""
    kept = write_kept(data / FILE, table, given)
    whole = files if kept is None else {**files, FILE: kept}
    # A file that comes out as it is on disk is not touched.
    return {name: content for name, content in whole.items() if not holds(data / name, content)}


def _read_given(data: Path, table: str, answers: Path | None) -> Answers:
    """Return the answers that the folder keeps, those of a file before them."""
    kept = read_kept(data / FILE, table)
    # A given answer outweighs the one that was kept.
    return {**kept, **read_answers(answers, table)} if answers else kept


def _recognise_for(
    raw: RawProject,
    source: Path,
    sheet: str,
    columns: Sequence[TargetColumn],
    given: Answers,
) -> Recognised:
    """Understand the table that is meant, for a project; InputError where it has no heading."""
    chosen = choose_table(source, read_source(source), sheet, columns)
    has_units = any(column.kolom == "satuan" for column in columns)
    found = recognise(chosen, given, read_period(raw), keep_units=has_units)
    if found is None or not found.records:
        raise InputError([no_heading(source, chosen)])
    return found


def with_indicator(found: Recognised) -> Recognised:
    """Give a new table of names and figures the column of indicators that every form has."""
    names = {column.role for column in found.columns}
    if (
        words.INDICATOR in names
        or not names & {words.NAME, words.CODE_NAME}
        or words.MONEY not in names
    ):
        return found
    # Hidden, so nothing more is printed than the source printed.
    extra = ColumnSpec(words.INDICATOR, "Indikator", "teks", words.INDICATOR, shown=False)
    at = next(i for i, c in enumerate(found.columns) if c.role in (words.NAME, words.CODE_NAME)) + 1
    return replace(found, columns=(*found.columns[:at], extra, *found.columns[at:]))


def refuse_id(table: str) -> None:
    """Raise InputError for what cannot be the id of a table."""
    parts = table.split("-")
    if not all(part.isascii() and part.isalnum() and part == part.lower() for part in parts):
        hint = "id hanya huruf kecil, angka dan tanda hubung, misalnya program-renstra"
        raise refuse_input(NOWHERE, f"“{table}” tidak dapat menjadi id tabel", hint)


def target_columns(raw: RawProject, table: str) -> list[TargetColumn]:
    """Return the columns that `kolom.csv` gives a table, none for one that is new."""
    source = raw.tables.get(COLUMNS)
    records = source.texts() if source is not None else []
    return [
        TargetColumn(record["kolom"], record.get("judul", ""), record.get("jenis", ""))
        for record in records
        if record.get("tabel") == table
    ]


def read_period(raw: RawProject) -> tuple[int, int] | None:
    """Return the period that the facts of a project name."""
    facts = read_facts(raw.tables.get("dokumen.csv"))
    years = [facts.get(key, "") for key in ("periode_awal", "periode_akhir")]
    # A project that is not filled in yet has no years to count from.
    return (int(years[0]), int(years[1])) if all(year.isdigit() for year in years) else None


# Files


def make_files(
    raw: RawProject, table: str, found: Recognised, fitted: Fitted, *, is_new: bool
) -> dict[str, bytes]:
    """Return the bytes of each file that changes."""
    file = f"tabel/{table}.csv"
    files = {file: write_csv([fitted.header, *fitted.rows])}
    if is_new:
        files[TABLES] = _append(raw, TABLES, [table_record(raw, table, found)])
    if is_new or fitted.columns:
        files[COLUMNS] = _append(raw, COLUMNS, column_records(table, fitted.columns))
    return files


def table_record(raw: RawProject, table: str, found: Recognised) -> dict[str, str]:
    """Return the row of `tabel.csv` of a new table."""
    from renstra_doc.intake.source_captions import split_caption  # noqa: PLC0415 — only a new table has a caption

    texts = [text for text in found.heading.titles if text]
    nomor, judul = split_caption(texts)
    printed = [column for column in found.columns if column.jenis != "hidden"]
    style = "anggaran" if any(column.jenis == "rupiah" for column in found.columns) else "umum"
    return {
        "id": table,
        "nomor": nomor or next_number(raw),
        "judul": _without_scale(judul, found) or found.table.name,
        "orientasi": "lanskap" if len(printed) > WIDE else "potret",
        "gaya": style,
    }


def _without_scale(judul: str, found: Recognised) -> str:
    """Return a title without `dalam ribuan rupiah` where the amounts came in as whole rupiah."""
    is_scaled = any(field.scale > 1 for field in found.heading.fields)
    return words.drop_scale(judul) if is_scaled else judul


def next_number(raw: RawProject) -> str:
    """Return a number for a table that bears none: the one after the last."""
    source = raw.tables.get(TABLES)
    numbers = [record.get("nomor", "") for record in source.texts()] if source else []
    head, _, tail = (numbers[-1] if numbers else "0").rpartition(".")
    # `6.2` goes on as 6.3, `7` as 8.
    return f"{head}.{int(tail) + 1}".lstrip(".") if tail.isdigit() else "1"


def column_records(table: str, columns: Sequence[object]) -> list[dict[str, str]]:
    """Return the rows of `kolom.csv` for the columns of a table."""
    found = []
    for column in columns:
        name, jenis = str(getattr(column, "kolom", "")), str(getattr(column, "jenis", "teks"))
        found.append(
            {
                "tabel": table,
                "kolom": name,
                "judul": str(getattr(column, "judul", name)),
                "nomor": str(getattr(column, "nomor", "")),
                "jenis": jenis,
                "lebar": WIDTHS.get(jenis, "20"),
                "rata": {"rupiah": "kanan", "teks": "kiri"}.get(jenis, "tengah"),
                "gabung": join_words(column),
                "tampil": "ya" if getattr(column, "shown", True) else "tidak",
            }
        )
    return found


def join_words(column: object) -> str:
    """Return how the cells of a column join: down, and to the left in total rows."""
    names = (("merged", "tegak"), ("flat", "datar"))
    return " ".join(word for name, word in names if getattr(column, name, False))


def _append(raw: RawProject, name: str, records: Sequence[Mapping[str, str]]) -> bytes:
    """Return a file of descriptions with further rows."""
    source = raw.tables.get(name)
    required, optional = META_COLUMNS[name]
    header = source.header if source is not None else (*required, *optional)
    rows = [row.cells for row in source.rows] if source is not None else []
    new = [tuple(record.get(column, "") for column in header) for record in records]
    return write_csv([header, *rows, *new])


# Answers that are kept


def read_kept(path: Path, table: str) -> dict[tuple[str, str], str]:
    """Return the answers that `impor.csv` keeps for a table."""
    return read_answers(path, table) if path.is_file() else {}


def write_kept(path: Path, table: str, answers: Mapping[tuple[str, str], str]) -> bytes | None:
    """Return `impor.csv` with the answers of a table, None where it stays as it is."""
    if not answers:
        return None
    before = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    # Answers of other tables stay as they are.
    records = [
        r for r in csv.DictReader(io.StringIO(before), restval="") if r.get("tabel") != table
    ]
    rows = [tuple(record.get(name, "") or "" for name in KEPT) for record in records]
    rows += [(table, column, kind, answer) for (column, kind), answer in sorted(answers.items())]
    content = write_csv([KEPT, *rows])
    return None if path.is_file() and path.read_bytes() == content else content
