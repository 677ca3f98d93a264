"""Every command that writes is one that the kill loop kills."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

from conftest import REPOSITORY

from renstra_doc.cli import COMMANDS


def load_tool() -> ModuleType:
    path = REPOSITORY / "tools" / "kill_commands.py"
    spec = importlib.util.spec_from_file_location("kill_commands", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["kill_commands"] = module
    spec.loader.exec_module(module)
    return module


def test_the_kill_loop_knows_every_command() -> None:
    tool = load_tool()

    known = {*tool.WRITING, *tool.READING, *tool.BY_OTHERS}

    assert known >= set(COMMANDS), "a new command writes: give it a line in tools/kill_commands.py"
