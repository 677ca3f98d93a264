"""Decode: the sheets of a workbook → the tables of a project.

And what of them cannot be taken, with sheet and cell.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, InputError, Severity, reading_error, reading_warning
from renstra_doc.load.project import parse_table
from renstra_doc.model.canonical import write_csv
from renstra_doc.model.values import NUMERIC_KINDS
from renstra_doc.place import Place
from renstra_doc.words.numbers import NumberError, parse
from renstra_doc.workbook import xlsx
from renstra_doc.workbook.base import BASE, join_base
from renstra_doc.workbook.cell import AS_IT_IS, AS_TEXT, CellError, ColumnKind, decode_number
from renstra_doc.workbook.compute import compute_sheet
from renstra_doc.workbook.number_format import NUMBER, parse_format
from renstra_doc.workbook.sheets import (
    INDEX,
    LAYOUT,
    MEMORY,
    MEMORY_HEADER,
    SAFE_FILE,
    Memory,
    SheetPlan,
    hash_file,
    read_kinds,
)
from renstra_doc.workbook.xlsx import name_cell, parse_range

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from renstra_doc.load.project import RawTable
    from renstra_doc.workbook.compute import Computed
    from renstra_doc.workbook.xlsx import Sheet, SheetCell

MOST_FAULTS, MOST_STEPS = 100, 3_000_000
COLUMNS_FILE = "tabel/kolom.csv"
_COMPUTE = "buka di Excel atau LibreOffice, simpan, lalu impor lagi"
_AS_NUMBER = (
    "format selnya Number (bukan Teks), lalu ketik ulang bilangannya saja; "
    "satuannya ada di format sel"
)
_REFUSED = {
    xlsx.ERROR: ("berisi galat {}", "perbaiki rumusnya, atau ganti dengan nilainya"),
    xlsx.LOGICAL: ("berisi nilai logika ({}), bukan teks", AS_TEXT),
    xlsx.DATE: ("berisi tanggal {}: Excel menjadikan ketikan di sel ini tanggal", AS_TEXT),
}


@dataclass(slots=True)
class Decoded:
    """A sheet as a table; `rows` finds the sheet's row of a line, `columns` the column of a name.

    `circle` tells of formulas that count each other: mostly for a reason that is found later, an id
    that stands twice.
    """

    plan: SheetPlan
    table: RawTable | None = None
    findings: list[Finding] = field(default_factory=list)
    rows: Mapping[int, int] = field(default_factory=dict)
    columns: Mapping[str, int] = field(default_factory=dict)
    circle: Finding | None = None
    formulas: frozenset[tuple[int, int]] = frozenset()

    def locate(self, place: Place) -> Place:
        """Return where a place of the file stands in the workbook: `Lembar pegawai, sel D5`."""
        return locate_cell(
            self.plan.name, self.rows.get(place.line, 0), self.columns.get(place.column, 0)
        )


def locate_cell(sheet: str, row: int = 0, column: int = 0) -> Place:
    """Return a place in a workbook as a planner finds it."""
    where = f", sel {name_cell(row, column)}" if row and column else f", baris {row}" if row else ""
    return Place(f"Lembar {sheet}{where}")


def read_memory(sheets: Mapping[str, Sheet]) -> Memory:
    """Read the memory of a workbook.

    Raises InputError for a workbook that `renstra export` did not make, or whose memory names an
    unsafe file.
    """
    hint = "pakai berkas hasil renstra export; lembar tersembunyi di dalamnya jangan dihapus"
    memory = sheets.get(MEMORY)
    lines = _read_lines(memory) if memory is not None else []
    if lines[1:2] != [["susunan", LAYOUT]] or lines[3:4] != [list(MEMORY_HEADER)]:
        raise InputError(
            [reading_error(Place(), "buku kerja ini bukan hasil renstra export versi ini", hint)]
        )
    plans = [
        SheetPlan(name, file, tuple(columns.split(",")), digest)
        for name, file, digest, columns in _four(lines)
    ]
    unsafe = [plan.file for plan in plans if not SAFE_FILE.fullmatch(plan.file)]
    if unsafe or len({plan.file.lower() for plan in plans}) < len(plans):
        raise InputError(
            [reading_error(locate_cell(MEMORY), "daftar berkas di buku kerja ini rusak", hint)]
        )
    version, document = (" ".join(line[1:]) for line in (lines[0], lines[2]))
    return Memory(version, document, tuple(plans), _read_bases(lines, plans))


def _read_bases(lines: Sequence[Sequence[str]], plans: Sequence[SheetPlan]) -> dict[str, bytes]:
    """Return the exported files that are still what their hashes say."""
    pieces: dict[str, list[str]] = {}
    for line in lines[4:]:
        if len(line) == len((BASE, "", "")) and line[0] == BASE:
            pieces.setdefault(line[1], []).append(line[2])
    digests = {plan.file: plan.sha256 for plan in plans}
    bases = {file: join_base(found) for file, found in pieces.items()}
    return {
        file: content
        for file, content in bases.items()
        if content is not None and hash_file(content) == digests.get(file)
    }


def _read_lines(sheet: Sheet) -> list[list[str]]:
    lines: dict[int, list[str]] = {}
    for (row, _), cell in sorted(sheet.cells.items()):
        lines.setdefault(row, []).append(cell.value)
    return list(lines.values())


def _four(lines: Sequence[Sequence[str]]) -> Iterator[tuple[str, str, str, str]]:
    for line in lines[4:]:
        if len(line) == len(MEMORY_HEADER):
            yield line[0], line[1], line[2], line[3]


def decode_sheets(
    sheets: Mapping[str, Sheet], plans: Sequence[SheetPlan]
) -> tuple[list[Decoded], list[Finding]]:
    """Decode every planned sheet.

    The kinds of the columns come from the workbook itself. Unknown sheets are warned of.

    Without the sheet of columns no other is decoded: every number in them would be taken for a
    mistake. Out: the sheets in order, each with its findings, and the findings on missing and
    unknown sheets.
    """
    by_name = {name.lower(): sheet for name, sheet in sheets.items()}
    findings = _compare_names(sheets, plans)
    present = [plan for plan in plans if plan.name.lower() in by_name]
    if {plan.file for plan in plans} - {plan.file for plan in present} >= {COLUMNS_FILE}:
        return [], findings
    kinds: dict[str, dict[str, ColumnKind]] = {}
    for plan in present:
        if plan.file == COLUMNS_FILE:
            columns = decode_sheet(by_name[plan.name.lower()], plan, {})
            if columns.table is None:
                return [columns], findings
            kinds = read_kinds(record for _, record in columns.table.records())
    return [
        decode_sheet(by_name[plan.name.lower()], plan, kinds.get(plan.file, {})) for plan in present
    ], findings


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
    spots = (spot for spot, cell in sheet.cells.items() if cell.formula or cell.shared)
    decoded = Decoded(plan, formulas=frozenset(spots))
    decoded.findings += [
        reading_error(
            Place(f"Lembar {plan.name}, sel {ref}"),
            "sel digabung",
            "pilih sel itu, lalu Unmerge Cells",
        )
        for ref in islice(_find_merged(sheet), MOST_FAULTS)
    ]
    computed = compute_sheet(sheet)
    sheet = replace(sheet, cells=computed.cells)
    decoded.circle = _find_circle(computed, plan)
    decoded.findings += _judge_formulas(sheet, computed, plan)
    decoded.columns = _read_header(sheet, plan, decoded.findings)
    if not decoded.columns:
        return decoded
    texts, faults = _read_rows(sheet, plan, kinds, decoded, computed.counted)
    decoded.findings += faults
    if len(faults) <= MOST_FAULTS:
        _make_table(decoded, texts)
    return decoded


def _read_rows(
    sheet: Sheet,
    plan: SheetPlan,
    kinds: Mapping[str, ColumnKind],
    decoded: Decoded,
    counted: Collection[tuple[int, int]],
) -> tuple[dict[int, dict[str, str]], list[Finding]]:
    """Return the texts of each row below the header, and what cannot be taken.

    Up to so many cells.
    """
    names = {place: name for name, place in decoded.columns.items()}
    texts: dict[int, dict[str, str]] = {}
    faults: list[Finding] = []
    for spot, cell in sorted(sheet.cells.items()):
        row, place = spot
        if row == 1 or cell.kind == xlsx.UNCOMPUTED:
            continue
        if len(faults) >= MOST_FAULTS:
            message, hint = (
                "mungkin masih ada sel lain yang tidak dapat dimasukkan",
                "perbaiki dahulu yang di atas",
            )
            return texts, [*faults, reading_error(locate_cell(plan.name), message, hint)]
        if place not in names:
            _refuse_stray(plan, row, place, cell, faults)
            continue
        kind = kinds.get(names[place], AS_IT_IS)
        if cell.kind == xlsx.TEXT:
            where, is_counted = locate_cell(plan.name, *spot), spot in counted
            for finding in _judge_text(cell.value, kind, where, cell.format, is_counted=is_counted):
                (faults if finding.severity is Severity.ERROR else decoded.findings).append(finding)
        texts.setdefault(row, {})[names[place]] = _decode_cell(
            cell, kind, names[place], plan, spot, faults
        )
    return texts, faults


def _find_merged(sheet: Sheet) -> Iterator[str]:
    """Yield the merged ranges that hold something, or that cannot be looked through in time."""
    steps = 0
    for reference in sheet.merged:
        (top, left), (bottom, right) = parse_range(reference)
        size = max(0, bottom - top + 1) * max(0, right - left + 1)
        steps += min(size, len(sheet.cells))
        if size <= len(sheet.cells):
            spots = (
                (row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)
            )
            is_filled = any(spot in sheet.cells for spot in spots)
        else:
            is_filled = any(
                top <= row <= bottom and left <= column <= right for row, column in sheet.cells
            )
        if is_filled or steps > MOST_STEPS:
            yield reference


def _read_header(sheet: Sheet, plan: SheetPlan, findings: list[Finding]) -> dict[str, int]:
    """Return the place of each column by its name.

    Findings on those that are missing or stand twice.
    """
    columns: dict[str, int] = {}
    for (row, place), cell in sorted(sheet.cells.items()):
        if row != 1:
            continue
        name = cell.value.strip()
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


def _find_circle(computed: Computed, plan: SheetPlan) -> Finding | None:
    if not computed.circle:
        return None
    message = f"rumus melingkar{_count_others(computed.circle)}"
    return reading_error(
        locate_cell(plan.name, *computed.circle[0]),
        message,
        "periksa rumus dan induk baris-baris itu",
    )


def _judge_formulas(sheet: Sheet, computed: Computed, plan: SheetPlan) -> Iterator[Finding]:
    """Return one finding each for formulas without a result and with another result.

    They come in crowds.
    """
    spots = [spot for spot, cell in sorted(sheet.cells.items()) if cell.kind == xlsx.UNCOMPUTED]
    if spots and not computed.circle:
        message = f"berisi rumus yang hasilnya tidak tersimpan{_count_others(spots)}"
        yield reading_error(locate_cell(plan.name, *spots[0]), message, _COMPUTE)
    if computed.misplaced:
        message = f"rumus jumlah menunjuk baris lain{_count_others(computed.misplaced)}"
        hint = (
            "urutkan baris di Excel atau LibreOffice, yang ikut menyesuaikan "
            "rumusnya, atau ekspor ulang"
        )
        yield reading_error(locate_cell(plan.name, *computed.misplaced[0]), message, hint)
    for spot, stored in sorted(computed.stale.items())[:1]:
        others = _count_others(list(computed.stale))
        message = (
            f"hasil rumus yang tersimpan ({stored}) bukan jumlah sel yang "
            f"dihitungnya{others}; dihitung ulang"
        )
        actual = sheet.cells[spot].value
        place = locate_cell(plan.name, *spot)
        yield Finding(
            "baca", message, place, Severity.WARNING, expected=actual, actual=stored, hint=_COMPUTE
        )


def _count_others(spots: Sequence[tuple[int, int]]) -> str:
    return f" (dan {len(spots) - 1} sel lain di lembar ini)" if spots[1:] else ""


def _make_table(decoded: Decoded, texts: Mapping[int, Mapping[str, str]]) -> None:
    """Write the rows as CSV and read that back.

    What the loader would refuse is found here, with its cell.
    """
    names = list(decoded.columns)
    filled = [
        (row, [record.get(name, "") for name in names]) for row, record in sorted(texts.items())
    ]
    filled = [(row, cells) for row, cells in filled if any(cells)]
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
