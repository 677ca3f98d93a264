"""Pagu of each program and year, measured for charts.

Any table with amounts under years and rows of a program.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import row_name
from renstra_doc.check.coverage import MONEY
from renstra_doc.model.row_levels import INDICATOR, PROGRAM, TOTAL
from renstra_doc.words.markup import plain_line, plain_text
from renstra_doc.words.numbers import format_angka, format_rupiah

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from renstra_doc.model import Row, Table

    Series = Mapping[str, "Amount"]

NO_PARTS = (TOTAL, INDICATOR)
MAX_PANELS = 24
# Old and new nomenclature: the codes of Permendagri 90/2019 came in the midst of a period.
OLD, NEW = "lama", "baru"
TITLES = {OLD: "Sebelum perubahan nomenklatur", NEW: "Sesudah perubahan nomenklatur"}
WHOLE = 100  # a bar as long as its track, in percent
# Not the middle of a longer number, as in an account code.
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SCALES = ((10**12, "triliun", 2), (10**9, "miliar", 2), (10**6, "juta", 1))


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of a chart: as printed, or `derived` from the rows below.

    `doubted` where a finding speaks of it.
    """

    value: int | None
    derived: bool = False
    doubted: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """A coloured stretch of a bar; `share` is its length in percent of the longest bar's."""

    group: str
    share: float
    derived: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a chart: year, bar, value in short.

    `full` is the whole amount in words for those who cannot see.
    """

    label: str
    segments: tuple[Segment, ...]
    text: str
    full: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A small chart: the bars of one program, or of all."""

    title: str
    kode: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class PaguGroup:
    """The programs before or after the change of nomenclature.

    `left_out` counts those not drawn.
    """

    name: str
    title: str
    panels: tuple[Panel, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class PaguChart:
    """The charts of a table.

    `derived` tells whether an amount was added up for want of a printed one.
    """

    name: str
    title: str
    total: Panel
    groups: tuple[PaguGroup, ...]
    derived: bool


def chart_pagu(table: Table, doubted: Collection[tuple[str, str]]) -> PaguChart | None:
    """Return the charts of a table, or None where it holds no program with an amount under a year.

    In: the table, and the (row id, column) of cells that a finding speaks of. A program without
    `kode` stands for the old nomenclature, one with it for the new. A program listed twice (by
    `entitas`) counts once.
    """
    years = _year_columns(table)
    drawn = _list_series(table, years, doubted)
    if not drawn:
        return None
    every = [
        amount for found in drawn.values() for _, amounts in found for amount in amounts.values()
    ]
    top = _find_top(every)
    groups = tuple(
        # A single group needs no title that sets it against another.
        _group(table, name, found, top, alone=len(drawn) == 1)
        for name, found in drawn.items()
    )
    name, title = plain_line(table.printed_label), plain_line(table.judul)
    is_derived = any(amount.derived for amount in every)
    return PaguChart(name, title, _total(drawn, tuple(years)), groups, is_derived)


def _list_series(
    table: Table, years: Mapping[str, str], doubted: Collection[tuple[str, str]]
) -> dict[str, list[tuple[Row, Series]]]:
    """Return the amounts of each program, those of the old nomenclature before the new ones."""
    series: dict[str, list[tuple[Row, Series]]] = {OLD: [], NEW: []}
    for twins in _unite_twins(row for row in table.rows if row.tingkat == PROGRAM):
        amounts = {label: _amount(table, twins, kolom, doubted) for label, kolom in years.items()}
        # Programs without any amount under a year have no bar to draw.
        if _has_value(amounts.values()):
            series[NEW if twins[0].kode else OLD].append((twins[0], amounts))
    return {name: found for name, found in series.items() if found}


def _has_value(amounts: Iterable[Amount]) -> bool:
    return any(amount.value is not None for amount in amounts)


def _find_top(amounts: Iterable[Amount]) -> int:
    """Return the largest amount, at least 1: the length of a whole track."""
    # At least 1, for lengths are divided by it.
    return max(1, *(amount.value or 0 for amount in amounts))


def shorten_rupiah(value: int) -> str:
    """Return an amount for a label: `3,51 miliar`, `626,1 juta`, `Rp850.000`."""
    for scale, name, decimals in _SCALES:
        if abs(value) >= scale:
            # Half up, as on paper; `round` of Python takes the even one.
            unit = Decimal(1).scaleb(-decimals)
            return f"{format_angka((Decimal(value) / scale).quantize(unit, ROUND_HALF_UP))} {name}"
    return format_rupiah(value)


def _year_columns(table: Table) -> dict[str, str]:
    """Return the columns of amounts whose heading holds a year, by what tells them apart.

    The year, if that does.
    """
    found: list[tuple[str, str, str]] = []
    for column in table.columns:
        path = [plain_text(part) for part in column.judul]
        place = next((number for number, part in enumerate(path) if _YEAR.search(part)), None)
        if column.jenis == MONEY and place is not None:
            year = str(_YEAR.findall(path[place])[0])
            found.append((year, " ".join([year, *path[place + 1 :]]), column.kolom))
    years = [year for year, _, _ in found]
    # One column a year: the year is enough; with target and Rp under it, or two stages, all of it.
    return {year if years.count(year) == 1 else long: kolom for year, long, kolom in found}


def _unite_twins(rows: Iterable[Row]) -> list[list[Row]]:
    twins: dict[str, list[Row]] = {}
    # Without `entitas` each row is one of its own.
    for row in rows:
        twins.setdefault(row.entitas or f"id {row.id}", []).append(row)
    return list(twins.values())


def _amount(
    table: Table, twins: Sequence[Row], kolom: str, doubted: Collection[tuple[str, str]]
) -> Amount:
    """Return the printed amount of a row or of a twin, else the sum of what is below them."""
    # One twin in doubt is enough: they say the same thing.
    is_doubted = any((row.id, kolom) in doubted for row in twins)
    for row in twins:
        besaran = table.cell(row, kolom).besaran
        if besaran is not None:
            return Amount(int(besaran.angka), doubted=is_doubted)
    # Twins below count once, or the sum would count them twice.
    below = _unite_twins(
        child
        for row in twins
        for child in table.children.get(row.id, ())
        # An indicator repeats the amount of its row, a total holds all of it.
        if child.tingkat not in NO_PARTS
    )
    values = [_amount(table, group, kolom, doubted).value for group in below]
    printed = [value for value in values if value is not None]
    return Amount(sum(printed), derived=True, doubted=is_doubted) if printed else Amount(None)


def _group(
    table: Table, name: str, found: list[tuple[Row, Series]], top: int, *, alone: bool
) -> PaguGroup:
    """Draw the programs of a group over the years in which it has amounts.

    Of many programs, the largest.
    """
    labels = [label for label in found[0][1] if _has_value(amounts[label] for _, amounts in found)]
    chosen = _choose_largest(found)
    panels = tuple(
        Panel(
            row_name(table, row),
            row.kode,
            tuple(_bar(label, {name: amounts[label]}, top) for label in labels),
        )
        for row, amounts in chosen
    )
    return PaguGroup(name, "Program" if alone else TITLES[name], panels, len(found) - len(chosen))


def _choose_largest(found: list[tuple[Row, Series]]) -> list[tuple[Row, Series]]:
    """Return the largest programs, as many as can be drawn, in printed order."""
    sizes = sorted((_size(amounts) for _, amounts in found), reverse=True)
    # The smallest that is still drawn; of several alike the first in the table.
    least = sizes[min(MAX_PANELS, len(sizes)) - 1]
    return [(row, amounts) for row, amounts in found if _size(amounts) >= least][:MAX_PANELS]


def _size(amounts: Series) -> int:
    return sum(amount.value or 0 for amount in amounts.values())


def _total(drawn: Mapping[str, list[tuple[Row, Series]]], labels: Sequence[str]) -> Panel:
    sums = [
        {name: _add(amounts[label] for _, amounts in found) for name, found in drawn.items()}
        for label in labels
    ]
    # One scale for both groups: bars of before and after can be compared.
    top = _find_top(_add(parts.values()) for parts in sums)
    pairs = zip(labels, sums, strict=True)
    bars = [_bar(label, parts, top) for label, parts in pairs]
    return Panel("Seluruh program", "", tuple(bars))


def _add(amounts: Iterable[Amount]) -> Amount:
    known = [amount for amount in amounts if amount.value is not None]
    total = sum(amount.value or 0 for amount in known)
    return Amount(total, any(amount.derived for amount in known)) if known else Amount(None)


def _bar(label: str, parts: Mapping[str, Amount], top: int) -> Bar:
    segments = tuple(
        # A negative amount has no length; its text says it.
        Segment(name, round(max(amount.value, 0) / top * WHOLE, 2), amount.derived)
        for name, amount in parts.items()
        if amount.value
    )
    whole = _add(parts.values())
    is_doubted = any(amount.doubted for amount in parts.values())
    text, full = _words(whole, doubted=is_doubted)
    return Bar(label, segments, text, f"{label}: {full}")


def _words(amount: Amount, *, doubted: bool) -> tuple[str, str]:
    if amount.value is None:
        return "tidak tercetak", "tidak tercetak"
    text = (
        shorten_rupiah(amount.value) + ("*" if amount.derived else "") + (" ≠" if doubted else "")
    )
    # A remark for each that holds: a list times False is empty.
    remarks = ["dijumlahkan dari rinciannya"] * amount.derived + ["ada temuan"] * doubted
    return text, format_rupiah(amount.value) + (f" ({', '.join(remarks)})" if remarks else "")
