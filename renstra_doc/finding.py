"""A finding: what a person should know, with its place, what was expected and what to do."""

from __future__ import annotations

import errno
import os
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import PurePath
    from typing import Self


T = TypeVar("T")

_NETWORK = "jaringan atau folder bersama tidak terjangkau"
# What Python's own module says where every folder for temporary files is full or protected.
_TEMPFILE = "No usable temporary directory"
_NO_TEMPORARY = "tidak ada folder sementara (TEMP) yang dapat ditulisi"
# By number, for the words of the system are in its own language.
_SYSTEM = {
    errno.EACCES: "izin ditolak, atau berkas sedang dibuka program lain",
    errno.EPERM: "izin ditolak, atau berkas sedang dibuka program lain",
    errno.EBUSY: "sedang dipakai program lain",
    errno.ETXTBSY: "sedang dipakai program lain",
    errno.EROFS: "disk atau folder ini hanya dapat dibaca",
    errno.ENOSPC: "ruang disk habis",
    errno.EDQUOT: "jatah ruang disk habis",
    errno.EFBIG: "terlalu besar untuk disk ini",
    errno.ENOENT: "tidak ditemukan",
    errno.EEXIST: "sudah ada",
    errno.ENOTDIR: "jalurnya melewati berkas, bukan folder",
    errno.EISDIR: "ini sebuah folder",
    errno.ENOTEMPTY: "folder tidak kosong",
    errno.ENAMETOOLONG: "nama terlalu panjang",
    errno.ELOOP: "tautan yang melingkar",
    errno.EMFILE: "terlalu banyak berkas terbuka",
    errno.EIO: "disk gagal membaca atau menulis",
    errno.EINVAL: "nama, letak atau isinya tidak diterima sistem",
    errno.ENXIO: "perangkat ini tidak tersambung",
    errno.ENODEV: "perangkat ini tidak tersambung",
    errno.ENOMEM: "memori komputer tidak cukup",
    errno.EPIPE: "program yang membaca keluaran ini sudah berhenti",
    errno.EXDEV: "kedua letaknya di disk yang berbeda",
    errno.EMLINK: "terlalu banyak nama untuk satu berkas",
    errno.ENOSYS: "disk ini tidak mengenal perintah itu",
    errno.EOPNOTSUPP: "disk ini tidak mengenal perintah itu",
    **dict.fromkeys(
        (errno.ESTALE, errno.ETIMEDOUT, errno.ENOTCONN, errno.EHOSTDOWN, errno.EHOSTUNREACH),
        _NETWORK,
    ),
}
# Windows has more kinds of refusal than errno, most of which it calls an invalid argument
# (Win32, System Error Codes).
_WINDOWS = {
    **dict.fromkeys((32, 33, 1224), "sedang dipakai program lain"),
    **dict.fromkeys((39, 112), "ruang disk habis"),
    **dict.fromkeys((225, 226), "ditahan program antivirus"),
    **dict.fromkeys((51, 53, 54, 59, 64, 67, 121, 1222, 1231), _NETWORK),
    # 358 to 404: what a folder that a cloud keeps refuses.
    **dict.fromkeys(range(358, 405), "OneDrive tidak berjalan, atau isinya belum diunduh"),
    19: "disk ini dilindungi dari penulisan",
    21: "disk atau perangkat ini belum siap",
    123: "nama ini tidak diterima Windows",
    206: "nama terlalu panjang",
    1392: "berkas atau foldernya rusak di disk",
}


class Severity(StrEnum):
    """How much a finding weighs: an `error` stops the build unless a waiver covers it."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def label(self) -> str:
        """What messages and reports call it."""
        return _LABELS[self]

    @property
    def at_most_warning(self) -> Severity:
        """The same, but a warning for an error: of what may be right as it stands."""
        return Severity.WARNING if self is Severity.ERROR else self


# A person reads the first few; what a file of a million slips would take in memory is bounded so.
MOST_ALIKE, MOST_KINDS, KIND_LETTERS = 1000, 200, 200
# What differs between two findings of one kind: a quoted value and a number.
_VALUE = re.compile(r"“[^”]*(?:”|$)|[0-9]+")

# Galat, peringatan, catatan: the words of every report.
_LABELS = {Severity.ERROR: "galat", Severity.WARNING: "peringatan", Severity.INFO: "catatan"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. Texts are Indonesian; amounts are canonical digits with a dot decimal.

    `table` is the printed number (or the id), `row` what a person would call the row, `row_id` its
    id (or a block's). `lain` is not 0 where it stands for so many others of the kind before it.
    """

    rule: str
    message: str
    place: Place = field(default_factory=Place)
    severity: Severity = Severity.ERROR
    table: str = ""
    row: str = ""
    row_id: str = ""
    column: str = ""
    expected: str = ""
    actual: str = ""
    difference: str = ""
    hint: str = ""
    addends: tuple[tuple[str, str], ...] = ()
    waived: bool = False
    reason: str = ""
    lain: int = 0

    def __str__(self) -> str:
        """Return the finding in one or two lines: place, message, hint."""
        # A finding of the whole project has no place.
        where = str(self.place)
        text = f"{where}: {self.message}" if where else self.message
        return f"{text}\n  → {self.hint}" if self.hint else text


