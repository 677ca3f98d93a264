"""Edits: what a Word file shows otherwise than it should, each with the datum that it belongs to.

Every line that was found is paired with the one that was expected (`match_printed`); an edit is a
pair that differs. Of a file with tracked changes the text before them is what is paired: a sentence
written anew keeps its place.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from renstra_doc.place import Place
from renstra_doc.review.verify.expected_lines import (
    LIKE_MOVED,
    LIKE_TEXT,
    anchor_of_row,
    find_moved,
    match_blocks,
    match_rows,
    pair_both,
    place_of,
    row_text,
    without_number,
)
from renstra_doc.review.verify.lines import Grid, Line
from renstra_doc.review.verify.matching import like_text
from renstra_doc.review.verify.printed import HEADING, TEMPLATE_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from renstra_doc.docx.word_content import Revision
    from renstra_doc.review.verify.expected_lines import Positions
    from renstra_doc.review.verify.lines import Printed

NO_LABEL = "tanpa nomor"


class Did(StrEnum):
    """What was done to a paragraph, row, column or cell."""

    CHANGED = "diubah"
    ADDED = "ditambahkan"
    REMOVED = "dihapus"
    MOVED = "dipindahkan"
    LOOK = "berganti rupa"


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit: what was done, to what, and the datum that it belongs to.

    Of something new that is the one before it.
    `oleh` are the tracked changes that it comes from (none: nobody tracked it), `isi` the lines
    that were found: the paragraph or the cell, all cells of a row that came, and `kolom` which
    columns of the expected table those are. `asal` is the line that was expected; `ragu`: what was
    written anew and what was taken out beside it may be the other way round. `jangkar` is that of a
    whole paragraph or row.
    """

    did: Did
    spot: str
    place: Place
    old: str = ""
    new: str = ""
    oleh: tuple[Revision, ...] = field(default=(), compare=False)
    isi: tuple[Line, ...] = field(default=(), compare=False, repr=False)
    kolom: tuple[Place, ...] = field(default=(), compare=False, repr=False)
    tujuan: Place = field(default_factory=Place, compare=False)
    asal: Line | None = field(default=None, compare=False, repr=False)
    ragu: bool = field(default=False, compare=False)
    jangkar: str = field(default="", compare=False)

    @property
    def penulis(self) -> str:
        """Who made it, as tracked; "" where nobody is known."""
        return "; ".join(dict.fromkeys(found.penulis for found in self.oleh if found.penulis))

    @property
    def tanggal(self) -> str:
        """When it was made, as tracked: the last of its changes."""
        return max((found.tanggal for found in self.oleh), default="")


def find_edits(wanted: Printed, found: Printed) -> Iterator[Edit]:
    """Yield what was edited: blocks in order, then boxes of charts, then headers and footers."""
    yield from join_moves(list(_compare_blocks(wanted.blocks, found.blocks)))
    yield from _compare_sets(wanted.boxes, found.boxes)
    yield from _compare_sets(wanted.furniture, found.furniture)


# Comparing


def _compare_blocks(wanted: Sequence[Line | Grid], found: Sequence[Line | Grid]) -> Iterator[Edit]:
    last = Place()
    watch = _LabelWatch()
    pairs = match_blocks(wanted, found)
    unsure = find_unsure(pairs)
    for number, (old, new) in enumerate(pairs):
        yield from watch.compare(old, new)
        edits = _compare_block(old, new, last)
        is_unsure = number in unsure
        yield from (replace(edit, ragu=is_unsure) if is_unsure else edit for edit in edits)
        last = place_of(old) if old is not None else last


def _compare_block(
    old: Line | Grid | None, new: Line | Grid | None, above: Place
) -> Iterator[Edit]:
    """Yield the edits of one pair; what is alone or became another kind went and came."""
    if isinstance(old, Grid) and isinstance(new, Grid):
        yield from _compare_grids(old, new)
    elif isinstance(old, Line) and isinstance(new, Line):
        yield from _compare_pair(old, new)
    else:
        if old is not None:
            yield _whole(Did.REMOVED, old, place_of(old))
        if new is not None:
            yield _whole(Did.ADDED, new, above)


def find_unsure(pairs: Sequence[tuple[Line | Grid | None, Line | Grid | None]]) -> set[int]:
    """Return the positions of lines of which nothing tells which was written anew, which taken out.

    They stand side by side, none of them kept its words, and no tracked change says it.
    """
    unsure: set[int] = set()
    stretch: list[int] = []
    # One pair more, that is not loose, ends the last stretch.
    for number, (old, new) in enumerate([*pairs, (None, None)]):
        if _is_loose(old, new):
            stretch.append(number)
            continue
        gone = [at for at in stretch if pairs[at][1] is None]
        rewritten = [at for at in stretch if pairs[at][1] is not None]
        if gone and rewritten:
            unsure.update(stretch)
        stretch = []
    return unsure


