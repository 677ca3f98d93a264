"""`renstra diff`: what is reported is what was changed, none missing and none invented; causes before consequences."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import ooxml
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ooxml_integrity import check as check_integrity
from openxml_audit import FileFormat, OpenXmlValidator

from renstra_doc.cli import main
from renstra_doc.load.project import RawProject, RawRow, RawTable, load_project
from renstra_doc.model import Document, compose_partly
from renstra_doc.review import (
    BlockChange,
    CellChange,
    Change,
    ColumnChange,
    Group,
    InTable,
    Kind,
    RowChange,
    compare_documents,
)
from renstra_doc.review.diff.align import align_contents
from renstra_doc.review.diff.moves import find_moves
from renstra_doc.review.diff.words import compare_words
from renstra_doc.review.show.as_text import changes_text
from renstra_doc.review.show.describe import amount_of
from renstra_doc.run.pipeline import build_document, read_document

REPOSITORY = Path(__file__).resolve().parents[1]
DATA, MATRIKS = REPOSITORY / "data", REPOSITORY / "templates" / "matriks.docx"
Row = dict[str, str]
Rows = list[Row]
Edit = tuple[str, Callable[[Rows], object]]


@pytest.fixture(scope="module")
def shipped() -> Document:
    return read_document(DATA)[0]


def write_edited(folder: Path, *edits: Edit) -> Path:
    """Copy the shipped data into a folder and change some of its files."""
    shutil.copytree(DATA, folder)
    for file, change in edits:
        edit_file(folder / file, change)
    return folder


def edit_file(path: Path, change: Callable[[Rows], object]) -> None:
    with path.open(newline="", encoding="utf-8") as stream:
        reader = csv.DictReader(stream)
        rows, header = list(reader), list(reader.fieldnames or ())
    change(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")


def drop_column(path: Path, name: str) -> None:
    with path.open(newline="", encoding="utf-8") as stream:
        lines = list(csv.reader(stream))
    place = lines[0].index(name)
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([*line[:place], *line[place + 1 :]] for line in lines)


def find(rows: Rows, key: str, name: str = "id") -> Row:
    return next(row for row in rows if row[name] == key)


def assign(key: str, name: str = "id", **values: str) -> Callable[[Rows], object]:
    return lambda rows: find(rows, key, name).update(values)


def diff_edited(tmp_path: Path, shipped: Document, *edits: Edit) -> tuple[Change, ...]:
    return compare_documents(shipped, read_document(write_edited(tmp_path / "baru", *edits))[0])


def causes(changes: tuple[Change, ...]) -> list[Change]:
    return [change for change in changes if change.group is Group.CAUSE]


def followers(changes: tuple[Change, ...], number: int = 0) -> list[Change]:
    return [
        change
        for change in changes
        if changes[number] in change.reason.causes and change.group is Group.CONSEQUENCE
    ]


def numbering(changes: tuple[Change, ...]) -> list[Change]:
    return [change for change in changes if change.group is Group.NUMBERING]


def told(changes: list[Change]) -> list[tuple[str, str, str, str, str]]:
    return [
        (change.kind, table_of(change), change.id, change.old, change.new) for change in changes
    ]


def table_of(change: Change) -> str:
    return change.table.id if isinstance(change, InTable) else ""


def kind_of_block(change: Change) -> str:
    return change.jenis if isinstance(change, BlockChange) else ""


def attribute_of(change: Change) -> str:
    return change.attribute if isinstance(change, ColumnChange) else ""


# ------------------------------------------------------------------------------------------------ one edit at a time


def test_the_same_document_has_no_changes(shipped: Document) -> None:
    assert compare_documents(shipped, shipped) == ()


def test_one_amount_is_one_change_with_difference_and_place(
    tmp_path: Path, shipped: Document
) -> None:
    changes = diff_edited(
        tmp_path, shipped, ("tabel/program-rpjmd.csv", assign("sk-jasa-surat", rp_2021="2000000"))
    )

    assert told(list(changes)) == [
        ("changed", "program-rpjmd", "sk-jasa-surat", "1567760", "2000000")
    ]
    change = changes[0]
    assert isinstance(change, CellChange)
    assert (change.table.number, change.row, change.column) == (
        "6.2",
        "Penyediaan Jasa Surat Menyurat",
        "rp_2021",
    )
    assert (str(change.difference), str(change.percent)) == ("432240", "27.57")
    assert amount_of(change) == "bertambah 432.240 (27,57%)"
    assert (change.place.file, change.place.line) == ("tabel/program-rpjmd.csv", 41)
    assert change.bab == "BAB VI RENCANA PROGRAM DAN KEGIATAN SERTA PENDANAAN"


def test_totals_above_an_amount_follow_from_it(tmp_path: Path, shipped: Document) -> None:
    def raise_amounts(rows: Rows) -> None:
        for key in ("sk-jasa-surat", "kg-jasa-penunjang", "p-penunjang"):
            row = find(rows, key)
            row["rp_2021"] = str(int(row["rp_2021"]) + 1000)

    changes = diff_edited(tmp_path, shipped, ("tabel/program-rpjmd.csv", raise_amounts))

    assert [change.id for change in causes(changes)] == ["sk-jasa-surat"]
    assert {change.id for change in followers(changes)} == {"kg-jasa-penunjang", "p-penunjang"}
    assert {str(change.difference) for change in changes if isinstance(change, CellChange)} == {
        "1000"
    }


def test_a_total_that_changed_by_more_than_its_parts_is_a_cause_of_its_own(
    tmp_path: Path, shipped: Document
) -> None:
    def raise_amounts(rows: Rows) -> None:
        for key, more in (("sk-jasa-surat", 1000), ("kg-jasa-penunjang", 1001)):
            row = find(rows, key)
            row["rp_2021"] = str(int(row["rp_2021"]) + more)

    changes = diff_edited(tmp_path, shipped, ("tabel/program-rpjmd.csv", raise_amounts))

    assert [change.id for change in causes(changes)] == ["kg-jasa-penunjang", "sk-jasa-surat"]


def test_total_row_sentence_and_chart_follow_from_one_figure(
    tmp_path: Path, shipped: Document
) -> None:
    def hire(rows: Rows) -> None:
        find(rows, "pelaksana")["jumlah"] = "10 orang"
        find(rows, "jumlah")["jumlah"] = "24 Orang"

    changes = diff_edited(tmp_path, shipped, ("tabel/pegawai.csv", hire))

    assert told(causes(changes)) == [("changed", "pegawai", "pelaksana", "9 orang", "10 orang")]
    assert {(type(change).__name__, change.id) for change in followers(changes)} == {
        ("CellChange", "jumlah"),
        ("BlockChange", "bab2-2-sumber-daya"),
        ("BoxChange", "pelaksana"),
    }
    sentence = next(change for change in changes if change.id == "bab2-2-sumber-daya")
    assert "sebanyak 23 orang" in sentence.old
    assert "sebanyak 24 orang" in sentence.new
    assert len(changes) == 4


def test_one_paragraph_is_one_change(tmp_path: Path, shipped: Document) -> None:
    def rewrite(rows: Rows) -> None:
        row = find(rows, "bab6-target")
        row["teks"] = row["teks"].replace("menurunkan", "mengurangi")

    changes = diff_edited(tmp_path, shipped, ("naskah/16-bab-6.csv", rewrite))

    (change,) = changes
    assert (change.kind, change.where, change.id, change.column) == (
        "changed",
        "block",
        "bab6-target",
        "teks",
    )
    assert "untuk menurunkan jumlah" in change.old
    assert "untuk mengurangi jumlah" in change.new
    assert (change.place.file, change.place.line) == ("naskah/16-bab-6.csv", 3)


def test_an_inserted_row_of_a_numbered_table_is_one_change_and_one_renumbering(
    tmp_path: Path, shipped: Document
) -> None:
    def insert(rows: Rows) -> None:
        rows.insert(3, {"id": "jenis-baru", "no": "#", "jenis": "Jenis Baru", "jumlah": "12 Orang"})

    changes = diff_edited(tmp_path, shipped, ("tabel/pmks.csv", insert))

    assert [
        (change.kind, change.id, change.row)
        for change in causes(changes)
        if isinstance(change, RowChange)
    ] == [("added", "jenis-baru", "Jenis Baru")]
    (counted,) = numbering(changes)
    assert (table_of(counted), counted.column, counted.old, counted.new) == ("pmks", "no", "4", "5")
    assert counted.count == len(shipped.tables["pmks"].rows) - 3
    assert counted.reason.causes == changes[:1]
    assert len(changes) == 2


def test_an_inserted_sub_kegiatan_moves_the_sums_above_it(
    tmp_path: Path, shipped: Document
) -> None:
    def insert(rows: Rows) -> None:
        model = find(rows, "sk-jasa-listrik")
        row = {
            **model,
            "id": "sk-baru",
            "entitas": "sk-baru",
            "kode": "1.06.01.2.08.09",
            "uraian": "Sub Kegiatan Baru",
        }
        rows.insert(rows.index(model) + 1, row)
        for key in ("kg-jasa-penunjang", "p-penunjang"):
            parent = find(rows, key)
            parent["rp_2021"] = str(int(parent["rp_2021"]) + int(row["rp_2021"]))

    changes = diff_edited(tmp_path, shipped, ("tabel/program-rpjmd.csv", insert))

    assert [(change.kind, change.id) for change in causes(changes)] == [("added", "sk-baru")]
    assert {change.id for change in followers(changes)} == {"kg-jasa-penunjang", "p-penunjang"}
    assert isinstance(changes[0], RowChange)
    assert [part.cetak for part in changes[0].parts if part.kolom == "rp_2021"] == ["10.796.920"]


def take_out(rows: Rows, key: str) -> Rows:
    """Remove a row with all rows below it, and return them."""
    below = {key}
    for row in rows:
        if row["induk"] in below:
            below.add(row["id"])
    taken = [row for row in rows if row["id"] in below]
    rows[:] = [row for row in rows if row["id"] not in below]
    return taken


def test_a_moved_program_takes_its_children_along_as_one_move(
    tmp_path: Path, shipped: Document
) -> None:
    def move(rows: Rows) -> None:
        taken = take_out(rows, "p-fakir-miskin")
        place = rows.index(find(rows, "p-rehabilitasi-sosial"))
        rows[place:place] = taken

    changes = diff_edited(tmp_path, shipped, ("tabel/program-rpjmd.csv", move))

    (change,) = changes
    assert (change.kind, change.id, change.count) == ("moved", "p-fakir-miskin", 6)
    assert change.new == "sesudah “Pemulangan Anak Jalanan, Gelandangan dan Pengemis Luar …”"


def test_a_row_under_another_parent_is_one_move_that_tells_both_parents(
    tmp_path: Path, shipped: Document
) -> None:
    def move(rows: Rows) -> None:
        (row,) = take_out(rows, "k-kube")
        row["induk"] = "p-pelayanan-rehabilitasi"
        rows.insert(rows.index(find(rows, "i-jaminan-sosial")) + 1, row)

    changes = diff_edited(tmp_path, shipped, ("tabel/program-rpjmd.csv", move))

    (change,) = causes(changes)
    assert (change.kind, change.id) == ("moved", "k-kube")
    assert change.old.startswith("di bawah “Program Pemberdayaan Fakir Miskin")
    assert change.new.startswith("di bawah “Program pelayanan dan Rehabilitasi")


def test_a_deleted_table_is_one_change_and_its_block_follows(
    tmp_path: Path, shipped: Document
) -> None:
    folder = write_edited(
        tmp_path / "baru",
        ("tabel/tabel.csv", lambda rows: rows.remove(find(rows, "sarana"))),
        ("tabel/kolom.csv", lambda rows: drop(rows, tabel="sarana")),
        ("naskah/12-bab-2.csv", lambda rows: rows.remove(find(rows, "tabel-sarana"))),
    )
    (folder / "tabel" / "sarana.csv").unlink()

    changes = compare_documents(shipped, read_document(folder)[0])

    assert [(change.kind, type(change).__name__, change.id) for change in causes(changes)] == [
        ("removed", "TableChange", "sarana")
    ]
    assert [(change.kind, change.id) for change in followers(changes)] == [
        ("removed", "tabel-sarana")
    ]
    assert causes(changes)[0].place.file == "tabel/tabel.csv"
    assert len(changes) == 2


def drop(rows: Rows, **values: str) -> None:
    rows[:] = [row for row in rows if any(row[name] != value for name, value in values.items())]


def test_a_changed_official_is_one_change_and_every_signature_follows(
    tmp_path: Path, shipped: Document
) -> None:
    changes = diff_edited(
        tmp_path,
        shipped,
        ("dokumen.csv", assign("kepala_opd", "kunci", nilai="SITI AMINAH, S.Sos")),
    )

    (cause,) = causes(changes)
    assert (cause.where, cause.id, cause.old, cause.new) == (
        "meta",
        "kepala_opd",
        "ERWAN, S.IP",
        "SITI AMINAH, S.Sos",
    )
    assert {change.id for change in followers(changes)} == {"bab8-ttd-4", "pengantar-ttd-4"}
    assert len(changes) == 3


@pytest.fixture
def started(tmp_path: Path) -> tuple[Path, Path]:
    """Begin a document whose captions and boxes take the name of the office, and a copy under another name."""
    old, new = tmp_path / "lama", tmp_path / "baru"
    facts = ("--opd", "Dinas Kesehatan", "--daerah", "Kabupaten Uji", "--periode", "2025-2029")
    assert main(["new", str(old), *facts]) == 0
    edit_file(
        old / "data" / "tabel" / "kolom.csv",
        lambda rows: find(rows, "jabatan", "kolom").update(judul="Jabatan di {{ dokumen.opd }}"),
    )
    shutil.copytree(old, new)
    edit_file(new / "data" / "dokumen.csv", assign("opd", "kunci", nilai="Dinas Kesehatan dan KB"))
    return old, new


def test_captions_and_column_headings_follow_from_a_fact_that_they_take(
    started: tuple[Path, Path],
) -> None:
    changes = compare_documents(*(read_document(folder / "data")[0] for folder in started))

    assert [change.id for change in causes(changes)] == ["opd"]
    found = {
        (type(change).__name__, table_of(change), change.column): change.new
        for change in followers(changes)
    }
    assert found["TableChange", "pegawai", "judul"] == "Susunan Pegawai Dinas Kesehatan dan KB"
    assert found["ColumnChange", "pegawai", "jabatan"] == "Jabatan di Dinas Kesehatan dan KB"
    captions = [column for what, _, column in found if what == "TableChange"]
    assert captions == ["judul"] * len(captions)
    assert len(captions) > 5


def test_no_report_for_signers_shows_an_expression(
    started: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = started
    edit_file(
        new / "data" / "tabel" / "pegawai.csv",
        lambda rows: rows[0].update(jabatan="Kepala {{ dokumen.opd }}, M.Si"),
    )
    edit_file(new / "data" / "struktur-organisasi.csv", lambda rows: rows[0].update(eselon="I"))
    capsys.readouterr()

    for form in ("text", "html", "matriks"):
        made = tmp_path / f"laporan.{'docx' if form == 'matriks' else form}"
        assert main(["diff", str(old), str(new), "--format", form, "--output", str(made)]) == 0
        text = (
            ooxml.text_of(ooxml.read_parts(made)[ooxml.BODY])
            if form == "matriks"
            else made.read_text("utf-8")
        )
        assert "Kepala Dinas Kesehatan" in text
        assert "{{" not in text


def test_a_renamed_column_heading_is_one_change(tmp_path: Path, shipped: Document) -> None:
    def rename(rows: Rows) -> None:
        next(row for row in rows if (row["tabel"], row["kolom"]) == ("pegawai", "jumlah"))[
            "judul"
        ] = "BANYAKNYA"

    changes = diff_edited(tmp_path, shipped, ("tabel/kolom.csv", rename))

    (change,) = changes
    assert isinstance(change, ColumnChange)
    assert (change.kind, change.where, change.id, change.table.number) == (
        "changed",
        "table",
        "jumlah",
        "2.1",
    )
    assert (change.attribute, change.old, change.new) == ("judul", "JUMLAH", "BANYAKNYA")


def test_a_hidden_column_of_numbers_is_one_change(tmp_path: Path, shipped: Document) -> None:
    def hide(rows: Rows) -> None:
        next(row for row in rows if (row["tabel"], row["kolom"]) == ("pegawai", "no"))["tampil"] = (
            "tidak"
        )

    (change,) = diff_edited(tmp_path, shipped, ("tabel/kolom.csv", hide))

    assert (change.id, attribute_of(change), change.old, change.new) == (
        "no",
        "tampil",
        "ya",
        "tidak",
    )


def test_a_column_of_another_kind_is_one_change_and_its_untouched_cells_are_none(
    tmp_path: Path, shipped: Document
) -> None:
    def retype(rows: Rows) -> None:
        next(row for row in rows if (row["tabel"], row["kolom"]) == ("pegawai", "jumlah"))[
            "jenis"
        ] = "teks"

    changes = diff_edited(
        tmp_path,
        shipped,
        ("tabel/kolom.csv", retype),
        ("tabel/pegawai.csv", assign("kasi", jumlah="7 orang")),
    )

    found = [change for change in causes(changes) if change.id in ("jumlah", "kasi")]
    assert [(type(change).__name__, change.id, change.new) for change in found] == [
        ("ColumnChange", "jumlah", "teks"),
        ("CellChange", "kasi", "7 orang"),
    ]
    assert not any(isinstance(c, CellChange) and c.id == "kabid" for c in causes(changes))


def test_a_heading_that_only_became_bold_is_told_without_its_marks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def embolden(rows: Rows) -> None:
        row = find(rows, "bab1-1")
        row["teks"] = f"**{row['teks']}**"

    folder = write_edited(tmp_path / "baru", ("naskah/11-bab-1.csv", embolden))

    assert main(["diff", str(DATA), str(folder)]) == 0
    told = capsys.readouterr().out
    assert "huruf biasa → huruf tebal seluruhnya" in told
    assert "*" not in told
    for form in ("html", "matriks", "redline"):
        made = tmp_path / f"l.{form}"
        assert main(["diff", str(DATA), str(folder), "--format", form, "--output", str(made)]) == 0
        text = made.read_text("utf-8") if form == "html" else ""
        parts = {} if form == "html" else ooxml.read_parts(made)
        if form == "redline":
            assert len(ooxml.find(parts[ooxml.BODY], "//w:body//w:ins | //w:body//w:del")) == 2
        else:
            shown = text or ooxml.text_of(parts[ooxml.BODY])
            assert "huruf tebal seluruhnya" in re.sub(r"<[^>]*>", "", shown)


def test_other_decimals_are_a_change_and_another_way_to_write_the_same_is_none(
    tmp_path: Path, shipped: Document
) -> None:
    edit = ("tabel/program-rpjmd.csv", assign("k-kube", kondisi_awal="0,0", rp_2019="41.961.000"))

    changes = diff_edited(tmp_path, shipped, edit)

    assert told(list(changes)) == [("changed", "program-rpjmd", "k-kube", "0.00", "0.0")]


def test_an_inserted_subbab_renumbers_those_after_it(tmp_path: Path, shipped: Document) -> None:
    def insert(rows: Rows) -> None:
        place = rows.index(find(rows, "bab2-2"))
        rows.insert(place, {**find(rows, "bab2-2"), "id": "bab2-baru", "teks": "Subbab Baru"})

    changes = diff_edited(tmp_path, shipped, ("naskah/12-bab-2.csv", insert))

    assert [(change.kind, change.id) for change in causes(changes)] == [("added", "bab2-baru")]
    headings = [change for change in numbering(changes) if kind_of_block(change) == "subbab"]
    assert ("bab2-2", "2.2", "2.3") in [(change.id, change.old, change.new) for change in headings]
    assert {change.reason.causes for change in numbering(changes)} == {changes[:1]}


PROGRAMS = "naskah/12-bab-2.csv"


def test_another_marker_in_a_list_is_the_cause_of_the_numbers_after_it(
    tmp_path: Path, shipped: Document
) -> None:
    def change(rows: Rows) -> None:
        find(rows, "bab2-3-program-3")["penanda"] = "a."
        rows.insert(2, {**find(rows, "bab2-2-sumber-daya"), "id": "baru", "teks": "Paragraf lain."})

    changes = diff_edited(tmp_path, shipped, (PROGRAMS, change))

    assert [(change.id, change.column) for change in causes(changes)] == [
        ("baru", ""),
        ("bab2-3-program-3", "penanda"),
    ]
    shifted = {
        change.id: change for change in numbering(changes) if kind_of_block(change) == "butir"
    }
    assert (shifted["bab2-3-program-4"].old, shifted["bab2-3-program-4"].new) == ("4.", "1.")
    assert {found.reason.causes for found in shifted.values()} == {changes[1:2]}


@pytest.mark.parametrize("first_level", ["1", ""])
def test_an_item_that_goes_is_the_cause_for_those_at_its_level_and_below(
    tmp_path: Path, first_level: str
) -> None:
    def write_level(rows: Rows) -> None:
        for row in rows:
            if row["jenis"] == "butir" and row["tingkat"] == "1":
                row["tingkat"] = first_level

    def drop_two(rows: Rows) -> None:
        write_level(rows)
        for key in ("bab2-3-program-1-kegiatan-1", "bab2-3-program-2"):
            rows.remove(find(rows, key))

    old = read_document(write_edited(tmp_path / "lama", (PROGRAMS, write_level)))[0]
    changes = diff_edited(tmp_path, old, (PROGRAMS, drop_two))

    told = {
        change.id: [cause.id for cause in change.reason.causes] for change in numbering(changes)
    }
    assert told["bab2-3-program-3"] == ["bab2-3-program-2"]
    assert told["bab2-3-program-1-kegiatan-2"] == [
        "bab2-3-program-1-kegiatan-1",
        "bab2-3-program-2",
    ]


def test_a_paragraph_that_parts_a_list_is_the_cause_of_the_numbers_after_it(
    tmp_path: Path, shipped: Document
) -> None:
    def part(rows: Rows) -> None:
        third = [row for row in rows if row["jenis"] == "butir" and not row["acuan"]][2]
        rows.insert(
            rows.index(third),
            {**third, "id": "antara", "jenis": "paragraf", "tingkat": "", "penanda": ""},
        )

    changes = diff_edited(tmp_path, shipped, ("naskah/11-bab-1.csv", part))

    assert [change.id for change in causes(changes)] == ["antara"]
    assert {change.reason.causes for change in numbering(changes)} == {changes[:1]}


def test_a_chapter_that_goes_renumbers_chapters_and_subchapters_after_it(
    tmp_path: Path, shipped: Document
) -> None:
    def drop_chapter(rows: Rows) -> None:
        rows.remove(next(row for row in rows if row["jenis"] == "bab"))

    def drop_subchapter(rows: Rows) -> None:
        rows.remove([row for row in rows if row["jenis"] == "subbab" and row["tingkat"] == "2"][1])

    changes = diff_edited(
        tmp_path,
        shipped,
        ("naskah/11-bab-1.csv", drop_chapter),
        ("naskah/12-bab-2.csv", drop_subchapter),
    )

    told = {
        (change.old, change.new): [kind_of_block(cause) for cause in change.reason.causes]
        for change in numbering(changes)
    }
    assert told["BAB III", "BAB II"] == ["bab"]
    assert told["3.1", "2.1"] == ["bab"]
    assert told["2.3", "1.2"] == ["bab", "subbab"]


def test_the_same_change_of_the_same_thing_in_two_tables_is_tied(
    tmp_path: Path, shipped: Document
) -> None:
    changes = diff_edited(
        tmp_path,
        shipped,
        ("tabel/program-rpjmd.csv", assign("k-pendamping-sosial", rp_2017="52459001")),
        ("tabel/program-renstra.csv", assign("k-pendamping-sosial", rp_2017="52459001")),
    )

    assert [change.table.number for change in causes(changes) if isinstance(change, InTable)] == [
        "6.1",
        "6.2",
    ]
    assert len({change.reason.twin for change in causes(changes)}) == 1
    assert changes[0].reason.twin


def test_a_reordering_is_moves_and_nothing_else(tmp_path: Path, shipped: Document) -> None:
    def rotate(rows: Rows) -> None:
        rows.append(rows.pop(2))

    changes = diff_edited(tmp_path, shipped, ("tabel/strategi.csv", rotate))

    (change,) = changes
    assert (change.kind, change.id) == ("moved", shipped.tables["strategi"].rows[2].id)


def test_a_moved_subbab_takes_its_text_along(tmp_path: Path, shipped: Document) -> None:
    def move(rows: Rows) -> None:
        start = rows.index(find(rows, "bab2-2-sarana"))
        taken = [rows.pop(start), rows.pop(start)]
        place = rows.index(find(rows, "bab2-2-aparatur"))
        rows[place:place] = taken

    changes = diff_edited(tmp_path, shipped, ("naskah/12-bab-2.csv", move))

    assert [(change.kind, change.id, change.count) for change in causes(changes)] == [
        ("moved", "bab2-2-sarana", 2)
    ]
    assert {change.id for change in numbering(changes)} == {
        "bab2-2-sarana",
        "bab2-2-aparatur",
        "bab2-2-mitra",
    }


def test_column_numbers_are_renumbered_where_a_column_went_and_changed_where_none_did(
    tmp_path: Path, shipped: Document
) -> None:
    def drop_first_year(rows: Rows) -> None:
        gone = next(row for row in rows if row["kolom"] == "target_2017")
        numbered = [row for row in rows if row["tabel"] == gone["tabel"]]
        for row in numbered[numbered.index(gone) + 1 :]:
            row["nomor"] = str(int(row["nomor"]) - 1)
        rows.remove(gone)
        other = next(row for row in rows if row["tabel"] == "capaian-perubahan" and row["nomor"])
        other["nomor"] = "9"

    folder = write_edited(tmp_path / "baru", ("tabel/kolom.csv", drop_first_year))
    drop_column(folder / "tabel/capaian.csv", "target_2017")

    changes = compare_documents(shipped, read_document(folder)[0])

    numbers = [change for change in changes if attribute_of(change) == "nomor"]
    assert {(table_of(c), c.group, c.reason.causes[:1]) for c in numbers} == {
        ("capaian", Group.NUMBERING, changes[:1]),
        ("capaian-perubahan", Group.CAUSE, ()),
    }


def test_a_total_follows_from_its_rows_though_no_rule_says_so(tmp_path: Path) -> None:
    def raise_both(rows: Rows) -> None:
        for key in ("payakumbuh-barat", "jumlah"):
            row = find(rows, key)
            row["pkh_l"] = str(int(row["pkh_l"]) + 7)

    old = write_edited(tmp_path / "lama", ("aturan.csv", list.clear))
    new = write_edited(
        tmp_path / "baru", ("aturan.csv", list.clear), ("tabel/lansia.csv", raise_both)
    )

    changes = compare_documents(read_document(old)[0], read_document(new)[0])

    assert [change.id for change in causes(changes)] == ["payakumbuh-barat"]
    assert "jumlah" in [change.id for change in followers(changes)]


# ------------------------------------------------------------------------------------------------ laws


@given(st.permutations(range(6)), st.lists(st.integers(1, 9), min_size=6, max_size=6))
def test_where_sizes_are_told_what_moves_is_least(order: list[int], sizes: list[int]) -> None:
    old, new = [str(item) for item in range(6)], [str(item) for item in order]
    size = {str(item): sizes[item] for item in range(6)}

    moved = [key for move in find_moves(old, new, sizes=size) for key in (move.id, *move.riders)]

    heaviest = max(
        sum(size[str(item)] for item in kept)
        for count in range(7)
        for kept in combinations(order, count)
        if list(kept) == sorted(kept)
    )
    assert sum(size.values()) - sum(size[key] for key in moved) == heaviest


@given(st.permutations(range(9)))
def test_moves_are_as_few_as_possible_and_the_same_backwards(order: list[int]) -> None:
    old, new = [str(item) for item in range(9)], [str(item) for item in order]

    moved = {move.id for move in find_moves(old, new)}

    assert [item for item in new if item not in moved] == [
        item for item in old if item not in moved
    ]
    assert len(moved) == 9 - longest_rising(order)
    assert moved == {move.id for move in find_moves(new, old)}


def longest_rising(order: list[int]) -> int:
    best: list[int] = []
    for place, item in enumerate(order):
        best.append(
            1 + max((best[before] for before in range(place) if order[before] < item), default=0)
        )
    return max(best)


def test_ten_thousand_reversed_rows_are_compared_in_no_time() -> None:
    rows = [str(item) for item in range(10_000)]

    assert len(find_moves(rows, rows[::-1])) == 9_999


@given(st.text("ab \n"), st.text("ab \n"))
def test_the_stretches_of_two_texts_are_the_texts(old: str, new: str) -> None:
    stretches = compare_words(old, new)

    assert "".join(stretch.old for stretch in stretches) == old
    assert "".join(stretch.new for stretch in stretches) == new


class Word(str):
    """A word that counts how often it is compared."""

    __slots__ = ()
    compared = 0

    def __eq__(self, other: object) -> bool:
        Word.compared += 1
        return str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))


def count_comparisons(size: int) -> int:
    Word.compared = 0
    old, new = ([Word(f"{side}{n % 97}") for n in range(size)] for side in ("lama", "baru"))
    assert align_contents(old, new) == [(False, slice(0, size), slice(0, size))]
    return Word.compared


def test_a_paragraph_whose_words_all_change_is_replaced_whole_in_linear_time() -> None:
    assert count_comparisons(18_000) <= 2.1 * count_comparisons(9_000)


def test_an_amount_and_a_compound_are_one_word_in_every_report() -> None:
    stretches = compare_words("pagu 75.083.520 dan anak-anak", "pagu 85.083.520 dan anak-cucu")

    assert [(s.old, s.new) for s in stretches if not s.is_equal] == [
        ("75.083.520", "85.083.520"),
        ("anak-anak", "anak-cucu"),
    ]


@pytest.fixture(scope="module")
def raw() -> RawProject:
    return load_project(DATA)


TABLES = ("tabel/pmks.csv", "tabel/pegawai.csv", "tabel/program-rpjmd.csv", "tabel/strategi.csv")
TEXTS = ("naskah/12-bab-2.csv", "naskah/16-bab-6.csv")
EDITS = st.lists(
    st.tuples(
        st.sampled_from((*TABLES, *TEXTS)),
        st.sampled_from(("ubah", "hapus", "tambah", "pindah")),
        st.integers(0, 200),
        st.integers(0, 200),
    ),
    min_size=1,
    max_size=6,
)


def edit_raw(raw: RawProject, edits: list[tuple[str, str, int, int]]) -> RawProject:
    """Apply random edits to raw tables; rows that others refer to are neither removed nor doubled."""
    tables = dict(raw.tables)
    for number, (file, action, first, second) in enumerate(edits):
        tables[file] = edit_table(tables[file], action, first, second, f"acak-{number}")
    return RawProject(raw.folder, tables, raw.findings)


def edit_table(table: RawTable, action: str, first: int, second: int, key: str) -> RawTable:
    rows = list(table.rows)
    place = first % len(rows)
    row = rows[place]
    record = dict(zip(table.header, row.cells, strict=True))
    if action == "ubah":
        for name in ("teks", "jenis", "uraian", "jabatan", "setelah"):
            if name in record and (name != "jenis" or "teks" not in record):
                record[name] += f" {key}"
        rows[place] = RawRow(row.line, tuple(record.values()))
    elif action == "hapus" and is_free(table, record):
        del rows[place]
    elif action == "tambah" and is_free(table, record):
        rows.insert(second % len(rows), RawRow(row.line, tuple({**record, "id": key}.values())))
    elif action == "pindah":
        rows.insert(second % len(rows), rows.pop(place))
    return RawTable(table.file, table.header, tuple(rows))


def is_free(table: RawTable, record: Mapping[str, str]) -> bool:
    if table.file.startswith("naskah"):
        return record["jenis"] in ("paragraf", "butir")
    return table.file != "tabel/pegawai.csv" and all(
        other.get("induk") != record["id"] for _, other in table.records()
    )


@settings(max_examples=15, deadline=None)
@given(edits=EDITS)
def test_every_edit_is_reported_and_no_other_and_backwards_the_same(
    raw: RawProject, edits: list[tuple[str, str, int, int]]
) -> None:
    changed = edit_raw(raw, edits)
    old, new = compose_partly(raw)[0], compose_partly(changed)[0]

    changes = compare_documents(old, new)

    reported = {
        told_by_id(change)
        for change in changes
        if change.kind is not Kind.MOVED and attribute_of(change) == ""
    }
    derived = {
        told_by_id(change)
        for change in changes
        if change.group is Group.CONSEQUENCE or change.column == "penanda"
    }
    assert reported - derived == raw_differences(raw, changed)
    assert inverted(changes) == {stable(change) for change in compare_documents(new, old)}


def told_by_id(change: Change) -> tuple[str, str, str, str]:
    return (change.kind.value, table_of(change) or change.where.value, change.id, change.column)


def raw_differences(old: RawProject, new: RawProject) -> set[tuple[str, str, str, str]]:
    """Compare the raw texts, knowing nothing of the program: rows and blocks by id, cells by name."""
    found: set[tuple[str, str, str, str]] = set()
    for file in (*TABLES, *TEXTS):
        name = Path(file).stem if file in TABLES else "block"
        sides = [
            {record["id"]: record for _, record in project.tables[file].records()}
            for project in (old, new)
        ]
        found |= {("removed", name, key, "") for key in sides[0].keys() - sides[1].keys()}
        found |= {("added", name, key, "") for key in sides[1].keys() - sides[0].keys()}
        found |= {
            ("changed", name, key, field)
            for key in sides[0].keys() & sides[1].keys()
            for field, value in sides[1][key].items()
            if sides[0][key][field] != value
        }
    return found


def stable(change: Change) -> tuple[str, ...]:
    """Return what does not depend on the side from which one looks."""
    parts = (
        change.kind,
        type(change).__name__,
        table_of(change),
        change.id,
        change.column,
        attribute_of(change),
    )
    # Which of several renumbered places stands for all depends on which comes first.
    values = () if change.group is Group.NUMBERING else (change.old, change.new)
    return (*parts[:3], *(parts[3:] if values else ()), *values, change.group)


def inverted(changes: tuple[Change, ...]) -> set[tuple[str, ...]]:
    names = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED}
    return {
        stable(replace_sides(change, names.get(change.kind, change.kind))) for change in changes
    }


def replace_sides(change: Change, kind: Kind) -> Change:
    return replace(change, kind=kind, old=change.new, new=change.old)


# ------------------------------------------------------------------------------------------------ the command


def test_json_has_the_fields_that_scripts_rest_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_edited(
        tmp_path / "baru", ("tabel/program-rpjmd.csv", assign("k-kube", rp_2019="40961000"))
    )

    assert main(["diff", str(DATA), str(folder), "--format", "json"]) == 0

    (change,) = json.loads(capsys.readouterr().out)
    fixed = ("kind", "where", "id", "table", "row", "column", "old", "new", "file", "line")
    assert {name: change[name] for name in fixed} == {
        "kind": "changed",
        "where": "table",
        "id": "k-kube",
        "table": "6.2",
        "row": "Bimbingan sosial Penumbuhan KUBE Fakir Miskin",
        "column": "rp_2019",
        "old": "41961000",
        "new": "40961000",
        "file": "tabel/program-rpjmd.csv",
        "line": 49,
    }
    assert (change["group"], change["difference"], change["percent"]) == (
        "cause",
        "-1000000",
        "-2.38",
    )


def test_text_tells_the_cause_first_and_what_it_moved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def hire(rows: Rows) -> None:
        find(rows, "pelaksana")["jumlah"] = "10 orang"
        find(rows, "jumlah")["jumlah"] = "24 Orang"

    folder = write_edited(tmp_path / "baru", ("tabel/pegawai.csv", hire))

    assert main(["diff", str(DATA), str(folder)]) == 0

    text = re.sub(r"\x1b\[\d*m", "", capsys.readouterr().out)
    assert text == (
        f"Semula : {DATA}\n"
        f"Menjadi: {folder}\n"
        "1 perubahan, 3 akibat perubahan.\n"
        "\n"
        "1. diubah: BAB II GAMBARAN UMUM PELAYANAN … · Tabel 2.1 · Pelaksana · JUMLAH\n"
        "   9 orang → 10 orang, bertambah 1 (11,11%)\n"
        "   di tabel/pegawai.csv, baris 7\n"
        "   yang mengikuti:\n"
        "   - BAB II GAMBARAN UMUM PELAYANAN … · kotak bagan · Pelaksana · jumlah\n"
        "     9 orang → 10 orang\n"
        "     di struktur-organisasi.csv, baris 7\n"
        "   - BAB II GAMBARAN UMUM PELAYANAN … · 2.2 Sumber Daya Dinas Sosial, paragraf pertama\n"
        "     semula : … Kota Payakumbuh saat ini sebanyak [-23-] orang. Untuk penjelasan lebih rinci …\n"
        "     menjadi: … Kota Payakumbuh saat ini sebanyak {+24+} orang. Untuk penjelasan lebih rinci …\n"
        "     di naskah/12-bab-2.csv, baris 14\n"
        "   - BAB II GAMBARAN UMUM PELAYANAN … · Tabel 2.1 · JUMLAH · JUMLAH\n"
        "     23 Orang → 24 Orang, bertambah 1 (4,35%)\n"
        "     di tabel/pegawai.csv, baris 9\n"
    )


@pytest.mark.parametrize(
    ("length", "lines"),
    [(60, ["{old} → {new}"]), (61, ["semula : [-{old}-]", "menjadi: {{+{new}+}}"])],
)
def test_sixty_letters_are_told_on_one_line_and_more_on_two(length: int, lines: list[str]) -> None:
    old, new = "lama" + "a" * (length - 4), "baru" + "b" * (length - 4)
    change = BlockChange(Kind.CHANGED, "p1", old, new, old_text=old, new_text=new)

    text = changes_text([change], "2020", "2021").splitlines()

    assert [line.strip() for line in text if old in line or new in line] == [
        line.format(old=old, new=new) for line in lines
    ]


def test_json_names_the_column_of_the_file_that_changed_and_nothing_beyond_the_contract(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def rename(rows: Rows) -> None:
        next(row for row in rows if (row["tabel"], row["kolom"]) == ("pegawai", "jumlah"))[
            "judul"
        ] = "BANYAKNYA"

    folder = write_edited(tmp_path / "baru", ("tabel/kolom.csv", rename))

    assert main(["diff", str(DATA), str(folder), "--format", "json"]) == 0

    (change,) = json.loads(capsys.readouterr().out)
    assert change == {
        "kind": "changed",
        "where": "table",
        "id": "jumlah",
        "table": "2.1",
        "row": "",
        "column": "judul",
        "old": "JUMLAH",
        "new": "BANYAKNYA",
        "file": "tabel/kolom.csv",
        "line": change["line"],
        "status": "berubah",
        "group": "cause",
        "causes": [],
        "bab": "BAB II GAMBARAN UMUM PELAYANAN DINAS SOSIAL KOTA PAYAKUMBUH",
        "difference": "",
        "percent": "",
    }
    assert (
        (folder / change["file"])
        .read_text("utf-8")
        .splitlines()[change["line"] - 1]
        .startswith("pegawai,jumlah,")
    )


def test_an_added_row_is_told_with_the_names_of_its_columns(
    tmp_path: Path, shipped: Document
) -> None:
    row = {"id": "jenis-baru", "no": "#", "jenis": "Jenis Baru", "jumlah": "12 Orang"}

    changes = diff_edited(tmp_path, shipped, ("tabel/pmks.csv", lambda rows: rows.insert(3, row)))

    assert changes[0].new == "Jenis Baru | 12 Orang"
    assert changes[0].new_text == "Jenis PMKS: Jenis Baru; Jumlah: 12 Orang"


def test_an_emptied_amount_is_less_by_all_of_it(tmp_path: Path, shipped: Document) -> None:
    changes = diff_edited(
        tmp_path, shipped, ("tabel/program-rpjmd.csv", assign("k-kube", rp_2019=""))
    )

    assert isinstance(changes[0], CellChange)
    assert (str(changes[0].difference), str(changes[0].percent)) == ("-41961000", "-100.00")
    assert amount_of(changes[0]) == "berkurang 41.961.000 (100,00%)"


def test_tables_that_bear_one_number_are_chosen_by_their_titles(tmp_path: Path) -> None:
    folder = write_edited(
        tmp_path / "baru",
        ("tabel/tabel.csv", assign("psks", nomor="2.1")),
        ("tabel/psks.csv", lambda rows: rows[0].update(jumlah="1")),
        ("tabel/pegawai.csv", assign("kasi", jumlah="7 orang")),
    )
    page = tmp_path / "laporan.html"

    assert main(["diff", str(DATA), str(folder), "--format", "html", "--output", str(page)]) == 0

    choices = re.findall(
        r"<option>(Tabel 2\.1[^<]*)</option>", page.read_text("utf-8"), re.IGNORECASE
    )
    assert len(choices) == len(set(choices)) == 2
    assert all(f'data-tabel="{choice}"' in page.read_text("utf-8") for choice in choices)


# Three rows are the fewest of which a reader would say "all".
@pytest.mark.parametrize("table", ["pmks", "capaian-perubahan"])
def test_ids_that_were_all_given_anew_are_told(
    table: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def number(rows: Rows) -> None:
        for place, row in enumerate(rows):
            row["id"] = f"r{place}"

    folder = write_edited(tmp_path / "baru", (f"tabel/{table}.csv", number))

    assert main(["diff", str(DATA), str(folder)]) == 0
    assert f"semua id di tabel {table} berganti" in capsys.readouterr().err


def test_no_changes_are_said_in_every_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = {}
    for form in ("text", "json", "html"):
        assert main(["diff", str(DATA), str(DATA), "--format", form]) == 0
        texts[form] = capsys.readouterr().out

    assert "Tidak ada perubahan." in texts["text"]
    assert json.loads(texts["json"]) == []
    assert "Tidak ada perubahan." in texts["html"]
    assert (
        main(
            [
                "diff",
                str(DATA),
                str(DATA),
                "--format",
                "matriks",
                "--output",
                str(tmp_path / "m.docx"),
            ]
        )
        == 0
    )
    assert "Tidak ada perubahan" in ooxml.text_of(ooxml.read_parts(tmp_path / "m.docx")[ooxml.BODY])


def test_html_is_one_page_that_escapes_and_filters(tmp_path: Path) -> None:
    edit = ("naskah/16-bab-6.csv", assign("bab6-target", teks='<script>alert("x")</script> & lain'))
    folder = write_edited(tmp_path / "baru", edit)
    page = tmp_path / "laporan.html"

    assert main(["diff", str(DATA), str(folder), "--format", "html", "--output", str(page)]) == 0

    text = page.read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; &amp; lain" in text
    assert 'name="bab"' in text
    assert 'data-bab="BAB VI RENCANA PROGRAM DAN KEGIATAN SERTA PENDANAAN"' in text
    assert not re.search(r"""(?:src|href)=["'](?!#)""", text)


