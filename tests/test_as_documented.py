"""What the guides promise about files: outputs, encodings, dates, folders, devices, repositories."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from renstra_doc.cli import main
from renstra_doc.files.zipfiles import read_zip, zip_parts
from renstra_doc.finding import InputError
from renstra_doc.render import pages
from renstra_doc.run import batch, cluster
from renstra_doc.run.pipeline import build_document


@pytest.fixture
def folder(data_folder: Callable[[], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the small data folder; page numbers are not measured."""
    monkeypatch.setattr(pages, "find_engine", lambda: None)
    return data_folder()


def build(folder: Path, *more: str) -> int:
    return main(["build", "--data", str(folder), *more])


def edit_in_word(path: Path) -> bytes:
    """Change a word of the document as a person would; out: its bytes."""
    parts = read_zip(path)
    text = parts["word/document.xml"].replace(b"Kepala Dinas", b"Kepala Kantor", 1)
    assert text != parts["word/document.xml"]
    path.write_bytes(zip_parts({**parts, "word/document.xml": text}))
    return path.read_bytes()


def test_a_document_that_was_edited_by_hand_is_kept_beside_the_new_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = folder.parent / "keluar" / "renstra.docx"
    assert build(folder, "--output", str(output)) == 0
    built = output.read_bytes()
    edited = edit_in_word(output)
    capsys.readouterr()

    code = build(folder, "--output", str(output))

    assert code == 0
    assert output.read_bytes() == built
    assert (output.parent / "renstra-disunting.docx").read_bytes() == edited
    assert (
        "dokumen ini bukan lagi seperti saat disusun; salinannya disimpan: renstra-disunting.docx"
        in capsys.readouterr().err
    )
    edit_in_word(output)
    assert build(folder, "--output", str(output)) == 0
    assert sorted(path.name for path in output.parent.iterdir()) == [
        "renstra-disunting-2.docx",
        "renstra-disunting.docx",
        "renstra.docx",
    ]


@pytest.mark.parametrize("encoding", ["cp437", "cp1252", "ascii"])
@pytest.mark.parametrize("arguments", [["--help"], ["check"], ["build", "--data", "tidak-ada"]])
def test_the_command_prints_whole_in_any_code_page(
    folder: Path, encoding: str, arguments: list[str]
) -> None:
    """A child process, because the streams are opened with the encoding."""
    done = subprocess.run(
        [sys.executable, "-m", "renstra_doc", *arguments],
        cwd=folder.parent,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        check=False,
    )

    shown = (done.stdout + done.stderr).decode(encoding)
    assert "Traceback" not in shown
    assert "UnicodeEncodeError" not in shown
    assert not {"?", "\ufffd"} & set(shown.replace("--help", ""))
    if arguments[0] == "build":
        assert "tidak ditemukan\n" in shown
        assert ("->" if encoding != "cp437" else "") in shown


def test_a_full_device_as_an_output_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(folder, "--output", "/dev/full") == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_full_standard_output_is_told(folder: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "renstra_doc", "build", "--data", str(folder)],
            cwd=folder.parent,
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, "PATH": ""},
            check=False,
        )

    assert done.returncode == 0  # the document is there, whole
    assert b"Traceback" not in done.stderr
    assert b"ringkasannya tidak dapat ditampilkan" in done.stderr


@pytest.mark.parametrize("format_", ["text", "json", "html"])
def test_a_closed_output_ends_no_command_in_a_traceback(folder: Path, format_: str) -> None:
    call = f'exec "{sys.executable}" -m renstra_doc check --data "$1" --format {format_} <&- >&-'

    done = subprocess.run(
        ["sh", "-c", call, "sh", str(folder)], stderr=subprocess.PIPE, text=True, check=False
    )

    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def test_a_file_from_before_1980_travels(folder: Path) -> None:
    for path in folder.rglob("*.csv"):
        os.utime(path, (0, 0))

    assert cluster.pack_project(batch.plan([folder])[0][0])


def test_a_folder_that_is_called_like_a_file_is_the_outcome_of_its_project(folder: Path) -> None:
    (folder / "halaman.csv").mkdir()

    with pytest.raises(InputError, match=r"halaman\.csv"):
        cluster.pack_project(batch.plan([folder])[0][0])


def test_an_exception_of_one_project_is_its_outcome(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        message = "tak terduga"
        raise RuntimeError(message)

    monkeypatch.setattr(batch, "build_document", fail)

    outcome = next(iter(batch.run_local(batch.plan([folder])[0], 1)))

    assert outcome.exit_code == 2
    assert "tak terduga" in str(outcome.findings[0])


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
    )


def test_a_repository_that_lacks_an_object_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(folder.parent, "init", "-q")
    git(folder.parent, "add", ".")
    git(folder.parent, "commit", "-qm", "a")
    (folder / "dokumen.csv").write_bytes((folder / "dokumen.csv").read_bytes() + b"catatan,b,\n")
    for path in (folder.parent / ".git" / "objects").rglob("*"):
        if path.is_file() and path.parent.name != "info":
            path.chmod(0o600)
            path.unlink()

    code = main(["diff", "HEAD", str(folder)])

    assert (code, "Traceback" in capsys.readouterr().err) == (2, False)
    assert build_document(folder).path.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, lambda path: path.symlink_to("/dev/full")])
def test_an_output_that_is_no_file_is_told_to_be_another_name(
    folder: Path, capsys: pytest.CaptureFixture[str], make: Callable[[Path], None]
) -> None:
    output = folder.parent / "laporan.html"
    make(output)

    code = main(["check", "--data", str(folder), "--format", "html", "--output", str(output)])

    assert code == 2
    assert "beri nama berkas lain" in capsys.readouterr().err


def test_a_document_that_was_given_a_password_is_kept_beside_the_new_one(folder: Path) -> None:
    output = folder.parent / "renstra.docx"
    locked = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
    output.write_bytes(locked)

    assert build(folder, "--output", str(output)) == 0
    assert (folder.parent / "renstra-disunting.docx").read_bytes() == locked
    assert output.read_bytes().startswith(b"PK")
