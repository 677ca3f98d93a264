"""The table stage by itself.

Columns and rows of somebody else's program → a Word table, without a document project.

    from renstra_doc.embed.word_table import TableColumn, write_table

    years = [TableColumn(f"Pagu > {year}", "rupiah") for year in (2021, 2022)]
    columns = [TableColumn("Program", lebar=90), *years]
    write_table(Path("pagu.docx"), columns, [("Rehabilitasi Sosial", 302457274, 310000000)])

Rows are taken as they come, a few thousand at once, so a generator over a database does not have to
fit in memory. The same columns and rows give the same bytes.

A value is an `int` or `Decimal`, printed as its column says, None for an empty cell, or a text. In
a column of texts it stands as it is; with `markup` its `*miring*` and `**tebal**` are set so. In a
column of numbers it is read as a CSV cell of that kind would be (`302457274`, `302.457.274`, `-`;
`12 orang` as kuantitas; `BB` as target): what is no such number is an InputError with its row and
column, so that no wrong amount is printed because it came as a text.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.docx.xml import paragraph_xml, twips
from renstra_doc.embed.plain_page import TablePage, plain_page
from renstra_doc.embed.table_values import TableColumn, Value, print_chunks, refuse_illegal
from renstra_doc.files.atomic import write_file
from renstra_doc.finding import refuse_input
from renstra_doc.model.table_columns import COLUMN_KINDS
from renstra_doc.place import NOWHERE
from renstra_doc.render.cell_styles import ALIGNMENT
from renstra_doc.render.package import core_properties, write_package
from renstra_doc.render.table import (
    RowWriter,
    cell_runs,
    fill,
    open_table,
    scale_widths,
    text_run,
)
from renstra_doc.template.roles import NUMBERS
from renstra_doc.view import GridCell
from renstra_doc.view.table_items import view_header
from renstra_doc.words.markup import escape_markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import BinaryIO

    from renstra_doc.template.read import TableLook


__all__ = [
    "TableColumn",
    "TablePage",
    "Value",
    "plain_page",
    "share_width",
    "table_bytes",
    "table_pieces",
    "template_page",
    "title_runs",
    "write_table",
]
_DOCUMENT = "word/document.xml"
# Millimetres; below 12 an amount in rupiah breaks between its digits.
USUAL_WIDTH, LEAST_WIDTH = 20.0, 12.0
# What eleven digits of rupiah take in the 8 points of the plain table.
_NEEDED = {"rupiah": 24.0}


def table_bytes(
    columns: Sequence[TableColumn],
    rows: Iterable[Sequence[Value]],
    *,
    judul: str = "",
    page: TablePage | None = None,
    markup: bool = False,
) -> bytes:
    """Return a .docx that holds one table.

    In: the columns; the rows, a value for each column (the module says which); a title; the page
    around it (none: `plain_page()`); whether `*miring*` and `**tebal**` count in texts, headings
    and title. Raises InputError for a row or value that cannot be printed, with its number.
    """
    stream = io.BytesIO()
    _write(stream, columns, rows, judul, page, markup=markup)
    return stream.getvalue()


def write_table(
    path: Path | str,
    columns: Sequence[TableColumn],
    rows: Iterable[Sequence[Value]],
    *,
    judul: str = "",
    page: TablePage | None = None,
    markup: bool = False,
) -> None:
    """Write what `table_bytes` returns, whole or not at all, without holding it in memory."""
    write_file(Path(path), lambda stream: _write(stream, columns, rows, judul, page, markup=markup))


def table_pieces(
    columns: Sequence[TableColumn],
    rows: Iterable[Sequence[Value]],
    look: TableLook,
    width: int,
    *,
    markup: bool,
) -> Iterator[str]:
    """Yield the w:tbl piece by piece, in a look, `width` twips wide."""
    _refuse_columns(columns)
    widths = share_width(columns, width)
    # The writer is made once: a row is then only filled in.
    writer = RowWriter(look, widths)
    yield open_table(look, widths, width)
    for cells in view_header([_header_path(column, markup=markup) for column in columns]):
        yield writer.write_header(cells)
    if any(column.nomor for column in columns):
        yield writer.write_header([GridCell(column.nomor) for column in columns], NUMBERS)
    # One frame for all rows of a table: only texts differ.
    frame = writer.frame_for([GridCell("", rata=column.alignment) for column in columns])
    write = cell_runs if markup else text_run
    for texts in print_chunks(columns, rows):
        yield fill(frame, texts, write)
    yield "</w:tbl>"


def share_width(columns: Sequence[TableColumn], total: int) -> tuple[int, ...]:
    """Share a width among columns, in twips.

    A column of amounts without a width of its own gets what an amount of eleven digits needs, so
    that none breaks in the middle; the others share the rest by their widths. Where the rest is too
    little, all shrink alike.
    """
    own = [column.lebar or _NEEDED.get(column.jenis, USUAL_WIDTH) for column in columns]
    kept = [0 if column.lebar else twips(_NEEDED.get(column.jenis, 0)) for column in columns]
    free = [width for width, needed in zip(own, kept, strict=True) if not needed]
    rest = total - sum(kept)
    # Too narrow for all: then everybody shrinks alike, amounts too.
    if not free or rest < len(free) * twips(LEAST_WIDTH):
        return scale_widths(own, total)
    shared = iter(scale_widths(free, rest))
    return tuple(needed or next(shared) for needed in kept)


def title_runs(judul: str, *, markup: bool) -> str:
    """Return the runs of a title; InputError for a control character."""
    refuse_illegal([judul], 0, 1)
    return cell_runs(judul) if markup else text_run(judul)


def template_page(
    template: Path, dokumen: Mapping[str, str], gaya: str = "umum", bagian: str = "lanskap"
) -> TablePage:
    """Return the page that a Word template describes.

    Its sample table, its section, headers and footers.

    In: the template, the facts that its fixed text shows, the name of the sample table and of the
    section. Raises InputError where the template lacks one of them.
    """
    from renstra_doc.template.read import BODY_SLOT, read_template  # noqa: PLC0415 — 200 ms that a plain page saves

    look = read_template(template, dokumen)
    missing = [
        name for name, known in ((gaya, look.tables), (bagian, look.sections)) if name not in known
    ]
    if missing:
        hint = f"tabel contoh: {', '.join(look.tables)}; bagian: {', '.join(look.sections)}"
        raise refuse_input(template.name, f"templat tidak memuat “{missing[0]}”", hint)
    start = look.skeleton.partition(BODY_SLOT)[0]
    return TablePage(
        start,
        look.sections[bagian],
        look.tables[gaya],
        look.parts,
        look.styles.get("caption", "Normal"),
    )


def _write(
    stream: BinaryIO,
    columns: Sequence[TableColumn],
    rows: Iterable[Sequence[Value]],
    judul: str,
    page: TablePage | None,
    *,
    markup: bool,
) -> None:
    page = page or plain_page()
    # Encoded piece by piece: the document is never whole in memory.
    pieces = (piece.encode() for piece in _document(columns, rows, judul, page, markup=markup))
    properties = core_properties({"judul": judul})
    write_package(stream, {**page.parts, "docProps/core.xml": properties, _DOCUMENT: pieces})


def _document(
    columns: Sequence[TableColumn],
    rows: Iterable[Sequence[Value]],
    judul: str,
    page: TablePage,
    *,
    markup: bool,
) -> Iterator[str]:
    yield page.start
    if judul:
        yield paragraph_xml(page.caption, title_runs(judul, markup=markup))
    yield from table_pieces(columns, rows, page.look, page.section.width, markup=markup)
    # A table may not end a body: Word needs a paragraph after it.
    yield f"<w:p/>{page.section.properties}</w:body></w:document>"


def _header_path(column: TableColumn, *, markup: bool) -> tuple[str, ...]:
    parts = [part.strip() for part in column.judul.split(" > ")]
    # Without markup an asterisk in a heading is an asterisk.
    return tuple(parts if markup else map(escape_markup, parts))


def _refuse_columns(columns: Sequence[TableColumn]) -> None:
    """Raise InputError for no columns, or a heading, kind or alignment that cannot be printed."""
    if not columns:
        raise refuse_input(NOWHERE, "tabel tanpa kolom", "beri sedikitnya satu TableColumn")
    refuse_illegal([column.judul for column in columns], 0, 1)
    for column in columns:
        for word, known in ((column.jenis, COLUMN_KINDS), (column.alignment, ALIGNMENT)):
            if word not in known:
                message = f"kolom “{column.judul}”: “{word}” tidak dikenal"
                raise refuse_input(NOWHERE, message, f"yang dikenal: {', '.join(known)}")
