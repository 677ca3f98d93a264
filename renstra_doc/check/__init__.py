"""Check: a Document → findings; what stops a build and what a waiver covers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, Severity

if TYPE_CHECKING:
    from renstra_doc.model import Document


@dataclass(frozen=True)
class CheckReport:
    findings: tuple[Finding, ...] = ()
    rules: int = 0
    holds: int = 0

    @property
    def stopping(self):
        return tuple(f for f in self.findings if f.severity is Severity.ERROR and not f.waived)


def check(document: Document) -> CheckReport:
    return CheckReport()
