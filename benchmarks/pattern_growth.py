"""Hold that every regular expression of the program is linear: pump it, double the input, compare.

    python benchmarks/pattern_growth.py [--seconds 0.25] [--size 16000]

Every pattern that a module of the program keeps is tried with texts of the kind that hurt: a
beginning taken from the pattern's own words, a piece repeated many times, an end that fits nothing.
A pattern that takes longer than `--seconds` for one text of `--size` letters is not linear in any
sense a planner would grant (a linear one takes about a millisecond); each is printed with the text
that does it. Exit code 1 where there is one. A bound in a benchmark and no test: a machine may be
busy.
"""

# ruff: noqa: T201 — a benchmark prints

from __future__ import annotations

import argparse
import importlib
import pkgutil
import re
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import renstra_doc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import FrameType

PUMPS = (
    *(" ", "\t", "\n", "a", "A", "1", "0", ".", ",", "-", "_", "/", "'", '"', "\\", "\\l ", "\\h "),
    *(
        "[",
        "[[",
        "{",
        "{{",
        "}",
        "(",
        ")",
        "<",
        "<a",
        ">",
        "=",
        "#",
        "%",
        "*",
        "I",
        "é",
        ". ",
        "1.",
    ),
    *("a ", " a", "1 ", "1,", "1.1", "a.", ";", ":", "?", "|", "\\o a ", "<a>", "<a/>", "()"),
)
ENDS = ("", "\x00", "!", " x")
# The words of a pattern from which a text may have to begin for the rest to be tried at all.
_WORDS = re.compile(r"[A-Za-z:<\[{\"._ ]{2,40}")
# What patterns of the program ask for before the part that repeats.
_STARTS = (
    "",
    "a",
    "1",
    "[[",
    "{",
    "HYPERLINK ",
    "[[isi:",
    "[[tabel: a",
    "{dokumen.",
    "tabel 1.1",
    "Rp",
    "<w:pgMar/>",
)


@dataclass(frozen=True)
class Options:
    """What was asked for."""

    seconds: float
    size: int
    only: str


class TooSlowError(Exception):
    """A match that does not end in time."""


def list_patterns() -> dict[str, re.Pattern[str]]:
    """Return every pattern over text that a module of the program keeps, by module and name."""
    found: dict[str, re.Pattern[str]] = {}
    for info in pkgutil.walk_packages(renstra_doc.__path__, "renstra_doc."):
        with suppress(ImportError):  # an extra that is not installed
            module = importlib.import_module(info.name)
            for name, value in vars(module).items():
                for at, pattern in enumerate(_flatten(value)):
                    found.setdefault(f"{info.name}.{name}[{at}]", pattern)
    return found


def _flatten(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _flatten(part)
    elif isinstance(value, dict):
        yield from _flatten(list(value.values()))


def make_texts(pattern: re.Pattern[str], size: int) -> Iterator[str]:
    """Yield texts that hurt a pattern which is not linear."""
    plain = re.sub(r"\\([\[\]{}().|*+?<>/-])", r"\1", pattern.pattern)
    words = _WORDS.findall(plain)
    starts = dict.fromkeys([*_STARTS, *words, *(f"{word}1" for word in words[:4])])
    for start in starts:
        for pump in PUMPS:
            for end in ENDS:
                yield start + pump * (size // len(pump)) + end


def find_uses(module: str, name: str) -> tuple[str, ...]:
    """Return how the program uses a pattern: `fullmatch` of a name is no `search` in a text."""
    used = re.compile(
        rf"\b{name}(?:\[\w+\])?\.(search|match|fullmatch|findall|finditer|sub|split)\("
    )
    sources = _sources()
    own = [sources[module]] if name.startswith("_") else sources.values()
    found = {use for source in own for use in used.findall(source)}
    usual = {"finditer": "findall", "sub": "findall", "split": "findall"}
    return tuple(sorted({usual.get(use, use) for use in found})) or ("fullmatch", "match")


@cache
def _sources() -> dict[str, str]:
    folder = Path(renstra_doc.__file__).parents[1]
    paths = (folder / "renstra_doc").rglob("*.py")
    return {
        ".".join(path.relative_to(folder).with_suffix("").parts).removesuffix(
            ".__init__"
        ): path.read_text(encoding="utf-8")
        for path in paths
    }


def time_text(pattern: re.Pattern[str], uses: Iterable[str], text: str, limit: float) -> float:
    """Return how long the slowest use of a pattern takes; more than the limit is the limit."""
    slowest = 0.0
    for name in uses:
        use = getattr(pattern, name)
        started = time.perf_counter()
        signal.setitimer(signal.ITIMER_REAL, limit)
        try:
            use(text)
        except TooSlowError:
            return limit
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        slowest = max(slowest, time.perf_counter() - started)
    return slowest


def stop(_signal: int, _frame: FrameType | None) -> None:
    """End a match that takes too long."""
    raise TooSlowError


def find_slow(name: str, pattern: re.Pattern[str], options: Options) -> tuple[float, str]:
    """Return the slowest text of a pattern: the seconds, and how it begins and ends."""
    worst, seconds = (0.0, ""), options.seconds
    module, _, last = name.rpartition(".")
    uses = find_uses(module, last.partition("[")[0])
    for text in make_texts(pattern, options.size):
        taken = time_text(pattern, uses, text, seconds)
        worst = max(worst, (taken, f"{text[:30]!r} … {text[-2:]!r}"))
        if taken >= seconds:
            break
    return worst


def main() -> int:
    """Pump every pattern; out: 1 where one is not linear."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=0.25)
    parser.add_argument("--size", type=int, default=16_000)
    parser.add_argument("--only", default="", help="only patterns whose name holds this")
    options = Options(**vars(parser.parse_args()))
    signal.signal(signal.SIGALRM, stop)
    slow = 0
    patterns = list_patterns()
    for name, pattern in patterns.items():
        if options.only not in name:
            continue
        taken, text = find_slow(name, pattern, options)
        if taken >= options.seconds:
            slow += 1
            print(f"{name}: {taken:.2f} s for {text}")
    print(f"{len(patterns)} patterns, {slow} that are not linear")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
