"""Columns that a person drags or chooses in a template, and what becomes of them.

The columns of a printed table are those of the data, as wide as the data say, and its heading
repeats on every page; tables and drawings are as wide as the text of a page with one column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.docx.xml import OFF, W
from renstra_doc.finding import Severity
from renstra_doc.template.roles import HEADER
from renstra_doc.template.slip import Slip
from renstra_doc.template.spots import TR

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

    from renstra_doc.template.marks import Marks
    from renstra_doc.template.spots import Spot

# The columns of a sample table: alike, or as in the starting template.
_STARTING = (1 / 3, 2 / 3)
_NEAR = 0.02  # of the whole width: who saves a template elsewhere moves a line by less


def find_column_slips(body: Element, marks: Marks, spots: Sequence[Spot]) -> Iterator[Slip]:
    """Yield what a sample table or a section shows of its columns and no document takes over.

    In: the body of the document part, its markers and its spots.
    """
    # From the end, so that of the cells of a table the first one is left.
    first = {spot.position: spot for spot in reversed(spots) if spot.cell == 1}
    for position, roles in marks.places.values():
        table, spot = body[position], first.get(position)
        if _is_dragged(_read_shares(table)):
            message = "lebar kolom tabel contoh ini tidak dipakai"
            hint = "lebar tiap kolom ditulis di data: tabel/kolom.csv, kolom lebar"
            yield Slip(spot, message, hint, Severity.WARNING)
        if HEADER in roles and not _repeats(list(table.iter(TR))[roles[HEADER]]):
            message = "kepala tabel contoh ini tidak berulang: tidak dipakai"
            hint = "kepala tabel yang tercetak selalu berulang di setiap halaman"
            yield Slip(spot, message, hint, Severity.INFO)
    for span in marks.spans:
        if _count_columns(body[span.closing]) > 1:
            message = f"bagian “{span.name}” berkolom lebih dari satu"
            hint = (
                "tabel, bagan dan daftar isi tercetak selebar halaman dan menimpa kolom di "
                "sebelahnya; di Word: Tata Letak > Kolom > Satu"
            )
            yield Slip(None, message, hint, Severity.WARNING)


def _read_shares(table: Element) -> list[float]:
    """Return the share that each column has of the width of a table (17.4.48)."""
    widths = [node.get(f"{{{W}}}w", "") for node in table.iterfind(f"{{{W}}}tblGrid/*")]
    # A grid that is left to Word says nothing of what a person dragged.
    if not all(map(str.isdecimal, widths)):
        return []
    total = sum(map(int, widths)) or 1
    return [int(width) / total for width in widths]


def _is_dragged(shares: Sequence[float]) -> bool:
    """Return whether columns are neither alike nor those of the starting template."""
    if not shares or max(shares) - min(shares) <= _NEAR:
        return False
    return len(shares) != len(_STARTING) or abs(shares[0] - _STARTING[0]) > _NEAR


def _repeats(row: Element) -> bool:
    """Return whether a row is a heading that stands on every page (17.4.78)."""
    node = row.find(f"{{{W}}}trPr/{{{W}}}tblHeader")
    return node is not None and node.get(f"{{{W}}}val", "1") not in OFF


def _count_columns(closing: Element) -> int:
    """Return how many columns of text a section has, by the paragraph that closes it (17.6.4)."""
    numbers = [node.get(f"{{{W}}}num", "1") for node in closing.iter(f"{{{W}}}cols")]
    return max((int(number) for number in numbers if number.isdecimal()), default=1)
