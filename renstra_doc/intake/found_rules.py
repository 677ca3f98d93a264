"""The rules of addition that a recognised table shows, for the first check of its sums."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.fit import make_ids
from renstra_doc.model.row_levels import GROUP, INDICATOR, TOTAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renstra_doc.intake.recognised import ColumnSpec, Recognised, Record

_NO_PART = (TOTAL, INDICATOR, GROUP)
_TOTALS = f"tingkat={TOTAL}"
RULES = ("id", "jenis", "tabel", "baris", "kolom", "acuan", "toleransi", "bobot", "dasar")


def make_rules(found: Recognised, table: str) -> list[tuple[str, ...]]:
    """Return the rules of addition that the recognised structure shows.

    Where the source itself does not add up, the rule warns: its figures came in as printed.
    """
    money = _names(found.columns)
    if not money:
        return _count_rules(found, table)
    # Sums that do not hold at home must not stop the first build.
    weight = "warning" if _is_wrong(found, money) else ""
    rules = []
    if any(r.parent is not None and r.tingkat != INDICATOR for r in found.records):
        why = "Pagu setiap baris = jumlah pagu baris di bawahnya"
        rules.append(("pagu", "jumlah_anak", table, "", " ".join(money), "", "", weight, why))
    totals = _select_totals(found, money)
    if totals:
        why = "Baris jumlah = jumlah baris teratas"
        columns = " ".join(money)
        rules.append(("jumlah-pagu", "jumlah_menurun", table, totals, columns, "", "", weight, why))
    return [*rules, *_end_rule(found, table, weight), *_count_rules(found, table)]


def _is_wrong(found: Recognised, names: Sequence[str]) -> bool:
    """Return whether some sum of the source does not hold in one of these columns."""
    return any(remark.kind == "temuan" and remark.column in names for remark in found.remarks)


def _count_rules(found: Recognised, table: str) -> list[tuple[str, ...]]:
    """Return the rules of counts that hold in every row: total rows, and `Jumlah` across."""
    counts = [column for column in found.columns if column.jenis == "cacah"]
    rules: list[tuple[str, ...]] = []
    down = [column.kolom for column in counts if _adds_down(found.records, column.kolom)]
    if down:
        why, names = "Baris jumlah = jumlah baris lainnya", " ".join(down)
        rules.append(("jumlah", "jumlah_menurun", table, _TOTALS, names, "", "", "", why))
    return [*rules, *_across_rule(found, counts, table)]


def _across_rule(
    found: Recognised, counts: Sequence[ColumnSpec], table: str
) -> list[tuple[str, ...]]:
    """Return the rule that `Jumlah` is the sum of the counts on its left, where it always is."""
    titles = [words.is_total(column.judul.rpartition(" > ")[2]) for column in counts]
    last = titles.index(True) if True in titles else 0
    # What stands right of `Jumlah` is no part of it.
    *parts, total = [column.kolom for column in counts[: last + 1]] or [""]
    if last <= 1 or not _adds_across(found.records, (*parts, total)):
        return []
    why = f"{counts[last].judul} = jumlah kolom di kirinya"
    return [("mendatar", "jumlah_mendatar", table, "", total, " ".join(parts), "", "", why)]


def _adds_across(records: Sequence[Record], names: Sequence[str]) -> bool:
    """Return whether the last count of every row is the sum of those before it."""
    rows = [_whole_amounts(record, names) for record in records]
    return len(rows) > 1 and all(row and sum(row[:-1]) == row[-1] for row in rows)


def _adds_down(records: Sequence[Record], column: str) -> bool:
    """Return whether the one total row of a column is the sum of two and more other rows."""
    totals = [_whole_amounts(r, (column,)) for r in records if r.tingkat == TOTAL]
    parts = [_whole_amounts(r, (column,)) for r in records if _is_top(r)]
    whole = len(totals) == 1 and len(parts) > 1 and all((*totals, *parts))
    return whole and sum(part[0] for part in parts) == totals[0][0]


def _is_top(record: Record) -> bool:
    """Return whether a row of the highest level is a part of the whole."""
    return record.parent is None and record.tingkat not in _NO_PART


def _select_totals(found: Recognised, money: Sequence[str]) -> str:
    """Return which rows add up all rows of the highest level: of several, those that do.

    `Jumlah` below each program is the sum of that program alone.
    """
    totals = [i for i, record in enumerate(found.records) if record.tingkat == TOTAL]
    if not totals:
        return ""
    tops = list(filter(_is_top, found.records))
    # Of several total rows only those that add up all are held against the top rows.
    whole = [i for i in totals if all(_adds_up(found.records[i], tops, name) for name in money)]
    ids = make_ids(found.records, {})
    return f"id={'|'.join(ids[i] for i in whole)}" if whole and len(totals) > 1 else _TOTALS


def _adds_up(total: Record, parts: Sequence[Record], column: str) -> bool:
    amounts = [part.cells[column].text for part in parts if column in part.cells]
    printed = total.cells[column].text if column in total.cells else ""
    numbers = [int(text) for text in amounts if text.lstrip("-").isdigit()]
    # A total that prints no number contradicts nothing.
    return not printed.lstrip("-").isdigit() or int(printed) == sum(numbers)


def _end_rule(found: Recognised, table: str, weight: str) -> list[tuple[str, ...]]:
    """Return the rule that the end is the sum of the years, where it holds in most rows."""
    names = _names(found.columns)
    if "rp_akhir" not in names or len(names) < 3:  # noqa: PLR2004 — two years and the end
        return []
    years = [name for name in names if name != "rp_akhir"]
    rows = [_whole_amounts(record, (*years, "rp_akhir")) for record in found.records]
    holds = sum(1 for row in rows if row and sum(row[:-1]) == row[-1])
    fails = sum(1 for row in rows if row) - holds
    # It holds by accident in a few rows: the habit of most decides.
    if holds <= fails:
        return []
    why = "Akhir periode = jumlah tahun-tahunnya"
    own = "warning" if fails else weight
    return [("akhir", "jumlah_mendatar", table, "", "rp_akhir", " ".join(years), "", own, why)]


def _whole_amounts(record: Record, names: Sequence[str]) -> list[int]:
    """Return the amounts of a row, none where one is no number."""
    texts = [record.cells[name].text if name in record.cells else "" for name in names]
    return [int(t) for t in texts] if all(t.lstrip("-").isdigit() for t in texts) else []


def _names(columns: Sequence[ColumnSpec]) -> list[str]:
    return [c.kolom for c in columns if c.role == words.MONEY and c.jenis == "rupiah"]
