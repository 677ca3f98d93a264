"""`renstra fmt`: every usual way to save the files → the one canonical way, and nothing printed changes."""

import csv
import errno
import io
import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import PEGAWAI, REPOSITORY, SASARAN, WriteFolder
from hypothesis import given, settings
from hypothesis import strategies as st

from renstra_doc.cli import main
from renstra_doc.finding import InputError
from renstra_doc.load.project import RawProject, load_project, parse_table
from renstra_doc.model import Document, compose_partly
from renstra_doc.model.rewrite import canonicalize
from renstra_doc.view import View, build_view
from renstra_doc.words.numbers import NumberError, canonical, format_besaran, parse

SHIPPED = REPOSITORY / "data"


@dataclass(frozen=True)
class Outcome:
    """What a command gave: exit code, results, messages."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Give a function that calls `renstra fmt` on a folder."""

    def run_fmt(folder: Path, *options: str) -> Outcome:
        code = main(["fmt", "--data", str(folder), *options])
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return run_fmt


def read_files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.csv")
    }


# --- The command -----------------------------------------------------------------

EXCEL = (
    "id;tingkat;induk;kode;entitas;uraian;tahun_2021;tahun_2022;pagu;;\r\n"
    't1;tujuan;;;;Menurunnya kemiskinan;"5,88 %";5,50%; - ;;\r\n'
    ";;;;;;;;;;\r\n"
    "s1;sasaran;t1;;;Meningkatnya kemandirian;70,00%;BB;302.457.274;;\r\n"
)


def test_a_file_saved_by_excel_is_rewritten_and_named(data_folder: WriteFolder, run: Run) -> None:
    folder = data_folder({"tabel/sasaran.csv": EXCEL.encode("utf-8-sig")})

    outcome = run(folder)

    assert outcome == Outcome(
        0, "tabel/sasaran.csv\n", "1 dari 7 berkas ditulis ulang dalam bentuk baku.\n"
    )
    assert (folder / "tabel/sasaran.csv").read_bytes() == SASARAN.encode()


def test_check_names_the_file_and_writes_nothing(data_folder: WriteFolder, run: Run) -> None:
    folder = data_folder({"tabel/sasaran.csv": EXCEL})
    before = read_files(folder)

    outcome = run(folder, "--check")

    assert outcome == Outcome(
        1, "tabel/sasaran.csv\n", "1 dari 7 berkas belum dalam bentuk baku.\n"
    )
    assert read_files(folder) == before


@pytest.mark.parametrize("options", [(), ("--check",)])
def test_canonical_files_are_left_alone(
    data_folder: WriteFolder, run: Run, options: Sequence[str]
) -> None:
    folder = data_folder()
    before = read_files(folder)

    assert run(folder, *options) == Outcome(0, "", "Semua 7 berkas sudah dalam bentuk baku.\n")
    assert read_files(folder) == before


def test_a_value_that_reads_two_ways_stops_everything(data_folder: WriteFolder, run: Run) -> None:
    changes = {
        "tabel/sasaran.csv": EXCEL.replace("70,00%", "1.414 %"),
        "tabel/pegawai.csv": "id;tingkat;no;jabatan;jumlah\nkepala;;#.;Kepala Dinas;1 orang\n",
    }
    folder = data_folder(changes)
    before = read_files(folder)

    assert run(folder) == Outcome(
        2,
        "",
        "Galat: tabel/sasaran.csv, baris 4, kolom tahun_2021: "
        'Nilai "1.414 %" terbaca dua cara: 1.414% (bilangan utuh) atau 1,414% (pecahan); '
        "diharapkan bilangan, persentase atau predikat.\n"
        "  → tulis 1414% atau 1.4140%\n"
        "1 galat\n"
        "Tidak ada berkas yang ditulis.\n",
    )
    assert read_files(folder) == before


def test_all_files_are_reported_in_order(data_folder: WriteFolder, run: Run) -> None:
    changes = {
        "tabel/sasaran.csv": SASARAN.replace("5.88%,", ""),
        "tabel/pegawai.csv": PEGAWAI.replace("16 orang", "Rp16"),
    }

    assert [
        line.split(":")[1] for line in run(data_folder(changes)).err.splitlines() if "Galat" in line
    ] == [
        " tabel/pegawai.csv, baris 3, kolom jumlah",
        " tabel/sasaran.csv, baris 2",
    ]


