"""Forgeries that change no word: looks, sections, headers, settings, parts beside the text."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from ooxml import Element, W, text_of
from test_forgeries import Forgery, make
from test_verify import DATA, build, read_zip
from word_edits import NAMESPACE, OFFICE, RELATION, TYPES, Word, add_part, save_word

from renstra_doc.review.verify.judge import verify_document
from renstra_doc.review.verify.verified import State, Verdict

SETTINGS, STYLES, NUMBERING = "word/settings.xml", "word/styles.xml", "word/numbering.xml"
SOFFICE = shutil.which("soffice")
ENGINE = """
import sys, docbuilder
builder = docbuilder.CDocBuilder()
builder.OpenFile(sys.argv[1], "")
builder.SaveFile("docx", sys.argv[2])
builder.CloseFile()
"""


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the shipped document."""
    return build(DATA, tmp_path_factory.mktemp("dokumen") / "renstra.docx")


def paragraph(word: Word) -> Element:
    texts = word.root.iter(W + "p")
    return next(p for p in texts if text_of(p).startswith("Menindaklanjuti hal tersebut"))


def cell(word: Word) -> Element:
    cells = (node for node in word.root.iter(W + "tc") if text_of(node) == "75.083.520")
    return next(cells)


def look_in(node: Element, name: str) -> Element:
    look = node.find(W + name)
    if look is None:
        look = make(f"<w:{name}/>")
        node.insert(0, look)
    return look


def put(look: Element, xml: str) -> None:
    node = make(xml)
    for old in look.findall(str(node.tag)):
        look.remove(old)
    look.append(node)


def letters(xml: str) -> Forgery:
    return lambda word: put(look_in(next(paragraph(word).iter(W + "r")), "rPr"), xml)


def form(xml: str) -> Forgery:
    return lambda word: put(look_in(paragraph(word), "pPr"), xml)


def box(xml: str) -> Forgery:
    return lambda word: put(look_in(cell(word), "tcPr"), xml)


def in_part(name: str, change: Callable[[Element], object]) -> Forgery:
    def forge(word: Word) -> None:
        root = etree.fromstring(word.parts[name])
        change(root)
        word.parts[name] = etree.tostring(root)

    return forge


def setting(xml: str) -> Forgery:
    return in_part(SETTINGS, lambda root: root.append(make(xml)))


def section(number: int, change: Callable[[Element], object]) -> Forgery:
    def forge(word: Word) -> None:
        change(list(word.root.iter(W + "sectPr"))[number])

    return forge


def attribute(name: str, key: str, value: str) -> Callable[[Element], object]:
    def change(node: Element) -> None:
        found = node.find(W + name)
        assert found is not None
        found.set(W + key, value)

    return change


def exchange(kind: str) -> Forgery:
    """Exchange the headers or footers of two sections."""

    def forge(word: Word) -> None:
        sections = list(word.root.iter(W + "sectPr"))
        first, second = (next(sections[number].iter(W + kind)) for number in (3, 0))
        key = f"{{{RELATION}}}id"
        first.attrib[key], second.attrib[key] = second.attrib[key], first.attrib[key]

    return forge


def other_page_number(word: Word) -> None:
    entries = (p for p in word.root.iter(W + "p") if p.find(W + "hyperlink") is not None)
    entry = next(p for p in entries if "Latar Belakang" in text_of(p))
    list(entry.iter(W + "t"))[-1].text = "99"


def theme_font(root: Element) -> None:
    for fonts in root.iter(W + "rFonts"):
        fonts.set(W + "asciiTheme", "minorHAnsi")


def wordart(root: Element) -> None:
    node = next(root.iter(W + "p"))
    art = (
        f'<w:r xmlns:w="{NAMESPACE}"><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">'
        '<v:textpath string="TIDAK BERLAKU"/></v:shape></w:pict></w:r>'
    )
    node.append(etree.fromstring(art))


def table_style(xml: str) -> Forgery:
    def change(root: Element) -> None:
        for style in root.iter(W + "style"):
            if style.get(W + "type") == "table":
                style.append(make(xml))

    return in_part(STYLES, change)


def default_look(root: Element) -> None:
    found = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    assert found is not None
    found.append(make('<w:u w:val="single"/>'))


def white_numbers(root: Element) -> None:
    for level in root.iter(W + "lvl"):
        put(look_in(level, "rPr"), '<w:color w:val="FFFFFF"/>')


def frames(word: Word) -> None:
    text = f'<w:webSettings xmlns:w="{NAMESPACE}"><w:frameset/></w:webSettings>'
    add_part(word, "word/webSettings.xml", text, f"{OFFICE}webSettings+xml", "webSettings")


def other_title(word: Word) -> None:
    core = word.parts["docProps/core.xml"]
    word.parts["docProps/core.xml"] = re.sub(rb"(<dc:title>)[^<]*", rb"\1Dokumen lain", core)


