"""Control totals: how many rows a table has.

A list that nothing else counts (kecamatan, isu, abbreviations) loses a row without any sum or
number saying so; the count that its document declares is what holds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.check.register import kind
from renstra_doc.finding import Finding
from renstra_doc.model.rules import RuleError
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renstra_doc.model import Document
    from renstra_doc.model.rules import Rule


@kind("banyak_baris")
def check_row_count(document: Document, rule: Rule) -> Iterator[Finding]:
    """A table has as many rows as `acuan` declares.

    `baris` chooses which rows count; with several tables `acuan` has a number for each, in their
    order.
    """
    tables = rule.select_tables(document)
    # str.isdigit is also true of ², which int() refuses.
    wanted = [int(word) for word in rule.acuan.split() if word.isascii() and word.isdigit()]
    if len(wanted) != len(tables) or len(wanted) != len(rule.acuan.split()):
        message = f"banyaknya baris “{rule.acuan}” tidak dipahami"
        hint = "tulis satu bilangan untuk setiap tabel, misalnya 12"
        raise RuleError(message, "acuan", hint)
    for table, count in zip(tables, wanted, strict=True):
        found = len(rule.select_rows(table))
        if found != count:
            what = "kurang" if found < count else "lebih"
            yield Finding(
                rule.id,
                f"tabel “{table.id}” memuat {found} baris, seharusnya {count}: "
                f"{what} {abs(found - count)} baris",
                Place(table.file),
                rule.bobot,
                table=table.number,
                row_id=table.id,
                expected=str(count),
                actual=str(found),
                hint="kembalikan atau hapus barisnya; bila memang berubah, ubah acuan aturan ini",
            )