def _is_loose(old: Line | Grid | None, new: Line | Grid | None) -> bool:
    """Return whether a line is gone, or kept next to nothing of its words, untracked."""
    if not isinstance(old, Line) or old.spot == TEMPLATE_TEXT:
        return False
    if new is None:
        return True
    # An anchor tells which paragraph it is, however little of its text is left.
    if isinstance(new, Line) and old.jangkar and old.jangkar == new.jangkar:
        return False
    is_untracked = isinstance(new, Line) and not new.perubahan
    return is_untracked and isinstance(new, Line) and like_text(old.text, new.text) < LIKE_TEXT


class _LabelWatch:
    """Compares the numbers of list items.

    Of those that shift one after another only the first is told.
    """

    def __init__(self) -> None:
        self._is_shifted = False

    def compare(self, old: Line | Grid | None, new: Line | Grid | None) -> Iterator[Edit]:
        """Yield the edit of a number that was taken, given, or is the first to count otherwise."""
        if isinstance(old, Line) and isinstance(new, Line) and new.text:
            yield from self._compare_lines(old, new)
        else:
            self._is_shifted |= old is None or new is None or isinstance(new, Line)

    def _compare_lines(self, old: Line, new: Line) -> Iterator[Edit]:
        if HEADING in old.spot:
            self._is_shifted = False
        elif old.label != new.label and old.spot != TEMPLATE_TEXT:
            if not (old.label and new.label and self._is_shifted):
                yield _label_edit(old, new)
            self._is_shifted = True


def _label_edit(old: Line, new: Line) -> Edit:
    place = Place(old.place.file, old.place.line, "penanda")
    labels = old.label or NO_LABEL, new.label or NO_LABEL
    return Edit(Did.CHANGED, f"{old.spot}, nomor butir", place, *labels)


def _compare_sets(wanted: Sequence[Line], found: Sequence[Line]) -> Iterator[Edit]:
    """Compare lines whose order says nothing.

    Each program writes shapes and headers in its own order.
    """
    here, there = {line.text for line in wanted}, {line.text for line in found}
    missing = [line for line in wanted if line.text not in there]
    extra = list(dict.fromkeys(line for line in found if line.text not in here))
    yield from _compare_blocks(missing, extra)


def _compare_pair(old: Line, new: Line, *, is_cell: bool = False) -> Iterator[Edit]:
    if old.text == new.text:
        return
    # A paragraph that was emptied is gone; a cell that was emptied is still a cell.
    is_gone = not new.text and not is_cell
    did = Did.REMOVED if is_gone else Did.CHANGED
    yield Edit(did, old.spot, old.place, old.text, new.text, new.perubahan, (new,), asal=old)


def _whole(did: Did, block: Line | Grid, place: Place) -> Edit:
    if isinstance(block, Grid):
        text = " | ".join(cell.text for cell in block.rows[0] if cell.text)
        spot = f"tabel dengan {len(block.rows)} baris"
        return Edit(did, spot, place, *(("", text) if did is Did.ADDED else (text, "")))
    spot = block.spot or "paragraf"
    if did is Did.ADDED:
        changes, anchor = block.perubahan, block.jangkar
        return Edit(did, spot, place, "", block.text, changes, (block,), jangkar=anchor)
    return Edit(did, spot, place, block.text, jangkar=block.jangkar)


def join_moves(edits: list[Edit]) -> Iterator[Edit]:
    """Join what was removed here and added there to one move.

    Word for word (but for the number of a row), or so alike that it was edited on its way.
    """
    partners = _find_partners(edits)
    taken = {id(added) for added in partners.values()}
    for edit in edits:
        added = partners.get(id(edit))
        if added is not None:
            yield replace(
                edit,
                did=Did.MOVED,
                new=f"sesudah {added.place}",
                oleh=added.oleh or edit.oleh,
                isi=added.isi,
                kolom=added.kolom,
                tujuan=added.place,
            )
        elif id(edit) not in taken:
            yield edit


def _find_partners(edits: Sequence[Edit]) -> dict[int, Edit]:
    """Return what was added for each that was removed and stands there."""
    free = {id(edit): edit for edit in edits if edit.did is Did.ADDED and edit.new}
    gone = [edit for edit in edits if edit.did is Did.REMOVED and edit.old]
    partners = _pair_anchors(gone, free)
    # What is the same word for word first: the nearly alike must not take its partner.
    for least in (1.0, LIKE_MOVED):
        for edit in gone:
            best = None if id(edit) in partners else _find_likest(edit, free.values(), least)
            if best is not None:
                partners[id(edit)] = free.pop(id(best))
    return partners


