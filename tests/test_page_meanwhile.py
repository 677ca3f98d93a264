"""The page saves while somebody else saves the same file: both are there afterwards, or it says so.

Each save of the page is stopped at three moments (when it has read the folder, when it begins to
write, before the rename); there a colleague saves the very file in an editor that knows no lock.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from conftest import WriteFolder
from test_saved_meanwhile import HEADER, MOMENTS, NARRATIVE, SAVED, STAFF, WAIVERS, disturb, save

from renstra_doc.edit.saves import CellEdit
from renstra_doc.files.journal import write_files
from renstra_doc.finding import InputError
from renstra_doc.web.call import Call, Project, Site
from renstra_doc.web.row_form import save_fields
from renstra_doc.web.saving import save_cells, save_edits, turn_step

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
