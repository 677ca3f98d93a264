"""The line of DESIGN, section 1: imports run one way, and each foreign library has one door."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
PACKAGE = REPOSITORY / "renstra_doc"

# The rooms of the house, from the ground up. One may import what stands in a line above its own, nothing beside it and
# nothing below.
LINE: tuple[tuple[str, ...], ...] = (
    ("place",),
    ("finding",),
    ("words", "files", "picture"),
    ("docx",),
    ("load",),
    ("model",),
    ("expression", "merge", "nomenklatur"),
    ("check",),
    ("view", "workbook"),
    ("template",),
    ("render",),
    ("report", "embed"),
    ("run",),
    ("intake", "editions"),
    ("review",),
    ("returned", "edit"),
    ("web",),
    ("cli",),
    ("__main__", "__init__"),
)
RANK = {stage: rank for rank, stages in enumerate(LINE) for stage in stages}

# Who may import a foreign library, a room or one of its modules; nobody else.
DOORS: dict[str, frozenset[str]] = {
    "babel": frozenset({"words.numbers"}),
    "click": frozenset({"cli"}),
    "distributed": frozenset({"run.cluster"}),
    # A table in somebody else's python-docx document is a second door.
    "docx": frozenset({"template.read", "template.filling", "embed.insertion"}),
    "docxtpl": frozenset({"template.filling"}),
    "filelock": frozenset({"files.lock"}),
    # It fills templates: the Word template's fixed text, and the two pages of HTML.
    "jinja2": frozenset({"template.filling", "report.as_html", "review.show.as_html", "web.call"}),
    # Every reader of foreign XML, and the redline, which takes a document apart.
    "lxml": frozenset(
        {
            "docx",
            "template.read",
            "template.filling",
            "embed.insertion",
            "workbook.xlsx_styles",
            "workbook.xlsx",
            "review.redline",
        }
    ),
    "page": frozenset({"render.pdf"}),  # a validator of PDF/A
    "pandas": frozenset({"embed.frames"}),
    "pypdf": frozenset({"render.pages", "render.pdf"}),
    "pypdfium2": frozenset({"render.page_image"}),
    "starlette": frozenset({"web"}),
    "uvicorn": frozenset({"web.serve"}),
    "watchfiles": frozenset({"run.watching"}),
    "xlsxwriter": frozenset({"workbook.layout"}),
}

SOURCES = sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(REPOSITORY).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 2 else parts)


MODULES = {name_of(path) for path in SOURCES}


def stage_of(module: str) -> str:
    """Return the stage of a module: the longest name in the line that its own begins with."""
    parts = module.split(".")[1:3]
    return ".".join(parts) if ".".join(parts) in RANK else parts[0] if parts else "__init__"


def imports_of(path: Path) -> set[str]:
    """Return every module that a source file imports, at its top, inside functions or for types only."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            base = node.module or ""
            inner = {f"{base}.{alias.name}" for alias in node.names}
            found |= inner if base == "renstra_doc" else (inner & MODULES) or {base}
    return found


def test_every_stage_has_its_place_in_the_line() -> None:
    assert {stage_of(name_of(path)) for path in SOURCES} <= set(RANK)


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_imports_run_one_way(path: Path) -> None:
    stage = stage_of(name_of(path))
    wrong = [
        module
        for module in imports_of(path)
        if module.startswith("renstra_doc.")
        and stage_of(module) != stage
        and RANK[stage_of(module)] >= RANK[stage]
    ]

    assert wrong == []


def test_no_module_needs_itself() -> None:
    graph = {
        name_of(path): {name for name in imports_of(path) if name in MODULES} for path in SOURCES
    }

    assert {*TopologicalSorter(graph).static_order()} >= set(graph)


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_each_foreign_library_has_one_door(path: Path) -> None:
    module = name_of(path)
    foreign = (
        {name.partition(".")[0] for name in imports_of(path)}
        - set(sys.stdlib_module_names)
        - {"renstra_doc"}
    )

    assert foreign <= set(DOORS)
    wrong = [
        library
        for library in foreign
        if not any(f"{module}.".startswith(f"renstra_doc.{door}.") for door in DOORS[library])
    ]
    assert wrong == []


def modules_after(statement: str) -> set[str]:
    """Return the libraries that are loaded after a statement in a fresh Python."""
    code = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
        text=True,
        timeout=300,
    )
    return {name.partition(".")[0] for name in done.stdout.split()} & set(DOORS)


@pytest.mark.parametrize(
    ("statement", "loaded"),
    [
        ("import renstra_doc", set()),
        ("import renstra_doc.load.project", set()),
        ("import renstra_doc.model", set()),
        ("import renstra_doc.check", set()),
        ("import renstra_doc.view", set()),
        ("import renstra_doc.run.pipeline", set()),
        ("import renstra_doc.render", set()),
        ("import renstra_doc.cli.build", {"click"}),
    ],
)
def test_nothing_slow_is_imported_before_it_is_needed(statement: str, loaded: set[str]) -> None:
    assert modules_after(statement) == loaded


# What belongs to one document and must not stand in the program: names, programs, table numbers, years.
FOREIGN_TO_THE_PROGRAM = re.compile(
    r"payakumbuh|dinas sosial|wali ?kota|riza falepi|erwan|sumatera|pmks|psks|raskin|fakir|"
    r"\btabel[ _.]?\d|\bbab [ivx]+\b(?! *`)|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
# … but for the namespaces of formats, the date of zip entries, and an example in a hint.
ALLOWED = re.compile(r"(?:https?|urn):[^\s\"]+|1980|misalnya \S+")


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_office_year_table_or_program_stands_in_the_code(path: Path) -> None:
    found = [
        text for text in code_texts(path) if FOREIGN_TO_THE_PROGRAM.search(ALLOWED.sub("", text))
    ]

    assert found == []


def code_texts(path: Path) -> list[str]:
    """Return the strings and names of a source file that run: no comments, no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    documented = [
        node
        for node in ast.walk(tree)
        if isinstance(node, owners) and ast.get_docstring(node) is not None
    ]
    docstrings = {
        id(node.body[0].value) for node in documented if isinstance(node.body[0], ast.Expr)
    }
    texts = []
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str | int)
            and id(node) not in docstrings
        ):
            texts.append(str(node.value))
        elif isinstance(node, ast.Name):
            texts.append(node.id)
    return texts


def test_a_file_name_stands_once_in_the_package() -> None:
    twins = {"as_html.py", "as_json.py", "as_text.py", "__init__.py", "__main__.py"}
    names = Counter(path.name for path in PACKAGE.rglob("*.py") if path.name not in twins)

    assert [name for name, count in names.items() if count > 1] == []
