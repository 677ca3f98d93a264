"""The table stage by itself: a Word table from columns and rows of somebody else's program."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from conftest import TEMPLATE
from hypothesis import given
from hypothesis import strategies as st

from renstra_doc.finding import InputError
from renstra_doc.numbers import Besaran, format_besaran
from renstra_doc.tables import TableColumn, Value, plain_page, table_bytes, template_page, write_table

COLUMNS = [
    TableColumn("Program", lebar=90),
    TableColumn("Tahun 2021 > Target", "persen", desimal=2),
    TableColumn("Tahun 2021 > Rp", "rupiah", 30, "kanan"),
]
ROWS: list[tuple[Value, ...]] = [
    ("Rehabilitasi & *Jaminan* <Sosial>", Decimal("0.605"), 302457274),
    (None, "-", Decimal(0)),
    (" dua\nbaris ", None, -1000),
]


def read_grid(document: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in docx.Document(io.BytesIO(document)).tables[0].rows]


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
    document = table_bytes([TableColumn("No", "cacah"), TableColumn("Nama")], ((n, f"baris {n}") for n in range(5001)))

    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        xml = archive.read("word/document.xml").decode()
    assert xml.count("<w:tr>") == 5002
    assert "<w:t>5.000</w:t>" in xml
    assert "<w:t>baris 5000</w:t>" in xml


@given(st.lists(st.integers(-(10**20), 10**20), min_size=1), st.lists(st.decimals(allow_nan=False), min_size=1))
def test_numbers_written_in_bulk_are_those_written_one_by_one(amounts: list[int], shares: list[Decimal]) -> None:
    shares = [share for share in shares if share.is_finite() and -30 < share.adjusted() < 30] or [Decimal(1)]
    columns = [TableColumn("a", "rupiah"), TableColumn("b", "persen")]
    rows = [(amount, share) for amount in amounts for share in shares[:1]] + [(amounts[0], share) for share in shares]

    assert read_grid(table_bytes(columns, rows))[1:] == [
        [format_besaran("rupiah", Besaran(amount)), format_besaran("persen", Besaran(share))] for amount, share in rows
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("a", 1, 2), ("b", 1)], "baris 2: baris ini berisi 2 nilai, sedangkan kolomnya 3"),
        ([("a", 1, 2), ("b\x07", 1, 2)], "baris 2: 'b\\x07' memuat karakter kendali"),
        ([("a", 1.5, 2)], "baris 1, kolom Tahun 2021 > Target: “1.5” bertipe float\n  → beri teks, int, Decimal"),
        ([("a", True, 2)], "“True” bertipe bool"),
    ],
)
def test_what_cannot_be_printed_is_refused_with_its_row(rows: list[tuple[Value, ...]], message: str) -> None:
    with pytest.raises(InputError) as caught:
        table_bytes(COLUMNS, rows)

    assert message in str(caught.value)


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
    section = docx.Document(io.BytesIO(table_bytes(COLUMNS, ROWS, page=plain_page(lanskap=False)))).sections[0]

    assert section.page_width is not None
    assert section.page_height is not None
    assert section.page_width < section.page_height
