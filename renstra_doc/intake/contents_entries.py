"""Entries of an old list of contents: by field, by style, or typed with dots and a number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from renstra_doc.docx.word_content import WordParagraph

# Both look at the end of a line only: a person types some dots and a number.
_END = 80
_TYPED_TOC = re.compile(r".+(?:\t|\.{4,}|…{2,}|_{4,})\s*(?:\d{1,3}|[ivxlc]{1,6})\s*")
_DOTS = re.compile(r"[.…]{4,}\s*[\divxlc]*\s*$")
_TOC_STYLE = re.compile(
    r"(?:toc|contents|table of figures|illustration index|figure index).*", re.IGNORECASE
)


def is_entry(paragraph: WordParagraph) -> bool:
    """Return whether a paragraph is an entry of a list of contents by its field or its style."""
    is_field = any(run.bidang in ("TOC", "PAGEREF") for run in paragraph.runs if run.teks.strip())
    return is_field or has_entry_style(paragraph)


def has_entry_style(paragraph: WordParagraph) -> bool:
    """Return whether a paragraph bears a style of lists of contents."""
    return _TOC_STYLE.fullmatch(paragraph.gaya) is not None


def is_typed_entry(text: str) -> bool:
    """Return whether a line ends in dots and a page number, as a person types an entry."""
    end = text.rstrip()[-_END:]
    return _TYPED_TOC.fullmatch(end) is not None or _DOTS.search(end) is not None
