"""Evidence: what the checks prove of a document, as values that every form of report shows.

Rules with their weight and tolerance, coverage by table and direction, comparisons without answer.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import row_name
from renstra_doc.check.coverage import MONEY, Coverage, Direction
from renstra_doc.finding import Severity
from renstra_doc.words.numbers import format_angka

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from renstra_doc.check.comparison import Comparison
    from renstra_doc.check.run_rules import CheckReport
    from renstra_doc.model.rules import Rule


@dataclass(frozen=True, slots=True)
class RuleResult:
    """A rule with what came of it."""

    rule: Rule
    outcomes: Mapping[str, int]
    open: int
    waived: int

    @property
    def loose(self) -> str:
        """What weakens the rule, or ""."""
        # A rule's usual weight is an error; anything else is told, for it lets more pass.
        parts = [f"bobot {self.rule.bobot.value}"] if self.rule.bobot is not Severity.ERROR else []
        if self.rule.toleransi:
            parts.append(f"toleransi {format_angka(self.rule.toleransi)}")
        return ", ".join(parts)


def list_rules(report: CheckReport) -> tuple[RuleResult, ...]:
    """Return every rule that ran, with its comparisons by outcome and its findings."""
    outcomes: dict[str, Counter[str]] = {}
    for made in report.comparisons:
        outcomes.setdefault(made.rule.id, Counter())[made.outcome.value] += 1
    found = Counter((finding.rule, finding.waived) for finding in report.findings)
    return tuple(
        RuleResult(rule, outcomes.get(rule.id, {}), found[rule.id, False], found[rule.id, True])
        for rule in report.ran
    )


def count_waived_errors(report: CheckReport) -> int:
    """Return how many errors stand only because a waiver covers them."""
    return sum(1 for found in report.findings if found.waived and found.severity is Severity.ERROR)


def describe_proof(coverage: Coverage) -> str:
    """Return in one line how many of some figures a comparison confirms."""
    total, direct = len(coverage.cells), coverage.confirmed
    return (
        # Three groups and a rest that add up to the total: an auditor can reckon it.
        f"{format_angka(direct)} dari {format_angka(total)} didukung perbandingan yang cocok "
        f"({format_angka(coverage.summed)} oleh jumlah), "
        f"{format_angka(coverage.compared - direct)} hanya dibandingkan dengan hasil berbeda, "
        f"{format_angka(total - coverage.compared)} tidak terbukti apa pun"
    )


def describe_direction(coverage: Coverage, direction: Direction) -> str:
    """Return the answers that one direction gives, `cocok 12, berbeda 3`."""
    counts = coverage.count(direction)
    return ", ".join(f"{standing.value} {count}" for standing, count in counts.items() if count)


def describe_coverage(report: CheckReport, *, everything: bool) -> Iterator[str]:
    """Yield the lines of the coverage: money and all numbers, by direction, by table."""
    coverage = report.coverage
    if not coverage.cells:
        return
    # A document without amounts has no line on amounts.
    money = coverage.select(jenis=MONEY)
    if money.cells:
        yield f"Bukti angka rupiah: {describe_proof(money)}"
    yield f"Bukti semua angka: {describe_proof(coverage)}"
    for direction in Direction:
        yield f"  {direction.value}: {describe_direction(coverage, direction)}"
    for name in coverage.tables if everything else ():
        table = coverage.select(table=name)
        label = table.cells[0].ref.table.number
        yield f"  Tabel {label}: {describe_proof(table)}"
        for direction in Direction:
            yield f"    {direction.value}: {describe_direction(table, direction)}"


def describe_reach(report: CheckReport) -> str:
    """Return in one line how far all rules reach: what shrinks where one is deleted or narrowed."""
    cells = sum(reach.cells for reach in report.reach)
    return (
        f"{format_angka(report.rules)} aturan dari {len(report.reach)} jenis "
        f"atas {format_angka(cells)} sel, baris atau blok"
    )


# Rules on the narrative reach blocks and have no tables.
def list_reach(report: CheckReport) -> Iterator[str]:
    """Yield the reach of each kind of rules: `kode_induk: 1 aturan, 2 tabel, 157 sel`."""
    for reach in report.reach:
        tables = f", {reach.tables} tabel" if reach.tables else ""
        what = "sel atau baris" if reach.tables else "blok naskah"
        cells = format_angka(reach.cells)
        yield f"{reach.jenis}: {reach.rules} aturan{tables}, {cells} {what}"


def reach_values(report: CheckReport) -> dict[str, object]:
    """Return the reach of each kind of rules as plain values for JSON."""
    return {
        reach.jenis: {"rules": reach.rules, "tables": reach.tables, "cells": reach.cells}
        for reach in report.reach
    }


def describe_unanswered(made: Comparison) -> str:
    """Return a comparison without answer as a person reads it: place, why, the computed sum."""
    whole = made.whole
    place = whole.table.cell_place(whole.row, whole.kolom)
    text = f"{place}: {row_name(whole.table, whole.row)} — {made.rule.id}: {made.outcome.value}"
    if made.expected is not None:
        # The sentence ends with `=` where a figure follows.
        text = f"{text}; {made.sentence.removesuffix('=').strip()} {format_angka(made.expected)}"
    return text


def coverage_values(coverage: Coverage) -> dict[str, object]:
    """Return the coverage as plain values for JSON."""
    return {
        **_counts(coverage),
        "kinds": {
            jenis: _counts(coverage.select(jenis=jenis))
            # In the order in which they come up, as everywhere.
            for jenis in dict.fromkeys(cell.ref.jenis for cell in coverage.cells)
        },
        "tables": [
            {
                "table": coverage.select(table=name).cells[0].ref.table.number,
                "id": name,
                **_counts(coverage.select(table=name)),
            }
            for name in coverage.tables
        ],
        "cells": [
            {
                "file": cell.ref.table.file,
                "line": cell.ref.row.line,
                "column": cell.ref.kolom,
                "confirmed": cell.is_confirmed,
                **{
                    direction.name.lower(): cell.standing(direction).value
                    for direction in Direction
                },
            }
            for cell in coverage.cells
        ],
    }


def _counts(coverage: Coverage) -> dict[str, object]:
    return {
        "figures": len(coverage.cells),
        "compared": coverage.compared,
        "confirmed": coverage.confirmed,
        "summed": coverage.summed,
        "directions": {
            direction.name.lower(): {
                standing.value: count for standing, count in coverage.count(direction).items()
            }
            for direction in Direction
        },
    }


def rule_values(result: RuleResult) -> dict[str, object]:
    """Return a rule and what came of it as plain values for JSON."""
    rule = result.rule
    return {
        "id": rule.id,
        "kind": rule.jenis,
        "tables": list(rule.tabel),
        "severity": rule.bobot.value,
        "tolerance": format(rule.toleransi, "f"),
        "basis": rule.dasar,
        "outcomes": dict(result.outcomes),
        "open": result.open,
        "waived": result.waived,
    }


def unanswered_values(made: Comparison) -> dict[str, object]:
    """Return a comparison without answer as plain values for JSON."""
    whole = made.whole
    return {
        "rule": made.rule.id,
        "table": whole.table.number,
        "row": row_name(whole.table, whole.row),
        "column": whole.kolom,
        "file": whole.table.file,
        "line": whole.row.line,
        "outcome": made.outcome.value,
        # As a text, for JSON numbers lose the last digits of large amounts.
        "actual": "" if whole.angka is None else format(whole.angka, "f"),
        "sum": "" if made.expected is None else format(made.expected, "f"),
    }
