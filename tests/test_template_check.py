"""`renstra template check`: what a foreign template lacks or misplaces is said before any build; none can do harm."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import TEMPLATE, WriteFolder
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.section import Section
from lxml import etree

from renstra_doc.cli import main
from renstra_doc.docx.xml import W
from renstra_doc.finding import InputError, Severity
from renstra_doc.render import render_view
from renstra_doc.run import template_check as pager
from renstra_doc.run.pipeline import read_document
from renstra_doc.template.read import read_template
from renstra_doc.template.slips import TemplateReport, check_template
from renstra_doc.view import build_view

Edit = Callable[[WordDocument], object]


def edited(tmp_path: Path, *edits: Edit) -> Path:
    """Return a copy of the repository's template, changed as in Word."""
    word = Document(str(TEMPLATE))
    for edit in edits:
        edit(word)
    path = tmp_path / "templat.docx"
    word.save(str(path))
    return path


SHIPPED = sorted(
    (*TEMPLATE.parent.glob("*.docx"), *(TEMPLATE.parents[1] / "examples").rglob("*.docx"))
)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_every_line_height_says_how_it_is_meant(path: Path) -> None:
    """Without `w:lineRule` a height is a multiple of the line in Word and points in LibreOffice (ECMA-376 Part 1, 17.3.1.33)."""
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name) for name in package.namelist() if name.endswith(".xml")]
    heights = [
        spacing
        for part in parts
        for spacing in etree.fromstring(part).iter(f"{{{W}}}spacing")
        if spacing.get(f"{{{W}}}line")
    ]

    assert len(heights) > 10
    assert [
        height.get(f"{{{W}}}line") for height in heights if height.get(f"{{{W}}}lineRule") is None
    ] == []


