"""The matriks that officials sign: three revisions, the form as readable text."""

from __future__ import annotations

import json
from pathlib import Path

import ooxml
import pytest
from ooxml import find, text_of

from renstra_doc.check import check_document
from renstra_doc.cli import main
from renstra_doc.load.project import load_project
from renstra_doc.model import Document, compose_document
from renstra_doc.review import CellChange, compare_documents
from renstra_doc.review.diff.compare import compare_editions
from renstra_doc.review.edition import make_editions
from renstra_doc.review.matriks import build_matriks
from renstra_doc.review.matriks.form import RECAP
from renstra_doc.view import BlankItem, HeadingItem, ParagraphItem, SectionItem, TableItem

GOLDEN = Path(__file__).with_name("golden")
FACTS = """\
kunci,nilai,keterangan
nama_berkas,Renstra-Contoh,
templat,renstra.docx,
judul,Renstra Dinas Contoh,
penulis,Dinas Contoh,
opd,Dinas Contoh,
daerah,Kabupaten Contoh,
tanggal_dokumen,{tanggal},Tanggal dokumen
kepala_opd,{kepala},Nama kepala dinas
periode_awal,2021,
periode_akhir,2022,
"""
STORY = """\
id,jenis,tingkat,penanda,gaya,acuan,teks
isi,bagian,,1,,isi,
bab1,bab,,BAB I,,,PENDAHULUAN
bab1-1,subbab,2,1.1,,,Maksud dan Tujuan
p1,paragraf,,,,,Renstra menjadi pedoman bagi dinas.
p2,paragraf,,,,,"Maksud penyusunan Renstra ialah memberi {kata} bagi seluruh unit kerja di lingkungan dinas."
t-program,tabel,,,,program,
ttd-1,tanda_tangan,,,,,Kepala Dinas Contoh
ttd-2,ruang,,,,,
ttd-3,tanda_tangan,,,,,{{{{ dokumen.kepala_opd }}}}
"""
TABLES = """\
id,nomor,label,judul,sumber,orientasi,gaya,catatan
program,6.1,,Program dan Pendanaan,,lanskap,anggaran,
"""
COLUMNS = """\
tabel,kolom,judul,nomor,jenis,desimal,lebar,rata,gabung,tampil
program,kode,Kode,,teks,,20,kiri,,
program,uraian,Program dan Kegiatan,,teks,,60,kiri,,
program,indikator,Indikator,,teks,,40,kiri,,
program,target_2021,Tahun 2021 > Target,,target,,20,tengah,,
program,rp_2021,Tahun 2021 > Rp,,rupiah,,30,kanan,,
program,target_2022,Tahun 2022 > Target,,target,,20,tengah,,
program,rp_2022,Tahun 2022 > Rp,,rupiah,,30,kanan,,
"""
HEADER = "id,tingkat,induk,kode,entitas,uraian,indikator,target_2021,rp_2021,target_2022,rp_2022\n"
PROGRAMS = """\
b-sosial,bidang_urusan,,1.06,,BIDANG SOSIAL,,,,,
p-rehab,program,b-sosial,1.06.04,,Program Rehabilitasi,Cakupan layanan,80.00%,300,85.00%,300
k-panti,kegiatan,p-rehab,1.06.04.2.01,,Layanan Panti,Jumlah klien,20 orang,100,25 orang,100
k-luar,kegiatan,p-rehab,1.06.04.2.02,,Layanan Luar Panti,Jumlah klien,40 orang,200,45 orang,200
p-dayasos,program,b-sosial,1.06.02,,Program Pemberdayaan,Jumlah lembaga,5 unit,50,6 unit,50
k-lembaga,kegiatan,p-dayasos,1.06.02.2.03,,Pembinaan Lembaga,Jumlah lembaga,5 unit,50,6 unit,50
"""
MAP = "tabel,lama,baru,jenis,alasan,dasar\n"


def write_edition(
    folder: Path,
    programs: str,
    mapping: str = "",
    *,
    tanggal: str = "2022-01-03",
    kepala: str = "BUDI",
    kata: str = "pedoman",
) -> Path:
    files = {
        "dokumen.csv": FACTS.format(tanggal=tanggal, kepala=kepala),
        "naskah/01-isi.csv": STORY.format(kata=kata),
        "tabel/tabel.csv": TABLES,
        "tabel/kolom.csv": COLUMNS,
        "tabel/program.csv": HEADER + programs,
    }
    if mapping:
        files["pemetaan.csv"] = MAP + mapping
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def read(folder: Path) -> Document:
    document, findings = compose_document(load_project(folder))
    assert [finding.message for finding in findings if finding.severity == "error"] == []
    return document


