"""What is told of a document that was edited: each paragraph, row, column and number by its place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from renstra_doc.place import Place
from renstra_doc.review.verify.edits import find_edits
from renstra_doc.review.verify.lines import Grid, Line, Printed
from renstra_doc.review.verify.printed import TEMPLATE_TEXT

STORY = "naskah/bab1.csv"
# Three sentences that have no word in common.
SCHOOL = "Jumlah murid sekolah dasar terus naik."
ROAD = "Panjang jalan kabupaten belum beraspal seluruhnya;"
CLINIC = "Puskesmas melayani warga di setiap kecamatan"
FOREIGN = "Angin bertiup kencang sepanjang malam"


def story(*texts: str, labels: tuple[str, ...] = (), anchors: tuple[str, ...] = ()) -> list[Line]:
    """Return what should be printed: paragraphs 1, 2, … of a file."""
    return [
        Line(
            text,
            f"paragraf {number}",
            Place(STORY, number),
            labels[number - 1] if labels else "",
            text,
            jangkar=anchors[number - 1] if anchors else "",
        )
        for number, text in enumerate(texts, start=1)
    ]


def read(*texts: str, labels: tuple[str, ...] = (), anchors: tuple[str, ...] = ()) -> list[Line]:
    """Return what a file shows, nothing of it tracked."""
    lines = story(*texts, labels=labels, anchors=anchors)
    return [replace(line, spot="paragraf", place=Place()) for line in lines]


def grid(*rows: str, known: bool = False) -> Grid:
    """Return a table: cells parted by `|`; one of the data knows its places."""
    return Grid(
        tuple(
            tuple(
                Line(
                    text,
                    f"Tabel 1: baris {text_row}, kolom {column}" if known else "",
                    Place("tabel/a.csv", text_row, f"kolom{column}") if known else Place(),
                    semula=text,
                )
                for column, text in enumerate(row.split("|"), start=1)
            )
            for text_row, row in enumerate(rows, start=1)
        )
    )


def tell(wanted: list[Line] | Grid, found: list[Line] | Grid) -> list[str]:
    """Return the edits, a line each: what was done, where, before and after."""
    sides = [Printed(tuple(s if isinstance(s, list) else [s]), (), ()) for s in (wanted, found)]
    return [
        f"{edit.did} {edit.place}: {edit.old} → {edit.new}{' (ragu)' * edit.ragu}"
        for edit in find_edits(*sides)
    ]


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ((SCHOOL, ROAD, CLINIC), []),
        (
            (SCHOOL, ROAD, f"{CLINIC}."),
            [f"diubah naskah/bab1.csv, baris 3: {CLINIC} → {CLINIC}."],
        ),
        ((SCHOOL, CLINIC), [f"dihapus naskah/bab1.csv, baris 2: {ROAD} → "]),
        (
            (),
            [
                f"dihapus naskah/bab1.csv, baris {n}: {t} → "
                for n, t in enumerate((SCHOOL, ROAD, CLINIC), 1)
            ],
        ),
        (
            (SCHOOL, FOREIGN, ROAD, CLINIC),
            [f"ditambahkan naskah/bab1.csv, baris 1:  → {FOREIGN}"],
        ),
        ((FOREIGN, SCHOOL, ROAD, CLINIC), [f"ditambahkan :  → {FOREIGN}"]),
        # As many as before, and no word in common: it was written anew in its place.
        (
            (SCHOOL, FOREIGN, CLINIC),
            [f"diubah naskah/bab1.csv, baris 2: {ROAD} → {FOREIGN}"],
        ),
        (
            (CLINIC, SCHOOL, ROAD),
            [f"dipindahkan naskah/bab1.csv, baris 3: {CLINIC} → sesudah "],
        ),
        (
            (ROAD, SCHOOL, CLINIC),
            [f"dipindahkan naskah/bab1.csv, baris 1: {SCHOOL} → sesudah naskah/bab1.csv, baris 2"],
        ),
    ],
)
def test_paragraphs_are_told_by_their_place(found: tuple[str, ...], told: list[str]) -> None:
    assert tell(story(SCHOOL, ROAD, CLINIC), read(*found)) == told


def test_a_sentence_that_was_moved_and_edited_on_its_way_is_one_move() -> None:
    moved = ROAD.replace("belum", "sudah")

    assert tell(story(SCHOOL, ROAD, CLINIC), read(SCHOOL, CLINIC, moved)) == [
        f"dipindahkan naskah/bab1.csv, baris 2: {ROAD} → sesudah naskah/bab1.csv, baris 3"
    ]


def test_of_two_that_went_each_is_paired_with_its_own_copy() -> None:
    wanted, found = story(SCHOOL, ROAD, CLINIC, FOREIGN), read(FOREIGN, CLINIC, ROAD, SCHOOL)
    moved = [line.partition(":")[0] for line in tell(wanted, found)]

    assert len(moved) == 3
    assert all(line.startswith("dipindahkan naskah/bab1.csv, baris ") for line in moved)
    assert len(set(moved)) == 3


def test_which_of_two_was_written_anew_is_in_doubt_without_an_anchor_and_certain_with_it() -> None:
    told = [
        f"diubah naskah/bab1.csv, baris 1: {SCHOOL} → {FOREIGN}",
        f"dihapus naskah/bab1.csv, baris 2: {ROAD} → ",
    ]
    doubted = tell(story(SCHOOL, ROAD, CLINIC), read(FOREIGN, CLINIC))
    anchors = ("_RenA", "_RenB", "_RenC")
    wanted = story(SCHOOL, ROAD, CLINIC, anchors=anchors)

    assert all(line.endswith("(ragu)") for line in doubted)
    assert tell(wanted, read(FOREIGN, CLINIC, anchors=("_RenA", "_RenC"))) == told
    assert tell(wanted, read(FOREIGN, CLINIC, anchors=("_RenB", "_RenC"))) == [
        f"dihapus naskah/bab1.csv, baris 1: {SCHOOL} → ",
        f"diubah naskah/bab1.csv, baris 2: {ROAD} → {FOREIGN}",
    ]


def test_an_anchor_that_stands_twice_was_copied_and_tells_nothing() -> None:
    wanted = story(SCHOOL, ROAD, CLINIC, anchors=("_RenA", "_RenB", "_RenC"))
    found = read(SCHOOL, FOREIGN, ROAD, CLINIC, anchors=("_RenA", "_RenA", "_RenB", "_RenC"))

    assert tell(wanted, found) == [f"ditambahkan naskah/bab1.csv, baris 1:  → {FOREIGN}"]


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (("a.", "b.", "c."), []),
        (("a.", "", "b."), ["diubah naskah/bab1.csv, baris 2, kolom penanda: b. → tanpa nomor"]),
        (("b.", "c.", "d."), ["diubah naskah/bab1.csv, baris 1, kolom penanda: a. → b."]),
        (("a.", "b.", "•"), ["diubah naskah/bab1.csv, baris 3, kolom penanda: c. → •"]),
    ],
)
def test_of_numbers_that_shift_one_after_another_the_first_is_told(
    labels: tuple[str, ...], told: list[str]
) -> None:
    wanted = story(SCHOOL, ROAD, CLINIC, labels=("a.", "b.", "c."))

    assert tell(wanted, read(SCHOOL, ROAD, CLINIC, labels=labels)) == told


def test_numbers_that_shift_because_an_item_went_are_not_told() -> None:
    wanted = story(SCHOOL, ROAD, CLINIC, labels=("a.", "b.", "c."))

    assert tell(wanted, read(SCHOOL, CLINIC, labels=("a.", "b."))) == [
        f"dihapus naskah/bab1.csv, baris 2: {ROAD} → "
    ]


def test_the_number_of_the_templates_own_text_is_nobodys() -> None:
    wanted = [replace(story(SCHOOL)[0], spot=TEMPLATE_TEXT, label="1.")]

    assert tell(wanted, read(SCHOOL, labels=("2.",))) == []


ROWS = ("Uraian|2024|2025", "Murid|10|20", "Jalan|30|40", "Klinik|50|60")


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (ROWS, []),
        (
            ("Uraian|2024|2025", "Murid|10|21", "Jalan|30|40", "Klinik|50|60"),
            ["diubah tabel/a.csv, baris 2, kolom kolom3: 20 → 21"],
        ),
        # An emptied cell is changed, not gone.
        (
            ("Uraian|2024|2025", "Murid|10|", "Jalan|30|40", "Klinik|50|60"),
            ["diubah tabel/a.csv, baris 2, kolom kolom3: 20 → "],
        ),
        (
            ("Uraian|2024|2025", "Murid|10|20", "Klinik|50|60"),
            ["dihapus tabel/a.csv, baris 3: Jalan | 30 | 40 → "],
        ),
        (
            ("Uraian|2024|2025", "Murid|10|20", "Pasar|7|8", "Jalan|30|40", "Klinik|50|60"),
            ["ditambahkan tabel/a.csv, baris 2:  → Pasar | 7 | 8"],
        ),
        (
            ("Uraian|2024|2025", "Jalan|30|40", "Klinik|50|60", "Murid|10|20"),
            ["dipindahkan tabel/a.csv, baris 2: Murid | 10 | 20 → sesudah tabel/a.csv, baris 4"],
        ),
        (
            ("Uraian|2025", "Murid|20", "Jalan|40", "Klinik|60"),
            ["dihapus tabel/a.csv, baris 1, kolom kolom2: 2024 | 10 | 30 | 50 → "],
        ),
        (
            ("Uraian|2024|2025|2026", "Murid|10|20|1", "Jalan|30|40|2", "Klinik|50|60|3"),
            ["ditambahkan tabel/a.csv, baris 1, kolom kolom3:  → 2026 | 1 | 2 | 3"],
        ),
        # A row that lacks its last cell: the cell is empty.
        (
            ("Uraian|2024|2025", "Murid|10", "Jalan|30|40", "Klinik|50|60"),
            ["diubah tabel/a.csv, baris 2, kolom kolom3: 20 → "],
        ),
    ],
)
def test_cells_rows_and_columns_are_told_by_their_place(
    found: tuple[str, ...], told: list[str]
) -> None:
    assert tell(grid(*ROWS, known=True), grid(*found)) == told


def test_a_table_without_one_column_of_the_old_one_is_another_table() -> None:
    wanted = grid("Uraian|2024", "Murid|10", "Jalan|30", known=True)

    assert tell(wanted, grid("A|B|C", "x|y|z")) == [
        "dihapus tabel/a.csv, baris 1, kolom kolom1: Uraian | 2024 → ",
        "ditambahkan tabel/a.csv, baris 1, kolom kolom1:  → A | B | C",
    ]


def test_a_row_whose_number_counts_anew_where_it_goes_is_a_move() -> None:
    wanted = grid(
        "No|Uraian", "1.|Murid sekolah dasar", "2.|Jalan kabupaten", "3.|Klinik", known=True
    )
    found = grid("No|Uraian", "1.|Jalan kabupaten", "2.|Klinik", "3.|Murid sekolah dasar")
    told = tell(wanted, found)

    assert told[0].startswith(
        "dipindahkan tabel/a.csv, baris 2: 1. | Murid sekolah dasar → sesudah"
    )
