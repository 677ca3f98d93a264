"""Amounts that no sum down the table holds: on rows not summed, on parents no rule adds up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.check.comparison import PERCENT, CellKey, Ref, add_up, row_name
from renstra_doc.check.levels import read_levels
from renstra_doc.check.printed_order import structure_finding
from renstra_doc.finding import Finding, Severity
from renstra_doc.model.row_levels import GROUP, INDICATOR, SPECIAL, TOTAL

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from renstra_doc.check.levels import Levels
    from renstra_doc.model import Document, Row, Table
    from renstra_doc.model.rules import Rule

MONEY = "rupiah"
COUNTS = ("cacah", "kuantitas")  # what else a total row adds up
MAX_NAMES = 5
_UNSUMMED = {
    INDICATOR: "baris indikator memuat pagu yang tidak masuk jumlah mana pun",
    TOTAL: "baris jumlah yang tidak menjumlahkan apa pun",
    GROUP: "baris kelompok memuat pagu yang tidak masuk jumlah mana pun",
}


def find_unsummed(
    document: Document,
    rules: Iterable[Rule],
    wholes: Container[CellKey],
    parts: Container[CellKey],
) -> Iterator[Finding]:
    """Yield amounts that are added to nothing.

    `wholes` and `parts` are the cells of the sums down the tables, as the rules made them.
    """
    known = tuple(rules)
    for table in document.tables.values():
        money = [column.kolom for column in table.columns if column.jenis == MONEY]
        if money and any(row.tingkat or row.induk for row in table.rows):
            levels = read_levels(table, known)
            for row in table.rows:
                yield from _judge_row(levels, row, money, wholes, parts)
            yield from _find_unsummed_parents(table, money, wholes)
        yield from _find_idle_totals(table, wholes)


def _printed(table: Table, row: Row, columns: Iterable[str]) -> list[str]:
    """Return the columns in which a row prints an amount; a dash is none."""
    refs = [Ref(table, row, name) for name in columns]
    return [ref.kolom for ref in refs if ref.angka is not None and not ref.is_dash]


def _judge_row(
    levels: Levels,
    row: Row,
    money: list[str],
    wholes: Container[CellKey],
    parts: Container[CellKey],
) -> Iterator[Finding]:
    """Yield amounts on a total, a heading, an indicator or an unknown level that meet no sum."""
    table = levels.table
    # Parents of the known levels are told below, all in one finding.
    if row.tingkat not in SPECIAL and (levels.rank(row) is not None or not row.tingkat):
        return
    keys = {name: (table.id, row.id, name) for name in _printed(table, row, money)}
    met = {name for name, key in keys.items() if key in wholes or key in parts}
    lost = [name for name in keys if name not in met and Ref(table, row, name).angka]
    if lost:
        yield _tell_lost(table, row, lost)


def _tell_lost(table: Table, row: Row, lost: list[str]) -> Finding:
    """Return the finding of amounts that enter no sum: an error below a parent."""
    more = f" dan {len(lost) - 1} kolom lain" if len(lost) > 1 else ""
    shown = f"{lost[0]} {Ref(table, row, lost[0]).cetak}{more}"
    other = f"pagu bertingkat “{row.tingkat}” tidak dibandingkan ke bawah oleh aturan mana pun"
    is_wrong = row.tingkat in (INDICATOR, TOTAL) and bool(row.induk)
    weight = Severity.ERROR if is_wrong else Severity.WARNING
    hint = "periksa tingkat dan induk baris ini, atau tambah aturan jumlah_menurun"
    message = f"{_UNSUMMED.get(row.tingkat, other)} ({shown})"
    return structure_finding(table, row, "tingkat", message, hint, weight)


def _find_idle_totals(table: Table, wholes: Container[CellKey]) -> Iterator[Finding]:
    """Yield total rows of counts that no rule adds up and that are not what the rows above say."""
    counts = [column.kolom for column in table.columns if column.jenis in COUNTS]
    for row, above in _list_closing_totals(table) if counts else ():
        for kolom in counts:
            total = Ref(table, row, kolom)
            if total.angka and total.key not in wholes:
                yield from _tell_idle_total(total, above)


def _list_closing_totals(table: Table) -> Iterator[tuple[Row, Sequence[Row]]]:
    """Yield each total that closes nothing but ordinary rows, and these."""
    for siblings in table.children.values():
        *above, last = siblings
        if last.tingkat == TOTAL and all(other.tingkat not in SPECIAL for other in above):
            yield last, above


def _tell_idle_total(total: Ref, above: Iterable[Row]) -> Iterator[Finding]:
    added = add_up(Ref(total.table, row, total.kolom) for row in above)
    # A bare count and `5 unit` cannot be told to be of one kind, so every part has the total's
    # unit.
    is_plain = not added.is_unreadable and added.units | {total.satuan} == {total.satuan}
    if is_plain and added.printed and added.total != total.angka and total.satuan != PERCENT:
        message = f"{total.kolom} {total.cetak}, baris di atasnya berjumlah {added.total:f}"
        hint = "perbaiki angkanya; tidak ada aturan jumlah_menurun yang menjumlahkannya"
        yield structure_finding(
            total.table, total.row, total.kolom, message, hint, Severity.WARNING
        )


def _find_unsummed_parents(
    table: Table, money: list[str], wholes: Container[CellKey]
) -> Iterator[Finding]:
    """Yield one warning for the parents of a table that no rule holds against their children."""
    columns: dict[str, None] = {}
    rows: dict[str, Row] = {}
    for row in table.rows:
        children = table.children.get(row.id, ())
        for name in _printed(table, row, money) if children else ():
            at = table.index[name]
            is_held = (table.id, row.id, name) in wholes
            if not is_held and any(
                child.cells[at].besaran is not None and child.tingkat not in SPECIAL
                for child in children
            ):
                columns[name] = None
                rows[row.id] = row
    if columns:
        yield _tell_parents(table, list(columns), list(rows.values()))


def _tell_parents(table: Table, columns: list[str], rows: list[Row]) -> Finding:
    names = ", ".join(f"“{row_name(table, row)}” (baris {row.line})" for row in rows[:MAX_NAMES])
    more = f" dan {len(rows) - MAX_NAMES} baris lain" if len(rows) > MAX_NAMES else ""
    shown = ", ".join(columns)
    message = f"kolom {shown} tidak dijumlahkan ke bawah oleh aturan mana pun pada {names}{more}"
    hint = "tambah aturan jumlah_anak bagi tingkat dan kolom itu di aturan.csv"
    return Finding(
        "struktur",
        message,
        table.cell_place(rows[0], columns[0]),
        Severity.WARNING,
        table=table.number,
        row=row_name(table, rows[0]),
        row_id=rows[0].id,
        column=columns[0],
        hint=hint,
    )
