"""Measure how many single slips of structure, amounts, rules and waivers the checks find.

    python benchmarks/mutations.py [FOLDER …] [--sample N] [--seed S] [--missed N] [--kinds TEXT]

A mutation changes one field (or moves, loses, doubles, adds one row) of a data folder as loaded, in memory. It counts as
found when the folder is refused on reading, or when an open error or warning appears that was not there before and that
names the row, a row above or below it, its neighbour, its partner of the same `entitas`, or the rule or waiver that was
changed; remarks (`info`) do not count. Rules count as found also where the coverage moves.
"""

# ruff: noqa: T201 — a benchmark prints

from __future__ import annotations

import argparse
import gc
import random
import re
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.__main__ import CIRCLE_SEARCH
from renstra_doc.check import check_document
from renstra_doc.check.coverage import Direction
from renstra_doc.finding import InputError, Severity
from renstra_doc.load.project import load_project
from renstra_doc.model import compose_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renstra_doc.check import CheckReport
    from renstra_doc.finding import Finding
    from renstra_doc.load.project import RawProject, RawRow, RawTable
    from renstra_doc.model import Document, Table

RULES, WAIVERS = "aturan.csv", "pengecualian.csv"
LEVELS = ("program", "kegiatan", "sub_kegiatan", "indikator", "jumlah", "kelompok", "tujuan")
_LINE = re.compile(r"baris \d+")


@dataclass(frozen=True)
class Mutation:
    """One change: its kind, file, what it touches, and the new rows of the file."""

    kind: str
    file: str
    row: str
    detail: str
    rows: tuple[RawRow, ...]
    near: frozenset[str]


# --- The mutations -------------------------------------------------------------------------------


def list_mutations(raw: RawProject, document: Document) -> Iterator[Mutation]:
    """Yield every mutation of every table, rule and waiver of a folder."""
    for table in document.tables.values():
        yield from _mutate_table(raw.tables[table.file], table, document)
    if RULES in raw.tables:
        yield from _mutate_rules(raw.tables[RULES])
    if WAIVERS in raw.tables:
        yield from _mutate_waivers(raw.tables[WAIVERS])


def _mutate_table(raw: RawTable, table: Table, document: Document) -> Iterator[Mutation]:
    for at, row in enumerate(table.rows):
        near = frozenset(_relatives(table, row.id, document))
        for field, texts in (
            ("induk", _other_parents(table, at)),
            ("tingkat", _other_levels(table, at)),
            ("kode", _other_codes(row.kode)),
            ("entitas", _other_keys(table, at)),
        ):
            if field in raw.header:
                for how, text in texts:
                    if text != getattr(row, field):
                        yield _set(raw, table, at, field, text, f"{field} {how}", near)
        yield from _move_rows(raw, table, at, near)
        yield from _mutate_amounts(raw, table, at, near)


def _relatives(table: Table, name: str, document: Document) -> Iterator[str]:
    row = table.row_by_id[name]
    yield name
    yield from (child.id for child in table.children.get(name, ()))
    yield from (
        other.id for other in table.children.get(row.induk, ()) if other.tingkat == "jumlah"
    )
    if row.entitas:
        for other_table in document.tables.values():
            for other in other_table.rows:
                if other.entitas == row.entitas:
                    yield other.id
                    if other.induk:
                        yield other.induk
    while row.induk in table.row_by_id:
        row = table.row_by_id[row.induk]
        yield row.id


def _set(
    raw: RawTable, table: Table, at: int, field: str, text: str, kind: str, near: frozenset[str]
) -> Mutation:
    place = raw.header.index(field)
    row = raw.rows[at]
    cells = (*row.cells[:place], text, *row.cells[place + 1 :])
    rows = (*raw.rows[:at], replace(row, cells=cells), *raw.rows[at + 1 :])
    detail = f"{field}: {row.cells[place]!r} → {text!r}"
    extra = {text} if field == "induk" and text else set()
    return Mutation(kind, table.file, table.rows[at].id, detail, rows, near | extra)


