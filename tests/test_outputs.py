"""What lies in the place of the output when a document is built: kept where a person edited it."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import pytest
from conftest import WriteFolder

from renstra_doc.cli import main
from renstra_doc.files.atomic import digest_file
from renstra_doc.finding import Severity
from renstra_doc.run.cluster import receive_pages

PART = "word/document.xml"


@pytest.fixture
def data(data_folder: WriteFolder, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", "/tidak-ada")  # pages are not what this is about
    return data_folder()


def build(data: Path) -> tuple[int, Path]:
    output = data.parent / "dok.docx"
    return main(["build", "--data", str(data), "--output", str(output)]), output


def edit_by_hand(document: Path, old: str, new: str) -> bytes:
    """Change a word as an editor would; out: the bytes of the file as it then is."""
    copy = document.with_suffix(".tmp")
    with zipfile.ZipFile(document) as source, zipfile.ZipFile(copy, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(old.encode(), new.encode()))
    shutil.move(copy, document)
    return document.read_bytes()


def test_a_document_that_was_edited_by_hand_is_kept_beside_the_new_one(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    built = build(data)[1].read_bytes()
    edited = edit_by_hand(data.parent / "dok.docx", "PENDAHULUAN", "PENGANTAR")

    code, output = build(data)

    assert (code, output.read_bytes()) == (0, built)
    assert (data.parent / "dok-disunting.docx").read_bytes() == edited
    err = capsys.readouterr().err
    assert "dokumen ini bukan lagi seperti saat disusun; salinannya disimpan" in err
    assert "dok-disunting.docx" in err


def test_a_second_edited_document_does_not_replace_the_first(data: Path) -> None:
    kept = []
    for word in ("PENGANTAR", "PEMBUKAAN"):
        build(data)
        kept.append(edit_by_hand(data.parent / "dok.docx", "PENDAHULUAN", word))

    build(data)

    names = ("dok-disunting.docx", "dok-disunting-2.docx")
    assert [(data.parent / name).read_bytes() for name in names] == kept


def test_a_document_as_it_was_built_is_replaced_without_a_copy(data: Path) -> None:
    build(data)
    table = data / "tabel/sasaran.csv"
    table.write_text(table.read_text("utf-8").replace("302457274", "302457275"), "utf-8")

    code, _ = build(data)

    assert code == 0
    assert list(data.parent.glob("*disunting*")) == []


def test_where_the_document_cannot_be_written_no_copy_is_left(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(data)
    edited = edit_by_hand(data.parent / "dok.docx", "PENDAHULUAN", "PENGANTAR")

    def fill_disk(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("renstra_doc.files.atomic.write_file", fill_disk)
    code, output = build(data)

    assert (code, output.read_bytes()) == (2, edited)
    assert list(data.parent.glob("*disunting*")) == []


def test_each_of_three_edited_documents_is_kept(data: Path) -> None:
    kept = []
    for word in ("PENGANTAR", "PEMBUKAAN", "PRAKATA"):
        build(data)
        kept.append(edit_by_hand(data.parent / "dok.docx", "PENDAHULUAN", word))

    build(data)
    build(data)

    names = ("dok-disunting.docx", "dok-disunting-2.docx", "dok-disunting-3.docx")
    assert [(data.parent / name).read_bytes() for name in names] == kept
    assert len(list(data.parent.glob("*disunting*"))) == 3


def test_a_copy_that_a_killed_build_left_is_not_made_a_second_time(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    built = build(data)[1].read_bytes()
    edited = edit_by_hand(data.parent / "dok.docx", "PENDAHULUAN", "PENGANTAR")
    os.link(data.parent / "dok.docx", data.parent / "dok-disunting.docx")

    code, output = build(data)

    assert (code, output.read_bytes()) == (0, built)
    (copy,) = data.parent.glob("*disunting*")
    assert copy.read_bytes() == edited
    assert copy.name in capsys.readouterr().err

    # Where the next one cannot be written, that copy, which is not its own, stays.
    edit_by_hand(data.parent / "dok.docx", "PENDAHULUAN", "PENGANTAR")
    copy.unlink()
    os.link(data.parent / "dok.docx", copy)
    monkeypatch.setattr("renstra_doc.run.outputs.written", _fill_disk)
    assert build(data)[0] == 2
    assert list(data.parent.glob("*disunting*")) == [copy]


def _fill_disk(_files: object) -> None:
    raise OSError(28, "No space left on device")


def test_page_numbers_from_a_cluster_replace_none_that_were_written_meanwhile(
    tmp_path: Path,
) -> None:
    pages = tmp_path / "halaman.csv"
    pages.write_bytes(b"lama\n")
    sent = digest_file(pages)

    assert receive_pages(pages, b"baru\n", sent) == ()
    (remark,) = receive_pages(pages, b"terlambat\n", sent)

    assert pages.read_bytes() == b"baru\n"
    assert "nomor halaman tidak disimpan" in remark.message


def test_page_numbers_of_a_cluster_that_cannot_be_kept_do_not_fail_the_document(
    tmp_path: Path,
) -> None:
    pages = tmp_path / "halaman.csv"
    pages.write_bytes(b"lama\n")
    pages.chmod(0o444)

    (remark,) = receive_pages(pages, b"baru\n", digest_file(pages))

    assert pages.read_bytes() == b"lama\n"
    assert remark.severity is Severity.WARNING
    assert "nomor halaman tidak disimpan: berkas ini dilindungi dari penulisan" in remark.message


@pytest.mark.parametrize("option", ["--laporan", "--pertanyaan"])
def test_a_report_never_lands_in_the_data_of_another_project(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    source, link, target = tmp_path / "lama.docx", tmp_path / "tautan", data / "aturan.csv"
    build(data)[1].rename(source)
    link.symlink_to(target)
    before = sorted((path, path.read_bytes()) for path in data.rglob("*") if path.is_file())

    for place in (link, target, data / "baru.json", data / "tabel" / "baru.csv"):
        code = main(["new", str(tmp_path / "baru"), "--dari", str(source), option, str(place)])

        assert code == 2
        assert "keluaran ini di dalam folder data sebuah proyek" in capsys.readouterr().err
    assert sorted((path, path.read_bytes()) for path in data.rglob("*") if path.is_file()) == before
    assert not (tmp_path / "baru").exists()
