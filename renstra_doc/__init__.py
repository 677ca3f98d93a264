"""Rebuild a complete Renstra as an official Word document from CSV data and a Word template.

The door: the names of `__all__` are what other programs may rest on (docs/stability.md), each with
a runnable example in docs/library.md. Nothing is loaded before it is asked for.

`load_project`, `compose_document`, `check_document`, `build_view`, `render_view`, `build_document`
and `compare_documents` are the stages of the line, each usable alone; `verify_document` tells
what became of a built file, `write_redline` and `write_matriks` show a comparison in Word.
`make_project` and `make_table` take their input from
code instead of CSV, `check_sums` adds up any hierarchy, `write_table` writes a Word table from
`TableColumn`s, `add_table` puts one into a python-docx document, `to_frame` and `from_frame` speak
with pandas, `to_csv` writes a table as a data folder holds it, and `rupiah`, `persen`, `terbilang`
and `tanggal` print Indonesian. `InputError` is what every one of them raises for input that it
cannot read, `FindingsError` what `build_document` raises where the checks stop it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from renstra_doc.check import check_document
    from renstra_doc.check.hierarchy import check_sums
    from renstra_doc.embed.frames import from_frame, to_frame
    from renstra_doc.embed.insertion import add_table
    from renstra_doc.embed.word_table import TableColumn, write_table
    from renstra_doc.finding import InputError
    from renstra_doc.intake.open_source import read_source
    from renstra_doc.intake.plan import plan_intake
    from renstra_doc.intake.recognise import recognise as recognise_table
    from renstra_doc.load.project import load_project
    from renstra_doc.model import compose_document
    from renstra_doc.model.canonical import to_csv
    from renstra_doc.model.from_code import make_project, make_table
    from renstra_doc.render import render_view
    from renstra_doc.review import compare_documents
    from renstra_doc.review.in_word import write_matriks, write_redline
    from renstra_doc.review.verify.judge import verify_document
    from renstra_doc.run.pipeline import FindingsError, build_document
    from renstra_doc.view import build_view
    from renstra_doc.words.numbers import format_persen as persen
    from renstra_doc.words.numbers import format_rupiah as rupiah
    from renstra_doc.words.numbers import format_tanggal as tanggal
    from renstra_doc.words.numbers import terbilang

__all__ = [
    "FindingsError",
    "InputError",
    "TableColumn",
    "add_table",
    "build_document",
    "build_view",
    "check_document",
    "check_sums",
    "compare_documents",
    "compose_document",
    "from_frame",
    "load_project",
    "make_project",
    "make_table",
    "persen",
    "plan_intake",
    "read_source",
    "recognise_table",
    "render_view",
    "rupiah",
    "tanggal",
    "terbilang",
    "to_csv",
    "to_frame",
    "verify_document",
    "write_matriks",
    "write_redline",
    "write_table",
]

# A lazy door: a program that prints one number must not load the Word writer.
# Where each name lives, and what it is called there if otherwise.
_HOMES = {
    "FindingsError": ("run.pipeline", ""),
    "InputError": ("finding", ""),
    "TableColumn": ("embed.word_table", ""),
    "add_table": ("embed.insertion", ""),
    "build_document": ("run.pipeline", ""),
    "build_view": ("view", ""),
    "check_document": ("check", ""),
    "check_sums": ("check.hierarchy", ""),
    "compare_documents": ("review", ""),
    "compose_document": ("model", ""),
    "from_frame": ("embed.frames", ""),
    "load_project": ("load.project", ""),
    "make_project": ("model.from_code", ""),
    "make_table": ("model.from_code", ""),
    "persen": ("words.numbers", "format_persen"),
    "plan_intake": ("intake.plan", ""),
    "read_source": ("intake.open_source", ""),
    "recognise_table": ("intake.recognise", "recognise"),
    "render_view": ("render", ""),
    "rupiah": ("words.numbers", "format_rupiah"),
    "tanggal": ("words.numbers", "format_tanggal"),
    "terbilang": ("words.numbers", ""),
    "to_csv": ("model.canonical", ""),
    "to_frame": ("embed.frames", ""),
    "write_matriks": ("review.in_word", ""),
    "verify_document": ("review.verify.judge", ""),
    "write_redline": ("review.in_word", ""),
    "write_table": ("embed.word_table", ""),
}


if not TYPE_CHECKING:  # for types the imports above are all there is: a misspelt name is an error
    # Called by Python for names that the module does not have (PEP 562).
    def __getattr__(name: str) -> object:
        """Import a public name when it is first asked for."""
        if name not in _HOMES:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        home, called = _HOMES[name]
        value: object = getattr(import_module(f"{__name__}.{home}"), called or name)
        # Kept: the next access no longer comes here.
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    """List the public names, also those not loaded yet."""
    return sorted({*globals(), *__all__})
