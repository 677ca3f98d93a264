"""A picture as a DrawingML drawing in the line (ECMA-376 Part 1, 20.4.2.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.docx.xml import emu, quoteattr
from renstra_doc.render.media import picture_resource

if TYPE_CHECKING:
    from renstra_doc.render.media import Resource
    from renstra_doc.view import PictureItem

USUAL_DPI, INCH = 200, 25.4
MAX_HEIGHT = 200.0  # mm: a picture and its caption stay on one page
_NAMESPACES = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"


def measure_picture(item: PictureItem, width: float) -> tuple[float, float]:
    """Return width and height in mm: as the data say, or by the pixels; within text and page."""
    picture = item.picture
    wanted = item.lebar or picture.lebar * INCH / USUAL_DPI
    across = min(wanted, width)
    down = across * picture.tinggi / picture.lebar
    if down > MAX_HEIGHT:
        across, down = across * MAX_HEIGHT / down, MAX_HEIGHT
    return across, down


def picture_xml(item: PictureItem, width: float, number: int) -> tuple[str, list[Resource]]:
    """Return the run that holds a picture, and the parts that it needs.

    In: the picture, the width of the text in mm, a number unique among drawings.
    """
    across, down = measure_picture(item, width)
    resources = [picture_resource(item.picture.jenis, item.picture.isi)]
    extension = ""
    if item.picture.svg:
        drawing = picture_resource("svg", item.picture.svg)
        resources.append(drawing)
        extension = (
            f'<a:extLst><a:ext uri="{_SVG_EXTENSION}"><asvg:svgBlip xmlns:asvg="{_SVG}" '
            f'r:embed="{drawing.id}"/></a:ext></a:extLst>'
        )
    name = quoteattr(item.picture.berkas)
    blip = f'<a:blip r:embed="{resources[0].id}">{extension}</a:blip>'
    size = f'cx="{emu(across)}" cy="{emu(down)}"'
    content = (
        f'<pic:pic xmlns:pic="{_PICTURE}"><pic:nvPicPr><pic:cNvPr id="0" name={name}/>'
        f"<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>{blip}"
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></pic:spPr></pic:pic>"
    )
    return inline_xml(content, _PICTURE, size, number, item.alternatif), resources


def inline_xml(content: str, uri: str, size: str, number: int, other: str) -> str:
    """Return a run with a drawing in the line.

    In: what is drawn, the namespace that says what it is, its size in EMU as attributes, a number
    unique among drawings, the text for those who do not see it.
    """
    return (
        f'<w:r><w:drawing><wp:inline {_NAMESPACES} distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:docPr id="{number}" name="Gambar" descr={quoteattr(other)}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{uri}">{content}</a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
