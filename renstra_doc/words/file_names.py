"""Names of files that every system can hold.

The rules are those of Windows, the strictest of them (Win32, Naming Files, Paths, and Namespaces):
nine signs and all control characters stand in no name, a name ends neither in a dot nor in a blank,
and some names are devices, whatever follows their first dot. They hold on every system, since a
project travels between them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import PurePath

# Windows knows 259 letters of a whole path; what is made beside a file needs some of them.
LONGEST_PATH = 240
# What a file manager or a synchronizing folder adds to a name to keep a second file beside the old
# one: a number, a word for copy, the name of the other computer (OneDrive), a remark on a conflict.
_COUNT, _COPY = r" ?\(\d{1,3}\)", r"(?: - |-)(?:copy|salinan|kopi)"
_ADDED = re.compile(rf"{_COUNT}|{_COPY}(?:{_COUNT})?", re.IGNORECASE)
_COMPUTER = re.compile(r"-[A-Z][A-Za-z0-9-]{1,30}")
_CONFLICT, _PARTED = ("conflict", "konflik"), " _.(-"
_BEFORE = re.compile(r"(?:salinan(?: dari)?|copy of|copy|kopi(?: dari)?) ", re.IGNORECASE)
_SIGNS = re.compile(r"[<>:\"/\\|?*\x00-\x1f]")
_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?:\..*)?",
    re.IGNORECASE | re.DOTALL,
)


def find_name_fault(name: str) -> str:
    """Return why a name cannot be that of a file on every system, in Indonesian; "" where it can.

    In: one name, without folders.
    """
    sign = _SIGNS.search(name)
    if sign is not None:
        shown = sign[0] if sign[0].isprintable() else "yang tidak terlihat"
        return f"memuat tanda {shown}, yang tidak boleh ada dalam nama berkas di Windows"
    if name.endswith((".", " ")):
        return "berakhir dengan titik atau spasi, yang dibuang Windows dari nama berkas"
    if is_device(name):
        return "nama perangkat di Windows, bukan nama berkas"
    return "" if name else "kosong"


def is_device(name: str) -> bool:
    """Return whether Windows takes a name for a device, such as `con` or `nul.xlsx`."""
    return bool(_DEVICE.fullmatch(name))


def mend_name(name: str) -> str:
    """Return the name to take instead of one that has a fault; any other as it is."""
    plain = re.sub(r"-{2,}", "-", _SIGNS.sub("-", name)).rstrip(". ") if name else ""
    plain = plain if plain.strip("-. ") else "renstra"
    return f"renstra-{plain}" if is_device(plain) else plain


def find_path_fault(path: PurePath, names: Iterable[str]) -> tuple[str, str]:
    """Return which of some names of a path has a fault, as a sentence, and the path to take.

    Two empty texts where nothing is wrong. `a:b.xlsx` is a drive to Windows and a file elsewhere.
    """
    # Written to a drive without its folder, the file would lie wherever that drive stands now.
    if path.drive and not path.root:
        instead = path.with_name(mend_name(f"{path.drive}{path.name}"))
        return f"“{path}” menyebut disk tanpa foldernya", instead.name
    wrong = next((name for name in names if find_name_fault(name)), None)
    if wrong is None:
        return "", ""
    # Only the one that was told: its message names one fault, and the next call finds the next.
    parts = [mend_name(part) if part == wrong else part for part in path.parts]
    return f"nama “{wrong}” {find_name_fault(wrong)}", str(type(path)(*parts))


def find_originals(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (copy, original) of names that look like a copy of another one of them.

    In: names with their endings. A synchronizing folder keeps both versions so where two people
    saved at once, and a file manager where a file was copied.
    """
    # Sorted, so that of several originals the same one is named on every machine.
    known = sorted(names)
    originals = {name.casefold(): name for name in known}
    for name in known:
        stem, dot, ending = name.rpartition(".")
        meant = (f"{original}{dot}{ending}".casefold() for original in _guess_stems(stem))
        found = next((originals[each] for each in meant if each in originals), None)
        if found is not None:
            yield name, found


def _guess_stems(stem: str) -> Iterator[str]:
    """Yield the names, without ending, of which one may be a copy."""
    before = _BEFORE.match(stem)
    if before is not None:
        yield stem[before.end() :]
    # From the shortest ending on: `a (1) (2)` is a copy of `a (1)`, if that is there.
    for end in range(len(stem) - 1, 0, -1):
        if _is_added(stem[end:]):
            yield stem[:end]


def _is_added(text: str) -> bool:
    """Return whether a text at the end of a name tells a copy from its original."""
    if _ADDED.fullmatch(text) or _COMPUTER.fullmatch(text):
        return True
    return text[0] in _PARTED and any(word in text.casefold() for word in _CONFLICT)


def find_twins(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield names that differ only in capitals from one before, and that one."""
    first: dict[str, str] = {}
    for name in sorted(names):
        twin = first.setdefault(name.casefold(), name)
        if twin != name:
            yield name, twin
