"""Watch: rebuild a document on every save, and tell what changed in its findings.

In order: (1) `watch_folders` yields sets of changed paths, an empty one in a quiet moment; (2) a
`Watcher` rebuilds as soon as the content has really changed, with the kept page numbers; (3) in a
quiet moment it does what had to wait: the page numbers are measured, a document that was open in
Word is written. What a round did is a value; the loop neither prints nor knows a clock, so a test
hands it any changes it likes.

Folders are watched and never files: a watch on a file dies when an editor saves by renaming. A
watch on a folder dies when that is replaced, or when the facts name a template elsewhere: then the
watch begins anew.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, InputError, explain_os_error, reading_error
from renstra_doc.load.project import (
    MAX_FILE_BYTES,
    list_files,
    load_table,
    read_facts,
    refuse_no_folder,
)
from renstra_doc.place import Place
from renstra_doc.run.pipeline import KEPT, MEASURED, BuildResult, FindingsError, build_document

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

FACTS, PAGES, PICTURES = "dokumen.csv", "halaman.csv", "gambar"
# Editors save in two steps (emptied, then filled): three pauses outlast that.
SETTLE_SECONDS, TRIES = 0.15, 4
MOST_LETTERS = 300
# Without a change for so long nobody is saving: what had to wait is done then.
QUIET_MILLISECONDS = 700
BUILT, STOPPED, UNREADABLE, LOCKED = "disusun", "ada temuan", "tidak terbaca", "terkunci"


@dataclass(frozen=True, slots=True)
class Round:
    """What a rebuild did.

    `hasil` is one of BUILT, STOPPED, UNREADABLE, LOCKED; `muncul` and `hilang` are the findings
    that were not there before and that are there no more, `terbuka` all that are; `is_paged` tells
    whether the page numbers are this document's, `alasan` why a file cannot be written (empty: it
    is open in another program).
    """

    hasil: str
    muncul: tuple[Finding, ...] = ()
    hilang: tuple[Finding, ...] = ()
    terbuka: tuple[Finding, ...] = ()
    path: Path | None = None
    is_paged: bool = True
    alasan: str = ""
    seconds: float = 0.0


@dataclass
class Watcher:
    """Rebuilds one project.

    Keeps the findings of the last round and what must wait for a quiet moment.
    """

    data: Path
    template: Path | None = None
    output: Path | None = None
    draft: bool = False
    build: Callable[..., BuildResult] = build_document
    sleep: Callable[[float], None] = time.sleep
    _seen: str = ""
    _found: tuple[Finding, ...] = ()
    _waits: str = field(default="", init=False)

    def follow(self, changes: Iterable[Collection[str]]) -> Iterator[Round]:
        """Build once, then after each set of changes; yield what each round did."""
        # First without waiting for a change: the document may be older than the data.
        yield self._rebuild()
        for changed in changes:
            # Our own writing of the page numbers is a change, too, and must start nothing.
            if changed and self._has_news():
                yield self._rebuild()
            elif not changed and self._waits:
                yield from self._catch_up()

    def _has_news(self) -> bool:
        """Tell whether the content differs from what was built last.

        A touched file and our own files do not count.
        """
        return fingerprint(self.data, self._template()) != self._seen

    def _template(self) -> Path | None:
        # Read anew each time: the facts may name another template since.
        return self.template or find_template(self.data)

    def _rebuild(self) -> Round:
        """Build with the page numbers that are known.

        What cannot be read gets a moment to be written to its end.
        """
        tries = 1
        while (done := self._try()).hasil == UNREADABLE and tries < TRIES:
            tries += 1
            self.sleep(SETTLE_SECONDS)
        return self._note(done)

    def _try(self) -> Round:
        # Before the build: what is saved while it runs is then news.
        self._seen = fingerprint(self.data, self._template())
        # Measuring takes seconds and would hold the next save up.
        return self._attempt(measure=False)

    def _catch_up(self) -> Iterator[Round]:
        """Do what waited; say nothing while it still cannot be done."""
        waited = self._waits
        done = self._attempt(measure=waited != LOCKED)
        if waited == LOCKED and done.hasil == LOCKED:
            return
        yield self._note(done)
        if (
            waited != LOCKED and not done.is_paged
        ):  # no LibreOffice here, or it fails: not again until a change
            self._waits = ""

    def _attempt(self, *, measure: bool) -> Round:
        start = time.perf_counter()
        try:
            result = self.build(
                self.data, self.template, self.output, draft=self.draft, measure=measure
            )
        except FindingsError as error:
            done = Round(STOPPED, terbuka=tuple(error.report.stopping))
        except InputError as error:
            done = Round(UNREADABLE, terbuka=error.findings)
        except OSError as error:
            done = self._explain_refusal(error)
        # An error in our program is told as a round, and the next save is built again.
        except Exception as error:  # noqa: BLE001 — a fault of ours in one build must not end the watch
            message = f"kesalahan program: {type(error).__name__}: {error}"[:MOST_LETTERS]
            done = Round(
                UNREADABLE,
                terbuka=(reading_error(Place(), message, "batalkan suntingan terakhir"),),
            )
        else:
            is_paged = result.nomor_halaman in (KEPT, MEASURED)
            done = Round(
                BUILT,
                terbuka=(*result.findings, *result.report.open),
                path=result.path,
                is_paged=is_paged,
            )
        return replace(done, seconds=time.perf_counter() - start)

    def _explain_refusal(self, error: OSError) -> Round:
        """Return the round of a build that the system refused.

        The template cannot be read, or a file written.

        Only a rename, which has two names, is refused because the document is open in another
        program.
        """
        path, template = Path(error.filename2 or error.filename or ""), self._template()
        if template is not None and path == template:
            message = f"templat tidak dapat dibaca: {explain_os_error(error)}"
            return Round(
                UNREADABLE,
                terbuka=(reading_error(Place(str(path)), message, "periksa izin berkasnya"),),
            )
        # Windows refuses the rename onto a file that Word holds: that error has both names.
        is_open = isinstance(error, PermissionError) and bool(error.filename2)
        return Round(
            LOCKED,
            terbuka=self._found,
            path=path,
            alasan="" if is_open else explain_os_error(error),
        )

    def _note(self, done: Round) -> Round:
        """Return the round with what it changed in the findings; keep them and what must wait."""
        appeared = subtract(done.terbuka, self._found)
        gone = subtract(self._found, done.terbuka)
        self._found = done.terbuka
        # A locked document comes before its page numbers, which are measured when it is written.
        self._waits = LOCKED if done.hasil == LOCKED else "" if done.is_paged else PAGES
        return replace(done, muncul=appeared, hilang=gone)


def subtract(findings: Iterable[Finding], others: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that are not among others.

    A line that only moved down makes no new finding.
    """
    # Counted, not as a set: one of two alike findings that went is told.
    known = Counter(map(_key, others))
    left = []
    for finding in findings:
        key = _key(finding)
        if known[key]:
            known[key] -= 1
        else:
            left.append(finding)
    return tuple(left)


