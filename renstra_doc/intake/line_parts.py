"""One row whose cells hold several indicators → a line for each."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.intake.source import TEXT, tidy_lines
from renstra_doc.intake.source_line import SourceLine
from renstra_doc.model.row_levels import INDICATOR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from renstra_doc.intake.source import SourceCell

_NUMBERED = re.compile(r"^\(?(?:\d{1,2}|[a-z])[.)]\s*", re.IGNORECASE)


def split_indicators(
    line: SourceLine, indicators: Sequence[int], columns: Sequence[int]
) -> list[SourceLine]:
    """Part a row whose one cell holds several indicators.

    Each with its figure on a line of its own; `columns` may hold such figures.
    """
    for at in indicators:
        texts = tidy_lines(line.cell(at).text)
        if len(texts) < 2 or not _is_list(texts):  # noqa: PLR2004 — one is no list
            continue
        # As many lines as there are indicators: each belongs to one of them.
        lists = {c: tidy_lines(line.cell(c).text) for c in columns}
        beside = {c: _bare(found) for c, found in lists.items() if len(found) == len(texts)}
        if beside:
            return _part_line(line, {at: tuple(map(_drop_number, texts)), **beside})
    return [line]


def _is_list(texts: Sequence[str]) -> bool:
    """Return whether all lines bear a number, or none."""
    return sum(1 for text in texts if _NUMBERED.match(text)) in (0, len(texts))


def _drop_number(text: str) -> str:
    return _NUMBERED.sub("", text)


def _part_line(line: SourceLine, lists: Mapping[int, Sequence[str]]) -> list[SourceLine]:
    parts = [
        {at: _part_cell(line.cell(at), text) for at, text in zip(lists, texts, strict=True)}
        for texts in zip(*lists.values(), strict=True)
    ]
    first = replace(line, cells={**line.cells, **parts[0]})
    rest = [SourceLine(line.row, INDICATOR, cells=part, rows=line.rows) for part in parts[1:]]
    return [first, *rest]


def _bare(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the lines of a figure without the numbers of the indicators that they belong to."""
    return tuple(map(_drop_number, texts) if _count_up(texts) else texts)


def _count_up(texts: Sequence[str]) -> bool:
    """Return whether lines bear the numbers of the indicators beside them: `1. 10%`, `2. 20`."""
    signs = (f"{number}" for number in range(1, len(texts) + 1))
    letters = (chr(ord("a") + number) for number in range(len(texts)))
    return any(
        all(re.match(rf"\(?{sign}[.)]\s+\S", text, re.IGNORECASE) for sign, text in pairs)
        for pairs in (
            list(zip(signs, texts, strict=True)),
            list(zip(letters, texts, strict=True)),
        )
    )


def _part_cell(cell: SourceCell, text: str) -> SourceCell:
    return replace(cell, text=text, kind=TEXT, marked="")
