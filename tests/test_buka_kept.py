"""What stands in the way of a save never costs what was typed: locks, disks, broken lists, forms."""

from __future__ import annotations

import csv
import json
import socket
import subprocess
import sys
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
from buka import Page, copy_project, open_page
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from test_buka_way_back import look, post, read, row_form, send

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium import webdriver

HOLD = """
import sys, time
from pathlib import Path
from renstra_doc.files.lock import lock_folder
with lock_folder(Path(sys.argv[1]), "impor besar"):
    print("held", flush=True)
    sys.stdin.readline()
"""
# A page that cannot wait for the checks, as on a machine where they take long.
SLOW = """
import sys
from renstra_doc.web import overview
from renstra_doc.__main__ import run
overview.PATIENCE = 0
sys.exit(run())
"""
BEGIN = {
    "nama": "Renstra 2030",
    "opd": "Dinas 'Contoh' \"Satu\" 📚",
    "daerah": "Kabupaten Contoh",
    "kepala": "Ibu Kepala",
    "periode": "2030 sampai selesai",
}


@pytest.fixture(name="page")
def open_project(tmp_path: Path) -> Iterator[Page]:
    with open_page(copy_project(tmp_path)) as page:
        page.enter()
        yield page


@pytest.fixture(name="begun")
def open_folder(tmp_path: Path) -> Iterator[Page]:
    with open_page(tmp_path) as page:
        page.enter()
        page.base = ""
        yield page


