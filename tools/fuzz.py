"""Throw damaged input at the program: no traceback, no hang, nothing lost without a word.

    python tools/fuzz.py [--count 100000] [--seed 1] [--only NAME …] [--case NAME:NUMBER] [--limit 10]

Every input is made from `seed:kind:number` alone, so `--case project:4711` makes the same one again and shows it. An
input fails when it raises what the program does not promise, takes longer than `--limit` seconds, or breaks a law of
its kind (what was read is written and read back the same; what comes out is well-formed XML). Exit code 1 where one
failed.

| kind | is | share |
|---|---|---|
| load | bytes as a CSV file | 30 % |
| number | a text in each kind of numeric column | 25 % |
| markup | a text with emphasis, a list marker, a heading number | 15 % |
| expression | a text with figures over a small document | 15 % |
| project | a whole small project with one to four damages, loaded, checked, printed, written, rewritten | 14,2 % |
| shipped | the same with the project of `data/` | 0,3 % |
| template | a Word template with damaged bytes or parts | 0,5 % |
"""

# ruff: noqa: T201, S311 — a tool prints, and its chance must come again

from __future__ import annotations

import argparse
import csv
import faulthandler
import io
import shutil
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from unittest.mock import patch

from lxml import etree

from renstra_doc.check import check_document
from renstra_doc.expression.language import Evaluator, ExpressionError
from renstra_doc.expression.names import Facts, show_marked
from renstra_doc.finding import InputError, Severity
from renstra_doc.load.project import load_project, load_table
from renstra_doc.model import compose_partly
from renstra_doc.model.rewrite import canonicalize
from renstra_doc.render import rendered as rendering
from renstra_doc.template.read import read_template
from renstra_doc.view import build_view
from renstra_doc.view.markdown import to_markdown
from renstra_doc.words.marker import is_first, parse_marker
from renstra_doc.words.markup import escape_markup, parse_markup, plain_text
from renstra_doc.words.numbers import KINDS, NumberError, canonical, format_besaran, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import FrameType
    from typing import Protocol

    from renstra_doc.model import Document
    from renstra_doc.template.read import TemplateLook

    class Bench(Protocol):
        """Makes inputs of every kind and tries them."""

        def make(self, kind: str, chance: Random) -> object:
            """Return an input of a kind, made by chance."""

        def try_out(self, kind: str, given: object) -> str:
            """Give an input to the program; out: in a word what came of it."""


REPOSITORY = Path(__file__).resolve().parents[1]
EXAMPLE = REPOSITORY / "examples" / "kabupaten-contoh" / "data"
TEMPLATE = REPOSITORY / "templates" / "renstra.docx"
SHARES = {
    "load": 300,
    "number": 250,
    "markup": 150,
    "expression": 150,
    "project": 142,
    "shipped": 3,
    "template": 5,
}
SLOWEST_SHOWN = 3

# --- What a cell may hold at midnight ------------------------------------------------------------

