"""A colleague saves in the very moment in which a file is replaced: that save is not lost.

As Excel saves (beside, then renamed), as an editor does (into the file itself), as a slow program
does (open for a while), and as a person who removes a file or makes one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from renstra_doc.files import swap
from renstra_doc.files.atomic import ChangedError
from renstra_doc.files.journal import digest_files, undo_step, write_files
from renstra_doc.files.recovery import settle

OLD, NEW, SAVED = b"id\nlama\n", b"id\nbaru\n", b"id\ndisimpan rekan\n"
NAME = "tabel/a.csv"
Save = Callable[[Path], object]


def save_beside(path: Path) -> None:
    beside = path.with_name("A1B2C3D4.tmp")
    beside.write_bytes(SAVED)
    beside.rename(path)


def save_into(path: Path) -> None:
    path.write_bytes(SAVED)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / NAME
    found.parent.mkdir()
    found.write_bytes(OLD)
    return found


def before(monkeypatch: pytest.MonkeyPatch, path: Path, save: Save) -> list[str]:
    """Let a colleague act once, directly before the call by which a file is replaced."""
    done: list[str] = []

    def watch(home: object, name: str) -> None:
        known = getattr(home, name)

        def call(first: Path, second: Path) -> object:
            if path in (first, second) and not done:
                done.append(name)
                save(path)
            return known(first, second)

        monkeypatch.setattr(home, name, call)

    for home, name in ((swap, "exchange"), (os, "link"), (os, "rename")):
        watch(home, name)
    return done


@pytest.mark.parametrize("save", [save_beside, save_into])
@pytest.mark.parametrize("content", [NEW, None])
def test_a_save_in_the_moment_in_which_a_file_is_replaced_or_removed_stays(
    path: Path, content: bytes | None, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = path.parent.parent
    done = before(monkeypatch, path, save)

    with pytest.raises(ChangedError, match=r"a\.csv: berkas ini berubah sejak dibaca"):
        write_files(folder, {NAME: content}, command="gabung")

    assert done
    assert path.read_bytes() == SAVED
    assert not list(folder.rglob("*.sementara"))


@pytest.mark.parametrize("save", [save_beside, save_into])
def test_a_file_that_a_colleague_makes_in_the_moment_in_which_it_is_made_stays(
    path: Path, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.unlink()
    done = before(monkeypatch, path, save)

    with pytest.raises(ChangedError, match="berubah sejak dibaca"):
        write_files(path.parent.parent, {NAME: NEW}, command="waive")

    assert done
    assert path.read_bytes() == SAVED


def test_a_file_that_a_colleague_removes_in_that_moment_does_not_come_back(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, path, Path.unlink)

    with pytest.raises(ChangedError, match=r"berubah sejak dibaca \(dihapus\)"):
        write_files(path.parent.parent, {NAME: NEW}, command="fmt")

    assert not path.exists()


def test_an_undo_does_not_lose_a_save_of_that_moment(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = path.parent.parent
    write_files(folder, {NAME: NEW}, command="fmt")
    before(monkeypatch, path, save_beside)

    with pytest.raises(ChangedError):
        undo_step(folder)

    assert path.read_bytes() == SAVED


def test_where_a_colleague_saves_twice_in_that_moment_the_later_save_stays(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = swap.exchange

    def save_again(first: Path, second: Path) -> bool:
        save_beside(path)
        if path.read_bytes() == SAVED and calls:
            path.write_bytes(b"id\nlebih baru\n")
        calls.append(None)
        return known(first, second)

    calls: list[None] = []
    monkeypatch.setattr(swap, "exchange", save_again)
    with pytest.raises(ChangedError):
        write_files(path.parent.parent, {NAME: NEW}, command="fmt")

    assert path.read_bytes() != NEW
    assert len(calls) > 1


@pytest.mark.parametrize("save", [save_beside, save_into])
def test_a_save_is_kept_also_where_the_command_is_killed_in_that_moment(
    path: Path, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = path.parent.parent
    (folder / "b.csv").write_bytes(OLD)
    before(monkeypatch, path, save)
    with monkeypatch.context() as killed:
        # Killed as soon as the names are exchanged: nothing after that is done any more.
        for name in ("transaction.restore_files", "transaction.forget_journal"):
            killed.setattr(f"renstra_doc.files.{name}", lambda *_given: False)
        killed.setattr(swap, "_swap_back", lambda *_given: None)
        with pytest.raises(ChangedError):
            write_files(folder, {"b.csv": NEW, NAME: NEW}, command="fmt")
    assert path.read_bytes() == NEW

    told = settle(folder)

    assert "fmt oleh" in told[0].message
    assert "sekarang dibatalkan" in told[0].message
    assert (path.read_bytes(), (folder / "b.csv").read_bytes()) == (SAVED, OLD)


@pytest.fixture
def slow_save(path: Path) -> Iterator[Callable[[], None]]:
    """Open a file and write its first half; give what writes the other one."""
    if not swap.can_ask_who_writes():
        pytest.skip("hanya Linux mengatakan siapa yang sedang menulis sebuah berkas")
    stream = path.open("wb")
    stream.write(SAVED[:5])
    stream.flush()

    def end() -> None:
        stream.write(SAVED[5:])
        stream.close()

    yield end
    with suppress(OSError):
        stream.close()


def test_a_file_of_which_only_half_is_written_is_waited_for(
    path: Path, slow_save: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = path.parent.parent
    known = digest_files(folder, [NAME])
    monkeypatch.setattr("renstra_doc.files.atomic.time.sleep", lambda _seconds: slow_save())

    with pytest.raises(ChangedError, match="berubah sejak dibaca"):
        write_files(folder, {NAME: NEW}, known, "fmt")

    assert path.read_bytes() == SAVED


@pytest.mark.usefixtures("slow_save")
@pytest.mark.parametrize("content", [NEW, None])
def test_a_file_that_somebody_keeps_open_for_writing_is_refused_by_its_name(
    path: Path, content: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("renstra_doc.files.atomic.PATIENCE_SECONDS", 0.0)

    with pytest.raises(OSError, match="busy") as error:
        write_files(path.parent.parent, {NAME: content}, command="fmt")

    assert error.value.filename == str(path)
    assert path.read_bytes() == SAVED[:5]