def _key(finding: Finding) -> tuple[str, ...]:
    """Return by what a finding is known again.

    Figures where it has some, for its words may count lines.
    """
    what = (
        (finding.expected, finding.actual)
        if finding.expected or finding.actual
        # Otherwise a line inserted above would make all findings below new ones.
        else (finding.message,)
    )
    where = (finding.place.file, finding.place.column, finding.table, finding.row_id or finding.row)
    return (finding.rule, finding.severity, *where, *what)


def fingerprint(data: Path, template: Path | None) -> str:
    """Return a hash of everything that a document is made from.

    What cannot be read now counts as missing.
    """
    digest = hashlib.sha256()
    try:
        # Our own file: each measured build would start the next.
        names = [name for name in list_files(data) if name != PAGES]
    except (OSError, RuntimeError):  # a folder that links to itself
        names = []
    for path in (*(data / name for name in names), *([template] if template else [])):
        digest.update(str(path).encode(errors="replace") + b"\0" + _hash_file(path))
    return digest.hexdigest()


def _hash_file(path: Path) -> bytes:
    """Return a hash of a file.

    A pipe would never end and a device never stop, so they are not read.
    """
    try:
        if not path.is_file():
            return b"-"
        found = path.stat()
        # Beyond what the loader reads; size and time tell enough.
        if found.st_size > MAX_FILE_BYTES:
            return f"{found.st_size} {found.st_mtime_ns}".encode()
        return hashlib.sha256(path.read_bytes()).digest()
    except (OSError, RuntimeError, ValueError):
        return b"-"


