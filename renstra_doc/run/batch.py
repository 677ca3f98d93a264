"""Many documents: a list of projects → their documents, on several cores or on a dask cluster.

In order: (1) `find_projects` turns folders into projects; (2) `plan` says where each document goes
and refuses two that would overwrite each other; (3) `run_local` or `run_remote` builds them and
yields an outcome as each is done. A project is built by `pipeline.build` and nothing else, so the
bytes are those of building it alone. An outcome is a value: what goes wrong with one project, even
the death of its process, stops no other.

A worker of a cluster sees no disk of ours: a project travels to it as a zip, the document comes
back as bytes.
"""

from __future__ import annotations

import os
import re
import signal
import time
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from renstra_doc.files.atomic import write_file
from renstra_doc.files.zipfiles import Limits, read_zip, zip_parts
from renstra_doc.finding import Finding, InputError, Severity, explain_os_error, reading_error
from renstra_doc.load.project import list_files, load_project, load_table
from renstra_doc.place import Place
from renstra_doc.run.draft_marks import DRAFT_WORD
from renstra_doc.run.outputs import write_output
from renstra_doc.run.pipeline import KEPT, MEASURED, FindingsError, build_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

FACTS, PAGES = "dokumen.csv", "halaman.csv"
# What else tells a project: folders beside its data folder, and in it.
AROUND, INSIDE = ("templates",), ("naskah", "tabel")
DONE, STOPPED, UNREADABLE = 0, 1, 2
MOST_JOBS = 61  # what Windows can wait for
ANSWER_SECONDS = 10
_ADDRESS = re.compile(r"(?:tcp|tls)://\S+:\d+")
_TEMPLATE_FOLDER, _DATA_FOLDER = "templat", "data"
# A project comes from the machine that asked for it; its CSV files may swell as text does.
_TRAVEL_LIMITS = Limits(total=4 * 2**30, least=2**30)


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


# --- Which projects ------------------------------------------------------------------------------


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
    return [path for path in (folder, folder / _DATA_FOLDER) if os.path.lexists(path / FACTS)][:1]


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
    is_around = bool(names & {_DATA_FOLDER, *AROUND})
    return [folder / _DATA_FOLDER] if is_around else [folder] if names & {*INSIDE} else []


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
    return folder.parent.name if folder.name == _DATA_FOLDER else folder.name


def _find_output(data: Path, *, draft: bool) -> tuple[Path, list[Finding]]:
    """Return where the document goes, as the pipeline reckons it.

    What hinders that are findings.
    """
    try:
        if not data.is_dir() or not (data / FACTS).is_file():
            return data, list(load_project(data).findings)
        table, findings = load_table(data / FACTS, FACTS, data)
    except OSError as error:
        message = f"folder proyek tidak dapat dibaca: {explain_os_error(error)}"
        return data, [
            reading_error(Place(str(error.filename or data)), message, "periksa izin folder itu")
        ]
    facts = (
        {record.get("kunci"): record.get("nilai", "") for _, record in table.records()}
        if table
        else {}
    )
    name = facts.get("nama_berkas", "")
    mark = f"-{DRAFT_WORD}" if draft else ""
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    return _resolve(data).parent / "build" / f"{name or data.name}{mark}.docx", errors


# --- On this machine -----------------------------------------------------------------------------


def build_job(job: Job) -> JobOutcome:
    """Build one project; out: its outcome, whatever happens."""
    start = time.perf_counter()
    outcome = _build(job)
    return replace(outcome, seconds=time.perf_counter() - start)


def _build(job: Job, *, keep: bool | None = None) -> JobOutcome:
    try:
        result = build_document(job.data, job.template, job.output, draft=job.draft, keep=keep)
    except FindingsError as error:
        return JobOutcome(job.nama, STOPPED, tuple(error.report.stopping))
    except InputError as error:
        return JobOutcome(job.nama, UNREADABLE, error.findings)
    except OSError as error:
        file = error.filename2 or error.filename or job.output
        return _fail(
            job, f"berkas tidak dapat dibaca atau ditulis: {explain_os_error(error)}", file
        )
    except Exception as error:  # noqa: BLE001 — a fault of ours in one document must not cost the others
        return _fail(job, f"kesalahan program: {type(error).__name__}: {error}")
    findings = (*result.findings, *result.report.open)
    return JobOutcome(job.nama, DONE, findings, result.path, result.halaman, result.nomor_halaman)


def _fail(job: Job, message: str, file: str | Path = "") -> JobOutcome:
    return JobOutcome(job.nama, UNREADABLE, (reading_error(Place(str(file)), message),))


def run_local(jobs: Sequence[Job], workers: int) -> Iterator[JobOutcome]:
    """Build projects on several cores; yield each outcome as it is there.

    A project whose process dies is built once more, alone, so that it takes no other with it; if
    that one dies too, this is its outcome. An interruption ends those that are being built and
    begins no other.
    """
    if workers <= 1 or len(jobs) <= 1:
        yield from map(build_job, jobs)
        return
    lost: list[Job] = []
    with ProcessPoolExecutor(
        min(workers, len(jobs), MOST_JOBS), initializer=_prepare_worker
    ) as pool:
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
            except BrokenExecutor:
                lost.append(job)
                lost.extend(jobs)
        if not running:
            return
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            job = running.pop(future)
            try:
                yield future.result()
            except BrokenExecutor:
                lost.append(job)


