"""Render: a View and a Word template → a .docx, the same bytes for the same input."""

from renstra_doc.render.rendered import Rendered, render_view

__all__ = ["Rendered", "render_view"]
