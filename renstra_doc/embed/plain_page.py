"""The page around a table where no template gives one: A4, a ruled table, three styles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.docx.xml import W
from renstra_doc.template.read import RoleLook, SectionLook, TableLook

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class TablePage:
    """What is around a table.

    The start of the document part, the section, the other parts, the look of the table.
    """

    start: str
    section: SectionLook
    look: TableLook
    parts: Mapping[str, bytes]
    caption: str


def plain_page(*, lanskap: bool = True) -> TablePage:
    """Return a plain A4 page with a ruled table, for a program that has no template."""
    # Twips: 16838 × 11906 is A4, 850 are 15 mm.
    width, height, margin = (16838, 11906, 850) if lanskap else (11906, 16838, 850)
    turned = ' w:orient="landscape"' if lanskap else ""
    section = SectionLook(
        f'<w:sectPr><w:pgSz w:w="{width}" w:h="{height}"{turned}/><w:pgMar '
        f'w:top="{margin}" w:right="{margin}" '
        f'w:bottom="{margin}" w:left="{margin}" w:header="425" w:footer="425" '
        'w:gutter="0"/></w:sectPr>',
        "",
        "",
        width - 2 * margin,
        lanskap,
    )
    start = f'{_XML}<w:document xmlns:w="{W}"><w:body>'
    return TablePage(start, section, _PLAIN_TABLE, _PLAIN_PARTS, "JudulTabel")


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_PLAIN_TABLE = TableLook(
    f'<w:tblPr><w:tblW w:w="0" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
    # 57 twips are 1 mm; Word's usual 108 take too much of a narrow column.
    '<w:tblLayout w:type="fixed"/>'
    '<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>'
    "</w:tblCellMar></w:tblPr>",
    {
        "kepala": RoleLook(
            '<w:shd w:val="clear" w:color="auto" w:fill="D9E2EC"/><w:vAlign w:val="center"/>',
            "KepalaTabel",
            full_width=False,
        ),
        "nomor": RoleLook("", "KepalaTabel", full_width=False),
        "isi": RoleLook("", "IsiTabel", full_width=False),
    },
)


def _style(key: str, name: str, paragraph: str, run: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
    )


_STYLES = (
    f'{_XML}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="16"/><w:lang '
    'w:val="id-ID"/>'
    "</w:rPr></w:rPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name '
    'w:val="Normal"/></w:style>'
    + _style(
        "JudulTabel",
        "Judul Tabel",
        '<w:keepNext/><w:spacing w:after="120"/>',
        '<w:b/><w:sz w:val="20"/>',
    )
    + _style("KepalaTabel", "Kepala Tabel", '<w:jc w:val="center"/>', "<w:b/>")
    + _style("IsiTabel", "Isi Tabel", "", "")
    + "</w:styles>"
)
_PLAIN_PARTS = {
    "[Content_Types].xml": (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
        f'<Override PartName="/word/settings.xml" ContentType="{_WORD}.settings+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    ).encode(),
    "_rels/.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        '<Relationship Id="rId2" '
        f'Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>"
    ).encode(),
    "word/_rels/document.xml.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/settings" Target="settings.xml"/></Relationships>'
    ).encode(),
    # Without it Word opens the document in compatibility mode.
    "word/settings.xml": (
        f'{_XML}<w:settings xmlns:w="{W}"><w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
    ).encode(),
    "word/styles.xml": _STYLES.encode(),
}
