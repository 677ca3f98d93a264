"""A returned document → what its import would write, what it asks, what it leaves out."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from renstra_doc.files.journal import digest_files
from renstra_doc.finding import Finding, InputError, reading_error, refuse_errors
from renstra_doc.load.project import RawProject, list_files, load_project
from renstra_doc.merge.folders import find_new_faults, read_canonical, replace_files
from renstra_doc.merge.three_way import GONE, Conflict, Merged, merge_projects
from renstra_doc.model import compose_document
from renstra_doc.model.reviewers import FILE
from renstra_doc.place import Place
from renstra_doc.render.identity import project_of
from renstra_doc.render.remarks import PROGRAM
from renstra_doc.returned.apply import apply_proposals, write_table
from renstra_doc.returned.carried_data import CarriedData, read_places
from renstra_doc.returned.comments import add_comments, find_comments, keep_open
from renstra_doc.returned.doubts import doubt_together
from renstra_doc.returned.proposals import Act, Proposal, ProposalFate, Reader
from renstra_doc.returned.totals_after import offer_totals
from renstra_doc.review.edition import make_edition
from renstra_doc.review.named_source import Source
from renstra_doc.review.strangers import refuse_strangers
from renstra_doc.review.verify.built_file import open_package, read_carried, read_content
from renstra_doc.review.verify.edits import find_edits
from renstra_doc.review.verify.judge import place_reviews
from renstra_doc.review.verify.look_edits import find_look_edits, give_looks
from renstra_doc.review.verify.printed import expect
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

YES, NO, SKIP = "ya", "tidak", "lewati"
OURS, THEIRS, OLD = "folder", "dokumen", "semula"
NOBODY = "tanpa nama"
MOST_LEVELS = 12


@dataclass(frozen=True, slots=True)
class ReturnQuestion:
    """What an import cannot decide: its key, the text, the three values, the choices."""

    kunci: str
    teks: str
    semula: str = ""
    dokumen: str = ""
    folder: str = ""
    pilihan: tuple[str, ...] = (SKIP,)


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


@dataclass(frozen=True, slots=True)
class Choice:
    """What is wanted of an import.

    `penulis` names whoever edited without tracking, `hanya` authors or places that alone are taken
    (none: all), `jawaban` the answers by the key of the question; `terima`: what stays open is kept
    as a comment and the rest is written.
    """

    penulis: str = ""
    hanya: tuple[str, ...] = ()
    jawaban: Mapping[str, str] = field(default_factory=dict)
    terima: bool = False

    def accepts(self, revision: Revision) -> bool:
        """Return whether a tracked change is of an author that is wanted."""
        return revision.penulis in self.hanya or not self._authors_only()

    def _authors_only(self) -> bool:
        return bool(self.hanya) and not any(_is_place(name) for name in self.hanya)

    def takes(self, proposal: Proposal) -> bool:
        """Return whether an edit is wanted, by its author or its place."""
        names = (proposal.penulis or NOBODY).split("; ")
        return not self.hanya or any(
            each in names
            or proposal.kunci == each
            or proposal.kunci.startswith((f"{each}#", f"{each}/"))
            for each in self.hanya
        )


def _is_place(name: str) -> bool:
    return name.endswith(".csv") or ".csv#" in name or name in ("tabel", "naskah")


def plan_return(file: Path, data: Path, choice: Choice) -> ReturnPlan:
    """Return what the import of a document would change in a data folder.

    Raises InputError where the file is no document of this program or of another document, or the
    folder cannot be read.
    """
    package = open_package(file)
    before = digest_files(data, dict.fromkeys((*list_files(data), FILE)))
    ours = load_project(data)
    refuse_errors(ours.findings)
    here, _ = compose_document(ours)
    base, carried, wanted = read_base(package, template_path(data, here))
    refuse_strangers(Source(str(file), carried.document), Source(str(data), here))
    word = read_content(package)
    proposals = propose_edits(carried, wanted, word, choice)
    proposals = [_answer(found, choice) for found in proposals]
    merged, conflicts = _merge(base, ours, proposals, choice)
    proposals = _mark_conflicts(proposals, conflicts)
    edited = {(each.berkas, each.baris, each.kolom) for each in proposals}
    files, offers = _take_totals(ours, dict(merged.files), choice, edited)
    proposals = [*proposals, *offers]
    findings = find_new_faults(ours, files)
    persons = [each for each in word.komentar if each.penulis != PROGRAM]
    reviews = find_comments(carried, place_reviews(wanted, show_word(word), persons))
    kept = [keep_open(found) for found in proposals if _is_open(found)]
    content = add_comments(ours.tables.get(FILE), [*reviews, *(kept if choice.terima else [])])
    if content is not None:
        files[FILE] = content
    return ReturnPlan(
        files,
        {name: before.get(name, "") for name in files},
        tuple(proposals),
        tuple(_list_questions(proposals, conflicts)),
        findings,
        len(reviews),
        ours,
    )


def read_base(
    package: BuiltFile, template: Path | None = None
) -> tuple[dict[str, RawTable], CarriedData, Printed]:
    """Return the data that a document carries: tables, places, and what they should print.

    In: the document, a template that may be its own. Where the very template is at hand, the lines
    have the looks that they should have.
    """
    raw = project_of(package.identity, package.path.parent, package.parts)
    document = read_carried(package)
    edition = make_edition(document)
    tables = {name: table for name, table in raw.tables.items() if name in package.identity.berkas}
    records = {name: dict(table.records()) for name, table in tables.items()}
    identity = package.identity
    wanted = expect(edition, identity.tetap, identity.akar, identity.perabot, "templat")
    used = find_used_template(package, document.dokumen["templat"], template)
    return tables, read_places(edition, records), _add_looks(package, edition, wanted, used)


def _add_looks(
    package: BuiltFile, edition: Edition, wanted: Printed, template: Path | None
) -> Printed:
    if template is None or package.identity.bentuk:
        return wanted
    model = read_rebuilt(rebuild(package, edition, template), carried_pages(package))
    return give_looks(wanted, show_word(model)) or wanted


def propose_edits(
    carried: CarriedData, wanted: Printed, word: WordDocument, choice: Choice
) -> list[Proposal]:
    """Return the fate of every edit; those that are not wanted are left out by name."""
    reader = Reader(carried, choice.accepts, choice.penulis)
    shown = show_word(word, choice.accepts)
    edits = (*find_edits(wanted, shown), *find_look_edits(wanted, shown, choice.accepts))
    found = [proposal for edit in edits for proposal in reader.propose(edit)]
    found = [
        each
        if choice.takes(each)
        else replace(each, fate=ProposalFate.LEFT_OUT, tanya="tidak dipilih")
        for each in found
    ]
    refused = frozenset(found for found in word.perubahan if not choice.accepts(found))
    if refused:
        found += _list_refused(carried, wanted, word, refused)
    return doubt_together(carried, _name_apart(found))


def _list_refused(
    carried: CarriedData, wanted: Printed, word: WordDocument, refused: frozenset[Revision]
) -> list[Proposal]:
    reader = Reader(carried)
    edits = find_edits(wanted, show_word(word))
    return [
        replace(proposal, fate=ProposalFate.LEFT_OUT, tanya="penulisnya tidak dipilih")
        for edit in edits
        if refused & set(edit.oleh)
        for proposal in reader.propose(edit)
    ]


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


def _answer(proposal: Proposal, choice: Choice) -> Proposal:
    """Return a doubtful proposal with its answer: the text to be written, or that it stays out."""
    said = choice.jawaban.get(proposal.kunci, "").strip()
    if proposal.fate is not ProposalFate.DOUBTFUL or not said:
        return proposal
    if said.lower() in (SKIP, NO):
        return replace(proposal, fate=ProposalFate.LEFT_OUT, tanya=f"dijawab: {said}")
    if said.lower() == YES:
        act = Act.REMOVE if proposal.bisa or proposal.act is Act.REMOVE else proposal.act
        can = act is not Act.NONE
        return replace(proposal, act=act, fate=ProposalFate.IN) if can else proposal
    if proposal.berkas and proposal.baris and proposal.kolom:
        return replace(proposal, act=Act.CELL, fate=ProposalFate.IN, menjadi=said)
    return proposal


def _merge(
    base: Mapping[str, RawTable],
    ours: RawProject,
    proposals: Sequence[Proposal],
    choice: Choice,
) -> tuple[Merged, list[Conflict]]:
    theirs = apply_proposals(base, proposals)
    here = {name: table for name, table in read_canonical(ours).items() if name in base}

    def choose(conflict: Conflict) -> str | None:
        said = choice.jawaban.get(_key_of(conflict), "").strip()
        values = {OURS: conflict.kita, THEIRS: conflict.mereka, OLD: conflict.asal}
        if not said:
            return None
        return values.get(said.lower(), said)

    merged = merge_projects(base, here, theirs, choose)
    return merged, list(merged.conflicts)


def _is_open(found: Proposal) -> bool:
    """Return whether somebody has to decide it: a doubtful edit, or a total that would follow."""
    return found.fate is ProposalFate.DOUBTFUL or (
        found.fate is ProposalFate.DERIVED and found.bisa
    )


def _take_totals(
    ours: RawProject,
    files: dict[str, bytes | None],
    choice: Choice,
    edited: set[tuple[str, str, str]],
) -> tuple[dict[str, bytes | None], list[Proposal]]:
    """Offer the totals that follow, and write those that were answered with yes.

    A total may be a part of another one: what follows from it is offered in turn.
    """
    decided: dict[str, Proposal] = {}
    for _ in range(MOST_LEVELS):
        found = offer_totals(ours, files, edited)
        offers = [each for each in found if each.kunci not in decided]
        answers = [_answer_total(each, choice) for each in offers]
        taken = [each for each in answers if each.fate is ProposalFate.IN]
        decided |= {each.kunci: each for each in answers if each.fate is not ProposalFate.DERIVED}
        if not taken:
            return files, [
                *decided.values(),
                *(a for a in answers if a.fate is ProposalFate.DERIVED),
            ]
        tables = replace_files(ours, files).tables
        names = {each.berkas for each in taken}
        written = apply_proposals({name: tables[name] for name in names}, taken)
        files |= {name: write_table(table) for name, table in written.items()}
    return files, list(decided.values())


def _answer_total(offer: Proposal, choice: Choice) -> Proposal:
    said = choice.jawaban.get(offer.kunci, "").strip()
    if said.lower() == YES:
        return replace(offer, fate=ProposalFate.IN)
    return replace(offer, fate=ProposalFate.LEFT_OUT, tanya=f"dijawab: {said}") if said else offer


def _key_of(conflict: Conflict) -> str:
    return "#".join(filter(None, (conflict.berkas, conflict.baris, conflict.kolom)))


def _mark_conflicts(proposals: Sequence[Proposal], conflicts: Sequence[Conflict]) -> list[Proposal]:
    """Return proposals with those in doubt that both sides changed."""
    open_ones = {_key_of(conflict): conflict for conflict in conflicts}
    rows = {(found.berkas, found.baris) for found in conflicts if not found.kolom}
    marked = []
    for each in proposals:
        conflict = open_ones.get(each.kunci)
        is_row = each.act is Act.REMOVE and (each.berkas, each.baris) in rows
        if each.fate is ProposalFate.IN and (conflict is not None or is_row):
            told = f"kini “{conflict.kita}” di folder data" if conflict is not None else GONE
            text = f"sel ini juga berubah di folder data: {told}"
            each = replace(each, fate=ProposalFate.DOUBTFUL, tanya=text)  # noqa: PLW2901
        marked.append(each)
    return marked


def _list_questions(
    proposals: Sequence[Proposal], conflicts: Sequence[Conflict]
) -> list[ReturnQuestion]:
    open_ones = {_key_of(conflict): conflict for conflict in conflicts}
    questions = [
        ReturnQuestion(
            key,
            "diubah di dokumen dan di folder data; mana yang dipakai?",
            found.asal,
            found.mereka,
            found.kita,
            (OURS, THEIRS, OLD),
        )
        for key, found in open_ones.items()
    ]
    for each in proposals:
        if _is_open(each) and each.kunci not in open_ones:
            is_plain = each.bisa or each.act in (Act.REMOVE, Act.CELL)
            choices = (YES, SKIP) if is_plain else (SKIP, "isi baru")
            questions.append(
                ReturnQuestion(each.kunci, each.tanya, each.semula, each.menjadi, "", choices)
            )
    return questions


def refuse_answers(path: Path, message: str) -> InputError:
    """Return an error about a file of answers."""
    hint = "pakai berkas dari --pertanyaan, dengan kolom jawaban terisi"
    return InputError([reading_error(Place(str(path)), message, hint)])
