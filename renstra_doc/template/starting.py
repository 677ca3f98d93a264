"""The templates that come with the program."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
STARTING = "renstra.docx"


def packaged_template(name: str = STARTING) -> Path:
    """Return a template of the program by its file name; none given: the starting one.

    Inside the installed package, or the source's own in a checkout.
    """
    # Only an installed package has the copy; a checkout has the one that `make_template` writes.
    packed = PACKAGE / "forms" / "templat" / name
    return packed if packed.is_file() else PACKAGE.parent / "templates" / name
