r"""Text: a View → Markdown that reads well in `git diff`.

One line for what a person changes in one go: a heading, a paragraph, a list item, a row of a table.
So a changed cell is one changed line, and a moved paragraph is a moved line. Widths, styles and
page numbers are not shown.

| in the document | in the text | |---|---| | heading of level n | `#` n times, number, title;
without a number and out of the daftar isi: one `#` | | inline emphasis, an asterisk | `*miring*`,
`**tebal**`, `\*`, as in the CSV | | line break | `<br>` (` / ` stands in the prose itself, and a
line of its own would part the paragraph) | | list item | its marker as printed, two blanks deeper
for each level | | label (`Menimbang`) | `Menimbang:` with its paragraphs below, two blanks deeper |
| table | caption in bold, header (`Target > 2021`), line of column numbers, a line a row, source |
| merged cells | the first holds the text, the others are empty | | organisation chart | `[bagan:
…]` with its alternative text, then the boxes as a nested list | | daftar isi, daftar tabel, empty
band | `[daftar isi]`, `[daftar tabel]`, `[ruang]` | | picture, graph, tree | `[gambar: FILE]`, the
figures of the graph as a table, the boxes as a nested list; then caption,
source, alternative text | | new section, page break | `--- bagian isi,
halaman mulai 1 ---`, `--- ganti halaman ---` |
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, assert_never

from renstra_doc.view import (
    BlankItem,
    BreakItem,
    ChartItem,
    DictumItem,
    GraphItem,
    HeadingItem,
    ListingItem,
    ParagraphItem,
    PictureItem,
    SectionItem,
    SignaturesItem,
    TableItem,
    TreeItem,
)
from renstra_doc.view.items import spread_cells
from renstra_doc.words.markup import ABOVE, BELOW, Run, escape_markup, has_markup, parse_markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from renstra_doc.view import BoxView, FigureItem, GridCell, Item, View

INDENT = "  "
LINE_BREAK = "<br>"


# Parts and gaps apart, so that items of a list stand together.
def to_markdown(view: View) -> str:
    """Return a document as text: items parted by an empty line, list items in a row by none."""
    parts = [_write_item(item) for item in view.items]
    gaps = [_choose_gap(*pair) for pair in pairwise(view.items)]
    return "".join(part + gap for part, gap in zip(parts, [*gaps, "\n"], strict=False))


def _choose_gap(item: Item, following: Item) -> str:
    return "\n" if _is_list_item(item) and _is_list_item(following) else "\n\n"


def _is_list_item(item: Item) -> bool:
    return isinstance(item, ParagraphItem) and bool(item.daftar)


def _write_item(item: Item) -> str:
    match item:
        case SectionItem():
            text = _write_section(item)
        case HeadingItem():
            number, title = _write_text(item.nomor), _write_runs(item.runs)
            # Titles of the front matter have level 0, and Markdown no heading of that.
            text = _join("#" * max(item.tingkat, 1), number, title)
        case ParagraphItem():
            text = _write_paragraph(item)
        case DictumItem():
            text = _write_dictum(item)
        case BlankItem():
            text = "[ruang]"
        case BreakItem():
            text = "--- ganti halaman ---"
        case ListingItem():
            text = f"[{item.jenis.replace('_', ' ')}]"
        case TableItem():
            text = _write_table(item)
        case _:
            text = _write_drawn(item)
    return text


def _write_drawn(item: ChartItem | FigureItem | SignaturesItem) -> str:
    match item:
        case ChartItem():
            text = _write_captioned(item, _write_chart(item))
        case PictureItem():
            text = _write_figure(item, f"[gambar: {item.picture.berkas}]")
        case GraphItem():
            text = _write_figure(item, _write_graph(item))
        case TreeItem():
            text = _write_figure(item, "\n".join(["[pohon]", *_write_boxes(item.boxes)]))
        case SignaturesItem():
            text = _write_signatures(item)
        case _:
            assert_never(item)
    return text


def _write_section(item: SectionItem) -> str:
    start = f", halaman mulai {item.mulai}" if item.mulai else ""
    return f"--- bagian {item.bagian}{start} ---"


def _write_paragraph(item: ParagraphItem) -> str:
    text = _join(_write_text(item.penanda), _write_runs(item.runs))
    # A list begins at level 1, which is not indented.
    return INDENT * (item.tingkat - 1 if item.daftar else item.tingkat) + text


def _write_dictum(item: DictumItem) -> str:
    lines = (INDENT + _write_paragraph(paragraph) for paragraph in item.paragraphs)
    return "\n".join([f"{_write_text(item.label)}:", *lines])


# Charts


def _write_chart(item: ChartItem) -> str:
    boxes = _write_boxes(item.boxes)
    return "\n".join([f"[bagan: {_write_text(item.alternatif)}]", *boxes])


def _write_boxes(boxes: Sequence[BoxView]) -> list[str]:
    return [
        f"{INDENT * depth}- {LINE_BREAK.join(_write_text(line) for line in box.lines)}"
        for depth, box in _walk_boxes(boxes)
    ]


def _write_figure(item: FigureItem, drawn: str) -> str:
    """Write what is drawn, its caption in bold below it, and its source."""
    other = f"[teks alternatif: {_write_text(item.alternatif)}]" if item.alternatif else ""
    return "\n\n".join(filter(None, (_write_captioned(item, drawn), other)))


def _write_captioned(item: FigureItem, drawn: str) -> str:
    title = "\n".join(filter(None, (item.label, item.judul)))
    caption = f"**{_write_runs(_unbold(title))}**" if title else ""
    return "\n\n".join(filter(None, (drawn, caption, _write_markup(item.sumber))))


def _write_graph(item: GraphItem) -> str:
    """Write the figures of a graph as a table: a line a series."""
    lines = [_write_row(["", *item.titik]), _write_row("---" for _ in range(1 + len(item.titik)))]
    lines += [_write_row([series.nama, *series.teks]) for series in item.deret]
    return "\n".join([f"[grafik: {item.jenis}]", "", *lines])


def _write_signatures(item: SignaturesItem) -> str:
    sides = []
    for name, lines in (("kiri", item.kiri), ("kanan", item.kanan)):
        written = (
            _write_paragraph(line) if isinstance(line, ParagraphItem) else "[ruang]"
            for line in lines
        )
        sides.append(
            "\n".join([f"[tanda tangan {name}]", *(f"{INDENT}{line}" for line in written)])
        )
    return "\n".join(sides)


def _walk_boxes(boxes: Sequence[BoxView]) -> Iterator[tuple[int, BoxView]]:
    """Yield each box with its depth, a box before those below it.

    One with an unknown parent stands on top.
    """
    # Boxes come in any order; each is drawn below its own.
    below: dict[str, list[BoxView]] = {box.id: [] for box in boxes}
    top: list[BoxView] = []
    for box in boxes:
        below.get(box.induk, top).append(box)
    # A stack instead of a recursion: a chart may be deeper than Python's own.
    waiting = [(0, box) for box in reversed(top)]
    while waiting:
        depth, box = waiting.pop()
        # Backwards, for the last one put on the stack is the first one drawn.
        yield depth, box
        waiting += [(depth + 1, child) for child in reversed(below[box.id])]


# Tables


def _write_table(item: TableItem) -> str:
    header = _write_header(item.kepala)
    lines = [_write_row(header), _write_row("---" for _ in header)]
    if item.nomor:
        lines.append(_write_row(item.nomor))
    lines += [_write_row(spread_cells(row.cells)) for row in item.rows]
    return "\n\n".join(
        part
        for part in (_write_caption(item), "\n".join(lines), _write_markup(item.sumber))
        if part
    )


def _write_caption(item: TableItem) -> str:
    """Write label and title in bold.

    A caption is bold by its style, so its own bold does not show.
    """
    caption = "\n".join(filter(None, (item.label, item.judul)))
    return f"**{_write_runs(_unbold(caption))}**"


def _unbold(caption: str) -> list[Run]:
    return [replace(run, tebal=False) for run in parse_markup(caption)]


def _write_header(rows: Sequence[Sequence[GridCell]]) -> list[str]:
    """Join the header of each column to one path, as `kolom.csv` has it."""
    return [" > ".join(filter(None, path)) for path in zip(*map(_spread_header, rows), strict=True)]


def _spread_header(cells: Iterable[GridCell]) -> list[str]:
    return [cell.teks for cell in cells for _ in range(cell.lebar)]


def _write_row(texts: Iterable[str]) -> str:
    # A bar ends a cell in Markdown.
    cells = (_write_markup(text).replace("|", "\\|") for text in texts)
    return f"| {' | '.join(cells)} |"


# Texts


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _write_markup(text: str) -> str:
    """Write a text that still carries its inline markup; equal looks are written equally."""
    # Most cells hold none: parsing them all would cost most of the time.
    if has_markup(text):
        return _write_runs(parse_markup(text))
    return _break_lines(text)


def _write_runs(runs: Iterable[Run]) -> str:
    """Write the marks where the look changes; the mark that was opened last is closed first."""
    written: list[str] = []
    opened: list[str] = []
    # An empty run at the end closes what is still open.
    for run in (*runs, Run("")):
        wanted = [mark for mark, is_wanted in _marks_of(run) if is_wanted]
        # Marks must close in the order opposite to their opening.
        while any(mark not in wanted for mark in opened):
            written.append(opened.pop())
        missing = [mark for mark in wanted if mark not in opened]
        opened += missing
        written += [*missing, _write_run(run)]
    return "".join(written)


def _marks_of(run: Run) -> tuple[tuple[str, bool], ...]:
    return (
        ("**", run.tebal),
        ("*", run.miring),
        ("__", run.garis),
        ("^^", run.posisi == ABOVE),
        ("~~", run.posisi == BELOW),
    )


def _write_run(run: Run) -> str:
    """Write the text of a run, with where it leads, or the note that it stands for."""
    if run.kaki:
        return f"^[{_write_runs(run.kaki)}]"
    return f"[{_write_text(run.teks)}]({run.tautan})" if run.tautan else _write_text(run.teks)


def _write_text(text: str) -> str:
    return _break_lines(escape_markup(text))


def _break_lines(text: str) -> str:
    # A `<br>` that somebody wrote is not a line break of ours.
    return text.replace(LINE_BREAK, f"\\{LINE_BREAK}").replace("\n", LINE_BREAK)
