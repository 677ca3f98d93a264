"""Verify: is a .docx exactly what data and template give? If not.

What was edited, and where it belongs in the data.

In order: (1) the file is opened and its identity read; (2) it is compared byte by byte with what
the data (those given, else those that it carries) and the template give; (3) where it differs, or
the template is not at hand, its texts are compared (`edits`), and everything in it that this
program does not write is named (`docx.reader`). Exact is only what the data at hand prove: a
document that agrees with itself may have been rewritten as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from renstra_doc.docx.word_content import Stranger
from renstra_doc.finding import InputError
from renstra_doc.place import Place
from renstra_doc.render.identity import (
    NAMESPACE,
    VERSION,
    digest_file,
    digest_parts,
    source_files,
)
from renstra_doc.render.remarks import PROGRAM
from renstra_doc.render.watermark import is_draft_mark
from renstra_doc.review.edition import make_edition
from renstra_doc.review.verify.beside_text import drop_mark, drop_modelled, find_differences
from renstra_doc.review.verify.built_file import (
    BuiltFile,
    open_package,
    open_parts,
    read_carried,
    read_content,
)
from renstra_doc.review.verify.comment_places import place_comments
from renstra_doc.review.verify.edits import Did, find_edits
from renstra_doc.review.verify.figures_shown import drop_own, find_other_pictures
from renstra_doc.review.verify.look_edits import (
    find_box_edits,
    find_look_edits,
    find_section_edits,
    give_looks,
)
from renstra_doc.review.verify.other_texts import find_other_texts
from renstra_doc.review.verify.printed import expect
from renstra_doc.review.verify.rebuild import (
    carried_pages,
    find_used_template,
    read_rebuilt,
    rebuild,
)
from renstra_doc.review.verify.shown import show_word
from renstra_doc.run.pipeline import read_document, template_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from renstra_doc.docx.word_content import Revision, WordComment, WordDocument
    from renstra_doc.model import Document
    from renstra_doc.model.kept_pages import Pages
    from renstra_doc.render import Rendered
    from renstra_doc.render.identity import Identity
    from renstra_doc.review.edition import Edition
    from renstra_doc.review.verify.edits import Edit
    from renstra_doc.review.verify.lines import Printed

WITH_CARRIED = "dibandingkan dengan data yang tersimpan di dalam dokumen"
ASK_DATA = "bahwa data itu data yang resmi hanya terbukti dengan: --data FOLDER"
NO_TEMPLATE = (
    "templatnya tidak ditemukan, jadi rupa dan nomor halaman tidak disusun ulang untuk dibandingkan"
)
FORGED = (
    "sidiknya cocok, tetapi isi dan data di dalam dokumen ini tidak sejalan: salah "
    "satunya diubah dengan sengaja"
)
PAGES_UNKNOWN = (
    "nomor halaman tidak diperiksa: yang tersimpan di folder data bukan dari dokumen ini"
)
OTHER_PAGES = "nomor halaman bukan yang diukur dan tersimpan di folder data"
UNCHECKED = (
    "tidak diperiksa: rupa huruf (tebal, ukuran, warna …), tata letak, nomor "
    "halaman, gambar di kepala dan kaki"
)
UNSEEN = "tidak diperiksa: jarak antarparagraf, garis tabel, isi gambar di kepala dan kaki"
ACCEPTED = "dokumen memuat Lacak Perubahan (Track Changes); di sini semuanya dianggap diterima"
NOT_OURS = "data di dalam dokumen ini sudah hilang; yang dibandingkan isinya saja"
AGREES = (
    "dokumen ini cocok dengan data di dalamnya sendiri; apakah data itu atau folder ini "
    "yang berubah tidak terbukti dari berkas ini"
)
OTHER_TEXTS = "teks alternatif lain dari yang di data"
OTHER_WORD = "tulisan “{}” di setiap halaman bukan tanda draf program ini"


class State(StrEnum):
    """What became of the document."""

    EXACT = "persis"
    OWN = "sesuai dengan data di dalamnya sendiri"
    RESAVED = "disimpan ulang"
    EDITED = "disunting"
    HOLDS_MORE = "memuat hal lain"
    OTHER_DATA = "dari data lain"
    OTHER_LOOK = "berupa lain"
    TRACKED = "perubahan Track Changes"


@dataclass(frozen=True, slots=True)
class PlacedComment:
    """A reviewer's comment and the datum at which it stands."""

    komentar: WordComment
    spot: str
    place: Place


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome: the state, the edits in printed order, remarks in Indonesian.

    `comments` are those of reviewers, `strangers` what this program does not write, so that nothing
    was compared with it.
    """

    state: State
    edits: tuple[Edit, ...] = ()
    remarks: tuple[str, ...] = field(default=())
    comments: tuple[PlacedComment, ...] = ()
    strangers: tuple[Stranger, ...] = ()

    @property
    def is_proven(self) -> bool:
        """Return whether the data at hand prove the document."""
        return self.state is State.EXACT

    @property
    def says_otherwise(self) -> bool:
        """Return whether the document says, and not only looks, otherwise than it should."""
        return any(edit.did is not Did.LOOK for edit in self.edits)


def verify_document(path: Path | str, data: Path | str | None = None) -> Verdict:
    """Compare a .docx with what it should be.

    In: the file; the data folder (none: the data that the file carries, which proves no more than
    that the document agrees with itself). Raises InputError where the file is not a document of
    this program (with a folder: no Word document), or the data cannot be read.
    """
    from pathlib import Path  # noqa: PLC0415 — paths may come as texts

    if data is None:
        return verify_alone(open_package(Path(path)))
    return _verify_with_folder(Path(path), Path(data))


# Comparing


def verify_alone(package: BuiltFile) -> Verdict:
    """Compare a .docx with the data that it carries."""
    identity = package.identity
    edition = make_edition(read_carried(package))
    is_intact = digest_parts(package.parts) == identity.sidik
    wanted = expect(edition, identity.tetap, identity.akar, identity.perabot, "templat")
    template = find_used_template(package, edition.document.dokumen["templat"])
    model: WordDocument | None = None
    if template is not None and not identity.bentuk:
        draft, pages = rebuild(package, edition, template), carried_pages(package)
        if is_intact and draft.to_bytes(pages.by_bookmark(draft.entries)) == package.data:
            told = (f"{WITH_CARRIED} dan {template.name}", ASK_DATA, *_name_word(identity))
            return Verdict(State.OWN, remarks=told)
        model = read_rebuilt(draft, pages)
    verdict = _judge(package, wanted, [WITH_CARRIED], model)
    if not is_intact:
        return _ask_for_data(verdict)
    if verdict.says_otherwise:
        return _add(verdict, FORGED)
    if verdict.state is not State.RESAVED:
        return _ask_for_data(verdict)
    if template is not None:
        program = _name_program(identity)
        return Verdict(
            State.OTHER_LOOK,
            remarks=(f"{WITH_CARRIED} dan {template.name}", *program, ASK_DATA),
        )
    return Verdict(State.OWN, remarks=(WITH_CARRIED, NO_TEMPLATE, ASK_DATA))


def _ask_for_data(verdict: Verdict) -> Verdict:
    """Say that a document which agrees with its own data proves nothing of them."""
    return verdict if verdict.edits else _add(verdict, ASK_DATA)


def _add(verdict: Verdict, remark: str) -> Verdict:
    return replace(verdict, remarks=(*verdict.remarks, remark))


def _name_program(identity: Identity) -> tuple[str, ...]:
    is_own = identity.program in (VERSION, "")
    return () if is_own else (f"dokumen ini disusun oleh program versi {identity.program}",)


def _name_word(identity: Identity) -> tuple[str, ...]:
    return () if is_draft_mark(identity.tanda) else (OTHER_WORD.format(identity.tanda),)


def _verify_with_folder(path: Path, folder: Path) -> Verdict:
    from renstra_doc.model.kept_pages import Pages  # noqa: PLC0415 — only this way needs it

    document, _ = read_document(folder)
    edition = make_edition(document)
    template = template_path(folder, document)
    package, draft = _draft_for(path, document, edition, template)
    kept = document.pages
    carried = Pages({(kind, key): label for kind, key, label in package.identity.halaman})
    if not _name_word(package.identity) and any(
        draft.to_bytes(pages.by_bookmark(draft.entries)) == package.data
        for pages in (kept, carried)
    ):
        return _judge_pages(
            f"dibandingkan dengan {folder} dan {template.name}", draft, kept, carried
        )
    remarks = _compare_sources(package, document, folder, template)
    wanted = _expect_draft(edition, draft.identity, template.name)
    pages = kept if kept.belong_to(draft.fingerprint()) else carried
    verdict = _judge(package, wanted, remarks, read_rebuilt(draft, pages))
    identity = package.identity
    if identity.bentuk or digest_parts(package.parts) != identity.sidik:
        return verdict
    if verify_alone(package).says_otherwise:
        return _add(verdict, FORGED)
    if verdict.says_otherwise:
        return replace(_add(verdict, AGREES), state=State.OTHER_DATA)
    return replace(verdict, state=State.OTHER_LOOK) if verdict.state is State.RESAVED else verdict


def _draft_for(
    path: Path, document: Document, edition: Edition, template: Path
) -> tuple[BuiltFile, Rendered]:
    """Open a file, and build what it should be.

    A file whose own data are gone is compared by its content.
    """
    from renstra_doc.render import render_view  # noqa: PLC0415 — only this way needs docxtpl

    sources = source_files(document)
    try:
        package = open_package(path)
    except InputError:
        data, parts = open_parts(path)
        draft = render_view(edition.view, template, sources=sources)
        if draft.identity is None or _holds_identity(parts):
            raise
        lost = replace(draft.identity, sidik="", program="", tanda="")
        return BuiltFile(path, data, parts, lost, is_lost=True), draft
    word = package.identity.tanda
    return package, render_view(edition.view, template, watermark=word, sources=sources)


def _compare_sources(
    package: BuiltFile, document: Document, folder: Path, template: Path
) -> list[str]:
    if package.is_lost:
        return [NOT_OURS]
    remarks = []
    if package.identity.templat != digest_file(template):
        remarks.append(f"templat {template.name} bukan yang dipakai untuk menyusun dokumen ini")
    remarks += [*_name_program(package.identity), *_name_word(package.identity)]
    if dict(package.identity.berkas) != source_files(document):
        remarks.append(
            f"data di {folder} berbeda dari data yang dipakai untuk menyusun dokumen ini"
        )
    return remarks


def _judge_pages(compared: str, draft: Rendered, kept: Pages, carried: Pages) -> Verdict:
    """Judge the page numbers of a document that is else exact.

    Those of the folder count where they were measured.
    """
    if not kept.belong_to(draft.fingerprint()):
        return Verdict(State.EXACT, remarks=(compared, PAGES_UNKNOWN))
    if kept.by_bookmark(draft.entries) == carried.by_bookmark(draft.entries):
        return Verdict(State.EXACT, remarks=(compared,))
    return Verdict(State.OTHER_LOOK, remarks=(compared, OTHER_PAGES))


def _expect_draft(edition: Edition, identity: Identity | None, template: str) -> Printed:
    if identity is None:
        return expect(edition, (), "", {}, template)
    return expect(edition, identity.tetap, identity.akar, identity.perabot, template)


def _judge(
    package: BuiltFile, wanted: Printed, remarks: Sequence[str], model: WordDocument | None
) -> Verdict:
    """Compare the texts of a document, and name what in it is not known.

    In: besides, the document as the program writes it (None: it is not at hand), whose looks are
    those that count.
    """
    word = read_content(package)
    found = drop_mark(show_word(word), _mark_of(package))
    edits = tuple(_find_all_edits(wanted, word, found, model))
    is_redline = bool(package.identity.bentuk) and (
        digest_parts(package.parts) == package.identity.sidik
    )
    notes = [*remarks, ACCEPTED] if word.perubahan else list(remarks)
    strangers = tuple(_name_strangers(package, wanted, word, model))
    strangers += () if is_redline else _name_silent(word.perubahan, edits)
    said = _drop_findings(word.komentar, package.identity)
    comments = place_reviews(wanted, found, said)
    verdict = Verdict(State.RESAVED, edits, tuple(notes), comments, strangers)
    state = _name_state(verdict, is_redline=is_redline)
    if state is not State.RESAVED:
        return replace(verdict, state=state)
    return _add(verdict, UNCHECKED if model is None else UNSEEN)


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


def place_reviews(
    wanted: Printed, found: Printed, comments: Sequence[WordComment]
) -> tuple[PlacedComment, ...]:
    """Return the comments of a file, each with the datum at which it stands."""
    if not comments:
        return ()
    places = place_comments(wanted, found)
    return tuple(
        PlacedComment(comment, line.spot if line else "", line.place if line else Place())
        for comment in comments
        for line in [places.get(comment.id)]
    )


def _holds_identity(parts: dict[str, bytes]) -> bool:
    return any(NAMESPACE.encode() in data[:400] for data in parts.values())
