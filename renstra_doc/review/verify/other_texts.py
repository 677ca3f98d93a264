"""Whether the drawings of a document still bear the alternative texts of the data.

Who cannot see a picture reads that text: it is content, though no page shows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.docx.relations import parse_part
from renstra_doc.render.tree import part_tree
from renstra_doc.review.verify.lines import join_blanks
from renstra_doc.view import ChartItem, GraphItem, PictureItem, TreeItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from renstra_doc.view import Item

BODY = "word/document.xml"
_PROPERTIES = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def find_other_texts(items: Iterable[Item], parts: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return each alternative text that is not the one of the data, or `hilang: …`.

    LibreOffice loses those of graphs and shapes when it saves: only of a picture a lost one is
    told. Where the document holds other drawings too (a template's), lost ones are all that shows.
    """
    wanted = list(_list_wanted(items))
    if not wanted or BODY not in parts:
        return ()
    found = list(_list_found(parts[BODY]))
    if len(found) != len(wanted):
        present = set(found)
        return tuple(
            f"hilang: {text}" for _, text, is_kept in wanted if is_kept and text not in present
        )
    return tuple(
        text or f"hilang: {other}"
        for text, (_, other, is_kept) in zip(found, wanted, strict=True)
        if text != other and (text or is_kept)
    )


def find_changed_texts(items: Iterable[Item], parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return the alternative texts that a person wrote anew, by the block that draws."""
    wanted = list(_list_wanted(items))
    found = list(_list_found(parts[BODY])) if BODY in parts else []
    # One by one: where drawings came or went, which text is whose is not known.
    if len(found) != len(wanted):
        return {}
    known = {text for _, text, _ in wanted}
    return {
        block: text
        for text, (block, _, _) in zip(found, wanted, strict=True)
        if text and text not in known
    }


def _list_wanted(items: Iterable[Item]) -> Iterator[tuple[str, str, bool]]:
    """Yield the block and the text of each drawing in order; whether every program keeps it."""
    for item in items:
        if isinstance(item, PictureItem):
            text = join_blanks(item.alternatif)
            yield item.id, text, bool(text)
        elif isinstance(item, GraphItem | ChartItem):
            yield item.id, join_blanks(item.alternatif), False
        elif isinstance(item, TreeItem):
            text = join_blanks(item.alternatif)
            yield from [(item.id, text, False)] * len(part_tree(item))


def _list_found(body: bytes) -> Iterator[str]:
    for node in parse_part(body).iter(_PROPERTIES):
        # A drawing stands twice in the file: as itself, and as what old programs show of it.
        if next(node.iterancestors(_FALLBACK), None) is None:
            yield join_blanks(node.get("descr", ""))
