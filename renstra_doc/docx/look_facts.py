"""The look of a text as facts: what of its form a reader sees, looked up through all styles.

Two programs write the same look in other XML (ECMA-376 Part 1, 17.7.2: defaults of the document,
table style, paragraph style, letters' style, the run itself), so the outcome is what is compared,
and what is usual is no fact: no colour is black, no size ten points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from renstra_doc.docx.elements import local
from renstra_doc.docx.relations import DenseError
from renstra_doc.docx.styles import VAL, blend, child, is_on, number, share_of, tone, value
from renstra_doc.docx.xml import W

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from lxml.etree import _Element

    from renstra_doc.docx.property_forms import ParagraphForm
    from renstra_doc.docx.styles import Styles

    Facts = tuple[tuple[str, str], ...]
    Find = Callable[[str], _Element | None]

BOLD, ITALIC = "tebal", "miring"
# Properties that styles switch on and off against each other (17.7.3).
TOGGLES = {
    "b": BOLD,
    "i": ITALIC,
    "strike": "dicoret",
    "dstrike": "dicoret ganda",
    "caps": "huruf besar",
    "smallCaps": "huruf besar kecil",
    "outline": "garis luar",
    "shadow": "bayangan",
    "emboss": "timbul",
    "imprint": "cekung",
}
# Each with the values that mean the same as no word at all.
_VALUES = {
    "u": ("bergaris bawah", ("none",)),
    "vertAlign": ("letak huruf", ("baseline",)),
    "highlight": ("sorotan", ("none",)),
    "em": ("tanda tekanan", ("none",)),
    "effect": ("gerak", ("none",)),
}
_MEASURES = {
    "position": ("naik turun", 0),
    "spacing": ("jarak huruf", 0),
    "w": ("lebar huruf", 100),
}
_PRESENT = {"fitText": "dimampatkan", "eastAsiaLayout": "huruf bertumpuk"}
_SWITCHES = {
    "specVanish": "tersembunyi",
    "rtl": "dari kanan ke kiri",
    "cs": "huruf kompleks",
}
_CONDITION = f"{{{W}}}tblStylePr"
# The strict variant of the standard says `start` and `end` where others say `left` and `right`.
_ALIGNED = {"": "", "left": "", "start": "", "end": "right", "distribute": "both"}
_SIDES = {"kiri": ("left", "start"), "kanan": ("right", "end")}
MOST_LOOKS = 3_000
# Half-points: where nobody says a size, letters have ten points (17.3.2.38).
USUAL_SIZE = 20
# An automatic colour is black on white, an automatic ground none.
BLACK = frozenset({"", "auto", "000000"})
NO_FILL = frozenset({"", "auto", "FFFFFF"})
_TONES = ("Tint", "Shade")
_GROUNDS = (("color", "themeColor"), ("fill", "themeFill"))
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# Names of colours in a text → those of the theme (17.18.97).
_THEME_COLOURS = {
    "text1": "dk1",
    "dark1": "dk1",
    "background1": "lt1",
    "light1": "lt1",
    "text2": "dk2",
    "dark2": "dk2",
    "background2": "lt2",
    "light2": "lt2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}


class Looks:
    """Looks up what is seen of runs, paragraphs and cells of one document."""

    def __init__(self, styles: Styles, theme: _Element | None = None) -> None:
        """Take the styles, and the root of the theme part (None: a document without one)."""
        self._styles = styles
        self._fonts = theme_fonts(theme)
        self._colours = _theme_colours(theme)
        self.fonts: set[str] = set()
        # By the XML of a look: thousands of runs and paragraphs share some dozen looks.
        self._forms: dict[tuple[bytes, str, _Element | None], Facts] = {}
        self._known: dict[tuple[bytes, str, str], Facts] = {}
        self._cells: dict[bytes, Facts] = {}
        self._conditions: dict[str, Facts] = {}

    def of_run(self, look: _Element | None, style: str, table: str = "") -> Facts:
        """Return the facts of a run.

        In: its own properties, its paragraph's style, the style of the table that it stands in.
        """
        key = (b"" if look is None else etree.tostring(look), style, table)
        if key not in self._known:
            _refuse_many(len(self._known), "huruf")
            self._known[key] = tuple(self._list_facts(look, style, table))
        return self._known[key]

    def _list_facts(
        self, look: _Element | None, style: str, table: str
    ) -> Iterator[tuple[str, str]]:
        for name, told in TOGGLES.items():
            if self._styles.is_switched(look, style, name) or (
                # A table style gives letters only what neither the run nor a style of it says.
                is_on(self._styles.table_property(table, name))
                and child(look, name) is None
                and self._styles.run_property(look, style, name) is None
            ):
                yield told, "ya"

        def find(name: str) -> _Element | None:
            return self._styles.run_property(look, style, name, table)

        yield from _list_values(find)
        yield from self._list_letters(find)
        font = self._name_fonts(look, style, table)
        yield from [("jenis huruf", font)] if font else []
        yield from self._list_effects(look, style)

    def _list_effects(self, look: _Element | None, style: str) -> Iterator[tuple[str, str]]:
        """Yield what later versions of Word add: letters without filling, old figures."""
        # Effects of Word 2010 and later stand in namespaces beside that of the standard.
        looks = [look, *(child(node, "rPr") for node in self._styles.chain(style))]
        added = (node.tag for each in looks if each is not None for node in each)
        for name in sorted({local(tag) for tag in added if W not in str(tag)}):
            yield f"hiasan huruf {name}", "ya"

    def _list_letters(self, find: Find) -> Iterator[tuple[str, str]]:
        """Yield size, colour and ground."""
        size = find("sz")
        points = USUAL_SIZE if size is None else number(size.get(VAL))
        if points != USUAL_SIZE:
            yield "ukuran", str(points / 2).removesuffix(".0")
        colour = self._colour(find("color"))
        if colour not in BLACK:
            yield "warna", colour
        fill = self._fill(find("shd"))
        if fill:
            yield "latar huruf", fill

    def _name_fonts(self, look: _Element | None, style: str, table: str) -> str:
        """Return the font of Latin letters, and that of other ones where it differs."""
        names = [self._find_font(look, style, table, script) for script in ("ascii", "hAnsi")]
        self.fonts.update(filter(None, names))
        return "/".join(dict.fromkeys(name for name in names if name))

    def _find_font(self, look: _Element | None, style: str, table: str, script: str) -> str:
        """Return a font by name; one of the theme takes the place of another at the same look."""
        names = (f"{{{W}}}{script}Theme", f"{{{W}}}{script}")
        attribute, text = self._styles.run_attribute(look, style, "rFonts", names, table)
        return self._fonts.get(text[:5], text) if attribute.endswith("Theme") else text

    def _colour(self, colour: _Element | None) -> str:
        if colour is None:
            return ""
        theme = colour.get(f"{{{W}}}themeColor", "")
        own = colour.get(VAL, "")
        if not theme:
            return own.upper() if own != "auto" else ""
        found = self._colours.get(_THEME_COLOURS.get(theme, theme), own.upper() or theme)
        return tone(found, *(colour.get(f"{{{W}}}theme{end}", "") for end in _TONES))

    def _fill(self, shading: _Element | None) -> str:
        if shading is None:
            return ""
        colour, fill = (self._ground(shading, *names) for names in _GROUNDS)
        found = blend(colour, fill, share_of(shading))
        return "" if found in NO_FILL else found

    def _ground(self, shading: _Element, own: str, theme: str) -> str:
        """Return one of the two colours of a shading; "" for an automatic one."""
        name = shading.get(f"{{{W}}}{theme}", "")
        written = shading.get(f"{{{W}}}{own}", "").upper().replace("AUTO", "")
        if not name:
            return written
        found = self._colours.get(_THEME_COLOURS.get(name, name), written)
        # themeTint belongs to the pattern (themeColor), themeFillTint to the ground (themeFill).
        shares = (shading.get(f"{{{W}}}{theme.removesuffix('Color')}{end}", "") for end in _TONES)
        return tone(found, *shares)

    def of_paragraph(self, node: _Element, form: ParagraphForm, level: _Element | None) -> Facts:
        """Return the facts of a paragraph: own properties, style, the level of its list."""
        key = (form.xml, form.gaya, level)
        if key not in self._forms:
            _refuse_many(len(self._forms), "paragraf")
            self._forms[key] = self._list_form(child(node, "pPr"), form.gaya, level)
        return self._forms[key]

    def _list_form(self, look: _Element | None, style: str, level: _Element | None) -> Facts:
        facts = (
            ("gaya", self._styles.name(style).lower()),
            *self._list_own(_finder(self._styles, look, style)),
            *_list_indents(self._styles, look, style, level),
            *_list_spaces(self._styles, look, style),
            *self._list_label(look, style, level),
        )
        return tuple((name, text) for name, text in facts if text)

    def _list_own(self, find: Find) -> Facts:
        """Return what a paragraph says by single properties; "" for what is usual."""
        aligned = value_of(find("jc"))
        return (
            ("rata", _ALIGNED.get(aligned, aligned)),
            ("halaman baru", "ya" if is_on(find("pageBreakBefore")) else ""),
            ("dari kanan ke kiri", "ya" if is_on(find("bidi")) else ""),
            ("latar", self._fill(find("shd"))),
            # Level 9 is that of running text (17.3.1.20).
            ("kerangka", value_of(find("outlineLvl")).replace("9", "")),
        )

    def _list_label(
        self, look: _Element | None, style: str, level: _Element | None
    ) -> Iterator[tuple[str, str]]:
        """Yield the look of the number of an item: that of its level, over its paragraph's."""
        # A bullet is a sign, often of a font of its own; its colour and size say nothing.
        if level is None or value(level, "numFmt") == "bullet":
            return
        own = child(level, "rPr")
        # A level without a look of its own takes that of the mark of the paragraph.
        own = own if own is not None else child(look, "rPr")
        for name, text in self.of_run(own, style):
            if name in ("warna", "ukuran", "dicoret", "jenis huruf"):
                yield f"nomor butir: {name}", text

    def list_conditions(self, style: str) -> Facts:
        """Return what a table style does to letters in some of its cells only, as strangers."""
        # Once for each style: thousands of tables may bear one that holds 100.000 elements.
        if style not in self._conditions:
            self._conditions[style] = tuple(self._find_conditions(style))
        return self._conditions[style]

    def _find_conditions(self, style: str) -> Iterator[tuple[str, str]]:
        for node in self._styles.chain(style):
            for part in node.iter(_CONDITION):
                kind, look = part.get(f"{{{W}}}type", ""), child(part, "rPr")
                for one in () if look is None else look:
                    yield "gaya tabel yang mengubah huruf", f"{kind}: {local(one.tag)}"

    def of_cell(self, look: _Element | None) -> Facts:
        """Return the facts of a cell."""
        key = b"" if look is None else etree.tostring(look)
        if key not in self._cells:
            self._cells[key] = self._list_cell(look)
        return self._cells[key]

    def _list_cell(self, look: _Element | None) -> Facts:
        merge, width = child(look, "vMerge"), child(look, "tcW")
        # Widths in per cent or left to the program say nothing of the millimetres that are seen.
        is_measured = width is not None and width.get(f"{{{W}}}type", "dxa") == "dxa"
        span = value(look, "gridSpan")
        facts = {
            "lebar sel": width.get(f"{{{W}}}w", "") if width is not None and is_measured else "",
            "sel membentang": span if number(span) > 1 else "",
            # A merge that says no more goes on from the cell above.
            "sel digabung": "" if merge is None else merge.get(VAL, "continue"),
            "latar sel": self._fill(child(look, "shd")),
            "arah teks sel": value(look, "textDirection").replace("lrTb", ""),
            "teks dimampatkan": "ya" if is_on(child(look, "tcFitText")) else "",
        }
        return tuple((name, text) for name, text in facts.items() if text)


