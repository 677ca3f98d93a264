"""A TableItem → w:tbl (ECMA-376 Part 1, 17.4), written in one go as a string."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from renstra_doc.markup import parse_markup
from renstra_doc.render.xml import runs_xml, text_xml
from renstra_doc.view import GridCell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renstra_doc.render.template import RoleLook, TableLook
    from renstra_doc.view import TableItem, TableRow

ALIGNMENT = {"kiri": "left", "tengah": "center", "kanan": "right", "penuh": "both"}
_TABLE_WIDTH = re.compile(r"<w:tblW [^>]*/>")
ORDINARY, HEADER, NUMBERS = "isi", "kepala", "nomor"


def table_xml(item: TableItem, look: TableLook, width: int) -> str:
    """Return the table.

    In: the printed table, the look of its kind, the width it has in twips. The header and the line of column numbers
    repeat on each page (w:tblHeader), no row splits (w:cantSplit).
    """
    widths = scale_widths(item.lebar, width)
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in widths)
    writer = _RowWriter(look, widths)
    rows = [writer.write_header(cells) for cells in item.kepala]
    if item.nomor:
        rows.append(writer.write_numbers(item.nomor))
    rows += [writer.write(row) for row in item.rows]
    properties = _TABLE_WIDTH.sub(f'<w:tblW w:w="{width}" w:type="dxa"/>', look.properties, count=1)
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def scale_widths(widths: Sequence[float], total: int) -> tuple[int, ...]:
    """Scale widths so that they fill `total` exactly, in whole twips: no column loses its share to rounding."""
    whole = sum(widths) or 1
    edges = [0]
    passed = 0.0
    for width in widths:
        passed += width
        edges.append(round(passed * total / whole))
    return tuple(right - left for left, right in pairwise(edges))


class _RowWriter:
    """Writes rows in the looks of their roles; keeps what is the same for all rows of a role."""

    def __init__(self, look: TableLook, widths: tuple[int, ...]) -> None:
        self._look = look
        self._widths = widths
        self._merged: dict[int, int] = {}

    def write_header(self, cells: Sequence[GridCell]) -> str:
        return self._row(cells, self._role(HEADER), "<w:cantSplit/><w:tblHeader/>")

    def write_numbers(self, numbers: Sequence[str]) -> str:
        return self._row([GridCell(number) for number in numbers], self._role(NUMBERS), "<w:cantSplit/><w:tblHeader/>")

    def write(self, row: TableRow) -> str:
        role = self._role(row.tingkat)
        if role.full_width and not any(cell.teks for cell in row.cells[1:]):
            return self._row([GridCell(row.cells[0].teks, len(self._widths))], role, "<w:cantSplit/>")
        return self._row(row.cells, role, "<w:cantSplit/>")

    def _role(self, name: str) -> RoleLook:
        return self._look.roles.get(name) or self._look.roles[ORDINARY]

    def _row(self, cells: Sequence[GridCell], role: RoleLook, properties: str) -> str:
        written, place = [], 0
        merged: dict[int, int] = {}
        for cell in cells:
            if cell.tegak:
                merged[place] = cell.lebar
            written.append(self._cell(cell, self._merge_xml(cell, place), place, role))
            place += cell.lebar
        self._merged = merged
        return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(written)}</w:tr>"

    def _merge_xml(self, cell: GridCell, place: int) -> str:
        """Return the w:vMerge (17.4.84); below a full-width line or a wider cell nothing goes on: it begins anew."""
        if not cell.tegak:
            return ""
        goes_on = cell.tegak == "lanjut" and self._merged.get(place) == cell.lebar
        return "<w:vMerge/>" if goes_on else '<w:vMerge w:val="restart"/>'

    def _cell(self, cell: GridCell, merge: str, place: int, role: RoleLook) -> str:
        width = sum(self._widths[place : place + cell.lebar])
        wide = f'<w:gridSpan w:val="{cell.lebar}"/>' if cell.lebar > 1 else ""
        # A full-width line and a header keep the alignment of their style; cells take that of their column.
        # An indent sets off the name in the first column; figures beside it keep their whole width.
        ind = '<w:ind w:left="0" w:firstLine="0"/>' if role.indented and place else ""
        jc = f'<w:jc w:val="{ALIGNMENT[cell.rata]}"/>' if cell.rata else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{wide}{merge}{role.cell}</w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{role.style}"/>{ind}{jc}</w:pPr>{cell_runs(cell.teks)}</w:p></w:tc>'
        )


def text_run(text: str) -> str:
    """Return one plain run."""
    return f"<w:r>{text_xml(text)}</w:r>" if text else ""


def cell_runs(text: str) -> str:
    """Return the runs of a cell's text with its inline markup."""
    if "*" in text or "\\" in text:
        return runs_xml(parse_markup(text))
    return text_run(text)
