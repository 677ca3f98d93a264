"""Loading: the bytes of a CSV file in, the table or the whole message out."""

import codecs
import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renstra_doc.finding import InputError, Severity
from renstra_doc.load.project import RawRow, RawTable, load_project, load_table, parse_table
from renstra_doc.run.pipeline import read_document

Read = Callable[[bytes], tuple[RawTable | None, list[str]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Give a function that writes bytes to a.csv and returns the table and the messages."""

    def read_bytes(content: bytes) -> tuple[RawTable | None, list[str]]:
        (tmp_path / "a.csv").write_bytes(content)
        table, findings = load_table(tmp_path / "a.csv", "a.csv", tmp_path)
        return table, [str(finding) for finding in findings]

    return read_bytes


# --- What is read --------------------------------------------------------------

TWO_ROWS = RawTable(
    "a.csv",
    ("id", "teks"),
    (RawRow(2, ("satu", "Rp5,00; “é”")), RawRow(3, ("dua", "x"))),
)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param('id,teks\nsatu,"Rp5,00; “é”"\ndua,x\n'.encode(), id="canonical"),
        pytest.param('id,teks\nsatu,"Rp5,00; “é”"\ndua,x'.encode(), id="no last line end"),
        pytest.param('id,teks\r\nsatu,"Rp5,00; “é”"\r\ndua,x\r\n'.encode(), id="CRLF"),
        pytest.param('id,teks\rsatu,"Rp5,00; “é”"\rdua,x\r'.encode(), id="old Mac"),
        pytest.param('id;teks\nsatu;"Rp5,00; “é”"\ndua;x\n'.encode(), id="semicolon"),
        pytest.param("id\tteks\nsatu\tRp5,00; “é”\ndua\tx\n".encode(), id="tab"),
        pytest.param('id,teks\nsatu,"Rp5,00; “é”"\ndua,x\n'.encode("utf-8-sig"), id="BOM"),
        pytest.param('id,teks\nsatu,"Rp5,00; “é”"\ndua,x\n'.encode("utf-16"), id="UTF-16"),
        pytest.param(
            codecs.BOM_UTF16_BE + 'id,teks\nsatu,"Rp5,00; “é”"\ndua,x\n'.encode("utf-16-be"),
            id="UTF-16, big end first",
        ),
        pytest.param(
            'id,teks,,\nsatu,"Rp5,00; “é”",,\ndua,x,,\n'.encode(), id="empty Excel columns"
        ),
        pytest.param(' id ,teks \nsatu,"Rp5,00; “é”"\ndua,x\n'.encode(), id="blanks in the header"),
        pytest.param(
            'id,teks\nsatu,"Rp5,00; “é”"\ndua,x\n\n,\n'.encode(), id="empty rows at the end"
        ),
    ],
)
def test_every_usual_way_to_save_a_table_reads_the_same(read: Read, content: bytes) -> None:
    assert read(content) == (TWO_ROWS, [])


def test_a_windows_file_is_read_with_a_remark_at_its_first_odd_byte(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes('id,teks\nsatu,x\ndua,"“é” • 5 €"\n'.encode("cp1252"))

    table, [finding] = load_table(tmp_path / "a.csv", "a.csv", tmp_path)

    assert table == RawTable(
        "a.csv", ("id", "teks"), (RawRow(2, ("satu", "x")), RawRow(3, ("dua", "“é” • 5 €")))
    )
    assert finding.severity is Severity.WARNING
    assert str(finding) == (
        "a.csv, baris 3: berkas bukan UTF-8, dibaca sebagai cp1252 (Windows)\n"
        "  → jalankan renstra fmt agar tersimpan sebagai UTF-8"
    )


def test_every_cell_stays_the_text_that_it_is(read: Read) -> None:
    table, messages = read(b"id,kode,angka,kosong\n01,1.01.01,1.250,NA\nTRUE,1e5, 7 ,\n")

    assert messages == []
    assert table is not None
    assert list(table.records()) == [
        (2, {"id": "01", "kode": "1.01.01", "angka": "1.250", "kosong": "NA"}),
        (3, {"id": "TRUE", "kode": "1e5", "angka": " 7 ", "kosong": ""}),
    ]


def test_a_row_is_placed_on_the_line_where_it_begins(read: Read) -> None:
    content = b'id,teks\nsatu,"baris pertama\nbaris kedua\nbaris ketiga"\n\ndua,"kata ""x"""\n'

    assert read(content) == (
        RawTable(
            "a.csv",
            ("id", "teks"),
            (
                RawRow(2, ("satu", "baris pertama\nbaris kedua\nbaris ketiga")),
                RawRow(6, ("dua", 'kata "x"')),
            ),
        ),
        [],
    )


def test_a_quotation_mark_inside_a_bare_cell_is_text(read: Read) -> None:
    assert read(b'id,teks\nlayar,TV 14" warna\n') == (
        RawTable("a.csv", ("id", "teks"), (RawRow(2, ("layar", 'TV 14" warna')),)),
        [],
    )


def test_a_header_without_rows_is_an_empty_table(read: Read) -> None:
    assert read(b"id,teks\n") == (RawTable("a.csv", ("id", "teks"), ()), [])


def test_blank_lines_before_the_header_do_not_count(read: Read) -> None:
    assert read(b"\n\nid;teks\nsatu;x\n") == (
        RawTable("a.csv", ("id", "teks"), (RawRow(4, ("satu", "x")),), 3),
        [],
    )


def test_the_first_odd_byte_of_an_old_mac_file_has_its_line(read: Read) -> None:
    _, [message] = read("id,teks\rsatu,x\rdua,é\r".encode("cp1252"))

    assert message.startswith("a.csv, baris 3: berkas bukan UTF-8")


# --- What is refused -----------------------------------------------------------

SAVE_AS_UTF8 = "\n  → simpan ulang sebagai CSV UTF-8"
HEADER_NAMES = "\n  → nama kolom hanya huruf kecil, angka dan garis bawah; baris pertama berkas adalah nama kolom"
CLOSE_THE_QUOTE = (
    'tanda kutip (") dibuka tetapi tidak ditutup, atau ditutup di tengah sel\n'
    '  → tutup tanda kutipnya; tanda kutip di dalam sel ditulis dua kali: ""'
)
COUNT_THE_MARKS = (
    "\n  → periksa pemisah yang kurang atau lebih; sel yang memuat pemisah harus diapit tanda kutip"
)
ONE_DELIMITER = "\n  → pakai satu pemisah di seluruh berkas; bentuk bakunya koma"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(
            b"", "a.csv: berkas kosong\n  → baris pertama harus berisi nama kolom", id="empty"
        ),
        pytest.param(
            b"\xef\xbb\xbf \r\n\r\n",
            "a.csv: berkas kosong\n  → baris pertama harus berisi nama kolom",
            id="BOM and blank lines",
        ),
        pytest.param(
            b"PK\x03\x04\x14\x00\x06\x00",
            "a.csv: isi berkas ini biner, bukan CSV" + SAVE_AS_UTF8,
            id="xlsx",
        ),
        pytest.param(
            "id,teks\n".encode("utf-16-le"),
            "a.csv: isi berkas ini biner, bukan CSV" + SAVE_AS_UTF8,
            id="UTF-16 without BOM",
        ),
        pytest.param(
            b"\xff\xfei\x00d",
            "a.csv: pengodean utf-16 rusak" + SAVE_AS_UTF8,
            id="half of a UTF-16 sign",
        ),
        pytest.param(
            b"\xef\xbb\xbfid,teks\nsatu,\xe9\n",
            "a.csv: pengodean utf-8-sig rusak" + SAVE_AS_UTF8,
            id="BOM, then not UTF-8",
        ),
        pytest.param(
            b"id,teks\nsatu,\x81\n",
            "a.csv, baris 2: pengodean berkas bukan UTF-8 dan bukan cp1252\n"
            "  → simpan ulang sebagai “CSV UTF-8” dari Excel atau LibreOffice",
            id="neither UTF-8 nor cp1252",
        ),
        pytest.param(
            b"id,teks;sumber\n",
            "a.csv, baris 1: baris nama kolom memakai dua pemisah: koma dan titik koma"
            + ONE_DELIMITER,
            id="comma and semicolon in the header",
        ),
        pytest.param(
            b"id\tteks,a;b\n",
            "a.csv, baris 1: baris nama kolom memakai dua pemisah: koma dan titik koma dan tab"
            + ONE_DELIMITER,
            id="all three in the header",
        ),
        pytest.param(
            b"id,teks,id\nsatu,x,dua\n",
            "a.csv, baris 1, kolom id: kolom “id” ada 2 kali\n  → hapus atau ganti nama yang satu",
            id="doubled column",
        ),
        pytest.param(
            b"id,Jumlah Pegawai\nsatu,7\n",
            "a.csv, baris 1, kolom Jumlah Pegawai: “Jumlah Pegawai” bukan nama kolom"
            + HEADER_NAMES,
            id="a title as header",
        ),
        pytest.param(
            b"id,,teks\nsatu,,x\n",
            "a.csv, baris 1: “” bukan nama kolom" + HEADER_NAMES,
            id="nameless column in the middle",
        ),
        pytest.param(
            b'"id,teks\nsatu,x\n',
            "a.csv, baris 1: " + CLOSE_THE_QUOTE,
            id="quote left open in the header",
        ),
        pytest.param(
            ",".join(f"k{number}" for number in range(10_000)).encode(),
            "a.csv, baris 1: ada 10.000 kolom, paling banyak 500\n  → hapus kolom kosong",
            id="10.000 columns",
        ),
    ],
)
def test_a_file_without_a_usable_header_gives_no_table(
    read: Read, content: bytes, message: str
) -> None:
    assert read(content) == (None, [message])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(
            b'id,teks\nsatu,x\ndua,"y\ntiga,z\n',
            "a.csv, baris 3: " + CLOSE_THE_QUOTE,
            id="quote left open",
        ),
        pytest.param(
            b'id,teks\nsatu,x\ndua,"y"z\n',
            "a.csv, baris 3: " + CLOSE_THE_QUOTE,
            id="quote closed too early",
        ),
        pytest.param(
            b"id,teks\nsatu,x\ndua,y,z\n",
            "a.csv, baris 3: baris ini berisi 3 sel, sedangkan kepala kolom berisi 2"
            + COUNT_THE_MARKS,
            id="row too long",
        ),
        pytest.param(
            b"id,teks\nsatu,x\ndua,y,\n",
            "a.csv, baris 3: baris ini berisi 3 sel, sedangkan kepala kolom berisi 2"
            + COUNT_THE_MARKS,
            id="row too long, its last cell empty",
        ),
        pytest.param(
            b"id,teks,\nsatu,x,\ndua,y,,\n",
            "a.csv, baris 3: baris ini berisi 4 sel, sedangkan kepala kolom berisi 2"
            + COUNT_THE_MARKS,
            id="row longer than a header with nameless columns",
        ),
        pytest.param(
            b"id,teks\nsatu,x\ndua\n",
            "a.csv, baris 3: baris ini berisi 1 sel, sedangkan kepala kolom berisi 2"
            + COUNT_THE_MARKS,
            id="row too short",
        ),
        pytest.param(
            b"id,teks\nsatu,x\ndua;y\n",
            "a.csv, baris 3: baris ini berisi 1 sel, sedangkan kepala kolom berisi 2"
            + COUNT_THE_MARKS,
            id="another delimiter in one row",
        ),
        pytest.param(
            b"id,teks\nsatu,x\ndua,Dinas\x07Sosial\n",
            "a.csv, baris 3, kolom teks: sel memuat karakter kendali U+0007 yang tidak dapat dicetak\n"
            "  → hapus karakter itu; letaknya di sekitar nilai ini",
            id="control character",
        ),
        pytest.param(
            "id,teks\nsatu,x\ndua,a\uffffb\n".encode(),
            "a.csv, baris 3, kolom teks: sel memuat karakter kendali U+FFFF yang tidak dapat dicetak\n"
            "  → hapus karakter itu; letaknya di sekitar nilai ini",
            id="not a character of XML",
        ),
        pytest.param(
            b"id,teks\nsatu,x\ndua," + b"y" * 100_001 + b"\n",
            "a.csv, baris 3, kolom teks: satu sel berisi lebih dari 100.000 huruf\n  → bagi menjadi beberapa baris",
            id="huge cell",
        ),
        pytest.param(
            b"id,teks\nsatu,x\ndua," + b"y" * 131_073 + b"\n",
            "a.csv, baris 3: satu sel berisi lebih dari 131.072 huruf\n  → bagi isinya menjadi beberapa baris",
            id="cell too huge for the csv module",
        ),
    ],
)
def test_a_bad_row_is_left_out_and_the_good_one_before_it_is_kept(
    read: Read, content: bytes, message: str
) -> None:
    kept = RawTable("a.csv", ("id", "teks"), (RawRow(2, ("satu", "x")),))

    assert read(content) == (kept, [message])


