"""Run all rules of a document: structure first, then findings, outcomes, coverage."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from renstra_doc.check.code_twins import find_lost_codes
from renstra_doc.check.comparison import Comparison, Mention, Outcome, Ref, row_name
from renstra_doc.check.coverage import (
    MONEY,
    Coverage,
    Direction,
    find_direction,
    list_figures,
    measure_coverage,
)
from renstra_doc.check.direction import imply_rules
from renstra_doc.check.gaps import find_gaps
from renstra_doc.check.idle import find_idle
from renstra_doc.check.loosened import RULES, find_loosened
from renstra_doc.check.odd_rounding import find_odd_roundings
from renstra_doc.check.official_codes import find_foreign_codes
from renstra_doc.check.partners import find_lost_keys
from renstra_doc.check.printed_figures import resolve_figures
from renstra_doc.check.printed_order import find_misplaced
from renstra_doc.check.reach import Reach, measure_reach
from renstra_doc.check.register import is_known, kinds, must_compare
from renstra_doc.check.strange_rows import find_strange_rows
from renstra_doc.check.text_columns import find_text_columns
from renstra_doc.check.unsummed import find_unsummed
from renstra_doc.check.verdict import to_finding
from renstra_doc.check.waiver import apply_waivers
from renstra_doc.finding import Finding, InputError, Severity, reading_error
from renstra_doc.model.rules import FILE, Rule, RuleError
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from renstra_doc.check.register import Result
    from renstra_doc.model import Document


@dataclass(frozen=True, slots=True)
class UncoveredCell:
    """A printed amount that no rule holds against anything, and why."""

    ref: Ref
    alasan: str


@dataclass(frozen=True)
class CheckReport:
    """What the checks found.

    `rules` is how many rules ran, `outcomes` how often each answer was given.
    """

    findings: tuple[Finding, ...] = ()
    rules: int = 0
    outcomes: Mapping[Outcome, int] = field(default_factory=dict)
    amounts: int = 0
    uncovered: tuple[UncoveredCell, ...] = ()
    document: Document | None = None
    ran: tuple[Rule, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    mentions: tuple[Mention, ...] = ()

    @cached_property
    def coverage(self) -> Coverage:
        """What was held against each printed figure, direction by direction."""
        if self.document is None:
            return Coverage()
        waived = {
            (finding.rule, finding.place.file, finding.row_id, finding.column)
            for finding in self.findings
            if finding.waived
        }
        loose = {
            finding.row_id
            for finding in self.findings
            if finding.rule == RULES and finding.column == "toleransi"
        }
        return measure_coverage(
            self.document, self.comparisons, self.mentions, waived=waived, loose=loose
        )

    @cached_property
    def unanswered(self) -> tuple[Comparison, ...]:
        """The comparisons that could not be made, although something of them is printed."""
        return tuple(
            made
            for made in self.comparisons
            if made.outcome not in (Outcome.HOLDS, Outcome.DIFFERS)
            and (made.whole.is_printed or made.parts)
        )

    @cached_property
    def reach(self) -> tuple[Reach, ...]:
        """How far the rules of each kind reach."""
        return () if self.document is None else measure_reach(self.document, self.ran)

    @property
    def holds(self) -> int:
        """How many comparisons held."""
        return self.outcomes.get(Outcome.HOLDS, 0)

    def add(self, remarks: Iterable[Finding]) -> CheckReport:
        """Return the report with the remarks of reading among its findings."""
        return replace(self, findings=_sort((*remarks, *self.findings)))

    @property
    def open(self) -> tuple[Finding, ...]:
        """Findings that no waiver covers."""
        return tuple(finding for finding in self.findings if not finding.waived)

    @property
    def stopping(self) -> tuple[Finding, ...]:
        """Findings that stop a build."""
        return tuple(finding for finding in self.open if finding.severity is Severity.ERROR)


def check_document(document: Document) -> CheckReport:
    """Run all rules over a document.

    Out: the findings by place, waived ones marked; outcomes and coverage. Raises InputError where
    `aturan.csv` or `pengecualian.csv` cannot be understood.
    """
    rules, problems = runnable_rules(document)
    if problems:
        raise InputError(problems)
    # Before any rule runs: what they compare is what a reader sees.
    document = resolve_figures(document)
    results = _collect(document, [*rules, *imply_rules(document)])
    comparisons, findings = _judge_all(document, rules, results)
    amounts = [ref for ref in list_figures(document) if ref.jenis == MONEY]
    findings += _find_no_rules(rules, amounts)
    return CheckReport(
        findings=_sort(_apply_waivers(document, findings, comparisons)),
        rules=len(rules),
        outcomes=_count_outcomes(comparisons),
        amounts=len(amounts),
        uncovered=tuple(_uncovered(amounts, comparisons)),
        document=document,
        ran=tuple(rules),
        comparisons=tuple(comparisons),
        mentions=tuple(result for result in results if isinstance(result, Mention)),
    )


def _judge_all(
    document: Document, rules: list[Rule], results: list[Result]
) -> tuple[list[Comparison], list[Finding]]:
    """Return the comparisons, and the findings: of the structure, of the rules, of no rule."""
    # Structure before arithmetic: where a row stands at a wrong place, its sums get no hint.
    placing = list(find_misplaced(document, rules))
    misplaced = {key for place in placing for key in place.keys}
    comparisons, findings = judge(results, misplaced)
    findings += [place.finding for place in placing]
    findings += _find_habits(document, rules, comparisons, misplaced)
    told = {(finding.place.file, finding.row_id, finding.column) for finding in findings}
    findings += find_gaps(document, told)
    return comparisons, findings


def _find_no_rules(rules: list[Rule], amounts: list[Ref]) -> list[Finding]:
    """Return the warning that amounts stand in a document without any rule."""
    if rules or not amounts:
        return []
    message = "tidak ada aturan: tidak ada jumlah yang diperiksa"
    hint = "tulis aturan di aturan.csv; contohnya di docs/aturan.md"
    return [Finding(RULES, message, Place(FILE), Severity.WARNING, hint=hint)]


def _apply_waivers(
    document: Document, findings: list[Finding], comparisons: list[Comparison]
) -> list[Finding]:
    """Return the findings once each, waived ones marked; InputError where a rule was misread."""
    compared = {(made.rule.id, *made.whole.key) for made in comparisons}
    marked = apply_waivers(_unique(findings), document, compared)
    misread = [finding for finding in marked if finding.rule == "baca"]
    if misread:
        raise InputError(misread)
    return marked


def _count_outcomes(comparisons: list[Comparison]) -> Counter[Outcome]:
    # Where neither the whole nor a part is printed nobody asked a question.
    return Counter(made.outcome for made in comparisons if made.whole.is_printed or made.parts)


def _find_habits(
    document: Document,
    rules: list[Rule],
    comparisons: list[Comparison],
    misplaced: Container[tuple[str, str]],
) -> list[Finding]:
    """Return what no rule asks for: strange rows, lost keys, unsummed amounts, loosened rules."""
    down = [made for made in comparisons if find_direction(made) is Direction.DOWN]
    wholes = {made.whole.key for made in down if made.is_counted and made.parts}
    parts = {part.key for made in down if made.is_counted for part in made.parts}
    return [
        *find_strange_rows(document, rules, misplaced),
        *find_lost_keys(document, rules),
        *find_foreign_codes(document, rules),
        *find_lost_codes(document, rules),
        *find_unsummed(document, rules, wholes, parts),
        *find_text_columns(document, rules),
        *find_loosened(rules, comparisons),
        *find_odd_roundings(comparisons),
    ]


def runnable_rules(document: Document) -> tuple[list[Rule], list[Finding]]:
    """Part the rules of a document.

    Out: those that can run, and what is wrong with the others.
    """
    rules = [rule for rule in document.rules if is_known(rule.jenis)]
    unknown = [_unknown_kind(rule) for rule in document.rules if not is_known(rule.jenis)]
    return rules, sorted((*document.rule_faults, *unknown), key=lambda fault: fault.place)


def _unknown_kind(rule: Rule) -> Finding:
    place = Place(FILE, rule.place.line, "jenis")
    message = f"jenis aturan “{rule.jenis}” tidak dikenal"
    return reading_error(place, message, f"jenis yang ada: {', '.join(kinds())}", rule.jenis)


def run_rules(document: Document, rules: Iterable[Rule]) -> tuple[list[Comparison], list[Finding]]:
    """Run rules one by one; out.

    Every comparison made, and the findings, those of the comparisons included.
    """
    return judge(_collect(document, rules))


def run_rule(document: Document, rule: Rule) -> tuple[list[Comparison], list[Finding]]:
    """Run one rule by itself; RuleError where its kind cannot understand it."""
    return judge(_apply(document, rule))


def _collect(document: Document, rules: Iterable[Rule]) -> list[Result]:
    """Return what all rules say; InputError with every rule that its kind cannot understand."""
    results: list[Result] = []
    problems: list[Finding] = []
    for rule in rules:
        try:
            results += _apply(document, rule)
        except RuleError as error:
            problems.append(
                reading_error(Place(FILE, rule.place.line, error.column), str(error), error.hint)
            )
    if problems:
        raise InputError(problems)
    return results


def _apply(document: Document, rule: Rule) -> list[Result]:
    """Return what a rule says; one that compares nothing is itself a finding."""
    results = list(kinds()[rule.jenis](document, rule))
    if must_compare(rule.jenis):
        made = [result for result in results if isinstance(result, Comparison)]
        results += find_idle(document, rule, made)
    return results


def judge(
    results: Iterable[Result], misplaced: Container[tuple[str, str]] = ()
) -> tuple[list[Comparison], list[Finding]]:
    """Part results into the comparisons and the findings, failed comparisons among the latter.

    A hint blames no cell that a sum which holds speaks for; two prints that agree may share one
    slip. Where a row is `misplaced` (table, row) there is no hint at figures at all.
    """
    known = list(results)
    comparisons = [result for result in known if isinstance(result, Comparison)]
    sound = {
        ref.key
        for comparison in comparisons
        # Of a single part both prints may share one slip: that they agree clears neither.
        if comparison.outcome is Outcome.HOLDS and len(comparison.parts) > 1 and comparison.is_sum
        for ref in comparison.refs
    }
    findings = [
        to_finding(result, sound, misplaced) if isinstance(result, Comparison) else result
        for result in known
        if not isinstance(result, Mention)
    ]
    return comparisons, [finding for finding in findings if finding is not None]


def _sort(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: (finding.place, finding.rule)))


def _unique(findings: Iterable[Finding]) -> list[Finding]:
    """Drop a finding told twice by one rule (a row met through two of its twins)."""
    return list(dict.fromkeys(findings))


def _uncovered(
    amounts: Iterable[Ref], comparisons: Iterable[Comparison]
) -> Iterable[UncoveredCell]:
    covered: set[tuple[str, str, str]] = set()
    touched: dict[tuple[str, str, str], str] = {}
    for comparison in comparisons:
        keys = [ref.key for ref in comparison.refs]
        # A figure held by any comparison is covered, however many others could not be made.
        if comparison.is_counted and comparison.parts:
            covered.update(keys)
        else:
            touched.update(dict.fromkeys(keys, comparison.outcome.value))
    for ref in amounts:
        if ref.key not in covered:
            reason = touched.get(ref.key)
            yield UncoveredCell(
                ref, f"pembandingnya: {reason}" if reason else "tidak ada aturan untuk sel ini"
            )


def describe_cell(cell: UncoveredCell) -> str:
    """Return where an uncovered amount stands, as a person reads it."""
    ref = cell.ref
    name = row_name(ref.table, ref.row)
    return f"{ref.table.cell_place(ref.row, ref.kolom)}: {name} — {cell.alasan}"
