"""`renstra build --pdf` and `--tte`: what is written, what is said, what is refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import ooxml
import pytest
from conftest import NASKAH, WriteFolder
from pypdf import PdfWriter

from renstra_doc.cli import main
from renstra_doc.model.kept_pages import Pages
from renstra_doc.render import pages, pdf

SIGNED = NASKAH + "t1,tanda_tangan,,,,,Kepala Dinas\nr,ruang,,,,,\nt2,tanda_tangan,,,,,NAMA\n"


def blank_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(600, 900)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


class Office:
    """Stands in for LibreOffice: keeps what it was given."""

    def __init__(self) -> None:
        self.given: list[tuple[bytes, str]] = []

    def convert(self, source: Path, _engine: str, filtered: str = "") -> Path:
        self.given.append((source.read_bytes(), filtered))
        target = source.with_suffix(".pdf")
        target.write_bytes(blank_pdf())
        return target


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    found = Office()
    monkeypatch.setattr(pages, "find_engine", lambda: "soffice")
    monkeypatch.setattr(pages, "measure", lambda *_: Pages(jumlah=1))
    monkeypatch.setattr(pdf, "convert_file", found.convert)
    monkeypatch.setattr(pdf, "_validate", lambda _: ((), True))
    return found


def build(folder: Path, *options: str) -> int:
    output = folder.parent / "hasil.docx"
    return main(["build", "--data", str(folder), "--output", str(output), *options])


def body_of(content: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(ooxml.BODY).decode()


def test_a_pdf_stands_beside_the_document(data_folder: WriteFolder, office: Office) -> None:
    folder = data_folder()

    assert build(folder, "--pdf") == 0
    assert (folder.parent / "hasil.pdf").read_bytes().startswith(b"%PDF")
    assert (folder.parent / "hasil.docx").is_file()
    assert [
        ('"SelectPdfVersion":{"type":"long","value":"2"}' in said) for _, said in office.given
    ] == [True]


def test_a_libreoffice_that_came_with_the_data_makes_no_pdf(
    data_folder: WriteFolder,
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = data_folder()
    monkeypatch.setattr(pages, "find_engine", lambda: str(folder / "alat" / "soffice"))

    assert build(folder, "--pdf") == 2
    assert office.given == []
    assert "LibreOffice tidak ditemukan, padahal PDF dibuat dengannya" in capsys.readouterr().err
    assert not (folder.parent / "hasil.docx").exists()


def test_fonts_that_pdf_a_does_not_allow_are_named_and_the_pdf_says_nothing_false(
    data_folder: WriteFolder,
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(pdf, "find_other_fonts", lambda _: ("URWBookmanLight",))

    assert build(data_folder(), "--pdf") == 0
    assert "PDF ini bukan PDF/A: huruf URWBookmanLight bukan TrueType" in capsys.readouterr().err
    assert '"SelectPdfVersion":{"type":"long","value":"0"}' in office.given[-1][1]


def test_the_anchor_stands_once_in_the_pdf_and_never_on_paper(
    data_folder: WriteFolder, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "count_anchors", lambda *_: [1])
    folder = data_folder({"naskah/01-isi.csv": SIGNED})

    assert build(folder, "--pdf", "--tte") == 0
    assert body_of(office.given[0][0]).count("<w:t>#</w:t>") == 1
    assert "#" not in body_of((folder.parent / "hasil.docx").read_bytes()).replace("&#", "")


@pytest.mark.parametrize(
    ("anchors", "naskah", "fault"),
    [
        ([1, 4], SIGNED, "jangkar # tercetak 2 kali dalam PDF (halaman 1, 4), bukan sekali"),
        ([1], NASKAH, "tidak ada blok tanda_tangan yang diikuti ruang"),
    ],
)
def test_an_anchor_that_cannot_be_found_is_refused_and_nothing_is_written(
    data_folder: WriteFolder,
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    anchors: list[int],
    naskah: str,
    fault: str,
) -> None:
    monkeypatch.setattr(pdf, "count_anchors", lambda *_: anchors)
    folder = data_folder({"naskah/01-isi.csv": naskah})

    assert build(folder, "--pdf", "--tte") == 2
    assert fault in capsys.readouterr().err
    assert not list(folder.parent.glob("hasil.*"))
    assert len(office.given) <= 1


@pytest.mark.parametrize("options", [("--tte",), ("--tte", "--pdf", "--draft")])
def test_tte_is_only_for_a_final_pdf(data_folder: WriteFolder, options: tuple[str, ...]) -> None:
    assert build(data_folder(), *options) == 2
