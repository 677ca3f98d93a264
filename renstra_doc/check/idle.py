"""Why a rule compares nothing: so that it can be mended, not so that the guard is sent away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.check.comparison import Comparison, Outcome, has_figures
from renstra_doc.check.loosened import RULES
from renstra_doc.check.verdict import to_finding
from renstra_doc.finding import Finding, Severity
from renstra_doc.model.row_levels import TOTAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from renstra_doc.model import Document, Table
    from renstra_doc.model.rules import Rule

MAX_NAMES = 4
GENERAL = "periksa tabel, baris, kolom dan acuannya"


def find_idle(document: Document, rule: Rule, comparisons: Iterable[Comparison]) -> list[Finding]:
    """Return a warning where a rule compares nothing, be it in one of its tables only."""
    met = {ref.table.id for made in comparisons if _says_something(made) for ref in made.refs}
    # A rule of several tables may be idle in one and at work in the others.
    idle = [name for name in rule.tabel if name not in met]
    if not idle and met:
        return []
    where = f" di tabel {', '.join(f'“{name}”' for name in idle)}" if met else ""
    why = _join_reasons(_explain(document.tables[name], rule) for name in idle)
    message = f"aturan “{rule.id}” tidak membandingkan apa pun{where}{why}"
    hint = "periksa kolom tingkat, induk dan entitas tabel itu" if where else GENERAL
    return [Finding(RULES, message, rule.place, Severity.WARNING, row_id=rule.id, hint=hint)]


def _join_reasons(reasons: Iterable[str]) -> str:
    """Return the reasons behind a colon, each once; "" where there is none."""
    known = "; ".join(dict.fromkeys(filter(None, reasons)))
    return f": {known}" if known else ""


def _says_something(made: Comparison) -> bool:
    """Return whether a comparison was made, or says why it could not be."""
    if made.outcome is not Outcome.UNSUMMABLE or made.expected is not None:
        return True
    return to_finding(made) is not None


def _explain(table: Table, rule: Rule) -> str:
    """Say what a table lacks that the rule needs, or ""."""
    if not table.rows:
        return f"tabel “{table.id}” tidak berbaris"
    if not rule.select_rows(table):
        levels = ", ".join(dict.fromkeys(row.tingkat or "(kosong)" for row in table.rows))
        return f"tidak ada baris “{rule.baris}”; tingkat yang ada: {levels}"
    if rule.jenis == "jumlah_anak":
        return _explain_children(table, rule)
    return _explain_keys(table, rule)


def _explain_keys(table: Table, rule: Rule) -> str:
    if rule.jenis == "jumlah_menurun" and not any(row.tingkat == TOTAL for row in table.rows):
        return "tidak ada baris bertingkat jumlah"
    if rule.jenis in ("sama", "kembar") and not any(row.entitas for row in table.rows):
        return f"kolom entitas tabel “{table.id}” kosong{_name_keyless(table)}"
    return {
        "sama": "tidak ada entitas yang sama di kedua tabel",
        "kembar": "tidak ada entitas yang tercantum dua kali",
    }.get(rule.jenis, "")


def _name_keyless(table: Table) -> str:
    """Name the first rows with figures, one of which lost its key; of a short table all."""
    rows = [row for row in table.rows if has_figures(table, row)][:MAX_NAMES]
    return f" ({', '.join(f'baris {row.line}: {row.id}' for row in rows)})" if rows else ""


def _explain_children(table: Table, rule: Rule) -> str:
    if not any(row.induk for row in table.rows):
        return f"kolom induk tabel “{table.id}” kosong"
    if not any(row.id in table.children for row in rule.select_rows(table)):
        return "tidak ada baris yang berinduk baris-baris itu"
    return ""
