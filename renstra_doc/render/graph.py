"""A graph as a native Word chart (DrawingML, ECMA-376 Part 1, 21.2): columns, lines or shares.

The colours are the theme's and the letters those of a paragraph style, so that a template restyles
a graph as it restyles a text. The figures beside the points are written out as they are printed in
the table: the separators of a chart's own numbers are those of the reader's computer. Where there
are too many points for that, the axis shows numbers in a format that has dots in any country.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.docx.xml import emu, escape, quoteattr
from renstra_doc.render.drawing import inline_xml
from renstra_doc.render.media import chart_resource
from renstra_doc.render.package import part_xml
from renstra_doc.render.spreadsheet import SHEET, write_workbook
from renstra_doc.words.cell_reference import name_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renstra_doc.render.media import Resource
    from renstra_doc.view import GraphItem, SeriesView

COLUMNS, LINES, SHARES = "batang", "garis", "lingkaran"
HEIGHT, LEGEND_LINE = 80.0, 4.5  # mm
# More figures than these overlap.
MOST_LABELS = 24
MILLION = 10**6
ACCENTS = 6
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_NAMESPACES = (
    f'xmlns:c="{_CHART}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
# Shades of the theme's accents, in turns: a graph of more than six series goes on with darker ones.
_SHADES = ("", '<a:lumMod val="60000"/>', '<a:lumMod val="60000"/><a:lumOff val="40000"/>')
_GRAY = '<a:ln w="6350"><a:solidFill><a:schemeClr val="accent6"/></a:solidFill></a:ln>'


@dataclass(frozen=True, slots=True)
class GraphLetters:
    """The letters of a chart: font, size in hundredths of a point, colour (RRGGBB, "": black)."""

    font: str = ""
    size: int = 900
    color: str = ""


def graph_xml(
    item: GraphItem, width: float, letters: GraphLetters, number: int
) -> tuple[str, Resource]:
    """Return the run that holds a graph, and the part with its chart.

    In: the graph, the width of the text in mm, its letters, a number unique among drawings.
    """
    across = min(item.lebar or width, width)
    # The legend stands below and would take its lines from the plot.
    extra = LEGEND_LINE * len(item.deret) if len(item.deret) > 1 else 0.0
    down = item.tinggi or min(HEIGHT + extra, 190.0)
    code = number_format(item)
    chart = part_xml(_chart_space(item, letters, code))
    resource = chart_resource(chart, write_workbook(item.titik, item.deret, code))
    size = f'cx="{emu(across)}" cy="{emu(down)}"'
    content = (
        f'<c:chart xmlns:c="{_CHART}" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        f'r:id="{resource.id}"/>'
    )
    # A picture keeps its proportions when it is dragged, a chart need not.
    return inline_xml(content, _CHART, size, number, item.alternatif).replace(
        '<a:graphicFrameLocks noChangeAspect="1"/>', ""
    ), resource


def number_format(item: GraphItem) -> str:
    """Return the number format of a graph's figures: grouped, with as many decimals as printed."""
    # As many as the figure with most has: all of one axis are written alike.
    decimals = max((max(-int(value.as_tuple().exponent), 0) for value in _values(item)), default=0)
    return "#,##0" + (f".{'0' * decimals}" if decimals else "")


def _values(item: GraphItem) -> list[Decimal]:
    return [value for series in item.deret for value in series.nilai if value is not None]


def _chart_space(item: GraphItem, letters: GraphLetters, code: str) -> str:
    # One series needs no legend: the caption says what it is.
    legend = len(item.deret) > 1 or item.jenis == SHARES
    return (
        f'<c:chartSpace {_NAMESPACES}><c:date1904 val="0"/><c:lang val="id-ID"/>'
        '<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        f"{_plot(item, letters, code)}</c:plotArea>"
        f"{_legend_xml(letters) if legend else ''}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f'{_letters_xml(letters)}<c:externalData r:id="rId1"><c:autoUpdate val="0"/>'
        "</c:externalData></c:chartSpace>"
    )


