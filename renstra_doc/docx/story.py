"""A story: the body, a header, a note, a text box (ECMA-376 Part 1, 11.2), read as values.

The walk goes down by where an element stands: blocks, rows, cells, the inside of a paragraph, the
inside of a run. A field may begin in one paragraph and end in another, so what is open is kept for
the whole story.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.docx.elements import (
    COMPATIBILITY,
    HOLDERS,
    MATH,
    PICTURES,
    REVERSED,
    SIGNS,
    SILENT,
    TRACKED,
    local,
    name_element,
)
from renstra_doc.docx.relations import OFFICE, PartError
from renstra_doc.docx.story_fields import Fields
from renstra_doc.docx.styles import child, is_dark, is_on, number, value
from renstra_doc.docx.word_content import (
    Revision,
    WordCell,
    WordParagraph,
    WordRow,
    WordRun,
    WordTable,
)
from renstra_doc.docx.xml import W

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.etree import _Element

    from renstra_doc.docx.labels import Labels
    from renstra_doc.docx.look_facts import Looks
    from renstra_doc.docx.relations import Relation
    from renstra_doc.docx.styles import Styles

    Revisions = tuple[Revision, ...]
    Facts = tuple[tuple[str, str], ...]

PICTURE = "[gambar]"
CONTENTS = "Table of Contents"  # LibreOffice puts a list of contents into a control
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
PRIVATE, LOST = (0xF000, 0xF100), "\ufffd"
# Word has at most 63 columns, other programs some more.
WIDEST_SPAN = 200
LONGEST = 500_000  # letters of a paragraph: ten times a whole chapter
LOWEST_ROW, LOWEST_LINE, WIDEST_INDENT = 60, 60, 8000
_P, _TBL, _TR, _TC, _R, _T = (f"{{{W}}}{name}" for name in ("p", "tbl", "tr", "tc", "r", "t"))
_SDT, _BOX = f"{{{W}}}sdt", f"{{{W}}}txbxContent"
_BOOKMARK, _COMMENT = f"{{{W}}}bookmarkStart", f"{{{W}}}commentRangeStart"
_REFERENCE, _FIELD, _SIMPLE = (
    f"{{{W}}}{name}" for name in ("commentReference", "fldChar", "fldSimple")
)
_CODE, _DELETED_CODE = f"{{{W}}}instrText", f"{{{W}}}delInstrText"
_DELETED, _SYMBOL, _RUBY = f"{{{W}}}delText", f"{{{W}}}sym", f"{{{W}}}ruby"
_WORDART = "{urn:schemas-microsoft-com:vml}textpath"
_CHOICES = f"{{{COMPATIBILITY}}}AlternateContent"
_LINK = f"{{{W}}}hyperlink"
_NOTES = frozenset({f"{{{W}}}footnoteReference", f"{{{W}}}endnoteReference"})
_FORMULAS = frozenset({f"{{{MATH}}}oMath", f"{{{MATH}}}oMathPara"})
_NAME, _ID, _KIND = f"{{{W}}}name", f"{{{W}}}id", f"{{{W}}}fldCharType"
# What later versions of Word understand of a choice; of any other the fallback is shown.
_UNDERSTOOD = (
    "http://schemas.microsoft.com/office/word/",
    "http://schemas.microsoft.com/office/drawing/",
    "http://schemas.openxmlformats.org/",
)
_DRAWN = ("wordprocessingShape", "wordprocessingGroup", "wordprocessingCanvas", "picture")
_FORMATTING = (
    "rPrChange",
    "pPrChange",
    "tblPrChange",
    "trPrChange",
    "tcPrChange",
    "sectPrChange",
    "numberingChange",
    "tblGridChange",
)


class Story:
    """Reads one story. `boxes`, `strangers` and `revisions` are what it met on its way."""

    def __init__(
        self,
        styles: Styles,
        labels: Labels | None,
        relations: Sequence[Relation] = (),
        looks: Looks | None = None,
    ) -> None:
        """Take styles and numbers, the relationships of the part, and what looks are told by."""
        self._styles, self._labels, self._looks = styles, labels, looks
        self._table_style = ""
        self._cell_facts: Facts = ()
        self._row_height: Facts = ()
        self._targets: Mapping[str, Relation] = {found.id: found for found in relations}
        self._fields = Fields()
        self._bookmarks: list[str] = []
        self._comments: list[str] = []
        self._seen: set[str] = set()
        self._usual: dict[tuple[str, str, Revisions], WordRun] = {}
        self._is_shaded = False
        self.boxes: list[tuple[WordParagraph, ...]] = []
        self.strangers: list[tuple[str, str]] = []
        self.revisions: dict[Revision, None] = {}

    # Blocks

    def read_blocks(
        self, parent: _Element, revisions: Revisions = ()
    ) -> tuple[WordParagraph | WordTable, ...]:
        """Return the paragraphs and tables of a body, a cell, a header, a note."""
        return tuple(self._blocks(parent, revisions))

    def _blocks(
        self, parent: _Element, revisions: Revisions
    ) -> Iterator[WordParagraph | WordTable]:
        for node in parent:
            if node.tag == _P:
                yield self._paragraph(node, revisions)
            elif node.tag == _TBL:
                yield self._table(node, revisions)
            elif (inner := self._enter(node, revisions)) is not None:
                yield from self._blocks(*inner)

    def _enter(self, node: _Element, revisions: Revisions) -> tuple[_Element, Revisions] | None:
        """Return what holds further content, with the changes that it stands under.

        What is no holder is noted: a bookmark, the start of a comment, or a stranger.
        """
        if node.tag in REVERSED:
            self.strangers.append((name_element(node.tag), _plain(node)))
        if node.tag in HOLDERS or node.tag in REVERSED:
            return node, revisions
        if node.tag == _SDT:
            return self._control(node, revisions)
        if node.tag in TRACKED:
            return node, (*revisions, self._revision(node))
        if node.tag == _CHOICES:
            chosen = self._choose(node)
            return None if chosen is None else (chosen, revisions)
        if node.tag == _BOOKMARK:
            self._bookmarks.append(node.get(_NAME, ""))
        elif node.tag == _COMMENT:
            self._note_comment(node)
        elif node.tag not in SILENT:
            self.strangers.append((name_element(node.tag), _plain(node)))
        return None

    def _control(self, node: _Element, revisions: Revisions) -> tuple[_Element, Revisions] | None:
        look = child(node, "sdtPr")
        if child(look, "dataBinding") is not None:
            self.strangers.append(("kontrol isian yang terikat data lain", _plain(node)))
        elif value(child(look, "docPartObj"), "docPartGallery") != CONTENTS:
            self.strangers.append(("kontrol isian", ""))
        content = child(node, "sdtContent")
        return None if content is None else (content, revisions)

    def _choose(self, node: _Element) -> _Element | None:
        """Return the branch of a choice that Word shows (ECMA-376 Part 3, 7.6)."""
        choices = [branch for branch in node if local(branch.tag) == "Choice"]
        fallback = next((branch for branch in node if local(branch.tag) == "Fallback"), None)
        chosen = next((branch for branch in choices if _is_understood(branch)), fallback)
        words = {tuple(sorted(_words(branch))) for branch in (*choices, fallback)}
        is_drawing = chosen is not None and all(inner.tag in PICTURES for inner in chosen)
        if len(words - {()}) > 1 or not is_drawing:
            self.strangers.append((name_element(node.tag), _plain(node)))
        return chosen

    def _revision(self, node: _Element) -> Revision:
        found = Revision(
            local(node.tag), node.get(f"{{{W}}}author", ""), node.get(f"{{{W}}}date", "")
        )
        self.revisions[found] = None
        return found

    def _note_comment(self, node: _Element) -> None:
        key = node.get(_ID, "")
        if key not in self._seen:
            self._seen.add(key)
            self._comments.append(key)

    # Tables

    def _table(self, node: _Element, revisions: Revisions) -> WordTable:
        look = child(node, "tblPr")
        style = value(look, "tblStyle")
        for name, told in (
            ("bidiVisual", "tabel dari kanan ke kiri"),
            ("tblpPr", "tabel yang mengambang"),
        ):
            found = child(look, name)
            if found is not None and (name == "tblpPr" or is_on(found)):
                self.strangers.append((told, ""))
        hidden = [other for other in self._styles.chain(style) if _hides(other)]
        if hidden:
            self.strangers.append(("gaya tabel yang menyembunyikan teks", self._styles.name(style)))
        if self._looks is not None:
            self.strangers += self._looks.list_conditions(style)
        was_shaded = self._is_shaded
        self._is_shaded = was_shaded or any(
            is_dark(shading)
            for other in self._styles.chain(style)
            for shading in other.iter(f"{{{W}}}shd")
        )
        outer, self._table_style = self._table_style, style
        rows = tuple(self._rows(node, revisions))
        self._is_shaded, self._table_style = was_shaded, outer
        grid = child(node, "tblGrid")
        widths = [] if grid is None else [number(found.get(f"{{{W}}}w")) for found in grid]
        return WordTable(rows, self._styles.name(style), tuple(widths))

    def _rows(self, parent: _Element, revisions: Revisions) -> Iterator[WordRow]:
        for node in parent:
            if node.tag == _TR:
                yield self._row(node, revisions)
            elif (inner := self._enter(node, revisions)) is not None:
                yield from self._rows(*inner)

    def _row(self, node: _Element, revisions: Revisions) -> WordRow:
        look = child(node, "trPr")
        marks = [] if look is None else [found for found in look if found.tag in TRACKED]
        self._note_formatting(look)
        height = child(look, "trHeight")
        is_flat = (
            height is not None
            and height.get(f"{{{W}}}hRule") == "exact"
            and number(height.get(f"{{{W}}}val")) < LOWEST_ROW
        )
        is_hidden = is_flat or is_on(child(look, "hidden"))
        if is_hidden:
            self.strangers.append(("baris tersembunyi", _plain(node)))
        self._row_height = (
            (("tinggi baris", value(look, "trHeight")),)
            if height is not None and height.get(f"{{{W}}}hRule") == "exact"
            else ()
        )
        return WordRow(
            tuple(self._cells(node, revisions)),
            (*revisions, *map(self._revision, marks)),
            is_hidden,
            is_on(child(look, "tblHeader")),
            _span(value(look, "gridBefore")),
        )

    def _cells(self, parent: _Element, revisions: Revisions) -> Iterator[WordCell]:
        for node in parent:
            if node.tag == _TC:
                yield self._cell(node, revisions)
            elif (inner := self._enter(node, revisions)) is not None:
                yield from self._cells(*inner)

    def _cell(self, node: _Element, revisions: Revisions) -> WordCell:
        look = child(node, "tcPr")
        self._note_formatting(look)
        merge = child(look, "vMerge")
        tegak = (
            "" if merge is None else "mulai" if merge.get(f"{{{W}}}val") == "restart" else "lanjut"
        )
        if value(look, "hMerge") == "continue":
            tegak = "lanjut"
        marks = [] if look is None else [found for found in look if local(found.tag) in _CELL_MARKS]
        found = tuple(self._revision(mark) for mark in marks)
        shading = child(look, "shd")
        was_shaded = self._is_shaded
        self._is_shaded = is_dark(shading) or (was_shaded and shading is None)
        outer = self._cell_facts
        self._cell_facts = (
            (*self._looks.of_cell(look), *self._row_height) if self._looks is not None else ()
        )
        blocks = self.read_blocks(node, revisions)
        self._is_shaded, self._cell_facts = was_shaded, outer
        if tegak == "lanjut" and any(_says(block) for block in blocks):
            # Word shows only the first cell of a merge: what stands in the others is not printed.
            self.strangers.append(("sel gabungan yang menyembunyikan teks", ""))
            blocks = tuple(_hide(block) for block in blocks)
        return WordCell(blocks, _span(value(look, "gridSpan")) or 1, tegak, found)

    # Paragraphs

    def _paragraph(self, node: _Element, revisions: Revisions) -> WordParagraph:
        look = child(node, "pPr")
        style = self._styles.paragraph_style(look)
        label, level = self._labels.of(node) if self._labels is not None else ("", 0)
        outer = self._styles.paragraph_property(look, style, "outlineLvl")
        indent = self._styles.paragraph_property(look, style, "ind")
        mark = child(look, "rPr")
        marks = [] if mark is None else [found for found in mark if found.tag in TRACKED]
        tanda = (*revisions, *map(self._revision, marks))
        self._note_formatting(look)
        self._note_formatting(mark)
        self._judge_paragraph(node, style)
        runs = tuple(_merge(self._inline(node, revisions, style)))
        if sum(len(run.teks) for run in runs) > LONGEST:
            message = f"memuat satu paragraf yang lebih panjang dari {LONGEST} huruf"
            raise PartError(message)
        paragraph = WordParagraph(
            runs=runs,
            gaya=self._styles.name(style),
            label=label,
            tingkat=level,
            kerangka=number(outer.get(f"{{{W}}}val")) + 1 if outer is not None else 0,
            takuk=_indent(indent),
            rata=value(look, "jc"),
            tanda=tanda,
            bookmarks=tuple(self._bookmarks),
            komentar=tuple(self._comments),
            halaman_baru=is_on(child(look, "pageBreakBefore")),
            rupa=self._facts_of(node, style),
        )
        self._bookmarks, self._comments = [], []
        return paragraph

    def _facts_of(self, node: _Element, style: str) -> Facts:
        if self._looks is None:
            return ()
        level = self._labels.definition(node) if self._labels is not None else None
        found = self._looks.of_paragraph(child(node, "pPr"), style, level)
        return (*found, *self._cell_facts)

    def _judge_paragraph(self, node: _Element, style: str) -> None:
        """Note what of a paragraph's own form keeps its text from being read where it stands."""
        look = child(node, "pPr")
        frame, spacing, indent = (
            self._styles.paragraph_property(look, style, name)
            for name in ("framePr", "spacing", "ind")
        )
        is_flat = spacing is not None and (
            spacing.get(f"{{{W}}}lineRule") == "exact"
            and number(spacing.get(f"{{{W}}}line")) < LOWEST_LINE
        )
        is_outside = indent is not None and any(
            abs(number(str(found))) > WIDEST_INDENT for found in indent.attrib.values()
        )
        faults = {
            "bingkai": frame is not None,
            "teks yang tidak terlihat di halaman": is_flat or is_outside,
            "tanda paragraf tersembunyi": is_on(child(child(look, "rPr"), "vanish")),
        }
        found = [name for name, is_so in faults.items() if is_so]
        text = _plain(node) if found else ""
        self.strangers += [(name, text) for name in found if text]

    def _note_formatting(self, look: _Element | None) -> None:
        for found in () if look is None else look:
            if local(found.tag) in _FORMATTING:
                self.revisions[
                    Revision(
                        "format", found.get(f"{{{W}}}author", ""), found.get(f"{{{W}}}date", "")
                    )
                ] = None

    def _inline(self, parent: _Element, revisions: Revisions, style: str) -> Iterator[WordRun]:
        for node in parent:
            if node.tag == _R:
                yield from self._run(node, revisions, style)
            elif node.tag == _LINK:
                self._judge_link(node)
                yield from self._inline(node, revisions, style)
            elif node.tag == _SIMPLE:
                found = list(self._inline(node, revisions, style))
                result = "".join(run.teks for run in found)
                kind = self._fields.note(node.get(f"{{{W}}}instr", ""), result)
                yield from (replace(run, bidang=run.bidang or kind) for run in found)
            elif node.tag in _FORMULAS:
                self.strangers.append((name_element(node.tag), _plain(node)))
                yield WordRun(_plain(node), perubahan=revisions)
            elif (inner := self._enter(node, revisions)) is not None:
                yield from self._inline(*inner, style)

    def _judge_link(self, node: _Element) -> None:
        relation = self._targets.get(node.get(f"{{{OFFICE}}}id", ""))
        if relation is not None and relation.luar:
            self.strangers.append(("tautan ke luar", relation.target))

    # Runs

    def _run(self, node: _Element, revisions: Revisions, style: str) -> Iterator[WordRun]:
        look = child(node, "rPr")
        self._note_formatting(look)
        usual = self._usual_run(look, style, revisions)
        said = ""
        for piece in node:
            text, picture = self._piece(piece)
            if (text or picture) and self._fields.shows_result():
                said += text
                self._fields.show(text)
                yield replace(usual, teks=text, gambar=picture, bidang=self._fields.kind())
        if said.strip():
            self._judge_look(look, style, said, is_hidden=usual.lenyap)

    def _usual_run(self, look: _Element | None, style: str, revisions: Revisions) -> WordRun:
        """Return a run without its text; most runs have no look of their own, and are one."""
        key = (style, self._table_style, revisions)
        if look is None and key in self._usual:
            return self._usual[key]
        found = WordRun(
            "",
            tebal=is_on(child(look, "b")),
            miring=is_on(child(look, "i")),
            lenyap=self._styles.is_switched(look, style, "vanish"),
            coret=any(
                self._styles.is_switched(look, style, name) for name in ("strike", "dstrike")
            ),
            perubahan=revisions,
            rupa=self._looks.of_run(look, style, self._table_style) if self._looks else (),
        )
        if look is None:
            self._usual[key] = found
        return found

    def _judge_look(self, look: _Element | None, style: str, said: str, *, is_hidden: bool) -> None:
        if is_hidden:
            self.strangers.append(("teks tersembunyi", said))
            return
        fault = self._styles.find_unreadable(look, style, is_shaded=self._is_shaded)
        if fault:
            self.strangers.append((fault, said))

    def _piece(self, node: _Element) -> tuple[str, str]:
        """Return the text of a child of a run, and the part of the picture that it shows."""
        tag = node.tag
        if tag == _T:
            text = node.text or ""
            return (text if _keeps_blanks(node) else text.strip(" \t\r\n")), ""
        if tag in SIGNS:
            return SIGNS[str(tag)], ""
        if tag == _FIELD:
            self._fields.step(node.get(_KIND, ""))
        elif tag in (_CODE, _DELETED_CODE):
            self._fields.add(node.text or "")
        elif tag == _DELETED:
            return node.text or "", ""
        elif tag == _REFERENCE:
            self._note_comment(node)
        elif tag in PICTURES:
            return self._picture(node)
        elif tag == _CHOICES:
            return self._choice(node)
        else:
            return self._stranger(node), ""
        return "", ""

    def _stranger(self, node: _Element) -> str:
        """Name what is not known inside a run; out: the text that it shows nevertheless."""
        if node.tag in SILENT:
            return ""
        if node.tag == _SYMBOL:
            text = _symbol(node)
        elif node.tag in _NOTES:
            text = ""
        else:
            text = _plain(node)
        is_note = node.tag in _NOTES
        self.strangers.append((name_element(node.tag), "" if is_note else text))
        return text if node.tag in (_SYMBOL, _RUBY) else ""

    def _choice(self, node: _Element) -> tuple[str, str]:
        chosen = self._choose(node)
        if chosen is None:
            return "", ""
        pieces = [self._piece(inner) for inner in chosen]
        return "".join(text for text, _ in pieces), next((name for _, name in pieces if name), "")

    def _picture(self, node: _Element) -> tuple[str, str]:
        for box in node.iter(_BOX):
            if not _is_inside(box, node, "Fallback"):
                self._read_box(box, is_hidden=_is_hidden_shape(box))
        if local(node.tag) == "object":
            self.strangers.append((name_element(node.tag), ""))
        for data in node.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"):
            kind = data.get("uri", "").rsplit("/", 1)[-1]
            if kind not in _DRAWN:
                self.strangers.append((f"gambar jenis lain ({kind})", _plain(node)))
        for letters in node.iter(_WORDART):
            text = " ".join((letters.get("string") or "").split())
            if text:
                self.strangers.append(("tulisan seni (WordArt)", text))
        names = [
            self._targets[str(target)].target
            for found in node.iter()
            for key, target in found.attrib.items()
            if str(key).startswith(f"{{{OFFICE}}}") and str(target) in self._targets
        ]
        return PICTURE, next(iter(names), PICTURE)

    def _read_box(self, box: _Element, *, is_hidden: bool) -> None:
        inner = Story(self._styles, None, tuple(self._targets.values()), self._looks)
        inner._is_shaded = True  # a box may be filled with any colour
        blocks = inner.read_blocks(box)
        self.strangers += inner.strangers
        self.revisions.update(inner.revisions)
        found = tuple(_hide(block) if is_hidden else block for block in blocks)
        self.boxes.append(tuple(block for block in found if isinstance(block, WordParagraph)))
        self.boxes += inner.boxes

    def list_fields(self) -> list[tuple[str, str]]:
        """Return the fields of the story that are not known, as strangers."""
        return [
            (f"bidang {field.jenis}", field.kode)
            for field in self._fields.found
            if not field.is_known
        ]


