"""Agreement: ratios, the same thing in two tables, prose against tables, numbers against their words."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import Comparison, Outcome, Ref, cell_finding
from renstra_doc.check.register import kind
from renstra_doc.check.rule import RuleError, follow_pattern, match_columns
from renstra_doc.check.verdict import to_finding
from renstra_doc.expression import Evaluator, ExpressionError
from renstra_doc.facts import Facts, show_value
from renstra_doc.finding import Finding, Severity
from renstra_doc.model.document import NUMERIC_KINDS
from renstra_doc.numbers import NumberError, format_angka, terbilang

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renstra_doc.check.rule import Rule
    from renstra_doc.model import Block, Document, Row, Table
    from renstra_doc.place import Place

_RATIO = re.compile(r"([^\s/]+)\s*/\s*([^\s/]+)(?:\s+(negatif))?")
_SPELLED = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d{3})*|\d+)\s*\(([a-z]+(?: [a-z]+)*)\)")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_WORDS = frozenset(
    (
        *("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"),
        *("belas", "puluh", "seratus", "ratus", "seribu", "ribu", "juta", "miliar", "triliun"),
    )
)
HUNDRED = Decimal(100)
NEGATIVE = "negatif"


@kind("rasio", compares=True)
def check_ratio(document: Document, rule: Rule) -> Iterator[Comparison | Finding]:
    """A ratio equals realisasi / target × 100, rounded at the decimals it prints.

    `kolom` names the ratio columns with `*`, `acuan` the two others in the same pattern: `realisasi_* / target_*`;
    `negatif` after them takes (target − (realisasi − target)) / target. A truncated value is told apart (info).
    """
    match = _RATIO.fullmatch(rule.acuan.strip())
    if match is None:
        message = f"perbandingan “{rule.acuan}” tidak dipahami"
        raise RuleError(message, "acuan", "tulis misalnya realisasi_* / target_*")
    for table in rule.select_tables(document):
        for kolom in rule.select_columns(table):
            upper, lower = (follow_pattern(rule.kolom, kolom, match[number]) for number in (1, 2))
            if upper not in table.index or lower not in table.index:
                missing = upper if upper not in table.index else lower
                message = f"untuk kolom {kolom} dicari kolom {missing}, yang tidak ada di tabel “{table.id}”"
                raise RuleError(message, "acuan", "bintang pada kolom dan acuan harus mewakili bagian yang sama")
            for row in rule.select_rows(table):
                refs = (Ref(table, row, kolom), Ref(table, row, upper), Ref(table, row, lower))
                yield from _compare_ratio(rule, *refs, is_negative=match[3] == NEGATIVE)


def _compare_ratio(
    rule: Rule, ratio: Ref, upper: Ref, lower: Ref, *, is_negative: bool
) -> Iterator[Comparison | Finding]:
    written, above, below = ratio.angka, upper.angka, lower.angka
    if ratio.is_unreadable or upper.is_unreadable or lower.is_unreadable:
        return
    if written is None or above is None or not below:
        yield Comparison(rule, ratio, (), Outcome.WHOLE_UNPRINTED if written is None else Outcome.PART_UNPRINTED)
        return
    exact = ((below - (above - below)) if is_negative else above) / below * HUNDRED
    unit = Decimal(1).scaleb(-_count_decimals(written))
    rounded, cut = exact.quantize(unit, ROUND_HALF_UP), exact.quantize(unit, ROUND_DOWN)
    above_text = f"(2 × {lower.kolom} - {upper.kolom})" if is_negative else upper.kolom
    sentence = f"{above_text} / {lower.kolom} × 100 ="
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


def _count_decimals(value: Decimal) -> int:
    return len(format(value, "f").partition(".")[2])


@kind("sama", compares=True)
def check_same(document: Document, rule: Rule) -> Iterator[Comparison | Finding]:
    """Rows of two tables that bear the same `entitas` print the same values.

    `tabel` = the two tables; `kolom` = the columns to compare: `rp_2017` (same name) or `rp_akhir=rp_2022` (name in
    the first table = name in the second); `baris` selects rows of the first. A value printed in only one of the two is
    told apart (warning), and nothing is said where one of the rows prints no figures at all.
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
            if _prints_figures(first, row) and _prints_figures(second, other):
                for left, right in pairs:
                    yield from _compare_same(rule, Ref(first, row, left), Ref(second, other, right))


