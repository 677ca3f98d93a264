"""The names of the levels of a tree: by words of its rows or of the heading, else as usual."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.source import tidy
from renstra_doc.intake.tree_rows import measure_depths

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from renstra_doc.intake.tree_rows import Rows

_NAMED = {
    "urusan": re.compile(r"(?<!bidang )\burusan"),
    # Each word stands within the next longer one: `sub kegiatan`, `bidang urusan`.
    "bidang_urusan": re.compile(r"bidang urusan"),
    "program": re.compile(r"program"),
    "kegiatan": re.compile(r"(?<!sub )(?<!sub-)\bkegiatan"),
    "sub_kegiatan": re.compile(r"sub[ -]?kegiatan"),
}


def say_level(level: str) -> str:
    """Return what a planner calls a level: `sub kegiatan`."""
    return level.replace("_", " ")


def name_ranks(rows: Rows, parents: Sequence[int | None]) -> list[str]:
    """Name the levels of a tree by its depth.

    By words of the names or the heading, else as usual.
    """
    depths = measure_depths(parents)
    depth = {index: depths[index] for index in rows.main}
    count = max(depth.values(), default=0) + 1
    names = _usual_names(rows, depth, count)
    levels = ["" for _ in rows.lines]
    for index, place in depth.items():
        levels[index] = names[place]
    return levels


def _usual_names(rows: Rows, depth: Mapping[int, int], count: int) -> list[str]:
    said: dict[int, Counter[str]] = {}
    for index, place in depth.items():
        said.setdefault(place, Counter())[words.name_level(rows.lines[index].name)] += 1
    for place, counts in sorted(said.items()):
        level, number = counts.most_common(1)[0]
        # The highest level that names itself fixes those above and below it.
        if level in words.LEVELS and number * 2 > sum(counts.values()):
            return _from_anchor(count, place, words.LEVELS.index(level), rows, depth)
    named = _named_in_heading(rows)
    if len(named) == count:
        return named
    if count <= 3:  # noqa: PLR2004 — program, kegiatan, sub kegiatan
        return ["program", "kegiatan", "sub_kegiatan"][:count]
    return _from_anchor(count, count - 3, words.LEVELS.index("program"), rows, depth)


def _from_anchor(
    count: int, place: int, level: int, rows: Rows, depth: Mapping[int, int]
) -> list[str]:
    names = []
    for position in range(count):
        wanted = level + position - place
        if position < place and _is_single_top(rows, depth, position):
            names.append(_own_level(rows, depth, position))
        else:
            names.append(words.LEVELS[max(0, min(wanted, len(words.LEVELS) - 1))])
    return names


def _is_single_top(rows: Rows, depth: Mapping[int, int], position: int) -> bool:
    found = [index for index, place in depth.items() if place == position]
    return len(found) == 1 and words.name_level(rows.lines[found[0]].name) not in words.LEVELS


def _own_level(rows: Rows, depth: Mapping[int, int], position: int) -> str:
    index = next(index for index, place in depth.items() if place == position)
    return words.make_slug(tidy(rows.lines[index].name).partition(" ")[0], "kelompok")


def _named_in_heading(rows: Rows) -> list[str]:
    field = rows.naming
    if field is None:
        return []
    text = tidy(field.heading).lower()
    return [level for level, pattern in _NAMED.items() if pattern.search(text)]
