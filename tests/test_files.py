"""Files: whole or not at all, one or many, whoever else writes and whenever it is killed."""

from __future__ import annotations

import errno
import io
import json
import multiprocessing
import ntpath
import os
import posixpath
import shutil
import stat
import struct
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from renstra_doc.files import atomic, lock
from renstra_doc.files.atomic import ChangedError, write_file
from renstra_doc.files.history import MOST_STEPS, list_steps
from renstra_doc.files.journal import digest_files, redo_step, undo_step, write_files
from renstra_doc.files.lock import CONTROL, OWNER_LOCK, Holder, lock_folder
from renstra_doc.files.programs import choose_program
from renstra_doc.files.recovery import settle
from renstra_doc.files.staging import STAGE
from renstra_doc.files.zipfiles import LargeZipError, Limits, ZipError, read_zip, zip_parts
from renstra_doc.finding import InputError
from renstra_doc.load.project import load_project
from renstra_doc.run.new_project import create_project

OLD = {"a.csv": b"lama a\n", "tabel/b.csv": b"lama b\n", "tabel/c.csv": b"lama c\n"}
NEW = {"a.csv": b"baru a\n", "tabel/b.csv": b"baru b\n", "naskah/d.csv": b"baru d\n"}
AFTER = {**OLD, **NEW}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    for name, content in OLD.items():
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_bytes(content)
    return data


def read_all(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and CONTROL not in path.parts
    }


# --- One file ------------------------------------------------------------------------------------


def test_a_file_that_another_program_holds_for_a_moment_is_replaced_a_little_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename, refused = os.replace, list[Path]()

    def refuse_three_times(source: Path, target: Path) -> None:
        if len(refused) < 3:
            refused.append(target)
            raise PermissionError(13, "Access is denied", str(source), None, str(target))
        rename(source, target)

    monkeypatch.setattr(os, "replace", refuse_three_times)
    write_file(tmp_path / "x.docx", b"baru")

    assert (tmp_path / "x.docx").read_bytes() == b"baru"


@pytest.mark.parametrize("is_there", [False, True])
def test_a_new_folder_that_a_scanner_holds_for_a_moment_gets_its_name_a_little_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_there: bool
) -> None:
    target, rename, refused = tmp_path / "baru", Path.rename, list[Path]()

    def refuse_three_times(self: Path, place: Path) -> Path:
        if len(refused) < 3:
            refused.append(place)
            raise PermissionError(errno.EACCES, "Access is denied", str(self), None, str(place))
        return rename(self, place)

    if is_there:
        target.mkdir()
    monkeypatch.setattr(Path, "rename", refuse_three_times)
    create_project(target)

    assert (target / "data" / "dokumen.csv").is_file()
    assert not list(tmp_path.rglob(f"{STAGE}*"))


def test_a_file_that_is_held_for_too_long_stays_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.docx").write_bytes(b"lama")

    def refuse(source: Path, target: Path) -> None:
        raise PermissionError(13, "Access is denied", str(source), None, str(target))

    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr(atomic, "PATIENCE_SECONDS", 0.1)
    with pytest.raises(PermissionError) as error:
        write_file(tmp_path / "x.docx", b"baru")

    assert error.value.filename2 == str(tmp_path / "x.docx")
    assert read_all(tmp_path) == {"x.docx": b"lama"}


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o027, 0o640), (0o002, 0o664)])
def test_a_new_file_is_open_to_whom_the_umask_opens_it(
    tmp_path: Path, umask: int, mode: int
) -> None:
    before = os.umask(umask)
    try:
        write_file(tmp_path / "baru.csv", b"id\n")
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "baru.csv").stat().st_mode) == mode


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_a_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(b"lama")
    path.chmod(mode)

    write_file(path, b"baru")

    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="no such notes here")
