"""Levels and parents by the amounts alone: a row is the sum of those that follow it."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.intake.level_names import name_ranks
from renstra_doc.intake.source import SourceRemark
from renstra_doc.intake.tree_rows import Tree, chain_up

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from renstra_doc.intake.tree_rows import Rows


WAY = "jumlah"
LEAST_PROOFS = 2  # one amount may be the sum of those below it by chance


def grow_by_sums(rows: Rows) -> Tree | None:
    """Return the tree that the amounts draw, None where they draw none or several."""
    vectors = {index: rows.amounts[index] for index in rows.main}
    # A row without amounts can be a part of anything.
    if not all(vectors.values()):
        return None
    parents, tops = _gather(rows, vectors)
    # Where half of the rows stay at the top, a few sums agreed by chance.
    if len(tops) * 2 > len(rows.main) or not _is_even(rows, parents):
        return None
    proofs = _count_proofs(vectors, parents)
    if not proofs:
        return None
    below = (index for index in rows.main if parents[index] is not None)
    doubtful = () if proofs >= LEAST_PROOFS else tuple(below)
    message = "jenjang dibaca dari jumlahnya: induk ialah jumlah baris di bawahnya"
    remark = SourceRemark("turunan", rows.table.name, message)
    levels = tuple(name_ranks(rows, parents))
    return Tree(levels, tuple(parents), WAY, (remark,), doubtful)


def _count_proofs(
    vectors: Mapping[int, Mapping[str, Decimal]], parents: Sequence[int | None]
) -> int:
    """Return how many amounts are the sum of several: two equal amounts in a row prove nothing."""
    children = Counter(parent for parent in parents if parent is not None)
    several = [parent for parent, count in children.items() if count > 1]
    return sum(1 for parent in several for amount in vectors[parent].values() if amount)


def _gather(
    rows: Rows, vectors: Mapping[int, Mapping[str, Decimal]]
) -> tuple[list[int | None], list[int]]:
    """Return the parent of each row, bottom up, and the rows that are left at the top."""
    parents: list[int | None] = [None] * len(rows.lines)
    stack: list[int] = []
    # From the last row upwards, so that the parts of a row are gathered before it.
    for index in reversed(rows.main):
        count = _count_parts(vectors, index, stack)
        for child in stack[:count]:
            parents[child] = index
        stack = [index, *stack[count:]]
    return parents, stack


def _is_even(rows: Rows, parents: Sequence[int | None]) -> bool:
    """Return whether there is a tree whose leaves are all of one depth."""
    if all(parent is None for parent in parents):
        return False
    held = set(parents)
    leaves = {len(list(chain_up(parents, i))) for i in rows.main if i not in held}
    return len(leaves) == 1


def _count_parts(
    vectors: Mapping[int, Mapping[str, Decimal]], index: int, stack: Sequence[int]
) -> int:
    whole = vectors[index]
    # A row of zeros is the sum of anything.
    if not any(whole.values()):
        return 0
    total = dict.fromkeys(whole, Decimal(0))
    for count, child in enumerate(stack, start=1):
        for name in total:
            total[name] += vectors[child].get(name, Decimal(0))
        if total == dict(whole):
            return count
        # Amounts only grow: past the whole no further row can make it right.
        if any(total[name] > whole[name] for name in total):
            return 0
    return 0
