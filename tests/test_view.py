"""The view: a data folder in, the printed form out, written down line by line."""

from collections.abc import Callable, Iterable, Sequence
from functools import singledispatch
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renstra_doc.finding import InputError
from renstra_doc.load.project import load_project
from renstra_doc.model import compose_partly
from renstra_doc.view import (
    BlankItem,
    BoxView,
    BreakItem,
    ChartItem,
    DictumItem,
    GridCell,
    HeadingItem,
    ListingItem,
    ParagraphItem,
    SectionItem,
    TableItem,
    TableRow,
    View,
    build_view,
)
from renstra_doc.view.table_items import view_header
from renstra_doc.words.markup import Run

Build = Callable[..., View]
NASKAH = "id,jenis,tingkat,penanda,gaya,acuan,teks\n"


@pytest.fixture
def build(data_folder: Callable[..., Path]) -> Build:
    """Give a function that builds the view of the tiny data folder with a narrative and some files of its own."""

    def build_folder(naskah: str = "", **files: str | None) -> View:
        changes = {name.replace("__", "/") + ".csv": content for name, content in files.items()}
        if naskah:
            changes["naskah/01-isi.csv"] = NASKAH + naskah
        document, findings = compose_partly(load_project(data_folder(changes)))
        assert [str(finding) for finding in findings] == []
        return build_view(document)

    return build_folder


def text_of(runs: Iterable[Run]) -> str:
    return "".join(run.teks for run in runs)


@singledispatch
def show(item: object) -> str:
    """Write an item down as a reader of the print sees it; a list item begins with its list."""
    return type(item).__name__


@show.register
def _(item: HeadingItem) -> str:
    return f"{'#' * item.tingkat} {item.nomor} {text_of(item.runs)}"


@show.register
def _(item: ParagraphItem) -> str:
    listed = f"[{item.daftar}] {'  ' * (item.tingkat - 1)}{item.penanda} " if item.daftar else ""
    return listed + text_of(item.runs)


def show_all(view: View) -> list[str]:
    return [show(item) for item in view.items]


def show_cell(cell: GridCell) -> str:
    """Write a cell down: `TARGET →2` spans two columns, `NO ↓` begins a vertical merge, `↑` belongs to it."""
    if cell.tegak == "lanjut":
        return "↑" if not cell.teks else f"↑ {cell.teks}"
    span = f" →{cell.lebar}" if cell.lebar > 1 else ""
    return f"{cell.teks}{span}{' ↓' if cell.tegak else ''}"


def show_grid(rows: Iterable[Sequence[GridCell]]) -> list[str]:
    return [" | ".join(show_cell(cell) for cell in cells) for cells in rows]


def table_of(view: View) -> TableItem:
    [table] = [item for item in view.items if isinstance(item, TableItem)]
    return table


def show_rows(view: View) -> list[str]:
    return show_grid(row.cells for row in table_of(view).rows)


def expect_spans_in_order(rows: Iterable[Sequence[GridCell]], width: int) -> None:
    """Assert that each row fills the grid and each `lanjut` hangs below a merge of the same column and span."""
    above: dict[int, GridCell] = {}
    for cells in rows:
        here: dict[int, GridCell] = {}
        position = 0
        for cell in cells:
            here[position] = cell
            if cell.tegak == "lanjut":
                assert position in above
                assert above[position].tegak in {"mulai", "lanjut"}
                assert above[position].lebar == cell.lebar
            position += cell.lebar
        assert position == width
        above = here


# --- Header tree ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("paths", "printed"),
    [
        ([], []),
        (["NO", "NAMA"], ["NO | NAMA"]),
        (["NO", "TARGET > 2021", "TARGET > 2022"], ["NO ↓ | TARGET →2", "↑ | 2021 | 2022"]),
        (
            [
                "NO",
                "TAHUN > 2021 > Target",
                "TAHUN > 2021 > Pagu",
                "TAHUN > 2022 > Target",
                "LOKASI",
            ],
            [
                "NO ↓ | TAHUN →3 | LOKASI ↓",
                "↑ | 2021 →2 | 2022 | ↑",
                "↑ | Target | Pagu | Target | ↑",
            ],
        ),
        (
            ["TAHUN > Awal", "TAHUN > 2021 > Target", "TAHUN > 2021 > Pagu"],
            ["TAHUN →3", "Awal ↓ | 2021 →2", "↑ | Target | Pagu"],
        ),
        (["A > x", "B > x"], ["A | B", "x | x"]),
        (["TARGET > 2021", "NO", "TARGET > 2022"], ["TARGET | NO ↓ | TARGET", "2021 | ↑ | 2022"]),
        (["A", "A > x"], ["A ↓ | A", "↑ | x"]),
    ],
)
def test_a_header_tree_is_laid_out_as_rows_of_cells(paths: list[str], printed: list[str]) -> None:
    assert show_grid(view_header([tuple(path.split(" > ")) for path in paths])) == printed


