"""Levels and parents of rows: by code, by columns, by formulas, by look, by the sums themselves.

A way is taken where it gives a tree; of several, the one whose sums hold. The spreadsheet's own
sums are never believed: a parent whose printed amount is not the sum of its children is told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.level_names import name_ranks
from renstra_doc.intake.source_line import MAIN
from renstra_doc.intake.tree_by_code import find_aim, grow_by_code
from renstra_doc.intake.tree_by_formulas import grow_by_formulas
from renstra_doc.intake.tree_by_looks import list_looks
from renstra_doc.intake.tree_by_sums import grow_by_sums
from renstra_doc.intake.tree_rows import Rows, Sums, Tree, add_up, stack_ranks
from renstra_doc.model.row_levels import GROUP, INDICATOR, TOTAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TRUSTED = 0.34  # of the sums of a way by look, so many may fail


def find_tree(rows: Rows) -> Tree:
    """Return the levels and parents of all rows."""
    if rows.main and _are_coded(rows):
        return _finish(rows, grow_by_code(rows))
    if len({rows.lines[index].level for index in rows.main if rows.lines[index].level}) > 1:
        return _finish(rows, _by_columns(rows))
    return _finish(rows, _by_other(rows))


def _are_coded(rows: Rows) -> bool:
    """Return whether most rows bear a code, or a third of them and all amounts with it."""
    coded = [index for index in rows.main if rows.lines[index].code]
    bare = [index for index in rows.main if not rows.lines[index].code]
    is_most = len(coded) > len(bare)
    paid = any(rows.amounts[index] for index in coded)
    return is_most or (
        len(coded) * 2 >= len(bare) and paid and not any(rows.amounts[i] for i in bare)
    )


def _finish(rows: Rows, tree: Tree) -> Tree:
    """Give the rows that are no rows of the tree their place: indicators, totals, groups."""
    levels, parents = list(tree.levels), list(tree.parents)
    above: int | None = None
    for index, line in enumerate(rows.lines):
        if line.kind in (MAIN, GROUP):
            above = index
        if line.kind == GROUP and not levels[index]:
            levels[index] = find_aim(line.name) or GROUP
        elif line.kind == INDICATOR:
            levels[index], parents[index] = INDICATOR, above
        elif line.kind == TOTAL:
            # A total belongs to no row: what it adds up is judged by itself.
            levels[index], parents[index] = TOTAL, None
    _hang_on_aims(rows, levels, parents)
    return Tree(tuple(levels), tuple(parents), tree.way, tree.remarks, tree.doubtful)


def _hang_on_aims(rows: Rows, levels: Sequence[str], parents: list[int | None]) -> None:
    """Hang a sasaran on the tujuan above it, and what has no parent on the last of both."""
    aims: dict[str, int] = {}
    for index, line in enumerate(rows.lines):
        level = levels[index]
        if level == "tujuan":
            aims = {"tujuan": index}
        elif level == "sasaran":
            parents[index] = aims.get("tujuan", parents[index])
            aims["sasaran"] = index
        elif line.kind == MAIN and parents[index] is None and aims:
            parents[index] = aims.get("sasaran", aims.get("tujuan"))


# By columns: program, kegiatan, sub kegiatan each in its own


def _by_columns(rows: Rows) -> Tree:
    levels = [line.level if line.kind == MAIN else "" for line in rows.lines]
    order = [level for level in words.LEVELS if level in levels]
    ranks = {index: order.index(levels[index]) for index in rows.main if levels[index] in order}
    return Tree(tuple(levels), tuple(stack_ranks(rows, ranks)), "kolom")


# Without codes


def _by_other(rows: Rows) -> Tree:
    """Return the tree of the best way; a flat list where none gives one."""
    flat = _flat(rows)
    # One row is no tree, and a list of anything but money and programs is none either.
    if len(rows.main) < 2 or not _may_be_tree(rows):  # noqa: PLR2004 — one row is no tree
        return flat
    formula = grow_by_formulas(rows)
    if formula is not None:
        return formula
    found = list(_list_trees(rows))
    if found:
        return _judge(rows, min(found, key=lambda pair: pair[0])[1])
    return grow_by_sums(rows) or flat


def _list_trees(rows: Rows) -> Iterator[tuple[tuple[float, int, int, int], Tree]]:
    """Yield each tree by look whose sums may be trusted, the better one with the smaller key."""
    for order, (way, ranks) in enumerate(list_looks(rows)):
        if len(set(ranks.values())) < 2:  # noqa: PLR2004 — one rank is no tree
            continue
        parents = stack_ranks(rows, ranks)
        if all(parent is None for parent in parents):
            continue
        sums = add_up(rows, parents)
        # A tree by look is believed only where its sums mostly hold.
        if sums.share <= TRUSTED:
            tree = Tree(tuple(name_ranks(rows, parents)), tuple(parents), way)
            # Fewest failing sums first; of equals the surer look, then the one with more sums.
            yield (sums.share, min(order, 2), -sums.holds, order), tree


def _judge(rows: Rows, tree: Tree) -> Tree:
    """Mark a tree by look as doubtful where a level holds names.

    That say it beside many that do not.

    `PROGRAM X` and `Penyuluhan Y` as equals: the look may not tell them apart.
    """
    doubtful: list[int] = []
    for level in dict.fromkeys(tree.levels):
        group = [index for index in rows.main if tree.levels[index] == level]
        said = [index for index in group if words.name_level(rows.lines[index].name)]
        if said and len(said) < len(group):
            doubtful += [index for index in group if index not in said]
    return Tree(tree.levels, tree.parents, tree.way, tree.remarks, tuple(doubtful))


def flatten(rows: Rows, tree: Tree) -> Tree:
    """Return a tree without levels and parents, those of indicators, totals and groups kept."""
    blank = tuple("" if index in rows.main else level for index, level in enumerate(tree.levels))
    parents = [
        parent if rows.lines[index].kind == INDICATOR else None
        for index, parent in enumerate(tree.parents)
    ]
    _hang_on_aims(rows, blank, parents)
    return Tree(blank, tuple(parents))


def _may_be_tree(rows: Rows) -> bool:
    has_money = any(field.role == words.MONEY for field in rows.heading.fields)
    named = [f for f in rows.heading.fields if f.role == words.NAME]
    speaks = any(
        re.search(r"program|kegiatan|urusan|nomenklatur|belanja|uraian", f.heading, re.IGNORECASE)
        for f in named
    )
    return bool(named) and (has_money or speaks)


def _flat(rows: Rows) -> Tree:
    field = rows.naming
    level = field.level if field is not None and field.level in words.LEVELS else ""
    levels = ["" for _ in rows.lines]
    for index in rows.main:
        levels[index] = level
    return Tree(tuple(levels), tuple(None for _ in rows.lines))


__all__ = ["Rows", "Sums", "Tree", "add_up", "find_tree"]
