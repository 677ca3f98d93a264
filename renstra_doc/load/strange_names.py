"""Names in a data folder that another computer cannot hold, or that look like a second copy.

All of them are read; a person is told before Windows or a synchronizing folder decides.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, reading_warning
from renstra_doc.place import Place
from renstra_doc.words.file_names import (
    LONGEST_PATH,
    find_name_fault,
    find_originals,
    find_twins,
    mend_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def warn_of_names(folder: Path, names: Iterable[str]) -> list[Finding]:
    """Return what is to be said of the names of the files that are read, relative to a folder."""
    paths = sorted(map(PurePosixPath, names))
    found: list[Finding] = []
    # Twins and copies are those of one folder.
    for _, group in groupby(paths, key=lambda path: path.parent):
        found += _warn_of_folder(list(group))
    longest = max(paths, key=lambda path: len(str(path)), default=None)
    length = len(str(folder.absolute() / str(longest)))
    if longest is not None and length > LONGEST_PATH:
        found.append(_warn_of_length(longest, length))
    return found


def _warn_of_folder(paths: list[PurePosixPath]) -> Iterator[Finding]:
    names = [path.name for path in paths]
    where = {path.name: Place(str(path)) for path in paths}
    for copy, original in find_originals(names):
        message = f"berkas ini tampaknya salinan dari {where[original].file}; keduanya dibaca"
        hint = (
            f"OneDrive dan Excel menyimpan salinan begini bila dua orang menyimpan bersamaan: "
            f"pindahkan isinya yang benar ke {original}, lalu hapus {copy}"
        )
        yield reading_warning(where[copy], message, hint)
    for name, twin in find_twins(names):
        message = f"nama berkas ini sama dengan {where[twin].file}, kecuali huruf besarnya"
        hint = "ganti nama salah satunya: di Windows keduanya menjadi satu berkas"
        yield reading_warning(where[name], message, hint)
    for name in names:
        fault = find_name_fault(name)
        if fault:
            hint = f"ganti namanya, misalnya menjadi {mend_name(name)}"
            yield reading_warning(where[name], f"nama berkas ini {fault}", hint)


def _warn_of_length(name: PurePosixPath, length: int) -> Finding:
    message = f"jalur lengkap berkas ini {length} huruf; Windows hanya mengenal 259"
    hint = "pindahkan folder proyek ke tempat yang jalurnya lebih pendek, atau pendekkan namanya"
    return reading_warning(Place(str(name)), message, hint)
