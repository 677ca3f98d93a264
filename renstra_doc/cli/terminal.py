"""Print in whatever letters a terminal or a file takes: cp437, cp1252 and ASCII lose no word.

A letter that the encoding lacks is written by those that every encoding has: an arrow as `->`, a
curly quote as a straight one, an accented letter without its accent, anything else by its number.
"""

from __future__ import annotations

import codecs
import os
import unicodedata
from typing import TextIO

HANDLER = "renstra"
_PLAIN = {
    "→": "->", "←": "<-", "↔": "<->", "“": '"', "”": '"', "„": '"', "\u2018": "'", "\u2019":
    "'", "–": "-", "—": "-", "−": "-", "…": "...", "×": "x", "≥": ">=", "≤": "<=", "≠": "!=",
    "≈": "~", "±": "+/-", "·": "-", "•": "*", "│": "|", "─": "-", "✓": "v", "½": "1/2",
    "\u00a0": " ", "\u202f": " ",
}  # fmt: skip


def spell_plainly(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for the letters that an encoding lacks, and where to go on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(map(_spell, missing)), error.end


def _spell(letter: str) -> str:
    if letter in _PLAIN:
        return _PLAIN[letter]
    folded = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
    return folded or letter.encode("ascii", "backslashreplace").decode()


def prepare_stream(stream: TextIO, *, is_result: bool) -> None:
    """Make a stream print every letter.

    Messages follow the terminal's encoding. A result that goes into a file or another program is
    UTF-8 as ever, unless the person has said otherwise (PYTHONIOENCODING).
    """
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is None:
        return
    codecs.register_error(HANDLER, spell_plainly)
    is_free = is_result and not stream.isatty() and "PYTHONIOENCODING" not in os.environ
    reconfigure(**({"encoding": "utf-8"} if is_free else {}), errors=HANDLER)


def takes_all(stream: TextIO) -> bool:
    """Return whether a stream has every letter."""
    return (stream.encoding or "utf-8").lower().replace("-", "").startswith("utf")
