"""What no command may write over.

The data folder, the templates that it names, every file that was read.
"""

from __future__ import annotations

from contextlib import suppress
from os.path import lexists
from typing import TYPE_CHECKING

from renstra_doc.finding import refuse_input
from renstra_doc.load.folder import REQUIRED
from renstra_doc.load.project import load_table
from renstra_doc.words.file_names import LONGEST_PATH, find_path_fault

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FACTS_FILE, MATRIKS_TEMPLATE = "dokumen.csv", "matriks.docx"
ELSEWHERE = "tulis di tempat lain dengan --output, misalnya --output build/NAMA"
IN_DATA = "keluaran ini di dalam folder data, yang hanya memuat masukan"
IN_OTHER = "keluaran ini di dalam folder data sebuah proyek, yang hanya memuat masukan"
OVER_TEMPLATE = "keluaran ini akan menimpa templatnya sendiri"
OVER_INPUT = "keluaran ini akan menimpa masukannya sendiri"


def refuse_output(
    path: Path,
    folders: Iterable[Path] = (),
    templates: Iterable[Path] = (),
    inputs: Iterable[Path] = (),
    hint: str = ELSEWHERE,
) -> None:
    """Raise InputError where a file to be written would replace what was read.

    Or would stand among it.

    In: the file to be written, the data folders read (their templates count too), templates and
    other files read.
    """
    refuse_names(path)
    # A folder that is not there holds nothing to be protected, and the command says itself that it
    # is missing.
    kept = [folder for folder in folders if folder.is_dir()]
    named = [template for folder in kept for template in _named_templates(folder)]
    problem = _find_problem(path, kept, (*templates, *named), inputs)
    if problem:
        raise refuse_input(path, problem, hint)


def refuse_names(path: Path) -> None:
    """Raise InputError where a file or folder to be made has a name that Windows cannot hold.

    Folders that are there are no question any more.
    """
    refuse_length(path)
    _refuse_file_in_path(path)
    # What is there already has its name; only what this call would make can be refused.
    made = [path, *(parent for parent in path.parents if not parent.exists())]
    names = [part.name for part in reversed(made) if part.name not in ("", "..")]
    problem, instead = find_path_fault(path, names)
    if problem:
        hint = f"pakai nama lain, misalnya {instead}"
        raise refuse_input(path, problem, hint)


def refuse_length(path: Path) -> None:
    """Raise InputError where a file or folder to be made has a longer path than Windows holds.

    Asked before anything else of a path: the system itself refuses to look for a long one.
    """
    length = len(str(path.absolute()))
    # What is there has its length; in a folder that is too deep by itself no name would do.
    if length <= LONGEST_PATH or lexists(path) or len(str(path.parent.absolute())) > LONGEST_PATH:
        return
    message = f"jalur lengkap keluaran ini {length} huruf, paling banyak {LONGEST_PATH}"
    hint = "pakai nama yang lebih pendek, atau folder yang jalurnya lebih pendek"
    raise refuse_input(path, message, hint)


def _refuse_file_in_path(path: Path) -> None:
    """Raise InputError where a path leads through a file as if it were a folder."""
    nearest = next((parent for parent in path.parents if parent.exists()), None)
    if nearest is not None and not nearest.is_dir():
        hint = f"pilih jalur lain, atau ganti nama berkas {nearest.name}"
        raise refuse_input(path, f"jalurnya melewati berkas {nearest}, yang bukan folder", hint)


def _find_problem(
    path: Path, folders: Iterable[Path], templates: Iterable[Path], inputs: Iterable[Path]
) -> str:
    """Say what a file to be written would replace, or stand among; "" for nothing."""
    if any(_is_same(path, template) for template in templates):
        return OVER_TEMPLATE
    if any(_is_same(path, file) for file in inputs):
        return OVER_INPUT
    if any(_is_inside(path, folder) for folder in folders):
        return IN_DATA
    return IN_OTHER if _lies_in_data(path) else ""


def _lies_in_data(path: Path) -> bool:
    """Return whether a file lies in what is the data folder of any project, also by a link."""
    # Both ways: a link beside the data may lead into them, and one among them may lead out.
    around = {*path.resolve().parents, *path.absolute().parents}
    return any(all((folder / name).is_file() for name in REQUIRED) for folder in around)


def _named_templates(folder: Path) -> list[Path]:
    """Return the templates of a data folder, also where the rest of it cannot be read."""
    table, _ = load_table(folder / FACTS_FILE, FACTS_FILE, folder)
    records = table.texts() if table is not None else []
    names = [record.get("nilai", "") for record in records if record.get("kunci") == "templat"]
    return [
        path
        for name in names
        if name
        # The matriks template lies beside the document's, by its name and not by a fact.
        for path in (folder / name, (folder / name).with_name(MATRIKS_TEMPLATE))
    ]


def _is_same(path: Path, other: Path) -> bool:
    """Return whether two paths lead to one file, whatever their spelling.

    A link to a file counts as the file.
    """
    # By the file itself: on Windows and macOS two spellings of a name are one file.
    with suppress(OSError, ValueError):  # one of them is not there
        return path.samefile(other)
    return path.resolve() == other.resolve()


def _is_inside(path: Path, folder: Path) -> bool:
    """Return whether a file lies in a folder, or is a link that leads there."""
    home = folder.resolve()
    # The link itself lies in the folder even where what it points to does not.
    return home in path.resolve().parents or path.parent.resolve().is_relative_to(home)
