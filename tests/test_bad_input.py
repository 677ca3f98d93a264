"""Bad input: each is told in a message that a planner can act on, and nothing is lost.

Every case runs the whole program over a folder where an older document stands. `docs/masukan-buruk.md` is the golden
text: under a heading with the case's name it quotes what the program prints.
"""

from __future__ import annotations

import errno
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bad_input import CASES, PEGAWAI
from conftest import REPOSITORY, TEMPLATE

from renstra_doc.cli import main
from renstra_doc.files import atomic
from renstra_doc.files.atomic import write_file
from renstra_doc.render import pages
from renstra_doc.run.steps import Step

CATALOGUE = REPOSITORY / "docs" / "masukan-buruk.md"
PROGRESS = {step.beginning for step in (Step.LOAD, Step.CHECK, Step.RENDER)}
OLD = b"dokumen lama"


class Project:
    """A data folder with its own template, and an older document where the new one would go."""

    def __init__(self, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.data = data
        self.patch = monkeypatch
        self.template = data.parent / "templat.docx"
        shutil.copy(TEMPLATE, self.template)
        self.set_fact("templat", "../templat.docx")
        self.output = data.parent / "build" / "Renstra-Contoh.docx"
        self.output.parent.mkdir()
        self.output.write_bytes(OLD)

    def set_fact(self, kunci: str, nilai: str) -> None:
        path = self.data / "dokumen.csv"
        path.write_text(
            re.sub(rf"(?m)^{kunci},.*$", f"{kunci},{nilai},", path.read_text(encoding="utf-8")),
            "utf-8",
        )

    def read_all(self) -> dict[Path, bytes]:
        files = [path for path in self.data.parent.rglob("*") if path.is_file()]
        return {path: b"".join(path.open("rb")) for path in files}

    def leftovers(self) -> list[str]:
        return [
            path.name
            for path in self.data.parent.rglob("*")
            if path.name.endswith(atomic.TEMPORARY)
        ]


@pytest.fixture
def project(data_folder: Callable[[], Path], monkeypatch: pytest.MonkeyPatch) -> Project:
    """Give a small project; page numbers are not measured, that would take seconds."""
    monkeypatch.setattr(pages, "find_engine", lambda: None)
    return Project(data_folder(), monkeypatch)


def run(project: Project, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    """Build; out: the exit code and what was printed on stderr but for the progress, the folder named `…`."""
    code = main(["build", "--data", str(project.data), *more])
    err = capsys.readouterr().err.replace(str(project.data.parent), "…")
    return code, "".join(
        line for line in err.splitlines(keepends=True) if line.strip() not in PROGRESS
    )


def read_catalogue() -> dict[str, str]:
    """Return what the catalogue quotes, by heading; "" where it quotes nothing."""
    sections = re.split(r"(?m)^### ", CATALOGUE.read_text(encoding="utf-8"))[1:]
    quoted = {}
    for section in sections:
        title, _, body = section.partition("\n")
        block = re.search(r"(?ms)^```text\n(.*?)^```$", body)
        quoted[title] = block[1] if block else ""
    return quoted


SAYS = read_catalogue()


@pytest.mark.parametrize("name", CASES)
def test_a_bad_content_is_told_as_the_catalogue_says(
    project: Project, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    case = CASES[name]
    path = project.data / case.file
    path.write_bytes(case.damage(path.read_bytes()))
    before = path.read_bytes()

    code, said = run(project, capsys)

    assert said == SAYS[name]
    assert code == case.code
    assert (project.output.read_bytes() == OLD) is (code != 0)
    assert path.read_bytes() == before
    assert project.leftovers() == []


@pytest.mark.parametrize(
    "name", [name for name, case in CASES.items() if case.code == 0 and not SAYS.get(name)]
)
def test_what_is_read_without_a_remark_gives_the_document_of_the_canonical_file(
    project: Project, name: str
) -> None:
    path = project.data / CASES[name].file
    main(["text", "--data", str(project.data), "--output", str(project.data.parent / "baku.md")])
    path.write_bytes(CASES[name].damage(path.read_bytes()))
    main(["text", "--data", str(project.data), "--output", str(project.data.parent / "lain.md")])

    wanted = (project.data.parent / "baku.md").read_text("utf-8")
    if name == "titik ribuan dalam rupiah":
        wanted = wanted.replace("302.457.274", "1.234")
    assert (project.data.parent / "lain.md").read_text("utf-8") == wanted


# --- What is not in a file's content -----------------------------------------------------------------

Spoil = Callable[[Project], tuple[str, ...] | None]


def deny_reading(project: Project) -> None:
    usual = Path.read_bytes

    def read(path: Path) -> bytes:
        if path.name == "pegawai.csv":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return usual(path)

    project.patch.setattr(Path, "read_bytes", read)


def put_folder(project: Project) -> None:
    (project.data / PEGAWAI).unlink()
    (project.data / PEGAWAI).mkdir()


def link_out(project: Project) -> None:
    (project.data.parent / "lain.csv").write_bytes((project.data / PEGAWAI).read_bytes())
    (project.data / PEGAWAI).unlink()
    (project.data / PEGAWAI).symlink_to(project.data.parent / "lain.csv")


def link_nowhere(project: Project) -> None:
    (project.data / PEGAWAI).unlink()
    (project.data / PEGAWAI).symlink_to(project.data / "tiada.csv")


def move_data_away(project: Project) -> None:
    shutil.move(project.data, project.data.parent / "data-lama")


def remove(name: str) -> Spoil:
    return lambda project: (project.data / name).unlink()


def change_template(change: Callable[[bytes], bytes]) -> Spoil:
    def spoil(project: Project) -> None:
        project.template.write_bytes(change(project.template.read_bytes()))

    return spoil


def add_part(
    name: str, content: bytes, *, compress: int = zipfile.ZIP_STORED
) -> Callable[[bytes], bytes]:
    """Add a part to a package, or put another in its place."""

    def change(old: bytes) -> bytes:
        stream = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(old)) as source,
            zipfile.ZipFile(stream, "w", compress) as archive,
        ):
            for part in source.namelist():
                if part != name:
                    archive.writestr(part, source.read(part))
            archive.writestr(name, content)
        return stream.getvalue()

    return change


def link_template_out(old: bytes) -> bytes:
    """Let the template fetch a picture from elsewhere."""
    with zipfile.ZipFile(io.BytesIO(old)) as archive:
        relations = archive.read("word/_rels/document.xml.rels")
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    one = (
        b'<Relationship Id="rId999" Type="%s" Target="http://contoh.id/a.png" TargetMode = "External"/>'
        % kind
    )
    return add_part(
        "word/_rels/document.xml.rels",
        relations.replace(b"</Relationships>", one + b"</Relationships>"),
    )(old)


def put_field(old: bytes) -> bytes:
    """Put a field into a footer whose name Word has split."""
    with zipfile.ZipFile(io.BytesIO(old)) as archive:
        footer = archive.read("word/footer3.xml")
    chars = [
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    ]
    code = "".join(
        f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in (" DD", "EAUTO c:\\x ")
    )
    field = f"<w:p>{chars[0]}{code}{chars[1]}{chars[2]}</w:p>".encode()
    at = footer.index(b"<w:p>") if b"<w:p>" in footer else footer.index(b"<w:p ")
    return add_part("word/footer3.xml", footer[:at] + field + footer[at:])(old)


def fail(function: str, number: int, words: str) -> Spoil:
    """Let the operating system refuse a call that concerns the document."""

    def spoil(project: Project) -> None:
        def refuse(*_arguments: object, **_more: object) -> None:
            raise OSError(number, words, str(project.output))

        project.patch.setattr(function, refuse)

    return spoil


def interrupt(project: Project) -> None:
    def stop(*_arguments: object) -> None:
        raise KeyboardInterrupt

    project.patch.setattr("os.fsync", stop)


def aim_at(target: Callable[[Project], Path]) -> Spoil:
    return lambda project: ("--output", str(target(project)))


def move_data(project: Project) -> None:
    shutil.move(project.data, project.data.parent / "data-lama")


def protect_output(project: Project) -> None:
    project.output.chmod(0o444)


def name_output_like_template(project: Project) -> None:
    shutil.copy(project.template, project.output.parent / "templat.docx")
    project.set_fact("templat", "../build/templat.docx")
    project.set_fact("nama_berkas", "templat")


def rename(name: str, other: str) -> Spoil:
    def spoil(project: Project) -> None:
        (project.data / name).rename(project.data / other)

    return spoil


def put_file(name: str, content: str) -> Spoil:
    def spoil(project: Project) -> None:
        (project.data / name).write_text(content, "utf-8")

    return spoil


def deny_listing(project: Project) -> None:
    usual = Path.iterdir

    def listing(path: Path) -> Iterator[Path]:
        if path.name == "naskah":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return usual(path)

    project.patch.setattr(Path, "iterdir", listing)


REMARKS: dict[str, Spoil] = {
    "berkas yang namanya keliru": put_file("aturann.csv", "id\n"),
    "berkas yang tidak dikenal": put_file("catatan.csv", "isi\n"),
    "naskah yang bukan CSV": put_file("naskah/02-penutup.csv.txt", "id,jenis,teks\n"),
}

TROUBLES: dict[str, Spoil] = {
    "berkas hilang": remove(PEGAWAI),
    "berkas tidak boleh dibaca": deny_reading,
    "folder di tempat berkas": put_folder,
    "tautan ke luar folder data": link_out,
    "tautan yang putus": link_nowhere,
    "folder data tidak ada": move_data,
    "folder tidak boleh dibaca": deny_listing,
    "akhiran .CSV dengan huruf besar": rename("naskah/01-isi.csv", "naskah/01-isi.CSV"),
    "nama berkas dengan huruf besar": put_file("Aturan.csv", "id\n"),
    "nama_berkas yang memuat folder": lambda project: project.set_fact(
        "nama_berkas", "../../rahasia"
    ),
    "templat tidak ada": lambda project: project.template.unlink(),
    "templat bukan .docx": change_template(lambda _: b"Ini hanya teks."),
    "templat yang terpotong": change_template(lambda old: old[:-500]),
    "templat raksasa": change_template(
        add_part("word/a.xml", b"0" * 2**24, compress=zipfile.ZIP_DEFLATED)
    ),
    "templat dengan makro": change_template(add_part("word/vbaProject.bin", b"makro")),
    "templat yang menunjuk ke luar": change_template(link_template_out),
    "keluaran di dalam folder data": aim_at(lambda project: project.data / "hasil.docx"),
    "keluaran dilindungi dari penulisan": protect_output,
    "templat dengan bidang yang tidak diizinkan": change_template(put_field),
    "templat dengan objek berganti nama": change_template(
        add_part("word/media/image9.png", b"MZ\x90")
    ),
    "keluaran hanya dapat dibaca": fail(
        "renstra_doc.files.atomic.stage_file", errno.EROFS, "Read-only file system"
    ),
    "folder keluaran tanpa izin": fail(
        "renstra_doc.files.atomic.stage_file", errno.EACCES, "Permission denied"
    ),
    "disk penuh": fail("os.fsync", errno.ENOSPC, "No space left on device"),
    "keluaran sedang dibuka di Word": fail("os.replace", errno.EACCES, "Permission denied"),
    "keluaran sebuah folder": aim_at(lambda project: project.data),
    "keluaran bukan .docx": aim_at(lambda project: project.data / "dokumen.csv"),
    "keluaran menimpa templat": name_output_like_template,
    "dihentikan dengan Ctrl+C": interrupt,
}


@pytest.mark.parametrize("name", TROUBLES)
def test_trouble_around_the_files_is_told_as_the_catalogue_says(
    project: Project, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    more = TROUBLES[name](project) or ()
    before = project.read_all()

    code, said = run(project, capsys, *more)

    assert said == SAYS[name]
    assert code == 2
    assert project.read_all() == before
    assert project.output.read_bytes() == OLD
    assert project.leftovers() == []


@pytest.mark.parametrize("name", REMARKS)
def test_a_remark_on_the_folder_is_made_as_the_catalogue_says(
    project: Project, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    REMARKS[name](project)

    code, said = run(project, capsys)

    assert (code, said) == (0, SAYS[name])
    assert project.output.read_bytes() != OLD


def test_the_catalogue_lists_every_case_and_no_other() -> None:
    assert set(SAYS) == set(CASES) | set(TROUBLES) | set(REMARKS)


def test_every_message_says_what_to_do() -> None:
    for name, said in SAYS.items():
        faults = [
            line for line in said.splitlines() if line.startswith(("Galat: ", "Peringatan: "))
        ]
        assert said.count("\n  → ") == len(faults), name


# --- The real thing -------------------------------------------------------------------------------------


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a file system of 16 KiB, too small for any document."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(folder)], check=False
    )
    if mounted.returncode:
        pytest.skip("mounting needs root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting needs root")
def test_a_full_disk_leaves_the_old_output_and_no_other_file(
    project: Project, capsys: pytest.CaptureFixture[str], tiny_disk: Path
) -> None:
    (tiny_disk / "x.docx").write_bytes(OLD)

    code, said = run(project, capsys, "--output", str(tiny_disk / "x.docx"))

    assert (code, "ruang disk habis" in said, "Traceback" in said) == (2, True, False)
    assert [(path.name, path.read_bytes()) for path in tiny_disk.iterdir()] == [("x.docx", OLD)]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting needs root")
def test_a_read_only_disk_is_told(
    project: Project, capsys: pytest.CaptureFixture[str], tiny_disk: Path
) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(tiny_disk)], check=True)

    code, said = run(project, capsys, "--output", str(tiny_disk / "x.docx"))

    assert (code, "hanya dapat dibaca" in said) == (2, True)


