"""A story: the body, a header, a note, a text box (ECMA-376 Part 1, 11.2), read as values.

The walk goes down by where an element stands: blocks, rows, cells, the inside of a paragraph, the
inside of a run. A field may begin in one paragraph and end in another, so what is open is kept for
the whole story.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.docx.drawings import (
    PICTURE,
    find_linked,
    list_boxes,
    list_other_kinds,
    list_outside,
    list_wordart,
)
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
from renstra_doc.docx.shape_places import tell_place
from renstra_doc.docx.story_fields import Fields, holds_list, list_targets
from renstra_doc.docx.story_tables import Surroundings, TableReader
from renstra_doc.docx.styles import child, is_on, number, value
from renstra_doc.docx.unseen import judge_paragraph
from renstra_doc.docx.word_content import (
    Revision,
    WordParagraph,
    WordRun,
    WordTable,
)
from renstra_doc.docx.word_letters import (
    choose_branch,
    hide,
    merge_runs,
    plain,
    read_symbol,
    read_text,
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

CONTENTS = "Table of Contents"  # LibreOffice puts a list of contents into a control
LONGEST = 500_000  # letters of a paragraph: ten times a whole chapter
_P, _TBL, _TC, _R, _T = (f"{{{W}}}{name}" for name in ("p", "tbl", "tc", "r", "t"))
_SDT = f"{{{W}}}sdt"
_BOOKMARK, _COMMENT = f"{{{W}}}bookmarkStart", f"{{{W}}}commentRangeStart"
_REFERENCE, _FIELD, _SIMPLE = (
    f"{{{W}}}{name}" for name in ("commentReference", "fldChar", "fldSimple")
)
_BREAK, _ALIGNED_TAB = f"{{{W}}}type", f"{{{W}}}ptab"
_CODE, _DELETED_CODE = f"{{{W}}}instrText", f"{{{W}}}delInstrText"
_DELETED, _SYMBOL, _RUBY = f"{{{W}}}delText", f"{{{W}}}sym", f"{{{W}}}ruby"
_CHOICES = f"{{{COMPATIBILITY}}}AlternateContent"
_LINK = f"{{{W}}}hyperlink"
_NOTES = frozenset({f"{{{W}}}footnoteReference", f"{{{W}}}endnoteReference"})
_FORMULAS = frozenset({f"{{{MATH}}}oMath", f"{{{MATH}}}oMathPara"})
_NAME, _ID, _KIND = f"{{{W}}}name", f"{{{W}}}id", f"{{{W}}}fldCharType"
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
        self.styles, self._labels, self.looks = styles, labels, looks
        self.around = Surroundings()
        self._tables = TableReader(self)
        self._targets: Mapping[str, Relation] = {found.id: found for found in relations}
        self._fields = Fields()
        self._bookmarks: list[str] = []
        self._comments: list[str] = []
        self._seen: set[str] = set()
        self._usual: dict[tuple[str, str, Revisions], WordRun] = {}
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
                yield self._tables.read(node, revisions)
            elif (inner := self.enter(node, revisions)) is not None:
                yield from self._blocks(*inner)

    def enter(self, node: _Element, revisions: Revisions) -> tuple[_Element, Revisions] | None:
        """Return what holds further content, with the changes that it stands under.

        What is no holder is noted: a bookmark, the start of a comment, or a stranger.
        """
        if node.tag in REVERSED:
            self.strangers.append((name_element(node.tag), plain(node)))
        if node.tag in HOLDERS or node.tag in REVERSED:
            return node, revisions
        if node.tag == _SDT:
            return self._control(node, revisions)
        if node.tag in TRACKED:
            return node, (*revisions, self.note_revision(node))
        if node.tag == _CHOICES:
            chosen = self._choose(node)
            return None if chosen is None else (chosen, revisions)
        if node.tag == _BOOKMARK:
            self._bookmarks.append(node.get(_NAME, ""))
        elif node.tag == _COMMENT:
            self._note_comment(node)
        elif node.tag not in SILENT:
            self.strangers.append((name_element(node.tag), plain(node)))
        return None

    def _control(self, node: _Element, revisions: Revisions) -> tuple[_Element, Revisions] | None:
        look = child(node, "sdtPr")
        if child(look, "dataBinding") is not None:
            self.strangers.append(("kontrol isian yang terikat data lain", plain(node)))
        elif value(child(look, "docPartObj"), "docPartGallery") != CONTENTS or not holds_list(node):
            self.strangers.append(("kontrol isian", ""))
        content = child(node, "sdtContent")
        return None if content is None else (content, revisions)

    def _choose(self, node: _Element) -> _Element | None:
        """Return the branch of a choice that Word shows (ECMA-376 Part 3, 7.6)."""
        chosen, is_same = choose_branch(node)
        is_drawing = chosen is not None and all(inner.tag in PICTURES for inner in chosen)
        if not is_same or not is_drawing:
            self.strangers.append((name_element(node.tag), plain(node)))
        return chosen

    def note_revision(self, node: _Element) -> Revision:
        """Return a tracked change by its element, and keep it."""
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

    # Paragraphs

    def _paragraph(self, node: _Element, revisions: Revisions) -> WordParagraph:
        look = child(node, "pPr")
        style = self.styles.paragraph_style(look)
        label, level = self._labels.of(node) if self._labels is not None else ("", 0)
        outer = self.styles.paragraph_property(look, style, "outlineLvl")
        indent = self.styles.paragraph_property(look, style, "ind")
        mark = child(look, "rPr")
        marks = [] if mark is None else [found for found in mark if found.tag in TRACKED]
        tanda = (*revisions, *map(self.note_revision, marks))
        self.note_formatting(look)
        self.note_formatting(mark)
        self.strangers += judge_paragraph(node, style, self.styles)
        before = len(self.boxes)
        runs = tuple(merge_runs(self._inline(node, revisions, style)))
        if sum(len(run.teks) for run in runs) > LONGEST:
            message = f"memuat satu paragraf yang lebih panjang dari {LONGEST} huruf"
            raise PartError(message)
        paragraph = WordParagraph(
            runs=runs,
            gaya=self.styles.name(style),
            label=label,
            tingkat=level,
            kerangka=number(outer.get(f"{{{W}}}val")) + 1 if outer is not None else 0,
            takuk=_indent(indent),
            rata=value(look, "jc"),
            tanda=tanda,
            bookmarks=tuple(self._bookmarks),
            komentar=tuple(self._comments),
            tautan=list_targets(node),
            halaman_baru=is_on(child(look, "pageBreakBefore")),
            rupa=self._facts_of(node, style),
            kotak=tuple(self.boxes[before:]),
        )
        self._bookmarks, self._comments = [], []
        return paragraph

    def _facts_of(self, node: _Element, style: str) -> Facts:
        if self.looks is None:
            return ()
        level = self._labels.definition(node) if self._labels is not None else None
        found = self.looks.of_paragraph(child(node, "pPr"), style, level)
        return (*found, *self.around.cell)

    def note_formatting(self, look: _Element | None) -> None:
        """Keep the tracked changes of a look, by its properties."""
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
                self.strangers.append((name_element(node.tag), plain(node)))
                yield WordRun(plain(node), perubahan=revisions)
            elif (inner := self.enter(node, revisions)) is not None:
                yield from self._inline(*inner, style)

    def _judge_link(self, node: _Element) -> None:
        relation = self._targets.get(node.get(f"{{{OFFICE}}}id", ""))
        if relation is not None and relation.luar:
            self.strangers.append(("tautan ke luar", relation.target))

    # Runs

    def _run(self, node: _Element, revisions: Revisions, style: str) -> Iterator[WordRun]:
        look = child(node, "rPr")
        self.note_formatting(look)
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
        key = (style, self.around.style, revisions)
        if look is None and key in self._usual:
            return self._usual[key]
        found = WordRun(
            "",
            tebal=is_on(child(look, "b")),
            miring=is_on(child(look, "i")),
            lenyap=self.styles.is_switched(look, style, "vanish"),
            coret=any(self.styles.is_switched(look, style, name) for name in ("strike", "dstrike")),
            perubahan=revisions,
            rupa=self.looks.of_run(look, style, self.around.style) if self.looks else (),
        )
        if look is None:
            self._usual[key] = found
        return found

    def _judge_look(self, look: _Element | None, style: str, said: str, *, is_hidden: bool) -> None:
        if is_hidden:
            self.strangers.append(("teks tersembunyi", said))
            return
        fault = self.styles.find_unreadable(look, style, is_shaded=self.around.is_shaded)
        if fault:
            self.strangers.append((fault, said))

    def _piece(self, node: _Element) -> tuple[str, str]:
        """Return the text of a child of a run, and the part of the picture that it shows."""
        tag = node.tag
        if tag == _T:
            return read_text(node), ""
        if tag in SIGNS:
            self._judge_sign(node)
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

    def _judge_sign(self, node: _Element) -> None:
        """Name what moves the rest of a line or, in a cell, of a page: no text of the data does."""
        kind = node.get(_BREAK, "textWrapping")
        if node.tag == _ALIGNED_TAB:
            self.strangers.append(("tab perataan (ptab)", ""))
        elif kind != "textWrapping" and next(node.iterancestors(_TC), None) is not None:
            self.strangers.append((f"pemenggal halaman atau kolom ({kind})", ""))

    def _stranger(self, node: _Element) -> str:
        """Name what is not known inside a run; out: the text that it shows nevertheless."""
        if node.tag in SILENT:
            return ""
        if node.tag == _SYMBOL:
            text = read_symbol(node)
        elif node.tag in _NOTES:
            text = ""
        else:
            text = plain(node)
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
        for box, is_hidden in list_boxes(node):
            self._read_box(box, is_hidden=is_hidden)
        if local(node.tag) == "object":
            self.strangers.append((name_element(node.tag), ""))
        kinds = (f"gambar jenis lain ({kind})" for kind in list_other_kinds(node))
        self.strangers += ((kind, plain(node)) for kind in kinds)
        self.strangers += (("bentuk di luar gambarnya", text) for text in list_outside(node))
        self.strangers += (("tulisan seni (WordArt)", text) for text in list_wordart(node))
        return PICTURE, find_linked(node, self._targets)

    def _read_box(self, box: _Element, *, is_hidden: bool) -> None:
        inner = Story(self.styles, None, tuple(self._targets.values()), self.looks)
        inner.around.is_shaded = True  # a box may be filled with any colour
        inner.around.cell = tell_place(box) if self.looks is not None else ()
        blocks = inner.read_blocks(box)
        self.strangers += inner.strangers
        self.revisions.update(inner.revisions)
        found = tuple(hide(block) if is_hidden else block for block in blocks)
        self.boxes.append(tuple(block for block in found if isinstance(block, WordParagraph)))
        self.boxes += inner.boxes

    def list_fields(self) -> list[tuple[str, str]]:
        """Return the fields of the story that are not known, as strangers."""
        return [
            (f"bidang {field.jenis}", field.kode)
            for field in self._fields.found
            if not field.is_known
        ]


def _indent(node: _Element | None) -> int:
    if node is None:
        return 0
    return number(node.get(f"{{{W}}}left") or node.get(f"{{{W}}}start"))
