"""Forgeries that leave every letter where it was and hide it, move it, or lead elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from ooxml import Element, W
from test_verify import build, read_zip
from word_edits import NAMESPACE, Word, cell_of, find_row, save_word

from renstra_doc.review.verify.judge import verify_document

DATA = Path(__file__).resolve().parents[1] / "data"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SHAPE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
PLACE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(DATA, tmp_path_factory.mktemp("dokumen") / "renstra.docx")


def make(xml: str) -> Element:
    return etree.fromstring(f'<x xmlns:w="{NAMESPACE}">{xml}</x>')[0]


def amount(word: Word) -> Element:
    return cell_of(find_row(word, "Penyediaan Permakanan"), "75.083.520")


def wrap_as_contents(word: Word) -> None:
    look = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    control = make(f"<w:sdt><w:sdtPr>{look}</w:sdtPr><w:sdtContent/></w:sdt>")
    run = next(amount(word).iter(W + "r"))
    run.addprevious(control)
    control[1].append(run)


def align_by_tab(word: Word) -> None:
    tab = '<w:ptab w:relativeTo="margin" w:alignment="right" w:leader="none"/>'
    amount(word).append(make(f"<w:r>{tab}</w:r>"))


def break_in_cell(word: Word) -> None:
    amount(word).append(make('<w:r><w:br w:type="page"/></w:r>'))


def move_box(word: Word) -> None:
    list(word.root.iter(DRAWING + "off"))[2].set("x", "9000000")


def shrink_chart(word: Word) -> None:
    next(word.root.iter(PLACE + "extent")).set("cx", "10")


def push_table(word: Word) -> None:
    table = next(amount(word).iterancestors(W + "tbl"))
    look = table.find(W + "tblPr")
    assert look is not None
    for old in look.findall(W + "tblInd"):
        look.remove(old)
    look.append(make('<w:tblInd w:w="9000" w:type="dxa"/>'))


def push_row(word: Word) -> None:
    row = find_row(word, "Penyediaan Permakanan")
    row.insert(0, make('<w:tblPrEx><w:tblInd w:w="9000" w:type="dxa"/></w:tblPrEx>'))


def squeeze_grid(word: Word) -> None:
    grid = next(amount(word).iterancestors(W + "tbl")).find(W + "tblGrid")
    assert grid is not None
    grid[8].set(W + "w", "1")


def merge_across(word: Word) -> None:
    cell = amount(word).getparent()
    assert cell is not None
    look = cell.find(W + "tcPr")
    assert look is not None
    look.append(make("<w:hMerge/>"))


@pytest.mark.parametrize(
    ("forge", "told"),
    [
        (wrap_as_contents, "kontrol isian"),
        (align_by_tab, "tab perataan"),
        (break_in_cell, "pemenggal halaman"),
        (move_box, "bentuk di luar gambarnya"),
        (push_table, "digeser keluar halaman"),
        (push_row, "digeser keluar halaman"),
        (squeeze_grid, "kolom yang terlalu sempit"),
        (merge_across, "sel gabungan yang menyembunyikan teks"),
    ],
)
def test_what_hides_or_moves_a_text_is_named(
    forge: Callable[[Word], None], told: str, shipped: Path, tmp_path: Path
) -> None:
    word = Word(read_zip(shipped))
    forge(word)

    verdict = verify_document(save_word(word, tmp_path / "a.docx"), DATA)

    assert not verdict.is_proven
    assert any(told in str(stranger) for stranger in verdict.strangers)


def test_the_boxes_of_a_chart_that_is_too_small_to_be_read_are_gone(
    shipped: Path, tmp_path: Path
) -> None:
    word = Word(read_zip(shipped))
    shrink_chart(word)

    verdict = verify_document(save_word(word, tmp_path / "a.docx"), DATA)

    assert {str(edit.did) for edit in verdict.edits} == {"dihapus"}


def darken(pattern: str) -> Callable[[Word], None]:
    def forge(word: Word) -> None:
        cell = amount(word).getparent()
        assert cell is not None
        look = cell.find(W + "tcPr")
        assert look is not None
        for old in look.findall(W + "shd"):
            look.remove(old)
        look.append(make(f'<w:shd w:val="{pattern}" w:color="000000" w:fill="FFFFFF"/>'))

    return forge


def darken_letters(word: Word) -> None:
    run = next(amount(word).iter(W + "r"))
    look = run.find(W + "rPr")
    if look is None:
        look = make("<w:rPr/>")
        run.insert(0, look)
    look.append(make('<w:shd w:val="solid" w:color="000000"/>'))


def list_shapes(word: Word, *, with_text: bool) -> list[Element]:
    shapes = (shape for shape in word.root.iter(SHAPE + "wsp"))
    return [shape for shape in shapes if (shape.find(SHAPE + "txbx") is not None) == with_text]


def exchange_boxes(word: Word) -> None:
    left, right = (
        next(shape.iter(DRAWING + "off")) for shape in list_shapes(word, with_text=True)[1:3]
    )
    for key in "xy":
        here, there = left.get(key, ""), right.get(key, "")
        left.set(key, there)
        right.set(key, here)


def drop_line(word: Word) -> None:
    line = list_shapes(word, with_text=False)[3]
    parent = line.getparent()
    assert parent is not None
    parent.remove(line)


@pytest.mark.parametrize(
    ("forge", "told"),
    [
        (darken("solid"), "latar sel 000000"),
        (darken("pct75"), "latar sel 3F3F3F"),
        (darken("diagStripe"), "latar sel 7F7F7F"),
        (darken_letters, "latar huruf 000000"),
        (exchange_boxes, "kotak dari kiri"),
        (drop_line, "garis penghubung 14"),
    ],
)
def test_what_covers_a_text_or_moves_a_box_looks_otherwise(
    forge: Callable[[Word], None], told: str, shipped: Path, tmp_path: Path
) -> None:
    word = Word(read_zip(shipped))
    forge(word)

    verdict = verify_document(save_word(word, tmp_path / "a.docx"), DATA)

    assert {str(edit.did) for edit in verdict.edits} == {"berganti rupa"}
    assert any(told in edit.new for edit in verdict.edits)


def exchange(nodes: list[Element], attribute: str) -> None:
    left, right = nodes[2], nodes[6]
    here, there = left.get(attribute, ""), right.get(attribute, "")
    left.set(attribute, there)
    right.set(attribute, here)


def exchange_links(word: Word) -> None:
    exchange(list(word.root.iter(W + "hyperlink")), W + "anchor")


def exchange_bookmarks(word: Word) -> None:
    marks = word.root.iter(W + "bookmarkStart")
    exchange([mark for mark in marks if mark.get(W + "name", "").startswith("_Toc")], W + "name")


def exchange_page_references(word: Word) -> None:
    codes = [node for node in word.root.iter(W + "instrText") if "PAGEREF" in (node.text or "")]
    codes[2].text, codes[6].text = codes[6].text, codes[2].text


def lead_nowhere(word: Word) -> None:
    next(word.root.iter(W + "hyperlink")).set(W + "anchor", "_Toc99999999")


@pytest.mark.parametrize(
    ("forge", "count"),
    [
        (exchange_links, 2),
        (exchange_bookmarks, 2),
        (exchange_page_references, 2),
        (lead_nowhere, 1),
    ],
)
def test_entries_of_the_contents_that_lead_elsewhere_are_named(
    forge: Callable[[Word], None], count: int, shipped: Path, tmp_path: Path
) -> None:
    word = Word(read_zip(shipped))
    forge(word)

    verdict = verify_document(save_word(word, tmp_path / "a.docx"), DATA)

    found = [each for each in verdict.strangers if "menuju tempat lain" in each.nama]
    assert [len(each.isi) for each in found] == [count]
