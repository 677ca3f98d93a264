"""Names that Windows cannot hold, refused everywhere, and copies that a shared folder makes."""

from __future__ import annotations

import shutil
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

import pytest

from renstra_doc.cli import main
from renstra_doc.load.folder import find_files
from renstra_doc.words.file_names import find_name_fault, find_path_fault, mend_name

if TYPE_CHECKING:
    from collections.abc import Callable

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(REPOSITORY / "data", tmp_path / "data")
    shutil.copytree(REPOSITORY / "templates", tmp_path / "templates")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("con", "renstra-con"),
        ("NUL.xlsx", "renstra-NUL.xlsx"),
        ("Lpt1 .csv", "renstra-Lpt1 .csv"),
        ("com³.docx", "renstra-com³.docx"),
        ("Renstra.", "Renstra"),
        ("Renstra .. ", "Renstra"),
        ("Renstra: 2017/2022?.docx", "Renstra- 2017-2022-.docx"),
        ("a\tb", "a-b"),
        ("***", "renstra"),
        ("", "renstra"),
    ],
)
def test_a_name_that_windows_cannot_hold_has_another_one_to_take(name: str, instead: str) -> None:
    assert find_name_fault(name)
    assert mend_name(name) == instead
    assert not find_name_fault(instead)


@pytest.mark.parametrize("name", ["icon.docx", "con-1.docx", ".git", "Renstra (2).docx", "é ñ.csv"])
def test_a_usual_name_stays(name: str) -> None:
    assert not find_name_fault(name)
    assert mend_name(name) == name


@pytest.mark.parametrize(
    ("path", "message", "instead"),
    [
        (PureWindowsPath("a:b.xlsx"), "“a:b.xlsx” menyebut disk tanpa foldernya", "a-b.xlsx"),
        (PureWindowsPath(r"C:\kerja\x.xlsx"), "", ""),
        (
            PureWindowsPath(r"C:\kerja\nul\x.xlsx"),
            "nama “nul” nama perangkat di Windows, bukan nama berkas",
            r"C:\kerja\renstra-nul\x.xlsx",
        ),
        (
            PurePosixPath("build/a:b.xlsx"),
            "nama “a:b.xlsx” memuat tanda :, yang tidak boleh ada dalam nama berkas di Windows",
            "build/a-b.xlsx",
        ),
    ],
)
def test_a_path_is_judged_the_same_on_every_system(
    path: PurePath, message: str, instead: str
) -> None:
    names = [part for part in path.parts if part != path.anchor]

    assert find_path_fault(path, names) == (message, instead)


@pytest.mark.parametrize(
    ("call", "instead"),
    [
        (("new", "con"), "renstra-con"),
        (("new", "Renstra."), "Renstra"),
        (("new", "baru?/isi"), "baru-/isi"),
        (("build", "--output", "con.docx"), "renstra-con.docx"),
        (("build", "--output", "Renstra*.docx"), "Renstra-.docx"),
        (("export", "nul.xlsx"), "renstra-nul.xlsx"),
        (("export", "a:b.xlsx"), "a-b.xlsx"),
        (("export", "--komentar", "aux.docx"), "renstra-aux.docx"),
        (("check", "--format", "html", "--output", "prn.html"), "renstra-prn.html"),
        (("check", "--format", "docx", "--output", "a|b.docx"), "a-b.docx"),
        (("text", "data", "--output", "teks. "), "teks"),
        (("diff", "data", "data", "--output", "lpt1.txt"), "renstra-lpt1.txt"),
        (("diff", "data", "data", "--format", "redline", "--output", "<a>.docx"), "-a-.docx"),
    ],
)
def test_no_command_writes_what_windows_cannot_hold(
    project: Path, capsys: pytest.CaptureFixture[str], call: tuple[str, ...], instead: str
) -> None:
    before = sorted(project.rglob("*"))

    code = main(call)

    told = capsys.readouterr().err
    assert code == 2
    assert f"  → pakai nama lain, misalnya {instead}\n" in told
    assert sorted(project.rglob("*")) == before


def test_an_edition_says_which_name_to_take(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, instead in (("con", "renstra-con"), ("Murni: 2026", "Murni- 2026"), ("I.", "I")):
        call = ["edisi", "--tetapkan", name, "--tanggal", "2026-01-02"]
        code = main(call)
        told = capsys.readouterr().err

        assert code == 2
        assert f"“{name}” bukan nama edisi: " in told
        assert f"misalnya {instead}\n" in told
    assert not (project / "edisi").exists()


@pytest.mark.parametrize(
    "copy",
    [
        "01-isi-KOMPUTER.csv",
        "01-isi-DESKTOP-AB12CD.csv",
        "01-isi-Andi-Laptop-2.csv",
        "01-isi (1).csv",
        "01-isi - Copy.csv",
        "01-isi - Salinan (2).csv",
        "Salinan 01-isi.csv",
        "Salinan dari 01-isi.csv",
        "01-isi (Andi's conflicted copy 2026-01-02).csv",
        "01-isi.sync-conflict-20260102-101112-ABCDEF.csv",
    ],
)
def test_a_second_copy_in_a_shared_folder_is_told_with_both_names(
    data_folder: Callable[..., Path], copy: str
) -> None:
    folder = data_folder({"naskah/01-isi.csv": "id\n", f"naskah/{copy}": "id\n"})

    names, findings = find_files(folder)

    assert f"naskah/{copy}" in names
    assert [str(finding).split("\n")[0] for finding in findings] == [
        f"naskah/{copy}: berkas ini tampaknya salinan dari naskah/01-isi.csv; keduanya dibaca"
    ]


def test_chapters_that_only_share_their_beginning_are_no_copies(
    data_folder: Callable[..., Path],
) -> None:
    names = ("11-bab-1", "11-bab-1-lanjutan", "11-bab-10", "11-bab-1-2")
    folder = data_folder({f"naskah/{name}.csv": "id\n" for name in names})

    assert find_files(folder)[1] == []


def test_files_that_differ_only_in_case_and_names_of_devices_are_told(
    data_folder: Callable[..., Path],
) -> None:
    folder = data_folder({"naskah/Isi.csv": "id\n", "naskah/isi.csv": "id\n", "tabel/aux.csv": ""})
    if len(list((folder / "naskah").glob("[Ii]si.csv"))) < 2:
        pytest.skip("this file system does not tell case apart")

    told = [str(finding).split("\n")[0] for finding in find_files(folder)[1]]

    assert told == [
        "naskah/isi.csv: nama berkas ini sama dengan naskah/Isi.csv, kecuali huruf besarnya",
        "tabel/aux.csv: nama berkas ini nama perangkat di Windows, bukan nama berkas",
    ]


def test_a_path_too_long_for_windows_is_told(data_folder: Callable[..., Path]) -> None:
    folder = data_folder({f"naskah/{'a' * 240}.csv": "id\n"})

    (finding,) = find_files(folder)[1]

    assert "huruf; Windows hanya mengenal 259" in finding.message
    assert "jalurnya lebih pendek" in finding.hint
