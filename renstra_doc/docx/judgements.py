"""Parts beside the text that change what a reader sees: settings, fonts, kinds of content.

An allow-list again: of the settings those are known that Word, LibreOffice and ONLYOFFICE write
into any file and that change no text; whatever else is switched on is named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.docx.elements import local
from renstra_doc.docx.relations import read_relations
from renstra_doc.docx.styles import is_on
from renstra_doc.docx.xml import OFF, W

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from lxml.etree import _Element

    Named = tuple[str, str]

# ECMA-376 Part 1, 17.15.1, and what later versions of Word add.
_KNOWN_SETTINGS = (
    "activeWritingStyle alignBordersAndEdges alwaysMergeEmptyNamespace "
    "alwaysShowPlaceholderText attachedSchema autoFormatOverride autoHyphenation "
    "bordersDoNotSurroundFooter bordersDoNotSurroundHeader captions characterSpacingControl "
    "chartTrackingRefBased clickAndTypeStyle compat consecutiveHyphenLimit decimalSymbol "
    "defaultImageDpi defaultTabStop defaultTableStyle displayBackgroundShape "
    "displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery docId "
    "doNotAutoCompressPictures doNotDemarcateInvalidXml doNotEmbedSmartTags "
    "doNotEmbedSystemFonts doNotHyphenateCaps doNotIncludeSubdocsInStats doNotShadeFormData "
    "doNotTrackFormatting doNotTrackMoves doNotUseMarginsForDrawingGridOrigin "
    "doNotValidateAgainstSchema drawingGridHorizontalOrigin drawingGridHorizontalSpacing "
    "drawingGridVerticalOrigin drawingGridVerticalSpacing embedSystemFonts "
    "embedTrueTypeFonts endnotePr evenAndOddHeaders footnotePr forceUpgrade formsDesign "
    "hdrShapeDefaults hideGrammaticalErrors hideSpellingErrors hyphenationZone "
    "ignoreMixedContent listSeparator mathPr noLineBreaksAfter noLineBreaksBefore "
    "noPunctuationKerning persistentDocumentId printFormsData printPostScriptOverText "
    "proofState readModeInkLockDown removeDateAndTime removePersonalInformation rsids "
    "saveInvalidXml savePreviewPicture saveSubsetFonts saveXmlDataOnly schemaLibrary "
    "shapeDefaults showEnvelope showXMLTags smartTagType strictFirstAndLastChars "
    "styleLockQFSet styleLockTheme stylePaneFormatFilter stylePaneSortMethod summaryLength "
    "themeFontLang trackRevisions uiCompat97To2003 useXSLTWhenSaving view zoom"
)
_KNOWN_WEB = (
    "allowPNG divs doNotOrganizeInFolder doNotRelyOnCSS doNotSaveAsSingleFile "
    "doNotUseLongFileNames encoding optimizeForBrowser pixelsPerInch relyOnVML "
    "saveSmartTagsAsXml targetScreenSz"
)
_SETTINGS = frozenset(_KNOWN_SETTINGS.split())
_WEB = frozenset(_KNOWN_WEB.split())
_SETTING_NAMES = {
    "attachedTemplate": "templat Word yang ditautkan",
    "bookFoldPrinting": "cetak lipat buku",
    "documentProtection": "perlindungan dokumen",
    "docVars": "variabel dokumen",
    "frameset": "kumpulan bingkai",
    "linkStyles": "gaya yang mengikuti templat lain",
    "mailMerge": "gabungan surat",
    "mirrorMargins": "tepi halaman bercermin",
    "revisionView": "perubahan Track Changes yang disembunyikan",
    "updateFields": "permintaan memperbarui bidang saat dibuka",
    "writeProtection": "perlindungan dari penulisan",
}
# Which colour of the theme is the ground and which the letters; swapped, black prints white.
_COLOURS = {"bg1": "light1", "t1": "dark1", "bg2": "light2", "t2": "dark2"}
# Word knows what a part is by its type (ECMA-376 Part 2, 7.2.3), other programs by the way to it.
_TYPES = {
    "officeDocument": ("document.main+xml", "template.main+xml"),
    "styles": ("styles+xml",),
    "settings": ("settings+xml",),
    "numbering": ("numbering+xml",),
    "header": ("header+xml",),
    "footer": ("footer+xml",),
    "comments": ("comments+xml",),
    "footnotes": ("footnotes+xml",),
    "endnotes": ("endnotes+xml",),
}
_SYMBOLS = "02"  # the character set of a font of signs (17.8.3.2)


def judge_settings(root: _Element | None) -> Iterator[Named]:
    """Yield the settings that are switched on and not known, each with what it says."""
    for node in () if root is None else root:
        name = local(node.tag)
        if name == "clrSchemeMapping":
            if any(node.get(f"{{{W}}}{key}", usual) != usual for key, usual in _COLOURS.items()):
                yield "warna tema yang ditukar", ""
        elif name not in _SETTINGS and _says_something(node):
            yield _SETTING_NAMES.get(name, f"pengaturan dokumen ({name})"), ""


def _says_something(node: _Element) -> bool:
    is_named_only = not node.attrib and not len(node)
    # Word keeps the element where the protection is off: only `enforcement` says that it is on.
    if local(node.tag) == "documentProtection":
        return node.get(f"{{{W}}}enforcement", "0") not in OFF
    return is_on(node) and not (is_named_only and local(node.tag) == "docVars")


def judge_web_settings(root: _Element | None) -> Iterator[Named]:
    """Yield what a browser would be told and is not known, such as frames."""
    for node in () if root is None else root:
        name = local(node.tag)
        if name not in _WEB:
            yield _SETTING_NAMES.get(name, f"pengaturan web ({name})"), ""


def judge_fonts(root: _Element | None, used: Collection[str]) -> Iterator[Named]:
    """Yield the fonts of a text that are to be shown as others, or as signs."""
    names = {name.lower() for name in used}
    for node in () if root is None else root:
        font = node.get(f"{{{W}}}name", "")
        # Fonts that no text uses change nothing of what is seen.
        if font.lower() not in names:
            continue
        for other in node.iter(f"{{{W}}}altName"):
            yield "huruf yang diganti huruf lain", f"{font} → {other.get(f'{{{W}}}val', '')}"
        for other in node.iter(f"{{{W}}}charset"):
            if other.get(f"{{{W}}}val") == _SYMBOLS:
                yield "huruf yang dinyatakan huruf simbol", font


def judge_types(
    types: _Element, parts: Mapping[str, bytes], reachable: Mapping[str, str]
) -> Iterator[Named]:
    """Yield the parts whose type of content is not that of the way which leads to them."""
    # Of one part by its name, else of all that end so: the first takes precedence.
    named = {
        part.lstrip("/"): kind for part, kind in _read_types(types, "Override", "PartName").items()
    }
    usual = _read_types(types, "Default", "Extension")
    for part, kind in reachable.items():
        found = named.get(part.lower(), usual.get(part.rpartition(".")[2].lower(), ""))
        if kind in _TYPES and not found.endswith(_TYPES[kind]):
            yield "bagian yang jenis isinya lain", f"{part}: {found or 'tanpa jenis'}"
    there = {part.lower() for part in parts}
    yield from (("jenis isi bagian yang tidak ada", part) for part in named if part not in there)


def _read_types(types: _Element, name: str, key: str) -> dict[str, str]:
    """Return the types of content by the name of a part or by the ending of names."""
    nodes = (node for node in types if local(node.tag) == name)
    return {node.get(key, "").lower(): node.get("ContentType", "") for node in nodes}


def judge_links(parts: Mapping[str, bytes], reachable: Mapping[str, str]) -> Iterator[Named]:
    """Yield what leads out of the package from any of its parts, links of the text apart."""
    for part in reachable:
        for relation in read_relations(parts, part):
            # What comes from outside may be another tomorrow; a link shows only its own text.
            if relation.luar and relation.jenis != "hyperlink":
                yield f"isi dari luar ({relation.jenis})", relation.target


def read_properties(root: _Element | None) -> tuple[Named, ...]:
    """Return the properties of a file that a reader may see: title, author, subject."""
    shown = ("title", "subject", "creator", "keywords", "description", "category", "contentStatus")
    found = {} if root is None else {local(node.tag): (node.text or "").strip() for node in root}
    return tuple((name, found[name]) for name in shown if found.get(name))