def test_a_file_keeps_its_access_list_and_what_people_noted_of_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"lama\n")
    # u::rw-, u:1002:rw-, g::r--, m::rw-, o::r-- as the system keeps them (acl(5)).
    anyone = 0xFFFFFFFF
    entries = [(1, 6, anyone), (2, 6, 1002), (4, 4, anyone), (16, 6, anyone), (32, 4, anyone)]
    packed = b"".join(struct.pack("<HHI", *entry) for entry in entries)
    noted = {
        "user.catatan": b"milik Sekretaris",
        "system.posix_acl_access": struct.pack("<I", 2) + packed,
    }
    for name, text in noted.items():
        try:
            os.setxattr(path, name, text)
        except OSError:
            pytest.skip("this file system keeps no such notes")

    write_file(path, b"baru\n")

    assert path.read_bytes() == b"baru\n"
    assert {name: os.getxattr(path, name) for name in noted} == noted


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "asli").mkdir()
    (tmp_path / "x.docx").symlink_to(tmp_path / "asli" / "x.docx")

    write_file(tmp_path / "x.docx", b"baru")

    assert (tmp_path / "x.docx").is_symlink()
    assert (tmp_path / "asli" / "x.docx").read_bytes() == b"baru"


@pytest.mark.usefixtures("no_exchange")
def test_a_save_in_the_very_moment_of_the_rename_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"lama")
    rename, saved = os.replace, list[Path]()

    def save_and_rename(source: Path, target: Path) -> None:
        if not saved:
            saved.append(target)
            path.write_bytes(b"disimpan di Excel")
        rename(source, target)

    monkeypatch.setattr(os, "replace", save_and_rename)
    with pytest.raises(ChangedError, match="berubah sejak dibaca"):
        write_file(path, b"baru", atomic.digest_bytes(b"lama"))

    assert read_all(tmp_path) == {"x.csv": b"disimpan di Excel"}


# --- Many files ----------------------------------------------------------------------------------


def test_many_files_are_written_and_undone_and_done_again(folder: Path) -> None:
    write_files(folder, NEW, command="import")
    assert read_all(folder) == AFTER

    assert undo_step(folder).perintah == "import"
    assert read_all(folder) == OLD

    redo_step(folder)
    assert read_all(folder) == AFTER


def test_a_file_is_removed_and_comes_back(folder: Path) -> None:
    write_files(folder, {"tabel/c.csv": None}, command="gabung")
    assert "tabel/c.csv" not in read_all(folder)

    undo_step(folder)
    assert read_all(folder) == OLD


def test_what_somebody_saved_since_it_was_read_is_not_written_over(folder: Path) -> None:
    before = digest_files(folder, NEW)
    (folder / "tabel/b.csv").write_bytes(b"disimpan rekan\n")

    with pytest.raises(ChangedError) as error:
        write_files(folder, NEW, before, "import")

    assert "b.csv: berkas ini berubah sejak dibaca (disimpan pukul" in str(error.value)
    assert read_all(folder) == {**OLD, "tabel/b.csv": b"disimpan rekan\n"}


def test_an_undo_that_would_lose_an_edit_is_refused(folder: Path) -> None:
    write_files(folder, NEW, command="fmt")
    (folder / "a.csv").write_bytes(b"disunting\n")

    with pytest.raises(InputError, match=r"a\.csv: berkas ini disunting sesudah fmt"):
        undo_step(folder)

    assert read_all(folder) == {**AFTER, "a.csv": b"disunting\n"}


def test_an_undo_that_would_bring_back_what_somebody_removed_is_refused(folder: Path) -> None:
    write_files(folder, NEW, command="import")
    (folder / "a.csv").unlink()

    with pytest.raises(InputError, match="berkas ini dihapus sesudah import"):
        undo_step(folder)
    assert not (folder / "a.csv").exists()
    assert (folder / "tabel" / "b.csv").read_bytes() == b"baru b\n"


def test_the_last_fifty_steps_can_be_undone_also_by_another_process(folder: Path) -> None:
    for number in range(MOST_STEPS + 5):
        write_files(folder, {"a.csv": f"{number}\n".encode()}, command="simpan")
    assert len(list_steps(folder)) == MOST_STEPS

    for number in range(MOST_STEPS + 3, 3, -1):
        undo_step(folder)
        assert (folder / "a.csv").read_bytes() == f"{number}\n".encode()
    with pytest.raises(InputError, match="tidak ada yang dapat dibatalkan"):
        undo_step(folder)
    contents = folder / CONTROL / "riwayat" / "isi"
    assert len(list(contents.iterdir())) == MOST_STEPS + 1


def test_a_new_step_forgets_what_was_undone_before_it(folder: Path) -> None:
    write_files(folder, {"a.csv": b"satu\n"}, command="fmt")
    undo_step(folder)
    write_files(folder, {"a.csv": b"dua\n"}, command="import")

    with pytest.raises(InputError, match="tidak ada yang dapat diulang"):
        redo_step(folder)
    assert [step.perintah for step in list_steps(folder)] == ["import"]


