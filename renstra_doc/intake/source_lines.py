"""The rows below a heading.

Which are rows of the table, which go on, repeat, add up or are none.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.budget_codes import lead_codes, split_code
from renstra_doc.intake.headings import choose_names
from renstra_doc.intake.line_parts import split_indicators
from renstra_doc.intake.row_codes import RowCodes, give_back_zeros
from renstra_doc.intake.source import (
    EMPTY,
    NOTHING,
    SourceCell,
    SourceRemark,
    join_cells,
    join_spaced,
)
from renstra_doc.intake.source_line import MAIN, Found, SourceLine
from renstra_doc.intake.table_end import TableEnd, find_page_mark, has_digit, next_part
from renstra_doc.model.row_levels import GROUP, INDICATOR, TOTAL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from renstra_doc.intake.heading_field import HeadingField
    from renstra_doc.intake.headings import Heading
    from renstra_doc.intake.source import SourceTable

    Cells = dict[int, SourceCell]

_BULLET = re.compile(r"^[\s\u00a0]*[-\u2022\u2013\u2014*\u25aa\u25cf\u00b7>]+[\s\u00a0]+")
MOST_JOINED = 40  # rows that a page or a hurried hand cut one row into
MOST_LABELS = 8  # columns in which a total may be called so
# Amounts are not parted: what an indicator's row costs would enter no sum.
_PARTED = (*(words.FIGURES - {words.MONEY}), words.UNIT, words.NO, words.PLACE_NAME, words.OFFICE)


class LineReader:
    """Reads the rows below a heading, top down."""

    # What has been seen on the way down.
    joint = is_coded = False
    looked, last_main = 0, -1

    def __init__(
        self,
        table: SourceTable,
        heading: Heading,
        skip: frozenset[int],
        *,
        faithful: bool = False,
    ) -> None:
        """Take the table, its heading, and rows that are not to be read (hidden ones).

        `faithful`: every row stays one row, and every cell says what it says.
        """
        self.table, self.heading, self.skip, self.faithful = table, heading, skip, faithful
        self.covers = table.covers()
        self.lines: list[SourceLine] = []
        self.remarks: list[SourceRemark] = []
        self.wide_rows = table.wide_rows()
        self.above: dict[int, tuple[str, str]] = {}
        self._choose_columns()
        codes, by_level = heading.of(words.CODE), len(self.names) > 1
        self.codes = RowCodes(table, codes, heading.after, by_level=by_level)
        self.end = TableEnd(table, heading, self.codes, sorted(self.name_columns))
        self.is_mixed = not faithful and self._holds_codes(table.rows[heading.after :])

    def _choose_columns(self) -> None:
        """Part the columns by what a row is asked for: names, figures, what calls a total."""
        found = choose_names(self.table, self.heading)
        self.names = found[:1] if self.faithful else found
        self.name_columns = names = {f.at for f in self.names}
        fields = self.heading.fields
        self.figures = [f.at for f in fields if f.role in words.FIGURES]
        self.indicators = [f.at for f in fields if f.role == words.INDICATOR and f.at not in names]
        self.parted = [f.at for f in fields if f.role in _PARTED]
        self.labels = self._choose_labels()

    def _choose_labels(self) -> list[int]:
        """Return the columns in which a total may be called so."""
        fields, skipped = self.heading.fields, self.indicators if self.names else []
        labels = [f.at for f in fields if f.role not in words.FIGURES and f.at not in skipped]
        return [at for n, at in enumerate(labels) if n < MOST_LABELS or at in self.name_columns]

    def _holds_codes(self, body: Sequence[Sequence[SourceCell]]) -> bool:
        """Return whether the names begin with their codes."""
        if any(f.role == words.CODE_NAME for f in self.names):
            return True
        if self.codes.columns or not self.names:
            return False
        texts = [row[at].plain for row in body for at in self.name_columns if row[at].plain]
        return lead_codes([_BULLET.sub("", text) for text in texts])

    def read(self) -> Found:
        """Read all rows."""
        rows, rest = self.table.rows, self.end.rest
        last = self.end.find_last()
        for index in range(self.heading.after, rest):
            # It stays in force over rows that are left out, up to the next one taken.
            self.joint = self.joint or index in self.table.joints
            if any(cell.plain for cell in rows[index]):
                self._read_row(index, rows[index], last)
        if rest < len(rows):
            self._leave_rest(rest)
        lines, remarks = give_back_zeros(self.table, self.lines)
        return Found(tuple(lines), (*self.remarks, *remarks), rest)

    def _read_row(self, index: int, row: Sequence[SourceCell], last: int) -> None:
        """Leave a row out, or take it; after a page's end the next row may go on with the last."""
        if index in self.skip:
            self._leave(index, "baris tersembunyi")
        elif index > last:
            self._leave(index, "di bawah tabel: tanda tangan atau catatan")
        elif mark := find_page_mark(row, faithful=self.faithful):
            self._leave(index, mark)
            self.joint = True
        elif self.end.repeats_heading(row):
            self._leave(index, "kepala tabel diketik ulang")
            self.joint = True
        elif self.end.leads_heading(index):
            self._leave(index, "judul di atas kepala yang diketik ulang")
            self.joint = True
        else:
            self._take(index, row)
            self.joint = False

    def _leave_rest(self, first: int) -> None:
        """Leave out another table on the sheet, and say how it is read."""
        for index in range(first, len(self.table.rows)):
            if any(cell.plain for cell in self.table.rows[index]):
                self._leave(index, "tabel lain di bawah tabel ini")
        name = next_part(self.table.name)
        message = f'di bawah tabel ini ada tabel lain: baca dengan --lembar "{name}"'
        self.remarks.append(SourceRemark("ragu", self.table.place(first), message))

    def _leave(self, index: int, why: str) -> None:
        text = " | ".join(cell.plain for cell in self.table.rows[index] if cell.plain)
        self.remarks.append(SourceRemark("dibuang", self.table.place(index), why, text))

    # One row

    def _take(self, index: int, row: Sequence[SourceCell]) -> None:
        cells = {at: cell for at, cell in enumerate(row) if cell.kind != EMPTY or cell.formula}
        if self._is_total(index, row):
            self._add_total(index, row, cells)
        elif len(self.names) > 1:
            self._take_columns(index, row, cells)
        else:
            self._take_single(index, row, cells)

    def _is_total(self, index: int, row: Sequence[SourceCell]) -> bool:
        if self.codes.of(index)[0]:
            return False
        if not self.names and any(row[f.at].plain for f in self.heading.of(words.UNIT)):
            return False  # an indicator that is called so: `Jumlah B`, with its unit
        called = any(self._calls_total(at, row[at].plain) for at in self.labels)
        return self._sums_up(row) or (called and not self._is_named(row))

    def _calls_total(self, at: int, text: str) -> bool:
        """Return whether a label names a total; `Jumlah kegiatan` is what an indicator counts."""
        return words.is_bare_total(text) if at in self.indicators else words.is_total(text)

    def _sums_up(self, row: Sequence[SourceCell]) -> bool:
        """Return whether a row without code, among coded ones, adds up others: `Jumlah Program X`.

        `Jumlah X` with a target or unit is what an indicator measures.
        """
        named = any(words.begins_total(row[at].plain) for at in self.name_columns)
        others = {*self.name_columns, *(f.at for f in self.heading.of(words.MONEY))}
        rest = (cell.plain for at, cell in enumerate(row) if at not in others)
        return named and bool(self.codes.columns) and not any(rest)

    def _is_named(self, row: Sequence[SourceCell]) -> bool:
        """Return whether a row has a name of its own, which is no word for a total."""
        texts = [row[at].plain for at in self.name_columns if row[at].plain]
        return bool(texts) and not any(map(words.is_total, texts))

    def _add_total(self, index: int, row: Sequence[SourceCell], cells: Cells) -> None:
        called = [at for at in self.labels if words.is_total(row[at].plain)]
        at = next(iter((*called, *sorted(self.name_columns))))
        name = join_spaced(row[at].plain)
        if self.faithful or not self.names:
            self.lines.append(SourceLine(index, TOTAL, cells=cells, rows=(index,), raw=row[at]))
            return
        # The word `Jumlah` is no name of a program.
        kept = {place: cell for place, cell in cells.items() if place != at}
        self.lines.append(SourceLine(index, TOTAL, name, cells=kept, rows=(index,), raw=row[at]))

    def _take_single(self, index: int, row: Sequence[SourceCell], cells: Cells) -> None:
        """Take a row that is named in one column: it goes on, is a further indicator, or new."""
        code, is_number, name, raw = self._identify(index, row)
        # A row with a code never goes on with the one above.
        may_join = self.names and not code and self._may_join()
        if may_join and self._goes_on(index, row, name):
            self._join(index, cells)
        elif self._is_further(row, code, name):
            self._add_further(index, name, cells)
        else:
            kind = GROUP if self._is_group(index, row, code) else MAIN
            level = self.names[0].level if self.names else ""
            self._add(SourceLine(index, kind, name, code, level, cells, (index,), raw, is_number))

    def _is_further(self, row: Sequence[SourceCell], code: str, name: str) -> bool:
        """Return whether a row is a further indicator: it names the last row again, or nothing."""
        self._look_back()
        if self.last_main < 0 or not (self.names and self.indicators):
            return False
        previous = self.lines[self.last_main]
        is_named = bool(code or name)
        # Faithful rows stay apart even under one name.
        if is_named and (self.faithful or not _is_same(previous, code, name)):
            return False
        return any(row[at].plain for at in [*self.indicators, *self.figures])

    def _add_further(self, index: int, name: str, cells: Cells) -> None:
        if name:
            message = "nama yang sama dengan baris di atasnya"
            self.remarks.append(SourceRemark("dibuang", self.table.place(index), message, name))
        kept = {at: cell for at, cell in cells.items() if at not in self.name_columns}
        self._add(SourceLine(index, INDICATOR, cells=kept, rows=(index,)))

    def _identify(self, index: int, row: Sequence[SourceCell]) -> tuple[str, bool, str, SourceCell]:
        code, is_number = self.codes.of(index)
        raw = row[self.names[0].at] if self.names else NOTHING
        if self.faithful:
            return code, is_number, raw.plain, raw
        name = raw.plain
        if self.is_mixed and name:
            name = _BULLET.sub("", name)
            found, rest = split_code(name, single=self.names[0].role == words.CODE_NAME)
            code, name = (found or code), (rest if found else name)
        elif not code and not name:
            code, name, raw = self._name_beside_code(row, raw)
        return code, is_number, _BULLET.sub("", name), raw

    def _name_beside_code(
        self, row: Sequence[SourceCell], raw: SourceCell
    ) -> tuple[str, str, SourceCell]:
        """Return code and name where both stand in the column of codes, none beside it."""
        if len(self.codes.columns) != 1:
            return "", "", raw
        cell = row[self.codes.columns[0].at]
        code, name = split_code(cell.plain)
        return (code, name, cell) if code and name else ("", "", raw)

    def _may_join(self) -> bool:
        """Return whether the last row may go on: it was not cut into more than anybody cuts one."""
        return bool(self.lines) and len(self.lines[-1].rows) <= MOST_JOINED

    def _look_back(self) -> None:
        """Keep in mind the last row of its own and whether one has a code.

        Each line is looked at once.
        """
        for place in range(self.looked, len(self.lines)):
            line = self.lines[place]
            self.last_main = place if line.kind == MAIN else self.last_main
            self.is_coded = self.is_coded or bool(line.code)
        self.looked = len(self.lines)

    def _goes_on(self, index: int, row: Sequence[SourceCell], name: str) -> bool:
        """Return whether a row without a code is the rest of the one above.

        Cut by a page, or begun in small letters.
        """
        # A figure, or the name of a merge, belongs to a row of its own.
        if any(has_digit(row[at]) for at in self.figures) or self._is_covered(index):
            return False
        is_numbered = any(row[f.at].plain for f in self.heading.of(words.NO))
        if self.joint:
            return self._is_cut(is_numbered=is_numbered)
        # `… dan pelaporan` in small letters goes on with the name above it.
        return name[:1].islower() and not is_numbered and _are_small(row)

    def _is_cut(self, *, is_numbered: bool) -> bool:
        """Return whether the first row of a page, which has no code, is the rest of the last one.

        Where rows bear codes or numbers, one without is no row of its own.
        """
        self._look_back()
        return self.is_coded or (not is_numbered and bool(self.heading.of(words.NO)))

    def _is_covered(self, index: int) -> bool:
        """Return whether the name of a row is that of a merge from above."""
        return any(
            self.covers.get((index, at), (index, at))[0] != index for at in self.name_columns
        )

    def _join(self, index: int, cells: Mapping[int, SourceCell]) -> None:
        line = self.lines[-1]
        merged = dict(line.cells)
        for at, cell in cells.items():
            before = merged.get(at, NOTHING)
            merged[at] = join_cells(before, cell) if before.plain else cell
        name = line.name
        for f in self.names:
            rest = cells.get(f.at, NOTHING).plain
            name = f"{name} {rest}".strip() if rest else name
        places = f"{self.table.place(line.row)} + {self.table.place(index)}"
        self.remarks.append(SourceRemark("turunan", places, "baris terpotong, disambung", name))
        self.lines[-1] = replace(line, name=name, cells=merged, rows=(*line.rows, index))

    def _is_group(self, index: int, row: Sequence[SourceCell], code: str) -> bool:
        """Return whether a row is only a heading of a group.

        One text over several columns, no figures.
        """
        if code or any(row[at].plain for at in self.figures):
            return False
        filled = [at for at, cell in enumerate(row) if cell.plain]
        # One text over half of the width, and nothing beside it.
        return index in self.wide_rows and len(filled) == 1

    # Columns of names, one for each level

    def _take_columns(self, index: int, row: Sequence[SourceCell], cells: Cells) -> None:
        """Read a row that names its program, kegiatan and sub kegiatan in columns of their own."""
        new = [f for f in self.names if self._is_new(index, row, f)]
        own = {at: cell for at, cell in cells.items() if at not in self.name_columns}
        # No new name: figures beside the same names are a further indicator.
        if not new and self.lines and own:
            self._add(SourceLine(index, INDICATOR, cells=own, rows=(index,)))
        for f in new:
            # All levels that begin in this row; the figures belong to the deepest of them.
            self._remember(f, self._told(index, row[f.at], f), new)
            self._add(self._line_of(index, row, f, own if f is new[-1] else {}))
        if new:
            self._tell_again(index, row, new)

    def _tell_again(
        self, index: int, row: Sequence[SourceCell], new: Sequence[HeadingField]
    ) -> None:
        """Say which names only repeat those above."""
        again = [row[f.at].plain for f in self.names if row[f.at].plain and f not in new]
        if again:
            message, text = "nama jenjang atas yang berulang", " | ".join(again)
            self.remarks.append(SourceRemark("dibuang", self.table.place(index), message, text))

    def _is_new(self, index: int, row: Sequence[SourceCell], f: HeadingField) -> bool:
        """Return whether a column names something else than above, or bears another code."""
        return bool(row[f.at].plain) and self.above.get(f.at) != self._told(index, row[f.at], f)

    def _told(self, index: int, cell: SourceCell, f: HeadingField) -> tuple[str, str]:
        """Return the name of a row in a column of names, and its code of that level."""
        return cell.plain.lower(), self.codes.own_of_level(index, f.level)

    def _remember(
        self, f: HeadingField, told: tuple[str, str], new: Sequence[HeadingField]
    ) -> None:
        """Keep a name as the one above; those of deeper levels above are over."""
        self.above[f.at] = told
        for other in self.names[self.names.index(f) + 1 :]:
            if other not in new:
                # A new program has no kegiatan yet, so the kegiatan above is over.
                self.above.pop(other.at, None)

    def _line_of(
        self, index: int, row: Sequence[SourceCell], f: HeadingField, cells: Cells
    ) -> SourceLine:
        found, rest = split_code(row[f.at].plain)
        code = found or self.codes.of_level(index, f.level)
        name = _BULLET.sub("", rest)
        return SourceLine(index, MAIN, name, code, f.level, cells, (index,), row[f.at])

    def _add(self, line: SourceLine) -> None:
        if self.faithful:
            self.lines.append(line)
        else:
            self.lines += split_indicators(line, self.indicators, self.parted)


def _is_same(line: SourceLine, code: str, name: str) -> bool:
    """Return whether a row bears the code or the name of another one."""
    if code and line.code:
        # Two codes decide, else two names.
        return code == line.code and (not name or name.lower() == line.name.lower())
    return not code and bool(name) and name.lower() == line.name.lower() and not line.code


def _are_small(row: Sequence[SourceCell]) -> bool:
    """Return whether every text of a row begins with a small letter or no letter."""
    texts = [cell.plain for cell in row if cell.plain]
    return all(text[:1].islower() or not text[:1].isalpha() for text in texts)
