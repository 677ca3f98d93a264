"""A block of a narrative in the making, and what a paragraph of Word says for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renstra_doc.intake.read_word import mark_runs

if TYPE_CHECKING:
    from renstra_doc.docx.word_content import WordParagraph


@dataclass
class BlockDraft:
    """A block in the making."""

    jenis: str
    teks: str = ""
    tingkat: str = ""
    penanda: str = ""
    gaya: str = ""
    acuan: str = ""
    sumber: str = ""
    alternatif: str = ""
    table: int = -1
    value: int = 0
    picture: str = ""
    boxes: tuple[tuple[WordParagraph, ...], ...] = ()


def plain_of(paragraph: WordParagraph) -> str:
    """Return the text of a paragraph without the hyphens that only part it at a line's end."""
    return paragraph.text().replace("\u00ad", "")


def marked_of(paragraph: WordParagraph) -> str:
    """Return the text with its marks; one look over the whole paragraph is its style, no mark."""
    shown = [
        run for run in paragraph.runs if run.teks.strip() and not run.lenyap and not run.gambar
    ]
    if len({(run.tebal, run.miring) for run in shown}) == 1:
        plain = tuple(replace(run, tebal=False, miring=False) for run in paragraph.runs)
        paragraph = replace(paragraph, runs=plain)
    lines = mark_runs(paragraph).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()
