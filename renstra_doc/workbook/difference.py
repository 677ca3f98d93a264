"""Difference: two versions of a CSV file → what a planner sees before it is written.

Rows by id, cells old → new.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING

from renstra_doc.words.shortening import shorten, shorten_pair
from renstra_doc.workbook.sheets import key_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from renstra_doc.load.project import RawTable

    Cells = tuple[str, ...]

MAX_LINES, MAX_TEXT = 40, 60


@dataclass(frozen=True, slots=True)
class SheetEdit:
    """A row that is new (`+`), gone (`-`), changed (`~`) or written otherwise (`=`).

    `text` is the line to show; the rest says it whole: the key of the row, the column ("" for the
    whole row), what stood and what stands there.
    """

    sign: str
    text: str
    row: str = ""
    column: str = ""
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class FileChange:
    """What changes in a file, and the sheet it comes from."""

    file: str
    sheet: str
    changes: tuple[SheetEdit, ...]

    def heading(self) -> str:
        """Return e.g. `tabel/pegawai.csv (lembar pegawai): 1 baris baru, 2 sel berubah`."""
        signs = [change.sign for change in self.changes]
        names = (
            ("+", "baris baru"),
            ("-", "baris dihapus"),
            ("~", "sel berubah"),
            ("=", "sel ditulis dalam bentuk baku"),
            ("!", "perubahan susunan"),
        )
        counts = [f"{signs.count(sign)} {name}" for sign, name in names if sign in signs]
        return (
            f"{self.file} (lembar {self.sheet}): "
            f"{', '.join(counts) or 'isi sama, ditulis dalam bentuk baku'}"
        )


def compare_tables(old: RawTable | None, new: RawTable) -> tuple[SheetEdit, ...]:
    """Return the changes from one version of a file to another, in the order of the new one."""
    if old is None:
        return tuple(_add_row(row.cells) for row in new.rows)
    changes = list(_compare_headers(old.header, new.header))
    keys = key_columns(new.file, new.header)
    before, after = _cells(old, new.header), _cells(new, new.header)
    # By ids only where they tell the rows apart on both sides; else by the order of the rows.
    places = [new.header.index(key) for key in keys]
    if (
        keys
        and set(keys) <= set(old.header)
        and _is_unique(before, places)
        and _is_unique(after, places)
    ):
        changes += _compare_by_key(before, after, places, new.header)
    else:
        changes += _compare_in_order(before, after, new.header)
    return tuple(changes)


def list_rewritten(
    raw: RawTable, canonical: RawTable, changes: Sequence[SheetEdit]
) -> tuple[SheetEdit, ...]:
    """Return what of a file is written in canonical form with it, besides its changes.

    The same values otherwise.
    """
    told = {_label(change) for change in changes}
    found = [
        change
        for change in compare_tables(raw, canonical)
        # What changed is told once; that it is also written otherwise says nothing more.
        if change.sign == "~" and _label(change) not in told
    ]
    form = SheetEdit("!", "bentuk baku: pemisah kolom, tanda kutip atau pengodean berkas")
    return tuple(replace(change, sign="=") for change in found) or (() if told else (form,))


def _label(change: SheetEdit) -> str:
    """Return the row and the column that a change speaks of."""
    return change.text.partition(": ")[0]


def describe_changes(files: Sequence[FileChange], limit: int = MAX_LINES) -> list[str]:
    """Return the lines to show.

    Each file with its rows, at most `limit` lines, then how many more there are.
    """
    lines: list[str] = []
    for found in files:
        lines.append(found.heading())
        lines += [f"  {change.sign} {change.text}" for change in found.changes]
    if len(lines) <= limit:
        return lines
    return [*lines[:limit], f"… dan {len(lines) - limit} baris lagi"]


def _compare_headers(old: Cells, new: Cells) -> Iterator[SheetEdit]:
    for name in new:
        if name not in old:
            yield SheetEdit("!", f"kolom baru: {name}")
    for name in old:
        if name not in new:
            yield SheetEdit("!", f"kolom dihapus: {name}")
    if set(old) == set(new) and old != new:
        yield SheetEdit("!", f"urutan kolom: {', '.join(new)}")


def _cells(table: RawTable, header: Cells) -> list[Cells]:
    """Return the rows of a table under another header: a column that it lacks is empty."""
    return [tuple(record.get(name, "") for name in header) for record in table.texts()]


def _is_unique(rows: Sequence[Cells], places: Sequence[int]) -> bool:
    return len({_key(row, places) for row in rows}) == len(rows)


def _key(row: Cells, places: Sequence[int]) -> Cells:
    return tuple(row[place] for place in places)


def _compare_by_key(
    before: Sequence[Cells], after: Sequence[Cells], places: Sequence[int], header: Cells
) -> Iterator[SheetEdit]:
    old = {_key(row, places): row for row in before}
    new = {_key(row, places): row for row in after}
    for key, row in old.items():
        if key not in new:
            yield _remove_row(row, " ".join(key))
    for key, row in new.items():
        if key not in old:
            yield _add_row(row, " ".join(key))
        else:
            yield from _compare_cells(" ".join(key), old[key], row, header)
    # Of the rows on both sides: one that is new moves no other.
    if [key for key in old if key in new] != [key for key in new if key in old]:
        yield SheetEdit("!", "urutan baris berubah")


def _compare_in_order(
    before: Sequence[Cells], after: Sequence[Cells], header: Cells
) -> Iterator[SheetEdit]:
    # Without ids a row is known by all it says; autojunk would pass over frequent ones.
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            continue
        pairs = zip_longest(before[old_start:old_end], after[new_start:new_end])
        # Row 1 of the sheet holds the names of the columns.
        for number, (old, new) in enumerate(pairs, start=new_start + 2):
            if old is None:
                yield _add_row(new)
            elif new is None:
                yield _remove_row(old)
            else:
                yield from _compare_cells(f"baris {number}", old, new, header)


def _compare_cells(name: str, old: Cells, new: Cells, header: Cells) -> Iterator[SheetEdit]:
    for column, before, after in zip(header, old, new, strict=True):
        if before != after:
            text = f"{name}, {column}: {' → '.join(shorten_pair(before, after, MAX_TEXT))}"
            yield SheetEdit("~", text, name, column, before, after)


def _add_row(row: Cells, key: str = "") -> SheetEdit:
    """Return the edit of a new row, in short its first filled cells."""
    whole = _join(row)
    return SheetEdit("+", shorten(whole, MAX_TEXT), key, new=whole)


def _remove_row(row: Cells, key: str = "") -> SheetEdit:
    """Return the edit of a row that is gone."""
    whole = _join(row)
    return SheetEdit("-", shorten(whole, MAX_TEXT), key, old=whole)


def _join(row: Cells) -> str:
    return " | ".join(cell for cell in row if cell)
