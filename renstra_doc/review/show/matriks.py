"""The matriks semula – menjadi.

Changes as the table in which Indonesian reviewers read an amendment, in Word.

It is a View like any other, of one table, written by the same renderer into a template of its own.
Its lines stand in the order of the document: a heading for each table or chapter, one for each
program, a total below each program for every column of amounts that changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.render import render_view
from renstra_doc.review.diff.change import Change, Group, Kind, What, reckon
from renstra_doc.review.diff.words import compare_words
from renstra_doc.review.show.describe import (
    amount_of,
    chapter_of,
    path_of,
    remark_of,
    show_values,
    spot_of,
)
from renstra_doc.review.wording import caption, name_row, near_heading, show_heading
from renstra_doc.view import GridCell, SectionItem, TableItem, TableRow, View
from renstra_doc.view.table_items import view_header
from renstra_doc.words.markup import escape_markup
from renstra_doc.words.numbers import format_angka, format_tanggal, parse_tanggal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from renstra_doc.model import Row, Table
    from renstra_doc.review.edition import Edition

    Editions = tuple[Edition, Edition]

TITLE, SECTION, LOOK = "Matriks Semula – Menjadi", "isi", "umum"
BEFORE, AFTER = "Semula", "Menjadi"
DIFFERENCE = "Bertambah/(Berkurang)"
COLUMNS: tuple[tuple[tuple[str, ...], float, str], ...] = (
    (("No",), 10, "tengah"),
    (("Bagian/Tabel",), 62, "kiri"),
    ((BEFORE,), 72, "kiri"),
    ((AFTER,), 72, "kiri"),
    ((DIFFERENCE, "Rp"), 30, "kanan"),
    ((DIFFERENCE, "%"), 17, "kanan"),
    (("Keterangan",), 40, "kiri"),
)
GROUP_ROW, PROGRAM_ROW, PLAIN_ROW, DETAIL_ROW, TOTAL_ROW = (
    "kelompok",
    "program",
    "isi",
    "rincian",
    "jumlah",
)
UNCOUNTED = ("jumlah", "indikator", "kelompok")
NONE, NUMBERING = "–", "Penomoran"
LONG = 40
TEMPLATE = "matriks.docx"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the matriks: its look, and its cells as printed, still with their inline markup."""

    look: str
    number: str = ""
    spot: str = ""
    old: str = ""
    new: str = ""
    rupiah: str = ""
    percent: str = ""
    remark: str = ""


@dataclass
class _Section:
    """The changes of one program, or of one table or chapter.

    `amounts` are the columns of rupiah that they touch.
    """

    title: str
    program: str = ""
    table_id: str = ""
    changes: list[Change] = field(default_factory=list)
    amounts: set[str] = field(default_factory=set)


def find_template(folders: Iterable[Path]) -> Path:
    """Return the template of the matriks.

    The first one beside the document's own, else the program's.

    A wheel carries it with the starting templates; a checkout has it in `templates/`.
    """
    package = Path(__file__).resolve().parents[2]
    usual = (package / "forms" / "templat" / TEMPLATE, package.parent / "templates" / TEMPLATE)
    candidates = [*(folder / TEMPLATE for folder in folders), *usual]
    return next((path for path in candidates if path.is_file()), candidates[0])


def draw_matriks(
    changes: Sequence[Change], editions: Editions, labels: tuple[str, str], template: Path
) -> bytes:
    """Return the matriks as the bytes of a .docx.

    In: the changes, both editions, what tells one from the other beside title and date (a git
    revision, a file), the template. Raises InputError for what the template lacks.
    """
    return render_view(build_matriks(changes, editions, labels), template).to_bytes({})


