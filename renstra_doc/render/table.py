"""A TableItem → w:tbl (ECMA-376 Part 1, 17.4), written in one go as a string.

In order: (1) a row is known by its role and the shape of its cells; (2) the XML around the texts of
such rows is made once, as a frame; (3) neighbours with the same frame are filled together: their
texts are escaped and put into runs in bulk, not cell by cell. Only a text with markup, breaks or
outer blanks is written by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, groupby, islice, pairwise, repeat
from typing import TYPE_CHECKING

from renstra_doc.docx.xml import escape, quoteattr, runs_xml, text_xml
from renstra_doc.finding import refuse_input
from renstra_doc.place import NOWHERE
from renstra_doc.render.cell_styles import ALIGNMENT, AlignedStyle
from renstra_doc.render.fitting import estimate_height, is_taller, read_head
from renstra_doc.render.keeping import find_kept
from renstra_doc.template.roles import HEADER, NUMBERS, ORDINARY
from renstra_doc.view import GridCell
from renstra_doc.words.markup import SIGNS, has_markup, parse_markup, plain_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from renstra_doc.template.read import RoleLook, TableLook
    from renstra_doc.view import TableItem, TableRow

    Shape = tuple[tuple[object, ...], ...]
    Merges = tuple[tuple[int, int], ...]

_TABLE_WIDTH = re.compile(r"<w:tblW [^<>]*/>")
_ABOUT = re.compile(r"<w:tbl(?:Caption|Description) [^<>]*/>")
KEPT = "<w:keepNext/>"
# A row may split if it is taller than a landscape page; only a text this long can make it so.
SHORT_PAGE, LONG_TEXT = 9000, 600
ROW, REPEATED_ROW = "<w:cantSplit/>", "<w:cantSplit/><w:tblHeader/>"
CHUNK_ROWS = 1000
MAX_COLUMNS = 63
LONGEST_ABOUT = 250
# Parts the texts of a chunk; a control character, which no text may hold (XML 1.0, production [2]).
_BETWEEN = "\x1f"
_OPEN, _SHUT = "<w:r><w:t>", "</w:t></w:r>"
_EMPTY_RUN = _OPEN + _SHUT
# What keeps a chunk of texts from being written in bulk: markup, breaks, blanks that Word would
# drop.
_UNUSUAL = (*SIGNS, "\n", "\t", "  ", f"{_BETWEEN} ", f" {_BETWEEN}")
_OTHER_BLANK = re.compile("[\r\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")


def table_xml(
    item: TableItem, look: TableLook, widths: tuple[int, ...], styles: dict[AlignedStyle, str]
) -> str:
    """Return the table.

    In: the printed table, the look of its kind, its columns in twips, where the styles of its cells
    are noted. The header and the line of column numbers repeat on each page (w:tblHeader), no row
    splits (w:cantSplit).
    """
    return "".join(_table_parts(item, look, widths, styles))


def _table_parts(
    item: TableItem, look: TableLook, widths: tuple[int, ...], styles: dict[AlignedStyle, str]
) -> Iterator[str]:
    _refuse_wide(item)
    yield open_table(look, widths, sum(widths), _about_xml(item))
    writer = RowWriter(look, widths, styles)
    head = read_head(item, look, widths)
    yield from map(writer.write_header, item.kepala, repeat(HEADER), head.least_heights)
    if item.nomor:
        yield writer.write_header([GridCell(number) for number in item.nomor], NUMBERS)
    kept = find_kept(
        item.rows,
        has_source=bool(item.sumber),
        height_of=writer.estimate_height,
        head=head.height,
    )
    yield from writer.write_rows(item.rows, kept)
    yield "</w:tbl>"


def _about_xml(item: TableItem) -> str:
    """Return title and description of a table (17.4.62, 17.4.47), for who cannot see it."""
    title = plain_text(" ".join(f"{item.label} {item.judul}".split()))
    first = item.kepala[0] if item.kepala else ()
    heads = ", ".join(plain_text(" ".join(cell.teks.split())) for cell in first if cell.teks)
    about = f"Tabel {len(item.rows)} baris dan {len(item.lebar)} kolom: {heads}"
    tags = {"tblCaption": title, "tblDescription": about[:LONGEST_ABOUT]}
    return "".join(f"<w:{tag} w:val={quoteattr(text)}/>" for tag, text in tags.items())


def _refuse_wide(item: TableItem) -> None:
    """Raise InputError for a table that Word calls damaged: a row has at most 63 cells."""
    if len(item.lebar) > MAX_COLUMNS:
        message = (
            f"tabel “{item.id}” berkolom {len(item.lebar)}, sedangkan Word "
            f"menerima paling banyak {MAX_COLUMNS}"
        )
        hint = "bagi tabelnya, atau jangan cetak semua kolomnya (kolom tampil di tabel/kolom.csv)"
        raise refuse_input(NOWHERE, message, hint)


def open_table(look: TableLook, widths: Sequence[int], width: int, about: str = "") -> str:
    """Return what stands before the rows: w:tblPr, `about` at its end, and w:tblGrid."""
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in widths)
    properties = _TABLE_WIDTH.sub(f'<w:tblW w:w="{width}" w:type="dxa"/>', look.properties, count=1)
    properties = _ABOUT.sub("", properties).replace("</w:tblPr>", f"{about}</w:tblPr>")
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>"


def scale_widths(widths: Sequence[float], total: int) -> tuple[int, ...]:
    """Scale widths so that they fill `total` exactly, in whole twips.

    No column loses its share to rounding.
    """
    whole = sum(widths) or 1
    edges = [0]
    passed = 0.0
    for width in widths:
        passed += width
        # The edges are rounded and not the widths, so that the sum is exact.
        edges.append(round(passed * total / whole))
    return tuple(right - left for left, right in pairwise(edges))


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The XML of a row around the texts of its cells.

    And which vertical merges the next row may go on with.
    """

    pieces: tuple[str, ...]
    merges: Merges = ()


