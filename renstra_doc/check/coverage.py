"""Coverage: which printed figure was held against what, in which direction, and with which answer.

Evidence is a comparison that holds. A figure that only stands in comparisons which differ, which
could not be made, or in none at all, is not confirmed, and the report says so.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import Outcome, Ref
from renstra_doc.model.values import NUMERIC_KINDS

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Iterator, Mapping

    from renstra_doc.check.comparison import CellKey, Comparison, Mention
    from renstra_doc.model import Document

    PlaceKey = tuple[str, str, str, str]  # rule, file, row, column

MONEY = "rupiah"


class Direction(StrEnum):
    """Where a figure is held against others."""

    DOWN = "ke bawah"
    ACROSS = "mendatar"
    OTHER = "tabel lain"
    PROSE = "naskah"


class Standing(StrEnum):
    """What the comparisons of one direction say of a figure."""

    CONFIRMED = "cocok"
    CONTRADICTED = "berbeda"
    WAIVED = "dikecualikan"
    UNANSWERED = "tidak terjawab"
    NONE = "tanpa pembanding"


class Answer(IntEnum):
    """An answer that a figure got in one direction; several are added up bit by bit.

    As plain integers: Python's own flags cost a third of the time of a report.
    """

    UNANSWERED = 1
    CONFIRMED = 2
    WAIVED = 4
    CONTRADICTED = 8


_STANDINGS = (
    (Answer.CONTRADICTED, Standing.CONTRADICTED),
    (Answer.WAIVED, Standing.WAIVED),
    (Answer.CONFIRMED, Standing.CONFIRMED),
    (Answer.UNANSWERED, Standing.UNANSWERED),
)
# The gravest standing of each mixture of answers; one that differs outweighs one that holds.
_GRAVEST = tuple(
    next((name for flag, name in _STANDINGS if flag & given), Standing.NONE)
    # All mixtures once: reports ask for the standing of every figure again and again.
    for given in range(sum(Answer) + 1)
)
_DIRECTIONS = {
    **dict.fromkeys(("jumlah_anak", "jumlah_menurun"), Direction.DOWN),
    **dict.fromkeys(
        ("jumlah_mendatar", "nilai_terakhir", "rasio", "rata_pertumbuhan"), Direction.ACROSS
    ),
    **dict.fromkeys(("sama", "kembar"), Direction.OTHER),
}
SUM_KINDS = ("jumlah_anak", "jumlah_menurun", "jumlah_mendatar")


@dataclass(frozen=True, slots=True)
class CellCoverage:
    """A printed figure and the answers it got, direction by direction."""

    ref: Ref
    answers: Mapping[Direction, int]
    in_sum: bool = False

    def standing(self, direction: Direction) -> Standing:
        """Return the gravest answer of one direction."""
        return _GRAVEST[self.answers.get(direction, 0)]

    @property
    def is_confirmed(self) -> bool:
        """Return whether any comparison, in whatever direction, holds."""
        return any(given & Answer.CONFIRMED for given in self.answers.values())

    @property
    def is_compared(self) -> bool:
        """Return whether anything was really held against the figure, be it that it differs."""
        answered = Answer.CONFIRMED | Answer.WAIVED | Answer.CONTRADICTED
        return any(given & answered for given in self.answers.values())


@dataclass(frozen=True)
class Coverage:
    """The coverage of a document: every printed figure of its tables, in printed order."""

    cells: tuple[CellCoverage, ...] = ()

    def select(self, *, table: str = "", jenis: str = "") -> Coverage:
        """Return the coverage of one table, of one kind of number, or of both."""
        return Coverage(
            tuple(
                cell
                for cell in self.cells
                if table in ("", cell.ref.table.id) and jenis in ("", cell.ref.jenis)
            )
        )

    def count(self, direction: Direction) -> Mapping[Standing, int]:
        """Count the figures by what one direction says of them."""
        counts = Counter(cell.standing(direction) for cell in self.cells)
        return {standing: counts[standing] for standing in Standing}

    @cached_property
    def confirmed(self) -> int:
        """How many figures at least one comparison confirms."""
        return sum(1 for cell in self.cells if cell.is_confirmed)

    @cached_property
    def summed(self) -> int:
        """How many figures a sum confirms."""
        return sum(1 for cell in self.cells if cell.in_sum)

    @cached_property
    def compared(self) -> int:
        """How many figures were held against anything, whatever the answer."""
        return sum(1 for cell in self.cells if cell.is_compared)

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """The ids of the tables that print figures."""
        return tuple(dict.fromkeys(cell.ref.table.id for cell in self.cells))


def measure_coverage(
    document: Document,
    comparisons: Iterable[Comparison],
    mentions: Iterable[Mention] = (),
    *,
    waived: Collection[PlaceKey] = (),
    loose: Container[str] = (),
) -> Coverage:
    """Measure the coverage of a document.

    In: every comparison the rules made, and what the prose says of cells; `waived` are the
    contradictions that a waiver covers (rule, file, row, column), `loose` the rules whose tolerance
    is no rounding: that they hold proves nothing. Out: every printed figure with its answers.
    """
    answers: dict[CellKey, dict[Direction, int]] = {}
    summed: set[CellKey] = set()
    for made in comparisons:
        answer = _read_answer(made, waived, loose)
        keys = [ref.key for ref in made.refs]
        _note(answers, keys, find_direction(made), answer)
        if answer is Answer.CONFIRMED and made.rule.jenis in SUM_KINDS:
            summed.update(keys)
    for mention in mentions:
        _note(answers, mention.keys, Direction.PROSE, _read_mention(mention, waived))
    return Coverage(tuple(_cover(ref, answers, summed) for ref in list_figures(document)))


def _cover(
    ref: Ref, answers: Mapping[CellKey, Mapping[Direction, int]], summed: Container[CellKey]
) -> CellCoverage:
    return CellCoverage(ref, answers.get(ref.key, {}), ref.key in summed)


def _note(
    answers: dict[CellKey, dict[Direction, int]],
    keys: Iterable[CellKey],
    direction: Direction,
    answer: Answer,
) -> None:
    """Add an answer to those that cells got in one direction."""
    for key in keys:
        given = answers.setdefault(key, {})
        given[direction] = given.get(direction, 0) | answer


def _read_mention(mention: Mention, waived: Iterable[PlaceKey]) -> Answer:
    if mention.holds:
        return Answer.CONFIRMED
    # A mention names no cell of its own, so a waiver of its rule speaks for all of them.
    is_excused = any(place[0] == mention.rule.id for place in waived)
    return Answer.WAIVED if is_excused else Answer.CONTRADICTED


def find_direction(comparison: Comparison) -> Direction:
    """Return the direction of a comparison: that of its kind, else what its cells say."""
    known = _DIRECTIONS.get(comparison.rule.jenis)
    if known is not None:
        return known
    whole = comparison.whole
    if any(part.table.id != whole.table.id for part in comparison.parts):
        return Direction.OTHER
    is_row = all(part.row.id == whole.row.id for part in comparison.parts)
    return Direction.ACROSS if is_row else Direction.DOWN


def _read_answer(
    comparison: Comparison, waived: Container[PlaceKey], loose: Container[str]
) -> Answer:
    whole, rule = comparison.whole, comparison.rule.id
    if comparison.outcome is Outcome.HOLDS:
        # Without parts the figure was held against nothing that a table prints.
        is_proof = comparison.parts and rule not in loose
        return Answer.CONFIRMED if is_proof else Answer.UNANSWERED
    if comparison.outcome is Outcome.DIFFERS:
        place = (rule, whole.table.file, whole.row.id, whole.kolom)
        return Answer.WAIVED if place in waived else Answer.CONTRADICTED
    return Answer.UNANSWERED


def list_figures(document: Document) -> Iterator[Ref]:
    """Yield every printed figure of the tables, of whatever kind."""
    for table in document.tables.values():
        columns = [
            (at, column.kolom)
            for at, column in enumerate(table.columns)
            if column.jenis in NUMERIC_KINDS and column.tampil
        ]
        for row in table.rows:
            for at, kolom in columns:
                if row.cells[at].teks.strip():
                    yield Ref(table, row, kolom)
