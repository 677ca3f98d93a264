"""Who signs the matriks: whoever signs the document itself."""

from __future__ import annotations

from dataclasses import replace
from itertools import dropwhile, takewhile
from typing import TYPE_CHECKING

from renstra_doc.view import BlankItem, ParagraphItem, SignaturesItem
from renstra_doc.words.markup import Run
from renstra_doc.words.numbers import format_tanggal, parse_tanggal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from renstra_doc.review.edition import Edition
    from renstra_doc.view import Item

ROOM, SIGNATURE = "Ruang", "Tanda Tangan"
SIGN = "tanda_tangan"
# Where no name is known a pen writes it.
NAMELESS = "(……………………………………)"


def write_signatures(edition: Edition) -> list[Item]:
    """Return the last signature block of the document; where it has none, one of its facts."""
    return list(_last_block(edition)) or list(_block_of_facts(edition.document.dokumen))


def _last_block(edition: Edition) -> Iterator[Item]:
    """Yield the last lines that are signed, alone or side by side, with the styles of the form."""
    for item in _find_signed(edition):
        if isinstance(item, ParagraphItem):
            yield replace(item, gaya=SIGNATURE)
        else:
            yield replace(item, gaya=ROOM) if isinstance(item, BlankItem) else item


def _find_signed(edition: Edition) -> list[Item]:
    """Return the last stretch of lines that are signed, with the room between them."""
    kinds = {block.id: block.jenis for block in edition.document.blocks}
    # From the end, since the last block that is signed signs the whole document.
    upwards = dropwhile(lambda item: not _is_signed(item, kinds), reversed(edition.view.items))
    found = takewhile(lambda item: isinstance(item, BlankItem) or _is_signed(item, kinds), upwards)
    return list(found)[::-1]


def _is_signed(item: Item, kinds: Mapping[str, str]) -> bool:
    return isinstance(item, SignaturesItem) or (
        isinstance(item, ParagraphItem) and kinds.get(item.id) == SIGN
    )


def _block_of_facts(dokumen: Mapping[str, str]) -> Iterator[Item]:
    """Yield place and date, the office, room for a pen, name and number of its head."""
    date = format_tanggal(parse_tanggal(dokumen["tanggal_dokumen"]))
    place = dokumen.get("tempat", "") or dokumen.get("daerah", "")
    yield _line("ttd-tempat", f"{place}, {date}" if place else date)
    yield _line("ttd-jabatan", f"Kepala {dokumen.get('opd', '') or dokumen['penulis']}")
    yield BlankItem("ttd-ruang", ROOM)
    yield _line("ttd-nama", dokumen.get("kepala_opd", "") or NAMELESS)
    if number := dokumen.get("nip_kepala_opd", ""):
        yield _line("ttd-nip", f"NIP {number}")


def _line(key: str, text: str) -> Item:
    return ParagraphItem(key, SIGNATURE, (Run(text),))
