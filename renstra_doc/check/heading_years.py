"""Years in column headings: one after the other, within the period, and those of their columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renstra_doc.check.register import kind
from renstra_doc.finding import Finding
from renstra_doc.model.rules import RuleError
from renstra_doc.place import Place
from renstra_doc.words.markup import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renstra_doc.model import Document
    from renstra_doc.model.rules import Rule
    from renstra_doc.model.values import Column, Table

_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
_PERIOD = re.compile(r"(\d{4})\.\.(\d{4})")


@kind("tahun_kepala")
def check_heading_years(document: Document, rule: Rule) -> Iterator[Finding]:
    """The years in column headings rise within a group and lie in `acuan`.

    That is `2016..2022`; empty: the period.
    A heading bears the year of its column's name (`rp_2021`), also where only its neighbours show
    that it should. A column that is not printed leaves a gap.
    """
    period = _read_period(document, rule)
    for name in rule.tabel or tuple(document.tables):
        yield from _check_table(rule, document.tables[name], period)


def _read_period(document: Document, rule: Rule) -> tuple[int, int]:
    facts = document.dokumen
    text = rule.acuan or f"{facts.get('periode_awal', '')}..{facts.get('periode_akhir', '')}"
    match = _PERIOD.fullmatch(text)
    if match is None:
        message = f"masa “{text}” tidak dipahami"
        raise RuleError(
            message, "acuan", "tulis misalnya 2016..2022, atau isi periode_awal dan periode_akhir"
        )
    return int(match[1]), int(match[2])


def _check_table(rule: Rule, table: Table, period: tuple[int, int]) -> Iterator[Finding]:
    last: dict[tuple[str, ...], int] = {}
    printed = [column for column in table.columns if column.tampil]
    dated = {_stem(column) for column in printed if _years_of(column)}
    for column in printed:
        years = _years_of(column)
        if not years and _stem(column) in dated:
            yield from _tell_missing(rule, table, column)
        # Two years in one heading name a span (`2016–2021`), not the year of the column.
        if len(years) == 1:
            group = tuple(_YEAR.sub("", part) for part in column.judul)
            # The first year of a group may be any; whether it lies in the period is another
            # question.
            wanted = last.get(group, years[0] - 1) + 1
            yield from _judge_year(rule, table, column, wanted, period)
            # Where name and heading disagree go on from the year it should be: one slip is told
            # once.
            last[group] = years[0] if _name_year(column) == years[0] else wanted


def _stem(column: Column) -> str:
    return _YEAR.sub("", column.kolom)


def _judge_year(
    rule: Rule, table: Table, column: Column, wanted: int, period: tuple[int, int]
) -> Iterator[Finding]:
    year = _years_of(column)[0]
    message = _name_problem(column, year, wanted, period)
    if message:
        expected = str(wanted) if year != wanted else ""
        yield _tell(rule, table, column, message, expected, str(year))


def _tell_missing(rule: Rule, table: Table, column: Column) -> Iterator[Finding]:
    """Tell that a heading lacks the year that its column's name has."""
    named = _name_year(column)
    if named is not None:
        message = f"kolom {column.kolom} berjudul “{_show(column)}”, tanpa tahun {named}"
        yield _tell(rule, table, column, message, str(named), _show(column))


def _name_problem(column: Column, year: int, wanted: int, period: tuple[int, int]) -> str:
    """Return what is wrong with the one year of a heading, or ""."""
    low, high = period
    if _name_year(column) not in (None, year):
        return f"kolom {column.kolom} berjudul tahun {year}"
    if year != wanted:
        return f"tahun {year} muncul setelah {wanted - 1}"
    return "" if low <= year <= high else f"tahun {year} di luar periode {low}–{high}"


def heading_years(table: Table) -> list[int]:
    """Return every year that the headings of a table bear, in printed order."""
    return [year for column in table.columns if column.tampil for year in _years_of(column)]


def _years_of(column: Column) -> list[int]:
    return [int(year) for part in column.judul for year in _YEAR.findall(part)]


def _name_year(column: Column) -> int | None:
    match = _YEAR.search(column.kolom)
    return int(match[0]) if match else None


def _show(column: Column) -> str:
    return plain_text(" > ".join(column.judul))


def _tell(
    rule: Rule, table: Table, column: Column, message: str, expected: str, actual: str
) -> Finding:
    return Finding(
        rule.id,
        message,
        Place("tabel/kolom.csv", column.place.line, "judul"),
        rule.bobot,
        table=table.number,
        row_id=table.id,
        column=column.kolom,
        expected=expected,
        actual=actual,
    )
