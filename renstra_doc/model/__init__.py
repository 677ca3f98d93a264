"""Model: raw tables → a Document of frozen, typed values, each with its place.

No input or output.
"""

from renstra_doc.model.compose import compose_document, compose_partly
from renstra_doc.model.document import Document
from renstra_doc.model.references import Reference
from renstra_doc.model.rules import Rule, RuleError
from renstra_doc.model.values import Block, Box, Cell, Column, Row, Table
from renstra_doc.model.waivers import Waiver

__all__ = [
    "Block",
    "Box",
    "Cell",
    "Column",
    "Document",
    "Reference",
    "Row",
    "Rule",
    "RuleError",
    "Table",
    "Waiver",
    "compose_document",
    "compose_partly",
]
