"""Where a table ends on its sheet: before a foot of signatures and notes, before another table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.heading_rows import is_number_row
from renstra_doc.intake.source_captions import is_caption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renstra_doc.intake.headings import Heading
    from renstra_doc.intake.row_codes import RowCodes
    from renstra_doc.intake.source import SourceCell, SourceTable

_FOOT = re.compile(
    r"(?:nip\b|catatan|sumber|ket(?:erangan)?\s*[:.]|mengetahui|plt\b|plh\b|an\.|a\.n\.|disusun|dicetak|\*)"
    r".*|(?:kepala|sekretaris|bupati|wali ?kota|gubernur|pengguna anggaran)\b.*"
    r"|[^,]{2,40},\s{0,60}(?:\d{1,2}|[._…]{2,60})?\s{0,60}\w{1,20}\s{1,60}(?:19|20)\d\d",
    re.IGNORECASE,
)
_CARRIED = re.compile(
    r"(?:jumlah |total )?(?:pindahan|dipindahkan|yang dipindahkan)(?: (?:dari|ke) halaman.{0,20})?"
    r"|(?:jumlah|total) (?:sampai |s\.?d\.? )?halaman (?:ini|sebelumnya|\d{1,3})",
    re.IGNORECASE,
)
_CONTINUED = re.compile(r"lanjutan|sambungan", re.IGNORECASE)
_TITLE = re.compile(r"^(?:lanjutan|tabel|lampiran)\b|\(?\blanjutan\)?$", re.IGNORECASE)
LEAST_HEADING = 3  # cells that make another heading
MOST_TITLES = 4  # rows above it that belong to it
MAX_GRADE = 40
_PAGE = re.compile(
    r"[-–( ]*(?:halaman|hal|hlm|page)\b[.: ]{0,3}\d{1,4}(?: ?(?:dari|of|/) ?\d{1,4})?[-–) ]*",
    re.IGNORECASE,
)


class TableEnd:
    """Finds the last row of a table and the first row of the next one."""

    def __init__(
        self, table: SourceTable, heading: Heading, codes: RowCodes, names: Sequence[int]
    ) -> None:
        """Take the table, its heading, the codes of its rows, the columns that name them."""
        self.table, self.heading, self.codes, self.names = table, heading, codes, names
        self.figures = [f.at for f in heading.fields if f.role in words.FIGURES]
        self.labels = [f.at for f in heading.fields if f.role not in words.FIGURES]
        self.heads = {
            tuple(cell.plain.lower() for cell in row)
            for row in table.rows[heading.first : heading.after]
        }
        self.known = {text for head in self.heads for text in head if text}
        self.rest = self._find_rest()

    def repeats_heading(self, row: Sequence[SourceCell]) -> bool:
        """Return whether a row is the heading typed again, or its line of numbers."""
        texts = tuple(cell.plain.lower() for cell in row)
        if texts in self.heads or is_number_row(row):
            # As typed before, or its line of numbers alone.
            return True
        filled = {text for text in texts if text}
        # A head that leaves some cells out, where they were merged.
        return len(filled) > 1 and filled <= self.known

    def leads_heading(self, index: int) -> bool:
        """Return whether a row is a title typed above the heading that is typed again below it."""
        rows = self.table.rows
        for at in range(index, min(index + MOST_TITLES, len(rows))):
            if self.repeats_heading(rows[at]):
                return at > index
            texts = {cell.plain for cell in rows[at] if cell.plain}
            if len(texts) > 1 or not all(map(self._is_title, texts)):
                break
        return False

    def _is_title(self, text: str) -> bool:
        """Return whether a text is a title of the table, as it stands above it or `Lanjutan`."""
        return text in self.heading.titles or _TITLE.search(text) is not None

    def _find_rest(self) -> int:
        """Return the row at which another table on the sheet begins, with the titles above it."""
        rows = self.table.rows
        # The first row below the heading cannot begin another table.
        for index in range(self.heading.after + 1, len(rows)):
            if self._may_begin_other(index, rows[index]):
                start = self._first_title(index)
                # A blank line above, or four known words: a row of words alone may be a row of this
                # table.
                if start < index or _is_sure_heading(rows[index]):
                    return start
            if self._is_other_caption(index):
                return index
        return len(rows)

    def _is_other_caption(self, index: int) -> bool:
        """Return whether a row is the caption of another table: `Tabel 2.2 …` below a blank row."""
        texts = {cell.plain for cell in self.table.rows[index] if cell.plain}
        text = texts.pop() if len(texts) == 1 else ""
        if not is_caption(text) or any(cell.plain for cell in self.table.rows[index - 1]):
            return False
        return text not in self.heading.titles and not _CONTINUED.search(text)

    def _first_title(self, index: int) -> int:
        """Return the first of the titles and blank rows above a row, itself where none is blank."""
        start, has_blank = index, False
        while start > self.heading.after + 1 and index - start < MOST_TITLES:
            filled = [cell for cell in self.table.rows[start - 1] if cell.plain]
            if len({cell.plain for cell in filled}) > 1 or (filled and has_blank):
                break
            has_blank = has_blank or not filled
            start -= 1
        return start if has_blank else index

    def _may_begin_other(self, index: int, row: Sequence[SourceCell]) -> bool:
        """Return whether a row may be the heading of another table: words, half of them known."""
        texts = [cell.plain for cell in row if cell.plain]
        if len(texts) < LEAST_HEADING or self.codes.of(index)[0] or self.repeats_heading(row):
            return False
        # Figures make it a row.
        if any(any(map(str.isdigit, words.without_years(text))) for text in texts):
            return False
        if self._resembles_heading(row):
            return True
        roles = list(filter(None, map(words.find_role, texts)))
        return len(roles) * 2 > len(texts) and bool(words.FIGURES.intersection(roles))

    def _resembles_heading(self, row: Sequence[SourceCell]) -> bool:
        """Return whether a row bears half of a row of the heading: `No | Jabatan | L | P | Jumlah`.

        And then below: `No | Pendidikan | L | P | Jumlah`.
        """
        texts = [cell.plain.lower() for cell in row]
        return any(
            sum(1 for one, two in zip(texts, head, strict=True) if one and one == two) * 2
            > sum(map(bool, texts))
            for head in self.heads
        )

    def find_last(self) -> int:
        """Return the last row of the table.

        What comes after holds no figures and reads as a foot.
        """
        rows = self.table.rows
        body = range(self.heading.after, self.rest)
        end = max((index for index in body if self._holds_data(index)), default=0)
        for index in range(end + 1, self.rest):
            # A blank row or a foot ends it; until then rows without figures may still be rows.
            texts = [cell.plain for cell in rows[index] if cell.plain]
            if not texts or any(map(_FOOT.fullmatch, texts)):
                break
            if not any(rows[index][at].plain for at in self.names):
                break
            end = index
        return end

    def _holds_data(self, index: int) -> bool:
        """Return whether a row has a code, or a label with figures; a foot has neither."""
        if self.codes.of(index)[0]:
            return True
        row = self.table.rows[index]
        texts = [cell.plain for cell in row if cell.plain]
        if any(map(_FOOT.fullmatch, texts)):
            return False
        figures = [row[at] for at in self.figures if row[at].plain]
        if not figures:
            # In a table without figures a row of two texts is data.
            return not self.figures and len(texts) > 1
        return any(row[at].plain for at in self.labels) and any(map(_may_be_figure, figures))


def _is_sure_heading(row: Sequence[SourceCell]) -> bool:
    """Return whether a row is a heading by its words alone: four or more, all known."""
    cells = [cell for cell in row if cell.plain]
    return len(cells) > LEAST_HEADING and all(words.find_role(cell.plain) for cell in cells)


def next_part(name: str) -> str:
    """Return the name of the table below one on a sheet: `Matriks (2)` below `Matriks`."""
    match = re.fullmatch(r"(?P<name>.*) \((?P<number>\d{1,3})\)", name)
    return f"{match['name']} ({int(match['number']) + 1})" if match else f"{name} (2)"


def _may_be_figure(cell: SourceCell) -> bool:
    """Return whether a cell may hold a figure or a grade, and no signature's sentence."""
    return has_digit(cell) or len(cell.plain) <= MAX_GRADE


def has_digit(cell: SourceCell) -> bool:
    """Return whether a cell holds a digit, or the dash of one that is none."""
    return any(map(str.isdigit, cell.plain)) or cell.plain in ("-", "\u2013")


def find_page_mark(row: Sequence[SourceCell], *, faithful: bool) -> str:
    """Return what a row is that a page's end left in a table, "" for a row of its own.

    `Halaman 3 dari 12`; `Jumlah dipindahkan`, which `faithful` takes for a row.
    """
    texts = {cell.plain for cell in row if cell.plain}
    if len(texts) == 1 and _PAGE.fullmatch(next(iter(texts))) is not None:
        return "nomor halaman"
    is_carried = not faithful and any(map(_CARRIED.fullmatch, texts))
    return "jumlah pindahan halaman" if is_carried else ""