def start_build(data: Path, output: Path) -> subprocess.Popen[str]:
    command = [
        sys.executable,
        str(REPOSITORY / "build.py"),
        "--data",
        str(data),
        "--output",
        str(output),
    ]
    environment = {**os.environ, "PATH": "", "PYTHONPATH": str(REPOSITORY)}
    return subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    )


# Sends a signal to itself when a module or file of this name is opened, or when Python begins to end, so that
# the moment does not hang on the speed of the machine.
INTERRUPTED = """
import builtins, os, signal, sys
number, moment, *arguments = sys.argv[1:]
number = int(number)
def interrupt(event="", values=("",)):
    if event in ("open", "import") and str(values[0]).endswith(moment):
        os.kill(os.getpid(), number)
class Last:
    def __del__(self, kill=os.kill, process=os.getpid(), number=number):
        kill(process, number)
if moment == "end":
    builtins.last = Last()  # goes when Python has already given its signals back to the system
else:
    sys.addaudithook(interrupt)
sys.argv[1:] = arguments
from renstra_doc.__main__ import run
sys.exit(run("build"))
"""


def interrupt_build(
    project: Project, moment: str, number: int = signal.SIGINT
) -> subprocess.CompletedProcess[str]:
    options = ["--data", str(project.data), "--output", str(project.output)]
    environment = {**os.environ, "PATH": "", "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-c", INTERRUPTED, str(int(number)), moment, *options]
    return subprocess.run(
        command, capture_output=True, text=True, env=environment, check=False, timeout=60
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    "moment", ["click", "dokumen.csv", "pegawai.csv", "templat.docx", atomic.TEMPORARY]
)
def test_an_interrupted_build_says_so_and_leaves_the_old_output(
    project: Project, moment: str, number: int
) -> None:
    done = interrupt_build(project, moment, number)

    assert (done.returncode, done.stderr.splitlines()[-1]) == (2, "Dihentikan.")
    assert "Traceback" not in done.stderr
    assert project.output.read_bytes() == OLD
    assert project.leftovers() == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
