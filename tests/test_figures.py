"""Pictures, graphs, trees, references, footnotes, appendices: from the data to the page."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from pathlib import Path

import ooxml
import pytest
from conftest import REPOSITORY, TABEL, WriteFolder

from renstra_doc import compare_documents, compose_document, load_project, write_redline
from renstra_doc.finding import InputError
from renstra_doc.picture import PictureError, clean_svg, read_picture
from renstra_doc.render import pages as paging
from renstra_doc.render import render_view
from renstra_doc.render.identity import source_files
from renstra_doc.render.package import pack
from renstra_doc.returned.answers import Choice
from renstra_doc.returned.plan_return import plan_return
from renstra_doc.review.verify.judge import verify_document
from renstra_doc.run.pipeline import build_document, find_obstacles, read_document
from renstra_doc.view import build_view
from renstra_doc.view.markdown import to_markdown
from renstra_doc.words.markup import SIGNS
from renstra_doc.workbook import export_project, plan_import

EXAMPLE = REPOSITORY / "examples" / "kabupaten-contoh" / "data"
JPEG = (EXAMPLE / "gambar" / "gudang.jpg").read_bytes()
HEADER = "id,jenis,tingkat,penanda,gaya,acuan,teks,sumber,alternatif,lebar\n"
OPENING = (
    HEADER + "isi,bagian,,1,,isi,,,,\nbab1,bab,,BAB I,,,PENDAHULUAN,,,\n"
    "t1,tabel,,,,pegawai,,,,\nbab2,bab,,BAB I,,,ISI,,,\nt2,tabel,,,,sasaran,,,,\n"
)
MADE = TABEL.replace("pegawai,2.1", "pegawai,").replace("sasaran,4.1", "sasaran,")
PARTS = zipfile.ZipFile


@pytest.fixture(autouse=True)
def _no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "find_engine", lambda: None)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int = 600, height: int = 300, *more: bytes, color: int = 0) -> bytes:
    """Give a white PNG; `more` are chunks before the pixels."""
    rows = (b"\0" + b"\xff" * width * (3 if color == 2 else 1)) * height
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, color, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (header, *more, chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    )


def print_text(folder: Path) -> str:
    return to_markdown(build_view(read_document(folder)[0]))


def errors_of(folder: Path) -> list[str]:
    try:
        return [str(finding).split("\n")[0] for finding in read_document(folder)[1]]
    except InputError as error:
        return [str(finding).split("\n")[0] for finding in error.findings]


def build(folder: Path, name: str = "hasil.docx") -> Path:
    return build_document(folder, output=folder.parent / name).path


def with_picture(data_folder: WriteFolder, row: str, **files: bytes) -> Path:
    pictures = {f"gambar/{name.replace('_', '.')}": content for name, content in files.items()}
    return data_folder({"naskah/01-isi.csv": OPENING + row, **pictures})


# --- Pictures ------------------------------------------------------------------


def test_a_picture_is_printed_with_number_caption_source_and_other_text(
    data_folder: WriteFolder,
) -> None:
    folder = with_picture(
        data_folder, "peta,gambar,,,,peta.png,Peta Kota,Sumber: Bappeda,Peta,120\n", peta_png=png()
    )

    path = build(folder)
    text = print_text(folder)

    assert "[gambar: peta.png]\n\n**Gambar 2.1<br>Peta Kota**\n\nSumber: Bappeda" in text
    assert ooxml.faults_of(path) == []
    body = ooxml.read_parts(path)[ooxml.BODY]
    assert body.xpath(
        "//wp:docPr/@descr",
        namespaces=ooxml.NS
        | {"wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"},
    ) == ["Peta"]
    assert 'cx="4320000" cy="2160000"' in PARTS(path).read(ooxml.BODY).decode()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (png()[:-40], "gambar PNG ini terpotong atau rusak"),
        (png()[:200], "gambar PNG ini terpotong atau rusak"),
        (png(600, 300, chunk(b"acTL", b"\0" * 8)), "gambar PNG ini beranimasi"),
        (JPEG[:-2], "gambar JPEG ini terpotong atau rusak"),
        (JPEG[: len(JPEG) // 2], "gambar JPEG ini terpotong atau rusak"),
        (b"GIF89a" + b"\0" * 20, "berkas ini GIF, bukan PNG atau JPEG"),
        (b"RIFF\0\0\0\0WEBP", "berkas ini WebP, bukan PNG atau JPEG"),
        (b"", "berkas gambar ini kosong"),
        (b"<html>", "isi berkas ini bukan gambar PNG atau JPEG"),
    ],
)
def test_what_is_no_whole_still_picture_is_refused(content: bytes, fault: str) -> None:
    with pytest.raises(PictureError, match=re.escape(fault)):
        read_picture(content)


def test_a_picture_for_the_press_is_refused() -> None:
    frame = JPEG.index(b"\xff\xc0")
    components = frame + 9
    cmyk = JPEG[:components] + b"\x04" + JPEG[components + 1 :]

    with pytest.raises(PictureError, match=r"berwarna CMYK \(untuk percetakan\)"):
        read_picture(cmyk)


def test_a_picture_is_refused_by_what_its_header_says_before_anything_is_unpacked() -> None:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 20_000, 10_000, 8, 2, 0, 0, 0))
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + header
        + chunk(b"IDAT", zlib.compress(b"\0" * 10))
        + chunk(b"IEND", b"")
    )

    with pytest.raises(PictureError, match="gambar ini 200 megapiksel, paling besar 100"):
        read_picture(bomb)
    with pytest.raises(PictureError, match="berkas gambar ini lebih dari 20 MB"):
        read_picture(b"\x89PNG\r\n\x1a\n" + b"\0" * 20 * 10**6)


def test_pixels_beyond_the_size_are_refused() -> None:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 4, 8, 0, 0, 0, 0))
    more = chunk(b"IDAT", zlib.compress(b"\0" * 10**7))

    with pytest.raises(PictureError, match="terpotong atau rusak"):
        read_picture(b"\x89PNG\r\n\x1a\n" + header + more + chunk(b"IEND", b""))


def test_places_and_names_are_left_out_and_the_pixels_are_not_touched() -> None:
    place = chunk(b"tEXt", b"GPS\0-0.22, 100.63") + chunk(b"eXIf", b"MM\0*GPS")
    said = b"Exif\0\0MM\0*GPS-0.2\0\0\0\0"
    exif = b"\xff\xe1" + struct.pack(">H", len(said) + 2) + said
    tagged = JPEG[:2] + exif + JPEG[2:]

    assert read_picture(png(600, 300, place)).isi == png()
    assert b"GPS" not in read_picture(tagged).isi
    assert read_picture(tagged).isi == read_picture(JPEG).isi


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<image href="https://contoh.go.id/x.png"/>',
        '<g onclick="a()"/>',
        '<rect style="fill:url(http://contoh.go.id/x)"/>',
        "<foreignObject/>",
    ],
)
def test_an_active_drawing_is_refused(inside: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'

    with pytest.raises(PictureError):
        clean_svg(svg.encode())
    with pytest.raises(PictureError, match="DOCTYPE"):
        clean_svg(b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>')
    with pytest.raises(PictureError, match="bersarang terlalu dalam"):
        clean_svg(
            b'<svg xmlns="http://www.w3.org/2000/svg">%s%s</svg>' % (b"<g>" * 9999, b"</g>" * 9999)
        )


def test_missing_and_coarse_pictures_are_told_with_their_place(data_folder: WriteFolder) -> None:
    folder = with_picture(
        data_folder,
        "a,gambar,,,,tiada.png,Peta,,,\nb,gambar,,,,Peta.PNG,Peta,,,\n"
        "c,gambar,,,,peta.svg,Peta,,,\nd,gambar,,,,../x.png,Peta,,,\ne,gambar,,,,peta.png,,,,160\n",
        peta_png=png(),
        peta_svg=b"",
    )
    (folder / "gambar" / "peta.svg").unlink()

    assert errors_of(folder) == [
        "naskah/01-isi.csv, baris 7, kolom acuan: gambar/tiada.png tidak ada",
        "naskah/01-isi.csv, baris 8, kolom acuan: gambar/Peta.PNG tidak ada",
        "naskah/01-isi.csv, baris 9, kolom acuan: gambar/peta.svg tidak ada",
        "naskah/01-isi.csv, baris 10, kolom acuan: “../x.png” bukan nama berkas gambar",
    ]


def test_a_coarse_picture_without_another_text_is_remarked_on(data_folder: WriteFolder) -> None:
    folder = with_picture(data_folder, "e,gambar,,,,peta.png,,,,160\n", peta_png=png())

    assert errors_of(folder) == [
        "naskah/01-isi.csv, baris 7, kolom alternatif: gambar peta.png tanpa teks alternatif",
        (
            "naskah/01-isi.csv, baris 7, kolom lebar: gambar peta.png hanya 95 dpi pada lebar 160 mm, "
            "tercetak kabur"
        ),
    ]


def test_what_still_waits_for_its_picture_prints_nothing(data_folder: WriteFolder) -> None:
    folder = with_picture(data_folder, "l,gambar,,,,[lambang daerah],,,,\n")

    result = build_document(folder, output=folder.parent / "x.docx")

    assert b"lambang" not in PARTS(result.path).read(ooxml.BODY)
    assert [str(place) for place in result.petunjuk] == ["naskah/01-isi.csv, baris 7, kolom acuan"]


def test_a_drawing_has_the_picture_beside_it(data_folder: WriteFolder) -> None:
    svg = (
        b'<svg xmlns="http://www.w3.org/2000/svg"><metadata>rumah</metadata><path d="M0 0"/></svg>'
    )
    folder = with_picture(
        data_folder, "l,gambar,,,,lambang.svg,,,Lambang,30\n", lambang_png=png(), lambang_svg=svg
    )

    path = build(folder)

    names = sorted(name for name in PARTS(path).namelist() if "media" in name)
    assert [name.rpartition(".")[2] for name in names] in (["png", "svg"], ["svg", "png"])
    assert not any(b"rumah" in PARTS(path).read(name) for name in names)
    assert ooxml.faults_of(path) == []


# --- Numbers and references ----------------------------------------------------


def test_a_chapter_between_others_renumbers_tables_and_references(data_folder: WriteFolder) -> None:
    text = OPENING + "p,paragraf,,,,,\"Lihat {{ rujuk('sasaran') }} dan {{ rujuk('bab2') }}.\",,,\n"
    folder = data_folder({"naskah/01-isi.csv": text, "tabel/tabel.csv": MADE})
    before = print_text(folder)
    moved = text.replace("bab2,bab", "baru,bab,,BAB I,,,SISIPAN,,,\nbab2,bab")
    (folder / "naskah/01-isi.csv").write_text(moved)
    after = print_text(folder)

    assert "**Tabel 1.1<br>" in before
    assert "**Tabel 2.1<br>" in before
    assert "Lihat [Tabel 2.1](#sasaran) dan [BAB II](#bab2)." in before
    assert "Lihat [Tabel 3.1](#sasaran) dan [BAB III](#bab2)." in after
    body = PARTS(build(folder)).read(ooxml.BODY).decode()
    (anchor,) = re.findall(r'w:anchor="(\w+)" w:history="1"><w:r><w:t>Tabel 3.1<', body)[-1:]
    assert f'w:name="{anchor}"' in body


def test_a_reference_to_nothing_is_told_with_its_place(data_folder: WriteFolder) -> None:
    text = OPENING + "p,paragraf,,,,,{{ rujuk('tiada') }},,,\n"
    document, _ = read_document(data_folder({"naskah/01-isi.csv": text}))

    assert [str(found).split("\n")[0] for found in find_obstacles(document)] == [
        (
            "naskah/01-isi.csv, baris 7, kolom teks: "
            "tidak ada tabel, gambar, grafik atau judul ber-id “tiada” yang dicetak"
        )
    ]


def test_numbers_given_by_the_data_stay_and_made_ones_go_on(data_folder: WriteFolder) -> None:
    text = OPENING.replace("bab2,bab,,BAB I,,,ISI,,,\n", "")
    given = TABEL.replace("pegawai,2.1", "pegawai,1.4").replace("sasaran,4.1", "sasaran,")
    folder = data_folder({"naskah/01-isi.csv": text, "tabel/tabel.csv": given})

    document, _ = read_document(folder)

    assert {key: table.nomor for key, table in document.tables.items()} == {
        "pegawai": "1.4",
        "sasaran": "1.5",
    }


def test_a_table_without_number_has_only_its_title(data_folder: WriteFolder) -> None:
    bare = TABEL.replace("pegawai,2.1", "pegawai,-")
    folder = data_folder({"naskah/01-isi.csv": OPENING, "tabel/tabel.csv": bare})

    assert "\n**Data Pegawai**\n" in print_text(folder)


def test_headings_of_three_numbers_and_appendices_count_for_themselves(
    data_folder: WriteFolder,
) -> None:
    text = (
        OPENING
        + "s1,subbab,2,1.1,,,Satu,,,\ns2,subbab,2,1.1,,,Dua,,,\ns3,subbab,3,1.1.1,,,Tiga,,,\n"
        + "s4,subbab,3,1.1.1,,,Empat,,,\nl1,lampiran,,LAMPIRAN I,,,Data,,,\n"
        + "g1,gambar,,,,a.png,Foto,,,\nl2,lampiran,,LAMPIRAN I,,,Lain,,,\n"
    )
    folder = data_folder({"naskah/01-isi.csv": text, "gambar/a.png": png()})
    printed = print_text(folder)

    assert "### 2.2.1 Tiga\n\n### 2.2.2 Empat\n\n# LAMPIRAN I Data" in printed
    assert "**Gambar I.1<br>Foto**" in printed
    assert "# LAMPIRAN II Lain" in printed


def test_a_heading_of_three_numbers_needs_the_third_level(data_folder: WriteFolder) -> None:
    folder = data_folder({"naskah/01-isi.csv": OPENING + "s3,subbab,2,1.1.1,,,Tiga,,,\n"})

    assert errors_of(folder) == [
        (
            "naskah/01-isi.csv, baris 7, kolom penanda: “1.1.1” memerlukan subbab di atasnya, "
            "subbab ini tingkat 2"
        )
    ]


# --- Marks, links, footnotes, signatures ----------------------------------------


def test_no_shipped_text_holds_the_new_marks() -> None:
    own = {"naskah/01-depan.csv", "naskah/02-isi.csv"}  # of the example, which uses every kind
    roots = [REPOSITORY / "data", EXAMPLE, REPOSITORY / "renstra_doc" / "forms"]
    found = [
        (str(path), sign)
        for root in roots
        for path in root.rglob("*.csv")
        if path.relative_to(root).as_posix() not in own
        for sign in SIGNS
        if sign not in ("*", "\\") and sign in path.read_text(encoding="utf-8")
    ]

    assert found == []


def test_marks_links_and_footnotes_are_real_word(data_folder: WriteFolder) -> None:
    words = (
        "Luas 12 km^^2^^, H~~2~~O, __garis__, [situs](https://contoh.go.id/a?b=1&c=2)"
        "{{ kaki('Menurut *data*.') }}; isian ______."
    )
    folder = data_folder({"naskah/01-isi.csv": OPENING + f'p,paragraf,,,,,"{words}",,,\n'})
    path = build(folder)
    body = PARTS(path).read(ooxml.BODY).decode()

    assert '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t>' in body
    assert '<w:rPr><w:vertAlign w:val="subscript"/></w:rPr><w:t>2</w:t>' in body
    assert '<w:rPr><w:u w:val="single"/></w:rPr><w:t>garis</w:t>' in body
    assert "isian ______." in body
    assert b'Target="https://contoh.go.id/a?b=1&amp;c=2" TargetMode="External"' in PARTS(path).read(
        "word/_rels/document.xml.rels"
    )
    assert b"<w:i/></w:rPr><w:t>data</w:t>" in PARTS(path).read("word/footnotes.xml")
    assert ooxml.faults_of(path) == []


def test_two_signatures_stand_side_by_side(data_folder: WriteFolder) -> None:
    lines = (
        "k1,tanda_tangan,,,,kiri,Sekretaris,,,\nkr,ruang,,,,kiri,,,,\nk2,tanda_tangan,,,,kiri,A,,,\n"
        "n1,tanda_tangan,,,,kanan,Kepala,,,\nnr,ruang,,,,kanan,,,,\nn2,tanda_tangan,,,,kanan,B,,,\n"
    )
    path = build(data_folder({"naskah/01-isi.csv": OPENING + lines}))
    table = ooxml.find(ooxml.read_parts(path)[ooxml.BODY], "//w:tbl")[-1]

    assert [ooxml.text_of(cell) for cell in ooxml.find(table, "w:tr/w:tc")] == [
        "SekretarisA",
        "KepalaB",
    ]


# --- Graphs and trees -----------------------------------------------------------

GRAPH = "id,tabel,baris,kolom,jenis,judul,sumber\n"


def with_graph(data_folder: WriteFolder, line: str) -> Path:
    return data_folder(
        {"naskah/01-isi.csv": OPENING + "g,grafik,,,,g1,,,,\n", "grafik.csv": GRAPH + line}
    )


def test_edit_data_opens_the_printed_numbers(data_folder: WriteFolder) -> None:
    folder = with_graph(data_folder, "g1,pegawai,,jumlah,batang,Pegawai,Sumber: Dinas\n")
    path = build(folder)
    (name,) = [name for name in PARTS(path).namelist() if name.endswith(".xlsx")]
    inner = PARTS(io.BytesIO(PARTS(path).read(name)))

    assert {info.compress_type for info in inner.infolist()} == {zipfile.ZIP_STORED}
    sheet = inner.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r"<t [^>]*>([^<]*)</t>|<v>([^<]*)</v>", sheet) == [
        ("JUMLAH", ""),
        ("Kepala Dinas", ""),
        ("", "1"),
        ("Pelaksana", ""),
        ("", "16"),
    ]
    (chart,) = [
        name for name in PARTS(path).namelist() if re.search(r"charts/chart\w+\.xml$", name)
    ]
    written = PARTS(path).read(chart).decode()
    assert "<a:t>16 orang</a:t>" in written
    assert '<a:schemeClr val="accent1">' in written
    assert ooxml.faults_of(path) == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("g1,tiada,,jumlah,batang,X,\n", "kolom tabel: tabel “tiada” tidak ada"),
        (
            "g1,pegawai,,jabatan,batang,X,\n",
            "kolom kolom: tidak ada kolom berangka tabel “pegawai” yang cocok dengan “jabatan”",
        ),
        (
            "g1,pegawai,bos,jumlah,batang,X,\n",
            "kolom baris: baris “bos” tidak ada di tabel “pegawai”",
        ),
        ("g1,pegawai,,jumlah,donat,X,\n", "kolom jenis: “donat” bukan jenis yang dikenal"),
        (
            "g1,sasaran,,tahun_*,lingkaran,X,\n",
            "kolom kolom: grafik lingkaran menunjukkan satu deret, di sini 2 kolom dan 2 baris",
        ),
    ],
)
def test_a_graph_of_nothing_is_told(data_folder: WriteFolder, line: str, fault: str) -> None:
    assert f"grafik.csv, baris 2, {fault}" in errors_of(with_graph(data_folder, line))


def test_a_block_without_its_graph_is_told(data_folder: WriteFolder) -> None:
    folder = with_graph(data_folder, "g2,pegawai,,jumlah,batang,Pegawai,\n")

    assert errors_of(folder) == [
        "naskah/01-isi.csv, baris 7, kolom acuan: grafik “g1” tidak ada di grafik.csv",
    ]


def test_a_tree_shows_the_rows_below_each_other(data_folder: WriteFolder) -> None:
    folder = data_folder({"naskah/01-isi.csv": OPENING + "p,pohon,,,,sasaran,Pohon Kinerja,,,\n"})

    assert (
        "[pohon]\n- Menurunnya kemiskinan\n  - Meningkatnya kemandirian\n\n"
        "**Gambar 2.1<br>Pohon Kinerja**"
    ) in print_text(folder)
    assert ooxml.faults_of(build(folder)) == []


def test_a_tree_hangs_rows_without_parent_below_the_goal_and_the_target_above(
    data_folder: WriteFolder,
) -> None:
    rows = (
        "id,tingkat,induk,kode,entitas,uraian,tahun_2021,tahun_2022,pagu\n"
        "t1,tujuan,,,,Tujuan satu,,,\ns1,sasaran,,,,Sasaran satu,,,\np1,program,,,,Program satu,,,\n"
        "k1,kegiatan,p1,,,Kegiatan satu,,,\ns2,sasaran,,,,Sasaran dua,,,\n"
        "p2,program,,,,Program dua,,,\nt2,tujuan,,,,Tujuan dua,,,\np3,program,,,,Program tiga,,,\n"
        "j,jumlah,,,,Jumlah,,,\n"
    )
    naskah = OPENING + "p,pohon,,,,sasaran,Pohon Kinerja,,,\n"
    folder = data_folder({"naskah/01-isi.csv": naskah, "tabel/sasaran.csv": rows})

    assert (
        "[pohon]\n"
        "- Tujuan satu\n"
        "  - Sasaran satu\n"
        "    - Program satu\n"
        "      - Kegiatan satu\n"
        "  - Sasaran dua\n"
        "    - Program dua\n"
        "- Tujuan dua\n"
        "  - Program tiga\n\n"
    ) in print_text(folder)


# --- The kinds in diff, redline, workbook, bytes ---------------------------------


def test_the_same_example_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (
        build_document(EXAMPLE, output=tmp_path / name).path for name in ("a.docx", "b.docx")
    )

    assert first.read_bytes() == second.read_bytes()
    assert ooxml.faults_of(first) == []


def test_the_workbook_brings_every_kind_back(tmp_path: Path) -> None:
    content, _ = export_project(EXAMPLE)
    book = tmp_path / "x.xlsx"
    book.write_bytes(content)

    assert plan_import(book, EXAMPLE).files == {}


def test_a_redline_of_the_example_is_a_whole_word_file(tmp_path: Path) -> None:
    old, _ = compose_document(load_project(EXAMPLE))
    raw = load_project(EXAMPLE)
    lines = raw.tables["naskah/02-isi.csv"]
    kept = tuple(
        row for row in lines.rows if row.cells[0] not in ("peta", "umum-latar-2", "grafik-bagian")
    )
    raw.tables["naskah/02-isi.csv"] = type(lines)(lines.file, lines.header, kept, 1)
    graphs = raw.tables["grafik.csv"]
    raw.tables["grafik.csv"] = type(graphs)(graphs.file, graphs.header, graphs.rows[:2], 1)
    new, _ = compose_document(raw)
    template = EXAMPLE.parent / "templates" / "renstra.docx"

    for pair in ((old, new), (new, old)):
        path = tmp_path / "r.docx"
        path.write_bytes(write_redline(*pair, template))
        assert ooxml.faults_of(path) == []
    kinds = {(change.kind.value, change.id) for change in compare_documents(old, new)}
    assert {("removed", "peta"), ("removed", "grafik-bagian")} <= kinds


def test_what_changed_of_a_graph_and_what_only_counts_otherwise() -> None:
    raw = load_project(EXAMPLE)
    old, _ = compose_document(raw)
    graphs, text = raw.tables["grafik.csv"], raw.tables["naskah/02-isi.csv"]
    titled = graphs.rows[0].cells
    row = type(graphs.rows[0])(2, (*titled[:5], "Produksi", *titled[6:]))
    raw.tables["grafik.csv"] = type(graphs)(
        graphs.file, graphs.header, (row, *graphs.rows[1:]), graphs.header_line
    )
    place = next(n for n, row in enumerate(text.rows) if row.cells[0] == "lampiran-data")
    empty = dict.fromkeys(text.header, "")
    cells = empty | {"id": "baru", "jenis": "lampiran", "penanda": "LAMPIRAN I", "teks": "PETA"}
    rows = (
        *text.rows[:place],
        type(text.rows[0])(90, tuple(cells.values())),
        *text.rows[place:],
    )
    raw.tables["naskah/02-isi.csv"] = type(text)(text.file, text.header, rows, text.header_line)
    new, _ = compose_document(raw)

    changes = compare_documents(old, new)
    told = {
        (change.group.value, change.id, change.column, change.old, change.new) for change in changes
    }

    assert (
        "cause",
        "grafik-produksi",
        "judul",
        "Produksi Perikanan menurut Jenis",
        "Produksi",
    ) in told
    assert ("numbering", "gudang", "nomor", "I.1", "II.1") in told


def test_a_graph_follows_the_cells_that_it_shows() -> None:
    raw = load_project(EXAMPLE)
    old, _ = compose_document(raw)
    rows = raw.tables["tabel/produksi.csv"]
    changed = tuple(
        type(row)(row.line, tuple(cell.replace("1021.7", "1031.7") for cell in row.cells))
        for row in rows.rows
    )
    raw.tables["tabel/produksi.csv"] = type(rows)(rows.file, rows.header, changed, rows.header_line)
    new, _ = compose_document(raw)

    follows = {
        change.id: (change.old_text, change.new_text, [cause.id for cause in change.reason.causes])
        for change in compare_documents(old, new)
        if change.group.value == "consequence"
    }

    assert follows["grafik-produksi"] == (
        "a. Laut, 2023: 1.021,7 ton",
        "a. Laut, 2023: 1.031,7 ton",
        ["tangkap-laut"],
    )
    assert "grafik-jumlah" not in follows


def write_example(target: Path) -> bytes:
    document, _ = read_document(EXAMPLE)
    target.write_bytes(
        render_view(
            build_view(document),
            EXAMPLE.parent / "templates" / "renstra.docx",
            sources=source_files(document),
        ).to_bytes({})
    )
    return PARTS(target).read("word/document.xml")


def test_a_title_without_number_begins_where_the_other_titles_do(tmp_path: Path) -> None:
    body = write_example(tmp_path / "a.docx").decode()

    title = "<w:t>Singkatan yang Dipakai dalam Rencana Ini</w:t>"
    assert f"<w:r><w:tab/>{title}</w:r>" in body


@pytest.mark.parametrize(
    ("text", "told"),
    [("Foto lain", "Foto lain"), ("", "hilang: Gudang beratap merah di tanah datar")],
)
def test_another_alternative_text_is_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "a.docx"
    body = write_example(path)
    parts = {name: PARTS(path).read(name) for name in PARTS(path).namelist()}
    edited = body.decode().replace("Gudang beratap merah di tanah datar", text).encode()
    path.write_bytes(pack(parts | {"word/document.xml": edited}))

    verdict = verify_document(path)

    strangers = [(each.nama, each.isi) for each in verdict.strangers]
    assert strangers == [("teks alternatif lain dari yang di data", (told,))]


def test_a_picture_that_was_replaced_in_word_is_told_and_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    write_example(path)
    parts = {name: PARTS(path).read(name) for name in PARTS(path).namelist()}
    photo = (EXAMPLE / "gambar" / "wilayah.png").read_bytes()
    (name,) = [name for name, content in parts.items() if content == photo]
    path.write_bytes(pack(parts | {name: png()}))

    (told,) = verify_document(path).strangers
    plan = plan_return(path, EXAMPLE, Choice())

    assert str(told) == "gambar lain dari yang di data (“wilayah.png”)"
    assert [(each.kunci, each.pilihan) for each in plan.questions] == [
        ("gambar/wilayah.png#gambar", ("lewati",))
    ]
    assert "simpan gambar yang baru sebagai gambar/wilayah.png" in plan.questions[0].teks
    kept = plan_return(path, EXAMPLE, Choice(terima=True)).files["komentar.csv"]
    assert b"gambar/wilayah.png" in (kept or b"")
