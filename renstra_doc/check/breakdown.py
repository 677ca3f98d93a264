"""A count and the text beside it that breaks it down: `16 unit` = “14 unit baik, 2 unit rusak”."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import Comparison, Mention, Outcome, Ref
from renstra_doc.check.register import kind
from renstra_doc.model.rules import require_column
from renstra_doc.words.markup import plain_text
from renstra_doc.words.numbers import format_angka

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renstra_doc.model import Document
    from renstra_doc.model.rules import Rule

# Neither the 12 nor the 5 of `12,5 unit`: a piece of a number is no count.
_PART = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d{3})+|\d+)(?![\d.,]\d)\s+([^\W\d_]+)")
LEAST = 2  # one number beside another may say anything


@kind("rincian")
def check_breakdown(document: Document, rule: Rule) -> Iterator[Comparison | Mention]:
    """A count is the sum of the counts that the text beside it names, of the same unit.

    `kolom` = the counts, `acuan` = the column of texts. Texts that name fewer than two counts of
    the unit are passed over.
    """
    naming = rule.acuan.strip()
    for table in rule.select_tables(document):
        require_column(table, naming, "acuan")
        for row in rule.select_rows(table):
            for kolom in rule.select_columns(table):
                yield from _compare(rule, Ref(table, row, kolom), Ref(table, row, naming))


def _compare(rule: Rule, whole: Ref, text: Ref) -> Iterator[Comparison | Mention]:
    if whole.angka is None or not whole.satuan:
        return
    parts = [
        Decimal(number.replace(".", ""))
        for number, unit in _PART.findall(plain_text(text.teks))
        if unit.lower() == whole.satuan
    ]
    if len(parts) < LEAST:
        return
    # Counts are whole: whatever tolerance the rule has, nothing was rounded.
    total = sum(parts, Decimal(0))
    holds = total == whole.angka
    outcome = Outcome.HOLDS if holds else Outcome.DIFFERS
    shown = " + ".join(format_angka(int(part)) for part in parts)
    # Counts in a text are no cells, and a comparison without parts proves nothing: the mention
    # does.
    yield Comparison(rule, whole, (), outcome, total, f"menurut {text.kolom} {shown} =")
    yield Mention(rule, (whole.key,), holds)
