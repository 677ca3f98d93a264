"""Lay out a workbook with XlsxWriter: the only module that knows it.

Formulas are written only where the program makes one; a text is written as a string whatever it
begins with. Nothing is taken from the clock.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from renstra_doc.finding import refuse_input
from renstra_doc.place import NOWHERE
from renstra_doc.workbook.base import BASE, split_base
from renstra_doc.workbook.number_format import TEXT_FORMAT
from renstra_doc.workbook.sheets import INDEX, LAYOUT, MEMORY, MEMORY_HEADER, Memory

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from renstra_doc.workbook.cell import Encoded
    from renstra_doc.workbook.sheets import SheetPlan

MIN_WIDTH, MAX_WIDTH, ROOM = 8, 60, 2
# Points; Excel makes no row higher than 409.
LINE_HEIGHT, MAX_HEIGHT = 15, 405
# Pixels, pixels, and how many letters a line of a note takes.
NOTE_WIDTH, NOTE_LINE, NOTE_LETTERS = 260, 20, 38
INDEX_WIDTHS = (26, 34, 80, 8)
HEADER_FILL, LOCKED_FILL, DIFFERENT_FILL = "#D9E2F3", "#F2F2F2", "#FFF2CC"
# What a planner may still do on a protected sheet; the ids are what it protects.
ALLOWED = (
    *(
        "format_cells",
        "format_columns",
        "format_rows",
        "insert_columns",
        "insert_rows",
        "insert_hyperlinks",
    ),
    *("delete_columns", "delete_rows", "sort", "autofilter", "objects", "scenarios"),
)
# Excel protects cells only on a protected sheet, and then allows what is listed; no password.
GUIDE = (
    (
        "Setiap lembar adalah satu berkas CSV. Baris 1 berisi nama kolom; penjelasannya "
        "muncul bila kursor di atasnya."
    ),
    (
        "Jangan mengganti nama lembar dan nama kolom, jangan menggabung sel. Nomor dan "
        "jumlah tidak perlu diketik ulang."
    ),
    (
        "Sel abu-abu terkunci; menyisipkan, menghapus, mengurutkan baris: Review > Unprotect "
        "Sheet (tanpa sandi) dahulu."
    ),
    (
        "Baris baru boleh juga diketik tepat di bawah baris terakhir, dengan id yang belum "
        "dipakai, induk dan tingkat."
    ),
    (
        "Sel jumlah yang sama dengan jumlah rinciannya berisi rumus; yang berbeda berwarna "
        "kuning dengan catatan."
    ),
    "Setelah selesai, simpan sebagai .xlsx, tutup, lalu jalankan:  renstra import NAMA-BERKAS.xlsx",
)


@dataclass(frozen=True, slots=True)
class ColumnContent:
    """A column: heading, note on it, width in letters, format of its cells.

    Whether ids or quantities stand in it.
    """

    name: str
    note: str
    width: int
    format: str
    is_key: bool
    is_quantity: bool


@dataclass(frozen=True, slots=True)
class CellContent:
    """A cell: what is written, the formula that gives it, the note on it.

    The latter two may be empty.
    """

    encoded: Encoded
    formula: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SheetContent:
    """A sheet, ready to be written."""

    plan: SheetPlan
    explanation: str
    columns: Sequence[ColumnContent]
    rows: Sequence[Sequence[CellContent]]


class _Sheet(Protocol):
    """What is used of XlsxWriter's worksheet (it ships no types for these)."""

    def write_string(self, row: int, col: int, string: str, cell_format: object = None) -> int: ...
    def write_number(
        self, row: int, col: int, number: float, cell_format: object = None
    ) -> int: ...
    def write_blank(self, row: int, col: int, blank: object, cell_format: object = None) -> int: ...
    def write_formula(
        self, row: int, col: int, formula: str, cell_format: object = None, value: float | str = 0
    ) -> int: ...
    def write_url(
        self, row: int, col: int, url: str, cell_format: object = None, string: str | None = None
    ) -> int: ...
    def write_comment(
        self, row: int, col: int, comment: str, options: Mapping[str, object] | None = None
    ) -> int: ...
    def set_column(
        self, first_col: int, last_col: int, width: float | None = None, cell_format: object = None
    ) -> int: ...
    def set_row(self, row: int, height: float | None = None, cell_format: object = None) -> int: ...
    def freeze_panes(self, row: int, col: int = 0) -> None: ...
    def protect(self, password: str = "", options: Mapping[str, bool] | None = None) -> None: ...
    def hide(self) -> None: ...
    def hide_gridlines(self, option: int = 1) -> None: ...
    def set_landscape(self) -> None: ...
    def fit_to_pages(self, width: int = 1, height: int = 1) -> None: ...
    def repeat_rows(self, first_row: int, last_row: int | None = None) -> None: ...


