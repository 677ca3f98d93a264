"""Who leaves a form is asked first; a button pressed twice saves once; names and figures in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pytest
from browser import (  # noqa: F401 — fixtures
    NEEDS_BROWSER,
    TABLE,
    Person,
    data_of,
    open_driver,
    open_person,
)
from buka import REPOSITORY, Page, copy_project, open_page
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from test_buka_way_back import look, post, read, row_form

from renstra_doc.edit.saves import read_state
from renstra_doc.files.history import list_steps
from renstra_doc.view.items import DictumItem, ParagraphItem
from renstra_doc.view.make_view import build_view, number_items

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROGRAM = "tabel/program-renstra.csv"
WAIVERS = "pengecualian.csv"
FORM = f"/isi/baris?berkas={TABLE}&baris=kepala-dinas"
# What the browser does before a page is left: it asks where the page says so.
ASKS = "return !dispatchEvent(new Event('beforeunload', {cancelable: true}))"
# Kept beyond the page that is left: whether leaving it asked.
REMEMBER = (
    "addEventListener('beforeunload', (e) => sessionStorage.setItem('asked', e.defaultPrevented))"
)
REMEMBERED = "return sessionStorage.asked"
# Saves are answered, and the page is never made new.
NO_NEWS = (
    "const ask = fetch; window.fetch = (at, how = {}) => "
    "how.method === 'POST' ? ask(at, how) : new Promise(() => {})"
)
STAY = "window.confirm = (words) => { document.body.dataset.asked = words; return false; }"


@pytest.fixture(name="page")
def open_project(tmp_path: Path) -> Iterator[Page]:
    with open_page(copy_project(tmp_path)) as page:
        page.enter()
        yield page


# --- A row that others stand below ---------------------------------------------------------------


def test_a_row_that_gets_another_name_takes_the_rows_below_it_along(
    page: Page, tmp_path: Path
) -> None:
    fields = row_form(page, PROGRAM, "tujuan-1")
    named = {"isi:id": "tujuan-satu", "isi:uraian": "TUJUAN : Kesejahteraan"}

    answer = post(page, "/isi/baris", **{**fields, **named}, tindakan="simpan")

    assert answer.status == 303, read(answer)
    shown = page.ask(answer.headers["location"])
    assert "Tersimpan. 2 baris di bawahnya ikut menyebut nama barunya." in read(shown)
    assert data_of(tmp_path, PROGRAM).splitlines()[1:3] == [
        "tujuan-satu,tujuan,,,tujuan-1,TUJUAN : Kesejahteraan,,,,,,,,,,,,,,,",
        (
            "sasaran-1,sasaran,tujuan-satu,,sasaran-1,SASARAN 1 : Meningkatnya Kemandirian "
            "Penyandang Masalah Kesejahteraan Sosial (PMKS),,,,,,,,,,,,,,,"
        ),
    ]


def test_a_short_text_of_two_lines_is_edited_in_two_lines(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "data" / TABLE
    file.write_text(data_of(tmp_path).replace(",Kepala Dinas,", ',"Kepala\nDinas",'), "utf-8")

    shown = page.ask(f"{page.base}{FORM}").text

    field = shown.partition('id="kolom-jabatan" name="isi:jabatan"')
    assert field[0].endswith("<textarea ")
    assert field[2].partition(">")[2].startswith("\nKepala\nDinas</textarea>")


def test_an_item_of_a_list_is_called_by_the_number_that_it_prints(page: Page) -> None:
    told = read(look(page, "/isi/berkas?berkas=naskah/02-peraturan.csv"))

    assert "butir c. bahwa berdasarkan pertimbangan" in told
    assert "butir 2. Undang-Undang Nomor 25 Tahun 2004" in told


def test_the_numbers_of_the_items_are_those_of_the_document() -> None:
    document = read_state(REPOSITORY / "data").document
    printed = {
        item.id: item.penanda
        for each in build_view(document).items
        for item in (each.paragraphs if isinstance(each, DictumItem) else (each,))
        if isinstance(item, ParagraphItem) and item.penanda
    }

    found = number_items(document)

    assert {name: mark for name, mark in found.items() if mark} == printed
    assert len(printed) > 100


# --- A waiver whose figures changed --------------------------------------------------------------


def test_a_waiver_of_other_figures_is_told_as_printed_with_the_place_in_words(
    page: Page, tmp_path: Path
) -> None:
    file = tmp_path / "data" / WAIVERS
    file.write_text(data_of(tmp_path, WAIVERS).replace(",149245700,", ",149245701,"), "utf-8")

    told = read(look(page, "/temuan?bobot=peringatan"))

    assert (
        "angka pengecualian tidak lagi sama: harapan 149.245.701, nyata 236.121.917 "
        "(Tabel 6.1 · Peningkatan Kemampuan (Capacity Building) petugas pendamping sosial"
    ) in told
    assert "Kondisi Kinerja pada akhir periode Renstra Perangkat Daerah > Rp)" in told
    assert "rp_akhir" not in told
    assert "k-pendamping-sosial" not in told


# --- In the browser ------------------------------------------------------------------------------


@pytest.fixture(name="filling")
def open_form(person: Person) -> Person:
    """Open the form of a row."""
    person.open(FORM)
    return person


def asks(person: Person) -> object:
    return person.driver.execute_script(ASKS)


class TestInTheBrowser:
    pytestmark: ClassVar = list(NEEDS_BROWSER)

    def test_a_row_that_is_typed_is_left_only_after_a_question(self, filling: Person) -> None:
        assert asks(filling) is False
        filling.fill("JABATAN", "Kepala Dinas Baru")
        assert asks(filling) is True
        filling.fill("JABATAN", "Kepala Dinas")
        assert asks(filling) is False
        filling.fill("JABATAN", "Kepala Dinas Baru")
        filling.driver.execute_script(REMEMBER)

        filling.press("Ringkasan")

        filling.see("Cakupan pemeriksaan")
        assert filling.driver.execute_script(REMEMBERED) == "true"

    @pytest.mark.parametrize("button", ["Simpan", "Batal"])
    def test_who_saves_or_cancels_a_row_is_not_asked(self, filling: Person, button: str) -> None:
        filling.fill("JABATAN", "Kepala Dinas Baru")
        filling.driver.execute_script(REMEMBER)

        filling.leave(button)

        filling.see("JABATAN")
        assert filling.driver.execute_script(REMEMBERED) == "false"

    def test_a_row_that_was_refused_is_left_only_after_a_question(self, person: Person) -> None:
        person.open(f"/isi/baris?berkas={PROGRAM}&baris=k-kube")
        field = person.driver.find_element(By.ID, "kolom-rp_2017")
        field.clear()
        field.send_keys("dua juta", Keys.ENTER)

        person.see("Isian ini tidak dapat dibaca.")
        person.wait(lambda: asks(person))

    def test_a_reason_that_is_typed_is_left_only_after_a_question(self, person: Person) -> None:
        person.open("/temuan?bobot=catatan")
        person.do(lambda link: link.click(), By.XPATH, "(//article//h3/a)[1]")
        person.press("Kecualikan temuan ini")
        assert asks(person) is False
        person.do(lambda box: box.send_keys("Angka terbit demikian."), By.ID, "alasan")
        assert asks(person) is True
        person.driver.execute_script(STAY)

        person.do(lambda link: link.click(), By.XPATH, "(//article//h3/a)[2]")

        body = person.driver.find_element(By.TAG_NAME, "body")
        person.wait(lambda: body.get_attribute("data-asked"))
        assert body.get_attribute("data-asked") == (
            "Yang Anda ketik untuk temuan ini belum dicatat. Tinggalkan?"
        )
        assert person.field("Alasan").get_attribute("value") == "Angka terbit demikian."

    def test_a_row_that_is_saved_by_a_double_click_is_saved_once(
        self, filling: Person, tmp_path: Path
    ) -> None:
        filling.fill("JABATAN", "Kepala Dinas Baru")
        twice = ActionChains(filling.driver).double_click

        filling.do(lambda button: twice(button).perform(), By.XPATH, "//button[.='Simpan']")

        filling.see("Tersimpan.")
        assert_saved_once(filling, tmp_path)

    def test_a_row_that_is_saved_by_two_enters_is_saved_once(
        self, filling: Person, tmp_path: Path
    ) -> None:
        filling.fill("JABATAN", "Kepala Dinas Baru")

        ActionChains(filling.driver).send_keys(Keys.ENTER, Keys.ENTER).perform()

        filling.see("Tersimpan.")
        assert_saved_once(filling, tmp_path)

    def test_a_cell_that_is_saved_by_two_enters_is_saved_once(
        self, person: Person, tmp_path: Path
    ) -> None:
        person.open(f"/isi/berkas?berkas={TABLE}")
        person.click("[data-baris='kepala-dinas'] .sel[data-kolom='jabatan']")

        person.type_over("Kepala Dinas Baru", Keys.ENTER, Keys.ENTER)

        person.see("Tersimpan.")
        assert_saved_once(person, tmp_path)

    def test_tab_saves_a_cell_and_opens_the_next_one(self, person: Person, tmp_path: Path) -> None:
        person.open(f"/isi/berkas?berkas={TABLE}")
        person.click("[data-baris='kepala-dinas'] .sel[data-kolom='jabatan']")
        person.type_over("Kepala Dinas Baru", Keys.TAB)
        person.do(lambda box: box.text, By.CSS_SELECTOR, ".sel-isi[aria-label^='ESELON']")

        person.type_over("II a", Keys.ENTER)

        person.wait(lambda: "kepala-dinas,,#,Kepala Dinas Baru,II a," in data_of(tmp_path))

    def test_a_cell_is_not_opened_with_its_old_text_while_the_page_is_made_new(
        self, person: Person
    ) -> None:
        person.open(f"/isi/berkas?berkas={TABLE}")
        person.driver.execute_script(NO_NEWS)
        person.edit("kepala-dinas", "jabatan", "Kepala Dinas Baru")

        person.driver.switch_to.active_element.send_keys(Keys.ENTER)

        assert not person.driver.find_elements(By.CSS_SELECTOR, ".sel-isi")


def assert_saved_once(person: Person, tmp_path: Path) -> None:
    """Assert that one step was made, that nothing was refused, and that the new text is there."""
    assert "Tidak disimpan" not in person.text()
    assert len(list_steps(tmp_path / "data")) == 1
    assert data_of(tmp_path).count("Kepala Dinas Baru") == 1