@pytest.fixture(name="held")
def hold_lock(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Hold the lock of the project as another program does, until told to go on."""
    command = [sys.executable, "-c", HOLD, str(tmp_path / "data")]
    (tmp_path / "data").mkdir(exist_ok=True)
    other = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    yield other
    other.kill()
    other.wait(20)


def first_row(tmp_path: Path) -> dict[str, str]:
    return next(iter(csv.DictReader(data_of(tmp_path).splitlines())))


# --- Forms that are refused ----------------------------------------------------------------------


def test_a_new_project_that_is_refused_keeps_its_fields(begun: Page) -> None:
    form = {**BEGIN, "bentuk": "renstra", "bidang": "1.01"}

    answer = post(begun, "/baru", **form)

    assert answer.status == 422
    assert "Ini belum dapat dilakukan" in read(answer)
    assert 'value="Renstra 2030"' in answer.text
    assert 'value="Dinas &#39;Contoh&#39; &#34;Satu&#34; 📚"' in answer.text
    assert 'value="2030 sampai selesai"' in answer.text
    assert '<option value="1.01" selected>' in answer.text


def test_an_old_document_is_sent_once_although_the_name_of_the_project_was_taken(
    begun: Page, tmp_path: Path
) -> None:
    (tmp_path / "renstra-2030").mkdir()
    (tmp_path / "renstra-2030" / "surat.txt").write_text("bukan proyek", "utf-8")
    matrix = b"Kode;Program;Indikator;Pagu 2030\n1;Program Satu;Jumlah;1.000\n"

    refused = send(begun, "/baru/dari", {"nama": "Renstra 2030"}, "matriks.csv", matrix)

    assert refused.status == 422
    assert "Sudah diunggah: matriks.csv" in read(refused)
    key = refused.text.partition('name="kunci" value="')[2].partition('"')[0]
    again = send(begun, "/baru/dari", {"nama": "Renstra 2031", "kunci": key}, "", b"")
    assert again.status == 200, read(again)
    assert "matriks.csv" in read(again)
    assert 'value="Renstra 2031"' in again.text


def test_a_row_that_the_disk_refuses_comes_back_as_it_was_filled_in(
    page: Page, tmp_path: Path
) -> None:
    (tmp_path / "data" / ".renstra").write_text("a file where the program keeps its folder")
    fields = row_form(page, TABLE, "kepala-dinas") | {"isi:jabatan": "Kepala Dinas Baru"}

    answer = post(page, "/isi/baris", **fields, tindakan="simpan")

    assert answer.status == 422
    assert "Ini belum dapat dilakukan" in read(answer)
    assert 'value="Kepala Dinas Baru"' in answer.text
    assert "Kepala Dinas Baru" not in data_of(tmp_path)


@pytest.mark.parametrize("broken", ["nama;apa\nMurni;x\n", "\xff\xfe\x00", "nama\nMurni\n"])
def test_a_broken_list_of_editions_stops_nothing_else(
    page: Page, tmp_path: Path, broken: str
) -> None:
    (tmp_path / "edisi").mkdir()
    (tmp_path / "edisi" / "edisi.csv").write_bytes(broken.encode("latin-1"))

    for path in ("/keluar", "/edisi", ""):
        shown = look(page, path)
        assert shown.status == 200, path
        assert "edisi/edisi.csv" in read(shown), path
        assert "Belum ada" not in read(shown), path
    assert post(page, "/keluar", apa="teks").status == 200


# --- Somebody else writes ------------------------------------------------------------------------


def test_the_page_can_tell_who_writes_at_this_moment(
    tmp_path: Path, held: subprocess.Popen[str]
) -> None:
    with open_page(copy_project_into(tmp_path)) as page:
        page.enter()
        told = page.ask(f"{page.base}/denyut").said()
        assert str(told["dipegang"]).startswith("impor besar oleh ")

        held.communicate("\n")

        assert page.ask(f"{page.base}/denyut").said()["dipegang"] == ""


def copy_project_into(folder: Path) -> Path:
    """Copy the project where its data folder is there already."""
    made = copy_project(folder / "asal")
    for path in sorted((made / "data").rglob("*")):
        target = folder / "data" / path.relative_to(made / "data")
        if path.is_dir():
            target.mkdir(exist_ok=True)
        else:
            target.write_bytes(path.read_bytes())
    (made / "templates").rename(folder / "templates")
    return folder


def test_a_holder_that_was_killed_is_not_told(page: Page, tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    said = {"perintah": "impor", "siapa": "x", "komputer": socket.gethostname()}
    control = tmp_path / "data" / ".renstra"
    control.mkdir(exist_ok=True)
    (control / "pemegang.json").write_text(json.dumps({**said, "proses": dead.pid, "sejak": 1}))

    assert page.ask(f"{page.base}/denyut").said()["dipegang"] == ""


# --- In the browser ------------------------------------------------------------------------------


@pytest.fixture(name="typing")
def open_cell(person: Person) -> Person:
    """Open a cell and write into it, without saving."""
    person.open(f"/isi/berkas?berkas={TABLE}")
    person.write("1 ", "JUMLAH", "77 orang")
    return person


def value_of(person: Person) -> str:
    return str(person.driver.find_element(By.CSS_SELECTOR, ".sel-isi").get_attribute("value"))


class TestInTheBrowser:
    pytestmark: ClassVar = list(NEEDS_BROWSER)

    def test_what_is_typed_stays_when_the_program_is_gone(self, typing: Person) -> None:
        typing.page.process.terminate()
        typing.page.process.wait(20)

        typing.type_over("78 orang", Keys.ENTER)

        typing.see("tidak terhubung lagi dengan program")
        typing.see("Tidak disimpan")
        assert value_of(typing) == "78 orang"

    def test_a_save_that_waits_for_another_program_says_for_whom(
        self, driver: webdriver.Chrome, tmp_path: Path, held: subprocess.Popen[str]
    ) -> None:
        with open_page(copy_project_into(tmp_path)) as page:
            person = Person(driver, page)
            driver.get(page.address)
            person.base = driver.current_url
            person.open(f"/isi/berkas?berkas={TABLE}")
            person.write("1 ", "JUMLAH", "77 orang")
            person.type_over("77 orang", Keys.ENTER)

            person.see("sedang ditulis: impor besar oleh ")
            held.communicate("\n")

            person.see("Tersimpan.")
        assert first_row(tmp_path)["jumlah"] == "77 orang"

    def test_a_link_is_followed_after_the_cell_is_saved(
        self, typing: Person, tmp_path: Path
    ) -> None:
        typing.press("Ringkasan")

        typing.see("Cakupan pemeriksaan")
        assert first_row(tmp_path)["jumlah"] == "77 orang"

    def test_a_link_that_is_followed_at_once_waits_for_the_cell(
        self, typing: Person, tmp_path: Path
    ) -> None:
        typing.driver.execute_script(
            "const to = document.querySelector('nav[aria-label=Bagian] a');"
            "addEventListener('beforeunload', (e) => "
            "sessionStorage.setItem('asked', e.defaultPrevented));"
            "setTimeout(() => { to.focus(); to.click(); });"
        )

        typing.see("Cakupan pemeriksaan")
        assert typing.driver.execute_script("return sessionStorage.asked") == "false"
        assert first_row(tmp_path)["jumlah"] == "77 orang"

    def test_a_button_that_is_pressed_twice_acts_once(self, person: Person, tmp_path: Path) -> None:
        person.press("Edisi")
        person.fill("Nama edisi", "Murni")
        twice = ActionChains(person.driver).double_click

        person.do(lambda b: twice(b).perform(), By.XPATH, "//button[.='Simpan edisi']")

        person.see("Edisi Murni tersimpan.")
        assert "sudah ada" not in person.text()
        assert data_of(tmp_path, "../edisi/edisi.csv").count("Murni") == 1

    def test_a_preview_and_a_chosen_file_stay_while_the_data_change(
        self, person: Person, tmp_path: Path
    ) -> None:
        matrix = tmp_path / "matriks.csv"
        matrix.write_text("Jabatan;Jumlah\nKepala;1 orang\n", "utf-8")
        person.press("Masuk")
        person.field("Seret berkas ke sini, atau pilih").send_keys(str(matrix))
        person.driver.find_element(By.TAG_NAME, "h1").click()
        change_by_other_program(tmp_path, "Jabatan Satu")
        person.see("Data berubah sejak halaman ini dibuka")

        person.press("Periksa berkas")
        person.see("Tabel mana yang diisinya?")
        change_by_other_program(tmp_path, "Jabatan Dua")
        person.see("Data berubah sejak halaman ini dibuka")

        assert "Tabel mana yang diisinya?" in person.text()

    def test_what_was_opened_stays_open_when_the_page_follows_the_files(
        self, person: Person, tmp_path: Path
    ) -> None:
        assert_it_follows(person, tmp_path)

    def test_a_page_stays_while_a_slow_machine_checks_what_changed(
        self, driver: webdriver.Chrome, tmp_path: Path
    ) -> None:
        with open_page(copy_project(tmp_path), program=("-c", SLOW)) as page:
            person = Person(driver, page)
            driver.get(page.address)

            assert_it_follows(person, tmp_path)


def assert_it_follows(person: Person, tmp_path: Path) -> None:
    """Assert that what is open stays open and focused when the page follows the files."""
    person.text()
    person.press("Menurut tabel")
    driver = person.driver
    driver.execute_script(
        "window.said = []; new MutationObserver(() => said.push(document.body.textContent))"
        ".observe(document.body, {subtree: true, childList: true, attributes: true});"
    )
    body = driver.find_element(By.TAG_NAME, "body")
    mark = body.get_attribute("data-tanda")
    change_by_other_program(tmp_path, "Jabatan Satu")

    person.wait(lambda: body.get_attribute("data-tanda") != mark)
    person.wait(lambda: body.get_attribute("data-belum") is None)

    assert driver.find_elements(By.CSS_SELECTOR, "main details[open]")
    assert driver.switch_to.active_element.text == "Menurut tabel"
    assert "sedang diperiksa" not in driver.execute_script("return said.join()")


def change_by_other_program(tmp_path: Path, name: str) -> None:
    """Change a cell as a program does that knows nothing of this one."""
    rows = list(csv.reader(data_of(tmp_path).splitlines()))
    rows[1][rows[0].index("jabatan")] = name
    path = tmp_path / "data" / TABLE
    path.with_suffix(".baru").write_text("\n".join(map(",".join, rows)) + "\n", "utf-8")
    path.with_suffix(".baru").replace(path)
