"""Write several files, all or none: every one beside its final name first, then renamed; a failure puts all back."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.finding import InputError, reading_error
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE_MODE = 0o644


def write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder by their relative names.

    Raises OSError, and every file is as it was; InputError for a name that leads out of the folder. A link stays a
    link: the file that it leads to is replaced.
    """
    targets = {name: (folder / name).resolve() for name in files}
    outside = [name for name, target in targets.items() if not target.is_relative_to(folder.resolve())]
    if outside:
        raise InputError([reading_error(Place(name), "berkas ini di luar folder data") for name in outside])
    staged: dict[Path, Path] = {}
    try:
        for name, content in files.items():
            staged[targets[name]] = _stage(targets[name], content)
        _replace(staged)
    finally:
        for path in staged.values():
            path.unlink(missing_ok=True)


def _stage(target: Path, content: bytes) -> Path:
    """Write a file beside its final name; out: its name for now."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".sementara", dir=target.parent)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(OSError):
            path.chmod(target.stat().st_mode & 0o777 if target.exists() else FILE_MODE)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _replace(staged: Mapping[Path, Path]) -> None:
    """Rename every file into its place; where one fails, those already renamed get their old content back."""
    before = {target: target.read_bytes() if target.exists() else None for target in staged}
    done: list[Path] = []
    try:
        for target, path in staged.items():
            path.replace(target)
            done.append(target)
    except BaseException:
        for target in done:
            _restore(target, before[target])
        raise


def _restore(target: Path, content: bytes | None) -> None:
    with suppress(OSError):
        if content is None:
            target.unlink()
        else:
            _stage(target, content).replace(target)
