"""A returned document → what its import would write, what it asks, what it leaves out."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renstra_doc.files.journal import digest_files
from renstra_doc.finding import Finding, refuse_errors
from renstra_doc.load.project import RawProject, list_files, load_project
from renstra_doc.merge.folders import PICTURES, find_new_faults, read_canonical
from renstra_doc.merge.three_way import Conflict, Merged, merge_projects
from renstra_doc.model import compose_document
from renstra_doc.model.reviewers import FILE
from renstra_doc.render.identity import project_of
from renstra_doc.render.remarks import PROGRAM
from renstra_doc.returned.answers import (
    Choice,
    ReturnQuestion,
    answer_edit,
    is_open,
    list_questions,
    mark_conflicts,
    take_totals,
)
from renstra_doc.returned.apply import apply_proposals
from renstra_doc.returned.carried_data import CarriedData, read_places
from renstra_doc.returned.comments import NOBODY, add_comments, find_comments, keep_open
from renstra_doc.returned.doubts import doubt_together
from renstra_doc.returned.drawn_edits import describe_drawing, follow_drawings
from renstra_doc.returned.proposals import Act, Proposal, ProposalFate
from renstra_doc.returned.propose import Reader
from renstra_doc.review.edition import make_edition
from renstra_doc.review.named_source import Source
from renstra_doc.review.strangers import refuse_strangers
from renstra_doc.review.verify.built_file import open_package, read_carried, read_content
from renstra_doc.review.verify.comment_places import place_reviews
from renstra_doc.review.verify.edits import find_edits
from renstra_doc.review.verify.figures_shown import find_other_pictures
from renstra_doc.review.verify.look_edits import find_look_edits, give_looks
from renstra_doc.review.verify.other_texts import find_changed_texts
from renstra_doc.review.verify.printed import expect_document
from renstra_doc.review.verify.rebuild import (
    carried_pages,
    find_used_template,
    read_rebuilt,
    rebuild,
)
from renstra_doc.review.verify.shown import show_word
from renstra_doc.run.pipeline import template_path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from renstra_doc.docx.word_content import Revision, WordDocument
    from renstra_doc.load.project import RawTable
    from renstra_doc.review.edition import Edition
    from renstra_doc.review.verify.built_file import BuiltFile
    from renstra_doc.review.verify.lines import Printed


@dataclass(frozen=True, slots=True)
class ReturnPlan:
    """What the import of a document would do.

    `files` are the bytes of each file that changes, `before` the digests of what was read,
    `proposals` every edit with its fate, `questions` what is open, `comments` how many comments.
    """

    files: Mapping[str, bytes | None]
    before: Mapping[str, str]
    proposals: tuple[Proposal, ...]
    questions: tuple[ReturnQuestion, ...] = ()
    findings: tuple[Finding, ...] = ()
    comments: int = 0
    folder: RawProject | None = None

    def count(self, fate: ProposalFate) -> int:
        """Return how many edits have a fate."""
        return sum(found.fate is fate for found in self.proposals)

    def to_json(self) -> str:
        """Return the report of the import."""
        counts = {fate.value: self.count(fate) for fate in ProposalFate}
        items = [
            {
                "place": found.tempat,
                "target": found.kunci if found.berkas else "",
                "file": found.berkas,
                "row": found.baris,
                "column": found.kolom,
                "action": str(found.act),
                "old": found.semula,
                "new": found.menjadi,
                "state": str(found.fate),
                "author": found.penulis or NOBODY,
                "date": found.tanggal,
                "question": found.tanya,
            }
            for found in self.proposals
        ]
        report = {**counts, "comments": self.comments, "items": items}
        return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def plan_return(file: Path, data: Path, choice: Choice) -> ReturnPlan:
    """Return what the import of a document would change in a data folder.

    Raises InputError where the file is no document of this program or of another document, or the
    folder cannot be read.
    """
    package = open_package(file)
    # Before anything is read: what somebody saves meanwhile is seen as changed when we write.
    before = digest_files(data, dict.fromkeys((*list_files(data), FILE)))
    ours = load_project(data)
    refuse_errors(ours.findings)
    here, _ = compose_document(ours)
    base = read_base(package, template_path(data, here))
    refuse_strangers(Source(str(file), base.carried.document), Source(str(data), here))
    word = read_content(package)
    edits = [*propose_edits(base, word, choice), *_list_drawn(base, package, choice)]
    plan = _plan_merge(base, edits, _find_reviews(base, word), ours, choice)
    return replace(plan, before={name: before.get(name, "") for name in plan.files})


def _list_pictures(base: ReturnBase, package: BuiltFile) -> list[Proposal]:
    """Return a question for each picture of the data that the document does not hold any more."""
    text = "isi gambar ini lain di dokumen; bila memang diganti, simpan gambar yang baru sebagai {}"
    names = find_other_pictures(base.wanted.items, package.parts)
    paths = [f"{PICTURES}/{name}" for name in names]
    return [
        Proposal(ProposalFate.DOUBTFUL, Act.NONE, "gambar", path, tanya=text.format(path))
        for path in paths
    ]


def _list_drawn(base: ReturnBase, package: BuiltFile, choice: Choice) -> list[Proposal]:
    """Return what is asked of drawings, and the alternative texts that a person wrote anew."""
    texts = find_changed_texts(base.wanted.items, package.parts)
    written = (describe_drawing(base.carried, *each, choice.penulis) for each in texts.items())
    return list(filter(choice.takes, (*_list_pictures(base, package), *written)))


def _plan_merge(
    base: ReturnBase,
    edits: Sequence[Proposal],
    reviews: Sequence[Mapping[str, str]],
    ours: RawProject,
    choice: Choice,
) -> ReturnPlan:
    answered = [answer_edit(found, choice) for found in edits]
    merged, conflicts = _merge(base.tables, ours, answered, choice)
    marked = mark_conflicts(answered, conflicts)
    edited = {(each.berkas, each.baris, each.kolom) for each in marked}
    files, offers = take_totals(ours, dict(merged.files), choice, edited)
    proposals = (*marked, *offers)
    return ReturnPlan(
        {**files, **_keep_comments(ours, reviews, proposals, choice)},
        {},
        proposals,
        tuple(list_questions(proposals, conflicts)),
        find_new_faults(ours, files),
        len(reviews),
        ours,
    )


def _find_reviews(base: ReturnBase, word: WordDocument) -> list[dict[str, str]]:
    """Return the comments of persons as records: the program's own are findings of its check."""
    persons = [each for each in word.komentar if each.penulis != PROGRAM]
    if not persons:
        return []
    placed = place_reviews(base.wanted, show_word(word), persons)
    return find_comments(base.carried, placed)


