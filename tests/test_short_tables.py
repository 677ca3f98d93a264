"""What the checks tell of slips that little else contradicts, and what they leave in peace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from check_folder import run_check, say, write_folder

from renstra_doc.finding import Severity

if TYPE_CHECKING:
    from pathlib import Path

JOIN = "sama,sama,a b,,target_2025,,,,\n"
SPEC = "uraian:teks target_2025:target"


def test_the_only_key_of_a_table_emptied_names_the_rows_that_lost_it(tmp_path: Path) -> None:
    first = "id,entitas,uraian,target_2025\nsasaran-1,,Sasaran satu,70 %\n"
    second = "id,entitas,uraian,target_2025\niku-1,iku-1,IKU satu,70 %\n"
    write_folder(tmp_path, {"a": (SPEC, first), "b": (SPEC, second)}, JOIN)

    assert say(run_check(tmp_path)) == (
        "warning: aturan.csv, baris 2: aturan “sama” tidak membandingkan apa pun: "
        "kolom entitas tabel “a” kosong (baris 2: sasaran-1); "
        "tidak ada entitas yang sama di kedua tabel\n"
        "  → periksa tabel, baris, kolom dan acuannya"
    )


def test_an_emptied_key_is_missed_where_another_table_uses_the_id_of_the_row(
    tmp_path: Path,
) -> None:
    first = "id,entitas,uraian,target_2025\ns-1,iku-1,Sasaran satu,70 %\ns-2,,Sasaran dua,80 %\n"
    second = "id,entitas,uraian,target_2025\niku-1,,IKU satu,70 %\niku-2,,IKU dua,80 %\n"
    write_folder(tmp_path, {"a": (SPEC, first), "b": (SPEC, second)}, JOIN)

    assert (
        "warning: tabel/b.csv, baris 2, kolom entitas: IKU satu: entitas kosong, "
        "padahal tabel lain memakai entitas “iku-1”\n"
        "  → isi entitas dengan iku-1, bila itu pasangannya"
    ) in say(run_check(tmp_path))


def in_thousands(slip: int) -> str:
    """Return a budget of six programs, each of two parts and three years; one part is off."""
    lines = ["id,induk,tingkat,uraian,rp_2025,rp_2026,rp_2027"]
    for at in range(1, 9):
        parts = [[at * 1000 + year + part for year in range(3)] for part in (7, 50)]
        sums = [sum(column) for column in zip(*parts, strict=True)]
        parts[0][0] += slip if at == 4 else 0
        for name, tail in (
            (f"p{at},,program,P {at}", sums),
            (f"k{at}a,p{at},kegiatan,K {at} a", parts[0]),
            (f"k{at}b,p{at},kegiatan,K {at} b", parts[1]),
        ):
            lines.append(",".join([name, *map(str, tail)]))
    return "\n".join(lines) + "\n"


def test_one_unit_off_is_told_where_all_other_sums_of_rounded_figures_are_exact(
    tmp_path: Path,
) -> None:
    spec = "uraian:teks rp_2025:rupiah rp_2026:rupiah rp_2027:rupiah"
    rule = "pagu,jumlah_anak,p,,rp_*,,0.5,,\n"

    write_folder(tmp_path, {"p": (spec, in_thousands(0))}, rule)
    assert say(run_check(tmp_path)) == ""

    write_folder(tmp_path, {"p": (spec, in_thousands(1))}, rule)
    assert say(run_check(tmp_path)) == (
        "warning: tabel/p.csv, baris 11, kolom rp_2025: P 4: tercetak 8.057; jumlah di rp_2025 "
        "berselisih -1, dalam toleransi, padahal 23 jumlah lain di tabel ini tepat\n"
        "  → salah tulis satu angka? bila memang pembulatan, biarkan"
    )


def test_the_trend_of_a_row_is_that_of_its_indicator_not_of_its_money(tmp_path: Path) -> None:
    spec = (
        "uraian:teks target_2025:target rp_2025:rupiah target_2026:target rp_2026:rupiah "
        "target_akhir:target rp_akhir:rupiah"
    )
    rows = (
        "id,tingkat,arah,uraian,target_2025,rp_2025,target_2026,rp_2026,target_akhir,rp_akhir\n"
        "a,program,turun,Prevalensi stunting,18 %,100,16 %,120,16 %,220\n"
        "b,program,kumulatif,Posyandu,10 unit,100,25 unit,90,25 unit,190\n"
    )
    rules = "arah,arah,,,,,,,\nakhir,jumlah_mendatar,p,,rp_akhir,rp_2*,,,\n"
    write_folder(tmp_path, {"p": (spec, rows)}, rules)

    assert say(run_check(tmp_path)) == ""


def test_a_code_of_the_new_nomenclature_among_old_ones_is_no_slip(tmp_path: Path) -> None:
    rows = (
        "id,induk,tingkat,kode,uraian,rp_2020,rp_2021\n"
        "p1,,program,1.02.1.02.01.15,Lama A,100,\n"
        "k1,p1,kegiatan,1.02.1.02.01.15.01,Lama A satu,60,\n"
        "k2,p1,kegiatan,1.02.1.02.01.15.02,Lama A dua,40,\n"
        "p2,,program,1.02.1.02.01.16,Lama B,60,\n"
        "k3,p2,kegiatan,1.02.1.02.01.16.01,Lama B satu,60,\n"
        "p3,,program,1.02.02,Baru,,200\n"
        "k4,p3,kegiatan,1.02.02.2.01,Baru satu,,200\n"
        "s1,k4,sub_kegiatan,1.02.02.2.01.01,Baru satu a,,150\n"
        "s2,k4,sub_kegiatan,1.02.02.2.01.02,Baru satu b,,50\n"
    )
    rule = "pagu,jumlah_anak,p,,rp_*,,,,\n"
    spec = "uraian:teks rp_2020:rupiah rp_2021:rupiah"

    write_folder(tmp_path, {"p": (spec, rows)}, rule)
    assert say(run_check(tmp_path)) == ""

    write_folder(
        tmp_path,
        {"p": (spec, rows.replace("4,p3,kegiatan,1.02.02.2.01", "4,p3,kegiatan,1.02.02.2.1"))},
        rule,
    )
    assert "kode 1.02.02.2.1 tidak sepanjang kode setingkatnya" in say(run_check(tmp_path))


def waive_twelve(folder: Path, kind: str) -> list[tuple[Severity, str]]:
    """Check twelve wrong sums under twelve reasons that differ in their figures only."""
    rows = "".join(f"p{at},,program,P {at},{at + 1},{at}\n" for at in range(1, 13))
    waivers = "".join(
        f"akhir,p,p{at},rp_akhir,{at},{at + 1},Selisih {at} rupiah diterima seperti apa adanya,"
        f"Kepala Bidang,2025-03-01,{kind},Peraturan Bupati Nomor 3 Tahun 2025,Kabupaten Contoh\n"
        for at in range(1, 13)
    )
    write_folder(
        folder,
        {
            "p": (
                "uraian:teks rp_akhir:rupiah rp_2025:rupiah",
                f"id,induk,tingkat,uraian,rp_akhir,rp_2025\n{rows}",
            )
        },
        "akhir,jumlah_mendatar,p,,rp_akhir,rp_2025,,,\n",
    )
    head = (
        "aturan,tabel,baris,kolom,harapan,nyata,alasan,diputuskan_oleh,tanggal,"
        "jenis_alasan,dokumen,instansi\n"
    )
    (folder / "pengecualian.csv").write_text(head + waivers, encoding="utf-8")
    report = run_check(folder)
    return [(found.severity, found.message) for found in report.open]


def test_one_reason_with_other_figures_each_time_is_told(tmp_path: Path) -> None:
    told = (
        "alasan “Selisih 1 rupiah diterima seperti apa adanya” "
        "hanya berbeda angkanya untuk 12 galat"
    )

    assert waive_twelve(tmp_path / "a", "salah cetak") == [(Severity.WARNING, told)]
    assert waive_twelve(tmp_path / "b", "terbit demikian") == [(Severity.INFO, told)]


def test_a_difference_beyond_the_printed_unit_is_not_waived_as_rounding_unseen(
    tmp_path: Path,
) -> None:
    rows = (
        "id,tingkat,uraian,rp_akhir,rp_2025\na,program,A,45000,98765\nb,program,B,45000,45210\n"
        "c,program,C,45000,50000\nd,program,D,45000,50001\n"
    )
    spec = "uraian:teks rp_akhir:rupiah rp_2025:rupiah"
    write_folder(tmp_path, {"p": (spec, rows)}, "akhir,jumlah_mendatar,p,,rp_akhir,rp_2025,,,\n")
    (tmp_path / "pengecualian.csv").write_text(
        "aturan,tabel,baris,kolom,harapan,nyata,alasan,diputuskan_oleh,tanggal,"
        "jenis_alasan,dokumen,instansi\n"
        "akhir,p,a,rp_akhir,98765,45000,Pagu dibulatkan ke ribuan,Kepala Bidang,2025-03-01,"
        "pembulatan,Peraturan Bupati Nomor 3 Tahun 2025,Kabupaten Contoh\n"
        "akhir,p,b,rp_akhir,45210,45000,Kondisi akhir dibulatkan ke ribuan,Kepala Bidang,2025-03-01,"
        "pembulatan,Peraturan Bupati Nomor 3 Tahun 2025,Kabupaten Contoh\n"
        "akhir,p,c,rp_akhir,50000,45000,Jumlah sepuluh bagian yang dibulatkan,Kepala Bidang,2025-03-01,"
        "pembulatan,Peraturan Bupati Nomor 3 Tahun 2025,Kabupaten Contoh\n"
        "akhir,p,d,rp_akhir,50001,45000,Jumlah lebih banyak bagian dibulatkan,Kepala Bidang,2025-03-01,"
        "pembulatan,Peraturan Bupati Nomor 3 Tahun 2025,Kabupaten Contoh\n",
        encoding="utf-8",
    )

    # Ten parts, each rounded to a thousand, may be off by 5.000 together.
    told = [(found.row_id, found.message) for found in run_check(tmp_path).open]
    assert told == [
        ("a", "selisih 53.765 terlalu besar untuk pembulatan"),
        ("d", "selisih 5.001 terlalu besar untuk pembulatan"),
    ]


def test_a_part_without_which_its_rounded_sum_is_exact_is_told(tmp_path: Path) -> None:
    """In thousands 1 more or less is rounding, but nothing is budgeted with a thousand rupiah."""
    rows = (
        "id,induk,tingkat,uraian,rp_2025\n"
        "p1,,program,Perikanan,341250\n"
        "k1,p1,kegiatan,Bantuan alat,341250\n"
        "k2,p1,kegiatan,Perlindungan nelayan,{}\n"
        "p2,,program,Pangan,1003\n"
        "k3,p2,kegiatan,Cadangan,502\n"
        "k4,p2,kegiatan,Gudang,502\n"
    )
    spec, rule = "uraian:teks rp_2025:rupiah", "pagu,jumlah_anak,p,,rp_*,,0.5,,\n"

    write_folder(tmp_path, {"p": (spec, rows.format(0))}, rule)
    assert say(run_check(tmp_path)) == ""

    write_folder(tmp_path, {"p": (spec, rows.format(1))}, rule)
    assert say(run_check(tmp_path)) == (
        "warning: tabel/p.csv, baris 4, kolom rp_2025: Perlindungan nelayan: tercetak 1; "
        "tanpa angka ini jumlah di rp_2025 tepat\n"
        "  → seharusnya 0? bila memang sekecil itu, biarkan"
    )


def test_a_total_that_lost_the_key_of_its_heading_is_missed_by_the_other_table(
    tmp_path: Path,
) -> None:
    volunteers = (
        "id,induk,tingkat,entitas,uraian,target_2025\n"
        "psm,,kelompok,,Pekerja sosial masyarakat,\n"
        "barat,psm,,,Kecamatan Barat,49 orang\n"
        "timur,psm,,,Kecamatan Timur,26 orang\n"
        "total,psm,jumlah,{},TOTAL,75 orang\n"
    )
    sources = "id,entitas,uraian,target_2025\npsm,psm,Pekerja sosial masyarakat,75 orang\n"

    write_folder(tmp_path, {"a": (SPEC, volunteers.format("psm")), "b": (SPEC, sources)}, JOIN)
    assert say(run_check(tmp_path)) == ""

    write_folder(tmp_path, {"a": (SPEC, volunteers.format("")), "b": (SPEC, sources)}, JOIN)
    assert (
        "warning: tabel/a.csv, baris 5, kolom entitas: TOTAL: entitas kosong, "
        "padahal tabel lain memakai entitas “psm”\n"
        "  → isi entitas dengan psm, bila itu pasangannya"
    ) in say(run_check(tmp_path))


def test_of_two_rows_of_one_key_the_one_whose_id_says_another_took_it(tmp_path: Path) -> None:
    rows = (
        "id,entitas,uraian,target_2025\n"
        "psm-barat,timur,Kecamatan Barat,49 orang\n"
        "psm-timur,timur,Kecamatan Timur,26 orang\n"
        "psm-utara,utara,Kecamatan Utara,26 orang\n"
    )
    write_folder(tmp_path, {"a": (SPEC, rows)}, "urut,urut,a,,,,,,\n")

    assert (
        "warning: tabel/a.csv, baris 2, kolom entitas: Kecamatan Barat: entitas timur juga "
        "dipakai baris 3, yang bertingkat atau bernama lain"
    ) in say(run_check(tmp_path))
