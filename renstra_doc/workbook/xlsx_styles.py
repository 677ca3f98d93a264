"""Styles of a workbook's cells (SpreadsheetML, 18.8): number format, bold, indent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.workbook.number_format import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element as Element


@dataclass(frozen=True, slots=True)
class CellStyle:
    """What a cell style says: the number format and the look."""

    format: str = "General"
    bold: bool = False
    indent: int = 0


PLAIN = CellStyle()


def read_styles(root: Element) -> list[CellStyle]:
    """Return the number format and the look of each cell style, in the order of their numbers.

    A cell names an `xf` of `cellXfs` by its place there (18.8.10), and that its font and format.
    """
    own = {
        int(element.get("numFmtId", "0")): element.get("formatCode", "")
        for element in root.iter("{*}numFmt")
    }
    # A file may give a number of the built-in ones another code; its own counts.
    known = {**BUILT_IN, **own}
    bold = [_is_bold(element) for element in root.iterfind("{*}fonts/{*}font")]
    return [_read_style(element, known, bold) for element in root.iterfind("{*}cellXfs/{*}xf")]


def _is_bold(font: Element) -> bool:
    mark = font.find("{*}b")
    return mark is not None and mark.get("val", "1") not in ("0", "false")


def _read_style(element: Element, formats: Mapping[int, str], bold: list[bool]) -> CellStyle:
    font = int(element.get("fontId", "0"))
    alignment = element.find("{*}alignment")
    indent = alignment.get("indent", "0") if alignment is not None else "0"
    return CellStyle(
        formats.get(int(element.get("numFmtId", "0")), "General"),
        bold[font] if 0 <= font < len(bold) else False,
        int(indent) if indent.isdigit() else 0,
    )