@pytest.mark.parametrize("code", [0x01, 0x08, 0x0B, 0x0C, 0x0E, 0x1F, 0x7F, 0xFFFE, 0xFFFF])
def test_what_word_cannot_hold_is_refused(read: Read, code: int) -> None:
    _, [message] = read(f"id,teks\nsatu,a{chr(code)}b\n".encode())

    assert message.startswith(
        f"a.csv, baris 2, kolom teks: sel memuat karakter kendali U+{code:04X} "
    )


def test_a_second_header_in_the_file_is_told(read: Read) -> None:
    table, messages = read(b"id,teks\nsatu,x\nid,teks\ndua,y\n")

    assert messages == [
        "a.csv, baris 3: baris ini mengulang nama kolom\n  → hapus baris ini; mungkin isi dua berkas tersambung"
    ]
    assert table is not None
    assert [row.cells[0] for row in table.rows] == ["satu", "dua"]


@pytest.mark.parametrize("text", ["2017–2022", "résumé", "“kutipan”"])
def test_letters_that_another_program_spoilt_are_told_and_kept(read: Read, text: str) -> None:
    spoilt = text.encode().decode("cp1252", "replace").replace("\ufffd", "")
    table, messages = read(f"id,teks\nsatu,{spoilt}\n".encode())

    assert messages == [
        (
            f"a.csv, baris 2, kolom teks: huruf yang rusak: “{spoilt}”\n"
            "  → teks UTF-8 pernah dibuka sebagai cp1252; ketik ulang, atau ambil lagi dari cadangan"
        )
    ]
    assert table is not None
    assert table.rows[0].cells[1] == spoilt
    assert read(f"id,teks\nsatu,{text}\n".encode())[1] == []