def _keep_comments(
    ours: RawProject,
    reviews: Sequence[Mapping[str, str]],
    proposals: Sequence[Proposal],
    choice: Choice,
) -> dict[str, bytes]:
    """Return `komentar.csv` where it changes: the reviews and, if asked, what stays open."""
    kept = [keep_open(found) for found in proposals if is_open(found)] if choice.terima else []
    content = add_comments(ours.tables.get(FILE), [*reviews, *kept])
    return {} if content is None else {FILE: content}


@dataclass(frozen=True, slots=True)
class ReturnBase:
    """What a document carries: its tables, what their places mean, what they should print."""

    tables: dict[str, RawTable]
    carried: CarriedData
    wanted: Printed


def read_base(package: BuiltFile, template: Path | None = None) -> ReturnBase:
    """Return the data that a document carries.

    In: the document, a template that may be its own. Where the very template is at hand, the lines
    have the looks that they should have.
    """
    identity = package.identity
    raw = project_of(identity, package.path.parent, package.parts)
    document = read_carried(package)
    edition = make_edition(document)
    tables = {name: table for name, table in raw.tables.items() if name in identity.berkas}
    records = {name: dict(table.records()) for name, table in tables.items()}
    wanted = expect_document(edition, identity, "templat")
    used = find_used_template(package, document.dokumen["templat"], template)
    looked = _add_looks(package, edition, wanted, used)
    return ReturnBase(tables, read_places(edition, records), looked)


def _add_looks(
    package: BuiltFile, edition: Edition, wanted: Printed, template: Path | None
) -> Printed:
    # A comparison has another form than a document: there is nothing to rebuild it as.
    if template is None or package.identity.bentuk:
        return wanted
    model = read_rebuilt(rebuild(package, edition, template), carried_pages(package))
    return give_looks(wanted, show_word(model)) or wanted


def propose_edits(base: ReturnBase, word: WordDocument, choice: Choice) -> list[Proposal]:
    """Return the fate of every edit; those that are not wanted are left out by name."""
    reader = Reader(base.carried, choice.accepts, choice.penulis)
    shown = show_word(word, choice.accepts)
    edits = (*find_edits(base.wanted, shown), *find_look_edits(base.wanted, shown, choice.accepts))
    meant = follow_drawings(base.carried, edits)
    read = (proposal for edit in meant for proposal in reader.propose(edit))
    found = [each if choice.takes(each) else _leave(each, "tidak dipilih") for each in read]
    # Changes of others were read as not made; they are told, not lost.
    refused = frozenset(found for found in word.perubahan if not choice.accepts(found))
    if refused:
        found += _list_refused(base, word, refused)
    return doubt_together(base.carried, _name_apart(found))


def _list_refused(
    base: ReturnBase, word: WordDocument, refused: frozenset[Revision]
) -> list[Proposal]:
    reader = Reader(base.carried)
    return [
        _leave(proposal, "penulisnya tidak dipilih")
        for edit in find_edits(base.wanted, show_word(word))
        if refused & set(edit.oleh)
        for proposal in reader.propose(edit)
    ]


def _leave(proposal: Proposal, reason: str) -> Proposal:
    return replace(proposal, fate=ProposalFate.LEFT_OUT, tanya=reason)


def _name_apart(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Give new rows of one name different ids."""
    seen: set[tuple[str, str]] = set()
    found = []
    for each in proposals:
        if each.act is Act.ADD:
            base, number, key = each.baris, 1, each.baris
            while (each.berkas, key) in seen:
                number += 1
                key = f"{base}-{number}"
            seen.add((each.berkas, key))
            each = replace(each, baris=key, rekaman={**each.rekaman, "id": key})  # noqa: PLW2901
        found.append(each)
    return found


def _merge(
    base: Mapping[str, RawTable],
    ours: RawProject,
    proposals: Sequence[Proposal],
    choice: Choice,
) -> tuple[Merged, list[Conflict]]:
    edited = apply_proposals(base, proposals)
    # Only tables that an edit changed are merged; the folder's own state of the others stays.
    theirs = {name: table for name, table in edited.items() if not _holds_same(base[name], table)}
    here = read_canonical(ours, theirs)
    merged = merge_projects({name: base[name] for name in theirs}, here, theirs, choice.choose)
    return merged, list(merged.conflicts)


def _holds_same(table: RawTable, other: RawTable) -> bool:
    rows = (each.texts() for each in (table, other))
    return next(rows) == next(rows)
