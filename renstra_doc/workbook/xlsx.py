"""Read a workbook (.xlsx, SpreadsheetML of ECMA-376).

Every cell with its kind, its value as written, its format.

A reader of our own, because no library gives all of what must be known to refuse a doubtful cell:
the format of a number, a formula whose result was never stored, an error, a merged range. Nothing
is executed or fetched; sizes are bounded.
"""

from __future__ import annotations

import posixpath
import re
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from renstra_doc.files.zipfiles import MIB, Archive, LargeZipError, Limits, ZipError, open_zip
from renstra_doc.finding import explain_os_error, refuse_input
from renstra_doc.words.cell_reference import parse_range, parse_reference
from renstra_doc.workbook.xlsx_styles import PLAIN, CellStyle, read_styles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from lxml.etree import _Element as Element

TEXT, NUMBER, ERROR, LOGICAL, DATE, UNCOMPUTED = (
    "teks",
    "angka",
    "galat",
    "logika",
    "tanggal",
    "rumus",
)
MAX_FILE_BYTES = 64 * MIB
# What a file may unpack to, one part and all that is read of it, and how many tags and pairs
# of attributes that may be: a cell has five or six.
LIMITS = Limits(
    packed=MAX_FILE_BYTES,
    total=128 * MIB,
    part=32 * MIB,
    least=128 * MIB,
    marks=3_150_000,
    least_marks=600_000,
    marks_of_byte=1.2,  # LibreOffice packs an honest workbook to 0,5 of them
)
MAX_ROW = 2**20
MAX_HIDDEN = 1000  # columns of one hidden range that count
_OLE = b"\xd0\xcf\x11\xe0"
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"
_KINDS = {"s": TEXT, "inlineStr": TEXT, "str": TEXT, "e": ERROR, "b": LOGICAL, "d": DATE}
# Kinds of formulas whose text says what stands in this cell: no array, no data table.
_OWN_TEXT = ("normal", "shared")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell that holds something.

    `value` is as in the file, `format` the code of its number format.

    `formula` is the text of its formula, where the cell itself holds that; `shared` the number of
    the formula that it shares with others. `bold` and `indent` are its look.
    """

    kind: str
    value: str
    format: str = "General"
    formula: str = ""
    shared: str = ""
    bold: bool = False
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its cells by (row, column), both from 1, and its merged ranges (`B2:C4`).

    `hidden` and `hidden_columns` are what nobody sees, `outline` the levels of grouped rows,
    `pictures` says that drawings lie on it, `visible` that a person finds the sheet.
    """

    name: str
    cells: Mapping[tuple[int, int], SheetCell]
    merged: tuple[str, ...]
    hidden: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    outline: Mapping[int, int] = field(default_factory=dict)
    pictures: bool = False
    visible: bool = True


class _DamagedError(Exception):
    """What the file says cannot be a workbook."""


class _DeclaresError(Exception):
    """A part declares entities of its own."""


def read_workbook(source: Path | bytes) -> dict[str, Sheet]:
    """Read every sheet of a workbook (a file, or its bytes) by its name, in order.

    Raises InputError for a file that is missing, locked, protected by a password, damaged or no
    .xlsx.
    """
    name = "" if isinstance(source, bytes) else str(source)
    try:
        # Read whole and let go of: Excel may save the file while it is looked at.
        content = source if isinstance(source, bytes) else _read_bytes(source)
        _refuse_other_kind(name, content)
        with open_zip(content, LIMITS) as archive:
            return _read_archive(archive)
    except OSError as error:
        hint = "periksa nama berkasnya; tutup berkas itu di Excel atau LibreOffice"
        raise refuse_input(
            name, f"berkas tidak dapat dibaca ({explain_os_error(error)})", hint
        ) from error
    except LargeZipError as error:
        hint = (
            "hapus baris dan kolom kosong yang berformat di bawah dan di kanan data, "
            "atau ekspor ulang"
        )
        raise refuse_input(name, "isi buku kerja ini terlalu besar", hint) from error
    except ZipError as error:
        why = "" if error.is_plain else f" ({error})"
        message = f"berkas ini rusak atau bukan buku kerja .xlsx{why}"
        raise refuse_input(name, message, _AGAIN) from error
    except _DeclaresError as error:
        message = "buku kerja ini memuat DOCTYPE atau entitas, yang tidak pernah ditulis Excel"
        raise refuse_input(name, message, _AGAIN) from error
    except (etree.XMLSyntaxError, KeyError, ValueError, IndexError, _DamagedError) as error:
        raise refuse_input(name, "isi buku kerja ini rusak", _AGAIN) from error


