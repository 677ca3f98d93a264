"""`renstra edisi`: an edition is a whole copy that is never written again."""

from pathlib import Path

import pytest
from conftest import WriteFolder

from renstra_doc.cli import main
from renstra_doc.editions import fixed


def call(folder: Path, *arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = main(["edisi", "--data", str(folder), *arguments])
    return code, *capsys.readouterr()


def test_an_edition_is_fixed_and_listed(
    data_folder: WriteFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = data_folder()
    assert call(folder, capsys=capsys)[:2] == (0, "")

    fix = ("--tetapkan", "Murni", "--tanggal", "2021-08-23", "--dasar", "Perwako 2/2021")
    code, out, _ = call(folder, *fix, capsys=capsys)

    assert code == 0
    assert out.startswith("Edisi “Murni” disimpan di folder edisi")
    kept = folder.parent / "edisi/Murni/data/dokumen.csv"
    assert kept.read_bytes() == (folder / "dokumen.csv").read_bytes()
    assert call(folder, capsys=capsys)[1] == "Murni: ditetapkan · 2021-08-23 · Perwako 2/2021\n"


def test_an_edition_is_never_written_again(
    data_folder: WriteFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = data_folder()
    fix = ("--tetapkan", "Murni", "--tanggal", "2021-08-23")
    assert call(folder, *fix, capsys=capsys)[0] == 0

    code, _, err = call(folder, *fix, capsys=capsys)

    assert code == 2
    assert "edisi “Murni” sudah ada\n  → edisi tidak pernah ditulis ulang" in err


def test_an_edition_needs_its_date(
    data_folder: WriteFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = call(data_folder(), "--tetapkan", "Murni", capsys=capsys)

    assert (code, "--tetapkan memerlukan --tanggal TAHUN-BULAN-HARI" in err) == (2, True)


def test_an_edition_that_a_kill_left_unlisted_does_not_take_its_name(
    data_folder: WriteFolder,
) -> None:
    data = data_folder()
    left = data.parent / "edisi" / "Murni"
    left.mkdir(parents=True)
    (left / ".belum-tercatat").touch()
    (left / "sisa.docx").write_bytes(b"x")
    (left / "sisa.docx").chmod(0o444)

    fixed.fix_edition(data, "Murni", status="ditetapkan", tanggal="2021-01-29", dasar="")

    assert not (left / "sisa.docx").exists()
    assert not (left / ".belum-tercatat").exists()
    assert [each.nama for each in fixed.list_editions(data)] == ["Murni"]
    assert fixed.is_intact(data, fixed.list_editions(data)[0])


def test_an_edition_that_cannot_be_listed_leaves_nothing(
    data_folder: WriteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = data_folder()

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(fixed, "write_file", refuse)
    with pytest.raises(OSError, match="No space"):
        fixed.fix_edition(data, "Murni", status="ditetapkan", tanggal="2021-01-29", dasar="")

    assert not (data.parent / "edisi").exists()
