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
