"""`renstra buka` in a real browser: each part by its visible labels, keyboard, both widths, axe."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from browser import (  # noqa: F401 — fixtures
    AXE,
    CASES,
    NEEDS_BROWSER,
    TABLE,
    WIDTHS,
    Person,
    audit,
    data_of,
    make_downloads,
    open_driver,
    open_empty,
    open_person,
    wait_for,
)
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = list(NEEDS_BROWSER)

# --- The seven parts -----------------------------------------------------------------------------


def test_the_overview_says_in_one_sentence_how_the_document_stands(person: Person) -> None:
    person.see("0 galat")
    person.wait(lambda: "halaman" in person.driver.find_element(By.ID, "kalimat").text)
    person.see("angka dalam tabel cocok")
    person.see("Pagu menurut program dan tahun")


def test_a_cell_is_edited_in_place_its_finding_shows_and_a_button_undoes_it(
    person: Person, tmp_path: Path
) -> None:
    before = data_of(tmp_path)
    row = before.splitlines()[1].split(",")[0]
    person.open(f"/isi/berkas?berkas={TABLE}")

    person.edit(row, "jumlah", "77 orang")

    assert "77 orang" in data_of(tmp_path)
    person.press("Ringkasan")
    person.see("1 galat")
    person.press("Batalkan:", starts=True)
    person.see("dibatalkan")
    assert data_of(tmp_path) == before


def test_a_finding_shows_its_sum_and_its_page_with_the_place_marked(
    person: Person, tmp_path: Path
) -> None:
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    row = data_of(tmp_path).splitlines()[1].split(",")[0]
    person.open(f"/isi/berkas?berkas={TABLE}")
    person.edit(row, "jumlah", "77 orang")
    person.press("Temuan")

    person.click(".temuan h3 a")

    person.see("Hitungannya")
    person.wait(lambda: person.driver.find_elements(By.CSS_SELECTOR, "svg .tanda-temuan"))
    person.see("Sunting di sini")


def test_a_waiver_is_written_with_its_reason(person: Person, tmp_path: Path) -> None:
    row = data_of(tmp_path).splitlines()[1].split(",")[0]
    person.open(f"/isi/berkas?berkas={TABLE}")
    person.edit(row, "jumlah", "77 orang")
    person.press("Temuan")
    person.click(".temuan h3 a")
    person.press("Kecualikan temuan ini")

    person.fill("Alasan", "Angka ini tercetak demikian dalam peraturan yang terbit")
    person.fill("Dokumen dasar", "Peraturan yang terbit")
    person.fill("Instansi yang memutuskan", "Dinas Contoh")
    person.fill("Diputuskan oleh", "Kepala Dinas")
    person.driver.execute_script(
        "arguments[0].value = '2021-01-29'", person.field("Tanggal keputusan")
    )
    person.press("Catat pengecualian")

    person.see("Pengecualian dicatat.")
    assert "Angka ini tercetak demikian" in data_of(tmp_path, "pengecualian.csv")


def test_rows_from_excel_are_pasted_into_the_table(person: Person, tmp_path: Path) -> None:
    rows = [line.split(",")[0] for line in data_of(tmp_path).splitlines()[1:3]]
    person.open(f"/isi/berkas?berkas={TABLE}")

    person.paste(person.cell(rows[0], "jumlah"), "3 orang\r\n4 orang\r\n")

    person.see("Tersimpan.")
    lines = data_of(tmp_path).splitlines()
    assert "3 orang" in lines[1]
    assert "4 orang" in lines[2]


def test_a_paragraph_is_edited_in_place(person: Person, tmp_path: Path) -> None:
    person.open("/isi/berkas?berkas=naskah/11-bab-1.csv")
    person.click(".blok-paragraf .sel")
    person.type_over("Paragraf ini ditulis di halaman.")

    person.press("Simpan")

    person.see("Tersimpan.")
    assert "Paragraf ini ditulis di halaman." in data_of(tmp_path, "naskah/11-bab-1.csv")


def test_a_workbook_goes_out_and_comes_back_with_a_preview(
    person: Person, tmp_path: Path, downloads: Path
) -> None:
    person.press("Keluar")
    person.press("Buku kerja (.xlsx)")
    workbook = wait_for(downloads, ".xlsx")
    row = data_of(tmp_path).splitlines()[1].split(",")[0]

    person.press("Masuk")
    person.field("Seret berkas ke sini, atau pilih").send_keys(str(workbook))
    person.press("Periksa berkas")

    person.see("tidak ada perubahan")
    assert row


def test_a_draft_a_final_document_and_a_comparison_come_out(
    person: Person, downloads: Path
) -> None:
    person.press("Keluar")
    person.press("Dokumen final (.docx)")
    final = wait_for(downloads, ".docx")
    assert final.read_bytes().startswith(b"PK")


def test_a_final_document_waits_until_nothing_stands_against_it(
    person: Person, tmp_path: Path
) -> None:
    row = data_of(tmp_path).splitlines()[1].split(",")[0]
    person.open(f"/isi/berkas?berkas={TABLE}")
    person.edit(row, "jumlah", "77 orang")
    person.press("Keluar")

    person.see("menghalangi dokumen final")
    final = person.driver.find_element(By.XPATH, "//button[.='Dokumen final (.docx)']")
    assert not final.is_enabled()


def test_an_edition_is_fixed_compared_and_never_written_again(
    person: Person, tmp_path: Path
) -> None:
    person.press("Edisi")
    person.fill("Nama edisi", "Murni")
    person.press("Simpan edisi")
    person.see("Edisi Murni tersimpan.")
    assert (tmp_path / "edisi" / "Murni" / "data" / TABLE).read_text("utf-8") == data_of(tmp_path)
    assert list((tmp_path / "edisi" / "Murni").glob("*.docx"))
    row = data_of(tmp_path).splitlines()[1].split(",")[0]
    person.open(f"/isi/berkas?berkas={TABLE}")
    person.edit(row, "jumlah", "77 orang")

    person.press("Edisi")
    person.press("Tampilkan perubahan")

    person.see("77 orang")
    person.press("Edisi")
    person.fill("Nama edisi", "murni")
    person.press("Simpan edisi")
    person.see("sudah ada")


def test_a_colleagues_copy_is_merged(person: Person, tmp_path: Path) -> None:
    person.press("Edisi")
    person.fill("Nama edisi", "Murni")
    person.press("Simpan edisi")
    person.see("Edisi Murni tersimpan.")
    copy = tmp_path / "rekan"
    shutil.copytree(tmp_path / "data", copy / "data", ignore=shutil.ignore_patterns(".*"))
    name = "naskah/11-bab-1.csv"
    text = (copy / "data" / name).read_text("utf-8").replace("Latar Belakang", "Latar Rekan")
    (copy / "data" / name).write_text(text, "utf-8")
    archive = shutil.make_archive(str(tmp_path / "rekan-zip"), "zip", copy)

    person.field("Folder rekan sebagai .zip").send_keys(archive)
    person.press("Gabungkan")

    person.see("1 berkas digabung")
    assert "Latar Rekan" in data_of(tmp_path, name)


def test_a_new_project_begins_with_a_form(empty: Person) -> None:
    empty.fill("Nama proyek", "Renstra Contoh", under="Dari bentuk kosong")
    empty.fill("Perangkat daerah", "Dinas Contoh")
    empty.fill("Daerah", "Kabupaten Contoh")
    empty.press("Buat proyek")

    empty.see("Proyek baru siap diisi.")
    empty.see("isian belum dilengkapi")


def test_a_new_project_begins_with_an_old_document(empty: Person) -> None:
    old = next(path for path in sorted(CASES.rglob("*.docx")))
    empty.fill("Nama proyek", "Dari lama", under="Dari dokumen yang sudah ada")
    empty.field("Renstra lama (.docx) atau matriks (.xlsx, .csv)").send_keys(str(old))
    empty.press("Periksa dokumen")
    empty.see("Yang ditemukan")

    empty.press("Buat proyek")

    empty.see("Proyek dibuat dari")


# --- Nothing is lost -----------------------------------------------------------------------------


def test_an_edit_in_another_program_shows_without_reload(person: Person, tmp_path: Path) -> None:
    person.open(f"/isi/berkas?berkas={TABLE}")
    path = tmp_path / "data" / TABLE

    path.write_text(path.read_text("utf-8").replace("Kepala Dinas", "Kepala Baru"), "utf-8")

    if "Kepala Baru" not in path.read_text("utf-8"):
        lines = path.read_text("utf-8").splitlines()
        path.write_text("\n".join([*lines, "baru-1" + "," * lines[0].count(",")]) + "\n", "utf-8")
        person.wait(lambda: person.driver.find_elements(By.CSS_SELECTOR, "[data-baris='baru-1']"))
    else:
        person.see("Kepala Baru")


def test_two_tabs_lose_nothing_and_the_older_one_is_told_both_values(
    person: Person, tmp_path: Path
) -> None:
    row = data_of(tmp_path).splitlines()[1].split(",")[0]
    form = f"/isi/baris?berkas={TABLE}&baris={row}&kolom=jumlah"
    person.open(form)
    first = person.driver.current_window_handle
    person.driver.switch_to.new_window("tab")
    try:
        person.open(form)
        person.fill("JUMLAH", "55 orang")
        person.press("Simpan")
        person.see("Tersimpan.")
    finally:
        person.driver.close()
        person.driver.switch_to.window(first)

    person.fill("JUMLAH", "66 orang")
    person.press("Simpan")

    person.see("Tidak disimpan")
    person.see("55 orang")
    person.see("66 orang")
    assert "55 orang" in data_of(tmp_path)


def test_everything_is_done_with_the_keyboard_alone(person: Person, tmp_path: Path) -> None:
    person.open(f"/isi/berkas?berkas={TABLE}")
    row = data_of(tmp_path).splitlines()[1].split(",")[0]
    body = person.driver.find_element(By.TAG_NAME, "body")
    body.send_keys(Keys.TAB)
    assert person.driver.switch_to.active_element.text == "Langsung ke isi"

    def is_there() -> bool:
        active = person.driver.switch_to.active_element
        return active.get_attribute("data-kolom") == "jumlah"

    for _ in range(60):
        if is_there():
            break
        person.driver.switch_to.active_element.send_keys(Keys.TAB)
    assert is_there()
    person.driver.switch_to.active_element.send_keys(Keys.ENTER)
    box = person.driver.switch_to.active_element
    assert box.get_attribute("class") == "sel-isi"
    box.send_keys(Keys.CONTROL, "a")
    box.send_keys(Keys.NULL, "88 orang", Keys.ENTER)

    person.see("Tersimpan.")
    assert f"{row}," in data_of(tmp_path)
    assert "88 orang" in data_of(tmp_path)


# --- Both widths, for everybody ------------------------------------------------------------------


@pytest.mark.parametrize("pixels", WIDTHS)
def test_no_page_is_wider_than_its_window_and_axe_finds_nothing(
    person: Person, pixels: int
) -> None:
    person.width(pixels)
    paths = (
        "",
        "/temuan?bobot=catatan",
        "/isi",
        f"/isi/berkas?berkas={TABLE}",
        "/isi/berkas?berkas=naskah/11-bab-1.csv",
        "/isi/baris?berkas=dokumen.csv&baris=judul",
        "/halaman",
        "/masuk",
        "/keluar",
        "/edisi",
    )
    found = {}
    for path in paths:
        person.open(path)
        if "temuan" in path:
            person.click(".temuan h3 a")
            person.see("Di dokumen")
        assert not person.is_wide(), path
        if AXE.is_file():
            found[path] = audit(person.driver)
    assert all(not violations for violations in found.values()), found
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: npm install axe-core")
