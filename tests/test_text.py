"""The document as text: each kind of item in full, then the shipped document."""

import difflib
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import REPOSITORY, WriteFolder
from hypothesis import given
from hypothesis import strategies as st

from renstra_doc.cli import main
from renstra_doc.run.pipeline import build_document, read_document
from renstra_doc.view import (
    BlankItem,
    BoxView,
    BreakItem,
    ChartItem,
    DictumItem,
    GridCell,
    HeadingItem,
    Item,
    ListingItem,
    ParagraphItem,
    SectionItem,
    TableItem,
    TableRow,
    View,
    build_view,
)
from renstra_doc.view.markdown import to_markdown
from renstra_doc.words.markup import Run, parse_markup

GOLDEN = REPOSITORY / "tests" / "golden" / "dokumen.md"
REFRESH = "renstra text --output tests/golden/dokumen.md"


def write(*items: Item) -> str:
    return to_markdown(View({}, items))


def paragraph(text: str, marker: str = "", level: int = 0) -> ParagraphItem:
    return ParagraphItem("x", "Paragraf", parse_markup(text), 1 if marker else 0, level, marker)


# --- Items -----------------------------------------------------------------------


def test_an_empty_document_is_an_empty_text() -> None:
    assert write() == ""


def test_headings_show_their_level_and_number() -> None:
    assert (
        write(
            HeadingItem("a", 0, "", parse_markup("KATA PENGANTAR"), "Judul Depan"),
            HeadingItem("b", 1, "BAB I", parse_markup("PENDAHULUAN")),
            HeadingItem("c", 2, "1.1", parse_markup("Latar *Belakang*")),
            HeadingItem("d", 3, "a.", parse_markup("Tugas")),
        )
        == """\
# KATA PENGANTAR

# BAB I PENDAHULUAN

## 1.1 Latar *Belakang*

### a. Tugas
"""
    )


def test_a_paragraph_is_one_line_with_its_emphasis() -> None:
    assert write(paragraph("Baris *satu*\n**dua** dan **tebal *miring* lagi**")) == (
        "Baris *satu*<br>**dua** dan **tebal *miring* lagi**\n"
    )


def test_what_looks_like_a_mark_but_is_text_is_escaped() -> None:
    assert write(paragraph("5 \\* 3 a\\\\b")) == "5 \\* 3 a\\\\b\n"
    assert write(paragraph("<br> bukan ganti baris")) == "\\<br> bukan ganti baris\n"


def test_list_items_stand_close_and_deeper_by_level() -> None:
    assert (
        write(
            paragraph("Misi:"),
            paragraph("Pertama", "1.", 1),
            paragraph("Anak", "a.", 2),
            paragraph("Cucu", "❖", 3),
            paragraph("Kedua", "2.", 1),
            paragraph("Sesudah."),
        )
        == """\
Misi:

1. Pertama
  a. Anak
    ❖ Cucu
2. Kedua

Sesudah.
"""
    )


def test_a_label_stands_above_its_paragraphs() -> None:
    assert (
        write(
            DictumItem(
                "m",
                "Menimbang",
                (paragraph("bahwa satu;", "a.", 1), paragraph("bahwa dua;", "b.", 1)),
            ),
            DictumItem("t", "Menetapkan", (paragraph("PERATURAN WALIKOTA"),)),
        )
        == """\
Menimbang:
  a. bahwa satu;
  b. bahwa dua;

Menetapkan:
  PERATURAN WALIKOTA
"""
    )


def test_sections_breaks_listings_and_empty_bands_are_named() -> None:
    assert (
        write(
            SectionItem("a", "isi", "1"),
            SectionItem("b", "sampul", ""),
            BreakItem("c"),
            ListingItem("d", "daftar_isi"),
            ListingItem("e", "daftar_tabel"),
            BlankItem("f", "Ruang"),
        )
        == """\
--- bagian isi, halaman mulai 1 ---

--- bagian sampul ---

--- ganti halaman ---

[daftar isi]

[daftar tabel]

[ruang]
"""
    )


def test_a_chart_is_a_nested_list() -> None:
    boxes = (
        BoxView("staf", "seksi", ("Pelaksana",)),
        BoxView("kepala", "", ("Kepala Dinas", "Eselon II b", "1 orang")),
        BoxView("seksi", "kepala", ("Seksi",)),
        BoxView("sekretaris", "kepala", ("Sekretaris",)),
        BoxView("lepas", "tidak-ada", ("Tenaga *lepas*",)),
    )
    assert (
        write(ChartItem("x", boxes, "Struktur organisasi"))
        == """\
[bagan: Struktur organisasi]
- Kepala Dinas<br>Eselon II b<br>1 orang
  - Seksi
    - Pelaksana
  - Sekretaris
- Tenaga \\*lepas\\*
"""
    )


# --- Tables ----------------------------------------------------------------------


