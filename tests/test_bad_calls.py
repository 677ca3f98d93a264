"""Calls that nobody means: empty names, pipes, names with control characters; what a person reads then."""

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from check_folder import write_folder
from conftest import REPOSITORY

from renstra_doc.cli import main
from renstra_doc.finding import explain_os_error

TABLE = {"p": ("uraian:teks", "id,uraian\na,Satu\n")}


def call(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Run a command; out: its exit code and all that it prints."""
    code = main(arguments)
    return code, "".join(capsys.readouterr())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_folder(tmp_path / "data", TABLE, "", prose="b2,paragraf,,,,,[isi di sini]\n")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["check", "--data", ""], "--data"),
        (["build", "--output", ""], "--output"),
        (["build", " "], "[DIR]..."),
        (["new", ""], "DIR"),
        (["diff", "", "data"], "SEMULA"),
        (["text", ""], "[SUMBER]"),
        (["gabung", "data", "data", ""], "MEREKA"),
        (["import", ""], "BERKAS"),
    ],
)
def test_an_empty_name_is_no_name_of_the_current_folder(
    arguments: list[str], name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = call(capsys, *arguments)

    assert code == 2
    assert told.splitlines() == [
        f"Galat: nilai {name} salah: nama berkas atau foldernya kosong",
        f"  → lihat: renstra {arguments[0]} --help",
    ]


@pytest.mark.parametrize("output", [".", "/", ".."])
def test_a_folder_as_an_output_is_told_also_where_the_document_is_a_draft(
    output: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = call(capsys, "build", "--data", str(folder), "--output", output)

    assert code == 2
    assert f"Galat: {output}" in told
    assert "  → beri nama berkas .docx lain pada --output" in told


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["template", "check", "pipa"], "pipa: templat ini bukan berkas biasa: pipa"),
        (["import", "pipa.csv", "--tabel", "p"], "pipa.csv: ini bukan berkas biasa"),
        (["check", "--data", "pipa"], "pipa: ini bukan folder data, melainkan berkas"),
        (["batal", "--data", "pipa"], "pipa: ini bukan folder data, melainkan berkas"),
        (["buka", "pipa"], "pipa: ini bukan folder"),
        (["verify", "pipa"], "pipa: ini bukan berkas"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_what_is_there_but_no_file_is_not_called_missing(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("pipa", "pipa.csv"):
        os.mkfifo(name)

    code, said = call(capsys, *arguments)

    assert code == 2
    assert f"Galat: {told}\n  → " in said


FORGED = "x\n0 galat\u202e\x9b\r.docx"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--data", FORGED],
        ["check", "--format", FORGED],
        ["build", FORGED],
        ["build", "--data", "data", "--template", FORGED],
        ["diff", FORGED, "data"],
        ["verify", FORGED],
        ["gabung", FORGED, "data", "data"],
        ["import", "data", "--data", FORGED],
        ["export", FORGED],
        ["template", "check", FORGED],
        ["template", "new", FORGED],
        ["panduan", FORGED],
    ],
)
def test_a_name_can_forge_no_line_of_a_message(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = call(capsys, *arguments)

    assert code == 2
    assert "\n0 galat" not in told
    assert "x\\n0 galat\\u202e\\x9b\\r.docx" in told
    assert not set("\u202e\x9b\r") & set(told)


def test_a_report_on_the_screen_turns_no_letters_round(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "tabel" / "p\u202evsc.csv").write_bytes((folder / "tabel" / "p.csv").read_bytes())

    _, told = call(capsys, "check", "--data", str(folder))

    assert "p\\u202evsc.csv" in told
    assert "\u202e" not in told


class WindowsRefusalError(OSError):
    """An error as Windows raises it: with a number of its own and words of its own language."""

    winerror = 0

    def __init__(self, number: int) -> None:
        super().__init__(errno.EINVAL, "The process cannot access the file because …", "a.csv")
        self.winerror = number


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (WindowsRefusalError(32), "sedang dipakai program lain"),
        (WindowsRefusalError(123), "nama ini tidak diterima Windows"),
        (WindowsRefusalError(225), "ditahan program antivirus"),
        (WindowsRefusalError(362), "OneDrive tidak berjalan, atau isinya belum diunduh"),
        (WindowsRefusalError(53), "jaringan atau folder bersama tidak terjangkau"),
        (WindowsRefusalError(8), "nama, letak atau isinya tidak diterima sistem"),
        (OSError(errno.ENXIO, os.strerror(errno.ENXIO)), "perangkat ini tidak tersambung"),
        (OSError(errno.EDOM, os.strerror(errno.EDOM)), "sistem menolaknya dengan nomor 33"),
        (OSError(errno.EINVAL, "ini bukan berkas"), "ini bukan berkas"),
        (OSError("tanpa nomor"), "tanpa nomor"),
        (
            FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/x']"),
            "tidak ada folder sementara (TEMP) yang dapat ditulisi",
        ),
    ],
)
def test_what_the_system_refuses_is_said_in_indonesian(error: OSError, told: str) -> None:
    assert explain_os_error(error) == told


def test_a_repository_that_git_does_not_read_is_no_wrong_revision(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder.parent / ".git").mkdir()
    (folder.parent / ".git" / "config").write_text("[rusak", encoding="utf-8")

    code, told = call(capsys, "diff", "HEAD", "data")

    assert code == 2
    assert f"Galat: HEAD: git tidak mau membaca repositori di {folder.parent.resolve()}" in told
    assert "git config --global --add safe.directory" in told


def test_the_summary_in_json_counts_also_what_is_not_listed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"b{number},Baris,salah\n" for number in range(1100))
    table = {"p": ("uraian:teks rp_2021:rupiah", f"id,uraian,rp_2021\n{rows}")}
    write_folder(folder, table, "")

    code, told = call(capsys, "check", "--format", "json")

    report = json.loads(told.partition("\nGalat: ")[0])
    assert code == 2
    assert len(report["findings"]) == 1001
    assert report["summary"]["error"] == 1100


def test_no_command_of_a_guide_needs_a_shell_that_windows_lacks() -> None:
    """`&&` stops Windows PowerShell, `>>` of it writes UTF-16, and cmd.exe takes `'` for a letter."""
    guides = Path(__file__).resolve().parents[1] / "docs"
    told = [
        f"{guide.name}: {line}"
        for guide in sorted(guides.glob("*.md"))
        for block in guide.read_text(encoding="utf-8").split("```")[1::2]
        for line in block.splitlines()
        if line.startswith(("renstra ", "git "))
        and (" && " in line or ">> " in line or " '" in line)
    ]
    assert told == []


FORGED_FOLDER = "x\n0 galat\u202e\x9b"


def forge_import(folder: Path) -> list[str]:
    Path("asing.csv").write_text("id,uraian\na,Lain\n", "utf-8")
    forged = folder.rename(FORGED_FOLDER)
    return ["import", "asing.csv", "--tabel", "p", "--data", str(forged), "--ya"]


def forge_new(_folder: Path) -> list[str]:
    Path(FORGED_FOLDER).mkdir()
    rows = "1,Program A,10,20\n1.1,Kegiatan B,10,20\n"
    Path("asing.csv").write_text(f"Kode,Uraian,Rp 2021,Rp 2022\n{rows}", "utf-8")
    return ["new", f"{FORGED_FOLDER}/baru", "--dari", "asing.csv"]


def forge_merge(folder: Path) -> list[str]:
    for name in ("asal", "mereka"):
        shutil.copytree(folder, name)
    for home in (folder, Path("mereka")):
        (home / "tabel" / f"{FORGED_FOLDER}.csv").write_text(f"id,u\na,{home.name}\n", "utf-8")
    return ["gabung", "asal", "data", "mereka"]


def forge_form(_folder: Path) -> list[str]:
    main(["new", "bentuk", "--bentuk", "matriks-perubahan", "--periode", "2017-2022"])
    Path("bentuk").rename(FORGED_FOLDER)
    data = str(REPOSITORY / "data")
    return ["diff", data, data, "--isi", FORGED_FOLDER]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("forge", [forge_import, forge_new, forge_merge, forge_form])
def test_a_name_can_forge_no_line_of_a_result(
    forge: Callable[[Path], list[str]], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = forge(folder)
    capsys.readouterr()

    code, told = call(capsys, *words)

    assert code in (0, 1), told
    assert "x\\n0 galat\\u202e\\x9b" in told
    assert "\n0 galat" not in told
    assert not set("\u202e\x9b") & set(told)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "words",
    [
        ["check", "--data", "tiada"],
        ["verify", "tiada.docx"],
        ["verify", "data/dokumen.csv"],
        ["diff", "tiada", "data"],
        ["diff", "data", "tiada.docx"],
    ],
)
def test_what_cannot_be_read_is_json_too_for_who_asked_for_json(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--format", "json"]) == 2

    screens = capsys.readouterr()
    report = json.loads(screens.out)
    assert list(report) == ["summary", "findings"]
    assert list(report["summary"]) == ["rules", "holds", "error", "warning", "info", "waived"]
    assert report["summary"]["error"] == 1
    found = report["findings"][0]
    assert found["message"] in screens.err
    assert found["hint"] in screens.err


def test_what_cannot_be_compared_changes_no_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["diff", "tiada", str(folder), "--format", "json", "--output", "beda.json"]
    assert main(words) == 2

    assert json.loads(capsys.readouterr().out)["summary"]["error"] == 1
    assert not Path("beda.json").exists()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "words",
    [
        ["new", "berkas.txt/x"],
        ["new", "berkas.txt/x/y"],
        ["template", "new", "berkas.txt/x.docx"],
        ["check", "--output", "berkas.txt/x.txt"],
        ["build", "--output", "berkas.txt/x.docx", "--draft"],
    ],
)
def test_a_path_through_a_file_is_told_as_that(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path("berkas.txt").write_text("milik orang", "utf-8")

    code, told = call(capsys, *words)

    assert code == 2
    assert ": jalurnya melewati berkas berkas.txt, yang bukan folder\n" in told
    assert "  → pilih jalur lain, atau ganti nama berkas berkas.txt\n" in told
    assert Path("berkas.txt").read_text("utf-8") == "milik orang"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a home folder; PowerShell and cmd.exe hand its sign on as it is typed."""
    found = tmp_path / "rumah"
    found.mkdir()
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(found))
    return found


def test_a_tilde_that_the_shell_left_is_the_home_folder(
    home: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--data", str(folder), "--output", "~/laporan.txt"]) == 0
    assert main(["text", str(folder), "--output=~/isi.md"]) == 0
    folder.rename(home / "data")
    assert main(["diff", "~/data", f"~{os.sep}data"]) == 0
    capsys.readouterr()

    code, told = call(capsys, "new", "~")

    assert code == 2
    assert f"Galat: {home}: folder ini tidak kosong\n" in told
    assert sorted(path.name for path in home.iterdir()) == ["data", "isi.md", "laporan.txt"]
    assert not Path("~").exists()


def test_a_folder_that_is_called_as_the_home_folder_can_be_named(home: Path, folder: Path) -> None:
    folder.rename("~")

    assert main(["text", "./~", "--output", "~isi.md"]) == 0
    assert Path("~isi.md").is_file()
    assert list(home.iterdir()) == []


@pytest.mark.usefixtures("folder")
def test_a_home_folder_that_nobody_knows_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_path: Path) -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "expanduser", refuse)

    code, told = call(capsys, "new", "~/x")

    assert code == 2
    assert "nilai DIR salah: folder rumah (~) tidak diketahui; tulis jalur lengkapnya\n" in told