def _refuse_other_kind(name: str, content: bytes) -> None:
    """Raise InputError for what begins as another kind of workbook.

    A workbook with a password is a compound file too ([MS-OFFCRYPTO]), as the old .xls is.
    """
    if content.startswith(_OLE):
        hint = "hapus kata sandinya, atau simpan ulang sebagai Excel Workbook (.xlsx)"
        raise refuse_input(name, "buku kerja ini bersandi atau berbentuk lama (.xls)", hint)
    if _OPEN_DOCUMENT in content[:120]:
        hint = "di LibreOffice: File > Save As, pilih Excel Workbook (.xlsx), lalu impor berkas itu"
        raise refuse_input(name, "buku kerja ini berbentuk OpenDocument (.ods), bukan .xlsx", hint)


def read_sheet_names(source: Path) -> frozenset[str]:
    """Return the names of the sheets of a workbook; none of what is no workbook."""
    try:
        with open_zip(source, LIMITS) as archive:
            root = _parse(archive, _find_workbook(archive))
    except (OSError, ZipError, _DeclaresError, _DamagedError, etree.XMLSyntaxError, KeyError):
        return frozenset()
    return frozenset(each.get("name", "") for each in root.iterfind("{*}sheets/{*}sheet"))


def _read_bytes(path: Path) -> bytes:
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise refuse_input(str(path), "ini bukan berkas", "pilih berkas .xlsx hasil renstra export")
    if found.st_size > MAX_FILE_BYTES:
        raise refuse_input(
            str(path),
            "berkas lebih besar dari 64 MiB",
            "periksa apakah ini benar hasil renstra export",
        )
    return path.read_bytes()


_AGAIN = "buka dan simpan ulang di Excel atau LibreOffice sebagai .xlsx, atau ekspor ulang"


def _read_archive(package: Archive) -> dict[str, Sheet]:
    book = _find_workbook(package)
    related = _relations(package, book)
    # Strings and styles are one part each; sheets are looked up by id below.
    by_kind = {kind: target for target, kind in related.values()}
    strings = _read_strings(package, by_kind.get("sharedStrings", ""))
    styles = read_styles(_parse(package, by_kind["styles"])) if by_kind.get("styles") else []
    return {
        name: _read_sheet(name, _parse(package, target), strings, styles, visible=visible)
        for name, target, visible in _list_sheets(_parse(package, book), related)
    }


def _list_sheets(
    book: Element, related: Mapping[str, tuple[str, str]]
) -> list[tuple[str, str, bool]]:
    """Return the name of each sheet, the part it lies in, and whether a person finds it."""
    found = []
    for element in book.iterfind("{*}sheets/{*}sheet"):
        # The order and the names stand in the workbook, where the sheets lie in its relationships.
        target, kind = related[element.get(_RELATION) or element.get(_STRICT_RELATION) or ""]
        if kind == "worksheet":
            visible = element.get("state", "visible") == "visible"
            found.append((element.get("name", ""), target, visible))
    # A part that is a thousand sheets would be read a thousand times.
    if min(len({name for name, _, _ in found}), len({part for _, part, _ in found})) < len(found):
        raise _DamagedError
    return found


def _find_workbook(package: Archive) -> str:
    for target, kind in _relations(package, "").values():
        if kind == "officeDocument":
            return target
    raise _DamagedError