NUMBERS = (
    *(
        "0",
        "-",
        "1",
        "17",
        "1414",
        "302457274",
        "5.88",
        "77,48",
        "70.00%",
        "0,60%",
        "1.234",
        "12.34",
        "1.234,56",
    ),
    *(
        "1,234.56",
        "(1.234)",
        "+5",
        "1e5",
        "1E+05",
        "Rp5.000",
        "Rp 1.000.000,-",
        "IDR 5",
        "007",
        "1_000",
        "--5",
        "5-",
    ),
    *(
        "١٢٣",
        "\uff11\uff12",
        "५",
        "½",
        "²",
        "1\u00a0234",
        "1\u2009234",
        "1\u202f234",
        "−5",
        "–5",
        "∞",
        "NaN",
        "Infinity",
    ),
    *(
        "#REF!",
        "#N/A",
        "#VALUE!",
        "#DIV/0!",
        "#NAME?",
        "Err:502",
        "=A1+1",
        "+1+1",
        "@SUM(A1)",
        "-2+3",
    ),
    *(
        "1-Jan",
        "Jan-17",
        "2017-01-01",
        "01/02/2017",
        "44197",
        "1/2",
        "12:30",
        "2021-02-30",
        "0000-00-00",
    ),
    *(
        "15 orang",
        "1.414 Orang",
        "- Orang",
        "1,5 juta",
        "2 miliar rupiah",
        "6 jenis, 26 buah",
        "BB",
        "A-",
        "n/a",
    ),
    *(
        "9" * 40,
        "0." + "9" * 40,
        "1" + "0" * 400,
        "9.99.99",
        ",5",
        "5,",
        "1.2.3,4",
        "100 %",
        "100%%",
        "1 000",
    ),
)
TEXTS = (
    *(
        "",
        " ",
        "\n",
        "\t",
        "\u00a0",
        "\u200b",
        "\ufeff",
        "\u202e",
        "a",
        "é",
        "ñ",
        "“",
        "\U0001f600",
        "e\u0301",
        "\ufdd0",
    ),
    *(
        "<w:p>",
        "</w:t>",
        "]]>",
        "<![CDATA[",
        "<!--",
        "<?xml?>",
        "&amp;",
        "&#0;",
        "&lol;",
        "&",
        "<",
        ">",
        '"',
        "'",
    ),
    *(
        "*",
        "**",
        "***",
        "\\",
        "\\*",
        "*a*",
        "**a** *b*",
        "* *",
        "{",
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        "[[isi]]",
    ),
    *(
        "[[bagian: isi]]",
        "renstra-doc-body-slot",
        "|",
        "`",
        "#",
        "<br>",
        "../x",
        "/etc/passwd",
        "C:\\x",
        "con",
        "..",
    ),
    *(
        "\x00",
        "\x07",
        "\x0b",
        "\x1b[31m",
        "\x7f",
        "\x85",
        "\u2028",
        "\ufffe",
        "\uffff",
        "\udc80",
        "a" * 2000,
    ),
)
USUAL = (
    *(
        "dokumen.judul",
        "nilai('isu', 'isu-beras', 'isu')",
        "cacah('isu', 'isu')",
        "sebut(7)",
        "terbilang(7)",
        "angka(6383)",
    ),
    *(
        "rupiah(200000)",
        "tanggal(dokumen.tanggal_dokumen)",
        "1",
        "'a'",
        "angka(6383) + ' orang'",
        "-17",
    ),
)
EXPRESSIONS = (
    *(
        "dokumen.judul",
        "dokumen.tidak_ada",
        "dokumen",
        "nilai('isu', 'a', 'b')",
        "cacah('isu', 'isu')",
        "sebut(7)",
    ),
    *(
        "terbilang(7)",
        "angka(6383)",
        "rupiah(200000)",
        "tanggal(dokumen.tanggal_dokumen)",
        "tanggal('2021-02-30')",
    ),
    *(
        "terbilang(10 ** 99)",
        "terbilang(-1)",
        "angka('a')",
        "rupiah(1.5)",
        "sebut(nilai(1, 2, 3))",
        "1 + 'a'",
        "1 - -1",
    ),
    *(
        "''.__class__",
        "dokumen.__class__.__mro__",
        "self",
        "range(10 ** 9)",
        "lipsum()",
        "cycler.__init__.__globals__",
    ),
    *(
        "'a' * 10 ** 9",
        "[1, 2]",
        "{}",
        "x if y else z",
        "a | upper",
        "()",
        "",
        "'",
        '"',
        "\\",
        "True",
        "None",
        "1.5",
    ),
    *(
        "angka(angka)",
        "sebut",
        "nilai(*dokumen)",
        "nilai(tabel='isu')",
        "'\\x00'",
        "'{{ 1 }}'",
        "1" * 600,
        "'a' 'b'",
    ),
    *(
        "(" * 90 + "1" + ")" * 90,
        "1" + "+1" * 240,
        "-" * 99 + "1",
        "not 1",
        "1 < 2",
        "a.b.c",
        "a[0]",
        "a['b']",
        "1 ~ 2",
    ),
)
PIECES = (
    *(text.encode("utf-8", "surrogatepass") for text in (*TEXTS, *NUMBERS)),
    *(
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"\x81",
        b"\xe9",
        b"\xc3\x28",
        b"\xed\xa0\x80",
        b"\0",
    ),
    *(b",", b";", b"\t", b"\r", b"\n", b"\r\n", b'"', b'""', b'","', b",,,,,,", b'"\n"'),
)
MARKS = (b"1", b"0", b"a", b"-", b".", b"i", b"id")
ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "cp1252",
    "latin-1",
    "utf-32",
    "cp437",
)
# Names that look into the language of each file: ids, kinds, levels, patterns.
WORDS = (
    *(
        "bagian",
        "bab",
        "subbab",
        "judul",
        "paragraf",
        "butir",
        "kutipan",
        "label",
        "tanda_tangan",
        "ruang",
        "tabel",
    ),
    *(
        "bagan",
        "daftar_isi",
        "daftar_tabel",
        "ganti_halaman",
        "isi",
        "depan",
        "sampul",
        "isu",
        "program",
        "produksi",
    ),
    *(
        "sumber-dana",
        "teks",
        "urut",
        "cacah",
        "desimal",
        "persen",
        "rupiah",
        "kuantitas",
        "target",
        "jumlah",
        "kelompok",
    ),
    *(
        "tujuan",
        "sasaran",
        "kegiatan",
        "sub_kegiatan",
        "indikator",
        "kiri",
        "tengah",
        "tegak",
        "datar",
        "ya",
        "tidak",
    ),
    *(
        "potret",
        "lanskap",
        "umum",
        "lebar",
        "anggaran",
        "1",
        "2",
        "3",
        "1.",
        "a.",
        "a)",
        "i",
        "I",
        "BAB I",
        "1.1",
        "o",
    ),
    *(
        "#",
        "#.",
        "x > y",
        " > ",
        ">",
        "rp_*",
        "*",
        "!*",
        "tingkat=",
        "tingkat=program|",
        "kode!=",
        "kosong",
        "a=b=c",
    ),
    *(
        "jumlah_anak",
        "jumlah_menurun",
        "jumlah_mendatar",
        "sama",
        "kode_induk",
        "nomor_tabel",
        "urut",
        "terbilang",
    ),
    *(
        "tahun_kepala",
        "0.5",
        "error",
        "warning",
        "info",
        "2021..2026",
        "2026..2021",
        "1..999999999999",
        "..",
        "[a",
        "(?",
    ),
)

