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
    compare_nothing,
    has_figures,
    hold,
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
    require_column,
    same_words,
)
from renstra_doc.words.markup import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from renstra_doc.model import Document, Row, Table
    from renstra_doc.model.rules import Rule

# A slash, a blank and brackets are signs of the ratio; the unnamed rest is a column or a pattern.
_NAME = r"[^\s/()]+"
_RATIO = re.compile(
    # `(?(bracket)…)`: a closing bracket is asked for only where one was opened.
    rf"(?P<bracket>\()?(?P<above>{_NAME})(?(bracket)\s+-\s+(?P<less>{_NAME})\))"
    rf"\s*/\s*(?P<below>{_NAME})(?P<negative>\s+negatif)?"
)
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
HUNDRED = Decimal(100)
PLAIN = 2  # columns of a ratio that has no difference above the line


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
            names = _follow_names(rule, table, kolom, patterns)
            for row in rule.select_rows(table):
                parts = tuple(Ref(table, row, name) for name in names)
                # A difference above the line (menjadi − semula) bears its own sign: a trend turns
                # it round no more.
                is_better_less = not match["less"] and is_falling(table, row, names)
                is_negative = bool(match["negative"]) or is_better_less
                yield from _compare_ratio(
                    rule, Ref(table, row, kolom), parts, is_negative=is_negative
                )


def _follow_names(rule: Rule, table: Table, kolom: str, patterns: Iterable[str]) -> list[str]:
    """Return the columns that a ratio is made of; RuleError where one of them is not there."""
    names = [follow_pattern(rule.kolom, kolom, pattern) for pattern in patterns]
    missing = next((name for name in names if name not in table.index), "")
    if missing:
        message = (
            f"untuk kolom {kolom} dicari kolom {missing}, yang tidak ada di tabel “{table.id}”"
        )
        hint = "bintang pada kolom dan acuan harus mewakili bagian yang sama"
        raise RuleError(message, "acuan", hint)
    return names


def _compare_ratio(
    rule: Rule, ratio: Ref, parts: tuple[Ref, ...], *, is_negative: bool
) -> Iterator[Comparison | Finding]:
    if any(ref.is_unreadable for ref in (ratio, *parts)):
        return
    values = [part.angka for part in parts if part.angka is not None]
    has_all = len(values) == len(parts)
    if has_all and values[-1] and ratio.angka is not None:
        exact = _reckon_ratio(values, is_negative=is_negative)
        sentence = f"{_show_above(parts, is_negative=is_negative)} / {parts[-1].kolom} × 100 ="
        yield from _compare_rounded(rule, ratio, parts, exact, sentence)
    elif has_all and not values[-1] and ratio.angka:
        yield from _tell_zero(rule, ratio, parts)
    else:
        yield compare_nothing(rule, ratio)


def _reckon_ratio(values: list[Decimal], *, is_negative: bool) -> Decimal:
    """Return the first of the values, less those between, in percent of the last."""
    above, below = values[0] - sum(values[1:-1]), values[-1]
    # Where less is better, 10 % above the target is 90 % of it achieved.
    return ((below - (above - below)) if is_negative else above) / below * HUNDRED


def _show_above(parts: tuple[Ref, ...], *, is_negative: bool) -> str:
    """Return what stands above the line, in the names of the columns."""
    shown = " - ".join(part.kolom for part in parts[:-1])
    if is_negative:
        return f"(2 × {parts[-1].kolom} - {shown})"
    return shown if len(parts) == PLAIN else f"({shown})"


def _tell_zero(rule: Rule, ratio: Ref, parts: tuple[Ref, ...]) -> Iterator[Comparison | Finding]:
    """Tell of a ratio that is printed although nothing can be divided by 0 or by a dash."""
    yield Comparison(rule, ratio, parts, Outcome.UNSUMMABLE)
    below = parts[-1]
    message = f"tercetak {ratio.cetak}, tetapi {below.kolom} tercetak {below.cetak}"
    hint = "kosongkan rasionya, atau isi pembaginya"
    actual = format(ratio.angka or 0, "f")
    yield cell_finding(
        rule, ratio, message, actual=actual, hint=hint, severity=rule.bobot.at_most_warning
    )


def _compare_rounded(
    rule: Rule, whole: Ref, parts: tuple[Ref, ...], exact: Decimal, sentence: str
) -> Iterator[Comparison | Finding]:
    """Hold a printed rate against the exact one, at the decimals that it prints.

    Cut off is not wrong.
    """
    written = whole.angka or Decimal(0)
    # At the decimals that the ratio itself prints: 83 and 83,3 are both right for 83,33.
    unit = Decimal(1).scaleb(-_count_decimals(written))
    rounded, cut = exact.quantize(unit, ROUND_HALF_UP), exact.quantize(unit, ROUND_DOWN)
    outcome = hold(written, rounded, rule.toleransi)
    comparison = Comparison(rule, whole, parts, outcome, rounded, sentence)
    if outcome is Outcome.HOLDS or written != cut:
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
    if any(ref.is_unreadable for ref in (whole, *parts)):
        return
    pairs = [(before.angka, after.angka) for before, after in pairwise(parts)]
    rates = [
        (after - before) / before * HUNDRED
        for before, after in pairs
        if before and after is not None
    ]
    if whole.angka is None or not rates:
        yield compare_nothing(rule, whole)
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
    # One entitas may stand in several rows of a table (under two sasaran): each is held.
    twins: dict[str, list[Row]] = {}
    for other in second.rows:
        if other.entitas and has_figures(second, other):
            twins.setdefault(other.entitas, []).append(other)
    for row in rule.select_rows(first):
        for other in twins.get(row.entitas, ()) if has_figures(first, row) else ():
            for left, right in pairs:
                yield from compare_same(rule, Ref(first, row, left), Ref(second, other, right))