def test_every_cell_that_cannot_be_read_is_reported_in_one_run(
    data_folder: WriteFolder, run: Run
) -> None:
    wrong = SASARAN.replace("302457274", "Rp302.457.274").replace("5.50%", "1.414")

    assert run(data_folder({"tabel/sasaran.csv": wrong})).err.splitlines()[::2] == [
        (
            "Galat: tabel/sasaran.csv, baris 2, kolom tahun_2022: "
            'Nilai "1.414" terbaca dua cara: 1.414 (bilangan utuh) atau 1,414 (pecahan); '
            "diharapkan bilangan, persentase atau predikat."
        ),
        (
            "Galat: tabel/sasaran.csv, baris 3, kolom pagu: "
            'Nilai "Rp302.457.274" memuat lambang mata uang; '
            "diharapkan rupiah utuh tanpa sen."
        ),
        "2 galat",
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",rupiah,", ",rupia,", "“rupia” bukan jenis yang dikenal"),
        (
            "tabel,kolom,judul,nomor,jenis",
            "tabel,kolom,judul,nomor,macam",
            "kolom “jenis” tidak ada",
        ),
    ],
)
def test_nothing_is_written_where_the_kinds_of_the_columns_are_unknown(
    data_folder: WriteFolder, run: Run, old: str, new: str, message: str
) -> None:
    folder = data_folder({"tabel/sasaran.csv": EXCEL})
    kolom = folder / "tabel/kolom.csv"
    kolom.write_text(kolom.read_text("utf-8").replace(old, new), "utf-8")

    outcome = run(folder)

    assert outcome.code == 2
    assert message in outcome.err
    assert (folder / "tabel/sasaran.csv").read_bytes() == EXCEL.encode()


def test_what_only_a_build_needs_does_not_stop_it(data_folder: WriteFolder, run: Run) -> None:
    orphan = EXCEL.replace(";t1;", ";tidak-ada;")

    assert run(data_folder({"tabel/sasaran.csv": orphan})).code == 0


def test_a_windows_file_becomes_utf8_and_says_so(data_folder: WriteFolder, run: Run) -> None:
    tabel = "id,nomor,judul\npegawai,2.1,“Café” 5 €\nsasaran,4.1,Sasaran\n"
    folder = data_folder({"tabel/tabel.csv": tabel.encode("cp1252")})

    assert run(folder) == Outcome(
        0,
        "tabel/tabel.csv\n",
        "Peringatan: tabel/tabel.csv, baris 2: berkas bukan UTF-8, dibaca sebagai cp1252 (Windows)\n"
        "  → periksa huruf di luar A-Z (é, ñ, “ ”) di berkas itu setelah ditulis ulang\n"
        "1 peringatan\n"
        "1 dari 7 berkas ditulis ulang dalam bentuk baku.\n",
    )
    assert (folder / "tabel/tabel.csv").read_bytes() == tabel.encode()


def test_a_link_stays_a_link(data_folder: WriteFolder, run: Run) -> None:
    folder = data_folder({"tabel/sasaran.csv": None, "asli/sasaran.csv": EXCEL})
    link = folder / "tabel/sasaran.csv"
    link.symlink_to(folder / "asli/sasaran.csv")

    assert run(folder).code == 0
    assert link.is_symlink()
    assert (folder / "asli/sasaran.csv").read_bytes() == SASARAN.encode()


def test_where_one_file_cannot_be_written_none_is(
    data_folder: WriteFolder, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = data_folder(
        {"tabel/sasaran.csv": EXCEL, "tabel/pegawai.csv": PEGAWAI.replace("\n", "\r\n")}
    )
    before = read_files(folder)
    synced: list[int] = []

    def fill_disk(handle: int) -> None:
        synced.append(handle)
        if synced[1:]:
            raise OSError(errno.ENOSPC, "No space left on device", "sasaran.csv")

    monkeypatch.setattr(os, "fsync", fill_disk)

    outcome = run(folder)

    assert (outcome.code, "ruang disk habis" in outcome.err) == (2, True)
    assert read_files(folder) == before
    assert not list(folder.rglob("*.sementara"))


def test_a_missing_folder_is_said(tmp_path: Path, run: Run) -> None:
    outcome = run(tmp_path / "tidak-ada")

    assert outcome.code == 2
    assert "folder data tidak ditemukan" in outcome.err


# --- What is canonical -------------------------------------------------------------


def canonical_text(folder: Path, name: str) -> str:
    files, findings = canonicalize(load_project(folder))
    assert findings == ()
    return files[name].decode()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("302.457.274", "302457274", id="grouping"),
        pytest.param(" 302457274 ", "302457274", id="blanks around a quantity"),
        pytest.param("-", "-", id="a dash"),
        pytest.param("", "", id="empty stays empty"),
        pytest.param("{{ dokumen.pagu }}", "{{ dokumen.pagu }}", id="an expression"),
    ],
)
def test_a_rupiah_cell(data_folder: WriteFolder, written: str, expected: str) -> None:
    folder = data_folder({"tabel/sasaran.csv": SASARAN.replace("302457274", written)})

    assert canonical_text(folder, "tabel/sasaran.csv") == SASARAN.replace("302457274", expected)