# --- Killed --------------------------------------------------------------------------------------

MOMENTS = ("open", "replace", "link", "unlink", "mkdir", "fsync", "write")


def states_of(folder: Path, act: Callable[[], object], keep: Path) -> list[Path]:
    """Copy the folder before every writing call that an act makes, and after it."""
    states: list[Path] = []
    patch = pytest.MonkeyPatch()

    def copy() -> None:
        state = keep / f"{len(states):04d}"
        states.append(state)
        shutil.copytree(folder, state, symlinks=True)

    def watch(name: str) -> None:
        original = getattr(os, name)

        def call(*arguments: object, **options: object) -> object:
            patch.setattr(os, name, original)
            with suppress(OSError):
                copy()
            patch.setattr(os, name, call)
            return original(*arguments, **options)

        patch.setattr(os, name, call)

    for name in MOMENTS:
        watch(name)
    try:
        act()
    finally:
        patch.undo()
    copy()
    return states


def end_in_one_piece(states: list[Path], wholes: list[dict[str, bytes]]) -> set[int]:
    """Let the next command find each state; return which wholes came of them."""
    seen = set()
    for state in states:
        load_project(state)
        found = {name: text for name, text in read_all(state).items() if "sementara" not in name}
        assert found in wholes, state
        assert not (state / CONTROL / "jurnal.json").exists()
        seen.add(wholes.index(found))
    return seen


def test_a_folder_as_any_kill_leaves_it_is_completed_or_undone_by_the_next_command(
    folder: Path, tmp_path: Path
) -> None:
    states = states_of(folder, lambda: write_files(folder, NEW, command="import"), tmp_path / "s")

    assert len(states) > 20
    assert end_in_one_piece(states, [OLD, AFTER]) == {0, 1}


def test_a_killed_undo_is_completed_or_undone_too(folder: Path, tmp_path: Path) -> None:
    write_files(folder, NEW, command="import")

    states = states_of(folder, lambda: undo_step(folder), tmp_path / "s")

    assert end_in_one_piece(states, [OLD, AFTER]) == {0, 1}


def test_an_edit_made_after_the_kill_is_kept(folder: Path, tmp_path: Path) -> None:
    states = states_of(folder, lambda: write_files(folder, NEW, command="import"), tmp_path / "s")
    for state in states:
        (state / "a.csv").write_bytes(b"disunting sesudahnya\n")
        settle(state)
        found = read_all(state)
        assert found["a.csv"] == b"disunting sesudahnya\n"
        others = {name: found.get(name) for name in ("tabel/b.csv", "naskah/d.csv")}
        assert others in (
            {"tabel/b.csv": b"lama b\n", "naskah/d.csv": None},
            {"tabel/b.csv": b"baru b\n", "naskah/d.csv": b"baru d\n"},
        )


def test_the_next_command_says_what_it_completed(folder: Path, tmp_path: Path) -> None:
    states = states_of(folder, lambda: write_files(folder, NEW, command="import"), tmp_path / "s")
    half = next(state for state in states if (state / CONTROL / "jurnal.json").exists())

    said = [
        str(finding) for finding in load_project(half).findings if "terhenti" in finding.message
    ]

    assert len(said) == 1
    assert "import oleh" in said[0]
    assert "terhenti di tengah; sekarang diselesaikan" in said[0]


def test_the_next_command_names_the_file_that_somebody_saved_since(
    folder: Path, tmp_path: Path
) -> None:
    states = states_of(folder, lambda: write_files(folder, NEW, command="import"), tmp_path / "s")
    half = next(state for state in states if (state / CONTROL / "jurnal.json").exists())
    (half / "tabel" / "b.csv").write_bytes(b"disunting\n")

    said = [finding.message for finding in settle(half)]

    assert len(said) == 1
    assert said[0].endswith("sekarang dibatalkan; suntingan orang sesudah itu tetap di tabel/b.csv")
    assert read_all(half) == {**OLD, "tabel/b.csv": b"disunting\n"}


