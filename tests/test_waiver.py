"""Waivers: what they cover, what becomes of one that fits no longer, and the command that writes them."""

# ruff: noqa: F811 — a fixture bears the name of its argument

from pathlib import Path

import pytest
from check_folder import WAIVER_HEADER, folder, run_check, say, write_folder  # noqa: F401 — folder is a fixture

from renstra_doc.cli import main
from renstra_doc.finding import InputError
from renstra_doc.report.as_text import report_text

MONEY = "uraian:teks rp_2021:rupiah rp_2022:rupiah"
RULE = "anak,jumlah_anak,p,tingkat=program,rp_*,,,,\n"
ROWS = """\
id,tingkat,induk,uraian,rp_2021,rp_2022
a,program,,Program A,300000,400000
b,kegiatan,a,Kegiatan B,100000,157000
c,kegiatan,a,Kegiatan C,200000,250000
"""
DIFFERENCE = (
    "error: tabel/p.csv, baris 2, kolom rp_2022: "
    "Program A: tercetak 400.000, sedangkan 2 rinciannya berjumlah 407.000, selisih -7.000"
)
KEY = "anak,p,a,rp_2022"
COVERING = f"{KEY},407000,400000,Tercetak demikian.,Sekretaris,2021-01-29\n"


def write(folder: Path, waivers: str, rows: str = ROWS) -> Path:
    return write_folder(folder, {"p": (MONEY, rows)}, RULE, waivers=waivers)


def test_without_a_waiver_the_difference_stops(folder: Path) -> None:
    report = run_check(write(folder, ""))
    assert say(report) == DIFFERENCE
    assert report.stopping == report.findings


def test_a_waiver_covers_its_finding_and_gives_the_reason(folder: Path) -> None:
    report = run_check(write(folder, COVERING))
    assert say(report) == DIFFERENCE
    assert [(finding.waived, finding.reason) for finding in report.findings] == [
        (True, "Tercetak demikian.")
    ]
    assert report.open == report.stopping == ()
    summary = (
        "Temuan yang belum ditindaklanjuti: tanpa temuan; dikecualikan: 1, di antaranya 1 galat"
    )
    assert summary in report_text(report).splitlines()
    assert "    dikecualikan: Tercetak demikian." in report_text(report, waived=True).splitlines()


@pytest.mark.parametrize(
    "other",
    [
        COVERING.replace("anak,", "lain,"),
        COVERING.replace(",p,", ",q,"),
        COVERING.replace(",a,", ",b,"),
        COVERING.replace("rp_2022", "rp_2021"),
    ],
)
def test_a_waiver_covers_nothing_else(other: str, folder: Path) -> None:
    report = run_check(write(folder, other))
    assert len(report.stopping) == 1
    said = [finding.message for finding in report.open if finding.rule == "pengecualian"]
    assert len(said) == 1
    assert said[0].startswith(
        (
            "pengecualian ini tidak lagi diperlukan",
            "sel ini tidak lagi dibandingkan oleh aturannya",
            "baris yang dikecualikan tidak ada lagi",
        )
    )


def test_changed_figures_stop_again(folder: Path) -> None:
    report = run_check(write(folder, COVERING, ROWS.replace("157000", "158000")))
    assert say(report) == (
        "warning: pengecualian.csv, baris 2: angka pengecualian tidak lagi sama: harapan 407.000, nyata 400.000 "
        "(anak p a rp_2022)\n"
        "  → periksa temuannya; bila tetap diterima, perbarui angka dan alasannya\n"
        "error: tabel/p.csv, baris 2, kolom rp_2022: Program A: tercetak 400.000, sedangkan 2 rinciannya berjumlah 408.000, "
        "selisih -8.000"
    )
    assert [finding.rule for finding in report.stopping] == ["anak"]


def test_a_waiver_whose_finding_has_gone_is_reported_and_does_not_stop(folder: Path) -> None:
    report = run_check(write(folder, COVERING, ROWS.replace("157000", "150000")))
    assert say(report) == (
        "warning: pengecualian.csv, baris 2: pengecualian ini tidak lagi diperlukan: temuannya sudah tidak ada "
        "(anak p a rp_2022)\n"
        "  → hapus baris ini"
    )
    assert report.stopping == ()


@pytest.mark.parametrize(
    ("row", "empty"),
    [
        (f"{KEY},407000,400000,,Sekretaris,2021-01-29\n", "alasan"),
        (f"{KEY},407000,400000,  ,Sekretaris,2021-01-29\n", "alasan"),
        (f"{KEY},407000,400000,Sebab.,,2021-01-29\n", "diputuskan_oleh"),
        (f"{KEY},407000,400000,Sebab.,Sekretaris,\n", "tanggal"),
        (f"{KEY},407000,400000,,,\n", "alasan, diputuskan_oleh, tanggal"),
    ],
)
def test_a_waiver_without_a_reason_covers_nothing(row: str, empty: str, folder: Path) -> None:
    report = run_check(write(folder, row))
    assert say(report) == (
        f"warning: pengecualian.csv, baris 2, kolom {empty.split(',', maxsplit=1)[0]}: "
        f"pengecualian ini belum berisi {empty}, "
        "jadi tidak berlaku\n"
        "  → isi alasan, siapa yang memutuskan, dan tanggalnya\n" + DIFFERENCE
    )
    assert len(report.stopping) == 1


