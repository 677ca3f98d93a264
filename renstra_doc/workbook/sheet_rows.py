"""Decode: the sheets of a workbook → the tables of a project.

And what of them cannot be taken, with sheet and cell.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, Severity, reading_error, reading_warning
from renstra_doc.load.project import parse_table
from renstra_doc.model.canonical import write_csv
from renstra_doc.model.values import NUMERIC_KINDS
from renstra_doc.place import Place
from renstra_doc.words.cell_reference import parse_range
from renstra_doc.words.numbers import NumberError, parse
from renstra_doc.workbook import xlsx
from renstra_doc.workbook.cell import AS_IT_IS, AS_TEXT, CellError, ColumnKind, decode_number
from renstra_doc.workbook.compute import compute_sheet
from renstra_doc.workbook.decoded_sheet import Decoded, locate_cell
from renstra_doc.workbook.formula_findings import find_circle, judge_formulas
from renstra_doc.workbook.number_format import NUMBER, parse_format
from renstra_doc.workbook.sheets import INDEX, MEMORY, read_kinds

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from renstra_doc.workbook.sheets import SheetPlan
    from renstra_doc.workbook.xlsx import Sheet, SheetCell

    Spot = tuple[int, int]

MOST_FAULTS, MOST_STEPS = 100, 3_000_000
COLUMNS_FILE = "tabel/kolom.csv"
_AS_NUMBER = (
    "format selnya Number (bukan Teks), lalu ketik ulang bilangannya saja; "
    "satuannya ada di format sel"
)
_REFUSED = {
    xlsx.ERROR: ("berisi galat {}", "perbaiki rumusnya, atau ganti dengan nilainya"),
    xlsx.LOGICAL: ("berisi nilai logika ({}), bukan teks", AS_TEXT),
    xlsx.DATE: ("berisi tanggal {}: Excel menjadikan ketikan di sel ini tanggal", AS_TEXT),
}


def decode_sheets(
    sheets: Mapping[str, Sheet], plans: Sequence[SheetPlan]
) -> tuple[list[Decoded], list[Finding]]:
    """Decode every planned sheet.

    The kinds of the columns come from the workbook itself. Unknown sheets are warned of.

    Without the sheet of columns no other is decoded: every number in them would be taken for a
    mistake. Out: the sheets in order, each with its findings, and the findings on missing and
    unknown sheets.
    """
    findings = _compare_names(sheets, plans)
    present = _find_sheets(sheets, plans)
    missing = {plan.file for plan in plans} - {plan.file for plan, _ in present}
    if COLUMNS_FILE in missing:
        return [], findings
    columns = [
        decode_sheet(sheet, plan, {}) for plan, sheet in present if plan.file == COLUMNS_FILE
    ]
    if any(found.table is None for found in columns):
        return columns, findings
    kinds = _kinds_of(columns)
    return [
        decode_sheet(sheet, plan, kinds.get(plan.file, {})) for plan, sheet in present
    ], findings


def _find_sheets(
    sheets: Mapping[str, Sheet], plans: Sequence[SheetPlan]
) -> list[tuple[SheetPlan, Sheet]]:
    """Return the planned sheets that are there; a name differs by its case to no spreadsheet."""
    by_name = {name.lower(): sheet for name, sheet in sheets.items()}
    return [(plan, by_name[plan.name.lower()]) for plan in plans if plan.name.lower() in by_name]


def _kinds_of(columns: Sequence[Decoded]) -> dict[str, dict[str, ColumnKind]]:
    """Return what each column of each file holds, as the workbook's own sheet of columns says."""
    tables = (found.table for found in columns if found.table is not None)
    return read_kinds(record for table in tables for record in table.texts())


def _compare_names(sheets: Mapping[str, Sheet], plans: Sequence[SheetPlan]) -> list[Finding]:
    known = {plan.name.lower() for plan in plans} | {INDEX.lower(), MEMORY.lower()}
    present = {name.lower() for name in sheets}
    found = [
        reading_error(
            locate_cell(plan.name),
            f"lembar ini tidak ada ({plan.file})",
            f"kembalikan nama lembarnya menjadi {plan.name}, atau ekspor ulang",
        )
        for plan in plans
        if plan.name.lower() not in present
    ]
    unknown = [name for name in sheets if name.lower() not in known]
    hint = "lembar tambahan tidak ikut; pindahkan isinya ke lembar yang ada bila perlu"
    message = "lembar ini tidak dikenal dan dilewati"
    return found + [reading_warning(locate_cell(name), message, hint) for name in unknown]


