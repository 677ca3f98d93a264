"""Make templates/renstra.docx, the Word template, from nothing.

The .docx is the source once it exists: people open it in Word and restyle it. This
script only shows how it came to be, and makes it again with the same bytes:

    python tools/make_template.py [OUTPUT]

The XML is noted in short: `ind:left=8mm,hanging=8mm` is an element with attributes,
`jc=center` one with w:val, `tabs(…)` one with children, 'a b' a value with a blank.
Elements stand in the order that the schema of WordprocessingML prescribes.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from zipfile import ZipFile, ZipInfo

from docx import Document
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import nsmap, qn
from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

OUTPUT = Path(__file__).resolve().parent.parent / "templates" / "renstra.docx"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
MADE = "2021-01-01T00:00:00Z"

Element: TypeAlias = etree._Element  # noqa: SLF001  lxml has no public name for it

# ----------------------------------------------------------------- XML noted in short

VALUE = r"(?:'[^']*'|[^\s,()']+)"
TOKEN = re.compile(rf"(\))|(\w+)(=|:)?((?:[\w.=,]|{VALUE})*)(\()?")
ATTRIBUTE = re.compile(rf"([\w.]+)=({VALUE})")
MEASURE = re.compile(r"([\d.]+)(mm|pt)")
TWIPS = {"mm": 1440 / 25.4, "pt": 20}


def twips(value: str) -> str:
    """Give a measure with its unit in twips, and anything else as it is."""
    found = MEASURE.fullmatch(value)
    return str(round(float(found[1]) * TWIPS[found[2]])) if found else value


def empty(tag: str, kind: str, rest: str) -> Element:
    """Make one element from its noted tag and attributes."""
    element = etree.Element(qn(f"w:{tag}"), nsmap={k: nsmap[k] for k in "wr"})
    noted = f"val={rest}" if kind == "=" else rest
    for name, value in ATTRIBUTE.findall(noted):
        space, _, local = name.rpartition(".")
        element.set(qn(f"{space or 'w'}:{local}"), twips(value.strip("'")))
    return element


def elements(noted: str) -> list[Element]:
    """Make the elements of a short note."""
    open_ones = [empty("note", "", "")]
    for close, tag, kind, rest, opens in TOKEN.findall(noted):
        if close:
            open_ones.pop()
            continue
        element = empty(tag, kind, rest)
        open_ones[-1].append(element)
        if opens:
            open_ones.append(element)
    return list(open_ones[0])


def w(noted: str, *children: Element) -> Element:
    """Make one element of a short note, and put further children into it."""
    (element,) = elements(noted)
    element.extend(children)
    return element


def run(text: str, look: str = "", tag: str = "t") -> Element:
    """Make a run of text; blanks at its ends are kept."""
    words = w(tag if text == text.strip() else f"{tag}:xml.space=preserve")
    words.text = text
    return w(f"r(rPr({look}))" if look else "r", words)


def paragraph(style: str, *content: Element) -> Element:
    """Make a paragraph in the named style."""
    return w(f"p(pPr(pStyle={style_id(style)}))", *content)


# ---------------------------------------------------------------------- the page's look

SERIF, NARROW, MONO = "Bookman Old Style", "Arial Narrow", "Courier New"
BOOKMAN = f"rFonts:ascii='{SERIF}',hAnsi='{SERIF}',eastAsia='{SERIF}',cs='{SERIF}'"
ARIAL = BOOKMAN.replace(SERIF, NARROW)
COURIER = BOOKMAN.replace(SERIF, MONO)
# Each font's free stand-in of the same widths tells other programs what to take.
FONTS = f"""
font:name='{NARROW}'(altName='Liberation Sans Narrow' panose1=020B0606020202030204
  charset=00 family=swiss pitch=variable)
font:name='{SERIF}'(altName='URW Bookman' panose1=02050604050505020204
  charset=00 family=roman pitch=variable)
font:name='{MONO}'(altName='Liberation Mono' panose1=02070309020205020404
  charset=00 family=modern pitch=fixed)