def with_part(tmp_path: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """Return a copy of the repository's template with one part changed or added."""
    path = tmp_path / "templat.docx"
    with zipfile.ZipFile(TEMPLATE) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {info: old.read(info) for info in old.namelist()}
        parts[name] = change(parts.get(name, b""))
        for key, content in parts.items():
            new.writestr(key, content)
    return path


def in_body(xml: str) -> Callable[[bytes], bytes]:
    """Return what puts XML first into the pattern of the section `isi`, after its marker."""

    def change(part: bytes) -> bytes:
        end = part.index(b"</w:p>", part.index(b"[[bagian: isi]]")) + len(b"</w:p>")
        return part[:end] + xml.encode() + part[end:]

    return change


def before_end(xml: str) -> Callable[[bytes], bytes]:
    """Return what puts XML last into the root of a part."""
    return lambda part: part[: part.rindex(b"</")] + xml.encode() + part[part.rindex(b"</") :]


def paragraph(*texts: str) -> str:
    runs = "".join(f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' for text in texts)
    return f"<w:p>{runs}</w:p>"


def set_text(old: str, new: str) -> Edit:
    def edit(word: WordDocument) -> None:
        (found,) = [item for item in word.paragraphs if item.text == old]
        found.runs[0].text = new
        for run in found.runs[1:]:
            run.text = ""

    return edit


def drop(word: WordDocument, path: str, number: int) -> None:
    """Take the n-th element (from 0) at a path out of the body."""
    body = word.element.body
    found = body.xpath(path)[number]
    found.getparent().remove(found)


def set_portrait(section: Section) -> None:
    section.page_width, section.page_height = section.page_height, section.page_width


def drop_tabs(word: WordDocument, name: str) -> None:
    (style,) = [style for style in word.styles if (style.name or "").lower() == name]
    for tabs in style.element.xpath("w:pPr/w:tabs"):
        tabs.getparent().remove(tabs)


def said(path: Path) -> list[str]:
    return [str(finding) for finding in check_template(path).findings]


def test_the_shipped_templates_are_without_a_finding() -> None:
    report = check_template(TEMPLATE)

    assert report.findings == ()
    assert report.sections == ("sampul", "peraturan", "depan", "isi", "lanskap", "contoh")
    assert report.tables["umum"] == ("kepala", "nomor", "isi", "kelompok", "jumlah")


SLIPS: dict[str, tuple[Edit, str]] = {
    "misspelt marker": (
        set_text("[[bagian: depan]]", "[[bagan: depan]]"),
        (
            "templat.docx, paragraf ke-7 (“[[bagan: depan]]”): tanda “[[bagan: depan]]” salah tulis\n"
            "  → mungkin maksudnya [[bagian: depan]]"
        ),
    ),
    "bracket lost": (
        lambda word: setattr(word.paragraphs[1].runs[0], "text", "[[ isi ]"),
        "templat.docx, paragraf ke-2 (“[[ isi ]”): tanda “[[ isi ]” salah tulis\n  → mungkin maksudnya [[isi]]",
    ),
    "bracket lost behind blanks": (
        lambda word: setattr(word.paragraphs[1].runs[0], "text", f"[[isi{' ' * 1_000}]"),
        "templat.docx, paragraf ke-2 (“[[isi”): tanda “[[isi ]” salah tulis\n  → mungkin maksudnya [[isi]]",
    ),
    "unknown marker": (
        lambda word: setattr(word.paragraphs[16].runs[0], "text", "[[halaman]]"),
        (
            "templat.docx, paragraf ke-17 (“[[halaman]]”): tanda “[[halaman]]” tidak dikenal dan akan tercetak "
            "apa adanya\n"
            "  → tanda yang dikenal: [[bagian: NAMA]], [[isi]], [[tabel: NAMA]]; peran baris tabel contoh: "
            "[[kepala]], [[isi]] …"
        ),
    ),
    "marker with other text": (
        lambda word: setattr(word.paragraphs[1].runs[0], "text", "Isi: [[isi]]"),
        (
            "templat.docx, paragraf ke-2 (“Isi: [[isi]]”): tanda [[isi]] harus sendirian dalam paragrafnya\n"
            "  → pindahkan teks lain ke paragraf tersendiri"
        ),
    ),
    "marker in a header": (
        lambda word: setattr(word.sections[1].header.paragraphs[0], "text", "[[isi]]"),
        (
            "templat.docx, kepala halaman (word/header2.xml), paragraf ke-1 (“[[isi]]”): tanda di kepala halaman "
            "tidak terbaca\n"
            "  → tanda hanya berlaku di badan dokumen; pindahkan ke paragraf biasa"
        ),
    ),
    "no section break": (
        lambda word: drop(word, "w:p/w:pPr/w:sectPr", 2),
        (
            "templat.docx, paragraf ke-7 (“[[bagian: depan]]”): bagian “depan” tidak ditutup pemisah bagian "
            "sebelum bagian "
            "berikutnya dibuka\n  → sisipkan pemisah bagian di Word: Tata Letak > Pemisah > Bagian, Halaman Berikutnya"
        ),
    ),
    "section without content": (
        lambda word: setattr(word.paragraphs[7].runs[0], "text", ""),
        (
            "templat.docx, paragraf ke-7 (“[[bagian: depan]]”): bagian “depan” tanpa [[isi]]: isinya akan "
            "ditaruh setelah "
            "semua teks tetap\n  → tulis [[isi]] sebagai paragraf di tempat isi"
        ),
    ),
    "two sections of one name": (
        set_text("[[bagian: peraturan]]", "[[bagian: sampul]]"),
        (
            "templat.docx, paragraf ke-4 (“[[bagian: sampul]]”): bagian “sampul” sudah ada di atas\n"
            "  → beri nama lain, atau hapus salah satunya"
        ),
    ),
    "sample table without its marker": (
        set_text("[[tabel: lebar]]", ""),
        (
            "templat.docx, tabel ke-2, baris 1, sel 1 (“[[kepala]]”): tanda di dalam tabel yang bukan tabel "
            "contoh tidak "
            "terbaca\n  → bila ini tabel contoh, tulis [[tabel: umum]] sebagai paragraf tepat di atas tabel; "
            "bila bukan, "
            "hapus tandanya"
        ),
    ),
    "marker without its table": (
        lambda word: drop(word, "w:tbl", 2),
        (
            "templat.docx, paragraf ke-20 (“[[tabel: anggaran]]”): di bawah [[tabel: anggaran]] tidak ada tabel\n"
            "  → sisipkan tabel contohnya tepat di bawah tanda ini"
        ),
    ),
    "role misspelt": (
        lambda word: setattr(
            word.tables[0].rows[4].cells[0].paragraphs[0].runs[0], "text", "[[jumlh]]"
        ),
        (
            "templat.docx, tabel ke-1, baris 5, sel 1 (“[[jumlh]]”): peran [[jumlh]] tidak dikenal\n"
            "  → mungkin maksudnya [[jumlah]]; abaikan bila datanya memakai tingkat itu"
        ),
    ),
    "landscape section on upright paper": (
        lambda word: set_portrait(word.sections[4]),
        (
            "templat.docx, paragraf ke-13 (“[[bagian: lanskap]]”): bagian “lanskap” berkertas tegak, padahal untuk "
            "tabel mendatar\n  → klik di dalam bagian ini, lalu di Word: Tata Letak > Orientasi > Lanskap, diterapkan "
            "ke bagian ini"
        ),
    ),
    "contents without a right tab": (
        lambda word: drop_tabs(word, "toc 2"),
        (
            "templat.docx: gaya “toc 2” tanpa tab kanan: nomor halaman tidak rata di tepi kanan\n"
            "  → di Word: Ubah Gaya > Format > Tab: posisi di tepi kanan teks, perataan Kanan, pengisi titik-titik"
        ),
    ),
    "role in another cell": (
        lambda word: setattr(
            word.tables[0].rows[2].cells[1].paragraphs[0].runs[0], "text", "[[isi]]"
        ),
        (
            "templat.docx, tabel ke-1, baris 3, sel 2 (“[[isi]]”): peran baris hanya terbaca di sel pertama\n"
            "  → pindahkan ke sel pertama baris ini"
        ),
    ),
    "no ordinary row": (
        lambda word: setattr(
            word.tables[1].rows[2].cells[0].paragraphs[0].runs[0], "text", "contoh"
        ),
        (
            "templat.docx, tabel ke-2, baris 1, sel 1 (“[[kepala]]”): tabel contoh “lebar” tidak punya baris [[isi]]\n"
            "  → tambahkan barisnya: tulis perannya di sel pertama"
        ),
    ),
    "text outside of a section": (
        lambda word: word.paragraphs[0].insert_paragraph_before("Petunjuk pemakaian"),
        (
            "templat.docx, paragraf ke-1 (“Petunjuk pemakaian”): teks ini di luar bagian, jadi tidak akan tercetak\n"
            "  → pindahkan ke antara [[bagian: …]] dan pemisah bagiannya, atau hapus"
        ),
    ),
    "style of another name": (
        lambda word: setattr(word.styles["Butir 2"], "name", "butir2"),
        (
            "templat.docx: templat tidak memuat gaya “Butir 2”\n"
            "  → bila “butir2” yang dimaksud, ganti namanya menjadi “Butir 2”"
        ),
    ),
    "styles missing": (
        lambda word: [word.styles[name].delete() for name in ("Kutipan", "Sumber")],
        (
            "templat.docx: templat tidak memuat gaya Kutipan, Sumber\n"
            "  → buat yang dipakai datanya; untuk tahu yang mana, tambahkan --data FOLDER"
        ),
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_told_with_its_place_and_what_to_write_instead(tmp_path: Path, name: str) -> None:
    edit, message = SLIPS[name]

    assert message in said(edited(tmp_path, edit))


TAGS: dict[str, tuple[str, str]] = {
    "split": (
        paragraph("{{ doku", "men.judul }}"),
        (
            "templat.docx, paragraf ke-11 (“{{ dokumen.judul }}”): Word memotong tanda {{ dokumen.judul }} menjadi "
            "“{{ doku” + “men.judul }}”\n"
            "  → tanda ini tetap terisi, dengan rupa potongan pertama; agar pasti, hapus lalu ketik ulang sekaligus"
        ),
    ),
    "one brace": (
        paragraph("Judul: {dokumen.judul}"),
        (
            "templat.docx, paragraf ke-11 (“Judul: {dokumen.judul}”): “{dokumen.judul}” bukan tanda\n"
            "  → tulis {{ dokumen.judul }}"
        ),
    ),
    "not closed": (
        paragraph("{{ dokumen.judul"),
        (
            "templat.docx, paragraf ke-11 (“{{ dokumen.judul”): “{{” dibuka tetapi tidak ditutup dengan “}}”\n"
            "  → yang boleh dalam templat hanya {{ dokumen.KUNCI }} dan {{ tanggal(dokumen.KUNCI) }}"
        ),
    ),
    "unknown name": (
        paragraph("{{ judul }}"),
        (
            "templat.docx, paragraf ke-11 (“{{ judul }}”): “{{ judul }}” tidak dapat dihitung: “judul” tidak dikenal\n"
            "  → mungkin maksudnya {{ dokumen.judul }}; yang boleh dalam templat hanya {{ dokumen.KUNCI }} dan "
            "{{ tanggal(dokumen.KUNCI) }}"
        ),
    ),
    "a method": (
        paragraph("{{ dokumen.judul.upper() }}"),
        (
            "templat.docx, paragraf ke-11 (“{{ dokumen.judul.upper() }}”): yang boleh dipanggil hanya tanggal()\n"
            "  → yang boleh dalam templat hanya {{ dokumen.KUNCI }} dan {{ tanggal(dokumen.KUNCI) }}"
        ),
    ),
}


@pytest.mark.parametrize("name", TAGS)
def test_a_tag_is_judged_where_it_stands(tmp_path: Path, name: str) -> None:
    xml, message = TAGS[name]

    assert said(with_part(tmp_path, "word/document.xml", in_body(xml))) == [message]


def test_with_data_the_template_must_have_what_the_document_uses(
    tmp_path: Path, data_folder: WriteFolder
) -> None:
    view = build_view(read_document(data_folder())[0])

    def spoil(word: WordDocument) -> None:
        set_text("[[bagian: lanskap]]", "[[bagian: lanscape]]")(word)
        set_text("[[tabel: lebar]]", "[[tabel: besar]]")(word)
        word.styles["Sumber"].delete()
        word.styles["Caption"].delete()
        word.styles.add_style("caption", WD_STYLE_TYPE.CHARACTER)
        word.paragraphs[0].insert_paragraph_before(
            "{{ dokumen.penullis }} {{ tanggal(dokumen.judul) }}"
        )

    assert [str(finding) for finding in check_template(edited(tmp_path, spoil), view).findings] == [
        (
            "templat.docx, paragraf ke-1 (“{{ dokumen.penullis }} {{ …”): teks ini di luar bagian, "
            "jadi tidak "
            "akan tercetak\n  → pindahkan ke antara [[bagian: …]] dan pemisah bagiannya, atau hapus"
        ),
        (
            "templat.docx, paragraf ke-1 (“{{ dokumen.penullis }} {{ …”): “{{ dokumen.penullis }}” "
            "tidak dapat "
            "dihitung: “penullis” tidak dikenal\n  → mungkin maksudnya dokumen.penulis; kunci yang ada lihat "
            "dokumen.csv"
        ),
        (
            "templat.docx: gaya “caption” adalah gaya karakter, seharusnya gaya paragraf\n"
            "  → hapus gaya itu di Word lalu buat lagi dengan jenis yang benar"
        ),
        (
            "templat.docx: templat tidak memuat gaya “Sumber”, yang dipakai “pegawai”\n"
            "  → buat gaya paragraf bernama persis begitu di Word, atau ganti namanya di data"
        ),
        (
            "templat.docx: templat tidak memuat [[bagian: lanskap]], yang dipakai “sasaran”\n"
            "  → tulis [[bagian: lanskap]], [[isi]], lalu pemisah bagian"
        ),
        (
            "templat.docx: templat tidak memuat [[tabel: lebar]], yang dipakai tabel “sasaran”\n"
            "  → tulis [[tabel: lebar]] di atas sebuah tabel contoh"
        ),
    ]


def test_the_page_is_told_where_libreoffice_can_measure_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pager, "find_engine", lambda: "soffice")
    monkeypatch.setattr(pager, "find_pages", lambda _content, _engine: {"_Cek6": 3})

    report = pager.check_for_person(
        edited(tmp_path, set_text("[[bagian: depan]]", "[[bagan: depan]]"))
    )

    assert "templat.docx, halaman 3, paragraf ke-7 (“[[bagan: depan]]”)" in [
        str(found.place) for found in report.findings
    ]


# Hostile templates

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">'
        for old, new in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]><w>&j;</w>"
)
HOSTILE_TAGS = {
    "loop": "{% for a in 'x' %}{% endfor %}",
    "comment": "{# hilang #}",
    "include": "{% include '/etc/passwd' %}",
    "class": "{{ ''.__class__.__mro__ }}",
    "range": "{{ range(10**9) }}",
    "power": "{{ 10**10**10 }}",
    "repeat": "{{ 'a' * 10**10 }}",
    "filter": "{{ dokumen.judul|attr('x') }}",
    "brackets": "{{ " + "(" * 5000 + ")" * 5000 + " }}",
    "many open": "{{" * 100_000,
    "method": "{{ dokumen.items }}{{ dokumen.judul.format }}",
}


@pytest.mark.parametrize("name", HOSTILE_TAGS)
@pytest.mark.parametrize(
    "where", ["paragraph", "two paragraphs", "attribute", "comment", "title", "header", "footnotes"]
)
def test_a_template_cannot_run_anything(tmp_path: Path, name: str, where: str) -> None:
    tag = HOSTILE_TAGS[name]
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote>{paragraph(tag)}</w:footnote></w:footnotes>'
    changes: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
        "paragraph": ("word/document.xml", in_body(paragraph(tag))),
        "two paragraphs": ("word/document.xml", in_body(paragraph(tag[:1]) + paragraph(tag[1:]))),
        "attribute": ("word/document.xml", in_body(f'<w:p w:rsidR="{tag}"/>')),
        "comment": ("word/document.xml", in_body(f"<!-- {tag} -->")),
        "title": ("docProps/core.xml", before_end(f"<dc:subject>{tag}</dc:subject>")),
        "header": ("word/header2.xml", before_end(paragraph(tag))),
        "footnotes": ("word/footnotes.xml", lambda _: notes.encode()),
    }
    path = with_part(tmp_path, *changes[where])
    began = time.process_time()

    try:
        errors = check_template(path).errors
    except InputError as error:  # so much that nothing is searched in it
        errors = error.findings

    assert time.process_time() - began < 5
    assert errors
    with pytest.raises(InputError):
        build_with(path)


