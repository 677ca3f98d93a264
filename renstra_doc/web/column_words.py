"""Messages of the checks for the page: a column by its heading, not by its name in the data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renstra_doc.web.content import table_of
from renstra_doc.words.markup import plain_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renstra_doc.finding import Finding
    from renstra_doc.model import Document

# A name that no sentence has: `rp_2026`, `target_akhir`.
_NAME = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")


def name_columns(document: Document, finding: Finding, text: str) -> str:
    """Return a text about a finding in which the columns of its table bear their headings.

    In: `kolom rp_2026, rp_2027`. Out: `kolom “2026 > Rp”, “2027 > Rp”`.
    """
    heads = _head_columns(document, finding.place.file)
    return _NAME.sub(lambda found: heads.get(found[0], found[0]), text) if heads else text


def _head_columns(document: Document, file: str) -> Mapping[str, str]:
    table = table_of(document, file)
    if table is None:
        return {}
    heads = {
        column.kolom: " > ".join(
            " ".join(plain_text(part).split()) for part in column.judul if part
        )
        for column in table.columns
    }
    return {name: f"“{head}”" for name, head in heads.items() if head}
