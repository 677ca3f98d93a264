"""What stands together on a page, and how wide a column must be: no figure is ever broken."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest

from renstra_doc import build_document
from renstra_doc.finding import Severity
from renstra_doc.render.fitting import fit_widths
from renstra_doc.render.flow import find_turned
from renstra_doc.render.keeping import find_kept
from renstra_doc.render.table import scale_widths
from renstra_doc.run.new_project import create_project
from renstra_doc.template.read import RoleLook, SectionLook, TableLook
from renstra_doc.template.typefaces import Typeface
from renstra_doc.view import GridCell, HeadingItem, ParagraphItem, TableItem, TableRow
from renstra_doc.words.markup import Run

NARROW = Typeface("Arial Narrow", 8.0, exact=240)
ROLE = RoleLook("", "Isi", full_width=False, type=NARROW)
LOOK = TableLook("<w:tblPr></w:tblPr>", {"isi": ROLE, "kepala": ROLE})


def table(*rows: tuple[str, ...], widths: tuple[float, ...]) -> TableItem:
    printed = tuple(
        TableRow(f"r{number}", "isi", tuple(map(GridCell, cells)))
        for number, cells in enumerate(rows)
    )
    head = (tuple(GridCell("Pagu") for _ in widths),)
    return TableItem("t", "Tabel 1", "", "", "potret", "umum", widths, head, (), printed)


def fit(item: TableItem, total: int = 9000) -> tuple[int, ...]:
    return fit_widths(item, LOOK, scale_widths(item.lebar, total)).widths


def test_widths_that_hold_their_figures_stay_as_the_data_say() -> None:
    assert fit(table(("Program", "1.000"), widths=(100, 50))) == (6000, 3000)


def test_a_column_grows_to_its_widest_figure_and_text_gives_the_room() -> None:
    item = table(("Program Rehabilitasi", "124.318.668.425"), widths=(140, 10))
    name, amount = fit(item)

    assert name + amount == 9000
    assert amount >= NARROW.measure("124.318.668.425")
    assert name > amount


def test_where_words_must_break_those_of_most_rows_stay_whole() -> None:
    often = [("Pemberdayaan", "Pertanggungjawaban", "1.124.318.668.425")] * 30
    rare = [("Pemberdayaan", "Ketidakterselenggaraannya", "1.124.318.668.425")]
    item = table(*often, *rare, widths=(10, 10, 10))
    first, second, amount = fit(item, 3900)

    assert amount >= NARROW.measure("1.124.318.668.425")
    assert first >= NARROW.measure("Pemberdayaan")
    assert NARROW.measure("Pertanggungjawaban") <= second
    assert second < NARROW.measure("Ketidakterselenggaraannya")


def test_a_column_of_few_words_is_not_pressed_to_letters() -> None:
    item = table(
        *[("", "Pertanggungjawaban Penyelenggaraan")] * 40, ("Meningkatnya", "x"), widths=(9, 9)
    )

    assert min(fit(item, 1800)) >= 450


def test_figures_that_no_page_holds_are_named() -> None:
    item = table(("1.124.318.668.425",) * 12, widths=(10,) * 12)
    found = fit_widths(item, LOOK, scale_widths(item.lebar, 9000))

    assert {(tight.row, tight.text) for tight in found.tight} == {("r0", "1.124.318.668.425")}
    assert {tight.column for tight in found.tight} == set(range(12))


def rows(*levels: str, held: str = "") -> list[TableRow]:
    return [
        TableRow(f"r{number}", level, (GridCell("x"),), lekat=str(number) in held)
        for number, level in enumerate(levels)
    ]


def test_a_short_table_stands_on_one_page_with_its_source() -> None:
    assert find_kept(rows("", "", ""), has_source=True) == [True, True, True]
    assert find_kept(rows("", "", ""), has_source=False) == [True, True, False]
    assert find_kept([], has_source=True) == []


def test_of_a_long_table_a_parent_stands_with_its_first_child_and_a_total_not_alone() -> None:
    levels = ["program", "kegiatan", *[""] * 10, "jumlah"]
    kept = find_kept(rows(*levels, held="0"), has_source=True)

    assert kept == [True, *[False] * 10, True, True]


def test_a_merged_group_is_not_parted_unless_it_is_long() -> None:
    def merged(count: int) -> list[TableRow]:
        cells = [GridCell("x", tegak="mulai"), *[GridCell("", tegak="lanjut")] * (count - 1)]
        return [TableRow(str(n), "", (cell,)) for n, cell in enumerate(cells)]

    long = [*merged(3), *rows(*[""] * 10)]
    assert find_kept(long, has_source=False)[:4] == [True, True, False, False]
    tall = find_kept(long, has_source=False, height_of=lambda _row: 2000.0)
    assert tall[:4] == [False, False, False, False]
    assert not any(find_kept(merged(30), has_source=False))


def test_a_table_does_not_leave_the_page_before_it_empty_to_keep_all_of_its_first_rows() -> None:
    levels = ["program", "kegiatan", *["sub_kegiatan"] * 12]
    held = rows(*levels, held="01")

    low = find_kept(held, has_source=False, height_of=lambda _row: 500.0, head=1500)
    tall = find_kept(held, has_source=False, height_of=lambda _row: 1500.0, head=1500)

    assert low[:3] == [True, True, False]
    assert tall[:3] == [True, False, False]


def test_parents_with_a_tall_first_child_leave_no_page_half_empty_in_a_table_either() -> None:
    levels = [*[""] * 12, "program", "kegiatan", "sub_kegiatan", "sub_kegiatan"]
    held = [replace(row, lekat=number in (12, 13)) for number, row in enumerate(rows(*levels))]

    low = find_kept(held, has_source=False, height_of=lambda _row: 1500.0)
    tall = find_kept(held, has_source=False, height_of=lambda _row: 2200.0)

    assert low[12:14] == [True, True]
    # On A4, where cells are narrow and rows high: the program stays with its kegiatan.
    assert tall[12:14] == [True, False]


def test_a_short_table_that_no_page_holds_may_part() -> None:
    tall = find_kept(rows(*[""] * 9), has_source=True, height_of=lambda _row: 2000.0)
    assert tall == [*[False] * 8, True]


@pytest.fixture
def budget(tmp_path: Path) -> Path:
    """Return a new Renstra with its form T-C.27."""
    return create_project(tmp_path / "baru", "renstra-86")


def fill_amounts(data: Path, amount: str) -> None:
    path = data / "tabel/program.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        header, *body = csv.reader(stream)
    for row in body:
        for place, name in enumerate(header):
            if name.startswith("rp_") and row[place]:
                row[place] = amount
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([header, *body])


def find_wide(data: Path) -> list[str]:
    report = build_document(data, draft=True, measure=False).report
    return [str(finding) for finding in report.stopping if finding.rule == "lebar"]


def test_twelve_digits_fit_the_form_and_twenty_one_are_told_at_their_place(budget: Path) -> None:
    fill_amounts(budget, "124318668425")
    assert find_wide(budget) == []

    fill_amounts(budget, "124318668425000000000")
    first = find_wide(budget)[0]
    assert re.search(
        r"program\.csv, baris 2, kolom rp_2025: “124\.318\.668\.425\.000\.000\.000”", first
    )
    assert "tidak muat" in first


def test_words_that_must_break_are_told_once_a_table_with_what_helps(budget: Path) -> None:
    fill_amounts(budget, "124318668425")
    path = budget / "tabel/program.csv"
    text = path.read_text(encoding="utf-8").replace("[lokasi]", "Penyelenggaraan")
    path.write_text(text.replace("[tujuan]", "Pertanggungjawaban"), encoding="utf-8")

    report = build_document(budget, draft=True, measure=False).report
    told = [finding for finding in report.open if finding.rule == "lebar"]

    assert len(told) == 1
    assert told[0].severity is Severity.WARNING
    assert re.search(r"terpotong di tengah kata, \d+ kata di tabel ini", told[0].message)
    assert "kertas A3" in told[0].hint
    # The table lies already.
    assert "orientasi lanskap" not in told[0].hint


def section(width: int, height: int) -> SectionLook:
    properties = f'<w:sectPr><w:pgSz w:w="{width}" w:h="{height}"/><w:pgMar w:top="1400" w:bottom="1400"/></w:sectPr>'
    return SectionLook(properties, "", "", width - 2800, width > height)


SECTIONS = {"isi": section(12189, 18709), "lanskap": section(18709, 12189)}


def paragraph(name: str, letters: int) -> ParagraphItem:
    return ParagraphItem(name, "Paragraf", (Run("x" * letters),))


def lying(name: str) -> TableItem:
    return replace(table(("a",), widths=(1,)), id=name, orientasi="lanskap")


def test_short_texts_beside_a_landscape_table_stand_on_its_page() -> None:
    chapter = HeadingItem("bab", 1, "BAB I", (Run("PENDAHULUAN"),))
    items = (chapter, paragraph("a", 100), lying("t"), paragraph("b", 80))

    assert find_turned(items, SECTIONS) == {"bab", "a", "b"}


def test_a_long_text_keeps_its_page_and_gives_its_last_lines_to_the_table() -> None:
    full = [paragraph(f"p{number}", 70) for number in range(36)]
    turned = find_turned((*full, lying("t")), SECTIONS)

    assert 0 < len(turned) < 12
    assert "p35" in turned
    assert "p0" not in turned


def test_texts_of_a_chapter_without_landscape_tables_stay_where_they_are() -> None:
    items = (paragraph("a", 10), HeadingItem("bab", 1, "", (Run("X"),)), lying("t"))

    assert "a" not in find_turned(items, SECTIONS)
    assert find_turned(items, {"isi": SECTIONS["isi"]}) == frozenset()