def build_with(path: Path) -> object:
    return read_template(
        path, {"judul": "Judul", "tanggal_dokumen": "2021-01-29", "penulis": "Dinas"}
    )


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(300 * 2**20))


def nest(path: Path) -> None:
    with_part(path.parent, "word/document.xml", in_body("<w:sdt>" * 20_000 + "</w:sdt>" * 20_000))


UNREADABLE: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda _: None, "templat tidak ditemukan"),
    "text": (lambda path: path.write_text("halo"), "templat bukan berkas .docx atau rusak"),
    "zip bomb": (bomb, "lebih besar dari 200 MiB"),
    "nesting": (nest, "bersarang lebih dari 200 lapis"),
    "entities": (
        lambda path: with_part(path.parent, "word/document.xml", lambda _: LAUGHS.encode()),
        "word/document.xml memuat DOCTYPE atau entitas",
    ),
    "entities in UTF-16": (
        lambda path: with_part(path.parent, "word/styles.xml", lambda _: LAUGHS.encode("utf-16")),
        "word/styles.xml memuat DOCTYPE atau entitas",
    ),
    "no XML": (
        lambda path: with_part(path.parent, "word/document.xml", lambda _: b"<w"),
        "bukan XML yang utuh",
    ),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_safely_is_refused_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    make, message = UNREADABLE[name]
    make(tmp_path / "templat.docx")
    began = time.process_time()

    assert main(["template", "check", str(tmp_path / "templat.docx")]) == 2

    assert time.process_time() - began < 5
    assert message in capsys.readouterr().err


