"""What a planner lost without noticing: a unit, or the formula of a total.

Both are what a spreadsheet does at a keystroke: `9` over `29 Orang`, a number over a SUM.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, reading_warning
from renstra_doc.load.project import RawProject, parse_table
from renstra_doc.model import compose_partly
from renstra_doc.workbook.decoded_sheet import locate_cell
from renstra_doc.workbook.totals import find_totals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from renstra_doc.load.project import RawTable
    from renstra_doc.workbook.decoded_sheet import Decoded

_QUANTITY = re.compile(r"-?[\d.,]+ ([A-Za-z]+)")
_NUMBER = re.compile(r"-?[\d.,]+")


def tell_slips(bases: Mapping[str, bytes], sheets: Mapping[str, Decoded]) -> Iterator[Finding]:
    """Yield a warning for each unit and each formula that went since the export."""
    # Against the export and not the folder: told is what this planner did.
    parsed = {file: parse_table(content.decode(), file)[0] for file, content in bases.items()}
    tables = {file: table for file, table in parsed.items() if table is not None}
    for file, sheet in sheets.items():
        if file in tables and sheet.table is not None and "id" in sheet.table.header:
            yield from _tell_units(tables[file], sheet)
    yield from _tell_formulas(tables, sheets)


def _records(table: RawTable) -> dict[str, tuple[int, dict[str, str]]]:
    return {record.get("id", ""): (line, record) for line, record in table.records()}


def _tell_units(base: RawTable, sheet: Decoded) -> Iterator[Finding]:
    old = _records(base)
    for key, (line, record) in _records(sheet.table).items() if sheet.table is not None else ():
        before = old.get(key, (0, {}))[1]
        for column, text in record.items():
            unit = _QUANTITY.fullmatch(before.get(column, ""))
            # A unit that became another one was changed on purpose.
            if unit and _NUMBER.fullmatch(text):
                message = f"satuan “{unit[1]}” hilang: semula “{before[column]}”, kini “{text}”"
                hint = f"tulis “{text} {unit[1]}” bila satuannya tetap"
                yield _warn(sheet, line, column, message, hint)


def _tell_formulas(
    tables: Mapping[str, RawTable], sheets: Mapping[str, Decoded]
) -> Iterator[Finding]:
    document, _ = compose_partly(RawProject(Path(), dict(tables), pictures={}))
    before = {file: dict(table.records()) for file, table in tables.items()}
    now = {file: _records(sheet.table) for file, sheet in sheets.items() if sheet.table is not None}
    for file, line, column in find_totals(document).found:
        if file in now and column in sheets[file].columns:
            record = before[file].get(line, {})
            # By id: the row may have been sorted to another place.
            after = now[file].get(record.get("id", ""), (0, {}))
            yield from _tell_formula(sheets[file], column, record, after)


def _tell_formula(
    sheet: Decoded, column: str, before: Mapping[str, str], now: tuple[int, Mapping[str, str]]
) -> Iterator[Finding]:
    """Yield a warning where a number was typed over the formula of a total.

    In: the row of the total at export, and its line and row in the sheet (line 0: it is gone).
    """
    line, record = now
    spot = (sheet.rows.get(line, 0), sheet.columns[column])
    # A formula that was replaced by its own result has lost nothing yet.
    if line and record[column] != before[column] and spot not in sheet.formulas:
        typed = record[column]
        message = f"“{typed}” diketik di atas rumus jumlah; tidak lagi mengikuti rinciannya"
        hint = "batalkan ketikan itu agar rumusnya kembali, bila nilainya memang jumlah"
        yield _warn(sheet, line, column, message, hint)


def _warn(sheet: Decoded, line: int, column: str, message: str, hint: str) -> Finding:
    place = locate_cell(sheet.plan.name, sheet.rows.get(line, 0), sheet.columns.get(column, 0))
    return reading_warning(place, message, hint)
