"""Figures in the text: `{{ … }}` evaluated over the data.

The only module that knows jinja2, with `render.template`.

What may stand inside is a small total language: names, whole numbers (`-5` too), texts, calls of
the given functions, `name.attribute`, `+` and `-`. There are no statements, loops, filters or
method calls, so a text can neither run code nor fail to end; jinja2's immutable sandbox stands
behind that as a second wall.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from types import SimpleNamespace
from typing import TYPE_CHECKING

from renstra_doc.words.characters import ILLEGAL

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import nodes
    from jinja2.environment import TemplateExpression
    from jinja2.sandbox import SandboxedEnvironment

MAX_EXPRESSION, MAX_TOLD = 500, 600
# Letters: of one text with its values, and of all the values that a document takes.
MAX_TEXT, MAX_VALUES = 200_000, 16_000_000
MOST_KEPT = 1024
IN_TEMPLATES = ("tanggal",)
TAG = re.compile(r"\{\{.*?\}\}|\{\{|\{%|\{#", re.DOTALL)
_MISWRITTEN = "penulisannya salah; periksa tanda kurung, tanda kutip dan koma"
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
    """Replace the `{{ … }}` of texts by their values. One for a document.

    It keeps what it has compiled.
    """

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
        self._names = {name: as_namespace(value) for name, value in names.items()}
        self._show = show
        self._compiled: dict[str, Callable[[], object]] = {}

    def resolve(self, text: str, show: Callable[[object], str] | None = None) -> str:
        """Return the text with every expression replaced; ExpressionError where one cannot be."""
        if "{{" not in text and "{%" not in text and "{#" not in text:
            return text
        printer = show or self._show
        length = len(text)

        def print_value(match: re.Match[str]) -> str:
            nonlocal length
            value = printer(self._evaluate(match[0]))
            length += len(value)
            if length > MAX_TEXT:
                message = (
                    f"teks ini lebih dari {MAX_TEXT // 1000}.000 huruf setelah ungkapannya dihitung"
                )
                raise TooLongError(message)
            self._budget.take(len(value))
            return value

        return TAG.sub(print_value, text)

    def _evaluate(self, tag: str) -> object:
        """Return the value of `{{ … }}`.

        What a function or a check says in Indonesian is told as it is.
        """
        from jinja2 import TemplateError  # noqa: PLC0415 — only documents with expressions pay for jinja2

        source = _open_tag(tag)
        try:
            return self._compile(source)()
        except ExpressionError as error:
            raise ExpressionError(shorten(str(error))) from error
        except (
            TemplateError,
            SyntaxError,
            ValueError,
            LookupError,
            ArithmeticError,
            TypeError,
            AttributeError,
            RecursionError,
            MemoryError,
        ) as error:
            raise _explain(tag, error) from error

    def _compile(self, source: str) -> Callable[[], object]:
        """Return the compiled expression, checked as a whole before any of it runs."""
        if source not in self._compiled:
            functions = tuple(name for name, value in self._names.items() if callable(value))
            check_names(_parse_source(source, functions), self._names)
            self._compiled[source] = partial(_compile_source(source), **self._names)
        return self._compiled[source]


def check_names(tree: nodes.Template, names: Mapping[str, object]) -> None:
    """Raise ValueError for a call that cannot be evaluated.

    An unknown name or fact, a wrong number of arguments, a constant that is no figure.
    """
    from jinja2 import nodes  # noqa: PLC0415

    for node in tree.find_all((nodes.Name, nodes.Getattr, nodes.Call, nodes.Const)):
        if isinstance(node, nodes.Name):
            _refuse_unknown(node.name, names)
        elif isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            owner = names.get(node.node.name)
            _refuse_unknown(node.attr, vars(owner) if isinstance(owner, SimpleNamespace) else {})
        elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
            _refuse_unknown(node.node.name, names)
            _check_arguments(node.node.name, names[node.node.name], node.args)
            _refuse_names(node.args, names)
        elif isinstance(node, nodes.Const) and isinstance(node.value, float):
            message = "angka pecahan tidak ditulis di sini; ambil dari data dengan nilai()"
            raise ValueError(message)  # noqa: TRY004 — nothing is wrong with a type of ours


@lru_cache(maxsize=MOST_KEPT)
def _parse_source(source: str, functions: tuple[str, ...]) -> nodes.Template:
    """Parse and check an expression.

    Once in a process, for a rebuild meets almost the same ones.
    """
    tree = _shared_environment().parse("{{ " + source + " }}")
    check_expression(tree, functions)
    return tree


@lru_cache(maxsize=MOST_KEPT)
def _compile_source(source: str) -> TemplateExpression:
    return _shared_environment().compile_expression(source, undefined_to_none=False)


@lru_cache(maxsize=1)
def _shared_environment() -> SandboxedEnvironment:
    return make_environment()


def as_namespace(value: object) -> object:
    """Give a mapping as an object with its keys as attributes, so that no method of it hides a key.

    Else the value.
    """
    return SimpleNamespace(**value) if isinstance(value, Mapping) else value


def make_environment() -> SandboxedEnvironment:
    """Return a jinja2 environment that cannot reach Python and refuses unknown names.

    It escapes XML.
    """
    from jinja2 import StrictUndefined  # noqa: PLC0415
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

    # jinja2's folding of constants is quadratic in a long sum: 500 letters would take seconds.
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=True, optimized=False
    )
    environment.globals.clear()
    return environment


def check_tag(tag: str) -> None:
    """Raise ExpressionError unless a tag of a template stays within the small language.

    The tag is given with its braces.
    """
    from jinja2 import TemplateError  # noqa: PLC0415

    source = _open_tag(tag)
    try:
        check_expression(make_environment().parse("{{ " + source + " }}"))
    except ExpressionError:
        raise
    except (TemplateError, SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise _explain(tag, error) from error


def check_expression(tree: nodes.Template, functions: tuple[str, ...] = IN_TEMPLATES) -> None:
    """Raise ExpressionError if a text holds anything beyond the small language of this module.

    `functions` are those that may be called there, for the message.
    """
    from jinja2 import nodes  # noqa: PLC0415

    for node in (tree, *tree.find_all(nodes.Node)):
        refusal = _find_refusal(node, functions)
        if refusal:
            raise ExpressionError(refusal)


def _find_refusal(node: nodes.Node, functions: tuple[str, ...]) -> str:
    """Say why a node is not allowed, "" if it is."""
    from jinja2 import nodes  # noqa: PLC0415

    structure = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Add, nodes.Sub)
    if isinstance(node, nodes.Name) and node.name == "self":  # jinja2's own: the template itself
        return "“self” tidak diizinkan"
    if isinstance(node, nodes.Getattr):
        is_plain = isinstance(node.node, nodes.Name) and not node.attr.startswith("_")
        return "" if is_plain else f"“.{node.attr}” tidak diizinkan"
    if isinstance(node, nodes.Call):
        return _find_call_refusal(node, functions)
    if isinstance(node, nodes.Const):
        return _find_constant_refusal(node.value)
    if isinstance(node, nodes.Neg):
        return (
            ""
            if isinstance(node.node, nodes.Const)
            else "tanda minus di depan hanya boleh pada angka"
        )
    return (
        ""
        if isinstance(node, structure)
        else f"ungkapan memakai “{type(node).__name__}”, yang tidak diizinkan"
    )


def _find_constant_refusal(value: object) -> str:
    if isinstance(value, str):
        # jinja2 reads `\x00` in a text as Python does; such a letter would break the document.
        return (
            "teks di dalamnya memuat karakter kendali, yang tidak dapat dicetak"
            if ILLEGAL.search(value)
            else ""
        )
    is_known = isinstance(value, int | float) and not isinstance(value, bool)
    return "" if is_known else f"“{str(value).lower()}” tidak diizinkan"


def _find_call_refusal(node: nodes.Call, functions: tuple[str, ...]) -> str:
    from jinja2 import nodes  # noqa: PLC0415

    if not isinstance(node.node, nodes.Name):
        return f"yang boleh dipanggil hanya {', '.join(f'{name}()' for name in functions)}"
    has_stars = node.dyn_args is not None or node.dyn_kwargs is not None
    return "isian dengan tanda * tidak diizinkan" if has_stars else ""


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


def _refuse_names(arguments: list[nodes.Expr], names: Mapping[str, object]) -> None:
    """Raise ValueError where a function or `dokumen` itself stands as an argument.

    Meant was a text in quotes.
    """
    from jinja2 import nodes  # noqa: PLC0415

    for node in arguments:
        if isinstance(node, nodes.Name) and (node.name in names):
            message = (
                f"“{node.name}” bukan isian; tulis teks di dalam tanda kutip, "
                f"misalnya '{node.name}'"
            )
            raise ValueError(message)


def _check_arguments(name: str, function: object, arguments: list[nodes.Expr]) -> None:
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
    reason = next((reason for kind, reason in _REASONS if isinstance(error, kind)), _MISWRITTEN)
    told = str(error) if isinstance(error, ValueError) else reason
    return ExpressionError(f"“{tag}” tidak dapat dihitung: {shorten(told)}")


def shorten(text: str) -> str:
    """Return a text that fits into a message: a value may be as long as the document."""
    return text if len(text) <= MAX_TOLD else f"{text[: MAX_TOLD // 2]} … {text[-MAX_TOLD // 2 :]}"