REACHING: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "macro": ("word/vbaProject.bin", lambda _: b"x", "templat memuat makro"),
    "active part": ("word/activeX/a.xml", lambda _: b"<a/>", "objek yang menjalankan program lain"),
    "picture from outside": (
        "word/_rels/document.xml.rels",
        lambda part: part.replace(
            b"</Relationships>",
            b"<Relationship Id='x' Type='http://x/image' Target='http://x/a.png' "
            b"TargetMode='External'/></Relationships>",
        ),
        "relasi eksternal image: http://x/a.png",
    ),
    "field": (
        "word/document.xml",
        in_body(
            "<w:p><w:r><w:instrText> INCLUDE</w:instrText></w:r><w:r><w:instrText>TEXT "
            "/etc/passwd</w:instrText></w:r></w:p>"
        ),
        "bidang INCLUDETEXT",
    ),
}


@pytest.mark.parametrize("name", REACHING)
def test_what_reaches_out_of_the_file_is_a_finding(tmp_path: Path, name: str) -> None:
    part, change, message = REACHING[name]
    path = with_part(tmp_path, part, change)

    assert any(message in text for text in said(path))
    with pytest.raises(InputError):
        build_with(path)


def test_a_link_that_a_reader_may_follow_is_no_danger(tmp_path: Path) -> None:
    link = (
        b"<Relationship Id='x' Type='http://x/hyperlink' Target='https://contoh.go.id' TargetMode='External'/>"
        b"</Relationships>"
    )
    path = with_part(
        tmp_path,
        "word/_rels/document.xml.rels",
        lambda part: part.replace(b"</Relationships>", link),
    )

    assert said(path) == []


