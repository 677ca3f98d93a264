"""Something that is wrong in a template, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, Severity
from renstra_doc.place import Place

if TYPE_CHECKING:
    from renstra_doc.template.spots import Spot


@dataclass(frozen=True, slots=True)
class Slip:
    """Something wrong at a spot of the template, or (None) in the template as a whole."""

    spot: Spot | None
    message: str
    hint: str
    severity: Severity = Severity.ERROR

    def to_finding(self, file: str, page: int = 0) -> Finding:
        """Return it as a finding of the rule `templat`; the place is said in words."""
        where = [file, f"halaman {page}" if page else "", str(self.spot or "")]
        return Finding(
            "templat",
            self.message,
            Place(", ".join(filter(None, where))),
            self.severity,
            hint=self.hint,
        )
