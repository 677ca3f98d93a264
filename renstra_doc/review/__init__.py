"""Review: two editions of a document → what changed, what follows from it, and reports."""

from renstra_doc.review.diff.change import (
    BlockChange,
    BoxChange,
    CellChange,
    Change,
    ColumnChange,
    FactChange,
    Group,
    InTable,
    Kind,
    RowChange,
    TableChange,
    Where,
)
from renstra_doc.review.diff.compare import compare_documents

__all__ = [
    "BlockChange",
    "BoxChange",
    "CellChange",
    "Change",
    "ColumnChange",
    "FactChange",
    "Group",
    "InTable",
    "Kind",
    "RowChange",
    "TableChange",
    "Where",
    "compare_documents",
]
