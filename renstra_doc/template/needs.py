"""What a template must have.

Styles, sections, sample tables and roles that a document, or any usual one, asks for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from renstra_doc.docx.xml import W
from renstra_doc.finding import Severity
from renstra_doc.template.roles import (
    CAPTION,
    CHART,
    CHART_BOX,
    DICTUM_LABEL,
    FIGURE_CAPTION,
    LANDSCAPE,
    PLAIN_TABLE,
    SECTION_END,
    SOURCE,
    TABLE_OF_FIGURES,
)
from renstra_doc.template.slip import Slip
from renstra_doc.template.typefaces import list_chain, style_name, styles_by_id
from renstra_doc.view import (
    BlankItem,
    ChartItem,
    DictumItem,
    GraphItem,
    HeadingItem,
    ListingItem,
    ParagraphItem,
    PictureItem,
    SectionItem,
    SignaturesItem,
    TableItem,
    TreeItem,
)
from renstra_doc.view.make_view import STYLES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from xml.etree.ElementTree import Element

    from renstra_doc.template.marks import Marks
    from renstra_doc.view import FigureItem, Item, View

LEVELS = (1, 2, 3)
PARAGRAPH, TABLE = "paragraph", "table"
_TYPES = {
    PARAGRAPH: "gaya paragraf",
    TABLE: "gaya tabel",
    "character": "gaya karakter",
    "numbering": "gaya daftar",
}
_TABS = f"{{{W}}}pPr/{{{W}}}tabs/*"
# Word calls these so in every language of its menus, in lower case (latent styles, 17.7.4.5).
_BUILT_IN = ("heading ", "toc ", "caption", "table of figures")


@dataclass
class Needs:
    """Names that a template must have, each with who asks for it.

    Styles, sections, sample tables with their levels.
    """

    styles: dict[str, str] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    levels: dict[str, dict[str, None]] = field(default_factory=dict)


def usual_styles() -> list[str]:
    """Return the styles that documents ask for when their data name none."""
    own = [style.format(n=level) for style in STYLES.values() for level in LEVELS]
    headings = [f"{name} {level}" for name in ("heading", "toc") for level in LEVELS]
    others = (
        CAPTION,
        SOURCE,
        CHART,
        CHART_BOX,
        SECTION_END,
        DICTUM_LABEL,
        PLAIN_TABLE,
        TABLE_OF_FIGURES,
    )
    return list(dict.fromkeys((*headings, *own, *others)))


def find_needs(view: View) -> Needs:
    """Return what a document asks of its template."""
    # No item names it: the writer ends sections and tables with such a paragraph.
    needs = Needs(styles={SECTION_END: "pemisah bagian dan tabel"})
    for item in view.items:
        who = f"“{item.id}”"
        for style in _styles_of(item):
            # The first that asks for it is named: one place is enough to look at.
            needs.styles.setdefault(style, who)
        if isinstance(item, SectionItem):
            needs.sections.setdefault(item.bagian, who)
        elif isinstance(item, TableItem):
            needs.tables.setdefault(item.gaya, who)
            needs.levels.setdefault(item.gaya, {}).update(
                dict.fromkeys(row.tingkat for row in item.rows if row.tingkat)
            )
        if isinstance(item, TableItem | TreeItem) and item.orientasi == LANDSCAPE:
            needs.sections.setdefault(LANDSCAPE, who)
    return needs


def _styles_of(item: Item) -> Iterator[str]:
    """Yield the styles that an item is printed in."""
    maker = _STYLES_OF.get(type(item))
    yield from maker(item) if maker is not None else ()


def _styles_of_figure(item: PictureItem | GraphItem | TreeItem) -> Iterator[str]:
    yield item.gaya
    yield from _styles_below(item)


def _styles_below(item: FigureItem) -> Iterator[str]:
    if item.label or item.judul:
        yield FIGURE_CAPTION
    if item.sumber:
        yield SOURCE


def _styles_of_listing(item: ListingItem) -> Iterator[str]:
    listed = [f"toc {level}" for level in LEVELS if level <= item.tingkat]
    yield from listed if item.jenis == "daftar_isi" else [TABLE_OF_FIGURES]


_STYLES_OF: Mapping[type, Callable[..., Iterable[str]]] = {
    HeadingItem: lambda item: [item.gaya or f"heading {item.tingkat}"],
    ParagraphItem: lambda item: [item.gaya],
    BlankItem: lambda item: [item.gaya],
    DictumItem: lambda item: [DICTUM_LABEL, PLAIN_TABLE, *(each.gaya for each in item.paragraphs)],
    ChartItem: lambda item: [CHART, CHART_BOX, *_styles_below(item)],
    PictureItem: _styles_of_figure,
    GraphItem: _styles_of_figure,
    TreeItem: lambda item: [*_styles_of_figure(item), CHART_BOX],
    SignaturesItem: lambda item: [
        PLAIN_TABLE,
        *(line.gaya for line in (*item.kiri, *item.kanan)),
    ],
    TableItem: lambda item: [CAPTION, SOURCE if item.sumber else SECTION_END],
    ListingItem: _styles_of_listing,
}


def read_styles(tree: Element | None) -> dict[str, str]:
    """Return the kind of each style by its name.

    Built-in names in small letters, as the file has them.
    """
    return {
        _plain_name(name): style.get(f"{{{W}}}type", PARAGRAPH)
        for style, name in _named_styles(tree)
    }


def _named_styles(tree: Element | None) -> Iterator[tuple[Element, str]]:
    for style in tree.iter(f"{{{W}}}style") if tree is not None else ():
        if name := style_name(style):
            yield style, name


def _plain_name(name: str) -> str:
    return name.lower() if name.lower().startswith(_BUILT_IN) else name


def find_gaps(needs: Needs, marks: Marks, styles: Mapping[str, str]) -> Iterator[Slip]:
    """Yield what a document asks for and the template lacks."""
    for name, who in needs.styles.items():
        yield from _find_style_gap(name, who, styles)
    for name, who in needs.sections.items():
        if name not in marks.sections:
            hint = _suggest(
                name, marks.sections, f"tulis [[bagian: {name}]], [[isi]], lalu pemisah bagian"
            )
            yield Slip(None, f"templat tidak memuat [[bagian: {name}]], yang dipakai {who}", hint)
    for name, who in needs.tables.items():
        if name not in marks.tables:
            hint = _suggest(
                name, marks.tables, f"tulis [[tabel: {name}]] di atas sebuah tabel contoh"
            )
            yield Slip(
                None, f"templat tidak memuat [[tabel: {name}]], yang dipakai tabel {who}", hint
            )
            continue
        unknown = [
            f"[[{level}]]" for level in needs.levels[name] if level not in marks.tables[name]
        ]
        if unknown:
            message = (
                f"tabel contoh “{name}” tidak punya baris {', '.join(unknown)}: "
                "baris itu dicetak seperti [[isi]]"
            )
            yield Slip(
                None, message, "tambahkan baris contohnya bila rupanya harus lain", Severity.INFO
            )


def _find_style_gap(name: str, who: str, styles: Mapping[str, str]) -> Iterator[Slip]:
    found = styles.get(_plain_name(name))
    if found is None:
        hint = _suggest(
            name,
            styles,
            "buat gaya paragraf bernama persis begitu di Word, atau ganti namanya di data",
        )
        yield Slip(None, f"templat tidak memuat gaya “{name}”, yang dipakai {who}", hint)
    else:
        yield from _find_other_kind(name, found, Severity.ERROR)


def _find_other_kind(name: str, found: str, severity: Severity) -> Iterator[Slip]:
    """Yield a style that is of another kind than its use: Word takes it for no paragraph."""
    wanted = TABLE if name == PLAIN_TABLE else PARAGRAPH
    if found != wanted:
        message = f"gaya “{name}” adalah {_TYPES.get(found, found)}, seharusnya {_TYPES[wanted]}"
        hint = "hapus gaya itu di Word lalu buat lagi dengan jenis yang benar"
        yield Slip(None, message, hint, severity)


def find_usual_gaps(marks: Marks, styles: Mapping[str, str]) -> Iterator[Slip]:
    """Yield what usual documents ask for and the template lacks.

    Only warnings, since no document is known.
    """
    missing = []
    for name in usual_styles():
        found = styles.get(_plain_name(name))
        if found is None and (near := _find_near(name, styles)):
            hint = f"bila “{near}” yang dimaksud, ganti namanya menjadi “{name}”"
            yield Slip(None, f"templat tidak memuat gaya “{name}”", hint, Severity.WARNING)
        elif found is None:
            missing.append(name)
        else:
            yield from _find_other_kind(name, found, Severity.WARNING)
    if missing:
        hint = "buat yang dipakai datanya; untuk tahu yang mana, tambahkan --data FOLDER"
        yield Slip(None, f"templat tidak memuat gaya {', '.join(missing)}", hint, Severity.WARNING)
    if LANDSCAPE not in marks.sections:
        hint = (
            f"bila ada tabel lanskap: tulis [[bagian: {LANDSCAPE}]], [[isi]], lalu "
            "pemisah bagian berkertas mendatar"
        )
        yield Slip(None, f"templat tidak memuat [[bagian: {LANDSCAPE}]]", hint, Severity.WARNING)


def find_tab_gaps(tree: Element | None, needed: Collection[str]) -> Iterator[Slip]:
    """Yield the styles of the lists of contents without a page number at the right edge."""
    styles = {_plain_name(name): style for style, name in _named_styles(tree)}
    by_id = {} if tree is None else styles_by_id(tree)
    for name in dict.fromkeys(_plain_name(name) for name in needed):
        is_listing = name.startswith("toc ") or name == TABLE_OF_FIGURES
        if is_listing and name in styles and not _has_right_tab(styles[name], by_id):
            hint = (
                "di Word: Ubah Gaya > Format > Tab: posisi di tepi kanan teks, "
                "perataan Kanan, pengisi titik-titik"
            )
            message = f"gaya “{name}” tanpa tab kanan: nomor halaman tidak rata di tepi kanan"
            yield Slip(None, message, hint, Severity.WARNING)


def _has_right_tab(style: Element, by_id: Mapping[str, Element]) -> bool:
    """Return whether a style, or one that it is based on, has a tab stop that aligns right."""
    tabs = (tab for base in list_chain(style, by_id) for tab in base.iterfind(_TABS))
    return any(tab.get(f"{{{W}}}val") in {"right", "end"} for tab in tabs)


def _suggest(name: str, known: Mapping[str, object], otherwise: str) -> str:
    near = _find_near(name, known)
    return (
        f"mungkin namanya keliru: di templat ada “{near}”; atau {otherwise}" if near else otherwise
    )


def _find_near(name: str, known: Mapping[str, object]) -> str:
    """Return a known name that a person may have meant.

    Only blanks, signs, capitals or a letter differ.
    """
    plain = {"".join(filter(str.isalnum, other)).lower(): other for other in known}
    own = "".join(filter(str.isalnum, name)).lower()
    digits = "".join(filter(str.isdigit, own))
    # Signs and blanks are left out: `Judul-Gambar` is meant for `Judul Gambar`.
    near = get_close_matches(own, plain, n=3, cutoff=0.85)
    # Another number is another style and no slip: heading 2 for heading 1.
    return next((plain[key] for key in near if "".join(filter(str.isdigit, key)) == digits), "")
