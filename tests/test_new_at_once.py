"""Two people make a project in one folder at once: one project is there, whole, and one is told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from renstra_doc.cli import main
from renstra_doc.files import staging
from renstra_doc.files.staging import stage_folder, sweep_stages
from renstra_doc.finding import InputError
from renstra_doc.run.new_project import create_project


def read_all(folder: Path) -> dict[str, bytes]:
    if folder.is_file():
        return {"": folder.read_bytes()}
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("name", ["BACA-SAYA.md", "data", "templates"])
def test_what_a_colleague_put_into_the_folder_meanwhile_is_never_replaced(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "baru"
    target.mkdir()
    create_project(tmp_path / "rekan", opd="Dinas Rekan")
    theirs = read_all(tmp_path / "rekan" / name)

    def put_theirs(*_given: object) -> None:
        if not (target / name).exists():
            (tmp_path / "rekan" / name).rename(target / name)

    monkeypatch.setattr(staging, "sync_folder", put_theirs)
    with pytest.raises(InputError) as error:
        # Called while what is to be moved is flushed.
        create_project(target, opd="Dinas Kami")

    assert "baru: folder ini baru saja diisi orang atau perintah lain" in str(error.value)
    assert [path.name for path in target.iterdir()] == [name]
    assert read_all(target / name) == theirs


def test_a_folder_that_another_new_is_filling_is_refused_with_who_does_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "baru"
    target.mkdir()
    with stage_folder(target, "new"):
        code = main(["new", str(target), "--opd", "Dinas Kami"])

    told = capsys.readouterr().err
    assert code == 2
    assert "baru: folder ini sedang diisi: new oleh " in told
    assert f"(proses {os.getpid()}, sejak " in told
    assert "tunggu sampai selesai, atau pilih folder lain" in told


def test_a_stage_that_was_begun_this_moment_is_not_swept_by_another_new(tmp_path: Path) -> None:
    """Its folder is there, and who made it is not yet written."""
    begun = tmp_path / f"{staging.STAGE}{os.getpid()}-0a1b2c3d"
    begun.mkdir()

    sweep_stages(tmp_path)
    assert begun.is_dir()

    os.utime(begun, (0, 0))
    sweep_stages(tmp_path)
    assert not begun.exists()
