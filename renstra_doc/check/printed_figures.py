"""Figures as printed: an expression in a column of numbers is worked out before any comparison.

What the rules see is then what the reader sees, whichever way it was written.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.expression.language import Evaluator, ExpressionError
from renstra_doc.expression.names import Facts, show_value
from renstra_doc.model import Cell
from renstra_doc.model.cells import read_cell
from renstra_doc.model.values import NUMERIC_KINDS
from renstra_doc.words.numbers import NumberError

if TYPE_CHECKING:
    from renstra_doc.model import Document, Table
    from renstra_doc.model.values import Column

_PRINTED = re.compile(r"(?:Rp\.?\s*)?(-?\d+(?:\.\d+)*)(?:,(\d+))?(.*)", re.DOTALL)
OPENING = "{{"


def resolve_figures(document: Document) -> Document:
    """Return the document with the expressions of its number columns replaced by what they print.

    A cell that cannot be worked out, or prints no number, is one that cannot be read.
    """
    changed = {
        name: resolved
        for name, table in document.tables.items()
        if (resolved := _resolve_table(document, table)) is not table
    }
    return replace(document, tables={**document.tables, **changed}) if changed else document


def _resolve_table(document: Document, table: Table) -> Table:
    places = [at for at, column in enumerate(table.columns) if column.jenis in NUMERIC_KINDS]
    rows = {
        line: replace(
            row,
            cells=tuple(
                _resolve_cell(document, table.columns[at], cell)
                if at in places and OPENING in cell.teks
                else cell
                for at, cell in enumerate(row.cells)
            ),
        )
        for line, row in enumerate(table.rows)
        if any(OPENING in row.cells[at].teks for at in places)
    }
    if not rows:
        return table
    return replace(table, rows=tuple(rows.get(at, row) for at, row in enumerate(table.rows)))


def _resolve_cell(document: Document, column: Column, cell: Cell) -> Cell:
    try:
        text = Evaluator(Facts(document).names(), show_value).resolve(cell.teks).strip()
        # An expression may print nothing: then the cell is empty, not misread.
        return read_cell(column, _to_canonical(text)) if text else Cell("")
    except (ExpressionError, NumberError):
        return Cell(cell.teks, keliru=True)


def _to_canonical(text: str) -> str:
    """Return a number printed in Indonesian form as the CSV would hold it."""
    match = _PRINTED.fullmatch(text)
    if match is None:
        return text
    fraction = f".{match[2]}" if match[2] else ""
    return f"{match[1].replace('.', '')}{fraction}{match[3]}"