def _prints_figures(table: Table, row: Row) -> bool:
    """Whether a row prints any figure: one that prints none names a thing without speaking of its values."""
    return any(
        column.jenis in NUMERIC_KINDS and cell.teks.strip()
        for column, cell in zip(table.columns, row.cells, strict=True)
    )


@kind("kembar", compares=True)
def check_twins(document: Document, rule: Rule) -> Iterator[Comparison | Finding]:
    """Rows of one table that bear the same `entitas` print the same values in the columns `kolom`."""
    for table in rule.select_tables(document):
        first: dict[str, Row] = {}
        for row in rule.select_rows(table):
            twin = first.setdefault(row.entitas, row) if row.entitas else row
            if twin is not row:
                for kolom in rule.select_columns(table):
                    yield from _compare_same(rule, Ref(table, row, kolom), Ref(table, twin, kolom))


def _column_pairs(rule: Rule, first: Table, second: Table) -> list[tuple[str, str]]:
    named = [(pattern.split("=", 1)[0], pattern.split("=", 1)[1]) for pattern in rule.kolom if "=" in pattern]
    for table, name in [(first, left) for left, _ in named] + [(second, right) for _, right in named]:
        if name not in table.index:
            message = f"kolom “{name}” tidak ada di tabel “{table.id}”"
            raise RuleError(message, "kolom", f"kolom tabel ini: {', '.join(table.index)}")
    patterns = tuple(pattern for pattern in rule.kolom if "=" not in pattern)
    common = [(name, name) for name in match_columns(first, patterns) if name in second.index]
    if not common and not named:
        message = f"tidak ada kolom yang sama-sama dimiliki “{first.id}” dan “{second.id}”"
        raise RuleError(message, "kolom", "tulis misalnya rp_* atau rp_akhir=rp_2022")
    return common + named


def _compare_same(rule: Rule, left: Ref, right: Ref) -> Iterator[Comparison | Finding]:
    if left.is_unreadable or right.is_unreadable:
        holds = _says_same(left.teks, right.teks)
        if left.is_misread or right.is_misread:
            yield Comparison(rule, left, (right,), Outcome.UNSUMMABLE)
        elif left.is_printed != right.is_printed:
            yield Comparison(rule, left, (right,), Outcome.WHOLE_UNPRINTED)
            yield _one_sided(rule, left, right)
        else:
            yield Comparison(rule, left, (right,), Outcome.HOLDS if holds else Outcome.DIFFERS)
            if not holds:
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
    if holds and left.satuan and right.satuan and left.satuan != right.satuan:
        yield _weigh_less(rule, _text_difference(rule, left, right))


def _says_same(left: str, right: str) -> bool:
    """Whether two texts are equal, or one is a number that the other text mentions (`48` and `48 kelurahan, …`)."""
    is_mentioned = left in _FIGURE.findall(right) or right in _FIGURE.findall(left)
    return left.lower() == right.lower() or is_mentioned


def _text_difference(rule: Rule, left: Ref, right: Ref) -> Finding:
    place = right.table.cell_place(right.row, right.kolom)
    message = f"tercetak “{left.teks}”, di Tabel {right.table.nomor} “{right.teks}” ({place})"
    return cell_finding(rule, left, message, expected=right.teks, actual=left.teks)


def _weigh_less(rule: Rule, finding: Finding) -> Finding:
    """Return the finding as a remark: two prints disagree, but not in a figure."""
    return replace(finding, severity=Severity.INFO if rule.bobot is Severity.INFO else Severity.WARNING)


def _one_sided(rule: Rule, left: Ref, right: Ref) -> Finding:
    printed, empty = (left, right) if left.is_printed else (right, left)
    message = f"{printed.teks} hanya tercetak di Tabel {printed.table.nomor}, tidak di Tabel {empty.table.nomor}"
    return _weigh_less(rule, cell_finding(rule, left, message, expected=right.teks, actual=left.teks))


@kind("persamaan")
def check_equation(document: Document, rule: Rule) -> Iterator[Finding]:
    """Two expressions over the data are equal: `acuan` = `cacah('strategi', 'setelah') = 2`; `baris` = `id=BLOK`.

    For figures in the prose that a table should give but does not.
    """
    left, equals, right = rule.acuan.partition(" = ")
    if not equals:
        message = f"persamaan “{rule.acuan}” tidak dipahami"
        hint = "tulis dua ungkapan dengan spasi di kedua sisi =, misalnya cacah('t', 'k') = 2"
        raise RuleError(message, "acuan", hint)
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
