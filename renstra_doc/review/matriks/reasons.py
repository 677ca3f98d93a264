"""What the form calls a row, and why it changed: kinship, reason and ground by the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.model.row_levels import PROGRAM, TOTAL
from renstra_doc.review.diff import status
from renstra_doc.review.lineage import Fate
from renstra_doc.review.matriks.amounts import (
    NOTHING,
    drop_contained,
    money_heading,
    show,
    texts_of,
    total_of_row,
    unit_column,
)
from renstra_doc.review.wording import name_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from renstra_doc.model.values import Row
    from renstra_doc.review.matriks.entries import Pair, ProgramEntry

FOLLOWS = "mengikuti rincian"
# What of a joined row is reckoned elsewhere, so that the rows below do not show the difference.
JOINED = {status.MERGED: "digabung ke", status.SPLIT: "dipecah menjadi"}


def names_of(pair: Pair, entry: ProgramEntry) -> tuple[str, str]:
    """Return code and name of a row, with the old ones where they were others."""
    rows = entry.old, entry.new
    codes = [row.kode if row is not None else "" for row in rows]
    names = [
        name_row(edition, table, row) if row is not None else ""
        for edition, table, row in zip(pair.editions, pair.tables, rows, strict=True)
    ]
    return show_both(codes), show_both(names)


def show_both(texts: Sequence[str]) -> str:
    """Return the new text, below it the old one where that was another."""
    old, new = texts
    return f"{new}\n(semula: {old})" if old and new and old != new else new or old


def fates_of(pair: Pair, entry: ProgramEntry) -> tuple[Fate | None, Fate | None]:
    """Return what became of a row, and what it came from."""
    key = (pair.tables[1].id, entry.id)
    return pair.lineage.old.get(key), pair.lineage.new.get(key)


def is_same_row(pair: Pair, entry: ProgramEntry) -> bool:
    """Return whether both editions give a row one code, one name, one unit and one level."""
    if entry.old is None or entry.new is None:
        return False
    is_level = entry.old.tingkat == entry.new.tingkat and entry.old.kode == entry.new.kode
    units = units_of(pair, entry)
    return is_level and units[0] == units[1] and "\n" not in names_of(pair, entry)[1]


def units_of(pair: Pair, entry: ProgramEntry) -> tuple[str, str]:
    """Return what both editions write as the unit of a row, in a column of its own."""
    return texts_of(pair, entry, unit_column(pair.tables))


def tell_reason(pair: Pair, entry: ProgramEntry, found: str, *, keeps_words: bool) -> str:
    """Return what the data gives as reason and ground, and where a row went or came from.

    In: the row, its status, and whether indicators and targets are the same in both editions.
    """
    alasan, dasar = pair.lineage.reason_of(pair.tables[1].id, entry.id)
    parts = [tell_kinship(pair, entry), *_tell_level(entry), alasan]
    parts += [f"dasar: {dasar}"] if dasar else []
    is_following = found == status.CHANGED and keeps_words and _is_mere_sum(pair, entry)
    if is_following and not any(parts):
        # Only where the data give no reason: what a person wrote says more.
        parts = list(dict.fromkeys(_tell_joined(pair, entry))) or [FOLLOWS]
    text = "; ".join(part for part in parts if part)
    return text[:1].upper() + text[1:]


def _tell_level(entry: ProgramEntry) -> Iterator[str]:
    if entry.old is not None and entry.new is not None and entry.old.tingkat != entry.new.tingkat:
        levels = (row.tingkat.replace("_", " ") or "–" for row in (entry.old, entry.new))
        yield " menjadi ".join(levels)


def _is_mere_sum(pair: Pair, entry: ProgramEntry) -> bool:
    has_rows = any(entry.id in table.children for table in pair.tables)
    is_sum = has_rows or entry.row.tingkat == TOTAL
    return is_sum and is_same_row(pair, entry)


def _tell_joined(pair: Pair, entry: ProgramEntry) -> Iterator[str]:
    """Yield which rows below became part of one elsewhere, or came so from there.

    And which programs moved as a whole: neither shows a difference in the rows below.
    """
    for side in (0, 1):
        for row in _list_below(pair, side, entry.id):
            if row.id not in pair.tables[1 - side].row_by_id:
                yield from _tell_part(pair, side, row, entry.id)
            # A program that moved as a whole takes its amounts along.
            elif row.tingkat == PROGRAM and not _is_below(pair, 1 - side, row.id, entry.id):
                yield _tell_moved(pair, side, row)


def _tell_part(pair: Pair, side: int, row: Row, head: str) -> Iterator[str]:
    """Yield that a row became part of one that stands elsewhere, or came from there."""
    fates = (pair.lineage.old, pair.lineage.new)[side]
    fate = fates.get((pair.tables[side].id, row.id), Fate())
    away = [key for key in fate.kin if not _is_below(pair, 1 - side, key, head)]
    if away and fate.status in JOINED:
        word = JOINED[fate.status] if side == 0 else "berasal dari"
        yield f"“{_name(pair, side, row.id)}” {word} {_list_names(pair, 1 - side, away)}"


def _tell_moved(pair: Pair, side: int, row: Row) -> str:
    other = pair.tables[1 - side].row_by_id[row.id]
    word = "ke" if side == 0 else "dari"
    return (
        f"“{_name(pair, side, row.id)}” dipindahkan {word} “{_name(pair, 1 - side, other.induk)}”"
    )


def _list_below(pair: Pair, side: int, key: str) -> Iterator[Row]:
    waiting = list(pair.tables[side].children.get(key, ()))
    while waiting:
        row = waiting.pop(0)
        yield row
        waiting += pair.tables[side].children.get(row.id, ())


def _is_below(pair: Pair, side: int, key: str, head: str) -> bool:
    rows = pair.tables[side].row_by_id
    while key and key != head:
        key = rows[key].induk if key in rows else ""
    return bool(key)


def tell_kinship(pair: Pair, entry: ProgramEntry) -> str:
    """Say where a row went, or what it came from."""
    rows = entry.old, entry.new
    if entry.is_leaving:
        row = pair.tables[1].row_by_id[entry.id]
        return f"dipindahkan ke “{_name(pair, 1, row.induk)}”"
    if entry.is_coming and rows[0] is not None:
        return f"dipindahkan dari “{_name(pair, 0, rows[0].induk)}”"
    words = (("digabung ke", "menjadi"), ("gabungan dari", "berasal dari"))
    return "; ".join(
        f"{merged if fate.status == status.MERGED else other} {_list_kin(pair, entry, side, fate)}"
        for side, (fate, row, (merged, other)) in enumerate(
            zip(fates_of(pair, entry), rows, words, strict=True)
        )
        if fate is not None and fate.kin and row is not None
    )


def _list_kin(pair: Pair, entry: ProgramEntry, side: int, fate: Fate) -> str:
    """Name the kin of a row; where it is one of its own parts itself too, each with its rupiah.

    Then the row shows the sum of all parts, and what it has alone stands nowhere else.
    """
    is_whole = fate.status == (status.SPLIT, status.MERGED)[side]
    is_apart = drop_contained(pair.tables[1 - side], (entry.id, *fate.kin)) == (
        entry.id,
        *fate.kin,
    )
    # What stood below it was in its rupiah already.
    if not (is_whole and is_apart) or entry.old is None or entry.new is None:
        return _list_names(pair, 1 - side, fate.kin)
    heading = money_heading(pair)
    amounts = [(key, total_of_row(pair, 1 - side, key)) for key in (entry.id, *fate.kin)]
    return ", ".join(
        f"“{_name(pair, 1 - side, key)}” ({heading} {NOTHING if amount is None else show(amount)})"
        for key, amount in amounts
    )


def _list_names(pair: Pair, side: int, keys: Iterable[str]) -> str:
    return ", ".join(f"“{_name(pair, side, key)}”" for key in keys)


def _name(pair: Pair, side: int, key: str) -> str:
    table = pair.tables[side]
    row = table.row_by_id.get(key)
    return name_row(pair.editions[side], table, row) if row is not None else "tingkat teratas"
