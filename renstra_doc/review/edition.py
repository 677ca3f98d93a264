"""An edition: a Document with what is printed of it, looked up by identity."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from renstra_doc.expression.language import Evaluator, ExpressionError
from renstra_doc.expression.names import Facts, show_marked
from renstra_doc.review.lineage import Lineage, trace_lineage
from renstra_doc.review.readable import read_runs
from renstra_doc.review.spot import name_spots
from renstra_doc.view import (
    ChartItem,
    DictumItem,
    FigureItem,
    HeadingItem,
    ParagraphItem,
    SignaturesItem,
    TableItem,
    build_view,
)
from renstra_doc.words.markup import plain_line, plain_text
from renstra_doc.words.numbers import NumberError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from renstra_doc.check.comparison import CellKey
    from renstra_doc.model import Block, Document, Table
    from renstra_doc.view import Item, TableRow, View

# How deep a kind of block stands; what is not named here stands as deep as a list item of level 1.
LEVELS = {"bagian": 0, "bab": 1, "lampiran": 1, "subbab": 2, "judul": 2, "label": 11}
FIRST_ITEM = 12


@dataclass(frozen=True)
class Edition:
    """A document and its printed form.

    Texts and numbers of blocks, texts of cells and boxes, chapter of each block.

    `texts` and `markers` go by block id, `lists` gives the number of the list of an item, `cells`
    go by (table, row, column), `printed_by` gives the block that prints a table, `above` the block
    under which another one stands, `spots` says where a reader finds a block.
    """

    document: Document
    view: View
    evaluator: Evaluator
    texts: Mapping[str, str] = field(default_factory=dict)
    markers: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, int] = field(default_factory=dict)
    cells: Mapping[CellKey, str] = field(default_factory=dict)
    boxes: Mapping[str, str] = field(default_factory=dict)
    bab: Mapping[str, str] = field(default_factory=dict)
    printed_by: Mapping[str, str] = field(default_factory=dict)
    above: Mapping[str, str] = field(default_factory=dict)
    blocks: Mapping[str, Block] = field(default_factory=dict)
    spots: Mapping[str, str] = field(default_factory=dict)
    lineage: Lineage = field(default_factory=Lineage)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each block stands, by its id."""
        return {block.id: place for place, block in enumerate(self.document.blocks)}

    def show(self, text: str) -> str:
        """Return a plain text as it is printed.

        With its figures, unless they cannot be evaluated.
        """
        if "{{" not in text:
            return text
        try:
            return plain_text(self.evaluator.resolve(text))
        except (ExpressionError, NumberError):
            return text

    def bab_of_table(self, table_id: str) -> str:
        """Return the chapter in which a table is printed, or nothing."""
        return self.bab.get(self.printed_by.get(table_id, ""), "")


def make_editions(old: Document, new: Document) -> tuple[Edition, Edition]:
    """Return both editions; rows that only bear another id have that of the new one in both.

    Raises InputError as `make_edition` does.
    """
    former, lineage = trace_lineage(old, new)
    return make_edition(former), make_edition(new, lineage)


def make_edition(document: Document, lineage: Lineage | None = None) -> Edition:
    """Build the view of a document and index it.

    Raises InputError for an expression that cannot be evaluated.
    """
    view = build_view(document)
    texts = {item.id: _text_of(item) for item in _flatten(view)}
    markers = {item.id: _marker_of(item) for item in _flatten(view)}
    above = _hang(document)
    return Edition(
        document=document,
        view=view,
        evaluator=Evaluator(Facts(document).names(), show_marked),
        texts=texts,
        markers=markers,
        lists=_find_lists(view),
        cells=dict(_cells(document, view)),
        boxes=_boxes(view),
        bab=_chapters(document, texts, markers),
        printed_by=_find_printers(document),
        above=above,
        lineage=lineage or Lineage(),
        spots=name_spots(document.blocks, above, texts, markers),
        blocks={block.id: block for block in document.blocks},
    )


