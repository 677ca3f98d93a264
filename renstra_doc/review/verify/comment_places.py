"""Which datum a reviewer's comment speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.place import Place
from renstra_doc.review.verify.expected_lines import (
    find_moved,
    match_blocks,
    match_rows,
    pair_both,
    place_of,
    row_text,
    without_number,
)
from renstra_doc.review.verify.lines import Grid, Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from renstra_doc.docx.word_content import WordComment
    from renstra_doc.review.verify.expected_lines import Positions
    from renstra_doc.review.verify.lines import Printed


@dataclass(frozen=True, slots=True)
class PlacedComment:
    """A reviewer's comment and the datum at which it stands."""

    komentar: WordComment
    spot: str
    place: Place


def place_reviews(
    wanted: Printed, found: Printed, comments: Sequence[WordComment]
) -> tuple[PlacedComment, ...]:
    """Return the comments of a file, each with the datum at which it stands."""
    if not comments:
        return ()
    places = _place_comments(wanted, found)
    return tuple(
        PlacedComment(comment, line.spot if line else "", line.place if line else Place())
        for comment in comments
        for line in [places.get(comment.id)]
    )


def _place_comments(wanted: Printed, found: Printed) -> dict[str, Line]:
    """Return the expected line that each comment of a file speaks of, by the comment's id."""
    boxes = {line.text: line for line in wanted.boxes}
    drawn = ((box, boxes.get(box.text, Line("", "bagan"))) for box in found.boxes)
    places: dict[str, Line] = {}
    for line, meant in (*_match_blocks(wanted, found), *drawn):
        for paragraph in line.sumber:
            for key in paragraph.komentar:
                places.setdefault(key, meant)
    return places


def _match_blocks(wanted: Printed, found: Printed) -> Iterator[tuple[Line, Line]]:
    """Yield the lines and cells that were found, each with the expected one that it is."""
    last = Line("")
    pairs = match_blocks(wanted.blocks, found.blocks)
    gone = [old for old, new in pairs if new is None and isinstance(old, Line)]
    for old, new in pairs:
        if isinstance(old, Grid) and isinstance(new, Grid):
            yield from _match_cells(old, new)
            last = Line("", place=place_of(old))
        elif isinstance(new, Line):
            # A new paragraph has no datum yet: what is said of it stands at the one above.
            yield new, old if isinstance(old, Line) else _find_origin(new, gone) or last
        last = old if isinstance(old, Line) else last


def _find_origin(line: Line, gone: Sequence[Line]) -> Line | None:
    """Return the line that went and came here."""
    moved = find_moved(line.text, [each.text for each in gone])
    return None if moved is None else gone[moved]


def _match_cells(old: Grid, new: Grid) -> Iterator[tuple[Line, Line]]:
    """Yield the cells that were found, each with the expected one: of a new row that above it."""
    columns, rows = match_rows(old, new)
    here_of = {there: here for here, there in pair_both(columns)}
    for above, there in _find_sources(old, new, rows):
        row = old.rows[above]
        for number, cell in enumerate(new.rows[there]):
            # A cell of a new column speaks of its row, which the first cell stands for.
            yield cell, row[here_of.get(number, 0)]


def _find_sources(old: Grid, new: Grid, rows: Positions) -> Iterator[tuple[int, int]]:
    """Yield which expected row each row is, was moved from, or stands below; and the row."""
    gone = [here for here, there in rows if there is None and here is not None]
    texts = [without_number(row_text(old.rows[here])) for here in gone]
    last = 0
    for here, there in rows:
        last = last if here is None else here
        if there is not None:
            text = without_number(row_text(new.rows[there]))
            moved = find_moved(text, texts) if here is None else None
            yield (last if moved is None else gone[moved]), there
