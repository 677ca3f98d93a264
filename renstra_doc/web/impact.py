"""What follows from cells that were saved: totals that move, places that print otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.check.comparison import row_name
from renstra_doc.edit.carry import carry_up
from renstra_doc.edit.saves import CellEdit, plan_edits
from renstra_doc.finding import InputError
from renstra_doc.review.diff.change import Group
from renstra_doc.review.diff.compare import compare_documents
from renstra_doc.review.show.describe import path_of, show_values
from renstra_doc.web.call import go, show, tell
from renstra_doc.web.column_words import call_column, join_heading
from renstra_doc.web.saving import CARRY, read_edits, refuse_plan, save_edits
from renstra_doc.words.numbers import format_angka

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from renstra_doc.edit.carry import Carried
    from renstra_doc.edit.saves import Edit
    from renstra_doc.model import Document
    from renstra_doc.web.call import Call
    from renstra_doc.web.snapshot import Snapshot

MOST_TOLD = 40
EDIT = ("berkas", "baris", "kolom", "semula", "menjadi")


def show_impact(call: Call) -> Response:
    """Tell what follows from cells that were just saved, and offer to carry their sums up."""
    edits = [edit for edit in read_edits(call) if isinstance(edit, CellEdit)]
    now = call.snapshot
    if not now.is_readable:
        return tell({"jumlah": [], "akibat": [], "banyak": 0, "bawa": []})
    carried = _carry(now, edits)
    follow = [each.to_edit() for each in carried]
    changes = _list_changes(now, edits, follow)
    return tell(
        {
            "jumlah": [_describe(each) for each in carried],
            "akibat": changes[:MOST_TOLD],
            "banyak": len(changes),
            "bawa": [_to_json(edit) for edit in follow],
        }
    )


def offer_sums(call: Call, edits: Sequence[Edit], back: str) -> Response | None:
    """Return a page that offers to carry sums up after a form was saved; None where none moved."""
    cells = [edit for edit in edits if isinstance(edit, CellEdit)]
    now = call.snapshot
    tables = {table.file for table in now.document.tables.values()}
    if not cells or cells[0].berkas not in tables or not now.is_readable:
        return None
    carried = _carry(now, cells)
    if not carried:
        return None
    moved = [_describe(each) for each in carried]
    follow = [each.to_edit() for each in carried]
    return show(call, "akibat", snapshot=now, moved=moved, follow=follow, back=back)


def carry_sums(call: Call) -> Response:
    """Write the sums that `offer_sums` offered, unless something refuses them."""
    fields = [call.form.get(name, ()) for name in EDIT]
    follow = [CellEdit(*values) for values in zip(*fields, strict=False)]
    plan = save_edits(call, follow, CARRY)
    back = call.url("isi", "berkas", berkas=call.text("berkas"))
    if plan.is_refused:
        return refuse_plan(call, plan, back)
    return go(back, "Jumlah di atasnya ikut diperbarui.")


def _carry(now: Snapshot, edits: Sequence[CellEdit]) -> tuple[Carried, ...]:
    files = {table.file: table.id for table in now.document.tables.values()}
    changed = {(files[e.berkas], e.baris, e.kolom) for e in edits if e.berkas in files}
    ran = {rule.id for rule in now.report.ran}
    made = [each for each in now.report.comparisons if each.rule.id in ran]
    return carry_up(now.document, changed, made)


def _describe(carried: Carried) -> dict[str, str]:
    table, kolom = carried.ref.table, carried.ref.kolom
    heading = join_heading(table.columns[table.index[kolom]]) or call_column(kolom)
    return {
        "tempat": f"{table.called} · {row_name(table, carried.ref.row)} · {heading}",
        "lama": format_angka(carried.lama),
        "baru": format_angka(carried.baru),
    }


def _to_json(edit: CellEdit) -> dict[str, str]:
    return {name: str(getattr(edit, name)) for name in EDIT}


def _list_changes(
    now: Snapshot, edits: Sequence[CellEdit], follow: Sequence[CellEdit]
) -> list[str]:
    """Return what prints otherwise because of the edits, their own cells left out."""
    # Undone in memory, so the state before needs no copy on disk.
    undone = [CellEdit(e.berkas, e.baris, e.kolom, e.menjadi, e.semula) for e in edits]
    back = plan_edits(now.state, undone)
    if back.is_refused:
        return []
    return _compare(back.document, plan_edits(now.state, follow).document)


def _compare(old: Document, new: Document) -> list[str]:
    try:
        found = compare_documents(old, new)
    except InputError:
        return []
    told = []
    for change in found:
        if change.group is Group.CONSEQUENCE:
            before, after = show_values(change)
            told.append(f"{path_of(change)}: {before} → {after}")
    return told
