"""The files of a data folder.

Which ones are read, and what stands there in vain or cannot be looked at.
"""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import PurePath
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, explain_os_error, reading_error, reading_warning
from renstra_doc.load.strange_names import warn_of_names
from renstra_doc.place import Place

if TYPE_CHECKING:
    from pathlib import Path

REQUIRED = ("dokumen.csv", "tabel/tabel.csv", "tabel/kolom.csv")
OPTIONAL = (
    "aturan.csv",
    "pengecualian.csv",
    "pemetaan.csv",
    "struktur-organisasi.csv",
    "grafik.csv",
    "halaman.csv",
    "komentar.csv",
)
SUBFOLDERS = ("naskah", "tabel", "referensi")
KNOWN = (*REQUIRED, *OPTIONAL)
# Answers that imports keep: no part of the document.
APART = ("impor.csv",)
# What editors and Excel leave beside a file (`~$x.csv`, `._x.csv`, `.x.csv`) is nobody's data.
_HIDDEN = (".", "~$")
_LIKE_DATA = frozenset({".txt", ".tsv", ".xls", ".xlsx", ".xlsm", ".ods"})


def find_files(folder: Path) -> tuple[list[str], list[Finding]]:
    """Find the CSV files of a project.

    Out: their names relative to the folder, sorted, those that every project must have among them;
    and what is wrong with others that stand there.
    """
    entries, findings = _list_entries(folder, "")
    for sub in SUBFOLDERS:
        more, found = _list_entries(folder, sub)
        entries += more
        findings += found
    # Those that must be there are named even where they are not, so that reading them tells it.
    names: set[str] = set(REQUIRED)
    for name in entries:
        finding = _refuse_name(folder, name)
        # Where `Dokumen.CSV` opens as `dokumen.csv`; elsewhere the name is refused below.
        meant = name.lower() if name.lower() in KNOWN else name
        if finding is not None:
            findings.append(finding)
        elif PurePath(meant).suffix == ".csv" and ("/" in meant or meant in KNOWN):
            names.add(meant)
    return sorted(names), [*warn_of_names(folder, names), *findings]


def _list_entries(folder: Path, sub: str) -> tuple[list[str], list[Finding]]:
    """List a folder by names relative to the project, without hidden ones.

    A folder that is not there is empty.
    """
    try:
        names = sorted(path.name for path in (folder / sub).iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return [], []
    except OSError as error:
        message = f"folder ini tidak dapat dibaca ({explain_os_error(error)})"
        return [], [reading_error(Place(sub or str(folder)), message, "periksa izin folder")]
    # `path.name`, so that no separator of Windows comes into a place or into bytes.
    return [f"{sub}/{name}" if sub else name for name in names if not name.startswith(_HIDDEN)], []


def _refuse_name(folder: Path, name: str) -> Finding | None:
    """Say what is wrong with the name of a file that is not read as it stands.

    None where it is in order.
    """
    suffix = PurePath(name).suffix
    if suffix.lower() != ".csv":
        return _refuse_kind(name, suffix.lower())
    if not _is_utf8(name):
        shown = os.fsencode(name).decode("utf-8", "backslashreplace")
        return reading_error(
            Place(shown), "nama berkas ini bukan UTF-8", "ganti nama berkasnya dengan huruf biasa"
        )
    if "/" not in name or name.lower() in KNOWN:
        return _refuse_unknown(folder, name)
    if suffix != ".csv":
        return _tell_to_rename(name, f"{name[: -len(suffix)]}.csv")
    return None


def _refuse_kind(name: str, suffix: str) -> Finding | None:
    """Remark on a file of data that is no CSV file where only those are read."""
    # Beside `dokumen.csv` anything may lie; in the folders of data a spreadsheet is a slip.
    if "/" not in name or suffix not in _LIKE_DATA or not _is_utf8(name):
        return None
    hint = "simpan sebagai CSV UTF-8 bila isinya bagian dokumen, atau pindahkan dari folder ini"
    return reading_warning(Place(name), "berkas ini tidak dibaca: bukan .csv", hint)


def _refuse_unknown(folder: Path, name: str) -> Finding | None:
    """Say which file is meant by one beside `dokumen.csv` that is not known.

    Where case does not count, it is read.
    """
    if name in KNOWN or name in APART:
        return None
    if name.lower() in KNOWN:
        # Asked of the file: whether case counts is a property of the disk.
        same = (folder / name.lower()).exists() and (folder / name.lower()).samefile(folder / name)
        return None if same else _tell_to_rename(name, name.lower())
    near = get_close_matches(
        name.lower(), [known for known in KNOWN if "/" not in known], n=1, cutoff=0.8
    )
    hint = f"ganti namanya menjadi {near[0]}, atau pindahkan" if near else "pindahkan, atau biarkan"
    meant = f"; mungkin maksudnya {near[0]}" if near else ""
    return reading_warning(Place(name), f"berkas ini tidak dibaca{meant}", hint)


def _tell_to_rename(name: str, meant: str) -> Finding:
    return reading_error(
        Place(name),
        f"nama berkas ini harus {meant}",
        "ganti namanya; huruf besar dan kecil berbeda",
    )


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
