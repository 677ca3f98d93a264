"""The widths of a table's columns, so that no figure is broken, and the rows too tall for a page.

Word breaks a figure that is wider than its cell in the middle, without a word. The data give the
widths; a column whose widest figure needs more takes it from those that have room.
"""

from __future__ import annotations

import re
from operator import ge
from typing import TYPE_CHECKING, NamedTuple

from renstra_doc.template.roles import HEADER, ORDINARY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from renstra_doc.template.read import RoleLook, TableLook
    from renstra_doc.view import GridCell, TableItem, TableRow

    Words = dict[int, int]  # a width in twips → how many words need it

# Twips: the 0,19 cm that Word gives a cell on each side where the template says nothing.
USUAL_MARGIN = 108
BORDER = 20
LEAST = 400  # twips that a column keeps, whatever others need
_SIDE = re.compile(r'<w:(?:left|right|start|end) w:w="(\d{1,5})" w:type="dxa"/>')
_MARGINS = re.compile(r"<w:tblCellMar>(?:[^<]|<(?!/?w:tblCellMar>))*+</w:tblCellMar>")
_BAND = re.compile(r'<w:(?:top|bottom) w:w="(\d{1,5})" w:type="dxa"/>')
_PARTING = re.compile(r"[\s/\-–—]+")
MAX_SOFT = 2400  # no word asks for more room than so many twips
STEP = 20  # words that differ by less ask for the same room
HEAD_WEIGHT = 10
SHARES_KEPT = (0.9, 0.8, 0.7, 0.6, 0.5)


class Tight(NamedTuple):
    """A figure that no width of the page holds, or a word: its row ("" of the header), its column.

    Of the broken words of a table only the first is named, with how many there are.
    """

    row: str
    column: int
    text: str
    words: int = 0


class Fit(NamedTuple):
    """The widths of the columns in twips, and what does not fit in them."""

    widths: tuple[int, ...]
    tight: tuple[Tight, ...] = ()


def fit_widths(item: TableItem, look: TableLook, widths: tuple[int, ...]) -> Fit:
    """Return widths in which every figure stands on one line.

    In: the table, its look, the widths that the data ask for. Columns that have room give it, each
    by what it has above its longest word; where that is too little, words break before figures do,
    and as few of them as may be.
    """
    margins = read_margins(look)
    figures = _widest(item, look, margins)
    need = [
        max(figures[place][0] if place in figures else 0, min(width, LEAST))
        for place, width in enumerate(widths)
    ]
    # No sharing out can help: the widths stay, and each figure that breaks is told.
    if sum(need) > sum(widths):
        places = [place for place, width in enumerate(widths) if need[place] > width]
        return Fit(widths, tuple(figures[place][1] for place in places))
    floor = _find_floor(need, _count_words(item, look, margins), widths)
    if all(map(ge, widths, floor)):
        return Fit(widths)
    shared = _share(widths, floor)
    return Fit(shared, tuple(_find_broken(item, look, shared, margins)))


def _find_floor(
    need: Sequence[int], words: Sequence[Words], widths: Sequence[int]
) -> Sequence[int]:
    """Return the least width of each column: all words whole, or as many as may be."""
    longest = [max([least, *each]) for least, each in zip(need, words, strict=True)]
    if sum(longest) <= sum(widths):
        return longest
    return _keep_words(_hold_columns(need, longest, widths), words, sum(widths))


def _hold_columns(need: Sequence[int], longest: Sequence[int], widths: Sequence[int]) -> list[int]:
    """Return widths that leave each column a share of its own, as large as there is room for.

    A text of few rows would else be pressed to a few letters a line.
    """
    # The largest share for which there is room.
    for share in SHARES_KEPT:
        held = [
            max(least, min(word, int(share * width)))
            for least, word, width in zip(need, longest, widths, strict=True)
        ]
        if sum(held) <= sum(widths):
            return held
    return list(need)


