"""Agreement: ratios, the same thing in two tables, prose against tables, numbers against their words."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import Comparison, Outcome, Ref, row_name, to_finding
from renstra_doc.check.rule import kind, match_columns
from renstra_doc.expression import Evaluator, ExpressionError
from renstra_doc.facts import Facts, show_value
from renstra_doc.finding import Finding, Severity
from renstra_doc.numbers import NumberError, format_angka, terbilang

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renstra_doc.check.rule import Rule
    from renstra_doc.model import Block, Document, Row, Table
    from renstra_doc.place import Place

_RATIO = re.compile(r"(\S+)\s*/\s*(\S+)(?:\s+(\w+))?")
_SPELLED = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d{3})*|\d+)\s*\(([a-z]+(?: [a-z]+)*)\)")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_WORDS = frozenset(
    "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas belas puluh seratus ratus seribu ribu "
    "juta miliar triliun".split()
)
HUNDRED = Decimal(100)
NEGATIVE = "negatif"


@kind("rasio")
def check_ratio(document: Document, rule: Rule) -> Iterator[Comparison | Finding]:
    """A ratio equals realisasi / target × 100, rounded at the decimals it prints.

    `kolom` names the ratio columns with `*`, `acuan` the two others in the same pattern: `realisasi_* / target_*`;
    `negatif` after them takes (target − (realisasi − target)) / target. A truncated value is told apart (info).
    """
    match = _RATIO.fullmatch(rule.acuan.strip())
    if match is None:
        return
    for name in rule.tabel:
        table = document.tables[name]
        for kolom in rule.select_columns(table):
            upper, lower = _follow(rule, kolom, match[1]), _follow(rule, kolom, match[2])
            if upper not in table.index or lower not in table.index:
                continue
            for row in rule.select_rows(table):
                refs = (Ref(table, row, kolom), Ref(table, row, upper), Ref(table, row, lower))
                yield from _compare_ratio(rule, *refs, is_negative=match[3] == NEGATIVE)


def _follow(rule: Rule, kolom: str, pattern: str) -> str:
    """Return the column that stands to `kolom` as `pattern` to the rule's own pattern: the star is the same."""
    for own in rule.kolom:
        head, star, tail = own.partition("*")
        if star and kolom.startswith(head) and kolom.endswith(tail):
            middle = kolom[len(head) : len(kolom) - len(tail)]
            return pattern.replace("*", middle)
    return pattern


def _compare_ratio(rule: Rule, ratio: Ref, upper: Ref, lower: Ref, *, is_negative: bool) -> Iterator[Comparison | Finding]:
    written, above, below = ratio.angka, upper.angka, lower.angka
    if ratio.is_unreadable or upper.is_unreadable or lower.is_unreadable:
        return
    if written is None or above is None or not below:
        yield Comparison(rule, ratio, (), Outcome.WHOLE_UNPRINTED if written is None else Outcome.PART_UNPRINTED)
        return
    exact = ((below - (above - below)) if is_negative else above) / below * HUNDRED
    unit = Decimal(1).scaleb(min(written.as_tuple().exponent, 0))  # type: ignore[arg-type, type-var] — finite
    rounded, cut = exact.quantize(unit, ROUND_HALF_UP), exact.quantize(unit, ROUND_DOWN)
    sentence = f"{upper.kolom} / {lower.kolom} × 100 ="
    holds = abs(written - rounded) <= rule.toleransi
    outcome = Outcome.HOLDS if holds else Outcome.DIFFERS
    comparison = Comparison(rule, ratio, (upper, lower), outcome, rounded, sentence)
    if holds or written != cut:
        yield comparison
        return
    yield replace(comparison, outcome=Outcome.HOLDS)
    found = to_finding(comparison)
    if found is not None:
        yield replace(found, severity=Severity.INFO, hint="dipotong, bukan dibulatkan; bukan galat hitung")


@kind("sama")
def check_same(document: Document, rule: Rule) -> Iterator[Comparison | Finding]:
    """Rows of two tables that bear the same `entitas` print the same values.

    `tabel` = the two tables; `kolom` = the columns to compare: `rp_2017` (same name) or `rp_akhir=rp_2022` (name in
    the first table = name in the second); `baris` selects rows of the first. A value printed in only one of the two is
    told apart (warning), and nothing is said of rows that print none of these values in one of the tables.
    """
    if len(rule.tabel) != 2:  # noqa: PLR2004 — two tables are what the rule is about
        return
    first, second = (document.tables[name] for name in rule.tabel)
    pairs = _column_pairs(rule, first, second)
    for row in rule.select_rows(first):
        for other in _rows_of(second, row.entitas):
            values = [(Ref(first, row, left), Ref(second, other, right)) for left, right in pairs]
            if any(left.is_printed for left, _ in values) and any(right.is_printed for _, right in values):
                for left, right in values:
                    yield from _compare_same(rule, left, right)


@kind("kembar")
def check_twins(document: Document, rule: Rule) -> Iterator[Comparison | Finding]:
    """Rows of one table that bear the same `entitas` print the same values in the columns `kolom`."""
    for name in rule.tabel:
        table = document.tables[name]
        first: dict[str, Row] = {}
        for row in rule.select_rows(table):
            twin = first.setdefault(row.entitas, row) if row.entitas else row
            if twin is not row:
                for kolom in rule.select_columns(table):
                    yield from _compare_same(rule, Ref(table, row, kolom), Ref(table, twin, kolom))


