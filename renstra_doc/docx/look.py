"""The look of an existing Word file: its paper, and the letters of its body, headings and tables.

Measured, not read off the names of its styles: what most letters of long paragraphs look like is
the body, whatever their style is called. What a file does not say clearly stays None.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renstra_doc.docx.look_facts import theme_fonts
from renstra_doc.docx.relations import find_main, parse_part, read_relations
from renstra_doc.docx.styles import Styles, is_on, number
from renstra_doc.docx.xml import W

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
    from typing import TypeVar

    from lxml.etree import _Element

    Value = TypeVar("Value", bound=Hashable)

BODY, TABLE, WIDE, HEAD = "isi", "tabel", "tabel lebar", "kepala tabel"
HEADINGS = ("bab", "subbab", "subsubbab")
LONG = 80  # letters of a paragraph that is no line of a cover, no caption, no heading
LONGEST_FACE = 60
SHORT = 160  # letters of a heading at most
MANY_COLUMNS = 8
# Headings as people type them where they use no styles, by their level: BAB IV, 4.1, 4.1.1.
_TYPED = (
    re.compile(r"BAB\s+[IVXLC\d]+\b.*", re.IGNORECASE),
    re.compile(r"(?:\d+|[A-Z])\.(?:\d+\.?)?\s+\S.*"),
    re.compile(r"\d+\.\d+\.\d+\.?\s+\S.*"),
)
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")
# Twips: nothing printed is smaller than a postcard or larger than A2.
SMALLEST, LARGEST, WIDEST_MARGIN = 4000, 34000, 5000


@dataclass(frozen=True, slots=True)
class Paper:
    """A page in twips: its size, and its margins above, right, below, left (with the gutter)."""

    width: int
    height: int
    margins: tuple[int, int, int, int]

    @property
    def is_landscape(self) -> bool:
        """Whether it lies across."""
        return self.width > self.height

    @property
    def text_width(self) -> int:
        """How wide a line may be."""
        return self.width - self.margins[1] - self.margins[3]


@dataclass(frozen=True, slots=True)
class Letters:
    """How letters look: face, size in half-points (0: not said), weight, colour (""), alignment.

    `line` is the height of a line in 240ths, 0 where it is exact or not said.
    """

    face: str = ""
    size: int = 0
    is_bold: bool = False
    colour: str = ""
    align: str = ""
    line: int = 0


@dataclass(frozen=True)
class Look:
    """What a file looks like.

    `letters` by role; `fill` is the ground of the heads of its tables.
    """

    portrait: Paper | None = None
    landscape: Paper | None = None
    letters: Mapping[str, Letters] = field(default_factory=dict)
    fill: str = ""


def read_look(parts: Mapping[str, bytes]) -> Look:
    """Return the look of a Word file; its main part and its styles must be readable."""
    main = find_main(parts)
    body = parse_part(parts[main])
    targets = {r.jenis: r.target for r in read_relations(parts, main) if r.target in parts}
    styles = Styles(parse_part(parts[targets["styles"]]) if "styles" in targets else None)
    theme = parse_part(parts[targets["theme"]]) if "theme" in targets else None
    eyes = _Eyes(styles, theme_fonts(theme))
    upright, lying = _read_papers(body)
    # Only tables with a head: a letter sets its lines with tables, too.
    tables = [table for table in body.iter(_w("tbl")) if eyes.is_headed(table)]
    return Look(
        upright,
        lying,
        {**_letters_of_tables(eyes, tables), **_letters_of_text(eyes, body)},
        _most(fill for table in tables for fill in _fills(table)) or "",
    )


def _read_papers(body: _Element) -> tuple[Paper | None, Paper | None]:
    """Return the page that most sections have, of those upright and of those that lie across."""
    found = map(_read_paper, body.iter(_w("sectPr")))
    papers = [paper for paper in found if paper is not None]
    return (
        _most(paper for paper in papers if not paper.is_landscape),
        _most(paper for paper in papers if paper.is_landscape),
    )


def _letters_of_text(eyes: _Eyes, body: _Element) -> dict[str, Letters]:
    marked = eyes.outline(body)
    headings = {
        name: eyes.most(marked.get(at) or eyes.typed_headings(body, at))
        for at, name in enumerate(HEADINGS)
    }
    return {BODY: eyes.most(p for p in _outside(body) if len(_text(p)) >= LONG), **headings}


def _letters_of_tables(eyes: _Eyes, tables: Sequence[_Element]) -> dict[str, Letters]:
    """Return the letters of usual tables, of those with many columns, and of their headings."""
    narrow = [table for table in tables if _count_columns(table) <= MANY_COLUMNS]
    wide = [table for table in tables if _count_columns(table) > MANY_COLUMNS]
    return {
        # Where all tables are wide they are the usual ones, too.
        TABLE: eyes.most(p for table in narrow or tables for p in table.iter(_w("p"))),
        WIDE: eyes.most(p for table in wide for p in table.iter(_w("p"))),
        HEAD: eyes.most(p for table in tables for p in _first_row(table)),
    }


def _w(name: str) -> str:
    return f"{{{W}}}{name}"


def _most(values: Iterable[Value]) -> Value | None:
    """Return the most frequent value; of several the first."""
    counts = Counter(values)
    return counts.most_common(1)[0][0] if counts else None


def _read_paper(section: _Element) -> Paper | None:
    """Return the page of a section, None for what no printer prints."""
    size, margins = section.find(_w("pgSz")), section.find(_w("pgMar"))
    if size is None or margins is None:
        return None
    width, height = (number(size.get(_w(name))) for name in ("w", "h"))
    # A negative margin is one that a long header does not push down (17.6.11).
    top, right, bottom, left, gutter = (
        abs(number(margins.get(_w(name)))) for name in ("top", "right", "bottom", "left", "gutter")
    )
    paper = Paper(width, height, (top, right, bottom, left + gutter))
    fits = all(SMALLEST <= side <= LARGEST for side in (width, height))
    calm = all(0 < margin <= WIDEST_MARGIN for margin in paper.margins)
    return paper if fits and calm and paper.text_width >= SMALLEST // 2 else None


def _outside(body: _Element) -> Iterator[_Element]:
    """Yield the paragraphs that stand in no table."""
    for paragraph in body.iter(_w("p")):
        if next(paragraph.iterancestors(_w("tbl")), None) is None:
            yield paragraph


def _count_columns(table: _Element) -> int:
    grid = table.find(_w("tblGrid"))
    return 0 if grid is None else len(grid)


def _first_row(table: _Element) -> Iterator[_Element]:
    row = table.find(_w("tr"))
    return iter(()) if row is None else row.iter(_w("p"))


def _fills(table: _Element) -> Iterator[str]:
    """Yield the ground of the cells of a table's first row, where it is a colour."""
    row = table.find(_w("tr"))
    for shading in () if row is None else row.iter(_w("shd")):
        fill = shading.get(_w("fill"), "")
        above = shading.getparent()
        # Paragraphs and letters have a w:shd too: only that of a cell is its ground.
        if above is not None and above.tag == _w("tcPr") and _COLOUR.fullmatch(fill):
            yield fill.upper()


