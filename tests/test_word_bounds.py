"""How much a Word file may hold: just what is allowed is read, one more is refused and said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import REPOSITORY

from renstra_doc.cli import main
from renstra_doc.docx.reader import read_word
from renstra_doc.docx.relations import DenseError
from renstra_doc.docx.word_content import iter_paragraphs
from renstra_doc.docx.xml import W
from renstra_doc.files.zipfiles import zip_parts

if TYPE_CHECKING:
    from collections.abc import Callable

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
VML = "urn:schemas-microsoft-com:vml"
RUN = "<w:r><w:t>a</w:t></w:r>"


def package(body: str, **others: str) -> dict[str, bytes]:
    """Return the parts of a Word file with this body, and others by their kind."""
    links = "".join(
        f'<Relationship Id="r{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>'
        for kind in others
    )
    start = f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    texts = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">{start}</Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:v="{VML}"><w:body>{body}'
        "</w:body></w:document>",
        **{f"word/{kind}.xml": text for kind, text in others.items()},
    }
    return {name: text.encode() for name, text in texts.items()}


def paragraph(content: str) -> str:
    return f"<w:p>{content}</w:p>"


def row(cells: str) -> str:
    return f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"


def nest(start: str, end: str, times: int) -> str:
    return paragraph(start * times + RUN + end * times)


def box(times: int) -> str:
    start = "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
    end = "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    return start * times + paragraph(RUN) + end * times


def boxes(times: int) -> str:
    shapes = f"<v:shape><v:textbox>{'<w:txbxContent/>' * times}</v:textbox></v:shape>"
    return paragraph(f"<w:r><w:pict>{shapes}</w:pict></w:r>")


BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
CHANGE, END = '<w:ins w:author="a">', "</w:ins>"
# What stands in the body → how often it may, what is said of more.
BOUNDS = {
    "<w:p/>": (45_000, "45000 paragraf"),
    "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>": (5_000, "5000 pemisah bagian"),
    '<w:bookmarkStart w:name="a"/>': (20_000, "20000 penanda (bookmark)"),
    '<w:commentRangeStart w:id="1"/>': (5_000, "5000 komentar"),
    "<w:altChunk/>": (1_000, "1000 berkas yang disisipkan"),
    "<w:sdt/>": (20_000, "20000 kontrol isian"),
    "<w:tbl/>": (10_000, "10000 tabel"),
    "<w:lain/>": (50_000, "50000 unsur yang tidak dikenal program ini"),
}
IN_PARAGRAPH = {
    "<w:r/>": (120_000, "120000 potongan teks"),
    "<w:r><w:fldChar/></w:r>": (30_000, "30000 tanda bidang"),
    "<w:hyperlink/>": (20_000, "20000 tautan"),
    "<w:fldSimple/>": (20_000, "20000 bidang"),
    "<w:r><w:drawing/></w:r>": (10_000, "10000 gambar"),
    "<w:r><w:pict/></w:r>": (10_000, "10000 gambar"),
    "<w:ins/>": (60_000, "60000 sisipan terlacak"),
    "<w:del/>": (60_000, "60000 penghapusan terlacak"),
    '<w:r><w:commentReference w:id="1"/></w:r>': (5_000, "5000 komentar"),
}


def list_cases() -> dict[str, tuple[str, str, str]]:
    """Return for each bound a body just within, one just above, and the message."""
    several = {
        name: (xml * most, xml * (most + 1), f"lebih dari {told}")
        for name, (xml, most, told) in {k: (k, *v) for k, v in BOUNDS.items()}.items()
    }
    inside = {
        xml: (paragraph(xml * most), paragraph(xml * (most + 1)), f"lebih dari {told}")
        for xml, (most, told) in IN_PARAGRAPH.items()
    }
    return {
        **several,
        **inside,
        "rows": (
            f"<w:tbl>{'<w:tr/>' * 10_000}</w:tbl>",
            f"<w:tbl>{'<w:tr/>' * 10_001}</w:tbl>",
            "lebih dari 10000 baris tabel",
        ),
        "cells": (row("<w:tc/>" * 60_000), row("<w:tc/>" * 60_001), "60000 sel tabel"),
        "tabs": (
            paragraph(f"<w:r>{'<w:tab/>' * 150_000}</w:r>"),
            paragraph(f"<w:r>{'<w:tab/>' * 150_001}</w:r>"),
            "lebih dari 150000 potongan teks",
        ),
        "letters": (
            paragraph(f"<w:r><w:t>{'a' * 500_000}</w:t></w:r>"),
            paragraph(f"<w:r><w:t>{'a' * 500_001}</w:t></w:r>"),
            "satu paragraf yang lebih panjang dari 500000 huruf",
        ),
        "all letters": (
            paragraph(f"<w:r><w:t>{'a' * 500_000}</w:t></w:r>") * 20,
            paragraph(f"<w:r><w:t>{'a' * 500_000}</w:t></w:r>") * 20 + paragraph(RUN),
            "lebih dari 10000000 huruf",
        ),
        "people": (
            "".join(paragraph(f'<w:ins w:author="{n}"/>') for n in range(10_000)),
            "".join(paragraph(f'<w:ins w:author="{n}"/>') for n in range(10_001)),
            "lebih dari 10000 penyunting atau waktu perubahan terlacak",
        ),
        "changes in changes": (
            nest(CHANGE, END, 20),
            nest(CHANGE, END, 21),
            "perubahan terlacak yang bersarang lebih dari 20 tingkat",
        ),
        "fields in fields": (
            paragraph(BEGIN * 100),
            paragraph(BEGIN * 101),
            "bidang yang bersarang lebih dari 100 tingkat",
        ),
        "boxes": (boxes(1_000), boxes(1_001), "lebih dari 1000 kotak teks"),
        "boxes in boxes": (box(5), box(6), "kotak teks yang bersarang lebih dari 5 tingkat"),
        "names": (
            paragraph(f'<w:ins w:author="{"a" * 255}"/>'),
            paragraph(f'<w:ins w:author="{"a" * 256}"/>'),
            "nama penyunting yang lebih panjang dari 255 huruf",
        ),
        "controls in controls": (
            nest("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 20),
            nest("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 21),
            "tabel atau kontrol yang bersarang terlalu dalam",
        ),
        "turned texts": (
            nest("<w:bdo>", "</w:bdo>", 20),
            nest("<w:bdo>", "</w:bdo>", 21),
            "tabel atau kontrol yang bersarang terlalu dalam",
        ),
        "span": (
            row('<w:tc><w:tcPr><w:gridSpan w:val="100"/></w:tcPr></w:tc>'),
            row('<w:tc><w:tcPr><w:gridSpan w:val="101"/></w:tcPr></w:tc>'),
            "sel yang membentang 101 kolom",
        ),
    }


CASES = list_cases()


@pytest.mark.parametrize("case", CASES)
def test_what_is_allowed_is_read_and_one_more_is_refused(case: str) -> None:
    within, above, message = CASES[case]

    read_word(package(within))
    with pytest.raises(Exception, match=message.replace("(", r"\(").replace(")", r"\)")):
        read_word(package(above))


def list_of(label: str, start: str = "1") -> str:
    return (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        f'<w:start w:val="{start}"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="{label}"/>'
        '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        "</w:numbering>"
    )


ITEM = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'


def test_the_number_of_an_item_is_not_made_longer_than_a_line() -> None:
    """Of a few bytes each item would print a page of letters."""
    read = read_word(package(ITEM, numbering=list_of("%1." + "a" * 252)))
    assert [each.label for each in iter_paragraphs(read.blocks)] == ["A." + "a" * 252]

    for label, start in (("a" * 256, "1"), ("%1" * 100, "1500000000")):
        with pytest.raises(DenseError, match="nomor butir yang lebih panjang dari 255 huruf"):
            read_word(package(ITEM, numbering=list_of(label, start)))


def test_a_number_that_is_none_stops_nothing() -> None:
    item = ITEM.replace('w:ilvl w:val="0"', 'w:ilvl w:val="x"')
    read = read_word(package(item, numbering=list_of("%1.", "satu")))

    assert [each.label for each in iter_paragraphs(read.blocks)] == ["."]


def style_of(elements: int) -> str:
    """Return a part of styles with one that holds so many elements, itself counted."""
    inner = "<w:shd/>" * (elements - 1)
    return f'<w:styles xmlns:w="{W}"><w:style w:styleId="a">{inner}</w:style></w:styles>'


def test_a_style_holds_no_more_than_what_word_makes_of_it() -> None:
    """Each of thousands of tables would walk through all of it."""
    read_word(package(paragraph(RUN), styles=style_of(1_500)))

    with pytest.raises(DenseError, match="memuat lebih dari 1500 unsur dalam satu gaya"):
        read_word(package(paragraph(RUN), styles=style_of(1_501)))


def named_style(letters: int) -> str:
    style = f'<w:style w:styleId="a"><w:name w:val="{"a" * letters}"/></w:style>'
    return f'<w:styles xmlns:w="{W}">{style}</w:styles>'


def test_the_name_of_a_style_is_no_longer_than_word_takes() -> None:
    """Thousands of paragraphs would each compare a name of a million letters."""
    read_word(package(paragraph(RUN), styles=named_style(255)))

    with pytest.raises(DenseError, match="lebih dari 255 huruf dalam nama satu gaya"):
        read_word(package(paragraph(RUN), styles=named_style(256)))


@pytest.mark.parametrize(
    ("kind", "shown"), [("footnote", "catatan kaki"), ("endnote", "catatan akhir")]
)
def test_a_part_holds_no_more_notes_than_any_book(kind: str, shown: str) -> None:
    def notes(times: int) -> str:
        return f'<w:{kind}s xmlns:w="{W}">{f"<w:{kind}/>" * times}</w:{kind}s>'

    read_word(package(paragraph(RUN), **{f"{kind}s": notes(10_000)}))

    with pytest.raises(DenseError, match=f"lebih dari 10000 {shown}"):
        read_word(package(paragraph(RUN), **{f"{kind}s": notes(10_001)}))


def letters_of_sizes(times: int) -> str:
    sizes = (f'<w:rPr><w:sz w:val="{20 + at}"/></w:rPr>' for at in range(times))
    return "".join(paragraph(f"<w:r>{size}<w:t>a</w:t></w:r>") for size in sizes)


def paragraphs_of_indents(times: int) -> str:
    forms = (f'<w:pPr><w:ind w:left="{at}"/></w:pPr>' for at in range(1, times + 1))
    return "".join(paragraph(form + RUN) for form in forms)


@pytest.mark.parametrize(
    ("shown", "make"), [("huruf", letters_of_sizes), ("paragraf", paragraphs_of_indents)]
)
def test_a_file_has_no_look_of_its_own_for_every_word(
    shown: str, make: Callable[[int], str]
) -> None:
    read_word(package(make(3_000)), with_looks=True)

    with pytest.raises(DenseError, match=f"lebih dari 3000 rupa {shown} yang berbeda"):
        read_word(package(make(3_001)), with_looks=True)


def test_a_box_in_a_box_is_read_once() -> None:
    read = read_word(package(box(3)))

    assert sum("a" in [each.text() for each in found] for found in read.kotak) == 1


def test_a_box_in_a_hidden_box_is_not_printed() -> None:
    hidden = box(2).replace("<v:shape>", '<v:shape style="visibility: hidden">', 1)

    assert all(not each.text() for found in read_word(package(hidden)).kotak for each in found)


def nest_tables(times: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * times + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * times


@pytest.mark.parametrize("command", ["diff", "new"])
@pytest.mark.parametrize(
    ("body", "message"),
    [
        (nest_tables(300), "memuat tabel atau kontrol yang bersarang terlalu dalam"),
        (nest_tables(3_000), "memuat tabel atau kontrol yang bersarang terlalu dalam"),
        ("<w:p/>" * 45_001, "memuat lebih dari 45000 paragraf"),
    ],
    ids=["deep", "deeper", "dense"],
)
def test_what_is_too_much_is_named_with_its_file_and_a_way_forward(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, body: str, message: str
) -> None:
    path = tmp_path / "padat.docx"
    path.write_bytes(zip_parts(package(body)))
    words = {
        "diff": ["diff", str(REPOSITORY / "data"), str(path)],
        "new": ["new", str(tmp_path / "baru"), "--dari", str(path)],
    }

    assert main(words[command]) == 2
    err = capsys.readouterr().err
    assert f"padat.docx: {message}" in err
    assert "bagi dokumennya, atau simpan ulang di Word" in err


@pytest.mark.parametrize(
    ("kind", "hint"),
    [
        (".docm", "buka di Word, lalu simpan sebagai Dokumen Word (.docx)"),
        (".dotx", "buka di Word, lalu simpan sebagai Dokumen Word (.docx)"),
        (".rtf", "buka di Word, lalu simpan sebagai Dokumen Word (.docx)"),
        (".xls", "buka di Excel atau LibreOffice, lalu simpan sebagai .xlsx"),
    ],
)
def test_a_file_of_another_kind_is_told_how_to_save_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, hint: str
) -> None:
    path = tmp_path / f"surat{kind}"
    path.write_bytes(zip_parts(package(paragraph(RUN))))

    assert main(["import", str(path), "--data", str(REPOSITORY / "data")]) == 2
    err = capsys.readouterr().err
    assert f"surat{kind}: berkas {kind} tidak dapat diimpor" in err
    assert hint in err
