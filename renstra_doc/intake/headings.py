"""Where the heading of a table is, and what each of its columns holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.budget_codes import normalize_code
from renstra_doc.intake.source import EMPTY, NUMBER, TEXT, tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renstra_doc.intake.source import SourceCell, SourceTable

MAX_HEADER_ROWS, SEARCHED_ROWS = 6, 60
MANY, LARGE, MAX_FIGURE = 3, 10_000, 24


@dataclass(frozen=True, slots=True)
class HeadingField:
    """A column of the source: its position, heading path, role, year (0: none) and name.

    `scale` multiplies amounts, `level` is what a column of names or codes speaks of.
    """

    at: int
    path: tuple[str, ...]
    role: str
    year: int = 0
    nth: int = 0
    end: bool = False
    level: str = ""
    scale: int = 1
    name: str = ""

    @property
    def heading(self) -> str:
        """The heading as one text."""
        return " > ".join(self.path)


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a table: its first row, the row after it, and its columns."""

    first: int
    after: int
    fields: tuple[HeadingField, ...]
    numbers: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()

    def of(self, role: str) -> list[HeadingField]:
        """Return the columns of a role."""
        return [field for field in self.fields if field.role == role]


def find_heading(table: SourceTable) -> Heading | None:
    """Return the heading of a table, None where no row looks like one."""
    covers = table.covers()
    first = 0 if table.header_rows else _find_first(table, covers)
    if first is None:
        return None
    last = _last_repeated(table) if table.header_rows else first
    while not table.header_rows and last + 1 < len(table.rows) and last - first < MAX_HEADER_ROWS:
        if not _goes_on(table, covers, first, last + 1):
            break
        last += 1
    after = last + 1
    numbers: tuple[str, ...] = ()
    if after < len(table.rows) and is_number_row(table.rows[after]):
        numbers = tuple(cell.plain for cell in table.rows[after])
        after += 1
    paths = _spread(table, covers, first, last)
    fields = _make_fields(table, paths, after)
    titles = tuple(cell.plain for row in table.rows[:first] for cell in row if cell.plain) + (
        (table.title,) if table.title else ()
    )
    return Heading(first, after, _refine(table, fields, after, titles), numbers, titles)


def _last_repeated(table: SourceTable) -> int:
    """Return the last row of the heading that repeats on each page.

    The line of numbers left out.
    """
    last = table.header_rows - 1
    return last - 1 if last and is_number_row(table.rows[last]) else last


def _find_first(table: SourceTable, covers: dict[tuple[int, int], tuple[int, int]]) -> int | None:
    """Return the first row with two headings that are known, else the first with three texts."""
    fallback = None
    for index, row in enumerate(table.rows[:SEARCHED_ROWS]):
        own = [
            cell
            for at, cell in enumerate(row)
            if cell.plain and covers.get((index, at), (index, at)) == (index, at)
        ]
        if len(own) < 2:  # noqa: PLR2004 — one cell is a title
            continue
        known = sum(1 for cell in own if words.find_role(cell.plain) or _is_year(cell))
        if known >= 2 and known * 2 >= len(own) and not _has_figures(own):  # noqa: PLR2004
            return index
        texts = [cell for cell in own if cell.kind == TEXT and len(cell.plain) <= words.MAX_HEADING]
        if fallback is None and len(texts) == len(own) and not _has_figures(own):
            fallback = index
    return fallback


def _has_figures(cells: Sequence[SourceCell]) -> bool:
    return any(_is_figure(cell) for cell in cells)


def _is_figure(cell: SourceCell) -> bool:
    """Return whether a cell holds a figure that no heading holds.

    Any number but a year and a column's.
    """
    if _is_year(cell) or not cell.plain:
        return False
    if cell.kind == NUMBER:
        return True
    plain = words.without_years(cell.plain)
    digits = sum(map(str.isdigit, plain))
    return digits > 0 and digits * 2 >= len(plain) and not words.is_column_number(plain)


def _is_year(cell: SourceCell) -> bool:
    return words.is_year(cell.plain)


