"""Every command that writes is one that the kill loop kills."""

# ruff: noqa: S311 — its chance must come again

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from types import ModuleType

import click
import pytest
from conftest import REPOSITORY

from renstra_doc.cli import COMMANDS, renstra


@pytest.fixture
def load_tool(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    monkeypatch.syspath_prepend(str(REPOSITORY / "tools"))
    return importlib.import_module


def list_leaves(words: str, command: click.Command | None) -> Iterator[tuple[str, click.Command]]:
    """Yield each command with the words that it is called by, those of a group too."""
    if isinstance(command, click.Group):
        for name, part in command.commands.items():
            yield from list_leaves(f"{words} {name}", part)
    elif command is not None:
        yield words, command


def list_called() -> dict[str, click.Command]:
    context = click.Context(renstra)
    return {
        words: leaf
        for name in COMMANDS
        for words, leaf in list_leaves(name, renstra.get_command(context, name))
    }


def list_options(command: click.Command) -> set[str]:
    """Return the options of a command; of one that chooses from a list each choice."""
    found = set()
    for option in command.params:
        if isinstance(option, click.Option):
            choices = option.type.choices if isinstance(option.type, click.Choice) else ()
            found |= {f"{option.opts[0]}={choice}" for choice in choices} or {option.opts[0]}
    return found


def test_the_kill_loop_knows_every_command(load_tool: Callable[[str], ModuleType]) -> None:
    tool = load_tool("kill_cases")

    assert tool.list_known() == set(list_called()), (
        "a new command writes: give it a line in tools/kill_cases.py"
    )


@pytest.mark.parametrize("name", list_called())
def test_the_kill_loop_knows_every_way_of_a_command_to_write(
    name: str, load_tool: Callable[[str], ModuleType]
) -> None:
    tool = load_tool("kill_cases")
    if name in (*tool.READING, *tool.BY_OTHERS):
        return

    known, offered = tool.list_ways(name), list_options(list_called()[name])

    assert offered - known == set(), (
        "a new option: a command of tools/kill_cases.py that has it, or a word in SAME_WAY"
    )
    assert {way for way in tool.SAME_WAY.get(name, ()) if way not in offered} == set()


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


def test_a_sample_of_moments_has_every_kind_of_call(
    load_tool: Callable[[str], ModuleType],
) -> None:
    tool = load_tool("kill_syscalls")
    moments = [*(("write", number) for number in range(1, 101)), ("rename", 1), ("mkdir", 1)]

    drawn = tool.draw(moments, 5, Random(1))

    assert len(drawn) == 5
    assert {name for name, _ in drawn} == {"write", "rename", "mkdir"}
    assert tool.draw(moments, None, Random(1)) == moments
    assert len(tool.draw(moments, 1, Random(1))) == 3