def row(*cells: str | GridCell) -> TableRow:
    return TableRow(
        "x", "", tuple(cell if isinstance(cell, GridCell) else GridCell(cell) for cell in cells)
    )


def table(
    *rows: TableRow, judul: str = "Sasaran", sumber: str = "", nomor: tuple[str, ...] = ()
) -> TableItem:
    """Make a table with the columns NO, TARGET > 2021, TARGET > 2022."""
    header = (
        (GridCell("NO", 1, "mulai"), GridCell("TARGET", 2)),
        (GridCell("", 1, "lanjut"), GridCell("2021"), GridCell("2022")),
    )
    return TableItem(
        "x", "Tabel 4.1", judul, sumber, "lanskap", "lebar", (1.0, 2.0, 3.0), header, nomor, rows
    )


def test_a_table_is_a_line_a_row() -> None:
    rows = (row("1", "5,88%", "5,50%"), row("2", "1.414 Orang", ""))

    assert (
        write(table(*rows, sumber="Sumber: *Dinas*, 2020", nomor=("(1)", "(2)", "(3)")))
        == """\
**Tabel 4.1<br>Sasaran**

| NO | TARGET > 2021 | TARGET > 2022 |
| --- | --- | --- |
| (1) | (2) | (3) |
| 1 | 5,88% | 5,50% |
| 2 | 1.414 Orang |  |

Sumber: *Dinas*, 2020
"""
    )


def test_of_merged_cells_the_first_holds_the_text() -> None:
    rows = (
        row(GridCell("1", 1, "mulai"), "a", "b"),
        row(GridCell("", 1, "lanjut"), "c", "d"),
        row(GridCell("JUMLAH", 2), "e"),
    )

    assert write(table(*rows)).splitlines()[-3:] == [
        "| 1 | a | b |",
        "|  | c | d |",
        "| JUMLAH |  | e |",
    ]


def test_a_cell_stays_one_line_and_one_cell() -> None:
    assert write(table(row("1", "baris\ndua | *x*", "a\\\\b"))).splitlines()[-1] == (
        "| 1 | baris<br>dua \\| *x* | a\\\\b |"
    )


def test_the_bold_of_a_caption_does_not_show_twice() -> None:
    assert (
        write(table(judul="**Sasaran** *kota*")).splitlines()[0]
        == "**Tabel 4.1<br>Sasaran *kota***"
    )


# --- The line as a unit of change --------------------------------------------------


def test_one_changed_cell_is_one_changed_line(data_folder: WriteFolder) -> None:
    folder = data_folder()
    old = to_markdown(build_view(read_document(folder)[0])).splitlines()
    path = folder / "tabel/sasaran.csv"
    path.write_text(path.read_text("utf-8").replace("302457274", "302457275"), "utf-8")
    new = to_markdown(build_view(read_document(folder)[0])).splitlines()

    assert [line for line in difflib.ndiff(old, new) if line[0] in "-+"] == [
        "- | Meningkatnya kemandirian | 70,00% | BB | 302.457.274 |",
        "+ | Meningkatnya kemandirian | 70,00% | BB | 302.457.275 |",
    ]


TEXTS = st.text(st.sampled_from("ab *\\\n<br>/|"))


@given(TEXTS)
def test_a_plain_text_comes_back_from_its_line(text: str) -> None:
    line = write(ParagraphItem("x", "Paragraf", (Run(text),))).removesuffix("\n")

    assert "\n" not in line
    assert read_back(line) == text


def read_back(line: str) -> str:
    return re.sub(r"\\(<br>|.)|<br>", lambda match: match[1] or "\n", line)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans(), st.booleans()), min_size=1))
def test_the_marks_of_a_line_nest(looks: list[tuple[str, bool, bool]]) -> None:
    line = write(ParagraphItem("x", "Paragraf", tuple(Run(*look) for look in looks)))

    assert line.count("*") % 2 == 0
    assert re.sub(r"\*", "", line) == "".join(text for text, _, _ in looks) + "\n"


@given(TEXTS)
def test_every_text_of_the_data_prints_the_same_from_its_line(text: str) -> None:
    runs = parse_markup(text.replace("<br>", ""))
    line = write(ParagraphItem("x", "Paragraf", runs)).removesuffix("\n")

    assert "".join(run.teks for run in parse_markup(line.replace("<br>", "\n"))) == "".join(
        run.teks for run in runs
    )


# --- The command -----------------------------------------------------------------

TINY = """\
--- bagian isi, halaman mulai 1 ---

# BAB I PENDAHULUAN

## 1.1 Latar Belakang

Dinas memiliki 17 (tujuh belas) pegawai.

**Tabel 2.1<br>Data Pegawai**

| NO | JABATAN | JUMLAH |
| --- | --- | --- |
| 1. | Kepala Dinas | 1 orang |
| 2. | Pelaksana | 16 orang |
|  | Jumlah | 17 orang |

Sumber: Dinas Contoh, 2020

**Tabel 4.1<br>Tujuan dan Sasaran**

| TUJUAN / SASARAN | TARGET > 2021 | TARGET > 2022 | PAGU |
| --- | --- | --- | --- |
| (1) | (2) | (3) | (4) |
| Menurunnya kemiskinan | 5,88% | 5,50% | - |
| Meningkatnya kemandirian | 70,00% | BB | 302.457.274 |
"""


