"""The one empty amount in a table that else prints every amount.

A 0 that was emptied changes no sum; that its table leaves no other cell blank says that it is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.check.printed_order import structure_finding
from renstra_doc.finding import Severity
from renstra_doc.model.row_levels import SPECIAL

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from renstra_doc.finding import Finding
    from renstra_doc.model import Document, Row, Table

MONEY = "rupiah"
HABIT = 20  # so many printed amounts make an empty one strange
PlaceKey = tuple[str, str, str]  # file, row, column


def find_gaps(document: Document, told: Container[PlaceKey]) -> Iterator[Finding]:
    """Yield the only empty amount of a table; none of those of which a sum has `told` already."""
    for table in document.tables.values():
        cells = _list_amounts(table)
        empty = [(row, kolom) for row, kolom, is_printed in cells if not is_printed]
        if len(empty) == 1 and len(cells) > HABIT:
            [(row, kolom)] = empty
            if (table.file, row.id, kolom) not in told:
                yield _tell(table, row, kolom)


def _list_amounts(table: Table) -> list[tuple[Row, str, bool]]:
    """Return the cells for amounts of the rows that print any, and whether each is printed."""
    money = [at for at, column in enumerate(table.columns) if column.jenis == MONEY]
    printed = [at for at in money if table.columns[at].tampil]
    # Totals, headings and further indicators may print no amount.
    rows = [row for row in table.rows if row.tingkat not in SPECIAL and _prints(row, printed)]
    return [
        (row, table.columns[at].kolom, bool(row.cells[at].teks.strip()))
        for row in rows
        for at in printed
    ]


def _prints(row: Row, money: list[int]) -> bool:
    return any(row.cells[at].teks.strip() for at in money)


def _tell(table: Table, row: Row, kolom: str) -> Finding:
    message = f"{kolom} kosong, padahal tabel ini mencetak semua pagu lainnya"
    hint = "isi angkanya, atau tulis 0 atau - bila memang nol"
    return structure_finding(table, row, kolom, message, hint, Severity.WARNING)
