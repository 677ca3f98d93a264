"""The fields of a Word part (ECMA-376 Part 1, 17.16).

Only those that reckon from the document itself are harmless.

A field is `w:fldSimple`, or what stands between `w:fldChar` begin and separate (or end). Its code
may be split over any number of runs and hold further fields; a name that a nested field would make
is no name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renstra_doc.docx.xml import W

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

# Dates are not among them: the printed document would change by being read.
_HARMLESS = (
    "PAGE NUMPAGES SECTIONPAGES SECTION PAGEREF REF NOTEREF STYLEREF SEQ TOC TC TITLE "
    "AUTHOR SUBJECT KEYWORDS "
    "DOCPROPERTY SYMBOL HYPERLINK IF ="
)
HARMLESS = frozenset(_HARMLESS.split())
_NAME = re.compile(r'\s*(=|[A-Za-z]+(?=[\s"\\]|$))')
# A field's code is words: a switch, a text in quotes, or anything up to the next of these. Read one
# after the other, so that a code of any length is read once: as one expression it took for ever.
_WORD = re.compile(r'\s*(?:(?P<switch>\\[A-Za-z])|"(?P<quoted>[^"]*)"|(?P<bare>[^\s"\\]+))')
_FOLLOWED = re.compile(r"(?:https?|mailto):[^\s]*", re.IGNORECASE)
_WITH_TEXT, _ALONE = frozenset("lotm"), frozenset("hn")
_NESTED = "\N{OBJECT REPLACEMENT CHARACTER}"
_SHOWN, _LOOKED_AT = 40, 1000


@dataclass
class _Field:
    """A field that is being read: its code so far, and the text in front of it."""

    after: str
    code: list[str] = field(default_factory=list)
    has_result: bool = False


def find_active_fields(root: Element) -> Iterator[tuple[str, str]]:
    """Yield the name of each field that is not harmless, and the text before it."""
    for code, after in _read_codes(root):
        name = _NAME.match(code)
        # A code without a readable name is refused as well: Word may find one in it that we do not.
        if name is None or name[1].upper() not in HARMLESS or not _is_inner_link(name[1], code):
            yield (
                (name[1].upper() if name else " ".join(code.split()) or "tanpa nama")[:_SHOWN],
                after[-_LOOKED_AT:],
            )


def _is_inner_link(name: str, code: str) -> bool:
    """Return whether a link leads into the document or to where a reader may follow.

    Other fields lead nowhere.
    """
    if name.upper() != "HYPERLINK":
        return True
    words = _split_code(code)
    if words is None:
        return False
    rest = words[1:]
    # Without an address it leads to a bookmark of the document (\l).
    if rest and not rest[0].startswith("\\"):
        if not _FOLLOWED.fullmatch(rest[0].removeprefix('"')):
            return False
        rest = rest[1:]
    return _are_switches(rest)


def _split_code(code: str) -> list[str] | None:
    """Return the words of a field's code, a text with the quote before it.

    None where a quote stays open.
    """
    words, at, end = [], 0, len(code.rstrip())
    while at < end:
        match = _WORD.match(code, at)
        if match is None:
            return None
        words.append(match["switch"] or match["bare"] or f'"{match["quoted"]}')
        at = match.end()
    return words


def _are_switches(words: list[str]) -> bool:
    """Return whether the rest of a link is switches of place and look."""
    at = 0
    while at < len(words):
        switch = words[at].removeprefix("\\").lower() if words[at].startswith("\\") else ""
        if switch in _WITH_TEXT and at + 1 < len(words):
            at += 2
        elif switch in _ALONE:
            at += 1
        else:
            return False
    return True


_KINDS = {
    f"{{{W}}}{name}": name
    for name in ("fldChar", "fldSimple", "instrText", "delInstrText", "t", "p")
}


def _read_codes(root: Element) -> Iterator[tuple[str, str]]:
    """Yield the code of each field, and the text before it.

    Of fields without an end too, and of stray codes.
    """
    reader = _CodeReader()
    for node in root.iter():
        kind = _KINDS.get(node.tag)
        if kind is not None:
            yield from reader.take(kind, node)
    yield from reader.leave()


class _CodeReader:
    """Follows the runs of a part: which fields are open, what code stands outside of any."""

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self._stray, self._after = _Field(""), ""

    def take(self, kind: str, node: Element) -> Iterator[tuple[str, str]]:
        if kind == "t":
            self._after = node.text or self._after
        elif kind == "fldSimple":
            # Its result is among its children and follows as runs of its own.
            yield node.get(f"{{{W}}}instr", ""), self._after
        elif kind == "fldChar":
            yield from _turn(node.get(f"{{{W}}}fldCharType", ""), self._open, self._after)
        elif kind == "p":
            yield from self._end_stray()
        else:
            self._add_code(node.text or "")

    def _end_stray(self) -> Iterator[tuple[str, str]]:
        """End a code that stands outside of any field, as a new paragraph does."""
        if self._stray.code and not self._open:
            yield "".join(self._stray.code), self._stray.after
            self._stray = _Field(self._after)

    def _add_code(self, text: str) -> None:
        if not (self._open and self._open[-1].has_result):
            (self._open[-1] if self._open else self._stray).code.append(text)

    def leave(self) -> Iterator[tuple[str, str]]:
        # What a damaged part leaves open is judged like the rest.
        for left in [*self._open, *([self._stray] if self._stray.code else [])]:
            yield "".join(left.code), left.after


def _turn(kind: str, is_open: list[_Field], after: str) -> Iterator[tuple[str, str]]:
    """Begin, part or end a field."""
    if kind == "begin":
        if is_open and not is_open[-1].has_result:
            # A sign that no name holds: what the inner field will say is not known yet.
            is_open[-1].code.append(_NESTED)
        is_open.append(_Field(after))
    elif kind == "separate" and is_open:
        is_open[-1].has_result = True
    elif kind == "end" and is_open:
        done = is_open.pop()
        yield "".join(done.code), done.after