def test_the_text_goes_to_the_screen(
    data_folder: WriteFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["text", "--data", str(data_folder())]) == 0
    assert capsys.readouterr() == (TINY, "")


def test_the_text_goes_to_a_file(
    data_folder: WriteFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "baru" / "dokumen.md"

    assert main(["text", "--data", str(data_folder()), "--output", str(output)]) == 0
    assert output.read_bytes() == TINY.encode()
    assert capsys.readouterr() == ("", "")


def test_data_that_cannot_be_read_give_no_text(
    data_folder: WriteFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    naskah = "id,jenis,teks\nsatu,paragraf,\"{{ nilai('pegawai', 'x', 'jumlah') }}\"\n"

    assert main(["text", "--data", str(data_folder({"naskah/01-isi.csv": naskah}))]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert (
        "naskah/01-isi.csv, baris 2, kolom teks: baris “x” tidak ada di tabel “pegawai”"
        in captured.err
    )


def test_a_folder_is_no_file_to_write(
    data_folder: WriteFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["text", "--data", str(data_folder()), "--output", str(tmp_path)]) == 2
    assert "--output" in capsys.readouterr().err


# --- Word documents ----------------------------------------------------------------


def replace_in(path: Path, old: str, new: str, part: str = "word/document.xml") -> Path:
    """Edit a .docx as somebody would in Word: each text is written anew."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old.encode() in parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


@pytest.fixture
def made(data_folder: WriteFolder, tmp_path: Path) -> Path:
    """Build the tiny document."""
    return build_document(data_folder(), None, tmp_path / "contoh.docx", measure=False).path


def test_what_was_edited_in_word_stands_below_the_text_of_the_data(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["text", str(replace_in(made, ">Kepala Dinas<", ">Kepala Kantor<"))]) == 0

    captured = capsys.readouterr()
    assert captured.out == (
        TINY + "\n--- disunting di Word sesudah disusun: 1 perbedaan ---\n\n"
        "tabel/pegawai.csv, baris 2, kolom jabatan: Tabel 2.1: baris kepala, kolom “JABATAN” diubah\n"
        "  semula  : Kepala Dinas\n"
        "  menjadi : Kepala Kantor\n"
    )
    assert "disunting di Word sesudah disusun (1 perbedaan)" in captured.err


def test_a_document_whose_text_is_damaged_gives_none(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["text", str(replace_in(made, "</w:body>", ""))]) == 2

    captured = capsys.readouterr()
    assert captured.out == ""
    assert "isi dokumen ini rusak" in captured.err


def run_git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Uji", "-c", "user.email=uji@example.org")
    return subprocess.run(
        ["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True
    ).stdout


def test_git_shows_what_changed_in_any_word_file_of_a_project(made: Path, tmp_path: Path) -> None:
    """As docs/tinjau.md says it: a built document, a template, and one that is no .docx at all."""
    project = tmp_path / "proyek"
    project.mkdir()
    run_git(project, "init", "-q")
    (project / ".gitattributes").write_text("*.docx diff=renstra\n")
    run_git(
        project,
        "config",
        "diff.renstra.textconv",
        f"'{sys.executable}' -m renstra_doc text --textconv",
    )
    document, template, broken = (
        project / f"{name}.docx" for name in ("hasil", "templat", "rusak")
    )
    document.write_bytes(made.read_bytes())
    template.write_bytes((REPOSITORY / "templates" / "renstra.docx").read_bytes())
    broken.write_bytes(b"bukan zip")
    run_git(project, "add", "-A")
    run_git(project, "commit", "-q", "-m", "pertama")
    replace_in(document, ">Pelaksana<", ">Staf<")
    replace_in(template, "Bagian ini tidak dicetak", "Halaman ini tidak dicetak")
    broken.write_bytes(b"bukan zip juga")

    lines = run_git(project, "diff").splitlines()

    changed = [line for line in lines if re.match(r"[-+](?![-+])", line)]
    assert "+  menjadi : Staf" in changed
    rest = "ini tidak dicetak: baris contoh menentukan rupa baris tabel."
    assert [line for line in changed if rest in line] == [f"-Bagian {rest}", f"+Halaman {rest}"]


def test_the_shipped_document_reads_as_it_did() -> None:
    document, _ = read_document(REPOSITORY / "data")
    printed = to_markdown(build_view(document)).splitlines()
    kept = GOLDEN.read_text("utf-8").splitlines()

    difference = "\n".join(difflib.unified_diff(kept, printed, "golden", "data", lineterm="", n=0))
    assert not difference, f"Read the difference; if it is meant: {REFRESH}\n{difference}"
