"""What each column of a heading holds: its path of words, then what its cells say."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.budget_codes import normalize_code
from renstra_doc.intake.heading_field import HeadingField
from renstra_doc.intake.name_columns import settle_columns
from renstra_doc.intake.source import EMPTY, NUMBER, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from renstra_doc.intake.source import SourceCell, SourceTable

    Covers = Mapping[tuple[int, int], tuple[int, int]]
    Grid = list[list[str]]

LARGE, MAX_FIGURE = 10_000, 24  # 10.000 and more is rupiah; a target is no longer than that


def read_fields(
    table: SourceTable, covers: Covers, rows: tuple[int, int], after: int, titles: Sequence[str]
) -> tuple[HeadingField, ...]:
    """Return the columns below a heading.

    In: the table and its merges; the first and last row of the heading; the first row below it; the
    titles above, which may say in what the amounts are.
    """
    paths = _spread(table, covers, *rows)
    fields = _lend_years(list(_make_fields(table, paths, after)))
    return _refine(table, fields, after, titles)


# Paths


def _spread(table: SourceTable, covers: Covers, first: int, last: int) -> list[tuple[str, ...]]:
    """Return the heading path of each column.

    Merges spread, and a group over blanks to its right.
    """
    grid = [
        [_text_over(table, covers, index, at, first) for at in range(table.width)]
        for index in range(first, last + 1)
    ]
    _spread_groups(grid, {(row - first, at) for row, at in covers})
    # A merge over several rows of the heading gives its text once.
    return [
        tuple(dict.fromkeys(text for text in (line[at] for line in grid) if text))
        for at in range(table.width)
    ]


def _spread_groups(grid: Grid, merged: set[tuple[int, int]]) -> None:
    """Give the blanks right of a group's heading its text; what is merged has its own."""
    for depth, line in enumerate(grid[:-1]):
        for at in range(1, len(line)):
            is_free = not line[at] and (depth, at) not in merged
            if is_free and _is_grouped(grid, depth, at):
                line[at] = line[at - 1]


def _text_over(table: SourceTable, covers: Covers, row: int, column: int, first: int) -> str:
    """Return the text of a cell or of the merge that covers it, none from above the heading."""
    top, left = covers.get((row, column), (row, column))
    # A merge that begins above the heading is a title.
    return table.rows[top][left].plain if top >= first else ""


def _is_grouped(grid: Grid, depth: int, at: int) -> bool:
    """Return whether a blank belongs to the group on its left: both have headings below.

    And stand under the same ones.
    """
    if not grid[depth][at - 1]:
        return False
    below = grid[depth + 1 :]
    parted = any(line[at] for line in below) and any(line[at - 1] for line in below)
    return parted and all(line[at] == line[at - 1] for line in grid[:depth])


def _make_fields(
    table: SourceTable, paths: Sequence[tuple[str, ...]], after: int
) -> Iterator[HeadingField]:
    # Parts of a code stand in columns of their own below one `Kode`.
    codes = [at for at, path in enumerate(paths) if path and words.find_role(path[0]) == words.CODE]
    for at, path in enumerate(paths):
        if path or any(row[at].plain for row in table.rows[after:]):
            is_part = at in codes and len(codes) > 1
            yield _make_field(at, path, words.CODE if is_part else _role_of(path))


def _lend_years(fields: Sequence[HeadingField]) -> list[HeadingField]:
    """Give `Rp` the year on its left where it stands so beside several: `2026 | Rp | 2027 | Rp`."""
    pairs = [(f, before) for before, f in pairwise(fields) if _is_beside_year(before, f)]
    # One such pair alone may be anything: a row of years shows it several times.
    lent = {f.at: before for f, before in pairs if len(pairs) > 1}
    return [
        replace(f, year=lent[f.at].year, nth=lent[f.at].nth, end=lent[f.at].end)
        if f.at in lent
        else f
        for f in fields
    ]


def _is_beside_year(before: HeadingField, field: HeadingField) -> bool:
    is_bare = field.role == words.MONEY and not (field.year or field.nth or field.end)
    has_year = bool(before.year or before.nth) and before.role in words.FIGURES - {words.MONEY}
    return is_bare and has_year and field.path[:-1] == before.path[:-1]


def _make_field(at: int, path: tuple[str, ...], role: str) -> HeadingField:
    joined, nth = " ".join(path), words.find_nth_in(path)
    return HeadingField(
        at,
        path,
        role,
        year=words.find_year(joined),
        nth=nth,
        # `Tahun ke-5 (akhir)` is a year, not the end.
        end=words.is_end(joined) and not nth,
        level=words.find_level(path[-1]) if path else "",
        scale=words.find_scale(joined),
    )


