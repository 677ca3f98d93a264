"""Forgeries: whatever prints or carries something else is told, never called unchanged."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from ooxml import Element, W, text_of
from test_verify import DATA, build, read_zip
from word_edits import (
    NAMESPACE,
    OFFICE,
    RELATION,
    RELS,
    TYPES,
    Word,
    add_comment,
    add_part,
    save_word,
    set_text,
)

from renstra_doc.finding import InputError
from renstra_doc.render.identity import digest_parts
from renstra_doc.review.verify.judge import verify_document
from renstra_doc.review.verify.verified import State

AMOUNT, FALSE = "113.053.000", "913.053.000"
STYLES, DATA_PART = "word/styles.xml", "customXml/item1.xml"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
Forgery = Callable[[Word], None]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the shipped document."""
    return build(DATA, tmp_path_factory.mktemp("dokumen") / "renstra.docx")


def amount(root: Element) -> Element:
    """Return the paragraph of the first cell that prints the amount."""
    cells = (node for node in root.iter(W + "p") if text_of(node) == AMOUNT)
    return next(node for node in cells if _parent(node).tag == W + "tc")


def _parent(node: Element) -> Element:
    parent = node.getparent()
    assert parent is not None
    return parent


def prose(root: Element) -> Element:
    paragraphs = root.iter(W + "p")
    return next(p for p in paragraphs if text_of(p).startswith("Menindaklanjuti hal tersebut"))


def make(xml: str) -> Element:
    names = {"w": NAMESPACE, "r": RELATION, "mc": COMPATIBILITY}
    names["m"] = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    known = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in names.items())
    return etree.fromstring(f"<x {known}>{xml}</x>")[0]


def run_of(paragraph: Element) -> Element:
    return next(run for run in paragraph.iter(W + "r") if run.find(W + "t") is not None)


def look_of(run: Element) -> Element:
    look = run.find(W + "rPr")
    if look is None:
        look = make("<w:rPr/>")
        run.insert(0, look)
    return look


def give(xml: str) -> Forgery:
    """Return a forgery that gives the run of the amount a property."""
    return lambda word: look_of(run_of(amount(word.root))).append(make(xml))


def in_run(xml: str) -> Forgery:
    return lambda word: run_of(amount(word.root)).append(make(xml))


def in_cell(xml: str) -> Forgery:
    return lambda word: amount(word.root).append(make(xml))


def after_prose(xml: str) -> Forgery:
    return lambda word: prose(word.root).addnext(make(xml))


def row_look(xml: str) -> Forgery:
    def forge(word: Word) -> None:
        row = next(amount(word.root).iterancestors(W + "tr"))
        look = row.find(W + "trPr")
        assert look is not None
        look.append(make(xml))

    return forge


def cell_look(xml: str) -> Forgery:
    def forge(word: Word) -> None:
        look = _parent(amount(word.root)).find(W + "tcPr")
        assert look is not None
        look.append(make(xml))

    return forge


def table_look(xml: str) -> Forgery:
    def forge(word: Word) -> None:
        look = next(amount(word.root).iterancestors(W + "tbl")).find(W + "tblPr")
        assert look is not None
        look.append(make(xml))

    return forge


def paragraph_look(xml: str) -> Forgery:
    def forge(word: Word) -> None:
        look = prose(word.root).find(W + "pPr")
        assert look is not None
        look.append(make(xml))

    return forge


def in_styles(xml: str, of: Callable[[Element], Element] = prose) -> Forgery:
    """Return a forgery of the style of a paragraph alone."""

    def forge(word: Word) -> None:
        node = of(word.root).find(f"{W}pPr/{W}pStyle")
        assert node is not None
        styles = etree.fromstring(word.parts[STYLES])
        name = node.get(W + "val")
        style = next(s for s in styles.iter(W + "style") if s.get(W + "styleId") == name)
        look = style.find(W + "rPr")
        if look is None:
            look = etree.SubElement(style, W + "rPr")
        look.append(make(xml))
        word.parts[STYLES] = etree.tostring(styles)

    return forge


