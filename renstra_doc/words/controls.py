"""Characters that a terminal obeys instead of showing, spelt so that a person sees them.

The name of a file or a cell may hold them: they would clear a line, turn the letters of a message
round, or forge a line that the program never said.
"""

from __future__ import annotations

import re

# C0 and C1 controls without tab and line end; the marks of UAX 9 that turn letters round; the line
# ends of Unicode that are none to a terminal.
_OBEYED = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
_CONTROL = re.compile(f"[{_OBEYED}]")
_CONTROL_OR_END = re.compile(f"[\t\n{_OBEYED}]")
# What the program itself colours a text with (ECMA-48, SGR), which it lets be.
_COLOUR = r"\x1b\[(?:[01]|3[0-7])m"
_PAINTED = re.compile(f"{_COLOUR}|([{_OBEYED}])")


def show_controls(text: str) -> str:
    """Return a text of several lines whose control characters are spelt by their number."""
    return _CONTROL.sub(_spell, text)


def show_line(text: str) -> str:
    """Return a text as one line: also its line ends and tabs are spelt."""
    return _CONTROL_OR_END.sub(_spell, text)


def show_painted(text: str) -> str:
    """Return as `show_controls` a text that has been coloured."""
    return _PAINTED.sub(lambda found: _spell(found) if found[1] else found[0], text)


def _spell(found: re.Match[str]) -> str:
    return ascii(found[0])[1:-1]
