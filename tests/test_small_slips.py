"""Slips of one sign that a reader would see and that no other test noticed (tools/mutants.py)."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from renstra_doc.intake.block_draft import BlockDraft
from renstra_doc.intake.facts_of_word import find_date
from renstra_doc.render.fitting import BORDER, USUAL_MARGIN, read_margins
from renstra_doc.render.graph import MOST_LABELS, GraphLetters, graph_xml
from renstra_doc.template.read import TableLook
from renstra_doc.view.items import GraphItem, SeriesView


def draw(points: int) -> str:
    """Return the chart part of a graph of one series."""
    values = tuple(Decimal(number) for number in range(points))
    series = SeriesView("Pagu", values, tuple(map(str, values)))
    names = tuple(f"2{number:03d}" for number in range(points))
    item = GraphItem("g", "Grafik 1", "Pagu", "", "Pagu", "Gambar", "batang", names, (series,))
    _, resource = graph_xml(item, 150.0, GraphLetters("Arial"), 1)
    return resource.content.decode()


def test_a_graph_of_few_figures_prints_each_and_draws_no_lines_behind_them() -> None:
    chart = draw(MOST_LABELS)

    assert "<c:majorGridlines>" not in chart
    assert '<c:valAx><c:axId val="2"/>' in chart
    assert re.search(r'<c:valAx>.*?<c:delete val="1"/>', chart)


def test_a_graph_of_many_figures_is_read_by_its_axis_and_lines() -> None:
    chart = draw(MOST_LABELS + 1)

    assert "<c:majorGridlines>" in chart
    assert re.search(r'<c:valAx>.*?<c:delete val="0"/>', chart)


def test_a_column_is_measured_with_the_margins_that_the_template_gives_its_cells() -> None:
    margins = (
        '<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="40" w:type="dxa"/>'
        "</w:tblCellMar>"
    )

    assert read_margins(TableLook(margins, {})) == 57 + 40 + BORDER
    assert read_margins(TableLook("", {})) == 2 * USUAL_MARGIN + BORDER


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("Payakumbuh, 5 Januari 2021", "2021-01-05"),
        ("Payakumbuh, 28 Februari 2021", "2021-02-28"),
        ("Payakumbuh, 5 Maret 2021", "2021-03-05"),
        ("Payakumbuh, 5 April 2021", "2021-04-05"),
        ("Payakumbuh, 5 Mei 2021", "2021-05-05"),
        ("Payakumbuh, 5 Juni 2021", "2021-06-05"),
        ("Payakumbuh, 5 Juli 2021", "2021-07-05"),
        ("Payakumbuh, 17 AGUSTUS 2021", "2021-08-17"),
        ("Payakumbuh, 5 September 2021", "2021-09-05"),
        ("Payakumbuh, 5 Oktober 2021", "2021-10-05"),
        ("Payakumbuh, 5 November 2021", "2021-11-05"),
        ("Payakumbuh, 31 Desember 2021", "2021-12-31"),
        ("Payakumbuh, 31 Juni 2021", ""),
    ],
)
def test_the_date_of_a_signature_is_read_in_every_month(written: str, date: str) -> None:
    assert find_date([BlockDraft("tanda_tangan", written)]) == (date, "Payakumbuh")
