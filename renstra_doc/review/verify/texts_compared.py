"""The texts of a document against those that it should have, and what in it is not known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.docx.word_content import Stranger
from renstra_doc.render.remarks import PROGRAM
from renstra_doc.render.watermark import is_draft_mark
from renstra_doc.review.verify.beside_text import drop_mark, drop_modelled, find_differences
from renstra_doc.review.verify.built_file import read_content
from renstra_doc.review.verify.comment_places import place_reviews
from renstra_doc.review.verify.edits import find_edits
from renstra_doc.review.verify.figures_shown import drop_own, find_other_pictures
from renstra_doc.review.verify.look_edits import (
    find_box_edits,
    find_look_edits,
    find_section_edits,
    give_looks,
)
from renstra_doc.review.verify.other_texts import find_other_texts
from renstra_doc.review.verify.shown import show_word
from renstra_doc.review.verify.verified import State, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from renstra_doc.docx.word_content import Revision, WordComment, WordDocument
    from renstra_doc.render.identity import Identity
    from renstra_doc.review.verify.built_file import BuiltFile
    from renstra_doc.review.verify.edits import Edit
    from renstra_doc.review.verify.lines import Printed

UNCHECKED = (
    "tidak diperiksa: rupa huruf (tebal, ukuran, warna …), tata letak, nomor "
    "halaman, gambar di kepala dan kaki"
)
UNSEEN = "tidak diperiksa: jarak antarparagraf, garis tabel, isi gambar di kepala dan kaki"
ACCEPTED = "dokumen memuat Lacak Perubahan (Track Changes); di sini semuanya dianggap diterima"
OTHER_TEXTS = "teks alternatif lain dari yang di data"


def compare_texts(
    package: BuiltFile, wanted: Printed, remarks: Sequence[str], model: WordDocument | None
) -> Verdict:
    """Compare the texts of a document, and name what in it is not known.

    In: besides, the document as the program writes it (None: it is not at hand), whose looks are
    those that count.
    """
    word = read_content(package)
    found = drop_mark(show_word(word), _mark_of(package))
    edits = tuple(_find_all_edits(wanted, word, found, model))
    # A redline is made of tracked changes: they are its text, not an edit of it.
    is_redline = bool(package.identity.bentuk) and package.is_intact
    strangers = tuple(_name_strangers(package, wanted, word, model))
    strangers += () if is_redline else _name_silent(word.perubahan, edits)
    comments = place_reviews(wanted, found, _drop_findings(word.komentar, package.identity))
    verdict = Verdict(State.RESAVED, edits, tuple(remarks), comments, strangers)
    told = verdict.add(ACCEPTED) if word.perubahan else verdict
    state = _name_state(told, is_redline=is_redline)
    if state is not State.RESAVED:
        return replace(told, state=state)
    return told.add(UNCHECKED if model is None else UNSEEN)


def _name_strangers(
    package: BuiltFile, wanted: Printed, word: WordDocument, model: WordDocument | None
) -> Iterator[Stranger]:
    """Yield what a document holds beside its text that the program does not write."""
    yield from drop_modelled(
        drop_own(word.asing, wanted.items, package.parts), model, _mark_of(package)
    )
    pictures = find_other_pictures(wanted.items, package.parts)
    if pictures:
        yield Stranger("gambar lain dari yang di data", len(pictures), pictures)
    texts = find_other_texts(wanted.items, package.parts)
    if texts:
        yield Stranger(OTHER_TEXTS, len(texts), texts)
    if model is not None:
        yield from find_differences(model, word)


def _mark_of(package: BuiltFile) -> str:
    """Return the mark of a draft; a forged document may claim any text."""
    return package.identity.tanda if is_draft_mark(package.identity.tanda) else ""


def _name_state(verdict: Verdict, *, is_redline: bool) -> State:
    if verdict.says_otherwise:
        return State.EDITED
    if verdict.strangers or verdict.comments:
        return State.HOLDS_MORE
    if verdict.edits:
        return State.OTHER_LOOK
    return State.TRACKED if is_redline else State.RESAVED


def _find_all_edits(
    wanted: Printed, word: WordDocument, found: Printed, model: WordDocument | None
) -> Iterator[Edit]:
    """Yield the edits of the texts and, where it is known how they should look, of the looks."""
    shown = None if model is None else show_word(model)
    full = None if shown is None else give_looks(wanted, shown)
    if model is None or shown is None or full is None:
        yield from find_edits(wanted, found)
        return
    # Headers and footers are compared section by section below.
    bare = replace(full, furniture=()), replace(found, furniture=())
    yield from find_edits(*bare)
    yield from find_section_edits(model, word, "templat")
    yield from find_look_edits(full, found)
    yield from find_box_edits(shown, wanted, found)


def _name_silent(revisions: Sequence[Revision], edits: Sequence[Edit]) -> tuple[Stranger, ...]:
    """Name tracked changes that show in no edit."""
    told = {found for edit in edits for found in edit.oleh}
    silent = [found for found in revisions if found not in told]
    looks = [found for found in silent if found.jenis == "format"]
    rest = [found for found in silent if found.jenis != "format"] if not edits else []
    named = (("perubahan rupa dalam Track Changes", looks), ("perubahan Track Changes", rest))
    return tuple(Stranger(name, len(found)) for name, found in named if found)


def _drop_findings(comments: Sequence[WordComment], identity: Identity) -> tuple[WordComment, ...]:
    """Return the comments of persons: a draft bears the findings of the program as comments."""
    is_draft = bool(identity.tanda) and is_draft_mark(identity.tanda)
    return tuple(each for each in comments if not (is_draft and each.penulis == PROGRAM))
