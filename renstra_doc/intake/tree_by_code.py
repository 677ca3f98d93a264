"""Levels and parents by code; a row without one by its words, by the gap it fills, by its place."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.account_codes import find_accounts, is_account, name_account
from renstra_doc.intake.budget_codes import find_parents, name_levels
from renstra_doc.intake.level_names import say_level
from renstra_doc.intake.source import SourceRemark, tidy
from renstra_doc.intake.source_line import MAIN
from renstra_doc.intake.tree_rows import Tree, chain_up
from renstra_doc.model.row_levels import INDICATOR

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        names = [line.name for line in rows.lines]
        self.accounts = find_accounts(self.codes, names)
        plans = ["" if is_account(code, self.accounts) else code for code in self.codes]
        self.by_depth = name_levels(plans, names)
        self.parents = find_parents(self.codes)
        self.levels = [self._level_of(code) if code else "" for code in self.codes]
        self.frame: int | None = None  # the last tujuan or sasaran
        self.doubtful: list[int] = []
        self.remarks: list[SourceRemark] = []

    def _level_of(self, code: str) -> str:
        if is_account(code, self.accounts):
            return name_account(code)
        return self.by_depth.get(len(code.split(".")), "")

    def grow(self) -> Tree:
        for index in self.rows.main:
            aim = find_aim(self.rows.lines[index].name)
            if self.codes[index]:
                # A code without a parent in the list hangs on the tujuan or sasaran that frames it.
                if self.parents[index] is None:
                    self.parents[index] = self._above(index)
            elif aim:
                self._frame(index, aim)
            else:
                self._place(index)
        levels, parents = tuple(self.levels), tuple(self.parents)
        return Tree(levels, parents, "kode", tuple(self.remarks), tuple(self.doubtful))

    def _above(self, index: int) -> int | None:
        """Return what holds a row of the highest level: a program its accounts, else the aim."""
        if not is_account(self.codes[index], self.accounts):
            return self.frame
        coded = (place for place in reversed(self.rows.main) if place < index and self.codes[place])
        plans = (place for place in coded if not is_account(self.codes[place], self.accounts))
        return next(plans, self.frame)

    def _frame(self, index: int, aim: str) -> None:
        """Let a tujuan or sasaran hold what follows; a sasaran stands below its tujuan."""
        above = self.frame
        self.levels[index] = aim
        if aim == "sasaran" and above is not None:
            # Two sasaran in a row are siblings below the same tujuan.
            is_goal = self.levels[above] == "tujuan"
            self.parents[index] = above if is_goal else self.parents[above]
        else:
            self.parents[index] = None
        self.frame = index

    def _place(self, index: int) -> None:
        """Give a row without a code its place: an outcome below what it is of, else where it is."""
        before = next((p for p in reversed(self.rows.main) if p < index and self.codes[p]), None)
        if before is not None and self._is_outcome(index, before):
            self.levels[index], self.parents[index] = INDICATOR, before
            above = self.rows.lines[before].name
            self._tell(index, "turunan", f"baris tanpa kode dan pagu, dibaca indikator “{above}”")
            return
        self.levels[index], self.parents[index] = _place_uncoded(
            self.rows, index, self.levels, self.parents
        )
        self.doubtful.append(index)
        level = say_level(self.levels[index] or "tanpa tingkat")
        self._tell(index, "ragu", f"baris tanpa kode, dibaca {level} menurut letaknya")

    def _tell(self, index: int, kind: str, message: str) -> None:
        line = self.rows.lines[index]
        place = self.rows.table.place(line.row)
        self.remarks.append(SourceRemark(kind, place, message, line.name))

    def _is_outcome(self, index: int, before: int) -> bool:
        """Return whether a row is the outcome or output of a coded row above, with its indicator.

        Since 2025 the national form sets them below each other: the coded row bears the amounts,
        `Meningkatnya …` the indicator and its targets.
        """
        line, amounts = self.rows.lines[index], self.rows.amounts
        told = [f.at for f in self.rows.heading.of(words.INDICATOR)]
        is_told = any(line.cell(at).plain for at in told)
        return is_told and bool(amounts[before]) and not amounts[index] and not is_said(line.name)


def is_said(name: str) -> bool:
    """Return whether the name of a row begins with the word of its level."""
    return words.name_level(name) in words.LEVELS


def find_aim(name: str) -> str:
    """Return `tujuan` or `sasaran` where the name of a row begins so."""
    match = _AIM.match(tidy(name).lower())
    return match[1] if match else ""


def _place_uncoded(
    rows: Rows, index: int, levels: Sequence[str], parents: Sequence[int | None]
) -> tuple[str, int | None]:
    """Place a row without code: by the word its name begins with, else where the sums then hold."""
    said = words.name_level(rows.lines[index].name)
    before = rows.above(index)
    chain = list(chain_up(parents, before))
    # A row that calls itself a program is one, wherever it stands.
    if said in words.LEVELS:
        higher = words.LEVELS[: words.LEVELS.index(said)]
        return said, next((place for place in chain if levels[place] in higher), None)
    # The deepest row above whose amounts only come out right with this one among its parts.
    for above in chain:
        if _fills_gap(rows, index, above, parents):
            return _level_below(rows, above, levels, parents), above
    parent = parents[before] if before is not None else None
    return (levels[before] if before is not None else ""), parent


def _level_below(
    rows: Rows, parent: int, levels: Sequence[str], parents: Sequence[int | None]
) -> str:
    return next((levels[place] for place in rows.main if parents[place] == parent), "")


def _fills_gap(rows: Rows, index: int, parent: int, parents: Sequence[int | None]) -> bool:
    """Return whether a row, with those without code beside it, makes up what a parent prints."""
    group = _list_uncoded(rows, index)
    if not rows.amounts[index]:
        return False
    siblings = [place for place in rows.main if parents[place] == parent and place not in group]
    compared = [name for name in rows.amounts[index] if name in rows.amounts[parent]]
    parts = [*siblings, *group]
    return bool(compared) and all(
        sum((rows.amounts[place].get(name, Decimal(0)) for place in parts), Decimal(0))
        == rows.amounts[parent][name]
        for name in compared
    )


def _list_uncoded(rows: Rows, index: int) -> list[int]:
    """Return the rows without a code that stand in one run with a row."""
    at = rows.main.index(index)
    first = last = at
    while first and not rows.lines[rows.main[first - 1]].code:
        first -= 1
    while last + 1 < len(rows.main) and not rows.lines[rows.main[last + 1]].code:
        last += 1
    return list(rows.main[first : last + 1])
