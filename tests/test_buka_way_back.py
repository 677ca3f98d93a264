"""The page keeps what a person wrote when something is refused, and shows the way on."""

from __future__ import annotations

import csv
import html
import io
import re
import shutil
import zipfile
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
import xlsxwriter
from buka import REPOSITORY, Answer, Page, copy_project, open_page
from docx import Document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TABLE = "tabel/pegawai.csv"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000)


@pytest.fixture(name="page")
def open_project(tmp_path: Path) -> Iterator[Page]:
    with open_page(copy_project(tmp_path)) as page:
        page.enter()
        yield page


def send(page: Page, path: str, fields: dict[str, str], name: str, content: bytes) -> Answer:
    """Send a form with a file, as a browser does."""
    mark = "garis"
    parts = [f'name="{key}"\r\n\r\n{text}\r\n'.encode() for key, text in fields.items()]
    field = "zip" if name.endswith(".zip") else "berkas"
    parts.append(f'name="{field}"; filename="{name}"\r\n\r\n'.encode() + content + b"\r\n")
    head = f"--{mark}\r\nContent-Disposition: form-data; ".encode()
    body = b"".join(head + part for part in parts) + f"--{mark}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
    return page.ask(path, "POST", body, headers=kind)


def post(page: Page, path: str, **fields: str) -> Answer:
    return page.ask(f"{page.base}{path}", "POST", urlencode(fields))


