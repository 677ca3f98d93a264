"""A template restyled as people do in Word: it shows in the document, or is told by name."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from conftest import TEMPLATE
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from renstra_doc import build_document
from renstra_doc.docx.xml import W
from renstra_doc.run.new_project import create_project
from renstra_doc.template.slips import check_template

NS = f'xmlns:w="{W}"'
DOCUMENT, STYLES, NUMBERING = "word/document.xml", "word/styles.xml", "word/numbering.xml"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return create_project(tmp_path_factory.mktemp("baru"), "renstra-86")


def build_with(
    data: Path, folder: Path, restyle: Callable[[WordDocument], None]
) -> tuple[dict[str, str], str]:
    """Return the parts of a document of a restyled template, and all that was said of it."""
    word = Document(str(TEMPLATE))
    restyle(word)
    template = folder / "templat.docx"
    word.save(str(template))
    made = build_document(data, template, folder / "jadi.docx", draft=True, measure=False)
    with ZipFile(made.path) as package:
        parts = {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}
    return parts, "\n".join(f"{each} {each.hint}" for each in made.findings)


def section_of(word: WordDocument, name: str) -> Any:  # noqa: ANN401  an element of lxml
    children = list(word.element.body)
    texts = ["".join(node.text or "" for node in child.iter(qn("w:t"))) for child in children]
    start = texts.index(f"[[bagian: {name}]]")
    return next(node for child in children[start:] for node in child.iter(qn("w:sectPr")))


def enlarge_heading(word: WordDocument) -> None:
    word.styles["Heading 2"].font.size = Pt(11)


def colour_heading(word: WordDocument) -> None:
    word.styles["Heading 3"].font.color.rgb = RGBColor(200, 0, 0)


def unbold_heading(word: WordDocument) -> None:
    word.styles["Heading 1"].font.bold = False


def indent_heading(word: WordDocument) -> None:
    word.styles["Heading 2"].paragraph_format.left_indent = Mm(30)


def slant_caption(word: WordDocument) -> None:
    word.styles["Caption"].font.italic = True


def redden_table_header(word: WordDocument) -> None:
    word.styles["Sel umum kepala"].font.color.rgb = RGBColor(255, 0, 0)


def heighten_row(word: WordDocument) -> None:
    word.tables[0].rows[2].height = Mm(15)


def thicken_lines(word: WordDocument) -> None:
    style: Any = word.styles["Tabel Renstra"].element
    for line in style.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}"):
        line.set(qn("w:sz"), "18")


def indent_list(word: WordDocument) -> None:
    word.styles["Butir 1"].paragraph_format.left_indent = Mm(20)


def border_page(word: WordDocument) -> None:
    line = f'<w:pgBorders {NS}><w:top w:val="single" w:sz="4" w:space="24" w:color="auto"/>'
    section_of(word, "isi").find(qn("w:pgMar")).addnext(parse_xml(f"{line}</w:pgBorders>"))


@pytest.mark.parametrize(
    ("restyle", "part", "shown"),
    [
        (enlarge_heading, STYLES, '<w:sz w:val="22"/>'),
        (colour_heading, STYLES, '<w:color w:val="C80000"/>'),
        (unbold_heading, STYLES, '<w:b w:val="0"/>'),
        (indent_heading, STYLES, 'w:left="1701"'),
        (slant_caption, STYLES, "<w:i/>"),
        (redden_table_header, STYLES, '<w:color w:val="FF0000"/>'),
        (heighten_row, DOCUMENT, '<w:trHeight w:val="850" w:hRule="atLeast"/>'),
        (thicken_lines, STYLES, 'w:sz="18"'),
        (indent_list, NUMBERING, 'w:left="1134"'),
        (border_page, DOCUMENT, "<w:pgBorders"),
    ],
)
def test_a_restyled_template_shows_in_the_document(
    data: Path,
    tmp_path: Path,
    restyle: Callable[[WordDocument], None],
    part: str,
    shown: str,
) -> None:
    parts, said = build_with(data, tmp_path, restyle)

    assert shown in parts[part]
    assert said == ""


def number_heading(word: WordDocument) -> None:
    number = parse_xml(f'<w:numPr {NS}><w:numId w:val="1"/></w:numPr>')
    word.styles["Heading 1"].element.get_or_add_pPr().append(number)


def number_list(word: WordDocument) -> None:
    number = parse_xml(f'<w:numPr {NS}><w:numId w:val="1"/></w:numPr>')
    word.styles["Butir 1"].element.get_or_add_pPr().append(number)


def count_in_capitals(word: WordDocument) -> None:
    section_of(word, "depan").find(qn("w:pgNumType")).set(qn("w:fmt"), "upperRoman")


def count_in_dashes(word: WordDocument) -> None:
    section_of(word, "isi").find(qn("w:pgNumType")).set(qn("w:fmt"), "numberInDash")


def count_from_five(word: WordDocument) -> None:
    section_of(word, "isi").find(qn("w:pgNumType")).set(qn("w:start"), "5")


def centre_rows(word: WordDocument) -> None:
    word.styles["Sel umum isi"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def unbold_header_by_hand(word: WordDocument) -> None:
    word.tables[0].rows[0].cells[0].paragraphs[0].runs[0].font.bold = False


def align_header_by_hand(word: WordDocument) -> None:
    word.tables[0].rows[0].cells[0].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.LEFT


def shade_one_cell(word: WordDocument) -> None:
    properties: Any = word.tables[0].rows[0].cells[1]._tc.tcPr  # noqa: SLF001  no public way to shade
    properties.find(qn("w:shd")).set(qn("w:fill"), "123456")


def enlarge_marker(word: WordDocument) -> None:
    next(each for each in word.paragraphs if each.text == "[[isi]]").runs[0].font.size = Pt(11)


def narrow_sample(word: WordDocument) -> None:
    width: Any = word.tables[0]._tbl.tblPr  # noqa: SLF001  no public way to a table's width
    width.find(qn("w:tblW")).set(qn("w:w"), "3000")


def choose_style_of_marker(word: WordDocument) -> None:
    next(each for each in word.paragraphs if each.text == "[[isi]]").style = "Heading 2"


def drag_columns(word: WordDocument) -> None:
    left, right = word.tables[0]._tbl.tblGrid  # noqa: SLF001  no public way to the grid
    left.set(qn("w:w"), "6236")
    right.set(qn("w:w"), "3118")


def part_text_in_two(word: WordDocument) -> None:
    section_of(word, "isi").append(parse_xml(f'<w:cols {NS} w:num="2" w:space="708"/>'))


def widen_lines(word: WordDocument) -> None:
    word.styles["Paragraf"].paragraph_format.line_spacing = 1.15


@pytest.mark.parametrize(
    ("restyle", "said"),
    [
        (number_heading, "gaya “heading 1” bernomor otomatis"),
        (number_list, "tanda daftar pada gaya “Butir 1” tidak dipakai"),
        (count_in_capitals, "tulis “I” pada kolom mulai blok"),
        (count_in_dashes, "ketik tanda hubungnya di kepala atau kaki halaman"),
        (count_from_five, "nomor halaman awal bagian “isi” di templat (5) tidak dipakai"),
        (centre_rows, "tabel/kolom.csv, kolom rata"),
        (unbold_header_by_hand, "format langsung di baris contoh ini tidak dipakai"),
        (align_header_by_hand, "format langsung di baris contoh ini tidak dipakai"),
        (shade_one_cell, "rupa sel ke-2 baris contoh ini lain dari sel pertama"),
        (enlarge_marker, "format langsung pada tanda ini tidak dipakai"),
        (narrow_sample, "lebar tabel contoh ini tidak dipakai"),
        (choose_style_of_marker, "gaya “heading 2” pada tanda [[isi]] tidak dipakai"),
        (drag_columns, "lebar kolom tabel contoh ini tidak dipakai"),
        (part_text_in_two, "bagian “isi” berkolom lebih dari satu"),
        (widen_lines, "spasi baris gaya Paragraf berupa kelipatan"),
    ],
)
def test_what_the_data_or_the_style_decides_is_told_with_the_way_forward(
    data: Path, tmp_path: Path, restyle: Callable[[WordDocument], None], said: str
) -> None:
    assert said in build_with(data, tmp_path, restyle)[1]


def test_on_a4_the_numbers_of_the_daftar_stand_at_the_edge_of_the_text(
    data: Path, tmp_path: Path
) -> None:
    def change_paper(word: WordDocument) -> None:
        for size in word.element.iter(qn("w:pgSz")):
            sides = ("16838", "11906") if size.get(qn("w:orient")) else ("11906", "16838")
            size.set(qn("w:w"), sides[0])
            size.set(qn("w:h"), sides[1])

    parts, said = build_with(data, tmp_path, change_paper)
    edge = 11906 - 1701 - 1134  # the paper without its margins

    stops = re.findall(r'<w:tab w:val="right" w:leader="dot" w:pos="(\d+)"/>', parts[STYLES])
    assert set(stops) == {str(edge)}
    assert said == ""


def test_a_header_linked_to_the_previous_section_stays_that_one_in_the_document(
    data: Path, tmp_path: Path
) -> None:
    def link_headers(word: WordDocument) -> None:
        for section in word.sections[1:4]:
            section.header.is_linked_to_previous = True
        word.sections[0].header.paragraphs[0].text = "KEPALA TEGAK"
        word.sections[4].header.paragraphs[0].text = "KEPALA MENDATAR"

    parts, _ = build_with(data, tmp_path, link_headers)
    headers = {
        found[1]: parts[f"word/{found[2]}"]
        for found in re.finditer(
            r'Id="([^"]*)"[^>]*Target="(header\d+\.xml)"', parts["word/_rels/document.xml.rels"]
        )
    }
    for section in re.findall(r"<w:sectPr.*?</w:sectPr>", parts[DOCUMENT], re.DOTALL):
        reference = re.search(r'<w:headerReference[^>]*r:id="([^"]*)"', section)
        assert reference is not None
        lies = 'w:orient="landscape"' in section
        assert ("KEPALA MENDATAR" if lies else "KEPALA TEGAK") in headers[reference[1]]


def test_a_first_page_of_its_own_comes_once_though_landscape_tables_interrupt_the_section(
    data: Path, tmp_path: Path
) -> None:
    def part_first_page(word: WordDocument) -> None:
        section = word.sections[3]
        section.different_first_page_header_footer = True
        section.first_page_header.paragraphs[0].text = "HALAMAN PERTAMA"

    parts, _ = build_with(data, tmp_path, part_first_page)
    firsts = [
        section
        for section in re.findall(r"<w:sectPr.*?</w:sectPr>", parts[DOCUMENT], re.DOTALL)
        if "<w:titlePg" in section and 'w:orient="landscape"' not in section
    ]

    assert any("HALAMAN PERTAMA" in text for text in parts.values())
    assert len(firsts) == 1


def test_cells_are_aligned_by_styles_and_tables_say_which_row_is_the_heading(
    data: Path, tmp_path: Path
) -> None:
    parts, _ = build_with(data, tmp_path, lambda _word: None)
    tables = re.findall(r"<w:tbl>.*?</w:tbl>", parts[DOCUMENT], re.DOTALL)
    titled = [table for table in tables if "<w:tblCaption" in table]
    plain = [table for table in tables if table not in titled]

    assert titled
    assert all(re.search(r'<w:tblLook [^>]*w:firstRow="1"', table) for table in titled)
    assert not any("<w:jc " in table for table in titled)
    assert not any('w:firstRow="1"' in table for table in plain)
    assert (
        '<w:name w:val="Sel anggaran program kanan"/><w:basedOn w:val="Selanggaranprogram"/>'
        in (parts[STYLES])
    )


def test_a_heading_row_that_shall_not_repeat_is_told_by_the_check(tmp_path: Path) -> None:
    word = Document(str(TEMPLATE))
    row: Any = word.tables[0].rows[0]._tr  # noqa: SLF001  no public way to a heading row
    row.trPr.remove(row.trPr.find(qn("w:tblHeader")))
    word.save(str(tmp_path / "templat.docx"))

    said = [finding.message for finding in check_template(tmp_path / "templat.docx").findings]

    assert said == ["kepala tabel contoh ini tidak berulang: tidak dipakai"]


def test_columns_that_are_alike_are_those_of_nobody(data: Path, tmp_path: Path) -> None:
    def level(word: WordDocument) -> None:
        for column in word.tables[0]._tbl.tblGrid:  # noqa: SLF001
            column.set(qn("w:w"), "4677")

    assert build_with(data, tmp_path, level)[1] == ""


def test_a_single_line_is_no_multiple(data: Path, tmp_path: Path) -> None:
    def tighten(word: WordDocument) -> None:
        word.styles["Paragraf"].paragraph_format.line_spacing = 1.0

    assert "kelipatan" not in build_with(data, tmp_path, tighten)[1]
