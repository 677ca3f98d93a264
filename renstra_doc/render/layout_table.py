"""Tables that only set texts side by side: no lines, no heading, no title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.docx.xml import quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# No first row or column is a heading (17.4.55).
_LAYOUT_ONLY = (
    '<w:tblLook w:val="0000" w:firstRow="0" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
    'w:noHBand="0" w:noVBand="0"/>'
)
WHOLE_ROW = "<w:trPr><w:cantSplit/></w:trPr>"


def layout_table(
    style: str, widths: Sequence[int], rows: Iterable[Sequence[str]], properties: str = ""
) -> str:
    """Return a table that only lays out.

    In: its style's id, its columns in twips, the content of the cells of each row, a row's w:trPr.
    """
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    written = "".join(f"<w:tr>{properties}{_cells(widths, row)}</w:tr>" for row in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val={quoteattr(style)}/><w:tblW w:w="{sum(widths)}" '
        f'w:type="dxa"/><w:tblLayout w:type="fixed"/>{_LAYOUT_ONLY}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{written}</w:tbl>"
    )


def _cells(widths: Sequence[int], contents: Sequence[str]) -> str:
    return "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'
        for width, content in zip(widths, contents, strict=True)
    )
