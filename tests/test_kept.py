"""What lies in the program's own folder of a data folder that came from somebody else."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from renstra_doc.files.atomic import sync_folder, write_file
from renstra_doc.files.history import list_steps
from renstra_doc.files.journal import undo_step, write_files
from renstra_doc.files.lock import CONTROL
from renstra_doc.files.recovery import settle
from renstra_doc.finding import InputError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="names pipes and links otherwise")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    (data / CONTROL).mkdir(parents=True)
    (data / "a.csv").write_bytes(b"lama\n")
    (tmp_path / "penting.txt").write_text("milik orang lain", encoding="utf-8")
    return data


@pytest.mark.parametrize(
    "make",
    [
        os.mkfifo,
        lambda path: path.symlink_to("/dev/zero"),
        lambda path: path.symlink_to("../../penting.txt"),
        lambda path: path.mkdir(),
    ],
    ids=["pipa", "perangkat", "tautan", "folder"],
)
def test_a_journal_that_is_no_file_of_its_own_is_told_and_hangs_nobody(
    folder: Path, make: Callable[[Path], None]
) -> None:
    make(folder / CONTROL / "jurnal.json")

    said = [finding.message for finding in settle(folder)]

    assert len(said) == 1
    assert "tidak dapat dibaca" in said[0]


def test_a_step_that_is_a_pipe_is_none(folder: Path) -> None:
    write_files(folder, {"a.csv": b"baru\n"}, command="fmt")
    step = next((folder / CONTROL / "riwayat" / "langkah").iterdir())
    step.unlink()
    os.mkfifo(step)

    assert list_steps(folder) == ()


def test_an_old_content_that_is_a_pipe_cannot_be_brought_back(folder: Path) -> None:
    write_files(folder, {"a.csv": b"baru\n"}, command="fmt")
    for content in (folder / CONTROL / "riwayat" / "isi").iterdir():
        content.unlink()
        os.mkfifo(content)

    with pytest.raises(InputError, match="tidak tersimpan lagi"):
        undo_step(folder)
    assert (folder / "a.csv").read_bytes() == b"baru\n"


@pytest.mark.parametrize("name", ["pemegang.json", ".gitignore"])
@pytest.mark.parametrize("target", ["penting.txt", "belum-ada.txt"])
def test_a_link_among_what_the_program_keeps_is_not_written_through(
    folder: Path, name: str, target: str
) -> None:
    (folder / CONTROL / name).symlink_to(folder.parent / target)

    write_files(folder, {"a.csv": b"baru\n"}, command="fmt")

    assert (folder / "a.csv").read_bytes() == b"baru\n"
    assert (folder.parent / "penting.txt").read_text(encoding="utf-8") == "milik orang lain"
    assert not (folder.parent / "belum-ada.txt").exists()


@pytest.mark.parametrize("name", [CONTROL, f"{CONTROL}/kunci", f"{CONTROL}/riwayat"])
def test_a_link_where_the_program_keeps_its_own_is_refused_with_the_way_forward(
    folder: Path, name: str
) -> None:
    place = folder / name
    if place.is_dir():
        place.rmdir()
    outside = folder.parent / "luar"
    outside.mkdir()
    place.symlink_to(outside)

    with pytest.raises(InputError, match="nama ini dipakai program") as refused:
        write_files(folder, {"a.csv": b"baru\n"}, command="fmt")

    assert "tautan itu, lalu ulangi" in str(refused.value)
    assert (folder / "a.csv").read_bytes() == b"lama\n"
    assert not list(outside.iterdir())


def test_a_file_that_has_the_name_of_the_programs_own_folder_is_told(folder: Path) -> None:
    (folder / CONTROL).rmdir()
    (folder / CONTROL).write_text("catatan saya", encoding="utf-8")

    with pytest.raises(InputError, match="tetapi ini bukan folder"):
        write_files(folder, {"a.csv": b"baru\n"}, command="fmt")
    assert (folder / CONTROL).read_text(encoding="utf-8") == "catatan saya"


def test_the_journal_is_written_when_all_that_it_names_is_on_the_disk(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def note(place: Path) -> None:
        told.append(place.relative_to(folder.parent).as_posix())
        sync_folder(place)

    def note_file(path: Path, content: bytes) -> None:
        told.append(path.name)
        write_file(path, content)

    monkeypatch.setattr("renstra_doc.files.transaction.sync_folder", note)
    monkeypatch.setattr("renstra_doc.files.transaction.write_file", note_file)
    write_files(folder, {"a.csv": b"baru\n", "tabel/b.csv": b"b\n"}, command="import")

    before = set(told[: told.index("jurnal.json")])
    assert {"data", "data/tabel", "data/.renstra", "data/.renstra/riwayat/isi"} <= before
