"""What a marker or a sample row of a template shows and nothing that is printed takes over.

Text has the style that its block names. A printed row has the look of the row's first cell and its
paragraph style; the data say how each column is aligned. What a person did otherwise is told, with
the way to do it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.docx.xml import W
from renstra_doc.finding import Severity
from renstra_doc.template.direct_look import StyleLooks, is_formatted
from renstra_doc.template.mark_forms import MARKER
from renstra_doc.template.roles import HEADER, NUMBERS
from renstra_doc.template.slip import Slip
from renstra_doc.template.spots import TC, TR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element

    from renstra_doc.template.marks import Marks
    from renstra_doc.template.spots import Spot

_CELL, _PARAGRAPH = f"{{{W}}}tcPr", f"{{{W}}}p"
# Of a cell's look (17.4.69) what a person sets for one cell by itself.
_SHOWN = ("shd", "vAlign", "tcMar", "textDirection")
_PLAIN = frozenset({"", "auto", "nil", "none", "clear", "top"})
CONTENT_MARK = "isi"
# What a mark usually stands in: the starting template's, Word's, LibreOffice's.
_MARK_STYLES = frozenset(
    {"penanda templat", "normal", "paragraf", "body text", "default", "standard"}
)
WHOLE_TABLE, _NARROW = 5000, 0.8  # w:w of a whole width in fiftieths of a percent (17.18.90)
_DATA_ALIGNS = frozenset({"center", "right", "end", "both"})


def find_row_slips(
    body: Element, styles: Element | None, marks: Marks, spots: Sequence[Spot]
) -> Iterator[Slip]:
    """Yield the markers and sample rows with a look that is not used.

    In: the body of the document part, the root of word/styles.xml, its markers and its spots.
    """
    looks, width = StyleLooks(styles), _text_width(body)
    yield from _judge_marks(body, looks, spots)
    # From the end, so that of the paragraphs of a first cell the first one is left.
    first = {(spot.position, spot.row): spot for spot in reversed(spots) if spot.cell == 1}
    for position, roles in marks.places.values():
        rows = list(body[position].iter(TR))
        yield from _judge_width(body[position], width, first.get((position, 1)))
        for role, place in roles.items():
            spot = first.get((position, place + 1))
            yield from _judge_row(rows[place], role, looks, spot)


def _judge_marks(body: Element, looks: StyleLooks, spots: Sequence[Spot]) -> Iterator[Slip]:
    for spot in spots:
        mark = MARKER.fullmatch(spot.text.strip()) if spot.is_plain else None
        if mark is None:
            continue
        if is_formatted(body[spot.position], looks):
            message = "format langsung pada tanda ini tidak dipakai"
            hint = (
                "ubah gaya yang dipakai isinya, misalnya Paragraf (Ubah Gaya), lalu hapus formatnya"
            )
            yield Slip(spot, message, hint, Severity.WARNING)
        elif mark[1] == CONTENT_MARK:
            yield from _judge_style(body[spot.position], looks, spot)


def _judge_style(paragraph: Element, looks: StyleLooks, spot: Spot) -> Iterator[Slip]:
    """Yield the style that somebody chose for `[[isi]]`: each block brings its own."""
    style = _paragraph_style(paragraph)
    if style and looks.name(style).lower() not in _MARK_STYLES:
        message = f"gaya “{looks.name(style)}” pada tanda [[isi]] tidak dipakai"
        hint = (
            "setiap blok memakai gayanya sendiri: ubah gaya itu (misalnya Paragraf), atau tulis "
            "nama gaya lain pada kolom gaya di naskah"
        )
        yield Slip(spot, message, hint, Severity.WARNING)


def _judge_width(table: Element, text_width: int, spot: Spot | None) -> Iterator[Slip]:
    """Yield a sample table that somebody made much narrower than the text (17.4.63)."""
    width = table.find(f"{{{W}}}tblPr/{{{W}}}tblW")
    kind, value = (
        (width.get(f"{{{W}}}{key}", "") for key in ("type", "w")) if width is not None else ("", "")
    )
    # Widths left to Word (auto) are as wide as what they hold, and were chosen by nobody.
    whole = {"dxa": text_width, "pct": WHOLE_TABLE}.get(kind, 0)
    if value.isdecimal() and 0 < int(value) < whole * _NARROW:
        message = "lebar tabel contoh ini tidak dipakai: tabel tercetak selalu selebar teks"
        hint = "lebar tiap kolom ditulis di data: tabel/kolom.csv, kolom lebar"
        yield Slip(spot, message, hint, Severity.WARNING)


def _text_width(body: Element) -> int:
    """Return the width of the text of the narrowest section, in twips; 0 where it is not said."""
    widths = []
    for section in body.iter(f"{{{W}}}sectPr"):
        size, margin = section.find(f"{{{W}}}pgSz"), section.find(f"{{{W}}}pgMar")
        if size is not None and margin is not None:
            sides = (
                size.get(f"{{{W}}}w", ""),
                *(margin.get(f"{{{W}}}{key}", "") for key in ("left", "right")),
            )
            if all(side.isdecimal() for side in sides):
                widths.append(int(sides[0]) - int(sides[1]) - int(sides[2]))
    return min(widths, default=0)


def _judge_row(row: Element, role: str, looks: StyleLooks, spot: Spot | None) -> Iterator[Slip]:
    if is_formatted(row, looks):
        message = "format langsung di baris contoh ini tidak dipakai"
        hint = "ubah gaya paragraf baris ini di Word, lalu hapus format langsungnya"
        yield Slip(spot, message, hint, Severity.WARNING)
    cells = row.findall(TC)
    first = _look_of(cells[0])
    others = [place for place, cell in enumerate(cells[1:], start=2) if _look_of(cell) != first]
    if others:
        message = f"rupa sel ke-{others[0]} baris contoh ini lain dari sel pertama: tidak dipakai"
        hint = (
            "satu baris berupa sama: ubah sel pertamanya (bayangan, garis, perataan tegak, gaya), "
            "atau samakan sel itu dengannya"
        )
        yield Slip(spot, message, hint, Severity.WARNING)
    # One cell over the whole row is a heading, which the style itself aligns.
    if len(cells) > 1 and role not in (HEADER, NUMBERS):
        yield from _judge_alignment(cells[0], looks, spot)


def _look_of(cell: Element) -> Mapping[str, object]:
    """Return what one sees of a cell: its shade, its margins, how it stands, its lines, its style.

    Which sides a line is on is left aside: LibreOffice writes each line at one of two neighbours.
    """
    properties = cell.find(_CELL)
    found: dict[str, object] = {"pStyle": _style_of(cell)}
    for node in properties if properties is not None else ():
        name = node.tag.rpartition("}")[2]
        if name in _SHOWN:
            found[name] = _values_of(node)
        elif name == "tcBorders":
            # By how lines look and not by their side: see above.
            found[name] = frozenset(filter(None, map(_values_of, node)))
    return {name: values for name, values in found.items() if values}


def _values_of(node: Element) -> tuple[object, ...]:
    own = sorted(value for value in node.attrib.values() if value not in _PLAIN)
    return (*own, *(inner for child in node for inner in _values_of(child)))


def _style_of(cell: Element) -> str:
    paragraph = cell.find(_PARAGRAPH)
    return _paragraph_style(paragraph) if paragraph is not None else ""


def _paragraph_style(paragraph: Element) -> str:
    style = paragraph.find(f"{{{W}}}pPr/{{{W}}}pStyle")
    return style.get(f"{{{W}}}val", "") if style is not None else ""


def _judge_alignment(cell: Element, looks: StyleLooks, spot: Spot | None) -> Iterator[Slip]:
    """Yield the style of a row that aligns: each column of it is aligned as the data say."""
    style = _style_of(cell)
    if looks.alignment(style) in _DATA_ALIGNS:
        message = f"perataan gaya “{looks.name(style)}” tidak dipakai di dalam kolom"
        hint = "perataan tiap kolom ditulis di data: tabel/kolom.csv, kolom rata"
        yield Slip(spot, message, hint, Severity.WARNING)