# --- Kinds of input ------------------------------------------------------------------------------


class HangError(BaseException):
    """An input that takes too long; not an Exception, so that no handler of the program swallows it."""


class BrokenLawError(AssertionError):
    """A law of the program that does not hold."""


@dataclass
class Tally:
    """What came of one kind: how many inputs, what they ended in, the slowest, those that failed."""

    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: list[tuple[float, int]] = field(default_factory=list)
    failures: list[tuple[int, str]] = field(default_factory=list)

    def note(self, number: int, seconds: float) -> None:
        """Keep the slowest few."""
        self.slowest = sorted([*self.slowest, (seconds, number)], reverse=True)[:SLOWEST_SHOWN]


class Workshop:
    """Makes inputs of every kind and tries them; holds the folder in which projects are damaged."""

    def __init__(self, folder: Path) -> None:
        """Copy the example project, with an organisation chart and one block of each kind, into `folder`."""
        self.folder = folder
        self.project = folder / "data"
        self.files = read_example()
        self.shipped = read_files(REPOSITORY / "data")
        write_files(folder / "shipped", self.shipped)
        self.template = TEMPLATE.read_bytes()
        write_files(self.project, self.files)
        document, _ = compose_partly(load_project(self.project))
        self.names = Facts(document).names()
        self.document, self.view = document, build_view(document)
        self.look = read_template(TEMPLATE, document.dokumen)

    def make(self, kind: str, chance: Random) -> object:
        """Return an input of a kind, made by chance."""
        makers: dict[str, Callable[[Random], object]] = {
            "load": self._make_bytes,
            "number": lambda chance: make_text(chance, NUMBERS),
            "markup": lambda chance: make_text(chance, (*TEXTS, *WORDS)),
            "expression": make_expression,
            "project": lambda chance: damage_files(chance, self.files),
            "shipped": lambda chance: damage_files(chance, self.shipped),
            "template": lambda chance: damage_template(chance, self.template),
        }
        return makers[kind](chance)

    def try_out(self, kind: str, given: object) -> str:
        """Give an input to the program; out: in a word what came of it."""
        trials: dict[str, Callable[..., str]] = {
            "load": self._try_load,
            "number": try_number,
            "markup": try_markup,
            "expression": self._try_expression,
            "project": lambda given: self._try_project(self.project, self.files, given),
            "shipped": lambda given: self._try_project(
                self.folder / "shipped", self.shipped, given
            ),
            "template": self._try_template,
        }
        return trials[kind](given)

    def _make_bytes(self, chance: Random) -> bytes:
        start = chance.choice([b"", *self.files.values()])
        if not start:
            return b"".join(chance.choice(PIECES) for _ in range(chance.randint(0, 40)))
        for _ in range(chance.randint(1, 4)):
            start = damage_bytes(chance, start)
        return start

    def _try_load(self, given: bytes) -> str:
        path = self.folder / "satu.csv"
        path.write_bytes(given)
        table, findings = load_table(path, "satu.csv", self.folder)
        require(table is not None or bool(findings), "neither a table nor a reason")
        require(all(str(finding) for finding in findings), "a finding that says nothing")
        if table is None:
            return "refused"
        require(
            all(len(row.cells) == len(table.header) for row in table.rows),
            "a row that does not fit its header",
        )
        return "remarks" if findings else "read"

    def _try_expression(self, given: str) -> str:
        try:
            shown = Evaluator(self.names, show_marked).resolve(given)
        except ExpressionError as error:
            require(bool(str(error)), "an error that says nothing")
            return "refused"
        require(isinstance(shown, str), "no text came out")
        return "read"

    def _try_project(
        self, folder: Path, files: Mapping[str, bytes], given: Mapping[str, bytes | None]
    ) -> str:
        write_files(folder, given)
        try:
            return run_project(folder, self.look)
        finally:
            write_files(folder, {name: files.get(name) for name in given})

    def _try_template(self, given: bytes) -> str:
        path = self.folder / "templat.docx"
        path.write_bytes(given)
        try:
            look = read_template(path, self.document.dokumen)
            write_document(self.document, self.view, look)
        except InputError as error:
            require(bool(error.findings), "refused without a reason")
            return "refused"
        require(bool(look.sections), "a template without sections")
        return "read"


