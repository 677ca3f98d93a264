"""A whole Document → View: numbers of headings and lists, figures in the prose, printed tables."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from renstra_doc.expression import Evaluator, ExpressionError
from renstra_doc.facts import Facts, show_value
from renstra_doc.finding import Finding, InputError, reading_error
from renstra_doc.marker import Marker, parse_marker
from renstra_doc.markup import Run, escape_markup, parse_markup, plain_text
from renstra_doc.numbers import NumberError
from renstra_doc.place import Place
from renstra_doc.view.items import (
    BlankItem,
    BoxView,
    BreakItem,
    ChartItem,
    DictumItem,
    HeadingItem,
    Item,
    ListDefinition,
    ListingItem,
    ParagraphItem,
    SectionItem,
    TableItem,
    View,
)
from renstra_doc.view.table import view_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from renstra_doc.model import Block, Column, Document, Row, Table

# The usual paragraph style of each kind of block; `{n}` is its level. A block's own `gaya` comes first.
STYLES = {
    "paragraf": "Paragraf",
    "paragraf_bertingkat": "Paragraf {n}",
    "butir": "Butir {n}",
    "kutipan": "Kutipan",
    "tanda_tangan": "Tanda Tangan",
    "ruang": "Ruang",
    "judul": "Judul Depan",
    "diktum": "Diktum",
    "diktum_butir": "Diktum Butir",
}


def build_view(document: Document) -> View:
    """Return the printed form of a document.

    Raises InputError with every expression that cannot be evaluated, each at its place.
    """
    builder = _Builder(document)
    items = builder.build_items()
    if builder.findings:
        raise InputError(builder.findings)
    return View(document.dokumen, tuple(items), tuple(builder.lists.definitions()))


class _Headings:
    """Count headings: a chapter through the document, every other form within its parent."""

    def __init__(self) -> None:
        self._chapter = 0
        self._counts: dict[tuple[int, str], int] = {}

    def number(self, level: int, sample: str) -> str:
        self._counts = {key: count for key, count in self._counts.items() if key[0] <= level}
        if not sample:
            return ""
        marker = parse_marker(sample)
        form = marker.bentuk if not marker.bertingkat else "bertingkat"
        key = (level, form)
        self._counts[key] = self._counts.get(key, 0) + 1
        if level == 1:
            self._chapter = self._counts[key]
            return marker.show(self._counts[key])
        return marker.show(self._counts[key], self._chapter)

    def forget_below(self, level: int) -> None:
        self._counts = {key: count for key, count in self._counts.items() if key[0] <= level}


class _Lists:
    """Which list each item belongs to, and its number in it."""

    def __init__(self) -> None:
        self._markers: list[dict[int, Marker]] = []
        self._styles: list[dict[int, str]] = []
        self._named: dict[str, int] = {}
        self._counts: dict[int, dict[int, int]] = {}
        self._open = 0

    def close(self) -> None:
        self._open = 0

    def add(self, name: str, level: int, sample: str, style: str) -> tuple[int, str]:
        """Return (number of the list, marker as printed) for the next item."""
        number = self._find(name, level, parse_marker(sample))
        self._styles[number - 1].setdefault(level, style)
        counts = self._counts.setdefault(number, {})
        counts[level] = counts.get(level, 0) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        return number, self._markers[number - 1][level].show(counts[level])

    def _find(self, name: str, level: int, marker: Marker) -> int:
        number = self._named.get(name, 0) if name else self._open
        if number and self._markers[number - 1].setdefault(level, marker) != marker:
            number = 0
        if not number:
            self._markers.append({level: marker})
            self._styles.append({})
            number = len(self._markers)
        if name:
            self._named[name] = number
        self._open = number
        return number

    def definitions(self) -> list[ListDefinition]:
        return [
            ListDefinition(dict(sorted(markers.items())), styles)
            for markers, styles in zip(self._markers, self._styles, strict=True)
        ]


class _Builder:
    """Walk over the blocks in printed order. Keeps only counters and findings; the result is a list of items."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.findings: list[Finding] = []
        self.lists = _Lists()
        self._headings = _Headings()
        self._evaluator = Evaluator(Facts(document).names(), lambda value: escape_markup(show_value(value)))

    def build_items(self) -> list[Item]:
        items: list[Item] = []
        blocks = self.document.blocks
        position = 0
        while position < len(blocks):
            block = blocks[position]
            if block.jenis == "label":
                group = _dictum_group(blocks, position)
                items.append(self._dictum(block, group))
                position += 1 + len(group)
            else:
                items += self._item(block)
                position += 1
        return items

    def _item(self, block: Block) -> list[Item]:
        makers: dict[str, Callable[[Block], Item]] = {
            "bagian": lambda block: SectionItem(block.id, block.acuan, block.penanda),
            "bab": partial(self._heading, level=1),
            "subbab": lambda block: self._heading(block, level=block.tingkat or 2),
            "judul": lambda block: HeadingItem(block.id, 0, "", self._runs(block), block.gaya or STYLES["judul"]),
            "butir": self._list_item,
            "ruang": lambda block: BlankItem(block.id, block.gaya or STYLES["ruang"]),
            "tabel": lambda block: self._table(self.document.tables[block.acuan]),
            "bagan": self._chart,
            "daftar_isi": lambda block: ListingItem(block.id, block.jenis, block.tingkat or 2),
            "daftar_tabel": lambda block: ListingItem(block.id, block.jenis),
            "ganti_halaman": lambda block: BreakItem(block.id),
        }
        if block.jenis != "butir" and not (block.jenis == "paragraf" and block.tingkat):
            self.lists.close()
        return [makers.get(block.jenis, self._paragraph)(block)]

    def _heading(self, block: Block, level: int) -> HeadingItem:
        return HeadingItem(block.id, level, self._headings.number(level, block.penanda), self._runs(block), block.gaya)

    def _paragraph(self, block: Block) -> ParagraphItem:
        kind = "paragraf_bertingkat" if block.jenis == "paragraf" and block.tingkat else block.jenis
        style = block.gaya or STYLES.get(kind, STYLES["paragraf"]).format(n=block.tingkat)
        return ParagraphItem(block.id, style, self._runs(block), tingkat=block.tingkat)

    def _list_item(self, block: Block, usual: str = STYLES["butir"]) -> ParagraphItem:
        level = block.tingkat or 1
        style = block.gaya or usual.format(n=level)
        number, marker = self.lists.add(block.acuan, level, block.penanda or "-", style)
        return ParagraphItem(block.id, style, self._runs(block), number, level, marker)

    def _dictum(self, label: Block, group: Sequence[Block]) -> DictumItem:
        self.lists.close()
        paragraphs = tuple(
            self._list_item(block, STYLES["diktum_butir"])
            if block.jenis == "butir"
            else ParagraphItem(block.id, block.gaya or STYLES["diktum"], self._runs(block))
            for block in group
        )
        self.lists.close()
        return DictumItem(label.id, self._plain(label.teks, label.place), paragraphs)

    def _chart(self, block: Block) -> ChartItem:
        boxes = tuple(
            BoxView(
                box.id,
                box.induk,
                tuple(
                    line
                    for line in (
                        *self._plain(box.jabatan, box.place).split("\n"),
                        *(f"Eselon {box.eselon}" for _ in (1,) if box.eselon and box.eselon != "-"),
                        self._plain(box.jumlah, Place(box.place.file, box.place.line, "jumlah")),
                    )
                    if line
                ),
            )
            for box in self.document.boxes
        )
        return ChartItem(block.id, boxes, self._plain(block.teks, block.place))

    def _plain(self, text: str, place: Place) -> str:
        """Resolve a text that is printed without inline markup."""
        return plain_text(self._resolve(text, place))

    def _runs(self, block: Block) -> tuple[Run, ...]:
        return parse_markup(self._resolve(block.teks, block.place))

    def _table(self, table: Table) -> TableItem:
        def resolve(text: str, row: Row, column: Column) -> str:
            return self._resolve(text, table.cell_place(row, column.kolom))

        item = view_table(table, resolve)
        place = Place(table.place.file, table.place.line, "judul")
        heading = table.columns[0].place
        return replace(
            item,
            label=self._resolve(item.label, place),
            judul=self._resolve(item.judul, place),
            sumber=self._resolve(item.sumber, Place(place.file, place.line, "sumber")),
            kepala=tuple(
                tuple(replace(cell, teks=self._resolve(cell.teks, heading)) for cell in row) for row in item.kepala
            ),
        )

    def _resolve(self, text: str, place: Place) -> str:
        try:
            return self._evaluator.resolve(text)
        except (ExpressionError, NumberError) as error:
            hint = "periksa nama tabel, baris dan kolom di dalam {{ … }}"
            self.findings.append(reading_error(place, str(error), hint, text[:80]))
            return text


def _dictum_group(blocks: Sequence[Block], position: int) -> list[Block]:
    """Return the blocks that stand beside a label: the run of list items, or else one paragraph."""
    group: list[Block] = []
    for block in blocks[position + 1 :]:
        if block.jenis != "butir":
            break
        group.append(block)
    if not group and position + 1 < len(blocks) and blocks[position + 1].jenis == "paragraf":
        group.append(blocks[position + 1])
    return group
