"""Fit: recognised rows → a table of a project, new or with rows of its own.

A column is found by its name, its heading, or what both hold and for which year. A row is found by
its id, its code, its entitas, or its name under the same parent; it keeps its id and what the
source does not say. Rows that the source does not have stay where they are.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.questions import Question, find_answer
from renstra_doc.intake.source import SourceRemark, tidy
from renstra_doc.model.row_levels import INDICATOR, TOTAL
from renstra_doc.words.markup import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from renstra_doc.intake.questions import Answers
    from renstra_doc.intake.recognise import ColumnSpec, Recognised, Record
    from renstra_doc.load.project import RawTable

ROW_FIELDS = ("id", "tingkat", "induk", "kode", "entitas")
_INSTRUCTION = re.compile(r"\[[^\[\]]*\]")
DROP, ADD, DELETE = "buang", "tambah", "hapus"
_FIELD = re.compile(
    r"(?P<role>target|rp|pagu|realisasi|rasio|k|kinerja|dana|anggaran)_(?P<tail>(?:19|20)\d\d|akhir)"
)
_SAME_ROLE = {
    "pagu": words.MONEY,
    "dana": words.MONEY,
    "anggaran": words.MONEY,
    "k": words.TARGET,
    "kinerja": words.TARGET,
}
_BASES = frozenset({"baseline", "capaian_awal", "kondisi_awal", "data_awal"})
_INITIALS = {
    "program": "p",
    "kegiatan": "k",
    "sub_kegiatan": "sk",
    "tujuan": "tujuan",
    "sasaran": "sasaran",
}
WIDTHS = {"rupiah": "20", "target": "16", "urut": "9", "teks": "34", "cacah": "16", "desimal": "16"}


@dataclass(frozen=True, slots=True)
class TargetColumn:
    """A column of the project's table: its name, heading path, and kind."""

    kolom: str
    judul: str
    jenis: str

    def key(self) -> tuple[str, str]:
        """Say what it holds and for which year: (`rp`, `2026`), (`uraian`, "")."""
        match = _FIELD.fullmatch(self.kolom)
        if match:
            return _SAME_ROLE.get(match["role"], match["role"]), match["tail"]
        if self.kolom in _BASES:
            return words.BASE, ""
        path = [tidy(plain_text(part)) for part in self.judul.split(" > ")]
        role = next(filter(None, map(words.find_role, reversed(path))), "")
        year = words.find_year(self.judul)
        if role in (words.CODE_NAME, words.NAME):
            return words.NAME, ""
        tail = words.END if role in words.FIGURES and words.is_end(self.judul) else str(year or "")
        return role, tail if role in words.FIGURES - {words.BASE} else ""


