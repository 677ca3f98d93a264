"""Verify: is a .docx exactly what data and template give? If not.

What was edited, and where it belongs in the data.

In order: (1) the file is opened and its identity read; (2) it is compared byte by byte with what
the data (those given, else those that it carries) and the template give; (3) where it differs, or
the template is not at hand, its texts are compared (`edits`), and everything in it that this
program does not write is named (`docx.reader`). Exact is only what the data at hand prove: a
document that agrees with itself may have been rewritten as a whole.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.files.atomic import digest_file
from renstra_doc.finding import InputError
from renstra_doc.render.identity import (
    NAMESPACE,
    VERSION,
    source_files,
)
from renstra_doc.render.watermark import is_draft_mark
from renstra_doc.review.edition import make_edition
from renstra_doc.review.verify.built_file import (
    BuiltFile,
    open_package,
    open_parts,
    read_carried,
)
from renstra_doc.review.verify.printed import expect_document
from renstra_doc.review.verify.rebuild import (
    carried_pages,
    find_used_template,
    read_rebuilt,
    rebuild,
)
from renstra_doc.review.verify.texts_compared import compare_texts
from renstra_doc.review.verify.verified import State, Verdict
from renstra_doc.run.pipeline import read_document, template_path

if TYPE_CHECKING:
    from pathlib import Path

    from renstra_doc.docx.word_content import WordDocument
    from renstra_doc.model import Document
    from renstra_doc.model.kept_pages import Pages
    from renstra_doc.render import Rendered
    from renstra_doc.render.identity import Identity
    from renstra_doc.review.edition import Edition

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
NOT_OURS = "data di dalam dokumen ini sudah hilang; yang dibandingkan isinya saja"
AGREES = (
    "dokumen ini cocok dengan data di dalamnya sendiri; apakah data itu atau folder ini "
    "yang berubah tidak terbukti dari berkas ini"
)
OTHER_WORD = "tulisan “{}” di setiap halaman bukan tanda draf program ini"


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
    template = find_used_template(package, edition.document.dokumen["templat"])
    model: WordDocument | None = None
    if template is not None and not identity.bentuk:
        draft, pages = rebuild(package, edition, template), carried_pages(package)
        # To the byte: only that proves that data and template gave it.
        if package.is_intact and _is_as_built(package, draft, pages):
            told = (f"{WITH_CARRIED} dan {template.name}", ASK_DATA, *_name_word(identity))
            return Verdict(State.OWN, remarks=told)
        model = read_rebuilt(draft, pages)
    wanted = expect_document(edition, identity, "templat")
    return _judge_alone(compare_texts(package, wanted, [WITH_CARRIED], model), package, template)


def _is_as_built(package: BuiltFile, draft: Rendered, pages: Pages) -> bool:
    return draft.to_bytes(pages.by_bookmark(draft.entries)) == package.data


def _judge_alone(verdict: Verdict, package: BuiltFile, template: Path | None) -> Verdict:
    """Say what a document that is not as it was built proves about its own data."""
    if package.is_intact and verdict.says_otherwise:
        return verdict.add(FORGED)
    if not package.is_intact or verdict.state is not State.RESAVED:
        return _ask_for_data(verdict)
    if template is None:
        return Verdict(State.OWN, remarks=(WITH_CARRIED, NO_TEMPLATE, ASK_DATA))
    compared = f"{WITH_CARRIED} dan {template.name}"
    program = _name_program(package.identity)
    return Verdict(State.OTHER_LOOK, remarks=(compared, *program, ASK_DATA))


def _ask_for_data(verdict: Verdict) -> Verdict:
    """Say that a document which agrees with its own data proves nothing of them."""
    return verdict if verdict.edits else verdict.add(ASK_DATA)


def _name_program(identity: Identity) -> tuple[str, ...]:
    is_own = identity.program in (VERSION, "")
    return () if is_own else (f"dokumen ini disusun oleh program versi {identity.program}",)


def _name_word(identity: Identity) -> tuple[str, ...]:
    return () if is_draft_mark(identity.tanda) else (OTHER_WORD.format(identity.tanda),)


def _verify_with_folder(path: Path, folder: Path) -> Verdict:
    document, _ = read_document(folder)
    edition = make_edition(document)
    template = template_path(folder, document)
    package, draft = _draft_for(path, document, edition, template)
    kept, carried = document.pages, carried_pages(package)
    is_named = bool(_name_word(package.identity))
    # The folder may have been measured since, so the numbers that it carries are tried too.
    if not is_named and any(_is_as_built(package, draft, pages) for pages in (kept, carried)):
        return _judge_pages(
            f"dibandingkan dengan {folder} dan {template.name}", draft, kept, carried
        )
    remarks = _compare_sources(package, document, folder, template)
    wanted = expect_document(edition, draft.identity, template.name)
    pages = kept if kept.belong_to(draft.fingerprint()) else carried
    verdict = compare_texts(package, wanted, remarks, read_rebuilt(draft, pages))
    return _judge_sealed(verdict, package)


def _judge_sealed(verdict: Verdict, package: BuiltFile) -> Verdict:
    """Say of a document that bears its seal whether it, or its data and the folder differ."""
    if package.identity.bentuk or not package.is_intact:
        return verdict
    if verify_alone(package).says_otherwise:
        return verdict.add(FORGED)
    if verdict.says_otherwise:
        return replace(verdict.add(AGREES), state=State.OTHER_DATA)
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
        # A file that has an identity, but a broken one, is not one that merely lost it.
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


# The namespace stands in the first tag of its part.
def _holds_identity(parts: dict[str, bytes]) -> bool:
    return any(NAMESPACE.encode() in data[:400] for data in parts.values())
