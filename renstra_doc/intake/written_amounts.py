"""Amounts as people write them → whole rupiah, or a doubt with its readings."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from renstra_doc.intake.reading import (
    CENTS,
    COMMAED,
    DASHES,
    DATES,
    DOTTED,
    NO_NUMBER,
    PERCENTS,
    THOUSANDS,
    Evidence,
    Reading,
    as_mark,
    ask_plain,
    bare_digits,
    read_nothing,
    sure_number,
    ungroup,
)
from renstra_doc.intake.source import DATE, NUMBER, tidy_lines

if TYPE_CHECKING:
    from renstra_doc.intake.source import SourceCell

_MANY = {
    "ribu": 3, "rb": 3, "juta": 6, "jt": 6, "miliar": 9, "milyar": 9, "m": 9, "triliun": 12,
}  # fmt: skip
_WORD_AMOUNT = re.compile(
    r"(?P<number>[\d.,]+)\s*(?P<word>ribu|rb|juta|jt|mil[iy]ar|triliun)", re.IGNORECASE
)


def read_amount(cell: SourceCell, scale: int, evidence: Evidence) -> Reading:
    """Return an amount in whole rupiah; `scale` is what the heading says (1000 for ribuan)."""
    nothing = read_nothing(cell)
    if nothing is not None:
        return nothing
    if cell.kind == NUMBER and cell.number is not None:
        return _read_stored(cell, scale)
    text = cell.plain
    # `Rp -` is a dash.
    if not text or text in DASHES or not text.strip("Rp.-\u2013\u2014 "):
        return Reading("-" if text else "")
    if cell.kind == DATE:
        return ask_plain(DATES)
    if len(tidy_lines(cell.text)) > 1:  # two amounts in one cell, `1.000` above `2.000`
        return ask_plain(NO_NUMBER)
    return _read_amount_text(text, scale, evidence)


def _read_stored(cell: SourceCell, scale: int) -> Reading:
    number = cell.number or Decimal(0)
    # The stored number of a percentage is a fraction of it, and no amount.
    exact = Decimal(cell.exact) if cell.exact and cell.unit != "%" else number
    exact = exact.quantize(Decimal("0.000001")).normalize() if exact % 1 else exact
    if cell.unit == "%":
        return ask_plain(PERCENTS)
    # As stored, else as shown: a cell that shows whole rupiah may hold fractions of a formula.
    for value in dict.fromkeys((exact * scale, number * scale)):
        if not value % 1:
            note = "" if value == exact * scale else "dibulatkan seperti tampilannya"
            return replace(_whole(value), note=note)
    rounded = number.quantize(Decimal(1)) * 1
    return Reading(doubt=CENTS, options=(("bulatkan", f"{rounded * scale:f}"), ("kosong", "")))


def _whole(value: Decimal) -> Reading:
    whole = value.quantize(Decimal(1))
    return Reading(f"{whole:f}" if whole else "0", whole)


def _read_amount_text(text: str, scale: int, evidence: Evidence) -> Reading:
    bare, negative = bare_digits(text)
    word = _WORD_AMOUNT.fullmatch(bare)
    if word:
        bare, scale = word["number"], 10 ** _MANY[word["word"].lower()]
    found = _amounts_of(bare, scale, evidence)
    if not found:
        return ask_plain(NO_NUMBER)
    sign = -1 if negative else 1
    values = {name: sign * value * scale for name, value in found.items()}
    # Whichever way it is read, it is the same amount.
    if len(set(values.values())) == 1:
        return _settle(next(iter(values.values())))
    options = tuple((name, _settle(value).text) for name, value in values.items())
    return Reading(doubt=THOUSANDS, options=tuple(pair for pair in options if pair[1]))


def _settle(value: Decimal) -> Reading:
    if not value % 1:
        return _whole(value)
    return Reading(
        doubt=CENTS, options=(("bulatkan", f"{value.quantize(Decimal(1), ROUND_HALF_UP):f}"),)
    )


def _amounts_of(bare: str, scale: int, evidence: Evidence) -> dict[str, Decimal]:
    """Return the readings of the digits of an amount, by what an answer would call them."""
    found = sure_number(bare)
    if found is not None:
        return {"pasti": found}
    if DOTTED.fullmatch(bare):
        return _name_readings(bare, ".", _settle_dot(scale, evidence))
    if COMMAED.fullmatch(bare):
        return _name_readings(bare, ",", _settle_comma(scale, evidence))
    return {}


def _name_readings(bare: str, sign: str, settled: str) -> dict[str, Decimal]:
    both = {"ribuan": ungroup(bare), "desimal": as_mark(bare, sign)}
    return {"pasti": both[settled]} if settled else both


def _settle_dot(scale: int, evidence: Evidence) -> str:
    """Say what a dot before three digits is: whole rupiah have no fractions; "" where unsure."""
    speaks = evidence.dot_groups or (evidence.comma_marks and not evidence.dot_marks)
    # Whole rupiah have no fractions, so a dot in them groups.
    return "ribuan" if scale == 1 or speaks else ""


def _settle_comma(scale: int, evidence: Evidence) -> str:
    """Say what a comma before three digits is, "" where unsure."""
    if evidence.comma_groups and not evidence.comma_marks:
        return "ribuan"
    return "desimal" if evidence.dot_groups and scale > 1 else ""
