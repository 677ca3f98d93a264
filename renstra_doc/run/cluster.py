"""Many documents on the workers of a dask scheduler.

A worker sees no disk of ours: a project travels to it as a zip, the document comes back as bytes
and is written here.
"""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from renstra_doc.files.atomic import ChangedError, digest_file, write_file
from renstra_doc.files.zipfiles import Limits, read_zip, zip_parts
from renstra_doc.finding import (
    InputError,
    explain_os_error,
    reading_warning,
    refuse_errors,
    refuse_input,
)
from renstra_doc.load.project import list_files, load_project, read_facts
from renstra_doc.place import NOWHERE, Place
from renstra_doc.run.batch import (
    BLOCKED,
    DATA_FOLDER,
    DONE,
    FACTS,
    UNREADABLE,
    Job,
    JobOutcome,
    fail_job,
    try_build,
)
from renstra_doc.run.outputs import write_output

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from distributed import Client, Future

    from renstra_doc.finding import Finding

    Built = Future[tuple[JobOutcome, Mapping[str, bytes]]]

PAGES = "halaman.csv"
HERE = "susun proyek ini di komputer ini: renstra build"
ANSWER_SECONDS = 10
_ADDRESS = re.compile(r"(?:tcp|tls)://\S+:\d+")
_TEMPLATE_FOLDER = "templat"
# A project comes from the machine that asked for it; its CSV files may swell as text does.
_TRAVEL_LIMITS = Limits(total=4 * 2**30, least=2**30)


def run_remote(jobs: Sequence[Job], address: str) -> Iterator[JobOutcome]:
    """Build projects on the workers of a dask scheduler (`tcp://…`).

    Yield each outcome as it is there.

    The scheduler gives the project of a worker that dies to another one; the document is written
    here, once, when it comes back. Raises OSError where nobody answers at the address or it is
    none, ImportError without dask.distributed.
    """
    from distributed import Client  # noqa: PLC0415 — an optional extra

    # Of another address the client would say so in English, once more while it is taken down.
    if not _ADDRESS.fullmatch(address):
        raise ConnectionError(address)
    try:
        connected = Client(address, set_as_default=False, timeout=ANSWER_SECONDS)  # type: ignore[no-untyped-call]
    except Exception as error:
        raise ConnectionError(str(error)) from error
    with connected as client:
        # All are sent before any is waited for: the scheduler shares them out.
        futures = {}
        for job in jobs:
            # Before packing: page numbers that somebody measures meanwhile are not overwritten.
            before = digest_file(job.data / PAGES)
            packed = _pack(job)
            if isinstance(packed, JobOutcome):
                yield packed
            else:
                # `pure=False`: dask would otherwise hand out an old result for equal
                # arguments.
                sent = client.submit(build_packed, packed, job.nama, job.draft, pure=False)
                futures[sent] = (job, before)
        yield from _collect(client, futures)


def _pack(job: Job) -> bytes | JobOutcome:
    """Return a project as it travels, or the outcome of one that cannot."""
    try:
        return pack_project(job)
    except InputError as error:
        return JobOutcome(job.nama, UNREADABLE, error.findings)
    except Exception as error:  # noqa: BLE001 — whatever one project holds must not cost the others
        return fail_job(job, f"proyek ini tidak dapat dikirim: {error}", HERE)


def _collect(client: Client, futures: Mapping[Built, tuple[Job, str]]) -> Iterator[JobOutcome]:
    """Yield the outcome of each project as it comes back."""
    from distributed import as_completed  # noqa: PLC0415 — an optional extra

    for future in as_completed(futures, loop=client.loop):  # type: ignore[no-untyped-call]
        job, before = futures[future]
        try:
            outcome, files = future.result()
        except Exception as error:  # noqa: BLE001 — what happens to one task must not cost the others
            yield fail_job(job, f"tidak selesai di klaster: {error}", HERE)
        else:
            yield _take(outcome, files, job, before)
        # The document is written: the scheduler need not hold its bytes any longer.
        future.release()


