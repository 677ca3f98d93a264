"""A tiny data folder for the tests of checks: tables in a few lines, rules, waivers, prose."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import DOKUMEN

from renstra_doc.check import CheckReport, check_document
from renstra_doc.run.pipeline import read_document

RULE_HEADER = "id,jenis,tabel,baris,kolom,acuan,toleransi,bobot,dasar\n"
WAIVER_HEADER = "aturan,tabel,baris,kolom,harapan,nyata,alasan,diputuskan_oleh,tanggal\n"
Tables = Mapping[str, tuple[str, str]]


def write_folder(
    folder: Path,
    tables: Tables,
    rules: str,
    *,
    waivers: str = "",
    prose: str = "",
    numbers: Mapping[str, str] | None = None,
    more: Mapping[str, str] | None = None,
) -> Path:
    """Write a data folder.

    `tables` gives, by id, the columns as `nama:jenis …` and the CSV of the rows; `rules`, `waivers` and `prose` are
    lines without their header; `numbers` the table numbers that differ from 1, 2, 3; `more` further files.
    """
    blocks = "".join(f"t-{name},tabel,,,,{name},\n" for name in tables)
    listed = [
        f"{name},{(numbers or {}).get(name, str(at))},,Judul {name},,potret,umum,\n"
        for at, name in enumerate(tables, 1)
    ]
    columns = [
        _column_line(name, column) for name, (spec, _) in tables.items() for column in spec.split()
    ]
    files = {
        "dokumen.csv": DOKUMEN.format(templat="templat.docx"),
        "naskah/01.csv": f"id,jenis,tingkat,penanda,gaya,acuan,teks\nb1,bab,,BAB I,,,PENDAHULUAN\n{prose}{blocks}",
        "tabel/tabel.csv": "id,nomor,label,judul,sumber,orientasi,gaya,catatan\n" + "".join(listed),
        "tabel/kolom.csv": "tabel,kolom,judul,nomor,jenis,desimal,lebar,rata,gabung,tampil\n"
        + "".join(columns),
        "aturan.csv": RULE_HEADER + rules,
        "pengecualian.csv": WAIVER_HEADER + waivers,
        **{f"tabel/{name}.csv": rows for name, (_, rows) in tables.items()},
        **(more or {}),
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def _column_line(table: str, column: str) -> str:
    """Put a column with a year under a heading `Tahun <year>`."""
    name, _, jenis = column.partition(":")
    year = re.search(r"(.+)_(\d{4})$", name)
    judul = f"Tahun {year[2]} > {year[1]}" if year else name
    return f"{table},{name},{judul},,{jenis},,20,,,\n"


def run_check(folder: Path) -> CheckReport:
    """Load a folder and check it."""
    return check_document(read_document(folder)[0])


def say(report: CheckReport) -> str:
    """Return each finding as severity, place, message and hint, as a person reads them."""
    return "\n".join(f"{finding.severity}: {finding}" for finding in report.findings)


def say_rules(report: CheckReport) -> str:
    """Return what the rules say, without what is told of the structure in any document."""
    found = (finding for finding in report.findings if finding.rule != "struktur")
    return "\n".join(f"{finding.severity}: {finding}" for finding in found)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the path of a data folder yet to be written."""
    return tmp_path / "data"
