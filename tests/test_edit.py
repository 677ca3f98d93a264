"""Edits of single rows: moved with what stands below them, added, removed; totals that follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import WriteFolder

from renstra_doc.edit.carry import carry_up
from renstra_doc.edit.moving import RowMove, list_parents
from renstra_doc.edit.new_rows import append_rows
from renstra_doc.edit.row_names import name_rows
from renstra_doc.edit.saves import CellEdit, NewRows, RowRemoval, plan_edits, read_state
from renstra_doc.finding import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from renstra_doc.edit.saves import Edit

FILE = "tabel/pagu.csv"
ROWS = """id,tingkat,induk,uraian,rp_2026,nilai_2026
p1,program,,Program Satu,30,
k1,kegiatan,p1,Kegiatan Satu,10,
s1,sub_kegiatan,k1,Sub Satu,10,
k2,kegiatan,p1,Kegiatan Dua,20,
p2,program,,Program Dua,5,
k3,kegiatan,p2,Kegiatan Tiga,5,
"""


@pytest.fixture
def folder(data_folder: WriteFolder) -> Path:
    made = data_folder()
    columns = "tabel,kolom,judul,jenis,desimal\n" + "".join(
        f"pagu,{name},{name},{kind},\n"
        for name, kind in (("uraian", "teks"), ("rp_2026", "rupiah"), ("nilai_2026", "desimal"))
    )
    (made / "tabel").mkdir(exist_ok=True)
    for name, text in (("kolom", columns), ("tabel", "id,nomor,judul\npagu,9.1,Pagu\n")):
        path = made / "tabel" / f"{name}.csv"
        old = path.read_text("utf-8") if path.exists() else ""
        path.write_text(text if not old else _join(old, text), "utf-8")
    (made / FILE).write_text(ROWS, "utf-8")
    return made


def _join(old: str, new: str) -> str:
    """Append rows to a file whose columns are other ones."""
    header = old.splitlines()[0].split(",")
    names, *rows = (line.split(",") for line in new.splitlines())
    records = [dict(zip(names, row, strict=True)) for row in rows]
    added = [",".join(record.get(name, "") for name in header) for record in records]
    return old.rstrip("\n") + "\n" + "\n".join(added) + "\n"


def order(folder: Path, edit: Edit) -> str:
    table = plan_edits(read_state(folder), [edit]).raw.tables[FILE]
    return " ".join(name_rows(table))


def test_a_row_moves_up_past_its_neighbour_with_all_that_stands_below_it(folder: Path) -> None:
    assert order(folder, RowMove(FILE, "k2", "naik")) == "p1 k2 k1 s1 p2 k3"
    assert order(folder, RowMove(FILE, "k1", "turun")) == "p1 k2 k1 s1 p2 k3"
    assert order(folder, RowMove(FILE, "p2", "naik")) == "p2 k3 p1 k1 s1 k2"


def test_a_row_moves_under_another_parent_with_all_that_stands_below_it(folder: Path) -> None:
    plan = plan_edits(read_state(folder), [RowMove(FILE, "k1", "induk", "p2")])
    table = plan.raw.tables[FILE]

    assert " ".join(name_rows(table)) == "p1 k2 p2 k3 k1 s1"
    assert next(row.cells for row in table.rows if row.cells[0] == "k1")[2] == "p2"
    assert list_parents(read_state(folder).raw.tables[FILE], 1) == ("p2",)


@pytest.mark.parametrize(
    ("move", "message"),
    [
        (RowMove(FILE, "k1", "naik"), "baris ini sudah yang pertama di bawah induknya"),
        (RowMove(FILE, "k2", "turun"), "baris ini sudah yang terakhir di bawah induknya"),
        (RowMove(FILE, "k1", "induk", "s1"), "tidak dapat dipindah ke bawah “s1”"),
        (RowMove(FILE, "p1", "induk", "p1"), "tidak dapat dipindah ke bawah “p1”"),
    ],
)
def test_a_move_that_goes_nowhere_is_refused(folder: Path, move: RowMove, message: str) -> None:
    with pytest.raises(InputError, match=message):
        plan_edits(read_state(folder), [move])


def test_added_rows_stand_below_one_another_with_the_level_and_parent_of_the_row_above(
    folder: Path,
) -> None:
    state = read_state(folder)
    added = append_rows(state.raw.tables[FILE], "k2", [{"uraian": "Satu lagi"}, {"uraian": "Dua"}])

    table = plan_edits(state, [added]).raw.tables[FILE]

    assert [row.cells[:4] for row in table.rows[4:6]] == [
        ("baris-7", "kegiatan", "p1", "Satu lagi"),
        ("baris-8", "kegiatan", "p1", "Dua"),
    ]


def test_a_row_that_somebody_changed_is_neither_removed_nor_moved(folder: Path) -> None:
    for edit in (RowRemoval(FILE, "k2", "lain"), RowMove(FILE, "k2", "naik", "", "lain")):
        plan = plan_edits(read_state(folder), [edit])

        assert [clash.kini for clash in plan.clashes] == [
            "k2 · kegiatan · p1 · Kegiatan Dua · 20 · "
        ]
        assert plan.is_refused


def test_a_row_below_one_that_is_gone_is_refused(folder: Path) -> None:
    plan = plan_edits(read_state(folder), [NewRows(FILE, "tiada", ({"id": "x"},))])

    assert [clash.kini for clash in plan.clashes] == ["(baris ini sudah dihapus)"]


def test_a_total_of_fractions_follows_its_parts(folder: Path) -> None:
    rules = "id,jenis,tabel,baris,kolom,acuan,toleransi,bobot,dasar\n"
    rule = "jumlah,jumlah_anak,pagu,tingkat=program,nilai_2026,,,,Nilai program\n"
    (folder / "aturan.csv").write_text(rules + rule, "utf-8")
    state = read_state(folder)
    texts = {"p1": "3.50", "k1": "1.25", "k2": "2.25"}
    wanted = [CellEdit(FILE, row, "nilai_2026", "", text) for row, text in texts.items()]
    (folder / FILE).write_bytes(plan_edits(state, wanted).files[FILE])
    edit = CellEdit(FILE, "k2", "nilai_2026", "2.25", "2.50")

    found = carry_up(
        plan_edits(read_state(folder), [edit]).document, {("pagu", "k2", "nilai_2026")}
    )

    assert [each.to_edit().menjadi for each in found] == ["3.75"]


def test_a_row_that_gets_another_name_takes_the_rows_below_it_along(folder: Path) -> None:
    named = CellEdit(FILE, "k1", "id", "k1", "k-satu")
    plan = plan_edits(read_state(folder), [named, CellEdit(FILE, "k1", "rp_2026", "10", "11")])

    assert not plan.is_refused
    assert plan.files[FILE].decode().splitlines()[2:4] == [
        "k-satu,kegiatan,p1,Kegiatan Satu,11,",
        "s1,sub_kegiatan,k-satu,Sub Satu,10,",
    ]


@pytest.mark.parametrize("name", ["", "k2"])
def test_a_row_with_rows_below_it_gets_no_name_that_is_none_or_taken(
    folder: Path, name: str
) -> None:
    assert plan_edits(read_state(folder), [CellEdit(FILE, "k1", "id", "k1", name)]).is_refused
