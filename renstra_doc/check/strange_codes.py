"""Codes that do not look like their neighbours: missing, misspelt, swapped, misplaced."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import row_name
from renstra_doc.check.levels import MOST
from renstra_doc.check.printed_order import warn_structure
from renstra_doc.model.row_levels import CODED, SPECIAL, USUAL_ORDER

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from renstra_doc.finding import Finding
    from renstra_doc.model import Row, Table

_CODE = re.compile(r"[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)*\.?")
FEW = 2  # so few rows have no habits


@dataclass(frozen=True, slots=True)
class _Habits:
    """How a table writes its codes; `has_rule` where a rule holds each against its parent's."""

    table: Table
    is_strict: bool
    coded_levels: frozenset[str]
    widths: Mapping[str, tuple[int, int]]
    has_rule: bool


def find_strange_codes(table: Table, *, has_rule: bool) -> Iterator[Finding]:
    """Yield the codes that are missing, misspelt, under another parent, or swapped."""
    codes = [row.kode for row in table.rows if row.kode]
    is_strict = sum(1 for code in codes if _CODE.fullmatch(code)) >= len(codes) * MOST
    levels = frozenset(_find_coded_levels(table))
    habits = _Habits(table, is_strict, levels, _find_widths(table), has_rule)
    above: dict[str, Row] = {}
    for row in table.rows:
        if not row.kode:
            yield from _tell_no_code(habits, row)
            continue
        yield from _judge_form(habits, row)
        yield from _judge_parent(habits, row, _find_above(row.kode, above))
        yield from _tell_second_listing(table, row, above.get(_normal(row.kode)))
        above[_normal(row.kode)] = row
    yield from _find_swapped_codes(table)


def _tell_no_code(habits: _Habits, row: Row) -> Iterator[Finding]:
    if _lacks_code(habits.table, row, habits.coded_levels):
        message = "kode kosong, padahal baris di atas atau di bawahnya berkode"
        yield warn_structure(habits.table, row, "kode", message, "isi kodenya")


def _judge_form(habits: _Habits, row: Row) -> Iterator[Finding]:
    """Yield a code that is none, or shorter or longer than those of its level."""
    usual = habits.widths.get(row.tingkat)
    if habits.is_strict and not _CODE.fullmatch(row.kode):
        message = f"kode {row.kode} salah tulis"
        yield warn_structure(
            habits.table, row, "kode", message, "kode hanya angka atau huruf bertitik"
        )
    elif usual and _width(row.kode) != usual and not _fits_between(habits.table, row):
        message = f"kode {row.kode} tidak sepanjang kode setingkatnya"
        yield warn_structure(
            habits.table, row, "kode", message, "periksa angka yang kurang atau lebih"
        )


def _fits_between(table: Table, row: Row) -> bool:
    """Whether a code lies below its parent's and above those of all its children.

    So does one of the new nomenclature among old ones, which is right at another length.
    """
    parent = table.row_by_id.get(row.induk)
    codes = [child.kode for child in table.children.get(row.id, ()) if child.kode]
    begin = f"{parent.kode.rstrip('.')}." if parent is not None and parent.kode else ""
    own = f"{row.kode.rstrip('.')}."
    return bool(begin and codes) and own.startswith(begin) and all(c.startswith(own) for c in codes)


def _judge_parent(habits: _Habits, row: Row, wanted: Row | None) -> Iterator[Finding]:
    """Yield a row whose code lies below another row than the one it hangs under."""
    parent = habits.table.row_by_id.get(row.induk)
    # A rule `kode_induk` tells it with the weight that the data give it.
    is_ruled = habits.has_rule and parent is not None and bool(parent.kode)
    if wanted is not None and wanted is not parent and not is_ruled:
        yield _tell_parent(habits.table, row, wanted, parent)


def _width(code: str) -> tuple[int, int]:
    """Return how many parts a code has and how long the last one is."""
    parts = code.rstrip(".").split(".")
    return len(parts), len(parts[-1])


