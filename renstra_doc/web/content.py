"""Tables and text, edited in place: what was seen goes with every save."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from renstra_doc.check import check_document
from renstra_doc.check.comparison import row_name
from renstra_doc.edit.carry import carry_up
from renstra_doc.edit.saves import (
    CellEdit,
    EditPlan,
    RowEdit,
    fingerprint_row,
    name_rows,
    plan_edits,
)
from renstra_doc.files.journal import plan_anew, redo_step, undo_step, write_files
from renstra_doc.finding import Finding, InputError, Severity, reading_error
from renstra_doc.model.cells import print_number
from renstra_doc.model.compose import compose_partly
from renstra_doc.place import Place
from renstra_doc.review.diff.change import Group
from renstra_doc.review.diff.compare import compare_documents
from renstra_doc.review.show.describe import path_of, show_values
from renstra_doc.web.call import go, show, show_refusal, tell
from renstra_doc.words.markup import plain_text
from renstra_doc.words.numbers import format_angka

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.responses import Response

    from renstra_doc.load.project import RawTable
    from renstra_doc.model import Document
    from renstra_doc.model.values import Table
    from renstra_doc.web.call import Call
    from renstra_doc.web.snapshot import Snapshot

ROWS_AT_ONCE = 60
MOST_IMPACT = 40
NARRATIVE, TEXT = "naskah/", "teks"
# The headings that a chapter is called by, the gravest first.
HEADINGS = ("bab", "lampiran", "judul", "subbab")
SAVE, CARRY = "sunting di halaman", "bawa jumlah ke atas"
# What stands in a file beside the tables and the text, and what a person calls it.
NAMES = {
    "dokumen.csv": "Data dokumen (judul, kepala dinas, periode …)",
    "aturan.csv": "Aturan pemeriksaan",
    "pengecualian.csv": "Pengecualian",
    "komentar.csv": "Komentar penelaah",
    "struktur-organisasi.csv": "Bagan organisasi",
    "grafik.csv": "Grafik",
    "pemetaan.csv": "Pemetaan baris lama ke baru",
    "halaman.csv": "Nomor halaman (ditulis program)",
    "tabel/tabel.csv": "Daftar tabel",
    "tabel/kolom.csv": "Kolom semua tabel",
}
OF_PROGRAM = ("halaman.csv",)


@dataclass(frozen=True, slots=True)
class PageField:
    """A column as the page shows it: name, heading, kind."""

    kolom: str
    judul: str
    jenis: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell of a grid: its text, and how it prints."""

    kolom: str
    teks: str
    cetak: str
    beban: str = ""


@dataclass(frozen=True, slots=True)
class PageLine:
    """A row of a grid: its name in the file, what it is called, its fingerprint, its cells."""

    nama: str
    sebutan: str
    sidik: str
    tingkat: str
    cells: tuple[Shown, ...]


def show_content(call: Call) -> Response:
    """List the tables, the chapters and the other files."""
    now = call.snapshot
    return show(
        call,
        "isi",
        snapshot=now,
        tables=[(table, _count(now, table.file)) for table in now.document.tables.values()],
        texts=[(name, _name_text(now, name), _count(now, name)) for name in _texts(now)],
        others=[(name, NAMES.get(name, name)) for name in now.raw.tables if name in NAMES],
        refs=[name for name in now.raw.tables if name.startswith("referensi/")],
    )


def _texts(now: Snapshot) -> list[str]:
    return [name for name in now.raw.tables if name.startswith(NARRATIVE)]


def _count(now: Snapshot, file: str) -> int:
    grave = (Severity.ERROR, Severity.WARNING)
    return sum(f.place.file == file and not f.waived and f.severity in grave for f in now.findings)


def _name_text(now: Snapshot, name: str) -> str:
    """Return what a file of the narrative is called: its first heading with its number."""
    records = [record for _, record in now.raw.tables[name].records()]
    for kind in HEADINGS:
        for record in records:
            if record.get("jenis") == kind and record.get(TEXT):
                mark = now.document.numbers.judul.get(record.get("id", ""), "")
                return " ".join(f"{mark} {plain_text(record[TEXT])}".split())
    return name.removeprefix(NARRATIVE).removesuffix(".csv")


