"""Where a datum stands: the file, the line and the column that a person opens to mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a data folder.

    File relative to the folder, line of the file (from 1), column name.
    """

    file: str = ""
    line: int = 0
    column: str = ""

    def __str__(self) -> str:
        """Return the place as a planner reads it: `tabel/pegawai.csv, baris 3, kolom jumlah`."""
        parts = [self.file]
        # Line 0: a file as a whole, or a cell in no file yet.
        if self.line:
            parts.append(f"baris {self.line}")
        if self.column:
            parts.append(f"kolom {self.column}")
        return ", ".join(part for part in parts if part)


NOWHERE = Place()  # what stands in no file