"""


class Style(NamedTuple):
    """A paragraph style: its properties of paragraph and type, noted in short."""

    name: str
    based: str
    following: str
    par: str
    type: str


BODY_SIZE = 24
LINE_TWIPS = 15  # 1,5 times half a point
KEEP = "keepNext keepLines"
TAB = "tab:val=left,pos="
FRAME = " ".join(
    f"{side}:val=single,sz=6,space=4,color=7F7F7F" for side in ("top", "left", "bottom", "right")
)
DOTS = "tab:val=right,leader=dot,pos=165mm"
# A name, `<` the style it is based on, `>` the style that follows it; below them the
# properties of the paragraph | of the type. The lists of contents have no right indent:
# LibreOffice 7.4 loses the page number behind a tab stop that lies beyond it.
#
# A style that states its spacing gets an exact line height of 1,5 times its size with it
# (`spaced`): each engine takes a natural height out of the font in its own way, and pages
# part. `Bagan` and Normal have none, since an exact height would cut a picture; heads and feet
# of pages have a least one, for a logo.
STYLES = f"""
heading 1 > Paragraf
  {KEEP} pageBreakBefore spacing:before=0,after=18pt jc=center outlineLvl=0 | b sz=28
heading 2 > Paragraf
  {KEEP} tabs({TAB}12mm) spacing:before=12pt,after=6pt
  ind:left=12mm,hanging=12mm outlineLvl=1 | b sz=24
heading 3 > Paragraf
  {KEEP} tabs({TAB}15mm) spacing:before=6pt,after=6pt
  ind:left=15mm,hanging=15mm outlineLvl=2 | b sz=24
Judul Depan > Paragraf
  {KEEP} spacing:before=0,after=18pt jc=center outlineLvl=0 | b sz=28
Paragraf
  spacing:after=6pt ind:firstLine=12.5mm jc=both
Paragraf 1 < Paragraf
  ind:left=8mm,firstLine=0
Paragraf 2 < Paragraf
  ind:left=16mm,firstLine=0
Paragraf 3 < Paragraf
  ind:left=24mm,firstLine=0
Butir 1 < Paragraf
  tabs({TAB}8mm) spacing:after=3pt ind:left=8mm,hanging=8mm
Butir 2 < Paragraf
  tabs({TAB}16mm) spacing:after=3pt ind:left=16mm,hanging=8mm
Butir 3 < Paragraf
  tabs({TAB}24mm) spacing:after=3pt ind:left=24mm,hanging=8mm
Kutipan > Paragraf
  keepLines spacing:before=6pt,after=12pt ind:left=15mm,right=15mm jc=center | i
Sistematika 1
  keepNext spacing:before=6pt,after=3pt ind:left=8mm | b
Sistematika 2
  tabs({TAB}18mm) spacing:after=3pt ind:left=18mm,hanging=10mm
Tanda Tangan
  {KEEP} spacing:before=12pt,after=0 ind:left=85mm contextualSpacing jc=center
Tanda Tangan Berdampingan < Tanda Tangan
  spacing:before=0,after=0 ind:left=0
Tanda Tangan Peraturan < Tanda Tangan
  ind:left=85mm jc=left
Pengundangan < Tanda Tangan Peraturan
  ind:left=0,right=60mm jc=left
Ruang
  keepNext spacing:line=18mm,lineRule=exact
caption
  {KEEP} spacing:before=12pt,after=6pt jc=center | b
Sumber > Paragraf
  spacing:before=3pt,after=12pt | i sz=18
Judul Bagan > Bagan
  {KEEP} spacing:before=6pt,after=12pt jc=center | b
Bagan
  jc=center
Gambar
  keepNext spacing:before=6pt,after=6pt,line=240,lineRule=auto jc=center
Judul Gambar > Paragraf
  keepLines spacing:before=3pt,after=12pt jc=center | b
Teks Grafik
  | {ARIAL} sz=18
footnote text
  jc=both | sz=20
