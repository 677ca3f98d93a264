"""Rows that a row above them took in: no rupiah is counted twice, and the one that took says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from test_matriks import COLUMNS, PROGRAMS, change, read, rows_of, show, write_edition

from renstra_doc.check import check_document
from renstra_doc.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PANTI = (
    "k-panti,kegiatan,p-rehab,1.06.04.2.01,,Layanan Panti,Jumlah klien,20 orang,100,25 orang,100\n"
)
LUAR = "k-luar,kegiatan,p-rehab,1.06.04.2.02,,Layanan Luar Panti,Jumlah klien,40 orang,200,45 orang,200\n"
# The program keeps the rupiah that its two kegiatan had; these have no row any more.
ABSORBED = change(PROGRAMS, (PANTI, ""), (LUAR, ""))
INTO_PROGRAM = (
    "program,k-panti,p-rehab,gabung,Disederhanakan,Perda 1/2022\n"
    "program,k-luar,p-rehab,gabung,Disederhanakan,Perda 1/2022\n"
)


def test_a_kegiatan_that_its_own_program_took_in_is_counted_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = (
        write_edition(tmp_path / "lama", PROGRAMS),
        write_edition(tmp_path / "baru", ABSORBED, INTO_PROGRAM),
    )

    text = show(*map(read, folders))
    assert main(["diff", *map(str, folders)]) == 0

    # Before, it was 1.200 and 600 became less: 300 of its kegiatan were added to its own 600.
    (whole,) = rows_of(text, "Program Rehabilitasi")
    assert whole[9:] == [
        *("600", "600", "0", "0", "digabung"),
        "Gabungan dari “Layanan Panti”, “Layanan Luar Panti”; Disederhanakan; dasar: Perda 1/2022",
    ]
    (total,) = (line for line in text.splitlines() if line.startswith("jumlah:"))
    assert total == "jumlah:  |  | Jumlah | 700 | 700 | 0 | 0"
    assert "pemetaan.csv" not in capsys.readouterr().err


def test_the_form_that_is_filled_holds_where_a_program_took_in_its_kegiatan(
    tmp_path: Path,
) -> None:
    old = write_edition(tmp_path / "lama", PROGRAMS)
    new = write_edition(tmp_path / "baru", ABSORBED, INTO_PROGRAM, tanggal="2022-09-01")
    form = tmp_path / "matriks"
    main(["new", str(form), "--bentuk", "matriks-perubahan", "--periode", "2021-2022"])

    assert main(["diff", str(old), str(new), "--isi", str(form)]) == 0

    document = read(form / "data")
    programs = document.tables["program"]
    assert [row.id for row in programs.rows if row.induk == "p-rehab"] == []
    amounts = ("rp_semula", "rp_menjadi")
    row = programs.row_by_id["p-rehab"]
    assert [programs.cell(row, column).teks for column in amounts] == ["600", "600"]
    rules = ("pagu", "jumlah-pagu", "selisih")
    assert [one for one in check_document(document).findings if one.rule in rules] == []


def test_the_text_says_at_a_row_what_it_took_in_and_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    merged = change(
        PROGRAMS, (PANTI, ""), ("40 orang,200,45 orang,200", "40 orang,300,45 orang,300")
    )
    mapping = "program,k-panti,k-luar,gabung,Satu layanan,Perda 1/2022\n"
    old = write_edition(tmp_path / "lama", PROGRAMS)
    new = write_edition(tmp_path / "baru", merged, mapping)

    main(["diff", str(old), str(new)])

    told = "gabungan dari “Layanan Panti”; alasan: Satu layanan; dasar: Perda 1/2022"
    # At its first change; not at each of its years again.
    assert capsys.readouterr().out.count(told) == 1


def test_the_text_says_why_a_program_bears_another_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    renamed = change(PROGRAMS, ("p-rehab", "p-rehsos"), (",1.06.04,", ",1.06.05,"))
    mapping = "program,p-rehab,p-rehsos,ganti_nomenklatur,Nomenklatur baru,Permendagri 90/2019\n"
    old = write_edition(tmp_path / "lama", PROGRAMS)
    new = write_edition(tmp_path / "baru", renamed, mapping)

    main(["diff", str(old), str(new)])

    told = "ganti nomenklatur; alasan: Nomenklatur baru; dasar: Permendagri 90/2019"
    assert f"1.06.04 → 1.06.05, {told}\n" in capsys.readouterr().out


def test_a_target_with_percent_in_the_column_of_units_changes_by_points(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = []
    for name, first in (("lama", "80"), ("baru", "75.5")):
        folder = write_edition(tmp_path / name, "")
        rows = f"p1,program,,1,,Satu,Cakupan,%,{first},\np2,program,,2,,Dua,Panjang,km,{first},\n"
        (folder / "tabel" / "program.csv").write_text(
            f"id,tingkat,induk,kode,entitas,uraian,indikator,satuan,target_2021,rp_2021\n{rows}"
        )
        unit = "program,satuan,Satuan,,teks,,15,tengah,,\n"
        kept = [line for line in COLUMNS.splitlines(keepends=True) if "2022" not in line]
        (folder / "tabel" / "kolom.csv").write_text("".join([*kept[:4], unit, *kept[4:]]))
        folders.append(folder)

    main(["diff", *map(str, folders)])

    text = capsys.readouterr().out
    assert "80 → 75,5, berkurang 4,5 poin\n" in text
    assert "80 → 75,5, berkurang 4,5 (5,63%)\n" in text


def test_a_kegiatan_that_moves_and_takes_another_in_brings_only_its_own_rupiah(
    tmp_path: Path,
) -> None:
    lembaga = "k-lembaga,kegiatan,p-dayasos,1.06.02.2.03,,Pembinaan Lembaga,Jumlah lembaga"
    joined = change(
        PROGRAMS,
        (PANTI, ""),
        (f"{lembaga},5 unit,50,6 unit,50\n", PANTI.replace("p-rehab", "p-dayasos")),
        ("20 orang,100,25 orang,100", "20 orang,150,25 orang,150"),
        ("80.00%,300,85.00%,300", "80.00%,200,85.00%,200"),
        ("5 unit,50,6 unit,50", "5 unit,150,6 unit,150"),
    )
    old = write_edition(tmp_path / "lama", PROGRAMS)
    new = write_edition(
        tmp_path / "baru", joined, "program,k-lembaga,k-panti,gabung,,\n", tanggal="2022-09-01"
    )
    form = tmp_path / "matriks"
    main(["new", str(form), "--bentuk", "matriks-perubahan", "--periode", "2021-2022"])

    assert main(["diff", str(old), str(new), "--isi", str(form)]) == 0

    document = read(form / "data")
    programs = document.tables["program"]
    shown = {
        row.id: [programs.cell(row, column).teks for column in ("rp_semula", "rp_menjadi")]
        for row in programs.rows
    }
    # It had 200 below Program Rehabilitasi; the 100 of Pembinaan Lembaga stood where it came to.
    assert shown["k-panti-semula"] == ["200", "0"]
    assert shown["k-panti"] == ["100", "300"]
    rules = ("pagu", "jumlah-pagu", "selisih")
    assert [one for one in check_document(document).findings if one.rule in rules] == []
