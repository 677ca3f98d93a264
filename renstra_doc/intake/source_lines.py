"""The rows below a heading.

Which are rows of the table, which go on, repeat, add up or are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.budget_codes import (
    code_part,
    find_widths,
    normalize_code,
    restore_zeros,
    split_code,
)
from renstra_doc.intake.headings import is_number_row
from renstra_doc.intake.source import (
    EMPTY,
    NOTHING,
    NUMBER,
    TEXT,
    SourceCell,
    SourceRemark,
    join_spaced,
    tidy_lines,
)
from renstra_doc.model.row_levels import GROUP, INDICATOR, TOTAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from renstra_doc.intake.headings import Heading, HeadingField
    from renstra_doc.intake.source import SourceTable

MAIN = "utama"
_FOOT = re.compile(
    r"(?:nip\b|catatan|sumber|ket(?:erangan)?\s*[:.]|mengetahui|plt\b|plh\b|an\.|a\.n\.|disusun|dicetak|\*)"
    r".*|(?:kepala|sekretaris|bupati|wali ?kota|gubernur|pengguna anggaran)\b.*"
    r"|[^,]{2,40},\s*(?:\d{1,2}|[._…]{2,})?\s*\w+\s+(?:19|20)\d\d",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"[-–( ]*(?:halaman|hal|hlm|page)\b[.: ]{0,3}\d{1,4}(?: ?(?:dari|of|/) ?\d{1,4})?[-–) ]*",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\(?(?:\d{1,2}|[a-z])[.)]\s*", re.IGNORECASE)
_BULLET = re.compile(r"^[\s\u00a0]*[-\u2022\u2013\u2014*\u25aa\u25cf\u00b7>]+[\s\u00a0]+")
MOST_CODED = 0.6
LEAST_HEADING = 3  # cells that make another heading
MOST_TITLES = 4  # rows above it that belong to it
MOST_LABELS = 8  # columns in which a total may be called so
MOST_JOINED = 40  # rows that a page or a hurried hand cut one row into
MAX_GRADE = 40


@dataclass(frozen=True)
class SourceLine:
    """A row to be: where it stands, what it is, its name and code, and its cells by column.

    `rows` are the source rows that it was made of; `level` what a column of names says.
    """

    row: int
    kind: str
    name: str = ""
    code: str = ""
    level: str = ""
    cells: Mapping[int, SourceCell] = field(default_factory=dict)
    rows: tuple[int, ...] = ()
    raw: SourceCell = NOTHING
    code_is_number: bool = False

    def cell(self, at: int) -> SourceCell:
        """Return a cell by its column."""
        return self.cells.get(at, NOTHING)


@dataclass(frozen=True)
class Found:
    """The rows of a table, what was left out or joined, with the text of it, and where it ends.

    `rest` is the row at which another table on the sheet begins, else the count of rows.
    """

    lines: tuple[SourceLine, ...]
    remarks: tuple[SourceRemark, ...]
    rest: int = 0


class LineReader:
    """Reads the rows below a heading, top down."""

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
        self.faithful = faithful
        self.table, self.heading, self.skip = table, heading, skip
        self.covers = table.covers()
        self.lines: list[SourceLine] = []
        self.looked, self.last_main, self.is_coded = 0, -1, False
        self.wide_rows = _find_wide_rows(table)
        self.remarks: list[SourceRemark] = []
        self.figures = [f.at for f in heading.fields if f.role in words.FIGURES]
        self.names = _choose_names(table, heading)
        self.names = self.names[:1] if faithful else self.names
        self.indicators = [
            f.at
            for f in heading.fields
            if f.role == words.INDICATOR and f.at not in self._name_columns()
        ]
        self.codes = heading.of(words.CODE)
        body = table.rows[heading.after :]
        self.widths = find_widths({f.at: [row[f.at] for row in body] for f in self.codes})
        self.heads = {
            tuple(cell.plain.lower() for cell in row)
            for row in table.rows[heading.first : heading.after]
        }
        self.is_mixed = self._holds_codes(body)
        self.joint = False
        self.above: dict[int, str] = {}
        self.found_codes = self._read_codes()
        self.rest = self._find_rest()

    def _name_columns(self) -> set[int]:
        return {f.at for f in self.names}

    def _holds_codes(self, body: Sequence[Sequence[SourceCell]]) -> bool:
        """Return whether the names begin with their codes."""
        if any(f.role == words.CODE_NAME for f in self.names):
            return not self.faithful
        if self.codes or not self.names or self.faithful:
            return False
        texts = [row[f.at].plain for row in body for f in self.names if row[f.at].plain]
        coded = sum(1 for text in texts if split_code(text)[0])
        return coded > 0 and coded >= len(texts) * MOST_CODED

    def read(self) -> Found:
        """Read all rows."""
        last = self._find_end()
        for index in range(self.heading.after, self.rest):
            row = self.table.rows[index]
            if index in self.table.joints:
                self.joint = True
            if not any(cell.plain for cell in row):
                continue
            if index in self.skip:
                self._leave(index, "baris tersembunyi")
            elif index > last:
                self._leave(index, "di bawah tabel: tanda tangan atau catatan")
            elif _is_page_mark(row):
                self._leave(index, "nomor halaman")
                self.joint = True
            elif self._repeats_heading(row):
                self._leave(index, "kepala tabel diketik ulang")
                self.joint = True
            else:
                self._take(index, row)
                self.joint = False
        if self.rest < len(self.table.rows):
            self._leave_rest(self.rest)
        return Found(tuple(self._settle(self.lines)), tuple(self.remarks), self.rest)

    def _find_rest(self) -> int:
        """Return the row at which another table on the sheet begins, with the titles above it."""
        rows = self.table.rows
        for index in range(self.heading.after + 1, len(rows)):
            if self._may_begin_other(index, rows[index]):
                start = self._first_title(index)
                if start < index or self._is_sure_heading(rows[index]):
                    return start
        return len(rows)

    def _first_title(self, index: int) -> int:
        """Return the first of the titles and blank rows above a row, itself where none is blank."""
        start, has_blank = index, False
        while start > self.heading.after + 1 and index - start < MOST_TITLES:
            filled = [cell for cell in self.table.rows[start - 1] if cell.plain]
            if len({cell.plain for cell in filled}) > 1 or (filled and has_blank):
                break
            has_blank = has_blank or not filled
            start -= 1
        return start if has_blank else index

    def _may_begin_other(self, index: int, row: Sequence[SourceCell]) -> bool:
        """Return whether a row may be the heading of another table: words, half of them known."""
        cells = [cell for cell in row if cell.plain]
        if len(cells) < LEAST_HEADING or self._code_of(index)[0] or self._repeats_heading(row):
            return False
        if any(any(map(str.isdigit, words.without_years(cell.plain))) for cell in cells):
            return False
        roles = [role for role in (words.find_role(cell.plain) for cell in cells) if role]
        return len(roles) * 2 > len(cells) and any(role in words.FIGURES for role in roles)

    def _is_sure_heading(self, row: Sequence[SourceCell]) -> bool:
        """Return whether a row is a heading by its words alone: four or more, all known."""
        cells = [cell for cell in row if cell.plain]
        return len(cells) > LEAST_HEADING and all(words.find_role(cell.plain) for cell in cells)

    def _leave_rest(self, first: int) -> None:
        """Leave out another table on the sheet, and say so: its columns are others."""
        for index in range(first, len(self.table.rows)):
            if any(cell.plain for cell in self.table.rows[index]):
                self._leave(index, "tabel lain di bawah tabel ini")
        message = f"di bawah tabel ini ada tabel lain: baca dengan --lembar {self._next_name()}"
        self.remarks.append(SourceRemark("ragu", self.table.place(first), message))

    def _next_name(self) -> str:
        """Return how the next table of the sheet is called: `"Matriks (2)"`."""
        return f'"{next_part(self.table.name)}"'

    def _leave(self, index: int, why: str) -> None:
        text = " | ".join(cell.plain for cell in self.table.rows[index] if cell.plain)
        self.remarks.append(SourceRemark("dibuang", self.table.place(index), why, text))

    def _repeats_heading(self, row: Sequence[SourceCell]) -> bool:
        texts = tuple(cell.plain.lower() for cell in row)
        if texts in self.heads or is_number_row(row):
            return True
        filled = {text for text in texts if text}
        known = {text for head in self.heads for text in head if text}
        return len(filled) > 1 and filled <= known

    def _find_end(self) -> int:
        """Return the last row of the table.

        What comes after holds no figures and reads as a foot.
        """
        rows = self.table.rows
        last = max(
            (i for i in range(self.heading.after, self.rest) if self._holds_data(i)), default=0
        )
        end = last
        for index in range(last + 1, self.rest):
            texts = [cell.plain for cell in rows[index] if cell.plain]
            if not texts or any(_FOOT.fullmatch(text) for text in texts):
                break
            if not any(rows[index][at].plain for at in self._name_columns()):
                break
            end = index
        return end

    def _holds_data(self, index: int) -> bool:
        row = self.table.rows[index]
        texts = [cell.plain for cell in row if cell.plain]
        if any(_FOOT.fullmatch(text) for text in texts) and not self._code_of(index)[0]:
            return False
        if self._code_of(index)[0]:
            return True
        figures = [row[at] for at in self.figures if row[at].plain]
        labelled = any(row[f.at].plain for f in self.heading.fields if f.role not in words.FIGURES)
        if figures:
            return labelled and any(map(_may_be_figure, figures))
        return not self.figures and len(texts) > 1

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
        if self._code_of(index)[0]:
            return False
        if not self.names and any(row[f.at].plain for f in self.heading.of(words.UNIT)):
            return False  # an indicator that is called so: `Jumlah B`, with its unit
        return any(
            words.is_total(row[at].plain)
            for at in self._label_columns()[:MOST_LABELS]
            if row[at].plain
        ) and not self._is_named(row)

    def _label_columns(self) -> list[int]:
        """Return the columns in which a total row may be called so: those before any figure."""
        skipped = set(self.indicators) if self.names else set()
        return [
            f.at for f in self.heading.fields if f.role not in words.FIGURES and f.at not in skipped
        ]

    def _is_named(self, row: Sequence[SourceCell]) -> bool:
        """Return whether a row has a name of its own, which is no word for a total."""
        texts = [row[at].plain for at in self._name_columns() if row[at].plain]
        return bool(texts) and not any(map(words.is_total, texts))

    def _add_total(
        self, index: int, row: Sequence[SourceCell], cells: dict[int, SourceCell]
    ) -> None:
        at = next(at for at in self._label_columns() if words.is_total(row[at].plain))
        name = join_spaced(row[at].plain)
        if self.faithful or not self.names:
            self.lines.append(SourceLine(index, TOTAL, cells=cells, rows=(index,), raw=row[at]))
            return
        kept = {place: cell for place, cell in cells.items() if place != at}
        self.lines.append(SourceLine(index, TOTAL, name, cells=kept, rows=(index,), raw=row[at]))

    def _take_single(
        self, index: int, row: Sequence[SourceCell], cells: dict[int, SourceCell]
    ) -> None:
        code, is_number, name, raw = self._identify(index, row)
        if self._goes_on(index, row, code, name):
            self._join(index, cells)
            return
        self._look_back()
        previous = self.lines[self.last_main] if self.last_main >= 0 else None
        same = previous is not None and bool(code or name) and self._is_same(previous, code, name)
        same = same and not self.faithful
        bare = not code and not name
        has_more = any(row[at].plain for at in [*self.indicators, *self.figures])
        if self.names and previous is not None and (same or bare) and has_more and self.indicators:
            if same and name:
                self.remarks.append(
                    SourceRemark(
                        "dibuang",
                        self.table.place(index),
                        "nama yang sama dengan baris di atasnya",
                        name,
                    )
                )
            kept = {at: cell for at, cell in cells.items() if at not in self._name_columns()}
            self._add(SourceLine(index, INDICATOR, cells=kept, rows=(index,)))
            return
        kind = MAIN
        if self._is_group(index, row, code):
            kind = GROUP
        level = self.names[0].level if self.names else ""
        self._add(SourceLine(index, kind, name, code, level, cells, (index,), raw, is_number))

    def _identify(self, index: int, row: Sequence[SourceCell]) -> tuple[str, bool, str, SourceCell]:
        code, is_number = self._code_of(index)
        raw = row[self.names[0].at] if self.names else NOTHING
        name = raw.plain
        if not code and not name and not self.faithful and len(self.codes) == 1:
            code, name, raw = self._name_beside_code(row, raw)
        elif self.is_mixed and name:
            found, rest = split_code(name, single=self.names[0].role == words.CODE_NAME)
            code, name = (found or code), (rest if found else name)
        return code, is_number, name if self.faithful else _BULLET.sub("", name), raw

    def _name_beside_code(
        self, row: Sequence[SourceCell], raw: SourceCell
    ) -> tuple[str, str, SourceCell]:
        """Return code and name where both stand in the column of codes, none beside it."""
        cell = row[self.codes[0].at]
        code, name = split_code(cell.plain)
        return (code, name, cell) if code and name else ("", "", raw)

    def _is_same(self, line: SourceLine, code: str, name: str) -> bool:
        if code and line.code:
            return code == line.code and (not name or name.lower() == line.name.lower())
        return not code and bool(name) and name.lower() == line.name.lower() and not line.code

    def _goes_on(self, index: int, row: Sequence[SourceCell], code: str, name: str) -> bool:
        """Return whether a row is the rest of the one above.

        Cut by a page, or begun in small letters.
        """
        if not self.lines or code or not self.names or len(self.lines[-1].rows) > MOST_JOINED:
            return False
        if any(_has_digit(row[at]) for at in self.figures):
            return False
        if any(
            self.covers.get((index, at), (index, at))[0] != index for at in self._name_columns()
        ):
            return False
        texts = [cell.plain for cell in row if cell.plain]
        numbered = any(row[f.at].plain for f in self.heading.of(words.NO))
        if self.joint:
            self._look_back()
            return self.is_coded or (not numbered and bool(self.heading.of(words.NO)))
        small = bool(name) and name[:1].islower() and not numbered
        return small and all(text[:1].islower() or not text[:1].isalpha() for text in texts)

    def _join(self, index: int, cells: Mapping[int, SourceCell]) -> None:
        line = self.lines[-1]
        merged = dict(line.cells)
        for at, cell in cells.items():
            before = merged.get(at, NOTHING)
            text = f"{before.plain} {cell.plain}".strip()
            merged[at] = replace(cell, text=text, kind=TEXT) if before.plain else cell
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
        return index in self.wide_rows and len(filled) == 1

    def _look_back(self) -> None:
        """Keep in mind the last row of its own and whether one has a code.

        Each line is looked at once.
        """
        for place in range(self.looked, len(self.lines)):
            line = self.lines[place]
            self.last_main = place if line.kind == MAIN else self.last_main
            self.is_coded = self.is_coded or bool(line.code)
        self.looked = len(self.lines)

    # Columns of names, one for each level

    def _take_columns(
        self, index: int, row: Sequence[SourceCell], cells: dict[int, SourceCell]
    ) -> None:
        """Read a row that names its program, kegiatan and sub kegiatan in columns of their own."""
        filled = [f for f in self.names if row[f.at].plain]
        new = [f for f in filled if self._is_new(f, row[f.at].plain)]
        if not new:
            kept = {at: cell for at, cell in cells.items() if at not in self._name_columns()}
            if self.lines and kept:
                self._add(SourceLine(index, INDICATOR, cells=kept, rows=(index,)))
            return
        for f in new:
            self.above[f.at] = row[f.at].plain
            for other in self.names[self.names.index(f) + 1 :]:
                if other not in new:
                    self.above.pop(other.at, None)
            found, rest = split_code(row[f.at].plain)
            code = found or self._level_code(index, row, f.level)
            own = (
                {}
                if f is not new[-1]
                else {at: c for at, c in cells.items() if at not in self._name_columns()}
            )
            self._add(
                SourceLine(
                    index, MAIN, _BULLET.sub("", rest), code, f.level, own, (index,), row[f.at]
                )
            )
        if len(filled) > len(new):
            again = " | ".join(row[f.at].plain for f in filled if f not in new)
            self.remarks.append(
                SourceRemark(
                    "dibuang", self.table.place(index), "nama jenjang atas yang berulang", again
                )
            )

    def _is_new(self, f: HeadingField, text: str) -> bool:
        return self.above.get(f.at, "").lower() != text.lower()

    def _level_code(self, index: int, row: Sequence[SourceCell], level: str) -> str:
        own = [f for f in self.codes if f.level == level]
        if own:
            return normalize_code(row[own[0].at].plain)
        return self._code_of(index)[0]

    def _add(self, line: SourceLine) -> None:
        if self.faithful:
            self.lines.append(line)
            return
        self.lines += _split_indicators(line, self.indicators, self._split_columns())

    def _split_columns(self) -> list[int]:
        roles = (*words.FIGURES, words.UNIT, words.NO, words.PLACE_NAME, words.OFFICE)
        return [f.at for f in self.heading.fields if f.role in roles]

    def _code_of(self, index: int) -> tuple[str, bool]:
        return self.found_codes.get(index, ("", False))

    def _read_codes(self) -> dict[int, tuple[str, bool]]:
        """Return the code of each row, from one column or joined from several."""
        if not self.codes:
            return {}
        above = [""] * len(self.codes)
        single = len(self.codes) == 1 or self._own_levels()
        read = self._read_code if single else self._join_code
        rows = range(self.heading.after, len(self.table.rows))
        return {index: read(self.table.rows[index], above) for index in rows}

    def _read_code(self, row: Sequence[SourceCell], _above: list[str]) -> tuple[str, bool]:
        filled = [row[f.at] for f in self.codes if row[f.at].plain]
        if not filled:
            return "", False
        return normalize_code(filled[-1].plain), filled[-1].kind == NUMBER

    def _join_code(self, row: Sequence[SourceCell], above: list[str]) -> tuple[str, bool]:
        """Join the parts of a row.

        Parts left empty above the deepest are those of the row above.
        """
        parts = [code_part(row[f.at], f.level, self.widths, f.at) for f in self.codes]
        deepest = max((place for place, part in enumerate(parts) if part), default=-1)
        for place in range(deepest):
            parts[place] = parts[place] or above[place]
        if deepest >= 0:
            above[:] = parts
        return ".".join(part for part in parts[: deepest + 1] if part), False

    def _own_levels(self) -> bool:
        """Return whether several code columns each hold a whole code of their level."""
        body = self.table.rows[self.heading.after :]
        return (
            len(self.names) > 1
            and any("." in row[self.codes[-1].at].plain for row in body)
            and all(
                "." in row[f.at].plain for f in self.codes[1:] for row in body if row[f.at].plain
            )
        )

    def _settle(self, lines: Iterable[SourceLine]) -> list[SourceLine]:
        """Give back the zeros of codes that were stored as numbers."""
        found = list(lines)
        codes = restore_zeros(
            [line.code for line in found], [line.code_is_number for line in found]
        )
        for place, (line, code) in enumerate(zip(found, codes, strict=True)):
            if code != line.code:
                message = f"kode {line.code} dibaca {code}: nol di belakang hilang di Excel"
                self.remarks.append(
                    SourceRemark("turunan", self.table.place(line.row), message, line.code)
                )
                found[place] = replace(line, code=code)
        return found


def _find_wide_rows(table: SourceTable) -> frozenset[int]:
    """Return the rows in which one cell lies over half of the columns or more."""
    return frozenset(
        row
        for merge in table.merges
        if merge.right - merge.left >= table.width // 2
        for row in range(merge.top, min(merge.bottom + 1, len(table.rows)))
    )


def next_part(name: str) -> str:
    """Return the name of the table below one on a sheet: `Matriks (2)` below `Matriks`."""
    match = re.fullmatch(r"(?P<name>.*) \((?P<number>\d{1,3})\)", name)
    return f"{match['name']} ({int(match['number']) + 1})" if match else f"{name} (2)"


def _is_page_mark(row: Sequence[SourceCell]) -> bool:
    """Return whether a row holds nothing but a page's number: `Halaman 3 dari 12`."""
    texts = {cell.plain for cell in row if cell.plain}
    return len(texts) == 1 and _PAGE.fullmatch(texts.pop()) is not None


