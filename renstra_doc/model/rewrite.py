"""A raw project → each of its files in canonical form, for `renstra fmt` and the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.model.canonical import write_files
from renstra_doc.model.compose import compose_partly

if TYPE_CHECKING:
    from collections.abc import Container

    from renstra_doc.finding import Finding
    from renstra_doc.load.project import RawProject

# What says which cells are quantities: without these two understood, no cell is.
DESCRIPTIONS = ("tabel/tabel.csv", "tabel/kolom.csv")


def canonicalize(
    raw: RawProject, names: Container[str] | None = None
) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """Write every file of a project, or those of some names, in its canonical form.

    Out: the bytes by file name, and what could not be read: findings of loading, of the two files
    that describe the tables, and of each cell that should hold a quantity. Such a cell is left as
    it is; where there is an error, the bytes are not to be used.
    """
    document, remarks = compose_partly(raw)
    # A missing table or a bad level keeps no file from being written anew.
    known = set(raw.findings)
    findings = [
        remark for remark in remarks if remark in known or remark.place.file in DESCRIPTIONS
    ]
    wanted = {name: raw.tables[name] for name in raw.tables if names is None or name in names}
    files = write_files(wanted, document.tables.values(), findings)
    return files, tuple(sorted(findings, key=lambda finding: finding.place))
