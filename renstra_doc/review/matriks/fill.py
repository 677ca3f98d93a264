"""The tables of a project of the form `matriks-perubahan`, filled from two editions.

The same rows, figures, status and reasons as `renstra diff --format matriks`, as data: the office
writes only the reasons and the text around them. What is there of tujuan, sasaran and indicators
stands in the table of indicators (`goals`).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.finding import refuse_input
from renstra_doc.model.canonical import write_csv
from renstra_doc.model.row_levels import INDICATOR, PROGRAM, TOTAL
from renstra_doc.place import Place
from renstra_doc.review.diff.change import reckon
from renstra_doc.review.matriks.amounts import (
    add,
    amount_of_row,
    find_periods,
    list_years,
    read_amounts,
    text_of,
    unit_column,
)
from renstra_doc.review.matriks.counted_once import count_once
from renstra_doc.review.matriks.entries import find_pairs, list_entries
from renstra_doc.review.matriks.goals import find_goal_pairs, write_goals
from renstra_doc.review.matriks.program_rows import write_groups
from renstra_doc.words.markup import escape_markup

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from renstra_doc.load.project import RawProject
    from renstra_doc.model.values import Row, Table
    from renstra_doc.review.edition import Edition
    from renstra_doc.review.matriks.amounts import Amounts, Period
    from renstra_doc.review.matriks.counted_once import CountedOnce
    from renstra_doc.review.matriks.entries import Pair, ProgramEntry
    from renstra_doc.review.matriks.program_rows import ProgramRow

PROGRAMS, YEARS, GOALS = "tabel/program.csv", "tabel/pagu-tahun.csv", "tabel/indikator.csv"
NEEDED: Mapping[str, tuple[str, ...]] = {
    PROGRAMS: ("rp_semula", "rp_menjadi", "selisih", "status", "alasan"),
    YEARS: ("semula_jumlah", "menjadi_jumlah"),
    GOALS: ("uraian", "indikator_semula", "indikator_menjadi", "target_semula", "target_menjadi"),
}
Record = dict[str, str]


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the form: what names it, what it says, its amounts by period."""

    record: Record
    said: Record
    amounts: tuple[Amounts, ...]

    @property
    def is_further(self) -> bool:
        """Whether it is a further indicator of the row above it."""
        return self.record["tingkat"] == INDICATOR


@dataclass(frozen=True, slots=True)
class Filled:
    """The files of a project that was filled, and from which tables of both editions.

    `others` are tables of programs that could have been taken instead.
    """

    files: Mapping[str, bytes]
    programs: Table
    goals: tuple[Table, ...]
    others: tuple[Table, ...] = ()


def fill_form(
    editions: tuple[Edition, Edition], project: RawProject, label: Path, table: str = ""
) -> Filled:
    """Return the project's tables filled.

    In: both editions, the project as it lies on disk, its folder for messages, the id of the table
    of programs (else of those that changed the longest one). Raises InputError where it is no
    project of that form, has other years, or the editions do not share such a table.
    """
    _refuse_others(project, label)
    pairs = find_pairs(editions)
    pair = _choose(pairs, table, label)
    years = list_years(pair)
    _refuse_years(project, years)
    records = _write_programs(pair, years)
    goals = find_goal_pairs(editions)
    if goals:
        records[GOALS] = write_goals(goals)
    files = {name: _write(project, name, found) for name, found in records.items()}
    others = tuple(other.tables[1] for other in pairs if other is not pair)
    return Filled(files, pair.tables[1], tuple(found.tables[1] for found in goals), others)


def _write_programs(pair: Pair, years: Sequence[Period]) -> dict[str, list[Record]]:
    lines = list(_write_lines(pair, years))
    return {
        PROGRAMS: [_program_record(line) for line in lines],
        # A further indicator has no amounts: in the table of amounts its row would be empty.
        YEARS: [_year_record(line, years) for line in lines if not line.is_further],
    }


def _choose(pairs: Sequence[Pair], table: str, label: Path) -> Pair:
    """Return the table of programs that was named, else of those that changed the longest one."""
    named = [pair for pair in pairs if not table or pair.tables[1].id == table]
    if named:
        # Several tables of programs: the longest of those that changed is the one to be signed.
        return max(named, key=_weigh)
    if pairs:
        message = f"tabel program “{table}” tidak ada dalam kedua versi"
        hint = f"pilih salah satu: {', '.join(pair.tables[1].id for pair in pairs)}"
    else:
        message = "kedua versi tidak memuat tabel program berpagu yang sama"
        hint = "bandingkan dengan renstra diff --format matriks"
    raise refuse_input(label, message, hint)


