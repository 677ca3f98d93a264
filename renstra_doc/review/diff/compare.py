"""Two documents → the changes between them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.finding import InputError
from renstra_doc.review.diff.cause import explain
from renstra_doc.review.diff.changes import find_changes
from renstra_doc.review.edition import make_edition, make_editions
from renstra_doc.review.lineage import trace_lineage
from renstra_doc.review.sources import name_side

if TYPE_CHECKING:
    from renstra_doc.model import Document
    from renstra_doc.review.diff.change import Change
    from renstra_doc.review.edition import Edition
    from renstra_doc.review.named_source import Source

# What a folder holds beside the document itself: it is not printed, but a reviewer should know that
# it changed.
UNPRINTED = ("aturan.csv", "pengecualian.csv")
# From this many rows on a table of which no id is left was not replaced, but given other ids.
LEAST_ROWS = 3


def compare_documents(old: Document, new: Document) -> tuple[Change, ...]:
    """Return the changes from one document to another.

    Out: the causes in printed order, then what follows from them, then what only counts otherwise.
    Raises InputError where an expression of one of them cannot be evaluated.
    """
    return compare_editions(*make_editions(old, new))


def compare_editions(old: Edition, new: Edition) -> tuple[Change, ...]:
    """Return the changes from one edition to another."""
    return explain(old, new, find_changes(old, new))


def read_editions(old: Source, new: Source) -> tuple[Edition, Edition]:
    # The old rows bear the new ids before anything is compared.
    """Return the editions of two sources; a finding about one names it."""
    former, lineage = trace_lineage(old.document, new.document)
    return _read_edition(old, former), replace(_read_edition(new, new.document), lineage=lineage)


def _read_edition(source: Source, document: Document) -> Edition:
    try:
        return make_edition(document)
    except InputError as error:
        raise InputError(name_side(error.findings, source.label)) from error


def find_reassigned(old: Document, new: Document) -> list[str]:
    """Return the tables, and the text, of which no id is left though there were and are several."""
    before, after = _collect_ids(old), _collect_ids(new)
    return [name for name in after if name in before and _is_reassigned(before[name], after[name])]


def _collect_ids(document: Document) -> dict[str, set[str]]:
    tables = {f"tabel {table.id}": set(table.row_by_id) for table in document.tables.values()}
    return {"naskah": {block.id for block in document.blocks}, **tables}


# An id or two may well be new; that none is left says that they were all given anew.
def _is_reassigned(old: set[str], new: set[str]) -> bool:
    return min(len(old), len(new)) >= LEAST_ROWS and old.isdisjoint(new)


def list_unprinted(old: Source, new: Source) -> list[str]:
    """Return the files with rules and accepted discrepancies that differ.

    They print nothing, so no change shows.

    A .docx does not carry all of them: what one of the two does not know is not said to have
    changed.
    """
    known = [name for name in UNPRINTED if _knows(old, name) and _knows(new, name)]
    return [name for name in known if _rows(old, name) != _rows(new, name)]


def _knows(source: Source, name: str) -> bool:
    return not source.is_carried or source.document.origin.rows_of(name) is not None


def _rows(source: Source, name: str) -> tuple[tuple[str, ...], ...]:
    return (source.document.origin.rows_of(name) or ((),))[1:]
