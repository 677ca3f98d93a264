"""Captions of tables with the facts that they take from the document, as the page prints them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.expression.language import Evaluator, ExpressionError
from renstra_doc.expression.names import Facts, show_value
from renstra_doc.words.numbers import NumberError

if TYPE_CHECKING:
    from renstra_doc.model import Document


def print_captions(document: Document) -> Document:
    """Return the document with the captions of its tables as printed.

    One whose expression cannot be worked out stays as written; the checks tell of it.
    """
    tables = {
        name: replace(table, judul=_print_text(document, table.judul))
        for name, table in document.tables.items()
        if "{{" in table.judul
    }
    return replace(document, tables={**document.tables, **tables}) if tables else document


def _print_text(document: Document, text: str) -> str:
    # What fails here is a finding of the checks and is told there.
    with suppress(ExpressionError, NumberError):
        return Evaluator(Facts(document).names(), show_value).resolve(text)
    return text
