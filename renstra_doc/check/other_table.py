"""Figures that come from the rows of another table, in another unit of money, or from a product."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import Comparison, Outcome, Ref
from renstra_doc.check.register import kind
from renstra_doc.check.rule_names import make_evaluator
from renstra_doc.expression.language import ExpressionError
from renstra_doc.model.rules import RuleError
from renstra_doc.words.numbers import NumberError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from renstra_doc.model import Document
    from renstra_doc.model.rules import Rule
    from renstra_doc.model.values import Row, Table

UNITS = {"rupiah": 0, "ribu": 3, "juta": 6, "miliar": 9}
BY_ENTITY = "entitas"
_SCALE = re.compile(r"(rupiah|ribu|juta|miliar)/(rupiah|ribu|juta|miliar)")
_PRODUCT = re.compile(r"(\w+)\s*[*\u00d7]\s*(.+)")
TWO = 2


def _pairs(rule: Rule, first: Table, second: Table) -> list[tuple[str, str]]:
    """Return the columns to compare: `rp_*` (same names), `rp_2021=juta_2021`, `rp_*=juta_*`."""
    found: list[tuple[str, str]] = []
    for pattern in rule.kolom:
        left, equals, right = pattern.partition("=")
        right = right if equals else left
        head, star, tail = left.partition("*")
        for name in first.index:
            is_own = name.startswith(head) and name.endswith(tail) if star else name == left
            middle = name[len(head) : len(name) - len(tail)] if star else ""
            other = right.replace("*", middle)
            if is_own and other in second.index and (first.id, name) != (second.id, other):
                found.append((name, other))
    if not found:
        message = f"tidak ada kolom “{first.id}” dan “{second.id}” yang berpasangan"
        raise RuleError(message, "kolom", "tulis misalnya rp_* atau rp_2021=juta_2021")
    return list(dict.fromkeys(found))


def _two_tables(document: Document, rule: Rule) -> tuple[Table, Table]:
    if not 1 <= len(rule.tabel) <= TWO:
        message = "aturan ini memerlukan dua tabel (atau satu, untuk dua kolomnya)"
        raise RuleError(message, "tabel", "tulis dua id tabel, dipisah spasi")
    return document.tables[rule.tabel[0]], document.tables[rule.tabel[-1]]


def _read_scale(words: list[str]) -> tuple[int, int]:
    """Take `rupiah/juta` out of some words; (0, 0) without one."""
    for word in list(words):
        match = _SCALE.fullmatch(word)
        if match:
            words.remove(word)
            return UNITS[match[1]], UNITS[match[2]]
    return 0, 0


@kind("jumlah_tabel", compares=True)
def check_other_table(document: Document, rule: Rule) -> Iterator[Comparison]:
    """A figure is the sum over rows of another table.

    `tabel` = the table with the sums and that with the parts; `baris` selects rows of the first,
    `acuan` conditions on those of the second (`tingkat=program`); with the word `entitas` only rows
    of the whole's own `entitas` are added, with `rupiah/juta` the second is printed in millions.
    `kolom` = `rp_*` or `jumlah_*=rp_*`.
    """
    first, second = _two_tables(document, rule)
    words = rule.acuan.split()
    scale = _read_scale(words)
    by_entity = BY_ENTITY in words
    rows = rule.select_rows(second, " ".join(word for word in words if word != BY_ENTITY))
    for row in rule.select_rows(first):
        parts = [part for part in rows if not by_entity or part.entitas == row.entitas]
        if by_entity and not row.entitas:
            continue
        for left, right in _pairs(rule, first, second):
            refs = [Ref(second, part, right) for part in parts if part is not row]
            yield _compare(rule, Ref(first, row, left), refs, scale)


@kind("sama_skala", compares=True)
def check_scaled(document: Document, rule: Rule) -> Iterator[Comparison]:
    """The same amount stands in two units of money: rupiah here, thousands or millions there.

    `tabel` = two tables (rows by `entitas`) or one (two columns of each row); `acuan` =
    `rupiah/juta`, the unit of the first and of the second; `kolom` = `rp_*=juta_*`. Half a unit of
    what the coarser one prints may be lost in rounding.
    """
    first, second = _two_tables(document, rule)
    words = rule.acuan.split()
    scale = _read_scale(words)
    if scale == (0, 0) or words:
        message = f"satuan “{rule.acuan}” tidak dipahami"
        raise RuleError(
            message, "acuan", f"tulis misalnya rupiah/juta; dikenal: {', '.join(UNITS)}"
        )
    twins: dict[str, list[Row]] = {}
    for other in second.rows:
        twins.setdefault(other.id if first is second else other.entitas, []).append(other)
    for row in rule.select_rows(first):
        key = row.id if first is second else row.entitas
        for other in twins.get(key, []) if key else []:
            for left, right in _pairs(rule, first, second):
                yield _compare(rule, Ref(first, row, left), [Ref(second, other, right)], scale)


def _compare(rule: Rule, whole: Ref, parts: Iterable[Ref], scale: tuple[int, int]) -> Comparison:
    """Hold a figure against the sum of others, each in its unit of money."""
    refs = tuple(parts)
    printed = tuple(ref for ref in refs if ref.angka is not None)
    if whole.is_unreadable or any(ref.is_unreadable for ref in refs):
        return Comparison(rule, whole, refs, Outcome.UNSUMMABLE)
    if whole.angka is None or not printed:
        outcome = Outcome.PART_UNPRINTED if whole.is_printed else Outcome.WHOLE_UNPRINTED
        return Comparison(rule, whole, (), outcome)
    total = sum((ref.angka or Decimal(0) for ref in printed), Decimal(0))
    expected = total.scaleb(scale[1] - scale[0])
    room = (
        rule.toleransi
        + _rounding(whole, scale[0], scale)
        + sum((_rounding(ref, scale[1], scale) for ref in printed), Decimal(0))
    )
    outcome = Outcome.HOLDS if abs(whole.angka - expected) <= room else Outcome.DIFFERS
    place = refs[0].table.called
    sentence = f"jumlah {len(printed)} baris {place}" if len(printed) > 1 else place
    is_plain = scale[0] == scale[1]
    return Comparison(rule, whole, printed, outcome, expected, sentence, adds=is_plain)


def _rounding(ref: Ref, unit: int, scale: tuple[int, int]) -> Decimal:
    """Return how much of the whole's unit a rounded figure may be off; rupiah are exact."""
    if scale[0] == scale[1] or unit == 0:
        return Decimal(0)
    exponent = (ref.angka or Decimal(0)).as_tuple().exponent
    step = Decimal("0.5").scaleb(int(exponent))
    return step.scaleb(unit - scale[0])


