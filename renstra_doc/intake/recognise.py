"""Recognise: a foreign table → the rows of a project's table, with what is derived and doubted.

In order: (1) the heading and its columns; (2) the rows; (3) each figure read, a doubt where it
reads two ways; (4) levels and parents; (5) sums settle doubts where exactly one reading makes them
hold; (6) the answers that a person gave settle the rest; what is left is a question.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.intake import row_tree
from renstra_doc.intake import vocabulary as words
from renstra_doc.intake import written_figures as figures
from renstra_doc.intake.headings import HeadingField, find_heading
from renstra_doc.intake.questions import Question, find_answer
from renstra_doc.intake.running_sums import RunningSums, add_running
from renstra_doc.intake.source import NUMBER, TEXT, SourceCell, SourceRemark, tidy
from renstra_doc.intake.source_lines import MAIN, LineReader
from renstra_doc.intake.written_figures import (
    Evidence,
    Reading,
    find_evidence,
    read_amount,
    read_target,
)
from renstra_doc.model.row_levels import INDICATOR, TOTAL
from renstra_doc.words.markup import escape_markup

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from renstra_doc.intake.headings import Heading
    from renstra_doc.intake.questions import Answers
    from renstra_doc.intake.source import SourceTable
    from renstra_doc.intake.source_lines import SourceLine

MOST = 0.8
_YES, _NO = (
    frozenset({"t", "true", "y", "ya", "yes", "1", "v", "√", "aktif"}),
    frozenset({"f", "false", "n", "tidak", "no", "0", "t/a", "nonaktif"}),
)
_FIGURE = re.compile(r"[-(]?(?:rp\.?\s*)?\d[\d.,]*\)?\s*(?:%|[^\W\d]{1,12})?", re.IGNORECASE)
_COMMA_TARGET, _DOT_TARGET = (
    re.compile(r"\d{1,9},\d{1,2}(?![\d.,])"),
    re.compile(r"\d{1,9}\.\d{1,2}(?![\d.,])"),
)
_SEQUENCE = re.compile(r"(?P<number>\d+)(?P<dot>\.?)")


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell as it would be written, beside what the source printed and where."""

    text: str
    printed: str = ""
    place: str = ""