@dataclass(frozen=True)
class Fitted:
    """The file of rows as it would be, where each line came from, and what was told or is open.

    `lines` gives the source row of each row of the file (None: one that the source lacks).
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[Record | None, ...]
    remarks: tuple[SourceRemark, ...]
    questions: tuple[Question, ...]
    columns: tuple[ColumnSpec, ...] = ()
    into: Mapping[str, str] = field(default_factory=dict)


def fit_new(found: Recognised) -> Fitted:
    """Return the rows as a table of its own."""
    columns = [column for column in found.columns if column.kolom != "kode"]
    names = [column.kolom for column in columns]
    ids = make_ids(found.records, {})
    header = (*("id", "tingkat", "induk", "kode"), *names)
    rows = tuple(
        (
            ids[index],
            record.tingkat,
            ids[record.parent] if record.parent is not None else "",
            record.kode,
            *(_text(record, name) for name in names),
        )
        for index, record in enumerate(found.records)
    )
    into = {column.kolom: column.kolom for column in found.columns}
    return Fitted(header, rows, found.records, (), (), found.columns, into)


def _text(record: Record, name: str) -> str:
    return record.cells[name].text if name in record.cells else ""


def make_ids(records: Sequence[Record], taken: Mapping[int, str]) -> list[str]:
    """Return an id for each record.

    That of the row it was matched with, of its code, or counted.
    """
    used = set(taken.values())
    counts: Counter[str] = Counter()
    numbers: Counter[str] = Counter()  # how far each base was counted
    ids: list[str] = []
    for index, record in enumerate(records):
        if index in taken:
            ids.append(taken[index])
            continue
        base = name = _base_id(record, ids, counts)
        while name in used:
            numbers[base] += 1
            name = f"{base}-{numbers[base] + 1}"
        used.add(name)
        ids.append(name)
    return ids


def _base_id(record: Record, ids: Sequence[str], counts: Counter[str]) -> str:
    slug = "-".join(re.findall(r"[a-z0-9]+", record.kode.lower()))
    if slug:
        return slug
    if record.tingkat == TOTAL:
        return TOTAL
    if record.tingkat == INDICATOR and record.parent is not None:
        return f"{ids[record.parent]}-i"
    initial = _INITIALS.get(record.tingkat, "r")
    counts[initial] += 1
    return f"{initial}-{counts[initial]}"


# Into a table that is there


def fit_into(
    found: Recognised, columns: Sequence[TargetColumn], old: RawTable | None, answers: Answers
) -> Fitted:
    """Return the rows merged into a table of the project."""
    into, remarks, questions, added = _match_columns(found, columns, answers)
    before = [record for _, record in old.records()] if old is not None else []
    matched = _match_rows(found, before, into)
    ids = make_ids(found.records, {index: before[row]["id"] for index, row in matched.items()})
    header = _header(columns, old, added)
    fresh = [
        _merge_row(found, index, ids, into, before[matched[index]] if index in matched else {})
        for index in range(len(found.records))
    ]
    kept, notes = _keep_rows(found, before, set(matched.values()), answers)
    ordered = _order(found.records, fresh, matched, kept)
    rows = tuple(tuple(row.get(name, "") for name in header) for _, row in ordered)
    lines = tuple(record for record, _ in ordered)
    return Fitted(header, rows, lines, (*remarks, *notes), tuple(questions), tuple(added), into)


def _header(
    columns: Sequence[TargetColumn], old: RawTable | None, added: Sequence[ColumnSpec]
) -> tuple[str, ...]:
    base = (
        old.header
        if old is not None
        else ("id", "tingkat", "induk", "kode", *(c.kolom for c in columns))
    )
    needed = ("id", "tingkat", "induk", "kode")
    before = [name for name in needed if name not in base]
    head = (*base[:1], *before, *base[1:]) if base[:1] == ("id",) else (*before, *base)
    return tuple(dict.fromkeys((*head, *(column.kolom for column in added))))


def _match_columns(
    found: Recognised, columns: Sequence[TargetColumn], answers: Answers
) -> tuple[dict[str, str], list[SourceRemark], list[Question], list[ColumnSpec]]:
    """Return {source column: column of the project}, what is left out, and what is asked."""
    into: dict[str, str] = {}
    free = [
        column for column in columns if column.kolom not in ROW_FIELDS or column.kolom == "kode"
    ]
    for match in (_same_name, _same_heading, _same_key):
        for spec in found.columns:
            if spec.kolom in into:
                continue
            hit = next((c for c in free if c.kolom not in into.values() and match(spec, c)), None)
            if hit is not None:
                into[spec.kolom] = hit.kolom
    into.setdefault("kode", "kode")
    remarks: list[SourceRemark] = []
    questions: list[Question] = []
    added: list[ColumnSpec] = []
    left = [s for s in found.columns if s.kolom not in into and _has_text(found, s)]
    both = find_answer(answers, "", "kolom") if len(left) > 1 else ""
    open_specs = []
    for spec in left:
        rest = [c for c in free if c.kolom not in into.values() and _may_hold(c, spec)]
        answer = find_answer(answers, spec.judul, "kolom") or both
        if not _settle_column(spec, rest, answer, (into, remarks, added)):
            open_specs.append((spec, rest))
    questions += _ask_columns(open_specs)
    return into, remarks, questions, added


def _may_hold(column: TargetColumn, spec: ColumnSpec) -> bool:
    """Return whether a column of the project is of the kind of one of the source."""
    if column.kolom in ROW_FIELDS or _FIELD.fullmatch(column.kolom):
        return False
    return (column.jenis == "teks") == (spec.jenis == "teks")


def _ask_columns(
    specs: Sequence[tuple[ColumnSpec, Sequence[TargetColumn]]],
) -> list[Question]:
    """Ask where columns belong that the table lacks.

    One alone by its fitting ones, else all at once.
    """
    if len(specs) == 1:
        spec, rest = specs[0]
        fitting = [(c.kolom, tidy(plain_text(c.judul))) for c in rest]
        options = (*fitting, (ADD, f"kolom baru {spec.kolom}"), (DROP, ""))
        text = f"Tabel ini tidak memuat kolom “{spec.judul}”: masuk ke kolom mana?"
        return [Question(spec.judul, "kolom", text, (), options)]
    if not specs:
        return []
    cells = tuple((spec.judul, ", ".join(c.kolom for c in rest)) for spec, rest in specs)
    text = (
        f"Tabel ini tidak memuat {len(specs)} kolom sumber (di sampingnya kolom yang cocok): "
        "ditambahkan atau dibuang?"
    )
    return [Question("", "kolom", text, cells, ((ADD, "kolom baru"), (DROP, "")))]


def _same_name(spec: ColumnSpec, column: TargetColumn) -> bool:
    return spec.kolom == column.kolom


def _same_heading(spec: ColumnSpec, column: TargetColumn) -> bool:
    return words.normalize(spec.judul) == words.normalize(plain_text(column.judul))


def _same_key(spec: ColumnSpec, column: TargetColumn) -> bool:
    own = TargetColumn(spec.kolom, spec.judul, spec.jenis).key()
    return bool(own[0]) and own[0] not in (words.OTHER, words.YEAR_ONLY) and own == column.key()


def _has_text(found: Recognised, spec: ColumnSpec) -> bool:
    return any(_text(record, spec.kolom) for record in found.records)


def _settle_column(
    spec: ColumnSpec,
    rest: Sequence[TargetColumn],
    answer: str,
    out: tuple[dict[str, str], list[SourceRemark], list[ColumnSpec]],
) -> bool:
    """Leave a column of counts out, do what a person said; out: whether that settled it."""
    into, remarks, added = out
    if answer in [column.kolom for column in rest]:
        into[spec.kolom] = answer
    elif answer == ADD:
        into[spec.kolom] = spec.kolom
        added.append(spec)
    elif answer == DROP or spec.role == words.NO:
        message = f"kolom “{spec.judul}” tidak ada pada tabel ini"
        remarks.append(SourceRemark("dibuang", spec.judul, message, column=spec.kolom))
    else:
        return False
    return True


def _match_rows(
    found: Recognised, before: Sequence[Mapping[str, str]], into: Mapping[str, str]
) -> dict[int, int]:
    """Return {record: row of the project}, each row once."""
    name = into.get(words.NAME, into.get(words.INDICATOR, ""))
    keys = (
        lambda row: ("kode", _code(row.get("kode", ""))) if row.get("kode") else None,
        lambda row: ("id", row.get("id", "")) if row.get("id") else None,
        lambda row: ("entitas", row.get("entitas", "")) if row.get("entitas") else None,
    )
    matched: dict[int, int] = {}
    used: set[int] = set()
    records = [_as_row(found, index, into) for index in range(len(found.records))]
    for key in keys:
        places: dict[object, list[int]] = {}
        for place, row in enumerate(before):
            value = key(row)
            if value is not None and row.get("tingkat") != INDICATOR:
                places.setdefault(value, []).append(place)
        for index, row in enumerate(records):
            value = key(row)
            hits = places.get(value, []) if value is not None else []
            if index not in matched and len(hits) == 1 and hits[0] not in used:
                matched[index] = hits[0]
                used.add(hits[0])
    if name:
        _match_names(found, before, records, name, matched, into.get(words.INDICATOR, ""))
    return matched


def _match_names(
    found: Recognised,
    before: Sequence[Mapping[str, str]],
    records: Sequence[Mapping[str, str]],
    name: str,
    matched: dict[int, int],
    indicator: str,
) -> None:
    """Match by name under the same parent, top down; further indicators by their own words."""
    places = {row.get("id", ""): place for place, row in enumerate(before)}
    used = set(matched.values())
    by_name: dict[tuple[int | None, str, str], list[int]] = {}
    for place, row in enumerate(before):
        parent = places.get(row.get("induk", ""))
        by_name.setdefault((parent, *_name_key(row, name, indicator)), []).append(place)
    for index, record in enumerate(found.records):
        if index in matched:
            continue
        parent = matched.get(record.parent) if record.parent is not None else None
        hits = by_name.get((parent, *_name_key(records[index], name, indicator)), [])
        free = [hit for hit in hits if hit not in used]
        if len(free) == 1 and (record.parent is None or parent is not None):
            matched[index] = free[0]
            used.add(free[0])


def _name_key(row: Mapping[str, str], name: str, indicator: str) -> tuple[str, str]:
    if row.get("tingkat") == TOTAL:
        return TOTAL, ""
    is_indicator = row.get("tingkat") == INDICATOR
    text = row.get(indicator, "") if is_indicator else row.get(name, "")
    return (INDICATOR if is_indicator else "", tidy(plain_text(text)).lower())


def _code(code: str) -> str:
    return ".".join(part.lstrip("0") or "0" for part in code.lower().strip(". ").split("."))


def _as_row(found: Recognised, index: int, into: Mapping[str, str]) -> dict[str, str]:
    record = found.records[index]
    row = {into[name]: cell.text for name, cell in record.cells.items() if name in into}
    slug = "-".join(re.findall(r"[a-z0-9]+", record.kode.lower()))
    return {**row, "tingkat": record.tingkat, "kode": record.kode, "id": slug or row.get("id", "")}


def _merge_row(
    found: Recognised,
    index: int,
    ids: Sequence[str],
    into: Mapping[str, str],
    old: Mapping[str, str],
) -> dict[str, str]:
    record = found.records[index]
    row = dict(old)
    row.update({into[name]: cell.text for name, cell in record.cells.items() if name in into})
    row["id"] = ids[index]
    row["tingkat"] = old.get("tingkat") or record.tingkat
    row["induk"] = old.get("induk") or (ids[record.parent] if record.parent is not None else "")
    row["kode"] = record.kode or old.get("kode", "")
    return row


def _keep_rows(
    found: Recognised, before: Sequence[Mapping[str, str]], used: set[int], answers: Answers
) -> tuple[list[tuple[int, Mapping[str, str]]], list[SourceRemark]]:
    """Return the rows that the source does not have; they go only where a person said so."""
    left = [(place, row) for place, row in enumerate(before) if place not in used]
    waiting = {row["id"] for _, row in left if _is_instruction(row)}
    told = []
    if waiting:
        message = (
            f"{len(waiting)} baris petunjuk dari bentuk awal diganti: {', '.join(sorted(waiting))}"
        )
        told.append(SourceRemark("catatan", found.table.name, message))
    left = [(place, row) for place, row in left if row["id"] not in waiting]
    if not left:
        return [], told
    ids = ", ".join(row["id"] for _, row in left[:8]) + (", …" if len(left) > 8 else "")  # noqa: PLR2004 — a few names do
    if find_answer(answers, "", "baris-lama") == DELETE:
        parents = {row.get("induk", "") for place, row in enumerate(before) if place in used}
        kept = [(place, row) for place, row in left if row["id"] in parents]
        message = (
            f"{len(left) - len(kept)} baris yang tidak ada di sumber dihapus sesuai jawaban: {ids}"
        )
        return kept, [*told, SourceRemark("catatan", found.table.name, message)]
    message = (
        f"{len(left)} baris tabel tidak ada di sumber dan dibiarkan: {ids} "
        "(untuk menghapusnya, jawab pertanyaan baris-lama dengan hapus)"
    )
    return left, [*told, SourceRemark("catatan", found.table.name, message)]


def _is_instruction(row: Mapping[str, str]) -> bool:
    """Return whether a row of a starting form only says what is to be written: `[nama program]`."""
    texts = [text for name, text in row.items() if name not in ROW_FIELDS and text.strip(" 0-")]
    return bool(texts) and all(_INSTRUCTION.match(text) for text in texts)


def _order(
    records: Sequence[Record],
    fresh: Sequence[dict[str, str]],
    matched: Mapping[int, int],
    kept: Iterable[tuple[int, Mapping[str, str]]],
) -> list[tuple[Record | None, Mapping[str, str]]]:
    """Return the rows in the order of the source, each kept one after the row that it followed."""
    result: list[tuple[Record | None, Mapping[str, str]]] = list(zip(records, fresh, strict=True))
    origin: list[int | None] = [matched.get(index) for index in range(len(records))]
    for place, row in kept:
        at = next(
            (spot + 1 for spot in range(len(origin) - 1, -1, -1) if origin[spot] == place - 1), None
        )
        if at is None:
            earlier = [
                spot for spot, known in enumerate(origin) if known is not None and known < place
            ]
            at = (
                earlier[-1] + 1
                if earlier
                else (0 if any(o is not None for o in origin) else len(result))
            )
        result.insert(at, (None, row))
        origin.insert(at, place)
    return result