def show_file(call: Call) -> Response:
    """Show a table as a grid, a chapter as paragraphs; rows as they are seen."""
    now, name = call.snapshot, call.asked("berkas")
    raw = now.raw.tables.get(name)
    if raw is None:
        raise _no_file(name)
    start = _start(call, raw)
    is_text = name.startswith(NARRATIVE)
    table = _table_of(now.document, name)
    screen = "naskah" if is_text else "tabel"
    fields = list_fields(raw, table)
    return show(
        call,
        screen,
        snapshot=now,
        file=name,
        title=_title(now, name, table),
        table=table,
        fields=fields,
        lines=lay_out(now, raw, table, start, ROWS_AT_ONCE, fields),
        start=start,
        total=len(raw.rows),
        step=ROWS_AT_ONCE,
        locked=name in OF_PROGRAM,
        chosen=call.asked("baris"),
        records=[dict(zip(raw.header, row.cells, strict=True)) for row in raw.rows][
            start : start + ROWS_AT_ONCE
        ],
        part=call.asked("bagian"),
    )


def _no_file(name: str) -> InputError:
    hint = "kembali ke daftar isi, dan pilih lagi"
    return InputError([reading_error(Place(name), "berkas ini tidak ada di proyek ini", hint)])


def _start(call: Call, raw: RawTable) -> int:
    """Return the first row to show: the one asked for, or where the row asked for stands."""
    names = name_rows(raw)
    if call.asked("baris") in names and not call.asked("mulai"):
        return names.index(call.asked("baris")) // ROWS_AT_ONCE * ROWS_AT_ONCE
    text = call.asked("mulai")
    return int(text) if text.isdigit() and len(text) < 7 else 0  # noqa: PLR2004 — no file is longer


def _table_of(document: Document, file: str) -> Table | None:
    return next((table for table in document.tables.values() if table.file == file), None)


def _title(now: Snapshot, name: str, table: Table | None) -> str:
    if table is not None:
        return table.caption
    return _name_text(now, name) if name.startswith(NARRATIVE) else NAMES.get(name, name)


def list_fields(raw: RawTable, table: Table | None) -> list[PageField]:
    """Return the columns of a file with their headings, those that are printed first."""
    known = {column.kolom: column for column in table.columns} if table is not None else {}
    fields = []
    for name in raw.header:
        column = known.get(name)
        parts = [plain_text(part) for part in column.judul if part] if column else []
        title = " > ".join(" ".join(part.split()) for part in parts) or name
        fields.append(PageField(name, title, column.jenis if column else TEXT))
    if table is None:
        return fields
    printed = [field for field in fields if field.kolom in known and known[field.kolom].tampil]
    return [*printed, *(field for field in fields if field not in printed)]


def lay_out(
    now: Snapshot,
    raw: RawTable,
    table: Table | None,
    start: int,
    count: int,
    fields: Sequence[PageField],
) -> list[PageLine]:
    """Return the rows of a window of a file, each cell as it prints."""
    names = name_rows(raw)
    marks = _marks(now, raw.file)
    columns = {column.kolom: column for column in table.columns} if table is not None else {}
    lines = []
    for at, row in list(enumerate(raw.rows))[start : start + count]:
        record = dict(zip(raw.header, row.cells, strict=True))
        known = table.row_by_id.get(record.get("id", "")) if table is not None else None
        cells = []
        for field in fields:
            text = record[field.kolom]
            column = columns.get(field.kolom)
            number = (
                print_number(column, table.cell(known, field.kolom))
                if table is not None and known is not None and column is not None
                else None
            )
            weight = marks.get((row.line, field.kolom), "")
            cells.append(Shown(field.kolom, text, plain_text(number or text), weight))
        called = next((c.cetak for c in cells if any(s.isalpha() for s in c.cetak)), names[at])
        level = record.get("tingkat", "")
        lines.append(PageLine(names[at], called, fingerprint_row(row), level, tuple(cells)))
    return lines


def _marks(now: Snapshot, file: str) -> dict[tuple[int, str], str]:
    """Return the weight of the open findings of a file, by line and column."""
    order = (Severity.INFO, Severity.WARNING, Severity.ERROR)
    here = [f for f in now.findings if f.place.file == file and not f.waived]
    ranked = sorted(here, key=lambda finding: order.index(finding.severity))
    return {(f.place.line, f.place.column or f.column): f.severity.value for f in ranked}


# One row as a form


