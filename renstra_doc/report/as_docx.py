"""The audit record as a Word document of its own: headings, tables, a block to sign.

Plain WordprocessingML (ECMA-376 Part 1, clause 17) with named styles; the same record gives the
same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.docx.xml import W, escape, quoteattr, text_xml, twips
from renstra_doc.render.package import core_properties, pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from renstra_doc.report.audit_record import AuditRecord, RecordSection

# A4 lying, in mm: width, height, margin.
WIDTH, HEIGHT, MARGIN = 297, 210, 15
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_WORD}.settings+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_WORD}.footer+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
_RELS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/></Relationships>'
)
_DOCUMENT_RELS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_R}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_R}/settings" Target="settings.xml"/>'
    f'<Relationship Id="rId3" Type="{_R}/footer" Target="footer1.xml"/></Relationships>'
)
_SETTINGS = (
    # Mode 15: without it Word opens the file in compatibility mode.
    f'{_HEAD}<w:settings xmlns:w="{W}"><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)
_FOOTER = (
    f'{_HEAD}<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
    '<w:r><w:t xml:space="preserve">Halaman </w:t></w:r>'
    # The 1 stands for the number until Word reckons the field.
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>'
)
_FONT = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>'
_STYLES = (
    # Sizes are half points (ECMA-376 Part 1, 17.3.2.38).
    ("Normal", "Normal", "", 18, "", '<w:spacing w:before="0" w:after="60"/>'),
    ("Title", "Title", "Normal", 32, "<w:b/>", '<w:spacing w:before="0" w:after="60"/>'),
    (
        *("Heading1", "heading 1", "Normal", 24, "<w:b/>"),
        '<w:keepNext/><w:spacing w:before="240" w:after="60"/><w:outlineLvl w:val="0"/>',
    ),
    ("Sel", "Sel", "Normal", 14, "", '<w:spacing w:before="20" w:after="20"/>'),
    ("KepalaSel", "Kepala Sel", "Sel", 14, "<w:b/>", '<w:spacing w:before="20" w:after="20"/>'),
    ("Footer", "footer", "Normal", 14, "", '<w:jc w:val="right"/>'),
)


def record_docx(record: AuditRecord, dokumen: Mapping[str, str]) -> bytes:
    """Return the record as a .docx; `dokumen` gives its title, author and dates."""
    facts = {**dokumen, "judul": f"{record.judul}: {record.tentang}"}
    parts = {
        "[Content_Types].xml": _TYPES.encode(),
        "_rels/.rels": _RELS.encode(),
        "docProps/core.xml": core_properties(facts),
        "word/_rels/document.xml.rels": _DOCUMENT_RELS.encode(),
        "word/document.xml": _document(record).encode(),
        "word/footer1.xml": _FOOTER.encode(),
        "word/settings.xml": _SETTINGS.encode(),
        "word/styles.xml": _styles().encode(),
    }
    return pack(parts)


def _document(record: AuditRecord) -> str:
    body = [_paragraph("Title", record.judul), _paragraph("Normal", record.tentang)]
    for number, section in enumerate(record.bagian, start=1):
        body.append(_paragraph("Heading1", f"{number}. {section.judul}"))
        if section.pengantar:
            body.append(_paragraph("Normal", section.pengantar))
        body.append(_table(section) if section.baris else _paragraph("Normal", "Tidak ada."))
    page = (
        f'<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="{twips(WIDTH)}" '
        f'w:h="{twips(HEIGHT)}" w:orient="landscape"/>{_margins()}</w:sectPr>'
    )
    return (
        f'{_HEAD}<w:document xmlns:w="{W}" xmlns:r="{_R}"><w:body>{"".join(body)}'
        # Word needs a paragraph between a last table and the section.
        f"{_paragraph('Normal', '')}{page}</w:body></w:document>"
    )


def _margins() -> str:
    sides = ("top", "right", "bottom", "left")
    shares = " ".join(f'w:{side}="{twips(MARGIN)}"' for side in sides)
    return f'<w:pgMar {shares} w:header="{twips(8)}" w:footer="{twips(8)}" w:gutter="0"/>'


def _paragraph(style: str, text: str) -> str:
    run = f"<w:r>{text_xml(text)}</w:r>" if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>'


def _table(section: RecordSection) -> str:
    whole = twips(WIDTH - 2 * MARGIN)
    # Whole twips: what is lost by the division is left at the right margin.
    widths = [whole * share // sum(section.lebar) for share in section.lebar]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    # The head repeats on every page, and no row is cut in two.
    head = _row(section.kolom, widths, "KepalaSel", "<w:cantSplit/><w:tblHeader/>")
    rows = "".join(_row(row, widths, "Sel", "<w:cantSplit/>") for row in section.baris)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        # Fixed: Word otherwise widens columns by their longest word.
        f'<w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        # The caption is what a screen reader says of a table.
        f"<w:tblCaption w:val={quoteattr(section.judul)}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>"
    )


def _row(cells: Iterable[str], widths: list[int], style: str, look: str) -> str:
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"{_paragraph(style, text)}</w:tc>"
        for text, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr>{look}</w:trPr>{made}</w:tr>"


def _styles() -> str:
    made = "".join(_style(*style) for style in _STYLES)
    return (
        f'{_HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{_FONT}'
        '<w:sz w:val="18"/><w:szCs w:val="18"/><w:lang w:val="id-ID" w:eastAsia="id-ID" '
        'w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        f"{made}</w:styles>"
    )


def _style(key: str, name: str, based: str, size: int, look: str, shape: str) -> str:
    default = ' w:default="1"' if key == "Normal" else ""
    parent = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{key}"><w:name w:val="{escape(name)}"/>'
        f"{parent}<w:qFormat/><w:pPr>{shape}</w:pPr><w:rPr>{look}"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )
