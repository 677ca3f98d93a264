"""The status of a change as reviewers write it: new, removed, split, merged, moved, renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.review.diff.change import InTable, Kind

if TYPE_CHECKING:
    from renstra_doc.review.diff.change import Change

SAME, CHANGED, NEW, GONE = "tetap", "berubah", "baru", "dihapus"
SPLIT, MERGED, MOVED, RENAMED = "dipecah", "digabung", "dipindahkan", "ganti nomenklatur"
_OF_KIND = {
    Kind.ADDED: NEW,
    Kind.REMOVED: GONE,
    Kind.CHANGED: CHANGED,
    Kind.MOVED: MOVED,
}


def status_of(change: Change) -> str:
    """Return the status: what `pemetaan.csv` says of the row, else what the kind of change says."""
    mapped = change.status if isinstance(change, InTable) else ""
    return mapped or _OF_KIND[change.kind]