def other_type(word: Word) -> None:
    word.parts[TYPES] = word.parts[TYPES].replace(b"document.main+xml", b"document.glossary+xml")


def outer_template(word: Word) -> None:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    word.parts["word/_rels/settings.xml.rels"] = (
        f'<Relationships xmlns="{space}"><Relationship Id="rId1" TargetMode="External" '
        f'Type="{RELATION}/attachedTemplate" Target="http://x/y.dotm"/></Relationships>'
    ).encode()


def no_page_field(root: Element) -> None:
    for node in [*root.iter(W + "fldChar"), *root.iter(W + "instrText")]:
        parent = node.getparent()
        assert parent is not None
        parent.remove(node)


def swap_boxes(word: Word) -> None:
    """Let two boxes of the chart change their texts."""
    boxes = (node for node in word.root.iter(W + "txbxContent"))
    first, second = (next(node.iter(W + "t")) for node in [next(boxes), next(boxes)])
    first.text, second.text = second.text, first.text


def table_ground(word: Word) -> None:
    table = next(cell(word).iterancestors(W + "tbl"))
    put(look_in(table, "tblPr"), '<w:shd w:val="clear" w:fill="202020"/>')


def other_contents(word: Word) -> None:
    """Let the next update of the list of contents leave the subchapters out."""
    codes = (node for node in word.root.iter(W + "instrText") if " TOC " in (node.text or ""))
    code = next(codes)
    code.text = (code.text or "").replace('"1-2"', '"1-1"')


FORGERIES: dict[str, tuple[Forgery, str]] = {
    "kepala tertukar": (exchange("headerReference"), "kepala default"),
    "kaki tertukar": (exchange("footerReference"), "kaki default"),
    "nomor halaman mulai": (section(3, attribute("pgNumType", "start", "7")), "mulai 7"),
    "bentuk nomor halaman": (section(3, attribute("pgNumType", "fmt", "upperRoman")), "upperRoman"),
    "tepi halaman": (section(3, attribute("pgMar", "left", "3000")), "tepi left 3000"),
    "arah kertas": (section(4, attribute("pgSz", "orient", "portrait")), "arah kertas"),
    "dua kolom": (section(3, attribute("cols", "num", "2")), "kolom halaman 2"),
    "nomor baris": (section(3, lambda s: s.append(make("<w:lnNumType/>"))), "nomor baris"),
    "halaman pertama lain": (section(3, lambda s: s.append(make("<w:titlePg/>"))), "pertama"),
    "halaman genap lain": (setting("<w:evenAndOddHeaders/>"), "halaman genap"),
    "nomor halaman di daftar isi": (other_page_number, "99"),
    "nomor halaman bukan bidang": (in_part("word/footer4.xml", no_page_field), "{PAGE}"),
    "huruf tema": (in_part(STYLES, theme_font), "jenis huruf"),
    "WordArt di kepala": (in_part("word/header4.xml", wordart), "TIDAK BERLAKU"),
    "tebal": (letters("<w:b/>"), "tebal"),
    "miring": (letters("<w:i/>"), "miring"),
    "garis bawah": (letters('<w:u w:val="double"/>'), "bergaris bawah"),
    "warna": (letters('<w:color w:val="F0F0F0"/>'), "warna F0F0F0"),
    "warna tema": (letters('<w:color w:val="auto" w:themeColor="accent1"/>'), "warna"),
    "warna tema lebih muda": (
        letters('<w:color w:val="000000" w:themeColor="text1" w:themeTint="33"/>'),
        "warna CCCCCC",
    ),
    "ukuran": (letters('<w:sz w:val="9"/>'), "ukuran 4.5"),
    "huruf besar": (letters("<w:caps/>"), "huruf besar"),
    "pangkat": (letters('<w:vertAlign w:val="superscript"/>'), "letak huruf"),
    "sorotan": (letters('<w:highlight w:val="red"/>'), "sorotan red"),
    "jenis huruf": (letters('<w:rFonts w:ascii="Papyrus" w:hAnsi="Papyrus"/>'), "papyrus"),
    "jarak huruf": (letters('<w:spacing w:val="100"/>'), "jarak huruf"),
    "huruf kompleks": (letters("<w:cs/>"), "huruf kompleks"),
    "dimampatkan": (letters('<w:fitText w:val="10"/>'), "dimampatkan"),
    "tanpa isi": (
        letters('<q:textFill xmlns:q="http://schemas.microsoft.com/office/word/2010/wordml"/>'),
        "hiasan huruf textFill",
    ),
    "rata kanan": (form('<w:jc w:val="right"/>'), "rata right"),
    "takuk": (form('<w:ind w:left="5000"/>'), "takuk kiri 5000"),
    "kanan ke kiri": (form("<w:bidi/>"), "dari kanan ke kiri"),
    "gaya": (form('<w:pStyle w:val="Heading1"/>'), "gaya heading 1"),
    "halaman baru": (form("<w:pageBreakBefore/>"), "halaman baru"),
    "jarak baris": (form('<w:spacing w:line="100" w:lineRule="exact"/>'), "tinggi baris teks"),
    "latar sel": (box('<w:shd w:val="clear" w:fill="202020"/>'), "latar sel 202020"),
    "latar tema lebih tua": (
        box('<w:shd w:val="clear" w:themeFill="background1" w:themeFillShade="40"/>'),
        "latar sel 3F3F3F",
    ),
    "latar tabel": (table_ground, "latar tabel (“202020”)"),
    "daftar isi menghimpun lain": (other_contents, 'daftar yang menghimpun hal lain (“\\o "1-1"'),
    "lebar sel": (box('<w:tcW w:w="10" w:type="dxa"/>'), "lebar sel 10"),
    "sel digabung": (box('<w:vMerge w:val="restart"/>'), "sel digabung"),
    "arah teks sel": (box('<w:textDirection w:val="btLr"/>'), "arah teks sel"),
    "gaya tabel": (table_style('<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'), "warna FFFFFF"),
    "gaya tabel bersyarat": (
        table_style('<w:tblStylePr w:type="lastCol"><w:rPr><w:strike/></w:rPr></w:tblStylePr>'),
        "lastCol: strike",
    ),
    "rupa bawaan": (in_part(STYLES, default_look), "bergaris bawah"),
    "nomor butir putih": (in_part(NUMBERING, white_numbers), "nomor butir: warna FFFFFF"),
    "garis catatan kaki": (
        lambda word: paragraph(word).append(make("<w:r><w:separator/></w:r>")),
        "garis catatan kaki",
    ),
    "arah dibalik": (
        lambda word: paragraph(word).append(make('<w:dir w:val="rtl"><w:r/></w:dir>')),
        "dibalik arahnya",
    ),
    "perlindungan": (
        setting('<w:documentProtection w:edit="readOnly" w:enforcement="1"/>'),
        "perlindungan dokumen",
    ),
    "warna tema ditukar": (setting('<w:clrSchemeMapping w:bg1="dark1"/>'), "warna tema"),
    "perbarui bidang": (setting("<w:updateFields/>"), "memperbarui bidang"),
    "variabel": (setting('<w:docVars><w:docVar w:name="a"/></w:docVars>'), "variabel dokumen"),
    "bingkai web": (frames, "kumpulan bingkai"),
    "judul berkas": (other_title, "title: Dokumen lain"),
    "jenis isi": (other_type, "jenis isinya lain"),
    "dua kotak tertukar": (swap_boxes, "kotak"),
    "templat luar": (outer_template, "attachedTemplate"),
}


