"""Keys that join rows (`entitas`): emptied, misspelt, or without a partner."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import has_figures, row_name
from renstra_doc.check.levels import MOST, group_levels
from renstra_doc.check.printed_order import structure_finding
from renstra_doc.finding import Finding, Severity
from renstra_doc.model.row_levels import GROUP, TOTAL
from renstra_doc.model.rules import same_words
from renstra_doc.words.markup import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from renstra_doc.model import Document, Row, Table
    from renstra_doc.model.rules import Rule

PAIRED = 0.6  # where so many rows have a partner, one without is a lost one
ENTITAS = "entitas"
FEW = 1  # one lone key is an exception in any table
JOINING = ("sama", "kembar")


def find_lost_keys(document: Document, rules: Iterable[Rule]) -> Iterator[Finding]:
    """Yield the rows whose `entitas` is empty, joins nothing, or joins two different things."""
    uses = Counter(
        row.entitas for table in document.tables.values() for row in table.rows if row.entitas
    )
    pairs = {rule.tabel: rule for rule in rules if rule.jenis == "sama" and len(rule.tabel) > 1}
    for table in document.tables.values():
        yield from _find_empty(table, _list_wanted(document, table, pairs, uses))
        if any(row.entitas for row in table.rows):
            yield from _find_lone(document, table, uses)
            yield from _find_doubled(table)
    yield from _judge_pairs(document, pairs)


def _judge_pairs(document: Document, pairs: Iterable[tuple[str, ...]]) -> Iterator[Finding]:
    """Yield what is wrong between the tables that rules join, each row told once."""
    told: set[tuple[str, str]] = set()
    for first, second in pairs:
        for finding in _judge_pair(document.tables[first], document.tables[second]):
            key = (finding.place.file, finding.row_id)
            if key not in told:
                told.add(key)
                yield finding


def _tell(table: Table, row: Row, message: str, hint: str) -> Finding:
    return structure_finding(table, row, ENTITAS, message, hint, Severity.WARNING)


def _list_wanted(
    document: Document, table: Table, pairs: Iterable[tuple[str, ...]], uses: Counter[str]
) -> set[str]:
    """Return the keys of others that a row of the table may have lost.

    Those of the tables that a rule joins to it; without a rule all, if its rows have keys at all.
    """
    own = {row.entitas for row in table.rows}
    joined = {name for pair in pairs if table.id in pair for name in pair}
    if joined:
        rows = (row for name in joined for row in document.tables[name].rows)
        # A key that the table bears elsewhere has not been lost.
        return {row.entitas for row in rows} - own
    return set(uses) - own if own != {""} else set()


def _find_empty(table: Table, wanted: set[str]) -> Iterator[Finding]:
    """Yield rows without a key where the table, or another one, says that they have one."""
    keyless = {row.id: row for row in _list_keyless(table)}
    for row in keyless.values():
        message = "entitas kosong, padahal baris setingkatnya berentitas"
        yield _tell(table, row, message, f"isi entitas, misalnya {row.id}")
    for row in table.rows:
        # A total speaks for the heading that it adds up.
        key = row.induk if row.tingkat == TOTAL else row.id
        is_plain = row.tingkat != GROUP and row.id not in keyless
        if not row.entitas and key in wanted and is_plain:
            message = f"entitas kosong, padahal tabel lain memakai entitas “{key}”"
            yield _tell(table, row, message, f"isi entitas dengan {key}, bila itu pasangannya")


def _list_keyless(table: Table) -> Iterator[Row]:
    """Yield rows without a key in a level whose other rows nearly all have one."""
    keyed = sum(1 for row in table.rows if row.entitas)
    for rows in group_levels(table).values() if keyed else ():
        empty = [row for row in rows if not row.entitas and row.tingkat != TOTAL]
        if _should_have_keys(len(rows) - len(empty), len(rows), keyed >= len(table.rows) * MOST):
            yield from empty


def _should_have_keys(full: int, count: int, is_habit: bool) -> bool:  # noqa: FBT001 — of the table
    """Return whether a level of `count` rows, `full` of them with a key, should have them all."""
    # In a table that works with keys even the only row of a level should have one.
    return full >= count * MOST or (is_habit and (full > 0 or count == 1))


def _find_lone(document: Document, table: Table, uses: Counter[str]) -> Iterator[Finding]:
    """Yield keys that no other row bears and that are no id, in a table where such are rare."""
    lone = _list_lone(table, uses)
    if not lone:
        return
    ids = (row.id for other in document.tables.values() for row in other.rows)
    index = index_keys({*ids, *uses})
    for row in lone:
        near = find_near(row.entitas, index)
        hint = _name_near(near) or f"samakan dengan pasangannya, atau isi {row.id}"
        message = f"entitas “{row.entitas}” tidak dipakai baris lain: tidak dibandingkan"
        yield _tell(table, row, message, hint)


def _list_lone(table: Table, uses: Counter[str]) -> list[Row]:
    """Return the rows whose key no other row bears; none where that is the habit of the table."""
    rows = [row for row in table.rows if row.entitas]
    # A key equal to the row's id is one that waits for its partner, not a misspelling.
    lone = [row for row in rows if uses[row.entitas] == 1 and row.entitas != row.id]
    is_rare = len(lone) <= FEW or len(rows) - len(lone) >= len(rows) * MOST
    return lone if is_rare else []


def _name_near(near: str) -> str:
    """Return the hint at a key that differs by one slip; "" without one."""
    return f"mungkin maksudnya {near}" if near else ""


def _spell(key: str) -> Iterator[str]:
    """Yield a key and every key with one letter less: two that differ by one slip share one."""
    yield key
    for at in range(len(key)):
        yield key[:at] + key[at + 1 :]


def index_keys(keys: Iterable[str]) -> dict[str, list[str]]:
    """Return the keys by each spelling in which a near one may be met, in one order always."""
    index: dict[str, list[str]] = {}
    for key in sorted(set(keys)):
        for spelling in _spell(key):
            index.setdefault(spelling, []).append(key)
    return index


def find_near(key: str, index: dict[str, list[str]]) -> str:
    """Return an indexed key that differs by one letter lost, added, changed or traded, or ""."""
    found = (other for spelling in _spell(key) for other in index.get(spelling, ()))
    return next((other for other in found if other != key), "")


def _find_doubled(table: Table) -> Iterator[Finding]:
    """Yield rows of one key under one parent, and rows of one key with different codes."""
    seen: dict[str, list[Row]] = {}
    for row in table.rows:
        others = seen.setdefault(row.entitas, []) if row.entitas else []
        found = next(
            (
                finding
                for other in others
                if (finding := _compare_keys(table, *_order_twins(row, other)))
            ),
            None,
        )
        if found is not None:
            yield found
        others.append(row)


def _order_twins(row: Row, other: Row) -> tuple[Row, Row]:
    """Return first the row that took the key of the other: its own id says less of that key."""
    return (other, row) if _owns_key(row) > _owns_key(other) else (row, other)


def _owns_key(row: Row) -> int:
    """Return how much a row's id speaks for its key: it is it (2), it holds it (1), neither (0)."""
    return (row.entitas == row.id) + (row.entitas in row.id)


