"""What an office already has comes in: the cases of `tests/kasus/masuk`, each with the right result."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from renstra_doc.cli import main
from renstra_doc.docx.word_content import WordParagraph
from renstra_doc.intake.read_word import open_word

REPOSITORY = Path(__file__).resolve().parents[1]
CASES = REPOSITORY / "tests" / "kasus" / "masuk"
# What the right result leaves to the program, and what it says for a reader.
FREE = {"id", "baris", "asal_induk", "catatan"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return the example project, copied."""
    shutil.copytree(REPOSITORY / "examples" / "kabupaten-contoh", tmp_path / "proyek")
    return tmp_path / "proyek" / "data"


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table, each parent as the number of its row."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    numbers = {row["id"]: f"baris ke-{number}" for number, row in enumerate(rows, 1)}
    return [{**row, "induk": numbers.get(row.get("induk", ""), "")} for row in rows]


def differences(made: Path, right: Path) -> list[str]:
    """Return every cell that is another than it must be."""
    one, two = read_rows(made), read_rows(right)
    found = [] if len(one) == len(two) else [f"{len(one)} baris, seharusnya {len(two)}"]
    for number, (row, wanted) in enumerate(zip(one, two, strict=False), 1):
        found += [
            f"baris ke-{number}, {name}: {row.get(name)!r}, seharusnya {text!r}"
            for name, text in wanted.items()
            if name not in FREE and text != "TANYA" and " ".join(row.get(name, "?").split()) != text
        ]
    return found


def source_of(case: str) -> Path:
    """Return the input of a case."""
    return next((CASES / case).glob("masukan.*"))


@pytest.mark.parametrize(
    "case",
    [
        "a-kode-lima-kolom",
        "b-kode-x-xx-tanda-tangan",
        "c-jenjang-dari-takuk",
        "d-jenjang-dari-rumus",
        "e-ribuan-rupiah-teks",
        "f-banyak-indikator",
        "i-csv-aplikasi",
    ],
)
def test_a_foreign_table_comes_in_row_by_row(case: str, project: Path) -> None:
    code = main(
        ["import", str(source_of(case)), "--data", str(project), "--tabel", "hasil", "--ya"]
    )

    assert code == 0
    assert differences(project / "tabel" / "hasil.csv", CASES / case / "benar.csv") == []


