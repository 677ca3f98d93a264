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
# click takes a stream that is called ASCII for a mistake and writes UTF-8 into it.
PLAIN_ASCII = "renstra-ascii"
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
    # Streams that tests or other programs put in their place may not know this.
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is None:
        return
    codecs.register_error(HANDLER, spell_plainly)
    codecs.register(_find_codec)
    # A file is read by other programs later, so it does not depend on the terminal of today.
    is_free = is_result and not stream.isatty() and "PYTHONIOENCODING" not in os.environ
    encoding = "utf-8" if is_free else PLAIN_ASCII if _is_ascii(stream) else None
    reconfigure(**({"encoding": encoding} if encoding else {}), errors=HANDLER)


def _is_ascii(stream: TextIO) -> bool:
    try:
        return codecs.lookup(stream.encoding or "utf-8").name == "ascii"
    except LookupError:
        return False


def _find_codec(name: str) -> codecs.CodecInfo | None:
    """Return ASCII under the name by which click lets it be."""
    # The codec is asked for by names in either spelling.
    if name.replace("_", "-") != PLAIN_ASCII:
        return None
    ascii_ = codecs.lookup("ascii")
    return codecs.CodecInfo(
        ascii_.encode,
        ascii_.decode,
        ascii_.streamreader,
        ascii_.streamwriter,
        ascii_.incrementalencoder,
        ascii_.incrementaldecoder,
        name=PLAIN_ASCII,
    )


def takes_all(stream: TextIO | None) -> bool:
    """Return whether a stream has every letter; one that is closed (`>&-`) takes nothing."""
    return stream is None or (stream.encoding or "utf-8").lower().replace("-", "").startswith("utf")
