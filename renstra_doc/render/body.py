"""The items of a View → the body of word/document.xml.

In order: each item becomes paragraphs or a table; a landscape table opens a landscape section and
the next ordinary item closes it; headings and captions get bookmarks; the lists of contents are
written last, when all are known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from renstra_doc.docx.xml import (
    MM,
    bookmark_xml,
    field_xml,
    paragraph_xml,
    quoteattr,
    run_xml,
    runs_xml,
    twips,
    with_section,
)
from renstra_doc.finding import InputError, reading_error
from renstra_doc.place import Place
from renstra_doc.render.chart import chart_xml
from renstra_doc.render.drawing import picture_xml
from renstra_doc.render.fitting import fit_widths
from renstra_doc.render.flow import find_turned, lies
from renstra_doc.render.graph import graph_xml
from renstra_doc.render.letters import read_letters
from renstra_doc.render.listing import FIGURE, SEQUENCES, Entry, write_listing
from renstra_doc.render.table import scale_widths, table_xml, text_run
from renstra_doc.render.tree import part_tree
from renstra_doc.template.roles import (
    CAPTION,
    CHART,
    CHART_BOX,
    DICTUM_LABEL,
    FIGURE_CAPTION,
    LANDSCAPE,
    PLAIN_TABLE,
    SECTION_END,
    SOURCE,
)
from renstra_doc.view import (
    BlankItem,
    BreakItem,
    ChartItem,
    DictumItem,
    GraphItem,
    HeadingItem,
    ListingItem,
    ParagraphItem,
    PictureItem,
    SectionItem,
    SignaturesItem,
    TableItem,
    TreeItem,
)
from renstra_doc.words.marker import parse_marker
from renstra_doc.words.markup import Run, join_runs, parse_markup

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from renstra_doc.render.cell_styles import CellStyle
    from renstra_doc.render.fitting import Tight
    from renstra_doc.render.media import Resource
    from renstra_doc.template.read import Look
    from renstra_doc.view import FigureItem, Item, View

DICTUM_WIDTHS = (29.0, 5.0)
SECTION_BOOKMARK = "_Bag"
# `Tabel 4.` and `2` of a caption's label.
_NUMBERED = re.compile(r"(\w+ (?:\d{1,9}\.)*)(\d{1,9})(?![\w.]\d)")
# An exact line height, whatever style asks for it, would cut a picture.
WHOLE_LINE = '<w:spacing w:line="240" w:lineRule="auto"/>'
STYLES_PART = "word/styles.xml"
# A table that only sets texts side by side: no first row or column is a heading (17.4.55), and it
# has no title.
LAYOUT_ONLY = (
    '<w:tblLook w:val="0000" w:firstRow="0" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
    'w:noHBand="0" w:noVBand="0"/>'
)
_INNER = '<w:hyperlink w:anchor="#'
_INNER_LINK = re.compile(rf'{_INNER}([^"]*)" w:history="1">(.*?)</w:hyperlink>', re.DOTALL)
_FIRST_PAGE = re.compile(r"<w:titlePg\b[^>]*/>")
_PAGE_NUMBERS = re.compile(r"<w:pgNumType\b[^>]*/>")
_FORM, _FIRST = re.compile(r'w:fmt="(\w+)"'), re.compile(r'w:start="(\d{1,5})"')
# What stands before w:pgNumType in a w:sectPr, in schema order (17.6.17).
_BEFORE_PAGE_NUMBERS = re.compile(
    r"(<w:pgMar[^>]*/>(?:<w:paperSrc[^>]*/>)?(?:<w:pgBorders\b(?:[^>]*/>|[^>]*>.*?</w:pgBorders>))?(?:<w:lnNumType[^>]*/>)?)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class SectionStart:
    """Where a section begins and how it counts its pages (`mulai` None: the count goes on)."""

    bookmark: str
    bentuk: str
    mulai: int | None


@dataclass(frozen=True, slots=True)
class Span:
    """Which chunks of a body an item became.

    Chunks of no item part sections and tables, or are the template's.
    """

    item: Item
    start: int
    end: int


@dataclass
class Body:
    """A body before its page numbers are known.

    Finished chunks, and listings still to be written.
    """

    chunks: list[str | ListingItem] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    fixed: list[int] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    sections: list[SectionStart] = field(default_factory=list)
    tight: list[tuple[str, Tight]] = field(default_factory=list)
    last_section: str = ""
    styles: Mapping[str, str] = field(default_factory=dict)
    resources: dict[str, Resource] = field(default_factory=dict)
    cell_styles: dict[CellStyle, str] = field(default_factory=dict)
    listing_width: int = 0

    def to_xml(self, pages: Mapping[str, str]) -> str:
        """Return the body with the page number of each entry by its bookmark.

        Where none is known, an empty number.
        """
        written = [
            chunk
            if isinstance(chunk, str)
            else write_listing(chunk, self.entries, pages, self.styles)
            for chunk in self.chunks
        ]
        return "".join(written) + self.last_section

    def find_fixed(self) -> list[tuple[int, str]]:
        """Return the template's own text as XML, each with the number of items before it."""
        return [
            (sum(span.end <= number for span in self.spans), chunk)
            for number in self.fixed
            if isinstance(chunk := self.chunks[number], str)
        ]


