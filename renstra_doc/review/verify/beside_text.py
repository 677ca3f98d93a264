"""What a document holds beside its text, against what the program itself puts there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.docx.word_content import Stranger
from renstra_doc.review.verify.leads import find_other_leads

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from renstra_doc.docx.word_content import WordDocument
    from renstra_doc.review.verify.lines import Printed

WORDART, OTHER_FONT = "tulisan seni (WordArt)", "huruf yang diganti huruf lain"


def drop_modelled(
    strangers: Sequence[Stranger], model: WordDocument | None, mark: str
) -> tuple[Stranger, ...]:
    """Return what the program does not write itself.

    In: the document as the program writes it (None: it is not at hand), the mark of a draft.
    """
    own = {each.nama: each for each in model.asing} if model is not None else {}
    if model is None:
        own[WORDART] = Stranger(WORDART, 0, (mark.partition(" ")[0],))
    word = mark.partition(" ")[0]
    found = (_subtract(each, own.get(each.nama)) for each in strangers if not _is_mark(each, word))
    return tuple(each for each in found if each is not None and (model or each.nama != OTHER_FONT))


def drop_mark(found: Printed, mark: str) -> Printed:
    """Return what is printed without the mark of a draft where a program made a box of it."""
    word = mark.partition(" ")[0]
    boxes = tuple(box for box in found.boxes if not word or box.text != word)
    return replace(found, boxes=boxes)


def _is_mark(found: Stranger, word: str) -> bool:
    """Return whether all that a stranger says is the mark of a draft, once or more."""
    texts = [text.replace(word, "") for text in found.isi] if word else [""]
    return bool(word) and bool(texts) and not "".join(texts).strip()


def _subtract(found: Stranger, own: Stranger | None) -> Stranger | None:
    """Return what of a stranger is not ours; None where all of it is."""
    if own is None:
        return found
    left = tuple(text for text in found.isi if text not in own.isi)
    if found.nama == WORDART and not left:
        return None  # programs part headers: the mark of a draft stands in more of them
    more = found.jumlah - own.jumlah if own.jumlah else len(left)
    if not left and more <= 0:
        return None
    return replace(found, isi=left, jumlah=max(1, len(left), more))


def find_differences(model: WordDocument, word: WordDocument) -> Iterator[Stranger]:
    """Yield what a file says of itself otherwise than it should, and links that lead elsewhere."""
    wanted = dict(model.sifat)
    names = dict.fromkeys((*wanted, *dict(word.sifat)))
    found = dict(word.sifat)
    told = [
        f"{name}: {found.get(name, '')}"
        for name in names
        if found.get(name, "") != wanted.get(name, "")
    ]
    if told:
        yield Stranger("sifat berkas lain dari yang di data", len(told), tuple(told))
    other = tuple(gathers for gathers in word.daftar if gathers not in model.daftar)
    if other:
        yield Stranger("daftar yang menghimpun hal lain", len(other), other)
    yield from find_other_leads(model, word)
