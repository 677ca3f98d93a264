"""Nothing that a command writes goes over what it reads, whichever command it is."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import TEMPLATE

from renstra_doc.cli import main
from renstra_doc.files.atomic import write_file
from renstra_doc.finding import InputError
from renstra_doc.render import pages
from renstra_doc.render.chart import chart_xml, place_boxes
from renstra_doc.render.package import pack
from renstra_doc.render.table import table_xml
from renstra_doc.run.guard import IN_DATA, OVER_INPUT, OVER_TEMPLATE
from renstra_doc.template.read import TableLook
from renstra_doc.view import BoxView, ChartItem, GridCell, TableItem


@pytest.fixture
def project(data_folder: Callable[[], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a small project as it is usually laid out, its document built, and be in its folder."""
    monkeypatch.setattr(pages, "find_engine", lambda: None)
    data = data_folder()
    folder = data.parent / "templates"
    folder.mkdir()
    shutil.copy(TEMPLATE, folder / "renstra.docx")
    shutil.copy(TEMPLATE.with_name("matriks.docx"), folder)
    shutil.copy(TEMPLATE, data.parent / "lain.docx")
    facts = data / "dokumen.csv"
    lines = [
        line for line in facts.read_text("utf-8").splitlines() if not line.startswith("templat,")
    ]
    facts.write_text("\n".join([*lines, "templat,../templates/renstra.docx,", ""]), "utf-8")
    monkeypatch.chdir(data.parent)
    assert main(["build", "--output", "jadi.docx"]) == 0
    shutil.copytree(data, data.parent / "lama")
    return data.parent


def read_all(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


CALLS = {
    ("check", "--format", "json", "--output", "data/dokumen.csv"): IN_DATA,
    ("check", "--output", "data/laporan.txt"): IN_DATA,
    ("check", "--output", "templates/renstra.docx"): OVER_TEMPLATE,
    ("text", "--output", "data/aturan.csv"): IN_DATA,
    ("text", "lama", "--output", "lama/dokumen.csv"): IN_DATA,
    ("text", ".", "--output", "data/tabel/../dokumen.csv"): IN_DATA,
    ("text", "jadi.docx", "--output", "jadi.docx"): OVER_INPUT,
    ("diff", "lama", "data", "--output", "data/tabel/pegawai.csv"): IN_DATA,
    ("diff", "lama", "data", "--output", "lama/tabel/pegawai.csv"): IN_DATA,
    ("diff", "jadi.docx", "data", "--output", "jadi.docx"): OVER_INPUT,
    (
        "diff",
        "lama",
        "data",
        "--format",
        "redline",
        "--output",
        "templates/renstra.docx",
    ): OVER_TEMPLATE,
    (
        "diff",
        "lama",
        "data",
        "--format",
        "matriks",
        "--output",
        "templates/matriks.docx",
    ): OVER_TEMPLATE,
    (
        "diff",
        "lama",
        "data",
        "--format",
        "html",
        "--output",
        "templates/renstra.docx",
    ): OVER_TEMPLATE,
    ("build", "--template", "lain.docx", "--output", "templates/renstra.docx"): OVER_TEMPLATE,
    ("build", "--template", "lain.docx", "--output", "lain.docx"): OVER_TEMPLATE,
    ("build", "--output", "tautan.docx"): OVER_TEMPLATE,
    ("build", "--output", "terusan/baru.docx"): IN_DATA,
}


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_an_output_never_replaces_an_input(
    project: Path, capsys: pytest.CaptureFixture[str], call: tuple[str, ...]
) -> None:
    (project / "tautan.docx").symlink_to("templates/renstra.docx")
    (project / "terusan").symlink_to("data")
    before = read_all(project)

    code = main(list(call))

    assert code == 2
    assert f"Galat: {call[-1]}: {CALLS[call]}\n  → " in capsys.readouterr().err
    assert read_all(project) == before


def test_the_template_is_known_where_the_rest_of_the_data_cannot_be_read(project: Path) -> None:
    (project / "data" / "tabel" / "tabel.csv").unlink()
    before = read_all(project)

    assert main(["check", "--format", "json", "--output", "templates/renstra.docx"]) == 2
    assert read_all(project) == before


@pytest.mark.usefixtures("project")
def test_reports_elsewhere_are_written() -> None:
    assert main(["check", "--format", "json", "--output", "templates/laporan.json"]) == 0
    assert main(["diff", "lama", "data", "--output", "build/beda.txt"]) == 0
    assert main(["text", "--output", "data.md"]) == 0


def test_an_error_of_writing_names_the_file_that_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(OSError, match="No space left") as caught:
        write_file(tmp_path / "hasil.txt", b"x")

    assert caught.value.filename == str(tmp_path / "hasil.txt")
    assert list(tmp_path.iterdir()) == []


LOOPS = [
    ("build", "--template", "putar.docx"),
    ("build", "--output", "putar.docx"),
    ("build", "putar"),
    ("new", "putar"),
    ("diff", "lama", "data", "--output", "putar.docx"),
    ("template", "new", "putar.docx"),
    ("template", "check", "putar.docx"),
    ("verify", "putar.docx"),
    ("check", "--data", "putar"),
]


@pytest.mark.parametrize("call", LOOPS, ids=" ".join)
def test_a_link_to_itself_is_told(
    project: Path, capsys: pytest.CaptureFixture[str], call: tuple[str, ...]
) -> None:
    for name in ("putar", "putar.docx"):
        (project / name).symlink_to(name)

    assert main(list(call)) == 2

    assert re.search(r"^Galat: .*putar.*\n  → ", capsys.readouterr().err, re.MULTILINE)
    assert (project / "putar.docx").is_symlink()


def test_a_fact_that_is_no_utf8_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["new", str(tmp_path / "baru"), "--daerah", "\udcff"])

    assert (code, "Galat: ada huruf yang bukan UTF-8\n  → " in capsys.readouterr().err) == (2, True)


