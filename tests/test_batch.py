"""Many documents: each project gets its document or says why not; the bytes are those of building alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ATURAN, DOKUMEN, KOLOM, NASKAH, PEGAWAI, REPOSITORY, SASARAN, TABEL, TEMPLATE
from docxtpl import DocxTemplate

from renstra_doc.cli import main
from renstra_doc.render.rendered import _read_look
from renstra_doc.run import batch
from renstra_doc.run import cluster as remote
from renstra_doc.run.batch import (
    DONE,
    UNREADABLE,
    Job,
    JobOutcome,
    find_projects,
    plan,
    run_local,
)
from renstra_doc.run.cluster import run_remote
from renstra_doc.run.pipeline import build_document

FILES = {
    "aturan.csv": ATURAN,
    "naskah/01-isi.csv": NASKAH,
    "tabel/tabel.csv": TABEL,
    "tabel/kolom.csv": KOLOM,
    "tabel/pegawai.csv": PEGAWAI,
    "tabel/sasaran.csv": SASARAN,
}


@pytest.fixture(autouse=True)
def no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Build without page numbers, in worker processes too: measuring them is not what is tested here."""
    monkeypatch.setenv("PATH", "/tidak-ada")


def write_project(folder: Path, *, name: str = "", **changes: str) -> Path:
    """Write a tiny project `folder/data`; `changes` replace a file, named without `.csv` and folder."""
    data = folder / "data"
    facts = DOKUMEN.format(templat=TEMPLATE.as_posix()).replace(
        "Renstra-Contoh", name or f"Renstra-{folder.name}"
    )
    for file, content in {"dokumen.csv": facts, **FILES}.items():
        path = data / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(changes.get(path.stem, content), encoding="utf-8")
    return data


def write_projects(folder: Path, count: int) -> list[Path]:
    return [write_project(folder / f"opd-{number:02d}") for number in range(count)]


def results(outcomes: Iterator[JobOutcome]) -> dict[str, int]:
    return {
        outcome.nama: outcome.exit_code
        for outcome in sorted(outcomes, key=lambda outcome: outcome.nama)
    }


# --- Which projects ------------------------------------------------------------------------------


def test_a_data_folder_a_project_and_a_folder_of_projects_are_found_each_once(
    tmp_path: Path,
) -> None:
    first, second = write_projects(tmp_path, 2)
    (tmp_path / "catatan").mkdir()

    assert find_projects([first, tmp_path / "opd-01", tmp_path]) == [first, second]


def test_a_folder_without_a_project_stands_for_itself_and_says_what_is_missing(
    tmp_path: Path,
) -> None:
    (tmp_path / "kosong").mkdir()

    jobs, [refused] = plan(find_projects([tmp_path / "kosong"]))

    assert jobs == []
    assert (refused.nama, refused.exit_code) == ("kosong", UNREADABLE)
    assert "dokumen.csv: berkas tidak ditemukan" in str(refused.findings[0])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such things here")
def test_what_is_no_whole_project_is_told_and_not_left_out(tmp_path: Path) -> None:
    write_projects(tmp_path, 1)
    (write_project(tmp_path / "tanpa-fakta") / "dokumen.csv").unlink()
    (tmp_path / "putus").mkdir()
    (tmp_path / "putus" / "data").symlink_to("data")
    pipe = write_project(tmp_path / "pipa") / "dokumen.csv"
    pipe.unlink()
    os.mkfifo(pipe)
    (write_project(tmp_path / "lepas").rename(tmp_path / "data-lepas") / "dokumen.csv").unlink()
    (tmp_path / "foto").mkdir()
    (tmp_path / "tanpa-data" / "templates").mkdir(parents=True)
    (tmp_path / ".git" / "data").mkdir(parents=True)

    [job], refused = plan(find_projects([tmp_path]))

    assert job.nama == "opd-00"
    assert {outcome.nama: str(outcome.findings[0]).partition("\n")[0] for outcome in refused} == {
        "data-lepas": "dokumen.csv: berkas tidak ditemukan",
        "tanpa-fakta": "dokumen.csv: berkas tidak ditemukan",
        "putus": f"{tmp_path}/putus/data: folder data tidak ditemukan",
        "pipa": "dokumen.csv: ini bukan berkas",
        "tanpa-data": f"{tmp_path}/tanpa-data/data: folder data tidak ditemukan",
    }