def _pair_anchors(gone: Iterable[Edit], free: dict[int, Edit]) -> dict[int, Edit]:
    """Pair what bears one anchor; what came there is free no more."""
    # Backwards, so that of several with one anchor the first one stays.
    came = {edit.jangkar: edit for edit in reversed(free.values()) if edit.jangkar}
    return {id(edit): free.pop(id(came.pop(edit.jangkar))) for edit in gone if edit.jangkar in came}


def _find_likest(gone: Edit, others: Iterable[Edit], least: float) -> Edit | None:
    """Return what came and is the most like what went; None where nothing is so much like it."""
    alike = [other for other in others if _is_row(other) == _is_row(gone)]
    texts = [without_number(other.new) for other in alike]
    found = find_moved(without_number(gone.old), texts, least)
    return None if found is None else alike[found]


def _is_row(edit: Edit) -> bool:
    return "baris" in edit.spot


# Tables


def _compare_grids(old: Grid, new: Grid) -> Iterator[Edit]:
    columns, rows = match_rows(old, new)
    common = pair_both(columns)
    yield from _compare_columns(old, new, columns)
    wanted, found = (
        replace(grid, rows=tuple(_pick(row, side) for row in grid.rows))
        for grid, side in zip((old, new), zip(*common, strict=True), strict=True)
    )
    yield from _compare_rows(wanted, found, rows, place_of(old))


def _compare_rows(old: Grid, new: Grid, rows: Positions, last: Place) -> Iterator[Edit]:
    """Compare tables of the same columns, whose rows are paired by position."""
    places = tuple(cell.place for cell in old.rows[0])
    added: dict[int | None, Revision] = dict(new.baru)
    removed: dict[int | None, Revision] = dict(new.hapus)
    for here, there in rows:
        other = () if there is None else new.rows[there]
        if here is None:
            oleh = (added[there],) if there in added else _revisions_of(other)
            yield _added_row(other, places, last, oleh)
        else:
            yield from _compare_row(old.rows[here], other, removed.get(there))
            last = _row_place(old.rows[here])


def _compare_row(
    row: Sequence[Line], other: Sequence[Line], gone: Revision | None
) -> Iterator[Edit]:
    # A row that was marked as deleted still stands in the file.
    """Compare a row with what became of it: nothing, a row that is marked as gone, or a row."""
    if gone is not None or not other:
        yield _removed_row(row, () if gone is None else (gone,))
        return
    for pair in zip(row, other, strict=True):
        yield from _compare_cells(*pair)


def _added_row(
    row: Sequence[Line], columns: tuple[Place, ...], above: Place, oleh: tuple[Revision, ...]
) -> Edit:
    found = (row_text(row), oleh, tuple(row), columns)
    return Edit(Did.ADDED, "baris tabel", above, "", *found, jangkar=anchor_of_row(row))


def _removed_row(row: Sequence[Line], oleh: tuple[Revision, ...]) -> Edit:
    found = (_row_spot(row), _row_place(row), row_text(row), "", oleh)
    return Edit(Did.REMOVED, *found, jangkar=anchor_of_row(row))


def _pick(row: Sequence[Line], numbers: Iterable[int]) -> tuple[Line, ...]:
    """Return some cells of a row; of one that it lacks an empty one."""
    return tuple(row[number] if number < len(row) else Line("") for number in numbers)


def _revisions_of(lines: Sequence[Line]) -> tuple[Revision, ...]:
    return tuple(dict.fromkeys(found for line in lines for found in line.perubahan))


def _compare_columns(
    old: Grid, new: Grid, columns: Sequence[tuple[int | None, int | None]]
) -> Iterator[Edit]:
    last = old.rows[0][0].place
    for before, after in columns:
        if before is None and after is not None:
            yield Edit(Did.ADDED, "kolom tabel", last, "", _column_text(new, after))
        elif before is not None:
            head = old.rows[0][before]
            last = head.place
            if after is None:
                text = _column_text(old, before)
                yield Edit(Did.REMOVED, f"kolom {head.spot}", head.place, text)


def _compare_cells(old: Line, new: Line) -> Iterator[Edit]:
    yield from _compare_pair(old, new, is_cell=True)
    if bool(old.label) != bool(new.label) and old.spot != TEMPLATE_TEXT:
        yield _label_edit(old, new)


def _column_text(grid: Grid, number: int) -> str:
    texts = [row[number].text for row in grid.rows if number < len(row)]
    return " | ".join(text for text in texts[:4] if text)


def _row_spot(row: Sequence[Line]) -> str:
    return row[0].spot.split(", kolom")[0] or "baris tabel"


def _row_place(row: Sequence[Line]) -> Place:
    return Place(row[-1].place.file, row[-1].place.line)