def _find_widths(table: Table) -> dict[str, tuple[int, int]]:
    """Return the form of the codes of each level whose rows nearly all share one."""
    counts: dict[str, Counter[tuple[int, int]]] = {}
    for row in table.rows:
        if row.kode:
            counts.setdefault(row.tingkat, Counter())[_width(row.kode)] += 1
    usual = {level: count.most_common(1)[0] for level, count in counts.items()}
    return {
        level: width
        for level, (width, often) in usual.items()
        if often > FEW and counts[level].total() - often <= max(1, often * (1 - MOST) / 2)
    }


def _tell_parent(table: Table, row: Row, wanted: Row, parent: Row | None) -> Finding:
    said = f"induknya “{row_name(table, parent)}”" if parent else "ia tidak berinduk"
    message = (
        f"kode {row.kode} bernaung di bawah kode {wanted.kode} (baris {wanted.line}), tetapi {said}"
    )
    return warn_structure(
        table, row, "induk", message, f"isi induk dengan {wanted.id}, atau perbaiki kodenya"
    )


def _tell_second_listing(table: Table, row: Row, other: Row | None) -> Iterator[Finding]:
    """Yield a code listed under two sasaran without a common key: counted twice, compared never."""
    if other is None or other.induk == row.induk or (row.entitas and row.entitas == other.entitas):
        return
    parents = [table.row_by_id.get(each.induk) for each in (row, other)]
    # tujuan and sasaran: a program under two of them is listed twice, and that is usual.
    if all(parent is not None and parent.tingkat in USUAL_ORDER[:2] for parent in parents):
        message = f"kode {row.kode} juga tercetak di baris {other.line}, di bawah {other.induk}"
        hint = "isi entitas yang sama pada keduanya, agar dibandingkan dan dihitung sekali"
        yield warn_structure(table, row, "entitas", message, hint)


def _normal(code: str) -> str:
    return code.lower().rstrip(".")


def _find_above(code: str, above: dict[str, Row]) -> Row | None:
    """Return the row above whose code is the longest beginning of this one."""
    text = _normal(code)
    while "." in text:
        text = text.rpartition(".")[0]
        if text in above:
            return above[text]
    return None


def _find_coded_levels(table: Table) -> set[str]:
    """Return the levels whose rows under coded parents nearly all bear codes."""
    counts: dict[str, list[bool]] = {}
    for row in table.rows:
        parent = table.row_by_id.get(row.induk)
        if parent is not None and parent.kode and row.tingkat not in SPECIAL:
            counts.setdefault(row.tingkat, []).append(bool(row.kode))
    return {level for level, coded in counts.items() if 1 < sum(coded) >= len(coded) * MOST}


def _lacks_code(table: Table, row: Row, habits: Container[str]) -> bool:
    parent = table.row_by_id.get(row.induk)
    if row.tingkat in habits and parent is not None and parent.kode:
        return True
    return row.tingkat in CODED and any(child.kode for child in table.children.get(row.id, ()))


def _find_swapped_codes(table: Table) -> Iterator[Finding]:
    """Yield neighbours under one parent whose codes are the wrong way round, all else in order."""
    for rows in table.children.values():
        coded = [row for row in rows if row.kode]
        codes = [_sort_key(row.kode) for row in coded]
        for at in range(len(codes) - 1):
            if codes[at] > codes[at + 1]:
                # Trade them and see whether that alone sets all in order.
                codes[at], codes[at + 1] = codes[at + 1], codes[at]
                if codes == sorted(codes):
                    message = f"kode {coded[at].kode} ditulis sebelum {coded[at + 1].kode}"
                    yield warn_structure(
                        table, coded[at], "kode", message, "tertukar dengan baris sesudahnya?"
                    )
                # Only the first: past it the order is somebody's own.
                break


def _sort_key(code: str) -> list[tuple[int, str]]:
    return [
        # As numbers, since 10 comes after 9.
        (int(part) if part.isascii() and part.isdigit() else 0, part)
        for part in _normal(code).split(".")
    ]
