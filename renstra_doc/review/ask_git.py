"""Questions to git about the repository that a data folder lies in, of which nothing is changed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from renstra_doc.files.programs import find_program, make_environment
from renstra_doc.finding import refuse_input

GIT, GIT_SECONDS = "git", 60
NO_GIT, HOW_GIT = "program git tidak ditemukan", "pasang git, atau bandingkan dua folder data"
# Git must neither ask nor fetch nor lock: a comparison only reads what is already here.
GIT_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    # A git before 2.44 does not know the line above: a partial clone that came from a stranger
    # would run the command that stands in its `.git/config` as an address (`ext::…`, ssh).
    "GIT_ALLOW_PROTOCOL": "none",
    "LC_ALL": "C",
}
# What a hook sets for its own repository would hide the one that the folder is in.
_GIT_PLACES = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
)


def find_existing(folder: Path) -> Path:
    """Return a folder, or the nearest one above it that exists.

    A revision may know a folder that is gone.
    """
    path = folder.resolve()
    return next(parent for parent in (path, *path.parents) if parent.is_dir())


def find_top(folder: Path) -> Path | None:
    """Return the top folder of the repository that a folder is in."""
    answer = ask_git(folder, "rev-parse", "--show-toplevel")
    return Path(os.fsdecode(answer.rstrip(b"\n"))).resolve() if answer else None


def ask_git(folder: Path, *arguments: str, text: bytes = b"") -> bytes | None:
    """Run git and return what it prints, or None where it says no."""
    # A hook that runs this program must not hide the repository of the data.
    environment = {
        name: value for name, value in make_environment(folder).items() if name not in _GIT_PLACES
    }
    try:
        done = subprocess.run(  # noqa: S603 — fixed command; names of persons come after --end-of-options
            [_find_git(folder), "-C", str(folder), *arguments],
            input=text,
            capture_output=True,
            check=False,
            env={**environment, **GIT_ENVIRONMENT},
            timeout=GIT_SECONDS,
        )
    except OSError as error:
        raise refuse_input(GIT, NO_GIT, HOW_GIT) from error
    except subprocess.TimeoutExpired as error:
        message = f"git tidak menjawab dalam {GIT_SECONDS} detik"
        raise refuse_input(GIT, message, "periksa repositorinya") from error
    return done.stdout if done.returncode == 0 else None


def _find_git(folder: Path) -> str:
    """Return the whole path of git: one that lies beside the data is never run."""
    git = find_program(GIT, folder)
    if git is None:
        raise refuse_input(GIT, NO_GIT, HOW_GIT)
    return git
