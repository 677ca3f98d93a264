"""Totals that follow from an edit: offered, never written by themselves.

A total that agreed with its parts before the edits and does not after them follows them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.check import check_document
from renstra_doc.finding import InputError
from renstra_doc.merge.folders import replace_files
from renstra_doc.model import compose_partly
from renstra_doc.returned.proposals import Act, Proposal, ProposalFate

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from renstra_doc.finding import Finding
    from renstra_doc.load.project import RawProject

TABLES = "tabel/"
Spot = tuple[str, str, str]


def offer_totals(
    ours: RawProject, files: Mapping[str, bytes | None], edited: Collection[Spot]
) -> list[Proposal]:
    """Return the totals that no longer agree once some files are replaced, as proposals.

    In: the cells that were edited themselves: what a person has typed is no consequence.
    """
    if not any(name.startswith(TABLES) for name in files):
        return []
    # What differed before the import is no consequence of it.
    before = {*edited, *(_spot(found) for found in _find_open(ours))}
    after = _find_open(replace_files(ours, files))
    offers = {
        _spot(found): _offer(found)
        for found in after
        if found.addends and found.expected and found.row_id and _spot(found) not in before
    }
    return list(offers.values())


def _find_open(project: RawProject) -> tuple[Finding, ...]:
    try:
        return check_document(compose_partly(project)[0]).findings
    except InputError:  # rules that cannot be read: the check says so
        return ()


def _spot(found: Finding) -> Spot:
    return (found.place.file, found.row_id, found.place.column)


def _offer(found: Finding) -> Proposal:
    text = (
        f"jumlah ini mengikuti suntingan: rinciannya kini berjumlah {found.expected}, "
        f"tercetak {found.actual}"
    )
    return Proposal(
        ProposalFate.DERIVED,
        Act.CELL,
        found.row or found.row_id,
        found.place.file,
        found.row_id,
        found.place.column,
        found.actual,
        found.expected,
        tanya=text,
        bisa=True,
    )
