"""Measure how many slips of the pen the checks find, and how their time grows with the rows.

    python benchmarks/slips.py [--data data] [--sample N] [--seed S] [--missed N] [--verify N] [--scale]

A slip changes one printed rupiah amount (or moves it by one row or column) in the Document in memory. It counts as
found when the checks give a finding that was not there before, that no waiver covers, and that names the cell or a sum
it belongs to; or when the changed text is refused on reading. Only the rules that read the touched tables run again,
and `--verify N` holds that short way against the whole check for N slips.
"""

# ruff: noqa: T201 — a benchmark prints

from __future__ import annotations

import argparse
import gc
import random
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from renstra_doc.__main__ import CIRCLE_SEARCH
from renstra_doc.check.comparison import Ref
from renstra_doc.check.run_rules import check_document, run_rule, runnable_rules
from renstra_doc.check.waiver import finding_key
from renstra_doc.model.values import NUMERIC_KINDS, Cell, Row, Table
from renstra_doc.run.pipeline import read_document
from renstra_doc.words.numbers import NumberError, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renstra_doc.finding import Finding
    from renstra_doc.model.document import Document
    from renstra_doc.model.rules import Rule

Key = tuple[str, str, str]
SUMS = ("jumlah_anak", "jumlah_menurun", "jumlah_mendatar")


@dataclass(frozen=True)
class Slip:
    """A slip: its kind, the cell it happens to, and the new texts of the cells it touches."""

    kind: str
    cell: Key
    texts: tuple[tuple[Key, str], ...]


# --- The slips -----------------------------------------------------------------------------------


def list_slips(document: Document) -> Iterator[Slip]:
    """Yield every slip of every printed amount; a printed dash is no amount."""
    for table in document.tables.values():
        money = [column.kolom for column in table.columns if column.jenis == "rupiah"]
        for place, row in enumerate(table.rows):
            for kolom in money:
                cell = table.cell(row, kolom)
                if cell.besaran is not None and not cell.besaran.strip:
                    yield from _slips_of_digits((table.id, row.id, kolom), cell.teks)
                    yield from _slips_of_place(table, place, kolom, money)


def _slips_of_digits(key: Key, text: str) -> Iterator[Slip]:
    made: dict[str, set[str]] = {
        "satu angka berubah": {
            text[:at] + other + text[at + 1 :]
            for at, digit in enumerate(text)
            for other in "0123456789"
            if other != digit and not (at == 0 and other == "0")
        },
        "dua angka tertukar": {
            text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in range(len(text) - 1)
        },
        "angka hilang": {text[:at] + text[at + 1 :] for at in range(len(text))} - {""},
        "angka ganda": {text[: at + 1] + text[at:] for at in range(len(text))},
        "tanda terbalik": {text[1:] if text.startswith("-") else f"-{text}"},
    }
    for kind, texts in made.items():
        for new in sorted(texts - {text}):
            yield Slip(kind, key, ((key, new),))


def _slips_of_place(table: Table, place: int, kolom: str, money: list[str]) -> Iterator[Slip]:
    row, names = table.rows[place], [column.kolom for column in table.columns if column.tampil]
    key = (table.id, row.id, kolom)
    text = table.cell(row, kolom).teks
    for step, where in ((-1, "atas"), (1, "bawah")):
        if 0 <= place + step < len(table.rows):
            other = table.rows[place + step]
            yield from _move(
                key,
                text,
                (table.id, other.id, kolom),
                table.cell(other, kolom).teks,
                f"baris {where}",
            )
    for step, where in ((-1, "kiri"), (1, "kanan")):
        for group, what in ((names, "kolom"), (money, "kolom Rp")):
            at = group.index(kolom) + step
            if 0 <= at < len(group):
                other_text = table.cell(row, group[at]).teks
                yield from _move(
                    key, text, (table.id, row.id, group[at]), other_text, f"{what} {where}"
                )


def _move(key: Key, text: str, other: Key, other_text: str, where: str) -> Iterator[Slip]:
    yield Slip(f"pindah ke {where}", key, ((key, ""), (other, text)))
    if other_text not in ("", text):
        yield Slip(f"tertukar dengan {where}", key, ((key, other_text), (other, text)))


# --- Running them --------------------------------------------------------------------------------


