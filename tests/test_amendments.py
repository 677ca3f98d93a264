"""Eleven amendments: every figure of the matriks is reckoned once more, from the CSV files alone."""

from __future__ import annotations

import zipfile
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import amendments
import pytest
from amendments import AMENDMENTS, EXAMPLE, amend, read_rows
from lxml import etree
from ooxml import W, find, text_of, value

from renstra_doc.cli import main

Amount = Decimal | None
HEADS = [
    *["No", "Kode", "Uraian", "Indikator", "Indikator", "Satuan", "Tahun", "Target", "Target"],
    *["Rp", "Rp", "Bertambah/ (Berkurang)", "Bertambah/ (Berkurang)", "Status", "Alasan/Dasar"],
]
SIDES = ["Semula", "Menjadi"]
STATUSES = {
    # With its kegiatan, its program, its sasaran and its tujuan.
    "pagu": {"berubah": 5},
    "nomenklatur": {"ganti nomenklatur": 2},
    "pecah-sub-kegiatan": {"dipecah": 3},
    "gabung-sub-kegiatan": {"digabung": 3},
    "pindah-kegiatan": {"dipindahkan": 2, "berubah": 5},
    "semua": {"dipecah": 3, "digabung": 3, "ganti nomenklatur": 2},
    "pecah-program": {"dipecah": 3},
    "gabung-program": {"digabung": 3},
    "pindah-bidang": {"dipindahkan": 2},
    "baru-dan-dihapus": {"baru": 1, "dihapus": 1},
    "indikator": {"berubah": 3},
}


@pytest.mark.parametrize("name", AMENDMENTS)
def test_the_matriks_of_an_amendment_holds_what_the_files_say(name: str, tmp_path: Path) -> None:
    source, table, _ = AMENDMENTS[name]
    folder = amend(name, tmp_path / "data")
    output = tmp_path / "matriks.docx"

    code = main(["diff", str(source), str(folder), "--format", "matriks", "--output", str(output)])

    assert code == 0
    root = read_body(output)
    programs, recap = find(root, "//w:tbl")[:2]
    rows = read_grid(programs)
    # What the columns of the data call their amounts: the example is in thousands.
    money = "Rp ribu" if source == EXAMPLE else "Rp"
    assert rows[0] == [money if head == "Rp" else head for head in HEADS]
    assert rows[1][3:5] == rows[1][7:9] == rows[1][9:11] == SIDES
    assert rows[1][11:13] == [money, "%"]
    assert rows[2] == [f"({number})" for number in range(1, 16)]
    assert len(find(programs, "w:tr/w:trPr/w:tblHeader")) == 3
    wanted = Reckoning(source, folder, table)
    told = [(row[6], *row[9:13]) for row in rows[3:] if any(row[9:13])]
    assert Counter(told) == Counter(wanted.lines())
    assert read_grid(recap)[-1][2:7] == ["Jumlah", *wanted.whole()]
    found = Counter(row[13] for row in rows[3:] if row[0] or row[13])
    assert {key: found[key] for key in STATUSES[name]} == STATUSES[name]
    paragraphs = [text_of(node) for node in find(root, "w:body/w:p")]
    assert paragraphs[0].startswith("PEMERINTAH K")
    assert [line for line in paragraphs if line.startswith(("Semula: ", "Menjadi: "))][1].endswith(
        "tanggal 5 Oktober 2026"
    )
    *_, heading = [node for node in find(root, "//w:p") if text_of(node).startswith("Matriks ")]
    signed = [text_of(node) for node in heading.itersiblings() if node.tag == W + "p"]
    beside = [text_of(node) for node in find(root, "w:body/w:tbl[last()]//w:p")]
    assert any(text.startswith("Kepala Dinas") for text in [*signed, *beside])


def read_body(path: Path) -> etree._Element:
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def read_grid(table: etree._Element) -> list[list[str]]:
    """Return the texts of a table, merged ones in each cell that they cover downwards or across."""
    rows: list[list[str]] = []
    for row in find(table, "w:tr"):
        texts: list[str] = []
        for cell in find(row, "w:tc"):
            text = " ".join(text_of(node) for node in find(cell, "w:p"))
            span = int(next((value(node) for node in find(cell, "w:tcPr/w:gridSpan")), "1"))
            merge = [value(node) or "continue" for node in find(cell, "w:tcPr/w:vMerge")]
            if merge == ["continue"] and rows and len(rows) < 3:
                text = rows[-1][len(texts)]
            texts += [text] * span
        rows.append(texts)
    return rows


