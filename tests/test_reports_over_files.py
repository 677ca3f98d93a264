"""A report that is laid over a file in which somebody has worked: that file is kept, and told."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from conftest import WriteFolder

from renstra_doc.cli import main
from renstra_doc.files.zipfiles import read_zip

REPORTS = {
    "check": ("check", "--format", "docx", "--output"),
    "check html": ("check", "--format", "html", "--output"),
    "text": ("text", "--output"),
    "diff": ("diff", "data", "data", "--output"),
    "matriks": ("diff", "data", "data", "--format", "matriks", "--output"),
    "redline": ("diff", "data", "data", "--format", "redline", "--output"),
    "export --komentar": ("export", "--komentar"),
}


@pytest.fixture
def data(data_folder: WriteFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("PATH", "/tidak-ada")
    folder = data_folder()
    monkeypatch.chdir(tmp_path)
    return folder


def save_by_hand(path: Path) -> bytes:
    """Save a Word or Excel file anew, as another program packs it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in read_zip(path.read_bytes()).items():
            package.writestr(name, content)
    path.write_bytes(stream.getvalue())
    return stream.getvalue()


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("ending", [".docx", ".xlsx"])
def test_what_somebody_saved_there_is_kept_beside_and_told(
    name: str, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(f"kerja{ending}")
    assert main(["export", "--komentar", str(path)]) == 0
    saved = save_by_hand(path)
    capsys.readouterr()

    assert main([*REPORTS[name], str(path)]) == 0

    assert path.read_bytes() != saved
    assert Path(f"kerja-disunting{ending}").read_bytes() == saved
    assert f"salinannya disimpan: kerja-disunting{ending}" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["check", "matriks", "redline", "export --komentar"])
def test_a_report_that_nobody_touched_is_replaced_without_a_copy(data: Path, name: str) -> None:
    path = Path("laporan.docx")
    assert main([*REPORTS[name], str(path)]) == 0
    staff = data / "tabel/pegawai.csv"
    staff.write_text(staff.read_text("utf-8").replace("Pelaksana", "Arsiparis"), "utf-8")

    assert main([*REPORTS[name], str(path)]) == 0

    assert not list(Path().glob("*disunting*"))


@pytest.mark.usefixtures("data")
def test_answers_that_were_written_are_kept_when_the_questions_are_written_anew(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("asing.csv").write_text("URAIAN;PAGU 2021 (ribu)\nProgram A;1.250\n", "utf-8")
    words = ("import", "asing.csv", "--tabel", "baru", "--pertanyaan", "q.csv")
    assert main([*words]) == 1
    asked = Path("q.csv").read_bytes()
    assert main([*words]) == 1
    assert not list(Path().glob("*disunting*"))
    answered = asked.replace(b",\n", b",ribuan\n").replace(b",\r\n", b",ribuan\r\n")
    assert answered != asked
    Path("q.csv").write_bytes(answered)
    capsys.readouterr()

    assert main([*words]) == 1

    assert Path("q.csv").read_bytes() == asked
    assert Path("q-disunting.csv").read_bytes() == answered
    told = capsys.readouterr().err
    assert "q.csv: berkas yang ada di sini memuat isian orang" in told
    assert "salinannya disimpan: q-disunting.csv" in told


def test_a_workbook_that_somebody_saves_while_it_is_exported_is_not_replaced(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "buku.xlsx"]) == 0
    saved: list[bytes] = []
    staff = data / "tabel/pegawai.csv"
    staff.write_text(staff.read_text("utf-8").replace("Pelaksana", "Arsiparis"), "utf-8")

    def save_then_name(*_given: object) -> str:
        saved.append(save_by_hand(Path("buku.xlsx")))
        return "1"

    monkeypatch.setattr("renstra_doc.cli.export.find_version", save_then_name)

    assert main(["export", "buku.xlsx"]) == 2
    assert Path("buku.xlsx").read_bytes() == saved[0]
    assert "buku.xlsx: berkas ini berubah sejak dibaca" in capsys.readouterr().err
