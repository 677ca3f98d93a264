"""One way for each job: no function stands twice, and a thing is called the same everywhere."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from copy import deepcopy

import pytest
from conftest import REPOSITORY, WriteFolder

import renstra_doc
from renstra_doc import check_document, compose_document, load_project
from renstra_doc.model.row_levels import SPECIAL
from renstra_doc.report.as_html import report_html
from renstra_doc.report.as_json import report_json
from renstra_doc.report.as_text import report_text
from renstra_doc.words.shortening import shorten, shorten_pair
from renstra_doc.workbook.sheets import explain_file

SOURCES = sorted((REPOSITORY / "renstra_doc").rglob("*.py"))
PUBLIC = frozenset(renstra_doc.__all__)
SMALL = 50  # nodes: two functions of fewer may look alike by chance


class _Bare(ast.NodeTransformer):
    """Takes names, types, texts and docstrings out of a function: what is left is what it does."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self.names.setdefault(node.id, f"n{len(self.names)}")
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.arg, node.annotation = self.names.setdefault(node.arg, f"n{len(self.names)}"), None
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        node.value = "" if isinstance(node.value, str) else node.value
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.name, node.returns, node.decorator_list = "", None, []
        node.body = node.body[1:] if ast.get_docstring(node) is not None else node.body
        self.generic_visit(node)
        return node


def shape_of(function: ast.FunctionDef) -> str:
    return ast.dump(_Bare().visit(deepcopy(function)))


def test_no_function_of_any_size_stands_twice() -> None:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and sum(1 for _ in ast.walk(node)) > SMALL:
                found[shape_of(node)].append(f"{path.relative_to(REPOSITORY)}: {node.name}")

    assert [names for names in found.values() if len(names) > 1] == []


def names_of(tree: ast.Module) -> Iterator[str]:
    """Yield what a module defines at its top: functions, classes, constants."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
            yield node.name
        elif isinstance(node, ast.Assign):
            parts = (part for target in node.targets for part in ast.walk(target))
            yield from (part.id for part in parts if isinstance(part, ast.Name))


def test_everything_that_is_defined_is_used() -> None:
    """A name that stands once, where it is defined, is code that nothing needs."""
    pages = (REPOSITORY / "renstra_doc").rglob("*.jinja")
    texts = {path: path.read_text(encoding="utf-8") for path in (*SOURCES, *pages)}
    counts = Counter(word for text in texts.values() for word in re.findall(r"\w+", text))
    unused = [
        f"{path.relative_to(REPOSITORY)}: {name}"
        for path in SOURCES
        for name in names_of(ast.parse(texts[path]))
        if counts[name] == 1 and name not in PUBLIC and not name.startswith("__")
    ]

    assert unused == []


def test_the_words_of_a_level_are_compared_by_their_name() -> None:
    """`row.tingkat == "jumlah"` stands nowhere: model/row_levels.py has the words."""
    bare = re.compile(rf"tingkat[\"'\])]* *(?:==|!=|in|not in) *\(?\"(?:{'|'.join(SPECIAL)})\"")

    assert [path.name for path in SOURCES if bare.search(path.read_text(encoding="utf-8"))] == []


NUMBERLESS = (
    "id,nomor,label,judul,sumber,orientasi,gaya,catatan\n"
    "pegawai,-,,Data Pegawai,,potret,umum,\n"
    "sasaran,4.1,,Tujuan dan Sasaran,,lanskap,lebar,\n"
)
WRONG_TOTALS = (
    "id,jenis,tabel,baris,kolom,acuan,toleransi,bobot,dasar\n"
    "jumlah,jumlah_menurun,pegawai,tingkat=jumlah,jumlah,,,,Jumlah pegawai\n"
)
PEGAWAI = (
    "id,tingkat,no,jabatan,jumlah\nkepala,,#.,Kepala Dinas,1 orang\n"
    "staf,,#.,Pelaksana,16 orang\ntotal,jumlah,,Jumlah,18 orang\n"
)


@pytest.mark.parametrize(
    ("number", "called", "sheet"),
    [("2.1", "Tabel 2.1", "Tabel 2.1: Data Pegawai"), ("-", "Tabel pegawai", "Data Pegawai")],
)
def test_a_table_is_called_the_same_in_every_report(
    data_folder: WriteFolder, number: str, called: str, sheet: str
) -> None:
    tables = NUMBERLESS.replace("pegawai,-", f"pegawai,{number}")
    changes = {"tabel/tabel.csv": tables, "aturan.csv": WRONG_TOTALS, "tabel/pegawai.csv": PEGAWAI}
    document, _ = compose_document(load_project(data_folder(changes)))
    report = check_document(document)

    assert f"{called}, " in report_text(report)
    assert called in report_html(document, report)
    found = [finding["table"] for finding in json.loads(report_json(report))["findings"]]
    assert f"Tabel {found[0]}" == called
    assert explain_file("tabel/pegawai.csv", document) == sheet


@pytest.mark.parametrize(
    ("text", "length", "shown"),
    [
        ("pendek", 10, "pendek"),
        ("Meningkatnya kemandirian keluarga", 20, "Meningkatnya …"),
        ("satu\ndua", 20, "satu⏎dua"),
        ("a" * 30, 10, "aaaaaaaaa…"),
        ("", 10, ""),
    ],
)
def test_a_long_text_ends_at_a_word(text: str, length: int, shown: str) -> None:
    assert shorten(text, length) == shown


def test_two_long_texts_are_shown_where_they_differ() -> None:
    old = "Program pemberdayaan fakir miskin di kelurahan dan desa, pagu 302.457.274 rupiah"
    new = old.replace("302.457.274", "402.457.274")

    first, second = shorten_pair(old, new, 40)

    assert first == "…dan desa, pagu 302.457.274 rupiah"
    assert second == "…dan desa, pagu 402.457.274 rupiah"


def test_an_empty_text_is_said_to_be_empty() -> None:
    assert shorten_pair("", "baru", 40) == ("(kosong)", "baru")
