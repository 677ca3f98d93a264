"""Figures in the text: `{{ … }}` evaluated over the data. The only module that knows jinja2, with `render.template`.

What may stand inside is a small total language: names, constants, calls of the given functions, `name.attribute`,
`+` and `-`. There are no statements, loops, filters or method calls, so a text can neither run code nor fail to end;
jinja2's immutable sandbox stands behind that as a second wall.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jinja2.nodes import Node
    from jinja2.sandbox import SandboxedEnvironment

MAX_EXPRESSION = 500
_TAG = re.compile(r"\{\{.*?\}\}|\{%|\{#", re.DOTALL)


class ExpressionError(ValueError):
    """An expression that is not allowed or cannot be evaluated; the text is Indonesian."""


class Evaluator:
    """Replace the `{{ … }}` of texts by their values. One for a document: compiled expressions are kept."""

    def __init__(self, names: Mapping[str, object], show: Callable[[object], str]) -> None:
        """Take the names that expressions may use, and how a value is printed."""
        self._names = names
        self._show = show
        self._environment: SandboxedEnvironment | None = None

    def resolve(self, text: str, show: Callable[[object], str] | None = None) -> str:
        """Return the text with every expression replaced; ExpressionError where one cannot be."""
        if "{{" not in text and "{%" not in text and "{#" not in text:
            return text
        printer = show or self._show
        return _TAG.sub(lambda match: printer(self._evaluate(match[0])), text)

    def _evaluate(self, tag: str) -> object:
        if not tag.startswith("{{"):
            message = f"“{tag}” tidak diizinkan; yang boleh hanya {{{{ … }}}}"
            raise ExpressionError(message)
        source = tag[2:-2].strip()
        if len(source) > MAX_EXPRESSION:
            message = f"ungkapan lebih panjang dari {MAX_EXPRESSION} huruf"
            raise ExpressionError(message)
        from jinja2 import TemplateError  # noqa: PLC0415 — only documents with expressions pay for jinja2

        try:
            check_expression(self._sandbox.parse("{{ " + source + " }}"))
            return self._sandbox.compile_expression(source, undefined_to_none=False)(**self._names)
        except ExpressionError:
            raise
        except (TemplateError, LookupError, TypeError, ValueError, ArithmeticError, RecursionError) as error:
            message = f"“{tag}” tidak dapat dihitung: {_explain(error)}"
            raise ExpressionError(message) from error

    @property
    def _sandbox(self) -> SandboxedEnvironment:
        if self._environment is None:
            self._environment = make_environment()
        return self._environment


def make_environment() -> SandboxedEnvironment:
    """Return a jinja2 environment that cannot reach Python, escapes XML and refuses unknown names."""
    from jinja2 import StrictUndefined  # noqa: PLC0415
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    environment.globals.clear()
    return environment


def check_expression(tree: Node) -> None:
    """Raise ExpressionError if a parsed text holds anything beyond the small language of the module docstring."""
    from jinja2 import nodes  # noqa: PLC0415

    allowed = (
        nodes.Template,
        nodes.Output,
        nodes.TemplateData,
        nodes.Name,
        nodes.Const,
        nodes.Getattr,
        nodes.Call,
        nodes.Add,
        nodes.Sub,
    )
    for node in (tree, *tree.find_all(nodes.Node)):
        if not isinstance(node, allowed):
            message = f"ungkapan memakai “{type(node).__name__}”, yang tidak diizinkan"
            raise ExpressionError(message)
        if isinstance(node, nodes.Getattr) and (not isinstance(node.node, nodes.Name) or node.attr.startswith("_")):
            message = f"“.{node.attr}” tidak diizinkan"
            raise ExpressionError(message)
        if isinstance(node, nodes.Call) and not isinstance(node.node, nodes.Name):
            message = "yang boleh dipanggil hanya nilai(), cacah(), sebut(), terbilang(), angka(), rupiah(), tanggal()"
            raise ExpressionError(message)


def _explain(error: Exception) -> str:
    text = str(error.args[0]) if error.args else type(error).__name__
    unknown = re.search(r"'?(?:dict object|([\w.]+))'? (?:has no attribute '(\w+)'|is undefined)", text)
    if unknown:
        return f"“{unknown[2] or unknown[1]}” tidak dikenal"
    return text
