"""Waivers against findings: which finding one covers.

One that fits no longer is itself a finding.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, Severity
from renstra_doc.model.waivers import RULE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renstra_doc.model import Document
    from renstra_doc.model.waivers import Key, Waiver


def finding_key(finding: Finding, tables: dict[str, str]) -> Key:
    """Return the key under which a waiver for a finding stands.

    `tables` gives a table's id by its file.
    """
    return (finding.rule, tables.get(finding.place.file, ""), finding.row_id, finding.column)


def apply_waivers(findings: Sequence[Finding], document: Document) -> list[Finding]:
    """Mark the findings that a waiver covers.

    Out: with a finding added for each waiver that fits none or other figures.
    """
    waivers = document.waivers
    tables = {table.file: table.id for table in document.tables.values()}
    by_key: dict[Key, list[Waiver]] = {}
    for waiver in waivers:
        by_key.setdefault(waiver.key, []).append(waiver)
    used: set[Waiver] = set()
    marked: list[Finding] = []
    for finding in findings:
        fitting = _find(finding, by_key.get(finding_key(finding, tables), []))
        if fitting is not None:
            used.add(fitting)
            finding = replace(finding, waived=True, reason=fitting.alasan)  # noqa: PLW2901 — the marked twin
        marked.append(finding)
    open_keys = {finding_key(finding, tables) for finding in marked if not finding.waived}
    stale = [_stale(waiver, open_keys, document) for waiver in waivers if waiver not in used]
    return [*marked, *document.waiver_remarks, *document.comment_remarks, *stale]


def _find(finding: Finding, waivers: Sequence[Waiver]) -> Waiver | None:
    fitting = (
        waiver
        for waiver in waivers
        if (waiver.harapan, waiver.nyata) == (finding.expected, finding.actual)
    )
    return next(fitting, None)


def _stale(waiver: Waiver, open_keys: set[Key], document: Document) -> Finding:
    table = document.tables.get(waiver.tabel)
    if waiver.key in open_keys:
        message = (
            f"angka pengecualian tidak lagi sama: harapan {waiver.harapan or '-'}, "
            f"nyata {waiver.nyata or '-'}"
        )
        hint = "periksa temuannya; bila tetap diterima, perbarui angka dan alasannya"
    else:
        message = "pengecualian ini tidak lagi diperlukan: temuannya sudah tidak ada"
        hint = "hapus baris ini"
    name = f"{waiver.aturan} {waiver.tabel} {waiver.baris} {waiver.kolom}"
    return Finding(
        RULE,
        f"{message} ({name.strip()})",
        waiver.place,
        Severity.WARNING,
        table=waiver.tabel if table is None else table.nomor or table.id,
        row_id=waiver.baris,
        column=waiver.kolom,
        hint=hint,
    )
