"""New: a project from a form or from an existing document; the list of projects; the end."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from renstra_doc.finding import InputError, reading_error
from renstra_doc.intake.existing import read_existing, write_project
from renstra_doc.intake.open_source import DOCUMENTS, read_source
from renstra_doc.intake.table_choice import describe_table
from renstra_doc.nomenklatur.area import fill_project, refuse_area
from renstra_doc.nomenklatur.official import list_areas
from renstra_doc.place import Place
from renstra_doc.run.new_project import create_project, list_forms, refuse_folder
from renstra_doc.web.call import go, show
from renstra_doc.web.incoming import ask_intake
from renstra_doc.web.uploads import find_upload, keep_upload, plain_name, read_answers_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from starlette.responses import Response

    from renstra_doc.intake.project_of_word import WordProject
    from renstra_doc.web.call import Call

MOST_REMARKS = 60


def show_projects(call: Call) -> Response:
    """Show the only project, the list of several, or how to begin."""
    projects = call.site.list_projects()
    if len(projects) == 1:
        return go(f"/p/{projects[0].key}")
    return show(call, "proyek", found=projects) if projects else show_begin(call)


def show_begin(call: Call) -> Response:
    """Show the two ways to begin."""
    forms = list_forms()
    return show(
        call,
        "baru",
        forms=forms.values(),
        areas=[(area.kode, area.nomenklatur.title()) for area in list_areas()],
        usual=next(iter(forms.values())),
        taken=_is_project(call),
    )


def _is_project(call: Call) -> bool:
    home = call.site.home
    return (home / "dokumen.csv").exists() or (home / "data" / "dokumen.csv").exists()


def begin_new(call: Call) -> Response:
    """Make a project from a form."""
    folder = _choose_folder(call)
    region = call.text("daerah")
    area = call.text("bidang")
    is_province = region.lower().startswith("provinsi")
    if area:
        refuse_area(area, is_province=is_province)
    fill = partial(fill_project, code=area, is_province=is_province) if area else None
    create_project(
        folder,
        call.text("bentuk"),
        opd=call.text("opd"),
        daerah=region,
        kepala=call.text("kepala"),
        periode=call.text("periode"),
        fill=fill,
    )
    return _open(call, folder, "Proyek baru siap diisi.")


def begin_new_from(call: Call) -> Response:
    """Make a project from a document, or ask what it does not say."""
    home = call.site.uploads
    key = keep_upload(home, call.uploads[0]) if call.uploads else call.text("kunci")
    file = find_upload(home, key)
    folder = _choose_folder(call)
    sheets = _list_sheets(file)
    answers = _all_answers(call)
    if len(sheets) > 1 and not call.text("lembar"):
        return _ask(call, key, file, sheets, (), answers)
    project, questions = read_existing(file, answers, call.text("lembar"))
    if project is None:
        asked = tuple(map(ask_intake, questions))
        return _ask(call, key, file, (), asked, answers)
    if call.text("tindakan") != "tulis":
        return _ask(call, key, file, (), (), answers, project)
    write_project(folder, project)
    return _open(call, folder, f"Proyek dibuat dari {file.name}.")


def _list_sheets(file: Path) -> Sequence[tuple[str, str]]:
    if file.suffix.lower() in DOCUMENTS:
        return ()
    return [(t.name, describe_table(t, at)) for at, t in enumerate(read_source(file)[:40], 1)]


def _all_answers(call: Call) -> dict[tuple[str, str], str]:
    before = zip(
        call.form.get("lalu_kolom", ()),
        call.form.get("lalu_jenis", ()),
        call.form.get("lalu_jawab", ()),
        strict=False,
    )
    found = {**{(column, kind): text for column, kind, text in before}, **read_answers_of(call)}
    return {(column.strip().lower(), kind): text for (column, kind), text in found.items()}


def _ask(
    call: Call,
    key: str,
    file: Path,
    sheets: Sequence[tuple[str, str]],
    questions: Sequence[object],
    answers: dict[tuple[str, str], str],
    project: WordProject | None = None,
) -> Response:
    remarks = [
        f"{remark.place}: {remark.message}" for remark in (project.remarks if project else ())
    ]
    return show(
        call,
        "baru_dari",
        key=key,
        file=file.name,
        sheets=sheets,
        questions=questions,
        earlier=[(*key_, text) for key_, text in answers.items()],
        counts=dict(project.counts) if project else {},
        remarks=remarks[:MOST_REMARKS],
        left=max(len(remarks) - MOST_REMARKS, 0),
        name=call.text("nama"),
        sheet=call.text("lembar"),
    )


def _choose_folder(call: Call) -> Path:
    """Return where a new project goes: a folder of plain letters in the one that was opened."""
    if _is_project(call):
        message = "folder yang dibuka ini sendiri sebuah proyek"
        hint = "tutup halaman ini, lalu buka folder yang memuatnya dengan: renstra buka FOLDER"
        raise InputError([reading_error(Place(), message, hint)])
    folder = call.site.home / plain_name(call.text("nama") or call.text("opd"))
    refuse_folder(folder)
    return folder


def _open(call: Call, folder: Path, note: str) -> Response:
    data = (folder / "data").resolve()
    found = next((p for p in call.site.list_projects() if p.data.resolve() == data), None)
    return go(f"/p/{found.key}" if found else "/", note)


def stop_server(call: Call) -> Response:
    """End the server; the page says so."""
    call.site.quit_server()
    return show(call, "selesai")