Kotak Bagan
  spacing:before=0,after=0 jc=center | {ARIAL} sz=18
toc 1
  tabs({TAB}28mm {DOTS}) spacing:before=5pt,after=3pt ind:left=28mm,hanging=28mm,right=14mm | b
toc 2
  tabs({TAB}40mm {DOTS}) spacing:after=3pt ind:left=40mm,hanging=12mm,right=14mm
toc 3
  tabs({TAB}55mm {DOTS}) spacing:after=3pt ind:left=55mm,hanging=15mm,right=14mm
table of figures
  tabs({TAB}28mm {DOTS}) spacing:after=3pt ind:left=28mm,hanging=28mm,right=14mm
Sampul Tahun
  spacing:before=6pt,after=12pt jc=center | b sz=56
Sampul Judul
  spacing:before=6pt,after=6pt jc=center | b sz=40
Lambang Sampul
  keepNext pBdr({FRAME}) spacing:before=30pt,after=48pt,line=48mm,lineRule=exact
  ind:left=62mm,right=62mm jc=center
Ruang Sampul
  spacing:line=85mm,lineRule=exact
Lambang
  keepNext spacing:before=0,after=6pt,line=27mm,lineRule=exact jc=center
Kop Peraturan
  keepNext keepLines spacing:after=12pt contextualSpacing jc=center | {BOOKMAN} b sz=24
Nomor Peraturan < Kop Peraturan
  jc=center
Tentang < Kop Peraturan
  jc=center | b=0
Judul Peraturan < Kop Peraturan
  jc=center
Frasa Peraturan < Kop Peraturan
  jc=center | b=0
Jabatan Peraturan < Kop Peraturan
  jc=center | b=0
Pasal > Paragraf Peraturan
  keepNext spacing:before=12pt,after=6pt jc=center | {BOOKMAN} sz=24
Diktum
  spacing:after=4pt jc=both | {BOOKMAN} sz=24
Diktum Butir < Diktum
  tabs({TAB}8mm) ind:left=8mm,hanging=8mm
Diktum Label < Diktum
  jc=left
Paragraf Peraturan
  spacing:after=3pt jc=both | {BOOKMAN} sz=24
Berita Daerah
  spacing:before=24pt | {BOOKMAN} sz=24
header
  spacing:before=0,after=0,line=18pt,lineRule=atLeast jc=center
Kepala Halaman < header
  pBdr(bottom:val=single,sz=4,space=3,color=808080)
  spacing:before=0,line=13.5pt,lineRule=atLeast jc=right | sz=18
footer
  spacing:before=0,after=0,line=16.5pt,lineRule=atLeast jc=center | sz=22
Penanda Templat
  spacing:before=6pt,after=3pt | {COURIER} noProof color=808080 sz=16
Akhir Bagian
  spacing:line=1pt,lineRule=exact | sz=2
