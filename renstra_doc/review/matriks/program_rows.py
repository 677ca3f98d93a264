"""The lines of the matriks: a row of programs by year, its total first; and the recap."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.model.row_levels import INDICATOR, PROGRAM
from renstra_doc.review.diff import status
from renstra_doc.review.diff.change import reckon
from renstra_doc.review.matriks.amounts import (
    NOTHING,
    Period,
    add,
    add_rows,
    find_periods,
    indicator_column,
    read_amounts,
    read_targets,
    show,
    texts_of,
    unit_column,
)
from renstra_doc.review.matriks.entries import (
    HEADS,
    Pair,
    ProgramEntry,
    is_program,
    list_entries,
    status_of_entry,
)
from renstra_doc.review.matriks.reasons import (
    fates_of,
    is_same_row,
    names_of,
    show_both,
    tell_kinship,
    tell_reason,
    units_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from renstra_doc.review.lineage import Fate
    from renstra_doc.review.matriks.amounts import Amounts

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """What one period of a row says: its name, both targets, both amounts."""

    period: str
    targets: tuple[str, str] = ("", "")
    amounts: Amounts = (None, None)
    # A part of a split row is reckoned in the line of the whole, a moved program where it stands.
    is_reckoned: bool = True

    @property
    def says_something(self) -> bool:
        """Whether there is a target or an amount."""
        return any(self.targets) or self.amounts != (None, None)

    def shown(self) -> tuple[str, str, str, str, str, str]:
        """Return targets, amounts, difference and percent as printed."""
        rupiah = tuple(NOTHING if amount is None else show(amount) for amount in self.amounts)
        # An empty line stays empty: a dash would say that nothing was planned.
        if self.amounts == (None, None):
            rupiah = ("", "")
        return (*self.targets, rupiah[0], rupiah[1], *self.difference())

    def difference(self) -> tuple[str, str]:
        """Return how much more or less; what is less stands in brackets."""
        if self.amounts == (None, None):
            return "", ""
        if not self.is_reckoned:
            return NOTHING, NOTHING
        old, new = self.amounts
        difference, percent = reckon(old or ZERO, new or ZERO)
        # What was not there has no percent of growth.
        share = NOTHING if percent is None or old is None else show(percent)
        return show(difference or ZERO), share


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """The lines of one row: its look, code, name, indicators, unit, status, reason."""

    look: str
    kode: str
    uraian: str
    indikator: tuple[str, str] = ("", "")
    satuan: str = ""
    lines: tuple[PeriodLine, ...] = ()
    status: str = ""
    alasan: str = ""
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Recap:
    """A line of the recap: a program with its total, or the whole; `asal` is its kin."""

    kode: str
    uraian: str
    line: PeriodLine
    status: str = ""
    asal: str = ""
    is_total: bool = False


def write_groups(pair: Pair, *, with_totals: bool = False) -> list[ProgramRow]:
    """Return the rows of a table of programs, the unchanged ones with their total only."""
    # The new edition first: its columns set the order of the years.
    periods = find_periods(pair.tables[::-1])
    entries = list_entries(pair, with_totals=with_totals)
    return [_write_entry(pair, entry, periods) for entry in entries]


def told_columns(pair: Pair) -> set[str]:
    """Return the columns of a table that the form shows."""
    periods = find_periods(pair.tables)
    columns = {name for period in periods for name in (period.target, period.rupiah) if name}
    names = {table.naming for table in pair.tables}
    return columns | names | {indicator_column(pair.tables), unit_column(pair.tables), "kode"}


def told_moves(pair: Pair) -> set[str]:
    """Return the rows below another parent: by their status, or that of the parent, they moved."""
    old, new = (table.row_by_id for table in pair.tables)
    return {key for key, row in new.items() if key in old and old[key].induk != row.induk}


def _write_entry(pair: Pair, entry: ProgramEntry, periods: Sequence[Period]) -> ProgramRow:
    lines = [_write_line(pair, entry, period) for period in periods]
    if _is_mere_head(entry, lines):
        return ProgramRow(entry.row.tingkat, *names_of(pair, entry), is_head=True)
    unit = _read_unit(pair, entry, periods)
    row = _describe_row(pair, entry, [_without_unit(line, unit) for line in lines])
    # A further indicator has no amount, so no total.
    total = () if entry.row.tingkat == INDICATOR else (_write_total(lines, periods),)
    told = (*total, *row.lines) or (PeriodLine(""),)
    return replace(row, satuan=unit or NOTHING, lines=told)


def _describe_row(pair: Pair, entry: ProgramEntry, lines: Sequence[PeriodLine]) -> ProgramRow:
    """Return a row with its name, indicators, status and reason; `lines` are what it may tell.

    A further indicator has no name and no amount of its own, and always tells its targets.
    """
    indicators = texts_of(pair, entry, indicator_column(pair.tables))
    is_changed = _is_changed(pair, entry, lines, indicators)
    is_further = entry.row.tingkat == INDICATOR
    words = (indicators, *(line.targets for line in lines))
    keeps_words = all(old == new for old, new in words)
    found = status_of_entry(pair, entry, is_changed=is_changed)
    return ProgramRow(
        entry.row.tingkat,
        *(("", "") if is_further else names_of(pair, entry)),
        indikator=(indicators[0] or NOTHING, indicators[1] or NOTHING),
        status=found,
        alasan=tell_reason(pair, entry, found, keeps_words=keeps_words),
        lines=_keep_lines(lines) if is_changed or is_further else (),
    )


def _is_mere_head(entry: ProgramEntry, lines: Iterable[PeriodLine]) -> bool:
    is_head = entry.row.tingkat in HEADS
    return is_head and all(line.amounts == (None, None) for line in lines)


def _read_unit(pair: Pair, entry: ProgramEntry, periods: Sequence[Period]) -> str:
    """Return the unit of a row: that of its column, else the one that its targets bear."""
    units = [unit for period in periods for _, unit in _targets(pair, entry, period)]
    return show_both(units_of(pair, entry)) or _unit(units)


def _keep_lines(lines: Iterable[PeriodLine]) -> tuple[PeriodLine, ...]:
    """Return the years that have something to tell."""
    return tuple(line for line in lines if line.says_something)


def _write_line(pair: Pair, entry: ProgramEntry, period: Period) -> PeriodLine:
    targets = _targets(pair, entry, period)
    amounts = _amounts(pair, entry, period.rupiah) if period.rupiah else (None, None)
    # What is told at another line would be counted twice here.
    is_told_elsewhere = _is_part(pair, entry) or (entry.is_leaving and _stays_program(pair, entry))
    return PeriodLine(period.label, (targets[0][0], targets[1][0]), amounts, not is_told_elsewhere)


def _stays_program(pair: Pair, entry: ProgramEntry) -> bool:
    """Return whether a row is a program in both editions, also at the place that it left."""
    row = pair.tables[1].row_by_id.get(entry.id)
    return is_program(entry) and (row is None or row.tingkat == PROGRAM)


def _targets(
    pair: Pair, entry: ProgramEntry, period: Period
) -> tuple[tuple[str, str], tuple[str, str]]:
    if not period.target:
        return ("", ""), ("", "")
    return read_targets(pair, entry, period.target)


def _amounts(pair: Pair, entry: ProgramEntry, kolom: str) -> Amounts:
    """Return the amounts of both sides.

    Of a row that came from another program only what it brings there, of a program that moved as a
    whole what it had; of one that was split or merged the sum of its parts, so that nothing seems
    lost or gained.
    """
    old, new = read_amounts(pair, entry, kolom)
    # The program that it left still shows what it had there.
    if entry.is_coming and not is_program(entry):
        return None, new
    if _is_part(pair, entry):
        # What is a part of one row and the sum of others has no sum that would be true.
        return old, new
    fates = fates_of(pair, entry)
    if fates[0] is not None and _is_whole(fates[0], entry.old is not None, status.SPLIT):
        # The parts carry on what the row had: with theirs it is neither lost nor won.
        new = add_rows(pair, 1, (entry.id, *fates[0].kin), kolom)
    if fates[1] is not None and _is_whole(fates[1], entry.new is not None, status.MERGED):
        old = add_rows(pair, 0, (entry.id, *fates[1].kin), kolom)
    return old, new


def _is_whole(fate: Fate, is_there: bool, wanted: str) -> bool:  # noqa: FBT001 — a condition
    return is_there and bool(fate.kin) and (fate.status == wanted or len(fate.kin) > 1)


def _is_part(pair: Pair, entry: ProgramEntry) -> bool:
    """Return whether a row is a part of one that was split, or went into one that was merged."""
    old, new = fates_of(pair, entry)
    if entry.old is None and _has_whole(pair, new, 0):
        return True
    return entry.new is None and _has_whole(pair, old, 1)


def _has_whole(pair: Pair, fate: Fate | None, side: int) -> bool:
    """Return whether one of the kin of a row, on a side, is the whole that it is part of."""
    fates = pair.lineage.new if side else pair.lineage.old
    kin = () if fate is None else fate.kin
    found = [fates.get((pair.tables[side].id, key)) for key in kin]
    wanted = status.MERGED if side else status.SPLIT
    return any(one is not None and _is_whole(one, True, wanted) for one in found)  # noqa: FBT003


def _write_total(lines: Sequence[PeriodLine], periods: Sequence[Period]) -> PeriodLine:
    """Return the sum of the years; of a table without years that of its columns of rupiah."""
    years = [period.year for period in periods if period.year and period.rupiah]
    pairs = [
        line.amounts
        for line, period in zip(lines, periods, strict=True)
        if period.rupiah and (period.year or not years)
    ]
    amounts = add(old for old, _ in pairs), add(new for _, new in pairs)
    label = f"{years[0]}–{years[-1]}" if len(years) > 1 else "Jumlah"
    return PeriodLine(label, ("", ""), amounts, lines[0].is_reckoned if lines else True)


def _unit(units: Iterable[str]) -> str:
    """Return the unit of all targets of a row; nothing where they differ."""
    found = sorted({unit for unit in units if unit})
    return found[0] if len(found) == 1 else ""


def _without_unit(line: PeriodLine, unit: str) -> PeriodLine:
    old, new = (text.removesuffix(unit).strip() if unit else text for text in line.targets)
    return PeriodLine(line.period, (old, new), line.amounts, line.is_reckoned)


def _is_changed(
    pair: Pair, entry: ProgramEntry, lines: Iterable[PeriodLine], indicators: tuple[str, str]
) -> bool:
    if entry.old is None or entry.new is None or entry.is_coming:
        return True
    if not is_same_row(pair, entry) or indicators[0] != indicators[1]:
        return True
    return any(
        line.targets[0] != line.targets[1] or (line.amounts[0] or 0) != (line.amounts[1] or 0)
        for line in lines
    )


# The recap


def write_recap(pair: Pair) -> list[Recap]:
    """Return the total of each program and of all; what a split or merge joined is one line.

    Where a program was joined with what is none, the joined lines would not add up: then each
    program stands with its own total.
    """
    periods = find_periods(pair.tables[::-1])
    heads = [entry for entry in list_entries(pair) if _has_recap(pair, entry)]
    totals = [_printed_total(pair, entry, periods) for entry in heads]
    joined = [entry for entry in heads if not _is_part(pair, entry)]
    recaps = [_write_recap_line(pair, entry, periods) for entry in joined]
    whole = _add_pairs(totals)
    # A form that is signed must add up: else each program stands for itself.
    if _add_pairs(recap.line.amounts for recap in recaps) != whole:
        recaps = [
            replace(_write_recap_line(pair, entry, periods), line=PeriodLine("", amounts=total))
            for entry, total in zip(heads, totals, strict=True)
        ]
    last = Recap("", "Jumlah", PeriodLine("", amounts=whole), is_total=True)
    return [*recaps, last] if recaps else []


def _has_recap(pair: Pair, entry: ProgramEntry) -> bool:
    """Return whether an entry is a program of the recap, also one that is none any more."""
    if entry.is_leaving:
        return is_program(entry) and not _stays_program(pair, entry)
    return entry.id == entry.head


def _write_recap_line(pair: Pair, entry: ProgramEntry, periods: Sequence[Period]) -> Recap:
    lines = [_write_line(pair, entry, period) for period in periods]
    is_changed = _is_changed(pair, entry, lines, ("", ""))
    found = status_of_entry(pair, entry, is_changed=is_changed)
    total = _write_total(lines, periods)
    return Recap(*names_of(pair, entry), total, found, tell_kinship(pair, entry))


def _add_pairs(pairs: Iterable[Amounts]) -> Amounts:
    found = list(pairs)
    return add(old for old, _ in found), add(new for _, new in found)


def _printed_total(pair: Pair, entry: ProgramEntry, periods: Sequence[Period]) -> Amounts:
    """Return what both editions give a program in all periods, its kin left out.

    What one that was none before had is in the total of the program in which it stood.
    """
    known = replace(entry, old=None) if entry.is_coming and not is_program(entry) else entry
    lines = [
        PeriodLine(
            "",
            amounts=read_amounts(pair, known, period.rupiah) if period.rupiah else (None, None),
        )
        for period in periods
    ]
    return _write_total(lines, periods).amounts
