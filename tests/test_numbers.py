"""Indonesian numbers: what is read, what is refused and why, what is printed."""

import pickle
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import cast

import pytest
from babel.numbers import format_decimal
from hypothesis import example, given
from hypothesis import strategies as st

from renstra_doc.words.numbers import (
    KINDS,
    Besaran,
    NumberError,
    canonical,
    format_angka,
    format_besaran,
    format_persen,
    format_rupiah,
    format_tanggal,
    parse,
    parse_tanggal,
    sebut,
    terbilang,
)

DASH = Besaran(0, strip=True)
WHOLE_KINDS = ("cacah", "rupiah")
FRACTION_KINDS = ("desimal", "persen", "kuantitas", "target")
FREE_KINDS = ("kuantitas", "target")


def refusal(jenis: str, teks: str) -> NumberError:
    with pytest.raises(NumberError) as caught:
        parse(jenis, teks)
    return caught.value


# --- What is read --------------------------------------------------------------


@pytest.mark.parametrize(
    ("jenis", "teks", "expected"),
    [
        ("cacah", "1414", Besaran(1414)),
        ("cacah", "1.414", Besaran(1414)),
        ("cacah", " 1414 ", Besaran(1414)),
        ("cacah", "0", Besaran(0)),
        ("cacah", "-", DASH),
        ("rupiah", "302457274", Besaran(302457274)),
        ("rupiah", "302.457.274", Besaran(302457274)),
        ("rupiah", "-1.234", Besaran(-1234)),
        ("rupiah", "-", DASH),
        ("desimal", "5.88", Besaran(Decimal("5.88"))),
        ("desimal", "5,88", Besaran(Decimal("5.88"))),
        ("desimal", "9.00", Besaran(Decimal("9.00"))),
        ("desimal", "0.125", Besaran(Decimal("0.125"))),
        ("desimal", "0,125", Besaran(Decimal("0.125"))),
        ("desimal", "-0.5", Besaran(Decimal("-0.5"))),
        ("desimal", "12.34", Besaran(Decimal("12.34"))),
        ("desimal", "1234.5", Besaran(Decimal("1234.5"))),
        ("desimal", "1234.567", Besaran(Decimal("1234.567"))),
        ("desimal", "1.234,5", Besaran(Decimal("1234.5"))),
        ("desimal", "1.234.567", Besaran(Decimal(1234567))),
        ("desimal", "-", DASH),
        ("persen", "0.60%", Besaran(Decimal("0.60"), "%")),
        ("persen", "0,60 %", Besaran(Decimal("0.60"), "%")),
        ("persen", "100%", Besaran(Decimal(100), "%")),
        ("persen", "-", DASH),
        ("kuantitas", "1414 Orang", Besaran(1414, "Orang")),
        ("kuantitas", "- Orang", Besaran(0, "Orang", strip=True)),
        ("kuantitas", "2 unit/tahun", Besaran(2, "unit/tahun")),
        ("kuantitas", "2.5 m2", Besaran(Decimal("2.5"), "m2")),
        ("kuantitas", "-", DASH),
        ("kuantitas", "1414", Besaran(1414)),
        ("target", "9.00", Besaran(Decimal("9.00"))),
        ("target", "100%", Besaran(Decimal(100), "%")),
        ("target", "100.00 %", Besaran(Decimal("100.00"), "%")),
        ("target", "15 orang", Besaran(Decimal(15), "orang")),
        ("target", "-", DASH),
    ],
)
def test_a_cell_is_read_with_its_printed_decimals(jenis: str, teks: str, expected: Besaran) -> None:
    # repr, because Decimal("9.00") == Decimal("9") == 9
    assert repr(parse(jenis, teks)) == repr(expected)


@pytest.mark.parametrize("jenis", FREE_KINDS)
@pytest.mark.parametrize(
    "teks",
    [
        "BB",
        "6 jenis, 26 buah",
        "6 jenis,\n26 buah",
        "48 kelurahan, 5 kecamatan",
        "2 orang dan 3 unit",
        "4 x 12 bulan",
        "9 bulan 2 hari",
        "2x seminggu",
        "4x12 bulan",
        "80-90 orang",
        "2 (dua) orang",
        "< 10 menit",
        "± 5 orang",
        "(belum ada)",
        "*BB*",
        "Il",
        "km2",
        "Juni 2017",
        "WTP",
        "Terpal 1.414",
    ],
)
def test_a_text_is_no_quantity(jenis: str, teks: str) -> None:
    assert parse(jenis, teks) is None


