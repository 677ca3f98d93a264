"""One writer of a data folder at a time.

The lock is the operating system's own, by filelock: it ends with the process that holds it,
however that ends. Where the file system has none, it is a file that says who made it: a dead
process of this machine is taken over, one of another machine is named with its age and never is.
Beside the lock stands who holds it, for the message to the one who waits. Reading needs no lock.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from renstra_doc.finding import InputError, reading_error
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Protocol

    class _Releasable(Protocol):
        def release(self) -> None: ...


# What the program keeps about a data folder: the loader passes over hidden names, and so does git.
CONTROL = ".renstra"
LOCK, OWNER_LOCK, HOLDER = "kunci", "kunci-pemilik.json", "pemegang.json"
WAIT_SECONDS, POLL_SECONDS = 10.0, 0.05
_NO_LOCKS = frozenset({errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOLCK, errno.EINVAL})
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_QUERY_PROCESS, _STILL_ACTIVE = 0x1000, 259


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock: the command, the person, the machine, the process, since when."""

    perintah: str
    siapa: str
    komputer: str
    proses: int
    sejak: float

    def __str__(self) -> str:
        """Return it as a person is told, with its age."""
        return (
            f"{self.perintah or 'program lain'} oleh {self.siapa} di {self.komputer} "
            f"(proses {self.proses}, sejak {show_age(time.time() - self.sejak)} lalu)"
        )


def show_age(seconds: float) -> str:
    """Return an age in the largest unit that fits: `3 jam`."""
    for unit, name in ((_DAY, "hari"), (_HOUR, "jam"), (_MINUTE, "menit")):
        if seconds >= unit:
            return f"{int(seconds // unit)} {name}"
    return f"{max(int(seconds), 0)} detik"


def name_machine() -> str:
    """Return the name of this machine, as others on the network see it."""
    import socket  # noqa: PLC0415 — only writing pays

    return socket.gethostname()


def describe_self(command: str) -> Holder:
    """Return this process as the holder of a lock."""
    import getpass  # noqa: PLC0415 — only writing pays

    try:
        person = getpass.getuser()
    except (OSError, KeyError, ImportError):  # no name for this number, no variable that says one
        person = "seseorang"
    return Holder(command, person, name_machine(), os.getpid(), time.time())


def control_folder(folder: Path) -> Path:
    """Return the program's own folder in a data folder, made where it is missing.

    Its rights are those of the data folder: whoever may write there may write here. Git and the
    loader pass over it.
    """
    control = folder / CONTROL
    if not control.is_dir():
        control.mkdir(exist_ok=True)
        share(control, folder)
    ignore = control / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    return control


def share(path: Path, folder: Path) -> None:
    """Give what the program keeps the rights of the data folder."""
    mode = folder.stat().st_mode & 0o777
    with suppress(OSError):
        path.chmod(mode if path.is_dir() else mode & 0o666)


@contextmanager
def lock_folder(folder: Path, command: str = "", seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the lock of a data folder.

    InputError that names the holder where it is not free in time.
    """
    control = control_folder(folder)
    release = _take_lock(control, folder, command, seconds)
    holder = control / HOLDER
    try:
        with suppress(OSError):
            holder.write_text(json.dumps(asdict(describe_self(command))), encoding="utf-8")
            share(holder, folder)
        yield
    finally:
        with suppress(OSError):
            holder.unlink(missing_ok=True)
        release.release()


class _OwnerLock:
    """A lock that is a file with its owner, for a file system without locks."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def acquire(self, command: str, seconds: float) -> None:
        """Make the file, in the place of that of a dead owner; InputError where its owner lives."""
        end = time.monotonic() + seconds
        while not self._try(command):
            owner = read_holder(self._path)
            if self._is_dead(owner):
                self._take_over(owner)
            elif time.monotonic() >= end:
                raise _refuse(self._path, owner)
            else:
                time.sleep(POLL_SECONDS)

    def _try(self, command: str) -> bool:
        # Written beside and linked or renamed would need what this file system may lack: the name
        # alone is the lock, and one without content is an owner that cannot be named yet.
        try:
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        except FileExistsError:
            return False
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(asdict(describe_self(command)), stream)
        return True

    def _is_dead(self, owner: Holder | None) -> bool:
        """Return whether the owner of the file is gone.

        A process of this machine, or one killed before it wrote its name.
        """
        if owner is not None:
            return owner.komputer == name_machine() and not is_alive(owner.proses)
        with suppress(OSError):
            return time.time() - self._path.stat().st_mtime > _MINUTE
        return False

    def _take_over(self, owner: Holder | None) -> None:
        """Remove the file of a dead owner.

        By a rename that only one of several waiting ones can do.
        """
        aside = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        with suppress(OSError):
            self._path.rename(aside)
            if read_holder(aside) == owner:
                aside.unlink()
            else:  # another one was quicker, and this is its living lock
                aside.rename(self._path)

    def release(self) -> None:
        """Remove the file."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


def _take_lock(control: Path, folder: Path, command: str, seconds: float) -> _Releasable:
    from filelock import FileLock, Timeout  # noqa: PLC0415 — 30 ms that only writing pays

    path = control / LOCK
    lock = FileLock(path, timeout=seconds, poll_interval=POLL_SECONDS)
    try:
        lock.acquire()
    except Timeout as error:
        raise _refuse(path, read_holder(control / HOLDER)) from error
    except (NotImplementedError, OSError) as error:
        if isinstance(error, OSError) and error.errno not in _NO_LOCKS:
            raise
        owned = _OwnerLock(control / OWNER_LOCK)
        owned.acquire(command, seconds)
        return owned
    share(path, folder)
    return lock


def find_other_writer(folder: Path) -> Holder | None:
    """Return who else writes a data folder now; None where nobody does, or only this process."""
    holder = read_holder(folder / CONTROL / HOLDER)
    if holder is None or holder.komputer != name_machine():
        return holder
    is_other = holder.proses != os.getpid() and is_alive(holder.proses)
    return holder if is_other else None


def _refuse(path: Path, holder: Holder | None) -> InputError:
    """Return the refusal that says who is in the way and what to do."""
    folder = path.parent.parent
    message = f"folder data ini sedang ditulis: {holder or 'oleh perintah lain'}"
    hint = "tunggu sampai selesai lalu ulangi"
    if holder is not None and holder.komputer != name_machine():
        hint += f"; bila {holder.komputer} sudah mati atau tidak menulis lagi, hapus {path}"
    return InputError([reading_error(Place(str(folder)), message, hint)])


def read_holder(path: Path) -> Holder | None:
    """Read who holds a lock; None where nothing readable stands there."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return Holder(
            str(said["perintah"]),
            str(said["siapa"]),
            str(said["komputer"]),
            int(said["proses"]),
            float(said["sejak"]),
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def is_alive(process: int) -> bool:
    """Return whether a process of this machine runs."""
    if process <= 0:
        return False
    if sys.platform == "win32":  # os.kill would end it there
        return _is_alive_on_windows(process)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _is_alive_on_windows(process: int) -> bool:
    import ctypes  # noqa: PLC0415

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    handle = kernel.OpenProcess(_QUERY_PROCESS, False, process)  # noqa: FBT003 — its signature
    if not handle:
        return False
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == _STILL_ACTIVE
