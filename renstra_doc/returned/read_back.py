"""What a Word file shows, as the data write it: letters with their looks, quantities."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.docx.look_facts import BOLD, ITALIC
from renstra_doc.docx.word_content import accept_all, is_there
from renstra_doc.model.cells import print_number, read_cell, write_cell
from renstra_doc.returned.patching import Letter
from renstra_doc.review.verify.lines import join_blanks
from renstra_doc.review.verify.look_edits import read_looks
from renstra_doc.words.numbers import NumberError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from renstra_doc.docx.word_content import Accept, Facts
    from renstra_doc.model import Column
    from renstra_doc.returned.patching import Look
    from renstra_doc.review.verify.edits import Edit
    from renstra_doc.review.verify.lines import Line

_NUMBERED = re.compile(r"\d[\d.,]*")


def read_old_looks(edit: Edit) -> list[Look]:
    """Return the looks in force of what was printed, letter by letter without blanks."""
    nodes = edit.asal.sumber if edit.asal is not None else ()
    return [_look_of(facts) for _, facts in read_looks(nodes, accept_all)]


def _look_of(facts: Facts) -> Look:
    names = dict(facts)
    return BOLD in names, ITALIC in names


def read_letters(
    lines: Sequence[Line], accept: Accept = accept_all, *, as_blanks: bool = False
) -> list[Letter]:
    """Return the letters that lines show, a line break a paragraph; if asked, breaks as blanks."""
    letters = [letter for line in lines for letter in _letters_of_line(line, accept)]
    text = "".join(letter.teks for letter in letters)
    # Blanks at the edges of a cell or paragraph are none of its text.
    lead, end = len(text) - len(text.lstrip()), len(text.rstrip())
    kept = letters[lead:end]
    if not as_blanks:
        return kept
    return [replace(each, teks=" ") if each.teks.isspace() else each for each in kept]


def _letters_of_line(line: Line, accept: Accept) -> Iterator[Letter]:
    is_open = False
    for paragraph in line.sumber:
        if is_open:
            yield Letter("\n")
        for run in paragraph.runs:
            if not run.lenyap and not run.gambar and is_there(run.perubahan, accept):
                look = _look_of(run.rupa)
                yield from (Letter(text, run.tebal, run.miring, look) for text in run.teks)
        # A paragraph whose mark was deleted runs on into the next (17.13.5).
        is_open = is_there(paragraph.tanda, accept)


def read_number(column: Column, text: str) -> str | None:
    """Return a printed quantity as the data have it; None where it reads two ways or not at all.

    What prints again as it stands there is certain. A dot groups thousands in print.
    """
    shown = join_blanks(text)
    if not shown:
        return ""
    plain = _NUMBERED.sub(lambda match: _plain_number(match[0]), shown)
    # As print has it first, with dots between thousands; then as the data have it.
    for candidate in dict.fromkeys((plain, shown)):
        try:
            cell = read_cell(column, candidate)
        except NumberError:
            continue
        if print_number(column, cell) == shown or (not cell.besaran and candidate == shown):
            return write_cell(column, cell)
    return None


def _plain_number(text: str) -> str:
    # A dot or comma at the end belongs to the sentence, not to the number.
    tail = text[len(text.rstrip(".,")) :]
    core = text[: len(text) - len(tail)] if tail else text
    return core.replace(".", "").replace(",", ".") + tail
