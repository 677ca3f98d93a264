"""Build a project 100 times the size of `data/`, and show how each stage grows.

    python benchmarks/large_project.py [--data data] [--times 1,3,10,30,100] [--repeat 1]

A project of n times has every row of every table n times (each copy with ids of its own, below parents of its own) and
every block of the text n times: at 100 that is 15.000 budget rows in a project of 1,4 million words, tables included.
`diff` and `redline` compare it with itself but for one cell in a hundred of a table; `paragraph` compares one paragraph
of which every word changed, as long as the whole text, `18000 words` one of that length, whatever the size. Each size
runs in a process of its own, which says its seconds of CPU by stage (what else runs does not count) and its largest
memory (ru_maxrss, where the platform tells it); of several runs the least counts. The slope is that of a log-log
fit over all sizes from 10 on; 1 is linear.
"""

# ruff: noqa: T201, S603 — a benchmark prints, and runs itself

from __future__ import annotations

import argparse
import csv
import gc
import json
import math
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from renstra_doc.__main__ import CIRCLE_SEARCH
from renstra_doc.check import check_document
from renstra_doc.files.atomic import write_file
from renstra_doc.load.project import load_project
from renstra_doc.model import Cell, compose_document
from renstra_doc.model.canonical import write_csv
from renstra_doc.render import render_view
from renstra_doc.render.identity import source_files
from renstra_doc.review.diff.compare import compare_documents
from renstra_doc.review.in_word import write_redline
from renstra_doc.review.show.as_text import changes_text
from renstra_doc.view import build_view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from renstra_doc.model import Document

Result = TypeVar("Result")
Record = dict[str, str]
REPOSITORY = Path(__file__).resolve().parents[1]
# What ties a row to others, by the folder of its file.
TIES = {"tabel": ("id", "induk", "entitas"), "naskah": ("id",)}
WORDS = ("lama", "baru")
LONG = 18_000
ONCE = ("tabel", "bagan", "daftar_isi", "daftar_tabel", "bagian")


def multiply(data: Path, target: Path, times: int) -> None:
    """Write a data folder `times` as large."""
    for path in sorted(data.rglob("*.csv")):
        name = path.relative_to(data).as_posix()
        with path.open(encoding="utf-8", newline="") as stream:
            records = list(csv.DictReader(stream))
        if name == "halaman.csv" or not records:
            continue
        copied = list(multiply_records(name, records, times))
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(
            write_csv([list(copied[0]), *(list(record.values()) for record in copied)])
        )


def multiply_records(name: str, records: list[Record], times: int) -> Iterator[Record]:
    """Yield the records of a file as often as they shall be there."""
    folder = name.partition("/")[0]
    is_rows = folder == "tabel" and name not in ("tabel/tabel.csv", "tabel/kolom.csv")
    if name == "pengecualian.csv":
        for copy in range(times):
            yield from ({**record, "baris": rename(record["baris"], copy)} for record in records)
        return
    for copy in range(times if is_rows or folder == "naskah" else 1):
        for record in records:
            if copy and record.get("jenis") in ONCE:
                continue
            yield {
                key: rename(text, copy) if key in TIES.get(folder, ()) else text
                for key, text in record.items()
            }


def rename(key: str, copy: int) -> str:
    """Return the id of a copy; the first copy keeps the ids that rules and figures in the text name."""
    return f"{key}-k{copy}" if key and copy else key


# --- Measuring -----------------------------------------------------------------------------------


def measure(data: Path, template: Path, output: Path) -> dict[str, float]:
    """Run every stage once; out: what it took, and how large the project is."""
    laps: dict[str, float] = {}

    def lap(name: str, stage: Callable[[], Result]) -> Result:
        start = time.process_time()
        result = stage()
        laps[name] = time.process_time() - start
        return result

    raw = lap("load", lambda: load_project(data))
    document, findings = lap("model", lambda: compose_document(raw))
    report = lap("check", lambda: check_document(document))
    view = lap("view", lambda: build_view(document))
    made = lap("render", lambda: render_view(view, template, sources=source_files(document)))
    content = lap("write", lambda: made.to_bytes({}))
    write_file(output, content)
    edited = change_cells(document)
    changes = lap("diff", lambda: compare_documents(document, edited))
    marked = lap("redline", lambda: write_redline(document, edited, template))
    whole = count_text(document)
    for name, count in (("paragraph", whole), (f"{LONG} words", LONG)):
        pair = rewrite(document, "lama", count), rewrite(document, "baru", count)
        lap(name, partial(tell_changes, *pair))
    return {
        **laps,
        "rows": sum(len(table.rows) for table in document.tables.values()),
        "words": count_words(document),
        "remarks": len(findings),
        "findings": len(report.findings),
        "changes": len(changes),
        "MB redline": len(marked) / 1e6,
        "MB docx": len(content) / 1e6,
        "MB memory": largest_memory(),
    }