def _weigh(pair: Pair) -> tuple[bool, int]:
    old, new = pair.tables
    return old.rows != new.rows, len(new.rows)


def _refuse_others(project: RawProject, label: Path) -> None:
    for name, columns in NEEDED.items():
        table = project.tables.get(name)
        missing = [one for one in columns if table is None or one not in table.header]
        if missing:
            message = f"{name} tidak ada" if table is None else f"tanpa kolom {', '.join(missing)}"
            hint = "buat proyeknya dengan renstra new FOLDER --bentuk matriks-perubahan"
            raise refuse_input(label / name, message, hint)


def _refuse_years(project: RawProject, periods: Sequence[Period]) -> None:
    """Refuse a project of another period: its columns are other years."""
    header = project.tables[YEARS].header
    wanted = [name for period in periods if period.year for name in _names_of(period)]
    # Columns of years end in a number; the others are the form's own.
    kept = [name for name in header if name.rpartition("_")[2].isdigit()]
    if sorted(wanted) != sorted(kept):
        years = [period.year for period in periods if period.year]
        message = (
            f"kolom tahunnya lain dari tahun kedua versi ({', '.join(years) or 'tanpa tahun'})"
        )
        span = f"{years[0]}-{years[-1]}" if years else "AWAL-AKHIR"
        hint = (
            f"buat proyeknya dengan renstra new FOLDER --bentuk matriks-perubahan --periode {span}"
        )
        raise refuse_input(Place(YEARS, 1), message, hint)


def _names_of(period: Period) -> tuple[str, str]:
    return f"semula_{period.year}", f"menjadi_{period.year}"


# Rows


def _write_lines(pair: Pair, periods: Sequence[Period]) -> Iterator[_Line]:
    """Yield a line for each row of both editions, then their total."""
    once = count_once(pair)
    tops: list[tuple[Amounts, ...]] = []
    for entry, group, has_old in _counted_rows(pair, once):
        amounts = tuple(_amounts(once, entry, period.rupiah, has_old) for period in periods)
        parent = _parent_of(pair, once, entry.row.induk)
        if not parent and entry.row.tingkat != INDICATOR:
            tops.append(amounts)
        yield _Line(_name(entry, group, parent), _say(pair, entry, group), amounts)
    name = {"id": "total", "tingkat": TOTAL, "entitas": "total", "uraian": "Jumlah"}
    yield _Line(name, {}, tuple(_whole(pair, tops, *found) for found in enumerate(periods)))


def _counted_rows(pair: Pair, once: CountedOnce) -> Iterator[tuple[ProgramEntry, ProgramRow, bool]]:
    """Yield the rows that have a row of their own, and whether the old edition gives them rupiah.

    What moved has its old amounts where it left, so its own rows below it have none there.
    """
    came: set[str] = set()
    # Both list the same entries in the same order.
    for entry, group in zip(list_entries(pair), write_groups(pair), strict=True):
        is_below = entry.row.induk in came
        if entry.id in once.silent or (entry.is_leaving and is_below):
            continue
        if entry.is_coming or is_below or _is_orphan(once, entry):
            came.add(entry.id)
        yield entry, group, entry.is_leaving or entry.id not in came


def _is_orphan(once: CountedOnce, entry: ProgramEntry) -> bool:
    """Return whether a row of both editions stood below one that keeps its old rupiah."""
    is_kept = entry.old is not None and entry.new is not None
    return is_kept and once.has_stayed(entry.old.induk if entry.old is not None else "")


def _parent_of(pair: Pair, once: CountedOnce, induk: str) -> str:
    """Return the row below which a row stands: who speaks for its parent, where that has no row."""
    speaker = next((key for key, sources in once.merged.items() if induk in sources), induk)
    known = (table.row_by_id for table in pair.tables)
    return speaker if any(speaker in rows for rows in known) else ""


