"""Facts of `dokumen.csv` against each other and against the text that types them again."""

from __future__ import annotations

import operator
import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from renstra_doc.check.prose import select_blocks
from renstra_doc.check.prose_text import block_finding
from renstra_doc.check.register import kind
from renstra_doc.finding import Finding
from renstra_doc.model.rules import RuleError
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from renstra_doc.check.prose_text import PrintedBlock
    from renstra_doc.model import Document
    from renstra_doc.model.rules import Rule

FACTS = "dokumen.csv"
_ORDER = re.compile(r"(<=|<|=)")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-\u2013]\s*((?:19|20)\d\d)(?!\d)")


class _Sign(NamedTuple):
    """A sign between two facts: when it holds, and how to say that it does not."""

    holds: Callable[[str, str], bool]
    words: str


_BROKEN = {
    "=": _Sign(operator.eq, "tidak sama dengan"),
    "<": _Sign(operator.lt, "tidak sebelum"),
    "<=": _Sign(operator.le, "sesudah"),
}


def _fact_finding(
    document: Document, rule: Rule, kunci: str, message: str, expected: str
) -> Finding:
    return Finding(
        rule.id,
        message,
        document.fact_places.get(kunci, Place(FACTS)),
        rule.bobot,
        row=kunci,
        row_id=kunci,
        expected=expected,
        actual=document.dokumen.get(kunci, ""),
    )


@kind("urutan_fakta")
def check_fact_order(document: Document, rule: Rule) -> Iterator[Finding]:
    """Facts stand in an order: `acuan` = `tanggal_penetapan <= tanggal_pengundangan`.

    Signs: `=`, `<`, `<=`. Dates and years; where one of them is empty nothing is said.
    """
    keys, signs = _read_order(document, rule)
    for (left, right), sign in zip(pairwise(keys), signs, strict=True):
        before, after = document.dokumen[left], document.dokumen[right]
        # ISO dates and years of four digits: as texts they sort in time.
        if before and after and not _BROKEN[sign].holds(before, after):
            message = f"{left} {before} {_BROKEN[sign].words} {right} {after}"
            yield _fact_finding(document, rule, left, message, after)


def _read_order(document: Document, rule: Rule) -> tuple[list[str], list[str]]:
    """Return the keys that a rule compares, and the signs between them."""
    parts = [part.strip() for part in _ORDER.split(rule.acuan)]
    keys, signs = parts[::2], parts[1::2]
    missing = next((key for key in keys if key not in document.dokumen), None)
    if missing is not None or not signs:
        message = f"“{missing}” tidak ada di {FACTS}" if signs else "tidak ada yang dibandingkan"
        hint = "tulis misalnya tanggal_penetapan <= tanggal_pengundangan"
        raise RuleError(message, "acuan", hint)
    return keys, signs


@kind("masa_fakta")
def check_fact_period(document: Document, rule: Rule) -> Iterator[Finding]:
    """A span of years that a fact mentions (title, file name) is the period of the document.

    `kolom` = keys of other facts that may name another span.
    """
    period = tuple(document.dokumen.get(key, "") for key in ("periode_awal", "periode_akhir"))
    for kunci, nilai in document.dokumen.items():
        for match in _YEARS.finditer(nilai) if kunci not in rule.kolom else ():
            if match.groups() != period:
                shown = "-".join(period)
                message = f"{kunci} menyebut {match[0]}, masa dokumen {shown}"
                yield _fact_finding(document, rule, kunci, message, shown)


@kind("fakta_naskah")
def check_fact_in_prose(document: Document, rule: Rule) -> Iterator[Finding]:
    """A text that types a fact says what `dokumen.csv` says; blanks and case do not count.

    `baris` = `id=BLOK` (several: `id=BLOK|BLOK`), `acuan` = the key.
    """
    wanted = document.dokumen.get(rule.acuan.strip())
    if wanted is None:
        message = f"“{rule.acuan}” tidak ada di {FACTS}"
        raise RuleError(message, "acuan", f"kunci yang ada: {', '.join(document.dokumen)}")
    for printed in select_blocks(document, rule):
        if _find_fact(printed, wanted) is None:
            message = f"naskah memuat “{printed.teks}”, fakta {rule.acuan} “{wanted}”"
            yield block_finding(rule, printed.block, message, expected=wanted, actual=printed.teks)


def _find_fact(printed: PrintedBlock, wanted: str) -> tuple[int, int] | None:
    """Return where a text types a fact, whatever blanks stand in it."""
    # A NIP is typed with blanks and without: both are compared without any, so that no length of
    # either takes more steps than letters.
    places = [at for at, letter in enumerate(printed.teks) if not letter.isspace()]
    text = _fold(printed.teks[at] for at in places)
    sought = _fold(letter for letter in wanted if not letter.isspace())
    if not sought:  # an empty fact is nowhere wrong
        return 0, 0
    start = text.find(sought)
    while start >= 0:
        first, end = places[start], places[start + len(sought) - 1] + 1
        around = printed.teks[max(0, first - 1) : first], printed.teks[end : end + 1]
        if not any(map(str.isdecimal, around)):
            return first, end
        start = text.find(sought, start + 1)
    return None


def _fold(letters: Iterable[str]) -> str:
    """Return letters in one case, each as one."""
    return "".join(letter.lower()[:1] for letter in letters)


def find_fact_spans(document: Document, rule: Rule) -> Iterator[tuple[str, int, int]]:
    """Yield (block, from, to) of the facts that a rule `fakta_naskah` holds."""
    for printed in select_blocks(document, rule):
        span = _find_fact(printed, document.dokumen.get(rule.acuan.strip(), ""))
        if span is not None:
            yield printed.block.id, *span
