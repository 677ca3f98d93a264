"""Targets as planners write them: what is read, kept in the CSV and printed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from renstra_doc.finding import InputError
from renstra_doc.model.canonical import to_csv
from renstra_doc.model.from_code import make_table
from renstra_doc.view.table_items import view_table
from renstra_doc.words.numbers import (
    NumberError,
    canonical_target,
    format_target,
    parse,
    parse_target,
    propose_target,
)

# As typed, as the CSV keeps it, as it is printed.
SPELLINGS = [
    ("72 - 74", "72-74", "72-74"),
    ("5,5 - 6,0", "5.5-6.0", "5,5-6,0"),
    ("5,10 – 4,95", "5.10-4.95", "5,10-4,95"),
    ("0,410-0,422", "0.410-0.422", "0,410-0,422"),
    ("5,5% - 6,0%", "5.5%-6.0%", "5,5%-6,0%"),
    ("15–20 menit", "15-20 menit", "15-20 menit"),
    ("2017-2022", "2017-2022", "2017-2022"),
    ("≥ 77", ">=77", "≥ 77"),
    ("<5%", "<5%", "< 5%"),
    ("< 10 menit", "<10 menit", "< 10 menit"),
    ("±13000 orang", "±13000 orang", "± 13.000 orang"),
    ("3:1", "3 : 1", "3 : 1"),
    ("1 : 22", "1 : 22", "1 : 22"),
    ("46/60", "46/60", "46/60"),
    ("B (68,40)", "B (68.40)", "B (68,40)"),
    ("0,459 (2022)", "0.459 (2022)", "0,459 (2022)"),
    ("7 (Tahun 2025)", "7 (2025)", "7 (2025)"),
    ("1,7*", "1.7*", "1,7*"),
    ("3,0**", "3.0**", "3,0**"),
]


@pytest.mark.parametrize(("typed", "kept", "printed"), SPELLINGS)
def test_a_target_of_its_own_form_is_kept_and_printed(typed: str, kept: str, printed: str) -> None:
    target = parse_target(typed)

    assert target is not None
    assert parse("target", typed) is None
    assert (canonical_target(target), format_target(target)) == (kept, printed)
    assert parse_target(kept) == target


@pytest.mark.parametrize("typed", ["BB", "6 jenis, 26 buah", "2 (dua) orang", "100%", "15 orang"])
def test_texts_and_plain_quantities_are_no_such_form(typed: str) -> None:
    assert parse_target(typed) is None


@pytest.mark.parametrize(
    ("typed", "proposal"),
    [
        ("maks. 4", "<=4"),
        ("15 s.d. 18 menit", "15-18 menit"),
        ("12 s/d 15 menit", "12-15 menit"),
        ("50 dari 60", "50/60"),
        ("(3,5%)", "-3,5%"),
        ("WTP", "WTP"),
    ],
)
def test_a_spelling_in_words_has_a_proposal(typed: str, proposal: str) -> None:
    assert propose_target(typed) == proposal


@pytest.mark.parametrize("typed", ["1:16:00", "01:16"])
def test_an_hour_that_a_spreadsheet_made_is_refused(typed: str) -> None:
    with pytest.raises(NumberError, match="jam, mungkin buatan Excel"):
        parse("target", typed)


def test_numbers_of_a_range_that_read_two_ways_are_refused_with_both() -> None:
    with pytest.raises(NumberError) as caught:
        parse("target", "1.500-2.000 orang")

    assert str(caught.value).startswith(
        'Nilai "1.500-2.000 orang" memuat 1.500, yang terbaca dua cara: 1.500 atau 1,500'
    )
    assert caught.value.saran == (
        "tulis 1500 atau 1.5000 di tempat 1.500, atau isi kolom ribuan di tabel/kolom.csv"
    )


def table_of(ribuan: str, *texts: str) -> list[str]:
    rows = [{"id": f"b{number}", "x": text} for number, text in enumerate(texts)]
    table = make_table("t", [{"kolom": "x", "jenis": "target", "ribuan": ribuan}], rows)
    kept = [line.split(",", 1)[1] for line in to_csv(table).decode().splitlines()[1:]]
    printed = [row.cells[0].teks for row in view_table(table).rows]
    return [f"{old} → {new}" for old, new in zip(kept, printed, strict=True)]


def test_a_column_says_once_what_three_digits_after_a_mark_are() -> None:
    assert table_of("tidak", "392,024", "392.024", "1.250-1.500") == [
        "392.024 → 392,024",
        "392.024 → 392,024",
        "1.250-1.500 → 1,250-1,500",
    ]
    assert table_of("ya", "1.234 orang", "392,024", "≥ 1.500") == [
        "1234 orang → 1.234 orang",
        '"392,024" → 392,024',
        ">=1500 → ≥ 1.500",
    ]


def test_without_that_word_the_cell_is_refused() -> None:
    with pytest.raises(InputError, match=r"terbaca dua cara: 392\.024"):
        table_of("", "392,024")


def test_ribuan_in_a_column_of_whole_numbers_is_refused() -> None:
    column = {"kolom": "rp", "jenis": "rupiah", "ribuan": "tidak"}
    with pytest.raises(InputError, match="kolom rupiah tidak memuat pecahan"):
        make_table("t", [column], [{"id": "a", "rp": "5"}])


def test_the_ends_of_a_target_are_its_lowest_and_highest_number() -> None:
    found = [parse_target(text) for text in ("5,10-4,95", ">=77", "46/60", "2,5*")]

    assert [target.ujung for target in found if target] == [
        (Decimal("4.95"), Decimal("5.10")),
        (Decimal(77), Decimal(77)),
        (Decimal(46) / 60, Decimal(46) / 60),
        (Decimal("2.5"), Decimal("2.5")),
    ]