def decode_sheet(sheet: Sheet, plan: SheetPlan, kinds: Mapping[str, ColumnKind]) -> Decoded:
    """Turn a sheet into the table of its file; every cell that cannot be taken is a finding."""
    # Before they are computed: `told` asks where a formula stood.
    spots = (spot for spot, cell in sheet.cells.items() if cell.formula or cell.shared)
    decoded = Decoded(plan, formulas=frozenset(spots))
    # Of merged cells a spreadsheet keeps the first and hides what the others hold.
    decoded.findings += _tell_merged(sheet, plan)
    computed = compute_sheet(sheet)
    sheet = replace(sheet, cells=computed.cells)
    decoded.circle = find_circle(computed, plan)
    decoded.findings += judge_formulas(sheet, computed, plan)
    decoded.columns = _read_header(sheet, plan, decoded.findings)
    if not decoded.columns:
        return decoded
    reading = _Reading(decoded, kinds, computed.counted)
    reading.read(sheet.cells)
    decoded.findings += reading.faults
    # After so many faults the rest was not read: a table of it would seem to have lost its rows.
    if len(reading.faults) <= MOST_FAULTS:
        _make_table(decoded, reading.texts)
    return decoded


def _tell_merged(sheet: Sheet, plan: SheetPlan) -> Iterator[Finding]:
    for reference in islice(_find_merged(sheet), MOST_FAULTS):
        place = Place(f"Lembar {plan.name}, sel {reference}")
        yield reading_error(place, "sel digabung", "pilih sel itu, lalu Unmerge Cells")


class _Reading:
    """Reads the cells below the header: the texts of each row, and what cannot be taken."""

    def __init__(
        self, decoded: Decoded, kinds: Mapping[str, ColumnKind], counted: Collection[Spot]
    ) -> None:
        self.texts: dict[int, dict[str, str]] = {}
        self.faults: list[Finding] = []
        self._decoded, self._plan = decoded, decoded.plan
        self._kinds, self._counted = kinds, counted
        self._names = {place: name for name, place in decoded.columns.items()}

    def read(self, cells: Mapping[Spot, SheetCell]) -> None:
        """Read cell after cell; the faults end with a word on the rest where there are many."""
        for spot, cell in sorted(cells.items()):
            # Told as one finding by `judge_formulas`; cell by cell they would bury everything else.
            if spot[0] == 1 or cell.kind == xlsx.UNCOMPUTED:
                continue
            if len(self.faults) >= MOST_FAULTS:
                self.faults.append(_tell_more(self._plan))
                return
            self._take(spot, cell)

    def _take(self, spot: Spot, cell: SheetCell) -> None:
        row, place = spot
        if place not in self._names:
            _refuse_stray(self._plan, row, place, cell, self.faults)
            return
        name = self._names[place]
        kind = self._kinds.get(name, AS_IT_IS)
        if cell.kind == xlsx.TEXT:
            self._judge_text(spot, cell, kind)
        text = _decode_cell(cell, kind, name, self._plan, spot, self.faults)
        self.texts.setdefault(row, {})[name] = text

    def _judge_text(self, spot: Spot, cell: SheetCell, kind: ColumnKind) -> None:
        where, is_counted = locate_cell(self._plan.name, *spot), spot in self._counted
        for finding in _judge_text(cell.value, kind, where, cell.format, is_counted=is_counted):
            is_error = finding.severity is Severity.ERROR
            (self.faults if is_error else self._decoded.findings).append(finding)


def _tell_more(plan: SheetPlan) -> Finding:
    message = "mungkin masih ada sel lain yang tidak dapat dimasukkan"
    return reading_error(locate_cell(plan.name), message, "perbaiki dahulu yang di atas")


def _find_merged(sheet: Sheet) -> Iterator[str]:
    """Yield the merged ranges that hold something, or that cannot be looked through in time."""
    steps = 0
    for reference in sheet.merged:
        area = parse_range(reference)
        steps += min(_size_of(area), len(sheet.cells))
        if _is_filled(area, sheet) or steps > MOST_STEPS:
            yield reference


def _size_of(area: tuple[Spot, Spot]) -> int:
    (top, left), (bottom, right) = area
    return max(0, bottom - top + 1) * max(0, right - left + 1)


def _is_filled(area: tuple[Spot, Spot], sheet: Sheet) -> bool:
    """Return whether a merged range holds something; the smaller of the two is walked over."""
    (top, left), (bottom, right) = area
    if _size_of(area) > len(sheet.cells):
        return any(top <= row <= bottom and left <= column <= right for row, column in sheet.cells)
    rows, columns = range(top, bottom + 1), range(left, right + 1)
    return any((row, column) in sheet.cells for row in rows for column in columns)