def _legend_xml(letters: GraphLetters) -> str:
    return (
        '<c:legend><c:legendPos val="b"/><c:overlay val="0"/>'
        + _letters_xml(letters)
        + "</c:legend>"
    )


def _letters_xml(letters: GraphLetters) -> str:
    return (
        f"<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{_run_look('defRPr', letters)}</a:pPr>"
        '<a:endParaRPr lang="id-ID"/></a:p></c:txPr>'
    )


def _run_look(tag: str, letters: GraphLetters) -> str:
    fill = (
        f'<a:solidFill><a:srgbClr val="{letters.color}"/></a:solidFill>'
        if letters.color
        else '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
    )
    font = quoteattr(letters.font or "+mn-lt")
    return (
        f'<a:{tag} lang="id-ID" sz="{letters.size}" b="0">{fill}<a:latin typeface={font}/>'
        f"<a:cs typeface={font}/></a:{tag}>"
    )


# The plot


def _plot(item: GraphItem, letters: GraphLetters, code: str) -> str:
    # In the order of the schema everywhere below (21.2.2): Word refuses a chart in another one.
    has_labels = len(item.titik) * len(item.deret) <= MOST_LABELS
    series = "".join(
        _series_xml(item, place, letters, code, has_labels=has_labels)
        for place in range(len(item.deret))
    )
    if item.jenis == SHARES:
        return f'<c:pieChart><c:varyColors val="1"/>{series}<c:firstSliceAng val="0"/></c:pieChart>'
    axes = _axes_xml(item, letters, has_labels=has_labels)
    ids = '<c:axId val="1"/><c:axId val="2"/>'
    if item.jenis == LINES:
        return (
            f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}'
            f'<c:marker val="1"/>{ids}</c:lineChart>{axes}'
        )
    return (
        '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{series}<c:gapWidth val="60"/>{ids}</c:barChart>{axes}'
    )


def _axes_xml(item: GraphItem, letters: GraphLetters, *, has_labels: bool) -> str:
    """Return both axes; where each point bears its figure the one of values is not drawn."""
    common = '<c:scaling><c:orientation val="minMax"/></c:scaling>'
    text = _letters_xml(letters)
    gridlines = (
        "" if has_labels else f"<c:majorGridlines><c:spPr>{_GRAY}</c:spPr></c:majorGridlines>"
    )
    code, unit = _axis_format(item)
    title = "" if has_labels else _title_xml(unit, letters)
    return (
        f'<c:catAx><c:axId val="1"/>{common}<c:delete val="0"/><c:axPos val="b"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr>{_GRAY}</c:spPr>{text}'
        '<c:crossAx val="2"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="2"/>{common}<c:delete val="{int(has_labels)}"/><c:axPos val="l"/>'
        f'{gridlines}{title}<c:numFmt formatCode={quoteattr(code)} sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'<c:spPr>{_GRAY}</c:spPr>{text}<c:crossAx val="1"/><c:crosses val="autoZero"/>'
        '<c:crossBetween val="between"/></c:valAx>'
    )


def _axis_format(item: GraphItem) -> tuple[str, str]:
    """Return the number format of the axis and the unit in which it counts.

    The dots between thousands are written into the format, since Word takes separators from the
    reader's computer; `,,` at its end counts in millions, in Word and LibreOffice alike.
    """
    most = max((abs(value) for value in _values(item)), default=Decimal(0))
    if most >= MILLION:
        return (
            '[>=1000000000000]0"."000"."000,,;[>=1000000000]0"."000,,;0,,',
            "juta",
        )
    if most < 10:  # noqa: PLR2004 — below ten, steps of the axis are fractions
        return "[$-421]0.0", ""
    return '[>=1000]0"."000;0', ""


def _title_xml(unit: str, letters: GraphLetters) -> str:
    if not unit:
        return ""
    return (
        '<c:title><c:tx><c:rich><a:bodyPr rot="-5400000" vert="horz"/><a:lstStyle/><a:p><a:r>'
        f"{_run_look('rPr', letters)}<a:t>{unit}</a:t></a:r></a:p></c:rich></c:tx>"
        '<c:overlay val="0"/></c:title>'
    )


# Series