@kind("kembar", compares=True)
def check_twins(document: Document, rule: Rule) -> Iterator[Comparison | Finding]:
    """Rows of one table with the same `entitas` print the same values in the columns `kolom`."""
    for table in rule.select_tables(document):
        first: dict[str, Row] = {}
        for row in rule.select_rows(table):
            # Each against the first of its key: of n twins n − 1 are told, not every pair.
            twin = first.setdefault(row.entitas, row) if row.entitas else row
            if twin is not row:
                for kolom in rule.select_columns(table):
                    yield from compare_same(rule, Ref(table, row, kolom), Ref(table, twin, kolom))


def _column_pairs(rule: Rule, first: Table, second: Table) -> list[tuple[str, str]]:
    parted = [pattern.partition("=") for pattern in rule.kolom]
    named = [(left, right) for left, sign, right in parted if sign]
    for number, table in enumerate((first, second)):
        for pair in named:
            require_column(table, pair[number], "kolom")
    patterns = tuple(left for left, sign, _ in parted if not sign)
    common = [(name, name) for name in match_columns(first, patterns) if name in second.index]
    if not common and not named:
        message = f"tidak ada kolom yang sama-sama dimiliki “{first.id}” dan “{second.id}”"
        raise RuleError(message, "kolom", "tulis misalnya rp_* atau rp_akhir=rp_2022")
    return common + named


def compare_same(rule: Rule, left: Ref, right: Ref) -> Iterator[Comparison | Finding]:
    """Hold two cells that should say the same against each other."""
    if left.is_unreadable or right.is_unreadable:
        yield from _compare_texts(rule, left, right)
        return
    own, other = left.angka, right.angka
    if own is not None and other is not None:
        yield from _compare_figures(rule, left, right, abs(own - other) <= rule.toleransi)
        return
    yield Comparison(rule, left, (right,) if right.is_printed else (), Outcome.WHOLE_UNPRINTED)
    if left.is_printed != right.is_printed:
        yield _one_sided(rule, left, right)


def _compare_texts(rule: Rule, left: Ref, right: Ref) -> Iterator[Comparison | Finding]:
    """Hold two cells against each other of which one at least is no plain number."""
    found: Finding | None = None
    if left.is_misread or right.is_misread:
        outcome = Outcome.UNSUMMABLE
    elif left.is_printed != right.is_printed:
        outcome, found = Outcome.WHOLE_UNPRINTED, _one_sided(rule, left, right)
    elif _prints_same(left, right):
        outcome = Outcome.HOLDS
    elif _begins_with(left, right):
        outcome = Outcome.UNSUMMABLE
    else:
        outcome, found = Outcome.DIFFERS, _text_difference(rule, left, right)
    yield Comparison(rule, left, (right,), outcome)
    if found is not None:
        yield found


def _compare_figures(
    rule: Rule,
    left: Ref,
    right: Ref,
    holds: bool,  # noqa: FBT001 — whether the figures agree
) -> Iterator[Comparison | Finding]:
    """Yield what two figures say; `5` and `5 kecamatan` may count the same or not."""
    outcome = Outcome.HOLDS if holds else Outcome.DIFFERS
    # A 0 counts nothing, so its unit does not matter.
    if holds and left.angka and left.satuan != right.satuan:
        outcome = Outcome.UNSUMMABLE  # that they agree is no evidence
    where = ""
    if outcome is not Outcome.HOLDS:
        place = right.table.cell_place(right.row, right.kolom)
        where = f"{right.table.called} ({place}) mencetak"
    yield Comparison(rule, left, (right,), outcome, right.angka, where)
    # A unit that only one of them prints contradicts nothing.
    if holds and left.satuan and right.satuan and left.satuan != right.satuan:
        yield _text_difference(rule, left, right, rule.bobot.at_most_warning)


def _prints_same(left: Ref, right: Ref) -> bool:
    """Return whether two cells say the same; a bound or a range is not the number in it."""
    if left.tulisan is None and right.tulisan is None:
        return _says_same(plain_text(left.teks), plain_text(right.teks))
    values = [ref.tulisan.pokok if ref.tulisan else ref.angka for ref in (left, right)]
    return left.tulisan == right.tulisan or (None not in values and values[0] == values[1])


def _says_same(left: str, right: str) -> bool:
    """Return whether two texts say the same words."""
    return left == right or same_words(left) == same_words(right)


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


def _text_difference(
    rule: Rule, left: Ref, right: Ref, severity: Severity | None = None
) -> Finding:
    place = right.table.cell_place(right.row, right.kolom)
    message = f"tercetak “{left.cetak}”, di {right.table.called} “{right.cetak}” ({place})"
    return _tell_texts(rule, left, right, message, severity)


def _tell_texts(
    rule: Rule, left: Ref, right: Ref, message: str, severity: Severity | None
) -> Finding:
    expected, actual = plain_text(right.teks), plain_text(left.teks)
    return cell_finding(rule, left, message, expected=expected, actual=actual, severity=severity)


def _name_print(ref: Ref, is_row: bool) -> str:  # noqa: FBT001 — twins stand in one table
    return f"baris {ref.row.line}" if is_row else ref.table.called


def _one_sided(rule: Rule, left: Ref, right: Ref) -> Finding:
    printed, empty = (left, right) if left.is_printed else (right, left)
    here, there = (_name_print(ref, printed.table is empty.table) for ref in (printed, empty))
    message = f"{printed.cetak} hanya tercetak di {here}, tidak di {there}"
    return _tell_texts(rule, left, right, message, rule.bobot.at_most_warning)
