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
        return []
    wrong = {remark.column for remark in found.remarks if remark.kind == "temuan"}
    weight = "warning" if wrong & set(money) else ""
    rules = []
    if any(record.parent is not None and record.tingkat != INDICATOR for record in found.records):
        why = "Pagu setiap baris = jumlah pagu baris di bawahnya"
        rules.append(("pagu", "jumlah_anak", table, "", " ".join(money), "", "", weight, why))
    totals = _select_totals(found, money)
    if totals:
        why = "Baris jumlah = jumlah baris teratas"
        columns = " ".join(money)
        rules.append(("jumlah-pagu", "jumlah_menurun", table, totals, columns, "", "", weight, why))
    return [*rules, *_end_rule(found, table, weight)]


def _select_totals(found: Recognised, money: Sequence[str]) -> str:
    """Return which rows add up all rows of the highest level: of several, those that do.

    `Jumlah` below each program is the sum of that program alone.
    """
    totals = [i for i, record in enumerate(found.records) if record.tingkat == TOTAL]
    if not totals:
        return ""
    tops = [r for r in found.records if r.parent is None and r.tingkat not in _NO_PART]
    whole = [i for i in totals if all(_adds_up(found.records[i], tops, name) for name in money)]
    ids = make_ids(found.records, {})
    return f"id={'|'.join(ids[i] for i in whole)}" if whole and len(totals) > 1 else _TOTALS


def _adds_up(total: Record, parts: Sequence[Record], column: str) -> bool:
    amounts = [part.cells[column].text for part in parts if column in part.cells]
    printed = total.cells[column].text if column in total.cells else ""
    numbers = [int(text) for text in amounts if text.lstrip("-").isdigit()]
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
