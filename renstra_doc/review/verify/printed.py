"""What a reader sees of a document, as texts in order.

What an edition should print, and what a .docx prints.

Word and LibreOffice write the same document in other XML, so only texts are compared, blanks
joined, with the labels of list items and a sign for each picture. Page numbers, empty paragraphs
and how a text is cut into runs do not count; a hidden text is none, a struck one says so. Tracked
changes of a person count as accepted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from lxml import etree

from renstra_doc.docx.xml import W
from renstra_doc.place import Place
from renstra_doc.review.verify.labels import BULLET, GONE_MARK, read_labels
from renstra_doc.review.wording import show_heading
from renstra_doc.view import (
    ChartItem,
    DictumItem,
    HeadingItem,
    ListingItem,
    ParagraphItem,
    TableItem,
)
from renstra_doc.words.markup import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lxml.etree import _Element

    from renstra_doc.model import Column, Table
    from renstra_doc.render.identity import Fixed
    from renstra_doc.review.edition import Edition
    from renstra_doc.review.verify.labels import Labels
    from renstra_doc.view import GridCell, Item
    from renstra_doc.words.markup import Run

_PAGE = re.compile(r"\t(?:[ivxlcdm]+|\d+)?\s*$", re.IGNORECASE)
_SIGNS = {
    f"{{{W}}}tab": "\t",
    f"{{{W}}}br": "\n",
    f"{{{W}}}cr": "\n",
    f"{{{W}}}noBreakHyphen": "\u2011",
}
_TEXT, _RUN, _PARAGRAPH, _TABLE, _ROW, _CELL = (
    f"{{{W}}}{name}" for name in ("t", "r", "p", "tbl", "tr", "tc")
)
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_VAL, _TYPE = f"{{{W}}}val", f"{{{W}}}fldCharType"
_FIELD, _SIMPLE_FIELD = f"{{{W}}}fldChar", f"{{{W}}}fldSimple"
_PICTURES = frozenset(
    {f"{{{W}}}drawing", f"{{{W}}}pict", f"{{{W}}}object", f"{{{_COMPATIBILITY}}}AlternateContent"}
)
_GONE = frozenset({f"{{{W}}}del", f"{{{W}}}moveFrom"})
# Elements that only hold others: what stands in them stands in the text.
_HOLDERS = frozenset(
    f"{{{W}}}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")
)
_BOX, _FALLBACK = f"{{{W}}}txbxContent", f"{{{_COMPATIBILITY}}}Fallback"
_HIDDEN, _STRUCK = (f"{{{W}}}vanish",), (f"{{{W}}}strike", f"{{{W}}}dstrike")
_LOOK, _COUNTED_PARTS = f"{{{W}}}rPr", ("word/numbering.xml", "word/styles.xml")
HEADING = ": judul "
TEMPLATE_TEXT, PICTURE, STRUCK = "teks tetap templat", "[gambar]", "[dicoret: {}]"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph that prints something.

    Its text, what it is, where its datum stands, its number in a list.
    """

    text: str
    spot: str = ""
    place: Place = field(default_factory=Place)
    label: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its cells row by row, a cell for each column.

    Of merged cells the first has the text.
    """

    rows: tuple[tuple[Line, ...], ...]

    def texts(self) -> list[tuple[str, ...]]:
        """Return the texts of the cells."""
        return [tuple(cell.text for cell in row) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Printed:
    """All that is printed: paragraphs and tables, boxes of charts, headers and footers."""

    blocks: tuple[Line | Grid, ...]
    boxes: tuple[Line, ...]
    furniture: tuple[Line, ...]


def join_blanks(text: str) -> str:
    """Return a text with every run of blanks and breaks as one blank."""
    return " ".join(text.split())


# What an edition should print


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
        is_written = type(item).__name__ != "SectionItem"
        while is_written and waiting and waiting[0].position <= written:
            blocks += _read_fixed(waiting.pop(0), root, template)
        written += is_written
        blocks += found
    for rest in waiting:
        blocks += _read_fixed(rest, root, template)
    lines = _read_furniture(
        (text.encode() for _, text in sorted(furniture.items())), Place(template)
    )
    return Printed(tuple(blocks), tuple(walk.boxes()), lines)


def _read_fixed(fixed: Fixed, root: str, template: str) -> list[Line | Grid]:
    name = re.search(r"<([\w:]+)[^<]*>\s*<[\w:]*body\b[^<]*$", root)
    closing = f"</w:body></{name[1] if name else 'w:document'}>"
    body = next(_parse(f"{root}{fixed.xml}{closing}".encode()).iter(f"{{{W}}}body"))
    return list(_read_blocks(body, TEMPLATE_TEXT, Place(template)))


class _Expected:
    """Writes items as texts, each with the place of its datum."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._document = edition.document

    def write(self, item: Item) -> Iterator[Line | Grid]:
        found: Iterable[Line | Grid] = ()
        if isinstance(item, HeadingItem | ParagraphItem):
            found = [self._paragraph(item)]
        elif isinstance(item, DictumItem):
            found = [self._dictum(item)]
        elif isinstance(item, TableItem):
            found = self._table(item)
        elif isinstance(item, ListingItem):
            found = self._listing(item)
        elif isinstance(item, ChartItem):
            found = [Line(PICTURE, f"bagan {item.id}", self._place(item.id))]
        return (block for block in found if isinstance(block, Grid) or block.text)

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

    def _place(self, block: str) -> Place:
        found = self._edition.blocks.get(block)
        return found.place if found is not None else Place()

    def _paragraph(self, item: HeadingItem | ParagraphItem) -> Line:
        number = item.nomor if isinstance(item, HeadingItem) else ""
        kind = HEADING if isinstance(item, HeadingItem) else ": paragraf "
        text = join_blanks(f"{number} {_text(item.runs)}")
        spot = f"{self._edition.bab.get(item.id, '')}{kind}{item.id}".removeprefix(": ")
        return Line(text, spot, self._place(item.id), self._label(item))

    def _label(self, item: HeadingItem | ParagraphItem) -> str:
        if isinstance(item, HeadingItem) or not item.daftar:
            return ""
        marker = self._edition.view.lists[item.daftar - 1].markers[item.tingkat]
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
        for other in self._edition.view.items:
            if (
                is_contents
                and isinstance(other, HeadingItem)
                and other.tingkat <= item.tingkat
            ):
                text = join_blanks(f"{other.nomor} {_text(other.runs)}")
                yield Line(text, f"daftar isi: {other.id}", self._place(other.id))
            elif not is_contents and isinstance(other, TableItem):
                yield Line(
                    _caption(other),
                    f"daftar tabel: {other.id}",
                    _meta_place(self._table_of(other), "judul"),
                )

    def _table_of(self, item: TableItem) -> Table:
        return self._document.tables[item.id]

    def _table(self, item: TableItem) -> Iterator[Line | Grid]:
        table = self._table_of(item)
        columns = [column for column in table.columns if column.tampil]
        name = item.label.split("\n", maxsplit=1)[0]
        yield Line(_caption(item), f"{name}: judul tabel", _meta_place(table, "judul"))
        rows = [self._header_row(cells, columns, name) for cells in item.kepala]
        if item.nomor:
            numbered = zip(item.nomor, columns, strict=True)
            rows.append(
                tuple(_header_cell(text, column, name, "nomor") for text, column in numbered)
            )
        lines = {row.id: row for row in table.rows}
        for row in item.rows:
            texts = _spread(row.cells)
            rows.append(
                tuple(
                    Line(
                        join_blanks(plain_text(text)),
                        f"{name}: baris {row.id}, kolom “{show_heading(self._edition, column)}”",
                        table.cell_place(lines[row.id], column.kolom),
                    )
                    for text, column in zip(texts, columns, strict=True)
                )
            )
        yield Grid(tuple(rows))
        yield Line(
            join_blanks(plain_text(item.sumber)), f"{name}: sumber", _meta_place(table, "sumber")
        )

    def _header_row(
        self, cells: Sequence[GridCell], columns: Sequence[Column], name: str
    ) -> tuple[Line, ...]:
        return tuple(
            _header_cell(text, column, name, "judul")
            for text, column in zip(_spread(cells), columns, strict=True)
        )


