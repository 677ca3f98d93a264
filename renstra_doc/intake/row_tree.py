"""Levels and parents of rows: by code, by columns, by formulas, by look, by the sums themselves.

A way is taken where it gives a tree; of several, the one whose sums hold. The spreadsheet's own
sums are never believed: a parent whose printed amount is not the sum of its children is told.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.arithmetic import added_cells
from renstra_doc.intake.budget_codes import find_parents, name_levels
from renstra_doc.intake.source import SourceRemark, tidy
from renstra_doc.intake.source_line import GROUP, INDICATOR, MAIN, TOTAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from renstra_doc.intake.headings import Heading
    from renstra_doc.intake.source import SourceTable
    from renstra_doc.intake.source_line import SourceLine

Amounts = "Sequence[Mapping[str, Decimal]]"
TRUSTED = 0.34  # of the sums of a way by look, so many may fail
FORMULA_SHARE = 0.6
_MARKER = re.compile(
    r"^\(?(?:(?P<roman>[IVX]+)|(?P<upper>[A-Z])|(?P<digit>\d+(?:\.\d+)*)|(?P<lower>[a-z]))[.)]?$"
)
_LED = re.compile(r"^\s*\(?(?P<mark>[IVX]+|[A-Z]|\d+(?:\.\d+)*|[a-z])[.)]\s+\S")
_SIGN = re.compile(r"^[\s\u00a0]*[-\u2022\u2013*\u25aa\u25cf\u00b7>]")


@dataclass(frozen=True)
class Tree:
    """The level and the parent (a row's index) of each row, how they were found, what was told."""

    levels: tuple[str, ...]
    parents: tuple[int | None, ...]
    way: str = ""
    remarks: tuple[SourceRemark, ...] = ()
    doubtful: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sums:
    """How many sums of a tree hold, and those that do not: (row, column, printed, sum)."""

    holds: int = 0
    fails: tuple[tuple[int, str, Decimal, Decimal], ...] = ()

    @property
    def share(self) -> float:
        """The share of the sums that fail."""
        total = self.holds + len(self.fails)
        return len(self.fails) / total if total else 0.0


@dataclass(frozen=True)
class Rows:
    """What the ways look at: the table, its heading, its rows, and the amounts of each row."""

    table: SourceTable
    heading: Heading
    lines: tuple[SourceLine, ...]
    amounts: Sequence[Mapping[str, Decimal]]
    main: tuple[int, ...] = field(default=())


def add_up(rows: Rows, parents: Sequence[int | None]) -> Sums:
    """Compare each parent's amount with the sum of its children's, column by column."""
    children: dict[int, list[int]] = {}
    for index, parent in enumerate(parents):
        if parent is not None and rows.lines[index].kind in (MAIN, GROUP):
            children.setdefault(parent, []).append(index)
    holds, fails = 0, []
    for parent, below in sorted(children.items()):
        for name, printed in rows.amounts[parent].items():
            parts = [rows.amounts[child][name] for child in below if name in rows.amounts[child]]
            if not parts:
                continue
            total = sum(parts, Decimal(0))
            if total == printed:
                holds += 1
            else:
                fails.append((parent, name, printed, total))
    return Sums(holds, tuple(fails))


def find_tree(rows: Rows) -> Tree:
    """Return the levels and parents of all rows."""
    coded = [index for index in rows.main if rows.lines[index].code]
    if rows.main and len(coded) * 2 > len(rows.main):
        return _finish(rows, _by_code(rows))
    if len({rows.lines[index].level for index in rows.main if rows.lines[index].level}) > 1:
        return _finish(rows, _by_columns(rows))
    return _finish(rows, _by_other(rows))


def _finish(rows: Rows, tree: Tree) -> Tree:
    """Give the rows that are no rows of the tree their place: indicators, totals, groups."""
    levels, parents = list(tree.levels), list(tree.parents)
    above: int | None = None
    for index, line in enumerate(rows.lines):
        if line.kind in (MAIN, GROUP):
            above = index
        if line.kind == GROUP and not levels[index]:
            levels[index] = _aim_of(line.name) or "kelompok"
        elif line.kind == INDICATOR:
            levels[index], parents[index] = "indikator", above
        elif line.kind == TOTAL:
            levels[index], parents[index] = "jumlah", None
    _hang_on_aims(rows, levels, parents)
    return Tree(tuple(levels), tuple(parents), tree.way, tree.remarks, tree.doubtful)


def _hang_on_aims(rows: Rows, levels: Sequence[str], parents: list[int | None]) -> None:
    """Hang a sasaran on the tujuan above it, and what has no parent on the last of both."""
    aims: dict[str, int] = {}
    for index, line in enumerate(rows.lines):
        level = levels[index]
        if level == "tujuan":
            aims = {"tujuan": index}
        elif level == "sasaran":
            parents[index] = aims.get("tujuan", parents[index])
            aims["sasaran"] = index
        elif line.kind == MAIN and parents[index] is None and aims:
            parents[index] = aims.get("sasaran", aims.get("tujuan"))


# By code


def _by_code(rows: Rows) -> Tree:
    codes = [line.code if line.kind == MAIN else "" for line in rows.lines]
    names = [line.name for line in rows.lines]
    depth_names = name_levels(codes, names)
    parents = find_parents(codes)
    levels = [depth_names.get(len(code.split(".")), "") if code else "" for code in codes]
    remarks, doubtful = [], []
    frame: int | None = None
    for index in rows.main:
        line = rows.lines[index]
        aim = _aim_of(line.name)
        if not codes[index] and aim:
            levels[index] = aim
            parents[index] = (
                frame
                if aim == "sasaran" and frame is not None and levels[frame] == "tujuan"
                else _above(levels, parents, frame, aim)
            )
            frame = index
        elif codes[index] and parents[index] is None and frame is not None:
            parents[index] = frame
        elif not codes[index]:
            levels[index], parents[index] = _place_uncoded(rows, index, levels, parents)
            doubtful.append(index)
            message = (
                f"baris tanpa kode, dibaca {levels[index] or 'tanpa tingkat'} menurut letaknya"
            )
            remarks.append(SourceRemark("ragu", rows.table.place(line.row), message, line.name))
    return Tree(tuple(levels), tuple(parents), "kode", tuple(remarks), tuple(doubtful))


def _aim_of(name: str) -> str:
    match = re.match(r"(tujuan|sasaran)(?:\s*[\d.]+[a-z]?)?\s*:", tidy(name).lower())
    return match[1] if match else ""


def _above(
    levels: Sequence[str], parents: Sequence[int | None], frame: int | None, aim: str
) -> int | None:
    if aim == "sasaran" and frame is not None and levels[frame] == "sasaran":
        return parents[frame]
    return None


def _place_uncoded(
    rows: Rows, index: int, levels: Sequence[str], parents: Sequence[int | None]
) -> tuple[str, int | None]:
    """Place a row without code: by the word its name begins with, else where the sums then hold."""
    said = words.name_level(rows.lines[index].name)
    before = next((place for place in reversed(rows.main) if place < index), None)
    chain = list(_chain(parents, before))
    if said in words.LEVELS:
        higher = words.LEVELS[: words.LEVELS.index(said)]
        return said, next((place for place in chain if levels[place] in higher), None)
    for above in chain:
        if _fills_gap(rows, index, above, parents):
            return _level_below(rows, above, levels, parents), above
    parent = parents[before] if before is not None else None
    return (levels[before] if before is not None else ""), parent


def _level_below(
    rows: Rows, parent: int, levels: Sequence[str], parents: Sequence[int | None]
) -> str:
    return next((levels[place] for place in rows.main if parents[place] == parent), "")


def _chain(parents: Sequence[int | None], start: int | None) -> Iterator[int]:
    while start is not None:
        yield start
        start = parents[start]


def _fills_gap(rows: Rows, index: int, parent: int, parents: Sequence[int | None]) -> bool:
    own = rows.amounts[index]
    if not own:
        return False
    siblings = [place for place in rows.main if parents[place] == parent and place != index]
    for name, amount in own.items():
        printed = rows.amounts[parent].get(name)
        parts = [rows.amounts[place].get(name, Decimal(0)) for place in siblings]
        if printed is None or sum(parts, amount) != printed:
            return False
    return True


# By columns: program, kegiatan, sub kegiatan each in its own


def _by_columns(rows: Rows) -> Tree:
    levels = [line.level if line.kind == MAIN else "" for line in rows.lines]
    order = [level for level in words.LEVELS if level in levels]
    ranks = {index: order.index(levels[index]) for index in rows.main if levels[index] in order}
    return Tree(tuple(levels), tuple(_stack(rows, ranks)), "kolom")


def _stack(rows: Rows, ranks: Mapping[int, int]) -> list[int | None]:
    """Return the parent of each row: the nearest above of a higher rank."""
    parents: list[int | None] = [None] * len(rows.lines)
    open_rows: list[tuple[int, int]] = []
    for index in rows.main:
        if index not in ranks:
            continue
        while open_rows and open_rows[-1][1] >= ranks[index]:
            open_rows.pop()
        parents[index] = open_rows[-1][0] if open_rows else None
        open_rows.append((index, ranks[index]))
    return parents


# Without codes


def _by_other(rows: Rows) -> Tree:
    """Return the tree of the best way; a flat list where none gives one."""
    flat = _flat(rows)
    if len(rows.main) < 2 or not _may_be_tree(rows):  # noqa: PLR2004 — one row is no tree
        return flat
    formula = _by_formulas(rows)
    if formula is not None:
        return formula
    found: list[tuple[tuple[float, int, int, int], Tree]] = []
    for order, (way, ranks) in enumerate(_looks(rows)):
        if len(set(ranks.values())) < 2:  # noqa: PLR2004 — one rank is no tree
            continue
        parents = _stack(rows, ranks)
        sums = add_up(rows, parents)
        if sums.share <= TRUSTED:
            tree = Tree(tuple(_name_ranks(rows, parents)), tuple(parents), way)
            found.append(((sums.share, min(order, 2), -sums.holds, order), tree))
    if found:
        return _judge(rows, min(found, key=lambda pair: pair[0])[1])
    return _by_sums(rows) or flat


def _judge(rows: Rows, tree: Tree) -> Tree:
    """Mark a tree by look as doubtful where a level holds names.

    That say it beside many that do not.

    `PROGRAM X` and `Penyuluhan Y` as equals: the look may not tell them apart.
    """
    doubtful: list[int] = []
    for level in dict.fromkeys(tree.levels):
        group = [index for index in rows.main if tree.levels[index] == level]
        said = [index for index in group if words.name_level(rows.lines[index].name)]
        if said and len(said) < len(group):
            doubtful += [index for index in group if index not in said]
    return Tree(tree.levels, tree.parents, tree.way, tree.remarks, tuple(doubtful))


def flatten(rows: Rows, tree: Tree) -> Tree:
    """Return a tree without levels and parents, those of indicators, totals and groups kept."""
    blank = tuple("" if index in rows.main else level for index, level in enumerate(tree.levels))
    parents = [
        parent if rows.lines[index].kind == INDICATOR else None
        for index, parent in enumerate(tree.parents)
    ]
    _hang_on_aims(rows, blank, parents)
    return Tree(blank, tuple(parents))


def _may_be_tree(rows: Rows) -> bool:
    has_money = any(field.role == words.MONEY for field in rows.heading.fields)
    named = [f for f in rows.heading.fields if f.role == words.NAME]
    speaks = any(
        re.search(r"program|kegiatan|urusan|nomenklatur|belanja|uraian", f.heading, re.IGNORECASE)
        for f in named
    )
    return bool(named) and (has_money or speaks)


def _flat(rows: Rows) -> Tree:
    field = next((f for f in rows.heading.fields if f.role in (words.NAME, words.CODE_NAME)), None)
    level = field.level if field is not None and field.level in words.LEVELS else ""
    levels = ["" for _ in rows.lines]
    for index in rows.main:
        levels[index] = level
    return Tree(tuple(levels), tuple(None for _ in rows.lines))


def _by_formulas(rows: Rows) -> Tree | None:
    """Return the tree that the sums of the sheet draw.

    A row's parent is the one that adds it up.
    """
    by_row = {
        int(rows.table.labels[line.row]): index
        for index, line in enumerate(rows.lines)
        if rows.table.labels[line.row].isdigit()
    }
    votes: dict[int, Counter[int]] = {}
    has_sums: set[int] = set()
    for index in rows.main:
        for column, cell in rows.lines[index].cells.items():
            spots = added_cells(cell.formula) if cell.formula else None
            below = {by_row[row] for row, at in spots or () if at == column + 1 and row in by_row}
            below -= {index}
            if below:
                has_sums.add(index)
            for child in below:
                votes.setdefault(child, Counter())[index] += 1
    parents: list[int | None] = [None] * len(rows.lines)
    for child, counts in votes.items():
        parents[child] = _nearest(counts, child, votes)
    covered = [index for index in rows.main if parents[index] is not None or index in has_sums]
    if not has_sums or len(covered) < len(rows.main) * FORMULA_SHARE or _has_circle(parents):
        return None
    remarks = _adopt(rows, parents, has_sums)
    levels = _name_ranks(rows, parents)
    return Tree(tuple(levels), tuple(parents), "rumus", tuple(remarks))


def _nearest(counts: Counter[int], child: int, votes: Mapping[int, Counter[int]]) -> int:
    """Return the most direct of the rows that add a row up.

    One that others of them add up again.
    """
    direct = [row for row in counts if any(other in votes.get(row, ()) for other in counts)]
    return min(direct or counts, key=lambda row: (abs(row - child), row))


def _has_circle(parents: Sequence[int | None]) -> bool:
    for start in range(len(parents)):
        seen, place = set(), parents[start]
        while place is not None and place not in seen:
            if place == start:
                return True
            seen.add(place)
            place = parents[place]
    return False


def _adopt(rows: Rows, parents: list[int | None], has_sums: set[int]) -> list[SourceRemark]:
    """Give a row that no formula names the parent of the row above it, and say so."""
    remarks = []
    roots = [index for index in rows.main if parents[index] is None]
    top = {index for index in roots if index in has_sums}
    for index in roots:
        if index in top:
            continue
        before = next((place for place in reversed(rows.main) if place < index), None)
        if before is None:
            continue
        parents[index] = before if before in has_sums else parents[before]
        name = rows.lines[parents[index]].name if parents[index] is not None else ""  # type: ignore[index]
        message = f"tidak masuk rumus mana pun; induknya dibaca dari letaknya: “{name}”"
        remarks.append(
            SourceRemark(
                "turunan", rows.table.place(rows.lines[index].row), message, rows.lines[index].name
            )
        )
    return remarks


def _looks(rows: Rows) -> Iterator[tuple[str, dict[int, int]]]:
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
    leads = sorted(
        {rows.lines[i].raw.lead for i in rows.main if not rows.lines[i].raw.indent} | {0}
    )
    indents = sorted({rows.lines[i].raw.indent for i in rows.main} | {0})
    found = {}
    for index in rows.main:
        raw = rows.lines[index].raw
        found[index] = indents.index(raw.indent) if raw.indent else leads.index(raw.lead)
    if len(set(found.values())) < 2:  # noqa: PLR2004 — no blanks at all
        found = {
            index: (1 if _SIGN.match(rows.lines[index].raw.text) else 0) * 2
            + _weight(rows.lines[index])
            for index in rows.main
        }
    order = sorted(set(found.values()))
    return {index: order.index(value) for index, value in found.items()}


def _rank_markers(rows: Rows) -> dict[int, int]:
    """Rank by the form of the number beside or before a name.

    In the order the forms first appear.
    """
    numbers = rows.heading.of(words.NO)
    forms: list[str] = []
    found: dict[int, str] = {}
    for index in rows.main:
        line = rows.lines[index]
        led = _LED.match(line.raw.text)
        text = (
            led["mark"]
            if led
            else next((line.cell(f.at).plain for f in numbers if line.cell(f.at).plain), "")
        )
        form = _form_of(text)
        found[index] = form
        if form not in forms:
            forms.append(form)
    if all("digit" in form for form in forms) and len(forms) > 1:
        forms.sort()
    return {index: forms.index(form) for index, form in found.items()}


def _form_of(text: str) -> str:
    match = _MARKER.match(text.strip())
    if match is None:
        return "none"
    kind = match.lastgroup or ""
    return f"digit{match['digit'].count('.')}" if kind == "digit" else kind


def _weight(line: SourceLine) -> int:
    """Return how light a row looks: 0 bold capitals, 1 bold or capitals, 2 plain."""
    letters = [char for char in line.name if char.isalpha()]
    capitals = bool(letters) and all(char.isupper() for char in letters)
    return 0 if line.raw.bold and capitals else 1 if line.raw.bold else 2 if capitals else 3


def _by_sums(rows: Rows) -> Tree | None:
    """Return the tree that the amounts alone draw: a row is the sum of those that follow it."""
    vectors = {index: rows.amounts[index] for index in rows.main}
    if any(not vector for vector in vectors.values()):
        return None
    parents: list[int | None] = [None] * len(rows.lines)
    stack: list[int] = []
    for index in reversed(rows.main):
        count = _count_parts(vectors, index, stack)
        for child in stack[:count]:
            parents[child] = index
        stack = [index, *stack[count:]]
    if all(parent is None for parent in parents):
        return None
    ranks = {index: len(list(_chain(parents, index))) for index in rows.main}
    leaves = {ranks[i] for i in rows.main if i not in parents}
    if len(leaves) != 1 or len(stack) * 2 > len(rows.main):
        return None
    remark = SourceRemark(
        "turunan",
        rows.table.name,
        "jenjang dibaca dari jumlahnya: induk ialah jumlah baris di bawahnya",
    )
    return Tree(tuple(_name_ranks(rows, parents)), tuple(parents), "jumlah", (remark,))


def _count_parts(
    vectors: Mapping[int, Mapping[str, Decimal]], index: int, stack: Sequence[int]
) -> int:
    whole = vectors[index]
    if not any(whole.values()):
        return 0
    total = dict.fromkeys(whole, Decimal(0))
    for count, child in enumerate(stack, start=1):
        for name in total:
            total[name] += vectors[child].get(name, Decimal(0))
        if total == dict(whole):
            return count
        if any(total[name] > whole[name] for name in total):
            return 0
    return 0


def _name_ranks(rows: Rows, parents: Sequence[int | None]) -> list[str]:
    """Name the levels of a tree by its depth.

    By words of the names or the heading, else as usual.
    """
    depth = {index: len(list(_chain(parents, index))) - 1 for index in rows.main}
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
    field = next((f for f in rows.heading.fields if f.role in (words.NAME, words.CODE_NAME)), None)
    if field is None:
        return []
    text = tidy(field.heading).lower()
    patterns = {
        "urusan": r"(?<!bidang )\burusan",
        "bidang_urusan": r"bidang urusan",
        "program": r"program",
        "kegiatan": r"(?<!sub )(?<!sub-)\bkegiatan",
        "sub_kegiatan": r"sub[ -]?kegiatan",
    }
    return [level for level, pattern in patterns.items() if re.search(pattern, text)]


__all__ = ["Rows", "Sums", "Tree", "add_up", "find_tree"]
