"""Edits as Word writes them: tracked changes, comments, runs cut in pieces."""

from __future__ import annotations

import copy
import zipfile
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from lxml import etree
from ooxml import BODY, Element, W, text_of

ONE = ("Penelaah Satu", "2026-03-02T08:30:00Z")
TWO = ("Penelaah Dua", "2026-03-04T14:05:00Z")
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES, RELS, COMMENTS = "[Content_Types].xml", "word/_rels/document.xml.rels", "word/comments.xml"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
NAMESPACE = W.strip("{}")
Who = tuple[str, str]


@dataclass
class Word:
    """A document being edited: its parts, the root of its main part, the next id."""

    parts: dict[str, bytes]
    root: Element = field(init=False)
    numbers: count[int] = field(default_factory=lambda: count(9000))

    def __post_init__(self) -> None:
        self.root = etree.fromstring(self.parts[BODY])


NUMBERS = count(9000)


def save_word(word: Word, target: Path) -> Path:
    """Write the package as another program would."""
    word.parts[BODY] = etree.tostring(word.root, xml_declaration=True, encoding="UTF-8")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in word.parts.items():
            archive.writestr(name, content)
    return target


def add_part(word: Word, name: str, content: str, mime: str, kind: str) -> None:
    """Add a part of the document, with its type and the relation to it."""
    word.parts[name] = content.encode()
    override = f'<Override PartName="/{name}" ContentType="{mime}"/></Types>'
    word.parts[TYPES] = word.parts[TYPES].replace(b"</Types>", override.encode())
    target = name.removeprefix("word/")
    link = f'<Relationship Id="rId_{kind}" Type="{RELATION}/{kind}" Target="{target}"/>'
    end = b"</Relationships>"
    word.parts[RELS] = word.parts[RELS].replace(end, link.encode() + end)


def find_paragraph(word: Word, start: str, end: str = "") -> Element:
    """Return the printed paragraph outside tables that begins or ends so; no entry of a list."""
    for found in word.root.iter(W + "p"):
        text = text_of(found)
        is_entry = found.find(W + "hyperlink") is not None
        outside = not any(True for _ in found.iterancestors(W + "tbl", W + "txbxContent"))
        if text.startswith(start) and text.endswith(end) and not is_entry and outside:
            return found
    raise LookupError(start or end)


def find_row(word: Word, name: str) -> Element:
    """Return the first table row that holds a cell of this text."""
    for row in word.root.iter(W + "tr"):
        if any(text_of(cell) == name for cell in row.findall(W + "tc")):
            return row
    raise LookupError(name)


def cell_of(row: Element, text: str) -> Element:
    """Return the paragraph of the cell of a row that holds a text."""
    cell = next(cell for cell in row.findall(W + "tc") if text_of(cell) == text)
    found = cell.find(W + "p")
    assert found is not None
    return found


def set_text(node: Element, text: str) -> None:
    """Put a text into the first run; other text goes."""
    first, *others = list(node.iter(W + "t"))
    first.text = text
    first.set(SPACE, "preserve")
    for other in others:
        parent = other.getparent()
        assert parent is not None
        parent.remove(other)


def mark(tag: str, who: Who) -> Element:
    """Return the element of a tracked change."""
    found = etree.Element(W + tag)
    for name, value in (("id", str(next(NUMBERS))), ("author", who[0]), ("date", who[1])):
        found.set(W + name, value)
    return found


def _piece(run: Element, text: str, kind: str = "t") -> Element:
    made = etree.Element(W + "r")
    look = run.find(W + "rPr")
    if look is not None:
        made.append(copy.deepcopy(look))
    inner = etree.SubElement(made, W + kind)
    inner.text = text
    inner.set(SPACE, "preserve")
    return made


def track(paragraph: Element, old: str, new: str, who: Who) -> None:
    """Replace a text of one run, with tracking."""
    run = next(found for found in paragraph.iter(W + "r") if old in text_of(found))
    before, after = text_of(run).split(old, 1)
    gone, came = mark("del", who), mark("ins", who)
    gone.append(_piece(run, old, "delText"))
    came.append(_piece(run, new))
    parts = [_piece(run, before)] if before else []
    for part in [*parts, gone, came, *([_piece(run, after)] if after else [])]:
        run.addprevious(part)
    parent = run.getparent()
    assert parent is not None
    parent.remove(run)


def mark_row(row: Element, tag: str, who: Who) -> None:
    """Mark a whole row as inserted or deleted, with tracking."""
    look = row.find(W + "trPr")
    assert look is not None
    look.append(mark(tag, who))
    for run in list(row.iter(W + "r")):
        wrap = mark(tag, who)
        run.addprevious(wrap)
        wrap.append(run)
        if tag == "del":
            for text in run.findall(W + "t"):
                text.tag = W + "delText"


def add_comment(word: Word, paragraph: Element, text: str, who: Who) -> None:
    """Put a comment on a whole paragraph."""
    if COMMENTS not in word.parts:
        root = f'<w:comments xmlns:w="{NAMESPACE}"></w:comments>'
        add_part(word, COMMENTS, root, f"{OFFICE}comments+xml", "comments")
    number = str(word.parts[COMMENTS].count(b"<w:comment "))
    entry = (
        f'<w:comment w:id="{number}" w:author="{who[0]}" w:date="{who[1]}" w:initials="P">'
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment></w:comments>"
    )
    word.parts[COMMENTS] = word.parts[COMMENTS].replace(b"</w:comments>", entry.encode())
    at = 0 if paragraph.find(W + "pPr") is None else 1
    paragraph.insert(at, etree.Element(W + "commentRangeStart", {W + "id": number}))
    etree.SubElement(paragraph, W + "commentRangeEnd", {W + "id": number})
    run = etree.SubElement(paragraph, W + "r")
    etree.SubElement(run, W + "commentReference", {W + "id": number})


def split_runs(word: Word) -> None:
    """Cut every text in pieces as Word does, with rsids and spelling marks between them."""
    for run in list(word.root.iter(W + "r")):
        texts = run.findall(W + "t")
        others = [node for node in run if node.tag not in (W + "t", W + "rPr")]
        if len(texts) != 1 or others or len(texts[0].text or "") < 4:
            continue
        text = texts[0].text or ""
        middle = len(text) // 2
        for number, part in enumerate((text[:middle], text[middle:])):
            piece = _piece(run, part)
            piece.set(W + "rsidR", f"00A1B2C{number}")
            run.addprevious(piece)
            if not number:
                run.addprevious(etree.Element(W + "proofErr", {W + "type": "spellStart"}))
        parent = run.getparent()
        assert parent is not None
        parent.remove(run)