def test_a_rupiah_cell_with_a_fraction_is_left_and_reported(data_folder: WriteFolder) -> None:
    rows = SASARAN.replace("302457274", "302457274.50")
    files, [finding] = canonicalize(load_project(data_folder({"tabel/sasaran.csv": rows})))

    assert files["tabel/sasaran.csv"].decode() == rows
    assert (str(finding.place), finding.actual) == (
        "tabel/sasaran.csv, baris 3, kolom pagu",
        "302457274.50",
    )


def test_texts_codes_and_widths_are_untouched(data_folder: WriteFolder) -> None:
    rows = 'id,tingkat,no,jabatan,jumlah\nsatu,,01,"  1.250,50\nbaris ""dua"" ",-\n'

    folder = data_folder({"tabel/pegawai.csv": rows})

    assert canonical_text(folder, "tabel/pegawai.csv") == rows


def test_a_text_among_quantities_keeps_its_blanks(data_folder: WriteFolder) -> None:
    rows = SASARAN.replace(",BB,", ", BB ,").replace(",-\n", ", \n")

    assert canonical_text(data_folder({"tabel/sasaran.csv": rows}), "tabel/sasaran.csv") == rows


def test_quotes_that_are_not_needed_go(data_folder: WriteFolder) -> None:
    rows = '"id","tingkat","no","jabatan","jumlah"\n"satu","","1.","Kepala; Dinas","1 orang"\n'

    folder = data_folder({"tabel/pegawai.csv": rows})

    assert canonical_text(folder, "tabel/pegawai.csv") == (
        "id,tingkat,no,jabatan,jumlah\nsatu,,1.,Kepala; Dinas,1 orang\n"
    )


def test_line_breaks_in_a_cell_become_lf(data_folder: WriteFolder) -> None:
    rows = 'id,tingkat,no,jabatan,jumlah\r\nsatu,,1.,"Kepala\r\nDinas",1 orang\r\n'

    folder = data_folder({"tabel/pegawai.csv": rows})

    assert canonical_text(folder, "tabel/pegawai.csv") == rows.replace("\r", "")


# --- The shipped data ---------------------------------------------------------------


def test_the_shipped_data_is_canonical(run: Run) -> None:
    outcome = run(SHIPPED, "--check")

    assert (outcome.code, outcome.out) == (0, "")


@dataclass(frozen=True)
class Mangling:
    """A way in which Excel saves a file again."""

    delimiter: str
    encoding: str
    line_end: str = "\r\n"
    indonesian: bool = True


