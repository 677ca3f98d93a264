"""Rows that do not look like their neighbours: codes, levels, names, keys; empty and doubled rows.

What is told here no rule needs to ask for. It speaks only where the table itself has a habit.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import has_figures, row_name
from renstra_doc.check.levels import MOST, group_levels
from renstra_doc.check.partners import find_near, index_keys
from renstra_doc.check.printed_order import warn_structure
from renstra_doc.check.strange_codes import find_strange_codes
from renstra_doc.finding import tell_first
from renstra_doc.model.row_levels import GROUP, INDICATOR, SPECIAL, TOTAL, USUAL_ORDER
from renstra_doc.model.rules import same_words
from renstra_doc.words.markup import plain_text

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from renstra_doc.finding import Finding
    from renstra_doc.model import Document, Row, Table
    from renstra_doc.model.rules import Rule

_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")
_TOTAL_WORDS = frozenset(("jumlah", "total", "grand", "keseluruhan", "seluruhnya", "subtotal"))
FEW = 2  # so few rows have no habits
Key = tuple[str, str]


def find_strange_rows(
    document: Document, rules: Iterable[Rule], misplaced: Container[Key]
) -> Iterator[Finding]:
    """Yield what is strange about rows.

    `misplaced` are the rows of which worse is already known.
    """
    known = tuple(rules)
    coded = {name for rule in known if rule.jenis == "kode_induk" for name in rule.tabel}
    summed = {name for rule in known if rule.jenis == "jumlah_menurun" for name in rule.tabel}
    for table in document.tables.values():
        yield from _find_repeated(table)
        yield from _find_strange_levels(table, is_summed=table.id in summed)
        yield from _find_orphan(table)
        yield from _find_unnamed(table)
        yield from _find_bare(table)
        yield from _find_childless(table)
        yield from _find_stray_totals(table)
        if any(row.kode for row in table.rows):
            for finding in find_strange_codes(table, has_rule=table.id in coded):
                if (table.id, finding.row_id) not in misplaced:
                    yield finding


# Rows that say nothing, or the same


def _find_repeated(table: Table) -> Iterator[Finding]:
    """Yield the rows that are empty, and those that say word for word what another one says."""
    plain = [at for at, column in enumerate(table.columns) if column.jenis != "urut"]
    said = [(row, tuple(row.cells[at].teks for at in plain)) for row in table.rows]
    for row, texts in said:
        if "_x" in "".join(texts):  # cheap, and most rows have none
            yield from _find_escapes(table, row)
    empty = [row for row, texts in said if not any(texts)]
    yield from tell_first(empty, partial(_tell_empty, table))
    yield from tell_first(list(_pair_repeated(said)), partial(_tell_repeated, table))


def _pair_repeated(said: Iterable[tuple[Row, tuple[str, ...]]]) -> Iterator[tuple[Row, Row]]:
    """Yield each row that repeats another one, and the first that says the same."""
    seen: dict[tuple[object, ...], Row] = {}
    for row, texts in said:
        first = seen.setdefault((row.induk, row.kode, row.tingkat, texts), row)
        # A starting form repeats its `[petunjuk]`.
        if first is not row and any(texts) and not any(text.startswith("[") for text in texts):
            yield row, first


def _tell_empty(table: Table, row: Row) -> Finding:
    return warn_structure(table, row, "", "baris ini kosong", "isi, atau hapus barisnya")


def _tell_repeated(table: Table, pair: tuple[Row, Row]) -> Finding:
    row, first = pair
    message = f"baris ini sama persis dengan baris {first.line}"
    return warn_structure(table, row, "", message, "hapus salah satunya, atau bedakan isinya")


def _find_escapes(table: Table, row: Row) -> Iterator[Finding]:
    """Yield cells that hold what a spreadsheet writes for a sign nobody can see (`_x0002_`)."""
    for column, cell in zip(table.columns, row.cells, strict=True):
        match = _ESCAPE.search(cell.teks)
        if match is not None:
            message = f"{column.kolom} memuat “{match[0]}”, sisa sebuah tanda yang tidak terlihat"
            yield warn_structure(table, row, column.kolom, message, "hapus sisa itu")


# Levels


def _find_strange_levels(table: Table, *, is_summed: bool) -> Iterator[Finding]:
    """Yield rows whose level is not what their name, their code or the rows around them say.

    `is_summed` where a rule looks for total rows in the table.
    """
    levels = Counter(row.tingkat for row in table.rows)
    if set(levels) <= {""} and not is_summed:
        return
    for row in table.rows:
        found = _judge_total(table, row, levels, is_summed=is_summed) or _judge_level(row, levels)
        if found is not None:
            yield warn_structure(table, row, "tingkat", *found)


def _judge_total(
    table: Table, row: Row, levels: Counter[str], *, is_summed: bool
) -> tuple[str, str] | None:
    """Return (message, hint) of a total with a code, or of a row that is named one and is none."""
    if row.tingkat in (TOTAL, INDICATOR):
        message = f"baris {row.tingkat} berkode {row.kode}"
        return (message, "periksa tingkat baris ini") if row.kode else None
    if (is_summed or TOTAL in levels) and _is_named_total(table, row):
        message = f"bernama jumlah, tetapi bertingkat “{row.tingkat}”"
        return message, "isi tingkat dengan jumlah"
    return None


def _judge_level(row: Row, levels: Counter[str]) -> tuple[str, str] | None:
    """Return (message, hint) of a level that is empty, misspelt or alone in its table."""
    if not row.tingkat and levels[""] <= levels.total() * (1 - MOST):
        return "tingkat kosong, padahal hampir semua baris bertingkat", "isi tingkatnya"
    # A level that several rows share is a name, not a slip.
    near = _find_near_level(row.tingkat, levels) if levels[row.tingkat] == 1 else ""
    if near:
        return f"tingkat “{row.tingkat}” salah tulis?", f"mungkin maksudnya {near}"
    if _is_lone_level(row, levels):
        return f"hanya baris ini bertingkat “{row.tingkat}”", "samakan tingkatnya"
    return None


def _find_near_level(level: str, levels: Counter[str]) -> str:
    """Return the level of other rows, or a usual one, of which a level is a misspelling, or ""."""
    if level in (*USUAL_ORDER, *SPECIAL) or len(level) <= FEW:
        return ""
    others = {name for name in levels if len(name) > FEW and name != level}
    # A name of one or two letters is near to any other.
    return find_near(level, index_keys({*others, *USUAL_ORDER, *SPECIAL}))


def _find_orphan(table: Table) -> Iterator[Finding]:
    """Yield the one plain row below no heading in a table whose other rows all are."""
    groups = {row.id for row in table.rows if row.tingkat == GROUP and row.id in table.children}
    plain = [row for row in table.rows if row.tingkat not in SPECIAL]
    alone = [row for row in plain if not row.induk]
    if groups and len(alone) == 1 and len(plain) > FEW + 1 and alone[0] is not table.rows[0]:
        message = "tanpa induk, padahal semua baris lain di bawah judul kelompok"
        yield warn_structure(
            table, alone[0], "induk", message, "isi induk dengan id judul di atasnya"
        )


def _is_lone_level(row: Row, levels: Counter[str]) -> bool:
    """Return whether a row alone bears a level in a table whose rows mostly have none."""
    if not row.tingkat or row.induk or row.tingkat in SPECIAL or levels[row.tingkat] > 1:
        return False
    plain = levels[""]
    return plain > FEW and plain * 2 >= (levels.total() - 1) * MOST


def _is_named_total(table: Table, row: Row) -> bool:
    words = same_words(plain_text(row_name(table, row)))
    return bool(words) and set(words) <= _TOTAL_WORDS


def _find_bare(table: Table) -> Iterator[Finding]:
    """Yield rows without any figure where every other row of the level prints some."""
    for level, rows in group_levels(table).items():
        if level in SPECIAL or len(rows) <= FEW + 1:
            continue
        bare = [row for row in rows if not has_figures(table, row)]
        if len(bare) == 1:
            message = "baris ini tidak mencetak angka, semua baris setingkatnya mencetak"
            yield warn_structure(table, bare[0], "", message, "isi angkanya, atau hapus barisnya")


def _find_childless(table: Table) -> Iterator[Finding]:
    """Yield the rows with nothing below them where all others of their level have something."""
    for level, rows in group_levels(table).items():
        if not level or level in SPECIAL or len(rows) <= FEW + 1:
            continue
        bare = [row for row in rows if row.id not in table.children]
        if len(bare) == 1 and has_figures(table, bare[0]):
            message = "tanpa baris di bawahnya, padahal semua baris setingkatnya berincian"
            yield warn_structure(
                table, bare[0], "", message, "kembalikan atau tambahkan rinciannya"
            )


def _find_stray_totals(table: Table) -> Iterator[Finding]:
    """Yield total rows that stand in the midst of the rows they add up."""
    if not any(row.tingkat == TOTAL for row in table.rows):
        return
    for rows in table.children.values():
        plain = [at for at, row in enumerate(rows) if row.tingkat != TOTAL]
        for at, row in enumerate(rows):
            if row.tingkat == TOTAL and plain and plain[0] < at < plain[-1]:
                message = "baris jumlah terletak di tengah baris yang dijumlahkannya"
                yield warn_structure(
                    table, row, "tingkat", message, "pindahkan ke akhir, atau periksa induk"
                )


def _find_unnamed(table: Table) -> Iterator[Finding]:
    """Yield rows without a name among named ones of their level, and the reverse."""
    for level, rows in group_levels(table).items() if table.naming else ():
        parted: dict[bool, list[Row]] = {True: [], False: []}
        for row in rows:
            parted[bool(table.cell(row, table.naming).teks.strip())].append(row)
        yield from _judge_names(table, level, parted[True], parted[False])


def _judge_names(
    table: Table, level: str, named: list[Row], nameless: list[Row]
) -> Iterator[Finding]:
    if level == INDICATOR and len(named) == 1 and nameless:
        yield _tell_level(table, named[0], "baris indikator bernama, yang lain tidak")
    is_habit = len(named) >= (len(named) + len(nameless)) * MOST
    if level and level not in SPECIAL and is_habit:
        message = f"{table.naming} kosong, padahal baris bertingkat {level} bernama"
        yield from (_tell_level(table, row, message) for row in nameless)


def _tell_level(table: Table, row: Row, message: str) -> Finding:
    return warn_structure(table, row, "tingkat", message, "periksa tingkat baris ini")