def test_a_missing_column_is_refused(folder: Path) -> None:
    write(folder, "")
    (folder / "pengecualian.csv").write_text(
        "aturan,tabel,baris,kolom,harapan,nyata,alasan,tanggal\n", encoding="utf-8"
    )
    with pytest.raises(InputError) as caught:
        run_check(folder)
    assert str(caught.value).startswith(
        "pengecualian.csv, baris 1, kolom diputuskan_oleh: kolom “diputuskan_oleh”"
    )


def test_without_the_file_nothing_is_waived(folder: Path) -> None:
    (write(folder, COVERING) / "pengecualian.csv").unlink()
    assert len(run_check(folder).stopping) == 1


def test_the_command_names_the_later_columns_too(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "")
    (folder / "pengecualian.csv").unlink()
    assert main(["waive", "--data", str(folder)]) == 0
    assert capsys.readouterr().out.endswith(
        "; isi alasan, diputuskan_oleh, tanggal, jenis_alasan, dokumen dan instansi agar berlaku.\n"
    )


# --- renstra waive ---


def test_the_command_writes_all_but_the_reason(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "")
    assert main(["waive", "--data", str(folder)]) == 0
    written = (folder / "pengecualian.csv").read_text(encoding="utf-8")
    assert written == f"{WAIVER_HEADER}{KEY},407000,400000,,,\n"
    assert capsys.readouterr().out == (
        f"1 temuan dicatat di {folder / 'pengecualian.csv'}; isi alasan, diputuskan_oleh dan tanggal agar berlaku.\n"
    )
    assert len(run_check(folder).stopping) == 1


def test_a_written_row_covers_once_a_person_gives_the_reason(folder: Path) -> None:
    write(folder, "")
    main(["waive", "--data", str(folder)])
    path = folder / "pengecualian.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            ",,,\n", ",Tercetak demikian.,Kepala Dinas,2021-01-29\n"
        ),
        encoding="utf-8",
    )
    assert run_check(folder).open == ()


def test_a_second_run_writes_nothing_more(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "")
    main(["waive", "--data", str(folder)])
    before = (folder / "pengecualian.csv").read_bytes()
    main(["waive", "--data", str(folder)])
    assert (folder / "pengecualian.csv").read_bytes() == before
    assert capsys.readouterr().out.splitlines()[-1].startswith("0 temuan dicatat")


def test_what_people_wrote_stays(folder: Path) -> None:
    spoiled = ROWS.replace("300000", "301000")
    write(folder, COVERING.replace("Tercetak demikian.", '"Tercetak, demikian."'), spoiled)
    main(["waive", "--data", str(folder)])
    assert (folder / "pengecualian.csv").read_text(encoding="utf-8").splitlines() == [
        WAIVER_HEADER.strip(),
        f'{KEY},407000,400000,"Tercetak, demikian.",Sekretaris,2021-01-29',
        "anak,p,a,rp_2021,300000,301000,,,",
    ]


def test_remarks_and_single_rules_are_chosen(folder: Path) -> None:
    rules = RULE + "rentang,rentang,p,,rp_2021,0..150000,,warning,\n"
    write_folder(folder, {"p": (MONEY, ROWS)}, rules)
    main(["waive", "--data", str(folder), "--peringatan", "--aturan", "rentang"])
    assert (folder / "pengecualian.csv").read_text(encoding="utf-8").splitlines()[1:] == [
        "rentang,p,a,rp_2021,0..150000,300000,,,",
        "rentang,p,c,rp_2021,0..150000,200000,,,",
    ]


def test_further_columns_stay(folder: Path) -> None:
    write(folder, "")
    path = folder / "pengecualian.csv"
    path.write_text(
        f"{WAIVER_HEADER.strip()},catatan\nlain,p,b,rp_2021,1,2,Sebab.,Kepala,2021-01-29,lihat rapat\n",
        "utf-8",
    )
    main(["waive", "--data", str(folder)])
    assert path.read_text(encoding="utf-8").splitlines() == [
        f"{WAIVER_HEADER.strip()},catatan",
        "lain,p,b,rp_2021,1,2,Sebab.,Kepala,2021-01-29,lihat rapat",
        f"{KEY},407000,400000,,,,",
    ]


def test_a_folder_that_cannot_be_read_is_left_alone(folder: Path) -> None:
    write(folder, COVERING, ROWS.replace("300000", "3OO"))
    before = (folder / "pengecualian.csv").read_bytes()
    assert main(["waive", "--data", str(folder)]) == 2
    assert (folder / "pengecualian.csv").read_bytes() == before
