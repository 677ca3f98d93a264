"""Goals of two editions as data: what changed of tujuan, sasaran and their indicators.

A table of goals has columns of text that name a tujuan or sasaran, and beside them columns of
indicators with targets (forms T-C.25 of Permendagri 86/2017 and those of Inmendagri 2/2025).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.model.row_levels import GOAL, INDICATOR, OBJECTIVE
from renstra_doc.model.values import NUMERIC_KINDS
from renstra_doc.review.diff.moves import rank_ids
from renstra_doc.review.matriks.amounts import text_of
from renstra_doc.review.matriks.entries import Pair, is_budget
from renstra_doc.review.wording import heading_of
from renstra_doc.words.markup import escape_markup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from renstra_doc.model.values import Column, Row, Table
    from renstra_doc.review.edition import Edition

    Record = dict[str, str]

# How columns of goals are called; the words of levels are the same.
SUBJECTS, TARGET = (GOAL, OBJECTIVE), "target"
UNCHANGED = "Tujuan, sasaran, dan indikator tidak berubah"


@dataclass(frozen=True, slots=True)
class _Indicator:
    """A column of indicators: the columns that may name its subject, and those of its targets."""

    kolom: str
    subjects: tuple[str, ...]
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Goal:
    """What one edition says of an indicator: whose it is, its name, its targets by heading."""

    subject: str
    name: str
    targets: tuple[tuple[str, str], ...]

    @property
    def last(self) -> str:
        """The target at the end of the period."""
        return self.targets[-1][1] if self.targets else ""


def find_goal_pairs(editions: tuple[Edition, Edition]) -> list[Pair]:
    """Return the tables of goals that both editions have, in their order."""
    tables = [edition.document.tables for edition in editions]
    return [
        Pair(editions, (tables[0][key], table))
        for key, table in tables[1].items()
        if key in tables[0] and all(_is_of_goals(side[key]) for side in tables)
    ]


def write_goals(pairs: Sequence[Pair]) -> list[Record]:
    """Return a record for each indicator that changed, came or went; one that says so if none."""
    records = [record for pair in pairs for record in _compare(pair, len(pairs) > 1)]
    return records or [{"id": "tetap", "no": "#", "uraian": UNCHANGED}]


def _is_of_goals(table: Table) -> bool:
    return not is_budget(table) and any(one.subjects for one in _find_indicators(table))


def _find_indicators(table: Table) -> list[_Indicator]:
    """Return the columns of indicators, each with the subjects left of it and its targets."""
    shown = [column for column in table.columns if column.tampil]
    places = [place for place, column in enumerate(shown) if _is_indicator(column)]
    # The targets of an indicator stand between it and the next one.
    ends = [*places[1:], len(shown)][: len(places)]
    return [
        _Indicator(
            shown[place].kolom,
            _subjects_of(shown[place], shown[:place]),
            _targets_of(shown[place + 1 : end]),
        )
        for place, end in zip(places, ends, strict=True)
    ]


def _name_of(column: Column) -> str:
    return f"{column.kolom} {heading_of(column)}".lower()


def _is_indicator(column: Column) -> bool:
    return column.jenis == "teks" and INDICATOR in _name_of(column)


def _subjects_of(indicator: Column, before: Sequence[Column]) -> tuple[str, ...]:
    """Return the columns that name whose an indicator is: of its own kind, if its name says it."""
    named = [
        column.kolom
        for column in before
        if column.jenis == "teks" and not _is_indicator(column) and _kind_of(column)
    ]
    own = [word for word in SUBJECTS if word in _name_of(indicator)]
    # A column `Indikator Sasaran` belongs to the sasaran, though a tujuan stands beside it.
    if len(own) == 1:
        kinds = {column.kolom: _kind_of(column) for column in before}
        named = [name for name in named if kinds[name] == own[0]] or named
    return tuple(named)


def _kind_of(column: Column) -> str:
    return next((word for word in SUBJECTS if column.kolom.startswith(word)), "") or next(
        (word for word in SUBJECTS if heading_of(column).lower().startswith(word)), ""
    )


def _targets_of(after: Sequence[Column]) -> tuple[str, ...]:
    """Return the columns of targets: those that are called so, else all that hold quantities."""
    quantities = [column for column in after if column.jenis in NUMERIC_KINDS]
    named = [column for column in quantities if TARGET in _name_of(column)]
    return tuple(column.kolom for column in named or quantities)


def _compare(pair: Pair, is_one_of_many: bool) -> Iterator[Record]:  # noqa: FBT001 — a condition
    sides = [dict(_read_goals(pair, side)) for side in (0, 1)]
    ranks = rank_ids(list(sides[0]), list(sides[1]))
    prefix = f"{pair.tables[1].id}-" if is_one_of_many else ""
    for key in sorted(ranks, key=lambda one: ranks[one]):
        old, new = sides[0].get(key), sides[1].get(key)
        if old != new:
            yield _write(pair, f"{prefix}{key}", key.partition("/")[0], (old, new))


def _read_goals(pair: Pair, side: int) -> Iterator[tuple[str, _Goal]]:
    """Yield the indicators of one edition, by the ids of row and column."""
    table = pair.tables[side]
    indicators = _find_indicators(table)
    above: dict[str, str] = {}
    for row in table.rows:
        above = _fill_down(pair, side, row, above)
        for place, one in enumerate(indicators):
            name = text_of(pair, side, row, one.kolom)
            if name:
                # The nearest on its left that says something.
                subject = next((above[key] for key in one.subjects[::-1] if above.get(key)), "")
                targets = tuple(_targets(pair, side, row, one))
                yield f"{row.id}/{place}" if place else row.id, _Goal(subject, name, targets)


def _fill_down(pair: Pair, side: int, row: Row, above: dict[str, str]) -> dict[str, str]:
    """Return the subjects of a row: merged ones stand once, a new one ends those right of it."""
    table = pair.tables[side]
    filled: dict[str, str] = {}
    is_new = False
    for column in table.columns:
        if column.jenis != "teks" or _is_indicator(column) or not _kind_of(column):
            continue
        text = text_of(pair, side, row, column.kolom)
        # A new tujuan has no sasaran yet, whatever stood in that column above.
        filled[column.kolom] = text or ("" if is_new else above.get(column.kolom, ""))
        is_new = is_new or bool(text)
    return filled


def _targets(pair: Pair, side: int, row: Row, one: _Indicator) -> Iterator[tuple[str, str]]:
    """Yield the targets of an indicator as data, each with the heading of its column."""
    table = pair.tables[side]
    for kolom in one.targets:
        cell, column = table.cell(row, kolom), table.columns[table.index[kolom]]
        is_plain = cell.besaran is not None and "{{" not in cell.teks
        # A number stays data; an expression prints what it prints in its own edition.
        text = cell.teks if is_plain else pair.editions[side].show(cell.teks)
        yield column.judul[-1], text


def _write(pair: Pair, key: str, row: str, goals: tuple[_Goal | None, _Goal | None]) -> Record:
    old, new = goals
    subjects = [goal.subject for goal in goals if goal is not None]
    shown = subjects[-1]
    if subjects[0] != shown:
        shown = f"{shown}\n(semula: {subjects[0]})"
    return {
        "id": key.replace("/", "-"),
        "no": "#",
        "uraian": escape_markup(shown),
        "indikator_semula": escape_markup(old.name) if old else "",
        "indikator_menjadi": escape_markup(new.name) if new else "",
        "target_semula": old.last if old else "",
        "target_menjadi": new.last if new else "",
        "alasan": escape_markup(_reason(pair, row, goals)),
    }


def _reason(pair: Pair, row: str, goals: tuple[_Goal | None, _Goal | None]) -> str:
    """Return reason and ground by the data, and the targets on the way that changed."""
    alasan, dasar = pair.lineage.reason_of(pair.tables[1].id, row)
    old, new = ({} if goal is None else dict(goal.targets[:-1]) for goal in goals)
    between = [
        f"target {name} {old[name] or '–'} menjadi {text or '–'}"
        for name, text in new.items()
        if name in old and old[name] != text
    ]
    parts = [alasan, f"dasar: {dasar}" if dasar else "", *between]
    text = "; ".join(part for part in parts if part)
    return text[:1].upper() + text[1:]
