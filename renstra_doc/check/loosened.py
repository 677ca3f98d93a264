"""Rules that say less than they seem to: a tolerance that is no rounding, a sum only noted."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import Outcome, cell_finding
from renstra_doc.check.register import must_compare
from renstra_doc.finding import Finding, Severity
from renstra_doc.words.numbers import format_angka

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from renstra_doc.check.comparison import Comparison
    from renstra_doc.model.rules import Rule

RULES = "aturan"  # faults of the rules themselves are reported under this name
SUMS = ("jumlah_anak", "jumlah_menurun", "jumlah_mendatar")
# What these find is wrong whatever an office thinks of it: none is a matter of taste.
STRICT = (
    *("sama", "kembar", "rasio", "kode_induk", "tingkat", "nomor_tabel", "urut", "terbilang"),
    *("persamaan", "angka_naskah", "indikator_sama", "urutan_fakta", "acuan_silang"),
    *("tahun_kepala", "tahun_naskah", "masa_fakta", "masa_tabel", "tabel_berikut"),
    *("peraturan_sama", "fakta_naskah", "rata_pertumbuhan", "satuan_tetap", "banyak_baris"),
    *("rincian", "hasil_kali", "nomenklatur", "sistematika", "daftar_terbit"),
)


def find_loosened(rules: Iterable[Rule], comparisons: Iterable[Comparison]) -> Iterator[Finding]:
    """Yield the rules whose weight or tolerance hides differences, and each hidden difference."""
    wide: dict[str, Rule] = {}
    # A tolerance up to 1 is that of whole rupiah.
    for rule in rules:
        if rule.jenis in SUMS and rule.bobot is Severity.INFO:
            message = (
                f"aturan jumlah “{rule.id}” diturunkan menjadi info: selisihnya tidak menghentikan"
            )
            hint = "isi bobot dengan error, atau kosongkan"
            yield _rule_finding(rule, "bobot", message, hint)
        elif rule.jenis in STRICT and rule.bobot is Severity.INFO:
            message = f"aturan “{rule.id}” diturunkan menjadi info: pelanggarannya tidak terlihat"
            hint = "isi bobot dengan error atau warning, atau kosongkan"
            yield _rule_finding(rule, "bobot", message, hint)
        if rule.toleransi > 1 and not must_compare(rule.jenis):
            message = f"toleransi tidak berlaku bagi jenis {rule.jenis} (aturan “{rule.id}”)"
            yield _rule_finding(rule, "toleransi", message, "kosongkan toleransinya")
        elif rule.toleransi > 1:
            wide[rule.id] = rule
    if wide:
        yield from _judge_tolerances(wide, comparisons)


def _judge_tolerances(
    wide: dict[str, Rule], comparisons: Iterable[Comparison]
) -> Iterator[Finding]:
    """Judge each tolerance above 1 by the unit in which the figures it speaks of are printed."""
    made: dict[str, list[Comparison]] = {name: [] for name in wide}
    for comparison in comparisons:
        if comparison.rule.id in made and comparison.whole.angka is not None:
            made[comparison.rule.id].append(comparison)
    for name, group in made.items():
        rule = wide[name]
        unit = _find_unit(group)
        if rule.toleransi <= unit:
            continue
        shown = format_angka(rule.toleransi)
        message = (
            f"toleransi {shown} aturan “{name}” bukan pembulatan: selisih besar pun dianggap cocok"
        )
        yield _rule_finding(
            rule, "toleransi", message, "isi 0, atau 0.5 untuk angka yang dibulatkan"
        )
        for comparison in group:
            yield from _tell_hidden(comparison, unit)


def _find_unit(comparisons: Iterable[Comparison]) -> Decimal:
    """Return the largest power of ten that divides all figures: 1000 where all are thousands.

    Without any figure but 0 there is nothing to round.
    """
    values = {ref.angka for comparison in comparisons for ref in comparison.refs if ref.angka}
    unit = Decimal(10) ** 9 if values else Decimal(1)  # no plan is printed in a coarser unit
    for value in values:
        while unit > 1 and value % unit:
            unit /= 10
    return unit


def _tell_hidden(comparison: Comparison, unit: Decimal) -> Iterator[Finding]:
    """Yield the difference that only the tolerance lets pass."""
    whole, expected = comparison.whole.angka, comparison.expected
    if comparison.outcome is not Outcome.HOLDS or whole is None or expected is None:
        return
    gap = whole - expected
    # Half a unit for each rounded part is all that rounding can explain.
    if abs(gap) > unit * max(1, len(comparison.parts)) / 2:
        shown = ", ".join(
            f"{name} {format_angka(value)}"
            for name, value in (
                ("tercetak", whole),
                (comparison.sentence, expected),
                ("selisih", gap),
            )
        )
        found = cell_finding(
            comparison.rule,
            comparison.whole,
            f"{shown}, ditutup toleransi {format_angka(comparison.rule.toleransi)}",
            expected=format(expected, "f"),
            actual=format(whole, "f"),
        )
        yield replace(found, severity=Severity.WARNING, difference=format(gap, "f"))


def _rule_finding(rule: Rule, column: str, message: str, hint: str) -> Finding:
    place = replace(rule.place, column=column)
    return Finding(
        RULES, message, place, Severity.WARNING, row_id=rule.id, column=column, hint=hint
    )
