"""Which files of a data folder are read, and what is said of the others."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from renstra_doc.load.folder import find_files
from renstra_doc.load.project import load_project


@pytest.mark.parametrize("name", ["~$pegawai.csv", "._pegawai.csv", ".pegawai.csv"])
def test_a_leftover_beside_a_file_is_not_read(data_folder: Callable[..., Path], name: str) -> None:
    folder = data_folder()
    usual = find_files(folder)
    (folder / "tabel" / name).write_bytes(b"\0")
    (folder / name).write_bytes(b"\0")

    assert find_files(folder) == usual


def test_a_file_of_which_only_the_case_of_the_name_is_wrong_is_told(
    data_folder: Callable[..., Path],
) -> None:
    folder = data_folder({"tabel/kolom.csv": None, "tabel/Kolom.csv": "tabel,kolom,judul,jenis\n"})

    assert [str(finding).split("\n")[0] for finding in load_project(folder).findings] == [
        "tabel/Kolom.csv: nama berkas ini harus tabel/kolom.csv",
        "tabel/kolom.csv: berkas tidak ditemukan",
    ]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_name_that_is_no_utf8_is_told_and_not_read(data_folder: Callable[..., Path]) -> None:
    folder = data_folder()
    usual = find_files(folder)[0]
    try:
        (folder / "tabel" / os.fsdecode(b"\xff.csv")).write_bytes(b"id\n")
    except OSError:
        pytest.skip("this file system has no such names")

    names, findings = find_files(folder)

    assert names == usual
    assert [str(finding) for finding in findings] == [
        "tabel/\\xff.csv: nama berkas ini bukan UTF-8\n  → ganti nama berkasnya dengan huruf biasa"
    ]


def test_a_folder_that_cannot_be_listed_is_told(
    data_folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = data_folder()

    def refuse(path: Path) -> Iterator[Path]:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir", refuse)
    names, findings = find_files(folder)

    assert names == ["dokumen.csv", "tabel/kolom.csv", "tabel/tabel.csv"]
    assert [finding.place.file for finding in findings] == [
        str(folder),
        "naskah",
        "tabel",
        "referensi",
    ]
