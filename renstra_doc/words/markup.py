r"""Inline markup of texts: `*miring*`, `**tebal**`, with `\*` and `\\` for the marks themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"\\([*\\])|(\*\*\*|\*\*|\*)")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look."""

    teks: str
    tebal: bool = False
    miring: bool = False


def parse_markup(text: str) -> tuple[Run, ...]:
    """Split a text into runs. A mark without its partner is printed as it stands.

    Nothing vanishes.
    """
    if "*" not in text and "\\" not in text:
        return (Run(text),) if text else ()
    tokens = _tokenize(text)
    paired = _pair_marks(tokens)
    return _build_runs(tokens, paired)


def plain_text(text: str) -> str:
    """Return the text as printed, without its marks."""
    return "".join(run.teks for run in parse_markup(text))


def escape_markup(text: str) -> str:
    r"""Write a plain text so that `parse_markup` gives it back as one plain run."""
    return re.sub(r"([*\\])", r"\\\1", text)


def _tokenize(text: str) -> list[tuple[bool, str]]:
    """Return (is_mark, text) in order.

    Escapes are resolved to plain text, `***` closes what was opened last first.
    """
    tokens: list[tuple[bool, str]] = []
    opened: list[str] = []
    position = 0
    for match in _TOKEN.finditer(text):
        if match.start() > position:
            tokens.append((False, text[position : match.start()]))
        if match[1]:
            tokens.append((False, match[1]))
        for mark in _split_mark(match[2] or "", opened):
            tokens.append((True, mark))
            opened.remove(mark) if mark in opened else opened.append(mark)
        position = match.end()
    if position < len(text):
        tokens.append((False, text[position:]))
    return tokens


def _split_mark(mark: str, opened: list[str]) -> tuple[str, ...]:
    if mark == "***":
        return ("*", "**") if opened and opened[-1] == "*" else ("**", "*")
    return (mark,) if mark else ()


def _pair_marks(tokens: list[tuple[bool, str]]) -> set[int]:
    """Return the positions of the marks that open or close something.

    Each is closed by the next equal mark.
    """
    paired: set[int] = set()
    opened: dict[str, int] = {}
    for position, (is_mark, mark) in enumerate(tokens):
        if not is_mark:
            continue
        if mark in opened:
            start = opened.pop(mark)
            paired |= {start, position}
            opened = {other: place for other, place in opened.items() if place < start}
        else:
            opened[mark] = position
    return paired


def _build_runs(tokens: list[tuple[bool, str]], paired: set[int]) -> tuple[Run, ...]:
    runs: list[Run] = []
    look = {"**": False, "*": False}
    for position, (_, text) in enumerate(tokens):
        if position in paired:
            look[text] = not look[text]
        elif runs and (runs[-1].tebal, runs[-1].miring) == (look["**"], look["*"]):
            runs[-1] = Run(runs[-1].teks + text, look["**"], look["*"])
        else:
            runs.append(Run(text, look["**"], look["*"]))
    return tuple(runs)
