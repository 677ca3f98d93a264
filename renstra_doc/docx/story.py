"""A story: the body, a header, a note, a text box (ECMA-376 Part 1, 11.2), read as values.

The walk goes down by where an element stands: blocks, rows, cells, the inside of a paragraph, the
inside of a run. A field may begin in one paragraph and end in another, so what is open is kept for
the whole story.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from renstra_doc.docx.drawings import PICTURE, find_linked, list_boxes, list_unusual
from renstra_doc.docx.elements import (
    COMPATIBILITY,
    FORMATTING,
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
from renstra_doc.docx.property_forms import PropertyForms
from renstra_doc.docx.relations import OFFICE
from renstra_doc.docx.run_forms import RunForms
from renstra_doc.docx.run_signs import judge_sign, name_stranger, show_stranger
from renstra_doc.docx.shape_places import tell_place
from renstra_doc.docx.story_bounds import StoryBounds
from renstra_doc.docx.story_fields import Fields, judge_control, list_targets
from renstra_doc.docx.story_tables import StoryTableReader, Surroundings
from renstra_doc.docx.styles import child
from renstra_doc.docx.unseen import judge_paragraph
from renstra_doc.docx.word_content import (
    Revision,
    WordParagraph,
    WordRun,
    WordTable,
    iter_paragraphs,
)
from renstra_doc.docx.word_letters import (
    choose_branch,
    hide,
    hide_all,
    merge_runs,
    plain,
    read_text,
)
from renstra_doc.docx.xml import W

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.etree import _Element

    from renstra_doc.docx.labels import Labels
    from renstra_doc.docx.look_facts import Looks
    from renstra_doc.docx.property_forms import ParagraphForm
    from renstra_doc.docx.relations import Relation
    from renstra_doc.docx.run_forms import Form
    from renstra_doc.docx.styles import Styles

    Revisions = tuple[Revision, ...]
    Facts = tuple[tuple[str, str], ...]

_P, _TBL, _R, _T = (f"{{{W}}}{name}" for name in ("p", "tbl", "r", "t"))
_SDT = f"{{{W}}}sdt"
_BOOKMARK, _COMMENT = f"{{{W}}}bookmarkStart", f"{{{W}}}commentRangeStart"
_REFERENCE, _FIELD, _SIMPLE = (
    f"{{{W}}}{name}" for name in ("commentReference", "fldChar", "fldSimple")
)
_CODE, _DELETED_CODE = f"{{{W}}}instrText", f"{{{W}}}delInstrText"
_DELETED = f"{{{W}}}delText"
_CHOICES = f"{{{COMPATIBILITY}}}AlternateContent"
_LINK = f"{{{W}}}hyperlink"
_FORMULAS = frozenset({f"{{{MATH}}}oMath", f"{{{MATH}}}oMathPara"})
_NAME, _ID, _KIND = f"{{{W}}}name", f"{{{W}}}id", f"{{{W}}}fldCharType"


class Story:
    """Reads one story.

    `fields`, `boxes`, `strangers` and `revisions` are what it met on its way.
    """

    boxes: list[tuple[WordParagraph, ...]]
    strangers: list[tuple[str, str]]
    revisions: dict[Revision, None]
    _bookmarks: list[str]
    _comments: list[str]
    _seen: set[str]

    def __init__(
        self,
        styles: Styles,
        labels: Labels | None,
        relations: Sequence[Relation] = (),
        looks: Looks | None = None,
        forms: PropertyForms | None = None,
    ) -> None:
        """Take styles and numbers, the relationships of the part, and what looks are told by.

        `forms`: what was read of properties in another story of the document.
        """
        self.styles, self._labels, self.looks = styles, labels, looks
        self.forms = forms or PropertyForms(styles)
        self.around = Surroundings()
        self._tables = StoryTableReader(self)
        self._targets: Mapping[str, Relation] = {found.id: found for found in relations}
        self.fields = Fields()
        self._bookmarks, self._comments, self._seen = [], [], set()
        self._runs = RunForms(styles, looks)
        self.bounds = StoryBounds()
        self.boxes, self.strangers, self.revisions = [], [], {}

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
        if node.tag in HOLDERS or node.tag in REVERSED:
            # Read as it is stored, and named: the page shows its letters the other way round.
            if node.tag in REVERSED:
                self.bounds.check_depth(node)
                self._tell(node)
            return node, revisions
        if node.tag == _SDT:
            return self._control(node, revisions)
        if node.tag in TRACKED:
            self.bounds.check_changes(len(revisions) + 1)
            return node, (*revisions, self.note_revision(node))
        if node.tag == _CHOICES:
            chosen = self._choose(node)
            return None if chosen is None else (chosen, revisions)
        self._note(node)
        return None

    def _note(self, node: _Element) -> None:
        if node.tag == _BOOKMARK:
            self._bookmarks.append(node.get(_NAME, ""))
        elif node.tag == _COMMENT:
            self._note_comment(node)
        elif node.tag not in SILENT:
            self._tell(node)

    def _tell(self, node: _Element) -> None:
        """Name an element that is not known, with the text in it."""
        self._name((name_element(node.tag), plain(node)))

    def _name(self, stranger: tuple[str, str]) -> None:
        self.strangers.append(stranger)
        self.bounds.check_strangers(len(self.strangers))

    def _control(self, node: _Element, revisions: Revisions) -> tuple[_Element, Revisions] | None:
        self.bounds.check_depth(node)
        self.strangers += judge_control(node)
        content = child(node, "sdtContent")
        return None if content is None else (content, revisions)

    def _choose(self, node: _Element) -> _Element | None:
        """Return the branch of a choice that Word shows (ECMA-376 Part 3, 7.6)."""
        self.bounds.check_depth(node)
        chosen, is_same = choose_branch(node)
        # Only a drawing is usually written twice; any other choice is shown by some programs.
        is_drawing = chosen is not None and all(inner.tag in PICTURES for inner in chosen)
        if not is_same or not is_drawing:
            self._tell(node)
        return chosen

    def note_revision(self, node: _Element, kind: str = "") -> Revision:
        """Return a tracked change by its element, and keep it."""
        names = (node.get(f"{{{W}}}{name}", "") for name in ("author", "date"))
        author, date = map(self.bounds.check_name, names)
        found = Revision(kind or local(node.tag), author, date)
        # A dict and not a set: the order in which they were met is that of the report.
        self.revisions[found] = None
        self.bounds.check_revisions(len(self.revisions))
        return found

    def _note_comment(self, node: _Element) -> None:
        key = node.get(_ID, "")
        # A comment is named at its start and at its sign (17.13.4): the first counts.
        if key not in self._seen:
            self._seen.add(key)
            self._comments.append(key)

    # Paragraphs

    def _paragraph(self, node: _Element, revisions: Revisions) -> WordParagraph:
        look = child(node, "pPr")
        form = self.forms.of_paragraph(look)
        mark = self._read_mark(look, revisions) if form.is_tracked else revisions
        self.strangers += judge_paragraph(node, form.faults)
        # Boxes are gathered for the whole story: those from here on hang on this paragraph.
        before, runs = len(self.boxes), self._read_runs(node, revisions, form.gaya)
        found = self._show_paragraph(node, form, runs, mark)
        # Only now: what stood between the last paragraph and this one belongs to this one.
        self._bookmarks, self._comments = [], []
        kotak = tuple(self.boxes[before:])
        return replace(found, kotak=kotak) if kotak else found

    def _show_paragraph(
        self, node: _Element, form: ParagraphForm, runs: tuple[WordRun, ...], mark: Revisions
    ) -> WordParagraph:
        label, level = self._labels.of(node) if self._labels is not None else ("", 0)
        return WordParagraph(
            runs=runs,
            gaya=form.nama,
            label=label,
            tingkat=level,
            kerangka=form.kerangka,
            takuk=form.takuk,
            rata=form.rata,
            tanda=mark,
            bookmarks=tuple(self._bookmarks),
            komentar=tuple(self._comments),
            tautan=list_targets(node),
            halaman_baru=form.halaman_baru,
            rupa=self._facts_of(node, form),
        )

    def _read_mark(self, look: _Element | None, revisions: Revisions) -> Revisions:
        """Return the changes under which the mark of a paragraph stands (17.13.5)."""
        mark = child(look, "rPr")
        found = [inner for inner in mark if inner.tag in TRACKED] if mark is not None else []
        tracked = tuple(map(self.note_revision, found))
        self.note_formatting(look)
        self.note_formatting(mark)
        return (*revisions, *tracked)

    def _read_runs(self, node: _Element, revisions: Revisions, style: str) -> tuple[WordRun, ...]:
        runs = tuple(merge_runs(self._inline(node, revisions, style)))
        self.bounds.check_letters(sum(len(run.teks) for run in runs))
        return runs

    def _facts_of(self, node: _Element, form: ParagraphForm) -> Facts:
        # Who compares only texts does not pay for looking up what they look like.
        if self.looks is None:
            return ()
        level = self._labels.definition() if self._labels is not None else None
        found = self.looks.of_paragraph(node, form, level)
        return (*found, *self.around.cell)

    def note_formatting(self, look: _Element | None) -> None:
        """Keep the tracked changes of a look, by its properties."""
        for found in () if look is None else look:
            if local(found.tag) in FORMATTING:
                self.note_revision(found, "format")

    def _inline(self, parent: _Element, revisions: Revisions, style: str) -> Iterator[WordRun]:
        for node in parent:
            if node.tag == _R:
                yield from self._run(node, revisions, style)
            elif node.tag == _LINK:
                self._judge_link(node)
                yield from self._inline(node, revisions, style)
            elif node.tag == _SIMPLE:
                yield from self._simple_field(node, revisions, style)
            elif node.tag in _FORMULAS:
                self._tell(node)
                # Its letters are shown, so they are text; how they are stacked is not told.
                yield WordRun(plain(node), perubahan=revisions)
            elif (inner := self.enter(node, revisions)) is not None:
                yield from self._inline(*inner, style)

    def _simple_field(self, node: _Element, revisions: Revisions, style: str) -> Iterator[WordRun]:
        """Yield the result of a field that is one element (17.16.19)."""
        found = list(self._inline(node, revisions, style))
        result = "".join(run.teks for run in found)
        kind = self.fields.note(node.get(f"{{{W}}}instr", ""), result)
        # A field inside the result of another is the innermost one and keeps its kind.
        return (replace(run, bidang=run.bidang or kind) for run in found)

    def _judge_link(self, node: _Element) -> None:
        relation = self._targets.get(node.get(f"{{{OFFICE}}}id", ""))
        if relation is not None and relation.luar:
            self.strangers.append(("tautan ke luar", relation.target))

    # Runs

    def _run(self, node: _Element, revisions: Revisions, style: str) -> Iterator[WordRun]:
        look = child(node, "rPr")
        self.note_formatting(look)
        form = (b"" if look is None else etree.tostring(look), style)
        usual = self._runs.usual(look, form, self.around.style, revisions)
        said = ""
        self.bounds.count_pieces(len(node))
        for piece in node:
            text, picture = self._piece(piece)
            # The code of a field is written in runs like any text, and is not shown.
            if (text or picture) and self.fields.shows_result():
                said += text
                self.fields.show(text)
                yield replace(usual, teks=text, gambar=picture, bidang=self.fields.kind())
        if said.strip():
            self._judge_look(look, form, said, is_hidden=usual.lenyap)

    def _judge_look(self, look: _Element | None, form: Form, said: str, *, is_hidden: bool) -> None:
        fault = "teks tersembunyi"
        if not is_hidden:
            fault = self._runs.find_fault(look, form, is_shaded=self.around.is_shaded)
        if fault:
            self.strangers.append((fault, said))

    def _piece(self, node: _Element) -> tuple[str, str]:
        """Return the text of a child of a run, and the part of the picture that it shows."""
        tag = node.tag
        if tag == _T:
            return read_text(node), ""
        if tag in SIGNS:
            moved = judge_sign(node)
            self.strangers += [(moved, "")] if moved else []
            return SIGNS[str(tag)], ""
        # The text of a deletion: it stands under its revision, and whoever reads decides.
        if tag == _DELETED:
            return node.text or "", ""
        if tag in PICTURES:
            return self._picture(node)
        if tag == _CHOICES:
            return self._choice(node)
        return "" if self._steps(node) else self._stranger(node), ""

    def _steps(self, node: _Element) -> bool:
        """Go on in a field, or note a comment: what shows nothing; out: whether it was that."""
        if node.tag == _FIELD:
            self.fields.step(node.get(_KIND, ""))
        elif node.tag in (_CODE, _DELETED_CODE):
            self.fields.add(node.text or "")
        elif node.tag == _REFERENCE:
            self._note_comment(node)
        else:
            return False
        return True

    def _stranger(self, node: _Element) -> str:
        """Name what is not known inside a run; out: the text that it shows nevertheless."""
        named = name_stranger(node)
        if named is not None:
            self._name(named)
        return show_stranger(node)

    def _choice(self, node: _Element) -> tuple[str, str]:
        chosen = self._choose(node)
        if chosen is None:
            return "", ""
        pieces = [self._piece(inner) for inner in chosen]
        return "".join(text for text, _ in pieces), next((name for _, name in pieces if name), "")

    def _picture(self, node: _Element) -> tuple[str, str]:
        for box, is_hidden in list_boxes(node):
            self._read_box(box, is_hidden=is_hidden)
        self.strangers += list_unusual(node)
        return PICTURE, find_linked(node, self._targets)

    def _read_box(self, box: _Element, *, is_hidden: bool) -> None:
        # A story of its own: fields and bookmarks that are open around a box do not reach into it.
        inner = Story(self.styles, None, tuple(self._targets.values()), self.looks, self.forms)
        inner.bounds = self.bounds.enter_box()
        inner.around.is_shaded = True  # a box may be filled with any colour
        inner.around.cell = tell_place(box) if self.looks is not None else ()
        blocks = inner.read_blocks(box)
        self.bounds.leave_box()
        self.strangers += inner.strangers
        self.revisions.update(inner.revisions)
        found = [hide(block) if is_hidden else block for block in blocks]
        self.boxes.append(tuple(iter_paragraphs(found)))  # those of a table in it too
        self.boxes += [hide_all(box) if is_hidden else box for box in inner.boxes]
