"""The standard template in the look of an existing Word file: paper, margins, letters, colours.

The marks, sections and sample tables stay those of the template: a look is only put on. What would
not make a good page (letters of 40 pt as body, a margin that a header does not fit in) stays as it
was, and `tell_look` says what was taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.docx.look import BODY, HEAD, HEADINGS, TABLE, WIDE, Letters, Look, Paper
from renstra_doc.docx.relations import find_main, parse_part, read_relations, write_part
from renstra_doc.docx.styles import number
from renstra_doc.docx.xml import MM, W
from renstra_doc.files.zipfiles import read_zip, zip_parts
from renstra_doc.words.numbers import format_angka

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from renstra_doc.docx.relations import Tree

_STYLES = dict(zip(HEADINGS, ("Heading1", "Heading2", "Heading3"), strict=True))
FRONT = "JudulDepan"
TABLES = ("Selumum", "Sellebar", "Selanggaran")
LISTS = ("TOC1", "TOC2", "TOC3", "TableofFigures")
# Word refuses a file whose run properties stand in another order.
_ORDER = ("rFonts", "b", "i", "noProof", "color", "sz")  # 17.3.2.28: a sequence, not a bag
SIZES = range(16, 37)  # half-points of letters that a page is set in
TABLE_SIZES = range(12, 25)
HEADING_SIZES = range(18, 49)
ALIGNED = ("left", "center", "right", "both", "start", "end")
LEAST_LINE = 276  # 240ths: letters need 1,15 lines of their size where the height is exact


def dress_template(template: bytes, look: Look) -> bytes:
    """Return the template in a look; same input, same bytes."""
    parts = dict(read_zip(template))
    main = find_main(parts)
    target = next(r.target for r in read_relations(parts, main) if r.jenis == "styles")
    body, styles = parse_part(parts[main]), parse_part(parts[target])
    _set_pages(body, look)
    if look.fill:
        _set_fill(body, look.fill)
    _set_letters(styles, look)
    if look.portrait is not None:
        _set_lists(styles, look.portrait.text_width)
    parts[main], parts[target] = write_part(body), write_part(styles)
    return zip_parts(parts, deflate=True)


def _w(name: str) -> str:
    return f"{{{W}}}{name}"


# Pages


def _set_pages(body: Tree, look: Look) -> None:
    """Give each section the paper of its orientation; a page across is the upright one, turned."""
    upright = look.portrait
    for section in body.iter(_w("sectPr")):
        size = section.find(_w("pgSz"))
        if size is None:
            continue
        # By its sides: w:orient tells the printer and nobody else (17.6.13).
        is_across = number(size.get(_w("w"))) > number(size.get(_w("h")))
        paper = look.landscape if is_across else upright
        if paper is not None:
            _set_size(size, paper.width, paper.height)
            if not _is_cover(section):
                _set_margins(section, paper)
        elif upright is not None:
            _set_size(size, upright.height, upright.width)


def _is_cover(section: Tree) -> bool:
    """Return whether a page is even on all sides: a cover, whose lines stand in its middle."""
    margins = section.find(_w("pgMar"))
    names = ("top", "right", "bottom", "left")
    return margins is not None and len({margins.get(_w(name)) for name in names}) == 1


def _set_size(size: Tree, width: int, height: int) -> None:
    size.set(_w("w"), str(width))
    size.set(_w("h"), str(height))


def _set_margins(section: Tree, paper: Paper) -> None:
    margins = section.find(_w("pgMar"))
    if margins is None:
        return
    for name, value in zip(("top", "right", "bottom", "left"), paper.margins, strict=True):
        margins.set(_w(name), str(value))
    for name, room in (("header", paper.margins[0]), ("footer", paper.margins[2])):
        # A header starts in the upper half of its margin, or it would push the text down.
        margins.set(_w(name), str(min(number(margins.get(_w(name))), room // 2)))


def _set_fill(body: Tree, fill: str) -> None:
    """Give the heads of the sample tables their ground."""
    for cell in body.iter(_w("tc")):
        style = cell.find(f"{_w('p')}/{_w('pPr')}/{_w('pStyle')}")
        shading = cell.find(f"{_w('tcPr')}/{_w('shd')}")
        name = "" if style is None else style.get(_w("val"), "")
        if shading is not None and name.endswith("kepala"):
            shading.set(_w("fill"), fill)


# Letters


def _set_letters(styles: Tree, look: Look) -> None:
    by_id = {node.get(_w("styleId"), ""): node for node in styles.iter(_w("style"))}
    body = look.letters.get(BODY, Letters())
    _set_body(styles, by_id, body)
    for name, style in _STYLES.items():
        _set_heading(by_id[style], look.letters.get(name, Letters()), body)
    _set_heading(by_id[FRONT], look.letters.get(HEADINGS[0], Letters()), body)
    _set_tables(by_id, look)


def _set_tables(by_id: Mapping[str, Tree], look: Look) -> None:
    """Give the cells of tables their letters; wide tables have a size of their own."""
    cells, head = look.letters.get(TABLE, Letters()), look.letters.get(HEAD, Letters())
    for name in TABLES:
        wide = Letters(cells.face, look.letters.get(WIDE, Letters()).size)
        _set_look(by_id[name], cells if name == TABLES[0] else wide, TABLE_SIZES)
        if head.colour:
            _put(_run(by_id[f"{name}kepala"]), "color", head.colour)


def _set_body(styles: Tree, by_id: Mapping[str, Tree], body: Letters) -> None:
    """Give everything the face of the body, the paragraphs its size, alignment and line."""
    usual = next(styles.iter(_w("rPrDefault")))
    faces = list(styles.iter(_w("rFonts")))
    before = next((fonts.get(_w("ascii")) for fonts in usual.iter(_w("rFonts"))), None)
    for fonts in faces if body.face else ():
        # Only what looked like the body: a face of its own, as in tables, stays.
        if fonts.get(_w("ascii")) == before:
            _set_face(fonts, body.face)
    _set_aligned(by_id["Paragraf"], body)
    if body.size in SIZES:
        for node in (*usual.iter(_w("sz")), *usual.iter(_w("szCs"))):
            node.set(_w("val"), str(body.size))
        _set_lines(by_id, body)


def _set_lines(by_id: Mapping[str, Tree], body: Letters) -> None:
    """Give the lines of the body an exact height: what it says is true of every program."""
    # Half-points × 10 are twips; the line is told in 240ths of the letters' size.
    line = round(body.size * 10 * max(body.line, LEAST_LINE) / 240)
    for name in ("Paragraf", "Butir1", "Butir2", "Butir3") if body.line else ():
        for spacing in by_id[name].iter(_w("spacing")):
            spacing.set(_w("line"), str(line))


def _set_face(fonts: Tree, face: str) -> None:
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(_w(name), face)


def _set_heading(style: Tree, letters: Letters, body: Letters) -> None:
    if not letters.size and not letters.face:
        return
    if letters.face and letters.face != body.face:
        # An empty range: the face alone, its size is judged below.
        _set_look(style, letters, range(0))
    if letters.size in HEADING_SIZES:
        _set_size_of(style, letters.size)
    if letters.colour:
        _put(_run(style), "color", letters.colour)
    # Off is written out, since the style that it is based on may be bold.
    _put(_run(style), "b", "" if letters.is_bold else "0")
    _set_aligned(style, letters)


def _set_aligned(style: Tree, letters: Letters) -> None:
    found = style.find(f"{_w('pPr')}/{_w('jc')}")
    if found is not None and letters.align in ALIGNED:
        found.set(_w("val"), letters.align)


def _set_look(style: Tree, letters: Letters, sizes: range) -> None:
    if letters.face:
        fonts = _run(style).find(_w("rFonts"))
        if fonts is None:
            fonts = style.makeelement(_w("rFonts"))
            _insert(_run(style), fonts)
        _set_face(fonts, letters.face)
    if letters.size in sizes:
        _set_size_of(style, letters.size)


def _set_size_of(style: Tree, size: int) -> None:
    """Give a style a size, and an exact line the height that goes with it."""
    before = number(_value(_run(style), "sz"))
    _put(_run(style), "sz", str(size))
    spacing = style.find(f"{_w('pPr')}/{_w('spacing')}")
    if before and spacing is not None and spacing.get(_w("lineRule")) == "exact":
        line = number(spacing.get(_w("line")))
        spacing.set(_w("line"), str(round(line * size / before)))


def _value(parent: Tree, name: str) -> str:
    found = parent.find(_w(name))
    return "" if found is None else found.get(_w("val"), "")


def _run(style: Tree) -> Tree:
    """Return the properties of the letters of a style, made where there are none."""
    found = style.find(_w("rPr"))
    if found is None:
        found = style.makeelement(_w("rPr"))
        style.append(found)
    return found


def _put(properties: Tree, name: str, value: str) -> None:
    """Set a property; "" is an on/off property that is on."""
    found = properties.find(_w(name))
    if found is None:
        found = properties.makeelement(_w(name))
        _insert(properties, found)
    if value:
        found.set(_w("val"), value)
    elif _w("val") in found.attrib:
        del found.attrib[_w("val")]


def _insert(properties: Tree, node: Tree) -> None:
    """Insert a property where the standard's sequence has it."""
    rank = {_w(name): place for place, name in enumerate(_ORDER)}
    own = rank[node.tag]
    before = [child for child in properties if rank.get(child.tag, len(rank)) < own]
    properties.insert(len(before), node)


