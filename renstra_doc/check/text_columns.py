"""Columns of figures that are declared as text: no sum reads them, whatever its rule names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renstra_doc.check.loosened import SUMS
from renstra_doc.check.printed_order import STRUCTURE
from renstra_doc.finding import Finding, Severity
from renstra_doc.model.rules import match_columns
from renstra_doc.model.values import NUMERIC_KINDS
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from renstra_doc.model import Document, Table
    from renstra_doc.model.rules import Rule
    from renstra_doc.model.values import Column

COLUMNS = "tabel/kolom.csv"
_FIGURE = re.compile(r"-?\d+(?:[.,]\d+)*(?: ?%| [^\W\d_]+)?")
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")


def find_text_columns(document: Document, rules: Iterable[Rule]) -> Iterator[Finding]:
    """Yield the columns that a sum names, or whose other years are numbers, declared as text."""
    sums = [rule for rule in rules if rule.jenis in SUMS]
    for table in document.tables.values():
        summed = _find_summed(table, sums)
        stems = {_stem(column) for column in table.columns if column.jenis in NUMERIC_KINDS}
        for at, column in enumerate(table.columns):
            is_meant = column.kolom in summed or _stem(column) in stems - {""}
            if column.jenis not in NUMERIC_KINDS and is_meant and _holds_figures(table, at):
                yield _tell(table, column, summed.get(column.kolom, ""))


def _find_summed(table: Table, sums: Iterable[Rule]) -> dict[str, str]:
    """Return the columns of a table that rules of sums name, each with the first such rule."""
    found: dict[str, str] = {}
    for rule in sums:
        if table.id in rule.tabel:
            for name in match_columns(table, (*rule.kolom, *_columns_of_parts(rule))):
                found.setdefault(name, rule.id)
    return found


def _columns_of_parts(rule: Rule) -> tuple[str, ...]:
    """Return the patterns of the columns that a rule adds up across a row."""
    return tuple(rule.acuan.split()) if rule.jenis == "jumlah_mendatar" else ()


def _stem(column: Column) -> str:
    """Return the name without its year, "" where it has none: `rp_` of `rp_2021`."""
    return _YEAR.sub("", column.kolom) if _YEAR.search(column.kolom) else ""


def _holds_figures(table: Table, at: int) -> bool:
    """Return whether most of what a column prints are numbers, with a unit or without."""
    # A lone dash stands for 0 in a column of either kind.
    texts = [text for row in table.rows if (text := row.cells[at].teks.strip(" -"))]
    return 2 * sum(bool(_FIGURE.fullmatch(text)) for text in texts) > len(texts)


def _tell(table: Table, column: Column, rule: str) -> Finding:
    unread = f"aturan “{rule}” tidak membacanya" if rule else "tidak ada aturan yang membacanya"
    message = f"kolom {column.kolom} berisi angka tetapi berjenis {column.jenis}: {unread}"
    return Finding(
        STRUCTURE,
        message,
        Place(COLUMNS, column.place.line, "jenis"),
        Severity.WARNING,
        table=table.number,
        row_id=table.id,
        column=column.kolom,
        hint="isi jenis dengan rupiah, cacah atau desimal, sesuai dengan kolom di sebelahnya",
    )