def _column_pairs(rule: Rule, first: Table, second: Table) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for pattern in rule.kolom:
        left, equals, right = pattern.partition("=")
        pairs += [(left, right)] if equals else [(name, name) for name in match_columns(first, (pattern,))]
    return [(left, right) for left, right in pairs if left in first.index and right in second.index]


def _rows_of(table: Table, entitas: str) -> list[Row]:
    return [row for row in table.rows if entitas and row.entitas == entitas]


def _compare_same(rule: Rule, left: Ref, right: Ref) -> Iterator[Comparison | Finding]:
    if left.is_unreadable or right.is_unreadable:
        mine, theirs = (ref.table.cell(ref.row, ref.kolom) for ref in (left, right))
        if not mine.keliru and not theirs.keliru and not _says_same(mine.teks, theirs.teks):
            yield _text_difference(rule, left, right)
        return
    where = f"Tabel {right.table.nomor} ({right.table.cell_place(right.row, right.kolom)}) mencetak"
    if left.angka is None or right.angka is None:
        yield Comparison(rule, left, (), Outcome.WHOLE_UNPRINTED)
        if left.is_printed != right.is_printed:
            yield _one_sided(rule, left, right)
        return
    holds = abs(left.angka - right.angka) <= rule.toleransi
    yield Comparison(rule, left, (right,), Outcome.HOLDS if holds else Outcome.DIFFERS, right.angka, where)


def _says_same(left: str, right: str) -> bool:
    """Whether two texts are equal, or one is a number that the other text mentions (`48` and `48 kelurahan, …`)."""
    left, right = left.strip(), right.strip()
    return left == right or not left or not right or left in _FIGURE.findall(right) or right in _FIGURE.findall(left)


def _text_difference(rule: Rule, left: Ref, right: Ref) -> Finding:
    mine, theirs = (ref.table.cell(ref.row, ref.kolom).teks for ref in (left, right))
    place = right.table.cell_place(right.row, right.kolom)
    return _finding(rule, left, f"tercetak “{mine}”, di Tabel {right.table.nomor} “{theirs}” ({place})", theirs, mine)


def _one_sided(rule: Rule, left: Ref, right: Ref) -> Finding:
    printed, empty = (left, right) if left.is_printed else (right, left)
    text = printed.table.cell(printed.row, printed.kolom).teks
    message = f"{text} hanya tercetak di Tabel {printed.table.nomor}, tidak di Tabel {empty.table.nomor}"
    expected, actual = (text, "") if printed is right else ("", text)
    severity = Severity.INFO if rule.bobot is Severity.INFO else Severity.WARNING
    return replace(_finding(rule, left, message, expected, actual), severity=severity)


def _finding(rule: Rule, ref: Ref, message: str, expected: str, actual: str) -> Finding:
    name = row_name(ref.table, ref.row)
    return Finding(
        rule=rule.id,
        message=f"{name}: {message}",
        place=ref.table.cell_place(ref.row, ref.kolom),
        severity=rule.bobot,
        table=ref.table.nomor or ref.table.id,
        row=name,
        row_id=ref.row.id,
        column=ref.kolom,
        expected=expected,
        actual=actual,
    )


@kind("persamaan")
def check_equation(document: Document, rule: Rule) -> Iterator[Finding]:
    """Two expressions over the data are equal: `acuan` = `cacah('strategi', 'setelah') = 2`; `baris` = `id=BLOK`.

    For figures in the prose that a table should give but does not.
    """
    left, _, right = rule.acuan.partition(" = ")
    evaluator = Evaluator(Facts(document).names(), show_value)
    place, where = _block_place(document, rule)
    try:
        values = [evaluator.resolve("{{ " + side.strip() + " }}") for side in (left, right)]
    except (ExpressionError, NumberError) as error:
        yield Finding(rule.id, f"persamaan tidak dapat dihitung: {error}", rule.place, hint="perbaiki kolom acuan")
        return
    if values[0] != values[1]:
        claim = f"{rule.dasar}: " if rule.dasar else ""
        message = f"{claim}{left.strip()} = {values[0]}, bukan {values[1]}"
        yield Finding(
            rule.id, message, place, rule.bobot, row=where, row_id=where, expected=values[0], actual=values[1]
        )


def _block_place(document: Document, rule: Rule) -> tuple[Place, str]:
    wanted = rule.baris.removeprefix("id=")
    block = next((block for block in document.blocks if block.id == wanted), None)
    return (block.place, block.id) if block else (rule.place, "")


@kind("terbilang")
def check_spelled(document: Document, rule: Rule) -> Iterator[Finding]:
    """A number followed by words in brackets is spelled rightly, wherever it stands: `7 (tujuh)`."""
    for block in document.blocks:
        yield from _check_spelled_text(rule, block)


def _check_spelled_text(rule: Rule, block: Block) -> Iterator[Finding]:
    for match in _SPELLED.finditer(block.teks):
        words = match[2].split()
        if not set(words) <= _WORDS:
            continue
        number = int(match[1].replace(".", ""))
        if terbilang(number) != match[2]:
            message = f"{format_angka(number)} dieja “{match[2]}”, seharusnya “{terbilang(number)}”"
            yield Finding(
                rule.id,
                message,
                block.place,
                rule.bobot,
                row=block.id,
                row_id=block.id,
                expected=terbilang(number),
                actual=match[2],
                hint="pakai {{ sebut(angka) }} agar ejaannya dibuat program",
            )