def build_matriks(changes: Sequence[Change], editions: Editions, labels: tuple[str, str]) -> View:
    """Return the matriks as it is printed."""
    dokumen = editions[1].document.dokumen
    rows = [_row(number, line) for number, line in enumerate(_write_lines(changes, editions))]
    paths = [path for path, _, _ in COLUMNS]
    names = [_name_edition(edition, label) for edition, label in zip(editions, labels, strict=True)]
    table = TableItem(
        id="matriks",
        label=TITLE,
        judul=dokumen["judul"],
        sumber=escape_markup(
            f"Semula: {names[0]}; menjadi: {names[1]}. Angka dalam kurung: berkurang; "
            f"{NONE}: tidak ada."
        ),
        orientasi="potret",
        gaya=LOOK,
        lebar=tuple(width for _, width, _ in COLUMNS),
        kepala=view_header(paths),
        nomor=tuple(f"({number})" for number in range(1, len(COLUMNS) + 1)),
        rows=tuple(rows),
    )
    facts = {**dokumen, "judul": f"{TITLE}: {dokumen['judul']}"}
    return View(facts, (SectionItem("matriks", SECTION, "1"), table))


def _name_edition(edition: Edition, label: str) -> str:
    """Return what a signer calls an edition: its title and date.

    Where it was found only if that is no local path.
    """
    dokumen = edition.document.dokumen
    parts = (
        dokumen["judul"],
        f"tanggal {format_tanggal(parse_tanggal(dokumen['tanggal_dokumen']))}",
        label,
    )
    return ", ".join(" ".join(part.split()) for part in parts if part)


def _row(number: int, line: Line) -> TableRow:
    if line.look in (GROUP_ROW, PROGRAM_ROW):
        texts = (line.spot, *[""] * (len(COLUMNS) - 1))
    else:
        texts = (line.number, line.spot, line.old, line.new, line.rupiah, line.percent, line.remark)
    cells = (
        GridCell(text, rata=_align(line, name, usual))
        for text, ((name, *_), _, usual) in zip(texts, COLUMNS, strict=True)
    )
    return TableRow(f"baris-{number}", line.look, tuple(cells))


def _align(line: Line, name: str, usual: str) -> str:
    """Return the alignment of a cell: a heading takes that of its style, an amount stands right."""
    if line.look in (GROUP_ROW, PROGRAM_ROW):
        return ""
    return "kanan" if line.rupiah and name in (BEFORE, AFTER) else usual


# Lines


def _write_lines(changes: Sequence[Change], editions: Editions) -> Iterator[Line]:
    sections = _part(changes, editions)
    numbers = _number(changes, sections)
    title = ""
    for section in sections:
        if section.title != title:
            title = section.title
            yield Line(GROUP_ROW, spot=escape_markup(title))
        if section.program:
            yield Line(PROGRAM_ROW, spot=escape_markup(_name_program(section, editions)))
        for change in section.changes:
            yield from _write_change(change, changes, numbers)
        if section.program:
            yield from _write_totals(section, editions)
    if not changes:
        yield Line(PLAIN_ROW, spot="Tidak ada perubahan")


def _part(changes: Sequence[Change], editions: Editions) -> list[_Section]:
    """Part the changes by table or chapter and by program, in the order of the document.

    The numbering comes last.
    """
    sections: dict[tuple[str, str], _Section] = {}
    counted = _Section(NUMBERING)
    for change in sorted(changes, key=lambda change: change.order):
        if change.group is Group.NUMBERING:
            counted.changes.append(change)
            continue
        program = _program_of(change, editions)
        title = _title_of(change, editions)
        section = sections.setdefault((title, program), _Section(title, program, change.table_id))
        section.amounts |= _touched_amounts(change)
        if not _is_told_by_total(change, program):
            section.changes.append(change)
    return [*sections.values(), *([counted] if counted.changes else [])]


def _touched_amounts(change: Change) -> set[str]:
    if change.what is What.CELL and change.is_money:
        return {change.column}
    return {part.kolom for part in change.parts if part.rupiah}