def _header_cell(text: str, column: Column, name: str, field: str) -> Line:
    place = Place(column.place.file, column.place.line, field)
    return Line(join_blanks(plain_text(text)), f"{name}: kepala kolom {column.kolom}", place)


def _spread(cells: Iterable[GridCell]) -> list[str]:
    return [text for cell in cells for text in (cell.teks, *[""] * (cell.lebar - 1))]


def _text(runs: Iterable[Run]) -> str:
    return "".join(run.teks for run in runs)


def _caption(item: TableItem) -> str:
    return join_blanks(plain_text(f"{item.label}\n{item.judul}"))


def _meta_place(table: Table, field: str) -> Place:
    return Place(table.place.file, table.place.line, field)


# What a .docx prints


def read_printed(parts: Mapping[str, bytes]) -> Printed:
    """Return what a package prints. Raises lxml.etree.LxmlError for a part that is no XML."""
    roots = {name: _parse(parts[name]) for name in _COUNTED_PARTS if name in parts}
    root = _parse(parts["word/document.xml"])
    body = next(root.iter(f"{{{W}}}body"), root)
    furniture = (
        parts[name]
        for name in sorted(parts)
        if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name)
    )
    blocks = tuple(_read_blocks(body, labels=read_labels(roots)))
    return Printed(blocks, tuple(_read_boxes(body)), _read_furniture(furniture, Place()))


def _parse(data: bytes) -> _Element:
    return etree.fromstring(
        data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    )