@pytest.mark.parametrize(
    "command", [("verify",), ("text",), ("template", "check"), ("diff", "data")]
)
def test_a_huge_file_is_not_read(
    project: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    with (project / "besar.docx").open("wb") as stream:
        stream.truncate(2**40)

    assert main([*command, "besar.docx"]) == 2
    assert re.search("lebih besar (dari|daripada)", capsys.readouterr().err)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("word/numbering.xml", r"(?s).*", "<a/>"),
        ("word/document.xml", r'w:w="\d+"', 'w:w="abc"'),
        ("word/document.xml", r'w:h="\d+"', 'w:h="abc"'),
    ],
)
def test_a_template_with_another_content_than_its_parts_say_is_damaged(
    project: Path, capsys: pytest.CaptureFixture[str], part: str, old: str, new: str
) -> None:
    with zipfile.ZipFile(TEMPLATE) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = re.sub(old, new, parts[part].decode(), count=0 if "w" in new else 1).encode()
    (project / "rusak.docx").write_bytes(pack(parts))

    assert main(["template", "check", "rusak.docx"]) == 1
    assert "Galat: rusak.docx" in capsys.readouterr().out
    calls = (["build"], ["diff", "lama", "data", "--format", "redline"])
    codes = [main([*call, "--template", "rusak.docx", "--output", "hasil.docx"]) for call in calls]
    assert "Traceback" not in capsys.readouterr().err
    assert new != "<a/>" or codes == [2, 2]


def test_a_table_that_word_cannot_open_is_refused() -> None:
    header = tuple(GridCell(str(number)) for number in range(64))
    item = TableItem("besar", "Tabel 1", "", "", "", "umum", (1,) * 64, (header,), (), ())

    with pytest.raises(
        InputError, match="tabel “besar” berkolom 64, sedangkan Word menerima paling banyak 63"
    ):
        table_xml(item, TableLook("<w:tblPr/>", {}), (140,) * 64, {})


def test_boxes_that_nobody_could_read_are_refused() -> None:
    boxes = [
        BoxView("kepala", "", ("Kepala",)),
        *(BoxView(str(number), "kepala", ("x",)) for number in range(60)),
    ]

    with pytest.raises(
        InputError, match="bagan dengan 60 kotak berdampingan tidak muat di lebar kertas"
    ):
        place_boxes(boxes, 160.0)
    assert all(placed.width >= 4 for placed in place_boxes(boxes[:19], 160.0).values())


def test_boxes_without_a_named_superior_stand_in_one_row_of_one_height() -> None:
    boxes = [
        BoxView("kepala", "", ("Kepala",)),
        BoxView("sekretaris", "kepala", ("Sekretaris", "1 orang")),
        BoxView("staf", "", ("Staf",)),
        BoxView("penjaga", "", ("Penjaga Kantor", "2 orang")),
    ]

    placed = place_boxes(boxes, 160.0)

    staff, guard = placed["staf"], placed["penjaga"]
    assert (staff.y, staff.height) == (guard.y, guard.height)
    assert staff.y > placed["sekretaris"].y + placed["sekretaris"].height
    drawing = chart_xml(ChartItem("b", tuple(boxes), "Bagan"), 160.0, "KotakBagan", 1)
    # Two to the secretary straight below; three round to the row, one down to each of its two.
    assert drawing.count('name="Garis ') == 2 + 5


@pytest.mark.parametrize(
    "part", ["[Content_Types].xml", "word/styles.xml", "word/_rels/document.xml.rels"]
)
@pytest.mark.parametrize("content", [None, b"<a/>"])
@pytest.mark.usefixtures("project")
def test_a_damaged_package_is_told_in_indonesian(
    capsys: pytest.CaptureFixture[str], part: str, content: bytes | None
) -> None:
    with zipfile.ZipFile(TEMPLATE) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != part}
    Path("rusak.docx").write_bytes(pack(parts if content is None else {**parts, part: content}))

    main(["build", "--template", "rusak.docx", "--output", "hasil.docx"])

    told = capsys.readouterr().err
    assert re.search("no item named|BytesIO|Traceback|content type", told) is None
