"""What a reviewer edited in Word comes back: each edit in its CSV cell, with author and date."""

from __future__ import annotations

import copy
import csv
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import WriteFolder
from lxml import etree
from ooxml import Element, W, text_of
from test_verify import build, read_zip
from word_edits import (
    ONE,
    TWO,
    Word,
    add_comment,
    cell_of,
    find_paragraph,
    find_row,
    mark_row,
    save_word,
    set_text,
    split_runs,
    track,
)

from renstra_doc.cli import renstra, take_back
from renstra_doc.files.journal import undo_step
from renstra_doc.finding import InputError
from renstra_doc.render import render_view
from renstra_doc.render.identity import source_files
from renstra_doc.render.remarks import add_remarks
from renstra_doc.returned.catatan import list_notes
from renstra_doc.review.verify.judge import verify_document
from renstra_doc.review.verify.plain import read_plain
from renstra_doc.run.draft_marks import list_remarks
from renstra_doc.run.pipeline import read_document, template_path
from renstra_doc.view import build_view
from renstra_doc.workbook.xlsx import read_workbook

REPOSITORY = Path(__file__).resolve().parents[1]
DATA = REPOSITORY / "data"
SOFFICE = shutil.which("soffice")
Records = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the shipped document beside its data."""
    return build(DATA, tmp_path_factory.mktemp("dokumen") / "renstra.docx")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the shipped data."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(renstra, [str(word) for word in arguments], standalone_mode=False)


def run_strictly(*arguments: str | Path) -> Result:
    """Run a command; what it refuses is raised."""
    call = [str(word) for word in arguments]
    return CliRunner().invoke(renstra, call, standalone_mode=False, catch_exceptions=False)


def rows_of(folder: Path, file: str) -> Records:
    with (folder / file).open(encoding="utf-8", newline="") as stream:
        return {record["id"]: record for record in csv.DictReader(stream)}


def edit(path: Path, target: Path, *changes: Callable[[Word], None]) -> Path:
    word = Word(read_zip(path))
    for change in changes:
        change(word)
    return save_word(word, target)


# The cases of reviewers, one by one and all at once.


def rewrite_tracked(word: Word) -> None:
    paragraph = find_paragraph(word, "Undang-undang Nomor 25 Tahun 2004 tentang Sistem")
    track(paragraph, "setiap Perangkat Daerah", "seluruh Perangkat Daerah", ONE)


def change_amount(word: Word) -> None:
    cell = cell_of(find_row(word, "Penyediaan Permakanan"), "75.083.520")
    track(cell, "75.083.520", "85.083.520", ONE)


def comment_on_cell(word: Word) -> None:
    cell = cell_of(find_row(word, "Anak Terlantar"), "29 Orang")
    add_comment(word, cell, "Cocokkan dengan data kelurahan.", TWO)


def comment_on_paragraph(word: Word) -> None:
    paragraph = find_paragraph(word, "Menindaklanjuti hal tersebut")
    add_comment(word, paragraph, "Dasar hukumnya sudah diganti.", ONE)


def add_row(word: Word) -> None:
    row = find_row(word, "Anak Jalanan")
    new = copy.deepcopy(row)
    for cell, text in zip(
        new.findall(W + "tc"), ("5", "Anak Putus Sekolah", "12 Orang"), strict=True
    ):
        set_text(cell, text)
    mark_row(new, "ins", TWO)
    row.addnext(new)


def remove_row(word: Word) -> None:
    mark_row(find_row(word, "Pemberdayaan Karang Taruna"), "del", ONE)


def move_row(word: Word) -> None:
    row = find_row(word, "Anak Terlantar")
    below = row.getnext()
    assert below is not None
    target = below.getnext()
    assert target is not None
    target.addnext(row)


def write_sentence_anew(word: Word) -> None:
    text = "Trotoar, gedung dan angkutan di kota ini sukar dipakai oleh semua orang;"
    set_text(find_paragraph(word, "Fasilitas umum yang ramah"), text)


def change_title(word: Word) -> None:
    caption = find_paragraph(word, "", end="Data Sumber Kesejahteraan Sosial dan Mitra Kerja")
    last = [node for node in caption.iter(W + "t") if node.text][-1]
    last.text = f"{last.text} Tahun 2020"


def check_all(folder: Path) -> None:
    story = rows_of(folder, "naskah/11-bab-1.csv")["bab1-1-latar-1"]["teks"]
    assert "seluruh Perangkat Daerah" in story
    amount = rows_of(folder, "tabel/program-renstra.csv")
    assert amount["sk-permakanan"]["rp_2021"] == "85083520"
    assert "k-karang-taruna" not in amount
    pmks = rows_of(folder, "tabel/pmks.csv")
    keys = list(pmks)
    assert keys[keys.index("anak-jalanan") + 1] == "anak-terlantar"
    assert pmks["anak-putus-sekolah"] == {
        "id": "anak-putus-sekolah",
        "no": "#",
        "jenis": "Anak Putus Sekolah",
        "jumlah": "12 Orang",
    }
    issue = rows_of(folder, "naskah/13-bab-3.csv")["bab3-1-masalah-3"]["teks"]
    assert issue.startswith("Trotoar, gedung dan angkutan")
    title = rows_of(folder, "tabel/tabel.csv")["sumber-kesejahteraan"]["judul"]
    assert title == "Data Sumber Kesejahteraan Sosial dan Mitra Kerja Tahun 2020"


ALL = (
    rewrite_tracked,
    change_amount,
    comment_on_cell,
    comment_on_paragraph,
    add_row,
    remove_row,
    move_row,
    write_sentence_anew,
    change_title,
)


@pytest.fixture(scope="module")
def edited(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the document with all the edits of two reviewers."""
    return edit(shipped, tmp_path_factory.mktemp("kembali") / "suntingan.docx", *ALL)