@pytest.mark.parametrize("jenis", sorted(set(KINDS) - set(FREE_KINDS)))
def test_a_text_is_refused_in_a_column_of_numbers(jenis: str) -> None:
    assert refusal(jenis, "BB").alasan == "bukan bilangan"


def test_an_unknown_kind_is_a_slip_of_the_programmer() -> None:
    with pytest.raises(KeyError):
        parse("teks", "1")


# --- What reads two ways -------------------------------------------------------


@pytest.mark.parametrize(
    ("jenis", "teks", "bacaan", "saran"),
    [
        ("desimal", "1.414", ("1.414", "1,414"), "tulis 1414 atau 1.4140"),
        ("desimal", "1,414", ("1.414", "1,414"), "tulis 1414 atau 1.4140"),
        ("persen", "1.414%", ("1.414%", "1,414%"), "tulis 1414% atau 1.4140%"),
        ("persen", "1.414", ("1.414", "1,414"), "tulis 1414% atau 1.4140%"),
        ("target", "-1.414", ("-1.414", "-1,414"), "tulis -1414 atau -1.4140"),
        (
            "kuantitas",
            "1.414 Orang",
            ("1.414 Orang", "1,414 Orang"),
            "tulis 1414 Orang atau 1.4140 Orang",
        ),
        (
            "kuantitas",
            "1.414 Terpal",
            ("1.414 Terpal", "1,414 Terpal"),
            "tulis 1414 Terpal atau 1.4140 Terpal",
        ),
        ("cacah", "1,414", ("1.414", "1,414"), "tulis 1414"),
        ("rupiah", "1,000", ("1.000", "1,000"), "tulis 1000 atau 1"),
        (
            "rupiah",
            "126.000,000",
            ("126.000.000", "126.000,000"),
            "tulis 126000000 atau 126000",
        ),
        ("rupiah", "1,234.567", ("1.234.567", "1.234,567"), "tulis 1234567"),
    ],
)
def test_a_value_that_reads_two_ways_shows_both(
    jenis: str, teks: str, bacaan: tuple[str, ...], saran: str
) -> None:
    error = refusal(jenis, teks)
    assert error.bacaan == bacaan
    assert error.saran == saran


def test_the_message_is_one_indonesian_sentence() -> None:
    assert str(refusal("desimal", "1.414")) == (
        'Nilai "1.414" terbaca dua cara: 1.414 (bilangan utuh) atau 1,414 (pecahan); diharapkan bilangan desimal.'
    )
    assert str(refusal("rupiah", "3,514,737,604")) == (
        'Nilai "3,514,737,604" memakai koma sebagai pemisah ribuan '
        "(terbaca 3.514.737.604); "
        "diharapkan rupiah utuh tanpa sen."
    )
    assert str(refusal("persen", "0.60")) == (
        'Nilai "0.60" tanpa tanda %; diharapkan persentase dengan tanda %.'
    )


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(".,"))
def test_three_digits_after_one_mark_always_show_exactly_two_readings(
    head: int, tail: int, mark: str
) -> None:
    error = refusal("desimal", f"{head}{mark}{tail:03}")
    assert error.bacaan == (f"{head}.{tail:03}", f"{head},{tail:03}")


@given(st.sampled_from(KINDS), st.from_regex(r"-?[0-9][0-9.,]{0,12}%?", fullmatch=True))
def test_no_number_has_more_than_two_readings_and_each_advice_can_be_followed(
    jenis: str, teks: str
) -> None:
    try:
        parse(jenis, teks)
    except NumberError as error:
        assert len(error.bacaan) in {0, 2}
        advice = error.saran.removeprefix("tulis ").removeprefix("misalnya ")
        for option in advice.split(" atau "):
            assert parse(jenis, option) is not None


# --- What is refused -----------------------------------------------------------


