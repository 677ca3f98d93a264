"""What may be wrong with one record of a CSV file: its number of cells, and what stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, reading_error
from renstra_doc.words.characters import check_cells
from renstra_doc.words.numbers import format_angka
from renstra_doc.words.shortening import shorten

if TYPE_CHECKING:
    from renstra_doc.place import Place


def fits(cells: tuple[str, ...], header: tuple[str, ...], width: int) -> bool:
    """Return whether a record has a cell for each column; `width` counts the nameless ones, too."""
    # Nameless columns may follow, but nothing may stand in them: it would be lost.
    return len(header) <= len(cells) <= width and not any(cells[len(header) :])


def tell_misfit(line: Place, cells: tuple[str, ...], header: tuple[str, ...]) -> Finding:
    """Return the error of a record that has too many or too few cells."""
    message = (
        f"baris ini berisi {format_angka(len(cells))} sel, sedangkan kepala "
        f"kolom berisi {len(header)}"
    )
    hint = (
        "periksa pemisah yang kurang atau lebih; sel yang memuat pemisah harus diapit tanda kutip"
    )
    return reading_error(line, message, hint, shorten(cells[0]))


def check_row(line: Place, cells: tuple[str, ...], header: tuple[str, ...]) -> list[Finding]:
    """Return what is wrong in a record that fits its header."""
    # As `type a.csv b.csv` joins two files.
    if cells[: len(header)] == header:
        hint = "hapus baris ini; mungkin isi dua berkas tersambung"
        return [reading_error(line, "baris ini mengulang nama kolom", hint, shorten(cells[0]))]
    return check_cells(line, header, cells)
