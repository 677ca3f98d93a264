"""`renstra waive`: write open findings into `pengecualian.csv`, all but the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from renstra_doc.check import check_document
from renstra_doc.check.printed_order import STRUCTURE
from renstra_doc.check.waiver import can_be_waived, waiver_key
from renstra_doc.cli.options import PATH, data_option
from renstra_doc.cli.output import confirm, finish_left
from renstra_doc.files.journal import digest_files, plan_anew, write_files
from renstra_doc.finding import Severity
from renstra_doc.model.canonical import write_csv
from renstra_doc.model.waivers import COLUMNS, FILE, KEY, LATER_COLUMNS
from renstra_doc.run.pipeline import read_document

if TYPE_CHECKING:
    from pathlib import Path

    from renstra_doc.finding import Finding
    from renstra_doc.model import Document


@click.command(
    "waive",
    help="Mencatat temuan yang belum ditindaklanjuti di pengecualian.csv; alasannya diisi manusia.",
)
@data_option
@click.option("--aturan", "rules", multiple=True, help="Hanya temuan aturan ini (boleh diulang).")
@click.option(
    "--peringatan", "warnings", is_flag=True, help="Catat juga peringatan, bukan hanya galat."
)
@click.option(
    "--dari",
    "workbook",
    metavar="BERKAS.xlsx",
    type=PATH,
    help="Ambil alasan yang ditulis di buku kerja ini (kolom seperti pengecualian.csv).",
)
def command(
    data: Path,
    rules: tuple[str, ...],
    warnings: bool,  # noqa: FBT001 — click
    workbook: Path | None,
) -> int:
    """Add a row without reason for each open finding; a row without reason covers nothing.

    With a workbook: take the reasons that were written there, all or none.
    """
    finish_left(data)
    if workbook is not None:
        return plan_anew(lambda: _take_reasons(data, workbook))
    return plan_anew(lambda: _add_rows(data, rules, warnings=warnings))


def _add_rows(data: Path, rules: tuple[str, ...], *, warnings: bool) -> int:
    # Before the waivers are read, so that a row which somebody adds meanwhile is not lost.
    before = digest_files(data, [FILE])
    document, _ = read_document(data)
    _refuse_unknown(rules, document)
    header, rows = _read_rows(document)
    # Also where its reason is still empty: a finding is noted once.
    known = {row[: len(KEY)] for row in rows}
    new = [key for key in _list_asked(document, rules, warnings=warnings) if key not in known]
    # Without a reason: a finding that the program itself waived would be no decision of anybody.
    rows += [(*key, *[""] * (len(header) - len(KEY))) for key in new]
    if new:
        write_files(data, {FILE: write_csv([header, *rows])}, before, "waive")
    later = [name for name in LATER_COLUMNS if name in header]
    empty = ["alasan", "diputuskan_oleh", "tanggal", *later]
    confirm(
        f"{len(new)} temuan dicatat di {data / FILE}; isi {', '.join(empty[:-1])} dan "
        f"{empty[-1]} agar berlaku."
    )
    return 0


def _read_rows(document: Document) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the columns of `pengecualian.csv`, those of the key first, and its rows."""
    # A file of an older edition may lack the later columns; they are not added to it.
    written, *kept = document.origin.rows_of(FILE) or ((*COLUMNS, *LATER_COLUMNS),)
    header = (*COLUMNS, *(name for name in written if name not in COLUMNS))
    records = (dict(zip(written, row, strict=True)) for row in kept)
    return header, [tuple(record.get(name, "") for name in header) for record in records]


def _list_asked(
    document: Document, rules: tuple[str, ...], *, warnings: bool
) -> dict[tuple[str, ...], None]:
    """Return what is to be waived, each once: of the rules that were named, or of all."""
    wanted = {Severity.ERROR, Severity.WARNING} if warnings else {Severity.ERROR}
    found = (key for finding, key in _list_open(document) if finding.severity in wanted)
    # A finding can stand twice, of two rules for one cell; its waiver is one.
    return dict.fromkeys(key for key in found if not rules or key[0] in rules)


def _list_open(document: Document) -> list[tuple[Finding, tuple[str, ...]]]:
    """Return every open finding that a waiver can cover, with what the waiver names it by."""
    return [
        (finding, waiver_key(finding, document))
        for finding in check_document(document).open
        if can_be_waived(finding)
    ]


def _take_reasons(data: Path, workbook: Path) -> int:
    from renstra_doc.workbook.written_reasons import merge_reasons, read_reasons  # noqa: PLC0415 — lxml

    before = digest_files(data, [FILE])
    document, _ = read_document(data)
    reasons, waiting = read_reasons(workbook)
    header, *kept = document.origin.rows_of(FILE) or ((*COLUMNS, *LATER_COLUMNS),)
    rows = [dict(zip(header, row, strict=True)) for row in kept]
    # All reasons or none: one that belongs to no open finding is told, and nothing is written.
    merged = merge_reasons(header, rows, [key for _, key in _list_open(document)], reasons)
    table = [header, *(tuple(row.get(name, "") for name in header) for row in merged)]
    # Written only where something changed: else the history would hold an empty step.
    if merged != rows:
        write_files(data, {FILE: write_csv(table)}, before, "waive")
    left = f"; {waiting} baris lain belum beralasan" if waiting else ""
    confirm(f"{len(reasons)} alasan dicatat di {data / FILE}{left}.")
    return 0


def _refuse_unknown(rules: tuple[str, ...], document: Document) -> None:
    """Raise UsageError for a rule that `aturan.csv` does not have."""
    known = [*(rule.id for rule in document.rules), STRUCTURE]
    # The checks of structure have no row in `aturan.csv` and yet can be waived.
    unknown = [name for name in rules if name not in known]
    if unknown:
        message = f"aturan “{unknown[0]}” tidak ada di aturan.csv; yang ada: {', '.join(known)}"
        raise click.UsageError(message)