"""
NOTED_STYLE = re.compile(r"\n(\w[\w ]*?)(?: < (.+?))?(?: > (.+))?((?:\n .*)+)")


def noted_styles() -> Iterator[Style]:
    """Yield the styles as they are noted above."""
    for name, based, following, look in NOTED_STYLE.findall(STYLES):
        par, _, letters = look.partition("|")
        yield Style(name, based or "Normal", following, spaced(par, letters), letters)


def spaced(par: str, letters: str) -> str:
    """Give a style that states its spacing an exact line height, 1,5 times its size."""
    if "line=" in par:
        return par
    size = re.search(r"\bsz=(\d+)", letters)
    height = LINE_TWIPS * (int(size[1]) if size else BODY_SIZE)
    return re.sub(r"spacing:(?=\w)", f"spacing:line={height},lineRule=exact,", par, count=1)


# ------------------------------------------------------------------ the look of tables


class Role(NamedTuple):
    """A kind of table row: the shade of its cells, its style, noted in short."""

    name: str
    shade: str = ""
    type: str = ""
    par: str = ""
    cells: int = 2
    head: bool = False


class SampleTable(NamedTuple):
    """A kind of table: type in half-points, margins of its cells in twips."""

    name: str
    size: int
    beside: int
    band: int
    roles: tuple[Role, ...]


HEAD_ROLES = (
    Role("kepala", "CFDAE6", "b", "jc=center", head=True),
    Role("nomor", "", "i sz={smaller}", "jc=center", head=True),
)
PLAIN_ROLES = (Role("isi"), Role("kelompok", "", "b"), Role("jumlah", "E9EEF4", "b"))
BUDGET_ROLES = (
    Role("tujuan", "D9D9D9", "b", cells=1),
    Role("sasaran", "EBEBEB", "b", cells=1),
    Role("urusan", "CBDCCB", "b"),
    Role("bidang_urusan", "D6E5D6", "b"),
    Role("program", "E1EDE1", "b"),
    Role("kegiatan", "F4F8F4"),
    Role("sub_kegiatan", par="ind:left=1.5mm"),
    Role("indikator"),
)
SAMPLES = (
    SampleTable("umum", 20, 85, 28, HEAD_ROLES + PLAIN_ROLES),
    SampleTable("lebar", 16, 57, 23, HEAD_ROLES + PLAIN_ROLES),
    SampleTable("anggaran", 16, 45, 20, HEAD_ROLES + BUDGET_ROLES + PLAIN_ROLES),
)
WIDTHS = ("55mm", "110mm")
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def cell_styles() -> Iterator[Style]:
    """Yield a base style for each sample table, and one for each of its roles."""
    for table in SAMPLES:
        base = f"Sel {table.name}"
        letters = f"{ARIAL} sz={table.size}"
        yield Style(base, "Normal", "", spaced("spacing:before=0,after=0", letters), letters)
        for role in table.roles:
            look = role.type.format(smaller=table.size - 2)
            yield Style(f"{base} {role.name}", base, "", role.par, look)


def borders(kind: str) -> str:
    """Note the six border lines of a table."""
    look = f"val={kind},sz={4 if kind == 'single' else 0},space=0,color=auto"
    return "tblBorders(" + " ".join(f"{side}:{look}" for side in SIDES) + ")"


def cell_margins(beside: int, band: int) -> str:
    """Note the inner margins of a table's cells."""
    sizes = zip(SIDES, (band, beside, band, beside), strict=False)
    margins = " ".join(f"{side}:w={size},type=dxa" for side, size in sizes)
    return f"tblCellMar({margins})"


def sample_cell(table: SampleTable, role: Role, text: str, width: str) -> Element:
    """Make a sample cell, shaded and aligned as its role is."""
    span = "gridSpan=2" if role.cells == 1 else ""
    shade = f"shd:val=clear,color=auto,fill={role.shade}" if role.shade else ""
    place = f"vAlign={'center' if role.head else 'top'}"
    look = f"tcPr(tcW:w={width},type=dxa {span} {shade} {place})"
    style = f"Sel {table.name} {role.name}"
    return w(f"tc({look})", paragraph(style, run(text)))


def sample_row(table: SampleTable, role: Role) -> Element:
    """Make the row whose first cell names the role and bears its look."""
    texts = (f"[[{role.name}]]", "contoh")
    widths = WIDTHS if role.cells == len(WIDTHS) else ("165mm",)
    cells = zip(texts, widths, strict=False)
    return w(
        f"tr(trPr(cantSplit {'tblHeader' if role.head else ''}))",
        *(sample_cell(table, role, text, width) for text, width in cells),
    )


def sample_table(table: SampleTable) -> Element:
    """Make a sample table of fixed layout, with a row for each role.

    Its lines are those of its style. Its indent is its cells' margin: in mode 14 Word puts the text of cells, not the border,
    at the margin of the page.
    """
    grid = " ".join(f"gridCol:w={width}" for width in WIDTHS)
    bands = "firstRow=1,lastRow=0,firstColumn=0,lastColumn=0,noHBand=1,noVBand=1"
    return w(
        f"tbl(tblPr(tblStyle={style_id('Tabel Renstra')} tblW:w=165mm,type=dxa "
        f"tblInd:w={table.beside},type=dxa tblLayout:type=fixed "
        f"{cell_margins(table.beside, table.band)} tblLook:val=0620,{bands}) "
        f"tblGrid({grid}))",
        *(sample_row(table, role) for role in table.roles),
    )