class _Book(Protocol):
    """What is used of XlsxWriter's workbook."""

    def add_worksheet(self, name: str | None = None) -> _Sheet: ...
    def add_format(self, properties: Mapping[str, object] | None = None) -> object: ...
    def set_properties(self, properties: Mapping[str, object]) -> None: ...
    def close(self) -> None: ...


class _Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: _Book) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], object] = {}

    def give(self, **properties: object) -> object:
        """Return the format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            # Excel takes no more than 64.000 formats in a workbook.
            self._made[key] = self._book.add_format({"valign": "top", **properties})
        return self._made[key]

    def cell(
        self, column: ColumnContent, code: str, *, locked: bool = False, marked: bool = False
    ) -> object:
        """Return the format of a data cell."""
        # Quantities that stand as text (`15 orang`) line up with the numbers.
        look = {"align": "right"} if column.is_quantity else {}
        if marked or locked:
            look["bg_color"] = DIFFERENT_FILL if marked else LOCKED_FILL
        return self.give(num_format=code, locked=locked, text_wrap=code == TEXT_FORMAT, **look)


def open_writer() -> Callable[..., _Book]:
    """Return XlsxWriter's Workbook; InputError where it is not installed."""
    try:
        from xlsxwriter import Workbook  # noqa: PLC0415 — an extra, and only export needs it
    except ImportError:
        hint = 'pasang dengan: pip install "renstra_doc[excel]"'
        message = "renstra export memerlukan XlsxWriter, yang belum terpasang"
        raise refuse_input(NOWHERE, message, hint) from None
    writer: Callable[..., _Book] = Workbook
    return writer


def lay_out(
    contents: Sequence[SheetContent],
    *,
    title: str,
    author: str,
    created: datetime,
    version: str,
    document: str,
    files: Mapping[str, bytes],
) -> bytes:
    """Write the index, a sheet for each content, and the memory.

    Out: the bytes of the .xlsx file.
    """
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        # `=1+1` in a text of the CSV is a text.
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    book = open_writer()(stream, options)
    # The date of the document: XlsxWriter would else take the clock.
    book.set_properties({"title": title, "author": author, "created": created})
    styles = _Styles(book)
    _write_index(book.add_worksheet(INDEX), contents, styles, title)
    for content in contents:
        _write_sheet(book.add_worksheet(content.plan.name), content, styles)
    memory = Memory(version, document, tuple(content.plan for content in contents), files)
    _write_memory(book.add_worksheet(MEMORY), memory)
    book.close()
    return stream.getvalue()


def _write_index(
    sheet: _Sheet, contents: Sequence[SheetContent], styles: _Styles, title: str
) -> None:
    for column, width in enumerate(INDEX_WIDTHS):
        sheet.set_column(column, column, width)
    # 2: on the screen as well as in print.
    sheet.hide_gridlines(2)
    top = _write_guide(sheet, styles, title)
    for column, name in enumerate(("Lembar", "Berkas", "Isi", "Baris")):
        heading = styles.give(bold=True, bg_color=HEADER_FILL, bottom=1)
        sheet.write_string(top, column, name, heading)
    for row, content in enumerate(contents, start=top + 1):
        _write_entry(sheet, row, content, styles)
    sheet.freeze_panes(top + 1, 0)
    _finish(sheet)


def _write_guide(sheet: _Sheet, styles: _Styles, title: str) -> int:
    """Write the title and how the workbook is used; out: the row below it."""
    sheet.write_string(0, 0, title, styles.give(bold=True, font_size=14))
    for row, line in enumerate(GUIDE, start=1):
        sheet.write_string(row, 0, line, styles.give())
    return len(GUIDE) + 2


