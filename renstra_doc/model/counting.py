"""Numbers that the program makes, and what a reference to them prints.

A walk over the blocks in printed order: headings count as their samples say; a table, picture or
graph whose number is left to the program takes the next one of its chapter. A number that the data
gives stays as it is, and the next made one goes on from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renstra_doc.model.values import TABLE_WORD
from renstra_doc.words.marker import parse_marker
from renstra_doc.words.markup import plain_line, plain_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from renstra_doc.model.values import Block, Graph, Table

NONE = "-"  # what stands in place of a number where there shall be none
# What a drawn thing is called in its caption; a tree is a picture.
FIGURE_WORDS: Mapping[str, str] = {
    "gambar": "Gambar",
    "pohon": "Gambar",
    "grafik": "Grafik",
    "bagan": "Bagan",
}
APPENDIX = "lampiran"
# `4.2` is chapter and number; at most nine digits, since int() refuses thousands of them.
_LAST_NUMBER = re.compile(r"(?:(.*)\.)?(\d{1,9})")


class Headings:
    """Count headings: a chapter through the document, every other form within its parent.

    `bab` is the chapter as tables are numbered by it: `2` in BAB II, `I` in LAMPIRAN I, `L1` in
    LAMPIRAN 1, nothing in a chapter without a number.
    """

    def __init__(self) -> None:
        """Begin before the first chapter."""
        self.bab = ""
        self._chapter = ""
        self._counts: dict[tuple[int, str], int] = {}
        self._levels: dict[int, int] = {}
        self._appendices = 0

    def number(self, level: int, sample: str) -> str:
        """Return the number of the next heading as printed, "" without a sample."""
        self._close(level)
        if level == 1:
            self.bab = ""
        if not sample:
            return ""
        marker = parse_marker(sample)
        form = marker.bentuk if not marker.bertingkat else f"bertingkat {marker.bertingkat}"
        # Headings of one level may be numbered in two ways (1.1 and A.); each counts for itself.
        key = (level, form)
        self._counts[key] = self._counts.get(key, 0) + 1
        # What a heading below it (1.1.1) prints of its parent, whatever form that counts in.
        self._levels[level] = self._counts[key]
        if level == 1:
            self._chapter = self.bab = str(self._counts[key])
            return marker.show(self._counts[key])
        # Of a chapter without a number: `0.1` shows that something is amiss.
        parent = self._chapter or "0"
        if marker.bertingkat > 1:
            parent = f"{parent}.{self._levels.get(level - 1, 1)}"
        return marker.show(self._counts[key], parent)

    def number_appendix(self, sample: str) -> str:
        """Return the number of the next appendix as printed; appendices count for themselves."""
        self._close(1)
        self.bab = ""
        if not sample:
            return ""
        marker = parse_marker(sample)
        self._appendices += 1
        shown = marker.show(self._appendices)
        bare = shown.removeprefix(marker.awalan).removesuffix(marker.akhiran)
        # `L1`, so that its tables are not numbered as those of chapter 1.
        self._chapter = self.bab = f"L{bare}" if marker.bentuk == "decimal" else bare
        return shown

    def _close(self, level: int) -> None:
        """Forget what was counted below a heading of this level."""
        self._counts = {key: count for key, count in self._counts.items() if key[0] <= level}
        self._levels = {key: count for key, count in self._levels.items() if key < level}


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is counted in a document.

    `tabel` is the number of each table that the blocks print, by its id; `label` what the caption
    of a drawn thing begins with, by block id; `acuan` what a reference prints, by the id of a table
    or a block; `bab` the chapter of each printed table and block; `judul` the number of each
    heading.
    """

    tabel: Mapping[str, str] = field(default_factory=dict)
    label: Mapping[str, str] = field(default_factory=dict)
    acuan: Mapping[str, str] = field(default_factory=dict)
    bab: Mapping[str, str] = field(default_factory=dict)
    judul: Mapping[str, str] = field(default_factory=dict)


def number_blocks(
    blocks: Sequence[Block], tables: Mapping[str, Table], graphs: Mapping[str, Graph]
) -> Numbers:
    """Return the numbers of all that the blocks print, in printed order."""
    walk = _Walk(tables, graphs)
    for block in blocks:
        walk.take(block)
    return walk.numbers()


