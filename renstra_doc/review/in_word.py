"""Two documents → Word: a redline of the new over the old one, and the matriks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.review.diff.compare import compare_editions
from renstra_doc.review.edition import make_editions
from renstra_doc.review.matriks import draw_matriks, find_template
from renstra_doc.review.redline.redline import draw_redline
from renstra_doc.template.starting import packaged_template

if TYPE_CHECKING:
    from renstra_doc.model import Document


def write_redline(old: Document, new: Document, template: Path | str | None = None) -> bytes:
    """Return a .docx that shows the new document over the old one as tracked changes.

    In: both documents, the template of the new one (none: the starting template of `renstra new`).
    Rejecting all changes gives the old text, accepting all the new one. Raises InputError for an
    expression that cannot be evaluated and for what the template lacks.
    """
    editions = make_editions(old, new)
    return draw_redline(
        *editions, Path(template or packaged_template()), compare_editions(*editions)
    )


def write_matriks(
    old: Document,
    new: Document,
    template: Path | str | None = None,
    *,
    semula: str = "",
    menjadi: str = "",
) -> bytes:
    """Return the changes as a .docx of one table.

    Semula, menjadi, bertambah/(berkurang), keterangan.

    In: both documents, a template (none: the program's `matriks.docx`), what tells the two apart
    beside their titles and dates (a revision, a name; empty: nothing). Raises InputError as
    `write_redline` does.
    """
    editions = make_editions(old, new)
    look = Path(template or find_template(()))
    return draw_matriks(compare_editions(*editions), editions, (semula, menjadi), look)
