"""The steps that were written into a data folder, each of which can be undone.

A step is one command, or one save of the page: who, when, and of each file the digest before and
after. The contents lie beside the steps under their digests, so that a file which a hundred steps
pass through is kept once for each of its states. The last fifty steps are kept, across restarts,
and fewer where they grow too large; a new step forgets those that were undone before it, as every
editor does. This module only keeps books: `journal` writes the files.
"""

from __future__ import annotations

import json
import zlib
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from renstra_doc.files.atomic import ABSENT, digest_bytes, replace_file, stage_file, sync_folder
from renstra_doc.files.lock import CONTROL, STEPS, STORE, control_folder, share
from renstra_doc.files.own_folder import make_kept_folder, read_kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

CONTENTS = "isi"
MOST_STEPS, MOST_BYTES = 50, 256 * 2**20
# No file of a data folder is larger: what unpacks to more was not packed here.
MAX_CONTENT, MAX_STEP = 64 * 2**20, 4 * 2**20
_HEX = frozenset("0123456789abcdef")
_DIGEST_LETTERS = 64


@dataclass(frozen=True, slots=True)
class FileStep:
    """What a step did to a file: its digest before and after, "" where it was or is not there."""

    nama: str
    sebelum: str
    sesudah: str


@dataclass(frozen=True, slots=True)
class WrittenStep:
    """One command that wrote data: its number, what it was, when and by whom, and its files."""

    nomor: int
    perintah: str
    waktu: str
    siapa: str
    berkas: tuple[FileStep, ...]
    dibatalkan: bool = False


def list_steps(folder: Path) -> tuple[WrittenStep, ...]:
    """Return the steps that are kept of a data folder, the oldest first.

    What cannot be read is none.
    """
    steps = folder / _inside(STEPS)
    try:
        paths = sorted(path for path in steps.iterdir() if path.suffix == ".json")
    except OSError:
        return ()
    return tuple(step for step in map(_read_step, paths) if step is not None)


def last_step(folder: Path) -> WrittenStep | None:
    """Return the step that would be undone next."""
    return next((step for step in reversed(list_steps(folder)) if not step.dibatalkan), None)


def next_undone(folder: Path) -> WrittenStep | None:
    """Return the step that would be done again next."""
    steps = list_steps(folder)
    done = max((step.nomor for step in steps if not step.dibatalkan), default=0)
    return next((step for step in steps if step.dibatalkan and step.nomor > done), None)


def next_number(folder: Path) -> int:
    """Return the number of the next step, larger than all that are kept."""
    return max((step.nomor for step in list_steps(folder)), default=0) + 1


def keep_content(folder: Path, content: bytes) -> str:
    """Keep a content under its digest, flushed to the disk; out: the digest."""
    digest = digest_bytes(content)
    path = _content_path(folder, digest)
    if not path.exists():
        _write(folder, path, zlib.compress(content, 6))
    return digest


def read_content(folder: Path, digest: str) -> bytes | None:
    """Return a content that was kept; None where it is gone or is not what its name says."""
    if digest == ABSENT or not is_digest(digest):
        return None
    with suppress(OSError, ValueError, zlib.error):
        # Not zlib.decompress, which unpacks all of a content that swells before one can say no.
        unpacker = zlib.decompressobj()
        packed = read_kept(_content_path(folder, digest), MAX_CONTENT)
        content = unpacker.decompress(packed, MAX_CONTENT)
        return content if digest_bytes(content) == digest else None
    return None


def is_digest(text: str) -> bool:
    """Return whether a text is a digest as this store writes it."""
    return len(text) == _DIGEST_LETTERS and set(text) <= _HEX


def stage_step(folder: Path, step: WrittenStep) -> Path:
    """Write a step down beside its place, flushed; out: its path for the time being.

    Done before anything is renamed: afterwards a full disk could no longer say no.
    """
    path = _step_path(folder, step)
    _make_store(folder, path)
    return stage_file(path, json.dumps(asdict(step), ensure_ascii=False).encode())


def keep_step(folder: Path, step: WrittenStep, staged: Path | None = None) -> None:
    """Put a step into its place.

    A new one forgets what was undone before it, and the oldest beyond what is kept.
    """
    known = [other for other in list_steps(folder) if other.nomor != step.nomor]
    path = _step_path(folder, step)
    replace_file(staged or stage_step(folder, step), path)
    share(path, folder)
    sync_folder(path.parent)  # the journal goes next, and with it what else tells of this step
    # Undo and redo write a step again under its old number: they must forget nothing that follows.
    is_last = not any(other.nomor > step.nomor for other in known)
    kept = _done(known) if is_last and not step.dibatalkan else known
    _prune(folder, [*kept, step])


