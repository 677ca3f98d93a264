"""What an edition should print: its texts in order, each with the place of its datum."""

from __future__ import annotations

import re
from itertools import chain, repeat
from typing import TYPE_CHECKING

from renstra_doc.docx.anchors import anchor_of_block, anchor_of_caption, anchor_of_row
from renstra_doc.docx.labels import BULLET
from renstra_doc.docx.relations import parse_part
from renstra_doc.docx.story import Story
from renstra_doc.docx.styles import Styles
from renstra_doc.docx.word_content import iter_paragraphs
from renstra_doc.docx.xml import W
from renstra_doc.place import Place
from renstra_doc.render.tree import part_tree
from renstra_doc.review.verify.figures_shown import figure_lines, signatures_grid
from renstra_doc.review.verify.lines import Grid, Line, Printed, join_blanks, show_caption
from renstra_doc.review.verify.shown import show_blocks, show_furniture
from renstra_doc.review.wording import show_heading
from renstra_doc.view import (
    ChartItem,
    DictumItem,
    FigureItem,
    HeadingItem,
    ListingItem,
    ParagraphItem,
    SignaturesItem,
    TableItem,
    TreeItem,
)
from renstra_doc.view.items import spread_cells
from renstra_doc.words.markup import join_runs, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from renstra_doc.docx.word_content import WordParagraph
    from renstra_doc.model import Column, Table
    from renstra_doc.render.identity import Fixed, Identity
    from renstra_doc.review.edition import Edition
    from renstra_doc.view import Item

HEADING = ": judul "
TEMPLATE_TEXT = "teks tetap templat"


# What an edition should print


def expect_document(edition: Edition, identity: Identity | None, template: str) -> Printed:
    """Return what a document should print: the edition, and what its identity says is fixed."""
    if identity is None:
        return expect(edition, (), "", {}, template)
    return expect(edition, identity.tetap, identity.akar, identity.perabot, template)


def expect(
    edition: Edition, fixed: Sequence[Fixed], root: str, furniture: Mapping[str, str], template: str
) -> Printed:
    """Return what a document should print.

    In: the edition; the template's own text of the body, with the start tag of its part; headers
    and footers by part name; the name of the template.
    """
    blocks: list[Line | Grid] = []
    waiting = list(fixed)
    walk = _Expected(edition)
    written = 0
    for item in edition.view.items:
        found = list(walk.write(item))
        # A section prints nothing of its own, so the text of a template does not count it.
        is_written = type(item).__name__ != "SectionItem"
        while is_written and waiting and waiting[0].position <= written:
            blocks += _read_fixed(waiting.pop(0), root, template)
        written += is_written
        blocks += found
    for rest in waiting:
        blocks += _read_fixed(rest, root, template)
    read = (_read_part(text) for _, text in sorted(furniture.items()))
    lines = show_furniture(read, Place(template))
    return Printed(tuple(blocks), tuple(walk.boxes()), lines, edition.view.items)


def _read_part(text: str) -> tuple[WordParagraph, ...]:
    found = Story(Styles(None), None).read_blocks(parse_part(text.encode()))
    return tuple(iter_paragraphs(found))


def _read_fixed(fixed: Fixed, root: str, template: str) -> list[Line | Grid]:
    # The text has prefixes that only the first tag of its part declares.
    name = re.search(r"<([\w:]++)[^<]*>\s*<[\w:]*body\b[^<]*$", root)
    closing = f"</w:body></{name[1] if name else 'w:document'}>"
    body = next(parse_part(f"{root}{fixed.xml}{closing}".encode()).iter(f"{{{W}}}body"))
    blocks = Story(Styles(None), None).read_blocks(body)
    return list(show_blocks(blocks, TEMPLATE_TEXT, Place(template)))


