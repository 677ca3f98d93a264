"""A draft says so on every page and carries its findings as comments; no final holds a hint."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

from renstra_doc import build_document
from renstra_doc.render.watermark import is_draft_mark
from renstra_doc.run.new_project import create_project

LINE = r"DRAF · 2025-01-01 · data [0-9a-f]{12} · 2 kesalahan terbuka"


def new_with_error(folder: Path) -> Path:
    """Return a new document with a period total that is not the sum of its years."""
    data = create_project(folder, "renstra-86", periode="2025-2029")
    path = data / "tabel/program.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    cells = lines[3].split(",")
    cells[lines[0].split(",").index("rp_akhir")] = "5000"
    path.write_text("".join([*lines[:3], ",".join(cells), *lines[4:]]), encoding="utf-8")
    return data


def parts_of(path: Path) -> dict[str, str]:
    with ZipFile(path) as package:
        names = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
        return {name: package.read(name).decode() for name in names}


def test_every_header_of_a_draft_says_date_data_and_open_errors(tmp_path: Path) -> None:
    made = build_document(new_with_error(tmp_path / "baru"), draft=True, measure=False)
    parts = parts_of(made.path)
    headers = [xml for name, xml in parts.items() if re.match(r"word/header\d+\.xml", name)]

    assert len(made.report.stopping) == 2
    assert headers
    assert all(re.search(LINE, xml) for xml in headers)


def test_a_finding_is_a_comment_in_the_cell_that_it_is_about(tmp_path: Path) -> None:
    made = build_document(new_with_error(tmp_path / "baru"), draft=True, measure=False)
    parts = parts_of(made.path)
    error = next(at for at, each in enumerate(made.report.open) if each.actual == "5000")

    assert "w:date" not in parts["word/comments.xml"]
    assert 'Target="comments.xml"' in parts["word/_rels/document.xml.rels"]
    marked = re.search(
        rf'<w:commentRangeStart w:id="{error}"/>(.*?)<w:commentRangeEnd w:id="{error}"/>',
        parts["word/document.xml"],
    )
    assert marked is not None
    assert re.findall(r"<w:t>(.*?)</w:t>", marked[1]) == ["5.000"]


def test_a_document_with_hints_is_a_draft_and_no_final_is_touched(tmp_path: Path) -> None:
    data = create_project(tmp_path / "baru", "renja")
    final = tmp_path / "jadi.docx"
    final.write_bytes(b"yang lama")

    made = build_document(data, output=final, measure=False)

    assert made.path == tmp_path / "jadi-DRAF.docx"
    assert made.path.is_file()
    assert final.read_bytes() == b"yang lama"
    assert "commentRangeStart" not in parts_of(made.path)["word/document.xml"]


def test_the_same_data_give_the_same_draft(tmp_path: Path) -> None:
    data = new_with_error(tmp_path / "baru")
    first = build_document(data, draft=True, measure=False).path.read_bytes()

    assert build_document(data, draft=True, measure=False).path.read_bytes() == first


def test_only_this_program_s_mark_is_one() -> None:
    assert is_draft_mark("")
    assert is_draft_mark("DRAF · 2025-01-01 · data 0123456789ab · 2 kesalahan terbuka")
    assert not is_draft_mark("DRAF DISETUJUI")