class RowWriter:
    """Writes rows in the looks of their roles; keeps a frame for each shape of row."""

    def __init__(
        self,
        look: TableLook,
        widths: tuple[int, ...],
        styles: dict[AlignedStyle, str] | None = None,
    ) -> None:
        """Take the look and the width of each column in twips.

        `styles` notes the styles of cells that are then to be made (none: cells are aligned by
        themselves, for a document whose styles are somebody else's).
        """
        self._look = look
        self._styles = styles
        self._widths = widths
        self._frames: dict[tuple[str, str, Shape, Merges, bool], Frame] = {}
        self._merges: Merges = ()

    def write_header(self, cells: Sequence[GridCell], role: str = HEADER, height: int = 0) -> str:
        """Return a row that repeats on each page; `height` in twips is the least it takes."""
        least = _height_xml(max(height, self._role(role).height))
        properties = REPEATED_ROW.replace("<w:tblHeader/>", f"{least}<w:tblHeader/>")
        frame = self._frame(role, _shape_of(cells), properties, is_kept=True)
        return fill(frame, [cell.teks for cell in cells])

    def write_rows(self, rows: Iterable[TableRow], kept: Iterable[bool] = ()) -> Iterator[str]:
        """Yield the rows; neighbours of one shape come together.

        `kept` tells of each row whether the next one must stand on its page.
        """
        pairs = map(self._lay_out, rows, chain(kept, repeat(None)))
        for frame, group in groupby(pairs, key=lambda pair: pair[0]):
            # In chunks: one string of all rows would stand in memory several times.
            while texts := [text for _, row in islice(group, CHUNK_ROWS) for text in row]:
                yield fill(frame, texts)

    def estimate_height(self, row: TableRow) -> float:
        """Return about how tall a row is in twips."""
        return estimate_height(row, self._role(row.tingkat), self._widths)

    def frame_for(self, cells: Sequence[GridCell], role: str = ORDINARY) -> Frame:
        """Return the frame of an ordinary row."""
        properties = ROW + _height_xml(self._role(role).height)
        return self._frame(role, _shape_of(cells), properties, is_kept=False)

    def _lay_out(self, row: TableRow, kept: object) -> tuple[Frame, list[str]]:
        texts = [cell.teks for cell in row.cells]
        cells: Sequence[GridCell] = row.cells
        # Only where nothing stands in the other cells: text in them would be lost.
        if self._role(row.tingkat).full_width and not any(texts[1:]):
            cells, texts = [GridCell("", len(self._widths))], texts[:1]
        properties = "" if self._may_split(row) else ROW
        properties += _height_xml(self._role(row.tingkat).height)
        return self._frame(row.tingkat, _shape_of(cells), properties, is_kept=bool(kept)), texts

    def _may_split(self, row: TableRow) -> bool:
        """Return whether a row is so tall that no page holds it: LibreOffice would cut it off."""
        longest = max((len(cell.teks) for cell in row.cells), default=0)
        if longest < LONG_TEXT:
            return False
        return is_taller(row, self._role(row.tingkat), self._widths, SHORT_PAGE)

    def _role(self, name: str) -> RoleLook:
        return self._look.roles.get(name) or self._look.roles[ORDINARY]

    def _frame(self, role: str, shape: Shape, properties: str, *, is_kept: bool) -> Frame:
        # With what goes on from above: the same row may begin a merge or continue one.
        key = (role, properties, shape, self._merges, is_kept)
        frame = self._frames.get(key)
        if frame is None:
            cells = [GridCell("", *rest) for rest in shape]  # type: ignore[arg-type]
            frame = self._frames[key] = self._make_frame(
                cells, self._role(role), properties, KEPT if is_kept else ""
            )
        self._merges = frame.merges
        return frame

    def _make_frame(
        self, cells: Sequence[GridCell], role: RoleLook, properties: str, kept: str
    ) -> Frame:
        above = dict(self._merges)
        pieces, place = [f"<w:tr><w:trPr>{properties}</w:trPr>"], 0
        merges = {}
        for cell in cells:
            if cell.tegak:
                merges[place] = cell.lebar
            pieces[-1] += self._open_cell(
                cell, _merge_xml(cell, above.get(place)), place, role, kept
            )
            pieces.append("</w:p></w:tc>")
            place += cell.lebar
        pieces[-1] += "</w:tr>"
        return Frame(tuple(pieces), tuple(merges.items()))

    def _open_cell(self, cell: GridCell, merge: str, place: int, role: RoleLook, kept: str) -> str:
        width = sum(self._widths[place : place + cell.lebar])
        wide = f'<w:gridSpan w:val="{cell.lebar}"/>' if cell.lebar > 1 else ""
        style, own = self._cell_style(cell, place, role)
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{wide}{merge}{role.cell}</w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}{own}</w:pPr>'
        )

    def _cell_style(self, cell: GridCell, place: int, role: RoleLook) -> tuple[str, str]:
        """Return the style of a cell's paragraph, and what the paragraph says by itself.

        A full-width line and a header keep the alignment of their style; cells take that of their
        column. An indent sets off the name in the first column; figures beside it keep their whole
        width.
        """
        wanted = ALIGNMENT[cell.rata] if cell.rata else ""
        is_flat = role.indented and place > 0
        if self._styles is None:
            return role.style, AlignedStyle(role.style, wanted, is_flat).properties
        found = AlignedStyle(role.style, wanted if wanted != role.alignment else "", is_flat)
        return self._styles.setdefault(found, found.id), ""


