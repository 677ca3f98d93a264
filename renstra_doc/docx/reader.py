"""The one reader of Word files: a package → what it says, by allow-list.

In order: (1) the main part is found from `_rels/.rels`; (2) its body is walked, element by element,
each known by where it may stand (`elements`); (3) headers, footers, notes and comments are read
from the parts that the body refers to; (4) whatever is not known is named (`WordDocument.asing`).
Nothing of a file is passed over as if it were not there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.docx.elements import MARKUP, PART_NAMES, PARTS, name_element
from renstra_doc.docx.judgements import (
    judge_fonts,
    judge_links,
    judge_settings,
    judge_types,
    judge_web_settings,
    read_properties,
)
from renstra_doc.docx.labels import Labels
from renstra_doc.docx.look_facts import Looks
from renstra_doc.docx.relations import (
    NESTED,
    OFFICE,
    DenseError,
    PartError,
    find_main,
    find_reachable,
    parse_part,
    read_relations,
)
from renstra_doc.docx.sections import read_sections
from renstra_doc.docx.story import Story
from renstra_doc.docx.styles import SYMBOL_FONTS, Styles, child, is_dark_fill, is_on
from renstra_doc.docx.word_content import (
    Stranger,
    WordComment,
    WordDocument,
    WordParagraph,
    WordSection,
    iter_paragraphs,
)
from renstra_doc.docx.xml import W

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from renstra_doc.docx.word_content import Revision

BODY, LINK = f"{{{W}}}body", f"{{{OFFICE}}}id"
TYPES = "[Content_Types].xml"
_FURNITURE = (f"{{{W}}}headerReference", f"{{{W}}}footerReference")
_BACKGROUND = f"{{{W}}}background"
_AROUND_BODY = frozenset({BODY, _BACKGROUND})
_NOTES = (("footnotes", "footnote", "catatan kaki"), ("endnotes", "endnote", "catatan akhir"))
CORE = "core-properties"
_EXTENDED = "http://schemas.microsoft.com/office/word/2012/wordml"


def read_word(
    parts: Mapping[str, bytes], own: frozenset[str] = frozenset(), *, with_looks: bool = False
) -> WordDocument:
    """Return what a package says.

    In: its parts by name; the names of the parts that whoever asks knows already (the data that a
    document of this program carries); whether the look of each text shall be told too. Raises
    PartError for what is no Word document, or is damaged.
    """
    try:
        return _Reader(parts, own, with_looks=with_looks).read()
    except RecursionError as error:
        # The walk goes down by calling itself; Word nests tables no deeper than some twenty.
        raise DenseError(NESTED) from error


class _Reader:
    """Reads the stories of one package; gathers what it does not know."""

    def __init__(
        self, parts: Mapping[str, bytes], own: frozenset[str], *, with_looks: bool
    ) -> None:
        self._parts, self._own = parts, own
        self._main = find_main(parts)
        self._relations = read_relations(parts, self._main)
        self._targets = {relation.id: relation.target for relation in self._relations}
        self._root = parse_part(parts[self._main])
        styles = self._related("styles")
        self._styles = Styles(styles)
        self._labels = Labels(self._related("numbering"), styles)
        self._looks = Looks(self._styles, self._related("theme")) if with_looks else None
        self._strangers: dict[str, list[str]] = {}
        self._boxes: list[tuple[WordParagraph, ...]] = []
        self._revisions: dict[Revision, None] = {}

    def read(self) -> WordDocument:
        body = self._root.find(BODY)
        if body is None:
            message = "ini bukan dokumen Word"
            raise PartError(message)
        self._judge_root()
        story = Story(self._styles, self._labels, self._relations, self._looks)
        blocks = story.read_blocks(body)
        # Before header and footer, so that what is strange is told in the order of the document.
        self._gather(story)
        furniture = {part: self._read_furniture(part) for part in self._find_furniture()}
        self._read_notes()
        comments = tuple(self._read_comments())
        self._judge_parts()
        self._judge_fonts()
        if self._looks is not None:
            self._judge_closely(self._looks)
        return WordDocument(
            blocks,
            tuple(self._boxes),
            furniture,
            comments,
            self._name_strangers(),
            tuple(self._revisions),
            self._read_sections(),
            self._read_properties() if self._looks is not None else (),
            story.fields.list_contents(),
        )

    def _read_furniture(self, part: str) -> tuple[WordParagraph, ...]:
        """Return the paragraphs of a header or footer."""
        relations = read_relations(self._parts, part)
        # Without numbers of lists: `Labels` counts on from paragraph to paragraph of the body.
        story = Story(self._styles, None, relations, self._looks)
        found = story.read_blocks(parse_part(self._parts[part]))
        self._gather(story)
        return tuple(iter_paragraphs(found))

    def _read_properties(self) -> tuple[tuple[str, str], ...]:
        found = (each.target for each in read_relations(self._parts, "") if each.jenis == CORE)
        part = next((part for part in found if part in self._parts), "")
        return read_properties(parse_part(self._parts[part])) if part else ()

    def _read_sections(self) -> tuple[WordSection, ...]:
        has_even = is_on(child(self._related("settings"), "evenAndOddHeaders"))
        return read_sections(self._root, self._targets, has_even=has_even)

    def _related(self, kind: str) -> _Element | None:
        part = self._find_part(kind)
        return parse_part(self._parts[part]) if part else None

    def _find_part(self, kind: str) -> str:
        found = (relation.target for relation in self._relations if relation.jenis == kind)
        return next((part for part in found if part in self._parts), "")

    # What is not known

    def _tell(self, name: str, text: str = "") -> None:
        self._strangers.setdefault(name, []).append(text)

    def _gather(self, story: Story) -> None:
        """Keep what a story met on its way."""
        self._boxes += story.boxes
        self._revisions |= story.revisions
        for name, text in (*story.strangers, *story.fields.list_unknown()):
            self._tell(name, text)

    def _name_strangers(self) -> tuple[Stranger, ...]:
        return tuple(
            Stranger(name, len(texts), tuple(dict.fromkeys(filter(None, texts))))
            for name, texts in self._strangers.items()
        )

    def _judge_root(self) -> None:
        for node in self._root:
            if node.tag == _BACKGROUND and is_dark_fill(node.get(f"{{{W}}}color", "auto")):
                self._tell("latar halaman yang gelap")
            if node.tag not in _AROUND_BODY:
                texts = (found.text or "" for found in node.iter(f"{{{W}}}t"))
                self._tell("isi di luar badan dokumen", "".join(texts) or name_element(node.tag))

    def _judge_parts(self) -> None:
        """Name the parts that are of no known kind, and those to which nothing leads."""
        reachable = find_reachable(self._parts)
        for part, kind in reachable.items():
            if kind not in PARTS:
                self._tell(PART_NAMES.get(kind, f"bagian jenis lain ({kind})"), part)
            elif kind == "customXml" and not self._is_known_data(part):
                self._tell("data XML lain", part)
        for part in self._parts:
            # No relationship leads to the types of content and to the relationships themselves.
            if part not in reachable and part != TYPES and not part.endswith((".rels", "/")):
                self._tell("bagian yang tidak terhubung", part)
        self._judge_outside()

    def _judge_outside(self) -> None:
        """Name what comes from outside of the file, links apart."""
        for relation in (*read_relations(self._parts, ""), *self._relations):
            if relation.luar and relation.jenis != "hyperlink":
                kind = PART_NAMES.get(relation.jenis, f"isi dari luar ({relation.jenis})")
                self._tell(kind, relation.target)

    def _is_known_data(self, part: str) -> bool:
        data = self._parts[part]
        return part in self._own or not data.strip() or _is_word_item(data)

    def _judge_closely(self, looks: Looks) -> None:
        """Name what beside the text changes what of it is seen."""
        reachable = find_reachable(self._parts)
        types = self._parts.get(TYPES)
        found = [
            *judge_settings(self._related("settings")),
            *judge_web_settings(self._related("webSettings")),
            *judge_fonts(self._related("fontTable"), looks.fonts),
            *judge_links(
                self._parts, {part: kind for part, kind in reachable.items() if part != self._main}
            ),
            *(judge_types(parse_part(types), self._parts, reachable) if types else ()),
            *(
                ("sifat berkas tambahan", part)
                for part, kind in reachable.items()
                if kind == "custom-properties"
            ),
        ]
        for name, text in found:
            self._tell(name, text)

    def _judge_fonts(self) -> None:
        """Name a font that is to be shown as signs."""
        table = self._related("fontTable")
        for node in () if table is None else table.iter(f"{{{W}}}altName"):
            if node.get(f"{{{W}}}val", "").lower().startswith(SYMBOL_FONTS):
                self._tell("huruf yang diganti huruf simbol", node.get(f"{{{W}}}val", ""))

    # What stands in other parts

    def _find_furniture(self) -> Iterator[str]:
        found = (self._targets.get(node.get(LINK, ""), "") for node in self._root.iter(*_FURNITURE))
        # Sections that share a header name the same part.
        yield from dict.fromkeys(part for part in found if part in self._parts)

    def _read_notes(self) -> None:
        for kind, name, told in _NOTES:
            root = self._related(kind)
            for note in () if root is None else root.iter(f"{{{W}}}{name}"):
                text = "".join(node.text or "" for node in note.iter(f"{{{W}}}t"))
                if note.get(f"{{{W}}}type", "normal") == "normal" and text.strip():
                    texts = self._strangers.setdefault(told, [])
                    # The sign in the text was told without a text; here is the text of it.
                    if "" in texts:
                        texts.remove("")
                    texts.append(text)

    def _read_comments(self) -> Iterator[WordComment]:
        root = self._related("comments")
        states = self._read_states()
        nodes = [] if root is None else root.findall(f"{{{W}}}comment")
        # commentsExtended names a comment by the id of its last paragraph, not by its own.
        keys = {_last_paragraph(node): node.get(f"{{{W}}}id", "") for node in nodes}
        for node in nodes:
            is_done, parent = states.get(_last_paragraph(node), (False, ""))
            story = Story(self._styles, None)
            texts = [paragraph.text() for paragraph in iter_paragraphs(story.read_blocks(node))]
            yield WordComment(
                node.get(f"{{{W}}}id", ""),
                story.bounds.check_name(node.get(f"{{{W}}}author", "")),
                story.bounds.check_name(node.get(f"{{{W}}}date", "")),
                "\n".join(text for text in texts if text.strip()),
                is_done,
                keys.get(parent, ""),
            )

    def _read_states(self) -> dict[str, tuple[bool, str]]:
        """Return which comments are resolved, and which answer another, by their last paragraph."""
        root = self._related("commentsExtended")
        return {
            node.get(f"{{{_EXTENDED}}}paraId", ""): (
                (node.get(f"{{{_EXTENDED}}}done") or "0") in ("1", "true"),
                node.get(f"{{{_EXTENDED}}}paraIdParent", ""),
            )
            for node in (() if root is None else root)
        }


def _last_paragraph(comment: _Element) -> str:
    found = [node.get(f"{{{MARKUP}}}paraId", "") for node in comment.iter(f"{{{W}}}p")]
    return found[-1] if found else ""


def _is_word_item(data: bytes) -> bool:
    """Return whether a data item is one of Word's own: bibliography, document properties."""
    return b"officeDocument/2006/bibliography" in data or b"office/2006/metadata" in data
