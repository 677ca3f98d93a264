"""What holds rows that no sum holds: counts of rows, the national list of codes, the reach of rules; dates of waivers."""

from pathlib import Path

import pytest
from check_folder import run_check, say, write_folder

LIST = {"p": ("uraian:teks", "id,uraian\na,Satu\nb,Dua\n")}
CODES = """id,tingkat,induk,kode,uraian
p,program,,1.06.01,Program Penunjang Urusan Pemerintahan Daerah
k,kegiatan,p,1.06.01.2.02,Administrasi Keuangan Perangkat Daerah
s1,sub_kegiatan,k,1.06.01.2.02.0001,Penyediaan Gaji dan Tunjangan ASN
s2,sub_kegiatan,k,1.06.01.2.02.{},Pelaksanaan Penatausahaan dan Pengujian/Verifikasi Keuangan SKPD
s3,sub_kegiatan,k,1.06.01.2.02.0005,Koordinasi dan Penyusunan Laporan Keuangan Akhir Tahun SKPD
"""


def test_a_table_has_as_many_rows_as_its_rule_declares(tmp_path: Path) -> None:
    told = say(run_check(write_folder(tmp_path, LIST, "n,banyak_baris,p,,,3,,,\n")))
    assert "error: p.csv" not in told
    assert "tabel “p” memuat 2 baris, seharusnya 3: kurang 1 baris" in told
    assert say(run_check(write_folder(tmp_path, LIST, "n,banyak_baris,p,,,2,,,\n"))) == ""


def test_a_code_that_the_national_list_gives_to_another_name_is_told(tmp_path: Path) -> None:
    def check(code: str) -> str:
        table = {"p": ("uraian:teks", CODES.format(code))}
        return say(run_check(write_folder(tmp_path, table, "u,nomor_tabel,,,,,,,\n")))

    assert check("0003") == ""
    assert (
        "kode 1.06.01.2.02.0007 menurut nomenklatur nasional ialah “Koordinasi dan Penyusunan Laporan"
        in check("0007")
    )
    assert "kode 1.06.01.2.02.0099 tidak ada dalam nomenklatur nasional" in check("0099")


def test_a_table_that_names_its_rows_in_its_own_way_is_left_alone(tmp_path: Path) -> None:
    own = CODES.format("0003").replace("Penyediaan", "Pembayaran").replace("Koordinasi", "Rapat")
    folder = write_folder(tmp_path, {"p": ("uraian:teks", own)}, "u,nomor_tabel,,,,,,,\n")
    assert "nomenklatur" not in say(run_check(folder))


def test_the_only_row_of_a_level_without_anything_below_it_is_told(tmp_path: Path) -> None:
    lines = ["id,tingkat,induk,uraian,rp_2021"]
    for n in range(1, 5):
        lines += [
            f"k{n},kegiatan,,Kegiatan {n},5",
            *([f"s{n},sub_kegiatan,k{n},Sub {n},5"] * (n < 4)),
        ]
    table = {"p": ("uraian:teks rp_2021:rupiah", "\n".join(lines) + "\n")}
    told = say(run_check(write_folder(tmp_path, table, "r,jumlah_anak,p,,rp_*,,,,\n")))
    assert "Kegiatan 4: tanpa baris di bawahnya, padahal semua baris setingkatnya berincian" in told


def test_the_reach_shrinks_where_a_rule_is_deleted_or_narrowed(tmp_path: Path) -> None:
    def reach(rules: str) -> dict[str, int]:
        report = run_check(write_folder(tmp_path, LIST, rules))
        return {one.jenis: one.cells for one in report.reach}

    assert reach("u,urut,p,,,,,,\nk,kode_induk,p,,,,,,\n") == {"urut": 2, "kode_induk": 2}
    assert reach("u,urut,p,,,,,,\nk,kode_induk,p,id=a,,,,,\n") == {"urut": 2, "kode_induk": 1}
    assert reach("u,urut,p,,,,,,\n") == {"urut": 2}