def read(answer: Answer) -> str:
    """Return what a page says, as a person reads it."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def look(page: Page, path: str) -> Answer:
    """Open a page as a person who waits until the checks are done."""
    page.ask(f"{page.base}/isi/baris?berkas=dokumen.csv&baris=judul")  # which waits for the data
    answer = page.ask(f"{page.base}{path}")
    for _ in range(200):
        if "sedang diperiksa" in answer.text:
            answer = page.ask(f"{page.base}{path}")
    return answer


# --- A project without rules ---------------------------------------------------------------------


def make_old_document() -> bytes:
    """Return an old Renstra: typed numbers, a table with merged heads, no sums."""
    old = Document()
    for line in ("RENCANA STRATEGIS", "DINAS PERHUBUNGAN", "BAB I", "PENDAHULUAN"):
        old.add_paragraph(line)
    old.add_paragraph("Renstra ini memuat arah lima tahun.")
    for line in ("BAB II", "GAMBARAN PELAYANAN", "2.1 Sumber Daya"):
        old.add_paragraph().add_run(line).bold = True
    old.add_paragraph("Tabel 2.1 Pegawai menurut Jenis Kelamin")
    table = old.add_table(rows=4, cols=4)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Golongan"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Jenis Kelamin"
    table.cell(0, 3).merge(table.cell(1, 3)).text = "Keterangan"
    table.cell(1, 1).text, table.cell(1, 2).text = "L", "P"
    rows = (("Golongan IV", "3", "2", "tetap"), ("Golongan III", "14", "9", "sebagian tetap"))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at + 2, column).text = text
    for line in ("BAB III", "RENCANA PROGRAM DAN PENDANAAN", "3.1 Program dan Pendanaan"):
        old.add_paragraph().add_run(line).bold = True
    old.add_paragraph("Pendanaan diuraikan di bawah ini.")
    stream = io.BytesIO()
    old.save(stream)
    return stream.getvalue()


def make_matrix() -> bytes:
    """Return a matrix of Excel: amounts typed as text, a row Jumlah, a signature."""
    rows = (
        ("Kode", "Program/Kegiatan", "Indikator", "Rp 2025", "Rp 2026"),
        ("2.15.02", "PROGRAM LALU LINTAS", "Kelancaran", "Rp 500.000.000", "Rp 550.000.000"),
        ("2.15.02.2.01", "Perlengkapan Jalan", "Unit", "300.000.000", "330.000.000"),
        ("2.15.02.2.02", "Rencana Induk", "Dokumen", "200.000.000", "220.000.000"),
        (None, "Jumlah", None, "500.000.000", "550.000.000"),
        (None, None, None, None, "Kepala Dinas,"),
    )
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    book.close()
    return stream.getvalue()


def test_a_matrix_brings_its_rules_and_place_into_a_project_of_an_old_document(
    tmp_path: Path,
) -> None:
    with open_page(tmp_path) as page:
        page.enter()
        first = send(page, "/baru/dari", {"nama": "Dishub"}, "lama.docx", make_old_document())
        key = re.search(r'name="kunci" value="(\w+)"', first.text)
        assert key is not None
        said = urlencode({"nama": "Dishub", "kunci": key[1], "tindakan": "tulis"})
        page.base = page.ask("/baru/dari", "POST", said).headers["location"].partition("?")[0]
        data = tmp_path / "dishub" / "data"
        heads = (data / "tabel" / "kolom.csv").read_text("utf-8")
        # The second row of the heading is none of the table.
        assert "Jenis Kelamin > L" in heads
        assert "Jenis Kelamin > P" in heads
        assert not (data / "aturan.csv").exists()

        asked = send(page, f"{page.base}/masuk", {}, "matriks.xlsx", make_matrix())
        # The likely place is chosen beforehand.
        assert re.search(r"selected>3\.1 Program dan Pendanaan", asked.text)
        fields = dict(re.findall(r'name="(kunci|cara)" value="(\w+)"', asked.text))
        place = re.search(r'value="([^"]+)" selected>3\.1', asked.text)
        assert place is not None
        fields |= {"judul_baru": "Program dan Pendanaan", "letak": place[1]}
        shown = post(page, "/masuk/jawab", **fields)
        mark = re.search(r'name="rencana" value="(\w+)"', shown.text)
        assert mark is not None
        fields |= {"tabel": "program-dan-pendanaan", "rencana": mark[1], "tindakan": "tulis"}
        assert post(page, "/masuk/jawab", **fields).status == 303

        assert "program-dan-pendanaan-pagu" in (data / "aturan.csv").read_text("utf-8")
        assert "tidak ada jumlah yang diperiksa" not in read(look(page, "/temuan"))


def test_a_table_that_no_chapter_prints_says_so_and_is_put_into_one(
    page: Page, tmp_path: Path
) -> None:
    chapter = tmp_path / "data" / "naskah" / "12-bab-2.csv"
    rows = list(csv.reader(chapter.read_text("utf-8").splitlines()))
    kept = [row for row in rows if not ("tabel" in row and "pegawai" in row)]
    assert len(kept) == len(rows) - 1
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(kept)
    chapter.write_text(stream.getvalue(), "utf-8")

    shown = look(page, f"/isi/berkas?berkas={TABLE}")
    assert "Tabel ini belum dicetak di dokumen." in read(shown)
    place = re.search(r'<option value="([^"]+)">BAB II', shown.text)
    assert place is not None
    post(page, "/isi/cetak", tabel="pegawai", letak=place[1])

    assert "cetak-pegawai,tabel" in chapter.read_text("utf-8")
    again = look(page, f"/isi/berkas?berkas={TABLE}")
    assert "belum dicetak" not in read(again)


# --- Nothing that was written is lost ------------------------------------------------------------


def row_form(page: Page, file: str, row: str) -> dict[str, str]:
    """Return the fields of the form of a row, as a browser would send them."""
    shown = page.ask(f"{page.base}/isi/baris?{urlencode({'berkas': file, 'baris': row})}").text
    shown = shown.partition('id="form-baris"')[2].partition("</form>")[0]
    fields = dict(re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', shown))
    hidden = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', shown)
    return {name: html.unescape(text) for name, text in {**fields, **dict(hidden)}.items()}


def test_a_form_with_a_number_that_cannot_be_read_comes_back_as_it_was_filled_in(
    page: Page,
) -> None:
    file = "tabel/program-renstra.csv"
    rows = list(csv.DictReader((REPOSITORY / "data" / file).read_text("utf-8").splitlines()))
    money = next(name for name in rows[0] if name.startswith("rp_"))
    row = next(row["id"] for row in rows if row[money].isdigit())
    fields = row_form(page, file, row)
    fields |= {"isi:uraian": "Program Baru", f"isi:{money}": "dua juta, lihat catatan"}

    answer = post(page, "/isi/baris", **fields, tindakan="simpan")

    assert answer.status == 422
    assert "Tidak disimpan" in read(answer)
    assert "Program Baru" in answer.text
    assert 'value="dua juta, lihat catatan"' in answer.text


def test_a_form_that_another_save_overtook_shows_both_values_and_keeps_the_rest(
    page: Page, tmp_path: Path
) -> None:
    fields = row_form(page, TABLE, "kepala-dinas")
    path = tmp_path / "data" / TABLE
    path.write_text(path.read_text("utf-8").replace("II b,1 orang", "II b,3 orang"), "utf-8")
    fields |= {"isi:jabatan": "Kepala Dinas Baru", "isi:jumlah": "4 orang"}

    answer = post(page, "/isi/baris", **fields, tindakan="simpan")

    assert answer.status == 409
    assert "3 orang" in read(answer)
    assert 'value="4 orang"' in answer.text
    assert 'value="Kepala Dinas Baru"' in answer.text
    assert "Kepala Dinas Baru" not in path.read_text("utf-8")


def test_a_form_that_is_saved_offers_to_carry_its_sums_up_without_a_script(
    page: Page, tmp_path: Path
) -> None:
    fields = {**row_form(page, TABLE, "kepala-dinas"), "isi:jumlah": "5 orang"}

    saved = post(page, "/isi/baris", **fields, tindakan="simpan")
    assert "jumlah ikut bergeser" in read(saved)
    carried = dict(
        re.findall(r'name="(berkas|baris|kolom|semula|menjadi)" value="([^"]*)"', saved.text)
    )
    assert post(page, "/isi/bawa", **carried).status == 303

    total = (tmp_path / "data" / TABLE).read_text("utf-8").splitlines()[-1]
    assert total.endswith(carried["menjadi"])


@pytest.mark.parametrize(
    "typed", ["Rp151.000.000", "Rp 151.000.000,00", "151.000.000,-", "151.000.000"]
)
def test_rupiah_are_read_as_people_write_them(page: Page, tmp_path: Path, typed: str) -> None:
    file = tmp_path / "data" / "tabel" / "program-renstra.csv"
    rows = list(csv.DictReader(file.read_text("utf-8").splitlines()))
    column = next(name for name in rows[0] if name.startswith("rp_"))
    row = next(row for row in rows if row[column].isdigit())
    edit = {"berkas": "tabel/program-renstra.csv", "baris": row["id"], "kolom": column}

    answer = page.post_json(
        "/isi/simpan", {"suntingan": [{**edit, "semula": row[column], "menjadi": typed}]}
    )

    assert answer.said()["sel"][0]["teks"] == "151000000"  # type: ignore[index]


def test_an_edition_that_is_refused_keeps_its_form(page: Page) -> None:
    said = {"status": "Perubahan II", "tanggal": "2026-03-04", "dasar": "Perwali Nomor 9"}
    answer = post(page, "/edisi", nama="CON", **said)

    assert answer.status == 422
    assert "bukan nama edisi" in read(answer)
    for kept in ('value="CON"', 'value="Perwali Nomor 9"', 'value="2026-03-04"'):
        assert kept in answer.text
    assert "selected>Perubahan II<" in answer.text


def test_a_waiver_without_a_true_reason_keeps_its_form(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "data" / TABLE
    path.write_text(path.read_text("utf-8").replace("II b,1 orang", "II b,3 orang"), "utf-8")
    shown = look(page, "/temuan?bobot=galat")
    key = re.search(r"pilih=(\w+)", shown.text)
    assert key is not None

    answer = post(
        page,
        "/temuan/kecualikan",
        temuan=key[1],
        alasan="Angka resmi dalam lampiran yang terbit",
        diputuskan_oleh="Kepala Dinas",
        tanggal="kemarin",
    )

    assert answer.status == 422
    assert "Angka resmi dalam lampiran yang terbit</textarea>" in answer.text


# --- Files that cannot be taken ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("kosong.docx", b"", "berkas ini kosong (0 byte)"),
        ("tanpa akhiran", b"PK", "berkas tanpa akhiran tidak dapat diimpor"),
        ("lembar.numbers", b"PK", "berkas .numbers tidak dapat diimpor"),
        ("rahasia.docx", OLE, "hapus kata sandinya di Word"),
        ("rahasia.xlsx", OLE, "hapus kata sandinya"),
        ("program.docx", b"MZ" * 500, "buka dan simpan ulang di Word"),
    ],
)
def test_a_file_that_cannot_be_taken_says_what_to_do(
    page: Page, name: str, content: bytes, words: str
) -> None:
    answer = send(page, f"{page.base}/masuk", {}, name, content)

    assert answer.status == 422
    assert words in read(answer)
    assert "renstra build" not in answer.text


# --- Editions and colleagues ---------------------------------------------------------------------


def fix(page: Page) -> None:
    said = {"status": "draf", "tanggal": "2026-03-04", "dasar": ""}
    assert post(page, "/edisi", nama="Murni", **said).status == 303


def test_an_edition_that_was_changed_or_is_gone_is_told_wherever_it_serves(
    page: Page, tmp_path: Path
) -> None:
    fix(page)
    file = tmp_path / "edisi" / "Murni" / "data" / TABLE
    file.chmod(0o644)
    file.write_text(file.read_text("utf-8").replace("II b,1 orang", "II b,7 orang"), "utf-8")

    assert "berubah sejak disimpan" in read(page.ask(f"{page.base}/edisi"))
    compared = read(post(page, "/edisi/bandingkan", dasar="Murni", menjadi=""))
    assert "Edisi Murni: berubah sejak disimpan." in compared
    shutil.move(tmp_path / "edisi" / "Murni", tmp_path / "jauh")
    assert "foldernya hilang" in read(page.ask(f"{page.base}/edisi"))
    gone = post(page, "/edisi/bandingkan", dasar="Murni", menjadi="")
    assert "folder edisi “Murni” hilang" in read(gone)
    assert "--data" not in gone.text


def test_a_list_of_editions_that_excel_saved_is_read(page: Page, tmp_path: Path) -> None:
    fix(page)
    path = tmp_path / "edisi" / "edisi.csv"
    path.write_bytes(
        b"\xef\xbb\xbf" + path.read_bytes().replace(b",", b";").replace(b"\n", b"\r\n")
    )

    assert "utuh" in read(page.ask(f"{page.base}/edisi"))


def test_what_both_changed_is_chosen_on_the_page(page: Page, tmp_path: Path) -> None:
    fix(page)
    path = tmp_path / "data" / TABLE
    base = path.read_text("utf-8")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for each in sorted((tmp_path / "data").rglob("*.csv")):
            text = each.read_text("utf-8")
            text = text.replace("II b,1 orang", "II b,8 orang") if each == path else text
            archive.writestr(f"proyek/data/{each.relative_to(tmp_path / 'data').as_posix()}", text)
    path.write_text(base.replace("II b,1 orang", "II b,9 orang"), "utf-8")

    answer = send(page, f"{page.base}/edisi/gabung", {"dasar": "Murni"}, "r.zip", stream.getvalue())
    assert "Kepala Dinas · JUMLAH 1 orang 9 orang" in read(answer)
    fields = dict(re.findall(r'name="((?:berkas|baris|kolom):1)" value="([^"]*)"', answer.text))
    fields |= dict(re.findall(r'name="((?:semula|menjadi):1)"[^>]*>\n?([^<]*)<', answer.text))
    assert post(page, "/edisi/pilih", pakai="1", **fields).status == 303

    assert "II b,8 orang" in path.read_text("utf-8")


# --- Out, and the start --------------------------------------------------------------------------


def test_a_project_whose_facts_cannot_be_read_still_shows_its_findings(
    page: Page, tmp_path: Path
) -> None:
    (tmp_path / "data" / "dokumen.csv").write_bytes(b"kunci;nilai\n")

    answer = look(page, "/temuan")

    assert answer.status == 200
    assert "galat" in read(answer)


def test_without_its_template_no_document_is_promised(page: Page, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "templates")

    answer = read(look(page, "/keluar"))

    assert "templat renstra.docx tidak ditemukan" in answer
    assert "Tidak ada yang menghalangi" not in answer


def test_comments_of_reviewers_go_out_as_catatan_penyempurnaan(page: Page, tmp_path: Path) -> None:
    head = "id,berkas,baris,kolom,penulis,tanggal,teks,status,jawaban"
    line = "k-1,tabel/pegawai.csv,kepala-dinas,jumlah,Penelaah,2026-03-02,Periksa lagi.,terbuka,"
    (tmp_path / "data" / "komentar.csv").write_text(f"{head}\n{line}\n", "utf-8")

    assert "Catatan Penyempurnaan (.docx)" in read(look(page, "/keluar"))
    for kind in ("komentar", "komentar-xlsx"):
        assert post(page, "/keluar", apa=kind).body.startswith(b"PK")


def test_a_second_call_on_the_data_folder_tells_the_running_address(tmp_path: Path) -> None:
    home = copy_project(tmp_path)
    with open_page(home) as page, open_page(home / "data") as second:
        assert second.port == page.port
