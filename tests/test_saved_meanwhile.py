"""A file that somebody else saves while a command plans or asks: nothing of that save is lost.

Each writing command is stopped at two moments, when it has read the folder and directly before it
writes; there another planner saves the very file that the command is about to write.
"""

from __future__ import annotations

import errno
import importlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import WriteFolder

from renstra_doc.cli import main
from renstra_doc.files.staging import move_folder
from renstra_doc.files.zipfiles import read_zip, zip_parts
from renstra_doc.run.pipeline import build_document

NARRATIVE, WAIVERS, STAFF = "naskah/01-isi.csv", "pengecualian.csv", "tabel/pegawai.csv"
SAVED = "Catatan rekan yang disimpan di tengah"
HEADER = "aturan,tabel,baris,kolom,harapan,nyata,alasan,diputuskan_oleh,tanggal\n"


@dataclass(frozen=True)
class Case:
    """A command: what makes its folder ready, its words, the file that both write."""

    words: tuple[str, ...]
    prepare: Callable[[Path], None]
    file: str = NARRATIVE
    asks: bool = False


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def change_part(path: Path, part: str, old: str, new: str) -> None:
    parts = read_zip(path)
    assert old.encode() in parts[part]
    parts = {**parts, part: parts[part].replace(old.encode(), new.encode())}
    path.write_bytes(zip_parts(parts))


def edit_sheet(data: Path) -> None:
    assert main(["export", "buku.xlsx", "--data", str(data)]) == 0
    change_part(Path("buku.xlsx"), "xl/sharedStrings.xml", "Latar Belakang", "Dasar Pemikiran")


def edit_document(data: Path) -> None:
    assert main(["build", "--data", str(data), "--output", "dok.docx"]) == 0
    change_part(Path("dok.docx"), "word/document.xml", "Latar Belakang", "Dasar Pemikiran")


def write_foreign(_data: Path) -> None:
    Path("asing.csv").write_text("JABATAN,JUMLAH\nPenyuluh,3 orang\n", "utf-8")


def edit_theirs(data: Path) -> None:
    for name in ("asal", "mereka"):
        shutil.copytree(data, name)
    change(Path("mereka", NARRATIVE), "Latar Belakang", "Dasar Pemikiran")


def save_as_excel(data: Path) -> None:
    path = data / NARRATIVE
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def open_a_finding(data: Path) -> None:
    change(data / STAFF, "staf,,#.", "staf,,9.")


def write_a_step(data: Path) -> None:
    save_as_excel(data)
    assert main(["fmt", "--data", str(data)]) == 0


CASES = {
    "import": Case(("import", "buku.xlsx", "--ya"), edit_sheet),
    "import, bertanya": Case(("import", "buku.xlsx"), edit_sheet, asks=True),
    "import docx": Case(("import", "dok.docx", "--ya"), edit_document),
    "import docx, bertanya": Case(("import", "dok.docx"), edit_document, asks=True),
    "import --tabel": Case(
        ("import", "asing.csv", "--tabel", "pegawai", "--ya"), write_foreign, STAFF
    ),
    "import --tabel, bertanya": Case(
        ("import", "asing.csv", "--tabel", "pegawai"), write_foreign, STAFF, asks=True
    ),
    "gabung": Case(("gabung", "asal", "data", "mereka"), edit_theirs),
    "fmt": Case(("fmt",), save_as_excel),
    "waive": Case(("waive", "--peringatan"), open_a_finding, WAIVERS),
    "batal": Case(("batal",), write_a_step),
}


