"""One row whose cells hold several indicators → a line for each."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.intake.source import TEXT, tidy_lines
from renstra_doc.intake.source_line import SourceLine
from renstra_doc.model.row_levels import INDICATOR

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        figures = [c for c in columns if len(tidy_lines(line.cell(c).text)) == len(texts)]
        if figures:
            return _part_line(line, at, figures, len(texts))
    return [line]


def _is_list(texts: Sequence[str]) -> bool:
    """Return whether all lines bear a number, or none."""
    return sum(1 for text in texts if _NUMBERED.match(text)) in (0, len(texts))


def _part_line(line: SourceLine, at: int, figures: Sequence[int], count: int) -> list[SourceLine]:
    parts = [_pick_cells(line, at, figures, number) for number in range(count)]
    first = replace(line, cells={**line.cells, **parts[0]})
    rest = [SourceLine(line.row, INDICATOR, cells=part, rows=line.rows) for part in parts[1:]]
    return [first, *rest]


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


def _pick_cells(
    line: SourceLine, at: int, figures: Sequence[int], number: int
) -> dict[int, SourceCell]:
    found = {}
    for place in (at, *figures):
        lines = tidy_lines(line.cell(place).text)
        text = lines[number]
        plain = _NUMBERED.sub("", text) if place == at or _count_up(lines) else text
        found[place] = replace(line.cell(place), text=plain, kind=TEXT, marked="")
    return found