def sample_tables() -> Iterator[Element]:
    """Yield the sample tables, each below the mark that names it."""
    note = "Bagian ini tidak dicetak: baris contoh menentukan rupa baris tabel."
    yield paragraph("Penanda Templat", run(note))
    for table in SAMPLES:
        yield paragraph("Penanda Templat", run(f"[[tabel: {table.name}]]"))
        yield sample_table(table)
    yield paragraph("Akhir Bagian")


# ------------------------------------------------------------------------- styles.xml

DEFAULTS = (
    f"docDefaults(rPrDefault(rPr({BOOKMAN} kern=0 sz=24 szCs=24 "
    "lang:val=id-ID,eastAsia=en-US,bidi=ar-SA)) "
    "pPrDefault(pPr(widowControl spacing:before=0,after=0,line=240,lineRule=auto)))"
)
# Hides those of Word's own styles that the template does not use.
LATENT = "latentStyles:defLockedState=0,defUIPriority=99,defSemiHidden=1,defUnhideWhenUsed=1,defQFormat=0,count=376"
SILENT = "uiPriority=99 semiHidden unhideWhenUsed"
NO_INDENT = "tblInd:w=0,type=dxa"
BUILT_IN = {name.lower(): name.replace(" ", "") for name in (
    "Normal", "Default Paragraph Font", "No List", "Hyperlink",
    "Heading 1", "Heading 2", "Heading 3", "Caption", "TOC 1", "TOC 2", "TOC 3",
    "Table of Figures", "Header", "Footer", "Footnote Text", "Footnote Reference",
)} | {"normal table": "TableNormal"}  # fmt: skip


def style_id(name: str) -> str:
    """Give the id that Word itself would give to a style of this name."""
    return BUILT_IN.get(name.lower()) or "".join(filter(str.isalnum, name))


def style(kind: str, name: str, look: str, base: str = "", start: str = "") -> Element:
    """Make a style; one that Word does not know is marked as custom."""
    custom = "" if name.lower() in BUILT_IN else ",customStyle=1"
    based = f"basedOn={style_id(base)}" if base else ""
    return w(
        f"style:type={kind}{start}{custom},styleId={style_id(name)}(name='{name}' {based} {look})"
    )


def paragraph_style(made: Style, rank: int) -> Element:
    """Make a paragraph style; the rank orders Word's list of styles."""
    following = f"next={style_id(made.following)}" if made.following else ""
    par = f"pPr({made.par})" if made.par else ""
    look = f"rPr({made.type})" if made.type else ""
    parts = f"{following} uiPriority={rank} qFormat {par} {look}"
    return style("paragraph", made.name, parts, made.based)


def word_styles() -> Iterator[Element]:
    """Yield the styles that stand behind all others, and Hyperlink as plain text."""
    first, table = ",default=1", f"tblPr({NO_INDENT} {cell_margins(108, 0)})"
    yield style("paragraph", "Normal", "uiPriority=0 qFormat", start=first)
    yield style("character", "Default Paragraph Font", SILENT, start=first)
    yield style("table", "Normal Table", f"{SILENT} {table}", start=first)
    yield style("numbering", "No List", SILENT, start=first)
    plain = "uiPriority=99 unhideWhenUsed rPr(color=auto u=none)"
    yield style("character", "Hyperlink", plain, "Default Paragraph Font")
    sign = "uiPriority=99 unhideWhenUsed rPr(vertAlign=superscript)"
    yield style("character", "footnote reference", sign, "Default Paragraph Font")


def table_style(name: str, kind: str, margins: str) -> Element:
    """Make a table style out of its border lines and cell margins."""
    look = f"uiPriority=90 qFormat tblPr({NO_INDENT} {borders(kind)} {margins})"
    return style("table", name, look, "Normal Table")


