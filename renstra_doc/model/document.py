"""A whole document as one value."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from renstra_doc.model.counting import Numbers, number_blocks
from renstra_doc.model.kept_pages import Pages
from renstra_doc.model.origin import Origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renstra_doc.finding import Finding
    from renstra_doc.model.references import Reference
    from renstra_doc.model.reviewers import ReviewComment
    from renstra_doc.model.rules import Rule
    from renstra_doc.model.succession import Succession
    from renstra_doc.model.values import Block, Box, Graph, Picture, Table
    from renstra_doc.model.waivers import Waiver
    from renstra_doc.place import Place


@dataclass(frozen=True)
class Document:
    """A whole document, as the data folder says it.

    `rule_faults` are the rules that could not be understood, `waiver_remarks` the same of the
    waivers, `comment_remarks` the comments of reviewers that are open: only the checks ask for
    them. `fact_names` is what `dokumen.csv` notes of each fact. `origin` gives the files that
    travel with a document.
    """

    dokumen: Mapping[str, str]
    blocks: tuple[Block, ...]
    tables: Mapping[str, Table]
    boxes: tuple[Box, ...] = ()
    fact_places: Mapping[str, Place] = field(default_factory=dict)
    fact_names: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    rule_faults: tuple[Finding, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    waiver_remarks: tuple[Finding, ...] = ()
    comments: tuple[ReviewComment, ...] = ()
    comment_remarks: tuple[Finding, ...] = ()
    pages: Pages = field(default_factory=Pages)
    references: Mapping[str, Reference] = field(default_factory=dict)
    successions: tuple[Succession, ...] = ()
    origin: Origin = field(default_factory=Origin)
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    graphs: Mapping[str, Graph] = field(default_factory=dict)

    @cached_property
    def numbers(self) -> Numbers:
        """The numbers of headings, tables and drawn things, and what references to them print."""
        return number_blocks(self.blocks, self.tables, self.graphs)
