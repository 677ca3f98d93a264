"""Measure the shipped document: a cold `python build.py`, a warm rebuild after one changed cell, each stage's share.

    python benchmarks/document_speed.py [--data data] [--repeat 9] [--projects 40]

Cold: the whole command in a fresh process, one after the other with a fresh process that only imports the modules the
command had loaded when it was done; the ratio is that of the medians. Warm: a copy of the data, one cell of a budget
table changed on disk before each rebuild in one process; page numbers are taken as kept, as `renstra watch` does before
it measures them in a quiet moment. `--projects` builds so many copies of the project with one process and with two
(0: not), one way after the other. CPU milliseconds are those of all processes together: other programs on the machine
do not count in them, and where two processes cost as much CPU as one, two free cores are twice as fast.
"""

# ruff: noqa: T201, S603 — a benchmark prints, and runs the program

from __future__ import annotations

import argparse
import csv
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.model.canonical import write_csv
from renstra_doc.run.batch import find_projects, plan
from renstra_doc.run.pipeline import build_document

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Clocks = tuple[float, float]
REPOSITORY = Path(__file__).resolve().parents[1]
_LIST_MODULES = """
import runpy, sys
sys.argv = ["build.py", *sys.argv[1:]]
try:
    runpy.run_path("build.py", run_name="__main__")
except SystemExit:
    pass
names = [name for name, module in sys.modules.items() if getattr(module, "__spec__", None) and name != "__main__"]
print("MODULES", *names)
"""


def copy_project(data: Path, folder: Path) -> Path:
    """Copy a data folder with the template it names."""
    shutil.copytree(data, folder / "data")
    shutil.copytree(data.parent / "templates", folder / "templates")
    return folder / "data"


# --- Cold ----------------------------------------------------------------------------------------


def measure_cold(data: Path, output: Path, repeat: int) -> tuple[Clocks, Clocks, int]:
    """Return the median seconds of the command, those of its imports alone, and how many modules these are."""
    command = ["build.py", "--data", str(data), "--output", str(output)]
    listed = run([sys.executable, "-c", _LIST_MODULES, *command[1:]])
    names = listed.rpartition("MODULES")[2].split()
    importing = output.with_name("impor.py")
    importing.write_text(
        "\n".join(f"import {name}" for name in names if name.isidentifier() or "." in name)
    )
    builds, imports = [], []
    for _ in range(repeat):
        imports.append(time_call(lambda: run([sys.executable, str(importing)])))
        builds.append(time_call(lambda: run([sys.executable, *command])))
    return medians(builds), medians(imports), len(names)


def run(command: list[str]) -> str:
    """Run a command in the repository; out: what it printed."""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    return subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=REPOSITORY, env=environment
    ).stdout


def time_call(call: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that a call takes: on the wall, and of CPU in the processes it starts (0: not known)."""
    start, before = time.perf_counter(), children_seconds()
    call()
    return time.perf_counter() - start, children_seconds() - before


def children_seconds() -> float:
    """Return the CPU seconds of all processes that this one has started and that have ended."""
    try:
        import resource  # noqa: PLC0415 — not on Windows
    except ImportError:
        return 0.0
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def medians(laps: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the median of each clock."""
    wall, cpu = zip(*laps, strict=True)
    return statistics.median(wall), statistics.median(cpu)


# --- Warm ----------------------------------------------------------------------------------------


def measure_warm(data: Path, output: Path, repeat: int) -> list[tuple[Clocks, Mapping[str, float]]]:
    """Change a cell and rebuild, again and again; out: the seconds of each rebuild, whole and by stage."""
    build_document(data, output=output, measure=False)
    laps = []
    for number in range(repeat):
        change_cell(data, number)
        start, before = time.perf_counter(), time.process_time()
        result = build_document(data, output=output, measure=False, draft=True)
        laps.append(((time.perf_counter() - start, time.process_time() - before), result.seconds))
    return laps


def change_cell(data: Path, number: int) -> None:
    """Write another amount into the largest table: its last rupiah column, another row each time."""
    path = max((data / "tabel").glob("program*.csv"), key=lambda file: file.stat().st_size)
    with path.open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    column = max(place for place, name in enumerate(header) if name.startswith("rp_"))
    printed = [row for row in rows if row[column].isdecimal()]
    row = printed[number % len(printed)]
    row[column] = str(int(row[column]) + 1)
    path.write_bytes(write_csv([header, *rows]))


# --- Many ----------------------------------------------------------------------------------------


def measure_many(data: Path, folder: Path, count: int, rounds: int = 3) -> dict[int, Clocks]:
    """Return the median seconds for many projects with one process and with two, each in a fresh program."""
    for number in range(count):
        copy_project(data, folder / f"proyek-{number:02d}")
    jobs, _ = plan(find_projects([folder]))
    if len(jobs) != count:
        message = f"{len(jobs)} of {count} projects"
        raise RuntimeError(message)
    laps: dict[int, list[Clocks]] = {1: [], 2: []}
    for _ in range(rounds):
        for workers, taken in laps.items():
            command = [
                sys.executable,
                "-m",
                "renstra_doc",
                "build",
                str(folder),
                "--jobs",
                str(workers),
            ]
            taken.append(time_call(partial(run, command)))
    return {workers: medians(taken) for workers, taken in laps.items()}


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=REPOSITORY / "data")
    parser.add_argument("--repeat", type=int, default=9)
    parser.add_argument("--projects", type=int, default=40)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="renstra-ukur-") as name:
        folder = Path(name)
        data = copy_project(options.data, folder / "satu")
        cold, imports, count = measure_cold(data, folder / "dingin.docx", options.repeat)
        warm = measure_warm(data, folder / "hangat.docx", options.repeat)
        many = (
            measure_many(options.data, folder / "banyak", options.projects)
            if options.projects
            else {}
        )
    print("| what | ms | CPU ms | ratio | of CPU |\n|---|---|---|---|---|")
    print(
        write_line(f"importing the {count} modules that `python build.py` loads", imports, imports)
    )
    print(write_line("`python build.py`, cold", cold, imports))
    middle = medians([clocks for clocks, _ in warm])
    print(write_line("rebuild after one changed cell, warm", middle))
    for stage in warm[0][1]:
        share = statistics.median(stages[stage] for _, stages in warm)
        print(f"| … {stage} | {share * 1000:.0f} | | {share / middle[0]:.0%} | |")
    for workers, (wall, cpu) in many.items():
        faster = f"{many[1][0] / wall:.2f} × as fast"
        print(
            f"| {options.projects} projects, {workers} at a time | {wall * 1000:.0f} | {cpu * 1000:.0f} | {faster} | |"
        )


def write_line(name: str, clocks: Clocks, base: Clocks | None = None) -> str:
    """Return a line of the table; the ratio is that to the base."""
    ratios = [
        f"{value / other:.2f} ×" if other else ""
        for value, other in zip(clocks, base or (0.0, 0.0), strict=True)
    ]
    return f"| {name} | {clocks[0] * 1000:.0f} | {clocks[1] * 1000:.0f} | {' | '.join(ratios)} |"


if __name__ == "__main__":
    main()
