"""`renstra panduan`: the guides are there wherever the program is."""

from __future__ import annotations

import pytest
from conftest import REPOSITORY

from renstra_doc.cli import main


def test_every_guide_is_listed_with_its_title_and_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["panduan"]) == 0

    lines = capsys.readouterr().out.splitlines()
    guides = sorted((REPOSITORY / "docs").glob("*.md"))
    assert [line.split()[0] for line in lines[::2]] == [path.stem for path in guides]
    assert [line.strip() for line in lines[1::2]] == [str(path) for path in guides]
    assert (
        "mulai          Mulai: dari folder kosong sampai dokumen dengan tiga tabel anggaran"
        in lines
    )


@pytest.mark.parametrize("name", ["mulai", "Mulai.md"])
def test_a_guide_is_shown(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["panduan", name]) == 0
    assert capsys.readouterr().out == (REPOSITORY / "docs/mulai.md").read_text(encoding="utf-8")


def test_an_unknown_guide_is_answered_with_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["panduan", "awal"]) == 2
    assert (
        "panduan “awal” tidak ada\n  → panduan yang ada: aturan, dari-yang-ada, data-format, excel"
        in capsys.readouterr().err
    )