def _compare_keys(table: Table, row: Row, other: Row) -> Finding | None:
    """Return what is wrong with two rows of one key: two codes, or one thing listed twice."""
    said = f"entitas {row.entitas} juga dipakai baris {other.line}"
    if other.kode and row.kode and other.kode != row.kode:
        message = f"{said}, yang berkode {other.kode}: satu di antaranya tidak dihitung"
        hint = "beri setiap kode entitas sendiri"
        return structure_finding(table, row, ENTITAS, message, hint, Severity.ERROR)
    if other.tingkat != row.tingkat or _name_key(table, other) != _name_key(table, row):
        hint = "beri entitas sendiri, atau samakan tingkat dan namanya"
        return _tell(table, row, f"{said}, yang bertingkat atau bernama lain", hint)
    if other.induk == row.induk:
        hint = "beri entitas sendiri, atau hapus salah satunya"
        return _tell(table, row, f"{said}, di bawah induk yang sama", hint)
    return None


# Two tables that a rule joins


def _judge_pair(first: Table, second: Table) -> Iterator[Finding]:
    left, right = _by_key(first), _by_key(second)
    for key, rows in left.items():
        for row in rows:
            for other in right.get(key, ()):
                yield from _judge_twins(first, row, second, other)
    lost = _list_unpaired(first, set(right)), _list_unpaired(second, set(left))
    yield from _tell_unpaired(first, second, *lost)
    yield from _tell_unpaired(second, first, *reversed(lost))
    yield from _find_swapped(first, second, left, right)


def _by_key(table: Table) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in table.rows:
        # Told from either side, since each table may have lost a row.
        if row.entitas:
            found.setdefault(row.entitas, []).append(row)
    return found


