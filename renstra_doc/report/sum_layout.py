"""The sum of a finding, laid out as on paper."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import row_name
from renstra_doc.words.markup import plain_line
from renstra_doc.words.numbers import format_angka

if TYPE_CHECKING:
    from renstra_doc.check.comparison import Comparison, Ref
    from renstra_doc.finding import Finding
    from renstra_doc.model import Table
    from renstra_doc.place import Place

MAX_LINES = 60


@dataclass(frozen=True, slots=True)
class SumLine:
    """A line of a sum on paper. `kind`: bagian, jumlah, tercetak or selisih."""

    kind: str
    sign: str
    label: str
    detail: str
    value: str


def name_column(table: Table, kolom: str) -> str:
    """Return the heading of a column, its last two levels: `Tahun 2021 > Rp`."""
    if kolom not in table.index:
        return kolom
    path = [plain_line(part) for part in table.columns[table.index[kolom]].judul]
    return " > ".join([part for part in path if part][-2:]) or kolom


def lay_out_sum(
    finding: Finding, comparison: Comparison | None, table: Table | None
) -> tuple[SumLine, ...]:
    """Lay the figures of a finding out as on paper.

    What was added, the sum, what is printed, the difference.
    """
    # Findings of structure have no sum to lay out.
    if not (finding.expected and finding.difference):
        return ()
    parts = _parts(finding, comparison, table)
    expected = Decimal(finding.expected)
    values = [value for _, _, value in parts]
    # Only where the parts really add up: of another comparison they stand side by side.
    is_sum = len(parts) > 1 and sum(values) == expected
    total = f"Jumlah {len(parts)} bagian" if is_sum else _sentence(comparison)
    against = f"tercetak dikurangi {'jumlah' if is_sum else 'pembanding'}"
    return (
        *_lay_out_parts(_shorten(parts) if is_sum else parts, "+" if is_sum else ""),
        # A single part that is the expected figure would be said twice.
        *([] if values == [expected] else [_line("jumlah", total, "", expected)]),
        _line("tercetak", "Tercetak", _spot(finding.place), Decimal(finding.actual)),
        _line("selisih", "Selisih", against, Decimal(finding.difference)),
    )


def _lay_out_parts(parts: list[tuple[str, str, Decimal]], sign: str) -> list[SumLine]:
    return [
        SumLine("bagian", sign if place else "", label, detail, format_angka(value))
        for place, (label, detail, value) in enumerate(parts)
    ]


def _line(kind: str, label: str, detail: str, value: Decimal) -> SumLine:
    return SumLine(kind, "", label, detail, format_angka(value))


def _sentence(comparison: Comparison | None) -> str:
    return comparison.sentence.removesuffix("=").strip() if comparison else "Seharusnya"


def _spot(place: Place) -> str:
    return f"baris {place.line}, kolom {place.column}"


def _parts(
    finding: Finding, comparison: Comparison | None, table: Table | None
) -> list[tuple[str, str, Decimal]]:
    """Return (name, place, value) of what a printed figure was held against."""
    if comparison is not None:
        return [
            (*_name_part(part, comparison.whole), part.angka or Decimal(0))
            for part in comparison.parts
        ]
    return [
        (name_column(table, name) if table else name, "", Decimal(value))
        for name, value in finding.addends
    ]


def _name_part(part: Ref, whole: Ref) -> tuple[str, str]:
    if part.table.id != whole.table.id:
        label = f"{part.table.called}, {name_column(part.table, part.kolom)}"
        return label, str(part.table.cell_place(part.row, part.kolom))
    if part.row.id == whole.row.id:
        return name_column(part.table, part.kolom), f"kolom {part.kolom}"
    return row_name(part.table, part.row), f"baris {part.row.line}"


# The sum of the rest keeps the addition right.
def _shorten(parts: list[tuple[str, str, Decimal]]) -> list[tuple[str, str, Decimal]]:
    """Sum up what goes beyond a sheet."""
    if len(parts) <= MAX_LINES:
        return parts
    rest = parts[MAX_LINES:]
    return [
        *parts[:MAX_LINES],
        (f"{len(rest)} bagian lain", "", sum((value for _, _, value in rest), Decimal(0))),
    ]