def test_a_conflict_that_git_left_is_told(read: Read) -> None:
    table, messages = read(b"id,teks\n<<<<<<< HEAD\na,x\n=======\na,y\n>>>>>>> cabang\n")

    assert table is None
    hint = "pilih salah satu versi, dan hapus baris <<<<<<<, ======= dan >>>>>>> yang ditulis git"
    assert messages == [f"a.csv, baris 2: di sini dua versi belum digabung\n  → {hint}"]


def test_a_letter_that_was_lost_is_told(read: Read) -> None:
    assert read("id,teks\nsatu,r\ufffdsum\n".encode())[1] == [
        "a.csv, baris 2, kolom teks: ada huruf yang hilang: “r\ufffdsum”\n  → ketik ulang huruf di tempat tanda \ufffd"
    ]


@pytest.mark.parametrize("code", [0x80, 0x9F, 0x202A, 0x202E, 0x2066, 0x2069])
def test_a_character_that_nobody_sees_and_that_spoils_the_print_is_refused(
    read: Read, code: int
) -> None:
    table, messages = read(f"id,teks\nsatu,a{chr(code)}b\n".encode())

    assert messages == [
        (
            f"a.csv, baris 2, kolom teks: sel memuat karakter tak terlihat U+{code:04X} yang merusak cetakan\n"
            "  → hapus karakter itu, atau ketik ulang selnya"
        )
    ]
    assert table is not None
    assert table.rows == ()


