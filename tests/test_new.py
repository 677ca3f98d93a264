"""`renstra new`: each starting form builds at once, passes its checks, and prints what its regulation prescribes."""

from __future__ import annotations

import csv
import re
import shutil
import socket
from itertools import pairwise
from pathlib import Path

import ooxml
import pytest
from click.testing import CliRunner

from renstra_doc.check import check_document
from renstra_doc.cli import main, renstra
from renstra_doc.finding import InputError
from renstra_doc.model import Document
from renstra_doc.model.placeholders import find_placeholders
from renstra_doc.place import Place
from renstra_doc.render import pages as paging
from renstra_doc.run.new_project import create_project, list_forms, parse_period
from renstra_doc.run.pipeline import build_document, read_document
from renstra_doc.template.starting import packaged_template

REPOSITORY = Path(__file__).resolve().parents[1]
FORMS = tuple(list_forms())
FACTS = {
    "opd": "Dinas Uji & Coba",
    "daerah": "Kabupaten Contoh",
    "kepala": "Drs. Fulan <Contoh>, M.Si.",
}
# What shared/reference/bentuk.md says of each form: chapters, and the columns of its tables in order.
CHAPTERS = {
    "renstra-86": [
        "PENDAHULUAN",
        "GAMBARAN PELAYANAN PERANGKAT DAERAH",
        "PERMASALAHAN DAN ISU-ISU STRATEGIS PERANGKAT DAERAH",
        "TUJUAN DAN SASARAN",
        "STRATEGI DAN ARAH KEBIJAKAN",
        "RENCANA PROGRAM DAN KEGIATAN SERTA PENDANAAN",
        "KINERJA PENYELENGGARAAN BIDANG URUSAN",
        "PENUTUP",
    ],
    "renstra-2025": [
        "PENDAHULUAN",
        "GAMBARAN PELAYANAN, PERMASALAHAN, DAN ISU STRATEGIS PERANGKAT DAERAH",
        "TUJUAN, SASARAN, STRATEGI, DAN ARAH KEBIJAKAN",
        "PROGRAM, KEGIATAN, SUBKEGIATAN, DAN KINERJA PENYELENGGARAAN BIDANG URUSAN",
        "PENUTUP",
    ],
    "renja": [
        "PENDAHULUAN",
        "HASIL EVALUASI RENJA PERANGKAT DAERAH TAHUN LALU",
        "TUJUAN DAN SASARAN PERANGKAT DAERAH",
        "RENCANA KERJA DAN PENDANAAN PERANGKAT DAERAH",
        "PENUTUP",
    ],
    "matriks-perubahan": [
        "PENDAHULUAN",
        "PERUBAHAN TUJUAN, SASARAN, DAN INDIKATOR",
        "PERUBAHAN PROGRAM, KEGIATAN, SUB KEGIATAN, DAN PAGU",
        "PENUTUP",
    ],
}
PAST, YEARS, SIX = (
    ["2020", "2021", "2022", "2023", "2024"],
    ["2025", "2026", "2027", "2028", "2029"],
    6,
)
TARGET_RP = ["Target", "Rp"]
PILLARS = ["Tujuan", "Sasaran", "Strategi", "Arah Kebijakan"]
HEADERS = {
    ("renstra-86", "capaian"): [
        "No",
        "Indikator Kinerja sesuai Tugas dan Fungsi Perangkat Daerah",
        "Target NSPK",
        "Target IKK",
        "Target Indikator Lainnya",
        *(3 * PAST),
    ],
    ("renstra-86", "anggaran"): ["Uraian", *(3 * PAST), "Anggaran", "Realisasi"],
    ("renstra-86", "tujuan-sasaran"): [
        "No",
        "Tujuan",
        "Sasaran",
        "Indikator Tujuan/Sasaran",
        *YEARS,
    ],
    ("renstra-86", "strategi"): PILLARS,
    ("renstra-86", "program"): [
        "Tujuan",
        "Sasaran",
        "Kode",
        "Program dan Kegiatan",
        "Indikator Kinerja Tujuan, Sasaran, Program (outcome) dan Kegiatan (output)",
        "Data Capaian pada Tahun Awal Perencanaan",
        *(6 * TARGET_RP),
        "Unit Kerja Perangkat Daerah Penanggung-jawab",
        "Lokasi",
    ],
    ("renstra-86", "indikator"): [
        "No",
        "Indikator",
        "2024",
        *YEARS,
        "Kondisi Kinerja pada Akhir Periode RPJMD",
    ],
    ("renstra-2025", "tujuan-sasaran"): [
        "No",
        "NSPK dan Sasaran RPJMD yang Relevan",
        "Tujuan",
        "Sasaran",
        "Indikator",
        "Baseline 2024",
        *YEARS,
        "2030",
        "Keterangan",
    ],
    ("renstra-2025", "arah-kebijakan"): [
        "No",
        "Operasionalisasi NSPK",
        "Arah Kebijakan RPJMD",
        "Arah Kebijakan Renstra Perangkat Daerah",
        "Keterangan",
    ],
    ("renstra-2025", "teknik-program"): [
        "NSPK dan Sasaran RPJMD yang Relevan",
        "Tujuan",
        "Sasaran",
        "Outcome",
        "Output",
        "Indikator",
        "Program/Kegiatan/Subkegiatan",
        "Keterangan",
    ],
    ("renstra-2025", "program"): [
        "Bidang Urusan/Program/Outcome/Kegiatan/Subkegiatan/Output",
        "Indikator Outcome/Output",
        "Baseline 2024",
        *(SIX * ["Target", "Pagu"]),
        "Keterangan",
    ],
    ("renja", "program"): [
        "Kode",
        "Urusan/Bidang Urusan dan Program/Kegiatan/Sub Kegiatan",
        "Indikator Kinerja Program/Kegiatan/Sub Kegiatan",
        "Lokasi",
        "Target Capaian Kinerja",
        "Kebutuhan Dana/Pagu Indikatif (Rp)",
        "Sumber Dana",
        "Catatan Penting",
        "Target Capaian Kinerja",
        "Kebutuhan Dana/Pagu Indikatif (Rp)",
    ],
    ("matriks-perubahan", "program"): [
        "No",
        "Kode",
        "Program/Kegiatan/Sub Kegiatan",
        *(3 * ["Semula", "Menjadi"]),
        "Rp",
        "%",
        "Status",
        "Alasan",
    ],
}
NUMBERED = {"capaian": 20, "anggaran": 18, "program": 20}


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """No network and no LibreOffice: a new document needs neither."""

    def refuse(*_: object) -> None:
        pytest.fail("network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(paging, "find_engine", lambda: None)


def new(folder: Path, *options: str) -> int:
    return main(["new", str(folder), *options])


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def texts_of(path: Path) -> list[str]:
    root = ooxml.read_parts(path)[ooxml.BODY]
    return [ooxml.text_of(paragraph) for paragraph in ooxml.find(root, "//w:p")]


def leaf_headings(path: Path, caption: str) -> tuple[list[str], list[list[str]]]:
    """Return the lowest printed heading of each column of the table below a caption, and all its rows' texts."""
    body = ooxml.find(ooxml.read_parts(path)[ooxml.BODY], "w:body")[0]
    after = [right for left, right in pairwise(body) if ooxml.text_of(left).startswith(caption)]
    (table,) = [element for element in after if element.tag == ooxml.W + "tbl"]
    leaves: dict[int, str] = {}
    rows = []
    for row in ooxml.find(table, "w:tr"):
        place = 0
        texts = [ooxml.text_of(cell) for cell in ooxml.find(row, "w:tc")]
        is_numbers = bool(re.fullmatch(r"\(\d+\)", texts[0]))
        for cell, text in zip(ooxml.find(row, "w:tc"), texts, strict=True):
            if ooxml.find(row, "w:trPr/w:tblHeader") and text and not is_numbers:
                leaves[place] = text
            place += int(ooxml.value(next(iter(ooxml.find(cell, "w:tcPr/w:gridSpan")), None)) or 1)
        rows.append(texts)
    return [leaves[place] for place in sorted(leaves)], rows


@pytest.mark.parametrize("form", FORMS)
def test_a_new_document_builds_at_once_and_passes_its_checks(form: str, tmp_path: Path) -> None:
    folder = tmp_path / "baru"

    assert new(folder, "--bentuk", form) == 0
    assert main(["check", "--data", str(folder / "data")]) == 0
    assert main(["build", "--data", str(folder / "data")]) == 0
    assert main(["fmt", "--check", "--data", str(folder / "data")]) == 0

    (output,) = (folder / "build").iterdir()
    assert ooxml.faults_of(output) == []
    document, remarks = read_document(folder / "data")
    report = check_document(document)
    assert (remarks, report.findings, report.uncovered) == ((), (), ())
    assert sorted(path.name for path in folder.iterdir()) == [
        "BACA-SAYA.md",
        "build",
        "data",
        "templates",
    ]


def test_what_still_waits_for_a_text_is_counted_and_is_no_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = create_project(tmp_path / "baru", "renja")

    assert main(["check", "--data", str(data)]) == 0
    first = capsys.readouterr().out.splitlines()[-1]
    assert main(["build", "--data", str(data)]) == 0
    built = [
        line for line in capsys.readouterr().out.splitlines() if line.startswith("Petunjuk  : ")
    ]

    waiting = sum(len(re.findall(r"\[", row)) > 0 for row in all_cells(data))
    assert (
        first
        == f"{waiting} isian bertanda [ … ] belum dilengkapi, mulai dari dokumen.csv, baris 5, kolom nilai"
    )
    assert built == [f"Petunjuk  : {first}; karena itu ditulis sebagai DRAF"]


def all_cells(data: Path) -> list[str]:
    """Return every fact, block, table and cell; the title of a table with its source, as they stand in one row."""
    facts = [row["nilai"] for row in read_rows(data / "dokumen.csv")]
    blocks = [
        row["teks"] for path in sorted((data / "naskah").glob("*.csv")) for row in read_rows(path)
    ]
    titles = [row["judul"] + row["sumber"] for row in read_rows(data / "tabel/tabel.csv")]
    tables = [
        path for path in (data / "tabel").glob("*.csv") if path.stem not in {"tabel", "kolom"}
    ]
    return [
        *facts,
        *blocks,
        *titles,
        *(text for path in tables for row in read_rows(path) for text in row.values()),
    ]


@pytest.mark.parametrize("text", ["menurut [1]", "lihat [ ]", "a[0]", "[]", ""])
def test_brackets_without_words_are_no_instruction(text: str) -> None:
    document = Document({"judul": text}, (), {}, fact_places={"judul": Place("dokumen.csv")})

    assert find_placeholders(document) == ()


@pytest.mark.parametrize("form", FORMS)
def test_it_prints_the_chapters_of_its_form_each_with_an_instruction(
    form: str, tmp_path: Path
) -> None:
    data = create_project(tmp_path / "baru", form)
    document, _ = read_document(data)
    chapters = [block for block in document.blocks if block.jenis == "bab"]

    assert [block.teks for block in chapters] == CHAPTERS[form]

    texts = texts_of(build_document(data).path)
    for opening in ("KATA PENGANTAR", "DAFTAR ISI", "DAFTAR TABEL", "[NAMA OPD]", "[NAMA DAERAH]"):
        assert opening in texts
    headings = [text for text in texts if text.startswith("BAB ") and "\n" in text]
    assert [heading.partition("\n")[2] for heading in headings] == CHAPTERS[form]

    blocks = list(document.blocks)
    titles = [number for number, block in enumerate(blocks) if block.jenis in ("bab", "subbab")]
    for start, end in pairwise([*titles, len(blocks)]):
        below = blocks[start + 1 : end]
        assert not below or any("[" in block.teks or block.jenis == "butir" for block in below), (
            blocks[start].teks
        )


@pytest.mark.parametrize(("form", "table"), HEADERS)
def test_its_tables_have_the_prescribed_columns_in_order(
    form: str, table: str, tmp_path: Path
) -> None:
    data = create_project(
        tmp_path / "baru", form, periode="2026" if form == "renja" else "2025-2029"
    )
    document, _ = read_document(data)

    headings, rows = leaf_headings(
        build_document(data).path, f"Tabel {document.tables[table].nomor}"
    )

    assert headings == HEADERS[form, table]
    numbers = [row for row in rows if re.fullmatch(r"\(\d+\)", row[0])]
    if form == "renstra-86" and table in NUMBERED:
        assert numbers == [[f"({number})" for number in range(1, NUMBERED[table] + 1)]]


def test_the_vision_and_mission_stand_above_the_columns_of_t_c_26(tmp_path: Path) -> None:
    data = create_project(tmp_path / "baru", "renstra-86")

    _, rows = leaf_headings(build_document(data).path, "Tabel 5.1")

    assert rows[0] == ["VISI: [visi kepala daerah menurut RPJMD]"]
    assert rows[1] == ["MISI: [misi yang berkaitan dengan perangkat daerah]"]
    assert rows[2] == PILLARS


@pytest.mark.parametrize("form", FORMS)
def test_the_options_appear_in_the_document(form: str, tmp_path: Path) -> None:
    folder = tmp_path / "baru"
    options = [part for name, text in FACTS.items() for part in (f"--{name}", text)]
    period = "2026" if form == "renja" else "2024-2026"

    assert new(folder, "--bentuk", form, "--periode", period, *options) == 0

    result = build_document(folder / "data")
    texts = texts_of(result.path)
    for text in (*FACTS.values(), f"Tahun {period}"):
        assert text in texts
    assert result.path.name.endswith(f"-Dinas-Uji-Coba-{period}-DRAF.docx")
    assert not [
        text for text in texts if "[NAMA" in text or "{{" in text or re.search(r"\{\w+\}", text)
    ]
    captions = [text for text in texts if text.startswith("Tabel ") and FACTS["opd"] in text]
    assert captions


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_invented(form: str, tmp_path: Path) -> None:
    document, _ = read_document(create_project(tmp_path / "baru", form))

    amounts = [
        cell
        for table in document.tables.values()
        for row in table.rows
        for cell in row.cells
        if cell.besaran
    ]
    assert {cell.teks for cell in amounts} <= {"0"}
    assert document.dokumen["kepala_opd"] == "[nama kepala perangkat daerah]"
    assert document.dokumen["nip_kepala_opd"] == "[NIP]"


@pytest.mark.parametrize(
    ("periode", "columns"),
    [
        ("2025-2029", ["2025", "2026", "2027", "2028", "2029", "2030"]),
        ("2025-2030", ["2025", "2026", "2027", "2028", "2029", "2030"]),
        ("2024-2026", ["2024", "2025", "2026"]),
    ],
)
def test_five_years_of_the_form_of_2025_get_one_more_in_the_tables(
    periode: str, columns: list[str], tmp_path: Path
) -> None:
    data = create_project(tmp_path / "baru", "renstra-2025", periode=periode)

    names = [
        row["kolom"] for row in read_rows(data / "tabel/kolom.csv") if row["tabel"] == "program"
    ]

    pairs = [name for year in columns for name in (f"target_{year}", f"pagu_{year}")]
    assert names == ["kode", "uraian", "indikator", "baseline", *pairs, "keterangan"]
    assert check_document(read_document(data)[0]).findings == ()


def test_a_wrong_sum_in_a_new_document_stops_the_build(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = create_project(tmp_path / "baru")
    path = data / "tabel/program.csv"
    first, _, rest = path.read_text(encoding="utf-8").partition("[target],0,")
    path.write_text(f"{first}[target],5000000,{rest}", encoding="utf-8")

    assert main(["build", "--data", str(data)]) == 1
    assert "tabel/program.csv, baris 2" in capsys.readouterr().err


def replace_rows(
    path: Path, rows: list[list[str]], columns: list[str], *, total: bool = False
) -> None:
    """Put rows in place of those of a table: id, tingkat, induk, kode, then one amount for all the named columns."""
    (header, *old) = csv.reader(path.read_text(encoding="utf-8").splitlines())
    fixed = {"id": 0, "tingkat": 1, "induk": 2, "kode": 3, "uraian": 0}
    made = [
        [
            row[fixed[name]] if name in fixed else row[4] if name in columns else ""
            for name in header
        ]
        for row in rows
    ]
    kept = [row for row in old if row[1] == "jumlah"] if total else []
    for row in kept:
        row[:] = [
            rows[0][4] if name in columns else cell for name, cell in zip(header, row, strict=True)
        ]
    path.write_text(
        "\n".join(",".join(row) for row in [header, *made, *kept]) + "\n", encoding="utf-8"
    )


def set_cell(path: Path, row_id: str, column: str, text: str) -> None:
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    (row,) = [row for row in rows if row[0] == row_id]
    row[rows[0].index(column)] = text
    path.write_text("\n".join(",".join(row) for row in rows) + "\n", encoding="utf-8")


FIVE_LEVELS = [
    ["urusan", "urusan", "", "2", "300"],
    ["bidang", "bidang_urusan", "urusan", "2.09", "300"],
    ["program", "program", "bidang", "2.09.03", "300"],
    ["kegiatan", "kegiatan", "program", "2.09.03.2.01", "300"],
    ["sub-1", "sub_kegiatan", "kegiatan", "2.09.03.2.01.0001", "100"],
    ["sub-2", "sub_kegiatan", "kegiatan", "2.09.03.2.01.0002", "200"],
]
YEAR_COLUMNS = {
    "renstra-86": ["rp_2025"],
    "renstra-2025": ["pagu_2025"],
    "renja": ["pagu"],
    "matriks-perubahan": ["rp_semula", "rp_menjadi"],
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("level", ["urusan", "bidang", "program", "kegiatan"])
def test_a_wrong_amount_at_any_of_five_levels_is_an_error(
    form: str, level: str, tmp_path: Path
) -> None:
    data = create_project(tmp_path / "baru", form)
    columns, path = YEAR_COLUMNS[form], data / "tabel/program.csv"
    replace_rows(path, FIVE_LEVELS, columns, total=True)
    before = [
        finding
        for finding in check_document(read_document(data)[0]).stopping
        if finding.rule == "pagu"
    ]
    set_cell(path, level, columns[0], "1300")

    found = [
        finding
        for finding in check_document(read_document(data)[0]).stopping
        if finding.rule == "pagu"
    ]

    assert before == []
    assert (level, "300", "1300") in [
        (finding.row_id, finding.expected, finding.actual) for finding in found
    ]


@pytest.mark.parametrize("form", ["renja", "matriks-perubahan"])
def test_a_wrong_total_row_is_an_error_whatever_the_top_level_is_called(
    form: str, tmp_path: Path
) -> None:
    data = create_project(tmp_path / "baru", form)
    columns, path = YEAR_COLUMNS[form], data / "tabel/program.csv"
    replace_rows(path, FIVE_LEVELS, columns, total=True)
    set_cell(path, "total", columns[0], "1300")

    found = [
        finding
        for finding in check_document(read_document(data)[0]).stopping
        if finding.rule == "jumlah-pagu"
    ]

    assert [(finding.row_id, finding.expected, finding.actual) for finding in found] == [
        ("total", "300", "1300")
    ]


@pytest.mark.parametrize("content", ["catatan.txt", ".gitignore", "data/a.csv"])
def test_a_folder_that_is_not_empty_is_refused(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / content
    kept.parent.mkdir(exist_ok=True)
    kept.write_text("milik saya", encoding="utf-8")

    assert new(tmp_path) == 2
    assert "folder ini tidak kosong" in capsys.readouterr().err
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [kept]


def test_a_folder_that_holds_only_its_repository_is_empty(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/HEAD").write_text("ref: refs/heads/main", encoding="utf-8")

    assert new(tmp_path) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".git",
        "BACA-SAYA.md",
        "data",
        "templates",
    ]
    assert (tmp_path / ".git/HEAD").read_text(encoding="utf-8") == "ref: refs/heads/main"


def test_a_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "baru").write_text("", encoding="utf-8")

    assert new(tmp_path / "baru") == 2
    assert "ini sebuah berkas, bukan folder" in capsys.readouterr().err


def test_an_empty_folder_is_filled_and_a_path_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert new(Path()) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["BACA-SAYA.md", "data", "templates"]
    assert main(["check"]) == 0
    assert new(Path("a/b/c")) == 0
    assert main(["check", "--data", "a/b/c/data"]) == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--periode", "2029-2025"), "“2029-2025” bukan periode"),
        (("--periode", "lima tahun"), "“lima tahun” bukan periode"),
        (("--periode", "1900-2090"), "“1900-2090” bukan periode"),
        (
            ("--bentuk", "rpjmd"),
            "bentuk “rpjmd” tidak dikenal\n  → bentuk yang ada: renstra-86, renstra-2025, renja,",
        ),
        (
            ("--bentuk", "renja", "--periode", "2025-2026"),
            "periode “2025-2026” terlalu panjang: bentuk renja paling banyak 1 tahun\n  → tulis misalnya 2026",
        ),
        (("--opd", "Dinas\x01"), "karakter kendali U+0001"),
    ],
)
def test_what_cannot_be_used_is_refused_and_leaves_nothing(
    options: tuple[str, ...], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(tmp_path / "a" / "b", *options) == 2
    assert message in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("is_there", [True, False])
def test_a_failure_half_way_leaves_nothing(
    is_there: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "baru"
    if is_there:
        folder.mkdir()
    rename, calls = Path.rename, []

    def fail(path: Path, target: Path) -> Path:
        calls.append(target.name)
        if len(calls) == (2 if is_there else 1):
            raise OSError(28, "No space left on device", str(target))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail)

    assert new(folder) == 2
    assert [path for path in tmp_path.rglob("*") if path != folder] == []
    assert folder.exists() is is_there


def test_a_terminal_is_asked_for_what_is_not_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(["9", "3", "Dinas Uji", "", "", "dulu", "2027-2028", "2027"])
    asked: list[str] = []

    def prompt(question: str, default: str, *, show_default: bool) -> str:
        assert not show_default
        asked.append(question)
        return next(answers) or default

    monkeypatch.setattr("click.prompt", prompt)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)

    assert new(tmp_path / "baru") == 0
    assert len(asked) == 8
    assert asked[2] == "Nama perangkat daerah, misalnya Dinas Kesehatan (Enter: [NAMA OPD])"
    said = capsys.readouterr().err
    assert "“9” tidak ada dalam daftar" in said
    assert "periode “2027-2028” terlalu panjang: bentuk renja paling banyak 1 tahun" in said
    assert "tidak di terminal" not in said
    facts = {row["kunci"]: row["nilai"] for row in read_rows(tmp_path / "baru/data/dokumen.csv")}
    assert facts["judul"] == "Rencana Kerja (Renja) Dinas Uji [NAMA DAERAH] Tahun 2027"
    assert facts["periode_awal"] == facts["periode_akhir"] == "2027"


def test_piped_answers_are_taken_where_that_is_asked_for_and_their_end_means_the_rest_as_usual(
    tmp_path: Path,
) -> None:
    done = CliRunner().invoke(renstra, ["new", str(tmp_path / "baru"), "--tanya"], "2\nDinas Uji\n")

    assert (done.exit_code, done.exception) == (0, None)
    facts = {row["kunci"]: row["nilai"] for row in read_rows(tmp_path / "baru/data/dokumen.csv")}
    assert facts["judul"] == "Rencana Strategis (Renstra) Dinas Uji [NAMA DAERAH] Tahun 2025-2029"
    assert (tmp_path / "baru/data/tabel/ikk.csv").is_file()


def test_a_wrong_piped_answer_is_an_error_and_makes_nothing(tmp_path: Path) -> None:
    done = CliRunner().invoke(renstra, ["new", str(tmp_path / "baru"), "--tanya"], "9\nDinas Uji\n")

    assert "“9” tidak ada dalam daftar" in str(done.exception)
    assert list(tmp_path.iterdir()) == []


def test_where_nobody_is_asked_the_defaults_are_said(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        renstra, ["new", str(tmp_path / "baru"), "--opd", "Dinas Uji"], "3\nDinas Lain\n"
    )

    assert (
        "Catatan: tidak di terminal, jadi tidak ditanyakan; dipakai --bentuk renstra-86, --periode 2025-2029, "
        '--daerah "[NAMA DAERAH]", --kepala "[nama kepala perangkat daerah]".\n'
        "  → beri pilihannya, atau --tanya bila jawabannya dialirkan baris demi baris\n"
    ) in done.stderr


def test_capitals_in_the_name_of_a_form_do_not_matter(tmp_path: Path) -> None:
    assert new(tmp_path / "baru", "--bentuk", "Renja", "--periode", "2026") == 0


# A form of one's own


def own_form(folder: Path) -> Path:
    shutil.copytree(REPOSITORY / "renstra_doc/forms/renja", folder)
    return folder


def test_a_folder_is_a_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form = own_form(tmp_path / "bentuk-kami")
    description = form / "bentuk.csv"
    text = (
        description.read_text(encoding="utf-8")
        .replace("Rencana Kerja (Renja)", "Rencana Kami")
        .replace("urutan,3\n", "")
    )
    description.write_text(text, encoding="utf-8")
    (form / "templates").mkdir()
    shutil.copy(REPOSITORY / "templates/matriks.docx", form / "templates/renstra.docx")
    monkeypatch.chdir(tmp_path)

    assert new(Path("baru"), "--bentuk", "./bentuk-kami", "--opd", "Dinas Uji") == 0

    facts = {row["kunci"]: row["nilai"] for row in read_rows(tmp_path / "baru/data/dokumen.csv")}
    assert facts["judul"] == "Rencana Kami Dinas Uji [NAMA DAERAH] Tahun 2026"
    assert not (tmp_path / "baru/bentuk.csv").exists()
    template = tmp_path / "baru/templates/renstra.docx"
    assert template.read_bytes() == (REPOSITORY / "templates/matriks.docx").read_bytes()


@pytest.mark.parametrize(
    ("name", "old", "new_text", "message"),
    [
        ("bentuk.csv", "singkat,Renja\n", "", "bentuk.csv: bentuk “bentuk-kami” tanpa singkat"),
        (
            "data/naskah/11-bab-1.csv",
            "PENDAHULUAN",
            "{TAHUN}",
            "bentuk ini memuat {TAHUN}, yang tidak dikenal",
        ),
        (
            "data/tabel/kolom.csv",
            "gabung,tampil,ulang",
            "gabung,tampil",
            "kolom.csv: sebuah baris lebih panjang",
        ),
        (
            "data/tabel/kolom.csv",
            "kiri,,,\n",
            "kiri,,,bulan\n",
            "ulang “bulan” tidak dikenal\n  → tulis tahun atau lalu",
        ),
        (
            "data/tabel/program.csv",
            "[bidang urusan]",
            "\udcff",
            "program.csv: berkas bentuk ini tidak dapat dibaca",
        ),
    ],
)
def test_a_slip_in_a_form_of_ones_own_is_told(
    name: str,
    old: str,
    new_text: str,
    message: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = own_form(tmp_path / "bentuk-kami") / name
    changed = path.read_text(encoding="utf-8").replace(old, new_text, 1)
    path.write_bytes(changed.encode(errors="surrogateescape"))

    assert new(tmp_path / "baru", "--bentuk", str(tmp_path / "bentuk-kami")) == 2

    assert message in capsys.readouterr().err
    assert not (tmp_path / "baru").exists()


def test_a_form_without_columns_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (own_form(tmp_path / "bentuk-kami") / "data/tabel/kolom.csv").unlink()

    assert new(tmp_path / "baru", "--bentuk", str(tmp_path / "bentuk-kami")) == 2
    assert "data/tabel/kolom.csv: bentuk “bentuk-kami” tanpa berkas ini" in capsys.readouterr().err


def test_the_cover_says_the_year_once_and_leaves_room_for_the_arms(tmp_path: Path) -> None:
    texts = texts_of(build_document(create_project(tmp_path / "baru", periode="2025-2029")).path)
    cover = [text for text in texts[: texts.index("KATA PENGANTAR")] if text]

    assert cover == [
        "Rencana Strategis (Renstra)",
        "Tahun 2025-2029",
        "[NAMA OPD]",
        "[NAMA DAERAH]",
    ]


def test_a_period_is_one_year_or_two() -> None:
    assert parse_period("2025-2029") == (2025, 2029)
    assert parse_period(" 2025 – 2029 ") == (2025, 2029)
    assert parse_period("2026") == (2026, 2026)
    with pytest.raises(InputError, match="bukan periode"):
        parse_period("")


def test_a_form_is_data_only() -> None:
    kinds = {
        path.suffix
        for form in (*FORMS, "bersama")
        for path in (REPOSITORY / "renstra_doc/forms" / form).rglob("*.*")
    }

    assert kinds == {".csv", ".md"}


def test_the_template_is_the_repositorys_own() -> None:
    assert packaged_template().read_bytes() == (REPOSITORY / "templates/renstra.docx").read_bytes()
