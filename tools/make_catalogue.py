"""Compile the Indonesian catalogue of click's own texts, which gettext reads at run time.

    python tools/make_catalogue.py

reads `renstra_doc/cli/bahasa/id/LC_MESSAGES/click.po`, which a person edits, and writes the
`click.mo` beside it.
"""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGUE = Path(__file__).parents[1] / "renstra_doc/cli/bahasa/id/LC_MESSAGES/click.po"


def compile_catalogue(source: Path = CATALOGUE) -> bytes:
    """Return the compiled form of a catalogue."""
    with source.open("rb") as stream:
        catalogue = read_po(stream, locale="id")
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    return compiled.getvalue()


if __name__ == "__main__":
    CATALOGUE.with_suffix(".mo").write_bytes(compile_catalogue())
