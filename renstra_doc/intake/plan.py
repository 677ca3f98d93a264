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
from renstra_doc.finding import Finding, InputError, Severity, reading_error, refuse_errors
from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.account import Account, make_account
from renstra_doc.intake.fit import WIDTHS, Fitted, fit_into, fit_new
from renstra_doc.intake.fit_columns import TargetColumn
from renstra_doc.intake.open_source import read_source
from renstra_doc.intake.questions import FILE, KEPT, read_answers
from renstra_doc.intake.recognise import recognise
from renstra_doc.intake.recognised import ColumnSpec, Recognised
from renstra_doc.intake.source import SourceRemark, tidy
from renstra_doc.intake.table_end import next_part
from renstra_doc.load.project import RawProject, RawTable, list_files, load_project, parse_table
from renstra_doc.model import compose_document
from renstra_doc.model.canonical import write_csv
from renstra_doc.model.records import META_COLUMNS
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from renstra_doc.intake.questions import Question
    from renstra_doc.intake.source import SourceTable

TABLES, COLUMNS = "tabel/tabel.csv", "tabel/kolom.csv"
MOST_PARTS = 20  # tables on one sheet
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
    before = digest_files(data, [*list_files(data), FILE, f"tabel/{table}.csv"])
    raw = load_project(data)
    refuse_errors(raw.findings)
    refuse_id(table)
    given = {**read_kept(data / FILE, table), **(read_answers(answers, table) if answers else {})}
    columns = target_columns(raw, table)
    chosen = choose_table(source, read_source(source), sheet, columns)
    found = recognise(
        chosen, given, read_period(raw), keep_units=any(c.kolom == "satuan" for c in columns)
    )
    if found is None or not found.records:
        raise InputError([no_heading(source, chosen)])
    if columns:
        fitted = fit_into(found, columns, raw.tables.get(f"tabel/{table}.csv"), given)
    else:
        found = with_indicator(found)
        fitted = fit_new(found)
    files = make_files(raw, table, found, fitted, is_new=not columns)
    errors = (
        () if found.questions or fitted.questions else check_files(raw, files, found, fitted, table)
    )
    findings = (*errors, *tell(found, fitted))
    kept = write_kept(data / FILE, table, given)
    if kept is not None:
        files[FILE] = kept
    files = {name: content for name, content in files.items() if not holds(data / name, content)}
    questions = (*found.questions, *fitted.questions)
    account = make_account(found, fitted, table)
    return IntakePlan(files, questions, findings, account, found, fitted, before)


def with_indicator(found: Recognised) -> Recognised:
    """Give a new table of names and figures the column of indicators that every form has."""
    names = {column.role for column in found.columns}
    if (
        words.INDICATOR in names
        or not names & {words.NAME, words.CODE_NAME}
        or words.MONEY not in names
    ):
        return found
    extra = ColumnSpec(words.INDICATOR, "Indikator", "teks", words.INDICATOR, shown=False)
    at = next(i for i, c in enumerate(found.columns) if c.role in (words.NAME, words.CODE_NAME)) + 1
    return replace(found, columns=(*found.columns[:at], extra, *found.columns[at:]))


def refuse_id(table: str) -> None:
    """Raise InputError for what cannot be the id of a table."""
    parts = table.split("-")
    if not all(part.isascii() and part.isalnum() and part == part.lower() for part in parts):
        hint = "id hanya huruf kecil, angka dan tanda hubung, misalnya program-renstra"
        raise InputError([reading_error(Place(), f"“{table}” tidak dapat menjadi id tabel", hint)])


def target_columns(raw: RawProject, table: str) -> list[TargetColumn]:
    """Return the columns that `kolom.csv` gives a table, none for one that is new."""
    source = raw.tables.get(COLUMNS)
    records = [record for _, record in source.records()] if source is not None else []
    return [
        TargetColumn(record["kolom"], record.get("judul", ""), record.get("jenis", ""))
        for record in records
        if record.get("tabel") == table
    ]


def read_period(raw: RawProject) -> tuple[int, int] | None:
    """Return the period that the facts of a project name."""
    source = raw.tables.get("dokumen.csv")
    facts = {r.get("kunci", ""): r.get("nilai", "") for _, r in source.records()} if source else {}
    years = [facts.get(key, "") for key in ("periode_awal", "periode_akhir")]
    return (int(years[0]), int(years[1])) if all(year.isdigit() for year in years) else None


