"""Captions as Word sees them: what its own lists gather, and what stands on one page with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zipfile import ZipFile

import ooxml
import pytest
from conftest import REPOSITORY, TABEL, WriteFolder

from renstra_doc.render import pages as paging
from renstra_doc.render.package import pack
from renstra_doc.review.verify.judge import verify_document
from renstra_doc.run.pipeline import build_document, read_document
from renstra_doc.view import build_view
from renstra_doc.view.markdown import to_markdown

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = REPOSITORY / "examples" / "kabupaten-contoh" / "data"
OPENING = (
    "id,jenis,tingkat,penanda,gaya,acuan,teks,sumber,alternatif,lebar\n"
    "isi,bagian,,1,,isi,,,,\nbab1,bab,,BAB I,,,PENDAHULUAN,,,\n"
    "k1,paragraf,,,,,Lihat {{ rujuk('b1') }}.,,,\n"
    "t1,tabel,,,,pegawai,,,,\nt2,tabel,,,,sasaran,,,,\n"
)
BOXES = "id,induk,jabatan,eselon,jumlah\nkepala,,Kepala,,\nstaf,kepala,Staf,,\n"
CAPTIONED = "b1,bagan,,,,,Susunan Organisasi,Sumber: Perda 8/2020,Kepala dan stafnya,\n"


@pytest.fixture(autouse=True)
def _no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "find_engine", lambda: None)


def read_captions(document: Path) -> list[tuple[str, str]]:
    """Give the field of each caption that Word's lists gather, and the caption's text."""
    body = ooxml.read_parts(document)[ooxml.BODY]
    fields = ooxml.find(body, "//w:instrText[contains(., ' SEQ ')]")
    return [
        (" ".join((field.text or "").split()), ooxml.text_of(ooxml.find(field, "ancestor::w:p")[0]))
        for field in fields
    ]


def save_again(document: Path) -> Path:
    """Save a document as another program does: not its bytes, all its words."""
    with ZipFile(document) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts[ooxml.BODY].decode().replace("<w:body>", "<w:body><!-- -->")
    document.write_bytes(pack(parts | {ooxml.BODY: body.encode()}))
    return document


def folder_with(data_folder: WriteFolder, block: str, tables: str = TABEL) -> Path:
    return data_folder(
        {
            "naskah/01-isi.csv": OPENING + block,
            "struktur-organisasi.csv": BOXES,
            "tabel/tabel.csv": tables,
        }
    )


def test_a_chart_with_a_text_of_its_own_has_a_caption_and_a_source(
    data_folder: WriteFolder, tmp_path: Path
) -> None:
    folder = folder_with(data_folder, CAPTIONED)
    document = build_document(folder, output=tmp_path / "hasil.docx").path
    printed = to_markdown(build_view(read_document(folder)[0]))

    assert "[bagan: Kepala dan stafnya]\n- Kepala\n" in printed
    assert "**Bagan 1.1<br>Susunan Organisasi**\n\nSumber: Perda 8/2020" in printed
    assert "Lihat [Bagan 1.1](#b1)." in printed
    field, text = read_captions(document)[-1]
    assert field == "SEQ Gambar \\* ARABIC \\r 1"
    assert "Susunan Organisasi" in text
    assert ooxml.faults_of(document) == []
    assert verify_document(save_again(document), folder).edits == ()


def test_a_chart_without_one_is_described_by_its_text_as_ever(
    data_folder: WriteFolder, tmp_path: Path
) -> None:
    block = "b1,bagan,,,,,Kepala dan stafnya,,,\nk2,paragraf,,,,,Akhir,,,\n"
    folder = folder_with(data_folder, block)
    path = folder / "naskah" / "01-isi.csv"
    path.write_text(path.read_text("utf-8").replace("{{ rujuk('b1') }}", "bagan"), "utf-8")
    document = build_document(folder, output=tmp_path / "hasil.docx").path

    assert "[bagan: Kepala dan stafnya]" in to_markdown(build_view(read_document(folder)[0]))
    assert [field.split()[1] for field, _ in read_captions(document)] == ["Tabel", "Tabel"]


@pytest.mark.parametrize(
    ("label", "field", "entry"),
    [
        ("Tabel I.1", "SEQ Tabel \\* ARABIC \\r 1", "Tabel I.1\tData Pegawai"),
        ("Tabel L2.4", "SEQ Tabel \\* ARABIC \\r 4", "Tabel L2.4\tData Pegawai"),
        ("Tabel T-C.27", "SEQ Tabel \\* ARABIC \\r 27", "Tabel T-C.27\tData Pegawai"),
        ("Daftar Pegawai", "SEQ Tabel \\h", "\tDaftar Pegawai Data Pegawai"),
    ],
)
def test_word_lists_each_caption_whatever_its_number(
    label: str, field: str, entry: str, data_folder: WriteFolder, tmp_path: Path
) -> None:
    tables = TABEL.replace("pegawai,2.1,", f"pegawai,2.1,{label}")
    daftar = "d1,daftar_tabel,,,,,,,,\n"
    folder = folder_with(data_folder, CAPTIONED + daftar, tables)
    document = build_document(folder, output=tmp_path / "hasil.docx").path

    assert read_captions(document)[0][0] == field
    body = ooxml.read_parts(document)[ooxml.BODY]
    entries = [ooxml.text_of(node) for node in ooxml.find(body, "//w:hyperlink[.//w:tab]")]
    assert any(text.startswith(entry) for text in entries), entries
    assert verify_document(save_again(document), folder).edits == ()


def test_a_caption_stands_on_the_page_of_its_source(tmp_path: Path) -> None:
    document = build_document(EXAMPLE, output=tmp_path / "hasil.docx").path
    body = ooxml.read_parts(document)[ooxml.BODY]
    pairs = ooxml.find(
        body,
        "//w:p[w:pPr/w:pStyle/@w:val='JudulGambar'][following-sibling::w:p[1]"
        "[w:pPr/w:pStyle/@w:val='Sumber']]",
    )

    assert pairs
    assert all(ooxml.find(caption, "w:pPr/w:keepNext") for caption in pairs)


def build_lines(folder: Path, output: Path) -> tuple[str, list[str]]:
    """Return the styles of a document, and the paragraphs of its lists as XML."""
    parts = zip_texts(build_document(folder, output=output).path)
    lines = [line for line in parts[ooxml.BODY].split("</w:p>") if "PAGEREF" in line]
    return parts["word/styles.xml"], lines


def zip_texts(path: Path) -> dict[str, str]:
    with ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in (ooxml.BODY, "word/styles.xml")}


def hanging(styles: str, style: str) -> tuple[int, int]:
    """Return where the titles of a list's lines stand, and the room of the labels before them."""
    found = re.search(rf'w:styleId="{style}".*?w:left="(\d+)" w:hanging="(\d+)"', styles, re.DOTALL)
    assert found is not None
    assert f'<w:tab w:val="left" w:pos="{found[1]}"/>' in styles
    return int(found[1]), int(found[2])


