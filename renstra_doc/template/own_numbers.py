"""What a template numbers by itself although the data number it: pages, headings, lists.

Told, with the place in the data where it is said: the numbers of a document are the program's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.docx.xml import W
from renstra_doc.finding import Severity
from renstra_doc.template.slip import Slip
from renstra_doc.template.typefaces import list_chain, style_name, styles_by_id
from renstra_doc.view import SectionItem
from renstra_doc.words.marker import parse_marker, show_number

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from xml.etree.ElementTree import Element

    from renstra_doc.template.marks import Marks
    from renstra_doc.view import View

_DASHED = "numberInDash"
_LETTERED = ("lowerRoman", "upperRoman", "lowerLetter", "upperLetter", "decimal")
_HEADED = ("heading ", "toc ", "caption", "table of figures", "Judul")
_LISTED = ("Butir ", "Diktum Butir")


def find_page_numbers(body: Element, marks: Marks, view: View | None) -> Iterator[Slip]:
    """Yield the sections whose form or start of page numbers is another one than the data say."""
    wanted = {
        item.bagian: item
        for item in (view.items if view is not None else ())
        if isinstance(item, SectionItem) and item.mulai
    }
    for span in marks.spans:
        item = wanted.get(span.name)
        number = next(iter(body[span.closing].iter(f"{{{W}}}pgNumType")), None)
        if item is not None and number is not None:
            yield from _judge_number(number, item)


def _judge_number(number: Element, item: SectionItem) -> Iterator[Slip]:
    own, form = number.get(f"{{{W}}}fmt", ""), parse_marker(item.mulai).bentuk
    where = f"bagian “{item.bagian}”"
    # Without a form the template leaves it to the data, and there is nothing to tell.
    if own and own != form:
        message = (
            f"format nomor halaman {where} di templat ({_show(own)}) tidak dipakai: "
            f"data menulis mulai “{item.mulai}”"
        )
        yield Slip(None, message, _hint(own, item), Severity.WARNING)
    start = number.get(f"{{{W}}}start", "1")
    if start != "1":
        message = f"nomor halaman awal {where} di templat ({start}) tidak dipakai: mulai dari 1"
        hint = (
            "di Word: Sisipkan > Nomor Halaman > Format Nomor Halaman > Lanjutkan dari bagian lalu"
        )
        yield Slip(None, message, hint, Severity.WARNING)


def _show(form: str) -> str:
    return ", ".join(show_number(form, place) for place in (1, 2, 3)) if form in _LETTERED else form


def _hint(form: str, item: SectionItem) -> str:
    if form == _DASHED:
        return "ketik tanda hubungnya di kepala atau kaki halaman, di kiri dan kanan nomor: - 1 -"
    if form in _LETTERED:
        first = show_number(form, 1)
        return f"tulis “{first}” pada kolom mulai blok “{item.id}” di naskah"
    return (
        "pilih di Word: Sisipkan > Nomor Halaman > Format Nomor Halaman > 1, 2, 3 atau i, ii, iii"
    )


def find_numbered_styles(styles: Element | None, needed: Collection[str]) -> Iterator[Slip]:
    """Yield the styles of headings, captions and lists that number by themselves in Word."""
    if styles is None:
        return
    by_id = styles_by_id(styles)
    wanted = {name.lower() for name in needed}
    for style in by_id.values():
        name = style_name(style)
        if name.lower() in wanted and _numbers(style, by_id):
            yield from _judge_numbered(name)


def _judge_numbered(name: str) -> Iterator[Slip]:
    away = f"di Word: Ubah Gaya “{name}” > Format > Penomoran > Tidak Ada"
    data = "bentuk nomor ditulis di kolom penanda naskah"
    if name.lower().startswith(tuple(map(str.lower, _HEADED))):
        message = f"gaya “{name}” bernomor otomatis, padahal nomornya dibuat program: tercetak dua"
        yield Slip(None, message, f"{away}; {data}", Severity.WARNING)
    elif name.startswith(_LISTED):
        message = f"tanda daftar pada gaya “{name}” tidak dipakai: tandanya dari data"
        yield Slip(None, message, f"{data}; {away}", Severity.WARNING)


def _numbers(style: Element, by_id: Mapping[str, Element]) -> bool:
    for one in list_chain(style, by_id):
        number = one.find(f"{{{W}}}pPr/{{{W}}}numPr/{{{W}}}numId")
        if number is not None:
            # List 0 takes a number away that a style would inherit (17.9.18).
            return number.get(f"{{{W}}}val", "0") != "0"
    return False