def test_a_folder_that_may_not_be_read_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_projects(tmp_path, 2)
    (tmp_path / "rahasia").mkdir()
    look, is_dir = Path.iterdir, Path.is_dir

    def deny(path: Path) -> Path:
        if path.name == "rahasia":
            raise PermissionError(13, "Permission denied", str(path))
        return path

    monkeypatch.setattr(Path, "iterdir", lambda path: look(deny(path)))
    monkeypatch.setattr(Path, "is_dir", lambda path: is_dir(deny(path)))

    jobs, [refused] = plan(find_projects([tmp_path]))

    assert [job.nama for job in jobs] == ["opd-00", "opd-01"]
    assert refused.nama == "rahasia"
    assert str(refused.findings[0]) == (
        f"{tmp_path}/rahasia: folder proyek tidak dapat dibaca: izin ditolak, atau berkas sedang dibuka program lain\n"
        "  → periksa izin folder itu"
    )


def test_what_the_system_refuses_names_the_file(tmp_path: Path) -> None:
    data = write_project(tmp_path / "opd")
    (tmp_path / "opd" / "build").write_text("ini berkas", encoding="utf-8")

    outcome = batch.build_job(plan([data])[0][0])

    assert outcome.exit_code == UNREADABLE
    assert str(outcome.findings[0]).startswith(f"{tmp_path}/opd/build")


def test_two_projects_never_write_the_same_document(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_project(tmp_path / name, name="Renstra-Sama").rename(tmp_path / f"data-{name}")

    [job], [refused] = plan([tmp_path / "data-a", tmp_path / "data-b"])

    assert job.output == tmp_path / "build" / "Renstra-Sama.docx"
    assert str(refused.findings[0]) == (
        f"dokumen.csv: dokumen proyek ini akan menimpa dokumen data-a: {job.output}\n"
        "  → beri nama_berkas yang lain di dokumen.csv"
    )


def test_the_planned_output_is_where_the_pipeline_writes(tmp_path: Path) -> None:
    data = write_project(tmp_path / "opd")

    [job], _ = plan([data])

    assert job.output == build_document(data).path


# --- On this machine -----------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [1, 2])
def test_the_bytes_are_those_of_building_one_by_one(tmp_path: Path, workers: int) -> None:
    projects = write_projects(tmp_path, 4)
    alone = {
        path.name: path.read_bytes() for path in (build_document(data).path for data in projects)
    }
    jobs, _ = plan(projects)
    for job in jobs:
        job.output.unlink()

    outcomes = list(run_local(jobs, workers))

    assert {outcome.exit_code for outcome in outcomes} == {DONE}
    assert {job.output.name: job.output.read_bytes() for job in jobs} == alone


def test_one_failure_stops_no_other(tmp_path: Path) -> None:
    write_projects(tmp_path, 2)
    write_project(
        tmp_path / "rusak", pegawai="id,tingkat,no,jabatan,jumlah\nkepala,,#.,Kepala,tujuh\n"
    )
    write_project(tmp_path / "tanpa-templat", dokumen=DOKUMEN.format(templat="tidak-ada.docx"))

    jobs, refused = plan(find_projects([tmp_path]))

    assert refused == []
    assert results(run_local(jobs, 2)) == {"opd-00": 0, "opd-01": 0, "rusak": 2, "tanpa-templat": 2}


def build_or_die(job: Job) -> JobOutcome:
    if job.nama == "opd-01":
        os.kill(os.getpid(), signal.SIGKILL)
    return batch.try_build(job)


@pytest.mark.skipif(
    sys.platform != "linux", reason="needs a worker that is forked with the changed function"
)
def test_a_process_that_dies_costs_only_its_own_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "build_job", build_or_die)
    jobs, _ = plan(write_projects(tmp_path, 4))

    outcomes = {outcome.nama: outcome for outcome in run_local(jobs, 2)}

    assert {nama: outcome.exit_code for nama, outcome in outcomes.items()} == {
        "opd-00": 0,
        "opd-01": 2,
        "opd-02": 0,
        "opd-03": 0,
    }
    assert str(outcomes["opd-01"].findings[0]) == (
        "proses pembuat dokumen ini mati (memori habis?)\n"
        "  → tutup program lain lalu ulangi, atau susun proyek ini sendiri: renstra build"
    )