def test_an_interruption_after_the_work_is_done_does_not_deny_it(project: Project) -> None:
    done = interrupt_build(project, "end")

    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, "5. Menyusun dokumen Word …")
    assert zipfile.is_zipfile(project.output)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
def test_a_killed_build_leaves_the_old_or_the_new_output_whole(project: Project) -> None:
    process = start_build(project.data, project.output.parent / "utuh.docx")
    started = time.perf_counter()
    process.communicate(timeout=300)
    took = time.perf_counter() - started
    new = (project.output.parent / "utuh.docx").read_bytes()

    for share in (0.5, 0.8, 0.9, 0.95, 1.0):
        process = start_build(project.data, project.output)
        time.sleep(took * share)
        process.kill()
        process.communicate(timeout=300)
        assert project.output.read_bytes() in (OLD, new)


def test_what_a_killed_build_left_behind_is_swept_once_it_is_old(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    other, fresh, old = (
        tmp_path / f".{name}.sementara" for name in ("y.docx.1", "x.docx.2", "x.docx.3")
    )
    for left in (other, fresh, old):
        left.write_bytes(b"separuh")
    past = time.time() - atomic.STALE_SECONDS - 1
    for left in (other, old):
        os.utime(left, (past, past))

    write_file(path, b"utuh")

    assert sorted(tmp_path.iterdir()) == sorted([path, fresh, other])


def test_a_device_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no such things here")
    os.mkfifo(tmp_path / "pipa")

    with pytest.raises(OSError, match="ini bukan berkas biasa"):
        write_file(tmp_path / "pipa", b"x")

    assert not (tmp_path / "pipa").is_file()


def test_the_same_faults_stop_every_command(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    (project.data / PEGAWAI).write_bytes(b"")
    calls = [["check"], ["fmt"], ["text"], ["waive"]]

    for call in calls:
        assert main([*call, "--data", str(project.data)]) == 2, call
        assert "tabel/pegawai.csv: berkas kosong" in capsys.readouterr().err
