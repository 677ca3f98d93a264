"""A table as a DataFrame and back: nothing is guessed or rounded, what was not changed comes back as it was."""

from __future__ import annotations

import csv
import pickle
import sys
from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pytest
from conftest import REPOSITORY
from hypothesis import given
from hypothesis import strategies as st

from renstra_doc import InputError, from_frame, make_table, to_csv, to_frame
from renstra_doc.model import Cell, Table
from renstra_doc.run.pipeline import read_document
from renstra_doc.words.numbers import Besaran

KINDS = {
    "uraian": "teks",
    "no": "urut",
    "orang": "cacah",
    "rp": "rupiah",
    "rasio": "desimal",
    "persen": "persen",
    "unit": "kuantitas",
    "target": "target",
}
_whole = st.integers(min_value=-(10**14), max_value=10**14).map(str)
_grouped = st.integers(min_value=0, max_value=10**12).map(
    lambda number: f"{number:,d}".replace(",", ".")
)
_exact = st.decimals(min_value=-(10**9), max_value=10**9, places=2).map(
    lambda number: f"{number:f}"
)
_text = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp")), max_size=12
)
CELLS = {
    "uraian": _text,
    "no": st.sampled_from(["", "#", "#.", "3"]),
    "orang": st.one_of(st.just(""), st.just("-"), _whole, _grouped),
    "rp": st.one_of(
        st.just(""), st.just("-"), _whole, _grouped, st.just("{{ nilai('a', 'b', 'c') }}")
    ),
    "rasio": st.one_of(st.just(""), st.just("-"), _exact),
    "persen": st.one_of(st.just(""), _exact.map("{}%".format)),
    "unit": st.one_of(
        st.just(""), st.just("- Orang"), st.just("banyak"), _whole.map("{} Orang".format), _whole
    ),
    "target": st.one_of(
        st.just(""), st.just("BB"), _exact.map("{}%".format), _exact, st.just("15 orang")
    ),
}
RECORDS = st.lists(
    st.fixed_dictionaries({"kode": st.sampled_from(["", "01", "1.10"]), **CELLS}), max_size=6
).map(lambda records: [{"id": f"b{number}", **record} for number, record in enumerate(records)])


@given(RECORDS)
def test_there_and_back_is_identity(records: list[dict[str, str]]) -> None:
    table = make_table("t", KINDS, records, nomor="2.1", judul="Judul", sumber="Sumber")

    assert from_frame(to_frame(table)) == table
    assert from_frame(pickle.loads(pickle.dumps(to_frame(table).copy()))) == table


@pytest.mark.parametrize("data", ["data", "examples/kabupaten-contoh/data"])
def test_every_table_of_the_repository_comes_back_as_it_was(data: str) -> None:
    document, _ = read_document(REPOSITORY / data)

    for table in document.tables.values():
        assert from_frame(to_frame(table)) == table


@pytest.mark.parametrize("data", ["data", "examples/kabupaten-contoh/data"])
def test_every_table_of_the_repository_goes_back_to_its_csv(data: str) -> None:
    document, _ = read_document(REPOSITORY / data)

    for table in document.tables.values():
        known = csv.DictReader(
            (REPOSITORY / data / table.file).read_text(encoding="utf-8").splitlines()
        )
        written = csv.DictReader(to_csv(from_frame(to_frame(table))).decode().splitlines())
        fields = written.fieldnames or []
        assert set(table.index) <= set(fields)
        assert [{name: row.get(name) or "" for name in fields} for row in known] == list(written)


def test_a_changed_frame_goes_to_csv() -> None:
    rows = [
        {"id": "p", "uraian": "Satu, *dua*", "rp": "1.250"},
        {"id": "k", "induk": "p", "uraian": "B", "rp": "-"},
    ]
    frame = to_frame(make_table("t", {"uraian": "teks", "rp": "rupiah"}, rows))
    frame.loc["k", "rp"] = 5

    assert to_csv(from_frame(frame)) == b'id,induk,uraian,rp\np,,"Satu, *dua*",1250\nk,p,B,5\n'


def test_without_pandas_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(ModuleNotFoundError) as caught:
        to_frame(make_table("t", {"rp": "rupiah"}, [{"rp": 5}]))

    assert str(caught.value) == (
        "to_frame memerlukan pandas, yang belum terpasang; jalankan: pip install 'renstra_doc[pandas]'"
    )


