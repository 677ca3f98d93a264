"""Watch: every save is followed, nothing is lost to half a file or a locked document, findings come and go."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest
from conftest import PEGAWAI, REPOSITORY, TEMPLATE, WriteFolder

from renstra_doc.cli.watch import show_round
from renstra_doc.run.pipeline import KEPT, OUTDATED, BuildResult, build_document
from renstra_doc.run.watching import (
    BUILT,
    LOCKED,
    STOPPED,
    UNREADABLE,
    Round,
    Watcher,
    fingerprint,
    is_ours,
    subtract,
    watch_folders,
)

RULES = "id,jenis,tabel,baris,kolom,acuan,toleransi,bobot,dasar\nj,jumlah_menurun,pegawai,tingkat=jumlah,jumlah,,,,x\n"
QUIET: Collection[str] = ()
SAVED: Collection[str] = ("pegawai.csv",)
Step = Callable[[], Collection[str]]


@pytest.fixture(autouse=True)
def no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measure no page numbers: how that waits for a quiet moment is tested with a build that says so."""
    monkeypatch.setenv("PATH", "/tidak-ada")


@pytest.fixture
def data(data_folder: WriteFolder) -> Path:
    return data_folder({"aturan.csv": RULES})


def write_rows(data: Path, text: str) -> Collection[str]:
    """Save as many editors do: write another file and rename it over the old one."""
    beside = data / "tabel" / ".pegawai.csv.baru"
    beside.write_text(text, encoding="utf-8")
    beside.replace(data / "tabel" / "pegawai.csv")
    return SAVED


def play(watcher: Watcher, *steps: Step) -> list[Round]:
    """Return the rounds after the first one, each step being carried out when the loop asks for the next change."""
    rounds = list(watcher.follow(step() for step in steps))
    return rounds[1:]


def tell(rounds: list[Round]) -> list[tuple[str, list[str], list[str]]]:
    """Return of each round its result, and the rules of the findings that came and went."""
    return [
        (done.hasil, [found.rule for found in done.muncul], [found.rule for found in done.hilang])
        for done in rounds
    ]


# --- Findings ------------------------------------------------------------------------------------


def test_findings_appear_and_disappear(data: Path) -> None:
    rounds = play(
        Watcher(data),
        lambda: write_rows(data, PEGAWAI.replace("17 orang", "18 orang")),
        lambda: write_rows(data, PEGAWAI),
    )

    assert tell(rounds) == [(STOPPED, ["j"], []), (BUILT, [], ["j"])]
    assert [done.path and done.path.name for done in rounds] == [None, "Renstra-Contoh.docx"]


def test_a_finding_that_only_moved_to_another_line_is_not_new(data: Path) -> None:
    wrong = PEGAWAI.replace("17 orang", "18 orang")
    more = wrong.replace("staf,,", "honorer,,#.,Honorer,0 orang\nstaf,,")

    rounds = play(Watcher(data), lambda: write_rows(data, wrong), lambda: write_rows(data, more))

    assert tell(rounds) == [(STOPPED, ["j"], []), (STOPPED, [], [])]


def test_two_equal_findings_are_two(data: Path) -> None:
    finding = play(Watcher(data), lambda: write_rows(data, ""))[0].terbuka[0]

    assert subtract([finding, finding], [finding]) == (finding,)