@pytest.mark.parametrize("code", [0x200B, 0xFEFF])
def test_a_character_without_width_is_told_and_kept(read: Read, code: int) -> None:
    table, messages = read(f"id,teks\nsatu,a{chr(code)}b\n".encode())

    assert [message.split("\n")[0] for message in messages] == [
        f"a.csv, baris 2, kolom teks: sel memuat karakter tak terlihat U+{code:04X}"
    ]
    assert table is not None
    assert table.rows[0].cells[1] == f"a{chr(code)}b"


EXCEL_ERRORS = [
    "#N/A",
    "#REF!",
    "#NAME?",
    "#VALUE!",
    "#DIV/0!",
    "#NULL!",
    "#NUM!",
    "#SPILL!",
    " #N/A ",
    "#####",
]


@pytest.mark.parametrize("text", EXCEL_ERRORS)
def test_an_error_of_excel_is_refused_in_any_cell(read: Read, text: str) -> None:
    assert read(f"id,teks\nsatu,{text}\n".encode())[1] == [
        (
            f"a.csv, baris 2, kolom teks: sel ini berisi galat Excel {text.strip()}\n"
            "  → perbaiki rumusnya di Excel, simpan hasilnya; lebarkan kolom yang menampilkan ####"
        )
    ]


@pytest.mark.parametrize("text", ["#", "#.", "##", "Kode #N/A di Excel", "#tagar"])
def test_a_hash_is_no_error_of_excel(read: Read, text: str) -> None:
    assert read(f"id,teks\nsatu,{text}\n".encode())[1] == []


