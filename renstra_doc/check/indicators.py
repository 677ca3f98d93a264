"""One indicator in several tables: what bears the same name has the same values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renstra_doc.check.agreement import compare_same
from renstra_doc.check.comparison import Ref
from renstra_doc.check.register import kind
from renstra_doc.model.rules import match_columns, require_column, same_words
from renstra_doc.words.markup import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renstra_doc.check.comparison import Comparison
    from renstra_doc.finding import Finding
    from renstra_doc.model import Document
    from renstra_doc.model.rules import Rule
    from renstra_doc.model.values import Row, Table

USUAL = "indikator"
_BRACKETS = re.compile(r"\([^()]*\)")
_MARK = re.compile(r"^\s*(?:\d{1,2}|[a-z])[.)]\s*", re.IGNORECASE)


@kind("indikator_sama", compares=True)
def check_same_indicator(document: Document, rule: Rule) -> Iterator[Comparison | Finding]:
    """Rows of several tables whose indicator bears the same name print the same values.

    `tabel` = the tables; `kolom` = the columns, by the same names in each; `acuan` = the column
    that names the indicator (empty: `indikator`). What stands in brackets, list marks and case do
    not count; rows of one `entitas` speak of one indicator whatever it is called.
    """
    naming = rule.acuan.strip() or USUAL
    tables = rule.select_tables(document)
    for table in tables:
        require_column(table, naming, "acuan")
    for group in _group_rows(tables, naming):
        yield from _compare_group(rule, group)


def name_indicator(text: str) -> str:
    """Reduce the name of an indicator to what makes it that one."""
    plain = _BRACKETS.sub(" ", plain_text(text))
    return " ".join(same_words(_MARK.sub("", plain)))


def _group_rows(tables: list[Table], naming: str) -> list[list[tuple[Table, Row]]]:
    """Return the rows of each indicator, of one name or of one entitas, table by table."""
    groups: dict[str, list[tuple[Table, Row]]] = {}
    keys: dict[str, str] = {}  # the group that each name and each entitas has come to
    for table in tables:
        for row in table.rows:
            own = _name_row(table, row, naming)
            if own:
                target = _unite_groups(groups, keys, own)
                groups.setdefault(target, []).append((table, row))
                keys.update(dict.fromkeys(own, target))
    return [group for group in groups.values() if len({table.id for table, _ in group}) > 1]


def _name_row(table: Table, row: Row, naming: str) -> list[str]:
    """Return by what an indicator is known: its name and its entitas; nothing without a name."""
    name = name_indicator(table.cell(row, naming).teks)
    if not name:
        return []
    return [f"nama {name}", f"entitas {row.entitas}"] if row.entitas else [f"nama {name}"]


def _unite_groups(
    groups: dict[str, list[tuple[Table, Row]]], keys: dict[str, str], own: list[str]
) -> str:
    """Return the one group of all that a row is known by, after two that it joins became one."""
    # The first name known keeps its group; a new row opens one under its first name.
    target, *others = dict.fromkeys(keys[key] for key in own if key in keys) or own[:1]
    for other in others:
        groups[target] += groups.pop(other)
        keys.update({key: target for key, group in keys.items() if group == other})
    return target


def _compare_group(rule: Rule, group: list[tuple[Table, Row]]) -> Iterator[Comparison | Finding]:
    first: dict[str, Ref] = {}
    for table, row in group:
        for kolom in match_columns(table, rule.kolom):
            ref = Ref(table, row, kolom)
            if not ref.is_printed:
                continue
            other = first.setdefault(kolom, ref)
            # Twice in one table is a question for the rule `kembar`.
            if other.table.id != table.id:
                yield from compare_same(rule, ref, other)