def _set_lists(styles: Tree, width: int) -> None:
    """Set the page numbers of the lists of contents at the right edge."""
    for style in styles.iter(_w("style")):
        if style.get(_w("styleId")) not in LISTS:
            continue
        for tab in style.iter(_w("tab")):
            if tab.get(_w("val")) == "right":
                tab.set(_w("pos"), str(width))


# What was taken


def tell_look(look: Look) -> str:
    """Return in words what the template took from a file, "" where nothing."""
    return "; ".join(_tell_parts(look))


def _tell_parts(look: Look) -> Iterable[str]:
    paper = look.portrait or look.landscape
    if paper is not None:
        sides = [_centimetres(side) for side in (paper.width, paper.height)]
        edges = "/".join(_centimetres(side) for side in paper.margins)
        yield f"kertas {sides[0]} × {sides[1]} cm, tepi atas/kanan/bawah/kiri {edges} cm"
    names = {BODY: "isi", HEADINGS[0]: "judul bab", HEADINGS[1]: "subbab", TABLE: "tabel"}
    for role, name in names.items():
        letters = look.letters.get(role, Letters())
        if letters.face:
            size = f" {format_angka(letters.size // 2)}" if letters.size else ""
            yield f"huruf {name} {letters.face}{size}"
    if look.fill:
        yield f"warna kepala tabel #{look.fill}"


def _centimetres(twips: int) -> str:
    return f"{twips / MM / 10:.1f}".replace(".", ",")
