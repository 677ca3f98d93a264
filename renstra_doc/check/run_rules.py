"""Run all rules of a document: findings, outcomes counted, coverage of the amounts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import Comparison, Outcome, Ref, row_name
from renstra_doc.check.direction import imply_rules
from renstra_doc.check.register import is_known, kinds, must_compare
from renstra_doc.check.verdict import to_finding
from renstra_doc.check.waiver import apply_waivers
from renstra_doc.finding import Finding, InputError, Severity, reading_error
from renstra_doc.model.rules import FILE, Rule, RuleError
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from renstra_doc.model import Document

MONEY = "rupiah"
RULES = "aturan"


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
    comparisons, findings = run_rules(document, [*rules, *imply_rules(document)])
    amounts = list(_amounts(document))
    if amounts and not rules:
        message = "tidak ada aturan: tidak ada jumlah yang diperiksa"
        hint = "tulis aturan di aturan.csv; contohnya di docs/aturan.md"
        findings.append(Finding(RULES, message, Place(FILE), Severity.WARNING, hint=hint))
    findings = apply_waivers(_unique(findings), document)
    misread = [finding for finding in findings if finding.rule == "baca"]
    if misread:
        raise InputError(misread)
    return CheckReport(
        findings=_sort(findings),
        rules=len(rules),
        outcomes=Counter(
            made.outcome for made in comparisons if made.whole.is_printed or made.parts
        ),
        amounts=len(amounts),
        uncovered=tuple(_uncovered(amounts, comparisons)),
    )


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
    results: list[Comparison | Finding] = []
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
    return judge(results)


def run_rule(document: Document, rule: Rule) -> tuple[list[Comparison], list[Finding]]:
    """Run one rule by itself; RuleError where its kind cannot understand it."""
    return judge(_apply(document, rule))


def _apply(document: Document, rule: Rule) -> list[Comparison | Finding]:
    """Return what a rule says; one that compares nothing is itself a finding."""
    results = list(kinds()[rule.jenis](document, rule))
    if must_compare(rule.jenis):
        results += _find_idle(
            rule, [result for result in results if isinstance(result, Comparison)]
        )
    return results


def judge(results: Iterable[Comparison | Finding]) -> tuple[list[Comparison], list[Finding]]:
    """Part results into the comparisons and the findings, failed comparisons among the latter.

    A hint blames no cell that a sum which holds speaks for; two prints that agree may share one
    slip.
    """
    known = list(results)
    comparisons = [result for result in known if isinstance(result, Comparison)]
    sound = {
        ref.key
        for comparison in comparisons
        if comparison.outcome is Outcome.HOLDS and len(comparison.parts) > 1 and comparison.is_sum
        for ref in (comparison.whole, *comparison.parts)
    }
    findings = [
        to_finding(result, sound) if isinstance(result, Comparison) else result for result in known
    ]
    return comparisons, [finding for finding in findings if finding is not None]


def _find_idle(rule: Rule, comparisons: Iterable[Comparison]) -> list[Finding]:
    """Return a warning where a rule compares nothing, be it in one of its tables only.

    A lost `tingkat`, say.
    """
    met = {
        ref.table.id
        for comparison in comparisons
        if comparison.outcome is not Outcome.UNSUMMABLE or to_finding(comparison) is not None
        for ref in (comparison.whole, *comparison.parts)
    }
    idle = [name for name in rule.tabel if name not in met]
    if not idle and met:
        return []
    where = f" di tabel {', '.join(f'“{name}”' for name in idle)}" if met else ""
    message = f"aturan “{rule.id}” tidak membandingkan apa pun{where}"
    hint = "periksa tabel, baris, kolom dan acuannya, atau hapus aturan ini"
    if where:
        hint = (
            "periksa kolom tingkat, induk dan entitas tabel itu, atau keluarkan "
            "tabelnya dari aturan ini"
        )
    return [Finding(RULES, message, rule.place, Severity.WARNING, row_id=rule.id, hint=hint)]


def _sort(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: (finding.place, finding.rule)))


def _unique(findings: Iterable[Finding]) -> list[Finding]:
    """Drop a finding told twice by one rule (a row met through two of its twins)."""
    return list(dict.fromkeys(findings))


def _amounts(document: Document) -> Iterable[Ref]:
    """Yield every printed rupiah cell."""
    for table in document.tables.values():
        columns = [column.kolom for column in table.columns if column.jenis == MONEY]
        for row in table.rows:
            for kolom in columns:
                ref = Ref(table, row, kolom)
                if ref.is_printed:
                    yield ref


def _uncovered(
    amounts: Iterable[Ref], comparisons: Iterable[Comparison]
) -> Iterable[UncoveredCell]:
    covered: set[tuple[str, str, str]] = set()
    touched: dict[tuple[str, str, str], str] = {}
    for comparison in comparisons:
        keys = [comparison.whole.key, *(part.key for part in comparison.parts)]
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
