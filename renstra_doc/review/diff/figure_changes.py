"""What was changed of a picture, a graph or a tree: its own columns, what it shows, its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renstra_doc.model import Block, Document
    from renstra_doc.model.values import Picture

BLOCK_COLUMNS = ("sumber", "alternatif", "lebar")
GRAPH_COLUMNS = (
    *("tabel", "baris", "kolom", "jenis", "judul", "sumber", "nomor", "deret", "tinggi"),
)
CONTENT = "gambar"

Values = tuple[str, str, str, Place]


def compare_figures(
    blocks: tuple[Block, Block], documents: tuple[Document, Document]
) -> Iterator[Values]:
    """Yield (column, old, new, place) for a drawn thing that both editions print."""
    before, after = blocks
    for name in BLOCK_COLUMNS:
        old, new = _shown(getattr(before, name)), _shown(getattr(after, name))
        if old != new:
            yield name, old, new, Place(after.place.file, after.place.line, name)
    yield from _compare_graphs(blocks, documents)
    yield from _compare_pictures(blocks, documents)


def _compare_graphs(
    blocks: tuple[Block, Block], documents: tuple[Document, Document]
) -> Iterator[Values]:
    pair = [
        document.graphs.get(block.acuan) if block.jenis == "grafik" else None
        for block, document in zip(blocks, documents, strict=True)
    ]
    if pair[0] is None or pair[1] is None:
        return
    for name in GRAPH_COLUMNS:
        old, new = (_shown(getattr(graph, name)) for graph in pair)
        if old != new:
            place = pair[1].place
            yield name, old, new, Place(place.file, place.line, name)


def _compare_pictures(
    blocks: tuple[Block, Block], documents: tuple[Document, Document]
) -> Iterator[Values]:
    """Yield the change of a picture whose file bears the same name."""
    pair = [
        document.pictures.get(block.acuan) if block.jenis == CONTENT else None
        for block, document in zip(blocks, documents, strict=True)
    ]
    # Another file under another name is told by the name.
    if pair[0] is None or pair[1] is None or blocks[0].acuan != blocks[1].acuan:
        return
    if (pair[0].isi, pair[0].svg) != (pair[1].isi, pair[1].svg):
        place = Place(f"gambar/{blocks[1].acuan}")
        yield CONTENT, _describe(pair[0], "semula"), _describe(pair[1], "menjadi"), place


def _describe(picture: Picture, side: str) -> str:
    size = len(picture.isi) + len(picture.svg)
    return f"{picture.berkas} {side}, {picture.lebar} × {picture.tinggi} piksel, {size} byte"


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    if isinstance(value, float):
        return f"{value:g}" if value else ""
    return str(value)