def sample() -> Table:
    return make_table(
        "t",
        KINDS,
        [
            {
                "id": "a",
                "kode": "01",
                "uraian": "A",
                "rp": "1.250.000",
                "rasio": "5.50",
                "unit": "12 orang",
                "target": "BB",
            },
            {"id": "b", "induk": "a", "uraian": "B", "rp": "-", "persen": "0.60%", "orang": "7"},
        ],
    )


def test_types_are_kept_and_nothing_is_guessed() -> None:
    frame = to_frame(sample())

    assert list(frame.index) == ["a", "b"]
    assert str(frame["rp"].dtype) == str(frame["orang"].dtype) == "Int64"
    row = {
        name: None if value is pd.NA else value for name, value in frame.loc["a"].to_dict().items()
    }
    assert row == {
        "induk": "",
        "kode": "01",
        "uraian": "A",
        "no": "",
        "orang": None,
        "rp": 1250000,
        "rasio": Decimal("5.50"),
        "persen": None,
        "unit": 12,
        "unit.satuan": "orang",
        "target": "BB",
        "target.satuan": None,
    }
    assert int(frame["rp"].sum()) == 1250000


def test_places_and_notations_survive_a_change_elsewhere() -> None:
    frame = to_frame(sample())
    frame.loc["b", "orang"] = 8
    frame.loc["a", "unit"] = 15
    table = from_frame(frame.sort_index(ascending=False))

    assert [row.id for row in table.rows] == ["b", "a"]
    assert [row.line for row in table.rows] == [3, 2]
    assert table.cell(table.row_by_id["a"], "rp") == Cell("1.250.000", Besaran(1250000))
    assert table.cell(table.row_by_id["b"], "rp") == Cell("-", Besaran(0, strip=True))
    assert table.cell(table.row_by_id["b"], "orang") == Cell("8", Besaran(8))
    assert table.cell(table.row_by_id["a"], "unit") == Cell("15 orang", Besaran(15, "orang"))


def test_a_frame_of_another_program_becomes_a_table() -> None:
    frame = pd.DataFrame(
        {
            "id": ["p1", "p2"],
            "program": ["A", None],
            "pagu": [1e9, float("nan")],
            "capaian": [Decimal("98.50"), None],
        }
    )
    table = from_frame(frame, {"program": "teks", "pagu": "rupiah", "capaian": "persen"}, id="pagu")

    assert table.id == "pagu"
    assert [[cell.teks for cell in row.cells] for row in table.rows] == [
        ["A", "1000000000", "98.50%"],
        ["", "", ""],
    ]


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("rp", 0.5, "baris “a”, kolom “rp”: 0.5 bukan rupiah yang pasti"),
        ("rp", Decimal("0.5"), "baris “a”, kolom “rp”: Decimal('0.5') bukan rupiah yang pasti"),
        ("rp", 1e300, "bukan rupiah yang pasti"),
        ("rp", True, "baris “a”, kolom “rp”: True bukan rupiah yang pasti"),
        ("rp", "lima", "tabel/t.csv, baris 2, kolom rp"),
        ("uraian", 1.1, "baris “a”, kolom “uraian”: 1.1 bukan teks"),
    ],
)
def test_what_cannot_be_kept_exactly_is_told_with_row_and_column(
    column: str, value: object, message: str
) -> None:
    frame = to_frame(sample()).astype({column: "object"})
    frame.loc["a", column] = value  # type: ignore[call-overload,unused-ignore]

    with pytest.raises(InputError) as caught:
        from_frame(frame)
    assert message in str(caught.value)


def test_rows_need_ids_and_columns_their_kinds() -> None:
    frame = pd.DataFrame({"rp": [1, 2]})

    with pytest.raises(InputError, match="kolom tabel ini tidak diketahui"):
        from_frame(frame)
    with pytest.raises(InputError, match="baris ke-1: “0” bukan id"):
        from_frame(frame, {"rp": "rupiah"})
    with pytest.raises(InputError, match="kolom “pagu” tidak ada"):
        from_frame(frame.set_axis(["a", "b"]), {"pagu": "rupiah"})


def test_a_cell_that_could_not_be_read_is_no_number_and_is_not_lost() -> None:
    base = sample()
    row = base.rows[0]
    cells = tuple(
        Cell("12x", keliru=True) if name == "rp" else cell
        for name, cell in zip(KINDS, row.cells, strict=True)
    )
    broken = replace(base, rows=(replace(row, cells=cells),))

    assert to_frame(broken)["rp"].isna().all()
    assert from_frame(to_frame(broken)) == broken