def _amounts(once: CountedOnce, entry: ProgramEntry, kolom: str, has_old: bool) -> Amounts:  # noqa: FBT001 — a condition
    """Return what each edition gives a row: each rupiah once, so that the sums of both hold."""
    _, new = read_amounts(once.pair, entry, kolom)
    if entry.is_leaving:
        # What it took in stood, and is counted, where it came to.
        return amount_of_row(once.pair, 0, entry.id, kolom), new
    return (once.old_amount if has_old else once.taken_amount)(entry.id, kolom), new


def _whole(pair: Pair, tops: Sequence[tuple[Amounts, ...]], place: int, period: Period) -> Amounts:
    """Return the total of a period: as each edition prints it, else the sum of its top rows."""
    sums = [add(row[place][side] for row in tops) for side in (0, 1)]
    for side, table in enumerate(pair.tables):
        key = next((row.id for row in table.rows if row.tingkat == TOTAL), "")
        printed = amount_of_row(pair, side, key, period.rupiah) if key else None
        # A printed total is shown as printed, even where its rows do not make it up.
        sums[side] = sums[side] if printed is None else printed
    return sums[0], sums[1]


def _name(entry: ProgramEntry, group: ProgramRow, parent: str) -> Record:
    key = f"{entry.id}-semula" if entry.is_leaving else entry.id
    row = entry.row
    return {
        "id": key,
        "tingkat": row.tingkat,
        "induk": parent,
        "kode": row.kode,
        "entitas": key,
        "no": "#" if row.tingkat == PROGRAM and not entry.is_leaving else "",
        "uraian": escape_markup(group.uraian),
    }


def _say(pair: Pair, entry: ProgramEntry, group: ProgramRow) -> Record:
    periods = [period for period in find_periods(pair.tables[::-1]) if period.target]
    rows = None if entry.is_coming else entry.old, entry.new
    targets = [_target(pair, side, row, periods) for side, row in enumerate(rows)]
    return {
        "indikator_semula": escape_markup(group.indikator[0]),
        "indikator_menjadi": escape_markup(group.indikator[1]),
        "target_semula": targets[0],
        "target_menjadi": targets[1],
        "status": group.status,
        "alasan": escape_markup(group.alasan),
    }


def _target(pair: Pair, side: int, row: Row | None, periods: Sequence[Period]) -> str:
    """Return the last target of a row as data, with its unit."""
    table = pair.tables[side]
    names = [period.target for period in periods if period.target in table.index]
    if row is None or not names:
        return ""
    cell = table.cell(row, names[-1])
    unit = text_of(pair, side, row, unit_column(pair.tables))
    # An expression or a text says what it prints, since the form is a project of its own.
    if not cell.teks or "{{" in cell.teks or cell.besaran is None or cell.besaran.satuan:
        return escape_markup(pair.editions[side].show(cell.teks))
    return f"{cell.teks} {escape_markup(unit)}".strip()


def _program_record(line: _Line) -> Record:
    old, new = (add(pair[side] for pair in line.amounts) for side in (0, 1))
    if old is None and new is None:
        return line.record | line.said
    difference, percent = reckon(old or Decimal(0), new or Decimal(0))
    return (
        line.record
        | line.said
        | {
            "rp_semula": _number(old),
            "rp_menjadi": _number(new),
            "selisih": _number(difference),
            "persen": "-" if percent is None else f"{percent:f}",
        }
    )


def _year_record(line: _Line, periods: Sequence[Period]) -> Record:
    record = dict(line.record)
    sides = [add(pair[side] for pair in line.amounts) for side in (0, 1)]
    if sides == [None, None]:
        return record
    for period, pair in zip(periods, line.amounts, strict=True):
        if period.year:
            record |= dict(zip(_names_of(period), map(_number, pair), strict=True))
    return record | {"semula_jumlah": _number(sides[0]), "menjadi_jumlah": _number(sides[1])}


def _number(amount: Decimal | None) -> str:
    return f"{amount or Decimal(0):f}"


def _write(project: RawProject, name: str, records: Sequence[Record]) -> bytes:
    """Return a table as CSV; a reason that somebody wrote stays where the data give none."""
    table = project.tables[name]
    written = {
        record["id"]: record["alasan"]
        for record in table.texts()
        if record.get("alasan", "").strip() and not record["alasan"].startswith("[")
    }
    rows = [
        {**record, "alasan": record.get("alasan") or written.get(record["id"], "")}
        for record in records
    ]
    return write_csv([table.header, *([row.get(key, "") for key in table.header] for row in rows)])
