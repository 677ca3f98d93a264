"""Whether a process of this machine runs, and since when."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

# PROCESS_QUERY_LIMITED_INFORMATION and STILL_ACTIVE of the Windows API.
_QUERY_PROCESS, _STILL_ACTIVE = 0x1000, 259


def find_begin(process: int) -> float | None:
    """Return when a process began; None where the system does not say so in `/proc`."""
    try:
        # The program's name stands in brackets and may hold blanks and `)`: count after the last
        # one. The 20th field from there is its start, in ticks since that of the machine (proc(5)).
        ticks = int(Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[19])
        up = time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError, AttributeError):
        return None
    return time.time() - up


def is_alive(process: int) -> bool:
    """Return whether a process of this machine runs."""
    if process <= 0:
        return False
    if sys.platform == "win32":  # os.kill would end it there
        return _is_alive_on_windows(process)
    try:
        # Signal 0 is sent to nobody; the system only says whether it could be.
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    # Somebody else's process is alive; a number too large for this system is better taken for one.
    except (PermissionError, OverflowError):
        return True
    return True


def _is_alive_on_windows(process: int) -> bool:
    import ctypes  # noqa: PLC0415

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    handle = kernel.OpenProcess(_QUERY_PROCESS, False, process)  # noqa: FBT003 — its signature
    # No such process, or none that may be asked.
    if not handle:
        return False
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == _STILL_ACTIVE