def test_the_matriks_has_totals_per_program_and_brackets_for_less(tmp_path: Path) -> None:
    def lower(rows: Rows) -> None:
        for key in ("k-kube", "p-fakir-miskin"):
            row = find(rows, key)
            row["rp_2019"] = str(int(row["rp_2019"]) - 1_000_000)

    folder = write_edited(tmp_path / "baru", ("tabel/program-rpjmd.csv", lower))
    made = tmp_path / "matriks.docx"

    assert main(["diff", str(DATA), str(folder), "--format", "matriks", "--output", str(made)]) == 0

    body = ooxml.read_parts(made)[ooxml.BODY]
    rows = [
        [ooxml.text_of(cell) for cell in ooxml.find(row, "w:tc")]
        for row in ooxml.find(body, "//w:tr")
    ]
    assert rows[:3] == [
        ["No", "Kode", "Uraian", "Indikator", "Satuan", "Tahun", "Target", "Rp",
         "Bertambah/ (Berkurang)", "Status", "Alasan/Dasar"],
        ["", "", "", "Semula", "Menjadi", "", "", "Semula", "Menjadi", "Semula", "Menjadi",
         "Rp", "%", "", ""],
        [f"({number})" for number in range(1, 16)],
    ]  # fmt: skip
    changed = [row for row in rows if "(1.000.000)" in row]
    assert [(row[2], row[6], *row[9:15]) for row in changed[:4]] == [
        ("Program Pemberdayaan Fakir Miskin, KAT, dan PMKS lainnya", "2017–2022",
         "2.300.547.324", "2.299.547.324", "(1.000.000)", "(0,04)", "berubah", "Mengikuti rincian"),
        ("", "2019", "605.600.000", "604.600.000", "(1.000.000)", "(0,17)", "", ""),
        ("Bimbingan sosial Penumbuhan KUBE Fakir Miskin", "2017–2022",
         "269.036.600", "268.036.600", "(1.000.000)", "(0,37)", "berubah", ""),
        ("", "2019", "41.961.000", "40.961.000", "(1.000.000)", "(2,38)", "", ""),
    ]  # fmt: skip
    texts = [ooxml.text_of(node) for node in ooxml.find(body, "//w:body/w:p")]
    named = [text for text in texts if text.startswith(("Semula:", "Menjadi:"))]
    assert [text[-12:] for text in named] == ["(versi lama)", "(versi baru)"]
    assert str(tmp_path) not in "".join(texts)
    assert texts[-1].startswith("NIP.")
    styles = ooxml.read_parts(made)["word/styles.xml"]
    kept = [
        ooxml.value(style.find(ooxml.W + "name"))
        for style in ooxml.find(styles, "w:style[w:pPr/w:keepNext]")
    ]
    assert {name.split()[-1] for name in kept} >= {"kelompok", "program"}


