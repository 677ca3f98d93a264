"""Marked-up texts as a reader finds them: without marks, with the notes below the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.words.markup import parse_markup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from renstra_doc.words.markup import Run


def read_text(text: str) -> str:
    """Return a marked-up text as a reader finds it, each footnote where its sign stands."""
    return read_runs(parse_markup(text))


def read_runs(runs: Iterable[Run]) -> str:
    """Return runs as a reader finds them, each footnote in brackets."""
    return "".join(
        f" (catatan kaki: {read_runs(run.kaki)})" if run.kaki else run.teks for run in runs
    )