@pytest.mark.parametrize(
    ("jenis", "teks", "alasan", "saran"),
    [
        ("cacah", "12.34", "memuat pecahan", "tulis misalnya 1414"),
        ("cacah", "1.23", "memuat pecahan", "tulis misalnya 1414"),
        ("cacah", "1,5", "memuat pecahan", "tulis misalnya 1414"),
        ("rupiah", "16.994800", "memuat pecahan", "tulis misalnya 302457274"),
        ("rupiah", "126.000,00", "memuat pecahan", "tulis 126000"),
        ("rupiah", "Rp 5.000", "memuat lambang mata uang", "tulis 5000"),
        ("rupiah", "Rp5.000,-", "memuat lambang mata uang", "tulis 5000"),
        ("rupiah", "-Rp 5.000", "memuat lambang mata uang", "tulis -5000"),
        ("target", "Rp 5.000", "memuat lambang mata uang", "tulis 5000"),
        ("rupiah", "5.000,-", "bukan bilangan", "tulis 5000"),
        ("rupiah", "(1.234)", "memakai kurung untuk nilai negatif", "tulis -1234"),
        ("cacah", "+5", "memakai tanda +", "tulis 5"),
        ("target", "+5", "memakai tanda +", "tulis 5"),
        ("cacah", "1_000", "memakai garis bawah", "tulis 1000"),
        ("cacah", "007", "berawalan nol", "tulis 7"),
        ("desimal", "00.5", "berawalan nol", "tulis 0.5"),
        ("kuantitas", "007 Orang", "berawalan nol", "tulis 7 Orang"),
        (
            "desimal",
            "1,234.5",
            "memakai koma sebagai pemisah ribuan (terbaca 1.234,5)",
            "tulis 1234.5",
        ),
        ("cacah", "5 Orang", 'memuat satuan "Orang"', "tulis 5"),
        ("rupiah", "5 juta", 'memuat satuan "juta"', "tulis 5000000"),
        ("rupiah", "1,5 miliar rupiah", 'memuat satuan "miliar rupiah"', "tulis 1500000000"),
        ("rupiah", "0,0000001 juta", 'memuat satuan "juta"', "tulis misalnya 302457274"),
        ("desimal", "2,5 ribu", 'memuat satuan "ribu"', "tulis 2500"),
        ("desimal", "0.60%", 'memuat satuan "%"', "tulis 0.60"),
        ("persen", "0,6", "tanpa tanda %", "tulis 0.6%"),
        ("cacah", "", "kosong", "tulis misalnya 1414"),
        ("target", "  ", "kosong", "tulis misalnya 100.00%"),
        ("cacah", "--", "bukan bilangan", "tulis misalnya 1414"),
        ("target", "--", "bukan bilangan", "tulis misalnya 100.00%"),
        ("cacah", "5+6", "bukan bilangan", "tulis misalnya 1414"),
        ("cacah", "10 20", "bukan bilangan", "tulis misalnya 1414"),
        ("desimal", "1.2.3", "bukan bilangan", "tulis misalnya 5.88"),
        ("kuantitas", "1.2.3 Orang", "bukan bilangan", "tulis misalnya 1414 Orang"),
        (
            "kuantitas",
            "1414\nOrang",
            "memuat ganti baris antara bilangan dan satuan",
            "tulis misalnya 1414 Orang",
        ),
        ("cacah", "9" * 29, "lebih panjang dari 28 angka", "tulis misalnya 1414"),
    ],
)
def test_a_refusal_says_why_and_what_to_write(
    jenis: str, teks: str, alasan: str, saran: str
) -> None:
    error = refusal(jenis, teks)
    assert (error.teks, error.alasan, error.saran) == (teks.strip(), alasan, saran)
    assert error.bacaan == ()


@pytest.mark.parametrize("jenis", KINDS)
@pytest.mark.parametrize("teks", ["#REF!", "#N/A", "#VALUE!", "=A1+B1", "Err:502"])
def test_a_formula_or_its_error_is_refused_in_every_column(jenis: str, teks: str) -> None:
    alasan = "adalah rumus atau galatnya: simpan hasilnya"
    assert refusal(jenis, teks).alasan == alasan


