"""A call of a route: what the browser sent, the project that it is about; and the answers."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
import threading
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from renstra_doc.files.atomic import ChangedError
from renstra_doc.files.journal import write_files
from renstra_doc.finding import InputError, explain_os_error, reading_error, refuse_input
from renstra_doc.place import NOWHERE, Place
from renstra_doc.run.batch import find_projects
from renstra_doc.run.pipeline import FindingsError
from renstra_doc.web.page_pictures import PagePictures
from renstra_doc.web.snapshot import Snapshots
from renstra_doc.words.markup import plain_line
from renstra_doc.words.numbers import format_angka

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from renstra_doc.finding import Finding
    from renstra_doc.web.snapshot import Snapshot

Refusal = InputError | FindingsError | OSError
# What a form that is refused is shown again for, with what was written in it.
REFUSALS = (InputError, FindingsError, OSError)
FACTS = "dokumen.csv"
KEY_LETTERS = 10  # of a digest: an address tells nobody where the project lies
# A hint for somebody at a terminal, and what it is before the page.
TERMINAL, AGAIN = "renstra build", "buka dan simpan ulang di Word atau Excel, lalu pilih lagi"
MEDIA = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Project:
    """A project that the server may touch: its key in addresses, its data folder, its name."""

    key: str
    data: Path
    name: str


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that the browser sent: what it was called there, and its content."""

    name: str
    content: bytes = field(repr=False)


class Site:
    """What the server knows: the folder it was opened for, and what it has read of it."""

    def __init__(self, home: Path, quit_server: Callable[[], None] = lambda: None) -> None:
        """Serve the projects of a folder."""
        self.home = home.resolve()
        self.quit_server = quit_server
        self.snapshots = Snapshots()
        self.pictures = PagePictures()
        # mkdtemp makes a folder that only this person can read.
        self.uploads = Path(tempfile.mkdtemp(prefix="renstra-buka-"))

    def list_projects(self) -> list[Project]:
        """Return the projects of the folder, by name."""
        found = [path for path in find_projects([self.home]) if (path / FACTS).is_file()]
        return [Project(_key(path), path, _name(path)) for path in found]

    def find_project(self, key: str) -> Project | None:
        """Return the project of a key; None where the folder has no such project."""
        # Looked for each time: folders come and go while the server runs.
        return next((each for each in self.list_projects() if each.key == key), None)

    def warm_up(self) -> None:
        """Begin to read the only project of the folder: its first page is asked for at once."""
        # A thread, so that the address answers meanwhile.
        threading.Thread(target=self._read_only_project, daemon=True).start()

    def _read_only_project(self) -> None:
        projects = self.list_projects()
        if len(projects) == 1:
            self.snapshots.of(projects[0].data)

    def close(self) -> None:
        """Remove what was uploaded."""
        self.pictures.close()
        shutil.rmtree(self.uploads, ignore_errors=True)


def _key(data: Path) -> str:
    # By its path: a project has the same address after a restart.
    return hashlib.sha256(str(data.resolve()).encode(errors="replace")).hexdigest()[:KEY_LETTERS]


def _name(data: Path) -> str:
    folder = data.resolve()
    return folder.parent.name if folder.name == "data" else folder.name


@dataclass(frozen=True)
class Call:
    """What one request says: the project, the query, the form or the JSON, the files, the way.

    The page that answers a form (`is_answer`) cannot be fetched again by its address.
    """

    site: Site
    project: Project | None
    path: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, Sequence[str]]
    uploads: Sequence[Upload] = ()
    said: object = None
    came_from: str = ""
    is_answer: bool = False

    @property
    def data(self) -> Path:
        """The data folder; InputError where the address names no project."""
        if self.project is None:
            hint = "pilih proyek dari daftar di halaman pertama"
            raise refuse_input(NOWHERE, "proyek ini tidak ada lagi", hint)
        return self.project.data

    @property
    def snapshot(self) -> Snapshot:
        """What the data folder says now."""
        return self.site.snapshots.of(self.data)

    def text(self, name: str, default: str = "") -> str:
        """Return what a field of the form says, without blanks around it."""
        values = self.form.get(name, ())
        return values[0].strip() if values else default

    def raw_text(self, name: str) -> str:
        """Return what a field of the form says, line ends as the data has them."""
        values = self.form.get(name, ())
        # HTML sends CRLF for every line break; the data have LF.
        return values[0].replace("\r\n", "\n") if values else ""

    def asked(self, name: str, default: str = "") -> str:
        """Return what the query says."""
        return self.query.get(name, default)

    def url(self, *parts: str, **query: str) -> str:
        """Return the address of a page of this project."""
        key = self.project.key if self.project else ""
        # A slash within a name is no step of the path.
        path = "/".join(quote(part, safe="") for part in ("", "p", key, *parts))
        return f"{path}?{urlencode(query)}" if query else path