_CELL_MARKS = frozenset({"cellIns", "cellDel", "cellMerge"})


def _is_understood(branch: _Element) -> bool:
    names = (branch.nsmap.get(prefix) or "" for prefix in (branch.get("Requires") or "").split())
    return all(name.startswith(_UNDERSTOOD) for name in names)


def _plain(node: _Element | None) -> str:
    """Return all text inside an element, blanks joined."""
    if node is None:
        return ""
    texts = (found.text or "" for found in node.iter() if local(found.tag) in ("t", "delText"))
    return " ".join("".join(texts).split())


def _words(node: _Element | None) -> list[str]:
    """Return the words inside an element; dashes that only part them are none."""
    texts = [] if node is None else [found.text or "" for found in node.iter(_T)]
    return [word for word in " ".join(texts).split() if word.strip("—–-")]


def _symbol(node: _Element) -> str:
    """Return a symbol as a letter; those of symbol fonts stand in the private area (17.3.3.30)."""
    try:
        code = int(node.get(f"{{{W}}}char", "0"), 16)
    except ValueError:
        return LOST
    letter = code - PRIVATE[0] if code in range(*PRIVATE) else code
    return chr(letter) if letter in range(1, 0xD800) else LOST


def _keeps_blanks(node: _Element) -> bool:
    return node.get(SPACE) == "preserve" or node.getroottree().getroot().get(SPACE) == "preserve"


