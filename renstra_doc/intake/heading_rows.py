"""Which rows of a table are its heading: found by known words, ended by the first figures."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.source import NUMBER, TEXT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renstra_doc.intake.source import SourceCell, SourceTable

MAX_HEADER_ROWS, SEARCHED_ROWS, MANY = 6, 60, 3
_NAMES = (words.NAME, words.CODE, words.INDICATOR)
_NAMING = (*_NAMES, words.CODE_NAME)


class HeadingRows:
    """The rows of a heading from its first on; a merge's text is that of every cell it covers."""

    def __init__(self, table: SourceTable) -> None:
        """Take the table; its heading begins at the top until it is found."""
        self.table = table
        self.covers = table.covers()
        self.first = 0

    def find(self) -> tuple[int, int] | None:
        """Return the first and the last row of the heading, None where no row looks like one."""
        # Word's own mark of a row that repeats on each page (w:tblHeader, 17.4.78).
        if self.table.header_rows:
            return 0, self._last_repeated()
        first = self._find_first()
        if first is None:
            return None
        self.first = last = first
        while last + 1 < len(self.table.rows) and last - first < MAX_HEADER_ROWS:
            if not self._goes_on(last + 1):
                break
            last += 1
        return first, last

    def _last_repeated(self) -> int:
        """Return the last row that repeats on each page, the line of numbers left out."""
        last = self.table.header_rows - 1
        return last - 1 if last and is_number_row(self.table.rows[last]) else last

    def _origin(self, row: int, column: int) -> tuple[int, int]:
        return self.covers.get((row, column), (row, column))

    def _find_first(self) -> int | None:
        """Return the first row with two headings that are known, else the first of texts alone."""
        fallback = None
        for index in range(min(len(self.table.rows), SEARCHED_ROWS)):
            own = self._list_starts(index)
            # A lone text is a title, and figures are rows.
            if len(own) < 2 or _has_figures(own) or _is_label(own):  # noqa: PLR2004 — one cell is a title
                continue
            # Two known headings settle it; rows of short texts are kept in case none is known.
            if _are_known_words(own):
                return index
            if fallback is None and all(map(_is_short_text, own)):
                fallback = index
        return fallback

    def _list_starts(self, index: int) -> list[SourceCell]:
        """Return the filled cells of a row that no merge covers, its own first cell apart."""
        row = enumerate(self.table.rows[index])
        return [cell for at, cell in row if cell.plain and self._origin(index, at) == (index, at)]

    def _goes_on(self, index: int) -> bool:
        """Return whether a row still belongs to the heading."""
        own = self._own(index)
        # A merge that reaches into the row: the heading goes on beside it.
        held = any(
            self.first <= self._origin(index, at)[0] < index for at in range(self.table.width)
        )
        if not own:
            return held or self._goes_on_below(index)
        return self._counts_years(index) or (
            not is_number_row(self.table.rows[index])
            and not _has_figures(own)
            and self._reads_on(index, own, held=held)
        )

    def _reads_on(self, index: int, own: Sequence[SourceCell], *, held: bool) -> bool:
        """Return whether a row of words goes on with the heading that may reach into it."""
        if not _are_short(own):
            return False
        if len(own) > 1 and self._leaves_names_blank(index):
            return True
        if held and self._parts_groups(index):
            return True
        known = sum(map(_is_known, own))
        # Right below `Uraian` a word is the first name of the table, whatever else it could head.
        whole = known == len(own) and not self._is_below_name(index)
        return known * 2 >= len(own) and (held or whole)

    def _parts_groups(self, index: int) -> bool:
        """Return whether each word of a row stands below a heading over several columns.

        `L | P` below `Jenis Kelamin`, beside headings that reach down into the row.
        """
        row = self.table.rows[index]
        own = [
            at for at, _ in enumerate(row) if row[at].plain and self._origin(index, at)[0] == index
        ]
        above = range(self.first, index)
        return all(any(self._spans(*self._origin(up, at)) for up in above) for at in own)

    def _own(self, index: int) -> list[SourceCell]:
        """Return the filled cells of a row that no merge from above covers."""
        row = enumerate(self.table.rows[index])
        return [cell for at, cell in row if cell.plain and self._origin(index, at)[0] == index]

    def _goes_on_below(self, index: int) -> bool:
        """Return whether the row after a blank one goes on."""
        rows = self.table.rows
        below = index + 1 < len(rows) and any(cell.plain for cell in rows[index + 1])
        return below and self._goes_on(index + 1)

    def _is_below_name(self, index: int) -> bool:
        """Return whether a text stands right below a heading of names: it is a name then."""
        filled = [at for at, cell in enumerate(self.table.rows[index]) if cell.plain]
        above = range(self.first, index)
        return any(self._names_alone(row, at) for row in above for at in filled)

    def _names_alone(self, row: int, column: int) -> bool:
        """Return whether a cell heads names, and its own column only."""
        role = words.find_role(self.table.rows[row][column].plain)
        is_own = self._origin(row, column) == (row, column)
        return role in _NAMES and is_own and not self._spans(row, column)

    def _spans(self, row: int, column: int) -> bool:
        return any(
            merge.top == row and merge.left == column and merge.right > merge.left
            for merge in self.table.merges
        )

    def _counts_years(self, index: int) -> bool:
        """Return whether a row holds but the numbers of years below `Target pada Tahun ke-`."""
        row = self.table.rows[index]
        own = [at for at, cell in enumerate(row) if cell.plain]
        if len(own) < 2 or not all(words.is_nth(row[at].plain) for at in own):  # noqa: PLR2004 — a period has years
            return False
        rows = range(self.first, index)
        return all(any(words.counts_years(self._over(up, at)) for up in rows) for at in own)

    def _over(self, row: int, column: int) -> str:
        """Return the heading over a column in a row: its cell's, or its group's on the left."""
        for at in range(column, -1, -1):
            top, left = self._origin(row, at)
            if self.table.rows[top][left].plain:
                return self.table.rows[top][left].plain
        return ""

    def _leaves_names_blank(self, index: int) -> bool:
        """Return whether a row of words has neither name nor code: it parts the headings above it.

        A row of the table is named by one of both; `APBD | DAK | Jumlah` below `Alokasi` is not.
        """
        row = self.table.rows[index]
        if any(any(map(str.isdigit, cell.plain)) for cell in row):
            return False
        named = [
            at
            for above in self.table.rows[self.first : index]
            for at, cell in enumerate(above)
            if words.find_role(cell.plain) in _NAMING
        ]
        own = [at for at in named if self._origin(index, at)[0] >= index]
        return bool(named) and not any(row[at].plain for at in own)