def _read_furniture(parts: Iterable[bytes], place: Place) -> tuple[Line, ...]:
    """Return the different lines of headers and footers, without page numbers."""
    texts = (
        _paragraph_text(node, with_fields=False)
        for part in parts
        for node in _parse(part).iter(_PARAGRAPH)
    )
    found = dict.fromkeys(join_blanks(text) for text in texts)
    return tuple(Line(text, "kepala atau kaki halaman", place) for text in found if text)


def _read_blocks(
    parent: _Element, spot: str = "", place: Place | None = None, labels: Labels | None = None
) -> Iterator[Line | Grid]:
    where = place or Place()
    kept = ""
    for child in parent:
        if child.tag == _PARAGRAPH:
            text = kept + _paragraph_text(child)
            # A paragraph whose mark is gone joins the one below it.
            kept = text if child.find(GONE_MARK) is not None else ""
            label = labels.of(child) if labels is not None and not kept else ""
            text = join_blanks(_PAGE.sub("", text))
            if text and not kept:
                yield Line(text, spot, where, label)
        elif child.tag == _TABLE:
            read = _read_rows(child, labels)
            rows = tuple(
                tuple(Line(text, spot, where, label) for text, label in row) for row in read
            )
            if rows:
                yield Grid(rows)
        elif child.tag in _HOLDERS:
            yield from _read_blocks(child, spot, where, labels)
    if kept.strip():
        yield Line(join_blanks(kept), spot, where)


def _read_rows(table: _Element, labels: Labels | None) -> Iterator[list[tuple[str, str]]]:
    """Yield the (text, label) of each cell row by row."""
    for row in _inside(table, _ROW):
        if row.find(f"{{{W}}}trPr/{{{W}}}del") is not None:
            continue
        cells: list[tuple[str, str]] = []
        for cell in _inside(row, _CELL):
            span = cell.find(f"{{{W}}}tcPr/{{{W}}}gridSpan")
            width = int(span.get(_VAL, "1")) if span is not None else 1
            paragraphs = list(cell.iter(_PARAGRAPH))
            counted = [
                labels.of(paragraph) if labels is not None else "" for paragraph in paragraphs
            ]
            text = join_blanks(" ".join(map(_paragraph_text, paragraphs)))
            cells += [(text, next(filter(None, counted), "")), *[("", "")] * (width - 1)]
        yield cells


def _inside(parent: _Element, tag: str) -> Iterator[_Element]:
    """Yield the children of a kind, also those in elements that only hold others."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _HOLDERS:
            yield from _inside(child, tag)


def _read_boxes(body: _Element) -> Iterator[Line]:
    for box in body.iter(_BOX):
        if not any(True for _ in box.iterancestors(_FALLBACK, *_GONE)):
            yield Line(
                join_blanks(" ".join(_paragraph_text(node) for node in box.iter(_PARAGRAPH))),
                "bagan",
            )


def _paragraph_text(paragraph: _Element, *, with_fields: bool = True) -> str:
    """Return the text of a paragraph; no deleted or hidden text.

    If asked, neither pictures nor fields.
    """
    pieces: list[tuple[bool, str]] = []
    depth = 0
    for run in _walk(paragraph, with_fields=with_fields):
        is_hidden, is_struck = _has(run, _HIDDEN), _has(run, _STRUCK)
        for node in run:
            if node.tag == _FIELD:
                kind = node.get(_TYPE)
                depth += (kind == "begin") - (kind == "end")
            elif (with_fields or not depth) and not is_hidden:
                pieces.append((is_struck, _node_text(node, with_pictures=with_fields)))
    return "".join(_show_stretch(*found) for found in groupby(pieces, key=lambda piece: piece[0]))


def _show_stretch(is_struck: bool, pieces: Iterable[tuple[bool, str]]) -> str:  # noqa: FBT001 — as groupby gives it
    text = "".join(piece for _, piece in pieces)
    return STRUCK.format(text) if is_struck and text.strip() else text


def _node_text(node: _Element, *, with_pictures: bool) -> str:
    if node.tag == _TEXT:
        return node.text or ""
    if node.tag in _PICTURES:
        return PICTURE if with_pictures else ""
    return _SIGNS.get(str(node.tag), "")


def _has(run: _Element, names: Sequence[str]) -> bool:
    """Whether a run has one of the properties, and has it switched on."""
    look = run.find(_LOOK)
    found = (look.find(name) for name in names) if look is not None else ()
    return any(
        node is not None and node.get(_VAL, "1") not in ("0", "false", "off") for node in found
    )


def _walk(paragraph: _Element, *, with_fields: bool) -> Iterator[_Element]:
    """Yield all runs that are still there, in order."""
    for child in paragraph:
        if child.tag == _RUN:
            yield child
        elif child.tag not in _GONE and (with_fields or child.tag != _SIMPLE_FIELD):
            yield from _walk(child, with_fields=with_fields)
