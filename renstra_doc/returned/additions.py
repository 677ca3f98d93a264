"""A row or a paragraph that came in Word → a record of the data, like its neighbour above."""

from __future__ import annotations

import re
from itertools import dropwhile
from typing import TYPE_CHECKING

from renstra_doc.model.row_levels import TOTAL
from renstra_doc.returned.proposals import COLUMNS, TABLES
from renstra_doc.view import HeadingItem, ParagraphItem
from renstra_doc.words.marker import parse_marker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from renstra_doc.model import Block, Column, Row, Table
    from renstra_doc.place import Place
    from renstra_doc.returned.carried_data import CarriedData
    from renstra_doc.review.verify.edits import Edit
    from renstra_doc.review.verify.lines import Line

    ReadCell = Callable[[Column, Line], str | None]

PROSE = ("paragraf", "butir", "kutipan", "tanda_tangan")
LONGEST_ID = 40


def describe_row(
    carried: CarriedData, edit: Edit, read: ReadCell
) -> tuple[Table, dict[str, str], str, list[str]] | None:
    """Return the table of a new row, its record, the id above it, and what could not be read."""
    found = _find_neighbour(carried, edit.place)
    if found is None:
        return None
    table, sibling = found
    like = {} if sibling is None else carried.records[table.file].get(sibling.line, {})
    cells, faults = _read_cells(carried, edit, like, read)
    record = _make_record(carried, table, like, cells)
    taken = {row.id for row in table.rows}
    record["id"] = make_id(record.get(table.naming, "") or edit.new, taken)
    is_below_a_row = (edit.place.file, edit.place.line) in carried.rows
    # Below the heading row the new one comes first: no row stands above it.
    above = sibling.id if is_below_a_row and sibling is not None else ""
    return table, record, above, faults


def _make_record(
    carried: CarriedData, table: Table, like: Mapping[str, str], cells: Mapping[str, str]
) -> dict[str, str]:
    """Return a new row with every column of its file, in their order."""
    header = next(iter(carried.records[table.file].values()), {})
    return {**dict.fromkeys(header, ""), **_take_place(like, header), **cells}


def _find_neighbour(carried: CarriedData, place: Place) -> tuple[Table, Row | None] | None:
    """Return the table of a place and the row beside a new one: below a heading row the first."""
    known = carried.rows.get((place.file, place.line))
    if known is not None:
        return known[0], known[1]
    if place.file != COLUMNS or place.line not in carried.columns:
        return None
    table = carried.columns[place.line][0]
    return table, table.rows[0] if table.rows else None


def _take_place(like: Mapping[str, str], header: Iterable[str]) -> dict[str, str]:
    """Return level and parent as the row beside has them; a new row is never a total."""
    taken = {name: like.get(name, "") for name in ("tingkat", "induk") if name in header}
    return {**taken, "tingkat": ""} if taken.get("tingkat") == TOTAL else taken


def _read_cells(
    carried: CarriedData, edit: Edit, like: Mapping[str, str], read: ReadCell
) -> tuple[dict[str, str], list[str]]:
    """Return the values of a new row by column, and the cells that could not be read."""
    cells: dict[str, str] = {}
    faults = []
    # A row that came in Word may have fewer cells, or more, than the table has columns.
    for head, line in zip(edit.kolom, edit.isi, strict=False):
        if head.line not in carried.columns:
            continue
        column = carried.columns[head.line][1]
        value = _count(column, like, line) or read(column, line)
        if value is None:
            faults.append(f"{column.kolom}: “{line.text}”")
        cells[column.kolom] = value or ""
    return cells, faults


def _count(column: Column, like: Mapping[str, str], line: Line) -> str:
    """Return the sample of a counted number, where the rows beside it count and it bears one."""
    sample = like.get(column.kolom, "")
    counts = column.jenis == "urut" and "#" in sample and line.text
    # Kept as its sample: the program counts anew, whatever number Word showed.
    return sample if counts else ""


def describe_block(
    carried: CarriedData, edit: Edit, text: str
) -> tuple[str, dict[str, str], str] | None:
    """Return the file of a new paragraph, its record, and the id of the block above it."""
    above = _find_block(carried, edit.place)
    if above is None:
        return None
    like = _find_like(carried, above, edit)
    header = next(iter(carried.records[above.place.file].values()), {})
    record = {**dict.fromkeys(header, ""), **like, "teks": text}
    ids = {block.id for block in carried.document.blocks}
    record["id"] = make_id(f"{above.id}-baru", ids)
    return above.place.file, {name: record.get(name, "") for name in header}, above.id


def _find_block(carried: CarriedData, place: Place) -> Block | None:
    """Return the block that stands at a place; of a table the one that prints it."""
    found = carried.blocks.get((place.file, place.line))
    if found is not None:
        return found
    table = None
    if place.file == TABLES:
        table = carried.tables.get(place.line)
    elif (place.file, place.line) in carried.rows:
        table = carried.rows[place.file, place.line][0]
    elif place.file == COLUMNS and place.line in carried.columns:
        table = carried.columns[place.line][0]
    key = carried.edition.printed_by.get(table.id, "") if table is not None else ""
    return carried.edition.blocks.get(key)


def _find_like(carried: CarriedData, above: Block, edit: Edit) -> dict[str, str]:
    """Return the kind of a new paragraph: that of the nearest above in its style and list."""
    # A line may be several paragraphs whose marks were deleted: the last mark, with its style,
    # stays.
    paragraph, label = edit.isi[0].sumber[-1], edit.isi[0].label
    styles = {
        item.id: item.gaya
        for item in carried.edition.view.items
        if isinstance(item, ParagraphItem | HeadingItem)
    }
    for block in _list_upwards(carried.document.blocks, above):
        is_item = block.jenis == "butir"
        if styles.get(block.id) == paragraph.gaya and is_item == bool(label):
            return {
                "jenis": block.jenis,
                "tingkat": str(block.tingkat or ""),
                "penanda": block.penanda,
                "gaya": block.gaya,
                "acuan": block.acuan,
            }
    return _begin_list(label, paragraph.tingkat) if label else {"jenis": "paragraf"}


def _list_upwards(blocks: Sequence[Block], first: Block) -> Iterator[Block]:
    """Yield the blocks of prose from one of them upwards."""
    upwards = dropwhile(lambda block: block.id != first.id, reversed(blocks))
    return (block for block in upwards if block.jenis in PROSE)


def _begin_list(label: str, level: int) -> dict[str, str]:
    """Return the kind of an item in a list of which nothing stands above: as Word numbers it."""
    marker = parse_marker(label)
    shown = marker.show(1, parent=1) if marker.bentuk != "bullet" else "-"
    # Word counts the levels of a list from 0, the data from 1.
    return {"jenis": "butir", "penanda": shown, "tingkat": str(level + 1) if level > 0 else ""}


def make_id(name: str, taken: set[str]) -> str:
    """Return an id that is made of a name and not taken yet."""
    words = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    base = words[:LONGEST_ID].strip("-") or "baru"
    number, found = 1, base
    while found in taken:
        number += 1
        found = f"{base}-{number}"
    return found
