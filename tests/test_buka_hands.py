"""What a person's hands do on the page: paste, save, undo, add at the end, press a wrong address."""

from __future__ import annotations

import json
import os
import socket
from typing import TYPE_CHECKING

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
from selenium.webdriver.common.keys import Keys

from renstra_doc.edit.new_rows import find_end, suggest_row
from renstra_doc.load.project import RawTable, parse_table
from renstra_doc.web.peer import CONNECTIONS as CONNECTIONS_OF_LINUX
from renstra_doc.web.peer import find_owner, is_strange_client, is_stranger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# A screen that has a mistake in it.
MISTAKEN = """
import sys
from renstra_doc.__main__ import run
from renstra_doc.web import app
def fail(call):
    raise RuntimeError(call)
app.READS["/isi"] = app.WRITES["/isi/simpan"] = fail
sys.exit(run())
"""
CHAPTER, BLOCK = "naskah/12-bab-2.csv", "bab2-3-psks"
# What stands around an element that is focused: is it covered, or out of sight?
COVERED = """
const r = document.activeElement.getBoundingClientRect();
const x = r.left + Math.min(r.width, 20) / 2, y = r.top + Math.min(r.height, 20) / 2;
const found = document.elementFromPoint(x, y);
return !(found && (found === document.activeElement || document.activeElement.contains(found)));
"""
IN_SIGHT = """
const r = document.querySelector("#hasil .hasil").getBoundingClientRect();
return r.top >= 0 && r.top + 20 <= innerHeight;
"""


@pytest.fixture(name="page", scope="module")
def open_module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with open_page(copy_project(tmp_path_factory.mktemp("tangan"))) as page:
        page.enter()
        yield page


def read(text: str) -> RawTable:
    table, findings = parse_table(text, TABLE)
    assert table is not None
    assert not findings
    return table


# Rows at the end of a table


def test_a_row_at_the_end_goes_above_the_total_that_closes_the_table() -> None:
    table = read("id,tingkat,no,nama\na,,#,Satu\nb,,#,Dua\nj,jumlah,JUMLAH,\n")
    assert (find_end(table).nama, find_end(table).closes) == ("b", True)
    assert suggest_row(table, "b") == {"id": "baris-4", "tingkat": "", "no": "#", "nama": ""}


def test_a_row_below_a_total_is_no_second_total() -> None:
    table = read("id,tingkat,nama\na,kegiatan,Satu\nj,jumlah,JUMLAH\n")
    assert suggest_row(table, "j") == {"id": "baris-3", "tingkat": "kegiatan", "nama": ""}


def test_a_table_without_a_total_goes_on_below_its_last_row() -> None:
    assert find_end(read("id,nama\na,Satu\nb,Dua\n")).nama == "b"
    assert find_end(read("id,tingkat\n")).nama == ""
    assert find_end(read("id,tingkat\nj,jumlah\n")).nama == "j"


def test_the_page_of_a_table_offers_a_row_above_its_total(page: Page) -> None:
    text = page.ask(f"{page.base}/isi/berkas?berkas={TABLE}").text
    assert "baris=tenaga-kebersihan&amp;baru=ya" in text
    assert "Tambah baris di atas jumlah" in text


def test_an_address_behind_the_end_of_a_table_shows_its_last_rows(page: Page) -> None:
    for start in ("999", "%C2%B2", "-1", "99999999999"):
        text = page.ask(f"{page.base}/isi/berkas?berkas={TABLE}&mulai={start}").text
        assert "Baris 1–8 dari 8" in text


# What is told while one types


def check(page: Page, file: str, row: str, column: str, old: str, new: str) -> dict[str, object]:
    names = ("berkas", "baris", "kolom", "semula", "menjadi")
    edit = dict(zip(names, (file, row, column, old, new), strict=True))
    return page.post_json("/isi/periksa", {"suntingan": [edit]}).said()


def test_an_expression_that_cannot_be_computed_is_told_before_it_is_saved(page: Page) -> None:
    text = page.ask(f"{page.base}/isi/baris?berkas={CHAPTER}&baris={BLOCK}&kolom=teks").text
    old = text.partition('name="semula:teks"')[2].partition("\n")[2].partition("</textarea>")[0]
    said = check(page, CHAPTER, BLOCK, "teks", old, "Teks {{ salah( }}")
    assert (said["banyak"], said["selesai"]) == (1, 0)
    assert "“{{ salah( }}” tidak dapat dihitung" in json.dumps(said, ensure_ascii=False)


