"""The letters of an element, and runs of letters: joined, hidden, found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.docx.elements import local
from renstra_doc.docx.word_content import WordParagraph, WordTable
from renstra_doc.docx.xml import W

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from renstra_doc.docx.word_content import WordRun

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
PRIVATE, LOST = (0xF000, 0xF100), "\ufffd"
# What later versions of Word understand of a choice; of any other the fallback is shown.
_UNDERSTOOD = (
    "http://schemas.microsoft.com/office/word/",
    "http://schemas.microsoft.com/office/drawing/",
    "http://schemas.openxmlformats.org/",
)


def plain(node: _Element | None) -> str:
    """Return all text inside an element, blanks joined."""
    if node is None:
        return ""
    # Of any namespace: drawings and formulas write their letters in a `t` of their own.
    texts = (found.text or "" for found in node.iter("{*}t", "{*}delText"))
    return " ".join("".join(texts).split())


def list_words(node: _Element | None) -> list[str]:
    """Return the words inside an element; dashes that only part them are none."""
    texts = [] if node is None else [found.text or "" for found in node.iter(f"{{{W}}}t")]
    return [word for word in " ".join(texts).split() if word.strip("—–-")]


def read_text(node: _Element) -> str:
    """Return the text of a `w:t`: blanks at its ends count where it says so."""
    text = node.text or ""
    root = node.getroottree().getroot()
    is_kept = "preserve" in (node.get(SPACE), root.get(SPACE))
    return text if is_kept else text.strip(" \t\r\n")


def read_symbol(node: _Element) -> str:
    """Return a symbol as a letter; those of symbol fonts stand in the private area (17.3.3.30)."""
    try:
        code = int(node.get(f"{{{W}}}char", "0"), 16)
    except ValueError:
        return LOST
    letter = code - PRIVATE[0] if code in range(*PRIVATE) else code
    return chr(letter) if letter in range(1, 0xD800) else LOST


def choose_branch(node: _Element) -> tuple[_Element | None, bool]:
    """Return the branch of a choice that Word shows, and whether the others say the same.

    ECMA-376 Part 3, 7.6.
    """
    choices = [branch for branch in node if local(branch.tag) == "Choice"]
    fallback = next((branch for branch in node if local(branch.tag) == "Fallback"), None)
    chosen = next((branch for branch in choices if _is_understood(branch)), fallback)
    # Sorted: DrawingML and VML may list the boxes of one drawing in another order.
    words = {tuple(sorted(list_words(branch))) for branch in (*choices, fallback)}
    return chosen, len(words - {()}) <= 1


def _is_understood(branch: _Element) -> bool:
    names = (branch.nsmap.get(prefix) or "" for prefix in (branch.get("Requires") or "").split())
    # All of them: Word takes a branch only where it knows every namespace that it requires.
    return all(name.startswith(_UNDERSTOOD) for name in names)


def says(block: WordParagraph | WordTable) -> bool:
    """Return whether a block prints something."""
    if isinstance(block, WordParagraph):
        return bool(block.text().strip())
    return any(says(inner) for row in block.rows for cell in row.cells for inner in cell.blocks)


def hide(block: WordParagraph | WordTable) -> WordParagraph | WordTable:
    """Return some content as not printed."""
    if isinstance(block, WordParagraph):
        return hide_all((block,))[0]
    return WordTable((), block.gaya, block.lebar)


def hide_all(box: tuple[WordParagraph, ...]) -> tuple[WordParagraph, ...]:
    """Return the paragraphs of a box as not printed."""
    return tuple(replace(each, runs=tuple(map(_hide_run, each.runs))) for each in box)


def _hide_run(run: WordRun) -> WordRun:
    return replace(run, lenyap=True)


def merge_runs(runs: Iterator[WordRun]) -> Iterator[WordRun]:
    """Join neighbours of one look: programs cut a text into runs as they please."""
    joined: list[WordRun] = []
    for run in runs:
        # Each picture stays a run of its own: their number is part of what is seen.
        if joined and (run.gambar or not _is_alike(run, joined[0])):
            yield _join(joined)
            joined = []
        joined.append(run)
    if joined:
        yield _join(joined)


def _is_alike(run: WordRun, other: WordRun) -> bool:
    return run == (other if run.teks == other.teks else replace(other, teks=run.teks))


def _join(runs: list[WordRun]) -> WordRun:
    return runs[0] if len(runs) == 1 else replace(runs[0], teks="".join(run.teks for run in runs))