def other_main(word: Word) -> None:
    other = copy.deepcopy(word.root)
    set_text(amount(other), FALSE)
    word.parts["word/lain.xml"] = etree.tostring(other)
    word.parts["word/_rels/lain.xml.rels"] = word.parts[RELS]
    links = word.parts["_rels/.rels"]
    word.parts["_rels/.rels"] = links.replace(b"word/document.xml", b"word/lain.xml")


def other_header(word: Word) -> None:
    text = f'<w:hdr xmlns:w="{NAMESPACE}"><w:p><w:r><w:t>DOKUMEN LAIN</w:t></w:r></w:p></w:hdr>'
    add_part(word, "word/kepala.xml", text, f"{OFFICE}header+xml", "header")
    reference = list(word.root.iter(W + "headerReference"))[-1]
    reference.set(f"{{{RELATION}}}id", "rId_header")


def footnote(word: Word) -> None:
    prose(word.root).append(make('<w:r><w:footnoteReference w:id="2"/></w:r>'))
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>Angka tidak berlaku.</w:t></w:r></w:p></w:footnote>'
    text = f'<w:footnotes xmlns:w="{NAMESPACE}">{note}</w:footnotes>'
    add_part(word, "word/footnotes.xml", text, f"{OFFICE}footnotes+xml", "footnotes")


def alt_chunk(word: Word) -> None:
    add_part(word, "word/sisip.html", "<p>Pagu lain</p>", "text/html", "aFChunk")
    prose(word.root).addnext(make('<w:altChunk r:id="rId_aFChunk"/>'))


def after_body(word: Word) -> None:
    word.root.append(make("<w:p><w:r><w:t>Di luar badan.</w:t></w:r></w:p>"))


def field(code: str) -> Forgery:
    def forge(word: Word) -> None:
        run = run_of(amount(word.root))
        run.addprevious(make('<w:r><w:fldChar w:fldCharType="begin"/></w:r>'))
        run.addprevious(make(f"<w:r><w:instrText>{code}</w:instrText></w:r>"))
        run.addprevious(make('<w:r><w:fldChar w:fldCharType="separate"/></w:r>'))
        amount(word.root).append(make('<w:r><w:fldChar w:fldCharType="end"/></w:r>'))

    return forge


def simple_field(word: Word) -> None:
    run = run_of(amount(word.root))
    held = make('<w:fldSimple w:instr=" DOCPROPERTY Jumlah "/>')
    run.addprevious(held)
    held.append(run)


def bound_control(word: Word) -> None:
    run = run_of(amount(word.root))
    control = make('<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a"/></w:sdtPr><w:sdtContent/></w:sdt>')
    run.addprevious(control)
    control[1].append(run)


def linked_amount(word: Word) -> None:
    kind = f"{RELATION}/hyperlink"
    link = f'<Relationship Id="rIdX" Type="{kind}" Target="https://x.y" TargetMode="External"/>'
    end = b"</Relationships>"
    word.parts[RELS] = word.parts[RELS].replace(end, link.encode() + end)
    run = run_of(amount(word.root))
    held = make('<w:hyperlink r:id="rIdX"/>')
    run.addprevious(held)
    held.append(run)


def float_over(word: Word) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>999.999</w:t></w:r></w:p></w:txbxContent>"
    amount(word.root).append(make(f"<w:r><w:pict>{box}</w:pict></w:r>"))


def hidden_column(word: Word) -> None:
    """Make the cell of the amount the second part of a merge: Word shows it no more."""
    look = _parent(amount(word.root)).find(W + "tcPr")
    assert look is not None
    look.append(make("<w:vMerge/>"))


def split_by_comment(word: Word) -> None:
    """Put an XML comment into the text: what follows it must not be lost."""
    paragraph = amount(word.root)
    node = run_of(paragraph).find(W + "t")
    assert node is not None
    node.text = "113.053.000"
    node.append(etree.Comment("x"))
    node[0].tail = "0"