def require(holds: bool, law: str) -> None:  # noqa: FBT001 — a law holds or not
    """Raise BrokenLawError unless a law holds."""
    if not holds:
        raise BrokenLawError(law)


def read_example() -> dict[str, bytes]:
    """Return the files of the example, with what it lacks of the language added."""
    files = read_files(EXAMPLE)
    files["struktur-organisasi.csv"] = (
        b"id,induk,jabatan,eselon,jumlah\nkepala,,Kepala,II.b,1 orang\nsekretaris,kepala,Sekretaris,III.a,\n"
        b"bidang,kepala,Bidang Satu,III.b,3 orang\nupt,,UPT,,\n"
    )
    files["naskah/03-semua.csv"] = (
        b"id,jenis,tingkat,penanda,gaya,acuan,teks\ns-bab,bab,,BAB I,,,SEMUA\ns-sub,subbab,2,1.1,,,Sub\n"
        b"s-sub3,subbab,3,a.,,,Sub tiga\ns-judul,judul,,,,,Judul\ns-p,paragraf,2,,,,Alinea *miring* **tebal**\n"
        b"s-b1,butir,1,1.,,lanjut,\"satu {{ sebut(cacah('isu', 'isu')) }}\"\ns-b2,butir,2,a),,,dua\ns-k,kutipan,,,,,K\n"
        b"s-l,label,,,,,Menimbang\ns-lb,butir,,a.,,,bahwa\ns-t,tanda_tangan,,,,,Kepala\ns-r,ruang,,,,,\n"
        b"s-bagan,bagan,,,,struktur-organisasi.csv,Bagan\ns-di,daftar_isi,2,,,,\ns-dt,daftar_tabel,,,,,\n"
        b"s-g,ganti_halaman,,,,,\n"
    )
    return files


