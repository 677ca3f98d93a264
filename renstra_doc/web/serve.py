"""Serve a folder on this computer until somebody ends it."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import tempfile
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renstra_doc.files.alive import is_alive
from renstra_doc.files.atomic import write_file
from renstra_doc.finding import refuse_input
from renstra_doc.place import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LOOPBACK = "127.0.0.1"
ANSWER_SECONDS = 1.0
DATA, FACTS = "data", "dokumen.csv"
# The modules of the extra [buka] without which there is no page.
EXTRA = ("starlette", "uvicorn", "python_multipart")
# A server that says nothing of itself, and trusts no other's word of who asks.
SERVER: dict[str, Any] = {
    "log_level": "error",
    "access_log": False,
    "server_header": False,
    "proxy_headers": False,
    "ws": "none",
    "lifespan": "off",
    "timeout_graceful_shutdown": 3,
}


@dataclass(frozen=True, slots=True)
class Running:
    """A server that runs: its folder, port, process, and the secret of its tokens."""

    folder: str
    port: int
    proses: int
    rahasia: str


def find_home(folder: Path) -> Path:
    """Return the folder that is served: of a project's data folder, the project's."""
    home = folder.resolve()
    return home.parent if home.name == DATA and (home / FACTS).is_file() else home


def find_running(folder: Path) -> Running | None:
    """Return the server that serves a folder, None where none answers."""
    home = find_home(folder)
    with suppress(OSError, ValueError, KeyError, TypeError):
        said = json.loads(_record_path(home).read_text(encoding="utf-8"))
        found = Running(
            str(said["folder"]), int(said["port"]), int(said["proses"]), str(said["rahasia"])
        )
        # All three: a process number is given to others, a port as well.
        if found.folder == str(home.resolve()) and is_alive(found.proses) and _answers(found.port):
            return found
    return None


def _answers(port: int) -> bool:
    try:
        with socket.create_connection((LOOPBACK, port), ANSWER_SECONDS):
            return True
    except OSError:
        return False


def _record_path(home: Path) -> Path:
    """Return where a server says that it runs: in a folder that only this person can read."""
    name = hashlib.sha256(str(home.resolve()).encode(errors="replace")).hexdigest()[:24]
    return _own_folder() / f"{name}.json"


def _own_folder() -> Path:
    who = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "saya")
    # Without a runtime folder it is /tmp, where anybody may have made one of that name first.
    folder = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir(), f"renstra-buka-{who}")
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    is_mine = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    if folder.is_symlink() or not is_mine or (os.name == "posix" and found.st_mode & 0o077):
        hint = "hapus folder itu, lalu ulangi"
        raise refuse_input(folder, "folder ini milik orang lain atau terbuka", hint)
    return folder


def open_port(port: int) -> socket.socket:
    """Return a listening socket of this computer only. InputError for a port that is taken."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # Here it takes over a port that waits to be closed; on Windows it would share one with a
    # program.
    if os.name == "posix":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, port))
        listening.listen(64)
    except (OSError, OverflowError) as error:
        listening.close()
        message = f"port {port} sedang dipakai program lain atau tidak boleh dipakai"
        hint = "pilih nomor lain pada --port, atau jalankan tanpa --port"
        raise refuse_input(NOWHERE, message, hint) from error
    return listening


def serve(folder: Path, port: int, ready: Callable[[str], None]) -> None:
    """Serve a folder until the page's button or Ctrl+C ends it.

    In: the folder; the port (0: a free one); what is told the address once it answers. Raises
    InputError for a port that is taken, and where the extra `[buka]` is not installed.
    """
    # Before the port is taken.
    _refuse_missing()
    home = find_home(folder)
    import uvicorn  # noqa: PLC0415 — the extra [buka]

    from renstra_doc.web.app import make_app  # noqa: PLC0415
    from renstra_doc.web.call import Site  # noqa: PLC0415
    from renstra_doc.web.gate import Keys  # noqa: PLC0415

    with closing(open_port(port)) as listening, closing(Site(home)) as site:
        number, keys = int(listening.getsockname()[1]), Keys()
        server = uvicorn.Server(uvicorn.Config(make_app(site, number, keys), **SERVER))
        site.quit_server = partial(setattr, server, "should_exit", True)  # noqa: FBT003 — a value
        # Written before the address is told, so that a second call finds this server.
        with _record(Running(str(home.resolve()), number, os.getpid(), keys.secret)):
            site.warm_up()
            ready(address(number, keys.make_token()))
            # The socket listens already: no other program can take the port in between.
            server.run(sockets=[listening])


def _refuse_missing() -> None:
    """Raise InputError where the extra `[buka]` is not installed."""
    missing = [name for name in EXTRA if find_spec(name) is None]
    if missing:
        hint = "pasang: pip install 'renstra_doc[buka]'"
        message = f"halaman ini memerlukan {', '.join(missing)}"
        raise refuse_input(NOWHERE, message, hint)


@contextmanager
def _record(running: Running) -> Iterator[None]:
    """Keep written, where only this person reads it, that a server runs."""
    path = _record_path(Path(running.folder))
    # From its first byte on: the secret must not be readable until chmod comes.
    old_mask = os.umask(0o077)
    try:
        write_file(path, json.dumps(asdict(running)).encode())
        with suppress(OSError):
            path.chmod(0o600)
    finally:
        os.umask(old_mask)
    try:
        yield
    finally:
        # A record of a server that is gone is passed over anyway.
        with suppress(OSError):
            path.unlink()


def address(port: int, token: str) -> str:
    """Return the address that opens the page once."""
    return f"http://{LOOPBACK}:{port}/masuk?kunci={token}"
