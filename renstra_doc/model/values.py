"""The values that a document is made of: blocks, tables with their columns, rows and cells, boxes.

Their field names are the headers of the CSV files (docs/data-format.md).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from renstra_doc.model.row_levels import SPECIAL
from renstra_doc.place import Place
from renstra_doc.words.markup import plain_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renstra_doc.words.numbers import Besaran, SpelledTarget

TABLE_WORD = "Tabel"
ROW_FIELDS = ("id", "tingkat", "induk", "kode", "entitas", "arah")
FILLED = 0.8  # a column that names rows may miss one in five: some share the name of the row above
NUMERIC_KINDS = frozenset({"cacah", "desimal", "persen", "rupiah", "kuantitas", "target"})


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text as in the CSV; its quantity where it holds one.

    `keliru` where it could not be read; `tulisan` where it holds a target of another form (a range,
    a bound, a ratio …), which is no single number.
    """

    teks: str
    besaran: Besaran | None = None
    keliru: bool = False
    tulisan: SpelledTarget | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, a row of `kolom.csv`.

    `judul` is the header path from top to bottom, `lebar` in mm; `arah` is the declared trend of
    its values along a row (naik, turun, kumulatif), `ribuan` whether a dot groups thousands in its
    cells (None: not said).
    """

    kolom: str
    judul: tuple[str, ...]
    nomor: str
    jenis: str
    desimal: int | None
    lebar: float
    rata: str
    tegak: bool
    datar: bool
    tampil: bool
    place: Place
    arah: str = ""
    ribuan: bool | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: identity, place in the hierarchy, a cell for each column.

    `arah` is its own trend, instead of that of its columns (`-`: none).
    """

    id: str
    tingkat: str
    induk: str
    kode: str
    entitas: str
    line: int
    cells: tuple[Cell, ...]
    arah: str = ""


