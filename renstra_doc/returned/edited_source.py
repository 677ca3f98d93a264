"""An edition that was read from an edited document: its data with the edits in them.

So `renstra diff` of a document that somebody edited in Word shows the edits. What is no change of
the data is told as a remark; where no edit is one, the comparison is refused.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, InputError, Severity, reading_error
from renstra_doc.model import compose_document
from renstra_doc.place import Place
from renstra_doc.render.identity import project_of
from renstra_doc.returned.answers import Choice
from renstra_doc.returned.apply import apply_proposals
from renstra_doc.returned.plan_return import propose_edits, read_base
from renstra_doc.returned.proposals import Proposal, ProposalFate
from renstra_doc.review.verify.built_file import open_package, read_content

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from renstra_doc.load.project import RawTable
    from renstra_doc.model import Document
    from renstra_doc.review.named_source import Source
    from renstra_doc.review.verify.built_file import BuiltFile

MOST_TOLD = 20


def include_edits(source: Source) -> Source:
    """Return an edition with what was edited in Word as its data.

    Raises InputError where nothing of it can be read as data.
    """
    if not source.edits and source.asing:
        raise InputError([_refuse_strange(source)])
    if not source.edits:
        return source
    package = open_package(Path(source.label))
    base = read_base(package)
    proposals = propose_edits(base, read_content(package), Choice())
    if not any(found.fate is ProposalFate.IN for found in proposals):
        raise InputError([_refuse(source, len(proposals))])
    document = _compose_edited(package, apply_proposals(base.tables, proposals))
    left = [found for found in proposals if found.fate is not ProposalFate.IN]
    told = (*_tell(source, proposals, left), *source.rest)
    return replace(source, document=document, remarks=told)


def _compose_edited(package: BuiltFile, edited: Mapping[str, RawTable]) -> Document:
    raw = project_of(package.identity, package.path.parent, package.parts)
    return compose_document(replace(raw, tables={**raw.tables, **edited}))[0]


def _refuse(source: Source, count: int) -> Finding:
    message = f"disunting di Word ({count} perbedaan), dan tidak satu pun menjadi perubahan data"
    hint = f"lihat suntingannya dengan: renstra verify {source.label}"
    return reading_error(Place(source.label), message, hint)


def _refuse_strange(source: Source) -> Finding:
    named = ", ".join(source.asing[:MOST_TOLD])
    message = f"disunting di Word: memuat yang bukan tulisan program ini ({named})"
    hint = f"hapus di Word, atau lihat dengan: renstra verify {source.label}"
    return reading_error(Place(source.label), message, hint)


def _tell(source: Source, proposals: Sequence[Proposal], left: Sequence[Proposal]) -> list[Finding]:
    count = len(proposals) - len(left)
    message = f"disunting di Word sesudah disusun; {count} suntingan ikut dibandingkan"
    hint = f"masukkan ke folder data dengan: renstra import {source.label}"
    told = [replace(reading_error(Place(source.label), message, hint), severity=Severity.WARNING)]
    for found in left[:MOST_TOLD]:
        where = found.kunci or found.tempat
        text = f"suntingan ini tidak ikut dibandingkan: {where}: {found.tanya}"
        told.append(
            replace(reading_error(Place(source.label), text, hint), severity=Severity.WARNING)
        )
    return told
