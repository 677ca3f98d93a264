"""What graphs and trees show otherwise because cells of their table changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.model.graphs import select_columns, select_rows
from renstra_doc.review.diff.change import Kind
from renstra_doc.review.diff.described import describe_block
from renstra_doc.review.diff.trace import CELL
from renstra_doc.view import GraphItem, TreeItem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from renstra_doc.model import Block, Document
    from renstra_doc.review.diff.change import BlockChange
    from renstra_doc.review.diff.trace import Need
    from renstra_doc.review.edition import Edition
    from renstra_doc.view import Item

    Shown = Mapping[tuple[str, ...], str]

DRAWN = ("grafik", "pohon")


def find_redrawn(old: Edition, new: Edition) -> Iterator[tuple[BlockChange, frozenset[Need]]]:
    """Yield the change of each drawing whose content differs by its table alone.

    Out: what differs in the old and in the new one, and the cells that it is drawn from. A graph
    that was itself described anew is no consequence: that description is the change.
    """
    figures = _find_figures(old), _find_figures(new)
    for block in new.document.blocks:
        former = old.blocks.get(block.id)
        if former is None or not _is_same(former, block, old.document, new.document):
            continue
        items = [found.get(block.id) for found in figures]
        if items[0] is None or items[1] is None:
            continue
        before, after = _compare(_contents(items[0]), _contents(items[1]))
        if before != after:
            needs = _needs(former, old.document) | _needs(block, new.document)
            change = describe_block(Kind.CHANGED, new, block, (before, after), "isi")
            yield change, frozenset(needs)


def _find_figures(edition: Edition) -> dict[str, Item]:
    return {item.id: item for item in edition.view.items if isinstance(item, GraphItem | TreeItem)}


def _is_same(former: Block, block: Block, old: Document, new: Document) -> bool:
    if block.jenis not in DRAWN or (former.jenis, former.acuan) != (block.jenis, block.acuan):
        return False
    if block.jenis != "grafik":
        return True
    graphs = old.graphs.get(block.acuan), new.graphs.get(block.acuan)
    return None not in graphs and len({_describe(graph) for graph in graphs}) == 1


def _describe(graph: object) -> tuple[object, ...]:
    return tuple(getattr(graph, name) for name in ("tabel", "baris", "kolom", "deret"))


def _contents(item: Item) -> Shown:
    """Return what a drawing says, piece by piece: a figure by its names, a box by its row."""
    if isinstance(item, GraphItem):
        return {
            (series.nama, point): f"{series.nama}, {point}: {text}"
            for series in item.deret
            for point, text in zip(item.titik, series.teks, strict=True)
            if text
        }
    boxes = item.boxes if isinstance(item, TreeItem) else ()
    # A box is one piece: a changed line shows the whole box on both sides.
    return {(box.id,): " ".join(box.lines) for box in boxes}


def _compare(old: Shown, new: Shown) -> tuple[str, str]:
    """Return the pieces that differ, of each side as one text."""
    before = [text for key, text in old.items() if new.get(key) != text]
    after = [text for key, text in new.items() if old.get(key) != text]
    return "; ".join(before), "; ".join(after)


def _needs(block: Block, document: Document) -> set[Need]:
    """Return the cells that a drawing shows, and those that name its points or boxes."""
    graph = document.graphs.get(block.acuan) if block.jenis == "grafik" else None
    table = document.tables.get(graph.tabel if graph else block.acuan)
    if table is None:
        return set()
    rows = select_rows(graph, table) if graph else table.rows
    worded = [column for column in table.columns if column.jenis == "teks"]
    columns = select_columns(graph, table) if graph else worded
    names = {column.kolom for column in columns} | {table.naming} - {""}
    return {(CELL, table.id, row.id, name) for row in rows for name in names}
