"""The captions of tables and figures, and the links that lead to them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.docx.xml import field_xml, run_xml, runs_xml
from renstra_doc.render.listing import SEQUENCES
from renstra_doc.words.markup import Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renstra_doc.render.listing import Entry
    from renstra_doc.view import ListingItem

# A chapter that is no number, as in `Tabel I.1` of an appendix or `Tabel T-C.27` of a form.
_LETTERS = r"(?:[A-Z][A-Z0-9-]{0,9}\.)?"
# `Tabel 4.` and `2` of a caption's label.
_NUMBERED = re.compile(rf"(\w+ {_LETTERS}(?:\d{{1,9}}\.)*)(\d{{1,9}})(?![\w.]\d)")
_LABELLED = re.compile(rf"(\w+ {_LETTERS}\d[\d.]*)(?: (.*))?$")
# What ends a field, and the same hidden: LibreOffice 7.4 prints the number that `\h` of a SEQ
# hides in Word, in the look of the field's end.
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
_HIDDEN_END = _END.replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")
_INNER = '<w:hyperlink w:anchor="#'
_INNER_LINK = re.compile(
    rf'{_INNER}([^"]*)" w:history="1">((?:[^<]|<(?!/?w:hyperlink\b))*+)</w:hyperlink>'
)


def caption_xml(runs: Sequence[Run], kind: str = "") -> str:
    """Return the runs of a caption, its number as a SEQ field (17.16.5.56).

    Word lists a caption by that field, which is hidden where there is no number. The field names
    its number, so updating changes none: two tables of one number stay so. A caption is bold by its
    style.
    """
    text = "".join(run.teks for run in runs[:1])
    match = _NUMBERED.match(text)
    plain = [replace(run, tebal=False) for run in runs]
    if match is None:
        unseen = field_xml(f"SEQ {SEQUENCES[kind]} \\h", "").replace(_END, _HIDDEN_END)
        return unseen + runs_xml(plain)
    number = run_xml(Run(match[2]))
    field = field_xml(f"SEQ {SEQUENCES[kind]} \\* ARABIC \\r {match[2]}", number)
    rest = [replace(plain[0], teks=text[match.end() :]), *plain[1:]]
    return run_xml(Run(match[1])) + field + runs_xml(rest)


def link_references(
    chunks: Sequence[str | ListingItem], entries: Sequence[Entry]
) -> list[str | ListingItem]:
    """Lead the links within a document to the bookmarks of what they name.

    A table comes before a heading of the same id. What is not there is no link.
    """
    names: dict[str, str] = {}
    # Headings last, so that `setdefault` keeps the table.
    for entry in sorted(entries, key=lambda entry: entry.key[0] == "judul"):
        names.setdefault(entry.id, entry.bookmark)

    def lead(match: re.Match[str]) -> str:
        if match[1] not in names:
            return match[2]
        return f'<w:hyperlink w:anchor="{names[match[1]]}" w:history="1">{match[2]}</w:hyperlink>'

    return [
        _INNER_LINK.sub(lead, chunk) if isinstance(chunk, str) and _INNER in chunk else chunk
        for chunk in chunks
    ]


def split_caption(caption: str) -> tuple[str, str]:
    """Part a caption for its line in the daftar tabel: `Tabel 4.2` and all the rest."""
    line = " ".join(caption.split())
    match = _LABELLED.match(line)
    return (match[1], match[2] or "") if match else ("", line)