@given(
    st.lists(
        st.lists(st.sampled_from("AB"), min_size=1, max_size=3).map(tuple), min_size=1, max_size=6
    )
)
def test_every_row_of_a_header_spans_all_columns(paths: list[tuple[str, ...]]) -> None:
    rows = view_header(paths)

    assert len(rows) == max(map(len, paths))
    assert [sum(cell.lebar for cell in row) for row in rows] == [len(paths)] * len(rows)


@given(
    st.lists(
        st.tuples(st.sampled_from("AB"), st.sampled_from("AB"), st.sampled_from("AB")), max_size=6
    )
)
def test_a_header_of_even_depth_says_the_path_of_every_column(paths: list[tuple[str, ...]]) -> None:
    rows = view_header(paths)

    spread = [[cell.teks for cell in row for _ in range(cell.lebar)] for row in rows]
    assert list(zip(*spread, strict=True)) == paths


@pytest.mark.parametrize("paths", [[("A", "x"), ("A",)], [("A", "B", "x"), ("A", "B"), ("C",)]])
def test_a_path_that_ends_where_its_left_neighbour_goes_on_has_a_top(
    paths: list[tuple[str, ...]],
) -> None:
    expect_spans_in_order(view_header(paths), len(paths))


def test_columns_with_the_same_whole_path_share_a_cell() -> None:
    assert show_grid(view_header([("NAMA",), ("NAMA",)])) == ["NAMA →2"]


# --- A whole table -------------------------------------------------------------


def test_a_table_is_printed_with_its_caption_source_and_formatted_cells(build: Build) -> None:
    view = build("t,tabel,,,,sasaran,\n")

    assert table_of(view) == TableItem(
        id="sasaran",
        label="Tabel 4.1",
        judul="Tujuan dan Sasaran",
        sumber="",
        orientasi="lanskap",
        gaya="lebar",
        lebar=(60.0, 20.0, 20.0, 30.0),
        kepala=(
            (
                GridCell("TUJUAN / SASARAN", 1, "mulai"),
                GridCell("TARGET", 2),
                GridCell("PAGU", 1, "mulai"),
            ),
            (
                GridCell("", 1, "lanjut"),
                GridCell("2021"),
                GridCell("2022"),
                GridCell("", 1, "lanjut"),
            ),
        ),
        nomor=("(1)", "(2)", "(3)", "(4)"),
        rows=(
            TableRow(
                "t1",
                "tujuan",
                (
                    GridCell("Menurunnya kemiskinan", rata="kiri"),
                    GridCell("5,88%", rata="tengah"),
                    GridCell("5,50%", rata="tengah"),
                    GridCell("-", rata="kanan"),
                ),
                lekat=True,
            ),
            TableRow(
                "s1",
                "sasaran",
                (
                    GridCell("Meningkatnya kemandirian", rata="kiri"),
                    GridCell("70,00%", rata="tengah"),
                    GridCell("BB", rata="tengah"),
                    GridCell("302.457.274", rata="kanan"),
                ),
            ),
        ),
    )


def one_table(kolom: str, rows: str, tabel: str = "t,1.1,Judul") -> dict[str, str | None]:
    return {
        "tabel__pegawai": None,
        "tabel__sasaran": None,
        "naskah": "t,tabel,,,,t,\n",
        "tabel__tabel": f"id,nomor,judul\n{tabel}\n",
        "tabel__kolom": f"tabel,kolom,judul,jenis,desimal,gabung,tampil,nomor\n{kolom}",
        "tabel__t": rows,
    }


def test_a_caption_may_begin_with_a_label_of_its_own(build: Build) -> None:
    files = one_table("t,isi,ISI,teks,,,,\n", "id,isi\na,x\n")
    files["tabel__tabel"] = "id,nomor,label,judul\nt,1.1,Lampiran I,Judul\n"

    assert table_of(build(**files)).label == "Lampiran I"


def test_a_hidden_column_leaves_no_trace(build: Build) -> None:
    view = build(
        **one_table(
            "t,a,GRUP > A,teks,,,,\nt,b,GRUP > B,teks,,,tidak,(9)\nt,c,C,teks,,,,\n",
            "id,a,b,c\nx,1,rahasia,3\n",
        )
    )

    assert show_grid(table_of(view).kepala) == ["GRUP | C ↓", "A | ↑"]
    assert table_of(view).nomor == ()
    assert show_rows(view) == ["1 | 3"]
    assert table_of(view).lebar == (20.0, 20.0)


