"""A matrix (.xlsx, .csv, a table of a .docx) → a project that prints it, as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.fit import fit_new
from renstra_doc.intake.plan import column_records, table_record, with_indicator
from renstra_doc.intake.project_of_word import Project, write_records
from renstra_doc.load.project import RawProject
from renstra_doc.model.canonical import write_csv
from renstra_doc.template.starting import packaged_template

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renstra_doc.intake.recognise import ColumnSpec, Recognised

BLOCKS = ("id", "jenis", "tingkat", "penanda", "gaya", "acuan", "teks")
RULES = ("id", "jenis", "tabel", "baris", "kolom", "acuan", "toleransi", "bobot", "dasar")


def project_of_table(found: Recognised, table: str = "program") -> Project:
    """Return the files of a project whose one table is the recognised one."""
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
    return Project(files, whole.remarks, {"tabel": 1, "baris": len(fitted.rows)})


def _facts(found: Recognised, title: str) -> list[tuple[str, str, str]]:
    years = sorted(
        {column.year for column in found.columns if column.year and column.role != words.BASE}
    )
    period = next(filter(None, map(words.find_period, found.heading.titles)), None)
    first, last = period or ((years[0], years[-1]) if years else (0, 0))
    return [
        (
            "nama_berkas",
            "-".join(title.split())[:80].strip("-") or "Matriks",
            "Nama berkas keluaran, tanpa .docx",
        ),
        ("templat", "../templates/renstra.docx", "Templat Word, relatif terhadap folder data"),
        ("judul", title, "Judul dokumen (sifat berkas)"),
        ("penulis", "[NAMA PERANGKAT DAERAH]", "Penulis dokumen (sifat berkas)"),
        ("tanggal_dokumen", f"{first or 1980}-01-01", "Tanggal dokumen (sifat berkas)"),
        ("periode_awal", str(first or "[TAHUN]"), "Tahun pertama periode"),
        ("periode_akhir", str(last or "[TAHUN]"), "Tahun terakhir periode"),
    ]


def make_rules(found: Recognised, table: str) -> list[tuple[str, ...]]:
    """Return the rules of addition that the recognised structure shows.

    Where the source itself does not add up, the rule warns: its figures came in as printed.
    """
    money = [column.kolom for column in found.columns if column.role == words.MONEY]
    if not money:
        return []
    wrong = {remark.column for remark in found.remarks if remark.kind == "temuan"}
    weight = "warning" if wrong & set(money) else ""
    rules = []
    if any(record.parent is not None and record.tingkat != "indikator" for record in found.records):
        why = "Pagu setiap baris = jumlah pagu baris di bawahnya"
        rules.append(("pagu", "jumlah_anak", table, "", "rp_*", "", "", weight, why))
    if any(record.tingkat == "jumlah" for record in found.records):
        why = "Baris jumlah = jumlah baris teratas"
        rules.append(
            ("jumlah-pagu", "jumlah_menurun", table, "tingkat=jumlah", "rp_*", "", "", weight, why)
        )
    return [*rules, *_end_rule(found, table, weight)]


def _end_rule(found: Recognised, table: str, weight: str) -> list[tuple[str, ...]]:
    """Return the rule that the end is the sum of the years, where it holds in most rows."""
    names = _names(found.columns)
    if "rp_akhir" not in names or len(names) < 3:  # noqa: PLR2004 — two years and the end
        return []
    years = [name for name in names if name != "rp_akhir"]
    holds = fails = 0
    for record in found.records:
        texts = [record.cells[name].text for name in (*years, "rp_akhir") if name in record.cells]
        if len(texts) == len(names) and all(text.lstrip("-").isdigit() for text in texts):
            same = sum(map(int, texts[:-1])) == int(texts[-1])
            holds, fails = holds + same, fails + (not same)
    if holds <= fails:
        return []
    why = "Akhir periode = jumlah tahun-tahunnya"
    own = "warning" if fails else weight
    return [("akhir", "jumlah_mendatar", table, "", "rp_akhir", " ".join(years), "", own, why)]


def _names(columns: Sequence[ColumnSpec]) -> list[str]:
    return [column.kolom for column in columns if column.role == words.MONEY]
