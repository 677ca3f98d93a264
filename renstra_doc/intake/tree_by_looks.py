"""Ranks of rows by their look: words of the names, indents, outline, numbering, weight."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renstra_doc.intake import vocabulary as words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from renstra_doc.intake.source_line import SourceLine
    from renstra_doc.intake.tree_rows import Rows

_MARKER = re.compile(
    r"^\(?(?:(?P<roman>[IVX]+)|(?P<upper>[A-Z])|(?P<digit>\d+(?:\.\d+)*)|(?P<lower>[a-z]))[.)]?$"
)
_LED = re.compile(r"^\s*\(?(?P<mark>[IVX]+|[A-Z]|\d+(?:\.\d+)*|[a-z])[.)]\s+\S")
_SIGN = re.compile(r"^[\s\u00a0]*[-\u2022\u2013*\u25aa\u25cf\u00b7>]")


def list_looks(rows: Rows) -> Iterator[tuple[str, dict[int, int]]]:
    """Yield each way to read ranks from the look of the rows, the surest first."""
    yield "kata pada nama", _rank_words(rows)
    yield "kata pada nama dan takuk", _rank_both(rows)
    yield "takuk", _rank_indents(rows)
    yield (
        "kerangka (outline)",
        _rank_by(rows, lambda index: rows.table.outline.get(rows.lines[index].row, 0)),
    )
    yield "penomoran", _rank_markers(rows)
    yield "huruf tebal dan kapital", _rank_by(rows, lambda index: _weight(rows.lines[index]))


def _rank_by(rows: Rows, measure: Callable[[int], int]) -> dict[int, int]:
    found = {index: measure(index) for index in rows.main}
    order = sorted(set(found.values()))
    return {index: order.index(value) for index, value in found.items()}


def _rank_words(rows: Rows) -> dict[int, int]:
    said = {index: words.name_level(rows.lines[index].name) for index in rows.main}
    known = [level for level in words.LEVELS if level in said.values()]
    if not known:
        return {}
    return {index: known.index(level) if level else len(known) for index, level in said.items()}


def _rank_both(rows: Rows) -> dict[int, int]:
    """Rank by the words of the names, and what these leave equal by the indents."""
    said, indents = _rank_words(rows), _rank_indents(rows)
    pairs = {index: (said[index], indents[index]) for index in said}
    order = sorted(set(pairs.values()))
    return {index: order.index(pair) for index, pair in pairs.items()}


def _rank_indents(rows: Rows) -> dict[int, int]:
    """Rank by leading blanks or by the cell's own indent.

    A dash is one deeper where nothing else is.
    """
    raws = {index: rows.lines[index].raw for index in rows.main}
    leads = _order_of([0, *(raw.lead for raw in raws.values() if not raw.indent)])
    indents = _order_of([0, *(raw.indent for raw in raws.values())])
    # Excel's own indent outweighs blanks that somebody typed.
    found = {i: indents[raw.indent] if raw.indent else leads[raw.lead] for i, raw in raws.items()}
    # Without any indent a dash or the weight of the letters may say it.
    if len(set(found.values())) < 2:  # noqa: PLR2004 — no blanks at all
        found = {i: _rank_sign(rows.lines[i]) for i in rows.main}
    order = _order_of(list(found.values()))
    return {index: order[value] for index, value in found.items()}


def _order_of(values: list[int]) -> dict[int, int]:
    """Return the place of each value among all."""
    return {value: place for place, value in enumerate(sorted(set(values)))}


def _rank_sign(line: SourceLine) -> int:
    """Return how deep a row looks by a dash before its name, then by its weight."""
    return (2 if _SIGN.match(line.raw.text) else 0) + _weight(line)


def _rank_markers(rows: Rows) -> dict[int, int]:
    """Rank by the form of the number beside or before a name.

    In the order the forms first appear.
    """
    found = {index: _form_of(_marker_of(rows, rows.lines[index])) for index in rows.main}
    forms = list(dict.fromkeys(found.values()))
    is_plain = "none" in forms and len(forms) <= 2  # noqa: PLR2004 — one form, and numbers left out
    if is_plain and not any(rows.amounts[index] for index in rows.main):
        return {}
    if all("digit" in form for form in forms) and len(forms) > 1:
        forms.sort()
    return {index: forms.index(form) for index, form in found.items()}


def _marker_of(rows: Rows, line: SourceLine) -> str:
    """Return the number that leads a name, else the one in the column of numbers."""
    led = _LED.match(line.raw.text)
    if led:
        return led["mark"]
    cells = (line.cell(f.at).plain for f in rows.heading.of(words.NO))
    return next(filter(None, cells), "")


def _form_of(text: str) -> str:
    match = _MARKER.match(text.strip())
    if match is None:
        return "none"
    kind = match.lastgroup or ""
    return f"digit{match['digit'].count('.')}" if kind == "digit" else kind


def _weight(line: SourceLine) -> int:
    # Bold and capitals are how offices mark the higher levels where nothing else does.
    """Return how light a row looks: 0 bold capitals, 1 bold or capitals, 2 plain."""
    letters = [char for char in line.name if char.isalpha()]
    capitals = bool(letters) and all(char.isupper() for char in letters)
    return 0 if line.raw.bold and capitals else 1 if line.raw.bold else 2 if capitals else 3