@dataclass(frozen=True)
class Record:
    """A row as it would be written: level, parent (a row's index), code, cells by column name."""

    source: str
    row: int
    tingkat: str
    parent: int | None
    kode: str
    cells: Mapping[str, ReadCell]


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column as a new table would have it, a row of `kolom.csv`."""

    kolom: str
    judul: str
    jenis: str
    role: str = ""
    year: int = 0
    merged: bool = False
    nomor: str = ""
    shown: bool = True
    flat: bool = False


@dataclass(frozen=True)
class Recognised:
    """A table understood: its columns, its rows, open questions, and what a person should know."""

    table: SourceTable
    heading: Heading
    columns: tuple[ColumnSpec, ...]
    records: tuple[Record, ...]
    questions: tuple[Question, ...]
    remarks: tuple[SourceRemark, ...]
    way: str = ""
    holds: int = 0
    rest: int = 0


def recognise(
    table: SourceTable,
    answers: Answers | None = None,
    period: tuple[int, int] | None = None,
    *,
    keep_units: bool = False,
    faithful: bool = False,
) -> Recognised | None:
    """Understand a table.

    In: the table; answers given before; the period of the project (for “Tahun ke-1”). `keep_units`
    leaves units in their own column; `faithful` leaves every row one row and every name as it is.
    Out: None where there is no heading.
    """
    heading = find_heading(table)
    if heading is None:
        return None
    reader = _Reader(table, heading, answers or {}, period, keep_units=keep_units or faithful)
    reader.faithful = faithful
    return reader.read()


class _Reader:
    """Understands one table, step by step."""

    def __init__(
        self,
        table: SourceTable,
        heading: Heading,
        answers: Answers,
        period: tuple[int, int] | None,
        *,
        keep_units: bool,
    ) -> None:
        self.table, self.answers, self.keep_units = table, answers, keep_units
        self.faithful = False
        self.questions: list[Question] = []
        self.remarks: list[SourceRemark] = list(table.remarks)
        self.heading = self._settle_years(heading, period)
        self.covers = table.covers()
        self.readings: list[dict[str, Reading]] = []

    def read(self) -> Recognised:
        hidden = self._hidden()
        found = LineReader(self.table, self.heading, hidden, faithful=self.faithful).read()
        self.lines = found.lines
        self.remarks += found.remarks
        self._complete_names()
        self._leave_titles()
        self.evidence = {
            f.at: find_evidence(line.cell(f.at) for line in self.lines) for f in self.heading.fields
        }
        self._pool_evidence()
        self.readings = [self._read_line(line) for line in self.lines]
        grown = self._grow()
        grown = self._settle_levels(self._decide_by_sums(grown))
        self._ask()
        sums = row_tree.add_up(self._rows(), grown.parents)
        self.remarks += [
            *grown.remarks,
            *self._tell_sums(sums),
            *self._tell_totals(grown),
            *self._tell_ends(),
        ]
        self._tell_levels(grown)
        columns = self._columns()
        records = tuple(self._record(index, grown, columns) for index in range(len(self.lines)))
        return Recognised(
            self.table,
            self.heading,
            tuple(
                column
                for column in columns
                if column.role not in (words.CODE, words.CODE_NAME)
                or column.kolom in ("kode", words.NAME)
            ),
            records,
            tuple(self.questions),
            tuple(self.remarks),
            grown.way,
            sums.holds,
            found.rest,
        )

    # Years and hidden rows

    def _settle_years(self, heading: Heading, period: tuple[int, int] | None) -> Heading:
        """Give the n-th year its year: from the title, else the project's period, else ask."""
        if not any(f.nth and not f.year for f in heading.fields):
            return heading
        title = next(filter(None, map(words.find_period, heading.titles)), None)
        span = title or period
        answer = find_answer(self.answers, "", "tahun-pertama")
        first = int(answer) if answer.isdigit() else span[0] if span else 0
        if not first:
            cells = tuple((f.heading, "") for f in heading.fields if f.nth)
            self.questions.append(
                Question("", "tahun-pertama", "Tahun ke-1 itu tahun berapa?", cells, ())
            )
            return heading
        where = "judul tabel" if title else "jawaban" if answer else "periode dokumen"
        self.remarks.append(
            SourceRemark("turunan", self.table.name, f"Tahun ke-1 dibaca {first}, dari {where}")
        )
        fields = [
            replace(f, year=first + f.nth - 1) if f.nth and not f.year else f
            for f in heading.fields
        ]
        named = [
            replace(f, name=f.name.replace(f"_tahun_{f.nth}", f"_{f.year}")) if f.nth else f
            for f in fields
        ]
        return replace(heading, fields=tuple(named))

    def _hidden(self) -> frozenset[int]:
        """Return the hidden rows that are to be left out; an answer may take them in."""
        hidden = frozenset(
            row
            for row in self.table.hidden
            if self.heading.after <= row < len(self.table.rows)
            and any(cell.plain for cell in self.table.rows[row])
        )
        if not hidden:
            return hidden
        answer = find_answer(self.answers, "", "baris-tersembunyi")
        if answer:
            return frozenset() if answer == "masuk" else hidden
        settled = self._hidden_by_sums(hidden)
        if settled is not None:
            return settled
        cells = tuple(
            (self.table.place(row), _text_of(self.table.rows[row])) for row in sorted(hidden)
        )
        text = "Baris yang disembunyikan ikut dimasukkan?"
        self.questions.append(
            Question("", "baris-tersembunyi", text, cells, (("masuk", ""), ("buang", "")))
        )
        return hidden

    def _hidden_by_sums(self, hidden: frozenset[int]) -> frozenset[int] | None:
        """Decide by sums whether hidden rows belong: exactly one way may make them hold."""
        results = []
        for skip in (frozenset[int](), hidden):
            trial = _Reader(
                replace(self.table, hidden=frozenset(), remarks=()),
                self.heading,
                self.answers,
                None,
                keep_units=True,
            )
            trial.lines = LineReader(trial.table, trial.heading, skip).read().lines
            trial.evidence = {
                f.at: find_evidence(line.cell(f.at) for line in trial.lines)
                for f in trial.heading.fields
            }
            trial.readings = [trial._read_line(line) for line in trial.lines]
            grown = trial._grow()
            sums = row_tree.add_up(trial._rows(), grown.parents)
            results.append((len(sums.fails), sums.holds))
        (with_fails, with_holds), (without_fails, without_holds) = results
        message = f"{len(hidden)} baris tersembunyi"
        if with_fails < without_fails and with_holds:
            self.remarks.append(
                SourceRemark(
                    "turunan",
                    self.table.name,
                    f"{message} dimasukkan: jumlahnya hanya cocok bersama baris itu",
                )
            )
            return frozenset()
        if without_fails < with_fails and without_holds:
            self.remarks.append(
                SourceRemark(
                    "turunan",
                    self.table.name,
                    f"{message} tidak dimasukkan: jumlahnya hanya cocok tanpa baris itu",
                )
            )
            return hidden
        return None

    def _complete_names(self) -> None:
        """Give a row that bears only its official code the official name of it."""
        bare = [
            i
            for i, line in enumerate(self.lines)
            if line.kind == MAIN and line.code and not line.name
        ]
        if not bare or self.faithful or not self.heading.of(words.NAME):
            return
        from renstra_doc.nomenklatur.official import find_name, read_national  # noqa: PLC0415 — only a row without a name needs the list

        lines = list(self.lines)
        for index in bare:
            name = find_name(lines[index].code, read_national())
            if name is not None:
                lines[index] = replace(lines[index], name=name.nomenklatur)
                message = f"nama dilengkapi dari nomenklatur nasional: {name.nomenklatur}"
                place = self.table.place(lines[index].row)
                self.remarks.append(SourceRemark("turunan", place, message, lines[index].code))
        self.lines = tuple(lines)

    def _leave_titles(self) -> None:
        for row in self.table.rows[: self.heading.first]:
            for cell in row:
                if cell.plain:
                    self.remarks.append(
                        SourceRemark("dibuang", self.table.name, "judul di atas tabel", cell.plain)
                    )

    # Figures

    def _pool_evidence(self) -> None:
        """Let one column of amounts speak for the others: they were typed in one hand."""
        money = [f.at for f in self.heading.fields if f.role == words.MONEY]
        known = [self.evidence[at] for at in money]
        pooled = Evidence(
            any(e.dot_groups for e in known),
            any(e.comma_groups for e in known),
            any(e.dot_marks for e in known),
            any(e.comma_marks for e in known),
        )
        if not (pooled.comma_groups or pooled.dot_marks or self._has_dot_marks()):
            pooled = replace(pooled, comma_marks=pooled.comma_marks or self._has_comma_marks())
        self.evidence.update(dict.fromkeys(money, pooled))

    def _has_comma_marks(self) -> bool:
        """Return whether a comma is the decimal mark of some target: `61,5 %`."""
        return self._any_target(_COMMA_TARGET)

    def _has_dot_marks(self) -> bool:
        return self._any_target(_DOT_TARGET)

    def _any_target(self, form: re.Pattern[str]) -> bool:
        columns = [f.at for f in self.heading.fields if f.role in words.FIGURES - {words.MONEY}]
        cells = (line.cell(at) for line in self.lines for at in columns)
        return any(cell.kind == TEXT and form.match(cell.plain) is not None for cell in cells)

    def _read_line(self, line: SourceLine) -> dict[str, Reading]:
        found = {}
        for f in self.heading.fields:
            cell = line.cell(f.at)
            if f.role == words.MONEY:
                found[f.name] = read_amount(cell, f.scale, self.evidence[f.at])
            elif f.role in words.FIGURES:
                found[f.name] = read_target(cell, self._unit_of(line, f), self.evidence[f.at])
        return found

    def _unit_of(self, line: SourceLine, f: HeadingField) -> str:
        """Return what the column of units says for a row: of the same year, else the only one."""
        if self.keep_units or f.role == words.RATIO:
            return ""
        units = self.heading.of(words.UNIT)
        own = [unit for unit in units if unit.year == f.year and (f.year or unit.end == f.end)]
        chosen = own or [unit for unit in units if not unit.year]
        for unit in chosen:
            text = line.cell(unit.at).plain
            if not text and line.kind != INDICATOR:
                row, column = self.covers.get((line.row, unit.at), (line.row, unit.at))
                text = self.table.rows[row][column].plain if row >= self.heading.after else ""
            if text:
                return text
        return ""

    def _amounts(self) -> list[dict[str, Decimal]]:
        money = {f.name for f in self.heading.fields if f.role == words.MONEY}
        found = []
        for reading in self.readings:
            own = {
                name: value.number if value.number is not None else Decimal(0)
                for name, value in reading.items()
                if name in money and (value.number is not None or value.text == "-")
            }
            found.append(own)
        return found

    def _rows(self) -> row_tree.Rows:
        main = tuple(index for index, line in enumerate(self.lines) if line.kind == MAIN)
        return row_tree.Rows(self.table, self.heading, self.lines, self._amounts(), main)

    def _grow(self) -> row_tree.Tree:
        return row_tree.find_tree(self._rows())

    # Doubts

    def _doubts(self) -> dict[tuple[str, str], list[tuple[int, str]]]:
        """Return the doubtful cells (row, column name) by (group, kind of doubt)."""
        found: dict[tuple[str, str], list[tuple[int, str]]] = {}
        headings = {f.name: f.heading for f in self.heading.fields}
        for index, reading in enumerate(self.readings):
            for name, value in reading.items():
                if value.doubt:
                    group = "" if self._is_shared(value, name) else headings[name]
                    found.setdefault((group, value.doubt), []).append((index, name))
        return found

    def _is_shared(self, reading: Reading, name: str) -> bool:
        """Return whether a doubt is one for the whole table: percents, and amounts in one hand."""
        money = {f.name for f in self.heading.fields if f.role == words.MONEY}
        return reading.doubt == figures.PERCENTS or (
            reading.doubt in (figures.THOUSANDS, figures.CENTS) and name in money
        )

    def _decide_by_sums(self, grown: row_tree.Tree) -> row_tree.Tree:
        """Settle amounts that read two ways where exactly one reading makes the sums hold."""
        money = {f.name for f in self.heading.fields if f.role == words.MONEY}
        for (group, doubt), cells in self._doubts().items():
            if doubt != figures.THOUSANDS or not all(name in money for _, name in cells):
                continue
            before = self.readings
            results = {}
            for option in ("ribuan", "desimal"):
                self.readings = [dict(reading) for reading in before]
                self._apply(cells, option)
                sums = row_tree.add_up(self._rows(), grown.parents)
                results[option] = (len(sums.fails), sums.holds, self.readings)
            self.readings = before
            best, other = sorted(results, key=lambda name: results[name][0])
            if results[best][0] < results[other][0] and results[best][1] > results[other][1]:
                self.readings = results[best][2]
                gained = results[best][1] - results[other][1]
                message = (
                    f"angka seperti “{self._printed(*cells[0])}” dibaca {best}: "
                    f"{gained} jumlah lalu cocok"
                )
                self.remarks.append(SourceRemark("turunan", self.table.name, message, column=group))
        if grown.way in ("kode", "kolom", "rumus"):
            return grown
        return self._grow()

    def _printed(self, index: int, name: str) -> str:
        f = next(f for f in self.heading.fields if f.name == name)
        return self.lines[index].cell(f.at).plain

    def _place(self, index: int, name: str) -> str:
        f = next(f for f in self.heading.fields if f.name == name)
        return self.table.place(self.lines[index].row, f.at)

    def _apply(self, cells: Sequence[tuple[int, str]], option: str) -> list[tuple[int, str]]:
        """Write an answer into cells; out: those that it does not fit."""
        left = []
        pairs = dict(_read_pairs(option))
        for index, name in cells:
            reading = self.readings[index][name]
            printed, place = self._printed(index, name), self._place(index, name)
            chosen = pairs.get(
                printed, pairs.get(place.rpartition("!")[2], pairs.get(place, option))
            )
            options = dict(reading.options)
            if chosen in options:
                text = options[chosen]
            elif len(cells) == 1 or chosen != option:
                text = chosen
            else:
                left.append((index, name))
                continue
            self.readings[index][name] = Reading(text, _number_of(text))
        return left

    def _ask(self) -> None:
        for (group, doubt), cells in self._doubts().items():
            answer = find_answer(self.answers, group, doubt)
            open_cells = self._apply(cells, answer) if answer else cells
            if not open_cells:
                continue
            first = self.readings[open_cells[0][0]][open_cells[0][1]]
            shown = tuple((self._place(*cell), self._printed(*cell)) for cell in open_cells)
            self.questions.append(Question(group, doubt, ASKED[doubt], shown, first.options))

    def _settle_levels(self, grown: row_tree.Tree) -> row_tree.Tree:
        """Ask where the look of the rows may not tell the levels apart."""
        if grown.way in ("kode", "kolom", "rumus") or not grown.doubtful:
            return grown
        flat = row_tree.flatten(self._rows(), grown)
        answer = find_answer(self.answers, "", "jenjang")
        if answer or self.faithful:
            return grown if answer == "terima" else flat
        cells = tuple(
            (
                self.table.place(self.lines[index].row),
                f"{grown.levels[index]}: {self.lines[index].name}",
            )
            for index in grown.doubtful
        )
        text = (
            f"Jenjang dibaca dari {grown.way}; baris ini setingkat dengan baris yang "
            "menyebut tingkatnya?"
        )
        options = (("terima", ""), ("datar", "semua tanpa tingkat"))
        self.questions.append(Question("", "jenjang", text, cells, options))
        return grown

    # Findings

    def _tell_sums(self, sums: row_tree.Sums) -> list[SourceRemark]:
        return [
            self._tell_sum(index, name, printed, total, "bukan jumlah baris di bawahnya")
            for index, name, printed, total in sums.fails
        ]

    def _tell_sum(
        self, index: int, name: str, printed: Decimal, total: Decimal, why: str
    ) -> SourceRemark:
        difference = printed - total
        label = self.lines[index].name or "baris ini"
        shown = [figures.show(value, grouped=True) for value in (printed, total, difference)]
        message = f"“{label}” {shown[0]} {why}, {shown[1]}; selisih {shown[2]}"
        return SourceRemark(
            "temuan", self._place(index, name), message, column=name,
            expected=f"{total:f}", actual=f"{printed:f}",
        )  # fmt: skip

    def _tell_totals(self, grown: row_tree.Tree) -> list[SourceRemark]:
        """Compare each total row with the rows of the highest level.

        Or those since the last total.
        """
        amounts = self._amounts()
        mains = [place for place, line in enumerate(self.lines) if line.kind == MAIN]
        tops = add_running((p, amounts[p]) for p in mains if grown.parents[p] is None)
        held = set(grown.parents)
        leaves = add_running((p, amounts[p]) for p in mains if p not in held)
        found: list[SourceRemark] = []
        before = -1
        for index, line in enumerate(self.lines):
            if line.kind != TOTAL:
                continue
            since, before = before + 1, index
            for name, printed in amounts[index].items():
                sums = _possible_totals(tops.get(name), leaves.get(name), since, index)
                if sums and printed not in sums:
                    found.append(
                        self._tell_sum(index, name, printed, sums[0], "bukan jumlah baris teratas")
                    )
        return found

    def _tell_ends(self) -> list[SourceRemark]:
        """Where the last column mostly is the sum of the years, tell the rows where it is not."""
        ends = [f for f in self.heading.fields if f.role == words.MONEY and f.name == "rp_akhir"]
        years = [
            f.name for f in self.heading.fields if f.role == words.MONEY and f.name != "rp_akhir"
        ]
        if not ends or len(years) < 2:  # noqa: PLR2004 — one year is no sum
            return []
        wrong, right = [], 0
        for index, own in enumerate(self._amounts()):
            if "rp_akhir" in own and all(name in own for name in years):
                total = sum((own[name] for name in years), Decimal(0))
                right += total == own["rp_akhir"]
                if total != own["rp_akhir"]:
                    wrong.append(
                        self._tell_sum(
                            index, "rp_akhir", own["rp_akhir"], total, "bukan jumlah tahun-tahunnya"
                        )
                    )
        return wrong if right > len(wrong) else []

    def _tell_levels(self, grown: row_tree.Tree) -> None:
        counts = Counter(level for level in grown.levels if level)
        if grown.way and counts:
            shown = ", ".join(f"{number} {level}" for level, number in counts.items())
            self.remarks.append(
                SourceRemark(
                    "turunan", self.table.name, f"tingkat dan induk dari {grown.way}: {shown}"
                )
            )

    # What would be written

    def _columns(self) -> list[ColumnSpec]:
        return [self._column(f) for f in self.heading.fields if not self._is_left(f)]

    def _is_left(self, f: HeadingField) -> bool:
        return f.role == words.UNIT and not self.keep_units and bool(self._unit_targets())

    def _unit_targets(self) -> list[HeadingField]:
        return [
            f for f in self.heading.fields if f.role in words.FIGURES - {words.MONEY, words.RATIO}
        ]

    def _column(self, f: HeadingField) -> ColumnSpec:
        merged = any(
            merge.left <= f.at <= merge.right
            and merge.top >= self.heading.after
            and merge.bottom > merge.top
            for merge in self.table.merges
        )
        numbers = self.heading.numbers
        judul = re.sub(r"\s+>\s+", " > ", f.heading) or f.name
        if f.scale > 1:
            judul = words.drop_scale(judul)
        return ColumnSpec(
            f.name, judul, self._kind_of(f), f.role, f.year,
            merged and (self.faithful or f.role not in words.FIGURES),
            numbers[f.at] if f.at < len(numbers) else "", flat=self._is_flat(f),
        )  # fmt: skip

    def _is_flat(self, f: HeadingField) -> bool:
        """Return whether a total row joins this column with the one on its left."""
        totals = {line.row for line in self.lines if line.kind == TOTAL}
        return any(
            merge.top in totals and merge.left < f.at <= merge.right for merge in self.table.merges
        )

    def _kind_of(self, f: HeadingField) -> str:
        if f.role == words.MONEY:
            return "rupiah"
        if f.role in words.FIGURES:
            return "target"
        if f.role == words.NO:
            return "urut" if self._is_sequence(f) else "teks"
        if f.role in (words.OTHER, ""):
            return self._kind_of_other(f)
        return "teks"

    def _is_sequence(self, f: HeadingField) -> bool:
        texts = [line.cell(f.at).plain for line in self.lines if line.kind == MAIN]
        matches = [_SEQUENCE.fullmatch(text) for text in texts]
        return bool(texts) and all(
            match is not None and int(match["number"]) == number
            for number, match in enumerate(matches, 1)
        )

    def _kind_of_other(self, f: HeadingField) -> str:
        cells = [line.cell(f.at) for line in self.lines if line.cell(f.at).plain]
        if not cells or sum(map(_looks_figure, cells)) < len(cells) * MOST:
            return "teks"
        readings = [read_target(cell, "", self.evidence[f.at]) for cell in cells]
        if any(
            reading.doubt or (reading.number is None and reading.text != "-")
            for reading in readings
        ):
            return (
                "teks"
                if not all(reading.text or reading.doubt for reading in readings)
                else "target"
            )
        texts = [reading.text for reading in readings if reading.text != "-"]
        if all(re.fullmatch(r"-?\d+", text) for text in texts):
            return "cacah"
        return "desimal" if all(re.fullmatch(r"-?[\d.]+", text) for text in texts) else "target"

    def _record(self, index: int, grown: row_tree.Tree, columns: Sequence[ColumnSpec]) -> Record:
        line = self.lines[index]
        cells = {}
        for f, column in (
            (f, c) for f in self.heading.fields for c in columns if c.kolom == f.name
        ):
            text = self._write(index, f, column)
            cells[column.kolom] = ReadCell(
                text, line.cell(f.at).plain, self.table.place(line.row, f.at)
            )
        if line.name:
            cells[words.NAME] = self._name_cell(line)
        labels = " + ".join(self.table.labels[row] for row in line.rows)
        return Record(labels, line.row, grown.levels[index], grown.parents[index], line.code, cells)

    def _name_cell(self, line: SourceLine) -> ReadCell:
        if self.faithful:
            return ReadCell(_text_cell(line.raw), line.raw.plain, self.table.place(line.row))
        return ReadCell(
            _literal(escape_markup(tidy(line.name))), line.raw.plain, self.table.place(line.row)
        )

    def _write(self, index: int, f: HeadingField, column: ColumnSpec) -> str:
        line = self.lines[index]
        cell = line.cell(f.at)
        if f.name in self.readings[index]:
            return self._match_case(index, f, self.readings[index][f.name].text)
        if f.role == words.ACTIVE:
            return _yes_no(cell.plain)
        if column.jenis == "urut":
            dot = "." if cell.plain.endswith(".") else ""
            return f"#{dot}" if line.kind == MAIN else escape_markup(cell.plain)
        if column.jenis in ("cacah", "desimal", "target") and cell.plain:
            reading = read_target(cell, "", self.evidence[f.at])
            return reading.text or cell.plain
        return _text_cell(cell)

    def _match_case(self, index: int, f: HeadingField, text: str) -> str:
        """Write a unit as the other years of the row write it: `20 Menit` beside `20 menit`."""
        number, blank, unit = text.partition(" ")
        if not blank or unit == unit.lower() or not number[:1].isdigit():
            return text
        others = {
            reading.text.partition(" ")[2]
            for name, reading in self.readings[index].items()
            if name != f.name
        }
        return f"{number} {unit.lower()}" if unit.lower() in others and unit not in others else text