def _find_printers(document: Document) -> dict[str, str]:
    """Return the block that prints each table: the first one that names it."""
    tables = [block for block in document.blocks if block.jenis == "tabel"]
    # Backwards, so that the first block that prints a table is the one that stays.
    return {block.acuan: block.id for block in reversed(tables)}


def _flatten(view: View) -> Iterator[Item]:
    for item in view.items:
        yield item
        if isinstance(item, DictumItem):
            yield from item.paragraphs
        elif isinstance(item, SignaturesItem):
            yield from (*item.kiri, *item.kanan)


def _find_lists(view: View) -> dict[str, int]:
    return {item.id: item.daftar for item in _flatten(view) if isinstance(item, ParagraphItem)}


def _text_of(item: Item) -> str:
    if isinstance(item, HeadingItem):
        return "".join(run.teks for run in item.runs)
    if isinstance(item, ParagraphItem):
        return read_runs(item.runs)
    if isinstance(item, DictumItem):
        return item.label
    if isinstance(item, FigureItem):
        title = plain_line(item.judul)
        return title or (item.alternatif if isinstance(item, ChartItem) else "")
    return ""


def _marker_of(item: Item) -> str:
    if isinstance(item, HeadingItem):
        return item.nomor
    if isinstance(item, FigureItem):
        return item.label
    return item.penanda if isinstance(item, ParagraphItem) else ""


def _boxes(view: View) -> dict[str, str]:
    charts = (item for item in view.items if isinstance(item, ChartItem))
    return {box.id: "\n".join(box.lines) for chart in charts for box in chart.boxes}


def _cells(document: Document, view: View) -> Iterator[tuple[CellKey, str]]:
    """Yield the text of each printed cell; of merged cells the first has it."""
    for item in view.items:
        if isinstance(item, TableItem):
            table = document.tables[item.id]
            for row in item.rows:
                yield from _row_cells(table, row)


def _row_cells(table: Table, row: TableRow) -> Iterator[tuple[CellKey, str]]:
    # A wide cell has its text in its first column, as it prints.
    texts = (text for cell in row.cells for text in (cell.teks, *[""] * (cell.lebar - 1)))
    shown = (column.kolom for column in table.columns if column.tampil)
    for kolom, text in zip(shown, texts, strict=True):
        yield (table.id, row.id, kolom), text


def _chapters(
    document: Document, texts: Mapping[str, str], markers: Mapping[str, str]
) -> dict[str, str]:
    """Return the chapter of each block: number and title.

    Before the first one the heading, or the section's name.
    """
    chapters: dict[str, str] = {}
    title, is_chapter = "", False
    for block in document.blocks:
        if block.jenis == "bagian":
            title, is_chapter = block.acuan.replace("-", " ").capitalize(), False
        elif block.jenis in ("bab", "lampiran"):
            title, is_chapter = (
                f"{markers.get(block.id, '')} {texts.get(block.id, '')}".strip(),
                True,
            )
        elif block.jenis == "judul" and not is_chapter:
            title = texts.get(block.id, "") or title
        chapters[block.id] = plain_line(title)
    return chapters


def _hang(document: Document) -> dict[str, str]:
    """Return the block under which each block stands.

    Its heading, or the list item of a higher level.
    """
    above: dict[str, str] = {}
    open_ones: list[tuple[int, str]] = []
    for block in document.blocks:
        level = _level(block)
        while open_ones and open_ones[-1][0] >= level:
            open_ones.pop()
        above[block.id] = open_ones[-1][1] if open_ones else ""
        open_ones.append((level, block.id))
    return above


def _level(block: Block) -> int:
    """Return how deep a block stands.

    Headings, labels, then items by level, each with its indented text below it.
    """
    if block.jenis in LEVELS:
        return (block.jenis == "subbab" and block.tingkat) or LEVELS[block.jenis]
    if block.jenis not in ("butir", "paragraf") or not block.tingkat:
        return FIRST_ITEM
    # Between two levels of items the indented text of the upper one has its place.
    return FIRST_ITEM + 2 * (block.tingkat - 1) + (block.jenis == "paragraf")
