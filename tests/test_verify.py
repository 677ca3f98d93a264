"""Verify: a document as built is exact; every edit made in Word is told with the datum that it belongs to."""

from __future__ import annotations

import copy
import csv
import io
import re
import shutil
import subprocess
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

import docx
import ooxml
import pytest
from click.testing import CliRunner, Result
from conftest import WriteFolder
from lxml import etree
from ooxml import Element, W, find, text_of, value
from ooxml_integrity import check as check_integrity
from openxml_audit import FileFormat, OpenXmlValidator

from renstra_doc.cli import renstra
from renstra_doc.finding import InputError
from renstra_doc.place import Place
from renstra_doc.render import render_view
from renstra_doc.render.identity import VERSION, digest_parts, read_identity, source_files
from renstra_doc.render.package import pack
from renstra_doc.review import compare_documents
from renstra_doc.review.verify.built_file import open_package, read_carried
from renstra_doc.review.verify.edits import Did, Edit
from renstra_doc.review.verify.judge import FORGED
from renstra_doc.review.verify.judge import verify_document as verify
from renstra_doc.review.verify.verified import State
from renstra_doc.run.draft_marks import DRAFT_WORD
from renstra_doc.run.pipeline import read_document, template_path
from renstra_doc.view import build_view

REPOSITORY = Path(__file__).resolve().parents[1]
DATA, TEMPLATE = REPOSITORY / "data", REPOSITORY / "templates" / "renstra.docx"
SOFFICE = shutil.which("soffice")
Change = Callable[[Element], None]


def build(data: Path, target: Path, *, watermark: str = "") -> Path:
    """Build without checks and without measuring pages."""
    document, _ = read_document(data)
    sources = source_files(document)
    draft = render_view(
        build_view(document), template_path(data, document), watermark=watermark, sources=sources
    )
    numbers = document.pages.by_bookmark(draft.entries)
    target.write_bytes(draft.to_bytes(numbers))
    return target