def choose_table(
    path: Path, tables: Sequence[SourceTable], sheet: str, columns: Sequence[TargetColumn]
) -> SourceTable:
    """Return the table that is meant: the named one, the only one, or the one that fits best."""
    if sheet:
        return _named_table(path, tables, sheet)
    if len(tables) == 1:
        return tables[0]
    found = [(t, recognise(t)) for t in tables if t.visible] or [(t, recognise(t)) for t in tables]
    known = [(t, r) for t, r in found if r is not None and r.records]
    if not known:
        raise InputError([no_heading(path, tables[0] if tables else None)])
    best = _best_table(known, columns)
    if best is None:
        raise InputError([ask_sheet(path, tables, "berkas ini memuat beberapa tabel")])
    others = ", ".join(f"“{t.name}”" for t in tables if t is not best)
    remark = SourceRemark("catatan", best.name, f"lembar atau tabel lain tidak dibaca: {others}")
    return replace(best, remarks=(*best.remarks, remark))


def _named_table(path: Path, tables: Sequence[SourceTable], sheet: str) -> SourceTable:
    """Return the table of a name or title; `Matriks (2)` is the second table of a sheet."""
    wanted = tidy(sheet).lower()
    named = [t for t in tables if tidy(t.name).lower() == wanted]
    below = (part for whole in tables for part in _parts_below(whole))
    named = named or [part for part in below if tidy(part.name).lower() == wanted]
    named = named or [t for t in tables if wanted in tidy(f"{t.name} {t.title}").lower()]
    if len(named) != 1:
        raise InputError([ask_sheet(path, tables, f"lembar atau tabel “{sheet}” tidak ditemukan")])
    return named[0]


def _parts_below(table: SourceTable) -> list[SourceTable]:
    """Return the further tables of a sheet, each with the rows from where it begins."""
    parts: list[SourceTable] = []
    found = recognise(table)
    while found is not None and 0 < found.rest < len(table.rows) and len(parts) < MOST_PARTS:
        table = _cut_table(table, found.rest)
        parts.append(table)
        found = recognise(table)
    return parts


def _cut_table(table: SourceTable, first: int) -> SourceTable:
    """Return the rows of a sheet from one on, as the next table of it."""
    merges = tuple(
        replace(m, top=m.top - first, bottom=m.bottom - first)
        for m in table.merges
        if m.top >= first
    )
    return replace(
        table, name=next_part(table.name), rows=table.rows[first:], labels=table.labels[first:],
        merges=merges, hidden=frozenset(row - first for row in table.hidden if row >= first),
        outline={row - first: level for row, level in table.outline.items() if row >= first},
        joints=frozenset(row - first for row in table.joints if row >= first),
        title="", header_rows=0,
    )  # fmt: skip


def _best_table(
    known: Sequence[tuple[SourceTable, Recognised]], columns: Sequence[TargetColumn]
) -> SourceTable | None:
    """Return the only table, the only one with targets and amounts, or the one that fits best."""
    if len(known) == 1:
        return known[0][0]
    if not columns:
        yearly = [t for t, r in known if any(c.year for c in r.columns if c.role in words.FIGURES)]
        return yearly[0] if len(yearly) == 1 else None
    scores = sorted(
        ((_score(r, columns), -place, t) for place, (t, r) in enumerate(known)), reverse=True
    )
    return scores[0][2] if scores[0][0] > scores[1][0] else None


def _score(found: Recognised, columns: Sequence[TargetColumn]) -> float:
    wanted = {column.key() for column in columns} | {(column.kolom, "") for column in columns}
    own = [TargetColumn(c.kolom, c.judul, c.jenis).key() for c in found.columns]
    names = [(c.kolom, "") for c in found.columns]
    return sum(1 for one, two in zip(own, names, strict=True) if one in wanted or two in wanted)


def ask_sheet(path: Path, tables: Sequence[SourceTable], why: str) -> Finding:
    """Return an error that lists what a file holds and how to choose."""
    names = "; ".join(describe_table(t, place) for place, t in enumerate(tables, 1))
    hint = f"pilih salah satu dengan --lembar NAMA: {names}"
    return reading_error(Place(path.name), why, hint)


def describe_table(table: SourceTable, number: int) -> str:
    """Return what a table seems to be: `lembar 2 “Matriks”.

    95 baris, kolom kode, uraian, 5 × …`.
    """
    found = recognise(table)
    title = f" “{table.title}”" if table.title else ""
    kind = "tabel" if ":" in (table.labels[0] if table.labels else "") else "lembar"
    name = f"{kind} {number} “{table.name}”{title}"
    if found is None or not found.records:
        return f"{name}: {len(table.rows)} baris, kepala tabel tidak dikenali"
    return f"{name}: {len(found.records)} baris, kolom {describe_columns(found)}"


