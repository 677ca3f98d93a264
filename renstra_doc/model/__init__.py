"""Model: raw tables → a Document of frozen, typed values, each with its place.

No input or output.
"""

from renstra_doc.model.compose import compose_document
from renstra_doc.model.document import Block, Box, Cell, Column, Document, Row, Table

__all__ = ["Block", "Box", "Cell", "Column", "Document", "Row", "Table", "compose_document"]
