"""Which changed totals follow from which changed parts.

Along the rules of the data, and along the hierarchy.

A total follows where it changed by exactly as much as its parts did, in both editions reckoned the
same way: so a published total that never was the sum of its parts is still told from one that
somebody changed by hand.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import CellKey, Comparison, Outcome
from renstra_doc.check.register import kinds
from renstra_doc.model.rules import Rule, RuleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from renstra_doc.model import Document

SUMMED = ("rupiah", "cacah", "kuantitas")
ADDITIVE = ("jumlah_anak", "jumlah_menurun", "jumlah_mendatar", "nilai_terakhir")
# Kinds of rules that reckon a whole from parts. Two cells that say the same are peers: neither
# follows.
RECKONED = (*ADDITIVE, "rasio")
ZERO = Decimal(0)


def find_sums(
    old: Document, new: Document, changed: set[CellKey]
) -> Iterator[tuple[CellKey, set[CellKey]]]:
    """Yield each changed total that follows, with the parts that an edition reckons it from."""
    rules = _shared_rules(old, new, {key[0] for key in changed})
    before, after = (_compare(document, rules, changed) for document in (old, new))
    for key in {**before, **after}:
        pair = before.get(key), after.get(key)
        parts = {
            part.key for comparison in pair if comparison is not None for part in comparison.parts
        }
        if _follows(*pair):
            yield key[1], parts


def _shared_rules(old: Document, new: Document, changed: set[str]) -> list[Rule]:
    """Return the rules of both editions that compare a whole with parts.

    Of the changed tables that both have: what is reckoned lies in one table with its parts.
    """
    both = set(old.tables) & set(new.tables) & changed
    rules = {rule.id: rule for document in (new, old) for rule in document.rules}
    kept = [
        replace(rule, tabel=tuple(name for name in rule.tabel if name in both))
        for rule in rules.values()
    ]
    return [rule for rule in kept if rule.tabel and rule.jenis in RECKONED] + list(
        _hierarchy_rules(new, both)
    )


def _hierarchy_rules(document: Document, tables: Iterable[str]) -> Iterator[Rule]:
    for name in tables:
        table = document.tables[name]
        columns = tuple(column.kolom for column in table.columns if column.jenis in SUMMED)
        if columns:
            yield Rule(f"{name}: induk", "jumlah_anak", (name,), "", columns)
            yield Rule(f"{name}: jumlah", "jumlah_menurun", (name,), "tingkat=jumlah", columns)


def _compare(
    document: Document, rules: Iterable[Rule], changed: set[CellKey]
) -> dict[tuple[str, CellKey], Comparison]:
    found = (comparison for rule in rules for comparison in _run(document, rule))
    return {
        (comparison.rule.id, key): comparison
        for comparison in found
        if (key := comparison.whole.key) in changed
    }


def _run(document: Document, rule: Rule) -> list[Comparison]:
    """Run a rule; one that this edition gives no sense (its column is gone) explains nothing."""
    try:
        return [
            made for made in kinds()[rule.jenis](document, rule) if isinstance(made, Comparison)
        ]
    except RuleError:
        return []


def _follows(old: Comparison | None, new: Comparison | None) -> bool:
    known = [comparison for comparison in (old, new) if comparison is not None]
    # What cannot be added up explains nothing.
    if any(comparison.outcome is Outcome.UNSUMMABLE for comparison in known):
        return False
    if known[0].rule.jenis not in ADDITIVE:
        # A ratio does not move by as much as its parts: it must hold in both.
        return len(known) > 1 and all(comparison.outcome is Outcome.HOLDS for comparison in known)
    # Moved by as much as its parts: whether it ever was their sum is another question.
    return _value(new, is_whole=True) - _value(old, is_whole=True) == _value(new) - _value(old)


def _value(comparison: Comparison | None, *, is_whole: bool = False) -> Decimal:
    """Return the whole as printed, or what its parts give.

    What is not printed counts as nothing here.
    """
    if comparison is None:
        return ZERO
    return (comparison.whole.angka if is_whole else comparison.expected) or ZERO