def _are_known_words(cells: Sequence[SourceCell]) -> bool:
    """Return whether two headings or more are known, and half of them at least."""
    known = sum(1 for cell in cells if words.find_role(cell.plain) or is_year(cell))
    return known >= 2 and known * 2 >= len(cells)  # noqa: PLR2004


def _is_label(cells: Sequence[SourceCell]) -> bool:
    """Return whether a row says one thing of the table: `Program | : 2.23.02 Pembinaan`."""
    return any(cell.plain.startswith(":") for cell in cells[1:])


def _has_figures(cells: Sequence[SourceCell]) -> bool:
    return any(map(_is_figure, cells))


def _are_short(cells: Sequence[SourceCell]) -> bool:
    return all(len(cell.plain) <= words.MAX_HEADING for cell in cells)


def _is_short_text(cell: SourceCell) -> bool:
    return cell.kind == TEXT and len(cell.plain) <= words.MAX_HEADING


def _is_figure(cell: SourceCell) -> bool:
    """Return whether a cell holds a figure that no heading holds.

    Any number but a year and a column's.
    """
    if is_year(cell) or not cell.plain:
        return False
    if cell.kind == NUMBER:
        return True
    plain = words.without_years(cell.plain)
    digits = sum(map(str.isdigit, plain))
    # `Target 2021` is words, `12.500 m2` is a figure: half of it digits.
    return digits > 0 and digits * 2 >= len(plain) and not words.is_column_number(plain)


def is_year(cell: SourceCell) -> bool:
    """Return whether a cell holds a year and nothing else."""
    return words.is_year(cell.plain)


def _is_known(cell: SourceCell) -> bool:
    text = cell.plain
    is_level = bool(words.find_role(text) or words.find_level(text))
    return is_level or words.is_end(text) or is_year(cell)


def is_number_row(row: Sequence[SourceCell]) -> bool:
    """Return whether a row is the line of column numbers."""
    texts = [cell.plain for cell in row if cell.plain]
    if len(texts) < MANY or not all(map(words.is_column_number, texts)):
        return False
    # `13 = 9 + 10`: the number before the sign is the column's.
    leads = [int("".join(filter(str.isdigit, text.partition("=")[0])) or 0) for text in texts]
    rising = sum(1 for one, two in pairwise(leads) if two == one + 1)
    return rising * 2 >= len(leads) - 1
