"""What a person at a terminal is asked before something is written, and what the answers do."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from conftest import REPOSITORY, WriteFolder

from renstra_doc.cli import main

TARGETS = REPOSITORY / "tests/kasus/masuk/j-target-ditulis-orang/masukan.xlsx"
TABLE = "tabel/target.csv"


class Terminal(io.StringIO):
    """Somebody who types these lines."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def folder(data_folder: WriteFolder) -> Path:
    return data_folder()


def bring_in(folder: Path, *options: str) -> int:
    return main(["import", str(TARGETS), "--tabel", "target", "--data", str(folder), *options])


def type_in(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("".join(f"{line}\n" for line in lines)))


def test_a_doubt_is_asked_with_its_choices_and_the_answer_goes_into_the_table(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    type_in(monkeypatch, "1", "1", "1", "1", "1", "ya")

    code = bring_in(folder)

    out = capsys.readouterr().out
    assert (code, (folder / TABLE).is_file()) == (0, True)
    assert "  1. " in out
    assert "Tulis perubahan ini ke" in out
    assert "target" in (folder / "tabel/tabel.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("answer", ["tidak", "", "t"])
def test_without_a_yes_nothing_is_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: str
) -> None:
    type_in(monkeypatch, "1", "1", "1", "1", "1", answer)

    code = bring_in(folder)

    assert (code, (folder / TABLE).exists()) == (1, False)
    assert "Tidak ada yang ditulis." in capsys.readouterr().err


def test_an_answer_that_is_neither_is_asked_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    type_in(monkeypatch, "1", "1", "1", "1", "1", "mungkin", "ya")

    code = bring_in(folder)

    assert (code, (folder / TABLE).is_file()) == (0, True)
    assert "Jawab dengan ya atau tidak." in capsys.readouterr().err


def test_a_question_that_is_left_open_writes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    type_in(monkeypatch, "", "", "", "", "")

    code = bring_in(folder)

    assert (code, (folder / TABLE).exists()) == (1, False)
    assert "5 pertanyaan" in capsys.readouterr().err


def test_nobody_at_a_terminal_is_not_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))

    code = bring_in(folder)

    assert (code, (folder / TABLE).exists()) == (1, False)
    assert "pertanyaan" in capsys.readouterr().err
