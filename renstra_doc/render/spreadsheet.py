"""The workbook inside a graph: what "Edit Data" opens (SpreadsheetML, ECMA-376 Part 1, 18).

One sheet: the names of the points in column A, a series in each further column. Written stored and
not deflated, so that its bytes are the same on every machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.docx.xml import escape, quoteattr
from renstra_doc.render.package import OFFICE, PACKAGE, TYPES, pack, part_xml, relations_part
from renstra_doc.words.cell_reference import name_cell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from renstra_doc.view import SeriesView

SHEET = "Data"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_ML = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def write_workbook(points: Sequence[str], series: Sequence[SeriesView], code: str) -> bytes:
    """Return a workbook with the figures of a graph; `code` is their number format."""
    header = "".join(_text_cell(1, column, one.nama) for column, one in enumerate(series, start=2))
    rows = [f'<row r="1">{header}</row>']
    for row, name in enumerate(points, start=2):
        cells = "".join(
            _number_cell(row, column, one.nilai[row - 2])
            for column, one in enumerate(series, start=2)
        )
        rows.append(f'<row r="{row}">{_text_cell(row, 1, name)}{cells}</row>')
    sheet = (
        f'<worksheet xmlns="{_MAIN}"><cols><col min="1" max="1" width="40" customWidth="1"/></cols>'
        f"<sheetData>{''.join(rows)}</sheetData></worksheet>"
    )
    return pack({name: part_xml(body) for name, body in _parts(sheet, code).items()})


def _text_cell(row: int, column: int, text: str) -> str:
    place = name_cell(row, column)
    # Texts in the cells: a part of shared strings would be one more to write.
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _number_cell(row: int, column: int, number: Decimal | None) -> str:
    if number is None:
        return ""
    return f'<c r="{name_cell(row, column)}" s="1"><v>{number:f}</v></c>'


def _parts(sheet: str, code: str) -> dict[str, str]:
    return {
        TYPES: (
            f'<Types xmlns="{PACKAGE}/content-types">'
            f'<Default Extension="rels" ContentType="{_RELATIONS_TYPE}"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_ML}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_ML}.worksheet+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_ML}.styles+xml"/></Types>'
        ),
        "_rels/.rels": relations_part([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{OFFICE}"><sheets>'
            f'<sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": relations_part(
            [("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "styles", "styles.xml")]
        ),
        "xl/worksheets/sheet1.xml": sheet,
        "xl/styles.xml": _styles(code),
    }


def _styles(code: str) -> str:
    """Return the least that a spreadsheet program wants, and the number format."""
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="1">'
        f'<numFmt numFmtId="164" formatCode={quoteattr(code)}/></numFmts>'
        '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        "</cellStyleXfs>"
        '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
        "</cellStyles></styleSheet>"
    )
