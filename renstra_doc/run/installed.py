"""Which version of the program is installed."""

from __future__ import annotations


def find_version(otherwise: str = "sumber") -> str:
    """Return the version of the installed program; another text where it runs from its source."""
    # 20 ms that only those pay who ask.
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        return version("renstra_doc")
    except PackageNotFoundError:
        return otherwise
