"""Levels and parents by code; a row without one by its words, by the gap it fills, by its place."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.budget_codes import find_parents, name_levels
from renstra_doc.intake.level_names import say_level
from renstra_doc.intake.source import SourceRemark, tidy
from renstra_doc.intake.source_line import MAIN
from renstra_doc.intake.tree_rows import Tree, chain_up

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
        names = name_levels(self.codes, [line.name for line in rows.lines])
        self.parents = find_parents(self.codes)
        self.levels = [names.get(len(code.split(".")), "") if code else "" for code in self.codes]
        self.frame: int | None = None  # the last tujuan or sasaran
        self.doubtful: list[int] = []
        self.remarks: list[SourceRemark] = []

    def grow(self) -> Tree:
        for index in self.rows.main:
            aim = find_aim(self.rows.lines[index].name)
            if self.codes[index]:
                # A code without a parent in the list hangs on the tujuan or sasaran that frames it.
                if self.parents[index] is None:
                    self.parents[index] = self.frame
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
            # Two sasaran in a row are siblings below the same tujuan.
            is_goal = self.levels[above] == "tujuan"
            self.parents[index] = above if is_goal else self.parents[above]
        else:
            self.parents[index] = None
        self.frame = index

    def _place(self, index: int) -> None:
        line = self.rows.lines[index]
        self.levels[index], self.parents[index] = _place_uncoded(
            self.rows, index, self.levels, self.parents
        )
        self.doubtful.append(index)
        level = self.levels[index] or "tanpa tingkat"
        message = f"baris tanpa kode, dibaca {say_level(level)} menurut letaknya"
        place = self.rows.table.place(line.row)
        self.remarks.append(SourceRemark("ragu", place, message, line.name))


def find_aim(name: str) -> str:
    """Return `tujuan` or `sasaran` where the name of a row begins so."""
    match = _AIM.match(tidy(name).lower())
    return match[1] if match else ""


def _place_uncoded(
    rows: Rows, index: int, levels: Sequence[str], parents: Sequence[int | None]
) -> tuple[str, int | None]:
    """Place a row without code: by the word its name begins with, else where the sums then hold."""
    said = words.name_level(rows.lines[index].name)
    before = next((place for place in reversed(rows.main) if place < index), None)
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
    own = rows.amounts[index]
    if not own:
        return False
    siblings = [place for place in rows.main if parents[place] == parent and place != index]
    for name, amount in own.items():
        printed = rows.amounts[parent].get(name)
        parts = [rows.amounts[place].get(name, Decimal(0)) for place in siblings]
        # In every column, since one may agree by chance.
        if printed is None or sum(parts, amount) != printed:
            return False
    return True
