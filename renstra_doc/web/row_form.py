"""One row as a form: each of its cells under its label; a new row; a row moved or removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.edit.moving import UNDER, WAYS, RowMove, list_parents
from renstra_doc.edit.new_rows import suggest_row
from renstra_doc.edit.row_names import ID, PARENT, find_row, fingerprint_row
from renstra_doc.edit.saves import CellEdit, EditPlan, NewRows, RowRemoval
from renstra_doc.finding import refuse_input
from renstra_doc.model.blocks import BLOCK_KINDS
from renstra_doc.web.call import REFUSALS, go, refuse, show
from renstra_doc.web.content import NARRATIVE, find_raw, name_file, table_of
from renstra_doc.web.grid import list_fields, print_cell, spell_cell
from renstra_doc.web.impact import offer_sums
from renstra_doc.web.saving import refuse_plan, save_edits
from renstra_doc.web.value_words import list_values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.responses import Response

    from renstra_doc.edit.saves import Edit
    from renstra_doc.load.project import RawTable
    from renstra_doc.model.values import Table
    from renstra_doc.web.call import Call, Refusal
    from renstra_doc.web.snapshot import Snapshot

ADD, REMOVE, SAVE = "tambah", "hapus", "simpan"
FILLED_IN = (SAVE, ADD)
TOLD = {REMOVE: "Baris dihapus.", ADD: "Baris ditambahkan.", **dict.fromkeys(WAYS, "Dipindahkan.")}


def show_record(call: Call) -> Response:
    """Show a row as a form, or a new one."""
    values = _describe_form(call, call.asked("berkas"), call.asked("baris"), call.asked("baru"))
    return show(call, "baris", focus=call.asked("kolom"), written=values["spelled"], **values)


def _describe_form(call: Call, name: str, key: str, new: str) -> dict[str, object]:
    """Return what the form of a row shows. InputError for a row that is gone."""
    now, raw, is_new = call.snapshot, find_raw(call, name), new == "ya"
    table, at = table_of(now.document, name), find_row(raw, key)
    record = suggest_row(raw, key) if is_new else _find_record(raw, at, key)
    return {
        "snapshot": now,
        "file": name,
        "title": name_file(now, name, table),
        "fields": list_fields(raw, table),
        "record": record,
        "spelled": _spell_record(table, record),
        "key": key,
        "fingerprint": _mark_row(raw, at),
        "is_new": is_new,
        "parents": [] if is_new else _name_parents(raw, table, at),
        "choices": list_choices(now, name),
    }


def _show_again(call: Call, raw: RawTable, back: str, why: EditPlan | Refusal) -> Response:
    """Show the form of a save that was refused, or failed, with what was written in it.

    What somebody else wrote meanwhile is what the next save is held against: its author has read
    both values by then.
    """
    key, clashes = call.text("baris"), why.clashes if isinstance(why, EditPlan) else ()
    is_new = call.text("tindakan", SAVE) == ADD
    # Gone by somebody else's hand: there is no form to show again, only what happened.
    is_gone = not is_new and find_row(call.snapshot.raw.tables[raw.file], key) is None
    if is_gone and isinstance(why, EditPlan):
        return refuse_plan(call, why, back)
    values = _describe_form(call, raw.file, key, "ya" if is_new else "")
    written = _spell_typed(call, raw, values["spelled"], is_new=is_new)
    # The field that clashed is where the cursor goes.
    values |= {"focus": clashes[0].kolom if clashes else "", "written": written}
    if isinstance(why, EditPlan):
        return refuse_plan(call, why, back, "baris", **values)
    return refuse(call, "baris", why, **values)


def _spell_typed(call: Call, raw: RawTable, spelled: object, *, is_new: bool) -> Mapping[str, str]:
    """Return what the fields of a refused form say: as typed, the others as they are now."""
    typed = _read_given(call, raw)
    if not is_new:
        # Only what was touched: a field left alone shows what the cell says now.
        typed = {e.kolom: e.menjadi for e in _read_cells(call, raw.file, call.text("baris"), typed)}
    return {**(spelled if isinstance(spelled, dict) else {}), **typed}


def _spell_record(table: Table | None, record: Mapping[str, str]) -> dict[str, str]:
    return {kolom: spell_cell(table, record, kolom) for kolom in record}


def _mark_row(raw: RawTable, at: int | None) -> str:
    return fingerprint_row(raw.rows[at]) if at is not None else ""


def _find_record(raw: RawTable, at: int | None, key: str) -> dict[str, str]:
    """Return what a row says. Raises InputError for one that is gone."""
    if at is None:
        hint = "kembali ke daftarnya, dan pilih lagi"
        raise refuse_input(raw.file, f"baris “{key}” sudah tidak ada", hint)
    return dict(zip(raw.header, raw.rows[at].cells, strict=True))


def list_choices(now: Snapshot, file: str) -> dict[str, list[tuple[str, str]]]:
    """Return what a person chooses from in a form, by column: kinds of blocks, what they print."""
    if not file.startswith(NARRATIVE):
        return list_values(file)
    tables = now.document.tables.values()
    named = [(table.id, name_file(now, table.file, table)) for table in tables]
    kinds = [(kind, kind.replace("_", " ").capitalize()) for kind in BLOCK_KINDS]
    return {"jenis": kinds, "acuan": [("", "(tidak ada)"), *named]}


def _name_parents(raw: RawTable, table: Table | None, at: int | None) -> list[tuple[str, str]]:
    """Return the rows that a row may be moved under, each by what it is called."""
    records = {record.get("id", ""): record for record in raw.texts()}
    names = list_parents(raw, at) if at is not None else ()
    return [(name, _call_row(table, records[name])) for name in names]


def _call_row(table: Table | None, record: dict[str, str]) -> str:
    shown = table.columns if table is not None else ()
    printed = [print_cell(table, record, c.kolom) for c in shown if c.tampil]
    named = [text for text in printed if any(map(str.isalpha, text))]
    return " ".join(filter(None, (record.get("kode", ""), *named[:1]))) or record["id"]


def save_fields(call: Call) -> Response:
    """Save a form of a row: its cells, a new row, its removal, its move."""
    act, raw = call.text("tindakan", SAVE), find_raw(call, call.text("berkas"))
    edits = _read_form(call, raw, act)
    back = _find_back(call, raw, act, edits)
    try:
        plan = save_edits(call, edits)
    except REFUSALS as error:
        if act not in FILLED_IN:
            raise
        return _show_again(call, raw, back, error)
    if plan.is_refused:
        again = act in FILLED_IN
        return _show_again(call, raw, back, plan) if again else refuse_plan(call, plan, back)
    offered = offer_sums(call, edits, back) if act == SAVE and plan.files else None
    return offered or go(back, _tell_saved(plan, raw, act, _find_name(edits)))


def _find_back(call: Call, raw: RawTable, act: str, edits: Sequence[Edit]) -> str:
    """Return the page of the table, at the row that was saved."""
    # A row that was removed cannot be looked at.
    shown = {} if act == REMOVE else {"baris": _name_shown(edits, call.text("baris"))}
    return call.url("isi", "berkas", berkas=raw.file, **shown)


def _tell_saved(plan: EditPlan, raw: RawTable, act: str, name: str) -> str:
    note = TOLD.get(act, "Tersimpan.") if plan.files else "Tidak ada yang berubah."
    if name and plan.files and PARENT in raw.header:
        below = sum(row[PARENT] == name for row in plan.raw.tables[raw.file].texts())
        note += f" {below} baris di bawahnya ikut menyebut nama barunya." if below else ""
    return note.replace("Baris", "Paragraf") if raw.file.startswith(NARRATIVE) else note


def _name_shown(edits: Sequence[Edit], key: str) -> str:
    """Return the row that is looked at after a save: the new one, or the one that was there."""
    added = next((edit for edit in edits if isinstance(edit, NewRows)), None)
    return added.rekaman[0].get("id", key) if added is not None else _find_name(edits) or key


def _find_name(edits: Sequence[Edit]) -> str:
    """Return the new name that a form gives its row, "" where it gives none."""
    cells = (edit for edit in edits if isinstance(edit, CellEdit) and edit.kolom == ID)
    return next((edit.menjadi for edit in cells), "")


def _read_form(call: Call, raw: RawTable, act: str) -> list[Edit]:
    """Return the edits that a form asks for."""
    file, key, seen = raw.file, call.text("baris"), call.text("sidik")
    if act == REMOVE:
        return [RowRemoval(file, key, seen)]
    if act in WAYS:
        return [RowMove(file, key, act, call.text("induk") if act == UNDER else "", seen)]
    given = _read_given(call, raw)
    if act == ADD:
        return [NewRows(file, key, (given,))]
    return [*_read_cells(call, file, key, given)]


def _read_given(call: Call, raw: RawTable) -> dict[str, str]:
    """Return what the fields of a form say, by column."""
    names = [name for name in raw.header if f"isi:{name}" in call.form]
    return {name: call.raw_text(f"isi:{name}") for name in names}


def _read_cells(call: Call, file: str, key: str, given: Mapping[str, str]) -> list[CellEdit]:
    """Return the edits of the cells that somebody touched.

    A number stands in the form as it prints: what still says that is no edit.
    """
    # What the page showed goes along hidden, so a save in between is found out.
    old = {name: call.raw_text(f"semula:{name}") for name in given}
    # `tampak` is how the cell stood in the form: a number as it prints.
    shown = {name: call.raw_text(f"tampak:{name}") or old[name] for name in given}
    return [
        CellEdit(file, key, name, old[name], text)
        for name, text in given.items()
        if text not in (old[name], shown[name])
    ]
