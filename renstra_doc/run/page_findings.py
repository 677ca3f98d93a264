"""What only the finished pages show: a figure, or words, that no width of the paper holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, Severity
from renstra_doc.model.records import at
from renstra_doc.words.numbers import format_angka

if TYPE_CHECKING:
    from collections.abc import Iterable

    from renstra_doc.model import Document
    from renstra_doc.render.fitting import Tight

RULE = "lebar"
TURN = "tulis orientasi lanskap di tabel/tabel.csv, "


def find_tight(document: Document, found: Iterable[tuple[str, Tight]]) -> tuple[Finding, ...]:
    """Return a finding for each column whose widest figure would be broken, at that figure.

    Of a table whose words are broken one warning, at the first.
    """
    return tuple(_to_finding(document, table, tight) for table, tight in found)


def _to_finding(document: Document, table_id: str, tight: Tight) -> Finding:
    table = document.tables[table_id]
    # `tight.column` counts printed columns only.
    column = [column for column in table.columns if column.tampil][tight.column]
    row = next((row for row in table.rows if row.id == tight.row), None)
    # No row: the heading itself is too wide.
    place = at(column.place, "judul") if row is None else table.cell_place(row, column.kolom)
    paper = "kertas mendatar" if table.orientasi == "lanskap" else "kertas tegak"
    # A broken figure can be misread, a broken word cannot.
    severity = Severity.WARNING if tight.words else Severity.ERROR
    return Finding(
        RULE,
        _say_words(tight, paper) if tight.words else _say_figure(tight, paper),
        place,
        severity,
        table=table.number,
        row=tight.row,
        row_id=tight.row,
        column=column.kolom,
        actual=tight.text,
        # All ways out that are left, for which of them is possible only the planner knows.
        hint=("" if table.orientasi == "lanskap" else TURN)
        + "jangan cetak semua kolomnya (tampil di tabel/kolom.csv), pakai kertas A3 di bagian "
        "lanskap templat, atau kecilkan huruf tabel contohnya",
    )


def _say_figure(tight: Tight, paper: str) -> str:
    return f"“{tight.text}” tidak muat: angka terlebar semua kolom tabel ini melebihi lebar {paper}"


def _say_words(tight: Tight, paper: str) -> str:
    count = format_angka(tight.words)
    return (
        f"“{tight.text}” terpotong di tengah kata, {count} kata di tabel ini: angka dan kata "
        f"terpanjang semua kolomnya melebihi lebar {paper}"
    )
