"""Check: a Document → findings; what stops a build and what a waiver covers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, Severity

if TYPE_CHECKING:
    from renstra_doc.model import Document


@dataclass(frozen=True)
class CheckReport:
    """What the checks found; `rules` is how many rules ran, `holds` how many comparisons held."""

    findings: tuple[Finding, ...] = ()
    rules: int = 0
    holds: int = 0

    @property
    def open(self) -> tuple[Finding, ...]:
        """Findings that no waiver covers."""
        return tuple(finding for finding in self.findings if not finding.waived)

    @property
    def stopping(self) -> tuple[Finding, ...]:
        """Findings that stop a build."""
        return tuple(finding for finding in self.open if finding.severity is Severity.ERROR)


def check(document: Document) -> CheckReport:
    """Run all rules over a document."""
    return CheckReport()