def _relations(package: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Return {id: (part, last word of its kind)} of what a part refers to inside the package."""
    folder, name = posixpath.split(part)
    root = _parse(package, posixpath.join(folder, "_rels", f"{name}.rels"))
    return {
        element.get("Id", ""): (
            posixpath.normpath(posixpath.join("/", folder, element.get("Target", ""))).lstrip("/"),
            element.get("Type", "").rpartition("/")[2],
        )
        for element in root.iterfind("{*}Relationship")
        if element.get("TargetMode") != "External"
    }


def _parse(package: Archive, part: str) -> Element:
    # Without huge_tree a text of entities cannot swell. An entity that is not resolved would be
    # left out of the text without a word, so what declares any is not read: Excel never does.
    # A comment within a text would end it.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(package.read(part), parser)
    declared: object = root.getroottree().docinfo.internalDTD
    if declared is not None:
        raise _DeclaresError
    return root


def _read_strings(package: Archive, part: str) -> list[str]:
    strings = _parse(package, part).iterchildren("{*}si") if part else ()
    # An empty one costs nothing: a file may hold two millions.
    return [_text_of(element) if len(element) else "" for element in strings]


def _text_of(element: Element) -> str:
    """Return the text of a string, its runs joined; pronunciation marks (`rPh`) are no text."""
    parts = element.iterchildren("{*}t", "{*}r")
    runs = (run for part in parts for run in (part.iterchildren("{*}t") if len(part) else (part,)))
    return _unescape("".join(run.text or "" for run in runs))


def _unescape(text: str) -> str:
    """Return a text with `_x000D_` and the like read (ST_Xstring).

    Half a surrogate pair stays as written.
    """

    def read(match: re.Match[str]) -> str:
        char = chr(int(match[1], 16))
        return match[0] if "\ud800" <= char <= "\udfff" else char

    # Lines within a cell end in LF to Excel, in CR LF to some other programs.
    known = _ESCAPE.sub(read, text) if "_x" in text else text
    return known.replace("\r\n", "\n").replace("\r", "\n") if "\r" in known else known


def _read_sheet(
    name: str, root: Element, strings: list[str], styles: list[CellStyle], *, visible: bool = True
) -> Sheet:
    cells = dict(_read_cells(root, strings, styles))
    merged = tuple(
        element.get("ref", "") for element in root.iterfind("{*}mergeCells/{*}mergeCell")
    )
    for reference in merged:
        parse_range(reference)  # ValueError where it is none
    hidden, outline = _read_row_looks(root)
    columns = frozenset(_find_hidden_columns(root))
    pictures = root.find("{*}drawing") is not None or root.find("{*}oleObjects") is not None
    return Sheet(name, cells, merged, hidden, columns, outline, pictures, visible)


def _read_row_looks(root: Element) -> tuple[frozenset[int], dict[int, int]]:
    """Return the hidden rows, and the outline level of each grouped one."""
    hidden, outline, row = set(), {}, 0
    for line in root.iterfind("{*}sheetData/{*}row"):
        row = int(line.get("r") or row + 1)
        if line.get("hidden") in ("1", "true"):
            hidden.add(row)
        level = line.get("outlineLevel", "0")
        if level.isdecimal() and int(level):
            outline[row] = int(level)
    return frozenset(hidden), outline


def _find_hidden_columns(root: Element) -> Iterator[int]:
    for element in root.iterfind("{*}cols/{*}col"):
        if element.get("hidden") in ("1", "true"):
            first, last = int(element.get("min", "1")), int(element.get("max", "1"))
            # One element may hide all columns to the right of the data, up to 16.384.
            yield from range(first, min(last, first + MAX_HIDDEN) + 1)


def _read_cells(
    root: Element, strings: list[str], styles: list[CellStyle]
) -> Iterator[tuple[tuple[int, int], SheetCell]]:
    row = 0
    for line in root.iterfind("{*}sheetData/{*}row"):
        # Some programs leave the numbers out (18.3.1.73): each is then one more than the last.
        row = int(line.get("r") or row + 1)
        if not 0 < row <= MAX_ROW:
            raise _DamagedError
        for column, element in _find_filled(line, row):
            style = int(element.get("s", "0"))
            cell = _read_cell(
                element, strings, styles[style] if 0 <= style < len(styles) else PLAIN
            )
            if cell is not None:
                yield (row, column), cell


def _find_filled(line: Element, row: int) -> Iterator[tuple[int, Element]]:
    """Yield the cells of a row that hold something, each with its column.

    One without a reference stands right of the one before it; an empty one costs nothing.
    """
    last, after = "", 0
    for element in line.iterchildren("{*}c"):
        reference = element.get("r")
        last, after = (reference, 0) if reference else (last, after + 1)
        if len(element):
            stands, column = parse_reference(last) if last else (row, 0)
            # A cell that says another row than its own: readers disagree where it belongs.
            if stands != row:
                raise _DamagedError
            yield column + after, element


def _read_cell(element: Element, strings: list[str], style: CellStyle) -> SheetCell | None:
    # In one walk, backwards so that the first of each counts: a path costs as much as the cell.
    children = element.iterchildren(reversed=True)
    parts = {str(part.tag).rpartition("}")[2]: part for part in children}
    mark, formula = element.get("t", "n"), parts.get("f")
    value = _read_value(mark, parts, strings)
    # A formula may give an empty text; without a stored result it was never computed.
    # Excel keeps cells that are only formatted.
    if not value and (formula is None or mark == "str"):
        return None
    text, shared = _read_formula(formula)
    return SheetCell(
        _KINDS.get(mark, NUMBER) if value else UNCOMPUTED,
        value,
        style.format,
        text,
        shared,
        style.bold,
        style.indent,
    )


def _read_value(mark: str, parts: Mapping[str, Element], strings: list[str]) -> str:
    """Return what a cell holds, wherever its type says that it stands (ST_CellType, 18.18.11)."""
    if mark == "inlineStr":
        return _text_of(parts["is"]) if "is" in parts else ""
    if "v" not in parts:
        return ""
    value = parts["v"].text or ""
    if mark == "s":
        return _take_string(strings, int(value))
    return _unescape(value) if mark == "str" else value


def _read_formula(formula: Element | None) -> tuple[str, str]:
    """Return the text of a formula where it is the cell's own, and the number of a shared one.

    Of cells that share a formula only the first one holds its text (18.3.1.40).
    """
    if formula is None:
        return "", ""
    kind = formula.get("t", "normal")
    text = formula.text or "" if kind in _OWN_TEXT else ""
    return text, formula.get("si", "") if kind == "shared" else ""


def _take_string(strings: list[str], index: int) -> str:
    if index < 0:
        raise _DamagedError
    return strings[index]