def read_files(folder: Path) -> dict[str, bytes]:
    """Return the CSV files under a folder, by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*.csv"))
    }


def write_files(folder: Path, files: Mapping[str, bytes | None]) -> None:
    """Write files under a folder; None removes one."""
    for name, content in files.items():
        path = folder / name
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


# --- Laws ----------------------------------------------------------------------------------------


def try_number(given: str) -> str:
    """Read a text in every kind of column; what is read is written and read back the same."""
    outcome = "refused"
    for kind in KINDS:
        try:
            besaran = parse(kind, given)
        except NumberError as error:
            require(bool(str(error) and error.saran), "a refusal without advice")
            continue
        outcome = "read"
        if besaran is not None:
            require(parse(kind, canonical(kind, besaran)) == besaran, f"{kind}: not read back")
            require(bool(format_besaran(kind, besaran, 2)), "printed as nothing")
    return outcome


def try_markup(given: str) -> str:
    """Read a text as markup and as a marker; no letter but the marks themselves is lost."""
    runs = parse_markup(given)
    kept = "".join(run.teks for run in runs)
    require(
        [c for c in kept if c not in "*\\"] == [c for c in given if c not in "*\\"],
        "a letter is lost",
    )
    require(plain_text(escape_markup(given)) == given, "an escaped text is not read back")
    marker = parse_marker(given)
    shown = [marker.show(number, 1) for number in (1, 2, 27, 4999)]
    require(not is_first(given) or shown[0] == given, "a first sample that is not printed")
    return "read"


def run_project(folder: Path, look: TemplateLook) -> str:
    """Take a folder through every stage; out: how far it came."""
    raw = load_project(folder)
    canonicalize(raw)
    document, findings = compose_partly(raw)
    require(all(str(finding) for finding in findings), "a finding that says nothing")
    if any(finding.severity is Severity.ERROR for finding in findings):
        return "refused on reading"
    try:
        report = check_document(document)
        require(all(str(finding) for finding in report.findings), "a finding that says nothing")
        view = build_view(document)
        to_markdown(view)
        write_document(document, view, look)
    except InputError as error:
        require(bool(error.findings), "refused without a reason")
        return "refused in a later stage"
    return "stopped by the checks" if report.stopping else "written"


def write_document(document: Document, view: object, look: TemplateLook) -> None:
    """Write the .docx with the template read once, and hold every part to be well-formed."""
    with patch.object(rendering, "read_template", lambda *_: look):
        draft = rendering.render_view(view, TEMPLATE, sources=None)  # type: ignore[arg-type]
    content = draft.to_bytes({})
    require(bool(document.blocks), "a document without blocks")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in ("word/document.xml", "word/numbering.xml", "docProps/core.xml"):
            etree.fromstring(archive.read(name))


# --- Chance --------------------------------------------------------------------------------------


def make_text(chance: Random, dictionary: Sequence[str]) -> str:
    """Return a text of known pieces, letters of any kind and slips."""
    pieces = [chance.choice(dictionary) for _ in range(chance.randint(1, 4))]
    text = chance.choice(["", "", " ", "\n"]).join(pieces)
    for _ in range(chance.choice([0, 0, 1, 2, 5])):
        at = chance.randint(0, len(text))
        text = text[:at] + any_letter(chance) + text[at + chance.randint(0, 2) :]
    return text


def any_letter(chance: Random) -> str:
    """Return a letter: mostly the marks that mean something, sometimes any of Unicode."""
    if chance.random() < 0.7:  # noqa: PLR2004
        return chance.choice("0123456789.,-+()% {}[]*\\'\"#=<>&;:_\n\taZ")
    return chr(
        chance.choice(
            [chance.randrange(0x250), chance.randrange(0x3000), chance.randrange(0x110000)]
        )
    )


def make_expression(chance: Random) -> str:
    """Return a text with one to three expressions, damaged or not."""
    parts = []
    for _ in range(chance.choice([1, 1, 2])):
        inner = chance.choice(EXPRESSIONS if chance.random() < 0.5 else USUAL)  # noqa: PLR2004
        if chance.random() < 0.3:  # noqa: PLR2004
            inner = chance.choice(
                ["{0} + {1}", "angka({0})", "sebut({1})", "({0})", "nilai({0}, {1}, 'a')", "{0}{1}"]
            ).format(inner, chance.choice(chance.choice([EXPRESSIONS, USUAL])))
        if chance.random() < 0.3:  # noqa: PLR2004
            at = chance.randint(0, len(inner))
            inner = inner[:at] + any_letter(chance) + inner[at + chance.randint(0, 1) :]
        parts.append(
            chance.choice(["{{ %s }}"] * 8 + ["{%% %s %%}", "{# %s #}", "{{ %s", "{{%s}}}}"])
            % inner
        )
    return chance.choice(["", " teks "]).join(parts)


def damage_files(chance: Random, files: Mapping[str, bytes]) -> dict[str, bytes | None]:
    """Return what becomes of the files that are damaged; None: gone."""
    damaged: dict[str, bytes | None] = {}
    for _ in range(chance.choice([1, 1, 2, 4])):
        name = chance.choice(list(files))
        content = damaged.get(name, files[name])
        if content is None:
            continue
        if chance.random() < 0.02:  # noqa: PLR2004
            damaged[name] = chance.choice([None, b"", chance.choice(list(files.values()))])
        elif chance.random() < 0.8:  # noqa: PLR2004
            damaged[name] = damage_cells(chance, content)
        else:
            damaged[name] = damage_bytes(chance, content)
    return damaged


def damage_cells(chance: Random, content: bytes) -> bytes:
    """Change a cell, a row or a column, and write the file as a program would: what is wrong is only what it says."""
    rows = list(
        csv.reader(io.StringIO(content.decode("utf-8", "replace").replace("\0", ""), newline=""))
    )
    if len(rows) < 2:  # noqa: PLR2004 — a header and a row
        return content
    row = chance.randrange(len(rows) if chance.random() < 0.1 else len(rows) - 1) + 1  # noqa: PLR2004
    target = rows[row % len(rows)]
    at = chance.randrange(len(target)) if target else 0
    act = chance.random()
    if act < 0.7 and target:  # noqa: PLR2004
        target[at] = make_cell(chance, rows, at)
    elif act < 0.8:  # noqa: PLR2004
        rows.insert(chance.randrange(1, len(rows)), list(target))
    elif act < 0.88:  # noqa: PLR2004
        del rows[row % len(rows)]
    elif act < 0.94:  # noqa: PLR2004
        other = chance.randrange(1, len(rows))
        rows[row % len(rows)], rows[other] = rows[other], rows[row % len(rows)]
    elif target:
        for cells in rows:
            if at < len(cells):
                cells.pop(at) if act < 0.97 else cells.insert(at, cells[at])  # noqa: PLR2004
    stream = io.StringIO()
    csv.writer(
        stream,
        lineterminator=chance.choice(["\n", "\n", "\r\n"]),
        delimiter=chance.choice(",,,;\t"),
    ).writerows(rows)
    return stream.getvalue().encode("utf-8", "surrogatepass")


def make_cell(chance: Random, rows: Sequence[Sequence[str]], at: int) -> str:
    """Return a cell: one of the same column, a word of the language, a number, a text, an expression."""
    choice = chance.randrange(6)
    if choice == 0:
        row = chance.choice(rows)
        return row[at] if at < len(row) else ""
    if choice == 1:
        return chance.choice(chance.choice(rows) or [""])
    return (
        chance.choice(WORDS) if choice == 2  # noqa: PLR2004
        else make_text(chance, NUMBERS) if choice == 3  # noqa: PLR2004
        else make_text(chance, TEXTS) if choice == 4  # noqa: PLR2004
        else make_expression(chance)
    )  # fmt: skip


def swap_one(content: bytes, chance: Random) -> bytes:
    """Replace one usual piece by another, once or everywhere."""
    old, new = chance.sample([b"1", b"0", b"a", b"-", b".", b"i", b"id"], 2)
    return content.replace(old, new, chance.choice([1, -1]))


def damage_bytes(chance: Random, content: bytes) -> bytes:
    """Flip, cut, insert, swap lines, change the delimiter, the line ends or the encoding."""
    at = chance.randint(0, len(content))
    lines = content.splitlines(keepends=True)
    acts: list[Callable[[], bytes]] = [
        lambda: content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :],
        lambda: content[:at],
        lambda: content[at:],
        lambda: content[:at] + chance.choice(PIECES) + content[at:],
        lambda: content[:at] + chance.choice(PIECES) + content[at + chance.randint(0, 30) :],
        lambda: b"".join(chance.sample(lines, len(lines))),
        lambda: b"".join(line for line in lines if chance.random() < 0.9),  # noqa: PLR2004
        lambda: b"".join(line * chance.choice([1, 1, 1, 2]) for line in lines),
        lambda: content.replace(b",", chance.choice([b";", b"\t", b"|", b", "])),
        lambda: content.replace(b",", b";", chance.randint(1, 5)),
        lambda: content.replace(b"\n", chance.choice([b"\r", b"\r\n", b"\n\n", b"\n\r"])),
        lambda: content.replace(
            b'"', chance.choice([b"", b"'", b'""', "“".encode()]), chance.choice([1, -1])
        ),
        lambda: content.decode("utf-8", "replace").encode(chance.choice(ENCODINGS), "replace"),
        lambda: content[:at] + content[chance.randint(0, len(content)) :],
        lambda: content.replace(chance.choice(MARKS), chance.choice(MARKS), chance.choice([1, -1])),
    ]
    return chance.choice(acts)()


def damage_template(chance: Random, content: bytes) -> bytes:
    """Damage the bytes of the package, or those of one part of it, or drop a part."""
    if chance.random() < 0.4:  # noqa: PLR2004
        return damage_bytes(chance, content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(list(parts))
    act = chance.random()
    if act < 0.15:  # noqa: PLR2004
        del parts[name]
    elif act < 0.5:  # noqa: PLR2004
        parts[name] = damage_bytes(chance, parts[name])
    else:
        name = chance.choice([name, "word/document.xml"])
        parts[name] = damage_xml(chance, parts[name].decode("utf-8", "replace")).encode(
            "utf-8", "surrogatepass"
        )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return stream.getvalue()


def damage_xml(chance: Random, text: str) -> str:
    """Put a piece of text or markup between two elements, or change an attribute's value."""
    marks = [at for at, letter in enumerate(text) if letter == chance.choice('>">')]
    at = chance.choice(marks) + 1 if marks else 0
    piece = chance.choice(
        [*TEXTS, make_expression(chance), "[[tabel: umum]]", "<w:p/>", "<w:tbl/>", "-1", "1e9", "a"]
    )
    return text[:at] + piece + text[at + chance.choice([0, 0, 1, 3]) :]


