"""Many documents: a list of projects → their documents, on several cores or on a dask cluster.

In order: (1) `find_projects` turns folders into projects; (2) `plan` says where each document goes
and refuses two that would overwrite each other; (3) `run_local`, or `run_remote` of `cluster`,
builds them and yields an outcome as each is done. A project is built by `pipeline.build` and
nothing else, so the bytes are those of building it alone. An outcome is a value: what goes wrong
with one project, even the death of its process, stops no other.
"""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from renstra_doc.finding import (
    Finding,
    InputError,
    explain_os_error,
    list_errors,
    reading_error,
)
from renstra_doc.load.project import load_project, load_table, read_facts
from renstra_doc.place import Place
from renstra_doc.run.draft_marks import DRAFT_WORD
from renstra_doc.run.pipeline import KEPT, MEASURED, FindingsError, build_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

FACTS = "dokumen.csv"
# What else tells a project: folders beside its data folder, and in it.
AROUND, INSIDE = ("templates",), ("naskah", "tabel")
DONE, STOPPED, UNREADABLE = 0, 1, 2
MOST_JOBS = 61  # what Windows can wait for
DATA_FOLDER = "data"
BLOCKED = "periksa izin dan tempatnya, tutup program yang memakainya, lalu ulangi"


@dataclass(frozen=True, slots=True)
class Job:
    """A project to build: its data folder, its name in the summary, where its document goes."""

    data: Path
    nama: str
    output: Path
    template: Path | None = None
    draft: bool = False


@dataclass(frozen=True, slots=True)
class JobOutcome:
    """What became of a project: an exit code, its findings, its document.

    `nomor_halaman` says where the page numbers are from, `halaman` how many pages there are (0: not
    known).
    """

    nama: str
    exit_code: int
    findings: tuple[Finding, ...] = ()
    path: Path | None = None
    halaman: int = 0
    nomor_halaman: str = ""
    seconds: float = 0.0

    @property
    def is_paged(self) -> bool:
        """Return whether the page numbers belong to this very document."""
        return self.nomor_halaman in (KEPT, MEASURED)


# Which projects


def find_projects(folders: Iterable[Path]) -> list[Path]:
    """Return the data folders of some folders, each once, in the order given.

    A folder is a data folder, a project (its data stand in `data/`), or holds projects, which come
    by name. A folder with none of these stands for itself: building it says what is missing. So
    does one inside that cannot be read, or that looks like a project and is none.
    """
    found: dict[Path, Path] = {}
    for folder in folders:
        projects = _data_folder(folder) or [
            project for path in _list(folder) for project in _inner_project(path)
        ]
        for project in projects or [folder]:
            found.setdefault(_resolve(project), project)
    return list(found.values())