def test_all_edits_of_two_reviewers_land_in_their_cells(
    edited: Path, folder: Path, tmp_path: Path
) -> None:
    result = run("import", edited, "--data", folder, "--ya", "--laporan", tmp_path / "l.json")

    assert result.return_value == 0
    check_all(folder)
    report = json.loads((tmp_path / "l.json").read_text("utf-8"))
    counts = [report[name] for name in ("in", "derived", "doubtful", "left_out", "comments")]
    assert counts == [7, 0, 0, 0, 2]
    amount = next(item for item in report["items"] if item["column"] == "rp_2021")
    assert amount == {
        "place": amount["place"],
        "target": "tabel/program-renstra.csv#sk-permakanan#rp_2021",
        "file": "tabel/program-renstra.csv",
        "row": "sk-permakanan",
        "column": "rp_2021",
        "action": "ubah",
        "old": "75083520",
        "new": "85083520",
        "state": "in",
        "author": "Penelaah Satu",
        "date": "2026-03-02T08:30:00Z",
        "question": "",
    }


def test_comments_stand_in_komentar_csv_and_are_shown_until_closed(
    edited: Path, folder: Path
) -> None:
    assert run("import", edited, "--data", folder, "--ya").return_value == 0

    comments = rows_of(folder, "komentar.csv")

    assert [tuple(found.values()) for found in comments.values()] == [
        ("k-1", "tabel/pmks.csv", "anak-terlantar", "jumlah", "Penelaah Dua",
         "2026-03-04T14:05:00Z", "Cocokkan dengan data kelurahan.", "terbuka", ""),
        ("k-2", "naskah/11-bab-1.csv", "bab1-1-latar-2", "teks", "Penelaah Satu",
         "2026-03-02T08:30:00Z", "Dasar hukumnya sudah diganti.", "terbuka", ""),
    ]  # fmt: skip
    told = "komentar Penelaah Dua pada tabel/pmks.csv, anak-terlantar, jumlah: “Cocokkan dengan data kelurahan.”"
    assert told in run("check", "--data", folder).stdout
    file = folder / "komentar.csv"
    file.write_text(file.read_text("utf-8").replace("terbuka", "selesai"), "utf-8")
    assert told not in run("check", "--data", folder).stdout
    assert run("import", edited, "--data", folder, "--ya").stdout.endswith("Tidak ada perubahan.\n")
    assert "selesai" in file.read_text("utf-8")


