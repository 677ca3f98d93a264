"""Columns whose contents say more than their heading: codes, names and signs set beside figures.

A level heads a column of numbers; one heading lies over the names of three levels; the sign `Rp`
or the unit of a target stands in a column of its own under the heading of its figure.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.budget_codes import normalize_code

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from renstra_doc.intake.heading_field import HeadingField
    from renstra_doc.intake.source import SourceCell

    Fields = list[HeadingField]
    Cells = Mapping[int, Sequence[SourceCell]]  # the filled cells of each column

_PARTS = re.compile(r"[/,;&]|\bdan\b", re.IGNORECASE)
_CURRENCY = frozenset({"rp", "rp.", "idr"})
_NAMING = frozenset({words.NAME, words.CODE_NAME})
LEAST_NAME = 12  # letters that a name has on the average, and a remark of one word has not
SOME, MOST = 2, 0.9
BY_POSITION = ("program", "kegiatan", "sub_kegiatan")


def settle_columns(fields: Sequence[HeadingField], rows: Sequence[Sequence[SourceCell]]) -> Fields:
    """Return the columns with the roles that their contents give them; `rows` are the table's."""
    cells = {f.at: [row[f.at] for row in rows if row[f.at].plain] for f in fields}
    done = _part_signs(list(fields), cells)
    done = _part_units(done, cells)
    done = _take_level_codes(done, cells)
    done = _level_positions(done, rows)
    return _find_name(done, cells)


# Signs and units beside their figure


def are_currency(cells: Sequence[SourceCell]) -> bool:
    """Return whether all filled cells hold the sign of the currency and nothing else."""
    return bool(cells) and all(cell.plain.lower() in _CURRENCY for cell in cells)


def _part_signs(fields: Fields, cells: Cells) -> Fields:
    """Take `Rp` out of the columns of amounts; a column without a heading has that of its sign."""
    found = list(fields)
    for place, field in enumerate(fields):
        is_sign = field.role in (words.MONEY, words.OTHER, "") and are_currency(cells[field.at])
        if not is_sign:
            continue
        found[place] = replace(field, role=words.SIGN)
        after = found[place + 1] if place + 1 < len(found) else None
        # The heading lies over the sign, and the amount on its right has none.
        if field.path and after is not None and not after.path:
            found[place + 1] = replace(field, at=after.at)
    return found


def _part_units(fields: Fields, cells: Cells) -> Fields:
    """Take the second column under one heading of targets as the unit of the first."""
    found = list(fields)
    for place in range(1, len(fields)):
        before, field = found[place - 1], fields[place]
        is_pair = before.role == field.role == words.TARGET and before.path == field.path
        if is_pair and _has_digits(cells[before.at]) and _are_words(cells[field.at]):
            found[place] = replace(field, role=words.UNIT)
    return found


def _has_digits(cells: Sequence[SourceCell]) -> bool:
    return any(any(map(str.isdigit, cell.plain)) for cell in cells)


def _are_words(cells: Sequence[SourceCell]) -> bool:
    return bool(cells) and not _has_digits(cells)


# Names and codes


def _take_level_codes(fields: Fields, cells: Cells) -> Fields:
    """Take columns headed by their level as codes where they hold codes and others the names."""
    coded = {f.at for f in fields if f.role == words.NAME and f.level and _are_codes(cells[f.at])}
    named = any(f.role in _NAMING and f.at not in coded for f in fields)
    # Two levels at least, beside a column of names: one alone may be the names themselves.
    if len(coded) < SOME or not named:
        return fields
    coded = _with_neighbours(fields, cells, coded)
    return [replace(f, role=words.CODE) if f.at in coded else f for f in fields]


def _with_neighbours(fields: Fields, cells: Cells, coded: set[int]) -> set[int]:
    """Return columns of codes with those on their right that hold codes too: `Bidang`, `Sub`."""
    found = {*coded, *(f.at for f in fields if f.role == words.CODE)}
    for f in fields:
        if f.role == words.OTHER and f.at - 1 in found and _are_codes(cells[f.at]):
            found.add(f.at)
    return found


def _are_codes(cells: Sequence[SourceCell]) -> bool:
    return bool(cells) and all(normalize_code(cell.plain) for cell in cells)


def _level_positions(fields: Fields, rows: Sequence[Sequence[SourceCell]]) -> Fields:
    """Give the columns below one heading of names their levels: `Program / Kegiatan` over two."""
    found = list(fields)
    for place, first in enumerate(fields):
        is_first = not place or fields[place - 1].path != first.path
        if first.role == words.NAME and is_first:
            count = _count_below(fields[place:])
            levels = _levels_of(first, count)
            if levels and _stand_apart(range(first.at, first.at + count), rows):
                found[place : place + count] = _give_levels(first, levels)
    return found


def _count_below(fields: Sequence[HeadingField]) -> int:
    """Return how many columns stand below the first one's heading, or go on without one."""
    first = fields[0]
    below = [f.path in (first.path, ()) and f.at == first.at + n for n, f in enumerate(fields)]
    return below.index(False) if False in below else len(below)


def _give_levels(first: HeadingField, levels: Sequence[str]) -> Fields:
    paths = [first.path, *((*first.path, level) for level in levels[1:])]
    return [
        replace(first, at=first.at + number, path=path, level=level)
        for number, (path, level) in enumerate(zip(paths, levels, strict=True))
    ]


def _levels_of(field: HeadingField, count: int) -> tuple[str, ...]:
    """Return the levels that a heading names, one for each column below it; three stand alone."""
    if count < SOME:
        return ()
    named = tuple(filter(None, map(words.find_level, map(str.strip, _PARTS.split(field.path[-1])))))
    if len(named) == count and len(set(named)) == count:
        return named
    # Three columns below one heading are program, kegiatan, sub kegiatan.
    return BY_POSITION if count == len(BY_POSITION) else ()


def _stand_apart(columns: Sequence[int], rows: Sequence[Sequence[SourceCell]]) -> bool:
    """Return whether nearly every row is named in one of the columns, and each names some."""
    filled = [[at for at in columns if row[at].plain] for row in rows]
    named = [places for places in filled if places]
    single = sum(1 for places in named if len(places) == 1)
    used = {places[0] for places in named}
    return bool(named) and single >= len(named) * MOST and len(used) == len(columns)


def _find_name(fields: Fields, cells: Cells) -> Fields:
    """Take the first column of long texts as the names where codes have none beside them."""
    roles = {f.role for f in fields}
    if words.CODE not in roles or roles & _NAMING:
        return fields
    chosen = next((f.at for f in fields if f.role == words.OTHER and _are_long(cells[f.at])), -1)
    return [replace(f, role=words.NAME) if f.at == chosen else f for f in fields]


def _are_long(cells: Sequence[SourceCell]) -> bool:
    return bool(cells) and sum(len(cell.plain) for cell in cells) >= len(cells) * LEAST_NAME