def test_the_matriks_is_valid_word_and_the_same_bytes_each_time(tmp_path: Path) -> None:
    def insert(rows: Rows) -> None:
        rows.insert(
            3,
            {"id": "jenis-baru", "no": "#", "jenis": "Jenis **Baru** & lain", "jumlah": "12 Orang"},
        )

    folder = write_edited(tmp_path / "baru", ("tabel/pmks.csv", insert))
    made = [tmp_path / f"{number}.docx" for number in range(2)]
    for path in made:
        assert (
            main(["diff", str(DATA), str(folder), "--format", "matriks", "--output", str(path)])
            == 0
        )

    assert made[0].read_bytes() == made[1].read_bytes()
    assert validate(made[0]) - validate(MATRIKS) == set()


def validate(path: Path) -> set[str]:
    found = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0).validate(str(path))
    broken = {
        finding.message for finding in check_integrity(str(path)) if finding.severity != "info"
    }
    return broken | {f"{error.part_uri}: {error.description}" for error in found.errors}


def test_the_template_of_the_matriks_is_what_its_script_makes(tmp_path: Path) -> None:
    script = REPOSITORY / "tools" / "make_matriks_template.py"
    subprocess.run(
        [sys.executable, str(script), str(tmp_path / "m.docx")], check=True, capture_output=True
    )

    assert (tmp_path / "m.docx").read_bytes() == MATRIKS.read_bytes()


