"""Reasons of waivers that were written in a workbook: any sheet with the columns of the CSV."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, InputError, Severity, reading_error, refuse_input
from renstra_doc.load.project import RawRow, RawTable
from renstra_doc.model.waivers import COLUMNS, FILE, KEY, LATER_COLUMNS, read_waivers
from renstra_doc.place import Place
from renstra_doc.words.cell_reference import name_cell
from renstra_doc.workbook.cell import CellError, read_number
from renstra_doc.workbook.number_format import DATE, parse_format
from renstra_doc.workbook.xlsx import TEXT, Sheet, SheetCell, read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

REASON = "alasan"
MUST = ("aturan", REASON)
DEEPEST = 30  # rows in which the heading is looked for
# Day 0 of the serial dates of a spreadsheet (its year 1900 has a day too many).
DAY_ZERO = date.fromordinal(693594)


@dataclass(frozen=True, slots=True)
class WrittenReason:
    """A row of a sheet whose reason is filled: where it stands, and its cells by column."""

    place: Place
    isi: Mapping[str, str]

    @property
    def key(self) -> tuple[str, ...]:
        """What the waiver is for: rule, table, row, column, both figures."""
        return tuple(self.isi.get(name, "") for name in KEY)


def read_reasons(path: Path) -> tuple[tuple[WrittenReason, ...], int]:
    """Read the reasons of a workbook.

    Out: the rows whose reason is filled, and how many are still without one. Raises InputError for
    a file that cannot be read, for one without a sheet that has the columns, and for cells that
    read two ways.
    """
    found: list[WrittenReason] = []
    faults: list[Finding] = []
    waiting = sheets = 0
    for sheet in read_workbook(path).values():
        heading = _find_heading(sheet)
        if heading is None:
            continue
        sheets += 1
        for reason in _read_rows(path, sheet, *heading, faults):
            if reason.isi.get(REASON, "").strip():
                found.append(reason)
            else:
                # Rows that only hold a date or a name wait for nothing.
                waiting += any(reason.key)
    if not sheets:
        hint = f"kolom yang diperlukan: {', '.join((*COLUMNS, *LATER_COLUMNS))}"
        message = "tidak ada lembar dengan kolom aturan dan alasan"
        raise refuse_input(path, message, hint)
    if faults:
        raise InputError(faults)
    return tuple(found), waiting


def _find_heading(sheet: Sheet) -> tuple[int, dict[int, str]] | None:
    """Return the row of the column names, and the name of each column."""
    rows: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheet.cells.items():
        name = cell.value.strip().lower()
        # A letterhead and notes may stand above.
        if row <= DEEPEST and name in (*COLUMNS, *LATER_COLUMNS):
            rows.setdefault(row, {})[column] = name
    for row, names in sorted(rows.items()):
        if set(MUST) <= set(names.values()):
            return row, names
    return None


def _read_rows(
    path: Path, sheet: Sheet, heading: int, names: Mapping[int, str], faults: list[Finding]
) -> Iterator[WrittenReason]:
    # Only columns that the heading names: notes that an office writes beside them are its own.
    rows = sorted({row for row, column in sheet.cells if row > heading and column in names})
    for row in rows:
        cells: dict[str, str] = {}
        for column, name in names.items():
            cell = sheet.cells.get((row, column))
            if cell is None:
                continue
            try:
                cells[name] = _read_cell(name, cell)
            except CellError as error:
                place = Place(f"{path}, lembar {sheet.name}", row, name)
                message = f"sel {name_cell(row, column)} {error}"
                faults.append(reading_error(place, message, error.hint, cell.value))
        if any(text.strip() for text in cells.values()):
            yield WrittenReason(Place(f"{path}, lembar {sheet.name}", row), cells)


def _read_cell(name: str, cell: SheetCell) -> str:
    """Return a cell as the CSV holds it: a date as ISO, a number with all its digits."""
    if cell.kind == TEXT:
        return cell.value.strip()
    number = read_number(cell.value)
    if parse_format(cell.format).kind == DATE:
        if name != "tanggal":
            message = "berisi tanggal; Excel menjadikan ketikan di sel ini tanggal"
            raise CellError(message, "beri format sel Teks, lalu ketik ulang")
        # A column of dates may well be one; in any other, 3/4 was meant as it was typed.
        return (DAY_ZERO + timedelta(days=int(number))).isoformat()
    if number == number.to_integral_value():
        return str(int(number))
    return f"{number:f}"


def merge_reasons(
    header: tuple[str, ...],
    rows: list[dict[str, str]],
    open_keys: Iterable[tuple[str, ...]],
    reasons: Iterable[WrittenReason],
) -> list[dict[str, str]]:
    """Return the rows of `pengecualian.csv` with the reasons in them.

    In: the columns and rows of the file, the keys of the open findings, the reasons. A reason goes
    to the row of its key, or makes one where a finding of that key stands open. Raises InputError
    for each reason that belongs to neither, or says less than a waiver must.
    """
    ledger = _Ledger(header, rows, open_keys)
    faults = [_tell_stranger(reason) for reason in reasons if not ledger.take(reason)]
    faults += _check_filled(header, ledger.rows, ledger.changed)
    if faults:
        raise InputError(faults)
    return ledger.rows


class _Ledger:
    """The rows of the file while reasons come into them; `changed` are those that got one."""

    def __init__(
        self,
        header: tuple[str, ...],
        rows: list[dict[str, str]],
        open_keys: Iterable[tuple[str, ...]],
    ) -> None:
        self.rows = list(rows)
        self.changed: dict[int, WrittenReason] = {}
        self._header = header
        self._places = {
            _compare_key(tuple(row.get(name, "") for name in KEY)): place
            for place, row in enumerate(rows)
        }
        self._waiting = {_compare_key(key): key for key in open_keys}

    def take(self, reason: WrittenReason) -> bool:
        """Write a reason into its row; False where nothing waits for it."""
        key = _compare_key(reason.key)
        # A row that waits in the file is filled; one that is only found gets a new row.
        if key not in self._places:
            if key not in self._waiting:
                return False
            self._add(key)
        place = self._places[key]
        said = {
            name: text
            for name, text in reason.isi.items()
            # An empty cell takes nothing away, and what names the finding is not changed.
            if text and name in self._header and name not in KEY
        }
        self.rows[place] = {**self.rows[place], **said}
        self.changed[place] = reason
        return True

    def _add(self, key: tuple[str, ...]) -> None:
        """Add an empty row for an open finding."""
        named = dict(zip(KEY, self._waiting[key], strict=True))
        self._places[key] = len(self.rows)
        self.rows.append({**dict.fromkeys(self._header, ""), **named})


def _check_filled(
    header: tuple[str, ...], rows: list[dict[str, str]], changed: Mapping[int, WrittenReason]
) -> list[Finding]:
    """Judge the filled rows as the checks do, and tell what they lack at its place in the sheet."""
    lines = tuple(
        RawRow(number, tuple(row.get(name, "") for name in header))
        for number, row in enumerate(rows, start=2)
    )
    _, remarks = read_waivers(RawTable(FILE, header, lines))
    return [
        replace(
            remark,
            # Line 2 is the first row; the planner looks for it in the sheet.
            place=replace(changed[remark.place.line - 2].place, column=remark.place.column),
            severity=Severity.ERROR,
        )
        for remark in remarks
        if remark.place.line - 2 in changed
    ]


def _tell_stranger(reason: WrittenReason) -> Finding:
    shown = " ".join(part for part in reason.key[:4] if part)
    figures = f"harapan {reason.key[4] or '-'}, nyata {reason.key[5] or '-'}"
    message = f"tidak ada temuan yang menunggu alasan untuk “{shown}” ({figures})"
    hint = "jalankan renstra check; angkanya mungkin sudah berubah, atau temuannya sudah tidak ada"
    return reading_error(reason.place, message, hint)


def _compare_key(key: tuple[str, ...]) -> tuple[str, ...]:
    """Return a key whose figures are compared as numbers: a spreadsheet makes 70 of `70.00`."""
    return (*key[:4], *map(_plain_figure, key[4:]))


def _plain_figure(text: str) -> str:
    try:
        number = Decimal(text.strip())
    except ArithmeticError:
        return text.strip()
    return f"{number.normalize():f}" if number.is_finite() else text.strip()