@pytest.fixture
def tiny(data_folder: WriteFolder, tmp_path: Path) -> Path:
    """Build the tiny document of conftest."""
    return build(data_folder(), tmp_path / "contoh.docx")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the shipped document."""
    return build(DATA, tmp_path_factory.mktemp("dokumen") / "renstra.docx")


def read_zip(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewrite(path: Path, change: Change, part: str = ooxml.BODY) -> Path:
    """Change a part and save the package as another program would: deflated, in another order."""
    parts = read_zip(path)
    root = etree.fromstring(parts[part])
    change(root)
    parts[part] = etree.tostring(root)
    target = path.with_name("disunting.docx")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in reversed(parts):
            archive.writestr(name, parts[name])
    return target


def set_text(node: Element, text: str) -> None:
    first, *others = find(node, ".//w:t")
    first.text = text
    for other in others:
        other.text = ""


def paragraph(root: Element, start: str) -> Element:
    return next(node for node in root.iter(W + "p") if text_of(node).startswith(start))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(renstra, arguments, standalone_mode=False)


# ------------------------------------------------------------------------------- identity


def test_the_identity_holds_the_data_that_is_printed_as_canonical_csv(shipped: Path) -> None:
    identity = read_identity(read_zip(shipped))

    assert identity is not None
    printed = [path for folder in ("naskah", "tabel") for path in (DATA / folder).glob("*.csv")]
    names = {path.relative_to(DATA).as_posix() for path in printed}
    assert set(identity.berkas) == names | {"dokumen.csv", "aturan.csv", "struktur-organisasi.csv"}
    for name, text in identity.berkas.items():
        assert text == (DATA / name).read_text(encoding="utf-8"), name


def test_reasons_of_waivers_do_not_travel(shipped: Path) -> None:
    assert b"pengecualian" not in b"".join(read_zip(shipped).values())


def test_a_document_carries_the_data_it_was_built_from(shipped: Path) -> None:
    document, _ = read_document(DATA)

    assert compare_documents(document, read_carried(open_package(shipped))) == ()


def test_the_identity_changes_nothing_that_can_move_a_page_break() -> None:
    document, _ = read_document(DATA)
    view, sources = build_view(document), source_files(document)

    assert (
        render_view(view, TEMPLATE).fingerprint()
        == render_view(view, TEMPLATE, sources=sources).fingerprint()
    )


def test_same_data_same_bytes(data_folder: WriteFolder, tmp_path: Path) -> None:
    folder = data_folder()

    one, other = (build(folder, tmp_path / f"{name}.docx").read_bytes() for name in "ab")

    assert one == other


def test_the_version_in_the_identity_is_that_of_the_program() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))

    assert project["project"]["version"] == VERSION


def test_the_package_is_valid_with_its_identity(shipped: Path) -> None:
    def findings(path: Path) -> set[str]:
        audit = (
            OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0)
            .validate(str(path))
            .errors
        )
        found = [problem for problem in check_integrity(str(path)) if problem.severity != "info"]
        return {f"{error.part_uri}: {error.description}" for error in audit} | {
            f"{p.code}: {p.message}" for p in found
        }

    assert findings(shipped) - findings(TEMPLATE) == set()
    assert ooxml.package_faults(ooxml.read_parts(shipped)) == []


# ------------------------------------------------------------------------------- exact


def test_a_document_as_built_is_exact_where_the_data_prove_it(shipped: Path) -> None:
    assert verify(shipped).state is State.OWN
    assert verify(shipped, DATA).state is State.EXACT
    assert verify(str(shipped), str(DATA)).is_proven


def test_the_command_ends_with_0_only_for_what_the_data_at_hand_prove(shipped: Path) -> None:
    alone, proven = run("verify", str(shipped)), run("verify", str(shipped), "--data", str(DATA))

    assert (alone.return_value, proven.return_value) == (1, 0)
    assert alone.stdout == (
        "SESUAI DENGAN DATA DI DALAMNYA SENDIRI: dengan data yang resmi belum dibandingkan\n"
        "  dibandingkan dengan data yang tersimpan di dalam dokumen dan renstra.docx\n"
        "  bahwa data itu data yang resmi hanya terbukti dengan: --data FOLDER\n"
    )
    assert proven.stdout == (
        "PERSIS: dokumen ini sama dengan yang dihasilkan data dan templat\n"
        f"  dibandingkan dengan {DATA} dan renstra.docx\n"
    )


def forge(path: Path, old: str, new: str, part: str = ooxml.BODY) -> Path:
    """Change a text of a part and write the digest anew, as one who knows the program would."""
    parts = read_zip(path)
    content = parts[part].decode()
    assert old in content
    parts[part] = content.replace(old, new).encode()
    name = next(
        name
        for name, data in parts.items()
        if b"renstra-doc:identitas" in data and name.startswith("customXml/item1")
    )
    parts[name] = re.sub(
        rb'sidik="[^"]*"', f'sidik="{digest_parts(parts)}"'.encode(), parts[name], count=1
    )
    target = path.with_name("palsu.docx")
    target.write_bytes(pack(parts))
    return target


def test_a_digest_written_anew_does_not_make_a_document_exact(shipped: Path) -> None:
    forged = forge(shipped, "3.514.737.604", "9.514.737.604")

    for verdict in (verify(forged), verify(forged, DATA)):
        assert verdict.state is State.EDITED
        assert next((edit.old, edit.new) for edit in verdict.edits) == (
            "3.514.737.604",
            "9.514.737.604",
        )
        assert FORGED in verdict.remarks


def test_carried_data_that_were_changed_do_not_make_a_document_exact(shipped: Path) -> None:
    forged = forge(shipped, "3514737604", "9514737604", "customXml/item1.xml")

    assert verify(forged).state is State.EDITED


def test_a_look_that_was_changed_with_its_digest_is_told(shipped: Path) -> None:
    forged = forge(shipped, "<w:b/>", "<w:i/>", "word/styles.xml")

    assert verify(forged).state is State.OTHER_LOOK
    assert verify(forged, DATA).state is State.OTHER_LOOK


def test_page_numbers_that_the_folder_does_not_know_are_told(shipped: Path) -> None:
    document, _ = read_document(DATA)
    draft = render_view(build_view(document), TEMPLATE, sources=source_files(document))
    wrong = shipped.with_name("halaman.docx")
    wrong.write_bytes(draft.to_bytes({entry.bookmark: "91" for entry in draft.entries}))

    verdict = verify(wrong, DATA)

    assert verdict.state is State.OTHER_LOOK
    assert "nomor halaman bukan yang diukur dan tersimpan di folder data" in verdict.remarks


def test_without_its_template_a_document_agrees_with_its_own_data(
    data_folder: WriteFolder, tmp_path: Path
) -> None:
    folder = data_folder()
    other = tmp_path / "sendiri.docx"
    parts = read_zip(TEMPLATE)
    other.write_bytes(pack({**parts, "word/media/lain.png": b"x"}))
    facts = folder / "dokumen.csv"
    facts.write_text(
        re.sub(r"(?m)^templat,.*$", f"templat,{other},", facts.read_text("utf-8")), "utf-8"
    )
    built = build(folder, tmp_path / "contoh.docx")
    assert verify(built, folder).state is State.EXACT
    other.unlink()

    result = run("verify", str(built))

    assert result.return_value == 1
    assert result.stdout == (
        "SESUAI DENGAN DATA DI DALAMNYA SENDIRI: dengan data yang resmi belum dibandingkan\n"
        "  dibandingkan dengan data yang tersimpan di dalam dokumen\n"
        "  templatnya tidak ditemukan, jadi rupa dan nomor halaman tidak disusun ulang untuk dibandingkan\n"
        "  bahwa data itu data yang resmi hanya terbukti dengan: --data FOLDER\n"
    )


def test_a_draft_is_compared_with_a_draft(data_folder: WriteFolder, tmp_path: Path) -> None:
    folder = data_folder()
    draft = build(folder, tmp_path / "draf.docx", watermark=DRAFT_WORD)

    assert verify(draft, folder).state is State.EXACT


# ------------------------------------------------------------------------------- edited


def test_the_command_lists_each_edit_with_its_place_and_ends_with_1(tiny: Path) -> None:
    word = docx.Document(str(tiny))
    figure = next(node for node in word.paragraphs if node.text.startswith("Dinas memiliki"))
    figure.runs[0].text = "Dinas memiliki 18 (delapan belas) pegawai."
    word.tables[0].cell(1, 1).paragraphs[0].runs[0].text = "Kepala Kantor"
    saved = tiny.with_name("disunting.docx")
    word.save(str(saved))

    result = run("verify", str(saved))

    assert result.return_value == 1
    assert result.stdout == (
        "naskah/01-isi.csv, baris 5, kolom teks: BAB I PENDAHULUAN: paragraf bab1-latar diubah\n"
        "  semula  : Dinas memiliki 17 (tujuh belas) pegawai.\n"
        "  menjadi : Dinas memiliki 18 (delapan belas) pegawai.\n"
        "tabel/pegawai.csv, baris 2, kolom jabatan: Tabel 2.1: baris kepala, kolom “JABATAN” diubah\n"
        "  semula  : Kepala Dinas\n"
        "  menjadi : Kepala Kantor\n"
        "DISUNTING: isi dokumen ini bukan lagi yang dihasilkan data dan templat (2 perbedaan: 2 diubah)\n"
        "  dibandingkan dengan data yang tersimpan di dalam dokumen\n"
    )


def edit_heading(root: Element) -> None:
    set_text(paragraph(root, "1.1\tLatar Belakang"), "1.1 Pengantar")


def drop_paragraph(root: Element) -> None:
    node = paragraph(root, "Dinas memiliki")
    parent = node.getparent()
    assert parent is not None
    parent.remove(node)


def add_paragraph(root: Element) -> None:
    node = paragraph(root, "Dinas memiliki")
    twin = copy.deepcopy(node)
    set_text(twin, "Kalimat yang ditulis di Word.")
    node.addnext(twin)


def edit_caption(root: Element) -> None:
    set_text(paragraph(root, "Tabel 4.1"), "Tabel 4.1 Tujuan, Sasaran dan Target")


def edit_source(root: Element) -> None:
    set_text(paragraph(root, "Sumber"), "Sumber: Dinas Contoh, 2021")


def edit_header(root: Element) -> None:
    set_text(find(root, "//w:tbl")[0][2][2], "KEDUDUKAN")


def drop_row(root: Element) -> None:
    row = find(find(root, "//w:tbl")[0], "w:tr")[2]
    find(root, "//w:tbl")[0].remove(row)


def add_row(root: Element) -> None:
    row = find(find(root, "//w:tbl")[0], "w:tr")[2]
    twin = copy.deepcopy(row)
    for cell, text in zip(find(twin, "w:tc"), ("3.", "Tenaga kontrak", "2 orang"), strict=True):
        set_text(cell, text)
    row.addnext(twin)


def drop_column(root: Element) -> None:
    for row in find(find(root, "//w:tbl")[1], "w:tr"):
        row.remove(find(row, "w:tc")[-1])


def track_deletion(root: Element) -> None:
    node = paragraph(root, "Dinas memiliki")
    run = find(node, "w:r")[0]
    mark = etree.SubElement(node, W + "del", {W + "id": "1", W + "author": "x"})
    mark.append(run)
    find(run, "w:t")[0].tag = W + "delText"


STORY, ROWS = "naskah/01-isi.csv", "tabel/pegawai.csv"
TABLES, COLUMNS = "tabel/tabel.csv", "tabel/kolom.csv"
TITLE, SOURCE = "Tabel 4.1 Tujuan, Sasaran dan Target", "Sumber: Dinas Contoh, 2021"
PAGU = "PAGU | (4) | -"
FIGURE = "Dinas memiliki 17 (tujuh belas) pegawai."
BAB = "BAB I PENDAHULUAN: "


def changed(spot: str, file: str, line: int, column: str, old: str, new: str) -> Edit:
    return Edit(Did.CHANGED, spot, Place(file, line, column), old, new)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (edit_heading, changed(f"{BAB}judul bab1-1", STORY, 4, "teks", "1.1 Latar Belakang", "1.1 Pengantar")),
        (drop_paragraph, Edit(Did.REMOVED, f"{BAB}paragraf bab1-latar", Place(STORY, 5, "teks"), FIGURE)),
        (track_deletion, Edit(Did.REMOVED, f"{BAB}paragraf bab1-latar", Place(STORY, 5, "teks"), FIGURE)),
        (add_paragraph, Edit(Did.ADDED, "paragraf", Place(STORY, 5, "teks"), "", "Kalimat yang ditulis di Word.")),
        (edit_caption, changed("Tabel 4.1: judul tabel", TABLES, 3, "judul", "Tabel 4.1 Tujuan dan Sasaran", TITLE)),
        (edit_source, changed("Tabel 2.1: sumber", TABLES, 2, "sumber", "Sumber: Dinas Contoh, 2020", SOURCE)),
        (edit_header, changed("Tabel 2.1: kepala kolom jabatan", COLUMNS, 3, "judul", "JABATAN", "KEDUDUKAN")),
        (drop_row, Edit(Did.REMOVED, "Tabel 2.1: baris staf", Place(ROWS, 3), "2. | Pelaksana | 16 orang")),
        (add_row, Edit(Did.ADDED, "baris tabel", Place(ROWS, 3), "", "3. | Tenaga kontrak | 2 orang")),
        (drop_column, Edit(Did.REMOVED, "kolom Tabel 4.1: kepala kolom pagu", Place(COLUMNS, 8, "judul"), PAGU)),
    ],
    ids=lambda case: getattr(case, "__name__", ""),
)  # fmt: skip
def test_one_edit_is_told_as_one_edit(tiny: Path, change: Change, expected: Edit) -> None:
    verdict = verify(rewrite(tiny, change))

    assert verdict.state is State.EDITED
    assert verdict.edits == (expected,)


def mark_run(name: str) -> Change:
    """Give the figure of a sentence a property, as Word does for a selection."""

    def edit(root: Element) -> None:
        run = find(paragraph(root, "Dinas memiliki"), "w:r")[0]
        twin = copy.deepcopy(run)
        run.addnext(twin)
        set_text(run, "Dinas memiliki ")
        set_text(twin, "17 (tujuh belas) pegawai.")
        look = etree.Element(W + "rPr")
        etree.SubElement(look, W + name)
        twin.insert(0, look)
        find(run, "w:t")[0].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    return edit


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("vanish", "Dinas memiliki"),
        ("strike", "Dinas memiliki [dicoret: 17 (tujuh belas) pegawai.]"),
        ("dstrike", "Dinas memiliki [dicoret: 17 (tujuh belas) pegawai.]"),
    ],
)
def test_hidden_and_struck_text_is_an_edit(tiny: Path, name: str, shown: str) -> None:
    (edit,) = verify(rewrite(tiny, mark_run(name))).edits

    assert edit == changed(f"{BAB}paragraf bab1-latar", STORY, 5, "teks", FIGURE, shown)


def test_an_added_picture_is_an_edit(tiny: Path) -> None:
    def add_picture(root: Element) -> None:
        node = paragraph(root, "Dinas memiliki")
        picture = etree.Element(W + "p")
        etree.SubElement(etree.SubElement(picture, W + "r"), W + "drawing")
        node.addnext(picture)

    (edit,) = verify(rewrite(tiny, add_picture)).edits

    assert edit == Edit(Did.ADDED, "paragraf", Place(STORY, 5, "teks"), "", "[gambar]")


def list_items(root: Element) -> list[Element]:
    return find(root, "//w:body/w:p[w:pPr/w:numPr]")


def test_a_number_that_was_taken_from_a_list_item_is_one_edit(shipped: Path) -> None:
    def take_number(root: Element) -> None:
        item = next(
            node for node in list_items(root) if text_of(node).startswith("Program Pelayanan dan")
        )
        properties = find(item, "w:pPr")[0]
        properties.remove(find(properties, "w:numPr")[0])

    edits = verify(rewrite(shipped, take_number)).edits

    assert (edits[0].did, edits[0].old, edits[0].new) == (Did.CHANGED, "2.", "tanpa nomor")
    assert edits[0].spot.endswith("paragraf bab2-3-program-2, nomor butir")
    assert (edits[0].place.file, edits[0].place.column) == ("naskah/12-bab-2.csv", "penanda")
    assert len(edits) == 1


def test_a_list_that_goes_on_instead_of_beginning_anew_is_one_edit(shipped: Path) -> None:
    def go_on(root: Element) -> None:
        items = list_items(root)
        numbers = [value(find(item, "w:pPr/w:numPr/w:numId")[0]) for item in items]
        levels = [value(find(item, "w:pPr/w:numPr/w:ilvl")[0]) for item in items]
        pairs = range(1, len(items))
        second = next(
            n for n in pairs if numbers[n] != numbers[n - 1] and levels[n] == levels[n - 1] == "0"
        )
        for item, number in zip(items, numbers, strict=True):
            if number == numbers[second]:
                find(item, "w:pPr/w:numPr/w:numId")[0].set(W + "val", numbers[second - 1])

    (edit,) = verify(rewrite(shipped, go_on)).edits

    assert edit.did is Did.CHANGED
    assert edit.spot.endswith("nomor butir")


def test_a_look_that_was_changed_is_told_with_its_place(tiny: Path) -> None:
    result = run("verify", str(rewrite(tiny, mark_run("b"))))

    assert result.exit_code == 0
    assert result.return_value == 1
    assert "berganti rupa" in result.stdout
    assert "menjadi : tebal (“" in result.stdout
    assert "\nRUPA LAIN: kata dan angkanya sama" in result.stdout


def test_what_is_not_checked_is_said(tiny: Path) -> None:
    result = run("verify", str(rewrite(tiny, lambda _root: None)))

    assert result.stdout.splitlines()[0].startswith("DISIMPAN ULANG")
    assert "  tidak diperiksa: jarak antarparagraf, garis tabel" in result.stdout


def test_a_paragraph_that_was_moved_is_told_once(shipped: Path) -> None:
    def move(root: Element) -> None:
        texts = [node for node in find(root, "//w:body/w:p") if len(text_of(node)) > 300]
        texts[8].addnext(texts[4])

    (edit,) = verify(rewrite(shipped, move)).edits

    assert (edit.did, edit.place.file) == (Did.MOVED, "naskah/11-bab-1.csv")
    assert re.match(r"sesudah naskah/\d\d-.*\.csv, baris \d+, kolom teks$", edit.new)


def cells_of(root: Element) -> Iterator[tuple[int, int, int, Element]]:
    tables = [
        table for table in find(root, "//w:body/w:tbl") if find(table, "w:tr/w:trPr/w:tblHeader")
    ]
    for number, table in enumerate(tables):
        for line, row in enumerate(find(table, "w:tr[not(w:trPr/w:tblHeader)]")):
            for place, cell in enumerate(find(row, "w:tc")):
                yield number, line, place, cell


def records_of(stream: TextIO) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each record with the line on which it begins."""
    reader = csv.DictReader(stream)
    line = 2
    for record in reader:
        yield line, record
        line = reader.line_num + 1


