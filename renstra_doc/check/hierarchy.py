"""Sums over the rows of somebody else's program.

Any hierarchy of ids and parents, without a document project.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import Comparison, Ref
from renstra_doc.check.run_rules import CheckReport, run_rules
from renstra_doc.check.sums import ONCE
from renstra_doc.finding import refuse_input
from renstra_doc.model import Document, Table
from renstra_doc.model.from_code import ROW_FIELDS, make_table, plain_value, read_records
from renstra_doc.model.row_levels import TOTAL
from renstra_doc.model.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from renstra_doc.finding import Finding
    from renstra_doc.model.from_code import FrameLike

NAME = "data"
AMOUNTS = ("rupiah", "desimal")


def check_sums(
    rows: Iterable[Mapping[str, object]] | FrameLike | Table,
    columns: Sequence[str] = (),
    *,
    across: Mapping[str, str] | None = None,
    once: bool = False,
    tolerance: Decimal | int = 0,
) -> CheckReport:
    """Hold every parent against the sum of its children, and total rows against those beside them.

    In: rows with `id` and `induk` (the parent's id, empty at the top), amounts as `int` or
    `Decimal` (None, NaN, <NA>: not printed; `-`: a printed 0), texts that name the row, and
    `tingkat="jumlah"` for a total row; a DataFrame of such rows; or a table of the model. The
    columns to add (none: every one that holds amounts; `rp_*` is a pattern); amounts that are
    texts, as `csv` reads them, are taken from named columns only. `across` says which columns a
    column adds up in each row: `{"total": "rp_1 rp_2"}`. `once` counts a part that is listed twice
    (same `entitas`) once. Out: a report; `findings` tell each difference with both sums, `outcomes`
    how often each of the five answers was given. Raises InputError for rows that cannot be
    understood.
    """
    table = rows if isinstance(rows, Table) else _make_rows(rows, columns)
    patterns = _read_patterns(columns) or _list_amounts(table)
    wide = _read_tolerance(tolerance)
    rules = _write_rules(table.id, patterns, across or {}, ONCE if once else "", wide)
    document = Document({}, (), {table.id: table})
    comparisons, findings = _run(
        document, [rule for rule in rules if rule.select_rows(table) and patterns]
    )
    outcomes = Counter(made.outcome for made in comparisons)
    return CheckReport(tuple(findings), len(rules), outcomes, _count_amounts(table, rules[0]))


def _read_patterns(columns: Sequence[str]) -> tuple[str, ...]:
    return (columns,) if isinstance(columns, str) else tuple(columns)


def _list_amounts(table: Table) -> tuple[str, ...]:
    return tuple(column.kolom for column in table.columns if column.jenis in AMOUNTS)


def _count_amounts(table: Table, rule: Rule) -> int:
    """Return how many amounts stand in the columns of a rule."""
    names = rule.select_columns(table)
    return sum(Ref(table, row, name).is_printed for row in table.rows for name in names)


def _write_rules(
    table: str, columns: tuple[str, ...], across: Mapping[str, str], once: str, tolerance: Decimal
) -> list[Rule]:
    """Return the rules that a hierarchy of sums is held by: its parents, its totals, its rows."""
    children, totals = f"tingkat!={TOTAL}", f"tingkat={TOTAL}"
    return [
        Rule("jumlah-anak", "jumlah_anak", (table,), children, columns, once, tolerance),
        Rule("jumlah-menurun", "jumlah_menurun", (table,), totals, columns, "", tolerance),
        *(
            Rule("jumlah-mendatar", "jumlah_mendatar", (table,), "", (whole,), parts, tolerance)
            for whole, parts in across.items()
        ),
    ]


def _read_tolerance(tolerance: Decimal | int) -> Decimal:
    try:
        wide = Decimal(tolerance)
    except (ArithmeticError, TypeError, ValueError):
        wide = Decimal(-1)
    if wide.is_finite() and wide >= 0:
        return wide
    message = f"toleransi {tolerance!r} bukan bilangan 0 atau lebih"
    raise refuse_input(NAME, message, "beri int atau Decimal, misalnya 0")


def _run(document: Document, rules: Sequence[Rule]) -> tuple[list[Comparison], list[Finding]]:
    comparisons, findings = run_rules(document, rules)
    # That a rule had nothing to compare is no news here: nobody wrote it down.
    return comparisons, [finding for finding in findings if finding.table]


def _make_rows(rows: Iterable[Mapping[str, object]] | FrameLike, columns: Sequence[str]) -> Table:
    records = read_records(rows, NAME)
    names = dict.fromkeys(key for record in records for key in record if key not in ROW_FIELDS)
    patterns = _read_patterns(columns)
    kinds = {
        name: _guess_kind(
            [record.get(name) for record in records],
            is_named=any(fnmatchcase(name, pattern) for pattern in patterns),
        )
        for name in names
    }
    if records and not set(kinds.values()) & set(AMOUNTS):
        message = "tidak ada kolom jumlah di antara " + (", ".join(names) or "baris ini")
        hint = 'beri jumlah sebagai int atau Decimal, atau sebut kolomnya: columns=["rp_*"]'
        raise refuse_input(NAME, message, hint)
    return make_table(NAME, kinds, records)


def _guess_kind(values: Iterable[object], *, is_named: bool) -> str:
    """Return the kind of a column from the types of its values, never from how a text looks."""
    plain = [plain_value(value) for value in values]
    types = {type(value) for value in plain if value is not None and value != "-"}
    if Decimal in types:
        return "desimal"
    return "rupiah" if is_named or types == {int} else "teks"
