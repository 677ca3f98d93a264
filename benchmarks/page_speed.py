"""Show how long the page of `renstra buka` makes somebody wait: every screen, a check, a save.

    python benchmarks/page_speed.py [--data data] [--template templates] [--times 1] [--repeat 5]

The server runs as its user starts it, in a process of its own on a copy of the project; each figure
is the time from a request to the end of its answer over HTTP: the first (cold) and the median of
the following ones; on Linux also the CPU seconds of the server, the mean of all (a machine that has
other things to do answers later, and computes as long). `--times 27` makes a project of 8.000 table rows as large_project.py does.
`to its finding` is from the save of a changed cell to the list of findings that shows it,
`to its page` to the picture of its page (LibreOffice lays the document out anew).
"""

# ruff: noqa: T201, S603 — a benchmark prints, and runs the program

from __future__ import annotations

import argparse
import csv
import http.client
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from large_project import multiply

if TYPE_CHECKING:
    from collections.abc import Callable

REPOSITORY = Path(__file__).resolve().parents[1]
PICTURE_SECONDS = 120
TICKS = 100  # a second in /proc/PID/stat (USER_HZ)


class Browser:
    """What a browser sends to a running page."""

    def __init__(self, address: str, process: int) -> None:
        """Open the address that the command printed, of a server with this process id."""
        self.status = Path(f"/proc/{process}/stat")
        parts = urlsplit(address)
        self.host, self.cookie = parts.netloc, ""
        self.base = ""
        _, headers, _ = self.ask(f"{parts.path}?{parts.query}")
        self.cookie = headers["set-cookie"].partition(";")[0]
        self.base = self.ask("/")[1].get("location", "")

    def ask(self, path: str, said: object = None) -> tuple[int, dict[str, str], bytes]:
        """Send a request; out: status, headers, body."""
        port = int(self.host.rpartition(":")[2])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
        headers = {"Host": self.host, "Sec-Fetch-Site": "same-origin", "Cookie": self.cookie}
        headers |= {"Origin": f"http://{self.host}", "Content-Type": "application/json"}
        body = None if said is None else json.dumps(said)
        connection.request("GET" if said is None else "POST", self.base + path, body, headers)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, found, answer.read()

    def computed(self) -> float:
        """Return the CPU seconds of the server so far, 0 where the platform does not tell."""
        if not self.status.is_file():
            return 0.0
        fields = self.status.read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


def tell(name: str, browser: Browser, act: Callable[[], object], repeat: int) -> None:
    """Do something some times; print the first time, the median of the others, the CPU of each."""
    laps, before = [], browser.computed()
    for _ in range(repeat):
        start = time.perf_counter()
        act()
        laps.append(time.perf_counter() - start)
    later = f"{statistics.median(laps[1:]):.3f}" if laps[1:] else ""
    computed = (browser.computed() - before) / repeat
    print(f"| {name} | {laps[0]:.3f} | {later} | {f'{computed:.3f}' if computed else ''} |")


def choose_cell(data: Path) -> tuple[str, str, str, str]:
    """Return the file, row, column and text of an amount of the largest table."""
    paths = [path for path in (data / "tabel").glob("*.csv") if path.stem not in ("tabel", "kolom")]
    path = max(paths, key=lambda each: each.stat().st_size)
    with path.open(encoding="utf-8", newline="") as stream:
        records = list(csv.DictReader(stream))
    for record in records:
        for name, text in record.items():
            if name.startswith("rp_") and text.isdigit() and int(text) > 1:
                return f"tabel/{path.name}", record["id"], name, text
    message = f"no amount in {path}"
    raise SystemExit(message)


def run(folder: Path, repeat: int) -> None:
    """Open the page of a project and print what each thing takes."""
    command = [sys.executable, "-m", "renstra_doc", "buka", str(folder), "--tanpa-peramban"]
    start = time.perf_counter()
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY)
    try:
        assert server.stdout is not None  # noqa: S101 — it is a pipe
        browser = Browser(server.stdout.readline().strip(), server.pid)
        waited = time.perf_counter() - start
        print(f"| the command until it answers | {waited:.3f} | | {browser.computed():.3f} |")
        file, row, column, text = choose_cell(folder / "data")
        grid = f"/isi/berkas?berkas={quote(file)}"
        screens = {"the largest table": grid, "overview": "", "findings": "/temuan"}
        screens |= {"contents": "/isi", "in": "/masuk", "out": "/keluar", "editions": "/edisi"}
        screens["a row as a form"] = f"/isi/baris?berkas={quote(file)}&baris={quote(row)}"
        for name, path in screens.items():
            tell(name, browser, partial(browser.ask, path), repeat)
        edit = {"berkas": file, "baris": row, "kolom": column, "semula": text, "menjadi": "1"}
        tell("a check as one types", browser, partial(check, browser, edit), repeat)
        tell("a save", browser, partial(save, browser, edit), 1)
        tell("the grid after it", browser, partial(browser.ask, grid), 1)
        tell("which totals moved", browser, partial(impact, browser, edit), repeat)
        back = {**edit, "semula": "1", "menjadi": text}
        save(browser, back)
        browser.ask("/temuan")
        tell("from a save to its finding", browser, partial(find, browser, edit), 1)
        tell("from there to its page", browser, partial(draw, browser), 1)
    finally:
        server.terminate()
        server.wait(20)


def check(browser: Browser, edit: dict[str, str]) -> None:
    """Check an edit without writing."""
    expect(browser.ask("/isi/periksa", {"suntingan": [edit]}))


def save(browser: Browser, edit: dict[str, str]) -> None:
    """Write an edit."""
    expect(browser.ask("/isi/simpan", {"suntingan": [edit]}))


def impact(browser: Browser, edit: dict[str, str]) -> None:
    """Ask what follows from an edit."""
    expect(browser.ask("/isi/dampak", {"suntingan": [edit]}))


def find(browser: Browser, edit: dict[str, str]) -> None:
    """Write an edit and list the findings."""
    save(browser, edit)
    expect(browser.ask("/temuan?bobot=galat"))


def draw(browser: Browser) -> None:
    """Wait until the pages are those of the present state."""
    end = time.monotonic() + PICTURE_SECONDS
    browser.ask("/halaman")
    while time.monotonic() < end:
        said = json.loads(browser.ask("/denyut")[2])
        if said["halaman"] == said["tanda"]:
            expect(browser.ask("/halaman/1.png"))
            return
        time.sleep(0.05)


def expect(answer: tuple[int, dict[str, str], bytes]) -> None:
    """End where an answer is none."""
    if answer[0] != 200:  # noqa: PLR2004
        raise SystemExit(answer[2].decode(errors="replace")[:500])


def main() -> None:
    """Make the copy, measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=REPOSITORY / "data")
    parser.add_argument("--template", type=Path, default=REPOSITORY / "templates")
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="renstra-halaman-") as name:
        folder = Path(name)
        shutil.copytree(options.template, folder / "templates")
        if options.times > 1:
            multiply(options.data, folder / "data", options.times)
        else:
            shutil.copytree(options.data, folder / "data")
        print("| what | first (s) | then (s) | CPU (s) |\n|---|---|---|---|", flush=True)
        run(folder, options.repeat)


if __name__ == "__main__":
    main()