_SCREENS = Environment(
    loader=PackageLoader("renstra_doc.web", "halaman"),
    autoescape=True,
    # A name that a page misspells is an error, never a blank.
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_SCREENS.filters["angka"] = format_angka
_SCREENS.filters["polos"] = lambda text: plain_line(str(text))
_SCREENS.filters["angka_teks"] = lambda text: format_angka(Decimal(str(text)))


def show(call: Call, screen: str, **values: object) -> Response:
    """Return a page."""
    # One way to draw a page: a refusal only has another status.
    return show_refusal(call, screen, 200, **values)


def show_refusal(call: Call, screen: str, status: int, /, **values: object) -> Response:
    """Return a page that says why something was not done."""
    template = _SCREENS.get_template(f"{screen}.html.jinja")
    text = template.render(
        call=call, project=call.project, screen=screen, projects=call.site.list_projects, **values
    )
    return HTMLResponse(text, status)


def refuse(call: Call, screen: str, error: Refusal, **values: object) -> Response:
    """Return a form again, as it was filled in, below what stands against it."""
    return show_refusal(call, screen, 422, refused=list_reasons(call, error), **values)


def list_reasons(call: Call, error: Refusal) -> list[Finding]:
    """Return what an error tells a person: what was found, or what the system says of a file."""
    return [hide_folder(call, finding) for finding in _explain_error(error)]


def _explain_error(error: Refusal) -> Sequence[Finding]:
    if isinstance(error, FindingsError):
        return error.report.stopping
    if isinstance(error, InputError):
        return error.findings
    # Of a rename the target, which is the file that a person knows.
    name = error.filename2 or error.filename or ""
    hint = "tutup program yang memakai berkas itu, periksa izinnya, lalu ulangi"
    return [reading_error(Place(str(name)), explain_os_error(error), hint)]


def hide_folder(call: Call, finding: Finding) -> Finding:
    """Return a finding that calls an upload by the name that it had, not by where it is kept."""
    # Either kind of slash stands in messages, whatever system made them.
    kept = re.compile(re.escape(str(call.site.uploads)) + r"[/\\\\][0-9a-f]+[/\\\\]")
    file = kept.sub("", finding.place.file)
    is_upload = file != finding.place.file
    place = replace(finding.place, file=_name_within(call, file))
    hint = AGAIN if is_upload and TERMINAL in finding.hint else finding.hint
    return replace(finding, place=place, message=kept.sub("", finding.message), hint=hint)


def _name_within(call: Call, file: str) -> str:
    """Return a file as a person knows it: of one in the data folder its name there."""
    if call.project is None or not Path(file).is_relative_to(call.project.data):
        return file
    name = str(Path(file).relative_to(call.project.data))
    return "" if name == "." else name


def write_data(
    call: Call, files: Mapping[str, bytes | None], before: Mapping[str, str], command: str
) -> None:
    """Write files of the data folder, as `write_files`.

    Where somebody saved one of them meanwhile, what was read of the folder is forgotten: size and
    time of that file may be what they were.
    """
    try:
        write_files(call.data, files, before, command)
    except ChangedError:
        call.site.snapshots.forget()
        raise


def go(address: str, note: str = "") -> Response:
    """Send the browser on to a page, which tells what was done."""
    mark = "&" if "?" in address else "?"
    told = f"{mark}{urlencode({'kabar': note})}" if note else ""
    return RedirectResponse(f"{address}{told}", 303)


def tell(values: Mapping[str, object], status: int = 200) -> Response:
    """Return JSON for the script of the page."""
    return JSONResponse(dict(values), status)


def hand_over(name: str, content: bytes) -> Response:
    # A report may hold a script of its own; shown here it would run as our page.
    """Return a file to be saved; a PDF or a report is saved too, never shown in our origin."""
    media = MEDIA.get(Path(name).suffix.lower(), "application/octet-stream")
    plain = name.encode("ascii", "ignore").decode().replace('"', "") or "berkas"
    # RFC 6266: `filename` for what reads ASCII only, `filename*` with every letter.
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=media, headers={"Content-Disposition": disposition})
