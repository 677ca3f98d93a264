"""Accept or reject every tracked change of a WordprocessingML part, and read what is left.

Written from ECMA-376 Part 1, 17.13.5 alone; nothing here uses the program's own code.
"""

from __future__ import annotations

import copy
import re

from lxml import etree
from ooxml import Element, W, find, text_of, value

Block = tuple[object, ...]
_MARKS = ("ins", "del")


def resolve(part: bytes, *, accept: bool) -> Element:
    """Return the root of a part with every revision accepted, or every one rejected."""
    root = etree.fromstring(part)
    kept, dropped = _MARKS if accept else _MARKS[::-1]
    _resolve_rows(root, kept, dropped)
    _resolve_runs(root, kept, dropped)
    _resolve_properties(root, accept=accept)
    for parent in {id(node.getparent()): node.getparent() for node in root.iter(W + "p")}.values():
        assert parent is not None
        _resolve_marks(parent, dropped)
    assert not find(
        root,
        "//w:ins | //w:del | //w:delText | //w:delInstrText | //w:pPrChange"
        " | //w:cellIns | //w:cellDel | //w:tcPrChange",
    )
    return root


def _remove(node: Element) -> None:
    parent = node.getparent()
    assert parent is not None
    parent.remove(node)


def _resolve_rows(root: Element, kept: str, dropped: str) -> None:
    for row in find(root, f"//w:tr[w:trPr/w:{dropped}]"):
        _remove(row)
    for mark in find(root, f"//w:trPr/w:{kept}"):
        _remove(mark)
    for table in find(root, "//w:tbl[not(w:tr)]"):
        _remove(table)
    gone, stays = ("cellDel", "cellIns") if dropped == "del" else ("cellIns", "cellDel")
    for cell in find(root, f"//w:tc[w:tcPr/w:{gone}]"):
        _remove(cell)
    for mark in find(root, f"//w:tcPr/w:{stays}"):
        _remove(mark)


def _resolve_runs(root: Element, kept: str, dropped: str) -> None:
    for mark in find(root, f"//w:{dropped}[not(parent::w:rPr)]"):
        _remove(mark)
    for mark in find(root, f"//w:{kept}[not(parent::w:rPr)]"):
        parent = mark.getparent()
        assert parent is not None
        place = parent.index(mark)
        parent[place : place + 1] = list(mark)
    for old, new in (("delText", "t"), ("delInstrText", "instrText")):
        for node in find(root, f"//w:{old}"):
            node.tag = W + new


def _resolve_properties(root: Element, *, accept: bool) -> None:
    untouched = {W + name for name in ("rPr", "sectPr", "headerReference", "footerReference")}
    for change in find(
        root, "//w:tblPrChange | //w:tblGridChange | //w:trPrChange | //w:tcPrChange"
    ):
        properties = change.getparent()
        assert properties is not None
        _remove(change)
        if not accept:
            properties[:] = [node for holder in change for node in holder]
    for change in find(root, "//w:pPrChange | //w:sectPrChange"):
        properties = change.getparent()
        assert properties is not None
        _remove(change)
        if not accept:
            kept = [child for child in properties if child.tag in untouched]
            properties[:] = [*find(change, "*/*"), *kept]


def _resolve_marks(parent: Element, dropped: str) -> None:
    """Join each paragraph whose mark is gone to the one below it; an empty one above a table goes."""
    for paragraph in parent.findall(W + "p"):
        marks = find(paragraph, "w:pPr/w:rPr/w:ins | w:pPr/w:rPr/w:del")
        names = {str(mark.tag) for mark in marks}
        for mark in marks:
            _remove(mark)
        for look in find(paragraph, "w:pPr/w:rPr[not(*)]"):
            _remove(look)
        if W + dropped in names:
            _join(paragraph)


def _join(paragraph: Element) -> None:
    following = paragraph.getnext()
    contents = [child for child in paragraph if child.tag != W + "pPr"]
    if following is not None and following.tag == W + "p":
        start = 1 if following.find(W + "pPr") is not None else 0
        following[start:start] = contents
    else:
        assert not text_of(paragraph), "text would be lost"
        assert following is not None, "the last paragraph cannot go"
        assert following.tag == W + "tbl", "the last paragraph cannot go"
    _remove(paragraph)