def test_who_only_reads_is_stopped_by_a_journal_only_where_the_data_are_half_written(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = states_of(folder, lambda: write_files(folder, NEW, command="import"), tmp_path / "s")
    left = [state for state in states if (state / CONTROL / "jurnal.json").exists()]

    def refuse(*_given: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("renstra_doc.files.recovery.lock_folder", refuse)
    for state in left:
        found = {name: text for name, text in read_all(state).items() if "sementara" not in name}
        is_whole = found in (OLD, AFTER)
        (said,) = settle(state)
        assert said.message.endswith("datanya utuh seperti sebelumnya") == (found == OLD)
        assert said.message.endswith("datanya utuh seperti sesudahnya") == (found == AFTER)
        assert ("setengah tertulis (disk atau folder ini hanya" in said.message) != is_whole
    assert len(left) > 5


@pytest.mark.parametrize(
    "journal",
    [
        "bukan json",
        "{}",
        json.dumps({"langkah": {}, "berkas": []}),
        json.dumps(
            {
                "langkah": {
                    "nomor": 1, "perintah": "", "waktu": "", "siapa": "", "dibatalkan": False,
                    "berkas": [],
                },
                "berkas": [
                    {"nama": "../rahasia", "sebelum": "", "sesudah": "", "sementara": ".x"}
                ],
            }
        ),
    ],
)  # fmt: skip
def test_a_journal_that_nobody_here_wrote_is_told_and_leads_nowhere(
    folder: Path, journal: str
) -> None:
    (folder.parent / "rahasia").write_text("jangan disentuh", encoding="utf-8")
    write_files(folder, {"a.csv": b"x\n"})
    (folder / CONTROL / "jurnal.json").write_text(journal, encoding="utf-8")

    said = [finding.message for finding in settle(folder)]

    assert len(said) == 1
    assert "tidak dapat dibaca" in said[0]
    assert (folder.parent / "rahasia").read_text(encoding="utf-8") == "jangan disentuh"


def test_what_a_killed_new_left_does_not_refuse_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "baru"
    target.mkdir()
    rename, moved = Path.rename, list[Path]()

    def die_after_one(self: Path, place: Path) -> Path:
        if moved:
            os._exit(9)
        moved.append(place)
        return rename(self, place)

    monkeypatch.setattr(Path, "rename", die_after_one)
    process = multiprocessing.get_context("fork").Process(target=create_project, args=(target,))
    process.start()
    process.join()
    monkeypatch.undo()
    assert [entry.name[: len(STAGE)] for entry in target.iterdir() if entry.name[0] == "."] == [
        STAGE
    ]
    assert (target / "BACA-SAYA.md").exists()

    create_project(target)

    assert sorted(entry.name for entry in target.iterdir()) == ["BACA-SAYA.md", "data", "templates"]


# --- Two at once ---------------------------------------------------------------------------------


def test_a_second_writer_is_told_who_is_in_the_way(folder: Path) -> None:
    with (
        lock_folder(folder, "import"),
        pytest.raises(InputError) as error,
        lock_folder(folder, "fmt", seconds=0.2),
    ):
        pass

    assert "folder data ini sedang ditulis: import oleh" in str(error.value)
    assert f"(proses {os.getpid()}, sejak 0 detik lalu)" in str(error.value)


@pytest.fixture
def no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise NotImplementedError

    monkeypatch.setattr("filelock.FileLock.acquire", refuse)


@pytest.mark.usefixtures("no_locks")
def test_where_there_are_no_locks_a_dead_owner_is_taken_over(folder: Path) -> None:
    process = multiprocessing.get_context("fork").Process(target=int)
    process.start()
    process.join()
    leave_owner(folder, lock.name_machine(), process.pid or 0, time.time())

    write_files(folder, NEW)

    assert read_all(folder) == AFTER
    assert not (folder / CONTROL / OWNER_LOCK).exists()


@pytest.mark.usefixtures("no_locks")
def test_where_there_are_no_locks_an_owner_elsewhere_is_named_with_its_age(
    folder: Path,
) -> None:
    leave_owner(folder, "PC-BUDI", 77, time.time() - 3 * 3600)

    with (
        pytest.raises(InputError) as error,
        lock_folder(folder, "fmt", seconds=0.1),
    ):
        pass

    assert "import oleh budi di PC-BUDI (proses 77, sejak 3 jam lalu)" in str(error.value)
    assert "bila PC-BUDI sudah mati atau tidak menulis lagi, hapus" in str(error.value)
    assert read_all(folder) == OLD


def leave_owner(folder: Path, machine: str, process: int, since: float) -> None:
    (folder / CONTROL).mkdir()
    holder = Holder("import", "budi", machine, process, since)
    said = {name: getattr(holder, name) for name in Holder.__slots__}
    (folder / CONTROL / OWNER_LOCK).write_text(json.dumps(said), encoding="utf-8")


def write_often(folder: Path, name: str) -> None:
    for number in range(10):
        before = digest_files(folder, [name])
        old = (folder / name).read_bytes()
        write_files(folder, {name: old + f"{number}\n".encode()}, before, name)


def test_many_writers_at_once_lose_nothing(folder: Path) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=write_often, args=(folder, name)) for name in OLD]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    numbers = b"".join(f"{number}\n".encode() for number in range(10))
    assert read_all(folder) == {name: content + numbers for name, content in OLD.items()}


