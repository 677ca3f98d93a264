"""A report as JSON, in the form that other people's scripts rest on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, tally
from renstra_doc.report.as_text import lay_out_sum
from renstra_doc.report.evidence import (
    count_waived_errors,
    coverage_values,
    list_rules,
    reach_values,
    rule_values,
    unanswered_values,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from renstra_doc.check.run_rules import CheckReport
    from renstra_doc.report.audit_record import AuditRecord


def report_json(report: CheckReport, record: AuditRecord | None = None) -> str:
    """Return a report as JSON: `summary` with the counts, `findings` with their places and figures.

    Amounts are strings of digits with a dot decimal. `error`, `warning` and `info` count the
    findings that no waiver covers; `waived` counts the others. With a record the key `record`
    holds its sections.
    """
    # All kinds, also with 0: a script asks for each.
    counts = {severity.value: count for severity, count in tally(report.open).items()}
    summary = {
        "rules": report.rules,
        "holds": report.holds,
        **counts,
        "waived": len(report.findings) - len(report.open),
        "waived_errors": count_waived_errors(report),
    }
    more: dict[str, object] = {
        # Further keys stand behind the older ones, on which scripts rest.
        "rules": [rule_values(result) for result in list_rules(report)],
        "coverage": {**coverage_values(report.coverage), "rules": reach_values(report)},
        "unanswered": [unanswered_values(made) for made in report.unanswered],
    }
    if record is not None:
        more["record"] = _record_value(record)
    return findings_json(report.findings, summary, more)


def _record_value(record: AuditRecord) -> dict[str, object]:
    sections = [
        {
            "id": section.id,
            "title": section.judul,
            "note": section.pengantar,
            "columns": section.kolom,
            "rows": section.baris,
        }
        for section in record.bagian
    ]
    return {"title": record.judul, "about": record.tentang, "sections": sections}


def unread_json(findings: Sequence[Finding]) -> str:
    """Return the report on what could not be read: no rule was applied."""
    nothing = dict.fromkeys(("rules", "holds", "error", "warning", "info", "waived"), 0)
    counts = {severity.value: count for severity, count in tally(findings).items()}
    return findings_json(findings, {**nothing, **counts})


def findings_json(
    findings: Iterable[Finding],
    summary: Mapping[str, object],
    more: Mapping[str, object] | None = None,
) -> str:
    """Return findings with a summary of one's own, and further keys, as JSON."""
    rows = [_finding_row(finding) for finding in findings]
    value = {"summary": summary, "findings": rows, **(more or {})}
    return json.dumps(value, ensure_ascii=False, indent=1)


def _finding_row(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "table": finding.table,
        "row": finding.row,
        "column": finding.column,
        "file": finding.place.file,
        "line": finding.place.line,
        "expected": finding.expected,
        "actual": finding.actual,
        "difference": finding.difference,
        # The same sum as in the text report.
        "message": f"{finding.message} = {lay_out_sum(finding)}"
        if len(finding.addends) > 1
        else finding.message,
        "hint": finding.hint,
        "waived": finding.waived,
        "reason": finding.reason,
    }
