"""Figures in the text: `{{ … }}` evaluated over the data.

What may stand inside is a small total language: names, whole numbers (`-5` too), texts, calls of
the given functions, `name.attribute`, `+` and `-`. Python's own parser reads it, and this module
walks over the tree: there is no branch for anything else, so a text can neither run code nor fail
to end.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING

from renstra_doc.words.characters import ILLEGAL
from renstra_doc.words.shortening import shorten

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_EXPRESSION, MAX_TOLD = 500, 600
# Letters: of one text with its values, and of all the values that a document takes.
MAX_TEXT, MAX_VALUES = 200_000, 16_000_000
MOST_KEPT, MOST_BRACKETS = 1024, 100
# What a template may call: its own filter, nothing of the data.
IN_TEMPLATES = ("tanggal",)
# What opens ends before the next one opens: so a text of nothing but braces is read once.
TAG = re.compile(r"\{\{[^{}]*(?:(?:\{(?!\{)|\}(?!\}))[^{}]*)*\}\}|\{\{|\{%|\{#")
_MISWRITTEN = "penulisannya salah; periksa tanda kurung, tanda kutip dan koma"
# What a node of Python's grammar is to a reader who knows formulas.
_BEYOND: Mapping[type[ast.AST], str] = {
    ast.Subscript: "tanda kurung siku",
    ast.List: "tanda kurung siku",
    # A tuple comes of a comma at the top: `{{ a, b }}`.
    ast.Dict: "tanda kurung kurawal",
    ast.Set: "tanda kurung kurawal",
    ast.Tuple: "beberapa nilai sekaligus",
    ast.IfExp: "if",
    ast.Compare: "perbandingan",
    ast.BoolOp: "and atau or",
    ast.keyword: "isian bernama",
    ast.JoinedStr: "teks berawalan f",
    ast.Not: "not",
    ast.UAdd: "tanda + di depan",
    ast.Invert: "tanda ~",
    ast.Mult: "tanda *",
    ast.Pow: "tanda **",
    ast.Div: "tanda /",
    ast.FloorDiv: "tanda //",
    ast.Mod: "tanda %",
    ast.BitOr: "tanda |",
}
_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (RecursionError, "tanda kurungnya bersarang terlalu dalam"),
    (MemoryError, "tanda kurungnya bersarang terlalu dalam"),
    (TypeError, "teks tertulis di tempat angka, atau angka di tempat teks"),
    (AttributeError, "teks tertulis di tempat angka, atau angka di tempat teks"),
    (ArithmeticError, "hasilnya terlalu besar"),
    (LookupError, "isinya tidak ditemukan"),
)


class ExpressionError(ValueError):
    """An expression that is not allowed or cannot be evaluated; the text is Indonesian."""


class TooLongError(ExpressionError):
    """A text that its values make too long."""


class TooMuchError(ExpressionError):
    """Values that are too long together, whatever text they stand in."""


@dataclass(slots=True)
class Budget:
    """How many letters the values of a document may still take.

    A short text can name a long cell many times.
    """

    left: int = MAX_VALUES

    def take(self, letters: int) -> None:
        """Count the letters of a value; TooMuchError where they are more than what is left."""
        self.left -= letters
        if self.left < 0:
            message = (
                "nilai semua ungkapan dokumen ini bersama-sama lebih dari "
                f"{MAX_VALUES // 10**6} juta huruf"
            )
            raise TooMuchError(message)


class Evaluator:
    """Replace the `{{ … }}` of texts by their values. One for a document."""

    def __init__(
        self,
        names: Mapping[str, object],
        show: Callable[[object], str],
        budget: Budget | None = None,
    ) -> None:
        """Take the names that expressions may use, and how a value prints.

        A mapping is reached by its attributes.
        """
        self._budget = budget or Budget()
        # As a namespace a fact named `keys` or `items` is a fact and no method of a dict.
        self._names = {name: as_namespace(value) for name, value in names.items()}
        self._show = show
        self._functions = tuple(name for name, value in self._names.items() if callable(value))

    def resolve(self, text: str, show: Callable[[object], str] | None = None) -> str:
        """Return the text with every expression replaced; ExpressionError where one cannot be."""
        # Almost every text of a document ends here.
        if "{{" not in text and "{%" not in text and "{#" not in text:
            return text
        printer = show or self._show
        length = len(text)

        def print_value(match: re.Match[str]) -> str:
            nonlocal length
            value = printer(self._evaluate(match[0]))
            # Counted while they come: a text grown too long is stopped before it is whole.
            length += len(value)
            if length > MAX_TEXT:
                message = (
                    f"teks ini lebih dari {MAX_TEXT // 1000}.000 huruf setelah ungkapannya dihitung"
                )
                raise TooLongError(message)
            # A second limit for all texts together: many short ones make a long document, too.
            self._budget.take(len(value))
            return value

        return TAG.sub(print_value, text)

    def _evaluate(self, tag: str) -> object:
        """Return the value of `{{ … }}`.

        It is checked as a whole before any of it runs. What a function or a check says in
        Indonesian is told as it is.
        """
        source = _open_tag(tag)
        try:
            tree = parse_source(source, self._functions)
            check_names(tree, self._names)
            # Only after both checks: nothing of the expression has run before.
            return _value_of(tree, self._names)
        except ExpressionError as error:
            raise ExpressionError(shorten(str(error), MAX_TOLD)) from error
        except _FAILURES as error:
            raise _explain(tag, error) from error


_FAILURES = (
    SyntaxError,
    ValueError,
    LookupError,
    ArithmeticError,
    TypeError,
    AttributeError,
    RecursionError,
    MemoryError,
)


def as_namespace(value: object) -> object:
    """Give a mapping as an object with its keys as attributes, so that no method of it hides a key.

    Else the value.
    """
    return SimpleNamespace(**value) if isinstance(value, Mapping) else value


def check_tag(tag: str, names: Mapping[str, object] | None = None) -> None:
    """Raise ExpressionError unless a tag of a template stays within the small language.

    The tag is given with its braces. With `names`, it may speak of these only.
    """
    source = _open_tag(tag)
    try:
        tree = parse_source(source, IN_TEMPLATES)
        if names is not None:
            check_names(tree, names)
    except ExpressionError:
        raise
    except _FAILURES as error:
        raise _explain(tag, error) from error


@lru_cache(maxsize=MOST_KEPT)
def parse_source(source: str, functions: tuple[str, ...]) -> ast.expr:
    """Parse an expression and hold it within the small language.

    Once in a process, for a rebuild meets almost the same ones. `functions` are those that may be
    called, for the message. Raises ExpressionError, SyntaxError or ValueError.
    """
    # Counted first, for how deep Python's own parser goes differs by version.
    if source.count("(") > MOST_BRACKETS:
        raise RecursionError
    # Within quotes a `#` is a letter of the text.
    if not source or ("#" in source and not any(mark in source for mark in "'\"")):
        raise SyntaxError  # a comment of Python
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        warnings.simplefilter("ignore", DeprecationWarning)  # a backslash in a text
        # In brackets, so that a line break inside does not end the expression.
        tree = ast.parse(f"({source})", mode="eval").body
    # Brackets that close the outer ones first make a tree that does not begin with them.
    if tree.col_offset == 0 and not isinstance(tree, ast.Tuple | ast.GeneratorExp):
        raise SyntaxError  # `1) + (2`: the brackets around it are not its own
    for node in ast.walk(tree):
        refusal = _find_refusal(node, functions)
        if refusal:
            raise ExpressionError(refusal)
    return tree


# What names something or joins what is judged for itself.
_HARMLESS = (ast.Name, ast.Load, ast.Add, ast.Sub, ast.USub)


def _find_refusal(node: ast.AST, functions: tuple[str, ...]) -> str:
    """Say why a node is not allowed, "" if it is."""
    match node:
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            return ""
        case ast.Attribute(value=owner, attr=name):
            # One step from a name: no way leads from a value into Python itself.
            is_plain = isinstance(owner, ast.Name) and not name.startswith("_")
            return "" if is_plain else f"“.{name}” tidak diizinkan"
        case ast.Call():
            return _find_call_refusal(node, functions)
        case ast.Constant(value=value):
            return _find_constant_refusal(value)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            is_figure = isinstance(operand, ast.Constant)
            # `-nilai(…)` is written `0 - nilai(…)`.
            return "" if is_figure else "tanda minus di depan hanya boleh pada angka"
    if isinstance(node, _HARMLESS):
        return ""
    return _name_beyond(node)


def _name_beyond(node: ast.AST) -> str:
    """Say what an expression uses that the small language does not have."""
    known = node.op if isinstance(node, ast.BinOp | ast.UnaryOp) else node
    return f"ungkapan memakai {_BEYOND.get(type(known), 'susunan lain')}, yang tidak diizinkan"


def _find_constant_refusal(value: object) -> str:
    if isinstance(value, str):
        # `\x00` in a text is read as Python does; such a letter would break the document.
        return (
            "teks di dalamnya memuat karakter kendali, yang tidak dapat dicetak"
            if ILLEGAL.search(value)
            else ""
        )
    is_known = isinstance(value, int | float) and not isinstance(value, bool)
    return "" if is_known else f"“{value}” tidak diizinkan"


def _find_call_refusal(node: ast.Call, functions: tuple[str, ...]) -> str:
    if not isinstance(node.func, ast.Name):
        return f"yang boleh dipanggil hanya {', '.join(f'{name}()' for name in functions)}"
    # Stars spread a list over the arguments: then nothing can be counted before the call.
    stars = (*node.args, *(word for word in node.keywords if word.arg is None))
    has_stars = any(isinstance(part, ast.Starred | ast.keyword) for part in stars)
    return "isian dengan tanda * tidak diizinkan" if has_stars else ""


def check_names(tree: ast.expr, names: Mapping[str, object]) -> None:
    """Raise ValueError for a call that cannot be evaluated.

    An unknown name or fact, a wrong number of arguments, a constant that is no figure.
    """
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name):
                _refuse_unknown(name, names)
            case ast.Attribute(value=ast.Name(id=owner), attr=name):
                _refuse_unknown(owner, names)
                known = names[owner]
                _refuse_unknown(name, vars(known) if isinstance(known, SimpleNamespace) else {})
            case ast.Call(func=ast.Name(id=name), args=arguments):
                _refuse_unknown(name, names)
                _check_arguments(name, names[name], arguments)
                _refuse_names(arguments, names)
            case ast.Constant(value=float()):
                # A typed fraction has no source in the data, and binary ones are not exact.
                message = "angka pecahan tidak ditulis di sini; ambil dari data dengan nilai()"
                raise ValueError(message)


def _value_of(node: ast.expr, names: Mapping[str, object]) -> object:
    """Return the value of an expression that was checked; what is no node of it has no branch."""
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name):
            return names[name]
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            return getattr(names[owner], name)
        case ast.UnaryOp(operand=ast.Constant(value=int(value))):
            return -value
        case ast.BinOp(left=left, op=sign, right=right):
            return _add(_value_of(left, names), sign, _value_of(right, names))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            function = names[name]
            if callable(function):
                return function(*(_value_of(argument, names) for argument in arguments))
    raise TypeError


def _add(left: object, sign: ast.operator, right: object) -> object:
    if isinstance(left, str) and isinstance(right, str) and isinstance(sign, ast.Add):
        return left + right
    # Decimal and int only, so nothing is lost; other pairs are an error, not a joining of texts.
    if isinstance(left, int | Decimal) and isinstance(right, int | Decimal):
        return left + right if isinstance(sign, ast.Add) else left - right
    raise TypeError


def _open_tag(tag: str) -> str:
    """Return what stands between the braces.

    ExpressionError for any other tag, an open or a huge one.
    """
    if not tag.startswith("{{"):
        message = f"“{tag}” tidak diizinkan; yang boleh hanya {{{{ … }}}}"
        raise ExpressionError(message)
    if not tag.endswith("}}"):
        message = "“{{” dibuka tetapi tidak ditutup dengan “}}”"
        raise ExpressionError(message)
    source = tag[2:-2].strip()
    if len(source) > MAX_EXPRESSION:
        message = f"ungkapan lebih panjang dari {MAX_EXPRESSION} huruf"
        raise ExpressionError(message)
    return source


def _refuse_unknown(name: str, known: Mapping[str, object]) -> None:
    if name not in known:
        message = f"“{name}” tidak dikenal"
        raise ValueError(message)


def _refuse_names(arguments: list[ast.expr], names: Mapping[str, object]) -> None:
    """Raise ValueError where a function or `dokumen` itself stands as an argument.

    Meant was a text in quotes.
    """
    for node in arguments:
        if isinstance(node, ast.Name) and node.id in names:
            # `nilai(pagu, …)` for `nilai('pagu', …)` is the usual slip.
            message = (
                f"“{node.id}” bukan isian; tulis teks di dalam tanda kutip, misalnya '{node.id}'"
            )
            raise ValueError(message)


def _check_arguments(name: str, function: object, arguments: list[ast.expr]) -> None:
    """Raise ValueError unless the function takes that many arguments."""
    from inspect import Parameter, signature  # noqa: PLC0415 — 5 ms that only documents with expressions pay

    if not callable(function):
        message = f"“{name}” bukan fungsi"
        raise ValueError(message)  # noqa: TRY004 — nothing is wrong with a type of ours
    parameters = signature(function)
    try:
        parameters.bind(*arguments)
    except TypeError:
        needed = [
            key for key, value in parameters.parameters.items() if value.default is Parameter.empty
        ]
        message = (
            f"{name}() memerlukan {len(needed)} isian ({', '.join(needed)}), bukan {len(arguments)}"
        )
        raise ValueError(message) from None


def _explain(tag: str, error: Exception) -> ExpressionError:
    """Say in Indonesian why an expression cannot be reckoned.

    A ValueError of ours says it itself.
    """
    # A ValueError of ours says it itself; Python's own words would be English.
    reason = next((reason for kind, reason in _REASONS if isinstance(error, kind)), _MISWRITTEN)
    told = str(error) if isinstance(error, ValueError) else reason
    return ExpressionError(f"“{tag}” tidak dapat dihitung: {shorten(told, MAX_TOLD)}")
