"""A matrix (.xlsx, .csv, a table of a .docx) → a project that prints it, as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.account import make_account
from renstra_doc.intake.facts_of_word import name_file
from renstra_doc.intake.fit import fit_new
from renstra_doc.intake.found_rules import RULES, make_rules
from renstra_doc.intake.plan import column_records, table_record, with_indicator
from renstra_doc.intake.project_of_word import WordProject, write_records
from renstra_doc.intake.questions import KEPT
from renstra_doc.load.project import RawProject
from renstra_doc.model.canonical import write_csv
from renstra_doc.template.starting import packaged_template

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from renstra_doc.intake.fit import Fitted
    from renstra_doc.intake.questions import Answers
    from renstra_doc.intake.recognised import Recognised

    Row = tuple[str, ...]

BLOCKS = ("id", "jenis", "tingkat", "penanda", "gaya", "acuan", "teks")


def project_of_table(
    found: Recognised, table: str = "program", answers: Answers | None = None
) -> WordProject:
    """Return the files of a project whose one table is the recognised one; answers are kept."""
    whole = with_indicator(found)
    fitted = fit_new(whole)
    record = table_record(RawProject(Path(), {}), table, whole)
    title = " ".join(record["judul"].split()) or table
    files = {
        "templates/renstra.docx": packaged_template().read_bytes(),
        **_text_files(whole, table, title),
        **_table_files(table, record, fitted),
        **_filled_file("data/aturan.csv", RULES, make_rules(whole, table)),
        **_filled_file("data/impor.csv", KEPT, _list_answers(table, answers or {})),
    }
    counts = {"tabel": 1, "baris": len(fitted.rows)}
    return WordProject(files, whole.remarks, counts, make_account(whole, fitted, table))


def _text_files(found: Recognised, table: str, title: str) -> dict[str, bytes]:
    facts = [("kunci", "nilai", "keterangan"), *_facts(found, title)]
    blocks = [BLOCKS, *_blocks(table, title)]
    return {"data/dokumen.csv": write_csv(facts), "data/naskah/01-isi.csv": write_csv(blocks)}


def _blocks(table: str, title: str) -> list[tuple[str, ...]]:
    """Return the blocks of a document that prints one table below its title."""
    return [
        ("isi", "bagian", "", "1", "", "isi", ""),
        ("judul-1", "judul", "", "", "", "", title),
        ("tabel-1", "tabel", "", "", "", table, ""),
    ]


def _table_files(table: str, record: Mapping[str, str], fitted: Fitted) -> dict[str, bytes]:
    columns = column_records(table, fitted.columns)
    return {
        "data/tabel/tabel.csv": write_records("tabel/tabel.csv", [record]),
        "data/tabel/kolom.csv": write_records("tabel/kolom.csv", columns),
        f"data/tabel/{table}.csv": write_csv([fitted.header, *fitted.rows]),
    }


def _filled_file(name: str, header: Row, rows: Sequence[Row]) -> dict[str, bytes]:
    """Return a file of rows, nothing where there are none."""
    return {name: write_csv([header, *rows])} if rows else {}


def _list_answers(table: str, answers: Answers) -> list[Row]:
    return [(table, column, kind, text) for (column, kind), text in sorted(answers.items())]


def _facts(found: Recognised, title: str) -> list[tuple[str, str, str]]:
    years = sorted(
        {column.year for column in found.columns if column.year and column.role != words.BASE}
    )
    period = next(filter(None, map(words.find_period, found.heading.titles)), None)
    first, last = period or ((years[0], years[-1]) if years else (0, 0))
    return [
        (
            "nama_berkas",
            name_file(title, "Matriks"),
            "Nama berkas keluaran, tanpa .docx",
        ),
        ("templat", "../templates/renstra.docx", "Templat Word, relatif terhadap folder data"),
        ("judul", title, "Judul dokumen (sifat berkas)"),
        ("penulis", "[NAMA PERANGKAT DAERAH]", "Penulis dokumen (sifat berkas)"),
        ("tanggal_dokumen", f"{first or 1980}-01-01", "Tanggal dokumen (sifat berkas)"),
        ("periode_awal", str(first or "[TAHUN]"), "Tahun pertama periode"),
        ("periode_akhir", str(last or "[TAHUN]"), "Tahun terakhir periode"),
    ]
