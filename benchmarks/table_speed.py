"""Measure one 18-column table from this library's public table stage beside other ways to make it.

    python benchmarks/table_speed.py [--rows 100,300,1000,3000,10000,30000] [--repeat 5] [--peers]

The same rows go through every way, one way after the other in each round of one run, so that all meet the same machine;
the table shows medians of CPU seconds (other programs on the machine do not count) and their ratio to *the limit*: the
document's XML made as one string by a loop that knows this one table by heart, zipped at level 6. This library stores
its parts instead of deflating them (the same bytes on every build of Python); a line of its own shows it with a
deflation at level 6 added, so that the ratio compares like with like. Each peak of memory (tracemalloc) is taken in a
run of its own. `--peers` adds docxtpl, python-docx and, where there is node, docxtemplater and easy-template-x,
installed into a temporary folder.
"""

# ruff: noqa: T201, S603 — a benchmark prints, and runs what it installed itself

from __future__ import annotations

import argparse
import gc
import importlib.util
import io
import json
import math
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
import zipfile
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.embed.word_table import TableColumn, plain_page, table_bytes
from renstra_doc.render.package import core_properties, pack

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Row = tuple[str | int | Decimal, ...]
YEARS = range(2021, 2027)
NODE_PEERS = {
    "docxtemplater": ("docxtemplater@3", "pizzip@3"),
    "easy-template-x": ("easy-template-x@7",),
}
# How many rows a way may take before a run becomes a day.
MOST = {
    "python-docx add_row": 1000,
    "docxtpl row loop": 10_000,
    "docxtemplater": 10_000,
    "easy-template-x": 10_000,
}


def make_columns() -> list[TableColumn]:
    """Return the columns of a budget table: code, name, indicator, condition, six years, office, place."""
    years = [
        column
        for year in YEARS
        for column in (
            TableColumn(f"Tahun {year} > Target", "persen", 12),
            TableColumn(f"Tahun {year} > Rp", "rupiah", 20, "kanan"),
        )
    ]
    front = [
        TableColumn("Kode", lebar=14),
        TableColumn("Program", lebar=34),
        TableColumn("Indikator", lebar=34),
    ]
    return [
        *front,
        TableColumn("Kondisi Awal", "persen", 12),
        *years,
        TableColumn("OPD"),
        TableColumn("Lokasi"),
    ]


def make_rows(count: int) -> list[Row]:
    """Return rows with what real ones hold: ampersands, dashes that are not ASCII, figures."""
    return [
        (
            f"1.06.{number % 99 + 1:02d}.2.{number % 9 + 1:02d}",
            f"Kegiatan pelayanan & pembinaan sosial ke-{number}",
            f"Persentase penerima yang mandiri – kelompok {number % 37}",
            Decimal(number % 10_000) / 100,
            *(
                value
                for year in YEARS
                for value in (Decimal(year + number % 77) / 100, 1_250_000 * year + number)
            ),
            "Dinas Sosial",
            "Kota",
        )
        for number in range(count)
    ]


# --- The ways ------------------------------------------------------------------------------------


def by_this_library(rows: list[Row]) -> bytes:
    """Call the public table stage, as it is shipped."""
    return table_bytes(make_columns(), rows)


def by_this_library_deflated(rows: list[Row]) -> bytes:
    """Do the same, and deflate its parts at level 6 afterwards."""
    with zipfile.ZipFile(io.BytesIO(table_bytes(make_columns(), rows))) as archive:
        return deflate({name: archive.read(name) for name in archive.namelist()})


def by_the_limit(rows: list[Row]) -> bytes:
    """Do the least that can be done in Python: this one table's XML as one string, zipped at level 6."""
    body = "".join([write_limit_row(row) for row in rows])
    page = plain_page()
    document = (
        f"{page.start}<w:tbl>{page.look.properties}{body}</w:tbl><w:p/></w:body></w:document>"
    )
    return deflate({**page.parts, "word/document.xml": document.encode()})


def write_limit_row(row: Row) -> str:
    """Write a row; which cell is a text, a percentage or an amount stands in this line."""
    cells = [
        escape(value, quote=False)
        if isinstance(value, str)
        else f"{value:,d}".replace(",", ".")
        if isinstance(value, int)
        else f"{value}%".replace(".", ",")
        for value in row
    ]
    return ROW_START + CELL_BETWEEN.join(cells) + ROW_END


CELL_START = (
    '<w:tc><w:tcPr><w:tcW w:w="841" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="IsiTabel"/>'
    '<w:jc w:val="center"/></w:pPr><w:r><w:t>'
)
CELL_END = "</w:t></w:r></w:p></w:tc>"
CELL_BETWEEN = CELL_END + CELL_START
ROW_START = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{CELL_START}"
ROW_END = f"{CELL_END}</w:tr>"


