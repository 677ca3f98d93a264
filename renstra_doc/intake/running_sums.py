"""Running sums: what the rows of any stretch of a table make together, in one look."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class RunningSums:
    # The gap may hold no row at all.
    """Rows in rising order, and the sum of all amounts before each of them."""

    places: tuple[int, ...]
    sums: tuple[Decimal, ...]

    def over(self, first: int, last: int) -> Decimal | None:
        """Return the sum of the rows from `first` to before `last`; None where there is none."""
        begin, end = bisect_left(self.places, first), bisect_left(self.places, last)
        # As a difference, so that asking costs the same for any stretch.
        return self.sums[end] - self.sums[begin] if begin < end else None


def add_running(amounts: Iterable[tuple[int, Mapping[str, Decimal]]]) -> dict[str, RunningSums]:
    """Return the running sums of each column of amounts; `amounts` come by rising row."""
    columns: dict[str, list[tuple[int, Decimal]]] = {}
    for place, own in amounts:
        for name, amount in own.items():
            columns.setdefault(name, []).append((place, amount))
    return {
        name: RunningSums(
            tuple(place for place, _ in pairs),
            tuple(accumulate((amount for _, amount in pairs), initial=Decimal(0))),
        )
        for name, pairs in columns.items()
    }
