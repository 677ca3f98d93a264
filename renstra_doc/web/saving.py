"""Saves of cells and rows by the script of the page: checked as one types, written, undone."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

from renstra_doc.edit.moving import RowMove
from renstra_doc.edit.new_rows import append_rows
from renstra_doc.edit.row_names import find_row, fingerprint_row
from renstra_doc.edit.saves import CellEdit, EditPlan, RowRemoval, plan_edits
from renstra_doc.files.journal import plan_anew, redo_step, undo_step
from renstra_doc.finding import Finding, refuse_input
from renstra_doc.place import NOWHERE
from renstra_doc.web.call import go, show_refusal, tell, write_data
from renstra_doc.web.column_words import call_place, name_columns
from renstra_doc.web.snapshot import check_state

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.responses import Response

    from renstra_doc.edit.saves import Edit
    from renstra_doc.model import Document
    from renstra_doc.web.call import Call

MOST_TOLD = 40
SAVE, CARRY = "sunting di halaman", "bawa jumlah ke atas"


def save_edits(call: Call, edits: Sequence[Edit], command: str = SAVE) -> EditPlan:
    """Write edits, unless something refuses them; out: what was planned."""
    plans: list[EditPlan] = []

    def act() -> int:
        # Read anew at each try: the plan must stand on what the folder says now.
        plan = plan_edits(call.snapshot.state, edits)
        plans.append(plan)
        if plan.files and not plan.is_refused:
            write_data(call, plan.files, plan.before, command)
        return 0

    plan_anew(act)
    return plans[-1]


def refuse_plan(
    call: Call, plan: EditPlan, back: str, screen: str = "bentrok", **values: object
) -> Response:
    """Return why edits were not written: both values of what clashes, what cannot be read."""
    status = 409 if plan.clashes else 422
    where = partial(call_place, call.snapshot)
    return show_refusal(call, screen, status, plan=plan, back=back, where=where, **values)


def save_cells(call: Call) -> Response:
    """Save cells and rows that were edited in a grid; out: what became of it."""
    edits = read_edits(call)
    is_carry = isinstance(call.said, dict) and call.said.get("bawa") is True
    plan = save_edits(call, edits, CARRY if is_carry else SAVE)
    if plan.is_refused:
        return tell(_describe_refusal(call, plan), 409 if plan.clashes else 422)
    cells = [_describe_cell(plan, edit) for edit in edits if isinstance(edit, CellEdit)]
    return tell({"tersimpan": len(plan.files), "sel": cells})


def read_edits(call: Call) -> list[Edit]:
    """Read the edits that the script sends. Raises InputError for anything else."""
    said = call.said
    rows = said.get("suntingan") if isinstance(said, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        hint = "muat ulang halaman ini"
        raise refuse_input(NOWHERE, "permintaan simpan ini tidak dapat dibaca", hint)
    return [edit for row in rows for edit in _read_edit(call, row)]


def _read_edit(call: Call, row: Mapping[str, object]) -> list[Edit]:
    """Read one edit; `tambahan` are rows pasted below the last one."""

    # The script sends JSON; a number in place of a text must not fail further down.
    def text(name: str) -> str:
        return str(row.get(name, ""))

    file, name, added = text("berkas"), text("baris"), row.get("tambahan")
    table = call.snapshot.raw.tables.get(file)
    if isinstance(added, list) and table is not None:
        records = [_read_record(record) for record in added]
        return [append_rows(table, name, records)]
    if text("arah"):
        return [RowMove(file, name, text("arah"), text("induk"), text("sidik"))]
    if row.get("hapus") is True:
        return [RowRemoval(file, name, text("sidik"))]
    return [CellEdit(file, name, text("kolom"), text("semula"), text("menjadi"))]


def _read_record(said: object) -> dict[str, str]:
    if not isinstance(said, dict):
        hint = "muat ulang halaman ini"
        raise refuse_input(NOWHERE, "baris tempelan ini tidak dapat dibaca", hint)
    return {str(name): str(text) for name, text in said.items()}


def _describe_refusal(call: Call, plan: EditPlan) -> dict[str, object]:
    places = [call_place(call.snapshot, c.berkas, c.baris, c.kolom) for c in plan.clashes]
    pairs = zip(plan.clashes, places, strict=True)
    clashes = [{**asdict(clash), "tempat": place} for clash, place in pairs]
    # Once each: ten pasted rows with one mistake are one thing to mend.
    told = dict.fromkeys(say_finding(finding, plan.document) for finding in plan.findings)
    return {"bentrok": clashes, "galat": list(told)}


def say_finding(finding: Finding, document: Document) -> str:
    """Return what a finding says, of which row, and what it advises."""
    hint = f". {finding.hint[:1].upper()}{finding.hint[1:]}" if finding.hint else ""
    row = finding.row
    named = finding.message if row in finding.message else f"{row}: {finding.message}"
    return name_columns(document, finding, f"{named.rstrip('.') if hint else named}{hint}")


def _describe_cell(plan: EditPlan, edit: CellEdit) -> dict[str, str]:
    """Return what an edited cell now says, and the new fingerprint of its row."""
    table = plan.raw.tables[edit.berkas]
    at = find_row(table, edit.baris)
    row = table.rows[at] if at is not None else None
    return {
        "baris": edit.baris,
        "kolom": edit.kolom,
        "teks": row.cells[table.header.index(edit.kolom)] if row is not None else "",
        "sidik": fingerprint_row(row) if row is not None else "",
    }


# Checked as one types


def check_cells(call: Call) -> Response:
    """Check edits as they are typed, without writing: what they would break or mend."""
    # The state that the page has read, for nothing is written.
    now = call.snapshot
    plan = plan_edits(now.state, read_edits(call))
    if plan.is_refused:
        return tell(_describe_refusal(call, plan))
    known = {_key(finding): finding for finding in now.findings if not finding.waived}
    # Nothing changed, so nothing need be checked again.
    found = check_state(plan.document, plan.remarks).open if plan.files else ()
    after = {_key(finding): finding for finding in found} if plan.files else known
    fresh = [finding for key, finding in after.items() if key not in known]
    told = [say_finding(finding, plan.document) for finding in fresh[:MOST_TOLD]]
    # Also what a change mends is told: it is what it was made for.
    mended = sum(key not in after for key in known)
    return tell({"baru": told, "banyak": len(fresh), "selesai": mended})


def _key(finding: Finding) -> tuple[str, ...]:
    place = finding.place
    where = (finding.rule, place.file, finding.row_id, finding.column)
    return (*where, finding.expected, finding.actual, finding.message)


# Undo


def turn_step(call: Call) -> Response:
    """Undo the last save, or do it again; the same steps as `renstra batal`."""
    act = call.text("tindakan")
    number = call.text("nomor")
    # Which step was shown: a step that somebody made since is not undone in its place.
    seen = int(number) if number.isdecimal() else 0
    step = redo_step(call.data) if act == "ulang" else undo_step(call.data, seen)
    names = ", ".join(file.nama for file in step.berkas)
    what = "diulang" if act == "ulang" else "dibatalkan"
    back = call.text("kembali")
    # Only an address of this project: no form sends the browser elsewhere.
    safe = back if back.startswith(call.url()) and "//" not in back else call.url()
    return go(safe, f"{step.perintah.capitalize()} {what}: {names}.")
