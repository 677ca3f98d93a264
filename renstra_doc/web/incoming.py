"""In: a workbook, a returned document, somebody else's table, as previews and questions."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from renstra_doc.files.atomic import ABSENT, ChangedError
from renstra_doc.finding import InputError, Severity
from renstra_doc.intake.account import DERIVED, DOUBTFUL, LEFT, summarize
from renstra_doc.intake.plan import plan_intake
from renstra_doc.load.project import load_table, parse_table
from renstra_doc.returned.answers import Choice
from renstra_doc.returned.comments import NOBODY
from renstra_doc.returned.file_kind import FileKind, recognise_file
from renstra_doc.returned.plan_return import plan_return
from renstra_doc.web.call import (
    REFUSALS,
    go,
    list_reasons,
    refuse,
    show,
    show_refusal,
    write_data,
)
from renstra_doc.web.new_table import join_project, name_table, read_rows, retitle
from renstra_doc.web.printed_place import guess_place, list_places
from renstra_doc.web.proposal_rows import FATES, show_proposals
from renstra_doc.web.uploads import (
    find_upload,
    gather_answers,
    keep_upload,
    list_sheets,
    write_answers,
)
from renstra_doc.workbook.difference import FileChange, compare_tables, describe_changes
from renstra_doc.workbook.importing import plan_import

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from starlette.responses import Response

    from renstra_doc.finding import Finding
    from renstra_doc.intake.account import Account, Item
    from renstra_doc.intake.plan import IntakePlan
    from renstra_doc.intake.questions import Question as IntakeQuestion
    from renstra_doc.returned.answers import ReturnQuestion
    from renstra_doc.returned.plan_return import ReturnPlan
    from renstra_doc.web.call import Call
    from renstra_doc.web.new_table import ReadTable
    from renstra_doc.web.proposal_rows import ShownProposal
    from renstra_doc.web.snapshot import Snapshot

MOST_LINES, MOST_QUOTED = 400, 120
CHANGED = "Data berubah sejak pratinjau ini dibuat; periksa sekali lagi sebelum menulis."


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as a field of a form."""

    teks: str
    kolom: str
    jenis: str
    rinci: tuple[str, ...] = ()
    pilihan: tuple[tuple[str, str], ...] = ()
    bawaan: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do: lines of change, questions, remarks, the files to be written."""

    judul: str
    ringkas: str
    lines: tuple[str, ...]
    files: Mapping[str, bytes | None]
    before: Mapping[str, str]
    questions: tuple[Asked, ...] = ()
    findings: tuple[Finding, ...] = ()
    authors: tuple[str, ...] = ()
    can_leave_open: bool = False
    hidden: Mapping[str, str] = field(default_factory=dict)
    read: ReadTable | None = None
    remarks: tuple[str, ...] = ()
    proposals: tuple[ShownProposal, ...] = ()
    is_unprinted: bool = False

    @property
    def is_ready(self) -> bool:
        """Whether it may be written as it stands."""
        errors = any(found.severity is Severity.ERROR for found in self.findings)
        return bool(self.files) and not self.questions and not errors

    @property
    def mark(self) -> str:
        """What tells this preview from another: a yes is a yes to what was shown."""
        digest = hashlib.sha256()
        # Sorted and with the digests: the same plan has the same mark, and no other one has.
        for name, content in sorted(self.files.items()):
            before = self.before.get(name, "")
            digest.update(f"{name}\0{before}\0".encode() + (content or b"-") + b"\0")
        return digest.hexdigest()[:24]


def show_incoming(call: Call) -> Response:
    """Show what may be dragged in."""
    return show(call, "masuk", snapshot=call.snapshot)


def receive_file(call: Call) -> Response:
    """Take a file and show what it is and what it would change."""
    if not call.uploads:
        return show_incoming(call)
    # Kept under a key: the answers come with further requests, and the file must be the same.
    key = keep_upload(call.site.uploads, call.uploads[0])
    file = find_upload(call.site.uploads, key)
    kind = recognise_file(file)
    # A table or document of somebody else does not say where it belongs; our own files do.
    if kind in (FileKind.TABLE, FileKind.DOCUMENT):
        return _ask_target(call, key, file)
    return _show_preview(call, key, kind.value, _plan(call, file, kind.value))


def _ask_target(call: Call, key: str, file: Path, refused: InputError | None = None) -> Response:
    """Ask which table of the project a foreign table belongs to; once more where that failed."""
    now = call.snapshot
    sheets = list_sheets(file)
    places = list_places(now)
    has_money = any("Rp" in told for _, told in sheets)
    values = {
        "snapshot": now,
        "key": key,
        "file": file.name,
        "sheets": sheets,
        "tables": [(table.id, table.caption) for table in now.document.tables.values()],
        "places": places,
        # A guess only: the person sees it chosen, and may choose otherwise.
        "place": call.text("letak") or guess_place(places, file.stem, has_money=has_money),
        "title": file.stem,
    }
    if refused:
        return refuse(call, "sasaran", refused, **values)
    return show(call, "sasaran", **values)


def answer_import(call: Call) -> Response:
    """Answer questions, or write what was shown."""
    key, way = call.text("kunci"), call.text("cara")
    file = find_upload(call.site.uploads, key)
    try:
        plan = _plan(call, file, way)
    except InputError as error:
        # Here nothing is left to choose: the page of errors says what is wrong with the file.
        if way in (FileKind.WORKBOOK.value, FileKind.RETURNED.value) or call.text("tindakan"):
            raise
        return _ask_target(call, key, file, error)
    # A yes is a yes to the plan that was shown; another one is shown first.
    wants = call.text("tindakan") == "tulis"
    if not wants or not plan.is_ready or call.text("rencana") != plan.mark:
        return _show_preview(call, key, way, plan, note=_explain_refusal(call, plan, wants=wants))
    return _write_import(call, key, way, plan)


def _write_import(call: Call, key: str, way: str, plan: Preview) -> Response:
    """Write what was shown; show it anew where the data changed, again where that cannot be."""
    file = find_upload(call.site.uploads, key)
    try:
        write_data(call, plan.files, plan.before, f"impor {file.name}")
    # Planned anew and shown with a word about it: what was agreed to is no longer what would
    # happen.
    except ChangedError:
        return _show_preview(call, key, way, _plan(call, file, way), note=CHANGED)
    except REFUSALS as error:
        return _show_preview(call, key, way, plan, refused=list_reasons(call, error))
    return go(call.url(), f"{len(plan.files)} berkas diperbarui dari {file.name}.")


def _explain_refusal(call: Call, plan: Preview, *, wants: bool) -> str:
    if not wants or plan.questions or call.text("rencana") == plan.mark:
        return ""
    return CHANGED


def _show_preview(
    call: Call,
    key: str,
    way: str,
    plan: Preview,
    *,
    note: str = "",
    refused: Sequence[Finding] = (),
) -> Response:
    return show_refusal(
        call,
        "pratinjau",
        # 422: it cannot be; 409: it can, but not as it was shown.
        422 if refused else 409 if note else 200,
        refused=refused,
        snapshot=call.snapshot,
        key=key,
        way=way,
        plan=plan,
        note=note,
        chosen=call.form.get("hanya", ()),
        earlier=[(*key, text) for key, text in gather_answers(call).items()],
    )


def _plan(call: Call, file: Path, way: str) -> Preview:
    if way == FileKind.WORKBOOK.value:
        return _plan_workbook(call, file)
    if way == FileKind.RETURNED.value:
        return _plan_returned(call, file)
    return _plan_table(call, file)


def _plan_workbook(call: Call, file: Path) -> Preview:
    plan = plan_import(file, call.data, overwrite=call.text("timpa") == "ya")
    lines = describe_changes(plan.changes, MOST_LINES)
    told = f"{len(plan.files)} berkas berubah" if plan.files else "tidak ada perubahan"
    return Preview(
        f"Buku kerja {file.name}", told, tuple(lines), plan.files, plan.before, (), plan.findings
    )


def _plan_returned(call: Call, file: Path) -> Preview:
    given = {kind: text for (_, kind), text in gather_answers(call).items()}
    leave = call.text("biarkan") == "ya"
    only = tuple(call.form.get("hanya", ()))
    choice = Choice(call.text("penulis"), only, given, terima=leave)
    plan = plan_return(file, call.data, choice)
    return Preview(
        f"Dokumen kembali {file.name}",
        _summarize_return(plan),
        _tell_rest(plan),
        plan.files,
        plan.before,
        # Who lets open questions be gets them as rows of the file of comments.
        () if leave else tuple(map(_ask_return, plan.questions)),
        plan.findings,
        tuple(sorted({found.penulis or NOBODY for found in plan.proposals})),
        can_leave_open=bool(plan.questions),
        hidden=_keep(call, "penulis", "biarkan"),
        proposals=show_proposals(call.snapshot, plan.proposals[:MOST_LINES]),
    )


def _tell_rest(plan: ReturnPlan) -> tuple[str, ...]:
    left = len(plan.proposals) - MOST_LINES
    return (f"… dan {left} suntingan lagi",) if left > 0 else ()


def _summarize_return(plan: ReturnPlan) -> str:
    """Return e.g. `7 suntingan: 5 masuk, 2 ditanyakan; 1 komentar`."""
    counted = ((plan.count(fate), name) for fate, name in FATES.items())
    counts = ", ".join(f"{number} {name}" for number, name in counted if number)
    comments = f"; {plan.comments} komentar" if plan.comments else ""
    return f"{len(plan.proposals)} suntingan: {counts or 'tidak ada'}{comments}"


def _ask_return(question: ReturnQuestion) -> Asked:
    values = (
        ("Semula", question.semula),
        ("Dokumen", question.dokumen),
        ("Data", question.folder),
    )
    details = tuple(f"{name}: {text}" for name, text in values if text)
    options = tuple((name, "") for name in question.pilihan)
    return Asked(question.teks, "", question.kunci, details, options)


def _plan_table(call: Call, file: Path) -> Preview:
    now = call.snapshot
    table = call.text("tabel") or name_table(now, call.text("judul_baru") or file.stem)
    # A new table is planned like any other; what makes it a part of the project is added here.
    plan = _plan_intake(call, file, table)
    is_known = table in now.document.tables
    joined = {} if is_known else _join_new(call, now, table, plan)
    files = {**plan.files, **joined}
    shown = _show_intake(call, now, file, table, plan)
    own = tuple(_describe_files(call.data, file, plan.files)) if is_known else ()
    read = read_rows(now, files, table)
    # Not printed yet: the page says so, for in the document nothing would be seen.
    is_unprinted = not is_known and not call.text("letak")
    # The chapter and the rules are made from what stands there now, so they must still be that.
    before = {**plan.before, **_list_seen(now, joined)}
    return replace(
        shown, files=files, lines=own, read=read, is_unprinted=is_unprinted, before=before
    )


def _plan_intake(call: Call, file: Path, table: str) -> IntakePlan:
    answers = write_answers(file, table, gather_answers(call))
    return plan_intake(file, call.data, table, sheet=call.text("lembar"), answers=answers)


def _list_seen(now: Snapshot, files: Iterable[str]) -> dict[str, str]:
    """Return what each file was that others were made of: it must still be that."""
    return {name: now.state.before.get(name, ABSENT) for name in files}


def _show_intake(call: Call, now: Snapshot, file: Path, table: str, plan: IntakePlan) -> Preview:
    """Return what an import tells of itself: its account, questions, findings, remarks."""
    return Preview(
        f"{file.name} ke {_name_target(call, now, table)}",
        summarize(plan.account),
        (),
        {},
        {},
        tuple(map(ask_intake, plan.questions)),
        plan.findings,
        hidden={"tabel": table, **_keep(call, "lembar", "judul_baru", "letak")},
        remarks=_list_remarks(plan.account),
    )


def _join_new(call: Call, now: Snapshot, table: str, plan: IntakePlan) -> dict[str, bytes]:
    """Return the files of an import that makes a table, and of what makes it a part."""
    joined = join_project(now, table, call.text("letak"), plan.recognised)
    return {**retitle(plan.files, table, call.text("judul_baru")), **joined}


def _keep(call: Call, *names: str) -> dict[str, str]:
    """Return fields of a form that go along to the next one."""
    return {name: call.text(name) for name in names if call.text(name)}


def _tell_item(item: Item) -> str:
    """Return what is told of an item, with the text that was left out."""
    told = item.remark or item.new or item.old
    is_left = item.state == LEFT and item.old and item.old != told
    return f"{told} (“{item.old[:MOST_QUOTED]}”)" if is_left else told


def _list_remarks(account: Account) -> tuple[str, ...]:
    """Return what of a source did not come in as it stands there: derived, doubtful, left out."""
    names = {DERIVED: "diturunkan", DOUBTFUL: "ragu", LEFT: "tidak dimasukkan"}
    # Each remark once: a column of forty amounts in thousands would say it forty times.
    told = (
        f"{item.place} {names[item.state]}: {_tell_item(item)}".strip()
        for item in account.items
        if item.state in names
    )
    return tuple(islice(dict.fromkeys(told), MOST_LINES))


def _name_target(call: Call, now: Snapshot, table: str) -> str:
    known = now.document.tables.get(table)
    new = f"tabel baru “{call.text('judul_baru') or table}”"
    return known.caption if known is not None else new


def ask_intake(question: IntakeQuestion) -> Asked:
    """Return a question of an intake as a field of a form."""
    cells = (question.describe_cells(),) if question.cells else ()
    return Asked(
        question.text, question.column, question.kind, cells, question.options, question.default
    )


def _describe_files(data: Path, file: Path, files: Mapping[str, bytes]) -> Sequence[str]:
    found = []
    for name, content in files.items():
        after, _ = parse_table(content.decode(), name)
        before = load_table(data / name, name, data)[0] if (data / name).is_file() else None
        if after is not None and name.startswith("tabel/"):
            found.append(FileChange(name, file.name, compare_tables(before, after)))
    return describe_changes(found, MOST_LINES)
