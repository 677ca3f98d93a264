"""Formulas of foreign workbooks: which cells one adds up, and its result where none was stored.

Only sums are understood (`=SUM(D7:D8)`, `=D6+D11`, SUBTOTAL) as structure, and the four
operations as results; any other formula gives nothing. The work is bounded by the cells named.
"""

from __future__ import annotations

import re
from decimal import Decimal, DivisionByZero, InvalidOperation
from typing import TYPE_CHECKING

from renstra_doc.intake.source import letters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Spot = tuple[int, int]
MAX_TOKENS, MAX_CELLS = 1 << 11, 20_000
_REFERENCE = r"\$?[A-Z]{1,3}\$?[1-9]\d{0,6}"
_TOKEN = re.compile(
    rf"\s*(?:(?P<call>(?:SUM|SUBTOTAL)\()|(?P<area>{_REFERENCE}:{_REFERENCE})"
    rf"|(?P<cell>{_REFERENCE})|(?P<number>\d+(?:\.\d+)?)|(?P<sign>[-+*/(),;]))",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([1-9]\d{0,6})", re.IGNORECASE)
# `'Sheet1'!`, a quoted text and `LOG10(` hold what looks like a cell and is none.
_QUOTED = re.compile(r"(\"[^\"]*\"|'[^']*'!|(?<![A-Za-z_.])[A-Za-z_.]+\()")


class FormulaError(Exception):
    """A formula of a form that is not understood."""


def shift_formula(text: str, rows: int, columns: int) -> str:
    """Return a shared formula as it stands in another cell."""

    def move(match: re.Match[str]) -> str:
        # A `$` holds its column or row in place (A1 notation).
        column = match[2] if match[1] else letters(_number(match[2]) + columns)
        row = match[4] if match[3] else str(int(match[4]) + rows)
        return f"{match[1]}{column}{match[3]}{row}"

    pieces = _QUOTED.split(text)
    return "".join(
        piece if index % 2 else _PLACE.sub(move, piece) for index, piece in enumerate(pieces)
    )


def added_cells(text: str) -> list[Spot] | None:
    """Return the cells that a formula adds up, in its order; None where it does anything else."""
    try:
        tokens = _tokens(text)
    except FormulaError:
        return None
    found: list[Spot] = []
    around = zip([("", ""), *tokens], tokens, [*tokens[1:], ("", "")], strict=False)
    for before, (kind, value), after in around:
        if not _may_add(kind, value, before[1], after[0]):
            return None
        if kind == "cell":
            found.append(_spot(value))
        elif kind == "area":
            found += _area(value)
    return found or None


def _may_add(kind: str, value: str, before: str, after: str) -> bool:
    """Return whether a piece of a formula may belong to a sum; `SUBTOTAL` has a number first."""
    if kind == "sign":
        return value not in "-*/"
    if kind == "number":
        # SUBTOTAL(9; …): the first number says what is done, and is no addend.
        return "SUBTOTAL" in before.upper()
    return kind not in ("cell", "area") or after in ("", "sign")


def compute(text: str, value_of: Callable[[Spot], Decimal | None]) -> Decimal | None:
    """Return the result of a formula, None where it is not understood or a cell has no number."""
    try:
        walk = _Walk(_tokens(text), value_of)
        result = walk.expression()
        return result if walk.at_end() else None
    # Brackets deeper than Python goes, a division by 0: a formula without a result, not a crash.
    except (FormulaError, InvalidOperation, DivisionByZero, RecursionError):
        return None


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    place = 0
    # Many people begin a formula with `=+`.
    body = text.removeprefix("=").strip().removeprefix("+")
    while place < len(body):
        match = _TOKEN.match(body, place)
        if match is None or len(found) > MAX_TOKENS:
            raise FormulaError(text)
        kind = match.lastgroup or ""
        found.append((kind, match[kind]))
        place = match.end()
    return found


class _Walk:
    """Reads an expression by recursive descent: terms, factors, atoms."""

    def __init__(
        self, tokens: list[tuple[str, str]], value_of: Callable[[Spot], Decimal | None]
    ) -> None:
        self._tokens, self._value_of, self._at = tokens, value_of, 0

    def at_end(self) -> bool:
        return self._at == len(self._tokens)

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("", "")

    def _take(self) -> tuple[str, str]:
        token = self._peek()
        self._at += 1
        return token

    def expression(self) -> Decimal:
        total = self._term()
        while self._peek()[1] in ("+", "-"):
            sign = self._take()[1]
            term = self._term()
            total = total + term if sign == "+" else total - term
        return total

    def _term(self) -> Decimal:
        product = self._atom()
        while self._peek()[1] in ("*", "/"):
            sign = self._take()[1]
            factor = self._atom()
            product = product * factor if sign == "*" else product / factor
        return product

    def _atom(self) -> Decimal:
        kind, value = self._take()
        if value == "-":
            return -self._atom()
        if kind == "number":
            return Decimal(value)
        if kind == "cell":
            return self._read(_spot(value))
        if kind == "call":
            return self._sum(value)
        if value == "(":
            inner = self.expression()
            self._close()
            return inner
        raise FormulaError(value)

    def _sum(self, call: str) -> Decimal:
        # The number and the sign behind it, before the cells begin.
        total = Decimal(0)
        if call.upper().startswith("SUBTOTAL"):
            self._take()
            self._take()
        while True:
            kind, value = self._peek()
            if kind == "area":
                self._take()
                total += sum((self._read(spot) for spot in _area(value)), Decimal(0))
            else:
                total += self.expression()
            if self._peek()[1] not in (",", ";"):
                self._close()
                return total
            self._take()

    def _close(self) -> None:
        if self._take()[1] != ")":
            raise FormulaError

    def _read(self, spot: Spot) -> Decimal:
        return self._value_of(spot) or Decimal(0)


def _area(text: str) -> list[Spot]:
    first, last = map(_spot, text.split(":"))
    rows = range(min(first[0], last[0]), max(first[0], last[0]) + 1)
    columns = range(min(first[1], last[1]), max(first[1], last[1]) + 1)
    if len(rows) * len(columns) > MAX_CELLS:
        raise FormulaError(text)
    return list(_cross(rows, columns))


def _cross(rows: range, columns: range) -> Iterator[Spot]:
    for row in rows:
        for column in columns:
            yield row, column


def _spot(text: str) -> Spot:
    match = _PLACE.fullmatch(text)
    if match is None:
        raise FormulaError(text)
    return int(match[4]), _number(match[2])


def _number(name: str) -> int:
    column = 0
    for letter in name.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column
