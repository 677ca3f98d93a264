"""The figures of the rows of a table: each read, doubted, settled by sums or by an answer."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.intake import reading as figures
from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.questions import Question, find_answer
from renstra_doc.intake.reading import Evidence, Reading, find_evidence
from renstra_doc.intake.row_tree import Rows, add_up
from renstra_doc.intake.source import TEXT, SourceRemark, tidy
from renstra_doc.intake.source_line import MAIN
from renstra_doc.intake.written_amounts import read_amount
from renstra_doc.intake.written_targets import keep_word, read_target
from renstra_doc.model.row_levels import INDICATOR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from renstra_doc.intake.heading_field import HeadingField
    from renstra_doc.intake.headings import Heading
    from renstra_doc.intake.questions import Answers
    from renstra_doc.intake.row_tree import Sums
    from renstra_doc.intake.source import SourceTable
    from renstra_doc.intake.source_line import SourceLine

    Spot = tuple[int, str]  # the number of a row and the name of a column

_COMMA_TARGET, _DOT_TARGET = (
    re.compile(r"\d{1,9},\d{1,2}(?![\d.,])"),
    re.compile(r"\d{1,9}\.\d{1,2}(?![\d.,])"),
)
ASKED = {
    figures.THOUSANDS: "Angka ini terbaca dua cara: tanda di dalamnya pemisah ribuan atau desimal?",
    figures.DATES: "Excel menyimpan isian ini sebagai tanggal atau jam: apa yang dimaksud?",
    figures.FRACTIONS: "Isian ini pecahan: apa yang dimaksud?",
    figures.PERCENTS: "Angka ini pecahan dari persen (0,96 = 96%) atau persennya sendiri?",
    figures.CENTS: "Jumlah rupiah ini memuat sen, sedangkan pagu rupiah utuh: dibulatkan?",
    figures.NO_NUMBER: "Isian ini bukan bilangan: apa yang ditulis?",
    figures.NO_RESULT: "Hasil rumus sel ini tidak tersimpan atau galat: apa yang ditulis?",
}


class LineFigures:
    """The readings of a table's figures, by row and by the name of the column."""

    def __init__(
        self, table: SourceTable, heading: Heading, lines: Sequence[SourceLine], *, units: bool
    ) -> None:
        """Take a table, its heading, its rows; `units`: a column of units says them for a row."""
        self.table, self.heading, self.lines, self.units = table, heading, lines, units
        self.covers = table.covers()
        self.by_name = {f.name: f for f in heading.fields}
        self.told = [f.at for f in heading.fields if f.role == words.INDICATOR]
        # Amounts are told apart, since they speak for each other.
        self.money = [f.name for f in heading.fields if f.role == words.MONEY]
        self.evidence = self._find_evidence()
        self.readings = [self._read_line(line) for line in lines]

    # Reading

    def _find_evidence(self) -> dict[int, Evidence]:
        """Return by column what its cells say of how it was typed; amounts speak together."""
        fields, lines = self.heading.fields, self.lines
        found = {f.at: find_evidence(line.cell(f.at) for line in lines) for f in fields}
        pooled = self._pool([found[self.by_name[name].at] for name in self.money])
        return {**found, **dict.fromkeys((self.by_name[name].at for name in self.money), pooled)}

    def _pool(self, known: Sequence[Evidence]) -> Evidence:
        """Let one column of amounts speak for the others: they were typed in one hand.

        The comma of a target (`61,5 %`) speaks too, where no dot is a mark anywhere.
        """
        pooled = Evidence(
            any(e.dot_groups for e in known),
            any(e.comma_groups for e in known),
            any(e.dot_marks for e in known),
            any(e.comma_marks for e in known),
        )
        if pooled.comma_marks or pooled.comma_groups or pooled.dot_marks:
            return pooled
        return replace(pooled, comma_marks=self._targets_mark_by_comma())

    def _targets_mark_by_comma(self) -> bool:
        """Return whether a comma is the decimal mark of some target, and a dot of none."""
        columns = [f.at for f in self.heading.fields if f.role in words.FIGURES - {words.MONEY}]
        cells = [line.cell(at) for line in self.lines for at in columns]
        texts = [cell.plain for cell in cells if cell.kind == TEXT]
        return any(map(_COMMA_TARGET.match, texts)) and not any(map(_DOT_TARGET.match, texts))

    def _read_line(self, line: SourceLine) -> dict[str, Reading]:
        found = {}
        said = " ".join((line.name, *(line.cell(at).plain for at in self.told)))
        for f in self.heading.fields:
            cell, evidence = line.cell(f.at), self.evidence[f.at]
            if f.role == words.MONEY:
                found[f.name] = read_amount(cell, f.scale, evidence)
            elif f.role in words.FIGURES:
                unit = self._unit_of(line, f)
                found[f.name] = keep_word(read_target(cell, unit, evidence), unit, said)
        return found

    def _unit_of(self, line: SourceLine, f: HeadingField) -> str:
        """Return what the column of units says for a row: of the same year, else the only one."""
        if not self.units or f.role == words.RATIO:
            return ""
        columns = self.heading.of(words.UNIT)
        own = [unit for unit in columns if _is_beside(unit, f)]
        chosen = own or [unit for unit in columns if not unit.year]
        return next(filter(None, (self._unit_in(line, unit.at) for unit in chosen)), "")

    def _unit_in(self, line: SourceLine, at: int) -> str:
        """Return the unit of a row in a column: its own, else that of the merge that covers it."""
        text = line.cell(at).plain
        if text or line.kind == INDICATOR:
            return text
        # The unit of a merged cell counts for every row that it covers.
        row, column = self.covers.get((line.row, at), (line.row, at))
        return self.table.rows[row][column].plain if row >= self.heading.after else ""

    def amounts(self) -> list[dict[str, Decimal]]:
        """Return the amounts of each row by column; a dash is none of them, but counts as zero."""
        return [dict(self._list_amounts(reading)) for reading in self.readings]

    def _list_amounts(self, reading: Mapping[str, Reading]) -> Iterator[tuple[str, Decimal]]:
        for name in self.money:
            value = reading.get(name, Reading())
            # A dash is a printed zero, so a sum over it can still hold.
            if value.number is not None or value.text == "-":
                yield name, value.number if value.number is not None else Decimal(0)

    def rows(self) -> Rows:
        """Return what the ways to levels and parents look at."""
        main = tuple(index for index, line in enumerate(self.lines) if line.kind == MAIN)
        return Rows(self.table, self.heading, tuple(self.lines), self.amounts(), main)

    def printed(self, index: int, name: str) -> str:
        """Return what the source prints in a row and column."""
        return self.lines[index].cell(self.by_name[name].at).plain

    def place(self, index: int, name: str) -> str:
        """Return where that stands."""
        return self.table.place(self.lines[index].row, self.by_name[name].at)

    # Doubts

    def _doubts(self) -> dict[tuple[str, str], list[Spot]]:
        """Return the doubtful cells by (group, kind of doubt)."""
        found: dict[tuple[str, str], list[Spot]] = {}
        for index, reading in enumerate(self.readings):
            for name, value in reading.items():
                if value.doubt:
                    is_shared = self._is_shared(value, name)
                    # One question for all amounts: whoever typed one typed the others.
                    group = "" if is_shared else self.by_name[name].heading
                    found.setdefault((group, value.doubt), []).append((index, name))
        return found

    def _is_shared(self, reading: Reading, name: str) -> bool:
        """Return whether a doubt is one for the whole table: percents, and amounts in one hand."""
        of_amounts = reading.doubt in (figures.THOUSANDS, figures.CENTS) and name in self.money
        return reading.doubt == figures.PERCENTS or of_amounts

    def decide_by_sums(self, parents: Sequence[int | None]) -> list[SourceRemark]:
        """Settle amounts that read two ways where exactly one reading makes the sums hold."""
        remarks = []
        for (group, doubt), cells in self._doubts().items():
            if doubt == figures.THOUSANDS and all(name in self.money for _, name in cells):
                remarks += self._try_readings(group, cells, parents)
        return remarks

    def _try_readings(
        self, group: str, cells: Sequence[Spot], parents: Sequence[int | None]
    ) -> list[SourceRemark]:
        """Read the cells each way and keep the way with more sums that hold and fewer that fail."""
        before = self.readings
        results = {}
        for option in ("ribuan", "desimal"):
            # On a copy: a way that gains nothing leaves no trace.
            self.readings = [dict(reading) for reading in before]
            self.apply(cells, option)
            results[option] = (add_up(self.rows(), parents), self.readings)
        # Fewer failing sums first; it must also make more of them hold.
        best, other = sorted(results, key=lambda name: len(results[name][0].fails))
        gained = _compare_sums(results[best][0], results[other][0])
        self.readings = results[best][1] if gained else before
        if not gained:
            return []
        message = (
            f"angka seperti “{self.printed(*cells[0])}” dibaca {best}: {gained} jumlah lalu cocok"
        )
        return [SourceRemark("turunan", self.table.name, message, column=group)]

    def apply(self, cells: Sequence[Spot], answer: str) -> list[Spot]:
        """Write an answer into cells; out: those that it does not fit."""
        left = []
        pairs = dict(_read_pairs(answer))
        for spot in cells:
            index, name = spot
            text = self._answer_for(spot, answer, pairs, is_only=len(cells) == 1)
            if text is None:
                left.append(spot)
            else:
                self.readings[index][name] = Reading(text, _number_of(text))
        return left

    def _answer_for(
        self, spot: Spot, answer: str, pairs: Mapping[str, str], *, is_only: bool
    ) -> str | None:
        """Return what an answer writes into a cell, None where it names none of its readings."""
        place = self.place(*spot)
        # An answer may name a cell as printed, as `E7`, or with its sheet.
        names = (self.printed(*spot), place.rpartition("!")[2], place)
        chosen = next((pairs[name] for name in names if name in pairs), answer)
        options = dict(self.readings[spot[0]][spot[1]].options)
        if chosen in options:
            return options[chosen]
        # A free text fits one cell: as the answer for several it would write one figure into all.
        return chosen if is_only or chosen != answer else None

    def ask(self, answers: Answers) -> list[Question]:
        """Write the answers that were given; out: what is left to ask, once a column or group."""
        questions = []
        for (group, doubt), cells in self._doubts().items():
            answer = find_answer(answers, group, doubt)
            open_cells = self.apply(cells, answer) if answer else cells
            if open_cells:
                first = self.readings[open_cells[0][0]][open_cells[0][1]]
                shown = tuple((self.place(*spot), self.printed(*spot)) for spot in open_cells)
                questions.append(Question(group, doubt, ASKED[doubt], shown, first.options))
        return questions


def _is_beside(unit: HeadingField, f: HeadingField) -> bool:
    """Return whether a column of units is of the year of a column of figures."""
    return unit.year == f.year and (f.year > 0 or unit.end == f.end)


def _compare_sums(best: Sums, other: Sums) -> int:
    """Return how many more sums hold in the better reading, 0 where it is not clearly better."""
    is_better = len(best.fails) < len(other.fails)
    return max(best.holds - other.holds, 0) if is_better else 0


def _read_pairs(answer: str) -> list[tuple[str, str]]:
    """Read `E7=1 : 16; B14=3-5`.

    An answer for each cell.
    """
    if "=" not in answer:
        return []
    pairs = (part.partition("=") for part in answer.split(";"))
    return [(tidy(key), tidy(value)) for key, _, value in pairs if tidy(key)]


def _number_of(text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"-?\d+(?:\.\d+)?", text) else None
