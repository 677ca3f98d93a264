"""The columns of a source → those of a project's table: by name, heading, or what both hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.questions import Question, find_answer
from renstra_doc.intake.source import SourceRemark, tidy
from renstra_doc.words.markup import plain_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from renstra_doc.intake.questions import Answers
    from renstra_doc.intake.recognised import ColumnSpec, Recognised, Record

ROW_FIELDS = (*words.BOUND, "kode")
DROP, ADD = "buang", "tambah"
_FIELD = re.compile(
    r"(?P<role>target|rp|pagu|realisasi|rasio|k|kinerja|dana|anggaran)_(?P<tail>(?:19|20)\d\d|akhir)"
)
_SAME_ROLE = {
    "pagu": words.MONEY,
    "dana": words.MONEY,
    "anggaran": words.MONEY,
    "k": words.TARGET,
    "kinerja": words.TARGET,
}
_BASES = frozenset({"baseline", "capaian_awal", "kondisi_awal", "data_awal"})


@dataclass(frozen=True, slots=True)
class TargetColumn:
    """A column of the project's table: its name, heading path, and kind."""

    kolom: str
    judul: str
    jenis: str

    def key(self) -> tuple[str, str]:
        """Say what it holds and for which year: (`rp`, `2026`), (`uraian`, "")."""
        match = _FIELD.fullmatch(self.kolom)
        if match:
            return _SAME_ROLE.get(match["role"], match["role"]), match["tail"]
        if self.kolom in _BASES:
            return words.BASE, ""
        path = [tidy(plain_text(part)) for part in self.judul.split(" > ")]
        role = next(filter(None, map(words.find_role, reversed(path))), "")
        year = words.find_year(self.judul)
        if role in (words.CODE_NAME, words.NAME):
            return words.NAME, ""
        tail = words.END if role in words.FIGURES and words.is_end(self.judul) else str(year or "")
        return role, tail if role in words.FIGURES - {words.BASE} else ""


@dataclass
class MatchedColumns:
    """{source column: column of the project}, what is left out, asked, and added."""

    into: dict[str, str] = field(default_factory=dict)
    remarks: list[SourceRemark] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    added: list[ColumnSpec] = field(default_factory=list)


def match_columns(
    found: Recognised, columns: Sequence[TargetColumn], answers: Answers
) -> MatchedColumns:
    """Match the columns of a source with those of a table; what fits nowhere is asked."""
    matched = MatchedColumns()
    free = [c for c in columns if c.kolom not in words.BOUND]
    _match_alike(found, free, matched.into)
    left = _list_left(found, matched.into)
    # One answer for all of them, where several were asked together.
    both = find_answer(answers, "", "kolom") if len(left) > 1 else ""
    asked = []
    for spec in left:
        rest = [c for c in free if c.kolom not in matched.into.values() and _may_hold(c, spec)]
        answer = find_answer(answers, spec.judul, "kolom") or both
        if not _settle_column(spec, rest, answer, matched):
            asked.append((spec, rest))
    matched.questions += _ask_columns(asked)
    return matched


def _list_left(found: Recognised, into: Mapping[str, str]) -> list[ColumnSpec]:
    """Return the columns that hold something and fit nowhere."""
    return [spec for spec in found.columns if spec.kolom not in into and _has_text(found, spec)]


def _match_alike(found: Recognised, free: Sequence[TargetColumn], into: dict[str, str]) -> None:
    """Match by name, then by heading, then by what both hold and for which year."""
    # The surest sign first, for all columns, before a weaker one takes what another is named after.
    for match in (_same_name, _same_heading, _same_key):
        for spec in found.columns:
            open_columns = [c for c in free if c.kolom not in into.values()]
            hit = next((c for c in open_columns if match(spec, c)), None)
            if spec.kolom not in into and hit is not None:
                into[spec.kolom] = hit.kolom
    # The code of a row is always taken, whatever heads it.
    into.setdefault("kode", "kode")


def _may_hold(column: TargetColumn, spec: ColumnSpec) -> bool:
    """Return whether a column of the project is of the kind of one of the source."""
    if column.kolom in ROW_FIELDS or _FIELD.fullmatch(column.kolom):
        return False
    return (column.jenis == "teks") == (spec.jenis == "teks")


def _ask_columns(
    specs: Sequence[tuple[ColumnSpec, Sequence[TargetColumn]]],
) -> list[Question]:
    """Ask where columns belong that the table lacks.

    One alone by its fitting ones, else all at once.
    """
    if len(specs) == 1:
        spec, rest = specs[0]
        fitting = [(c.kolom, tidy(plain_text(c.judul))) for c in rest]
        options = (*fitting, (ADD, f"kolom baru {spec.kolom}"), (DROP, ""))
        text = f"Tabel ini tidak memuat kolom “{spec.judul}”: masuk ke kolom mana?"
        return [Question(spec.judul, "kolom", text, (), options)]
    if not specs:
        return []
    cells = tuple((spec.judul, ", ".join(c.kolom for c in rest)) for spec, rest in specs)
    text = (
        f"Tabel ini tidak memuat {len(specs)} kolom sumber (di sampingnya kolom yang cocok): "
        "ditambahkan atau dibuang?"
    )
    return [Question("", "kolom", text, cells, ((ADD, "kolom baru"), (DROP, "")))]


def _same_name(spec: ColumnSpec, column: TargetColumn) -> bool:
    return spec.kolom == column.kolom


def _same_heading(spec: ColumnSpec, column: TargetColumn) -> bool:
    return words.normalize(spec.judul) == words.normalize(plain_text(column.judul))


def _same_key(spec: ColumnSpec, column: TargetColumn) -> bool:
    own = TargetColumn(spec.kolom, spec.judul, spec.jenis).key()
    return bool(own[0]) and own[0] not in (words.OTHER, words.YEAR_ONLY) and own == column.key()


def _has_text(found: Recognised, spec: ColumnSpec) -> bool:
    return any(cell_text(record, spec.kolom) for record in found.records)


def _settle_column(
    spec: ColumnSpec,
    rest: Sequence[TargetColumn],
    answer: str,
    matched: MatchedColumns,
) -> bool:
    """Leave a column of counts out, do what a person said; out: whether that settled it."""
    if answer in [column.kolom for column in rest]:
        matched.into[spec.kolom] = answer
    elif answer == ADD:
        matched.into[spec.kolom] = spec.kolom
        matched.added.append(spec)
    # Numbers of rows the program counts by itself.
    elif answer == DROP or spec.role == words.NO:
        message = f"kolom “{spec.judul}” tidak ada pada tabel ini"
        matched.remarks.append(SourceRemark("dibuang", spec.judul, message, column=spec.kolom))
    else:
        return False
    return True


def cell_text(record: Record, name: str) -> str:
    """Return what a row would be written as in a column."""
    return record.cells[name].text if name in record.cells else ""
