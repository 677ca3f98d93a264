"""The spots of a Word file.

Every paragraph, where a person finds it, its text and the pieces Word split it into.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.docx.xml import W
from renstra_doc.words.shortening import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

P, TBL, TR, TC, SDT, SECT = (f"{{{W}}}{name}" for name in ("p", "tbl", "tr", "tc", "sdt", "sectPr"))
_TEXT, _STYLE, _PROPERTIES = f"{{{W}}}t", f"{{{W}}}pStyle", f"{{{W}}}pPr"
_SHOWN, _LOOKED_AT = 40, 1000


@dataclass(frozen=True, slots=True)
class Spot:
    """A paragraph: in words where it is, at which child of the body, its pieces of text, its style.

    `table`, `row` and `cell` count from 1 and are 0 outside of tables; `inside` names what else it
    is in (a text box, a header). `ends` tells whether a section ends with it.
    """

    position: int
    paragraph: int
    pieces: tuple[str, ...]
    style: str = ""
    table: int = 0
    row: int = 0
    cell: int = 0
    inside: str = ""
    ends: bool = False

    @property
    def text(self) -> str:
        """The whole text, as a reader sees it."""
        return "".join(self.pieces)

    @property
    def is_plain(self) -> bool:
        """Return whether it stands in the body itself, where markers are read."""
        return not self.table and not self.inside

    def __str__(self) -> str:
        """Return where it is in the words of a reader.

        `paragraf ke-3 (“[[isi]]”)`, `tabel ke-1, baris 2, sel 1 (“[[nomor]]”)`.
        """
        where = f"tabel ke-{self.table}, baris {self.row}, sel {self.cell}"
        where = where if self.table else f"paragraf ke-{self.paragraph}"
        text = shorten(" ".join(self.text[:_LOOKED_AT].split()), _SHOWN)
        return ", ".join(filter(None, (self.inside, where))) + (f" (“{text}”)" if text else "")


def list_spots(root: Element, inside: str = "") -> list[Spot]:
    """Return every paragraph below an element (a body, a header), in printed order."""
    return _Walker(inside).walk(root)


class _Walker:
    """Counts paragraphs and tables as a person does.

    Paragraphs outside of tables, tables from the top.
    """

    def __init__(self, inside: str) -> None:
        self._inside = inside
        self._paragraphs = 0
        self._tables = 0

    def walk(self, root: Element) -> list[Spot]:
        spots: list[Spot] = []
        for position, element in enumerate(root):
            spots += self._visit(element, position, self._inside)
        return spots

    def _visit(self, element: Element, position: int, inside: str) -> Iterator[Spot]:
        if element.tag == P:
            self._paragraphs += 1
            yield from self._paragraph(element, position, inside)
        elif element.tag == TBL:
            self._tables += 1
            yield from self._table(element, position, inside)
        elif element.tag == SDT:
            # A control may hold anything; only its paragraphs are counted, as a reader sees them.
            for child in element.iter(P):
                self._paragraphs += 1
                yield from self._paragraph(
                    child, position, inside or "kotak isian (content control)"
                )

    def _paragraph(
        self, element: Element, position: int, inside: str, at: tuple[int, int, int] = (0, 0, 0)
    ) -> Iterator[Spot]:
        inner: list[Element] = []
        pieces = tuple(_pieces(element, inner))
        style = element.find(f"{_PROPERTIES}/{_STYLE}")
        name = style.get(f"{{{W}}}val", "") if style is not None else ""
        ends = element.find(f"{_PROPERTIES}/{SECT}") is not None
        yield Spot(position, self._paragraphs, pieces, name, *at, inside, ends)
        for box in inner:
            boxed = f"{inside}, kotak teks" if inside else "kotak teks"
            yield Spot(position, self._paragraphs, tuple(_pieces(box, [])), inside=boxed)

    def _table(self, table: Element, position: int, inside: str) -> Iterator[Spot]:
        number = self._tables
        # Rows of a table in a cell count on: `read` and `sample_rows` find a row by this number.
        for row_number, row in enumerate(table.iter(TR), start=1):
            for cell_number, cell in enumerate(row.findall(TC), start=1):
                for paragraph in cell.findall(P):
                    yield from self._paragraph(
                        paragraph, position, inside, (number, row_number, cell_number)
                    )


def _pieces(element: Element, inner: list[Element]) -> Iterator[str]:
    """Yield the texts of a paragraph; paragraphs inside it (of a text box) are put aside."""
    for child in element:
        # The content of a text box stands inside the paragraph that it hangs on.
        if child.tag == P:
            inner.append(child)
        elif child.tag == _TEXT:
            yield child.text or ""
        else:
            yield from _pieces(child, inner)