def test_each_cell_of_the_document_is_told_at_its_place(shipped: Path) -> None:
    """Edit every 97th cell at once: all of them are told, each at the line and column of the CSV that hold it."""
    texts: list[str] = []

    def edit(root: Element) -> None:
        for number, (_, _, _, cell) in enumerate(cells_of(root)):
            if number % 97 == 5 and text_of(cell) and len(find(cell, "ancestor::w:tr/w:tc")) > 2:
                texts.append(" ".join(text_of(cell).split()))
                set_text(cell, f"{texts[-1]} disunting {number}")

    edits = verify(rewrite(shipped, edit)).edits

    assert len(texts) > 20
    assert [(found.old, found.did) for found in edits] == [(text, Did.CHANGED) for text in texts]
    for found in edits:
        with (DATA / found.place.file).open(encoding="utf-8", newline="") as stream:
            lines = dict(records_of(stream))
        digits = re.sub(r"[^\d]", "", found.old)
        printed = lines[found.place.line][found.place.column]
        assert printed.startswith("#") or digits in re.sub(r"[^\d]", "", printed), found


def test_headers_count_too(shipped: Path) -> None:
    edits = verify(
        rewrite(shipped, lambda root: set_text(root, "Kepala baru"), "word/header4.xml")
    ).edits

    assert [(edit.did, edit.new) for edit in edits] == [(Did.CHANGED, "Kepala baru")] * len(edits)
    assert edits


