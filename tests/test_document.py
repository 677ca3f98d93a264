"""The shipped document: everything that stands in the CSV is in the .docx, in order, and the .docx is real Word.

What is expected is read from the raw CSV by a small reader of this file; nothing of the program is used for that.
"""

from __future__ import annotations

import csv
import functools
import itertools
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import docx
import ooxml
import pytest
from ooxml import W, find, text_of, value, values
from ooxml_integrity import check as check_integrity
from openxml_audit import FileFormat, OpenXmlValidator
from pypdf import PdfReader

from renstra_doc.render import pages as paging
from renstra_doc.run.pipeline import KEPT, BuildResult, build_document

REPOSITORY = Path(__file__).resolve().parents[1]
DATA, TEMPLATE = REPOSITORY / "data", REPOSITORY / "templates" / "renstra.docx"
F4_TWIPS = (12189, 18709)  # 215 × 330 mm
F4_POINTS = (609.4, 935.4)
SOFFICE = shutil.which("soffice")
Record = dict[str, str]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    """Build the shipped document on a machine without LibreOffice, into a folder of its own."""
    folder = tmp_path_factory.mktemp("dokumen")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paging, "find_engine", lambda: None)
        return build_document(DATA, output=folder / "renstra.docx")


@pytest.fixture(scope="session")
def parts(built: BuildResult) -> ooxml.Parts:
    return ooxml.read_parts(built.path)


@pytest.fixture(scope="session")
def body(parts: ooxml.Parts) -> list[ooxml.Element]:
    """Give the blocks of the body in order: paragraphs and tables, and the last section's properties."""
    return list(find(parts[ooxml.BODY], "/w:document/w:body")[0])


# ------------------------------------------------------------------------------- the own small reader of the CSV


@functools.cache
def read_csv(name: str) -> list[Record]:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@functools.cache
def facts() -> dict[str, str]:
    return {row["kunci"]: row["nilai"] for row in read_csv("dokumen.csv")}


def blocks() -> list[Record]:
    return [
        row
        for path in sorted((DATA / "naskah").glob("*.csv"))
        for row in read_csv(f"naskah/{path.name}")
    ]


def table_of(key: str) -> Record:
    return next(row for row in read_csv("tabel/tabel.csv") if row["id"] == key)


def columns_of(key: str) -> list[Record]:
    return [
        row
        for row in read_csv("tabel/kolom.csv")
        if row["tabel"] == key and row["tampil"] != "tidak"
    ]


MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
WORDS = [
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
]


def spell(number: int) -> str:
    if number < 12:
        return WORDS[number]
    if number < 20:
        return f"{WORDS[number - 10]} belas"
    assert number < 100
    return f"{WORDS[number // 10]} puluh {WORDS[number % 10]}".removesuffix(" nol")


def group(digits: str) -> str:
    return f"{int(digits):,}".replace(",", ".")


def print_numbers(text: str) -> str:
    """Print the numbers of a cell: `1414.5 Orang` is `1.414,5 Orang`."""
    return re.sub(
        r"(?<![\w.,])(\d+)(?:\.(\d+))?(?!\w)",
        lambda match: group(match[1]) + (f",{match[2]}" if match[2] else ""),
        text,
    )