def _text(paragraph: _Element) -> str:
    return " ".join("".join(node.text or "" for node in paragraph.iter(_w("t"))).split())


class _Eyes:
    """Sees how letters look, through the chain of styles."""

    def __init__(self, styles: Styles, fonts: Mapping[str, str]) -> None:
        """Take the styles and the faces of the theme."""
        self.styles, self.fonts = styles, fonts

    def is_headed(self, table: _Element) -> bool:
        """Return whether a table has a head: repeated, on a ground, or bold.

        A table that only sets text beside text (Menimbang : a. …) looks like the body.
        """
        row = table.find(_w("tr"))
        repeats = row is not None and row.find(f"{_w('trPr')}/{_w('tblHeader')}") is not None
        return repeats or any(_fills(table)) or self.most(_first_row(table)).is_bold

    def outline(self, body: _Element) -> dict[int, list[_Element]]:
        """Return the headings by their level, as their style or outline says it."""
        found: dict[int, list[_Element]] = {}
        for paragraph in _outside(body):
            if _text(paragraph):
                found.setdefault(self._outline(paragraph), []).append(paragraph)
        return found

    def typed_headings(self, body: _Element, level: int) -> Iterator[_Element]:
        """Yield the headings of a level as a person types them: numbered, short and bold."""
        deeper = _TYPED[level + 1 :]
        for paragraph in _outside(body):
            text = _text(paragraph)
            typed = _TYPED[level].fullmatch(text) and not any(f.fullmatch(text) for f in deeper)
            if typed and len(text) <= SHORT and self._look_at(paragraph).is_bold:
                yield paragraph

    def _outline(self, paragraph: _Element) -> int:
        look = paragraph.find(_w("pPr"))
        style = self.styles.paragraph_style(look)
        found = self.styles.paragraph_property(look, style, "outlineLvl")
        if found is not None:
            return number(found.get(_w("val")))
        match = re.fullmatch(r"heading (\d)", self.styles.name(style), re.IGNORECASE)
        return int(match[1]) - 1 if match else -1

    def most(self, paragraphs: Iterable[_Element]) -> Letters:
        """Return how most letters of some paragraphs look."""
        counts: Counter[Letters] = Counter()
        for paragraph in paragraphs:
            size = len(_text(paragraph))
            if size:
                # By letters and not by paragraphs: many short lines are no body.
                counts[self._look_at(paragraph)] += size
        return counts.most_common(1)[0][0] if counts else Letters()

    def _look_at(self, paragraph: _Element) -> Letters:
        """Return the look of a paragraph: that of its longest run."""
        look = paragraph.find(_w("pPr"))
        style = self.styles.paragraph_style(look)
        run = max(paragraph.iter(_w("r")), key=lambda node: len(_text(node)), default=None)
        own = None if run is None else run.find(_w("rPr"))
        colour = self._value(own, style, "color", "val")
        aligned = self.styles.paragraph_property(look, style, "jc")
        return Letters(
            self._face(own, style),
            number(self._value(own, style, "sz", "val")),
            is_on(self.styles.run_property(own, style, "b")),
            colour.upper() if _COLOUR.fullmatch(colour) else "",
            "" if aligned is None else aligned.get(_w("val"), ""),
            self._line(look, style),
        )

    def _value(self, own: _Element | None, style: str, name: str, key: str) -> str:
        found = self.styles.run_property(own, style, name)
        return "" if found is None else found.get(_w(key), "")

    def _face(self, own: _Element | None, style: str) -> str:
        """Return the face: by name, else the theme's (17.3.2.26)."""
        fonts = self.styles.run_property(own, style, "rFonts")
        if fonts is None:
            return ""
        theme = fonts.get(_w("asciiTheme"), "")
        # `majorHAnsi`, `minorAscii`: five letters say which of the theme's two fonts is meant.
        face = fonts.get(_w("ascii"), "") or self.fonts.get(theme[:5], "")
        return face if len(face) <= LONGEST_FACE else ""

    def _line(self, look: _Element | None, style: str) -> int:
        """Return the height of a line in 240ths; an exact one is none of them (17.3.1.33)."""
        spacing = self.styles.paragraph_property(look, style, "spacing")
        if spacing is None or spacing.get(_w("lineRule"), "auto") != "auto":
            return 0
        return number(spacing.get(_w("line")))
