"""What pictures, graphs, trees, signatures side by side and footnotes of an edition should show."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from itertools import chain
from typing import TYPE_CHECKING

from renstra_doc.docx.anchors import anchor_of_caption
from renstra_doc.docx.drawings import PICTURE
from renstra_doc.docx.relations import PartError, parse_part
from renstra_doc.finding import InputError
from renstra_doc.render.carried import find_pictures, list_pictures
from renstra_doc.render.graph import number_format
from renstra_doc.render.spreadsheet import write_workbook
from renstra_doc.render.tree import part_tree
from renstra_doc.review.verify.lines import Grid, Line, join_blanks, show_caption
from renstra_doc.view import (
    ChartItem,
    DictumItem,
    FigureItem,
    GraphItem,
    HeadingItem,
    ParagraphItem,
    SignaturesItem,
    TableItem,
    TreeItem,
)
from renstra_doc.words.markup import has_markup, join_runs, parse_markup, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from renstra_doc.docx.word_content import Stranger
    from renstra_doc.place import Place
    from renstra_doc.view import Item
    from renstra_doc.words.markup import Run

NOTES, CHARTS = "catatan kaki", ("gambar jenis lain (chart)", "grafik Word")
NUMBER = "angka"
SCALES = ("juta", "miliar")
WORKBOOK, LINK = "berkas tertanam", "tautan ke luar"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_LETTERS = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"

Series = tuple[str, tuple[tuple[str, Decimal], ...]]


def figure_lines(item: FigureItem, place: Place, title: Place, source: Place) -> list[Line]:
    """Return the lines of what is drawn: a sign for each drawing, caption, source.

    In: the places of the block, of the caption and of the source.
    """
    name = item.label or item.id
    count = len(part_tree(item)) if isinstance(item, TreeItem) else 1
    spot = f"bagan {item.id}" if isinstance(item, ChartItem) else f"{name}: gambar"
    lines = [Line(PICTURE, spot, place)] * count
    anchor = anchor_of_caption(item.id)
    lines.append(Line(show_caption(item), f"{name}: judul gambar", title, jangkar=anchor))
    lines.append(Line(join_blanks(plain_text(item.sumber)), f"{name}: sumber", source))
    return [line for line in lines if line.text]


def signatures_grid(item: SignaturesItem, places: Mapping[str, Place]) -> Grid:
    """Return two signatures as the one row that they are."""
    cells = []
    for side in (item.kiri, item.kanan):
        lines = [line for line in side if isinstance(line, ParagraphItem)]
        text = join_blanks(" ".join(join_runs(line.runs) for line in lines))
        place = places[lines[0].id] if lines else places[item.id]
        cells.append(Line(text, f"tanda tangan {item.id}", place))
    return Grid((tuple(cells),))


# What this program writes beside the text


def drop_own(
    strangers: Sequence[Stranger], items: Sequence[Item], parts: Mapping[str, bytes]
) -> tuple[Stranger, ...]:
    """Return what a document holds that its data do not say.

    Its footnotes and graphs are those of the data where they say the same; otherwise all of them
    stay named.
    """
    own = _name_own_graphs([item for item in items if isinstance(item, GraphItem)], parts)
    return tuple(
        stranger
        for stranger in strangers
        if stranger.nama not in own and not _is_of_text(stranger, items)
    )


def _is_of_text(stranger: Stranger, items: Sequence[Item]) -> bool:
    """Return whether footnotes or links are those of the texts of the data."""
    if stranger.nama == NOTES:
        return _are_notes(stranger.isi, stranger.jumlah, items)
    return stranger.nama == LINK and set(stranger.isi) <= set(_list_links(items))


def _name_own_graphs(graphs: Sequence[GraphItem], parts: Mapping[str, bytes]) -> frozenset[str]:
    """Return the names of what the graphs of the data bring, where they are those of the file."""
    if not graphs or not _are_graphs(graphs, parts):
        return frozenset()
    books = {WORKBOOK} if _are_workbooks(graphs, parts) else ()
    return frozenset({*CHARTS, *books})


def find_other_pictures(items: Iterable[Item], parts: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the pictures of the data whose content is not in the document, by file name."""
    missing = find_pictures(list_pictures(items), parts)[1]
    # A program that knows no SVG keeps the picture beside it only.
    has_drawing = any(name.lower().endswith(".svg") for name in parts)
    return tuple(name for name in missing if has_drawing or not name.lower().endswith(".svg"))


def _are_notes(texts: Sequence[str], count: int, items: Sequence[Item]) -> bool:
    wanted = [join_blanks(text) for text in _list_notes(items)]
    found = {join_blanks(text) for text in texts}
    return found == set(wanted) and count <= 2 * len(wanted)


