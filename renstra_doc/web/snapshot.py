"""What a data folder says at one moment, read once for as long as its files stay the same."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from renstra_doc.check import check_document
from renstra_doc.check.run_rules import CheckReport
from renstra_doc.finding import Finding, InputError, Severity
from renstra_doc.load.project import RawProject, list_files, load_project
from renstra_doc.model.compose import compose_partly
from renstra_doc.model.placeholders import find_placeholders
from renstra_doc.run.pipeline import find_obstacles
from renstra_doc.run.watching import find_template

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from renstra_doc.model import Document

MOST_KEPT = 6
PICTURES = "gambar"


@dataclass(frozen=True)
class Snapshot:
    """A state of a data folder: its mark, what was read, what the checks say.

    `is_readable` is False where errors of reading stand in the way of the checks.
    """

    mark: str
    raw: RawProject
    document: Document
    report: CheckReport
    is_readable: bool = True
    remarks: tuple[Finding, ...] = field(default=())

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, those of reading first."""
        return self.report.findings

    @cached_property
    def stopping(self) -> tuple[Finding, ...]:
        """What stands against a final document."""
        return tuple(
            finding
            for finding in self.findings
            if finding.severity is Severity.ERROR and not finding.waived
        )

    @cached_property
    def hints(self) -> int:
        """How many `[petunjuk]` are not filled in."""
        return len(find_placeholders(self.document))

    @cached_property
    def comments(self) -> int:
        """How many comments of reviewers nobody has answered."""
        return sum(comment.status == "terbuka" for comment in self.document.comments)

    def count(self, severity: Severity) -> int:
        """Count the open findings of a severity."""
        return sum(f.severity is severity and not f.waived for f in self.findings)


def take_snapshot(raw: RawProject, mark: str = "") -> Snapshot:
    """Read and check a project; what cannot be read is a finding and never an exception."""
    document, remarks = compose_partly(raw)
    if any(finding.severity is Severity.ERROR for finding in remarks):
        return Snapshot(mark, raw, document, CheckReport(findings=remarks), is_readable=False)
    try:
        report = check_document(document).add((*remarks, *find_obstacles(document)))
    except InputError as error:
        found = CheckReport(findings=(*remarks, *error.findings))
        return Snapshot(mark, raw, document, found, is_readable=False)
    return Snapshot(mark, raw, document, report, remarks=remarks)


def mark_folder(data: Path) -> str:
    """Return what tells one state of a data folder from another, without reading its files."""
    digest = hashlib.sha256(str(data).encode(errors="replace"))
    template = find_template(data)
    paths = [data / name for name in _list(data)]
    for path in (*paths, *([template] if template else []), *_list_pictures(data)):
        try:
            found = path.stat()
            told = f"{path}\0{found.st_size}\0{found.st_mtime_ns}\0{found.st_ino}\n"
        except (OSError, RuntimeError):
            told = f"{path}\0-\n"
        digest.update(told.encode(errors="replace"))
    return digest.hexdigest()[:24]


def _list(data: Path) -> Sequence[str]:
    try:
        return list_files(data)
    except (OSError, RuntimeError):
        return ()


def _list_pictures(data: Path) -> list[Path]:
    try:
        return sorted((data / PICTURES).iterdir())
    except OSError:
        return []


class Snapshots:
    """The snapshots of the last states that were asked for; the folder alone is the truth."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: dict[str, Snapshot] = {}
        self._lock = threading.Lock()

    def of(self, data: Path) -> Snapshot:
        """Return what a data folder says now."""
        with self._lock:
            mark = mark_folder(data)
            known = self._kept.get(mark)
            if known is None:
                known = take_snapshot(load_project(data), mark)
                self._keep(known)
            return known

    def _keep(self, snapshot: Snapshot) -> None:
        self._kept[snapshot.mark] = snapshot
        for mark in list(self._kept)[:-MOST_KEPT]:
            del self._kept[mark]