def styles_part() -> Element:
    """Make styles.xml."""
    ranked = enumerate((*noted_styles(), *cell_styles()), start=1)
    return w(
        f"styles({DEFAULTS} {LATENT})",
        *word_styles(),
        *(paragraph_style(each, rank) for rank, each in ranked),
        table_style("Tabel Renstra", "single", cell_margins(85, 28)),
        table_style("Tanpa Garis", "none", cell_margins(0, 0)),
    )


# -------------------------------------------------- document.xml, headers and footers


class Section(NamedTuple):
    """A section: its page, its numbers, and what stands at head and foot."""

    name: str
    page: str
    numbers: str = ""
    head: str = ""
    foot: str = ""
    first: bool = False  # whether the first page has a head and a foot of its own, empty ones


UPRIGHT, LYING = "w=12189,h=18709", "w=18709,h=12189,orient=landscape"
COMMON = "top=25mm,right=20mm,bottom=25mm,left=30mm,header=12mm,footer=12mm,gutter=0"
EQUAL = COMMON.replace("20mm", "25mm").replace("30mm", "25mm")
WIDE = "top=20mm,right=15mm,bottom=15mm,left=15mm,header=9mm,footer=7mm,gutter=0"
UPRIGHT_PAGE = f"pgSz:{UPRIGHT} pgMar:{COMMON}"
TITLE, NUMBER, DASHED = "title", "number", "dashed"
FIRST = "0"  # marks the parts of a section's first page: header20.xml
SECTIONS = (
    Section("sampul", f"pgSz:{UPRIGHT} pgMar:{EQUAL}"),
    Section("peraturan", UPRIGHT_PAGE, "pgNumType:fmt=decimal", DASHED, first=True),
    Section("depan", UPRIGHT_PAGE, "pgNumType:fmt=lowerRoman", foot=NUMBER),
    Section("isi", UPRIGHT_PAGE, "pgNumType:fmt=decimal", TITLE, NUMBER),
    Section("lanskap", f"pgSz:{LYING} pgMar:{WIDE}", "pgNumType:fmt=decimal", TITLE, NUMBER),
    Section("contoh", UPRIGHT_PAGE),
)


def section_break(number: int, section: Section) -> str:
    """Note the properties of a section."""
    kinds = [("default", "")] + [("first", FIRST)] * section.first
    references = " ".join(
        f"{kind}Reference:type={page},r.id={relation_id(f'{kind}{number}{mark}.xml')}"
        for kind in ("header", "footer")
        for page, mark in kinds
    )
    return (
        f"sectPr({references} type=nextPage {section.page} {section.numbers} cols:space=720"
        f"{' titlePg' * section.first})"
    )


def section_content(number: int, section: Section) -> Iterator[Element]:
    """Yield a section's marks or sample tables, and its break."""
    yield paragraph("Penanda Templat", run(f"[[bagian: {section.name}]]"))
    ending = section_break(number, section)
    if section.name == "contoh":
        yield from sample_tables()
        yield w(ending)
    else:
        yield paragraph("Penanda Templat", run("[[isi]]"))
        yield w(f"p(pPr(pStyle={style_id('Akhir Bagian')} {ending}))")


def document_part() -> Element:
    """Make document.xml, one section after the other."""
    numbered = enumerate(SECTIONS, start=1)
    parts = (part for n, section in numbered for part in section_content(n, section))
    return w("document", w("body", *parts))


def page_field() -> Iterator[Element]:
    """Yield the runs of the field that prints the page number."""
    yield w("r(fldChar:fldCharType=begin)")
    yield run(" PAGE ", tag="instrText")
    yield w("r(fldChar:fldCharType=separate)")
    yield run("1")
    yield w("r(fldChar:fldCharType=end)")


