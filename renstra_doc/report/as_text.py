"""A report as text: grouped by rule, counted, short."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.check.prose_register import count_classes, register_numbers
from renstra_doc.check.run_rules import describe_cell
from renstra_doc.finding import Finding, Severity, count_severities
from renstra_doc.report.evidence import (
    count_waived_errors,
    describe_coverage,
    describe_reach,
    describe_unanswered,
    list_reach,
    list_rules,
)
from renstra_doc.words.controls import show_line
from renstra_doc.words.numbers import format_angka

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from renstra_doc.check.run_rules import CheckReport

ADVICE = (
    "Galat: perbaiki salah satu angkanya, atau catat sebagai pengecualian yang "
    "beralasan (renstra waive)"
)
MAX_INFO, MAX_UNCOVERED = 5, 20


def report_text(
    report: CheckReport,
    *,
    waived: bool = False,
    everything: bool = False,
    paint: Callable[[str, Severity], str] = lambda text, _severity: text,
) -> str:
    """Return a report as text.

    In: the report; whether waived findings are shown; whether long runs of notes are shown whole;
    how a severity is coloured. Out: a group for each rule, then the counts, then the amounts that
    no rule covers.
    """
    shown = [finding for finding in report.findings if waived or not finding.waived]
    lines: list[str] = []
    for rule, group in _group(shown).items():
        lines += _describe_group(rule, group, everything=everything, paint=paint)
    lines += _describe_summary(report, everything=everything)
    return "\n".join(lines)


def _group(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Group findings by rule, those with errors first and mere notes last."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.rule, []).append(finding)
    # By the worst of its findings: a group with one error stands among the errors.
    weight = list(Severity)
    return dict(
        sorted(
            groups.items(),
            key=lambda group: min(weight.index(found.severity) for found in group[1]),
        )
    )


def _describe_group(
    rule: str, group: list[Finding], *, everything: bool, paint: Callable[[str, Severity], str]
) -> list[str]:
    worst = next(
        severity for severity in Severity if any(finding.severity is severity for finding in group)
    )
    lines = [paint(f"{rule} ({count_severities(group)})", worst)]
    # Notes come by the hundred; errors and warnings are always all shown.
    limit = MAX_INFO if worst is Severity.INFO and not everything else len(group)
    lines += [_describe_finding(finding, paint) for finding in group[:limit]]
    if len(group) > limit:
        lines.append(f"  … dan {len(group) - limit} lagi (pakai --semua)")
    return [*lines, ""]


def _describe_finding(finding: Finding, paint: Callable[[str, Severity], str]) -> str:
    label = paint(finding.severity.label, finding.severity)
    table = f"Tabel {finding.table}, " if finding.table else ""
    said, place = show_line(f"{table}{finding.message}"), show_line(str(finding.place))
    lines = [f"  {label}: {said}", f"    di {place}"]
    # Of a single addend the message has said it.
    if len(finding.addends) > 1:
        lines.append(f"    = {lay_out_sum(finding)}")
    if finding.hint:
        lines.append(f"    → {show_line(finding.hint)}")
    if finding.waived:
        lines.append(f"    dikecualikan: {finding.reason}")
    return "\n".join(lines)


def lay_out_sum(finding: Finding) -> str:
    """Return the addends of a finding as an addition.

    `150.000 (Kegiatan B) + 250.000 (Kegiatan C)`.
    """
    return " + ".join(f"{format_angka(Decimal(value))} ({name})" for name, value in finding.addends)


def _count_waived(report: CheckReport) -> str:
    errors = count_waived_errors(report)
    return f", di antaranya {errors} galat" if errors else ""


def _describe_rules(report: CheckReport) -> list[str]:
    loose = [f"{result.rule.id} ({result.loose})" for result in list_rules(report) if result.loose]
    return [f"Aturan berbobot atau bertoleransi sendiri: {', '.join(loose)}"] if loose else []


def _describe_reach(report: CheckReport, *, everything: bool) -> list[str]:
    detail = [f"  {line}" for line in list_reach(report)] if everything else []
    return [f"Jangkauan: {describe_reach(report)}", *detail]


def _describe_unanswered(report: CheckReport, *, everything: bool) -> list[str]:
    count = len(report.unanswered)
    if not count:
        return []
    if not everything:
        return [f"Perbandingan tidak terjawab: {count} (daftarnya: --semua)"]
    lines = [f"  {describe_unanswered(made)}" for made in report.unanswered]
    return [f"Perbandingan tidak terjawab: {count}", *lines]


def _describe_prose(report: CheckReport) -> list[str]:
    # A report without its document (of other code) has no narrative.
    """Return how many numbers of the narrative are held, and by what."""
    counts = {} if report.document is None else count_classes(register_numbers(report.document))
    if not any(counts.values()):
        return []
    shown = ", ".join(f"{name.replace('_', ' atau ')} {count}" for name, count in counts.items())
    return [f"Angka naskah: {shown}"]


def _describe_summary(report: CheckReport, *, everything: bool) -> list[str]:
    outcomes = ", ".join(
        f"{outcome.value} {count}" for outcome, count in sorted(report.outcomes.items())
    )
    covered = report.amounts - len(report.uncovered)
    lines = [
        f"{report.rules} aturan dijalankan; perbandingan: {outcomes or 'tidak ada'}",
        (
            f"Temuan yang belum ditindaklanjuti: {count_severities(report.open)}; dikecualikan: "
            f"{len(report.findings) - len(report.open)}{_count_waived(report)}"
        ),
        *([ADVICE] if report.stopping else []),
        *describe_coverage(report, everything=everything),
        *_describe_reach(report, everything=everything),
        *_describe_rules(report),
        *_describe_unanswered(report, everything=everything),
        (
            f"Cakupan: {covered} dari {report.amounts} angka rupiah dibandingkan oleh "
            "sedikitnya satu aturan"
        ),
        *_describe_prose(report),
    ]
    # Amounts that nothing checks are the first thing an auditor asks for; twenty show their kind.
    limit = len(report.uncovered) if everything else MAX_UNCOVERED
    lines += [f"  tanpa pembanding: {describe_cell(cell)}" for cell in report.uncovered[:limit]]
    left = len(report.uncovered) - limit
    return [*lines, f"  … dan {left} lagi (pakai --semua)"] if left > 0 else lines
