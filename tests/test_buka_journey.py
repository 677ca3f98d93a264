"""A planner's whole way through the page, by visible labels only, and what comes in and goes out."""

from __future__ import annotations

import csv
import shutil
import zipfile
from pathlib import Path
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
from buka import Page, copy_project, open_page
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from test_returned import change_amount, comment_on_paragraph, edit, rewrite_tracked
from test_verify import build

if TYPE_CHECKING:
    from selenium import webdriver

pytestmark = list(NEEDS_BROWSER)
OLD = CASES / "h-renstra-word" / "masukan.docx"
MATRIX = CASES / "a-kode-lima-kolom" / "masukan.xlsx"


def parts_of(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read("word/document.xml").decode()


def take(person: Person, folder: Path, label: str, ending: str) -> Path:
    """Press a button that hands a file over; out: the file."""
    for path in folder.iterdir():
        path.unlink()
    person.press(label)
    return wait_for(folder, ending)


def test_from_an_old_document_and_a_matrix_to_a_final_document_with_a_revision(
    empty: Person,
    tmp_path: Path,
    downloads: Path,
) -> None:
    # A project of the old document.
    empty.fill("Nama proyek", "Renstra 2026-2028", under="Dari dokumen yang sudah ada")
    empty.field("Renstra lama (.docx) atau matriks (.xlsx, .csv)").send_keys(str(OLD))
    empty.press("Periksa dokumen")
    empty.see("Yang ditemukan")
    empty.press("Buat proyek")
    empty.see("Proyek dibuat dari masukan.docx.")
    # The matrix becomes a table of it, printed at the end of a subchapter.
    empty.press("Masuk")
    empty.field("Seret berkas ke sini, atau pilih").send_keys(str(MATRIX))
    empty.press("Periksa berkas")
    empty.fill("Judul tabel baru", "Rencana Program Perpustakaan")
    empty.choose("Dicetak di akhir bagian", "3.2 Pendanaan")
    empty.press("Lihat perubahannya")
    empty.see("Tabelnya nanti")
    empty.press("Tulis ke data")
    empty.see("diperbarui dari masukan.xlsx")
    # What was is fixed.
    empty.press("Edisi")
    empty.fill("Nama edisi", "Murni")
    empty.press("Simpan edisi")
    empty.see("Edisi Murni tersimpan.")
    # One figure is another, and what rests on it follows.
    empty.press("Isi")
    empty.do(lambda link: link.click(), By.PARTIAL_LINK_TEXT, "Rencana Program Perpustakaan")
    empty.write("Perbaikan Rak dan Ruang Baca", "Th. 2026 > Dana (Rp)", "106.750.000")
    empty.see("temuan baru")
    empty.driver.switch_to.active_element.send_keys(Keys.ENTER)
    empty.see("jumlah ikut bergeser")
    figure = ("Perbaikan Rak dan Ruang Baca", "Th. 2026 > Dana (Rp)")
    empty.wait(lambda: empty.at(*figure).text == "106.750.000")
    empty.press("Bawa", starts=True)
    empty.see("ikut diperbarui")
    empty.press("Temuan")
    empty.see("galat 0")
    # The revision as a reviewer reads it, and the final document.
    empty.press("Edisi")
    empty.press("Tampilkan perubahan")
    empty.see("106.750.000")
    redline = parts_of(take(empty, downloads, "Dokumen dengan Track Changes (.docx)", ".docx"))
    assert "<w:ins " in redline
    matriks = parts_of(take(empty, downloads, "Matriks semula – menjadi (.docx)", ".docx"))
    assert "106.750.000" in matriks
    empty.press("Edisi")
    empty.fill("Nama edisi", "Perubahan Pertama")
    empty.choose("Status", "Perubahan I")
    empty.press("Simpan edisi")
    empty.see("Edisi Perubahan Pertama tersimpan.")
    empty.press("Keluar")
    final = parts_of(take(empty, downloads, "Dokumen final (.docx)", ".docx"))
    assert "106.750.000" in final
    assert "Rencana Program Perpustakaan" in final
    project = tmp_path / "kosong" / "renstra-2026-2028"
    assert sorted(path.name for path in (project / "edisi").iterdir() if path.is_dir()) == [
        "Murni",
        "Perubahan Pertama",
    ]


# --- In ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kembali")
    shipped = build(Path(__file__).parents[1] / "data", folder / "renstra.docx")
    changes = (rewrite_tracked, change_amount, comment_on_paragraph)
    return edit(shipped, folder / "suntingan.docx", *changes)


def test_a_returned_document_shows_its_edits_and_is_written(
    person: Person,
    tmp_path: Path,
    returned: Path,
) -> None:
    person.press("Masuk")
    person.field("Seret berkas ke sini, atau pilih").send_keys(str(returned))
    person.press("Periksa berkas")
    person.see("75.083.520 85.083.520")
    person.see("oleh seluruh Perangkat Daerah")
    person.see("1 komentar")
    while "pertanyaan" in person.text():
        person.leave("Ambil yang pasti, sisanya jadi komentar")
    person.press("Tulis ke data")
    person.see("diperbarui dari suntingan.docx")

    assert "85083520" in data_of(tmp_path, "tabel/program-renstra.csv")
    assert "seluruh Perangkat Daerah" in data_of(tmp_path, "naskah/11-bab-1.csv")
    assert "Dasar hukumnya sudah diganti." in data_of(tmp_path, "komentar.csv")
    person.see("belum dijawab")


def test_what_a_matrix_leaves_open_is_asked_as_a_form(
    empty: Person,
) -> None:
    matrix = CASES / "b-kode-x-xx-tanda-tangan" / "masukan.xlsx"
    empty.fill("Nama proyek", "Dari matriks", under="Dari dokumen yang sudah ada")
    empty.field("Renstra lama (.docx) atau matriks (.xlsx, .csv)").send_keys(str(matrix))
    empty.press("Periksa dokumen")
    for _ in range(4):
        empty.wait(lambda: any(w in empty.text() for w in ("Yang ditemukan", "Jawaban", "Lembar")))
        if "Yang ditemukan" in empty.text():
            break
        for field in empty.driver.find_elements(By.XPATH, "//fieldset//select"):
            field.send_keys(Keys.ARROW_DOWN)
        empty.leave("Lanjut")
    empty.press("Buat proyek")

    empty.see("Proyek dibuat dari masukan.xlsx.")


def test_a_file_that_is_none_is_refused_with_the_way_back(
    person: Person,
    tmp_path: Path,
) -> None:
    broken = tmp_path / "rusak.docx"
    broken.write_bytes(b"bukan dokumen")
    person.press("Masuk")
    person.field("Seret berkas ke sini, atau pilih").send_keys(str(broken))
    person.press("Periksa berkas")
    person.see("Ini belum dapat dilakukan")
    person.see("rusak.docx")
    assert "renstra-buka-" not in person.text()

    person.press("Kembali")

    person.see("Seret berkas ke sini")


# --- Out -----------------------------------------------------------------------------------------


def test_a_draft_and_its_pdf_come_out_while_errors_stand(
    person: Person,
    tmp_path: Path,
    downloads: Path,
) -> None:
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    row = data_of(tmp_path).splitlines()[1].split(",")[0]
    person.open(f"/isi/berkas?berkas={TABLE}")
    person.edit(row, "jumlah", "77 orang")
    person.press("Keluar")

    draft = parts_of(take(person, downloads, "Draf (.docx)", ".docx"))
    pdf = take(person, downloads, "PDF draf", ".pdf")

    assert "77 " in draft
    assert pdf.read_bytes().startswith(b"%PDF")


def test_without_libreoffice_pdf_is_grey_and_one_line_says_how_to_install_it(
    driver: webdriver.Chrome,
    tmp_path: Path,
) -> None:
    folder = tmp_path / "tanpa"
    folder.mkdir()
    with open_page(copy_project(folder), environment={"PATH": str(tmp_path)}) as page:
        person = Person(driver, page)
        person.width(1280)
        driver.get(page.address)
        person.press("Keluar")
        person.see("LibreOffice tidak terpasang")
        assert not driver.find_element(By.XPATH, "//button[.='PDF']").is_enabled()
        person.see("sudo apt install libreoffice-writer")
        person.press("Temuan")
        person.press("catatan", starts=True)
        person.click("article h3 a")
        person.see("Gambar halaman: LibreOffice tidak terpasang")


# --- Rows and paragraphs -------------------------------------------------------------------------


def test_a_paste_longer_than_the_table_adds_rows_when_asked(
    person: Person,
    tmp_path: Path,
) -> None:
    person.open(f"/isi/berkas?berkas={TABLE}")
    count = len(data_of(tmp_path).splitlines())
    cell = person.at("Tenaga Kebersihan Kantor", "JABATAN")
    rows = [f"Jabatan {letter}\t-\t{number} orang" for number, letter in enumerate("ABCD", 1)]
    person.paste(cell, "\r\n".join(rows) + "\r\n")

    person.press("Tempel dan tambah", starts=True)

    person.see("Tersimpan.")
    person.see("Jabatan D")
    lines = list(csv.reader(data_of(tmp_path).splitlines()))
    assert len(lines) > count
    assert [line[-1] for line in lines if "Jabatan D" in line] == ["4 orang"]
    assert lines[-1][1] == "jumlah"


def test_a_row_is_moved_added_and_removed_by_its_form(
    person: Person,
    tmp_path: Path,
) -> None:
    before = data_of(tmp_path)
    first = before.splitlines()[1].split(",")[0]
    person.open(f"/isi/berkas?berkas={TABLE}")
    person.press("1 ", starts=True)
    person.press("Turunkan")
    person.see("Dipindahkan.")
    assert data_of(tmp_path).splitlines()[2].split(",")[0] == first
    person.press("2 ", starts=True)
    person.press("Tambah baris di bawahnya")
    person.fill("JABATAN", "Jabatan Baru")
    person.press("Tambahkan baris")
    person.see("Baris ditambahkan.")
    assert "Jabatan Baru" in data_of(tmp_path).splitlines()[3]
    person.press("3 Jabatan Baru", starts=True)
    person.press("Hapus baris ini")
    person.see("Baris dihapus.")
    assert "Jabatan Baru" not in data_of(tmp_path)
    for _ in range(3):
        person.press("Ringkasan")
        person.press("Batalkan:", starts=True)
        person.see("dibatalkan")
    assert data_of(tmp_path) == before


def test_a_paragraph_is_added_and_removed(
    person: Person,
    tmp_path: Path,
) -> None:
    name = "naskah/11-bab-1.csv"
    before = data_of(tmp_path, name)
    person.press("Isi")
    person.press("BAB I PENDAHULUAN")
    person.press("Tambah di bawah", starts=True)
    person.choose("Jenis", "Paragraf")
    person.fill("Teks", "Paragraf yang ditambahkan.")
    person.press("Tambahkan paragraf")
    person.see("Paragraf ditambahkan.")
    assert "Paragraf yang ditambahkan." in data_of(tmp_path, name)
    person.do(
        lambda link: link.click(),
        By.XPATH,
        "//div[./a[normalize-space()='Paragraf yang ditambahkan.']]"
        "//a[starts-with(normalize-space(), 'Rinci')]",
    )
    person.press("Hapus paragraf ini")
    person.see("Paragraf dihapus.")
    assert data_of(tmp_path, name) == before


# --- Nothing is lost -----------------------------------------------------------------------------


def test_a_save_is_undone_after_the_server_was_ended_and_opened_again(
    driver: webdriver.Chrome,
    tmp_path: Path,
) -> None:
    project = copy_project(tmp_path)
    before = data_of(tmp_path)
    for step in ("sunting", "batal"):
        with open_page(project) as page:
            person = Person(driver, page)
            driver.get(page.address)
            if step == "sunting":
                person.press("Isi")
                person.press("Tabel 2.1", starts=True)
                person.write("1 ", "JUMLAH", "77 orang")
                driver.switch_to.active_element.send_keys(Keys.ENTER)
                person.see("Tersimpan.")
                assert "77 orang" in data_of(tmp_path)
                person.press("Selesai")
                person.see("boleh ditutup")
            else:
                person.press("Batalkan:", starts=True)
                person.see("dibatalkan")

    assert data_of(tmp_path) == before


def test_a_second_browser_on_an_older_state_is_told_both_values(
    person: Person,
    tmp_path: Path,
) -> None:
    row = data_of(tmp_path).splitlines()[1].split(",")[0]
    seen = next(iter(csv.DictReader(data_of(tmp_path).splitlines())))["jumlah"]
    person.open(f"/isi/berkas?berkas={TABLE}")
    person.at("1 ", "JUMLAH").click()
    other = Page(person.page.address, person.page.process)
    other.cookie = "; ".join(f"{c['name']}={c['value']}" for c in person.driver.get_cookies())
    other.base = other.ask("/").headers["location"]
    edit = {"berkas": TABLE, "baris": row, "kolom": "jumlah", "semula": seen}
    saved = other.post_json("/isi/simpan", {"suntingan": [{**edit, "menjadi": "55 orang"}]})
    assert saved.status == 200
    person.type_over("66 orang", Keys.ENTER)

    person.see("Tidak disimpan")
    person.see("55 orang")
    person.see("66 orang")
    assert "55 orang" in data_of(tmp_path)
    person.press("Tampilkan data yang sekarang")
    person.wait(lambda: person.at("1 ", "JUMLAH").text == "55 orang")


def test_a_file_saved_by_excel_shows_without_reload(
    person: Person,
    tmp_path: Path,
) -> None:
    person.open(f"/isi/berkas?berkas={TABLE}")
    rows = list(csv.reader(data_of(tmp_path).splitlines()))
    rows[1][rows[0].index("jabatan")] = "Jabatan dari Excel"
    path = tmp_path / "data" / TABLE
    text = "\r\n".join(";".join(row) for row in rows)

    path.with_suffix(".baru").write_bytes(b"\xef\xbb\xbf" + text.encode() + b"\r\n")
    path.with_suffix(".baru").replace(path)

    person.see("Jabatan dari Excel")


# --- Every state, at both widths -----------------------------------------------------------------


@pytest.mark.parametrize("pixels", WIDTHS)
def test_no_state_of_a_form_is_wider_than_its_window_and_axe_finds_nothing(  # noqa: PLR0915 — one way through every state
    person: Person,
    tmp_path: Path,
    returned: Path,
    pixels: int,
) -> None:
    person.width(pixels)
    found: dict[str, list[str]] = {}

    def look(state: str) -> None:
        assert not person.is_wide(), state
        if AXE.is_file():
            found[state] = audit(person.driver)

    def upload(path: Path) -> None:
        person.press("Masuk")
        person.field("Seret berkas ke sini, atau pilih").send_keys(str(path))
        person.press("Periksa berkas")

    upload(returned)
    person.see("85.083.520")
    look("usulan dari dokumen kembali")
    upload(MATRIX)
    person.see("Tabel mana")
    look("pilih tabel")
    person.fill("Judul tabel baru", "Rencana Program")
    person.press("Lihat perubahannya")
    person.see("Tabelnya nanti")
    look("pratinjau tabel")
    person.press("Edisi")
    person.fill("Nama edisi", "CON")
    person.press("Simpan edisi")
    person.see("bukan nama edisi")
    look("galat")
    person.fill("Nama edisi", "Murni")
    person.press("Simpan edisi")
    person.see("tersimpan")
    look("edisi")
    row = data_of(tmp_path).splitlines()[1].split(",")[0]
    person.open(f"/isi/berkas?berkas={TABLE}")
    person.write("1 ", "JUMLAH", "77 orang")
    person.see("temuan baru")
    look("mengetik")
    person.type_over("77 orang", Keys.ENTER)
    person.see("jumlah ikut bergeser")
    look("tersimpan")
    person.press("Edisi")
    person.press("Tampilkan perubahan")
    person.see("77 orang")
    look("banding")
    person.press("Temuan")
    person.click("article h3 a")
    person.press("Kecualikan temuan ini")
    look("pengecualian")
    person.open(f"/isi/baris?berkas={TABLE}&baris={row}")
    look("baris")
    person.open("/isi/baris?berkas=naskah/11-bab-1.csv&baris=bab1-1-latar-1&baru=ya")
    look("paragraf baru")
    person.press("Proyek baru")
    person.see("Folder yang dibuka ini sendiri sebuah proyek")
    look("proyek baru")
    assert all(not violations for violations in found.values()), found