def forget_unused(folder: Path) -> None:
    """Remove the contents that no step needs: those of a command that was refused."""
    _prune(folder, list(list_steps(folder)))


def _done(steps: Iterable[WrittenStep]) -> list[WrittenStep]:
    return [step for step in steps if not step.dibatalkan]


def mark_step(step: WrittenStep, *, undone: bool) -> WrittenStep:
    """Return a step as undone, or as done again."""
    return replace(step, dibatalkan=undone)


def _prune(folder: Path, steps: list[WrittenStep]) -> None:
    """Remove all but some steps.

    The oldest beyond the limits, and the contents that none of the rest needs.
    """
    # Steps share contents: what counts is what the rest needs, not the sum over the steps.
    kept = sorted(steps, key=lambda step: step.nomor)[-MOST_STEPS:]
    sizes = _content_sizes(folder)
    while len(kept) > 1 and sum(sizes.get(name, 0) for name in _needed(kept)) > MOST_BYTES:
        kept = kept[1:]
    needed, names = _needed(kept), {_step_path(folder, step).name for step in kept}
    with suppress(OSError):
        for path in (folder / _inside(STEPS)).iterdir():
            if path.suffix == ".json" and path.name not in names:
                path.unlink(missing_ok=True)
        # After the steps: a kill in between leaves contents too many, never a step without one.
        for digest in sizes:
            if digest not in needed:
                _content_path(folder, digest).unlink(missing_ok=True)


def _needed(steps: Iterable[WrittenStep]) -> set[str]:
    return {
        digest for step in steps for file in step.berkas for digest in (file.sebelum, file.sesudah)
    }


def _content_sizes(folder: Path) -> Mapping[str, int]:
    with suppress(OSError):
        found = (folder / _inside(CONTENTS)).iterdir()
        return {path.name: path.stat().st_size for path in found if is_digest(path.name)}
    return {}


def _read_step(path: Path) -> WrittenStep | None:
    try:
        return parse_step(json.loads(read_kept(path, MAX_STEP)))
    except (OSError, ValueError, RecursionError):
        return None


def parse_step(said: object) -> WrittenStep | None:
    """Read a step as it stands in JSON; None for anything that could not have been written here.

    Whoever may write the folder may have written this: names must stay inside it.
    """
    try:
        files = tuple(
            FileStep(str(file["nama"]), str(file["sebelum"]), str(file["sesudah"]))
            for file in said["berkas"]  # type: ignore[index]
        )
        step = WrittenStep(
            int(said["nomor"]),  # type: ignore[index]
            str(said["perintah"]),  # type: ignore[index]
            str(said["waktu"]),  # type: ignore[index]
            str(said["siapa"]),  # type: ignore[index]
            files,
            bool(said["dibatalkan"]),  # type: ignore[index]
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    return step if all(map(_is_sound, files)) and step.nomor > 0 else None


def _is_sound(file: FileStep) -> bool:
    path = PurePosixPath(file.nama)
    is_inside = bool(file.nama) and not path.is_absolute() and ".." not in path.parts
    # `\` and `:` part folders and drives on Windows, where the same project may be opened next.
    is_plain = not any(letter in file.nama for letter in "\\:\0")
    digests = (file.sebelum, file.sesudah)
    return is_inside and is_plain and all(text == ABSENT or is_digest(text) for text in digests)


def _inside(name: str) -> str:
    return f"{CONTROL}/{STORE}/{name}"


def _step_path(folder: Path, step: WrittenStep) -> Path:
    # Of fixed width, so that the order of the names is the order of the numbers.
    return folder / _inside(STEPS) / f"{step.nomor:08d}.json"


def _content_path(folder: Path, digest: str) -> Path:
    return folder / _inside(CONTENTS) / digest


def _write(folder: Path, path: Path, content: bytes) -> None:
    """Write a file of the store whole, with the rights of the data folder."""
    _make_store(folder, path)
    staged = stage_file(path, content)
    try:
        replace_file(staged, path)
    finally:
        with suppress(OSError):
            staged.unlink(missing_ok=True)
    share(path, folder)


def _make_store(folder: Path, path: Path) -> None:
    control_folder(folder)
    for parent in (path.parent.parent, path.parent):
        if make_kept_folder(parent):
            share(parent, folder)
