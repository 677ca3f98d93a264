"""New: a project from a form or from an existing document; the list of projects; the end."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from renstra_doc.finding import InputError, refuse_input
from renstra_doc.intake.account import LEFT
from renstra_doc.intake.existing import read_existing, write_project
from renstra_doc.intake.open_source import DOCUMENTS
from renstra_doc.nomenklatur.area import fill_project, refuse_area
from renstra_doc.nomenklatur.official import list_areas
from renstra_doc.place import NOWHERE
from renstra_doc.run.new_project import create_project, list_forms, refuse_folder
from renstra_doc.web.call import REFUSALS, go, list_reasons, refuse, show
from renstra_doc.web.incoming import MOST_QUOTED, ask_intake
from renstra_doc.web.uploads import (
    find_upload,
    gather_answers,
    keep_upload,
    list_sheets,
    plain_name,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from starlette.responses import Response

    from renstra_doc.finding import Finding
    from renstra_doc.intake.project_of_word import WordProject
    from renstra_doc.intake.source import SourceRemark
    from renstra_doc.web.call import Call

MOST_REMARKS = 60


@dataclass(frozen=True, slots=True)
class Sent:
    """A document that was sent: its key, where it is kept, what was answered about it."""

    key: str
    file: Path
    answers: Mapping[tuple[str, str], str]


def show_projects(call: Call) -> Response:
    """Show the only project, the list of several, or how to begin."""
    # One project needs no choice.
    projects = call.site.list_projects()
    if len(projects) == 1:
        return go(f"/p/{projects[0].key}")
    return show(call, "proyek", found=projects) if projects else show_begin(call)


def show_begin(call: Call) -> Response:
    """Show the two ways to begin."""
    return show(call, "baru", **_describe_begin(call))


def _describe_begin(call: Call) -> dict[str, object]:
    forms = list_forms()
    return {
        "forms": forms.values(),
        "areas": [(area.kode, area.nomenklatur.title()) for area in list_areas()],
        "usual": next(iter(forms.values())),
        "taken": _is_project(call),
        "sent": None,
    }


def _is_project(call: Call) -> bool:
    home = call.site.home
    # In the opened folder itself there is room for no second project.
    return (home / "dokumen.csv").exists() or (home / "data" / "dokumen.csv").exists()


def begin_new(call: Call) -> Response:
    """Make a project from a form; one that is refused is shown again as it was filled in."""
    try:
        folder = _make_project(call)
    except REFUSALS as error:
        return refuse(call, "baru", error, **_describe_begin(call))
    return _open(call, folder, "Proyek baru siap diisi.")


def _make_project(call: Call) -> Path:
    folder = _choose_folder(call)
    region, area = call.text("daerah"), call.text("bidang")
    # The list of a province holds other programs under the same code.
    is_province = region.lower().startswith("provinsi")
    if area:
        refuse_area(area, is_province=is_province)
    said = {name: call.text(name) for name in ("opd", "daerah", "kepala", "periode")}
    fill = partial(fill_project, code=area, is_province=is_province) if area else None
    create_project(folder, call.text("bentuk"), **said, fill=fill)
    return folder


def begin_new_from(call: Call) -> Response:
    """Make a project from a document, or ask what it does not say."""
    key = call.text("kunci")
    try:
        key = _keep_sent(call) or key
        if call.uploads:
            # A folder that cannot be is refused before the document is read and asked about.
            _choose_folder(call)
        return _read_sent(call, Sent(key, find_upload(call.site.uploads, key), _all_answers(call)))
    except REFUSALS as error:
        values = {**_describe_begin(call), "key": key, "sent": _name_sent(call, key)}
        return refuse(call, "baru", error, **values)


def _keep_sent(call: Call) -> str:
    """Keep the file of the form, where one was chosen; out: its key, "" for the one sent before."""
    # The field of the file is always sent, also when nobody chose one: then its name is empty.
    is_chosen = bool(call.uploads and (call.uploads[0].name or not call.text("kunci")))
    return keep_upload(call.site.uploads, call.uploads[0]) if is_chosen else ""


def _name_sent(call: Call, key: str) -> str:
    """Return what a file that was sent is called, "" for none."""
    with suppress(InputError):
        return find_upload(call.site.uploads, key).name
    return ""


def _read_sent(call: Call, sent: Sent) -> Response:
    sheets = () if sent.file.suffix.lower() in DOCUMENTS else list_sheets(sent.file)
    # Of several sheets a person says which; of one there is nothing to ask.
    if len(sheets) > 1 and not call.text("lembar"):
        return _ask(call, sent, sheets=sheets)
    project, questions = read_existing(sent.file, sent.answers, call.text("lembar"))
    if project is None:
        return _ask(call, sent, questions=tuple(map(ask_intake, questions)))
    # First a look at what came in, and only then a folder is made.
    if call.text("tindakan") != "tulis":
        return _ask(call, sent, project)
    try:
        folder = _choose_folder(call)
        write_project(folder, project)
    except REFUSALS as error:
        # What was read stays on the page: only the name of the folder has to be changed.
        return _ask(call, sent, project, refused=list_reasons(call, error))
    return _open(call, folder, f"Proyek dibuat dari {sent.file.name}.")


def _all_answers(call: Call) -> dict[tuple[str, str], str]:
    found = gather_answers(call)
    # In small letters, as a file of answers is read.
    return {(column.strip().lower(), kind): text for (column, kind), text in found.items()}


def _ask(
    call: Call,
    sent: Sent,
    project: WordProject | None = None,
    *,
    sheets: Sequence[tuple[str, str]] = (),
    questions: Sequence[object] = (),
    refused: Sequence[Finding] = (),
) -> Response:
    found = project.remarks if project else ()
    remarks = [f"{remark.place}: {remark.message}{_quote_left(remark)}" for remark in found]
    return show(
        call,
        "baru_dari",
        key=sent.key,
        file=sent.file.name,
        sheets=sheets,
        questions=questions,
        earlier=[(*key, text) for key, text in sent.answers.items()],
        counts=dict(project.counts) if project else {},
        remarks=remarks[:MOST_REMARKS],
        left=max(len(remarks) - MOST_REMARKS, 0),
        name=call.text("nama"),
        sheet=call.text("lembar"),
        refused=refused,
    )


def _quote_left(remark: SourceRemark) -> str:
    """Return what was left out: the page shows no other report of it."""
    is_left = remark.kind == LEFT and bool(remark.text)
    return f" (“{remark.text[:MOST_QUOTED]}”)" if is_left else ""


def _choose_folder(call: Call) -> Path:
    """Return where a new project goes: a folder of plain letters in the one that was opened."""
    if _is_project(call):
        message = "folder yang dibuka ini sendiri sebuah proyek"
        hint = "tutup halaman ini, lalu buka folder yang memuatnya dengan: renstra buka FOLDER"
        raise refuse_input(NOWHERE, message, hint)
    folder = call.site.home / plain_name(call.text("nama") or call.text("opd"))
    refuse_folder(folder)
    return folder


def _open(call: Call, folder: Path, note: str) -> Response:
    data = (folder / "data").resolve()
    # Known by its path, for the key of an address is made by the server.
    found = next((p for p in call.site.list_projects() if p.data.resolve() == data), None)
    return go(f"/p/{found.key}" if found else "/", note)


def stop_server(call: Call) -> Response:
    """End the server; the page says so."""
    call.site.quit_server()
    return show(call, "selesai")