def numbered_amount(word: Word) -> None:
    """Let a list number stand before the amount."""
    numbers = next(node for node in word.root.iter(W + "numPr"))
    look = amount(word.root).find(W + "pPr")
    assert look is not None
    look.append(copy.deepcopy(numbers))


def other_data(word: Word) -> None:
    set_text(amount(word.root), FALSE)
    word.parts[DATA_PART] = word.parts[DATA_PART].replace(b"113053000", b"913053000", 1)


def second_identity(word: Word) -> None:
    word.parts["customXml/item0.xml"] = word.parts[DATA_PART]
    other_data(word)


def stray_part(word: Word) -> None:
    word.parts["word/rahasia.xml"] = b"<a/>"


def macro(word: Word) -> None:
    add_part(word, "word/vbaProject.bin", "x", "application/vnd.ms-office.vbaProject", "vbaProject")


def comment(word: Word) -> None:
    add_comment(word, prose(word.root), "Angka ini salah.", ("Penelaah Satu", "2026-03-02"))


def silent_revision(word: Word) -> None:
    """Track a change that says in the end what stood there: it is told nevertheless."""
    run = run_of(prose(word.root))
    mark = make('<w:ins w:id="1" w:author="x" w:date="2026-01-01T00:00:00Z"/>')
    run.addprevious(mark)
    mark.append(run)


def tracked_look(word: Word) -> None:
    change = (
        '<w:rPrChange w:id="1" w:author="x" w:date="2026-01-01T00:00:00Z"><w:rPr/></w:rPrChange>'
    )
    look_of(run_of(prose(word.root))).append(make(change))


def choice(word: Word) -> None:
    inner = "<w:p><w:r><w:t>Kalimat palsu.</w:t></w:r></w:p>"
    branches = (
        f'<mc:Choice xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
        f'Requires="w14">{inner}</mc:Choice><mc:Fallback>{inner}</mc:Fallback>'
    )
    prose(word.root).addnext(make(f"<mc:AlternateContent>{branches}</mc:AlternateContent>"))


def embedded_font(word: Word) -> None:
    """Bring letters along that may draw other digits."""
    name = "word/fontTable.xml"
    assert name in word.parts
    link = f'<Relationship Id="rIdF" Type="{RELATION}/font" Target="fonts/font1.odttf"/>'
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    rels = f'<Relationships xmlns="{space}">{link}</Relationships>'
    word.parts["word/_rels/fontTable.xml.rels"] = rels.encode()
    word.parts["word/fonts/font1.odttf"] = b"huruf"


def black_on_black(word: Word) -> None:
    give('<w:color w:val="000000"/>')(word)
    give('<w:highlight w:val="black"/>')(word)


def black_page(word: Word) -> None:
    word.root.insert(0, make('<w:background w:color="000000"/>'))


