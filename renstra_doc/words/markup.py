r"""Inline markup of texts: `*miring*`, `**tebal**`, `__garis bawah__`, `^^atas^^`, `~~bawah~~`.

`[teks](https://…)` is a link, `[teks](#id)` one within the document, `^[teks]` a footnote; `\*`,
`\\`, `\_` … are the signs themselves. Where a sign stands alone or three times it is no mark: a
line to be filled in by hand (`______`) prints as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# In order: an escaped sign; a footnote; a link; a mark. Each part ends at the next bracket, so that
# a long text of brackets is read once.
_TOKEN = re.compile(
    r"\\([*\\_^~\[\]])"
    r"|\^\[((?:\\.|[^\[\]\\])+)\]"
    r"|\[((?:\\.|[^\[\]\\\n])+)\]\((https?://[^\s()<>\"]+|mailto:[^\s()<>\"]+|#[a-z0-9][a-z0-9._-]*)\)"
    r"|(\*\*\*|\*\*|\*|(?<!_)__(?!_)|(?<!\^)\^\^(?!\^)|(?<!~)~~(?!~))"
)
# Fewer signs than can be escaped: only where one would be read as a mark, so that plain texts with
# a `_` or a `[` stay legible in the CSV.
_TO_ESCAPE = re.compile(
    r"[*\\]|(?<!_)__(?!_)|(?<!\^)\^\^(?!\^)|(?<!~)~~(?!~)|\^(?=\[)|(?<!\\)\](?=\()"
)
_BRACKET = re.compile(r"(?<!\\)([\[\]])")
SIGNS = ("*", "\\", "__", "^^", "~~", "](", "^[")
_ANY_SIGN = re.compile("|".join(map(re.escape, SIGNS)))
ABOVE, BELOW = "atas", "bawah"
_TEXT, _MARK, _LINK, _NOTE = "teks", "tanda", "tautan", "kaki"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look.

    `posisi` is "atas" or "bawah" for a raised or lowered text, `tautan` what it leads to (an
    address, or `#id`); a run with `kaki` is the sign of a footnote and has no text of its own.
    """

    teks: str
    tebal: bool = False
    miring: bool = False
    posisi: str = ""
    garis: bool = False
    tautan: str = ""
    kaki: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a text: what it is, its text, and where it leads."""

    jenis: str
    teks: str
    tujuan: str = ""


def join_runs(runs: Iterable[Run]) -> str:
    """Return the bare text of runs."""
    return "".join(run.teks for run in runs)


def has_markup(text: str) -> bool:
    """Tell whether a text may hold markup: without any of the signs it is one plain run."""
    return _ANY_SIGN.search(text) is not None


def parse_markup(text: str) -> tuple[Run, ...]:
    """Split a text into runs. A mark without its partner is printed as it stands.

    Nothing vanishes.
    """
    if not has_markup(text):
        return (Run(text),) if text else ()
    tokens = _tokenize(text)
    paired = _pair_marks(tokens)
    return _build_runs(tokens, paired)


@lru_cache(maxsize=4096)  # names of rows are asked for again and again
def plain_text(text: str) -> str:
    """Return the text as printed, without its marks and the notes below the page."""
    return "".join(run.teks for run in parse_markup(text)) if has_markup(text) else text


def plain_line(text: str) -> str:
    """Return the text as printed, in one line."""
    return " ".join(plain_text(text).split())


def escape_markup(text: str) -> str:
    r"""Write a plain text so that `parse_markup` gives it back as one plain run."""
    return _TO_ESCAPE.sub(lambda match: f"\\{match[0]}", text) if has_markup(text) else text


def part_blanks(text: str) -> tuple[str, str, str]:
    """Return the blanks before a text, the text, the blanks after it: marks stand inside."""
    words = text.strip()
    head, _, tail = text.partition(words) if words else (text, "", "")
    return head, words, tail


def write_link(text: str, target: str) -> str:
    """Write a plain text as a link."""
    return f"[{_escape_all(text)}]({target})"


def write_note(text: str) -> str:
    """Write a text with markup as a footnote; brackets in it are escaped."""
    return "^[" + _BRACKET.sub(r"\\\1", text) + "]"


def _escape_all(text: str) -> str:
    return re.sub(r"([*\\_^~\[\]])", r"\\\1", text)


def _tokenize(text: str) -> list[Token]:
    """Return the pieces in order.

    Escapes are resolved to plain text, `***` closes what was opened last first.
    """
    tokens: list[Token] = []
    opened: list[str] = []
    position = 0
    for match in _TOKEN.finditer(text):
        if match.start() > position:
            tokens.append(Token(_TEXT, text[position : match.start()]))
        tokens += _read_token(match)
        for mark in _split_mark(match[5] or "", opened):
            tokens.append(Token(_MARK, mark))
            opened.remove(mark) if mark in opened else opened.append(mark)
        position = match.end()
    if position < len(text):
        tokens.append(Token(_TEXT, text[position:]))
    return tokens


def _read_token(match: re.Match[str]) -> list[Token]:
    """Return what a match is, unless it is a mark."""
    if match[1]:
        return [Token(_TEXT, match[1])]
    # In the order of the groups of _TOKEN.
    if match[2]:
        return [Token(_NOTE, match[2])]
    return [Token(_LINK, match[3], match[4])] if match[3] else []


def _split_mark(mark: str, opened: list[str]) -> tuple[str, ...]:
    if mark == "***":
        # So `***both***` and `**bold *both***` close from the inside out.
        return ("*", "**") if opened and opened[-1] == "*" else ("**", "*")
    return (mark,) if mark else ()


def _pair_marks(tokens: list[Token]) -> set[int]:
    """Return the positions of the marks that open or close something.

    Each is closed by the next equal mark.
    """
    paired: set[int] = set()
    opened: dict[str, int] = {}
    for position, token in enumerate(tokens):
        if token.jenis != _MARK:
            continue
        mark = token.teks
        if mark in opened:
            start = opened.pop(mark)
            paired |= {start, position}
            # What was opened within can no longer close outside: looks nest, as in HTML.
            opened = {other: place for other, place in opened.items() if place < start}
        else:
            opened[mark] = position
    return paired


def _build_runs(tokens: list[Token], paired: set[int]) -> tuple[Run, ...]:
    runs: list[Run] = []
    look = Run("")
    for position, token in enumerate(tokens):
        if position in paired:
            look = _turn(look, token.teks)
            continue
        for run in _runs_of(token, look):
            # An escape or a lonely mark cut the text in pieces; one look is one run in Word, too.
            if runs and _look_of(runs[-1]) == _look_of(run) and not run.kaki:
                runs[-1] = replace(run, teks=runs[-1].teks + run.teks)
            else:
                runs.append(run)
    return tuple(runs)


def _turn(look: Run, mark: str) -> Run:
    """Return the look that a mark switches on, or off."""
    if mark == "**":
        return replace(look, tebal=not look.tebal)
    if mark == "*":
        return replace(look, miring=not look.miring)
    if mark == "__":
        return replace(look, garis=not look.garis)
    wanted = ABOVE if mark == "^^" else BELOW
    return replace(look, posisi="" if look.posisi == wanted else wanted)


def _runs_of(token: Token, look: Run) -> list[Run]:
    """Return the runs of a piece in the look that is on; a link may add to it."""
    if token.jenis == _NOTE:
        return [replace(look, kaki=_without_notes(token.teks))]
    if token.jenis == _LINK:
        return [_add_look(run, look, token.tujuan) for run in _without_notes(token.teks)]
    return [replace(look, teks=token.teks)]


def _without_notes(text: str) -> tuple[Run, ...]:
    # A footnote within a footnote is not allowed (ECMA-376 17.11.14); a link takes none either.
    return tuple(run for run in parse_markup(text) if not run.kaki)


def _add_look(run: Run, look: Run, target: str) -> Run:
    return replace(
        run,
        tebal=run.tebal or look.tebal,
        miring=run.miring or look.miring,
        garis=run.garis or look.garis,
        posisi=run.posisi or look.posisi,
        tautan=target,
    )


def _look_of(run: Run) -> tuple[object, ...]:
    return (run.tebal, run.miring, run.posisi, run.garis, run.tautan, run.kaki)
