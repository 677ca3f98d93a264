"""Put a file into the place of another one, so that no save in that very moment can be lost.

A rename takes away whatever has the name by then: also the file that Excel, which itself writes
beside and renames, put there after the comparison. So the two files exchange their names in one
step, where the system can; what came out is looked at, and goes back if it is not what was
expected. A file that another program holds open to write it is not replaced: what it writes next
would go into a file that has no name any more.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    # Two file names; out: 0, or the number of the error.
    Exchange = Callable[[bytes, bytes], int]

# renameat2(2): names relative to the folder where one stands, exchanged in one step.
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
# renamex_np(2) of macOS.
_RENAME_SWAP = 2
# What a system or a file system says that cannot exchange names.
_CANNOT = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})
# F_SETSIG and F_SETLEASE of fcntl(2), which not every Python names.
_SET_SIGNAL, _SET_LEASE = 10, 1024


class HeldError(PermissionError):
    """A file that another program holds open to write it; it may be free a moment later."""


def swap_in(staged: Path, target: Path, is_expected: Callable[[Path], bool]) -> bool | None:
    """Put a staged file into the place of one that still is what was expected.

    Out: whether that is done; None where the system cannot exchange names. HeldError where the file
    is being written, FileNotFoundError where it is gone. Where it is not done nothing has changed.
    """
    refuse_held(target)
    if not is_expected(target):
        return False
    own = staged.stat()
    if not exchange(staged, target):
        return None
    try:
        # Nobody can open it by its name now: who writes it has had it open before.
        refuse_held(staged)
        is_right = is_expected(staged)
    except BaseException:
        _swap_back(staged, target, own)
        raise
    if is_right:
        staged.unlink()
    else:
        _swap_back(staged, target, own)
    return is_right


def _swap_back(staged: Path, target: Path, own: os.stat_result) -> None:
    with suppress(OSError):
        exchange(staged, target)
        # Saved once more in between: the later save is the one that keeps the name.
        if not os.path.samestat(staged.stat(), own):
            exchange(staged, target)


def put_new(staged: Path, target: Path) -> bool:
    """Give a staged file a name that nobody has; out: False where somebody has it."""
    # A rename would take away what somebody put there a moment ago; a second name does not, nor
    # does a rename on Windows.
    take_name: Callable[[Path, Path], None] = os.rename if sys.platform == "win32" else os.link
    try:
        take_name(staged, target)
    except OSError:
        if os.path.lexists(target):
            return False
        os.replace(staged, target)  # noqa: PTH105 — a file system without second names
    with suppress(OSError):
        staged.unlink(missing_ok=True)
    return True


def take_out(target: Path, aside: Path, is_expected: Callable[[Path], bool]) -> bool:
    """Remove a file that still is what was expected; out: False where it is not, and it stays."""
    refuse_held(target)
    if not is_expected(target):
        return False
    # Out of the way first: what was saved since the comparison is looked at before it is gone.
    with suppress(FileNotFoundError):
        os.rename(target, aside)  # noqa: PTH104
    try:
        refuse_held(aside)
        is_right = is_expected(aside)
    except BaseException:
        put_new(aside, target)
        raise
    if is_right:
        aside.unlink(missing_ok=True)
    else:
        put_new(aside, target)
    return is_right


def exchange(first: Path, second: Path) -> bool:
    """Let two files exchange their names in one step; out: whether the system can.

    Raises OSError where it can and yet does not.
    """
    call = _find_call()
    number = call(os.fsencode(first), os.fsencode(second)) if call else errno.ENOSYS
    if number and number not in _CANNOT:
        raise OSError(number, os.strerror(number), str(first), None, str(second))
    return number == 0


@cache
def _find_call() -> Exchange | None:
    """Return the system's call for it; None where it has none, as Windows."""
    if sys.platform == "win32":
        return None
    import ctypes  # noqa: PLC0415 — only writing pays

    library = ctypes.CDLL(None, use_errno=True)
    with suppress(AttributeError):
        linux = library.renameat2
        return lambda one, two: (
            ctypes.get_errno() if linux(_AT_FDCWD, one, _AT_FDCWD, two, _RENAME_EXCHANGE) else 0
        )
    with suppress(AttributeError):
        mac = library.renamex_np
        return lambda one, two: ctypes.get_errno() if mac(one, two, _RENAME_SWAP) else 0
    return None


def can_ask_who_writes() -> bool:
    """Return whether the system says that a program has a file open to write it: Linux does."""
    return sys.platform.startswith("linux")


def refuse_held(path: Path) -> None:
    """Raise HeldError where a program has a file open to write it, as far as that can be asked."""
    if is_being_written(path):
        raise HeldError(errno.EBUSY, os.strerror(errno.EBUSY), str(path))


def is_being_written(path: Path) -> bool:
    """Return whether a program has a file open to write it; False where that cannot be asked.

    Linux grants a lease for reading only while nobody has (fcntl(2)). It is given back at once.
    """
    if not can_ask_who_writes():
        return False
    import fcntl  # noqa: PLC0415 — Windows has no such module
    import signal  # noqa: PLC0415

    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        # Who opens it meanwhile makes the system send a signal; the usual one would end us.
        fcntl.fcntl(handle, _SET_SIGNAL, signal.SIGURG)
        fcntl.fcntl(handle, _SET_LEASE, fcntl.F_RDLCK)
        fcntl.fcntl(handle, _SET_LEASE, fcntl.F_UNLCK)
    except OSError as error:
        # Any other refusal: a file of somebody else, a share without leases.
        return error.errno == errno.EAGAIN
    finally:
        os.close(handle)
    return False