@pytest.mark.parametrize("jenis", KINDS)
@pytest.mark.parametrize("teks", ["1e5", "3,51474E+09"])
def test_scientific_notation_is_refused_in_every_column(jenis: str, teks: str) -> None:
    alasan = "memakai notasi ilmiah: tulis semua angkanya"
    assert refusal(jenis, teks).alasan == alasan


@pytest.mark.parametrize("jenis", FREE_KINDS)
@pytest.mark.parametrize(
    ("teks", "alasan"),
    [
        ("! orang", "diawali tanda baca"),
        ("'5 orang", "diawali tanda baca"),
        ("+A1", "memakai tanda +"),
        ("1O", "memuat huruf l, I atau O di tempat angka"),
        ("l00%", "memuat huruf l, I atau O di tempat angka"),
        ("O5 orang", "memuat huruf l, I atau O di tempat angka"),
        ("1 000 orang", "memakai spasi sebagai pemisah ribuan"),
        ("1e5 orang", "memakai notasi ilmiah: tulis semua angkanya"),
        ("5orang", "menempelkan huruf pada bilangan"),
        ("2Orang", "menempelkan huruf pada bilangan"),
        ("0x10", "menempelkan huruf pada bilangan"),
        ("NaN", "bukan nilai melainkan sisa program lain"),
        ("TRUE", "bukan nilai melainkan sisa program lain"),
    ],
)
def test_a_number_that_something_has_spoilt_is_no_text(jenis: str, teks: str, alasan: str) -> None:
    assert refusal(jenis, teks).alasan == alasan


@pytest.mark.parametrize(
    ("teks", "saran"),
    [
        ("1 000 orang", "tulis 1000 orang"),
        ("5orang", "tulis 5 orang"),
        ("0x10", "tulis misalnya 1414 Orang"),
        ("1 000 dan 2 000", "tulis misalnya 1414 Orang"),
    ],
)
def test_the_advice_for_a_spoilt_quantity_is_the_quantity(teks: str, saran: str) -> None:
    assert refusal("kuantitas", teks).saran == saran


@pytest.mark.parametrize("jenis", KINDS)
@pytest.mark.parametrize(
    "teks", ["Nop-17", "Agust-17", "Juni-17", "17-Agustus", "1-Maret-2017", "Okt-2020"]
)
def test_a_month_of_windows_with_a_year_is_a_date(jenis: str, teks: str) -> None:
    assert refusal(jenis, teks).alasan.startswith("adalah tanggal, mungkin buatan Excel")


@pytest.mark.parametrize(
    ("jenis", "teks", "saran"),
    [
        ("cacah", "-0", "tulis 0"),
        ("persen", "-0,00%", "tulis 0.00%"),
        ("kuantitas", "-0 orang", "tulis 0 orang"),
        ("target", "-0", "tulis 0"),
    ],
)
def test_a_zero_has_no_sign(jenis: str, teks: str, saran: str) -> None:
    error = refusal(jenis, teks)
    assert (error.alasan, error.saran) == ("adalah nol dengan tanda minus", saran)


def test_what_is_rounded_to_zero_is_printed_without_a_sign() -> None:
    assert format_besaran("desimal", Besaran(Decimal("-0.04")), 1) == "0,0"


@pytest.mark.parametrize("jenis", KINDS)
@pytest.mark.parametrize(
    ("teks", "character"),
    [
        ("1\u00a0414", "U+00A0 (NO-BREAK SPACE)"),
        ("1414\u2009Orang", "U+2009 (THIN SPACE)"),
        ("\ufeff5", "U+FEFF (ZERO WIDTH NO-BREAK SPACE)"),
        ("\u0663", "U+0663 (ARABIC-INDIC DIGIT THREE)"),
        ("\u22125", "U+2212 (MINUS SIGN)"),
        ("\u2013", "U+2013 (EN DASH)"),
        ("5\t", "U+0009 (tanpa nama)"),
    ],
)
def test_a_foreign_character_is_named(jenis: str, teks: str, character: str) -> None:
    assert refusal(jenis, teks).alasan == f"memuat karakter {character}"


