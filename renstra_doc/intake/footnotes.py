"""Footnotes of a Word file → `{{ kaki('…') }}` at the place where their sign stood.

The sign is no text, so the reader of Word files names it as a stranger. Here a private character
takes its place before the file is read, and a call takes the place of that once the blocks stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renstra_doc.docx.reader import read_word
from renstra_doc.docx.relations import find_main, parse_part, read_relations, write_part
from renstra_doc.docx.word_content import WordTable
from renstra_doc.docx.xml import W
from renstra_doc.intake.source import SourceRemark, tidy
from renstra_doc.words.markup import escape_markup

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from renstra_doc.docx.word_content import WordParagraph
    from renstra_doc.intake.block_draft import BlockDraft
    from renstra_doc.intake.read_word import WordFile

NAME = "catatan kaki"
HOLDING = ("paragraf", "butir", "kutipan")  # blocks whose text may hold a call
# Private characters, which no document of an office holds.
_OPEN, _CLOSE = "\ue0f0", "\ue0f1"
_SIGN = re.compile(f"{_OPEN}(?P<id>[^{_OPEN}{_CLOSE}]{{1,12}}){_CLOSE}")


@dataclass(frozen=True)
class Notes:
    """The blocks of a file with a mark for each footnote, and the text of each by its id."""

    blocks: Sequence[WordParagraph | WordTable]
    texts: Mapping[str, str]


def read_notes(word: WordFile) -> Notes:
    """Return the blocks of a file with its footnotes marked; as they are where it has none."""
    main = find_main(word.parts)
    targets = {r.jenis: r.target for r in read_relations(word.parts, main)}
    part = word.parts.get(targets.get("footnotes", ""))
    texts = _read_texts(part) if part is not None else {}
    if not texts:
        return Notes(word.document.blocks, {})
    root = parse_part(word.parts[main])
    for node in list(root.iter(f"{{{W}}}footnoteReference")):
        key = node.get(f"{{{W}}}id", "")
        if key in texts:
            node.tag = f"{{{W}}}t"
            node.text = f"{_OPEN}{key}{_CLOSE}"
    # Read anew, for the marks to come out as text of their paragraphs.
    marked = read_word({**word.parts, main: write_part(root)})
    pairs = zip(word.document.blocks, marked.blocks, strict=True)
    # A table keeps its cells: their notes are told, their marks would be read as text.
    blocks = [own if isinstance(own, WordTable) else with_marks for own, with_marks in pairs]
    return Notes(blocks, texts)


def _read_texts(part: bytes) -> dict[str, str]:
    """Return the text of each footnote by its id; separators are none (17.11.10)."""
    found = {}
    for note in parse_part(part).iter(f"{{{W}}}footnote"):
        text = tidy("".join(node.text or "" for node in note.iter(f"{{{W}}}t")))
        # Separators are notes of other types (17.11.10).
        if note.get(f"{{{W}}}type", "normal") == "normal" and text:
            found[note.get(f"{{{W}}}id", "")] = text
    return found


def place_notes(
    drafts: Sequence[BlockDraft], texts: Mapping[str, str]
) -> tuple[list[BlockDraft], list[SourceRemark]]:
    """Return the blocks without marks in their headings, and what to say of notes left out.

    The marks in paragraphs stay until they are written (`write_calls`).
    """
    held: set[str] = set()
    found = []
    for draft in drafts:
        if draft.jenis in HOLDING:
            held.update(match["id"] for match in _SIGN.finditer(draft.teks))
            found.append(draft)
        else:
            found.append(replace(draft, teks=drop_signs(draft.teks)))
    remarks = [
        SourceRemark("ragu", NAME, "catatan kaki pada judul atau tabel tidak dibawa", text)
        for key, text in texts.items()
        if key not in held
    ]
    return found, remarks


def drop_signs(text: str) -> str:
    """Return a text without the marks of footnotes."""
    return _SIGN.sub("", text) if _OPEN in text else text


def write_calls(text: str, texts: Mapping[str, str]) -> str:
    """Return a text with a call of `kaki` for each mark."""
    return _SIGN.sub(_call_of(texts), text) if _OPEN in text else text


def _call_of(texts: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    def call(match: re.Match[str]) -> str:
        text = escape_markup(texts.get(match["id"], "")).replace("\\", "\\\\")
        # A call is closed by two braces and its text by an apostrophe.
        text = text.replace("{{", "{ {").replace("}}", "} }").replace("'", "\\'")
        return f"{{{{ kaki('{text}') }}}}"

    return call
