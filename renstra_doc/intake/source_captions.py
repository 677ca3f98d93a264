"""Captions: `Tabel 6.2 Program dan Pendanaan` → number and title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renstra_doc.intake.source import tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

_CAPTION = re.compile(
    r"(?P<label>tabel|tabel\.)\s*(?P<number>\d+(?:[.\-]\d+)*|[A-Z](?:[.\-]\w+)*(?:\.\d+)*)\s*[.:\-\u2013]?\s*(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)


def split_caption(texts: Sequence[str]) -> tuple[str, str]:
    """Return the number and the title of what stands above a table, "" for what it does not say."""
    number, titles = "", []
    for text in texts:
        match = _CAPTION.fullmatch(tidy(text))
        if match and not number:
            number = (
                match["number"].replace("-", ".")
                if match["number"][0].isdigit()
                else match["number"]
            )
            titles += [tidy(match["title"])] if tidy(match["title"]) else []
        else:
            titles.append(tidy(text))
    return number, "\n".join(titles)


def is_caption(text: str) -> bool:
    """Return whether a paragraph is the caption of a table, or begins one."""
    # A paragraph that begins `Tabel 6.2 menunjukkan …` is longer than a caption.
    return _CAPTION.fullmatch(tidy(text)) is not None and len(text) < 300  # noqa: PLR2004 — a sentence of a paragraph is longer