def _list(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _data_folder(folder: Path) -> list[Path]:
    # `lexists`: a link that leads nowhere was meant as a project; building it says what is wrong.
    return [path for path in (folder, folder / DATA_FOLDER) if os.path.lexists(path / FACTS)][:1]


def _inner_project(folder: Path) -> list[Path]:
    """Return the data folder of what is a project, or was meant as one.

    Nothing is left out in silence.
    """
    found = _data_folder(folder)
    if found or folder.name.startswith("."):
        return found
    try:
        names = {path.name for path in folder.iterdir()}
    except NotADirectoryError:
        return []
    except OSError:  # a folder that may not be read, a link that leads nowhere
        return [folder]
    # A folder of templates stands beside `data`, so the data folder is what is missing.
    is_around = bool(names & {DATA_FOLDER, *AROUND})
    return [folder / DATA_FOLDER] if is_around else [folder] if names & {*INSIDE} else []


def _resolve(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a folder that links to itself
        return path.absolute()


def plan(
    projects: Sequence[Path], template: Path | None = None, *, draft: bool = False
) -> tuple[list[Job], list[JobOutcome]]:
    """Say where the document of each project goes.

    Out: the jobs, and the outcome of each project that cannot be one: its facts cannot be read, or
    its document would overwrite that of another.
    """
    jobs: dict[Path, Job] = {}
    refused = []
    for data in projects:
        nama = _name(data)
        output, findings = _find_output(data, draft=draft)
        # Two processes would write one file, and which document is left would be chance.
        if output in jobs:
            message = f"dokumen proyek ini akan menimpa dokumen {jobs[output].nama}: {output}"
            findings = [
                reading_error(Place(FACTS), message, "beri nama_berkas yang lain di dokumen.csv")
            ]
        if findings:
            refused.append(JobOutcome(nama, UNREADABLE, tuple(findings)))
        else:
            jobs[output] = Job(data, nama, output, template, draft)
    return list(jobs.values()), refused


def _name(data: Path) -> str:
    """Return what a project is called.

    Its data folder, or the folder around one that is just called `data`.
    """
    folder = _resolve(data)
    return folder.parent.name if folder.name == DATA_FOLDER else folder.name


def _find_output(data: Path, *, draft: bool) -> tuple[Path, list[Finding]]:
    """Return where the document goes, as the pipeline reckons it.

    What hinders that are findings.
    """
    try:
        if not data.is_dir() or not (data / FACTS).is_file():
            # The loader says what is missing, in the words of every other command.
            return data, list(load_project(data).findings)
        table, findings = load_table(data / FACTS, FACTS, data)
    except OSError as error:
        message = f"folder proyek tidak dapat dibaca: {explain_os_error(error)}"
        return data, [
            reading_error(Place(str(error.filename or data)), message, "periksa izin folder itu")
        ]
    name = read_facts(table).get("nama_berkas", "")
    mark = f"-{DRAFT_WORD}" if draft else ""
    errors = list_errors(findings)
    return _resolve(data).parent / "build" / f"{name or data.name}{mark}.docx", errors


# On this machine


def build_job(job: Job) -> JobOutcome:
    """Build one project; out: its outcome, whatever happens."""
    start = time.perf_counter()
    outcome = try_build(job)
    return replace(outcome, seconds=time.perf_counter() - start)


def try_build(job: Job, *, keep: bool | None = None) -> JobOutcome:
    """Build one project; whatever goes wrong is its outcome. `keep` as for `build_document`."""
    try:
        result = build_document(job.data, job.template, job.output, draft=job.draft, keep=keep)
    except FindingsError as error:
        return JobOutcome(job.nama, STOPPED, tuple(error.report.stopping))
    except InputError as error:
        return JobOutcome(job.nama, UNREADABLE, error.findings)
    except OSError as error:
        # A rename has two names; the second is the document, the first a temporary file.
        file = error.filename2 or error.filename or job.output
        return fail_job(
            job,
            f"berkas tidak dapat dibaca atau ditulis: {explain_os_error(error)}",
            BLOCKED,
            file,
        )
    except Exception as error:  # noqa: BLE001 — a fault of ours in one document must not cost the others
        message = f"kesalahan program: {type(error).__name__}: {error}"
        return fail_job(job, message, "laporkan baris ini kepada pembuat program")
    findings = (*result.findings, *result.report.open)
    return JobOutcome(job.nama, DONE, findings, result.path, result.halaman, result.nomor_halaman)


def fail_job(job: Job, message: str, hint: str, file: str | Path = "") -> JobOutcome:
    """Return the outcome of a project that could not be built for this reason."""
    return JobOutcome(job.nama, UNREADABLE, (reading_error(Place(str(file)), message, hint),))


def run_local(jobs: Sequence[Job], workers: int) -> Iterator[JobOutcome]:
    """Build projects on several cores; yield each outcome as it is there.

    A project whose process dies is built once more, alone, so that it takes no other with it; if
    that one dies too, this is its outcome. An interruption ends those that are being built and
    begins no other.
    """
    # One process gains nothing from a pool, and starting one costs the time of a small document.
    if workers <= 1 or len(jobs) <= 1:
        yield from map(build_job, jobs)
        return
    lost: list[Job] = []
    with ProcessPoolExecutor(
        min(workers, len(jobs), MOST_JOBS), initializer=_prepare_worker
    ) as pool:
        # `iter`: what is not begun yet stays here, so Ctrl+C leaves nothing in the queue.
        yield from _run_pool(pool, iter(jobs), min(workers, MOST_JOBS), lost)
    for job in lost:
        yield _build_alone(job)


def _run_pool(
    pool: ProcessPoolExecutor, jobs: Iterator[Job], workers: int, lost: list[Job]
) -> Iterator[JobOutcome]:
    """Build as many at once as there are workers.

    What is handed over to a pool can no longer be taken back.
    """
    running: dict[Future[JobOutcome], Job] = {}
    while True:
        for job in islice(jobs, workers - len(running)):
            try:
                running[pool.submit(_build_in_worker, job)] = job
            # A dead process breaks the whole pool: all that is left is built one by one.
            except BrokenExecutor:
                lost.append(job)
                lost.extend(jobs)
        if not running:
            return
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            job = running.pop(future)
            # A job that was running when the pool broke may be the one that kills: it gets its own
            # process.
            try:
                yield future.result()
            except BrokenExecutor:
                lost.append(job)


def _prepare_worker() -> None:
    """Let an idle worker wait for what the main process decides; a request to end ends it."""
    # Ctrl+C reaches the whole group of processes; an idle worker would print a traceback.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _build_in_worker(job: Job) -> JobOutcome:
    """Build one project.

    Ctrl+C reaches every process of a terminal and ends it as it would alone.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return build_job(job)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _build_alone(job: Job) -> JobOutcome:
    with ProcessPoolExecutor(1, initializer=_prepare_worker) as pool:
        try:
            return pool.submit(_build_in_worker, job).result()
        except BrokenExecutor:
            return fail_job(
                job,
                "proses pembuat dokumen ini mati (memori habis?)",
                "tutup program lain lalu ulangi, atau susun proyek ini sendiri: renstra build",
            )


def count_cores() -> int:
    """Return how many cores this process may use."""
    # A container may give fewer cores than the machine has.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
