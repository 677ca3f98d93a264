"""What the template sees: the items of a document in printed order, made of strings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from renstra_doc.model.values import Picture
    from renstra_doc.words.marker import Marker
    from renstra_doc.words.markup import Run


@dataclass(frozen=True, slots=True)
class SectionItem:
    """A new section: the name of its pattern, the sample page number from which it counts."""

    id: str
    bagian: str
    mulai: str


@dataclass(frozen=True, slots=True)
class HeadingItem:
    """A heading; `tingkat` 0 is a title of the front matter, which the daftar isi lists like 1.

    `nomor` is the number as printed.
    """

    id: str
    tingkat: int
    nomor: str
    runs: tuple[Run, ...]
    gaya: str = ""


@dataclass(frozen=True, slots=True)
class ParagraphItem:
    """A paragraph in a named style.

    `daftar` (0 = none) and `tingkat` tie it to a list, `penanda` is its marker. `lekat` tells that
    its end stands on the page of what follows: a signature never stands alone.
    """

    id: str
    gaya: str
    runs: tuple[Run, ...]
    daftar: int = 0
    tingkat: int = 0
    penanda: str = ""
    lekat: bool = False


@dataclass(frozen=True, slots=True)
class DictumItem:
    """A label (`Menimbang`) with the paragraphs that stand to the right of it."""

    id: str
    label: str
    paragraphs: tuple[ParagraphItem, ...]


@dataclass(frozen=True, slots=True)
class BlankItem:
    """An empty band: room for a seal and a signature."""

    id: str
    gaya: str


@dataclass(frozen=True, slots=True)
class BreakItem:
    """A page break."""

    id: str


@dataclass(frozen=True, slots=True)
class ListingItem:
    """A daftar isi (headings down to `tingkat`) or a daftar tabel (captions)."""

    id: str
    jenis: str
    tingkat: int = 2


@dataclass(frozen=True, slots=True)
class BoxView:
    """A box of the chart: its lines of text."""

    id: str
    induk: str
    # Several lines: title, echelon, number of people.
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChartItem:
    """The organisation chart with its alternative text; caption and source may be empty."""

    id: str
    boxes: tuple[BoxView, ...]
    alternatif: str
    label: str = ""
    judul: str = ""
    sumber: str = ""


@dataclass(frozen=True, slots=True)
class PictureItem:
    """A picture with its caption: label and title (both may be empty), source, another text for it.

    `lebar` is in mm, 0 where it fits by itself.
    """

    id: str
    label: str
    judul: str
    sumber: str
    alternatif: str
    gaya: str
    picture: Picture
    lebar: float = 0.0


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A series of a graph: its name, its numbers (None: no point) and how they are printed."""

    nama: str
    nilai: tuple[Decimal | None, ...]
    teks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GraphItem:
    """A graph with its caption: the names of the points, and the series over them."""

    id: str
    label: str
    judul: str
    sumber: str
    alternatif: str
    gaya: str
    jenis: str
    titik: tuple[str, ...]
    deret: tuple[SeriesView, ...]
    lebar: float = 0.0
    tinggi: float = 0.0


@dataclass(frozen=True, slots=True)
class TreeItem:
    """A tree drawn from the rows of a table; a wide one goes over several drawings."""

    id: str
    label: str
    judul: str
    sumber: str
    alternatif: str
    gaya: str
    boxes: tuple[BoxView, ...]
    orientasi: str


@dataclass(frozen=True, slots=True)
class SignaturesItem:
    """Two signatures side by side: the lines of each, from top to bottom."""

    id: str
    kiri: tuple[ParagraphItem | BlankItem, ...]
    kanan: tuple[ParagraphItem | BlankItem, ...]


FigureItem = PictureItem | GraphItem | TreeItem | ChartItem


class GridCell(NamedTuple):
    """A printed cell: text with markup, the columns it spans, its part in a vertical merge.

    `tegak` is "" (none), "mulai" (the first cell of a merge) or "lanjut" (a further, empty one). A
    tuple and not a dataclass: a table has very many of them, and this is made five times as fast.
    """

    teks: str
    lebar: int = 1
    tegak: str = ""
    rata: str = ""


def spread_cells(cells: Iterable[GridCell]) -> list[str]:
    """Return a text for each column: of cells that are merged the first has it."""
    return [text for cell in cells for text in (cell.teks, *[""] * (cell.lebar - 1))]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A printed row: its id, its level (the look), its cells.

    `lekat` tells that the next row is its first child, or goes on with what it begins.
    """

    id: str
    tingkat: str
    cells: tuple[GridCell, ...]
    lekat: bool = False


@dataclass(frozen=True, slots=True)
class TableItem:
    """A table with caption and source. Widths in mm; the header rows repeat on each page."""

    id: str
    label: str
    judul: str
    sumber: str
    orientasi: str
    gaya: str
    lebar: tuple[float, ...]
    kepala: tuple[tuple[GridCell, ...], ...]
    nomor: tuple[str, ...]
    rows: tuple[TableRow, ...]


Item = (
    SectionItem
    | HeadingItem
    | ParagraphItem
    | DictumItem
    | BlankItem
    | BreakItem
    | ListingItem
    | ChartItem
    | TableItem
    | PictureItem
    | GraphItem
    | TreeItem
    | SignaturesItem
)


@dataclass(frozen=True, slots=True)
class ListDefinition:
    """The markers of a list by level (from 1), and the paragraph style of each level.

    Its indents are the list's.
    """

    markers: Mapping[int, Marker]
    styles: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class View:
    """A whole document as it is printed. List n (from 1) of the paragraphs is `lists[n - 1]`."""

    dokumen: Mapping[str, str]
    items: tuple[Item, ...]
    lists: tuple[ListDefinition, ...] = field(default=())
