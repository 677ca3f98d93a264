"""A comparison of a printed whole with what its parts give, and its five possible outcomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from renstra_doc.finding import Finding
from renstra_doc.model.cells import print_number
from renstra_doc.model.row_levels import TOTAL
from renstra_doc.model.values import Cell
from renstra_doc.words.markup import plain_line, plain_text
from renstra_doc.words.numbers import round_half_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from renstra_doc.finding import Severity
    from renstra_doc.model import Row, Table
    from renstra_doc.model.rules import Rule
    from renstra_doc.words.numbers import SpelledTarget

CellKey = tuple[str, str, str]  # table, row, column
PLAUSIBLE = 5  # no unprinted year is taken to hold more than five times the largest printed one
_NOTHING = Cell("")
PERCENT = "%"  # percentages add up in a total row only: shares of 100 %


class Outcome(StrEnum):
    """The five answers to “does it add up?”."""

    HOLDS = "cocok"
    DIFFERS = "berbeda"
    WHOLE_UNPRINTED = "jumlah tidak tercetak"
    PART_UNPRINTED = "bagian tidak tercetak"
    UNSUMMABLE = "tidak dapat dijumlahkan"


@dataclass(slots=True, unsafe_hash=True, init=False)
class Ref:
    """A cell of a table; never changed once made.

    A check makes some dozens for each row: frozen by `Final` alone they are made three times as
    fast as by the dataclass, and each looks its cell up once.
    """

    table: Final[Table]
    row: Final[Row]
    kolom: Final[str]
    cell: Cell = field(compare=False, repr=False)

    def __init__(self, table: Table, row: Row, kolom: str) -> None:
        """Point at a cell; a column that only the file has (`kode`) holds nothing in print."""
        self.table = table
        self.row = row
        self.kolom = kolom
        place = table.index.get(kolom)
        self.cell = row.cells[place] if place is not None else _NOTHING

    @property
    def angka(self) -> Decimal | None:
        """The cell's number as printed, or None where none is printed or it could not be read."""
        besaran = self.cell.besaran
        if besaran is None:
            return None
        value = besaran.angka
        decimals = self.table.decimals
        if decimals and self.kolom in decimals and not besaran.strip:
            return round_half_up(value, decimals[self.kolom])
        return value if isinstance(value, Decimal) else Decimal(value)

    @property
    def stored(self) -> Decimal | None:
        """The cell's number as the CSV has it, with decimals that the column may not print."""
        besaran = self.cell.besaran
        return Decimal(besaran.angka) if besaran is not None else None

    @property
    def satuan(self) -> str:
        """The unit printed with the number."""
        besaran = self.cell.besaran
        # Whatever stands behind a dash, there is nothing to count in that unit.
        return besaran.satuan.lower() if besaran is not None and not besaran.strip else ""

    @property
    def teks(self) -> str:
        """What the cell says, without blanks around it."""
        return self.cell.teks.strip()

    @property
    def jenis(self) -> str:
        """The kind of the cell's column."""
        return self.table.columns[self.table.index[self.kolom]].jenis

    @property
    def cetak(self) -> str:
        """What the cell prints, without markup: a number in Indonesian form."""
        column = self.table.columns[self.table.index[self.kolom]]
        number = print_number(column, self.cell)
        return plain_text(self.teks) if number is None else number

    @property
    def tulisan(self) -> SpelledTarget | None:
        """The cell's target where it is of a form of its own: a range, a bound, a ratio."""
        return self.cell.tulisan

    @property
    def is_dash(self) -> bool:
        """Return whether a dash is printed, which counts as 0."""
        besaran = self.cell.besaran
        return besaran is not None and besaran.strip

    @property
    def is_misread(self) -> bool:
        """Return whether the cell could not be read: nothing may be concluded from it."""
        return self.cell.keliru

    @property
    def is_printed(self) -> bool:
        """Return whether anything is printed in the cell."""
        return bool(self.cell.teks.strip())

    @property
    def is_unreadable(self) -> bool:
        """Return whether the cell holds something unreadable, or a text in place of a number."""
        cell = self.cell
        return cell.keliru or (cell.besaran is None and bool(cell.teks.strip()))

    @property
    def key(self) -> CellKey:
        """Identity of the cell: table, row, column."""
        return (self.table.id, self.row.id, self.kolom)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison a rule made.

    The cell held against `expected`, from which parts, with which outcome.

    `adds` says that `expected` is the sum of the parts by the rule's own meaning, not by chance.
    """

    rule: Rule
    whole: Ref
    parts: tuple[Ref, ...]
    outcome: Outcome
    expected: Decimal | None = None
    sentence: str = "jumlah rinciannya"
    adds: bool = False

    @property
    def refs(self) -> tuple[Ref, ...]:
        """The cells that were held against each other, the whole first."""
        return (self.whole, *self.parts)

    @property
    def is_rounding(self) -> bool:
        """Return whether a sum differs only by the decimals that its parts do not print."""
        if not self.adds or self.outcome is not Outcome.DIFFERS:
            return False
        # Only where decimals are hidden can the printed sum be off while the stored one is right.
        if not any(ref.kolom in ref.table.decimals for ref in self.refs):
            return False
        total = sum((part.stored or Decimal(0) for part in self.parts), Decimal(0))
        gap = abs(total - (self.whole.stored or Decimal(0)))
        # Each part may be off by the tolerance, at worst all in one direction.
        return gap <= self.rule.toleransi * len(self.parts)

    @property
    def is_sum(self) -> bool:
        """Return whether the parts add up to what is expected (those of a ratio do not)."""
        return self.adds or total_of(self.parts) == self.expected

    @property
    def is_counted(self) -> bool:
        """Return whether the comparison covers its cells.

        Something was really held against something.
        """
        return self.outcome in (Outcome.HOLDS, Outcome.DIFFERS, Outcome.PART_UNPRINTED)


@dataclass(frozen=True, slots=True)
class Mention:
    """What the prose says of cells of tables: whether a figure in it is what they say."""

    rule: Rule
    keys: tuple[CellKey, ...]
    holds: bool


def row_name(table: Table, row: Row) -> str:
    """Return what a person would call a row.

    What its naming column says, else its first printed words, else its id.
    """
    for text in _texts_of(table, row):
        if any(map(str.isalpha, text)):
            return plain_line(text)
    return row.id


def _texts_of(table: Table, row: Row) -> Iterator[str]:
    """Yield the texts of a row, those first that are most like a name."""
    if table.naming:
        yield table.cell(row, table.naming).teks
    cells = tuple(zip(table.columns, row.cells, strict=True))
    yield from (cell.teks for column, cell in cells if column.jenis == "teks")
    yield from (cell.teks for column, cell in cells if column.tampil)


def has_figures(table: Table, row: Row) -> bool:
    """Return whether a row prints any figure.

    One that prints none names a thing without speaking of its values.
    """
    cells = row.cells
    return any(cells[place].teks for place in table.figures)


def list_numbers(table: Table, rows: Iterable[Row], columns: Iterable[str]) -> Iterator[Ref]:
    """Yield the cells of the rows that hold a number, in the order of the columns."""
    places = [(name, table.index[name]) for name in columns]
    for row in rows:
        cells = row.cells
        for name, place in places:
            if cells[place].besaran is not None:
                yield Ref(table, row, name)


def cell_finding(
    rule: Rule,
    ref: Ref,
    message: str,
    *,
    expected: str = "",
    actual: str = "",
    hint: str = "",
    severity: Severity | None = None,
) -> Finding:
    """Return a finding about a cell, with the row's name before the message.

    It weighs as the rule says, unless another `severity` is given.
    """
    name = row_name(ref.table, ref.row)
    return Finding(
        rule=rule.id,
        message=f"{name}: {message}",
        place=ref.table.cell_place(ref.row, ref.kolom),
        severity=severity or rule.bobot,
        table=ref.table.number,
        row=name,
        row_id=ref.row.id,
        column=ref.kolom,
        expected=expected,
        actual=actual,
        hint=hint,
    )


@dataclass(frozen=True)
class Addition:
    """Parts added up once, however many wholes are held against them."""

    parts: tuple[Ref, ...]
    printed: tuple[Ref, ...]
    total: Decimal
    units: frozenset[str]
    is_unreadable: bool

    @cached_property
    def has_gap(self) -> bool:
        """Return whether a part that should be there is not printed."""
        return any(part.angka is None and is_due(part) for part in self.parts)

    def is_plausible(self, excess: Decimal) -> bool:
        """Return whether the unprinted parts may hold what a whole prints beyond the others."""
        gaps = sum(1 for part in self.parts if not part.is_printed)
        largest = max((abs(part.angka or Decimal(0)) for part in self.printed), default=Decimal(0))
        return excess <= largest * gaps * PLAUSIBLE


def add_up(parts: Iterable[Ref]) -> Addition:
    """Add up what is printed of the parts."""
    refs = tuple(parts)
    printed: list[Ref] = []
    units: set[str] = set()
    total, is_unreadable = Decimal(0), False
    for ref in refs:  # once over the cells: sums are most of the time of a check
        if ref.cell.besaran is not None:
            printed.append(ref)
            total += ref.angka or 0
            units.add(ref.satuan)
        is_unreadable = is_unreadable or ref.is_unreadable
    return Addition(refs, tuple(printed), total, frozenset(units - {""}), is_unreadable)


def compare_sum(rule: Rule, whole: Ref, added: Addition, sentence: str = "") -> Comparison:
    """Hold a whole against the sum of its parts.

    A part is unprinted where its cell is empty although its row prints something else under the
    same heading, amounts on both sides, or no amount at all: what was never due is no missing part.
    An unprinted part is not 0: where the printed parts fall short of the whole nothing is proved,
    where they exceed it the difference is.
    """
    if added.is_unreadable or whole.is_unreadable or _mixes_units(whole, added):
        return Comparison(rule, whole, added.parts, Outcome.UNSUMMABLE)
    if not added.printed:
        return compare_nothing(rule, whole, added.parts if added.has_gap else ())
    outcome = _judge_sum(rule, whole.angka, added)
    shown = sentence or f"sedangkan {len(added.printed)} rinciannya berjumlah"
    return Comparison(rule, whole, added.printed, outcome, added.total, shown, adds=True)


def _mixes_units(whole: Ref, added: Addition) -> bool:
    units = added.units | ({whole.satuan} - {""})
    # Shares add up to 100 % in a total row; above its children a percentage is no sum of theirs.
    return len(units) > 1 or (units == {PERCENT} and whole.row.tingkat != TOTAL)


def _judge_sum(rule: Rule, whole: Decimal | None, added: Addition) -> Outcome:
    if whole is None:
        return Outcome.WHOLE_UNPRINTED
    # The tolerance is that of one rounded figure, and each part is one.
    outcome = hold(added.total, whole, rule.toleransi * len(added.printed))
    falls_short = outcome is Outcome.DIFFERS and added.total < whole
    return Outcome.PART_UNPRINTED if falls_short and added.has_gap else outcome


def compare_nothing(rule: Rule, whole: Ref, parts: tuple[Ref, ...] = ()) -> Comparison:
    """Return the comparison that is not made for want of the whole, or else of its parts."""
    outcome = Outcome.PART_UNPRINTED if whole.is_printed else Outcome.WHOLE_UNPRINTED
    return Comparison(rule, whole, parts, outcome)


def hold(printed: Decimal, expected: Decimal, room: Decimal) -> Outcome:
    """Hold one figure against another; they may be apart as far as there is room."""
    return Outcome.HOLDS if abs(printed - expected) <= room else Outcome.DIFFERS


def total_of(refs: Iterable[Ref]) -> Decimal:
    """Return the sum of what cells print."""
    return sum((ref.angka or Decimal(0) for ref in refs), Decimal(0))


def is_due(part: Ref) -> bool:
    """Return whether an empty cell should hold something.

    Its row prints beside it, amounts on both sides, or none at all.
    """
    table, cells = part.table, part.row.cells
    position = table.index[part.kolom]
    if any(cells[place].teks.strip() for place in table.beside[part.kolom]):
        return True
    alike = table.places[table.columns[position].jenis]
    printed = [place for place in alike if cells[place].besaran is not None]
    # Only between two amounts: a program that begins late has no gap in its first years.
    return not printed or printed[0] < position < printed[-1]
