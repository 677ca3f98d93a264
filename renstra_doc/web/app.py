"""The application: routes, and how a request becomes a `Call` and an error becomes a page."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from renstra_doc.files.atomic import ChangedError
from renstra_doc.finding import InputError, reading_error
from renstra_doc.place import Place
from renstra_doc.run.pipeline import FindingsError
from renstra_doc.web.begin import begin_new, begin_new_from, show_begin, show_projects, stop_server
from renstra_doc.web.call import Call, Upload, list_reasons, show_refusal, tell
from renstra_doc.web.changes_screen import (
    compare_editions_here,
    fix_edition_here,
    show_editions,
)
from renstra_doc.web.content import show_content
from renstra_doc.web.findings_screen import (
    draw_page,
    show_findings,
    show_pages,
    show_spot,
    waive_finding,
)
from renstra_doc.web.gate import ENTRY, Gate, Keys, cookie_name
from renstra_doc.web.grid import show_file
from renstra_doc.web.impact import carry_sums, show_impact
from renstra_doc.web.incoming import answer_import, receive_file, show_incoming
from renstra_doc.web.merge_screen import choose_theirs, merge_folder
from renstra_doc.web.outgoing import hand_out, show_outgoing
from renstra_doc.web.overview import show_overview, tell_pulse
from renstra_doc.web.peer import is_strange_client
from renstra_doc.web.printed_place import print_table
from renstra_doc.web.row_form import save_fields, show_record
from renstra_doc.web.saving import check_cells, save_cells, turn_step

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from renstra_doc.web.call import Refusal, Site

    Screen = Callable[[Call], Response]
    Endpoint = Callable[[Request], Awaitable[Response]]

# Starlette's own limits (1.000 fields of 1 MiB) are below a whole chapter in one form.
MOST_FIELDS, MOST_FILES = 20_000, 1_000
FIELD_BYTES = 4 * 2**20
_OF_PROJECT = re.compile(r"^/p/[0-9a-f]+")
# What there is before a project is chosen.
BEFORE: tuple[tuple[str, str, Screen], ...] = (
    ("/", "GET", show_projects),
    ("/baru", "GET", show_begin),
    ("/baru", "POST", begin_new),
    ("/baru/dari", "POST", begin_new_from),
    ("/berhenti", "POST", stop_server),
)
READS: Mapping[str, Screen] = {
    "": show_overview,
    "/denyut": tell_pulse,
    "/temuan": show_findings,
    "/temuan/tempat": show_spot,
    "/halaman": show_pages,
    "/halaman/{nomor:int}.png": draw_page,
    "/isi": show_content,
    "/isi/berkas": show_file,
    "/isi/baris": show_record,
    "/masuk": show_incoming,
    "/keluar": show_outgoing,
    "/edisi": show_editions,
}
WRITES: Mapping[str, Screen] = {
    "/isi/simpan": save_cells,
    "/isi/periksa": check_cells,
    "/isi/dampak": show_impact,
    "/isi/baris": save_fields,
    "/isi/bawa": carry_sums,
    "/isi/cetak": print_table,
    "/langkah": turn_step,
    "/temuan/kecualikan": waive_finding,
    "/masuk": receive_file,
    "/masuk/jawab": answer_import,
    "/keluar": hand_out,
    "/edisi": fix_edition_here,
    "/edisi/bandingkan": compare_editions_here,
    "/edisi/gabung": merge_folder,
    "/edisi/pilih": choose_theirs,
}


def make_app(site: Site, port: int, keys: Keys) -> ASGIApp:
    """Return the application behind its gate."""

    def serve(path: str, screen: Screen, method: str) -> Route:
        return Route(path, _serve(site, screen), methods=[method])

    routes: list[Route | Mount] = [
        Route(ENTRY, _let_in(port, keys)),
        Mount("/statis", StaticFiles(packages=[("renstra_doc.web", "statis")])),
    ]
    routes += [serve(path, screen, method) for path, method, screen in BEFORE]
    routes += [serve(f"/p/{{key}}{path}", screen, "GET") for path, screen in READS.items()]
    routes += [serve(f"/p/{{key}}{path}", screen, "POST") for path, screen in WRITES.items()]
    handler = _refuse_request(site)
    # A mistake of the program itself is told by the terminal, too.
    faults = {HTTPException: handler, OWN_FAULT: handler}
    return Gate(Starlette(routes=routes, exception_handlers=faults), port, keys)


# What is no address, what only answers a form, what a browser would not send; and a mistake.
UNREADABLE, OWN_FAULT = 400, 500
FAULTS = {
    404: ("alamat ini tidak ada", "tekan Kembali, atau pilih bagian di atas"),
    405: ("alamat ini hanya menjawab sebuah isian", "mulai lagi dari halamannya: tekan Kembali"),
    UNREADABLE: ("isian ini tidak dapat dibaca", "tekan Kembali, lalu isi dan kirim sekali lagi"),
    OWN_FAULT: (
        "program ini keliru, bukan Anda; tidak ada yang ditulis setengah jalan",
        "ulangi; bila terulang, salin pesan di jendela “renstra buka” untuk pembuat program",
    ),
}


def _refuse_request(site: Site) -> Callable[[Request, Exception], Awaitable[Response]]:
    """Return what answers a request that no screen answers, as a page (or JSON) in Indonesian."""

    async def refuse(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else OWN_FAULT
        message, hint = FAULTS.get(status, FAULTS[UNREADABLE])
        found = _OF_PROJECT.match(request.url.path)
        key = found[0].removeprefix("/p/") if found else ""
        project = await run_in_threadpool(site.find_project, key) if key else None
        said: object = {} if _is_json(request) else None
        call = Call(site, project, {}, {}, {}, said=said, came_from=_read_way(request))
        error = InputError([reading_error(Place(), message, hint)])
        return await run_in_threadpool(_explain, call, error, status)

    return refuse


def _is_json(request: Request) -> bool:
    return request.headers.get("content-type", "").startswith("application/json")


def _let_in(port: int, keys: Keys) -> Endpoint:
    async def enter(request: Request) -> Response:
        # The token is not used up: its owner comes with it in a moment.
        if request.client is not None and is_strange_client(request.client.port, port):
            text = "Alamat ini milik pengguna lain di komputer ini."
            return Response(text, 403, media_type="text/plain")
        # A token is taken once: whoever reads it in a log afterwards finds it used.
        if keys.take_token(request.query_params.get("kunci", "")):
            # 303: the browser goes on with GET, and the token is out of the address line.
            answer = RedirectResponse("/", 303)
            answer.set_cookie(
                cookie_name(port), keys.session, httponly=True, samesite="strict", path="/"
            )
            return answer
        # The address of the terminal clicked once more: who is in already stays in.
        if keys.knows(request.cookies.get(cookie_name(port), "")):
            return RedirectResponse("/", 303)
        text = "Alamat ini sudah dipakai atau kedaluwarsa. Jalankan sekali lagi: renstra buka"
        return Response(text, 403, media_type="text/plain")

    return enter


def _serve(site: Site, screen: Screen) -> Endpoint:
    async def answer(request: Request) -> Response:
        call = await _read_call(site, request)
        # Screens read and write files: on the loop they would hold up every other request.
        return await run_in_threadpool(_answer, screen, call)

    return answer


async def _read_call(site: Site, request: Request) -> Call:
    form, uploads, said = await _read_body(request)
    key = request.path_params.get("key", "")
    project = await run_in_threadpool(site.find_project, key) if key else None
    path = {name: str(value) for name, value in request.path_params.items()}
    # Finding a project reads folders: on the loop it would hold up every other request.
    query = dict(request.query_params)
    way, is_answer = _read_way(request), request.method == "POST"
    return Call(site, project, path, query, form, uploads, said, way, is_answer=is_answer)


async def _read_body(request: Request) -> tuple[dict[str, list[str]], list[Upload], object]:
    """Return the fields, the files, or the JSON of a request."""
    form: dict[str, list[str]] = {}
    uploads: list[Upload] = []
    if request.method != "POST":
        return form, uploads, None
    if _is_json(request):
        return form, uploads, _read_json(await request.body())
    limits = {"max_files": MOST_FILES, "max_fields": MOST_FIELDS, "max_part_size": FIELD_BYTES}
    async with request.form(**limits) as fields:
        for name, value in fields.multi_items():
            if isinstance(value, UploadFile):
                uploads.append(Upload(value.filename or "", await value.read()))
            else:
                # A field may stand several times: each ticked box sends its name.
                form.setdefault(name, []).append(str(value))
    return form, uploads, None


def _read_way(request: Request) -> str:
    """Return the page that a request came from, "" where it cannot be opened again."""
    parts = urlsplit(request.headers.get("referer", ""))
    tail = _OF_PROJECT.sub("", parts.path)
    # Only what GET shows again: the page that answered a form cannot be opened by its address.
    if parts.netloc != request.headers.get("host") or tail not in (*READS, "/", "/baru"):
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _read_json(body: bytes) -> object:
    """Return what a body says; an empty value for what is no JSON, which every route refuses."""
    try:
        said: object = json.loads(body)
    except (ValueError, RecursionError):
        # A route tests for None to know that the script asked.
        return {}
    return said if said is not None else {}


def _answer(screen: Screen, call: Call) -> Response:
    # The folder may have been renamed while the page was open.
    if call.path.get("key") and call.project is None:
        gone = reading_error(Place(), "proyek ini tidak ada lagi", "kembali ke daftar proyek")
        return _explain(call, InputError([gone]), 404)
    try:
        return screen(call)
    # 409: the data stand otherwise than the page thought; 422: what was sent cannot be.
    except (FindingsError, ChangedError) as error:
        return _explain(call, error, 409)
    except InputError as error:
        return _explain(call, error, 422)
    except OSError as error:
        return _explain(call, error, 500)


def _explain(call: Call, error: Refusal, status: int) -> Response:
    findings = list_reasons(call, error)
    # JSON came from the script of the page, which reads JSON.
    if call.said is not None:
        return tell({"galat": [str(finding) for finding in findings]}, status)
    return show_refusal(call, "galat", status, findings=findings)