def _role_of(path: Sequence[str]) -> str:
    """Return the role of a heading path: the lowest words that are known decide."""
    found = [role for role in map(words.find_role, reversed(path)) if role]
    if not found:
        return words.OTHER if path else ""
    lowest, *upper = found
    if lowest == words.YEAR_ONLY:
        return _first_of(found, words.FIGURES - {words.YEAR_ONLY}) or lowest
    if lowest == words.TARGET:
        return _first_of(upper, {words.REACHED, words.RATIO, words.BASE}) or lowest
    return words.OTHER if _is_part_of_money(lowest, upper) else lowest


def _is_part_of_money(lowest: str, upper: Sequence[str]) -> bool:
    """Return whether a name or an office only parts amounts: `Pagu > Dinas`."""
    return lowest in (words.NAME, words.OFFICE) and upper[-1:] == [words.MONEY]


def _first_of(roles: Sequence[str], wanted: set[str] | frozenset[str]) -> str:
    return next((role for role in roles if role in wanted), "")


# What the contents say


def _refine(
    table: SourceTable, fields: list[HeadingField], after: int, titles: Sequence[str]
) -> tuple[HeadingField, ...]:
    # A title above the table may say it for all amounts: (dalam ribuan).
    scale = max((words.find_scale(title) for title in titles), default=1)
    done = [_refine_one(table, field, fields, after, scale) for field in fields]
    done = settle_columns(done, table.rows[after:])
    done = _settle_bases(_settle_codes(done))
    return tuple(_name_fields(done, table.hidden_columns))


def _refine_one(
    table: SourceTable, field: HeadingField, fields: Sequence[HeadingField], after: int, scale: int
) -> HeadingField:
    cells = [row[field.at] for row in table.rows[after:] if row[field.at].kind != EMPTY]
    role = _refine_role(field, fields, cells)
    # What the column itself says outweighs the title.
    own = field.scale if field.scale > 1 else scale
    return replace(field, role=role, scale=own if role == words.MONEY else 1)


def _refine_role(
    field: HeadingField, fields: Sequence[HeadingField], cells: Sequence[SourceCell]
) -> str:
    """Return the role of a column where its cells say more than its words."""
    role = field.role
    if role == words.CODE_NAME:
        return words.CODE if _are_codes(cells) else role
    if _may_be_units(field) and _are_units(cells):
        return words.UNIT
    if _is_paid(field, fields, cells):
        return words.MONEY
    return _role_of_figures(field, fields, cells)


def _role_of_figures(
    field: HeadingField, fields: Sequence[HeadingField], cells: Sequence[SourceCell]
) -> str:
    role = field.role
    if role in (words.YEAR_ONLY, words.TARGET) and field.path:
        return _figure_role(field, fields, cells)
    is_end = field.end and bool(cells)
    return _role_at_end(field, cells) if is_end and role in (words.OTHER, "") else role


def _is_paid(
    field: HeadingField, fields: Sequence[HeadingField], cells: Sequence[SourceCell]
) -> bool:
    """Return whether a column holds what was paid or is left, beside amounts and no target."""
    if field.role != words.REACHED and not words.is_remainder(field.heading):
        return False
    roles = {other.role for other in fields}
    counted = any(any(map(str.isdigit, cell.plain)) for cell in cells)
    return counted and words.MONEY in roles and words.TARGET not in roles


def _may_be_units(field: HeadingField) -> bool:
    return field.role == words.OTHER and words.may_be_unit(field.path[-1])


def _role_at_end(field: HeadingField, cells: Sequence[SourceCell]) -> str:
    """Return the role of a column of the end or the whole that bears no known word."""
    if _is_money(cells):
        return words.MONEY
    return _end_role(cells) if words.is_period_end(field.heading) else field.role


def _are_codes(cells: Sequence[SourceCell]) -> bool:
    """Return whether most cells hold a code and nothing else."""
    return sum(1 for cell in cells if normalize_code(cell.plain)) * 2 > len(cells)


def _are_units(cells: Sequence[SourceCell]) -> bool:
    """Return whether most cells of a column headed `Unit` hold a measure, not an office."""
    units = sum(1 for cell in cells if words.is_unit(cell.plain))
    return units * 2 > len(cells)


def _end_role(cells: Sequence[SourceCell]) -> str:
    """Say whether a column of the end holds targets: short cells, most with figures."""
    short = all(len(cell.plain) <= MAX_FIGURE for cell in cells)
    figures = sum(1 for cell in cells if any(map(str.isdigit, cell.plain)))
    return words.TARGET if short and figures * 2 >= len(cells) else words.OTHER


def _figure_role(
    field: HeadingField, fields: Sequence[HeadingField], cells: Sequence[SourceCell]
) -> str:
    """Say whether a column of a bare year or of a target holds targets or amounts."""
    money = _is_money(cells)
    if field.role == words.TARGET:
        twins = [
            other
            for other in fields
            if other.role == words.TARGET
            and (other.year, other.nth, other.end) == (field.year, field.nth, field.end)
        ]
        has_money = any(
            other.role == words.MONEY and (other.year, other.nth) == (field.year, field.nth)
            for other in fields
        )
        # Two columns `Target` of one year, the one full of large amounts: K and Rp below one word.
        return words.MONEY if money and len(twins) > 1 and not has_money else words.TARGET
    return words.MONEY if money else words.TARGET