def test_nothing_is_written_without_a_yes(edited: Path, folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*.csv")}

    result = run("import", edited, "--data", folder)

    assert result.return_value == 1
    assert "Tidak ada yang ditulis: pakai --ya" in result.stderr
    assert {path: path.read_bytes() for path in folder.rglob("*.csv")} == before


def test_only_the_edits_of_one_author_are_taken(edited: Path, folder: Path) -> None:
    result = run("import", edited, "--data", folder, "--ya", "--hanya", "Penelaah Satu")

    assert result.return_value == 0
    assert rows_of(folder, "tabel/program-renstra.csv")["sk-permakanan"]["rp_2021"] == "85083520"
    pmks = list(rows_of(folder, "tabel/pmks.csv"))
    assert "anak-putus-sekolah" not in pmks  # of the other one
    assert pmks.index("anak-terlantar") < pmks.index("anak-jalanan")  # of nobody known


def test_only_the_edits_of_one_place_are_taken(edited: Path, folder: Path) -> None:
    run("import", edited, "--data", folder, "--ya", "--hanya", "tabel/pmks.csv")

    assert "anak-putus-sekolah" in rows_of(folder, "tabel/pmks.csv")
    amount = rows_of(folder, "tabel/program-renstra.csv")["sk-permakanan"]
    assert amount["rp_2021"] == "75083520"


def test_an_untracked_edit_has_the_author_that_was_given(
    edited: Path, folder: Path, tmp_path: Path
) -> None:
    words = ("import", edited, "--data", folder, "--ya", "--laporan", tmp_path / "l.json")
    run(*words, "--penulis", "Bagian Hukum")

    report = json.loads((tmp_path / "l.json").read_text("utf-8"))
    authors = {item["author"] for item in report["items"]}
    assert authors == {"Penelaah Satu", "Penelaah Dua", "Bagian Hukum"}


# Three versions


def change_own(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_what_the_folder_changed_meanwhile_stays(
    shipped: Path, folder: Path, tmp_path: Path
) -> None:
    returned = edit(shipped, tmp_path / "s.docx", change_amount)
    change_own(folder, "tabel/pmks.csv", "29 Orang", "31 Orang")

    assert run("import", returned, "--data", folder, "--ya").return_value == 0

    assert rows_of(folder, "tabel/pmks.csv")["anak-terlantar"]["jumlah"] == "31 Orang"
    assert rows_of(folder, "tabel/program-renstra.csv")["sk-permakanan"]["rp_2021"] == "85083520"


def test_a_conflict_shows_three_values_and_is_answered_in_a_file(
    shipped: Path, folder: Path, tmp_path: Path
) -> None:
    returned = edit(shipped, tmp_path / "s.docx", change_amount)
    change_own(
        folder,
        "tabel/program-renstra.csv",
        "15 orang,75083520,15 orang",
        "15 orang,65083520,15 orang",
    )
    questions = tmp_path / "tanya.csv"

    asked = run("import", returned, "--data", folder, "--pertanyaan", questions)

    assert asked.return_value == 1
    (question,) = csv.DictReader(questions.open(encoding="utf-8", newline=""))
    key = "tabel/program-renstra.csv#sk-permakanan#rp_2021"
    values = [question[name] for name in ("tempat", "semula", "dokumen", "folder", "jawaban")]
    assert values == [key, "75083520", "85083520", "65083520", ""]
    for value in ("75083520", "85083520", "65083520"):
        assert value in asked.stderr
    answered = questions.read_text("utf-8").replace(",folder | dokumen | semula,", ",,dokumen")
    questions.write_text(answered, "utf-8")
    assert run("import", returned, "--data", folder, "--jawab", questions).return_value == 0
    assert rows_of(folder, "tabel/program-renstra.csv")["sk-permakanan"]["rp_2021"] == "85083520"


def test_with_yes_a_conflict_stays_as_it_was_and_is_kept_as_a_comment(
    shipped: Path, folder: Path, tmp_path: Path
) -> None:
    returned = edit(shipped, tmp_path / "s.docx", change_amount)
    change_own(
        folder,
        "tabel/program-renstra.csv",
        "15 orang,75083520,15 orang",
        "15 orang,65083520,15 orang",
    )

    assert run("import", returned, "--data", folder, "--ya").return_value == 0

    assert rows_of(folder, "tabel/program-renstra.csv")["sk-permakanan"]["rp_2021"] == "65083520"
    (kept,) = rows_of(folder, "komentar.csv").values()
    assert (kept["baris"], kept["kolom"], kept["status"]) == ("sk-permakanan", "rp_2021", "terbuka")
    assert "85083520" in kept["teks"]


@pytest.mark.skipif(os.name != "posix", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize(
    ("typed", "code", "written"),
    [
        ("dokumen\ny\n", 0, "Kepala Badan"),
        ("folder\ny\n", 0, "Kepala Kantor"),
        ("semula\ny\n", 0, "Kepala Dinas"),
        ("Kepala Bagian\ny\n", 0, "Kepala Bagian"),
        ("dokumen\nn\n", 1, "Kepala Kantor"),
        ("\n", 1, "Kepala Kantor"),
    ],
)
def test_at_a_terminal_a_conflict_is_asked_with_its_three_values(
    data_folder: WriteFolder, tmp_path: Path, typed: str, code: int, written: str
) -> None:
    folder = data_folder()

    def change(word: Word) -> None:
        set_text(cell_of(find_row(word, "Kepala Dinas"), "Kepala Dinas"), "Kepala Badan")

    returned = edit(build(folder, tmp_path / "contoh.docx"), tmp_path / "s.docx", change)
    change_own(folder, "tabel/pegawai.csv", "Kepala Dinas", "Kepala Kantor")

    found, shown = run_at_terminal(typed, "import", returned, "--data", folder)

    assert found == code, shown
    for line in ("semula  : Kepala Dinas", "dokumen : Kepala Badan", "folder  : Kepala Kantor"):
        assert line in shown
    assert rows_of(folder, "tabel/pegawai.csv")["kepala"]["jabatan"] == written


def run_at_terminal(typed: str, *arguments: str | Path) -> tuple[int, str]:
    """Run a command at a terminal where somebody types; out: its exit code and what it shows."""
    screen, keyboard = os.openpty()
    call = [sys.executable, "-m", "renstra_doc", *map(str, arguments)]
    with subprocess.Popen(call, stdin=keyboard, stdout=keyboard, stderr=keyboard) as process:
        os.close(keyboard)
        os.write(screen, typed.encode())
        shown = b"".join(read_screen(screen))
    os.close(screen)
    return process.returncode, shown.decode()


def read_screen(screen: int) -> Iterator[bytes]:
    """Yield what a terminal shows until nobody writes to it any more."""
    while True:
        try:
            found = os.read(screen, 4096)
        except OSError:  # Linux says so where the last writer is gone
            return
        if not found:
            return
        yield found


# What cannot be taken as it is


def test_a_number_that_reads_two_ways_is_a_question(
    shipped: Path, folder: Path, tmp_path: Path
) -> None:
    def write_english(word: Word) -> None:
        set_text(cell_of(find_row(word, "Penyediaan Permakanan"), "75.083.520"), "Rp 57,055,670")

    returned = edit(shipped, tmp_path / "s.docx", write_english)

    result = run("import", returned, "--data", folder)

    assert result.return_value == 1
    assert "“Rp 57,055,670” tidak terbaca sebagai rupiah" in result.stderr


def test_of_very_many_questions_the_first_are_printed_and_all_are_written(
    shipped: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file made to hurt asked 29.000, and the way forward stood below them."""
    monkeypatch.setattr(take_back, "MOST_LINES", 0)
    returned = edit(shipped, tmp_path / "s.docx", change_amount)
    change_own(folder, "tabel/program-renstra.csv", "75083520,15 orang", "65083520,15 orang")
    questions = tmp_path / "tanya.csv"

    asked = run("import", returned, "--data", folder, "--pertanyaan", questions)

    assert "1 pertanyaan belum dijawab" in asked.stderr
    assert "… dan 1 pertanyaan lagi\n  → " in asked.stderr
    assert len(questions.read_text("utf-8").splitlines()) == 2


def test_an_expression_is_never_written_over(data_folder: WriteFolder, tmp_path: Path) -> None:
    folder = data_folder()
    built = build(folder, tmp_path / "contoh.docx")

    def change_number(word: Word) -> None:
        set_text(
            find_paragraph(word, "Dinas memiliki"), "Dinas memiliki 18 (delapan belas) pegawai."
        )

    def change_words(word: Word) -> None:
        text = "Kantor ini memiliki 17 (tujuh belas) pegawai tetap."
        set_text(find_paragraph(word, "Dinas memiliki"), text)

    touched = run("import", edit(built, tmp_path / "a.docx", change_number), "--data", folder)
    assert touched.return_value == 1
    assert "bagian ini diambil dari data" in touched.stderr
    assert "tabel/pegawai.csv, baris" in touched.stderr

    beside = run("import", edit(built, tmp_path / "b.docx", change_words), "--data", folder, "--ya")
    assert beside.return_value == 0
    text = rows_of(folder, "naskah/01-isi.csv")["bab1-latar"]["teks"]
    assert text.startswith("Kantor ini memiliki {{")
    assert text.endswith("}} pegawai tetap.")


def test_italics_survive_an_edit_beside_them(shipped: Path, folder: Path, tmp_path: Path) -> None:
    def change_name(word: Word) -> None:
        row = find_row(word, "Penyediaan Jasa Surat menyurat")
        set_text(cell_of(row, "Penyediaan Jasa Surat menyurat"), "Penyediaan Jasa Surat dan Paket")

    returned = edit(shipped, tmp_path / "s.docx", change_name)

    assert run("import", returned, "--data", folder, "--ya").return_value == 0
    text = rows_of(folder, "tabel/program-rpjmd.csv")["k-jasa-surat"]["uraian"]
    assert text == "*Penyediaan Jasa Surat dan Paket*"


def test_a_paragraph_added_after_a_known_one_gets_a_new_id(
    shipped: Path, folder: Path, tmp_path: Path
) -> None:
    def add_paragraph(word: Word) -> None:
        above = find_paragraph(word, "Menindaklanjuti hal tersebut")
        new = copy.deepcopy(above)
        set_text(new, "Paragraf yang ditulis penelaah.")
        above.addnext(new)

    returned = edit(shipped, tmp_path / "s.docx", add_paragraph)

    assert run("import", returned, "--data", folder, "--ya").return_value == 0
    rows = list(rows_of(folder, "naskah/11-bab-1.csv").values())
    at = [row["id"] for row in rows].index("bab1-1-latar-2")
    assert rows[at + 1]["id"] == "bab1-1-latar-2-baru"
    assert (rows[at + 1]["jenis"], rows[at + 1]["teks"]) == (
        "paragraf",
        "Paragraf yang ditulis penelaah.",
    )


def test_words_cut_into_runs_with_spelling_marks_are_one_text(
    shipped: Path, folder: Path, tmp_path: Path
) -> None:
    returned = edit(shipped, tmp_path / "s.docx", *ALL, split_runs)

    assert run("import", returned, "--data", folder, "--ya").return_value == 0
    check_all(folder)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_what_libreoffice_saved_again_comes_back_as_well(
    edited: Path, folder: Path, tmp_path: Path
) -> None:
    command = [
        str(SOFFICE),
        "--headless",
        f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(tmp_path),
        str(edited),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=600)

    assert run("import", tmp_path / edited.name, "--data", folder, "--ya").return_value == 0
    check_all(folder)
    assert len(rows_of(folder, "komentar.csv")) == 2


def test_a_document_of_another_office_is_refused(data_folder: WriteFolder, shipped: Path) -> None:
    result = run("import", shipped, "--data", data_folder())

    assert isinstance(result.exception, InputError)
    assert "dua dokumen yang berbeda" in str(result.exception)


def test_an_import_is_undone_whole(edited: Path, folder: Path) -> None:
    run("import", edited, "--data", folder, "--ya")
    undo_step(folder)

    assert not (folder / "komentar.csv").exists()
    for path in DATA.rglob("*.csv"):
        assert (folder / path.relative_to(DATA)).read_bytes() == path.read_bytes()


def test_totals_that_follow_are_offered_and_written_when_answered(
    shipped: Path, folder: Path, tmp_path: Path
) -> None:
    def change_part(word: Word) -> None:
        row = next(
            row
            for row in word.root.iter(W + "tr")
            if [text_of(cell) for cell in row.findall(W + "tc")][1:]
            == ["Payakumbuh Utara", "1.600", "24.000"]
        )
        track(cell_of(row, "1.600"), "1.600", "1.700", ONE)

    returned = edit(shipped, tmp_path / "s.docx", change_part)
    questions = tmp_path / "tanya.csv"

    run("import", returned, "--data", folder, "--pertanyaan", questions)

    (asked,) = csv.DictReader(questions.open(encoding="utf-8", newline=""))
    assert [asked[name] for name in ("tempat", "semula", "dokumen", "pilihan")] == [
        "tabel/raskin.csv#jumlah#rts",
        "6383",
        "6483",
        "ya | lewati",
    ]
    questions.write_text(
        questions.read_text("utf-8").replace("ya | lewati,", "ya | lewati,ya"), "utf-8"
    )
    assert run("import", returned, "--data", folder, "--jawab", questions).return_value == 0
    raskin = rows_of(folder, "tabel/raskin.csv")
    assert (raskin["payakumbuh-utara"]["rts"], raskin["jumlah"]["rts"]) == ("1700", "6483")


def test_comments_stand_in_drafts_and_come_back_once(
    edited: Path, folder: Path, tmp_path: Path
) -> None:
    shutil.copytree(REPOSITORY / "templates", tmp_path / "templates")
    run("import", edited, "--data", folder, "--ya")
    document, _ = read_document(folder)
    view = build_view(document)
    draft = render_view(view, template_path(folder, document), sources=source_files(document))
    marked = add_remarks(draft, list_remarks(document, ()))
    built = tmp_path / "draf.docx"
    built.write_bytes(marked.to_bytes({}))

    comments = [placed.komentar for placed in verify_document(built).comments]

    assert [(said.penulis, said.tanggal, said.teks) for said in comments] == [
        ("Penelaah Dua", "2026-03-04T14:05:00Z", "Cocokkan dengan data kelurahan."),
        ("Penelaah Satu", "2026-03-02T08:30:00Z", "Dasar hukumnya sudah diganti."),
    ]
    assert run("import", built, "--data", folder, "--ya").stdout.endswith("Tidak ada perubahan.\n")


def test_comments_are_written_as_catatan_penyempurnaan(
    edited: Path, folder: Path, tmp_path: Path
) -> None:
    run("import", edited, "--data", folder, "--ya")
    change_own(folder, "komentar.csv", "terbuka,\n", "dijawab,Sudah diganti.\n")

    for name in ("catatan.docx", "catatan.xlsx"):
        target = tmp_path / name
        assert run("export", target, "--komentar", "--data", folder).return_value == 0

    text = read_plain(tmp_path / "catatan.docx")
    assert "| No | Bab/Subbab | Catatan | Tindak Lanjut |" in text
    place = "Anak Terlantar, kolom Jumlah"
    assert f"{place} | Cocokkan dengan data kelurahan. (Penelaah Dua, 2026-03-04)" in text
    assert "| Sudah diganti. |" in text
    cells = read_workbook(tmp_path / "catatan.xlsx")["Catatan Penyempurnaan"].cells
    assert [cells[1, place].value for place in range(1, 5)] == [
        "No",
        "Bab/Subbab",
        "Catatan",
        "Tindak Lanjut",
    ]


def test_a_catatan_names_each_place_as_it_is_printed(folder: Path) -> None:
    places = ("tabel/kolom.csv,pmks jumlah,judul", "dokumen.csv,judul,nilai", ",,")
    rows = [f"k-{at},{place},X,,Catatan,terbuka," for at, place in enumerate(places)]
    header = "id,berkas,baris,kolom,penulis,tanggal,teks,status,jawaban"
    (folder / "komentar.csv").write_text("\n".join([header, *rows, ""]), "utf-8")

    named = [place for _, place, _, _ in list_notes(read_document(folder)[0])]

    assert [place.rpartition(", Tabel")[2] for place in named] == [
        " 2.5, kolom Jumlah",
        "Keterangan dokumen: judul",
        "Seluruh dokumen",
    ]


def test_an_unedited_document_changes_nothing(shipped: Path, folder: Path) -> None:
    result = run("import", shipped, "--data", folder, "--ya")

    assert result.return_value == 0
    assert result.stdout.endswith("Tidak ada perubahan.\n")


def test_the_edit_of_a_person_that_nobody_can_place_is_told(
    shipped: Path, folder: Path, tmp_path: Path
) -> None:
    def change_list(word: Word) -> None:
        for node in word.root.iter(W + "hyperlink"):
            etree.SubElement(etree.SubElement(node, W + "r"), W + "t").text = " disunting"
            return

    result = run("import", edit(shipped, tmp_path / "s.docx", change_list), "--data", folder)

    assert "daftar disusun dari judulnya; ubah di naskah/" in result.stdout


def dress(paragraph: Element, text: str, *names: str) -> None:
    """Give a text of one run bold, italic, as a person does in Word."""
    run_found = next(found for found in paragraph.iter(W + "r") if text in text_of(found))
    before, after = text_of(run_found).split(text, 1)
    for piece in filter(None, (before, text, after)):
        made = copy.deepcopy(run_found)
        set_text(made, piece)
        if piece == text:
            look = made.find(W + "rPr")
            if look is None:
                look = etree.Element(W + "rPr")
                made.insert(0, look)
            for name in names:
                etree.SubElement(look, W + name)
        run_found.addprevious(made)
    parent = run_found.getparent()
    assert parent is not None
    parent.remove(run_found)


def test_bold_and_italic_that_a_reviewer_gave_come_in_and_colours_do_not(
    shipped: Path, folder: Path, tmp_path: Path
) -> None:
    def dress_all(word: Word) -> None:
        dress(find_paragraph(word, "Undang-undang Nomor 25 Tahun 2004"), "Nasional dan", "i")
        dress(cell_of(find_row(word, "Anak Terlantar"), "Anak Terlantar"), "Anak Terlantar", "b")
        dress(cell_of(find_row(word, "Anak Jalanan"), "Anak Jalanan"), "Jalanan", "caps")
        sentence = find_paragraph(word, "Menindaklanjuti hal tersebut")
        dress(sentence, "tersebut", "b", "i")
        first = next(sentence.iter(W + "t"))
        first.text = (first.text or "").replace("Menindaklanjuti", "Sesudah")

    returned = edit(shipped, tmp_path / "a.docx", dress_all)
    told = run("import", returned, "--data", folder, "--ya").output

    story = rows_of(folder, "naskah/11-bab-1.csv")
    assert "Pembangunan *Nasional dan* Undang" in story["bab1-1-latar-1"]["teks"]
    assert story["bab1-1-latar-2"]["teks"].startswith("Sesudah hal ***tersebut***, maka")
    assert rows_of(folder, "tabel/pmks.csv")["anak-terlantar"]["jenis"] == "**Anak Terlantar**"
    assert rows_of(folder, "tabel/pmks.csv")["anak-jalanan"]["jenis"] == "Anak Jalanan"
    assert "rupa tidak disimpan di data" in told


RAMP = "Trotoar, gedung dan angkutan di kota ini sukar dipakai semua orang;"
LAWS = ("Undang-Undang Nomor 33 Tahun 2004", "Undang-Undang Nomor 23 Tahun 2014")
HIDDEN = "_Ren"  # how the names of the bookmarks begin that Word hides


def next_paragraph(node: Element) -> Element:
    below = node.getnext()
    assert below is not None
    return below


def drop(node: Element) -> None:
    parent = node.getparent()
    assert parent is not None
    parent.remove(node)


def join_with_next(node: Element) -> None:
    """Take the paragraph mark away, as Delete at its end does."""
    below = next_paragraph(node)
    for child in list(below)[1:]:
        node.append(child)
    drop(below)


def drop_bookmarks(word: Word) -> None:
    for node in list(word.root.iter(W + "bookmarkStart", W + "bookmarkEnd")):
        drop(node)


def rewrite_beside_a_deletion(word: Word) -> None:
    node = find_paragraph(word, "Fasilitas umum yang ramah")
    drop(next_paragraph(node))
    set_text(node, RAMP)


def test_a_sentence_written_anew_beside_one_taken_out_keeps_its_id(
    shipped: Path, folder: Path, tmp_path: Path
) -> None:
    returned = edit(shipped, tmp_path / "a.docx", rewrite_beside_a_deletion)
    before = rows_of(folder, "naskah/13-bab-3.csv")
    assert run("import", returned, "--data", folder, "--ya").return_value == 0

    story = rows_of(folder, "naskah/13-bab-3.csv")
    assert story["bab3-1-masalah-3"]["teks"] == RAMP
    assert set(before) - set(story) == {"bab3-1-masalah-4"}
    assert not (folder / "komentar.csv").exists()


def test_the_lower_of_two_is_written_anew_and_the_upper_is_taken_out(
    shipped: Path, folder: Path, tmp_path: Path
) -> None:
    def change(word: Word) -> None:
        node = find_paragraph(word, "Fasilitas umum yang ramah")
        set_text(next_paragraph(node), RAMP)
        drop(node)

    returned = edit(shipped, tmp_path / "a.docx", change)
    before = rows_of(folder, "naskah/13-bab-3.csv")
    assert run("import", returned, "--data", folder, "--ya").return_value == 0

    story = rows_of(folder, "naskah/13-bab-3.csv")
    assert story["bab3-1-masalah-4"]["teks"] == RAMP
    assert set(before) - set(story) == {"bab3-1-masalah-3"}


def test_without_its_bookmarks_it_is_asked_which_sentence_was_written_anew(
    shipped: Path, folder: Path, tmp_path: Path
) -> None:
    changes = rewrite_beside_a_deletion, drop_bookmarks
    returned = edit(shipped, tmp_path / "a.docx", *changes)
    before = rows_of(folder, "naskah/13-bab-3.csv")
    asked = run("import", returned, "--data", folder)

    assert asked.return_value == 1
    assert "ditulis ulang dan satu di sebelahnya dihapus" in asked.output
    assert run("import", returned, "--data", folder, "--ya").return_value == 0
    assert rows_of(folder, "naskah/13-bab-3.csv") == before
    assert len(rows_of(folder, "komentar.csv")) == 2


def test_a_row_written_anew_beside_one_taken_out_keeps_its_id(
    shipped: Path, folder: Path, tmp_path: Path
) -> None:
    def change(word: Word) -> None:
        above = find_row(word, "Anak Terlantar")
        below = find_row(word, "Anak Jalanan")
        drop(above)
        for cell, text in zip(
            below.findall(W + "tc"), ("3", "Remaja Rentan", "17 Jiwa"), strict=True
        ):
            set_text(cell, text)

    returned = edit(shipped, tmp_path / "a.docx", change)
    before = rows_of(folder, "tabel/pmks.csv")
    run("import", returned, "--data", folder, "--ya")

    rows = rows_of(folder, "tabel/pmks.csv")
    assert rows["anak-jalanan"]["jenis"] == "Remaja Rentan"
    assert set(before) - set(rows) == {"anak-terlantar"}


def test_a_number_of_mengingat_written_anew_beside_one_taken_out_keeps_its_id(
    shipped: Path, folder: Path, tmp_path: Path
) -> None:
    """The texts beside `Mengingat :` stand in the rows of a table without lines."""
    text = "Peraturan Daerah tentang Susunan Perangkat Daerah;"

    def change(word: Word) -> None:
        first, second = [
            row
            for row in word.root.iter(W + "tr")
            if any(text_of(cell).startswith(LAWS) for cell in row.findall(W + "tc"))
        ]
        set_text(second.findall(W + "tc")[2], text)
        drop(first)

    returned = edit(shipped, tmp_path / "a.docx", change)
    before = rows_of(folder, "naskah/02-peraturan.csv")
    run("import", returned, "--data", folder, "--ya")

    laws = rows_of(folder, "naskah/02-peraturan.csv")
    assert laws["peraturan-mengingat-4"]["teks"] == text
    assert set(before) - set(laws) == {"peraturan-mengingat-3"}


def test_a_caption_written_anew_below_a_deleted_sentence_stays_that_of_its_table(
    shipped: Path, folder: Path, tmp_path: Path
) -> None:
    def change(word: Word) -> None:
        caption = find_paragraph(word, "", end="Data Sumber Kesejahteraan Sosial dan Mitra Kerja")
        above = caption.getprevious()
        assert above is not None
        drop(above)
        [node for node in caption.iter(W + "t") if node.text][-1].text = "Panti dan relawan"

    returned = edit(shipped, tmp_path / "a.docx", change)
    run("import", returned, "--data", folder, "--ya")

    tables = rows_of(folder, "tabel/tabel.csv")
    assert tables["sumber-kesejahteraan"]["judul"] == "Panti dan relawan"


def test_a_sentence_that_was_moved_and_written_anew_keeps_its_id(
    shipped: Path, folder: Path, tmp_path: Path
) -> None:
    def change(word: Word) -> None:
        node = find_paragraph(word, "Fasilitas umum yang ramah")
        target = next_paragraph(next_paragraph(next_paragraph(node)))
        target.addnext(node)
        set_text(node, RAMP)

    returned = edit(shipped, tmp_path / "a.docx", change)
    before = list(rows_of(folder, "naskah/13-bab-3.csv"))
    assert run("import", returned, "--data", folder, "--ya").return_value == 0

    story = rows_of(folder, "naskah/13-bab-3.csv")
    assert story["bab3-1-masalah-3"]["teks"] == RAMP
    at = before.index("bab3-1-masalah-3")
    assert list(story) == [
        *before[:at],
        *before[at + 1 : at + 4],
        "bab3-1-masalah-3",
        *before[at + 4 :],
    ]


def assert_only_the_ramp_is_new(returned: Path, folder: Path) -> None:
    before = rows_of(folder, "naskah/13-bab-3.csv")
    assert run("import", returned, "--data", folder, "--ya").return_value == 0

    story = rows_of(folder, "naskah/13-bab-3.csv")
    assert {key: story[key] for key in before} == before
    assert [row["teks"] for key, row in story.items() if key not in before] == [RAMP]


def test_what_is_typed_above_a_sentence_does_not_take_its_id(
    shipped: Path, folder: Path, tmp_path: Path
) -> None:
    """Word leaves the bookmark in front of the cursor: Enter at the start parts it from the text."""

    def change(word: Word) -> None:
        node = find_paragraph(word, "Fasilitas umum yang ramah")
        new = copy.deepcopy(node)
        node.addprevious(new)
        set_text(new, RAMP)
        for mark in list(node.iter(W + "bookmarkStart", W + "bookmarkEnd")):
            drop(mark)

    assert_only_the_ramp_is_new(edit(shipped, tmp_path / "a.docx", change), folder)


def test_a_copy_with_the_bookmark_of_its_original_is_a_new_sentence(
    shipped: Path, folder: Path, tmp_path: Path
) -> None:
    def change(word: Word) -> None:
        node = find_paragraph(word, "Fasilitas umum yang ramah")
        new = copy.deepcopy(node)
        next_paragraph(node).addnext(new)
        set_text(new, RAMP)

    assert_only_the_ramp_is_new(edit(shipped, tmp_path / "a.docx", change), folder)


def test_a_sentence_parted_by_enter_keeps_its_id_in_front_and_two_joined_that_of_the_first(
    shipped: Path, folder: Path, tmp_path: Path
) -> None:
    def change(word: Word) -> None:
        node = find_paragraph(word, "Fasilitas umum yang ramah")
        new = copy.deepcopy(node)
        node.addnext(new)
        set_text(node, "Fasilitas umum")
        set_text(new, "yang ramah bagi penyandang disabilitas belum ada di semua tempat;")
        for mark in list(new.iter(W + "bookmarkStart", W + "bookmarkEnd")):
            drop(mark)
        join_with_next(find_paragraph(word, "Penanganan PMKS masih belum"))

    returned = edit(shipped, tmp_path / "a.docx", change)
    before = rows_of(folder, "naskah/13-bab-3.csv")
    run("import", returned, "--data", folder, "--ya")

    story = rows_of(folder, "naskah/13-bab-3.csv")
    new = set(story) - set(before)
    assert len(new) == 1
    assert {story["bab3-1-masalah-3"]["teks"], *(story[key]["teks"] for key in new)} == {
        "Fasilitas umum",
        "yang ramah bagi penyandang disabilitas belum ada di semua tempat;",
    }
    assert set(before) - set(story) == {"bab3-1-masalah-7"}
    assert story["bab3-1-masalah-6"]["teks"] == "".join(
        before[key]["teks"] for key in ("bab3-1-masalah-6", "bab3-1-masalah-7")
    )


def test_a_paragraph_with_an_expression_that_was_joined_to_another_is_asked(
    shipped: Path, folder: Path, tmp_path: Path
) -> None:
    def change(word: Word) -> None:
        join_with_next(find_paragraph(word, "Undang-undang Nomor 25 Tahun 2004"))

    returned = edit(shipped, tmp_path / "a.docx", change)
    before = rows_of(folder, "naskah/11-bab-1.csv")
    asked = run("import", returned, "--data", folder)
    assert asked.return_value == 1
    assert "mungkin digabungkan dengan paragraf di dekatnya" in asked.output
    assert run("import", returned, "--data", folder, "--ya").return_value == 0

    assert rows_of(folder, "naskah/11-bab-1.csv") == before


def test_diff_names_a_comment_and_refuses_what_it_cannot_show(
    shipped: Path, tmp_path: Path
) -> None:
    said = edit(shipped, tmp_path / "a.docx", comment_on_cell)
    told = run("diff", shipped, said)
    assert told.return_value == 0
    assert "memuat yang tidak ikut dibandingkan: 1 komentar" in told.output

    def add_control(word: Word) -> None:
        run_found = next(cell_of(find_row(word, "Anak Terlantar"), "29 Orang").iter(W + "r"))
        control = etree.Element(W + "sdt")
        run_found.addprevious(control)
        etree.SubElement(control, W + "sdtContent").append(run_found)

    strange = edit(shipped, tmp_path / "b.docx", add_control)
    with pytest.raises(InputError) as refused:
        run_strictly("diff", shipped, strange)
    assert "memuat yang bukan tulisan program ini (kontrol isian" in str(refused.value)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice belum dipasang")
def test_libreoffice_keeps_the_bookmarks_of_what_was_written_anew(
    shipped: Path, folder: Path, tmp_path: Path
) -> None:
    assert SOFFICE is not None
    returned = edit(shipped, tmp_path / "a.docx", rewrite_beside_a_deletion)
    profile = f"-env:UserInstallation=file://{tmp_path}/profil"
    form = ("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "lagi"))
    command = [SOFFICE, "--headless", profile, *form, str(returned)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    assert run("import", tmp_path / "lagi" / "a.docx", "--data", folder, "--ya").return_value == 0

    assert rows_of(folder, "naskah/13-bab-3.csv")["bab3-1-masalah-3"]["teks"] == RAMP
    assert not (folder / "komentar.csv").exists()


def test_every_paragraph_and_row_of_the_data_bears_one_hidden_bookmark(shipped: Path) -> None:
    root = etree.fromstring(read_zip(shipped)["word/document.xml"])
    marks = list(root.iter(W + "bookmarkStart"))
    names = [mark.get(W + "name", "") for mark in marks]
    numbers = [mark.get(W + "id", "") for mark in marks]
    document, _ = read_document(DATA)
    rows = sum(len(table.rows) for table in document.tables.values())

    hidden = [name for name in names if name.startswith(HIDDEN)]
    assert len(hidden) > rows
    assert all(len(name) <= 40 for name in names)
    assert len(set(names)) == len(names)
    assert len(set(numbers)) == len(numbers)
    assert numbers == [end.get(W + "id", "") for end in sorted_ends(root, numbers)]


def sorted_ends(root: Element, numbers: list[str]) -> list[Element]:
    """Return the ends of bookmarks in the order of their beginnings."""
    ends = {end.get(W + "id", ""): end for end in root.iter(W + "bookmarkEnd")}
    return [ends[number] for number in numbers]


def test_many_edits_at_once_by_several_people_all_land(
    shipped: Path, folder: Path, tmp_path: Path
) -> None:
    chance = random.Random(18)  # noqa: S311 — the same edits each time
    who = [ONE, TWO, ("Bagian Hukum", "2026-03-05T09:00:00Z"), None]
    wanted: dict[tuple[str, str, str], str] = {}

    def change(word: Word) -> None:
        places: dict[str, list[Element]] = {}
        for node in word.root.iter(W + "p"):
            if node.find(W + "hyperlink") is None:
                places.setdefault(text_of(node), []).append(node)
        for file, column in (("tabel/program-renstra.csv", "rp_2021"), ("tabel/pmks.csv", "jenis")):
            for key, row in rows_of(folder, file).items():
                amount = row[column].isdigit()
                old = f"{int(row[column]):,}".replace(",", ".") if amount else row[column]
                if len(places.get(old, [])) != 1 or len(row[column]) < 5:
                    continue
                new = str(int(row[column]) + 1000) if amount else f"{row[column]} Baru"
                shown = f"{int(new):,}".replace(",", ".") if amount else new
                author = chance.choice(who)
                if author is None:
                    set_text(places[old][0], shown)
                else:
                    track(places[old][0], old, shown, author)
                wanted[file, key, column] = new
        split_runs(word)

    returned = edit(shipped, tmp_path / "a.docx", change)
    assert run("import", returned, "--data", folder, "--ya").return_value == 0

    assert len(wanted) > 25
    assert {spot: rows_of(folder, spot[0])[spot[1]][spot[2]] for spot in wanted} == wanted