def _refuse_many(found: int, shown: str) -> None:
    """Raise DenseError for more looks than any document has: each is looked up by itself."""
    if found >= MOST_LOOKS:
        message = f"memuat lebih dari {MOST_LOOKS} rupa {shown} yang berbeda"
        raise DenseError(message)


def value_of(node: _Element | None) -> str:
    """Return the `w:val` of a property, "" where there is none."""
    return "" if node is None else node.get(VAL, "")


def _finder(styles: Styles, look: _Element | None, style: str) -> Find:
    return lambda name: styles.paragraph_property(look, style, name)


def _list_values(find: Find) -> Iterator[tuple[str, str]]:
    for name, (told, usual) in _VALUES.items():
        found = value_of(find(name))
        if found and found not in usual:
            yield told, found
    yield from _list_measures(find)
    yield from ((told, "ya") for name, told in _PRESENT.items() if find(name) is not None)
    border = value_of(find("bdr"))
    if border not in ("", "none", "nil"):
        yield "berbingkai", border
    yield from ((told, "ya") for name, told in _SWITCHES.items() if is_on(find(name)))


def _list_measures(find: Find) -> Iterator[tuple[str, str]]:
    for name, (told, none) in _MEASURES.items():
        node = find(name)
        size = none if node is None else number(value_of(node).rstrip("%"))
        if size != none:
            yield told, str(size)


