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
import shutil
import stat
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from math import isfinite
from typing import TYPE_CHECKING

from renstra_doc.files.alive import find_begin, is_alive
from renstra_doc.files.own_folder import (
    make_kept_folder,
    read_kept,
    refuse_gone,
    refuse_other,
    write_kept,
)
from renstra_doc.finding import InputError, name_error, refuse_input

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Protocol

    class _Releasable(Protocol):
        def release(self) -> None: ...


# What the program keeps about a data folder: the loader passes over hidden names, and so does git.
CONTROL = ".renstra"
LOCK, OWNER_LOCK, HOLDER = "kunci", "kunci-pemilik.json", "pemegang.json"
# What a dead owner's file is taken over under; see `_OwnerLock._take_over`.
TAKE_OVER = ".alih"
JOURNAL, STORE, STEPS = "jurnal.json", "riwayat", "langkah"
MOST_HOLDER = 2**16
WAIT_SECONDS, POLL_SECONDS = 10.0, 0.05
# What flock says where the file system of a share has no locks; which of them, differs by system.
_NO_LOCKS = frozenset({errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOLCK, errno.EINVAL})
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
# Letters of a name that is read from a file which anybody may have written.
_LONGEST_NAME = 255


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
        age = time.time() - self.sejak
        # A clock that is fast on the other machine; a few seconds are nobody's concern.
        is_past = age > -_MINUTE
        since = f"{show_age(age)} lalu" if is_past else f"jam yang lebih maju {show_age(-age)}"
        return (
            f"{self.perintah or 'program lain'} oleh {self.siapa} di {self.komputer} "
            f"(proses {self.proses}, sejak {since})"
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

    return make_plain(socket.gethostname())


def describe_self(command: str) -> Holder:
    """Return this process as the holder of a lock."""
    import getpass  # noqa: PLC0415 — only writing pays

    try:
        person = getpass.getuser()
    except (OSError, KeyError, ImportError):  # no name for this number, no variable that says one
        person = "seseorang"
    return Holder(make_plain(command), make_plain(person), name_machine(), os.getpid(), time.time())


def make_plain(name: str) -> str:
    """Return a name of the system as text that can be written down, whatever its bytes were."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def control_folder(folder: Path) -> Path:
    """Return the program's own folder in a data folder, made where it is missing.

    Its rights are those of the data folder: whoever may write there may write here. Git and the
    loader pass over it.
    """
    control = folder / CONTROL
    if make_kept_folder(control):
        share(control, folder)
    ignore = control / ".gitignore"
    if not os.path.lexists(ignore):
        write_kept(ignore, b"*\n")
    return control


def share(path: Path, folder: Path) -> None:
    """Give what the program keeps the rights of the data folder."""
    mode = stat.S_IMODE(folder.stat().st_mode)
    with suppress(OSError):
        # A file needs no right to be run, which is what the x of a folder would become; of a folder
        # set-gid says that what is made in it is the group's, not that of whoever made it.
        path.chmod(mode & 0o2777 if path.is_dir() else mode & 0o666)


@contextmanager
def lock_folder(folder: Path, command: str = "", seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the lock of a data folder.

    InputError that names the holder where it is not free in time. Where the very first command that
    writes is refused, nothing of the program's own folder stays either.
    """
    is_first = not os.path.lexists(folder / CONTROL)
    try:
        release = _take_standing(folder, command, seconds)
    except OSError as error:
        _drop_unused(folder, is_first=is_first)
        name = error.filename or str(folder / CONTROL)  # a write names no file
        raise name_error(error, name) from error
    holder = folder / CONTROL / HOLDER
    try:
        # Who holds it is only for the message: the lock stands without it.
        with suppress(OSError):
            write_kept(holder, json.dumps(asdict(describe_self(command))).encode())
            share(holder, folder)
        yield
    except BaseException:
        with suppress(OSError):
            holder.unlink(missing_ok=True)
        _drop_unused(folder, is_first=is_first)
        raise
    finally:
        with suppress(OSError):
            holder.unlink(missing_ok=True)
        release.release()


def _take_standing(folder: Path, command: str, seconds: float) -> _Releasable:
    """Take a lock that still has its name once it is taken.

    Who held it before may have removed the program's own folder with it.
    """
    end = time.monotonic() + seconds
    while True:
        refuse_gone(folder)
        control = control_folder(folder)
        left = max(end - time.monotonic(), 0.0)
        try:
            release = _take_lock(control, folder, command, left)
        except FileNotFoundError:
            if not left:
                raise
            continue
        if control.is_dir():
            return release
        release.release()


def _drop_unused(folder: Path, *, is_first: bool) -> None:
    """Remove the program's own folder where it was made for nothing.

    Not one that holds a step, or a journal of what could not be put back, nor one in which somebody
    else is at work.
    """
    control = folder / CONTROL
    is_needed = any((control / name).exists() for name in (JOURNAL, HOLDER))
    if is_first and not is_needed and not any((control / STORE / STEPS).glob("*.json")):
        shutil.rmtree(control, ignore_errors=True)


class _OwnerLock:
    """A lock that is a file with its owner, for a file system without locks."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._own: Holder | None = None

    def acquire(self, command: str, seconds: float) -> None:
        """Make the file, in the place of that of a dead owner; InputError where its owner lives."""
        # The clock of the wall may be set while one waits.
        end = time.monotonic() + seconds
        while not self._try(command):
            owner = read_holder(self._path)
            if self._is_dead(owner):
                self._take_over(command, max(end - time.monotonic(), 0.0))
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
        own = describe_self(command)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(asdict(own), stream)
        # One that was asleep before it wrote its name may have been taken for dead.
        self._own = own if read_holder(self._path) == own else None
        return self._own is not None

    def _is_dead(self, owner: Holder | None) -> bool:
        """Return whether the owner of the file is gone.

        A process of this machine, or one killed before it wrote its name.
        """
        if owner is not None:
            # A process number says something only on the machine that gave it.
            return owner.komputer == name_machine() and not is_same_process(owner)
        with suppress(OSError):
            return time.time() - self._path.stat().st_mtime > _MINUTE
        return False

    def _take_over(self, command: str, seconds: float) -> None:
        """Remove the file of a dead owner; of several that wait one does so, and looks once more.

        Who takes over holds a lock of its own for that, which may have a dead owner in its turn.
        """
        guard = _OwnerLock(self._path.with_name(f"{self._path.name}{TAKE_OVER}"))
        guard.acquire(command, seconds)
        try:
            # Looked at again under the guard: another one may have taken over meanwhile.
            if self._is_dead(read_holder(self._path)):
                self._path.unlink(missing_ok=True)
        finally:
            guard.release()

    def release(self) -> None:
        """Remove the file, as long as it is our own."""
        with suppress(OSError):
            if self._own is not None and read_holder(self._path) == self._own:
                self._path.unlink(missing_ok=True)


def _take_lock(control: Path, folder: Path, command: str, seconds: float) -> _Releasable:
    path = control / LOCK
    refuse_other(path)
    if has_locks(path):
        from filelock import FileLock, Timeout  # noqa: PLC0415 — 30 ms that only writing pays

        lock = FileLock(path, timeout=seconds, poll_interval=POLL_SECONDS)
        try:
            lock.acquire()
        except Timeout as error:
            raise _refuse(path, read_holder(control / HOLDER)) from error
        except NotImplementedError:  # Python itself was made without them
            pass
        except OSError as error:  # Windows says so of a share only now
            if error.errno not in _NO_LOCKS:
                raise
        else:
            share(path, folder)
            return lock
    owned = _OwnerLock(control / OWNER_LOCK)
    owned.acquire(command, seconds)
    return owned


def has_locks(path: Path) -> bool:
    """Return whether the file system of a lock file, which is made, has locks.

    Asked of the system itself: some releases of filelock take "no locks here" for "held by another
    one" and wait in vain. Raises OSError that names the file for any other refusal.
    """
    if sys.platform == "win32":
        return True
    import fcntl  # noqa: PLC0415 — Windows has no such module

    # A shared lock, not an exclusive one: the question must not itself keep a writer out.
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError as error:
        if error.errno in _NO_LOCKS:
            return False
        raise name_error(error, path) from error
    finally:
        os.close(handle)
    return True


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
    if holder is None and path.name != LOCK:
        hint += f"; bila tidak ada perintah yang sedang berjalan, hapus {path}"
    if holder is not None and holder.komputer != name_machine():
        hint += f"; bila {holder.komputer} sudah mati atau tidak menulis lagi, hapus {path}"
    elif holder is not None and path.name != LOCK and not 0 <= time.time() - holder.sejak < _HOUR:
        # No command writes for an hour: another program may have its number by now.
        hint += f"; bila proses {holder.proses} bukan renstra, hapus {path}"
    return refuse_input(folder, message, hint)


def read_holder(path: Path) -> Holder | None:
    """Read who holds a lock; None where nothing readable stands there."""
    try:
        said = json.loads(read_kept(path, MOST_HOLDER))
        command, person, machine = (
            str(said[name])[:_LONGEST_NAME] for name in ("perintah", "siapa", "komputer")
        )
        holder = Holder(command, person, machine, int(said["proses"]), float(said["sejak"]))
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None
    return holder if isfinite(holder.sejak) else None


def is_same_process(owner: Holder) -> bool:
    """Return whether the process that made a lock of this machine still runs.

    Another one may have its number since: one that began after the lock was made is not its owner.
    """
    if not is_alive(owner.proses):
        return False
    began = find_begin(owner.proses)
    # A minute, since both times go through clocks that may have been set in between.
    return began is None or began <= owner.sejak + _MINUTE
