"""References: the CSV files of `referensi/`, official names and numbers a rule may name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from renstra_doc.load.project import RawTable

FOLDER = "referensi/"


@dataclass(frozen=True, slots=True)
class Reference:
    """A list of reference: its file, its columns, and each record with its line."""

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]

    def records(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Yield (line, {column: text}) for each record."""
        yield from self.rows


def read_references(tables: Mapping[str, RawTable]) -> dict[str, Reference]:
    """Return the lists of reference of a project by file name."""
    return {
        name: Reference(name, table.header, tuple(table.records()))
        for name, table in tables.items()
        if name.startswith(FOLDER)
    }