def furniture(tag: str, kind: str) -> Element:
    """Make a header or footer; noProof keeps Word from cutting the jinja tag in two."""
    style_name = {"hdr": "header", "ftr": "footer"}[tag]
    content = {
        "": (),
        NUMBER: tuple(page_field()),
        DASHED: (run("- "), *page_field(), run(" -")),
        TITLE: (run("{{ dokumen.judul }}", "noProof"),),
    }[kind]
    name = "Kepala Halaman" if kind == TITLE else style_name
    return w(tag, paragraph(name, *content))


def furniture_parts() -> Iterator[tuple[str, Element]]:
    """Yield every section's own header and footer, empty ones too."""
    for number, section in enumerate(SECTIONS, start=1):
        yield f"header{number}.xml", furniture("hdr", section.head)
        yield f"footer{number}.xml", furniture("ftr", section.foot)
        if section.first:
            yield f"header{number}{FIRST}.xml", furniture("hdr", "")
            yield f"footer{number}{FIRST}.xml", furniture("ftr", "")


# ----------------------------------------------------------------- the other parts

# Mode 14 and not 15: from 15 on Word presses the blanks of a justified line to get one more
# word into it. LibreOffice 7.4 does not, so every long paragraph would break elsewhere.
COMPATIBLE = {
    "compatibilityMode": 14,
    "overrideTableStyleFontSizeAndJustification": 1,
    "enableOpenTypeFeatures": 1,
    "doNotFlipMirrorIndents": 1,
    "differentiateMultirowTableHeaders": 1,
}
NO_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"
THEME_COLORS = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "1F3864", "lt2": "EBEBEB",
    "accent1": "44618A", "accent2": "5B8A5B", "accent3": "7F7F7F",
    "accent4": "CFDAE6", "accent5": "CBDCCB", "accent6": "D9D9D9",
    "hlink": "000000", "folHlink": "000000",
}  # fmt: skip
HOME = "http://schemas.microsoft.com/office/word"
PART_KINDS = {
    "fontTable": (RT.FONT_TABLE, CT.WML_FONT_TABLE),
    "numbering": (RT.NUMBERING, CT.WML_NUMBERING),
    "settings": (RT.SETTINGS, CT.WML_SETTINGS),
    "styles": (RT.STYLES, CT.WML_STYLES),
    "theme": (RT.THEME, CT.OFC_THEME),
    "header": (RT.HEADER, CT.WML_HEADER),
    "footer": (RT.FOOTER, CT.WML_FOOTER),
}


def settings_part() -> Element:
    """Make settings.xml: Word 2010 and later, Indonesian."""
    compatible = " ".join(
        f"compatSetting:name={name},uri={HOME},val={value}" for name, value in COMPATIBLE.items()
    )
    return w(
        "settings(zoom:percent=100 defaultTabStop=720 "
        f"characterSpacingControl=doNotCompress compat({compatible}) "
        "themeFontLang=id-ID decimalSymbol=',' listSeparator=';')"
    )


