"""The code of each row: from one column, or joined from several, with the zeros Excel ate."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.intake.budget_codes import code_part, find_widths, normalize_code, restore_zeros
from renstra_doc.intake.source import NUMBER, SourceRemark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renstra_doc.intake.heading_field import HeadingField
    from renstra_doc.intake.source import SourceCell, SourceTable
    from renstra_doc.intake.source_line import SourceLine

OWN_NUMBERS = 3  # columns of program, kegiatan, sub kegiatan: more begin with the urusan


class RowCodes:
    """The codes of the rows below a heading."""

    def __init__(
        self, table: SourceTable, columns: Sequence[HeadingField], after: int, *, by_level: bool
    ) -> None:
        """Take a table, its columns of codes, its first row; `by_level`: names stand by level."""
        self.columns = columns
        self._table, self._after = table, after
        body = table.rows[after:]
        self._widths = find_widths({f.at: [row[f.at] for row in body] for f in columns})
        self._found = self._read_all(by_level=by_level) if columns else {}

    def of(self, row: int) -> tuple[str, bool]:
        """Return the code of a row ("": none), and whether it was stored as a number."""
        return self._found.get(row, ("", False))

    def of_level(self, row: int, level: str) -> str:
        """Return the code of a row in the column of a level, else that of the row."""
        own = [f for f in self.columns if f.level == level]
        return self.own_of_level(row, level) if own else self.of(row)[0]

    def own_of_level(self, row: int, level: str) -> str:
        """Return what a row has in the column of codes of a level, "" where there is none."""
        own = [f for f in self.columns if f.level == level]
        return normalize_code(self._table.rows[row][own[0].at].plain) if own else ""

    def _are_whole(self) -> bool:
        """Return whether several columns each hold a whole code of their level."""
        body = self._table.rows[self._after :]
        # The lowest level without a dot is a part of a code, to be joined with those on its left.
        if not any("." in row[self.columns[-1].at].plain for row in body):
            return False
        lower = [f.at for f in self.columns[1:]]
        return all("." in row[at].plain for at in lower for row in body if row[at].plain)

    def _read_all(self, *, by_level: bool) -> dict[int, tuple[str, bool]]:
        single = len(self.columns) == 1 or (by_level and self._are_whole())
        above = [""] * len(self.columns)
        read = self._read if single else self._join
        rows = range(self._after, len(self._table.rows))
        return {index: read(self._table.rows[index], above) for index in rows}

    def _read(self, row: Sequence[SourceCell], _above: list[str]) -> tuple[str, bool]:
        filled = [row[f.at] for f in self.columns if row[f.at].plain]
        if not filled:
            return "", False
        return normalize_code(filled[-1].plain), filled[-1].kind == NUMBER

    def _join(self, row: Sequence[SourceCell], above: list[str]) -> tuple[str, bool]:
        """Join the parts of a row.

        Parts left empty above the deepest are those of the row above.
        """
        parts = [code_part(row[f.at], f.level, self._widths, f.at) for f in self.columns]
        # What is left blank above the deepest part is the code of the row above.
        deepest = max((place for place, part in enumerate(parts) if part), default=-1)
        for place in range(deepest):
            parts[place] = parts[place] or above[place]
        self._drop_repeated(parts)
        if deepest >= 0:
            # In place: the next row is read with the same list.
            above[:] = parts
        return ".".join(part for part in parts[: deepest + 1] if part), False

    def _drop_repeated(self, parts: list[str]) -> None:
        """Leave out the parts that a later one begins with: `2 | 2.10 | 03`, whole codes a level.

        One part alone is repeated only by a bidang urusan: a kegiatan's own number has two parts.
        """
        for place, part in enumerate(parts):
            before = ".".join(filter(None, parts[:place]))
            if not before or not part.lower().startswith(f"{before.lower()}."):
                continue
            is_area = self.columns[place].level == "bidang_urusan"
            if is_area or "." in before or (place == 1 and len(parts) > OWN_NUMBERS):
                parts[:place] = [""] * place


def give_back_zeros(
    table: SourceTable, lines: Sequence[SourceLine]
) -> tuple[list[SourceLine], list[SourceRemark]]:
    """Give back the zeros of codes that were stored as numbers, and say so."""
    found, remarks = list(lines), []
    codes = restore_zeros([line.code for line in found], [line.code_is_number for line in found])
    for place, (line, code) in enumerate(zip(found, codes, strict=True)):
        if code != line.code:
            message = f"kode {line.code} dibaca {code}: nol di belakang hilang di Excel"
            remarks.append(SourceRemark("turunan", table.place(line.row), message, line.code))
            found[place] = replace(line, code=code)
    return found, remarks
