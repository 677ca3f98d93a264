"""A cell by its column: read from text, written back in canonical form, printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.model.values import NUMERIC_KINDS, Cell
from renstra_doc.words.numbers import (
    NumberError,
    canonical,
    canonical_target,
    format_besaran,
    format_target,
    parse,
    parse_target,
)

if TYPE_CHECKING:
    from renstra_doc.model.values import Column


def read_cell(column: Column, text: str) -> Cell:
    """Read a text, without blanks around it, as a cell of a column of numbers.

    NumberError where it cannot be read.
    """
    besaran = parse(column.jenis, text, ribuan=column.ribuan)
    # `parse` lets a range or bound pass as no number; here it gets its meaning.
    spelled = None if besaran is not None else parse_target(text, ribuan=column.ribuan)
    return Cell(text, besaran, tulisan=spelled)


def write_cell(column: Column, cell: Cell) -> str:
    """Return a cell as the canonical CSV has it: a quantity with its decimals, a text untouched."""
    if column.jenis not in NUMERIC_KINDS:
        return cell.teks
    if cell.besaran is not None:
        return canonical(column.jenis, cell.besaran, ribuan=column.ribuan)
    if cell.tulisan is not None:
        return canonical_target(cell.tulisan, ribuan=column.ribuan)
    return cell.teks


def print_number(column: Column, cell: Cell) -> str | None:
    """Return what a cell with a number prints, in Indonesian form; None for a text."""
    if cell.besaran is not None:
        return format_besaran(column.jenis, cell.besaran, column.desimal)
    return None if cell.tulisan is None else format_target(cell.tulisan)


def spell_text(column: Column | None, text: str) -> str:
    """Return a text of a column as one writes it: a number as it prints, where that reads back."""
    if column is None or column.jenis not in NUMERIC_KINDS:
        return text
    try:
        printed = print_number(column, read_cell(column, text.strip()))
        same = printed is not None and write_cell(column, read_cell(column, printed)) == text
    except NumberError:
        return text
    return printed if same and printed is not None else text
