"""Nothing that came with the data is run: neither by what the program starts nor by what that starts in its turn."""

import ntpath
import os
import posixpath
import subprocess
import sys
from pathlib import Path

import pytest
from check_folder import write_folder

from renstra_doc.cli import buka
from renstra_doc.files.programs import clean_search
from renstra_doc.render import pages
from renstra_doc.review import ask_git

TABLE = {"p": ("uraian:teks", "id,uraian\na,Satu\n")}


@pytest.mark.parametrize(
    ("search", "cleaned"),
    [
        (r";.;c:\proyek;C:\Proyek\data\;\bin;alat;C:\Windows", r"C:\Windows"),
        (r'"C:\Program Files\Git\cmd";C:\Proyek2', r"C:\Program Files\Git\cmd;C:\Proyek2"),
        (r".;C:\Proyek", r"C:\Windows\System32"),
        ("", r"C:\Windows\System32"),
    ],
)
def test_what_a_started_program_starts_is_not_beside_the_data_on_windows(
    search: str, cleaned: str
) -> None:
    assert clean_search(search, [r"C:\Proyek"], ntpath) == cleaned


def test_what_a_started_program_starts_is_not_beside_the_data_here() -> None:
    assert clean_search(".::/kerja/data:/usr/bin:x", ["/kerja"], posixpath) == "/usr/bin"
    assert clean_search(".", ["/kerja"], posixpath) == posixpath.defpath


def put_program(path: Path, mark: Path) -> None:
    """Write a script that leaves a mark where it is run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\ntouch {mark}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="a script of the shell")
def test_a_browser_beside_the_data_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f".::{tmp_path}:/usr/bin")
    monkeypatch.setattr("webbrowser.open", lambda _: seen.append(os.environ["PATH"]))

    buka.tell_address("http://127.0.0.1:1/", quiet=False)

    assert seen == ["/usr/bin"]


def test_a_folder_called_as_a_drive_of_windows_holds_no_libreoffice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path / "tiada"))
    monkeypatch.setattr("sys.platform", "linux")
    put_program(Path("C:/Program Files/LibreOffice/program/soffice.exe"), tmp_path / "jalan")

    assert pages.find_engine() is None


def test_a_module_beside_the_data_is_not_loaded(tmp_path: Path) -> None:
    mark = tmp_path / "dimuat"
    for name in ("click", "lxml", "pandas", "json", "decimal", "filelock"):
        (tmp_path / f"{name}.py").write_text(f"open({str(mark)!r}, 'w')\n", encoding="utf-8")
    write_folder(tmp_path / "data", TABLE, "")

    done = subprocess.run(
        [sys.executable, "-m", "renstra_doc", "check"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(pages.__file__).parents[2])},
    )

    assert done.returncode == 0, done.stderr
    assert not mark.exists()


@pytest.mark.skipif(os.name == "nt", reason="a script of the shell")
def test_a_clone_that_lacks_an_object_runs_no_address_of_its_own(tmp_path: Path) -> None:
    """Git itself would run it: the environment alone keeps it from that, whatever its version."""

    def git(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        environment = {**os.environ, **ask_git.GIT_ENVIRONMENT}
        # What a git before 2.44 does not know.
        del environment["GIT_NO_LAZY_FETCH"]
        call = ["git", "-C", str(tmp_path), *arguments]
        return subprocess.run(call, capture_output=True, check=False, env=environment)

    git("init", "-q")
    put_program(tmp_path / "alamat", tmp_path / "jalan")
    settings = (
        ("core.repositoryformatversion", "1"),
        ("extensions.partialClone", "asal"),
        ("remote.asal.promisor", "true"),
        ("remote.asal.url", f"ext::{tmp_path / 'alamat'}"),
        ("protocol.ext.allow", "always"),
    )
    for name, value in settings:
        git("config", name, value)

    assert git("cat-file", "-p", "1" * 40).returncode != 0
    assert not (tmp_path / "jalan").exists()
