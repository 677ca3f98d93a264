"""Recognise: a foreign table → the rows of a project's table, with what is derived and doubted.

In order: (1) the heading and its columns; (2) the rows; (3) each figure read, a doubt where it
reads two ways; (4) levels and parents; (5) sums settle doubts where exactly one reading makes them
hold; (6) the answers that a person gave settle the rest; what is left is a question.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.intake import row_tree
from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.headings import find_heading
from renstra_doc.intake.level_names import say_level
from renstra_doc.intake.line_figures import LineFigures
from renstra_doc.intake.questions import Question, find_answer
from renstra_doc.intake.recognised import Recognised
from renstra_doc.intake.source import SourceRemark
from renstra_doc.intake.source_line import MAIN
from renstra_doc.intake.source_lines import LineReader
from renstra_doc.intake.sum_findings import tell_ends, tell_sums, tell_totals
from renstra_doc.intake.table_records import TableRecords
from renstra_doc.intake.tree_by_sums import WAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renstra_doc.intake.heading_field import HeadingField
    from renstra_doc.intake.headings import Heading
    from renstra_doc.intake.questions import Answers
    from renstra_doc.intake.source import SourceCell, SourceTable
    from renstra_doc.intake.source_line import SourceLine

SURE = ("kode", "kolom", "rumus")  # ways to levels that no amount changes


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
    given = answers or {}
    reader = _Reader(table, heading, given, period, keep_units=keep_units, faithful=faithful)
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
        faithful: bool = False,
    ) -> None:
        self.table, self.answers = table, answers
        self.keep_units, self.faithful = keep_units or faithful, faithful
        self.questions: list[Question] = []
        self.remarks: list[SourceRemark] = list(table.remarks)
        self.heading = self._settle_years(heading, period)

    def read(self) -> Recognised:
        hidden = self._hidden()
        found = LineReader(self.table, self.heading, hidden, faithful=self.faithful).read()
        self.remarks += found.remarks
        # Names first: levels and sums are told with them.
        self.lines = self._complete_names(found.lines)
        self._leave_titles()
        self._tell_hidden_columns()
        figures = LineFigures(self.table, self.heading, self.lines, units=not self.keep_units)
        tree = self._settle_figures(figures)
        sums = row_tree.add_up(figures.rows(), tree.parents)
        self.remarks += [*tree.remarks, *tell_sums(figures, sums), *tell_totals(figures, tree)]
        self.remarks += [*tell_ends(figures), *self._tell_levels(tree)]
        return self._recognised(figures, tree, sums.holds, found.rest)

    def _recognised(
        self, figures: LineFigures, tree: row_tree.Tree, holds: int, rest: int
    ) -> Recognised:
        written = TableRecords(figures, keep_units=self.keep_units, faithful=self.faithful)
        return Recognised(
            self.table,
            self.heading,
            written.printed_columns(),
            written.records(tree),
            tuple(self.questions),
            tuple(self.remarks),
            tree.way,
            holds,
            rest,
        )

    # Years and hidden rows

    def _settle_years(self, heading: Heading, period: tuple[int, int] | None) -> Heading:
        """Give the n-th year its year: from the title, else the project's period, else ask."""
        counted = [f for f in heading.fields if f.nth]
        if all(f.year for f in counted):
            return heading
        first, where = self._first_year(heading, period)
        if not first:
            cells = tuple((f.heading, "") for f in counted)
            text = "Tahun ke-1 itu tahun berapa?"
            self.questions.append(Question("", "tahun-pertama", text, cells, ()))
            return heading
        message = f"Tahun ke-1 dibaca {first}, dari {where}"
        self.remarks.append(SourceRemark("turunan", self.table.name, message))
        return replace(heading, fields=tuple(_with_year(f, first) for f in heading.fields))

    def _first_year(self, heading: Heading, period: tuple[int, int] | None) -> tuple[int, str]:
        """Return the first year (0: not known) and what says so."""
        answer = find_answer(self.answers, "", "tahun-pertama")
        title = next(filter(None, map(words.find_period, heading.titles)), None)
        # What a person answered outweighs the title, and the title the project.
        if answer.isdigit():
            return int(answer), "jawaban"
        if title:
            return title[0], "judul tabel"
        return (period[0], "periode dokumen") if period else (0, "")

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
        # Read twice, with and without: a hidden row belongs where only that makes the sums hold.
        with_rows, without = self._try_rows(frozenset()), self._try_rows(hidden)
        if len(with_rows.fails) < len(without.fails) and with_rows.holds:
            taken, skip, word = "dimasukkan", frozenset[int](), "bersama"
        elif len(without.fails) < len(with_rows.fails) and without.holds:
            taken, skip, word = "tidak dimasukkan", hidden, "tanpa"
        else:
            return None
        message = f"{len(hidden)} baris tersembunyi {taken}: jumlahnya hanya cocok {word} baris itu"
        self.remarks.append(SourceRemark("turunan", self.table.name, message))
        return skip

    def _try_rows(self, skip: frozenset[int]) -> row_tree.Sums:
        """Return the sums of the table without some rows."""
        table = replace(self.table, hidden=frozenset(), remarks=())
        lines = LineReader(table, self.heading, skip).read().lines
        rows = LineFigures(table, self.heading, lines, units=False).rows()
        return row_tree.add_up(rows, row_tree.find_tree(rows).parents)

    def _complete_names(self, lines: Sequence[SourceLine]) -> tuple[SourceLine, ...]:
        """Give a row that bears only its official code the official name of it."""
        if self.faithful or not self.heading.of(words.NAME):
            return tuple(lines)
        return tuple(
            line if line.name or not line.code else self._name_line(line) for line in lines
        )

    def _name_line(self, line: SourceLine) -> SourceLine:
        from renstra_doc.nomenklatur.official import find_name, read_national  # noqa: PLC0415 — only a row without a name needs the list

        name = find_name(line.code, read_national()) if line.kind == MAIN else None
        if name is None:
            return line
        message = f"nama dilengkapi dari nomenklatur nasional: {name.nomenklatur}"
        place = self.table.place(line.row)
        self.remarks.append(SourceRemark("turunan", place, message, line.code))
        return replace(line, name=name.nomenklatur)

    def _leave_titles(self) -> None:
        for row in self.table.rows[: self.heading.first]:
            for cell in row:
                if cell.plain:
                    self.remarks.append(
                        SourceRemark("dibuang", self.table.name, "judul di atas tabel", cell.plain)
                    )

    def _tell_hidden_columns(self) -> None:
        """Say which columns that the sheet hides came in: somebody may not want them printed."""
        hidden = [f for f in self.heading.fields if f.at in self.table.hidden_columns]
        filled = [f for f in hidden if any(line.cell(f.at).plain for line in self.lines)]
        if filled and not self.faithful:
            shown = ", ".join(f"“{f.heading}”" for f in filled)
            message = f"kolom tersembunyi ikut masuk: {shown}; hapus bila tidak untuk dicetak"
            self.remarks.append(SourceRemark("ragu", self.table.name, message))

    # Figures and levels

    def _settle_figures(self, figures: LineFigures) -> row_tree.Tree:
        """Decide by sums what reads two ways, then the levels; ask what is left."""
        tree = row_tree.find_tree(figures.rows())
        # Amounts before levels: a tree by look is chosen by the sums that it makes hold.
        self.remarks += figures.decide_by_sums(tree.parents)
        tree = self._settle_levels(figures, tree)
        self.questions += figures.ask(self.answers)
        return tree

    def _settle_levels(self, figures: LineFigures, tree: row_tree.Tree) -> row_tree.Tree:
        """Look again with the settled amounts; ask where the look may not tell levels apart."""
        # A tree by codes or columns rests on no amount, so settled amounts cannot change it.
        if tree.way not in SURE:
            tree = row_tree.find_tree(figures.rows())
        if tree.way in SURE or not tree.doubtful:
            return tree
        answer = find_answer(self.answers, "", "jenjang")
        # In a faithful reading nobody is asked: a level in doubt is none.
        if answer or self.faithful:
            return tree if answer == "terima" else row_tree.flatten(figures.rows(), tree)
        self.questions.append(self._ask_levels(tree))
        return tree

    def _ask_levels(self, tree: row_tree.Tree) -> Question:
        cells = tuple(
            (
                self.table.place(self.lines[index].row),
                f"{say_level(tree.levels[index])}: {self.lines[index].name}",
            )
            for index in tree.doubtful
        )
        text = (
            "Jenjang dibaca dari jumlah; baris ini rincian baris di atasnya?"
            if tree.way == WAY
            else f"Jenjang dibaca dari {tree.way}; baris ini setingkat dengan baris yang "
            "menyebut tingkatnya?"
        )
        options = (("terima", ""), ("datar", "semua tanpa tingkat"))
        return Question("", "jenjang", text, cells, options)

    def _tell_levels(self, tree: row_tree.Tree) -> list[SourceRemark]:
        counts = Counter(level for level in tree.levels if level)
        if not (tree.way and counts):
            return []
        shown = ", ".join(f"{number} {say_level(level)}" for level, number in counts.items())
        message = f"tingkat dan induk dari {tree.way}: {shown}"
        return [SourceRemark("turunan", self.table.name, message)]


def _with_year(f: HeadingField, first: int) -> HeadingField:
    """Return the column of the n-th year with its year, in its name too."""
    if not f.nth:
        # The name bears the year too: `target_tahun_1` becomes `target_2021`.
        return f
    year = f.year or first + f.nth - 1
    return replace(f, year=year, name=f.name.replace(f"_tahun_{f.nth}", f"_{year}"))


def _text_of(row: Sequence[SourceCell]) -> str:
    return " | ".join(cell.plain for cell in row if cell.plain)
