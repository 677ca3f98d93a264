"""Targets as people write them → canonical cells, or a doubt with their readings."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.intake.cell_print import date_parts, is_fraction
from renstra_doc.intake.reading import (
    COMMAED,
    DASHES,
    DATES,
    DOTTED,
    FRACTIONS,
    MOST_DIGITS,
    NO_NUMBER,
    NO_RESULT,
    PERCENTS,
    THOUSANDS,
    Evidence,
    Reading,
    as_mark,
    ask_plain,
    read_nothing,
    sure_number,
    ungroup,
)
from renstra_doc.intake.source import DATE, NUMBER, tidy

if TYPE_CHECKING:
    from renstra_doc.intake.source import SourceCell

_DASH = "[-\u2010-\u2014\u2212]"
PERCENT_WORDS = frozenset(
    {"%", "persen", "persentase", "prosen", "prosentase", "persen (%)", "(%)"}
)
# Units that only say what kind of figure it is: the figure is printed without them.
BARE_WORDS = frozenset(
    {"indeks", "nilai", "angka", "skor", "predikat", "kategori", "opini", "rasio", "-", "index"}
)
# Of these, those that say of what kind the figure is: kept where its indicator does not say it.
KEPT_WORDS = frozenset({"indeks", "index", "nilai", "skor"})
_BARE = re.compile(r"-?\d+(?:\.\d+)?")
_NUMBER = r"\d[\d.,]*(?<![.,])|\d"
_SIGNED = rf"-?(?:{_NUMBER})"
_TO = rf"\s*(?:{_DASH}|s\s*+(?:\.\s*+)?(?:/\s*+)?d\s*+\.?|sampai(?:\s+dengan)?|hingga)\s*"
_UNIT = r"[^\W\d_][^\d,;:<>=()*]*(?:[23²³](?!\d))?"
_TAIL = rf"\s*(?P<unit>%|{_UNIT})?"
# A blank is asked for at one place only: two that may both take it are quadratic.
_RANGE = re.compile(
    rf"(?P<a>{_SIGNED})(?:\s*(?P<mid>%))?{_TO}(?P<b>{_SIGNED}){_TAIL}", re.IGNORECASE
)
_QUANTITY = re.compile(rf"(?P<a>{_SIGNED}){_TAIL}", re.IGNORECASE)
_BOUNDS = (
    (r">=|≥|=>|min(?:imal|imum)?\b\.?|paling sedikit|sekurang-kurangnya|setidaknya", ">="),
    (r"<=|≤|=<|ma(?:ks|x)(?:imal|imum)?\b\.?|paling banyak|setinggi-tingginya", "<="),
    (r">|lebih dari|di ?atas", ">"),
    (r"<|kurang dari|di ?bawah", "<"),
    (r"±|\+/-|\+-|sekitar|kurang lebih|kira-kira", "±"),
)
_BOUND = [
    (re.compile(rf"(?:{words})\s*(?P<rest>.+)", re.IGNORECASE), sign) for words, sign in _BOUNDS
]
_RATIO = re.compile(rf"(?P<a>{_NUMBER})\s*:\s*(?P<b>{_NUMBER})")
_PART = re.compile(rf"(?P<a>\d{{1,18}})\s*(?:/|dari)\s*(?P<b>\d{{1,18}}){_TAIL}", re.IGNORECASE)
_DATED = re.compile(
    r"(?P<rest>.+?)(?<!\s)\s*\(\s*(?:(?:tahun|thn?\.?)\s*)?(?P<year>(?:19|20)\d\d)\s*\)",
    re.IGNORECASE,
)
_GRADED = re.compile(rf"(?P<grade>[A-Za-z]{{1,4}}[+-]?)\s*\(\s*(?P<a>{_SIGNED})\s*\)")
_VALUED = re.compile(rf"(?P<a>{_SIGNED})\s*\(\s*(?P<grade>[A-Za-z]{{1,4}}[+-]?)\s*\)")
_STARRED = re.compile(r"(?P<rest>.*[\d%])\s*(?P<stars>\*+)")
_BRACKETED = re.compile(r"\((?P<rest>\d[^()]*)\)")
_MINUS = re.compile(rf"{_DASH}\s*(?=\d)")
# An error of a spreadsheet that came along as text, by a CSV or a paste.
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|NUM!|NULL!|DIV/0!)")
# of these it may be a share (3/4), of others it counts parts (3/12)
SMALL_PARTS = frozenset({2, 3, 4, 5, 8, 10})


def read_target(cell: SourceCell, unit: str = "", evidence: Evidence | None = None) -> Reading:
    """Return a target as the data write it; `unit` is what a column of units says for its row."""
    nothing = read_nothing(cell)
    if nothing is not None:
        return nothing
    if cell.kind == DATE:
        return _ask_date(cell)
    if cell.kind == NUMBER and cell.number is not None:
        return _read_shown(cell, cell.number, unit)
    text = tidy(cell.text)
    if not text or text in DASHES:
        return Reading("-" if text else "")
    if _ERROR.fullmatch(text):
        return ask_plain(NO_RESULT)
    return _read_written(text, unit, evidence or Evidence())


def _ask_date(cell: SourceCell) -> Reading:
    """Offer what a person may have typed before a spreadsheet made a date or a time of it."""
    parts = date_parts(cell)
    if parts is None:
        return Reading(doubt=DATES, options=(("teks", cell.plain), ("kosong", "")))
    first, second, is_time = parts
    if is_time:
        return Reading(doubt=DATES, options=(("rasio", f"{first} : {second}"), ("kosong", "")))
    both = (("hari-bulan", f"{first}-{second}"), ("bulan-hari", f"{second}-{first}"))
    return Reading(doubt=DATES, options=(*both, ("kosong", "")))


def _read_shown(cell: SourceCell, number: Decimal, unit: str) -> Reading:
    if is_fraction(cell.format) and _decimals(number) > 3:  # noqa: PLR2004 — thirds and sevenths
        rounded = write_number(number.quantize(Decimal("0.01")))
        return Reading(doubt=FRACTIONS, options=(("desimal", rounded), ("kosong", "")))
    own = cell.unit or unit
    # 0,96 beside `persen` may be 96 % as stored, or just under one percent.
    if not cell.unit and is_percent(unit) and 0 < number <= 1:
        return _ask_percent(number)
    return Reading(_with_unit(write_number(number), own), number)


def _ask_percent(number: Decimal) -> Reading:
    whole = number * 100
    times = write_number(whole.normalize() if whole % 1 else whole.quantize(Decimal(1)))
    options = (("kali-100", f"{_plain(times)}%"), ("apa-adanya", f"{write_number(number)}%"))
    return Reading(doubt=PERCENTS, options=options)


def _plain(text: str) -> str:
    return f"{Decimal(text):f}"


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def write_number(number: Decimal) -> str:
    """Return a number in canonical spelling; `1.125` gets a zero, else it reads as a thousand."""
    text = f"{number:f}"
    return f"{text}0" if re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", text) else text


def is_percent(unit: str) -> bool:
    """Return whether a unit says percent."""
    return unit.lower().strip(" .") in PERCENT_WORDS


def _with_unit(text: str, unit: str) -> str:
    plain = tidy(unit)
    if is_percent(plain):
        return f"{text}%"
    return text if not plain or plain.lower() in BARE_WORDS else f"{text} {plain}"


def keep_word(reading: Reading, unit: str, beside: str) -> Reading:
    """Return a figure with a unit such as `indeks` where nothing else in its row says the word."""
    word = tidy(unit).lower()
    if word not in KEPT_WORDS or word in beside.lower():
        return reading
    options = tuple((name, _with_word(text, word)) for name, text in reading.options)
    return replace(reading, text=_with_word(reading.text, word), options=options)


def _with_word(text: str, word: str) -> str:
    return f"{text} {word}" if _BARE.fullmatch(text) else text


def _read_written(text: str, unit: str, evidence: Evidence) -> Reading:
    """Return a written target: the first form that fits."""
    # From the form with most signs to the plain figure, which would fit all of them.
    forms = (_read_dated, _read_starred, _read_bounded, _read_range, _read_ratio, _read_part,
             _read_grade, _read_brackets, _read_quantity)  # fmt: skip
    for form in forms:
        found = form(text, unit, evidence)
        if found is not None:
            return found
    return Reading(text)


def _wrap(inner: Reading, before: str, after: str) -> Reading:
    options = tuple(
        (name, f"{before}{value}{after}" if value else "") for name, value in inner.options
    )
    return replace(
        inner, text=f"{before}{inner.text}{after}" if inner.text else "", options=options
    )


def _read_dated(text: str, unit: str, evidence: Evidence) -> Reading | None:
    match = _DATED.fullmatch(text)
    if match is None:
        return None
    return _wrap(_read_written(match["rest"], unit, evidence), "", f" ({match['year']})")


def _read_starred(text: str, unit: str, evidence: Evidence) -> Reading | None:
    match = _STARRED.fullmatch(text)
    if match is None:
        return None
    return _wrap(_read_written(match["rest"], unit, evidence), "", match["stars"])


def _read_bounded(text: str, unit: str, evidence: Evidence) -> Reading | None:
    for pattern, sign in _BOUND:
        match = pattern.fullmatch(text)
        # Words go on with a number, or they bound nothing.
        if match and match["rest"][:1].isdigit():
            return _wrap(_read_written(match["rest"], unit, evidence), sign, "")
    return None


def _read_range(text: str, unit: str, evidence: Evidence) -> Reading | None:
    # A minus has many shapes, and a range may begin with one.
    match = _RANGE.fullmatch(_MINUS.sub("-", text) if text[:1] in DASHES else text)
    if match is None:
        return None
    own = tidy(match["unit"] or match["mid"] or unit)
    first, second = (_figure(match[name], own, evidence) for name in ("a", "b"))
    return _combine(first, second, "-", own)


def _combine(first: Reading, second: Reading, sign: str, unit: str) -> Reading:
    if first.doubt or second.doubt:
        names = [name for name, _ in first.options or second.options]
        options = tuple(
            (name, _with_unit(f"{_pick(first, name)}{sign}{_pick(second, name)}", unit))
            for name in names
        )
        return Reading(doubt=first.doubt or second.doubt, options=options)
    return Reading(_with_unit(f"{first.text}{sign}{second.text}", unit))


def _pick(reading: Reading, name: str) -> str:
    return dict(reading.options).get(name, reading.text)


def _read_ratio(text: str, _unit: str, evidence: Evidence) -> Reading | None:
    match = _RATIO.fullmatch(text)
    if match is None:
        return None
    # As if counted: in `1 : 1.250` the dot groups.
    first, second = (_figure(match[name], "orang", evidence) for name in ("a", "b"))
    return _combine(first, second, " : ", "")


def _read_part(text: str, _unit: str, _evidence: Evidence) -> Reading | None:
    match = _PART.fullmatch(text)
    if match is None:
        return None
    whole, part = int(match["b"]), int(match["a"])
    if match["unit"] or (whole in SMALL_PARTS and part < whole):
        tail = match["unit"] or ""
        decimal = Decimal(part) / Decimal(whole) if whole else Decimal(0)
        shown = _with_unit(write_number(decimal.quantize(Decimal("0.01")).normalize()), tail)
        options = (("desimal", shown), ("teks", tidy(text)))
        return Reading(doubt=FRACTIONS, options=options)
    return Reading(f"{part}/{whole}")


def _read_grade(text: str, _unit: str, evidence: Evidence) -> Reading | None:
    match = _GRADED.fullmatch(text)
    if match:
        # As if percent: behind a grade a comma is a mark (`BB (70,125)`).
        return _wrap(_figure(match["a"], "%", evidence), f"{match['grade']} (", ")")
    match = _VALUED.fullmatch(text)
    if match is None:
        return None
    return _wrap(_figure(match["a"], "%", evidence), "", f" ({match['grade']})")


def _read_brackets(text: str, unit: str, evidence: Evidence) -> Reading | None:
    match = _BRACKETED.fullmatch(text)
    if match is None:
        return None
    inner = _read_quantity(match["rest"], unit, evidence)
    # Brackets stand for a minus, as accountants write it.
    return None if inner is None else _wrap(replace(inner, number=None), "-", "")


def _read_quantity(text: str, unit: str, evidence: Evidence) -> Reading | None:
    match = _QUANTITY.fullmatch(_MINUS.sub("-", text) if text[:1] in DASHES else text)
    if match is None:
        return None
    typed = tidy(match["unit"] or "")
    own = typed or tidy(unit)
    kept = f" {typed}" if typed.lower() in BARE_WORDS else ""  # what the cell says stays
    found = _figure(match["a"], own, evidence)
    if not typed and is_percent(own) and found.number is not None and 0 < found.number < 1:
        return _ask_percent(found.number)  # `0,6` typed beside `60`, as a number of Excel is
    return _add_unit(found, own, kept)


def _add_unit(reading: Reading, unit: str, kept: str = "") -> Reading:
    options = tuple((name, _with_unit(value, unit) + kept) for name, value in reading.options)
    text = _with_unit(reading.text, unit) + kept if reading.text else ""
    return replace(reading, text=text, options=options)


def _figure(text: str, unit: str, evidence: Evidence) -> Reading:
    """Return a bare figure: what is sure, what unit and column settle, else both readings."""
    sign, bare = ("-", text[1:]) if text.startswith("-") else ("", text)
    sure = sure_number(bare)
    if sure is not None:
        return _signed(sure, sign)
    if len(bare) > MOST_DIGITS or not (DOTTED.fullmatch(bare) or COMMAED.fullmatch(bare)):
        return Reading(doubt=NO_NUMBER, options=(("teks", tidy(text)), ("kosong", "")))
    grouped, mark = ungroup(bare), as_mark(bare, "." if "." in bare else ",")
    if _is_settled(bare, unit, evidence):
        return _signed(mark if "," in bare else grouped, sign)
    options = (("ribuan", _signed(grouped, sign).text), ("desimal", _signed(mark, sign).text))
    return Reading(doubt=THOUSANDS, options=options)


def _is_settled(bare: str, unit: str, evidence: Evidence) -> bool:
    """Return whether three digits after a sign read one way: `1.250 buah`, `2,125 %`."""
    if "," in bare:
        return is_percent(unit) and not evidence.comma_groups
    # What is counted has no fractions, so `1.250 buah` is above a thousand.
    counts = bool(unit) and not is_percent(unit) and unit.lower() not in BARE_WORDS
    return (counts and not evidence.dot_marks) or evidence.dot_groups


def _signed(number: Decimal, sign: str) -> Reading:
    value = -number if sign and number else number
    return Reading(write_number(value), value)