class _Expected:
    """Writes items as texts, each with the place of its datum."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._document = edition.document

    def write(self, item: Item) -> Iterator[Line | Grid]:
        """Yield what an item prints, without what is empty."""
        return (found for found in self._write(item) if isinstance(found, Grid) or found.text)

    def _write(self, item: Item) -> Iterable[Line | Grid]:
        if isinstance(item, HeadingItem | ParagraphItem):
            return [self._paragraph(item)]
        if isinstance(item, DictumItem):
            return [self._dictum(item)]
        if isinstance(item, TableItem):
            return self._table(item)
        if isinstance(item, ListingItem):
            return self._listing(item)
        if isinstance(item, SignaturesItem):
            places = {key: block.place for key, block in self._edition.blocks.items()}
            return [signatures_grid(item, places)]
        return self._drawn(item)

    def _drawn(self, item: Item) -> list[Line]:
        if isinstance(item, FigureItem):
            return figure_lines(item, self._place(item.id), *self._caption_places(item.id))
        return []

    def _caption_places(self, name: str) -> tuple[Place, Place]:
        """Return where the caption and the source of what a block draws stand in the data."""
        block = self._edition.blocks.get(name)
        if block is None:
            return Place(), Place()
        graph = self._document.graphs.get(block.acuan) if block.jenis == "grafik" else None
        if graph is not None:
            file, line = graph.place.file, graph.place.line
            return Place(file, line, "judul"), Place(file, line, "sumber")
        return block.place, Place(block.place.file, block.place.line, "sumber")

    def boxes(self) -> Iterator[Line]:
        charts = (item for item in self._edition.view.items if isinstance(item, ChartItem))
        places = {box.id: box.place for box in self._document.boxes}
        for chart in charts:
            for box in chart.boxes:
                yield Line(
                    join_blanks(" ".join(box.lines)),
                    f"bagan, kotak {box.id}",
                    places.get(box.id, Place()),
                )
        for item in self._edition.view.items:
            if isinstance(item, TreeItem):
                for box in (box for part in part_tree(item) for box in part):
                    text = join_blanks(" ".join(box.lines))
                    yield Line(text, f"pohon {item.id}, kotak {box.id}", self._place(item.id))

    def _place(self, block: str) -> Place:
        found = self._edition.blocks.get(block)
        return found.place if found is not None else Place()

    def _paragraph(self, item: HeadingItem | ParagraphItem) -> Line:
        number = item.nomor if isinstance(item, HeadingItem) else ""
        kind = HEADING if isinstance(item, HeadingItem) else ": paragraf "
        text = join_blanks(f"{number} {join_runs(item.runs)}")
        spot = f"{self._edition.bab.get(item.id, '')}{kind}{item.id}".removeprefix(": ")
        anchor = anchor_of_block(item.id)
        return Line(text, spot, self._place(item.id), self._label(item), jangkar=anchor)

    def _label(self, item: HeadingItem | ParagraphItem) -> str:
        if isinstance(item, HeadingItem) or not item.daftar:
            return ""
        marker = self._edition.view.lists[item.daftar - 1].markers[item.tingkat]
        # Word shows a bullet of a symbol font as another sign than the data have.
        return BULLET if marker.bentuk == "bullet" else item.penanda

    def _dictum(self, item: DictumItem) -> Grid:
        rows = []
        for number, paragraph in enumerate(item.paragraphs):
            place = self._place(item.id)
            head = (Line(join_blanks(item.label), "label", place), Line(":", "label", place))
            rows.append(
                (*(head if not number else (Line(""), Line(""))), self._paragraph(paragraph))
            )
        return Grid(tuple(rows))

    def _listing(self, item: ListingItem) -> Iterator[Line]:
        is_contents = item.jenis == "daftar_isi"
        if item.jenis == "daftar_gambar":
            yield from self._figures()
            return
        for other in self._edition.view.items:
            if is_contents and isinstance(other, HeadingItem) and other.tingkat <= item.tingkat:
                text = join_blanks(f"{other.nomor} {join_runs(other.runs)}")
                yield Line(text, f"daftar isi: {other.id}", self._place(other.id))
            elif not is_contents and isinstance(other, TableItem):
                yield Line(
                    show_caption(other),
                    f"daftar tabel: {other.id}",
                    _meta_place(self._table_of(other), "judul"),
                )

    def _figures(self) -> Iterator[Line]:
        for other in self._edition.view.items:
            if isinstance(other, FigureItem):
                place, _ = self._caption_places(other.id)
                yield Line(show_caption(other), f"daftar gambar: {other.id}", place)

    def _table_of(self, item: TableItem) -> Table:
        return self._document.tables[item.id]

    def _table(self, item: TableItem) -> Iterator[Line | Grid]:
        table = self._table_of(item)
        name = item.label.split("\n", maxsplit=1)[0]
        place, anchor = _meta_place(table, "judul"), anchor_of_caption(item.id)
        yield Line(show_caption(item), f"{name}: judul tabel", place, jangkar=anchor)
        yield Grid(tuple(self._table_rows(item, table, name)))
        source = join_blanks(plain_text(item.sumber))
        yield Line(source, f"{name}: sumber", _meta_place(table, "sumber"))

    def _table_rows(self, item: TableItem, table: Table, name: str) -> Iterator[tuple[Line, ...]]:
        columns = [column for column in table.columns if column.tampil]
        for cells in item.kepala:
            yield _header_cells(spread_cells(cells), columns, name, "judul")
        if item.nomor:
            yield _header_cells(item.nomor, columns, name, "nomor")
        lines = {row.id: row for row in table.rows}
        headings = [f"kolom “{show_heading(self._edition, column)}”" for column in columns]
        for row in item.rows:
            places = [table.cell_place(lines[row.id], column.kolom) for column in columns]
            spots = [f"{name}: baris {row.id}, {heading}" for heading in headings]
            anchors = chain([anchor_of_row(item.id, row.id)], repeat(""))
            yield tuple(_show_cells(spread_cells(row.cells), spots, places, anchors))


def _header_cells(
    texts: Iterable[str], columns: Iterable[Column], name: str, field: str
) -> tuple[Line, ...]:
    return tuple(
        Line(
            join_blanks(plain_text(text)),
            f"{name}: kepala kolom {column.kolom}",
            Place(column.place.file, column.place.line, field),
        )
        for text, column in zip(texts, columns, strict=True)
    )


def _show_cells(
    texts: Iterable[str], spots: Iterable[str], places: Iterable[Place], anchors: Iterable[str]
) -> Iterator[Line]:
    """Yield the cells of a row; the first bears the anchor of the row."""
    for text, spot, place, anchor in zip(texts, spots, places, anchors, strict=False):
        yield Line(join_blanks(plain_text(text)), spot, place, jangkar=anchor)


def _meta_place(table: Table, field: str) -> Place:
    return Place(table.place.file, table.place.line, field)
