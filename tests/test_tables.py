"""The table stage by itself: a Word table from columns and rows of somebody else's program."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import docx
import docx.document
import docx.enum.style
import docx.shared
import ooxml
import pytest
from conftest import TEMPLATE
from hypothesis import given
from hypothesis import strategies as st

from renstra_doc.embed.insertion import add_table
from renstra_doc.embed.word_table import (
    TableColumn,
    Value,
    plain_page,
    share_width,
    table_bytes,
    template_page,
    write_table,
)
from renstra_doc.finding import InputError
from renstra_doc.words.numbers import Besaran, format_besaran

COLUMNS = [
    TableColumn("Program", lebar=90),
    TableColumn("Tahun 2021 > Target", "persen", desimal=2),
    TableColumn("Tahun 2021 > Rp", "rupiah", 30),
]
ROWS: list[tuple[Value, ...]] = [
    ("Rehabilitasi & *Jaminan* <Sosial>", Decimal("0.605"), 302457274),
    (None, "-", Decimal(0)),
    (" dua\nbaris ", None, -1000),
]


def read_grid(document: bytes) -> list[list[str]]:
    return [
        [cell.text for cell in row.cells]
        for row in docx.Document(io.BytesIO(document)).tables[0].rows
    ]


def test_values_are_printed_as_their_columns_say_and_texts_as_they_are() -> None:
    assert read_grid(table_bytes(COLUMNS, ROWS)) == [
        ["Program", "Tahun 2021", "Tahun 2021"],
        ["Program", "Target", "Rp"],
        ["Rehabilitasi & *Jaminan* <Sosial>", "0,61%", "302.457.274"],
        ["", "-", "0"],
        [" dua\nbaris ", "", "-1.000"],
    ]


def test_the_same_rows_give_the_same_bytes_in_memory_and_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "tabel.docx"
    write_table(path, COLUMNS, iter(ROWS), judul="Pagu")

    assert path.read_bytes() == table_bytes(COLUMNS, ROWS, judul="Pagu")
    assert [file.name for file in tmp_path.iterdir()] == ["tabel.docx"]


def test_a_long_table_keeps_every_row() -> None:
    document = table_bytes(
        [TableColumn("No", "cacah"), TableColumn("Nama")], ((n, f"baris {n}") for n in range(5001))
    )

    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        xml = archive.read("word/document.xml").decode()
    assert xml.count("<w:tr>") == 5002
    assert "<w:t>5.000</w:t>" in xml
    assert "<w:t>baris 5000</w:t>" in xml


@given(
    st.lists(st.integers(-(10**20), 10**20), min_size=1),
    st.lists(st.decimals(allow_nan=False), min_size=1),
)
def test_numbers_written_in_bulk_are_those_written_one_by_one(
    amounts: list[int], shares: list[Decimal]
) -> None:
    shares = [share for share in shares if share.is_finite() and -30 < share.adjusted() < 30] or [
        Decimal(1)
    ]
    columns = [TableColumn("a", "rupiah"), TableColumn("b", "persen")]
    rows = [(amount, share) for amount in amounts for share in shares[:1]] + [
        (amounts[0], share) for share in shares
    ]

    assert read_grid(table_bytes(columns, rows))[1:] == [
        [format_besaran("rupiah", Besaran(amount)), format_besaran("persen", Besaran(share))]
        for amount, share in rows
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("a", 1, 2), ("b", 1)], "baris 2: baris ini berisi 2 nilai, sedangkan kolomnya 3"),
        ([("a", 1, 2), ("b\x07", 1, 2)], "baris 2: 'b\\x07' memuat karakter kendali"),
        (
            [("a", 1.5, 2)],
            "baris 1, kolom Tahun 2021 > Target: “1.5” bertipe float\n  → beri teks, int, Decimal",
        ),
        ([("a", True, 2)], "“True” bertipe bool"),
        (
            [("a", 1, 2), ("b", 1, "banyak")],
            'baris 2, kolom Tahun 2021 > Rp: Nilai "banyak" bukan bilangan; diharapkan rupiah utuh tanpa sen.\n  → tulis',
        ),
        ([("a", 1, "1.5")], 'kolom Tahun 2021 > Rp: Nilai "1.5" memuat pecahan'),
        ([("a", "70", 1)], 'kolom Tahun 2021 > Target: Nilai "70" tanpa tanda %'),
        ([("a", Decimal("NaN"), 1)], 'kolom Tahun 2021 > Target: Nilai "NaN" bukan bilangan'),
    ],
)
def test_what_cannot_be_printed_is_refused_with_its_row(
    rows: list[tuple[Value, ...]], message: str
) -> None:
    with pytest.raises(InputError) as caught:
        table_bytes(COLUMNS, rows)

    assert message in str(caught.value)


def test_a_text_in_a_column_of_numbers_is_read_as_a_cell_of_a_csv() -> None:
    columns = [
        TableColumn("Rp", "rupiah"),
        TableColumn("%", "persen", desimal=1),
        TableColumn("Jumlah", "kuantitas"),
    ]
    rows = [
        ("302457274", "70.55%", "1414 orang"),
        ("302.457.274", "70,55%", "banyak"),
        ("-", "", "12"),
    ]

    assert read_grid(table_bytes(columns, rows))[1:] == [
        ["302.457.274", "70,6%", "1.414 orang"],
        ["302.457.274", "70,6%", "banyak"],
        ["-", "", "12"],
    ]


@pytest.mark.parametrize(
    ("column", "message"),
    [
        (
            TableColumn("Pagu", "uang"),
            "kolom “Pagu”: “uang” tidak dikenal\n  → yang dikenal: teks, urut, cacah",
        ),
        (
            TableColumn("Pagu", rata="right"),
            "kolom “Pagu”: “right” tidak dikenal\n  → yang dikenal: kiri, tengah",
        ),
    ],
)
def test_an_unknown_kind_or_alignment_of_a_column_is_refused(
    column: TableColumn, message: str
) -> None:
    with pytest.raises(InputError) as caught:
        table_bytes([column], [])

    assert message in str(caught.value)


def alignments(document: bytes) -> list[str]:
    row = docx.Document(io.BytesIO(document)).tables[0].rows[-1]
    return [str(cell.paragraphs[0].alignment).partition(" ")[0] for cell in row.cells]


def test_numbers_stand_right_quantities_in_the_middle_texts_left() -> None:
    kinds = ["teks", "rupiah", "cacah", "desimal", "persen", "kuantitas", "target"]
    columns = [TableColumn(kind, kind) for kind in kinds] + [
        TableColumn("lain", "rupiah", rata="tengah")
    ]

    assert alignments(table_bytes(columns, [[None] * 8])) == [
        "LEFT",
        *["RIGHT"] * 4,
        *["CENTER"] * 3,
    ]


def test_markup_counts_where_it_is_asked_for() -> None:
    columns = [TableColumn("Kinerja *outcome*")]

    plain, marked = (
        table_bytes(columns, [("a *b* **c**",)], judul="*T*", markup=wanted)
        for wanted in (False, True)
    )

    assert read_grid(plain) == [["Kinerja *outcome*"], ["a *b* **c**"]]
    assert read_grid(marked) == [["Kinerja outcome"], ["a b c"]]
    document = docx.Document(io.BytesIO(marked))
    runs = document.tables[0].cell(1, 0).paragraphs[0].runs
    assert [(run.text, run.italic, run.bold) for run in runs] == [
        ("a ", None, None),
        ("b", True, None),
        (" ", None, None),
        ("c", None, True),
    ]
    assert (document.paragraphs[0].text, document.paragraphs[0].runs[0].italic) == ("T", True)


# In somebody else's document


def saved(document: docx.document.Document, path: Path) -> docx.document.Document:
    document.save(str(path))
    assert ooxml.faults_of(path) == [
        "asking_faults: word/document.xml: rsid",
        "asking_faults: docProps/thumbnail.jpeg is left",
    ]  # python-docx's own, in any document
    return docx.Document(str(path))


def test_a_table_goes_into_a_python_docx_document(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("di atas")

    table = add_table(document, COLUMNS, ROWS, judul="Tabel 1. Pagu")
    document.add_paragraph("di bawah")

    found = saved(document, tmp_path / "laporan.docx")
    assert [paragraph.text for paragraph in found.paragraphs] == [
        "di atas",
        "Tabel 1. Pagu",
        "di bawah",
    ]
    assert [[cell.text for cell in row.cells] for row in found.tables[0].rows] == read_grid(
        table_bytes(COLUMNS, ROWS)
    )
    assert table.cell(2, 2).text == "302.457.274"
    properties = [
        [node.tag.rpartition("}")[2] for node in row.xpath("w:trPr/*")]
        for row in found.element.xpath("//w:tr")
    ]
    assert properties == [["cantSplit", "tblHeader"]] * 2 + [["cantSplit"]] * 3


def test_it_is_as_wide_as_the_text_of_the_last_section() -> None:
    document = docx.Document()
    add_table(document, COLUMNS, ROWS)
    section = document.add_section()
    section.page_width, section.page_height = section.page_height, section.page_width
    add_table(document, COLUMNS, ROWS)

    widths = [sum(column.width or 0 for column in table.columns) for table in document.tables]

    margins = 2 * docx.shared.Inches(1.25)
    assert widths == [docx.shared.Inches(8.5) - margins, docx.shared.Inches(11) - margins]


def test_the_styles_of_the_document_are_used_and_missing_ones_are_made_on_its_default() -> None:
    document = docx.Document()
    own = document.styles.add_style("Isi Tabel", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    own.font.size = docx.shared.Pt(14)

    table = add_table(document, COLUMNS, ROWS)

    assert document.styles["Isi Tabel"].font.size == docx.shared.Pt(14)
    made = document.styles["Kepala Tabel"]
    assert (made.font.name, made.base_style.name, made.font.bold) == (None, "Normal", True)
    assert [table.cell(row, 0).paragraphs[0].style.name for row in (0, 2)] == [
        "Kepala Tabel",
        "Isi Tabel",
    ]


def test_two_tables_in_a_row_stay_two(tmp_path: Path) -> None:
    document = docx.Document()
    add_table(document, COLUMNS, ROWS)
    add_table(document, COLUMNS, ROWS)

    body = saved(document, tmp_path / "laporan.docx").element.body

    assert [node.tag.rpartition("}")[2] for node in body] == ["tbl", "p", "tbl", "sectPr"]


def test_a_wrong_row_leaves_the_document_as_it_was() -> None:
    document = docx.Document()
    before = document.element.xml, document.styles.element.xml

    with pytest.raises(InputError, match="baris 1: baris ini berisi 2 nilai"):
        add_table(document, COLUMNS, [("a", 1)], judul="Pagu")

    assert (document.element.xml, document.styles.element.xml) == before


def test_a_long_table_goes_into_a_document_in_one_go() -> None:
    document = docx.Document()

    table = add_table(
        document,
        [TableColumn("No", "cacah"), TableColumn("Nama")],
        ((n, f"baris {n}") for n in range(5001)),
    )

    assert len(table.rows) == 5002


def test_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "tabel.docx"
    path.write_bytes(b"lama")

    with pytest.raises(InputError):
        write_table(path, COLUMNS, [("a", 1)])

    assert path.read_bytes() == b"lama"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_template_gives_its_look() -> None:
    page = template_page(TEMPLATE, {"judul": "Renstra Contoh"})

    document = docx.Document(io.BytesIO(table_bytes(COLUMNS, ROWS, judul="Pagu", page=page)))

    [paragraph] = document.tables[0].rows[2].cells[0].paragraphs
    assert paragraph.style is not None
    assert paragraph.style.style_id == page.look.roles["isi"].style
    assert document.paragraphs[0].text == "Pagu"
    assert read_grid(table_bytes(COLUMNS, ROWS, page=page)) == read_grid(table_bytes(COLUMNS, ROWS))


def test_a_template_without_the_named_sample_is_refused() -> None:
    with pytest.raises(InputError, match=r"renstra.docx: templat tidak memuat “aneh”"):
        template_page(TEMPLATE, {"judul": "Contoh"}, gaya="aneh")


def test_the_plain_page_may_stand_upright() -> None:
    section = docx.Document(
        io.BytesIO(table_bytes(COLUMNS, ROWS, page=plain_page(lanskap=False)))
    ).sections[0]

    assert section.page_width is not None
    assert section.page_height is not None
    assert section.page_width < section.page_height


def test_a_row_that_is_no_list_of_values_is_refused() -> None:
    for row in ({"Program": "Sehat", "Pagu": 5}, "ab"):
        with pytest.raises(InputError, match=r"baris ini bertipe (dict|str)"):
            table_bytes([TableColumn("Program"), TableColumn("Pagu")], [("a", "b"), row])  # type: ignore[list-item]


def test_columns_of_amounts_keep_their_width_and_texts_share_the_rest() -> None:
    columns = [
        TableColumn("Program", lebar=90),
        TableColumn("Ket", lebar=30),
        *[TableColumn("Rp", "rupiah")] * 3,
    ]
    total = 8640

    assert share_width(columns, total) == (3418, 1139, 1361, 1361, 1361)
    assert sum(share_width([TableColumn("Rp", "rupiah")] * 10, total)) == total
