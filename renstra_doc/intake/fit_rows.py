"""The rows of a source → those of a project's table: by code, id, entitas, name below a parent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.fit_columns import ROW_FIELDS
from renstra_doc.intake.questions import find_answer
from renstra_doc.intake.source import SourceRemark, tidy
from renstra_doc.model.row_levels import INDICATOR, TOTAL
from renstra_doc.words.markup import plain_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from renstra_doc.intake.questions import Answers
    from renstra_doc.intake.recognised import Recognised, Record

    Row = Mapping[str, str]
    Kept = list[tuple[int, Row]]

_INSTRUCTION = re.compile(r"\[[^\[\]]*\]")
DELETE = "hapus"
MOST_NAMED = 8
KEYS = ("kode", "id", "entitas")


@dataclass(frozen=True)
class _Naming:
    """By which columns a row is named: its name, or as an indicator its own words."""

    name: str
    indicator: str

    def key(self, row: Row) -> tuple[str, str]:
        """Return what a row is called below its parent."""
        if row.get("tingkat") == TOTAL:
            return TOTAL, ""
        is_indicator = row.get("tingkat") == INDICATOR
        text = row.get(self.indicator if is_indicator else self.name, "")
        return (INDICATOR if is_indicator else "", tidy(plain_text(text)).lower())


def match_rows(found: Recognised, before: Sequence[Row], into: Mapping[str, str]) -> dict[int, int]:
    """Return {record: row of the project}, each row once."""
    records = [_as_row(record, into) for record in found.records]
    matched = _match_keys(before, records)
    name = into.get(words.NAME, into.get(words.INDICATOR, ""))
    if name:
        naming = _Naming(name, into.get(words.INDICATOR, ""))
        _match_names(found, before, records, matched, naming)
    return matched


def _match_keys(before: Sequence[Row], records: Sequence[Row]) -> dict[int, int]:
    """Match the rows that one key names and no other row bears."""
    matched: dict[int, int] = {}
    used: set[int] = set()
    for key in KEYS:
        places = _places_by(before, key)
        for index, row in enumerate(records):
            hits = places.get(_key_of(row, key), [])
            # A key that several rows bear says nothing of which is meant.
            if index not in matched and len(hits) == 1 and hits[0] not in used:
                matched[index] = hits[0]
                used.add(hits[0])
    return matched


def _places_by(before: Sequence[Row], key: str) -> dict[str, list[int]]:
    """Return the places of the rows by a key; further indicators bear that of their row."""
    places: dict[str, list[int]] = {}
    for place, row in enumerate(before):
        # Further indicators bear the code of the row they belong to.
        if _key_of(row, key) and row.get("tingkat") != INDICATOR:
            places.setdefault(_key_of(row, key), []).append(place)
    return places


def _key_of(row: Row, key: str) -> str:
    text = row.get(key, "")
    return _bare_code(text) if key == "kode" and text else text


def _match_names(
    found: Recognised,
    before: Sequence[Row],
    records: Sequence[Row],
    matched: dict[int, int],
    naming: _Naming,
) -> None:
    """Match by name under the same parent, top down; further indicators by their own words."""
    by_name = _places_by_name(before, naming)
    used = set(matched.values())
    for index, record in enumerate(found.records):
        above = matched.get(record.parent) if record.parent is not None else None
        # Below a row that is new every row is new; a name alone is often used twice.
        if index in matched or (record.parent is not None and above is None):
            continue
        hits = by_name.get((above, *naming.key(records[index])), [])
        free = [hit for hit in hits if hit not in used]
        if len(free) == 1:
            matched[index] = free[0]
            used.add(free[0])


def _places_by_name(
    before: Sequence[Row], naming: _Naming
) -> dict[tuple[int | None, str, str], list[int]]:
    """Return the places of the rows by their parent's place and their name."""
    places = {row.get("id", ""): place for place, row in enumerate(before)}
    by_name: dict[tuple[int | None, str, str], list[int]] = {}
    for place, row in enumerate(before):
        parent = places.get(row.get("induk", ""))
        by_name.setdefault((parent, *naming.key(row)), []).append(place)
    return by_name


def _bare_code(code: str) -> str:
    """Return a code without leading zeros of its parts: `1.06` and `1.6` are one."""
    return ".".join(part.lstrip("0") or "0" for part in code.lower().strip(". ").split("."))