def test_what_an_edit_leaves_as_it_is_does_not_count_as_mended(page: Page) -> None:
    """A remark of reading elsewhere: a quotation mark without its partner."""
    edit = (TABLE, "kasi", "jabatan", "Kasi", 'Kasi "lama')
    names = ("berkas", "baris", "kolom", "semula", "menjadi")
    saved = page.post_json("/isi/simpan", {"suntingan": [dict(zip(names, edit, strict=True))]})
    assert saved.status == 200
    said = check(page, TABLE, "kasubag", "jabatan", "Kasubag", "Kasubag baru")
    assert (said["banyak"], said["selesai"]) == (0, 0)


# Addresses and requests that no screen answers


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("GET", "/tidak-ada", 404, "alamat ini tidak ada"),
        ("GET", "/statis/tidak-ada.js", 404, "alamat ini tidak ada"),
        ("GET", "{base}/tidak-ada", 404, "alamat ini tidak ada"),
        ("GET", "{base}/masuk/jawab", 405, "hanya menjawab sebuah isian"),
        ("POST", "{base}/temuan", 405, "hanya menjawab sebuah isian"),
        ("POST", "{base}/masuk", 400, "isian ini tidak dapat dibaca"),
    ],
)
def test_a_request_that_no_screen_answers_is_told_in_indonesian_with_a_way_back(
    page: Page, method: str, path: str, status: int, words: str
) -> None:
    broken = {"Content-Type": "multipart/form-data"} if status == 400 else {}
    answer = page.ask(path.format(base=page.base), method, headers=broken)
    assert answer.status == status
    assert words in answer.text
    assert ">Kembali</a>" in answer.text
    assert "Not Found" not in answer.text


def test_a_mistake_of_the_program_is_told_as_one(tmp_path: Path) -> None:
    with open_page(copy_project(tmp_path), program=("-c", MISTAKEN)) as page:
        page.enter()
        shown, sent = page.ask(f"{page.base}/isi"), page.post_json("/isi/simpan", {})
        for answer in (shown, sent):
            assert answer.status == 500
            assert "program ini keliru, bukan Anda" in answer.text
            assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        # A person gets a page; the script of the page gets JSON, which it reads.
        assert ">Kembali</a>" in shown.text
        assert sent.said()["galat"]
        assert page.ask(page.base).status == 200


def test_what_can_no_longer_be_undone_is_told_without_the_path_of_the_folder(
    tmp_path: Path,
) -> None:
    with open_page(copy_project(tmp_path)) as page:
        page.enter()
        answer = page.ask(f"{page.base}/langkah", "POST", "tindakan=batal")
        assert answer.status == 422
        assert "tidak ada yang dapat dibatalkan" in answer.text
        assert str(tmp_path) not in answer.text


# Other people on the same computer

CONNECTIONS = """\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 11
   1: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 12
   2: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 13
   3: 0100007F:C351 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1000        0 14
"""


def test_the_owner_of_the_program_that_asks_is_known() -> None:
    assert find_owner(CONNECTIONS, 0xC350, 0x1F90) == 1001
    assert find_owner(CONNECTIONS, 0xC351, 0x1F90) == 1000
    assert find_owner(CONNECTIONS, 0xC352, 0x1F90) is None
    assert find_owner("", 1, 2) is None


@pytest.mark.parametrize(
    ("owner", "is_other"), [(1000, False), (1001, True), (0, False), (65534, False), (None, False)]
)
def test_a_token_that_somebody_else_read_in_the_list_of_programs_opens_nothing(
    owner: int | None,
    is_other: bool,
) -> None:
    assert is_stranger(owner, 1000) is is_other


@pytest.mark.skipif(not CONNECTIONS_OF_LINUX.is_file(), reason="only Linux tells the owner")
def test_linux_tells_the_owner_of_a_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as client:
            table = CONNECTIONS_OF_LINUX.read_text("ascii")
            assert find_owner(table, client.getsockname()[1], port) == os.getuid()
            assert not is_strange_client(client.getsockname()[1], port)


# In the browser


@NEEDS_BROWSER[0]
@NEEDS_BROWSER[1]
def test_a_table_of_long_names_scrolls_no_further_than_its_columns(
    person: Person, tmp_path: Path
) -> None:
    file = tmp_path / "data" / TABLE
    long = f"Kasi {'yang namanya panjang ' * 40}".strip()
    file.write_text(file.read_text("utf-8").replace(",Kasi,", f",{long},"), "utf-8")
    person.open(f"/isi/berkas?berkas={TABLE}")
    widths = "return [document.querySelector('.gulir').scrollWidth, kisi.offsetWidth]"
    scrolled, table = person.driver.execute_script(widths)
    assert scrolled <= table + 2


