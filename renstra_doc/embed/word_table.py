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
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.docx.xml import W, paragraph_xml, twips
from renstra_doc.files.atomic import write_file
from renstra_doc.finding import InputError, reading_error
from renstra_doc.model.tables import COLUMN_KINDS
from renstra_doc.model.values import NUMERIC_KINDS
from renstra_doc.place import Place
from renstra_doc.render.cell_styles import ALIGNMENT
from renstra_doc.render.package import core_properties, write_package
from renstra_doc.render.table import (
    CHUNK_ROWS,
    RowWriter,
    cell_runs,
    fill,
    open_table,
    scale_widths,
    text_run,
)
from renstra_doc.template.read import RoleLook, SectionLook, TableLook
from renstra_doc.template.roles import NUMBERS
from renstra_doc.view import GridCell
from renstra_doc.view.table_items import view_header
from renstra_doc.words.characters import ILLEGAL
from renstra_doc.words.markup import escape_markup
from renstra_doc.words.numbers import (
    Besaran,
    NumberError,
    format_angka,
    format_besaran,
    format_target,
    parse,
    parse_target,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import BinaryIO

    from renstra_doc.finding import Finding

Value = str | int | Decimal | None
_DOCUMENT = "word/document.xml"
_MARKS = str.maketrans(",.", ".,")
# Numbers of one kind stand below each other by their last digit; what has units, or may be a text,
# in the middle.
USUAL_WIDTH, LEAST_WIDTH = 20.0, 12.0
_NEEDED = {"rupiah": 24.0}
_USUAL_ALIGNMENT = {"teks": "kiri", "kuantitas": "tengah", "target": "tengah", "urut": "tengah"}


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its header path from top to bottom (`Target > 2021`) and the kind of its values.

    `jenis`, `desimal`, `lebar` (mm), `rata`, `nomor` mean what they mean in `kolom.csv`; empty or
    0: the usual one.
    """

    judul: str
    jenis: str = "teks"
    lebar: float = 0.0
    rata: str = ""
    desimal: int | None = None
    nomor: str = ""

    @property
    def alignment(self) -> str:
        """How the cells stand.

        Amounts and other numbers right, quantities and targets in the middle, texts left.
        """
        return self.rata or _USUAL_ALIGNMENT.get(self.jenis, "kanan")


@dataclass(frozen=True, slots=True)
class TablePage:
    """What is around a table.

    The start of the document part, the section, the other parts, the look of the table.
    """

    start: str
    section: SectionLook
    look: TableLook
    parts: Mapping[str, bytes]
    caption: str


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
    writer = RowWriter(look, widths)
    yield open_table(look, widths, width)
    for cells in view_header([_header_path(column, markup=markup) for column in columns]):
        yield writer.write_header(cells)
    if any(column.nomor for column in columns):
        yield writer.write_header([GridCell(column.nomor) for column in columns], NUMBERS)
    frame = writer.frame_for([GridCell("", rata=column.alignment) for column in columns])
    write = cell_runs if markup else text_run
    for texts in _print_chunks(columns, rows):
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
    if not free or rest < len(free) * twips(LEAST_WIDTH):
        return scale_widths(own, total)
    shared = iter(scale_widths(free, rest))
    return tuple(needed or next(shared) for needed in kept)


def title_runs(judul: str, *, markup: bool) -> str:
    """Return the runs of a title; InputError for a control character."""
    _refuse_illegal([judul], 0, 1)
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
        raise InputError(
            [reading_error(Place(template.name), f"templat tidak memuat “{missing[0]}”", hint)]
        )
    start = look.skeleton.partition(BODY_SLOT)[0]
    return TablePage(
        start,
        look.sections[bagian],
        look.tables[gaya],
        look.parts,
        look.styles.get("caption", "Normal"),
    )


def plain_page(*, lanskap: bool = True) -> TablePage:
    """Return a plain A4 page with a ruled table, for a program that has no template."""
    width, height, margin = (16838, 11906, 850) if lanskap else (11906, 16838, 850)
    turned = ' w:orient="landscape"' if lanskap else ""
    section = SectionLook(
        f'<w:sectPr><w:pgSz w:w="{width}" w:h="{height}"{turned}/><w:pgMar '
        f'w:top="{margin}" w:right="{margin}" '
        f'w:bottom="{margin}" w:left="{margin}" w:header="425" w:footer="425" '
        'w:gutter="0"/></w:sectPr>',
        "",
        "",
        width - 2 * margin,
        lanskap,
    )
    start = f'{_XML}<w:document xmlns:w="{W}"><w:body>'
    return TablePage(start, section, _PLAIN_TABLE, _PLAIN_PARTS, "JudulTabel")


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
    return tuple(parts if markup else map(escape_markup, parts))


def _refuse_columns(columns: Sequence[TableColumn]) -> None:
    """Raise InputError for no columns, or a heading, kind or alignment that cannot be printed."""
    if not columns:
        raise InputError(
            [reading_error(Place(), "tabel tanpa kolom", "beri sedikitnya satu TableColumn")]
        )
    _refuse_illegal([column.judul for column in columns], 0, 1)
    for column in columns:
        for word, known in ((column.jenis, COLUMN_KINDS), (column.alignment, ALIGNMENT)):
            if word not in known:
                message = f"kolom “{column.judul}”: “{word}” tidak dikenal"
                raise InputError(
                    [reading_error(Place(), message, f"yang dikenal: {', '.join(known)}")]
                )


# Values


def _print_chunks(
    columns: Sequence[TableColumn], rows: Iterable[Sequence[Value]]
) -> Iterator[list[str]]:
    """Yield the printed cells of some thousand rows, row after row."""
    source = iter(rows)
    done = 0
    while chunk := list(islice(source, CHUNK_ROWS)):
        _refuse_ragged(chunk, len(columns), done)
        printed = [
            _print_values(column, values, done)
            for column, values in zip(columns, zip(*chunk, strict=True), strict=True)
        ]
        texts = list(chain.from_iterable(zip(*printed, strict=True)))
        _refuse_illegal(texts, done, len(columns))
        yield texts
        done += len(chunk)


def _print_values(column: TableColumn, values: Sequence[Value], done: int) -> Sequence[str]:
    """Return the values of a column as printed; those of one type together, as almost all are."""
    types = set(map(type, values))
    if types == {str} and column.jenis not in NUMERIC_KINDS:
        return values  # type: ignore[return-value]
    if types == {int} and column.jenis in ("cacah", "rupiah") and not column.desimal:
        return _swap_marks([f"{value:,d}" for value in values], "")
    if types == {Decimal} and column.jenis in ("desimal", "persen") and column.desimal is None:
        written = [f"{value:,f}" for value in values]
        if "N" not in (joined := "".join(written)) and "I" not in joined:  # NaN, Infinity
            return _swap_marks(written, "%" if column.jenis == "persen" else "")
    return [_print_value(column, value, row) for row, value in enumerate(values, start=done + 1)]


def _swap_marks(written: Sequence[str], unit: str) -> list[str]:
    """Return numbers in Indonesian form, in bulk.

    What `format_besaran` makes of each (a test holds them equal).
    """
    return "\n".join([*written, ""]).translate(_MARKS).replace("\n", f"{unit}\n").split("\n")[:-1]


def _print_value(column: TableColumn, value: Value, row: int) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        hint = "beri teks, int, Decimal atau None; bilangan pecahan sebagai Decimal"
        raise InputError(
            [_row_error(row, f"“{value}” bertipe {type(value).__name__}", hint, column.judul)]
        )
    try:
        return _print_number(column, value)
    except NumberError as error:
        raise InputError([_row_error(row, str(error), error.saran, column.judul)]) from error


def _print_number(column: TableColumn, value: str | int | Decimal) -> str:
    """Return a value as its column prints it.

    NumberError for a text that is no number of its kind.
    """
    if column.jenis not in NUMERIC_KINDS:
        return (
            value
            if isinstance(value, str)
            else format_angka(value)
            if isinstance(value, Decimal)
            else str(value)
        )
    besaran = parse(column.jenis, value) if isinstance(value, str) else Besaran(value)
    if besaran is None:
        spelled = parse_target(str(value))
        return str(value) if spelled is None else format_target(spelled)
    return format_besaran(column.jenis, besaran, column.desimal)


def _refuse_ragged(chunk: Sequence[Sequence[Value]], count: int, done: int) -> None:
    strange = {str, bytes, dict} & set(map(type, chunk))
    if strange:
        row = next(
            row for row, values in enumerate(chunk, start=done + 1) if type(values) in strange
        )
        hint = "beri satu daftar nilai untuk setiap baris, menurut urutan kolomnya"
        raise InputError(
            [_row_error(row, f"baris ini bertipe {type(chunk[row - done - 1]).__name__}", hint)]
        )
    if set(map(len, chunk)) != {count}:
        row, values = next(
            (row, values)
            for row, values in enumerate(chunk, start=done + 1)
            if len(values) != count
        )
        raise InputError(
            [_row_error(row, f"baris ini berisi {len(values)} nilai, sedangkan kolomnya {count}")]
        )


def _refuse_illegal(texts: Sequence[str], done: int, count: int) -> None:
    if ILLEGAL.search("\n".join(texts)):
        place = next(place for place, text in enumerate(texts) if ILLEGAL.search(text))
        raise InputError(
            [_row_error(done + place // count + 1, f"{texts[place]!r} memuat karakter kendali")]
        )


def _row_error(row: int, message: str, hint: str = "", column: str = "") -> Finding:
    return reading_error(Place("", row, column), message, hint)


# The plain page

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_PLAIN_TABLE = TableLook(
    f'<w:tblPr><w:tblW w:w="0" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
    '<w:tblLayout w:type="fixed"/>'
    '<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>'
    "</w:tblCellMar></w:tblPr>",
    {
        "kepala": RoleLook(
            '<w:shd w:val="clear" w:color="auto" w:fill="D9E2EC"/><w:vAlign w:val="center"/>',
            "KepalaTabel",
            full_width=False,
        ),
        "nomor": RoleLook("", "KepalaTabel", full_width=False),
        "isi": RoleLook("", "IsiTabel", full_width=False),
    },
)


def _style(key: str, name: str, paragraph: str, run: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
    )


_STYLES = (
    f'{_XML}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="16"/><w:lang '
    'w:val="id-ID"/>'
    "</w:rPr></w:rPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name '
    'w:val="Normal"/></w:style>'
    + _style(
        "JudulTabel",
        "Judul Tabel",
        '<w:keepNext/><w:spacing w:after="120"/>',
        '<w:b/><w:sz w:val="20"/>',
    )
    + _style("KepalaTabel", "Kepala Tabel", '<w:jc w:val="center"/>', "<w:b/>")
    + _style("IsiTabel", "Isi Tabel", "", "")
    + "</w:styles>"
)
_PLAIN_PARTS = {
    "[Content_Types].xml": (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
        f'<Override PartName="/word/settings.xml" ContentType="{_WORD}.settings+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    ).encode(),
    "_rels/.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        '<Relationship Id="rId2" '
        f'Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>"
    ).encode(),
    "word/_rels/document.xml.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/settings" Target="settings.xml"/></Relationships>'
    ).encode(),
    # Without it Word opens the document in compatibility mode.
    "word/settings.xml": (
        f'{_XML}<w:settings xmlns:w="{W}"><w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
    ).encode(),
    "word/styles.xml": _STYLES.encode(),
}
