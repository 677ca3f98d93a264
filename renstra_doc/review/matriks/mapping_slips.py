"""What `pemetaan.csv` says that cannot be, seen from both editions.

Rows that the older edition does not have, ids that change in a circle, names for one row twice, and
rupiah that is lost or won where a row was split or rows were merged.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.model.succession import FILE, MERGE, MOVE, NOMENCLATURE, RENAME, SPLIT
from renstra_doc.review.matriks.amounts import add_rows, amount_of_row, find_periods
from renstra_doc.review.matriks.entries import find_pairs
from renstra_doc.review.wording import name_row
from renstra_doc.words.numbers import format_angka

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from renstra_doc.model import Document
    from renstra_doc.model.succession import Succession
    from renstra_doc.review.edition import Edition
    from renstra_doc.review.matriks.entries import Pair

    Editions = tuple[Edition, Edition]

SINGLE = (RENAME, MOVE, NOMENCLATURE)
JOINED = {SPLIT: "dipecah", MERGE: "digabung"}


def find_mapping_slips(old: Document, new: Document, editions: Editions) -> list[str]:
    """Return a sentence for each slip, in the order of the file.

    In: the older document as it was written, the newer one, both as editions of one another.
    """
    entries = new.successions
    return [
        *_unknown(entries, old),
        *_circles(entries),
        *_doubles(entries),
        *(said for pair in find_pairs(editions) for said in _unequal(entries, pair)),
    ]


def _place(entry: Succession) -> str:
    return f"{FILE}, baris {entry.place.line}"


def _unknown(entries: Sequence[Succession], old: Document) -> Iterator[str]:
    """Tell rows that the older edition does not have; those of an earlier step are done already."""
    steps = {(entry.tabel, entry.lama, entry.baru) for entry in old.successions}
    for entry in entries:
        table = old.tables.get(entry.tabel)
        known = {} if table is None else table.row_by_id
        # An entry that the older edition carries too was carried out by then.
        is_done = (entry.tabel, entry.lama, entry.baru) in steps and entry.baru in known
        if entry.lama and entry.lama not in known and not is_done:
            yield f"{_place(entry)}: baris “{entry.lama}” tidak ada di versi semula, jadi dilewati"


def _circles(entries: Sequence[Succession]) -> Iterator[str]:
    """Tell ids that become one another."""
    steps = {
        (entry.tabel, entry.lama): entry
        for entry in entries
        if entry.jenis in SINGLE and entry.lama != entry.baru
    }
    told: set[tuple[str, str]] = set()
    for key, entry in steps.items():
        way = _walk(steps, key)
        if way and key not in told:
            told |= {(entry.tabel, one) for one in way}
            shown = " → ".join((*way, way[0]))
            yield f"{_place(entry)}: pemetaan berputar ({shown}); pilih satu arah"


def _walk(steps: Mapping[tuple[str, str], Succession], start: tuple[str, str]) -> tuple[str, ...]:
    """Return the ids from one back to itself; nothing where the way ends or turns elsewhere."""
    way: list[str] = []
    key = start
    while key in steps and key[1] not in way:
        way.append(key[1])
        key = key[0], steps[key].baru
    return tuple(way) if way and key == start else ()


def _doubles(entries: Sequence[Succession]) -> Iterator[str]:
    """Tell a row that became two, or two that became one, without being split or merged."""
    single = [entry for entry in entries if entry.jenis in SINGLE]
    for side, word, kind in (
        ("lama", "menjadi beberapa baris", SPLIT),
        ("baru", "berasal dari beberapa baris", MERGE),
    ):
        counts = Counter((entry.tabel, getattr(entry, side)) for entry in single)
        for entry in single:
            key = entry.tabel, getattr(entry, side)
            # Taken out of the counts, so that it is told once.
            if counts.pop(key, 1) > 1:
                yield f"{_place(entry)}: baris “{key[1]}” {word}; tulis jenis {kind}"


def _unequal(entries: Sequence[Succession], pair: Pair) -> Iterator[str]:
    """Tell rupiah that a split or a merge lost or won."""
    joined = [one for one in entries if one.tabel == pair.tables[1].id and one.jenis in JOINED]
    for (kind, whole), group in _group_by_whole(joined).items():
        side = 0 if kind == SPLIT else 1
        parts = [entry.baru if side == 0 else entry.lama for entry in group]
        here, there = pair.tables[side], pair.tables[1 - side]
        if whole in here.row_by_id and there.row_by_id.keys() >= set(parts):
            name = name_row(pair.editions[side], here, here.row_by_id[whole])
            for said in _compare_sums(pair, side, whole, parts):
                yield f"{_place(group[0])}: “{name}” {JOINED[kind]}, {said}"


def _group_by_whole(entries: Sequence[Succession]) -> dict[tuple[str, str], list[Succession]]:
    groups: dict[tuple[str, str], list[Succession]] = {}
    for entry in entries:
        whole = entry.lama if entry.jenis == SPLIT else entry.baru
        groups.setdefault((entry.jenis, whole), []).append(entry)
    return groups


def _compare_sums(pair: Pair, side: int, whole: str, parts: Sequence[str]) -> Iterator[str]:
    for period in find_periods(pair.tables[::-1]):
        if not period.rupiah:
            continue
        amount = amount_of_row(pair, side, whole, period.rupiah) or Decimal(0)
        # A row that lives on under its id keeps a part for itself.
        total = add_rows(pair, 1 - side, (*parts, whole), period.rupiah) or Decimal(0)
        if amount != total:
            old, new = (amount, total) if side == 0 else (total, amount)
            word = "bertambah" if new > old else "berkurang"
            yield (
                f"{period.label}: Rp semula {format_angka(old)}, menjadi {format_angka(new)},"
                f" {word} {format_angka(abs(new - old))}"
            )
