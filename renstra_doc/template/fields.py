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
_LINK = re.compile(
    r"\s*HYPERLINK(?:\s+\"?(?:https?|mailto):[^\"\s]*\"?)?(?:\s+\\[lotm]\s*(?:\"[^\"]*\"|\S+)|\s+\\[hn])*\s*",
    re.IGNORECASE,
)
_NESTED = "\N{OBJECT REPLACEMENT CHARACTER}"
_SHOWN = 40


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
        if name is None or name[1].upper() not in HARMLESS or not _is_inner_link(name[1], code):
            yield (
                (name[1].upper() if name else " ".join(code.split())[:_SHOWN] or "tanpa nama"),
                after,
            )


def _is_inner_link(name: str, code: str) -> bool:
    """Whether a link leads into the document or to where a reader may follow.

    Other fields lead nowhere.
    """
    return name.upper() != "HYPERLINK" or _LINK.fullmatch(code) is not None


def _read_codes(root: Element) -> Iterator[tuple[str, str]]:
    """Yield the code of each field, and the text before it.

    Of fields without an end too, and of stray codes.
    """
    is_name = {
        f"{{{W}}}{name}" for name in ("fldChar", "fldSimple", "instrText", "delInstrText", "t", "p")
    }
    is_open: list[_Field] = []
    stray, after = _Field(""), ""
    for node in root.iter():
        if node.tag not in is_name:
            continue
        kind = node.tag.rpartition("}")[2]
        if kind == "t":
            after = node.text or after
        elif kind == "fldSimple":
            yield node.get(f"{{{W}}}instr", ""), after
        elif kind == "fldChar":
            yield from _turn(node.get(f"{{{W}}}fldCharType", ""), is_open, after)
        elif kind == "p" and stray.code and not is_open:
            yield "".join(stray.code), stray.after
            stray = _Field(after)
        elif kind != "p" and not (is_open and is_open[-1].has_result):
            (is_open[-1] if is_open else stray).code.append(node.text or "")
    for left in [*is_open, *([stray] if stray.code else [])]:
        yield "".join(left.code), left.after


def _turn(kind: str, is_open: list[_Field], after: str) -> Iterator[tuple[str, str]]:
    """Begin, part or end a field."""
    if kind == "begin":
        if is_open and not is_open[-1].has_result:
            is_open[-1].code.append(_NESTED)
        is_open.append(_Field(after))
    elif kind == "separate" and is_open:
        is_open[-1].has_result = True
    elif kind == "end" and is_open:
        done = is_open.pop()
        yield "".join(done.code), done.after