def _judge_twins(first: Table, row: Row, second: Table, other: Row) -> Iterator[Finding]:
    """Yield where two rows of one key are not of one level or not of one code."""
    where = f"{second.called} baris {other.line}"
    if row.tingkat != other.tingkat and row.tingkat and other.tingkat:
        message = f"bertingkat {row.tingkat}, pasangannya ({where}) {other.tingkat}"
        yield structure_finding(
            first,
            row,
            "tingkat",
            message,
            "samakan tingkatnya, atau bedakan entitasnya",
            Severity.WARNING,
        )
    elif row.kode != other.kode and bool(row.kode) == bool(other.kode):
        message = f"berkode {row.kode}, pasangannya ({where}) {other.kode}"
        yield structure_finding(
            first,
            row,
            "kode",
            message,
            "samakan kodenya, atau bedakan entitasnya",
            Severity.WARNING,
        )
    elif _parent_key(first, row) != _parent_key(second, other):
        parents = first.row_by_id.get(row.induk), second.row_by_id.get(other.induk)
        # Tables group under different levels (sasaran here, program there): only equal ones can
        # disagree.
        if None not in parents and parents[0].tingkat == parents[1].tingkat:  # type: ignore[union-attr]
            message = f"berada di bawah induk lain daripada pasangannya ({where})"
            yield structure_finding(
                first,
                row,
                "induk",
                message,
                "periksa induk dan entitas kedua baris",
                Severity.WARNING,
            )


def _parent_key(table: Table, row: Row) -> str:
    parent = table.row_by_id.get(row.induk)
    return parent.entitas if parent is not None else ""


def _list_unpaired(table: Table, keys: set[str]) -> list[Row]:
    """Return the rows with figures whose key the other table has not."""
    rows = (row for row in table.rows if row.entitas and row.entitas not in keys)
    return [row for row in rows if has_figures(table, row)]


def _tell_unpaired(
    table: Table, other: Table, own: list[Row], others: list[Row]
) -> Iterator[Finding]:
    """Yield rows without a partner.

    That is: where the other table has one without a partner that looks like it, and in a table
    whose rows nearly all have one.
    """
    if not own:
        return
    is_rare = len(own) <= sum(1 for row in table.rows if row.entitas) * (1 - PAIRED)
    usual = "beri pasangannya entitas yang sama, bila memang ada" if is_rare else ""
    index = index_keys(row.entitas for row in others)
    names = {_name_key(other, row): row for row in others}
    for row in own:
        twin = names.get(_name_key(table, row))
        hint = _name_near(find_near(row.entitas, index)) or _name_twin(other, twin) or usual
        if hint:
            yield _tell(table, row, f"tidak berpasangan di {other.called}", hint)


def _name_twin(table: Table, twin: Row | None) -> str:
    """Return the hint at a row of the same name; "" without one."""
    if twin is None:
        return ""
    return f"mungkin pasangannya {table.called} baris {twin.line} (entitas “{twin.entitas}”)"


def _find_swapped(
    first: Table, second: Table, left: dict[str, list[Row]], right: dict[str, list[Row]]
) -> Iterator[Finding]:
    """Yield neighbours that stand the other way round in the other table, all else in order."""
    # Only a key that stands once in each table has one place in it.
    lone = {key: rows[0] for key, rows in right.items() if len(rows) == len(left.get(key, ())) == 1}
    for rows in first.children.values():
        groups: dict[str, list[Row]] = {}
        for row in rows:
            if row.entitas in lone:
                groups.setdefault(lone[row.entitas].induk, []).append(row)
        for group in groups.values():
            at = find_swap([lone[row.entitas].line for row in group])
            if at is not None:
                yield _tell_swap(first, group[at], group[at + 1], second)


def _tell_swap(table: Table, row: Row, after: Row, other: Table) -> Finding:
    message = f"ditulis sebelum baris {after.line}, padahal di {other.called} sesudahnya"
    return structure_finding(
        table, row, "", message, "tertukar dengan baris itu?", Severity.WARNING
    )


def find_swap(values: list[int]) -> int | None:
    """Return where two neighbours stand the wrong way round in a list that is else in order."""
    at = next((at for at in range(len(values) - 1) if values[at] > values[at + 1]), None)
    if at is None:
        return None
    # One exchange must mend all: else the other table has an order of its own.
    mended = [*values[:at], values[at + 1], values[at], *values[at + 2 :]]
    return at if mended == sorted(mended) else None


def _name_key(table: Table, row: Row) -> tuple[str, ...]:
    return tuple(same_words(plain_text(row_name(table, row))))
