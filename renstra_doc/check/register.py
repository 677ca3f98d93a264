"""The register of the kinds of rules.

A new kind is one function with a decorator; another package adds its own the same way, and names
its module under the entry point group `renstra_doc.aturan` so that the command line finds it
(docs/aturan.md):

    @kind("lebih_besar")
    def check_larger(document, rule): yield Finding(...) | Comparison(...)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from renstra_doc.check.comparison import Comparison, Mention
    from renstra_doc.finding import Finding
    from renstra_doc.model import Document
    from renstra_doc.model.rules import Rule

    Result = Comparison | Finding | Mention
    RuleFunction = Callable[[Document, Rule], Iterator[Result]]

PLUGINS = "renstra_doc.aturan"
_KINDS: dict[str, RuleFunction] = {}
_COMPARING: set[str] = set()


def kind(name: str, *, compares: bool = False) -> Callable[[RuleFunction], RuleFunction]:
    """Register a function as a kind of rule.

    It takes a document and a rule, and yields comparisons and findings.

    `compares` says that a rule of this kind which makes no comparison at all does nothing, and is
    to be reported.
    """

    def register(function: RuleFunction) -> RuleFunction:
        _KINDS[name] = function
        if compares:
            _COMPARING.add(name)
        return function

    return register


def kinds() -> dict[str, RuleFunction]:
    """Return the registered kinds by name."""
    return dict(_KINDS)


def must_compare(jenis: str) -> bool:
    """Return whether a rule of this kind that compares nothing is idle."""
    return jenis in _COMPARING


def is_known(jenis: str) -> bool:
    """Return whether a kind is registered; looks among the installed packages before it says no."""
    if jenis not in _KINDS:
        from importlib.metadata import entry_points  # noqa: PLC0415 — only rules of foreign kinds pay for it

        for entry in entry_points(group=PLUGINS):
            # Loading the module is all: its decorators register the kinds.
            entry.load()
    return jenis in _KINDS
