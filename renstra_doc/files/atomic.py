"""Write several files, all or none: every one beside its final name first, then renamed.

A failure puts all back.

What a killed run left in the folder is removed by the next one, once it is so old that no other run
can still write it.
"""

from __future__ import annotations

import os
import re
import stat
import time
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from renstra_doc.finding import InputError, reading_error
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FILE_MODE = 0o644
TEMPORARY, STALE_SECONDS = ".sementara", 600
FOLDERS = ("naskah", "tabel", "referensi")
# The name of a file on its way, made here or by mkstemp: `.pegawai.csv.k3j_x9ab.sementara`.
_OURS = re.compile(r"\.(.+)\.[a-z0-9_]{8}" + re.escape(TEMPORARY))


def write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder by their relative names.

    Raises OSError, and every file is as it was; InputError for a name that leads out of the folder.
    A link stays a link: the file that it leads to is replaced.
    """
    targets = {name: (folder / name).resolve() for name in files}
    outside = [
        name for name, target in targets.items() if not target.is_relative_to(folder.resolve())
    ]
    if outside:
        raise InputError(
            [reading_error(Place(name), "berkas ini di luar folder data") for name in outside]
        )
    _sweep(
        {
            folder,
            *(folder / sub for sub in FOLDERS),
            *(target.parent for target in targets.values()),
        },
        files,
    )
    staged = {target: _name_stage(target) for target in targets.values()}
    try:
        for name, content in files.items():
            _stage(staged[targets[name]], targets[name], content)
        _replace(staged)
    finally:
        for path in staged.values():
            path.unlink(missing_ok=True)


def _sweep(folders: Iterable[Path], files: Iterable[str]) -> None:
    """Remove what a killed run left in some folders.

    Files on their way to a CSV file or to one that is written now.
    """
    names = {Path(file).name for file in files}
    for folder in folders:
        with suppress(OSError):
            for left in folder.glob(f".*{TEMPORARY}"):
                match = _OURS.fullmatch(left.name)
                if match and (match[1] in names or match[1].endswith(".csv")):
                    _remove_stale(left)


def _remove_stale(path: Path) -> None:
    with suppress(OSError):
        found = path.lstat()
        if stat.S_ISREG(found.st_mode) and time.time() - found.st_mtime > STALE_SECONDS:
            path.unlink()


def _name_stage(target: Path) -> Path:
    """Return the name of a file until it is complete.

    Known beforehand, so that it is removed whatever happens.
    """
    return target.with_name(f".{target.name}.{token_hex(4)}{TEMPORARY}")


def _stage(path: Path, target: Path, content: bytes) -> None:
    """Write a file beside its final name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    with suppress(OSError):
        path.chmod(target.stat().st_mode & 0o777 if target.exists() else FILE_MODE)


def _replace(staged: Mapping[Path, Path]) -> None:
    """Rename every file into its place.

    Where one fails, those already renamed get their old content back.
    """
    before = {target: target.read_bytes() if target.exists() else None for target in staged}
    try:
        for target, path in staged.items():
            path.replace(target)
    except BaseException:
        # What has left its place was renamed; a list of those would miss the one at which an
        # interruption comes.
        for target in (target for target, path in staged.items() if not path.exists()):
            _restore(target, before[target])
        raise


def _restore(target: Path, content: bytes | None) -> None:
    path = _name_stage(target)
    with suppress(OSError):
        if content is None:
            target.unlink()
            return
        try:
            _stage(path, target, content)
            path.replace(target)
        finally:
            path.unlink(missing_ok=True)