def test_a_folder_that_cannot_be_written_is_read(folder: Path) -> None:
    folder.chmod(0o500)
    try:
        load_project(folder)
        assert read_all(folder) == OLD
        assert not (folder / CONTROL).exists()
    finally:
        folder.chmod(0o700)


# --- Zips ----------------------------------------------------------------------------------------


def zip_with(method: int, content: bytes, declared: int | None = None) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr("word/a.bin", content)
    data = bytearray(stream.getvalue())
    if declared is not None:
        for mark, at in ((b"PK\1\2", 24), (b"PK\3\4", 22)):
            start = data.find(mark) + at
            data[start : start + 4] = declared.to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_stored_and_deflated_parts_are_read(method: int) -> None:
    assert read_zip(zip_with(method, b"isi")) == {"word/a.bin": b"isi"}


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_no_other_method_is_unpacked(method: int) -> None:
    with pytest.raises(ZipError, match="cara yang tidak dipakai Word"):
        read_zip(zip_with(method, b"isi"))


@pytest.mark.parametrize("declared", [0, 10, 2**31])
def test_a_part_that_lies_about_its_size_is_refused(declared: int) -> None:
    with pytest.raises(ZipError):
        read_zip(zip_with(zipfile.ZIP_DEFLATED, bytes(10_000_000), declared))


def test_a_zip_that_swells_is_refused_and_a_large_one_is_not() -> None:
    limits = Limits(least=1000, ratio=10)

    with pytest.raises(LargeZipError):
        read_zip(zip_with(zipfile.ZIP_DEFLATED, bytes(100_000)), limits)
    assert (
        len(read_zip(zip_with(zipfile.ZIP_STORED, bytes(100_000)), limits)["word/a.bin"]) == 10**5
    )


def test_two_parts_of_one_name_are_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", b"yang dibaca Word")
        archive.writestr("Word/Document.xml", b"yang dibaca program lain")

    with pytest.raises(ZipError, match="dua bagian bernama sama"):
        read_zip(stream.getvalue())


def test_the_same_parts_give_the_same_bytes() -> None:
    parts: dict[str, bytes | list[bytes]] = {"b.xml": b"b", "a.xml": [b"a", b"a"]}

    assert zip_parts(parts) == zip_parts(parts)
    assert read_zip(zip_parts(parts)) == {"b.xml": b"b", "a.xml": b"aa"}


# --- Programs ------------------------------------------------------------------------------------


def test_on_windows_a_program_beside_the_data_is_never_run() -> None:
    there = {
        r"C:\Proyek\git.exe", r"C:\Proyek\data\git.exe", r"git.exe", r".\git.exe", r"\git.exe",
        r"C:\Program Files\Git\cmd\git.exe",
    }  # fmt: skip
    search = r";.;c:\proyek;C:\Proyek\data\;\;tools;C:\Windows;C:\Program Files\Git\cmd"

    found = choose_program(
        "git", search, [r"C:\Proyek", r"C:\Proyek\data"], there.__contains__, ntpath
    )

    assert found == r"C:\Program Files\Git\cmd\git.exe"


def test_here_a_program_beside_the_data_is_never_run() -> None:
    there = {"/kerja/git", "git", "./git", "/kerja/data/git", "/usr/bin/git"}

    assert (
        choose_program(
            "git", ":.::/kerja:/kerja/data:/usr/bin", ["/kerja"], there.__contains__, posixpath
        )
        == "/usr/bin/git"
    )
    assert choose_program("git", "/usr/bin", ["/"], there.__contains__, posixpath) == "/usr/bin/git"
    assert choose_program("git", ".:", ["/kerja"], there.__contains__, posixpath) is None