def test_a_missing_template_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    message = refuse(
        capsys,
        str(DATA),
        str(DATA),
        "--format",
        "matriks",
        "--template",
        str(tmp_path / "tidak-ada.docx"),
    )

    assert "templat tidak ditemukan" in message


# ------------------------------------------------------------------------------------------------ git


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Give a repository whose second commit changes one amount."""
    project = tmp_path / "proyek"
    project.mkdir()
    shutil.copytree(DATA, project / "data")
    run_git(project, "init", "-q")
    commit(project, "pertama")
    edit_file(
        project / "data" / "tabel" / "program-rpjmd.csv", assign("k-kube", rp_2019="40961000")
    )
    commit(project, "kedua")
    return project


def run_git(folder: Path, *arguments: str) -> str:
    identity = (
        "-c",
        "user.name=Uji",
        "-c",
        "user.email=uji@example.org",
        "-c",
        "core.autocrlf=false",
    )
    command = ["git", *identity, *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def commit(folder: Path, message: str) -> None:
    run_git(folder, "add", "-A")
    run_git(folder, "commit", "-q", "-m", message)


def diff_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[tuple[str, str]]:
    assert main(["diff", *arguments, "--format", "json"]) == 0
    return [(change["id"], change["new"]) for change in json.loads(capsys.readouterr().out)]


def test_revisions_are_compared_without_touching_the_work_tree(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repository)
    edit_file(repository / "data" / "tabel" / "pegawai.csv", assign("kasi", jumlah="7 orang"))
    before = run_git(repository, "status", "--porcelain"), run_git(repository, "stash", "list")

    assert diff_json(capsys, "HEAD~1", "HEAD") == [("k-kube", "40961000")]
    assert diff_json(capsys, "HEAD", "HEAD~1") == [("k-kube", "41961000")]
    assert [change for change in diff_json(capsys, "HEAD", ".") if change[1] == "7 orang"] == [
        ("kasi", "7 orang"),
        ("kasi", "7 orang"),
    ]
    assert len(diff_json(capsys, "HEAD~1", "data")) == 3
    assert (
        run_git(repository, "status", "--porcelain"),
        run_git(repository, "stash", "list"),
    ) == before


def put_object(folder: Path, kind: str, content: bytes) -> str:
    command = ["git", "hash-object", "-w", "-t", kind, "--literally", "--stdin"]
    return (
        subprocess.run(command, cwd=folder, input=content, check=True, capture_output=True)
        .stdout.decode()
        .strip()
    )


def test_a_revision_whose_names_lead_out_of_the_folder_writes_nothing_there(
    repository: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    """Such trees cannot be made by `git add`, but anyone can send one."""
    monkeypatch.chdir(repository)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "a" / "b"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    (tmp_path / "a" / "b").mkdir(parents=True)
    evil = bytes.fromhex(put_object(repository, "blob", b"a,b\n"))
    data = subprocess.run(
        ["git", "cat-file", "tree", "HEAD:data"], check=True, capture_output=True
    ).stdout
    inner = bytes.fromhex(put_object(repository, "tree", b"100644 dalam.csv\0" + evil))
    names = ("../../naik.csv", f"{tmp_path}/mutlak.csv", "tabel/../../naik2.csv")
    tree = (
        b"40000 ..\0"
        + inner
        + data
        + b"".join(f"100644 {name}".encode() + b"\0" + evil for name in names)
    )
    top = put_object(
        repository, "tree", b"40000 data\0" + bytes.fromhex(put_object(repository, "tree", tree))
    )
    revision = run_git(repository, "commit-tree", "-m", "jahat", top).strip()

    assert diff_json(capsys, revision, "HEAD") == []
    assert [
        path for name in ("dalam", "naik", "mutlak") for path in tmp_path.rglob(f"{name}*.csv")
    ] == []


def test_a_revision_means_the_folder_named_on_the_other_side(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repository / "data")
    assert diff_json(capsys, "HEAD~1", ".") == [("k-kube", "40961000")]
    assert diff_json(capsys, "HEAD~1", "HEAD") == [("k-kube", "40961000")]

    monkeypatch.chdir(repository.parent)
    assert diff_json(capsys, "HEAD~1", "proyek") == [("k-kube", "40961000")]
    assert diff_json(capsys, "HEAD~1", "HEAD", "--data", "proyek/data") == [("k-kube", "40961000")]


# ------------------------------------------------------------------------------------------------ bad input


def refuse(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["diff", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err


def test_a_revision_that_does_not_exist_is_refused(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repository)

    message = refuse(capsys, "HEAD~9", ".")

    assert "Galat: HEAD~9: revisi git ini tidak ada" in message
    assert "→ lihat revisi yang ada dengan: git log --oneline" in message


def test_a_revision_without_the_folder_is_refused(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repository)

    message = refuse(capsys, "HEAD~1", "HEAD", "--data", "lain")

    assert "HEAD~1: revisi ini tidak memuat dokumen.csv di folder lain" in message


def test_what_is_neither_folder_nor_revision_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "kosong").mkdir()
    (tmp_path / "berkas.txt").write_text("x")

    assert "tidak-ada: bukan folder data dan bukan revisi git" in refuse(
        capsys, "tidak-ada", "lain"
    )
    assert "kosong: folder ini tidak memuat dokumen.csv" in refuse(capsys, "kosong", "kosong")
    assert "berkas.txt: ini sebuah berkas, bukan folder data" in refuse(
        capsys, "berkas.txt", str(DATA)
    )


def test_duplicate_ids_are_told_with_both_places_and_the_side(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_edited(tmp_path / "baru", ("tabel/pmks.csv", lambda rows: rows.append(rows[0])))

    message = refuse(capsys, str(DATA), str(folder))

    assert (
        f"{folder}: tabel/pmks.csv, baris 28, kolom id: id “anak-balita-terlantar” sudah dipakai di baris 2"
        in message
    )


def test_two_documents_are_not_compared(
    data_folder: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "adalah dua dokumen yang berbeda" in refuse(capsys, str(DATA), str(data_folder()))

    other = write_edited(
        tmp_path / "lain",
        ("dokumen.csv", assign("daerah", "kunci", nilai="Kota Lain")),
        ("dokumen.csv", assign("opd", "kunci", nilai="Dinas Lain")),
    )
    assert "daerah: “kota payakumbuh” dan “kota lain”" in refuse(capsys, str(DATA), str(other))


def edit_built(path: Path, change: Callable[[bytes], bytes]) -> Path:
    """Save a built document with another body, as Word would."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, change(data) if name == ooxml.BODY else data)
    return path


