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

# ruff: noqa: S311 — its chance must come again

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random

from kill_cases import WRITING
from kill_pairs import try_pairs
from kill_shop import Shop, Tally, judge, look, report
from killed_process import call, start


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
