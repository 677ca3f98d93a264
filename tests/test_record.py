"""The audit record: one content in three forms, the same bytes, every amount followed to its proof."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from check_folder import folder, write_folder  # noqa: F401 — a fixture

from renstra_doc.cli import main

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BUDGET = """\
id,tingkat,induk,uraian,rp_2021,rp_2022
a,program,,Program A,30,
b,kegiatan,a,Kegiatan B,10,15
c,kegiatan,a,Kegiatan C,20,25
d,program,,Program D,7,8
"""
RULES = "anak,jumlah_anak,p,tingkat=program,rp_*,,,,Pagu program = jumlah kegiatan\n"
SECTIONS = [
    *(
        "Sidik",
        "Ringkasan",
        "Aturan",
        "Yang cocok",
        "Yang tidak terjawab",
        "Temuan yang belum ditindaklanjuti",
    ),
    *("Pengecualian", "Cakupan", "Setiap angka", "Angka dalam naskah", "Pengesahan"),
]


@pytest.fixture
def data(folder: Path) -> Path:  # noqa: F811
    tables = {"p": ("uraian:teks rp_2021:rupiah rp_2022:rupiah", BUDGET)}
    return write_folder(folder, tables, RULES, prose="k,paragraf,,,,,Ada 12 orang.\n")


def run(data: Path, form: str, output: Path) -> bytes:
    code = main(["check", "--data", str(data), "--format", form, "--output", str(output)])
    assert code in (0, 1)
    return output.read_bytes()


def sections_of(data: Path, output: Path) -> dict[str, list[list[str]]]:
    record = json.loads(run(data, "json", output))["record"]
    return {section["title"]: section["rows"] for section in record["sections"]}


def test_every_amount_leads_to_the_sum_that_confirms_it_or_to_nothing(
    data: Path, tmp_path: Path
) -> None:
    sections = sections_of(data, tmp_path / "c.json")

    assert list(sections) == SECTIONS
    assert sections["Yang cocok"] == [
        [
            *("J1", "anak", "Tabel 1, tabel/p.csv baris 2, rp_2021", "Program A", "30"),
            "10 (baris 3 Kegiatan B) + 20 (baris 4 Kegiatan C) = 30",
        ]
    ]
    proofs = {row[0].split("csv ")[1]: row[3] for row in sections["Setiap angka"]}
    assert proofs["baris 2, rp_2021"] == proofs["baris 3, rp_2021"] == "J1"
    assert proofs["baris 5, rp_2021"].startswith(("tanpa pembanding", "temuan"))
    assert [
        *sections["Yang tidak terjawab"][0][:4],
        sections["Yang tidak terjawab"][0][5],
    ] == ["anak", "Tabel 1, tabel/p.csv baris 2, rp_2022", "Program A", "", "40"]


def test_a_typed_number_of_the_text_is_said_to_be_confirmed_by_nothing(
    data: Path, tmp_path: Path
) -> None:
    found = sections_of(data, tmp_path / "c.json")["Angka dalam naskah"]

    assert found == [["naskah/01.csv, baris 3, kolom teks", "k", "12", "tanpa pembanding", ""]]


def test_word_and_html_say_the_same(data: Path, tmp_path: Path) -> None:
    sections = sections_of(data, tmp_path / "c.json")
    run(data, "docx", tmp_path / "c.docx")
    page = run(data, "html", tmp_path / "c.html").decode()

    with zipfile.ZipFile(tmp_path / "c.docx") as archive:
        body = ET.fromstring(archive.read("word/document.xml"))  # noqa: S314 — our own file
    said = ["".join(text.text or "" for text in cell.iter(f"{W}t")) for cell in body.iter(f"{W}tc")]
    wanted = [text.replace("\n", "") for rows in sections.values() for row in rows for text in row]
    assert [text for text in wanted if text not in said] == []
    assert all(f"<summary>{title} (" in page for title in sections)


def test_the_same_data_give_the_same_bytes_and_another_figure_another_print(
    data: Path, tmp_path: Path
) -> None:
    first = run(data, "docx", tmp_path / "a.docx")
    prints = sections_of(data, tmp_path / "a.json")["Sidik"]
    second = run(data, "docx", tmp_path / "b.docx")
    table = data / "tabel" / "p.csv"
    table.write_text(table.read_text().replace("10,15", "10,16"))

    assert first == second
    assert sections_of(data, tmp_path / "b.json")["Sidik"][0] != prints[0]


def test_the_record_is_never_written_over_the_data(data: Path) -> None:
    output = data / "dokumen.csv"
    code = main(["check", "--data", str(data), "--format", "docx", "--output", str(output)])

    assert code == 2
    assert output.read_text().startswith("kunci,nilai")