def test_an_ordinary_letter_is_told_all_that_it_lacks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    word = Document()
    word.add_paragraph("Surat biasa")
    word.save(str(tmp_path / "surat.docx"))

    assert main(["template", "check", str(tmp_path / "surat.docx")]) == 1

    out = capsys.readouterr().out
    assert "Galat: surat.docx: templat tidak memuat [[bagian: isi]] berkertas tegak" in out
    assert "Galat: surat.docx: templat tidak memuat [[tabel: umum]]" in out
    assert out.splitlines()[-1].startswith("Periksa      : 2 galat, ")


def test_the_command_says_what_the_template_has(
    capsys: pytest.CaptureFixture[str], data_folder: WriteFolder
) -> None:
    assert main(["template", "check", str(TEMPLATE), "--data", str(data_folder())]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(
        "Catatan: renstra.docx: tabel contoh “lebar” tidak punya baris [[tujuan]], [[sasaran]]"
    )
    assert lines[-4] == "Bagian       : sampul, peraturan, depan, isi, lanskap, contoh"
    assert lines[-1] == "Periksa      : 1 catatan"


def test_a_template_without_errors_can_be_built_with(data_folder: WriteFolder) -> None:
    document = read_document(data_folder())[0]
    report: TemplateReport = check_template(TEMPLATE, build_view(document))

    assert {finding.severity for finding in report.findings} == {Severity.INFO}
    assert render_view(build_view(document), TEMPLATE).to_bytes({})[:2] == b"PK"


def test_a_build_says_of_a_bad_template_what_the_check_says_with_its_place(
    data_folder: WriteFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = with_part(tmp_path, "word/document.xml", in_body(paragraph("{{ dokumen.judl }}")))

    assert main(["build", "--data", str(data_folder()), "--template", str(path)]) == 2

    assert (
        "Galat: templat.docx, paragraf ke-11 (“{{ dokumen.judl }}”): “{{ dokumen.judl }}” tidak dapat dihitung: “judl” "
        "tidak dikenal\n  → mungkin maksudnya dokumen.judul; kunci yang ada lihat dokumen.csv\n1 galat\n"
    ) in capsys.readouterr().err


def test_the_builder_alone_names_the_unknown_fact_in_our_words(tmp_path: Path) -> None:
    path = with_part(tmp_path, "word/document.xml", in_body(paragraph("{{ dokumen.judl }}")))

    with pytest.raises(
        InputError, match=r"tanda dalam templat tidak dapat diisi: .*“judl” tidak dikenal"
    ):
        read_template(path, {"judul": "Renstra"})


def test_a_new_template_is_the_starting_one_and_without_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert main(["template", "new", "templat kami.docx"]) == 0

    assert 'renstra template check "templat kami.docx"' in capsys.readouterr().out
    assert (tmp_path / "templat kami.docx").read_bytes() == TEMPLATE.read_bytes()
    assert main(["template", "check", "templat kami.docx"]) == 0


@pytest.mark.parametrize(
    ("name", "problem"), [("ada.docx", "berkas ini sudah ada"), ("baru.dotx", "bukan nama .docx")]
)
def test_a_new_template_replaces_nothing(
    name: str, problem: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "ada.docx").write_bytes(b"milik saya")

    assert main(["template", "new", str(tmp_path / name)]) == 2

    assert problem in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["ada.docx"]
    assert (tmp_path / "ada.docx").read_bytes() == b"milik saya"