@pytest.mark.parametrize("cell", ['So"sial', '"TV ""warna"', '" ""awal"'])
def test_a_quotation_mark_without_its_other_is_told_and_kept(read: Read, cell: str) -> None:
    table, [message] = read(f"id,teks\nsatu,{cell}\n".encode())

    assert message.startswith('a.csv, baris 2, kolom teks: tanda kutip (") tanpa pasangan: “')
    assert table is not None
    assert '"' in table.rows[0].cells[1]


@pytest.mark.parametrize("cell", ['1" unit', '"kata ""x"" itu"', 'layar 14" dan 21"'])
def test_an_inch_and_a_pair_of_quotation_marks_are_text(read: Read, cell: str) -> None:
    assert read(f"id,teks\nsatu,{cell}\n".encode())[1] == []


def test_every_bad_row_and_cell_is_told_in_one_run(read: Read) -> None:
    table, messages = read(b"id,teks,sumber\na,1\nb,1,2,3,4\nc,1,2\nd,\x01,\x02\n")

    assert table == RawTable("a.csv", ("id", "teks", "sumber"), (RawRow(4, ("c", "1", "2")),))
    assert [message.split("\n")[0] for message in messages] == [
        "a.csv, baris 2: baris ini berisi 2 sel, sedangkan kepala kolom berisi 3",
        "a.csv, baris 3: baris ini berisi 5 sel, sedangkan kepala kolom berisi 3",
        "a.csv, baris 5, kolom teks: sel memuat karakter kendali U+0001 yang tidak dapat dicetak",
        "a.csv, baris 5, kolom sumber: sel memuat karakter kendali U+0002 yang tidak dapat dicetak",
    ]