@given(
    st.sampled_from(KINDS),
    st.text() | st.text("0123456789.,-+()%_ RpeE#\n", max_size=12),
)
@example("cacah", "9" * 5000)
@example("target", "1e999999999")
@example("rupiah", "Rp " + "9" * 5000)
def test_no_text_raises_anything_but_a_number_error(jenis: str, teks: str) -> None:
    try:
        besaran = parse(jenis, teks)
    except NumberError as error:
        assert str(error).startswith('Nilai "')
    else:
        assert besaran is not None or jenis in FREE_KINDS


def test_an_error_survives_pickling() -> None:
    error = refusal("desimal", "1.414")
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.bacaan) == (str(error), ("1.414", "1,414"))


# --- What is printed -----------------------------------------------------------


@pytest.mark.parametrize(
    ("jenis", "besaran", "printed", "csv"),
    [
        ("cacah", Besaran(1414), "1.414", "1414"),
        ("rupiah", Besaran(302457274), "302.457.274", "302457274"),
        ("rupiah", Besaran(-1234), "-1.234", "-1234"),
        ("rupiah", DASH, "-", "-"),
        ("desimal", Besaran(Decimal("9.00")), "9,00", "9.00"),
        ("desimal", Besaran(Decimal("1.414")), "1,414", "1.4140"),
        ("persen", Besaran(Decimal("0.60"), "%"), "0,60%", "0.60%"),
        ("persen", Besaran(Decimal("0.60")), "0,60%", "0.60%"),
        ("persen", DASH, "-", "-"),
        ("kuantitas", Besaran(1414, "Orang"), "1.414 Orang", "1414 Orang"),
        ("kuantitas", Besaran(0, "Orang", strip=True), "- Orang", "- Orang"),
        ("target", Besaran(Decimal("100.00"), "%"), "100,00%", "100.00%"),
    ],
)
def test_a_quantity_is_printed_and_kept_in_the_csv(
    jenis: str, besaran: Besaran, printed: str, csv: str
) -> None:
    assert format_besaran(jenis, besaran) == printed
    assert canonical(jenis, besaran) == csv


@pytest.mark.parametrize(
    ("angka", "desimal", "printed"),
    [
        (Decimal("0.6"), 2, "0,60"),
        (5, 2, "5,00"),
        (Decimal("0.125"), 2, "0,13"),
        (Decimal("-0.125"), 2, "-0,13"),
        (Decimal("2.5"), 0, "3"),
        (10**40, 1, "10" + ".000" * 13 + ",0"),
    ],
)
def test_the_decimals_of_the_column_round_half_up_as_a_spreadsheet_does(
    angka: int | Decimal, desimal: int, printed: str
) -> None:
    assert format_besaran("desimal", Besaran(angka), desimal) == printed


def test_rupiah_and_percent_have_their_signs() -> None:
    assert format_rupiah(500000) == "Rp500.000"
    assert format_rupiah(-500000, "Rp ") == "-Rp 500.000"
    assert format_persen(Decimal("-12.50")) == "-12,50%"


def test_rupiah_takes_the_settings_of_regulations_and_budget_forms() -> None:
    blank = "\N{NO-BREAK SPACE}"
    assert format_rupiah(500000, sen=True) == "Rp500.000,00"
    assert format_rupiah(392577500, spasi=True) == f"Rp{blank}392.577.500"
    assert format_rupiah(1165317200, "Rp.", spasi=True) == f"Rp.{blank}1.165.317.200"
    assert format_rupiah(-1234, "", kurung=True) == "(1.234)"
    assert format_rupiah(-500000, kurung=True, sen=True, spasi=True) == f"(Rp{blank}500.000,00)"
    assert format_rupiah(0, kurung=True) == "Rp0"
    assert format_rupiah(Decimal("1500.5"), sen=True) == "Rp1.500,50"
    with pytest.raises(NumberError, match="memuat pecahan sen"):
        format_rupiah(Decimal("1500.505"), sen=True)


@pytest.mark.parametrize("show", [format_angka, format_rupiah, format_persen, terbilang, sebut])
@pytest.mark.parametrize("value", [1.5, "5", None, [], date(2021, 1, 29)])
def test_a_value_that_is_no_number_is_a_type_error_with_advice(
    show: Callable[[object], str], value: object
) -> None:
    advice = (
        r"beri Decimal, misalnya Decimal\('70.5'\)"
        if isinstance(value, float)
        else "beri int atau Decimal"
    )
    with pytest.raises(
        TypeError, match=f"bertipe {type(value).__name__}, bukan bilangan.*{advice}"
    ):
        show(value)


