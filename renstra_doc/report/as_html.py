"""A report as one HTML file.

Counts, charts of the budget, each finding with its sum, tables with their cells marked.

The file needs no network and no script; the script it carries only counts what the filter leaves.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from itertools import count
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import Outcome
from renstra_doc.check.coverage import MONEY, Direction
from renstra_doc.check.run_rules import describe_cell, run_rules
from renstra_doc.check.waiver import finding_key
from renstra_doc.expression.names import show_date
from renstra_doc.finding import InputError, Severity
from renstra_doc.report.caption_facts import print_captions
from renstra_doc.report.evidence import (
    RuleResult,
    count_waived_errors,
    describe_direction,
    describe_proof,
    describe_reach,
    describe_unanswered,
    list_reach,
)
from renstra_doc.report.marked_table import mark_table
from renstra_doc.report.pagu import chart_pagu
from renstra_doc.report.sum_layout import lay_out_sum, name_column
from renstra_doc.words.markup import plain_line
from renstra_doc.words.numbers import NumberError, format_angka

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from renstra_doc.check.comparison import Comparison
    from renstra_doc.check.coverage import Coverage
    from renstra_doc.check.run_rules import CheckReport
    from renstra_doc.finding import Finding
    from renstra_doc.model import Document, Table
    from renstra_doc.model.rules import Rule
    from renstra_doc.model.waivers import Waiver
    from renstra_doc.place import Place
    from renstra_doc.report.audit_record import AuditRecord
    from renstra_doc.report.marked_table import MarkedTable
    from renstra_doc.report.pagu import PaguChart
    from renstra_doc.report.sum_layout import SumLine

    # A comparison has no number of its own; these three tell it from every other.
    ComparisonKey = tuple[str, Place, Decimal]

TEMPLATE = "laporan.html.jinja"
# A browser grows slow beyond that; the counts are of all.
MAX_ENTRIES = 1000
MAX_UNCOVERED = 200
OTHERS = "Naskah, daftar, dan berkas lain"


@dataclass(frozen=True, slots=True)
class FindingEntry:
    """A finding as the page shows it.

    `name` is that of its severity, `basis` what its rule rests on (None: no rule of the data),
    `marked` whether a cell of a table bears its number.
    """

    number: int
    finding: Finding
    name: str
    title: str
    column: str
    text: str
    lines: tuple[SumLine, ...]
    basis: str | None
    decided: str
    marked: bool


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of a table, or of what is no table.

    `left_out` counts those beyond `MAX_ENTRIES`.
    """

    id: str
    title: str
    caption: str
    entries: tuple[FindingEntry, ...]
    counts: Mapping[str, int]
    left_out: int


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule with what came of it."""

    rule: Rule
    holds: int
    open: int
    waived: int
    loose: str


@dataclass(frozen=True)
class _Background:
    """What the report alone does not say: the rules, their comparisons, who decided the waivers."""

    document: Document
    rules: Sequence[Rule]
    basis: Mapping[str, str]
    holds: Mapping[str, int]
    comparisons: Mapping[ComparisonKey, Comparison]
    waivers: Mapping[tuple[object, ...], Waiver]
    table_ids: dict[str, str]


def report_html(document: Document, report: CheckReport, record: AuditRecord | None = None) -> str:
    """Return a report as a whole HTML page.

    In: the document, the report of its checks, the audit record to lay out below it. Out: the same
    text for the same input, always: no date, no network.
    """
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 — only this form pays for jinja2

    environment = Environment(
        # A name that the page lacks is an error of ours, never an empty spot.
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["angka"] = format_angka
    source = files("renstra_doc.report").joinpath(TEMPLATE).read_text("utf-8")
    # Captions as printed: what the reader holds in his hands says no `{{ … }}`.
    page = {**_page(print_captions(document), report), "record": record}
    return environment.from_string(source).render(page)


def _page(document: Document, report: CheckReport) -> dict[str, object]:
    known = _gather(document, report)
    groups = _group_findings(report.findings, known)
    entries = [entry for group in groups for entry in group.entries]
    return {
        "dokumen": document.dokumen,
        "report": report,
        "names": {severity.value: severity.label for severity in Severity},
        "counts": _count(report.findings),
        "outcomes": [(outcome.value, report.outcomes.get(outcome, 0)) for outcome in Outcome],
        "waived_errors": count_waived_errors(report),
        "unanswered": [describe_unanswered(made) for made in report.unanswered],
        "groups": groups,
        "charts": draw_charts(document, report.findings),
        "tables": _mark_tables(document, entries),
        "rules": _list_rules(known, report.findings),
        "reach": describe_reach(report),
        "reaches": list(list_reach(report)),
        **_describe_coverage(report),
    }


def _describe_coverage(report: CheckReport) -> dict[str, object]:
    """Return what the page says of the figures that were held against others."""
    coverage = report.coverage
    confirmed = coverage.select(jenis=MONEY).confirmed
    return {
        "covered": report.amounts - len(report.uncovered),
        "confirmed": confirmed,
        "percent": _percent(confirmed, report.amounts),
        "uncovered": [describe_cell(cell) for cell in report.uncovered[:MAX_UNCOVERED]],
        "proof": describe_proof(coverage) if coverage.cells else "",
        "directions": [direction.value for direction in Direction],
        "coverage": _list_coverage(coverage),
    }


def lay_out_findings(document: Document, report: CheckReport) -> tuple[FindingGroup, ...]:
    """Return the findings of a report, each with its sum laid out, grouped by table."""
    return _group_findings(report.findings, _gather(document, report))


def _list_coverage(coverage: Coverage) -> list[list[str]]:
    """Return a line for each table: name, proof, and what each direction says."""
    tables = [(name, coverage.select(table=name)) for name in coverage.tables]
    return [
        [
            part.cells[0].ref.table.called,
            describe_proof(part),
            *(describe_direction(part, direction) for direction in Direction),
        ]
        for _, part in tables
    ]


def _run_rules(document: Document) -> Sequence[Comparison]:
    """Return what the rules compare; nothing where they do not fit the data, which is told."""
    # Rules that do not fit are findings themselves; the page shows the rest.
    try:
        return run_rules(document, document.rules)[0]
    except InputError:
        return ()


def _gather(document: Document, report: CheckReport) -> _Background:
    rules = document.rules
    # A report from elsewhere has none at hand: then they are made once more.
    comparisons = report.comparisons or _run_rules(document)
    table_ids = {table.file: table.id for table in document.tables.values()}
    waivers = document.waivers
    return _Background(
        document,
        rules,
        {rule.id: rule.dasar for rule in rules},
        Counter(
            comparison.rule.id for comparison in comparisons if comparison.outcome is Outcome.HOLDS
        ),
        {
            key: comparison
            for comparison in comparisons
            if (key := _comparison_key(comparison)) is not None
        },
        # As `check` matches them: a waiver of other figures than the present ones covers nothing.
        {(*waiver.key, waiver.harapan, waiver.nyata): waiver for waiver in waivers},
        table_ids,
    )


def _comparison_key(comparison: Comparison) -> ComparisonKey | None:
    """Return what a finding and its comparison share, or None where there can be no finding."""
    whole = comparison.whole
    if comparison.expected is None or comparison.expected == whole.angka:
        return None
    return (comparison.rule.id, whole.table.cell_place(whole.row, whole.kolom), comparison.expected)


def _find_comparison(finding: Finding, known: _Background) -> Comparison | None:
    if not (finding.expected and finding.difference):
        return None
    return known.comparisons.get((finding.rule, finding.place, Decimal(finding.expected)))


def _count(findings: Iterable[Finding]) -> dict[str, int]:
    """Count the open findings of each severity, and the waived ones."""
    counts = {**{severity.value: 0 for severity in Severity}, "waived": 0}
    for finding in findings:
        counts["waived" if finding.waived else finding.severity.value] += 1
    return counts


def _percent(part: int, whole: int) -> str:
    """Return a share with one decimal, rounded down: 100% means all."""
    # Never rounded up: 99,96 % is not all.
    return f"{format_angka(Decimal(part * 1000 // whole) / 10)}%" if whole else "–"


# Findings


def _group_findings(findings: Iterable[Finding], known: _Background) -> tuple[FindingGroup, ...]:
    """Group findings by table, errors first, and number them as they stand on the page."""
    tables = known.document.tables
    # The order of the data, with what is no table last.
    by_table: dict[str, list[Finding]] = {name: [] for name in (*tables, "")}
    for finding in findings:
        table = _table_of(finding, known)
        by_table[table.id if table else ""].append(finding)
    weights = list(Severity)
    ordered = {
        name: sorted(
            found,
            # Waived last: what is open is what a reader has to do.
            key=lambda finding: (finding.waived, weights.index(finding.severity), finding.place),
        )
        for name, found in by_table.items()
        if found
    }
    number = count(1)
    return tuple(
        _group(
            tables.get(name),
            found,
            # Numbered as shown, so that the marks in the tables lead to their findings.
            [_enter(next(number), finding, known) for finding in found[:MAX_ENTRIES]],
        )
        for name, found in ordered.items()
    )


def _table_of(finding: Finding, known: _Background) -> Table | None:
    """Return the table a finding is about.

    By its file, or by the id it bears where it stands in another file.
    """
    tables, file = known.document.tables, finding.place.file
    # A finding about `tabel.csv` bears the id of the table of which it speaks.
    about = finding.row_id if file.startswith("tabel/") else finding.table
    return tables.get(known.table_ids.get(file, about))


def _group(
    table: Table | None, found: Sequence[Finding], entries: Sequence[FindingEntry]
) -> FindingGroup:
    counts, left_out = _count(found), len(found) - len(entries)
    if table is None:
        return FindingGroup("lain", OTHERS, "", tuple(entries), counts, left_out)
    title, caption = (plain_line(text) for text in (table.called, table.judul))
    return FindingGroup(table.id, title, caption, tuple(entries), counts, left_out)


def _enter(number: int, finding: Finding, known: _Background) -> FindingEntry:
    table = _table_of(finding, known)
    comparison = _find_comparison(finding, known)
    # A table in which the row stands: only there can a cell be marked.
    has_row = (
        table is not None and table.file == finding.place.file and finding.row_id in table.row_by_id
    )
    key = (*finding_key(finding, known.table_ids), finding.expected, finding.actual)
    return FindingEntry(
        number,
        finding,
        finding.severity.label,
        finding.row if has_row else "",
        name_column(table, finding.column) if table and finding.column else "",
        _say(finding, comparison),
        lay_out_sum(finding, comparison, table),
        known.basis.get(finding.rule),
        _say_decision(known.waivers.get(key)) if finding.waived else "",
        has_row,
    )


def _say_decision(waiver: Waiver | None) -> str:
    """Return who decided a waiver, and when: `Kepala Dinas, 29 Januari 2021`.

    A date of another form as written.
    """
    if waiver is None:
        return ""
    try:
        return f"{waiver.diputuskan_oleh}, {show_date(waiver.tanggal)}"
    except NumberError:
        return f"{waiver.diputuskan_oleh}, {waiver.tanggal}"


def _say(finding: Finding, comparison: Comparison | None) -> str:
    """Return what a finding says beyond its sum and beyond its row, which stand beside it."""
    if comparison is None:
        return finding.message.removeprefix(f"{finding.row}: ")
    if comparison.outcome is Outcome.PART_UNPRINTED:
        return "Ada rincian yang tidak tercetak, jadi selisih ini belum tentu galat."
    return ""


# Charts, tables, rules


def draw_charts(document: Document, findings: Iterable[Finding]) -> list[PaguChart]:
    """Return the charts of the budget: one for each table with amounts under years."""
    doubted: dict[str, set[tuple[str, str]]] = {}
    for finding in findings:
        # Only findings with a difference speak of an amount.
        if finding.difference:
            doubted.setdefault(finding.place.file, set()).add((finding.row_id, finding.column))
    charts = (
        chart_pagu(table, doubted.get(table.file, set())) for table in document.tables.values()
    )
    return [chart for chart in charts if chart is not None]


def _mark_tables(document: Document, entries: Iterable[FindingEntry]) -> list[MarkedTable]:
    by_file: dict[str, list[tuple[int, Finding]]] = {}
    for entry in entries:
        if entry.marked:
            by_file.setdefault(entry.finding.place.file, []).append((entry.number, entry.finding))
    return [
        mark_table(document, table, by_file[table.file])
        for table in document.tables.values()
        if table.file in by_file
    ]


def _list_rules(known: _Background, findings: Iterable[Finding]) -> list[RuleLine]:
    counts = Counter((finding.rule, finding.waived) for finding in findings)
    return [
        RuleLine(
            rule,
            known.holds.get(rule.id, 0),
            counts[rule.id, False],
            counts[rule.id, True],
            # Only for `loose`: one way to say what weakens a rule.
            RuleResult(rule, {}, 0, 0).loose,
        )
        for rule in known.rules
    ]
