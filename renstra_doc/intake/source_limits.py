"""How much of a foreign file is taken up: more is refused before anything is made of it.

The table of an office has some thousand rows. What is larger, or denser than any program writes it,
would only cost time and memory on its way to being refused later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.finding import InputError, refuse_input

if TYPE_CHECKING:
    from collections.abc import Iterable

    from renstra_doc.intake.source import SourceCell, SourceTable

MAX_ROWS, MAX_COLUMNS = 10_000, 500
# Cells that hold something, letters of one cell (Excel's own bound) and of all of them together.
MAX_CELLS, MAX_LETTERS, MAX_TEXT = 100_000, 32_767, 4_000_000
# Cells whether they hold something or not, of all tables; rows, and lines within their cells, each
# of which may become a row.
MAX_AREA, MAX_LINES = 1_500_000, 15_000


def refuse_size(file: str, name: str, height: int, width: int) -> None:
    """Raise InputError for a table of more rows or columns than are read."""
    if height > MAX_ROWS or width > MAX_COLUMNS:
        message = f"“{name}” memuat {height} baris dan {width} kolom"
        hint = (
            f"impor paling banyak {MAX_ROWS} baris dan {MAX_COLUMNS} kolom sekali jalan: hapus "
            "isi yang jauh di bawah atau di kanan tabel, atau bagi berkasnya"
        )
        raise refuse_input(file, message, hint)


def refuse_dense(tables: Iterable[SourceTable]) -> None:
    """Raise InputError for tables that together hold more than the table of any office."""
    cells = text = lines = 0
    for table in tables:
        refuse_size(table.file, table.name, len(table.rows), table.width)
        _refuse_overlap(table)
        for index, row in enumerate(table.rows):
            filled = [cell for cell in row if cell.text or cell.formula]
            cells += len(filled)
            lines += 1 + max((cell.text.count("\n") for cell in filled), default=0)
            text += _count_letters(table, index, filled)
        refuse_much(table.file, cells, text, lines)


def _count_letters(table: SourceTable, index: int, cells: Iterable[SourceCell]) -> int:
    """Return how many letters a row holds; InputError where one cell holds too many."""
    text = 0
    for cell in cells:
        text += len(cell.text) + len(cell.formula)
        if max(len(cell.text), len(cell.formula)) > MAX_LETTERS:
            message = f"satu sel memuat lebih dari {MAX_LETTERS} huruf"
            raise _refuse(table.file, f"{table.place(index)}: {message}")
    return text


def refuse_much(file: str, cells: int, text: int, lines: int) -> None:
    """Raise InputError for filled cells, letters or lines that are more than any office's."""
    if cells > MAX_CELLS or text > MAX_TEXT:
        raise _refuse(file, f"isinya lebih dari {MAX_CELLS} sel atau {MAX_TEXT} huruf")
    if lines > MAX_LINES:
        raise _refuse(file, f"isinya lebih dari {MAX_LINES} baris, termasuk baris di dalam sel")


def refuse_area(file: str, cells: int) -> None:
    """Raise InputError for sheets that are wide and long and nearly empty."""
    if cells > MAX_AREA:
        message = f"lembarnya bersama-sama seluas {cells} sel, paling luas {MAX_AREA}"
        hint = "hapus isi yang jauh di kanan atau di bawah tabel, atau bagi berkasnya"
        raise refuse_input(file, message, hint)


# A crafted workbook may lay thousands of merges on one spot, each to be walked through.
def _refuse_overlap(table: SourceTable) -> None:
    """Refuse merges that lie on each other: together they cover more cells than there are."""
    area = len(table.rows) * table.width
    for merge in table.merges:
        height = min(merge.bottom, len(table.rows) - 1) - merge.top + 1
        area -= max(height, 0) * max(min(merge.right, table.width - 1) - merge.left + 1, 0)
        if area < 0:
            raise _refuse(table.file, f"{table.name}: sel gabungannya saling menindih")


def _refuse(file: str, message: str) -> InputError:
    hint = "periksa apakah ini berkas yang dimaksud; bagi atau simpan ulang dari Excel"
    return refuse_input(file, message, hint)