@pytest.mark.parametrize(
    "mangling",
    [
        Mangling(";", "utf-8-sig"),
        Mangling(";", "cp1252"),
        Mangling("\t", "utf-16"),
        Mangling(",", "utf-8", "\r"),
        Mangling(",", "utf-8-sig", indonesian=False),
    ],
    ids=str,
)
def test_the_shipped_data_comes_back_from_excel(
    mangling: Mangling, tmp_path: Path, run: Run
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(SHIPPED, folder)
    original = read_files(folder)
    mangle_folder(folder, mangling)
    assert all(content != original[name] for name, content in read_files(folder).items())

    assert run(folder).code == 0
    assert read_files(folder) == original


def mangle_folder(folder: Path, mangling: Mangling) -> None:
    document, _ = compose_partly(load_project(folder))
    kinds = {
        table.file: {
            column.kolom: column.jenis
            for column in table.columns
            if column.jenis not in {"teks", "urut"}
        }
        for table in document.tables.values()
    }
    for path in folder.rglob("*.csv"):
        header, *rows = csv.reader(io.StringIO(path.read_text("utf-8"), newline=""))
        found = kinds.get(path.relative_to(folder).as_posix(), {})
        jenis = [found.get(column) if mangling.indonesian else None for column in header]
        mangled = [
            [write_indonesian(*pair) for pair in zip(jenis, row, strict=True)] for row in rows
        ]
        path.write_bytes(save_like_excel([header, *mangled], mangling))


def save_like_excel(rows: Sequence[Sequence[str]], mangling: Mangling) -> bytes:
    """Save with two empty columns and an empty row more; what cp1252 lacks is saved as UTF-8."""
    stream = io.StringIO()
    writer = csv.writer(
        stream, delimiter=mangling.delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL
    )
    writer.writerows([*row, "", ""] for row in [*rows, [""] * len(rows[0])])
    text = stream.getvalue().replace("\n", mangling.line_end)
    with suppress(UnicodeEncodeError):
        return text.encode(mangling.encoding)
    return text.encode("utf-8-sig")


def write_indonesian(jenis: str | None, text: str) -> str:
    """Write a cell with dot grouping and decimal comma, without grouping where that would read two ways."""
    if jenis is None or not text or "{{" in text:
        return text
    besaran = parse(jenis, text)
    if besaran is None:
        return text
    for written in (format_besaran(jenis, besaran), canonical(jenis, besaran).replace(".", ",")):
        with suppress(NumberError):
            if parse(jenis, written) == besaran:
                return written
    return text


# --- Laws --------------------------------------------------------------------------

COLUMNS = ("kelompok", "cacah", "desimal", "persen", "rupiah", "kuantitas", "target")
DIGITS = st.integers(-(10**12), 10**12).map(str)
GROUPED = st.integers(-(10**12), 10**12).map(lambda number: f"{number:,d}".replace(",", "."))
FRACTIONS = st.builds(
    lambda whole, mark, part: f"{whole}{mark}{part}",
    st.integers(-9999, 9999),
    st.sampled_from(",."),
    st.from_regex(r"[0-9]{1,4}", fullmatch=True),
)
NUMBERS = DIGITS | GROUPED | FRACTIONS | st.just("-")
QUANTITIES = st.builds(
    lambda before, number, unit: f"{before}{number}{unit}",
    st.sampled_from(["", " "]),
    NUMBERS,
    st.sampled_from(["", "%", " %", " orang", "  unit/tahun", " "]),
)
TEXTS = st.text(st.sampled_from("aB 01.,;-%'\"\n\t*{}é“|"), max_size=12)
CELLS = st.just("") | st.just(" ") | QUANTITIES | TEXTS
SAVED = st.tuples(st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]), st.integers(0, 2))


@st.composite
def table_texts(draw: st.DrawFn) -> str:
    """Draw the text of a table's file: any cells, any dialect, empty rows and columns."""
    delimiter, line_end, spare = draw(SAVED)
    rows = draw(st.lists(st.tuples(*[CELLS] * len(COLUMNS)), max_size=5))
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=line_end)
    writer.writerow(["id", *COLUMNS, *[""] * spare])
    for number, row in enumerate(rows):
        writer.writerow([f"baris-{number}", *row, *[""] * spare])
        if draw(st.booleans()):
            writer.writerow([""] * (1 + len(COLUMNS)))
    return stream.getvalue()


def make_project(table: str) -> RawProject:
    """Return a project of one table with a column of each kind (`kelompok` is a text that merges downwards)."""
    kinds = [f"x,{name},{name},{'teks' if name == 'kelompok' else name},tegak" for name in COLUMNS]
    files = {
        "dokumen.csv": "kunci,nilai\n",
        "naskah/01.csv": "id,jenis,teks,acuan\nx,tabel,,x\n",
        "tabel/tabel.csv": "id,nomor,judul\nx,1.1,X\n",
        "tabel/kolom.csv": "\n".join(["tabel,kolom,judul,jenis,gabung", *kinds, ""]),
        "tabel/x.csv": table,
    }
    parsed = {name: parse_table(text, name) for name, text in files.items()}
    findings = tuple(finding for _, found in parsed.values() for finding in found)
    return RawProject(
        Path(), {name: raw for name, (raw, _) in parsed.items() if raw is not None}, findings
    )


def quantities(document: Document) -> list[object]:
    return [cell.besaran or cell.teks for row in document.tables["x"].rows for cell in row.cells]


@settings(deadline=None)
@given(table_texts())
def test_writing_twice_is_writing_once_and_the_document_stays_the_same(text: str) -> None:
    before = make_project(text)
    files, findings = canonicalize(before)
    after = make_project(files["tabel/x.csv"].decode())

    assert canonicalize(after)[0] == files
    document, rewritten = compose_partly(before)[0], compose_partly(after)[0]
    assert quantities(rewritten) == quantities(document)
    assert [finding.actual for finding in canonicalize(after)[1]] == [
        finding.actual for finding in findings
    ]
    assert show(rewritten) == show(document)


def show(document: Document) -> View | list[str]:
    try:
        return build_view(document)
    except InputError as error:
        return [finding.message for finding in error.findings]
