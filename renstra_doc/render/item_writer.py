"""One item of a View → the paragraphs and tables that it becomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.docx.xml import MM, bookmark_xml, paragraph_xml, runs_xml, twips
from renstra_doc.render.captions import caption_xml, split_caption
from renstra_doc.render.chart import chart_xml
from renstra_doc.render.drawing import picture_xml
from renstra_doc.render.fitting import fit_widths
from renstra_doc.render.graph import graph_xml
from renstra_doc.render.layout_table import WHOLE_ROW, layout_table
from renstra_doc.render.letters import read_letters
from renstra_doc.render.listing import FIGURE, Entry
from renstra_doc.render.table import scale_widths, table_xml, text_run
from renstra_doc.render.tree import part_tree
from renstra_doc.template.roles import (
    CAPTION,
    CHART,
    CHART_BOX,
    DICTUM_LABEL,
    FIGURE_CAPTION,
    PLAIN_TABLE,
    SECTION_END,
    SOURCE,
)
from renstra_doc.view import (
    BlankItem,
    ChartItem,
    DictumItem,
    GraphItem,
    HeadingItem,
    ParagraphItem,
    PictureItem,
    SignaturesItem,
    TableItem,
    TreeItem,
)
from renstra_doc.words.markup import join_runs, parse_markup

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from renstra_doc.render.body_parts import Body
    from renstra_doc.render.media import Resource
    from renstra_doc.template.read import TemplateLook
    from renstra_doc.view import FigureItem, Item

    StyledItem = PictureItem | GraphItem | TreeItem

DICTUM_WIDTHS = (29.0, 5.0)
# An exact line height, whatever style asks for it, would cut a picture.
WHOLE_LINE = '<w:spacing w:line="240" w:lineRule="auto"/>'
KEEP = "<w:keepNext/>"
STYLES_PART = "word/styles.xml"


class ItemWriter:
    """Writes items in the look of a template; counts bookmarks and drawings.

    `width` is that of the text in twips, as the open section has it; `missing` what the template
    lacks.
    """

    def __init__(self, look: TemplateLook, list_offset: int, body: Body) -> None:
        """Take the look, what to add to the number of a list, the body whose entries are noted."""
        self._look = look
        self._list_offset = list_offset
        self._body = body
        self._count = 0
        self._drawings = 0
        self.width = 0
        self.missing: dict[str, None] = {}
        self._makers: dict[type, Callable[..., list[str]]] = {
            HeadingItem: self._heading,
            ParagraphItem: self._paragraph,
            DictumItem: self._dictum,
            BlankItem: self._blank,
            ChartItem: self._chart,
            TableItem: self._table,
            PictureItem: self._picture,
            GraphItem: self._graph,
            TreeItem: self._tree,
            SignaturesItem: self._signatures,
        }

    def write(self, item: Item) -> list[str]:
        """Return the chunks of an item that is printed where it stands."""
        return self._makers[type(item)](item)

    def take_number(self) -> int:
        """Return the next id of a bookmark."""
        self._count += 1
        return self._count

    def part(self) -> str:
        """Return the invisible paragraph that parts tables and sections."""
        return paragraph_xml(self.style(SECTION_END), "")

    def style(self, name: str) -> str:
        """Return the id of a style by its name; what the template lacks is noted."""
        # Noted and not raised: a person hears of all that the template lacks at once.
        found = self._look.styles.get(name) or self._look.styles.get(_BUILT_IN.get(name, ""))
        if found is None:
            self.missing[f"gaya “{name}”"] = None
            return name
        return found

    def _bookmark(
        self, entry_id: str, level: int, number: str, text: str, content: str, kind: str = ""
    ) -> str:
        # The name that Word itself gives to what its lists of contents lead to; hidden by the `_`.
        name = f"_Toc{len(self._body.entries) + 1:08d}"
        self._body.entries.append(Entry(name, entry_id, level, number, text, kind))
        return bookmark_xml(self.take_number(), name, content)

    def _heading(self, item: HeadingItem) -> list[str]:
        style = self.style(item.gaya or f"heading {item.tingkat}")
        # A title of the front matter stands in the daftar isi like a chapter; its style's outline
        # level makes Word list it too.
        if not item.tingkat:
            text = self._bookmark(item.id, 1, "", join_runs(item.runs), runs_xml(item.runs))
            return [paragraph_xml(style, text)]
        # A chapter's number stands on a line of its own, a sub-chapter's before a tab: the style
        # sets the distance.
        parting = "<w:r><w:br/></w:r>" if item.tingkat == 1 else "<w:r><w:tab/></w:r>"
        number = f"{text_run(item.nomor)}{parting}" if item.nomor else ""
        content = number + runs_xml(item.runs)
        title = join_runs(item.runs)
        text = self._bookmark(item.id, item.tingkat, item.nomor, title, content)
        return [paragraph_xml(style, text)]

    def _paragraph(self, item: ParagraphItem) -> list[str]:
        properties = (KEEP if item.lekat else "") + self._list_properties(item)
        return [paragraph_xml(self.style(item.gaya), runs_xml(item.runs), properties)]

    def _list_properties(self, item: ParagraphItem) -> str:
        if not item.daftar:
            return ""
        number = item.daftar + self._list_offset
        # ilvl counts from 0 (17.9.3).
        return f'<w:numPr><w:ilvl w:val="{item.tingkat - 1}"/><w:numId w:val="{number}"/></w:numPr>'

    def _dictum(self, item: DictumItem) -> list[str]:
        """Return a borderless table of label, colon and text.

        A row for each paragraph, so that it flows over pages.
        """
        # “Menetapkan :” and the like: label and colon stand in columns, the text wraps beside them.
        label, colon = map(twips, DICTUM_WIDTHS)
        style = self.style(DICTUM_LABEL)
        rows = [
            (
                paragraph_xml(style, text_run("" if number else item.label)),
                paragraph_xml(style, text_run("" if number else ":")),
                *self._paragraph(paragraph),
            )
            for number, paragraph in enumerate(item.paragraphs)
        ]
        widths = (label, colon, self.width - label - colon)
        return [layout_table(self.style(PLAIN_TABLE), widths, rows)]

    def _blank(self, item: BlankItem) -> list[str]:
        return [paragraph_xml(self.style(item.gaya), "")]

    def _chart(self, item: ChartItem) -> list[str]:
        self._drawings += 1
        width = self.width / MM
        drawing = chart_xml(item, width, self.style(CHART_BOX), self._drawings)
        below = self._below(item)
        return [paragraph_xml(self.style(CHART), drawing, KEEP if below else ""), *below]

    # Drawn things

    def _picture(self, item: PictureItem) -> list[str]:
        self._drawings += 1
        width = self.width / MM
        drawing, resources = picture_xml(item, width, self._drawings)
        self._take(*resources)
        return self._figure(item, [drawing])

    def _graph(self, item: GraphItem) -> list[str]:
        self._drawings += 1
        width = self.width / MM
        # A chart inherits nothing from the styles of the text around it.
        letters = read_letters(self._look.parts.get(STYLES_PART, b"<styles/>"))
        drawing, resource = graph_xml(item, width, letters, self._drawings)
        self._take(resource)
        return self._figure(item, [drawing])

    def _tree(self, item: TreeItem) -> list[str]:
        width = self.width / MM
        drawings = []
        for boxes in part_tree(item):
            self._drawings += 1
            part = ChartItem(item.id, boxes, item.alternatif)
            drawings.append(chart_xml(part, width, self.style(CHART_BOX), self._drawings))
        return self._figure(item, drawings)

    def _take(self, *resources: Resource) -> None:
        self._body.resources |= {resource.id: resource for resource in resources}

    def _figure(self, item: StyledItem, drawings: Sequence[str]) -> list[str]:
        """Return what is drawn, each drawing in a paragraph; below them caption and source."""
        # A chain of drawings that keep together and fill more than a page gets a page for each
        # (ONLYOFFICE): only the last keeps with its caption.
        chunks = [
            paragraph_xml(self.style(item.gaya), one, '<w:keepNext w:val="0"/>' + WHOLE_LINE)
            for one in drawings[:-1]
        ]
        chunks += [paragraph_xml(self.style(item.gaya), one, WHOLE_LINE) for one in drawings[-1:]]
        return [*chunks, *self._below(item)]

    def _below(self, item: FigureItem) -> list[str]:
        """Return caption and source, which stand on the page of what they are below."""
        chunks = [self._figure_caption(item)] if item.label or item.judul else []
        if item.sumber:
            chunks.append(paragraph_xml(self.style(SOURCE), runs_xml(parse_markup(item.sumber))))
        return chunks

    def _figure_caption(self, item: FigureItem) -> str:
        caption = "\n".join(filter(None, (item.label, item.judul)))
        # An entry of the list of figures is plain text on one line.
        title = " ".join(join_runs(parse_markup(item.judul)).split())
        runs = caption_xml(parse_markup(caption), FIGURE)
        content = self._bookmark(item.id, 0, item.label, title, runs, FIGURE)
        held = KEEP if item.sumber else ""
        return paragraph_xml(self.style(FIGURE_CAPTION), content, held)

    def _signatures(self, item: SignaturesItem) -> list[str]:
        """Return two signatures as a borderless table of two cells that stays on one page."""
        sides = tuple(map(self._signature, (item.kiri, item.kanan)))
        widths = (self.width // 2,) * len(sides)
        table = layout_table(self.style(PLAIN_TABLE), widths, [sides], WHOLE_ROW)
        return [table, paragraph_xml(self.style(SECTION_END), "")]

    def _signature(self, side: Sequence[ParagraphItem | BlankItem]) -> str:
        lines = [
            paragraph_xml(
                self.style(line.gaya),
                runs_xml(line.runs) if isinstance(line, ParagraphItem) else "",
            )
            for line in side
        ]
        return "".join(lines) or paragraph_xml(self.style(SECTION_END), "")

    def _table(self, item: TableItem) -> list[str]:
        look = self._look.tables.get(item.gaya)
        if look is None:
            self.missing[f"tabel contoh “{item.gaya}”"] = None
            return []
        fit = fit_widths(item, look, scale_widths(item.lebar, self.width))
        self._body.tight += [(item.id, tight) for tight in fit.tight]
        caption = self._table_caption(item)
        table = table_xml(item, look, fit.widths, self._body.cell_styles)
        # Two tables must not touch (Word joins them), and a table may not end a section: a
        # paragraph follows always.
        style = self.style(SOURCE) if item.sumber else self.style(SECTION_END)
        return [caption, table, paragraph_xml(style, runs_xml(parse_markup(item.sumber)))]

    def _table_caption(self, item: TableItem) -> str:
        runs = parse_markup("\n".join(filter(None, (item.label, item.judul))))
        label, title = split_caption(join_runs(runs))
        content = self._bookmark(item.id, 0, label, title, caption_xml(runs))
        return paragraph_xml(self.style(CAPTION), content)


# python-docx gives built-in styles their Word UI name; data and code use the file's.
_BUILT_IN = {
    "heading 1": "Heading 1",
    "heading 2": "Heading 2",
    "heading 3": "Heading 3",
    "caption": "Caption",
    "header": "Header",
    "footer": "Footer",
}
