"""Two writing commands at once on one folder."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from kill_cases import DATA, Command
from kill_shop import Shop, Tally, read_files
from killed_process import HANGS, call, start

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from random import Random


def try_pairs(shop: Shop, chance: Random, rounds: int, most: int | None = None) -> Tally:
    """Run two commands at once on one folder, all pairs or so many drawn ones.

    The data are those of an order in which the commands end with the same exit codes; one that
    refused has left nothing in it.
    """
    tally = Tally(Counter(), [])
    pairs = list(combinations(DATA.items(), 2))
    for (one, first), (two, second) in chance.sample(pairs, min(most or len(pairs), len(pairs))):
        for _ in range(rounds):
            folder = shop.make(Command(("pasangan", one, two)))
            for command in (first, second):
                command.prepare(folder)
            orders = try_orders(folder, first, second, shop)
            processes = [start(folder, *first.arguments)]
            time.sleep(chance.uniform(0, 0.3))
            processes.append(start(folder, *second.arguments))
            codes = [process.wait(HANGS) for process in processes]
            allowed = choose_orders(orders, codes)
            tally.note(f"{one} + {two} {codes}", read_files(folder / "data"), allowed)
            shop.drop(folder)
    return tally


Order = tuple[dict[str, bytes], tuple[int | None, int | None]]


def try_orders(folder: Path, first: Command, second: Command, shop: Shop) -> dict[str, Order]:
    """Run none, one or both of two commands, one after the other; out: the data and exit codes."""
    orders: dict[str, Order] = {"tanpa": (read_files(folder / "data"), (None, None))}
    for name in ("satu", "dua", "satu-dua", "dua-satu"):
        copy = folder.with_name(f"{folder.name}-{name}")
        shutil.copytree(folder, copy, symlinks=True)
        codes: dict[str, int] = {}
        for part in name.split("-"):
            command = first if part == "satu" else second
            codes[part] = call(copy, *command.arguments)
        orders[name] = read_files(copy / "data"), (codes.get("satu"), codes.get("dua"))
        shop.drop(copy)
    return orders


def choose_orders(
    orders: Mapping[str, Order], codes: Sequence[int]
) -> dict[str, Mapping[str, bytes]]:
    """Return what the data may be after two commands at once that ended with these exit codes.

    A command that an order leaves out must have refused.
    """
    return {
        name: files
        for name, (files, ended) in orders.items()
        if all(
            code in (1, 2) if end is None else code == end
            for code, end in zip(codes, ended, strict=True)
        )
    }
