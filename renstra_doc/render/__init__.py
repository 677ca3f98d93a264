"""Render: a View and a Word template → a .docx, the same bytes for the same input."""

from renstra_doc.render.document import Draft, render
from renstra_doc.render.package import write_atomically

__all__ = ["Draft", "render", "write_atomically"]