def find_template(data: Path) -> Path | None:
    """Return the template that the facts name, if they can be read."""
    table, _ = load_table(data / FACTS, FACTS, data)
    name = read_facts(table).get("templat")
    try:
        return (data / name).resolve() if name else None
    except (OSError, RuntimeError, ValueError):
        return None


def watch_folders(data: Path, template: Path | None) -> Iterator[Collection[str]]:
    """Yield sets of changed paths of a project, and an empty one in each quiet moment.

    Ends at Ctrl+C.

    The first set names the data folder: something may have changed while the document was built
    before. Raises ImportError without watchfiles, InputError where there is no folder to watch.
    """
    import watchfiles  # noqa: F401, PLC0415 — an optional extra

    refuse_no_folder(data)
    return _watch_for_ever(data, template)


def _watch_for_ever(data: Path, template: Path | None) -> Iterator[Collection[str]]:
    while True:
        # The folder can go between the look and the watch; begin anew and wait for it.
        try:
            yield from _watch_once(data, template)
        except FileNotFoundError:  # gone between the look and the watch
            time.sleep(SETTLE_SECONDS)


def _watch_once(data: Path, template: Path | None) -> Iterator[Collection[str]]:
    """Watch until a watched folder is another one, or there is another to watch.

    First tell to look at everything.
    """
    usual = template or find_template(data)
    folders = identify_folders(data, usual)
    if not folders:
        time.sleep(QUIET_MILLISECONDS / 1000)
        # The loop goes on and looks again: who moved the folder may move it back.
        yield {str(data)}
        return
    yield from _follow(data, template, usual, folders)


def _follow(
    data: Path, template: Path | None, usual: Path | None, folders: Mapping[Path, tuple[int, int]]
) -> Iterator[Collection[str]]:
    """Yield what changes in some folders, until these are no longer the ones to watch."""
    from watchfiles import watch  # noqa: PLC0415

    changed = watch(
        *sorted(folders),
        rust_timeout=QUIET_MILLISECONDS,
        yield_on_timeout=True,
        # A folder inside that nobody may read must not end the watch.
        ignore_permission_denied=True,
    )
    beginning = {str(data)}  # while nobody watched, anything may have changed
    with closing(changed) as rounds:
        for changes in rounds:
            paths = {Path(path) for _, path in changes}
            ours = {str(path) for path in paths if is_ours(path, usual)} | beginning
            beginning = set()
            if ours or not paths:
                yield ours
            # What changed may have been the fact that names the template.
            if paths:
                usual = template or find_template(data)
            if not paths.isdisjoint(folders) or identify_folders(data, usual) != folders:
                return


def identify_folders(data: Path, template: Path | None) -> dict[Path, tuple[int, int]]:
    """Return the folders to watch that exist, each with what tells it from a namesake."""
    found = {}
    for folder in (data, *([template.parent] if template else [])):
        try:
            path = folder.resolve()
            if path.is_dir():
                stat = path.stat()
                # Device and inode: a folder deleted and made anew has the same name.
                found[path] = (stat.st_dev, stat.st_ino)
        except (OSError, RuntimeError):
            continue
    return found


def is_ours(path: Path, template: Path | None) -> bool:
    """Tell whether a changed path may matter: a CSV file, a picture, or the template.

    No lock file, copy or file of our own.
    """
    # Lock files of LibreOffice begin with a dot, those of Word with a tilde.
    if path.name.startswith((".", "~")):
        return False
    is_data = path.suffix.lower() == ".csv" and path.name != PAGES
    return path == template or is_data or path.parent.name == PICTURES
