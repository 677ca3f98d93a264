"""A whole Document → View: numbers of headings and lists, figures in the prose, printed tables."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING

from renstra_doc.expression.language import Evaluator, ExpressionError, TooLongError, TooMuchError
from renstra_doc.expression.names import Facts, show_marked
from renstra_doc.finding import Finding, InputError, reading_error
from renstra_doc.model.compose import chart_name
from renstra_doc.model.records import at
from renstra_doc.view.counters import Lists
from renstra_doc.view.figures import view_graph, view_tree
from renstra_doc.view.items import (
    BlankItem,
    BoxView,
    BreakItem,
    ChartItem,
    DictumItem,
    GraphItem,
    HeadingItem,
    Item,
    ListingItem,
    ParagraphItem,
    PictureItem,
    SectionItem,
    SignaturesItem,
    TableItem,
    TreeItem,
    View,
)
from renstra_doc.view.table_items import view_table
from renstra_doc.words.markup import Run, parse_markup, plain_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from renstra_doc.model import Block, Box, Column, Document, Row, Table
    from renstra_doc.place import Place

# The usual paragraph style of each kind of block; `{n}` is its level. A block's own `gaya` comes
# first.
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
    "gambar": "Gambar",
    "berdampingan": "Tanda Tangan Berdampingan",
}


# A signature that stands left or right of another one says so in `acuan`.
SIDES = ("kiri", "kanan")
SIGNED = ("tanda_tangan", "ruang")
# What may stand in a list, or beside a label; anything else ends a list.
LISTED = ("butir", "paragraf", "label")


def build_view(document: Document) -> View:
    """Return the printed form of a document.

    Raises InputError with every expression that cannot be evaluated, each at its place.
    """
    # Everything is built before an error is raised: a person mends all expressions at once.
    builder = _Builder(document)
    items = builder.build_items()
    if builder.findings:
        raise InputError(builder.findings)
    return View(document.dokumen, tuple(items), tuple(builder.lists.definitions()))


def number_items(document: Document) -> dict[str, str]:
    """Return the number, or the mark, that each item of a list prints, by the id of its block."""
    # Without their texts, tables and graphs: only what goes on with a list, and what ends it.
    blocks = tuple(
        replace(block, jenis=block.jenis if block.jenis in LISTED else "ruang", teks="")
        for block in document.blocks
    )
    found: dict[str, str] = {}
    for item in build_view(replace(document, blocks=blocks)).items:
        beside = item.paragraphs if isinstance(item, DictumItem) else (item,)
        found |= {each.id: each.penanda for each in beside if isinstance(each, ParagraphItem)}
    return found


class _Builder:
    """Walk over the blocks in printed order. Keeps only counters and findings.

    The result is a list of items.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        # Findings are gathered: one broken expression must not hide the next.
        self.findings: list[Finding] = []
        self.lists = Lists()
        self._is_full = False
        self._evaluator = Evaluator(Facts(document).names(), show_marked)
        self._makers = {**self._text_makers(), **self._drawn_makers()}

    def build_items(self) -> list[Item]:
        items: list[Item] = []
        blocks = self.document.blocks
        position = 0
        while position < len(blocks):
            block = blocks[position]
            if block.jenis == "label":
                group = _dictum_group(blocks, position)
                # The paragraphs beside a label are one item, for they share the table that sets
                # them.
                items.append(self._dictum(block, group))
                position += 1 + len(group)
            elif block.acuan in SIDES and block.jenis in SIGNED:
                group = _signature_group(blocks, position)
                items.append(self._signatures(group))
                position += len(group)
            else:
                items += map(
                    # Held by what follows, not by what they are: any paragraph can come before a
                    # signature.
                    partial(_hold, following=blocks[position + 1 : position + 2]),
                    self._item(block),
                )
                position += 1
        return items

    def _item(self, block: Block) -> list[Item]:
        if block.jenis != "butir" and not (block.jenis == "paragraf" and block.tingkat):
            # A list goes on through blocks of lists and their paragraphs; anything else ends it.
            self.lists.close()
        # What has no maker of its own prints as a paragraph in its own style.
        return [self._makers.get(block.jenis, self._paragraph)(block)]

    def _text_makers(self) -> dict[str, Callable[[Block], Item]]:
        """Return what makes the item of each kind of block that is text, or room for it."""
        return {
            "bagian": lambda block: SectionItem(block.id, block.acuan, block.penanda),
            "bab": partial(self._heading, level=1),
            "subbab": lambda block: self._heading(block, level=block.tingkat or 2),
            "lampiran": partial(self._heading, level=1),
            "judul": lambda block: HeadingItem(
                block.id, 0, "", self._runs(block), block.gaya or STYLES["judul"]
            ),
            "butir": self._list_item,
            "ruang": lambda block: BlankItem(block.id, block.gaya or STYLES["ruang"]),
            "ganti_halaman": lambda block: BreakItem(block.id),
        }

    def _drawn_makers(self) -> dict[str, Callable[[Block], Item]]:
        """Return what makes the item of each kind of block that shows other data."""
        return {
            "tabel": lambda block: self._table(self.document.tables[block.acuan]),
            "bagan": self._chart,
            "gambar": self._picture,
            "grafik": self._graph,
            "pohon": self._tree,
            "daftar_isi": lambda block: ListingItem(block.id, block.jenis, block.tingkat or 2),
            "daftar_tabel": lambda block: ListingItem(block.id, block.jenis),
            "daftar_gambar": lambda block: ListingItem(block.id, block.jenis),
        }

    def _heading(self, block: Block, level: int) -> HeadingItem:
        return HeadingItem(
            block.id,
            level,
            self.document.numbers.judul[block.id],
            self._runs(block),
            block.gaya,
        )

    def _paragraph(self, block: Block) -> ParagraphItem:
        kind = "paragraf_bertingkat" if block.jenis == "paragraf" and block.tingkat else block.jenis
        style = block.gaya or STYLES.get(kind, STYLES["paragraf"]).format(n=block.tingkat)
        return ParagraphItem(block.id, style, self._runs(block), tingkat=block.tingkat)

    def _list_item(self, block: Block, usual: str = STYLES["butir"]) -> ParagraphItem:
        level = block.tingkat or 1
        style = block.gaya or usual.format(n=level)
        # A hyphen is the usual marker of a list that says none.
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
        name = chart_name(block)
        boxes = tuple(
            BoxView(box.id, box.induk, self._box_lines(box))
            for box in self.document.boxes
            if box.bagan == name
        )
        label, judul, sumber = self._caption(block, block.caption, block.sumber)
        # Who gives no other text has given the title.
        other = self._plain(block.alternatif or block.teks, block.place)
        return ChartItem(block.id, boxes, other, label, judul, sumber)

    def _box_lines(self, box: Box) -> tuple[str, ...]:
        """Return the lines of a box that hold something.

        Its title, echelon and number of people.
        """
        titles = self._plain(box.jabatan, box.place).split("\n")
        eselon = self._plain(box.eselon, at(box.place, "eselon"))
        # A dash in the data means that the office has no echelon.
        echelon = f"Eselon {eselon}" if eselon not in ("", "-") else ""
        return tuple(
            filter(None, (*titles, echelon, self._plain(box.jumlah, at(box.place, "jumlah"))))
        )

    # Drawn things

    def _picture(self, block: Block) -> PictureItem | BlankItem:
        """Return a picture; where the data still ask for one, only the room that it will take."""
        picture = self.document.pictures.get(block.acuan)
        if picture is None:
            # A project begins without its pictures, and must build.
            return BlankItem(block.id, STYLES["ruang"])
        label, judul, sumber = self._caption(block, block.teks, block.sumber)
        other = self._plain(block.alternatif, at(block.place, "alternatif"))
        style = block.gaya or STYLES["gambar"]
        return PictureItem(
            block.id,
            label,
            judul,
            sumber,
            other or plain_text(judul),
            style,
            picture,
            block.lebar,
        )

    def _graph(self, block: Block) -> GraphItem:
        graph = self.document.graphs[block.acuan]
        table = self.document.tables[graph.tabel]
        caption = self._caption(block, graph.judul, graph.sumber, graph.place)
        # The block goes along with what the data say elsewhere, so that one function draws it.
        block = replace(
            block,
            gaya=block.gaya or STYLES["gambar"],
            alternatif=self._plain(block.alternatif, at(block.place, "alternatif")),
        )
        return view_graph(block, graph, table, caption, self._resolver(table))

    def _tree(self, block: Block) -> TreeItem:
        table = self.document.tables[block.acuan]
        label, judul, sumber = self._caption(block, block.teks, block.sumber)
        other = self._plain(block.alternatif, at(block.place, "alternatif"))
        return TreeItem(
            block.id,
            label,
            judul,
            sumber,
            other or plain_text(judul),
            block.gaya or STYLES["gambar"],
            view_tree(table, self._resolver(table)),
            table.orientasi,
        )

    def _caption(
        self, block: Block, title: str, source: str, place: Place | None = None
    ) -> tuple[str, str, str]:
        """Return label, title and source as printed, still with their inline markup."""
        # A graph is described in a file of its own; an error is shown there.
        where = place or block.place
        return (
            self.document.numbers.label.get(block.id, ""),
            self._resolve(title, where),
            self._resolve(source, at(where, "sumber")),
        )

    def _resolver(self, table: Table) -> Callable[[str, Row, Column], str]:
        return lambda text, row, column: self._resolve(text, table.cell_place(row, column.kolom))

    def _signatures(self, group: Sequence[Block]) -> SignaturesItem:
        self.lists.close()
        left, right = ([block for block in group if block.acuan == side] for side in SIDES)
        return SignaturesItem(
            group[0].id, tuple(map(self._signature, left)), tuple(map(self._signature, right))
        )

    def _signature(self, block: Block) -> ParagraphItem | BlankItem:
        if block.jenis == "ruang":
            return BlankItem(block.id, block.gaya or STYLES["ruang"])
        return ParagraphItem(block.id, block.gaya or STYLES["berdampingan"], self._runs(block))

    # Texts

    def _plain(self, text: str, place: Place) -> str:
        """Resolve a text that is printed without inline markup."""
        return plain_text(self._resolve(text, place))

    def _runs(self, block: Block) -> tuple[Run, ...]:
        return parse_markup(self._resolve(block.teks, block.place))

    def _table(self, table: Table) -> TableItem:
        return view_table(self._resolve_caption(table), self._resolver(table))

    def _resolve_caption(self, table: Table) -> Table:
        """Return the table with the expressions of its label, title, source and header replaced."""
        return replace(
            table,
            label=self._resolve(table.label, at(table.place, "label")),
            judul=self._resolve(table.judul, at(table.place, "judul")),
            sumber=self._resolve(table.sumber, at(table.place, "sumber")),
            columns=tuple(
                replace(
                    column,
                    judul=tuple(
                        self._resolve(text, at(column.place, "judul")) for text in column.judul
                    ),
                )
                for column in table.columns
            ),
        )

    def _resolve(self, text: str, place: Place) -> str:
        try:
            return self._evaluator.resolve(text)
        except (TooLongError, TooMuchError) as error:
            # The limit of the whole document is told once, not at each text that follows.
            if isinstance(error, TooLongError) or not self._is_full:
                self.findings.append(
                    reading_error(place, str(error), "jangan ambil sel yang panjang berulang-ulang")
                )
            self._is_full = self._is_full or isinstance(error, TooMuchError)
            # The text stays as it is, so that the rest can be looked at, too.
            return text
        except ExpressionError as error:
            hint = "periksa nama tabel, baris dan kolom di dalam {{ … }}"
            self.findings.append(reading_error(place, str(error), hint, text[:80]))
            return text


def _hold(item: Item, following: Sequence[Block]) -> Item:
    """Return an item; the paragraph before a signature is held together with it."""
    is_last = any(block.jenis == "tanda_tangan" for block in following)
    return replace(item, lekat=True) if is_last and isinstance(item, ParagraphItem) else item


def _signature_group(blocks: Sequence[Block], position: int) -> list[Block]:
    """Return the lines of two signatures that stand beside each other."""
    # One after the other: a line without a side ends the pair.
    return list(
        takewhile(lambda block: block.acuan in SIDES and block.jenis in SIGNED, blocks[position:])
    )


def _dictum_group(blocks: Sequence[Block], position: int) -> list[Block]:
    """Return the blocks that stand beside a label: the run of list items, or else one paragraph."""
    group: list[Block] = []
    for block in blocks[position + 1 :]:
        if block.jenis != "butir":
            break
        group.append(block)
    # A label without a list (`Menetapkan`) has one paragraph beside it.
    if not group and position + 1 < len(blocks) and blocks[position + 1].jenis == "paragraf":
        group.append(blocks[position + 1])
    return group