@kind("hasil_kali", compares=True)
def check_product(document: Document, rule: Rule) -> Iterator[Comparison]:
    """A column is another one times a factor: `kolom` = `pagu`, `acuan` = `rts * 15`.

    The factor is a column, a number or an expression (`rts * kalimat('blok', 'sebanyak # kg')`).
    """
    match = _PRODUCT.fullmatch(rule.acuan.strip())
    if match is None:
        message = f"perkalian “{rule.acuan}” tidak dipahami"
        raise RuleError(message, "acuan", "tulis misalnya volume * harga, atau rts * 15")
    for table in rule.select_tables(document):
        if match[1] not in table.index:
            message = f"kolom “{match[1]}” tidak ada di tabel “{table.id}”"
            raise RuleError(message, "acuan", f"kolom tabel ini: {', '.join(table.index)}")
        factor = None if match[2] in table.index else _read_factor(document, match[2])
        for row in rule.select_rows(table):
            for kolom in rule.select_columns(table):
                refs = [Ref(table, row, match[1])]
                refs += [Ref(table, row, match[2])] if factor is None else []
                yield _compare_product(rule, Ref(table, row, kolom), tuple(refs), factor)


def _read_factor(document: Document, source: str) -> Decimal:
    try:
        said = make_evaluator(document).resolve(f"{{{{ {source} }}}}")
        return Decimal(said.replace(".", "").replace(",", "."))
    except (ExpressionError, NumberError, ArithmeticError) as error:
        message = f"faktor “{source}” tidak dapat dihitung: {error}"
        raise RuleError(message, "acuan", "tulis kolom, bilangan atau ungkapan") from error


def _compare_product(
    rule: Rule, whole: Ref, parts: tuple[Ref, ...], factor: Decimal | None
) -> Comparison:
    values = [ref.angka for ref in parts]
    known = [value for value in values if value is not None]
    if whole.angka is None or len(known) < len(values):
        outcome = Outcome.PART_UNPRINTED if whole.is_printed else Outcome.WHOLE_UNPRINTED
        return Comparison(rule, whole, (), outcome)
    second = factor if factor is not None else known[1]
    expected = known[0] * second
    holds = abs(whole.angka - expected) <= rule.toleransi
    names = " × ".join([*(ref.kolom for ref in parts), *([f"{factor:f}"] if factor else [])])
    outcome = Outcome.HOLDS if holds else Outcome.DIFFERS
    return Comparison(rule, whole, parts, outcome, expected, f"{names} =")
