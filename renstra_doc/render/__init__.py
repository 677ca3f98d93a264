"""Render: a View and a Word template → a .docx, the same bytes for the same input."""

from renstra_doc.render.rendered import Draft, render_view

__all__ = ["Draft", "render_view"]
