"""The elements that the reader knows, by where they stand: an allow-list, everything else is named.

Names are those of ECMA-376 Part 1, clause 17. Properties (`w:pPr`, `w:rPr` …) are looks: the few
that change what is printed are judged where they are read.
"""

from __future__ import annotations

from renstra_doc.docx.xml import W

COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
MARKUP = "http://schemas.microsoft.com/office/word/2010/wordml"


def _names(*names: str) -> frozenset[str]:
    return frozenset(f"{{{W}}}{name}" for name in names)


# What only holds other content: what stands in it stands in the text.
HOLDERS = _names("sdtContent", "customXml", "smartTag")
# What turns the letters that it holds: they are read, and it is named.
REVERSED = _names("dir", "bdo")
TRACKED = _names("ins", "del", "moveFrom", "moveTo")
# What a look was before a tracked change.
FORMATTING = (
    "rPrChange",
    "pPrChange",
    "tblPrChange",
    "trPrChange",
    "tcPrChange",
    "sectPrChange",
    "numberingChange",
    "tblGridChange",
)
# What prints nothing and says nothing of the text.
SILENT = _names(
    "bookmarkEnd",
    "commentRangeEnd",
    "customXmlDelRangeEnd",
    "customXmlDelRangeStart",
    "customXmlInsRangeEnd",
    "customXmlInsRangeStart",
    "customXmlMoveFromRangeEnd",
    "customXmlMoveFromRangeStart",
    "customXmlMoveToRangeEnd",
    "customXmlMoveToRangeStart",
    "customXmlPr",
    "lastRenderedPageBreak",
    "moveFromRangeEnd",
    "moveFromRangeStart",
    "moveToRangeEnd",
    "moveToRangeStart",
    "permEnd",
    "permStart",
    "pPr",
    "proofErr",
    "rPr",
    "sdtEndPr",
    "sectPr",
    "smartTagPr",
    "tblGrid",
    "tblPr",
    "tblPrEx",
    "tcPr",
    "trPr",
)
# Elements that stand for one sign of the text (17.3.3).
SIGNS = {
    f"{{{W}}}tab": "\t",
    f"{{{W}}}ptab": "\t",
    f"{{{W}}}br": "\n",
    f"{{{W}}}cr": "\n",
    f"{{{W}}}noBreakHyphen": "\u2011",
    f"{{{W}}}softHyphen": "\u00ad",
}
# DrawingML, VML of before 2007, and an embedded object of another program with its picture.
PICTURES = _names("drawing", "pict", "object")
# What a planner would call them; an element that is not here is told by its own name.
NAMES = {
    "altChunk": "berkas lain yang disisipkan (altChunk)",
    "AlternateContent": "isi pilihan (AlternateContent)",
    "annotationRef": "tanda komentar di dalam teks",
    "bdo": "teks yang dibalik arahnya",
    "contentPart": "tulisan tangan",
    "continuationSeparator": "garis catatan kaki di dalam teks",
    "dayLong": "tanggal otomatis",
    "dayShort": "tanggal otomatis",
    "dir": "teks yang dibalik arahnya",
    "endnoteRef": "nomor catatan di dalam teks",
    "endnoteReference": "catatan akhir",
    "footnoteRef": "nomor catatan di dalam teks",
    "footnoteReference": "catatan kaki",
    "monthLong": "tanggal otomatis",
    "monthShort": "tanggal otomatis",
    "object": "objek tertanam",
    "oMath": "rumus",
    "oMathPara": "rumus",
    "pgNum": "nomor halaman otomatis",
    "ruby": "teks ruby",
    "separator": "garis catatan kaki di dalam teks",
    "subDoc": "dokumen lain yang disisipkan",
    "sym": "huruf simbol",
    "yearLong": "tanggal otomatis",
    "yearShort": "tanggal otomatis",
}
# Kinds of relationship whose parts are read, or say nothing that is printed.
PARTS = frozenset(
    {
        "officeDocument",
        "styles",
        "stylesWithEffects",
        "settings",
        "webSettings",
        "fontTable",
        "theme",
        "numbering",
        "header",
        "footer",
        "footnotes",
        "endnotes",
        "comments",
        "commentsExtended",
        "commentsExtensible",
        "commentsIds",
        "people",
        "image",
        "core-properties",
        "extended-properties",
        "custom-properties",
        "customXml",
        "customXmlProps",
        "thumbnail",
        "printerSettings",
        "documenttasks",
    }
)
PART_NAMES = {
    "aFChunk": "berkas lain yang disisipkan (altChunk)",
    "attachedTemplate": "templat Word yang ditautkan",
    "chart": "grafik Word",
    "font": "huruf tertanam, yang dapat menggambar huruf lain",
    "glossaryDocument": "kumpulan blok teks",
    "mailMergeSource": "sumber gabungan surat",
    "oleObject": "objek tertanam",
    "package": "berkas tertanam",
    "subDocument": "dokumen lain yang disisipkan",
    "vbaProject": "makro",
}


def local(tag: object) -> str:
    """Return the name of an element without its namespace."""
    return str(tag).rsplit("}", 1)[-1]


def name_element(tag: object) -> str:
    """Return what a person would call an element that the reader does not know."""
    return NAMES.get(local(tag), f"unsur Word yang tidak dikenal ({local(tag)})")
