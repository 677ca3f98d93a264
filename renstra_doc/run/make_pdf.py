"""The PDF of a document, beside its .docx: what it takes, and what is said of it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from renstra_doc.files.programs import lies_inside
from renstra_doc.finding import Finding, Severity, refuse_input
from renstra_doc.place import NOWHERE, Place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from renstra_doc.model import Block, Document
    from renstra_doc.render import Rendered
    from renstra_doc.render.pdf import Pdf

SIGNED, ROOM, MARK = "tanda_tangan", "ruang", "tte"
NO_ENGINE = "LibreOffice tidak ditemukan, padahal PDF dibuat dengannya"
INSTALL = "pasang LibreOffice, atau buka dokumennya di Word dan simpan sebagai PDF"


def print_pdf(
    draft: Rendered, numbers: dict[str, str], document: Document, data: Path, *, tte: bool
) -> tuple[Pdf, tuple[Finding, ...]]:
    """Make the PDF of a document.

    In: the document but for its page numbers, these by bookmark, the data and their folder; with
    `tte` the anchor of an electronic signature stands in it. Out: the PDF and the remarks. Raises
    InputError where there is no LibreOffice outside that folder or no PDF comes out; with `tte`
    where there is no signature, the PDF is not PDF/A, or the anchor stands in it more than once.
    """
    from renstra_doc.render.anchor import ANCHOR  # noqa: PLC0415 — only a PDF pays for it
    from renstra_doc.render.pages import MeasureError, find_engine  # noqa: PLC0415
    from renstra_doc.render.pdf import count_anchors, make_pdf  # noqa: PLC0415

    engine = find_engine()
    # One that came with the data is never started.
    if engine is None or lies_inside(engine, data):
        raise refuse_input(NOWHERE, NO_ENGINE, INSTALL)
    if tte:
        draft = _add_anchor(draft, document)
    try:
        made = make_pdf(draft.to_bytes(numbers), engine)
    except MeasureError as error:
        raise refuse_input(NOWHERE, str(error), "coba sekali lagi") from error
    if tte:
        # In the finished PDF, where also a `#` of the prose or of a picture's text shows.
        _refuse_unsigned(made, count_anchors(made.isi, ANCHOR))
    return made, tuple(_remark(made))


def _add_anchor(draft: Rendered, document: Document) -> Rendered:
    """Return a document with the anchor of an electronic signature in the room for it."""
    from renstra_doc.render.anchor import add_anchor  # noqa: PLC0415 — only a PDF pays for it

    room, line = find_room(document.blocks)
    return add_anchor(draft, room.id, draft.body.styles.get(_style_of(draft, line), ""))


def find_room(blocks: Sequence[Block]) -> tuple[Block, Block]:
    """Return the room in which the signature will stand, and the line above it.

    The one with `acuan` tte, else the first that stands below a line of a signature.
    """
    pairs = [
        (block, before)
        for before, block in pairwise(blocks)
        # `tanda_tangan` above it: an empty band elsewhere is room for something else.
        if block.jenis == ROOM and (before.jenis == SIGNED or block.acuan == MARK)
    ]
    marked = [pair for pair in pairs if pair[0].acuan == MARK]
    if not pairs:
        message = "tidak ada blok tanda_tangan yang diikuti ruang, tempat tanda tangan elektronik"
        hint = "tambahkan blok ruang di antara jabatan dan nama penanda tangan"
        raise refuse_input(Place("naskah"), message, hint)
    return (marked or pairs)[0]


def _style_of(draft: Rendered, line: Block) -> str:
    """Return the name of the style in which a line of a signature is printed."""
    from renstra_doc.view import ParagraphItem, SignaturesItem  # noqa: PLC0415

    # As rendered, for the style of a line may come from its block or from its kind.
    for span in draft.body.spans:
        item = span.item
        lines = (*item.kiri, *item.kanan) if isinstance(item, SignaturesItem) else (item,)
        for one in lines:
            if isinstance(one, ParagraphItem) and one.id == line.id:
                return one.gaya
    return ""


def _refuse_unsigned(made: Pdf, anchors: Sequence[int]) -> None:
    if not made.is_archival:
        remark = "; ".join(finding.message for finding in _remark(made))
        message = f"--tte hanya untuk PDF/A, padahal {remark}"
        raise refuse_input(NOWHERE, message, HINT_FONTS)
    if len(anchors) != 1:
        pages = ", ".join(map(str, dict.fromkeys(anchors))) or "mana pun"
        message = (
            f"jangkar # tercetak {len(anchors)} kali dalam PDF (halaman {pages}), bukan sekali"
        )
        hint = (
            "hapus tanda # lain dari naskah dan tabel; TTE menempel pada tanda # yang ditemukannya"
        )
        raise refuse_input(NOWHERE, message, hint)


HINT_FONTS = "pasang huruf TrueType itu (misalnya dari Windows), lalu susun ulang"


def _remark(made: Pdf) -> list[Finding]:
    """Say why a PDF is not PDF/A-2b, or that nobody has checked it."""
    if made.huruf:
        fonts = ", ".join(made.huruf)
        message = f"PDF ini bukan PDF/A: huruf {fonts} bukan TrueType"
        return [Finding("pdf", message, Place(), Severity.WARNING, hint=HINT_FONTS)]
    if made.keliru:
        message = f"PDF ini bukan PDF/A: {'; '.join(made.keliru)}"
        hint = "pakai PDF ini untuk dibaca; sebagai arsip, kirim berkas .docx-nya"
        return [Finding("pdf", message, Place(), Severity.WARNING, hint=hint)]
    if not made.is_checked:
        message = "PDF/A ini belum diperiksa oleh penguji"
        hint = 'pasang dengan: pip install "renstra_doc[pdf]"'
        return [Finding("pdf", message, Place(), Severity.WARNING, hint=hint)]
    return []


def pdf_path(document: Path) -> Path:
    """Return where the PDF of a .docx stands."""
    return document.with_suffix(".pdf")