@pytest.mark.parametrize("show", [format_rupiah, format_persen, terbilang])
def test_true_is_no_amount(show: Callable[[object], str]) -> None:
    with pytest.raises(TypeError, match="True bertipe bool"):
        show(True)  # noqa: FBT003 — the very value


@pytest.mark.parametrize("value", [None, "2021-01-29", 44225])
def test_nothing_but_a_date_is_a_date_and_no_clock_is_asked(value: object) -> None:
    with pytest.raises(TypeError, match=r"bukan tanggal; beri datetime.date.*date.fromisoformat"):
        format_tanggal(value)  # type: ignore[arg-type]


def test_what_is_no_number_is_not_printed() -> None:
    with pytest.raises(NumberError, match="bukan bilangan"):
        format_angka(Decimal("NaN"))


# --- Laws ----------------------------------------------------------------------

INTEGERS = st.integers(-(10**18), 10**18)
DECIMALS = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places),
    st.integers(-(10**12), 10**12),
    st.integers(0, 6),
)
UNITS = st.sampled_from(["", "%", "Orang", "unit/tahun", "m2", "Keluarga Penerima"])


@st.composite
def quantities(draw: st.DrawFn) -> tuple[str, Besaran]:
    """Give a kind with a quantity such as a cell of that kind may hold."""
    jenis = draw(st.sampled_from(KINDS))
    satuan = draw(UNITS) if jenis in FREE_KINDS else "%" * (jenis == "persen")
    if draw(st.integers(0, 9)) == 0:
        return jenis, Besaran(0, satuan, strip=True)
    angka = draw(INTEGERS) if jenis in WHOLE_KINDS else draw(DECIMALS)
    return jenis, Besaran(angka, satuan)


@given(quantities())
def test_reading_what_the_csv_holds_gives_the_same_quantity(
    case: tuple[str, Besaran],
) -> None:
    jenis, besaran = case
    assert parse(jenis, canonical(jenis, besaran)) == besaran


@given(quantities())
def test_reading_what_is_printed_gives_the_same_quantity_or_shows_it_among_two(
    case: tuple[str, Besaran],
) -> None:
    jenis, besaran = case
    printed = format_besaran(jenis, besaran)
    try:
        again = parse(jenis, printed)
    except NumberError as error:
        assert jenis in FRACTION_KINDS
        assert printed in error.bacaan
    else:
        assert again == besaran


@given(quantities())
def test_the_csv_keeps_every_decimal_and_is_a_fixed_point(
    case: tuple[str, Besaran],
) -> None:
    jenis, besaran = case
    written = canonical(jenis, besaran)
    again = parse(jenis, written)
    assert again is not None
    assert canonical(jenis, again) == written


@given(INTEGERS | DECIMALS)
@example(Decimal("-0.0"))
@example(Decimal("1E+3"))
@example(Decimal("1E-12"))
def test_the_formatter_agrees_with_babel(angka: int | Decimal) -> None:
    places = 0
    if isinstance(angka, Decimal):
        places = max(0, -int(angka.as_tuple().exponent))
    pattern = "#,##0" + "." * (places > 0) + "0" * places
    assert format_angka(angka) == format_decimal(angka, pattern, locale="id_ID")


# --- Dates ---------------------------------------------------------------------


def test_a_date_is_read_as_iso_and_printed_in_indonesian() -> None:
    assert parse_tanggal("2021-01-29") == date(2021, 1, 29)
    assert format_tanggal(date(2021, 1, 29)) == "29 Januari 2021"
    assert format_tanggal(date(2020, 8, 7)) == "7 Agustus 2020"


@pytest.mark.parametrize(
    ("teks", "alasan"),
    [
        ("29/01/2021", "bukan tanggal ISO"),
        ("29 Januari 2021", "bukan tanggal ISO"),
        ("20210129", "bukan tanggal ISO"),
        ("2021-1-29", "bukan tanggal ISO"),
        ("2021-W04-5", "bukan tanggal ISO"),
        ("44225", "bukan tanggal ISO"),
        ("", "bukan tanggal ISO"),
        ("2021-02-29", "tidak ada dalam kalender"),
    ],
)
def test_any_other_date_is_refused(teks: str, alasan: str) -> None:
    with pytest.raises(NumberError) as caught:
        parse_tanggal(teks)
    assert str(caught.value) == (f'Nilai "{teks}" {alasan}; diharapkan tanggal tahun-bulan-hari.')
    assert caught.value.saran == "tulis misalnya 2021-01-29"


