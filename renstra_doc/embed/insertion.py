"""A table of somebody else's program in somebody else's Word document, made with python-docx.

The rows are written by the table stage as one string and parsed once, so a table of thousands of
rows takes no longer than its own document would. Its look needs nothing of the document: borders
and widths stand in the table itself, and where the three paragraph styles that it names (`Judul
Tabel`, `Kepala Tabel`, `Isi Tabel`) are not there, they are made on top of the document's default
style, so its font is the document's own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.shared import Pt
from docx.table import Table

from renstra_doc.docx.xml import W, paragraph_xml
from renstra_doc.embed.word_table import plain_page, table_pieces, title_runs
from renstra_doc.finding import refuse_input
from renstra_doc.place import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from lxml.etree import _Element

    from renstra_doc.embed.word_table import TableColumn, Value
    from renstra_doc.template.read import TableLook

TITLE, HEADER, BODY = "Judul Tabel", "Kepala Tabel", "Isi Tabel"
TABLE_SIZE, TITLE_SIZE, TITLE_GAP = Pt(8), Pt(10), Pt(6)
# An inch is 914 400 EMU and 1440 twips.
EMU_PER_TWIP = 635
_TBL = f"{{{W}}}tbl"
_ROLE_STYLES = {"kepala": HEADER, "nomor": HEADER, "isi": BODY}


def add_table(
    document: Document,
    columns: Sequence[TableColumn],
    rows: Iterable[Sequence[Value]],
    *,
    judul: str = "",
    markup: bool = False,
) -> Table:
    """Append a table to a python-docx document, over the text width of its last section.

    In: the document; columns, rows, title and `markup` as for `write_table`. Out: the table, as
    python-docx knows it. The header repeats on each page and no row splits. Raises InputError for a
    row or value that cannot be printed, with its number; then the document is as it was.
    """
    styles = {name: _style_id(document, name) for name in (TITLE, HEADER, BODY)}
    # Everything that can be refused comes before the document is touched.
    pieces = table_pieces(columns, rows, _plain_look(styles), _text_width(document), markup=markup)
    table = _parse("tbl", "".join(pieces))
    above = (
        _parse("p", paragraph_xml(styles[TITLE], title_runs(judul, markup=markup)))
        if judul
        else None
    )
    # After the refusals: then the document is as it was.
    _make_styles(document)
    _append(document, above, table)
    return Table(table, document._body)  # type: ignore[arg-type]  # noqa: SLF001 — python-docx has no other way to the body


def _plain_look(styles: Mapping[str, str]) -> TableLook:
    look = plain_page().look
    roles = {
        name: replace(role, style=styles[_ROLE_STYLES[name]]) for name, role in look.roles.items()
    }
    return replace(look, roles=roles)


def _text_width(document: Document) -> int:
    """Return the width between the margins of the last section, in twips."""
    section = document.sections[-1]
    sides = (section.left_margin, section.right_margin, section.gutter)
    width = (section.page_width or 0) - sum(side or 0 for side in sides)
    if width <= 0:
        message = "bagian terakhir dokumen tidak punya ukuran kertas yang memuat tabel"
        raise refuse_input(NOWHERE, message, "atur section.page_width dan marginnya")
    return round(width / EMU_PER_TWIP)


def _style_id(document: Document, name: str) -> str:
    """Return the id of a paragraph style, or the one that it gets when it is made."""
    if name not in document.styles:
        return name.replace(" ", "")
    style = document.styles[name]
    # A character style of that name cannot dress a paragraph.
    if style.type is not WD_STYLE_TYPE.PARAGRAPH:
        message = f"gaya “{name}” dalam dokumen ini bukan gaya paragraf"
        raise refuse_input(NOWHERE, message, "ganti nama gaya itu")
    return str(style.style_id)


def _make_styles(document: Document) -> None:
    """Make the styles that are not there; those that are stay as they look."""
    for name in (TITLE, HEADER, BODY):
        if name not in document.styles:
            _dress(document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH), document)


def _dress(style: ParagraphStyle, document: Document) -> None:
    style.base_style = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
    style.font.size = TITLE_SIZE if style.name == TITLE else TABLE_SIZE
    # None, not False: the text of the body takes what the style below it says.
    style.font.bold = style.name != BODY or None
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(0), Pt(0), 1.0
    spacing.first_line_indent = Pt(0)
    if style.name == HEADER:
        spacing.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif style.name == TITLE:
        # The title stays on the page of its table.
        spacing.keep_with_next, spacing.space_after = True, TITLE_GAP


def _append(document: Document, above: _Element | None, table: _Element) -> None:
    """Put the table at the end.

    Two neighbours need a paragraph between them, or Word would make them one.
    """
    body = document.element.body
    # The section properties stand last in the body (ECMA-376 Part 1, 17.6.17).
    last = next((node for node in reversed(body) if not node.tag.endswith("}sectPr")), None)
    # Two tables without a paragraph between them are one table to Word.
    if above is None and last is not None and last.tag == _TBL:
        above = _parse("p", "<w:p/>")
    for element in (above, table):
        if element is not None:
            body.insert_element_before(element, "w:sectPr")


def _parse(name: str, xml: str) -> _Element:
    """Return an element of that name from a string that does not declare its prefix."""
    # The string has no declaration of its own, and lxml needs one.
    element: _Element = parse_xml(xml.replace(f"<w:{name}", f'<w:{name} xmlns:w="{W}"', 1))
    return element