def date_in_words(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{int(day)} {MONTHS[int(month) - 1]} {year}"


def quantity(table: str, row: str, column: str) -> int | str:
    cell = next(record for record in read_csv(f"tabel/{table}.csv") if record["id"] == row)[column]
    match = re.match(r"\d+(?![\d.])", cell)
    return int(match[0]) if match else cell


def count_cells(table: str, column: str) -> int:
    return sum(1 for record in read_csv(f"tabel/{table}.csv") if record[column].strip())


def evaluate(match: re.Match[str]) -> str:
    names = {
        "__builtins__": {},
        "dokumen": SimpleNamespace(**facts()),
        "tanggal": date_in_words,
        "nilai": quantity,
        "cacah": count_cells,
        "bilangan": int,
        "sebut": lambda number: f"{group(str(number))} ({spell(number)})",
        "terbilang": spell,
        "angka": lambda number: group(str(number)),
        "rupiah": lambda number: f"Rp{group(str(number))}",
    }
    found = eval(match[1], names)  # noqa: S307 — the repository's own data
    return group(str(found)) if isinstance(found, int) else str(found)


def printed(text: str) -> str:
    """Return a text as it must be printed: figures filled in, without the marks of bold and italics."""
    text = re.sub(r"\{\{\s*(.+?)\s*\}\}", evaluate, text)
    return re.sub(r"\\([*\\])|\*\*?", lambda match: match[1] or "", text)


@dataclass
class Numbers:
    """Heading numbers, counted anew."""

    chapter: int = 0
    counts: dict[tuple[int, str], int] = field(default_factory=dict)

    def take(self, level: int, sample: str) -> str:
        self.counts = {key: count for key, count in self.counts.items() if key[0] <= level}
        if not sample:
            return ""
        self.counts[level, sample] = number = self.counts.get((level, sample), 0) + 1
        if level == 1:
            self.chapter = number
            return sample.replace(
                "I", ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"][number]
            )
        if sample == "1.1":
            return f"{self.chapter}.{number}"
        return (
            sample.replace("a", chr(ord("a") + number - 1))
            if "a" in sample
            else sample.replace("1", str(number))
        )


@dataclass(frozen=True)
class Heading:
    id: str
    level: int
    number: str
    text: str


@functools.cache
def headings() -> list[Heading]:
    numbers = Numbers()
    levels = {"judul": 1, "bab": 1, "subbab": 2}
    return [
        Heading(block["id"], level, numbers.take(level, block["penanda"]), printed(block["teks"]))
        for block in blocks()
        if block["jenis"] in levels
        for level in [int(block["tingkat"] or levels[block["jenis"]])]
    ]


def caption_of(table: Record) -> str:
    label = printed(table["label"]) or f"Tabel {table['nomor']}"
    return f"{label}\n{printed(table['judul'])}" if table["judul"] else label


def header_of(columns: list[Record]) -> list[list[str]]:
    """Return the texts of the header lines: neighbours with an equal path share a cell, but not at its end."""
    paths = [tuple(part.strip() for part in column["judul"].split(" > ")) for column in columns]
    lines = []
    for level in range(max(map(len, paths))):
        keys = [
            (path[: level + 1], None if len(path) > level + 1 else place)
            for place, path in enumerate(paths)
            if len(path) > level
        ]
        lines.append([key[0][-1] for key, _ in itertools.groupby(keys)])
    return lines


def cells_of(table: Record) -> Iterator[list[str]]:
    """Yield the printed texts of each row."""
    columns = columns_of(table["id"])
    counted = dict.fromkeys((column["kolom"] for column in columns), 0)
    for record in read_csv(f"tabel/{table['id']}.csv"):
        yield [_cell(record[column["kolom"]], column, counted) for column in columns]


def _cell(text: str, column: Record, counted: dict[str, int]) -> str:
    name = column["kolom"]
    if column["jenis"] == "urut":
        if "#" in text:
            counted[name] += 1
            return text.replace("#", str(counted[name]))
        counted[name] = int(match[0]) if (match := re.match(r"\d+", text)) else counted[name]
        return text
    if column["jenis"] == "teks" or "{{" in text:
        return printed(text)
    if column["desimal"] and text not in ("", "-"):
        whole, _, part = text.removesuffix("%").partition(".")
        text = (
            f"{whole}.{part.ljust(int(column['desimal']), '0')}{'%' if text.endswith('%') else ''}"
        )
    return print_numbers(text)


def table_texts(key: str) -> Iterator[str]:
    table, columns = table_of(key), columns_of(key)
    yield caption_of(table)
    for line in header_of(columns):
        yield from line
    yield from (column["nomor"] for column in columns)
    for row in cells_of(table):
        yield from row
    yield printed(table["sumber"])


GAP = "\u00a0\u00a0"  # unbreakable blanks keep the last word of an entry off its page number


@functools.cache
def kept_pages() -> dict[tuple[str, str], str]:
    return {(row["jenis"], row["id"]): row["nilai"] for row in read_csv("halaman.csv")}


def contents_texts(deepest: int) -> Iterator[str]:
    for heading in headings():
        if heading.level <= deepest:
            page = kept_pages()["judul", heading.id]
            yield (
                "\t".join(part for part in (heading.number, heading.text) if part)
                + f"{GAP}\t{page}"
            )


def list_of_tables_texts() -> Iterator[str]:
    for block in blocks():
        if block["jenis"] == "tabel":
            words = " ".join(caption_of(table_of(block["acuan"])).split())
            match = re.match(r"(\w+ [\d.]+) (.*)", words)
            page = kept_pages()["tabel", block["acuan"]]
            yield f"{match[1]}\t{match[2]}{GAP}\t{page}" if match else f"{words}{GAP}\t{page}"


def document_texts() -> Iterator[str]:
    """Yield what must be printed, a paragraph or a cell each, in order; the boxes of the chart stand apart."""
    numbered = {heading.id: heading for heading in headings()}
    partings = {1: "\n"}
    for block in blocks():
        kind = block["jenis"]
        if kind in ("bab", "subbab"):
            heading = numbered[block["id"]]
            parting = partings.get(heading.level, "\t")
            yield f"{heading.number}{parting}{heading.text}" if heading.number else heading.text
        elif kind == "tabel":
            yield from table_texts(block["acuan"])
        elif kind == "daftar_isi":
            yield from contents_texts(int(block["tingkat"] or 2))
        elif kind == "daftar_tabel":
            yield from list_of_tables_texts()
        elif kind == "label":
            yield from (printed(block["teks"]), ":")
        elif kind not in ("bagian", "bagan", "ruang", "ganti_halaman"):
            yield printed(block["teks"])


def box_texts() -> list[str]:
    return [
        line
        for box in read_csv("struktur-organisasi.csv")
        for line in (
            *printed(box["jabatan"]).split("\n"),
            f"Eselon {box['eselon']}" if box["eselon"] not in ("", "-") else "",
            printed(box["jumlah"]),
        )
        if line
    ]


# ------------------------------------------------------------------------------- the text


def paragraph_texts(parts: ooxml.Parts, *, boxes: bool) -> list[str]:
    """Return the text of each paragraph that prints something: of the page, or of the drawn boxes."""
    where = (
        "ancestor::w:txbxContent"
        if boxes
        else "not(ancestor::w:txbxContent) and not(.//w:txbxContent)"
    )
    fallback = "ancestor::*[local-name()='Fallback']"
    found = find(parts[ooxml.BODY], f"//w:p[{where} and not({fallback})]")
    return [text for text in map(text_of, found) if text]


def test_everything_that_stands_in_the_csv_is_in_the_document_in_order(parts: ooxml.Parts) -> None:
    expected = [text for text in document_texts() if text]

    assert len(expected) > 2500
    assert paragraph_texts(parts, boxes=False) == expected


def test_the_chart_shows_every_box_and_nothing_else(parts: ooxml.Parts) -> None:
    assert sorted(paragraph_texts(parts, boxes=True)) == sorted(box_texts())


def test_python_docx_reads_the_same_paragraphs(built: BuildResult, parts: ooxml.Parts) -> None:
    word = docx.Document(str(built.path))
    ours = [
        text_of(node)
        for node in find(parts[ooxml.BODY], "/w:document/w:body/w:p[not(.//w:txbxContent)]")
    ]

    theirs = [
        paragraph.text
        for paragraph in word.paragraphs
        if next(paragraph._p.iter(W + "txbxContent"), None) is None  # noqa: SLF001 — python-docx gives no other way
    ]

    assert theirs == ours
    assert len(word.tables) == len(find(parts[ooxml.BODY], "/w:document/w:body/w:tbl"))


# ------------------------------------------------------------------------------- tables


def data_tables(parts: ooxml.Parts) -> list[ooxml.Element]:
    names = ooxml.style_names(parts)
    tables = find(parts[ooxml.BODY], "/w:document/w:body/w:tbl")
    return [
        table
        for table in tables
        if names[values(table, "w:tblPr/w:tblStyle")[0]] == "Tabel Renstra"
    ]


def table_ids() -> list[str]:
    return [block["acuan"] for block in blocks() if block["jenis"] == "tabel"]


def header_lines(key: str) -> int:
    columns = columns_of(key)
    return len(header_of(columns)) + any(column["nomor"] for column in columns)


def test_the_document_has_its_20_tables_each_with_the_rows_and_columns_of_its_csv(
    parts: ooxml.Parts,
) -> None:
    shapes = [
        (len(find(table, "w:tr")), len(find(table, "w:tblGrid/w:gridCol")))
        for table in data_tables(parts)
    ]

    assert shapes == [
        (header_lines(key) + len(read_csv(f"tabel/{key}.csv")), len(columns_of(key)))
        for key in table_ids()
    ]
    assert len(shapes) == 20
    assert sorted(table_ids()) == sorted(row["id"] for row in read_csv("tabel/tabel.csv"))


def test_header_rows_repeat_and_no_row_splits(parts: ooxml.Parts) -> None:
    for key, table in zip(table_ids(), data_tables(parts), strict=True):
        rows = find(table, "w:tr")
        repeats = [bool(find(row, "w:trPr/w:tblHeader")) for row in rows]
        assert repeats == [number < header_lines(key) for number in range(len(rows))], key
        assert all(find(row, "w:trPr/w:cantSplit") for row in rows), key


def test_captions_stand_above_and_sources_below_the_tables(parts: ooxml.Parts) -> None:
    names = ooxml.style_names(parts)
    for key, table in zip(table_ids(), data_tables(parts), strict=True):
        above, below = table.getprevious(), table.getnext()
        assert above is not None
        assert below is not None
        assert names[values(above, "w:pPr/w:pStyle")[0]] == "caption"
        assert text_of(above) == caption_of(table_of(key))
        assert text_of(below) == printed(table_of(key)["sumber"])


def test_empty_cells_of_merging_columns_are_merged_downwards(parts: ooxml.Parts) -> None:
    """Tabel 4.1, 4.2 and 5.3: a cell that is empty in the CSV goes on from the one above."""
    found = 0
    for key, table in zip(table_ids(), data_tables(parts), strict=True):
        columns = columns_of(key)
        if not any("tegak" in column["gabung"] for column in columns):
            continue
        rows = find(table, "w:tr")[header_lines(key) :]
        totals = [record.get("tingkat") == "jumlah" for record in read_csv(f"tabel/{key}.csv")]
        for row, texts, is_total in list(zip(rows, cells_of(table_of(key)), totals, strict=True))[
            1:
        ]:
            is_full_width = len(find(row, "w:tc")) == 1
            if is_total or is_full_width:
                continue
            for cell, text, column in zip(find(row, "w:tc"), texts, columns, strict=True):
                goes_on = "" in values(cell, "w:tcPr/w:vMerge")
                assert goes_on == (not text and "tegak" in column["gabung"])
                found += goes_on
    assert found > 10


# ------------------------------------------------------------------------------- sections and page numbers


@dataclass(frozen=True)
class Section:
    properties: ooxml.Element
    blocks: tuple[ooxml.Element, ...]

    @property
    def is_landscape(self) -> bool:
        return values(self.properties, "w:pgSz", "orient") == ["landscape"]

    @property
    def numbering(self) -> tuple[str, str]:
        found = find(self.properties, "w:pgNumType")
        return (value(found[0], "fmt"), value(found[0], "start")) if found else ("", "")


def sections_of(body: list[ooxml.Element]) -> list[Section]:
    sections: list[Section] = []
    gathered: list[ooxml.Element] = []
    for block in body:
        gathered.append(block)
        ends = [block] if block.tag == W + "sectPr" else find(block, "w:pPr/w:sectPr")
        if ends:
            sections.append(Section(ends[0], tuple(gathered)))
            gathered = []
    assert not gathered
    return sections


def test_wide_tables_stand_in_landscape_sections_and_long_texts_in_portrait(
    parts: ooxml.Parts, body: list[ooxml.Element]
) -> None:
    sections = sections_of(body)
    place = {
        id(block): number for number, section in enumerate(sections) for block in section.blocks
    }

    for key, table in zip(table_ids(), data_tables(parts), strict=True):
        section = sections[place[id(table)]]
        assert section.is_landscape == (table_of(key)["orientasi"] == "lanskap"), key
        if section.is_landscape:
            # Short texts beside a landscape table stand on its page: no page of their own.
            texts = [
                text
                for block in section.blocks
                if block.tag == W + "p"
                for text in [text_of(block)]
            ]
            assert sum(map(len, texts)) < 1500
    assert [section.is_landscape for section, _ in itertools.groupby(sections, lambda s: s)][
        :3
    ] == [False] * 3


def test_every_page_is_f4(body: list[ooxml.Element]) -> None:
    for section in sections_of(body):
        width, height = (int(values(section.properties, "w:pgSz", side)[0]) for side in "wh")
        assert (height, width) == F4_TWIPS if section.is_landscape else (width, height) == F4_TWIPS


def test_the_cover_bears_no_number_then_come_roman_then_arabic_numbers(
    parts: ooxml.Parts, body: list[ooxml.Element]
) -> None:
    cover, *numbered = sections_of(body)
    regulation, *annex = numbered
    romans = [section for section in annex if section.numbering[0] == "lowerRoman"]
    arabics = [section for section in annex if section.numbering[0] == "decimal"]

    assert "PAGE" not in furniture_fields(parts, cover)
    assert all("PAGE" in furniture_fields(parts, section) for section in numbered)
    assert regulation.numbering == ("decimal", "1")
    assert find(regulation.properties, "w:titlePg")
    assert annex == romans + arabics
    assert [section.numbering[1] for section in romans] == ["1"] + [""] * (len(romans) - 1)
    assert [section.numbering[1] for section in arabics] == ["1"] + [""] * (len(arabics) - 1)
    assert text_of(arabics[0].blocks[0]).startswith("BAB I\n")


def furniture_fields(parts: ooxml.Parts, section: Section) -> str:
    relations = {
        node.get("Id"): node.get("Target") for node in parts["word/_rels/document.xml.rels"]
    }
    used = find(section.properties, "w:headerReference | w:footerReference")
    roots = [parts[f"word/{relations[node.get(ooxml.R + 'id')]}"] for node in used]
    return " ".join(node.text or "" for root in roots for node in root.iter(W + "instrText"))


# ------------------------------------------------------------------------------- headings and lists


def test_headings_have_true_levels(parts: ooxml.Parts) -> None:
    names = ooxml.style_names(parts)
    styles = find(parts["word/styles.xml"], "w:style")
    outline = {
        names[value(style, "styleId")]: values(style, "w:pPr/w:outlineLvl") for style in styles
    }

    found = [
        (names[value(node)], text_of(paragraph).replace("\n", " ").replace("\t", " "))
        for paragraph in find(parts[ooxml.BODY], "/w:document/w:body/w:p")
        for node in find(paragraph, "w:pPr/w:pStyle")
        if names[value(node)].startswith("heading")
    ]
    titles = [
        block["id"] for block in blocks() if block["jenis"] == "judul" and not block["penanda"]
    ]
    assert titles == ["pengantar-judul", "daftar-isi-judul", "daftar-tabel-judul"]

    assert found == [
        (f"heading {head.level}", f"{head.number} {head.text}".strip())
        for head in headings()
        if head.id.startswith("bab")
    ]
    assert [outline[f"heading {level}"] for level in (1, 2, 3)] == [["0"], ["1"], ["2"]]


def test_every_paragraph_bears_a_named_style(parts: ooxml.Parts) -> None:
    bare = [text_of(node) for node in find(parts[ooxml.BODY], "//w:p[not(w:pPr/w:pStyle)]")]

    assert bare == []
    assert "Normal" not in {
        ooxml.style_names(parts)[name] for name in values(parts[ooxml.BODY], "//w:pStyle")
    }


def list_runs() -> list[list[str]]:
    """Group the list items of the CSV: a run of items is a list, unless both parts bear the same `acuan`."""
    runs: list[tuple[dict[str, str], list[str]]] = []
    named: dict[str, int] = {}
    current: int | None = None
    for block in blocks():
        if block["jenis"] != "butir":
            if not (block["jenis"] == "paragraf" and block["tingkat"]):
                current = None
            continue
        level, name = block["tingkat"] or "1", block["acuan"]
        current = named.get(name) if name else current
        if (
            current is None
            or runs[current][0].setdefault(level, block["penanda"]) != block["penanda"]
        ):
            current = len(runs)
            runs.append(({level: block["penanda"]}, []))
        if name:
            named[name] = current
        runs[current][1].append(printed(block["teks"]))
    return [texts for _, texts in runs]


def test_each_list_restarts_and_holds_its_items(parts: ooxml.Parts) -> None:
    lists: dict[str, list[str]] = {}
    for paragraph in find(parts[ooxml.BODY], "//w:p[w:pPr/w:numPr]"):
        lists.setdefault(values(paragraph, "w:pPr/w:numPr/w:numId")[0], []).append(
            text_of(paragraph)
        )

    assert list(lists.values()) == list_runs()
    for number in find(parts["word/numbering.xml"], "w:num"):
        assert set(values(number, "w:lvlOverride/w:startOverride")) == {"1"}


# ------------------------------------------------------------------------------- daftar isi, daftar tabel


def test_each_line_of_the_lists_leads_to_the_paragraph_that_it_names(parts: ooxml.Parts) -> None:
    root = parts[ooxml.BODY]
    marked = {
        value(start, "name"): " ".join(text_of(paragraph).split())
        for paragraph in find(root, "//w:p")
        for start in find(paragraph, "w:bookmarkStart")
    }
    links = find(root, "//w:hyperlink")

    for link in links:
        line, _, page = text_of(link).rpartition("\t")
        assert marked[value(link, "anchor")] == " ".join(line.split())
        assert re.fullmatch(r"\d+|[ivxl]+", page)
        assert values(link, ".//w:fldChar", "fldCharType") == ["begin", "separate", "end"]
        assert f"PAGEREF {value(link, 'anchor')} " in "".join(
            node.text or "" for node in link.iter(W + "instrText")
        )
    assert len(links) == len(list(list_of_tables_texts())) + sum(
        len(list(contents_texts(int(block["tingkat"] or 2))))
        for block in blocks()
        if block["jenis"] == "daftar_isi"
    )


def test_the_page_numbers_are_the_kept_ones_and_belong_to_this_document(built: BuildResult) -> None:
    assert built.nomor_halaman == KEPT
    assert built.halaman == int(kept_pages()["ukuran", "halaman"])


def test_nothing_asks_for_an_update(parts: ooxml.Parts) -> None:
    assert ooxml.asking_faults(parts) == []


# ------------------------------------------------------------------------------- language, properties, structure


def test_the_language_is_indonesian(built: BuildResult, parts: ooxml.Parts) -> None:
    assert values(parts["word/styles.xml"], "w:docDefaults//w:lang") == ["id-ID"]
    assert not find(parts[ooxml.BODY], "//w:lang[@w:val != 'id-ID']")
    assert docx.Document(str(built.path)).core_properties.language == "id-ID"


def test_title_author_and_dates_come_from_the_data(built: BuildResult, parts: ooxml.Parts) -> None:
    properties = docx.Document(str(built.path)).core_properties

    assert properties.title == facts()["judul"]
    assert properties.author == facts()["penulis"]
    assert [
        node.text for node in parts["docProps/core.xml"] if node.tag.endswith("}lastModifiedBy")
    ] == [properties.author]
    assert properties.created == properties.modified
    assert properties.created is not None
    assert properties.created.date().isoformat() == facts()["tanggal_dokumen"]


@pytest.mark.parametrize("check", ooxml.CHECKS, ids=lambda check: check.__name__)
def test_the_structure_is_sound(parts: ooxml.Parts, check: ooxml.Check) -> None:
    assert check(parts) == []


@pytest.mark.parametrize(
    "version", [FileFormat.OFFICE_2019, FileFormat.MICROSOFT_365], ids=lambda version: version.name
)
def test_openxml_audit_finds_nothing_that_the_template_does_not_have(
    built: BuildResult, version: FileFormat
) -> None:
    def findings(path: Path) -> set[str]:
        found = OpenXmlValidator(file_format=version, max_errors=0).validate(str(path))
        return {f"{error.part_uri}: {error.description}" for error in found.errors}

    assert findings(built.path) - findings(TEMPLATE) == set()


def test_ooxml_integrity_finds_nothing_that_the_template_does_not_have(built: BuildResult) -> None:
    def findings(path: Path) -> set[str]:
        return {
            f"{found.code}: {found.message}"
            for found in check_integrity(str(path))
            if found.severity != "info"
        }

    assert findings(built.path) - findings(TEMPLATE) == set()


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_prints_it_with_the_sections_in_the_right_orientation(
    built: BuildResult, body: list[ooxml.Element], tmp_path: Path
) -> None:
    command = [
        str(SOFFICE),
        "--headless",
        f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}",
    ]
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", tmp_path, built.path], check=True, timeout=180
    )
    pages = PdfReader(tmp_path / f"{built.path.stem}.pdf").pages

    sizes = [(float(page.mediabox.width), float(page.mediabox.height)) for page in pages]
    turned = [width > height for width, height in sizes]

    assert all(sorted(size) == pytest.approx(F4_POINTS, abs=1) for size in sizes)
    assert [key for key, _ in itertools.groupby(turned)] == [
        key for key, _ in itertools.groupby(section.is_landscape for section in sections_of(body))
    ]
    if kept_pages()["ukuran", "mesin"] in subprocess.run([str(SOFFICE), "--version"], check=True, capture_output=True, text=True).stdout:  # fmt: skip
        assert len(pages) == built.halaman
