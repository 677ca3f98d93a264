"""Reviewers' comments: `komentar.csv` → values, and what is still open as remarks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, Severity
from renstra_doc.model.records import find_lacking
from renstra_doc.place import Place
from renstra_doc.words.shortening import shorten

if TYPE_CHECKING:
    from renstra_doc.load.project import RawTable

FILE = "komentar.csv"
COLUMNS = ("id", "berkas", "baris", "kolom", "penulis", "tanggal", "teks", "status", "jawaban")
OPEN, ANSWERED, DONE = "terbuka", "dijawab", "selesai"
STATES = (OPEN, ANSWERED, DONE)
RULE = "komentar"
LONGEST = 160


@dataclass(frozen=True, slots=True)
class ReviewComment:
    """What a reviewer says of a datum: file, id of the row or block, column."""

    id: str
    berkas: str
    baris: str
    kolom: str
    penulis: str
    tanggal: str
    teks: str
    status: str
    jawaban: str
    place: Place

    @property
    def is_closed(self) -> bool:
        """Return whether nobody has to do anything about it any more."""
        return self.status == DONE


def read_comments(
    source: RawTable | None,
) -> tuple[tuple[ReviewComment, ...], tuple[Finding, ...]]:
    """Read `komentar.csv`; out: the comments, and a remark for each that is not closed."""
    if source is None:
        return (), ()
    missing = tuple(find_lacking(source, COLUMNS, COLUMNS))
    if missing:
        return (), missing
    comments = tuple(
        ReviewComment(**{name: record[name] for name in COLUMNS}, place=Place(FILE, line, "status"))
        for line, record in source.records()
    )
    return comments, tuple(_tell(comment) for comment in comments if not comment.is_closed)


def _tell(comment: ReviewComment) -> Finding:
    if comment.status not in STATES:
        message = f"“{comment.status}” bukan status yang dikenal"
        hint = f"pilihan: {', '.join(STATES)}"
        return Finding(RULE, message, comment.place, Severity.WARNING, hint=hint)
    shown = shorten(" ".join(comment.teks.split()), LONGEST)
    where = ", ".join(filter(None, (comment.berkas, comment.baris, comment.kolom)))
    message = f"komentar {comment.penulis} pada {where or 'dokumen'}: “{shown}”"
    is_open = comment.status == OPEN
    hint = f"jawab di kolom jawaban, lalu tulis status {ANSWERED if is_open else DONE}"
    # An answer waits for the reviewer and not for the planner.
    severity = Severity.WARNING if is_open else Severity.INFO
    return Finding(RULE, message, comment.place, severity, row_id=comment.baris, hint=hint)
