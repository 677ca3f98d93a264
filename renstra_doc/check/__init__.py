"""Check: a Document → findings.

What stops a build, what a waiver covers, which amounts no rule covers.
"""

from renstra_doc.check import (  # noqa: F401 — they register their kinds of rules
    agreement,
    breakdown,
    citations,
    codes,
    direction,
    fact_rules,
    heading_years,
    indicators,
    introductions,
    other_table,
    outline,
    prose,
    prose_register,
    row_count,
    spelled_words,
    structure,
    sums,
)
from renstra_doc.check.comparison import Comparison, Outcome, Ref
from renstra_doc.check.register import kind
from renstra_doc.check.run_rules import CheckReport, UncoveredCell, check_document
from renstra_doc.model.rules import Rule, RuleError
from renstra_doc.model.waivers import Waiver

__all__ = [
    "CheckReport",
    "Comparison",
    "Outcome",
    "Ref",
    "Rule",
    "RuleError",
    "UncoveredCell",
    "Waiver",
    "check_document",
    "kind",
]