FORGERIES: dict[str, tuple[Forgery, str]] = {
    "bagian utama lain": (other_main, FALSE),
    "kepala lain": (other_header, "DOKUMEN LAIN"),
    "isi pilihan": (choice, "Kalimat palsu."),
    "catatan kaki": (footnote, "catatan kaki"),
    "altChunk": (alt_chunk, "altChunk"),
    "sesudah body": (after_body, "isi di luar badan dokumen"),
    "sym": (in_run('<w:sym w:font="Arial" w:char="0030"/>'), "113.053.0000"),
    "ruby": (
        in_cell(
            "<w:r><w:ruby><w:rt><w:r><w:t>9</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>.999</w:t>"
            "</w:r></w:rubyBase></w:ruby></w:r>"
        ),
        "teks ruby",
    ),
    "rumus": (in_cell("<m:oMath><m:r><m:t>+800</m:t></m:r></m:oMath>"), "rumus"),
    "gaya paragraf lenyap": (in_styles("<w:vanish/>"), "dihapus"),
    "gaya sel lenyap": (in_styles('<w:vanish w:val="on"/>', amount), "teks tersembunyi"),
    "baris tersembunyi": (row_look("<w:hidden/>"), "baris tersembunyi"),
    "baris setinggi nol": (
        row_look('<w:trHeight w:val="1" w:hRule="exact"/>'),
        "baris tersembunyi",
    ),
    "bidang QUOTE": (field('QUOTE "913"'), "bidang QUOTE"),
    "bidang sederhana": (simple_field, "bidang DOCPROPERTY"),
    "bidang IF": (field('IF 1 = 1 "913"'), "bidang IF"),
    "bidang rumus": (field("= 1 + 1"), "bidang ="),
    "bidang SEQ berangka lain": (field("SEQ Tabel \\r 913"), "bidang SEQ"),
    "bidang REF": (field("REF lain"), "bidang REF"),
    "komentar": (comment, "1 komentar"),
    "kontrol terikat data": (bound_control, "kontrol isian yang terikat data lain"),
    "tautan ke luar": (linked_amount, "tautan ke luar"),
    "kotak di atas angka": (float_over, "999.999"),
    "sel gabungan": (hidden_column, "sel gabungan yang menyembunyikan teks"),
    "teks putih": (give('<w:color w:val="FFFFFF"/>'), ""),
    "teks sangat kecil": (give('<w:sz w:val="2"/>'), "teks yang terlalu kecil"),
    "teks sangat sempit": (give('<w:w w:val="1"/>'), "teks yang terlalu sempit"),
    "huruf simbol": (
        give('<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'),
        "teks berhuruf simbol",
    ),
    "kanan ke kiri": (give("<w:rtl/>"), "teks dari kanan ke kiri"),
    "digeser ke bawah": (give('<w:position w:val="-400"/>'), "teks yang digeser"),
    "huruf bertumpuk": (give('<w:spacing w:val="-300"/>'), "teks yang digeser"),
    "hitam di atas hitam": (black_on_black, "teks hitam di atas latar gelap"),
    "huruf tertanam": (embedded_font, "huruf tertanam"),
    "halaman hitam": (black_page, "latar halaman yang gelap"),
    "tabel terbalik": (table_look("<w:bidiVisual/>"), "tabel dari kanan ke kiri"),
    "tabel mengambang": (table_look('<w:tblpPr w:tblpX="9000"/>'), "tabel yang mengambang"),
    "bingkai": (paragraph_look('<w:framePr w:x="20000"/>'), "bingkai"),
    "di luar halaman": (paragraph_look('<w:ind w:left="-20000"/>'), "tidak terlihat di halaman"),
    "jarak baris nol": (
        paragraph_look('<w:spacing w:line="1" w:lineRule="exact"/>'),
        "tidak terlihat di halaman",
    ),
    "dicoret": (give("<w:dstrike/>"), "[dicoret: 113.053.000]"),
    "komentar XML": (split_by_comment, "113.053.0000"),
    "nomor di depan angka": (numbered_amount, "nomor butir"),
    "bagian yang tidak terhubung": (stray_part, "bagian yang tidak terhubung"),
    "makro": (macro, "makro"),
    "tanggal otomatis": (in_run("<w:dayLong/>"), "tanggal otomatis"),
    "teks dibalik": (
        after_prose('<w:p><w:bdo w:val="rtl"><w:r><w:t>1</w:t></w:r></w:bdo></w:p>'),
        "teks yang dibalik arahnya",
    ),
    "unsur asing": (
        after_prose('<y:z xmlns:y="urn:y"><w:p><w:r><w:t>9</w:t></w:r></w:p></y:z>'),
        "unsur Word yang tidak dikenal (z)",
    ),
    "perubahan Track Changes tanpa akibat": (silent_revision, "perubahan Track Changes"),
    "rupa terlacak": (tracked_look, "perubahan rupa dalam Track Changes"),
    "identitas kedua": (second_identity, "data XML lain"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_no_forgery_is_called_unchanged(shipped: Path, tmp_path: Path, name: str) -> None:
    forge, told = FORGERIES[name]
    word = Word(read_zip(shipped))
    forge(word)
    forged = save_word(word, tmp_path / "palsu.docx")

    verdict = verify_document(forged)

    assert verdict.state in {State.EDITED, State.HOLDS_MORE}
    said = [
        *(f"{edit.did} {edit.spot} {edit.old} {edit.new}" for edit in verdict.edits),
        *map(str, verdict.strangers),
        f"{len(verdict.comments)} komentar",
    ]
    assert told in "\n".join(said)


def test_a_file_that_was_only_saved_again_is_unchanged(shipped: Path, tmp_path: Path) -> None:
    word = Word(read_zip(shipped))
    for paragraph in word.root.iter(W + "p"):
        paragraph.set(W + "rsidR", "00A1B2C3")

    assert verify_document(save_word(word, tmp_path / "a.docx")).state is State.RESAVED


@pytest.mark.parametrize("value", ["0", "false", "off"])
def test_a_property_that_is_switched_off_is_none(shipped: Path, tmp_path: Path, value: str) -> None:
    word = Word(read_zip(shipped))
    for name in ("vanish", "strike", "rtl"):
        look_of(run_of(amount(word.root))).append(make(f'<w:{name} w:val="{value}"/>'))
    numbering = etree.fromstring(word.parts["word/numbering.xml"])
    for level in numbering.iter(W + "lvl"):
        level.insert(2, make(f'<w:isLgl w:val="{value}"/>'))
    word.parts["word/numbering.xml"] = etree.tostring(numbering)

    assert verify_document(save_word(word, tmp_path / "a.docx")).state is State.RESAVED


def test_data_and_text_changed_together_are_proven_by_the_folder_only(
    shipped: Path, tmp_path: Path
) -> None:
    word = Word(read_zip(shipped))
    other_data(word)
    forged = save_word(word, tmp_path / "a.docx")

    alone, proven = verify_document(forged), verify_document(forged, DATA)

    assert alone.state is State.RESAVED
    assert "hanya terbukti dengan: --data FOLDER" in alone.remarks[-1]
    assert (proven.state, proven.edits[0].new) == (State.EDITED, FALSE)


def test_a_document_that_was_rewritten_as_a_whole_vouches_for_itself_only(
    shipped: Path, tmp_path: Path
) -> None:
    word = Word(read_zip(shipped))
    other_data(word)
    word.parts["word/document.xml"] = etree.tostring(word.root)
    item = re.sub(
        rb'templat="[0-9a-f]{64}"', b'templat="' + b"a" * 64 + b'"', word.parts[DATA_PART]
    )
    digest = digest_parts(word.parts).encode()
    word.parts[DATA_PART] = re.sub(rb'sidik="[0-9a-f]{64}"', b'sidik="' + digest + b'"', item)
    forged = save_word(word, tmp_path / "a.docx")

    alone, proven = verify_document(forged), verify_document(forged, DATA)

    assert not alone.is_proven
    assert not proven.is_proven
    assert proven.edits
    assert not any("bukan dari suntingan" in remark for remark in proven.remarks)


def test_a_file_whose_data_are_gone_is_compared_by_its_content(
    shipped: Path, tmp_path: Path
) -> None:
    word = Word(read_zip(shipped))
    word.parts = {name: data for name, data in word.parts.items() if "customXml" not in name}
    word.parts[RELS] = re.sub(rb"<Relationship [^>]*customXml[^>]*/>", b"", word.parts[RELS])
    word.parts[TYPES] = re.sub(rb"<Override [^>]*customXml[^>]*/>", b"", word.parts[TYPES])
    same = save_word(word, tmp_path / "a.docx")
    set_text(amount(word.root), FALSE)
    other = save_word(word, tmp_path / "b.docx")

    assert verify_document(same, DATA).state is State.RESAVED
    (edit,) = verify_document(other, DATA).edits
    assert (edit.old, edit.new) == (AMOUNT, FALSE)
    with pytest.raises(InputError, match="tandanya sudah dihapus"):
        verify_document(same)