def _may_be_figure(cell: SourceCell) -> bool:
    """Return whether a cell may hold a figure or a grade, and no signature's sentence."""
    return _has_digit(cell) or len(cell.plain) <= MAX_GRADE


def _has_digit(cell: SourceCell) -> bool:
    return any(map(str.isdigit, cell.plain)) or cell.plain in ("-", "\u2013")


def _choose_names(table: SourceTable, heading: Heading) -> list[HeadingField]:
    """Return the columns that name the rows: one, or one for each level."""
    found = [f for f in heading.fields if f.role in (words.NAME, words.CODE_NAME)]
    levels = [f for f in found if f.level]
    if len({f.level for f in levels}) > 1:
        return sorted(levels, key=lambda f: words.LEVELS.index(f.level))
    if found:
        return [max(found, key=lambda f: _fill(table, heading, f))] if len(found) > 1 else found
    return []


def _fill(table: SourceTable, heading: Heading, f: HeadingField) -> tuple[int, int]:
    return sum(1 for row in table.rows[heading.after :] if row[f.at].plain), -f.at


def _split_indicators(
    line: SourceLine, indicators: Sequence[int], columns: Sequence[int]
) -> list[SourceLine]:
    """Part a row whose one cell holds several indicators.

    Each with its figure on a line of its own.
    """
    for at in indicators:
        texts = tidy_lines(line.cell(at).text)
        figures = [
            place for place in columns if len(tidy_lines(line.cell(place).text)) == len(texts)
        ]
        if len(texts) < 2 or not figures:  # noqa: PLR2004 — one is no list
            continue
        numbered = sum(1 for text in texts if _NUMBERED.match(text))
        if numbered not in (0, len(texts)):
            continue
        first = _pick_line(line, at, figures, 0)
        rest = [
            SourceLine(
                line.row, INDICATOR, cells=_pick_cells(line, at, figures, number), rows=line.rows
            )
            for number in range(1, len(texts))
        ]
        return [first, *rest]
    return [line]


def _pick_line(line: SourceLine, at: int, figures: Sequence[int], number: int) -> SourceLine:
    return replace(line, cells={**line.cells, **_pick_cells(line, at, figures, number)})


def _pick_cells(
    line: SourceLine, at: int, figures: Sequence[int], number: int
) -> dict[int, SourceCell]:
    found = {}
    for place in (at, *figures):
        text = tidy_lines(line.cell(place).text)[number]
        plain = _NUMBERED.sub("", text) if place == at else text
        found[place] = replace(line.cell(place), text=plain, kind=TEXT)
    return found