@pytest.mark.parametrize(
    ("jenis", "desimal", "text", "printed"),
    [
        ("cacah", "", "1414", "1.414"),
        ("cacah", "", "-", "-"),
        ("cacah", "", "", ""),
        ("cacah", "", "0", "0"),
        ("desimal", "", "5.8", "5,8"),
        ("desimal", "2", "5.8", "5,80"),
        ("desimal", "1", "5.85", "5,9"),
        ("desimal", "0", "0.5", "1"),
        ("persen", "", "0.60%", "0,60%"),
        ("persen", "2", "70%", "70,00%"),
        ("rupiah", "", "302457274", "302.457.274"),
        ("kuantitas", "", "1414 Orang", "1.414 Orang"),
        ("kuantitas", "", "- Orang", "- Orang"),
        ("kuantitas", "", "semua panti", "semua panti"),
        ("target", "", "9.00", "9,00"),
        ("target", "", "100%", "100%"),
        ("target", "", "BB", "BB"),
        ("target", "2", "BB", "BB"),
        ("target", "", "6 jenis, 26 buah", "6 jenis, 26 buah"),
        ("teks", "", "1414", "1414"),
        ("teks", "", "*impact* {1}", "*impact* {1}"),
        ("teks", "", "Ada {{ sebut(2) }}", "Ada 2 (dua)"),
        ("cacah", "", "{{ 1000 + 414 }}", "1.414"),
    ],
)
def test_a_cell_is_printed_in_indonesian_form(
    build: Build, jenis: str, desimal: str, text: str, printed: str
) -> None:
    view = build(**one_table(f"t,isi,ISI,{jenis},{desimal},,,\n", f'id,isi\na,"{text}"\nb,-\n'))

    assert table_of(view).rows[0].cells == (
        GridCell(printed, rata="kiri" if jenis == "teks" else "tengah"),
    )


@pytest.mark.parametrize("field", ["label", "judul", "sumber"])
def test_the_caption_of_a_table_may_hold_a_fact(build: Build, field: str) -> None:
    caption = {"label": "", "judul": "", "sumber": "", field: "Tahun {{ dokumen.periode_awal }}"}
    files = one_table("t,isi,ISI,teks,,,,\n", "id,isi\na,x\n")
    files["tabel__tabel"] = f"id,nomor,{','.join(caption)}\nt,1.1,{','.join(caption.values())}\n"

    assert getattr(table_of(build(**files)), field) == "Tahun 2017"


def test_the_header_of_a_table_may_hold_a_fact(build: Build) -> None:
    tahun = "TAHUN {{ dokumen.periode_awal }}"
    view = build(
        **one_table(f"t,a,{tahun} > A,teks,,,,\nt,b,{tahun} > B,teks,,,,\n", "id,a,b\nx,1,2\n")
    )

    assert show_grid(table_of(view).kepala) == ["TAHUN 2017 →2", "A | B"]


def test_an_expression_of_a_caption_is_told_where_it_stands(build: Build) -> None:
    files = one_table("t,isi,{{ tiada }},teks,,,,\n", "id,isi\na,x\n")
    files["tabel__tabel"] = "id,nomor,label,judul,sumber\nt,1.1,{{ satu }},{{ dua }},{{ tiga }}\n"

    with pytest.raises(InputError) as caught:
        build(**files)

    assert [str(finding.place) for finding in caught.value.findings] == [
        "tabel/tabel.csv, baris 2, kolom label",
        "tabel/tabel.csv, baris 2, kolom judul",
        "tabel/tabel.csv, baris 2, kolom sumber",
        "tabel/kolom.csv, baris 2, kolom judul",
    ]


# --- Numbers of rows (urut) ----------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "printed"),
    [
        (["#", "#", "#"], ["1", "2", "3"]),
        (["#.", "#.", "#."], ["1.", "2.", "3."]),
        (["#", "", "#"], ["1", "", "2"]),
        (["#", "A", "#"], ["1", "A", "2"]),
        (["#", "-", "#"], ["1", "-", "2"]),
        (["5", "#", "#"], ["5", "6", "7"]),
        (["#", "#", "2", "#"], ["1", "2", "2", "3"]),
        (["#", "1.", "#."], ["1", "1.", "2."]),
        (["#", "10)", "#)"], ["1", "10)", "11)"]),
    ],
)
def test_a_hash_takes_the_next_number_and_a_number_sets_it(
    build: Build, cells: list[str], printed: list[str]
) -> None:
    rows = "".join(f"r{place},{cell},x\n" for place, cell in enumerate(cells))

    view = build(**one_table("t,no,NO,urut,,,,\nt,isi,ISI,teks,,,,\n", f"id,no,isi\n{rows}"))

    assert show_rows(view) == [f"{number} | x" for number in printed]


def test_two_columns_of_numbers_count_apart(build: Build) -> None:
    view = build(
        **one_table(
            "t,no,NO,urut,,,,\nt,sub,SUB,urut,,,,\n", "id,no,sub\na,#,#.\nb,,#.\nc,#,7.\nd,,#.\n"
        )
    )

    assert show_rows(view) == ["1 | 1.", " | 2.", "2 | 7.", " | 8."]


# --- Merges --------------------------------------------------------------------


def merged(build: Build, gabung: str, rows: str) -> list[str]:
    return show_rows(
        build(
            **one_table(
                f"t,a,A,teks,,{gabung},,\nt,b,B,teks,,{gabung},,\nt,c,C,teks,,,,\n",
                f"id,tingkat,a,b,c\n{rows}",
            )
        )
    )


