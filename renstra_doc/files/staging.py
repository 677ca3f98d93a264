"""Write a whole folder: beside its place first, then moved there.

What is moved says beforehand, in the stage itself, which files it holds with which digests and who
moves them. So a run that was killed half way leaves nothing that anybody must tidy up: the next one
removes its stage, and what it had already moved, as long as nobody has changed it.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import time
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.files.alive import is_alive
from renstra_doc.files.atomic import digest_file, insist, name_file, sync_folder
from renstra_doc.files.lock import (
    Holder,
    describe_self,
    is_same_process,
    name_machine,
    read_holder,
)
from renstra_doc.files.own_folder import read_kept
from renstra_doc.files.swap import put_new
from renstra_doc.finding import refuse_input

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_CONTENTS = 16 * 2**20
STAGE, WHOLE, CONTENTS, OWNER = ".renstra-baru-", "proyek", "isi.json", "pemilik.json"
BEGIN_SECONDS = 60


@contextmanager
def stage_folder(target: Path, command: str) -> Iterator[Path]:
    """Give a new folder to be filled, beside a place or in it.

    It goes at the end, whatever is in it. An OSError in it is one of the place: a person knows no
    other name.
    """
    # In the nearest folder that is there, so that the move at the end is a rename on one disk.
    base = next(path for path in (target, *target.parents) if path.is_dir())
    sweep_stages(base)
    # The name says the process: until the owner is written nothing else does.
    stage = base / f"{STAGE}{os.getpid()}-{os.urandom(4).hex()}"
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

    Raises OSError, InputError where somebody else has put something there meanwhile; then nothing
    has been moved.
    """
    _flush(whole)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            # A scanner looks into what is new: meanwhile Windows renames no folder above it.
            insist(lambda: whole.rename(target), target)
        except OSError as error:
            raise _refuse_filled(target, error) from error
        sync_folder(target.parent)
        return
    # A folder that is there cannot be replaced in one rename: what is moved is written down first.
    (whole.parent / CONTENTS).write_text(json.dumps(_digest(whole)), encoding="utf-8")
    sync_folder(whole.parent)
    _move_entries(whole, target)
    sync_folder(target)


def _move_entries(whole: Path, target: Path) -> None:
    moved: list[Path] = []
    try:
        for entry in sorted(whole.iterdir()):
            _move_entry(entry, target / entry.name)
            moved.append(target / entry.name)
    except OSError as error:
        for place in moved:
            insist(partial(place.rename, whole / place.name), place)
        raise _refuse_filled(target, error) from error


def _move_entry(entry: Path, place: Path) -> None:
    """Move a file or folder to a name that nobody has; another `new` may be as far as this one."""
    if entry.is_dir():
        # Onto a folder that holds anything the system renames none.
        insist(lambda: entry.rename(place), place)
    elif not put_new(entry, place):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place))


def _refuse_filled(target: Path, error: OSError) -> Exception:
    """Return what is told where a folder was filled meanwhile; any other error as it is."""
    if error.errno not in (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR):
        return error
    message = "folder ini baru saja diisi orang atau perintah lain; tidak ada yang ditulis"
    return refuse_input(target, message, "pilih folder lain, atau pakai yang sudah ada di situ")


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


def find_makers(folder: Path) -> list[Holder | None]:
    """Return who fills a folder at this moment; None for one who has not said so yet."""
    return [read_holder(stage / OWNER) for stage in folder.glob(f"{STAGE}*") if _has_maker(stage)]


def _has_maker(stage: Path) -> bool:
    owner = read_holder(stage / OWNER)
    if owner is None:
        return _is_begun(stage)
    return owner.komputer != name_machine() or is_same_process(owner)


def _is_begun(stage: Path) -> bool:
    """Whether a process that runs has made a stage this moment, and not yet said who it is."""
    process = stage.name.removeprefix(STAGE).partition("-")[0]
    try:
        age = time.time() - stage.stat().st_mtime
    except OSError:
        return False
    return process.isdecimal() and is_alive(int(process)) and age < BEGIN_SECONDS


def _take_back(stage: Path, folder: Path) -> None:
    """Remove the files that were moved from a stage.

    Where all that were moved are as they were staged.
    """
    files = _read_contents(stage)
    for top in {Path(name).parts[0] for name in files if Path(name).parts}:
        place = folder / top
        if not place.exists() or _is_left(stage / WHOLE / top, place):
            continue
        # What somebody has changed since is theirs now: only what is as it was staged goes.
        here = _digest(place) if place.is_dir() else {"": digest_file(place)}
        if here == _list_below(files, top):
            shutil.rmtree(place, ignore_errors=True) if place.is_dir() else place.unlink()


def _is_left(staged: Path, place: Path) -> bool:
    """Whether a file was not moved, so that what has its name outside is somebody else's."""
    # On its way out a file has both names for a moment.
    return staged.exists() and not staged.samefile(place)


def _read_contents(stage: Path) -> dict[str, str]:
    """Return the digests of what was staged; nothing where that cannot be read or leads outside."""
    try:
        said = json.loads(read_kept(stage / CONTENTS, MOST_CONTENTS))
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