ASKED = {
    figures.THOUSANDS: "Angka ini terbaca dua cara: tanda di dalamnya pemisah ribuan atau desimal?",
    figures.DATES: "Excel menyimpan isian ini sebagai tanggal atau jam: apa yang dimaksud?",
    figures.FRACTIONS: "Isian ini pecahan: apa yang dimaksud?",
    figures.PERCENTS: "Angka ini pecahan dari persen (0,96 = 96%) atau persennya sendiri?",
    figures.CENTS: "Jumlah rupiah ini memuat sen, sedangkan pagu rupiah utuh: dibulatkan?",
    figures.NO_NUMBER: "Isian ini bukan bilangan: apa yang ditulis?",
    figures.NO_RESULT: "Hasil rumus sel ini tidak tersimpan atau galat: apa yang ditulis?",
}


def _text_cell(cell: SourceCell) -> str:
    """Return the text of a cell, with the marks of its runs where the file has such."""
    return _literal(tidy(cell.marked) if cell.marked else escape_markup(cell.plain))


def _literal(text: str) -> str:
    """Return a text that the program does not take for an expression of its own."""
    return text.replace("{{", "{ {")


def _possible_totals(
    tops: RunningSums | None, leaves: RunningSums | None, since: int, index: int
) -> list[Decimal]:
    """Return what a total row may be the sum of.

    All rows of the highest level, those since the last total, those above it, all leaves.
    """
    whole = tops.places[-1] + 1 if tops else 0
    deep = leaves.places[-1] + 1 if leaves else 0
    sums = (
        tops.over(0, whole) if tops else None,
        tops.over(since, index) if tops else None,
        tops.over(0, index) if tops else None,
        leaves.over(0, deep) if leaves else None,
    )
    return [found for found in sums if found is not None]


def _text_of(row: Sequence[SourceCell]) -> str:
    return " | ".join(cell.plain for cell in row if cell.plain)


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


def _looks_figure(cell: SourceCell) -> bool:
    return (
        cell.kind == NUMBER or cell.plain in ("-", "–") or _FIGURE.fullmatch(cell.plain) is not None
    )


def _yes_no(text: str) -> str:
    plain = text.lower()
    return "ya" if plain in _YES else "tidak" if plain in _NO else text
