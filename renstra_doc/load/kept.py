"""What was made of a raw table, kept for as long as the table itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Made = TypeVar("Made")


class Kept:
    """The last thing of each name that was made of a table, with all else that it was made from."""

    __slots__ = ("_made",)

    def __init__(self) -> None:
        """Begin with none."""
        self._made: dict[str, tuple[Hashable, object]] = {}

    def make_once(self, name: str, basis: Hashable, make: Callable[[], Made]) -> Made:
        """Return what `make` makes of the table and of `basis`, which is all that it looks at.

        An edit changes one file of a project, and the other tables need not be understood anew.
        """
        known = self._made.get(name)
        if known is None or known[0] != basis:
            known = self._made[name] = basis, make()
        return cast("Made", known[1])
