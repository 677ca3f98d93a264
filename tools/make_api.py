"""Make the API pages from the docstrings: `python -W error tools/make_api.py FOLDER`.

A public name without a docstring, and whatever pdoc warns of, is an error.
"""

from __future__ import annotations

import inspect
import sys
from dataclasses import is_dataclass
from importlib import import_module
from pathlib import Path

import pdoc
import pdoc.extract

import renstra_doc

# The door first; then the modules of the values that go in and out of it.
MODULES = (
    "renstra_doc",
    "renstra_doc.place",
    "renstra_doc.finding",
    "renstra_doc.model.document",
    "renstra_doc.check.run_rules",
    "renstra_doc.view.items",
    "renstra_doc.render.rendered",
    "renstra_doc.run.pipeline",
    "renstra_doc.review.diff.change",
    "renstra_doc.edit.saves",
    "renstra_doc.edit.moving",
    "renstra_doc.edit.carry",
    "renstra_doc.editions.fixed",
    "renstra_doc.web.serve",
    "renstra_doc.words.numbers",
)


def find_undocumented() -> list[str]:
    """Return the public names without a docstring, and those of their methods."""
    missing = []
    for module in MODULES:
        for name, value in public_members(module):
            if not inspect.getdoc(value) or (
                is_dataclass(value) and (value.__doc__ or "").startswith(f"{name}(")
            ):
                missing.append(f"{module}.{name}")
            methods = vars(value).items() if inspect.isclass(value) else ()
            missing += [
                f"{module}.{name}.{key}"
                for key, member in methods
                if not key.startswith("_") and callable(member) and not inspect.getdoc(member)
            ]
    return missing


def public_members(module: str) -> list[tuple[str, object]]:
    """Return the functions and classes of a module that others may use: those of `__all__`, else those it defines."""
    loaded = import_module(module)
    named = getattr(loaded, "__all__", None)
    if named is not None:
        return [(name, getattr(loaded, name)) for name in named]
    return [
        (name, value)
        for name, value in vars(loaded).items()
        if not name.startswith("_") and getattr(value, "__module__", "") == module
    ]


def main(folder: Path) -> int:
    """Write the pages; out: the exit code."""
    missing = find_undocumented()
    if missing:
        sys.stderr.write(f"tanpa docstring: {', '.join(missing)}\n")
        return 1
    # Three stages bear the name of their module: the function is the public one, the module has no page.
    pdoc.extract.iter_modules2 = lambda module: {}  # noqa: ARG005 — pdoc's signature
    pdoc.render.configure(
        docformat="markdown", footer_text=f"renstra_doc, {len(renstra_doc.__all__)} nama publik"
    )
    pdoc.pdoc(*MODULES, output_directory=folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
