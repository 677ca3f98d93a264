"""What a data folder says at one moment, read once for as long as its files stay the same."""

from __future__ import annotations

import hashlib
import threading
from concurrent.futures import Future, wait
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from renstra_doc.check import check_document
from renstra_doc.check.run_rules import CheckReport
from renstra_doc.edit.saves import FolderState
from renstra_doc.files.journal import digest_files
from renstra_doc.finding import Finding, InputError, Severity
from renstra_doc.load.project import RawProject, list_files, load_project
from renstra_doc.model.compose import compose_partly
from renstra_doc.model.placeholders import find_placeholders
from renstra_doc.run.pipeline import find_obstacles
from renstra_doc.run.watching import find_template
from renstra_doc.view.make_view import number_items

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from renstra_doc.model import Document

Made = TypeVar("Made")
MOST_KEPT = 3  # of a large project each takes much memory
PICTURES = "gambar"


class Snapshot:
    """A state of a data folder: its mark, what was read, what was made of it, what the checks say.

    The files are read at once; the Document and the checks are made on a thread of their own, and
    whoever asks for them waits. So a first page need not wait for the checks of a large project.
    """

    def __init__(self, raw: RawProject, mark: str, before: Mapping[str, str]) -> None:
        """Take what was read of a folder, and begin to make the rest."""
        self.raw, self.mark, self._before = raw, mark, before
        self._state: Future[FolderState] = Future()
        self._report: Future[CheckReport] = Future()
        threading.Thread(target=self._make, daemon=True).start()

    def _make(self) -> None:
        _fulfil(self._state, self._compose)
        _fulfil(self._report, self._check)

    def _compose(self) -> FolderState:
        return FolderState(self.raw, self._before, *compose_partly(self.raw))

    def _check(self) -> CheckReport:
        return check_state(self.document, self.remarks)

    def wait(self, seconds: float) -> bool:
        """Whether the checks are done, after some seconds at most."""
        return bool(wait([self._report], seconds).done)

    def wait_document(self, seconds: float) -> bool:
        """Whether the Document is made, after some seconds at most."""
        return bool(wait([self._state], seconds).done)

    @property
    def state(self) -> FolderState:
        """What edits are planned against."""
        return self._state.result()

    @property
    def document(self) -> Document:
        """What the folder means, as far as it can be understood."""
        return self.state.document

    @property
    def remarks(self) -> tuple[Finding, ...]:
        """The findings of reading."""
        return self.state.findings

    @property
    def report(self) -> CheckReport:
        """What the checks say."""
        return self._report.result()

    @property
    def is_readable(self) -> bool:
        """Whether no errors of reading stand in the way of the checks."""
        return _is_whole(self.remarks) and self.report.document is not None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, those of reading first."""
        return self.report.findings

    @cached_property
    def marks(self) -> Mapping[str, str]:
        """What stands before each heading and each item of a list, by the id of its block."""
        document = self.document
        return {**number_items(document), **document.numbers.judul}

    @cached_property
    def stopping(self) -> tuple[Finding, ...]:
        """What stands against a final document."""
        return self.report.stopping

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


def check_state(document: Document, remarks: Sequence[Finding]) -> CheckReport:
    """Check what a folder says; what cannot be read is a finding and never an exception.

    In: the Document, as far as it could be understood, and what its reading found.
    """
    # Data that cannot be read whole are not checked: each missing table would be a finding.
    if not _is_whole(remarks):
        return CheckReport(findings=tuple(remarks))
    try:
        return check_document(document).add((*remarks, *find_obstacles(document)))
    except InputError as error:
        return CheckReport(findings=(*remarks, *error.findings))


def _is_whole(remarks: Sequence[Finding]) -> bool:
    return not any(finding.severity is Severity.ERROR for finding in remarks)


def _fulfil(promise: Future[Made], make: Callable[[], Made]) -> None:
    try:
        promise.set_result(make())
    # Also an interruption: whoever waits would otherwise wait for ever.
    except BaseException as error:  # noqa: BLE001 — told to whoever waits, where it is raised
        promise.set_exception(error)


def mark_folder(data: Path) -> str:
    """Return what tells one state of a data folder from another, without reading its files."""
    digest = hashlib.sha256(str(data).encode(errors="replace"))
    template = find_template(data)
    paths = [data / name for name in _list(data)]
    # The template and the pictures count: a page drawn of them would be old.
    for path in (*paths, *([template] if template else []), *_list_pictures(data)):
        try:
            found = path.stat()
            # A save replaces the file: size and time may be equal, the inode is not.
            told = f"{path}\0{found.st_size}\0{found.st_mtime_ns}\0{found.st_ino}"
            # A sync client sets the time back; that it did is what no program can.
            told = f"{told}\0{found.st_ctime_ns}\n"
        # Gone since it was listed: that is a state, too.
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
        # Two requests for a new state must not read it twice.
        with self._lock:
            mark = mark_folder(data)
            known = self._kept.get(mark)
            if known is None:
                # Digests first: what is saved while the folder is read is then seen as changed.
                before = digest_files(data, _list(data))
                known = Snapshot(load_project(data), mark, before)
                self._keep(known)
            return known

    def forget(self) -> None:
        """Read everything anew when it is asked for next."""
        with self._lock:
            self._kept.clear()

    def _keep(self, snapshot: Snapshot) -> None:
        self._kept[snapshot.mark] = snapshot
        # The oldest ones go: a dictionary keeps the order of what came.
        for mark in list(self._kept)[:-MOST_KEPT]:
            del self._kept[mark]
