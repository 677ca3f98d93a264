"""Two who write one data folder: who waits is told for whom, and a dead owner holds up nobody."""

from __future__ import annotations

import errno
import fcntl
import json
import multiprocessing
import os
import shutil
import stat
import time
from dataclasses import asdict
from pathlib import Path

import pytest

from renstra_doc.files import lock
from renstra_doc.files.journal import undo_step, write_files
from renstra_doc.files.lock import CONTROL, OWNER_LOCK, TAKE_OVER, Holder, lock_folder
from renstra_doc.finding import InputError

NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL)
MINUTE, HOUR = 60, 3600


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.csv").write_bytes(b"id\nlama\n")
    return tmp_path


def refuse_locks(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Let the system say that this file system has no locks, or that it fails."""

    def refuse(*_given: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", refuse)


@pytest.fixture
def no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_locks(monkeypatch, errno.ENOLCK)


def find_dead_process() -> int:
    process = multiprocessing.get_context("fork").Process(target=int)
    process.start()
    process.join()
    return process.pid or 0


def leave_owner(
    folder: Path, machine: str = "", process: int = 0, age: float = 0.0, name: str = OWNER_LOCK
) -> Path:
    path = folder / CONTROL / name
    path.parent.mkdir(exist_ok=True)
    holder = Holder("import", "budi", machine or lock.name_machine(), process, time.time() - age)
    path.write_text(json.dumps(asdict(holder)), encoding="utf-8")
    return path


def fail_to_write(folder: Path) -> str:
    with pytest.raises(InputError) as error, lock_folder(folder, "fmt", seconds=0.1):
        pass
    return str(error.value)


@pytest.mark.parametrize("number", NO_LOCKS)
def test_a_file_system_without_locks_is_written_at_once_and_undone(
    folder: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_locks(monkeypatch, number)
    began = time.monotonic()

    write_files(folder, {"a.csv": b"id\nbaru\n"}, command="fmt")
    assert (folder / "a.csv").read_bytes() == b"id\nbaru\n"
    undo_step(folder)

    assert (folder / "a.csv").read_bytes() == b"id\nlama\n"
    assert time.monotonic() - began < lock.WAIT_SECONDS
    assert not (folder / CONTROL / OWNER_LOCK).exists()


def test_a_folder_written_where_there_are_locks_is_written_where_there_are_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(folder, {"a.csv": b"id\nsatu\n"}, command="fmt")
    refuse_locks(monkeypatch, errno.ENOSYS)

    write_files(folder, {"a.csv": b"id\ndua\n"}, command="fmt")

    assert (folder / "a.csv").read_bytes() == b"id\ndua\n"


def test_a_lock_that_the_disk_refuses_is_told_with_its_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_locks(monkeypatch, errno.EIO)

    with pytest.raises(OSError, match=r"\.renstra/kunci"):
        write_files(folder, {"a.csv": b"id\nbaru\n"})

    assert (folder / "a.csv").read_bytes() == b"id\nlama\n"


@pytest.mark.usefixtures("no_locks")
def test_a_living_owner_of_this_machine_is_named(folder: Path) -> None:
    leave_owner(folder, process=os.getpid())

    told = fail_to_write(folder)

    assert "folder data ini sedang ditulis: import oleh budi di" in told
    assert f"(proses {os.getpid()}, sejak 0 detik lalu)" in told
    assert "tunggu sampai selesai lalu ulangi" in told
    assert "hapus" not in told


@pytest.mark.usefixtures("no_locks")
def test_another_process_that_has_the_number_of_the_dead_owner_is_not_taken_for_it(
    folder: Path,
) -> None:
    leave_owner(folder, process=os.getpid(), age=10 * 24 * HOUR)

    write_files(folder, {"a.csv": b"id\nbaru\n"})

    assert (folder / "a.csv").read_bytes() == b"id\nbaru\n"


@pytest.mark.usefixtures("no_locks")
@pytest.mark.parametrize(
    ("age", "told"),
    [
        (5, "sejak 5 detik lalu"),
        (3 * MINUTE, "sejak 3 menit lalu"),
        (30 * HOUR, "sejak 1 hari lalu"),
        (-2 * HOUR - 1, "sejak jam yang lebih maju 2 jam"),
    ],
)
def test_an_owner_on_another_machine_is_named_with_its_age_and_never_taken_over(
    folder: Path, age: float, told: str
) -> None:
    path = leave_owner(folder, "PC-BUDI", 77, age)

    said = fail_to_write(folder)

    assert f"import oleh budi di PC-BUDI (proses 77, {told})" in said
    assert f"bila PC-BUDI sudah mati atau tidak menulis lagi, hapus {path}" in said
    assert path.exists()


@pytest.mark.usefixtures("no_locks")
@pytest.mark.parametrize("content", [b"", b"\xff\xfe{", b'{"siapa": 1', b"[]", b"[" * 5000])
def test_an_owner_that_cannot_be_read_is_waited_for_a_minute_and_told(
    folder: Path, content: bytes
) -> None:
    path = leave_owner(folder)
    path.write_bytes(content)

    told = fail_to_write(folder)

    assert "folder data ini sedang ditulis: oleh perintah lain" in told
    assert f"bila tidak ada perintah yang sedang berjalan, hapus {path}" in told

    os.utime(path, (time.time() - 2 * MINUTE,) * 2)
    write_files(folder, {"a.csv": b"id\nbaru\n"})
    assert (folder / "a.csv").read_bytes() == b"id\nbaru\n"


@pytest.mark.usefixtures("no_locks")
def test_who_judged_an_owner_dead_does_not_remove_the_one_who_was_quicker(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_owner(folder, process=find_dead_process())
    seen: list[bool] = []
    judge = lock.is_same_process

    def judge_before_another(owner: Holder) -> bool:
        found = judge(owner)
        if not seen:  # judged dead; then another one takes over, and lives
            leave_owner(folder, process=os.getpid())
        seen.append(found)
        return found

    monkeypatch.setattr(lock, "is_same_process", judge_before_another)

    assert f"(proses {os.getpid()}," in fail_to_write(folder)
    assert seen[0] is False
    assert (folder / CONTROL / OWNER_LOCK).exists()


@pytest.mark.usefixtures("no_locks")
def test_who_died_while_taking_over_holds_up_nobody(folder: Path) -> None:
    dead = find_dead_process()
    leave_owner(folder, process=dead)
    leave_owner(folder, process=dead, name=f"{OWNER_LOCK}{TAKE_OVER}")

    write_files(folder, {"a.csv": b"id\nbaru\n"})

    assert (folder / "a.csv").read_bytes() == b"id\nbaru\n"
    assert not list((folder / CONTROL).glob(f"{OWNER_LOCK}*"))


def write_marked(folder: Path, name: str) -> None:
    """Hold the lock and, while holding it, a mark that nobody else may make."""
    refuse = pytest.MonkeyPatch()
    refuse_locks(refuse, errno.ENOLCK)
    for _ in range(5):
        with lock_folder(folder, name, seconds=60):
            mark = os.open(folder / "tanda", os.O_CREAT | os.O_EXCL | os.O_WRONLY)
            os.close(mark)
            (folder / "tanda").unlink()


def test_of_many_who_take_over_one_dead_lock_at_once_one_writes_at_a_time(folder: Path) -> None:
    leave_owner(folder, process=find_dead_process())
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=write_marked, args=(folder, f"p{n}")) for n in range(5)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert [writer.exitcode for writer in writers] == [0] * 5


def test_a_name_of_letters_that_nobody_can_read_is_no_obstacle(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, os.fsdecode(b"bud\xff\xc3\xad"))

    write_files(folder, {"a.csv": b"id\nbaru\n"}, command="fmt")

    assert "bud" in undo_step(folder).siapa


@pytest.mark.parametrize("name", ["", "riwayat", "riwayat/isi", "riwayat/langkah"])
def test_what_has_the_name_of_the_programs_own_folder_is_named(folder: Path, name: str) -> None:
    place = folder / CONTROL / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"bukan folder")

    with pytest.raises(InputError) as error:
        write_files(folder, {"a.csv": b"id\nbaru\n"}, command="fmt")

    told = str(error.value)
    assert f"{place}: nama ini dipakai program untuk kunci dan riwayat" in told
    assert "ganti nama atau hapus berkas atau tautan itu, lalu ulangi" in told
    assert (folder / "a.csv").read_bytes() == b"id\nlama\n"


def test_a_folder_that_has_the_name_of_the_lock_is_named(folder: Path) -> None:
    (folder / CONTROL / lock.LOCK).mkdir(parents=True)

    assert "kunci: nama ini dipakai program untuk kuncinya" in fail_to_write(folder)


@pytest.mark.usefixtures("no_locks")
@pytest.mark.parametrize("moment", ["NaN", "Infinity", "1e999", '"kemarin"', "null"])
def test_a_lock_of_no_time_is_one_whose_owner_cannot_be_read(folder: Path, moment: str) -> None:
    path = leave_owner(folder, "PC-BUDI", 77)
    said = json.loads(path.read_text("utf-8"))
    path.write_text(
        json.dumps({**said, "sejak": 0}).replace('"sejak": 0', f'"sejak": {moment}'), "utf-8"
    )

    assert "folder data ini sedang ditulis: oleh perintah lain" in fail_to_write(folder)


@pytest.mark.usefixtures("no_locks")
def test_a_lock_of_a_later_time_by_a_process_that_runs_is_told_how_to_be_removed(
    folder: Path,
) -> None:
    """The clock was set back, or another program has the number: only a person can tell."""
    path = leave_owner(folder, process=os.getpid(), age=-2 * HOUR)

    assert f"bila proses {os.getpid()} bukan renstra, hapus {path}" in fail_to_write(folder)


def test_who_waits_for_a_first_command_that_is_refused_writes_after_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refused one removes the program's own folder, and with it the lock one waits for."""
    known, done = lock.has_locks, list[Path]()

    def refused_meanwhile(path: Path) -> bool:
        if not done:
            done.append(path)
            shutil.rmtree(folder / CONTROL)
        return known(path)

    monkeypatch.setattr(lock, "has_locks", refused_meanwhile)

    write_files(folder, {"a.csv": b"id\nbaru\n"}, command="fmt")

    assert done
    assert (folder / "a.csv").read_bytes() == b"id\nbaru\n"


def test_a_refused_command_removes_nothing_of_another_one_at_work(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with lock_folder(folder, "import"):
        kept = sorted((folder / CONTROL).iterdir())
        with monkeypatch.context() as late:
            # It began before the folder was there, and the disk fails it.
            late.setattr("renstra_doc.files.lock.os.path.lexists", lambda _path: False)
            refuse_locks(late, errno.EIO)
            with pytest.raises(OSError, match="kunci"), lock_folder(folder, "fmt"):
                pass

        assert sorted((folder / CONTROL).iterdir()) == kept


def test_a_folder_that_was_moved_away_meanwhile_is_told_so(folder: Path) -> None:
    folder.rename(folder.with_name("pindah"))

    with pytest.raises(InputError) as error:
        write_files(folder, {"a.csv": b"id\nbaru\n"})

    assert f"{folder}: folder data ini tidak ada lagi" in str(error.value)
    assert "periksa apakah folder itu baru saja dipindahkan" in str(error.value)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no groups of this kind")
def test_in_a_folder_of_a_group_what_the_program_keeps_is_the_groups_too(folder: Path) -> None:
    folder.chmod(0o2775)

    write_files(folder, {"a.csv": b"id\nbaru\n"}, command="fmt")

    kept = [folder / CONTROL, *(path for path in (folder / CONTROL).rglob("*") if path.is_dir())]
    assert len(kept) == 4
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o2775}