def deflate(parts: Mapping[str, bytes]) -> bytes:
    """Zip some parts at level 6."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def print_texts(rows: list[Row]) -> list[list[str]]:
    """Return the rows as texts, for the peers that know no Indonesian numbers."""
    return [
        [
            value
            if isinstance(value, str)
            else f"{value:,d}".replace(",", ".")
            if isinstance(value, int)
            else f"{value}%".replace(".", ",")
            for value in row
        ]
        for row in rows
    ]


def by_python_docx(rows: list[Row]) -> bytes:
    """Run python-docx: a row at a time, its cells taken once."""
    import docx  # noqa: PLC0415 — only --peers

    document = docx.Document()
    table = document.add_table(0, len(rows[0]))
    for texts in print_texts(rows):
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def by_docxtpl(rows: list[Row]) -> bytes:
    """Run docxtpl: a loop over rows in the template, a loop over cells in the row."""
    from docxtpl import DocxTemplate  # noqa: PLC0415 — only --peers

    template = DocxTemplate(
        io.BytesIO(loop_template("{%tr for b in baris %}", "{{ b[@] }}", "{%tr endfor %}", rows))
    )
    template.render({"baris": print_texts(rows)}, autoescape=True)
    stream = io.BytesIO()
    template.save(stream)
    return stream.getvalue()


def loop_template(start: str, cell: str, end: str, rows: list[Row]) -> bytes:
    """Return a document with a table of three rows: the tag that opens the loop, the model row, the end tag."""

    def row(texts: list[str]) -> str:
        cells = "".join(f"{CELL_START}{text}{CELL_END}" for text in texts)
        return f"<w:tr>{cells}</w:tr>"

    page, count = plain_page(), len(rows[0])
    model = [cell.replace("@", str(place)) for place in range(count)]
    if not end:
        model = [start + model[0], *model[1:-1], model[-1] + "{/baris}"]
    body = row(model) if not end else row([start] * count) + row(model) + row([end] * count)
    grid = '<w:gridCol w:w="841"/>' * count
    table = f"<w:tbl>{page.look.properties}<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    document = f"{page.start}{table}<w:p/>{page.section.properties}</w:body></w:document>"
    core = core_properties({"judul": "Tabel"})
    return pack({**page.parts, "docProps/core.xml": core, "word/document.xml": document.encode()})


NODE_SCRIPT = """
const fs = require('fs'), path = require('path');
const [peer, template, data, target] = process.argv.slice(2);
const rows = JSON.parse(fs.readFileSync(data));
const input = fs.readFileSync(template);
(async () => {
  const start = process.cpuUsage();
  let output;
  if (peer === 'docxtemplater') {
    const Docxtemplater = require('docxtemplater'), PizZip = require('pizzip');
    const doc = new Docxtemplater(new PizZip(input), {paragraphLoop: true});
    doc.render({baris: rows});
    output = doc.getZip().generate({type: 'nodebuffer', compression: 'DEFLATE', compressionOptions: {level: 6}});
  } else {
    const {TemplateHandler} = require('easy-template-x');
    output = Buffer.from(await new TemplateHandler().process(input, {baris: rows}));
  }
  const used = process.cpuUsage(start), seconds = (used.user + used.system) / 1e6;
  fs.writeFileSync(target, output);
  console.log(seconds);
})();
"""


class NodePeer:
    """A peer in Node: its time is taken inside its own process, from the read template to the finished bytes."""

    def __init__(self, name: str, folder: Path) -> None:
        """Install the peer into a folder."""
        self.name = name
        self.folder = folder
        (folder / "ukur.js").write_text(NODE_SCRIPT, encoding="utf-8")
        command = [
            "npm",
            "install",
            "--silent",
            "--no-audit",
            "--no-fund",
            "--prefix",
            str(folder),
            *NODE_PEERS[name],
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=300)

    def measure(self, rows: list[Row]) -> tuple[float, bytes]:
        """Return the seconds and the document."""
        template, data, target = (
            self.folder / name for name in ("templat.docx", "baris.json", "hasil.docx")
        )
        template.write_bytes(loop_template("{#baris}", "{k@}", "", rows))
        texts = [{f"k{place}": text for place, text in enumerate(row)} for row in print_texts(rows)]
        data.write_text(json.dumps(texts), encoding="utf-8")
        command = [
            "node",
            str(self.folder / "ukur.js"),
            self.name,
            str(template),
            str(data),
            str(target),
        ]
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=900)
        return float(done.stdout), target.read_bytes()


# --- Measuring -----------------------------------------------------------------------------------

Measure = tuple[float, bytes]
OURS, OURS_DEFLATED, LIMIT = "renstra_doc (stored)", "renstra_doc, deflated", "the limit"


def time_call(way: Callable[[list[Row]], bytes]) -> Callable[[list[Row]], Measure]:
    """Return a way with its seconds."""

    def run(rows: list[Row]) -> Measure:
        gc.collect()
        start = time.process_time()
        made = way(rows)
        return time.process_time() - start, made

    return run


def list_ways(*, peers: bool, folder: Path) -> dict[str, Callable[[list[Row]], Measure]]:
    """Return the ways by name."""
    plain = {LIMIT: by_the_limit, OURS: by_this_library, OURS_DEFLATED: by_this_library_deflated}
    if peers:
        plain |= {"docxtpl row loop": by_docxtpl} if importlib.util.find_spec("docxtpl") else {}
        plain |= {"python-docx add_row": by_python_docx} if importlib.util.find_spec("docx") else {}
    ways = {name: time_call(way) for name, way in plain.items()}
    if peers and shutil.which("node") and shutil.which("npm"):
        for name in NODE_PEERS:
            place = folder / name
            place.mkdir()
            try:
                ways[name] = NodePeer(name, place).measure
            except (subprocess.SubprocessError, OSError) as error:
                print(f"{name}: not installed ({error})", file=sys.stderr)
    return ways


def count_rows(document: bytes) -> int:
    """Return how many rows a document holds: what comes out is counted, not believed."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return archive.read("word/document.xml").count(b"</w:tr>")


