"""What a written figure is read as: a canonical text, or a doubt with its readings.

Nothing is guessed: what reads two ways bears a doubt and both readings. A column can settle a
doubt (`evidence`), sums can (see `recognise`), else a person is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.intake.source import DATE, EMPTY, ERROR, NUMBER, SourceCell

if TYPE_CHECKING:
    from collections.abc import Iterable

THOUSANDS, DATES, FRACTIONS, PERCENTS, CENTS, NO_NUMBER, NO_RESULT = (
    "ribuan",
    "tanggal",
    "pecahan",
    "persen",
    "sen",
    "bukan-bilangan",
    "tanpa-hasil",
)
DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")
_CURRENCY = re.compile(r"^(?P<sign>[-(]*)\s*(?:rp|idr)\s*\.?\s*", re.IGNORECASE)
_NO_CENTS = re.compile(r"(?<!\s)\s*[,.]\s*-+$")
_WHOLE = re.compile(r"\d+")
DOTTED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_DOTTED_FRACTION = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+")
COMMAED = re.compile(r"\d{1,3}(?:,\d{3})+")
_COMMAED_FRACTION = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+")
_COMMA_MARK = re.compile(r"\d+,\d+")
_DOT_MARK = re.compile(r"\d+\.\d+")
# Forms that read one way, each with the sign that groups in it; a comma left is the mark.
_SURE = (
    (_WHOLE, "."),
    (re.compile(r"\d{1,3}(?:\.\d{3}){2,}"), "."),
    (re.compile(r"\d{1,3}(?:,\d{3}){2,}"), ","),
    (_DOTTED_FRACTION, "."),
    (_COMMAED_FRACTION, ","),
)
_GROUPED_BLANKS = re.compile(r"\d{1,3}(?: \d{3})+(?![\d])")


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell as it would be written: its canonical text and number, or a doubt with its options.

    An option is (answer, canonical text). `note` says what was derived.
    """

    text: str = ""
    number: Decimal | None = None
    doubt: str = ""
    options: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the other cells of a column say: a dot that groups, a dot or a comma that is a mark."""

    dot_groups: bool = False
    comma_groups: bool = False
    dot_marks: bool = False
    comma_marks: bool = False


def find_evidence(cells: Iterable[SourceCell]) -> Evidence:
    """Return what the unmistakable cells of a column say about its dots and commas."""
    # Stored numbers have no signs to speak for; written ones do.
    texts = [bare_digits(cell.plain)[0] for cell in cells if cell.kind not in (NUMBER, DATE)]
    return Evidence(
        dot_groups=any(_DOTTED_FRACTION.fullmatch(t) or t.count(".") > 1 for t in texts),
        comma_groups=any(_COMMAED_FRACTION.fullmatch(t) or t.count(",") > 1 for t in texts),
        dot_marks=any(_is_mark(t, ".") for t in texts),
        comma_marks=any(_is_mark(t, ",") for t in texts),
    )


def _is_mark(text: str, sign: str) -> bool:
    head, found, tail = text.partition(sign)
    return bool(found) and head.isdigit() and tail.isdigit() and len(tail) != 3  # noqa: PLR2004 — three digits may be a group


def bare_digits(text: str) -> tuple[str, bool]:
    """Return the digits of an amount without currency, brackets and `,-`.

    Whether it is negative.
    """
    inner = _CURRENCY.sub(lambda match: match["sign"], text)
    negative = inner.startswith("(") and inner.rstrip().endswith(")")
    # `1.000,-` has no sen.
    inner = _NO_CENTS.sub("", inner.strip("() "))
    if inner[:1] in DASHES:
        inner, negative = inner[1:].strip(), True
    inner = _CURRENCY.sub("", inner)
    # `1 250 000` in groups of three.
    if _GROUPED_BLANKS.fullmatch(inner):
        inner = inner.replace(" ", "")
    return inner, negative


def read_nothing(cell: SourceCell) -> Reading | None:
    """Return the reading of an empty cell or of an error, None for a cell that says something."""
    if cell.kind == ERROR or (cell.kind == EMPTY and cell.formula):
        return ask_plain(NO_RESULT)
    return Reading() if cell.kind == EMPTY else None


def ask_plain(doubt: str) -> Reading:
    """Return a doubt whose answer a person writes, or leaves the cell blank."""
    return Reading(doubt=doubt, options=(("kosong", ""),))


# Numbers of digits, dots and commas


def sure_number(bare: str) -> Decimal | None:
    """Return the number of digits that read one way only."""
    for form, sign in _SURE:
        if form.fullmatch(bare):
            return Decimal(bare.replace(sign, "").replace(",", "."))
    for pattern, groups, sign in ((_COMMA_MARK, COMMAED, ","), (_DOT_MARK, DOTTED, ".")):
        # `0,125` cannot be grouped: no thousand begins with 0.
        if pattern.fullmatch(bare) and (bare.startswith("0") or not groups.fullmatch(bare)):
            return as_mark(bare, sign)
    return None


def ungroup(bare: str) -> Decimal:
    """Return a number whose dots and commas all group."""
    return Decimal(bare.replace(".", "").replace(",", ""))


def as_mark(bare: str, sign: str) -> Decimal:
    """Return a number whose last sign is the decimal mark."""
    head, _, tail = bare.rpartition(sign)
    return Decimal(f"{ungroup(head)}.{tail}")
