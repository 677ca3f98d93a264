"""Files that are small on disk and dense inside: refused before anything is made of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from conftest import REPOSITORY, TEMPLATE

from renstra_doc.cli import main
from renstra_doc.files.zipfiles import read_zip, zip_parts
from renstra_doc.run.pipeline import build_document

BODY, STYLES = "word/document.xml", "word/styles.xml"
PADDING = Random(1).randbytes(2_000_000)  # noqa: S311 — a picture that cannot be packed


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the shipped document once."""
    target = tmp_path_factory.mktemp("padat") / "asli.docx"
    build_document(REPOSITORY / "data", TEMPLATE, target, measure=False, keep=False)
    return target


def put(source: Path, target: Path, part: str, after: bytes, xml: str) -> Path:
    """Write a copy with something more in one part, and a picture that makes it 2 MB."""
    parts = read_zip(source)
    at = parts[part].index(after) + len(after)
    parts[part] = parts[part][:at] + xml.encode() + parts[part][at:]
    target.write_bytes(zip_parts({**parts, "word/media/a.bin": PADDING}, deflate=True))
    return target


DENSE: dict[str, tuple[str, bytes, Callable[[], str], str]] = {
    "paragraf": (
        BODY,
        b"<w:body>",
        lambda: "<w:p/>" * 1_500_000,
        "lebih besar daripada yang wajar",
    ),
    "paragraf kosong": (
        BODY,
        b"<w:body>",
        lambda: "<w:p/>" * 50_000,
        "memuat lebih dari 45000 paragraf",
    ),
    "baris tabel": (
        BODY,
        b"<w:body>",
        lambda: f"<w:tbl>{'<w:tr/>' * 11_000}</w:tbl>",
        "memuat lebih dari 10000 baris tabel",
    ),
    "penanda": (
        BODY,
        b"<w:body>",
        lambda: '<w:bookmarkStart w:id="1" w:name="b"/>' * 21_000,
        "memuat lebih dari 20000 penanda (bookmark)",
    ),
    "berkas yang disisipkan": (
        BODY,
        b"<w:body>",
        lambda: "<w:altChunk/>" * 1_100,
        "memuat lebih dari 1000 berkas yang disisipkan",
    ),
    "kotak teks": (
        BODY,
        b"<w:body>",
        lambda: "<w:txbxContent/>" * 1_100,
        "memuat lebih dari 1000 kotak teks",
    ),
    "unsur tak dikenal": (
        BODY,
        b"<w:body>",
        lambda: "<w:lain/>" * 51_000,
        "memuat lebih dari 50000 unsur yang tidak dikenal",
    ),
    "atribut": (
        BODY,
        b"<w:body>",
        lambda: "<w:p w:a='1' w:b='2' w:c='3'/>" * 270_000,
        "memuat lebih dari 800000 atribut",
    ),
    "rentang": (
        BODY,
        b"<w:body>",
        lambda: (
            '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2000000"/></w:tcPr>'
            "<w:p/></w:tc></w:tr></w:tbl>"
        ),
        "memuat sel yang membentang 2000000 kolom",
    ),
    "huruf": (
        BODY,
        b"<w:body>",
        lambda: f"<w:p><w:r><w:t>{'kata ' * 200_000}</w:t></w:r></w:p>",
        "memuat satu paragraf yang lebih panjang dari 500000 huruf",
    ),
    "hubungan": (
        "word/_rels/document.xml.rels",
        b'relationships">',
        lambda: '<Relationship Id="q" Type="t" Target="y"/>' * 30_000,
        "memuat lebih dari 20000 hubungan antarbagian",
    ),
}


@pytest.mark.parametrize("case", DENSE)
@pytest.mark.parametrize("command", ["verify", "text", "import"])
def test_a_dense_word_file_is_refused_by_whatever_reads_it(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], case: str, command: str
) -> None:
    part, after, make, message = DENSE[case]
    path = put(built, tmp_path / "padat.docx", part, after, make())

    code = main([command, str(path)])

    err = capsys.readouterr().err
    assert code == 2
    assert message in err
    assert "Traceback" not in err


def test_styles_that_are_based_on_each_other_without_end_are_refused(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chain = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>'
        for n in range(5_000)
    )
    first = put(built, tmp_path / "gaya.docx", STYLES, b"</w:docDefaults>", chain)
    used = '<w:p><w:pPr><w:pStyle w:val="s1"/></w:pPr><w:r><w:t>a</w:t></w:r></w:p>'
    path = put(first, tmp_path / "padat.docx", BODY, b"<w:body>", used)

    assert main(["verify", str(path)]) == 2
    assert "bersandar pada lebih dari 25 gaya" in capsys.readouterr().err


def test_a_document_of_three_times_the_size_that_another_program_saved_is_read(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """LibreOffice writes 154.000 tags and packs them into 135 kB for a document of this size."""
    parts = read_zip(built)
    dressed = b"<w:p><w:pPr><w:ind w:left='0' w:right='0'/></w:pPr><w:r><w:rPr><w:b/><w:i/></w:rPr>"
    more = (dressed + b"<w:t>isi</w:t></w:r></w:p>") * 30_000
    at = parts[BODY].index(b"<w:body>") + len(b"<w:body>")
    parts[BODY] = parts[BODY][:at] + more + parts[BODY][at:]
    path = tmp_path / "besar.docx"
    path.write_bytes(zip_parts(parts, deflate=True))
    assert path.stat().st_size < 400_000

    assert main(["text", str(path)]) == 0
    assert capsys.readouterr().out.count("isi") > 30_000


def test_definitions_in_utf16_are_seen_too(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = read_zip(built)
    head, _, rest = parts[BODY].decode().partition("<w:document")
    body = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><w:document{rest}'
    assert head.startswith("<?xml")
    path = tmp_path / "entitas.docx"
    path.write_bytes(zip_parts({**parts, BODY: body.encode("utf-16")}, deflate=True))

    assert main(["text", str(path)]) == 2
    assert "memuat DOCTYPE" in capsys.readouterr().err


def test_a_dense_template_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = put(TEMPLATE, tmp_path / "padat.docx", BODY, b"<w:body>", "<w:p/>" * 200_000)

    assert main(["template", "check", str(path)]) == 2
    assert "lebih besar" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["new", "diff"])
def test_a_part_that_only_the_looks_need_may_be_damaged_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    parts = read_zip(REPOSITORY / "tests" / "kasus" / "masuk" / "h-renstra-word" / "masukan.docx")
    theme = next(name for name in parts if "theme/theme" in name)
    path = tmp_path / "tema.docx"
    path.write_bytes(zip_parts({**parts, theme: b"<a:theme"}))
    words = {
        "new": ["new", str(tmp_path / "baru"), "--dari", str(path)],
        "diff": ["diff", str(REPOSITORY / "data"), str(path)],
    }

    assert main(words[command]) == 2
    assert "tema.docx: isi dokumen ini rusak (XML)" in capsys.readouterr().err
