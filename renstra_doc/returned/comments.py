"""`komentar.csv`: what reviewers say, and what an import left open, until somebody closes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.model.canonical import write_csv
from renstra_doc.model.reviewers import ANSWERED, DONE, OPEN
from renstra_doc.model.reviewers import COLUMNS as HEADER
from renstra_doc.returned.carried_data import name_record
from renstra_doc.returned.proposals import GRAPHS, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from renstra_doc.load.project import RawTable
    from renstra_doc.place import Place
    from renstra_doc.returned.carried_data import CarriedData
    from renstra_doc.returned.proposals import Proposal
    from renstra_doc.review.verify.comment_places import PlacedComment

NOBODY = "tanpa nama"


def find_comments(carried: CarriedData, comments: Sequence[PlacedComment]) -> list[dict[str, str]]:
    """Return the comments of a document as records; a reply is the answer of what it answers."""
    records: dict[str, dict[str, str]] = {}
    for placed in comments:
        said = placed.komentar
        parent = records.get(said.induk)
        if parent is not None:
            told = f"{said.penulis or NOBODY}: {said.teks}"
            parent["jawaban"] = "\n".join(filter(None, (parent["jawaban"], told)))
            # What Word calls done stays done, whoever replied.
            parent["status"] = DONE if parent["status"] == DONE else ANSWERED
            continue
        records[said.id] = {
            **_place_of(carried, placed.place),
            "penulis": said.penulis or NOBODY,
            "tanggal": said.tanggal,
            "teks": said.teks,
            "status": DONE if said.selesai else OPEN,
            "jawaban": "",
        }
    return list(records.values())


def _place_of(carried: CarriedData, place: Place) -> dict[str, str]:
    # In a draft a comment stands at what it is said of: a graph at its block.
    place = carried.graphs[place.line].place if place.file == GRAPHS else place
    record = carried.record(place)
    # A caption has no column of its own: it is the title of its table.
    kolom = place.column or ("judul" if place.file == TABLES else "")
    return {"berkas": place.file, "baris": name_record(record, place.file), "kolom": kolom}


def keep_open(proposal: Proposal) -> dict[str, str]:
    """Return an open place of an import as a record: what was edited, and what is asked."""
    changed = f"“{proposal.semula}” → “{proposal.menjadi}”: " if proposal.menjadi else ""
    return {
        "berkas": proposal.berkas,
        "baris": proposal.baris,
        "kolom": proposal.kolom,
        "penulis": proposal.penulis or NOBODY,
        "tanggal": proposal.tanggal,
        "teks": f"Suntingan belum dimasukkan: {changed}{proposal.tanya}",
        "status": OPEN,
        "jawaban": "",
    }


def add_comments(table: RawTable | None, found: Iterable[Mapping[str, str]]) -> bytes | None:
    """Return `komentar.csv` with more rows; None where all of them stand there already."""
    header = table.header if table is not None else HEADER
    records = table.texts() if table is not None else []
    new = _number_new(records, found)
    if not new:
        return None
    header = tuple(dict.fromkeys((*header, *HEADER)))
    rows = ([record.get(name, "") for name in header] for record in (*records, *new))
    return write_csv([header, *rows])


def _number_new(
    records: Sequence[Mapping[str, str]], found: Iterable[Mapping[str, str]]
) -> list[dict[str, str]]:
    """Return the comments that do not stand among the records, each once, with ids of their own."""
    known = {_identity(record) for record in records}
    fresh: dict[tuple[str, ...], Mapping[str, str]] = {}
    for each in found:
        if _identity(each) not in known:
            fresh.setdefault(_identity(each), each)
    numbers = (record.get("id", "").removeprefix("k-") for record in records)
    last = max((int(number) for number in numbers if number.isdecimal()), default=0)
    return [{**each, "id": f"k-{at}"} for at, each in enumerate(fresh.values(), start=last + 1)]


def _identity(record: Mapping[str, str]) -> tuple[str, ...]:
    """Return what tells a comment from another: its place, author, date and text."""
    names = ("berkas", "baris", "kolom", "penulis", "tanggal", "teks")
    return tuple(record.get(name, "") for name in names)
