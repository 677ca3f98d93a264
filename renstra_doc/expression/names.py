"""The facts that an expression may take from a document.

`nilai`, `cacah`, `sebut`, `dokumen.KUNCI` and the others.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.expression.language import Budget, Evaluator, ExpressionError, TooLongError
from renstra_doc.words.markup import escape_markup, plain_text, write_link, write_note
from renstra_doc.words.numbers import (
    NumberError,
    format_angka,
    format_rupiah,
    format_tanggal,
    parse_tanggal,
    round_half_up,
    sebut,
    terbilang,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renstra_doc.model import Document, Table
    from renstra_doc.place import Place

MAX_TEXT = 100_000
# More digits are no year and no count, and would print as a number nobody reads.
MAX_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Marked:
    """A value that is a text with inline markup: a reference, a footnote."""

    teks: str


@dataclass(frozen=True, slots=True)
class Facts:
    """The names that expressions over a document may use.

    `trail` are the cells whose expressions are being resolved, so that none takes itself; `known`
    keeps those done; `budget` bounds what these may hold together.
    """

    document: Document
    trail: tuple[Place, ...] = ()
    known: dict[Place, str] = field(default_factory=dict)
    budget: Budget = field(default_factory=Budget)

    def names(self) -> Mapping[str, object]:
        """Return every name with its value or function."""
        return {
            "dokumen": self.document.dokumen,
            "nilai": self.nilai,
            "cacah": self.cacah,
            "sebut": sebut,
            "terbilang": terbilang,
            "angka": format_angka,
            "rupiah": format_rupiah,
            "tanggal": show_date,
            "bilangan": read_whole,
            "rujuk": self.rujuk,
            "kaki": self.kaki,
        }

    def nilai(self, tabel: str, baris: str, kolom: str) -> int | Decimal | str:
        """Return what a cell says.

        Its number with the decimals of its column (a dash is 0), or its plain text.

        ExpressionError for an unknown place, and for a cell that takes itself.
        """
        table = self._table(tabel, kolom)
        row = table.row_by_id.get(baris)
        if row is None:
            message = f"baris “{baris}” tidak ada di tabel “{tabel}”"
            raise ExpressionError(message)
        cell = table.cell(row, kolom)
        if cell.besaran is None:
            # A cell may hold expressions and markup of its own; a figure in a sentence takes only
            # its text.
            return plain_text(self._resolve(cell.teks, table.cell_place(row, kolom)))
        desimal = table.columns[table.index[kolom]].desimal
        # As printed: a sentence must say what the table beside it says.
        return cell.besaran.angka if desimal is None else round_half_up(cell.besaran.angka, desimal)

    def cacah(self, tabel: str, kolom: str) -> int:
        """Return how many rows of a table have a printed cell in a column."""
        table = self._table(tabel, kolom)
        # A dash is printed, so it counts; an empty cell does not.
        return sum(1 for row in table.rows if table.cell(row, kolom).teks.strip())

    def rujuk(self, id: str) -> Marked:  # noqa: A002 — the column's name
        """Return what a table, picture, graph or heading is called, as a link to it.

        ExpressionError for an id that nothing numbered or titled bears.
        """
        # Only what is printed has a number; a block that is skipped has none.
        called = self.document.numbers.acuan.get(id)
        if not called:
            message = f"tidak ada tabel, gambar, grafik atau judul ber-id “{id}” yang dicetak"
            raise ExpressionError(message)
        return Marked(write_link(called, f"#{id}"))

    def kaki(self, teks: str) -> Marked:
        """Return a footnote with a text, which may hold inline markup."""
        if not teks.strip():
            message = "catatan kaki ini kosong"
            raise ExpressionError(message)
        return Marked(write_note(teks))

    def _resolve(self, text: str, place: Place) -> str:
        """Resolve the expressions of a cell, each cell once."""
        if "{" not in text:
            return text
        if place in self.trail:
            message = f"sel ini mengambil nilainya sendiri ({place})"
            raise ExpressionError(message)
        # A cell taken by a hundred sentences is resolved once.
        if place not in self.known:
            inner = replace(self, trail=(*self.trail, place))
            try:
                self.known[place] = Evaluator(inner.names(), show_marked, self.budget).resolve(text)
            except TooLongError as error:
                message = f"{error} ({place})"
                raise ExpressionError(message) from error
        if len(self.known[place]) > MAX_TEXT:
            message = f"isi sel lebih panjang dari {format_angka(MAX_TEXT)} huruf ({place})"
            raise ExpressionError(message)
        return self.known[place]

    def _table(self, tabel: str, kolom: str) -> Table:
        table = self.document.tables.get(tabel)
        if table is None:
            message = f"tabel “{tabel}” tidak ada"
            raise ExpressionError(message)
        if kolom not in table.index:
            message = f"kolom “{kolom}” tidak ada di tabel “{tabel}”"
            raise ExpressionError(message)
        return table


def read_whole(teks: str) -> int:
    """Read a fact that is a whole number (a year, a count); NumberError for anything else."""
    # `isdecimal` alone lets digits of other scripts pass.
    if not (teks.isascii() and teks.isdecimal()) or len(teks) > MAX_DIGITS:
        saran = "ambil fakta yang berisi angka saja, misalnya bilangan(dokumen.periode_awal)"
        raise NumberError(teks, "bilangan utuh", "bukan bilangan utuh", (), saran)
    return int(teks)


def show_date(teks: str) -> str:
    """Print an ISO date as `29 Januari 2021`; NumberError for anything else."""
    return format_tanggal(parse_tanggal(teks))


def show_value(value: object) -> str:
    """Print the value of an expression: numbers in Indonesian form, texts as they are."""
    if isinstance(value, int | Decimal):
        return format_angka(value)
    if isinstance(value, str):
        return value
    if isinstance(value, Marked):
        # Markup has no place where a plain text is wanted: an alternative text, a title.
        return plain_text(value.teks)
    message = "ungkapan ini tidak menghasilkan teks atau angka"
    raise ExpressionError(message)


def show_marked(value: object) -> str:
    """Print the value of an expression for a text with inline markup.

    The value itself has none, but for references and footnotes.
    """
    # A star in a value is a star: only references and footnotes bring markup with them.
    return value.teks if isinstance(value, Marked) else escape_markup(show_value(value))
