"""The page saves while somebody else saves the same file: both are there afterwards, or it says so.

Each save of the page is stopped at three moments (when it has read the folder, when it begins to
write, before the rename); there a colleague saves the very file in an editor that knows no lock.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import WriteFolder
from starlette.responses import Response
from test_saved_meanwhile import (
    HEADER,
    MOMENTS,
    NARRATIVE,
    SAVED,
    STAFF,
    WAIVERS,
    disturb,
    edit_document,
    edit_sheet,
    read_data,
    save,
    write_foreign,
)

from renstra_doc.cli import main
from renstra_doc.edit.saves import CellEdit
from renstra_doc.files.journal import write_files
from renstra_doc.finding import InputError
from renstra_doc.web.app import WRITES
from renstra_doc.web.call import Call, Project, Site, Upload
from renstra_doc.web.changes_screen import compare_editions_here, fix_edition_here
from renstra_doc.web.findings_screen import list_findings, waive_finding
from renstra_doc.web.impact import EDIT, carry_sums, show_impact
from renstra_doc.web.incoming import answer_import, receive_file
from renstra_doc.web.merge_screen import choose_theirs, merge_folder
from renstra_doc.web.outgoing import hand_out
from renstra_doc.web.printed_place import print_table
from renstra_doc.web.row_form import save_fields
from renstra_doc.web.saving import check_cells, save_cells, save_edits, turn_step

_HIDDEN = re.compile(r'name="(kunci|cara|rencana|tabel|lembar|judul_baru|letak)" value="([^"]*)"')

CELL = {
    "berkas": NARRATIVE,
    "baris": "bab1-1",
    "kolom": "teks",
    "semula": "Latar Belakang",
    "menjadi": "Dasar Pemikiran",
}


@pytest.fixture
def data(data_folder: WriteFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("PATH", "/tidak-ada")
    folder = data_folder({WAIVERS: HEADER})
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    found = Site(tmp_path)
    yield found
    found.close()


def ask(
    site: Site, data: Path, form: Mapping[str, Sequence[str]] | None = None, said: object = None
) -> Call:
    return Call(site, Project("kunci", data, "contoh"), {}, {}, form or {}, said=said)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_cell_and_what_a_colleague_saves_meanwhile_are_both_there(
    data: Path, site: Site, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    disturb(monkeypatch, MOMENTS[moment], lambda: save(data / NARRATIVE))

    answer = save_cells(ask(site, data, said={"suntingan": [CELL]}))

    text = (data / NARRATIVE).read_text("utf-8")
    assert answer.status_code == 200
    assert "Dasar Pemikiran" in text
    assert SAVED in text


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("act", ["simpan", "tambah", "hapus"])
def test_a_form_of_a_row_and_what_a_colleague_saves_meanwhile_are_both_there(
    data: Path, site: Site, act: str, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = {"isi:id": "baru" if act == "tambah" else "staf", "isi:jabatan": "Arsiparis"}
    shown = {"semula:id": "staf", "semula:jabatan": "Pelaksana"}
    form = {"berkas": STAFF, "baris": "staf", "tindakan": act, **fields, **shown}
    disturb(monkeypatch, MOMENTS[moment], lambda: save(data / STAFF))

    answer = save_fields(ask(site, data, {name: [text] for name, text in form.items()}))

    text = (data / STAFF).read_text("utf-8")
    assert SAVED in text
    assert answer.status_code in (200, 303)
    assert ("Arsiparis" in text) is (act != "hapus")
    assert ("staf," in text) is (act != "hapus")


REASON = "Angka pegawai ditetapkan di luar dokumen ini oleh Keputusan Kepala Dinas 12/2021"


def open_a_finding(data: Path) -> None:
    path = data / STAFF
    path.write_text(path.read_text("utf-8").replace("staf,,#.", "staf,,9."), "utf-8")


def find_open(site: Site, data: Path) -> str:
    """Return the key of a finding that the page offers to waive."""
    return next(
        each.key
        for each in list_findings(ask(site, data).snapshot)
        if not each.entry.finding.waived
    )


def fill_waiver(site: Site, data: Path) -> dict[str, list[str]]:
    return {
        "temuan": [find_open(site, data)],
        "alasan": [REASON],
        "jenis_alasan": ["salah cetak"],
        "dokumen": ["Keputusan Kepala Dinas 12/2021"],
        "instansi": ["Dinas Sosial"],
        "diputuskan_oleh": ["Kepala Dinas"],
        "tanggal": ["2021-01-29"],
    }


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_waiver_and_what_a_colleague_saves_meanwhile_are_both_there(
    data: Path, site: Site, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_a_finding(data)
    form = fill_waiver(site, data)
    site.snapshots.forget()
    disturb(monkeypatch, MOMENTS[moment], lambda: save(data / WAIVERS))

    answer = waive_finding(ask(site, data, form))

    text = (data / WAIVERS).read_text("utf-8")
    assert answer.status_code == 303
    assert SAVED in text
    assert REASON in text


def test_a_waiver_written_over_a_list_of_the_same_size_and_time_loses_nothing(
    data: Path, site: Site
) -> None:
    open_a_finding(data)
    save(data / WAIVERS)
    form = fill_waiver(site, data)
    path, known = data / WAIVERS, (data / WAIVERS).stat()
    with path.open("r+b") as stream:
        stream.write(path.read_bytes().replace(b"Kepala", b"Bupati"))
    os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns))

    assert waive_finding(ask(site, data, form)).status_code == 303

    text = path.read_text("utf-8")
    assert "Bupati" in text
    assert REASON in text


def test_a_waiver_that_the_disk_refuses_keeps_what_was_typed(
    data: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_a_finding(data)
    form = fill_waiver(site, data)
    monkeypatch.setattr("os.fsync", _no_space)

    answer = waive_finding(ask(site, data, form))

    assert answer.status_code == 422
    assert "ruang disk habis" in bytes(answer.body).decode()
    assert REASON in bytes(answer.body).decode()


def _no_space(*_given: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


UPLOADS = {
    "workbook": ("buku.xlsx", "buku kerja", NARRATIVE, edit_sheet),
    "returned": ("dok.docx", "dokumen", NARRATIVE, edit_document),
    "table": ("asing.csv", "tabel", STAFF, write_foreign),
    "new table": ("asing.csv", "tabel", NARRATIVE, write_foreign),
}


def bring_in(site: Site, data: Path, name: str) -> dict[str, list[str]]:
    """Send a file to the page, up to its preview; out: the form with the button that writes."""
    file, _, _, prepare = UPLOADS[name]
    prepare(data)
    sent = Upload(file, Path(file).read_bytes())
    answer = receive_file(replace(ask(site, data), uploads=[sent]))
    target = {"table": {"tabel": ["pegawai"]}, "new table": {"letak": ["bab1-1"]}}.get(name, {})
    form = {**read_fields(answer), **target}
    shown = answer_import(ask(site, data, form)) if target else answer
    return {**form, **read_fields(shown), "tindakan": ["tulis"]}


def read_fields(answer: Response) -> dict[str, list[str]]:
    page = bytes(answer.body).decode()
    return {name: [value] for name, value in _HIDDEN.findall(page)}


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("name", UPLOADS)
def test_an_import_of_the_page_is_shown_again_where_a_colleague_saves_meanwhile(
    data: Path, site: Site, name: str, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = bring_in(site, data, name)
    file, before = data / UPLOADS[name][2], read_data(data)
    disturb(monkeypatch, MOMENTS[moment], lambda: save(file))

    answer = answer_import(ask(site, data, form))

    after = read_data(data)
    assert SAVED in after[UPLOADS[name][2]].decode()
    assert answer.status_code == 409
    assert "Data berubah sejak pratinjau ini dibuat" in bytes(answer.body).decode()
    assert {**after, UPLOADS[name][2]: b""} == {**before, UPLOADS[name][2]: b""}
    for _ in range(2):  # what was read in the very moment of the save is shown once more
        answer = answer_import(ask(site, data, {**form, **read_fields(answer)}))
        if answer.status_code == 303:
            break
    assert answer.status_code == 303
    assert SAVED in file.read_text("utf-8")
    assert read_data(data) != after


def test_an_import_of_the_page_that_the_disk_refuses_keeps_its_answers(
    data: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = bring_in(site, data, "new table")
    before = read_data(data)
    with monkeypatch.context() as full:
        full.setattr("os.fsync", _no_space)

        answer = answer_import(ask(site, data, form))

    assert (answer.status_code, read_data(data)) == (422, before)
    assert "ruang disk habis" in bytes(answer.body).decode()
    again = {**form, **read_fields(answer)}
    assert answer_import(ask(site, data, again)).status_code == 303


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_colleagues_folder_and_what_is_saved_meanwhile_are_both_there(
    data: Path, site: Site, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("edisi", "--data", str(data), "--tetapkan", "Murni", "--tanggal", "2021-01-29")
    assert main(words) == 0
    theirs = {
        f"rekan/{name}": content.replace(b"Latar Belakang", b"Dasar Pemikiran")
        for name, content in read_data(data).items()
    }
    sent = [Upload(name, content) for name, content in theirs.items()]
    disturb(monkeypatch, MOMENTS[moment], lambda: save(data / NARRATIVE))

    answer = merge_folder(replace(ask(site, data, {"dasar": ["Murni"]}), uploads=sent))

    text = (data / NARRATIVE).read_text("utf-8")
    assert answer.status_code == 200
    assert "Dasar Pemikiran" in text
    assert SAVED in text


CHOSEN = {f"{name}:0": [CELL[name]] for name in EDIT}
OTHERS: dict[str, tuple[Callable[[Call], Response], dict[str, list[str]]]] = {
    "the colleague's value": (choose_theirs, {"pakai": ["0"], **CHOSEN}),
    "sums carried up": (carry_sums, {name: [CELL[name]] for name in EDIT}),
}


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("name", OTHERS)
def test_other_saves_and_what_a_colleague_saves_meanwhile_are_both_there(
    data: Path, site: Site, name: str, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    act, form = OTHERS[name]
    disturb(monkeypatch, MOMENTS[moment], lambda: save(data / NARRATIVE))

    assert act(ask(site, data, form)).status_code == 303

    text = (data / NARRATIVE).read_text("utf-8")
    assert "Dasar Pemikiran" in text
    assert SAVED in text


def test_every_route_that_writes_is_tried_here() -> None:
    """A new one gets a test above, or a word why it writes none of the project's data."""
    tried = {save_cells, save_fields, waive_finding, answer_import, merge_folder, choose_theirs}
    tried |= {carry_sums, turn_step}
    # By `save_edits`, as the rows and cells above.
    tried |= {print_table}
    # An edition is a folder of its own: tests/test_saved_meanwhile.py.
    tried |= {fix_edition_here}
    writes_nothing = {check_cells, show_impact, receive_file, hand_out, compare_editions_here}

    assert set(WRITES.values()) == tried | writes_nothing