def show_record(call: Call) -> Response:
    """Show a row as a form: each of its cells under its label."""
    now, name = call.snapshot, call.asked("berkas")
    raw = now.raw.tables.get(name)
    if raw is None:
        raise _no_file(name)
    names = name_rows(raw)
    key = call.asked("baris")
    table = _table_of(now.document, name)
    at = names.index(key) if key in names else None
    if at is None and call.asked("baru") != "ya":
        raise InputError([reading_error(Place(name), f"baris “{key}” sudah tidak ada")])
    is_new = call.asked("baru") == "ya"
    cells = raw.rows[at].cells if at is not None and not is_new else ("",) * len(raw.header)
    if is_new and at is not None:
        cells = _suggest(raw, raw.rows[at].cells, names)
    return show(
        call,
        "baris",
        snapshot=now,
        file=name,
        title=_title(now, name, table),
        fields=list_fields(raw, table),
        record=dict(zip(raw.header, cells, strict=True)),
        key=key,
        fingerprint=fingerprint_row(raw.rows[at]) if at is not None else "",
        is_new=is_new,
        focus=call.asked("kolom"),
    )


def _suggest(raw: RawTable, beside: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    """Return a new row like the one above it: its level and parent, and an id that is free."""
    record = dict(zip(raw.header, beside, strict=True))
    kept = ("tingkat", "induk", "jenis", "gaya", "tabel")
    fresh = {name: record[name] if name in kept else "" for name in raw.header}
    if "id" in fresh:
        number = len(names) + 1
        while f"baris-{number}" in names:
            number += 1
        fresh["id"] = f"baris-{number}"
    return tuple(fresh.values())


def save_fields(call: Call) -> Response:
    """Save a form of a row: its cells, a new row, or its removal."""
    file, key, act = call.text("berkas"), call.text("baris"), call.text("tindakan", "simpan")
    raw = call.snapshot.raw.tables.get(file)
    if raw is None:
        raise _no_file(file)
    given = {
        name: call.raw_text(f"isi:{name}") for name in raw.header if f"isi:{name}" in call.form
    }
    back = call.url("isi", "berkas", berkas=file, baris=key)
    if act == "hapus":
        edits: list[CellEdit | RowEdit] = [RowEdit(file, key, None, call.text("sidik"))]
        back = call.url("isi", "berkas", berkas=file)
    elif act == "tambah":
        edits = [RowEdit(file, key, given)]
    else:
        edits = [
            CellEdit(file, key, name, call.raw_text(f"semula:{name}"), text)
            for name, text in given.items()
            if text != call.raw_text(f"semula:{name}")
        ]
    plan = _save(call, edits)
    if plan.is_refused:
        return show_refusal(call, "bentrok", 409 if plan.clashes else 422, plan=plan, back=back)
    told = {"hapus": "Baris dihapus.", "tambah": "Baris ditambahkan."}.get(act, "Tersimpan.")
    return go(back, told if plan.files else "Tidak ada yang berubah.")


def _save(call: Call, edits: Sequence[CellEdit | RowEdit], command: str = SAVE) -> EditPlan:
    plans: list[EditPlan] = []

    def act() -> int:
        plan = plan_edits(call.data, edits)
        plans.append(plan)
        if plan.files and not plan.is_refused:
            write_files(call.data, plan.files, plan.before, command)
        return 0

    plan_anew(act)
    return plans[-1]


# Cells, by the script of the page


def save_cells(call: Call) -> Response:
    """Save cells and rows that were edited in a grid; out: what became of it."""
    edits = read_edits(call.said)
    plan = _save(call, edits, CARRY if _is_carry(call.said) else SAVE)
    if plan.is_refused:
        return tell(_describe_refusal(plan), 409 if plan.clashes else 422)
    return tell({"tersimpan": len(plan.files), **_describe_save(plan, edits)})


def _is_carry(said: object) -> bool:
    return isinstance(said, dict) and said.get("bawa") is True


def read_edits(said: object) -> list[CellEdit | RowEdit]:
    """Read the edits that the script sends. Raises InputError for anything else."""
    rows = said.get("suntingan") if isinstance(said, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError([reading_error(Place(), "permintaan simpan ini tidak dapat dibaca")])
    return [_read_edit(row) for row in rows]


def _read_edit(row: Mapping[str, object]) -> CellEdit | RowEdit:
    def text(name: str) -> str:
        return str(row.get(name, ""))

    record = row.get("rekaman")
    if isinstance(record, dict):
        return RowEdit(text("berkas"), text("baris"), {str(k): str(v) for k, v in record.items()})
    if row.get("hapus") is True:
        return RowEdit(text("berkas"), text("baris"), None, text("sidik"))
    return CellEdit(text("berkas"), text("baris"), text("kolom"), text("semula"), text("menjadi"))


def _describe_refusal(plan: EditPlan) -> dict[str, object]:
    clashes = [asdict(clash) for clash in plan.clashes]
    return {"bentrok": clashes, "galat": [_say(finding) for finding in plan.findings]}


def _say(finding: Finding) -> str:
    return f"{finding.message}{f'. {finding.hint}' if finding.hint else ''}"


def _describe_save(plan: EditPlan, edits: Sequence[CellEdit | RowEdit]) -> dict[str, object]:
    """Return what the edited cells now are, and the new fingerprints of their rows."""
    cells = [edit for edit in edits if isinstance(edit, CellEdit)]
    tables = plan.new.tables if plan.new is not None else {}
    found = []
    for edit in cells:
        table = tables[edit.berkas]
        names = name_rows(table)
        if edit.baris in names:
            row = table.rows[names.index(edit.baris)]
            text = row.cells[table.header.index(edit.kolom)]
            found.append(
                {
                    "baris": edit.baris,
                    "kolom": edit.kolom,
                    "teks": text,
                    "sidik": fingerprint_row(row),
                }
            )
    return {"sel": found}


def check_cells(call: Call) -> Response:
    """Check edits as they are typed, without writing: what they would break or mend."""
    plan = plan_edits(call.data, read_edits(call.said))
    if plan.is_refused or plan.new is None:
        return tell(_describe_refusal(plan))
    document, _ = compose_partly(plan.new)
    try:
        after = check_document(document).open
    except InputError as error:
        after = error.findings
    now = call.snapshot
    known = {_key(finding) for finding in now.findings if not finding.waived}
    seen = {_key(finding) for finding in after}
    fresh = [finding for finding in after if _key(finding) not in known]
    mended = [f for f in now.findings if not f.waived and _key(f) not in seen]
    return tell(
        {
            "baru": [f"{f.row}: {_say(f)}" if f.row else _say(f) for f in fresh[:MOST_IMPACT]],
            "banyak": len(fresh),
            "selesai": len(mended),
        }
    )


def _key(finding: Finding) -> tuple[str, ...]:
    place = finding.place
    where = (finding.rule, place.file, finding.row_id, finding.column)
    return (*where, finding.expected, finding.actual, finding.message)


def show_impact(call: Call) -> Response:
    """Tell what follows from cells that were just saved, and offer to carry their sums up."""
    edits = [edit for edit in read_edits(call.said) if isinstance(edit, CellEdit)]
    now = call.snapshot
    if not now.is_readable:
        return tell({"jumlah": [], "akibat": [], "bawa": []})
    files = {table.file: table.id for table in now.document.tables.values()}
    changed = {(files[e.berkas], e.baris, e.kolom) for e in edits if e.berkas in files}
    carried = carry_up(now.document, changed)
    back = plan_edits(
        call.data,
        [CellEdit(e.berkas, e.baris, e.kolom, e.menjadi, e.semula) for e in edits],
    )
    ahead = plan_edits(call.data, [each.to_edit() for each in carried])
    changes = _compare(back, ahead, now.document)
    return tell(
        {
            "jumlah": [
                {
                    "tempat": _name_ref(each.ref.table, each.ref.row.id, each.ref.kolom),
                    "lama": format_angka(each.lama),
                    "baru": format_angka(each.baru),
                }
                for each in carried
            ],
            "akibat": changes[:MOST_IMPACT],
            "banyak": len(changes),
            "bawa": [
                {
                    "berkas": e.berkas,
                    "baris": e.baris,
                    "kolom": e.kolom,
                    "semula": e.semula,
                    "menjadi": e.menjadi,
                }
                for e in (each.to_edit() for each in carried)
            ],
        }
    )


def _name_ref(table: Table, row: str, kolom: str) -> str:
    heading = [plain_text(part) for part in table.columns[table.index[kolom]].judul if part]
    return (
        f"{table.called} · {row_name(table, table.row_by_id[row])} · {' > '.join(heading) or kolom}"
    )


def _compare(back: EditPlan, ahead: EditPlan, now: Document) -> list[str]:
    """Return what prints otherwise because of the edits, their own cells left out."""
    if back.new is None or ahead.new is None or back.is_refused:
        return []
    old, _ = compose_partly(back.new)
    new = compose_partly(ahead.new)[0] if ahead.files else now
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


# Undo


def turn_step(call: Call) -> Response:
    """Undo the last save, or do it again; the same steps as `renstra batal`."""
    act = call.text("tindakan")
    step = redo_step(call.data) if act == "ulang" else undo_step(call.data)
    names = ", ".join(file.nama for file in step.berkas)
    what = "diulang" if act == "ulang" else "dibatalkan"
    back = call.text("kembali")
    safe = back if back.startswith(call.url()) and "//" not in back else call.url()
    return go(safe, f"{step.perintah.capitalize()} {what}: {names}.")
