"""Exit code 1 or 2 has changed nothing: not a file, not a folder, not a mode, of the whole tree."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import xlsxwriter
from conftest import WriteFolder

from renstra_doc.cli import main

NARRATIVE = "naskah/01-isi.csv"


@pytest.fixture
def data(data_folder: WriteFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("PATH", "/tidak-ada")
    folder = data_folder()
    monkeypatch.chdir(tmp_path)
    Path("asing.csv").write_text("JABATAN,JUMLAH\nPenyuluh,3 orang\n", "utf-8")
    assert main(["build", "--data", "data", "--output", "lama.docx"]) == 0
    return folder


def look(folder: Path) -> dict[str, tuple[int, str]]:
    """Return mode and content of all that lies in a folder, hidden or not."""
    found = {}
    for path in sorted(folder.rglob("*")):
        mode = path.lstat().st_mode
        content = str(path.readlink()) if path.is_symlink() else ""
        if stat.S_ISREG(mode):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
        found[path.relative_to(folder).as_posix()] = mode, content
    return found


@contextmanager
def full_disk(monkeypatch: pytest.MonkeyPatch, after: int = 0) -> Iterator[None]:
    """Let every flush but the first ones fail, as on a full disk."""
    flush, seen = os.fsync, []

    def fail(handle: int) -> None:
        seen.append(handle)
        if len(seen) > after:
            raise OSError(errno.ENOSPC, "No space left on device")
        flush(handle)

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", fail)
        yield


OUTPUTS = {
    "build": ("build", "--output", "DI.docx"),
    "export": ("export", "DI.xlsx"),
    "export --komentar": ("export", "--komentar", "DI.docx"),
    "check": ("check", "--format", "html", "--output", "DI.html"),
    "check docx": ("check", "--format", "docx", "--output", "DI.docx"),
    "diff": ("diff", "data", "data", "--format", "json", "--output", "DI.json"),
    "diff redline": ("diff", "data", "data", "--format", "redline", "--output", "DI.docx"),
    "text": ("text", "--output", "DI.md"),
    "template": ("template", "new", "DI.docx"),
    "import --laporan": ("import", "asing.csv", "--tabel", "pegawai", "--ya", "--laporan", "DI.js"),
    "new --laporan": ("new", "baru", "--dari", "lama.docx", "--laporan", "DI.js"),
    "new": ("new", "DI.d"),
    "edisi": ("edisi", "--tetapkan", "Murni", "--tanggal", "2021-01-29"),
}


def name_output(words: tuple[str, ...], place: str) -> tuple[list[str], Path]:
    named = [word.replace("DI.", f"{place}.") for word in words]
    is_edition = words[0] == "edisi"
    usual = Path("edisi", "Murni") if is_edition else Path("-")
    return named, next((Path(word) for word in named if word.startswith(f"{place}.")), usual)


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("name", OUTPUTS)
def test_a_full_disk_leaves_no_new_folder(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    words, path = name_output(OUTPUTS[name], "x/y/z")
    before = look(tmp_path)
    if name == "new":
        monkeypatch.setattr("renstra_doc.run.new_project._write_project", _no_space)
    if name == "edisi":
        monkeypatch.setattr("renstra_doc.editions.fixed._copy_project", _no_space)

    with full_disk(monkeypatch):
        assert main(words) == 2

    assert look(tmp_path) == before
    told = capsys.readouterr().err
    assert "ruang disk habis" in told
    assert f"{path} tidak dapat" in told


LIMITS = (0, 3_000)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of this kind are those of POSIX")
@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("most", LIMITS)
@pytest.mark.parametrize("name", [*OUTPUTS, "fmt", "import"])
def test_a_limit_on_the_size_of_files_is_told_and_leaves_nothing(
    name: str, most: int, data: Path, tmp_path: Path
) -> None:
    """As a quota does: the system refuses each write that passes the limit."""
    words, _ = name_output({**OUTPUTS, **DATA_WORDS}[name], "z")
    spoil(data)
    before = look(tmp_path)

    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(most), *words], capture_output=True, check=False
    )

    told = done.stderr.decode()
    assert done.returncode in (0, 2), told
    if done.returncode == 2:
        assert look(tmp_path) == before
        assert "terlalu besar untuk disk ini" in told
        assert "Galat: berkas tidak dapat" not in told


DATA_WORDS = {"fmt": ("fmt",), "import": ("import", "asing.csv", "--tabel", "pegawai", "--ya")}
LIMITED = """
import resource, signal, sys
most = int(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
from renstra_doc.__main__ import run
sys.argv = ["renstra", *sys.argv[2:]]
sys.exit(run())
"""


def spoil(data: Path) -> None:
    path = data / NARRATIVE
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def theirs(data: Path) -> None:
    for name in ("asal", "mereka"):
        shutil.copytree(data, name)
    path = Path("mereka", NARRATIVE)
    path.write_text(path.read_text("utf-8").replace("Latar", "Dasar"), "utf-8")


def write_reasons(_data: Path) -> None:
    """Open a finding, and write its reason into a workbook."""
    path = Path("data", "tabel", "pegawai.csv")
    path.write_text(path.read_text("utf-8").replace("staf,,#.", "staf,,9."), "utf-8")
    head = ["aturan", "tabel", "baris", "kolom", "harapan", "nyata", "alasan"]
    row = ["nomor-baris", "pegawai", "staf", "no", "2", "9", "Salah cetak di naskah terbit"]
    more = {
        "diputuskan_oleh": "Kepala Dinas",
        "tanggal": "2021-01-29",
        "jenis_alasan": "salah cetak",
        "dokumen": "Keputusan 12/2021",
        "instansi": "Dinas Contoh",
    }
    with xlsxwriter.Workbook("alasan.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [*head, *more])
        sheet.write_row(1, 0, [*row, *more.values()])


def nothing(_data: Path) -> None:
    """Leave the folder as it is."""


SAID: dict[str, tuple[tuple[str, ...], Callable[[Path], None]]] = {
    **{name: (words, nothing) for name, words in OUTPUTS.items()},
    "build many": (("build", "data", "--jobs", "1"), nothing),
    "new --dari": (("new", "baru", "--dari", "lama.docx"), nothing),
    "fmt": (("fmt",), spoil),
    "import": (("import", "asing.csv", "--tabel", "pegawai", "--ya"), nothing),
    "gabung": (("gabung", "asal", "data", "mereka"), theirs),
    "waive": (("waive", "--peringatan"), write_reasons),
    "waive --dari": (("waive", "--dari", "alasan.xlsx"), write_reasons),
}


class FullScreen(io.StringIO):
    """A screen, or a pipe, that takes nothing any more."""

    def write(self, _text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("screens", [("stdout",), ("stdout", "stderr")], ids=" and ".join)
@pytest.mark.parametrize("name", SAID)
def test_a_command_that_has_written_says_so_by_its_exit_code_whatever_the_screen_takes(
    name: str,
    screens: tuple[str, ...],
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words, prepare = SAID[name]
    prepare(data)
    named, _ = name_output(words, "z")
    before = look(tmp_path)

    with monkeypatch.context() as full:
        for screen in screens:
            full.setattr(f"sys.{screen}", FullScreen())
        code = main(named)

    assert (look(tmp_path) == before) is (code != 0)
    assert code == 0 or name.startswith(("import", "build"))  # these speak before they write


def _no_space(*_given: object, **_options: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def block(path: Path, how: str) -> None:
    if how == "protected":
        path.write_text("milik orang", "utf-8")
        path.chmod(0o444)
    elif how == "folder":
        path.mkdir()
    elif how == "link to a folder":
        path.symlink_to("data")
    elif how == "link to itself":
        path.symlink_to(path.name)
    elif how == "link to the data":
        path.symlink_to(f"data/{NARRATIVE}")


HOW = ("protected", "folder", "link to a folder", "link to itself", "link to the data")


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize(
    "name", [name for name in OUTPUTS if not name.startswith(("new", "edisi"))]
)
def test_an_output_that_cannot_be_written_changes_nothing(
    name: str, how: str, tmp_path: Path
) -> None:
    words, path = name_output(OUTPUTS[name], "z")
    block(path, how)
    before = look(tmp_path)

    assert main(words) == 2

    assert look(tmp_path) == before


BESIDE = {
    "import": ("import", "asing.csv", "--tabel", "pegawai", "--ya"),
    "import docx": ("import", "lama.docx", "--ya"),
    "new": ("new", "baru", "--dari", "lama.docx"),
}


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("name", BESIDE)
def test_of_questions_and_report_both_are_written_or_none(name: str, tmp_path: Path) -> None:
    Path("laporan.json").mkdir()
    before = look(tmp_path)

    code = main([*BESIDE[name], "--pertanyaan", "tanya.csv", "--laporan", "laporan.json"])

    assert (code, look(tmp_path)) == (2, before)


def test_the_report_of_an_import_that_was_refused_is_not_there(data: Path, tmp_path: Path) -> None:
    Path("tanya.csv").write_text("pertanyaan kemarin\n", "utf-8")
    (data / "tabel" / "pegawai.csv").chmod(0o444)
    before = look(tmp_path)

    code = main([*BESIDE["import"], "--pertanyaan", "tanya.csv", "--laporan", "l.json"])

    assert (code, look(tmp_path)) == (2, before)


@pytest.mark.parametrize("after", range(4))
def test_a_project_with_official_names_is_made_whole_or_not_at_all(
    tmp_path: Path, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("renstra_doc.cli.new_from.fill_project", _no_space)

    with full_disk(monkeypatch, after):
        assert main(["new", "baru", "--bidang", "1.06"]) == 2

    assert look(tmp_path) == {}


def test_an_edition_that_the_checks_stop_leaves_no_folder(data: Path) -> None:
    path = data / "tabel" / "pegawai.csv"
    path.write_text(path.read_text("utf-8").replace("staf,,#.", "staf,,9."), "utf-8")
    words = ["edisi", "--tetapkan", "Murni", "--tanggal", "2021-01-29"]

    assert main(words) == 1

    assert not Path("edisi").exists()


WRONG = {
    "batal, nothing was written": (("batal",), "tidak ada yang dapat dibatalkan"),
    "batal, no folder": (("batal", "--data", "tidak"), "folder data tidak ditemukan"),
    "edisi, no folder": (("edisi", "--data", "tidak"), "folder data tidak ditemukan"),
    "edisi, a device": (("edisi", "--tetapkan", "con", "--tanggal", "2021-01-29"), "bukan nama"),
    "waive, no workbook": (("waive", "--dari", "tidak.xlsx"), "tidak ditemukan"),
    "waive, another file": (("waive", "--dari", "asing.csv"), "bukan buku kerja"),
    "verify, no file": (("verify", "tidak.docx"), "tidak ditemukan"),
    "verify, another file": (("verify", "asing.csv"), "bukan berkas .docx"),
    "gabung, nothing": (("gabung", "a", "data", "c"), "tidak ditemukan"),
    "gabung, a file": (("gabung", "data", "data", "asing.csv"), "tidak dapat digabung"),
    "import, nothing": (("import", "tidak.xlsx"), "tidak ditemukan"),
    "new, not empty": (("new", "data"), "folder ini tidak kosong"),
    "new, no such area": (("new", "x", "--bidang", "9.99"), "bukan kode bidang urusan"),
    "watch, no folder": (("watch", "--data", "tidak"), "folder data tidak ditemukan"),
    "fmt, no folder": (("fmt", "--data", "asing.csv"), "ini bukan folder data, melainkan berkas"),
}


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_call_changes_nothing(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words, told = WRONG[name]
    before = look(tmp_path)

    assert main(words) == 2

    assert look(tmp_path) == before
    assert told in capsys.readouterr().err


Prepare = Callable[[Path], None]


WRITING: dict[str, tuple[tuple[str, ...], Prepare]] = {
    "fmt": (("fmt",), spoil),
    "import": (BESIDE["import"], lambda _: None),
    "gabung": (("gabung", "asal", "data", "mereka"), theirs),
}


@pytest.mark.parametrize("after", range(6))
@pytest.mark.parametrize("name", WRITING)
def test_a_disk_that_fills_up_while_data_are_written_changes_none_and_names_the_file(
    data: Path,
    name: str,
    after: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    words, prepare = WRITING[name]
    prepare(data)
    before = look(data)

    with full_disk(monkeypatch, after):
        code = main(words)

    now = look(data)
    told = capsys.readouterr().err
    assert code in (0, 2), told
    assert (now == before) is (code == 2)
    assert code == 0 or (".csv tidak dapat" in told or ".json tidak dapat" in told), told


def test_a_refused_command_keeps_nothing_of_its_own_and_all_of_the_steps_before(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(data)
    assert main(["fmt"]) == 0
    before = look(data)

    with full_disk(monkeypatch, 3):
        assert main(list(BESIDE["import"])) == 2

    assert look(data) == before
    assert main(["batal"]) == 0
    assert b"\r\n" in (data / NARRATIVE).read_bytes()


@pytest.mark.usefixtures("no_exchange")
def test_what_cannot_be_put_back_is_completed_by_the_next_command(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second file is held by another program, and the first one too by then."""
    files = (data / NARRATIVE, data / "tabel" / "pegawai.csv")
    for path in files:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    rename, done = os.replace, []

    def hold(source: str, target: str) -> None:
        if Path(target) in files:
            done.append(target)
            if len(done) > 1:
                raise OSError(errno.EBUSY, "busy", source, None, target)
        rename(source, target)

    with monkeypatch.context() as held:
        held.setattr("os.replace", hold)
        assert main(["fmt"]) == 2
    assert [b"\r\n" in path.read_bytes() for path in files].count(True) == 1

    assert main(["waive"]) == 0

    told = capsys.readouterr().err
    assert "fmt oleh" in told
    assert "terhenti di tengah; sekarang diselesaikan" in told
    assert not any(b"\r\n" in path.read_bytes() for path in files)
    assert main(["batal"]) == 0
    assert all(b"\r\n" in path.read_bytes() for path in files)