def test_edits_made_in_word_are_compared_and_that_is_told(
    data_folder: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    built = build_document(data_folder(), None, tmp_path / "contoh.docx", measure=False).path
    resaved = shutil.copy(built, tmp_path / "disimpan.docx")
    edit_built(Path(resaved), lambda body: body.replace(b"<w:body>", b"<w:body> "))
    edit_built(built, lambda body: body.replace(b"Pelaksana", b"Staf"))

    assert main(["diff", str(resaved), str(built)]) == 0

    captured = capsys.readouterr()
    assert "Tidak ada perubahan." not in captured.out
    assert "Pelaksana" in captured.out
    assert "Staf" in captured.out
    assert captured.err == (
        f"Peringatan: {built}: disunting di Word sesudah disusun; 1 suntingan ikut dibandingkan\n"
        f"  → masukkan ke folder data dengan: renstra import {built}\n"
        "1 peringatan\n"
    )


def test_edits_that_are_no_change_of_the_data_refuse_the_comparison(
    data_folder: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = data_folder()
    built = build_document(folder, None, tmp_path / "contoh.docx", measure=False).path
    edit_built(built, lambda body: body.replace(b"17 (tujuh belas)", b"18 (delapan belas)"))

    assert "tidak satu pun menjadi perubahan data" in refuse(capsys, str(folder), str(built))


def test_a_document_whose_text_is_damaged_is_refused(
    data_folder: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    built = build_document(data_folder(), None, tmp_path / "contoh.docx", measure=False).path
    edit_built(built, lambda body: body.replace(b"</w:body>", b""))

    assert "isi dokumen ini rusak" in refuse(capsys, str(built), str(built))


def test_what_a_document_does_not_carry_is_not_said_to_have_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    built = build_document(DATA, None, tmp_path / "dokumen.docx", measure=False).path
    capsys.readouterr()

    assert main(["diff", str(built), str(DATA)]) == 0

    captured = capsys.readouterr()
    assert "Tidak ada perubahan." in captured.out
    assert "pengecualian.csv" not in captured.err


def rename_office(rows: Rows) -> None:
    for key in ("opd", "penulis"):
        find(rows, key, "kunci")["nilai"] = "Dinas Sosial dan Pemberdayaan Masyarakat"


def move_period(rows: Rows) -> None:
    for key in ("periode_awal", "periode_akhir"):
        row = find(rows, key, "kunci")
        row["nilai"] = str(int(row["nilai"]) + 1)


@pytest.mark.parametrize("edit", [rename_office, move_period])
def test_a_renamed_office_and_a_corrected_period_are_still_the_same_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], edit: Callable[[Rows], object]
) -> None:
    folder = write_edited(tmp_path / "baru", ("dokumen.csv", edit))

    assert main(["diff", str(DATA), str(folder)]) == 0
    assert "2 perubahan" in capsys.readouterr().out


def test_a_folder_is_compared_with_its_own_past_whatever_changed(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repository)
    facts = repository / "data" / "dokumen.csv"
    edit_file(facts, rename_office)
    edit_file(facts, move_period)
    edit_file(facts, assign("daerah", "kunci", nilai="Kabupaten Lain"))

    assert main(["diff", "HEAD", "."]) == 0
    assert "5 perubahan" in capsys.readouterr().out


def test_a_changed_waiver_is_mentioned_though_nothing_prints_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_edited(tmp_path / "baru", ("pengecualian.csv", lambda rows: rows.pop()))

    assert main(["diff", str(DATA), str(folder)]) == 0

    captured = capsys.readouterr()
    assert "Tidak ada perubahan." in captured.out
    assert "pengecualian.csv juga berubah" in captured.err
