"""Codes of a budget as people write them → one form, their levels, and the code a name begins with.

The order of the official codes is urusan . bidang . program . kegiatan (two parts, `2.01`) . sub
kegiatan; other offices' codes have fewer parts, and then the names or the number of depths say
which level a depth is.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from renstra_doc.intake.source import NUMBER, SourceCell, tidy
from renstra_doc.intake.vocabulary import LEVELS, name_level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PART = r"(?:\d{1,6}|[xX]{1,4})"
_CODE = re.compile(rf"{_PART}(?:\.{_PART})*")
_LONG_CODE = re.compile(rf"{_PART}(?:\.{_PART})+")
_LEADING = re.compile(
    rf"(?P<code>{_PART}(?:\s?[.,]\s?{_PART})+)\.?(?:\s*[-\u2013\u2014:/|]+\s*|\s+)(?P<name>\D.*|\d+\D.*)",
    re.DOTALL,
)
_SINGLE = re.compile(
    r"(?P<code>\d{1,2})\.?(?:\s*[-\u2013\u2014:/|]+\s*|\s+)(?P<name>[^\W\d].*)", re.DOTALL
)
_SEPARATORS = re.compile(r"\s*[.,/:_\-\u2013]\s*|\s+")
# Digits of a part by its level in the official order.
_WIDTHS = {"bidang_urusan": 2, "program": 2, "sub_kegiatan": 4}
# A kegiatan alone is two parts (`2.01`): no level has four.
OFFICIAL = {1: "urusan", 2: "bidang_urusan", 3: "program", 5: "kegiatan", 6: "sub_kegiatan"}
KEGIATAN_PARTS = 5
MOST_CODED = 0.6


def normalize_code(text: str) -> str:
    """Return `1.06.02` for `1 . 06 . 02.`, `1,06,02` or `1-06-02`; "" for what is no code."""
    plain = _SEPARATORS.sub(".", tidy(text)).strip(".")
    return plain if _CODE.fullmatch(plain) else ""


def split_code(text: str, *, single: bool = False) -> tuple[str, str]:
    """Return (code, name) of `5.03.02 - PROGRAM X`; ("", text) where no code leads.

    `single` takes a code of one part too, as in a column that is said to hold codes.
    """
    plain = tidy(text)
    match = _LEADING.fullmatch(plain) or (_SINGLE.fullmatch(plain) if single else None)
    if match is None:
        return (
            (normalize_code(plain), "")
            if _LONG_CODE.fullmatch(normalize_code(plain)) and single
            else ("", text)
        )
    return normalize_code(match["code"]), tidy(match["name"])


def lead_codes(names: Sequence[str]) -> bool:
    """Return whether names begin with codes: most of them, or a third with codes that nest.

    Since 2025 each coded row has its outcome or output without a code below it.
    """
    codes = [code for code in (split_code(name)[0] for name in names) if code]
    if codes and len(codes) >= len(names) * MOST_CODED:
        return True
    return len(codes) * 3 >= len(names) and any(p is not None for p in find_parents(codes))


def code_part(cell: SourceCell, level: str, widths: Mapping[int, int], at: int) -> str:
    """Return the part of a code that stands in a column of its own.

    With the zeros that Excel ate.
    """
    text = normalize_code(cell.plain)
    # A text has the zeros that somebody typed; only a number lost them.
    if not text or cell.kind != NUMBER:
        return text
    # The last digit of `2.10` is gone once it is stored as a number.
    if level in ("kegiatan", "bidang_urusan") and "." in text:
        head, _, tail = text.partition(".")
        return f"{head}.{tail.ljust(2, '0')}"
    width = widths.get(at) or _WIDTHS.get(level, 0)
    return text.rjust(width, "0") if text.isdigit() else text


def find_widths(columns: Mapping[int, Sequence[SourceCell]]) -> dict[int, int]:
    """Return how many digits the parts of each column have where they are written with zeros."""
    found = {}
    for at, cells in columns.items():
        # In one column all are as wide, so one that kept its zero tells the width of the others.
        texts = [
            cell.plain for cell in cells if cell.plain.isdigit() and cell.plain.startswith("0")
        ]
        if texts:
            found[at] = Counter(map(len, texts)).most_common(1)[0][0]
    return found


def parts_of(code: str) -> tuple[str, ...]:
    """Return the parts of a code."""
    return tuple(code.split(".")) if code else ()


def restore_zeros(codes: Sequence[str], numbers: Sequence[bool]) -> list[str]:
    """Give back the last zero that a spreadsheet took from `2.10`, where the rows below show it.

    `numbers` says which codes were stored as numbers.
    """
    # No prefix that is deeper than the numbers is asked for.
    most = max(
        (code.count(".") + 1 for code, is_one in zip(codes, numbers, strict=True) if is_one),
        default=0,
    )
    prefixes = {
        ".".join(parts[:depth])
        for parts in (code.split(".", most) for code in codes)
        for depth in range(1, len(parts))
    }
    found = []
    for code, is_number in zip(codes, numbers, strict=True):
        padded = f"{code}0"
        # `2.1` is `2.10` where rows below it begin so and none begins with `2.1.`.
        lost = is_number and "." in code and code not in prefixes and padded in prefixes
        found.append(padded if lost else code)
    return found


def name_levels(codes: Sequence[str], names: Sequence[str]) -> dict[int, str]:
    """Return which level each number of parts means.

    The names decide where they say it (`PROGRAM …`); else the official order, where the codes have
    its form; else the depths count down from program.
    """
    depths = sorted({len(parts_of(code)) for code in codes if code})
    anchors = _find_anchors(codes, names)
    if _is_official(codes, depths) and all(
        OFFICIAL.get(depth) == level for depth, level in anchors.items()
    ):
        return {depth: OFFICIAL[depth] for depth in depths}
    # A row that says `PROGRAM` fixes its depth; the others count from there.
    if "program" in anchors.values():
        at = next(depth for depth, level in anchors.items() if level == "program")
        return _count_from(depths, depths.index(at), LEVELS.index("program"))
    if anchors:
        depth, level = next(iter(anchors.items()))
        return _count_from(depths, depths.index(depth), LEVELS.index(level))
    return _guess_levels(codes, depths)


def _find_anchors(codes: Sequence[str], names: Sequence[str]) -> dict[int, str]:
    """Return the depths whose names mostly begin with the word of a level."""
    counts: dict[int, Counter[str]] = {}
    for code, name in zip(codes, names, strict=True):
        if code:
            counts.setdefault(len(parts_of(code)), Counter())[name_level(name)] += 1
    found = {}
    for depth, count in counts.items():
        level, number = count.most_common(1)[0]
        if level and number * 2 > sum(count.values()):
            found[depth] = level
    return found


def _is_official(codes: Sequence[str], depths: Sequence[int]) -> bool:
    if not depths or not set(depths) <= set(OFFICIAL):
        return False
    deep = [parts_of(code) for code in codes if len(parts_of(code)) >= KEGIATAN_PARTS]
    shaped = all(len(parts[3]) == 1 for parts in deep)
    programs = [parts_of(code) for code in codes if len(parts_of(code)) == 3]  # noqa: PLR2004 — a program has three parts
    return shaped and all(len(parts[2]) == 2 for parts in programs)  # noqa: PLR2004 — two digits


def _count_from(depths: Sequence[int], index: int, level: int) -> dict[int, str]:
    return {
        depth: LEVELS[max(0, min(level + place - index, len(LEVELS) - 1))]
        for place, depth in enumerate(depths)
    }


def _guess_levels(codes: Sequence[str], depths: Sequence[int]) -> dict[int, str]:
    """Count from program down, or from bidang urusan where the shortest codes are such."""
    if not depths:
        return {}
    shortest = [parts_of(code) for code in codes if len(parts_of(code)) == depths[0]]
    is_area = depths[0] == 2 and all(len(parts[1]) == 2 for parts in shortest) and len(depths) > 3  # noqa: PLR2004 — `1.06` and four depths
    start = LEVELS.index("bidang_urusan") if is_area else LEVELS.index("program")
    return _count_from(depths, 0, start)


def find_parents(codes: Sequence[str]) -> list[int | None]:
    """Return the row of the longest code that each code goes on from, the nearest above first."""
    last: dict[tuple[str, ...], int] = {}
    coded = [(_key(code), index) for index, code in enumerate(codes) if code]
    # For a row whose parent stands below it, which an office's list may well print.
    everywhere = dict(reversed(coded))  # the first of each
    found: list[int | None] = []
    for index, code in enumerate(codes):
        key = _key(code)
        parent = _longest(key, last)
        if parent is None:
            parent = _longest(key, everywhere)
        found.append(parent if code and parent != index else None)
        if code:
            last[key] = index
    return found


def _longest(key: tuple[str, ...], rows: Mapping[tuple[str, ...], int]) -> int | None:
    """Return the row of the longest code that another goes on from."""
    above = (key[:depth] for depth in range(len(key) - 1, 0, -1))
    return next((rows[part] for part in above if part in rows), None)


def _key(code: str) -> tuple[str, ...]:
    # `1.6` and `1.06` are one code.
    return tuple(part.lower().lstrip("0") or "0" for part in parts_of(code))
