"""Two tables that list the same codes: a code that one of them alone has is a lost row.

The evaluation and the budget of a Renja name the same sub kegiatan without any key that joins
them; where nearly all codes stand in both, one that does not has been left out.
"""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from renstra_doc.check.partners import JOINING
from renstra_doc.check.printed_order import structure_finding
from renstra_doc.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from renstra_doc.finding import Finding
    from renstra_doc.model import Document, Row, Table
    from renstra_doc.model.rules import Rule

FEWEST = 10  # codes in common that make two lists one
NEARLY_ALL = 0.9


def find_lost_codes(document: Document, rules: Iterable[Rule]) -> Iterator[Finding]:
    """Yield the rows whose code a table that else lists the same codes has not.

    Tables that a rule joins by `entitas` are judged by that.
    """
    joined = {frozenset(rule.tabel) for rule in rules if rule.jenis in JOINING}
    coded = [(table, codes) for table in document.tables.values() if (codes := _by_code(table))]
    for (first, own), (second, others) in permutations(coded, 2):
        if frozenset((first.id, second.id)) in joined or not _are_one_list(own, others):
            continue
        # A level that the other table does not list at all is left out of it on purpose.
        levels = {row.tingkat for row in others.values()}
        for code, row in own.items():
            if code not in others and row.tingkat in levels:
                message = f"kode {code} tidak ada di {second.called}, padahal kode lainnya ada"
                hint = "kembalikan barisnya di tabel itu, atau periksa kodenya"
                yield structure_finding(first, row, "kode", message, hint, Severity.WARNING)


def _by_code(table: Table) -> dict[str, Row]:
    return {row.kode: row for row in table.rows if row.kode}


def _are_one_list(own: dict[str, Row], others: dict[str, Row]) -> bool:
    shared = len(own.keys() & others.keys())
    return shared >= max(FEWEST, NEARLY_ALL * max(len(own), len(others)))
