"""Figures that come from the rows of another table, in another unit of money, or from a product."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import (
    Comparison,
    Outcome,
    Ref,
    compare_nothing,
    hold,
    total_of,
)
from renstra_doc.check.register import kind
from renstra_doc.check.rule_names import make_evaluator
from renstra_doc.expression.language import ExpressionError
from renstra_doc.model.rules import RuleError, follow_pattern
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
    found = dict.fromkeys(
        (name, other)
        for pattern in rule.kolom
        for name, other in _follow_star(first, pattern)
        if other in second.index and (first.id, name) != (second.id, other)
    )
    if not found:
        message = f"tidak ada kolom “{first.id}” dan “{second.id}” yang berpasangan"
        raise RuleError(message, "kolom", "tulis misalnya rp_* atau rp_2021=juta_2021")
    return list(found)


def _follow_star(table: Table, pattern: str) -> Iterator[tuple[str, str]]:
    """Yield the columns that the left side of a pattern names, each with the name at the right."""
    left, equals, right = pattern.partition("=")
    head, star, tail = left.partition("*")
    for name in table.index:
        if name == left or (star and name.startswith(head) and name.endswith(tail)):
            yield name, follow_pattern((left,), name, right if equals else left)


def _two_tables(document: Document, rule: Rule) -> tuple[Table, Table]:
    if not 1 <= len(rule.tabel) <= TWO:
        message = "aturan ini memerlukan dua tabel (atau satu, untuk dua kolomnya)"
        raise RuleError(message, "tabel", "tulis dua id tabel, dipisah spasi")
    return document.tables[rule.tabel[0]], document.tables[rule.tabel[-1]]


def _read_scale(words: list[str]) -> tuple[int, int]:
    """Take `rupiah/juta` out of some words; (0, 0) without one."""
    # A copy of the list, since the word found is taken out of it.
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
    groups: dict[str, list[Row]] = {}
    for part in rows:
        groups.setdefault(part.entitas if by_entity else "", []).append(part)
    for row in rule.select_rows(first):
        if by_entity and not row.entitas:
            continue
        parts = groups.get(row.entitas if by_entity else "", [])
        for left, right in _pairs(rule, first, second):
            # One table may be both: a whole is no part of itself.
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
        # In one table the two columns stand in the same row; in two tables a key joins the rows.
        twins.setdefault(other.id if first is second else other.entitas, []).append(other)
    for row in rule.select_rows(first):
        key = row.id if first is second else row.entitas
        for other in twins.get(key, []) if key else []:
            for left, right in _pairs(rule, first, second):
                yield _compare(rule, Ref(first, row, left), [Ref(second, other, right)], scale)


def _compare(rule: Rule, whole: Ref, parts: Iterable[Ref], scale: tuple[int, int]) -> Comparison:
    """Hold a figure against the sum of others, each in its unit of money."""
    refs = tuple(parts)
    if any(ref.is_unreadable for ref in (whole, *refs)):
        return Comparison(rule, whole, refs, Outcome.UNSUMMABLE)
    printed = tuple(ref for ref in refs if ref.angka is not None)
    if whole.angka is None or not printed:
        return compare_nothing(rule, whole)
    # `rupiah/juta` is (0, 6): what the second table prints counts a million of the first's unit.
    expected = total_of(printed).scaleb(scale[1] - scale[0])
    outcome = hold(whole.angka, expected, rule.toleransi + _find_room(whole, printed, scale))
    place = refs[0].table.called
    sentence = f"jumlah {len(printed)} baris {place}" if len(printed) > 1 else place
    is_plain = scale[0] == scale[1]
    # Across units a gap is rounding too, so no slip of the pen is looked for.
    return Comparison(rule, whole, printed, outcome, expected, sentence, adds=is_plain)


def _find_room(whole: Ref, parts: Iterable[Ref], scale: tuple[int, int]) -> Decimal:
    """Return how far a sum and its parts may be apart for the rounding of all of them."""
    roundings = (_rounding(part, scale[1], scale) for part in parts)
    return sum(roundings, _rounding(whole, scale[0], scale))


def _rounding(ref: Ref, unit: int, scale: tuple[int, int]) -> Decimal:
    """Return how much of the whole's unit a rounded figure may be off; rupiah are exact."""
    if scale[0] == scale[1] or unit == 0:
        return Decimal(0)
    # Half of the last decimal printed: 1,5 juta may be 0,05 juta off.
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
    known = [ref.angka for ref in parts if ref.angka is not None]
    if whole.angka is None or len(known) < len(parts):
        return compare_nothing(rule, whole)
    expected = known[0] * (factor if factor is not None else known[1])
    outcome = hold(whole.angka, expected, rule.toleransi)
    names = " × ".join([*(ref.kolom for ref in parts), *([f"{factor:f}"] if factor else [])])
    return Comparison(rule, whole, parts, outcome, expected, f"{names} =")
