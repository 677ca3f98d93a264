"""Folders for the kill loops: made ready, looked at after a kill, and judged."""

# ruff: noqa: T201 — a tool prints

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from killed_process import REPOSITORY, call

from renstra_doc.load.project import load_project

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping
    from pathlib import Path

    from kill_cases import Command


class Shop:
    """Makes folders ready once and copies them; looks at what is left in them."""

    def __init__(self, folder: Path) -> None:
        """Take a folder for all copies."""
        self._folder, self._count = folder, 0

    def make(self, command: Command) -> Path:
        """Return a project that is ready for a command."""
        ready = self._folder / f"siap-{'+'.join(command.arguments).replace(os.sep, '-')}"
        if not ready.exists():
            ready.mkdir()
            for name in ("data", "templates"):
                shutil.copytree(REPOSITORY / name, ready / name)
            command.prepare(ready)
        self._count += 1
        folder = self._folder / f"{self._count:05d}"
        shutil.copytree(ready, folder, symlinks=True)
        return folder

    @staticmethod
    def drop(folder: Path) -> None:
        """Remove a copy that is done with."""
        shutil.rmtree(folder, ignore_errors=True)


def look(folder: Path, command: Command) -> dict[str, bytes]:
    """Let the next command read the data; out: the data, and the file written elsewhere."""
    load_project(folder / command.data)
    seen = read_files(folder / command.data)
    for name in command.output_names:
        target = folder / name
        if target.is_dir():
            seen |= {f"{name}/{part}": text for part, text in read_files(target).items()}
        elif target.is_file():
            seen[name] = target.read_bytes()
    return seen


def read_files(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder that a person sees."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


@dataclass
class Tally:
    """What was found of a command."""

    states: Counter[str]
    faults: list[str]

    def note(
        self, what: str, seen: Mapping[str, bytes], wholes: Mapping[str, Mapping[str, bytes]]
    ) -> None:
        """Count a state; one that is none of the wholes is a fault."""
        name = next((name for name, whole in wholes.items() if seen == whole), "")
        self.states[name or "RUSAK"] += 1
        if not name:
            self.faults.append(what)


def judge(
    tally: Tally,
    what: str,
    folder: Path,
    command: Command,
    wholes: Mapping[str, Mapping[str, bytes]],
    code: int,
) -> None:
    """Hold what a command left against what may be; one that refused has changed nothing."""
    is_made = command.arguments[0] in ("new", "edisi")
    if is_made and code < 0 and look(folder, command) != wholes["baru"]:
        # What is not whole is nothing that another command could mend: the next of its kind does.
        code = call(folder, *command.arguments)
        if code != 0:
            tally.faults.append(f"{what}: {command.arguments[0]} berikutnya menolak ({code})")
            return
    allowed = {"lama": wholes["lama"]} if code in (1, 2) else wholes
    if code < 0 and command.changes_data and command.output:
        allowed = {**allowed, **_mix(command, wholes)}
    tally.note(f"{what} (kode {code})", look(folder, command), allowed)


def _mix(
    command: Command, wholes: Mapping[str, Mapping[str, bytes]]
) -> dict[str, Mapping[str, bytes]]:
    """Return what a killed import may leave: data of one piece, each report beside it old or new."""
    sides = list(product(wholes, repeat=1 + len(command.output_names)))
    return {
        f"data {side[0]}, laporan {'/'.join(side[1:])}": _join(command, wholes, side)
        for side in sides
    }


def _join(
    command: Command, wholes: Mapping[str, Mapping[str, bytes]], side: tuple[str, ...]
) -> Mapping[str, bytes]:
    names = command.output_names
    own = {name: text for name, text in wholes[side[0]].items() if name not in names}
    chosen = ((name, wholes[which].get(name)) for name, which in zip(names, side[1:], strict=True))
    return {**own, **{name: text for name, text in chosen if text is not None}}


def report(name: str, tally: Tally) -> int:
    """Print the figures of a command; out: 1 where something was found that may not be."""
    states = ", ".join(f"{count} × {state}" for state, count in tally.states.most_common())
    print(f"{name:<10} {states}", flush=True)
    for fault in tally.faults[:10]:
        print(f"    {fault}", flush=True)
    return 1 if tally.faults else 0
