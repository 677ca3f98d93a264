"""Workbooks (.xlsx) and CSV files → tables of cells as they are shown."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.finding import InputError, explain_os_error, refuse_errors, refuse_input
from renstra_doc.intake.arithmetic import FormulaError, compute, shift_formula
from renstra_doc.intake.cell_print import show_cell, show_number
from renstra_doc.intake.source import (
    EMPTY,
    ERROR,
    NOTHING,
    NUMBER,
    TEXT,
    Merge,
    SourceCell,
    SourceRemark,
)
from renstra_doc.intake.source import SourceTable as Table
from renstra_doc.intake.source_limits import MAX_ROWS, refuse_area, refuse_much, refuse_size
from renstra_doc.load.decode import decode
from renstra_doc.place import Place
from renstra_doc.words.cell_reference import parse_range
from renstra_doc.workbook.xlsx import Sheet, read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    Spot = tuple[int, int]
    Row = tuple[SourceCell, ...]

MAX_BYTES, MAX_DEPTH = 64 * 2**20, 100
# Letters of the formulas of a sheet, and how many cells all of them together may read.
MAX_FORMULAS, MAX_READ = 1_500_000, 200_000
# Blank lines count as rows too, and a cell may hold line breaks.
MAX_LINES = 10 * MAX_ROWS
DELIMITERS = (";", ",", "\t", "|")
_SEPARATOR = re.compile(r'"?sep=(.)"?;*,*\s*', re.IGNORECASE)
SAMPLE_LINES = 60


# Workbooks


def read_workbook_tables(path: Path) -> list[Table]:
    """Read every sheet of a workbook that holds something; InputError where it cannot be read."""
    found = {name: (sheet, *_measure(sheet)) for name, sheet in read_workbook(path).items()}
    for name, (_, height, width) in found.items():
        refuse_size(path.name, name, height, width)
    refuse_area(path.name, sum(height * width for _, height, width in found.values()))
    # Before a cell is shown as its format says: a workbook of seven full sheets is read in vain.
    filled = sum(len(sheet.cells) for sheet, _, _ in found.values())
    refuse_much(path.name, filled, 0, sum(height for _, height, _ in found.values()))
    return [_read_sheet(path, *each) for each in found.values() if each[1]]


def _measure(sheet: Sheet) -> Spot:
    """Return the last row and the last column of a sheet that hold something."""
    spots = [spot for spot, cell in sheet.cells.items() if cell.value or cell.formula]
    height = max((row for row, _ in spots), default=0)
    return height, max((column for _, column in spots), default=0)


def _read_sheet(path: Path, sheet: Sheet, height: int, width: int) -> Table:
    rows = _lay_out(_compute_missing(_show_cells(path.name, sheet)), height, width)
    labels = tuple(map(str, range(1, height + 1)))
    merges = tuple(map(_read_merge, sheet.merged))
    table = Table(path.name, sheet.name, rows, labels, merges, visible=sheet.visible)
    return _describe_sheet(table, sheet)


def _lay_out(cells: dict[Spot, SourceCell], height: int, width: int) -> tuple[Row, ...]:
    """Return the cells of a sheet as rows of one width."""
    columns = range(1, width + 1)
    return tuple(
        tuple(cells.get((row, column), NOTHING) for column in columns)
        for row in range(1, height + 1)
    )


def _describe_sheet(table: Table, sheet: Sheet) -> Table:
    """Return a table with what its sheet says of rows and columns, counted from 0."""
    return replace(
        table,
        hidden=frozenset(row - 1 for row in sheet.hidden),
        hidden_columns=frozenset(column - 1 for column in sheet.hidden_columns),
        outline={row - 1: level for row, level in sheet.outline.items()},
        remarks=(SourceRemark("ragu", sheet.name, BLIND),) if sheet.pictures else (),
    )


BLIND = "lembar ini memuat gambar atau objek; isi di dalam gambar tidak terbaca: periksa sendiri"


def _read_merge(text: str) -> Merge:
    (top, left), (bottom, right) = parse_range(text)
    return Merge(top - 1, left - 1, bottom - 1, right - 1)


def _show_cells(file: str, sheet: Sheet) -> dict[Spot, SourceCell]:
    formulas, letters = {}, 0
    for spot, formula in _read_formulas(sheet):
        formulas[spot] = formula
        letters += len(formula)
        if letters > MAX_FORMULAS:
            message = f"{sheet.name}: rumusnya lebih dari {MAX_FORMULAS} huruf"
            hint = "salin tabelnya, tempel sebagai nilai (Paste Special > Values), lalu impor itu"
            raise refuse_input(file, message, hint)
    return {spot: show_cell(cell, formulas.get(spot, "")) for spot, cell in sheet.cells.items()}


def _read_formulas(sheet: Sheet) -> Iterator[tuple[Spot, str]]:
    """Yield each formula; one that is shared as it stands in its own cell."""
    masters = {
        cell.shared: (spot, cell.formula)
        for spot, cell in sheet.cells.items()
        if cell.shared and cell.formula
    }
    for spot, cell in sheet.cells.items():
        if cell.formula:
            yield spot, cell.formula
        elif cell.shared in masters:
            (row, column), text = masters[cell.shared]
            yield spot, shift_formula(text, spot[0] - row, spot[1] - column)


def _compute_missing(cells: dict[Spot, SourceCell]) -> dict[Spot, SourceCell]:
    """Give each formula without a stored result its result, where it is an easy one."""
    results = _Results(cells)
    for spot, cell in list(cells.items()):
        if _is_open(cell):
            result = results.of(spot)
            if result is not None:
                cells[spot] = show_number(replace(cell, exact=str(result)))
    return cells


def _is_open(cell: SourceCell) -> bool:
    return cell.kind == EMPTY and bool(cell.formula)


class _Results:
    """The results of formulas that were stored without any; the cells read are counted."""

    def __init__(self, cells: Mapping[Spot, SourceCell]) -> None:
        self._cells = cells
        self._known: dict[Spot, Decimal | None] = {}
        self._depth, self._left = 0, MAX_READ

    def of(self, spot: Spot) -> Decimal | None:
        """Return the result of a formula, None where it is not known."""
        if spot not in self._known and self._depth < MAX_DEPTH:
            self._known[spot] = None  # a circle ends here
            self._depth += 1
            self._known[spot] = compute(self._cells[spot].formula, self._read)
            self._depth -= 1
        return self._known.get(spot)

    def _read(self, spot: Spot) -> Decimal | None:
        """Return the number of a cell; FormulaError where it would have one and it is not known."""
        self._left -= 1
        cell = self._cells.get(spot, NOTHING)
        result = self.of(spot) if _is_open(cell) and self._left > 0 else _number_of(cell)
        if self._left <= 0 or cell.kind == ERROR or (_is_open(cell) and result is None):
            raise FormulaError
        return result


def _number_of(cell: SourceCell) -> Decimal | None:
    if cell.kind != NUMBER:
        return None
    return Decimal(cell.exact) if cell.exact else cell.number


# CSV


def read_csv_table(path: Path) -> list[Table]:
    """Read a CSV file of any dialect as one table; InputError where it cannot be read."""
    records = _parse_lines(path, _read_lines(path))
    width = max((len(cells) for _, cells in records), default=0)
    if not width:
        hint = "periksa apakah ini berkas yang dimaksud"
        raise refuse_input(path.name, "berkas ini kosong", hint)
    refuse_size(path.name, path.name, len(records), width)
    rows = ((*map(_csv_cell, cells), *[NOTHING] * (width - len(cells))) for _, cells in records)
    labels = tuple(str(line) for line, _ in records)
    return [Table(path.name, path.name, tuple(rows), labels)]


def _read_lines(path: Path) -> str:
    """Return the text of a file, its lines parted as one program parts them."""
    text, findings = decode(_read_bytes(path), Place(path.name))
    refuse_errors(findings)
    if text is None:
        raise InputError(findings)
    # Old programs end lines with a lone CR.
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _parse_lines(path: Path, lines: str) -> list[tuple[int, Sequence[str]]]:
    """Return the records of a text of a file; InputError where they are too many or broken."""
    # Before it is parsed, since a bound on rows would come too late.
    if lines.count("\n") > MAX_LINES:
        refuse_size(path.name, path.name, lines.count("\n"), 1)
    try:
        return _read_records(lines, *_find_delimiter(lines))
    except csv.Error as error:
        hint = "buka di Excel atau LibreOffice, lalu simpan ulang sebagai .xlsx"
        raise refuse_input(path.name, "berkas CSV ini tidak dapat dibaca", hint) from error


def _read_bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            message, hint = "berkas lebih besar dari 64 MiB", "bagi berkasnya"
            raise refuse_input(path.name, message, hint)
        return path.read_bytes()
    except OSError as error:
        message = f"berkas tidak dapat dibaca ({explain_os_error(error)})"
        hint = "periksa nama berkasnya; tutup berkas itu di program lain"
        raise refuse_input(str(path), message, hint) from error


def _csv_cell(text: str) -> SourceCell:
    return SourceCell(text, TEXT, exact=text) if text.strip() else NOTHING


def _find_delimiter(text: str) -> tuple[str, int]:
    """Return the delimiter, and where the records begin: after a line `sep=;`."""
    first, _, _ = text.partition("\n")
    match = _SEPARATOR.fullmatch(first)
    if match:
        return match[1], len(first) + 1
    sample = "\n".join(text.split("\n")[:SAMPLE_LINES])
    return max(DELIMITERS, key=lambda sign: _rate(sample, sign)), 0


def _rate(sample: str, delimiter: str) -> tuple[float, int]:
    """Say how well a delimiter parts a sample: rows of one width above one count."""
    try:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(sample), delimiter=delimiter))
    # The one sign that gives most lines the same width, and of two such the wider table.
    except csv.Error:
        return 0.0, 0
    widths.pop(0, None)
    width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
    share = count / (sum(widths.values()) or 1)
    return (share if width > 1 else 0.0), width


def _read_records(text: str, delimiter: str, start: int) -> list[tuple[int, Sequence[str]]]:
    """Return the records, each with the line on which it begins."""
    skipped = text.count("\n", 0, start)
    reader = csv.reader(io.StringIO(text[start:]), delimiter=delimiter)
    found: list[tuple[int, Sequence[str]]] = []
    line = 0
    for record in reader:
        # A record may span lines: its place is where it begins.
        found.append((skipped + line + 1, record))
        line = reader.line_num
    return found
