"""Any .docx as plain text, for `git diff` of a file that this program did not build.

A template, a matriks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.review.verify.built_file import open_parts, read_any
from renstra_doc.review.verify.lines import Grid
from renstra_doc.review.verify.shown import show_word

if TYPE_CHECKING:
    from pathlib import Path

    from renstra_doc.review.verify.lines import Line

FURNITURE = "--- kepala dan kaki halaman ---"


def read_plain(path: Path) -> str:
    """Return what a .docx prints.

    A line for each paragraph and each row of a table, headers and footers last.

    Raises InputError for a file that is no .docx, or whose text is damaged.
    """
    printed = show_word(read_any(path, open_parts(path)[1]))
    lines = [_write_block(block) for block in (*printed.blocks, *printed.boxes)]
    furniture = [FURNITURE, *(line.text for line in printed.furniture)] if printed.furniture else []
    return "\n\n".join((*lines, *furniture)) + "\n"


def _write_block(block: Line | Grid) -> str:
    if isinstance(block, Grid):
        return "\n".join(f"| {' | '.join(row)} |" for row in block.texts())
    return block.text
