"""What a reader sees of a document: lines, tables of lines, in order.

Word and LibreOffice write the same document in other XML, so only texts are compared, blanks
joined, with the labels of list items and a sign for each picture. Page numbers, empty paragraphs
and how a text is cut into runs do not count; a hidden text is none, a struck one says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renstra_doc.place import Place
from renstra_doc.words.markup import plain_text

if TYPE_CHECKING:
    from renstra_doc.docx.word_content import Revision, WordParagraph
    from renstra_doc.view import Item, TableItem
    from renstra_doc.view.items import FigureItem


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or cell that prints something.

    Its text, what it is, where its datum stands, its number in a list. Of one that was read from a
    file: `semula` is its text before the tracked changes (None: it had none, the text is new),
    `perubahan` are those changes, `sumber` the paragraphs that it was read from. `jangkar` is the
    bookmark of its paragraph or, in the first cell, of its row (`docx.anchors`).
    """

    text: str
    spot: str = ""
    place: Place = field(default_factory=Place)
    label: str = ""
    semula: str | None = field(default="", compare=False)
    perubahan: tuple[Revision, ...] = field(default=(), compare=False)
    sumber: tuple[WordParagraph, ...] = field(default=(), compare=False, repr=False)
    jangkar: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its cells row by row, a cell for each column.

    Of merged cells the first has the text. `baru` and `hapus` are the rows that a tracked change
    added or took, each with that change.
    """

    rows: tuple[tuple[Line, ...], ...]
    baru: tuple[tuple[int, Revision], ...] = field(default=(), compare=False)
    hapus: tuple[tuple[int, Revision], ...] = field(default=(), compare=False)

    def texts(self) -> list[tuple[str, ...]]:
        """Return the texts of the cells."""
        return [tuple(cell.text for cell in row) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Printed:
    """All that is printed: paragraphs and tables, boxes of charts, headers and footers.

    `items` are those of the edition that should be printed, where it is one.
    """

    blocks: tuple[Line | Grid, ...]
    boxes: tuple[Line, ...]
    furniture: tuple[Line, ...]
    items: tuple[Item, ...] = field(default=(), compare=False, repr=False)


def join_blanks(text: str) -> str:
    """Return a text with every run of blanks and breaks as one blank."""
    return " ".join(text.split())


def show_caption(item: TableItem | FigureItem) -> str:
    """Return the caption of a table or of what is drawn as one line."""
    return join_blanks(plain_text(f"{item.label}\n{item.judul}"))