@pytest.mark.skipif(
    sys.platform != "linux", reason="needs a worker that is forked with the changed function"
)
@pytest.mark.parametrize("is_group", [True, False])
def test_an_interruption_begins_no_other_document(tmp_path: Path, is_group: bool) -> None:
    write_projects(tmp_path, 12)
    code = (
        "import sys, time\n"
        "from renstra_doc.run import batch\n"
        "usual = batch.build_job\n"
        "batch.build_job = lambda job: (time.sleep(0.5), usual(job))[1]\n"
        f"sys.argv[1:] = ['build', {str(tmp_path)!r}, '--jobs', '2']\n"
        "from renstra_doc.__main__ import run\n"
        "sys.exit(run())\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"}
    child = subprocess.Popen(
        [sys.executable, "-c", code],
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    )
    assert child.stderr is not None
    assert child.stderr.readline().startswith("[1/12] ")
    (os.killpg if is_group else os.kill)(child.pid, signal.SIGINT)
    _, err = child.communicate(timeout=600)

    assert (child.returncode, err.splitlines()[-1]) == (UNREADABLE, "Dihentikan.")
    assert "Traceback" not in err
    assert 1 <= len(list(tmp_path.rglob("*.docx"))) <= 4
    assert not list(tmp_path.rglob("*.sementara"))


# --- The command ---------------------------------------------------------------------------------


def test_the_command_prints_a_summary_and_exits_with_the_worst_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_projects(tmp_path, 2)
    write_project(tmp_path / "rusak", pegawai="")

    code = main(["build", str(tmp_path), "--jobs", "2"])

    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert code == UNREADABLE
    assert lines[0].split() == ["Proyek", "Hasil", "Halaman", "Temuan", "Waktu"]
    assert [line.split("  ")[0] for line in lines[1:4]] == ["opd-00", "opd-01", "rusak"]
    assert lines[1].split()[1:6] == ["selesai", "belum", "diukur", "tanpa", "temuan"]
    assert lines[3].split()[1:5] == ["gagal", "-", "1", "galat"]
    assert lines[4].endswith(": 2 selesai, 1 gagal")
    assert "rusak\nGalat: tabel/pegawai.csv: berkas kosong" in err
    assert err.count(": selesai") == 2


def test_findings_that_stop_a_project_give_exit_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write_project(tmp_path / "selisih", pegawai=PEGAWAI.replace("17 orang", "18 orang"))
    rules = "id,jenis,tabel,baris,kolom,acuan,toleransi,bobot,dasar\nj,jumlah_menurun,pegawai,tingkat=jumlah,jumlah,,,,x\n"
    (data / "aturan.csv").write_text(rules, encoding="utf-8")

    assert main(["build", str(tmp_path)]) == 1
    assert "selisih  ada temuan" in capsys.readouterr().out
    assert not (tmp_path / "selisih" / "build").exists()
    assert main(["build", str(tmp_path), "--draft"]) == 0
    assert (tmp_path / "selisih" / "build" / "Renstra-selisih-DRAF.docx").is_file()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a", "--output", "b.docx"], "pilihan --output tidak dipakai bersama DIR"),
        (["a", "--data", "b"], "pilihan --data tidak dipakai bersama DIR"),
        (["--jobs", "2"], "pilihan --jobs memerlukan DIR"),
        (["--scheduler", "tcp://a"], "pilihan --scheduler memerlukan DIR"),
        (["a", "--jobs", "0"], "nilai --jobs salah: 0 di luar 1 sampai 61"),
    ],
)
def test_options_of_one_form_are_refused_in_the_other(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", *arguments]) == UNREADABLE
    assert f"Galat: {message}" in capsys.readouterr().err


def test_processes_that_are_spawned_build_too(tmp_path: Path) -> None:
    """Windows and macOS spawn their workers: everything they need must be importable."""
    write_projects(tmp_path, 2)
    code = (
        "import multiprocessing, sys\n"
        "from renstra_doc.cli import main\n"
        "if __name__ == '__main__':\n"
        "    multiprocessing.set_start_method('spawn')\n"
        f"    sys.exit(main(['build', {str(tmp_path)!r}, '--jobs', '2']))\n"
    )
    script = tmp_path / "jalankan.py"
    script.write_text(code, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, str(script)],
        check=False,
        capture_output=True,
        text=True,
        timeout=600,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )

    assert done.returncode == DONE, done.stderr
    assert ": 2 selesai" in done.stdout


