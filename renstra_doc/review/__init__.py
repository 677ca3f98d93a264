"""Review: two editions of a document → what was changed, what follows, and reports."""

from renstra_doc.review.diff.change import Change, Group, Kind, What, Where
from renstra_doc.review.diff.compare import compare_documents

__all__ = ["Change", "Group", "Kind", "What", "Where", "compare_documents"]
