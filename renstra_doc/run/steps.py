"""The steps of the line with their numbers: the same in the log, in printed times and in the map.

The map is docs/how-it-works.md, which has a section for each.
"""

from __future__ import annotations

import time
from enum import Enum


class Step(Enum):
    # The number is also that of the section in docs/how-it-works.md.
    """A step of a build: its number, its name for a planner, and what is told when it begins."""

    LOAD = (1, "baca", "Membaca data")
    MODEL = (2, "pahami", "Memahami data")
    CHECK = (3, "periksa", "Memeriksa")
    VIEW = (4, "tampilan", "Menyiapkan yang dicetak")
    RENDER = (5, "susun", "Menyusun dokumen Word")
    PAGES = (6, "halaman", "Mengukur nomor halaman dengan LibreOffice")
    PDF = (7, "PDF", "Membuat PDF dengan LibreOffice")
    WRITE = (8, "tulis", "Menulis berkas")

    @property
    def number(self) -> int:
        """Its place in the line."""
        return self.value[0]

    @property
    def label(self) -> str:
        """Its number and name, as printed times give them."""
        return f"{self.value[0]} {self.value[1]}"

    @property
    def beginning(self) -> str:
        """The line that tells that it begins."""
        return f"{self.value[0]}. {self.value[2]} …"


class Clock:
    """Measures what each step takes, in seconds."""

    def __init__(self) -> None:
        """Begin to measure."""
        self.laps: dict[Step, float] = {}
        self._last = time.perf_counter()

    def end(self, step: Step) -> None:
        """Take the time since the step before."""
        now = time.perf_counter()
        self.laps[step] = now - self._last
        self._last = now