def _indent(node: _Element | None) -> int:
    if node is None:
        return 0
    return number(node.get(f"{{{W}}}left") or node.get(f"{{{W}}}start"))


def _span(text: str) -> int:
    """Return how many columns a cell takes; PartError for more than any table has."""
    found = number(text)
    if not 0 <= found <= WIDEST_SPAN:
        message = f"memuat sel yang membentang {text} kolom"
        raise PartError(message)
    return found


def _hides(style: _Element) -> bool:
    return any(is_on(found) for found in style.iter(f"{{{W}}}vanish"))


def _is_inside(node: _Element, top: _Element, name: str) -> bool:
    for parent in node.iterancestors():
        if local(parent.tag) == name:
            return True
        if parent is top:
            return False
    return False


def _is_hidden_shape(box: _Element) -> bool:
    for parent in box.iterancestors():
        if local(parent.tag) in ("inline", "anchor"):
            return any(
                local(found.tag) == "docPr" and found.get("hidden") in ("1", "true")
                for found in parent
            )
        if "visibility:hidden" in (parent.get("style") or "").replace(" ", ""):
            return True
    return False


def _says(block: WordParagraph | WordTable) -> bool:
    if isinstance(block, WordParagraph):
        return bool(block.text().strip())
    return any(_says(inner) for row in block.rows for cell in row.cells for inner in cell.blocks)


def _hide(block: WordParagraph | WordTable) -> WordParagraph | WordTable:
    """Return some content as not printed."""
    if isinstance(block, WordParagraph):
        return replace(block, runs=tuple(replace(run, lenyap=True) for run in block.runs))
    return WordTable((), block.gaya, block.lebar)


def _merge(runs: Iterator[WordRun]) -> Iterator[WordRun]:
    """Join neighbours of one look: programs cut a text into runs as they please."""
    look: WordRun | None = None
    texts: list[str] = []
    for run in runs:
        bare = replace(run, teks="")
        if look is not None and (bare != look or run.gambar):
            yield replace(look, teks="".join(texts))
            texts = []
        look = bare
        texts.append(run.teks)
    if look is not None:
        yield replace(look, teks="".join(texts))
