"""Other document projects with the same program: the example, the first steps of the manual, levels of any name."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import ooxml
import pytest

from renstra_doc.check import check_document
from renstra_doc.check.comparison import Outcome
from renstra_doc.cli import main
from renstra_doc.render import pages as paging
from renstra_doc.run.pipeline import build_document, read_document

REPOSITORY = Path(__file__).resolve().parents[1]
EXAMPLE = REPOSITORY / "examples" / "kabupaten-contoh" / "data"
GUIDE = REPOSITORY / "docs" / "mulai.md"
_BLOCK = re.compile(r"^```csv (\S+)( tambah)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(autouse=True)
def _no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "find_engine", lambda: None)


def rows_of(path: Path, caption: str) -> list[list[str]]:
    """Return the texts of the rows of the table below a caption."""
    body = ooxml.find(ooxml.read_parts(path)[ooxml.BODY], "w:body")[0]
    (table,) = [
        element
        for element in ooxml.find(body, "w:tbl")
        if (before := element.getprevious()) is not None
        and ooxml.text_of(before).startswith(f"{caption}\n")
    ]
    return [
        [ooxml.text_of(cell) for cell in ooxml.find(row, "w:tc")]
        for row in ooxml.find(table, "w:tr")
    ]


def test_the_example_passes_its_checks() -> None:
    document, remarks = read_document(EXAMPLE)
    report = check_document(document)

    assert (remarks, report.findings, report.uncovered) == ((), (), ())
    assert Outcome.DIFFERS not in report.outcomes
    assert main(["fmt", "--check", "--data", str(EXAMPLE)]) == 0


def test_the_example_builds_wherever_it_is_copied_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(EXAMPLE.parent, tmp_path / "contoh")
    monkeypatch.chdir(tmp_path / "contoh")

    assert main(["check"]) == 0
    assert main(["build"]) == 0
    assert len(list(Path("build").glob("*.docx"))) == 1


def test_the_example_carries_the_repository_s_template() -> None:
    name = "templates/renstra.docx"
    assert (EXAMPLE.parent / name).read_bytes() == (EXAMPLE.parents[2] / name).read_bytes()


def test_the_example_prints_levels_of_its_own(tmp_path: Path) -> None:
    path = build_document(EXAMPLE, output=tmp_path / "contoh.docx").path
    rows = rows_of(path, "Tabel 3")

    assert ooxml.faults_of(path) == []
    assert rows[2] == [str(number) for number in range(1, 11)]
    assert rows[3] == [
        "2.09",
        "BIDANG URUSAN PANGAN",
        "",
        "",
        "",
        "5.029.279",
        "",
        "5.180.601",
        "",
        "5.433.312",
    ]
    assert [row[0] for row in rows[4:7]] == ["x.xx.01", "x.xx.01.2.02", "x.xx.01.2.02.0001"]
    heading = next(row for row in rows if row[1] == "BIDANG URUSAN KELAUTAN DAN PERIKANAN")
    assert heading[4:] == ["", "547.261", "", "628.392", "", "742.569"]
    zero = next(row for row in rows if row[1].startswith("Fasilitasi"))
    assert zero[4:] == ["0", "0", "155", "54.251", "170", "59.501"]
    dash = next(row for row in rows if row[1].startswith("Pelatihan"))
    assert dash[4:] == ["40", "38.610", "-", "-", "45", "43.437"]


def test_the_example_has_its_own_headings_and_orientation(tmp_path: Path) -> None:
    body = ooxml.read_parts(build_document(EXAMPLE, output=tmp_path / "contoh.docx").path)[
        ooxml.BODY
    ]
    texts = [ooxml.text_of(paragraph) for paragraph in ooxml.find(body, "//w:p")]

    headings = [
        text.replace("\n", " ")
        for text in texts
        if re.fullmatch(r"(?:BAGIAN [IVX]+\n|[A-C]\.\t)[^\t]+", text)
    ]
    assert headings == [
        "BAGIAN I GAMBARAN UMUM",
        "A.\tLatar Belakang",
        "B.\tKinerja Produksi",
        "C.\tIsu Strategis",
        "BAGIAN II RENCANA PROGRAM DAN PENDANAAN",
        "A.\tProgram, Kegiatan, dan Sub Kegiatan",
        "B.\tSumber Dana",
        "BAGIAN III PENUTUP",
    ]
    assert ooxml.values(body, "//w:sectPr/w:pgSz", "orient").count("landscape") == 1
    assert "Produksi perikanan tahun 2023 mencapai 1.592,7 ton." in texts


@pytest.mark.parametrize(
    ("place", "slip", "message"),
    [
        ("penunjang-gaji", ("4211481", "4211491"), "tabel/program.csv, baris 4, kolom rp_2024"),
        (
            "cadangan-beli",
            ("2.09.03.2.02.0001", "2.09.02.2.02.0001"),
            "tidak diawali kode induknya 2.09.03.2.02",
        ),
    ],
)
def test_a_slip_beyond_rounding_is_found(
    place: str,
    slip: tuple[str, str],
    message: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    data = tmp_path / "data"
    shutil.copytree(EXAMPLE, data)
    path = data / "tabel/program.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    changed = [line.replace(*slip) if line.startswith(f"{place},") else line for line in lines]
    assert changed != lines
    path.write_text("\n".join(changed) + "\n", encoding="utf-8")

    assert main(["check", "--data", str(data)]) == 1
    assert message in capsys.readouterr().out


def test_the_first_steps_of_the_manual_lead_to_three_budget_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    command = next(
        line for line in guide.splitlines() if line.startswith("renstra new renstra-saya --")
    )
    monkeypatch.chdir(tmp_path)
    arguments = [left or right for left, right in re.findall(r'"([^"]*)"|(\S+)', command)]

    assert main(arguments[1:]) == 0
    monkeypatch.chdir("renstra-saya")
    for name, mode, content in _BLOCK.findall(guide):
        before = Path(name).read_text(encoding="utf-8") if mode else ""
        Path(name).write_text(before + content, encoding="utf-8")
    assert main(["check"]) == 0
    assert main(["build"]) == 0

    report = check_document(read_document(Path("data"))[0])
    assert (report.findings, report.uncovered) == ((), ())
    path = Path("build/Renstra-Dinas-Contoh-2024-2026-DRAF.docx")
    program, budget, sources = (
        rows_of(path, f"Tabel {number}") for number in ("6.1", "2.4", "6.2")
    )
    assert program[4][2:9] == [
        "2.09.03",
        "Program Ketahanan Pangan",
        "Skor pola pangan harapan",
        "82,5",
        "84,0",
        "300.000.000",
        "85,5",
    ]
    assert budget[-1][:4] == ["Jumlah", "500.000.000", "500.000.000", "500.000.000"]
    assert sources[-1] == ["", "Jumlah", "300.000.000", "330.000.000", "360.000.000"]
