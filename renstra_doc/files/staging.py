"""Write a whole folder: beside its place first, then moved there.

What is moved says beforehand, in the stage itself, which files it holds with which digests and who
moves them. So a run that was killed half way leaves nothing that anybody must tidy up: the next one
removes its stage, and what it had already moved, as long as nobody has changed it.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.files.atomic import digest_file, name_file, sync_folder
from renstra_doc.files.lock import describe_self, is_same_process, name_machine, read_holder

if TYPE_CHECKING:
    from collections.abc import Iterator

STAGE, WHOLE, CONTENTS, OWNER = ".renstra-baru-", "proyek", "isi.json", "pemilik.json"


@contextmanager
def stage_folder(target: Path, command: str) -> Iterator[Path]:
    """Give a new folder to be filled, beside a place or in it.

    It goes at the end, whatever is in it. An OSError in it is one of the place: a person knows no
    other name.
    """
    # In the nearest folder that is there, so that the move at the end is a rename on one disk.
    base = next(path for path in (target, *target.parents) if path.is_dir())
    sweep_stages(base)
    stage = base / f"{STAGE}{os.urandom(4).hex()}"
    try:
        # Nobody else may look into what is not yet complete.
        stage.mkdir(mode=0o700)
        owner = json.dumps(asdict(describe_self(command)))
        (stage / OWNER).write_text(owner, encoding="utf-8")
        whole = stage / WHOLE
        whole.mkdir()
        yield whole
    except OSError as error:
        is_inside = str(error.filename or stage).startswith(str(stage))
        if not is_inside or error.filename2 is not None:
            raise
        raise name_file(error, target) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def move_folder(whole: Path, target: Path) -> None:
    """Move what was staged into its place.

    A new folder, or an empty one, entry by entry, all or none.

    Raises OSError; then nothing has been moved.
    """
    _flush(whole)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        whole.rename(target)
        sync_folder(target.parent)
        return
    # A folder that is there cannot be replaced in one rename: what is moved is written down first.
    (whole.parent / CONTENTS).write_text(json.dumps(_digest(whole)), encoding="utf-8")
    sync_folder(whole.parent)
    moved: list[Path] = []
    try:
        for entry in sorted(whole.iterdir()):
            place = target / entry.name
            entry.rename(place)
            moved.append(place)
    except OSError:
        for entry in moved:
            entry.rename(whole / entry.name)
        raise
    sync_folder(target)


def _flush(folder: Path) -> None:
    """Flush every file of a folder to the disk before its name says that it is there."""
    for path in folder.rglob("*"):
        if path.is_file():
            with suppress(OSError), path.open("rb") as stream:
                os.fsync(stream.fileno())
        elif path.is_dir():
            sync_folder(path)
    sync_folder(folder)


def _digest(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): digest_file(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def sweep_stages(folder: Path) -> None:
    """Remove the stages in a folder whose makers are gone.

    And what they had moved out unchanged.
    """
    for stage in folder.glob(f"{STAGE}*"):
        if stage.is_dir() and not stage.is_symlink() and not _has_maker(stage):
            _take_back(stage, folder)
            shutil.rmtree(stage, ignore_errors=True)


def _has_maker(stage: Path) -> bool:
    owner = read_holder(stage / OWNER)
    return owner is not None and (owner.komputer != name_machine() or is_same_process(owner))


def _take_back(stage: Path, folder: Path) -> None:
    """Remove the files that were moved from a stage.

    Where all that were moved are as they were staged.
    """
    files = _read_contents(stage)
    for top in {Path(name).parts[0] for name in files if Path(name).parts}:
        place = folder / top
        # Still in the stage: it was not moved, and what has that name outside is somebody else's.
        if not place.exists() or (stage / WHOLE / top).exists():
            continue
        # What somebody has changed since is theirs now: only what is as it was staged goes.
        here = _digest(place) if place.is_dir() else {"": digest_file(place)}
        if here == _list_below(files, top):
            shutil.rmtree(place, ignore_errors=True) if place.is_dir() else place.unlink()


def _read_contents(stage: Path) -> dict[str, str]:
    """Return the digests of what was staged; nothing where that cannot be read or leads outside."""
    try:
        said = json.loads((stage / CONTENTS).read_text(encoding="utf-8"))
        files = {str(name): str(digest) for name, digest in said.items()}
    except (OSError, ValueError, AttributeError, RecursionError):
        return {}
    return files if all(map(_is_plain, files)) else {}


def _list_below(files: dict[str, str], top: str) -> dict[str, str]:
    """Return the digests of a file, or of what lies in a folder, by the rest of their names."""
    return {
        name[len(top) :].lstrip("/"): digest
        for name, digest in files.items()
        if name == top or name.startswith(f"{top}/")
    }


def _is_plain(name: str) -> bool:
    path = Path(name)
    return not path.is_absolute() and ".." not in path.parts
