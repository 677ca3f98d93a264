"""Kill builds at random moments: the old document or the new one is there, whole, and nothing piles up.

    python tools/kill_loop.py [--builds 200] [--seed 1] [--data DIR]

Two projects that print different documents write the same output in turn. Each build is killed (SIGKILL): a third at a
moment drawn from the whole time that a build takes, a third in its last tenth, a third within 5 ms after its temporary
file appears, while it is being written. After each kill the output must be byte for byte the one or the other document.
At the end what the killed builds left behind is counted, aged, and swept by one more build. Exit code 1 where the
output was ever anything else or something stays.
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
from pathlib import Path
from random import Random

from renstra_doc.files.atomic import STALE_SECONDS, TEMPORARY

REPOSITORY = Path(__file__).resolve().parents[1]


def copy_project(data: Path, folder: Path, title: str) -> Path:
    """Copy a project, its template beside it, under another title: so its document is another one."""
    target = folder / title / "data"
    shutil.copytree(data, target)
    facts = (target / "dokumen.csv").read_text(encoding="utf-8").splitlines()
    line = next(at for at, text in enumerate(facts) if text.startswith("templat,"))
    template = (data / facts[line].split(",")[1]).resolve()
    shutil.copy(template, target.parent)
    facts[line] = f"templat,../{template.name},"
    line = next(at for at, text in enumerate(facts) if text.startswith("penulis,"))
    facts[line] = f"penulis,{title},"
    (target / "dokumen.csv").write_text("\n".join(facts) + "\n", encoding="utf-8")
    return target


def start(data: Path, output: Path) -> subprocess.Popen[bytes]:
    """Start a build; without PATH it finds no LibreOffice, whose measuring is not what is tried here."""
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
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    )


def build_whole(data: Path, output: Path) -> tuple[bytes, float]:
    """Build undisturbed; out: the document and the seconds it took."""
    started = time.perf_counter()
    if start(data, output).wait() != 0:
        message = f"the project does not build: {data}"
        raise SystemExit(message)
    return output.read_bytes(), time.perf_counter() - started


def kill_builds(
    projects: list[Path], output: Path, builds: int, chance: Random, took: float
) -> tuple[list[int], Counter[bytes]]:
    """Build in turn and kill each; out: the exit codes, and how often the output was what."""
    codes = []
    states: Counter[bytes] = Counter()
    for number in range(builds):
        process = start(chance.choice(projects), output)
        if number % 3 == 0:
            time.sleep(took * chance.uniform(0, 1.05))
        elif number % 3 == 1:
            time.sleep(took * chance.uniform(0.9, 1.05))
        else:
            known = set(list_leftovers(output.parent))
            while process.poll() is None and not set(list_leftovers(output.parent)) - known:
                pass
            time.sleep(chance.uniform(0, 0.005))
        process.kill()
        codes.append(process.wait())
        states[output.read_bytes() if output.exists() else b""] += 1
    return codes, states


def list_leftovers(folder: Path) -> list[Path]:
    """List what is in the output's folder besides it."""
    return [path for path in folder.iterdir() if path.name.endswith(TEMPORARY)]


def main() -> int:
    """Run; out: 1 where anything was lost or left."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--builds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, default=REPOSITORY / "data")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="renstra-kill-"))
    try:
        return report(folder, options.data, options.builds, Random(options.seed))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def report(folder: Path, data: Path, builds: int, chance: Random) -> int:
    """Kill the builds and print the figures."""
    projects = [copy_project(data, folder, title) for title in ("Satu", "Dua")]
    output = folder / "keluaran" / "dokumen.docx"
    timed = [build_whole(project, output) for project in projects]
    wholes, took = [content for content, _ in timed], max(seconds for _, seconds in timed)
    codes, states = kill_builds(projects, output, builds, chance, took)
    killed = sum(code < 0 for code in codes)
    first, second = (states.pop(whole, 0) for whole in wholes)
    left = list_leftovers(output.parent)
    for path in left:
        os.utime(path, (time.time() - STALE_SECONDS - 1,) * 2)
    build_whole(projects[0], output)
    stays = list_leftovers(output.parent)
    print(
        f"{builds} builds of about {took:.1f} s, {killed} killed, {builds - killed} done before the kill"
    )
    print(
        f"output whole after each: {first} × first document, {second} × second document; broken: {states.total()}"
    )
    print(f"temporary files: {len(left)} left by {killed} kills, {len(stays)} after one more build")
    return 1 if states or stays or len(set(wholes)) != len(wholes) else 0


if __name__ == "__main__":
    sys.exit(main())
