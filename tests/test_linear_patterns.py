"""Every regular expression takes steps that grow with its text, as counted, whoever wrote the text.

A pattern is found where it is kept (a value of a module) and where it is used (any call of `re` in a
function). One that is built of what a function is given stands in `BUILT`, with patterns as built.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import types
from collections.abc import Iterator
from fnmatch import translate
from functools import cache
from pathlib import Path

import pytest
from pattern_steps import find_growth

import renstra_doc
from renstra_doc.check import rule_names
from renstra_doc.words.numbers import faults

ROOT = Path(renstra_doc.__file__).parent
CALLS = {
    f"re.{use}"
    for use in ("compile", "search", "match", "fullmatch", "findall", "finditer", "sub", "split")
}
# Patterns that see only so much of a text that a square is nothing.
BOUNDED = {
    "renstra_doc.intake.contents_entries._TYPED_TOC": "the last 80 letters of a line",
    "renstra_doc.intake.contents_entries._DOTS": "the last 80 letters of a line",
}
WRITTEN_UPLOADS = ast.unparse(
    ast.parse(r"""re.escape(str(call.site.uploads)) + r"[/\\\\][0-9a-f]+[/\\\\]" """.strip())
)
FIGURES = (
    rule_names._pattern_of(words)  # noqa: SLF001 — what it builds of a rule
    for words in ("#", "sebanyak #", "# orang", "a a # a a")
)
# What is built at run time: the module, the argument as written, and what it may become.
BUILT: dict[tuple[str, str], tuple[str, ...]] = {
    ("check.rule_names", "pattern"): tuple(FIGURES),
    (
        "check.reach",
        "'|'.join(map(translate, text.rpartition('=')[2].split('|')))",
    ): tuple("^" + translate(text) for text in ("bab1-*", "*a*a*b", "*[ab]*")),
    ("intake.line_parts", "f'\\\\(?{sign}[.)]\\\\s+\\\\S'"): (r"\(?1[.)]\s+\S",),
    ("render.numbering", "pattern"): (r'<w:num w:numId="(\d+)"', r'w:abstractNumId="(\d+)"'),
    ("web.call", WRITTEN_UPLOADS): (r"/unggahan[/\\][0-9a-f]+[/\\]",),
    ("words.numbers.faults", "pattern"): tuple(
        "^(?:" + pattern + ")$" for pattern, _words in (*faults.BROKEN, *faults.JUNK, *faults.ODD)
    ),
}


@cache
def list_modules() -> dict[str, types.ModuleType]:
    found = {}
    for info in pkgutil.walk_packages(renstra_doc.__path__, "renstra_doc."):
        if not info.name.endswith("__main__"):
            found[info.name] = importlib.import_module(info.name)
    return found


@cache
def read_source(name: str) -> str:
    return Path(str(list_modules()[name].__file__)).read_text(encoding="utf-8")


def list_kept(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    """Yield the patterns within a value: alone, in tuples, tables, and fields of frozen values."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(value, dict):
        yield from list_kept(tuple(value.values()), depth)
    elif isinstance(value, tuple | list | frozenset | set):
        for part in value:
            yield from list_kept(part, depth)
    elif hasattr(value, "__dataclass_fields__") and not isinstance(value, type) and depth < 3:
        for name in value.__dataclass_fields__:
            yield from list_kept(getattr(value, name, None), depth + 1)


# How patterns are used that are kept many in one, or handed on.
USES = {
    "docx.look._TYPED": "fullmatch",
    "intake.reading._DOTTED_FRACTION": "fullmatch",
    "intake.reading._COMMAED_FRACTION": "fullmatch",
    "intake.reading._COMMA_MARK": "fullmatch",
    "intake.reading._DOT_MARK": "fullmatch",
    "intake.reading._SURE": "fullmatch",
    "intake.vocabulary._ROLE": "fullmatch",
    "words.numbers.readings._COMMA": "fullmatch",
    "words.numbers.readings._FRACTION_FORMS": "fullmatch",
    "words.numbers.readings._WHOLE_FORMS": "fullmatch",
    "words.numbers.readings._GROUPED_FORMS": "fullmatch",
    "words.numbers.readings._UNGROUPED_FORMS": "fullmatch",
    "words.numbers.spelled_target._FORMS": "fullmatch",
    "workbook.read_memory.SAFE_FILE": "fullmatch",
}


def find_uses(module: str, name: str) -> tuple[str, ...]:
    """Return how a kept pattern is used; one that is handed on may be searched for."""
    if use := USES.get(f"{module}.{name}".removeprefix("renstra_doc.")):
        return (use,)
    source = (
        read_source(module) if name.startswith("_") else "\n".join(map(read_source, list_modules()))
    )
    rest = re.sub(
        rf"\b{name}\.(?:match|fullmatch)\b|^{name}(?::[^=\n]*)? = ", "", source, flags=re.MULTILINE
    )
    handed = re.search(rf"\b{name}\b", rest) is not None
    found = {use for use in ("match", "fullmatch") if f"{name}.{use}" in source}
    return ("search",) if handed or not found else tuple(sorted(found))


