"""Fill the tables of a new project with the official names of one bidang urusan."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from renstra_doc.finding import InputError, reading_error, refuse_input
from renstra_doc.load.project import load_project
from renstra_doc.model.canonical import write_csv
from renstra_doc.model.row_levels import BIDANG_URUSAN, KEGIATAN, PROGRAM, URUSAN
from renstra_doc.nomenklatur.official import PROVINCE, REGENCY, SUPPORTING, list_area, list_areas
from renstra_doc.place import NOWHERE, Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from renstra_doc.finding import Finding
    from renstra_doc.load.project import RawTable
    from renstra_doc.nomenklatur.official import OfficialName

TARGET = "[target]"
# A starting form calls its highest level so where it has no other.
LEVEL_OF_FORM = {BIDANG_URUSAN: URUSAN}


def refuse_area(code: str, *, is_province: bool = False) -> None:
    """Raise InputError for a code that is no bidang urusan."""
    if not list_area(code, PROVINCE if is_province else REGENCY):
        raise InputError([_refuse(code)])


def fill_project(data: Path, code: str, *, is_province: bool = False) -> dict[str, bytes]:
    """Return the tables of a project with the rows of a bidang urusan.

    In: a data folder from a starting form, whose tables of programs hold placeholder rows under
    `X.XX`. Out: the bytes of each table that changes. Raises InputError for a code that is none.
    """
    names = list_area(code, PROVINCE if is_province else REGENCY)
    if not names:
        raise InputError([_refuse(code)])
    raw = load_project(data)
    found = {
        table.file: content
        for table in raw.tables.values()
        if (content := _fill_table(table, names)) is not None
    }
    if not found:
        hint = "pilih dengan --bentuk sebuah bentuk yang memuat tabel program"
        message = "bentuk ini tidak memuat tabel program yang dapat diisi"
        raise refuse_input(NOWHERE, message, hint)
    return found


def _refuse(code: str) -> Finding:
    # The supporting program is not a bidang of its own.
    known = {name.kode: name.nomenklatur for name in list_areas() if name.kode != SUPPORTING}
    near = get_close_matches(code, known, n=3, cutoff=0.5) or sorted(known)[:3]
    shown = "; ".join(f"{key} ({known[key].title()})" for key in near)
    hint = f"tulis kode dua bagian, misalnya {shown}"
    return reading_error(Place(), f"“{code}” bukan kode bidang urusan", hint, code)


def _fill_table(table: RawTable, names: Sequence[OfficialName]) -> bytes | None:
    """Return a table with the official rows in place of its placeholders.

    None for another table.
    """
    # By its columns, so that a form of somebody else is filled, too.
    if not _can_hold_programs(table):
        return None
    records = table.texts()
    samples = [record for record in records if _is_placeholder(record)]
    # One sample for each level: the last one that the form has.
    patterns = {record.get("tingkat", ""): record for record in samples}
    if PROGRAM not in patterns:
        return None
    # Levels of all rows: a table without urusan has none to print.
    levels = {record.get("tingkat", "") for record in records}
    rows = filter(None, (_make_row(name, patterns, levels) for name in names))
    rest = _without(records, {record["id"] for record in samples})
    return _write(table.header, (*rows, *rest))


def _write(header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    return write_csv([header, *([row.get(column, "") for column in header] for row in rows)])


def _can_hold_programs(table: RawTable) -> bool:
    return table.file.startswith("tabel/") and {"kode", "uraian"} <= set(table.header)


def _without(records: Sequence[dict[str, str]], gone: Collection[str]) -> Iterator[dict[str, str]]:
    """Yield the rows that are not among some, nor stand below one of them."""
    for record in records:
        if record["id"] not in gone and record.get("induk", "") not in gone:
            yield record


def _is_placeholder(record: dict[str, str]) -> bool:
    # `X.XX` is how the national list writes what every bidang has.
    return record.get("kode", "").upper().startswith(SUPPORTING)


def _make_row(
    name: OfficialName, patterns: dict[str, dict[str, str]], levels: set[str]
) -> dict[str, str] | None:
    level = _level_in(name.tingkat, levels)
    if name.tingkat == BIDANG_URUSAN and level not in levels:
        return None
    # A form may have no sample of a sub kegiatan: that of the level above serves.
    pattern = patterns.get(level) or patterns.get(KEGIATAN) or patterns[PROGRAM]
    key = _slug(name.kode)
    row = {
        **pattern,
        "id": key,
        "tingkat": level,
        "induk": _parent_id(name.kode, levels),
        "kode": name.kode,
        "uraian": name.nomenklatur,
    }
    if pattern.get("entitas"):  # the sample's key, else every row would be the same thing
        row["entitas"] = key
    # The highest level has no indicator of its own.
    if "indikator" in row and level != URUSAN:
        row["indikator"] = name.indikator or pattern.get("indikator", "")
    return _add_unit(row, name.satuan)


def _level_in(level: str, levels: Collection[str]) -> str:
    """Return what a level is called in a table that has these."""
    return level if level in levels else LEVEL_OF_FORM.get(level, level)


def _parent_id(code: str, levels: Collection[str]) -> str:
    """Return the id of the row above, "" where the table has none that high.

    A bidang urusan (two parts) is printed only in a table that has rows of that height.
    """
    parent = _parent_of(code)
    least = 1 if URUSAN in levels or BIDANG_URUSAN in levels else 2
    return _slug(parent) if parent.count(".") >= least else ""


def _add_unit(row: dict[str, str], unit: str) -> dict[str, str]:
    # A unit of a sub kegiatan comes from the list; of the others the form decides.
    if not unit:
        return row
    if "satuan" in row:
        # Only where the form still asks for it: what somebody wrote stays.
        return {**row, "satuan": unit}
    return {
        column: f"{text} {unit.lower()}" if text == TARGET and column.startswith("target") else text
        for column, text in row.items()
    }


def _parent_of(code: str) -> str:
    parts = code.split(".")
    return ".".join(parts[: 3 if len(parts) == 5 else len(parts) - 1])  # noqa: PLR2004 — a kegiatan adds two parts


def _slug(code: str) -> str:
    return code.lower().replace(".", "-")
