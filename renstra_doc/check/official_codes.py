"""Codes and names of the national list, in a table that mostly keeps to it.

No rule needs to ask for it: a code with one wrong digit is often another row's good code, and only
the name beside it says so. A table that names its rows in its own way is left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.check.comparison import row_name
from renstra_doc.check.levels import MOST
from renstra_doc.check.printed_order import structure_finding
from renstra_doc.finding import Severity
from renstra_doc.model.rules import same_words
from renstra_doc.nomenklatur.official import SUPPORTING, find_codes, normal_code
from renstra_doc.words.markup import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from renstra_doc.finding import Finding
    from renstra_doc.model import Document, Row, Table
    from renstra_doc.model.rules import Rule

    Names = Mapping[str, tuple[str, ...]]

FEW = 3  # so few rows that agree are no habit
PROGRAM_PARTS = 3
SHORTEST = 5  # a program has at least these signs: 1.06.01 without its dots
RULED = "nomenklatur"  # a rule of this kind has a list of its own


def find_foreign_codes(document: Document, rules: Iterable[Rule]) -> Iterator[Finding]:
    """Yield the rows whose code the national list gives to another name."""
    ruled = {name for rule in rules if rule.jenis == RULED for name in rule.tabel}
    tables = [table for table in document.tables.values() if table.id not in ruled]
    coded = [(table, rows) for table in tables if len(rows := _list_coded(table)) >= FEW]
    if coded:
        # All codes at once: the national list is long and read from disk.
        names = find_codes({normal_code(row.kode) for _, rows in coded for row in rows})
        for table, rows in coded:
            yield from _judge_table(table, rows, names)


def _list_coded(table: Table) -> list[Row]:
    """Return the rows with a code long enough to be that of a program or of what is below one."""
    if not table.naming:
        return []
    return [row for row in table.rows if len(row.kode.replace(".", "")) >= SHORTEST]


def _judge_table(table: Table, rows: list[Row], names: Names) -> Iterator[Finding]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(_program(row), []).append(row)
    for group in groups.values():
        agreeing = {row.id for row in group if _agrees(table, row, names)}
        if len(agreeing) >= max(FEW, len(group) * MOST):
            for row in group:
                if row.id not in agreeing:
                    yield _tell(table, row, names.get(normal_code(row.kode), ()))


def _program(row: Row) -> str:
    """Return the code of the program that a row lies under: an office's habit may be of one."""
    return ".".join(normal_code(row.kode).split(".")[:PROGRAM_PARTS])


def _agrees(table: Table, row: Row, names: Names) -> bool:
    """Return whether the list gives the code this name, be it cut short or with an addition."""
    own = same_words(plain_text(table.cell(row, table.naming).teks))
    return bool(own) and any(
        _begins_alike(own, same_words(name)) for name in names.get(normal_code(row.kode), ())
    )


def _begins_alike(own: list[str], official: list[str]) -> bool:
    shorter, longer = sorted((own, official), key=len)
    return longer[: len(shorter)] == shorter


def _tell(table: Table, row: Row, official: tuple[str, ...]) -> Finding:
    if official:
        message = f"kode {row.kode} menurut nomenklatur nasional ialah “{official[0]}”"
    else:
        message = f"kode {row.kode} tidak ada dalam nomenklatur nasional"
    hint = f"periksa kode dan nama “{row_name(table, row)}”; baris lain program ini cocok"
    if SUPPORTING in normal_code(row.kode):
        hint = f"{hint} (kode penunjang dicari sebagai {normal_code(row.kode)})"
    return structure_finding(table, row, "kode", message, hint, Severity.WARNING)