def test_every_bad_name_of_a_header_is_told_in_one_run(read: Read) -> None:
    table, messages = read(b"id,2017,NO,id\n")

    assert table is None
    assert [message.split("\n")[0] for message in messages] == [
        "a.csv, baris 1, kolom 2017: “2017” bukan nama kolom",
        "a.csv, baris 1, kolom NO: “NO” bukan nama kolom",
        "a.csv, baris 1, kolom id: kolom “id” ada 2 kali",
    ]


def test_a_finding_shows_what_stands_there(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(
        b"id,teks\n" + b"kependekan" * 5 + b"\nnilai,Dinas Sosial\x07 Kota Payakumbuh\n"
    )

    _, findings = load_table(tmp_path / "a.csv", "a.csv", tmp_path)

    assert [finding.actual for finding in findings] == [
        "kependekankependekankependekankependeka…",
        r"'nas Sosial\x07 Kota Paya'",
    ]


def test_a_quote_left_open_in_a_long_file_is_told_as_such(read: Read) -> None:
    _, [message] = read(b'id,teks\nsatu,"x\n' + b"dua,y\n" * 30_000)

    assert message == "a.csv, baris 2: " + CLOSE_THE_QUOTE


@pytest.mark.parametrize("content", [b",,\n", b"\n ; ;\n", b'"",""\n'])
def test_a_header_of_empty_names_is_no_header(read: Read, content: bytes) -> None:
    assert read(content) == (
        None,
        ["a.csv: baris nama kolom kosong\n  → baris pertama harus berisi nama kolom"],
    )


def test_a_bad_header_is_told_on_the_line_where_it_stands(read: Read) -> None:
    assert read(b"\n,,\nid,NO,\n") == (
        None,
        ["a.csv, baris 3, kolom NO: “NO” bukan nama kolom" + HEADER_NAMES],
    )


# --- Paths ---------------------------------------------------------------------


def messages_of(path: Path, root: Path) -> list[str]:
    table, findings = load_table(path, path.name, root)
    assert table is None
    return [str(finding) for finding in findings]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert messages_of(tmp_path / "a.csv", tmp_path) == [
        "a.csv: berkas tidak ditemukan\n  → buat berkas ini, atau pulihkan dari salinan cadangan"
    ]


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()

    assert messages_of(tmp_path / "a.csv", tmp_path) == [
        "a.csv: ini bukan berkas\n  → ganti dengan berkas CSV"
    ]


def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "rahasia.csv").write_text("id,teks\nsatu,x\n")
    root = tmp_path / "data"
    root.mkdir()
    (root / "a.csv").symlink_to(tmp_path / "rahasia.csv")

    assert messages_of(root / "a.csv", root) == [
        "a.csv: berkas ini tautan ke luar folder data\n  → salin berkasnya ke dalam folder data"
    ]


