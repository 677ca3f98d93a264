"""Editions: fix one, compare two."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from renstra_doc.editions.fixed import FIXED, INTACT, fix_edition, judge_edition, list_editions
from renstra_doc.review.diff.change import Group
from renstra_doc.review.diff.compare import compare_documents
from renstra_doc.review.show.describe import count_groups, path_of, show_values
from renstra_doc.run.pipeline import read_document
from renstra_doc.web.call import REFUSALS, go, refuse, show
from renstra_doc.web.outgoing import find_state, list_known

if TYPE_CHECKING:
    from starlette.responses import Response

    from renstra_doc.web.call import Call

MOST_SHOWN = 500
STATES = ("draf", "ditetapkan", "Perubahan I", "Perubahan II", "Perubahan III")
GROUPS = {
    Group.CAUSE: "perubahan",
    Group.CONSEQUENCE: "akibat",
    Group.NUMBERING: "penomoran",
}


def show_editions(call: Call) -> Response:
    """Show the editions there are, and what can be done with them."""
    return show(call, "edisi", **_describe_editions(call))


def _describe_editions(call: Call) -> dict[str, object]:
    editions, unlisted = list_known(call)
    return {
        "snapshot": call.snapshot,
        "unlisted": unlisted,
        "editions": [(each, judge_edition(call.data, each)) for each in editions],
        "today": call.text("tanggal") or time.strftime("%Y-%m-%d"),
        "states": STATES,
        "usual": call.text("status") or FIXED,
    }


def fix_edition_here(call: Call) -> Response:
    """Fix the present state as an edition."""
    said = {name: call.text(name) for name in ("status", "tanggal", "dasar")}
    try:
        edition = fix_edition(call.data, call.text("nama"), **said)
    except REFUSALS as error:
        return refuse(call, "edisi", error, **_describe_editions(call))
    return go(call.url("edisi"), f"Edisi {edition.nama} tersimpan.")


def compare_editions_here(call: Call) -> Response:
    """Compare two states on the page."""
    # Read from the disk, both: an edition may have been fixed by another program since.
    old, _ = read_document(find_state(call, call.text("dasar")))
    new, _ = read_document(find_state(call, call.text("menjadi")))
    changes = compare_documents(old, new)
    rows = [
        (GROUPS[change.group], path_of(change), *show_values(change))
        for change in changes[:MOST_SHOWN]
    ]
    return show(
        call,
        "banding",
        snapshot=call.snapshot,
        old=call.text("dasar"),
        new=call.text("menjadi"),
        counted=count_groups(changes),
        rows=rows,
        left=max(len(changes) - MOST_SHOWN, 0),
        warnings=warn_of_states(call),
    )


def warn_of_states(call: Call) -> list[str]:
    """Return which of the editions of a comparison or merge are not what was fixed."""
    # Either side may be an edition that somebody changed afterwards.
    named = {call.text("dasar"), call.text("menjadi")}
    judged = [(each.nama, judge_edition(call.data, each)) for each in list_editions(call.data)]
    return [f"Edisi {name}: {said}." for name, said in judged if name in named and said != INTACT]