# --- The run -------------------------------------------------------------------------------------


def run(
    shop: Bench, kinds: Mapping[str, int], seed: int, limit: float
) -> Iterator[tuple[str, Tally]]:
    """Try so many inputs of each kind; yield the tally of each."""
    for kind, count in kinds.items():
        tally = Tally()
        for number in range(count):
            given = shop.make(kind, Random(f"{seed}:{kind}:{number}"))
            started = time.perf_counter()
            outcome, trouble = attempt(shop, kind, given, limit)
            tally.note(number, time.perf_counter() - started)
            tally.outcomes[outcome] += 1
            if trouble:
                tally.failures.append((number, trouble))
        yield kind, tally


def attempt(shop: Bench, kind: str, given: object, limit: float) -> tuple[str, str]:
    """Try one input; out: what came of it, and the traceback where it failed."""
    signal.setitimer(signal.ITIMER_REAL, limit)
    faulthandler.dump_traceback_later(limit * 6, exit=True)  # for a hang that no signal ends
    try:
        return shop.try_out(kind, given), ""
    except HangError:
        return "HANG", traceback.format_exc()
    except Exception:  # noqa: BLE001 — whatever it is, it is what we look for
        return "FAILED", traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.cancel_dump_traceback_later()


def hang(_signal: int, _frame: FrameType | None) -> None:
    """End an input that takes too long."""
    raise HangError


