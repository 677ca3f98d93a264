"""Reasons of waivers that were hardly thought about, or that the figures contradict."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, Severity
from renstra_doc.model.waivers import RULE
from renstra_doc.words.numbers import format_angka

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from renstra_doc.model.waivers import Waiver

AS_PUBLISHED, ROUNDING = "terbit demikian", "pembulatan"
REPEATED = 10  # so many errors with one and the same reason were hardly judged one by one
MOST_PARTS = 10  # a sum of so many rounded parts may be off by as many halves of the unit
_FIGURE = re.compile(r"\d[\d.,]*")
_WORD = re.compile(r"[^\W\d_]{2,}")
# What any difference may be called by; a reason says more than that there is one.
_OF_ANY = frozenset(
    ("seharusnya", "angka", "angkanya", "beda", "berbeda", "tidak", "sama", "sebesar", "rupiah")
)


def find_doubtful_reasons(used: Mapping[Waiver, Finding]) -> Iterator[Finding]:
    """Yield what is doubtful about the reasons; `used` gives what each waiver covers."""
    yield from _find_repeated(used)
    for waiver, finding in used.items():
        yield from _find_echo(waiver, finding)
        if waiver.jenis_alasan == ROUNDING:
            yield from _judge_rounding(waiver)


def _find_repeated(used: Mapping[Waiver, Finding]) -> Iterator[Finding]:
    """Yield the reasons that stand word for word, or with other figures only, at many errors.

    That the document was published so is often all that can be said: with its own figures each
    time it is a remark.
    """
    errors = [waiver for waiver, found in used.items() if found.severity is Severity.ERROR]
    for name in ("", "#"):
        groups: dict[str, list[Waiver]] = {}
        for waiver in errors:
            groups.setdefault(_wording(waiver.alasan, name), []).append(waiver)
        for waivers in groups.values():
            is_varied = len({waiver.alasan for waiver in waivers}) > 1
            # The same words are told in the first round, other figures in the second: none twice.
            if len(waivers) >= REPEATED and is_varied is bool(name):
                yield _tell_repeated(waivers, is_varied=is_varied)


def _wording(reason: str, figure: str) -> str:
    """Return a reason without its breaks, and with each figure as `figure` where one is given."""
    text = " ".join(reason.split())
    return _FIGURE.sub(figure, text) if figure else text


def _tell_repeated(waivers: list[Waiver], *, is_varied: bool) -> Finding:
    reason = _wording(waivers[0].alasan, "")
    is_honest = is_varied and all(waiver.jenis_alasan == AS_PUBLISHED for waiver in waivers)
    same = "hanya berbeda angkanya" if is_varied else "sama"
    message = f"alasan “{reason}” {same} untuk {len(waivers)} galat"
    hint = "periksa satu per satu, dan tulis apa yang diketahui tentang masing-masing"
    weight = Severity.INFO if is_honest else Severity.WARNING
    return Finding(RULE, message, waivers[0].place, weight, hint=hint)


def _find_echo(waiver: Waiver, finding: Finding) -> Iterator[Finding]:
    """Yield a reason that has no word which the finding itself has not."""
    known = f"{finding.message} {waiver.aturan} {waiver.tabel} {waiver.baris} {waiver.kolom}"
    said, heard = _words(waiver.alasan) - _OF_ANY, known.lower()
    if all(word in heard for word in said) and not said - _words(known):
        message = f"alasan “{waiver.alasan}” hanya mengulang temuannya"
        hint = "tulis apa yang diketahui tentang sebabnya, atau: sebabnya tidak diketahui"
        yield Finding(RULE, message, waiver.place, Severity.WARNING, row_id=waiver.baris, hint=hint)


def _words(text: str) -> set[str]:
    return set(map(str.lower, _WORD.findall(text)))


def _judge_rounding(waiver: Waiver) -> Iterator[Finding]:
    """Yield a difference said to be of rounding that is larger than the printed unit allows."""
    try:
        expected, actual = Decimal(waiver.harapan), Decimal(waiver.nyata)
    except InvalidOperation:
        return
    gap = abs(expected - actual)
    # Each rounded part may be half a unit off.
    if gap > _find_unit(actual) * MOST_PARTS / 2:
        message = f"selisih {format_angka(gap)} terlalu besar untuk pembulatan"
        hint = "periksa angkanya, atau pilih jenis_alasan yang benar"
        yield Finding(RULE, message, waiver.place, Severity.WARNING, row_id=waiver.baris, hint=hint)


def _find_unit(value: Decimal) -> Decimal:
    """Return the unit to which a printed figure is rounded: 1000 of 45.000, 0,01 of 3,25."""
    _, digits, exponent = value.as_tuple()
    zeros = len(digits) - len("".join(map(str, digits)).rstrip("0")) if value else 0
    return Decimal(1).scaleb(int(exponent) + zeros)
