"""A printed table with the cells marked that findings speak of.

Of a long table only the rows that matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.expression.language import Evaluator, ExpressionError
from renstra_doc.expression.names import Facts, show_value
from renstra_doc.finding import Severity
from renstra_doc.model.row_levels import TOTAL
from renstra_doc.view import view_table
from renstra_doc.words.markup import escape_markup, parse_markup, plain_line
from renstra_doc.words.numbers import NumberError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from renstra_doc.finding import Finding
    from renstra_doc.model import Column, Document, Row, Table
    from renstra_doc.view import GridCell, TableRow
    from renstra_doc.words.markup import Run

    Marks = Mapping[tuple[str, str], list[tuple[int, Finding]]]

MAX_ROWS = 500


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A cell of the header: text, columns and rows it spans."""

    text: str
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class MarkedCell:
    """A cell: its runs, how many columns it spans, its findings and how the worst weighs."""

    runs: tuple[Run, ...]
    columns: int
    align: str
    is_heading: bool
    numbers: tuple[int, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class MarkedRow:
    """A row; `is_bold` where it heads others or totals them.

    `skipped` counts the rows left out before it.
    """

    cells: tuple[MarkedCell, ...]
    is_bold: bool
    skipped: int


@dataclass(frozen=True, slots=True)
class MarkedTable:
    """A table ready for the page."""

    id: str
    label: str
    title: str
    source: str
    header: tuple[tuple[HeaderCell, ...], ...]
    rows: tuple[MarkedRow, ...]
    skipped_after: int
    total: int


def mark_table(
    document: Document, table: Table, numbered: Iterable[tuple[int, Finding]]
) -> MarkedTable:
    """Return a table with the cells of its findings marked, each with the findings' numbers.

    A finding in a column that is not printed marks the heading of its row. A table of more than
    `MAX_ROWS` rows is cut down to the rows with findings and the rows above them in the hierarchy.
    """
    columns = [column for column in table.columns if column.tampil]
    # Each cell by what is printed in it, so a mark stands where the reader sees the figure.
    marks = _gather_marks(columns, numbered)
    item = view_table(table, _resolver(document))
    rows, skipped = _mark_rows(table, item.rows, columns, marks)
    label, title, source = (plain_line(text) for text in (item.label, item.judul, item.sumber))
    return MarkedTable(
        table.id, label, title, source, _header(item.kepala), rows, skipped, len(table.rows)
    )


def _gather_marks(columns: Sequence[Column], numbered: Iterable[tuple[int, Finding]]) -> Marks:
    """Return the findings by the row and the printed column that they mark."""
    # A finding in a column that is not printed still shows its row.
    heading = _heading_column(columns)
    shown = {column.kolom for column in columns}
    marks: dict[tuple[str, str], list[tuple[int, Finding]]] = {}
    for number, finding in numbered:
        kolom = finding.column if finding.column in shown else heading
        marks.setdefault((finding.row_id, kolom), []).append((number, finding))
    return marks


def _mark_rows(
    table: Table, printed: Sequence[TableRow], columns: Sequence[Column], marks: Marks
) -> tuple[tuple[MarkedRow, ...], int]:
    """Return the rows that are kept, and how many are left out after the last of them."""
    kept = _kept_rows(table, {row_id for row_id, _ in marks})
    rows: list[MarkedRow] = []
    skipped = 0
    for row, line in zip(table.rows, printed, strict=True):
        if row.id not in kept:
            skipped += 1
            continue
        cells = tuple(_mark_cells(row, line.cells, columns, marks))
        is_bold = row.id in table.children or row.tingkat == TOTAL
        rows.append(MarkedRow(cells, is_bold, skipped))
        skipped = 0
    return tuple(rows), skipped


def _heading_column(columns: Sequence[Column]) -> str:
    """Return the column that names a row: the first of text, else the first."""
    texts = [column.kolom for column in columns if column.jenis == "teks"]
    return (texts or [column.kolom for column in columns] or [""])[0]


def _resolver(document: Document) -> Callable[[str, Row, Column], str]:
    # The page prints what the document prints; markup in a value stays plain.
    evaluator = Evaluator(Facts(document).names(), lambda value: escape_markup(show_value(value)))

    def resolve(text: str, _row: Row, _column: Column) -> str:
        try:
            return evaluator.resolve(text)
        except (ExpressionError, NumberError):
            # A broken expression is a finding of its own; here the cell is shown as written.
            return text

    return resolve


def _kept_rows(table: Table, marked: Collection[str]) -> set[str]:
    if len(table.rows) <= MAX_ROWS:
        return {row.id for row in table.rows}
    kept: set[str] = set()
    for row_id in marked:
        row = table.row_by_id.get(row_id)
        while row is not None and row.id not in kept:
            kept.add(row.id)
            # Upwards until a row that is kept already: what stands above that one is kept, too.
            row = table.row_by_id.get(row.induk)
    return kept


def _mark_cells(
    row: Row, printed: Sequence[GridCell], columns: Sequence[Column], marks: Marks
) -> Iterable[MarkedCell]:
    heading = _heading_column(columns)
    place = 0
    for cell in printed:
        covered = [column.kolom for column in columns[place : place + cell.lebar]]
        place += cell.lebar
        found = [mark for kolom in covered for mark in marks.get((row.id, kolom), ())]
        yield MarkedCell(
            parse_markup(cell.teks),
            cell.lebar,
            cell.rata,
            # A merged cell stands for all columns that it covers.
            heading in covered,
            tuple(number for number, _ in found),
            _weigh([finding for _, finding in found]),
        )


def _weigh(findings: Sequence[Finding]) -> str:
    """Return the worst severity among findings, those without a waiver before the others.

    `error`, `waived`, ``.
    """
    if not findings:
        return ""
    standing = [finding.severity for finding in findings if not finding.waived]
    # In the order of Severity, worst first; a waived finding only where nothing else stands.
    return min(standing, key=list(Severity).index).value if standing else "waived"


def _header(rows: Sequence[Sequence[GridCell]]) -> tuple[tuple[HeaderCell, ...], ...]:
    return tuple(
        tuple(
            HeaderCell(
                plain_line(cell.teks),
                cell.lebar,
                # A heading that goes down takes all rows that are left (`rowspan`).
                len(rows) - level if cell.tegak else 1,
            )
            for cell in row
            # A cell that goes on is covered by the one above it.
            if cell.tegak != "lanjut"
        )
        for level, row in enumerate(rows)
    )
