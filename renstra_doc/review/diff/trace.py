"""What a text takes from the data.

Its value in one edition, and the facts, cells and columns that it was made from.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from renstra_doc.expression.language import TAG, Evaluator, ExpressionError
from renstra_doc.expression.names import Facts, show_marked
from renstra_doc.words.numbers import NumberError

if TYPE_CHECKING:
    from collections.abc import Callable

    from renstra_doc.model import Document

# A need names what was asked for: (FACT, key), (CELL, table, row, column), (COLUMN, table, column).
Need = tuple[str, ...]
FACT, CELL, COLUMN, DESCRIPTION = "fakta", "sel", "kolom", "uraian kolom"
_FACT = re.compile(r"\bdokumen\.(\w+)")


class Tracer:
    """Evaluates the texts of one document and notes what each asked for."""

    def __init__(self, document: Document) -> None:
        """Wrap the functions that expressions may use."""
        self._needs: set[Need] = set()
        names = Facts(document).names()
        nilai = cast("Callable[[str, str, str], object]", names["nilai"])
        cacah = cast("Callable[[str, str], int]", names["cacah"])

        def trace_nilai(tabel: str, baris: str, kolom: str) -> object:
            self._needs.add((CELL, str(tabel), str(baris), str(kolom)))
            return nilai(tabel, baris, kolom)

        def trace_cacah(tabel: str, kolom: str) -> int:
            self._needs.add((COLUMN, str(tabel), str(kolom)))
            return cacah(tabel, kolom)

        self._evaluator = Evaluator(
            {**names, "nilai": trace_nilai, "cacah": trace_cacah}, show_marked
        )

    def resolve(self, text: str) -> tuple[str, frozenset[Need]]:
        """Return a text with its figures, and what it needed.

        A text that cannot be evaluated stays as it is.
        """
        # A fact is a name, not a call: nothing but the text shows that it was asked for.
        facts = {(FACT, kunci) for tag in TAG.findall(text) for kunci in _FACT.findall(tag)}
        # One evaluator serves all texts, so what an earlier one asked for is forgotten.
        self._needs.clear()
        try:
            value = self._evaluator.resolve(text)
        except (ExpressionError, NumberError):
            return text, frozenset(facts)
        return value, frozenset(self._needs | facts)
