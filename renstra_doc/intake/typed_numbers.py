"""Numbers that a person typed before a heading or an item: their form, as a sample of its first."""

from __future__ import annotations

import re
from dataclasses import dataclass

from renstra_doc.intake.source import tidy

_ROMAN = "IVXLCDM"
_CHAPTER = re.compile(
    r"(?P<word>BAB)\s+(?P<number>[IVXLC]+|\d{1,2})\b\s*[.:\u2013\u2014-]*\s*(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)
_SECTION = re.compile(
    r"(?P<number>(?:\d{1,2}|[IVX]{1,5})(?:\.\d{1,2}){1,3})(?P<dot>\.?)[\s\u00a0]+(?P<title>\S.*)",
    re.DOTALL,
)
# `1.Keputusan`, without a blank, is an item too where a capital follows.
_ITEM = re.compile(
    r"(?P<open>\(?)(?P<number>\d{1,3}|[a-z]{1,2}|[A-Z]|[ivx]{1,5}|[IVX]{1,5})(?P<close>[.)])"
    r"(?:[\s\u00a0]+|(?=[A-Z]))(?P<title>\S.*)",
    re.DOTALL,
)
_BULLET = re.compile(
    # The letter o is Word's bullet in Courier.
    r"(?P<sign>[-\u2013\u2014\u2022\u2666\u25aa\u25cf\u2756\u27a2\u00b7]|o)[\s\u00a0]+(?P<title>\S.*)",
    re.DOTALL,
)
_LETTERED = re.compile(r"(?P<letter>[A-Z])\.\s+(?P<title>\S.*)", re.DOTALL)
_LABEL = re.compile(
    r"(?P<before>\D*?)(?P<number>\d++(?:\.\d++)*+|(?<![A-Z])[A-Z]++|(?<![a-z])[a-z]++)"
    r"(?P<after>[^0-9A-Za-z]*)"
)
_SIGNS = {"\u2756": "❖", "o": "o"}


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed number: `sample` the first of its form (`1.`, `a)`, `BAB I`), its value, the rest."""

    sample: str
    value: int
    title: str
    parts: tuple[int, ...] = ()


def read_chapter(text: str) -> Typed | None:
    """Read `BAB II – Gambaran`; the title may be empty: it then stands in the next paragraph."""
    match = _CHAPTER.fullmatch(text.strip())
    if match is None:
        return None
    # A chapter is counted in one form, whichever letters were typed.
    number = match["number"].upper()
    value = int(number) if number.isdigit() else roman_value(number)
    sample = f"{match['word'].upper()} {'1' if number.isdigit() else 'I'}"
    return Typed(sample, value, tidy(match["title"]))


def read_section(text: str) -> Typed | None:
    """Read `2.1. Tugas` or `2.2.1 Hambatan`."""
    match = _SECTION.fullmatch(text.strip())
    if match is None:
        return None
    pieces = match["number"].split(".")
    # `I.2` counts in roman numbers and is no section of ours.
    if not all(piece.isdigit() for piece in pieces):
        return None
    parts = tuple(map(int, pieces))
    return Typed(
        ".".join("1" for _ in parts) + match["dot"], parts[-1], tidy(match["title"]), parts
    )


def read_lettered(text: str) -> Typed | None:
    """Read `B. Landasan Hukum`, a heading that counts in capitals: never as a roman number."""
    match = _LETTERED.fullmatch(text.strip())
    if match is None:
        return None
    return Typed("A.", ord(match["letter"]) - ord("A") + 1, tidy(match["title"]))


def read_item(text: str) -> Typed | None:
    """Read `3. Keputusan`, `b) …`, `- …`; a bullet has the value 0."""
    match = _ITEM.fullmatch(text.strip())
    if match is not None:
        number = match["number"]
        form = form_of(number)
        return Typed(
            f"{match['open']}{form}{match['close']}", value_of(number), match["title"].strip()
        )
    match = _BULLET.fullmatch(text.strip())
    return Typed(_SIGNS.get(match["sign"], "-"), 0, match["title"].strip()) if match else None


def form_of(number: str) -> str:
    """Return the first number of the form of a number: `1`, `a`, `A`, `i`, `I`."""
    if number.isdigit():
        return "1"
    # A lone c, d, l or m is a letter of a list, whatever it is in Rome.
    if set(number.upper()) <= set(_ROMAN) and number.lower() not in ("c", "d", "l", "m"):
        return "I" if number.isupper() else "i"
    return "A" if number.isupper() else "a"


def value_of(number: str) -> int:
    """Return the value of a number of any form."""
    if number.isdigit():
        return int(number)
    if form_of(number) in ("i", "I"):
        return roman_value(number.upper())
    letter = number[0].lower()
    # After z Word writes aa, bb, cc: the letter twice.
    return (len(number) - 1) * 26 + ord(letter) - ord("a") + 1


def as_letter(typed: Typed, number: str) -> Typed:
    """Return an item whose number reads as roman, read as a letter: `i.` after `h.`."""
    form = "A" if number.isupper() else "a"
    sample = re.sub(r"[iI]", form, typed.sample, count=1)
    return Typed(sample, ord(number[0].lower()) - ord("a") + 1, typed.title)


def roman_value(text: str) -> int:
    """Return the value of a roman number."""
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    total = 0
    for place, letter in enumerate(text):
        value = values.get(letter, 0)
        after = values.get(text[place + 1], 0) if place + 1 < len(text) else 0
        total += -value if value < after else value
    return total


def sample_of(label: str) -> tuple[str, int]:
    """Return the sample and the value of a label that Word counts: (`a.`, 3) for `c.`."""
    match = _LABEL.fullmatch(label.strip())
    if match is None:
        return "-", 0
    number = match["number"]
    if "." in number:
        pieces = number.split(".")
        return ".".join("1" for _ in pieces) + match["after"], int(pieces[-1])
    return f"{match['before']}{form_of(number)}{match['after']}", value_of(number)
