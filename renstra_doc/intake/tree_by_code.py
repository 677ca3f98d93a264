"""Levels and parents by code; a row without one by its words, by the gap it fills, by its place."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.budget_codes import find_parents, name_levels
from renstra_doc.intake.level_names import say_level
from renstra_doc.intake.source import SourceRemark, tidy
from renstra_doc.intake.source_line import MAIN
from renstra_doc.intake.tree_rows import MOST_DEEP, Tree, chain_up, row_before

if TYPE_CHECKING:
    from renstra_doc.intake.tree_rows import Rows

_AIM = re.compile(r"(tujuan|sasaran)(?:\s*[\d.]+[a-z]?)?\s*:")


def grow_by_code(rows: Rows) -> Tree:
    """Return the tree of rows most of which bear a code."""
    return _CodeTree(rows).grow()


class _CodeTree:
    """Grows a tree from the codes of its rows, top down."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.codes = [line.code if line.kind == MAIN else "" for line in rows.lines]
        names = name_levels(self.codes, [line.name for line in rows.lines])
        self.parents = find_parents(self.codes)
        self.levels = [names.get(len(code.split(".")), "") if code else "" for code in self.codes]
        self.frame: int | None = None  # the last tujuan or sasaran
        self.doubtful: list[int] = []
        self.remarks: list[SourceRemark] = []
        # Of each row the first one below it, and what those below it make together.
        self.first: dict[int, int] = {}
        self.sums: dict[int, dict[str, Decimal]] = {}
        for index in rows.main:
            self._count(index)

    def _hang(self, index: int, parent: int | None) -> None:
        """Give a row without a parent its parent."""
        self.parents[index] = parent
        self._count(index)

    def _count(self, index: int) -> None:
        parent = self.parents[index]
        if parent is None:
            return
        self.first[parent] = min(index, self.first.get(parent, index))
        total = self.sums.setdefault(parent, {})
        for name, amount in self.rows.amounts[index].items():
            total[name] = total.get(name, Decimal(0)) + amount

    def grow(self) -> Tree:
        for index in self.rows.main:
            aim = find_aim(self.rows.lines[index].name)
            if self.codes[index]:
                if self.parents[index] is None:
                    self._hang(index, self.frame)
            elif aim:
                self._frame(index, aim)
            else:
                self._place(index)
        levels, parents = tuple(self.levels), tuple(self.parents)
        return Tree(levels, parents, "kode", tuple(self.remarks), tuple(self.doubtful))

    def _frame(self, index: int, aim: str) -> None:
        """Let a tujuan or sasaran hold what follows; a sasaran stands below its tujuan."""
        above = self.frame
        self.levels[index] = aim
        if aim == "sasaran" and above is not None:
            is_goal = self.levels[above] == "tujuan"
            self._hang(index, above if is_goal else self.parents[above])
        self.frame = index

    def _place(self, index: int) -> None:
        line = self.rows.lines[index]
        self.levels[index], parent = self._find_place(index)
        self._hang(index, parent)
        self.doubtful.append(index)
        level = self.levels[index] or "tanpa tingkat"
        message = f"baris tanpa kode, dibaca {say_level(level)} menurut letaknya"
        place = self.rows.table.place(line.row)
        self.remarks.append(SourceRemark("ragu", place, message, line.name))

    def _find_place(self, index: int) -> tuple[str, int | None]:
        """Return the level and the parent of a row without code.

        By the word its name begins with, else where the sums then hold.
        """
        said = words.name_level(self.rows.lines[index].name)
        before = row_before(self.rows, index)
        chain = list(islice(chain_up(self.parents, before), MOST_DEEP))
        if said in words.LEVELS:
            higher = words.LEVELS[: words.LEVELS.index(said)]
            return said, next((place for place in chain if self.levels[place] in higher), None)
        for above in chain:
            if self._fills_gap(index, above):
                return self.levels[self.first[above]] if above in self.first else "", above
        if before is None:
            return "", None
        return self.levels[before], self.parents[before]

    def _fills_gap(self, index: int, parent: int) -> bool:
        """Return whether a row makes the sum of a parent's rows what is printed, in each column."""
        own, printed = self.rows.amounts[index], self.rows.amounts[parent]
        below = self.sums.get(parent, {})
        return bool(own) and all(
            printed.get(name) == below.get(name, Decimal(0)) + amount
            for name, amount in own.items()
        )


def find_aim(name: str) -> str:
    """Return `tujuan` or `sasaran` where the name of a row begins so."""
    match = _AIM.match(tidy(name).lower())
    return match[1] if match else ""