def _series_xml(
    item: GraphItem, place: int, letters: GraphLetters, code: str, *, has_labels: bool
) -> str:
    series = item.deret[place]
    column = name_column(place + 2)
    # Row 1 and column A of the workbook hold the names.
    last = len(item.titik) + 1
    name = f"<c:tx>{_texts(f'{SHEET}!${column}$1', [series.nama])}</c:tx>"
    categories = f"<c:cat>{_texts(f'{SHEET}!$A$2:$A${last}', item.titik)}</c:cat>"
    values = f"<c:val>{_numbers(f'{SHEET}!${column}$2:${column}${last}', series, code)}</c:val>"
    labels = _labels_xml(item, series, letters) if has_labels else _no_labels()
    head = f'<c:idx val="{place}"/><c:order val="{place}"/>{name}'
    if item.jenis == SHARES:
        points = "".join(
            f'<c:dPt><c:idx val="{number}"/><c:bubble3D val="0"/>'
            f"<c:spPr>{_fill(number)}</c:spPr></c:dPt>"
            for number in range(len(item.titik))
        )
        return f"<c:ser>{head}{points}{labels}{categories}{values}</c:ser>"
    if item.jenis == LINES:
        line = f'<c:spPr><a:ln w="22225" cap="rnd">{_fill(place)}<a:round/></a:ln></c:spPr>'
        mark = (
            '<c:marker><c:symbol val="circle"/><c:size val="5"/>'
            f"<c:spPr>{_fill(place)}</c:spPr></c:marker>"
        )
        return f'<c:ser>{head}{line}{mark}{labels}{categories}{values}<c:smooth val="0"/></c:ser>'
    look = f'<c:spPr>{_fill(place)}</c:spPr><c:invertIfNegative val="0"/>'
    return f"<c:ser>{head}{look}{labels}{categories}{values}</c:ser>"


def _fill(place: int) -> str:
    shade = _SHADES[place // ACCENTS % len(_SHADES)]
    accent = f'<a:schemeClr val="accent{place % ACCENTS + 1}">{shade}</a:schemeClr>'
    return f"<a:solidFill>{accent}</a:solidFill>"


def _labels_xml(item: GraphItem, series: SeriesView, letters: GraphLetters) -> str:
    """Return the figure of each point as it is printed; a share has its name in the legend."""
    position = {COLUMNS: "outEnd", LINES: "t", SHARES: "bestFit"}[item.jenis]
    shown = (
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )
    look = _run_look("rPr", letters)
    labels = "".join(
        f'<c:dLbl><c:idx val="{number}"/><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:r>{look}'
        f"<a:t>{escape(text)}</a:t></a:r></a:p></c:rich></c:tx>"
        f'<c:dLblPos val="{position}"/>{shown}</c:dLbl>'
        for number, (text, value) in enumerate(zip(series.teks, series.nilai, strict=True))
        if value is not None
    )
    return (
        f"<c:dLbls>{labels}<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f'{_letters_xml(letters)}<c:dLblPos val="{position}"/>{shown}</c:dLbls>'
    )


def _no_labels() -> str:
    return (
        '<c:dLbls><c:showLegendKey val="0"/><c:showVal val="0"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )


def _texts(reference: str, texts: Sequence[str]) -> str:
    points = "".join(
        f'<c:pt idx="{number}"><c:v>{escape(text)}</c:v></c:pt>'
        for number, text in enumerate(texts)
    )
    return (
        f'<c:strRef><c:f>{reference}</c:f><c:strCache><c:ptCount val="{len(texts)}"/>{points}'
        "</c:strCache></c:strRef>"
    )


def _numbers(reference: str, series: SeriesView, code: str) -> str:
    points = "".join(
        f'<c:pt idx="{number}"><c:v>{value:f}</c:v></c:pt>'
        for number, value in enumerate(series.nilai)
        if value is not None
    )
    return (
        f"<c:numRef><c:f>{reference}</c:f><c:numCache><c:formatCode>{escape(code)}</c:formatCode>"
        f'<c:ptCount val="{len(series.nilai)}"/>{points}</c:numCache></c:numRef>'
    )