def describe_columns(found: Recognised) -> str:
    """Return the columns in short: those of years counted."""
    yearly = [c for c in found.columns if c.year and c.role != words.BASE]
    plain = [c.kolom for c in found.columns if c not in yearly]
    years = sorted({c.year for c in yearly})
    roles = dict.fromkeys(c.role for c in yearly)
    shown = ", ".join(plain)
    if not years:
        return shown
    names = "/".join("Rp" if role == "rp" else role for role in roles)
    return f"{shown}, {len(years)} × {names} ({years[0]}–{years[-1]})"


def no_heading(path: Path, table: SourceTable | None) -> Finding:
    """Return an error for a file in which no table was found."""
    hint = (
        "periksa bahwa tabelnya berkepala (misalnya Kode, Uraian, Indikator, Target, Rp) "
        "dan bukan gambar; "
        "tabel dalam PDF: salin dahulu ke Excel atau Word"
    )
    where = Place(path.name if table is None else f"{path.name} ({table.name})")
    return reading_error(where, "tidak ada tabel yang kepalanya dikenali", hint)


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
        "judul": judul or found.table.name,
        "orientasi": "lanskap" if len(printed) > WIDE else "potret",
        "gaya": style,
    }


def next_number(raw: RawProject) -> str:
    """Return a number for a table that bears none: the one after the last."""
    source = raw.tables.get(TABLES)
    numbers = [record.get("nomor", "") for _, record in source.records()] if source else []
    head, _, tail = (numbers[-1] if numbers else "0").rpartition(".")
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


def check_files(
    raw: RawProject, files: Mapping[str, bytes], found: Recognised, fitted: Fitted, table: str
) -> list[Finding]:
    """Return the errors of understanding the project with these files that it does not have now."""
    tables = dict(raw.tables)
    for name, content in files.items():
        parsed, _ = parse_table(content.decode(), name)
        if parsed is not None:
            tables[name] = parsed
    known = {(f.place.file, f.message) for f in compose_document(raw)[1]}
    new = [
        f
        for f in compose_document(RawProject(raw.folder, tables))[1]
        if (f.place.file, f.message) not in known and f.severity is Severity.ERROR
    ]
    return [_locate(f, tables[f"tabel/{table}.csv"], found, fitted) for f in new]


def _locate(finding: Finding, parsed: RawTable, found: Recognised, fitted: Fitted) -> Finding:
    """Return a finding with the place in the source."""
    if finding.place.file != parsed.file or not finding.place.line:
        return finding
    rows = [row.line for row in parsed.rows]
    if finding.place.line not in rows:
        return finding
    record = fitted.lines[rows.index(finding.place.line)]
    source = next((own for own, name in fitted.into.items() if name == finding.place.column), "")
    if record is None:
        return finding
    cell = record.cells.get(source)
    where = cell.place if cell is not None else found.table.place(record.row)
    printed = f" (tertulis “{cell.printed}”)" if cell is not None and cell.printed else ""
    place = Place(f"{found.table.file} {where}", 0, finding.place.column)
    return replace(finding, place=place, message=f"{finding.message}{printed}")


def tell(found: Recognised, fitted: Fitted) -> list[Finding]:
    """Return what a person should know, as warnings (findings, doubts) and remarks."""
    weights = {
        "temuan": Severity.WARNING,
        "ragu": Severity.WARNING,
        "catatan": Severity.INFO,
        "turunan": Severity.INFO,
    }
    hints = {
        "temuan": "angkanya masuk seperti tercetak; betulkan di sumber atau di tabel, "
        "lalu renstra check",
        "ragu": "periksa baris itu sesudah impor",
    }
    return [
        Finding(
            "impor",
            remark.message
            + (f" (“{remark.text}”)" if remark.text and remark.kind != "temuan" else ""),
            Place(remark.place),
            weights[remark.kind],
            column=remark.column,
            expected=remark.expected,
            actual=remark.actual,
            hint=hints.get(remark.kind, ""),
        )
        for remark in (*found.remarks, *fitted.remarks)
        if remark.kind in weights
    ]


# Answers that are kept


def read_kept(path: Path, table: str) -> dict[tuple[str, str], str]:
    """Return the answers that `impor.csv` keeps for a table."""
    return read_answers(path, table) if path.is_file() else {}


def write_kept(path: Path, table: str, answers: Mapping[tuple[str, str], str]) -> bytes | None:
    """Return `impor.csv` with the answers of a table, None where it stays as it is."""
    if not answers:
        return None
    before = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    records = [
        r for r in csv.DictReader(io.StringIO(before), restval="") if r.get("tabel") != table
    ]
    rows = [tuple(record.get(name, "") or "" for name in KEPT) for record in records]
    rows += [(table, column, kind, answer) for (column, kind), answer in sorted(answers.items())]
    content = write_csv([KEPT, *rows])
    return None if path.is_file() and path.read_bytes() == content else content