@dataclass(frozen=True)
class Table:
    """A table: a row of `tabel.csv`, its columns and its rows.

    Without own rows it is only described. `is_made` tells that the program made its number.
    """

    id: str
    nomor: str
    label: str
    judul: str
    sumber: str
    orientasi: str
    gaya: str
    catatan: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    file: str
    place: Place
    is_made: bool = False

    @property
    def number(self) -> str:
        """The printed number; of a table without one its id, by which its file is found."""
        return self.nomor or self.id

    @property
    def called(self) -> str:
        """What every message, report and form calls the table: `Tabel 6.2`."""
        return f"{TABLE_WORD} {self.number}"

    @property
    def printed_label(self) -> str:
        """What stands above the title: the label of its own, else its number; "" without both."""
        return self.label or (f"{TABLE_WORD} {self.nomor}" if self.nomor else "")

    @property
    def caption(self) -> str:
        """Label and title on one line, as printed but for their `{{ … }}`."""
        return plain_line(f"{self.printed_label} {self.judul}")

    @cached_property
    # Kept: checks ask for cells by column some hundred thousand times.
    def index(self) -> Mapping[str, int]:
        """Position of each column by its name."""
        return {column.kolom: position for position, column in enumerate(self.columns)}

    @cached_property
    def places(self) -> Mapping[str, tuple[int, ...]]:
        """Positions of the columns of each kind."""
        kinds = [column.jenis for column in self.columns]
        return {
            name: tuple(place for place, jenis in enumerate(kinds) if jenis == name)
            for name in kinds
        }

    @cached_property
    def figures(self) -> tuple[int, ...]:
        """Positions of the columns of numbers, of whatever kind."""
        kinds = enumerate(column.jenis for column in self.columns)
        return tuple(place for place, jenis in kinds if jenis in NUMERIC_KINDS)

    @cached_property
    def trends(self) -> frozenset[str]:
        """The trends that its columns declare (`arah`)."""
        return frozenset(column.arah for column in self.columns)

    @cached_property
    def decimals(self) -> Mapping[str, int]:
        """The columns that print a fixed number of decimals, whatever is stored."""
        return {
            column.kolom: column.desimal for column in self.columns if column.desimal is not None
        }

    @cached_property
    def beside(self) -> Mapping[str, tuple[int, ...]]:
        """Positions of the columns that stand with each column under one heading."""
        groups: dict[tuple[tuple[str, ...], int], list[int]] = {}
        for position, column in enumerate(self.columns):
            # Same upper headings, same depth: `2021 > Target` stands beside `2021 > Rp`.
            groups.setdefault((column.judul[:-1], len(column.judul)), []).append(position)
        return {
            column.kolom: tuple(
                place
                for place in groups[column.judul[:-1], len(column.judul)]
                if place != position and column.judul[:-1]
            )
            for position, column in enumerate(self.columns)
        }

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The columns that are not printed."""
        return frozenset(column.kolom for column in self.columns if not column.tampil)

    @cached_property
    def row_by_id(self) -> Mapping[str, Row]:
        """Rows by their id."""
        return {row.id: row for row in self.rows}

    @cached_property
    def row_places(self) -> Mapping[str, int]:
        """Where each row stands, by its id."""
        return {row.id: place for place, row in enumerate(self.rows)}

    @cached_property
    def children(self) -> Mapping[str, tuple[Row, ...]]:
        """Rows by the id of their parent (`induk`), in printed order."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.induk, []).append(row)
        return {induk: tuple(rows) for induk, rows in found.items()}

    @cached_property
    def naming(self) -> str:
        """The column that names the rows: the first printed one of texts that most rows fill.

        "" without any.

        Columns that only the first row of a group fills (tujuan, sasaran) and codes name no row.
        """
        texts = [
            (position, column.kolom)
            for position, column in enumerate(self.columns)
            if column.jenis == "teks" and column.tampil and column.kolom not in ROW_FIELDS
        ]
        # A total or a heading of a group fills its own cells and would decide for all.
        rows = [row for row in self.rows if row.tingkat not in SPECIAL]
        wanted = len(rows) * FILLED
        full = (
            kolom
            for place, kolom in texts
            if sum(1 for row in rows if row.cells[place].teks.strip()) >= wanted
        )
        # Where no column is full the first one is still better than none for a message.
        return next(full, texts[0][1] if texts else "")

    def cell(self, row: Row, kolom: str) -> Cell:
        """Return the cell of a row in the named column; KeyError for an unknown column."""
        return row.cells[self.index[kolom]]

    def cell_place(self, row: Row, kolom: str = "") -> Place:
        """Return where a cell stands in the CSV."""
        return Place(self.file, row.line, kolom)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the narrative, a row of `naskah/*.csv`.

    `sumber`, `alternatif` and `lebar` (mm, 0: as it comes) belong to what is drawn.
    """

    id: str
    jenis: str
    tingkat: int
    penanda: str
    gaya: str
    acuan: str
    teks: str
    place: Place
    sumber: str = ""
    alternatif: str = ""
    lebar: float = 0.0

    @property
    def caption(self) -> str:
        """The caption of what is drawn; a chart's text describes it, unless another column does."""
        return "" if self.jenis == "bagan" and not self.alternatif else self.teks


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its file in `gambar/`, its kind (png, jpeg), its size in pixels, its content.

    The content is without metadata. `svg` is the drawing beside it that Word shows in its place.
    """

    berkas: str
    jenis: str
    lebar: int
    tinggi: int
    isi: bytes = field(repr=False)
    svg: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Graph:
    """A graph, a row of `grafik.csv`: which rows and columns of a table it shows, and how.

    `tinggi` is in mm, 0 the usual one.
    """

    id: str
    tabel: str
    baris: tuple[str, ...]
    kolom: tuple[str, ...]
    jenis: str
    judul: str
    sumber: str
    nomor: str
    deret: str
    tinggi: float
    place: Place


@dataclass(frozen=True, slots=True)
class Box:
    """A box of an organisation chart, a row of `struktur-organisasi.csv`.

    `bagan` is the name of its chart, empty for that of a document with one.
    """

    id: str
    induk: str
    jabatan: str
    eselon: str
    jumlah: str
    place: Place
    bagan: str = ""
