"""What build refuses of a template is what `template check` refuses, and what it only remarks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import TEMPLATE
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.shared import Pt, RGBColor
from lxml import etree

from renstra_doc import build_document
from renstra_doc.docx.xml import W
from renstra_doc.finding import InputError, Severity
from renstra_doc.run.new_project import create_project
from renstra_doc.template.slips import check_template

WHO = 'w:id="901" w:author="Penelaah" w:date="2026-03-02T08:30:00Z"'
NS = f'xmlns:w="{W}"'


def text_of(element: etree._Element) -> str:
    return "".join(node.text or "" for node in element.iter(f"{{{W}}}t"))


def marks(word: WordDocument) -> list[int]:
    children = list(word.element.body)
    return [n for n, child in enumerate(children) if text_of(child) == "[[isi]]"]


def track_insertion(word: WordDocument) -> None:
    run = f"<w:ins {WHO}><w:r><w:t>Sisipan.</w:t></w:r></w:ins>"
    word.element.body.insert(marks(word)[3], parse_xml(f"<w:p {NS}>{run}</w:p>"))


def turn_tracking_on(word: WordDocument) -> None:
    word.settings.element.insert(1, parse_xml(f"<w:trackRevisions {NS}/>"))


def leave_comment(word: WordDocument) -> None:
    word.element.body.insert(
        marks(word)[3],
        parse_xml(f'<w:p {NS}><w:commentRangeStart w:id="0"/><w:r><w:t>Teks</w:t></w:r></w:p>'),
    )


def write_capital(word: WordDocument) -> None:
    next(p for p in word.paragraphs if p.text == "[[isi]]").runs[0].text = "[[Isi]]"


def put_into_a_box(word: WordDocument) -> None:
    body = word.element.body
    mark = body[marks(word)[3]]
    box = parse_xml(f"<w:sdt {NS}><w:sdtPr/><w:sdtContent/></w:sdt>")
    mark.addprevious(box)
    box[1].append(mark)


def saved(folder: Path, change: Callable[[WordDocument], None]) -> Path:
    word = Document(str(TEMPLATE))
    change(word)
    path = folder / "templat.docx"
    word.save(str(path))
    return path


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (track_insertion, "templat memuat perubahan Track Changes"),
        (turn_tracking_on, "pelacakan perubahan masih menyala"),
        (leave_comment, "templat memuat komentar"),
        (write_capital, "tanda “[[Isi]]” salah tulis"),
        (put_into_a_box, "kotak isian (content control)"),
    ],
)
def test_what_the_check_refuses_the_build_refuses(
    tmp_path: Path, change: Callable[[WordDocument], None], said: str
) -> None:
    template = saved(tmp_path, change)
    data = create_project(tmp_path / "baru", "renja")
    output = tmp_path / "jadi.docx"

    checked = [
        str(each) for each in check_template(template).findings if each.severity is Severity.ERROR
    ]
    with pytest.raises(InputError, match="") as caught:
        build_document(data, template, output, measure=False)

    assert any(said in text for text in checked)
    assert any(said in str(each) for each in caught.value.findings)
    assert not list(tmp_path.glob("jadi*"))


def test_formatting_on_a_sample_row_is_told_and_does_nothing(tmp_path: Path) -> None:
    def colour(word: WordDocument) -> None:
        run = word.tables[0].rows[2].cells[0].paragraphs[0].runs[0]
        run.font.color.rgb, run.font.size = RGBColor(0, 0, 255), Pt(14)

    said = [str(each) for each in check_template(saved(tmp_path, colour)).findings]
    assert any("format langsung di baris contoh ini tidak dipakai" in text for text in said)


def test_letters_that_outgrow_their_exact_line_are_told_with_the_height_to_set(
    tmp_path: Path,
) -> None:
    def enlarge(word: WordDocument) -> None:
        word.styles["Heading 1"].font.size = Pt(24)

    template = saved(tmp_path, enlarge)
    result = build_document(create_project(tmp_path / "baru", "renja"), template, measure=False)

    for findings in (check_template(template).findings, result.findings):
        told = [str(each) for each in findings if "barisnya bertumpuk" in each.message]
        assert told
        assert "berukuran 24 pt dengan tinggi baris tepat 21 pt" in told[0]
        assert "Tepat, 36 pt" in told[0]


def test_fixed_text_is_not_repeated_after_a_landscape_table(tmp_path: Path) -> None:
    def add_text(word: WordDocument) -> None:
        words = parse_xml(f"<w:p {NS}><w:r><w:t>KALIMAT TETAP</w:t></w:r></w:p>")
        word.element.body[marks(word)[3]].addprevious(words)

    template = saved(tmp_path, add_text)
    made = build_document(create_project(tmp_path / "baru", "renstra-86"), template, measure=False)

    assert sum(p.text == "KALIMAT TETAP" for p in Document(str(made.path)).paragraphs) == 1


def test_a_dotx_is_read_and_strict_xml_is_named(tmp_path: Path) -> None:
    def rewritten(name: str, old: bytes, new: bytes) -> Path:
        path = tmp_path / name
        with ZipFile(TEMPLATE) as source, ZipFile(path, "w") as target:
            for part in source.namelist():
                target.writestr(part, source.read(part).replace(old, new))
        return path

    dotx = rewritten("t.dotx", b"document.main+xml", b"template.main+xml")
    strict = rewritten(
        "s.docx",
        W.encode(),
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert not check_template(dotx).errors
    with pytest.raises(InputError, match="Strict Open XML"):
        check_template(strict)


def number(word: WordDocument, style: str) -> None:
    look = word.styles[style].element.get_or_add_pPr()
    look.append(parse_xml(f'<w:numPr {NS}><w:numId w:val="1"/></w:numPr>'))


def modernise(word: WordDocument) -> None:
    name = f"{{{W}}}name"
    for setting in word.settings.element.iter(f"{{{W}}}compatSetting"):
        if setting.get(name) == "compatibilityMode":
            setting.set(f"{{{W}}}val", "15")


def forget_the_rule(word: WordDocument) -> None:
    for spacing in word.styles["Heading 1"].element.iter(f"{{{W}}}spacing"):
        spacing.attrib.pop(f"{{{W}}}lineRule", None)


def align_the_style(word: WordDocument) -> None:
    style = word.tables[0].rows[2].cells[0].paragraphs[0].style
    assert style is not None
    style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda word: number(word, "Heading 1"),
            "gaya “heading 1” bernomor otomatis, padahal nomornya dibuat program: tercetak dua",
        ),
        (
            lambda word: number(word, "Butir 1"),
            "tanda daftar pada gaya “Butir 1” tidak dipakai: tandanya dari data",
        ),
        (
            modernise,
            "templat bermode Word 15, yang memadatkan spasi baris rata kiri-kanan: di Word nomor halaman dapat bergeser dari yang diukur",
        ),
        (
            forget_the_rule,
            "tinggi baris gaya heading 1 tidak menyebut caranya (lineRule): Word dan LibreOffice membacanya berbeda, nomor halaman tidak sama",
        ),
        (align_the_style, "perataan gaya “Sel umum isi” tidak dipakai di dalam kolom"),
    ],
)
def test_what_a_person_may_set_in_word_without_harm_or_use_is_told(
    change: Callable[[WordDocument], None], told: str, tmp_path: Path
) -> None:
    template = saved(tmp_path, change)
    before = {str(each) for each in check_template(TEMPLATE).findings}

    said = [str(each) for each in check_template(template).findings if str(each) not in before]
    assert [each.partition(": ")[2].split("\n")[0] for each in said] == [told]