def test_boxes_of_the_chart_count_too(shipped: Path) -> None:
    def edit(root: Element) -> None:
        set_text(
            find(root, "//w:txbxContent//w:p[w:r/w:t='1 orang'] | //w:txbxContent//w:p")[0],
            "Kepala Kantor",
        )

    (found,) = verify(rewrite(shipped, edit)).edits

    assert (found.did, found.place.file) == (Did.CHANGED, "struktur-organisasi.csv")


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_what_libreoffice_saves_unedited_has_no_edits(shipped: Path, tmp_path: Path) -> None:
    command = [
        str(SOFFICE),
        "--headless",
        f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}",
    ]
    subprocess.run(
        [*command, "--convert-to", "docx:MS Word 2007 XML", "--outdir", tmp_path, shipped],
        check=True,
        timeout=600,
    )
    saved = tmp_path / shipped.name

    for data in (None, DATA):
        verdict = verify(saved, data)
        assert (verdict.state, verdict.edits) == (State.RESAVED, ())
    result = run("verify", str(saved))
    assert (result.return_value, result.stdout.splitlines()[0]) == (
        1,
        "DISIMPAN ULANG: teks dan tabel tidak berubah, tetapi berkasnya sudah disimpan oleh program lain",
    )


def test_a_document_of_older_data_is_intact_but_from_other_data(
    data_folder: WriteFolder, tmp_path: Path
) -> None:
    folder = data_folder()
    built = build(folder, tmp_path / "lama.docx")
    rows = folder / "tabel" / "pegawai.csv"
    rows.write_text(
        rows.read_text(encoding="utf-8").replace("Pelaksana", "Staf pelaksana"), encoding="utf-8"
    )

    verdict = verify(built, folder)

    assert verdict.state is State.OTHER_DATA
    place = Place("tabel/pegawai.csv", 3, "jabatan")
    spot = "Tabel 2.1: baris staf, kolom “JABATAN”"
    assert verdict.edits == (Edit(Did.CHANGED, spot, place, "Staf pelaksana", "Pelaksana"),)
    assert verify(built).state is State.OWN


