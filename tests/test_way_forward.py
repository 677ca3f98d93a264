"""No message ends without a way forward: each error and warning says what to do next."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "renstra_doc"
# The functions that make an error or a warning of reading, and at which place they take the hint.
MAKERS = {"reading_error": 2, "reading_warning": 2, "refuse_input": 2, "fail_job": 2}


def find_dead_ends(source: str) -> list[int]:
    """Return the lines that make an error without saying what to do next."""
    return [
        call.lineno
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and len(call.args) <= MAKERS.get(call.func.id, -1)
        and not any(isinstance(given, ast.Starred) for given in call.args)
        and not any(given.arg in ("hint", None) for given in call.keywords)
    ]


@pytest.mark.parametrize(
    "file", sorted(PACKAGE.rglob("*.py")), ids=lambda file: str(file.relative_to(PACKAGE))
)
def test_every_error_of_reading_says_what_to_do(file: Path) -> None:
    assert find_dead_ends(file.read_text(encoding="utf-8")) == []


def test_an_error_without_a_hint_is_a_dead_end() -> None:
    assert find_dead_ends('reading_error(place, "hilang")\nreading_error(place, "a", "b")') == [1]
