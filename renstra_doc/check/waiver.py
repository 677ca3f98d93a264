"""Waivers against findings: which finding one covers.

One that fits no longer is itself a finding. A fault of the rules themselves cannot be waived.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.check.loosened import RULES
from renstra_doc.check.waiver_reasons import find_doubtful_reasons
from renstra_doc.finding import Finding, Severity
from renstra_doc.model.cells import spell_text
from renstra_doc.model.rules import FILE as RULES_FILE
from renstra_doc.model.waivers import RULE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from renstra_doc.model import Document
    from renstra_doc.model.values import Table
    from renstra_doc.model.waivers import Key, Waiver


def finding_key(finding: Finding, tables: dict[str, str]) -> Key:
    """Return the key under which a waiver for a finding stands.

    `tables` gives a table's id by its file.
    """
    return (finding.rule, tables.get(finding.place.file, ""), finding.row_id, finding.column)


def waiver_key(finding: Finding, document: Document) -> tuple[str, ...]:
    """Return what a waiver of a finding is known by, the figures it covers included."""
    tables = {table.file: table.id for table in document.tables.values()}
    return (*finding_key(finding, tables), finding.expected, finding.actual)


def can_be_waived(finding: Finding) -> bool:
    """Return whether a finding speaks of the document.

    One of a rule or a waiver is to be mended.
    """
    return finding.rule not in (RULES, RULE) and finding.place.file != RULES_FILE


def apply_waivers(
    findings: Sequence[Finding], document: Document, compared: Collection[Key] | None = None
) -> list[Finding]:
    """Mark the findings that a waiver covers.

    Out: with a finding added for each waiver that fits none or other figures.

    `compared` are the cells that the rules still hold against something (None: unknown).
    """
    tables = {table.file: table.id for table in document.tables.values()}
    marked, used = _mark_waived(findings, document.waivers, tables)
    open_keys = {finding_key(finding, tables): finding for finding in marked if not finding.waived}
    stale = [
        _stale(waiver, open_keys.get(waiver.key), document, compared)
        for waiver in document.waivers
        if waiver not in used
    ]
    return [
        *marked,
        *document.waiver_remarks,
        *document.comment_remarks,
        *stale,
        *find_doubtful_reasons(used),
    ]


def _mark_waived(
    findings: Sequence[Finding], waivers: Sequence[Waiver], tables: dict[str, str]
) -> tuple[list[Finding], dict[Waiver, Finding]]:
    """Return the findings, waived ones marked, and what each waiver covers."""
    by_key: dict[Key, list[Waiver]] = {}
    for waiver in waivers:
        by_key.setdefault(waiver.key, []).append(waiver)
    used: dict[Waiver, Finding] = {}
    marked: list[Finding] = []
    for finding in findings:
        fitting = _find(finding, by_key.get(finding_key(finding, tables), []))
        if fitting is None or not can_be_waived(finding):
            marked.append(finding)
        else:
            used[fitting] = finding
            marked.append(replace(finding, waived=True, reason=fitting.alasan))
    return marked, used


def _find(finding: Finding, waivers: Sequence[Waiver]) -> Waiver | None:
    fitting = (
        waiver
        for waiver in waivers
        # A waiver accepts these two figures, not whatever the cell may say later.
        if (waiver.harapan, waiver.nyata) == (finding.expected, finding.actual)
    )
    return next(fitting, None)


def _stale(
    waiver: Waiver, found: Finding | None, document: Document, compared: Collection[Key] | None
) -> Finding:
    table = document.tables.get(waiver.tabel)
    message, hint = _say_stale(waiver, found, document, compared)
    return Finding(
        RULE,
        f"{message} ({waiver.named})",
        waiver.place,
        Severity.WARNING,
        table=waiver.tabel if table is None else table.number,
        row_id=waiver.baris,
        column=waiver.kolom,
        hint=hint,
    )


def _say_stale(
    waiver: Waiver, found: Finding | None, document: Document, compared: Collection[Key] | None
) -> tuple[str, str]:
    """Return (message, hint): why a waiver covers nothing.

    That its row, its rule or its comparison has gone is no reason to delete it.
    """
    if found is not None:
        return _say_misfit(waiver, found, document.tables.get(waiver.tabel))
    table = document.tables.get(waiver.tabel)
    if waiver.tabel and (table is None or waiver.baris not in table.row_by_id):
        hint = f"periksa mengapa baris itu hilang; kembalikan, atau perbaiki {waiver.baris}"
        return "baris yang dikecualikan tidak ada lagi", hint
    if compared is not None and table is not None and _was_compared(waiver, document, compared):
        hint = "periksa aturan, induk, tingkat dan entitasnya sebelum menghapus pengecualian ini"
        return "sel ini tidak lagi dibandingkan oleh aturannya", hint
    return "pengecualian ini tidak lagi diperlukan: temuannya sudah tidak ada", "hapus baris ini"


def _say_misfit(waiver: Waiver, found: Finding, table: Table | None) -> tuple[str, str]:
    """Return (message, hint): why a waiver does not cover the finding of its cell."""
    if not can_be_waived(found):
        hint = "perbaiki aturannya, lalu hapus baris ini"
        return "kesalahan aturan tidak dapat dikecualikan", hint
    at = table.index.get(waiver.kolom) if table is not None else None
    column = table.columns[at] if table is not None and at is not None else None
    # As the column prints them, which is how the finding says its own.
    expected, actual = (spell_text(column, text) or "-" for text in (waiver.harapan, waiver.nyata))
    figures = f"harapan {expected}, nyata {actual}"
    hint = "periksa temuannya; bila tetap diterima, perbarui angka dan alasannya"
    return f"angka pengecualian tidak lagi sama: {figures}", hint


def _was_compared(waiver: Waiver, document: Document, compared: Collection[Key]) -> bool:
    """Return whether no comparison is of the waiver's cell, or its rule is gone."""
    if waiver.key in compared:
        return False
    is_known = any(rule.id == waiver.aturan for rule in document.rules)
    return not is_known or any(key[0] == waiver.aturan for key in compared)
