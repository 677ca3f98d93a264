"""A whole document as one value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renstra_doc.model.origin import Origin
from renstra_doc.model.pages import Pages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renstra_doc.finding import Finding
    from renstra_doc.model.references import Reference
    from renstra_doc.model.rules import Rule
    from renstra_doc.model.values import Block, Box, Table
    from renstra_doc.model.waivers import Waiver
    from renstra_doc.place import Place


@dataclass(frozen=True)
class Document:
    """A whole document, as the data folder says it.

    `rule_faults` are the rules that could not be understood, `waiver_remarks` the same of the
    waivers: only the checks ask for them. `origin` gives the files that travel with a document.
    """

    dokumen: Mapping[str, str]
    blocks: tuple[Block, ...]
    tables: Mapping[str, Table]
    boxes: tuple[Box, ...] = ()
    fact_places: Mapping[str, Place] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    rule_faults: tuple[Finding, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    waiver_remarks: tuple[Finding, ...] = ()
    pages: Pages = field(default_factory=Pages)
    references: Mapping[str, Reference] = field(default_factory=dict)
    origin: Origin = field(default_factory=Origin)
