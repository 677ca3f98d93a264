"""Origin: the CSV files that a document was made from, for what travels with it or compares it.

Their texts stay in here: what a later stage counts with are the values of the Document.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renstra_doc.load.project import RawTable
    from renstra_doc.model.values import Table


@dataclass(frozen=True)
class Origin:
    """The files of a document by name, and the tables that were made of some of them."""

    # The only way from a Document back to its texts, so that no check begins to read them again.
    files: Mapping[str, RawTable] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)

    def rows_of(self, name: str) -> tuple[tuple[str, ...], ...] | None:
        """Return the header and the rows of a file as written; None where it is not there."""
        source = self.files.get(name)
        return None if source is None else (source.header, *(row.cells for row in source.rows))