def _list_notes(items: Iterable[Item]) -> Iterator[str]:
    for item in items:
        for runs in _runs_of(item):
            yield from (join_runs(run.kaki) for run in runs if run.kaki)


def _list_links(items: Iterable[Item]) -> Iterator[str]:
    for item in items:
        for runs in _runs_of(item):
            found = (*runs, *(inner for run in runs for inner in run.kaki))
            yield from (run.tautan for run in found if run.tautan)


def _runs_of(item: Item) -> Iterator[tuple[Run, ...]]:
    yield from (line.runs for line in _lines_of(item))
    yield from (parse_markup(text) for text in _texts_of(item) if has_markup(text))


def _lines_of(item: Item) -> Iterator[HeadingItem | ParagraphItem]:
    """Yield the paragraphs of the running text that an item is or holds."""
    if isinstance(item, HeadingItem | ParagraphItem):
        yield item
    elif isinstance(item, DictumItem):
        yield from item.paragraphs
    elif isinstance(item, SignaturesItem):
        lines = (*item.kiri, *item.kanan)
        yield from (line for line in lines if isinstance(line, ParagraphItem))


def _texts_of(item: Item) -> Iterator[str]:
    """Yield the texts of a figure or a table that may bear notes and links."""
    if isinstance(item, FigureItem):
        yield from (item.judul, item.sumber)
    elif isinstance(item, TableItem):
        yield from (cell.teks for row in item.rows for cell in row.cells)


# Graphs


def _are_graphs(items: Sequence[GraphItem], parts: Mapping[str, bytes]) -> bool:
    """Return whether the charts of a package show the figures of these graphs only."""
    try:
        charts = [parse_part(data) for name, data in parts.items() if _is_chart(name)]
    except PartError:  # damaged: a chart that nobody can read shows nothing that is known
        return False
    wanted = set(map(_series_of, items))
    found = set(map(_read_series, charts))
    texts = (series.teks for item in items for series in item.deret)
    shown = (node.text or "" for chart in charts for node in chart.iter(_LETTERS))
    # A chart may bear no text but its figures and the scale of its axis.
    return wanted == found and set(shown) <= {*chain.from_iterable(texts), *SCALES}


def _is_chart(name: str) -> bool:
    return name.startswith("word/charts/chart") and name.endswith(".xml")


def _are_workbooks(items: Sequence[GraphItem], parts: Mapping[str, bytes]) -> bool:
    """Return whether the workbooks inside of the charts are those that were put there."""
    wanted = {write_workbook(item.titik, item.deret, number_format(item)) for item in items}
    others = {data for name, data in parts.items() if name.endswith(".xlsx")} - wanted
    # ONLYOFFICE writes them anew: then it is the cells that count.
    return not others or set(map(_read_cells, others)) <= set(map(_read_cells, wanted))


def _read_cells(data: bytes) -> frozenset[tuple[object, ...]]:
    """Return what every cell of a workbook holds; of one that cannot be read that it is so."""
    from renstra_doc.workbook.xlsx import read_workbook  # noqa: PLC0415 — only other bytes need it

    try:
        sheets = read_workbook(data)
    except InputError:
        return frozenset({("rusak", data)})
    return frozenset(
        (name, place, _number(cell.value) if cell.kind == NUMBER else cell.value, cell.formula)
        for name, sheet in sheets.items()
        for place, cell in sheet.cells.items()
    )


def _series_of(item: GraphItem) -> tuple[Series, ...]:
    return tuple(
        (
            series.nama,
            tuple(
                (name, value)
                for name, value in zip(item.titik, series.nilai, strict=True)
                if value is not None
            ),
        )
        for series in item.deret
    )


def _read_series(chart: object) -> tuple[Series, ...]:
    return tuple(map(_read_one, chart.iter(f"{_CHART}ser")))  # type: ignore[attr-defined]


def _read_one(node: object) -> Series:
    find = node.find  # type: ignore[attr-defined]
    name = "".join(point[1] for point in _points(find(f"{_CHART}tx")))
    categories = dict(_points(find(f"{_CHART}cat")))
    values = _points(find(f"{_CHART}val"))
    return name, tuple((categories.get(key, ""), _number(text)) for key, text in values)


def _points(node: object) -> list[tuple[str, str]]:
    if node is None:
        return []
    found = node.iter(f"{_CHART}pt")  # type: ignore[attr-defined]
    return [(point.get("idx", ""), point.findtext(f"{_CHART}v") or "") for point in found]


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        # Equal to nothing, itself included: what is no number is never a figure of ours.
        return Decimal("NaN")
