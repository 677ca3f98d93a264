"""Edits of a returned document as rows for a person: the place in words, what changes, who."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import row_name
from renstra_doc.model.cells import spell_text
from renstra_doc.returned.comments import NOBODY
from renstra_doc.returned.proposals import ProposalFate
from renstra_doc.web.column_words import join_heading
from renstra_doc.web.content import name_file, table_of
from renstra_doc.words.numbers import NumberError, format_tanggal, parse_tanggal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from renstra_doc.model.values import Column, Table
    from renstra_doc.returned.proposals import Proposal
    from renstra_doc.web.snapshot import Snapshot

FATES = {
    ProposalFate.IN: "masuk",
    ProposalFate.DERIVED: "turunan",
    ProposalFate.DOUBTFUL: "ditanyakan",
    ProposalFate.LEFT_OUT: "tidak ikut",
}
# How many words of what stays are shown on either side of what changes.
NEAR = 6
DATE_LETTERS = 10
CUT = "…"


@dataclass(frozen=True, slots=True)
class ShownProposal:
    """An edit as the page shows it."""

    nasib: str
    tempat: str
    semula: str
    menjadi: str
    siapa: str


def show_proposals(now: Snapshot, found: Iterable[Proposal]) -> tuple[ShownProposal, ...]:
    """Return edits as the page shows them."""
    return tuple(_show(now, each) for each in found)


def _show(now: Snapshot, found: Proposal) -> ShownProposal:
    column = _column_of(table_of(now.document, found.berkas), found.kolom)
    old, new = shorten_pair(*(spell_text(column, t) for t in (found.semula, found.menjadi)))
    who = ", ".join(filter(None, (found.penulis or NOBODY, _say_date(found.tanggal))))
    return ShownProposal(FATES[found.fate], name_place(now, found), old, new, who)


def name_place(now: Snapshot, found: Proposal) -> str:
    """Return the place of an edit in words: the table, its row and column; the chapter."""
    # Without a file it is an edit of what the program prints by itself.
    if not found.berkas or found.berkas not in now.raw.tables:
        return found.tempat
    table = table_of(now.document, found.berkas)
    if table is None:
        return f"{name_file(now, found.berkas, None)} · {found.baris}"
    row = table.row_by_id.get(found.baris)
    column = _column_of(table, found.kolom)
    heading = join_heading(column) if column else ""
    name = row_name(table, row) if row is not None else found.baris
    return " · ".join(filter(None, (table.printed_label, name, heading)))


def _column_of(table: Table | None, kolom: str) -> Column | None:
    is_known = table is not None and kolom in table.index
    return table.columns[table.index[kolom]] if table and is_known else None


def _say_date(text: str) -> str:
    """Return the day of a date with a time in words, and any other text as it is."""
    try:
        # A date with a time: the minute of an edit says nothing to a reader.
        return format_tanggal(parse_tanggal(text[:DATE_LETTERS]))
    except NumberError:
        return text


def shorten_pair(old: str, new: str) -> tuple[str, str]:
    """Return two texts without most of the words that they begin and end with alike."""
    one, two = old.split(), new.split()
    start = _count_common(one, two)
    # Behind what they begin with, so that no word counts twice.
    end = _count_common(one[start:][::-1], two[start:][::-1])
    return _cut(one, start, end), _cut(two, start, end)


def _count_common(one: Sequence[str], two: Sequence[str]) -> int:
    pairs = zip(one, two, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _cut(words: Sequence[str], start: int, end: int) -> str:
    first, last = max(start - NEAR, 0), min(len(words) - end + NEAR, len(words))
    before = [CUT] if first else []
    after = [CUT] if last < len(words) else []
    return " ".join((*before, *words[first:last], *after))