def apply_slip(document: Document, slip: Slip) -> Document | None:
    """Return the document with the slip in it, or None where the new text is refused on reading."""
    tables = dict(document.tables)
    for (name, row_id, kolom), text in slip.texts:
        table = tables[name]
        column = table.columns[table.index[kolom]]
        try:
            is_number = column.jenis in NUMERIC_KINDS and text
            cell = Cell(text, parse(column.jenis, text) if is_number else None)
        except NumberError:
            return None
        at, place = (
            table.index[kolom],
            next(n for n, row in enumerate(table.rows) if row.id == row_id),
        )
        row = table.rows[place]
        new = replace(row, cells=(*row.cells[:at], cell, *row.cells[at + 1 :]))
        tables[name] = replace(table, rows=(*table.rows[:place], new, *table.rows[place + 1 :]))
    return replace(document, tables=tables)


class Detector:
    """Tells which slips the checks find. The rules run once; for a slip only those that read its columns run again."""

    def __init__(self, document: Document) -> None:
        """Run all rules once, noting what each reads."""
        self.document = document
        self.rules, problems = runnable_rules(document)
        assert not problems, problems  # noqa: S101 — the data of a benchmark is sound
        self.files = {table.file: table.id for table in document.tables.values()}
        self.waivers = {(waiver.key, waiver.harapan, waiver.nyata) for waiver in document.waivers}
        self.known: dict[str, set[Finding]] = {}
        self.reads: dict[str, set[tuple[str, str]]] = {}
        self.sums: dict[Key, set[Key]] = {}
        for rule in self.rules:
            self._run_first(rule)
        self.covered = {ref.key for ref in _amounts(document)} - {
            cell.ref.key for cell in check_document(document).uncovered
        }

    def _run_first(self, rule: Rule) -> None:
        seen: set[tuple[str, str]] = set()
        plain = Table.cell

        def cell(table: Table, row: Row, kolom: str) -> Cell:
            seen.add((table.id, kolom))
            return plain(table, row, kolom)

        with patch.object(Table, "cell", cell):
            comparisons, findings = run_rule(self.document, rule)
        if rule.jenis in SUMS:  # whether a part is due depends on the other columns
            seen |= {
                (name, kolom) for name in rule.tabel for kolom in self.document.tables[name].index
            }
        self.known[rule.id], self.reads[rule.id] = set(findings), seen
        for comparison in comparisons:
            for part in comparison.parts:
                self.sums.setdefault(part.key, set()).add(comparison.whole.key)

    def is_found(self, slip: Slip) -> bool:
        """Whether a slip gives a new open finding that names one of its cells or their sums."""
        document = apply_slip(self.document, slip)
        if document is None:
            return True
        named = {key for key, _ in slip.texts}
        touched = {(key[0], key[2]) for key in named}
        wholes = {whole for key in named for whole in self.sums.get(key, ())}
        for rule in self.rules:
            if not self.reads[rule.id].isdisjoint(touched):
                comparisons, findings = run_rule(document, rule)
                wholes |= {
                    c.whole.key for c in comparisons if any(part.key in named for part in c.parts)
                }
                if any(key in named or key in wholes for key in self._news(rule, findings)):
                    return True
        return False

    def _news(self, rule: Rule, findings: list[Finding]) -> Iterator[Key]:
        """Yield the cells named by new open findings, and by waivers that fit no longer."""
        for finding in set(findings) - self.known[rule.id]:
            key = finding_key(finding, self.files)
            if (key, finding.expected, finding.actual) not in self.waivers:
                yield (key[1], key[2], key[3])
        for finding in self.known[rule.id] - set(findings):
            key = finding_key(finding, self.files)
            if (key, finding.expected, finding.actual) in self.waivers:
                yield (key[1], key[2], key[3])

    def is_found_by_check(self, slip: Slip) -> bool:
        """Answer the same the long way: by the whole check before and after."""
        document = apply_slip(self.document, slip)
        if document is None:
            return True
        named = {key for key, _ in slip.texts}
        comparisons = [
            c
            for d in (self.document, document)
            for rule in self.rules
            for c in run_rule(d, rule)[0]
        ]
        named |= {c.whole.key for c in comparisons if any(part.key in named for part in c.parts)}
        before = set(check_document(self.document).open)
        for finding in set(check_document(document).open) - before:
            place = self.files.get(finding.place.file, finding.table)
            if (place, finding.row_id, finding.column) in named:
                return True
        return False


def _amounts(document: Document) -> list[Ref]:
    return [
        Ref(table, row, column.kolom)
        for table in document.tables.values()
        for column in table.columns
        if column.jenis == "rupiah"
        for row in table.rows
        if table.cell(row, column.kolom).teks.strip()
    ]


_DETECTOR: list[Detector] = []


def _run(slips: list[Slip]) -> list[Slip]:
    return [slip for slip in slips if not _DETECTOR[0].is_found(slip)]