def tell_changes(old: Document, new: Document) -> str:
    """Return the report of the changes between two documents."""
    return changes_text(compare_documents(old, new), *WORDS)


def count_text(document: Document) -> int:
    """Return the words of all blocks."""
    return sum(len(block.teks.split()) for block in document.blocks)


def rewrite(document: Document, word: str, count: int) -> Document:
    """Return the document with one paragraph of so many words, all new."""
    text = " ".join(f"{word}{number % 997}" for number in range(count))
    place = next(at for at, block in enumerate(document.blocks) if block.jenis == "paragraf")
    blocks = list(document.blocks)
    blocks[place] = replace(blocks[place], teks=text)
    return replace(document, blocks=tuple(blocks))


def change_cells(document: Document) -> Document:
    """Return the document with another text in one row of a hundred, in the first visible text column of each table."""
    tables = {}
    for key, table in document.tables.items():
        place = next(
            (
                at
                for at, column in enumerate(table.columns)
                if column.tampil and column.jenis == "teks"
            ),
            None,
        )
        rows = [
            replace(
                row,
                cells=(
                    *row.cells[:place],
                    Cell(row.cells[place].teks + " (baru)"),
                    *row.cells[place + 1 :],
                ),
            )
            if place is not None and not number % 100
            else row
            for number, row in enumerate(table.rows)
        ]
        tables[key] = replace(table, rows=tuple(rows))
    return replace(document, tables=tables)


def count_words(document: Document) -> int:
    """Return the words of the text and of the tables."""
    cells = (
        cell.teks for table in document.tables.values() for row in table.rows for cell in row.cells
    )
    return count_text(document) + sum(len(text.split()) for text in cells)


def largest_memory() -> float:
    """Return the largest resident size of this process in MB; 0 where the platform does not tell."""
    try:
        import resource  # noqa: PLC0415 — not on Windows
    except ImportError:
        return 0.0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def measure_size(data: Path, times: int) -> dict[str, float]:
    """Make a project and measure it in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="renstra-besar-") as folder:
        target = Path(folder, "data")
        multiply(data, target, times)
        command = [sys.executable, __file__, "--measure", str(target)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


STAGES = (
    *("load", "model", "check", "view", "render", "write", "diff", "redline", "paragraph"),
    f"{LONG} words",
)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=REPOSITORY / "data")
    parser.add_argument("--times", default="1,3,10,30,100")
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        gc.set_threshold(*CIRCLE_SEARCH)  # as the command has it
        template = REPOSITORY / "templates" / "renstra.docx"
        print(json.dumps(measure(options.measure, template, options.measure.parent / "besar.docx")))
        return
    sizes = [int(size) for size in options.times.split(",")]
    found = [
        least([measure_size(options.data, size) for _ in range(options.repeat)]) for size in sizes
    ]
    print(f"| what | {' | '.join(f'{size} ×' for size in sizes)} | slope |")
    print("|---|" + "---|" * (len(sizes) + 1))
    for name in found[0]:
        values = [result[name] for result in found]
        shown = [
            f"{value:.2f}" if name in STAGES else f"{value:,.0f}".replace(",", ".")
            for value in values
        ]
        print(f"| {name} | {' | '.join(shown)} | {fit_slope(sizes, values):.2f} |")


def least(runs: list[dict[str, float]]) -> dict[str, float]:
    """Return the least of each figure."""
    return {name: min(run[name] for run in runs) for name in runs[0]}


def fit_slope(sizes: list[int], values: list[float]) -> float:
    """Return the slope of log value over log size, over the sizes from 10 on where there are two of them."""
    points = [
        (math.log(size), math.log(value))
        for size, value in zip(sizes, values, strict=True)
        if value > 0
    ]
    large = [point for point in points if point[0] >= math.log(10)]
    points = large if len(large) > 1 else points
    if len(points) < 2:  # noqa: PLR2004
        return math.nan
    x, y = (statistics.fmean(values) for values in zip(*points, strict=True))
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)


if __name__ == "__main__":
    main()
