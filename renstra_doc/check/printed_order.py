"""The hierarchy on paper is the hierarchy that is summed.

A reader takes a row as part of the last row of a higher level above it; sums follow `induk`. Both
must say the same, whatever rules a document has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import row_name
from renstra_doc.check.levels import read_levels
from renstra_doc.finding import Finding, Severity
from renstra_doc.model.row_levels import INDICATOR, SPECIAL, TOTAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from renstra_doc.check.levels import Levels
    from renstra_doc.model import Document, Row, Table
    from renstra_doc.model.rules import Rule

STRUCTURE = "struktur"  # the name under which what no rule needs to ask for is reported


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A row that stands elsewhere on paper than in the sums, with the rows whose sums it upsets."""

    table: Table
    row: Row
    others: tuple[Row, ...]
    finding: Finding

    @property
    def keys(self) -> Iterator[tuple[str, str]]:
        """Yield table and id of each row that it makes doubtful."""
        return ((self.table.id, row.id) for row in (self.row, *self.others))


def find_misplaced(document: Document, rules: Iterable[Rule]) -> Iterator[Misplaced]:
    """Yield every row whose place on paper is not its place in the hierarchy."""
    known = tuple(rules)
    for table in document.tables.values():
        # A table without any parent is a list, and a list has no hierarchy to contradict.
        if any(row.induk for row in table.rows):
            yield from _Walk(read_levels(table, known)).judge()


def structure_finding(
    table: Table, row: Row, column: str, message: str, hint: str, severity: Severity
) -> Finding:
    """Return a finding about a row; `actual` is what the CSV says in that column."""
    name = row_name(table, row)
    return Finding(
        STRUCTURE,
        f"{name}: {message}",
        table.cell_place(row, column),
        severity,
        table=table.number,
        row=name,
        row_id=row.id,
        column=column,
        actual=str(getattr(row, column, "")),
        hint=hint,
    )


def warn_structure(table: Table, row: Row, column: str, message: str, hint: str) -> Finding:
    """Return a warning about a row."""
    return structure_finding(table, row, column, message, hint, Severity.WARNING)