def _take(
    outcome: JobOutcome, files: Mapping[str, bytes], job: Job, before: str | None = None
) -> JobOutcome:
    """Write the document that came back, and what was measured with it.

    In: the digest of the kept page numbers as they were sent; no others are replaced.
    """
    try:
        if outcome.exit_code == DONE:
            kept = write_output(job.output, files[job.nama])
            outcome = replace(outcome, findings=(*outcome.findings, *kept))
        # Only page numbers of the usual template and of no draft belong into the data, as when
        # built here.
        if PAGES in files and job.template is None and not job.draft:
            found = receive_pages(job.data / PAGES, files[PAGES], before)
            outcome = replace(outcome, findings=(*outcome.findings, *found))
    except OSError as error:
        message = f"berkas tidak dapat ditulis: {explain_os_error(error)}"
        return fail_job(job, message, BLOCKED, str(job.output))
    except Exception as error:  # noqa: BLE001 — whatever one project holds must not cost the others
        return fail_job(job, f"dokumen ini tidak dapat diterima: {error}", HERE, str(job.output))
    # The path that the worker wrote to is none of this machine.
    return replace(outcome, path=job.output if outcome.exit_code == DONE else None)


def receive_pages(path: Path, content: bytes, before: str | None) -> tuple[Finding, ...]:
    """Write the kept page numbers; out: a remark where they cannot be kept."""
    try:
        write_file(path, content, before)
    except ChangedError:
        message = "nomor halaman tidak disimpan: berkas ini ditulis orang lain selagi disusun"
        return (reading_warning(Place(PAGES), message, "susun sekali lagi"),)
    except OSError as error:
        message = f"nomor halaman tidak disimpan: {explain_os_error(error)}"
        return (reading_warning(Place(PAGES), message, BLOCKED),)
    return ()


def pack_project(job: Job) -> bytes:
    """Return a project as a zip: its CSV files as they are, and its template.

    Raises InputError for what cannot be read here: a worker would see it otherwise, or not at all.
    """
    raw = load_project(job.data)
    refuse_errors(raw.findings)
    facts = read_facts(raw.tables[FACTS])
    template = job.template or (job.data / facts.get("templat", "")).resolve()
    try:
        parts = {
            f"{DATA_FOLDER}/{name}": (job.data / name).read_bytes()
            for name in list_files(job.data)
            if (job.data / name).is_file()
        }
        parts[f"{_TEMPLATE_FOLDER}/{template.name}"] = template.read_bytes()
    except OSError as error:
        message = f"berkas tidak dapat dibaca: {error.filename} ({explain_os_error(error)})"
        raise refuse_input(NOWHERE, message, "periksa fakta templat di dokumen.csv") from error
    return zip_parts(parts, deflate=True)


def build_packed(packed: bytes, nama: str, draft: bool) -> tuple[JobOutcome, Mapping[str, bytes]]:  # noqa: FBT001 — a task
    """Build a project that travelled as a zip.

    Out: its outcome, and by name the document and the measured pages.
    """
    start = time.perf_counter()
    with TemporaryDirectory(prefix="renstra-") as folder:
        _unpack_project(packed, Path(folder))
        data, output = Path(folder, DATA_FOLDER), Path(folder, "hasil.docx")
        template = next(Path(folder, _TEMPLATE_FOLDER).iterdir())
        before = _read(data / PAGES)
        # `keep`: the template is always given here, which by itself would keep nothing.
        outcome = try_build(Job(data, nama, output, template, draft), keep=not draft)
        files = {nama: _read(output), PAGES: _read(data / PAGES)}
    if files[PAGES] == before:
        del files[PAGES]
    return replace(outcome, path=None, seconds=time.perf_counter() - start), files


def _unpack_project(packed: bytes, folder: Path) -> None:
    """Write the files of a project that travelled, inside a folder and nowhere else."""
    for name, content in read_zip(packed, _TRAVEL_LIMITS).items():
        target = Path(folder, name).resolve()
        # A name in a zip may lead out of the folder (`../`).
        if target.is_relative_to(folder.resolve()):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
