"""Every report speaks to its reader: no id, no column of a file, no expression, no mark of markup."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from amendments import EXAMPLE, Record, read_rows, write_rows

from renstra_doc.review.diff.compare import compare_editions
from renstra_doc.review.diff.weakened_rules import compare_rules
from renstra_doc.review.edition import make_editions
from renstra_doc.review.matriks import build_matriks
from renstra_doc.review.show.as_html import changes_html
from renstra_doc.review.show.as_text import changes_text
from renstra_doc.run.pipeline import read_document
from renstra_doc.view import TableItem
from renstra_doc.words.markup import plain_text

STORY = "naskah/02-isi.csv"
Edit = Callable[[list[Record]], list[Record]]


def on(key: str, **values: str) -> Edit:
    """Change columns of the record of an id."""
    return lambda rows: [
        {**row, **values} if row.get("id", row.get("kunci")) == key else row for row in rows
    ]


def rewrite(key: str, old: str, new: str) -> Edit:
    """Change words in the text of a block."""

    def edit(rows: list[Record]) -> list[Record]:
        (text,) = (row["teks"] for row in rows if row["id"] == key)
        assert old in text
        return on(key, teks=text.replace(old, new))(rows)

    return edit


def without(part: str) -> Edit:
    """Leave out the records whose id has a part."""
    return lambda rows: [row for row in rows if part not in row["id"]]


CASES: dict[str, tuple[str, Edit, str, str]] = {
    # What changed, and what stood and stands there as a reader is told.
    "rows of a graph": (
        "grafik.csv",
        on("produksi-jenis", baris="tangkap-laut tangkap-darat"),
        "a. Laut; b. Perairan darat; a. Kolam; b. Mina padi",
        "a. Laut; b. Perairan darat",
    ),
    "columns of a graph": (
        "grafik.csv",
        on("produksi-jenis", kolom="produksi_2023"),
        "Produksi, 2021; Produksi, 2022; Produksi, 2023",
        "Produksi, 2023",
    ),
    "title of a graph": (
        "grafik.csv",
        on("produksi-jenis", judul="Produksi **Ikan**"),
        "Produksi Perikanan menurut Jenis",
        "Produksi Ikan",
    ),
    "source of a picture": (
        STORY,
        on("foto-gudang", sumber="Sumber: *dinas*"),
        "Sumber: gambar contoh",
        "Sumber: dinas",
    ),
    "file of a picture": (STORY, on("foto-gudang", acuan="wilayah.png"), "gudang.jpg", "wilayah.png"),
    "kind of a block": (STORY, on("penutup-1", jenis="tanda_tangan"), "paragraf", "tanda tangan"),
    "footnote": (
        STORY,
        rewrite("umum-latar-2", "Luas menurut", "Lebar menurut"),
        "(catatan kaki: Luas menurut",
        "(catatan kaki: Lebar menurut",
    ),
    "typed instead of taken from the data": (
        STORY,
        rewrite("umum-latar-1", "{{ dokumen.opd }}", "Dinas Pangan dan Perikanan"),
        "diambil dari data, rumus lama",
        "diambil dari data, rumus baru",
    ),
    "signature beside another one": (
        "dokumen.csv",
        on("sekretaris_daerah", nilai="SITI"),
        "Nama Sekretaris Daerah",
        "SITI",
    ),
    "signatures gone": (STORY, without("ttd-kiri"), "Nama Sekretaris Daerah", ""),
}  # fmt: skip
MACHINE = re.compile(r"\*|\{\{| \| |\b\d{4}-\d\d-\d\d\b|[a-z]_[a-z]|produksi_|\btangkap-|\bkiri\b")


def amend(folder: Path, name: str, edit: Edit) -> Path:
    shutil.copytree(EXAMPLE.parent, folder)
    place = folder / "data" / name
    write_rows(place, edit(read_rows(place)))
    return folder / "data"


@pytest.mark.parametrize("case", CASES)
def test_every_report_tells_a_change_in_the_words_of_the_document(
    case: str, tmp_path: Path
) -> None:
    name, edit, before, after = CASES[case]
    old, new = (
        read_document(folder)[0] for folder in (EXAMPLE, amend(tmp_path / "baru", name, edit))
    )

    editions = make_editions(old, new)
    changes = compare_editions(*editions)
    text = changes_text(changes, "lama", "baru")
    page = changes_html(changes, "Renstra", "lama", "baru")
    view = build_matriks(changes, editions, ("", ""))
    cells = [
        plain_text(cell.teks)
        for item in view.items
        if isinstance(item, TableItem)
        for row in item.rows
        for cell in row.cells
    ]

    shown = re.sub(r"<[^>]+>", "", re.sub(r"(?s)<(style|script).*?</\1>", "", page))
    plain = re.sub(r"\[-|-\]|\{\+|\+\}", "", text)
    for told in (before, after):
        assert told in plain
        assert told in shown
        assert any(told in cell for cell in cells)
    for report in (re.sub(r"(?m)^.*\.csv, baris \d+$", "", plain), "\n".join(cells)):
        assert MACHINE.findall(report) == []


def test_a_weakened_rule_is_told_by_its_ground_and_in_numbers_of_the_country(
    tmp_path: Path,
) -> None:
    def loosen(rows: list[Record]) -> list[Record]:
        return [{**row, "toleransi": "1000.5", "bobot": "warning"} for row in rows]

    with (EXAMPLE / "aturan.csv").open(encoding="utf-8") as stream:
        ground = next(csv.DictReader(stream))["dasar"]
    old, new = (
        read_document(folder)[0]
        for folder in (EXAMPLE, amend(tmp_path / "b", "aturan.csv", loosen))
    )

    told = [str(change) for change in compare_rules(old, new)][:2]

    assert told == [
        f"aturan “{ground}” dilemahkan: toleransi 0,5 menjadi 1.000,5",
        f"aturan “{ground}” dilemahkan: bobot kesalahan menjadi peringatan",
    ]