class FirstFindings(list[Finding]):
    """Findings of one reading: of each kind in a file the first ones, the others only counted.

    `all` gives them with one finding for the others of each kind, so that nobody misses them.
    """

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        """Begin with some findings."""
        super().__init__()
        self._told: Counter[tuple[str, ...]] = Counter()
        self._others: dict[tuple[str, ...], tuple[Finding, int]] = {}
        self.extend(findings)

    def append(self, finding: Finding) -> None:
        """Keep a finding, or count it where enough of its kind are kept."""
        kind = self._name_kind(finding)
        self._told[kind] += 1
        if finding.lain or self._told[kind] <= MOST_ALIKE:
            super().append(finding)
        else:
            self._others.setdefault(kind, (finding, finding.place.line))
            self._others[kind] = self._others[kind][0], finding.place.line

    def extend(self, findings: Iterable[Finding]) -> None:
        """Keep or count each of some findings."""
        for finding in findings:
            self.append(finding)

    def __iadd__(self, findings: Iterable[Finding]) -> Self:  # type: ignore[misc,override]
        """Keep or count each of some findings."""
        self.extend(findings)
        return self

    def all(self) -> list[Finding]:
        """Return what is kept, and a finding for the others of each kind."""
        return [*self, *(self._tell_others(kind) for kind in self._others)]

    def _name_kind(self, finding: Finding) -> tuple[str, ...]:
        place = finding.place
        message = _VALUE.sub("", finding.message[:KIND_LETTERS])
        kind = (place.file, finding.severity.value, place.column, message)
        # Of too many kinds in one file the later ones are one.
        if kind in self._told or len(self._told) < MOST_KINDS:
            return kind
        return kind[:2]

    def _tell_others(self, kind: tuple[str, ...]) -> Finding:
        return _sum_up(*self._others[kind], self._told[kind] - MOST_ALIKE)


def _sum_up(first: Finding, last: int, count: int) -> Finding:
    shown = f"{count:,d}".replace(",", ".")
    message = f"dan {shown} temuan lain seperti ini, sampai baris {last}: {first.message}"
    return replace(first, message=message, lain=count)


def tell_first(items: Sequence[T], tell: Callable[[T], Finding]) -> list[Finding]:
    """Return what `tell` finds in the first of some items, and one finding for all others."""
    found = [tell(item) for item in items[:MOST_ALIKE]]
    if len(items) > MOST_ALIKE:
        last = tell(items[-1]).place.line
        found.append(_sum_up(tell(items[MOST_ALIKE]), last, len(items) - MOST_ALIKE))
    return found


class InputError(Exception):
    """The input cannot be read: carries every finding that says why, never only the first."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Keep the findings; the message joins them."""
        # All findings in one error: who mends one file mends all of it.
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


def count_severities(findings: Iterable[Finding]) -> str:
    """Return e.g. `2 galat, 1 peringatan`, or `tanpa temuan`."""
    counts = tally(findings)
    return (
        ", ".join(f"{count} {severity.label}" for severity, count in counts.items() if count)
        or "tanpa temuan"
    )


def tally(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Return how many findings of each severity there are, those not listed one by one too."""
    # In the order of Severity, also those of which there are none.
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        counts[finding.severity] += finding.lain or 1
    return counts


def reading_error(place: Place, message: str, hint: str = "", actual: str = "") -> Finding:
    """Return an error of reading (rule `baca`).

    The file says something that cannot be understood.
    """
    return Finding("baca", message, place, hint=hint, actual=actual, column=place.column)


def reading_warning(place: Place, message: str, hint: str, actual: str = "") -> Finding:
    """Return a remark of reading (rule `baca`).

    What stands there is taken as it is, but may be a slip.
    """
    return Finding(
        "baca", message, place, Severity.WARNING, hint=hint, actual=actual, column=place.column
    )


def refuse_input(
    where: Place | PurePath | str, message: str, hint: str, actual: str = ""
) -> InputError:
    """Return the error that says why one thing cannot be read."""
    place = where if isinstance(where, Place) else Place(str(where))
    return InputError([reading_error(place, message, hint, actual)])


def list_errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return those findings that are errors."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def refuse_errors(findings: Iterable[Finding]) -> None:
    """Raise InputError with those findings that are errors, if there are any."""
    errors = list_errors(findings)
    if errors:
        raise InputError(errors)


def explain_os_error(error: OSError) -> str:
    """Say in Indonesian what the operating system refused, by its number where we have no words."""
    if _says_itself(error):
        words = error.strerror or str(error)
        return _NO_TEMPORARY if words.startswith(_TEMPFILE) else words
    code = getattr(error, "winerror", None) or 0
    known = _WINDOWS.get(code) or _SYSTEM.get(error.errno or 0)
    return known or f"sistem menolaknya dengan nomor {code or error.errno}"


def _says_itself(error: OSError) -> bool:
    """Return whether an error is not the system's: one that we raised, or a library by itself."""
    # Windows alone has a number of its own, which none of ours bears.
    if getattr(error, "winerror", None):
        return False
    return not error.errno or error.strerror != os.strerror(error.errno)


def name_error(error: OSError, path: PurePath | str, other: str | None = None) -> OSError:
    """Return an error of the system as one of this file, which is the one that a person knows.

    In: the error, which may name a temporary file or none; the file; of a rename its second name.
    """
    number = error.errno or errno.EIO
    words, code = error.strerror or str(error), getattr(error, "winerror", None)
    # Also its number on Windows, which says more than the other one.
    return OSError(number, words, str(path), code, other)