def _height_xml(height: int) -> str:
    """Return the least height of a row in twips (17.4.80); nothing for 0."""
    return f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""


def _shape_of(cells: Iterable[GridCell]) -> Shape:
    """Return all of some cells but their texts."""
    return tuple([cell[1:] for cell in cells])


def _merge_xml(cell: GridCell, above: int | None) -> str:
    """Return the w:vMerge (17.4.84).

    Below a full-width line or a wider cell nothing goes on: it begins anew.
    """
    if not cell.tegak:
        return ""
    return (
        "<w:vMerge/>"
        if cell.tegak == "lanjut" and above == cell.lebar
        else '<w:vMerge w:val="restart"/>'
    )


def cell_runs(text: str) -> str:
    """Return the runs of a cell's text with its inline markup."""
    if has_markup(text):
        return runs_xml(parse_markup(text))
    return text_run(text)


def text_run(text: str) -> str:
    """Return one plain run."""
    return f"<w:r>{text_xml(text)}</w:r>" if text else ""


def fill(frame: Frame, texts: Sequence[str], write: Callable[[str], str] = cell_runs) -> str:
    """Return rows of one frame. `texts` are their cells, row after row.

    `write` makes the runs of an unusual one.
    """
    first, *rest = frame.pieces
    if not rest:
        return ""
    *inner, last = rest
    row = [part for piece in inner for part in (piece, "")]
    # Of each row: a text, then what stands between it and the next one; the end of a row opens the
    # next row.
    parts = ["", *row, last + first] * (len(texts) // len(rest))
    parts[::2] = _write_contents(texts, write)
    parts[-1] = last
    return first + "".join(parts)


def _write_contents(texts: Sequence[str], write: Callable[[str], str]) -> list[str]:
    """Return the content of the paragraph of each cell."""
    # The sign at both ends as well, so that a blank at the end of the first text is found by it.
    joined = f"{_BETWEEN}{_BETWEEN.join(texts)}{_BETWEEN}"
    contents = escape(joined[1:-1]).replace(_BETWEEN, f"{_SHUT}{_BETWEEN}{_OPEN}")
    contents = f"{_OPEN}{contents}{_SHUT}".replace(_EMPTY_RUN, "")
    found = contents.split(_BETWEEN)
    if _holds_unusual(joined):
        for place, text in enumerate(texts):
            if text and _is_unusual(text):
                found[place] = write(text)
    return found


def _holds_unusual(joined: str) -> bool:
    return any(mark in joined for mark in _UNUSUAL) or (
        not joined.isascii() and bool(_OTHER_BLANK.search(joined))
    )


def _is_unusual(text: str) -> bool:
    return has_markup(text) or "\n" in text or "\t" in text or "  " in text or text != text.strip()