@pytest.mark.parametrize("case", ["b-kode-x-xx-tanda-tangan", "d-jenjang-dari-rumus"])
def test_a_wrong_sum_of_the_source_is_told(
    case: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["import", str(source_of(case)), "--data", str(project), "--tabel", "hasil", "--ya"])

    told = capsys.readouterr().err.replace(".", "")
    with (CASES / case / "temuan.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            assert row["tercetak"] in told
            assert f"selisih {row['selisih']}" in told


def test_what_reads_two_ways_is_asked_and_nothing_is_written(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*.csv")}
    questions = tmp_path / "pertanyaan.csv"
    call = [
        "import",
        str(source_of("j-target-ditulis-orang")),
        "--data",
        str(project),
        "--tabel",
        "iku-baru",
    ]

    code = main([*call, "--ya", "--pertanyaan", str(questions)])

    assert code == 1
    assert {path: path.read_bytes() for path in project.rglob("*.csv")} == before
    with questions.open(encoding="utf-8") as stream:
        asked = list(csv.DictReader(stream))
    assert [(row["kolom"], row["pertanyaan"]) for row in asked] == [
        ("Target 2029", "tanggal"),
        ("Target 2027", "ribuan"),
        ("Target 2029", "ribuan"),
        ("Target 2027", "pecahan"),
        ("Realisasi terakhir", "tanggal"),
    ]
    assert "IKU!E7 “1:16”" in capsys.readouterr().err


def test_answers_bring_it_in_and_are_kept(project: Path, tmp_path: Path) -> None:
    answers = tmp_path / "jawaban.csv"
    answers.write_text(
        "tabel,kolom,pertanyaan,jawaban\n"
        "iku-baru,Target 2029,tanggal,rasio\n"
        "iku-baru,Target 2027,ribuan,ribuan\n"
        "iku-baru,Target 2029,ribuan,ribuan\n"
        "iku-baru,Target 2027,pecahan,15 menit\n"
        "iku-baru,Realisasi terakhir,tanggal,bulan-hari\n",
        encoding="utf-8",
    )
    call = [
        "import",
        str(source_of("j-target-ditulis-orang")),
        "--data",
        str(project),
        "--tabel",
        "iku-baru",
        "--ya",
    ]

    assert main([*call, "--jawab", str(answers)]) == 0

    made = project / "tabel" / "iku-baru.csv"
    assert differences(made, CASES / "j-target-ditulis-orang" / "benar.csv") == []
    rows = {row["indikator"]: row for row in read_rows(made)}
    assert rows["Rasio guru dan murid"]["target_2029"] == "1 : 16"
    assert rows["Kunjungan pasien"]["target_2027"] == "12500 orang"
    assert rows["Lama layanan terpendek"]["target_2027"] == "15 menit"
    assert rows["Temuan berulang"]["capaian_awal"] == "5-3"
    # Next month's file with the same headings asks nothing.
    assert main(call) == 0


def test_the_report_accounts_for_every_text_of_the_source(project: Path, tmp_path: Path) -> None:
    report = tmp_path / "laporan.json"
    call = [
        "import",
        str(source_of("b-kode-x-xx-tanda-tangan")),
        "--data",
        str(project),
        "--tabel",
        "hasil",
    ]

    main([*call, "--ya", "--laporan", str(report)])

    told = json.loads(report.read_text(encoding="utf-8"))
    cells = [item for item in told["items"] if item["state"] in ("masuk", "dibuang", "ragu")]
    assert told["in"] + told["left_out"] + told["doubtful"] == len(cells)
    assert {item["place"] for item in cells if item["old"] == "KEPALA DINAS CONTOH"} == {
        "Lampiran 2!H25"
    }
    assert {item["state"] for item in cells if item["old"].startswith("NIP.")} == {"dibuang"}


def test_an_unknown_file_is_described_with_the_command_that_brings_it_in(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = source_of("a-kode-lima-kolom")

    assert main(["import", str(source), "--data", str(project)]) == 2

    told = capsys.readouterr().err
    assert "lembar 1 “T-C.27”: 17 baris" in told
    assert "3 × target/Rp (2026–2028)" in told
    assert f"renstra import {source} --data {project} --tabel ID" in told
    assert f"renstra new FOLDER --dari {source}" in told


def test_a_word_table_that_pages_cut_comes_in_whole(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = "g-tabel-word-terpotong"

    code = main(
        ["import", str(source_of(case)), "--data", str(project), "--tabel", "hasil", "--ya"]
    )

    assert code == 0
    assert differences(project / "tabel" / "hasil.csv", CASES / case / "benar.csv") == []
    told = capsys.readouterr().err
    assert "“152.000.000”; semula “125.000.000”; Penelaah Satu; 2026-03-02T08:30:00Z" in told
    assert "tabel 1 baris 6 + tabel 2 baris 3: baris terpotong, disambung" in told


def test_a_renstra_in_word_becomes_a_project(tmp_path: Path) -> None:
    case = CASES / "h-renstra-word"
    folder = tmp_path / "baru"

    assert main(["new", str(folder), "--dari", str(case / "masukan.docx")]) == 0

    made = [
        row
        for path in sorted((folder / "data" / "naskah").glob("*.csv"))
        for row in read_rows(path)
    ]
    right = read_rows(case / "benar" / "naskah.csv")
    fields = ("jenis", "tingkat", "penanda", "gaya", "teks")
    assert [[row[name] for name in fields] for row in made] == [
        [row[name] for name in fields] for row in right
    ]
    tables = {row["nomor"]: row for row in read_rows(folder / "data" / "tabel" / "tabel.csv")}
    for wanted in read_rows(case / "benar" / "tabel.csv"):
        table = tables[wanted["nomor"]]
        assert (table["judul"], table["sumber"]) == (wanted["judul"], wanted["sumber"])
        assert (
            differences(
                folder / "data" / "tabel" / f"{table['id']}.csv",
                case / "benar" / f"{wanted['id']}.csv",
            )
            == []
        )
    picture = (folder / "data" / "gambar" / "gambar-1.png").read_bytes()
    assert picture == (case / "benar" / "gambar-1.png").read_bytes()
    assert main(["check", "--data", str(folder / "data")]) == 0


def test_a_matrix_is_three_commands_from_a_checked_build(tmp_path: Path) -> None:
    folder = tmp_path / "baru"
    data = str(folder / "data")

    assert main(["new", str(folder), "--dari", str(source_of("a-kode-lima-kolom"))]) == 0
    assert main(["check", "--data", data]) == 0
    assert main(["build", "--data", data, "--output", str(tmp_path / "matriks.docx")]) == 0


def test_the_official_names_of_an_office_fill_its_tables(tmp_path: Path) -> None:
    folder = tmp_path / "baru"

    assert main(["new", str(folder), "--bentuk", "renstra-2025", "--bidang", "2.09"]) == 0

    rows = {row["kode"]: row for row in read_rows(folder / "data" / "tabel" / "program.csv")}
    assert rows["2.09"]["uraian"] == "URUSAN PEMERINTAHAN BIDANG PANGAN"
    assert rows["2.09.01.2.01.0001"]["indikator"] == "Jumlah Dokumen Perencanaan Perangkat Daerah"
    assert rows["2.09.01.2.01.0001"]["target_2025"] == "[target] dokumen"
    assert main(["check", "--data", str(folder / "data")]) == 0


def test_a_code_of_no_bidang_urusan_leaves_nothing_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", str(tmp_path / "baru"), "--bidang", "9.99"]) == 2

    assert "“9.99” bukan kode bidang urusan" in capsys.readouterr().err
    assert not (tmp_path / "baru").exists()


def test_rows_are_matched_and_what_the_source_lacks_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "proyek"
    main(["new", str(folder), "--bentuk", "renstra-86", "--periode", "2026-2028"])
    table = folder / "data" / "tabel" / "program.csv"
    call = [
        "import",
        str(source_of("a-kode-lima-kolom")),
        "--data",
        str(folder / "data"),
        "--tabel",
        "program",
        "--ya",
    ]

    assert main(call) == 0

    rows = {row["kode"]: row for row in read_rows(table)}
    assert rows["2.23.02"]["uraian"] == "PROGRAM LAYANAN BACA WARGA"
    assert not any("[nama" in row["uraian"] for row in rows.values())
    assert "baris petunjuk dari bentuk awal diganti" in capsys.readouterr().err
    # A person's own row, key and edit of a column that the source lacks stay.
    text = table.read_text(encoding="utf-8")
    own = text.replace("\n2-23-02,", "\npnk-baca,").replace(",2-23-02,", ",pnk-baca,")
    table.write_text(own, encoding="utf-8")
    assert main(call) == 0
    assert table.read_text(encoding="utf-8") == own
    assert capsys.readouterr().out.endswith("Tidak ada perubahan.\n")


def test_columns_that_the_table_lacks_are_one_question(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "proyek"
    main(["new", str(folder), "--bentuk", "renstra-2025", "--periode", "2026-2028"])
    call = [
        "import",
        str(source_of("a-kode-lima-kolom")),
        "--data",
        str(folder / "data"),
        "--tabel",
        "program",
        "--ya",
    ]

    assert main(call) == 1
    assert "Tabel ini tidak memuat 5 kolom sumber" in capsys.readouterr().err

    answers = tmp_path / "jawaban.csv"
    answers.write_text("tabel,kolom,pertanyaan,jawaban\nprogram,,kolom,tambah\n", encoding="utf-8")
    assert main([*call, "--jawab", str(answers)]) == 0
    rows = {row["kode"]: row for row in read_rows(folder / "data" / "tabel" / "program.csv")}
    assert rows["2.23.02"]["rp_akhir"] == "1461850000"
    assert rows["2.23.02"]["pagu_2026"] == "465850000"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the example built, its hidden data removed."""
    folder = tmp_path_factory.mktemp("lingkaran")
    data = REPOSITORY / "data"
    main(["build", "--data", str(data), "--output", str(folder / "asli.docx"), "--draft"])
    with (
        zipfile.ZipFile(folder / "asli.docx") as whole,
        zipfile.ZipFile(folder / "lama.docx", "w") as bare,
    ):
        for name in whole.namelist():
            if not name.startswith("customXml"):
                content = whole.read(name)
                content = re.sub(rb"<(?:Relationship|Override) [^>]*customXml[^>]*/>", b"", content)
                bare.writestr(name, content)
    return folder / "lama.docx"


def printed_lines(path: Path) -> list[str]:
    """Return all that a Word file prints, line by line; page numbers of lists left out."""
    found = []
    for block in open_word(path).document.blocks:
        if isinstance(block, WordParagraph):
            if not any(run.bidang in ("TOC", "PAGEREF") for run in block.runs):
                found.append(" ".join(f"{block.label} {block.text()}".split()))
            continue
        for row in block.rows:
            cells = (
                (
                    cell.lebar,
                    cell.tegak == "lanjut",
                    " ".join(f"{p.label} {p.text()}" for p in cell.paragraphs()).split(),
                )
                for cell in row.cells
            )
            found.append(repr(list(cells)))
    return [line for line in found if line]


def test_the_circle_closes(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "baru"

    assert main(["new", str(folder), "--dari", str(built)]) == 0
    again = tmp_path / "lagi.docx"
    assert main(["build", "--data", str(folder / "data"), "--output", str(again), "--draft"]) == 0

    assert printed_lines(again) == printed_lines(built)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_the_circle_closes_over_a_file_that_libreoffice_saved(built: Path, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    out = tmp_path / "simpan"
    call = ["soffice", "--headless", profile, "--convert-to", "docx:MS Word 2007 XML"]
    subprocess.run([*call, "--outdir", str(out), str(built)], check=True, timeout=600)
    saved, folder, again = out / built.name, tmp_path / "baru", tmp_path / "lagi.docx"

    assert main(["new", str(folder), "--dari", str(saved)]) == 0
    assert main(["build", "--data", str(folder / "data"), "--output", str(again), "--draft"]) == 0

    assert printed_lines(again) == printed_lines(saved)


def test_an_edition_of_somebody_else_is_compared(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "proyek" / "data"
    shutil.copytree(REPOSITORY / "data", data)
    shutil.copytree(REPOSITORY / "templates", tmp_path / "proyek" / "templates")

    assert main(["diff", str(built), str(data)]) == 0
    assert "Tidak ada perubahan." in capsys.readouterr().out

    table = data / "tabel" / "pegawai.csv"
    old = table.read_text(encoding="utf-8")
    table.write_text(old.replace("Kepala Dinas", "Kepala Badan"), encoding="utf-8")
    main(["diff", str(built), str(data), "--format", "json"])
    [change] = json.loads(capsys.readouterr().out)
    assert (change["kind"], change["old"], change["new"]) == (
        "changed",
        "Kepala Dinas",
        "Kepala Badan",
    )


def test_the_words_of_a_word_file_are_those_that_mammoth_reads() -> None:
    mammoth = pytest.importorskip("mammoth")
    path = source_of("g-tabel-word-terpotong")
    with path.open("rb") as stream:
        theirs = mammoth.extract_raw_text(stream).value.split()

    ours = [
        word
        for block in open_word(path).document.blocks
        for word in (
            block.text().split()
            if isinstance(block, WordParagraph)
            else [w for row in block.rows for cell in row.cells for w in cell.text().split()]
        )
    ]

    assert sorted(ours) == sorted(theirs)
