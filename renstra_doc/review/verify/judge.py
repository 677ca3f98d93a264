"""Verify: is a .docx exactly what data and template give? If not.

What was edited, and where it belongs in the data.

In order: (1) the file is opened and its identity read; (2) it is compared byte by byte with what
the data (those given, else those that it carries) and the template give; (3) where it differs, or
the template is not at hand, its texts are compared: paragraphs and tables aligned by order and
content, rows and cells in them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING

from renstra_doc.place import Place
from renstra_doc.render.identity import VERSION, digest_file, digest_parts, source_files
from renstra_doc.review.diff.align import align_alike, measure_likeness
from renstra_doc.review.edition import make_edition
from renstra_doc.review.verify.built_file import BODY_PART, open_package, read_carried, refuse
from renstra_doc.review.verify.printed import (
    HEADING,
    TEMPLATE_TEXT,
    Grid,
    Line,
    expect,
    read_printed,
)
from renstra_doc.review.verify.rebuild import find_used_template, rebuild
from renstra_doc.run.pipeline import read_document, template_path

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence
    from pathlib import Path

    from renstra_doc.model.pages import Pages
    from renstra_doc.render import Draft
    from renstra_doc.render.identity import Identity
    from renstra_doc.review.edition import Edition
    from renstra_doc.review.verify.built_file import Package
    from renstra_doc.review.verify.printed import Printed

# From this likeness on a paragraph, a row or a table is the same one, edited.
LIKE_TEXT, LIKE_ROW, LIKE_TABLE = 0.4, 0.4, 0.15
NO_LABEL = "tanpa nomor"
WITH_CARRIED = "dibandingkan dengan data yang tersimpan di dalam dokumen"
ASK_DATA = "bahwa data itu data yang resmi hanya terbukti dengan: --data FOLDER"
NO_TEMPLATE = (
    "templatnya tidak ditemukan, jadi rupa dan nomor halaman tidak disusun ulang untuk dibandingkan"
)
FORGED = "sidiknya cocok, tetapi isi dan data di dalam dokumen ini tidak sejalan: salah satunya diubah dengan sengaja"
PAGES_UNKNOWN = (
    "nomor halaman tidak diperiksa: yang tersimpan di folder data bukan dari dokumen ini"
)
OTHER_PAGES = "nomor halaman bukan yang diukur dan tersimpan di folder data"
UNCHECKED = "tidak diperiksa: rupa huruf (tebal, ukuran, warna …), tata letak, nomor halaman, gambar di kepala dan kaki"


class State(StrEnum):
    """What became of the document."""

    EXACT = "persis"
    INTACT = "utuh"
    RESAVED = "disimpan ulang"
    EDITED = "disunting"
    OTHER_DATA = "dari data lain"
    OTHER_LOOK = "berupa lain"
    TRACKED = "perubahan terlacak"


class Did(StrEnum):
    """What was done to a paragraph, row, column or cell."""

    CHANGED = "diubah"
    ADDED = "ditambahkan"
    REMOVED = "dihapus"
    MOVED = "dipindahkan"


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit: what was done, to what, and the datum that it belongs to (of something new: the one before it)."""

    did: Did
    spot: str
    place: Place
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome: the state, the edits in printed order, remarks in Indonesian."""

    state: State
    edits: tuple[Edit, ...] = ()
    remarks: tuple[str, ...] = field(default=())


def verify(path: Path, data: Path | None = None) -> Verdict:
    """Compare a .docx with what it should be.

    In: the file; the data folder (none: the data that the file carries). Raises InputError where
    the file is not a document of this program, or the data cannot be read.
    """
    package = open_package(path)
    return _verify_with_folder(package, data) if data is not None else verify_alone(package)


# Comparing


def verify_alone(package: Package) -> Verdict:
    """Compare a .docx with the data that it carries."""
    identity = package.identity
    edition = make_edition(read_carried(package))
    is_intact = digest_parts(package.parts) == identity.sidik
    wanted = expect(edition, identity.tetap, identity.akar, identity.perabot, "templat")
    if identity.bentuk or not is_intact:
        return _judge(package, wanted, [] if is_intact else [WITH_CARRIED])
    template = find_used_template(package, edition.document.dokumen["templat"])
    if template is not None and rebuild(package, edition, template) == package.data:
        return Verdict(State.EXACT, remarks=(f"{WITH_CARRIED} dan {template.name}", ASK_DATA))
    verdict = _judge(package, wanted, [WITH_CARRIED])
    if verdict.edits:
        return replace(verdict, remarks=(*verdict.remarks, FORGED))
    if template is not None:
        return Verdict(
            State.OTHER_LOOK,
            remarks=(f"{WITH_CARRIED} dan {template.name}", *_name_program(identity)),
        )
    return Verdict(State.INTACT, remarks=(WITH_CARRIED, NO_TEMPLATE, ASK_DATA))


def _name_program(identity: Identity) -> tuple[str, ...]:
    is_own = identity.program == VERSION
    return () if is_own else (f"dokumen ini disusun oleh program versi {identity.program}",)


def _verify_with_folder(package: Package, folder: Path) -> Verdict:
    from renstra_doc.model.pages import Pages  # noqa: PLC0415
    from renstra_doc.render import render_view  # noqa: PLC0415 — only this way needs docxtpl

    document, _ = read_document(folder)
    edition = make_edition(document)
    template = template_path(folder, document)
    sources = source_files(document)
    draft = render_view(edition.view, template, watermark=package.identity.tanda, sources=sources)
    kept = document.pages
    carried = Pages({(kind, key): label for kind, key, label in package.identity.halaman})
    if any(
        draft.to_bytes(pages.by_bookmark(draft.entries)) == package.data
        for pages in (kept, carried)
    ):
        return _judge_pages(
            f"dibandingkan dengan {folder} dan {template.name}", draft, kept, carried
        )
    remarks = []
    if package.identity.templat != digest_file(template):
        remarks.append(f"templat {template.name} bukan yang dipakai untuk menyusun dokumen ini")
    remarks += _name_program(package.identity)
    if dict(package.identity.berkas) != sources:
        remarks.append(
            f"data di {folder} berbeda dari data yang dipakai untuk menyusun dokumen ini"
        )
    wanted = _expect_draft(edition, draft.identity, template.name)
    verdict = _judge(package, wanted, remarks)
    if package.identity.bentuk or digest_parts(package.parts) != package.identity.sidik:
        return verdict
    if verify_alone(package).edits:
        return replace(verdict, remarks=(*verdict.remarks, FORGED))
    if not verdict.edits:
        return replace(verdict, state=State.OTHER_LOOK)
    note = "dokumen ini sendiri utuh: perbedaannya berasal dari data atau templat, bukan dari suntingan"
    return Verdict(State.OTHER_DATA, verdict.edits, (*verdict.remarks, note))


def _judge_pages(compared: str, draft: Draft, kept: Pages, carried: Pages) -> Verdict:
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


def _judge(package: Package, wanted: Printed, remarks: list[str]) -> Verdict:
    from lxml.etree import LxmlError  # noqa: PLC0415

    try:
        found = read_printed(package.parts)
    except LxmlError as error:
        raise refuse(package.path, "isi dokumen ini rusak (XML)") from error
    if _has_revisions(package.parts[BODY_PART]):
        remarks = [
            *remarks,
            "dokumen memuat perubahan terlacak; di sini semuanya dianggap diterima",
        ]
    edits = tuple(find_edits(wanted, found))
    if (
        package.identity.bentuk
        and not edits
        and digest_parts(package.parts) == package.identity.sidik
    ):
        return Verdict(State.TRACKED, (), tuple(remarks))
    return (
        Verdict(State.EDITED, edits, tuple(remarks))
        if edits
        else Verdict(State.RESAVED, (), (*remarks, UNCHECKED))
    )


def _has_revisions(part: bytes) -> bool:
    return b"<w:ins " in part or b"<w:del " in part


def find_edits(wanted: Printed, found: Printed) -> Iterator[Edit]:
    """Yield what was edited: blocks in order, then boxes of charts, then headers and footers."""
    yield from _find_moves(list(_compare_blocks(wanted.blocks, found.blocks)))
    yield from _compare_sets(wanted.boxes, found.boxes)
    yield from _compare_sets(wanted.furniture, found.furniture)


def _compare_blocks(wanted: Sequence[Line | Grid], found: Sequence[Line | Grid]) -> Iterator[Edit]:
    last = Place()
    watch = _LabelWatch()
    for old, new in align_alike(wanted, found, _signature, _likeness_of_blocks):
        yield from watch.compare(old, new)
        if isinstance(old, Grid) and isinstance(new, Grid):
            yield from _compare_grids(old, new)
        elif isinstance(old, Line) and isinstance(new, Line):
            yield from _compare_pair(old, new)
        else:
            if old is not None:
                yield _whole(Did.REMOVED, old, _place_of(old))
            if new is not None:
                yield _whole(Did.ADDED, new, last)
        last = _place_of(old) if old is not None else last


class _LabelWatch:
    """Compares the numbers of list items.

    Of those that shift one after another only the first is told.
    """

    def __init__(self) -> None:
        self._is_shifted = False

    def compare(self, old: Line | Grid | None, new: Line | Grid | None) -> Iterator[Edit]:
        """Yield the edit of a number that was taken, given, or is the first to count otherwise."""
        if not isinstance(old, Line) or not isinstance(new, Line):
            self._is_shifted |= old is None or new is None
            return
        if HEADING in old.spot:
            self._is_shifted = False
        elif old.label != new.label and old.spot != TEMPLATE_TEXT:
            if not (old.label and new.label and self._is_shifted):
                yield _label_edit(old, new)
            self._is_shifted = True


def _label_edit(old: Line, new: Line) -> Edit:
    place = Place(old.place.file, old.place.line, "penanda")
    return Edit(
        Did.CHANGED, f"{old.spot}, nomor butir", place, old.label or NO_LABEL, new.label or NO_LABEL
    )


def _compare_sets(wanted: Sequence[Line], found: Sequence[Line]) -> Iterator[Edit]:
    """Compare lines whose order says nothing.

    Each program writes shapes and headers in its own order.
    """
    here, there = {line.text for line in wanted}, {line.text for line in found}
    missing = [line for line in wanted if line.text not in there]
    extra = [line for line in found if line.text not in here]
    yield from _compare_blocks(missing, extra)


def _compare_pair(old: Line, new: Line) -> Iterator[Edit]:
    if old.text != new.text:
        yield Edit(Did.CHANGED, old.spot, old.place, old.text, new.text)


def _whole(did: Did, block: Line | Grid, place: Place) -> Edit:
    if isinstance(block, Grid):
        text = " | ".join(cell.text for cell in block.rows[0] if cell.text)
        spot = f"tabel dengan {len(block.rows)} baris"
    else:
        text, spot = block.text, block.spot or "paragraf"
    return Edit(did, spot, place, *(("", text) if did is Did.ADDED else (text, "")))


def _place_of(block: Line | Grid) -> Place:
    return block.place if isinstance(block, Line) else block.rows[0][0].place


def _signature(block: Line | Grid) -> Hashable:
    return block.text if isinstance(block, Line) else tuple(block.texts())


def _likeness_of_blocks(old: Line | Grid, new: Line | Grid) -> float:
    if isinstance(old, Grid) and isinstance(new, Grid):
        likeness = _share(
            [text for row in old.texts() for text in row],
            [text for row in new.texts() for text in row],
        )
        return likeness if likeness >= LIKE_TABLE else 0.0
    if isinstance(old, Line) and isinstance(new, Line):
        likeness = _like_text(old.text, new.text)
        return likeness if likeness >= LIKE_TEXT else 0.0
    return 0.0


def _like_text(old: str, new: str) -> float:
    if old == new:
        return 1.0
    return max(
        measure_likeness(old.split(), new.split()),
        SequenceMatcher(None, old[:80], new[:80], autojunk=False).ratio() * 0.8,
    )


def _share(old: Sequence[str], new: Sequence[str]) -> float:
    """Return the share of common texts, empty ones left out."""
    left, right = [text for text in old if text], [text for text in new if text]
    if not left or not right:
        return 1.0 if left == right else 0.0
    rest = list(right)
    common = 0
    for text in left:
        if text in rest:
            rest.remove(text)
            common += 1
    return 2 * common / (len(left) + len(right))


def _find_moves(edits: list[Edit]) -> Iterator[Edit]:
    """Join what was removed here and added there, word for word, to one move."""
    added = {edit.new: edit for edit in reversed(edits) if edit.did is Did.ADDED and edit.new}
    gone = {edit.old for edit in edits if edit.did is Did.REMOVED and edit.old in added}
    for edit in edits:
        if edit.did is Did.REMOVED and edit.old in gone:
            yield Edit(
                Did.MOVED, edit.spot, edit.place, edit.old, f"sesudah {added[edit.old].place}"
            )
        elif not (edit.did is Did.ADDED and edit is added.get(edit.new) and edit.new in gone):
            yield edit


# Tables


def _compare_grids(old: Grid, new: Grid) -> Iterator[Edit]:
    columns = _align_columns(old, new)
    last = old.rows[0][0].place
    for number, (before, after) in enumerate(columns):
        if after is None and before is not None:
            head = old.rows[0][before]
            yield Edit(Did.REMOVED, f"kolom {head.spot}", head.place, _column_text(old, before))
        elif before is None and after is not None:
            place = next(
                (
                    old.rows[0][left].place
                    for left, _ in reversed(columns[:number])
                    if left is not None
                ),
                last,
            )
            yield Edit(Did.ADDED, "kolom tabel", place, "", _column_text(new, after))
    common = [
        (before, after) for before, after in columns if before is not None and after is not None
    ]
    wanted = [tuple(row[before] for before, _ in common) for row in old.rows]
    found = [
        tuple(row[after] if after < len(row) else Line("") for _, after in common)
        for row in new.rows
    ]
    for row, other in align_alike(wanted, found, _row_signature, _likeness_of_rows):
        if row is None:
            yield Edit(Did.ADDED, "baris tabel", last, "", _row_text(other or ()))
        elif other is None:
            yield Edit(Did.REMOVED, _row_spot(row), _row_place(row), _row_text(row))
        else:
            yield from (
                edit for pair in zip(row, other, strict=True) for edit in _compare_cells(*pair)
            )
        last = _row_place(row) if row is not None else last


def _compare_cells(old: Line, new: Line) -> Iterator[Edit]:
    yield from _compare_pair(old, new)
    if bool(old.label) != bool(new.label) and old.spot != TEMPLATE_TEXT:
        yield _label_edit(old, new)


def _align_columns(old: Grid, new: Grid) -> list[tuple[int | None, int | None]]:
    """Return which column is which: by place where there are as many, else by content."""
    counts = len(old.rows[0]), max(len(row) for row in new.rows)
    if counts[0] == counts[1]:
        return [(number, number) for number in range(counts[0])]
    sides = []
    for grid, count in zip((old, new), counts, strict=True):
        texts = [
            [row[number].text if number < len(row) else "" for row in grid.rows]
            for number in range(count)
        ]
        sides.append(list(enumerate(map(tuple, texts))))
    pairs = align_alike(
        sides[0], sides[1], lambda side: side[1], lambda left, right: _share(left[1], right[1])
    )
    return [(left and left[0], right and right[0]) for left, right in pairs]


def _column_text(grid: Grid, number: int) -> str:
    texts = [row[number].text for row in grid.rows if number < len(row)]
    return " | ".join(text for text in texts[:4] if text)


def _row_signature(row: Sequence[Line]) -> Hashable:
    return tuple(cell.text for cell in row)


def _likeness_of_rows(old: Sequence[Line], new: Sequence[Line]) -> float:
    pairs = [
        (left.text, right.text)
        for left, right in zip(old, new, strict=True)
        if left.text or right.text
    ]
    if not pairs:
        return 1.0
    # A long text tells a row better than its number does.
    weights = [len(left) + len(right) for left, right in pairs]
    likes = [_like_text(*pair) for pair in pairs]
    likeness = sum(like * weight for like, weight in zip(likes, weights, strict=True)) / sum(
        weights
    )
    return likeness if likeness >= LIKE_ROW else 0.0


def _row_text(row: Sequence[Line]) -> str:
    return " | ".join(cell.text for cell in row if cell.text)


def _row_spot(row: Sequence[Line]) -> str:
    return row[0].spot.split(", kolom")[0] or "baris tabel"


def _row_place(row: Sequence[Line]) -> Place:
    return Place(row[-1].place.file, row[-1].place.line)
