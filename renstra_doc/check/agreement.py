"""Agreement: ratios, and the same thing in two tables or twice in one."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import (
    Comparison,
    Outcome,
    Ref,
    cell_finding,
    has_figures,
)
from renstra_doc.check.direction import is_falling
from renstra_doc.check.register import kind
from renstra_doc.check.verdict import to_finding
from renstra_doc.finding import Finding, Severity
from renstra_doc.model.rules import (
    RuleError,
    follow_pattern,
    match_columns,
    match_named,
    same_words,
)
from renstra_doc.words.markup import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renstra_doc.model import Document, Row, Table
    from renstra_doc.model.rules import Rule

_NAME = r"[^\s/()]+"
_RATIO = re.compile(
    rf"(?P<bracket>\()?(?P<above>{_NAME})(?(bracket)\s+-\s+(?P<less>{_NAME})\))"
    rf"\s*/\s*(?P<below>{_NAME})(?P<negative>\s+negatif)?"
)
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
HUNDRED = Decimal(100)


@kind("rasio", compares=True)
def check_ratio(document: Document, rule: Rule) -> Iterator[Comparison | Finding]:
    """A ratio equals realisasi / target × 100, rounded at the decimals it prints.

    `kolom` names the ratio columns with `*`, `acuan` the two others in the same pattern:
    `realisasi_* / target_*`, or a difference above: `(menjadi_* - semula_*) / semula_*`. `negatif`
    after them, or a declared trend `turun`, takes (target − (realisasi − target)) / target. A
    truncated value is told apart (info).
    """
    match = _RATIO.fullmatch(rule.acuan.strip())
    if match is None:
        message = f"perbandingan “{rule.acuan}” tidak dipahami"
        raise RuleError(message, "acuan", "tulis misalnya realisasi_* / target_*")
    patterns = [match[name] for name in ("above", "less", "below") if match[name]]
    for table in rule.select_tables(document):
        for kolom in rule.select_columns(table):
            names = [follow_pattern(rule.kolom, kolom, pattern) for pattern in patterns]
            missing = [name for name in names if name not in table.index]
            if missing:
                message = (
                    f"untuk kolom {kolom} dicari kolom {missing[0]}, yang tidak "
                    f"ada di tabel “{table.id}”"
                )
                raise RuleError(
                    message, "acuan", "bintang pada kolom dan acuan harus mewakili bagian yang sama"
                )
            for row in rule.select_rows(table):
                parts = tuple(Ref(table, row, name) for name in names)
                is_better_less = not match["less"] and is_falling(table, row, names)
                is_negative = bool(match["negative"]) or is_better_less
                yield from _compare_ratio(
                    rule, Ref(table, row, kolom), parts, is_negative=is_negative
                )


def _compare_ratio(
    rule: Rule, ratio: Ref, parts: tuple[Ref, ...], *, is_negative: bool
) -> Iterator[Comparison | Finding]:
    if ratio.is_unreadable or any(part.is_unreadable for part in parts):
        return
    values = [part.angka for part in parts if part.angka is not None]
    if ratio.angka and len(values) == len(parts) and not values[-1]:
        yield from _tell_zero(rule, ratio, parts)
        return
    if ratio.angka is None or len(values) < len(parts) or not values[-1]:
        yield Comparison(
            rule,
            ratio,
            (),
            Outcome.WHOLE_UNPRINTED if ratio.angka is None else Outcome.PART_UNPRINTED,
        )
        return
    above, below = values[0] - sum(values[1:-1]), values[-1]
    exact = ((below - (above - below)) if is_negative else above) / below * HUNDRED
    shown = " - ".join(part.kolom for part in parts[:-1])
    if is_negative:
        shown = f"(2 × {parts[-1].kolom} - {shown})"
    elif len(parts) > 2:  # noqa: PLR2004 — a difference above the line
        shown = f"({shown})"
    yield from _compare_rounded(rule, ratio, parts, exact, f"{shown} / {parts[-1].kolom} × 100 =")


def _tell_zero(rule: Rule, ratio: Ref, parts: tuple[Ref, ...]) -> Iterator[Comparison | Finding]:
    """Tell of a ratio that is printed although nothing can be divided by 0 or by a dash."""
    yield Comparison(rule, ratio, parts, Outcome.UNSUMMABLE)
    below = parts[-1]
    message = f"tercetak {ratio.cetak}, tetapi {below.kolom} tercetak {below.cetak}"
    hint = "kosongkan rasionya, atau isi pembaginya"
    found = cell_finding(rule, ratio, message, actual=format(ratio.angka or 0, "f"), hint=hint)
    yield _weigh_less(rule, found)


def _compare_rounded(
    rule: Rule, whole: Ref, parts: tuple[Ref, ...], exact: Decimal, sentence: str
) -> Iterator[Comparison | Finding]:
    """Hold a printed rate against the exact one, at the decimals that it prints.

    Cut off is not wrong.
    """
    written = whole.angka or Decimal(0)
    unit = Decimal(1).scaleb(-_count_decimals(written))
    rounded, cut = exact.quantize(unit, ROUND_HALF_UP), exact.quantize(unit, ROUND_DOWN)
    holds = abs(written - rounded) <= rule.toleransi
    comparison = Comparison(
        rule, whole, parts, Outcome.HOLDS if holds else Outcome.DIFFERS, rounded, sentence
    )
    if holds or written != cut:
        yield comparison
        return
    yield replace(comparison, outcome=Outcome.HOLDS)
    found = to_finding(comparison)
    if found is not None:
        yield replace(
            found, severity=Severity.INFO, hint="dipotong, bukan dibulatkan; bukan galat hitung"
        )


@kind("rata_pertumbuhan", compares=True)
def check_growth(document: Document, rule: Rule) -> Iterator[Comparison | Finding]:
    """The column `kolom` is the mean growth in percent of the columns of `acuan` (form T-C.24).

    The columns count in printed order.

    The growth of a year is (this year − the year before) / the year before × 100; years that are
    not printed or follow a 0 have none.
    """
    for table in rule.select_tables(document):
        named = match_named(table, rule.acuan)
        for kolom in rule.select_columns(table):
            for row in rule.select_rows(table):
                parts = tuple(Ref(table, row, name) for name in named if name != kolom)
                yield from _compare_growth(rule, Ref(table, row, kolom), parts)


def _compare_growth(
    rule: Rule, whole: Ref, parts: tuple[Ref, ...]
) -> Iterator[Comparison | Finding]:
    if whole.is_unreadable or any(part.is_unreadable for part in parts):
        return
    pairs = [(before.angka, after.angka) for before, after in pairwise(parts)]
    rates = [
        (after - before) / before * HUNDRED
        for before, after in pairs
        if before and after is not None
    ]
    if whole.angka is None or not rates:
        yield Comparison(
            rule,
            whole,
            (),
            Outcome.WHOLE_UNPRINTED if whole.angka is None else Outcome.PART_UNPRINTED,
        )
        return
    yield from _compare_rounded(
        rule, whole, parts, sum(rates, Decimal(0)) / len(rates), "rata-rata pertumbuhan"
    )


def _count_decimals(value: Decimal) -> int:
    return len(format(value, "f").partition(".")[2])


@kind("sama", compares=True)
def check_same(document: Document, rule: Rule) -> Iterator[Comparison | Finding]:
    """Rows of two tables that bear the same `entitas` print the same values.

    `tabel` = the two tables; `kolom` = the columns to compare: `rp_2017` (same name) or
    `rp_akhir=rp_2022` (name in the first table = name in the second); `baris` selects rows of the
    first. A value printed in only one of the two is told apart (warning), and nothing is said where
    one of the rows prints no figures at all.
    """
    if len(rule.tabel) != 2:  # noqa: PLR2004 — two tables are what the rule is about
        message = "aturan ini memerlukan dua tabel"
        raise RuleError(message, "tabel", "tulis dua id tabel, dipisah spasi")
    first, second = (document.tables[name] for name in rule.tabel)
    pairs = _column_pairs(rule, first, second)
    twins: dict[str, list[Row]] = {}
    for other in second.rows:
        twins.setdefault(other.entitas, []).append(other)
    for row in rule.select_rows(first):
        for other in twins.get(row.entitas, ()) if row.entitas else ():
            if has_figures(first, row) and has_figures(second, other):
                for left, right in pairs:
                    yield from compare_same(rule, Ref(first, row, left), Ref(second, other, right))


@kind("kembar", compares=True)
def check_twins(document: Document, rule: Rule) -> Iterator[Comparison | Finding]:
    """Rows of one table with the same `entitas` print the same values in the columns `kolom`."""
    for table in rule.select_tables(document):
        first: dict[str, Row] = {}
        for row in rule.select_rows(table):
            twin = first.setdefault(row.entitas, row) if row.entitas else row
            if twin is not row:
                for kolom in rule.select_columns(table):
                    yield from compare_same(rule, Ref(table, row, kolom), Ref(table, twin, kolom))


def _column_pairs(rule: Rule, first: Table, second: Table) -> list[tuple[str, str]]:
    named = [
        (pattern.split("=", 1)[0], pattern.split("=", 1)[1])
        for pattern in rule.kolom
        if "=" in pattern
    ]
    for table, name in [(first, left) for left, _ in named] + [
        (second, right) for _, right in named
    ]:
        if name not in table.index:
            message = f"kolom “{name}” tidak ada di tabel “{table.id}”"
            raise RuleError(message, "kolom", f"kolom tabel ini: {', '.join(table.index)}")
    patterns = tuple(pattern for pattern in rule.kolom if "=" not in pattern)
    common = [(name, name) for name in match_columns(first, patterns) if name in second.index]
    if not common and not named:
        message = f"tidak ada kolom yang sama-sama dimiliki “{first.id}” dan “{second.id}”"
        raise RuleError(message, "kolom", "tulis misalnya rp_* atau rp_akhir=rp_2022")
    return common + named


def compare_same(rule: Rule, left: Ref, right: Ref) -> Iterator[Comparison | Finding]:
    """Hold two cells that should say the same against each other."""
    if left.is_unreadable or right.is_unreadable:
        holds = _prints_same(left, right)
        if left.is_misread or right.is_misread:
            yield Comparison(rule, left, (right,), Outcome.UNSUMMABLE)
        elif left.is_printed != right.is_printed:
            yield Comparison(rule, left, (right,), Outcome.WHOLE_UNPRINTED)
            yield _one_sided(rule, left, right)
        elif not holds and _begins_with(left, right):
            yield Comparison(rule, left, (right,), Outcome.UNSUMMABLE)
        else:
            yield Comparison(rule, left, (right,), Outcome.HOLDS if holds else Outcome.DIFFERS)
            if not holds:
                yield _text_difference(rule, left, right)
        return
    own, other = left.angka, right.angka
    if own is not None and other is not None:
        yield from _compare_figures(rule, left, right, abs(own - other) <= rule.toleransi)
        return
    yield Comparison(rule, left, (right,) if right.is_printed else (), Outcome.WHOLE_UNPRINTED)
    if left.is_printed != right.is_printed:
        yield _one_sided(rule, left, right)


def _compare_figures(
    rule: Rule,
    left: Ref,
    right: Ref,
    holds: bool,  # noqa: FBT001 — whether the figures agree
) -> Iterator[Comparison | Finding]:
    """Yield what two figures say; `5` and `5 kecamatan` may count the same or not."""
    outcome = Outcome.HOLDS if holds else Outcome.DIFFERS
    if holds and left.angka and left.satuan != right.satuan:
        outcome = Outcome.UNSUMMABLE  # that they agree is no evidence
    where = ""
    if outcome is not Outcome.HOLDS:
        place = right.table.cell_place(right.row, right.kolom)
        where = f"{right.table.called} ({place}) mencetak"
    yield Comparison(rule, left, (right,), outcome, right.angka, where)
    if holds and left.satuan and right.satuan and left.satuan != right.satuan:
        yield _weigh_less(rule, _text_difference(rule, left, right))


def _prints_same(left: Ref, right: Ref) -> bool:
    """Return whether two cells say the same; a bound or a range is not the number in it."""
    if left.tulisan is None and right.tulisan is None:
        return _says_same(plain_text(left.teks), plain_text(right.teks))
    values = [ref.tulisan.pokok if ref.tulisan else ref.angka for ref in (left, right)]
    return left.tulisan == right.tulisan or (None not in values and values[0] == values[1])


def _says_same(left: str, right: str) -> bool:
    """Return whether two texts say the same words."""
    return same_words(left) == same_words(right)


def _begins_with(left: Ref, right: Ref) -> bool:
    """Return whether one is a number and the other a text that begins with it.

    `48`, `48 kelurahan, …`.

    Nothing proves that both count the same, so there is no answer.
    """
    texts = plain_text(left.teks), plain_text(right.teks)
    return any(
        own in _FIGURE.findall(other)[:1] and other.startswith(own)
        for own, other in (texts, texts[::-1])
    )


def _text_difference(rule: Rule, left: Ref, right: Ref) -> Finding:
    place = right.table.cell_place(right.row, right.kolom)
    message = f"tercetak “{left.cetak}”, di {right.table.called} “{right.cetak}” ({place})"
    return cell_finding(
        rule, left, message, expected=plain_text(right.teks), actual=plain_text(left.teks)
    )


def _weigh_less(rule: Rule, finding: Finding) -> Finding:
    """Return the finding as a remark: two prints disagree, but not in a figure."""
    return replace(
        finding, severity=Severity.INFO if rule.bobot is Severity.INFO else Severity.WARNING
    )


def _name_print(ref: Ref, is_row: bool) -> str:  # noqa: FBT001 — twins stand in one table
    return f"baris {ref.row.line}" if is_row else ref.table.called


def _one_sided(rule: Rule, left: Ref, right: Ref) -> Finding:
    printed, empty = (left, right) if left.is_printed else (right, left)
    here, there = (_name_print(ref, printed.table is empty.table) for ref in (printed, empty))
    message = f"{printed.cetak} hanya tercetak di {here}, tidak di {there}"
    texts = plain_text(right.teks), plain_text(left.teks)
    return _weigh_less(rule, cell_finding(rule, left, message, expected=texts[0], actual=texts[1]))