def test_a_caption_without_number_prints_none_in_libreoffice_too(
    data_folder: WriteFolder, tmp_path: Path
) -> None:
    tables = TABEL.replace("pegawai,2.1,", "pegawai,2.1,Daftar Pegawai")
    folder = folder_with(data_folder, CAPTIONED, tables)
    document = build_document(folder, output=tmp_path / "hasil.docx").path

    # LibreOffice 7.4 does not know `\\h` and shows `1Daftar Pegawai`, where the field's end shows.
    body = ooxml.read_parts(document)[ooxml.BODY]
    caption = "//w:p[.//w:instrText[contains(., 'SEQ Tabel \\h')]]"
    ends = ooxml.find(body, f"{caption}//w:r[w:fldChar/@w:fldCharType='end']")
    assert [len(ooxml.find(end, "w:rPr/w:vanish")) for end in ends] == [1]
    assert verify_document(document, folder).edits == ()


def test_a_wide_label_of_the_daftar_isi_gets_room_before_its_title(
    data_folder: WriteFolder, tmp_path: Path
) -> None:
    listed = (
        "d1,daftar_isi,2,,,,,,,\nb9,lampiran,,LAMPIRAN I,,,Rincian,,,\nk9,paragraf,,,,,Isi,,,\n"
    )
    roomy, _ = build_lines(folder_with(data_folder, CAPTIONED + listed), tmp_path / "a.docx")

    place, room = hanging(roomy, "TOC1")
    assert place == room > 1700
    # The lines of subheadings begin where the titles of chapters do.
    left, own = hanging(roomy, "TOC2")
    assert left - own == place + 1


def test_a_short_heading_without_number_has_its_page_at_the_right_edge(
    data_folder: WriteFolder, tmp_path: Path
) -> None:
    listed = "d1,daftar_isi,2,,,,,,,\nj9,judul,,,,,PRAKATA,,,\nk9,paragraf,,,,,Isi,,,\n"
    usual, lines = build_lines(folder_with(data_folder, CAPTIONED + listed), tmp_path / "a.docx")

    # Labels that have room (`BAB I`) move nothing.
    assert hanging(usual, "TOC1") == (1587, 1587)
    line = next(line for line in lines if "PRAKATA" in line)
    assert '<w:tab w:val="clear" w:pos="1587"/>' in line
    assert '<w:ind w:left="0" w:firstLine="0"/>' in line