# --- Words ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("angka", "words"),
    [
        (0, "nol"),
        (7, "tujuh"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (23, "dua puluh tiga"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (1000, "seribu"),
        (1100, "seribu seratus"),
        (2001, "dua ribu satu"),
        (11000, "sebelas ribu"),
        (100000, "seratus ribu"),
        (101000, "seratus satu ribu"),
        (1000000, "satu juta"),
        (1001000, "satu juta seribu"),
        (1001850, "satu juta seribu delapan ratus lima puluh"),
        (10**9, "satu miliar"),
        (10**12, "satu triliun"),
        (-5, "minus lima"),
    ],
)
def test_a_number_is_spelled(angka: int, words: str) -> None:
    assert terbilang(angka) == words


def test_a_number_stands_beside_its_words() -> None:
    assert sebut(7) == "7 (tujuh)"
    assert sebut(1414) == "1.414 (seribu empat ratus empat belas)"


def test_a_number_without_a_fraction_is_whole() -> None:
    assert sebut(Decimal("17.00")) == "17 (tujuh belas)"
    assert terbilang(Decimal(-2)) == "minus dua"


@pytest.mark.parametrize("angka", [Decimal("1.5"), Decimal("NaN"), Decimal("Infinity")])
def test_a_fraction_is_not_spelled(angka: Decimal) -> None:
    with pytest.raises(NumberError, match="memuat pecahan; diharapkan bilangan utuh"):
        sebut(angka)


@pytest.mark.parametrize("angka", [10**15, -(10**15)])
def test_a_quadrillion_is_too_large_to_spell(angka: int) -> None:
    with pytest.raises(NumberError, match="terlalu besar untuk dieja"):
        terbilang(angka)


UNITS_IN_WORDS = (
    *("nol", "satu", "dua", "tiga", "empat"),
    *("lima", "enam", "tujuh", "delapan", "sembilan"),
)
GROUPS_IN_WORDS = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}


def evaluate(words: str) -> int:
    """Read a spelled number as a person does, word by word from the left."""
    for name in ("puluh", "belas", "ratus", "ribu"):
        words = words.replace(f"se{name}", f"satu {name}")
    total = group = unit = 0  # of the number, of the three digits, of the digit
    for word in words.split():
        if word in GROUPS_IN_WORDS:
            total, group, unit = total + (group + unit) * GROUPS_IN_WORDS[word], 0, 0
        elif word == "belas":
            group, unit = group + 10 + unit, 0
        elif word in {"puluh", "ratus"}:
            group, unit = group + unit * (10 if word == "puluh" else 100), 0
        else:
            unit = UNITS_IN_WORDS.index(word)
    return total + group + unit


SPELLABLE = st.integers(0, 15).flatmap(lambda n: st.integers(0, max(0, 10**n - 1)))


@given(SPELLABLE)
def test_the_words_say_the_number(angka: int) -> None:
    assert evaluate(terbilang(angka)) == angka
    assert "satu ratus" not in terbilang(angka)
    assert "satu puluh" not in terbilang(angka)


@pytest.fixture(scope="module")
def spell_with_lokal_id() -> Callable[[int], str]:
    lokal = pytest.importorskip("lokal", reason="lokal-id is a test dependency")
    return cast("Callable[[int], str]", lokal.terbilang)


@given(angka=SPELLABLE)
def test_the_words_agree_with_lokal_id(
    spell_with_lokal_id: Callable[[int], str], angka: int
) -> None:
    assert terbilang(angka) == spell_with_lokal_id(angka)
    assert terbilang(-angka) == spell_with_lokal_id(-angka)


# --- Weight --------------------------------------------------------------------


def test_importing_the_module_does_not_load_babel() -> None:
    code = "import renstra_doc.words.numbers, sys; print('babel' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
