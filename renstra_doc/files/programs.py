"""Find another program, never one that lies beside the data.

Windows looks for a program in the current folder before it looks in PATH, and a PATH may name the
current folder itself (`.`, an empty entry): a `git.exe` that came with the data would be run. So a
program is named by its whole path, and folders that a stranger may have filled are passed over.
"""

from __future__ import annotations

import ntpath
import os
import posixpath
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import ModuleType

# No script is among them: cmd.exe would read its arguments once more.
_ENDINGS = (".exe", ".com")
# `ntpath.defpath` begins with the current folder.
_WINDOWS = r"C:\Windows\System32"


def find_program(name: str, *folders: Path) -> str | None:
    """Return the whole path of a program of PATH.

    In: its name, and the folders beside the current one whose programs must not be run. None where
    there is none elsewhere.
    """
    search = os.environ.get("PATH", os.defpath)
    return choose_program(name, search, _ban(folders), _is_runnable, _system())


def make_environment(*folders: Path) -> dict[str, str]:
    """Return the environment for a program that is started.

    What it starts in its turn (LibreOffice and a browser begin as scripts of the shell) comes from
    no folder either in which a stranger may have put it.
    """
    search = clean_search(os.environ.get("PATH", os.defpath), _ban(folders), _system())
    # The second: cmd.exe of Windows looks in the current folder before PATH unless it is set.
    return {**os.environ, "PATH": search, "NoDefaultCurrentDirectoryInExePath": "1"}


def clean_search(search: str, forbidden: Iterable[str], flavour: ModuleType) -> str:
    """Return a search path without the entries that `choose_program` passes over.

    An empty PATH would mean the current folder: the system's own is taken instead.
    """
    entries = list(_list_folders(search, _name_roots(forbidden, flavour), flavour))
    return flavour.pathsep.join(entries) or (_WINDOWS if flavour is ntpath else posixpath.defpath)


def _ban(folders: Iterable[Path]) -> list[str]:
    return [os.path.realpath(folder) for folder in (Path(), *folders)]


def _system() -> ModuleType:
    return ntpath if sys.platform == "win32" else posixpath


def choose_program(
    name: str,
    search: str,
    forbidden: Iterable[str],
    is_runnable: Callable[[str], bool],
    flavour: ModuleType = os.path,
) -> str | None:
    """Return the first program of a search path that lies in none of the forbidden folders.

    In: the name without ending; the text of PATH; whole paths of folders; what says whether a file
    can be run; the module of the system's paths. An entry that is empty or not a whole path means
    wherever one stands, and is passed over.
    """
    banned = _name_roots(forbidden, flavour)
    for path in _list_paths(name, search, banned, flavour):
        # Once more after links are followed: a harmless folder of PATH may lead into the data.
        if is_runnable(path) and not _is_inside(flavour.realpath(path), banned, flavour):
            return path
    return None


def _name_roots(forbidden: Iterable[str], flavour: ModuleType) -> list[str]:
    """Return forbidden folders as they are compared; one that is a root would forbid everything."""
    banned = [flavour.normcase(flavour.normpath(folder)) for folder in forbidden]
    return [folder for folder in banned if flavour.dirname(folder) != folder]


def _list_paths(
    name: str, search: str, banned: Sequence[str], flavour: ModuleType
) -> Iterator[str]:
    """Yield where a program may lie, in the order of the search path."""
    endings = _ENDINGS if flavour is ntpath else ("",)
    for folder in _list_folders(search, banned, flavour):
        yield from (flavour.join(folder, name + ending) for ending in endings)


def _list_folders(search: str, banned: Sequence[str], flavour: ModuleType) -> Iterator[str]:
    """Yield the folders of a search path in which a program may lie."""
    for entry in search.split(flavour.pathsep):
        # PATH of Windows may quote an entry that holds a `;`.
        folder = entry.strip('"') if flavour is ntpath else entry
        if _is_whole(folder, flavour) and not _is_inside(folder, banned, flavour):
            yield folder


def _is_whole(folder: str, flavour: ModuleType) -> bool:
    """Return whether a path begins at a root.

    On Windows one without a drive begins at the current one.
    """
    drive = flavour.splitdrive(folder)[0]
    return bool(flavour.isabs(folder)) and (flavour is not ntpath or bool(drive))


def lies_inside(path: str, folder: Path) -> bool:
    """Return whether a program lies in a folder, through links too."""
    return _is_inside(os.path.realpath(path), [os.path.realpath(folder)], os.path)


def _is_inside(path: str, folders: Iterable[str], flavour: ModuleType) -> bool:
    known = flavour.normcase(flavour.normpath(path))
    return any(
        # With the separator: `/data-old` does not lie in `/data`.
        known == folder or known.startswith(folder.rstrip(flavour.sep) + flavour.sep)
        for folder in folders
    )


def _is_runnable(path: str) -> bool:
    return os.path.isfile(path) and os.access(path, os.X_OK)  # noqa: PTH113 — paths of PATH are strings