def test_a_link_within_the_project_is_followed(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("id,teks\nsatu,x\n")
    (tmp_path / "a.csv").symlink_to(tmp_path / "b.csv")

    table, findings = load_table(tmp_path / "a.csv", "a.csv", tmp_path)

    assert (table, findings) == (RawTable("a.csv", ("id", "teks"), (RawRow(2, ("satu", "x")),)), [])


def test_a_file_beyond_64_mib_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(64 * 2**20 + 1)

    assert messages_of(tmp_path / "a.csv", tmp_path) == [
        "a.csv: berkas lebih besar dari 64 MiB\n  → periksa apakah ini benar berkas data"
    ]


def test_a_name_too_long_for_the_file_system_is_told(tmp_path: Path) -> None:
    [message] = messages_of(tmp_path / f"{'a' * 300}.csv", tmp_path)

    assert message.endswith(
        ": berkas tidak dapat dibaca (nama terlalu panjang)\n  → periksa izin folder dan berkas"
    )


BROKEN_LINK = (
    "a.csv: berkas ini tautan yang putus atau melingkar\n  → ganti tautan itu dengan berkasnya"
)


@pytest.mark.parametrize("target", ["a.csv", "tiada.csv"])
def test_a_link_to_itself_or_to_nothing_is_told(tmp_path: Path, target: str) -> None:
    (tmp_path / "a.csv").symlink_to(tmp_path / target)

    assert messages_of(tmp_path / "a.csv", tmp_path) == [BROKEN_LINK]


def test_a_folder_that_links_to_itself_is_told(tmp_path: Path) -> None:
    (tmp_path / "tabel").symlink_to(tmp_path / "tabel")

    [message] = messages_of(tmp_path / "tabel" / "a.csv", tmp_path)

    assert message.startswith("a.csv: berkas ")


# --- A whole folder ------------------------------------------------------------


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    project = load_project(tmp_path / "tiada")

    assert project.tables == {}
    assert [str(finding) for finding in project.findings] == [
        (
            f"{tmp_path}/tiada: folder data tidak ditemukan\n"
            "  → periksa nama folder pada --data, atau buat dokumen baru dengan: renstra new FOLDER"
        )
    ]


def test_the_files_of_a_folder_are_read_by_name_and_no_others(
    data_folder: Callable[..., Path],
) -> None:
    folder = data_folder(
        {"naskah/02-penutup.csv": "id,jenis,teks\n", "naskah/~$02-penutup.csv": "", "baca.txt": ""}
    )

    project = load_project(folder)

    assert project.findings == ()
    assert list(project.tables) == [
        "aturan.csv",
        "dokumen.csv",
        "naskah/01-isi.csv",
        "naskah/02-penutup.csv",
        "tabel/kolom.csv",
        "tabel/pegawai.csv",
        "tabel/sasaran.csv",
        "tabel/tabel.csv",
    ]


def test_an_empty_folder_lacks_the_three_files_that_every_document_has(tmp_path: Path) -> None:
    hint = "\n  → buat berkas ini, atau pulihkan dari salinan cadangan"

    assert [str(finding) for finding in load_project(tmp_path).findings] == [
        f"dokumen.csv: berkas tidak ditemukan{hint}",
        f"tabel/kolom.csv: berkas tidak ditemukan{hint}",
        f"tabel/tabel.csv: berkas tidak ditemukan{hint}",
    ]


def test_a_subfolder_that_is_a_link_out_of_the_project_is_not_followed(
    data_folder: Callable[..., Path], tmp_path: Path
) -> None:
    folder = data_folder({"naskah/01-isi.csv": None})
    (tmp_path / "luar").mkdir()
    (tmp_path / "luar" / "01-isi.csv").write_text("id,jenis,teks\nx,paragraf,Rahasia\n")
    (folder / "naskah").symlink_to(tmp_path / "luar")

    project = load_project(folder)

    assert "naskah/01-isi.csv" not in project.tables
    assert [str(finding) for finding in project.findings] == [
        "naskah/01-isi.csv: berkas ini tautan ke luar folder data\n  → salin berkasnya ke dalam folder data"
    ]


def test_the_faults_of_all_files_are_told_in_one_run(data_folder: Callable[..., Path]) -> None:
    folder = data_folder(
        {
            "dokumen.csv": "",
            "naskah/01-isi.csv": 'id,jenis,teks\nsatu,paragraf,"terbuka\n',
            "tabel/tabel.csv": None,
            "tabel/pegawai.csv": b"\x00\x01",
            "tabel/sasaran.csv": "id,uraian,uraian\n",
        }
    )

    assert [str(finding).split("\n")[0] for finding in load_project(folder).findings] == [
        "dokumen.csv: berkas kosong",
        'naskah/01-isi.csv, baris 2: tanda kutip (") dibuka tetapi tidak ditutup, atau ditutup di tengah sel',
        "tabel/pegawai.csv: isi berkas ini biner, bukan CSV",
        "tabel/sasaran.csv, baris 1, kolom uraian: kolom “uraian” ada 2 kali",
        "tabel/tabel.csv: berkas tidak ditemukan",
    ]


def test_one_exception_carries_what_loading_and_modelling_found(
    data_folder: Callable[..., Path],
) -> None:
    folder = data_folder(
        {
            "dokumen.csv": "kunci,nilai,keterangan\nsatu\n",
            "tabel/sasaran.csv": "id,uraian,tahun_2021,tahun_2022,pagu\nS 1,x,y,z,lima juta\n",
        }
    )

    with pytest.raises(InputError) as caught:
        read_document(folder)

    assert [line for line in str(caught.value).split("\n") if not line.startswith("  →")] == [
        "dokumen.csv, baris 2: baris ini berisi 1 sel, sedangkan kepala kolom berisi 3",
        "tabel/sasaran.csv, baris 2, kolom id: id “S 1” tidak sah",
        (
            'tabel/sasaran.csv, baris 2, kolom pagu: Nilai "lima juta" bukan bilangan; diharapkan rupiah utuh tanpa sen.'
        ),
    ]


# --- Laws ----------------------------------------------------------------------

PRINTABLE = st.characters(
    exclude_categories=["Cs", "Cf"],
    exclude_characters=[
        *map(chr, {*range(0x20), *range(0x7F, 0xA0)} - {0x09, 0x0A}),
        *"\ufffd\ufffe\uffffÂÃâ",
    ],
)
CELL = st.text(PRINTABLE | st.sampled_from('",;\t\n '), max_size=12)
ROWS = st.integers(2, 4).flatmap(
    lambda width: st.lists(
        st.tuples(CELL.filter(bool), *[CELL] * (width - 1)), min_size=1, max_size=6
    )
)


@given(rows=ROWS, delimiter=st.sampled_from(",;\t"), line_end=st.sampled_from(["\n", "\r\n", "\r"]))
def test_what_a_csv_writer_wrote_is_read_back_with_its_lines(
    rows: list[tuple[str, ...]], delimiter: str, line_end: str
) -> None:
    header = tuple(f"kolom_{number}" for number in range(len(rows[0])))
    # Below 3.13 the writer leaves a line break bare that is not its own line end.
    written = io.StringIO(newline="")
    csv.writer(
        written,
        delimiter=delimiter,
        lineterminator=line_end,
        quoting=csv.QUOTE_ALL if line_end == "\r" else csv.QUOTE_MINIMAL,
    ).writerows([header, *rows])
    lines = [
        2 + sum(1 + "".join(row).count("\n") for row in rows[:number])
        for number in range(len(rows))
    ]

    table, findings = parse_table(written.getvalue(), "a.csv")

    assert table == RawTable("a.csv", header, tuple(map(RawRow, lines, rows)))
    assert {finding.severity for finding in findings} <= {Severity.WARNING}


PIECES = [
    b"id",
    b"teks",
    b"x",
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r",
    b'"',
    b" ",
    b"\0",
    b"\x07",
    b"\xe9",
    b"\x81",
]
BOMS = [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE]


@given(content=st.binary() | st.lists(st.sampled_from(PIECES + BOMS), max_size=30).map(b"".join))
def test_any_bytes_give_a_whole_table_or_a_reason(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "apa-saja.csv"
    path.write_bytes(content)

    table, findings = load_table(path, "a.csv", path.parent)

    assert table is not None or findings
    assert all(finding.place.file == "a.csv" and finding.message for finding in findings)
    assert table is None or all(len(row.cells) == len(table.header) for row in table.rows)