def _goes_on(
    table: SourceTable, covers: dict[tuple[int, int], tuple[int, int]], first: int, index: int
) -> bool:
    """Return whether a row still belongs to the heading."""
    row = table.rows[index]
    held = any(
        first <= covers.get((index, at), (index, at))[0] < index for at in range(table.width)
    )
    own = [
        cell
        for at, cell in enumerate(row)
        if cell.plain and covers.get((index, at), (index, at))[0] == index
    ]
    if not own:
        below = index + 1 < len(table.rows) and any(cell.plain for cell in table.rows[index + 1])
        return held or (below and _goes_on(table, covers, first, index + 1))
    if _counts_years(table, covers, first, index):
        return True
    if is_number_row(row) or _has_figures(own):
        return False
    known = sum(1 for cell in own if _is_known(cell))
    short = all(len(cell.plain) <= words.MAX_HEADING for cell in own)
    if short and len(own) > 1 and _leaves_names_blank(table, covers, first, index):
        return True
    below_name = any(
        table.rows[above][at].plain
        for above in range(first, index)
        for at, cell in enumerate(row)
        if cell.plain
        and words.find_role(table.rows[above][at].plain)
        in (words.NAME, words.CODE, words.INDICATOR)
        and covers.get((above, at), (above, at)) == (above, at)
        and not _spans(table, above, at)
    )
    return short and known * 2 >= len(own) and (held or (known == len(own) and not below_name))


def _counts_years(
    table: SourceTable, covers: dict[tuple[int, int], tuple[int, int]], first: int, index: int
) -> bool:
    """Return whether a row holds but the numbers of years below `Target pada Tahun ke-`."""
    own = [at for at, cell in enumerate(table.rows[index]) if cell.plain]
    texts = [table.rows[index][at].plain for at in own]
    if len(own) < 2 or not all(map(words.is_nth, texts)):  # noqa: PLR2004 — a period has years
        return False
    rows = range(first, index)
    return all(any(words.counts_years(_over(table, covers, up, at)) for up in rows) for at in own)


def _over(
    table: SourceTable, covers: dict[tuple[int, int], tuple[int, int]], row: int, column: int
) -> str:
    """Return the heading over a column in a row: its cell's, or that of the group on its left."""
    for at in range(column, -1, -1):
        top, left = covers.get((row, at), (row, at))
        if table.rows[top][left].plain:
            return table.rows[top][left].plain
    return ""


def _leaves_names_blank(
    table: SourceTable, covers: dict[tuple[int, int], tuple[int, int]], first: int, index: int
) -> bool:
    """Return whether a row of words has neither name nor code: it parts the headings above it.

    A row of the table is named by one of both; `APBD | DAK | Jumlah` below `Alokasi` is not.
    """
    if any(any(map(str.isdigit, cell.plain)) for cell in table.rows[index]):
        return False
    own = {at for at in range(table.width) if covers.get((index, at), (index, at))[0] >= index}
    named = [
        at
        for above in range(first, index)
        for at, cell in enumerate(table.rows[above])
        if words.find_role(cell.plain) in (words.NAME, words.CODE, words.CODE_NAME, words.INDICATOR)
    ]
    return bool(named) and not any(at in own and table.rows[index][at].plain for at in named)


def _is_known(cell: SourceCell) -> bool:
    text = cell.plain
    return (
        bool(words.find_role(text) or words.find_level(text))
        or words.is_end(text)
        or _is_year(cell)
    )


def _spans(table: SourceTable, row: int, column: int) -> bool:
    return any(
        merge.top == row and merge.left == column and merge.right > merge.left
        for merge in table.merges
    )


def is_number_row(row: Sequence[SourceCell]) -> bool:
    """Return whether a row is the line of column numbers."""
    texts = [cell.plain for cell in row if cell.plain]
    if len(texts) < MANY or not all(map(words.is_column_number, texts)):
        return False
    leads = [int("".join(filter(str.isdigit, text.partition("=")[0])) or 0) for text in texts]
    rising = sum(1 for one, two in pairwise(leads) if two == one + 1)
    return rising * 2 >= len(leads) - 1


def _spread(
    table: SourceTable, covers: dict[tuple[int, int], tuple[int, int]], first: int, last: int
) -> list[tuple[str, ...]]:
    """Return the heading path of each column.

    Merges spread, and a group over blanks to its right.
    """
    grid: list[list[str]] = []
    for index in range(first, last + 1):
        line: list[str] = []
        for at in range(table.width):
            row, column = covers.get((index, at), (index, at))
            line.append(table.rows[row][column].plain if row >= first else "")
        grid.append(line)
    merged = {spot for spot in covers if first <= spot[0] <= last}
    for depth, line in enumerate(grid[:-1]):
        for at in range(1, table.width):
            if line[at] or (first + depth, at) in merged or not line[at - 1]:
                continue
            above = [grid[up][at] == grid[up][at - 1] for up in range(depth)]
            below = any(grid[down][at] for down in range(depth + 1, len(grid)))
            own_below = any(grid[down][at - 1] for down in range(depth + 1, len(grid)))
            if below and own_below and all(above):
                line[at] = line[at - 1]
    return [
        tuple(dict.fromkeys(text for text in (line[at] for line in grid) if text))
        for at in range(table.width)
    ]


