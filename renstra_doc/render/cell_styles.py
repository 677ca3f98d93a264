"""Paragraph styles of cells that a column aligns otherwise than its row's style does.

Each is based on the style of the row and says only what differs, so that who restyles the row in
Word restyles them too, and no cell has formatting of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from renstra_doc.docx.xml import quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

STYLES = "word/styles.xml"
ALIGNMENT = {"kiri": "left", "tengah": "center", "kanan": "right", "penuh": "both"}
_WORDS = {alignment: word for word, alignment in ALIGNMENT.items()}
_FLAT = '<w:ind w:left="0" w:firstLine="0"/>'


class AlignedStyle(NamedTuple):
    """The style id of a row, the w:jc of a cell in it ("": as the style), whether it is flat."""

    base: str
    alignment: str = ""
    is_flat: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """What it adds to its base, in the words of the data."""
        aligned = (_WORDS[self.alignment],) if self.alignment else ()
        return (*aligned, "rapat") if self.is_flat else aligned

    @property
    def id(self) -> str:
        """Its id; that of its base where it adds nothing."""
        return self.base + "".join(map(str.capitalize, self.words))

    @property
    def properties(self) -> str:
        """What it says otherwise: w:ind and w:jc, in schema order."""
        aligned = f'<w:jc w:val="{self.alignment}"/>' if self.alignment else ""
        return (_FLAT if self.is_flat else "") + aligned


def add_cell_styles(parts: Mapping[str, bytes], styles: Iterable[AlignedStyle]) -> dict[str, bytes]:
    """Return the parts with these styles in word/styles.xml, each once, in the order of ids."""
    text = parts[STYLES].decode()
    # A template that was made of a finished document has them already.
    known = set(re.findall(r'w:styleId="([^"]*)"', text))
    new = {style.id: style for style in styles if style.words and style.id not in known}
    added = "".join(_style_xml(new[key], _name_of(new[key].base, text)) for key in sorted(new))
    end = text.rindex("</w:styles>")
    return {**parts, STYLES: (text[:end] + added + text[end:]).encode()}


def _name_of(base: str, styles: str) -> str:
    """Return the name of a style as the file has it, escaped."""
    start = styles.find(f'w:styleId="{base}"')
    match = re.compile(r'<w:name\s+w:val="([^"]*)"').search(styles, max(start, 0))
    return match[1] if match and start >= 0 else base


def _style_xml(style: AlignedStyle, base_name: str) -> str:
    # Named after the row's style, by which a person finds it in Word's list.
    name = " ".join((base_name, *style.words))
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId={quoteattr(style.id)}>'
        f'<w:name w:val="{name}"/><w:basedOn w:val={quoteattr(style.base)}/>'
        f'<w:uiPriority w:val="99"/><w:pPr>{style.properties}</w:pPr></w:style>'
    )
