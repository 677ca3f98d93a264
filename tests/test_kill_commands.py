"""Every command that writes is one that the kill loop kills."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from conftest import REPOSITORY

from renstra_doc.cli import COMMANDS


@pytest.fixture
def load_tool(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    monkeypatch.syspath_prepend(str(REPOSITORY / "tools"))
    return importlib.import_module


def test_the_kill_loop_knows_every_command(load_tool: Callable[[str], ModuleType]) -> None:
    tool = load_tool("kill_cases")

    assert tool.list_known() == set(COMMANDS), (
        "a new command writes: give it a line in tools/kill_cases.py"
    )


def test_what_two_at_once_may_leave_follows_from_their_exit_codes(
    load_tool: Callable[[str], ModuleType],
) -> None:
    tool = load_tool("kill_pairs")
    orders = {
        "tanpa": ({"a": b"0"}, (None, None)),
        "satu": ({"a": b"1"}, (0, None)),
        "dua": ({"a": b"2"}, (None, 0)),
        "satu-dua": ({"a": b"12"}, (0, 0)),
        "dua-satu": ({"a": b"2"}, (2, 0)),
    }

    assert set(tool.choose_orders(orders, [0, 0])) == {"satu-dua"}
    assert set(tool.choose_orders(orders, [0, 2])) == {"satu"}
    assert set(tool.choose_orders(orders, [2, 0])) == {"dua", "dua-satu"}
    assert set(tool.choose_orders(orders, [2, 2])) == {"tanpa"}


def test_only_the_calls_that_concern_the_folder_are_moments_to_kill_at(
    load_tool: Callable[[str], ModuleType],
) -> None:
    tool = load_tool("kill_syscalls")
    log = [
        'write(1</dev/null>, "a", 1) = 1',
        'write(3</rumah/p/data/.naskah.csv.x.sementara>, "a", 1) = 1',
        'rename("/rumah/p/data/.a.csv.x.sementara", "/rumah/p/data/a.csv") = 0',
        'rename("/rumah/lain/a", "/rumah/lain/b") = 0',
        'mkdir("data/.renstra", 0777) = 0',
        "--- SIGCHLD ---",
    ]

    moments = tool.list_moments(log, Path("/rumah/p"))

    assert moments == {"write": [2], "rename": [1], "mkdir": [1]}
    assert tool.choose(moments, short=True) == [("write", 2), ("rename", 1), ("mkdir", 1)]