def test_an_empty_cell_of_a_tegak_column_joins_the_cell_above(build: Build) -> None:
    assert merged(build, "tegak", "r1,,P,Q,1\nr2,,,R,2\nr3,,,,3\nr4,,S,T,4\n") == [
        "P ↓ | Q | 1",
        "↑ | R ↓ | 2",
        "↑ | ↑ | 3",
        "S | T | 4",
    ]


def test_an_empty_cell_of_another_column_stays_empty(build: Build) -> None:
    assert merged(build, "", "r1,,P,Q,1\nr2,,,,\n") == ["P | Q | 1", " |  | "]


def test_a_total_row_joins_nothing_above(build: Build) -> None:
    assert merged(build, "tegak", "r1,,P,Q,1\nr2,,,,2\nr3,jumlah,Jumlah,,3\n") == [
        "P ↓ | Q ↓ | 1",
        "↑ | ↑ | 2",
        "Jumlah |  | 3",
    ]


def test_in_a_total_row_an_empty_cell_of_a_datar_column_joins_the_cell_on_its_left(
    build: Build,
) -> None:
    assert merged(build, "datar", "r1,,P,,1\nr2,jumlah,Jumlah,,3\n") == [
        "P |  | 1",
        "Jumlah →2 | 3",
    ]


def test_the_first_cell_of_a_total_row_has_nothing_on_its_left(build: Build) -> None:
    assert merged(build, "datar", "r1,jumlah,,,3\n") == [" →2 | 3"]


def test_tegak_datar_merges_down_in_rows_and_across_in_totals(build: Build) -> None:
    assert merged(
        build, "tegak datar", "r1,,P,Q,1\nr2,,,R,2\nr3,jumlah,Jumlah,,3\nr4,,S,T,4\n"
    ) == [
        "P ↓ | Q | 1",
        "↑ | R | 2",
        "Jumlah →2 | 3",
        "S | T | 4",
    ]


ROW = st.tuples(st.sampled_from("xy"), st.sampled_from(["", "b"]), st.sampled_from(["", "jumlah"]))