class _Walk:
    """One walk down a printed table.

    `open` are the rows that a reader takes to be still open, highest first; `chain` those that
    `induk` says are.
    """

    def __init__(self, levels: Levels) -> None:
        self.levels, self.table = levels, levels.table
        self.open: list[Row] = []
        self.chain: list[str] = []

    def judge(self) -> Iterator[Misplaced]:
        """Yield what is misplaced, row by row."""
        for row in self.table.rows:
            found = self._judge_row(row)
            if found is not None:
                yield found
            self._step(row, is_sound=found is None)

    def _judge_row(self, row: Row) -> Misplaced | None:
        parent = self.table.row_by_id.get(row.induk)
        if parent is not None and parent.id not in self.chain:
            return self._tell_outside(row, parent)
        if parent is not None and parent.tingkat in (TOTAL, INDICATOR):
            message = f"berinduk baris {parent.tingkat} {_name(self.table, parent)}"
            return self._tell(row, "induk", (parent,), message)
        rank = self.levels.rank(row)
        if rank is not None:
            return self._judge_ranked(row, rank, parent)
        return self._judge_indicator(row, parent) if row.tingkat == INDICATOR else None

    def _tell_outside(self, row: Row, parent: Row) -> Misplaced:
        """A row printed elsewhere than under its parent upsets the sum of either place."""
        rank = self.levels.rank(row)
        paper = None if rank is None else self._find_paper_parent(rank)
        others = (parent,) if paper is None else (parent, paper)
        message = f"tercetak di luar induknya {_name(self.table, parent)}"
        return self._tell(row, "induk", others, message)

    def _judge_ranked(self, row: Row, rank: int, parent: Row | None) -> Misplaced | None:
        if parent is not None and self.levels.rank(parent) is None:
            return self._judge_below_unranked(row, parent)
        paper = self._find_paper_parent(rank)
        if paper is not None and paper is not parent:
            above = f"tercetak di bawah {_name(self.table, paper)}"
            said = (
                f"berinduk {_name(self.table, parent)}" if parent else f"{_level(row)}tanpa induk"
            )
            others = (paper,) if parent is None else (paper, parent)
            return self._tell(row, "induk", others, f"{said}, tetapi {above}")
        if parent is None:
            return self._judge_top(row)
        return self._judge_step(row, parent)

    def _judge_step(self, row: Row, parent: Row) -> Misplaced | None:
        """A row right below one of a level that is not the next higher one of its table."""
        wanted = self.levels.above(row.tingkat)
        if parent.tingkat == wanted or self.levels.is_usual(row.tingkat, parent.tingkat):
            return None
        message = f"tingkat {row.tingkat} langsung di bawah tingkat {parent.tingkat}"
        usual = (
            f"tingkat di atasnya biasanya {wanted}" if wanted else "di atasnya biasanya tidak ada"
        )
        hint = f"{usual}; periksa tingkat dan induk baris ini"
        return self._tell(row, "tingkat", (parent,), message, hint, Severity.WARNING)

    def _judge_below_unranked(self, row: Row, parent: Row) -> Misplaced | None:
        """A row of a ranked level under one whose level says nothing: lost, or the office's own."""
        is_lost = not parent.tingkat or self.levels.is_declared or parent.tingkat in SPECIAL
        # At the first child alone, so that it is told once.
        if not is_lost or not self.levels.is_known or self.table.children[parent.id][0] is not row:
            return None
        if parent.tingkat and self.levels.is_usual(row.tingkat, parent.tingkat):
            return None  # headings of units above the programs are the habit of this table
        level = f"tingkat “{parent.tingkat}”" if parent.tingkat else "tanpa tingkat"
        message = f"{level}, padahal di bawahnya ada baris bertingkat {row.tingkat}"
        hint = f"biasanya {self.levels.above(row.tingkat) or 'tingkat yang lebih tinggi'}"
        return self._tell(parent, "tingkat", (), message, hint, Severity.WARNING)

    def _judge_top(self, row: Row) -> Misplaced | None:
        """A row without parent and with none above it, of a level that else has parents."""
        below = self.levels.parents.get(row.tingkat)
        level = (
            [other for other in self.table.rows if other.tingkat == row.tingkat] if below else []
        )
        # Rows at the top are strange only where most of their level have a parent.
        if below is None or below.total() * 2 <= len(level):
            return None
        message = f"{_level(row)}tanpa induk, padahal baris setingkatnya berinduk"
        return self._tell(row, "induk", (), message, "isi induk dengan id baris di atasnya")

    def _judge_indicator(self, row: Row, parent: Row | None) -> Misplaced | None:
        """A further indicator belongs to the row above it."""
        above = self.open[-1] if self.open else None
        if parent is None and above is None:
            return None
        if parent is None or (above is not None and parent is not above):
            where = f"tercetak di bawah {_name(self.table, above)}" if above else "di baris teratas"
            said = f"berinduk {_name(self.table, parent)}" if parent else "tanpa induk"
            others = tuple(other for other in (above, parent) if other is not None)
            message = f"baris indikator {said}, tetapi {where}"
            return self._tell(row, "induk", others, message, weight=Severity.WARNING)
        return None

    def _find_paper_parent(self, rank: int) -> Row | None:
        return next(
            (row for row in reversed(self.open) if self.levels.ranks[row.tingkat] < rank), None
        )

    def _step(self, row: Row, *, is_sound: bool) -> None:
        """Close what ends before a row, and open the row."""
        if is_sound:
            # Only a sound row closes what is open: one stray must not make all that follow look
            # astray.
            while self.chain and self.chain[-1] != row.induk:
                self.chain.pop()
        if not is_sound and row.id not in self.table.children:
            return  # the row is a stranger here, and those after it are at home
        self.chain.append(row.id)
        rank = self.levels.rank(row)
        if rank is not None:
            while self.open and self.levels.ranks[self.open[-1].tingkat] >= rank:
                self.open.pop()
            self.open.append(row)

    def _tell(
        self,
        row: Row,
        column: str,
        others: tuple[Row, ...],
        message: str,
        hint: str = "",
        weight: Severity = Severity.ERROR,
    ) -> Misplaced:
        if not self.levels.is_known:
            weight = Severity.WARNING  # levels read off the table itself prove nothing
        advice = hint or "samakan induk dengan tempat cetaknya, atau pindahkan barisnya"
        found = structure_finding(self.table, row, column, message, advice, weight)
        return Misplaced(self.table, row, others, found)


def _name(table: Table, row: Row) -> str:
    return f"“{row_name(table, row)}” (baris {row.line})"


def _level(row: Row) -> str:
    return f"tingkat {row.tingkat} " if row.tingkat else ""