def test_a_save_of_the_same_size_at_the_same_time_is_seen(data: Path, site: Site) -> None:
    """A stick of the old kind counts in steps of two seconds."""
    path = data / NARRATIVE
    known = path.stat()
    assert ask(site, data).snapshot.document.blocks
    with path.open("r+b") as stream:
        content = stream.read().replace(b"PENDAHULUAN", b"PEMBUKAAN..")
        stream.seek(0)
        stream.write(content)
    os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns))

    plan = save_edits(ask(site, data), [CellEdit(*CELL.values())])

    text = path.read_text("utf-8")
    assert not plan.is_refused
    assert "PEMBUKAAN.." in text
    assert "Dasar Pemikiran" in text


def test_the_button_undoes_the_save_that_was_seen_and_no_later_one(data: Path, site: Site) -> None:
    save_cells(ask(site, data, said={"suntingan": [CELL]}))
    write_files(data, {WAIVERS: HEADER.encode() + b"a,b,c,d,e,f,g,h,i\n"}, command="waive")

    with pytest.raises(InputError, match="penyimpanan terakhir bukan lagi yang Anda lihat: waive"):
        turn_step(ask(site, data, {"nomor": ["1"]}))
    assert b"a,b,c" in (data / WAIVERS).read_bytes()

    turn_step(ask(site, data, {"nomor": ["2"]}))
    turn_step(ask(site, data, {"nomor": ["1"]}))
    assert "Latar Belakang" in (data / NARRATIVE).read_text("utf-8")


def test_a_file_whose_time_and_size_a_sync_client_put_back_is_shown_as_it_is_now(
    data: Path, site: Site
) -> None:
    path = data / STAFF
    seen = path.stat()
    assert "Pelaksana" in str(ask(site, data).snapshot.raw.tables[STAFF].rows)

    path.write_bytes(path.read_bytes().replace(b"Pelaksana", b"Arsiparis"))
    os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))

    assert path.stat().st_size == seen.st_size
    assert "Arsiparis" in str(ask(site, data).snapshot.raw.tables[STAFF].rows)