@pytest.fixture
def data(data_folder: WriteFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("PATH", "/tidak-ada")
    folder = data_folder({WAIVERS: HEADER})
    monkeypatch.chdir(tmp_path)
    return folder


def save(path: Path) -> None:
    """Save a line more, as a colleague does in an editor that knows no lock."""
    ends = {
        NARRATIVE: f"rekan,paragraf,,,,,{SAVED}\n",
        STAFF: f"rekan,,#.,{SAVED},1 orang\n",
        WAIVERS: f"sama,,rekan,,,,{SAVED},Kepala,2021-01-01\n",
    }
    name = next(name for name in ends if path.as_posix().endswith(name))
    path.write_bytes(path.read_bytes() + ends[name].encode())


def run(words: tuple[str, ...], data: Path) -> int:
    given = () if words[0] == "gabung" else ("--data", str(data))
    return main([*words, *given])


def read_data(data: Path) -> dict[str, bytes]:
    return {
        path.relative_to(data).as_posix(): path.read_bytes() for path in sorted(data.rglob("*.csv"))
    }


def disturb(monkeypatch: pytest.MonkeyPatch, where: str, act: Callable[[], None]) -> None:
    """Let a colleague act once, the first time that a function of the program is reached."""
    module, _, name = where.rpartition(".")
    home = importlib.import_module(module)
    known = getattr(home, name)
    done: list[bool] = []

    def reached(*given: object, **options: object) -> object:
        result = known(*given, **options) if name == "mark_moment" else None
        if not done:
            done.append(True)
            act()
        return result if name == "mark_moment" else known(*given, **options)

    monkeypatch.setattr(home, name, reached)


MOMENTS = {
    "as soon as the folder is read": "renstra_doc.load.project.mark_moment",
    "when it begins to write": "renstra_doc.files.journal.find_targets",
    "before the first rename": "renstra_doc.files.transaction._apply",
}


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("name", CASES)
def test_what_a_colleague_saves_meanwhile_is_there_afterwards(
    data: Path,
    name: str,
    moment: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    case = CASES[name]
    case.prepare(data)
    before = read_data(data)
    capsys.readouterr()
    if case.asks:
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("click.prompt", lambda *_given, **_options: "ya")
    disturb(monkeypatch, MOMENTS[moment], lambda: save(data / case.file))

    code = run(case.words, data)

    after, told = read_data(data), capsys.readouterr().err
    reached = not (name == "batal" and "read" in moment)  # an undo reads no table
    assert (SAVED in after[case.file].decode()) is reached, told
    if code == 2:
        assert "berubah sejak dibaca" in told or "disunting sesudah" in told
        assert {**after, case.file: b""} == {**before, case.file: b""}
    else:
        assert code == 0, told
        assert not case.asks  # a person said yes to something else


def test_what_is_saved_while_the_question_is_open_is_not_written_over(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    edit_sheet(data)

    def answer(*_given: object, **_options: object) -> str:
        save(data / NARRATIVE)
        return "ya"

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.prompt", answer)

    code = run(("import", "buku.xlsx"), data)

    err = capsys.readouterr().err
    assert (code, SAVED in (data / NARRATIVE).read_text("utf-8")) == (2, True)
    assert "01-isi.csv: berkas ini berubah sejak dibaca (disimpan pukul " in err
    assert "→ jalankan perintah ini sekali lagi" in err


def test_an_edition_is_of_one_moment(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:

    def build_after_a_save(*given: object, **options: object) -> object:
        save(data / NARRATIVE)
        return build_document(*given, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("renstra_doc.editions.fixed.build_document", build_after_a_save)

    code = main(["edisi", "--data", str(data), "--tetapkan", "Murni", "--tanggal", "2021-01-29"])

    assert code == 2
    assert "berkas ini berubah sejak dibaca" in capsys.readouterr().err
    assert not (data.parent / "edisi" / "Murni").exists()


def test_the_list_of_editions_that_somebody_saves_meanwhile_is_kept(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    words = ["edisi", "--data", str(data), "--tanggal", "2021-01-29", "--tetapkan"]
    assert main([*words, "Murni"]) == 0
    listed = data.parent / "edisi" / "edisi.csv"

    def move_after_a_save(*given: Path) -> None:
        change(listed, "ditetapkan", "Perubahan I")
        move_folder(*given)

    monkeypatch.setattr("renstra_doc.editions.fixed.move_folder", move_after_a_save)

    assert main([*words, "Akhir"]) == 2
    assert "Perubahan I" in listed.read_text("utf-8")
    assert not (data.parent / "edisi" / "Akhir").exists()


@pytest.mark.parametrize(
    "words", [("edisi", "--tetapkan", "Murni", "--tanggal", "2021-01-29"), ("waive",)]
)
def test_what_a_killed_command_left_is_completed_by_any_other_which_says_so(
    data: Path,
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    save_as_excel(data)
    with monkeypatch.context() as killed:
        killed.setattr("renstra_doc.files.transaction.forget_journal", lambda *_given: None)
        killed.setattr("renstra_doc.files.transaction._replace_all", lambda *_given: None)
        run(("fmt",), data)
    assert b"\r\n" in (data / NARRATIVE).read_bytes()
    capsys.readouterr()

    code = run(words, data)

    err = capsys.readouterr().err
    assert code == 0, err
    assert "terhenti di tengah; sekarang diselesaikan" in err
    assert b"\r\n" not in (data / NARRATIVE).read_bytes()


@pytest.mark.parametrize("option", ["--laporan", "--pertanyaan"])
@pytest.mark.parametrize("target", ["asing.csv", "data/tabel/pegawai.csv", "data/baru.csv"])
def test_what_an_import_writes_beside_never_replaces_what_it_reads(
    data: Path, option: str, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_foreign(data)
    before = read_data(data), Path("asing.csv").read_bytes()

    code = run(("import", "asing.csv", "--tabel", "pegawai", "--ya", option, target), data)

    assert (code, (read_data(data), Path("asing.csv").read_bytes())) == (2, before)
    assert "beri berkas itu nama lain, di luar folder data" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["kunci", "riwayat", ""])
def test_where_somebody_may_not_write_the_programs_own_folder_it_is_named(
    data: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A colleague wrote here first, and has kept the rights to that folder."""
    save_as_excel(data)
    known = os.open
    own = str(data / ".renstra" / name)

    def refuse(path: str | Path, *given: int, **options: int) -> int:
        if str(path).startswith(own):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return known(path, *given, **options)

    with monkeypatch.context() as held:
        held.setattr("os.open", refuse)
        held.setattr("renstra_doc.files.atomic.PATIENCE_SECONDS", 0.0)
        code = run(("fmt",), data)

    told = capsys.readouterr().err
    assert code == 2
    assert ".renstra" in told.split("tidak dapat dibaca atau ditulis")[0]
    assert "minta izin menulis di folder .renstra itu dari pemilik folder data" in told