class Reckoning:
    """What the lines of the matriks must say, from the rows of both editions and the mapping."""

    def __init__(self, old: Path, new: Path, table: str) -> None:
        self.sides = [
            {row["id"]: row for row in read_rows(folder / "tabel" / f"{table}.csv")}
            for folder in (old, new)
        ]
        place = new / "pemetaan.csv"
        self.mapped = [
            (line["lama"], line["baru"], line["jenis"])
            for line in (read_rows(place) if place.is_file() else [])
        ]
        self.same = {
            old: new
            for old, new, kind in self.mapped
            if kind in ("ganti_nama", "ganti_nomenklatur", "pindah", "")
        }
        self.columns = [key for key in next(iter(self.sides[1].values())) if key[:3] == "rp_"]
        self.years = [key for key in self.columns if key[3:].isdigit()]

    def amount(self, side: int, key: str, column: str) -> Amount:
        """Return the amount of a row as written, else the sum of the rows below it."""
        rows = self.sides[side]
        if key not in rows:
            return None
        if rows[key][column] not in ("", "-"):
            return Decimal(rows[key][column])
        if rows[key][column] == "-":
            return None
        below = [
            self.amount(side, row["id"], column)
            for row in rows.values()
            if row["induk"] == key and row["tingkat"] not in ("indikator", "jumlah", "kelompok")
        ]
        found = [amount for amount in below if amount is not None]
        return sum(found, Decimal(0)) if found else None

    def parts(self, key: str, kind: str, *, side: int) -> list[str]:
        """Return the kin of a row: what it was split into, or merged from."""
        pairs = [(old, new) for old, new, found in self.mapped if found == kind]
        return [pair[1 - side] for pair in pairs if pair[side] == key]

    def lines(self) -> list[tuple[str, ...]]:
        """Return every line with rupiah: its period, both amounts, difference and percent."""
        told: list[tuple[str, ...]] = []
        for key in self.sides[0]:
            if key not in self.same.values() and key not in self.sides[1] and key not in self.same:
                told += self.row_lines(key, "", is_changed=True)
        for key, row in self.sides[1].items():
            if row["tingkat"] == "indikator":
                continue
            older = next((old for old, new in self.same.items() if new == key), key)
            if older not in self.sides[0]:
                older = ""
            if older and self.has_moved(older, key):
                told += self.row_lines(older, "", is_changed=True)
                told += self.row_lines("", key, is_changed=True)
            else:
                told += self.row_lines(older, key, is_changed=self.is_changed(older, key))
        return told

    def has_moved(self, older: str, key: str) -> bool:
        above = [self.sides[0][older]["induk"], self.sides[1][key]["induk"]]
        kin = {(old, new) for old, new, _ in self.mapped}
        return above[0] != above[1] and tuple(above) not in kin

    def is_changed(self, older: str, key: str) -> bool:
        if not older:
            return True
        old, new = self.sides[0][older], self.sides[1][key]
        names = [name for name in new if name not in ("id", "induk", "entitas")]
        return any(old[name] != new[name] for name in names) or any(
            self.amount(0, older, column) != self.amount(1, key, column) for column in self.columns
        )

    def row_lines(self, older: str, key: str, *, is_changed: bool) -> list[tuple[str, ...]]:
        pairs = {
            column: [self.amount(0, older, column), self.amount(1, key, column)]
            for column in self.columns
        }
        split = self.parts(older, "pecah", side=0) if not key else []
        merged = self.parts(key, "gabung", side=1) if not older else []
        for column, pair in pairs.items():
            if split:
                pair[1] = add([self.amount(1, one, column) for one in split])
            if merged:
                pair[0] = add([self.amount(0, one, column) for one in merged])
        is_part = bool(
            (not older and self.parts(key, "pecah", side=1))
            or (not key and self.parts(older, "gabung", side=0))
        )
        years = [pairs[column] for column in self.years]
        total = [add([pair[side] for pair in years]) for side in (0, 1)]
        names = [column[3:] for column in self.years]
        lines = [show_line(f"{names[0]}–{names[-1]}", total, is_part=is_part)]
        if is_changed:
            lines += [
                show_line(label(column), pair, is_part=is_part) for column, pair in pairs.items()
            ]
        return [line for line in lines if any(line[1:])]

    def whole(self) -> list[str]:
        """Return the grand total: the sum of the programs of each edition."""
        sums = [
            add(
                [
                    self.amount(side, row["id"], column)
                    for row in rows.values()
                    if row["tingkat"] == "program"
                    for column in self.years
                ]
            )
            for side, rows in enumerate(self.sides)
        ]
        return list(show_line("", sums, is_part=False)[1:])


def label(column: str) -> str:
    name = column[3:]
    return name if name.isdigit() else "Kondisi Kinerja pada akhir periode Renstra Perangkat Daerah"


def add(amounts: list[Amount]) -> Amount:
    found = [amount for amount in amounts if amount is not None]
    return sum(found, Decimal(0)) if found else None


def show_line(period: str, pair: list[Amount], *, is_part: bool) -> tuple[str, ...]:
    old, new = pair
    if old is None and new is None:
        return (period, "", "", "", "")
    texts = ["–" if amount is None else show(amount) for amount in pair]
    if is_part:
        return (period, *texts, "–", "–")
    difference = (new or Decimal(0)) - (old or Decimal(0))
    percent = (
        show((difference / old * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)) if old else "–"
    )
    return (period, *texts, show(difference), percent)


def show(number: Decimal) -> str:
    """Return a number with dots and a comma; what is less than nothing in brackets."""
    digits = f"{abs(number):,f}".replace(",", "X").replace(".", ",").replace("X", ".")
    if "," in digits:
        digits = digits if digits.rstrip("0")[-1] != "," else digits.partition(",")[0]
    return f"({digits})" if number < 0 else digits


def test_every_amendment_is_told_without_losing_rupiah_where_it_only_moved() -> None:
    assert len(AMENDMENTS) == 11
    assert {amendments.DATA, amendments.EXAMPLE} == {source for source, _, _ in AMENDMENTS.values()}