def theme_part() -> Element:
    """Make the theme that Word wants to find; no style takes a font or colour of it."""
    flat = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{flat}</a:ln>'
    fonts = "".join(
        f'<a:{use}Font><a:latin typeface="{SERIF}"/><a:ea typeface=""/><a:cs typeface=""/></a:{use}Font>'
        for use in ("major", "minor")
    )
    colors = "".join(
        f'<a:{use}><a:srgbClr val="{color}"/></a:{use}>' for use, color in THEME_COLORS.items()
    )
    return etree.fromstring(
        f'<a:theme xmlns:a="{nsmap["a"]}" name="Renstra"><a:themeElements>'
        f'<a:clrScheme name="Renstra">{colors}</a:clrScheme>'
        f'<a:fontScheme name="Renstra">{fonts}</a:fontScheme>'
        f'<a:fmtScheme name="Renstra"><a:fillStyleLst>{flat * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{NO_EFFECT * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{flat * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )


def core_part() -> Element:
    """Make the document properties, with a fixed date."""
    spaces = {key: nsmap[key] for key in ("dc", "dcterms", "xsi")}
    spaces["cp"] = PACKAGE + "metadata/core-properties"
    core = etree.Element(f"{{{spaces['cp']}}}coreProperties", nsmap=spaces)
    for space, name, text in (
        ("dc", "title", "Templat Renstra"),
        ("dc", "language", "id-ID"),
        ("cp", "revision", "1"),
        ("dcterms", "created", MADE),
        ("dcterms", "modified", MADE),
    ):
        line = etree.SubElement(core, f"{{{spaces[space]}}}{name}")
        line.text = text
        if space == "dcterms":
            line.set(qn("xsi:type"), "dcterms:W3CDTF")
    return core


def linked_parts() -> dict[str, Element]:
    """Give the parts that document.xml points to, in the order of their names."""
    parts = {
        "fontTable.xml": w(f"fonts({FONTS})"),
        "numbering.xml": w("numbering"),
        "settings.xml": settings_part(),
        "styles.xml": styles_part(),
        "theme.xml": theme_part(),
        **dict(furniture_parts()),
    }
    return dict(sorted(parts.items()))


def part_kind(name: str) -> tuple[str, str]:
    """Give the relationship and content type of a part such as header3.xml."""
    return PART_KINDS[name.removesuffix(".xml").rstrip("0123456789")]


def relation_id(name: str) -> str:
    """Give the id by which document.xml points to another part."""
    return "rId_" + name.removesuffix(".xml")


def relations(rows: Iterable[tuple[str, str, str]]) -> Element:
    """Make a part of relationships out of (id, kind, target)."""
    root = etree.Element("Relationships", xmlns=PACKAGE + "relationships")
    for rid, kind, target in rows:
        etree.SubElement(root, "Relationship", Id=rid, Type=kind, Target=target)
    return root


def content_types(linked: Iterable[str]) -> Element:
    """Make [Content_Types].xml."""
    kinds = {f"/word/{name}": part_kind(name)[1] for name in linked}
    kinds["/word/document.xml"] = CT.WML_DOCUMENT_MAIN
    kinds["/docProps/core.xml"] = CT.OPC_CORE_PROPERTIES
    root = etree.Element("Types", xmlns=PACKAGE + "content-types")
    for ending, kind in (("rels", CT.OPC_RELATIONSHIPS), ("xml", CT.XML)):
        etree.SubElement(root, "Default", Extension=ending, ContentType=kind)
    for name, kind in sorted(kinds.items()):
        etree.SubElement(root, "Override", PartName=name, ContentType=kind)
    return root


def all_parts() -> dict[str, Element]:
    """Give every part of the package by its name."""
    linked = linked_parts()
    inner = ((relation_id(name), part_kind(name)[0], name) for name in linked)
    outer = (
        ("rId1", RT.OFFICE_DOCUMENT, "word/document.xml"),
        ("rId2", RT.CORE_PROPERTIES, "docProps/core.xml"),
    )
    return {
        "[Content_Types].xml": content_types(linked),
        "_rels/.rels": relations(outer),
        "docProps/core.xml": core_part(),
        "word/_rels/document.xml.rels": relations(inner),
        "word/document.xml": document_part(),
        **{f"word/{name}": part for name, part in linked.items()},
    }


def zip_entry(name: str) -> ZipInfo:
    """Describe an uncompressed zip entry without the clock or the machine."""
    info = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.create_system = 0
    return info


def write_package(path: Path, parts: dict[str, Element]) -> None:
    """Write the parts in the order of their names."""
    with ZipFile(path, "w") as package:
        for name, part in sorted(parts.items()):
            etree.cleanup_namespaces(part, keep_ns_prefixes=["w", "r"])
            etree.indent(part, space=" ")
            text = etree.tostring(part, encoding="UTF-8", standalone=True)
            package.writestr(zip_entry(name), text)


def main(arguments: list[str]) -> int:
    """Write the template, and open it once as the program will."""
    path = Path(arguments[0]) if arguments else OUTPUT
    write_package(path, all_parts())
    Document(str(path))
    sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