def _read_header(sheet: Sheet, plan: SheetPlan, findings: list[Finding]) -> dict[str, int]:
    """Return the place of each column by its name.

    Findings on those that are missing or stand twice.
    """
    columns: dict[str, int] = {}
    for (row, place), cell in sorted(sheet.cells.items()):
        if row != 1:
            continue
        name = cell.value.strip()
        # No column of a CSV file is named by a number.
        if cell.kind != xlsx.TEXT or name in columns:
            message = (
                f"nama kolom “{name}” ada dua kali"
                if name in columns
                else f"“{name}” bukan nama kolom"
            )
            findings.append(
                reading_error(
                    locate_cell(plan.name, 1, place), message, "baris 1 berisi nama kolom"
                )
            )
        elif name:
            columns[name] = place
    missing = [name for name in plan.columns if name not in columns]
    hint = "kembalikan nama kolom di baris 1, atau ekspor ulang"
    findings += [
        reading_error(locate_cell(plan.name, 1), f"kolom “{name}” tidak ada", hint)
        for name in missing
    ]
    return columns if not missing else {}


def _refuse_stray(
    plan: SheetPlan, row: int, place: int, cell: SheetCell, findings: list[Finding]
) -> None:
    # A blank that somebody left with the space bar is no content.
    if cell.value.strip():
        message = "sel ini terisi, tetapi kolomnya tidak bernama di baris 1"
        findings.append(
            reading_error(
                locate_cell(plan.name, row, place), message, "hapus isi sel itu", cell.value
            )
        )


def _decode_cell(
    cell: SheetCell,
    kind: ColumnKind,
    column: str,
    plan: SheetPlan,
    spot: tuple[int, int],
    findings: list[Finding],
) -> str:
    """Return the CSV text of a cell; what cannot be taken is a finding, and empty."""
    if cell.kind == xlsx.TEXT:
        return cell.value
    if cell.kind == xlsx.NUMBER:
        try:
            return decode_number(kind, column, cell.value, cell.format)
        except CellError as error:
            message, hint = str(error), error.hint
    else:
        sentence, hint = _REFUSED[cell.kind]
        message = sentence.format(cell.value)
    findings.append(reading_error(locate_cell(plan.name, *spot), message, hint, cell.value))
    return ""


def _judge_text(
    text: str, kind: ColumnKind, place: Place, code: str, *, is_counted: bool
) -> list[Finding]:
    """Refuse a quantity typed as text that a formula counts.

    Its total passes over it. Elsewhere warn of it.

    A warning only where a number stood: a formula of the planner's own may count it.
    """
    if kind.jenis not in NUMERIC_KINDS or not text.strip(" -"):
        return []
    if is_counted and _is_quantity(kind, text):
        message = (
            f"berisi “{text}” sebagai teks, jadi rumus jumlah di lembar ini tidak menghitungnya"
        )
        return [reading_error(place, message, _AS_NUMBER, text)]
    if parse_format(code).kind != NUMBER:
        return []
    message = f"berisi “{text}” sebagai teks: rumus jumlah tidak menghitungnya"
    return [reading_warning(place, message, _AS_NUMBER, text)]


def _is_quantity(kind: ColumnKind, text: str) -> bool:
    try:
        besaran = parse(kind.jenis, text.strip(), ribuan=kind.ribuan)
    except NumberError:
        return False  # an expression, or what is refused for itself
    return besaran is not None and besaran.angka != 0


def _make_table(decoded: Decoded, texts: Mapping[int, Mapping[str, str]]) -> None:
    """Write the rows as CSV and read that back.

    What the loader would refuse is found here, with its cell.
    """
    names = list(decoded.columns)
    filled = [
        (row, [record.get(name, "") for name in names]) for row, record in sorted(texts.items())
    ]
    filled = [(row, cells) for row, cells in filled if any(cells)]
    # A cell may hold line breaks, so a row of the sheet can be several lines of the file.
    lines, line = {1: 1}, 2
    for row, cells in filled:
        lines[line] = row
        line += 1 + sum(cell.count("\n") for cell in cells)
    decoded.rows = lines
    content = write_csv([names, *(cells for _, cells in filled)])
    decoded.table, found = parse_table(content.decode(), decoded.plan.file)
    decoded.findings += [_move(finding, decoded) for finding in found]


def _move(finding: Finding, decoded: Decoded) -> Finding:
    """Return a finding of the loader with its place in the workbook; a warning stays one."""
    return replace(finding, place=decoded.locate(finding.place))