def report(kind: str, tally: Tally, seconds: float) -> None:
    """Print the figures of a kind: inputs, outcomes, time, the failures by their last line."""
    outcomes = ", ".join(f"{count} {name}" for name, count in tally.outcomes.most_common())
    slowest = ", ".join(f"{kind}:{number} {took * 1000:.0f} ms" for took, number in tally.slowest)
    print(f"{kind:<11}{tally.outcomes.total():>9}  {seconds:>7.1f} s  {outcomes}")
    print(f"{'':<31}slowest: {slowest}", flush=True)
    seen: Counter[str] = Counter()
    for number, text in tally.failures:
        key = f"{find_spot(text)} {text.strip().splitlines()[-1][:150]}"
        seen[key] += 1
        if seen[key] == 1:
            print(f"{'':<4}{kind}:{number}  {key}", flush=True)
    for key, count in seen.most_common():
        print(f"{'':<4}{count} × {key}", flush=True)


def find_spot(text: str) -> str:
    """Return the last place of a traceback that lies in the program."""
    spots = [
        line.strip() for line in text.splitlines() if "renstra_doc/" in line and "line" in line
    ]
    return spots[-1].replace(str(REPOSITORY), "") if spots else ""


def split_count(count: int, only: Sequence[str]) -> dict[str, int]:
    """Share the inputs out over the kinds."""
    chosen = {kind: share for kind, share in SHARES.items() if not only or kind in only}
    total = sum(chosen.values())
    return {kind: -(-count * share // total) for kind, share in chosen.items()}


def show_case(shop: Workshop, case: str, seed: int, limit: float) -> int:
    """Make one input again, show it and what comes of it."""
    kind, _, number = case.partition(":")
    given = shop.make(kind, Random(f"{seed}:{kind}:{number}"))
    shown = given if kind != "template" else f"{len(given)} bytes"  # type: ignore[arg-type]
    print(repr(shown))
    outcome, trouble = attempt(shop, kind, given, limit)
    print(outcome, trouble, sep="\n")
    return bool(trouble)


def main() -> int:
    """Run; out: 1 where an input failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[], choices=list(SHARES))
    parser.add_argument("--case", help="make one input again, e.g. project:4711")
    parser.add_argument("--limit", type=float, default=10.0, help="seconds that an input may take")
    options = parser.parse_args()
    signal.signal(signal.SIGALRM, hang)
    memory = Path("/dev/shm")  # noqa: S108 — a folder of its own is made in it
    parent = memory if memory.is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="renstra-fuzz-", dir=parent))
    try:
        shop = Workshop(folder)
        if options.case:
            return show_case(shop, options.case, options.seed, options.limit)
        started = time.perf_counter()
        total, failed = 0, 0
        for kind, tally in run(
            shop, split_count(options.count, options.only), options.seed, options.limit
        ):
            report(kind, tally, time.perf_counter() - started)
            started = time.perf_counter()
            total += tally.outcomes.total()
            failed += len(tally.failures)
        print(f"{total} inputs, {failed} failed (seed {options.seed})")
        return 1 if failed else 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
