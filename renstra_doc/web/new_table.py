"""A table that an import makes: its id, title and rules, where it is printed, how it reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.edit.new_rows import append_rows
from renstra_doc.edit.row_names import name_rows
from renstra_doc.edit.saves import plan_edits
from renstra_doc.intake.found_rules import RULES, make_rules
from renstra_doc.load.project import parse_table
from renstra_doc.merge.folders import replace_files
from renstra_doc.model.canonical import write_csv
from renstra_doc.model.compose import compose_partly
from renstra_doc.model.rules import FILE
from renstra_doc.web.grid import list_fields, print_cell
from renstra_doc.web.printed_place import print_after
from renstra_doc.web.uploads import plain_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from renstra_doc.edit.saves import NewRows
    from renstra_doc.intake.recognised import Recognised
    from renstra_doc.web.snapshot import Snapshot

TABLES = "tabel/tabel.csv"
MOST_ROWS = 60


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table as an import reads it, for somebody to look at: headings, rows, how many more."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: int = 0


def name_table(now: Snapshot, title: str) -> str:
    """Return an id for a new table from its title, one that no other table has."""
    stem = plain_name(title)
    taken = now.document.tables
    # One number more than there are tables is always free.
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next((name for name in (stem, *numbered) if name not in taken), stem)


# Nothing is written here: the plan of the import shows it all first.
def join_project(now: Snapshot, table: str, after: str, found: Recognised) -> Mapping[str, bytes]:
    """Return the files that make a new table a part of its project.

    In: its id, the block of the text after which it is printed ("" for nowhere), what was
    recognised. Out: the chapter with the table, the rules with those of its sums.
    """
    rules = [dict(zip(RULES, rule, strict=True)) for rule in make_rules(found, table)]
    # Every table's sums have the same names of rules: the table's id keeps them apart.
    named = [{**rule, "id": f"{table}-{rule['id']}"} for rule in rules]
    # Rules of sums at once: a table that nothing checks is found out too late.
    edits = [*([print_after(now, table, after)] if after else ()), *_add_rules(now, named)]
    return {**_begin_rules(now, named), **plan_edits(now.state, edits).files}


def _add_rules(now: Snapshot, named: Sequence[Mapping[str, str]]) -> Iterator[NewRows]:
    """Yield the rules that a new table's sums show, below those that the project has."""
    raw = now.raw.tables.get(FILE)
    if raw is not None and named:
        yield append_rows(raw, name_rows(raw)[-1] if raw.rows else "", named)


def _begin_rules(now: Snapshot, named: Sequence[Mapping[str, str]]) -> dict[str, bytes]:
    """Return the file of the rules where a project has had none: its first table with sums."""
    if FILE in now.raw.tables or not named:
        return {}
    return {FILE: write_csv([RULES, *([rule[name] for name in RULES] for rule in named)])}


def retitle(files: Mapping[str, bytes], table: str, title: str) -> dict[str, bytes]:
    """Return the files of an import in which a new table bears the title that a person gave it."""
    listed, _ = parse_table(files[TABLES].decode(), TABLES) if TABLES in files else (None, [])
    # No title given: the one that the table itself bears stays.
    if listed is None or not title:
        return dict(files)
    records = listed.texts()
    named = [{**r, "judul": title} if r["id"] == table else r for r in records]
    rows = [tuple(record[name] for name in listed.header) for record in named]
    return {**files, TABLES: write_csv([listed.header, *rows])}


def read_rows(now: Snapshot, files: Mapping[str, bytes], table: str) -> ReadTable | None:
    """Return a table as it will be, with what is printed of it; None where it cannot be read."""
    raw = replace_files(now.raw, files)
    document, _ = compose_partly(raw)
    made, source = document.tables.get(table), raw.tables.get(f"tabel/{table}.csv")
    if made is None or source is None:
        return None
    shown = {column.kolom for column in made.columns if column.tampil}
    fields = [field for field in list_fields(source, made) if field.kolom in shown]
    records: Sequence[Mapping[str, str]] = source.texts()
    rows = tuple(
        tuple(print_cell(made, record, field.kolom) for field in fields)
        for record in records[:MOST_ROWS]
    )
    return ReadTable(tuple(f.judul for f in fields), rows, max(len(records) - MOST_ROWS, 0))
