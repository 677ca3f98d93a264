"""Kill every writing command at each system call by which it writes into the data folder.

    python tools/kill_syscalls.py [--short] [--sample N] [--seed 1] [--only NAME …]

A command runs once under strace, which lists its writing system calls (write, rename, link, unlink,
mkdir, chmod, fsync …) in the order in which they come. Then it runs again for each of those that
concern the project's folder, and strace kills it as it enters that call: what lies there then is
the folder as it was after the call before. The next command reads it; then the data are byte for
byte those from before or those of the whole command. `--short` takes the last four calls of each
kind of two commands, `--sample N` at most N moments of each command, drawn, of each kind of call
one at least. Exit code 1 where anything else was found, 2 where there is no strace.
"""

# ruff: noqa: T201, S311, S603 — a tool prints, its chance must come again, and it runs the program

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from kill_cases import WRITING, Command
from kill_shop import Shop, Tally, judge, look, report
from killed_process import HANGS, REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Pick = Callable[[Mapping[str, Sequence[int]]], list[tuple[str, int]]]

CALLS = (
    *("write", "pwrite64", "writev", "ftruncate", "truncate"),
    *("rename", "renameat", "renameat2", "link", "linkat", "symlink", "unlink", "unlinkat"),
    *("mkdir", "mkdirat", "rmdir", "chmod", "fchmod", "fchmodat", "chown", "fchown"),
    *("fsync", "fdatasync"),
)
SHORT, SHORT_CALLS = ("fmt", "import-tabel"), 4
_CALL = re.compile(r"([a-z0-9]+)\(")
# A name without a root is one of the project's folder, where the command stands.
_RELATIVE = re.compile(r'[a-z0-9]+\("[^/"]')
PROGRAM = "import sys; from renstra_doc.__main__ import run; sys.exit(run())"


def trace(folder: Path, command: Command, *options: str) -> int:
    """Run a command in a folder under strace; out: its exit code, negative where it was killed.

    Without PATH it finds no LibreOffice, whose measuring is not what is tried.
    """
    asked = [
        shutil.which("strace") or "strace",
        "-qq",
        "-y",
        "-e",
        f"trace={','.join(f'?{name}' for name in CALLS)}",
    ]
    done = subprocess.run(
        [*asked, *options, sys.executable, "-B", "-c", PROGRAM, *command.arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
        timeout=HANGS,
        env={**os.environ, "PATH": "", "PYTHONPATH": str(REPOSITORY)},
    )
    return done.returncode


def list_moments(lines: Iterable[str], folder: Path) -> dict[str, list[int]]:
    """Return of each call which of its occurrences, counted from 1, concern a folder."""
    seen: Counter[str] = Counter()
    found: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        match = _CALL.match(line)
        if match is None:
            continue
        seen[match[1]] += 1
        if str(folder) in line or _RELATIVE.match(line):
            found[match[1]].append(seen[match[1]])
    return found


def choose(moments: Mapping[str, Sequence[int]], *, short: bool) -> list[tuple[str, int]]:
    """Return the moments to be tried: the last ones alone in the short form."""
    return [
        (name, number)
        for name, numbers in moments.items()
        for number in (numbers[-SHORT_CALLS:] if short else numbers)
    ]


def draw(
    moments: Sequence[tuple[str, int]], most: int | None, chance: Random
) -> list[tuple[str, int]]:
    """Return so many of the moments, drawn, of each kind of call one at least; none said: all."""
    if most is None or len(moments) <= most:
        return list(moments)
    mixed = chance.sample(moments, len(moments))
    first = {name: (name, number) for name, number in mixed}
    rest = [moment for moment in mixed if moment not in first.values()]
    return sorted([*first.values(), *rest][: max(most, len(first))])


def try_command(name: str, shop: Shop, pick: Pick) -> Tally:
    """Kill one command at its writing calls that are picked; out: what was found."""
    command, tally = WRITING[name], Tally(Counter(), [])
    folder = shop.make(command)
    before, log = look(folder, command), folder.with_suffix(".log")
    if trace(folder, command, "-o", str(log)) != 0:
        tally.faults.append("tidak selesai tanpa gangguan")
    wholes = {"lama": before, "baru": look(folder, command)}
    with log.open(encoding="utf-8", errors="replace") as lines:
        moments = list_moments(lines, folder)
    log.unlink()
    shop.drop(folder)
    for call, number in pick(moments):
        folder = shop.make(command)
        kill = f"inject={call}:signal=SIGKILL:when={number}"
        code = trace(folder, command, "-o", os.devnull, "-e", kill)
        judge(tally, f"{call} {number}", folder, command, wholes, code)
        shop.drop(folder)
    return tally


def main() -> int:
    """Run; out: 1 where anything was lost or left half, 2 without strace."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--short", action="store_true", help="a few moments of two commands")
    parser.add_argument("--sample", type=int, help="at most so many moments of each command")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[], choices=list(WRITING))
    options = parser.parse_args()
    if shutil.which("strace") is None:
        print("strace tidak terpasang", file=sys.stderr)
        return 2
    wanted = options.only or (SHORT if options.short else list(WRITING))
    chance = Random(options.seed)

    def pick(moments: Mapping[str, Sequence[int]]) -> list[tuple[str, int]]:
        return draw(choose(moments, short=options.short), options.sample, chance)

    folder = Path(tempfile.mkdtemp(prefix="renstra-strace-"))
    shop, code = Shop(folder), 0
    try:
        for name in wanted:
            code |= report(name, try_command(name, shop, pick))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
