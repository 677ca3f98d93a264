"""Fields of a story (ECMA-376 Part 1, 17.16): what is code, what is shown, and of which kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import TYPE_CHECKING

from renstra_doc.docx.story_bounds import DEEPEST_FIELD, check_nesting
from renstra_doc.docx.styles import child, value
from renstra_doc.docx.word_letters import plain
from renstra_doc.docx.xml import W

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

UNKNOWN = "tanpa nama"
# What this program writes, and only repeats what stands elsewhere in the document; LibreOffice and
# Word write the switches in an order of their own.
_KNOWN = re.compile(
    r"(?:PAGE|NUMPAGES|SECTIONPAGES)(?: \\\* (?:MERGEFORMAT|Arabic|arabic|ARABIC))*"
    r"|PAGEREF _\w+(?: \\h)?"
    r"|TOC(?: \\[hzu]| \\[octn](?: \"[^\"]*\")?)*"
    r"|HYPERLINK \\l \"[^\"]*\"(?: \\h)?"
    r"|SEQ \w+(?: \\\* \w+)*(?: \\r (?P<number>\d+))?(?: \\h)?"
)

_CONTENTS = "TOC"
_GALLERY = "Table of Contents"  # LibreOffice puts a list of contents into such a control
# A switch of a field and its argument, if it has one.
_SWITCH = re.compile(r"\\\w(?: \"[^\"]*\")?")
_ON_SCREEN = frozenset({"\\h", "\\z"})
_LEADING = re.compile(r"\b(?:PAGEREF|HYPERLINK\s+\\l)\s+\"?(?P<name>[^\s\"]+)", re.IGNORECASE)
_LINK, _CODE, _STEP, _SIMPLE = (
    f"{{{W}}}{name}" for name in ("hyperlink", "instrText", "fldChar", "fldSimple")
)


@dataclass(frozen=True, slots=True)
class StoryField:
    """A field: its code, blanks joined, and the text that it shows."""

    kode: str
    hasil: str

    @property
    def jenis(self) -> str:
        """The kind of a field: the first word of its code."""
        words = self.kode.split(maxsplit=1)
        return words[0].upper() if words else UNKNOWN

    @property
    def gathers(self) -> str:
        r"""What a list of contents gathers: its switches in one order.

        Without `\h` and `\z`, which only say how it links and looks on a screen (17.16.5.68).
        """
        switches = (match[0] for match in _SWITCH.finditer(self.kode))
        return " ".join(sorted(each for each in switches if each not in _ON_SCREEN))

    @property
    def is_known(self) -> bool:
        """Return whether it is one that this program writes, and shows what it will show anew."""
        match = _KNOWN.fullmatch(self.kode)
        # A counter set anew (\r) only repeats what is printed where both say one number.
        if match is None:
            return False
        return match["number"] is None or match["number"] == self.hasil.strip()


@dataclass(slots=True)
class _Open:
    # In pieces: a text that grows at each of 100.000 runs would be copied as often.
    code: list[str] = dataclass_field(default_factory=list)
    result: list[str] = dataclass_field(default_factory=list)
    # From `separate` on, what stands in a field is its result and no longer its code.
    shows: bool = False
    kind: str = ""


class Fields:
    """The fields that are open at a place of a story; `found` are all of them, closed or not."""

    def __init__(self) -> None:
        """Begin outside of fields."""
        self._open: list[_Open] = []
        self._closed: list[StoryField] = []

    @property
    def found(self) -> list[StoryField]:
        """Return every field of the story."""
        return [*self._closed, *(_close(found) for found in self._open)]

    def list_unknown(self) -> list[tuple[str, str]]:
        """Return the fields that are not known, as strangers: a name, and the code."""
        return [(f"bidang {field.jenis}", field.kode) for field in self.found if not field.is_known]

    def list_contents(self) -> tuple[str, ...]:
        """Return what each list of contents gathers, by its switches."""
        return tuple(field.gathers for field in self.found if field.jenis == _CONTENTS)

    def step(self, kind: str) -> None:
        """Go on at a w:fldChar: `begin`, `separate` or `end`."""
        if kind == "begin":
            self._open.append(_Open())
            check_nesting(len(self._open), DEEPEST_FIELD, "bidang")
        elif kind == "separate" and self._open:
            self._open[-1].shows = True
            self._open[-1].kind = _close(self._open[-1]).jenis
        elif kind == "end" and self._open:
            self._closed.append(_close(self._open.pop()))

    def add(self, code: str) -> None:
        """Add a piece of code to the field that is open."""
        if self._open and not self._open[-1].shows:
            self._open[-1].code.append(code)

    def show(self, text: str) -> None:
        """Note a text that stands in the result of every open field."""
        # Fields stand in each other: a page number in an entry of a list is shown by both.
        for found in self._open:
            found.result.append(text)

    def note(self, code: str, result: str) -> str:
        """Note a field that is written in one piece; out: its kind."""
        field = StoryField(" ".join(code.split()), result)
        self._closed.append(field)
        return field.jenis

    def shows_result(self) -> bool:
        """Return whether what stands here is shown: in no field, or in the result of all."""
        # A result inside the code of another field is a part of that code.
        return all(found.shows for found in self._open)

    def kind(self) -> str:
        """Return the kind of the innermost field whose result stands here."""
        return self._open[-1].kind if self._open else ""


def _close(found: _Open) -> StoryField:
    return StoryField(" ".join("".join(found.code).split()), "".join(found.result))


def list_targets(node: _Element) -> tuple[str, ...]:
    """Return the bookmarks that the links and the page references of a paragraph lead to."""
    found: list[str] = []
    code = ""
    for inner in node.iter(_LINK, _CODE, _STEP, _SIMPLE):
        # A program may cut a code into runs anywhere, even within the name that it leads to.
        if inner.tag == _CODE:
            code += inner.text or ""
            continue
        found.append(inner.get(f"{{{W}}}anchor", ""))
        code += f"\n{inner.get(f'{{{W}}}instr', '')}"
    found += (match["name"] for match in _LEADING.finditer(code))
    return tuple(dict.fromkeys(filter(None, found)))


def judge_control(node: _Element) -> Iterator[tuple[str, str]]:
    """Yield what a control is to be told as: bound to other data, or any but a list of contents."""
    look = child(node, "sdtPr")
    # Word replaces the text of a bound control by that of the data when it opens the file.
    if child(look, "dataBinding") is not None:
        yield "kontrol isian yang terikat data lain", plain(node)
    elif value(child(look, "docPartObj"), "docPartGallery") != _GALLERY or not _holds_list(node):
        yield "kontrol isian", ""


def _holds_list(node: _Element) -> bool:
    """Return whether a control holds a list of contents: whole paragraphs, and its field."""
    content = node.find(f"{{{W}}}sdtContent")
    fields = (found.text or "" for found in node.iter(f"{{{W}}}instrText"))
    has_paragraphs = content is not None and content.find(f"{{{W}}}p") is not None
    return has_paragraphs and any(code.split()[:1] == [_CONTENTS] for code in fields)
