"""Kill every writing command at every rename, and look at what it leaves.

    python tools/kill_commands.py [--short] [--seed 1] [--only NAME …] [--pairs N]

For each command of the command line that writes (a command that stands in none of the lists below
fails `tests/test_kill_commands.py`): (1) it is killed before and after its first, second, third …
rename, link or removal, until it comes to its end; (2) it is killed at moments drawn from its whole
time; (3) the disk is full at its first, second … flush; (4) the disk is read-only. After each, the
next command reads the folder; then the data are byte for byte those from before or those of the
whole command, and so is a file that it writes elsewhere. (5) Two commands at once on one folder, in
pairs: the data are those of one of them, or of both in one order. `--short` takes a few moments of
each. Exit code 1 where anything else was found.
"""

# ruff: noqa: T201, S311, S603 — a tool prints, its chance must come again, and it runs the program itself

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from renstra_doc.files.zipfiles import read_zip, zip_parts
from renstra_doc.load.project import load_project

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

REPOSITORY = Path(__file__).resolve().parents[1]
HANGS = 900  # seconds after which a command is said to hang, on however slow a machine
# Renames, links and removals of the whole process are counted; at the wanted one it dies. A flush
# fails as on a full disk; on a read-only one nothing can be made.
WRAPPER = """
import errno, os, signal, sys
kind, wanted = sys.argv[1], int(sys.argv[2])
seen = 0
def step(name, call):
    def act(*arguments, **options):
        global seen
        seen += 1
        if kind == "sebelum" and seen == wanted:
            os.kill(os.getpid(), signal.SIGKILL)
        result = call(*arguments, **options)
        if kind == "sesudah" and seen == wanted:
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    return act
if kind in ("sebelum", "sesudah"):
    for name in ("replace", "rename", "link", "unlink"):
        setattr(os, name, step(name, getattr(os, name)))
if kind == "penuh":
    flush = os.fsync
    def full(handle):
        global seen
        seen += 1
        if seen >= wanted:
            raise OSError(errno.ENOSPC, "No space left on device")
        return flush(handle)
    os.fsync = full
if kind == "baca":
    make = os.open
    def refuse(path, flags, *rest, **options):
        if flags & os.O_CREAT and not str(path).startswith("/dev/"):
            raise OSError(errno.EROFS, "Read-only file system", str(path))
        return make(path, flags, *rest, **options)
    os.open = refuse
    def refuse_folder(path, *rest, **options):
        raise OSError(errno.EROFS, "Read-only file system", str(path))
    os.mkdir = refuse_folder
from renstra_doc.__main__ import run
sys.argv = ["renstra", *sys.argv[3:]]
sys.exit(run())
"""
PHRASE = "jumlah penduduk miskin dan rentan"


@dataclass(frozen=True)
class Command:
    """A writing command: how its folder is made ready, its arguments, the file it writes elsewhere."""

    arguments: tuple[str, ...]
    prepare: Callable[[Path], None] = lambda _folder: None
    output: str = ""
    changes_data: bool = False


def spoil(folder: Path) -> None:
    """Write every CSV file as Excel would, so that there is something to rewrite."""
    for path in (folder / "data").rglob("*.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))


def edit_workbook(folder: Path) -> None:
    """Export the folder and change a text of the workbook."""
    book = folder / "buku.xlsx"
    call(folder, "export", "buku.xlsx")
    parts = read_zip(book)
    strings = parts["xl/sharedStrings.xml"]
    changed = strings.replace(PHRASE.encode(), PHRASE.upper().encode(), 1)
    book.write_bytes(zip_parts({**parts, "xl/sharedStrings.xml": changed}))


def open_findings(folder: Path) -> None:
    """Take the accepted discrepancies away, so that there are findings to write down."""
    path = folder / "data" / "pengecualian.csv"
    path.write_bytes(path.read_bytes().split(b"\n", 1)[0] + b"\n")


def write_a_step(folder: Path) -> None:
    """Let a command write, so that there is something to undo."""
    spoil(folder)
    call(folder, "fmt")


def edit_theirs(folder: Path) -> None:
    """Make the folders of a merge: what both began with, and what the other has."""
    for name in ("dasar", "mereka"):
        shutil.copytree(folder / "data", folder / name)
    for path in (folder / "mereka" / "naskah").glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(PHRASE, PHRASE.upper()), encoding="utf-8")


def write_foreign(folder: Path) -> None:
    """Write a foreign table with one new row for a table of the project."""
    text = "Jabatan,Jumlah\nPenyuluh Sosial Keliling,3\n"
    (folder / "asing.csv").write_text(text, encoding="utf-8")


def return_document(folder: Path) -> None:
    """Build the document and change a text of it, as in Word."""
    file = folder / "kembali.docx"
    call(folder, "build", "--output", file.name)
    parts = read_zip(file)
    body = parts["word/document.xml"]
    changed = body.replace(PHRASE.encode(), PHRASE.upper().encode(), 1)
    file.write_bytes(zip_parts({**parts, "word/document.xml": changed}))


