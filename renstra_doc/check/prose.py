"""Prose: equations over the data, figures that restate a table, numbers against their words."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.check.register import kind
from renstra_doc.expression.language import Evaluator, ExpressionError
from renstra_doc.expression.names import Facts, show_value
from renstra_doc.finding import Finding, Severity
from renstra_doc.model.rules import RuleError
from renstra_doc.words.markup import plain_text
from renstra_doc.words.numbers import NumberError, format_angka, terbilang

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renstra_doc.model import Block, Document
    from renstra_doc.model.rules import Rule
    from renstra_doc.place import Place

_SPELLED = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d{3})*|\d+)\s*\(([A-Za-z]+(?: [A-Za-z]+)*)\)")
_PRINTED = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?")
_WORDS = frozenset(
    (
        *(
            "nol",
            "satu",
            "dua",
            "tiga",
            "empat",
            "lima",
            "enam",
            "tujuh",
            "delapan",
            "sembilan",
            "sepuluh",
            "sebelas",
        ),
        *("belas", "puluh", "seratus", "ratus", "seribu", "ribu", "juta", "miliar", "triliun"),
    )
)


@kind("persamaan")
def check_equation(document: Document, rule: Rule) -> Iterator[Finding]:
    """Two expressions over the data are equal: `acuan` = `cacah('strategi', 'setelah') = 2`.

    `baris` = `id=BLOK`.

    For figures in the prose that a table should give but does not.
    """
    left, equals, right = rule.acuan.partition(" = ")
    if not equals:
        message = f"persamaan “{rule.acuan}” tidak dipahami"
        hint = "tulis dua ungkapan dengan spasi di kedua sisi =, misalnya cacah('t', 'k') = 2"
        raise RuleError(message, "acuan", hint)
    evaluator = Evaluator(Facts(document).names(), show_value)
    place, where = _block_place(document, rule)
    try:
        values = [evaluator.resolve("{{ " + side.strip() + " }}") for side in (left, right)]
    except (ExpressionError, NumberError) as error:
        yield Finding(
            rule.id,
            f"persamaan tidak dapat dihitung: {error}",
            rule.place,
            hint="perbaiki kolom acuan",
        )
        return
    if values[0] != values[1]:
        claim = f"{rule.dasar}: " if rule.dasar else ""
        message = f"{claim}{left.strip()} = {values[0]}, bukan {values[1]}"
        yield _claim_finding(rule, message, (place, where), expected=values[0], actual=values[1])


def _block_place(document: Document, rule: Rule) -> tuple[Place, str]:
    wanted = rule.baris.removeprefix("id=")
    block = next((block for block in document.blocks if block.id == wanted), None)
    return (block.place, block.id) if block else (rule.place, "")


@kind("angka_naskah")
def check_prose_figure(document: Document, rule: Rule) -> Iterator[Finding]:
    """A figure that stands in the prose is what the data say.

    `baris` = `id=BLOK`; `acuan` = `sebanyak # orang = nilai('pegawai', 'jumlah', 'jumlah')`: `#`
    stands for the figure among the words of the printed block, and what stands there, typed or
    taken, is held against the expression.
    """
    words, equals, expression = rule.acuan.partition(" = ")
    if not equals or words.count("#") != 1:
        message = f"angka naskah “{rule.acuan}” tidak dipahami"
        raise RuleError(
            message,
            "acuan",
            "tulis misalnya sebanyak # orang = nilai('pegawai', 'jumlah', 'jumlah')",
        )
    block = next(
        (block for block in document.blocks if f"id={block.id}" == rule.baris.strip()), None
    )
    if block is None:
        message = f"blok “{rule.baris}” tidak ada"
        raise RuleError(message, "baris", "tulis id=BLOK, id sebuah blok naskah")
    evaluator = Evaluator(Facts(document).names(), show_value)
    try:
        text, wanted = (
            evaluator.resolve(source)
            for source in (plain_text(block.teks), f"{{{{ {expression} }}}}")
        )
    except (ExpressionError, NumberError) as error:
        yield Finding(
            rule.id,
            f"angka naskah tidak dapat dihitung: {error}",
            rule.place,
            hint="perbaiki kolom acuan",
        )
        return
    found = _find_figures(text, words)
    if not found:
        hint = "sesuaikan acuan dengan kalimatnya, atau hapus aturan ini"
        message = f"“{words}” tidak ada dalam blok “{block.id}”"
        yield Finding(
            rule.id, message, rule.place, Severity.WARNING, row=block.id, row_id=block.id, hint=hint
        )
    for figure in found:
        if _read_figure(figure) != _read_figure(wanted):
            message = f"naskah menyebut {figure}, datanya {wanted}"
            yield _claim_finding(
                rule, message, (block.place, block.id), expected=wanted, actual=figure
            )


def _find_figures(text: str, words: str) -> list[str]:
    """Return the figures that stand in a text where `#` stands among the words.

    Blanks may be of any length.
    """
    before, after = (r"\s+".join(map(re.escape, part.split())) for part in words.split("#"))
    return re.findall(rf"{before}\s*({_PRINTED.pattern})\s*{after}", text)


def _claim_finding(
    rule: Rule, message: str, where: tuple[Place, str], *, expected: str, actual: str
) -> Finding:
    """Return a finding about what a block claims.

    Figures in canonical digits, with their difference.
    """
    place, block = where
    figures = _read_figure(expected), _read_figure(actual)
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


def _read_figure(text: str) -> Decimal | None:
    """Read a number as it is printed in Indonesian; None for anything else."""
    return Decimal(text.replace(".", "").replace(",", ".")) if _PRINTED.fullmatch(text) else None


@kind("terbilang")
def check_spelled(document: Document, rule: Rule) -> Iterator[Finding]:
    """A number followed by words in brackets is spelled rightly, wherever it stands.

    `7 (tujuh)`.
    """
    for block in document.blocks:
        yield from _check_spelled_text(rule, block)


def _check_spelled_text(rule: Rule, block: Block) -> Iterator[Finding]:
    for match in _SPELLED.finditer(block.teks):
        words = match[2].lower().split()
        if not set(words) <= _WORDS:
            continue
        number = int(match[1].replace(".", ""))
        if terbilang(number).split() != words:
            message = f"{format_angka(number)} dieja “{match[2]}”, seharusnya “{terbilang(number)}”"
            yield Finding(
                rule.id,
                message,
                block.place,
                rule.bobot,
                row=block.id,
                row_id=block.id,
                expected=terbilang(number),
                actual=match[2],
                hint="pakai {{ sebut(angka) }} agar ejaannya dibuat program",
            )
