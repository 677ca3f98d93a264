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
    from renstra_doc.intake.questions import Answers
    from renstra_doc.intake.recognised import Recognised

BLOCKS = ("id", "jenis", "tingkat", "penanda", "gaya", "acuan", "teks")


def project_of_table(
    found: Recognised, table: str = "program", answers: Answers | None = None
) -> WordProject:
    """Return the files of a project whose one table is the recognised one; answers are kept."""
    whole = with_indicator(found)
    fitted = fit_new(whole)
    record = table_record(RawProject(Path(), {}), table, whole)
    title = " ".join(record["judul"].split()) or table
    facts = _facts(whole, title)
    blocks = [
        ("isi", "bagian", "", "1", "", "isi", ""),
        ("judul-1", "judul", "", "", "", "", title),
        ("tabel-1", "tabel", "", "", "", table, ""),
    ]
    files = {
        "templates/renstra.docx": packaged_template().read_bytes(),
        "data/dokumen.csv": write_csv([("kunci", "nilai", "keterangan"), *facts]),
        "data/naskah/01-isi.csv": write_csv([BLOCKS, *blocks]),
        "data/tabel/tabel.csv": write_records("tabel/tabel.csv", [record]),
        "data/tabel/kolom.csv": write_records(
            "tabel/kolom.csv", column_records(table, fitted.columns)
        ),
        f"data/tabel/{table}.csv": write_csv([fitted.header, *fitted.rows]),
    }
    rules = make_rules(whole, table)
    if rules:
        files["data/aturan.csv"] = write_csv([RULES, *rules])
    if answers:
        kept = [(table, column, kind, text) for (column, kind), text in sorted(answers.items())]
        files["data/impor.csv"] = write_csv([KEPT, *kept])
    counts = {"tabel": 1, "baris": len(fitted.rows)}
    return WordProject(files, whole.remarks, counts, make_account(whole, fitted, table))


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