def _title_of(change: Change, editions: Editions) -> str:
    bab = chapter_of(change)
    if not change.table_id:
        return bab
    edition = (
        editions[0] if change.kind is Kind.REMOVED and change.what is What.TABLE else editions[1]
    )
    return f"{bab} – {caption(edition, edition.document.tables[change.table_id])}"


def _is_told_by_total(change: Change, program: str) -> bool:
    """Whether a change is that of a program's own amount.

    It follows, and is told by the total below it.
    """
    return (
        change.what is What.CELL
        and change.id == program
        and change.is_money
        and change.group is Group.CONSEQUENCE
    )


def _number(changes: Sequence[Change], sections: Iterable[_Section]) -> dict[int, int]:
    """Return the number of each change in the matriks, by its position among all changes."""
    place = {id(change): number for number, change in enumerate(changes)}
    shown = (change for section in sections for change in section.changes)
    return {place[id(change)]: number for number, change in enumerate(shown, start=1)}


def _write_change(
    change: Change, changes: Sequence[Change], numbers: dict[int, int]
) -> Iterator[Line]:
    place = next(number for number, other in enumerate(changes) if other is change)
    old, new = _write_values(change)
    rupiah, percent = (
        _write_difference(change.difference, change.percent) if change.is_money else ("", "")
    )
    remark = escape_markup(_remark(change, numbers))
    spot = escape_markup(_spot(change))
    yield Line(PLAIN_ROW, str(numbers[place]), spot, old, new, rupiah, percent, remark)
    for part in change.parts:
        if part.rupiah:
            values = (None, part.rupiah) if change.kind is Kind.ADDED else (part.rupiah, None)
            yield _amount_line(DETAIL_ROW, near_heading(part.judul), values)


def _spot(change: Change) -> str:
    """Return where a change stands below its heading; what only counts has one heading for all."""
    return path_of(change, 200) if change.group is Group.NUMBERING else spot_of(change, 200)


def _write_values(change: Change) -> tuple[str, str]:
    """Return both sides; of a long text the words that differ are bold."""
    if change.parts:
        text = escape_markup(
            "; ".join(part.cetak for part in change.parts if part.rupiah is None) or change.row
        )
        return (NONE, text) if change.kind is Kind.ADDED else (text, NONE)
    old, new = show_values(change)
    if change.kind is not Kind.CHANGED or max(len(old), len(new)) <= LONG:
        return escape_markup(old) or NONE, escape_markup(new) or NONE
    stretches = compare_words(old, new)
    sides = [
        [(stretch.is_equal, stretch.old) for stretch in stretches],
        [(s.is_equal, s.new) for s in stretches],
    ]
    before, after = (
        "".join(_embolden(text, is_equal=is_equal) for is_equal, text in side) for side in sides
    )
    return before or NONE, after or NONE


def _embolden(text: str, *, is_equal: bool) -> str:
    words = text.strip()
    if is_equal or not words:
        return escape_markup(text)
    head, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{head}**{escape_markup(words)}**{tail}"


def _remark(change: Change, numbers: dict[int, int]) -> str:
    parts = [_REMARKS.get((change.what, change.kind), ""), remark_of(change)]
    if change.causes and change.group is not Group.NUMBERING:
        causes = sorted(numbers[cause] for cause in change.causes if cause in numbers)
        parts.append(f"mengikuti no. {', '.join(map(str, causes))}")
    if change.linked:
        parts.append(
            "sama dengan no. "
            f"{', '.join(str(numbers[other]) for other in change.linked if other in numbers)}"
        )
    if not change.is_money:
        parts.append(amount_of(change))
    text = "; ".join(part for part in parts if part)
    return text[:1].upper() + text[1:]


