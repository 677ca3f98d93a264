"""The map: what docs/how-it-works.md names is there, and one rupiah walks as it says."""

import io
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest
from conftest import REPOSITORY, WriteFolder

from renstra_doc import (
    build_view,
    check_document,
    compose_document,
    load_project,
    render_view,
)
from renstra_doc.review.diff.compare import compare_editions
from renstra_doc.review.edition import make_editions
from renstra_doc.review.show.as_text import changes_text
from renstra_doc.run.steps import Step

MAP = (REPOSITORY / "docs" / "how-it-works.md").read_text(encoding="utf-8")
PROGRAM = "id,tingkat,induk,uraian,rp\np,program,,Program,302457275\nk,kegiatan,p,Kegiatan,{}\n"
CHANGED = {
    "tabel/tabel.csv": "id,nomor,label,judul,sumber,orientasi,gaya,catatan\n"
    "program,1.1,,Program,,lanskap,lebar,\n",
    "tabel/kolom.csv": "tabel,kolom,judul,nomor,jenis,desimal,lebar,rata,gabung,tampil\n"
    "program,uraian,URAIAN,,teks,,100,kiri,,\nprogram,rp,PAGU,,rupiah,,60,kanan,,\n",
    "naskah/01-isi.csv": "id,jenis,tingkat,penanda,gaya,acuan,teks\nisi,bagian,,1,,isi,\n"
    "bab1,bab,,BAB I,,,PROGRAM\nt,tabel,,,,program,\n",
    "aturan.csv": "id,jenis,tabel,baris,kolom,acuan,toleransi,bobot,dasar\n"
    "anak,jumlah_anak,program,tingkat=program,rp,,,warning,Jumlah\n",
    "tabel/pegawai.csv": None,
    "tabel/sasaran.csv": None,
}


def walk_of(text: str) -> list[str]:
    """Return the functions of the walk, in order."""
    table = text[text.index("<!-- walk") :]
    return re.findall(r"^\| \S+ \| `([\w.]+)` \|", table, re.MULTILINE)


def document_xml(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read("word/document.xml").decode()


def called_by(work: Callable[[], object]) -> list[str]:
    """Return the program's functions by the order in which each was first called."""
    names: dict[str, None] = {}

    def note(frame: FrameType, event: str, _argument: object) -> None:
        module = frame.f_globals.get("__name__", "")
        if event == "call" and module.startswith("renstra_doc."):
            names.setdefault(f"{module.removeprefix('renstra_doc.')}.{frame.f_code.co_qualname}")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return list(names)


def test_one_rupiah_walks_as_the_map_says(data_folder: WriteFolder) -> None:
    folder = data_folder({**CHANGED, "tabel/program.csv": PROGRAM.format("302457274")})
    told: list[str] = []

    def walk() -> None:
        old, _ = compose_document(load_project(folder))
        assert len(check_document(old).open) >= 1
        made = render_view(build_view(old))
        assert "302.457.274" in document_xml(made.to_bytes({}))
        path = folder / "tabel/program.csv"
        path.write_text(path.read_text("utf-8").replace("302457274", "402457274"), "utf-8")
        new, _ = compose_document(load_project(folder))
        told.append(changes_text(compare_editions(*make_editions(old, new)), "lama", "baru"))

    called = called_by(walk)
    walked = walk_of(MAP)

    assert len(walked) > 10
    assert [name for name in walked if name not in called] == []
    assert "302.457.274" in told[0]
    assert "402.457.274" in told[0]
    assert "di tabel/program.csv, baris 3" in told[0]


def test_every_file_and_room_that_the_map_names_is_there() -> None:
    paths = re.findall(r"`((?:renstra_doc/)?[a-z_]+/(?:[a-z_]+/)*(?:[a-z_]+\.py)?)`", MAP)
    package = REPOSITORY / "renstra_doc"
    missing = [
        path
        for path in paths
        if not any(
            (root / path.removeprefix("renstra_doc/")).exists() for root in (package, REPOSITORY)
        )
    ]

    assert len(paths) > 30
    assert missing == []


@pytest.mark.parametrize(
    "step", [step for step in Step if step is not Step.PDF], ids=lambda s: s.name
)
def test_the_steps_of_the_log_are_those_of_the_map(step: Step) -> None:
    assert re.search(rf"\b{step.number} {step.name.lower()}\b", MAP)


def test_every_guide_is_named_in_the_readme() -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    guides = sorted(path.name for path in Path(REPOSITORY, "docs").glob("*.md"))

    assert [name for name in guides if f"docs/{name}" not in readme] == []