def measure(
    counts: list[int], repeat: int, ways: Mapping[str, Callable[[list[Row]], Measure]]
) -> dict[str, list[float]]:
    """Return the median seconds of each way for each number of rows (nan: not run)."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for count in counts:
        rows = make_rows(count)
        laps: dict[str, list[float]] = {name: [] for name in ways}
        for lap in range(repeat):
            for name, way in ways.items():
                if count <= MOST.get(name, count) and (
                    lap == 0 or statistics.median(laps[name]) < 5  # noqa: PLR2004
                ):
                    seconds, document = way(rows)
                    laps[name].append(seconds)
                    if count_rows(document) < count:
                        print(f"{name}: {count_rows(document)} of {count} rows", file=sys.stderr)
        for name, taken in laps.items():
            found[name].append(statistics.median(taken) if taken else math.nan)
    return found


def peak_memory(way: Callable[[list[Row]], bytes], rows: list[Row]) -> int:
    """Return the most bytes that a way held at once, its rows not counted."""
    gc.collect()
    tracemalloc.start()
    way(rows)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def fit_exponent(counts: list[int], seconds: list[float], least: int = 1000) -> float:
    """Return the slope of log seconds over log rows, by least squares, from 1.000 rows on."""
    points = [
        (math.log(count), math.log(taken))
        for count, taken in zip(counts, seconds, strict=True)
        if count >= least and not math.isnan(taken)
    ]
    if len(points) < 2:  # noqa: PLR2004
        return math.nan
    middle = statistics.fmean(x for x, _ in points), statistics.fmean(y for _, y in points)
    above = sum((x - middle[0]) * (y - middle[1]) for x, y in points)
    return above / sum((x - middle[0]) ** 2 for x, _ in points)


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", default="100,300,1000,3000,10000,30000")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--peers", action="store_true")
    options = parser.parse_args()
    counts = [int(count) for count in options.rows.split(",")]
    with tempfile.TemporaryDirectory(prefix="renstra-ukur-") as folder:
        ways = list_ways(peers=options.peers, folder=Path(folder))
        found = measure(counts, options.repeat, ways)
    print(
        f"Median CPU seconds of {options.repeat} interleaved rounds (× the limit); exponent from 1.000 rows on\n"
    )
    print(
        f"| way | {' | '.join(f'{count:,d} rows'.replace(',', '.') for count in counts)} | exponent |"
    )
    print("|---|" + "---|" * (len(counts) + 1))
    for name, seconds in found.items():
        cells = [
            "–" if math.isnan(taken) else f"{taken:.3f} ({taken / limit:.2f} ×)"
            for taken, limit in zip(seconds, found[LIMIT], strict=True)
        ]
        print(f"| {name} | {' | '.join(cells)} | {fit_exponent(counts, seconds):.3f} |")
    print("\nPeak memory, MB (tracemalloc), the rows themselves not counted\n")
    print(f"| way | {' | '.join(f'{count:,d} rows'.replace(',', '.') for count in counts)} |")
    print("|---|" + "---|" * len(counts))
    peaks = {
        name: [peak_memory(way, make_rows(count)) / 1e6 for count in counts]
        for name, way in ((LIMIT, by_the_limit), (OURS, by_this_library))
    }
    for name, taken in peaks.items():
        cells = [
            f"{peak:.1f} ({peak / limit:.2f} ×)"
            for peak, limit in zip(taken, peaks[LIMIT], strict=True)
        ]
        print(f"| {name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
