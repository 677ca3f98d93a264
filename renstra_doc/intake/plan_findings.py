"""What stands against an import, and what a person should know, at its place in the source."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, Severity, list_errors
from renstra_doc.load.project import RawProject, RawTable, parse_table
from renstra_doc.model import compose_document, compose_partly
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renstra_doc.intake.fit import Fitted
    from renstra_doc.intake.recognised import Recognised


def check_files(
    raw: RawProject, files: Mapping[str, bytes], found: Recognised, fitted: Fitted, table: str
) -> list[Finding]:
    """Return the errors of understanding the project with these files that it does not have now."""
    tables, unread = dict(raw.tables), list[Finding]()
    for name, content in files.items():
        parsed, faults = parse_table(content.decode(), name)
        unread += list_errors(faults)
        if parsed is not None:
            tables[name] = parsed
    if unread:
        # What could not be read would only be told again by all that asks for it.
        return unread
    # Faults that the project had before are not the import's.
    known = {(f.place.file, f.message) for f in compose_document(raw)[1]}
    new = [
        f
        for f in compose_partly(RawProject(raw.folder, tables))[1]
        if (f.place.file, f.message) not in known and f.severity is Severity.ERROR
    ]
    return [_locate(f, tables[f"tabel/{table}.csv"], found, fitted) for f in new]


def _locate(finding: Finding, parsed: RawTable, found: Recognised, fitted: Fitted) -> Finding:
    """Return a finding with the place in the source."""
    if finding.place.file != parsed.file or not finding.place.line:
        return finding
    rows = [row.line for row in parsed.rows]
    if finding.place.line not in rows:
        # The file of rows may not be the one at fault, or the fault is in its header.
        return finding
    record = fitted.lines[rows.index(finding.place.line)]
    source = next((own for own, name in fitted.into.items() if name == finding.place.column), "")
    if record is None:
        return finding
    cell = record.cells.get(source)
    where = cell.place if cell is not None else found.table.place(record.row)
    printed = f" (tertulis “{cell.printed}”)" if cell is not None and cell.printed else ""
    place = Place(f"{found.table.file} {where}", 0, finding.place.column)
    return replace(finding, place=place, message=f"{finding.message}{printed}")


def tell(found: Recognised, fitted: Fitted) -> list[Finding]:
    """Return what a person should know, as warnings (findings, doubts) and remarks."""
    weights = {
        "temuan": Severity.WARNING,
        "ragu": Severity.WARNING,
        "catatan": Severity.INFO,
        "turunan": Severity.INFO,
    }
    hints = {
        "temuan": "angkanya masuk seperti tercetak; betulkan di sumber atau di tabel, "
        "lalu renstra check",
        "ragu": "periksa baris itu sesudah impor",
    }
    return [
        Finding(
            "impor",
            remark.message
            + (f" (“{remark.text}”)" if remark.text and remark.kind != "temuan" else ""),
            Place(remark.place),
            weights[remark.kind],
            column=remark.column,
            expected=remark.expected,
            actual=remark.actual,
            hint=hints.get(remark.kind, ""),
        )
        for remark in (*found.remarks, *fitted.remarks)
        if remark.kind in weights
    ]
