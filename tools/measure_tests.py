"""A pytest plugin that writes down which tests take long: `python tools/quick.py --measure`.

What counts is the time of the processor, in the test and in the programs that it starts: it is the
same on a busy machine. What a file prepares once counts for the file and not for the test that
happens to come first. `tests/slow.txt` then names what `tools/quick.py` leaves out.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

LONG, LONG_FILE = 0.4, 4.0  # seconds of a test, and of what a file prepares once
LIST = Path(__file__).resolve().parents[1] / "tests" / "slow.txt"
HEAD = "# What takes long, as `python tools/quick.py --measure` found it. Not edited by hand.\n"
_spent: dict[str, float] = {}


def _now() -> float:
    """Return the processor's seconds of this process and of its ended children."""
    return sum(os.times()[:4])


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Measure a test without what its file prepares once."""
    file, name = item.nodeid.partition("::")[0], item.nodeid.partition("[")[0]
    start, shared = _now(), _spent.get(file, 0.0)
    yield
    own = _now() - start - (_spent.get(file, 0.0) - shared)
    _spent[name] = max(_spent.get(name, 0.0), own)


@pytest.hookimpl(hookwrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
) -> Iterator[None]:
    """Measure what is prepared once for several tests."""
    start = _now()
    yield
    if fixturedef.scope != "function":
        file = request.node.nodeid.partition("::")[0]
        _spent[file] = _spent.get(file, 0.0) + _now() - start


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand over what was measured: a process of several to the first, the first to the list."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["spent"] = _spent
    else:
        long = (name for name, seconds in _spent.items() if seconds > _limit(name))
        LIST.write_text(HEAD + "".join(f"{name}\n" for name in sorted(long)), encoding="utf-8")


def _limit(name: str) -> float:
    return LONG if "::" in name else LONG_FILE


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:  # noqa: ANN401 — pytest-xdist's own, without a type
    """Take over what one of several processes has measured."""
    for name, seconds in getattr(node, "workeroutput", {}).get("spent", {}).items():
        _spent[name] = max(_spent.get(name, 0.0), seconds)
