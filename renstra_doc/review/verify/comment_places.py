"""Which datum a reviewer's comment speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.review.verify.expected_lines import (
    LIKE_MOVED,
    match_blocks,
    match_rows,
    place_of,
    row_text,
    without_number,
)
from renstra_doc.review.verify.lines import Grid, Line
from renstra_doc.review.verify.matching import like_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from renstra_doc.review.verify.lines import Printed


def place_comments(wanted: Printed, found: Printed) -> dict[str, Line]:
    """Return the expected line that each comment of a file speaks of, by the comment's id."""
    places: dict[str, Line] = {}
    last = Line("")
    pairs = match_blocks(wanted.blocks, found.blocks)
    gone = [old for old, new in pairs if new is None and isinstance(old, Line)]
    for old, new in pairs:
        if old is None and isinstance(new, Line):
            moved = _find_alike(new.text, [line.text for line in gone])
            _note_comments(new, gone[moved] if moved is not None else last, places)
        elif isinstance(old, Grid) and isinstance(new, Grid):
            for line, other in _match_cells(old, new):
                _note_comments(other, line, places)
            last = Line("", place=place_of(old))
        elif isinstance(new, Line):
            _note_comments(new, old if isinstance(old, Line) else last, places)
        last = old if isinstance(old, Line) else last
    boxes = {line.text: line for line in wanted.boxes}
    for box in found.boxes:
        _note_comments(box, boxes.get(box.text, Line("", "bagan")), places)
    return places


def _match_cells(old: Grid, new: Grid) -> Iterator[tuple[Line, Line]]:
    columns, rows = match_rows(old, new)
    here_of = {there: here for here, there in columns if there is not None}
    gone = [here for here, there in rows if there is None and here is not None]
    texts = [without_number(row_text(old.rows[here])) for here in gone]
    last = 0
    for here, there in rows:
        last = here if here is not None else last
        moved = None
        if here is None and there is not None:
            moved = _find_alike(without_number(row_text(new.rows[there])), texts)
        above = gone[moved] if moved is not None else last
        for number, cell in enumerate(new.rows[there] if there is not None else ()):
            column = here_of.get(number)
            row = old.rows[above]
            yield row[column if column is not None else 0], cell


def _find_alike(text: str, others: Sequence[str]) -> int | None:
    """Return which of some texts is the same one, moved and perhaps edited; None where none is."""
    likes = [(like_text(text, other), number) for number, other in enumerate(others)]
    best = max(likes, default=(0.0, 0))
    return best[1] if best[0] >= LIKE_MOVED else None


def _note_comments(found: Line, line: Line, places: dict[str, Line]) -> None:
    for paragraph in found.sumber:
        for key in paragraph.komentar:
            places.setdefault(key, line)
