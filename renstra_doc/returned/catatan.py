"""Catatan Penyempurnaan: reviewers' comments with their follow-up, as a table for those who ask.

No, Bab/Subbab, catatan, tindak lanjut: the form in which reviewers of a Renstra write (Permendagri
86/2017, the record of the evaluation), as .docx and as .xlsx.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from renstra_doc.embed.word_table import TableColumn, table_bytes
from renstra_doc.files.zipfiles import read_zip, zip_parts
from renstra_doc.model.reviewers import DONE
from renstra_doc.review.edition import make_edition
from renstra_doc.review.wording import name_row, show_heading, show_path
from renstra_doc.workbook.layout import open_writer

if TYPE_CHECKING:
    from renstra_doc.model import Document
    from renstra_doc.model.reviewers import ReviewComment
    from renstra_doc.model.values import Table
    from renstra_doc.review.edition import Edition

TITLE = "Catatan Penyempurnaan"
HEADER = ("No", "Bab/Subbab", "Catatan", "Tindak Lanjut")
WIDTHS = (10.0, 45.0, 70.0, 45.0)
CREATED = datetime(1980, 1, 1, tzinfo=UTC)  # the clock enters no file
# A workbook measures its columns in letters, the document in millimetres.
LETTERS_A_MM = 0.5
WHOLE = "Seluruh dokumen"
_DESCRIPTIONS = ("tabel", "kolom")


def list_notes(document: Document) -> list[tuple[str, str, str, str]]:
    """Return a row for each comment, in the order of `komentar.csv`."""
    edition = make_edition(document)
    return [
        (str(number), _name_place(edition, comment), _say(comment), _follow(comment))
        for number, comment in enumerate(document.comments, start=1)
    ]


def _name_place(edition: Edition, comment: ReviewComment) -> str:
    """Return where a comment stands as a reader of the document finds it, in printed words."""
    key = comment.berkas.rpartition("/")[2].removesuffix(".csv")
    # In kolom.csv a line is known by table and column together.
    about, _, name = comment.baris.partition(" ") if key == "kolom" else (comment.baris, "", "")
    tables = edition.document.tables
    table = tables.get(about if key in _DESCRIPTIONS else key)
    if table is not None:
        inner = _name_in_table(edition, table, comment, name)
        return ", ".join(filter(None, (edition.bab_of_table(table.id), table.called, *inner)))
    if comment.baris not in edition.blocks:
        fact = f"Keterangan dokumen: {comment.baris}" if key == "dokumen" else comment.berkas
        return fact or WHOLE
    return _name_block(edition, comment.baris)


def _name_block(edition: Edition, block: str) -> str:
    """Return the chapter and the heading that a block stands under, a line each."""
    above = edition.above.get(block, "")
    head = f"{edition.markers.get(above, '')} {edition.texts.get(above, '')}".strip()
    return "\n".join(dict.fromkeys(filter(None, (edition.bab.get(block, ""), head))))


def _name_in_table(
    edition: Edition, table: Table, comment: ReviewComment, name: str
) -> tuple[str, str]:
    """Return what row and column of a table are called in print; "" for what is not named."""
    rows = (row for row in table.rows if row.id == comment.baris)
    row = next((name_row(edition, table, row) for row in rows), "")
    at = table.index.get(name or comment.kolom)
    heading = "" if at is None else show_path(show_heading(edition, table.columns[at]))
    return row, f"kolom {heading}" if heading else ""


def _say(comment: ReviewComment) -> str:
    who = ", ".join(filter(None, (comment.penulis, comment.tanggal[:10])))
    return f"{comment.teks}\n({who})" if who else comment.teks


def _follow(comment: ReviewComment) -> str:
    return comment.jawaban or ("Selesai" if comment.status == DONE else "")


def write_notes_docx(document: Document) -> bytes:
    """Return the Catatan Penyempurnaan as a Word document."""
    columns = [TableColumn(name, lebar=width) for name, width in zip(HEADER, WIDTHS, strict=True)]
    return table_bytes(columns, list_notes(document), judul=TITLE)


def write_notes_xlsx(document: Document) -> bytes:
    """Return the Catatan Penyempurnaan as a workbook. InputError where XlsxWriter is missing."""
    stream = io.BytesIO()
    # A comment that begins with = is a text, never a formula.
    book = open_writer()(stream, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": TITLE, "created": CREATED})
    sheet = book.add_worksheet(TITLE)
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width * LETTERS_A_MM)
    for row, cells in enumerate([HEADER, *list_notes(document)]):
        for place, text in enumerate(cells):
            sheet.write_string(row, place, text)
    book.close()
    # Packed as all that this program writes: so it can be told from what Excel saved.
    return zip_parts(read_zip(stream.getvalue()))
