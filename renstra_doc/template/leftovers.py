"""What a person left in a template that must not come into an official document, or does nothing.

Tracked changes and comments would stand in the document; formatting put straight on the text of a
sample row is read by nobody; an exact line height (17.3.1.33) cuts a picture and letters that have
grown beyond it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.docx.xml import OFF, W
from renstra_doc.finding import Severity
from renstra_doc.template.slip import Slip
from renstra_doc.template.typefaces import read_typefaces, style_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from xml.etree.ElementTree import Element

# Signs of a tracked change (17.13.5); a tracked insertion and deletion of cells and rows too.
_TRACKED = frozenset(
    f"{{{W}}}{name}"
    for name in (
        *("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "numberingChange"),
        *("rPrChange", "pPrChange", "tblPrChange", "tcPrChange", "trPrChange", "sectPrChange"),
        *("tblGridChange", "tblPrExChange"),
    )
)
_COMMENTED = frozenset(
    f"{{{W}}}{name}" for name in ("commentRangeStart", "commentReference", "comment")
)
_TRACKING = f"{{{W}}}trackRevisions"
_PICTURES = ("drawing", "pict", "object")
_ACCEPT = "di Word: Tinjau > Terima > Terima Semua Perubahan dan Hentikan Pelacakan, lalu simpan"
_DELETE = "di Word: Tinjau > Hapus > Hapus Semua Komentar dalam Dokumen, lalu simpan"
_SHOWN = 3
ROOM, USUAL = 1.15, 1.5  # the least height of a line, and the usual one, as a multiple of the size
TWIPS = 20
SINGLE = "240"  # w:line of a single line, in 240ths of one
MEASURED_MODE, MODE_DIGITS = 14, 4
READABLE = 4  # points: a style that is smaller only parts things


def find_leftovers(trees: Mapping[str, Element]) -> Iterator[Slip]:
    """Yield tracked changes and comments; a document with them is not official."""
    tracked = [name for name, tree in trees.items() if _holds(tree, _TRACKED)]
    settings = trees.get("word/settings.xml")
    if tracked:
        where = ", ".join(sorted(tracked)[:_SHOWN])
        yield Slip(None, f"templat memuat perubahan Track Changes (di {where})", _ACCEPT)
    # Not told beside changes: their hint stops the tracking as well.
    elif settings is not None and any(
        node.get(f"{{{W}}}val", "1") not in OFF for node in settings.iter(_TRACKING)
    ):
        yield Slip(None, "pelacakan perubahan masih menyala di templat", _ACCEPT)
    if any(_holds(tree, _COMMENTED) for tree in trees.values()):
        yield Slip(None, "templat memuat komentar", _DELETE)


def _holds(tree: Element, kinds: Collection[str]) -> bool:
    return any(node.tag in kinds for node in tree.iter())


def find_low_lines(styles: Element | None, needed: Collection[str]) -> Iterator[Slip]:
    """Yield the styles whose letters are larger than their exact line height allows.

    In: the root of word/styles.xml, the names of the styles that are used.
    """
    if styles is None:
        return
    typefaces = read_typefaces(styles)
    wanted = {name.lower() for name in needed}
    for style in styles.iter(f"{{{W}}}style"):
        name = style_name(style)
        face = typefaces.get(style.get(f"{{{W}}}styleId", ""))
        # No item names the styles of cells: the sample rows of the template do.
        if face is None or not (name.lower() in wanted or name.startswith("Sel ")):
            continue
        # Room for what reaches above and below the letters; less and lines touch.
        if face.size >= READABLE and 0 < face.exact < face.size * TWIPS * ROOM:
            message = (
                f"gaya “{name}” berukuran {_points(face.size)} pt dengan tinggi baris tepat "
                f"{_points(face.exact / TWIPS)} pt: barisnya bertumpuk"
            )
            hint = (
                "di Word: Ubah Gaya > Format > Paragraf > Spasi Baris > Tepat, "
                f"{_points(face.size * USUAL)} pt"
            )
            yield Slip(None, message, hint, Severity.WARNING)


def find_unruled_lines(styles: Element | None) -> Iterator[Slip]:
    """Yield the styles that say a line height and not how it is meant."""
    names = [
        name
        for name, spacing in _list_spacings(styles)
        if spacing.get(f"{{{W}}}line") and not spacing.get(f"{{{W}}}lineRule")
    ]
    if names:
        message = (
            f"tinggi baris gaya {', '.join(names[:_SHOWN])} tidak menyebut caranya (lineRule): "
            "Word dan LibreOffice membacanya berbeda, nomor halaman tidak sama"
        )
        hint = "buka gaya itu di Word: Format > Paragraf, pilih Spasi Baris sekali lagi, simpan"
        yield Slip(None, message, hint, Severity.WARNING)


def find_multiple_lines(styles: Element | None, needed: Collection[str]) -> Iterator[Slip]:
    """Yield the styles whose line is a multiple of the font's own, which every engine reckons anew.

    In: the root of word/styles.xml, the names of the styles that are used. A single line is left
    aside: what has it holds a picture, or is no text.
    """
    wanted = {name.lower() for name in needed}
    names = [
        name
        for name, spacing in _list_spacings(styles)
        if name.lower() in wanted
        and spacing.get(f"{{{W}}}lineRule") == "auto"
        and spacing.get(f"{{{W}}}line", SINGLE) != SINGLE
    ]
    if names:
        message = (
            f"spasi baris gaya {', '.join(names[:_SHOWN])} berupa kelipatan: tinggi baris di Word "
            "dan di LibreOffice tidak sama, nomor halaman dapat bergeser"
        )
        hint = "di Word: Ubah Gaya > Format > Paragraf > Spasi Baris > Tepat, 1,5 kali ukuran huruf"
        yield Slip(None, message, hint, Severity.WARNING)


def _list_spacings(styles: Element | None) -> Iterator[tuple[str, Element]]:
    """Yield the name of a style and what it says of spacing (ECMA-376 Part 1, 17.3.1.33)."""
    for style in styles.iter(f"{{{W}}}style") if styles is not None else ():
        for spacing in style.iter(f"{{{W}}}spacing"):
            yield style_name(style), spacing


def find_newer_mode(settings: Element | None) -> Iterator[Slip]:
    """Yield a mode of Word from 15 on, which fills the lines of running text in another way."""
    for setting in settings.iter(f"{{{W}}}compatSetting") if settings is not None else ():
        mode = setting.get(f"{{{W}}}val", "")
        is_mode = setting.get(f"{{{W}}}name") == "compatibilityMode"
        # A mode of more than four digits is none; it must not become a number of any length.
        if is_mode and mode.isdecimal() and int(mode[:MODE_DIGITS]) > MEASURED_MODE:
            message = (
                f"templat bermode Word {mode[:MODE_DIGITS]}, yang memadatkan spasi baris rata "
                "kiri-kanan: di Word nomor halaman dapat bergeser dari yang diukur"
            )
            hint = (
                "mulai dari templat awal (renstra template new), yang bermode 14, dan jangan tekan "
                "Konversi di Word"
            )
            yield Slip(None, message, hint, Severity.INFO)


def find_cut_pictures(trees: Mapping[str, Element]) -> Iterator[Slip]:
    """Yield the parts with a picture in a paragraph of exact line height, which cuts it off."""
    styles = trees.get("word/styles.xml")
    typefaces = read_typefaces(styles) if styles is not None else {}
    exact = {key for key, face in typefaces.items() if face.exact}
    for name, tree in trees.items():
        for paragraph in tree.iter(f"{{{W}}}p"):
            if _has_picture(paragraph) and _is_exact(paragraph, exact):
                message = f"gambar di {name} berada dalam paragraf bertinggi baris tepat: terpotong"
                hint = "di Word: klik gambarnya, Paragraf > Spasi Baris > Tunggal"
                yield Slip(None, message, hint, Severity.WARNING)
                break


def _has_picture(paragraph: Element) -> bool:
    """Return whether a picture stands in a line of a paragraph; one that floats is not cut."""
    inline = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}inline"
    return any(
        True
        for run in paragraph.iter(f"{{{W}}}r")
        for kind in _PICTURES
        for node in run.findall(f"{{{W}}}{kind}")
        if kind == "object" or any(True for _ in node.iter(inline))
    )


def _is_exact(paragraph: Element, exact_styles: Collection[str]) -> bool:
    spacing = paragraph.find(f"{{{W}}}pPr/{{{W}}}spacing")
    own = spacing.get(f"{{{W}}}lineRule") if spacing is not None else None
    # What the paragraph says itself goes before its style, also where it takes the exactness away.
    if own is not None:
        return own == "exact"
    style = paragraph.find(f"{{{W}}}pPr/{{{W}}}pStyle")
    return style is not None and style.get(f"{{{W}}}val", "") in exact_styles


def _points(value: float) -> str:
    return f"{value:g}".replace(".", ",")