def _keep_words(need: Sequence[int], words: Sequence[Words], total: int) -> list[int]:
    """Widen columns so that most words stay whole: always where a twip saves most of them."""
    floor, spare = list(need), total - sum(need)
    # Greedy: always the widening that saves most words for a twip.
    while found := max(_offers(floor, words, spare), default=None):
        _, place, width = found
        spare -= width - floor[place]
        floor[place] = width
    return floor


def _offers(
    floor: Sequence[int], words: Sequence[Words], spare: int
) -> Iterator[tuple[float, int, int]]:
    """Yield what each wider column would save: words by twip, its place, its width."""
    for place, (least, counts) in enumerate(zip(floor, words, strict=True)):
        saved = 0
        for width in sorted(width for width in counts if width > least):
            saved += counts[width]
            if width - least <= spare:
                yield saved / (width - least), place, width


def _share(widths: Sequence[int], floor: Sequence[int]) -> tuple[int, ...]:
    """Raise each column to its floor; the others pay, each by what it has above its own."""
    room = [max(width - least, 0) for width, least in zip(widths, floor, strict=True)]
    lack = sum(max(least - width, 0) for width, least in zip(widths, floor, strict=True))
    spare = sum(room)
    shared = [
        max(width, least) - (have * lack // spare if spare else 0)
        for width, least, have in zip(widths, floor, room, strict=True)
    ]
    # What rounding left over goes to the widest column.
    shared[shared.index(max(shared))] += sum(widths) - sum(shared)
    return tuple(shared)


def read_margins(look: TableLook) -> int:
    """Return the inner margins of a cell, left and right together, with its border."""
    match = _MARGINS.search(look.properties)
    sides = [int(side) for side in _SIDE.findall(match[0])] if match else []
    return (sum(sides[:2]) if sides else 2 * USUAL_MARGIN) + BORDER


def _widest(item: TableItem, look: TableLook, margins: int) -> dict[int, tuple[int, Tight]]:
    """Return the width that the widest figure of each column needs, and which figure it is."""
    found: dict[int, tuple[int, Tight]] = {}
    for row, role, place, cell in _single_cells(item, look):
        for figure in _figures(cell.teks):
            needed = round(role.type.measure(figure)) + margins
            if place not in found or needed > found[place][0]:
                found[place] = (needed, Tight(row, place, figure))
    return found


def _count_words(item: TableItem, look: TableLook, margins: int) -> list[Words]:
    """Return of each column how many words need which width; a heading stands on every page."""
    found: list[Words] = [{} for _ in item.lebar]
    for row, role, place, cell in _single_cells(item, look):
        counts = found[place]
        for word in _PARTING.split(cell.teks):
            # Rounded up: fewer different widths to choose from, and none too narrow.
            wide = -(-min(role.type.measure(word), MAX_SOFT) // STEP) * STEP
            needed = round(wide) + margins
            counts[needed] = counts.get(needed, 0) + (1 if row else HEAD_WEIGHT)
    return found


def _find_broken(
    item: TableItem, look: TableLook, widths: Sequence[int], margins: int
) -> Iterator[Tight]:
    """Yield the first word that is broken, with the number of all; none where all are whole."""
    found = [
        Tight(row, place, word)
        for row, role, place, cell in _single_cells(item, look)
        for word in _PARTING.split(cell.teks)
        if min(role.type.measure(word), MAX_SOFT) + margins > widths[place] + 1
    ]
    yield from (tight._replace(words=len(found)) for tight in found[:1])


def _figures(text: str) -> Iterator[str]:
    """Yield the pieces of a text that hold a digit and that no line may break."""
    if text.isdecimal() or not any(map(str.isdigit, text)):
        pieces = [text] if text.isdecimal() else []
    else:
        # The marks of bold and italic are not printed and take no room.
        pieces = _PARTING.split(text.replace("*", ""))
    yield from (piece for piece in pieces if any(map(str.isdigit, piece)))


def _single_cells(
    item: TableItem, look: TableLook
) -> Iterator[tuple[str, RoleLook, int, GridCell]]:
    """Yield each cell of one column: its row, its look, its column."""
    ordinary = look.roles[ORDINARY]
    heads = [("", look.roles.get(HEADER, ordinary), row) for row in item.kepala]
    rows = [(row.id, look.roles.get(row.tingkat, ordinary), row.cells) for row in item.rows]
    for row, role, cells in (*heads, *rows):
        place = 0
        for cell in cells:
            # A merged cell has the room of all its columns.
            if cell.lebar == 1 and cell.teks:
                yield row, role, place, cell
            place += cell.lebar


def is_taller(row: TableRow, role: RoleLook, widths: Sequence[int], room: float) -> bool:
    """Return whether a row is about as tall as the room of a page, or more: it may split then."""
    return max(_lines_of(row.cells, role, widths, USUAL_MARGIN)) * role.type.line > room


def estimate_height(row: TableRow, role: RoleLook, widths: Sequence[int]) -> float:
    """Return about how tall a row is in twips: its longest cell, merged ones aside."""
    lines = _lines_of(row.cells, role, widths, USUAL_MARGIN)
    # A merged cell goes on below and makes no row of its own higher.
    own = [count for count, cell in zip(lines, row.cells, strict=True) if not cell.tegak]
    return max([1, *own]) * role.type.line


class Head(NamedTuple):
    """The heading rows of a table: what each takes by itself, and what the last one lacks."""

    own: tuple[int, ...]
    lack: int = 0

    @property
    def height(self) -> int:
        """How tall all of them are together, in twips."""
        return sum(self.own) + self.lack

    @property
    def least_heights(self) -> tuple[int, ...]:
        """The least height of each row, 0 where its own cells make it high enough."""
        last = self.own[-1] + self.lack if self.lack else 0
        return (*[0] * (len(self.own) - 1), last) if self.own else ()


def read_head(item: TableItem, look: TableLook, widths: Sequence[int]) -> Head:
    """Return how tall the heading rows of a table are.

    A cell that goes down over several rows makes none of them higher in LibreOffice where the
    header is repeated: what the last row lacks is said.
    """
    role = look.roles.get(HEADER, look.roles[ORDINARY])
    margins, band = read_margins(look), _band(look)
    counted = [_count_heading(cells, role, widths, margins) for cells in item.kepala]
    own = tuple(round(flat * role.type.line + band) for flat, _ in counted)
    merged = [round(deep * role.type.line + band) for _, deep in counted]
    return Head(own, max([0, *(height - sum(own[row:]) for row, height in enumerate(merged))]))


def _count_heading(
    cells: Sequence[GridCell], role: RoleLook, widths: Sequence[int], margins: int
) -> tuple[int, int]:
    """Return the most lines that a cell of a heading row takes, and one that begins in it."""
    counted = list(zip(_lines_of(cells, role, widths, margins), cells, strict=True))
    flat = max((count for count, cell in counted if not cell.tegak), default=1)
    return flat, max((count for count, cell in counted if cell.tegak and cell.teks), default=0)


def _lines_of(
    cells: Sequence[GridCell], role: RoleLook, widths: Sequence[int], margins: int
) -> list[int]:
    """Return how many lines each cell takes."""
    place, found = 0, []
    for cell in cells:
        width = max(sum(widths[place : place + cell.lebar]) - margins, 1)
        found.append(sum(_wrap(line, role, width) for line in cell.teks.split("\n")))
        place += cell.lebar
    return found


def _wrap(text: str, role: RoleLook, width: int) -> int:
    """Return how many lines a text takes; a word that is too long goes over several."""
    lines, used = 1, 0.0
    blank = role.type.measure(" ")
    for word in text.split():
        wide = role.type.measure(word)
        if used and used + blank + wide > width:
            lines, used = lines + 1, 0.0
        # Word breaks a word that is wider than its cell, where the line is full.
        lines += int(wide // width)
        used += (blank if used else 0.0) + wide % width
    return lines


def _band(look: TableLook) -> int:
    """Return the inner margins of a cell above and below together, with its border."""
    match = _MARGINS.search(look.properties)
    return sum(map(int, _BAND.findall(match[0]))) + BORDER if match else BORDER