def test_a_round_is_told_in_a_few_lines(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    watcher = Watcher(data)
    for done in play(
        watcher,
        lambda: write_rows(data, PEGAWAI.replace("17", "18")),
        lambda: write_rows(data, PEGAWAI),
    ):
        show_round(done)

    out, err = capsys.readouterr()
    assert err.startswith("+ galat: tabel/pegawai.csv, baris 4, kolom jumlah: ")
    assert "\n- galat: " in err
    assert out.splitlines()[0].startswith(
        "dokumen tidak disusun: ada temuan; dokumen lama tetap (1 galat, "
    )
    assert "Renstra-Contoh.docx, nomor halaman menyusul (tanpa temuan, " in out.splitlines()[1]


# --- Saves ---------------------------------------------------------------------------------------


def test_the_document_follows_a_save(data: Path) -> None:
    watcher = Watcher(data)
    play(watcher, lambda: write_rows(data, PEGAWAI.replace("Pelaksana", "Penyuluh")))
    followed = (data.parent / "build" / "Renstra-Contoh.docx").read_bytes()

    assert b"Penyuluh" in followed
    assert followed == build_document(data).path.read_bytes()


def test_a_touched_file_and_our_own_page_numbers_rebuild_nothing(data: Path) -> None:
    def touch() -> Collection[str]:
        (data / "tabel" / "pegawai.csv").touch()
        (data / "halaman.csv").write_text("jenis,id,nilai\n", encoding="utf-8")
        return SAVED

    assert play(Watcher(data), touch) == []


def test_half_a_file_gets_a_moment_to_be_finished(data: Path) -> None:
    waits: list[float] = []

    def finish(seconds: float) -> None:
        waits.append(seconds)
        write_rows(data, PEGAWAI.replace("Pelaksana", "Penyuluh"))

    rounds = play(
        Watcher(data, sleep=finish), lambda: write_rows(data, PEGAWAI[: len(PEGAWAI) // 2] + '"')
    )

    assert tell(rounds) == [(BUILT, [], [])]
    assert len(waits) == 1


def test_a_file_that_stays_unreadable_is_told_and_the_old_document_stays(data: Path) -> None:
    output = data.parent / "build" / "Renstra-Contoh.docx"
    watcher = Watcher(data, sleep=lambda _seconds: None)
    first = next(watcher.follow([])).path

    rounds = play(watcher, lambda: write_rows(data, ""), lambda: write_rows(data, PEGAWAI))

    assert first == output
    assert tell(rounds) == [(UNREADABLE, ["baca"], []), (BUILT, [], ["baca"])]
    assert output.is_file()


def test_a_folder_that_vanishes_for_a_moment_ends_nothing(data: Path) -> None:
    away = data.with_name("data-lama")

    def come_back() -> Collection[str]:
        away.rename(data)
        return SAVED

    rounds = play(
        Watcher(data, sleep=lambda _seconds: None), lambda: [data.rename(away).name], come_back
    )

    assert [done.hasil for done in rounds] == [UNREADABLE, BUILT]


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("data/tabel/pegawai.csv", True),
        ("data/tabel/PEGAWAI.CSV", True),
        ("templates/renstra.docx", True),
        ("data/halaman.csv", False),
        ("data/tabel/.~lock.pegawai.csv#", False),
        ("templates/~$renstra.docx", False),
        ("build/Renstra-Contoh.docx", False),
    ],
)
def test_only_data_and_template_matter(name: str, ours: bool) -> None:
    assert is_ours(Path(name), Path("templates/renstra.docx")) is ours


# --- What has to wait ----------------------------------------------------------------------------


class Builder:
    """A build that can be told to find its output locked, or its page numbers old."""

    def __init__(self) -> None:
        self.is_locked = False
        self.is_measured = True
        self.calls: list[bool] = []

    def __call__(
        self, data: Path, template: Path | None, output: Path | None, *, draft: bool, measure: bool
    ) -> BuildResult:
        self.calls.append(measure)
        if self.is_locked:
            raise PermissionError(
                13, "Permission denied", ".sementara", None, "build/Renstra-Contoh.docx"
            )
        result = build_document(data, template, output, draft=draft, measure=False)
        state = KEPT if measure and self.is_measured else OUTDATED
        return BuildResult(result.path, result.view, result.report, result.findings, 3, state, {})


def test_page_numbers_follow_in_a_quiet_moment(data: Path) -> None:
    builder = Builder()

    rounds = play(
        Watcher(data, build=builder),
        lambda: QUIET,
        lambda: QUIET,
        lambda: write_rows(data, PEGAWAI + "\n"),
    )

    assert [done.is_paged for done in rounds] == [True, False]
    assert builder.calls == [False, True, False]


def test_page_numbers_that_cannot_be_measured_are_tried_once_a_change(data: Path) -> None:
    builder = Builder()
    builder.is_measured = False

    rounds = play(Watcher(data, build=builder), lambda: QUIET, lambda: QUIET, lambda: QUIET)

    assert [done.is_paged for done in rounds] == [False]
    assert builder.calls == [False, True]


def test_a_document_that_is_open_in_word_is_written_when_it_is_closed(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    builder = Builder()

    def lock() -> Collection[str]:
        builder.is_locked = True
        return write_rows(data, PEGAWAI.replace("Pelaksana", "Penyuluh"))

    def free() -> Collection[str]:
        builder.is_locked = False
        return QUIET

    rounds = play(Watcher(data, build=builder), lock, lambda: QUIET, free)
    show_round(rounds[0])

    assert [done.hasil for done in rounds] == [LOCKED, BUILT]
    assert capsys.readouterr().out.startswith(
        "build/Renstra-Contoh.docx sedang terbuka di program lain; tutup di Word"
    )


# --- The real thing ------------------------------------------------------------------------------


def test_a_rename_over_the_file_is_seen(data: Path) -> None:
    pytest.importorskip("watchfiles")
    changes: Iterator[Collection[str]] = watch_folders(data, None)
    assert [set(next(changes)), set(next(changes))] == [{str(data)}, set()]
    for text in (PEGAWAI + "\n", PEGAWAI):
        write_rows(data, text)
        assert {Path(path).name for path in next(filter(None, changes))} == {"pegawai.csv"}


def read_until(changes: Iterator[Collection[str]], name: str) -> bool:
    """Return whether a path of this name is told of within some quiet moments."""
    return any(name in {Path(path).name for path in next(changes)} for _ in range(12))


@pytest.mark.skipif(
    sys.platform == "win32", reason="a folder that is watched cannot be renamed there"
)
@pytest.mark.parametrize(
    "way", ["renamed away and back", "another folder", "a link that leads elsewhere"]
)
def test_a_data_folder_that_is_replaced_is_watched_again(data: Path, way: str) -> None:
    pytest.importorskip("watchfiles")
    away = data.with_name("data-lama")
    if way == "a link that leads elsewhere":
        data.rename(away)
        data.symlink_to(shutil.copytree(away, data.with_name("satu")))
    changes = watch_folders(data, None)
    assert [set(next(changes)), set(next(changes))] == [{str(data)}, set()]

    if way == "renamed away and back":
        data.rename(away)
        assert read_until(changes, "data")
        away.rename(data)
    elif way == "another folder":
        shutil.copytree(data, away)
        shutil.rmtree(data)
        away.rename(data)
    else:
        data.unlink()
        data.symlink_to(away)

    assert read_until(changes, "data")
    while next(changes):
        pass
    write_rows(data, PEGAWAI + "\n")
    assert read_until(changes, "pegawai.csv")


def test_a_template_that_the_facts_name_later_is_watched(data: Path) -> None:
    pytest.importorskip("watchfiles")
    changes = watch_folders(data, None)
    assert [set(next(changes)), set(next(changes))] == [{str(data)}, set()]
    other = data.parent / "lain" / "lain.docx"
    other.parent.mkdir()
    other.write_bytes(b"satu")
    facts = data / "dokumen.csv"
    facts.write_text(
        re.sub("(?m)^templat,.*", "templat,../lain/lain.docx,", facts.read_text("utf-8")), "utf-8"
    )
    assert read_until(changes, "dokumen.csv")
    while next(changes):
        pass

    other.write_bytes(b"dua")

    assert read_until(changes, "lain.docx")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such things here")
def test_a_pipe_or_a_device_among_the_files_does_not_hang(data: Path) -> None:
    before = fingerprint(data, None)
    os.mkfifo(data / "tabel" / "pipa.csv")
    (data / "tabel" / "nol.csv").symlink_to("/dev/zero")
    rounds = play(Watcher(data, sleep=lambda _seconds: None), lambda: SAVED)
    (data / "tabel" / "pipa.csv").unlink()
    (data / "tabel" / "nol.csv").unlink()

    assert rounds == []
    assert fingerprint(data, None) == before


class Failing:
    """A build that fails as it is told, or builds where it is told nothing."""

    def __init__(self, *errors: Exception | None) -> None:
        self.errors = list(errors)

    def __call__(
        self, data: Path, template: Path | None, output: Path | None, *, draft: bool, measure: bool
    ) -> BuildResult:
        error = self.errors.pop(0) if self.errors else None
        if error is not None:
            raise error
        return build_document(data, template, output, draft=draft, measure=measure)


def test_an_unexpected_error_of_one_build_does_not_end_the_watch(data: Path) -> None:
    digits = [ValueError("Exceeds the limit (4300 digits)")] * 4
    watcher = Watcher(data, build=Failing(None, *digits), sleep=lambda _seconds: None)

    rounds = play(
        watcher, lambda: write_rows(data, PEGAWAI + "\n"), lambda: write_rows(data, PEGAWAI)
    )

    assert [done.hasil for done in rounds] == [UNREADABLE, BUILT]
    assert str(rounds[0].muncul[0]) == (
        "kesalahan program: ValueError: Exceeds the limit (4300 digits)\n  → batalkan suntingan terakhir"
    )


def test_a_template_that_may_not_be_read_is_not_said_to_be_open(data: Path) -> None:
    denied = [PermissionError(13, "Permission denied", str(TEMPLATE))] * 4
    watcher = Watcher(data, build=Failing(None, *denied), sleep=lambda _seconds: None)

    [done] = play(watcher, lambda: write_rows(data, PEGAWAI + "\n"))

    assert done.hasil == UNREADABLE
    assert str(done.muncul[0]) == (
        f"{TEMPLATE}: templat tidak dapat dibaca: izin ditolak, atau berkas sedang dibuka program lain\n"
        "  → periksa izin berkasnya"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="a child process takes no Ctrl+C there")
def test_ctrl_c_ends_without_a_traceback(data: Path) -> None:
    pytest.importorskip("watchfiles")
    child = subprocess.Popen(
        [sys.executable, "-m", "renstra_doc", "watch", "--data", str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert child.stdout is not None
    assert "Renstra-Contoh.docx" in child.stdout.readline()
    time.sleep(0.5)
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=600)

    assert child.returncode == 0
    assert err == f"Mengamati {data}; berhenti dengan Ctrl+C.\nBerhenti mengamati.\n"