_REMARKS = {
    (What.ROW, Kind.ADDED): "baris baru",
    (What.ROW, Kind.REMOVED): "baris dihapus",
    (What.ROW, Kind.MOVED): "dipindahkan",
    (What.TABLE, Kind.ADDED): "tabel baru",
    (What.TABLE, Kind.REMOVED): "tabel dihapus",
    (What.COLUMN, Kind.ADDED): "kolom baru",
    (What.COLUMN, Kind.REMOVED): "kolom dihapus",
    (What.COLUMN, Kind.MOVED): "dipindahkan",
    (What.BLOCK, Kind.ADDED): "baru",
    (What.BLOCK, Kind.REMOVED): "dihapus",
    (What.BLOCK, Kind.MOVED): "dipindahkan",
}


# Amounts


def _amount_line(
    look: str, spot: str, values: tuple[Decimal | None, Decimal | None], remark: str = ""
) -> Line:
    difference, percent = reckon(values[0] or Decimal(0), values[1] or Decimal(0))
    shown = [NONE if value is None else format_angka(int(value)) for value in values]
    return Line(
        look,
        "",
        escape_markup(spot),
        shown[0],
        shown[1],
        *_write_difference(difference, percent),
        remark,
    )


def _write_difference(difference: Decimal | None, percent: Decimal | None) -> tuple[str, str]:
    """Return difference and percent; what is less stands in brackets."""
    if difference is None:
        return "", ""
    shown = format_angka(int(abs(difference)))
    share = NONE if percent is None else format_angka(abs(percent))
    return (
        (f"({shown})", f"({share})" if percent is not None else NONE)
        if difference < 0
        else (shown, share)
    )


def _program_of(change: Change, editions: Editions) -> str:
    """Return the id of the program in which a row stands, or nothing."""
    if change.what not in (What.ROW, What.CELL):
        return ""
    table = editions[0 if change.kind is Kind.REMOVED else 1].document.tables[change.table_id]
    row = table.row_by_id.get(change.id)
    while row is not None and row.tingkat != PROGRAM_ROW:
        row = table.row_by_id.get(row.induk)
    return row.id if row is not None else ""


def _name_program(section: _Section, editions: Editions) -> str:
    for edition in reversed(editions):
        table = edition.document.tables.get(section.table_id)
        if table is not None and section.program in table.row_by_id:
            return name_row(edition, table, table.row_by_id[section.program])
    return section.program


def _write_totals(section: _Section, editions: Editions) -> Iterator[Line]:
    """Yield the program's total for each column of amounts in which something of it changed."""
    tables = [edition.document.tables[section.table_id] for edition in editions]
    for column in tables[1].columns:
        if column.kolom not in section.amounts or column.kolom not in tables[0].index:
            continue
        totals = [_total(table, section.program, column.kolom) for table in tables]
        if any(total for total, _ in totals):
            spot = f"Jumlah program, {near_heading(show_heading(editions[1], column))}"
            yield _amount_line(TOTAL_ROW, spot, (totals[0][0], totals[1][0]), _remark_total(totals))


def _remark_total(totals: Sequence[tuple[Decimal | None, bool]]) -> str:
    if not all(is_printed for _, is_printed in totals):
        return "Jumlah rinciannya"
    return "Tercetak tetap" if totals[0] == totals[1] else "Tercetak"


def _total(table: Table, program: str, kolom: str) -> tuple[Decimal | None, bool]:
    """Return what the program prints in a column, else the sum of its lowest rows.

    And whether it is printed.
    """
    row = table.row_by_id.get(program)
    if row is None:
        return None, True
    besaran = table.cell(row, kolom).besaran
    if besaran is not None:
        return Decimal(besaran.angka), True
    amounts = [
        cell.besaran.angka
        for leaf in _leaves(table, row)
        if (cell := table.cell(leaf, kolom)).besaran
    ]
    return (Decimal(sum(amounts)) if amounts else None), False


def _leaves(table: Table, row: Row) -> Iterator[Row]:
    children = [child for child in table.children.get(row.id, ()) if child.tingkat not in UNCOUNTED]
    for child in children:
        yield from _leaves(table, child)
    if not children:
        yield row