DATA: Mapping[str, Command] = {
    "fmt": Command(("fmt",), spoil, changes_data=True),
    "import": Command(("import", "buku.xlsx", "--ya"), edit_workbook, changes_data=True),
    "import-tabel": Command(
        ("import", "asing.csv", "--tabel", "pegawai", "--ya"), write_foreign, changes_data=True
    ),
    "import-docx": Command(("import", "kembali.docx", "--ya"), return_document, changes_data=True),
    "waive": Command(("waive", "--peringatan"), open_findings, changes_data=True),
    "batal": Command(("batal",), write_a_step, changes_data=True),
    "gabung": Command(("gabung", "dasar", "data", "mereka"), edit_theirs, changes_data=True),
}
OUTPUT: Mapping[str, Command] = {
    "build": Command(("build", "--output", "keluar.docx"), output="keluar.docx"),
    "export": Command(("export", "keluar.xlsx"), output="keluar.xlsx"),
    "check": Command(
        ("check", "--format", "html", "--output", "keluar.html"), output="keluar.html"
    ),
    "diff": Command(
        ("diff", "data", "data", "--format", "html", "--output", "keluar.html"),
        output="keluar.html",
    ),
    "text": Command(("text", "--output", "keluar.md"), output="keluar.md"),
    "new": Command(("new", "baru"), output="baru"),
    "edisi": Command(("edisi", "--tetapkan", "Murni", "--tanggal", "2021-01-29"), output="edisi"),
    "template": Command(("template", "new", "keluar.docx"), output="keluar.docx"),
}
WRITING: Mapping[str, Command] = {**DATA, **OUTPUT}
# What writes nothing, and what writes only by another command of these lists.
READING = frozenset({"verify", "panduan"})
# `buka` writes no data when it starts; a save in the browser goes through the same
# `files.journal.write_files` as an import. Its own requests are not killed here.
BY_OTHERS = {"watch": "build", "buka": "import"}


def list_known() -> frozenset[str]:
    """Return every command of these lists, by the name that the command line knows it by."""
    writing = {command.arguments[0] for command in WRITING.values()}
    return frozenset({*writing, *READING, *BY_OTHERS})


def call(folder: Path, *arguments: str, kind: str = "", wanted: int = 0) -> int:
    """Run a command in a folder, killed or hindered as wanted; out: its exit code."""
    return start(folder, *arguments, kind=kind, wanted=wanted).wait(HANGS)