def _list_indents(
    styles: Styles, look: _Element | None, style: str, level: _Element | None
) -> Iterator[tuple[str, str]]:
    """Yield the indents of a paragraph (17.3.1.12): each goes up to list and style by itself."""
    nodes = [child(look, "ind"), child(child(level, "pPr"), "ind")]
    nodes += [child(child(found, "pPr"), "ind") for found in styles.chain(style)]
    found = [node for node in nodes if node is not None]
    for told, names in _SIDES.items():
        size = next((number(node.get(key)) for key, node in _pairs(names, found)), 0)
        if size:
            yield f"takuk {told}", str(size)
    # A first line that hangs takes the place of one that is indented, and the other way round.
    for key, node in _pairs(("hanging", "firstLine"), found):
        size = number(node.get(key)) * (-1 if key.endswith("hanging") else 1)
        if size:
            yield "takuk baris pertama", str(size)
        return


def _list_spaces(styles: Styles, look: _Element | None, style: str) -> Iterator[tuple[str, str]]:
    """Yield the height of the lines where it is fixed; each attribute by itself goes up."""
    nodes = [child(look, "spacing")]
    nodes += [child(child(found, "pPr"), "spacing") for found in styles.chain(style)]
    found = [node for node in nodes if node is not None]
    rule = next((node.get(key) for key, node in _pairs(("lineRule",), found)), "")
    line = next((node.get(key) for key, node in _pairs(("line",), found)), "")
    if rule == "exact" and line:
        yield "tinggi baris teks", str(number(line))


def _pairs(names: Iterable[str], nodes: Iterable[_Element]) -> Iterator[tuple[str, _Element]]:
    """Yield the attributes that are written, the nearest first."""
    keys = [f"{{{W}}}{name}" for name in names]
    return ((key, node) for node in nodes for key in keys if node.get(key) is not None)


def theme_fonts(theme: _Element | None) -> Mapping[str, str]:
    """Return the fonts of a theme (20.1.4.1.24, 20.1.4.1.25): of headings and of texts.

    By the beginning of their names in a text, `major` and `minor`; nothing without a theme.
    """
    fonts = {}
    for name in ("major", "minor"):
        latin = None if theme is None else theme.find(f".//{_A}{name}Font/{_A}latin")
        if latin is not None:
            fonts[name] = latin.get("typeface", "")
    return fonts


def _theme_colours(theme: _Element | None) -> Mapping[str, str]:
    scheme = None if theme is None else theme.find(f".//{_A}clrScheme")
    colours = {}
    for node in () if scheme is None else scheme:
        for inner in node:
            # A colour of the system (sysClr) keeps what it was when it was last saved.
            text = inner.get("lastClr") or inner.get("val") or ""
            colours[str(node.tag).rpartition("}")[2]] = text.upper()
    return colours