def _write_entry(sheet: _Sheet, row: int, content: SheetContent, styles: _Styles) -> None:
    """Write the line of the index on one sheet, its name a link to it."""
    plan, wrapped = content.plan, styles.give(text_wrap=True)
    # In a reference the name stands in quotes, and a quote in it is written twice.
    link = f"internal:'{plan.name.replace(chr(39), chr(39) * 2)}'!A1"
    sheet.write_url(row, 0, link, styles.give(font_color="#0563C1", underline=1), string=plan.name)
    sheet.write_string(row, 1, plan.file, wrapped)
    sheet.write_string(row, 2, content.explanation, wrapped)
    sheet.write_number(row, 3, len(content.rows), styles.give())
    _set_height(sheet, row, [1 + (len(content.explanation) - 1) // INDEX_WIDTHS[2]])


def _finish(sheet: _Sheet) -> None:
    """Set how a sheet prints, one page wide, and what its protection leaves free."""
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.protect("", dict.fromkeys(ALLOWED, True))


def _write_sheet(sheet: _Sheet, content: SheetContent, styles: _Styles) -> None:
    _write_headings(sheet, content.columns, styles)
    for row, cells in enumerate(content.rows, start=1):
        pairs = list(zip(content.columns, cells, strict=True))
        _set_height(sheet, row, [_count_lines(cell, column.width) for column, cell in pairs])
        for place, (column, cell) in enumerate(pairs):
            _write_cell(sheet, row, place, cell, column, styles)
    # The headings stay in sight, and beside them the ids by which a planner finds a row.
    sheet.freeze_panes(1, 1 if content.columns and content.columns[0].is_key else 0)
    sheet.repeat_rows(0)
    _finish(sheet)


def _write_headings(sheet: _Sheet, columns: Sequence[ColumnContent], styles: _Styles) -> None:
    heading = styles.give(
        num_format=TEXT_FORMAT, bold=True, bg_color=HEADER_FILL, bottom=1, text_wrap=True
    )
    for place, column in enumerate(columns):
        # With the format of its cells, which a row typed below the last one then has.
        sheet.set_column(place, place, column.width, styles.cell(column, column.format))
        sheet.write_string(0, place, column.name, heading)
        _write_note(sheet, 0, place, column.note)


def _count_lines(cell: CellContent, width: int) -> int:
    """Return how many lines a text takes in its column.

    Letters are narrower than the digits that measure it.
    """
    letters = width * 11 // 10
    return sum(1 + max(len(line) - 1, 0) // letters for line in cell.encoded.text.split("\n"))


def _set_height(sheet: _Sheet, row: int, lines: Sequence[int]) -> None:
    """Give a row of several lines its height: LibreOffice does not measure it on opening."""
    if max(lines, default=1) > 1:
        sheet.set_row(row, min(max(lines) * LINE_HEIGHT, MAX_HEIGHT))


def _write_cell(
    sheet: _Sheet, row: int, place: int, cell: CellContent, column: ColumnContent, styles: _Styles
) -> None:
    encoded = cell.encoded
    # A locked id: all else is found by it. An empty one is open, for a row still to be named.
    style = styles.cell(
        column, encoded.format, locked=column.is_key and bool(encoded.text), marked=bool(cell.note)
    )
    if encoded.number is not None:
        number = encoded.number
        # XlsxWriter knows no Decimal; 15 digits come through a float unchanged.
        value = int(number) if number == number.to_integral_value() else float(number)
        if cell.formula:
            # With its result, for readers that do not compute.
            sheet.write_formula(row, place, cell.formula, style, value=value)
        else:
            sheet.write_number(row, place, value, style)
    elif encoded.text:
        sheet.write_string(row, place, encoded.text, style)
    # A blank only where its format is not that of the column: a sheet of blanks is large.
    elif column.format != encoded.format:
        sheet.write_blank(row, place, None, style)
    _write_note(sheet, row, place, cell.note)


def _write_note(sheet: _Sheet, row: int, place: int, note: str) -> None:
    if note:
        lines = sum(1 + len(line) // NOTE_LETTERS for line in note.split("\n"))
        sheet.write_comment(
            row, place, note, {"width": NOTE_WIDTH, "height": NOTE_LINE * (lines + 1), "author": ""}
        )


def _write_memory(sheet: _Sheet, memory: Memory) -> None:
    lines = [
        ("renstra_doc", memory.version),
        ("susunan", LAYOUT),
        ("dokumen", memory.document),
        MEMORY_HEADER,
    ]
    lines += [(plan.name, plan.file, plan.sha256, ",".join(plan.columns)) for plan in memory.plans]
    lines += [
        (BASE, file, chunk)
        for file, content in memory.bases.items()
        for chunk in split_base(content)
    ]
    for row, line in enumerate(lines):
        for place, text in enumerate(line):
            sheet.write_string(row, place, text)
    sheet.protect()
    sheet.hide()