def _make_fields(
    table: SourceTable, paths: Sequence[tuple[str, ...]], after: int
) -> list[HeadingField]:
    found = []
    codes = [at for at, path in enumerate(paths) if path and words.find_role(path[0]) == words.CODE]
    for at, path in enumerate(paths):
        filled = any(row[at].plain for row in table.rows[after:])
        if not path and not filled:
            continue
        role = words.CODE if at in codes and len(codes) > 1 else _role_of(path)
        joined = " ".join(path)
        found.append(
            HeadingField(
                at,
                path,
                role,
                year=words.find_year(joined),
                nth=words.find_nth_in(path),
                end=words.is_end(joined) and not words.find_nth_in(path),
                level=words.find_level(path[-1]) if path else "",
                scale=words.find_scale(joined),
            )
        )
    return found


def _role_of(path: Sequence[str]) -> str:
    """Return the role of a heading path: the lowest words that are known decide."""
    found = [role for role in map(words.find_role, reversed(path)) if role]
    if not found:
        return words.OTHER if path else ""
    lowest = found[0]
    if lowest == words.YEAR_ONLY:
        return next((role for role in found if role in words.FIGURES - {words.YEAR_ONLY}), lowest)
    upper = next(
        (role for role in found[1:] if role in (words.REACHED, words.RATIO, words.BASE)), ""
    )
    if lowest == words.TARGET and upper:
        return upper
    if lowest in (words.NAME, words.OFFICE) and len(path) > 1 and found[-1] == words.MONEY:
        return words.OTHER
    return lowest


# What the contents say


def _refine(
    table: SourceTable, fields: list[HeadingField], after: int, titles: Sequence[str]
) -> tuple[HeadingField, ...]:
    scale = max((words.find_scale(title) for title in titles), default=1)
    done = [_refine_one(table, field, fields, after, scale) for field in fields]
    done = _settle_bases(_settle_codes(done))
    return tuple(_name_fields(done))


def _refine_one(
    table: SourceTable, field: HeadingField, fields: Sequence[HeadingField], after: int, scale: int
) -> HeadingField:
    cells = [row[field.at] for row in table.rows[after:] if row[field.at].kind != EMPTY]
    role = field.role
    if role == words.CODE_NAME and _are_codes(cells):
        role = words.CODE
    if role == words.OTHER and words.may_be_unit(field.path[-1]) and _are_units(cells):
        role = words.UNIT
    if role in (words.YEAR_ONLY, words.TARGET) and field.path:
        role = _figure_role(field, fields, cells)
    if role in (words.OTHER, "") and field.end and cells:
        ends = words.is_period_end(field.heading)
        role = words.MONEY if _is_money(cells) else _end_role(cells) if ends else role
    is_money = role == words.MONEY
    own = field.scale if field.scale > 1 else scale
    return replace(field, role=role, scale=own if is_money else 1)


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
    digits = "".join(filter(str.isdigit, text.partition(",")[0]))
    bare = text.removeprefix("rp").strip(" .-()")
    return len(digits) > 4 and all(char.isdigit() or char in ".,- ()" for char in bare)  # noqa: PLR2004 — 10.000 and more


def _settle_bases(fields: Sequence[HeadingField]) -> list[HeadingField]:
    """Take a single reached or condition column of a year before all others as the base."""
    years = [
        field.year for field in fields if field.role in (words.TARGET, words.MONEY) and field.year
    ]
    found = []
    reached = [field for field in fields if field.role == words.REACHED]
    for field in fields:
        before = bool(years) and 0 < field.year < min(years)
        is_base = (
            field.role == words.REACHED
            and len(reached) == 1
            and (before or (years and not field.year))
        )
        text = field.heading.lower()
        condition = (
            field.role == words.OTHER and before and ("kondisi" in text or "capaian" in text)
        )
        found.append(replace(field, role=words.BASE, end=False) if is_base or condition else field)
    return found


def _settle_codes(fields: Sequence[HeadingField]) -> list[HeadingField]:
    """Give five columns below one heading `Kode` the levels of the official order."""
    codes = [field for field in fields if field.role == words.CODE]
    if len(codes) != len(words.LEVELS) or any(field.level for field in codes):
        return list(fields)
    levels = {field.at: level for field, level in zip(codes, words.LEVELS, strict=True)}
    return [replace(field, level=levels.get(field.at, field.level)) for field in fields]


def _name_fields(fields: Sequence[HeadingField]) -> list[HeadingField]:
    """Give every column its name; of two that would bear one, the later bears its heading."""
    taken: set[str] = set()
    done = []
    for field in fields:
        name = _usual_name(field, fields)
        if name in taken:
            name = words.make_slug("_".join(field.path))
        base, count = name, 1
        while name in taken:
            count += 1
            name = f"{base}_{count}"
        taken.add(name)
        done.append(replace(field, name=name))
    return done


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