# --- On a cluster --------------------------------------------------------------------------------


def test_a_project_travels_as_bytes_and_comes_back_the_same(tmp_path: Path) -> None:
    data = write_project(tmp_path / "opd")
    alone = build_document(data).path.read_bytes()
    [job], _ = plan([data])

    outcome, files = remote.build_packed(remote.pack_project(job), job.nama, draft=False)

    assert (outcome.exit_code, outcome.path) == (DONE, None)
    assert files == {"opd": alone}


def test_a_profiler_that_holds_objects_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dask's workers sample what runs, and so keep docxtpl's new body alive: it then has no methods of python-docx."""
    held = []
    number_drawings = DocxTemplate.fix_docpr_ids

    def number_and_hold(template: DocxTemplate, tree: object) -> None:
        held.append(tree)
        number_drawings(template, tree)

    monkeypatch.setattr(DocxTemplate, "fix_docpr_ids", number_and_hold)
    _read_look.cache_clear()

    assert build_document(write_project(tmp_path / "opd")).path.is_file()
    assert len(held) == 1


@pytest.fixture(scope="module")
def cluster() -> Iterator[object]:
    """Start two worker processes of dask."""
    distributed = pytest.importorskip("distributed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", "/tidak-ada")
        local = distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        )
    with local:
        yield local


def test_the_cluster_gives_the_same_bytes_and_the_outcome_of_what_fails(
    tmp_path: Path, cluster: object
) -> None:
    projects = write_projects(tmp_path, 3)
    alone = {
        path.name: path.read_bytes() for path in (build_document(data).path for data in projects)
    }
    write_project(
        tmp_path / "rusak", pegawai="id,tingkat,no,jabatan,jumlah\nkepala,,#.,Kepala,tujuh\n"
    )
    write_project(tmp_path / "tanpa-templat", dokumen=DOKUMEN.format(templat="tidak-ada.docx"))
    jobs, _ = plan(find_projects([tmp_path]))
    for job in jobs:
        job.output.unlink(missing_ok=True)

    outcomes = list(run_remote(jobs, cluster.scheduler_address))  # type: ignore[attr-defined]

    assert results(iter(outcomes)) == {
        "opd-00": 0,
        "opd-01": 0,
        "opd-02": 0,
        "rusak": 2,
        "tanpa-templat": 2,
    }
    assert {
        job.output.name: job.output.read_bytes() for job in jobs if job.output.is_file()
    } == alone


def test_a_worker_that_is_killed_loses_no_document_and_makes_none_twice(
    tmp_path: Path, cluster: object
) -> None:
    jobs, _ = plan(write_projects(tmp_path, 16))
    outcomes: list[JobOutcome] = []
    for outcome in run_remote(jobs, cluster.scheduler_address):  # type: ignore[attr-defined]
        if not outcomes:
            victim = next(iter(cluster.workers.values()))  # type: ignore[attr-defined]
            os.kill(victim.pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
        outcomes.append(outcome)

    assert sorted(outcome.nama for outcome in outcomes) == [job.nama for job in jobs]
    assert [
        str(finding) for outcome in outcomes for finding in outcome.findings if outcome.exit_code
    ] == []
    assert all(job.output.is_file() for job in jobs)


def test_a_scheduler_that_does_not_answer_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(remote, "ANSWER_SECONDS", 1)
    write_projects(tmp_path, 1)

    for address in ("tcp://127.0.0.1:9", "omong kosong", "zzz://a"):
        assert main(["build", str(tmp_path), "--scheduler", address]) == UNREADABLE
        assert (
            f"Galat: penjadwal {address} tidak menjawab\n  → periksa alamatnya"
            in capsys.readouterr().err
        )
