"""Small pieces of WordprocessingML (ECMA-376 Part 1, clause 17) as strings.

Strings and not elements: a table of 10.000 rows is four times as fast, and every string is escaped
here.
"""

from __future__ import annotations

import hashlib
from html import escape as escape_html
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from renstra_doc.words.markup import Run

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DEEPEST = 25  # styles that are based on each other are followed; Word makes at most eleven
OFF = frozenset({"0", "false", "off"})  # ST_OnOff (22.9.2.7): an on/off property is off by these
MM = 1440 / 25.4
EMU_PER_MM = 36000
NOTE_STYLE = "@kaki"  # stands for the style of the sign of a footnote, until the template is known
# Raised and lowered letters by the names of ST_VerticalAlignRun.
_HEIGHTS = {"atas": "superscript", "bawah": "subscript"}


def escape(text: str) -> str:
    """Return a text for XML content. `html.escape` and not xml.sax.

    That one imports an HTTP client.
    """
    return escape_html(text, quote=False)


def quoteattr(text: str) -> str:
    """Return a text as an XML attribute value, in its quotes."""
    return f'"{escape_html(text)}"'


def emu(mm: float) -> int:
    """Return millimetres in the unit of drawings (EMU), 914.400 to the inch."""
    return round(mm * EMU_PER_MM)


def twips(mm: float) -> int:
    """Return millimetres as twentieths of a point."""
    return round(mm * MM)


def text_xml(text: str) -> str:
    """Return the content of a run: w:t, with w:br for a line break and w:tab for a tab."""
    if "\n" not in text and "\t" not in text:
        return _plain(text)
    pieces = []
    # Line breaks and tabs are elements of their own (17.3.3), not letters of a w:t.
    for line_number, line in enumerate(text.split("\n")):
        if line_number:
            pieces.append("<w:br/>")
        for tab_number, part in enumerate(line.split("\t")):
            if tab_number:
                pieces.append("<w:tab/>")
            if part:
                pieces.append(_plain(part))
    return "".join(pieces)


def _plain(text: str) -> str:
    # xml:space only where a blank leads or trails: docxtpl is quadratic in the number of these
    # attributes.
    space = ' xml:space="preserve"' if text != text.strip() or "  " in text else ""
    return f"<w:t{space}>{escape(text)}</w:t>"


def run_xml(run: Run) -> str:
    """Return a w:r in the look of its run; in a link where it leads somewhere.

    A link within the document names what it leads to (`#id`) and a footnote holds its text, until
    the whole document is known (`render.media`, `render.body`).
    """
    if run.kaki:
        return (
            f'<w:r><w:rPr><w:rStyle w:val="{NOTE_STYLE}"/></w:rPr>'
            f"<w:footnoteReference w:id={quoteattr(runs_xml(run.kaki))}/></w:r>"
        )
    look = _look_xml(run)
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    written = f"<w:r>{properties}{text_xml(run.teks)}</w:r>" if run.teks else ""
    if not run.tautan:
        return written
    if run.tautan.startswith("#"):
        return f'<w:hyperlink w:anchor="{run.tautan}" w:history="1">{written}</w:hyperlink>'
    target = quoteattr(run.tautan)
    return f'<w:hyperlink r:id="{link_id(run.tautan)}" w:tooltip={target}>{written}</w:hyperlink>'


def _look_xml(run: Run) -> str:
    """Return the children of w:rPr, in schema order (17.3.2.28)."""
    height = _HEIGHTS.get(run.posisi, "")
    return (
        ("<w:b/>" if run.tebal else "")
        + ("<w:i/>" if run.miring else "")
        + ('<w:u w:val="single"/>' if run.garis else "")
        + (f'<w:vertAlign w:val="{height}"/>' if height else "")
    )


def link_id(target: str) -> str:
    """Return the id of the relationship to an address; the same in every document."""
    # Made of the address, so that pieces written apart agree on it and name it once.
    return f"rIdT{hashlib.sha256(target.encode()).hexdigest()[:16]}"


def runs_xml(runs: Iterable[Run]) -> str:
    """Return the w:r of several runs."""
    return "".join(map(run_xml, runs))


def paragraph_xml(style_id: str, content: str, properties: str = "") -> str:
    """Return a w:p.

    `properties` are further children of w:pPr in schema order (17.3.1.26), after w:pStyle.
    """
    return f"<w:p><w:pPr><w:pStyle w:val={quoteattr(style_id)}/>{properties}</w:pPr>{content}</w:p>"


def with_section(paragraph: str, section: str) -> str:
    """Return the paragraph carrying a w:sectPr: it becomes the last of its section (17.6.17)."""
    # Only the first: a paragraph inside a text box has properties of its own.
    return paragraph.replace("</w:pPr>", f"{section}</w:pPr>", 1)


def bookmark_xml(number: int, name: str, content: str) -> str:
    """Return the content inside a bookmark (17.13.6)."""
    start = f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>'
    return f'{start}{content}<w:bookmarkEnd w:id="{number}"/>'


def field_xml(instruction: str, result: str) -> str:
    """Return a complex field (17.16.18) with its cached result, a run content already in XML."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"{result}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
