"""The rules of addition that a recognised table shows, for the first check of its sums."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.intake import vocabulary as words
from renstra_doc.model.row_levels import INDICATOR, TOTAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renstra_doc.intake.recognise import ColumnSpec, Recognised

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
    if any(record.tingkat == TOTAL for record in found.records):
        why = "Baris jumlah = jumlah baris teratas"
        rules.append(
            (
                "jumlah-pagu",
                "jumlah_menurun",
                table,
                "tingkat=jumlah",
                " ".join(money),
                "",
                "",
                weight,
                why,
            )
        )
    return [*rules, *_end_rule(found, table, weight)]


def _end_rule(found: Recognised, table: str, weight: str) -> list[tuple[str, ...]]:
    """Return the rule that the end is the sum of the years, where it holds in most rows."""
    names = _names(found.columns)
    if "rp_akhir" not in names or len(names) < 3:  # noqa: PLR2004 — two years and the end
        return []
    years = [name for name in names if name != "rp_akhir"]
    holds = fails = 0
    for record in found.records:
        texts = [record.cells[name].text for name in (*years, "rp_akhir") if name in record.cells]
        if len(texts) == len(names) and all(text.lstrip("-").isdigit() for text in texts):
            same = sum(map(int, texts[:-1])) == int(texts[-1])
            holds, fails = holds + same, fails + (not same)
    if holds <= fails:
        return []
    why = "Akhir periode = jumlah tahun-tahunnya"
    own = "warning" if fails else weight
    return [("akhir", "jumlah_mendatar", table, "", "rp_akhir", " ".join(years), "", own, why)]


def _names(columns: Sequence[ColumnSpec]) -> list[str]:
    return [c.kolom for c in columns if c.role == words.MONEY and c.jenis == "rupiah"]
