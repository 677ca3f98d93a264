"""`renstra buka`: who gets in, what a save writes and refuses, without a browser."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import ANY
from urllib.parse import urlencode

import pytest
from buka import REPOSITORY, Page, copy_project, open_page

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = "tabel/program-renstra.csv"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("proyek"))


@pytest.fixture(scope="module")
def page(folder: Path) -> Iterator[Page]:
    with open_page(folder) as opened:
        opened.enter()
        yield opened


def test_the_address_opens_the_page_once(tmp_path: Path) -> None:
    with open_page(copy_project(tmp_path)) as page:
        path = page.address.removeprefix(f"http://{page.host}")

        first, second = page.ask(path, cookie=""), page.ask(path, cookie="")

        assert (first.status, second.status) == (303, 403)
        assert "HttpOnly" in first.headers["set-cookie"]
        assert "SameSite=strict" in first.headers["set-cookie"]


def test_a_second_call_prints_the_running_address_with_a_fresh_token(
    page: Page, folder: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "renstra_doc", "buka", str(folder), "--tanpa-peramban"],
        cwd=REPOSITORY,
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
    path = done.stdout.splitlines()[0].removeprefix(f"http://{page.host}")

    assert done.returncode == 0
    assert page.ask(path, cookie="").status == 303


def test_a_busy_port_is_told_with_exit_code_2(page: Page, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "renstra_doc", "buka", str(tmp_path), "--port", str(page.port)],
        cwd=REPOSITORY,
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert done.returncode == 2
    assert f"port {page.port} sedang dipakai program lain" in done.stderr


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:{port}"}, 200),
        ({"Host": "jahat.example:{port}"}, 421),
        ({"Host": "127.0.0.1"}, 421),
        ({"Host": "127.0.0.1.nip.io:{port}"}, 421),
        ({"Sec-Fetch-Site": None}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}, 200),
        ({"Cookie": "renstra_{port}=0"}, 403),
        ({"Cookie": None}, 403),
    ],
)
def test_only_this_page_reads_data(page: Page, headers: dict[str, str | None], status: int) -> None:
    filled = {
        name: value.replace("{port}", str(page.port)) if value else value
        for name, value in headers.items()
    }

    assert page.ask(page.base, headers=filled).status == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": None}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://jahat.example"}, 403),
        ({"Origin": "http://localhost:{port}"}, 403),
        ({"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}, 403),
        ({"Sec-Fetch-Site": None}, 403),
    ],
)
def test_only_this_page_changes_anything(
    page: Page, headers: dict[str, str | None], status: int
) -> None:
    filled = {
        name: value.replace("{port}", str(page.port)) if value else value
        for name, value in headers.items()
    }

    assert page.ask("/berhenti", "POST", "", headers=filled).status == status


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_other_methods_are_refused(page: Page, method: str) -> None:
    assert page.ask(page.base, method).status == 405


def test_no_script_but_the_pages_own_can_run(page: Page) -> None:
    answer = page.ask(page.base)
    policy = answer.headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "<script>" not in answer.text
    assert "style=" not in answer.text
    assert "onclick" not in answer.text
    assert "http://" not in answer.text.replace("http://www.w3.org", "")


@pytest.mark.parametrize(
    "path",
    [
        "/p/../data/dokumen.csv",
        "/statis/../call.py",
        "/statis/%2e%2e/call.py",
        "/statis/..%2fcall.py",
        "{base}/isi/berkas?berkas=../templates/renstra.docx",
        "{base}/isi/berkas?berkas=/etc/passwd",
        "{base}/halaman/..%2f..%2fdata.png",
        "/p/..",
    ],
)
def test_no_path_from_the_browser_reaches_the_file_system(page: Page, path: str) -> None:
    answer = page.ask(path.replace("{base}", page.base))

    assert answer.status in (404, 422)
    assert "root:" not in answer.text
    assert "import annotations" not in answer.text


def cell_of(folder: Path, row: str, column: str) -> str:
    lines = (folder / "data" / FILE).read_text(encoding="utf-8").splitlines()
    at = lines[0].split(",").index(column)
    return next(cells[at] for cells in csv.reader(lines) if cells[0] == row)


def edit_of(folder: Path, new: str, seen: str = "") -> dict[str, str]:
    row, column = first_amount(folder)
    old = cell_of(folder, row, column)
    return {"berkas": FILE, "baris": row, "kolom": column, "semula": seen or old, "menjadi": new}


def first_amount(folder: Path) -> tuple[str, str]:
    with (folder / "data" / FILE).open(encoding="utf-8", newline="") as stream:
        records = list(csv.DictReader(stream))
    column = next(name for name in records[0] if name.startswith("rp_"))
    row = next(r for r in records if r["tingkat"] == "kegiatan" and r[column].isdigit())
    return row["id"], column


def test_a_cell_is_saved_in_its_canonical_form_and_undone(page: Page, folder: Path) -> None:
    before = (folder / "data" / FILE).read_bytes()
    row, column = first_amount(folder)

    answer = page.post_json("/isi/simpan", {"suntingan": [edit_of(folder, "123.456.789")]})

    assert answer.status == 200
    assert cell_of(folder, row, column) == "123456789"
    undone = page.ask(f"{page.base}/langkah", "POST", urlencode({"tindakan": "batal"}))
    assert undone.status == 303
    assert (folder / "data" / FILE).read_bytes() == before


def test_a_cell_that_somebody_else_changed_is_refused_with_both_values(
    page: Page, folder: Path
) -> None:
    before = (folder / "data" / FILE).read_bytes()
    edit = edit_of(folder, "5", seen="111")

    answer = page.post_json("/isi/simpan", {"suntingan": [edit]})

    assert answer.status == 409
    row, column = first_amount(folder)
    clash = {
        "berkas": FILE,
        "baris": row,
        "kolom": column,
        "dilihat": "111",
        "kini": cell_of(folder, row, column),
        "diminta": "5",
    }
    assert answer.said()["bentrok"] == [{**clash, "tempat": ANY}]
    assert "Tabel 6.1 " in answer.text
    assert (folder / "data" / FILE).read_bytes() == before


def test_a_number_that_reads_two_ways_is_refused_before_it_is_saved(
    page: Page, folder: Path
) -> None:
    before = (folder / "data" / FILE).read_bytes()

    answer = page.post_json("/isi/simpan", {"suntingan": [edit_of(folder, "12,5 juta rupiah")]})

    assert answer.status == 422
    assert answer.said()["galat"]
    assert (folder / "data" / FILE).read_bytes() == before


def test_a_save_tells_which_totals_moved_and_carries_them_up(page: Page, folder: Path) -> None:
    edit = edit_of(folder, "999.999.999")
    saved = page.post_json("/isi/simpan", {"suntingan": [edit]})
    assert saved.status == 200
    edit["menjadi"] = "999999999"

    impact = page.post_json("/isi/dampak", {"suntingan": [edit]}).said()

    assert isinstance(impact["jumlah"], list)
    assert isinstance(impact["bawa"], list)
    assert len(impact["bawa"]) == len(impact["jumlah"])
    if impact["bawa"]:
        carried = page.post_json("/isi/simpan", {"suntingan": impact["bawa"], "bawa": True})
        assert carried.status == 200
        page.ask(f"{page.base}/langkah", "POST", urlencode({"tindakan": "batal"}))
    page.ask(f"{page.base}/langkah", "POST", urlencode({"tindakan": "batal"}))


def test_a_total_with_a_unit_follows_its_parts(page: Page) -> None:
    edit = {"berkas": "tabel/pegawai.csv", "baris": "sekretaris", "kolom": "jumlah"}
    edit |= {"semula": "1 orang", "menjadi": "9 orang"}
    assert page.post_json("/isi/simpan", {"suntingan": [edit]}).status == 200

    carried = page.post_json("/isi/dampak", {"suntingan": [edit]}).said()["bawa"]

    assert isinstance(carried, list)
    assert [each["menjadi"] for each in carried] == ["31 Orang"]
    page.ask(f"{page.base}/langkah", "POST", urlencode({"tindakan": "batal"}))


def test_two_saves_of_two_cells_of_one_file_lose_nothing(page: Page, folder: Path) -> None:
    row, column = first_amount(folder)
    one = edit_of(folder, "1")
    other = {**one, "kolom": "uraian", "semula": cell_of(folder, row, "uraian"), "menjadi": "Baru"}

    first = page.post_json("/isi/simpan", {"suntingan": [one]})
    second = page.post_json("/isi/simpan", {"suntingan": [other]})

    assert (first.status, second.status) == (200, 200)
    assert (cell_of(folder, row, column), cell_of(folder, row, "uraian")) == ("1", "Baru")
    for _ in range(2):
        page.ask(f"{page.base}/langkah", "POST", urlencode({"tindakan": "batal"}))


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '{"suntingan": [1]}', "[" * 5000])
def test_what_is_no_edit_is_refused_and_never_breaks_the_server(page: Page, body: str) -> None:
    kind = {"Content-Type": "application/json"}

    answer = page.ask(f"{page.base}/isi/simpan", "POST", body, headers=kind)

    assert answer.status == 422
    assert page.ask(page.base).status == 200


def test_the_button_ends_the_server(tmp_path: Path) -> None:
    with open_page(copy_project(tmp_path)) as page:
        page.enter()

        assert page.ask("/berhenti", "POST", "").status == 200
        assert page.process.wait(20) == 0
