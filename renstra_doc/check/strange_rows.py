"""Rows that do not look like their neighbours: codes, levels, names, keys; empty and doubled rows.

What is told here no rule needs to ask for. It speaks only where the table itself has a habit.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import has_figures, row_name
from renstra_doc.check.levels import MOST
from renstra_doc.check.partners import find_near, index_keys
from renstra_doc.check.printed_order import structure_finding
from renstra_doc.finding import Finding, Severity
from renstra_doc.model.row_levels import CODED, GROUP, INDICATOR, SPECIAL, TOTAL, USUAL_ORDER
from renstra_doc.model.rules import same_words
from renstra_doc.words.markup import plain_text

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from renstra_doc.model import Document, Row, Table
    from renstra_doc.model.rules import Rule

_CODE = re.compile(r"[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)*\.?")
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
            for finding in _find_strange_codes(table, has_rule=table.id in coded):
                if (table.id, finding.row_id) not in misplaced:
                    yield finding


def _tell(table: Table, row: Row, column: str, message: str, hint: str) -> Finding:
    return structure_finding(table, row, column, message, hint, Severity.WARNING)


# Rows that say nothing, or the same


def _find_repeated(table: Table) -> Iterator[Finding]:
    """Yield the rows that are empty, and those that say word for word what another one says."""
    seen: dict[tuple[object, ...], Row] = {}
    plain = [at for at, column in enumerate(table.columns) if column.jenis != "urut"]
    for row in table.rows:
        texts = tuple(row.cells[at].teks for at in plain)
        if "_x" in "".join(texts):
            yield from _find_escapes(table, row)
        if not any(texts):
            yield _tell(table, row, "", "baris ini kosong", "isi, atau hapus barisnya")
            continue
        first = seen.setdefault((row.induk, row.kode, row.tingkat, texts), row)
        # A starting form repeats its `[petunjuk]`.
        if first is not row and not any(text.startswith("[") for text in texts):
            message = f"baris ini sama persis dengan baris {first.line}"
            yield _tell(table, row, "", message, "hapus salah satunya, atau bedakan isinya")


def _find_escapes(table: Table, row: Row) -> Iterator[Finding]:
    """Yield cells that hold what a spreadsheet writes for a sign nobody can see (`_x0002_`)."""
    for column, cell in zip(table.columns, row.cells, strict=True):
        match = _ESCAPE.search(cell.teks)
        if match is not None:
            message = f"{column.kolom} memuat “{match[0]}”, sisa sebuah tanda yang tidak terlihat"
            yield _tell(table, row, column.kolom, message, "hapus sisa itu")


# Levels


def _find_strange_levels(table: Table, *, is_summed: bool) -> Iterator[Finding]:
    """Yield rows whose level is not what their name, their code or the rows around them say.

    `is_summed` where a rule looks for total rows in the table.
    """
    levels = Counter(row.tingkat for row in table.rows)
    if set(levels) <= {""} and not is_summed:
        return
    is_levelled = levels[""] <= levels.total() * (1 - MOST)
    for row in table.rows:
        if row.tingkat in (TOTAL, INDICATOR) and row.kode:
            message = f"baris {row.tingkat} berkode {row.kode}"
            yield _tell(table, row, "tingkat", message, "periksa tingkat baris ini")
        elif (
            row.tingkat != TOTAL and (is_summed or TOTAL in levels) and _is_named_total(table, row)
        ):
            message = f"bernama jumlah, tetapi bertingkat “{row.tingkat}”"
            yield _tell(table, row, "tingkat", message, "isi tingkat dengan jumlah")
        elif not row.tingkat and is_levelled:
            message = "tingkat kosong, padahal hampir semua baris bertingkat"
            yield _tell(table, row, "tingkat", message, "isi tingkatnya")
        elif levels[row.tingkat] == 1 and (near := _find_near_level(row.tingkat, levels)):
            message = f"tingkat “{row.tingkat}” salah tulis?"
            yield _tell(table, row, "tingkat", message, f"mungkin maksudnya {near}")
        elif _is_lone_level(row, levels):
            message = f"hanya baris ini bertingkat “{row.tingkat}”"
            yield _tell(table, row, "tingkat", message, "samakan tingkatnya")


def _find_near_level(level: str, levels: Counter[str]) -> str:
    """Return the level of other rows, or a usual one, of which a level is a misspelling, or ""."""
    if level in (*USUAL_ORDER, *SPECIAL) or len(level) <= FEW:
        return ""
    others = {name for name in levels if len(name) > FEW and name != level}
    return find_near(level, index_keys({*others, *USUAL_ORDER, *SPECIAL}))


def _find_orphan(table: Table) -> Iterator[Finding]:
    """Yield the one plain row below no heading in a table whose other rows all are."""
    groups = {row.id for row in table.rows if row.tingkat == GROUP and row.id in table.children}
    plain = [row for row in table.rows if row.tingkat not in SPECIAL]
    alone = [row for row in plain if not row.induk]
    if groups and len(alone) == 1 and len(plain) > FEW + 1 and alone[0] is not table.rows[0]:
        message = "tanpa induk, padahal semua baris lain di bawah judul kelompok"
        yield _tell(table, alone[0], "induk", message, "isi induk dengan id judul di atasnya")


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
    groups: dict[str, list[Row]] = {}
    for row in table.rows:
        groups.setdefault(row.tingkat, []).append(row)
    for level, rows in groups.items():
        if level in SPECIAL or len(rows) <= FEW + 1:
            continue
        bare = [row for row in rows if not has_figures(table, row)]
        if len(bare) == 1:
            message = "baris ini tidak mencetak angka, semua baris setingkatnya mencetak"
            yield _tell(table, bare[0], "", message, "isi angkanya, atau hapus barisnya")


def _find_childless(table: Table) -> Iterator[Finding]:
    """Yield the rows with nothing below them where all others of their level have something."""
    groups: dict[str, list[Row]] = {}
    for row in table.rows:
        if row.tingkat not in SPECIAL:
            groups.setdefault(row.tingkat, []).append(row)
    for level, rows in groups.items():
        bare = [row for row in rows if row.id not in table.children]
        if level and len(bare) == 1 and len(rows) > FEW + 1 and has_figures(table, bare[0]):
            message = "tanpa baris di bawahnya, padahal semua baris setingkatnya berincian"
            yield _tell(table, bare[0], "", message, "kembalikan atau tambahkan rinciannya")


def _find_stray_totals(table: Table) -> Iterator[Finding]:
    """Yield total rows that stand in the midst of the rows they add up."""
    if not any(row.tingkat == TOTAL for row in table.rows):
        return
    for rows in table.children.values():
        plain = [at for at, row in enumerate(rows) if row.tingkat != TOTAL]
        for at, row in enumerate(rows):
            if row.tingkat == TOTAL and plain and plain[0] < at < plain[-1]:
                message = "baris jumlah terletak di tengah baris yang dijumlahkannya"
                yield _tell(
                    table, row, "tingkat", message, "pindahkan ke akhir, atau periksa induk"
                )


def _find_unnamed(table: Table) -> Iterator[Finding]:
    """Yield rows without a name among named ones of their level, and the reverse."""
    if not table.naming:
        return
    at = table.index[table.naming]
    groups: dict[str, list[Row]] = {}
    for row in table.rows:
        groups.setdefault(row.tingkat, []).append(row)
    for level, rows in groups.items():
        named = [row for row in rows if row.cells[at].teks.strip()]
        if level == INDICATOR and len(named) == 1 and len(rows) > 1:
            message = "baris indikator bernama, yang lain tidak"
            yield _tell(table, named[0], "tingkat", message, "periksa tingkat baris ini")
        elif level not in SPECIAL and level and len(rows) * MOST <= len(named) < len(rows):
            for row in rows:
                if not row.cells[at].teks.strip():
                    message = f"{table.naming} kosong, padahal baris bertingkat {level} bernama"
                    yield _tell(table, row, "tingkat", message, "periksa tingkat baris ini")


# Codes


def _find_strange_codes(table: Table, *, has_rule: bool) -> Iterator[Finding]:
    codes = [row.kode for row in table.rows if row.kode]
    is_strict = sum(1 for code in codes if _CODE.fullmatch(code)) >= len(codes) * MOST
    habits = _find_coded_levels(table)
    widths = _find_widths(table)
    above: dict[str, Row] = {}
    for row in table.rows:
        if not row.kode:
            if _lacks_code(table, row, habits):
                message = "kode kosong, padahal baris di atas atau di bawahnya berkode"
                yield _tell(table, row, "kode", message, "isi kodenya")
            continue
        if is_strict and not _CODE.fullmatch(row.kode):
            message = f"kode {row.kode} salah tulis"
            yield _tell(table, row, "kode", message, "kode hanya angka atau huruf bertitik")
        elif (usual := widths.get(row.tingkat)) and _width(row.kode) != usual:
            message = f"kode {row.kode} tidak sepanjang kode setingkatnya"
            yield _tell(table, row, "kode", message, "periksa angka yang kurang atau lebih")
        wanted = _find_above(row.kode, above)
        parent = table.row_by_id.get(row.induk)
        if (
            wanted is not None
            and wanted is not parent
            and not (has_rule and parent and parent.kode)
        ):
            yield _tell_parent(table, row, wanted, parent)
        yield from _tell_second_listing(table, row, above.get(_normal(row.kode)))
        above[_normal(row.kode)] = row
    yield from _find_swapped_codes(table)


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
    return _tell(
        table, row, "induk", message, f"isi induk dengan {wanted.id}, atau perbaiki kodenya"
    )


def _tell_second_listing(table: Table, row: Row, other: Row | None) -> Iterator[Finding]:
    """Yield a code listed under two sasaran without a common key: counted twice, compared never."""
    if other is None or other.induk == row.induk or (row.entitas and row.entitas == other.entitas):
        return
    parents = [table.row_by_id.get(each.induk) for each in (row, other)]
    if all(parent is not None and parent.tingkat in USUAL_ORDER[:2] for parent in parents):
        message = f"kode {row.kode} juga tercetak di baris {other.line}, di bawah {other.induk}"
        hint = "isi entitas yang sama pada keduanya, agar dibandingkan dan dihitung sekali"
        yield _tell(table, row, "entitas", message, hint)


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


def _lacks_code(table: Table, row: Row, habits: set[str]) -> bool:
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
                codes[at], codes[at + 1] = codes[at + 1], codes[at]
                if codes == sorted(codes):
                    message = f"kode {coded[at].kode} ditulis sebelum {coded[at + 1].kode}"
                    yield _tell(
                        table, coded[at], "kode", message, "tertukar dengan baris sesudahnya?"
                    )
                break


def _sort_key(code: str) -> list[tuple[int, str]]:
    return [
        (int(part) if part.isascii() and part.isdigit() else 0, part)
        for part in _normal(code).split(".")
    ]