def show(old: Document, new: Document) -> str:
    """Return the form as text: a line a row, its look before it, bold between asterisks."""
    editions = make_editions(old, new)
    view = build_matriks(compare_editions(*editions), editions, ("", ""))
    lines: list[str] = []
    for item in view.items:
        if isinstance(item, HeadingItem | ParagraphItem):
            sign = "# " if isinstance(item, HeadingItem) else ""
            lines.append(sign + "".join(run.teks for run in item.runs))
        elif isinstance(item, BlankItem):
            lines.append("[ruang tanda tangan]")
        elif isinstance(item, TableItem):
            lines += ["", f"## {item.label}: {item.judul}"]
            lines += [" | ".join(cell.teks for cell in row) for row in (*item.kepala,)]
            for row in item.rows:
                texts = [cell.teks.replace("\n", " / ") for cell in row.cells]
                lines.append(f"{row.tingkat}: " + " | ".join(texts).rstrip(" |"))
            lines.append("")
        else:
            assert isinstance(item, SectionItem)
    return "\n".join(lines) + "\n"


def change(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


AMOUNTS = change(
    PROGRAMS,
    ("20 orang,100,25 orang,100", "20 orang,100,30 orang,150"),
    ("80.00%,300,85.00%,300", "80.00%,300,87.50%,350"),
)
RENAMED = change(
    PROGRAMS,
    ("p-rehab", "p-rehsos"),
    (",Program Rehabilitasi,", ",Program Rehabilitasi Sosial,"),
    (
        "k-luar,kegiatan,p-rehsos,1.06.04.2.02,,Layanan Luar Panti,Jumlah klien,40 orang,200,45 orang,200\n",
        (
            "k-rumah,kegiatan,p-rehsos,1.06.04.2.03,,Kunjungan Rumah,Jumlah klien,30 orang,120,35 orang,120\n"
            "k-jalan,kegiatan,p-rehsos,1.06.04.2.04,,Layanan Jalanan,Jumlah klien,10 orang,80,10 orang,80\n"
        ),
    ),
)
RENAMES = """\
program,p-rehab,p-rehsos,ganti_nomenklatur,Penyesuaian nomenklatur,Permendagri 90/2019
program,k-luar,k-rumah,pecah,Pemisahan layanan,
program,k-luar,k-jalan,pecah,Pemisahan layanan,
"""
MOVED = """\
b-sosial,bidang_urusan,,1.06,,BIDANG SOSIAL,,,,,
p-rehab,program,b-sosial,1.06.04,,Program Rehabilitasi,Cakupan layanan,80.00%,200,85.00%,200
k-luar,kegiatan,p-rehab,1.06.04.2.02,,Layanan Luar Panti,Jumlah klien,40 orang,200,45 orang,200
p-dayasos,program,b-sosial,1.06.02,,Program Pemberdayaan,Jumlah lembaga,5 unit,150,6 unit,150
k-lembaga,kegiatan,p-dayasos,1.06.02.2.03,,Pembinaan Lembaga,Jumlah lembaga,5 unit,50,6 unit,50
k-panti,kegiatan,p-dayasos,1.06.04.2.01,,Layanan Panti,Jumlah klien,20 orang,100,25 orang,100
"""
CASES = {
    "pagu": (AMOUNTS, "program,k-panti,k-panti,,Klien bertambah,Perda 8/2020\n"),
    "nomenklatur-dan-pecah": (RENAMED, RENAMES),
    "pindah": (MOVED, "program,k-panti,k-panti,pindah,Sesuai tugas bidang,\n"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_form_reads_as_its_golden_text(name: str, tmp_path: Path) -> None:
    old = read(write_edition(tmp_path / "lama", PROGRAMS))
    new = write_edition(
        tmp_path / "baru", *CASES[name], tanggal="2022-09-01", kepala="SITI", kata="arah"
    )

    text = show(old, read(new))

    assert text == (GOLDEN / f"matriks-{name}.md").read_text(encoding="utf-8")


def test_years_that_only_the_headings_name_make_the_same_form(tmp_path: Path) -> None:
    programs, mapping = CASES["pagu"]
    old = write_edition(tmp_path / "lama", PROGRAMS)
    new = write_edition(
        tmp_path / "baru", programs, mapping, tanggal="2022-09-01", kepala="SITI", kata="arah"
    )
    for path in (*old.glob("tabel/*.csv"), *new.glob("tabel/*.csv")):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("_2021", "_lalu").replace("_2022", "_kini"), encoding="utf-8")

    text = show(read(old), read(new))

    assert text == (GOLDEN / "matriks-pagu.md").read_text(encoding="utf-8")


def test_only_a_sum_whose_own_words_stayed_is_said_to_follow_its_rows(tmp_path: Path) -> None:
    old = read(write_edition(tmp_path / "lama", PROGRAMS))
    worded = change(AMOUNTS, ("Cakupan layanan", "Indeks layanan"))

    text = show(old, read(write_edition(tmp_path / "baru", worded)))

    names = ("BIDANG SOSIAL", "Program Rehabilitasi", "Layanan Panti")
    assert [rows_of(text, name)[0][-1] for name in names] == [
        "Mengikuti rincian",
        "berubah",  # its indicator is another one: nobody said why
        "berubah",
    ]


def test_a_program_whose_own_target_changed_is_not_said_to_follow_its_rows(tmp_path: Path) -> None:
    old = read(write_edition(tmp_path / "lama", PROGRAMS))
    new = read(write_edition(tmp_path / "baru", change(PROGRAMS, ("80.00%", "82.00%"))))

    assert rows_of(show(old, new), "Program Rehabilitasi")[0][-1] == "berubah"


PANTI = ",Layanan Panti,"
REORDERED = "".join(PROGRAMS.splitlines(keepends=True)[place] for place in (0, 4, 5, 1, 2, 3))


@pytest.mark.parametrize(
    ("programs", "line"),
    [
        (
            REORDERED,
            (
                "isi: 1 | Program Pemberdayaan | sesudah “Layanan Luar Panti”"
                " | sesudah “BIDANG SOSIAL” | Dipindahkan; beserta 1 baris di bawahnya"
            ),
        ),
        (
            change(PROGRAMS, (PANTI, ",**Layanan Panti**,")),
            "isi: 1 | Layanan Panti · Program dan Kegiatan | huruf biasa | huruf tebal seluruhnya",
        ),
        (
            change(PROGRAMS, (PANTI, ",Layanan Panti{{ kaki('Sejak 2021') }},")),
            (
                "isi: 1 | Layanan Panti · Program dan Kegiatan | Layanan Panti"
                " | Layanan Panti (catatan kaki: Sejak 2021)"
            ),
        ),
    ],
    ids=["another order", "bold", "footnote"],
)
def test_what_the_rows_of_programs_cannot_show_stands_below_them(
    programs: str, line: str, tmp_path: Path
) -> None:
    old = read(write_edition(tmp_path / "lama", PROGRAMS))

    text = show(old, read(write_edition(tmp_path / "baru", programs)))

    assert line in text.splitlines()
    assert "Tidak ada perubahan." not in text


def test_a_row_that_is_one_of_the_parts_it_was_split_into_says_what_it_keeps(
    tmp_path: Path,
) -> None:
    """The row shows the rupiah of all parts; what the document prints for it must be found."""
    old = read(write_edition(tmp_path / "lama", PROGRAMS))
    luar = "k-luar,kegiatan,p-rehab,1.06.04.2.02,,Layanan Luar Panti,Jumlah klien,"
    jalan = "k-jalan,kegiatan,p-rehab,1.06.04.2.03,,Layanan Jalanan,Jumlah klien,"
    parts = f"{luar}30 orang,120,35 orang,120\n{jalan}10 orang,80,10 orang,80\n"
    programs = change(PROGRAMS, (f"{luar}40 orang,200,45 orang,200\n", parts))
    split = "program,k-luar,k-luar,pecah,Pemisahan,\nprogram,k-luar,k-jalan,pecah,Pemisahan,\n"

    there = show(old, read(write_edition(tmp_path / "baru", programs, split)))
    merged = split.replace("pecah", "gabung").replace("k-luar,k-jalan", "k-jalan,k-luar")
    back = show(
        read(write_edition(tmp_path / "pecah", programs)),
        read(write_edition(tmp_path / "satu", PROGRAMS, merged)),
    )

    names = "“Layanan Luar Panti” (Rp 240), “Layanan Jalanan” (Rp 160)"
    assert rows_of(there, "Layanan Luar Panti")[0][-1] == f"Menjadi {names}; Pemisahan"
    assert rows_of(back, "Layanan Luar Panti")[0][-1] == f"Gabungan dari {names}; Pemisahan"


def test_a_period_with_a_long_name_gets_a_wider_column(tmp_path: Path) -> None:
    """In the column of the years it would stand in five lines."""
    columns = (
        COLUMNS + "program,rp_akhir,Kondisi Kinerja pada akhir periode > Rp,,rupiah,,30,kanan,,\n"
    )
    header = HEADER.replace("rp_2022", "rp_2022,rp_akhir")
    widths = {}
    for name, files in (("tahun", ()), ("akhir", (columns, header))):
        sides = []
        for side, programs in (("lama", PROGRAMS), ("baru", AMOUNTS)):
            folder = write_edition(tmp_path / name / side, programs)
            if files:
                lines = [f"{line},9" for line in programs.splitlines()]
                (folder / "tabel/kolom.csv").write_text(columns, encoding="utf-8")
                rows = header + "\n".join(lines) + "\n"
                (folder / "tabel/program.csv").write_text(rows, encoding="utf-8")
            sides.append(read(folder))
        editions = make_editions(*sides)
        view = build_matriks(compare_editions(*editions), editions, ("", ""))
        table = next(item for item in view.items if isinstance(item, TableItem))
        widths[name] = table.lebar

    assert (widths["tahun"][6], widths["akhir"][6]) == (16, 30)
    assert sum(widths["tahun"]) == sum(widths["akhir"])


def test_who_signs_reads_on_that_page_what_is_signed(tmp_path: Path) -> None:
    old = write_edition(tmp_path / "lama", PROGRAMS)
    new = write_edition(tmp_path / "baru", AMOUNTS, tanggal="2022-09-01", kepala="SITI")
    output = tmp_path / "matriks.docx"

    assert main(["diff", str(old), str(new), "--format", "matriks", "--output", str(output)]) == 0

    body = ooxml.read_parts(output)[ooxml.BODY]
    *_, closing, _office, _room, name = find(body, "//w:body/w:p")
    assert (
        text_of(closing)
        == "Matriks Semula – Menjadi ini terdiri atas Matriks 1 sampai dengan Matriks 3."
    )
    # Kept with the signature below it (17.3.1.15): no page holds a signature alone.
    assert len(find(closing, "w:pPr/w:keepNext")) == 1
    assert text_of(name) == "SITI"


def test_a_program_that_only_bears_another_name_neither_gains_nor_loses(tmp_path: Path) -> None:
    old = read(write_edition(tmp_path / "lama", PROGRAMS))
    new = read(write_edition(tmp_path / "baru", RENAMED, RENAMES))

    changes = compare_documents(old, new)

    amounts = [c for c in changes if isinstance(c, CellChange) and c.is_money]
    assert amounts == []
    assert [(c.kind.value, c.id) for c in changes if c.kind.value != "changed"] == [
        ("removed", "k-luar"),
        ("added", "k-rumah"),
        ("added", "k-jalan"),
    ]
    assert "(100,00)" not in show(old, new)


def test_json_says_what_became_of_a_row_and_gives_its_cells_by_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = write_edition(tmp_path / "lama", PROGRAMS)
    new = write_edition(tmp_path / "baru", RENAMED, RENAMES)

    assert main(["diff", str(old), str(new), "--format", "json"]) == 0

    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    assert {key: rows[key]["status"] for key in ("p-rehsos", "k-luar", "k-jalan")} == {
        "p-rehsos": "ganti nomenklatur",
        "k-luar": "dipecah",
        "k-jalan": "dipecah",
    }
    assert rows["k-jalan"]["cells"] == {
        "kode": "1.06.04.2.04",
        "uraian": "Layanan Jalanan",
        "indikator": "Jumlah klien",
        "target_2021": "10 orang",
        "rp_2021": "80",
        "target_2022": "10 orang",
        "rp_2022": "80",
    }
    assert rows["k-jalan"]["new"].startswith("1.06.04.2.04 | Layanan Jalanan |")


def test_a_percentage_changes_by_points(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = write_edition(tmp_path / "lama", PROGRAMS)
    new = write_edition(tmp_path / "baru", AMOUNTS)

    assert main(["diff", str(old), str(new)]) == 0

    assert "85,00% → 87,50%, bertambah 2,50 poin\n" in capsys.readouterr().out


def test_a_map_that_cannot_be_meant_is_refused_at_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = write_edition(tmp_path / "lama", PROGRAMS)
    wrong = "program,k-luar,k-baru,belah,,\ntidak-ada,a,b,pindah,,\nprogram,k-luar,,pecah,,\n"
    new = write_edition(tmp_path / "baru", PROGRAMS, wrong + "program,k-luar,k-lain,pindah,,\n")

    assert main(["diff", str(old), str(new)]) == 2

    told = capsys.readouterr().err
    assert "pemetaan.csv, baris 2, kolom jenis: jenis pemetaan “belah” tidak dikenal" in told
    assert "pemetaan.csv, baris 3, kolom tabel: tabel “tidak-ada” tidak ada" in told
    assert "pemetaan.csv, baris 4, kolom baru: pemetaan pecah memerlukan id baru" in told
    assert "pemetaan.csv, baris 5, kolom baru: baris “k-lain” tidak ada di tabel ini" in told


def test_editions_of_one_title_and_date_are_told_apart_with_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = write_edition(tmp_path / "lama", PROGRAMS)
    new = write_edition(tmp_path / "baru", AMOUNTS)
    made = tmp_path / "m.docx"

    assert main(["diff", str(old), str(new), "--format", "matriks", "--output", str(made)]) == 0

    assert "judul dan tanggal kedua versi sama" in capsys.readouterr().err
    text = ooxml.text_of(ooxml.read_parts(made)[ooxml.BODY])
    assert "(versi lama)" in text
    assert "(versi baru)" in text


@pytest.mark.parametrize("name", CASES)
def test_the_starting_form_is_filled_and_holds_its_own_rules(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = write_edition(tmp_path / "lama", PROGRAMS)
    new = write_edition(tmp_path / "baru", *CASES[name], tanggal="2022-09-01")
    form = tmp_path / "matriks"
    main(["new", str(form), "--bentuk", "matriks-perubahan", "--periode", "2021-2022"])

    code = main(["diff", str(old), str(new), "--isi", str(form)])

    assert code == 0, capsys.readouterr().err
    document = read(form / "data")
    programs = document.tables["program"]
    rows = {row.id: row for row in programs.rows}
    amounts = [programs.cell(rows["total"], column).teks for column in ("rp_semula", "rp_menjadi")]
    texts = [[cell.teks for cell in row.cells] for row in programs.rows]
    assert [str(sum(total(read(side)))) for side in (old, new)] == amounts
    assert not [text for row in texts for text in row if text.startswith("[")]
    report = check_document(document)
    faults = [
        found for found in report.findings if found.rule in ("pagu", "jumlah-pagu", "selisih")
    ]
    assert faults == []


def total(document: Document) -> list[int]:
    """Return what each lowest row of the table of programs gives in all years."""
    table = document.tables["program"]
    return [
        int(table.cell(row, column).teks)
        for row in table.rows
        if row.id not in table.children and row.tingkat != "jumlah"
        for column in ("rp_2021", "rp_2022")
    ]


def test_a_form_of_another_period_is_refused_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = write_edition(tmp_path / "lama", PROGRAMS)
    form = tmp_path / "matriks"
    main(["new", str(form), "--bentuk", "matriks-perubahan", "--periode", "2025-2029"])
    capsys.readouterr()

    code = main(["diff", str(old), str(old), "--isi", str(form)])

    assert code == 2
    told = capsys.readouterr().err
    assert "kolom tahunnya lain dari tahun kedua versi (2021, 2022)" in told
    assert "--periode 2021-2022" in told


@pytest.mark.parametrize(
    ("programs", "mapping", "told"),
    [
        pytest.param(
            RENAMED.replace("120,35 orang,120", "120,35 orang,100"),
            RENAMES,
            "pemetaan.csv, baris 3: “Layanan Luar Panti” dipecah, 2022:"
            " Rp semula 200, menjadi 180, berkurang 20",
            id="a split loses rupiah",
        ),
        pytest.param(
            RENAMED,
            "program,k-hilang,k-rumah,ganti_nama,,\n",
            "pemetaan.csv, baris 2: baris “k-hilang” tidak ada di versi semula",
            id="unknown row",
        ),
        pytest.param(
            PROGRAMS,
            "program,k-pantai,k-panti,ganti_nama,,\n",
            "pemetaan.csv, baris 2: baris “k-pantai” tidak ada di versi semula",
            id="mistyped source of a row that is there",
        ),
        pytest.param(
            PROGRAMS,
            "program,k-panti,k-luar,ganti_nama,,\nprogram,k-luar,k-panti,ganti_nama,,\n",
            "pemetaan.csv, baris 2: pemetaan berputar (k-panti → k-luar → k-panti); pilih satu arah",
            id="circle",
        ),
        pytest.param(
            RENAMED,
            "program,k-luar,k-rumah,ganti_nama,,\nprogram,k-luar,k-jalan,ganti_nama,,\n",
            "pemetaan.csv, baris 2: baris “k-luar” menjadi beberapa baris; tulis jenis pecah",
            id="one row twice",
        ),
    ],
)
def test_a_mapping_that_cannot_be_is_told(
    programs: str, mapping: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = write_edition(tmp_path / "lama", PROGRAMS)
    new = write_edition(tmp_path / "baru", programs, mapping)

    assert main(["diff", str(old), str(new)]) == 0

    assert told in capsys.readouterr().err


def test_a_step_that_the_older_edition_took_already_says_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    step = "program,k-lama,k-panti,ganti_nama,,\n"
    old = write_edition(tmp_path / "lama", PROGRAMS, step)
    new = write_edition(tmp_path / "baru", AMOUNTS, step)

    assert main(["diff", str(old), str(new)]) == 0

    assert "pemetaan.csv" not in capsys.readouterr().err


def rows_of(text: str, name: str) -> list[list[str]]:
    """Return the cells of the lines of the form that name something."""
    return [line.split(" | ") for line in text.splitlines() if name in line.split(" | ")[2:3]]


MERGED = "Program Gabungan,Cakupan layanan,80.00%,370,85.00%,370"
TWO_OFFICES = PROGRAMS + (
    "b-pangan,bidang_urusan,,2.09,,BIDANG PANGAN,,,,,\n"
    "p-pangan,program,b-pangan,2.09.03,,Program Pangan,Cakupan,1 unit,70,1 unit,70\n"
)


def test_a_merge_across_offices_says_at_both_where_the_rupiah_went(tmp_path: Path) -> None:
    merged = change(
        TWO_OFFICES,
        ("p-pangan,program,b-pangan,2.09.03,,Program Pangan,Cakupan,1 unit,70,1 unit,70\n", ""),
        ("p-rehab", "p-gabung"),
        ("Program Rehabilitasi,Cakupan layanan,80.00%,300,85.00%,300", MERGED),
    )
    mapping = "program,p-rehab,p-gabung,gabung,,\nprogram,p-pangan,p-gabung,gabung,,\n"

    text = show(
        read(write_edition(tmp_path / "lama", TWO_OFFICES)),
        read(write_edition(tmp_path / "baru", merged, mapping)),
    )

    (pangan,) = rows_of(text, "BIDANG PANGAN")
    (sosial,) = rows_of(text, "BIDANG SOSIAL")
    assert pangan[-1] == "“Program Pangan” digabung ke “Program Gabungan”"
    assert sosial[-1] == "“Program Gabungan” berasal dari “Program Pangan”"


def test_a_program_that_moves_as_a_whole_loses_and_gains_nothing_and_the_recap_adds_up(
    tmp_path: Path,
) -> None:
    moved = change(TWO_OFFICES, ("p-dayasos,program,b-sosial", "p-dayasos,program,b-pangan"))

    text = show(
        read(write_edition(tmp_path / "lama", TWO_OFFICES)),
        read(write_edition(tmp_path / "baru", moved, "program,p-dayasos,p-dayasos,pindah,,\n")),
    )

    left, stands, recap = rows_of(text, "Program Pemberdayaan") + [
        line.split(" | ") for line in text.splitlines() if "/ (dipindahkan dari" in line
    ]
    assert left[9:14] == ["100", "–", "–", "–", "dipindahkan"]
    assert stands[9:14] == ["100", "100", "0", "0", "dipindahkan"]
    assert recap[3:7] == ["100", "100", "0", "0"]
    (sosial,), (pangan,) = rows_of(text, "BIDANG SOSIAL"), rows_of(text, "BIDANG PANGAN")
    assert sosial[-1] == "“Program Pemberdayaan” dipindahkan ke “BIDANG PANGAN”"
    assert pangan[-1] == "“Program Pemberdayaan” dipindahkan dari “BIDANG SOSIAL”"


def test_the_recap_adds_up_also_where_a_program_became_a_kegiatan_of_another_one(
    tmp_path: Path,
) -> None:
    lowered = change(
        TWO_OFFICES,
        ("p-pangan,program,b-pangan,2.09.03,,Program Pangan", "p-sisa,program,b-pangan,2.09.03,,Program Sisa"),
        ("1 unit,70,1 unit,70", "1 unit,30,1 unit,30"),
        ("80.00%,300,85.00%,300\n", "80.00%,340,85.00%,340\nk-pangan,kegiatan,p-rehab,1.06.04.2.09,,Pangan,Cakupan,1 unit,40,1 unit,40\n"),
    )  # fmt: skip
    mapping = "program,p-pangan,p-sisa,pecah,,\nprogram,p-pangan,k-pangan,pecah,,\n"

    text = show(
        read(write_edition(tmp_path / "lama", TWO_OFFICES)),
        read(write_edition(tmp_path / "baru", lowered, mapping)),
    )

    recap = text.split("Rekapitulasi")[1].split("\n##")[0]
    rows = [line.split(" | ") for line in recap.splitlines() if line.startswith("isi: ")]
    (whole,) = [line.split(" | ") for line in recap.splitlines() if " | Jumlah | " in line]
    for side in (3, 4):
        assert sum(int(row[side]) for row in rows if row[side] != "–") == int(whole[side])


DEMOTED = """\
b-sosial,bidang_urusan,,1.06,,BIDANG SOSIAL,,,,,
p-rehab,program,b-sosial,1.06.04,,Program Rehabilitasi,Cakupan layanan,80.00%,350,85.00%,350
k-panti,kegiatan,p-rehab,1.06.04.2.01,,Layanan Panti,Jumlah klien,20 orang,100,25 orang,100
k-luar,kegiatan,p-rehab,1.06.04.2.02,,Layanan Luar Panti,Jumlah klien,40 orang,200,45 orang,200
p-dayasos,kegiatan,p-rehab,1.06.04.2.05,,Pemberdayaan,Jumlah lembaga,5 unit,50,6 unit,50
"""
PROMOTED = """\
b-sosial,bidang_urusan,,1.06,,BIDANG SOSIAL,,,,,
p-rehab,program,b-sosial,1.06.04,,Program Rehabilitasi,Cakupan layanan,80.00%,300,85.00%,300
k-panti,kegiatan,p-rehab,1.06.04.2.01,,Layanan Panti,Jumlah klien,20 orang,100,25 orang,100
k-luar,kegiatan,p-rehab,1.06.04.2.02,,Layanan Luar Panti,Jumlah klien,40 orang,200,45 orang,200
p-dayasos,program,b-sosial,1.06.02,,Program Pemberdayaan,Jumlah lembaga,5 unit,50,6 unit,50
"""
REHAB, DAYASOS = "isi: 1 | 1.06.04 | Program Rehabilitasi", "isi: 2 | 1.06.02 | "


@pytest.mark.parametrize(
    ("before", "after", "recap"),
    [
        (
            PROMOTED,
            DEMOTED,
            [
                f"{REHAB} | 600 | 700 | 100 | 16,67 | berubah",
                (
                    f"{DAYASOS}Program Pemberdayaan / (dipindahkan ke “Program Rehabilitasi”)"
                    " | 100 | – | (100) | (100) | dipindahkan"
                ),
            ],
        ),
        (
            DEMOTED,
            PROMOTED,
            [
                f"{REHAB} | 700 | 600 | (100) | (14,29) | berubah",
                (
                    "isi: 2 | 1.06.02 / (semula: 1.06.04.2.05) | Program Pemberdayaan"
                    " / (semula: Pemberdayaan) / (dipindahkan dari “Program Rehabilitasi”)"
                    " | – | 100 | 100 | – | dipindahkan"
                ),
            ],
        ),
    ],
    ids=["program becomes kegiatan", "kegiatan becomes program"],
)
def test_no_rupiah_comes_or_goes_where_a_row_becomes_or_ceases_to_be_a_program(
    before: str, after: str, recap: list[str], tmp_path: Path
) -> None:
    old = read(write_edition(tmp_path / "lama", before))

    text = show(old, read(write_edition(tmp_path / "baru", after)))

    lines = text.split("## Matriks 2")[1].splitlines()
    assert lines[3:5] == recap
    assert lines[5].startswith("jumlah:  |  | Jumlah | 700 | 700 | 0 | 0")


def test_rows_that_are_split_and_merged_at_once_show_their_own_rupiah(tmp_path: Path) -> None:
    """Layanan Dua took a part of Layanan Luar Panti and all of Pembinaan Lembaga."""
    new = """\
b-sosial,bidang_urusan,,1.06,,BIDANG SOSIAL,,,,,
p-rehab,program,b-sosial,1.06.04,,Program Rehabilitasi,Cakupan layanan,80.00%,200,85.00%,200
k-panti,kegiatan,p-rehab,1.06.04.2.01,,Layanan Panti,Jumlah klien,20 orang,100,25 orang,100
k-1,kegiatan,p-rehab,1.06.04.2.02,,Layanan Satu,Jumlah klien,20 orang,100,25 orang,100
p-dayasos,program,b-sosial,1.06.02,,Program Pemberdayaan,Jumlah lembaga,5 unit,150,6 unit,150
k-2,kegiatan,p-dayasos,1.06.02.2.03,,Layanan Dua,Jumlah lembaga,5 unit,150,6 unit,150
"""
    mapping = """\
program,k-luar,k-1,pecah,,
program,k-luar,k-2,pecah,,
program,k-lembaga,k-2,gabung,,
"""
    old = read(write_edition(tmp_path / "lama", PROGRAMS))

    text = show(old, read(write_edition(tmp_path / "baru", new, mapping)))

    rows = {
        name: rows_of(text, name)[0]
        for name in ("Layanan Luar Panti", "Layanan Satu", "Layanan Dua", "Pembinaan Lembaga")
    }
    at = rows["Layanan Satu"].index("2021–2022") + 3
    assert {name: row[at : at + 4] for name, row in rows.items()} == {
        "Layanan Luar Panti": ["400", "–", "–", "–"],
        "Layanan Satu": ["–", "200", "–", "–"],
        "Layanan Dua": ["–", "300", "–", "–"],
        "Pembinaan Lembaga": ["100", "–", "–", "–"],
    }


def test_the_total_of_the_table_and_another_level_stand_in_the_form(tmp_path: Path) -> None:
    total = "jumlah,jumlah,,,,Jumlah,,,{},,350\n"
    level = PROGRAMS.replace("k-luar,kegiatan", "k-luar,sub_kegiatan")

    text = show(
        read(write_edition(tmp_path / "lama", PROGRAMS + total.format(350))),
        read(write_edition(tmp_path / "baru", level + total.format(360))),
    )

    (jumlah,) = [row for row in rows_of(text, "Jumlah") if len(row) > len(RECAP)]
    assert jumlah[9:14] == ["700", "710", "10", "1,43", "berubah"]
    (luar,) = rows_of(text, "Layanan Luar Panti")
    assert luar[13:] == ["berubah", "Kegiatan menjadi sub kegiatan"]


def test_another_unit_stands_beside_the_old_one_and_is_a_change(tmp_path: Path) -> None:
    folders = [write_edition(tmp_path / name, PROGRAMS) for name in ("lama", "baru")]
    for folder, unit in zip(folders, ("klien", "keluarga"), strict=True):
        columns, rows = folder / "tabel" / "kolom.csv", folder / "tabel" / "program.csv"
        columns.write_text(columns.read_text("utf-8") + "program,satuan,Satuan,,teks,,20,kiri,,\n")
        head, *records = rows.read_text("utf-8").splitlines()
        told = [f"{line},{unit if line.startswith('k-panti') else ''}" for line in records]
        rows.write_text("\n".join([f"{head},satuan", *told]) + "\n", "utf-8")

    text = show(*map(read, folders))

    (panti,) = rows_of(text, "Layanan Panti")
    assert panti[5] == "keluarga / (semula: klien)"
    assert panti[13] == "berubah"


def test_amounts_in_thousands_are_called_so(tmp_path: Path) -> None:
    old = write_edition(tmp_path / "lama", PROGRAMS)
    new = write_edition(tmp_path / "baru", AMOUNTS)
    for folder in (old, new):
        place = folder / "tabel" / "kolom.csv"
        place.write_text(place.read_text("utf-8").replace(" > Rp,", " > Rp ribu,"), "utf-8")

    text = show(read(old), read(new))

    assert " | Rp ribu | " in text
    assert " | Rp | " not in text


def test_the_text_says_into_what_a_row_was_split_and_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = write_edition(tmp_path / "lama", PROGRAMS)
    new = write_edition(tmp_path / "baru", RENAMED, RENAMES)

    main(["diff", str(old), str(new)])

    text = capsys.readouterr().out
    assert "dipecah menjadi “Kunjungan Rumah”, “Layanan Jalanan”; alasan: Pemisahan layanan" in text
    assert "dipecah dari “Layanan Luar Panti”; alasan: Pemisahan layanan" in text


@pytest.mark.parametrize("name", CASES)
def test_a_mapping_that_keeps_all_rupiah_says_nothing(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = write_edition(tmp_path / "lama", PROGRAMS)
    new = write_edition(tmp_path / "baru", *CASES[name])

    assert main(["diff", str(old), str(new)]) == 0

    assert "pemetaan.csv" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("heading", "told"),
    [("Rp ribu", ["selisih 1 dari baris jumlah tabel: pembulatan"]), ("Rp", [])],
)
def test_a_recap_of_rounded_amounts_says_that_its_total_is_off_by_rounding(
    tmp_path: Path, heading: str, told: list[str]
) -> None:
    total = "jumlah,jumlah,,,,Jumlah,,,351,,{}\n"
    sides = (("lama", PROGRAMS, 350), ("baru", AMOUNTS, 400))
    folders = [
        write_edition(tmp_path / name, rows + total.format(whole)) for name, rows, whole in sides
    ]
    for folder in folders:
        place = folder / "tabel" / "kolom.csv"
        place.write_text(place.read_text("utf-8").replace(" > Rp,", f" > {heading},"), "utf-8")

    text = show(*map(read, folders))

    (recap,) = [row for row in rows_of(text, "Jumlah") if row[3] == "700"]
    assert recap[7:] == told