@pytest.mark.parametrize(
    ("date", "told"),
    [
        ("2022-01-29", ""),
        (
            "17 Mei 2022",
            "error: pengecualian.csv, baris 2, kolom tanggal: “17 Mei 2022” bukan tanggal",
        ),
        ("2022-13-01", "“2022-13-01” bukan tanggal"),
        ("1900-01-01", "tanggal “1900-01-01” tidak berarti"),
        ("2071-01-01", "tanggal “2071-01-01” tidak berarti"),
    ],
)
def test_a_waiver_holds_only_with_a_date_near_the_document(
    tmp_path: Path, date: str, told: str
) -> None:
    table = {
        "p": (
            "uraian:teks rp_1:rupiah rp_2:rupiah jumlah:rupiah",
            "id,uraian,rp_1,rp_2,jumlah\na,Satu,1,2,4\n",
        )
    }
    waiver = f"r,p,a,jumlah,3,4,Terbit demikian di naskah,Kepala Dinas,{date}\n"
    folder = write_folder(tmp_path, table, "r,jumlah_mendatar,p,,jumlah,rp_*,,,\n", waivers=waiver)
    report = run_check(folder)
    assert [finding.waived for finding in report.findings if finding.rule == "r"] == [not told]
    assert told in say(report)


def test_a_code_that_a_second_list_of_the_same_codes_has_lost_is_told(tmp_path: Path) -> None:
    def check(left_out: int) -> str:
        def rows(numbers: list[int]) -> str:
            return "id,kode,uraian\n" + "".join(f"r{n},9.{n:02},Baris {n}\n" for n in numbers)

        tables = {
            "p": ("uraian:teks", rows([*range(1, 15)])),
            "q": ("uraian:teks", rows([n for n in range(1, 15) if n != left_out])),
        }
        return say(run_check(write_folder(tmp_path, tables, "u,nomor_tabel,,,,,,,\n")))

    assert check(0) == ""
    assert "Baris 7: kode 9.07 tidak ada di Tabel 2, padahal kode lainnya ada" in check(7)


def test_the_only_empty_amount_of_a_table_is_told(tmp_path: Path) -> None:
    def check(amount: str) -> str:
        rows = [f"k{n},,Kegiatan {n},{n},{n},{n if n != 5 else amount}" for n in range(1, 9)]
        text = "id,induk,uraian,rp_2021,rp_2022,rp_2023\n" + "\n".join(rows) + "\n"
        table = {"p": ("uraian:teks rp_2021:rupiah rp_2022:rupiah rp_2023:rupiah", text)}
        return say(run_check(write_folder(tmp_path, table, "u,nomor_tabel,,,,,,,\n")))

    assert check("0") == check("-") == ""
    assert "Kegiatan 5: rp_2023 kosong, padahal tabel ini mencetak semua pagu lainnya" in check("")


@pytest.mark.parametrize(("tolerance", "shown"), [("999999999", "999.999.999"), ("2", "2")])
def test_a_tolerance_is_told_where_no_figure_stands_to_be_rounded(
    tmp_path: Path, tolerance: str, shown: str
) -> None:
    table = {"p": ("uraian:teks rp_1:rupiah jumlah:rupiah", "id,uraian,rp_1,jumlah\na,Satu,0,0\n")}
    rule = f"r,jumlah_mendatar,p,,jumlah,rp_*,{tolerance},,\n"
    told = say(run_check(write_folder(tmp_path, table, rule)))
    assert f"toleransi {shown} aturan “r” bukan pembulatan" in told


def test_a_total_row_that_no_rule_adds_up_is_told_where_it_is_not_the_sum(tmp_path: Path) -> None:
    def check(total: str) -> str:
        rows = (
            f"id,tingkat,uraian,jumlah\na,,Satu,2 orang\nb,,Dua,3 orang\nc,jumlah,Jumlah,{total}\n"
        )
        table = {"p": ("uraian:teks jumlah:kuantitas", rows)}
        return say(run_check(write_folder(tmp_path, table, "u,nomor_tabel,,,,,,,\n")))

    assert check("5 orang") == ""
    assert "Jumlah: jumlah 6 orang, baris di atasnya berjumlah 5" in check("6 orang")
