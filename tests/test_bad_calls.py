"""Calls that nobody means: empty names, pipes, names with control characters; what a person reads then."""

import errno
import json
import os
from pathlib import Path

import pytest
from check_folder import write_folder

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
