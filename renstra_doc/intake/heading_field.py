"""What one column of a heading holds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HeadingField:
    """A column of the source: its position, heading path, role, year (0: none) and name.

    `scale` multiplies amounts, `level` is what a column of names or codes speaks of.
    """

    at: int
    path: tuple[str, ...]
    role: str
    year: int = 0
    nth: int = 0
    end: bool = False
    level: str = ""
    scale: int = 1
    name: str = ""

    @property
    def heading(self) -> str:
        """The heading as one text."""
        return " > ".join(self.path)
