"""Hold the page numbers of documents against a second layout engine, entry by entry.

The page numbers that a document prints are LibreOffice's. Word is no program of this machine; an
engine of other people's that reads the same file (ONLYOFFICE, the wheel `document-builder`) says
whether they are those of one reader only. Both lay out with the very same fonts:

    python tools/second_engine.py [FILE.docx …]

Without files: the shipped document, the example and a new document of each form. Exit code 1 where
more than one entry of a document differs. Needs LibreOffice, fontTools, document-builder (AGPL-3.0,
Linux x86-64; unregistered it prints a watermark, which moves no line), URW Bookman and Liberation
Sans Narrow: a command for maintainers, no dependency of the program or its tests.

In order: (1) URW Bookman as TrueType under the name that the template asks for, since ONLYOFFICE
knows only TrueType; (2) each engine with these fonts and no others; (3) the page that each line of
a daftar leads to, by its links; (4) the number printed on that page.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

ROOT = Path(__file__).resolve().parent.parent
FORMS = ("renstra-86", "renstra-2025", "renja", "matriks-perubahan")
ALLOWED = 1
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
URW = Path("/usr/share/fonts/opentype/urw-base35")
NARROW = "LiberationSansNarrow"
# Our name of a cut of the face, and that of URW Bookman.
CUTS = {"Regular": "Light", "Bold": "Demi", "Italic": "LightItalic", "Bold Italic": "DemiItalic"}
NUMBER = re.compile(r"-?\s*(\d{1,4}|[ivxlc]{1,8})\s*-?")
EDGE = 0.1  # the share of a page's height in which its number stands, at head or foot

# --------------------------------------------------------------------------- fonts


def make_fonts(folder: Path) -> None:
    """Write both faces of the template as TrueType, under their names in the template."""
    for cut, name in CUTS.items():
        font = TTFont(URW / f"URWBookman-{name}.otf")
        to_truetype(font)
        save_font(font, folder, "Bookman Old Style", cut)
        found = next(Path("/usr/share/fonts").rglob(f"{NARROW}-{cut.replace(' ', '')}.ttf"))
        save_font(TTFont(found), folder, "Arial Narrow", cut)


def to_truetype(font: TTFont) -> None:
    """Replace the cubic outlines of an OpenType font by quadratic ones; no width changes."""
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    table = newTable("glyf")
    table.glyphOrder, table.glyphs = order, {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        table.glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), table
    for tag in ("CFF ", "VORG"):
        if tag in font:
            del font[tag]
    limits, post = font["maxp"], font["post"]
    limits.tableVersion = 0x00010000
    kinds = ("Zones", "TwilightPoints", "Storage", "FunctionDefs", "InstructionDefs")
    for kind in (*kinds, "StackElements", "SizeOfInstructions", "ComponentElements"):
        setattr(limits, f"max{kind}", int(kind == "Zones"))
    post.formatType, post.extraNames, post.mapping, post.glyphOrder = 2.0, [], {}, order
    font.sfntVersion = "\x00\x01\x00\x00"


def save_font(font: TTFont, folder: Path, family: str, cut: str) -> None:
    """Name a font and its cut in all the places where an engine may look, and save it."""
    names, look = font["name"], font["OS/2"]
    names.names = []
    texts = {1: family, 2: cut, 3: f"{family} {cut}", 4: f"{family} {cut}"}
    texts[6] = f"{family}-{cut}".replace(" ", "")
    for number, text in texts.items():
        names.setName(text, number, 3, 1, 0x409)
    is_bold, is_slanted = "Bold" in cut, "Italic" in cut
    look.usWeightClass = 700 if is_bold else 400
    plain = 0 if is_bold or is_slanted else 1 << 6
    look.fsSelection = is_slanted | is_bold << 5 | plain
    font["head"].macStyle = is_bold | is_slanted << 1
    font.save(folder / f"{texts[6]}.ttf")


# ------------------------------------------------------------------------- engines


def lay_out_with_libreoffice(source: Path, target: Path, fonts: Path) -> None:
    """Make a PDF by LibreOffice, which fontconfig lets see these fonts only."""
    settings = target.parent / "fonts.conf"
    cache = target.parent / "huruf-tembolok"
    settings.write_text(
        f"<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>", encoding="utf-8"
    )
    profile = (target.parent / "profil").as_uri()
    command = ["soffice", "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf"]
    subprocess.run(  # noqa: S603  own command
        [*command, "--outdir", str(target.parent), str(source)],
        check=True,
        timeout=180,
        capture_output=True,
        env={**os.environ, "FONTCONFIG_FILE": str(settings)},
    )
    source.with_suffix(".pdf").rename(target)


SCRIPT = """
import sys, docbuilder
builder = docbuilder.CDocBuilder()
builder.SetProperty("--fonts-dir", sys.argv[3])
builder.SetProperty("--fonts-system", "false")
builder.OpenFile(sys.argv[1], "")
builder.SaveFile("pdf", sys.argv[2])
builder.CloseFile()
"""


def copy_engine(folder: Path) -> Path:
    """Copy the engine without its list of fonts, which it makes once and then believes."""
    spec = find_spec("docbuilder")
    if spec is None or spec.origin is None:
        sys.exit("document-builder belum dipasang: pip install document-builder")
    copy = folder / "mesin" / "docbuilder"
    if not copy.exists():
        shutil.copytree(Path(spec.origin).parent, copy)
        for name in ("AllFonts.js", "font_selection.bin"):
            (copy / "lib/sdkjs/common" / name).unlink(missing_ok=True)
    return copy.parent


def lay_out_with_onlyoffice(source: Path, target: Path, fonts: Path) -> None:
    """Make a PDF by ONLYOFFICE, in a process of its own."""
    engine = copy_engine(target.parent)
    subprocess.run(  # noqa: S603  own command
        [sys.executable, "-c", SCRIPT, str(source), str(target), str(fonts)],
        check=True,
        timeout=300,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(engine)},
    )


# ------------------------------------------------------------------------- entries


class Layout(NamedTuple):
    """How many pages an engine made, and the number it prints on the page of each entry."""

    pages: int
    numbers: list[str]


def read_entries(source: Path) -> list[str]:
    """Return the text of each line of the lists of contents: entry, and the number it prints."""
    with ZipFile(source) as package:
        body = ET.fromstring(package.read("word/document.xml"))  # noqa: S314  our own file
    # A line of a daftar carries the number of its page; a reference in the text does not.
    links = [
        link
        for link in body.iter(f"{W}hyperlink")
        if any("PAGEREF" in (code.text or "") for code in link.iter(f"{W}instrText"))
    ]
    texts = (
        [node.text or " " for node in link.iter() if node.tag in {f"{W}t", f"{W}tab"}]
        for link in links
    )
    return [" ".join("".join(text).split()) for text in texts]


def read_layout(path: Path) -> Layout:
    """Return the printed number of the page that each inner link of a PDF leads to."""
    reader = PdfReader(path)
    places = {page.indirect_reference: number for number, page in enumerate(reader.pages)}
    numbers = [read_number(page) for page in reader.pages]
    found: dict[tuple[int, ...], str] = {}
    for page in reader.pages:
        marks: list[DictionaryObject] = [each.get_object() for each in page.get("/Annots", ())]
        for goal in filter(None, (read_goal(mark, reader) for mark in sorted(marks, key=read_top))):
            number = places[goal[0]]
            found.setdefault((number, *map(int, goal[2:4])), numbers[number])
    return Layout(len(reader.pages), list(found.values()))


def read_top(mark: DictionaryObject) -> tuple[int, int]:
    """Return where a link stands, from the top of the page down."""
    left, bottom, *_ = map(round, cast("list[float]", mark["/Rect"]))
    return (-bottom, left)


def read_goal(mark: DictionaryObject, reader: PdfReader) -> ArrayObject | None:
    """Return where a link leads; None for one that leads out of the file."""
    holder, key = (mark, "/Dest") if "/Dest" in mark else (mark.get("/A", {}), "/D")
    goal = holder[key] if key in holder else None  # noqa: SIM401  `get` gives a reference
    if isinstance(goal, str):
        return reader.named_destinations[goal].dest_array
    return goal if isinstance(goal, ArrayObject) else None


def read_number(page: PageObject) -> str:
    """Return the number that stands alone at the head or the foot of a page."""
    rows: dict[int, str] = {}
    height = float(page.mediabox.height)

    def keep(text: str, cm: list[float], tm: list[float], _font: object, _size: float) -> None:
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        if text.strip() and not EDGE * height < y < (1 - EDGE) * height:
            rows[round(y)] = rows.get(round(y), "") + text

    page.extract_text(visitor_text=keep)
    matches = (NUMBER.fullmatch(text.strip()) for text in rows.values())
    return next((match[1] for match in matches if match), "")


def compare(source: Path, folder: Path, fonts: Path) -> int:
    """Print how many entries have another number in the second engine, and which."""
    layouts = []
    entries = read_entries(source)
    for lay_out in (lay_out_with_libreoffice, lay_out_with_onlyoffice):
        target = folder / f"{lay_out.__name__}.pdf"
        copy = folder / "ukur.docx"
        shutil.copyfile(source, copy)
        lay_out(copy, target, fonts)
        # The lists stand before the text, so their links come first.
        layout = read_layout(target)
        layouts.append(layout._replace(numbers=layout.numbers[: len(entries)]))
    first, second = layouts
    if not len(entries) == len(first.numbers) == len(second.numbers):
        counts = f"{len(entries)}, {len(first.numbers)}, {len(second.numbers)}"
        sys.stdout.write(f"{source.name}: entries and links do not agree ({counts})\n")
        return len(entries)
    rows = zip(entries, first.numbers, second.numbers, strict=True)
    differing = [row for row in rows if row[1] != row[2]]
    pages = f"{first.pages} and {second.pages} pages"
    sys.stdout.write(f"{source.name}: {len(differing)} of {len(entries)} entries differ; {pages}\n")
    for text, one, two in differing:
        sys.stdout.write(f"  LibreOffice {one}, ONLYOFFICE {two}: {text[:90]}\n")
    return len(differing)


# ------------------------------------------------------------------- the documents


def build_documents(folder: Path) -> list[Path]:
    """Build the shipped document, the example, and a new document of each form."""
    made = [build(ROOT / "data", folder / "asli.docx")]
    made.append(build(ROOT / "examples/kabupaten-contoh/data", folder / "contoh.docx"))
    for form in FORMS:
        project = folder / form
        run_renstra("new", str(project), "--bentuk", form)
        made.append(build(project / "data", folder / f"{form}.docx"))
    return made


def build(data: Path, output: Path) -> Path:
    """Build one document, and return what was written: a draft while hints are unfilled."""
    run_renstra("build", "--data", str(data), "--output", str(output))
    draft = output.with_name(f"{output.stem}-DRAF.docx")
    return output if output.exists() else draft


def run_renstra(*arguments: str) -> None:
    """Run a command of the program."""
    command = [sys.executable, "-m", "renstra_doc", *arguments]
    subprocess.run(  # noqa: S603  own command
        command, check=True, cwd=ROOT, capture_output=True, stdin=subprocess.DEVNULL
    )


def main(arguments: list[str]) -> int:
    """Compare the given documents, or the six."""
    with tempfile.TemporaryDirectory(prefix="renstra-mesin-") as name:
        folder = Path(name)
        fonts = folder / "huruf"
        fonts.mkdir()
        make_fonts(fonts)
        sources = [Path(argument) for argument in arguments] or build_documents(folder)
        worst = max(compare(source, folder, fonts) for source in sources)
    return int(worst > ALLOWED)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