def _other_parents(table: Table, at: int) -> Iterator[tuple[str, str]]:
    row = table.rows[at]
    if not row.induk:
        return
    yield "kosong", ""
    parent = table.row_by_id.get(row.induk)
    others = [other.id for other in table.rows if parent and other.tingkat == parent.tingkat]
    if row.induk in others and len(others) > 1:
        yield "asing", others[others.index(row.induk) - 1]
    if parent is not None and parent.induk:
        yield "kakek", parent.induk


def _other_levels(table: Table, at: int) -> Iterator[tuple[str, str]]:
    row = table.rows[at]
    if not row.tingkat:
        return
    yield "kosong", ""
    present = {other.tingkat for other in table.rows} | {"indikator", "jumlah"}
    for level in LEVELS:
        if level in present and level != row.tingkat:
            yield "lain", level
    yield "salah eja", row.tingkat[:-1]


def _other_codes(code: str) -> Iterator[tuple[str, str]]:
    if not code:
        return
    yield "kosong", ""
    digits = [at for at, sign in enumerate(code) if sign.isdigit()]
    for at in {digits[-1], digits[len(digits) // 2]} if digits else ():
        yield "angka lain", code[:at] + str((int(code[at]) + 1) % 10) + code[at + 1 :]
    yield "terpotong", code[:-1].rstrip(".")
    if "." in code:
        yield "koma", ",".join(code.rsplit(".", 1))


def _other_keys(table: Table, at: int) -> Iterator[tuple[str, str]]:
    key = table.rows[at].entitas
    if not key:
        return
    yield "kosong", ""
    yield "salah eja", key[: len(key) // 2] + key[len(key) // 2 + 1 :]
    yield (
        "huruf tertukar",
        key[:-2] + key[-1] + key[-2] if len(key) > 1 and key[-1] != key[-2] else key + "x",
    )
    others = [row.entitas for row in table.rows if row.entitas and row.entitas != key]
    if others:
        yield "bersama", others[at % len(others)]


def _move_rows(raw: RawTable, table: Table, at: int, near: frozenset[str]) -> Iterator[Mutation]:
    rows, row = raw.rows, table.rows[at]
    less = (*rows[:at], *rows[at + 1 :])
    yield Mutation("baris hilang", table.file, row.id, "", less, near | {table.id})
    place = raw.header.index("id")
    cells = rows[at].cells
    twin = replace(rows[at], cells=(*cells[:place], f"{row.id}-x", *cells[place + 1 :]))
    doubled = (*rows[: at + 1], twin, *rows[at + 1 :])
    yield Mutation("baris ganda", table.file, row.id, "", doubled, near | {f"{row.id}-x"})
    keep = {"id", "induk", "tingkat"}
    blank = tuple(
        (f"{row.id}-x" if name == "id" else text) if name in keep else ""
        for name, text in zip(raw.header, cells, strict=False)
    )
    added = (*rows[: at + 1], replace(rows[at], cells=blank), *rows[at + 1 :])
    yield Mutation("baris kosong", table.file, row.id, "", added, near | {f"{row.id}-x"})
    if at + 1 < len(rows) and _order_breaks(table, at):
        swapped = (*rows[:at], rows[at + 1], rows[at], *rows[at + 2 :])
        after = table.rows[at + 1]
        both = near | {after.id, after.induk, *(c.id for c in table.children.get(after.id, ()))}
        yield Mutation("tertukar", table.file, row.id, f"dengan {after.id}", swapped, both)


def _order_breaks(table: Table, at: int) -> bool:
    """Whether a row and the next are not two plain siblings without children."""
    one, two = table.rows[at], table.rows[at + 1]
    if not (one.induk or two.induk or one.tingkat or two.tingkat):
        return False
    return bool(one.induk != two.induk or table.children.get(one.id) or table.children.get(two.id))


def _mutate_amounts(
    raw: RawTable, table: Table, at: int, near: frozenset[str]
) -> Iterator[Mutation]:
    for column in table.columns:
        text = table.cell(table.rows[at], column.kolom).teks
        if (
            column.jenis != "rupiah"
            or not any(sign.isdigit() for sign in text)
            or text.startswith("{")
        ):
            continue
        yield _set(raw, table, at, column.kolom, "", "pagu kosong", near)
        place = (at * 7 + len(text)) % len(text)
        if text[place].isdigit():
            other = str((int(text[place]) + 1) % 10) or "1"
            new = text[:place] + other + text[place + 1 :]
            if not (len(new) > 1 and new.startswith("0")):
                yield _set(raw, table, at, column.kolom, new, "pagu satu angka", near)


def _mutate_rules(raw: RawTable) -> Iterator[Mutation]:
    for at, row in enumerate(raw.rows):
        fields = dict(zip(raw.header, row.cells, strict=False))
        name = fields["id"]
        rest = (*raw.rows[:at], *raw.rows[at + 1 :])
        yield Mutation("aturan dihapus", RULES, name, fields["jenis"], rest, frozenset())
        changes = [("toleransi", "999999999"), ("toleransi", "1000000"), ("bobot", "info")]
        if " " in fields["tabel"]:
            changes.append(("tabel", fields["tabel"].split()[0]))
        changes.append(("baris", f"{fields['baris']} id=tidak-ada".strip()))
        for field, text in changes:
            if fields.get(field) == text:
                continue
            place = raw.header.index(field)
            cells = (*row.cells[:place], text, *row.cells[place + 1 :])
            rows = (*raw.rows[:at], replace(row, cells=cells), *raw.rows[at + 1 :])
            kind = f"aturan {field} {text.split()[-1]}" if field != "tabel" else "aturan satu tabel"
            yield Mutation(kind, RULES, name, fields["jenis"], rows, frozenset())


def _mutate_waivers(raw: RawTable) -> Iterator[Mutation]:
    spoilt = (
        ("alasan", "."),
        ("alasan", ""),
        ("alasan", "oke"),
        ("diputuskan_oleh", "x"),
        ("tanggal", "1900-01-01"),
        ("tanggal", "17 Mei 2026"),
        ("tanggal", "2026-13-01"),
        ("tanggal", "2999-01-01"),
        ("jenis_alasan", "lain"),
        ("dokumen", "."),
        ("instansi", "-"),
        ("nyata", "1"),
        ("baris", "tidak-ada"),
    )
    for at, row in enumerate(raw.rows):
        fields = dict(zip(raw.header, row.cells, strict=False))
        for field, text in spoilt:
            if field not in raw.header:
                continue
            place = raw.header.index(field)
            if row.cells[place] == text:
                continue
            cells = (*row.cells[:place], text, *row.cells[place + 1 :])
            rows = (*raw.rows[:at], replace(row, cells=cells), *raw.rows[at + 1 :])
            yield Mutation(
                f"pengecualian {field} {text!r}",
                WAIVERS,
                fields["baris"],
                f"baris {row.line}",
                rows,
                frozenset(),
            )


# --- Running them --------------------------------------------------------------------------------


def _examine(raw: RawProject) -> CheckReport | None:
    """Return the report, or None where the folder is refused."""
    try:
        document, remarks = compose_document(raw)
        return check_document(document).add(remarks)
    except InputError:
        return None


def _mark(finding: Finding) -> tuple[str, ...]:
    """What tells two findings apart when lines have moved."""
    message = _LINE.sub("baris", finding.message)
    fields = (finding.rule, finding.severity.value, finding.table, finding.row_id, finding.column)
    return (*fields, message, finding.expected, finding.actual)


def _loud(report: CheckReport) -> Counter[tuple[str, ...]]:
    return Counter(_mark(f) for f in report.open if f.severity is not Severity.INFO)


class Detector:
    """Tells which mutations of one folder the checks find."""

    def __init__(self, folder: Path) -> None:
        """Check the folder as it is."""
        self.raw = load_project(folder)
        self.document, remarks = compose_document(self.raw)
        report = check_document(self.document).add(remarks)
        self.known = _loud(report)
        self.bukti = _evidence(report)

    def find(self, mutation: Mutation) -> str:
        """Return "" where it is silent, "jauh" where only a far row is named, else how loud."""
        table = replace(self.raw.tables[mutation.file], rows=_renumber(mutation.rows))
        report = _examine(replace(self.raw, tables={**self.raw.tables, mutation.file: table}))
        if report is None:
            return "ditolak"
        fresh = [
            f for f in report.open if f.severity is not Severity.INFO and _mark(f) not in self.known
        ]
        fresh += [] if fresh else self._more(report)
        if mutation.file in (RULES, WAIVERS):
            if fresh or mutation.file == WAIVERS:
                return "temuan" if fresh else ""
            return "bukti" if _evidence(report) != self.bukti else ""
        names = {name for name in mutation.near if name}
        near = [f for f in fresh if f.row_id in names or _speaks_of(f, mutation)]
        return "temuan" if near else "jauh" if fresh else ""

    def _more(self, report: CheckReport) -> list[Finding]:
        count = _loud(report) - self.known
        return [f for f in report.open if count[_mark(f)]]


def _speaks_of(finding: Finding, mutation: Mutation) -> bool:
    text = f"{finding.message} {finding.hint}"
    return any(name and name in text for name in mutation.near)


def _renumber(rows: tuple[RawRow, ...]) -> tuple[RawRow, ...]:
    return tuple(replace(row, line=at + 2) for at, row in enumerate(rows))


def _evidence(report: CheckReport) -> tuple[object, ...]:
    """Return what the report says of the coverage: the counts of each table and direction."""
    parts = [report.coverage.select(table=name) for name in report.coverage.tables]
    return (
        *((part.confirmed, part.summed, part.compared) for part in parts),
        *(tuple(part.count(direction).items()) for part in parts for direction in Direction),
        *report.reach,
    )


_DETECTOR: list[Detector] = []


def _run(mutations: list[Mutation]) -> list[tuple[Mutation, str]]:
    return [(mutation, _DETECTOR[0].find(mutation)) for mutation in mutations]


def measure(folder: Path, sample: int, seed: int, show: int, kinds: str) -> tuple[int, int]:
    """Print a table of the kinds; out: how many were found, and of how many."""
    _DETECTOR[:] = [Detector(folder)]
    every = [m for m in list_mutations(_DETECTOR[0].raw, _DETECTOR[0].document) if kinds in m.kind]
    chosen = _draw(every, sample, random.Random(seed))  # noqa: S311 — a sample, not a secret
    started = time.perf_counter()
    chunks = [chosen[at : at + 25] for at in range(0, len(chosen), 25)]
    with ProcessPoolExecutor(2) as pool:
        answers = [answer for chunk in pool.map(_run, chunks) for answer in chunk]
    print(f"\n{folder}: {len(chosen)} dari {len(every)}, {time.perf_counter() - started:.0f} detik")
    total = Counter(m.kind for m, _ in answers)
    by_kind = Counter((m.kind, how) for m, how in answers)
    for kind, count in total.items():
        found = count - by_kind[kind, ""] - by_kind[kind, "jauh"]
        print(f"  {kind:34}{count:6}{found:6}{found / count:9.2%}  jauh {by_kind[kind, 'jauh']}")
    missed = [(m, how) for m, how in answers if how in ("", "jauh")]
    for mutation, how in missed[:show]:
        where = f"{mutation.file} {mutation.row} {mutation.detail}"
        print(f"  {'hanya jauh' if how else 'DIAM'}: {mutation.kind}: {where}")
    return len(answers) - len(missed), len(answers)


def _draw(every: list[Mutation], sample: int, chance: random.Random) -> list[Mutation]:
    """Return at most `sample` mutations of each kind."""
    groups: dict[str, list[Mutation]] = {}
    for mutation in every:
        groups.setdefault(mutation.kind, []).append(mutation)
    return [
        mutation
        for group in groups.values()
        for mutation in (chance.sample(group, sample) if 0 < sample < len(group) else group)
    ]


def main() -> int:
    """Run over the folders; out: 1 where fewer than 99 of 100 are found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, default=[Path("data")])
    parser.add_argument("--sample", type=int, default=40, help="at most N of a kind; 0: all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--missed", type=int, default=60, help="show N that were not found")
    parser.add_argument("--kinds", default="", help="only kinds that hold this text")
    asked = parser.parse_args()
    gc.set_threshold(*CIRCLE_SEARCH)
    found = tried = 0
    for folder in asked.folders:
        counts = measure(folder, asked.sample, asked.seed, asked.missed, asked.kinds)
        found, tried = found + counts[0], tried + counts[1]
    print(f"\nditemukan {found} dari {tried}")
    return int(found < tried * 0.99)


if __name__ == "__main__":
    sys.exit(main())
