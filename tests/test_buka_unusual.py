"""What seldom happens before the page: a table without rows, spoilt letters, the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from browser import (  # noqa: F401 — fixtures
    NEEDS_BROWSER,
    TABLE,
    Person,
    data_of,
    open_driver,
    open_person,
)
from buka import Page, copy_project, open_page
from selenium.webdriver.common.by import By

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEADER = "id,tingkat,no,jabatan,eselon,jumlah"
RULES = "/isi/berkas?berkas=aturan.csv"


@pytest.fixture(name="page")
def open_copy(tmp_path: Path) -> Iterator[Page]:
    with open_page(copy_project(tmp_path)) as page:
        page.enter()
        yield page


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("#REF!", "galat Excel #REF!"),
        ("a\x0bb", "karakter kendali U+000B"),
        ("a\u202eb", "karakter tak terlihat U+202E"),
        ("x" * 100_001, "lebih dari 100.000 huruf"),
    ],
)
def test_letters_that_the_data_cannot_hold_are_refused_before_they_are_saved(
    page: Page, tmp_path: Path, text: str, told: str
) -> None:
    before = data_of(tmp_path)
    edit = {"berkas": TABLE, "baris": "kepala-dinas", "kolom": "jabatan"}

    answer = page.post_json(
        "/isi/simpan", {"suntingan": [{**edit, "semula": "Kepala Dinas", "menjadi": text}]}
    )

    assert answer.status == 422
    assert told in answer.text
    assert data_of(tmp_path) == before


def test_letters_of_other_scripts_are_saved_as_they_are(page: Page, tmp_path: Path) -> None:
    text = "Kepala مرحبا א e\u0301\u0323 📚"
    edit = {"berkas": TABLE, "baris": "kepala-dinas", "kolom": "jabatan"}

    answer = page.post_json(
        "/isi/simpan", {"suntingan": [{**edit, "semula": "Kepala Dinas", "menjadi": text}]}
    )

    assert answer.status == 200
    assert text in data_of(tmp_path)


def test_the_amounts_of_a_new_row_are_read_as_those_of_a_cell(page: Page, tmp_path: Path) -> None:
    file = "tabel/program-renstra.csv"
    above = data_of(tmp_path, file).splitlines()[-1].split(",")[0]
    row = {"berkas": file, "baris": above, "tindakan": "tambah", "isi:id": "baru"}

    answer = page.ask(
        f"{page.base}/isi/baris", "POST", urlencode({**row, "isi:rp_2020": "Rp1.250"})
    )

    assert answer.status == 303, answer.text
    assert ",1250," in data_of(tmp_path, file).splitlines()[-1]


@NEEDS_BROWSER[0]
@NEEDS_BROWSER[1]
class TestInTheBrowser:
    def test_rows_from_excel_are_pasted_into_a_table_without_rows(
        self, person: Person, tmp_path: Path
    ) -> None:
        (tmp_path / "data" / TABLE).write_text(f"{HEADER}\n", "utf-8")
        person.open(f"/isi/berkas?berkas={TABLE}")
        person.see("Belum ada baris.")

        person.paste(person.cell("", "jabatan"), "Kepala\tII b\t1 orang\r\nStaf\t-\t2 orang\r\n")

        person.wait(lambda: person.cell("baris-2", "jabatan").text == "Staf")
        assert data_of(tmp_path).splitlines()[1:] == [
            "baris-1,,,Kepala,II b,1 orang",
            "baris-2,,,Staf,-,2 orang",
        ]

    def test_a_first_row_is_typed_into_a_table_without_rows(
        self, person: Person, tmp_path: Path
    ) -> None:
        (tmp_path / "data" / TABLE).write_text(f"{HEADER}\n", "utf-8")
        person.open(f"/isi/berkas?berkas={TABLE}")

        person.edit("", "jabatan", "Kepala")

        person.wait(lambda: person.cell("baris-1", "jabatan").text == "Kepala")
        assert data_of(tmp_path).splitlines()[1:] == ["baris-1,,,Kepala,,"]

    def test_the_way_back_from_a_save_shows_what_was_saved_and_can_be_saved_again(
        self, person: Person, tmp_path: Path
    ) -> None:
        person.open(f"/isi/baris?berkas={TABLE}&baris=kepala-dinas")
        person.fill("JUMLAH", "55 orang")
        person.leave("Simpan")
        person.see("Tersimpan.")

        person.go_back()

        old = "[name='semula:jumlah']"

        def was() -> str:
            found = person.driver.find_element(By.CSS_SELECTOR, old)
            return str(found.get_attribute("value")).strip()

        person.wait(lambda: was() == "55 orang")
        assert "Sedang dikerjakan" not in person.text()
        person.fill("JUMLAH", "56 orang")
        person.leave("Simpan")
        person.see("Tersimpan.")
        assert "56 orang" in data_of(tmp_path)

    def test_a_row_far_down_stays_in_sight_after_it_was_saved(
        self, person: Person, tmp_path: Path
    ) -> None:
        last = data_of(tmp_path, "aturan.csv").splitlines()[-1].split(",")[0]
        person.open(RULES)
        person.driver.execute_script(
            "document.querySelector('#baris-baris tr:last-child').scrollIntoView()"
        )

        person.edit(last, "dasar", "Dasar yang lain")

        person.wait(lambda: person.cell(last, "dasar").text == "Dasar yang lain")

    def test_the_kind_of_a_rule_is_chosen_in_words(self, person: Person, tmp_path: Path) -> None:
        person.open(RULES)
        first = data_of(tmp_path, "aturan.csv").splitlines()[1].split(",")[0]
        assert "jumlah_anak" not in person.text()

        person.click(f"[data-baris='{first}'] .sel[data-kolom='jenis']")
        person.choose("Jenis", "Kolom = jumlah kolom lain")
        person.leave("Simpan")

        person.wait(lambda: person.cell(first, "jenis").text == "Kolom = jumlah kolom lain")
        assert f"{first},jumlah_mendatar," in data_of(tmp_path, "aturan.csv")
