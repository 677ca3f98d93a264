"""What a recognised table would be: its columns with their kinds, its rows with their cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.reading import NO_NUMBER
from renstra_doc.intake.recognised import ColumnSpec, ReadCell, Record
from renstra_doc.intake.source import NUMBER, SourceCell, tidy
from renstra_doc.intake.source_line import MAIN
from renstra_doc.intake.written_targets import read_target
from renstra_doc.model.row_levels import TOTAL
from renstra_doc.words.markup import escape_markup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renstra_doc.intake.heading_field import HeadingField
    from renstra_doc.intake.line_figures import LineFigures
    from renstra_doc.intake.reading import Reading
    from renstra_doc.intake.row_tree import Tree
    from renstra_doc.intake.source_line import SourceLine

MOST = 0.8
_YES, _NO = (
    frozenset({"t", "true", "y", "ya", "yes", "1", "v", "√", "aktif"}),
    frozenset({"f", "false", "n", "tidak", "no", "0", "t/a", "nonaktif"}),
)
_FIGURE = re.compile(r"[-(]?(?:rp\.?\s*)?\d[\d.,]*\)?\s*(?:%|[^\W\d]{1,12})?", re.IGNORECASE)
_LABEL = re.compile(r"0\d+|\d{15,}")
_SEQUENCE = re.compile(r"(?P<number>\d+)(?P<dot>\.?)")


class TableRecords:
    """The columns and rows that a recognised table would be written as."""

    def __init__(self, found: LineFigures, *, keep_units: bool, faithful: bool) -> None:
        """Take the rows with their figures.

        `keep_units` leaves units in their own column; `faithful` leaves names as they are.
        """
        self.found, self.keep_units, self.faithful = found, keep_units, faithful
        self.table, self.heading, self.lines = found.table, found.heading, found.lines
        self.fields = [f for f in self.heading.fields if not self._is_left(f)]
        self.columns = tuple(map(self._column, self.fields))

    def printed_columns(self) -> tuple[ColumnSpec, ...]:
        """Return the columns; a code that was parted over several is one of them no more."""
        codes, kept = (words.CODE, words.CODE_NAME), ("kode", words.NAME)
        return tuple(c for c in self.columns if c.role not in codes or c.kolom in kept)

    # Columns

    def _is_left(self, f: HeadingField) -> bool:
        """Return whether a column of units or signs went along with the figures beside it."""
        figures = words.FIGURES - {words.MONEY, words.RATIO}
        has_targets = any(other.role in figures for other in self.heading.fields)
        # Where no target stands units are a column like any other.
        is_unit = f.role == words.UNIT and not self.keep_units and has_targets
        return is_unit or (f.role == words.SIGN and not self.faithful)

    def _column(self, f: HeadingField) -> ColumnSpec:
        numbers = self.heading.numbers
        judul = re.sub(r"(?<!\s)\s++>\s+", " > ", f.heading) or f.name
        if f.scale > 1 and not self.faithful:  # faithful figures stay as printed, in thousands
            judul = words.drop_scale(judul)
        # Figures are merged for the look, texts for their meaning: a faithful table keeps both.
        merged = self._is_merged(f) and (self.faithful or f.role not in words.FIGURES)
        number = numbers[f.at] if f.at < len(numbers) else ""
        kind = self._kind_of(f)
        return ColumnSpec(
            f.name, judul, kind, f.role, f.year, merged, number, flat=self._is_flat(f)
        )

    def _is_merged(self, f: HeadingField) -> bool:
        """Return whether cells of a column join downwards."""
        return any(
            merge.left <= f.at <= merge.right
            and merge.top >= self.heading.after
            and merge.bottom > merge.top
            for merge in self.table.merges
        )

    def _is_flat(self, f: HeadingField) -> bool:
        """Return whether a total row joins this column with the one on its left."""
        totals = {line.row for line in self.lines if line.kind == TOTAL}
        return any(
            merge.top in totals and merge.left < f.at <= merge.right for merge in self.table.merges
        )

    def _kind_of(self, f: HeadingField) -> str:
        if f.role == words.MONEY:
            return "rupiah"
        if f.role in words.FIGURES:
            return "target"
        if f.role == words.NO:
            return "urut" if self._is_sequence(f) else "teks"
        return self._kind_of_other(f) if f.role in (words.OTHER, "") else "teks"

    def _is_sequence(self, f: HeadingField) -> bool:
        texts = [line.cell(f.at).plain for line in self.lines if line.kind == MAIN]
        matches = [_SEQUENCE.fullmatch(text) for text in texts]
        return bool(texts) and all(
            match is not None and int(match["number"]) == number
            for number, match in enumerate(matches, 1)
        )

    def _kind_of_other(self, f: HeadingField) -> str:
        """Return the kind of a column of unknown words by what most of its cells hold."""
        cells = [line.cell(f.at) for line in self.lines if line.cell(f.at).plain]
        if sum(map(_looks_figure, cells)) < max(len(cells) * MOST, 1) or _are_labels(cells):
            return "teks"
        readings = [read_target(cell, "", self.found.evidence[f.at]) for cell in cells]
        # One figure in doubt makes the column one of targets, which hold what numbers cannot.
        if not all(map(_is_plain_number, readings)):
            return "target" if all(map(_may_be_target, readings)) else "teks"
        return _kind_of_numbers([reading.text for reading in readings if reading.text != "-"])

    # Rows

    def records(self, tree: Tree) -> tuple[Record, ...]:
        """Return the rows with their levels, parents and cells."""
        return tuple(self._record(index, tree) for index in range(len(self.lines)))

    def _record(self, index: int, tree: Tree) -> Record:
        line = self.lines[index]
        cells = {}
        for f, column in zip(self.fields, self.columns, strict=True):
            text, place = self._write(index, f, column), self.table.place(line.row, f.at)
            cells[column.kolom] = ReadCell(text, line.cell(f.at).plain, place)
        if line.name:
            cells[words.NAME] = self._name_cell(line)
        labels = " + ".join(self.table.labels[row] for row in line.rows)
        level, parent = tree.levels[index], tree.parents[index]
        return Record(labels, line.row, level, parent, line.code, cells)

    def _name_cell(self, line: SourceLine) -> ReadCell:
        place, name = self.table.place(line.row), _literal(escape_markup(tidy(line.name)))
        if not self.faithful:
            return ReadCell(name, line.raw.plain, place)
        if len(line.rows) > 1:  # what a page had cut is joined in the name
            return ReadCell(name, tidy(line.name), place)
        return ReadCell(_text_cell(line.raw), line.raw.plain, place)

    def _write(self, index: int, f: HeadingField, column: ColumnSpec) -> str:
        """Return what a cell is written as."""
        line = self.lines[index]
        cell = line.cell(f.at)
        if f.name in self.found.readings[index]:
            return self._match_case(index, f, self.found.readings[index][f.name].text)
        if f.role == words.ACTIVE:
            return _yes_no(cell.plain)
        if column.jenis == "urut":
            return _write_count(cell, is_row=line.kind == MAIN)
        if column.jenis in ("cacah", "desimal", "target") and cell.plain:
            return read_target(cell, "", self.found.evidence[f.at]).text or cell.plain
        return _text_cell(cell)

    # Only the capitals differ, and they are a slip of one year.
    def _match_case(self, index: int, f: HeadingField, text: str) -> str:
        """Write a unit as the other years of the row write it: `20 Menit` beside `20 menit`."""
        number, blank, unit = text.partition(" ")
        if not blank or unit == unit.lower() or not number[:1].isdigit():
            return text
        others = {
            reading.text.partition(" ")[2]
            for name, reading in self.found.readings[index].items()
            if name != f.name
        }
        return f"{number} {unit.lower()}" if unit.lower() in others and unit not in others else text


def _are_labels(cells: Sequence[SourceCell]) -> bool:
    """Return whether digits are no numbers: `050`, a NIP, a telephone number, or years."""
    typed = (cell.plain for cell in cells if cell.kind != NUMBER)
    return any(map(_LABEL.fullmatch, typed)) or all(words.is_year(cell.plain) for cell in cells)


def _kind_of_numbers(texts: Sequence[str]) -> str:
    if all(re.fullmatch(r"-?\d+", text) for text in texts):
        return "cacah"
    return "desimal" if all(re.fullmatch(r"-?[\d.]+", text) for text in texts) else "target"


def _may_be_target(reading: Reading) -> bool:
    """Return whether a cell is a target or one of two; a code with its dots is neither."""
    return bool(reading.text) or (bool(reading.doubt) and reading.doubt != NO_NUMBER)


def _is_plain_number(reading: Reading) -> bool:
    """Return whether a figure is a number without doubt, or a dash."""
    return not reading.doubt and (reading.number is not None or reading.text == "-")


def _write_count(cell: SourceCell, *, is_row: bool) -> str:
    """Return the mark of a counted row, with the dot that the source prints."""
    if not is_row:
        return escape_markup(cell.plain)
    return "#." if cell.plain.endswith(".") else "#"


def _text_cell(cell: SourceCell) -> str:
    """Return the text of a cell, with the marks of its runs where the file has such."""
    return _literal(tidy(cell.marked) if cell.marked else escape_markup(cell.plain))


def _literal(text: str) -> str:
    # Braces in somebody's text are no expression of ours.
    """Return a text that the program does not take for an expression of its own."""
    return text.replace("{{", "{ {")


def _looks_figure(cell: SourceCell) -> bool:
    return (
        cell.kind == NUMBER or cell.plain in ("-", "–") or _FIGURE.fullmatch(cell.plain) is not None
    )


def _yes_no(text: str) -> str:
    plain = text.lower()
    return "ya" if plain in _YES else "tidak" if plain in _NO else text
