"""Read a file that is no CSV file of a data folder, whole and within a limit."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


NO_FILE = "ini bukan berkas"
MOST_ANSWERS = 16 * 2**20


def read_plain(path: Path) -> bytes:
    """Return the bytes of a file that a person named, such as one of answers.

    Raises OSError also for what is no ordinary file, since a pipe would wait and a device has no
    end, and for one that is too large to be typed.
    """
    if path.stat().st_size > MOST_ANSWERS:
        raise OSError(errno.EFBIG, "berkas terlalu besar")
    if not path.is_file():
        raise OSError(errno.EINVAL, NO_FILE)
    return path.read_bytes()


def read_bytes(folder: Path, name: str, most: int) -> bytes | None:
    """Return the bytes of a file; None where there is none.

    Of a larger one than `most`, one byte more than that. The name must be written as it stands on
    disk, since another computer tells case apart. Raises OSError for a link out of the folder and
    for what is no ordinary file.
    """
    path = folder / name
    try:
        # Windows would open `Peta.PNG` for `peta.png`, and the same folder would fail on Linux.
        if path.name not in os.listdir(path.parent):  # noqa: PTH208 — only names are wanted
            return None
    except FileNotFoundError:
        return None
    if not path.resolve().is_relative_to(folder.resolve()):
        raise OSError(errno.EINVAL, "tautan ke luar folder data")
    if not path.is_file():
        raise OSError(errno.EINVAL, NO_FILE)
    with path.open("rb") as stream:
        return stream.read(most + 1)