class Labels:
    """Counts lists as Word does (17.9): levels by abstract definition, anew where a list that says so first appears."""

    def __init__(self, numbering: Element) -> None:
        self._abstracts = {
            value(node, "abstractNumId"): node for node in find(numbering, "w:abstractNum")
        }
        self._lists = {value(node, "numId"): node for node in find(numbering, "w:num")}
        self._counts: dict[tuple[str, int], int] = {}
        self._seen: set[tuple[str, int]] = set()

    def of(self, paragraph: Element) -> list[str]:
        """Return the label of the next paragraph, nothing for one that is in no list."""
        numbers = find(paragraph, "w:pPr/w:numPr/w:numId")
        if not numbers or value(numbers[0]) == "0":
            return []
        number = value(numbers[0])
        level = int(next((value(node) for node in find(paragraph, "w:pPr/w:numPr/w:ilvl")), "0"))
        abstract = value(self._lists[number].find(W + "abstractNumId"))
        self._step(number, abstract, level)
        (definition,) = find(self._abstracts[abstract], f"w:lvl[@w:ilvl='{level}']")
        shown = re.sub(
            r"%(\d)",
            lambda match: str(self._counts.get((abstract, int(match[1]) - 1), 1)),
            value(definition.find(W + "lvlText")),
        )
        return [f"{value(definition.find(W + 'numFmt'))} {shown}"]

    def _step(self, number: str, abstract: str, level: int) -> None:
        restarts = find(self._lists[number], f"w:lvlOverride[@w:ilvl='{level}']/w:startOverride")
        if restarts and (number, level) not in self._seen:
            self._counts[abstract, level] = 0
        self._seen.add((number, level))
        self._counts[abstract, level] = self._counts.get((abstract, level), 0) + 1
        for key in [key for key in self._counts if key[0] == abstract and key[1] > level]:
            del self._counts[key]


def read_blocks(root: Element, numbering: bytes) -> list[Block]:
    """Return what a reader sees, in order: paragraphs (style, number, text, section that ends), tables cell by cell."""
    container = root.find(W + "body")
    labels = Labels(etree.fromstring(numbering))
    return [_read_block(node, labels) for node in (root if container is None else container)]


def _read_block(node: Element, labels: Labels) -> Block:
    if node.tag == W + "tbl":
        return (
            "table",
            [
                [_read_cell(cell, labels) for cell in find(row, "w:tc")]
                for row in find(node, "w:tr")
            ],
        )
    if node.tag == W + "sectPr":
        return (
            "end",
            *(
                etree.tostring(_bare(child))
                for child in find(node, "*[not(contains(name(), 'Reference'))]")
            ),
        )
    return _read_paragraph(node, labels)


def _read_cell(cell: Element, labels: Labels) -> Block:
    merge = [value(node) or "continue" for node in find(cell, "w:tcPr/w:vMerge")]
    span = [value(node) for node in find(cell, "w:tcPr/w:gridSpan")]
    return (*merge, *span, *(_read_paragraph(node, labels) for node in find(cell, "w:p")))


def _read_paragraph(node: Element, labels: Labels) -> Block:
    properties = [
        etree.tostring(_bare(child)) for child in find(node, "w:pPr/*[not(self::w:numPr)]")
    ]
    level = [value(child) for child in find(node, "w:pPr/w:numPr/w:ilvl")]
    looks = [
        (text_of(run), [str(child.tag) for child in find(run, "w:rPr/*")])
        for run in find(node, ".//w:r")
    ]
    return (*properties, *level, *labels.of(node), _join_looks([look for look in looks if look[0]]))


def _join_looks(runs: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    """Join neighbours that look alike: how a text is cut into runs is not seen."""
    joined: list[tuple[str, list[str]]] = []
    for text, look in runs:
        if joined and joined[-1][1] == look:
            joined[-1] = (joined[-1][0] + text, look)
        else:
            joined.append((text, look))
    return joined


def _bare(node: Element) -> Element:
    found = copy.deepcopy(node)
    etree.cleanup_namespaces(found)
    return found