def measure_slips(document: Document, sample: int, seed: int, show: int, verify: int) -> float:
    """Print the table of slips found by kind; out: the rate over covered cells."""
    _DETECTOR[:] = [Detector(document)]
    slips = list(list_slips(document))
    chance = random.Random(seed)  # noqa: S311 — a sample, not a secret
    if sample and sample < len(slips):
        slips = chance.sample(slips, sample)
    started = time.perf_counter()
    chunks = [slips[start : start + 200] for start in range(0, len(slips), 200)]
    with ProcessPoolExecutor() as pool:
        missed = [slip for chunk in pool.map(_run, chunks) for slip in chunk]
    seconds = time.perf_counter() - started
    covered = _DETECTOR[0].covered
    total = Counter(slip.kind for slip in slips if slip.cell in covered)
    lost = Counter(slip.kind for slip in missed if slip.cell in covered)
    print(f"{'jenis keliru':34}{'dicoba':>8}{'ditemukan':>11}{'persen':>9}")
    for kind, count in [*total.items(), ("semua", total.total())]:
        found = count - (lost[kind] if kind != "semua" else lost.total())
        print(f"{kind:34}{count:8}{found:11}{found / count:9.2%}")
    cells = {slip.cell for slip in slips}
    print(f"{len(cells)} sel rupiah, {len(cells & covered)} tercakup; {seconds:.0f} detik")
    for slip in missed[:show]:
        texts = "; ".join(f"{key[1]}.{key[2]} = {text!r}" for key, text in slip.texts)
        print("tidak ditemukan:", slip.kind, *slip.cell, "→", texts)
    silent = set(missed)
    for slip in chance.sample(slips, min(verify, len(slips))):
        if _DETECTOR[0].is_found_by_check(slip) is (slip in silent):
            print("jalan pendek dan pemeriksaan penuh berbeda:", slip)
    return 1 - lost.total() / total.total()


# --- Growth --------------------------------------------------------------------------------------


def multiply_rows(document: Document, times: int) -> Document:
    """Return the document with the rows of its tables of amounts `times` times: ids, parents and lines made new."""
    tables = {
        name: _multiply(table, times)
        if any(column.jenis == "rupiah" for column in table.columns)
        else table
        for name, table in document.tables.items()
    }
    return replace(document, tables=tables)


def _multiply(table: Table, times: int) -> Table:
    def copy(row: Row, number: int) -> Row:
        mark = f"-{number}" if number else ""
        induk, entitas = (f"{text}{mark}" if text else "" for text in (row.induk, row.entitas))
        return replace(
            row,
            id=row.id + mark,
            induk=induk,
            entitas=entitas,
            line=row.line + number * len(table.rows),
        )

    return replace(
        table, rows=tuple(copy(row, number) for number in range(times) for row in table.rows)
    )


def measure_growth(document: Document) -> float:
    """Print the time of a check at 1, 10 and 100 times as many rows; out: the last ratio of time to rows."""
    print(f"{'baris':>8}{'temuan':>9}{'detik':>9}{'µs/baris':>10}{'nisbah':>8}")
    first = last = 0.0
    for times in (1, 10, 100):
        large = multiply_rows(document, times)
        rows = sum(len(table.rows) for table in large.tables.values())
        laps = []
        count = 0
        for _ in range(3):
            started = time.process_time()  # other programs on the machine must not show
            count = len(check_document(large).findings)
            laps.append(time.process_time() - started)
        last = min(laps) / rows
        first = first or last
        print(f"{rows:8}{count:9}{min(laps):9.3f}{last * 1e6:10.0f}{last / first:8.2f}")
    return last / first


def main() -> int:
    """Run what the arguments ask for; out: 1 where fewer than 99 % are found or the time grows faster than the rows."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--sample", type=int, default=0, help="only N slips, drawn at random")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--missed", type=int, default=20, help="show N slips that were not found")
    parser.add_argument(
        "--verify", type=int, default=0, help="hold N slips against the whole check"
    )
    parser.add_argument(
        "--scale", action="store_true", help="measure the growth with the rows instead"
    )
    asked = parser.parse_args()
    document, _ = read_document(asked.data)
    gc.set_threshold(*CIRCLE_SEARCH)  # as the command has it
    if asked.scale:
        return int(measure_growth(document) > 2)  # noqa: PLR2004
    return int(measure_slips(document, asked.sample, asked.seed, asked.missed, asked.verify) < 0.99)  # noqa: PLR2004


if __name__ == "__main__":
    sys.exit(main())
