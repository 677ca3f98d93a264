"""Prose: equations over the data, and figures that restate a table or another sentence."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import Mention
from renstra_doc.check.prose_text import PrintedBlock, print_blocks
from renstra_doc.check.register import kind
from renstra_doc.check.rule_names import FIGURE, find_figures, make_evaluator
from renstra_doc.expression.language import ExpressionError
from renstra_doc.finding import Finding, Severity
from renstra_doc.model.rules import RuleError
from renstra_doc.words.numbers import NumberError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renstra_doc.model import Document
    from renstra_doc.model.rules import Rule
    from renstra_doc.place import Place

    Span = tuple[str, int, int]

_CELL = re.compile(r"nilai\(\s*'([^']+)'\s*,\s*'([^']+)'\s*,\s*'([^']+)'\s*\)")
EXAMPLE = "tulis misalnya sebanyak # orang = nilai('pegawai', 'jumlah', 'jumlah')"


@kind("persamaan")
def check_equation(document: Document, rule: Rule) -> Iterator[Finding | Mention]:
    """Two expressions over the data are equal: `acuan` = `cacah('strategi', 'setelah') = 2`.

    `baris` = `id=BLOK`.

    For figures in the prose that a table should give but does not, and for facts said twice.
    """
    # With its blanks: a bare = may stand within the quotes of an expression.
    left, equals, right = rule.acuan.partition(" = ")
    if not equals:
        message = f"persamaan “{rule.acuan}” tidak dipahami"
        hint = "tulis dua ungkapan dengan spasi di kedua sisi =, misalnya cacah('t', 'k') = 2"
        raise RuleError(message, "acuan", hint)
    evaluator = make_evaluator(document)
    place, where = _block_place(document, rule)
    try:
        values = [evaluator.resolve("{{ " + side.strip() + " }}") for side in (left, right)]
    except (ExpressionError, NumberError) as error:
        yield _tell_unreckoned(rule, "persamaan", error)
        return
    holds = _say_same(*values)
    yield from _mention(document, rule, rule.acuan, holds=holds)
    if not holds:
        claim = f"{rule.dasar}: " if rule.dasar else ""
        message = f"{claim}{left.strip()} = {values[0]}, bukan {values[1]}"
        yield claim_finding(rule, message, (place, where), expected=values[0], actual=values[1])


def _say_same(left: str, right: str) -> bool:
    """Return whether two values are one text or one number: 2018 of a sentence is 2.018."""
    figure = read_figure(left)
    return left == right or (figure is not None and figure == read_figure(right))


def _block_place(document: Document, rule: Rule) -> tuple[Place, str]:
    wanted = rule.baris.removeprefix("id=")
    block = next((block for block in document.blocks if block.id == wanted), None)
    return (block.place, block.id) if block else (rule.place, "")


def _tell_unreckoned(rule: Rule, what: str, error: Exception) -> Finding:
    message = f"{what} tidak dapat dihitung: {error}"
    return Finding(rule.id, message, rule.place, hint="perbaiki kolom acuan")


@kind("angka_naskah")
def check_prose_figure(document: Document, rule: Rule) -> Iterator[Finding | Mention]:
    """A figure that stands in the prose is what the data say.

    `baris` = `id=BLOK` (several: `id=BLOK|BLOK`); `acuan` = `sebanyak # orang = nilai('pegawai',
    'jumlah', 'jumlah')`: `#` stands for the figure among the words of the printed block, and what
    stands there, typed or taken, is held against the expression.
    """
    words, expression = _split_claim(rule)
    blocks = select_blocks(document, rule)
    try:
        wanted = make_evaluator(document).resolve(f"{{{{ {expression} }}}}").strip()
    except (ExpressionError, NumberError) as error:
        yield _tell_unreckoned(rule, "angka naskah", error)
        return
    for printed in blocks:
        found = list(_check_claim(rule, printed, words, wanted))
        yield from found
        yield from _mention(document, rule, expression, holds=not found)


def _mention(document: Document, rule: Rule, expression: str, *, holds: bool) -> Iterator[Mention]:
    """Say of which cells an expression speaks, and whether the text says what they do."""
    keys = tuple(
        (table, row, kolom)
        for table, row, kolom in _CELL.findall(expression)
        if table in document.tables and row in document.tables[table].row_by_id
    )
    if keys:
        yield Mention(rule, keys, holds)


def _split_claim(rule: Rule) -> tuple[str, str]:
    words, equals, expression = rule.acuan.partition(" = ")
    if not equals or words.count("#") != 1:
        message = f"angka naskah “{rule.acuan}” tidak dipahami"
        raise RuleError(message, "acuan", EXAMPLE)
    return words, expression


def select_blocks(document: Document, rule: Rule) -> list[PrintedBlock]:
    """Return the blocks that `baris` names; RuleError where one of them is not there."""
    printed = print_blocks(document)
    names = rule.baris.strip().removeprefix("id=").split("|")
    for name in names:
        if not rule.baris.strip().startswith("id=") or name not in printed:
            message = f"blok “{name if rule.baris.startswith('id=') else rule.baris}” tidak ada"
            raise RuleError(message, "baris", "tulis id=BLOK, id sebuah blok naskah")
    return [printed[name] for name in names]


def _check_claim(rule: Rule, printed: PrintedBlock, words: str, wanted: str) -> Iterator[Finding]:
    block = printed.block
    found = find_figures(printed.teks, words)
    if not found:
        hint = "sesuaikan acuan dengan kalimatnya, atau hapus aturan ini"
        message = f"“{words}” tidak ada dalam blok “{block.id}”"
        yield Finding(
            rule.id, message, rule.place, Severity.WARNING, row=block.id, row_id=block.id, hint=hint
        )
    for figure, _, _ in found:
        if read_figure(figure) != read_figure(wanted):
            said = f"datanya {wanted}" if wanted else "datanya tidak tercetak"
            message = f"naskah menyebut {figure}, {said}"
            where = (block.place, block.id)
            yield claim_finding(rule, message, where, expected=wanted, actual=figure)


def find_claim_spans(document: Document, rule: Rule) -> Iterator[Span]:
    """Yield (block, from, to) of the figures that a rule `angka_naskah` holds."""
    words, _ = _split_claim(rule)
    for printed in select_blocks(document, rule):
        for _, start, end in find_figures(printed.teks, words):
            yield printed.block.id, start, end


def claim_finding(
    rule: Rule, message: str, where: tuple[Place, str], *, expected: str, actual: str
) -> Finding:
    """Return a finding about what a block claims.

    Figures in canonical digits, with their difference.
    """
    place, block = where
    figures = read_figure(expected), read_figure(actual)
    has_both = figures[0] is not None and figures[1] is not None
    return Finding(
        rule.id,
        message,
        place,
        rule.bobot,
        row=block,
        row_id=block,
        expected=expected if figures[0] is None else format(figures[0], "f"),
        actual=actual if figures[1] is None else format(figures[1], "f"),
        difference=format((figures[1] or 0) - (figures[0] or 0), "f") if has_both else "",
    )


def read_figure(text: str) -> Decimal | None:
    """Read a number as it is printed in Indonesian; None for anything else."""
    is_figure = re.fullmatch(FIGURE, text) is not None
    return Decimal(text.replace(".", "").replace(",", ".")) if is_figure else None