class _Walk:
    """Goes over the blocks; keeps the counters and what was found."""

    def __init__(self, tables: Mapping[str, Table], graphs: Mapping[str, Graph]) -> None:
        self._tables, self._graphs = tables, graphs
        self._headings = Headings()
        self._counts: dict[tuple[str, str], int] = {}
        self._found: dict[str, dict[str, str]] = {
            name: {} for name in ("tabel", "label", "acuan", "bab", "judul")
        }

    def numbers(self) -> Numbers:
        return Numbers(**self._found)

    def take(self, block: Block) -> None:
        if block.jenis in ("bab", "subbab", APPENDIX):
            self._take_heading(block)
        elif block.jenis == "tabel" and block.acuan in self._tables:
            self._take_table(self._tables[block.acuan])
        elif block.jenis in FIGURE_WORDS and (block.jenis != "bagan" or block.caption):
            self._take_figure(block)
        # After the block was taken: a heading belongs to the chapter that it opens.
        self._found["bab"].setdefault(block.id, self._headings.bab)

    def _take_heading(self, block: Block) -> None:
        if block.jenis == APPENDIX:
            number = self._headings.number_appendix(block.penanda)
        else:
            level = 1 if block.jenis == "bab" else block.tingkat or 2
            number = self._headings.number(level, block.penanda)
        self._found["judul"][block.id] = number
        shown = number.rstrip(".)") or plain_line(block.teks)
        # A table or picture of the same id was there first and keeps the name.
        self._found["acuan"].setdefault(block.id, shown)

    def _take_table(self, table: Table) -> None:
        # Printed twice it keeps the number of its first place.
        if table.id in self._found["tabel"]:
            return
        number = table.nomor
        if table.is_made:
            number = self._make(TABLE_WORD, "")
        elif number:
            self._make(TABLE_WORD, number)
        self._found["tabel"][table.id] = number
        self._found["bab"][table.id] = self._headings.bab
        self._found["acuan"][table.id] = _refer_to_table(table, number)

    def _take_figure(self, block: Block) -> None:
        """Count a drawn thing that has a caption, unless its number is a dash."""
        graph = self._graphs.get(block.acuan) if block.jenis == "grafik" else None
        title, given = (graph.judul, graph.nomor) if graph else (block.teks, block.penanda)
        title = plain_line(title)
        is_labelled = given != NONE and bool(given or title)
        label = self._label(FIGURE_WORDS[block.jenis], given) if is_labelled else ""
        self._found["label"][block.id] = label
        if label or title:
            self._found["acuan"].setdefault(block.id, label or title)
            self._found["acuan"].setdefault(block.acuan, label or title)

    def _label(self, word: str, given: str) -> str:
        """Return `Gambar 2.1`: with the number that is given, or the next one."""
        if not given:
            return f"{word} {self._make(word, '')}"
        # A label may bring its own word: `Peta 2.1`.
        label = f"{word} {given}" if given[0].isdigit() else given
        self._make(word, label.rpartition(" ")[2])
        return label

    def _make(self, word: str, given: str) -> str:
        """Return the next number of a kind in its chapter; one that is given moves the count."""
        bab = self._headings.bab
        if given:
            match = _LAST_NUMBER.fullmatch(given)
            # A number of another chapter says nothing of how far this one has counted.
            if match and (match[1] or "") == bab:
                key = word, bab
                self._counts[key] = max(self._counts.get(key, 0), int(match[2]))
            return given
        self._counts[word, bab] = self._counts.get((word, bab), 0) + 1
        return f"{bab}.{self._counts[word, bab]}" if bab else str(self._counts[word, bab])


def _refer_to_table(table: Table, number: str) -> str:
    """Return how a text calls a table: its label's first line, its number, or its title."""
    # A label with an expression is known only when it is printed.
    own = plain_text(table.label).split("\n")[0].strip()
    if own and "{{" not in own:
        return own
    return f"{TABLE_WORD} {number}" if number else plain_line(table.judul)