def _as_row(record: Record, into: Mapping[str, str]) -> dict[str, str]:
    row = {into[name]: cell.text for name, cell in record.cells.items() if name in into}
    slug = "-".join(re.findall(r"[a-z0-9]+", record.kode.lower()))
    return {**row, "tingkat": record.tingkat, "kode": record.kode, "id": slug or row.get("id", "")}


def merge_row(
    record: Record, own: str, parent: str, into: Mapping[str, str], old: Row
) -> dict[str, str]:
    """Return a row of the project with what the source says of it.

    In: the source's row, its id and its parent's, the columns, the row as it was (empty: new).
    """
    row = {**old, **{into[n]: cell.text for n, cell in record.cells.items() if n in into}}
    row["id"] = own
    # The project's level and parent win: a source may show them by nothing but an indent.
    row["tingkat"] = old.get("tingkat") or record.tingkat
    row["induk"] = old.get("induk") or parent
    row["kode"] = record.kode or old.get("kode", "")
    return row


# Rows that the source does not have


def keep_rows(
    found: Recognised, before: Sequence[Row], used: set[int], answers: Answers
) -> tuple[Kept, list[SourceRemark]]:
    """Return the rows that the source does not have; they go only where a person said so."""
    absent = [(place, row) for place, row in enumerate(before) if place not in used]
    left = [(place, row) for place, row in absent if not _is_instruction(row)]
    messages = _tell_waiting([row["id"] for _, row in absent if _is_instruction(row)])
    if left and find_answer(answers, "", "baris-lama") == DELETE:
        kept = _parents_among(left, before, used)
        count = len(left) - len(kept)
        messages.append(
            f"{count} baris yang tidak ada di sumber dihapus sesuai jawaban: {_name_some(left)}"
        )
        left = kept
    elif left:
        messages.append(
            f"{len(left)} baris tabel tidak ada di sumber dan dibiarkan: {_name_some(left)} "
            "(untuk menghapusnya, jawab pertanyaan baris-lama dengan hapus)"
        )
    return left, [SourceRemark("catatan", found.table.name, message) for message in messages]


def _parents_among(left: Kept, before: Sequence[Row], used: set[int]) -> Kept:
    """Return those rows that hold one which stays: they cannot go."""
    parents = {row.get("induk", "") for place, row in enumerate(before) if place in used}
    return [(place, row) for place, row in left if row["id"] in parents]


def _tell_waiting(ids: Sequence[str]) -> list[str]:
    """Say that the rows of a starting form which only say what is to be written are replaced."""
    shown = ", ".join(sorted(set(ids)))
    return [f"{len(set(ids))} baris petunjuk dari bentuk awal diganti: {shown}"] if ids else []


def _name_some(rows: Kept) -> str:
    more = ", …" if len(rows) > MOST_NAMED else ""
    return ", ".join(row["id"] for _, row in rows[:MOST_NAMED]) + more


def _is_instruction(row: Mapping[str, str]) -> bool:
    """Return whether a row of a starting form only says what is to be written: `[nama program]`."""
    # Zeros and dashes stand in a row to be filled in too.
    texts = [text for name, text in row.items() if name not in ROW_FIELDS and text.strip(" 0-")]
    return bool(texts) and all(_INSTRUCTION.match(text) for text in texts)


def order_rows(
    fresh: Sequence[tuple[Record | None, Row]], matched: Mapping[int, int], kept: Kept
) -> list[tuple[Record | None, Row]]:
    """Return the rows in the order of the source, each kept one after the row that it followed."""
    result = list(fresh)
    origin = [matched.get(index) for index in range(len(result))]
    for place, row in kept:
        # Insertion shifts the rest, so the origins shift with it.
        at = _place_after(origin, place)
        result.insert(at, (None, row))
        origin.insert(at, place)
    return result


def _place_after(origin: Sequence[int | None], place: int) -> int:
    """Return where a kept row goes: after its old neighbour, else after the last earlier row."""
    known = [(spot, before) for spot, before in enumerate(origin) if before is not None]
    neighbours = [spot for spot, before in known if before == place - 1]
    earlier = [spot for spot, before in known if before < place]
    if neighbours or earlier:
        return (neighbours or earlier)[-1] + 1
    return 0 if known else len(origin)
