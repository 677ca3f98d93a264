"""How a marker of a template is written, and what only looks like one."""

from __future__ import annotations

import re
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING

from renstra_doc.finding import Severity
from renstra_doc.model.row_levels import KNOWN
from renstra_doc.template.roles import HEADER, NUMBERS, ORDINARY
from renstra_doc.template.slip import Slip

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from renstra_doc.template.spots import Spot

MARKER = re.compile(r"\[\[\s*+(bagian|tabel|isi)\s*+(?::\s*+([\w-]++(?: ++[\w-]++)*+)\s*+)?\]\]")
ROLE = re.compile(r"\[\[\s*(\w+)\s*\]\]")
KINDS = ("bagian", "tabel", "isi")
ROLES = (HEADER, NUMBERS, ORDINARY, *KNOWN)
CONTENT = (
    "tanda yang dikenal: [[bagian: NAMA]], [[isi]], [[tabel: NAMA]]; peran baris "
    "tabel contoh: [[kepala]], [[isi]] …"
)
# Two brackets on one side at least make a marker; with one on each it must be a known word to be
# meant as one.
_LOOSE = re.compile(r"\[\[?([^\[\]]*)\]?\]|\[\[([^\[\]]*)")
LONGEST_MARK = 60
MOST_TOLD = 20  # of one paragraph


def find_loose(spot: Spot, samples: Collection[int]) -> Iterator[Slip]:
    """Yield what looks like a marker at a spot and is none, or stands where none is read."""
    text = spot.text
    if spot.is_plain and MARKER.fullmatch(text.strip()):
        return
    # In a sample table a single word in brackets names the role of its row.
    in_sample = spot.table in samples and not spot.inside
    found = (
        slip
        for match in _LOOSE.finditer(text)
        if not (in_sample and ROLE.fullmatch(match[0]))
        for slip in _judge_stretch(spot, match, in_sample=in_sample)
    )
    # A paragraph of a thousand brackets would bury what else is wrong.
    yield from islice(found, MOST_TOLD)


def _judge_stretch(spot: Spot, match: re.Match[str], *, in_sample: bool) -> Iterator[Slip]:
    """Yield what is wrong with a stretch of text in brackets, unless it is a sentence.

    A bracket round a whole sentence is no mark; two open ones are, whatever follows.
    """
    inner = (match[1] or match[2] or "").strip()
    if len(inner) <= LONGEST_MARK:
        # A mark may hold any blanks, and is shown without a million of them.
        written = " ".join(match[0].split())
        yield from _judge(spot, written, inner, in_sample=in_sample)
    elif match[0].startswith("[["):
        inner = inner[:LONGEST_MARK]
        yield from _judge(spot, f"[[{inner}", inner, in_sample=in_sample)


def _judge(spot: Spot, written: str, inner: str, *, in_sample: bool) -> Iterator[Slip]:
    """Yield what is wrong with a text in brackets, given as written and without them."""
    word, colon, name = (part.strip() for part in inner.partition(":"))
    is_role = ROLE.fullmatch(written) is not None
    if MARKER.fullmatch(written):
        yield from _judge_exact(spot, written, is_named_sample=bool(colon) and in_sample)
    elif is_role and spot.table:
        return  # said of its table
    elif is_role and word in ROLES:
        yield Slip(
            spot,
            f"peran baris {written} hanya terbaca di sel pertama baris tabel contoh",
            "pindahkan ke dalam tabel di bawah [[tabel: NAMA]]",
        )
    else:
        right = _guess(word, written, f": {name}" if name else "", in_sample)
        yield from _judge_misspelt(
            spot, written, right, bool(colon) or _is_known(word, in_sample=in_sample)
        )


def _is_known(word: str, *, in_sample: bool) -> bool:
    return word.lower() in (ROLES if in_sample else KINDS)


def _judge_exact(spot: Spot, written: str, *, is_named_sample: bool) -> Iterator[Slip]:
    """Yield why a marker that is written as it must be is not read where it stands."""
    if spot.is_plain:
        yield Slip(
            spot,
            f"tanda {written} harus sendirian dalam paragrafnya",
            "pindahkan teks lain ke paragraf tersendiri",
        )
    elif not spot.table:
        yield Slip(
            spot,
            f"tanda {written} tidak terbaca di sini ({spot.inside})",
            "pindahkan ke paragraf biasa di badan dokumen",
        )
    elif is_named_sample:
        yield Slip(
            spot,
            f"tanda {written} tidak terbaca di dalam tabel",
            "pindahkan ke paragraf tersendiri di luar tabel",
        )


def _is_single(written: str) -> bool:
    return not written.startswith("[[") and not written.endswith("]]")


def _guess(word: str, written: str, named: str, in_sample: bool) -> str:  # noqa: FBT001
    """Return the marker that was meant, "" for none."""
    # Single brackets are also common signs of a text: only what is almost the word is meant as it.
    known, cutoff = ROLES if in_sample else KINDS, 0.85 if _is_single(written) else 0.6
    meant = get_close_matches(word.lower(), known, n=1, cutoff=cutoff)
    return f"[[{meant[0]}{named}]]" if meant else ""


def _judge_misspelt(spot: Spot, written: str, right: str, is_sure: bool) -> Iterator[Slip]:  # noqa: FBT001
    is_single = _is_single(written)
    if right and (is_sure or not is_single):
        severity = Severity.WARNING if is_single else Severity.ERROR
        yield Slip(spot, f"tanda “{written}” salah tulis", f"mungkin maksudnya {right}", severity)
    elif not is_single:
        yield Slip(spot, f"tanda “{written}” tidak dikenal dan akan tercetak apa adanya", CONTENT)