# ------------------------------------------------------------------------------- not ours


def stub(**parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            path = name.replace("_rels__docrels", "_rels/.rels").replace("__", "/")
            archive.writestr(path.replace("_xml", ".xml"), text)
    return stream.getvalue()


ALIEN = "ini bukan berkas .docx, atau berkasnya rusak"
NOT_OURS = "dokumen ini tidak dibuat oleh program ini, atau tandanya sudah dihapus"
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
BOMB = (
    '<!DOCTYPE a [<!ENTITY b "b">]><identitas xmlns="urn:renstra-doc:identitas:1">&b;</identitas>'
)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "dokumen tidak ditemukan"),
        (b"", ALIEN),
        (b"id,teks\n", ALIEN),
        (b"PK\x03\x04 dan sisanya hilang", ALIEN),
        (stub(a="b"), "ini bukan dokumen Word"),
        (stub(word__document_xml="<a/>"), "ini bukan dokumen Word"),
        (stub(_rels__docrels=RELS, word__document_xml="<a/>"), NOT_OURS),
        (stub(_rels__docrels=RELS, word__document_xml="<a/>", customXml__item1_xml=BOMB), NOT_OURS),
        (TEMPLATE.read_bytes(), NOT_OURS),
    ],
)
def test_what_is_not_ours_is_refused_with_2(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    path = tmp_path / "asing.docx"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(InputError) as caught:
        verify(path)

    assert [finding.message for finding in caught.value.findings] == [message]


def test_a_damaged_zip_is_refused(tiny: Path) -> None:
    data = bytearray(tiny.read_bytes())
    middle = data.index(b"PENDAHULUAN")
    data[middle : middle + 3] = b"???"
    tiny.write_bytes(data)

    with pytest.raises(InputError, match="berkasnya rusak"):
        verify(tiny)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ini bukan berkas"):
        verify(tmp_path)
