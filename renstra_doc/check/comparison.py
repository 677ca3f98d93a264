"""A comparison of a printed whole with what its parts give, and its five possible outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding
from renstra_doc.markup import plain_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renstra_doc.check.rule import Rule
    from renstra_doc.model import Row, Table

PERCENT, TOTAL_ROW = "%", "jumlah"  # percentages add up in a total row only: shares of 100 %


class Outcome(StrEnum):
    """The five answers to “does it add up?”."""

    HOLDS = "cocok"
    DIFFERS = "berbeda"
    WHOLE_UNPRINTED = "jumlah tidak tercetak"
    PART_UNPRINTED = "bagian tidak tercetak"
    UNSUMMABLE = "tidak dapat dijumlahkan"


@dataclass(frozen=True, slots=True)
class Ref:
    """A cell of a table."""

    table: Table
    row: Row
    kolom: str

    @property
    def angka(self) -> Decimal | None:
        """The cell's number, or None where none is printed or it could not be read."""
        besaran = self.table.cell(self.row, self.kolom).besaran
        return Decimal(besaran.angka) if besaran is not None else None

    @property
    def satuan(self) -> str:
        """The unit printed with the number."""
        besaran = self.table.cell(self.row, self.kolom).besaran
        return besaran.satuan.lower() if besaran is not None and not besaran.strip else ""

    @property
    def teks(self) -> str:
        """What the cell says, without blanks around it."""
        return self.table.cell(self.row, self.kolom).teks.strip()

    @property
    def is_dash(self) -> bool:
        """Whether a dash is printed, which counts as 0."""
        besaran = self.table.cell(self.row, self.kolom).besaran
        return besaran is not None and besaran.strip

    @property
    def is_misread(self) -> bool:
        """Whether the cell could not be read: nothing may be concluded from it."""
        return self.table.cell(self.row, self.kolom).keliru

    @property
    def is_printed(self) -> bool:
        """Whether anything is printed in the cell."""
        return bool(self.teks)

    @property
    def is_unreadable(self) -> bool:
        """Whether the cell holds something that could not be read, or a text in place of a number."""
        cell = self.table.cell(self.row, self.kolom)
        return cell.keliru or (bool(cell.teks.strip()) and cell.besaran is None)

    @property
    def key(self) -> tuple[str, str, str]:
        """Identity of the cell: table, row, column."""
        return (self.table.id, self.row.id, self.kolom)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison a rule made: the cell held against `expected`, from which parts, with which outcome."""

    rule: Rule
    whole: Ref
    parts: tuple[Ref, ...]
    outcome: Outcome
    expected: Decimal | None = None
    sentence: str = "jumlah bagiannya"

    @property
    def is_sum(self) -> bool:
        """Whether the parts add up to what is expected (those of a ratio do not)."""
        return sum((part.angka or Decimal(0) for part in self.parts), Decimal(0)) == self.expected

    @property
    def is_counted(self) -> bool:
        """Whether the comparison covers its cells: something was really held against something."""
        return self.outcome in (Outcome.HOLDS, Outcome.DIFFERS, Outcome.PART_UNPRINTED)


def row_name(table: Table, row: Row) -> str:
    """Return what a person would call a row: its first text with letters in it, else its id."""
    for column, cell in zip(table.columns, row.cells, strict=True):
        if column.jenis == "teks" and column.tampil and any(sign.isalpha() for sign in cell.teks):
            return " ".join(plain_text(cell.teks).split())
    return row.id


def cell_finding(
    rule: Rule, ref: Ref, message: str, *, expected: str = "", actual: str = "", hint: str = ""
) -> Finding:
    """Return a finding about a cell, with the row's name before the message."""
    name = row_name(ref.table, ref.row)
    return Finding(
        rule=rule.id,
        message=f"{name}: {message}",
        place=ref.table.cell_place(ref.row, ref.kolom),
        severity=rule.bobot,
        table=ref.table.nomor or ref.table.id,
        row=name,
        row_id=ref.row.id,
        column=ref.kolom,
        expected=expected,
        actual=actual,
        hint=hint,
    )


def compare_sum(rule: Rule, whole: Ref, parts: Sequence[Ref], sentence: str = "jumlah bagiannya") -> Comparison:
    """Hold a whole against the sum of its parts.

    A part is unprinted where its cell is empty although its row prints something else under the same heading, or
    amounts on both sides: what was never due is no missing part. An unprinted part is not 0: where the printed parts
    fall short of the whole nothing is proved, where they exceed it the difference is.
    """
    whole_value = whole.angka
    if any(part.is_unreadable for part in parts) or whole.is_unreadable:
        return Comparison(rule, whole, tuple(parts), Outcome.UNSUMMABLE)
    units = {ref.satuan for ref in (whole, *parts) if ref.satuan}
    if len(units) > 1 or (units == {PERCENT} and whole.row.tingkat != TOTAL_ROW):
        return Comparison(rule, whole, tuple(parts), Outcome.UNSUMMABLE)
    printed = [(part, value) for part in parts if (value := part.angka) is not None]
    if not printed:
        return Comparison(rule, whole, (), Outcome.PART_UNPRINTED if whole.is_printed else Outcome.WHOLE_UNPRINTED)
    total = sum((value for _, value in printed), Decimal(0))
    used = tuple(part for part, _ in printed)
    if whole_value is None:
        return Comparison(rule, whole, used, Outcome.WHOLE_UNPRINTED, total, sentence)
    if abs(total - whole_value) <= rule.toleransi * max(len(printed), 1):
        return Comparison(rule, whole, used, Outcome.HOLDS, total, sentence)
    is_short = total < whole_value and any(part.angka is None and is_due(part) for part in parts)
    outcome = Outcome.PART_UNPRINTED if is_short else Outcome.DIFFERS
    return Comparison(rule, whole, used, outcome, total, sentence)


def is_due(part: Ref) -> bool:
    """Whether an empty cell should hold something: its row prints beside it, or amounts before and after it."""
    table, row = part.table, part.row
    position = table.index[part.kolom]
    column = table.columns[position]
    heading = column.judul[:-1]
    group = [
        place
        for place, other in enumerate(table.columns)
        if place != position
        and heading
        and other.judul[: len(heading)] == heading
        and len(other.judul) == len(column.judul)
    ]
    if any(row.cells[place].teks.strip() for place in group):
        return True
    same_kind = [place for place, other in enumerate(table.columns) if other.jenis == column.jenis]
    printed = [place for place in same_kind if row.cells[place].besaran is not None]
    return any(place < position for place in printed) and any(place > position for place in printed)
