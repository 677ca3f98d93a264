"""The model: a data folder in, typed values and findings with their places out."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renstra_doc.finding import Severity
from renstra_doc.load.project import RawProject, RawRow, RawTable, load_project
from renstra_doc.model import Block, Box, Cell, Column, Document, Row, compose_partly
from renstra_doc.place import Place
from renstra_doc.view import ChartItem, build_view
from renstra_doc.words.numbers import Besaran

Compose = Callable[[Mapping[str, str | None]], tuple[Document, list[str]]]


def one_table(kolom: str, rows: str) -> dict[str, str | None]:
    """Return the changes that leave the tiny data folder one table `t`: its columns in kolom.csv, its file of rows."""
    return {
        "tabel/tabel.csv": "id,nomor,judul\nt,1,Tabel\n",
        "tabel/kolom.csv": f"tabel,kolom,judul,jenis,desimal,lebar,tampil\n{kolom}",
        "tabel/t.csv": rows,
        "tabel/pegawai.csv": None,
        "tabel/sasaran.csv": None,
        "naskah/01-isi.csv": "id,jenis,acuan,teks\nt,tabel,t,\n",
    }


@pytest.fixture
def composed(data_folder: Callable[..., Path]) -> Compose:
    """Give a function that composes the tiny data folder with some files changed: document and messages."""

    def compose_folder(changes: Mapping[str, str | None]) -> tuple[Document, list[str]]:
        document, findings = compose_partly(load_project(data_folder(changes)))
        return document, [str(finding) for finding in findings]

    return compose_folder


# --- What is understood --------------------------------------------------------


def test_the_tiny_data_folder_has_nothing_to_find(composed: Compose) -> None:
    document, messages = composed({})

    assert messages == []
    assert list(document.tables) == ["pegawai", "sasaran"]
    assert document.dokumen["judul"] == "Renstra Contoh"
    assert document.fact_places["judul"] == Place("dokumen.csv", 4, "nilai")


def test_a_block_is_a_row_of_the_narrative(composed: Compose) -> None:
    document, messages = composed(
        {
            "naskah/02-tujuan.csv": "id;jenis;tingkat;penanda;gaya;acuan;teks\nbab4;bab;;;;;TUJUAN\n",
            "naskah/01-isi.csv": "id,jenis,tingkat,penanda,gaya,acuan,teks\n"
            'butir-1,butir,2,a.,Butir Rapat,tugas,"baris satu\nbaris dua"\n'
            "akhir,ganti_halaman,,,,,\n",
        }
    )

    assert messages == []
    assert document.blocks == (
        Block(
            "butir-1", "butir", 2, "a.", "Butir Rapat", "tugas", "baris satu\nbaris dua",
            Place("naskah/01-isi.csv", 2, "teks"),
        ),
        Block("akhir", "ganti_halaman", 0, "", "", "", "", Place("naskah/01-isi.csv", 4, "teks")),
        Block("bab4", "bab", 0, "", "", "", "TUJUAN", Place("naskah/02-tujuan.csv", 2, "teks")),
    )  # fmt: skip


def test_a_column_is_a_row_of_kolom_csv_with_usual_values_for_what_is_empty(
    composed: Compose,
) -> None:
    document, messages = composed(
        {
            "tabel/kolom.csv": "tabel,kolom,judul,nomor,jenis,desimal,lebar,rata,gabung,tampil\n"
            "pegawai,no,NO,,urut,,,,,\n"
            'pegawai,jabatan,JABATAN > NAMA,(2),teks,,"12,5",penuh,tegak datar,ya\n'
            "pegawai,jumlah,JUMLAH,,kuantitas,2,40,,tegak,tidak\n"
            "sasaran,uraian,TUJUAN,,teks,,60,,,\n"
            "sasaran,tahun_2021,TARGET > 2021,,target,,20,,datar,\n"
            "sasaran,tahun_2022,TARGET > 2022,,target,,20,,,\n"
            "sasaran,pagu,PAGU,,rupiah,,30,kanan,,\n",
        }
    )

    assert messages == []
    assert document.tables["pegawai"].columns == (
        Column(
            "no", ("NO",), "", "urut", None, 20.0, "tengah", tegak=False, datar=False, tampil=True,
            place=Place("tabel/kolom.csv", 2, "kolom"),
        ),
        Column(
            "jabatan", ("JABATAN", "NAMA"), "(2)", "teks", None, 12.5, "penuh", tegak=True, datar=True, tampil=True,
            place=Place("tabel/kolom.csv", 3, "kolom"),
        ),
        Column(
            "jumlah", ("JUMLAH",), "", "kuantitas", 2, 40.0, "tengah", tegak=True, datar=False, tampil=False,
            place=Place("tabel/kolom.csv", 4, "kolom"),
        ),
    )  # fmt: skip


def test_a_row_has_its_identity_and_a_cell_for_each_column(composed: Compose) -> None:
    document, messages = composed(
        {
            "tabel/sasaran.csv": "id,tingkat,induk,kode,entitas,uraian,tahun_2021,tahun_2022,pagu\n"
            't1,tujuan,,1.06,miskin,"Dua\nbaris",5.88%,"9,00",-\n'
            "s1,sasaran,t1,1.06.01,, 007 ,BB,, 302457274 \n",
        }
    )

    assert messages == []
    assert document.tables["sasaran"].rows == (
        Row(
            "t1", "tujuan", "", "1.06", "miskin", 2,
            (
                Cell("Dua\nbaris"),
                Cell("5.88%", Besaran(Decimal("5.88"), "%")),
                Cell("9,00", Besaran(Decimal("9.00"))),
                Cell("-", Besaran(0, strip=True)),
            ),
        ),
        Row(
            "s1", "sasaran", "t1", "1.06.01", "", 4,
            (Cell(" 007 "), Cell("BB"), Cell(""), Cell("302457274", Besaran(302457274))),
        ),
    )  # fmt: skip


def test_a_table_finds_its_columns_rows_and_children(composed: Compose) -> None:
    document, _ = composed({})
    table = document.tables["sasaran"]
    sasaran = table.row_by_id["s1"]

    assert table.index == {"uraian": 0, "tahun_2021": 1, "tahun_2022": 2, "pagu": 3}
    assert table.children == {"": (table.row_by_id["t1"],), "t1": (sasaran,)}
    assert table.cell(sasaran, "tahun_2022") == Cell("BB")
    assert table.cell_place(sasaran, "pagu") == Place("tabel/sasaran.csv", 3, "pagu")
    with pytest.raises(KeyError, match="tiada"):
        table.cell(sasaran, "tiada")


def test_an_expression_in_a_numeric_column_is_left_for_the_view(composed: Compose) -> None:
    document, messages = composed(
        {"tabel/pegawai.csv": "id,no,jabatan,jumlah\nkepala,1,Kepala,{{ 1 + 1 }}\n"}
    )

    assert messages == []
    assert document.tables["pegawai"].rows[0].cells[2] == Cell("{{ 1 + 1 }}")


def test_a_parent_may_stand_below_its_child(composed: Compose) -> None:
    _, messages = composed(
        {
            "tabel/sasaran.csv": "id,induk,uraian,tahun_2021,tahun_2022,pagu\ns1,t1,Sasaran,,,\nt1,,Tujuan,,,\n",
        }
    )

    assert messages == []


def test_a_box_of_the_chart_is_a_row(composed: Compose) -> None:
    document, messages = composed(
        {
            "struktur-organisasi.csv": "id,induk,jabatan,eselon\nkepala,,Kepala,II b\nstaf,kepala,Staf,\n"
        }
    )

    assert messages == []
    assert document.boxes == (
        Box("kepala", "", "Kepala", "II b", "", Place("struktur-organisasi.csv", 2, "jabatan")),
        Box("staf", "kepala", "Staf", "", "", Place("struktur-organisasi.csv", 3, "jabatan")),
    )


def test_a_block_prints_the_chart_that_it_names(composed: Compose) -> None:
    boxes = (
        "id,induk,jabatan,bagan\nkepala,,Kepala,\nstaf,kepala,Staf,\n"
        "kepala-baru,,Kepala Baru,setelah\nstaf-baru,kepala-baru,Staf Baru,setelah\n"
    )
    story = (
        "id,jenis,tingkat,penanda,gaya,acuan,teks\nsemula,bagan,,,,,Bagan semula\n"
        "menjadi,bagan,,,,setelah,Bagan menjadi\n"
    )
    document, messages = composed({"struktur-organisasi.csv": boxes, "naskah/02-bagan.csv": story})
    charts = [item for item in build_view(document).items if isinstance(item, ChartItem)]

    assert messages == []
    assert [[box.id for box in chart.boxes] for chart in charts] == [
        ["kepala", "staf"],
        ["kepala-baru", "staf-baru"],
    ]


def test_a_box_hangs_in_the_chart_of_its_parent(composed: Compose) -> None:
    _, messages = composed(
        {
            "struktur-organisasi.csv": "id,induk,jabatan,bagan\nkepala,,Kepala,\nstaf,kepala,Staf,setelah\n"
        }
    )
    assert any("ada di bagan yang berlainan" in message for message in messages)


# --- dokumen.csv ---------------------------------------------------------------

FACTS = """\
kunci,nilai,keterangan
nama_berkas,Renstra-Contoh,
templat,templat.docx,
judul,Renstra Contoh,
penulis,Dinas Contoh,
tanggal_dokumen,2021-08-23,
periode_awal,2017,
periode_akhir,2022,
"""


def test_a_required_fact_may_be_neither_missing_nor_empty(composed: Compose) -> None:
    facts = FACTS.replace("judul,Renstra Contoh,\n", "").replace("Dinas Contoh", "")

    assert composed({"dokumen.csv": facts})[1] == [
        "dokumen.csv: kunci “judul” tidak ada atau kosong\n  → tambahkan baris judul,…",
        "dokumen.csv: kunci “penulis” tidak ada atau kosong\n  → tambahkan baris penulis,…",
    ]


def test_a_fact_said_twice_is_told_with_both_lines(composed: Compose) -> None:
    assert composed({"dokumen.csv": FACTS + "judul,Judul Lain,\n"})[1] == [
        "dokumen.csv, baris 9, kolom kunci: kunci “judul” sudah ada di baris 4\n  → hapus salah satunya"
    ]


def test_a_date_is_an_iso_date_of_the_calendar(composed: Compose) -> None:
    facts = (
        FACTS.replace("kunci,nilai,keterangan", "kunci,nilai,jenis")
        + "penetapan,29 Januari 2021,tanggal\npengesahan,2021-02-30,tanggal\ntempat,Payakumbuh,\n"
    )

    _, messages = composed({"dokumen.csv": facts})

    assert [message.split("\n")[0] for message in messages] == [
        (
            'dokumen.csv, baris 9, kolom nilai: Nilai "29 Januari 2021" bukan tanggal ISO; '
            "diharapkan tanggal tahun-bulan-hari."
        ),
        (
            'dokumen.csv, baris 10, kolom nilai: Nilai "2021-02-30" tidak ada dalam kalender; '
            "diharapkan tanggal tahun-bulan-hari."
        ),
    ]


NAMES = {
    "../rahasia": "rahasia",
    "a/b": "a-b",
    "a\\b": "a-b",
    "C:x": "C-x",
    ".tersembunyi": "tersembunyi",
    "a?": "a",
    "a|b": "a-b",
    "???": "renstra",
    "x" * 200: "x" * 100,
}


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_the_output_leads_nowhere_else(composed: Compose, name: str) -> None:
    assert composed({"dokumen.csv": FACTS.replace("Renstra-Contoh", name)})[1] == [
        (
            f"dokumen.csv, baris 2, kolom nilai: “{name}” bukan nama berkas\n"
            '  → nama berkas tanpa folder dan tanpa tanda \\ / : * ? " < > |'
            f", misalnya {NAMES[name]}"
        )
    ]


@pytest.mark.parametrize("text", ["awal", "17", "20177", "2017-01-01"])
def test_the_period_is_two_years(composed: Compose, text: str) -> None:
    facts = FACTS.replace("periode_awal,2017", f"periode_awal,{text}").replace(
        "periode_akhir,2022", "periode_akhir,x"
    )

    assert composed({"dokumen.csv": facts})[1] == [
        f"dokumen.csv, baris 7, kolom nilai: “{text}” bukan tahun\n  → tulis misalnya 2017",
        "dokumen.csv, baris 8, kolom nilai: “x” bukan tahun\n  → tulis misalnya 2017",
    ]


# --- Columns of the files ------------------------------------------------------

NASKAH_COLUMNS = (
    "\n  → kolom berkas ini: id, jenis, teks, tingkat, penanda, gaya, acuan, catatan, sumber, "
    "alternatif, lebar"
)


def test_a_missing_and_an_unknown_column_of_the_narrative_are_told(composed: Compose) -> None:
    document, messages = composed({"naskah/01-isi.csv": "id,teks,warna\nx,Teks,merah\n"})

    assert document.blocks == ()
    assert messages == [
        "naskah/01-isi.csv, baris 1, kolom jenis: kolom “jenis” tidak ada" + NASKAH_COLUMNS,
        "naskah/01-isi.csv, baris 1, kolom warna: kolom “warna” tidak dikenal" + NASKAH_COLUMNS,
    ]


def test_a_missing_and_an_unknown_column_of_a_table_are_told(composed: Compose) -> None:
    document, messages = composed({"tabel/pegawai.csv": "no,nama,jumlah\n1,Kepala,1\n"})

    assert document.tables["pegawai"].rows == ()
    assert messages == [
        (
            "tabel/pegawai.csv, baris 1, kolom id: kolom “id” tidak ada\n"
            "  → kolom yang diharapkan: id, no, jabatan, jumlah"
        ),
        (
            "tabel/pegawai.csv, baris 1, kolom jabatan: kolom “jabatan” tidak ada\n"
            "  → kolom yang diharapkan: id, no, jabatan, jumlah"
        ),
        (
            "tabel/pegawai.csv, baris 1, kolom nama: kolom “nama” tidak dikenal\n"
            "  → daftarkan di tabel/kolom.csv (tampil = tidak bila tidak dicetak), atau hapus"
        ),
    ]


@pytest.mark.parametrize(
    ("name", "header", "message"),
    [
        (
            "dokumen.csv",
            "nilai",
            "kolom “kunci” tidak ada\n  → kolom berkas ini: kunci, nilai, jenis, keterangan",
        ),
        (
            "tabel/tabel.csv",
            "id,judul",
            "kolom “nomor” tidak ada\n  → kolom berkas ini: id, nomor, judul, label, sumber, orientasi, gaya, catatan",
        ),
        (
            "tabel/kolom.csv",
            "tabel,kolom,judul",
            (
                "kolom “jenis” tidak ada\n  → kolom berkas ini: tabel, kolom, judul, jenis, nomor, desimal, lebar, "
                "rata, gabung, tampil, arah, ribuan, catatan"
            ),
        ),
        (
            "struktur-organisasi.csv",
            "id,jabatan",
            "kolom “induk” tidak ada\n  → kolom berkas ini: id, induk, jabatan, eselon, jumlah, bagan, catatan",
        ),
    ],
)
def test_a_missing_column_of_a_meta_file_is_told(
    composed: Compose, name: str, header: str, message: str
) -> None:
    column = message.split("”", maxsplit=1)[0].removeprefix("kolom “")

    assert f"{name}, baris 1, kolom {column}: {message}" in composed({name: f"{header}\n"})[1]


@pytest.mark.parametrize("kolom", ["kode", "induk", "tingkat", "entitas"])
def test_a_printed_column_with_the_name_of_a_row_field_is_not_blank_in_silence(
    composed: Compose, kolom: str
) -> None:
    _, messages = composed(
        one_table(f"t,{kolom},KEPALA,teks,,,\nt,isi,ISI,teks,,,\n", "id,isi\na,x\n")
    )

    assert messages == [
        (
            f"tabel/t.csv, baris 1, kolom {kolom}: kolom “{kolom}” tidak ada\n  → kolom yang diharapkan: id, {kolom}, isi"
        )
    ]


def test_a_hidden_column_with_the_name_of_a_row_field_may_be_missing(composed: Compose) -> None:
    kolom = "t,kode,KODE,teks,,,tidak\nt,isi,ISI,teks,,,\n"

    assert composed(one_table(kolom, "id,isi\na,x\n"))[1] == []


def test_a_missing_column_is_told_on_the_line_of_the_header(composed: Compose) -> None:
    _, [message] = composed(one_table("t,isi,ISI,teks,,,\n", "\n\nid\na\n"))

    assert message.startswith("tabel/t.csv, baris 3, kolom isi: kolom “isi” tidak ada")


# --- Identity ------------------------------------------------------------------


OTHER_NASKAH = """\
id,jenis,tingkat,penanda,gaya,acuan,teks
baru,paragraf,,,,,x
bab1-latar,paragraf,,,,,y
"""


def test_a_doubled_id_of_the_narrative_is_told_with_both_places(composed: Compose) -> None:
    _, messages = composed({"naskah/02-lain.csv": OTHER_NASKAH})

    assert messages == [
        (
            "naskah/02-lain.csv, baris 3, kolom id: "
            "id “bab1-latar” sudah dipakai di naskah/01-isi.csv, baris 5, kolom id\n"
            "  → beri id lain yang belum dipakai"
        )
    ]


def test_a_doubled_id_of_a_table_row_is_told_with_its_line_and_the_first(composed: Compose) -> None:
    _, messages = composed(
        {
            "tabel/pegawai.csv": 'id,no,jabatan,jumlah\nstaf,1,"dua\nbaris",1\nlain,2,x,1\nstaf,3,y,1\nstaf,4,z,1\n'
        }
    )

    hint = "\n  → beri id lain yang belum dipakai"
    assert messages == [
        f"tabel/pegawai.csv, baris 5, kolom id: id “staf” sudah dipakai di baris 2{hint}",
        f"tabel/pegawai.csv, baris 6, kolom id: id “staf” sudah dipakai di baris 2{hint}",
    ]


def test_a_doubled_table_is_told_with_both_lines_and_the_first_is_kept(composed: Compose) -> None:
    document, messages = composed(
        {
            "tabel/tabel.csv": "id,nomor,judul\npegawai,2.1,Data Pegawai\nsasaran,4.1,Sasaran\npegawai,2.2,Data Lain\n"
        }
    )

    assert document.tables["pegawai"].judul == "Data Pegawai"
    assert messages == [
        (
            "tabel/tabel.csv, baris 4, kolom id: id tabel “pegawai” sudah ada di baris 2\n"
            "  → setiap tabel memerlukan id sendiri"
        )
    ]


@pytest.mark.parametrize(
    "key", ["Staf", "staf 1", "staf-", "-staf", "staf--1", "stàf", "../staf", "staf/1"]
)
def test_an_id_is_lower_case_letters_digits_and_hyphens(composed: Compose, key: str) -> None:
    _, messages = composed({"tabel/pegawai.csv": f"id,no,jabatan,jumlah\n{key},1,Staf,1\n"})

    assert messages == [
        (
            f"tabel/pegawai.csv, baris 2, kolom id: id “{key}” tidak sah\n"
            "  → id hanya huruf kecil, angka dan tanda hubung, misalnya bab1-latar-1"
        )
    ]


def test_an_empty_id_is_told(composed: Compose) -> None:
    assert composed({"tabel/pegawai.csv": "id,no,jabatan,jumlah\n,1,Staf,1\n"})[1] == [
        (
            "tabel/pegawai.csv, baris 2, kolom id: id kosong\n"
            "  → id hanya huruf kecil, angka dan tanda hubung, misalnya bab1-latar-1"
        )
    ]


def test_a_bad_id_is_told_once_wherever_it_stands(composed: Compose) -> None:
    _, messages = composed(
        {
            "tabel/tabel.csv": "id,nomor,judul\nPegawai,2.1,Data\nsasaran,4.1,Sasaran\n,5.1,Tanpa id\n",
            "tabel/kolom.csv": "tabel,kolom,judul,jenis\nPegawai,no,NO,urut\n"
            "sasaran,uraian,TUJUAN,teks\nsasaran,tahun_2021,2021,target\n"
            "sasaran,tahun_2022,2022,target\nsasaran,pagu,PAGU,rupiah\n",
            "tabel/pegawai.csv": None,
            "tabel/Pegawai.csv": "id,no\n",
            "tabel/sasaran.csv": "id,uraian,tahun_2021,tahun_2022,pagu\n,x,,,\n,y,,,\n",
            "naskah/01-isi.csv": "id,jenis,acuan,teks\n,tabel,Pegawai,\n,tabel,sasaran,\n",
            "struktur-organisasi.csv": "id,induk,jabatan\n,,A\n,,B\nC,,C\nC,,C\n",
        }
    )

    assert [message.split("\n")[0] for message in messages] == [
        "naskah/01-isi.csv, baris 2, kolom id: id kosong",
        "naskah/01-isi.csv, baris 3, kolom id: id kosong",
        "struktur-organisasi.csv, baris 2, kolom id: id kosong",
        "struktur-organisasi.csv, baris 3, kolom id: id kosong",
        "struktur-organisasi.csv, baris 4, kolom id: id “C” tidak sah",
        "struktur-organisasi.csv, baris 5, kolom id: id “C” tidak sah",
        "tabel/sasaran.csv, baris 2, kolom id: id kosong",
        "tabel/sasaran.csv, baris 3, kolom id: id kosong",
        "tabel/tabel.csv, baris 2, kolom id: id “Pegawai” tidak sah",
        "tabel/tabel.csv, baris 4, kolom id: id kosong",
    ]


# --- Hierarchy -----------------------------------------------------------------


def hierarchy(*pairs: tuple[str, str]) -> dict[str, str | None]:
    rows = "".join(f"{key},{induk},{key},,,\n" for key, induk in pairs)
    return {"tabel/sasaran.csv": f"id,induk,uraian,tahun_2021,tahun_2022,pagu\n{rows}"}


def test_a_parent_that_is_not_there_is_told(composed: Compose) -> None:
    assert composed(hierarchy(("t1", ""), ("s1", "t2")))[1] == [
        (
            "tabel/sasaran.csv, baris 3, kolom induk: induk “t2” tidak ada di tabel ini\n"
            "  → tulis id baris induk yang ada di tabel ini, atau kosongkan"
        )
    ]


def test_each_row_of_a_circle_is_told_and_what_hangs_below_it_is_not(composed: Compose) -> None:
    _, messages = composed(hierarchy(("a", "c"), ("b", "a"), ("c", "b"), ("d", "a"), ("e", "e")))

    hint = "\n  → kosongkan induk baris yang teratas"
    assert messages == [
        f"tabel/sasaran.csv, baris 2, kolom induk: induk baris “a” melingkar ke dirinya{hint}",
        f"tabel/sasaran.csv, baris 3, kolom induk: induk baris “b” melingkar ke dirinya{hint}",
        f"tabel/sasaran.csv, baris 4, kolom induk: induk baris “c” melingkar ke dirinya{hint}",
        f"tabel/sasaran.csv, baris 6, kolom induk: induk baris “e” melingkar ke dirinya{hint}",
    ]


@given(st.lists(st.integers(0, 5), min_size=6, max_size=6))
def test_exactly_the_rows_of_a_circle_are_told(parents: list[int]) -> None:
    """Row n hangs below row parents[n]; 0 means the top, so rows are named from 1."""
    header = ("id", "induk", "teks")
    rows = tuple(
        RawRow(number + 2, (str(number + 1), str(parent or ""), "x"))
        for number, parent in enumerate(parents)
    )
    tables = {
        "tabel/tabel.csv": RawTable(
            "tabel/tabel.csv", ("id", "nomor", "judul"), (RawRow(2, ("t", "1", "T")),)
        ),
        "tabel/kolom.csv": RawTable(
            "tabel/kolom.csv",
            ("tabel", "kolom", "judul", "jenis"),
            (RawRow(2, ("t", "teks", "T", "teks")),),
        ),
        "tabel/t.csv": RawTable("tabel/t.csv", header, rows),
    }

    _, findings = compose_partly(RawProject(Path(), tables))

    in_circle = []
    for start in range(1, 7):
        node = parents[start - 1]
        for _ in range(6):
            if node in {0, start}:
                break
            node = parents[node - 1]
        if node == start:
            in_circle.append(start)
    told = [finding.place.line - 1 for finding in findings if finding.place.column == "induk"]
    assert told == in_circle


def test_the_boxes_of_the_chart_hang_together(composed: Compose) -> None:
    _, messages = composed(
        {"struktur-organisasi.csv": "id,induk,jabatan\na,b,A\nb,a,B\nc,tiada,C\nd,,D\nd,,D\ne,,E\n"}
    )

    hint = "id ganda, induk tidak ada, atau melingkar\n  → periksa id dan induk"
    assert messages == [
        f"struktur-organisasi.csv, baris 2, kolom induk: kotak “a”: {hint}",
        f"struktur-organisasi.csv, baris 3, kolom induk: kotak “b”: {hint}",
        f"struktur-organisasi.csv, baris 4, kolom induk: kotak “c”: {hint}",
        f"struktur-organisasi.csv, baris 5, kolom induk: kotak “d”: {hint}",
        f"struktur-organisasi.csv, baris 6, kolom induk: kotak “d”: {hint}",
    ]


@pytest.mark.parametrize(
    ("tingkat", "meant"),
    [
        ("Jumlah", "jumlah"),
        ("SASARAN", "sasaran"),
        ("jumlh", "jumlah"),
        ("kegitan", "kegiatan"),
        ("sub kegiatan", "sub_kegiatan"),
        ("subkegiatan", "sub_kegiatan"),
        ("progam", "program"),
    ],
)
def test_a_level_that_looks_misspelt_is_told(
    data_folder: Callable[..., Path], tingkat: str, meant: str
) -> None:
    rows = f"id,tingkat,no,jabatan,jumlah\ntotal,{tingkat},,Jumlah,17\n"

    document, [finding] = compose_partly(load_project(data_folder({"tabel/pegawai.csv": rows})))

    assert document.tables["pegawai"].rows[0].tingkat == tingkat
    assert finding.severity is Severity.WARNING
    assert str(finding) == (
        f"tabel/pegawai.csv, baris 2, kolom tingkat: tingkat “{tingkat}” tidak dikenal\n  → mungkin maksudnya {meant}"
    )


@pytest.mark.parametrize(
    "tingkat", ["misi", "strategi", "outcome", "sub_program", "sub_indikator", "bidang_urusan"]
)
def test_an_office_may_have_levels_of_its_own(composed: Compose, tingkat: str) -> None:
    _, messages = composed(
        {"tabel/pegawai.csv": f"id,tingkat,no,jabatan,jumlah\ntotal,{tingkat},,Jumlah,17\n"}
    )

    assert messages == []


def test_a_long_chain_of_parents_is_walked_once(composed: Compose) -> None:
    rows = [("r0", "")] + [(f"r{number}", f"r{number - 1}") for number in range(1, 20_000)]

    assert composed(hierarchy(*rows))[1] == []


# --- Numbers -------------------------------------------------------------------


def test_a_number_that_reads_two_ways_is_refused_with_both_readings(composed: Compose) -> None:
    document, messages = composed(
        {"tabel/sasaran.csv": "id,uraian,tahun_2021,tahun_2022,pagu\ns1,Sasaran,1.414,1414,1.414\n"}
    )

    assert messages == [
        (
            'tabel/sasaran.csv, baris 2, kolom tahun_2021: Nilai "1.414" terbaca dua cara: '
            "1.414 (bilangan utuh) atau 1,414 (pecahan); diharapkan bilangan, persentase atau predikat.\n"
            "  → tulis 1414 atau 1.4140"
        )
    ]
    assert document.tables["sasaran"].rows[0].cells == (
        Cell("Sasaran"),
        Cell("1.414", keliru=True),
        Cell("1414", Besaran(Decimal(1414))),
        Cell("1.414", Besaran(1414)),
    )


@pytest.mark.parametrize(
    ("jenis", "text", "message"),
    [
        (
            "cacah",
            "banyak",
            'Nilai "banyak" bukan bilangan; diharapkan bilangan utuh.',
        ),
        ("cacah", "1.5", 'Nilai "1.5" memuat pecahan; diharapkan bilangan utuh.'),
        (
            "persen",
            "70",
            'Nilai "70" tanpa tanda %; diharapkan persentase dengan tanda %.',
        ),
        (
            "desimal",
            "1,234",
            (
                'Nilai "1,234" terbaca dua cara: 1.234 (bilangan utuh) atau 1,234 (pecahan); '
                "diharapkan bilangan desimal."
            ),
        ),
        (
            "rupiah",
            "Rp500.000",
            'Nilai "Rp500.000" memuat lambang mata uang; diharapkan rupiah utuh tanpa sen.',
        ),
        (
            "kuantitas",
            "=A1+A2",
            (
                'Nilai "=A1+A2" adalah rumus atau galatnya: simpan hasilnya; diharapkan bilangan dan satuan.'
            ),
        ),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_and_marked(
    composed: Compose, jenis: str, text: str, message: str
) -> None:
    document, messages = composed(
        one_table(f"t,isi,ISI,{jenis},,,\n", f'id,isi\na,"{text}"\nb,-\n')
    )

    assert [found.split("\n")[0] for found in messages] == [
        f"tabel/t.csv, baris 2, kolom isi: {message}"
    ]
    assert [row.cells for row in document.tables["t"].rows] == [
        (Cell(text, keliru=True),),
        (Cell("-", Besaran(0, strip=True)),),
    ]


def test_the_advice_for_juta_is_not_wrong_by_a_million(composed: Compose) -> None:
    _, messages = composed(
        {"tabel/sasaran.csv": "id,uraian,tahun_2021,tahun_2022,pagu\ns1,Sasaran,,,5 juta\n"}
    )

    assert messages == [
        (
            'tabel/sasaran.csv, baris 2, kolom pagu: Nilai "5 juta" memuat satuan "juta"; '
            "diharapkan rupiah utuh tanpa sen.\n  → tulis 5000000"
        )
    ]


# --- Choices -------------------------------------------------------------------


def test_every_bad_choice_of_a_column_is_told_in_one_run(composed: Compose) -> None:
    _, messages = composed(
        {
            "tabel/kolom.csv": "tabel,kolom,judul,nomor,jenis,desimal,lebar,rata,gabung,tampil\n"
            "pegawai,no,NO,,urut,,,,,\n"
            "pegawai,jabatan,JABATAN,,uang,dua,lebar,pojok,miring,mungkin\n"
            "pegawai,jumlah,JUMLAH,,kuantitas,,,,,\n"
            "sasaran,uraian,TUJUAN,,teks,,,,,\n"
            "sasaran,tahun_2021,2021,,target,,,,,\n"
            "sasaran,tahun_2022,2022,,target,,,,,\n"
            "sasaran,pagu,PAGU,,rupiah,,,,,\n"
        }
    )

    file = "tabel/kolom.csv, baris 3"
    assert messages == [
        f"{file}, kolom desimal: “dua” bukan bilangan utuh 0 sampai 9\n  → tulis misalnya 2, atau kosongkan",
        f"{file}, kolom gabung: “miring” bukan gabung yang dikenal\n  → pilihan: tegak, datar, tegak datar",
        (
            f"{file}, kolom jenis: “uang” bukan jenis yang dikenal\n"
            "  → pilihan: teks, urut, cacah, desimal, kuantitas, persen, rupiah, target"
        ),
        f"{file}, kolom lebar: “lebar” bukan bilangan\n  → tulis misalnya 12.5",
        f"{file}, kolom rata: “pojok” bukan rata yang dikenal\n  → pilihan: kiri, tengah, kanan, penuh",
        f"{file}, kolom tampil: “mungkin” bukan tampil yang dikenal\n  → pilihan: ya, tidak",
    ]


def test_bad_choices_of_the_narrative_are_told(composed: Compose) -> None:
    _, messages = composed(
        {
            "naskah/01-isi.csv": "id,jenis,tingkat,acuan,teks\n"
            "satu,paragrap,,,x\ndua,butir,4,,x\ntiga,tabel,,tiada,\nempat,tabel,,sasaran,\n"
        }
    )

    assert messages == [
        (
            "naskah/01-isi.csv, baris 2, kolom jenis: jenis blok “paragrap” tidak dikenal\n"
            "  → jenis yang ada: bagian, bab, subbab, judul, paragraf, butir, kutipan, label, tanda_tangan, ruang, "
            "tabel, bagan, gambar, grafik, pohon, daftar_isi, daftar_tabel, daftar_gambar, lampiran, "
            "ganti_halaman"
        ),
        "naskah/01-isi.csv, baris 3, kolom tingkat: tingkat “4” tidak ada\n  → tulis 1, 2, 3 atau kosong",
        "naskah/01-isi.csv, baris 4, kolom acuan: tabel “tiada” tidak ada\n  → tabel yang ada: pegawai, sasaran",
    ]


def test_a_bad_orientation_is_told(composed: Compose) -> None:
    _, messages = composed(
        {
            "tabel/tabel.csv": "id,nomor,judul,orientasi\npegawai,2.1,Data,miring\nsasaran,4.1,Sasaran,\n"
        }
    )

    assert messages == [
        "tabel/tabel.csv, baris 2, kolom orientasi: “miring” bukan orientasi yang dikenal\n  → pilihan: potret, lanskap"
    ]


@pytest.mark.parametrize("text", ["2.5", "10", "-1", "dua"])
def test_a_number_of_decimals_is_one_digit(composed: Compose, text: str) -> None:
    document, messages = composed(one_table(f"t,isi,ISI,desimal,{text},,\n", "id,isi\na,1.25\n"))

    assert document.tables["t"].columns[0].desimal is None
    assert messages == [
        (
            f"tabel/kolom.csv, baris 2, kolom desimal: “{text}” bukan bilangan utuh 0 sampai 9\n"
            "  → tulis misalnya 2, atau kosongkan"
        )
    ]


@pytest.mark.parametrize("text", ["0", "0.0", "000"])
def test_a_column_has_a_width(composed: Compose, text: str) -> None:
    _, messages = composed(one_table(f"t,isi,ISI,desimal,,{text},\n", "id,isi\na,1.25\n"))

    assert messages == [
        "tabel/kolom.csv, baris 2, kolom lebar: kolom tidak dapat selebar 0 mm\n  → tulis misalnya 12.5"
    ]


@pytest.mark.parametrize(
    ("jenis", "penanda"),
    [("butir", "2."), ("butir", "b."), ("bab", "BAB II"), ("subbab", "1.1.1.1"), ("bagian", "5")],
)
def test_a_sample_that_is_not_the_first_number_is_told(
    composed: Compose, jenis: str, penanda: str
) -> None:
    _, messages = composed(
        {"naskah/01-isi.csv": f"id,jenis,penanda,teks\nx,{jenis},{penanda},Teks\n"}
    )

    assert messages == [
        (
            f"naskah/01-isi.csv, baris 2, kolom penanda: “{penanda}” bukan contoh pertama\n"
            "  → penanda harus contoh pertama: 1., a., I., i., A.; program yang menghitung"
        )
    ]


def test_a_marker_with_a_decimal_comma_and_a_block_without_text_are_told(composed: Compose) -> None:
    text = 'id,jenis,penanda,teks\nx,butir,"1,",Satu\ny,paragraf,,\nz,ruang,,\n'

    assert composed({"naskah/01-isi.csv": text})[1] == [
        "naskah/01-isi.csv, baris 2, kolom penanda: “1,” berakhir koma\n  → tulis 1. atau 1)",
        (
            "naskah/01-isi.csv, baris 3, kolom teks: paragraf ini tidak berisi teks\n"
            "  → tulis teksnya, hapus baris ini, atau pakai jenis ruang untuk jarak kosong"
        ),
    ]


def test_a_list_item_of_the_first_level_has_no_number_above_it(composed: Compose) -> None:
    text = (
        "id,jenis,tingkat,penanda,teks\nx,butir,,1.1,Satu\ny,butir,1,1.1,Dua\nz,butir,2,1.1,Tiga\n"
    )

    assert composed({"naskah/01-isi.csv": text})[1] == [
        f"naskah/01-isi.csv, baris {line}, kolom penanda: “1.1” memerlukan butir di atasnya, butir ini tingkat 1\n"
        "  → pakai 1., atau tulis tingkat 2"
        for line in (2, 3)
    ]


@pytest.mark.parametrize("after", ["", "p,kutipan,Teks\n", "l,label,Mengingat\nb,butir,Satu\n"])
def test_a_label_beside_nothing_is_told(composed: Compose, after: str) -> None:
    _, messages = composed({"naskah/01-isi.csv": f"id,jenis,teks\nx,label,Menimbang\n{after}"})

    assert messages == [
        (
            "naskah/01-isi.csv, baris 2, kolom teks: tidak ada isi di samping label “Menimbang”\n"
            "  → tambahkan blok butir atau paragraf sesudahnya, atau hapus label ini"
        )
    ]


# --- Tables, columns and files that do not meet --------------------------------


def test_a_table_without_a_file_of_rows_is_told(composed: Compose) -> None:
    assert composed({"tabel/pegawai.csv": None})[1] == [
        "tabel/pegawai.csv: berkas baris tabel ini tidak ditemukan\n  → buat berkasnya"
    ]


def test_a_table_whose_file_was_refused_is_not_called_missing(composed: Compose) -> None:
    assert composed({"tabel/pegawai.csv": ""})[1] == [
        "tabel/pegawai.csv: berkas kosong\n  → baris pertama harus berisi nama kolom"
    ]


def test_a_table_and_its_columns_name_each_other(composed: Compose) -> None:
    _, messages = composed(
        {
            "tabel/tabel.csv": "id,nomor,judul\npegawai,2.1,Data\nsasaran,4.1,Sasaran\n",
            "tabel/kolom.csv": "tabel,kolom,judul,jenis\n"
            "pegawai,no,NO,urut\npegawai,jabatan,JABATAN,teks\npegawai,jumlah,JUMLAH,kuantitas\n"
            "pegawai,no,NO,urut\nsasarn,uraian,TUJUAN,teks\n",
        }
    )

    assert messages == [
        (
            "tabel/kolom.csv, baris 5, kolom kolom: kolom “no” dua kali dalam satu tabel\n"
            "  → lihat baris 2; hapus salah satunya"
        ),
        "tabel/kolom.csv, baris 6, kolom tabel: tabel “sasarn” tidak ada di tabel/tabel.csv\n  → perbaiki nama tabel",
        (
            "tabel/tabel.csv, baris 3, kolom id: tabel “sasaran” tidak punya kolom di tabel/kolom.csv\n"
            "  → tambahkan kolomnya: sasaran,…"
        ),
    ]


def test_a_file_of_rows_that_no_table_names_is_told(data_folder: Callable[..., Path]) -> None:
    folder = data_folder({"tabel/pegawai-lama.csv": "id,no,jabatan,jumlah\n"})

    _, [finding] = compose_partly(load_project(folder))

    assert finding.severity is Severity.WARNING
    assert str(finding) == (
        "tabel/pegawai-lama.csv: berkas ini tidak dipakai: tabelnya tidak disebut di tabel/tabel.csv\n"
        "  → daftarkan tabelnya di tabel/tabel.csv dan tabel/kolom.csv, atau hapus berkas ini"
    )


# --- What is lost in silence -----------------------------------------------------


def test_two_column_names_that_have_changed_places_are_told(composed: Compose) -> None:
    _, messages = composed(
        one_table("t,satu,SATU,teks,,,\nt,dua,DUA,teks,,,\n", "id,dua,satu\na,x,y\n")
    )

    assert messages == [
        (
            "tabel/t.csv, baris 1, kolom dua: kolom “dua” menempati urutan kolom “satu”: urutannya lain dari tabel/kolom.csv\n"
            "  → periksa apakah nama kolomnya tertukar; bila tidak, pindahkan kolom beserta isinya"
        )
    ]


def test_a_hidden_column_and_a_row_field_may_stand_anywhere(composed: Compose) -> None:
    kolom = "t,satu,SATU,teks,,,\nt,kode,KODE,teks,,,\nt,rahasia,RAHASIA,teks,,,tidak\n"

    assert composed(one_table(kolom, "id,kode,rahasia,satu\na,x,y,z\n"))[1] == []


def test_the_one_column_that_a_file_of_the_narrative_lacks_is_told(composed: Compose) -> None:
    _, messages = composed(
        {"naskah/02-lain.csv": "id,jenis,tingkat,gaya,acuan,teks\nx,paragraf,,,,Teks\n"}
    )

    assert [message.split("\n")[0] for message in messages] == [
        "naskah/02-lain.csv, baris 1, kolom penanda: kolom “penanda” tidak ada"
    ]


def test_a_file_of_the_narrative_with_few_columns_lacks_those_that_others_fill(
    composed: Compose,
) -> None:
    _, messages = composed({"naskah/02-lain.csv": "id,jenis,teks\nx,paragraf,Teks\n"})

    assert [message.split("\n")[0] for message in messages] == [
        f"naskah/02-lain.csv, baris 1, kolom {column}: "
        f"kolom “{column}” tidak ada, sedangkan berkas naskah lain mengisinya"
        for column in ("acuan", "penanda", "tingkat")
    ]


@pytest.mark.parametrize(
    "name", ["tabel/tabel.csv", "tabel/kolom.csv", "tabel/sasaran.csv", "dokumen.csv"]
)
@pytest.mark.parametrize("content", ["", "\0", "id,\x07\n", "x\n", None])
def test_what_follows_from_a_file_that_cannot_be_read_is_not_told(
    composed: Compose, name: str, content: str | None
) -> None:
    _, messages = composed({name: content})

    assert messages
    assert {
        message.split(":", maxsplit=1)[0].split(", ", maxsplit=1)[0] for message in messages
    } == {name}
    assert not any("tidak punya kolom" in message or "tabel “" in message for message in messages)


def test_a_parent_in_a_row_that_could_not_be_read_is_not_missed(composed: Compose) -> None:
    rows = "id,induk,uraian,tahun_2021,tahun_2022,pagu\nt1,,Tujuan, yang panjang,,,\ns1,t1,Sasaran,,,\n"

    _, messages = composed({"tabel/sasaran.csv": rows})

    assert [message.split("\n")[0] for message in messages] == [
        "tabel/sasaran.csv, baris 2: baris ini berisi 7 sel, sedangkan kepala kolom berisi 6"
    ]


def test_a_file_of_rows_under_a_name_with_capitals_is_told(composed: Compose) -> None:
    _, messages = composed(
        {"tabel/pegawai.csv": None, "tabel/Pegawai.csv": "id,no,jabatan,jumlah\na,1,x,1\n"}
    )

    assert messages == [
        (
            "tabel/Pegawai.csv: berkas ini tidak dipakai: tabelnya tidak disebut di tabel/tabel.csv\n"
            "  → daftarkan tabelnya di tabel/tabel.csv dan tabel/kolom.csv, atau hapus berkas ini"
        ),
        (
            "tabel/pegawai.csv: berkas baris tabel ini tidak ditemukan\n"
            "  → ganti nama tabel/Pegawai.csv menjadi tabel/pegawai.csv"
        ),
    ]


def test_a_table_that_no_block_prints_may_be_empty(composed: Compose) -> None:
    naskah = "id,jenis,acuan,teks\np,paragraf,,Teks\n"
    files = one_table("t,isi,ISI,teks,,,\n", "id,isi\n") | {"naskah/01-isi.csv": naskah}

    assert composed(files)[1] == []


@pytest.mark.parametrize(
    "name", ["CON", "nul", "Aux.renstra", "com1", "LPT9", "Renstra.", "Renstra ", "a\u200eb"]
)
def test_the_name_of_the_output_is_one_that_windows_can_hold(composed: Compose, name: str) -> None:
    [message] = composed({"dokumen.csv": FACTS.replace("Renstra-Contoh", name)})[1]

    assert message.startswith(f"dokumen.csv, baris 2, kolom nilai: “{name}” ")


@pytest.mark.parametrize("name", ["CONTOH", "Renstra v1.2", "Rencana 2021–2026"])
def test_a_name_that_only_looks_like_a_device_may_be_used(composed: Compose, name: str) -> None:
    assert composed({"dokumen.csv": FACTS.replace("Renstra-Contoh", name)})[1] == []


@pytest.mark.parametrize("text", ["1" * 10, "#1234567890", "2.1234567890"])
def test_a_number_of_a_table_or_a_row_is_no_longer_than_an_int_can_be(
    composed: Compose, text: str
) -> None:
    files = one_table("t,no,NO,urut,,,\n", f"id,no\na,{text}\n") | {
        "tabel/tabel.csv": f"id,nomor,judul\nt,{text},T\n"
    }

    assert [message.split("\n")[0] for message in composed(files)[1]] == [
        "tabel/t.csv, baris 2, kolom no: nomor ini lebih panjang dari 9 angka",
        "tabel/tabel.csv, baris 2, kolom nomor: nomor ini lebih panjang dari 9 angka",
    ]


def test_a_key_of_ones_own_is_no_misspelling(composed: Compose) -> None:
    facts = FACTS + "tanggal_dokumen_awal,2021-01-29,\npenulis_2,Dinas Lain,\nopd,Dinas,\n"

    assert composed({"dokumen.csv": facts})[1] == []


@pytest.mark.parametrize("penanda", ["1", "a"])
def test_a_bare_marker_is_told_once_a_file_where_others_are_closed(
    composed: Compose, penanda: str
) -> None:
    butir = "a,butir,,1.,,,Satu\np,paragraf,,,,,Lalu\n" + "".join(
        f"b{n},butir,,{penanda},,,Dua\n" for n in range(3)
    )

    _, messages = composed(
        {"naskah/02-lain.csv": f"id,jenis,tingkat,penanda,gaya,acuan,teks\n{butir}"}
    )

    assert [message.split("\n")[0] for message in messages] == [
        (
            f"naskah/02-lain.csv, baris 4, kolom penanda: penanda “{penanda}” tanpa titik atau kurung "
            "(3 butir di berkas ini)"
        )
    ]


@pytest.mark.parametrize("penanda", ["-", "o", "❖"])
def test_a_bullet_is_no_bare_marker(composed: Compose, penanda: str) -> None:
    butir = f"a,butir,,1.,,,Satu\np,paragraf,,,,,Lalu\nb,butir,,{penanda},,,Dua\n"

    assert (
        composed({"naskah/02-lain.csv": f"id,jenis,tingkat,penanda,gaya,acuan,teks\n{butir}"})[1]
        == []
    )