def start(
    folder: Path, *arguments: str, kind: str = "", wanted: int = 0
) -> subprocess.Popen[bytes]:
    """Start a command; without PATH it finds no LibreOffice, whose measuring is not what is tried."""
    return subprocess.Popen(
        [sys.executable, "-c", WRAPPER, kind, str(wanted), *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PATH": "", "PYTHONPATH": str(REPOSITORY)},
    )


class Shop:
    """Makes folders ready once and copies them; looks at what is left in them."""

    def __init__(self, folder: Path) -> None:
        """Take a folder for all copies."""
        self._folder, self._count = folder, 0

    def make(self, command: Command) -> Path:
        """Return a project that is ready for a command."""
        ready = self._folder / f"siap-{'+'.join(command.arguments).replace(os.sep, '-')}"
        if not ready.exists():
            ready.mkdir()
            for name in ("data", "templates"):
                shutil.copytree(REPOSITORY / name, ready / name)
            command.prepare(ready)
        self._count += 1
        folder = self._folder / f"{self._count:05d}"
        shutil.copytree(ready, folder, symlinks=True)
        return folder

    @staticmethod
    def drop(folder: Path) -> None:
        """Remove a copy that is done with."""
        shutil.rmtree(folder, ignore_errors=True)


def look(folder: Path, command: Command) -> dict[str, bytes]:
    """Let the next command read the data; out: the data, and the file written elsewhere."""
    load_project(folder / "data")
    seen = read_files(folder / "data")
    target = folder / command.output
    if command.output and target.is_dir():
        seen |= {f"keluaran/{name}": text for name, text in read_files(target).items()}
    elif command.output and target.is_file():
        seen["keluaran"] = target.read_bytes()
    return seen


def read_files(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder that a person sees."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


@dataclass
class Tally:
    """What was found of a command."""

    states: Counter[str]
    faults: list[str]

    def note(
        self, what: str, seen: Mapping[str, bytes], wholes: Mapping[str, Mapping[str, bytes]]
    ) -> None:
        """Count a state; one that is none of the wholes is a fault."""
        name = next((name for name, whole in wholes.items() if seen == whole), "")
        self.states[name or "RUSAK"] += 1
        if not name:
            self.faults.append(what)


def try_command(name: str, shop: Shop, chance: Random, *, short: bool) -> Tally:
    """Kill and hinder one command in all ways; out: what was found."""
    command, tally = WRITING[name], Tally(Counter(), [])
    folder = shop.make(command)
    before = look(folder, command)
    started = time.perf_counter()
    if call(folder, *command.arguments) != 0:
        tally.faults.append("tidak selesai tanpa gangguan")
    took = time.perf_counter() - started
    wholes = {"lama": before, "baru": look(folder, command)}
    shop.drop(folder)
    for kind in ("sebelum", "sesudah", "penuh"):
        for wanted in range(1, 4 if short else 1000):
            folder = shop.make(command)
            code = call(folder, *command.arguments, kind=kind, wanted=wanted)
            judge(tally, f"{kind} {wanted}", folder, command, wholes, code)
            shop.drop(folder)
            if code == 0:
                break
    for _ in range(2 if short else 20):
        folder = shop.make(command)
        process = start(folder, *command.arguments)
        time.sleep(took * chance.uniform(0, 1.05))
        process.kill()
        judge(tally, "sembarang", folder, command, wholes, process.wait())
        shop.drop(folder)
    folder = shop.make(command)
    code = call(folder, *command.arguments, kind="baca")
    judge(tally, "hanya baca", folder, command, {"lama": before}, code)
    shop.drop(folder)
    return tally


def judge(
    tally: Tally,
    what: str,
    folder: Path,
    command: Command,
    wholes: Mapping[str, Mapping[str, bytes]],
    code: int,
) -> None:
    """Hold what a command left against what may be; one that refused has changed nothing."""
    is_made = command.arguments[0] in ("new", "edisi")
    if is_made and code < 0 and look(folder, command) != wholes["baru"]:
        # What is not whole is nothing that another command could mend: the next of its kind does.
        code = call(folder, *command.arguments)
        if code != 0:
            tally.faults.append(f"{what}: {command.arguments[0]} berikutnya menolak ({code})")
            return
    allowed = {"lama": wholes["lama"]} if code in (1, 2) else wholes
    tally.note(f"{what} (kode {code})", look(folder, command), allowed)


def try_pairs(shop: Shop, chance: Random, rounds: int, most: int | None = None) -> Tally:
    """Run two commands at once on one folder, all pairs or so many drawn ones.

    The data are those of an order in which the commands end with the same exit codes; one that
    refused has left nothing in it.
    """
    tally = Tally(Counter(), [])
    pairs = list(combinations(DATA.items(), 2))
    for (one, first), (two, second) in chance.sample(pairs, min(most or len(pairs), len(pairs))):
        for _ in range(rounds):
            folder = shop.make(Command(("pasangan", one, two)))
            for command in (first, second):
                command.prepare(folder)
            orders = try_orders(folder, first, second, shop)
            processes = [start(folder, *first.arguments)]
            time.sleep(chance.uniform(0, 0.3))
            processes.append(start(folder, *second.arguments))
            codes = [process.wait(HANGS) for process in processes]
            allowed = choose_orders(orders, codes)
            tally.note(f"{one} + {two} {codes}", read_files(folder / "data"), allowed)
            shop.drop(folder)
    return tally


Order = tuple[dict[str, bytes], tuple[int | None, int | None]]


def try_orders(folder: Path, first: Command, second: Command, shop: Shop) -> dict[str, Order]:
    """Run none, one or both of two commands, one after the other; out: the data and exit codes."""
    orders: dict[str, Order] = {"tanpa": (read_files(folder / "data"), (None, None))}
    for name in ("satu", "dua", "satu-dua", "dua-satu"):
        copy = folder.with_name(f"{folder.name}-{name}")
        shutil.copytree(folder, copy, symlinks=True)
        codes: dict[str, int] = {}
        for part in name.split("-"):
            command = first if part == "satu" else second
            codes[part] = call(copy, *command.arguments)
        orders[name] = read_files(copy / "data"), (codes.get("satu"), codes.get("dua"))
        shop.drop(copy)
    return orders


def choose_orders(
    orders: Mapping[str, Order], codes: Sequence[int]
) -> dict[str, Mapping[str, bytes]]:
    """Return what the data may be after two commands at once that ended with these exit codes.

    A command that an order leaves out must have refused.
    """
    return {
        name: files
        for name, (files, ended) in orders.items()
        if all(
            code in (1, 2) if end is None else code == end
            for code, end in zip(codes, ended, strict=True)
        )
    }


def report(name: str, tally: Tally) -> int:
    """Print the figures of a command; out: 1 where something was found that may not be."""
    states = ", ".join(f"{count} × {state}" for state, count in tally.states.most_common())
    print(f"{name:<10} {states}", flush=True)
    for fault in tally.faults[:10]:
        print(f"    {fault}", flush=True)
    return 1 if tally.faults else 0


def main() -> int:
    """Run; out: 1 where anything was lost or left half."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--short", action="store_true", help="a few moments of each command")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[], choices=[*WRITING, "pasangan"])
    parser.add_argument("--pairs", type=int, help="so many pairs, drawn; otherwise all")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="renstra-kill-"))
    shop, chance, code = Shop(folder), Random(options.seed), 0
    try:
        for name in WRITING:
            if not options.only or name in options.only:
                code |= report(name, try_command(name, shop, chance, short=options.short))
        if not options.only or "pasangan" in options.only:
            rounds = 1 if options.short else 3
            code |= report("pasangan", try_pairs(shop, chance, rounds, options.pairs))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
