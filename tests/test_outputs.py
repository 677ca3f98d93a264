"""What lies in the place of the output when a document is built: kept where a person edited it."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from conftest import WriteFolder

from renstra_doc.cli import main

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