def say(verdict: Verdict) -> str:
    told = [f"{edit.spot}: {edit.old} → {edit.new}" for edit in verdict.edits]
    return "\n".join([*told, *map(str, verdict.strangers)])


@pytest.mark.parametrize("name", FORGERIES)
def test_what_looks_otherwise_is_told(shipped: Path, tmp_path: Path, name: str) -> None:
    forge, told = FORGERIES[name]
    word = Word(read_zip(shipped))
    forge(word)

    verdict = verify_document(save_word(word, tmp_path / "palsu.docx"), DATA)

    assert verdict.state in {State.EDITED, State.HOLDS_MORE, State.OTHER_LOOK}
    assert told.lower() in say(verdict).lower()


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice belum dipasang")
def test_what_libreoffice_saved_again_looks_the_same(shipped: Path, tmp_path: Path) -> None:
    assert SOFFICE is not None
    profile = f"-env:UserInstallation=file://{tmp_path / 'profil'}"
    form = ("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "lo"))
    command = [SOFFICE, "--headless", profile, *form, str(shipped)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)

    verdict = verify_document(tmp_path / "lo" / shipped.name, DATA)

    assert (verdict.state, say(verdict)) == (State.RESAVED, "")


def test_what_onlyoffice_saved_again_looks_the_same(shipped: Path, tmp_path: Path) -> None:
    pytest.importorskip("docbuilder", reason="document-builder belum dipasang")
    saved = tmp_path / "oo.docx"
    command = [sys.executable, "-c", ENGINE, str(shipped), str(saved)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)

    verdict = verify_document(_without_mark(saved), DATA)

    assert (verdict.state, say(verdict)) == (State.RESAVED, "")


def _without_mark(path: Path) -> Path:
    """Take out what an unregistered engine writes across each page."""
    word = Word(read_zip(path))
    for name, data in word.parts.items():
        if name.startswith("word/header") and b"Unregistered" in data:
            root = etree.fromstring(data)
            for run in list(root.iter(W + "r")):
                parent = run.getparent()
                if parent is not None and b"Unregistered" in etree.tostring(run):
                    parent.remove(run)
            word.parts[name] = etree.tostring(root)
    return save_word(word, path)