def build_body(view: View, look: Look, list_offset: int) -> Body:
    """Write all items of a view.

    Raises InputError for a style, section or sample table the template lacks.
    """
    writer = _BodyWriter(look, list_offset, find_turned(view.items, look.sections))
    for item, following in pairwise([*view.items, None]):
        if item is not None:
            writer.write(item, following)
    return writer.finish()


class _BodyWriter:
    """Walks over the items; keeps the open section and counts bookmarks and drawings."""

    def __init__(self, look: Look, list_offset: int, turned: frozenset[str]) -> None:
        self._look = look
        self._turned = turned
        self._list_offset = list_offset
        self._body = Body(styles=look.styles)
        self._missing: dict[str, None] = {}
        self._count = 0
        self._drawings = 0
        self._base = self._open = self._default_section()
        self._form, self._start = "", None  # type: tuple[str, int | None]
        self._opened = False
        self._begun: set[str] = set()  # sections whose fixed text stands there
        self._goes_on = False  # the open section was interrupted: it has had its first page
        self._pending = ""

    def _default_section(self) -> str:
        portrait = [name for name, section in self._look.sections.items() if not section.landscape]
        return "isi" if "isi" in portrait else portrait[0]

    def write(self, item: Item, following: Item | None = None) -> None:
        makers: dict[type, Callable[..., list[str]]] = {
            HeadingItem: self._heading,
            ParagraphItem: self._paragraph,
            DictumItem: self._dictum,
            BlankItem: lambda item: [paragraph_xml(self._style(item.gaya), "")],
            ChartItem: self._chart,
            TableItem: self._table,
            PictureItem: self._picture,
            GraphItem: self._graph,
            TreeItem: self._tree,
            SignaturesItem: self._signatures,
        }
        if isinstance(item, SectionItem):
            self._start_section(item)
        elif isinstance(item, ListingItem):
            self._ensure_open("")
            if self._pending:
                self._append([paragraph_xml(self._style(SECTION_END), "")])
            self._body.chunks.append(item)
            self._body.listing_width = self._look.sections[self._open].width
            self._own(item, 1)
        elif isinstance(item, BreakItem):
            self._break(item, following)
        else:
            self._ensure_open(self._wanted(item))
            chunks = makers[type(item)](item)
            self._append(chunks)
            self._own(item, len(chunks))

    def _wanted(self, item: Item) -> str:
        """Return the section that an item asks for, "" for the one that its chapter has."""
        return LANDSCAPE if lies(item) or item.id in self._turned else ""

    def _own(self, item: Item, count: int) -> None:
        """Note that the last chunks are those of an item."""
        end = len(self._body.chunks)
        self._body.spans.append(Span(item, end - count, end))

    def _append(self, chunks: list[str]) -> None:
        """Add finished chunks; the first paragraph of a section takes the section's bookmark."""
        if chunks and chunks[0].startswith("<w:tbl>"):
            self._part_tables()
        if self._pending and chunks:
            chunks = [chunks[0].replace("</w:pPr>", f"</w:pPr>{self._pending}", 1), *chunks[1:]]
            self._pending = ""
        self._body.chunks += chunks

    def _part_tables(self) -> None:
        """Put an invisible paragraph after a table that stands last.

        Word joins two tables that touch.
        """
        last = self._body.chunks[-1] if self._body.chunks else ""
        if isinstance(last, str) and last.endswith("</w:tbl>"):
            self._body.chunks.append(paragraph_xml(self._style(SECTION_END), ""))

    def finish(self) -> Body:
        # A landscape table that stands last closes the document: no empty portrait page follows it.
        if not self._opened or self._look.sections[self._base].after:
            self._ensure_open("")
        self._append_fixed(after=True)
        self._part_tables()
        if self._pending:
            self._append([paragraph_xml(self._style(SECTION_END), "")])
        self._body.last_section = self._section_properties()
        self._body.chunks = link_references(self._body.chunks, self._body.entries)
        if self._missing:
            place = Place(self._look.name)
            hint = (
                "tambahkan di Word, atau ganti namanya di data; periksa dengan "
                "renstra template check"
            )
            raise InputError(
                reading_error(place, f"templat tidak memuat {what}", hint) for what in self._missing
            )
        return self._body

    # Sections

    def _start_section(self, item: SectionItem) -> None:
        if item.bagian not in self._look.sections:
            self._missing[f"bagian “{item.bagian}”"] = None
            return
        if self._opened:
            if self._look.sections[self._base].after:
                self._ensure_open("")
            self._close(is_last=True)
        self._base = self._open = item.bagian
        self._begun.clear()
        if item.mulai:
            marker = parse_marker(item.mulai)
            self._form, self._start = marker.bentuk, 1

    def _find_section(self, wanted: str) -> str:
        return wanted if wanted in self._look.sections else self._base

    def _ensure_open(self, wanted: str) -> None:
        target = self._find_section(wanted)
        if wanted and wanted not in self._look.sections:
            self._missing[f"bagian “{wanted}”"] = None
        if self._opened and target != self._open:
            self._close()
        if not self._opened:
            self._open, self._opened = target, True
            self._goes_on = target in self._begun
            if not self._goes_on:
                self._begun.add(target)
                self._append_fixed(after=False)
            self._pending = self._mark_section()

    def _mark_section(self) -> str:
        """Return a bookmark for where the section begins: page labels are reckoned from it."""
        name = f"{SECTION_BOOKMARK}{len(self._body.sections) + 1}"
        form, start = self._form, self._start
        if not form:
            form, start = _read_page_numbers(self._look.sections[self._open].properties)
        self._body.sections.append(SectionStart(name, form, start))
        self._count += 1
        return (
            f'<w:bookmarkStart w:id="{self._count}" w:name="{name}"/><w:bookmarkEnd '
            f'w:id="{self._count}"/>'
        )

    def _append_fixed(self, *, after: bool) -> None:
        """Append a section's fixed text: once, however often landscape pages interrupt it."""
        section = self._look.sections[self._open]
        text = section.after if after else section.before
        if text:
            self._body.fixed.append(len(self._body.chunks))
            self._body.chunks.append(text)

    def _close(self, *, is_last: bool = False) -> None:
        if is_last:
            self._append_fixed(after=True)
        properties = self._section_properties()
        last = self._body.chunks[-1]
        if isinstance(last, str) and last.startswith("<w:p>") and last.count("<w:p>") == 1:
            self._body.chunks[-1] = with_section(last, properties)
        else:
            self._body.chunks.append(
                with_section(paragraph_xml(self._style(SECTION_END), ""), properties)
            )
        self._opened, self._start = False, None

    def _section_properties(self) -> str:
        """Return the open section's w:sectPr, with the page numbers that the data asks for.

        (17.6.12) A head of its own for the first page (17.10.6) is not for where it only goes on.
        """
        properties = self._look.sections[self._open].properties
        if self._goes_on:
            properties = _FIRST_PAGE.sub("", properties)
        if not self._form:
            return properties
        start = f' w:start="{self._start}"' if self._start is not None else ""
        number = f'<w:pgNumType w:fmt="{self._form}"{start}/>'
        properties = _PAGE_NUMBERS.sub("", properties)
        return _BEFORE_PAGE_NUMBERS.sub(rf"\1{number}", properties, count=1)

    # Items

    def _style(self, name: str) -> str:
        found = self._look.styles.get(name) or self._look.styles.get(_BUILT_IN.get(name, ""))
        if found is None:
            self._missing[f"gaya “{name}”"] = None
            return name
        return found

    def _bookmark(
        self, entry_id: str, level: int, number: str, text: str, content: str, kind: str = ""
    ) -> str:
        self._count += 1
        name = f"_Toc{len(self._body.entries) + 1:08d}"
        self._body.entries.append(Entry(name, entry_id, level, number, text, kind))
        return bookmark_xml(self._count, name, content)

    def _heading(self, item: HeadingItem) -> list[str]:
        style = self._style(item.gaya or f"heading {item.tingkat}")
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
        properties = ("<w:keepNext/>" if item.lekat else "") + self._list_properties(item)
        return [paragraph_xml(self._style(item.gaya), runs_xml(item.runs), properties)]

    def _list_properties(self, item: ParagraphItem) -> str:
        if not item.daftar:
            return ""
        number = item.daftar + self._list_offset
        return f'<w:numPr><w:ilvl w:val="{item.tingkat - 1}"/><w:numId w:val="{number}"/></w:numPr>'

    def _dictum(self, item: DictumItem) -> list[str]:
        """Return a borderless table of label, colon and text.

        A row for each paragraph, so that it flows over pages.
        """
        label, colon = map(twips, DICTUM_WIDTHS)
        widths = (label, colon, self._look.sections[self._open].width - label - colon)
        style = self._style(DICTUM_LABEL)
        rows = []
        for number, paragraph in enumerate(item.paragraphs):
            head = paragraph_xml(style, text_run(item.label if not number else ""))
            mark = paragraph_xml(style, text_run(":" if not number else ""))
            cells = (head, mark, *self._paragraph(paragraph))
            rows.append(
                "<w:tr>"
                + "".join(
                    f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
                    for width, cell in zip(widths, cells, strict=True)
                )
                + "</w:tr>"
            )
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        properties = (
            f"<w:tblPr><w:tblStyle w:val={quoteattr(self._style(PLAIN_TABLE))}/><w:tblW "
            f'w:w="{sum(widths)}" '
            f'w:type="dxa"/><w:tblLayout w:type="fixed"/>{LAYOUT_ONLY}</w:tblPr>'
        )
        return [f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"]

    def _break(self, item: BreakItem, following: Item | None) -> None:
        """Break the page in the section that is open.

        Where what follows opens another, that is a new page already.
        """
        stays = following is None or self._find_section(self._wanted(following)) == self._open
        is_needed = self._opened and stays and not isinstance(following, SectionItem)
        if is_needed:
            # Not w:br: its paragraph's end stands behind the break, and a page that is just full
            # gives an empty one (Word, ONLYOFFICE).
            self._append([paragraph_xml(self._style(SECTION_END), "", "<w:pageBreakBefore/>")])
        self._own(item, int(is_needed))

    def _chart(self, item: ChartItem) -> list[str]:
        self._drawings += 1
        width = self._look.sections[self._open].width / MM
        drawing = chart_xml(item, width, self._style(CHART_BOX), self._drawings)
        return [paragraph_xml(self._style(CHART), drawing)]

    # Drawn things

    def _picture(self, item: PictureItem) -> list[str]:
        self._drawings += 1
        width = self._look.sections[self._open].width / MM
        drawing, resources = picture_xml(item, width, self._drawings)
        self._take(*resources)
        return self._figure(item, [drawing])

    def _graph(self, item: GraphItem) -> list[str]:
        self._drawings += 1
        width = self._look.sections[self._open].width / MM
        letters = read_letters(self._look.parts.get(STYLES_PART, b"<styles/>"))
        drawing, resource = graph_xml(item, width, letters, self._drawings)
        self._take(resource)
        return self._figure(item, [drawing])

    def _tree(self, item: TreeItem) -> list[str]:
        width = self._look.sections[self._open].width / MM
        drawings = []
        for boxes in part_tree(item):
            self._drawings += 1
            part = ChartItem(item.id, boxes, item.alternatif)
            drawings.append(chart_xml(part, width, self._style(CHART_BOX), self._drawings))
        return self._figure(item, drawings)

    def _take(self, *resources: Resource) -> None:
        self._body.resources |= {resource.id: resource for resource in resources}

    def _figure(self, item: FigureItem, drawings: Sequence[str]) -> list[str]:
        """Return what is drawn, each drawing in a paragraph; below them caption and source."""
        # A chain of drawings that keep together and fill more than a page gets a page for each
        # (ONLYOFFICE): only the last keeps with its caption.
        chunks = [
            paragraph_xml(self._style(item.gaya), one, '<w:keepNext w:val="0"/>' + WHOLE_LINE)
            for one in drawings[:-1]
        ]
        chunks += [paragraph_xml(self._style(item.gaya), one, WHOLE_LINE) for one in drawings[-1:]]
        caption = "\n".join(filter(None, (item.label, item.judul)))
        if caption:
            title = " ".join(join_runs(parse_markup(item.judul)).split())
            runs = caption_xml(parse_markup(caption), FIGURE)
            content = self._bookmark(item.id, 0, item.label, title, runs, FIGURE)
            chunks.append(paragraph_xml(self._style(FIGURE_CAPTION), content))
        if item.sumber:
            chunks.append(paragraph_xml(self._style(SOURCE), runs_xml(parse_markup(item.sumber))))
        return chunks

    def _signatures(self, item: SignaturesItem) -> list[str]:
        """Return two signatures as a borderless table of two cells that stays on one page."""
        width = self._look.sections[self._open].width // 2
        cells = []
        for side in (item.kiri, item.kanan):
            lines = [
                paragraph_xml(
                    self._style(line.gaya),
                    runs_xml(line.runs) if isinstance(line, ParagraphItem) else "",
                )
                for line in side
            ]
            content = "".join(lines) or paragraph_xml(self._style(SECTION_END), "")
            cells.append(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'
            )
        properties = (
            f"<w:tblPr><w:tblStyle w:val={quoteattr(self._style(PLAIN_TABLE))}/>"
            f'<w:tblW w:w="{2 * width}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f"{LAYOUT_ONLY}</w:tblPr>"
        )
        grid = f'<w:tblGrid>{f"""<w:gridCol w:w="{width}"/>""" * 2}</w:tblGrid>'
        row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"
        table = f"<w:tbl>{properties}{grid}{row}</w:tbl>"
        return [table, paragraph_xml(self._style(SECTION_END), "")]

    def _table(self, item: TableItem) -> list[str]:
        look = self._look.tables.get(item.gaya)
        if look is None:
            self._missing[f"tabel contoh “{item.gaya}”"] = None
            return []
        caption = "\n".join(filter(None, (item.label, item.judul)))
        label, title = _split_caption(join_runs(parse_markup(caption)))
        content = self._bookmark(item.id, 0, label, title, caption_xml(parse_markup(caption)))
        width = self._look.sections[self._open].width
        fit = fit_widths(item, look, scale_widths(item.lebar, width))
        self._body.tight += [(item.id, tight) for tight in fit.tight]
        table = table_xml(item, look, fit.widths, self._body.cell_styles)
        chunks = [paragraph_xml(self._style(CAPTION), content), table]
        # Two tables must not touch (Word joins them), and a table may not end a section: a
        # paragraph follows always.
        style = self._style(SOURCE) if item.sumber else self._style(SECTION_END)
        chunks.append(paragraph_xml(style, runs_xml(parse_markup(item.sumber))))
        return chunks


def _read_page_numbers(properties: str) -> tuple[str, int | None]:
    """Return the form and the first number of a section's pages, as the template gives them."""
    numbers = _PAGE_NUMBERS.search(properties)
    form, first = (pattern.search(numbers[0] if numbers else "") for pattern in (_FORM, _FIRST))
    return form[1] if form else "", int(first[1]) if first else None


def caption_xml(runs: Sequence[Run], kind: str = "") -> str:
    """Return the runs of a caption, its number as a SEQ field (17.16.5.56).

    Word lists a caption by that field. The field names its number, so updating changes none: two
    tables of one number stay so. A caption is bold by its style.
    """
    text = "".join(run.teks for run in runs[:1])
    match = _NUMBERED.match(text)
    plain = [replace(run, tebal=False) for run in runs]
    if match is None:
        return runs_xml(plain)
    number = run_xml(Run(match[2]))
    field = field_xml(f"SEQ {SEQUENCES[kind]} \\* ARABIC \\r {match[2]}", number)
    rest = [replace(plain[0], teks=text[match.end() :]), *plain[1:]]
    return run_xml(Run(match[1])) + field + runs_xml(rest)


def link_references(
    chunks: Sequence[str | ListingItem], entries: Sequence[Entry]
) -> list[str | ListingItem]:
    """Lead the links within a document to the bookmarks of what they name.

    A table comes before a heading of the same id. What is not there is no link.
    """
    names: dict[str, str] = {}
    for entry in sorted(entries, key=lambda entry: entry.key[0] == "judul"):
        names.setdefault(entry.id, entry.bookmark)

    def lead(match: re.Match[str]) -> str:
        if match[1] not in names:
            return match[2]
        return f'<w:hyperlink w:anchor="{names[match[1]]}" w:history="1">{match[2]}</w:hyperlink>'

    return [
        _INNER_LINK.sub(lead, chunk) if isinstance(chunk, str) and _INNER in chunk else chunk
        for chunk in chunks
    ]


def _split_caption(caption: str) -> tuple[str, str]:
    """Part a caption for its line in the daftar tabel: `Tabel 4.2` and all the rest."""
    line = " ".join(caption.split())
    match = re.match(r"(\w+ \d[\d.]*)(?: (.*))?$", line)
    return (match[1], match[2] or "") if match else ("", line)


# python-docx gives built-in styles their Word UI name; data and code use the file's.
_BUILT_IN = {
    "heading 1": "Heading 1",
    "heading 2": "Heading 2",
    "heading 3": "Heading 3",
    "caption": "Caption",
    "header": "Header",
    "footer": "Footer",
}
