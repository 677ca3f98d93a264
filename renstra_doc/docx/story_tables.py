"""The tables of a story: rows, cells, merges (ECMA-376 Part 1, 17.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from renstra_doc.docx.elements import TRACKED
from renstra_doc.docx.property_forms import list_cell_marks
from renstra_doc.docx.relations import PartError
from renstra_doc.docx.styles import child, is_on, number, value
from renstra_doc.docx.unseen import (
    is_dark_style,
    is_hidden_row,
    judge_places,
    judge_table,
    read_fixed_height,
)
from renstra_doc.docx.word_content import WordCell, WordRow, WordTable
from renstra_doc.docx.word_letters import hide, plain, says
from renstra_doc.docx.xml import W

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from renstra_doc.docx.look_facts import Looks
    from renstra_doc.docx.property_forms import CellForm, PropertyForms
    from renstra_doc.docx.story_bounds import StoryBounds
    from renstra_doc.docx.styles import Styles
    from renstra_doc.docx.word_content import Facts, Revision, WordParagraph

    Revisions = tuple[Revision, ...]

# Word has at most 63 columns, other programs some more.
WIDEST_SPAN = 100
_TR, _TC = f"{{{W}}}tr", f"{{{W}}}tc"


@dataclass(slots=True)
class Surroundings:
    """What a paragraph stands in: a dark ground, a table of a style, a cell with its facts."""

    is_shaded: bool = False
    style: str = ""
    cell: Facts = ()


class TableHolder(Protocol):
    """The story that tables stand in: what they need of it."""

    styles: Styles
    looks: Looks | None
    forms: PropertyForms
    bounds: StoryBounds
    around: Surroundings
    strangers: list[tuple[str, str]]

    def read_blocks(
        self, parent: _Element, revisions: Revisions = ()
    ) -> tuple[WordParagraph | WordTable, ...]:
        """Return the paragraphs and tables of a cell."""

    def enter(self, node: _Element, revisions: Revisions) -> tuple[_Element, Revisions] | None:
        """Return what holds further content, with the changes that it stands under."""

    def note_revision(self, node: _Element) -> Revision:
        """Return a tracked change by its element, and keep it."""

    def note_formatting(self, look: _Element | None) -> None:
        """Keep the tracked changes of a look, by its properties."""


class StoryTableReader:
    """Reads the tables of one story, which may stand in each other."""

    def __init__(self, story: TableHolder) -> None:
        """Take the story that the tables stand in."""
        self._story = story

    def read(self, node: _Element, revisions: Revisions) -> WordTable:
        """Return a table."""
        story, styles = self._story, self._story.styles
        style = value(child(node, "tblPr"), "tblStyle")
        self._judge(node, style)
        # Put back afterwards: a table in a cell must not leave its ground to what follows it.
        outer = story.around
        is_shaded = outer.is_shaded or is_dark_style(styles, style)
        story.around = Surroundings(is_shaded, style, outer.cell)
        rows = tuple(self._rows(node, revisions))
        story.around = outer
        grid = child(node, "tblGrid")
        widths = [] if grid is None else [number(found.get(f"{{{W}}}w")) for found in grid]
        return WordTable(rows, styles.name(style), tuple(widths))

    def _judge(self, node: _Element, style: str) -> None:
        """Name what of a table's form keeps its text from being read."""
        story, look = self._story, child(node, "tblPr")
        story.bounds.check_depth(node)
        story.strangers += judge_table(look, story.styles)
        story.strangers += judge_places(look, child(node, "tblGrid"))
        if story.looks is not None:
            story.strangers += story.looks.list_conditions(style)
            # One style may hold 10.000 conditions, and 10.000 tables bear it.
            story.bounds.check_strangers(len(story.strangers))

    def _rows(self, parent: _Element, revisions: Revisions) -> Iterator[WordRow]:
        for node in parent:
            if node.tag == _TR:
                yield self._row(node, revisions)
            elif (inner := self._story.enter(node, revisions)) is not None:
                yield from self._rows(*inner)

    def _row(self, node: _Element, revisions: Revisions) -> WordRow:
        look = child(node, "trPr")
        marks = [] if look is None else [found for found in look if found.tag in TRACKED]
        self._story.note_formatting(look)
        # A row may have its table's properties otherwise (tblPrEx), the indent among them.
        self._story.strangers += judge_places(look, child(node, "tblPrEx"))
        is_hidden = is_hidden_row(look)
        if is_hidden:
            self._story.strangers.append(("baris tersembunyi", plain(node)))
        return WordRow(
            tuple(self._cells(node, revisions, read_fixed_height(look))),
            (*revisions, *map(self._story.note_revision, marks)),
            is_hidden,
            is_on(child(look, "tblHeader")),
            read_span(value(look, "gridBefore")),
        )

    def _cells(self, parent: _Element, revisions: Revisions, height: str) -> Iterator[WordCell]:
        for node in parent:
            if node.tag == _TC:
                yield self._cell(node, revisions, height)
            elif (inner := self._story.enter(node, revisions)) is not None:
                yield from self._cells(*inner, height)

    def _cell(self, node: _Element, revisions: Revisions, height: str) -> WordCell:
        story, look = self._story, child(node, "tcPr")
        form = story.forms.of_cell(look)
        story.note_formatting(look if form.is_tracked else None)
        # A cell is not wrapped in its change, as text is.
        marks = list_cell_marks(look) if form.is_tracked else ()
        found = tuple(map(story.note_revision, marks))
        outer = story.around
        story.around = self._enter_cell(look, form, outer, height)
        blocks = story.read_blocks(node, revisions)
        story.around = outer
        if form.tegak == "lanjut" and any(map(says, blocks)):
            # Word shows only the first cell of a merge: what stands in the others is not printed.
            story.strangers.append(("sel gabungan yang menyembunyikan teks", ""))
            blocks = tuple(map(hide, blocks))
        return WordCell(blocks, read_span(form.lebar) or 1, form.tegak, found)

    def _enter_cell(
        self, look: _Element | None, form: CellForm, outer: Surroundings, height: str
    ) -> Surroundings:
        # A cell that says no ground has that of the cell or box around it.
        is_shaded = form.is_dark or (outer.is_shaded and not form.has_ground)
        if self._story.looks is None:
            return Surroundings(is_shaded, outer.style)
        fixed = (("tinggi baris", height),) if height else ()
        return Surroundings(is_shaded, outer.style, (*self._story.looks.of_cell(look), *fixed))


def read_span(text: str) -> int:
    """Return how many columns a cell takes; PartError for more than any table has."""
    found = number(text)
    if not 0 <= found <= WIDEST_SPAN:
        message = f"memuat sel yang membentang {text} kolom"
        raise PartError(message)
    return found
