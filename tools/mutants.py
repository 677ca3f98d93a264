"""Change the program at random, one small slip at a time, and see whether a test notices.

    python -m pytest -q -n auto -m "not slow" --cov --cov-context=test --cov-report=
    python tools/mutants.py [--count N] [--seed N] [--only TEXT] [--tests N]

The first command writes down which test runs which line. The second takes random slips in lines
that some test runs (an operator turned, a condition negated, a number one more, a statement left
out), puts each into a copy of the program and runs the tests of its line until one fails. What it
prints is what survived: the line, before and after. `--only` takes files with that text in their
path, `--tests` so many tests a slip at most, drawn at random too.
"""

from __future__ import annotations

import argparse
import ast
import random
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coverage import CoverageData

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).resolve().parents[1]
COPIED = (
    "renstra_doc",
    "tests",
    "templates",
    "data",
    "docs",
    "examples",
    "tools",
    "pyproject.toml",
)
SECONDS = 300
TURNED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.And: ast.Or,
    ast.Or: ast.And,
}


@dataclass(frozen=True)
class Slip:
    """A slip in a file: its line, the source with it, the line before and after."""

    file: str
    line: int
    source: str
    before: str
    after: str


@dataclass
class Site:
    """A node that can be changed: its line, how to change it, how to undo that."""

    line: int
    change: Callable[[], object]
    undo: Callable[[], object]
    node: ast.AST


def find_sites(tree: ast.Module) -> Iterator[Site]:
    """Yield every place of a module where one slip is possible."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            yield from _turn_each(node, node.ops)
        elif isinstance(node, ast.BoolOp | ast.BinOp):
            turned = TURNED.get(type(node.op))
            if turned is not None and not _joins_texts(node):
                yield _swap(node, "op", turned())
        elif isinstance(node, ast.If | ast.IfExp | ast.While):
            yield _swap(node, "test", ast.UnaryOp(ast.Not(), node.test))
        elif isinstance(node, ast.Constant):
            yield from _shift(node)
        if isinstance(node, ast.FunctionDef | ast.If | ast.For):
            yield from _drop_each(node.body)


def _turn_each(node: ast.Compare, operators: list[ast.cmpop]) -> Iterator[Site]:
    for place, operator in enumerate(operators):
        turned = TURNED.get(type(operator))
        if turned is not None:
            yield _replace(node, operators, place, turned())


def _joins_texts(node: ast.BoolOp | ast.BinOp) -> bool:
    """Return whether a minus would only be an error of types: texts and lists are joined."""
    return isinstance(node, ast.BinOp) and any(
        isinstance(side, ast.JoinedStr | ast.List | ast.Tuple)
        or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in (node.left, node.right)
    )


def _shift(node: ast.Constant) -> Iterator[Site]:
    if isinstance(node.value, bool):
        yield _swap(node, "value", not node.value)
    elif isinstance(node.value, int):
        yield _swap(node, "value", node.value + 1)


def _drop_each(body: list[ast.stmt]) -> Iterator[Site]:
    for place, statement in enumerate(body):
        if isinstance(statement, ast.Expr | ast.AugAssign | ast.Continue | ast.Raise):
            is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
            if not is_text:
                yield _replace(statement, body, place, ast.Pass())


def _swap(node: ast.AST, name: str, value: object) -> Site:
    was = getattr(node, name)
    return Site(
        getattr(node, "lineno", 0),
        lambda: setattr(node, name, value),
        lambda: setattr(node, name, was),
        node,
    )


def _replace(node: ast.AST, items: list[object] | list, place: int, value: object) -> Site:  # type: ignore[type-arg]
    was = items[place]
    return Site(
        getattr(node, "lineno", 0),
        lambda: items.__setitem__(place, value),
        lambda: items.__setitem__(place, was),
        node,
    )


def draw_slip(path: Path, covered: set[int], rng: random.Random) -> Slip | None:
    """Return a random slip in a line that tests run; None where the file has none."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    sites = [site for site in find_sites(tree) if site.line in covered]
    if not sites:
        return None
    site = rng.choice(sites)
    before = ast.unparse(tree).splitlines()
    site.change()
    changed = ast.unparse(ast.fix_missing_locations(tree))
    site.undo()
    after = changed.splitlines()
    at = next(
        (n for n, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), 0
    )
    return Slip(
        str(path.relative_to(ROOT)), site.line, changed, before[at].strip(), after[at].strip()
    )


def is_noticed(slip: Slip, tests: Sequence[str], copy: Path) -> bool:
    """Return whether one of the tests fails with the slip in place."""
    target = copy / slip.file
    whole = target.read_bytes()
    target.write_text(slip.source, encoding="utf-8")
    command = (sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests)
    try:
        done = subprocess.run(  # noqa: S603 — our own tests
            command, cwd=copy, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return True  # it runs on for ever: that is noticed
    finally:
        target.write_bytes(whole)
    return done.returncode != 0


def read_coverage(data: Path, only: str) -> dict[Path, dict[int, list[str]]]:
    """Return the tests that run each line, by file and line."""
    kept = CoverageData(str(data))
    kept.read()
    found: dict[Path, dict[int, list[str]]] = {}
    for name in sorted(kept.measured_files()):
        place = name[name.rfind("renstra_doc/") :]
        if only in place:
            lines = kept.contexts_by_lineno(name)
            tests = {line: [c for c in contexts if c] for line, contexts in lines.items()}
            found[ROOT / place] = {line: names for line, names in tests.items() if names}
    return found


def main(arguments: Sequence[str]) -> int:
    """Print what no test noticed; out: 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="")
    parser.add_argument("--tests", type=int, default=40)
    parser.add_argument("--data", type=Path, default=ROOT / ".coverage")
    asked = parser.parse_args(arguments)
    rng = random.Random(asked.seed)  # noqa: S311 — slips, no secrets
    covered = read_coverage(asked.data, asked.only)
    paths = [path for path in sorted(covered) if path.exists()]
    weights = [len(covered[path]) for path in paths]
    survived = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in COPIED:
            source = ROOT / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, copy / name)
        for number in range(1, asked.count + 1):
            path = rng.choices(paths, weights)[0]
            slip = draw_slip(path, set(covered[path]), rng)
            if slip is None:
                continue
            names = sorted({name.partition("|")[0] for name in covered[path][slip.line]})
            tests = rng.sample(names, min(asked.tests, len(names)))
            noticed = is_noticed(slip, tests, copy)
            survived += not noticed
            sign = "." if noticed else "SURVIVED"
            text = f"{number} {sign} {slip.file}:{slip.line}  {slip.before}  →  {slip.after}\n"
            sys.stdout.write(text)
            sys.stdout.flush()
    sys.stdout.write(f"{survived} of {asked.count} survived\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
