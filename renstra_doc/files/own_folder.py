"""What the program keeps about a data folder in it, read and written so that nothing else is met.

A data folder may come from anybody, and with it what stands in the program's own folder. There only
its own regular files count: a link would lead out of the folder, a pipe would never end, a device
never stop. So nothing of these is followed, waited for, or written to.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from renstra_doc.finding import refuse_input

if TYPE_CHECKING:
    from pathlib import Path

# Windows has only the last; there no name is a pipe.
_PLAIN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_kept(path: Path, most: int) -> bytes:
    """Read a file that the program keeps.

    Raises ValueError for what this program cannot have written, a link, a pipe, a folder, a larger
    file; OSError where it cannot be read.
    """
    if not stat.S_ISREG(path.lstat().st_mode):
        raise ValueError(path)
    # Its name may lead elsewhere by now; without waiting for whoever would write into a pipe.
    with os.fdopen(os.open(path, os.O_RDONLY | _PLAIN), "rb") as stream:
        # One more than is allowed, for it may grow meanwhile.
        content = stream.read(most + 1)
    if len(content) > most:
        raise ValueError(path)
    return content


def write_kept(path: Path, content: bytes) -> None:
    """Write a small file in the place of whatever has its name; what a link leads to stays."""
    with suppress(FileNotFoundError):
        path.unlink()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _PLAIN, 0o666)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)


def make_kept_folder(path: Path) -> bool:
    """Make a folder of the program's own where it is missing; out: whether it was.

    Raises InputError where something else has its name, above all a link: what is kept would be
    written wherever that leads.
    """
    if path.is_symlink() or (path.exists() and not path.is_dir()):
        message = "nama ini dipakai program untuk kunci dan riwayat, tetapi ini bukan folder"
        raise refuse_input(
            path, message, "ganti nama atau hapus berkas atau tautan itu, lalu ulangi"
        )
    if path.is_dir():
        return False
    path.mkdir(exist_ok=True)
    return True


def refuse_other(path: Path) -> None:
    """Raise InputError where the name of the lock is not that of a file, or of nothing yet."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        message = "nama ini dipakai program untuk kuncinya, tetapi ini bukan berkas"
        raise refuse_input(
            path, message, "ganti nama atau hapus folder atau tautan itu, lalu ulangi"
        )


def refuse_gone(folder: Path) -> None:
    """Raise InputError where a data folder that was read is no longer there."""
    if not folder.is_dir():
        hint = "periksa apakah folder itu baru saja dipindahkan atau diganti namanya"
        raise refuse_input(folder, "folder data ini tidak ada lagi", hint)
