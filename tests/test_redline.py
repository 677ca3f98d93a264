"""Tracked changes: rejecting all of them gives the old document, accepting all of them the new one."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import ooxml
import pytest
import revisions
from click.testing import CliRunner
from conftest import WriteFolder
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lxml import etree
from ooxml import W, find, text_of, value, values
from ooxml_integrity import check as check_integrity
from openxml_audit import FileFormat, OpenXmlValidator
from pypdf import PdfReader

from renstra_doc.cli import renstra
from renstra_doc.finding import InputError, Severity
from renstra_doc.load.project import RawProject, parse_table
from renstra_doc.model import Document, compose_partly
from renstra_doc.render import render_view
from renstra_doc.render.identity import source_files
from renstra_doc.review import compare_documents
from renstra_doc.review.edition import make_edition
from renstra_doc.review.redline.redline import draw_redline
from renstra_doc.review.verify.judge import verify_document as verify
from renstra_doc.review.verify.verified import State
from renstra_doc.run.pipeline import read_document
from renstra_doc.view import DictumItem, build_view

REPOSITORY = Path(__file__).resolve().parents[1]
NUMBERING = "word/numbering.xml"
DATA, TEMPLATE = REPOSITORY / "data", REPOSITORY / "templates" / "renstra.docx"
Rows = list[list[str]]
Files = dict[str, Rows]

DOKUMEN = """\
kunci,nilai
nama_berkas,Renstra-Contoh
templat,renstra.docx
judul,Renstra Contoh
penulis,Dinas Contoh
tanggal_dokumen,2021-08-23
periode_awal,2017
periode_akhir,2022
"""
NASKAH = """\
id,jenis,tingkat,penanda,gaya,acuan,teks
b-sampul,bagian,,,,sampul,
sampul,judul,,,,,RENCANA STRATEGIS
b-depan,bagian,,i,,depan,
menimbang,label,,,,,Menimbang
m1,butir,1,a.,,,"bahwa satu, dua; tiga"
m2,butir,1,a.,,,bahwa empat
memutuskan,label,,,,,Menetapkan
k1,paragraf,,,,,KEPUTUSAN.
isi-daftar,daftar_isi,,,,,
isi-tabel,daftar_tabel,,,,,
b-isi,bagian,,1,,isi,
bab1,bab,,BAB I,,,PENDAHULUAN
bab1-1,subbab,2,1.1,,,Latar Belakang
p1,paragraf,,,,,"Dinas memiliki {{ sebut(nilai('pegawai', 'total', 'jumlah')) }} pegawai pada *tahun* ini."
l1,butir,1,1.,,,butir pertama
l2,butir,2,a.,,,butir kedua
l3,butir,1,1.,,,butir ketiga
t-pegawai,tabel,,,,pegawai,
bab1-2,subbab,2,1.1,,,Landasan
q1,kutipan,,,,,Sebuah kutipan.
bagan,bagan,,,,struktur-organisasi.csv,Bagan organisasi
bab2,bab,,BAB I,,,TUJUAN
p2,paragraf,,,,,Tujuan dan sasaran.
t-sasaran,tabel,,,,sasaran,
p3,paragraf,,,,,Penutup.
"""
TABEL = """\
id,nomor,label,judul,sumber,orientasi,gaya,catatan
pegawai,2.1,,Data Pegawai,"Sumber: Dinas, 2020",potret,umum,
sasaran,4.1,,Tujuan dan Sasaran,,lanskap,lebar,
cadangan,5.1,,Cadangan,,potret,umum,
"""
KOLOM = """\
tabel,kolom,judul,nomor,jenis,desimal,lebar,rata,gabung,tampil
pegawai,no,NO,,urut,,15,tengah,,
pegawai,jabatan,JABATAN,,teks,,75,kiri,datar,
pegawai,jumlah,JUMLAH,,kuantitas,,40,tengah,,
sasaran,uraian,URAIAN,(1),teks,,60,kiri,tegak,
sasaran,tahun_2021,TARGET > 2021,(2),target,,20,tengah,,
sasaran,tahun_2022,TARGET > 2022,(3),target,,20,tengah,,
sasaran,pagu,PAGU,(4),rupiah,,30,kanan,,
cadangan,isi,ISI,,teks,,30,kiri,,
"""
PEGAWAI = """\
id,tingkat,no,jabatan,jumlah
kepala,,#.,Kepala Dinas,1 orang
staf,,#.,Pelaksana,16 orang
total,jumlah,Jumlah,,17 orang
"""
SASARAN = """\
id,tingkat,induk,uraian,tahun_2021,tahun_2022,pagu
t1,tujuan,,Menurunnya kemiskinan,,,
s1,sasaran,t1,Meningkatnya kemandirian,70.00%,BB,302457274
s1b,indikator,t1,,80.00%,B,1000000
s2,sasaran,t1,Sasaran kedua,1.5%,A,-
"""
CADANGAN = "id,isi\nsatu,Isi cadangan\n"
BOXES = "id,induk,jabatan,eselon,jumlah\nkepala,,Kepala,II,1\nstaf,kepala,Staf,-,16\n"
SOURCES = {
    "dokumen.csv": DOKUMEN,
    "naskah/01-isi.csv": NASKAH,
    "tabel/tabel.csv": TABEL,
    "tabel/kolom.csv": KOLOM,
    "tabel/pegawai.csv": PEGAWAI,
    "tabel/sasaran.csv": SASARAN,
    "tabel/cadangan.csv": CADANGAN,
    "struktur-organisasi.csv": BOXES,
}


def sources() -> Files:
    return {name: list(csv.reader(io.StringIO(text))) for name, text in SOURCES.items()}


def document_of(files: Files) -> Document:
    tables = {}
    for name, rows in files.items():
        stream = io.StringIO()
        csv.writer(stream, lineterminator="\n").writerows(rows)
        table, found = parse_table(stream.getvalue(), name)
        assert table is not None
        assert not [finding for finding in found if finding.severity is Severity.ERROR]
        tables[name] = table
    document, findings = compose_partly(RawProject(Path(), tables))
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        raise InputError(errors)
    return document


def unzip(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def build(document: Document) -> dict[str, bytes]:
    draft = render_view(build_view(document), TEMPLATE)
    return draft.to_parts(document.pages.by_bookmark(draft.entries))


def show_changes(old: Document, new: Document) -> bytes:
    return draw_redline(make_edition(old), make_edition(new), TEMPLATE, compare_documents(old, new))


def assert_law(old: Document, new: Document) -> bytes:
    """Reject all, get the old text and tables; accept all, get the new ones: in the body, headers and footers."""
    data = show_changes(old, new)
    shown, before, after = unzip(data), build(old), build(new)
    for name in after:
        if name == ooxml.BODY or "header" in name or "footer" in name:
            rejected, accepted = (
                revisions.resolve(shown[name], accept=accept) for accept in (False, True)
            )
            for resolved, built in ((rejected, before), (accepted, after)):
                wanted = revisions.read_blocks(etree.fromstring(built[name]), built[NUMBERING])
                assert revisions.read_blocks(resolved, shown[NUMBERING]) == wanted
    return data


def faults(data: bytes, folder: Path) -> list[str]:
    path = folder / "redline.docx"
    path.write_bytes(data)
    # A chart whose block has no text has no alternative text: that is the data's fault.
    return [fault for fault in ooxml.faults_of(path) if "alternative text" not in fault]


# ------------------------------------------------------------------------------- the law, over random edits

WORDS = st.sampled_from(
    [
        "dan",
        "Dinas",
        "302.457.274",
        "pegawai",
        "*",
        "**",
        "&",
        "<",
        ">",
        '"',
        "17",
        "(tujuh),",
        "\\",
        "é",
        "–",
        "1/2",
        "_Toc00000001",
    ]
)
TEXTS = st.lists(WORDS, max_size=8).map(" ".join) | st.text("ab *\t\n&<", max_size=12)
Draw = st.DataObject
Edit = Callable[[Files, Draw], None]
STORY = "naskah/01-isi.csv"
EXAMPLES = 40
BODY_TABLES = ("pegawai", "sasaran", "cadangan")


def pick(data: Draw, rows: Rows) -> int:
    """Choose a record, never the header."""
    assume(len(rows) > 1)
    return data.draw(st.integers(1, len(rows) - 1))


def fresh_id(rows: Rows) -> str:
    known = {row[0] for row in rows}
    return next(f"baru-{number}" for number in range(1000) if f"baru-{number}" not in known)


def edit_block(files: Files, data: Draw) -> None:
    rows = files[STORY]
    rows[pick(data, rows)][6] = data.draw(TEXTS)


def insert_block(files: Files, data: Draw) -> None:
    rows = files[STORY]
    kinds = ("paragraf,,,", "paragraf,2,,", "butir,1,1.,", "butir,1,a.,", "butir,3,-,", "bab,,BAB I,", "subbab,2,1.1,",
             "subbab,3,a.,", "judul,,,", "kutipan,,,", "label,,,", "ruang,,,", "ganti_halaman,,,", "bagian,,1,isi",
             "bagian,,,sampul", "bagian,,,lanskap", "daftar_isi,3,,", "daftar_tabel,,,", "tabel,,,cadangan",
             "tabel,,,pegawai", "bagan,,,")  # fmt: skip
    kind, level, marker, source = data.draw(st.sampled_from(kinds)).split(",")
    row = [fresh_id(rows), kind, level, marker, "", source, data.draw(TEXTS)]
    rows.insert(data.draw(st.integers(1, len(rows))), row)


def change_kind(files: Files, data: Draw) -> None:
    rows = files[STORY]
    row = rows[pick(data, rows)]
    assume(row[1] in ("paragraf", "butir", "kutipan", "judul", "subbab", "label"))
    row[1:4] = data.draw(
        st.sampled_from(
            (
                ["paragraf", "", ""],
                ["butir", "1", "1."],
                ["butir", "2", "o"],
                ["subbab", "2", "1.1"],
            )
        )
    )


def delete(name: str) -> Edit:
    def edit(files: Files, data: Draw) -> None:
        rows = files[name]
        assume(len(rows) > 2)
        del rows[pick(data, rows)]

    return edit


def move(name: str) -> Edit:
    def edit(files: Files, data: Draw) -> None:
        rows = files[name]
        row = rows.pop(pick(data, rows))
        rows.insert(data.draw(st.integers(1, len(rows))), row)

    return edit


def move_stretch(files: Files, data: Draw) -> None:
    rows = files[STORY]
    start = pick(data, rows)
    stretch = rows[start : start + data.draw(st.integers(2, 8))]
    del rows[start : start + len(stretch)]
    place = data.draw(st.integers(1, max(len(rows), 1)))
    rows[place:place] = stretch


def edit_cell(files: Files, data: Draw) -> None:
    table = data.draw(st.sampled_from(BODY_TABLES))
    rows = files[f"tabel/{table}.csv"]
    row = rows[pick(data, rows)]
    column = data.draw(
        st.sampled_from([name for name in rows[0] if name not in ("id", "induk", "tingkat")])
    )
    choices = {
        "jumlah": st.sampled_from(["", "-", "3 orang", "1414 orang"]),
        "no": st.sampled_from(["#.", "7.", ""]),
        "tahun_2021": st.sampled_from(["", "-", "5.5%", "BB", "6 jenis"]),
        "tahun_2022": st.sampled_from(["", "9.00", "A"]),
        "pagu": st.sampled_from(["", "-", "0", "302457275"]),
    }
    row[rows[0].index(column)] = data.draw(choices.get(column, TEXTS | st.just("")))


def edit_level(files: Files, data: Draw) -> None:
    rows = files[f"tabel/{data.draw(st.sampled_from(['pegawai', 'sasaran']))}.csv"]
    rows[pick(data, rows)][1] = data.draw(
        st.sampled_from(["", "jumlah", "sasaran", "kelompok", "program"])
    )


def insert_row(files: Files, data: Draw) -> None:
    rows = files[f"tabel/{data.draw(st.sampled_from(BODY_TABLES))}.csv"]
    row = ["" for _ in rows[0]]
    row[0] = fresh_id(rows)
    row[-2 if len(row) > 3 else -1] = "A" if rows[0][-2] == "tahun_2022" else data.draw(TEXTS)
    rows.insert(data.draw(st.integers(1, len(rows))), row)


def edit_caption(files: Files, data: Draw) -> None:
    row = files["tabel/tabel.csv"][data.draw(st.integers(1, 3))]
    place, texts = data.draw(
        st.sampled_from(
            (
                (1, st.sampled_from(["2.1", "9.9"])),
                (2, st.sampled_from(["", "Lampiran 1"])),
                (3, TEXTS),
                (4, TEXTS | st.just("")),
                (5, st.sampled_from(["potret", "lanskap"])),
                (6, st.sampled_from(["umum", "lebar", "anggaran"])),
            )
        )
    )
    row[place] = data.draw(texts)


def edit_column(files: Files, data: Draw) -> None:
    rows = files["tabel/kolom.csv"]
    place, texts = data.draw(
        st.sampled_from(
            (
                (2, st.sampled_from(["JUDUL", "TARGET > 2022", "TARGET", "A > B > C"])),
                (3, st.sampled_from(["", "(9)"])),
                (6, st.sampled_from(["30", "90"])),
                (7, st.sampled_from(["kiri", "kanan"])),
                (8, st.sampled_from(["", "tegak", "datar", "tegak datar"])),
                (9, st.sampled_from(["", "tidak"])),
            )
        )
    )
    rows[pick(data, rows)][place] = data.draw(texts)


def drop_column(files: Files, data: Draw) -> None:
    table = data.draw(st.sampled_from(["pegawai", "sasaran"]))
    rows, columns = files[f"tabel/{table}.csv"], files["tabel/kolom.csv"]
    names = [row[1] for row in columns if row[0] == table and row[1] not in ("jumlah", "no")]
    assume(len(names) > 1)
    name = data.draw(st.sampled_from(names))
    place = rows[0].index(name)
    for row in rows:
        del row[place]
    columns[:] = [row for row in columns if row[:2] != [table, name]]


def edit_fact(files: Files, data: Draw) -> None:
    rows = {row[0]: row for row in files["dokumen.csv"]}
    rows[data.draw(st.sampled_from(["judul", "penulis"]))][1] = data.draw(TEXTS.filter(str.strip))


def edit_box(files: Files, data: Draw) -> None:
    files["struktur-organisasi.csv"][2][2] = data.draw(TEXTS)


def edit_signature(files: Files, data: Draw) -> None:
    """Sign side by side, add a line to a side, change one or take one away."""
    rows = files[STORY]
    signed = [number for number, row in enumerate(rows) if row[5] in ("kiri", "kanan")]
    action = data.draw(st.sampled_from(["add", "change", "delete", "side", "whole"]))
    if not signed or action == "whole":
        rows += [
            [f"{fresh_id(rows)}-{side}{number}", kind, "", "", "", side, data.draw(TEXTS) if kind != "ruang" else ""]
            for side in ("kiri", "kanan")
            for number, kind in enumerate(("tanda_tangan", "ruang", "tanda_tangan"))
        ]  # fmt: skip
        return
    place = data.draw(st.sampled_from(signed))
    if action == "add":
        side = rows[place][5]
        rows.insert(place, [fresh_id(rows), "tanda_tangan", "", "", "", side, data.draw(TEXTS)])
    elif action == "change":
        rows[place][6] = data.draw(TEXTS) if rows[place][1] != "ruang" else ""
    elif action == "side":
        rows[place][5] = "kanan" if rows[place][5] == "kiri" else "kiri"
    else:
        del rows[place]


def with_signatures(files: Files) -> Files:
    """Return the sources with two officials who sign beside each other."""
    for side, texts in (("kiri", ["Mengetahui", "CAMAT"]), ("kanan", ["Kepala", "BUDI"])):
        for number, text in enumerate(texts):
            files[STORY].append([f"{side}-{number}", "tanda_tangan", "", "", "", side, text])
    return files


EDITS: tuple[Edit, ...] = (
    edit_block, insert_block, insert_block, change_kind, delete(STORY), delete(STORY), move(STORY), move_stretch,
    edit_cell, edit_cell, insert_row, edit_level, edit_caption, edit_column, drop_column, edit_fact, edit_box,
    edit_signature, edit_signature,
    move("tabel/kolom.csv"), *(action(f"tabel/{name}.csv") for name in BODY_TABLES for action in (delete, move)),
)  # fmt: skip


def try_document(files: Files) -> Document:
    """Compose; a random edit that no longer gives a document is no example."""
    try:
        document = document_of(files)
        view = build_view(document)
        # A label with nothing beside it is a table without a row: a finding of the checks.
        assume(all(item.paragraphs for item in view.items if isinstance(item, DictumItem)))
        return document  # noqa: TRY300 — both must succeed
    except InputError:
        assume(condition=False)
        raise


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(data=st.data())
def test_rejecting_gives_the_old_document_and_accepting_the_new_one(
    data: Draw, tmp_path_factory: pytest.TempPathFactory
) -> None:
    is_signed = data.draw(st.booleans(), label="signed side by side")
    old, new = (with_signatures(sources()) if is_signed else sources() for _ in range(2))
    for files in (old, new):
        for edit in data.draw(st.lists(st.sampled_from(EDITS), max_size=4), label="edits"):
            edit(files, data)
    documents = try_document(old), try_document(new)

    shown = assert_law(*documents)

    assert faults(shown, tmp_path_factory.getbasetemp()) == []


# ------------------------------------------------------------------------------- single edits, shown in full


def change(files: Files, name: str, key: str, column: str, text: str) -> None:
    rows = files[name]
    row = next(row for row in rows if row[0] == key)
    row[rows[0].index(column)] = text


def revisions_of(data: bytes) -> list[tuple[str, str, str]]:
    """Return (what, author, text) of each tracked run, row or paragraph property, in order."""
    root = etree.fromstring(unzip(data)[ooxml.BODY])
    found = []
    for mark in find(
        root, "//w:ins[w:r] | //w:del[w:r] | //w:trPr/w:ins | //w:trPr/w:del | //w:pPrChange"
    ):
        parent = mark.getparent()
        assert parent is not None
        kind = f"row {mark.tag[len(W) :]}" if parent.tag == W + "trPr" else str(mark.tag)[len(W) :]
        text = "".join(node.text or "" for node in mark.iter(W + "t", W + "delText"))
        found.append((kind, value(mark, "author"), text))
    return found


def test_an_amount_changes_as_a_whole_and_what_follows_from_it_is_named_so() -> None:
    old, new = sources(), sources()
    change(new, "tabel/pegawai.csv", "total", "jumlah", "18 orang")

    data = assert_law(document_of(old), document_of(new))

    assert revisions_of(data) == [
        ("del", "turunan", "17"),
        ("ins", "turunan", "18"),
        ("del", "turunan", "tujuh"),
        ("ins", "turunan", "delapan"),
        ("del", "data", "17"),
        ("ins", "data", "18"),
    ]


def test_an_inserted_row_is_a_row_and_the_numbers_below_are_numbering() -> None:
    old, new = sources(), sources()
    new["tabel/pegawai.csv"].insert(2, ["sekretaris", "", "#.", "Sekretaris", "1 orang"])

    data = assert_law(document_of(old), document_of(new))

    assert revisions_of(data) == [
        ("row ins", "data", ""),
        ("ins", "data", "2."),
        ("ins", "data", "Sekretaris"),
        ("ins", "data", "1 orang"),
        ("del", "penomoran", "2"),
        ("ins", "penomoran", "3"),
    ]


def test_a_renumbered_heading_is_numbering_in_the_text_and_in_the_daftar_isi() -> None:
    old, new = sources(), sources()
    new[STORY] = [row for row in new[STORY] if row[0] != "bab1-1"]

    data = assert_law(document_of(old), document_of(new))

    assert revisions_of(data) == [
        ("del", "turunan", "1.1Latar Belakang\u00a0\u00a0"),
        ("del", "penomoran", "1.2"),
        ("ins", "penomoran", "1.1"),
        ("del", "data", "1.1Latar Belakang"),
        ("del", "penomoran", "1.2"),
        ("ins", "penomoran", "1.1"),
    ]


def test_page_numbers_of_the_daftar_isi_are_those_of_each_edition_and_numbering() -> None:
    old, new = sources(), sources()
    for files, pages in ((old, ("1", "2", "3")), (new, ("1", "3", "3"))):
        keys = (("judul", "bab1"), ("judul", "bab2"), ("tabel", "sasaran"))
        rows = [[*key, page] for key, page in zip(keys, pages, strict=True)]
        files["halaman.csv"] = [["jenis", "id", "nilai"], *rows]

    data = assert_law(document_of(old), document_of(new))

    assert revisions_of(data) == [("del", "penomoran", "2"), ("ins", "penomoran", "3")]


@pytest.mark.parametrize(
    ("engine", "remedy"),
    [
        ("/usr/bin/soffice", "susun datanya dengan renstra build, lalu ulangi perintah ini"),
        (None, "susun ulang di komputer yang memasang LibreOffice"),
    ],
)
def test_the_command_warns_of_page_numbers_that_are_not_known(
    data_folder: WriteFolder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    engine: str | None,
    remedy: str,
) -> None:
    monkeypatch.setattr("renstra_doc.render.pages.find_engine", lambda: engine)
    folder = str(data_folder())
    command = ["diff", folder, folder, "--format", "redline", "--output", str(tmp_path / "r.docx")]

    result = CliRunner().invoke(renstra, command, standalone_mode=False)

    assert result.stderr == f"PERHATIAN: nomor halaman belum diketahui: {remedy}\n"


def test_a_moved_paragraph_is_deleted_and_inserted() -> None:
    old, new = sources(), sources()
    rows = new[STORY]
    place = next(number for number, row in enumerate(rows) if row[0] == "p2")
    rows.insert(place + 2, rows.pop(place))

    data = assert_law(document_of(old), document_of(new))

    text = "Tujuan dan sasaran."
    assert [found for found in revisions_of(data) if found[2]] == [
        ("del", "data", text),
        ("ins", "data", text),
    ]


def test_lists_that_merge_or_take_an_item_of_another_keep_their_old_numbers_where_all_is_rejected() -> (
    None
):
    def two_lists() -> Files:
        files = sources()
        rows = [
            [f"d{number}", "butir", "1", "1.", "", "", f"butir {number}"] for number in range(1, 7)
        ]
        files[STORY] += [
            *rows[:3],
            ["antara", "paragraf", "", "", "", "", "Di antaranya:"],
            *rows[3:],
        ]
        return files

    merged, moved = two_lists(), two_lists()
    merged[STORY] = [row for row in merged[STORY] if row[0] != "antara"]
    moved[STORY].append(moved[STORY].pop(-7))

    for files in (merged, moved):
        assert_law(document_of(two_lists()), document_of(files))
        assert_law(document_of(files), document_of(two_lists()))


def test_the_end_of_the_text_grows_and_shrinks_by_what_came_and_went() -> None:
    old, new = sources(), sources()
    new[STORY].append(["p4", "kutipan", "", "", "", "", "Paragraf terakhir."])

    grown = assert_law(document_of(old), document_of(new))
    shrunk = assert_law(document_of(new), document_of(old))

    assert revisions_of(grown) == [("pPrChange", "data", ""), ("ins", "data", "Paragraf terakhir.")]
    assert revisions_of(shrunk) == [
        ("pPrChange", "data", ""),
        ("del", "data", "Paragraf terakhir."),
    ]


def test_a_new_column_marks_its_own_cells_only() -> None:
    old, new = sources(), sources()
    new["tabel/kolom.csv"].insert(
        3, ["pegawai", "eselon", "ESELON", "", "teks", "", "20", "kiri", "", ""]
    )
    for row, text in zip(new["tabel/pegawai.csv"], ("eselon", "II", "-", ""), strict=True):
        row.insert(4, text)

    data = assert_law(document_of(old), document_of(new))

    root = etree.fromstring(unzip(data)[ooxml.BODY])
    came = [text_of(cell) for cell in find(root, "//w:tc[w:tcPr/w:cellIns]")]
    assert came == ["ESELON", "II", "-", ""]
    assert find(root, "//w:tr[w:trPr/w:ins or w:trPr/w:del]") == []
    assert len(find(root, "//w:tbl[w:tblGrid/w:tblGridChange]//w:gridCol")) == 4 + 3


def test_a_moved_column_marks_the_cells_of_one_column_only() -> None:
    old, new = sources(), sources()
    columns = new["tabel/kolom.csv"]
    places = [number for number, row in enumerate(columns) if row[0] == "sasaran"]
    columns.insert(places[1], columns.pop(places[-1]))

    data = assert_law(document_of(old), document_of(new))

    root = etree.fromstring(unzip(data)[ooxml.BODY])
    (table,) = find(root, "//w:tbl[.//w:cellIns]")
    rows = len(find(table, "w:tr"))
    assert rows == 7
    assert len(find(root, "//w:tc[w:tcPr/w:cellDel]")) == rows
    assert len(find(root, "//w:tc[w:tcPr/w:cellIns]")) == rows
    assert find(root, "//w:tr[w:trPr/w:ins or w:trPr/w:del]") == []
    # The grid has room for the column at both places.
    assert len(find(table, "w:tblGrid/w:gridCol")) == 4 + 1


def test_a_table_that_changes_place_with_a_paragraph_is_not_struck() -> None:
    old, new = sources(), sources()
    story = new[STORY]
    place = next(number for number, row in enumerate(story) if row[0] == "t-sasaran")
    story.insert(place - 1, story.pop(place))

    root = etree.fromstring(unzip(assert_law(document_of(old), document_of(new)))[ooxml.BODY])

    assert find(root, "//w:trPr/w:ins | //w:trPr/w:del") == []
    assert [text_of(node) for node in find(root, "//w:p[w:pPr/w:rPr/w:ins]")][:1] == [
        "Tujuan dan sasaran."
    ]


def test_every_bookmark_of_a_redline_stands_once_and_every_link_finds_one() -> None:
    """A heading of both editions is one target; one that went keeps a target of its own."""
    old, new = sources(), sources()
    change(new, STORY, "bab1-1", "teks", "Latar Belakang Baru")
    new[STORY] = [row for row in new[STORY] if row[0] != "bab1-2"]

    data = assert_law(document_of(old), document_of(new))

    root = etree.fromstring(unzip(data)[ooxml.BODY])
    starts, ends = (find(root, f"//w:bookmark{end}") for end in ("Start", "End"))
    names = [value(node, "name") for node in starts]
    assert len(names) == len(set(names))
    assert sorted(value(node, "id") for node in starts) == sorted(
        value(node, "id") for node in ends
    )
    assert set(values(root, "//w:hyperlink", "anchor")) <= set(names)
    gone = [node for node in starts if value(node, "name").startswith("_Lama")]
    struck = [find(node, "ancestor::w:p//w:delText")[-1] for node in gone]
    assert [node.text for node in struck] == ["Landasan"]


@pytest.mark.parametrize(
    "name", ["SITI AMINAH", "SITI\nNIP 1", "Plt. Kepala\nSITI\nNIP 1"], ids=["same", "more", "most"]
)
def test_signatures_side_by_side_are_marked_line_by_line(name: str) -> None:
    old, new = sources(), sources()
    for files, lines in ((old, ["BUDI"]), (new, name.split("\n"))):
        for side, texts in (("kiri", ["Mengetahui", "CAMAT"]), ("kanan", ["Kepala", *lines])):
            for number, text in enumerate(texts):
                files[STORY].append([f"{side}-{number}", "tanda_tangan", "", "", "", side, text])

    root = etree.fromstring(unzip(assert_law(document_of(old), document_of(new)))[ooxml.BODY])

    deleted = [node.text or "" for node in find(root, "//w:del//w:delText")]
    assert "CAMAT" not in "".join(deleted)


def test_a_changed_date_of_the_document_dates_the_revisions_and_not_the_clock() -> None:
    old, new = sources(), sources()
    change(new, "dokumen.csv", "tanggal_dokumen", "nilai", "2021-09-01")
    change(new, STORY, "p3", "teks", "Selesai.")

    data = show_changes(document_of(old), document_of(new))

    root = etree.fromstring(unzip(data)[ooxml.BODY])
    assert set(values(root, "//w:ins | //w:del", "date")) == {"2021-09-01T00:00:00Z"}
    assert data == show_changes(document_of(old), document_of(new))


def test_equal_editions_have_no_revision() -> None:
    assert revisions_of(assert_law(document_of(sources()), document_of(sources()))) == []


def test_the_header_of_each_page_shows_a_changed_fact() -> None:
    old, new = sources(), sources()
    change(new, "dokumen.csv", "judul", "nilai", "Renstra Perubahan")

    parts = unzip(assert_law(document_of(old), document_of(new)))

    shown = [name for name, part in parts.items() if "header" in name and b"<w:ins " in part]
    assert shown != []


# ------------------------------------------------------------------------------- the shipped document


def edit_shipped(folder: Path) -> None:
    """Make the edits of a real revision: an amount, a paragraph, rows, a table, and boxes of the chart."""

    def rewrite(name: str, edit: Callable[[Rows], None]) -> None:
        with (folder / name).open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        edit(rows)
        with (folder / name).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(rows)

    def edit_program(rows: Rows) -> None:
        place = rows[0].index("rp_2017")
        row = next(row for row in rows if row[place].isdigit())
        row[place] = str(int(row[place]) + 1_000_000)
        rows.append(rows.pop(5))

    def edit_story(rows: Rows) -> None:
        rows[5][-1] = rows[5][-1].replace("wajib", "harus *segera*", 1)
        rows.insert(7, ["tambahan", "paragraf", "", "", "", "", "Paragraf tambahan."])

    def edit_boxes(rows: Rows) -> None:
        next(row for row in rows if row[0] == "kasi")[2] = "Kepala Seksi"
        rows.append(["ahli", rows[1][0], "Tenaga Ahli", "-", "1 orang"])

    rewrite("struktur-organisasi.csv", edit_boxes)
    rewrite("tabel/program-renstra.csv", edit_program)
    rewrite("tabel/pmks.csv", lambda rows: rows.insert(3, ["baru", "#", "Jenis baru", "12 Orang"]))
    rewrite("naskah/11-bab-1.csv", edit_story)
    rewrite(
        "naskah/12-bab-2.csv",
        lambda rows: rows.remove(next(row for row in rows if row[1] == "tabel")),
    )
    rewrite(
        "dokumen.csv",
        lambda rows: next(row for row in rows if row[0] == "kepala_opd").__setitem__(
            1, "NAMA BARU"
        ),
    )


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Document, Document]:
    folder = tmp_path_factory.mktemp("revisi") / "data"
    shutil.copytree(DATA, folder)
    edit_shipped(folder)
    return read_document(DATA)[0], read_document(folder)[0]


def test_the_law_holds_for_a_real_revision_and_the_package_is_valid(
    editions: tuple[Document, Document], tmp_path: Path
) -> None:
    started = time.process_time()
    data = show_changes(*editions)
    seconds = time.process_time() - started

    assert data == assert_law(*editions)
    assert faults(data, tmp_path) == []
    assert seconds < 5

    def findings(path: Path) -> set[str]:
        audit = (
            OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0)
            .validate(str(path))
            .errors
        )
        found = [problem for problem in check_integrity(str(path)) if problem.severity != "info"]
        return {f"{error.part_uri}: {error.description}" for error in audit} | {
            f"{p.code}: {p.message}" for p in found
        }

    assert findings(tmp_path / "redline.docx") - findings(TEMPLATE) == set()


def test_a_real_revision_marks_no_more_than_what_changed(
    editions: tuple[Document, Document],
) -> None:
    root = etree.fromstring(unzip(show_changes(*editions))[ooxml.BODY])
    ids = values(
        root, "//w:ins | //w:del | //w:pPrChange | //w:sectPrChange | //w:bookmarkStart", "id"
    )
    rows = Counter(
        str(node.tag)[len(W) :] for node in find(root, "//w:trPr/w:ins | //w:trPr/w:del")
    )
    touched = [text_of(node) for node in find(root, "//w:body/w:p[.//w:ins or .//w:del]")]

    assert len(ids) == len(set(ids))
    assert rows["ins"] == 2  # the new row, and the moved one at its new place
    assert rows["del"] < 12  # the moved one at its old place, and the dropped table
    assert len(touched) < 20
    assert set(values(root, "//w:ins | //w:del", "author")) == {"data", "turunan", "penomoran"}


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_the_changes(editions: tuple[Document, Document], tmp_path: Path) -> None:
    path = tmp_path / "redline.docx"
    path.write_bytes(show_changes(*editions))
    command = ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"]
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", tmp_path, path], check=True, timeout=180
    )

    text = " ".join(page.extract_text() for page in PdfReader(path.with_suffix(".pdf")).pages)

    assert re.search(r"wajib\s*harus\s*segera", text)
    assert "Jenis baru" in text


# ------------------------------------------------------------------------------- the command


def test_the_command_compares_two_documents_and_writes_the_redline(
    data_folder: WriteFolder, tmp_path: Path
) -> None:
    folder = data_folder()
    made = [tmp_path / "lama.docx", tmp_path / "baru.docx", tmp_path / "redline.docx"]
    for path in made[:2]:
        document, _ = read_document(folder)
        draft = render_view(build_view(document), TEMPLATE, sources=source_files(document))
        path.write_bytes(draft.to_bytes({}))
        rows = folder / "tabel" / "pegawai.csv"
        rows.write_text(
            rows.read_text(encoding="utf-8").replace("Pelaksana", "Staf"), encoding="utf-8"
        )

    names = [str(path) for path in made]
    compared = CliRunner().invoke(
        renstra, ["diff", *names[:2], "--format", "json"], standalone_mode=False
    )
    written = CliRunner().invoke(
        renstra,
        ["diff", *names[:2], "--format", "redline", "--output", names[2]],
        standalone_mode=False,
    )

    (found,) = json.loads(compared.stdout)
    assert (found["kind"], found["old"], found["new"], found["file"], found["line"]) == (
        "changed",
        "Pelaksana",
        "Staf",
        "tabel/pegawai.csv",
        3,
    )
    assert written.stdout == f"Perubahan dalam Track Changes: {names[2]}\n"
    assert revisions_of(made[2].read_bytes()) == [
        ("del", "data", "Pelaksana"),
        ("ins", "data", "Staf"),
    ]
    assert verify(made[2]).state is State.TRACKED


def test_two_documents_far_from_any_project_are_shown_with_the_template_of_the_program(
    data_folder: WriteFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document, _ = read_document(data_folder({"dokumen.csv": DOKUMEN}))
    folder = tmp_path / "lampiran" / "surel"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    for name in ("lama.docx", "baru.docx"):
        draft = render_view(build_view(document), TEMPLATE, sources=source_files(document))
        Path(name).write_bytes(draft.to_bytes({}))

    result = CliRunner().invoke(
        renstra, ["diff", "lama.docx", "baru.docx", "--format", "redline"], standalone_mode=False
    )

    assert result.return_value == 0
    assert "renstra.docx tidak ditemukan; dipakai templat bawaan program" in result.stderr
    assert "--template BERKAS" in result.stderr


def test_the_text_of_a_document_is_that_of_its_data(
    data_folder: WriteFolder, tmp_path: Path
) -> None:
    folder = data_folder()
    document, _ = read_document(folder)
    path = tmp_path / "contoh.docx"
    path.write_bytes(
        render_view(build_view(document), TEMPLATE, sources=source_files(document)).to_bytes({})
    )

    texts = [
        CliRunner().invoke(renstra, ["text", *arguments], standalone_mode=False).stdout
        for arguments in ([str(path)], ["--data", str(folder)])
    ]

    assert texts[0] == texts[1] != ""