def _prepare_worker() -> None:
    """Let an idle worker wait for what the main process decides; a request to end ends it."""
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
            return _fail(job, "proses pembuat dokumen ini mati (memori habis?)")


def count_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# --- On a cluster --------------------------------------------------------------------------------


def run_remote(jobs: Sequence[Job], address: str) -> Iterator[JobOutcome]:
    """Build projects on the workers of a dask scheduler (`tcp://…`).

    Yield each outcome as it is there.

    The scheduler gives the project of a worker that dies to another one; the document is written
    here, once, when it comes back. Raises OSError where nobody answers at the address or it is
    none, ImportError without dask.distributed.
    """
    from distributed import Client  # noqa: PLC0415 — an optional extra
    from distributed import as_completed as completed  # noqa: PLC0415

    if not _ADDRESS.fullmatch(
        address
    ):  # of another the client would say so in English, once more while it is taken down
        raise ConnectionError(address)
    try:
        connected = Client(address, set_as_default=False, timeout=ANSWER_SECONDS)  # type: ignore[no-untyped-call]
    except Exception as error:
        raise ConnectionError(str(error)) from error
    with connected as client:
        futures = {}
        for job in jobs:
            try:
                packed = pack_project(job)
            except InputError as error:
                yield JobOutcome(job.nama, UNREADABLE, error.findings)
                continue
            except Exception as error:  # noqa: BLE001 — whatever one project holds must not cost the others
                yield _fail(job, f"proyek ini tidak dapat dikirim: {error}")
                continue
            futures[client.submit(build_packed, packed, job.nama, job.draft, pure=False)] = job
        for future in completed(futures, loop=client.loop):  # type: ignore[no-untyped-call]
            job = futures[future]
            try:
                outcome, files = future.result()
            except Exception as error:  # noqa: BLE001 — whatever a cluster does to one task must not cost the others
                yield _fail(job, f"tidak selesai di klaster: {error}")
            else:
                yield _take(outcome, files, job)
            future.release()


def _take(outcome: JobOutcome, files: Mapping[str, bytes], job: Job) -> JobOutcome:
    """Write the document that came back, and what was measured with it."""
    try:
        if outcome.exit_code == DONE:
            kept = write_output(job.output, files[job.nama])
            outcome = replace(outcome, findings=(*outcome.findings, *kept))
        if PAGES in files and job.template is None and not job.draft:
            write_file(job.data / PAGES, files[PAGES])
    except OSError as error:
        return _fail(job, f"berkas tidak dapat ditulis: {explain_os_error(error)}", str(job.output))
    except Exception as error:  # noqa: BLE001 — whatever one project holds must not cost the others
        return _fail(job, f"dokumen ini tidak dapat diterima: {error}", str(job.output))
    return replace(outcome, path=job.output if outcome.exit_code == DONE else None)


def pack_project(job: Job) -> bytes:
    """Return a project as a zip: its CSV files as they are, and its template.

    Raises InputError for what cannot be read here: a worker would see it otherwise, or not at all.
    """
    raw = load_project(job.data)
    errors = [finding for finding in raw.findings if finding.severity is Severity.ERROR]
    if errors:
        raise InputError(errors)
    facts = {record["kunci"]: record["nilai"] for _, record in raw.tables[FACTS].records()}
    template = job.template or (job.data / facts.get("templat", "")).resolve()
    try:
        parts = {
            f"{_DATA_FOLDER}/{name}": (job.data / name).read_bytes()
            for name in list_files(job.data)
            if (job.data / name).is_file()
        }
        parts[f"{_TEMPLATE_FOLDER}/{template.name}"] = template.read_bytes()
    except OSError as error:
        message = f"berkas tidak dapat dibaca: {error.filename} ({explain_os_error(error)})"
        raise InputError(
            [reading_error(Place(), message, "periksa fakta templat di dokumen.csv")]
        ) from error
    return zip_parts(parts, deflate=True)


def build_packed(packed: bytes, nama: str, draft: bool) -> tuple[JobOutcome, Mapping[str, bytes]]:  # noqa: FBT001 — a task
    """Build a project that travelled as a zip.

    Out: its outcome, and by name the document and the measured pages.
    """
    start = time.perf_counter()
    with TemporaryDirectory(prefix="renstra-") as folder:
        _unpack_project(packed, Path(folder))
        data, output = Path(folder, _DATA_FOLDER), Path(folder, "hasil.docx")
        template = next(Path(folder, _TEMPLATE_FOLDER).iterdir())
        before = _read(data / PAGES)
        outcome = _build(Job(data, nama, output, template, draft), keep=not draft)
        files = {nama: _read(output), PAGES: _read(data / PAGES)}
    if files[PAGES] == before:
        del files[PAGES]
    return replace(outcome, path=None, seconds=time.perf_counter() - start), files


def _unpack_project(packed: bytes, folder: Path) -> None:
    """Write the files of a project that travelled, inside a folder and nowhere else."""
    for name, content in read_zip(packed, _TRAVEL_LIMITS).items():
        target = Path(folder, name).resolve()
        if target.is_relative_to(folder.resolve()):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
