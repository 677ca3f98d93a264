"""Room to breathe: no function grows above the limits, and the list of those that do only shrinks.

`long_functions.txt` names what was above a limit when the list was made. What is not on it fails
here; what is on it and no longer too long is to be struck off, and so cannot come back:

    python tests/test_rooms.py        strikes off what has been cut (it adds nothing)

A function that would be worse in pieces says why in a comment `# Long: …` right above its `def`.
"""

from __future__ import annotations

import ast
import io
import tokenize
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
PACKAGE = REPOSITORY / "renstra_doc"
LIST = Path(__file__).with_name("long_functions.txt")

MOST_TOKENS, MOST_WAYS, MOST_LINES = 200, 10, 400
REASON = "# Long: "
LEAST_WORDS = 5  # fewer do not say why
# What a reader does not count as a word of the program.
SILENT = frozenset(
    {
        *(tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT),
        *(tokenize.ENCODING, tokenize.ENDMARKER),
    }
)
FORKS = (
    *(ast.If, ast.IfExp, ast.For, ast.While, ast.ExceptHandler),
    *(ast.comprehension, ast.Assert, ast.match_case),
)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def count_ways(function: ast.AST) -> int:
    """Return the ways through a function: one, and one more for each fork and each and/or."""
    parts = list(ast.walk(function))
    joined = sum(len(part.values) - 1 for part in parts if isinstance(part, ast.BoolOp))
    return 1 + joined + sum(isinstance(part, FORKS) for part in parts)


def list_starts(source: str) -> list[int]:
    """Return the line of every token that counts, in order."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return [token.start[0] for token in tokens if token.type not in SILENT]


def has_reason(lines: list[str], function: Function) -> bool:
    """Return whether the comment right above a `def` (or its decorators) says why it is long."""
    tops = (function.lineno, *(part.lineno for part in function.decorator_list))
    return any(_says_why(lines, top) for top in tops)


def _says_why(lines: list[str], top: int) -> bool:
    above = top - 1
    while above and lines[above - 1].lstrip().startswith("#"):
        above -= 1
    said = " ".join(line.strip() for line in lines[above : top - 1])
    return said.startswith(REASON) and len(said.removeprefix(REASON).split()) >= LEAST_WORDS


def find_long_functions(source: str) -> Iterator[str]:
    """Yield the names of the functions above a limit that give no reason."""
    starts, lines = list_starts(source), source.splitlines()
    for part in ast.walk(ast.parse(source)):
        if isinstance(part, Function):
            last = part.end_lineno or part.lineno
            size = bisect_right(starts, last) - bisect_left(starts, part.lineno)
            is_long = size > MOST_TOKENS or count_ways(part) > MOST_WAYS
            if is_long and not has_reason(lines, part):
                yield part.name


@cache
def find_long() -> Counter[str]:
    """Return what is above a limit: `room: function` (wherever in the room), and modules."""
    found: Counter[str] = Counter()
    for path in sorted(PACKAGE.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        inside = path.relative_to(PACKAGE)
        room = inside.parts[0].removesuffix(".py")
        found.update(f"{room}: {name.lstrip('_')}" for name in find_long_functions(source))
        if source.count("\n") > MOST_LINES:
            found[f"module {inside.as_posix()}"] += 1
    return found


def read_list() -> Counter[str]:
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return Counter(line for line in lines if line and not line.startswith("#"))


def test_no_other_function_or_module_is_above_the_limits() -> None:
    new = find_long() - read_list()
    assert not new, (
        f"cut them, or say why not in a comment “{REASON}…” right above the def: {sorted(new)}"
    )


def test_what_has_been_cut_is_struck_off_the_list() -> None:
    cut = read_list() - find_long()
    assert not cut, f"run python tests/test_rooms.py, which strikes off: {sorted(cut)}"


def test_the_list_names_things_in_order_and_says_what_it_is() -> None:
    first, *lines = LIST.read_text(encoding="utf-8").splitlines()
    assert first.startswith("# ")
    assert lines == sorted(lines)


LONG = "def add(rows):\n" + "    rows = rows + rows\n" * 41  # 5 tokens a line
FORKED = "def judge(a):\n" + "    if a: return 1\n" * 10


def test_a_function_of_many_tokens_or_many_ways_is_found() -> None:
    assert list(find_long_functions(LONG)) == ["add"]
    assert list(find_long_functions(FORKED)) == ["judge"]
    assert list(find_long_functions("def short(a):\n    return a or 1\n")) == []


def test_a_written_reason_right_above_counts_and_no_other_does() -> None:
    reason = "# Long: ten questions, each with words of its own.\n"
    assert list(find_long_functions(reason + FORKED)) == []
    assert list(find_long_functions(reason + "@cache\n" + FORKED)) == []
    assert list(find_long_functions(reason + "\n" + FORKED)) == ["judge"]
    assert list(find_long_functions("# Long: yes.\n" + FORKED)) == ["judge"]
    assert list(find_long_functions("# Ten questions, each with words of its own.\n" + FORKED))


def strike_off() -> None:
    """Write the list without what has been cut since; what is new is not added."""
    head = LIST.read_text(encoding="utf-8").splitlines()[0]
    kept = sorted((read_list() & find_long()).elements())
    LIST.write_text("\n".join([head, *kept, ""]), encoding="utf-8")


if __name__ == "__main__":
    strike_off()