@given(rows=st.lists(ROW, min_size=1, max_size=6))
def test_the_merges_of_a_tegak_column_hang_together(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("data")
    (folder / "tabel").mkdir()
    (folder / "tabel" / "tabel.csv").write_text("id,nomor,judul\nt,1,T\n")
    (folder / "tabel" / "kolom.csv").write_text(
        "tabel,kolom,judul,jenis,gabung\nt,a,A,teks,\nt,b,B,teks,tegak\n"
    )
    (folder / "tabel" / "t.csv").write_text(
        "id,tingkat,a,b\n"
        + "".join(f"r{number},{tingkat},{a},{b}\n" for number, (a, b, tingkat) in enumerate(rows))
    )
    (folder / "naskah").mkdir()
    (folder / "naskah" / "1.csv").write_text(NASKAH + "t,tabel,,,,t,\n")
    document, _ = compose_partly(load_project(folder))

    grid = [row.cells for row in table_of(build_view(document)).rows]

    expect_spans_in_order(grid, 2)
    assert [cells[1].teks for cells in grid] == [b for _, b, _ in rows]


def test_a_row_below_a_total_does_not_hang_in_the_air(build: Build) -> None:
    view = build(
        **one_table(
            "t,a,A,teks,,tegak datar,,\nt,b,B,teks,,tegak datar,,\n",
            "id,tingkat,a,b\nr1,jumlah,Jumlah,\nr2,,P,\n",
        )
    )

    expect_spans_in_order([row.cells for row in table_of(view).rows], 2)


def test_a_row_below_a_total_begins_anew(build: Build) -> None:
    assert merged(build, "tegak", "r1,jumlah,Jumlah,9,3\nr2,,,,1\nr3,,,,2\n") == [
        "Jumlah | 9 | 3",
        " |  | 1",
        " |  | 2",
    ]


# --- Headings ------------------------------------------------------------------


def test_chapters_and_subchapters_are_numbered(build: Build) -> None:
    view = build(
        "b1,bab,,BAB I,,,PENDAHULUAN\n"
        "s1,subbab,,1.1,,,Latar Belakang\n"
        "s2,subbab,2,1.1,,,Landasan Hukum\n"
        "b2,bab,,BAB I,,,GAMBARAN UMUM\n"
        "s3,subbab,2,1.1,,,Tugas dan Fungsi\n"
        "h1,subbab,3,a.,,,Tugas\n"
        "h2,subbab,3,a.,,,Fungsi\n"
        "s4,subbab,2,1.1,,,Sumber Daya\n"
        "h3,subbab,3,a.,,,Pegawai\n"
    )

    assert show_all(view) == [
        "# BAB I PENDAHULUAN",
        "## 1.1 Latar Belakang",
        "## 1.2 Landasan Hukum",
        "# BAB II GAMBARAN UMUM",
        "## 2.1 Tugas dan Fungsi",
        "### a. Tugas",
        "### b. Fungsi",
        "## 2.2 Sumber Daya",
        "### a. Pegawai",
    ]


def test_a_letter_counts_apart_from_the_numbers_of_its_chapter(build: Build) -> None:
    view = build(
        "b1,bab,,BAB I,,,X\ns1,subbab,2,1.1,,,Satu\ns2,subbab,2,a.,,,Huruf\n"
        "s3,subbab,2,1.1,,,Dua\ns4,subbab,2,a.,,,Huruf lagi\n"
    )

    assert show_all(view) == [
        "# BAB I X",
        "## 1.1 Satu",
        "## a. Huruf",
        "## 1.2 Dua",
        "## b. Huruf lagi",
    ]


def test_a_heading_without_a_sample_has_no_number_and_does_not_count(build: Build) -> None:
    view = build(
        "b1,bab,,BAB I,,,X\ns1,subbab,2,,,,Tanpa Nomor\nj,judul,,,,,DAFTAR\nb2,bab,,BAB I,,,Y\n"
    )

    assert show_all(view) == ["# BAB I X", "##  Tanpa Nomor", "  DAFTAR", "# BAB II Y"]


# --- Lists ---------------------------------------------------------------------


def test_a_list_counts_and_a_deeper_level_restarts_under_each_item(build: Build) -> None:
    view = build(
        "i1,butir,1,1.,,,satu\ni2,butir,2,a.,,,satu a\ni3,butir,2,a.,,,satu b\ni4,butir,3,-,,,satu b -\n"
        "i5,butir,,1.,,,dua\ni6,butir,2,a.,,,dua a\ni7,butir,3,-,,,dua a -\n"
    )

    assert show_all(view) == [
        "[1] 1. satu",
        "[1]   a. satu a",
        "[1]   b. satu b",
        "[1]     - satu b -",
        "[1] 2. dua",
        "[1]   a. dua a",
        "[1]     - dua a -",
    ]


def test_the_markers_of_a_list_are_given_by_level(build: Build) -> None:
    view = build("i2,butir,2,a.,,,dalam\ni1,butir,1,1),,,luar\n")

    assert [
        {level: marker.show(1) for level, marker in definition.markers.items()}
        for definition in view.lists
    ] == [{1: "1)", 2: "a."}]


def test_any_other_block_ends_a_list(build: Build) -> None:
    view = build(
        "i1,butir,1,1.,,,satu\ni2,butir,1,1.,,,dua\np,paragraf,,,,,Teks\ni3,butir,1,1.,,,satu lagi\n"
        "k,kutipan,,,,,Visi\ni4,butir,1,1.,,,satu lagi\n"
    )

    assert show_all(view) == [
        "[1] 1. satu",
        "[1] 2. dua",
        "Teks",
        "[2] 1. satu lagi",
        "Visi",
        "[3] 1. satu lagi",
    ]


def test_an_indented_paragraph_does_not_end_a_list(build: Build) -> None:
    view = build("i1,butir,1,1.,,,satu\np,paragraf,1,,,,penjelasan\ni2,butir,1,1.,,,dua\n")

    assert show_all(view) == ["[1] 1. satu", "penjelasan", "[1] 2. dua"]
    assert [item.gaya for item in view.items if isinstance(item, ParagraphItem)] == [
        "Butir 1",
        "Paragraf 1",
        "Butir 1",
    ]


def test_a_named_list_goes_on_across_other_blocks(build: Build) -> None:
    view = build(
        "i1,butir,1,1.,,misi,satu\np,paragraf,,,,,Teks\ni2,butir,1,1.,,,lain satu\nt,tabel,,,,sasaran,\n"
        "i3,butir,1,1.,,misi,dua\ni4,butir,2,a.,,misi,dua a\n"
    )

    assert show_all(view) == [
        "[1] 1. satu",
        "Teks",
        "[2] 1. lain satu",
        "TableItem",
        "[1] 2. dua",
        "[1]   a. dua a",
    ]


def test_another_marker_at_the_same_level_begins_another_list(build: Build) -> None:
    view = build("i1,butir,1,1.,,,satu\ni2,butir,1,❖,,,lain\ni3,butir,1,❖,,,lain\n")

    assert show_all(view) == ["[1] 1. satu", "[2] ❖ lain", "[2] ❖ lain"]


def test_an_item_without_a_sample_has_a_dash(build: Build) -> None:
    assert show_all(build("i1,butir,,,,,satu\n")) == ["[1] - satu"]


def test_another_marker_at_a_deeper_level_does_not_restart_the_list(build: Build) -> None:
    view = build(
        "i1,butir,1,1.,,,satu\ni2,butir,2,a.,,,satu a\ni3,butir,1,1.,,,dua\ni4,butir,2,-,,,dua -\n"
        "i5,butir,1,1.,,,tiga\n"
    )

    assert [item.penanda for item in view.items if isinstance(item, ParagraphItem)] == [
        "1.",
        "a.",
        "2.",
        "-",
        "3.",
    ]


def test_a_deeper_level_with_another_marker_is_a_list_of_its_own(build: Build) -> None:
    view = build(
        "i1,butir,1,1.,,,satu\ni2,butir,2,a.,,,satu a\ni3,butir,2,-,,,satu -\ni4,butir,3,1),,,satu - 1\n"
        "i5,butir,2,a.,,,lain a\ni6,butir,1,1.,,,dua\ni7,butir,2,a.,,,dua a\n"
    )

    assert show_all(view) == [
        "[1] 1. satu",
        "[1]   a. satu a",
        "[2]   - satu -",
        "[2]     1) satu - 1",
        "[3]   a. lain a",
        "[1] 2. dua",
        "[1]   a. dua a",
    ]
    assert [list(definition.markers) for definition in view.lists] == [[1, 2], [2, 3], [2]]


def test_a_named_list_goes_on_after_a_deeper_level_with_another_marker(build: Build) -> None:
    view = build(
        "i1,butir,1,1.,,misi,satu\ni2,butir,2,a.,,misi,satu a\ni3,butir,2,-,,misi,satu -\n"
        "p,paragraf,,,,,Teks\ni4,butir,1,1.,,misi,dua\n"
    )

    assert show_all(view) == [
        "[1] 1. satu",
        "[1]   a. satu a",
        "[2]   - satu -",
        "Teks",
        "[1] 2. dua",
    ]


# --- Labels --------------------------------------------------------------------


def test_a_label_stands_left_of_the_items_that_follow(build: Build) -> None:
    view = build(
        "m,label,,,,,Menimbang\ni1,butir,1,a.,,,bahwa\ni2,butir,1,a.,,,bahwa\n"
        "n,label,,,,,Mengingat\ni3,butir,1,1.,,,Undang-Undang\n"
        "t,label,,,,,Menetapkan\np1,paragraf,,,,,PERATURAN\np2,paragraf,,,,,Pasal\n"
    )

    assert view.items == (
        DictumItem(
            "m",
            "Menimbang",
            (
                ParagraphItem("i1", "Diktum Butir", (Run("bahwa"),), 1, 1, "a."),
                ParagraphItem("i2", "Diktum Butir", (Run("bahwa"),), 1, 1, "b."),
            ),
        ),
        DictumItem(
            "n",
            "Mengingat",
            (ParagraphItem("i3", "Diktum Butir", (Run("Undang-Undang"),), 2, 1, "1."),),
        ),
        DictumItem("t", "Menetapkan", (ParagraphItem("p1", "Diktum", (Run("PERATURAN"),)),)),
        ParagraphItem("p2", "Paragraf", (Run("Pasal"),)),
    )


def test_a_label_before_the_last_paragraph_of_a_text_stands_beside_it(build: Build) -> None:
    view = build("t,label,,,,,Menetapkan\np1,paragraf,,,,,PERATURAN\n")

    assert view.items == (
        DictumItem("t", "Menetapkan", (ParagraphItem("p1", "Diktum", (Run("PERATURAN"),)),)),
    )


def test_signatures_end_a_list(build: Build) -> None:
    view = build(
        "i1,butir,1,1.,,,satu\nk,tanda_tangan,,,,kiri,Sekretaris\nn,tanda_tangan,,,,kanan,Kepala\n"
        "i2,butir,1,1.,,,satu lagi\n"
    )

    assert show_all(view) == ["[1] 1. satu", "SignaturesItem", "[2] 1. satu lagi"]


# --- Other blocks --------------------------------------------------------------


def test_every_other_block_becomes_its_item(build: Build) -> None:
    view = build(
        "isi,bagian,,1,,isi,\nr,ruang,,,,,\nd,daftar_isi,,,,,\nd3,daftar_isi,3,,,,\ne,daftar_tabel,,,,,\n"
        "g,ganti_halaman,,,,,\nk,kutipan,,,,,*Visi*\nt,tanda_tangan,,,,,KEPALA\np,paragraf,,,Pasal,,Pasal 1\n"
        "j,judul,,,,,KATA PENGANTAR\n"
    )

    assert view.items == (
        SectionItem("isi", "isi", "1"),
        BlankItem("r", "Ruang"),
        ListingItem("d", "daftar_isi", 2),
        ListingItem("d3", "daftar_isi", 3),
        ListingItem("e", "daftar_tabel"),
        BreakItem("g"),
        ParagraphItem("k", "Kutipan", (Run("Visi", miring=True),), lekat=True),
        ParagraphItem("t", "Tanda Tangan", (Run("KEPALA"),)),
        ParagraphItem("p", "Pasal", (Run("Pasal 1"),)),
        HeadingItem("j", 0, "", (Run("KATA PENGANTAR"),), "Judul Depan"),
    )


def test_the_chart_has_a_line_for_title_echelon_and_number(build: Build) -> None:
    view = build(
        "b,bagan,,,,struktur-organisasi.csv,Bagan {{ dokumen.penulis }}\n",
        **{
            "struktur-organisasi": "id,induk,jabatan,eselon,jumlah\n"
            "kepala,,\"Kepala\nDinas\",II b,\"{{ nilai('pegawai', 'kepala', 'jumlah') }} orang\"\n"
            "staf,kepala,Staf,-,\n"
        },
    )

    assert view.items == (
        ChartItem(
            "b",
            (
                BoxView("kepala", "", ("Kepala", "Dinas", "Eselon II b", "1 orang")),
                BoxView("staf", "kepala", ("Staf",)),
            ),
            "Bagan Dinas Contoh",
        ),
    )


def test_a_value_in_a_box_has_no_backslashes(build: Build) -> None:
    view = build(
        "b,bagan,,,,struktur-organisasi.csv,\n",
        **{"struktur-organisasi": "id,induk,jabatan\nkepala,,{{ '2 * 3' }}\n"},
    )

    [chart] = view.items
    assert isinstance(chart, ChartItem)
    assert chart.boxes[0].lines == ("2 * 3",)


def test_every_text_of_a_box_may_hold_a_fact(build: Build) -> None:
    view = build(
        "b,bagan,,,,struktur-organisasi.csv,\n",
        **{
            "struktur-organisasi": "id,induk,jabatan,eselon\nkepala,,Kepala,{{ dokumen.periode_awal }}\n"
        },
    )

    [chart] = view.items
    assert isinstance(chart, ChartItem)
    assert chart.boxes[0].lines == ("Kepala", "Eselon 2017")


# --- Figures in prose ----------------------------------------------------------


@pytest.mark.parametrize(
    ("expression", "printed"),
    [
        ("dokumen.penulis", "Dinas Contoh"),
        ("tanggal(dokumen.tanggal_dokumen)", "23 Agustus 2021"),
        ("nilai('pegawai', 'total', 'jumlah')", "17"),
        ("nilai('sasaran', 's1', 'pagu')", "302.457.274"),
        ("nilai('sasaran', 't1', 'tahun_2021')", "5,88"),
        ("nilai('sasaran', 's1', 'tahun_2022')", "BB"),
        ("nilai('pegawai', 'kepala', 'jabatan')", "Kepala Dinas"),
        ("nilai('pegawai', 'total', 'jumlah') - nilai('pegawai', 'kepala', 'jumlah')", "16"),
        ("cacah('pegawai', 'jabatan')", "3"),
        ("cacah('pegawai', 'no')", "2"),
        ("sebut(7)", "7 (tujuh)"),
        ("sebut(cacah('pegawai', 'jabatan'))", "3 (tiga)"),
        ("sebut(nilai('pegawai', 'total', 'jumlah'))", "17 (tujuh belas)"),
        ("terbilang(7)", "tujuh"),
        ("angka(6383)", "6.383"),
        ("rupiah(200000)", "Rp200.000"),
        ("rupiah(nilai('sasaran', 's1', 'pagu'))", "Rp302.457.274"),
    ],
)
def test_a_figure_comes_from_the_data(build: Build, expression: str, printed: str) -> None:
    view = build(f'p,paragraf,,,,,"Sebanyak {{{{ {expression} }}}}."\n')

    assert show_all(view) == [f"Sebanyak {printed}."]


def test_a_cell_of_blanks_does_not_count(build: Build) -> None:
    files = one_table("t,isi,ISI,teks,,,,\n", 'id,isi\na,x\nb," "\nc,\nd,-\n')
    files["naskah"] = "p,paragraf,,,,,\"{{ cacah('t', 'isi') }}\"\n"

    assert show_all(build(**files)) == ["2"]


def test_a_value_with_asterisks_is_not_taken_for_markup(build: Build) -> None:
    view = build("p,paragraf,,,,,\"*Judul* {{ '2 * 3 * 4' }}\"\n")

    assert view.items == (
        ParagraphItem("p", "Paragraf", (Run("Judul", miring=True), Run(" 2 * 3 * 4"))),
    )


def test_every_figure_that_cannot_be_found_is_told_with_its_place(build: Build) -> None:
    with pytest.raises(InputError) as caught:
        build(
            "b,bab,,BAB I,,,\"{{ nilai('tiada', 'total', 'jumlah') }}\"\n"
            "p,paragraf,,,,,\"{{ nilai('pegawai', 'tiada', 'jumlah') }}\"\n"
            "i,butir,,-,,,\"{{ cacah('pegawai', 'tiada') }}\"\n"
            "x,kutipan,,,,,{{ 2 * 3 }}\n"
            "t,tabel,,,,pegawai,\n",
            tabel__pegawai="id,no,jabatan,jumlah\nkepala,1,{{ tiada() }},{{ [] }}\n",
        )

    unknown = "“{{ tiada() }}” tidak dapat dihitung: “tiada” tidak dikenal"
    hint = "\n  → periksa nama tabel, baris dan kolom di dalam {{ … }}"
    assert [str(finding) for finding in caught.value.findings] == [
        f"naskah/01-isi.csv, baris 2, kolom teks: tabel “tiada” tidak ada{hint}",
        f"naskah/01-isi.csv, baris 3, kolom teks: baris “tiada” tidak ada di tabel “pegawai”{hint}",
        f"naskah/01-isi.csv, baris 4, kolom teks: kolom “tiada” tidak ada di tabel “pegawai”{hint}",
        f"naskah/01-isi.csv, baris 5, kolom teks: ungkapan memakai tanda *, yang tidak diizinkan{hint}",
        f"tabel/pegawai.csv, baris 2, kolom jabatan: {unknown}{hint}",
        f"tabel/pegawai.csv, baris 2, kolom jumlah: ungkapan memakai tanda kurung siku, yang tidak diizinkan{hint}",
    ]


def test_the_text_of_a_cell_with_an_expression_is_not_printed_with_braces(build: Build) -> None:
    view = build(
        "p,paragraf,,,,,\"{{ nilai('pegawai', 'kepala', 'jabatan') }}\"\n",
        tabel__pegawai="id,no,jabatan,jumlah\nkepala,1,{{ dokumen.penulis }},1\n",
    )

    assert show_all(view) == ["Dinas Contoh"]


def value_of(build: Build, jenis: str, desimal: str, cell: str) -> list[str]:
    files = one_table(f"t,isi,ISI,{jenis},{desimal},,,\n", f'id,isi\na,"{cell}"\nb,-\n')
    files["naskah"] = "p,paragraf,,,,,\"{{ nilai('t', 'a', 'isi') }}\"\n"
    return show_all(build(**files))


@pytest.mark.parametrize(
    ("jenis", "desimal", "cell", "printed"),
    [
        ("desimal", "", "5.8", "5,8"),
        ("desimal", "2", "5.8", "5,80"),
        ("persen", "1", "70.25%", "70,3"),
        ("target", "0", "9.00", "9"),
        ("kuantitas", "2", "3 orang", "3,00"),
        ("cacah", "", "-", "0"),
        ("cacah", "", "0", "0"),
        ("teks", "", "*impact* **IKP** 5 \\* 7", "impact IKP 5 * 7"),
        ("teks", "", "*{{ '2 * 3' }}*", "2 * 3"),
        ("cacah", "", "{{ 1000 + 414 }}", "1.414"),
    ],
)
def test_a_figure_is_said_as_its_column_prints_it(
    build: Build, jenis: str, desimal: str, cell: str, printed: str
) -> None:
    assert value_of(build, jenis, desimal, cell) == [printed]


def test_a_whole_target_is_spelled(build: Build) -> None:
    files = one_table("t,isi,ISI,target,,,,\n", "id,isi\na,9.00\n")
    files["naskah"] = "p,paragraf,,,,,\"{{ sebut(nilai('t', 'a', 'isi')) }}\"\n"

    assert show_all(build(**files)) == ["9 (sembilan)"]


def test_a_cell_may_take_another(build: Build) -> None:
    view = build(
        "p,paragraf,,,,,\"{{ nilai('pegawai', 'x', 'jabatan') }}\"\n",
        tabel__pegawai="id,no,jabatan,jumlah\nx,1,\"{{ nilai('pegawai', 'y', 'jabatan') }}\",1\ny,2,Kepala,1\n",
    )

    assert show_all(view) == ["Kepala"]


def test_a_cell_that_takes_itself_is_told(build: Build) -> None:
    take = "\"{{{{ nilai('pegawai', '{}', 'jabatan') }}}}\""
    rows = f"id,no,jabatan,jumlah\nx,1,{take.format('y')},1\ny,2,{take.format('x')},1\n"

    with pytest.raises(InputError) as caught:
        build(f"p,paragraf,,,,,{take.format('x')}\n", tabel__pegawai=rows)

    [finding] = caught.value.findings
    assert finding.place.file == "naskah/01-isi.csv"
    assert (
        finding.message
        == "sel ini mengambil nilainya sendiri (tabel/pegawai.csv, baris 2, kolom jabatan)"
    )


def test_a_cell_that_grows_beyond_all_bounds_is_told(build: Build) -> None:
    rows = ["id,no,jabatan,jumlah", "x0,1,ha,1"]
    rows += [
        f"x{n},1,{(f'{{{{ nilai(`pegawai`, `x{n - 1}`, `jabatan`) }}}}') * 9},1"
        for n in range(1, 30)
    ]
    table = (
        "\n".join(rows).replace("`", "'").replace(",1,{{", ',1,"{{').replace("}},1", '}}",1') + "\n"
    )

    with pytest.raises(InputError, match=r"isi sel lebih panjang dari 100\.000 huruf"):
        build("p,paragraf,,,,,\"{{ nilai('pegawai', 'x29', 'jabatan') }}\"\n", tabel__pegawai=table)


@pytest.mark.parametrize("kunci", ["items", "copy", "values"])
def test_a_fact_of_the_document_may_bear_any_name(
    data_folder: Callable[..., Path], kunci: str
) -> None:
    folder = data_folder(
        {"naskah/01-isi.csv": f"{NASKAH}p,paragraf,,,,,{{{{ dokumen.{kunci} }}}}\n"}
    )
    with (folder / "dokumen.csv").open("a") as facts:
        facts.write(f"{kunci},isi,\n")

    assert show_all(build_view(compose_partly(load_project(folder))[0])) == ["isi"]