@NEEDS_BROWSER[0]
@NEEDS_BROWSER[1]
def test_a_cell_of_excel_with_a_line_break_is_pasted_into_one_cell(
    person: Person, tmp_path: Path
) -> None:
    person.open(f"/isi/berkas?berkas={TABLE}")
    copied = '"Kepala ""Dinas""\nSosial"\tII a\r\n"PKH"\tIII a\r\n'
    person.paste(person.cell("kepala-dinas", "jabatan"), copied)
    person.see("Tersimpan.")
    saved = data_of(tmp_path).splitlines()
    assert saved[1:4] == [
        'kepala-dinas,,#,"Kepala ""Dinas""',
        'Sosial",II a,1 orang',
        'sekretaris,,#,"""PKH""",III a,1 orang',
    ]
    assert data_of(tmp_path).count("kepala-bidang,,#,Kepala Bidang,III b,2 orang") == 1


@NEEDS_BROWSER[0]
@NEEDS_BROWSER[1]
def test_what_a_save_says_is_seen_wherever_in_a_long_chapter_one_writes(person: Person) -> None:
    person.open(f"/isi/berkas?berkas={CHAPTER}")
    person.click(f"[data-baris='{BLOCK}'] .sel")
    person.type_over("Teks {{ salah( }}")
    person.see("tidak dapat dihitung")
    assert person.driver.execute_script(IN_SIGHT)
    person.type_over("Teks yang baru", Keys.CONTROL, Keys.ENTER)
    person.see("Tersimpan.")
    assert person.driver.execute_script(IN_SIGHT)


@NEEDS_BROWSER[0]
@NEEDS_BROWSER[1]
@pytest.mark.parametrize("width", [1280, 420])
def test_no_cell_that_the_arrow_keys_reach_is_hidden_by_the_heads(
    person: Person, width: int
) -> None:
    person.width(width)
    person.open("/isi/berkas?berkas=tabel/program-renstra.csv")
    cells = person.driver.find_elements(By.CSS_SELECTOR, "[data-baris='k-kube'] .sel")
    focus = "arguments[0].focus()"
    person.driver.execute_script(focus, cells[-1])
    for _ in cells[1:]:
        person.driver.switch_to.active_element.send_keys(Keys.ARROW_LEFT)
        assert not person.driver.execute_script(COVERED)
    for _ in range(3):
        person.driver.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
    for _ in range(5):
        person.driver.switch_to.active_element.send_keys(Keys.ARROW_UP)
        assert not person.driver.execute_script(COVERED)


@NEEDS_BROWSER[0]
@NEEDS_BROWSER[1]
def test_a_save_is_undone_and_done_again_where_it_was_made(person: Person, tmp_path: Path) -> None:
    before = data_of(tmp_path)
    person.open(f"/isi/berkas?berkas={TABLE}")
    person.edit("kasi", "jabatan", "Kepala Seksi")
    person.press("Batalkan:", starts=True)
    person.see("Sunting di halaman dibatalkan: tabel/pegawai.csv.")
    assert data_of(tmp_path) == before
    person.press("Ulangi:", starts=True)
    person.see("Sunting di halaman diulang: tabel/pegawai.csv.")
    assert "kasi,,#,Kepala Seksi," in data_of(tmp_path)


@NEEDS_BROWSER[0]
@NEEDS_BROWSER[1]
def test_a_number_that_is_refused_says_that_it_was_not_saved(person: Person) -> None:
    person.open("/isi/berkas?berkas=tabel/program-renstra.csv")
    person.click("[data-baris='k-kube'] .sel[data-kolom='rp_2017']")
    person.type_over("12 juta", Keys.ENTER)
    person.see("Tidak disimpan")
    person.type_over("12 jut")
    # What is typed afterwards is checked again.
    person.see("Belum dapat dibaca")


@NEEDS_BROWSER[0]
@NEEDS_BROWSER[1]
def test_no_page_is_wider_than_a_small_telephone(person: Person) -> None:
    person.width(360)
    shown = [f"/isi/berkas?berkas={name}" for name in (TABLE, CHAPTER)]
    for path in ("", "/temuan", "/isi", "/masuk", "/keluar", "/edisi", "/halaman", *shown):
        person.open(path)
        assert not person.is_wide(), path
