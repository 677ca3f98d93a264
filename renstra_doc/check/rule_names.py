"""The names that expressions of rules may use: those of the text, and some about the text."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from renstra_doc.check.prose_text import print_blocks
from renstra_doc.expression.language import Evaluator, ExpressionError
from renstra_doc.expression.names import Facts, show_value
from renstra_doc.words.numbers import parse_tanggal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from renstra_doc.model import Document
    from renstra_doc.model.values import Block

FIGURE = r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?"
OUTSIDE = r"(?<![\w.,])"  # a figure that is no part of a longer one
LISTS = ("butir",)


def make_evaluator(document: Document) -> Evaluator:
    """Return what reckons the expressions of rules over a document."""
    return Evaluator(rule_names(document), show_value)


def rule_names(document: Document) -> Mapping[str, object]:
    """Return the names: those of the text, and `butir`, `kalimat`, `tahun`."""

    def kalimat(blok: str, kata: str) -> str:
        return find_claim(document, blok, kata)

    def butir(blok: str) -> int:
        return count_items(document, blok)

    return {**Facts(document).names(), "kalimat": kalimat, "butir": butir, "tahun": year_of}


def year_of(tanggal: str) -> str:
    """Return the year of an ISO date, as printed."""
    return str(parse_tanggal(tanggal).year)


def find_claim(document: Document, blok: str, kata: str) -> str:
    """Return the figure that stands in a block where `#` stands among the words."""
    printed = print_blocks(document).get(blok)
    if printed is None:
        message = f"blok “{blok}” tidak ada"
        raise ExpressionError(message)
    found = find_figures(printed.teks, kata)
    if not found:
        message = f"“{kata}” tidak ada dalam blok “{blok}”"
        raise ExpressionError(message)
    return found[0][0]


def find_figures(text: str, words: str) -> list[tuple[str, int, int]]:
    """Return the figures that stand in a text where `#` stands among the words, with their places.

    Blanks may be of any length.
    """
    pattern = _pattern_of(words)
    return [(match[1], *match.span(1)) for match in re.finditer(pattern, text)]


def _pattern_of(words: str) -> str:
    # Any blanks may stand between the words: printed text breaks its lines where it likes.
    before, after = (r"\s+".join(map(re.escape, part.split())) for part in words.split("#"))
    gap = r"\s*" if before else ""
    return rf"{before}{gap}{OUTSIDE}({FIGURE})(?![\w]|[.,]\d)\s*{after}"


def count_items(document: Document, blok: str) -> int:
    """Return how many items the list has that a block begins, or that follows it.

    Only the items of the first one's level count.
    """
    ids = [block.id for block in document.blocks]
    if blok not in ids:
        message = f"blok “{blok}” tidak ada"
        raise ExpressionError(message)
    at = ids.index(blok)
    levels = _list_levels(document.blocks[at if document.blocks[at].jenis in LISTS else at + 1 :])
    first = next(levels, 0)
    # An item of a higher level than the first one ends the list that was asked for.
    return int(first > 0) + sum(level == first for level in takewhile(first.__le__, levels))


def _list_levels(blocks: Iterable[Block]) -> Iterator[int]:
    """Yield the levels of the items of the next list; indented paragraphs stand within it."""
    has_begun = False
    for block in blocks:
        if block.jenis in LISTS:
            has_begun = True
            yield block.tingkat or 1
        elif has_begun and not (block.jenis == "paragraf" and block.tingkat):
            return
