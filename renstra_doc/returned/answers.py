"""What an import of a returned document asks, and its answers: edits, conflicts, totals."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from renstra_doc.finding import InputError, refuse_input
from renstra_doc.merge.folders import replace_files
from renstra_doc.merge.three_way import GONE, Conflict
from renstra_doc.returned.apply import apply_proposals, write_table
from renstra_doc.returned.comments import NOBODY
from renstra_doc.returned.proposals import Act, Proposal, ProposalFate
from renstra_doc.returned.totals_after import Spot, offer_totals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from renstra_doc.docx.word_content import Revision
    from renstra_doc.load.project import RawProject

    Files = dict[str, bytes | None]

YES, NO, SKIP = "ya", "tidak", "lewati"
OURS, THEIRS, OLD = "folder", "dokumen", "semula"
MOST_LEVELS = 12  # totals above totals: no budget is deeper


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

    def say(self, key: str) -> str:
        """Return the answer to a question, "" where there is none."""
        return self.jawaban.get(key, "").strip()

    def choose(self, conflict: Conflict) -> str | None:
        """Return the answer to a conflict: one of its three values or another text."""
        said = self.say(conflict.kunci)
        values = {OURS: conflict.kita, THEIRS: conflict.mereka, OLD: conflict.asal}
        return values.get(said.lower(), said) if said else None

    def accepts(self, revision: Revision) -> bool:
        """Return whether a tracked change is of an author that is wanted."""
        # With a place among the wishes every change is read, and `takes` chooses among the edits.
        return revision.penulis in self.hanya or not self._authors_only()

    def _authors_only(self) -> bool:
        return bool(self.hanya) and not any(_is_place(name) for name in self.hanya)

    def takes(self, proposal: Proposal) -> bool:
        """Return whether an edit is wanted, by its author or its place."""
        # An edit may have several authors, in one text.
        names = (proposal.penulis or NOBODY).split("; ")
        return not self.hanya or any(
            each in names
            or proposal.kunci == each
            or proposal.kunci.startswith((f"{each}#", f"{each}/"))
            for each in self.hanya
        )


def _is_place(name: str) -> bool:
    return name.endswith(".csv") or ".csv#" in name or name in ("tabel", "naskah")


def answer_edit(proposal: Proposal, choice: Choice) -> Proposal:
    """Return a doubtful proposal with its answer: the text to be written, or that it stays out."""
    said = choice.say(proposal.kunci)
    if proposal.fate is not ProposalFate.DOUBTFUL or not said:
        return proposal
    if said.lower() in (SKIP, NO):
        return replace(proposal, fate=ProposalFate.LEFT_OUT, tanya=f"dijawab: {said}")
    act = _find_act(proposal) if said.lower() == YES else Act.CELL
    # A text was given where there is no cell to hold it: the question stays open.
    if act is Act.NONE or (said.lower() != YES and not _names_cell(proposal)):
        return proposal
    taken = replace(proposal, act=act, fate=ProposalFate.IN)
    return taken if said.lower() == YES else replace(taken, menjadi=said)


def _find_act(proposal: Proposal) -> Act:
    """Return what a plain yes does: what the edit did, or the removal that it may stand for."""
    return Act.REMOVE if proposal.bisa else proposal.act


def _names_cell(proposal: Proposal) -> bool:
    return bool(proposal.berkas and proposal.baris and proposal.kolom)


def is_open(found: Proposal) -> bool:
    """Return whether somebody has to decide it: a doubtful edit, or a total that would follow."""
    return found.fate is ProposalFate.DOUBTFUL or (
        found.fate is ProposalFate.DERIVED and found.bisa
    )


def take_totals(
    ours: RawProject, files: Files, choice: Choice, edited: set[Spot]
) -> tuple[Files, list[Proposal]]:
    """Offer the totals that follow, and write those that were answered with yes.

    A total may be a part of another one: what follows from it is offered in turn.
    """
    decided: dict[str, Proposal] = {}
    for _ in range(MOST_LEVELS):
        offers = offer_totals(ours, files, edited)
        answers = [_answer_total(each, choice) for each in offers if each.kunci not in decided]
        waiting = [each for each in answers if each.fate is ProposalFate.DERIVED]
        taken = [each for each in answers if each.fate is ProposalFate.IN]
        decided |= {each.kunci: each for each in answers if each.fate is not ProposalFate.DERIVED}
        if not taken:
            return files, [*decided.values(), *waiting]
        files = _write_totals(ours, files, taken)
    return files, list(decided.values())


def _write_totals(ours: RawProject, files: Files, taken: Sequence[Proposal]) -> Files:
    tables = replace_files(ours, files).tables
    names = {each.berkas for each in taken}
    written = apply_proposals({name: tables[name] for name in names}, taken)
    return {**files, **{name: write_table(table) for name, table in written.items()}}


def _answer_total(offer: Proposal, choice: Choice) -> Proposal:
    said = choice.say(offer.kunci)
    if said.lower() == YES:
        return replace(offer, fate=ProposalFate.IN)
    return replace(offer, fate=ProposalFate.LEFT_OUT, tanya=f"dijawab: {said}") if said else offer


def mark_conflicts(proposals: Sequence[Proposal], conflicts: Sequence[Conflict]) -> list[Proposal]:
    """Return proposals with those in doubt that both sides changed."""
    open_ones = {conflict.kunci: conflict for conflict in conflicts}
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


def list_questions(
    proposals: Sequence[Proposal], conflicts: Sequence[Conflict]
) -> list[ReturnQuestion]:
    """Return what is open: cells that both sides changed, then edits that nobody decided."""
    open_ones = {conflict.kunci: conflict for conflict in conflicts}
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
        if is_open(each) and each.kunci not in open_ones:
            values = (each.semula, each.menjadi, "", _list_choices(each))
            questions.append(ReturnQuestion(each.kunci, each.tanya, *values))
    return questions


def _list_choices(proposal: Proposal) -> tuple[str, ...]:
    """Return what may be answered: a new content only where there is a cell for it."""
    if proposal.bisa or proposal.act in (Act.REMOVE, Act.CELL, Act.MOVE):
        return YES, SKIP
    return (SKIP, "isi baru") if _names_cell(proposal) else (SKIP,)


def refuse_answers(path: Path, message: str) -> InputError:
    """Return an error about a file of answers."""
    hint = "pakai berkas dari --pertanyaan, dengan kolom jawaban terisi"
    return refuse_input(path, message, hint)
