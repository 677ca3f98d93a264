"""A list of the chapters that the text itself holds (“sistematika”), against the real headings."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from renstra_doc.check.prose_text import block_finding, print_blocks
from renstra_doc.check.register import kind
from renstra_doc.model.rules import RuleError, same_words
from renstra_doc.words.marker import parse_marker
from renstra_doc.words.markup import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renstra_doc.check.prose_text import PrintedBlock
    from renstra_doc.finding import Finding
    from renstra_doc.model import Document
    from renstra_doc.model.rules import Rule

_LINE = re.compile(r"(?P<number>(?:[A-Z]+ )?[IVXLC]+\.?|\d+(?:\.\d+)+\.?|\d+\.)\s+(?P<title>\S.*)")


@kind("sistematika")
def check_outline(document: Document, rule: Rule) -> Iterator[Finding]:
    """The list of chapters in the text names each numbered heading with its number and title.

    `baris` = `id=PATTERN` of its lines (`id=bab1-4-sistematika-*`), each `2.1 Title` or `BAB II
    TITLE`; headings with letters are not listed.
    """
    lines = _select_lines(document, rule)
    headings = _number_headings(document)
    listed: set[str] = set()
    for printed in lines:
        match = _LINE.fullmatch(printed.teks.strip())
        number = match["number"].rstrip(".") if match else ""
        title = headings.get(number)
        listed.add(number)
        if match is None or title is None:
            message = f"naskah mencantumkan “{printed.teks}”, judul bernomor itu tidak ada"
            yield _tell(rule, printed, message, "")
        elif _letters(title) != _letters(match["title"]):
            message = f"naskah mencantumkan “{printed.teks}”, judulnya “{title}”"
            yield _tell(rule, printed, message, f"{number} {title}")
    for number, title in headings.items():
        if number not in listed:
            message = f"“{number} {title}” tidak tercantum"
            # What lacks has no line of its own: the end of the list is where it belongs.
            yield _tell(rule, lines[-1], message, f"{number} {title}", actual="")


def _select_lines(document: Document, rule: Rule) -> list[PrintedBlock]:
    pattern = rule.baris.strip().removeprefix("id=")
    found = [
        printed for key, printed in print_blocks(document).items() if fnmatchcase(key, pattern)
    ]
    if not found or not rule.baris.strip().startswith("id="):
        message = f"tidak ada blok yang cocok dengan “{rule.baris}”"
        raise RuleError(message, "baris", "tulis id=POLA, misalnya id=bab1-4-sistematika-*")
    return found


def _number_headings(document: Document) -> dict[str, str]:
    """Return the title of each chapter and numbered sub-chapter by its printed number."""
    found: dict[str, str] = {}
    chapter = part = 0
    for block in document.blocks:
        marker = parse_marker(block.penanda) if block.penanda else None
        if marker is None or marker.bentuk == "bullet":
            continue
        if block.jenis == "bab":
            chapter, part = chapter + 1, 0
            found[marker.show(chapter).rstrip(".")] = plain_text(block.teks)
        # A sub-chapter that states no level is one of the second.
        elif block.jenis == "subbab" and marker.bertingkat and block.tingkat in (0, 2):
            part += 1
            found[marker.show(part, chapter).rstrip(".")] = plain_text(block.teks)
    return found


def _letters(text: str) -> str:
    """Return the letters of a title: blanks between them make no other title (`P E N U T U P`)."""
    return "".join(same_words(text))


def _tell(
    rule: Rule, printed: PrintedBlock, message: str, expected: str, actual: str | None = None
) -> Finding:
    said = printed.teks if actual is None else actual
    return block_finding(rule, printed.block, message, expected=expected, actual=said)


def find_outline_spans(document: Document, rule: Rule) -> Iterator[tuple[str, int, int]]:
    """Yield (block, from, to) of the numbers of headings that a rule `sistematika` holds."""
    for printed in _select_lines(document, rule):
        match = _LINE.fullmatch(printed.teks)
        if match:
            yield printed.block.id, *match.span("number")
