"""What a draft says of itself: a line on every page, and a comment at the place of each finding."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from renstra_doc.expression.names import show_date
from renstra_doc.model.reviewers import RULE as COMMENT_RULE
from renstra_doc.words.numbers import NumberError, format_angka

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from renstra_doc.finding import Finding
    from renstra_doc.model import Document, Table
    from renstra_doc.model.reviewers import ReviewComment
    from renstra_doc.render.remarks import Remark

DRAFT_WORD, PROGRAM = "DRAF", "renstra"
FINGERPRINT = 12


def draft_line(facts: Mapping[str, str], sources: Mapping[str, str], errors: int) -> str:
    """Return the line of a draft: the date of the document, the data's fingerprint, open errors.

    No clock enters: the same data give the same line.
    """
    digest = hashlib.sha256()
    # By name: the order in which a folder lists its files is the disk's affair.
    for name in sorted(sources):
        digest.update(f"{name}\0{sources[name]}\0".encode())
    count = f"{format_angka(errors)} kesalahan terbuka"
    words = (DRAFT_WORD, _show_date(facts), f"data {digest.hexdigest()[:FINGERPRINT]}", count)
    return " · ".join(filter(None, words))


def _show_date(facts: Mapping[str, str]) -> str:
    """Return the date of the document as it is printed, `29 Januari 2021`; "" where it has none."""
    try:
        # A draft may lack the date, or hold a placeholder for it.
        return show_date(facts.get("tanggal_dokumen", ""))
    except NumberError:
        return ""


def list_remarks(document: Document, findings: Iterable[Finding]) -> list[Remark]:
    """Return findings as remarks at the cell or block that each is about, and open comments."""
    # A comment of a reviewer is printed with its own words, not once more as a finding.
    said = [finding for finding in findings if finding.rule != COMMENT_RULE]
    open_ones = [comment for comment in document.comments if not comment.is_closed]
    return [
        *(_to_remark(document, finding) for finding in said),
        *(_to_comment(document, each, each.teks, each.penulis, each.tanggal) for each in open_ones),
        *(
            _to_comment(document, each, f"Jawaban: {each.jawaban}", PROGRAM, "")
            for each in open_ones
            if each.jawaban
        ),
    ]


def _to_comment(document: Document, comment: ReviewComment, text: str, *who: str) -> Remark:
    """Return what a reviewer says, or its answer, as a remark at the datum of which it is said."""
    from renstra_doc.render.remarks import Remark  # noqa: PLC0415 — only a draft needs it

    folder, _, name = comment.berkas.rpartition("/")
    key = name.removesuffix(".csv")
    # A remark on a whole table is known by the table's id, which begins the key of its row there.
    if folder == "tabel" and key in ("tabel", "kolom"):
        return Remark(comment.baris.partition(" ")[0], text, "", 0, *who)
    table = document.tables.get(key) if folder == "tabel" else None
    if table is None:
        return Remark(comment.baris, text, "", 0, *who)
    shown = [column.kolom for column in table.columns if column.tampil]
    # Columns that are not printed hold no place in Word: the remark goes to the first cell.
    column = shown.index(comment.kolom) if comment.kolom in shown else 0
    return Remark(table.id, text, comment.baris, column, *who)


def _to_remark(document: Document, finding: Finding) -> Remark:
    from renstra_doc.render.remarks import Remark  # noqa: PLC0415 — only a draft needs it

    pieces = (finding.message, finding.hint and f"→ {finding.hint}", _show_place(finding))
    text = f"{finding.severity.label.upper()}: {' '.join(filter(None, pieces))}"
    table = _table_of(document, finding)
    if table is None:
        return Remark(finding.row_id, text)
    shown = [column.kolom for column in table.columns if column.tampil]
    column = shown.index(finding.column) if finding.column in shown else 0
    return Remark(table.id, text, finding.row_id, column)


def _table_of(document: Document, finding: Finding) -> Table | None:
    """Return the table that a finding is about: that of its file, or of its line in one of all."""
    name = finding.place.file.rpartition("/")[2].removesuffix(".csv")
    # Findings on `tabel.csv` and `kolom.csv` are about a table that they name by its number.
    if name not in ("tabel", "kolom"):
        return document.tables.get(name)
    named = (
        table for table in document.tables.values() if finding.table in (table.id, table.number)
    )
    return next(named, None) if finding.table else None


def _show_place(finding: Finding) -> str:
    """Return where in the data a finding is, as messages name places."""
    return f"({finding.place})" if finding.place.line else ""
