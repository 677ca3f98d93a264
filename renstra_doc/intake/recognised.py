"""A table understood: its columns, its rows, open questions, and what a person should know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renstra_doc.intake.headings import Heading
    from renstra_doc.intake.questions import Question
    from renstra_doc.intake.source import SourceRemark, SourceTable


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell as it would be written, beside what the source printed and where."""

    text: str
    printed: str = ""
    place: str = ""


@dataclass(frozen=True)
class Record:
    """A row as it would be written: level, parent (a row's index), code, cells by column name."""

    source: str
    row: int
    tingkat: str
    parent: int | None
    kode: str
    cells: Mapping[str, ReadCell]


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column as a new table would have it, a row of `kolom.csv`."""

    kolom: str
    judul: str
    jenis: str
    role: str = ""
    year: int = 0
    merged: bool = False
    nomor: str = ""
    shown: bool = True
    flat: bool = False


@dataclass(frozen=True)
class Recognised:
    """A table understood: its columns, its rows, open questions, and what a person should know."""

    table: SourceTable
    heading: Heading
    columns: tuple[ColumnSpec, ...]
    records: tuple[Record, ...]
    questions: tuple[Question, ...]
    remarks: tuple[SourceRemark, ...]
    way: str = ""
    holds: int = 0
    rest: int = 0
