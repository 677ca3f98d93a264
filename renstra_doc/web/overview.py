"""Overview: one sentence, the budget, the coverage, what changed since the fixed edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.editions.fixed import DRAFT, edition_data, list_editions
from renstra_doc.files.history import last_step, list_steps, next_undone
from renstra_doc.files.lock import find_other_writer
from renstra_doc.finding import InputError, Severity
from renstra_doc.report.as_html import draw_charts
from renstra_doc.review.diff.compare import compare_documents
from renstra_doc.review.show.describe import count_groups, path_of, show_values
from renstra_doc.run.pipeline import read_document
from renstra_doc.web.call import show, tell
from renstra_doc.web.snapshot import mark_folder
from renstra_doc.words.numbers import format_angka

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from renstra_doc.editions.fixed import FixedEdition
    from renstra_doc.review.diff.change import Change
    from renstra_doc.web.call import Call
    from renstra_doc.web.snapshot import Snapshot

MOST_CHANGES = 12
# How long the first page waits for the checks before it says that they still run.
PATIENCE = 0.8
# How long a part waits for them that has nothing to show without.
LONG_PATIENCE = 2.5


def show_overview(call: Call) -> Response:
    """Show how the document stands."""
    now = call.snapshot
    # At most a moment: a first page that says “still running” is better than none.
    if not now.wait(PATIENCE):
        return show_waiting(call, "Ringkasan")
    edition, changes, hindrance = _compare_fixed(call)
    return show(
        call,
        "ringkasan",
        snapshot=now,
        sentence=describe_state(now, _count_pages(call, now)),
        charts=draw_charts(now.document, now.findings) if now.is_readable else [],
        coverage=now.report.coverage,
        edition=edition,
        hindrance=hindrance,
        counted=count_groups(changes),
        changes=[(path_of(change), *show_values(change)) for change in changes[:MOST_CHANGES]],
        left=max(len(changes) - MOST_CHANGES, 0),
        last=last_step(call.data),
        undone=next_undone(call.data),
        steps=list_steps(call.data)[::-1],
    )


def show_waiting(call: Call, part: str) -> Response:
    """Say that the checks still run; the part of the page shows by itself when they are done."""
    return show(call, "diperiksa", snapshot=call.snapshot, is_checked=False, part=part)


def _count_pages(call: Call, now: Snapshot) -> int:
    """Return how many pages were drawn of this state, or were kept by the last build."""
    drawn, _ = call.site.pictures.peek(call.data, now.mark)
    # Pages drawn of an older state may be more or fewer.
    is_fresh = drawn is not None and drawn.mark == now.mark
    return drawn.book.count if drawn and is_fresh else now.document.pages.jumlah


def describe_state(now: Snapshot, pages: int) -> str:
    """Return e.g. `57 halaman, 3 galat, 12 catatan, 2 komentar belum dijawab`."""
    counted = (
        (pages, "halaman"),
        (now.count(Severity.ERROR), "galat"),
        (now.count(Severity.WARNING), "peringatan"),
        (now.count(Severity.INFO), "catatan"),
        (now.comments, "komentar belum dijawab"),
        (now.hints, "isian belum dilengkapi"),
    )
    # Errors and notes are told also where there are none: that is what one looks for.
    always = ("galat", "catatan")
    told = [f"{format_angka(n)} {name}" for n, name in counted if n or name in always]
    return ", ".join(told)


def _compare_fixed(call: Call) -> tuple[FixedEdition | None, Sequence[Change], str]:
    """Return the edition that was fixed last, what changed since, why that cannot be said."""
    edition = None
    try:
        # The list grows at its end: the last fixed one is the one in force.
        listed = reversed(list_editions(call.data))
        edition = next((each for each in listed if each.status != DRAFT), None)
        if edition is None or not call.snapshot.is_readable:
            return edition, (), ""
        old, _ = read_document(edition_data(call.data, edition.nama))
        return edition, compare_documents(old, call.snapshot.document), ""
    # The list of editions may be broken by hand; the overview goes on without it.
    except InputError as error:
        return edition, (), str(error.findings[0])


def tell_pulse(call: Call) -> Response:
    """Tell the mark of the folder, so that an open page knows when to look again."""
    # Without reading a file: every open page asks every few seconds.
    mark = mark_folder(call.data)
    drawn, why = call.site.pictures.peek(call.data, mark)
    is_checked = call.snapshot.wait(0)
    pages = drawn.mark if drawn else ""
    writer = find_other_writer(call.data)
    told = {"tanda": mark, "halaman": pages, "sebab": why, "diperiksa": is_checked}
    return tell({**told, "dipegang": str(writer or "")})
