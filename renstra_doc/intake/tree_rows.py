"""A tree of rows as values: levels and parents, what the ways to them look at, their sums."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.source_line import MAIN
from renstra_doc.model.row_levels import GROUP

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from renstra_doc.intake.headings import Heading, HeadingField
    from renstra_doc.intake.source import SourceRemark, SourceTable
    from renstra_doc.intake.source_line import SourceLine


@dataclass(frozen=True)
class Tree:
    """The level and the parent (a row's index) of each row, how they were found, what was told."""

    levels: tuple[str, ...]
    parents: tuple[int | None, ...]
    way: str = ""
    remarks: tuple[SourceRemark, ...] = ()
    doubtful: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sums:
    """How many sums of a tree hold, and those that do not: (row, column, printed, sum)."""

    holds: int = 0
    fails: tuple[tuple[int, str, Decimal, Decimal], ...] = ()

    @property
    def share(self) -> float:
        """The share of the sums that fail."""
        total = self.holds + len(self.fails)
        return len(self.fails) / total if total else 0.0


@dataclass(frozen=True)
class Rows:
    """What the ways look at: the table, its heading, its rows, and the amounts of each row."""

    table: SourceTable
    heading: Heading
    lines: tuple[SourceLine, ...]
    amounts: Sequence[Mapping[str, Decimal]]
    main: tuple[int, ...] = field(default=())

    @property
    def naming(self) -> HeadingField | None:
        """The column that names the rows."""
        fields = self.heading.fields
        return next((one for one in fields if one.role in (words.NAME, words.CODE_NAME)), None)

    def above(self, index: int) -> int | None:
        """Return the row above one."""
        return next((place for place in reversed(self.main) if place < index), None)


def add_up(rows: Rows, parents: Sequence[int | None]) -> Sums:
    """Compare each parent's amount with the sum of its children's, column by column."""
    children: dict[int, list[int]] = {}
    for index, parent in enumerate(parents):
        # Indicators have no amount of their own, totals are judged apart.
        if parent is not None and rows.lines[index].kind in (MAIN, GROUP):
            children.setdefault(parent, []).append(index)
    holds, fails = 0, []
    for parent, below in sorted(children.items()):
        for name, printed in rows.amounts[parent].items():
            parts = [rows.amounts[child][name] for child in below if name in rows.amounts[child]]
            if not parts:
                continue
            total = sum(parts, Decimal(0))
            if total == printed:
                holds += 1
            else:
                fails.append((parent, name, printed, total))
    return Sums(holds, tuple(fails))


def stack_ranks(rows: Rows, ranks: Mapping[int, int]) -> list[int | None]:
    """Return the parent of each row: the nearest above of a higher rank."""
    parents: list[int | None] = [None] * len(rows.lines)
    open_rows: list[tuple[int, int]] = []
    for index in rows.main:
        if index not in ranks:
            continue
        while open_rows and open_rows[-1][1] >= ranks[index]:
            open_rows.pop()
        parents[index] = open_rows[-1][0] if open_rows else None
        open_rows.append((index, ranks[index]))
    return parents


def chain_up(parents: Sequence[int | None], start: int | None) -> Iterator[int]:
    """Yield a row and those above it, up to the top."""
    while start is not None:
        yield start
        start = parents[start]