def _is_money(cells: Sequence[SourceCell]) -> bool:
    """Return whether most cells hold large whole amounts without a unit."""
    filled = [cell for cell in cells if cell.plain.strip("-– ")]
    if not filled:
        return False
    large = sum(1 for cell in filled if _is_large(cell))
    return large * 2 > len(filled)


def _is_large(cell: SourceCell) -> bool:
    if cell.kind == NUMBER and cell.number is not None:
        return not cell.unit and abs(cell.number) >= LARGE
    text = cell.plain.lower()
    # What stands behind a decimal comma is no size.
    digits = "".join(filter(str.isdigit, text.partition(",")[0]))
    bare = text.removeprefix("rp").strip(" .-()")
    return len(digits) > 4 and all(char.isdigit() or char in ".,- ()" for char in bare)  # noqa: PLR2004 — 10.000 and more


def _settle_bases(fields: Sequence[HeadingField]) -> list[HeadingField]:
    """Take a single reached or condition column of a year before all others as the base."""
    figures = [field for field in fields if field.role in (words.TARGET, words.MONEY)]
    start = min((field.year for field in figures if field.year), default=0)
    is_single = sum(1 for field in fields if field.role == words.REACHED) == 1
    # Several years of results are a history, not the condition at the start.
    return [
        replace(field, role=words.BASE, end=False)
        if (is_single and _is_reached_before(field, start)) or _is_condition(field, start)
        else field
        for field in fields
    ]


def _is_before(field: HeadingField, start: int) -> bool:
    return 0 < field.year < start


def _is_reached_before(field: HeadingField, start: int) -> bool:
    """Return whether a column holds what was reached before the years of the plan."""
    is_past = _is_before(field, start) or (start > 0 and not field.year)
    return field.role == words.REACHED and is_past


def _is_condition(field: HeadingField, start: int) -> bool:
    """Return whether a column of other words speaks of a condition before the years of the plan."""
    text = field.heading.lower()
    speaks = "kondisi" in text or "capaian" in text
    return field.role == words.OTHER and _is_before(field, start) and speaks


def _settle_codes(fields: Sequence[HeadingField]) -> list[HeadingField]:
    """Give five columns below one heading `Kode` the levels of the official order."""
    codes = [field for field in fields if field.role == words.CODE]
    # Only the full five are in the official order beyond doubt.
    if len(codes) != len(words.LEVELS) or any(field.level for field in codes):
        return list(fields)
    levels = {field.at: level for field, level in zip(codes, words.LEVELS, strict=True)}
    return [replace(field, level=levels.get(field.at, field.level)) for field in fields]


def _name_fields(fields: Sequence[HeadingField], hidden: frozenset[int]) -> list[HeadingField]:
    """Give every column its name; of two that would bear one, the later bears its heading.

    A hidden column, and one of figures that no longer hold (`Pagu semula`), come last.
    """
    taken = set(words.BOUND)
    done = []
    # Hidden and outdated columns are named last, so the usual name goes to the one that holds.
    for field in sorted(fields, key=lambda f: (f.at in hidden, words.is_outdated(f.heading))):
        name = _usual_name(field, fields)
        if name in taken:
            name = words.make_slug("_".join(field.path))
        base, count = name, 1
        while name in taken:
            count += 1
            name = f"{base}_{count}"
        taken.add(name)
        done.append(replace(field, name=name))
    return sorted(done, key=lambda f: f.at)


def _usual_name(field: HeadingField, fields: Sequence[HeadingField]) -> str:
    if field.role in (words.TARGET, words.MONEY, words.REACHED, words.RATIO):
        tail = _tail_of(field)
        return f"{field.role}_{tail}" if tail else field.role
    if field.role == words.INDICATOR:
        return _indicator_name(field, fields)
    if field.role in (words.OTHER, "", words.YEAR_ONLY):
        return words.make_slug(field.path[-1] if field.path else "", f"kolom_{field.at + 1}")
    if field.role == words.CODE_NAME:
        return words.NAME
    return field.role


def _tail_of(field: HeadingField) -> str:
    if field.end and not (
        field.role == words.MONEY and field.year and "akhir" not in field.heading.lower()
    ):
        return words.END
    if field.year:
        return str(field.year)
    return f"tahun_{field.nth}" if field.nth else ""


def _indicator_name(field: HeadingField, fields: Sequence[HeadingField]) -> str:
    twins = [other for other in fields if other.role == words.INDICATOR]
    text = tidy(field.heading).lower()
    if len(twins) > 1 and "tujuan" in text and "sasaran" not in text:
        return "indikator_tujuan"
    return words.INDICATOR
