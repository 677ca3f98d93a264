"""View: a Document → what is printed, as strings only.

From here on nothing is counted, added or looked up.
"""

from renstra_doc.view.items import (
    BlankItem,
    BoxView,
    BreakItem,
    ChartItem,
    DictumItem,
    FigureItem,
    GraphItem,
    GridCell,
    HeadingItem,
    Item,
    ListDefinition,
    ListingItem,
    ParagraphItem,
    PictureItem,
    SectionItem,
    SeriesView,
    SignaturesItem,
    TableItem,
    TableRow,
    TreeItem,
    View,
)
from renstra_doc.view.make_view import build_view
from renstra_doc.view.table_items import view_table

__all__ = [
    "BlankItem",
    "BoxView",
    "BreakItem",
    "ChartItem",
    "DictumItem",
    "FigureItem",
    "GraphItem",
    "GridCell",
    "HeadingItem",
    "Item",
    "ListDefinition",
    "ListingItem",
    "ParagraphItem",
    "PictureItem",
    "SectionItem",
    "SeriesView",
    "SignaturesItem",
    "TableItem",
    "TableRow",
    "TreeItem",
    "View",
    "build_view",
    "view_table",
]