def list_calls(source: str) -> Iterator[tuple[str, str, int]]:
    """Yield (use, pattern as written, flags) of each call of `re` whose pattern no module keeps."""
    tree = ast.parse(source)
    chained = {node.value: node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    inside = {
        part
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.Lambda)
        for part in ast.walk(node)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or ast.unparse(node.func) not in CALLS:
            continue
        use = ast.unparse(node.func).removeprefix("re.")
        if use == "compile" and node not in inside and node not in chained:
            continue
        rest = (*node.args[1:], *(word.value for word in node.keywords))
        yield chained.get(node, use), ast.unparse(node.args[0]), sum(map(read_flag, rest))


def read_flag(written: ast.expr) -> int:
    """Return the flags of an argument such as `re.IGNORECASE | re.DOTALL`; 0 for any other."""
    names = re.findall(r"\bre\.([A-Z]+)\b", ast.unparse(written))
    return sum(int(re.RegexFlag[name]) for name in names)


def read_pattern(written: str, names: dict[str, object]) -> str | None:
    """Return a pattern as written, where the names of its module give it."""
    try:
        pattern = eval(written, dict(names))  # noqa: S307 — a source of the program
    except NameError:
        return None
    found = pattern.pattern if isinstance(pattern, re.Pattern) else pattern
    return found.decode("latin-1") if isinstance(found, bytes) else str(found)


def judge_source(
    source: str, names: dict[str, object], built: dict[str, tuple[str, ...]]
) -> list[str]:
    """Return what is wrong with the calls of `re` in a source."""
    wrong = []
    for use, written, flags in list_calls(source):
        known = read_pattern(written, names)
        if known is None and written not in built:
            wrong.append(
                f"re.{use}({written}): built of what a function is given; say how in BUILT"
            )
        for pattern in (known,) if known is not None else built.get(written, ()):
            if isinstance(pattern, str):
                one = use if use in ("match", "fullmatch") else "search"
                if text := find_growth(re.compile(pattern, flags), (one,)):
                    wrong.append(f"re.{use}({written}): {text}")
    return wrong


def test_the_patterns_that_modules_keep_are_linear() -> None:
    wrong, seen = [], set()
    for module, loaded in list_modules().items():
        for name, value in vars(loaded).items():
            for pattern in list_kept(value):
                uses = find_uses(module, name)
                if (pattern, uses) not in seen and f"{module}.{name}" not in BOUNDED:
                    seen.add((pattern, uses))
                    if text := find_growth(pattern, uses):
                        wrong.append(f"{module}.{name}: {text}")

    assert wrong == []


def test_the_patterns_in_functions_are_linear() -> None:
    wrong = []
    for module, loaded in list_modules().items():
        short = module.removeprefix("renstra_doc.")
        built = {written: BUILT[key, written] for key, written in BUILT if key == short}
        # What a module keeps is asked above; that it is read twice costs little.
        found = judge_source(read_source(module), vars(loaded), built)
        wrong += [f"{module}: {text}" for text in found]

    assert wrong == []


def test_only_the_library_re_is_used_by_its_own_name() -> None:
    other = re.compile(r"^\s*(?:from re import|import re as|import regex|from regex)", re.MULTILINE)
    assert [name for name in list_modules() if other.search(read_source(name))] == []


SLOW = {
    "blanks at the end": r"re.search(r'\s+$', text)",
    "in a function": "def f(text):\n    return re.sub(r'<a[^>]*>', '', text)",
    "in a lambda": r"cut = lambda text: re.split(r' *; *', text)",
    "of pieces": "WORD = r'\\w+'\nre.compile(rf'{WORD}(?: ?{WORD})*!').fullmatch(text)",
    "exponential": r"re.fullmatch(r'(?:a|aa)+', text)",
    "nested": r"re.match(r'(\d+,?)+$', text)",
    "quoted": "re.findall(' “[^”]*”', text)",
    "with a flag": r"re.search(r'tahun.*akhir', text, re.IGNORECASE)",
    "lazy": r"re.search(r'\{\{.*?\}\}', text, flags=re.DOTALL)",
    "given": "def f(word, text):\n    return re.search(word + ':', text)",
}
LINEAR = {
    "possessive": r"re.match(r'\s*+$', text)",
    "not before": r"re.search(r'(?<!\s)\s++$', text)",
    "few": r"re.search(r'\s{0,9}:', text)",
    "apart": r"re.fullmatch(r'\w++(?:[ .-]\w++)*+', text)",
    "each": r"re.findall(r'[a-z0-9]+', text)",
}


@pytest.mark.parametrize("case", SLOW)
def test_a_new_pattern_that_is_not_linear_is_found(case: str) -> None:
    names: dict[str, object] = {"re": re, "WORD": r"\w+"}
    assert len(judge_source(SLOW[case], names, {})) == 1


@pytest.mark.parametrize("case", LINEAR)
def test_a_new_pattern_that_is_linear_is_granted(case: str) -> None:
    assert judge_source(LINEAR[case], {"re": re}, {}) == []
